//! What Dana Desa may not pay for, and which shares of it the dated law sets (apbdes.md 9.6).
//!
//! The rows say it in codes: `dds.larangan.N` is a prohibition, with what it takes in (`selector`),
//! up to which sum (`max`), and which lines must be explained (`tanya`); `earmark.DDS.NAME` is a
//! share, with what is counted (`selector`), its most and least (`max`, `min`) and of what
//! (`base`). A prohibition or share that no row puts in codes is not judged here.

use std::collections::BTreeMap;

use domain::{Reason, Refusal, Rupiah, Selector};

use crate::{
    apbdes::{
        law::Severity,
        line_sql::LineRow,
        rules::{Facts, Finding, percent},
        states::Kind,
    },
    refusal::{
        DANA_DESA_ASKED, DANA_DESA_BARRED, DANA_DESA_CAPPED, EARMARK_EXCEEDED, EARMARK_SHORT,
        RULE_NOT_CHECKED,
    },
};

/// Dana Desa among the sources.
const SOURCE: &str = "DDS";
/// The account of revenue that brings it.
const REVENUE: &str = "4.2.1.";
/// The keys of prohibitions.
const BARRED: &str = "dds.larangan";
/// The keys of shares.
const SHARE: &str = "earmark.DDS";
/// What a share may be a part of. A budget knows both as its revenue of Dana Desa: the first one
/// of a year holds the regular ceiling alone (PMK 7/2026 Pasal 41).
const BASES: [&str; 2] = ["pagu_dana_desa", "pagu_reguler"];
/// Hundredths of a percent in the whole.
const WHOLE_BP: i128 = 10_000;

/// What the law in force says, by key.
pub(crate) type Rows = BTreeMap<String, Rule>;

/// One row of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rule {
    pub value: String,
    pub basis: String,
}

/// Every rule about Dana Desa that the version does not meet.
pub(crate) fn unmet(facts: &Facts) -> Vec<Finding> {
    let rows = &facts.law.dana_desa;
    let mut found: Vec<Finding> = rows.iter().filter_map(unreadable).collect();
    for (key, rule) in rows {
        let id = key.strip_prefix(BARRED).and_then(|rest| rest.strip_prefix('.'));
        if id.is_some_and(|id| !id.contains('.')) && rule.value == "true" {
            found.extend(prohibited(facts, key, rule));
        }
        if let Some(name) = key.strip_suffix(".selector").filter(|name| name.starts_with(SHARE)) {
            found.extend(share(facts, name));
        }
    }
    found
}

/// A row that says what this program cannot read is told: its rule is not checked.
fn unreadable((key, rule): (&String, &Rule)) -> Option<Finding> {
    let value = rule.value.as_str();
    let is_read = match key.rsplit('.').next() {
        _ if key.starts_with("severity.") => true,
        Some("selector" | "tanya") => Selector::parse(value).is_some(),
        Some("min" | "max") => value.parse::<i64>().is_ok(),
        Some("base") => BASES.contains(&value),
        _ => true,
    };
    let rule = if key.starts_with(BARRED) { BARRED } else { SHARE };
    (!is_read).then(|| {
        let refusal = RULE_NOT_CHECKED.refuse().fact("rule", rule).fact("key", key);
        Finding::of(rule, Severity::Warn, refusal)
    })
}

/// The value of a row.
fn value<'f>(facts: &'f Facts, key: &str) -> Option<&'f str> {
    facts.law.dana_desa.get(key).map(|rule| rule.value.as_str())
}

/// The number of a row.
fn number(facts: &Facts, key: &str) -> Option<i64> {
    value(facts, key)?.parse().ok()
}

/// The weight of a rule.
fn severity(facts: &Facts, key: &str) -> Severity {
    Severity::of(value(facts, &format!("severity.{key}")))
}

/// Spending from Dana Desa that a row takes in.
fn taken<'f>(facts: &'f Facts, key: &str) -> Vec<&'f LineRow> {
    let Some(selector) = value(facts, key).and_then(Selector::parse) else { return Vec::new() };
    let of = |line: &&LineRow| selector.matches(line.kegiatan.as_deref(), &line.rekening);
    facts.lines.iter().filter(|line| spends(line)).filter(of).collect()
}

/// Whether a line spends Dana Desa; one that is kept open with nothing does not.
fn spends(line: &LineRow) -> bool {
    let out = line.rekening.starts_with("5.") || line.rekening.starts_with("6.2.");
    out && line.sumber_dana == SOURCE && line.amount_sen > 0
}

/// The sum of lines.
fn sum<'f>(lines: impl IntoIterator<Item = &'f LineRow>) -> i64 {
    lines.into_iter().fold(0_i64, |sum, line| sum.saturating_add(line.amount_sen))
}

