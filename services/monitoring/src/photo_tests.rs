//! Photos as evidence: read in a child, compared with their work and with each other.

use futures_util::StreamExt as _;
use picture::{
    Exif,
    synth::{Scene, View, heavy, jpeg},
    synth_exif::tagged,
};
use ring::digest::{SHA256, digest};
use store::{Engine, engine_test};
use wire::{
    common::v1::LonLat,
    monitoring::v1::{
        self as pb, PhotoCopy, photo_service_server::PhotoService as _,
        project_service_server::ProjectService as _,
    },
};

use crate::{
    story_tests::{codes, drafted, registered},
    world::{Act, BLIMBINGSARI, SUKOJATI, World, culvert, from, told},
};

/// When the photos here are taken: a day before they are sent, 09:30 WIB.
const TAKEN: &str = "2026:03:01 09:30:00";
const TAKEN_US: i64 = 1_772_332_200_000_000;

/// An upload that is yet to be ended.
async fn uploaded(world: &World, who: &str, project: &str, stage: i32, bytes: &[u8]) -> String {
    let facts = pb::PhotoFacts {
        stage,
        size_bytes: i64::try_from(bytes.len()).unwrap(),
        sha256: digest(&SHA256, bytes).as_ref().to_vec(),
        taken_us: TAKEN_US,
        position: Some(LonLat { longitude_deg: 114.3, latitude_deg: -8.31 }),
        accuracy_m: Some(5.0),
    };
    let request = pb::StartPhotoRequest {
        request_id: world.id(),
        parent: project.to_owned(),
        facts: Some(facts),
    };
    let started = told(world.photos.start_photo(from(who, request)).await).unwrap();
    let name = started.photo.unwrap().name;
    for (n, data) in bytes.chunks(150_000).enumerate() {
        let request = pb::AppendPhotoChunkRequest {
            request_id: world.id(),
            name: name.clone(),
            offset_bytes: i64::try_from(n * 150_000).unwrap(),
            data: data.to_vec(),
        };
        told(world.photos.append_photo_chunk(from(who, request)).await).unwrap();
    }
    name
}

async fn finish(world: &World, who: &str, name: &str) -> Result<pb::Photo, Vec<String>> {
    let request = pb::FinishPhotoRequest { request_id: world.id(), name: name.to_owned() };
    told(world.photos.finish_photo(from(who, request)).await).map(|answer| answer.photo.unwrap())
}

async fn sent(
    world: &World,
    who: &str,
    project: &str,
    stage: i32,
    bytes: &[u8],
) -> Result<pb::Photo, Vec<String>> {
    let name = uploaded(world, who, project, stage, bytes).await;
    finish(world, who, &name).await
}

fn found(photo: &pb::Photo) -> Vec<String> {
    let reading = photo.reading.as_ref().unwrap();
    reading.findings.iter().map(|one| one.code.clone()).collect()
}

/// EXIF of a phone so many metres east of the culvert.
fn standing(east_m: f64) -> Exif {
    let at = domain::geo::LonLat::new(114.3 + east_m / 110_000.0, -8.31).unwrap();
    Exif {
        offset_minutes: Some(420),
        lon_e7: Some(at.lon_e7),
        lat_e7: Some(at.lat_e7),
        accuracy_mm: Some(6_000),
        ..Exif::default()
    }
}

/// A photo as a phone takes it.
fn photo(seed: u64, east_m: f64) -> Vec<u8> {
    tagged(&Scene::of(seed).jpeg(400, 300), TAKEN, &standing(east_m), 1)
}

