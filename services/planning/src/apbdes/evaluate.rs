//! The camat's evaluation: sending, evaluating, taking back to revise.

use domain::{Error, Place, Refusal, Role, reason, text};
use edge::Violations;
use serde::Serialize;
use store::{Command, Tx};
use wire::{access::apbdes_service as access, planning::v1 as pb};

use crate::{
    apbdes::{
        council::Seen,
        discard::head_unmet,
        enact::lapse,
        law::Severity,
        rules::Finding,
        states::{self, Verb},
        version::{Minute, Version, warnings},
    },
    parse::Document,
    refusal::{EVALUATION_LAPSED, EVALUATION_NOT_DELEGATED, LEGAL_DEADLINE_PASSED},
};

/// The most findings of one evaluation.
const FINDINGS_MAX: usize = 100;
/// The most characters of a finding.
const FINDING_CHARS_MAX: usize = 500;
/// The fields of a document.
const DOCUMENT: [&str; 2] = ["document_number", "document_day"];

/// Sends the agreed draft to the camat.
#[derive(Debug, Serialize)]
pub(crate) struct Send {
    seen: Seen,
    letter: Document,
}

impl Send {
    pub fn parse(request: pb::SendApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        let letter =
            Document::read(&mut faults, DOCUMENT, &request.document_number, &request.document_day);
        faults.finish(seen.zip(letter).map(|(seen, letter)| Self { seen, letter }))
    }

    /// D04: within so many working days of the agreement.
    async fn late(&self, tx: &mut Tx<'_>, version: &Version) -> Result<Option<Finding>, Error> {
        let agreed = version.row.document_day.and_then(edge::convert::day);
        let Some(agreed) = agreed else { return Ok(None) };
        let due = tx.deadline("deadline.D04", &version.name.year.desa.place(), agreed).await?;
        Ok(due.filter(|due| self.letter.day > *due).map(|due| {
            let act = "penyampaian rancangan APB Desa kepada camat";
            let refusal = LEGAL_DEADLINE_PASSED.refuse().shown("deadline", "D04", act);
            Finding::of("D04", Severity::Warn, refusal.shown("due", due.iso(), due))
        }))
    }
}

impl Command for Send {
    const METHOD: &'static str = access::SEND_APBDES;
    type Answer = pb::SendApbdesResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let mut version = self.seen.claim(tx).await?;
        version.one_role_a_person(tx).await?;
        states::next(version.kind, version.state, Verb::Send)?;
        let agreed = version.row.document_day.and_then(edge::convert::day);
        self.letter.check("document_day", agreed, tx.today())?;
        let late = self.late(tx, &version).await?;
        let minute =
            Minute { number: &self.letter.number, day: Some(self.letter.day), ..Minute::default() };
        version.go(tx, Verb::Send, minute).await?;
        version.report(tx, "apbdes.sent", minute);
        Ok(pb::SendApbdesResponse {
            apbdes: Some(version.message(tx).await?),
            warnings: warnings(late.into_iter().collect()),
            receipt: None,
        })
    }
}

/// Records the evaluation.
#[derive(Debug, Serialize)]
pub(crate) struct Evaluate {
    seen: Seen,
    decree: Document,
    /// Empty when in order.
    findings: Vec<String>,
}

impl Evaluate {
    pub fn parse(request: pb::EvaluateApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        let decree =
            Document::read(&mut faults, DOCUMENT, &request.document_number, &request.document_day);
        let findings = read_findings(&mut faults, request.result, &request.findings);
        let command = seen.zip(decree).map(|(seen, decree)| Self { seen, decree, findings });
        faults.finish(command)
    }
}

