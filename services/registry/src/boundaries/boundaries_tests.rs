//! Boundaries loaded from files and asked for, on both engines.

use std::path::PathBuf;

use domain::{Day, Error, Place, geo::LonLat};
use serde::Serialize;
use store::{Command, Engine, Tx, args, engine_test};
use tonic::Request;
use wire::registry::v1::{
    self as api, get_boundary_request, locate_desa_request::Boundaries,
    registry_service_server::RegistryService as _,
};

use super::*;
use crate::{
    data::{self, BOUNDARIES, BOUNDARIES_SOURCE},
    refusal::BOUNDARIES_EXIST,
    registry_tests::{World, reason},
};

/// In Sambimulyo today, in Bangorejo by those of 2020.
const MOVED: LonLat = LonLat { lon_e7: 1_141_692_030, lat_e7: -85_218_170 };
const SAMBIMULYO: &str = "desa/35.10.02.2006";
const BEFORE: &str = "desa/35.10.02.2004";

store::statements! {
    FORGE: cross_desa("test") = "UPDATE registry_boundary SET west_e7 = west_e7 - 1";
    FORGE_DAY: cross_desa("test") = "UPDATE registry_boundary_version SET valid_from = 0";
}

#[derive(Serialize)]
struct Forge(bool);

impl Command for Forge {
    const METHOD: &'static str = "test/Forge";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.exec(if self.0 { &FORGE } else { &FORGE_DAY }, args![]).await.map(|_| ())
    }
}

fn day(year: i32) -> Day {
    Day::from_ymd(year, 1, 1)
}

impl World {
    async fn load(&self, geojson: &[u8], from: Day) -> Result<ImportReport, ImportFailure> {
        import(&self.store, geojson, from, BOUNDARIES_SOURCE, |_, _| {}).await
    }

    async fn locate(&self, at: LonLat, under: Option<Boundaries>) -> api::LocateDesaResponse {
        let position = Some(edge::convert::lon_lat_message(at));
        let request = api::LocateDesaRequest { position, boundaries: under };
        self.registry.locate_desa(Request::new(request)).await.unwrap().into_inner()
    }
}

fn on(day: &str) -> Option<Boundaries> {
    Some(Boundaries::Day(day.to_owned()))
}

fn under(report: &ImportReport) -> Option<Boundaries> {
    Some(Boundaries::BoundaryVersion(version_name(report.version.uuid())))
}

/// Files that a fresh clone does not have; `None`, said in one line, when they are not there.
fn further(file: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/banyuwangi");
    let read = std::fs::read(folder.join(file));
    let must = std::env::var("CI").is_ok_and(|ci| ci == "true");
    match read {
        Ok(bytes) => Some(bytes),
        Err(error) if must => panic!("{file} must be there when CI=true: {error}"),
        Err(_) => {
            println!("not run: {file} is not in ../shared/data/banyuwangi");
            None
        }
    }
}

engine_test! {
    every_village_lies_in_its_own_boundary,
    two_vintages_disagree_and_each_day_has_its_own,
    a_bad_file_loads_nothing_and_a_good_one_only_once,
    a_newer_version_of_some_villages_leaves_the_others,
}

