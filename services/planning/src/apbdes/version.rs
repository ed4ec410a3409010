//! One version inside a transaction: read, locked, judged, moved on.

use domain::{Day, Error, Role, ids::ApbdesId, reason};
use edge::convert;
use serde_json::json;
use store::{Event, Tx, args};
use uuid::Uuid;
use wire::planning::v1 as pb;

use crate::{
    apbdes::{
        law::{Law, Severity},
        line_sql::{self, LineRow, Totals},
        rules::{Blocks, Facts, Finding, Standing, unmet},
        sql::{self, ApbdesRow, StepRow},
        states::{self, Kind, Reason, State, Verb},
    },
    name::{ApbdesName, YearName},
    reference,
    refusal::PLAN_SAME_PERSON,
    rkpdes::PlanInForce,
};

/// A version as of this transaction.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub name: ApbdesName,
    pub kind: Kind,
    pub state: State,
    pub reason: Option<Reason>,
    pub row: ApbdesRow,
}

/// The document and words of a step.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Minute<'a> {
    pub number: &'a str,
    pub day: Option<Day>,
    pub note: &'a str,
}

impl Version {
    /// A version of a stored row.
    pub fn of(year: &YearName, row: ApbdesRow) -> Result<Self, Error> {
        let unreadable = || Error::fault(format!("stored version {} is unreadable", row.apbdes_id));
        Ok(Self {
            name: ApbdesName { year: year.clone(), id: ApbdesId::new(row.apbdes_id) },
            kind: Kind::of(&row.kind).ok_or_else(unreadable)?,
            state: State::of(&row.state).ok_or_else(unreadable)?,
            reason: row.reason.as_deref().and_then(Reason::of),
            row,
        })
    }

    /// The version of a name.
    pub async fn read(tx: &mut Tx<'_>, name: &ApbdesName) -> Result<Self, Error> {
        let year = &name.year;
        let row = tx.one(&sql::READ, args![&year.desa, name.id.uuid(), year.tahun]).await?;
        Self::of(year, row)
    }

    /// The version of a name, locked.
    pub async fn lock(tx: &mut Tx<'_>, name: &ApbdesName) -> Result<Self, Error> {
        let year = &name.year;
        let row = tx.one(&sql::LOCK, args![&year.desa, name.id.uuid(), year.tahun]).await?;
        Self::of(year, row)
    }

    /// The version of a name, locked, if its revision is the one the caller saw.
    pub async fn claim(tx: &mut Tx<'_>, name: &ApbdesName, revision: i64) -> Result<Self, Error> {
        let version = Self::lock(tx, name).await?;
        if version.row.revision == revision {
            Ok(version)
        } else {
            Err(reason::ETAG_MISMATCH.refuse().into())
        }
    }

    /// Its lines.
    pub async fn lines(&self, tx: &mut Tx<'_>) -> Result<Vec<LineRow>, Error> {
        lines(tx, &self.name.year, self.row.apbdes_id).await
    }

    /// Everything it is judged by.
    pub async fn facts(&self, tx: &mut Tx<'_>) -> Result<Facts, Error> {
        let year = &self.name.year;
        let base_lines = match self.row.base_id {
            Some(base) => lines(tx, year, base).await?,
            None => Vec::new(),
        };
        Ok(Facts {
            tahun: year.tahun,
            kind: self.kind,
            reason: self.reason,
            standing: standing(tx, year, self.row.base_id).await?,
            lines: self.lines(tx).await?,
            base_lines,
            ledger: reference::ledger_lines(tx, year).await?,
            plan: PlanInForce::load(tx, year).await?,
            silpa_before: reference::silpa_before(tx, year).await?,
            law: Law::load(tx, year).await?,
        })
    }

    /// Every rule it does not meet; refuses when one of them is hard at this step, with
    /// every reason, those of `before` first.
    pub async fn judge(
        &self,
        tx: &mut Tx<'_>,
        step: Blocks,
        mut before: Vec<domain::Refusal>,
    ) -> Result<Vec<Finding>, Error> {
        let found = unmet(&self.facts(tx).await?);
        let hard = found.iter().filter(|finding| finding.refuses(step));
        before.extend(hard.map(|finding| finding.refusal.clone()));
        Error::unless_empty(before)?;
        Ok(found)
    }

    /// Refuses a person who acted on this version in another role.
    pub async fn one_role_a_person(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let acting = tx.acting()?.clone();
        let role = acting.mandate.as_ref().map_or("", |mandate| mandate.role.code());
        let steps = self.steps(tx).await?;
        let other = steps
            .iter()
            .find(|step| step.person_id == Some(acting.person.uuid()) && step.role != role);
        match other {
            Some(step) => {
                let title =
                    Role::from_code(&step.role).map_or(step.role.as_str(), |role| role.title());
                Err(PLAN_SAME_PERSON.refuse().shown("role", &step.role, title).into())
            }
            None => Ok(()),
        }
    }

    /// Its steps, oldest first.
    pub async fn steps(&self, tx: &mut Tx<'_>) -> Result<Vec<StepRow>, Error> {
        tx.all(&sql::READ_STEPS, args![&self.name.year.desa, self.row.apbdes_id]).await
    }

