//! A project as stored: loading it, writing its parts, giving it to the gate.

use domain::{
    DesaId, Error, KegiatanCode, Refusal, Role, Rupiah, Tahun, WorkClass, geo::Shape,
    ids::ProjectId, reason,
};
use gate::{
    Capture, ClaimKind, Facts, Footprint, Intervention, Work,
    stop::{Stop, StopKind},
};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    alike, carry,
    content::{Content, Site},
    doubts,
    names::ProjectName,
    refusal::{HOUSEHOLD_NOT_HOUSING, PROJECT_KEGIATAN_UNKNOWN, WORK_CLASS_REQUIRED},
    sql::{self, AmendmentRow, ProjectRow, SiteRow},
};

/// Stored states in the order of the proto enum from 1.
pub const STATES: [&str; 4] = ["draft", "submitted", "registered", "cancelled"];

/// Reads a project.
pub async fn read(tx: &mut Tx<'_>, name: &ProjectName) -> Result<ProjectRow, Error> {
    tx.one(&sql::READ_PROJECT, args![&name.desa, name.id.uuid()]).await
}

/// Locks a project, reads it, and refuses a caller who saw an older revision.
pub async fn lock(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    seen: Option<i64>,
) -> Result<ProjectRow, Error> {
    let _: (i64,) = tx.one(&sql::LOCK_PROJECT, args![&name.desa, name.id.uuid()]).await?;
    let row = read(tx, name).await?;
    match seen {
        Some(revision) if revision != row.revision => {
            Err(reason::ETAG_MISMATCH.refuse().at("etag").about(name.name()).into())
        }
        _ => Ok(row),
    }
}

/// The class of a work: the one named, else the usual one of its kegiatan.
pub async fn class(tx: &mut Tx<'_>, content: &Content) -> Result<WorkClass, Error> {
    let kegiatan = content.kegiatan.as_str();
    let row: Option<(String,)> = tx.maybe(&sql::READ_KEGIATAN, args![kegiatan]).await?;
    let Some((usual,)) = row else {
        let refusal = PROJECT_KEGIATAN_UNKNOWN.refuse().fact("kegiatan", kegiatan);
        return Err(refusal.at("content.kegiatan").into());
    };
    let usual = WorkClass::parse(&usual).ok();
    content.class.or(usual).ok_or_else(|| {
        let refusal = WORK_CLASS_REQUIRED.refuse().fact("kegiatan", kegiatan);
        refusal.at("content.work_class").into()
    })
}

/// What works of a kegiatan usually are; nothing where the chart says nothing of it.
pub async fn usual_class(tx: &mut Tx<'_>, kegiatan: &str) -> Result<Option<WorkClass>, Error> {
    let row: Option<(String,)> = tx.maybe(&sql::READ_KEGIATAN, args![kegiatan]).await?;
    Ok(row.and_then(|(class,)| WorkClass::parse(&class).ok()))
}

/// Refuses contents whose declarations cannot be so, whatever the sites are.
pub async fn check_declared(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    tahun: Tahun,
    class: WorkClass,
    content: &Content,
) -> Result<(), Error> {
    let continues = carry::contents_unmet(tx, desa, tahun, content).await?;
    let mut no: Vec<Refusal> =
        continues.map(|refusal| refusal.at("content.continues")).into_iter().collect();
    if content.declared.household.is_some() && class != WorkClass::Housing {
        no.push(HOUSEHOLD_NOT_HOUSING.refuse().at("content.household_number"));
    }
    Error::unless_empty(no)
}

/// Why a project is neither given up nor made another: the inspectorate holds it, and wants to see
/// it as it is. What the nightly sweep holds is mended by amending it.
pub async fn held(tx: &mut Tx<'_>, name: &ProjectName) -> Result<Vec<Refusal>, Error> {
    let stops = gate::stop::in_force(tx, &name.desa, name.id).await?;
    let by_people = |stop: &&Stop| stop.kind == StopKind::Freeze && stop.office != Role::Sys.code();
    let holds = stops.iter().filter(by_people);
    Ok(holds.map(|stop| stop.refusal(&name.desa, name.id)).collect())
}

/// The PKA of a kegiatan by its approved DPA.
pub async fn pka(tx: &mut Tx<'_>, row: &ProjectRow) -> Result<Option<Uuid>, Error> {
    let found: Option<(Option<Uuid>,)> =
        tx.maybe(&sql::READ_PKA, args![&row.desa_id, row.tahun, &row.kegiatan]).await?;
    Ok(found.and_then(|(person,)| person))
}

