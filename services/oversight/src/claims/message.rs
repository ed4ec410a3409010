//! Claims as messages.

use ::wire::oversight::v1 as wire;
use domain::{DesaId, Error};
use edge::convert;
use gate::Finding;
use store::{Tx, args};
use uuid::Uuid;

use super::{
    content::{Content, outside_owner},
    enter::Outcome,
    owner::OwnerName,
    sql::{self, ClaimRow},
};

/// Resource name of a stored claim.
pub fn name(row: &ClaimRow) -> String {
    format!("kabupaten/{}/claims/{}", row.place, row.claim_id)
}

/// The owner of a stored claim.
pub fn owner(row: &ClaimRow) -> Result<OwnerName, Error> {
    Ok(OwnerName { kind: outside_owner(&row.owner)?, name: row.owner_name.clone() })
}

/// The contents of a stored claim.
pub fn content(row: &ClaimRow) -> Result<Content, Error> {
    serde_json::from_str(&row.content)
        .map_err(|error| Error::fault(format!("stored claim {}: {error}", row.claim_id)))
}

/// The number of an outcome.
pub const fn outcome(outcome: Outcome) -> wire::ClaimOutcome {
    match outcome {
        Outcome::Created => wire::ClaimOutcome::Created,
        Outcome::Amended => wire::ClaimOutcome::Amended,
        Outcome::Unchanged => wire::ClaimOutcome::Unchanged,
        Outcome::Restored => wire::ClaimOutcome::Restored,
    }
}

/// Names of the flags among findings.
pub fn raised(findings: &[Finding]) -> Vec<String> {
    findings.iter().filter_map(|one| one.flag.map(|flag| format!("flags/{flag}"))).collect()
}

/// A stored claim with its villages and flags.
pub async fn claim(
    tx: &mut Tx<'_>,
    row: &ClaimRow,
    with_sites: bool,
) -> Result<wire::Claim, Error> {
    let content = content(row)?;
    let villages: Vec<(String, i64)> =
        tx.all(&sql::READ_VILLAGES, args![&row.place, row.claim_id]).await?;
    let flags: Vec<(Uuid, String, Option<Uuid>)> =
        tx.all(&sql::READ_FLAGS, args![&row.desa_id, row.claim_id]).await?;
    let active = row.state == "active";
    let stopped =
        |flag: &(Uuid, String, Option<Uuid>)| flag.1 == "stands" && flag.2 == Some(row.claim_id);
    let home = DesaId::parse(&row.desa_id)?;
    Ok(wire::Claim {
        name: name(row),
        owner: row.owner.clone(),
        owner_display_name: row.owner_name.clone(),
        external_id: row.external_id.clone(),
        state: if active { wire::ClaimState::Active } else { wire::ClaimState::Withdrawn }.into(),
        place: place(&home),
        villages: villages
            .into_iter()
            .filter(|(desa, _)| *desa != row.desa_id || !home.is_whole())
            .map(|(desa, share)| wire::ClaimVillage {
                desa: format!("desa/{desa}"),
                share_permille: i32::try_from(share).unwrap_or_default(),
            })
            .collect(),
        blocks: active && !content.document.is_empty(),
        called_to_stop: active && flags.iter().any(stopped),
        flags: flags.iter().map(|(flag, ..)| format!("flags/{flag}")).collect(),
        by_system: row.by_system,
        etag: convert::etag(row.revision),
        registered_us: row.registered_us,
        changed_us: row.changed_us,
        content: Some(content.message(with_sites)),
    })
}

/// The place under which a claim stands, by name.
fn place(home: &DesaId) -> String {
    if home.is_whole() { edge::place::name(&home.kabupaten()) } else { home.name() }
}
