//! The room's promises over its services, on both engines.

use futures_util::StreamExt as _;
use picture::{synth::Scene, synth_exif::segment};
use ring::digest::{SHA256, digest};
use store::{Engine, engine_test};
use wire::monitoring::v1::{
    self as pb, photo_service_server::PhotoService as _,
    project_service_server::ProjectService as _,
};

use crate::world::{Act, BLIMBINGSARI, SUKOJATI, World, culvert, from, site, told};

/// Names and marks a project in a request of its kind.
macro_rules! call {
    ($world:expr, $verb:ident, $request:ident, $who:expr, $project:expr $(, $field:ident: $value:expr)*) => {
        told($world.projects.$verb(from($who, pb::$request {
            request_id: $world.id(),
            name: $project.name.clone(),
            etag: $project.etag.clone(),
            $($field: $value,)*
        })).await)
    };
}

pub async fn drafted(
    world: &World,
    desa: &str,
    who: &str,
    content: pb::ProjectContent,
) -> pb::Project {
    let request = pb::CreateProjectRequest {
        request_id: world.id(),
        parent: format!("desa/{desa}/tahun/2026"),
        content: Some(content),
    };
    told(world.projects.create_project(from(who, request)).await).unwrap().project.unwrap()
}

/// Drafts, submits and registers a culvert of a village, `a` or `b`.
pub async fn registered(
    world: &World,
    side: &str,
    east_m: f64,
) -> (pb::Project, pb::ScreeningResult) {
    let desa = if side == "a" { SUKOJATI } else { BLIMBINGSARI };
    let (pka, sek) = (format!("{side}-pka"), format!("{side}-sek"));
    let draft = drafted(world, desa, &pka, culvert(east_m)).await;
    let submitted = call!(world, submit_project, SubmitProjectRequest, &pka, draft);
    let submitted = submitted.unwrap().project.unwrap();
    let done = call!(world, register_project, RegisterProjectRequest, &sek, submitted).unwrap();
    (done.project.unwrap(), done.screening.unwrap())
}

async fn project(world: &World, who: &str, name: &str) -> pb::Project {
    let request = pb::GetProjectRequest { name: name.to_owned() };
    told(world.projects.get_project(from(who, request)).await).unwrap().project.unwrap()
}

pub fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

async fn two_persons_register_a_project_and_the_gate_clears_it(engine: Engine) {
    let world = World::new(engine).await;
    let draft = drafted(&world, SUKOJATI, "a-op", culvert(0.0)).await;
    let content = draft.content.as_ref().unwrap();
    assert_eq!(content.work_class, "culvert", "taken from the kegiatan");
    assert_eq!(content.sites, culvert(0.0).sites);
    let submitted = call!(world, submit_project, SubmitProjectRequest, "a-pka+sek", draft);
    let submitted = submitted.unwrap().project.unwrap();
    let alone = call!(world, register_project, RegisterProjectRequest, "a-pka+sek", submitted);
    assert_eq!(alone.unwrap_err(), codes(&["SAME_SIGNER"]));
    let late = call!(world, register_project, RegisterProjectRequest, "a-sek", draft);
    assert_eq!(late.unwrap_err(), codes(&["ETAG_MISMATCH"]));
    let done = call!(world, register_project, RegisterProjectRequest, "a-sek", submitted);
    let done = done.unwrap();
    let screening = done.screening.unwrap();
    assert!(screening.cleared && screening.blocks.is_empty());
    assert!(screening.notes[0].contains("0 persen"));
    let project = done.project.unwrap();
    assert_eq!(project.registered_by_display_name, "a-sek");
    assert!(project.gate.unwrap().cleared);
    let again = call!(world, update_project, UpdateProjectRequest, "a-op", submitted,
        content: Some(culvert(9.0)));
    assert_eq!(again.unwrap_err(), codes(&["ETAG_MISMATCH"]));
}

