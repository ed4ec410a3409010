//! The rules of a payment request: pure, all at once, each from a named step on.

use domain::{
    Day, Refusal, Rupiah, Selector, Tahun,
    ids::{LineId, PersonId, ProjectId},
};
use ledger::Account;

use crate::{
    drawn::{not_carried_on, within_amount},
    rules::{
        advances_settled, budget_left, budget_valid, cash_there, complete, day_come, day_open,
        dpa_approved, dpa_complete, end_seen, gate_open, lines_fit, not_frozen, other_person,
        own_activity, own_work, progress_seen, project_named, project_of_year, received_before,
        start_seen, version_in_force, within_plan,
    },
    spp::{Kind, State, Step},
    wording::work_named,
};

/// How much a rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Refuses the step.
    Hard,
    /// Warns and lets it pass.
    Warn,
}

/// The project that a line pays for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFacts {
    /// Its id.
    pub id: ProjectId,
    /// Its resource name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its state; absent when there is no such project.
    pub state: Option<String>,
    /// Its activity.
    pub kegiatan: Option<String>,
    /// Its budget year.
    pub tahun: Option<i64>,
    /// What it is to cost.
    pub amount: Rupiah,
    /// What was paid for it.
    pub paid: Rupiah,
    /// What other requests drew for it: asked for, or of an advance whose rest is back spent.
    pub drawn: Rupiah,
    /// What may still be drawn for it; told when it carries on another (DPAL) or is carried on.
    pub left: Option<Rupiah>,
    /// Whether a stage-0 photo is there.
    pub has_start: bool,
    /// Whether a photo of a stage after 0 is there.
    pub has_progress: bool,
    /// Whether a stage-100 photo is there.
    pub has_end: bool,
}

/// One line with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFacts {
    /// The budget line.
    pub line_id: LineId,
    /// The amount asked for.
    pub amount: Rupiah,
    /// `spending`, `financing_out`, ...; absent when the year has no such line.
    pub kind: Option<String>,
    /// The activity.
    pub kegiatan: Option<String>,
    /// The account.
    pub rekening: String,
    /// The source.
    pub sumber_dana: String,
    /// What is left on the line.
    pub available: Rupiah,
    /// Whether the version in force on the day of the request holds the line.
    pub in_force: bool,
    /// Whether the cost estimate of the approved DPA holds it.
    pub in_dpa: bool,
    /// Whether its activity is physical work.
    pub physical: bool,
    /// The words by which it reads as a work, where its codes do not tell and no project answers.
    pub reads_as: Option<String>,
    /// The project it names.
    pub project: Option<ProjectFacts>,
}

/// An open advance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// Its number.
    pub number: String,
    /// The day it was paid.
    pub paid: Day,
    /// The working days allowed.
    pub days: i64,
}

/// What lies ready for the payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// The store asked, or none for cash and bank together.
    pub account: Option<Account>,
    /// The day asked about.
    pub day: Day,
    /// What may leave it.
    pub available: Rupiah,
    /// What is to leave it.
    pub asked: Rupiah,
}

