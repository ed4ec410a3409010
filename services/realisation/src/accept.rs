//! AcceptSpj: the spending of an advance counts from here. No gate is asked: the money left under
//! it, and also what a work that was stopped since has spent must be told (decision 27).

use domain::{
    Error, Place, RekeningCode, Rupiah, SumberDana,
    ids::{LineId, PersonId},
};
use edge::{
    Violations,
    convert::{day, etag},
};
use ledger::{Account, Entry, EntryKind, Posting};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    decide::{release, target},
    disburse::posting,
    facts::{self, stale},
    names::SppName,
    refusal::SPJ_MISSING,
    rules::same_person,
    spp::{State, Step},
    sql::{self, HeadRow},
    sql_spj::{self, SpjLineRow, SpjRow},
};

/// Accepts the accounting of an advance.
#[derive(Debug, Serialize)]
pub struct AcceptSpj {
    name: SppName,
    revision: i64,
}

impl AcceptSpj {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::AcceptSpjRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        faults.finish(target.map(|(name, revision)| Self { name, revision }))
    }
}

impl Command for AcceptSpj {
    const METHOD: &'static str = wire::access::spp_service::ACCEPT_SPJ;
    type Answer = proto::AcceptSpjResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (name, now_us) = (&self.name, tx.now_us());
        let head = facts::head(tx, name).await?;
        let spj: Option<SpjRow> =
            tx.maybe(&sql_spj::READ_SPJ, args![name.desa(), name.id.uuid()]).await?;
        let person = tx.principal()?.person;
        let reasons = match &spj {
            Some(spj) => {
                // The PKA who asked for the advance signs no second time, also where a successor
                // accounted for it.
                let mut before = vec![spj.submitted_by];
                before.extend(head.submitted_by.filter(|by| *by != spj.submitted_by));
                let signed = before.into_iter().map(|by| (Step::Submit, PersonId::new(by)));
                same_person(&signed.collect::<Vec<_>>(), (Step::Verify, person))
            }
            None => vec![SPJ_MISSING.refuse()],
        };
        head.refuse(&[State::Disbursed], self.revision, reasons)?;
        let spj = spj.ok_or_else(Error::absent)?;
        let values = args![
            name.desa(),
            name.id.uuid(),
            self.revision,
            now_us,
            State::Disbursed.code(),
            State::Accounted.code()
        ];
        if tx.exec(&sql::ADVANCE, values).await? != 1 {
            return Err(stale());
        }
        let values = args![name.desa(), name.id.uuid(), person.uuid(), now_us];
        if tx.exec(&sql_spj::ACCEPT_SPJ, values).await? != 1 {
            return Err(stale());
        }
        self.book(tx, &head, &spj).await?;
        let detail = json!({ "number": spj.number, "spent_sen": spj.spent_sen });
        tx.record(Event::new("spj.accepted", name.name()).with(detail));
        Ok(Self::Answer {
            state: State::Accounted.wire(),
            etag: etag(self.revision.saturating_add(1)),
            receipt: None,
        })
    }
}

impl AcceptSpj {
    /// Books the expense against the advance. The whole reservation is settled: what was
    /// not spent is free for other requests (apbdes.md 7.3).
    async fn book(&self, tx: &mut Tx<'_>, head: &HeadRow, spj: &SpjRow) -> Result<(), Error> {
        let name = &self.name;
        if spj.spent_sen == 0 {
            return release(tx, name).await;
        }
        let lines: Vec<SpjLineRow> =
            tx.all(&sql_spj::READ_SPJ_LINES, args![name.desa(), name.id.uuid()]).await?;
        let mut postings = Vec::new();
        for line in lines.iter().filter(|line| line.spent_sen > 0) {
            postings.push(Posting {
                account: Account::Rekening(RekeningCode::parse(&line.rekening)?),
                line: Some(LineId::new(line.line_id)),
                sumber_dana: Some(SumberDana::parse(&line.sumber_dana)?),
                amount: Rupiah::from_sen(line.spent_sen),
            });
        }
        postings.push(posting(Account::Panjar, spj.spent_sen.saturating_neg()));
        let settles = lines
            .iter()
            .map(|line| (LineId::new(line.line_id), Rupiah::from_sen(line.amount_sen)))
            .collect();
        let entry = Entry {
            tahun: name.year.tahun,
            day: day(spj.day).ok_or_else(|| Error::fault("the day of an SPJ"))?,
            kind: EntryKind::PanjarSpj,
            reference: spj.number.clone(),
            narrative: head.description.clone(),
            postings,
            settles,
        };
        ledger::post(tx, name.desa(), &entry).await.map(|_| ())
    }
}
