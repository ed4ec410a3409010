//! Projects, flags and decisions that wait.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use domain::{Day, Error, Place, Role};
use store::{Tx, args};
use uuid::Uuid;

use super::{
    Reader, Waiting,
    duty::{self, Duty},
};

store::statements! {
    /// Projects of a village that wait for a signature; `own` tells whether $2 is the PKA of
    /// the activity, or nobody is yet.
    LIST_PROJECTS = "
        SELECT p.desa_id, d.name AS desa_name, p.project_id, p.name, p.state, p.amount_sen,
               p.submitted_by, p.cancel_by, p.state_since_us, m.proposed_by AS amended_by,
               m.proposed_us AS amended_us,
               NOT EXISTS (SELECT 1 FROM pub_dpa a
                            WHERE a.desa_id = p.desa_id AND a.tahun = p.tahun
                              AND a.kegiatan = p.kegiatan AND a.state = 'approved'
                              AND a.pka_person_id <> $2) AS own
          FROM pub_project p
          LEFT JOIN pub_desa d ON d.desa_id = p.desa_id
          LEFT JOIN pub_project_amendment m
            ON m.desa_id = p.desa_id AND m.project_id = p.project_id
         WHERE p.desa_id = $1
           AND (p.state IN ('draft', 'submitted')
                OR (p.state = 'registered'
                    AND (m.proposed_by IS NOT NULL OR p.cancel_by IS NOT NULL)))
         ORDER BY p.state_since_us, p.project_id
         LIMIT 1000";
    /// Open flags of a village, each once, from its own side.
    LIST_VILLAGE_FLAGS = "
        SELECT f.desa_id, f.flag_id, f.other_desa_id, f.verdict, f.distance_mm,
               f.project_name, f.desa_name, f.other_project_name, f.other_desa_name,
               f.waits_since_us AS opened_us, TRUE AS camat_free, FALSE AS signed
          FROM pub_flag f
         WHERE f.desa_id = $1 AND f.state = 'open'
           AND (f.side = 1 OR f.other_desa_id <> f.desa_id)
         ORDER BY f.waits_since_us, f.flag_id
         LIMIT 1000";
    /// Open flags with a side in an area for which no decision waits; `camat_free` tells whether
    /// on day $2 a camat of both villages holds no mandate in one of them since day $3 and signed
    /// neither project nor a payment for it nor entered a claim, `signed` whether person $4 did.
    LIST_AREA_FLAGS: cross_desa("deciders stand above the villages") = "
        SELECT f.desa_id, f.flag_id, f.other_desa_id, f.verdict, f.distance_mm,
               f.project_name, f.desa_name, f.other_project_name, f.other_desa_name,
               f.waits_since_us AS opened_us,
               EXISTS (SELECT 1 FROM pub_mandate m
                        WHERE m.role = 'CAM' AND m.ended_us IS NULL AND m.valid_from <= $2
                          AND (m.valid_to IS NULL OR m.valid_to >= $2)
                          AND f.desa_id LIKE m.area || '.%' AND f.other_desa_id LIKE m.area || '.%'
                          AND NOT EXISTS (SELECT 1 FROM pub_mandate c
                                           WHERE c.person_id = m.person_id
                                             AND c.area IN (f.desa_id, f.other_desa_id)
                                             AND (c.valid_to IS NULL OR c.valid_to >= $3))
                          AND NOT EXISTS (SELECT 1 FROM pub_project_signer g
                                           WHERE g.person_id = m.person_id
                                             AND g.desa_id IN (f.desa_id, f.other_desa_id)
                                             AND g.project_id IN (f.project_id, f.other_project_id))
                          AND NOT EXISTS (SELECT 1 FROM pub_claim_hand h
                                           WHERE h.person_id = m.person_id
                                             AND h.claim_id IN (f.project_id, f.other_project_id)))
                   AS camat_free,
               EXISTS (SELECT 1 FROM pub_project_signer g
                        WHERE g.person_id = $4
                          AND g.desa_id IN (f.desa_id, f.other_desa_id)
                          AND g.project_id IN (f.project_id, f.other_project_id))
                   OR EXISTS (SELECT 1 FROM pub_claim_hand h
                               WHERE h.person_id = $4
                                 AND h.claim_id IN (f.project_id, f.other_project_id)) AS signed
          FROM pub_flag f
         WHERE f.state = 'open' AND f.side = 1
           AND (f.desa_id LIKE $1 || '.%' OR f.other_desa_id LIKE $1 || '.%')
           AND NOT EXISTS (SELECT 1 FROM pub_decision c
                            WHERE c.desa_id IN (f.desa_id, f.other_desa_id)
                              AND c.flag_id = f.flag_id AND c.state = 'proposed')
         ORDER BY f.waits_since_us, f.flag_id
         LIMIT 1000";
    /// Decisions in an area that wait for their second person; `signed` tells whether person $2
    /// signed one of the projects or a payment for it, or entered one of the claims.
    LIST_DECISIONS: cross_desa("deciders stand above the villages") = "
        SELECT c.decision_id, c.proposed_by, c.proposed_us, c.outcome, f.desa_id, f.flag_id,
               f.other_desa_id, f.verdict, f.distance_mm, f.project_name, f.desa_name,
               f.other_project_name, f.other_desa_name, f.waits_since_us AS opened_us,
               TRUE AS camat_free,
               EXISTS (SELECT 1 FROM pub_project_signer g
                        WHERE g.person_id = $2
                          AND g.desa_id IN (f.desa_id, f.other_desa_id)
                          AND g.project_id IN (f.project_id, f.other_project_id))
                   OR EXISTS (SELECT 1 FROM pub_claim_hand h
                               WHERE h.person_id = $2
                                 AND h.claim_id IN (f.project_id, f.other_project_id)) AS signed
          FROM pub_decision c
          JOIN pub_flag f
            ON f.flag_id = c.flag_id AND f.side = 1
           AND (f.desa_id = c.desa_id OR f.other_desa_id = c.desa_id)
         WHERE c.state = 'proposed' AND f.state = 'open' AND (c.place = $1 OR c.place LIKE $1 || '.%')
         ORDER BY c.proposed_us, c.decision_id
         LIMIT 1000";
    /// Villages in which a person held a mandate after day $2.
    LIST_OWN_VILLAGES: cross_desa("mandates are a reference table") = "
        SELECT area
          FROM pub_mandate
         WHERE person_id = $1 AND (valid_to IS NULL OR valid_to >= $2)";
}

