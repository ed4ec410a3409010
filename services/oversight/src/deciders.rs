//! Who decides a pair: which office makes and which checks, and what stands against a person.

use ::wire::oversight::v1 as wire;
use domain::{
    Day, DesaId, Error, Place, Refusal, Role,
    ids::{PersonId, ProjectId},
};
use gate::flag::Flag;
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    deadline::{self, Deadline},
    refusal::{CONFLICT_OF_INTEREST, DECIDER_NAMED},
    sql_review::{self, OfficialRow},
    states::{PmdMakes, SAME_PERSON_CHECKS, shares_camat},
};

/// Policy that says how long a mandate in a village keeps its holder from deciding.
const CONFLICT_POLICY: &str = "gate.conflict_months";

/// A village's project.
pub type Work<'a> = (&'a DesaId, ProjectId);

/// Both works of a flag.
pub fn works(flag: &Flag) -> [Work<'_>; 2] {
    [&flag.first, &flag.second].map(|side| (&side.desa, side.project))
}

/// Of whom it is told what stands against him or her.
#[derive(Debug, Clone, Copy)]
enum Told {
    /// The caller himself or herself.
    Caller,
    /// Who made the proposal that the caller would confirm.
    Maker,
    /// Somebody else who could decide.
    Official,
}

impl Told {
    /// The facts of the sentence: who it is, and what is to be done then.
    fn of(self, refusal: Refusal) -> Refusal {
        let (code, who) = match self {
            Self::Caller => ("caller", "Anda"),
            Self::Maker => ("maker", "Pengusul putusan ini"),
            Self::Official => ("official", "Pejabat ini"),
        };
        let (then, text) = match self {
            Self::Maker => ("reject", "; tolak usul ini, lalu minta pejabat lain mengusulkan lagi"),
            Self::Caller | Self::Official => ("", ""),
        };
        refusal.shown("who", code, who).shown("then", then, text)
    }
}

