//! What waits beside a decision itself: overrides and their veto, late flags, requests of a
//! camat, works that the nightly sweep holds, findings; and in the books, payments to be taken back
//! and months to be opened again.

use domain::{Day, Error, Role, calendar::month_name};
use store::{Tx, args};
use uuid::Uuid;

use super::{
    Reader, Waiting,
    duty::{self, Duty},
    work::{FlagRow, flag},
};

store::statements! {
    /// Overrides in an area that wait for their second person, or that can still be vetoed on day
    /// $2.
    LIST_OVERRIDES: cross_desa("deciders stand above the villages") = "
        SELECT o.override_id, o.state, o.proposed_by, o.proposed_us, o.closed_us, o.effective_day,
               o.valid_until, f.desa_id, f.flag_id, f.other_desa_id, f.verdict, f.distance_mm,
               f.project_name, f.desa_name, f.other_project_name, f.other_desa_name,
               f.waits_since_us AS opened_us, TRUE AS camat_free, FALSE AS signed
          FROM pub_override o
          JOIN pub_flag f
            ON f.flag_id = o.flag_id AND f.side = 1
           AND (f.desa_id = o.desa_id OR f.other_desa_id = o.desa_id)
         WHERE (o.place = $1 OR o.place LIKE $1 || '.%')
           AND (o.state = 'proposed'
                OR (o.state = 'confirmed' AND f.state = 'overridden' AND o.effective_day > $2
                    AND f.decision_id = o.override_id))
         ORDER BY o.proposed_us, o.override_id
         LIMIT 1000";
    /// What a camat asked for in an area and nobody answered.
    LIST_ASKS: cross_desa("officials stand above the villages") = "
        SELECT a.desa_id, d.name AS desa_name, a.ask_id, a.flag_id, a.title, a.note, a.asked_us
          FROM pub_ask a
          LEFT JOIN pub_desa d ON d.desa_id = a.desa_id
         WHERE a.state = 'waiting' AND (a.place = $1 OR a.place LIKE $1 || '.%')
         ORDER BY a.asked_us, a.ask_id
         LIMIT 1000";
    /// Works of an area that the system holds.
    LIST_HELD: cross_desa("the inspectorate stands above the villages") = "
        SELECT o.desa_id, d.name AS desa_name, o.project_id, p.name, o.note, o.since_us
          FROM pub_project_stop o
          LEFT JOIN pub_project p ON p.desa_id = o.desa_id AND p.project_id = o.project_id
          LEFT JOIN pub_desa d ON d.desa_id = o.desa_id
         WHERE o.kind = 'freeze' AND o.office = 'SYS'
           AND (o.desa_id = $1 OR o.desa_id LIKE $1 || '.%')
         ORDER BY o.since_us, o.project_id
         LIMIT 1000";
    /// Findings of an area in state $2.
    LIST_FINDINGS: cross_desa("the inspectorate stands above the villages") = "
        SELECT f.desa_id, d.name AS desa_name, f.finding_id, f.title, f.amount_sen, f.opened_us,
               f.answered_us
          FROM pub_finding f
          LEFT JOIN pub_desa d ON d.desa_id = f.desa_id
         WHERE f.state = $2 AND (f.desa_id = $1 OR f.desa_id LIKE $1 || '.%')
         ORDER BY f.opened_us, f.finding_id
         LIMIT 1000";
    /// Reversals of a village that wait for their second person.
    LIST_REVERSALS = "
        SELECT r.desa_id, d.name AS desa_name, r.spp_id, r.tahun, r.note, r.proposed_by,
               r.proposed_us, s.number, s.description, s.amount_sen
          FROM pub_reversal r
          JOIN pub_spp s ON s.desa_id = r.desa_id AND s.spp_id = r.spp_id
          LEFT JOIN pub_desa d ON d.desa_id = r.desa_id
         WHERE r.desa_id = $1 AND r.state = 'proposed'
         ORDER BY r.proposed_us, r.reversal_id";
    /// Months of an area that are to be opened again and wait in state $2.
    LIST_REOPENINGS: cross_desa("the camat stands above the villages") = "
        SELECT r.desa_id, d.name AS desa_name, r.tahun, r.month, r.note, r.proposed_by,
               r.proposed_us, r.confirmed_us
          FROM pub_reopening r
          LEFT JOIN pub_desa d ON d.desa_id = r.desa_id
         WHERE r.state = $2 AND (r.desa_id = $1 OR r.desa_id LIKE $1 || '.%')
         ORDER BY r.proposed_us, r.reopening_id
         LIMIT 1000";
}