async fn a_photo_is_compared_with_its_work(engine: Engine) {
    let world = World::new(engine).await;
    let project = drafted(&world, SUKOJATI, "a-pka", culvert(0.0)).await.name;
    let good = sent(&world, "a-pka", &project, 0, &photo(1, 10.0)).await.unwrap();
    assert_eq!(found(&good), codes(&[]));
    let reading = good.reading.unwrap();
    assert_eq!((reading.width_px, reading.height_px), (400, 300));
    assert_eq!((reading.taken_us, reading.accuracy_m), (Some(TAKEN_US), Some(6.0)));
    let east = reading.position.unwrap().longitude_deg - 114.3;
    assert!((east * 110_000.0 - 10.0).abs() < 0.1);
    let far = sent(&world, "a-pka", &project, 0, &photo(2, 400.0)).await.unwrap();
    assert_eq!(found(&far), codes(&["PHOTO_FAR_FROM_SITE", "PHOTO_PLACE_DIFFERS"]));
    let plain = Scene::of(3).jpeg(400, 300);
    let bare = sent(&world, "a-pka", &project, 0, &plain).await.unwrap();
    assert_eq!(found(&bare), codes(&["PHOTO_EXIF_MISSING"]));
    let early = tagged(&Scene::of(4).jpeg(400, 300), "2026:02:27 09:30:00", &standing(0.0), 1);
    let early = sent(&world, "a-pka", &project, 50, &early).await.unwrap();
    assert_eq!(found(&early), codes(&["PHOTO_BEFORE_STAGE", "PHOTO_TIME_DIFFERS"]));
    world.act(Act::Law("severity.photo.far_from_site", "hard")).await.unwrap();
    let no = sent(&world, "a-pka", &project, 0, &photo(5, 400.0)).await.unwrap_err();
    assert_eq!(no, codes(&["PHOTO_FAR_FROM_SITE"]), "dated law decides");
    let request =
        pb::ListPhotosRequest { parent: project, page_size: 10, page_token: String::new() };
    let page = told(world.photos.list_photos(from("a-kds", request)).await).unwrap();
    let readings = page.photos.iter().filter(|photo| photo.reading.is_some()).count();
    assert_eq!((page.photos.len(), readings), (5, 4), "the refused one stays an upload");
}

async fn a_photo_used_again_is_found_in_every_village(engine: Engine) {
    let world = World::new(engine).await;
    let (ours, _) = registered(&world, "a", 0.0).await;
    let theirs = drafted(&world, BLIMBINGSARI, "b-pka", culvert(700.0)).await.name;
    let first = sent(&world, "a-pka", &ours.name, 0, &photo(8, 5.0)).await.unwrap();
    let scene = Scene::of(8).draw(400, 300, View::default());
    for (n, edited) in [
        scene.rotate90(),
        scene.fliph(),
        scene.crop_imm(20, 15, 360, 270),
        scene.thumbnail(300, 300),
    ]
    .into_iter()
    .enumerate()
    {
        let again = sent(&world, "b-pka", &theirs, 0, &jpeg(&edited, 45)).await.unwrap();
        assert!(found(&again).contains(&"PHOTO_REUSED_WORK".to_owned()), "edit {n}: {again:?}");
        let reading = again.reading.unwrap();
        let told = reading.findings.iter().find(|f| f.code == "PHOTO_REUSED_WORK").unwrap();
        assert!(told.message.contains("Gorong-gorong RT 02"), "{}", told.message);
        assert!(reading.matches.iter().any(|one| one.photo == first.name && one.bits <= 7));
    }
    let request = pb::GetPhotoRequest { name: first.name.clone() };
    let seen = told(world.photos.get_photo(from("a-kds", request)).await).unwrap().photo.unwrap();
    assert_eq!(seen.reading.unwrap().matches.len(), 4, "the earlier one tells it too");
    let stage = sent(&world, "a-pka", &ours.name, 50, &photo(8, 6.0)).await.unwrap();
    assert!(found(&stage).contains(&"PHOTO_REUSED_STAGE".to_owned()), "{stage:?}");
    let other = sent(&world, "a-pka", &ours.name, 100, &photo(9, 5.0)).await.unwrap();
    assert_eq!(found(&other), codes(&[]), "another picture is another picture");
    world.act(Act::Law("photo.villages_max", "1")).await.unwrap();
    let sign = sent(&world, "b-pka", &theirs, 50, &photo(8, 700.0)).await.unwrap();
    assert!(found(&sign).contains(&"PHOTO_COMMON".to_owned()), "{sign:?}");
    assert!(sign.reading.unwrap().matches.is_empty(), "what is everywhere proves nothing");
}

async fn of_two_uploads_at_once_one_sees_the_other(engine: Engine) {
    let world = World::new(engine).await;
    let ours = drafted(&world, SUKOJATI, "a-pka", culvert(0.0)).await.name;
    let theirs = drafted(&world, BLIMBINGSARI, "b-pka", culvert(700.0)).await.name;
    for seed in 20..23 {
        let a = uploaded(&world, "a-pka", &ours, 0, &photo(seed, 0.0)).await;
        let b = uploaded(&world, "b-pka", &theirs, 0, &photo(seed, 700.0)).await;
        let (a, b) = tokio::join!(finish(&world, "a-pka", &a), finish(&world, "b-pka", &b));
        let reused = "PHOTO_REUSED_WORK".to_owned();
        let seen = [a.unwrap(), b.unwrap()].map(|photo| found(&photo).contains(&reused));
        assert_eq!(seen.into_iter().filter(|seen| *seen).count(), 1, "seed {seed}");
    }
}