/// What the version cannot take out of lines: what is committed on them (INV-13) and, of a change
/// by Perkades, what the version that it amends gives them.
fn fixed(facts: &Facts, lines: &[&LineRow]) -> i64 {
    let by_perkades = facts.kind == Kind::PerubahanPenjabaran;
    let before = |line: &LineRow| {
        let base = facts.base_lines.iter().find(|base| base.line_id == line.line_id);
        base.filter(|_| by_perkades).map_or(0, |base| base.amount_sen)
    };
    let of = |line: &&LineRow| {
        let committed = facts.ledger.get(&line.line_id).map_or(0, |row| row.committed_sen);
        committed.max(before(line))
    };
    lines.iter().map(of).fold(0_i64, i64::saturating_add)
}

/// A rule refuses what the version can still take out, and tells the rest.
fn weighed(facts: &Facts, severity: Severity, lines: &[&LineRow]) -> Severity {
    let leaves_room = sum(lines.iter().copied()) > fixed(facts, lines);
    if leaves_room { severity } else { Severity::Warn }
}

/// One prohibition.
fn prohibited(facts: &Facts, key: &str, rule: &Rule) -> Vec<Finding> {
    let severe = severity(facts, BARRED);
    let barred = taken(facts, &format!("{key}.selector"));
    let cap = format!("{key}.max");
    let mut found = Vec::new();
    if value(facts, &cap).is_some() {
        found.extend(capped(facts, key, number(facts, &cap), &barred, rule));
    } else {
        found.extend(barred.into_iter().map(|line| {
            let refusal = about(DANA_DESA_BARRED.refuse(), key, line, rule);
            Finding::of(BARRED, weighed(facts, severe, &[line]), refusal)
        }));
    }
    let severe = severity(facts, &format!("{BARRED}.tanya"));
    let asked = taken(facts, &format!("{key}.tanya"));
    found.extend(asked.into_iter().map(|line| {
        let refusal = about(DANA_DESA_ASKED.refuse(), key, line, rule);
        Finding::of(BARRED, weighed(facts, severe, &[line]), refusal)
    }));
    found
}

/// What is barred only above a sum of the year.
fn capped(
    facts: &Facts,
    key: &str,
    max: Option<i64>,
    lines: &[&LineRow],
    rule: &Rule,
) -> Option<Finding> {
    let (amount, max) = (sum(lines.iter().copied()), max?);
    (amount > max).then(|| {
        let refusal = DANA_DESA_CAPPED
            .refuse()
            .fact("key", key)
            .sen("amount", Rupiah::from_sen(amount))
            .sen("max", Rupiah::from_sen(max))
            .fact("basis", &rule.basis);
        Finding::of(BARRED, weighed(facts, severity(facts, BARRED), lines), refusal)
    })
}

/// The facts of a line that a prohibition is about.
fn about(refusal: Refusal, key: &str, line: &LineRow, rule: &Rule) -> Refusal {
    refusal
        .fact("key", key)
        .fact("kegiatan", line.kegiatan.as_deref().unwrap_or_default())
        .fact("rekening", &line.rekening)
        .sen("amount", Rupiah::from_sen(line.amount_sen))
        .fact("basis", &rule.basis)
        .about(line.line_id.to_string())
}

/// One share of the revenue of Dana Desa: no more than its most, no less than its least.
fn share(facts: &Facts, name: &str) -> Vec<Finding> {
    let key = |part: &str| format!("{name}.{part}");
    let selector = value(facts, &key("selector")).and_then(Selector::parse);
    let known = value(facts, &key("base")).is_none_or(|base| BASES.contains(&base));
    if selector.is_none() || !known {
        return Vec::new();
    }
    let lines = taken(facts, &key("selector"));
    let amount = sum(lines.iter().copied());
    let brings = |line: &&LineRow| line.sumber_dana == SOURCE && line.rekening.starts_with(REVENUE);
    let base = sum(facts.lines.iter().filter(brings));
    let part = i128::from(amount) * WHOLE_BP;
    let bound = |bp: i64| i128::from(base) * i128::from(bp);
    let severe = severity(facts, name);
    let title = name.trim_start_matches(SHARE).trim_start_matches('.').replace('_', " ");
    let over = number(facts, &key("max")).filter(|bp| part > bound(*bp));
    let short = number(facts, &key("min")).filter(|bp| part < bound(*bp));
    let tell = |reason: Reason, bound_key: &str, bp: i64| {
        let limit = i64::try_from(bound(bp) / WHOLE_BP).unwrap_or(i64::MAX);
        let basis = facts.law.dana_desa.get(bound_key).map_or("", |rule| rule.basis.as_str());
        reason
            .refuse()
            .shown("earmark", name, &title)
            .sen("amount", Rupiah::from_sen(amount))
            .sen("limit", Rupiah::from_sen(limit))
            .shown("percent", bp, percent(bp))
            .sen("base", Rupiah::from_sen(base))
            .fact("basis", basis)
    };
    let over = over.map(|bp| {
        let weight = weighed(facts, severe, &lines);
        Finding::of(SHARE, weight, tell(EARMARK_EXCEEDED, &key("max"), bp))
    });
    let short = short.map(|bp| Finding::of(SHARE, severe, tell(EARMARK_SHORT, &key("min"), bp)));
    over.into_iter().chain(short).collect()
}

#[cfg(test)]
#[path = "dana_desa_tests.rs"]
mod tests;
