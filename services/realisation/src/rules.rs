//! What each rule of a payment request looks at and how it refuses.

use std::collections::BTreeMap;

use domain::{
    Day, Reason, Refusal, Rupiah, Tahun,
    ids::{LineId, PersonId, ProjectId},
};
use ledger::{CASH_SHORT, LINE_UNKNOWN, OUTSIDE_YEAR, month_closed};

use crate::{
    names::nth,
    refusal::{
        ATTACHMENT_MISSING, BUDGET_ANNULLED, DPA_LINE_MISSING, DPA_MISSING, EVIDENCE_FINAL_MISSING,
        EVIDENCE_MISSING, EVIDENCE_STAGE_MISSING, KEGIATAN_MIXED, LINE_KIND_WRONG,
        NOT_OWN_ACTIVITY, PANJAR_FOR_SUPPLIER, PANJAR_OVERDUE, PLAN_EXCEEDED,
        PROJECT_NOT_REGISTERED, PROJECT_OTHER_YEAR, PROJECT_REQUIRED, RECEIPT_AFTER_SPP,
        RECEIPT_MISSING, SAME_PERSON, SPP_DAY_AHEAD, VERSION_NOT_IN_FORCE,
    },
    spp::{Kind, Step},
    states::{Facts, LineFacts, Overdue, ProjectFacts},
};

/// The lines are of the year, fit the kind of request and are of one activity.
pub fn lines_fit(facts: &Facts) -> Vec<Refusal> {
    let needed = if facts.kind == Kind::Pembiayaan { "financing_out" } else { "spending" };
    let mut reasons: Vec<Refusal> = Vec::new();
    for (at, line) in facts.lines.iter().enumerate() {
        match &line.kind {
            None => {
                let refusal = LINE_UNKNOWN.refuse().shown("line", line.line_id, nth(at));
                reasons.push(refusal.at(format!("spp.lines[{at}].line_id")));
            }
            Some(kind) if kind != needed => reasons.push(
                LINE_KIND_WRONG
                    .refuse()
                    .fact("rekening", &line.rekening)
                    .fact("kind", facts.kind.code()),
            ),
            Some(_) => {}
        }
    }
    let mut activities: Vec<&str> =
        facts.lines.iter().filter_map(|line| line.kegiatan.as_deref()).collect();
    activities.sort_unstable();
    activities.dedup();
    if activities.len() > 1 {
        reasons.push(KEGIATAN_MIXED.refuse().fact("count", activities.len()));
    }
    reasons
}

/// The state of a project as a code and as people say it; `absent` when there is no such project.
fn project_state(state: Option<&str>) -> (&str, &str) {
    let code = state.unwrap_or("absent");
    let title = match code {
        "draft" => "rancangan",
        "submitted" => "diajukan",
        "registered" => "terdaftar",
        "cancelled" => "dibatalkan",
        "absent" => "tidak ada",
        other => other,
    };
    (code, title)
}

/// The activity of the lines, when they have one.
fn kegiatan(facts: &Facts) -> Option<&str> {
    facts.lines.iter().find_map(|line| line.kegiatan.as_deref())
}

/// A PKA acts on his or her own activity.
pub fn own_activity(facts: &Facts) -> Vec<Refusal> {
    match (kegiatan(facts), facts.pka, facts.own) {
        (Some(kegiatan), Some(pka), Some(own)) if pka != own => {
            vec![NOT_OWN_ACTIVITY.refuse().fact("kegiatan", kegiatan)]
        }
        _ => Vec::new(),
    }
}

/// The activity has an approved DPA (INV-16).
pub fn dpa_approved(facts: &Facts) -> Vec<Refusal> {
    match (kegiatan(facts), facts.pka) {
        (Some(kegiatan), None) if facts.kind != Kind::Pembiayaan => {
            vec![DPA_MISSING.refuse().fact("kegiatan", kegiatan)]
        }
        _ => Vec::new(),
    }
}

