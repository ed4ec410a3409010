//! What works of the next year carry on of a project (DPAL): it is theirs to draw, and no more the
//! project's own. A work that carries on is drawn to its amount and not beyond.
//!
//! The room of the works holds a continuation against what was drawn before it is signed; here
//! what is drawn is held against the continuation, so that the order does not matter. Two that are
//! signed at once do not see each other; verification and payment ask again.

use std::collections::BTreeMap;

use domain::{Error, Rupiah, ids::ProjectId};
use store::{Tx, args};
use uuid::Uuid;

use crate::{drawn::by_others_sen, names::SppName, states::LineFacts};

store::statements! {
    /// The projects of request $2 that carry on another, or that other works carry on: what each
    /// is to cost, and whether it carries on.
    READ_LIMITED = "
        SELECT p.project_id, p.amount_sen,
               EXISTS (SELECT 1 FROM pub_project_carried b
                        WHERE b.desa_id = $1 AND b.by_project_id = p.project_id) AS continues
          FROM pub_project p
         WHERE p.desa_id = $1
           AND p.project_id IN (SELECT l.project_id FROM realisation_spp_line l
                                 WHERE l.desa_id = $1 AND l.spp_id = $2)
           AND (EXISTS (SELECT 1 FROM pub_project_carried b
                         WHERE b.desa_id = $1 AND b.by_project_id = p.project_id)
                OR EXISTS (SELECT 1 FROM pub_project_carried c
                            WHERE c.desa_id = $1 AND c.project_id = p.project_id))
         ORDER BY p.project_id";
    /// The works that carry on project $2, and how much each carries on.
    READ_CARRIED = "
        SELECT c.by_project_id, c.amount_sen FROM pub_project_carried c
         WHERE c.desa_id = $1 AND c.project_id = $2";
}

/// Tells of each project that carries on or is carried on what may still be drawn for it by this
/// request. A request that names no project costs nothing.
pub async fn fill(tx: &mut Tx<'_>, name: &SppName, lines: &mut [LineFacts]) -> Result<(), Error> {
    if lines.iter().all(|line| line.project.is_none()) {
        return Ok(());
    }
    let limited: Vec<(Uuid, i64, bool)> =
        tx.all(&READ_LIMITED, args![name.desa(), name.id.uuid()]).await?;
    let mut left: BTreeMap<ProjectId, Rupiah> = BTreeMap::new();
    for (project, amount_sen, continues) in limited {
        let carried_sen = carried_sen(tx, name, project).await?;
        // What nobody carries on any more is the project's own again.
        if continues || carried_sen > 0 {
            let own_sen = by_others_sen(tx, name, project).await?;
            let left_sen = amount_sen.saturating_sub(carried_sen).saturating_sub(own_sen);
            left.insert(ProjectId::new(project), Rupiah::from_sen(left_sen.max(0)));
        }
    }
    for project in lines.iter_mut().filter_map(|line| line.project.as_mut()) {
        project.left = left.get(&project.id).copied();
    }
    Ok(())
}

/// What works carry on of a project, sen: the amount of each, or what was drawn on it where that is
/// more, so that a drawn one that is lowered or given up gives nothing of it back.
async fn carried_sen(tx: &mut Tx<'_>, name: &SppName, project: Uuid) -> Result<i64, Error> {
    let works: Vec<(Uuid, i64)> = tx.all(&READ_CARRIED, args![name.desa(), project]).await?;
    let mut sum_sen = 0_i64;
    for (work, amount_sen) in works {
        sum_sen = sum_sen.saturating_add(amount_sen.max(by_others_sen(tx, name, work).await?));
    }
    Ok(sum_sen)
}

#[cfg(test)]
#[path = "carried_tests.rs"]
mod tests;
