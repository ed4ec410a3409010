//! SettlePanjar: the rest of an advance and its tax come back.

use domain::{Day, Error, Place, Refusal, Rupiah, ids::PersonId};
use edge::{
    Violations,
    convert::{day, etag},
};
use ledger::{Account, Entry, EntryKind};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    decide::target,
    disburse::posting,
    facts::{self, stale},
    last_year,
    names::{SppName, loose_day},
    refusal::{SAME_PERSON, SPJ_MISSING},
    spp::{Purse, State, Step},
    sql::{self, HeadRow},
    sql_spj::{self, SpjRow},
    taxes::{self, Tax, day_between},
};

/// Settles an advance.
#[derive(Debug, Serialize)]
pub struct SettlePanjar {
    name: SppName,
    revision: i64,
    day: Option<Day>,
    purse: Purse,
    taxes: Vec<Tax>,
}

impl SettlePanjar {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::SettlePanjarRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        let day = faults.read("day", loose_day(&request.day));
        let purse = faults.read("store", Purse::read(request.store));
        let taxes = taxes::read(&mut faults, &request.taxes);
        let read = || {
            let (name, revision) = target?;
            Some(Self { name, revision, day: day?, purse: purse?, taxes: taxes? })
        };
        faults.finish(read())
    }
}

impl Command for SettlePanjar {
    const METHOD: &'static str = wire::access::spp_service::SETTLE_PANJAR;
    type Answer = proto::SettlePanjarResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (name, now_us) = (&self.name, tx.now_us());
        let head = facts::head(tx, name).await?;
        let spj: Option<SpjRow> =
            tx.maybe(&sql_spj::READ_SPJ, args![name.desa(), name.id.uuid()]).await?;
        let on = self.day.unwrap_or_else(|| tx.today());
        let reasons = match &spj {
            Some(spj) => {
                let mut reasons = self.unmet(tx, spj, on).await?;
                reasons.extend(other_person(&head, spj, tx.principal()?.person));
                reasons
            }
            None => vec![SPJ_MISSING.refuse()],
        };
        head.refuse(&[State::Accounted], self.revision, reasons)?;
        let spj = spj.ok_or_else(Error::absent)?;
        let values = args![
            name.desa(),
            name.id.uuid(),
            self.revision,
            now_us,
            State::Accounted.code(),
            State::Settled.code()
        ];
        if tx.exec(&sql::ADVANCE, values).await? != 1 {
            return Err(stale());
        }
        self.book(tx, &head, &spj, on).await?;
        if !self.taxes.is_empty() {
            last_year::still_here(tx, &name.year).await?;
        }
        taxes::put(tx, name, &self.taxes).await?;
        let detail = json!({ "number": head.number, "rest_sen": spj.rest_sen });
        tx.record(Event::new("panjar.settled", name.name()).with(detail));
        Ok(Self::Answer {
            state: State::Settled.wire(),
            etag: etag(self.revision.saturating_add(1)),
            receipt: None,
        })
    }
}

/// Who hands in an accounting, who accepts it and who takes the rest back are three persons, and
/// who asked for the advance is one of the first two or none.
fn other_person(head: &HeadRow, spj: &SpjRow, person: PersonId) -> Option<Refusal> {
    let steps = [
        (Some(spj.submitted_by), "submit_spj", "penyerahan SPJ"),
        (spj.accepted_by, "accept_spj", "penerimaan SPJ"),
        (head.submitted_by, Step::Submit.code(), "pengajuan"),
    ];
    let (_, code, title) = steps.into_iter().find(|(by, ..)| *by == Some(person.uuid()))?;
    let refusal = SAME_PERSON.refuse().shown("earlier", code, title);
    Some(refusal.shown("step", "settle", "penyelesaian panjar"))
}

impl SettlePanjar {
    /// What does not fit the accounting: taxes, and the day.
    async fn unmet(&self, tx: &mut Tx<'_>, spj: &SpjRow, on: Day) -> Result<Vec<Refusal>, Error> {
        let accounted = day(spj.day).ok_or_else(|| Error::fault("the day of an SPJ"))?;
        let spent = Rupiah::from_sen(spj.spent_sen);
        let mut reasons = taxes::unmet(tx, &self.taxes, spent).await?;
        reasons.extend(day_between(on, accounted, tx.today()));
        Ok(reasons)
    }

    /// Books what came back: the rest against the advance, the tax as held for the state.
    async fn book(
        &self,
        tx: &mut Tx<'_>,
        head: &HeadRow,
        spj: &SpjRow,
        on: Day,
    ) -> Result<(), Error> {
        let received = spj.rest_sen.saturating_add(taxes::total(&self.taxes)?.sen());
        if received == 0 {
            return Ok(());
        }
        let mut postings = vec![posting(self.purse.account(), received)];
        if spj.rest_sen > 0 {
            postings.push(posting(Account::Panjar, spj.rest_sen.saturating_neg()));
        }
        postings.extend(taxes::postings(&self.taxes));
        let entry = Entry {
            tahun: self.name.year.tahun,
            day: on,
            kind: EntryKind::PanjarReturn,
            reference: spj.number.clone(),
            narrative: format!("Sisa panjar dan pajak: {}", head.description),
            postings,
            settles: Vec::new(),
        };
        ledger::post(tx, self.name.desa(), &entry).await.map(|_| ())
    }
}