#[derive(store::FromRow)]
struct OverrideRow {
    override_id: Uuid,
    state: String,
    proposed_by: Uuid,
    proposed_us: i64,
    closed_us: Option<i64>,
    effective_day: Option<i64>,
    valid_until: i64,
    #[sqlx(flatten)]
    flag: FlagRow,
}

#[derive(store::FromRow)]
struct AskRow {
    desa_id: String,
    desa_name: Option<String>,
    ask_id: Uuid,
    flag_id: Option<Uuid>,
    title: String,
    note: String,
    asked_us: i64,
}

#[derive(store::FromRow)]
struct HeldRow {
    desa_id: String,
    desa_name: Option<String>,
    project_id: Uuid,
    name: Option<String>,
    note: String,
    since_us: i64,
}

#[derive(store::FromRow)]
struct FindingRow {
    desa_id: String,
    desa_name: Option<String>,
    finding_id: Uuid,
    title: String,
    amount_sen: i64,
    opened_us: i64,
    answered_us: Option<i64>,
}

#[derive(store::FromRow)]
struct ReversalRow {
    desa_id: String,
    desa_name: Option<String>,
    spp_id: Uuid,
    tahun: i64,
    note: String,
    proposed_by: Uuid,
    proposed_us: i64,
    number: String,
    description: String,
    amount_sen: i64,
}

#[derive(store::FromRow)]
struct ReopeningRow {
    desa_id: String,
    desa_name: Option<String>,
    tahun: i64,
    month: i64,
    note: String,
    proposed_by: Uuid,
    proposed_us: i64,
    confirmed_us: Option<i64>,
}

/// What a person is told who proposed the thing that waits for another.
pub(super) const OWN: &str = " Anda sendiri yang mengusulkannya; langkah ini perlu orang lain.";

/// Gathers what waits for the reader in villages and above them.
pub(crate) async fn gather(
    tx: &mut Tx<'_>,
    reader: &Reader,
    items: &mut Vec<Waiting>,
) -> Result<(), Error> {
    let me = reader.person.uuid();
    for (desa, _) in reader.villages().filter(|(_, roles)| roles.contains(&Role::Kds)) {
        let rows: Vec<ReversalRow> = tx.all(&LIST_REVERSALS, args![&desa]).await?;
        items.extend(rows.into_iter().map(|row| reversal(row, me)));
        let rows: Vec<ReopeningRow> = tx.all(&LIST_REOPENINGS, args![&desa, "proposed"]).await?;
        items.extend(rows.into_iter().map(|row| reopening(row, duty::REOPEN_MONTH, me)));
        let rows: Vec<FindingRow> = tx.all(&LIST_FINDINGS, args![&desa, "open"]).await?;
        items.extend(rows.into_iter().map(|row| finding(row, duty::ANSWER)));
    }
    for area in reader.areas(Role::Cam) {
        let rows: Vec<ReopeningRow> = tx.all(&LIST_REOPENINGS, args![area, "confirmed"]).await?;
        items.extend(rows.into_iter().map(|row| reopening(row, duty::AGREE_MONTH, me)));
    }
    let today = tx.today();
    for role in [Role::Pmd, Role::Ins] {
        for area in reader.areas(role) {
            let rows: Vec<OverrideRow> = tx.all(&LIST_OVERRIDES, args![area, today]).await?;
            items.extend(rows.iter().filter_map(|row| overriding(row, role, me)));
            let rows: Vec<AskRow> = tx.all(&LIST_ASKS, args![area]).await?;
            items.extend(rows.into_iter().filter_map(|row| asked(row, role)));
        }
    }
    for area in reader.areas(Role::Ins) {
        let rows: Vec<HeldRow> = tx.all(&LIST_HELD, args![area]).await?;
        items.extend(rows.into_iter().map(held));
        let rows: Vec<FindingRow> = tx.all(&LIST_FINDINGS, args![area, "answered"]).await?;
        items.extend(rows.into_iter().map(|row| finding(row, duty::CLOSE)));
    }
    Ok(())
}

