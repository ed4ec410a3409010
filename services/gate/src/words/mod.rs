//! Names of works as people write them, taken apart and compared.

pub mod compare;
pub mod landmark;
pub mod lexicon;
pub mod like;
pub mod name;
mod reader;
pub mod token;

pub use compare::{Agreement, Compared, Rarity, compare};
pub use name::{Name, Word};

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
