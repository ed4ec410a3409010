//! What a work inherits from one that its village gave up in the same place.
//!
//! A village that gives a work up while people have to decide on it, or after they decided against
//! it, does not end the question by entering it anew under another name. A work that leaves the
//! register, or moves beyond the search, leaves a mark on each flag that held it. What of its
//! village and year stands where that work ever stood is held with the other side of such a flag
//! for people to decide, whatever the rules see in it, and with what the other side's village enters
//! in its stead. One place is what the rules hold for one: so far as the hard zone and the errors
//! reach, or lines that share the metres. Beside it, or of another year, it is judged as any work is.

use std::collections::BTreeSet;

use domain::{DesaId, Error, Rupiah, Tahun, WorkClass, geo::Shape, ids::ProjectId};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    area::screen_all,
    claim_sql::{self, VillageClaimRow},
    distance::{distance_m, millimetres},
    facts::{Capture, Facts, HeldWith},
    flag::FlagState,
    namesake,
    paid::paid,
    place::place,
    register::{active, class_of, flags, sites},
    rules::RuleSet,
    screen::{ProjectKey, claims_of_row, village_claim},
    sql::{self, ClaimRow, ProjectRow},
    sql_flag::{self, FlagRow, GivenUpRow},
    work::{Claim, ClaimKind, Footprint, Verdict},
};

/// A work that was given up, with the key of the work that it was held with.
struct GivenUp {
    flag: (Uuid, Uuid),
    other_desa_id: String,
    other_project_id: Uuid,
    other_geometry_rev: i64,
    name: String,
    class: WorkClass,
    tahun: i64,
    /// Every place where it ever stood.
    stood: Vec<Footprint>,
}

impl HeldWith {
    /// Whether a claim is of the other work, or of one of the same year that its village entered in
    /// its stead.
    pub(crate) fn is_of(&self, rules: &RuleSet, claim: &Claim) -> bool {
        let is_in_its_stead = || {
            claim.desa == self.desa
                && claim.tahun == self.tahun
                && rules.share_family(claim.class, self.class)
                && stands_on(rules, claim, self.class, &self.stood)
        };
        claim.project == self.project || is_in_its_stead()
    }
}

/// Marks one side of a flag as given up. What was dismissed were two works, and works of other
/// owners are paid elsewhere: of neither anything is left to hold. Nor is it of a slip.
pub(crate) async fn give_up(tx: &mut Tx<'_>, rules: &RuleSet, mine: &FlagRow) -> Result<(), Error> {
    let is_held =
        mine.kind == ClaimKind::Registered.code() && mine.state != FlagState::Dismissed.code();
    if is_held && !is_slip(tx, rules, mine).await? {
        let values = args![&mine.desa_id, mine.flag_id, mine.project_id];
        tx.exec(&sql_flag::GIVE_UP, values).await?;
    }
    Ok(())
}

/// Whether a village gives up what it entered twice: nobody decided, the very same work stays
/// registered, and nothing was paid for that. Who would have both paid under two names need not
/// have entered the second under the first name before.
async fn is_slip(tx: &mut Tx<'_>, rules: &RuleSet, mine: &FlagRow) -> Result<bool, Error> {
    let is_undecided = mine.state == FlagState::Open.code() && mine.decision_id.is_none();
    if !is_undecided || mine.desa_id != mine.other_desa_id || mine.other_kind != mine.kind {
        return Ok(false);
    }
    let (desa, gone_id, other_id) = (&mine.desa_id, mine.project_id, mine.other_project_id);
    let gone: ProjectRow = tx.one(&sql::READ_PROJECT, args![desa, gone_id]).await?;
    let stays: ProjectRow = tx.one(&sql::READ_PROJECT, args![desa, other_id]).await?;
    let is_like = gone.class == stays.class
        && gone.intervention == stays.intervention
        && gone.tahun == stays.tahun
        && gone.amount_sen == stays.amount_sen;
    if stays.state != "active" || !is_like {
        return Ok(false);
    }
    if paid(tx, &DesaId::parse(desa)?, ProjectId::new(other_id)).await? != Rupiah::ZERO {
        return Ok(false);
    }
    let values = args![desa, gone_id, mine.geometry_rev];
    let stood: Vec<ClaimRow> = tx.all(&sql::READ_CLAIMS_OF_REV, values).await?;
    let theirs: Vec<ClaimRow> = tx.all(&sql::READ_CLAIMS, args![desa, other_id]).await?;
    let (class, theirs) = (class_of(&gone)?, claims_of_row(&stays, &theirs)?);
    let stood = footprints(&stood)?;
    let is_there = |claim: &Claim, site: &Footprint| {
        stands_on(rules, claim, class, std::slice::from_ref(site))
    };
    Ok(stood.len() == theirs.len()
        && theirs.iter().zip(&stood).all(|(claim, site)| is_there(claim, site)))
}

