//! Bringing a claim into the register as its owner tells it now.
//!
//! Everything that can be refused is found out before the first row is written, so
//! that in a batch a refused claim leaves nothing behind.

use std::borrow::Cow;

use domain::{DesaId, Error, Place, Role, ids::ProjectId, reason};
use gate::{
    Finding, Work, register, relation, screen,
    site::{self, Doubt},
};
use serde::Serialize;
use store::{Tx, args};
use uuid::Uuid;

use super::{
    content::Content,
    flagged,
    located::{Located, locate},
    message,
    owner::{OwnerName, kabupaten},
    sql::{self, ClaimRow},
};
use crate::refusal::{CLAIM_NOT_YOURS, CLAIM_OUTSIDE_AREA};

/// What became of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// New.
    Created,
    /// Other contents.
    Amended,
    /// The same contents.
    Unchanged,
    /// Withdrawn before.
    Restored,
}

/// A claim as it stands now, with what it meets.
#[derive(Debug)]
pub struct Entered {
    /// Its row.
    pub row: ClaimRow,
    /// What was done.
    pub outcome: Outcome,
    /// What it meets, blocking pairs with their flags; none that was decided in its favour.
    pub findings: Vec<Finding>,
    /// What is doubtful about its sites.
    pub doubts: Vec<Doubt>,
}

/// By whose right, and whose claims.
#[derive(Debug, Clone, Serialize)]
pub struct Scope {
    /// The area of the caller's mandate that is used.
    pub area: Place,
    /// The owner of the claims.
    pub owner: OwnerName,
}

/// What is told of a claim.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The contents.
    pub content: &'a Content,
    /// Doubts that came up while they were read.
    pub doubts: &'a [Doubt],
    /// Whether documents are not told of at all, so that a number that is known stays.
    pub keeps_document: bool,
}

impl<'a> Told<'a> {
    /// Contents and nothing beside them.
    pub const fn plainly(content: &'a Content) -> Self {
        Self { content, doubts: &[], keeps_document: false }
    }

    /// The contents as they are to stand, with what stays of a claim that is known.
    fn over(self, known: Option<&ClaimRow>) -> Result<Cow<'a, Content>, Error> {
        match known.filter(|_| self.keeps_document) {
            Some(row) => {
                let document = message::content(row)?.document;
                Ok(Cow::Owned(Content { document, ..self.content.clone() }))
            }
            None => Ok(Cow::Borrowed(self.content)),
        }
    }
}

/// Enters the claim of an owner's number.
///
/// # Errors
/// CLAIM_OUTSIDE_AREA, CLAIM_NOT_YOURS, every doubt that the law refuses, RELATION_UNKNOWN,
/// RELATION_FALSE, CLAIM_FLAGGED, SITE_TOO_LARGE, contention.
pub async fn enter(
    tx: &mut Tx<'_>,
    scope: &Scope,
    external_id: &str,
    told: Told<'_>,
) -> Result<Entered, Error> {
    let place = kabupaten(&scope.area);
    let (kind, key) = (scope.owner.kind.code(), scope.owner.key());
    let known: Option<ClaimRow> =
        tx.maybe(&sql::LOCK_BY_NUMBER, args![&place, kind, &key, external_id]).await?;
    let content = told.over(known.as_ref())?;
    let told = Told { content: &content, ..told };
    bring(tx, scope, external_id, known, told).await
}

