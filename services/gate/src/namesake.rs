//! Works that may be one by their words, wherever they are said to be.
//!
//! A position that cannot be believed (a village office for every project, a
//! copied pin) hides a work from every search by place. Such a work is compared
//! with all of its village and class family, by name, beyond any distance. One
//! row a village and family is locked first, as cells are, so of two works that
//! come at once one sees the other.

use std::collections::BTreeSet;

use domain::{DesaId, Error, WorkClass};
use store::{Tx, args};

use crate::{
    claim_sql::{self, VillageClaimRow},
    distance::{distance_m, millimetres},
    judge::{Judgement, carries_on, evidence, words},
    screen, weight,
    work::{Claim, Verdict},
};

/// How many years apart two works may be to be compared by words alone.
const YEARS_MAX: i32 = 2;

/// Locks the rows of a class's families in a village, ascending; after the cells.
pub(crate) async fn lock(tx: &mut Tx<'_>, desa: &DesaId, class: WorkClass) -> Result<(), Error> {
    let families: BTreeSet<u8> = class.families().iter().copied().collect();
    for family in families {
        let _: (i64,) = tx.one(&claim_sql::LOCK_WORDS, args![desa, i64::from(family)]).await?;
    }
    Ok(())
}

/// Claims of the same village with which claims are to be compared by words: all of the years
/// around, or only those that cannot be believed when all of one's own can.
pub(crate) async fn candidates(tx: &mut Tx<'_>, own: &[Claim]) -> Result<Vec<Claim>, Error> {
    let Some(mine) = own.first() else { return Ok(Vec::new()) };
    let believed = own.iter().all(|claim| claim.facts.trusted);
    let statement =
        if believed { &claim_sql::READ_UNTRUSTED_OF_DESA } else { &claim_sql::READ_CLAIMS_OF_DESA };
    let year = mine.tahun.get();
    let (from, to) = (year.saturating_sub(YEARS_MAX), year.saturating_add(YEARS_MAX));
    let rows: Vec<VillageClaimRow> = tx.all(statement, args![&mine.desa, from, to]).await?;
    let mut claims = Vec::with_capacity(rows.len());
    for row in rows {
        let claim = screen::village_claim(row)?;
        if claim.class.shares_family(mine.class) && claim.project != mine.project {
            claims.push(claim);
        }
    }
    Ok(claims)
}

/// Judges a pair by words alone; none when both positions can be believed or the words differ.
///
/// It only ever warns: a name proves nothing.
pub(crate) fn judge(a: &Claim, b: &Claim) -> Option<Judgement> {
    let doubted = [a, b].iter().filter(|claim| !claim.facts.trusted).count();
    let apart = a.tahun.get().abs_diff(b.tahun.get());
    if doubted == 0
        || a.desa != b.desa
        || a.project == b.project
        || !a.class.shares_family(b.class)
        || i64::from(apart) > i64::from(YEARS_MAX)
        || carries_on(a, b)
    {
        return None;
    }
    let shared = alike(&a.name, &b.name)?;
    let capped = weight::cap(a, b);
    if capped.as_ref().is_some_and(|(cap, _)| *cap == Verdict::Clear) {
        return None;
    }
    let distance_mm = millimetres(distance_m(&a.shape, &b.shape));
    let which = if doubted == 2 { "kedua pekerjaan" } else { "salah satu pekerjaan" };
    let text = format!(
        "Posisi {which} tidak dapat dipercaya, dan namanya serupa di desa yang sama: {}.",
        shared.join(" ")
    );
    let facts = [("shared_words", shared.len().try_into().unwrap_or(i64::MAX))];
    let mut told = vec![evidence("words_only", &facts, text)];
    told.extend(capped.map(|(_, evidence)| evidence));
    told.extend(weight::owners(a, b));
    Some(Judgement { verdict: Verdict::Warn, distance_mm, overlap_mm: None, evidence: told })
}

/// The words that two names share, when they are enough and no number speaks against it.
fn alike(a: &str, b: &str) -> Option<Vec<String>> {
    let (first, second) = (words(a), words(b));
    let is_number = |word: &&String| word.chars().all(|c| c.is_ascii_digit());
    let numbers = |words: &BTreeSet<String>| -> BTreeSet<String> {
        words.iter().filter(is_number).map(|n| n.trim_start_matches('0').to_owned()).collect()
    };
    let (ours, theirs) = (numbers(&first), numbers(&second));
    if !ours.is_subset(&theirs) && !theirs.is_subset(&ours) {
        return None;
    }
    let shared: Vec<String> =
        first.intersection(&second).filter(|word| !is_number(word)).cloned().collect();
    let fewer = first.len().min(second.len());
    (shared.len() >= 2 && shared.len() * 2 >= fewer).then_some(shared)
}

#[cfg(test)]
#[path = "namesake_tests.rs"]
mod tests;
