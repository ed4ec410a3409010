//! The rules of mandates and locks, without storage.

use domain::{
    Day, Place, Refusal, Role,
    Role::{Adm, Bpd, Cam, Ins, Kds, Keu, Op, Pka, Pmd, Sek, Sys},
    reason::WRONG_STATE,
};

use crate::refusal::{
    ACTING_NEEDS_END, AREA_UNKNOWN, KADES_DOUBLE, LAST_ADMINISTRATOR, MANDATE_DAYS_INVALID,
    MANDATE_FOR_ONESELF, MANDATE_INCOMPATIBLE, MANDATE_NOT_YOURS, MANDATE_SAME_PERSON,
    ROLE_PLACE_MISMATCH,
};

/// Wrong passwords in a row that lock an account.
pub const FAILURES_MAX: i64 = 10;
/// The first lock, microseconds: 15 minutes; it doubles.
const LOCK_FIRST_US: i64 = 15 * 60 * 1_000_000;
/// The longest lock, microseconds: one hour.
const LOCK_LONGEST_US: i64 = 60 * 60 * 1_000_000;

/// How long the account is locked by so many wrong passwords in a row, microseconds.
pub fn lock_us(failures: i64) -> Option<i64> {
    if failures < FAILURES_MAX || failures % FAILURES_MAX != 0 {
        return None;
    }
    let doublings = u32::try_from(failures / FAILURES_MAX - 1).unwrap_or(u32::MAX).min(2);
    Some((LOCK_FIRST_US << doublings).min(LOCK_LONGEST_US))
}

/// What an official does with a mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Makes it.
    Propose,
    /// Puts it in force.
    Confirm,
    /// Ends or withdraws it.
    End,
}

/// Whether an office takes a step on a mandate of this role (reliability study, rows 34, 35, 37).
pub fn may(step: Step, office: Role, role: Role, acting: bool) -> bool {
    let village = matches!(role, Op | Pka | Sek | Keu | Kds | Bpd);
    match (office, step) {
        // A system of another office reads and writes for it: PMD lets it in, and only when the
        // inspectorate agrees.
        (Pmd, Step::Propose | Step::End) | (Ins, Step::Confirm) if role == Sys => true,
        (Adm, _) => matches!(role, Pmd | Ins | Cam | Adm),
        (Pmd, _) => village || matches!(role, Cam | Pmd | Ins),
        // The successor is for others to choose; who stands in for a while is not.
        (Kds, Step::Propose) => village && (role != Kds || acting),
        // The BPD watches the kepala desa, so he does not dismiss it.
        (Kds, Step::End) => matches!(role, Op | Pka | Sek | Keu),
        (Cam, Step::Confirm) => village && acting,
        _ => false,
    }
}

/// The level of place a role is for, as in [`Place::level`].
pub fn level(role: Role) -> usize {
    match role {
        Op | Pka | Sek | Keu | Kds | Bpd => 4,
        Cam => 3,
        Pmd | Ins | Sys => 2,
        Adm => 0,
    }
}

/// A role at a place, as somebody holds it or is to hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The role.
    pub role: Role,
    /// The place.
    pub area: Place,
    /// Only standing in.
    pub acting: bool,
}

impl Post {
    /// The definitive kepala desa.
    fn is_head(&self) -> bool {
        self.role == Kds && !self.acting
    }

    /// For people: the title, and of what.
    fn title(&self) -> String {
        format!("{} {}", self.role.title(), self.area).trim_end().to_owned()
    }
}

/// Whether one holder may have both at the same time.
///
/// Administrators, inspectors and systems stand apart. The BPD watches the village's government
/// and is no part of it, in no village (UU 6/2014 P.29 i, 51 i, 64 f). A kepala desa is that of one
/// village and none of the perangkat, whom he appoints (P.49); one of them may stand in for him.
/// The camat evaluates what villages decide, so he decides in none (Permendagri 20/2018 P.34).
pub fn compatible(one: &Post, other: &Post) -> bool {
    let either = |is: fn(&Post) -> bool, with: fn(&Post) -> bool| {
        (is(one) && with(other)) || (is(other) && with(one))
    };
    let apart = |post: &Post| matches!(post.role, Adm | Ins | Sys);
    let strangers = one.role != other.role && (apart(one) || apart(other));
    let bpd = |post: &Post| post.role == Bpd;
    let camat = |post: &Post| post.role == Cam;
    let of_a_village = |post: &Post| level(post.role) == 4;
    let perangkat = |post: &Post| matches!(post.role, Sek | Keu | Pka);
    let government = |post: &Post| matches!(post.role, Kds | Sek | Keu | Pka);
    let two_villages = one.is_head() && other.is_head() && one.area != other.area;
    !(strangers
        || either(bpd, government)
        || either(Post::is_head, perangkat)
        || either(camat, of_a_village)
        || two_villages)
}

