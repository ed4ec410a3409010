//! What the rules of sites need from the store: surroundings, figures, weights.

use domain::{
    Day, DesaId, Error, Place,
    geo::Shape,
    ids::ProjectId,
    site::{Doubt, Severity, is_trusted},
};
use futures_util::future::BoxFuture;
use store::{Tx, args};

use super::{Around, Limits, Sketch, check, coordinate, refusal::SITE_ACCURACY_POOR};
use crate::{
    boundary,
    cover::cover,
    sql::{self, ClaimCellRow},
    work::{ClaimKind, Work},
};

/// Row for doubts that have none of their own.
const ANY_DOUBT: &str = "severity.site.suspect_coordinate";

/// What lies around a site of a work on a day. `shared` counts the village's works in the
/// register; those that are only drafted are for the caller to add.
///
/// # Errors
/// A fault, or SITE_TOO_LARGE.
pub fn around<'a>(
    tx: &'a mut Tx<'_>,
    desa: &'a DesaId,
    project: Option<ProjectId>,
    shape: &'a Shape,
    day: Day,
) -> BoxFuture<'a, Result<Around, Error>> {
    Box::pin(async move {
        let mut around = Around {
            villages: boundary::around(tx, shape, day).await?,
            waters: boundary::waters(tx, shape, day).await?,
            ..Around::default()
        };
        if let Some(own) = around.villages.iter().position(|village| village.desa == *desa) {
            // The site's own village stands first, so that its points are asked first.
            around.villages.swap(0, own);
        } else {
            around.villages.extend(boundary::of(tx, desa, day).await?);
        }
        if around.villages.is_empty() {
            around.is_bounded = boundary::is_known(tx, &desa.kabupaten(), day).await?;
        }
        // Equal shapes have equal cells, so any one of them holds every copy.
        let Some(cell) = cover(shape, 0.0)?.first().copied() else { return Ok(around) };
        let encoded = shape.encode();
        let rows: Vec<ClaimCellRow> = tx.all(&sql::READ_CLAIMS_OF_CELLS, args![vec![cell]]).await?;
        let is_own = |row: &ClaimCellRow| project.is_some_and(|own| own.uuid() == row.project_id);
        let same = rows.into_iter().filter(|row| row.shape == encoded && !is_own(row));
        // What another village only plans is not told.
        let same = same.filter(|row| row.desa_id == desa.as_str() || row.kind != "planned");
        for row in same {
            if row.desa_id == desa.as_str() && row.kind != "outside" {
                around.shared = around.shared.saturating_add(1);
            } else if around.copied.is_none() {
                around.copied = Some((row.desa_name, row.name));
            }
        }
        Ok(around)
    })
}

/// Every doubt about the sites of a work that is to enter the register, weighed; a site whose
/// position can serve no comparison of places loses its trust. `told` are doubts that came up
/// while the work was read.
///
/// # Errors
/// A fault, or SITE_TOO_LARGE.
pub fn doubted<'a>(
    tx: &'a mut Tx<'_>,
    work: &'a mut Work,
    told: &'a [Doubt],
) -> BoxFuture<'a, Result<Vec<Doubt>, Error>> {
    Box::pin(async move {
        let today = tx.today();
        let mut grounds = Vec::with_capacity(work.sites.len());
        for site in &work.sites {
            grounds.push(around(tx, &work.desa, Some(work.project), &site.shape, today).await?);
        }
        let place = work.desa.place();
        let sketch = Sketch {
            // Another owner's work stands under the village that holds it, but names none.
            desa: (work.kind != ClaimKind::Outside).then_some(&work.desa),
            class: work.class,
            usual: None,
            side: work.facts.side,
            volume_e4: work.facts.volume_e4,
            unit: &work.facts.unit,
            sites: &work.sites,
        };
        let mut limits = limits(tx, &place).await?;
        if work.kind == ClaimKind::Planned {
            // A plan may be as vague as it is.
            limits.accuracy_max_m = i64::MAX;
        }
        let (_, found) = check(&sketch, &grounds, &limits);
        let mut doubts = weighed(tx, &place, [told, found.as_slice()].concat()).await?;
        if work.kind == ClaimKind::Outside {
            // So may what another owner tells, whom nobody here asks to measure again.
            doubts.iter_mut().for_each(vague_is_told);
        }
        for (n, site) in work.sites.iter_mut().enumerate() {
            site.trusted = is_trusted(&doubts, n);
        }
        Ok(doubts)
    })
}