async fn every_unmet_rule_of_a_signature_is_told_at_once(engine: Engine) {
    let world = World::new(engine).await;
    let mut content = culvert(0.0);
    content.sites = vec![site(0.0, 10), site(300.0, 20)];
    content.sites[1].accuracy_m = Some(60.0);
    let draft = drafted(&world, SUKOJATI, "a-pka", content).await;
    let no = call!(world, submit_project, SubmitProjectRequest, "a-pka", draft).unwrap_err();
    assert_eq!(no, codes(&["SITE_AMOUNTS_DIFFER", "SITE_ACCURACY_POOR"]));
    let mut vague = culvert(0.0);
    vague.kegiatan = "01.01.01".into();
    vague.sites.clear();
    let request = pb::CreateProjectRequest {
        request_id: world.id(),
        parent: format!("desa/{SUKOJATI}/tahun/2026"),
        content: Some(vague),
    };
    let no = told(world.projects.create_project(from("a-op", request)).await).unwrap_err();
    assert_eq!(no, codes(&["WORK_CLASS_REQUIRED"]));
    let bad = pb::CreateProjectRequest {
        request_id: world.id(),
        parent: "desa/x".into(),
        content: Some(pb::ProjectContent::default()),
    };
    let no = told(world.projects.create_project(from("a-op", bad)).await).unwrap_err();
    assert!(no.len() >= 5, "every bad field: {no:?}");
}

async fn a_twin_of_the_neighbour_is_flagged_on_both_sides(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, _) = registered(&world, "a", 0.0).await;
    let (theirs, screening) = registered(&world, "b", 9.0).await;
    assert!(!screening.cleared);
    let found = &screening.blocks[0];
    assert_eq!(found.project, ours.name);
    assert!(found.flag.starts_with("flags/") && !found.evidence.is_empty());
    assert!((8_000..10_000).contains(&found.distance_mm), "{}", found.distance_mm);
    for (who, name) in [("a-kds", &ours.name), ("b-kds", &theirs.name)] {
        let gate = project(&world, who, name).await.gate.unwrap();
        assert_eq!((gate.open_flags, gate.cleared), (1, false));
    }
    let request = pb::GetProjectRequest { name: ours.name };
    let no = told(world.projects.get_project(from("b-kds", request)).await).unwrap_err();
    assert_eq!(no, codes(&["NOT_ALLOWED"]));
}

async fn an_amendment_needs_two_persons_and_is_screened_anew(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, _) = registered(&world, "a", 0.0).await;
    let (theirs, _) = registered(&world, "b", 9.0).await;
    let away = || Some(culvert(700.0));
    let amended = call!(world, amend_site, AmendSiteRequest, "b-pka", theirs,
        content: away(), note: "Titik keliru".into());
    let waiting = amended.unwrap().project.unwrap();
    assert!(waiting.pending_amendment.is_some() && waiting.geometry_rev == 1);
    let twice = call!(world, amend_site, AmendSiteRequest, "b-pka", waiting,
        content: away(), note: "Lagi".into());
    assert_eq!(twice.unwrap_err(), codes(&["AMENDMENT_PENDING"]));
    let done = call!(world, confirm_amendment, ConfirmAmendmentRequest, "b-sek", waiting,
        reject: false);
    let done = done.unwrap();
    assert!(done.screening.unwrap().cleared);
    assert_eq!(done.project.unwrap().geometry_rev, 2);
    let gate = project(&world, "a-kds", &ours.name).await.gate.unwrap();
    assert!(gate.cleared && gate.open_flags == 0, "the neighbour is free again");
    let rejected = call!(world, amend_site, AmendSiteRequest, "a-pka",
        project(&world, "a-pka", &ours.name).await, content: away(), note: "Coba".into());
    let rejected = rejected.unwrap().project.unwrap();
    let kept = call!(world, confirm_amendment, ConfirmAmendmentRequest, "a-sek", rejected,
        reject: true);
    let kept = kept.unwrap().project.unwrap();
    assert!(kept.pending_amendment.is_none() && kept.geometry_rev == 1);
    assert!(kept.gate.unwrap().cleared);
}

async fn new_rules_void_a_clearance_until_the_project_is_screened_anew(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, _) = registered(&world, "a", 0.0).await;
    assert!(ours.gate.as_ref().unwrap().cleared);
    world.act(Act::NewRules).await.unwrap();
    let void = project(&world, "a-kds", &ours.name).await.gate.unwrap();
    assert_eq!((void.cleared, void.clearance_rule_rev), (false, 1), "by rules of the past");
    let request = pb::RescreenProjectRequest { request_id: world.id(), name: ours.name.clone() };
    let anew = told(world.projects.rescreen_project(from("a-sek", request)).await).unwrap();
    assert!(anew.screening.unwrap().cleared);
    let gate = project(&world, "a-kds", &ours.name).await.gate.unwrap();
    assert_eq!((gate.cleared, gate.clearance_rule_rev), (true, 2));
}