/// The cost estimate of the DPA holds every line (INV-16).
pub fn dpa_complete(facts: &Facts) -> Vec<Refusal> {
    if facts.kind == Kind::Pembiayaan || facts.pka.is_none() {
        return Vec::new();
    }
    let missing = facts.lines.iter().filter(|line| line.kind.is_some() && !line.in_dpa);
    let refuse = |line: &LineFacts| {
        let refusal = DPA_LINE_MISSING.refuse().fact("rekening", &line.rekening);
        refusal.fact("sumber_dana", &line.sumber_dana).fact("line", line.line_id)
    };
    missing.map(refuse).collect()
}

/// After the budget was annulled only what its policy names is spent (P.36(3)).
pub fn budget_valid(facts: &Facts) -> Vec<Refusal> {
    let Some(spared) = &facts.annulled else { return Vec::new() };
    let outside = |line: &&LineFacts| !spared.matches(line.kegiatan.as_deref(), &line.rekening);
    let refuse = |line: &LineFacts| {
        BUDGET_ANNULLED.refuse().fact("year", facts.tahun).fact("rekening", &line.rekening)
    };
    facts.lines.iter().filter(outside).map(refuse).collect()
}

/// No advance is paid for an activity that suppliers carry out (P.54, P.55).
pub fn own_work(facts: &Facts) -> Vec<Refusal> {
    match kegiatan(facts) {
        Some(kegiatan) if facts.kind == Kind::Panjar && facts.by_supplier => {
            vec![PANJAR_FOR_SUPPLIER.refuse().fact("kegiatan", kegiatan)]
        }
        _ => Vec::new(),
    }
}

/// The day of the request has come: nothing is asked for today with a later day, for which more
/// may be planned or received than there is today.
pub fn day_come(facts: &Facts) -> Vec<Refusal> {
    if facts.day <= facts.today {
        return Vec::new();
    }
    let refusal = SPP_DAY_AHEAD.refuse().shown("day", facts.day.iso(), facts.day.long());
    vec![refusal.shown("today", facts.today.iso(), facts.today.long())]
}

/// The lines stand in the version in force on the day (INV-14).
pub fn version_in_force(facts: &Facts) -> Vec<Refusal> {
    let outside = |line: &&LineFacts| line.kind.is_some() && !line.in_force;
    let refuse = |line: &LineFacts| {
        VERSION_NOT_IN_FORCE
            .refuse()
            .fact("rekening", &line.rekening)
            .shown("day", facts.day.iso(), facts.day.long())
            .fact("line", line.line_id)
    };
    facts.lines.iter().filter(outside).map(refuse).collect()
}

/// Why nothing is booked on a day of another year.
pub fn outside_year(tahun: Tahun, day: Day) -> Refusal {
    OUTSIDE_YEAR.refuse().shown("day", day.iso(), day.long()).fact("year", tahun)
}

/// The day lies in the year and in an open month (INV-35).
pub fn day_open(facts: &Facts) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    let day = facts.day;
    if !facts.tahun.contains(day) {
        reasons.push(outside_year(facts.tahun, day));
    } else if i64::from(day.month()) <= facts.closed_month {
        reasons.push(month_closed(day));
    }
    reasons
}

/// The lines have what is asked left, unless it is reserved already (INV-11, INV-12).
pub fn budget_left(facts: &Facts) -> Vec<Refusal> {
    if facts.reserved {
        return Vec::new();
    }
    let mut asked: BTreeMap<LineId, (&LineFacts, Rupiah)> = BTreeMap::new();
    for line in facts.lines.iter().filter(|line| line.kind.is_some()) {
        let sum = asked.entry(line.line_id).or_insert((line, Rupiah::ZERO));
        sum.1 = Rupiah::from_sen(sum.1.sen().saturating_add(line.amount.sen()));
    }
    asked
        .into_values()
        .filter(|(line, asked)| *asked > line.available)
        .map(|(line, asked)| {
            let codes = (line.kegiatan.as_deref(), &*line.rekening, &*line.sumber_dana);
            ledger::budget_short(line.line_id, codes, line.available, asked)
        })
        .collect()
}

