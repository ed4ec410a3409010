//! The scenarios that such a system is known by, each by its name and over the services.
//! Further ones by the same names stand in the gate: `scenario_tests`, `declared_tests`,
//! `judge_tests`.

use domain::{DesaId, Rupiah, Tahun, WorkClass, ids::ProjectId};
use gate::{ClaimKind, Facts, Footprint, Intervention, Owner};
use picture::synth::Scene;
use store::{Engine, engine_test};
use uuid::Uuid;
use wire::monitoring::v1::{self as pb, photo_service_server::PhotoService as _};

use crate::{
    steps::{area, at, codes, levels, line, point, work, works},
    world::{Act, BLIMBINGSARI, On, World, from, told},
};

engine_test!(
    ngawi_two_sites,
    bulacan_equal_cost,
    left_and_right_drain_of_one_road,
    road_segments_end_to_end_and_overlapping,
    mck_at_a_school_against_school_rehabilitation,
    well_inside_a_market_polygon,
    project_renamed_next_year,
    carry_over,
    a_continuation_takes_what_was_left_by_an_approved_dpa,
    cancelled_then_proposed_again,
    coordinates_corrected_after_clearance,
    langkat_overlay,
    a_declared_relation_that_is_untrue_is_refused,
    a_village_names_the_claim_of_another_owner,
);

/// The same with the scorecard in force, which may tell what rule set 1 holds and is never silent.
mod by_card {
    use store::{Engine, engine_test};

    use crate::world::On;

    /// Runs scenarios of the module around.
    macro_rules! scenarios {
        ($($name:ident),* $(,)?) => {
            $(async fn $name(engine: Engine) {
                super::$name(On { engine, by_card: true }).await;
            })*

            engine_test!($($name),*);
        };
    }

    scenarios!(
        ngawi_two_sites,
        bulacan_equal_cost,
        left_and_right_drain_of_one_road,
        road_segments_end_to_end_and_overlapping,
        mck_at_a_school_against_school_rehabilitation,
        well_inside_a_market_polygon,
        project_renamed_next_year,
        carry_over,
        cancelled_then_proposed_again,
        coordinates_corrected_after_clearance,
        langkat_overlay,
    );
}

/// What a screening holds, and by the scorecard what it tells as well.
fn found<'s>(world: &World, screening: &'s pb::ScreeningResult) -> Vec<&'s pb::PairFinding> {
    let told = screening.warnings.iter().filter(|_| world.by_card);
    screening.blocks.iter().chain(told).collect()
}

fn measured(content: pb::ProjectContent, metres: i64) -> pb::ProjectContent {
    pb::ProjectContent { volume_e4: metres * 10_000, unit: "m".into(), ..content }
}

/// A path so many metres along a street that runs east, `north_m` north of the middle.
fn path(from_m: f64, to_m: f64, north_m: f64) -> wire::common::v1::Shape {
    line(&[at(from_m, north_m), at(to_m, north_m)])
}

async fn ngawi_two_sites(on: impl Into<On>) {
    let world = World::of_banyuwangi(on).await;
    // Two places in one package, 590 m reported once; drawn at one place only, it is told.
    let once = measured(work("road", "Rabat beton dua dusun", path(0.3, 295.3, 0.0)), 590);
    let draft = world.draft("a", 2026, once).await.unwrap();
    assert_eq!(codes(&draft.doubts), ["SITE_LENGTH_DIFFERS"]);
    let shapes = vec![path(0.3, 295.3, 0.0), path(0.3, 295.3, 700.0)];
    let both = measured(works("road", "Rabat beton dua dusun", shapes), 590);
    let (ours, screening) = world.register("a", 2026, both.clone()).await.unwrap();
    assert!(screening.cleared);
    assert_eq!(ours.content.unwrap().sites.len(), 2);
    assert_eq!(codes(&ours.doubts), Vec::<&str>::new());
    // The second place alone, from another fund: found although it is one of two.
    let again =
        measured(work("road", "Jalan lingkungan Dusun Krajan", path(20.3, 280.3, 700.0)), 260);
    let (_, screening) = world.register("b", 2026, again).await.unwrap();
    let found = found(&world, &screening);
    assert_eq!(found.len(), 1);
    assert!(levels(found[0]).contains(&"line_overlap"));
    let mut uneven = both;
    uneven.amount = Some(wire::common::v1::Rupiah { sen: 199 });
    let draft = world.draft("a", 2026, uneven).await.unwrap();
    assert_eq!(world.submit("a", &draft).await.unwrap_err(), ["SITE_AMOUNTS_DIFFER"]);
}

