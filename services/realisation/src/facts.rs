//! Loads what the rules of a payment request look at.

use domain::{
    Day, Error, Refusal, Role, Rupiah, Selector, Tahun,
    ids::{LineId, PersonId, ProjectId},
    reason,
};
use edge::convert::day;
use gate::{
    Moment,
    clearance::{self, Clearance},
    payee,
};
use ledger::Account;
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    carried, drawn, evidence,
    names::{SppName, project_name},
    spp::{Kind, State, Step},
    sql::{self, HeadRow, LineRow},
    states::{Facts, LineFacts, Money, Overdue, ProjectFacts, Severity},
    wording,
};

/// The pattern of work that suppliers carry out.
const BY_SUPPLIER: &str = "penyedia";

/// What is asked, beyond what stands in the request.
#[derive(Debug, Clone)]
pub struct Question {
    /// The step that is being taken, if one is.
    pub step: Option<Step>,
    /// How the overlap gate is asked, if it is.
    pub moment: Option<Moment>,
    /// The store and the day of the payment and what leaves it; cash and bank today else.
    pub payment: Option<(Account, Day, Rupiah)>,
    /// Whether cash is looked at.
    pub money: bool,
}

impl Question {
    /// The question of a step.
    pub fn of(step: Step) -> Self {
        let (moment, money) = match step {
            Step::Submit => (Some(Moment::Submission), false),
            Step::Verify => (Some(Moment::Verification), true),
            Step::Disburse => (Some(Moment::Payment), true),
            Step::Create | Step::Approve => (None, false),
        };
        Self { step: Some(step), moment, payment: None, money }
    }

    /// The question of somebody who only wants to know.
    pub fn preview() -> Self {
        Self { step: None, moment: Some(Moment::Preview), payment: None, money: true }
    }
}

/// A request with what its rules look at.
pub struct Loaded {
    /// The request.
    pub head: HeadRow,
    /// The facts.
    pub facts: Facts,
}

/// Reads a request.
pub async fn head(tx: &mut Tx<'_>, name: &SppName) -> Result<HeadRow, Error> {
    tx.one(&sql::READ_HEAD, args![name.desa(), name.id.uuid(), name.year.tahun]).await
}

impl HeadRow {
    /// What it is for.
    pub fn kind(&self) -> Result<Kind, Error> {
        Kind::from_code(&self.kind).ok_or_else(|| Error::fault("unknown kind of SPP"))
    }

    /// Where it stands.
    pub fn state(&self) -> Result<State, Error> {
        State::from_code(&self.state).ok_or_else(|| Error::fault("unknown state of SPP"))
    }

    /// The reason against another state than one of these.
    pub fn wrong_state(&self, needed: &[State]) -> Result<Option<Refusal>, Error> {
        let state = self.state()?;
        if needed.contains(&state) {
            return Ok(None);
        }
        let codes: Vec<&str> = needed.iter().map(|state| state.code()).collect();
        let titles: Vec<&str> = needed.iter().map(|state| state.title()).collect();
        let refusal = reason::WRONG_STATE.refuse().shown("state", state.code(), state.title());
        Ok(Some(refusal.shown("needed", codes.join(", "), titles.join(" atau "))))
    }

    /// Refuses another state together with every other reason; an older revision alone.
    pub fn refuse(
        &self,
        needed: &[State],
        revision: i64,
        reasons: impl IntoIterator<Item = Refusal>,
    ) -> Result<(), Error> {
        let mut all: Vec<Refusal> = self.wrong_state(needed)?.into_iter().collect();
        all.extend(reasons);
        Error::unless_empty(all)?;
        self.fresh(revision)
    }

    /// Refuses an older revision.
    pub fn fresh(&self, revision: i64) -> Result<(), Error> {
        if self.revision == revision { Ok(()) } else { Err(stale()) }
    }

    /// Who did which step.
    pub fn signed(&self) -> Vec<(Step, PersonId)> {
        [
            (Step::Submit, self.submitted_by),
            (Step::Verify, self.verified_by),
            (Step::Approve, self.approved_by),
        ]
        .into_iter()
        .filter_map(|(step, person)| Some((step, PersonId::new(person?))))
        .collect()
    }
}