/// For how many months a mandate in a village keeps a person from deciding.
const CONFLICT_POLICY: &str = "gate.conflict_months";
/// Working days after which an undecided flag goes up.
const DECISION_POLICY: &str = "gate.decision_days";
/// Level of a kecamatan's code.
const KECAMATAN_LEVEL: usize = 3;

/// A project that waits for a signature.
#[derive(Debug, Clone, store::FromRow)]
pub(crate) struct ProjectRow {
    pub desa_id: String,
    pub desa_name: Option<String>,
    pub project_id: Uuid,
    pub name: String,
    pub state: String,
    pub amount_sen: i64,
    pub submitted_by: Option<Uuid>,
    pub cancel_by: Option<Uuid>,
    pub state_since_us: i64,
    pub amended_by: Option<Uuid>,
    pub amended_us: Option<i64>,
    pub own: bool,
}

/// An open flag, seen from one side.
#[derive(Debug, Clone, store::FromRow)]
pub(crate) struct FlagRow {
    pub desa_id: String,
    pub flag_id: Uuid,
    pub other_desa_id: String,
    pub verdict: String,
    pub distance_mm: i64,
    pub project_name: String,
    pub desa_name: String,
    pub other_project_name: String,
    pub other_desa_name: String,
    pub opened_us: i64,
    pub camat_free: bool,
    pub signed: bool,
}

#[derive(store::FromRow)]
struct DecisionRow {
    decision_id: Uuid,
    proposed_by: Uuid,
    proposed_us: i64,
    outcome: String,
    #[sqlx(flatten)]
    flag: FlagRow,
}

/// Gathers what waits for the reader in villages and above them.
pub(crate) async fn gather(
    tx: &mut Tx<'_>,
    reader: &Reader,
    items: &mut Vec<Waiting>,
) -> Result<(), Error> {
    let me = reader.person.uuid();
    for (desa, roles) in reader.villages() {
        let rows: Vec<ProjectRow> = tx.all(&LIST_PROJECTS, args![&desa, me]).await?;
        let found = rows.iter().flat_map(|row| projects(row, me));
        items.extend(found.filter(|item| roles.contains(&item.role)));
        let rows: Vec<FlagRow> = tx.all(&LIST_VILLAGE_FLAGS, args![&desa]).await?;
        for row in &rows {
            let asked = duty::EXPLAIN.iter().filter(|duty| roles.contains(&duty.role));
            items.extend(asked.map(|duty| flag(row, *duty, None)));
        }
    }
    above(tx, reader, items).await
}

