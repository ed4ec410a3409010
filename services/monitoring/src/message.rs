//! Projects and screenings as messages.

use domain::{Error, Role, ids::ProjectId};
use edge::convert;
use gate::{
    Facts,
    stop::{Stop, StopKind},
};
use store::{Tx, args};
use uuid::Uuid;
use wire::monitoring::v1 as proto;

use crate::{
    content::{self, Site},
    declared, doubts,
    names::ProjectName,
    project::{self, STATES},
    sql::{self, AmendmentRow, ProjectRow},
};

/// The whole project.
pub async fn project(tx: &mut Tx<'_>, name: &ProjectName) -> Result<proto::Project, Error> {
    let row = project::read(tx, name).await?;
    let in_force = project::sites(tx, name, row.geometry_rev).await?;
    let pending = match project::amendment(tx, name).await? {
        Some(waiting) => {
            let sites = project::sites(tx, name, waiting.geometry_rev).await?;
            let mut content = amendment(name, &row, &waiting, &sites);
            declared::put(&Facts::decode(&waiting.declared)?, &mut content);
            Some((content, doubts::messages(&doubts::decode(&waiting.doubts)?)))
        }
        None => None,
    };
    let (pending_amendment, pending_doubts) = pending.unzip();
    let mut content = in_force_content(name, &row, &in_force);
    declared::put(&Facts::decode(&row.declared)?, &mut content);
    let doubts = doubts::messages(&doubts::decode(&row.doubts)?);
    let stages = project::stages(tx, name).await?;
    let gate = gate_status(tx, name, &row).await?;
    Ok(proto::Project {
        name: name.name(),
        tahun: i32::try_from(row.tahun).unwrap_or_default(),
        content: Some(content),
        state: state_number(&row.state),
        state_since_us: row.state_since_us,
        geometry_rev: row.geometry_rev,
        submitted_by_display_name: row.submitted_by_name.unwrap_or_default(),
        registered_by_display_name: row.registered_by_name.unwrap_or_default(),
        stages,
        gate,
        pending_amendment,
        cancellation_pending: row.cancel_by.is_some() && row.state == "registered",
        note: row.note,
        etag: convert::etag(row.revision),
        doubts,
        pending_doubts: pending_doubts.unwrap_or_default(),
    })
}

/// What the gate says, with what stops the project today.
async fn gate_status(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    row: &ProjectRow,
) -> Result<Option<proto::GateStatus>, Error> {
    let Some(open_flags) = row.open_flags else { return Ok(None) };
    let mut stops = Vec::new();
    for stop in gate::stop::in_force(tx, &name.desa, name.id).await? {
        stops.push(project_stop(tx, name, &stop).await?);
    }
    let cleared = (row.clearance_geometry_rev, row.clearance_rule_rev);
    Ok(Some(proto::GateStatus {
        open_flags,
        frozen: !stops.is_empty(),
        cleared: gate::clearance::holds(tx, row.geometry_rev, cleared).await?,
        clearance_geometry_rev: row.clearance_geometry_rev.unwrap_or_default(),
        clearance_rule_rev: row.clearance_rule_rev.unwrap_or_default(),
        clearance_seq: row.clearance_seq.unwrap_or_default(),
        stops,
    }))
}

/// One thing that stops a project, with the name of who holds it.
async fn project_stop(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    stop: &Stop,
) -> Result<proto::ProjectStop, Error> {
    let kind = match stop.kind {
        StopKind::Decision => proto::ProjectStopKind::Decision,
        StopKind::OverrideWaits => proto::ProjectStopKind::OverrideWaits,
        StopKind::OverrideOver => proto::ProjectStopKind::OverrideOver,
        StopKind::Freeze => proto::ProjectStopKind::Freeze,
    };
    let person: Option<(String,)> = match stop.person {
        Some(person) => tx.maybe(&sql::READ_PERSON, args![person]).await?,
        None => None,
    };
    Ok(proto::ProjectStop {
        kind: kind.into(),
        name: stop.name(&name.desa, name.id),
        since_us: stop.since_us,
        until: stop.to.map(|day| day.iso()).unwrap_or_default(),
        office: Role::from_code(&stop.office).map(edge::access::role_number).unwrap_or_default(),
        person_display_name: person.map(|(name,)| name).unwrap_or_default(),
        why: stop.refusal(&name.desa, name.id).message(),
    })
}

/// The number of a stored state.
fn state_number(state: &str) -> i32 {
    let at = STATES.iter().position(|one| *one == state);
    at.and_then(|at| i32::try_from(at).ok()).map_or(0, |at| at.saturating_add(1))
}

fn in_force_content(name: &ProjectName, row: &ProjectRow, sites: &[Site]) -> proto::ProjectContent {
    proto::ProjectContent {
        display_name: row.name.clone(),
        kegiatan: row.kegiatan.clone(),
        work_class: row.work_class.clone(),
        intervention: content::intervention_number(&row.intervention),
        amount: Some(convert::sen(row.amount_sen)),
        volume_e4: row.volume_e4,
        unit: row.unit.clone(),
        continues: continues(name, row.continues_id),
        sites: sites.iter().map(site).collect(),
        ..proto::ProjectContent::default()
    }
}

fn amendment(
    name: &ProjectName,
    row: &ProjectRow,
    waiting: &AmendmentRow,
    sites: &[Site],
) -> proto::ProjectContent {
    proto::ProjectContent {
        display_name: waiting.name.clone(),
        kegiatan: row.kegiatan.clone(),
        work_class: waiting.work_class.clone(),
        intervention: content::intervention_number(&waiting.intervention),
        amount: Some(convert::sen(waiting.amount_sen)),
        volume_e4: waiting.volume_e4,
        unit: waiting.unit.clone(),
        continues: continues(name, waiting.continues_id),
        sites: sites.iter().map(site).collect(),
        ..proto::ProjectContent::default()
    }
}

fn continues(name: &ProjectName, id: Option<Uuid>) -> String {
    id.map(|id| ProjectName { desa: name.desa.clone(), id: ProjectId::new(id) }.name())
        .unwrap_or_default()
}

fn site(site: &Site) -> proto::Site {
    proto::Site {
        shape: Some(convert::shape_message(&site.shape)),
        accuracy_m: content::accuracy_m(site.accuracy_mm),
        capture: content::capture_number(&site.capture),
        amount: Some(convert::rupiah(site.amount)),
    }
}

/// What a screening gave.
pub fn screening(screening: &gate::Screening, notes: Vec<String>) -> proto::ScreeningResult {
    let findings = |findings: &[gate::Finding]| findings.iter().map(finding).collect();
    proto::ScreeningResult {
        cleared: screening.clearance.is_some(),
        geometry_rev: screening.geometry_rev,
        rule_rev: screening.rule_rev,
        blocks: findings(&screening.blocks),
        warnings: findings(&screening.warnings),
        notes,
    }
}

/// A pair as a message.
pub fn finding(finding: &gate::Finding) -> proto::PairFinding {
    let evidence = finding.evidence.iter().map(|piece| proto::PairEvidence {
        level: piece.level.clone(),
        points: piece.points,
        text: piece.text.clone(),
    });
    proto::PairFinding {
        project: finding.other_resource.clone(),
        project_display_name: finding.other_name.clone(),
        desa_display_name: finding.other_desa_name.clone(),
        distance_mm: finding.distance_mm,
        overlap_mm: finding.overlap_mm.unwrap_or_default(),
        flag: finding.flag.map(|flag| format!("flags/{flag}")).unwrap_or_default(),
        evidence: evidence.collect(),
    }
}