/// A position that the law would not have registered is only told of.
fn vague_is_told(doubt: &mut Doubt) {
    if doubt.refusal.code == SITE_ACCURACY_POOR.code && doubt.severity == Severity::Refuse {
        doubt.severity = Severity::Warn;
    }
}

/// What is doubtful about the accuracy of a work's sites alone, weighed; reads nothing that lies
/// around them, so that it costs hardly anything.
///
/// # Errors
/// A fault.
pub async fn accuracy(tx: &mut Tx<'_>, work: &Work) -> Result<Vec<Doubt>, Error> {
    let place = work.desa.place();
    let is_told = work.sites.iter().any(|site| site.accuracy_mm.is_some());
    let max_m = if is_told { accuracy_max_m(tx, &place).await? } else { i64::MAX };
    let sites = work.sites.iter().enumerate();
    let doubts = sites.filter_map(|(n, site)| coordinate::accuracy(n, site, max_m)).collect();
    weighed(tx, &place, doubts).await
}

/// The figures in force today for a village; a rule without a figure finds nothing.
///
/// # Errors
/// A fault.
pub async fn limits(tx: &mut Tx<'_>, place: &Place) -> Result<Limits, Error> {
    Ok(Limits {
        band_m: figure(tx, place, "site.border_tolerance_m", 0).await?,
        far_m: figure(tx, place, "site.far_outside_m", i64::MAX).await?,
        pin_m: figure(tx, place, "site.office_pin_m", -1).await?,
        pins_max: figure(tx, place, "site.same_pin_max", i64::MAX).await?,
        decimals_min: figure(tx, place, "site.decimals_min", 0).await?,
        accuracy_max_m: accuracy_max_m(tx, place).await?,
        ends_m: figure(tx, place, "site.line_ends_m", -1).await?,
        length_permille: figure(tx, place, "site.length_factor_permille", i64::MAX).await?,
        area_permille: figure(tx, place, "site.area_factor_permille", i64::MAX).await?,
        retraced_corridor_m: figure(tx, place, "site.retraced_corridor_m", -1).await?,
        retraced_permille: figure(tx, place, "site.retraced_permille", i64::MAX).await?,
    })
}

/// The largest error of a position that can be registered, metres.
async fn accuracy_max_m(tx: &mut Tx<'_>, place: &Place) -> Result<i64, Error> {
    figure(tx, place, "site.accuracy_max_m", i64::MAX).await
}

async fn figure(tx: &mut Tx<'_>, place: &Place, key: &str, without: i64) -> Result<i64, Error> {
    let today = tx.today();
    let law = tx.policy(key, place, today).await?;
    Ok(law.and_then(|law| law.number()).unwrap_or(without))
}

/// The doubts with the weight that the law gives each today.
///
/// # Errors
/// A fault.
pub fn weighed<'a>(
    tx: &'a mut Tx<'_>,
    place: &'a Place,
    mut doubts: Vec<Doubt>,
) -> BoxFuture<'a, Result<Vec<Doubt>, Error>> {
    Box::pin(async move {
        for doubt in &mut doubts {
            if doubt.severity == Severity::Warn {
                let own = severity(tx, place, &doubt.policy_key()).await?;
                doubt.severity = match own {
                    Some(severity) => severity,
                    None => severity(tx, place, ANY_DOUBT).await?.unwrap_or(Severity::Warn),
                };
            }
        }
        Ok(doubts)
    })
}

async fn severity(tx: &mut Tx<'_>, place: &Place, key: &str) -> Result<Option<Severity>, Error> {
    let today = tx.today();
    let law = tx.policy(key, place, today).await?;
    Ok(law.and_then(|law| match law.value.as_str() {
        "hard" => Some(Severity::Refuse),
        "warn" => Some(Severity::Warn),
        "audit" => Some(Severity::Note),
        _ => None,
    }))
}