/// Gathers what waits for deciders.
async fn above(tx: &mut Tx<'_>, reader: &Reader, items: &mut Vec<Waiting>) -> Result<(), Error> {
    let above = [Role::Cam, Role::Pmd, Role::Ins];
    if above.iter().all(|role| reader.areas(*role).next().is_none()) {
        return Ok(());
    }
    let since = conflict_since(tx).await?;
    let conflicts = conflicts(tx, reader, since).await?;
    let (today, me) = (tx.today(), reader.person.uuid());
    for area in reader.areas(Role::Cam) {
        let rows: Vec<FlagRow> = tx.all(&LIST_AREA_FLAGS, args![area, today, since, me]).await?;
        for row in rows {
            if kecamatan(&row).is_some_and(|both| area.covers(&both)) {
                items.push(flag(&row, duty::DECIDE, conflict(&row, &conflicts)));
            }
        }
    }
    for area in reader.areas(Role::Pmd) {
        let rows: Vec<FlagRow> = tx.all(&LIST_AREA_FLAGS, args![area, today, since, me]).await?;
        let duties = duties_above(tx, area, &rows).await?;
        for (row, duty) in rows.iter().zip(duties) {
            items.extend(duty.map(|duty| flag(row, duty, conflict(row, &conflicts))));
        }
        let rows: Vec<DecisionRow> = tx.all(&LIST_DECISIONS, args![area, me]).await?;
        let others = rows.into_iter().filter(|row| row.proposed_by != me);
        items.extend(others.map(|row| decision(&row, conflict(&row.flag, &conflicts))));
    }
    for area in reader.areas(Role::Ins) {
        let rows: Vec<FlagRow> = tx.all(&LIST_AREA_FLAGS, args![area, today, since, me]).await?;
        let late = late(tx, area, &rows).await?;
        let over = rows.iter().zip(late).filter(|(_, late)| *late);
        items.extend(over.map(|(row, _)| flag(row, duty::LATE, None)));
    }
    Ok(())
}

/// The kecamatan that holds both villages, if one does.
fn kecamatan(row: &FlagRow) -> Option<Place> {
    let of = |desa: &str| Place::parse(desa).ok().map(|place| place.ancestor(KECAMATAN_LEVEL));
    let (one, other) = (of(&row.desa_id)?, of(&row.other_desa_id)?);
    (one == other).then_some(one)
}

/// Why PMD is asked about each flag: two kecamatan, no camat who may, or one who let the days
/// pass.
async fn duties_above(
    tx: &mut Tx<'_>,
    area: &Place,
    rows: &[FlagRow],
) -> Result<Vec<Option<Duty>>, Error> {
    let late = late(tx, area, rows).await?;
    let duty = |(row, late): (&FlagRow, bool)| match (kecamatan(row), row.camat_free) {
        (None, _) => Some(duty::DECIDE_ABOVE),
        (Some(_), false) => Some(duty::DECIDE_FOR),
        (Some(_), true) => late.then_some(duty::DECIDE_LATE),
    };
    Ok(rows.iter().zip(late).map(duty).collect())
}

/// Which of some flags waited longer than the policy lets them.
async fn late(tx: &mut Tx<'_>, area: &Place, rows: &[FlagRow]) -> Result<Vec<bool>, Error> {
    let today = tx.today();
    let mut dues: BTreeMap<Day, Option<Day>> = BTreeMap::new();
    let mut late = Vec::with_capacity(rows.len());
    for row in rows {
        let since = Day::of_us(row.opened_us);
        if let Entry::Vacant(entry) = dues.entry(since) {
            entry.insert(tx.deadline(DECISION_POLICY, area, since).await?);
        }
        late.push(dues.get(&since).copied().flatten().is_some_and(|due| today > due));
    }
    Ok(late)
}

/// The day since which a mandate in a village keeps a person from deciding.
async fn conflict_since(tx: &mut Tx<'_>) -> Result<Day, Error> {
    let today = tx.today();
    let months = tx.law(CONFLICT_POLICY, &Place::platform(), today).await?;
    Ok(today.months_before(months))
}