/// Everything that the rules look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What the request is for.
    pub kind: Kind,
    /// Whether its budget is reserved already.
    pub reserved: bool,
    /// The budget year.
    pub tahun: Tahun,
    /// The day of the document, or of the payment at that step.
    pub day: Day,
    /// The day on which all this is asked.
    pub today: Day,
    /// What may still be spent on, when the year's budget is annulled.
    pub annulled: Option<Selector>,
    /// Whether the whole activity is carried out by suppliers, as its plan says.
    pub by_supplier: bool,
    /// The last closed month.
    pub closed_month: i64,
    /// The whole amount.
    pub amount: Rupiah,
    /// Day of the hand-over.
    pub received: Option<Day>,
    /// What of its parts is missing.
    pub missing: Vec<&'static str>,
    /// PKA of the approved DPA; absent when there is none.
    pub pka: Option<PersonId>,
    /// The PKA who acts, when one does.
    pub own: Option<PersonId>,
    /// What the DPA plans up to the month.
    pub planned: Rupiah,
    /// What other requests drew up to the month.
    pub drawn: Rupiah,
    /// Severity of INV-15 by policy.
    pub plan_severity: Severity,
    /// The lines.
    pub lines: Vec<LineFacts>,
    /// Open advances beyond their days.
    pub overdue: Vec<Overdue>,
    /// Severity of INV-22 by policy.
    pub overdue_severity: Severity,
    /// Severity of a missing photo of the progress, by policy.
    pub stage_severity: Severity,
    /// The same of the end.
    pub end_severity: Severity,
    /// What lies ready; not asked at submission.
    pub money: Option<Money>,
    /// What the overlap gate says.
    pub gate: Vec<Refusal>,
    /// Who did which step.
    pub signed: Vec<(Step, PersonId)>,
    /// Who acts now, at which step.
    pub acting: Option<(Step, PersonId)>,
}

/// One rule.
pub struct Rule {
    /// Its name in the domain's list, or a word.
    pub id: &'static str,
    /// What it wants, in Indonesian.
    pub title: &'static str,
    /// The first step it is asked at.
    pub step: Step,
    /// Whether it is asked again at payment.
    pub at_payment: bool,
    /// How it weighs, given the policies.
    pub severity: fn(&Facts) -> Severity,
    check: fn(&Facts) -> Vec<Refusal>,
}

/// One rule with the ways in which it is not met.
pub struct Check {
    /// The rule.
    pub rule: &'static Rule,
    /// How it weighs.
    pub severity: Severity,
    /// Why it is not met; empty when it is.
    pub violations: Vec<Refusal>,
}

const fn hard(_: &Facts) -> Severity {
    Severity::Hard
}

const fn warn(_: &Facts) -> Severity {
    Severity::Warn
}

macro_rules! rules {
    ($($id:literal $title:literal $step:ident $again:literal $severity:expr, $check:ident;)*) => {
        /// Every rule in the order in which it is told.
        pub const RULES: &[Rule] = &[$(Rule {
            id: $id, title: $title, step: Step::$step, at_payment: $again,
            severity: $severity, check: $check,
        }),*];
    };
}

rules! {
    "SPP" "Baris sesuai jenis SPP dan hanya satu kegiatan." Create false hard, lines_fit;
    "PKA" "SPP diajukan oleh PKA kegiatannya." Create false hard, own_activity;
    "INV-16" "Kegiatan mempunyai DPA yang disetujui." Create false hard, dpa_approved;
    "RAB" "RAB dalam DPA memuat setiap baris SPP." Submit false hard, dpa_complete;
    "P.36" "APBDes tidak dibatalkan, atau belanjanya operasional pemerintah desa." Submit true hard, budget_valid;
    "P.54" "Panjar hanya untuk kegiatan yang tidak seluruhnya melalui penyedia." Create false hard, own_work;
    "HARI" "Tanggal SPP sudah tiba." Submit false hard, day_come;
    "INV-14" "Baris ada dalam APBDes yang berlaku pada tanggal SPP." Submit false hard, version_in_force;
    "INV-35" "Tanggal di dalam tahun anggaran dan bulan yang terbuka." Submit true hard, day_open;
    "INV-11" "Anggaran baris mencukupi." Submit false hard, budget_left;
    "INV-15" "Jumlah sesuai rencana DPA sampai bulan ini." Submit false |f| f.plan_severity, within_plan;
    "INV-17" "SPP lengkap: penerima, laporan kemajuan, pernyataan tanggung jawab." Submit false hard, complete;
    "INV-19" "Barang atau jasa diterima sebelum SPP definitif." Submit false hard, received_before;
    "PROYEK" "Baris pekerjaan fisik menyebut proyek terdaftar." Submit true hard, project_named;
    "FISIK" "Baris tanpa proyek tidak berbunyi pekerjaan fisik." Submit true warn, work_named;
    "TAHUN" "Proyek untuk tahun anggaran SPP." Submit true hard, project_of_year;
    "NILAI" "Permintaan untuk proyek tidak melebihi nilainya." Submit true hard, within_amount;
    "DPAL" "Proyek lanjutan (DPAL) dan yang dilanjutkan ditarik paling banyak sebesar sisanya." Submit true hard, not_carried_on;
    "FOTO-0" "Proyek mempunyai foto tahap 0 %." Submit true hard, start_seen;
    "BEKU" "Proyek tidak dihentikan oleh putusan tumpang tindih atau Inspektorat." Submit true hard, not_frozen;
    "GERBANG" "Proyek bebas tumpang tindih." Verify true hard, gate_open;
    "INV-22" "Tidak ada panjar lewat waktu untuk kegiatan ini." Verify false |f| f.overdue_severity, advances_settled;
    "INV-30" "Kas atau bank mencukupi." Verify true hard, cash_there;
    "EMPAT-ORANG" "Empat langkah dijalankan empat orang." Verify true hard, other_person;
    "FOTO-50" "Pembayaran kedua dan berikutnya disertai foto kemajuan proyek." Submit true |f| f.stage_severity, progress_seen;
    "FOTO-100" "Pembayaran terakhir proyek disertai foto tahap 100 %." Disburse true |f| f.end_severity, end_seen;
}

