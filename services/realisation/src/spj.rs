//! SubmitSpj: what was spent of an advance.
//!
//! The PKA who asked for the advance accounts for it. Who is PKA of the village today takes over
//! when that person is not any more, else the advance would stay open and December with it (INV-26).

use std::collections::BTreeMap;

use domain::{
    Day, Error, Place, Refusal, Rupiah,
    ids::{LineId, ProjectId},
    text,
};
use edge::{
    Violations,
    convert::{budget, day, etag, rupiah},
};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use uuid::Uuid;
use wire::realisation::v1 as proto;

use crate::{
    decide::{not_own, target},
    facts::{self, stale},
    names::{self, SppName, loose_day, nth},
    refusal::{SAME_PERSON, SPJ_EXCEEDS, SPJ_LINE_UNKNOWN},
    rules::step_title,
    series,
    spp::{Kind, State, Step},
    sql::{self, HeadRow, PaymentRow},
    sql_spj::{self, SpjRow},
    taxes::day_between,
};

/// What was spent of one line.
#[derive(Debug, Clone, Serialize)]
struct Spent {
    line: LineId,
    project: Option<ProjectId>,
    amount: Rupiah,
}

/// Accounts for an advance.
#[derive(Debug, Serialize)]
pub struct SubmitSpj {
    name: SppName,
    revision: i64,
    day: Option<Day>,
    lines: Vec<Spent>,
    note: String,
}

impl SubmitSpj {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::SubmitSpjRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let target = target(&mut faults, &request.name, &request.etag);
        let day = faults.read("day", loose_day(&request.day));
        let note = faults.read("note", text::note(&request.note));
        let desa = target.as_ref().map(|(name, _)| &name.year.desa);
        let lines: Vec<Option<Spent>> = request
            .lines
            .iter()
            .enumerate()
            .map(|(at, line)| {
                let id = faults.read(format!("lines[{at}].line_id"), names::line(&line.line_id));
                let amount =
                    faults.required(format!("lines[{at}].amount"), line.amount.as_ref(), budget);
                let project = names::project(&line.project, desa);
                let project = faults.read(format!("lines[{at}].project"), project);
                Some(Spent { line: id?, project: project?, amount: amount? })
            })
            .collect();
        let read = || {
            let (name, revision) = target?;
            let lines = lines.into_iter().collect::<Option<Vec<_>>>()?;
            Some(Self { name, revision, day: day?, lines, note: note? })
        };
        faults.finish(read())
    }
}

/// A line of the advance.
#[derive(store::FromRow)]
struct AdvanceLine {
    n: i64,
    line_id: Uuid,
    amount_sen: i64,
    project_id: Option<Uuid>,
    rekening: String,
}

impl Command for SubmitSpj {
    const METHOD: &'static str = wire::access::spp_service::SUBMIT_SPJ;
    type Answer = proto::SubmitSpjResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (name, now_us) = (&self.name, tx.now_us());
        let head = facts::head(tx, name).await?;
        if head.kind()? != Kind::Panjar {
            return Err(Error::absent());
        }
        let advance: Vec<AdvanceLine> =
            tx.all(&sql_spj::READ_ADVANCE_LINES, args![name.desa(), name.id.uuid()]).await?;
        let (spent, mut reasons) = self.spread(&advance);
        let on = self.day.unwrap_or_else(|| tx.today());
        reasons.extend(self.stranger(tx, &head).await?);
        reasons.extend(self.day_unmet(tx, on).await?);
        head.refuse(&[State::Disbursed], self.revision, reasons)?;
        let values =
            args![name.desa(), name.id.uuid(), self.revision, now_us, "disbursed", "disbursed"];
        if tx.exec(&sql::ADVANCE, values).await? != 1 {
            return Err(stale());
        }
        let total = Rupiah::sum(spent.values().copied()).unwrap_or_default();
        let rest = Rupiah::from_sen(head.amount_sen.saturating_sub(total.sen()));
        let number = self.put(tx, &spent, on, total, rest).await?;
        let is_successor = tx.principal()?.person.uuid() != head.pka_person_id;
        let detail = json!({
            "number": number, "spent_sen": total.sen(), "rest_sen": rest.sen(),
            "successor": is_successor,
        });
        tx.record(Event::new("spj.submitted", name.name()).with(detail));
        Ok(Self::Answer {
            number,
            spent: Some(rupiah(total)),
            rest: Some(rupiah(rest)),
            etag: etag(self.revision.saturating_add(1)),
            receipt: None,
        })
    }
}

