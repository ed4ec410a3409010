//! Many claims at once: files and batches that break off in the middle, and what of them is read
//! back.

use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::{Engine, engine_test};
use wire::{
    common::v1::{self as common, shape::Kind},
    oversight::v1::{self as pb, claim_service_server::ClaimService as _},
};

use super::{ClaimFile, ImportReport, import};
use crate::world::{Act, World, from, told};

const KABUPATEN: &str = "kabupaten/35.10";

async fn mapped(engine: Engine) -> World {
    let world = World::new(engine).await;
    world.act(Act::Map).await.unwrap();
    world
}

/// Loads a file of the kabupaten's Dinas PUPR.
async fn loaded(world: &World, text: &str) -> ImportReport {
    let file = ClaimFile {
        text: text.to_owned(),
        parent: KABUPATEN.into(),
        owner: "kabupaten".into(),
        owner_name: "Dinas PUPR".into(),
        year: 2026,
        all_or_nothing: false,
    };
    import(&world.test.store, &file, |_, _| {}).await.unwrap()
}

/// The claims of the kabupaten, whole, in the order of their owner's numbers.
async fn register(world: &World) -> Vec<pb::Claim> {
    let list =
        pb::ListClaimsRequest { parent: KABUPATEN.into(), page_size: 500, ..Default::default() };
    let listed = told(world.claims.list_claims(from("pmd", list)).await).unwrap().claims;
    let mut claims = Vec::new();
    for claim in listed {
        let get = pb::GetClaimRequest { name: claim.name, parent: String::new() };
        claims.extend(told(world.claims.get_claim(from("pmd", get)).await).unwrap().claim);
    }
    claims.sort_by(|a, b| a.external_id.cmp(&b.external_id));
    claims
}

/// The `n`th of places that lie too far apart to meet: longitude and latitude.
fn spot(n: u32) -> (f64, f64) {
    (114.276 + f64::from(n % 20) * 0.002, -8.3195 + f64::from(n / 20) * 0.003)
}

/// A statement that is run beside the store, of each engine.
struct Beside {
    sqlite: &'static str,
    postgres: &'static str,
}

impl Beside {
    async fn run(&self, world: &World) {
        let url = world.test.url();
        if let Some(folder) = url.strip_prefix("sqlite:") {
            let file = format!("sqlite:{folder}/lumbung.db");
            let mut conn = SqliteConnection::connect(&file).await.unwrap();
            sqlx::raw_sql(self.sqlite).execute(&mut conn).await.unwrap();
            conn.close().await.unwrap();
        } else {
            let mut conn = PgConnection::connect(url).await.unwrap();
            sqlx::raw_sql(self.postgres).execute(&mut conn).await.unwrap();
            conn.close().await.unwrap();
        }
    }
}

/// Has the store break at one row.
const BREAK: Beside = Beside {
    sqlite: "
        CREATE TRIGGER test_break BEFORE INSERT ON oversight_claim WHEN NEW.external_id = 'K-70'
        BEGIN SELECT RAISE(ABORT, 'broken'); END",
    postgres: "
        CREATE FUNCTION test_break() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.external_id = 'K-70' THEN RAISE EXCEPTION 'broken'; END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER test_break BEFORE INSERT ON oversight_claim
            FOR EACH ROW EXECUTE FUNCTION test_break()",
};
const MEND: Beside = Beside {
    sqlite: "DROP TRIGGER test_break",
    postgres: "DROP TRIGGER test_break ON oversight_claim",
};

