//! What a version must meet (apbdes.md 9.1), all reasons at once.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Refusal, Rupiah, Tahun};
use uuid::Uuid;

use crate::{
    apbdes::{
        amendment, dana_desa,
        law::{Law, Severity},
        line_sql::{LineRow, Totals},
        states::{Kind, Reason},
    },
    reference::LedgerLine,
    refusal::{
        BIDANG_05_WITHOUT_BTT, BTT_OUTSIDE_BIDANG_05, BUDGET_EMPTY, BUDGET_UNBALANCED,
        KEGIATAN_NOT_IN_RKPDES, LINE_BELOW_COMMITTED, PERDES_REFERENCE_MISSING, RATIO_EXCEEDED,
        RATIO_SHORT, RESERVE_FROM_RESTRICTED, RKPDES_NOT_ENACTED, RULE_NOT_CHECKED, SILPA_DIFFERS,
        SOURCE_OVERSPENT,
    },
    rkpdes::PlanInForce,
};

/// The bidang that needs no plan and takes unforeseen spending.
const EMERGENCY: &str = "05";
/// Unforeseen spending (belanja tak terduga).
const BTT: &str = "5.4.";
/// SiLPA of the year before.
const LAST_YEAR: &str = "6.1.1.";
/// Hundredths of a percent in the whole.
const WHOLE_BP: i128 = 10_000;

/// The first step that an unmet rule blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Blocks {
    /// Handing the draft to the BPD.
    Submit,
    /// Enacting it.
    Enact,
}

/// A rule that is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The rule, `INV-01`, or `P.40` for an article of Permendagri 20/2018.
    pub rule: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// The first step it blocks when hard.
    pub blocks: Blocks,
    /// The reason with its numbers.
    pub refusal: Refusal,
}

impl Finding {
    /// A rule that refuses from submission on.
    pub fn hard(rule: &'static str, refusal: Refusal) -> Self {
        Self { rule, severity: Severity::Hard, blocks: Blocks::Submit, refusal }
    }

    /// A rule of its own weight.
    pub fn of(rule: &'static str, severity: Severity, refusal: Refusal) -> Self {
        Self { severity, ..Self::hard(rule, refusal) }
    }

    /// Whether it refuses a step.
    pub fn refuses(&self, step: Blocks) -> bool {
        self.severity == Severity::Hard && self.blocks <= step
    }
}

/// Where a version stands among those of its year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The version it started from.
    pub base: Option<Uuid>,
    /// The version in force.
    pub in_force: Option<Uuid>,
    /// How often the year was amended by Perdes.
    pub amended: i64,
}

/// Everything a version is judged by.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub tahun: Tahun,
    pub kind: Kind,
    pub reason: Option<Reason>,
    pub standing: Standing,
    pub lines: Vec<LineRow>,
    /// The lines of the version it amends.
    pub base_lines: Vec<LineRow>,
    /// What is committed by line.
    pub ledger: BTreeMap<Uuid, LedgerLine>,
    pub plan: PlanInForce,
    /// What the year before closed with, once its books are closed.
    pub silpa_before: Option<i64>,
    pub law: Law,
}

/// Every rule that the version does not meet, hard ones first.
pub(crate) fn unmet(facts: &Facts) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(amendment::standing(
        facts.kind,
        facts.reason,
        facts.standing,
        facts.tahun,
        &facts.law,
    ));
    found.extend(balance(facts));
    found.extend(sources(facts));
    found.extend(ratio(facts));
    found.extend(facts.lines.iter().flat_map(|line| unforeseen(line, &facts.law)));
    found.extend(facts.lines.iter().flat_map(|line| references(line, &facts.law)));
    found.extend(silpa(facts));
    found.extend(dana_desa::unmet(facts));
    found.extend(committed(facts));
    found.extend(planned(facts));
    found.extend(amendment::changes(facts));
    found.sort_by_key(|finding| finding.severity);
    found
}