/// Whether two spans of days share one; an open one has no last day.
pub fn meet(one: (Day, Option<Day>), other: (Day, Option<Day>)) -> bool {
    one.1.is_none_or(|last| other.0 <= last) && other.1.is_none_or(|last| one.0 <= last)
}

/// The term of somebody else as definitive kepala desa of the village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Resource name of the mandate.
    pub name: String,
    /// First and last day.
    pub days: (Day, Option<Day>),
}

/// What is asked for in a proposal, and what is known around it.
#[derive(Debug)]
pub struct Proposal<'a> {
    /// Offices of the proposer that cover the place today.
    pub offices: &'a [Role],
    /// Whether the proposer is to be the holder.
    pub for_oneself: bool,
    /// The role.
    pub role: Role,
    /// The place.
    pub area: &'a Place,
    /// `desa`, `kelurahan`, ... ; none when the registry does not know the place.
    pub area_kind: Option<&'a str>,
    /// Only standing in.
    pub acting: bool,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
    /// Today.
    pub today: Day,
    /// What the holder has in these days.
    pub held: &'a [Post],
    /// Definitive kepala desa of the village other than the holder.
    pub heads: &'a [Term],
}

/// Every reason against a proposal.
pub fn unmet_proposal(asked: &Proposal<'_>) -> Vec<Refusal> {
    let mut unmet = Vec::new();
    let (role, title) = (asked.role.code(), asked.role.title());
    if !asked.offices.iter().any(|office| may(Step::Propose, *office, asked.role, asked.acting)) {
        unmet.push(MANDATE_NOT_YOURS.refuse().shown("role", role, title));
    }
    if asked.for_oneself {
        unmet.push(MANDATE_FOR_ONESELF.refuse());
    }
    if level(asked.role) != asked.area.level() || asked.area_kind == Some("kelurahan") {
        let refusal = ROLE_PLACE_MISMATCH.refuse().shown("role", role, title);
        unmet.push(refusal.fact("area", asked.area).at("area"));
    } else if asked.area.level() > 0 && asked.area_kind.is_none() {
        unmet.push(AREA_UNKNOWN.refuse().fact("area", asked.area).at("area"));
    }
    if asked.acting && asked.to.is_none() {
        unmet.push(ACTING_NEEDS_END.refuse().at("valid_to"));
    }
    if let Some(to) = asked.to.filter(|to| *to < asked.from || *to < asked.today) {
        unmet.push(bad_days(asked.from, Some(to)).at("valid_to"));
    }
    let post = Post { role: asked.role, area: asked.area.clone(), acting: asked.acting };
    unmet.extend(incompatible(&post, asked.held));
    unmet.extend(doubled(&post, (asked.from, asked.to), asked.heads));
    unmet
}

/// What is known when a mandate is confirmed.
#[derive(Debug)]
pub struct Confirmation<'a> {
    /// Where it stands.
    pub state: &'a str,
    /// Offices of the confirmer that cover the place today.
    pub offices: &'a [Role],
    /// Whether the confirmer proposed it.
    pub same_person: bool,
    /// Whether the confirmer is the holder.
    pub for_oneself: bool,
    /// The role.
    pub role: Role,
    /// The place.
    pub area: &'a Place,
    /// Only standing in.
    pub acting: bool,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
    /// Today.
    pub today: Day,
    /// What the holder has in these days.
    pub held: &'a [Post],
    /// Definitive kepala desa of the village other than the holder.
    pub heads: &'a [Term],
    /// People who are administrators from today on.
    pub administrators: i64,
    /// People who are PMD of the place from today on.
    pub pmd: i64,
}

impl Confirmation<'_> {
    /// Whether one person may do both steps: the only administrator of an installation
    /// that has no PMD in the kabupaten yet, or who makes the second administrator.
    pub fn alone(&self) -> bool {
        let beginning = match self.role {
            Role::Pmd => self.pmd == 0,
            Role::Adm => true,
            _ => false,
        };
        beginning && self.administrators == 1 && self.offices.contains(&Adm)
    }
}

/// The reason against another state than the one that is needed.
pub fn wrong_state(state: &str, needed: &str) -> Refusal {
    let refusal = WRONG_STATE.refuse().shown("state", state, title(state));
    refusal.shown("needed", needed, title(needed))
}

