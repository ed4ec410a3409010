//! What was paid for a work, and what that fixes.
//!
//! Money that left for a work stays where it was claimed. A work that was paid for is neither
//! moved nor made another kind of work, and keeps its place in the overlap register when the rest
//! of it is given up: else the same work could be entered, and paid, once more.

use domain::{DesaId, Error, Refusal, Rupiah, ids::ProjectId};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    content::Site,
    names::ProjectName,
    project,
    refusal::PROJECT_PAID,
    sql::{self, ProjectRow},
};

/// What was paid for a project and not taken back.
pub async fn paid(tx: &mut Tx<'_>, desa: &DesaId, project: ProjectId) -> Result<Rupiah, Error> {
    let (sen,): (i64,) = tx.one(&sql::READ_PAID, args![desa, project.uuid()]).await?;
    Ok(Rupiah::from_sen(sen))
}

/// What an amendment makes of a work.
pub struct Amended<'a> {
    /// Code of its class.
    pub class: &'a str,
    /// Code of what is done.
    pub intervention: &'a str,
    /// What it carries on.
    pub continues: Option<Uuid>,
    /// Where.
    pub sites: &'a [Site],
}

impl Amended<'_> {
    /// Whether it is the work that is in force, where it is.
    fn is(&self, row: &ProjectRow, sites: &[Site]) -> bool {
        let places =
            |sites: &[Site]| sites.iter().map(|site| site.shape.encode()).collect::<Vec<_>>();
        self.class == row.work_class
            && self.intervention == row.intervention
            && self.continues == row.continues_id
            && places(self.sites) == places(sites)
    }
}

/// Why a work that is in force as `row` cannot become another: it was paid for.
pub async fn fixed(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    row: &ProjectRow,
    amended: &Amended<'_>,
) -> Result<Option<Refusal>, Error> {
    let sites = project::sites(tx, name, row.geometry_rev).await?;
    if amended.is(row, &sites) {
        return Ok(None);
    }
    let paid = paid(tx, &name.desa, name.id).await?;
    Ok((paid > Rupiah::ZERO).then(|| PROJECT_PAID.refuse().sen("paid", paid)))
}