/// INV-01: the version comes to nothing.
fn balance(facts: &Facts) -> Option<Finding> {
    if facts.lines.is_empty() {
        return Some(Finding::hard("INV-01", BUDGET_EMPTY.refuse()));
    }
    let totals = Totals::of(&facts.lines);
    (totals.silpa() != 0).then(|| {
        let refusal = BUDGET_UNBALANCED
            .refuse()
            .sen("silpa", Rupiah::from_sen(totals.silpa()))
            .sen("pendapatan", Rupiah::from_sen(totals.pendapatan))
            .sen("belanja", Rupiah::from_sen(totals.belanja))
            .sen("netto", Rupiah::from_sen(totals.netto()));
        Finding::hard("INV-01", refusal)
    })
}

/// INV-04: no source is used beyond what it brings.
fn sources(facts: &Facts) -> Vec<Finding> {
    let mut by_source: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for line in &facts.lines {
        let (income, used) = by_source.entry(&line.sumber_dana).or_default();
        let side = match line.rekening.get(..3) {
            Some("6.2") => used,
            Some(group) if group.starts_with('5') => used,
            _ => income,
        };
        *side = side.saturating_add(line.amount_sen);
    }
    let over = by_source.into_iter().filter(|(_, (income, used))| used > income);
    over.map(|(source, (income, used))| {
        let refusal = SOURCE_OVERSPENT
            .refuse()
            .fact("sumber_dana", source)
            .sen("use", Rupiah::from_sen(used))
            .sen("income", Rupiah::from_sen(income))
            .sen("short", Rupiah::from_sen(used.saturating_sub(income)));
        Finding::of("INV-04", facts.law.source_severity, refusal)
    })
    .collect()
}

/// INV-05: the 30/70 share; hard only at enactment.
fn ratio(facts: &Facts) -> Vec<Finding> {
    let law = &facts.law;
    let unchecked = |key: &'static str| {
        let refusal = RULE_NOT_CHECKED.refuse().fact("rule", "INV-05").fact("key", key);
        vec![Finding::of("INV-05", Severity::Warn, refusal)]
    };
    let Some(max_bp) = law.ratio_max_bp else { return unchecked("ratio.operasional_max") };
    let Some(selector) = &law.basket else { return unchecked("ratio.keranjang") };
    let counted = facts.lines.iter().filter(|line| {
        line.rekening.starts_with("5.") && !(law.without_bengkok && line.from_bengkok)
    });
    let (mut basket, mut base) = (0_i64, 0_i64);
    for line in counted {
        base = base.saturating_add(line.amount_sen);
        if selector.matches(line.kegiatan.as_deref(), &line.rekening) {
            basket = basket.saturating_add(line.amount_sen);
        }
    }
    let rest = base.saturating_sub(basket);
    let (part, whole) = (i128::from(basket), i128::from(base));
    let share = |part: i64| Rupiah::from_sen(part).percent_of(Rupiah::from_sen(base));
    let refusal = if part * WHOLE_BP > whole * i128::from(max_bp) {
        RATIO_EXCEEDED
            .refuse()
            .fact("share", share(basket))
            .shown("max", max_bp, percent(max_bp))
            .sen("basket", Rupiah::from_sen(basket))
            .sen("base", Rupiah::from_sen(base))
    } else if let Some(min_bp) = law.ratio_min_bp
        && i128::from(rest) * WHOLE_BP < whole * i128::from(min_bp)
    {
        RATIO_SHORT.refuse().fact("share", share(rest)).shown("min", min_bp, percent(min_bp))
    } else {
        return Vec::new();
    };
    let finding = Finding::of("INV-05", law.ratio_severity, refusal);
    vec![Finding { blocks: Blocks::Enact, ..finding }]
}

/// Hundredths of a percent as people read them.
pub(super) fn percent(bp: i64) -> String {
    format!("{},{:02}", bp / 100, bp % 100)
}

/// INV-06: unforeseen spending and bidang 05 belong together.
fn unforeseen(line: &LineRow, law: &Law) -> Option<Finding> {
    let kegiatan = line.kegiatan.as_deref()?;
    let emergency = kegiatan.starts_with(EMERGENCY);
    let reason = match (emergency, line.rekening.starts_with(BTT)) {
        (false, true) => BTT_OUTSIDE_BIDANG_05,
        (true, false) => BIDANG_05_WITHOUT_BTT,
        _ => return None,
    };
    let refusal = reason.refuse().fact("kegiatan", kegiatan).fact("rekening", &line.rekening);
    Some(Finding::of("INV-06", law.btt_severity, refusal.about(line.line_id.to_string())))
}