/// Villages whose pairs the reader may not decide.
async fn conflicts(
    tx: &mut Tx<'_>,
    reader: &Reader,
    since: Day,
) -> Result<BTreeSet<String>, Error> {
    let rows: Vec<(String,)> =
        tx.all(&LIST_OWN_VILLAGES, args![reader.person.uuid(), since]).await?;
    Ok(rows.into_iter().map(|(area,)| area).collect())
}

/// Why the reader may not decide a pair, in Indonesian.
fn conflict(row: &FlagRow, conflicts: &BTreeSet<String>) -> Option<&'static str> {
    if row.signed {
        return Some(" Anda menandatangani salah satu pekerjaan atau pembayarannya;");
    }
    let held = conflicts.contains(&row.desa_id) || conflicts.contains(&row.other_desa_id);
    held.then_some(" Anda pernah menjabat di salah satu desa;")
}

/// What a project waits for, signature by signature.
pub(crate) fn projects(row: &ProjectRow, me: Uuid) -> Vec<Waiting> {
    let duties = duty::of_project(&row.state, row.amended_by.is_some(), row.cancel_by.is_some());
    let wanted = |duty: &Duty| duty.role != Role::Pka || row.own;
    duties
        .into_iter()
        .filter(wanted)
        .map(|duty| {
            let (first, since_us) = match (duty.role, row.state.as_str()) {
                (Role::Sek, "submitted") => (row.submitted_by, row.state_since_us),
                (Role::Sek, _) => (row.amended_by, row.amended_us.unwrap_or(row.state_since_us)),
                (Role::Kds, _) => (row.cancel_by, row.state_since_us),
                _ => (None, row.state_since_us),
            };
            let blocked = first == Some(me);
            let mut why = duty.why.to_owned();
            if blocked {
                why.push_str(" Anda sendiri yang mengusulkannya; langkah ini perlu orang lain.");
            }
            Waiting {
                name: format!("desa/{}/projects/{}", row.desa_id, row.project_id),
                desa: row.desa_id.clone(),
                desa_name: row.desa_name.clone().unwrap_or_default(),
                role: duty.role,
                title: row.name.clone(),
                why,
                method: duty.method,
                since_us,
                blocked,
                blocked_by: Vec::new(),
                amount_sen: Some(row.amount_sen),
                due: None,
            }
        })
        .collect()
}

/// What an open flag asks of somebody.
pub(crate) fn flag(row: &FlagRow, duty: Duty, conflict: Option<&str>) -> Waiting {
    let mut why = format!(
        "{} \"{}\" di {} dan \"{}\" di {} mungkin satu pekerjaan; jaraknya {} m.",
        duty.why,
        row.project_name,
        row.desa_name,
        row.other_project_name,
        row.other_desa_name,
        metres(row.distance_mm),
    );
    if row.verdict == "block" {
        // The other work may be of another owner, whose payments are not made here.
        why.push_str(" Pembayaran desa tertahan.");
    }
    if let Some(conflict) = conflict {
        why.push_str(conflict);
        why.push_str(" putusan ini perlu orang lain.");
    }
    Waiting {
        name: format!("flags/{}", row.flag_id),
        desa: row.desa_id.clone(),
        desa_name: row.desa_name.clone(),
        role: duty.role,
        title: format!("{} / {}", row.project_name, row.other_project_name),
        why,
        method: duty.method,
        since_us: row.opened_us,
        blocked: conflict.is_some(),
        blocked_by: Vec::new(),
        amount_sen: None,
        due: None,
    }
}

/// What a proposed decision asks of its second person.
fn decision(row: &DecisionRow, conflict: Option<&str>) -> Waiting {
    let outcome = match row.outcome.as_str() {
        "stands" => "satu pekerjaan",
        _ => "dua pekerjaan berbeda",
    };
    let mut item = flag(&row.flag, duty::CHECK, conflict);
    item.why.push_str(&format!(" Usulnya: {outcome}."));
    item.name = format!("flags/{}/decisions/{}", row.flag.flag_id, row.decision_id);
    item.since_us = row.proposed_us;
    item
}

/// Metres with one decimal, as people read them.
fn metres(distance_mm: i64) -> String {
    let tenths = distance_mm.saturating_add(50) / 100;
    format!("{},{}", tenths / 10, tenths % 10)
}
