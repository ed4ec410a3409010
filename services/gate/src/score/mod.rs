//! The scorecard: how likely two works are one, as a sum of named points.
//!
//! Pure. The register uses the first part of the card, which needs the two works
//! alone; a whole set of works uses both.

pub mod block;
pub mod card;
pub mod claims;
mod context;
mod crowd;
pub mod doing;
pub mod feature;
mod fields;
mod geometry;
pub mod habit;
pub mod item;
pub mod known;
pub mod logistic;
pub mod measure;
pub mod monotone;
pub mod pair;
mod photo;
pub mod read;
mod repair;
pub mod set;
pub mod sketch;
mod thin;
pub mod told;
mod track;
pub mod usual;
pub mod write;

pub use card::Card;
pub use item::Item;
pub use photo::{PHOTO_BITS, fewest_bits};
pub use read::{BadLine, File, file, works};
pub use set::{Scored, Scores, Set};

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