async fn a_fault_in_the_middle_tells_what_is_left_and_the_same_file_goes_on(engine: Engine) {
    let world = mapped(engine).await;
    let mut text = "external_id,name,work_class,document,longitude,latitude\n".to_owned();
    for n in 0..120 {
        let (lon, lat) = spot(n);
        let class = if n == 104 { "gedung" } else { "culvert" };
        text.push_str(&format!("K-{n},Gorong-gorong {n},{class},SPK {n},{lon:.4},{lat:.4}\n"));
    }
    BREAK.run(&world).await;
    let broken = loaded(&world, &text).await;
    assert_eq!((broken.created, broken.refused_rows), (50, 1), "{broken:?}");
    let stopped = broken.stopped.unwrap();
    assert_eq!(stopped.error.kind, domain::Kind::Fault);
    assert_eq!((stopped.left_rows, stopped.unsure_rows), (69, 0));
    assert_eq!(stopped.left, [(52, 105), (107, 121)], "lines of the file, but for the bad one");
    assert_eq!(register(&world).await.len(), 50, "of the broken fifty nothing is in");
    MEND.run(&world).await;
    let whole = loaded(&world, &text).await;
    assert_eq!((whole.unchanged, whole.created, whole.refused_rows), (50, 69, 1));
    assert_eq!((whole.stopped, whole.flags), (None, 0));
    let stored = register(&world).await;
    assert_eq!(stored.len(), 119);
    let again = loaded(&world, &text).await;
    assert_eq!((again.unchanged, again.created, again.amended), (119, 0, 0));
    assert_eq!(register(&world).await, stored, "nothing moved");
}

/// Funds of the chart, which has more.
const FUNDS: Beside = Beside {
    sqlite: "
        INSERT INTO registry_sumber_dana (code, name, print_order, revenue_rekening)
        VALUES ('DDS', 'Dana Desa', 3, '4.2.1'), ('PBK', 'Bantuan Kabupaten', 5, '4.2.5'),
               ('PBP', 'Bantuan Provinsi', 6, '4.2.4')",
    postgres: "
        INSERT INTO registry_sumber_dana (code, name, print_order, revenue_rekening)
        VALUES ('DDS', 'Dana Desa', 3, '4.2.1'), ('PBK', 'Bantuan Kabupaten', 5, '4.2.5'),
               ('PBP', 'Bantuan Provinsi', 6, '4.2.4')",
};

fn batch(world: &World, rows: Vec<pb::ClaimRow>) -> pb::BatchRegisterClaimsRequest {
    pb::BatchRegisterClaimsRequest {
        request_id: world.id(),
        parent: KABUPATEN.into(),
        owner: "kabupaten".into(),
        owner_display_name: "Dinas PUPR".into(),
        rows,
        all_or_nothing: false,
    }
}

fn row(n: u32, class: &str) -> pb::ClaimRow {
    let (longitude_deg, latitude_deg) = spot(n);
    let at = common::LonLat { longitude_deg, latitude_deg };
    let shape = Some(common::Shape { kind: Some(Kind::Point(at)) });
    let content = pb::ClaimContent {
        display_name: format!("Gorong-gorong {n}"),
        work_class: class.into(),
        intervention: "new".into(),
        tahun: 2026,
        document_number: format!("SPK {n}"),
        sites: vec![pb::ClaimSite { shape, ..Default::default() }],
        ..Default::default()
    };
    pb::ClaimRow { external_id: format!("S-{n}"), content: Some(content) }
}

async fn sent(
    world: &World,
    who: &str,
    request: &pb::BatchRegisterClaimsRequest,
) -> pb::BatchRegisterClaimsResponse {
    told(world.claims.batch_register_claims(from(who, request.clone())).await).unwrap()
}