async fn bulacan_equal_cost(on: impl Into<On>) {
    let world = World::new(on).await;
    let dike = |east_m: f64, title| work("retaining_wall", title, path(east_m, east_m + 80.0, 0.0));
    world.register("a", 2026, dike(0.3, "Tembok penahan A")).await.unwrap();
    let (_, far) = world.register("b", 2026, dike(900.3, "Tembok penahan B")).await.unwrap();
    assert!(far.cleared && far.warnings.is_empty(), "an equal cost alone says nothing");
    let (_, near) = world.register("b", 2026, dike(10.3, "Talud Dusun Krajan")).await.unwrap();
    assert!(!near.cleared);
    assert!(levels(&near.blocks[0]).contains(&"amount_same"));
}

async fn left_and_right_drain_of_one_road(on: impl Into<On>) {
    let world = World::new(on).await;
    let drain = |side: pb::Side, shape| pb::ProjectContent {
        side: side.into(),
        ..work("drainage", &format!("Drainase {}", side.as_str_name()), shape)
    };
    world.register("a", 2026, drain(pb::Side::Left, path(0.3, 200.3, 0.0))).await.unwrap();
    let right = drain(pb::Side::Right, path(0.3, 200.3, 2.0));
    let (_, screening) = world.register("b", 2026, right).await.unwrap();
    assert!(screening.cleared);
    assert!(levels(&screening.warnings[0]).contains(&"side_other"), "told to both all the same");
    let road = work("road", "Rabat beton jalan yang sama", path(0.3, 200.3, 1.0));
    let (_, screening) = world.register("a", 2026, road).await.unwrap();
    assert!(screening.cleared);
    assert!(screening.warnings.iter().all(|w| levels(w).contains(&"component_other")));
    let again = drain(pb::Side::Left, path(0.3, 200.3, 1.0));
    let (_, screening) = world.register("b", 2026, again).await.unwrap();
    assert_eq!(screening.blocks.len(), 1, "the left one is paid once");
}

async fn road_segments_end_to_end_and_overlapping(on: impl Into<On>) {
    let world = World::new(on).await;
    let (first, _) =
        world.register("a", 2026, work("road", "Ruas 0-300", path(0.3, 300.3, 0.0))).await.unwrap();
    let segment = |from_m, name: &str| pb::ProjectContent {
        relations: vec![pb::Relation {
            kind: pb::RelationKind::Segment.into(),
            project: first.name.clone(),
            claim: String::new(),
        }],
        ..work("road", name, path(from_m, 600.3, 0.0))
    };
    let (_, next) = world.register("a", 2026, segment(300.3, "Ruas 300-600")).await.unwrap();
    assert!(next.cleared && next.blocks.is_empty());
    let draft = world.draft("a", 2026, segment(250.3, "Ruas 250-600")).await.unwrap();
    assert_eq!(world.submit("a", &draft).await.unwrap_err(), ["RELATION_FALSE"]);
    let silent = pb::ProjectContent { relations: vec![], ..segment(250.3, "Ruas 250-600") };
    let (_, over) = world.register("a", 2026, silent).await.unwrap();
    // By the scorecard also the drafts that were refused, which are plans.
    let found = found(&world, &over).len();
    assert!(found >= 2, "the first by 50 m, the second wholly");
    assert!(world.by_card || found == 2, "{found}");
}