async fn every_site_has_its_claim_and_one_that_moved_without_it_is_found(engine: Engine) {
    let world = World::new(engine).await;
    drafted(&world, SUKOJATI, "a-pka", culvert(40.0)).await;
    registered(&world, "a", 0.0).await;
    let (theirs, _) = registered(&world, "b", 9.0).await;
    let amended = call!(world, amend_site, AmendSiteRequest, "b-pka", theirs,
        content: Some(culvert(6.0)), note: "Titik keliru".into());
    let waiting = amended.unwrap().project.unwrap();
    let differences = async || {
        let sweep = gate::sweep::read(&world.test.store, &domain::Place::platform()).await.unwrap();
        sweep.compare().differences
    };
    assert_eq!(differences().await, [], "while an amendment waits");
    let done = call!(world, confirm_amendment, ConfirmAmendmentRequest, "b-sek", waiting,
        reject: false);
    assert!(done.is_ok());
    assert_eq!(differences().await, []);
    world.act(Act::Forge("MOVE_SITES")).await.unwrap();
    let found = differences().await;
    let kinds: Vec<_> = found.iter().map(|one| (one.kind, one.slips)).collect();
    assert_eq!(kinds, [(gate::sweep::Kind::Claim, true)], "a draft has no money");
    assert!(found[0].names[0].starts_with("desa/35.10.25.2010/projects/"));
}

async fn a_cancelled_project_leaves_the_register(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, _) = registered(&world, "a", 0.0).await;
    let (theirs, _) = registered(&world, "b", 9.0).await;
    let proposed = call!(world, cancel_project, CancelProjectRequest, "b-pka", theirs,
        note: "Dikerjakan desa sebelah".into());
    let proposed = proposed.unwrap().project.unwrap();
    assert!(proposed.cancellation_pending);
    let done = call!(world, confirm_cancellation, ConfirmCancellationRequest, "b-kds", proposed,
        reject: false);
    let state = done.unwrap().project.unwrap().state;
    assert_eq!(state, i32::from(pb::ProjectState::Cancelled));
    assert!(project(&world, "a-kds", &ours.name).await.gate.unwrap().cleared);
    let draft = drafted(&world, SUKOJATI, "a-pka", culvert(900.0)).await;
    let at_once =
        call!(world, cancel_project, CancelProjectRequest, "a-pka", draft, note: "Batal".into());
    let state = at_once.unwrap().project.unwrap().state;
    assert_eq!(state, i32::from(pb::ProjectState::Cancelled));
    let list = pb::ListProjectsRequest {
        parent: format!("desa/{SUKOJATI}/tahun/2026"),
        state: pb::ProjectState::Registered.into(),
        page_size: 10,
        page_token: String::new(),
    };
    let page = told(world.projects.list_projects(from("a-op", list)).await).unwrap();
    assert_eq!(page.projects.len(), 1);
    assert_eq!(page.projects[0].name, ours.name);
}

