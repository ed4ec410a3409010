//! Works that may be one by their words, wherever they are said to be.
//!
//! A position that cannot be believed (a village office for every project, a
//! copied pin) hides a work from every search by place. Such a work is compared
//! with all of its village and class family, by name, beyond any distance. One
//! row a village and family is locked first, as cells are, so of two works that
//! come at once one sees the other.

use domain::{DesaId, Error, WorkClass};
use store::{Tx, args};

use crate::{
    claim_sql::{self, VillageClaimRow},
    distance::{distance_m, millimetres},
    judge::{Judgement, carries_on, evidence},
    rules::RuleSet,
    screen, weight,
    words::{Agreement, Name, Word, compare, like::same_word},
    work::{Claim, Verdict},
};

/// How many years apart two works may be to be compared by words alone.
pub(crate) const YEARS_MAX: i32 = 2;
/// Part of the telling words of the poorer name that the other must have.
const SHARE_MIN: f32 = 0.5;

/// Locks the rows of a class's families in a village, ascending; after the cells.
pub(crate) async fn lock(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    desa: &DesaId,
    class: WorkClass,
) -> Result<(), Error> {
    for family in rules.families(class) {
        let _: (i64,) = tx.one(&claim_sql::LOCK_WORDS, args![desa, i64::from(*family)]).await?;
    }
    Ok(())
}

/// Claims of the same village with which claims are to be compared by words: all of the years
/// around, or only those that cannot be believed when all of one's own can; none without a name.
pub(crate) async fn candidates(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    own: &[Claim],
) -> Result<Vec<Claim>, Error> {
    let named = own.first().filter(|mine| !mine.name.is_empty());
    let Some(mine) = named else { return Ok(Vec::new()) };
    let believed = own.iter().all(|claim| claim.facts.trusted);
    let statement =
        if believed { &claim_sql::READ_UNTRUSTED_OF_DESA } else { &claim_sql::READ_CLAIMS_OF_DESA };
    let year = mine.tahun.get();
    let (from, to) = (year.saturating_sub(YEARS_MAX), year.saturating_add(YEARS_MAX));
    let rows: Vec<VillageClaimRow> = tx.all(statement, args![&mine.desa, from, to]).await?;
    let mut claims = Vec::with_capacity(rows.len());
    for row in rows {
        let claim = screen::village_claim(row)?;
        let is_akin = rules.share_family(claim.class, mine.class);
        let is_other = is_akin && claim.project != mine.project;
        if is_other && claim.is_in_force(tx.today().year()) {
            claims.push(claim);
        }
    }
    Ok(claims)
}

/// Judges a pair by words alone; none when both positions can be believed or the words differ.
///
/// It only ever warns: a name proves nothing.
pub(crate) fn judge(rules: &RuleSet, a: &Claim, b: &Claim) -> Option<Judgement> {
    let doubted = [a, b].iter().filter(|claim| !claim.facts.trusted).count();
    let apart = a.tahun.get().abs_diff(b.tahun.get());
    if doubted == 0
        || a.desa != b.desa
        || a.project == b.project
        || !rules.share_family(a.class, b.class)
        || i64::from(apart) > i64::from(YEARS_MAX)
        || carries_on(a, b)
    {
        return None;
    }
    let shared = alike(a, b)?;
    let capped = weight::cap(a, b);
    if capped.as_ref().is_some_and(|(cap, _)| *cap == Verdict::Clear) {
        return None;
    }
    let distance_mm = millimetres(distance_m(&a.shape, &b.shape));
    let which = if doubted == 2 { "kedua pekerjaan" } else { "salah satu pekerjaan" };
    let words = if shared.is_empty() { a.name.clone() } else { shared.join(" ") };
    let text = format!(
        "Posisi {which} tidak dapat dipercaya, dan namanya serupa di desa yang sama: {words}."
    );
    let facts = [("shared_words", shared.len().try_into().unwrap_or(i64::MAX))];
    let mut told = vec![evidence("words_only", &facts, text)];
    told.extend(capped.map(|(_, evidence)| evidence));
    told.extend(weight::owners(a, b));
    Some(Judgement { verdict: Verdict::Warn, distance_mm, overlap_mm: None, evidence: told })
}

/// The telling words that two names share, when some slot agrees and none contradicts.
fn alike(a: &Claim, b: &Claim) -> Option<Vec<String>> {
    let name = |claim: &Claim| Name::parse(&claim.name, &claim.desa_name, claim.class);
    let (first, second) = (name(a), name(b));
    // Nothing is counted here, so every word weighs the same.
    let even = |name: &Name| vec![1.0; name.telling().count()];
    let compared = compare(&first, &even(&first), &second, &even(&second));
    let slots = [
        compared.rt,
        compared.rw,
        compared.place,
        compared.road,
        compared.road_number,
        compared.person,
        compared.numbers,
        compared.phase,
        compared.side,
        compared.landmark,
    ];
    let agreed = slots.contains(&Agreement::Agree) || compared.identical;
    if slots.contains(&Agreement::Conflict) || !agreed || compared.share < SHARE_MIN {
        return None;
    }
    let has = |word: &&Word| second.telling().any(|other| same_word(&word.text, &other.text));
    Some(first.telling().filter(has).map(|word| word.text.to_string()).collect())
}

#[cfg(test)]
#[path = "namesake_tests.rs"]
mod tests;
