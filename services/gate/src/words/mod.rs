//! Names of works as people write them, taken apart and compared.

pub mod compare;
mod figures;
pub mod landmark;
pub mod lexicon;
pub mod like;
pub mod name;
mod reader;
mod slot;
pub mod token;

pub use compare::{Agreement, Compared, Rarity, compare};
pub use name::{Name, Word};

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