/// Findings stand with the result that needs them and only then.
fn read_findings(faults: &mut Violations, result: i32, findings: &[String]) -> Vec<String> {
    match pb::EvaluationResult::try_from(result) {
        Ok(pb::EvaluationResult::Ok) if findings.is_empty() => {}
        Ok(pb::EvaluationResult::Revise) if (1..=FINDINGS_MAX).contains(&findings.len()) => {}
        Ok(pb::EvaluationResult::Ok | pb::EvaluationResult::Revise) => {
            let count = findings.len();
            let revise = result == i32::from(pb::EvaluationResult::Revise);
            let refusal = reason::COUNT_OUT_OF_RANGE.refuse().fact("value", count);
            let refusal = refusal.fact("min", u8::from(revise));
            let max = if revise { FINDINGS_MAX } else { 0 };
            faults.add(refusal.fact("max", max).at("findings"));
        }
        _ => faults.add(reason::FIELD_REQUIRED.refuse().at("result")),
    }
    let read = findings.iter().enumerate().take(FINDINGS_MAX).filter_map(|(at, finding)| {
        faults.read(format!("findings[{at}]"), text::line(finding, FINDING_CHARS_MAX))
    });
    read.collect()
}

/// Every reason why this caller cannot evaluate this version now.
async fn unmet(tx: &mut Tx<'_>, version: &Version, verb: Verb) -> Result<Vec<Refusal>, Error> {
    let mut unmet = Vec::new();
    unmet.extend(states::next(version.kind, version.state, verb).err());
    if let Some(due) = version.evaluation_due(tx).await?
        && tx.today() > due
    {
        unmet.push(EVALUATION_LAPSED.refuse().shown("due", due.iso(), due));
    }
    let role = tx.acting()?.mandate.as_ref().map(|mandate| mandate.role);
    if role == Some(Role::Cam) {
        let (place, today) = (version.name.year.desa.place(), tx.today());
        let delegated = tx.policy("evaluasi.oleh_camat", &place, today).await?;
        if delegated.is_none_or(|policy| policy.value != "true") {
            unmet.push(EVALUATION_NOT_DELEGATED.refuse());
        }
    }
    Ok(unmet)
}

impl Command for Evaluate {
    const METHOD: &'static str = access::EVALUATE_APBDES;
    type Answer = pb::EvaluateApbdesResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let mut version = self.seen.claim(tx).await?;
        version.one_role_a_person(tx).await?;
        let verb = if self.findings.is_empty() { Verb::Pass } else { Verb::Fault };
        Error::unless_empty(unmet(tx, &version, verb).await?)?;
        let letter = version.row.document_day.and_then(edge::convert::day);
        self.decree.check("document_day", letter, tx.today())?;
        let note = self.findings.join("\n");
        let minute =
            Minute { number: &self.decree.number, day: Some(self.decree.day), note: &note };
        version.go(tx, verb, minute).await?;
        version.report(tx, "apbdes.evaluated", minute);
        Ok(pb::EvaluateApbdesResponse { apbdes: Some(version.message(tx).await?), receipt: None })
    }
}

/// Takes a rejected version, or one to be revised, back into draft; what may be enacted too, by the
/// kepala desa, who says why.
#[derive(Debug, Serialize)]
pub(crate) struct Revise {
    seen: Seen,
    note: String,
}

impl Revise {
    pub fn parse(request: pb::ReviseApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&mut faults, &request.name, &request.etag);
        let note = faults.read("note", text::note(&request.note));
        faults.finish(seen.zip(note).map(|(seen, note)| Self { seen, note }))
    }
}

impl Command for Revise {
    const METHOD: &'static str = access::REVISE_APBDES;
    type Answer = pb::ReviseApbdesResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let mut version = self.seen.claim(tx).await?;
        version.one_role_a_person(tx).await?;
        lapse(tx, &mut version).await?;
        Error::unless_empty(head_unmet(tx, &version)?.into_iter().collect())?;
        if version.state.may_be_enacted() && self.note.is_empty() {
            return Err(reason::FIELD_REQUIRED.refuse().at("note").into());
        }
        let minute = Minute { note: &self.note, ..Minute::default() };
        version.go(tx, Verb::Revise, minute).await?;
        version.report(tx, "apbdes.revised", minute);
        Ok(pb::ReviseApbdesResponse { apbdes: Some(version.message(tx).await?), receipt: None })
    }
}
