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
    second,
    sql::{self, ClaimRow, WordRow},
};
use crate::decision::person;

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
    read(row, &row.content)
}

fn read(row: &ClaimRow, text: &str) -> Result<Content, Error> {
    serde_json::from_str(text)
        .map_err(|error| Error::fault(format!("stored claim {}: {error}", row.claim_id)))
}

/// What waits for a second person.
async fn waiting(
    tx: &mut Tx<'_>,
    row: &ClaimRow,
    with_sites: bool,
) -> Result<Option<wire::ClaimWaiting>, Error> {
    let Some(word) = second::waiting(tx, row).await? else { return Ok(None) };
    let WordRow { told, note, person_id, told_us, .. } = word;
    let withdraws = told == second::WITHDRAWAL;
    let content = if withdraws { None } else { Some(read(row, &told)?.message(with_sites)) };
    let person_display_name = person(tx, person_id).await?;
    let since_us = told_us;
    Ok(Some(wire::ClaimWaiting { withdraws, content, note, person_display_name, since_us }))
}

/// The number of an outcome.
pub const fn outcome(outcome: Outcome) -> wire::ClaimOutcome {
    match outcome {
        Outcome::Created => wire::ClaimOutcome::Created,
        Outcome::Amended => wire::ClaimOutcome::Amended,
        Outcome::Unchanged => wire::ClaimOutcome::Unchanged,
        Outcome::Restored => wire::ClaimOutcome::Restored,
        Outcome::Waiting => wire::ClaimOutcome::Waiting,
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
    let mut flags: Vec<(Uuid, String, Option<Uuid>)> =
        tx.all(&sql::READ_FLAGS, args![&row.desa_id, row.claim_id]).await?;
    let values = args![&row.place, row.claim_id];
    let beside: Option<(Uuid, String)> = tx.maybe(&sql::READ_BESIDE, values).await?;
    if let Some((id, desa)) = beside {
        let more: Vec<(Uuid, String, Option<Uuid>)> =
            tx.all(&sql::READ_FLAGS, args![desa, id]).await?;
        flags.extend(more);
        // What it and the claim itself say of each other is one flag.
        flags.sort_by_key(|flag| flag.0);
        flags.dedup_by_key(|flag| flag.0);
    }
    let active = row.state == "active";
    let stopped =
        |flag: &(Uuid, String, Option<Uuid>)| flag.1 == "stands" && flag.2 == Some(row.claim_id);
    let home = DesaId::parse(&row.desa_id)?;
    let waiting = waiting(tx, row, with_sites).await?;
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
        waiting,
    })
}

/// The place under which a claim stands, by name.
fn place(home: &DesaId) -> String {
    if home.is_whole() { edge::place::name(&home.kabupaten()) } else { home.name() }
}
