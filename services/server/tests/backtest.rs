//! `lumbung rules backtest` on the works of the demo district.

use crate::{Scratch, done, lumbung, refused};

/// What the output calls the verdicts, and the rules that are compared.
const VERDICTS: [&str; 3] = ["meloloskan", "memberitahukan", "menahan"];
const FIRST: &str = "set aturan 1";
const CARD: &str = "kartu skor";

/// What `rules backtest` printed: differences as verdicts, pair and reason; decisions; the sum.
struct Compared {
    differences: Vec<[String; 3]>,
    decisions: Vec<String>,
    sum: String,
}

impl Compared {
    fn of(scratch: &Scratch, from: &str, to: &str) -> Self {
        let args = ["rules", "backtest", "--from", from, "--to", to];
        let text = done(lumbung(&scratch.data()).args(args));
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let sum = lines.pop().unwrap();
        let decided = |line: &String| line.starts_with("diputus ");
        let (decisions, differences): (Vec<_>, Vec<_>) = lines.into_iter().partition(decided);
        let parts = |line: String| {
            let parts: Vec<String> = line.splitn(3, "  ").map(str::to_owned).collect();
            parts.try_into().unwrap_or_else(|_| panic!("{line}"))
        };
        Self { differences: differences.into_iter().map(parts).collect(), decisions, sum }
    }

    /// How many decided pairs of a state some rules call so.
    fn count(&self, state: &str, rules: &str, verdict: &str) -> usize {
        let head = format!("diputus {state}: {rules} {verdict} ");
        let told = self.decisions.iter().find_map(|line| line.strip_prefix(&head));
        told.map_or(0, |told| told.strip_suffix(" pasangan").unwrap().parse().unwrap())
    }

    /// How many of the differences of a state have this verdict on a side, 0 the first.
    fn moved(&self, state: &str, side: usize, verdict: &str) -> usize {
        let mark = format!(" [{state}]");
        let of_state = self.differences.iter().filter(|one| one[1].ends_with(&mark));
        of_state.filter(|one| one[0].split(" -> ").nth(side) == Some(verdict)).count()
    }

    /// Verdicts turned round, and pairs.
    fn turned(&self) -> Vec<(String, String)> {
        let turn = |[verdicts, pair, _]: &[String; 3]| {
            let (from, to) = verdicts.split_once(" -> ").unwrap();
            (format!("{to} -> {from}"), pair.clone())
        };
        self.differences.iter().map(turn).collect()
    }
}

#[test]
fn two_rule_sets_are_compared_on_the_works_of_a_district() {
    let scratch = Scratch::new();
    done(lumbung(&scratch.data()).args(["demo", "--exit"]));
    let there = Compared::of(&scratch, "1", "scorecard");
    // Of the demo's works both say the same: what the zones block a scorecard blocks too.
    let different = format!(", {} berbeda", there.differences.len());
    assert!(there.sum.contains(" pekerjaan, ") && there.sum.ends_with(&different), "{}", there.sum);
    for [verdicts, pair, because] in &there.differences {
        let (from, to) = verdicts.split_once(" -> ").unwrap();
        for verdict in [from, to] {
            assert!(VERDICTS.contains(&verdict), "{verdicts}");
        }
        assert_ne!(from, to, "{pair}");
        assert!(pair.contains(", 2026) | ") && because.ends_with('.'), "{pair}: {because}");
    }
    // The matrix: what the first rules say of the decided pairs, and where the second moved them.
    for state in ["bukan tumpang tindih", "tumpang tindih"] {
        let all = |rules| -> usize { VERDICTS.iter().map(|v| there.count(state, rules, v)).sum() };
        assert!(all(FIRST) > 0 && all(FIRST) == all(CARD), "{state}: {:?}", there.decisions);
        for verdict in VERDICTS {
            let stayed = there.count(state, FIRST, verdict) - there.moved(state, 0, verdict);
            let now = stayed + there.moved(state, 1, verdict);
            assert_eq!(there.count(state, CARD, verdict), now, "{state} {verdict}");
        }
    }
    assert!(there.count("tumpang tindih", FIRST, "menahan") > 0, "{:?}", there.decisions);
    let back = Compared::of(&scratch, "scorecard", "1");
    let pairs = |found: &Compared| -> Vec<(String, String)> {
        let told = found.differences.iter();
        told.map(|[verdicts, pair, _]| (verdicts.clone(), pair.clone())).collect()
    };
    assert_eq!(back.turned(), pairs(&there), "the other way round it is the same list");
    let same = Compared::of(&scratch, "1", "1");
    assert!(same.differences.is_empty() && same.sum.ends_with(", 0 berbeda"), "{}", same.sum);
    let years = ["rules", "backtest", "--from", "1", "--to", "scorecard", "--years"];
    let none = done(lumbung(&scratch.data()).args(years).arg("2019..2020"));
    assert_eq!(none.trim_end(), "0 pekerjaan, 0 pasangan dibandingkan, 0 berbeda");
    for (rest, exit, why) in [
        ("--from x --to 1", 64, "x: bukan nomor set aturan"),
        ("--from 1 --to 99", 65, "NOT_FOUND"),
        ("--from 1 --to 1 --years dulu", 64, "dulu: bukan rentang tahun"),
    ] {
        let rest = rest.split(' ');
        let told = refused(lumbung(&scratch.data()).args(["rules", "backtest"]).args(rest));
        assert!(told.0 == exit && told.1.contains(why), "{told:?}");
    }
}
