//! Giving a version up that is not to become law.
//!
//! The village gives up what it holds and nobody's agreement stands for: a draft, what the BPD
//! rejected, what is to be revised. What lies with the BPD or the camat they give back first, by
//! rejecting it or asking for a revision. What was found in order nobody else can stop, and it may
//! have become impossible meanwhile, when a line that it lowers was spent: the kepala desa, who
//! would enact it, gives it up. What cannot become law any more, since the version that it amends
//! is not in force, stands in the way of the next amendment whoever holds it, and is given up in
//! every state.

use domain::{Error, Place, Refusal, Role, reason, text};
use edge::Violations;
use serde::Serialize;
use store::{Command, Tx, args};
use wire::{access::apbdes_service as access, planning::v1 as pb};

use crate::{
    apbdes::{
        amendment,
        council::Seen,
        enact::lapse,
        law::Law,
        sql,
        states::{self, State, Verb},
        version::{self, Minute, Version},
    },
    year,
};

/// Discards a version.
#[derive(Debug, Serialize)]
pub(crate) struct Discard {
    seen: Seen,
    note: String,
}

impl Discard {
    pub fn parse(request: pb::DiscardApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        let note = faults.read("note", text::required_note(&request.note));
        faults.finish(seen.zip(note).map(|(seen, note)| Self { seen, note }))
    }
}

/// Why the caller does not take back what may be enacted: the kepala desa does, who would enact it.
pub(super) fn head_unmet(tx: &Tx<'_>, version: &Version) -> Result<Option<Refusal>, Error> {
    let role = tx.acting()?.mandate.as_ref().map(|mandate| mandate.role);
    let by_other = version.state.may_be_enacted() && role != Some(Role::Kds);
    Ok(by_other.then(|| reason::NOT_ALLOWED.refuse()))
}

/// Whether a version under way can become law no more (Permendagri 20/2018 P.40-41).
async fn is_hopeless(tx: &mut Tx<'_>, version: &Version) -> Result<bool, Error> {
    if !version.state.is_open() {
        return Ok(false);
    }
    let year = &version.name.year;
    let standing = version::standing(tx, year, version.row.base_id).await?;
    let law = Law::load(tx, year).await?;
    let found = amendment::standing(version.kind, version.reason, standing, year.tahun, &law);
    Ok(!found.is_empty())
}

impl Command for Discard {
    const METHOD: &'static str = access::DISCARD_APBDES;
    type Answer = pb::DiscardApbdesResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let year = &self.seen.name.year;
        year::lock(tx, year).await?;
        let mut version = self.seen.claim(tx).await?;
        version.one_role_a_person(tx).await?;
        lapse(tx, &mut version).await?;
        let step = states::next(version.kind, version.state, Verb::Discard);
        let held = step.err().or(head_unmet(tx, &version)?);
        if let Some(held) = held
            && !is_hopeless(tx, &version).await?
        {
            return Err(held.into());
        }
        let now_us = tx.now_us();
        let (id, revision) = (version.row.apbdes_id, version.row.revision);
        let moved = tx.exec(&sql::DISCARD, args![&year.desa, id, revision, now_us]).await?;
        version.arrived(moved, State::Discarded, now_us)?;
        let minute = Minute { note: &self.note, ..Minute::default() };
        version.keep(tx, minute, true).await?;
        version.report(tx, "apbdes.discarded", minute);
        Ok(pb::DiscardApbdesResponse { apbdes: Some(version.message(tx).await?), receipt: None })
    }
}