/// A state of a mandate or an account as people say it.
fn title(state: &str) -> &str {
    match state {
        "proposed" => "diusulkan",
        "active" => "berlaku",
        "ended" => "berakhir",
        "withdrawn" => "ditarik",
        "usable" => "dapat dipakai",
        "suspended" => "diblokir",
        other => other,
    }
}

/// Every reason against a confirmation.
pub fn unmet_confirmation(asked: &Confirmation<'_>) -> Vec<Refusal> {
    let mut unmet = Vec::new();
    if asked.state != "proposed" {
        unmet.push(wrong_state(asked.state, "proposed"));
    }
    if !asked.offices.iter().any(|office| may(Step::Confirm, *office, asked.role, asked.acting)) {
        let refusal = MANDATE_NOT_YOURS.refuse();
        unmet.push(refusal.shown("role", asked.role.code(), asked.role.title()));
    }
    if asked.for_oneself {
        unmet.push(MANDATE_FOR_ONESELF.refuse());
    }
    if asked.same_person && !asked.alone() {
        unmet.push(MANDATE_SAME_PERSON.refuse());
    }
    if asked.to.is_some_and(|to| to < asked.today) {
        unmet.push(bad_days(asked.from, asked.to));
    }
    let post = Post { role: asked.role, area: asked.area.clone(), acting: asked.acting };
    unmet.extend(incompatible(&post, asked.held));
    unmet.extend(doubled(&post, (asked.from, asked.to), asked.heads));
    unmet
}

/// What is known when a mandate is ended.
#[derive(Debug)]
pub struct Ending<'a> {
    /// Where it stands.
    pub state: &'a str,
    /// Offices of the caller that cover the place today.
    pub offices: &'a [Role],
    /// The role.
    pub role: Role,
    /// First day.
    pub from: Day,
    /// Last day so far.
    pub to: Option<Day>,
    /// Wanted last day; at once when absent.
    pub last_day: Option<Day>,
    /// Today.
    pub today: Day,
    /// People who are administrators from today on.
    pub administrators: i64,
}

/// Every reason against ending a mandate.
pub fn unmet_ending(asked: &Ending<'_>) -> Vec<Refusal> {
    let mut unmet = Vec::new();
    let active = asked.state == "active";
    if !active && asked.state != "proposed" {
        unmet.push(wrong_state(asked.state, "active"));
    }
    if !asked.offices.iter().any(|office| may(Step::End, *office, asked.role, false)) {
        let refusal = MANDATE_NOT_YOURS.refuse();
        unmet.push(refusal.shown("role", asked.role.code(), asked.role.title()));
    }
    if active && asked.to.is_some_and(|to| to < asked.today) {
        unmet.push(bad_days(asked.from, asked.to));
    } else if let Some(last) = asked.last_day {
        let later = asked.to.is_some_and(|to| to < last);
        if last < asked.today || last < asked.from || later {
            unmet.push(bad_days(asked.from, Some(last)).at("last_day"));
        }
    }
    if active && asked.role == Adm && asked.administrators <= 1 {
        unmet.push(LAST_ADMINISTRATOR.refuse());
    }
    unmet
}

fn bad_days(from: Day, to: Option<Day>) -> Refusal {
    let to_iso = to.map(Day::iso).unwrap_or_default();
    let to_long = to.map(Day::long).unwrap_or_default();
    MANDATE_DAYS_INVALID
        .refuse()
        .shown("from", from.iso(), from.long())
        .shown("to", to_iso, to_long)
}

fn incompatible(post: &Post, held: &[Post]) -> Option<Refusal> {
    let other = held.iter().find(|other| !compatible(post, other))?;
    let refusal = MANDATE_INCOMPATIBLE.refuse();
    let refusal = refusal.shown("role", post.role.code(), post.title());
    Some(refusal.shown("other", other.role.code(), other.title()))
}

/// The reason against a second definitive kepala desa.
fn doubled(post: &Post, days: (Day, Option<Day>), heads: &[Term]) -> Option<Refusal> {
    let other = heads.iter().find(|term| post.is_head() && meet(days, term.days))?;
    let (from, to) = other.days;
    let to_iso = to.map(Day::iso).unwrap_or_default();
    let to_long = to.map_or_else(|| "seterusnya".to_owned(), Day::long);
    let refusal = KADES_DOUBLE.refuse().shown("from", from.iso(), from.long());
    Some(refusal.shown("to", to_iso, to_long).about(&other.name))
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
