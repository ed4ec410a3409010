//! Payment requests, advances and months that wait.

use domain::{Error, Role, calendar::month_name};
use store::{Tx, args};
use uuid::Uuid;

use super::{Reader, Waiting, duty, left};

store::statements! {
    /// Payment requests under way in a village, with what stops their projects; `in_office` tells
    /// whether their PKA is PKA there on day $2, `heir` who is of those that have the approved DPA.
    LIST_SPP = "
        SELECT s.desa_id, d.name AS desa_name, s.spp_id, s.tahun, s.number, s.kind, s.state,
               s.description, s.amount_sen, s.state_since_us, s.reason, s.pka_person_id,
               s.submitted_by, s.verified_by, s.approved_by, s.paid_by, j.submitted_us AS spj_us,
               EXISTS (SELECT 1 FROM pub_mandate m
                        WHERE m.person_id = s.pka_person_id AND m.role = 'PKA'
                          AND m.ended_us IS NULL AND m.valid_from <= $2
                          AND (m.valid_to IS NULL OR m.valid_to >= $2)
                          AND (m.area = '' OR m.area = s.desa_id
                               OR s.desa_id LIKE m.area || '.%')) AS in_office,
               (SELECT a.pka_person_id
                  FROM pub_dpa a
                  JOIN pub_mandate m ON m.person_id = a.pka_person_id
                 WHERE a.desa_id = s.desa_id AND a.tahun = s.tahun AND a.kegiatan = s.kegiatan
                   AND a.state = 'approved' AND m.role = 'PKA'
                   AND m.ended_us IS NULL AND m.valid_from <= $2
                   AND (m.valid_to IS NULL OR m.valid_to >= $2)
                   AND (m.area = '' OR m.area = s.desa_id OR s.desa_id LIKE m.area || '.%')
                 LIMIT 1) AS heir,
               (SELECT CAST(COALESCE(SUM(g.open_flags), 0) AS BIGINT)
                  FROM pub_project_gate g
                 WHERE g.desa_id = s.desa_id AND g.open_flags > 0
                   AND EXISTS (SELECT 1 FROM pub_spp_line l
                                WHERE l.desa_id = s.desa_id AND l.spp_id = s.spp_id
                                  AND l.project_id = g.project_id)) AS open_flags,
               (SELECT COUNT(*)
                  FROM pub_project_stop g
                 WHERE g.desa_id = s.desa_id
                   AND (g.from_day IS NULL OR g.from_day <= $2)
                   AND (g.to_day IS NULL OR g.to_day >= $2)
                   AND EXISTS (SELECT 1 FROM pub_spp_line l
                                WHERE l.desa_id = s.desa_id AND l.spp_id = s.spp_id
                                  AND l.project_id = g.project_id)) AS frozen,
               (SELECT COUNT(*)
                  FROM pub_spp_line l
                  JOIN pub_project p ON p.desa_id = l.desa_id AND p.project_id = l.project_id
                 WHERE l.desa_id = s.desa_id AND l.spp_id = s.spp_id
                   AND p.state = 'cancelled') AS cancelled,
               EXISTS (SELECT 1 FROM pub_ledger_period h
                        WHERE h.desa_id = s.desa_id AND h.tahun = s.tahun
                          AND h.closed_month = 12) AS is_over
          FROM pub_spp s
          LEFT JOIN pub_desa d ON d.desa_id = s.desa_id
          LEFT JOIN pub_spj j ON j.desa_id = s.desa_id AND j.spp_id = s.spp_id
         WHERE s.desa_id = $1
           AND (s.state IN ('draft', 'submitted', 'verified', 'approved', 'accounted')
                OR (s.state = 'disbursed' AND s.kind = 'panjar'))
         ORDER BY s.state_since_us, s.spp_id
         LIMIT 1000";
    /// What stops the projects of one payment request.
    LIST_STOPS = "
        SELECT g.project_id, f.flag_id, f.other_project_name, f.other_desa_name
          FROM pub_project_gate g
          LEFT JOIN pub_flag f
            ON f.desa_id = g.desa_id AND f.project_id = g.project_id AND f.state = 'open'
         WHERE g.desa_id = $1
           AND (g.open_flags > 0
                OR EXISTS (SELECT 1 FROM pub_project_stop o
                            WHERE o.desa_id = g.desa_id AND o.project_id = g.project_id
                              AND (o.from_day IS NULL OR o.from_day <= $3)
                              AND (o.to_day IS NULL OR o.to_day >= $3)))
           AND EXISTS (SELECT 1 FROM pub_spp_line l
                        WHERE l.desa_id = g.desa_id AND l.spp_id = $2
                          AND l.project_id = g.project_id)
         ORDER BY f.opened_us, g.project_id, f.flag_id
         LIMIT 12";
    /// Months of a village that are proposed for closing.
    LIST_MONTHS = "
        SELECT m.desa_id, d.name AS desa_name, m.tahun, m.month, m.proposed_by, m.proposed_us
          FROM pub_month m
          LEFT JOIN pub_desa d ON d.desa_id = m.desa_id
         WHERE m.desa_id = $1 AND m.state = 'proposed'
         ORDER BY m.tahun, m.month";
}

