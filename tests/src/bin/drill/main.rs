//! Drills: the release binary under kills, hang-ups and full disks, backed up, and in races.
//!
//! `drill kill|hangup|disk|backup|twins`. Each drill shows that the server stands;
//! all but `disk`, whose fault is the disk's own, and `backup`, whose control is a
//! plain copy, show besides that the same test catches a planted fault in a server
//! built with the feature `sabotage`. The last line counts what passed.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::indexing_slicing, clippy::print_stdout)]

mod backup;
mod checker;
mod disk;
mod hangup;
mod kill;
mod outcome;
mod twins;
mod verdict;

use verdict::Verdict;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().cloned().unwrap_or_default();
    if name == "twins-side" {
        let side = twins::Side::parse(&arguments[1..]).expect("a side is told what to do");
        return side.run().await;
    }
    let mut verdict = Verdict::default();
    match name.as_str() {
        "kill" => kill::drill(&mut verdict).await,
        "hangup" => hangup::drill(&mut verdict).await,
        "disk" => disk::drill(&mut verdict).await,
        "backup" => backup::drill(&mut verdict).await,
        "twins" => twins::drill(&mut verdict).await,
        _ => {
            println!("usage: drill kill|hangup|disk|backup|twins");
            std::process::exit(64);
        }
    }
    std::process::exit(verdict.close());
}