/// Somebody else changed the request.
pub fn stale() -> Error {
    reason::ETAG_MISMATCH.refuse().at("etag").into()
}

/// Waits for the turn of the request's activity, so that its plan is counted alone.
pub async fn take_turn(tx: &mut Tx<'_>, name: &SppName) -> Result<(), Error> {
    let values = args![name.desa(), name.year.tahun, name.id.uuid()];
    tx.maybe::<(String,)>(&sql::TAKE_TURN, values).await.map(|_| ())
}

/// Loads everything that a question looks at, for a request that was read as `head`.
pub async fn load(
    tx: &mut Tx<'_>,
    name: &SppName,
    head: HeadRow,
    question: &Question,
) -> Result<Loaded, Error> {
    let dated = day(head.day).ok_or_else(|| Error::fault("the day of an SPP is out of range"))?;
    // The gate holds the projects of a payment. What their rows say is read after that, so that no
    // amendment, which moves a work away from its photos, comes between.
    let gate = match question.moment {
        Some(moment) => ask_gate(tx, name, &head, moment).await?,
        None => Vec::new(),
    };
    let physical = physical(&head)?;
    let values = args![name.desa(), name.id.uuid()];
    let lines: Vec<LineRow> = tx.all(&sql::READ_LINES, values).await?;
    let overdue = overdue(tx, name, &head, dated).await?;
    let annulled = if head.is_annulled { Some(spared(tx, name).await?) } else { None };
    let by_supplier = by_supplier(tx, name, &head).await?;
    let money = if question.money { Some(money(tx, name, &head, question).await?) } else { None };
    let mut facts = describe(name, &head, (lines.as_slice(), &physical), dated, tx.today())?;
    drawn::fill(tx, name, &mut facts.lines).await?;
    carried::fill(tx, name, &mut facts.lines).await?;
    wording::fill(tx, name, (head.description.as_str(), dated), &mut facts.lines).await?;
    evidence::weigh(tx, name, dated, &mut facts).await?;
    facts.gate = gate;
    facts.overdue = overdue;
    facts.annulled = annulled;
    facts.by_supplier = by_supplier;
    facts.plan_severity = severity(head.law_plan.as_deref());
    facts.overdue_severity = severity(head.law_advance.as_deref());
    facts.money = money;
    if let Some((_, on, _)) = &question.payment {
        facts.day = *on;
    }
    if let Some(step) = question.step {
        let acting = tx.acting()?;
        facts.acting = Some((step, acting.person));
        let is_pka = acting.mandate.as_ref().is_some_and(|mandate| mandate.role == Role::Pka);
        facts.own = (is_pka && step <= Step::Submit).then_some(acting.person);
    }
    Ok(Loaded { head, facts })
}

/// What physical work is: it demands a project, of which the overlap gate is asked. Where that is
/// not laid down, or cannot be read, no request goes on: works would pass the gate unasked.
fn physical(head: &HeadRow) -> Result<Selector, Error> {
    let law = head.law_physical.as_deref().and_then(Selector::parse);
    law.ok_or_else(|| Error::fault("policy physical.rekening is missing or no selector"))
}

/// A rule without a row is hard.
pub fn severity(law: Option<&str>) -> Severity {
    match law {
        Some("warn" | "audit") => Severity::Warn,
        _ => Severity::Hard,
    }
}