async fn mck_at_a_school_against_school_rehabilitation(on: impl Into<On>) {
    let world = World::new(on).await;
    let school = area(&[at(0.3, 0.2), at(40.3, 0.2), at(40.3, 30.2), at(0.3, 30.2)]);
    world.register("a", 2026, work("building", "Rehab PAUD Melati", school)).await.unwrap();
    let toilet = work("sanitation", "MCK PAUD Melati", point(at(12.3, 9.1)));
    let (_, screening) = world.register("a", 2026, toilet).await.unwrap();
    assert!(screening.cleared && screening.warnings.is_empty());
}

async fn well_inside_a_market_polygon(on: impl Into<On>) {
    let world = World::new(on).await;
    let market = area(&[at(0.3, 0.2), at(60.3, 0.2), at(60.3, 40.2), at(0.3, 40.2)]);
    world.register("a", 2026, work("building", "Pasar desa", market)).await.unwrap();
    let well = work("water_supply", "Sumur bor pasar", point(at(20.3, 19.1)));
    let (_, screening) = world.register("b", 2026, well).await.unwrap();
    assert!(screening.cleared && screening.warnings.is_empty());
    let twin = work("water_supply", "Sumur dalam", point(at(24.3, 19.1)));
    let (_, screening) = world.register("a", 2026, twin).await.unwrap();
    let found = found(&world, &screening);
    assert_eq!(found.len(), 1, "two wells at one place are another matter");
}

async fn project_renamed_next_year(on: impl Into<On>) {
    let world = World::new(on).await;
    let road = |title| work("road", title, path(0.3, 200.3, 0.0));
    world.register("a", 2026, road("Rabat beton gang Mawar RT 02")).await.unwrap();
    world.on(2027, 3, 2);
    let (_, screening) =
        world.register("a", 2027, road("Peningkatan jalan lingkungan Krajan")).await.unwrap();
    assert_eq!(screening.blocks.len(), 1);
    assert!(levels(&screening.blocks[0]).contains(&"year_window"));
}

/// Puts a finished photo of a stage to a project.
pub async fn photographed(world: &World, project: &str, stage: i32) {
    let data = Scene::of(u64::try_from(stage).unwrap()).jpeg(320, 240);
    let facts = pb::PhotoFacts {
        stage,
        size_bytes: i64::try_from(data.len()).unwrap(),
        sha256: ring::digest::digest(&ring::digest::SHA256, &data).as_ref().to_vec(),
        taken_us: 1_772_000_000_000_000,
        position: None,
        accuracy_m: None,
    };
    let parent = project.to_owned();
    let start = pb::StartPhotoRequest { request_id: world.id(), parent, facts: Some(facts) };
    let photo = told(world.photos.start_photo(from("a-pka", start)).await).unwrap().photo.unwrap();
    let name = photo.name;
    let chunk = pb::AppendPhotoChunkRequest {
        request_id: world.id(),
        name: name.clone(),
        offset_bytes: 0,
        data,
    };
    told(world.photos.append_photo_chunk(from("a-pka", chunk)).await).unwrap();
    let finish = pb::FinishPhotoRequest { request_id: world.id(), name };
    told(world.photos.finish_photo(from("a-pka", finish)).await).unwrap();
}

