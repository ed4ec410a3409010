//! Each filter of the overlap report tells its pairs from the others, and the report reads back
//! from a spreadsheet and from a map as it was told.

use domain::{
    Day, Rupiah, SumberDana, Tahun, WorkClass,
    geo::{LonLat, Shape},
};
use gate::{ClaimKind, Owner, Work};
use serde_json::{Value, json};
use store::{Engine, engine_test};
use tokio_stream::StreamExt as _;
use wire::oversight::v1::{
    self as pb, overlap_service_server::OverlapService as _,
    rule_set_service_server::RuleSetService as _,
};

use crate::{
    overlap_file::COLUMNS,
    overlap_tests::{listed, of, service, three_culverts},
    review_tests::{given, standing},
    story_tests::{KABUPATEN, KECAMATAN, confirmed, proposed},
    world::{Act, BLIMBINGSARI, ROGOJAMPI, SUKOJATI, World, culvert, from, told},
};

/// A bridge of Rogojampi and the kabupaten's own beside it, dearer, of another year and fund.
async fn two_bridges(world: &World) {
    let mut bridge = culvert(ROGOJAMPI, 40, 2_000.0);
    bridge.class = WorkClass::Bridge;
    bridge.tahun = Tahun::new(2025).unwrap();
    bridge.amount = Rupiah::from_sen(5_000);
    bridge.sites[0].amount = bridge.amount;
    bridge.facts.funds.insert(SumberDana::parse("DDS").unwrap());
    let mut theirs = Work { sites: culvert(ROGOJAMPI, 41, 2_004.0).sites, ..bridge.clone() };
    theirs.project = culvert(ROGOJAMPI, 41, 0.0).project;
    theirs.sites[0].amount = theirs.amount;
    theirs.kind = ClaimKind::Outside;
    theirs.facts.owner = Owner::Kabupaten;
    theirs.facts.funds = [SumberDana::parse("DAU").unwrap()].into();
    for work in [bridge, theirs] {
        world.act(Act::Register(work)).await.unwrap();
    }
}

/// Registers a culvert of Sukojati and one of Blimbingsari 6 m away; answers their flag.
async fn flagged(world: &World, number: u128, east_m: f64) -> String {
    world.act(Act::Register(culvert(SUKOJATI, number, east_m))).await.unwrap();
    let other = culvert(BLIMBINGSARI, number + 1, east_m + 6.0);
    world.act(Act::Register(other)).await.unwrap().remove(0)
}

/// Two of PMD put rule set 2 in force, which says what rule set 1 says.
async fn new_rules(world: &World) {
    let get = pb::GetRuleSetRequest { name: "ruleSets/active".into() };
    let active = told(world.rules.get_rule_set(from("sek", get)).await).unwrap().rule_set.unwrap();
    let propose = pb::ProposeRuleSetRequest {
        request_id: world.id(),
        place: KABUPATEN.into(),
        rule_set: Some(pb::RuleSet { display_name: "Aturan 2027".into(), ..active }),
        scorecard_csv: String::new(),
    };
    let next = told(world.rules.propose_rule_set(from("pmd", propose)).await).unwrap();
    let activate = pb::ActivateRuleSetRequest {
        request_id: world.id(),
        name: next.rule_set.unwrap().name,
        place: KABUPATEN.into(),
    };
    told(world.rules.activate_rule_set(from("pmd2", activate)).await).unwrap();
}