/// What stands against somebody who would decide on works: a mandate in one of their villages
/// lately, or a signature on one of them at any time, also as a claim of another owner.
async fn obstacles(
    tx: &mut Tx<'_>,
    (told, person): (Told, Uuid),
    works: [Work<'_>; 2],
) -> Result<Vec<Refusal>, Error> {
    let [(one, project), (other, other_project)] = works;
    let today = tx.today();
    let months = tx.law(CONFLICT_POLICY, &one.kabupaten(), today).await?;
    let since = today.months_before(months);
    let mut no = Vec::new();
    let held: Option<(String,)> =
        tx.maybe(&sql_review::READ_CONFLICT, args![person, one, other, since]).await?;
    no.extend(held.map(|(desa,)| {
        let refusal = CONFLICT_OF_INTEREST.refuse().fact("desa", format!("desa/{desa}"));
        told.of(refusal.fact("months", months))
    }));
    let values = args![person, one, project.uuid(), other, other_project.uuid()];
    let mut named: Option<(String,)> = tx.maybe(&sql_review::READ_NAMED, values).await?;
    if named.is_none() {
        let values = args![person, project.uuid(), other_project.uuid()];
        named = tx.maybe(&sql_review::READ_HAND, values).await?;
    }
    no.extend(named.map(|(name,)| told.of(DECIDER_NAMED.refuse().fact("project", name))));
    Ok(no)
}

/// What stands against the caller.
pub async fn caller_obstacles(
    tx: &mut Tx<'_>,
    works: [Work<'_>; 2],
) -> Result<Vec<Refusal>, Error> {
    let person = tx.principal()?.person.uuid();
    obstacles(tx, (Told::Caller, person), works).await
}

/// Refuses to confirm what somebody proposed against whom something stands by now: who decides is
/// free of both villages on the day of the decision, not only on that of the proposal.
pub async fn check_maker(tx: &mut Tx<'_>, maker: Uuid, works: [Work<'_>; 2]) -> Result<(), Error> {
    Error::unless_empty(obstacles(tx, (Told::Maker, maker), works).await?)
}

/// Somebody who could decide.
struct Official {
    person: Uuid,
    name: String,
    obstacles: Vec<Refusal>,
}

/// Everybody who holds a role over a place today.
async fn officials(
    tx: &mut Tx<'_>,
    role: Role,
    place: &Place,
    flag: &Flag,
) -> Result<Vec<Official>, Error> {
    let caller = tx.principal()?.person.uuid();
    let values = args![role.code(), place, tx.today()];
    let rows: Vec<OfficialRow> = tx.all(&sql_review::LIST_OFFICIALS, values).await?;
    let mut officials = Vec::with_capacity(rows.len());
    for row in rows {
        let told = if row.person_id == caller { Told::Caller } else { Told::Official };
        let obstacles = obstacles(tx, (told, row.person_id), works(flag)).await?;
        officials.push(Official { person: row.person_id, name: row.full_name, obstacles });
    }
    Ok(officials)
}

/// Why PMD makes the decision on a flag, if it does: PMD replaces a camat who may not, or who
/// let the days pass.
pub async fn pmd_makes(
    tx: &mut Tx<'_>,
    flag: &Flag,
    deadline: Option<&Deadline>,
) -> Result<Option<PmdMakes>, Error> {
    let place = flag.place();
    if !shares_camat(&place) {
        return Ok(Some(PmdMakes::TwoKecamatan));
    }
    let camats = officials(tx, Role::Cam, &place, flag).await?;
    Ok(why_pmd(&camats, deadline, tx.today()))
}

fn why_pmd(camats: &[Official], deadline: Option<&Deadline>, today: Day) -> Option<PmdMakes> {
    if camats.is_empty() {
        return Some(PmdMakes::NoCamat);
    }
    if camats.iter().all(|one| !one.obstacles.is_empty()) {
        return Some(PmdMakes::CamatInConflict);
    }
    deadline.is_some_and(|deadline| deadline.is_over(today)).then_some(PmdMakes::Late)
}

/// Whoever decides acts in the right of a place that holds both villages, and so do payments of
/// both count that he or she signed. Who reads a flag may ask in the right of one of them alone, on
/// whose rows PostgreSQL then leaves it (decision 23): the same payments are to be seen here, and
/// nothing of them is told but whose name stands on them.
async fn see_both(tx: &mut Tx<'_>, flag: &Flag) -> Result<(), Error> {
    let areas = format!("{}. {}.", flag.first.desa.as_str(), flag.second.desa.as_str());
    let _: (String,) = tx.one(&sql_review::SEE_BOTH, args![areas]).await?;
    Ok(())
}

/// Who makes and who checks the decision on an open flag, person by person; `maker` is who made
/// the decision that waits, if one does. Read last: from here on both villages' books are seen.
pub async fn offices(
    tx: &mut Tx<'_>,
    flag: &Flag,
    maker: Option<PersonId>,
) -> Result<Vec<wire::DecidingOffice>, Error> {
    let Some(deadline) = deadline::of(tx, flag).await? else { return Ok(Vec::new()) };
    see_both(tx, flag).await?;
    let place = flag.place();
    let caller = tx.principal()?.person.uuid();
    let mut offices = Vec::new();
    let mut why = Some(PmdMakes::TwoKecamatan);
    if shares_camat(&place) {
        let camats = officials(tx, Role::Cam, &place, flag).await?;
        why = why_pmd(&camats, Some(&deadline), tx.today());
        let text = "Kedua desa berada di satu kecamatan; camat mengusulkan putusan.";
        offices.push(office(wire::DecidingStep::Maker, Role::Cam, text, &camats, caller));
    }
    let mut pmd = officials(tx, Role::Pmd, &place, flag).await?;
    if let Some(why) = why {
        offices.push(office(wire::DecidingStep::Maker, Role::Pmd, why.text(), &pmd, caller));
    }
    for one in &mut pmd {
        if maker.is_some_and(|maker| maker.uuid() == one.person) {
            one.obstacles.push(SAME_PERSON_CHECKS.refuse());
        }
    }
    let text = "Dinas PMD memeriksa usul putusan; orangnya bukan pengusul.";
    offices.push(office(wire::DecidingStep::Checker, Role::Pmd, text, &pmd, caller));
    Ok(offices)
}

fn office(
    step: wire::DecidingStep,
    role: Role,
    why: &str,
    officials: &[Official],
    caller: Uuid,
) -> wire::DecidingOffice {
    let obstacle = |refusal: &Refusal| wire::DecidingObstacle {
        code: refusal.code.to_string(),
        message: refusal.message(),
    };
    let official = |one: &Official| wire::DecidingOfficial {
        person_display_name: one.name.clone(),
        may: one.obstacles.is_empty(),
        obstacles: one.obstacles.iter().map(obstacle).collect(),
        is_caller: one.person == caller,
    };
    wire::DecidingOffice {
        step: step.into(),
        role: edge::access::role_number(role),
        why: why.to_owned(),
        officials: officials.iter().map(official).collect(),
    }
}
