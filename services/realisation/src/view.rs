//! Rows and reasons as messages.

use domain::{
    DesaId, Error, Refusal, Tahun,
    ids::{ProjectId, SppId},
};
use edge::convert::{day_text, etag, sen};
use wire::realisation::v1 as proto;

use crate::{
    names::{SppName, Year, project_name},
    spp::{Kind, Purse, State, Step},
    sql::{LineRow, PaymentRow, SppRow},
    sql_spj::SpjRow,
    states::{Check, Severity},
};

/// A reason as a message.
pub fn violation(refusal: &Refusal) -> proto::RuleViolation {
    proto::RuleViolation {
        code: refusal.code.to_string(),
        message: refusal.message(),
        subject: refusal.subject.clone().unwrap_or_default(),
        facts: refusal
            .facts
            .iter()
            .map(|fact| proto::RuleFact {
                key: fact.key.to_string(),
                value: fact.value.clone(),
                shown: fact.shown.clone(),
            })
            .collect(),
    }
}

/// A rule with how it stands.
pub fn rule_check(check: &Check) -> proto::RuleCheck {
    let severity = match check.severity {
        Severity::Hard => proto::RuleSeverity::Hard,
        Severity::Warn => proto::RuleSeverity::Warn,
    };
    proto::RuleCheck {
        rule: check.rule.id.to_owned(),
        title: check.rule.title.to_owned(),
        severity: severity.into(),
        step: check.rule.step.wire(),
        met: check.violations.is_empty(),
        violations: check.violations.iter().map(violation).collect(),
    }
}

/// How many last characters of an account number readers see.
const ACCOUNT_SHOWN: usize = 4;

/// An account number of which only the end is shown.
fn masked(account: &str) -> String {
    let hidden = account.chars().count().saturating_sub(ACCOUNT_SHOWN);
    account.chars().enumerate().map(|(at, c)| if at < hidden { '*' } else { c }).collect()
}

/// A request as a message, without lines, payment and accounting.
pub fn spp(desa: &DesaId, row: &SppRow) -> Result<proto::Spp, Error> {
    let year = i32::try_from(row.tahun).map_err(|_| Error::fault("the year of an SPP"))?;
    let year = Year { desa: desa.clone(), tahun: Tahun::new(year)? };
    let name = SppName { year, id: SppId::new(row.spp_id) };
    let kind = Kind::from_code(&row.kind).map(Kind::wire).unwrap_or_default();
    let state = State::from_code(&row.state).map(State::wire).unwrap_or_default();
    Ok(proto::Spp {
        name: name.name(),
        number: row.number.clone(),
        kind,
        state,
        day: day_text(Some(row.day)),
        description: row.description.clone(),
        lines: Vec::new(),
        amount: Some(sen(row.amount_sen)),
        payee: Some(proto::Payee {
            display_name: row.payee_name.clone(),
            address: row.payee_address.clone(),
            bank: row.payee_bank.clone(),
            account: masked(&row.payee_account),
        }),
        invoice_number: row.invoice_number.clone(),
        received_day: day_text(row.received_day),
        progress_note: row.progress_note.clone(),
        responsibility_stated: row.responsible,
        legal_basis: row.legal_basis.clone(),
        kegiatan: row.kegiatan.clone().unwrap_or_default(),
        pka_display_name: row.pka_name.clone().unwrap_or_default(),
        acts: acts(row),
        reason: row.reason.clone(),
        state_since_us: row.state_since_us,
        etag: etag(row.revision),
        payment: None,
        spj: None,
        reversal: None,
    })
}

/// Who did which step.
fn acts(row: &SppRow) -> Vec<proto::SppAct> {
    [
        (Step::Submit, &row.submitted_name, row.submitted_us),
        (Step::Verify, &row.verified_name, row.verified_us),
        (Step::Approve, &row.approved_name, row.approved_us),
        (Step::Disburse, &row.paid_name, row.paid_us),
    ]
    .into_iter()
    .filter_map(|(step, person, at_us)| {
        Some(proto::SppAct {
            step: step.wire(),
            person_display_name: person.clone().unwrap_or_default(),
            at_us: at_us?,
        })
    })
    .collect()
}

/// A line as a message.
pub fn line(desa: &DesaId, row: &LineRow) -> proto::SppLine {
    let project = row.project_id.map(|id| project_name(desa, ProjectId::new(id)));
    proto::SppLine {
        line_id: row.line_id.to_string(),
        kegiatan: row.kegiatan.clone().unwrap_or_default(),
        rekening: row.rekening.clone().unwrap_or_default(),
        sumber_dana: row.sumber_dana.clone().unwrap_or_default(),
        amount: Some(sen(row.amount_sen)),
        project: project.unwrap_or_default(),
    }
}

/// A payment as a message.
pub fn payment(row: &PaymentRow) -> proto::Payment {
    proto::Payment {
        number: row.number.clone(),
        day: day_text(Some(row.day)),
        store: Purse::from_code(&row.store).map(Purse::wire).unwrap_or_default(),
        gross: Some(sen(row.gross_sen)),
        tax: Some(sen(row.tax_sen)),
        net: Some(sen(row.net_sen)),
    }
}

/// The accounting of an advance as a message.
pub fn spj(row: &SpjRow) -> proto::Spj {
    proto::Spj {
        number: row.number.clone(),
        day: day_text(Some(row.day)),
        spent: Some(sen(row.spent_sen)),
        rest: Some(sen(row.rest_sen)),
        accepted: row.accepted_by.is_some(),
        submitted_by_display_name: row.submitted_name.clone().unwrap_or_default(),
    }
}
