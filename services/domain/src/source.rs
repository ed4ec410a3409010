//! Which sources of money an account of revenue can carry (apbdes.md 12): a chart of the registry
//! says it, not this code.

use crate::{Refusal, RekeningCode, SumberDana, reason};

/// Parts the prefixes of one source.
const PARTED_BY: char = ';';

/// Why money on the account cannot be of the source.
///
/// `chart` holds each source with the accounts it brings, as prefixes parted by `;`. An account
/// carries every source that brings it: 4.1.3 is of PAD, which brings all of 4.1, and of SWD. An
/// account that the chart does not name, as one of financing, carries every source.
pub fn misplaced<'a>(
    rekening: &RekeningCode,
    source: &SumberDana,
    chart: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<Refusal> {
    let brings = |prefixes: &str| {
        let mut parts = prefixes.split(PARTED_BY).filter(|part| !part.is_empty());
        parts.any(|part| rekening.starts_with(part))
    };
    let carried: Vec<&str> =
        chart.into_iter().filter(|(_, prefixes)| brings(prefixes)).map(|(code, _)| code).collect();
    if carried.is_empty() || carried.contains(&source.as_str()) {
        return None;
    }
    let refusal = reason::SOURCE_NOT_OF_ACCOUNT.refuse().fact("rekening", rekening);
    let refusal = refusal.shown("carried", carried.join(";"), carried.join(" atau "));
    Some(refusal.fact("sumber_dana", source))
}

#[cfg(test)]
#[path = "source_tests.rs"]
mod tests;