/// A payment request under way.
#[derive(Debug, Clone, store::FromRow)]
pub(crate) struct SppRow {
    pub desa_id: String,
    pub desa_name: Option<String>,
    pub spp_id: Uuid,
    pub tahun: i64,
    pub number: String,
    pub kind: String,
    pub state: String,
    pub description: String,
    pub amount_sen: i64,
    pub state_since_us: i64,
    pub reason: String,
    pub pka_person_id: Uuid,
    pub submitted_by: Option<Uuid>,
    pub verified_by: Option<Uuid>,
    pub approved_by: Option<Uuid>,
    pub paid_by: Option<Uuid>,
    pub spj_us: Option<i64>,
    pub in_office: bool,
    pub heir: Option<Uuid>,
    pub open_flags: i64,
    pub frozen: i64,
    pub cancelled: i64,
    pub is_over: bool,
}

/// One thing that stops a payment request.
#[derive(Debug, store::FromRow)]
struct StopRow {
    project_id: Uuid,
    flag_id: Option<Uuid>,
    other_project_name: Option<String>,
    other_desa_name: Option<String>,
}

#[derive(store::FromRow)]
struct MonthRow {
    desa_id: String,
    desa_name: Option<String>,
    tahun: i64,
    month: i64,
    proposed_by: Uuid,
    proposed_us: i64,
}

/// Gathers what waits for the reader's village roles.
pub(crate) async fn gather(
    tx: &mut Tx<'_>,
    reader: &Reader,
    items: &mut Vec<Waiting>,
) -> Result<(), Error> {
    let me = reader.person.uuid();
    for (desa, roles) in reader.villages() {
        let rows: Vec<SppRow> = tx.all(&LIST_SPP, args![&desa, tx.today()]).await?;
        for row in rows {
            let Some(mut item) = waiting(&row, me).filter(|item| roles.contains(&item.role)) else {
                continue;
            };
            if row.open_flags > 0 || row.frozen > 0 {
                let stops: Vec<StopRow> =
                    tx.all(&LIST_STOPS, args![&desa, row.spp_id, tx.today()]).await?;
                name_stops(&mut item, &row, &stops);
            }
            if item.role == Role::Pka && !row.in_office && row.pka_person_id != me {
                left::tell(tx, &desa, row.pka_person_id, &mut item).await?;
            }
            items.push(item);
        }
        if roles.contains(&duty::MONTH.role) {
            let rows: Vec<MonthRow> = tx.all(&LIST_MONTHS, args![&desa]).await?;
            items.extend(rows.into_iter().map(|row| month(row, me)));
        }
    }
    Ok(())
}

/// What a payment request waits for; none when it waits for another PKA.
pub(crate) fn waiting(row: &SppRow, me: Uuid) -> Option<Waiting> {
    let panjar = row.kind == "panjar";
    let returned = row.state == "draft" && !row.reason.is_empty();
    let duty = duty::of_spp(&row.state, panjar, row.spj_us.is_some(), returned)?;
    if duty.role == Role::Pka && !is_own(row, me) {
        return None;
    }
    let mut why = duty.why.to_owned();
    if returned {
        why.push_str(&format!(" Alasan: {}", row.reason));
    }
    let mut blocked = stopped(row, &mut why);
    if acted_before(row, me) {
        blocked = true;
        why.push_str(" Anda sudah bertindak atas SPP ini; langkah ini perlu orang lain.");
    }
    let since_us = match row.spj_us {
        Some(spj_us) if row.state == "disbursed" => spj_us,
        _ => row.state_since_us,
    };
    Some(Waiting {
        name: format!("desa/{}/tahun/{}/spp/{}", row.desa_id, row.tahun, row.spp_id),
        desa: row.desa_id.clone(),
        desa_name: row.desa_name.clone().unwrap_or_default(),
        role: duty.role,
        title: format!("SPP {} - {}", row.number, row.description),
        why,
        method: duty.method,
        since_us,
        blocked,
        blocked_by: Vec::new(),
        amount_sen: Some(row.amount_sen),
        due: None,
    })
}

