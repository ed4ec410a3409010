//! Sites that can be believed, over the services, with the boundaries of Banyuwangi.

use store::{Engine, engine_test};
use tonic_types::StatusExt as _;
use wire::monitoring::v1::{self as pb, project_service_server::ProjectService as _};

use crate::{
    steps::{at, codes, degrees, line, point, work},
    world::{SUKOJATI, World, from, told},
};

engine_test!(
    a_draft_is_told_where_it_lies_and_what_is_doubtful,
    coordinates_that_are_no_place_are_refused_at_the_door_with_a_proposal,
    what_the_law_makes_hard_keeps_everybody_from_signing,
    boundary_village_after_a_split,
    same_pin_for_every_project,
    positions_are_read_from_text_and_repairs_only_proposed,
    a_vague_position_is_told_while_it_is_drawn_and_refused_when_signed_for,
    an_accuracy_that_is_none_is_refused_while_it_is_drawn_as_in_a_draft,
    what_is_declared_of_a_work_is_kept_and_a_household_never_shown,
    a_class_that_is_none_of_its_kegiatan_is_told_when_it_is_drawn_signed_and_amended,
);

fn culvert(shape: wire::common::v1::Shape) -> pb::ProjectContent {
    work("culvert", "Gorong-gorong RT 02", shape)
}

async fn a_draft_is_told_where_it_lies_and_what_is_doubtful(engine: Engine) {
    let world = World::of_banyuwangi(engine).await;
    let inside = world.check(culvert(point(at(101.3, 57.7))), "").await;
    assert_eq!(codes(&inside.doubts), Vec::<&str>::new());
    assert!(inside.acceptable);
    assert_eq!(inside.places[0].standing(), pb::PlaceStanding::Inside);
    assert!(inside.places[0].boundary_version.starts_with("boundaryVersions/"));

    let over = world.check(culvert(point(at(101.3, -1_300.4))), "").await;
    assert_eq!(codes(&over.doubts), ["SITE_OUTSIDE_BOUNDARY"]);
    assert_eq!(over.places[0].neighbour, "desa/35.10.25.2009");
    assert_eq!(over.doubts[0].facts["neighbour"], "Badean");
    assert!(over.doubts[0].text.contains("Desa Badean"), "{}", over.doubts[0].text);
    assert!(over.acceptable, "the law of today only warns");

    let sea = world.check(culvert(point(at(2_000.3, 57.7))), "").await;
    assert_eq!(codes(&sea.doubts), ["SITE_IN_SEA"]);
    assert!(sea.doubts[0].untrusted);

    // Half of a line over the border: the part and the village are named.
    let across = work("road", "Jalan batas", line(&[at(101.3, -700.2), at(101.3, -1_100.2)]));
    let draft = world.draft("a", 2026, across).await.unwrap();
    assert_eq!(codes(&draft.doubts), ["SITE_OUTSIDE_BOUNDARY"]);
    let part: i64 = draft.doubts[0].facts["outside"].parse().unwrap();
    assert!((300..900).contains(&part), "{part}");
    let submitted = world.submit("a", &draft).await.unwrap();
    assert_eq!(submitted.doubts, draft.doubts, "warned of, and signed for all the same");
    assert_eq!(world.project("a", &draft.name).await.doubts, draft.doubts);
}