/// Asks every rule.
pub fn evaluate(facts: &Facts) -> Vec<Check> {
    RULES
        .iter()
        .map(|rule| Check {
            rule,
            severity: (rule.severity)(facts),
            violations: (rule.check)(facts),
        })
        .collect()
}

/// Whether a step asks a rule. Approval looks only at who signs, since the paying
/// transaction asks afresh for everything that may have changed. A request that was
/// dated in an open month stays good when the month closes before its verification.
fn asked(rule: &Rule, step: Step) -> bool {
    match step {
        Step::Approve => rule.id == "EMPAT-ORANG",
        Step::Disburse => rule.at_payment,
        Step::Verify => rule.step <= step && rule.id != "INV-35",
        Step::Create | Step::Submit => rule.step <= step,
    }
}

/// Every reason that refuses a step.
pub fn unmet(checks: &[Check], step: Step) -> Vec<Refusal> {
    unmet_on(checks, &[step])
}

/// Every reason that refuses one of some steps, each once.
pub fn unmet_on(checks: &[Check], steps: &[Step]) -> Vec<Refusal> {
    let blocking =
        |c: &&Check| c.severity == Severity::Hard && steps.iter().any(|step| asked(c.rule, *step));
    checks.iter().filter(blocking).flat_map(|c| c.violations.clone()).collect()
}

/// The steps that a request in a state still has before it, up to a step and with it; none when
/// that step is behind it, or when the request has ended.
pub fn way(state: State, to: Step) -> Vec<Step> {
    let next = match state {
        State::Draft => Step::Submit,
        State::Submitted => Step::Verify,
        State::Verified => Step::Approve,
        State::Approved => Step::Disburse,
        _ => return Vec::new(),
    };
    [Step::Submit, Step::Verify, Step::Approve, Step::Disburse]
        .into_iter()
        .filter(|step| (next..=to).contains(step))
        .collect()
}

/// What does not refuse a step but warns: soft rules, and what will block a later step.
pub fn warnings(checks: &[Check], step: Step) -> Vec<Refusal> {
    let soft = |c: &&Check| match c.severity {
        Severity::Warn => asked(c.rule, step),
        Severity::Hard => c.rule.step > step,
    };
    checks.iter().filter(soft).flat_map(|c| c.violations.clone()).collect()
}

#[cfg(test)]
#[path = "states_tests.rs"]
mod tests;
