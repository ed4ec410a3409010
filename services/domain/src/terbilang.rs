//! Amounts in words, as kuitansi carry them.

use crate::Rupiah;

const ONES: [&str; 12] = [
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
];
const GROUPS: [(u64, &str); 4] = [
    (1_000_000_000_000, "triliun"),
    (1_000_000_000, "miliar"),
    (1_000_000, "juta"),
    (1_000, "ribu"),
];

/// The amount in lower-case words, ending in `rupiah` and, if there are any, sen.
pub fn terbilang(amount: Rupiah) -> String {
    let magnitude = amount.sen().unsigned_abs();
    let (rupiah, sen) = (magnitude / 100, magnitude % 100);
    let minus = if amount.sen() < 0 { "minus " } else { "" };
    let mut text = format!("{minus}{} rupiah", number(rupiah));
    if sen > 0 {
        text.push_str(&format!(" {} sen", number(sen)));
    }
    text
}

fn number(value: u64) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut rest = value;
    for (size, name) in GROUPS {
        let group = rest / size;
        rest %= size;
        match group {
            0 => {}
            1 if size == 1_000 => words.push("seribu".to_owned()),
            1_000.. => words.push(format!("{} {name}", number(group))),
            _ => words.push(format!("{} {name}", below_thousand(group))),
        }
    }
    if rest > 0 || words.is_empty() {
        words.push(below_thousand(rest));
    }
    words.join(" ")
}

fn below_thousand(value: u64) -> String {
    let joined = |head: String, rest: u64| {
        if rest == 0 { head } else { format!("{head} {}", below_thousand(rest)) }
    };
    match value {
        0..=11 => one(value).to_owned(),
        12..=19 => format!("{} belas", one(value - 10)),
        20..=99 => joined(format!("{} puluh", one(value / 10)), value % 10),
        100..=199 => joined("seratus".to_owned(), value - 100),
        _ => joined(format!("{} ratus", one(value / 100)), value % 100),
    }
}

fn one(value: u64) -> &'static str {
    usize::try_from(value).ok().and_then(|at| ONES.get(at)).copied().unwrap_or_default()
}

#[cfg(test)]
#[path = "terbilang_tests.rs"]
mod tests;