/// Whether a claim stands where a work of a class stood: whether the rules would hold both for one
/// work by their places, were it of that class.
fn stands_on(rules: &RuleSet, claim: &Claim, class: WorkClass, stood: &[Footprint]) -> bool {
    let Some(rule) = rules.rule_for(class, class) else { return false };
    stood.iter().any(|site| {
        let facts = Facts { capture: site.capture, ..Facts::default() };
        let (shape, accuracy_mm) = (site.shape.clone(), site.accuracy_mm);
        let gone = Claim { shape, accuracy_mm, facts, ..claim.clone() };
        let apart_mm = millimetres(distance_m(&claim.shape, &gone.shape));
        place(rules, &rule, (claim, &gone), apart_mm, None).verdict == Verdict::Block
    })
}

fn footprints(rows: &[ClaimRow]) -> Result<Vec<Footprint>, Error> {
    rows.iter().map(|row| footprint(&row.shape, row.accuracy_mm, &row.capture)).collect()
}

fn footprint(shape: &[u8], accuracy_mm: Option<i64>, capture: &str) -> Result<Footprint, Error> {
    let (shape, capture) = (Shape::decode(shape)?, Capture::from_code(capture));
    Ok(Footprint { shape, accuracy_mm, capture, trusted: true, amount: Rupiah::ZERO })
}

/// What a village gave up, of one budget year or, with 0, of every.
async fn given_up(tx: &mut Tx<'_>, desa: &DesaId, year: i64) -> Result<Vec<GivenUp>, Error> {
    let rows: Vec<GivenUpRow> = tx.all(&sql_flag::READ_GIVEN_UP, args![desa, year]).await?;
    let mut all: Vec<GivenUp> = Vec::new();
    for row in rows {
        let site = footprint(&row.shape, row.accuracy_mm, &row.capture)?;
        let flag = (row.flag_id, row.project_id);
        match all.last_mut() {
            Some(last) if last.flag == flag => last.stood.push(site),
            _ => all.push(GivenUp {
                flag,
                other_desa_id: row.other_desa_id,
                other_project_id: row.other_project_id,
                other_geometry_rev: row.other_geometry_rev,
                name: row.name,
                class: WorkClass::parse(&row.class)?,
                tahun: row.tahun,
                stood: vec![site],
            }),
        }
    }
    Ok(all)
}

/// With whom a work was held that was given up, and where that stood then.
async fn held_with(tx: &mut Tx<'_>, gone: &GivenUp) -> Result<Option<HeldWith>, Error> {
    let (desa, project) = (&gone.other_desa_id, gone.other_project_id);
    let row: Option<ProjectRow> = tx.maybe(&sql::READ_PROJECT, args![desa, project]).await?;
    let Some(row) = row else { return Ok(None) };
    let values = args![desa, project, gone.other_geometry_rev];
    let stood: Vec<ClaimRow> = tx.all(&sql::READ_CLAIMS_OF_REV, values).await?;
    Ok(Some(HeldWith {
        gave_up: gone.name.clone(),
        desa: DesaId::parse(desa)?,
        project: ProjectId::new(project),
        class: class_of(&row)?,
        tahun: Tahun::new(i32::try_from(row.tahun).unwrap_or_default())?,
        stood: footprints(&stood)?,
    }))
}