async fn carry_over(on: impl Into<On>) {
    let world = World::new(on).await;
    let road = |title: &str, continues: &str| pb::ProjectContent {
        continues: continues.into(),
        ..work("road", title, path(0.3, 200.3, 0.0))
    };
    let (first, _) = world.register("a", 2026, road("Jalan tahap awal", "")).await.unwrap();
    photographed(&world, &first.name, 50).await;
    let same_year = world.draft("a", 2026, road("Lanjutan", &first.name)).await.unwrap_err();
    assert_eq!(same_year, ["CONTINUES_UNKNOWN"], "DPAL carries work into the next year");
    let two_years = world.draft("a", 2028, road("Lanjutan", &first.name)).await.unwrap_err();
    assert_eq!(two_years, ["CONTINUES_UNKNOWN"]);
    world.on(2027, 2, 2);
    world.act(Act::Dpa(2027, "5.3.5.03", 500, 0)).await.unwrap();
    let (_, screening) =
        world.register("a", 2027, road("Lanjutan (DPAL)", &first.name)).await.unwrap();
    assert!(screening.cleared && screening.blocks.is_empty());
    let waiting = world.draft("a", 2027, road("Lanjutan lagi", &first.name)).await.unwrap();
    photographed(&world, &first.name, 100).await;
    let done = world.draft("a", 2027, road("Lanjutan", &first.name)).await.unwrap_err();
    assert_eq!(done, ["CONTINUES_FINISHED"]);
    let late = world.submit("a", &waiting).await.unwrap_err();
    assert_eq!(late, ["CONTINUES_FINISHED"], "asked again when it is signed");
}

async fn a_continuation_takes_what_was_left_by_an_approved_dpa(engine: Engine) {
    let world = World::new(engine).await;
    let (first, _) =
        world.register("a", 2026, work("road", "Jalan", path(0.3, 200.3, 0.0))).await.unwrap();
    let id = first.name.rsplit('/').next().unwrap().parse().unwrap();
    world.act(Act::Paid(id)).await.unwrap();
    world.on(2027, 2, 2);
    let rest = |sen: i64| {
        let mut content = work("road", "Jalan (DPAL)", path(0.3, 200.3, 0.0));
        content.amount = Some(wire::common::v1::Rupiah { sen });
        content.sites[0].amount = content.amount;
        pb::ProjectContent { continues: first.name.clone(), ..content }
    };
    let other = pb::ProjectContent { kegiatan: "01.01.01".into(), ..rest(30) };
    let other = world.draft("a", 2027, other).await.unwrap_err();
    assert_eq!(other, ["CONTINUES_OTHER_ACTIVITY"]);
    let more = world.draft("a", 2027, rest(31)).await.unwrap();
    let no = world.submit("a", &more).await.unwrap_err();
    assert_eq!(no, ["CONTINUES_NOT_APPROVED", "CONTINUES_ABOVE_REST"], "70 of 100 were paid");
    world.act(Act::Dpa(2027, "5.3.5.03", 500, 0)).await.unwrap();
    assert_eq!(world.submit("a", &more).await.unwrap_err(), ["CONTINUES_ABOVE_REST"]);
    // Of the objek 25 sen were left at the end of the year before.
    world.act(Act::Dpa(2026, "5.3.5.03", 100, 75)).await.unwrap();
    let thirty = world.draft("a", 2027, rest(30)).await.unwrap();
    assert_eq!(world.submit("a", &thirty).await.unwrap_err(), ["CONTINUES_ABOVE_REST"]);
    world.register("a", 2027, rest(20)).await.unwrap();
    let six = world.draft("a", 2027, rest(6)).await.unwrap();
    let no = world.submit("a", &six).await.unwrap_err();
    assert_eq!(no, ["CONTINUES_ABOVE_REST"], "two works take no more than one");
    world.register("a", 2027, rest(5)).await.unwrap();
}

async fn cancelled_then_proposed_again(on: impl Into<On>) {
    let world = World::new(on).await;
    let well = |title| work("water_supply", title, point(at(20.3, 19.1)));
    let (first, _) = world.register("a", 2026, well("Sumur bor RT 1")).await.unwrap();
    world.cancel("a", &first).await;
    let (_, screening) =
        world.register("a", 2026, well("Sumur bor RT 1 diusulkan lagi")).await.unwrap();
    assert!(screening.cleared, "what was given up is history, not a claim");
}