/// Pairs of every state, two districts, years, owners, funds, classes, rule sets and amounts.
async fn of_every_kind(engine: Engine) -> World {
    let world = World::new(engine).await;
    let (_, _, overridden) = standing(&world).await;
    given(&world, &overridden).await;
    two_bridges(&world).await;
    let dismissed = flagged(&world, 10, 4_000.0).await;
    let decision = proposed(&world, "camat", &dismissed, KECAMATAN, "", (1, 1)).await.unwrap();
    confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap();
    let stands = flagged(&world, 20, 5_000.0).await;
    let stop = format!("desa/{SUKOJATI}/projects/{}", culvert(SUKOJATI, 20, 0.0).project);
    let decision = proposed(&world, "camat", &stands, KECAMATAN, &stop, (1, 1)).await.unwrap();
    confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap();
    new_rules(&world).await;
    flagged(&world, 30, 6_000.0).await;
    // Told beside both, and of the other district.
    world.act(Act::Register(culvert(ROGOJAMPI, 33, 6_040.0))).await.unwrap();
    world
}

fn either(pair: &pb::Overlap, holds: impl Fn(&pb::OverlapSide) -> bool) -> bool {
    [&pair.first, &pair.second].into_iter().any(|side| holds(side.as_ref().unwrap()))
}

async fn streamed(world: &World, filter: pb::OverlapFilter) -> Vec<pb::Overlap> {
    let request = pb::StreamOverlapsRequest { filter: Some(filter) };
    let stream = service(world).stream_overlaps(from("pmd", request)).await.unwrap();
    let pieces: Vec<_> = stream.into_inner().collect().await;
    pieces.into_iter().flat_map(|piece| piece.unwrap().overlaps).collect()
}

/// Asserts that a filter lets exactly those pairs pass for which `holds` says so, in their order,
/// listed and streamed, and that there are such pairs and others.
async fn told_apart(
    world: &World,
    filter: pb::OverlapFilter,
    holds: impl Fn(&pb::Overlap) -> bool,
) {
    let all = listed(world, "pmd", of(KABUPATEN)).await.unwrap();
    let (wanted, others): (Vec<_>, Vec<_>) = all.into_iter().partition(holds);
    assert!(!wanted.is_empty() && !others.is_empty(), "{filter:?} tells nothing apart");
    let found = listed(world, "pmd", filter.clone()).await.unwrap();
    // Which side comes first depends on the area.
    let ids = |pairs: &[pb::Overlap]| pairs.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&found), ids(&wanted), "{filter:?}");
    assert_eq!(streamed(world, filter.clone()).await, found, "{filter:?} streamed");
}

async fn each_filter_tells_its_pairs_from_the_others(engine: Engine) {
    let world = of_every_kind(engine).await;
    let lies = |area: &'static str| {
        move |pair: &pb::Overlap| either(pair, |side| side.desa_display_name.starts_with(area))
    };
    for (parent, area) in [
        ("kecamatan/35.10.14", "Desa 35.10.14."),
        ("kecamatan/35.10.25", "Desa 35.10.25."),
        ("desa/35.10.14.2003", "Desa 35.10.14.2003"),
    ] {
        told_apart(&world, of(parent), lies(area)).await;
    }
    let every = || of(KABUPATEN);
    for tahun in [2025, 2026] {
        let filter = pb::OverlapFilter { tahun, ..every() };
        told_apart(&world, filter, |pair| either(pair, |side| side.tahun == tahun)).await;
    }
    let owner = pb::OverlapFilter { owner: "kabupaten".into(), ..every() };
    told_apart(&world, owner, |pair| either(pair, |side| side.owner == "kabupaten")).await;
    for fund in ["DDS", "DAU"] {
        let filter = pb::OverlapFilter { sumber_dana: fund.into(), ..every() };
        let paid = |side: &pb::OverlapSide| side.sumber_dana.iter().any(|code| code == fund);
        told_apart(&world, filter, |pair| either(pair, paid)).await;
    }
    let other_fund = pb::OverlapFilter { sumber_dana: "ADD".into(), ..every() };
    assert!(listed(&world, "pmd", other_fund).await.unwrap().is_empty());
    for class in ["culvert", "bridge"] {
        let filter = pb::OverlapFilter { work_class: class.into(), ..every() };
        told_apart(&world, filter, |pair| either(pair, |side| side.work_class == class)).await;
    }
    for rule_rev in [1, 2] {
        let filter = pb::OverlapFilter { rule_rev, ..every() };
        told_apart(&world, filter, |pair| pair.rule_rev == rule_rev).await;
    }
    for state in ["warned", "open", "dismissed", "stands", "overridden"] {
        let filter = pb::OverlapFilter { state: state.into(), ..every() };
        told_apart(&world, filter, |pair| pair.state == state).await;
    }
    for state in ["withdrawn", "OPEN"] {
        let filter = pb::OverlapFilter { state: state.into(), ..every() };
        let no = listed(&world, "pmd", filter).await.unwrap_err();
        assert_eq!(no, ["FIELD_MALFORMED"], "no pair is {state}");
    }
    for sen in [101, 5_000] {
        let filter = pb::OverlapFilter { at_stake_min: Some(edge::convert::sen(sen)), ..every() };
        told_apart(&world, filter, |pair| pair.at_stake.is_some_and(|at| at.sen >= sen)).await;
    }
    let more_than_all = Some(edge::convert::sen(5_001));
    let none = pb::OverlapFilter { at_stake_min: more_than_all, ..every() };
    assert!(listed(&world, "pmd", none).await.unwrap().is_empty());
    let two = pb::OverlapFilter { tahun: 2025, state: "open".into(), ..every() };
    assert!(listed(&world, "pmd", two).await.unwrap().is_empty(), "filters hold together");
}

