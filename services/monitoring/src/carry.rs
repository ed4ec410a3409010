//! What a work carries on from the year before (DPAL), held against budget and payments.
//!
//! A DPAL holds the rest of a kegiatan that was not finished, paid from what the year before left
//! over (Permendagri 20/2018 Pasal 1 angka 28): the same kegiatan, on objek that had money left,
//! for no more than was left, and approved. Of all that can be declared a continuation alone
//! clears a pair, so the rows must bear it out at each signature. What is carried on is not drawn
//! on the old work any more: the room of the payments reads it from `pub_project_carried`. What was
//! drawn on a continuation stays taken, also when it is lowered or given up. No work, whether it is
//! carried on or not, is lowered below what was drawn for it.

use domain::{DesaId, Error, Refusal, Rupiah, Tahun, ids::ProjectId};
use gate::Work;
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    content::Content,
    names::ProjectName,
    project,
    refusal::{
        AMOUNT_BELOW_DRAWN, AMOUNT_CARRIED_ON, CONTINUES_ABOVE_REST, CONTINUES_FINISHED,
        CONTINUES_NOT_APPROVED, CONTINUES_OTHER_ACTIVITY, CONTINUES_OTHER_OBJECT,
        CONTINUES_UNKNOWN,
    },
    sql::{self, ContinuedRow, ObjekRow},
};

/// The stage whose photo says that a project is finished, percent.
pub const FINISHED_STAGE: i32 = 100;

/// Why contents cannot carry on a project by what both are; money is asked about when somebody
/// signs.
pub async fn contents_unmet(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    tahun: Tahun,
    content: &Content,
) -> Result<Option<Refusal>, Error> {
    let Some(continued) = content.continues else { return Ok(None) };
    Ok(read(tx, desa, (tahun, content.kegiatan.as_str()), continued).await?.err())
}

/// Why a work is not the rest of what it says that it carries on.
pub async fn unmet(tx: &mut Tx<'_>, work: &Work) -> Result<Vec<Refusal>, Error> {
    let Some(continued) = work.continues else { return Ok(Vec::new()) };
    let (desa, id) = (&work.desa, continued.uuid());
    // Works that carry on one project take turns: together they take no more than is left.
    let _: Option<(i64,)> = tx.maybe(&sql::LOCK_PROJECT, args![desa, id]).await?;
    let kegiatan = work.facts.kegiatan.as_str();
    let row = match read(tx, desa, (work.tahun, kegiatan), continued).await? {
        Ok(row) => row,
        Err(refusal) => return Ok(vec![refusal]),
    };
    let rest = Rest {
        amount_sen: row.amount_sen,
        drawn_sen: drawn_sen(tx, desa, id).await?,
        others_sen: carried_sen(tx, desa, id, work.project.uuid()).await?,
        before: tx.all(&sql::READ_DPA_OBJEK, args![desa, row.tahun, kegiatan]).await?,
        now: tx.all(&sql::READ_DPA_OBJEK, args![desa, work.tahun, kegiatan]).await?,
    };
    Ok(rest.unmet(kegiatan, work.tahun, work.amount))
}

/// Why a work cannot cost so little: what was drawn for it and what works of the next year carry on
/// of it are together more. What does not lower the amount in force takes nothing away and is not
/// asked.
pub async fn below_taken(
    tx: &mut Tx<'_>,
    work: &Work,
    in_force: Rupiah,
) -> Result<Option<Refusal>, Error> {
    if work.amount >= in_force {
        return Ok(None);
    }
    let (desa, id) = (&work.desa, work.project.uuid());
    let carried_sen = carried_sen(tx, desa, id, id).await?;
    let alone = carried_sen == 0 && work.continues.is_none();
    let reason = if alone { AMOUNT_BELOW_DRAWN } else { AMOUNT_CARRIED_ON };
    let least = Rupiah::from_sen(drawn_sen(tx, desa, id).await?.saturating_add(carried_sen));
    let refusal = reason.refuse().sen("least", least).sen("asked", work.amount);
    Ok((work.amount < least).then_some(refusal))
}

