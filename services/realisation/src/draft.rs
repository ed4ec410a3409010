//! CreateSpp and UpdateSpp: what a PKA writes down.

use domain::{
    Day, DesaId, Error, Place, Refusal, Rupiah,
    ids::{LineId, ProjectId, SppId},
    text,
};
use edge::{
    Violations,
    convert::{etag, payment, revision},
};
use serde::Serialize;
use serde_json::json;
use store::{Args, Command, Event, Tx, Value, args};
use uuid::Uuid;
use wire::realisation::v1 as proto;

use crate::{
    facts::{self, Question, stale},
    names::{self, SppName, Year, loose_day, loose_line},
    series,
    spp::{Kind, State, Step},
    sql::{self, ActivityRow},
    states::{evaluate, unmet},
};

/// The most lines of one request.
const LINES_MAX: usize = 50;
/// The most characters of a short text: number of a bill, name of a bank.
const SHORT_MAX: usize = 60;

/// One line as asked for.
#[derive(Debug, Clone, Serialize)]
pub struct DraftLine {
    line: LineId,
    amount: Rupiah,
    project: Option<ProjectId>,
}

/// Who is paid.
#[derive(Debug, Clone, Serialize)]
pub struct DraftPayee {
    name: String,
    address: String,
    bank: String,
    account: String,
}

/// The contents of a request.
#[derive(Debug, Clone, Serialize)]
pub struct Draft {
    day: Day,
    description: String,
    lines: Vec<DraftLine>,
    amount: Rupiah,
    payee: DraftPayee,
    invoice_number: String,
    received: Option<Day>,
    progress_note: String,
    responsible: bool,
    legal_basis: String,
}

impl Draft {
    /// Reads the contents; faults are collected, also where the year itself cannot be read.
    fn read(faults: &mut Violations, year: Option<&Year>, input: proto::SppInput) -> Option<Self> {
        let day = faults.read("spp.day", Day::parse(&input.day));
        let description = faults
            .read("spp.description", text::line(&input.description, domain::reason::NAME_MAX));
        let lines = lines(faults, year.map(|year| &year.desa), &input.lines);
        let payee = payee(faults, input.payee.unwrap_or_default());
        let invoice =
            faults.read("spp.invoice_number", loose_line(&input.invoice_number, SHORT_MAX));
        let received = faults.read("spp.received_day", loose_day(&input.received_day));
        let progress = faults.read("spp.progress_note", text::note(&input.progress_note));
        let basis = faults.read("spp.legal_basis", loose_line(&input.legal_basis, SHORT_MAX));
        let lines = lines?;
        let amount = Rupiah::sum(lines.iter().map(|line| line.amount))?;
        Some(Self {
            day: day?,
            description: description?,
            lines,
            amount,
            payee: payee?,
            invoice_number: invoice?,
            received: received?,
            progress_note: progress?,
            responsible: input.responsibility_stated,
            legal_basis: basis?,
        })
    }

    /// The values that both statements share, after their own first ones.
    fn values(&self) -> Args {
        args![
            &self.description,
            self.amount,
            &self.payee.name,
            &self.payee.address,
            &self.payee.bank,
            &self.payee.account,
            &self.invoice_number,
            self.received,
            &self.progress_note,
            self.responsible,
            &self.legal_basis
        ]
    }
}

fn lines(
    faults: &mut Violations,
    desa: Option<&DesaId>,
    input: &[proto::SppLineInput],
) -> Option<Vec<DraftLine>> {
    if input.is_empty() || input.len() > LINES_MAX {
        let refusal = domain::reason::COUNT_OUT_OF_RANGE
            .refuse()
            .fact("value", input.len())
            .fact("min", 1)
            .fact("max", LINES_MAX);
        faults.add(refusal.at("spp.lines"));
        return None;
    }
    let read: Vec<Option<DraftLine>> = input
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let path = format!("spp.lines[{at}]");
            let id = faults.read(format!("{path}.line_id"), names::line(&line.line_id));
            let amount = faults.required(format!("{path}.amount"), line.amount.as_ref(), payment);
            let project =
                faults.read(format!("{path}.project"), names::project(&line.project, desa));
            Some(DraftLine { line: id?, amount: amount?, project: project? })
        })
        .collect();
    let lines: Vec<DraftLine> = read.into_iter().collect::<Option<_>>()?;
    for (at, line) in lines.iter().enumerate() {
        let is_same = |other: &DraftLine| other.line == line.line && other.project == line.project;
        if lines.iter().take(at).any(is_same) {
            // An advance is accounted for line by line, so each stands once.
            let twice = domain::reason::CODE_INVALID.refuse().fact("value", line.line);
            let twice = twice.fact("expected", "baris anggaran dan proyek yang disebut sekali");
            faults.add(twice.at(format!("spp.lines[{at}].line_id")));
        }
    }
    Some(lines)
}

/// An account number: digits, dots and dashes.
fn account(value: &str) -> Result<String, Refusal> {
    let account = loose_line(value, SHORT_MAX)?;
    if account.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | ' ')) {
        return Ok(account);
    }
    Err(domain::reason::FIELD_MALFORMED
        .refuse()
        .fact("value", "…")
        .fact("expected", "nomor rekening"))
}

fn payee(faults: &mut Violations, input: proto::Payee) -> Option<DraftPayee> {
    let max = domain::reason::NAME_MAX;
    let name = faults.read("spp.payee.display_name", loose_line(&input.display_name, max));
    let address = faults.read("spp.payee.address", loose_line(&input.address, max));
    let bank = faults.read("spp.payee.bank", loose_line(&input.bank, SHORT_MAX));
    let account = faults.read("spp.payee.account", account(&input.account));
    Some(DraftPayee { name: name?, address: address?, bank: bank?, account: account? })
}