/// Brings a locked claim, or a new one, to new contents.
///
/// # Errors
/// As [`enter`].
pub async fn bring(
    tx: &mut Tx<'_>,
    scope: &Scope,
    external_id: &str,
    known: Option<ClaimRow>,
    told: Told<'_>,
) -> Result<Entered, Error> {
    let content = told.content;
    if let Some(row) = &known {
        permitted(tx, &scope.area, row)?;
    }
    let place = kabupaten(&scope.area);
    let located = locate(tx, content, &place).await?;
    if !scope.area.covers(&located.home.place()) {
        let refusal = CLAIM_OUTSIDE_AREA.refuse();
        let refusal = refusal.fact("desa", &located.home_name).fact("area", &scope.area);
        return Err(refusal.about(located.home.name()).into());
    }
    let id = known.as_ref().map_or_else(|| tx.new_id(), |row| row.claim_id);
    let (home, home_name) = (&located.home, &located.home_name);
    let mut work = content.work(ProjectId::new(id), &scope.owner, home, home_name);
    let doubts = site::doubted(tx, &mut work, told.doubts).await?;
    let text = encode(content)?;
    let same = |row: &ClaimRow| row.state == "active" && row.content == text;
    if let Some(row) = known.as_ref().filter(|row| same(row)) {
        let home = DesaId::parse(&row.desa_id)?;
        let findings = register::meets(tx, &home, work.project).await?;
        return Ok(Entered { row: row.clone(), outcome: Outcome::Unchanged, findings, doubts });
    }
    let (held, renamed) = match known.as_ref().filter(|row| row.state == "active") {
        Some(row) => (flagged::held(tx, row).await?, flagged::is_renamed(row, content)?),
        None => (Vec::new(), false),
    };
    let mut no = site::refusals(&doubts);
    no.extend(relation::unmet(tx, &work).await?);
    no.extend(flagged::released(tx, &held, (&work, renamed)).await?);
    Error::unless_empty(no)?;
    let findings = claim(tx, known.as_ref(), &work).await?;
    flagged::still_held(tx, &held, id).await?;
    let outcome = match known.as_ref().map(|row| row.state.as_str()) {
        None => Outcome::Created,
        Some("active") => Outcome::Amended,
        Some(_) => Outcome::Restored,
    };
    keep(tx, scope, external_id, known.as_ref(), (id, &text, content), &located).await?;
    let row = tx.one(&sql::READ_CLAIM, args![&place, id]).await?;
    Ok(Entered { row, outcome, findings, doubts })
}

/// Whether the caller may change a claim: it stands in the area, and a system's own.
pub fn permitted(tx: &Tx<'_>, area: &Place, row: &ClaimRow) -> Result<(), Error> {
    let desa = DesaId::parse(&row.desa_id)?;
    if !area.covers(&desa.place()) {
        let refusal = CLAIM_OUTSIDE_AREA.refuse().fact("desa", &desa).fact("area", area);
        return Err(refusal.into());
    }
    let acting = tx.acting().ok();
    let system = acting.filter(|acting| role(acting) == Some(Role::Sys));
    match system {
        Some(acting) if row.registered_by != Some(acting.person.uuid()) => {
            Err(CLAIM_NOT_YOURS.refuse().into())
        }
        _ => Ok(()),
    }
}

fn role(acting: &domain::Acting) -> Option<Role> {
    acting.mandate.as_ref().map(|mandate| mandate.role)
}

/// Puts the work into the register: new, moved, or moved to another village.
async fn claim(
    tx: &mut Tx<'_>,
    known: Option<&ClaimRow>,
    work: &Work,
) -> Result<Vec<Finding>, Error> {
    let screening = match known.filter(|row| row.state == "active") {
        Some(row) if row.desa_id == work.desa.as_str() => register::amend(tx, work).await?,
        Some(row) => {
            screen::fits(tx, work).await?;
            register::withdraw(tx, &DesaId::parse(&row.desa_id)?, work.project).await?;
            register::register(tx, work).await?
        }
        None => register::register(tx, work).await?,
    };
    Ok(screening.blocks.into_iter().chain(screening.warnings).collect())
}

/// Writes the claim's own rows.
async fn keep(
    tx: &mut Tx<'_>,
    scope: &Scope,
    external_id: &str,
    known: Option<&ClaimRow>,
    (id, text, content): (Uuid, &str, &Content),
    located: &Located,
) -> Result<(), Error> {
    let place = kabupaten(&scope.area);
    let now_us = tx.now_us();
    let written = if known.is_some() {
        let values =
            args![&place, id, &located.home, content.tahun, text, &scope.owner.name, now_us];
        tx.exec(&sql::CHANGE_CLAIM, values).await?
    } else {
        let acting = tx.acting().ok();
        let by = acting.map(|acting| acting.person.uuid());
        let by_system = acting.and_then(role) == Some(Role::Sys);
        tx.exec(
            &sql::PUT_CLAIM,
            args![
                &place,
                id,
                scope.owner.kind.code(),
                &scope.owner.name,
                scope.owner.key(),
                external_id,
                &located.home,
                content.tahun,
                text,
                by_system,
                by,
                now_us
            ],
        )
        .await?
    };
    if written != 1 {
        // The same number came in beside this call; the next attempt sees it.
        return Err(reason::CONTENTION.refuse().into());
    }
    tx.exec(&sql::DROP_VILLAGES, args![&place, id]).await?;
    for (desa, share) in &located.villages {
        tx.exec(&sql::PUT_VILLAGE, args![desa, id, &place, *share]).await?;
    }
    Ok(())
}

fn encode(content: &Content) -> Result<String, Error> {
    serde_json::to_string(content).map_err(|error| Error::fault(format!("claim: {error}")))
}