async fn copies_for_show_tell_nothing_and_originals_go_to_the_inspectorate(engine: Engine) {
    let world = World::new(engine).await;
    let project = drafted(&world, SUKOJATI, "a-pka", culvert(0.0)).await.name;
    let bytes = photo(31, 0.0);
    let name = sent(&world, "a-pka", &project, 0, &bytes).await.unwrap().name;
    for (copy, side) in [(PhotoCopy::Show, 400), (PhotoCopy::Thumbnail, 320)] {
        let request = pb::DownloadPhotoRequest { name: name.clone(), copy: copy.into() };
        let download = world.photos.download_photo(from("a-op", request)).await.unwrap();
        let pieces: Vec<_> = download.into_inner().map(Result::unwrap).collect().await;
        let data: Vec<u8> = pieces.into_iter().flat_map(|piece| piece.data).collect();
        assert!(data.starts_with(b"\xff\xd8\xff"));
        assert!(!data.windows(4).any(|w| w == b"Exif" || w == b"SN-9"), "{copy:?}");
        let report = picture::examine(&data).unwrap().report;
        assert_eq!((report.width_px, report.exif), (side, None));
    }
    let original = |who: &'static str| {
        let request = pb::DownloadPhotoOriginalRequest { name: name.clone() };
        world.photos.download_photo_original(from(who, request))
    };
    let pieces: Vec<_> =
        original("ins").await.unwrap().into_inner().map(Result::unwrap).collect().await;
    let data: Vec<u8> = pieces.into_iter().flat_map(|piece| piece.data).collect();
    assert!(data == bytes, "byte for byte");
    for who in ["a-pka", "a-kds", "b-kds"] {
        let no = told(original(who).await.map(|answer| answer.map(|_| ()))).unwrap_err();
        assert_eq!(no, codes(&["NOT_ALLOWED"]), "{who}");
    }
}

async fn a_hostile_file_is_refused_with_its_reason(engine: Engine) {
    let world = World::new(engine).await;
    let project = drafted(&world, SUKOJATI, "a-pka", culvert(0.0)).await.name;
    let whole = photo(41, 0.0);
    let tiny = jpeg(&Scene::of(1).draw(32, 32, View::default()), 80);
    let zip = [whole.as_slice(), b"PK\x03\x04"].concat();
    let heavy = heavy(7_700, 5_190);
    for (bytes, why) in [
        (heavy.as_slice(), "PHOTO_TOO_COSTLY"),
        (&whole[..whole.len() / 2], "PHOTO_DAMAGED"),
        (&tiny, "PHOTO_TOO_SMALL"),
        (&zip, "PHOTO_POLYGLOT"),
        (b"<svg xmlns=".as_slice(), "PHOTO_KIND_UNKNOWN"),
    ] {
        let name = uploaded(&world, "a-pka", &project, 0, bytes).await;
        let request = pb::FinishPhotoRequest { request_id: world.id(), name };
        for _ in 0..2 {
            let answer = world.photos.finish_photo(from("a-pka", request.clone())).await;
            assert_eq!(told(answer).unwrap_err(), codes(&[why]), "and again the same");
        }
    }
    let request = pb::GetProjectRequest { name: project.clone() };
    let read = told(world.projects.get_project(from("a-op", request)).await).unwrap();
    assert!(read.project.unwrap().stages.is_empty());
    assert!(sent(&world, "a-pka", &project, 0, &whole).await.is_ok(), "the next one is read");
}

