//! What is drawn for a project, held against its amount: that amount was compared with other works
//! and decided on, so no more than it is paid. A continuation (DPAL), and what is carried on, are
//! held to what is left of them.
//!
//! Requests of one activity take turns at their submission and so see each other there. The amount
//! may be amended at the same moment: verification and payment ask again, and the schema once more.

use std::collections::BTreeMap;

use domain::{Error, Refusal, Rupiah, ids::ProjectId};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    names::SppName,
    refusal::{PROJECT_AMOUNT_EXCEEDED, PROJECT_CARRIED_ON},
    rules::{asked_sen, projects},
    states::{Facts, LineFacts, ProjectFacts},
};

store::statements! {
    /// What requests other than $3 drew for project $2: what each asks for, and of an advance whose
    /// rest is back what was spent.
    READ_DRAWN = "
        SELECT CAST(COALESCE(SUM(amount_sen), 0) AS BIGINT) FROM pub_spp_drawn
         WHERE desa_id = $1 AND project_id = $2 AND spp_id <> $3
           AND state NOT IN ('draft', 'rejected', 'cancelled', 'reversed')";
}

/// Tells of each project what other requests drew for it.
pub async fn fill(tx: &mut Tx<'_>, name: &SppName, lines: &mut [LineFacts]) -> Result<(), Error> {
    let mut known: BTreeMap<ProjectId, Rupiah> = BTreeMap::new();
    for project in lines.iter_mut().filter_map(|line| line.project.as_mut()) {
        project.drawn = match known.get(&project.id) {
            Some(drawn) => *drawn,
            None => Rupiah::from_sen(by_others_sen(tx, name, project.id.uuid()).await?),
        };
        known.insert(project.id, project.drawn);
    }
    Ok(())
}

/// What other requests than this one drew for a work, sen.
pub async fn by_others_sen(tx: &mut Tx<'_>, name: &SppName, work: Uuid) -> Result<i64, Error> {
    let values = args![name.desa(), work, name.id.uuid()];
    tx.one::<(i64,)>(&READ_DRAWN, values).await.map(|(sen,)| sen)
}

/// No registered project is drawn beyond its amount. One of which is told what is left is held to
/// that instead, which is never more.
pub fn within_amount(facts: &Facts) -> Vec<Refusal> {
    let refuse = |project: &ProjectFacts| {
        let asked = Rupiah::from_sen(asked_sen(facts, project.id));
        let sum_sen = project.drawn.sen().saturating_add(asked.sen());
        let is_asked = project.left.is_none() && project.state.as_deref() == Some("registered");
        let refusal = PROJECT_AMOUNT_EXCEEDED
            .refuse()
            .shown("project", &project.name, &project.title)
            .sen("drawn", project.drawn)
            .sen("asked", asked)
            .sen("amount", project.amount);
        (is_asked && sum_sen > project.amount.sen()).then(|| refusal.about(&project.name))
    };
    projects(facts).into_iter().filter_map(refuse).collect()
}

/// What a work of the next year carries on of a project (DPAL) is not drawn on it any more, and
/// that work is drawn to its own amount.
pub fn not_carried_on(facts: &Facts) -> Vec<Refusal> {
    let refuse = |project: &ProjectFacts| {
        let (left, asked) = (project.left?, Rupiah::from_sen(asked_sen(facts, project.id)));
        let refusal = PROJECT_CARRIED_ON.refuse().sen("left", left).sen("asked", asked);
        (asked > left).then(|| refusal.about(&project.name))
    };
    projects(facts).into_iter().filter_map(refuse).collect()
}

#[cfg(test)]
#[path = "drawn_tests.rs"]
mod tests;