/// Asks the overlap gate for every project, in the order of the locks, and tells it who is paid. An
/// advance is paid to the PKA, whoever builds.
async fn ask_gate(
    tx: &mut Tx<'_>,
    name: &SppName,
    head: &HeadRow,
    moment: Moment,
) -> Result<Vec<Refusal>, Error> {
    let tells_payee = moment != Moment::Preview && head.kind()? != Kind::Panjar;
    let payee = (head.payee_name.as_str(), head.payee_account.as_str());
    let mut projects: Vec<(Uuid,)> =
        tx.all(&sql::READ_PROJECTS, args![name.desa(), name.id.uuid()]).await?;
    projects.sort_unstable();
    let mut reasons = Vec::new();
    for (project,) in projects {
        let project = ProjectId::new(project);
        let unmet = clearance::unmet(tx, name.desa(), project, moment).await?;
        if tells_payee {
            payee::note(tx, name.desa(), project, payee).await?;
        }
        let subject = project_name(name.desa(), project);
        reasons.extend(unmet.into_iter().map(|mut refusal| {
            refusal.subject.get_or_insert_with(|| subject.clone());
            refusal
        }));
    }
    Ok(reasons)
}

/// The clearances on which a step of a request rests.
pub async fn clearances(
    tx: &mut Tx<'_>,
    name: &SppName,
    facts: &Facts,
) -> Result<Vec<Clearance>, Error> {
    let projects = facts.lines.iter().filter_map(|line| line.project.as_ref());
    clearance::of(tx, name.desa(), &projects.map(|project| project.id).collect()).await
}

/// What may be spent on after the year's budget was annulled; nothing where no policy tells.
async fn spared(tx: &mut Tx<'_>, name: &SppName) -> Result<Selector, Error> {
    let today = tx.today();
    let policy = tx.policy("annulled.selector", &name.desa().place(), today).await?;
    Ok(policy.and_then(|policy| Selector::parse(&policy.value)).unwrap_or_default())
}

/// Whether the plan has the whole activity carried out by suppliers; asked of an advance alone.
async fn by_supplier(tx: &mut Tx<'_>, name: &SppName, head: &HeadRow) -> Result<bool, Error> {
    let (Some(kegiatan), Kind::Panjar) = (&head.kegiatan, head.kind()?) else { return Ok(false) };
    let values = args![name.desa(), name.year.tahun, kegiatan];
    let patterns: Vec<(String,)> = tx.all(&sql::READ_PATTERNS, values).await?;
    Ok(!patterns.is_empty() && patterns.iter().all(|(pattern,)| pattern == BY_SUPPLIER))
}

/// Advances of the same PKA and activity beyond the days of the law on the day of the request;
/// asked of an advance alone.
async fn overdue(
    tx: &mut Tx<'_>,
    name: &SppName,
    head: &HeadRow,
    dated: Day,
) -> Result<Vec<Overdue>, Error> {
    let (Some(kegiatan), Ok(Kind::Panjar)) = (&head.kegiatan, head.kind()) else {
        return Ok(Vec::new());
    };
    let values = args![name.desa(), name.year.tahun, kegiatan, head.pka_person_id];
    let open: Vec<(String, i64)> = tx.all(&sql::READ_ADVANCES, values).await?;
    let Some(first) = open.iter().filter_map(|(_, paid)| day(*paid)).min() else {
        return Ok(Vec::new());
    };
    let days = tx.law("panjar.days", &name.desa().place(), dated).await?;
    let days = u32::try_from(days).map_err(|_| Error::fault("panjar.days is no count of days"))?;
    let today = tx.today();
    let calendar = tx.working_days(first, today).await?;
    Ok(open
        .into_iter()
        .filter_map(|(number, paid)| Some((day(paid)?, number)))
        .filter(|(paid, _)| calendar.add(*paid, days) < today)
        .map(|(paid, number)| Overdue { number, paid, days: i64::from(days) })
        .collect())
}

/// What lies ready for the payment: in one store on its day, or in both today.
async fn money(
    tx: &mut Tx<'_>,
    name: &SppName,
    head: &HeadRow,
    question: &Question,
) -> Result<Money, Error> {
    let (desa, tahun) = (name.desa(), name.year.tahun);
    if let Some((account, day, asked)) = &question.payment {
        let available = ledger::available(tx, desa, tahun, account, *day).await?;
        return Ok(Money { account: Some(account.clone()), day: *day, available, asked: *asked });
    }
    let day = tx.today();
    let cash = ledger::available(tx, desa, tahun, &Account::Cash, day).await?;
    let bank = ledger::available(tx, desa, tahun, &Account::Bank, day).await?;
    let available = Rupiah::from_sen(cash.sen().saturating_add(bank.sen()));
    Ok(Money { account: None, day, available, asked: Rupiah::from_sen(head.amount_sen) })
}

