//! What works of the next year carry on of a project (DPAL): it is theirs to draw, and no more the
//! project's own.
//!
//! The room of the works holds a continuation against what was drawn before it is signed; here
//! what is drawn is held against the continuation, so that the order does not matter. Two that are
//! signed at once do not see each other; verification and payment ask again.

use std::collections::BTreeMap;

use domain::{Error, Rupiah, ids::ProjectId};
use store::{Tx, args};
use uuid::Uuid;

use crate::{names::SppName, states::LineFacts};

store::statements! {
    /// The projects of request $2 that other works carry on: what each is to cost, what those
    /// carry on, and what other requests drew, of an accounted advance what was spent.
    READ_CARRIED = "
        SELECT p.project_id, p.amount_sen,
               (SELECT CAST(COALESCE(SUM(c.amount_sen), 0) AS BIGINT)
                  FROM pub_project_carried c
                 WHERE c.desa_id = $1 AND c.project_id = p.project_id) AS carried_sen,
               (SELECT CAST(COALESCE(SUM(COALESCE(j.amount_sen, o.amount_sen)), 0) AS BIGINT)
                  FROM realisation_spp_line o
                  JOIN realisation_spp s ON s.desa_id = o.desa_id AND s.spp_id = o.spp_id
                  LEFT JOIN pub_spj_line j ON j.desa_id = o.desa_id AND j.spp_id = o.spp_id
                                          AND j.n = o.n
                 WHERE o.desa_id = $1 AND o.project_id = p.project_id AND o.spp_id <> $2
                   AND s.state NOT IN ('draft', 'rejected', 'cancelled', 'reversed'))
                   AS drawn_sen
          FROM pub_project p
         WHERE p.desa_id = $1
           AND EXISTS (SELECT 1 FROM realisation_spp_line l
                        WHERE l.desa_id = $1 AND l.spp_id = $2 AND l.project_id = p.project_id)
           AND EXISTS (SELECT 1 FROM pub_project_carried c
                        WHERE c.desa_id = $1 AND c.project_id = p.project_id)
         ORDER BY p.project_id";
}

/// Tells of each project that is carried on what may still be drawn for it by this request.
pub async fn fill(tx: &mut Tx<'_>, name: &SppName, lines: &mut [LineFacts]) -> Result<(), Error> {
    let rows: Vec<(Uuid, i64, i64, i64)> =
        tx.all(&READ_CARRIED, args![name.desa(), name.id.uuid()]).await?;
    let left: BTreeMap<ProjectId, Rupiah> = rows
        .into_iter()
        .map(|(project, amount_sen, carried_sen, drawn_sen)| {
            let left_sen = amount_sen.saturating_sub(carried_sen).saturating_sub(drawn_sen);
            (ProjectId::new(project), Rupiah::from_sen(left_sen.max(0)))
        })
        .collect();
    for project in lines.iter_mut().filter_map(|line| line.project.as_mut()) {
        project.left = left.get(&project.id).copied();
    }
    Ok(())
}

#[cfg(test)]
#[path = "carried_tests.rs"]
mod tests;
