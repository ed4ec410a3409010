//! Works on the map: registered by two persons, photographed, paired, decided.

use std::collections::HashMap;

use domain::{Day, Error};
use picture::{Exif, synth::Scene, synth_exif::tagged};
use ring::digest::{SHA256, digest};
use wire::{
    common::v1::{LonLat, Path, Polygon, Rupiah, Shape, shape::Kind},
    monitoring::v1::{
        AppendPhotoChunkRequest, Capture, CreateProjectRequest, FinishPhotoRequest, Intervention,
        PhotoFacts, ProjectContent, RegisterProjectRequest, Site, StartPhotoRequest,
        SubmitProjectRequest, photo_service_client::PhotoServiceClient,
        project_service_client::ProjectServiceClient,
    },
    oversight::v1::{
        ConfirmDecisionRequest, DecisionOutcome, DecisionReason, ExplainFlagRequest,
        GetFlagRequest, ProposeDecisionRequest, flag_service_client::FlagServiceClient,
    },
};

use super::{
    district::{Place, Village, Work},
    stage::{Stage, told},
};

/// Stages at which a work is photographed, percent.
const STAGES: [i32; 3] = [0, 50, 100];
/// Size of a drawn photo, pixels.
const PHOTO_PX: (u32, u32) = (480, 320);
/// Error of a phone in the open, millimetres.
const PHONE_MM: i64 = 5_000;
/// Where two kecamatan meet, the kabupaten decides.
const KABUPATEN: &str = "kabupaten/35.10";
/// Who makes and who checks a decision there.
const DECIDERS: (&str, &str) = ("pmd.ani", "pmd.budi");

/// What the story has registered: names and flags by village and key.
#[derive(Default)]
pub struct Works {
    names: HashMap<(String, String), String>,
    flags: HashMap<(String, String), String>,
}

impl Works {
    fn key(village: &str, key: &str) -> (String, String) {
        (village.to_owned(), key.to_owned())
    }

    /// Resource name of a work.
    pub fn name(&self, village: &str, key: &str) -> Option<&str> {
        self.names.get(&Self::key(village, key)).map(String::as_str)
    }

    /// The flag that a work's registration raised.
    fn flag(&self, village: &str, key: &str) -> Result<&str, Error> {
        self.flags
            .get(&Self::key(village, key))
            .map(String::as_str)
            .ok_or_else(|| Error::fault(format!("demo: no flag on {village} {key}")))
    }
}

/// Drafts, photographs, submits and registers a work on its day.
pub async fn register(
    stage: &mut Stage,
    village: &Village,
    work: &Work,
    tahun: i32,
    works: &mut Works,
) -> Result<(), Error> {
    stage.day(&work.registered)?;
    let mut projects = ProjectServiceClient::new(stage.channel());
    let pka = village.account(village.pka(&work.kegiatan));
    let message = CreateProjectRequest {
        request_id: stage.id(),
        parent: format!("{}/tahun/{tahun}", village.resource()),
        content: Some(content(work)?),
    };
    let request = stage.by(&pka, message).await?;
    let draft = projects.create_project(request).await.map_err(told("CreateProject"))?;
    let draft = draft.into_inner().project.unwrap_or_default();
    let done = work.key != "gorong" && work.key != "gorong2" && work.key != "culvert";
    let stages = if done { STAGES.len() } else { 1 };
    for percent in STAGES.into_iter().take(stages) {
        photo(stage, &pka, &draft.name, percent, &work.shape).await?;
    }
    let message =
        SubmitProjectRequest { request_id: stage.id(), name: draft.name.clone(), etag: draft.etag };
    let request = stage.by(&pka, message).await?;
    let submitted = projects.submit_project(request).await.map_err(told("SubmitProject"))?;
    let submitted = submitted.into_inner().project.unwrap_or_default();
    let message = RegisterProjectRequest {
        request_id: stage.id(),
        name: draft.name.clone(),
        etag: submitted.etag,
    };
    let request = stage.by(&village.account("sekdes"), message).await?;
    let registered = projects.register_project(request).await.map_err(told("RegisterProject"))?;
    let screening = registered.into_inner().screening.unwrap_or_default();
    let key = Works::key(&village.name.to_lowercase(), &work.key);
    if let Some(block) = screening.blocks.first() {
        works.flags.insert(key.clone(), block.flag.clone());
    }
    works.names.insert(key, draft.name);
    Ok(())
}

