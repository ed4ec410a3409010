//! A row of the plan with a place, on both engines.

use store::{Engine, engine_test};
use wire::{
    common::v1 as common,
    planning::v1::{self as pb, rkpdes_service_server::RkpdesService as _},
};

use crate::world::{Act, World, YEAR, from, plan_row, told};

/// A culvert so many metres east.
fn site(east_m: f64, work_class: &str) -> Option<pb::RkpdesSite> {
    let at = common::LonLat { longitude_deg: 114.3 + east_m / 110_000.0, latitude_deg: -8.31 };
    Some(pb::RkpdesSite {
        shape: Some(common::Shape { kind: Some(common::shape::Kind::Point(at)) }),
        accuracy_m: 5.0,
        work_class: work_class.into(),
        intervention: String::new(),
    })
}

async fn put(world: &World, row: pb::RkpdesRow) -> Result<pb::PutRkpdesRowResponse, Vec<String>> {
    let (request_id, parent) = (world.id(), YEAR.to_owned());
    let request = pb::PutRkpdesRowRequest { request_id, parent, row: Some(row) };
    told(world.rkpdes.put_rkpdes_row(from("SEK", request)).await)
}

fn planned(kegiatan: &str, site: Option<pb::RkpdesSite>) -> pb::RkpdesRow {
    pb::RkpdesRow { site, ..plan_row(kegiatan, None) }
}

async fn rows_planned_in_one_place_are_told_of_each_other(engine: Engine) {
    let world = World::new(engine).await;
    let first = put(&world, planned("02.03.14", site(0.0, "culvert"))).await.unwrap();
    assert!(first.neighbours.is_empty());
    let second = put(&world, planned("02.03.10", site(6.0, "road"))).await.unwrap();
    let told_of: Vec<&str> = second.neighbours.iter().map(|one| one.name.as_str()).collect();
    let first = first.row.unwrap();
    assert_eq!(told_of, [first.name.as_str()]);
    assert!(second.neighbours[0].reasons.iter().any(|why| why.contains("rencana")));
    assert_eq!(
        first.site,
        site(0.0, "culvert").map(|site| pb::RkpdesSite { intervention: "new".into(), ..site })
    );
    // Moved away, or given up, a row is no neighbour any more.
    let again = second.row.unwrap();
    let away = pb::RkpdesRow { site: site(900.0, "road"), ..again.clone() };
    let away = put(&world, away).await.unwrap();
    assert!(away.neighbours.is_empty());
    let back = pb::RkpdesRow { site: site(3.0, "road"), ..away.row.unwrap() };
    assert_eq!(put(&world, back).await.unwrap().neighbours.len(), 1);
    let remove = pb::RemoveRkpdesRowRequest {
        request_id: world.id(),
        name: again.name.clone(),
        etag: "\"3\"".into(),
    };
    told(world.rkpdes.remove_rkpdes_row(from("SEK", remove)).await).unwrap();
    let dropped = pb::RkpdesRow { site: None, ..first };
    assert!(put(&world, dropped).await.unwrap().row.unwrap().site.is_none());
    let third = put(&world, planned("02.03.14", site(1.0, "culvert"))).await.unwrap();
    assert!(third.neighbours.is_empty(), "nothing is left of either");
}

async fn a_site_without_a_class_is_asked_for_one(engine: Engine) {
    let world = World::new(engine).await;
    let refused = put(&world, planned("02.03.14", site(0.0, ""))).await.unwrap_err();
    assert_eq!(refused, ["row.site.work_class PLAN_CLASS_UNKNOWN"]);
    let mut bad = site(0.0, "jalan");
    if let Some(site) = &mut bad {
        site.accuracy_m = -1.0;
        site.intervention = "bangun".into();
    }
    assert_eq!(put(&world, planned("02.03.14", bad)).await.unwrap_err().len(), 3);
}

fn codes(answer: &pb::PutRkpdesRowResponse) -> Vec<&str> {
    answer.doubts.iter().map(|doubt| doubt.code.as_str()).collect()
}

async fn a_row_where_nobody_measured_is_told_so_and_not_trusted(engine: Engine) {
    let world = World::new(engine).await;
    let unknown = put(&world, planned("02.03.10", site(400.0, "culvert"))).await.unwrap();
    assert_eq!(codes(&unknown), ["SITE_BOUNDARY_UNKNOWN"], "never silent: not checked");
    world.act(Act::Map).await.unwrap();
    let measured = put(&world, unknown.row.unwrap()).await.unwrap();
    assert_eq!(codes(&measured), Vec::<&str>::new());
    assert_eq!(world.look("READ_TRUSTED").await[0].1, 1);
    // On the point by which the village is listed.
    let pinned = pb::RkpdesRow { site: site(0.0, "culvert"), ..measured.row.unwrap() };
    let pinned = put(&world, pinned).await.unwrap();
    assert_eq!(codes(&pinned), ["SITE_OFFICE_DEFAULT"]);
    assert!(pinned.doubts[0].untrusted && pinned.doubts[0].text.contains("Desa Sukojati"));
    assert_eq!(world.look("READ_TRUSTED").await[0].1, 0);
    // In the sea, as the law of the day weighs it.
    let sea = || planned("02.03.14", site(90_000.0, "culvert"));
    let told = put(&world, sea()).await.unwrap();
    assert_eq!(codes(&told), ["SITE_IN_SEA"]);
    world.act(Act::Law("severity.site.in_sea", "hard")).await.unwrap();
    assert_eq!(put(&world, sea()).await.unwrap_err(), ["SITE_IN_SEA"]);
}

engine_test!(
    rows_planned_in_one_place_are_told_of_each_other,
    a_site_without_a_class_is_asked_for_one,
    a_row_where_nobody_measured_is_told_so_and_not_trusted,
);
