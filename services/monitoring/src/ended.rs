//! What a work that is over may still be raised to.
//!
//! The amount of a work was compared with other works and decided on. Once it is paid, but for so
//! little as is another measure and no other work, or its last photo is there, more money for the
//! same place is for another work. All raises since are held together against what it was to cost
//! then, so that small steps do not add up unseen, and what they raised it by leaves nothing unpaid:
//! a work that is over stays so until money for it comes back.

use domain::{Error, Refusal, Rupiah};
use gate::paid;
use store::{Tx, args};

use crate::{
    carry::FINISHED_STAGE,
    names::ProjectName,
    project,
    refusal::AMOUNT_AFTER_END,
    sql::{self, ProjectRow},
};

/// Policy of how far amount and volume move without making another work.
const TOLERANCE_POLICY: &str = "gate.scope_tolerance_permille";

/// What a work that is in force as `row` was to cost when it was over; nothing while it is under
/// way.
async fn ended(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    row: &ProjectRow,
) -> Result<Option<Rupiah>, Error> {
    let ended = Rupiah::from_sen(row.ended_sen.unwrap_or(row.amount_sen));
    if project::stages(tx, name).await?.contains(&FINISHED_STAGE) {
        return Ok(Some(ended));
    }
    let paid = paid(tx, &name.desa, name.id).await?;
    if paid == Rupiah::ZERO {
        return Ok(None);
    }
    let left_sen = ended.sen().saturating_sub(paid.sen());
    Ok((left_sen <= tolerance(tx, name, ended).await?.sen()).then_some(ended))
}

/// How much of an amount is another measure and no other work.
async fn tolerance(tx: &mut Tx<'_>, name: &ProjectName, amount: Rupiah) -> Result<Rupiah, Error> {
    let today = tx.today();
    let permille = tx.law(TOLERANCE_POLICY, &name.desa.place(), today).await?;
    Ok(Rupiah::from_sen(amount.sen().saturating_mul(permille) / 1_000))
}

/// Why a work that is in force as `row` is not to cost so much: it is over.
///
/// # Errors
/// A fault when the law names no tolerance, or of the store.
pub async fn unmet(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    row: &ProjectRow,
    asked: Rupiah,
) -> Result<Option<Refusal>, Error> {
    if asked.sen() <= row.amount_sen {
        return Ok(None);
    }
    let Some(ended) = ended(tx, name, row).await? else { return Ok(None) };
    let more = tolerance(tx, name, ended).await?;
    let most = Rupiah::from_sen(ended.sen().saturating_add(more.sen()));
    let refusal = AMOUNT_AFTER_END.refuse().sen("most", most).sen("asked", asked);
    Ok((asked > most).then_some(refusal))
}

/// Keeps what a work that was in force as `row` was to cost when it was over.
///
/// # Errors
/// A fault when the law names no tolerance, or of the store.
pub async fn keep(tx: &mut Tx<'_>, name: &ProjectName, row: &ProjectRow) -> Result<(), Error> {
    let ended_sen = ended(tx, name, row).await?.map(Rupiah::sen);
    if ended_sen != row.ended_sen {
        tx.exec(&sql::KEEP_ENDED, args![&name.desa, name.id.uuid(), ended_sen]).await?;
    }
    Ok(())
}