/// The difference; the amounts are bounded far below what could overflow.
fn minus(a: Rupiah, b: Rupiah) -> Rupiah {
    Rupiah::from_sen(a.sen().saturating_sub(b.sen()))
}

/// The activity draws no more than its DPA plans up to the month (INV-15).
pub fn within_plan(facts: &Facts) -> Vec<Refusal> {
    let no_plan = facts.kind == Kind::Pembiayaan || facts.pka.is_none();
    if no_plan || facts.amount <= minus(facts.planned, facts.drawn) {
        return Vec::new();
    }
    vec![
        PLAN_EXCEEDED
            .refuse()
            .sen("planned", facts.planned)
            .sen("drawn", facts.drawn)
            .sen("asked", facts.amount),
    ]
}

/// Nothing that belongs to the request is missing.
pub fn complete(facts: &Facts) -> Vec<Refusal> {
    facts.missing.iter().map(|what| ATTACHMENT_MISSING.refuse().fact("what", what)).collect()
}

/// Goods or services came before a definitif request (INV-19).
pub fn received_before(facts: &Facts) -> Vec<Refusal> {
    if facts.kind != Kind::Definitif {
        return Vec::new();
    }
    match facts.received {
        None => vec![RECEIPT_MISSING.refuse().at("spp.received_day")],
        Some(received) if received > facts.day => vec![
            RECEIPT_AFTER_SPP.refuse().shown("received", received.iso(), received.long()).shown(
                "day",
                facts.day.iso(),
                facts.day.long(),
            ),
        ],
        Some(_) => Vec::new(),
    }
}

/// Lines of physical work name a registered project of their activity.
pub fn project_named(facts: &Facts) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    for line in &facts.lines {
        match &line.project {
            None if line.physical && facts.kind != Kind::Pembiayaan => reasons.push(
                PROJECT_REQUIRED
                    .refuse()
                    .fact("rekening", &line.rekening)
                    .fact("line", line.line_id),
            ),
            None => {}
            Some(project) => {
                let registered = project.state.as_deref() == Some("registered");
                if !registered || project.kegiatan != line.kegiatan {
                    let (state, title) = project_state(project.state.as_deref());
                    reasons.push(
                        PROJECT_NOT_REGISTERED
                            .refuse()
                            .fact("kegiatan", line.kegiatan.as_deref().unwrap_or_default())
                            .shown("state", state, title)
                            .about(&project.name),
                    );
                }
            }
        }
    }
    reasons
}

/// Every project is of the year: one of another year was compared with the works of that year.
pub fn project_of_year(facts: &Facts) -> Vec<Refusal> {
    let refuse = |project: &ProjectFacts| {
        let of = project.tahun.filter(|of| *of != i64::from(facts.tahun.get()))?;
        let refusal = PROJECT_OTHER_YEAR.refuse().fact("of", of).fact("year", facts.tahun);
        Some(refusal.about(&project.name))
    };
    projects(facts).into_iter().filter_map(refuse).collect()
}

/// The projects of the lines, each once.
pub fn projects(facts: &Facts) -> Vec<&ProjectFacts> {
    let mut projects: Vec<&ProjectFacts> =
        facts.lines.iter().filter_map(|line| line.project.as_ref()).collect();
    projects.sort_by_key(|project| project.id);
    projects.dedup_by_key(|project| project.id);
    projects
}

/// Every project shows a stage-0 photo.
pub fn start_seen(facts: &Facts) -> Vec<Refusal> {
    projects(facts)
        .into_iter()
        .filter(|project| !project.has_start)
        .map(|project| EVIDENCE_MISSING.refuse().about(&project.name))
        .collect()
}

/// The reason against a project of which a photo is missing, by its title.
fn unseen(reason: &Reason, project: &ProjectFacts) -> Refusal {
    reason.refuse().shown("project", &project.name, &project.title).about(&project.name)
}