fn content(work: &Work) -> Result<ProjectContent, Error> {
    let amount = Some(Rupiah { sen: work.amount.saturating_mul(100) });
    let intervention = match work.intervention.as_str() {
        "new" => Intervention::New,
        "rehabilitate" => Intervention::Rehabilitate,
        "upgrade" => Intervention::Upgrade,
        "maintain" => Intervention::Maintain,
        "replace" => Intervention::Replace,
        other => return Err(Error::fault(format!("demo: no intervention {other}"))),
    };
    let capture = match work.shape {
        Place::Point(_) => Capture::PhonePoint,
        Place::Line(_) => Capture::PhoneTrack,
        Place::Polygon(_) => Capture::Digitised,
    };
    Ok(ProjectContent {
        display_name: work.name.clone(),
        kegiatan: work.kegiatan.clone(),
        work_class: work.work_class.clone(),
        intervention: intervention.into(),
        amount,
        volume_e4: work.volume.saturating_mul(10_000),
        unit: work.unit.clone(),
        sites: vec![Site {
            shape: Some(shape(&work.shape)),
            accuracy_m: Some(5.0),
            capture: capture.into(),
            amount,
        }],
        ..ProjectContent::default()
    })
}

fn position([longitude_deg, latitude_deg]: [f64; 2]) -> LonLat {
    LonLat { longitude_deg, latitude_deg }
}

fn path(vertices: &[[f64; 2]]) -> Path {
    Path { vertices: vertices.iter().copied().map(position).collect() }
}

/// A place as a message.
pub fn shape(place: &Place) -> Shape {
    let kind = match place {
        Place::Point(at) => Kind::Point(position(*at)),
        Place::Line(line) => Kind::Line(path(line)),
        Place::Polygon(rings) => {
            Kind::Polygon(Polygon { rings: rings.iter().map(|ring| path(ring)).collect() })
        }
    };
    Shape { kind: Some(kind) }
}

/// Where somebody who photographs a work stands.
fn standing(place: &Place) -> Option<LonLat> {
    match place {
        Place::Point(at) => Some(*at),
        Place::Line(line) => line.first().copied(),
        Place::Polygon(rings) => rings.first().and_then(|ring| ring.first()).copied(),
    }
    .map(position)
}

/// A picture of its own for each work and stage, with the time and place of a phone.
fn drawn(stage: &Stage, project: &str, percent: i32, at: Option<LonLat>) -> Vec<u8> {
    let digest = digest(&SHA256, format!("{project} {percent}").as_bytes());
    let seed = digest.as_ref().iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte));
    let at = at.and_then(|at| domain::geo::LonLat::new(at.longitude_deg, at.latitude_deg).ok());
    let exif = Exif {
        offset_minutes: Some(420),
        lon_e7: at.map(|at| at.lon_e7),
        lat_e7: at.map(|at| at.lat_e7),
        accuracy_mm: Some(PHONE_MM),
        ..Exif::default()
    };
    let (width_px, height_px) = PHOTO_PX;
    let day = Day::of_us(stage.now_us()).iso().replace('-', ":");
    tagged(&Scene::of(seed).jpeg(width_px, height_px), &format!("{day} 08:00:00"), &exif, 1)
}

