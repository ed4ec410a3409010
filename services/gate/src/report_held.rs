//! What the report holds of a work, for who asks while nothing may be judged.

use domain::{
    Day, DesaId, Error,
    ids::{FlagId, ProjectId},
};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    decide::stops,
    report_sql::{self as sql, HeldRow},
    sql::ProjectRow,
    sql_flag::FlagRow,
    work::{ClaimKind, Finding, Verdict, resource},
};

/// The present pairs of a work as they were judged last: what is told, and what blocks with its
/// flag. A pair that was decided so that this work may go on is none of it.
///
/// # Errors
/// A fault of the store.
pub(crate) async fn held(
    tx: &mut Tx<'_>,
    mine: &ProjectRow,
    flags: &[FlagRow],
) -> Result<Vec<Finding>, Error> {
    let values = args![&mine.desa_id, mine.project_id];
    let rows: Vec<HeldRow> = tx.all(&sql::READ_HELD, values).await?;
    let today = tx.today();
    let mut held = Vec::with_capacity(rows.len());
    for row in rows {
        let flag = flags.iter().find(|flag| row.flag_id == Some(flag.flag_id));
        if !flag.is_some_and(|flag| excuses(flag, mine.project_id, today)) {
            held.push(finding(row, flag)?);
        }
    }
    Ok(held)
}

/// Whether a decision lets a project go on, on a day.
fn excuses(flag: &FlagRow, project: Uuid, today: Day) -> bool {
    match flag.state.as_str() {
        "dismissed" => flag.valid_until.is_none_or(|last| i64::from(today.number()) <= last),
        "stands" | "overridden" => !stops(flag, project, today),
        _ => false,
    }
}

fn finding(row: HeldRow, flag: Option<&FlagRow>) -> Result<Finding, Error> {
    let unreadable = |what: &str| Error::fault(format!("stored overlap: {what}"));
    let desa = DesaId::parse(&row.other_desa_id)?;
    let project = ProjectId::new(row.other_project_id);
    let kind = ClaimKind::from_code(&row.other_kind).ok_or_else(|| unreadable(&row.other_kind))?;
    let evidence =
        serde_json::from_str(&row.evidence).map_err(|error| unreadable(&error.to_string()))?;
    let blocks = row.verdict == Verdict::Block.code();
    Ok(Finding {
        other_resource: resource(kind, &desa, project),
        other_desa: desa,
        other_desa_name: row.other_desa_name,
        other_project: project,
        other_name: row.other_name,
        other_kind: kind,
        other_geometry_rev: row.other_geometry_rev,
        other_material_rev: row.other_geometry_rev,
        verdict: if blocks { Verdict::Block } else { Verdict::Warn },
        distance_mm: row.distance_mm,
        overlap_mm: row.overlap_mm,
        evidence,
        flag: flag.filter(|flag| flag.state != "dismissed").map(|f| FlagId::new(f.flag_id)),
    })
}
