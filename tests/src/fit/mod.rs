//! Fitting the scorecard on made worlds, and measuring it on others.

pub mod boost;
mod curve;
pub mod data;
pub mod freeze;
pub mod measure;
pub mod train;
pub mod weights;

#[cfg(test)]
mod tests;