async fn coordinates_corrected_after_clearance(on: impl Into<On>) {
    let world = World::new(on).await;
    let well = |title, east_m| work("water_supply", title, point(at(east_m, 19.1)));
    let (ours, _) = world.register("a", 2026, well("Sumur bor RT 1", 0.3)).await.unwrap();
    let (theirs, far) = world.register("b", 2026, well("Sumur RT 5", 700.3)).await.unwrap();
    assert!(far.cleared);
    let (moved, near) = world.amend("b", &theirs, well("Sumur RT 5", 8.3)).await.unwrap();
    // By the scorecard too: two numbers of a neighbourhood make no two wells of one place.
    assert!(!near.cleared && near.blocks.len() == 1);
    assert_eq!(moved.geometry_rev, 2);
    assert!(!moved.gate.unwrap().cleared, "the clearance was of another place");
    let gate = world.project("a", &ours.name).await.gate.unwrap();
    assert_eq!((gate.cleared, gate.open_flags), (false, 1));
}

async fn langkat_overlay(on: impl Into<On>) {
    let world = World::new(on).await;
    let layer = |layer: pb::Layer, starts: &str, ends: &str| pb::ProjectContent {
        layer: layer.into(),
        starts_on: starts.into(),
        ends_on: ends.into(),
        ..work("road", layer.as_str_name(), path(0.3, 500.3, 0.0))
    };
    let base = layer(pb::Layer::Base, "2026-04-02", "2026-05-02");
    world.register("a", 2026, base).await.unwrap();
    let later = layer(pb::Layer::Surface, "2026-08-02", "2026-09-01");
    let (later, screening) = world.register("b", 2026, later).await.unwrap();
    assert!(screening.cleared);
    assert!(levels(&screening.warnings[0]).contains(&"layer_after"));
    world.cancel("b", &later).await;
    let soon = layer(pb::Layer::Surface, "2026-05-16", "2026-06-01");
    let (_, screening) = world.register("b", 2026, soon).await.unwrap();
    assert!(levels(&screening.blocks[0]).contains(&"layer_too_soon"));
}

async fn a_declared_relation_that_is_untrue_is_refused(engine: Engine) {
    let world = World::new(engine).await;
    let hall = || area(&[at(0.3, 0.2), at(20.3, 0.2), at(20.3, 20.2), at(0.3, 20.2)]);
    let (first, _) = world
        .register(
            "a",
            2026,
            pb::ProjectContent { phase: 1, ..work("building", "Gedung serbaguna", hall()) },
        )
        .await
        .unwrap();
    let related = |kind: pb::RelationKind, project: &str, content| pb::ProjectContent {
        relations: vec![pb::Relation {
            kind: kind.into(),
            project: project.into(),
            claim: String::new(),
        }],
        ..content
    };
    let again = work("building", "Gedung serbaguna lagi", hall());
    for kind in
        [pb::RelationKind::Phase, pb::RelationKind::MaintenanceOf, pb::RelationKind::OtherComponent]
    {
        let content = pb::ProjectContent { phase: 2, ..related(kind, &first.name, again.clone()) };
        let draft = world.draft("a", 2026, content).await.unwrap();
        assert_eq!(world.submit("a", &draft).await.unwrap_err(), ["RELATION_FALSE"], "{kind:?}");
    }
    // Another last digit: a project that is not there.
    let last = if first.name.ends_with('0') { '1' } else { '0' };
    let nobody = format!("{}{last}", &first.name[..first.name.len() - 1]);
    let draft =
        world.draft("a", 2026, related(pb::RelationKind::Phase, &nobody, again)).await.unwrap();
    assert_eq!(world.submit("a", &draft).await.unwrap_err(), ["RELATION_UNKNOWN"]);
    let wing = area(&[at(21.3, 0.2), at(41.3, 0.2), at(41.3, 20.2), at(21.3, 20.2)]);
    let wing = pb::ProjectContent { phase: 2, ..work("building", "Sayap timur", wing) };
    let wing = related(pb::RelationKind::Phase, &first.name, wing);
    let (told, screening) = world.register("a", 2026, wing).await.unwrap();
    assert!(screening.cleared);
    // The drafts that were refused are still plans on the same ground, and are told as well.
    assert!(screening.warnings.iter().any(|told| levels(told).contains(&"declared")));
    assert_eq!(told.content.unwrap().relations.len(), 1);
    let upkeep = pb::ProjectContent {
        intervention: pb::Intervention::Maintain.into(),
        ..related(
            pb::RelationKind::MaintenanceOf,
            &first.name,
            work("building", "Cat gedung", hall()),
        )
    };
    let (_, screening) = world.register("a", 2026, upkeep).await.unwrap();
    assert!(!screening.cleared && screening.blocks.len() == 1, "in its first year people decide");
    assert!(levels(&screening.blocks[0]).contains(&"declared_one_place"));
    let doubts = ["SITE_BOUNDARY_UNKNOWN", "SITE_CLASS_UNUSUAL"];
    assert_eq!(codes(&told.doubts), doubts, "never silent: not checked");
}