async fn every_village_lies_in_its_own_boundary(engine: Engine) {
    let world = World::new(engine).await;
    let anywhere = world.locate(MOVED, None).await;
    assert_eq!(anywhere.locating(), api::Locating::NotChecked, "no boundary is known yet");

    let report = world.load(BOUNDARIES, day(2023)).await.unwrap();
    // The file has 29,580 positions; six repeat the one before them.
    assert_eq!((report.desa_count, report.vertex_count), (217, 29_574));
    assert!(report.missing.is_empty());
    let all = data::reference().unwrap();
    for village in all.wilayah.values().filter(|place| place.is_village()) {
        let at = LonLat { lon_e7: village.lon_e7.unwrap(), lat_e7: village.lat_e7.unwrap() };
        let found = world.locate(at, None).await;
        assert_eq!(found.locating(), api::Locating::Inside, "{}", village.code);
        assert_eq!(found.desa, [format!("desa/{}", village.code)]);
        assert_eq!(found.boundary_version, version_name(report.version.uuid()));
    }
    assert_eq!(world.locate(MOVED, on("2022-12-31")).await.locating(), api::Locating::NotChecked);

    // On the Strait of Bali, east of Kampungmandar's shore.
    let sea = LonLat { lon_e7: 1_144_300_000, lat_e7: -82_500_000 };
    let outside = world.locate(sea, None).await;
    assert_eq!(outside.locating(), api::Locating::Outside);
    assert!((1_000_000..20_000_000).contains(&outside.distance_mm), "{}", outside.distance_mm);
    assert!(outside.nearest_desa.starts_with("desa/35.10."));

    let request = api::GetBoundaryRequest { name: "desa/35.10.25.2010".into(), boundaries: None };
    let found = world.registry.get_boundary(Request::new(request)).await.unwrap().into_inner();
    let wrapped = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature",
            "properties":{{"code":"35.10.25.2010","name":"Sukojati"}},"geometry":{}}}]}}"#,
        found.geojson
    );
    let (again, bad) = parse(wrapped.as_bytes(), all, |_, _| {}).unwrap();
    let (first, _) = parse(BOUNDARIES, all, |_, _| {}).unwrap();
    let first = first.into_iter().find(|f| f.desa.as_str() == "35.10.25.2010").unwrap();
    assert!(bad.is_empty());
    assert_eq!(again[0].area, first.area, "what is answered is what was loaded");
}

async fn two_vintages_disagree_and_each_day_has_its_own(engine: Engine) {
    let (Some(raw), Some(old)) =
        (further("boundaries.geojson"), further("boundaries_cod2020.geojson"))
    else {
        return;
    };
    let world = World::new(engine).await;
    let old = world.load(&old, day(2020)).await.unwrap();
    let raw = world.load(&raw, day(2023)).await.unwrap();
    assert_eq!((old.desa_count, old.vertex_count), (217, 49_544));
    assert_eq!((raw.desa_count, raw.vertex_count), (217, 28_575));
    for (boundaries, desa, version) in [
        (None, SAMBIMULYO, &raw),
        (on("2023-01-01"), SAMBIMULYO, &raw),
        (on("2022-12-31"), BEFORE, &old),
        (under(&old), BEFORE, &old),
        (under(&raw), SAMBIMULYO, &raw),
    ] {
        let found = world.locate(MOVED, boundaries).await;
        assert_eq!(found.desa, [desa]);
        assert_eq!(found.boundary_version, version_name(version.version.uuid()));
    }
    assert_eq!(world.locate(MOVED, on("2019-12-31")).await.locating(), api::Locating::NotChecked);

    let mut moved = 0;
    for village in data::reference().unwrap().wilayah.values().filter(|place| place.is_village()) {
        let at = LonLat { lon_e7: village.lon_e7.unwrap(), lat_e7: village.lat_e7.unwrap() };
        let name = format!("desa/{}", village.code);
        assert_eq!(world.locate(at, under(&raw)).await.desa, std::slice::from_ref(&name));
        moved += u32::from(world.locate(at, under(&old)).await.desa != [name]);
    }
    assert_eq!(moved, 8, "villages whose point the older vintage gives to another");

    let listed = api::ListBoundaryVersionsRequest { page_size: 1, ..Default::default() };
    let listed = world.registry.list_boundary_versions(Request::new(listed)).await.unwrap();
    let listed = listed.into_inner();
    assert_eq!(listed.boundary_versions[0].valid_from, "2023-01-01");
    assert_eq!(listed.boundary_versions[0].digest.len(), 32);
    let page_token = listed.next_page_token;
    let rest = api::ListBoundaryVersionsRequest { page_size: 9, page_token };
    let rest = world.registry.list_boundary_versions(Request::new(rest)).await.unwrap();
    assert_eq!(rest.into_inner().boundary_versions[0].valid_from, "2020-01-01");
}