/// Writes the sites of a geometry revision in place of those it had.
pub async fn put_sites(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    geometry_rev: i64,
    sites: &[Site],
) -> Result<(), Error> {
    drop_sites(tx, name, geometry_rev).await?;
    for (n, site) in (0_i64..).zip(sites) {
        tx.exec(
            &sql::PUT_SITE,
            args![
                &name.desa,
                name.id.uuid(),
                geometry_rev,
                n,
                site.shape.encode(),
                site.accuracy_mm,
                &site.capture,
                site.amount
            ],
        )
        .await?;
    }
    Ok(())
}

/// Takes away the sites of a revision that was never in force.
pub async fn drop_sites(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    geometry_rev: i64,
) -> Result<(), Error> {
    tx.exec(&sql::DROP_SITES, args![&name.desa, name.id.uuid(), geometry_rev]).await?;
    Ok(())
}

/// The sites of a geometry revision.
pub async fn sites(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    geometry_rev: i64,
) -> Result<Vec<Site>, Error> {
    let rows: Vec<SiteRow> =
        tx.all(&sql::READ_SITES, args![&name.desa, name.id.uuid(), geometry_rev]).await?;
    let site = |row: SiteRow| {
        Ok(Site {
            shape: Shape::decode(&row.shape)?,
            accuracy_mm: row.accuracy_mm,
            capture: row.capture,
            amount: Rupiah::from_sen(row.amount_sen),
        })
    };
    rows.into_iter().map(|row| site(row).map_err(|refusal: Refusal| refusal.into())).collect()
}

/// The project as the gate takes it, with the sites of its revision in force.
pub async fn work(tx: &mut Tx<'_>, name: &ProjectName) -> Result<Work, Error> {
    let row = read(tx, name).await?;
    let sites = sites(tx, name, row.geometry_rev).await?;
    let declared = Facts::decode(&row.declared)?;
    let doubts = doubts::decode(&row.doubts)?;
    let desa: Option<(String,)> = tx.maybe(&sql::READ_DESA, args![&name.desa]).await?;
    Ok(Work {
        desa: name.desa.clone(),
        desa_name: desa.map_or_else(|| name.desa.as_str().to_owned(), |(desa,)| desa),
        project: name.id,
        tahun: tahun(&row)?,
        name: row.name,
        kind: ClaimKind::Registered,
        class: WorkClass::parse(&row.work_class)?,
        intervention: Intervention::from_code(&row.intervention)
            .ok_or_else(|| Error::fault("stored project has an unreadable intervention"))?,
        amount: Rupiah::from_sen(row.amount_sen),
        continues: row.continues_id.map(ProjectId::new),
        facts: Facts {
            kegiatan: row.kegiatan,
            volume_e4: row.volume_e4,
            unit: row.unit,
            photo_hashes: alike::of_work(tx, name).await?,
            ..declared
        },
        sites: sites
            .iter()
            .enumerate()
            .map(|(n, site)| footprint(site, doubts::is_trusted(&doubts, n)))
            .collect(),
    })
}

/// The project as the gate would take it once proposed contents are in force.
pub async fn proposed(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    content: &Content,
    class: WorkClass,
    declared: Facts,
) -> Result<Work, Error> {
    let stored = work(tx, name).await?;
    let kegiatan = stored.facts.kegiatan;
    Ok(Work {
        name: content.name.clone(),
        class,
        intervention: content.intervention,
        amount: content.amount,
        continues: content.continues,
        facts: Facts {
            kegiatan,
            volume_e4: content.volume_e4,
            unit: content.unit.clone(),
            ..declared
        },
        sites: content.sites.iter().map(|site| footprint(site, true)).collect(),
        ..stored
    })
}

/// A site as the gate takes it.
pub fn footprint(site: &Site, trusted: bool) -> Footprint {
    Footprint {
        shape: site.shape.clone(),
        accuracy_mm: site.accuracy_mm,
        capture: Capture::from_code(&site.capture),
        trusted,
        amount: site.amount,
    }
}

/// The amendment that waits, if one does.
pub async fn amendment(tx: &mut Tx<'_>, name: &ProjectName) -> Result<Option<AmendmentRow>, Error> {
    tx.maybe(&sql::READ_AMENDMENT, args![&name.desa, name.id.uuid()]).await
}

/// Stages of which a photo counts.
pub async fn stages(tx: &mut Tx<'_>, name: &ProjectName) -> Result<Vec<i32>, Error> {
    let rows: Vec<(i64,)> = tx.all(&sql::READ_STAGES, args![&name.desa, name.id.uuid()]).await?;
    Ok(rows.into_iter().filter_map(|(stage,)| i32::try_from(stage).ok()).collect())
}

/// The kegiatan of a stored project.
pub fn kegiatan(row: &ProjectRow) -> Result<KegiatanCode, Error> {
    Ok(KegiatanCode::parse(&row.kegiatan)?)
}

/// The year of a stored project.
pub fn tahun(row: &ProjectRow) -> Result<Tahun, Error> {
    Ok(Tahun::new(i32::try_from(row.tahun).unwrap_or_default())?)
}