async fn pairs_of_one_level_of_evidence_are_told_apart(engine: Engine) {
    let world = World::new(engine).await;
    three_culverts(&world).await;
    for level in ["distance_hard", "distance_lookup"] {
        let filter = pb::OverlapFilter { level: level.into(), ..of(KABUPATEN) };
        told_apart(&world, filter, |pair| pair.evidence.iter().any(|e| e.level == level)).await;
    }
    // A level is a word, not a pattern, and on both engines the same letters.
    for level in ["%", "distance%", "distance_har_", "distance", "DISTANCE_HARD", "\\"] {
        let filter = pb::OverlapFilter { level: level.into(), ..of(KABUPATEN) };
        assert!(listed(&world, "pmd", filter).await.unwrap().is_empty(), "{level}");
    }
    let long = "x".repeat(101);
    for level in
        ["a;distance_hard", "distance_hard\0", " ", "jarak dekat", "tingk\u{e1}t", long.as_str()]
    {
        let filter = pb::OverlapFilter { level: level.into(), ..of(KABUPATEN) };
        assert_eq!(listed(&world, "pmd", filter).await.unwrap_err(), ["FIELD_MALFORMED"]);
    }
}

/// A line of a road and a plot of a building, each with its twin, under names that a spreadsheet
/// could take for something else.
async fn of_every_shape(engine: Engine) -> World {
    let world = World::new(engine).await;
    three_culverts(&world).await;
    let at = |east_m: f64, north_m: f64| {
        LonLat::new(114.3 + east_m / 110_000.0, -8.31 + north_m / 110_000.0).unwrap()
    };
    for (desa, number, off_m) in [(SUKOJATI, 50, 0.0), (BLIMBINGSARI, 51, 2.0)] {
        let mut road = culvert(desa, number, 0.0);
        road.name = format!("=Jalan \"Melati\", ruas {number}\nsisi utara");
        road.class = WorkClass::Road;
        let line = vec![at(1_000.0, off_m), at(1_200.0, off_m)];
        road.sites[0].shape = Shape::line(line).unwrap();
        let mut hall = culvert(desa, number + 10, 0.0);
        hall.name = format!("-Balai {number}");
        hall.class = WorkClass::Building;
        let ring = [(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0)];
        let ring = ring.map(|(east_m, north_m)| at(3_000.0 + off_m + east_m, north_m)).to_vec();
        hall.sites[0].shape = Shape::polygon(vec![ring]).unwrap();
        for work in [road, hall] {
            world.act(Act::Register(work)).await.unwrap();
        }
    }
    world
}