async fn coordinates_that_are_no_place_are_refused_at_the_door_with_a_proposal(engine: Engine) {
    let world = World::of_banyuwangi(engine).await;
    let here = degrees(114.352_1, -8.284_1);
    for (longitude, latitude, code, proposed) in [
        (-8.284_1, 114.352_1, "COORDINATE_SWAPPED", true),
        (114.352_1, 8.284_1, "COORDINATE_SIGN_LOST", true),
        (0.0, 0.0, "COORDINATE_ZERO", false),
        (1_143_521.0, -82_841.0, "COORDINATE_POINT_LOST", true),
        (51.5, 33.0, "COORDINATE_OUTSIDE_INDONESIA", false),
    ] {
        let content = culvert(point(degrees(longitude, latitude)));
        let no = world.draft("a", 2026, content.clone()).await.unwrap_err();
        assert_eq!(no, [code], "{longitude} {latitude}");
        let told = world.check(content, "").await;
        assert_eq!(codes(&told.doubts), [code]);
        assert!(!told.acceptable && told.places.is_empty());
        assert_eq!(told.doubts[0].severity(), pb::DoubtSeverity::Refuse);
        let meant = proposed.then(|| point(here));
        assert_eq!(told.doubts[0].proposed, meant, "{code}");
    }
    // UTM metres of zone 50 south; the village says which zone was meant.
    let metres = culvert(point(degrees(208_305.0, 9_083_331.0)));
    let told = world.check(metres, "").await;
    assert_eq!(codes(&told.doubts), ["COORDINATE_UTM"]);
    let Some(wire::common::v1::shape::Kind::Point(meant)) =
        told.doubts[0].proposed.clone().unwrap().kind
    else {
        panic!("a point")
    };
    assert!((meant.longitude_deg - 114.352).abs() < 2e-3, "{meant:?}");
    assert!((meant.latitude_deg + 8.284).abs() < 2e-3, "{meant:?}");
}

async fn what_the_law_makes_hard_keeps_everybody_from_signing(engine: Engine) {
    let world = World::of_banyuwangi(engine).await;
    // 114 21' 07.6" E, 8 17' 02.8" S, written as 114.21076, -8.17028.
    let draft = world.draft("a", 2026, culvert(point(degrees(114.210_76, -8.170_28)))).await;
    let draft = draft.unwrap();
    assert_eq!(codes(&draft.doubts), ["SITE_MINUTES"]);
    assert_eq!(draft.doubts[0].severity(), pb::DoubtSeverity::Refuse);
    let sent = &draft.content.as_ref().unwrap().sites[0].shape;
    assert_eq!(sent, &Some(point(degrees(114.210_76, -8.170_28))), "nothing is repaired");
    let meant = draft.doubts[0].proposed.clone().unwrap();
    assert_eq!(world.submit("a", &draft).await.unwrap_err(), ["SITE_MINUTES"]);

    let (mine, _) = world.register("a", 2026, culvert(point(at(101.3, 57.7)))).await.unwrap();
    let no = world.amend("a", &mine, culvert(point(degrees(114.210_76, -8.170_28)))).await;
    assert_eq!(no.unwrap_err(), ["SITE_MINUTES"], "an amendment is signed for too");

    let request = pb::UpdateProjectRequest {
        request_id: world.id(),
        name: draft.name.clone(),
        etag: draft.etag.clone(),
        content: Some(culvert(meant)),
    };
    let mended = told(world.projects.update_project(from("a-op", request)).await).unwrap();
    let mended = mended.project.unwrap();
    assert_eq!(codes(&mended.doubts), Vec::<&str>::new());
    world.submit("a", &mended).await.unwrap();
}

/// A district of two villages in which a line at a longitude parts Sukojati from Badean.
fn parted_at(east_m: f64) -> Vec<u8> {
    let (w, s, n, e) = (at(-5_000.0, 0.0), at(0.0, -5_000.0), at(0.0, 5_000.0), at(5_000.0, 0.0));
    let (s, n, m) = (s.latitude_deg, n.latitude_deg, at(east_m, 0.0).longitude_deg);
    let block = |code: &str, west: f64, east: f64| {
        serde_json::json!({
            "type": "Feature",
            "properties": { "code": code, "name": code },
            "geometry": { "type": "Polygon",
                "coordinates": [[[west, s], [east, s], [east, n], [west, n], [west, s]]] },
        })
    };
    let features = [
        block(SUKOJATI, w.longitude_deg, m),
        block(crate::world::BLIMBINGSARI, m, e.longitude_deg),
    ];
    let all = serde_json::json!({ "type": "FeatureCollection", "features": features });
    serde_json::to_vec(&all).unwrap()
}

