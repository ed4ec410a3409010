//! Long runs that `make test` does in short; `make campaign`.
//!
//!     campaign recall [PAIRS] [--without-margin]

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stdout)]

use std::time::Instant;

use gate::cover::CORNER_M;
use tests::recall::{Kind, RADIUS_M, recall};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let what = arguments.first().map_or("recall", String::as_str);
    assert_eq!(what, "recall", "the campaigns are: recall");
    let pairs = arguments.iter().find_map(|word| word.parse().ok()).unwrap_or(1_000_000);
    let planted = arguments.iter().any(|word| word == "--without-margin");
    let corner_m = if planted { 0.0 } else { CORNER_M };
    let mut missed = 0;
    for kind in [Kind::Random, Kind::Adversarial] {
        let begin = Instant::now();
        let found = recall(kind, pairs, corner_m);
        println!(
            "{kind:?}: {} pairs within {RADIUS_M} m, {} missed, recall {:.6}, {:.0} s",
            found.pairs,
            found.missed,
            1.0 - found.missed as f64 / found.pairs as f64,
            begin.elapsed().as_secs_f64(),
        );
        missed += found.missed;
    }
    if missed > 0 {
        std::process::exit(1);
    }
}