/// Whether what a PKA has to do with a request is the reader's. A draft is submitted by the PKA of
/// the activity's DPA, whoever wrote it. An advance is accounted for by who asked for it; once that
/// person is PKA there no more by who has the DPA now, or by any PKA while nobody has it.
fn is_own(row: &SppRow, me: Uuid) -> bool {
    match (row.state.as_str(), row.heir) {
        ("disbursed", _) if row.in_office => row.pka_person_id == me,
        (_, Some(heir)) => heir == me,
        ("disbursed", None) => true,
        (_, None) => row.pka_person_id == me,
    }
}

/// Tells of open flags and frozen projects. Both block verification and payment of a request, a
/// frozen project its submission too; else they are news only, and money that left is beyond them.
/// A request of a cancelled work or of a year that is closed is never paid and must be ended.
fn stopped(row: &SppRow, why: &mut String) -> bool {
    if !matches!(row.state.as_str(), "draft" | "submitted" | "verified" | "approved") {
        return false;
    }
    if row.open_flags > 0 {
        why.push_str(&format!(
            " Ada {} tanda tumpang tindih yang belum diputuskan.",
            row.open_flags
        ));
    }
    if row.frozen > 0 {
        why.push_str(" Kegiatan fisiknya dibekukan.");
    }
    if row.cancelled > 0 {
        why.push_str(" Kegiatan fisiknya sudah dibatalkan.");
    }
    if row.is_over {
        why.push_str(&format!(" Buku tahun {} sudah ditutup.", row.tahun));
    }
    let is_dead = row.cancelled > 0 || row.is_over;
    if is_dead {
        why.push_str(" SPP ini tidak dapat dibayar lagi; PKA membatalkannya");
        let rejected = matches!(row.state.as_str(), "verified" | "approved");
        why.push_str(if rejected { " atau kepala desa menolaknya." } else { "." });
    }
    match row.state.as_str() {
        "draft" => row.frozen > 0 || is_dead,
        "submitted" | "approved" => row.open_flags > 0 || row.frozen > 0 || is_dead,
        _ => false,
    }
}

/// Whether the reader took an earlier of the four steps, which are taken by four persons; who took
/// one after the PKA does not account for the advance in that PKA's place either.
fn acted_before(row: &SppRow, me: Uuid) -> bool {
    let earlier: &[Option<Uuid>] = match row.state.as_str() {
        "submitted" => &[row.submitted_by],
        "verified" => &[row.submitted_by, row.verified_by],
        "approved" => &[row.submitted_by, row.verified_by, row.approved_by],
        "disbursed" if row.spj_us.is_none() => &[row.verified_by, row.approved_by, row.paid_by],
        _ => &[],
    };
    earlier.contains(&Some(me))
}

/// Names what stops the request, and the other side of the first flag.
fn name_stops(item: &mut Waiting, row: &SppRow, stops: &[StopRow]) {
    if !matches!(row.state.as_str(), "draft" | "submitted" | "verified" | "approved") {
        return;
    }
    item.blocked_by = stops
        .iter()
        .map(|stop| match stop.flag_id {
            Some(flag) => format!("flags/{flag}"),
            None => format!("desa/{}/projects/{}", row.desa_id, stop.project_id),
        })
        .collect();
    let other = stops
        .iter()
        .find_map(|stop| Some((stop.other_project_name.as_ref()?, stop.other_desa_name.as_ref()?)));
    if let Some((project, desa)) = other {
        item.why.push_str(&format!(" Berhadapan dengan \"{project}\" di {desa}."));
    }
}

fn month(row: MonthRow, me: Uuid) -> Waiting {
    let name = u8::try_from(row.month).map(month_name).unwrap_or_default();
    let mut why = duty::MONTH.why.to_owned();
    let blocked = row.proposed_by == me;
    if blocked {
        why.push_str(" Anda sendiri yang mengusulkannya; langkah ini perlu orang lain.");
    }
    Waiting {
        name: format!("desa/{}/tahun/{}", row.desa_id, row.tahun),
        desa: row.desa_id,
        desa_name: row.desa_name.unwrap_or_default(),
        role: duty::MONTH.role,
        title: format!("Tutup buku {name} {}", row.tahun),
        why,
        method: duty::MONTH.method,
        since_us: row.proposed_us,
        blocked,
        blocked_by: Vec::new(),
        amount_sen: None,
        due: None,
    }
}
