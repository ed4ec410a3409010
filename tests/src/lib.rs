//! What drills and benches share: a server of the release binary as a child
//! process, signed-in people, and a store to run it on.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, clippy::print_stdout, clippy::too_many_lines)]

pub mod desk;
pub mod engine;
pub mod figures;
pub mod fit;
pub mod history;
pub mod peers;
pub mod people;
pub mod places;
pub mod quality;
pub mod recall;
pub mod register;
pub mod server;