/// A road of the kabupaten with a contract.
fn road_of_kabupaten(shape: &wire::common::v1::Shape) -> gate::Work {
    gate::Work {
        desa: DesaId::parse(BLIMBINGSARI).unwrap(),
        desa_name: "Badean".into(),
        project: ProjectId::new(Uuid::from_u128(77)),
        name: "Jalan kabupaten ruas 12".into(),
        kind: ClaimKind::Outside,
        class: WorkClass::Road,
        intervention: Intervention::New,
        tahun: Tahun::new(2026).unwrap(),
        amount: Rupiah::ZERO,
        continues: None,
        facts: Facts {
            owner: Owner::Kabupaten,
            owner_name: "Dinas PUPR".into(),
            document: "SPK 12".into(),
            ..Facts::default()
        },
        sites: vec![Footprint {
            shape: edge::convert::shape(shape).unwrap(),
            accuracy_mm: Some(3_000),
            capture: None,
            trusted: true,
            amount: Rupiah::ZERO,
        }],
    }
}

async fn a_village_names_the_claim_of_another_owner(engine: Engine) {
    let world = World::new(engine).await;
    let road = road_of_kabupaten(&path(0.3, 200.3, 0.0));
    let name = gate::work::resource(road.kind, &road.desa, road.project);
    world.act(Act::Outside(Box::new(road))).await.unwrap();
    let culvert = |kind: pb::RelationKind, claim: &str| pb::ProjectContent {
        relations: vec![pb::Relation {
            kind: kind.into(),
            project: String::new(),
            claim: claim.into(),
        }],
        ..work("culvert", "Gorong-gorong di ruas 12", point(at(100.3, 0.2)))
    };
    let nobody = format!("kabupaten/35.10/claims/{}", Uuid::from_u128(78));
    for (kind, claim, code) in [
        (pb::RelationKind::Segment, &name, "RELATION_FALSE"),
        (pb::RelationKind::OtherComponent, &nobody, "RELATION_UNKNOWN"),
    ] {
        let draft = world.draft("a", 2026, culvert(kind, claim)).await.unwrap();
        assert_eq!(world.submit("a", &draft).await.unwrap_err(), [code]);
    }
    let part = culvert(pb::RelationKind::OtherComponent, &name);
    let (ours, screening) = world.register("a", 2026, part).await.unwrap();
    assert!(screening.cleared);
    let told = screening.warnings.iter().find(|told| told.project == name).unwrap();
    assert!(levels(told).contains(&"declared"), "{told:?}");
    assert_eq!(ours.content.unwrap().relations[0].claim, name);
}
