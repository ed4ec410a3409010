//! Budget versions and execution documents that wait.

use domain::{Day, Error, Place, Role};
use store::{Tx, args};
use uuid::Uuid;

use super::{Reader, Waiting, duty, left};

store::statements! {
    /// Budget versions under way in a village.
    LIST_APBDES = "
        SELECT a.desa_id, d.name AS desa_name, a.apbdes_id, a.tahun, a.kind, a.state,
               a.state_since_us, a.sent_us
          FROM pub_apbdes a
          LEFT JOIN pub_desa d ON d.desa_id = a.desa_id
         WHERE a.desa_id = $1
           AND a.kind <> 'usulan'
           AND a.state NOT IN ('enacted', 'superseded', 'annulled')
         ORDER BY a.state_since_us, a.apbdes_id
         LIMIT 1000";
    /// Budget versions under evaluation in an area.
    LIST_EVALUATIONS: cross_desa("a camat evaluates every village of the kecamatan") = "
        SELECT a.desa_id, d.name AS desa_name, a.apbdes_id, a.tahun, a.kind, a.state,
               a.state_since_us, a.sent_us
          FROM pub_apbdes a
          LEFT JOIN pub_desa d ON d.desa_id = a.desa_id
         WHERE a.desa_id LIKE $1 || '.%' AND a.state = 'under_evaluation'
         ORDER BY a.state_since_us, a.apbdes_id
         LIMIT 1000";
    /// Execution documents under way in a village, and those approved from year $4 on whose PKA is
    /// PKA there no more on day $3 and that nobody takes over yet. `in_office` tells whether their
    /// PKA is, `may_take` that the plan leaves the kegiatan to person $2: it names that person, or
    /// nobody who is in office.
    LIST_DPA = "
        SELECT p.desa_id, d.name AS desa_name, p.dpa_id, p.tahun, p.kegiatan,
               k.name AS kegiatan_name, p.pka_person_id, p.verified_by, p.state, p.amendment,
               p.ceiling_sen, p.state_since_us,
               EXISTS (SELECT 1 FROM pub_mandate m
                        WHERE m.person_id = p.pka_person_id AND m.role = 'PKA'
                          AND m.ended_us IS NULL AND m.valid_from <= $3
                          AND (m.valid_to IS NULL OR m.valid_to >= $3)
                          AND (m.area = '' OR m.area = p.desa_id
                               OR p.desa_id LIKE m.area || '.%')) AS in_office,
               (EXISTS (SELECT 1 FROM pub_rkpdes_row r
                         WHERE r.desa_id = p.desa_id AND r.tahun = p.tahun
                           AND r.kegiatan = p.kegiatan AND r.pka_person_id = $2)
                OR NOT EXISTS (SELECT 1
                                 FROM pub_rkpdes_row r
                                 JOIN pub_mandate m ON m.person_id = r.pka_person_id
                                WHERE r.desa_id = p.desa_id AND r.tahun = p.tahun
                                  AND r.kegiatan = p.kegiatan AND m.role = 'PKA'
                                  AND m.ended_us IS NULL AND m.valid_from <= $3
                                  AND (m.valid_to IS NULL OR m.valid_to >= $3)
                                  AND (m.area = '' OR m.area = p.desa_id
                                       OR p.desa_id LIKE m.area || '.%'))) AS may_take
          FROM pub_dpa p
          LEFT JOIN pub_desa d ON d.desa_id = p.desa_id
          LEFT JOIN pub_kegiatan k ON k.code = p.kegiatan
         WHERE p.desa_id = $1
           AND (p.state IN ('drafted', 'returned', 'submitted', 'verified')
                OR (p.state = 'approved' AND p.tahun >= $4
                    AND EXISTS (SELECT 1 FROM pub_apbdes a
                                 WHERE a.desa_id = p.desa_id AND a.tahun = p.tahun
                                   AND a.state = 'enacted')
                    AND NOT EXISTS (SELECT 1 FROM pub_dpa o
                                     WHERE o.desa_id = p.desa_id AND o.tahun = p.tahun
                                       AND o.kegiatan = p.kegiatan
                                       AND o.state IN ('drafted', 'returned', 'submitted',
                                                       'verified'))
                    AND NOT EXISTS (SELECT 1 FROM pub_mandate m
                                     WHERE m.person_id = p.pka_person_id AND m.role = 'PKA'
                                       AND m.ended_us IS NULL AND m.valid_from <= $3
                                       AND (m.valid_to IS NULL OR m.valid_to >= $3)
                                       AND (m.area = '' OR m.area = p.desa_id
                                            OR p.desa_id LIKE m.area || '.%'))))
         ORDER BY p.state_since_us, p.dpa_id
         LIMIT 1000";
}

/// The days of evaluation, in working days (Permendagri 20/2018 P.35).
const EVALUATION_POLICY: &str = "deadline.D05";

/// A budget version under way.
#[derive(Debug, Clone, store::FromRow)]
pub(crate) struct ApbdesRow {
    pub desa_id: String,
    pub desa_name: Option<String>,
    pub apbdes_id: Uuid,
    pub tahun: i64,
    pub kind: String,
    pub state: String,
    pub state_since_us: i64,
    pub sent_us: Option<i64>,
}

