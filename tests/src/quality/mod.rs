//! Labelled worlds for measuring the duplicate check: works of villages as
//! people record them, which pairs are one work paid twice, and which only look
//! like it.
//!
//! A *deed* is what is really built, where nothing was built before; a claim is
//! a deed on paper, with the errors of phones, drawing and writing (*ink*). A
//! true pair is one deed on two papers. So no honest pair is a true one by
//! accident, and what a scorer sees of either went through the same errors.
//!
//! No real record is copied; the land is that of the boundaries the product
//! ships. Shares of kinds are guesses, as nobody has labelled data of a whole
//! country: that is what `World` is for.

mod capture;
pub mod chance;
mod clerk;
mod deed;
mod frame;
pub mod generate;
pub mod kind;
mod lookalikes;
mod lookalikes_again;
mod lookalikes_series;
mod lookalikes_site;
mod names;
mod record;
pub mod report;
mod shape;
mod terrain;
mod thing;
mod town;
mod twins;
mod twins_copied;
mod village;
mod vocabulary;
pub mod world;

#[cfg(test)]
mod honest_tests;
#[cfg(test)]
mod kind_tests;
#[cfg(test)]
mod tests;