    /// Takes a step and keeps it.
    pub async fn go(
        &mut self,
        tx: &mut Tx<'_>,
        verb: Verb,
        minute: Minute<'_>,
    ) -> Result<(), Error> {
        let state = states::next(self.kind, self.state, verb)?;
        let now_us = tx.now_us();
        let sent_us = (verb == Verb::Send).then_some(now_us);
        let (desa, id) = (&self.name.year.desa, self.row.apbdes_id);
        let values = args![desa, id, self.row.revision, state.word(), now_us, minute.day, sent_us];
        let moved = tx.exec(&sql::MOVE, values).await?;
        self.arrived(moved, state, now_us)?;
        self.row.sent_us = sent_us.or(self.row.sent_us);
        self.keep(tx, minute, verb != Verb::Lapse).await
    }

    /// Notes that the row was moved; nothing moved means somebody else was faster.
    pub fn arrived(&mut self, moved: u64, state: State, now_us: i64) -> Result<(), Error> {
        if moved != 1 {
            return Err(reason::ETAG_MISMATCH.refuse().into());
        }
        self.state = state;
        self.row.state = state.word().to_owned();
        self.row.state_since_us = now_us;
        self.row.revision = self.row.revision.saturating_add(1);
        Ok(())
    }

    /// Keeps the state it is in as a step; `by_person` is false for what time alone did.
    pub async fn keep(
        &self,
        tx: &mut Tx<'_>,
        minute: Minute<'_>,
        by_person: bool,
    ) -> Result<(), Error> {
        let acting = tx.acting()?.clone();
        let person = by_person.then(|| acting.person.uuid());
        let mandate = acting.mandate.filter(|_| by_person);
        let role = mandate.map_or("", |mandate| mandate.role.code());
        let now_us = tx.now_us();
        let values = args![
            &self.name.year.desa,
            self.row.apbdes_id,
            self.row.revision,
            self.state.word(),
            person,
            role,
            now_us,
            minute.number,
            minute.day,
            minute.note
        ];
        tx.exec(&sql::INSERT_STEP, values).await.map(|_| ())
    }

    /// The last day of evaluation while it is with the camat (D05), counted from the day
    /// on which the server received it, never from a day that somebody wrote.
    pub async fn evaluation_due(&self, tx: &mut Tx<'_>) -> Result<Option<Day>, Error> {
        let (State::UnderEvaluation, Some(sent_us)) = (self.state, self.row.sent_us) else {
            return Ok(None);
        };
        tx.deadline("deadline.D05", &self.name.year.desa.place(), Day::of_us(sent_us)).await
    }

    /// Names what was done in the audit log.
    pub fn report(&self, tx: &mut Tx<'_>, kind: &'static str, minute: Minute<'_>) {
        let detail = json!({
            "kind": self.kind,
            "state": self.state,
            "number": minute.number,
            "day": minute.day,
            "note": minute.note,
        });
        tx.record(Event::new(kind, self.name.text()).with(detail));
    }

    /// The message of it, with its totals.
    pub async fn message(&self, tx: &mut Tx<'_>) -> Result<pb::Apbdes, Error> {
        let (desa, id) = (&self.name.year.desa, self.row.apbdes_id);
        let totals: Totals = tx.one(&line_sql::TOTALS, args![desa, id]).await?;
        let due = self.evaluation_due(tx).await?;
        let lapsed = due.is_some_and(|due| tx.today() > due);
        let row = &self.row;
        Ok(pb::Apbdes {
            name: self.name.text(),
            tahun: self.name.year.tahun.get(),
            kind: kind_number(self.kind).into(),
            state: state_number(if lapsed { State::DeemedOk } else { self.state }).into(),
            state_since_us: row.state_since_us,
            base: row.base_id.map(|base| self.name.year.apbdes(base)).unwrap_or_default(),
            amendment_reason: reason_number(self.reason).into(),
            amendment_reference: row.reference.clone(),
            perdes_number: row.perdes_number.clone().unwrap_or_default(),
            perkades_number: row.perkades_number.clone().unwrap_or_default(),
            enacted_day: convert::day_text(row.enacted_day),
            evaluation_due_day: due.map(Day::iso).unwrap_or_default(),
            totals: Some(totals_message(totals)),
            etag: convert::etag(row.revision),
        })
    }
}

/// The lines of a version.
pub(crate) async fn lines(
    tx: &mut Tx<'_>,
    year: &YearName,
    apbdes: Uuid,
) -> Result<Vec<LineRow>, Error> {
    tx.all(&line_sql::READ_LINES, args![&year.desa, apbdes]).await
}

/// Every version of a year, oldest first.
pub(crate) async fn of_year(tx: &mut Tx<'_>, year: &YearName) -> Result<Vec<Version>, Error> {
    let rows: Vec<ApbdesRow> = tx.all(&sql::READ_YEAR, args![&year.desa, year.tahun]).await?;
    rows.into_iter().map(|row| Version::of(year, row)).collect()
}