async fn a_bad_file_loads_nothing_and_a_good_one_only_once(engine: Engine) {
    let world = World::new(engine).await;
    let text = std::str::from_utf8(BOUNDARIES).unwrap();
    let broken = text.replacen("\"35.10.01.2002\"", "\"35.10.01.9999\"", 1).replacen(
        "\"35.10.25.2010\"",
        "\"35.10.25.2003\"",
        1,
    );
    let failure = world.load(broken.as_bytes(), day(2023)).await.unwrap_err();
    let ImportFailure::Features(bad) = &failure else { panic!("{failure}") };
    let reasons: Vec<&str> = bad.iter().map(|b| b.refusal.code.as_ref()).collect();
    assert_eq!(reasons, ["BOUNDARY_CODE_UNKNOWN", "BOUNDARY_CODE_TWICE"]);
    assert!(failure.to_string().contains("35.10.01.9999 Pesanggaran"));
    assert_eq!(world.locate(MOVED, None).await.locating(), api::Locating::NotChecked);

    let mut heard = 0;
    import(&world.store, BOUNDARIES, day(2023), "BIG", |_, of| heard = of).await.unwrap();
    assert_eq!(heard, 217);
    let again = world.load(BOUNDARIES, day(2023)).await.unwrap_err();
    let ImportFailure::Refused(error) = &again else { panic!("{again}") };
    assert!(error.has(&BOUNDARIES_EXIST));
    world.load(BOUNDARIES, day(2024)).await.unwrap();
    let nobody = import(&world.store, BOUNDARIES, day(2025), "", |_, _| {}).await;
    assert!(matches!(nobody, Err(ImportFailure::Refused(_))));

    // What is loaded is never changed.
    for forge in [true, false] {
        assert!(world.store.execute_once(None, Forge(forge)).await.is_err());
    }
    let unknown =
        Some(get_boundary_request::Boundaries::BoundaryVersion(version_name(uuid::Uuid::nil())));
    let request = api::GetBoundaryRequest { name: SAMBIMULYO.into(), boundaries: unknown };
    let refused = world.registry.get_boundary(Request::new(request)).await.unwrap_err();
    assert_eq!(reason(&refused), "NOT_FOUND");
}

async fn a_newer_version_of_some_villages_leaves_the_others(engine: Engine) {
    let world = World::new(engine).await;
    let full = world.load(BOUNDARIES, day(2023)).await.unwrap();
    // Sambimulyo shrinks to a square elsewhere in it; its old point is nobody's then.
    let one = r#"{"type":"FeatureCollection","features":[{"type":"Feature",
        "properties":{"code":"35.10.02.2006","name":"Sambimulyo"},"geometry":{"type":"Polygon",
        "coordinates":[[[114.15,-8.51],[114.15,-8.50],[114.16,-8.50],[114.16,-8.51],[114.15,-8.51]]]}}]}"#;
    let part = world.load(one.as_bytes(), day(2025)).await.unwrap();
    assert_eq!(part.missing.len(), 216);
    let found = world.locate(MOVED, None).await;
    assert_eq!(found.locating(), api::Locating::Outside);
    assert_eq!(world.locate(MOVED, on("2024-12-31")).await.desa, [SAMBIMULYO]);
    let corner = LonLat { lon_e7: 1_141_500_000, lat_e7: -85_100_000 };
    let found = world.locate(corner, None).await;
    assert!(found.desa.contains(&SAMBIMULYO.to_owned()), "a corner belongs to it");
    let sukojati = data::reference().unwrap().village("35.10.25.2010").unwrap().0;
    let at = LonLat { lon_e7: sukojati.lon_e7.unwrap(), lat_e7: sukojati.lat_e7.unwrap() };
    let found = world.locate(at, None).await;
    assert_eq!(found.desa, ["desa/35.10.25.2010"]);
    assert_eq!(found.boundary_version, version_name(full.version.uuid()));
}