async fn a_system_sends_a_list_in_batches_and_again_without_harm(engine: Engine) {
    let world = mapped(engine).await;
    sent(&world, "pmd", &batch(&world, vec![row(0, "culvert")])).await;
    let rows: Vec<pb::ClaimRow> =
        (0..120).map(|n| row(n, if n == 7 { "gedung" } else { "culvert" })).collect();
    for again in [false, true] {
        let mut outcomes = Vec::new();
        for rows in rows.chunks(100) {
            let request = batch(&world, rows.to_vec());
            let answer = sent(&world, "sistem", &request).await;
            assert_eq!(sent(&world, "sistem", &request).await, answer, "the same request");
            outcomes.extend(answer.results);
        }
        assert_eq!(outcomes.len(), 120);
        let reasons = |n: usize| -> Vec<(&str, &str)> {
            let errors = outcomes[n].errors.iter();
            errors.map(|error| (error.reason.as_str(), error.field.as_str())).collect()
        };
        assert_eq!(reasons(0), [("CLAIM_NOT_YOURS", "")], "the kabupaten's own entry");
        assert_eq!(reasons(7), [("CODE_INVALID", "content.work_class")]);
        let outcome = if again { pb::ClaimOutcome::Unchanged } else { pb::ClaimOutcome::Created };
        let good = outcomes.iter().filter(|one| one.outcome == i32::from(outcome));
        assert_eq!(good.filter(|one| one.errors.is_empty()).count(), 118);
    }
    let claims = register(&world).await;
    assert_eq!(claims.len(), 119);
    assert_eq!(claims.iter().filter(|claim| claim.by_system).count(), 118);
}

const MAP: &str = r#"{"type":"FeatureCollection","features":[
    {"type":"Feature",
     "properties":{"external_id":"G-1","name":"Peningkatan Jalan Melati","work_class":"road",
       "intervention":"upgrade","year":2026,"amount":1500000000,"fund":"DDS;PBK",
       "document":"600/12/SPK/2026","volume":156,"unit":"m"},
     "geometry":{"type":"LineString","coordinates":[[114.301,-8.311],[114.302,-8.312]]}},
    {"type":"Feature",
     "properties":{"external_id":"G-2","name":"Gedung Puskesmas pembantu","work_class":"building",
       "year":2025,"amount":"250000000"},
     "geometry":{"type":"Polygon","coordinates":
       [[[114.31,-8.305],[114.3103,-8.305],[114.3103,-8.3047],[114.31,-8.3047],[114.31,-8.305]]]}},
    {"type":"Feature",
     "properties":{"external_id":"G-3","name":"Gorong-gorong kembar","work_class":"culvert",
       "amount":1000001,"accuracy_m":4},
     "geometry":{"type":"MultiPoint","coordinates":[[114.28,-8.315],[114.284,-8.315]]}}]}"#;

const PACKAGE: &str = r#"{"projects":[
    {"id":"oc4ids-1","title":"Peningkatan jalan Rogojampi","type":"expansion",
     "sector":["transport.road"],"period":{"startDate":"2025-03-01T00:00:00Z"},
     "budget":{"amount":{"amount":148232910.5,"currency":"IDR"},
       "budgetBreakdowns":[{"id":"a","budgetBreakdown":[{"id":"PBP"}]}]},
     "locations":[{"id":"1","geometry":
       {"type":"LineString","coordinates":[[114.291,-8.304],[114.292,-8.3045],[114.293,-8.304]]}}],
     "contractingProcesses":[{"id":"p1",
       "summary":{"contractValue":{"amount":1},"externalReference":"602/SPK/2025"}}]},
    {"id":"oc4ids-2","title":"Jembatan Kali Lo","type":"construction",
     "identifiers":[{"id":"DPA 1.02","scheme":"ID-DPA"}],
     "budget":{"amount":{"amount":5000000,"currency":"IDR"}},
     "locations":[{"geometry":{"type":"Point","coordinates":[114.297,-8.318]}}]}]}"#;

fn path(vertices: &[(f64, f64)]) -> common::Path {
    let at = |&(longitude_deg, latitude_deg): &(f64, f64)| common::LonLat {
        longitude_deg,
        latitude_deg,
    };
    common::Path { vertices: vertices.iter().map(at).collect() }
}

fn point(longitude_deg: f64, latitude_deg: f64) -> Kind {
    Kind::Point(common::LonLat { longitude_deg, latitude_deg })
}