/// The facts that stand in the rows.
fn describe(
    name: &SppName,
    head: &HeadRow,
    (lines, physical): (&[LineRow], &Selector),
    dated: Day,
    today: Day,
) -> Result<Facts, Error> {
    let kind = head.kind()?;
    Ok(Facts {
        kind,
        reserved: head.state()?.reserves(),
        tahun: name.year.tahun,
        day: dated,
        today,
        annulled: None,
        by_supplier: false,
        closed_month: head.closed_month.unwrap_or_default(),
        amount: Rupiah::from_sen(head.amount_sen),
        received: head.received_day.and_then(day),
        missing: missing(kind, head),
        pka: head.dpa_pka.map(PersonId::new),
        own: None,
        planned: Rupiah::from_sen(head.planned_sen),
        drawn: Rupiah::from_sen(head.drawn_sen),
        plan_severity: Severity::Hard,
        lines: lines.iter().map(|row| line_facts(name, row, physical)).collect(),
        overdue: Vec::new(),
        overdue_severity: Severity::Hard,
        stage_severity: Severity::Hard,
        end_severity: Severity::Hard,
        money: None,
        gate: Vec::new(),
        signed: head.signed(),
        acting: None,
    })
}

/// The parts of a request that its kind wants and that are not there.
fn missing(kind: Kind, head: &HeadRow) -> Vec<&'static str> {
    let parts = [
        (head.payee_name.is_empty(), "penerima pembayaran"),
        (head.progress_note.is_empty(), "laporan kemajuan kegiatan dan anggaran"),
        (kind == Kind::Definitif && !head.responsible, "pernyataan tanggung jawab belanja (SPTB)"),
        (kind == Kind::Pembiayaan && head.legal_basis.is_empty(), "Perdes dasar pembiayaan"),
    ];
    parts.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, what)| what).collect()
}

/// Whether a line is of physical work: by its activity, or by an account that the activity has.
fn is_physical(row: &LineRow, physical: &Selector) -> bool {
    let own = row.rekening.as_deref().unwrap_or_default();
    let mut accounts = row.accounts.as_deref().unwrap_or_default().split(';').chain([own]);
    row.infrastructure
        || accounts.any(|rekening| physical.matches(row.kegiatan.as_deref(), rekening))
}

fn line_facts(name: &SppName, row: &LineRow, physical: &Selector) -> LineFacts {
    let of_year = row.tahun.and_then(|year| i32::try_from(year).ok()).map(Tahun::new);
    let known = matches!(of_year, Some(Ok(tahun)) if tahun == name.year.tahun);
    LineFacts {
        line_id: LineId::new(row.line_id),
        amount: Rupiah::from_sen(row.amount_sen),
        kind: row.kind.clone().filter(|_| known),
        kegiatan: row.kegiatan.clone(),
        rekening: row.rekening.clone().unwrap_or_default(),
        sumber_dana: row.sumber_dana.clone().unwrap_or_default(),
        available: Rupiah::from_sen(row.available_sen.unwrap_or_default()),
        in_force: row.in_force,
        in_dpa: row.in_dpa,
        physical: is_physical(row, physical),
        reads_as: None,
        project: row.project_id.map(|id| ProjectFacts {
            id: ProjectId::new(id),
            name: project_name(name.desa(), ProjectId::new(id)),
            title: row.project_title.clone().unwrap_or_default(),
            state: row.project_state.clone(),
            kegiatan: row.project_kegiatan.clone(),
            tahun: row.project_tahun,
            amount: Rupiah::from_sen(row.project_amount_sen.unwrap_or_default()),
            paid: Rupiah::from_sen(row.project_paid_sen),
            drawn: Rupiah::ZERO,
            left: None,
            has_start: row.has_start,
            has_progress: row.has_progress,
            has_end: row.has_end,
        }),
    }
}