/// With which works the claims of one work are held because of what its village gave up there.
pub(crate) async fn inherited(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    own: &[Claim],
) -> Result<Vec<HeldWith>, Error> {
    let registered = own.first().filter(|mine| mine.kind == ClaimKind::Registered);
    let Some(mine) = registered else { return Ok(Vec::new()) };
    let mut inherited = Vec::new();
    for gone in given_up(tx, &mine.desa, i64::from(mine.tahun.get())).await? {
        // The work that it was held with is held with itself in nothing.
        let is_other = gone.other_project_id == mine.project.uuid();
        let stands = |claim| stands_on(rules, claim, gone.class, &gone.stood);
        if !is_other && own.iter().any(stands) {
            let held = held_with(tx, &gone).await?.filter(|held| !inherited.contains(held));
            inherited.extend(held);
        }
    }
    Ok(inherited)
}

/// The same, put to the claims themselves; answers whether they said otherwise.
pub(crate) async fn recall(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    own: &mut [Claim],
) -> Result<bool, Error> {
    let held_with = inherited(tx, rules, own).await?;
    let mut is_new = false;
    for claim in own {
        is_new |= claim.facts.held_with != held_with;
        claim.facts.held_with.clone_from(&held_with);
    }
    Ok(is_new)
}

/// With which works what a village enters may be held so, each with the budget year.
pub(crate) async fn of_village(
    tx: &mut Tx<'_>,
    desa: &DesaId,
) -> Result<Vec<(HeldWith, i64)>, Error> {
    let mut all = Vec::new();
    for gone in given_up(tx, desa, 0).await? {
        all.extend(held_with(tx, &gone).await?.map(|held| (held, gone.tahun)));
    }
    Ok(all)
}

/// The works of a village that stand where a flagged one of the same year ever stood: those that are
/// held when it is given up.
pub(crate) async fn beside(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    key: &ProjectKey,
) -> Result<BTreeSet<ProjectKey>, Error> {
    let row = active(tx, key).await?;
    let flags = flags(tx, key).await?;
    let is_held = flags.iter().any(|flag| flag.state != FlagState::Dismissed.code());
    if row.kind != ClaimKind::Registered.code() || !is_held {
        return Ok(BTreeSet::new());
    }
    let (desa, project) = key;
    let ever: Vec<ClaimRow> = tx.all(&sql::READ_CLAIMS_EVER, args![desa, project.uuid()]).await?;
    let (class, stood) = (class_of(&row)?, footprints(&ever)?);
    let values = args![desa, row.tahun, row.tahun];
    let rows: Vec<VillageClaimRow> = tx.all(&claim_sql::READ_CLAIMS_OF_DESA, values).await?;
    let mut beside = BTreeSet::new();
    for row in rows {
        let claim = village_claim(row)?;
        let may_be_held = claim.kind == ClaimKind::Registered && claim.project != *project;
        if may_be_held && stands_on(rules, &claim, class, &stood) {
            beside.insert((claim.desa, claim.project));
        }
    }
    Ok(beside)
}

/// Locks the words of some works, as a screening of each does; after the cells.
pub(crate) async fn lock_words(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    keys: &BTreeSet<ProjectKey>,
) -> Result<(), Error> {
    for key in keys {
        let row = active(tx, key).await?;
        namesake::lock(tx, rules, &key.0, class_of(&row)?).await?;
    }
    Ok(())
}

/// Screens those of some works, whose cells are held, that inherit otherwise than before: who is held
/// from now on is told so now, and not when the work is to be paid.
pub(crate) async fn wake(
    tx: &mut Tx<'_>,
    rules: &RuleSet,
    keys: &BTreeSet<ProjectKey>,
) -> Result<(), Error> {
    let mut held = BTreeSet::new();
    for key in keys {
        let row = active(tx, key).await?;
        let mut claims = claims_of_row(&row, &sites(tx, key).await?)?;
        if recall(tx, rules, &mut claims).await? {
            held.insert(key.clone());
        }
    }
    screen_all(tx, rules, &held).await.map(|_| ())
}

#[cfg(test)]
#[path = "heirs_tests.rs"]
mod tests;