async fn a_machine_that_cannot_read_now_refuses_nothing_for_ever(engine: Engine) {
    let mut world = World::new(engine).await;
    let project = drafted(&world, SUKOJATI, "a-pka", culvert(0.0)).await.name;
    let name = uploaded(&world, "a-pka", &project, 0, &photo(51, 0.0)).await;
    let reader = world.photos.reader.clone();
    world.photos.reader = picture::Reader::of("/nowhere/lumbung", ["parse-worker"]);
    let request = pb::FinishPhotoRequest { request_id: world.id(), name: name.clone() };
    let no = told(world.photos.finish_photo(from("a-pka", request.clone())).await).unwrap_err();
    assert_eq!(no, codes(&["PHOTO_READER_UNAVAILABLE"]));
    world.photos.reader = reader;
    let answer = told(world.photos.finish_photo(from("a-pka", request.clone())).await).unwrap();
    let again = world.photos.finish_photo(from("a-pka", request)).await.unwrap();
    assert_eq!(again.metadata().get(edge::call::REPLAYED_HEADER).unwrap(), "1");
    assert_eq!(again.into_inner(), answer);
}

async fn a_work_that_moved_is_seen_anew(engine: Engine) {
    let world = World::new(engine).await;
    let (work, _) = registered(&world, "a", 0.0).await;
    let name = work.name.clone();
    let takes = async |stage, seed, east_m| {
        sent(&world, "a-pka", &name, stage, &photo(seed, east_m)).await.unwrap();
        world.project("a", &name).await.stages
    };
    assert_eq!(takes(0, 71, 5.0).await, [0]);
    assert_eq!(takes(50, 72, 5.0).await, [0, 50]);
    let (work, told) = world.amend("a", &work, culvert(60.0)).await.unwrap();
    assert_eq!((work.stages, told.notes.len()), (vec![0, 50], 0), "they show it as well as before");
    // In two steps it left what they show.
    let work = world.project("a", &name).await;
    let (work, told) = world.amend("a", &work, culvert(150.0)).await.unwrap();
    assert!(work.stages.is_empty() && told.notes[0].contains("0 persen"), "{:?}", told.notes);
    assert!(takes(0, 73, 5.0).await.is_empty(), "what shows the old place, sent again");
    assert_eq!(takes(0, 74, 240.0).await, [0]);
    // The site itself moved back by 90 m, and lies 180 m from where the photo was taken.
    let (work, _) = world.amend("a", &work, culvert(60.0)).await.unwrap();
    assert!(work.stages.is_empty());
    assert_eq!(takes(0, 75, 60.0).await, [0]);
    let (work, told) = world.amend("a", &work, culvert(235.0)).await.unwrap();
    assert!(work.stages.is_empty() && told.notes.len() == 1, "175 m on");
    assert_eq!(takes(0, 76, 230.0).await, [0]);
    let renamed =
        pb::ProjectContent { display_name: "Gorong-gorong RT 03".into(), ..culvert(235.0) };
    let (work, told) = world.amend("a", &work, renamed).await.unwrap();
    assert_eq!((work.stages, told.notes.len()), (vec![0], 0), "a new name moves nothing");
}

async fn uploads_that_nobody_ended_are_taken_away(engine: Engine) {
    let world = World::new(engine).await;
    let project = drafted(&world, SUKOJATI, "a-pka", culvert(0.0)).await.name;
    let kept = sent(&world, "a-pka", &project, 0, &photo(61, 0.0)).await.unwrap().name;
    let left = uploaded(&world, "a-pka", &project, 0, &photo(62, 0.0)).await;
    world.act(Act::Forge("AGE_UPLOADS")).await.unwrap();
    uploaded(&world, "a-pka", &project, 0, &photo(63, 0.0)).await;
    let get = |name: &str| {
        let request = pb::GetPhotoRequest { name: name.to_owned() };
        world.photos.get_photo(from("a-op", request))
    };
    assert_eq!(told(get(&left).await).unwrap_err(), codes(&["NOT_FOUND"]));
    assert!(get(&kept).await.is_ok());
    for forged in ["DROP_EVIDENCE", "DROP_CHUNKS_OF_EVIDENCE", "FORGE_HASH", "FORGE_REPORT"] {
        let error = world.act(Act::Forge(forged)).await.unwrap_err();
        assert_eq!(error.refusals[0].code, "APPEND_ONLY", "{forged}");
    }
}

engine_test!(
    a_photo_is_compared_with_its_work,
    a_photo_used_again_is_found_in_every_village,
    of_two_uploads_at_once_one_sees_the_other,
    copies_for_show_tell_nothing_and_originals_go_to_the_inspectorate,
    a_hostile_file_is_refused_with_its_reason,
    a_machine_that_cannot_read_now_refuses_nothing_for_ever,
    a_work_that_moved_is_seen_anew,
    uploads_that_nobody_ended_are_taken_away,
);