async fn boundary_village_after_a_split(engine: Engine) {
    let world = World::of_banyuwangi(engine).await;
    let june = domain::Day::from_ymd(2026, 6, 1);
    world.bounded(&parted_at(50.0), june, "Perda pemekaran").await;
    let site = || culvert(point(at(101.3, 57.7)));
    let before = world.draft("a", 2026, site()).await.unwrap();
    assert_eq!(codes(&before.doubts), Vec::<&str>::new());
    world.on(2026, 6, 2);
    let after = world.submit("a", &before).await.unwrap();
    assert_eq!(codes(&after.doubts), ["SITE_OUTSIDE_BOUNDARY"], "checked again when signed");
    assert_eq!(after.doubts[0].facts["neighbour_id"], crate::world::BLIMBINGSARI);
    let band = world.check(culvert(point(at(65.2, 57.7))), "").await;
    assert_eq!(codes(&band.doubts), ["SITE_NEAR_BORDER"]);
    assert_eq!(band.doubts[0].severity(), pb::DoubtSeverity::Note);
    assert_eq!(band.places[0].standing(), pb::PlaceStanding::Band);
}

async fn same_pin_for_every_project(engine: Engine) {
    let world = World::of_banyuwangi(engine).await;
    // The point by which the registry lists Sukojati.
    let pin = degrees(114.356_807, -8.282_954);
    let mut last = Vec::new();
    for n in 0..3 {
        let content = work("culvert", &format!("Pekerjaan {n}"), point(pin));
        last = world.draft("a", 2026, content).await.unwrap().doubts;
        assert!(codes(&last).contains(&"SITE_OFFICE_DEFAULT") && last[0].untrusted);
    }
    assert_eq!(codes(&last), ["SITE_OFFICE_DEFAULT", "SITE_PIN_SHARED"]);
    assert_eq!(last[1].facts["count"], "2", "drafts count too");

    // The neighbour registers the very digits that were measured here.
    let place = point(at(303.1, 57.7));
    world.register("a", 2026, culvert(place.clone())).await.unwrap();
    let copied = world.draft("b", 2026, culvert(place)).await.unwrap();
    assert!(codes(&copied.doubts).contains(&"SITE_COPIED"), "{:?}", codes(&copied.doubts));
    let told = copied.doubts.iter().find(|doubt| doubt.code == "SITE_COPIED").unwrap();
    assert!(told.text.contains("Desa Sukojati"), "{}", told.text);
}

async fn positions_are_read_from_text_and_repairs_only_proposed(engine: Engine) {
    let world = World::of_banyuwangi(engine).await;
    let nothing = pb::ProjectContent::default;
    let texts: [(&str, &[&str]); 2] =
        [("-8,2841 114,3521", &["SITE_DECIMAL_COMMA"]), ("8°17'02.76\" LS 114°21'07.56\" BT", &[])];
    for (text, doubts) in texts {
        let read = world.check(nothing(), text).await;
        assert_eq!(codes(&read.doubts), doubts, "{text}");
        assert!(read.acceptable, "the law of today only warns");
        let at = read.read_position.unwrap();
        assert!((at.longitude_deg - 114.352_1).abs() < 1e-6, "{text}: {at:?}");
        assert!((at.latitude_deg + 8.284_1).abs() < 1e-6, "{text}: {at:?}");
    }
    let told = world.check(nothing(), "-8,2841 114,3521").await.doubts.remove(0);
    assert_eq!(told.severity(), pb::DoubtSeverity::Warn);
    assert!(told.text.contains("lintang -8.2841, bujur 114.3521"), "{}", told.text);
    let no = world.check(nothing(), "balai desa").await;
    assert_eq!((codes(&no.doubts), no.read_position), (vec!["FIELD_MALFORMED"], None));
    let drawn = line(&[at(0.3, 0.2), at(59.3, 0.2)]);
    let short = pb::ProjectContent {
        volume_e4: 5_900_000,
        unit: "meter".into(),
        ..work("drainage", "Drainase RT 1", drawn)
    };
    let told = world.check(short, "").await;
    assert_eq!(codes(&told.doubts), ["SITE_LENGTH_DIFFERS"]);
    assert_eq!(told.doubts[0].site, 0, "about all sites together");
    assert_eq!(told.doubts[0].facts["declared_m"], "590");
    let nowhere = work("road", "Jalan RT 1", line(&[at(0.3, 0.2), at(0.3, 0.2)]));
    let told = world.check(nowhere.clone(), "").await;
    assert_eq!(codes(&told.doubts), ["LINE_ENDS_SAME"], "told apart from every other bad shape");
    assert!(!told.acceptable);
    assert_eq!(world.draft("a", 2026, nowhere).await.unwrap_err(), ["LINE_ENDS_SAME"]);
    let mut unmeasured = culvert(point(at(101.3, 57.7)));
    unmeasured.sites[0].accuracy_m = None;
    unmeasured.sites[0].capture = pb::Capture::Digitised.into();
    let told = world.check(unmeasured, "").await;
    assert_eq!(codes(&told.doubts), ["SITE_ACCURACY_MISSING"]);
}

