//! What was paid for a work, or is about to be, and what that fixes.
//!
//! Money that left for a work stays where it was claimed. A work that was paid for is neither
//! moved nor made another kind of work, and keeps its place in the overlap register when the rest
//! of it is given up: else the same work could be entered, and paid, once more. So is one that a
//! request is verified for: what was verified and approved is what is paid.

use std::collections::BTreeSet;

use domain::{Error, Refusal, Rupiah};
use gate::{Facts, paid};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    content::Site,
    names::ProjectName,
    project,
    refusal::{PROJECT_PAID, PROJECT_VERIFIED},
    sql::{self, ProjectRow},
};

/// What an amendment makes of a work.
pub struct Amended<'a> {
    /// Code of its class.
    pub class: &'a str,
    /// Code of what is done.
    pub intervention: &'a str,
    /// What it carries on.
    pub continues: Option<Uuid>,
    /// Where, and how well that is known.
    pub sites: &'a [Site],
    /// What is declared of it.
    pub declared: &'a Facts,
}

impl Amended<'_> {
    /// Whether it is the work that is in force, where it is: name, measures, funds and the days
    /// that were planned are free.
    fn is(&self, row: &ProjectRow, sites: &[Site]) -> Result<bool, Error> {
        let declared = Facts::decode(&row.declared)?;
        Ok(self.class == row.work_class
            && self.intervention == row.intervention
            && self.continues == row.continues_id
            && places(self.sites) == places(sites)
            && lasting(self.declared) == lasting(&declared))
    }
}

/// Where sites are, how well that is known and by what.
fn places(sites: &[Site]) -> Vec<(Vec<u8>, Option<i64>, &str)> {
    sites
        .iter()
        .map(|site| (site.shape.encode(), site.accuracy_mm, site.capture.as_str()))
        .collect()
}

/// What of a declaration tells one work from another, whoever pays and however late it is.
fn lasting(declared: &Facts) -> Facts {
    Facts { funds: BTreeSet::new(), starts: None, ends: None, ..gate::essence(declared) }
}

/// Why a work that is in force as `row` cannot become another: it was paid for, or a request for it
/// is verified and not paid yet. That is told of what was not paid for alone: to give the request
/// back would not free the other.
pub async fn fixed(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    row: &ProjectRow,
    amended: &Amended<'_>,
) -> Result<Vec<Refusal>, Error> {
    let sites = project::sites(tx, name, row.geometry_rev).await?;
    if amended.is(row, &sites)? {
        return Ok(Vec::new());
    }
    let paid = paid(tx, &name.desa, name.id).await?;
    if paid > Rupiah::ZERO {
        return Ok(vec![PROJECT_PAID.refuse().sen("paid", paid)]);
    }
    let verified: Option<(String,)> =
        tx.maybe(&sql::READ_VERIFIED, args![&name.desa, name.id.uuid()]).await?;
    Ok(verified.map(|(spp,)| PROJECT_VERIFIED.refuse().fact("spp", spp)).into_iter().collect())
}
