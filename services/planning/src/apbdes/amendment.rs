//! What an amendment may change, and when (Permendagri 20/2018 P.40-41; apbdes.md 5.3).

use std::collections::BTreeMap;

use domain::{Rupiah, Tahun};

use crate::{
    apbdes::{
        law::{Law, Severity},
        line_sql::LineRow,
        rules::{Facts, Finding, Standing},
        states::{Kind, Reason},
    },
    refusal::{
        AMENDED_ALREADY, AMENDMENT_EMPTY, BASE_OUTDATED, NO_VERSION_IN_FORCE, PERKADES_TOO_LATE,
        REASON_NOT_SEEN, SHIFT_NEEDS_PERDES, VERSION_IN_FORCE,
    },
};

/// Whether a version of this kind may come now, among those of its year.
pub(crate) fn standing(
    kind: Kind,
    reason: Option<Reason>,
    standing: Standing,
    tahun: Tahun,
    law: &Law,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |rule, refusal| found.push(Finding::hard(rule, refusal));
    let amends = matches!(kind, Kind::PerubahanPenjabaran | Kind::Perubahan);
    match (amends, standing.in_force) {
        (false, Some(_)) => add("P.40", VERSION_IN_FORCE.refuse().fact("tahun", tahun)),
        (true, None) => add("P.40", NO_VERSION_IN_FORCE.refuse().fact("tahun", tahun)),
        (true, in_force) if in_force != standing.base => add("P.40", BASE_OUTDATED.refuse()),
        _ => {}
    }
    if kind == Kind::Perubahan
        && reason != Some(Reason::Extraordinary)
        && let Some(max) = law.amendments_max.filter(|max| standing.amended >= *max)
    {
        let refusal = AMENDED_ALREADY.refuse().fact("tahun", tahun).fact("count", standing.amended);
        add("P.40", refusal.fact("max", max));
    }
    if kind == Kind::PerubahanPenjabaran && standing.amended > 0 {
        add("P.41", PERKADES_TOO_LATE.refuse().fact("tahun", tahun));
    }
    found
}

/// Sums before and after.
type Change = (i64, i64);

/// Sums of both versions by a key; lines without the key are left out.
fn changed<K: Ord>(facts: &Facts, key: impl Fn(&LineRow) -> Option<K>) -> BTreeMap<K, Change> {
    let mut sums: BTreeMap<K, Change> = BTreeMap::new();
    for line in &facts.base_lines {
        if let Some(key) = key(line) {
            let sum = &mut sums.entry(key).or_default().0;
            *sum = sum.saturating_add(line.amount_sen);
        }
    }
    for line in &facts.lines {
        if let Some(key) = key(line) {
            let sum = &mut sums.entry(key).or_default().1;
            *sum = sum.saturating_add(line.amount_sen);
        }
    }
    sums.retain(|_, (before, after)| before != after);
    sums
}

/// The difference that lines of a group make together.
fn delta(facts: &Facts, group: &str) -> i64 {
    let sum = |lines: &[LineRow]| {
        let of_group = lines.iter().filter(|line| line.rekening.starts_with(group));
        of_group.fold(0_i64, |sum, line| sum.saturating_add(line.amount_sen))
    };
    sum(&facts.lines).saturating_sub(sum(&facts.base_lines))
}

/// The jenis of what is spent, with its kegiatan: what only a Perdes may shift between.
fn spent_jenis(line: &LineRow) -> Option<(String, String)> {
    let spends = line.rekening.starts_with('5') || line.rekening.starts_with("6.2");
    let jenis = line.rekening.get(..5)?.to_owned();
    spends.then(|| (line.kegiatan.clone().unwrap_or_default(), jenis))
}

/// What the change of lines asks of an amendment.
pub(crate) fn changes(facts: &Facts) -> Vec<Finding> {
    if !matches!(facts.kind, Kind::PerubahanPenjabaran | Kind::Perubahan) {
        return Vec::new();
    }
    let lines = changed(facts, |line| Some(line.line_id));
    if lines.is_empty() {
        return vec![Finding::hard("P.40", AMENDMENT_EMPTY.refuse())];
    }
    let mut found = Vec::new();
    if let Some(reason) = facts.reason.filter(|reason| !is_seen(*reason, facts)) {
        let refusal = REASON_NOT_SEEN.refuse().shown("reason", reason.word(), reason.title());
        found.push(Finding::of("P.40", Severity::Warn, refusal));
    }
    if facts.kind == Kind::PerubahanPenjabaran {
        found.extend(beyond_perkades(facts));
    }
    found
}

/// Whether the lines show the change that the reason names.
fn is_seen(reason: Reason, facts: &Facts) -> bool {
    let moved = |group: &str| {
        !changed(facts, |line| line.rekening.starts_with(group).then_some(line.line_id)).is_empty()
    };
    match reason {
        Reason::RevenueChanged => moved("4"),
        Reason::LastYearSilpa => moved("6.1.1"),
        Reason::Shift => moved("5"),
        Reason::SavingsUsed | Reason::Extraordinary => true,
    }
}

/// By Perkades the sums of a jenis stay, unless revenue or last year's SiLPA brings or takes
/// money: then they may only follow it, and nothing is shifted from one to another.
fn beyond_perkades(facts: &Facts) -> Vec<Finding> {
    let follows = match facts.reason {
        Some(Reason::RevenueChanged) => delta(facts, "4."),
        Some(Reason::LastYearSilpa) => delta(facts, "6.1.1."),
        _ => 0,
    };
    let may = |before: i64, after: i64| match follows.signum() {
        1 => after > before,
        -1 => after < before,
        _ => false,
    };
    let income = changed(facts, |line| {
        let brings = line.rekening.starts_with('4') || line.rekening.starts_with("6.1");
        let jenis = line.rekening.get(..5)?.to_owned();
        brings.then(|| (String::new(), jenis))
    });
    let free_income = |jenis: &str| match facts.reason {
        Some(Reason::RevenueChanged) => jenis.starts_with('4'),
        Some(Reason::LastYearSilpa) => jenis == "6.1.1",
        _ => false,
    };
    let spending = changed(facts, spent_jenis).into_iter();
    let spending = spending.filter(|(_, (before, after))| !may(*before, *after));
    let income = income.into_iter().filter(|((_, jenis), _)| !free_income(jenis));
    income
        .chain(spending)
        .map(|((kegiatan, jenis), (before, after))| {
            let refusal = SHIFT_NEEDS_PERDES
                .refuse()
                .fact("kegiatan", kegiatan)
                .fact("jenis", jenis)
                .sen("before", Rupiah::from_sen(before))
                .sen("after", Rupiah::from_sen(after));
            Finding::hard("P.41", refusal)
        })
        .collect()
}

#[cfg(test)]
#[path = "amendment_tests.rs"]
mod tests;