async fn a_vague_position_is_told_while_it_is_drawn_and_refused_when_signed_for(engine: Engine) {
    let world = World::of_banyuwangi(engine).await;
    let measured = |accuracy_m| {
        let mut content = culvert(point(at(101.3, 57.7)));
        content.sites[0].accuracy_m = Some(accuracy_m);
        content
    };
    let good = world.check(measured(50.0), "").await;
    assert_eq!((codes(&good.doubts), good.acceptable), (vec![], true));
    let vague = world.check(measured(50.1), "").await;
    assert_eq!((codes(&vague.doubts), vague.acceptable), (vec!["SITE_ACCURACY_POOR"], false));
    let sentence = "Ketelitian lokasi ke-1 hanya 51 m; paling buruk 50 m.";
    assert_eq!(vague.doubts[0].text, sentence, "rounded up");
    assert_eq!(vague.doubts[0].severity(), pb::DoubtSeverity::Refuse);
    assert!(!vague.doubts[0].untrusted);

    let draft = world.draft("a", 2026, measured(50.1)).await.unwrap();
    assert_eq!(draft.doubts, vague.doubts, "a draft keeps it, and is told the same");
    assert_eq!(world.submit("a", &draft).await.unwrap_err(), ["SITE_ACCURACY_POOR"]);
    let (mine, _) = world.register("a", 2026, measured(50.0)).await.unwrap();
    let no = world.amend("a", &mine, measured(50.1)).await;
    assert_eq!(no.unwrap_err(), ["SITE_ACCURACY_POOR"], "an amendment is signed for too");
}

async fn a_class_that_is_none_of_its_kegiatan_is_told_when_it_is_drawn_signed_and_amended(
    engine: Engine,
) {
    let world = World::of_banyuwangi(engine).await;
    let light = |east_m| work("street_light", "Lampu jalan RT 02", point(at(east_m, 57.7)));
    let asked = world.check(light(101.3), "").await;
    assert_eq!(codes(&asked.doubts), ["SITE_CLASS_UNUSUAL"]);
    assert!(asked.acceptable, "the law of today only warns");
    let sentence = "Jenis pekerjaan Penerangan jalan tidak lazim bagi kegiatan ini, yang biasanya \
                    Drainase; jenis atau kegiatannya mungkin keliru.";
    assert_eq!(asked.doubts[0].text, sentence);
    let (signed, _) = world.register("a", 2026, light(101.3)).await.unwrap();
    assert_eq!(signed.doubts, asked.doubts);
    let (amended, _) = world.amend("a", &signed, light(111.3)).await.unwrap();
    assert_eq!(amended.doubts, asked.doubts);
    let silent = pb::ProjectContent { work_class: String::new(), ..light(101.3) };
    assert!(world.check(silent, "").await.doubts.is_empty(), "that of the kegiatan");
}

async fn an_accuracy_that_is_none_is_refused_while_it_is_drawn_as_in_a_draft(engine: Engine) {
    let world = World::of_banyuwangi(engine).await;
    for accuracy_m in [-1.0, f64::NAN, f64::INFINITY, 10_000.1] {
        let mut content = culvert(point(at(101.3, 57.7)));
        content.sites[0].accuracy_m = Some(accuracy_m);
        let no = world.draft("a", 2026, content.clone()).await.unwrap_err();
        assert_eq!(no, ["NUMBER_OUT_OF_RANGE"], "{accuracy_m}");
        let request = pb::CheckSiteRequest {
            parent: format!("desa/{SUKOJATI}"),
            content: Some(content),
            ..Default::default()
        };
        let status = world.projects.check_site(from("a-op", request)).await.unwrap_err();
        let details = status.get_error_details();
        let bad = &details.bad_request().unwrap().field_violations;
        assert_eq!((bad.len(), bad[0].field.as_str()), (1, "content.sites[0].accuracy_m"));
        assert!(bad[0].description.starts_with("NUMBER_OUT_OF_RANGE"), "{accuracy_m}: {status:?}");
    }
}

