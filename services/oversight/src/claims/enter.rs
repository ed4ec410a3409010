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
    before::Before,
    beside,
    content::Content,
    flagged,
    located::{Located, locate},
    message,
    owner::{OwnerName, kabupaten, number_key},
    second::{self, Hand, Word},
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
    /// As it was, until a second person says the same.
    Waiting,
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
/// RELATION_FALSE, CLAIM_FLAGGED, CLAIM_OTHER_OFFICE, SITE_TOO_LARGE, contention.
pub async fn enter(
    tx: &mut Tx<'_>,
    scope: &Scope,
    external_id: &str,
    told: Told<'_>,
) -> Result<Entered, Error> {
    let place = kabupaten(&scope.area);
    let (kind, key) = (scope.owner.kind.code(), scope.owner.key());
    let values = args![&place, kind, &key, external_id, number_key(external_id)];
    let known: Option<ClaimRow> = tx.maybe(&sql::LOCK_BY_NUMBER, values).await?;
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
    let told_at = locate(tx, content, &place).await?;
    if !scope.area.covers(&told_at.home.place()) {
        let refusal = CLAIM_OUTSIDE_AREA.refuse();
        let refusal = refusal.fact("desa", &told_at.home_name).fact("area", &scope.area);
        return Err(refusal.about(told_at.home.name()).into());
    }
    let standing = known.as_ref().filter(|row| row.state == "active");
    let located = told_at.clone().of(tx, standing).await?;
    let id = ProjectId::new(known.as_ref().map_or_else(|| tx.new_id(), |row| row.claim_id));
    let mut work = content.work(id, &scope.owner, &located.home, &located.home_name);
    let mut doubts = site::doubted(tx, &mut work, told.doubts).await?;
    let text = encode(content)?;
    let said = match standing {
        Some(row) => second::waiting(tx, row).await?,
        None => None,
    };
    if let Some(row) = standing.filter(|row| row.content == text && said.is_none()) {
        let findings = register::meets(tx, &DesaId::parse(&row.desa_id)?, id).await?;
        return Ok(Entered { row: row.clone(), outcome: Outcome::Unchanged, findings, doubts });
    }
    let before = Before::of(tx, standing, content).await?;
    if before.beside.is_some() {
        beside::unfooled(&mut work, &mut doubts);
    }
    let mut no = site::refusals(&doubts);
    no.extend(relation::unmet(tx, &work).await?);
    no.extend(flagged::released(tx, &before.held, (&work, before.renamed)).await?);
    no.extend(flagged::forsaken(tx, before.alone(), &work).await?);
    if let Some((row, _)) = before.loosened() {
        no.extend(second::other_office(tx, row)?);
    }
    Error::unless_empty(no)?;
    let entry = Entry { scope, external_id, known: known.as_ref(), before: &before };
    if let Some((row, old)) = before.loosened() {
        let word = second::word(tx, row, &text).await?;
        if word != Word::Counts {
            let told = (old, content, text.as_str());
            let (row, findings) = entry.wait(tx, (row, word), told, (&work, &told_at)).await?;
            return Ok(Entered { row, outcome: Outcome::Waiting, findings, doubts });
        }
    }
    before.end_beside(tx).await?;
    let hand = before.hand(tx, &place, known.as_ref(), said.as_ref(), content)?;
    let (row, findings) = entry.stand(tx, (&work, &located), (content, &text), &hand).await?;
    flagged::still_held(tx, before.alone(), row.claim_id).await?;
    if said.is_some() {
        second::forget(tx, &row).await?;
    }
    let outcome = match known.as_ref().map(|row| row.state.as_str()) {
        None => Outcome::Created,
        Some("active") => Outcome::Amended,
        Some(_) => Outcome::Restored,
    };
    Ok(Entered { row, outcome, findings, doubts })
}

/// A claim on its way into the register.
struct Entry<'a> {
    scope: &'a Scope,
    external_id: &'a str,
    known: Option<&'a ClaimRow>,
    before: &'a Before<'a>,
}

impl Entry<'_> {
    /// Has the claim stand as a work, with contents and their text as its own.
    async fn stand(
        &self,
        tx: &mut Tx<'_>,
        (work, located): (&Work, &Located),
        (content, text): (&Content, &str),
        hand: &Hand,
    ) -> Result<(ClaimRow, Vec<Finding>), Error> {
        let id = work.project.uuid();
        let findings = claim(tx, self.known, work).await?;
        flagged::still_held(tx, &self.before.held, id).await?;
        self.keep(tx, (id, text, content), located, &hand.office).await?;
        let values = args![&kabupaten(&self.scope.area), id];
        let row: ClaimRow = tx.one(&sql::READ_CLAIM, values).await?;
        if hand.signs {
            second::sign(tx, &row.place, id).await?;
        }
        Ok((row, findings))
    }

    /// Keeps a first word: the claim stands as it was, and besides where it is said to be, and as what
    /// the word tells. What is doubtful there was told of the word itself.
    async fn wait(
        &self,
        tx: &mut Tx<'_>,
        (row, word): (&ClaimRow, Word),
        (old, content, told): (&Content, &Content, &str),
        (said, told_at): (&Work, &Located),
    ) -> Result<(ClaimRow, Vec<Finding>), Error> {
        let id = ProjectId::new(row.claim_id);
        if word == Word::Again {
            let mut findings = register::meets(tx, &DesaId::parse(&row.desa_id)?, id).await?;
            if let Some(beside) = &self.before.beside {
                findings.extend(beside.meets(tx).await?);
            }
            return Ok((row.clone(), findings));
        }
        self.before.end_beside(tx).await?;
        let both = second::meanwhile(old, content);
        let (row, mut findings) = if both == *old {
            let findings = register::meets(tx, &DesaId::parse(&row.desa_id)?, id).await?;
            (row.clone(), findings)
        } else {
            let located = locate(tx, &both, &kabupaten(&self.scope.area)).await?;
            let located = located.of(tx, Some(row)).await?;
            let mut work = both.work(id, &self.scope.owner, &located.home, &located.home_name);
            site::doubted(tx, &mut work, &[]).await?;
            let stays = Hand::none(row)?;
            self.stand(tx, (&work, &located), (old, &row.content), &stays).await?
        };
        let mut holder = id;
        if beside::is_needed(old, content) {
            let (beside, met) = beside::put(tx, &row, (said, told_at), (content, told)).await?;
            holder = beside;
            findings.extend(met);
        }
        flagged::still_held(tx, self.before.alone(), holder.uuid()).await?;
        second::keep(tx, &row, told, "").await?;
        second::sign(tx, &row.place, row.claim_id).await?;
        Ok((row, findings))
    }

    /// Writes the claim's own rows.
    async fn keep(
        &self,
        tx: &mut Tx<'_>,
        (id, text, content): (Uuid, &str, &Content),
        located: &Located,
        office: &Place,
    ) -> Result<(), Error> {
        let (scope, place) = (self.scope, kabupaten(&self.scope.area));
        let now_us = tx.now_us();
        let written = if self.known.is_some() {
            let (home, owner) = (&located.home, &scope.owner.name);
            let values = args![&place, id, home, content.tahun, text, owner, now_us, office];
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
                    self.external_id,
                    &located.home,
                    content.tahun,
                    text,
                    by_system,
                    by,
                    now_us,
                    office,
                    number_key(self.external_id)
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

fn encode(content: &Content) -> Result<String, Error> {
    serde_json::to_string(content).map_err(|error| Error::fault(format!("claim: {error}")))
}
