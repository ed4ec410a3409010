//! What stood in the register, from when to when: each revision of a work with its footprints,
//! also those that were moved, changed or withdrawn since.

use domain::{Error, ids::ProjectId};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    history_sql::{self as sql, StoodRow},
    screen::{ProjectKey, village_claim},
    work::{Claim, ClaimKind, Work},
};

/// Rows of one page: each must come well within a statement's time.
const PAGE: u32 = 20_000;

/// Keeps a work as it stands from now on; a plan is in pencil and leaves no trace.
pub(crate) async fn keep(tx: &mut Tx<'_>, work: &Work, geometry_rev: i64) -> Result<(), Error> {
    if work.kind == ClaimKind::Planned {
        return Ok(());
    }
    let values = args![
        &work.desa,
        work.project.uuid(),
        geometry_rev,
        work.class,
        work.intervention.code(),
        work.tahun,
        &work.name,
        &work.desa_name,
        work.continues.map(ProjectId::uuid),
        work.facts.encode()?
    ];
    tx.exec(&sql::PUT_REVISION, values).await?;
    Ok(())
}

/// Ends what stands of a work now.
pub(crate) async fn end(tx: &mut Tx<'_>, (desa, project): &ProjectKey) -> Result<(), Error> {
    let values = args![desa, project.uuid(), tx.now_us()];
    tx.exec(&sql::END_REVISION, values).await?;
    Ok(())
}

/// A work as it stood for a time.
#[derive(Debug, Clone)]
pub(crate) struct Stood {
    /// One claim a site, at least one.
    pub sites: Vec<Claim>,
    /// From when, microseconds since 1970.
    pub since_us: i64,
    /// Until when; nothing when it stands still, or nobody kept when it ended.
    pub until_us: Option<i64>,
}

impl Stood {
    /// Whether it was once in the register together with another.
    pub fn met(&self, other: &Self) -> bool {
        let begins_within =
            |one: &Self, two: &Self| two.until_us.is_none_or(|until_us| one.since_us < until_us);
        begins_within(self, other) && begins_within(other, self)
    }

    /// Whether two are of one work.
    pub fn is_of(&self, claim: &Claim) -> bool {
        self.sites
            .first()
            .is_some_and(|site| site.desa == claim.desa && site.project == claim.project)
    }
}

/// Every revision of the works of some years, both included, that ever was in the register.
pub(crate) async fn read(tx: &mut Tx<'_>, years: (i64, i64)) -> Result<Vec<Stood>, Error> {
    let mut stood = Vec::new();
    let mut after = (String::new(), Uuid::nil(), 0_i64, 0_i64);
    loop {
        let values = args![years.0, years.1, &after.0, after.1, after.2, after.3, PAGE];
        let rows: Vec<StoodRow> = tx.all(&sql::READ_STOOD, values).await?;
        let Some(last) = rows.last().map(|row| &row.claim.claim) else { return Ok(stood) };
        after = (last.desa_id.clone(), last.project_id, last.geometry_rev, last.site);
        for row in rows {
            let until_us = row.until_us;
            put(&mut stood, village_claim(row.claim)?, until_us);
        }
    }
}

/// Adds a footprint to its revision; they come in the order of works and revisions.
fn put(stood: &mut Vec<Stood>, claim: Claim, until_us: Option<i64>) {
    let since_us = made_us(claim.id.uuid());
    if let Some(last) = stood.last_mut().filter(|last| last.is_of(&claim)) {
        if last.sites.iter().any(|site| site.geometry_rev == claim.geometry_rev) {
            last.sites.push(claim);
            return;
        }
        // From before ends were kept: the next revision took its place.
        last.until_us = last.until_us.or(Some(since_us));
    }
    stood.push(Stood { sites: vec![claim], since_us, until_us });
}

/// When an id was made; ids of claims bear the time of their transaction.
fn made_us(id: Uuid) -> i64 {
    let (seconds, nanos) = id.get_timestamp().map_or((0, 0), |stamp| stamp.to_unix());
    let micros = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000_000);
    micros.saturating_add(i64::from(nanos / 1_000))
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