async fn photo(
    stage: &mut Stage,
    account: &str,
    project: &str,
    percent: i32,
    place: &Place,
) -> Result<(), Error> {
    let mut photos = PhotoServiceClient::new(stage.channel());
    let bytes = drawn(stage, project, percent, standing(place));
    let facts = PhotoFacts {
        stage: percent,
        size_bytes: i64::try_from(bytes.len()).unwrap_or_default(),
        sha256: digest(&SHA256, &bytes).as_ref().to_vec(),
        taken_us: stage.now_us(),
        position: standing(place),
        accuracy_m: Some(5.0),
    };
    let message = StartPhotoRequest {
        request_id: stage.id(),
        parent: project.to_owned(),
        facts: Some(facts),
    };
    let request = stage.by(account, message).await?;
    let started = photos.start_photo(request).await.map_err(told("StartPhoto"))?.into_inner();
    let name = started.photo.unwrap_or_default().name;
    let message = AppendPhotoChunkRequest {
        request_id: stage.id(),
        name: name.clone(),
        offset_bytes: 0,
        data: bytes,
    };
    let request = stage.by(account, message).await?;
    photos.append_photo_chunk(request).await.map_err(told("AppendPhotoChunk"))?;
    let message = FinishPhotoRequest { request_id: stage.id(), name };
    let request = stage.by(account, message).await?;
    photos.finish_photo(request).await.map_err(told("FinishPhoto"))?;
    Ok(())
}

/// A village's words on a flag.
pub async fn explain(
    stage: &mut Stage,
    works: &Works,
    village: &str,
    key: &str,
    note: &str,
) -> Result<(), Error> {
    let desa = works.name(village, key).and_then(|name| name.split("/projects/").next());
    let message = ExplainFlagRequest {
        request_id: stage.id(),
        name: works.flag(village, key)?.to_owned(),
        parent: desa.unwrap_or_default().to_owned(),
        note: note.to_owned(),
    };
    let request = stage.by(&format!("sekdes.{village}"), message).await?;
    let mut flags = FlagServiceClient::new(stage.channel());
    flags.explain_flag(request).await.map_err(told("ExplainFlag"))?;
    Ok(())
}

/// Two officials of the kabupaten decide a work's flag: dismissed, or one work must stop.
pub async fn decide(
    stage: &mut Stage,
    works: &Works,
    village: &str,
    key: &str,
    stopped: Option<&str>,
    note: &str,
) -> Result<(), Error> {
    let (maker, checker) = DECIDERS;
    let mut flags = FlagServiceClient::new(stage.channel());
    let name = works.flag(village, key)?.to_owned();
    let question = GetFlagRequest { name: name.clone(), parent: KABUPATEN.to_owned() };
    let request = stage.by(maker, question).await?;
    let flag = flags.get_flag(request).await.map_err(told("GetFlag"))?.into_inner();
    let flag = flag.flag.unwrap_or_default();
    let seen = |side: Option<wire::oversight::v1::FlagSide>| side.map_or(0, |s| s.geometry_rev);
    let (outcome, reason) = match stopped {
        None => (DecisionOutcome::Dismissed, DecisionReason::DifferentStretch),
        Some(_) => (DecisionOutcome::Stands, DecisionReason::SameWork),
    };
    let stopped = stopped.and_then(|key| works.name(village, key)).unwrap_or_default();
    let message = ProposeDecisionRequest {
        request_id: stage.id(),
        name,
        place: flag.place.clone(),
        outcome: outcome.into(),
        stopped_project: stopped.to_owned(),
        reason: reason.into(),
        note: note.to_owned(),
        valid_until: String::new(),
        seen_first_rev: seen(flag.first),
        seen_second_rev: seen(flag.second),
        evidence: "Berita acara peninjauan lapangan".to_owned(),
    };
    let request = stage.by(maker, message).await?;
    let proposed = flags.propose_decision(request).await.map_err(told("ProposeDecision"))?;
    let message = ConfirmDecisionRequest {
        request_id: stage.id(),
        name: proposed.into_inner().decision.unwrap_or_default().name,
        place: flag.place,
    };
    let request = stage.by(checker, message).await?;
    flags.confirm_decision(request).await.map_err(told("ConfirmDecision"))?;
    Ok(())
}
