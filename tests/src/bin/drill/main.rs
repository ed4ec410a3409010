//! Drills: the release binary under kills, hang-ups and full disks.
//!
//! `drill kill|hangup|disk`. Each drill first shows that the server
//! stands, then that the same test catches a planted fault in a server built
//! with the feature `sabotage`. The last line counts what passed.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, clippy::print_stdout)]

mod checker;
mod disk;
mod hangup;
mod kill;
mod outcome;
mod verdict;

use verdict::Verdict;

#[tokio::main]
async fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    let mut verdict = Verdict::default();
    match name.as_str() {
        "kill" => kill::drill(&mut verdict).await,
        "hangup" => hangup::drill(&mut verdict).await,
        "disk" => disk::drill(&mut verdict).await,
        _ => {
            println!("usage: drill kill|hangup|disk");
            std::process::exit(64);
        }
    }
    std::process::exit(verdict.close());
}