/// What works other than one carry on of a project, sen: the amount of each, or what was drawn on
/// it where that is more.
async fn carried_sen(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    project: Uuid,
    but: Uuid,
) -> Result<i64, Error> {
    let works: Vec<(Uuid, i64)> = tx.all(&sql::READ_CARRIED, args![desa, project, but]).await?;
    let mut sum_sen = 0_i64;
    for (work, amount_sen) in works {
        sum_sen = sum_sen.saturating_add(amount_sen.max(drawn_sen(tx, desa, work).await?));
    }
    Ok(sum_sen)
}

/// What was drawn for a project, sen.
async fn drawn_sen(tx: &mut Tx<'_>, desa: &DesaId, project: Uuid) -> Result<i64, Error> {
    tx.one::<(i64,)>(&sql::READ_DRAWN, args![desa, project]).await.map(|(sen,)| sen)
}

/// The project that is carried on, or why it cannot be: it is not the village's own registered one
/// of the year before, it is finished, or it is of another kegiatan.
async fn read(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    (tahun, kegiatan): (Tahun, &str),
    continued: ProjectId,
) -> Result<Result<ContinuedRow, Refusal>, Error> {
    let row: Option<ContinuedRow> =
        tx.maybe(&sql::READ_CONTINUED, args![desa, continued.uuid()]).await?;
    let year_before = i64::from(tahun.get()).saturating_sub(1);
    let Some(row) = row.filter(|row| row.tahun == year_before) else {
        return Ok(Err(CONTINUES_UNKNOWN.refuse()));
    };
    if let Some(stop) = gate::stop::in_force(tx, desa, continued).await?.first() {
        // What is stopped is not carried on under another name.
        return Ok(Err(stop.refusal(desa, continued)));
    }
    let name = ProjectName { desa: desa.clone(), id: continued };
    if project::stages(tx, &name).await?.contains(&FINISHED_STAGE) {
        return Ok(Err(CONTINUES_FINISHED.refuse()));
    }
    if row.kegiatan != kegiatan {
        let refusal = CONTINUES_OTHER_ACTIVITY.refuse().fact("kegiatan", kegiatan);
        return Ok(Err(refusal.fact("other", &row.kegiatan)));
    }
    Ok(Ok(row))
}

/// What the stored rows say of a project that is carried on.
#[derive(Debug, Clone, Default)]
struct Rest {
    /// What it was to cost.
    amount_sen: i64,
    /// What was drawn for it.
    drawn_sen: i64,
    /// What other works carry on of it.
    others_sen: i64,
    /// The objek of its kegiatan in its own year; none where that DPA is not in the store.
    before: Vec<ObjekRow>,
    /// The objek of the kegiatan in the year that carries it on; none before a DPA is approved.
    now: Vec<ObjekRow>,
}

impl Rest {
    /// Every reason why a work of an amount is not what is left.
    fn unmet(&self, kegiatan: &str, tahun: Tahun, asked: Rupiah) -> Vec<Refusal> {
        let mut no = Vec::new();
        let mut left_sen = self.amount_sen.saturating_sub(self.drawn_sen);
        if self.now.is_empty() {
            let refusal = CONTINUES_NOT_APPROVED.refuse().fact("kegiatan", kegiatan);
            no.push(refusal.fact("tahun", tahun));
        } else if !self.before.is_empty() {
            match self.carried_sen() {
                None => {
                    let refusal = CONTINUES_OTHER_OBJECT.refuse().fact("kegiatan", kegiatan);
                    no.push(refusal.fact("tahun", tahun));
                }
                Some(carried_sen) => left_sen = left_sen.min(carried_sen),
            }
        }
        let left_sen = left_sen.saturating_sub(self.others_sen).max(0);
        if asked.sen() > left_sen {
            let left = Rupiah::from_sen(left_sen);
            no.push(CONTINUES_ABOVE_REST.refuse().sen("left", left).sen("asked", asked));
        }
        no
    }

    /// What is given anew to objek that had money left, and no more than that; none when there is
    /// no such objek.
    fn carried_sen(&self) -> Option<i64> {
        let left = |objek: &ObjekRow| {
            let before = self.before.iter().find(|before| before.rekening == objek.rekening)?;
            let left_sen = before.given_sen.saturating_sub(before.spent_sen);
            (left_sen > 0).then(|| left_sen.min(objek.given_sen))
        };
        self.now.iter().filter_map(left).reduce(i64::saturating_add)
    }
}

#[cfg(test)]
#[path = "carry_tests.rs"]
mod tests;
