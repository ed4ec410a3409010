//! Which sources of money an account of revenue can carry (apbdes.md 12): a chart of the registry
//! says it, not this code.

use crate::{Refusal, RekeningCode, SumberDana, reason};

/// Parts the prefixes of one source.
const PARTED_BY: char = ';';

/// Why money on the account cannot be of the source.
///
/// `chart` holds each source with the accounts it brings, as prefixes parted by `;`. The longest
/// prefix wins: 4.1.3 is of SWD alone although PAD brings 4.1. An account that the chart does not
/// name, as one of financing, carries every source.
pub fn misplaced<'a>(
    rekening: &RekeningCode,
    source: &SumberDana,
    chart: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<Refusal> {
    let mut longest = 0;
    let mut carried: Vec<&str> = Vec::new();
    for (code, prefixes) in chart {
        let fits = prefixes.split(PARTED_BY).filter(|part| !part.is_empty());
        let fits = fits.filter(|part| rekening.starts_with(part)).map(str::len).max();
        let Some(length) = fits.filter(|length| *length >= longest) else { continue };
        if length > longest {
            carried.clear();
            longest = length;
        }
        carried.push(code);
    }
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