async fn projects_are_listed_page_by_page(engine: Engine) {
    let world = World::new(engine).await;
    let mut made = Vec::new();
    for n in 0..5_u8 {
        made.push(drafted(&world, SUKOJATI, "a-op", culvert(f64::from(n))).await.name);
    }
    let (mut token, mut seen) = (String::new(), Vec::new());
    loop {
        let request = pb::ListProjectsRequest {
            parent: format!("desa/{SUKOJATI}"),
            state: 0,
            page_size: 2,
            page_token: token,
        };
        let page = told(world.projects.list_projects(from("a-op", request)).await).unwrap();
        seen.extend(page.projects.into_iter().map(|project| project.name));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    seen.sort();
    made.sort();
    assert_eq!(seen, made);
}

/// A picture of so many bytes, filled up by comments.
fn picture(size: usize) -> Vec<u8> {
    let mut picture = Scene::of(1).jpeg(320, 240);
    while let Some(missing) = size.checked_sub(picture.len()).filter(|missing| *missing > 0) {
        // Four bytes of a comment are its own; what is left must be none or a whole one.
        let body = if missing > 60_000 { 50_000 } else { missing - 4 };
        picture = segment(&picture, 0xfe, &vec![b'.'; body]);
    }
    picture
}

async fn started(world: &World, project: &str, data: &[u8], size: usize) -> pb::Photo {
    let request = pb::StartPhotoRequest {
        request_id: world.id(),
        parent: project.to_owned(),
        facts: Some(pb::PhotoFacts {
            stage: 0,
            size_bytes: i64::try_from(size).unwrap(),
            sha256: digest(&SHA256, data).as_ref().to_vec(),
            taken_us: 1_772_000_000_000_000,
            position: None,
            accuracy_m: Some(4.5),
        }),
    };
    told(world.photos.start_photo(from("a-pka", request)).await).unwrap().photo.unwrap()
}

async fn sent(
    world: &World,
    who: &str,
    name: &str,
    at: usize,
    data: &[u8],
) -> Result<i64, Vec<String>> {
    let request = pb::AppendPhotoChunkRequest {
        request_id: world.id(),
        name: name.to_owned(),
        offset_bytes: i64::try_from(at).unwrap(),
        data: data.to_vec(),
    };
    told(world.photos.append_photo_chunk(from(who, request)).await)
        .map(|answer| answer.next_offset_bytes)
}

async fn finished(world: &World, name: &str) -> Result<pb::Photo, Vec<String>> {
    let request = pb::FinishPhotoRequest { request_id: world.id(), name: name.to_owned() };
    told(world.photos.finish_photo(from("a-pka", request)).await)
        .map(|answer| answer.photo.unwrap())
}

async fn a_photo_comes_in_pieces_and_goes_out_as_it_came(engine: Engine) {
    let world = World::new(engine).await;
    let project_name = drafted(&world, SUKOJATI, "a-pka", culvert(0.0)).await.name;
    let data = picture(300_000);
    let name = started(&world, &project_name, &data, data.len()).await.name;
    assert_eq!(sent(&world, "a-pka", &name, 0, &data[..150_000]).await, Ok(150_000));
    assert_eq!(sent(&world, "a-pka", &name, 0, &data[..150_000]).await, Ok(150_000), "again");
    assert_eq!(sent(&world, "a-pka", &name, 20, &data[20..900]).await, Ok(150_000), "a part again");
    let other = sent(&world, "a-pka", &name, 0, &data[1..150_001]).await;
    assert_eq!(other, Err(codes(&["PHOTO_OFFSET_WRONG"])), "other bytes are not the same piece");
    assert_eq!(
        sent(&world, "a-pka", &name, 160_000, &data[160_000..]).await,
        Err(codes(&["PHOTO_OFFSET_WRONG"]))
    );
    assert_eq!(
        sent(&world, "a-op", &name, 150_000, &data[150_000..]).await,
        Err(codes(&["NOT_FOUND"]))
    );
    assert_eq!(finished(&world, &name).await.unwrap_err(), codes(&["PHOTO_INCOMPLETE"]));
    assert!(project(&world, "a-op", &project_name).await.stages.is_empty());
    assert_eq!(sent(&world, "a-pka", &name, 150_000, &data[150_000..]).await, Ok(300_000));
    let photo = finished(&world, &name).await.unwrap();
    assert_eq!(photo.media_type, "image/jpeg");
    assert_eq!(finished(&world, &name).await.unwrap_err(), codes(&["PHOTO_FINISHED"]));
    assert_eq!(project(&world, "a-op", &project_name).await.stages, [0]);
    let request = pb::DownloadPhotoOriginalRequest { name: name.clone() };
    let download = world.photos.download_photo_original(from("ins", request));
    let pieces: Vec<_> = download.await.unwrap().into_inner().map(Result::unwrap).collect().await;
    assert!(pieces.iter().all(|piece| piece.data.len() <= 64 * 1024));
    assert_eq!(pieces.concat_bytes(), data);
    for forged in ["FORGE_CHUNK", "FORGE_PHOTO"] {
        let error = world.act(Act::Forge(forged)).await.unwrap_err();
        assert_eq!(error.refusals[0].code, "APPEND_ONLY", "{forged}");
    }
    let request =
        pb::ListPhotosRequest { parent: project_name, page_size: 1, page_token: String::new() };
    let page = told(world.photos.list_photos(from("a-op", request)).await).unwrap();
    assert_eq!((page.photos.len(), page.photos[0].accuracy()), (1, Some(4.5)));
}

/// Small looks at messages.
trait Bytes {
    fn concat_bytes(&self) -> Vec<u8>;
}

impl Bytes for Vec<pb::DownloadPhotoOriginalResponse> {
    fn concat_bytes(&self) -> Vec<u8> {
        self.iter().flat_map(|piece| piece.data.clone()).collect()
    }
}

trait Accuracy {
    fn accuracy(&self) -> Option<f64>;
}

impl Accuracy for pb::Photo {
    fn accuracy(&self) -> Option<f64> {
        self.facts.as_ref()?.accuracy_m
    }
}

async fn a_damaged_or_foreign_file_is_no_photo(engine: Engine) {
    let world = World::new(engine).await;
    let project_name = drafted(&world, SUKOJATI, "a-pka", culvert(0.0)).await.name;
    let data = b"#!/bin/sh echo halo".to_vec();
    let name = started(&world, &project_name, b"another file", data.len()).await.name;
    sent(&world, "a-pka", &name, 0, &data).await.unwrap();
    let no = finished(&world, &name).await.unwrap_err();
    assert_eq!(no, codes(&["PHOTO_HASH_DIFFERS", "PHOTO_KIND_UNKNOWN"]));
    let request = pb::DownloadPhotoRequest { name, copy: 0 };
    let download = world.photos.download_photo(from("a-kds", request)).await.map(|_| Status);
    assert!(download.is_err(), "what is not finished is not served");
    let long = sent(&world, "a-pka", &format!("{project_name}/photos/x"), 0, &[0; 200_000]).await;
    assert_eq!(long.unwrap_err(), codes(&["FIELD_MALFORMED", "NUMBER_OUT_OF_RANGE"]));
}

struct Status;

async fn drafts_of_two_villages_on_one_spot_tell_both(engine: Engine) {
    let world = World::new(engine).await;
    let create = |who: &'static str, desa: &str, east_m: f64| {
        let request = pb::CreateProjectRequest {
            request_id: world.id(),
            parent: format!("desa/{desa}/tahun/2026"),
            content: Some(culvert(east_m)),
        };
        world.projects.create_project(from(who, request))
    };
    let ours = told(create("a-pka", SUKOJATI, 0.0).await).unwrap();
    assert!(ours.neighbours.is_empty());
    let theirs = told(create("b-pka", BLIMBINGSARI, 9.0).await).unwrap();
    assert_eq!(theirs.neighbours[0].project, ours.project.clone().unwrap().name);
    assert!(theirs.neighbours[0].flag.is_empty() && theirs.project.unwrap().gate.is_none());
    let draft = ours.project.unwrap();
    let again = call!(world, update_project, UpdateProjectRequest, "a-pka", draft,
        content: Some(culvert(1.0)));
    let again = again.unwrap();
    assert_eq!(again.neighbours.len(), 1, "and from the other side");
    let again = again.project.unwrap();
    let gone = call!(world, cancel_project, CancelProjectRequest, "a-pka", again,
        note: "Tidak jadi".into());
    assert!(gone.is_ok());
    assert!(told(create("b-pka", BLIMBINGSARI, 60.0).await).unwrap().neighbours.len() <= 1);
    let third = told(create("a-pka", SUKOJATI, -40.0).await).unwrap();
    assert!(third.neighbours.iter().all(|one| !one.project.contains(SUKOJATI)), "it is forgotten");
}

engine_test!(
    drafts_of_two_villages_on_one_spot_tell_both,
    two_persons_register_a_project_and_the_gate_clears_it,
    every_unmet_rule_of_a_signature_is_told_at_once,
    a_twin_of_the_neighbour_is_flagged_on_both_sides,
    an_amendment_needs_two_persons_and_is_screened_anew,
    new_rules_void_a_clearance_until_the_project_is_screened_anew,
    every_site_has_its_claim_and_one_that_moved_without_it_is_found,
    a_cancelled_project_leaves_the_register,
    projects_are_listed_page_by_page,
    a_photo_comes_in_pieces_and_goes_out_as_it_came,
    a_damaged_or_foreign_file_is_no_photo,
);