/// Number, class, what is done, year, sen, funds and document of a claim.
type Told<'c> = (&'c str, &'c str, &'c str, i32, i64, Vec<&'c str>, &'c str);

fn facts<'c>(claim: &'c pb::Claim, content: &'c pb::ClaimContent) -> Told<'c> {
    (
        claim.external_id.as_str(),
        content.work_class.as_str(),
        content.intervention.as_str(),
        content.tahun,
        content.amount.unwrap().sen,
        content.sumber_dana.iter().map(String::as_str).collect(),
        content.document_number.as_str(),
    )
}

async fn a_map_and_a_package_of_projects_read_back_as_they_were_written(engine: Engine) {
    let world = mapped(engine).await;
    FUNDS.run(&world).await;
    for (text, rows) in [(MAP, 3), (PACKAGE, 2)] {
        let report = loaded(&world, text).await;
        assert_eq!((report.created, report.refused_rows), (rows, 0), "{report:?}");
    }
    let claims = register(&world).await;
    let contents: Vec<&pb::ClaimContent> =
        claims.iter().map(|claim| claim.content.as_ref().unwrap()).collect();
    let read: Vec<Told<'_>> =
        claims.iter().zip(&contents).map(|(claim, content)| facts(claim, content)).collect();
    assert_eq!(
        read,
        [
            (
                "G-1",
                "road",
                "upgrade",
                2026,
                150_000_000_000,
                vec!["DDS", "PBK"],
                "600/12/SPK/2026"
            ),
            ("G-2", "building", "new", 2025, 25_000_000_000, vec![], ""),
            ("G-3", "culvert", "new", 2026, 100_000_100, vec![], ""),
            ("oc4ids-1", "road", "upgrade", 2025, 14_823_291_050, vec!["PBP"], "602/SPK/2025"),
            ("oc4ids-2", "bridge", "new", 2026, 500_000_000, vec![], "DPA 1.02"),
        ]
    );
    assert_eq!((contents[0].volume_e4, contents[0].unit.as_str()), (1_560_000, "m"));
    let drawn: Vec<Vec<Kind>> = contents
        .iter()
        .map(|content| {
            content.sites.iter().map(|site| site.shape.clone().unwrap().kind.unwrap()).collect()
        })
        .collect();
    let ring = [
        (114.31, -8.305),
        (114.3103, -8.305),
        (114.3103, -8.3047),
        (114.31, -8.3047),
        (114.31, -8.305),
    ];
    assert_eq!(
        drawn,
        [
            vec![Kind::Line(path(&[(114.301, -8.311), (114.302, -8.312)]))],
            vec![Kind::Polygon(common::Polygon { rings: vec![path(&ring)] })],
            vec![point(114.28, -8.315), point(114.284, -8.315)],
            vec![Kind::Line(path(&[(114.291, -8.304), (114.292, -8.3045), (114.293, -8.304)]))],
            vec![point(114.297, -8.318)],
        ]
    );
    let parts: Vec<i64> = contents[2].sites.iter().map(|site| site.amount.unwrap().sen).collect();
    assert_eq!(parts, [50_000_050, 50_000_050], "an equal part at each site");
    assert!(contents[2].sites.iter().all(|site| site.accuracy_m == 4.0));
    let blocking: Vec<bool> = claims.iter().map(|claim| claim.blocks).collect();
    assert_eq!(blocking, [true, false, false, true, true], "those with a document");
    let villages: Vec<&str> = claims.iter().map(|claim| claim.place.as_str()).collect();
    assert_eq!(villages[2], "desa/35.10.14.2003");
    assert_eq!(villages[3], "desa/35.10.25.2010");
}

engine_test!(
    a_fault_in_the_middle_tells_what_is_left_and_the_same_file_goes_on,
    a_system_sends_a_list_in_batches_and_again_without_harm,
    a_map_and_a_package_of_projects_read_back_as_they_were_written,
);