async fn exported(world: &World, who: &str, filter: pb::OverlapFilter, csv: bool) -> String {
    let format = if csv { pb::OverlapFormat::Csv } else { pb::OverlapFormat::Geojson };
    let request = pb::ExportOverlapsRequest { filter: Some(filter), format: format.into() };
    let stream = service(world).export_overlaps(from(who, request)).await.unwrap();
    let pieces: Vec<_> = stream.into_inner().collect().await;
    let bytes: Vec<u8> = pieces.into_iter().flat_map(|piece| piece.unwrap().content).collect();
    String::from_utf8(bytes).unwrap()
}

/// A code in words and as it is: what the rules say and where a pair stands.
fn words(code: &str) -> [String; 2] {
    let told = match code {
        "block" => "menahan pembayaran",
        "warn" => "peringatan",
        "warned" => "hanya peringatan",
        "open" => "belum diputus",
        "dismissed" => "bukan tumpang tindih",
        "stands" => "tumpang tindih",
        "overridden" => "dikecualikan",
        other => panic!("no words for {other}"),
    };
    [told.to_owned(), code.to_owned()]
}

/// Class and owner of a side, each in words and as a code.
fn kind(side: &pb::OverlapSide) -> [String; 4] {
    let class = WorkClass::parse(&side.work_class).unwrap().title().to_owned();
    let owner = Owner::from_code(&side.owner).unwrap().title().to_owned();
    assert_ne!((&class, &owner), (&side.work_class, &side.owner), "not in words");
    [class, side.work_class.clone(), owner, side.owner.clone()]
}

/// What a line of the spreadsheet holds for a pair.
fn line(pair: &pb::Overlap) -> Vec<String> {
    let metres = |m: f64| format!("{m:.1}");
    let money = |sen: i64| format!("{}.{:02}", sen / 100, sen % 100);
    let mut line = vec![pair.id.clone()];
    line.extend(words(&pair.verdict));
    line.extend(words(&pair.state));
    line.extend([
        pair.flag.clone(),
        pair.rule_rev.to_string(),
        metres(pair.distance_m),
        pair.overlap_m.map(metres).unwrap_or_default(),
        pair.at_stake.map(|at| money(at.sen)).unwrap_or_default(),
        Day::of_us(pair.found_us).iso(),
    ]);
    for side in [&pair.first, &pair.second] {
        let side = side.as_ref().unwrap();
        let name = side.display_name.clone();
        line.extend([
            side.project.clone(),
            // No spreadsheet may compute it.
            if name.starts_with(['=', '-']) { format!("'{name}") } else { name },
            side.desa_display_name.clone(),
        ]);
        line.extend(kind(side));
        line.extend([side.sumber_dana.join(" "), side.tahun.to_string()]);
    }
    let told: Vec<&str> = pair.evidence.iter().map(|one| one.text.as_str()).collect();
    assert!(!told.is_empty(), "{pair:?}");
    line.push(told.join(" "));
    line
}

async fn a_spreadsheet_reads_back_as_the_report(engine: Engine) {
    let world = of_every_shape(engine).await;
    two_bridges(&world).await;
    for (who, filter) in [
        ("pmd", of(KABUPATEN)),
        ("pmd", pb::OverlapFilter { work_class: "road".into(), ..of(KABUPATEN) }),
        ("sek", of(&format!("desa/{SUKOJATI}"))),
    ] {
        let report = listed(&world, who, filter.clone()).await.unwrap();
        assert!(!report.is_empty(), "{who}");
        let text = exported(&world, who, filter, true).await;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
        let lines: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        assert_eq!(lines, report.iter().map(line).collect::<Vec<_>>(), "{who}");
        let money = report.iter().all(|pair| pair.at_stake.is_some());
        assert_eq!(money, who == "pmd", "a village is not told the other's money");
    }
}