/// What an override asks of PMD's second person, or of the inspectorate.
fn overriding(row: &OverrideRow, role: Role, me: Uuid) -> Option<Waiting> {
    let duty = match (row.state.as_str(), role) {
        ("proposed", Role::Pmd) if row.proposed_by != me => duty::CONFIRM_OVERRIDE,
        ("confirmed", Role::Ins) => duty::VETO,
        _ => return None,
    };
    let mut item = flag(&row.flag, duty, None);
    item.name = format!("flags/{}/overrides/{}", row.flag.flag_id, row.override_id);
    item.since_us = row.closed_us.unwrap_or(row.proposed_us);
    let long = |number: i64| edge::convert::day(number).map(Day::long).unwrap_or_default();
    if let Some(from) = row.effective_day {
        item.why.push_str(&format!(" Berlaku mulai {}.", long(from)));
    }
    item.why.push_str(&format!(" Berakhir {}.", long(row.valid_until)));
    Some(item)
}

/// What a camat asks of PMD and the inspectorate.
fn asked(row: AskRow, role: Role) -> Option<Waiting> {
    let duty = match (row.flag_id.is_some(), role) {
        (true, Role::Pmd) => duty::REOPEN_PMD,
        (true, _) => duty::REOPEN_INS,
        (false, Role::Ins) => duty::FREEZE,
        (false, _) => return None,
    };
    Some(Waiting {
        name: format!("desa/{}/reviews/{}", row.desa_id, row.ask_id),
        desa: row.desa_id,
        desa_name: row.desa_name.unwrap_or_default(),
        role: duty.role,
        title: row.title,
        why: format!("{} Alasan: {}", duty.why, row.note),
        method: duty.method,
        since_us: row.asked_us,
        blocked: false,
        blocked_by: Vec::new(),
        amount_sen: None,
        due: None,
    })
}

/// What the sweep asks of the inspectorate.
fn held(row: HeldRow) -> Waiting {
    Waiting {
        name: format!("desa/{}/projects/{}", row.desa_id, row.project_id),
        desa: row.desa_id,
        desa_name: row.desa_name.unwrap_or_default(),
        role: duty::LET_GO.role,
        title: row.name.unwrap_or_default(),
        why: format!("{} Alasan: {}", duty::LET_GO.why, row.note),
        method: duty::LET_GO.method,
        since_us: row.since_us,
        blocked: false,
        blocked_by: Vec::new(),
        amount_sen: None,
        due: None,
    }
}

fn finding(row: FindingRow, duty: Duty) -> Waiting {
    Waiting {
        name: format!("desa/{}/findings/{}", row.desa_id, row.finding_id),
        desa: row.desa_id,
        desa_name: row.desa_name.unwrap_or_default(),
        role: duty.role,
        title: row.title,
        why: duty.why.to_owned(),
        method: duty.method,
        since_us: row.answered_us.unwrap_or(row.opened_us),
        blocked: false,
        blocked_by: Vec::new(),
        amount_sen: Some(row.amount_sen),
        due: None,
    }
}

fn reversal(row: ReversalRow, me: Uuid) -> Waiting {
    let blocked = row.proposed_by == me;
    let own = if blocked { OWN } else { "" };
    Waiting {
        name: format!("desa/{}/tahun/{}/spp/{}", row.desa_id, row.tahun, row.spp_id),
        desa: row.desa_id,
        desa_name: row.desa_name.unwrap_or_default(),
        role: duty::REVERSE.role,
        title: format!("Pembalikan SPP {} - {}", row.number, row.description),
        why: format!("{} Alasan: {}{own}", duty::REVERSE.why, row.note),
        method: duty::REVERSE.method,
        since_us: row.proposed_us,
        blocked,
        blocked_by: Vec::new(),
        amount_sen: Some(row.amount_sen),
        due: None,
    }
}

fn reopening(row: ReopeningRow, duty: Duty, me: Uuid) -> Waiting {
    let blocked = row.proposed_by == me;
    let own = if blocked { OWN } else { "" };
    let name = u8::try_from(row.month).map(month_name).unwrap_or_default();
    Waiting {
        name: format!("desa/{}/tahun/{}", row.desa_id, row.tahun),
        desa: row.desa_id,
        desa_name: row.desa_name.unwrap_or_default(),
        role: duty.role,
        title: format!("Buka kembali buku {name} {}", row.tahun),
        why: format!("{} Alasan: {}{own}", duty.why, row.note),
        method: duty.method,
        since_us: row.confirmed_us.unwrap_or(row.proposed_us),
        blocked,
        blocked_by: Vec::new(),
        amount_sen: None,
        due: None,
    }
}

#[cfg(test)]
#[path = "review_tests.rs"]
mod tests;