/// INV-07: penyertaan modal and dana cadangan rest on a Perdes, and the latter on free money.
fn references(line: &LineRow, law: &Law) -> Vec<Finding> {
    let jenis = line.rekening.get(..5).unwrap_or_default();
    let mut found = Vec::new();
    if matches!(jenis, "6.2.2" | "6.2.1" | "6.1.2") && line.perdes_reference.is_empty() {
        let refusal = PERDES_REFERENCE_MISSING.refuse().fact("rekening", &line.rekening);
        found.push(Finding::hard("INV-07", refusal.about(line.line_id.to_string())));
    }
    if jenis == "6.2.1" {
        match &law.reserve_barred {
            None => {
                let key = "dana_cadangan.sumber_terlarang";
                let refusal = RULE_NOT_CHECKED.refuse().fact("rule", "INV-07").fact("key", key);
                found.push(Finding::of("INV-07", Severity::Warn, refusal));
            }
            Some(barred) if barred.contains(&line.sumber_dana) => {
                let refusal = RESERVE_FROM_RESTRICTED.refuse();
                let refusal = refusal.fact("sumber_dana", &line.sumber_dana);
                found.push(Finding::hard("INV-07", refusal.about(line.line_id.to_string())));
            }
            Some(_) => {}
        }
    }
    found
}

/// INV-08: last year's rest stands in the plan as the closed books of that year have it.
fn silpa(facts: &Facts) -> Option<Finding> {
    let realised = facts.silpa_before?;
    let of_last_year = facts.lines.iter().filter(|line| line.rekening.starts_with(LAST_YEAR));
    let planned = of_last_year.fold(0_i64, |sum, line| sum.saturating_add(line.amount_sen));
    (planned != realised).then(|| {
        let refusal = SILPA_DIFFERS
            .refuse()
            .sen("planned", Rupiah::from_sen(planned))
            .sen("realised", Rupiah::from_sen(realised));
        Finding::of("INV-08", facts.law.silpa_severity, refusal)
    })
}

/// INV-13: no line falls below what is committed on it; a line taken out falls to nothing.
fn committed(facts: &Facts) -> Vec<Finding> {
    let amounts: BTreeMap<Uuid, i64> =
        facts.lines.iter().map(|line| (line.line_id, line.amount_sen)).collect();
    let amount = |id: &Uuid| amounts.get(id).copied().unwrap_or_default();
    let below = facts.ledger.values().filter(|line| amount(&line.line_id) < line.committed_sen);
    below
        .map(|line| {
            let refusal = LINE_BELOW_COMMITTED
                .refuse()
                .fact("kegiatan", line.kegiatan.as_deref().unwrap_or_default())
                .fact("rekening", &line.rekening)
                .fact("sumber_dana", &line.sumber_dana)
                .sen("amount", Rupiah::from_sen(amount(&line.line_id)))
                .sen("committed", Rupiah::from_sen(line.committed_sen));
            Finding::hard("INV-13", refusal.about(line.line_id.to_string()))
        })
        .collect()
}

/// Spending stands in the plan of the year, except bidang 05 (apbdes.md 4).
fn planned(facts: &Facts) -> Vec<Finding> {
    let spent: BTreeSet<&str> = facts
        .lines
        .iter()
        .filter_map(|line| line.kegiatan.as_deref())
        .filter(|kegiatan| !kegiatan.starts_with(EMERGENCY))
        .collect();
    if spent.is_empty() {
        return Vec::new();
    }
    if !facts.plan.enacted {
        let refusal = RKPDES_NOT_ENACTED.refuse().fact("tahun", facts.tahun);
        return vec![Finding::hard("RKPDES", refusal)];
    }
    let missing = spent.into_iter().filter(|kegiatan| !facts.plan.kegiatan.contains(*kegiatan));
    missing
        .map(|kegiatan| {
            let refusal = KEGIATAN_NOT_IN_RKPDES.refuse().fact("kegiatan", kegiatan);
            Finding::hard("RKPDES", refusal.fact("tahun", facts.tahun))
        })
        .collect()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
pub(crate) mod tests;
