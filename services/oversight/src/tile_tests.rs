//! The neighbourhood of a village over its service, on both engines.

use domain::{
    DesaId, Tahun, WorkClass,
    geo::tile::{Answer, Question, Site, Tile, Why},
};
use gate::Work;
use store::{Engine, engine_test};
use wire::oversight::v1::{
    GetNeighbourhoodTileRequest, GetNeighbourhoodTileResponse,
    overlap_service_server::OverlapService as _,
};

use crate::{
    overlap_rpc::Rpc,
    world::{Act, BLIMBINGSARI, ROGOJAMPI, SUKOJATI, World, culvert, from, told},
};

async fn asked(
    world: &World,
    who: &str,
    parent: &str,
    etag: &str,
) -> Result<GetNeighbourhoodTileResponse, Vec<String>> {
    let request = GetNeighbourhoodTileRequest { parent: parent.into(), etag: etag.into() };
    let service = Rpc { store: world.test.store.clone() };
    told(service.get_neighbourhood_tile(from(who, request)).await)
}

async fn got(world: &World) -> GetNeighbourhoodTileResponse {
    asked(world, "sek", &format!("desa/{SUKOJATI}"), "").await.unwrap()
}

/// What a tile says of a work at its own moment.
fn said(got: &GetNeighbourhoodTileResponse, work: &Work) -> Answer {
    let tile = Tile::decode(&got.tile).unwrap();
    let site = &work.sites[0];
    let sites = [Site {
        shape: site.shape.clone(),
        accuracy_mm: site.accuracy_mm.map(i64::unsigned_abs),
        is_believed: site.trusted,
    }];
    let Work { class, tahun, .. } = *work;
    let question = Question { desa: &work.desa, class, tahun, sites: &sites };
    tile.ask(&question, got.as_of_us, got.as_of_us)
}

async fn a_village_reads_its_own_tile_and_nobody_elses(engine: Engine) {
    let world = World::new(engine).await;
    world.act(Act::Map).await.unwrap();
    let sukojati = format!("desa/{SUKOJATI}");
    for who in ["sek", "kds", "camat", "pmd", "ins"] {
        assert!(asked(&world, who, &sukojati, "").await.is_ok(), "{who}");
    }
    for who in ["rogojampi", "camat-of-rogojampi", "sistem"] {
        assert_eq!(asked(&world, who, &sukojati, "").await.unwrap_err(), ["NOT_ALLOWED"], "{who}");
    }
    let nowhere = asked(&world, "pmd", "desa/35.10.25.2999", "").await.unwrap_err();
    assert_eq!(nowhere, ["NOT_FOUND"]);
    let bad = asked(&world, "pmd", "35.10.25.2010", "").await.unwrap_err();
    assert_eq!(bad, ["FIELD_MALFORMED"]);
}

async fn a_tile_knows_claims_of_all_villages_around_as_of_its_moment(engine: Engine) {
    let world = World::new(engine).await;
    world.act(Act::Map).await.unwrap();
    let draft = culvert(SUKOJATI, 9, 0.0);
    let before = got(&world).await;
    assert!(before.is_whole && !before.unchanged);
    assert_eq!((before.rule_rev, said(&before, &draft)), (1, Answer::Clear));
    for work in [culvert(BLIMBINGSARI, 1, 8.0), culvert(SUKOJATI, 2, 700.0)] {
        world.act(Act::Register(work)).await.unwrap();
    }
    let after = got(&world).await;
    assert_ne!(before.etag, after.etag);
    let far = culvert(SUKOJATI, 9, 300.0);
    let other = Work { class: WorkClass::StreetLight, ..draft.clone() };
    let later = Work { tahun: Tahun::new(2037).unwrap(), ..draft.clone() };
    let outside = culvert(SUKOJATI, 9, 20_000.0);
    for (what, work, answer) in [
        ("beside the neighbour's", &draft, Answer::Possible),
        ("beside the village's own", &culvert(SUKOJATI, 9, 690.0), Answer::Possible),
        ("between both", &far, Answer::Clear),
        ("of no common family", &other, Answer::Clear),
        ("after every window", &later, Answer::Clear),
        ("20 km off", &outside, Answer::Unknown(Why::NotCovered)),
    ] {
        assert_eq!(said(&after, work), answer, "{what}");
    }
    let mut doubted = culvert(SUKOJATI, 3, 1_200.0);
    doubted.sites[0].trusted = false;
    world.act(Act::Register(doubted)).await.unwrap();
    assert_eq!(said(&got(&world).await, &far), Answer::Possible, "it may be anywhere");
    assert_eq!(said(&got(&world).await, &later), Answer::Clear);
}

async fn an_unchanged_tile_is_not_sent_again_and_its_moment_moves_on(engine: Engine) {
    let world = World::new(engine).await;
    world.act(Act::Map).await.unwrap();
    let village = format!("desa/{SUKOJATI}");
    let first = got(&world).await;
    world.day(1);
    let again = asked(&world, "sek", &village, &first.etag).await.unwrap();
    assert!(again.unchanged && again.tile.is_empty());
    assert_eq!(again.etag, first.etag);
    assert_eq!(again.as_of_us - first.as_of_us, 86_400_000_000);
    // A change in another part of the kabupaten leaves it; one near by does not.
    world.act(Act::Register(culvert(ROGOJAMPI, 1, -2_500.0))).await.unwrap();
    assert!(asked(&world, "sek", &village, &first.etag).await.unwrap().unchanged);
    world.act(Act::Register(culvert(BLIMBINGSARI, 2, 700.0))).await.unwrap();
    let changed = asked(&world, "sek", &village, &first.etag).await.unwrap();
    assert!(!changed.unchanged && !changed.tile.is_empty());
}

async fn without_a_boundary_only_the_surroundings_of_own_claims_are_covered(engine: Engine) {
    let world = World::new(engine).await;
    world.act(Act::Places).await.unwrap();
    let draft = |east_m| culvert(SUKOJATI, 9, east_m);
    let empty = got(&world).await;
    assert!(!empty.is_whole);
    assert_eq!(said(&empty, &draft(0.0)), Answer::Unknown(Why::NotCovered));
    world.act(Act::Register(culvert(SUKOJATI, 1, 0.0))).await.unwrap();
    world.act(Act::Register(culvert(BLIMBINGSARI, 2, 250.0))).await.unwrap();
    let tile = got(&world).await;
    assert!(!tile.is_whole);
    for (east_m, answer) in [
        (10.0, Answer::Possible),
        (130.0, Answer::Clear),
        (240.0, Answer::Possible),
        (1_000.0, Answer::Unknown(Why::NotCovered)),
    ] {
        assert_eq!(said(&tile, &draft(east_m)), answer, "{east_m} m");
    }
    assert_eq!(Tile::decode(&tile.tile).unwrap().desa, DesaId::parse(SUKOJATI).unwrap());
}

engine_test!(
    a_village_reads_its_own_tile_and_nobody_elses,
    a_tile_knows_claims_of_all_villages_around_as_of_its_moment,
    an_unchanged_tile_is_not_sent_again_and_its_moment_moves_on,
    without_a_boundary_only_the_surroundings_of_own_claims_are_covered,
);