/// The activity of a draft's first line and who its PKA is; the caller when it has none.
async fn activity(
    tx: &mut Tx<'_>,
    year: &Year,
    draft: &Draft,
) -> Result<(Option<String>, Uuid), Error> {
    let first = draft.lines.first().map(|line| line.line.uuid()).unwrap_or_default();
    let row: Option<ActivityRow> =
        tx.maybe(&sql::READ_ACTIVITY, args![&year.desa, first, year.tahun]).await?;
    let person = tx.principal()?.person.uuid();
    let Some(row) = row else { return Ok((None, person)) };
    if let Some(kegiatan) = &row.kegiatan {
        tx.exec(&sql::MAKE_TURN, args![&year.desa, year.tahun, kegiatan]).await?;
    }
    Ok((row.kegiatan, row.pka_person_id.unwrap_or(person)))
}

async fn put_lines(tx: &mut Tx<'_>, name: &SppName, lines: &[DraftLine]) -> Result<(), Error> {
    for (line, n) in lines.iter().zip(1_i64..) {
        let values = args![
            name.desa(),
            name.id.uuid(),
            n,
            line.line.uuid(),
            line.amount,
            line.project.map(ProjectId::uuid)
        ];
        tx.exec(&sql::PUT_LINE, values).await?;
    }
    Ok(())
}

/// Refuses what may not even stand in a draft.
async fn check(tx: &mut Tx<'_>, name: &SppName) -> Result<(), Error> {
    let head = facts::head(tx, name).await?;
    let loaded = facts::load(tx, name, head, &Question::of(Step::Create)).await?;
    Error::unless_empty(unmet(&evaluate(&loaded.facts), Step::Create))
}

/// Drafts a payment request.
#[derive(Debug, Serialize)]
pub struct CreateSpp {
    year: Year,
    kind: Kind,
    draft: Draft,
}

impl CreateSpp {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::CreateSppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let kind =
            Kind::from_wire(request.kind).ok_or_else(|| domain::reason::FIELD_REQUIRED.refuse());
        let kind = faults.read("kind", kind);
        let input = faults.required("spp", request.spp, Ok);
        let draft = input.and_then(|input| Draft::read(&mut faults, year.as_ref(), input));
        let read = || Some(Self { year: year?, kind: kind?, draft: draft? });
        faults.finish(read())
    }
}

impl Command for CreateSpp {
    const METHOD: &'static str = wire::access::spp_service::CREATE_SPP;
    type Answer = proto::CreateSppResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = SppName { year: self.year.clone(), id: SppId::new(tx.new_id()) };
        let (kegiatan, pka) = activity(tx, &self.year, &self.draft).await?;
        let number = series::next(tx, &self.year, series::SPP).await?;
        let draft = &self.draft;
        let mut values = args![
            name.desa(),
            name.id.uuid(),
            self.year.tahun,
            &number,
            self.kind.code(),
            tx.now_us(),
            draft.day,
            i64::from(draft.day.month()),
            kegiatan
        ];
        values.0.extend(draft.values().0);
        values.0.extend([Value::from(pka), Value::from(tx.principal()?.person.uuid())]);
        tx.exec(&sql::PUT_SPP, values).await?;
        put_lines(tx, &name, &draft.lines).await?;
        check(tx, &name).await?;
        let detail = json!({ "number": number, "amount_sen": draft.amount.sen() });
        tx.record(Event::new("spp.created", name.name()).with(detail));
        Ok(Self::Answer { name: name.name(), number, etag: etag(1), receipt: None })
    }
}

/// Replaces the contents of a draft.
#[derive(Debug, Serialize)]
pub struct UpdateSpp {
    name: SppName,
    revision: i64,
    draft: Draft,
}

impl UpdateSpp {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::UpdateSppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", SppName::parse(&request.name));
        let revision = faults.read("etag", revision(&request.etag));
        let input = faults.required("spp", request.spp, Ok);
        let year = name.as_ref().map(|name| &name.year);
        let draft = input.and_then(|input| Draft::read(&mut faults, year, input));
        let read = || Some(Self { name: name?, revision: revision?, draft: draft? });
        faults.finish(read())
    }
}

impl Command for UpdateSpp {
    const METHOD: &'static str = wire::access::spp_service::UPDATE_SPP;
    type Answer = proto::UpdateSppResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let head = facts::head(tx, &self.name).await?;
        head.refuse(&[State::Draft], self.revision, None)?;
        let (kegiatan, pka) = activity(tx, &self.name.year, &self.draft).await?;
        let mut values = args![
            self.name.desa(),
            self.name.id.uuid(),
            self.revision,
            self.draft.day,
            i64::from(self.draft.day.month()),
            kegiatan
        ];
        values.0.extend(self.draft.values().0);
        values.0.push(Value::from(pka));
        if tx.exec(&sql::CHANGE_SPP, values).await? != 1 {
            return Err(stale());
        }
        tx.exec(&sql::DROP_LINES, args![self.name.desa(), self.name.id.uuid()]).await?;
        put_lines(tx, &self.name, &self.draft.lines).await?;
        check(tx, &self.name).await?;
        let detail = json!({ "amount_sen": self.draft.amount.sen() });
        tx.record(Event::new("spp.changed", self.name.name()).with(detail));
        Ok(Self::Answer { etag: etag(self.revision.saturating_add(1)), receipt: None })
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