/// The version of a year that is in force, with the day from which it is.
pub(crate) async fn in_force(
    tx: &mut Tx<'_>,
    year: &YearName,
) -> Result<Option<(Uuid, Option<Day>)>, Error> {
    let versions = of_year(tx, year).await?;
    let enacted = versions.iter().find(|version| version.state == State::Enacted);
    Ok(enacted
        .map(|version| (version.row.apbdes_id, version.row.enacted_day.and_then(convert::day))))
}

/// Where a version with this base stands among those of its year.
pub(crate) async fn standing(
    tx: &mut Tx<'_>,
    year: &YearName,
    base: Option<Uuid>,
) -> Result<Standing, Error> {
    let versions = of_year(tx, year).await?;
    let enacted = versions.iter().find(|version| version.state == State::Enacted);
    let amended = versions.iter().filter(|version| {
        version.kind == Kind::Perubahan
            && matches!(version.state, State::Enacted | State::Superseded)
    });
    let amended = i64::try_from(amended.count()).unwrap_or(i64::MAX);
    Ok(Standing { base, in_force: enacted.map(|version| version.row.apbdes_id), amended })
}

/// What an accepted step still tells: every rule that is not met.
pub(crate) fn warnings(found: Vec<Finding>) -> Vec<pb::Warning> {
    found
        .into_iter()
        .map(|finding| pb::Warning {
            rule: finding.rule.to_owned(),
            reason: finding.refusal.code.to_string(),
            message: finding.refusal.message(),
            facts: facts_map(&finding),
        })
        .collect()
}

/// The message of an unmet rule.
pub(crate) fn unmet_message(finding: &Finding) -> pb::UnmetRule {
    let severity = match finding.severity {
        Severity::Hard => pb::RuleSeverity::Hard,
        Severity::Warn => pb::RuleSeverity::Warn,
    };
    let blocks = match (finding.severity, finding.blocks) {
        (Severity::Warn, _) => pb::ApbdesStep::Unspecified,
        (Severity::Hard, Blocks::Submit) => pb::ApbdesStep::Submit,
        (Severity::Hard, Blocks::Enact) => pb::ApbdesStep::Enact,
    };
    pb::UnmetRule {
        rule: finding.rule.to_owned(),
        reason: finding.refusal.code.to_string(),
        severity: severity.into(),
        blocks: blocks.into(),
        message: finding.refusal.message(),
        facts: facts_map(finding),
    }
}

fn facts_map(finding: &Finding) -> std::collections::BTreeMap<String, String> {
    finding.refusal.facts.iter().map(|fact| (fact.key.to_string(), fact.value.clone())).collect()
}

fn totals_message(totals: Totals) -> pb::ApbdesTotals {
    pb::ApbdesTotals {
        pendapatan: Some(convert::sen(totals.pendapatan)),
        belanja: Some(convert::sen(totals.belanja)),
        surplus: Some(convert::sen(totals.surplus())),
        penerimaan_pembiayaan: Some(convert::sen(totals.penerimaan)),
        pengeluaran_pembiayaan: Some(convert::sen(totals.pengeluaran)),
        pembiayaan_netto: Some(convert::sen(totals.netto())),
        silpa: Some(convert::sen(totals.silpa())),
    }
}

fn kind_number(kind: Kind) -> pb::ApbdesKind {
    match kind {
        Kind::Usulan => pb::ApbdesKind::Usulan,
        Kind::Awal => pb::ApbdesKind::Awal,
        Kind::PerubahanPenjabaran => pb::ApbdesKind::PerubahanPenjabaran,
        Kind::Perubahan => pb::ApbdesKind::Perubahan,
    }
}

fn reason_number(reason: Option<Reason>) -> pb::AmendmentReason {
    match reason {
        None => pb::AmendmentReason::Unspecified,
        Some(Reason::RevenueChanged) => pb::AmendmentReason::RevenueChanged,
        Some(Reason::SavingsUsed) => pb::AmendmentReason::SavingsUsed,
        Some(Reason::Shift) => pb::AmendmentReason::Shift,
        Some(Reason::LastYearSilpa) => pb::AmendmentReason::LastYearSilpa,
        Some(Reason::Extraordinary) => pb::AmendmentReason::Extraordinary,
    }
}

/// The number of a state.
pub(crate) fn state_number(state: State) -> pb::ApbdesState {
    match state {
        State::Draft => pb::ApbdesState::Draft,
        State::SubmittedBpd => pb::ApbdesState::SubmittedBpd,
        State::AgreedBpd => pb::ApbdesState::AgreedBpd,
        State::RejectedBpd => pb::ApbdesState::RejectedBpd,
        State::UnderEvaluation => pb::ApbdesState::UnderEvaluation,
        State::EvaluatedOk => pb::ApbdesState::EvaluatedOk,
        State::EvaluatedRevise => pb::ApbdesState::EvaluatedRevise,
        State::DeemedOk => pb::ApbdesState::DeemedOk,
        State::Enacted => pb::ApbdesState::Enacted,
        State::Annulled => pb::ApbdesState::Annulled,
        State::Superseded => pb::ApbdesState::Superseded,
        State::Discarded => pb::ApbdesState::Discarded,
    }
}