/// An execution document under way.
#[derive(Debug, Clone, store::FromRow)]
pub(crate) struct DpaRow {
    pub desa_id: String,
    pub desa_name: Option<String>,
    pub dpa_id: Uuid,
    pub tahun: i64,
    pub kegiatan: String,
    pub kegiatan_name: Option<String>,
    pub pka_person_id: Uuid,
    pub verified_by: Option<Uuid>,
    pub state: String,
    pub amendment: bool,
    pub ceiling_sen: i64,
    pub state_since_us: i64,
    pub in_office: bool,
    pub may_take: bool,
}

/// Gathers what waits for the reader's roles in villages and kecamatan.
pub(crate) async fn gather(
    tx: &mut Tx<'_>,
    reader: &Reader,
    items: &mut Vec<Waiting>,
) -> Result<(), Error> {
    for (desa, roles) in reader.villages() {
        let rows: Vec<ApbdesRow> = tx.all(&LIST_APBDES, args![&desa]).await?;
        for row in rows {
            let due = evaluation_due(tx, &row).await?;
            let found = budget(&row, due, tx.today());
            items.extend(found.into_iter().filter(|item| roles.contains(&item.role)));
        }
        let (me, today) = (reader.person.uuid(), tx.today());
        let rows: Vec<DpaRow> = tx.all(&LIST_DPA, args![&desa, me, today, today.year()]).await?;
        for row in rows {
            let found = document(&row, me).filter(|item| roles.contains(&item.role));
            let Some(mut item) = found else { continue };
            if item.role == Role::Pka && row.pka_person_id != me {
                left::tell(tx, &desa, row.pka_person_id, &mut item).await?;
            }
            items.push(item);
        }
    }
    for area in reader.areas(Role::Cam) {
        let rows: Vec<ApbdesRow> = tx.all(&LIST_EVALUATIONS, args![area]).await?;
        for row in rows {
            let due = evaluation_due(tx, &row).await?;
            let found = budget(&row, due, tx.today());
            items.extend(found.into_iter().filter(|item| item.role == Role::Cam));
        }
    }
    Ok(())
}

/// The last day of an evaluation under way, if the law names one.
async fn evaluation_due(tx: &mut Tx<'_>, row: &ApbdesRow) -> Result<Option<Day>, Error> {
    let (Some(sent_us), "under_evaluation") = (row.sent_us, row.state.as_str()) else {
        return Ok(None);
    };
    let place = Place::parse(&row.desa_id)?;
    tx.deadline(EVALUATION_POLICY, &place, Day::of_us(sent_us)).await
}

/// What a budget version waits for; `due` is the last day of its evaluation.
pub(crate) fn budget(row: &ApbdesRow, due: Option<Day>, today: Day) -> Vec<Waiting> {
    let lapsed_us = due.filter(|due| today > *due).map(|due| due.plus(1).start_us());
    let due = due.filter(|_| lapsed_us.is_none());
    let until = due.map(|due| format!(" Batas evaluasi {}.", due.long())).unwrap_or_default();
    let title = match row.kind.as_str() {
        "perubahan" => "Perubahan APB Desa",
        "perubahan_penjabaran" => "Perubahan Penjabaran APB Desa",
        _ => "APB Desa",
    };
    duty::of_apbdes(&row.kind, &row.state, lapsed_us.is_some())
        .into_iter()
        .map(|duty| Waiting {
            name: format!("desa/{}/tahun/{}/apbdes/{}", row.desa_id, row.tahun, row.apbdes_id),
            desa: row.desa_id.clone(),
            desa_name: row.desa_name.clone().unwrap_or_default(),
            role: duty.role,
            title: format!("{title} {}", row.tahun),
            why: format!("{}{until}", duty.why),
            method: duty.method,
            since_us: lapsed_us.unwrap_or(row.state_since_us),
            blocked: false,
            blocked_by: Vec::new(),
            amount_sen: None,
            due,
        })
        .collect()
}

/// What an execution document waits for; none when it waits for another PKA. What was of one who
/// left the office is of whoever the plan leaves it to.
pub(crate) fn document(row: &DpaRow, me: Uuid) -> Option<Waiting> {
    let duty = duty::of_dpa(&row.state)?;
    let own = row.pka_person_id == me;
    let takes = !row.in_office && row.may_take;
    if duty.role == Role::Pka && !own && !takes {
        return None;
    }
    // Three persons make, verify and approve one.
    let acted = match duty.role {
        Role::Sek => own,
        Role::Kds => own || row.verified_by == Some(me),
        _ => false,
    };
    let mut why = duty.why.to_owned();
    if acted {
        why.push_str(" Anda sudah bertindak atas DPA ini; langkah ini perlu orang lain.");
    }
    let word = if row.amendment { "DPPA" } else { "DPA" };
    let title = row.kegiatan_name.as_ref().unwrap_or(&row.kegiatan);
    Some(Waiting {
        name: format!("desa/{}/tahun/{}/dpa/{}", row.desa_id, row.tahun, row.dpa_id),
        desa: row.desa_id.clone(),
        desa_name: row.desa_name.clone().unwrap_or_default(),
        role: duty.role,
        title: format!("{word} {} - {title}", row.kegiatan),
        why,
        method: duty.method,
        since_us: row.state_since_us,
        blocked: acted,
        blocked_by: Vec::new(),
        amount_sen: Some(row.ceiling_sen),
        due: None,
    })
}