/// What the map holds for both sides of a pair, but for the geometry.
fn properties(pair: &pb::Overlap) -> [Value; 2] {
    let sides = [&pair.first, &pair.second].map(|side| side.as_ref().unwrap());
    let bukti: Vec<&str> = pair.evidence.iter().map(|one| one.text.as_str()).collect();
    let ([verdict, _], [state, _]) = (words(&pair.verdict), words(&pair.state));
    [(1, sides[0], sides[1]), (2, sides[1], sides[0])].map(|(sisi, side, other)| {
        let [class, _, owner, _] = kind(side);
        json!({
            "pasangan": pair.id,
            "sisi": sisi,
            "proyek": side.project,
            "nama": side.display_name,
            "desa": side.desa_display_name,
            "jenis": class,
            "jenis_kode": side.work_class,
            "pemilik": owner,
            "pemilik_kode": side.owner,
            "sumber_dana": side.sumber_dana,
            "tahun": side.tahun,
            "lawan": other.project,
            "lawan_nama": other.display_name,
            "lawan_desa": other.desa_display_name,
            "putusan_aturan": verdict,
            "putusan_aturan_kode": pair.verdict,
            "keadaan": state,
            "keadaan_kode": pair.state,
            "flag": (!pair.flag.is_empty()).then_some(&pair.flag),
            "set_aturan": pair.rule_rev,
            "jarak_m": pair.distance_m,
            "tindih_m": pair.overlap_m,
            "nilai_dipertaruhkan_sen": pair.at_stake.map(|at| at.sen),
            "bukti": bukti.join(" "),
        })
    })
}

async fn a_map_reads_back_as_the_report(engine: Engine) {
    let world = of_every_shape(engine).await;
    for (who, filter) in [
        ("pmd", of(KABUPATEN)),
        ("pmd", pb::OverlapFilter { state: "warned".into(), ..of(KABUPATEN) }),
        ("sek", of(&format!("desa/{SUKOJATI}"))),
    ] {
        let report = listed(&world, who, filter.clone()).await.unwrap();
        let text = exported(&world, who, filter, false).await;
        let map: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(map["type"], "FeatureCollection");
        let features = map["features"].as_array().unwrap();
        assert!(features.iter().all(|feature| feature["type"] == "Feature"));
        let told: Vec<&Value> = features.iter().map(|feature| &feature["properties"]).collect();
        let wanted: Vec<Value> = report.iter().flat_map(properties).collect();
        assert_eq!(told, wanted.iter().collect::<Vec<_>>(), "{who}");
    }
    let text = exported(&world, "pmd", of(KABUPATEN), false).await;
    let map: Value = serde_json::from_str(&text).unwrap();
    let drawn = |desa: &str, number: u128| {
        let project = format!("desa/{desa}/projects/{}", culvert(desa, number, 0.0).project);
        let mut features = map["features"].as_array().unwrap().iter();
        let found = features.find(|one| one["properties"]["proyek"] == project);
        found.unwrap_or_else(|| panic!("{project} is drawn"))["geometry"].clone()
    };
    assert_eq!(drawn(SUKOJATI, 1), json!({"type": "Point", "coordinates": [114.3, -8.31]}));
    let road = drawn(SUKOJATI, 50);
    let ends = json!([[114.3090909, -8.31], [114.3109091, -8.31]]);
    assert_eq!(road, json!({"type": "LineString", "coordinates": ends}));
    let hall = drawn(SUKOJATI, 60);
    assert_eq!(hall["type"], "Polygon");
    let ring = hall["coordinates"][0].as_array().unwrap();
    assert_eq!((ring.len(), &ring[0]), (5, &ring[4]), "closed");
}

engine_test!(
    each_filter_tells_its_pairs_from_the_others,
    pairs_of_one_level_of_evidence_are_told_apart,
    a_spreadsheet_reads_back_as_the_report,
    a_map_reads_back_as_the_report,
);