impl SubmitSpj {
    /// Why another PKA than the one of the advance does not account for it: that one still is PKA
    /// here, or the caller verified, approved or paid it.
    async fn stranger(&self, tx: &mut Tx<'_>, head: &HeadRow) -> Result<Vec<Refusal>, Error> {
        let Some(not_own) = not_own(tx, head)? else { return Ok(Vec::new()) };
        let values = args![head.pka_person_id, tx.today(), self.name.desa()];
        let still: Option<(String,)> = tx.maybe(&sql_spj::READ_PKA, values).await?;
        if still.is_some() {
            return Ok(vec![not_own]);
        }
        let person = Some(tx.principal()?.person.uuid());
        let signed = [
            (Step::Verify, head.verified_by),
            (Step::Approve, head.approved_by),
            (Step::Disburse, head.paid_by),
        ];
        let refuse = |step: Step| {
            let refusal = SAME_PERSON.refuse().shown("earlier", step.code(), step_title(step));
            refusal.shown("step", "submit_spj", "penyerahan SPJ")
        };
        let own = signed.into_iter().filter(|(_, by)| *by == person);
        Ok(own.map(|(step, _)| refuse(step)).collect())
    }

    /// What was spent of each line of the advance, and what does not fit on it (INV-21).
    fn spread(&self, advance: &[AdvanceLine]) -> (BTreeMap<i64, Rupiah>, Vec<Refusal>) {
        let mut spent: BTreeMap<i64, Rupiah> =
            advance.iter().map(|line| (line.n, Rupiah::ZERO)).collect();
        let mut reasons = Vec::new();
        for (at, one) in self.lines.iter().enumerate() {
            let of = advance.iter().find(|line| {
                line.line_id == one.line.uuid()
                    && line.project_id == one.project.map(ProjectId::uuid)
            });
            let Some(line) = of else {
                let refusal = SPJ_LINE_UNKNOWN.refuse().shown("line", one.line, nth(at));
                reasons.push(refusal.at(format!("lines[{at}].line_id")));
                continue;
            };
            let sum = spent.entry(line.n).or_default();
            *sum = Rupiah::from_sen(sum.sen().saturating_add(one.amount.sen()));
            if sum.sen() > line.amount_sen {
                let refusal = SPJ_EXCEEDS
                    .refuse()
                    .shown("line", one.line, nth(at))
                    .fact("rekening", &line.rekening)
                    .sen("spent", *sum)
                    .sen("advanced", Rupiah::from_sen(line.amount_sen));
                reasons.push(refusal.at(format!("lines[{at}].amount")));
            }
        }
        (spent, reasons)
    }

    /// The accounting is not before the payment and not after today.
    async fn day_unmet(&self, tx: &mut Tx<'_>, on: Day) -> Result<Option<Refusal>, Error> {
        let values = args![self.name.desa(), self.name.id.uuid()];
        let paid: Option<PaymentRow> = tx.maybe(&sql::READ_PAYMENT, values).await?;
        let Some(paid) = paid else { return Ok(None) };
        let paid = day(paid.day).ok_or_else(|| Error::fault("the day of a payment"))?;
        Ok(day_between(on, paid, tx.today()))
    }

    /// Writes the accounting; one handed in anew keeps its number.
    async fn put(
        &self,
        tx: &mut Tx<'_>,
        spent: &BTreeMap<i64, Rupiah>,
        on: Day,
        total: Rupiah,
        rest: Rupiah,
    ) -> Result<String, Error> {
        let name = &self.name;
        let old: Option<SpjRow> =
            tx.maybe(&sql_spj::READ_SPJ, args![name.desa(), name.id.uuid()]).await?;
        let number = match old {
            Some(old) => old.number,
            None => series::next(tx, &name.year, series::SPJ).await?,
        };
        let person = tx.principal()?.person.uuid();
        let values = args![
            name.desa(),
            name.id.uuid(),
            name.year.tahun,
            &number,
            on,
            total,
            rest,
            &self.note,
            person,
            tx.now_us()
        ];
        tx.exec(&sql_spj::PUT_SPJ, values).await?;
        for (n, amount) in spent {
            let values = args![name.desa(), name.id.uuid(), *n, *amount];
            tx.exec(&sql_spj::PUT_SPJ_LINE, values).await?;
        }
        Ok(number)
    }
}