/// A project that was paid before shows how far the work has come.
pub fn progress_seen(facts: &Facts) -> Vec<Refusal> {
    projects(facts)
        .into_iter()
        .filter(|project| project.paid > Rupiah::ZERO && !project.has_progress)
        .map(|project| unseen(&EVIDENCE_STAGE_MISSING, project))
        .collect()
}

/// What the lines of a project ask for together, sen.
pub fn asked_sen(facts: &Facts, id: ProjectId) -> i64 {
    let of = facts.lines.iter().filter(|l| l.project.as_ref().is_some_and(|p| p.id == id));
    of.fold(0_i64, |sum, line| sum.saturating_add(line.amount.sen()))
}

/// The last payment of a project, the one that brings it to its amount, shows a stage-100
/// photo.
pub fn end_seen(facts: &Facts) -> Vec<Refusal> {
    projects(facts)
        .into_iter()
        .filter(|p| {
            let paid = p.paid.sen().saturating_add(asked_sen(facts, p.id));
            !p.has_end && paid >= p.amount.sen()
        })
        .map(|project| unseen(&EVIDENCE_FINAL_MISSING, project))
        .collect()
}

/// No decision and no office has stopped a project of the request: such a project takes no
/// money and reserves none.
pub fn not_frozen(facts: &Facts) -> Vec<Refusal> {
    facts.gate.iter().filter(|refusal| is_frozen(refusal)).cloned().collect()
}

/// The overlap gate has nothing else against the projects.
pub fn gate_open(facts: &Facts) -> Vec<Refusal> {
    facts.gate.iter().filter(|refusal| !is_frozen(refusal)).cloned().collect()
}

fn is_frozen(refusal: &Refusal) -> bool {
    gate::stop::is_stop(refusal)
}

/// No advance of the same PKA and activity is overdue (INV-22).
pub fn advances_settled(facts: &Facts) -> Vec<Refusal> {
    let refuse = |advance: &Overdue| {
        PANJAR_OVERDUE
            .refuse()
            .fact("number", &advance.number)
            .shown("paid", advance.paid.iso(), advance.paid.long())
            .fact("days", advance.days)
    };
    facts.overdue.iter().map(refuse).collect()
}

/// The money is there (INV-30).
pub fn cash_there(facts: &Facts) -> Vec<Refusal> {
    let Some(money) = facts.money.as_ref().filter(|money| money.asked > money.available) else {
        return Vec::new();
    };
    let (code, title) = match &money.account {
        Some(account) => (account.code(), account.title()),
        None => ("1.1.1", "kas dan bank"),
    };
    vec![
        CASH_SHORT
            .refuse()
            .shown("account", code, title)
            .shown("day", money.day.iso(), money.day.long())
            .sen("available", money.available)
            .sen("asked", money.asked)
            .sen("short", minus(money.asked, money.available)),
    ]
}

/// The acting person did none of the earlier steps.
pub fn other_person(facts: &Facts) -> Vec<Refusal> {
    facts.acting.map(|acting| same_person(&facts.signed, acting)).unwrap_or_default()
}

/// The earlier steps that the acting person did.
pub fn same_person(signed: &[(Step, PersonId)], acting: (Step, PersonId)) -> Vec<Refusal> {
    let (step, person) = acting;
    signed
        .iter()
        .filter(|(earlier, signed)| *earlier < step && *signed == person)
        .map(|(earlier, _)| {
            SAME_PERSON.refuse().shown("earlier", earlier.code(), step_title(*earlier)).shown(
                "step",
                step.code(),
                step_title(step),
            )
        })
        .collect()
}

/// A step as people call it.
pub const fn step_title(step: Step) -> &'static str {
    match step {
        Step::Create => "penyusunan",
        Step::Submit => "pengajuan",
        Step::Verify => "verifikasi",
        Step::Approve => "persetujuan",
        Step::Disburse => "pencairan",
    }
}