async fn what_is_declared_of_a_work_is_kept_and_a_household_never_shown(engine: Engine) {
    let world = World::of_banyuwangi(engine).await;
    let house = pb::ProjectContent {
        layer: pb::Layer::Surface.into(),
        side: pb::Side::Left.into(),
        phase: 2,
        sumber_dana: vec!["ADD".into(), "DDS".into()],
        household_number: "3510 2520 1099 0001".into(),
        starts_on: "2026-05-02".into(),
        ends_on: "2026-06-01".into(),
        ..work("housing", "Rehab RTLH", point(at(101.3, 57.7)))
    };
    let draft = world.draft("a", 2026, house.clone()).await.unwrap();
    let mut kept = draft.content.clone().unwrap();
    assert!(kept.household_known && kept.household_number.is_empty());
    assert_eq!((kept.layer(), kept.side(), kept.phase), (pb::Layer::Surface, pb::Side::Left, 2));
    assert_eq!(kept.sumber_dana, ["ADD", "DDS"]);
    assert_eq!((kept.starts_on.as_str(), kept.ends_on.as_str()), ("2026-05-02", "2026-06-01"));
    kept.display_name = "Rehab rumah tidak layak huni".into();
    let request = pb::UpdateProjectRequest {
        request_id: world.id(),
        name: draft.name.clone(),
        etag: draft.etag.clone(),
        content: Some(kept),
    };
    let updated = told(world.projects.update_project(from("a-op", request)).await).unwrap();
    let updated = updated.project.unwrap();
    assert!(updated.content.as_ref().unwrap().household_known, "sent back as it was read");
    let submitted = world.submit("a", &updated).await.unwrap();
    let request = pb::RegisterProjectRequest {
        request_id: world.id(),
        name: submitted.name,
        etag: submitted.etag,
    };
    told(world.projects.register_project(from("a-sek", request)).await).unwrap();
    // The other scheme repairs the same household's house, measured 90 m away.
    let theirs = pb::ProjectContent { display_name: "BSPS".into(), ..house };
    let theirs = pb::ProjectContent { sites: vec![], ..theirs };
    let shape = work("housing", "BSPS", point(at(190.8, 57.7))).sites;
    let (_, screening) =
        world.register("b", 2026, pb::ProjectContent { sites: shape, ..theirs }).await.unwrap();
    assert_eq!(screening.blocks.len(), 1);
    let levels = crate::steps::levels(&screening.blocks[0]);
    assert!(levels.contains(&"household_same"), "{levels:?}");

    let bad = pb::ProjectContent {
        layer: 9,
        side: -1,
        phase: 100,
        sumber_dana: vec!["dds".into()],
        household_number: "12".into(),
        starts_on: "2026-06-02".into(),
        ends_on: "2026-06-01".into(),
        relations: vec![pb::Relation { project: "x".into(), ..pb::Relation::default() }],
        ..culvert(point(at(101.3, 57.7)))
    };
    let no = world.draft("a", 2026, bad).await.unwrap_err();
    assert_eq!(no.len(), 8, "every bad field: {no:?}");
    let road = pb::ProjectContent {
        household_number: "3510252010990001".into(),
        ..culvert(point(at(101.3, 57.7)))
    };
    assert_eq!(world.draft("a", 2026, road).await.unwrap_err(), ["HOUSEHOLD_NOT_HOUSING"]);
    let paid =
        pb::ProjectContent { sumber_dana: vec!["XXX".into()], ..culvert(point(at(101.3, 57.7))) };
    assert_eq!(world.draft("a", 2026, paid).await.unwrap_err(), ["FUND_UNKNOWN"]);
}
