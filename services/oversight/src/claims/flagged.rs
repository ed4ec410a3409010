//! What a claim holds is let go by two officials alone.
//!
//! One person enters a claim, and amends and withdraws it. While nobody has decided whether it and
//! a village's work are one, and while a decision stops the village's work for its sake, the claim
//! must go on blocking that work: else one person would move the village's money. What is left to
//! the owner is everything that keeps the pair: another name, another number, a site measured anew
//! that still meets the work. Two works of other owners hold nobody's money and are not asked for.

use domain::{Error, Refusal, ids::FlagId, reason};
use gate::{
    ClaimKind, Verdict, Work,
    flag::{self, Flag, FlagState, Side},
    screen,
};
use store::{Tx, args};
use uuid::Uuid;

use super::{
    content::Content,
    sql::{self, ClaimRow},
};
use crate::refusal::CLAIM_FLAGGED;

/// A village's work that a claim holds.
#[derive(Debug, Clone)]
pub struct Held {
    /// By which flag: open, or decided so that the village's work stops.
    flag: Flag,
    /// The village's work.
    work: Side,
}

impl Held {
    /// Whether its flag stays open whatever the rules say of the pair, as long as neither work
    /// becomes another.
    fn is_for_people(&self) -> bool {
        self.flag.reopened && self.flag.state == FlagState::Open
    }

    fn refusal(&self) -> Refusal {
        let state = self.flag.state;
        CLAIM_FLAGGED
            .refuse()
            .fact("project", &self.work.name)
            .fact("desa", &self.work.desa_name)
            .shown("state", state.code(), state.title())
            .about(self.flag.name())
    }
}

/// The villages' works that a claim holds.
///
/// # Errors
/// A fault of the store.
pub async fn held(tx: &mut Tx<'_>, row: &ClaimRow) -> Result<Vec<Held>, Error> {
    let ids: Vec<(Uuid,)> = tx.all(&sql::READ_HOLDING, args![&row.desa_id, row.claim_id]).await?;
    let mut held = Vec::with_capacity(ids.len());
    for (id,) in ids {
        let flag = flag::read(tx, FlagId::new(id)).await?;
        let is_first = flag.first.project.uuid() == row.claim_id;
        let work = if is_first { flag.second.clone() } else { flag.first.clone() };
        if work.kind != ClaimKind::Outside {
            held.push(Held { flag, work });
        }
    }
    Ok(held)
}

/// Why a claim that holds these works cannot be taken out.
pub fn refusals(held: &[Held]) -> Vec<Refusal> {
    held.iter().map(Held::refusal).collect()
}

/// Of works that are held for a word about a claim those that the claim itself does not hold as well,
/// and as firmly.
pub fn beyond(for_word: Vec<Held>, for_claim: &[Held]) -> Vec<Held> {
    let is_open = |one: &Held| one.flag.state == FlagState::Open;
    let as_well = |one: &Held, other: &Held| {
        one.work.project == other.work.project && (is_open(one) || !is_open(other))
    };
    let is_alone = |one: &Held| !for_claim.iter().any(|other| as_well(one, other));
    for_word.into_iter().filter(is_alone).collect()
}

/// Which of the works that are held for a word alone would be let go with it: those that a claim
/// does not meet that becomes `work`, and those on which a decision was made, which goes with the
/// word.
///
/// # Errors
/// As [`released`].
pub async fn forsaken(tx: &mut Tx<'_>, alone: &[Held], work: &Work) -> Result<Vec<Refusal>, Error> {
    let (open, decided): (Vec<Held>, Vec<Held>) =
        alone.iter().cloned().partition(|one| one.flag.state == FlagState::Open);
    let mut no = refusals(&decided);
    no.extend(released(tx, &open, (work, false)).await?);
    Ok(no)
}

/// Whether a claim is told with another name or another number of its document, and nothing else.
pub fn is_renamed(old: &Content, content: &Content) -> bool {
    let (name, document) = (content.name.clone(), content.document.clone());
    let renamed = Content { name, document, ..old.clone() };
    renamed == *content && !content.document.is_empty()
}

/// Which of these works a claim would let go if it became `work`: asked before the first row is
/// written, so that in a batch a refused claim leaves nothing behind. What people alone close
/// outlives a new name, though the rules see nothing in the pair any more. What is overridden
/// outlives nothing but a new name: it would fall, and with it the decision, for an undecided flag.
///
/// # Errors
/// RULE_SET_MISSING, RULE_SET_OUTDATED, SITE_TOO_LARGE, or a fault.
pub async fn released(
    tx: &mut Tx<'_>,
    held: &[Held],
    (work, renamed): (&Work, bool),
) -> Result<Vec<Refusal>, Error> {
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let (_, mut found) = screen::screen(tx, work).await?;
    found.retain(|finding| finding.verdict == Verdict::Block);
    let stays = |one: &Held| {
        let is_met = found.iter().any(|finding| {
            finding.other_desa == one.work.desa && finding.other_project == one.work.project
        });
        if one.flag.state == FlagState::Overridden {
            return is_met && renamed;
        }
        is_met || (renamed && one.is_for_people())
    };
    Ok(held.iter().filter(|one| !stays(one)).map(Held::refusal).collect())
}

/// Sees to it, after the change and under its locks, that every one of these works is held still,
/// by a decision where a decision held it.
///
/// # Errors
/// CONTENTION when one is not, since somebody was faster than the question of [`released`]; the
/// caller tries again.
pub async fn still_held(tx: &mut Tx<'_>, held: &[Held], claim: Uuid) -> Result<(), Error> {
    for one in held {
        let state = one.flag.state.code();
        let values = args![&one.work.desa, one.work.project.uuid(), claim, state];
        let (flags,): (i64,) = tx.one(&sql::COUNT_HOLDING, values).await?;
        if flags == 0 {
            return Err(reason::CONTENTION.refuse().into());
        }
    }
    Ok(())
}
