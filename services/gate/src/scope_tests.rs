use super::*;
use crate::test_kit::{DESA_A, point, work};
use domain::{Rupiah, WorkClass};
use uuid::Uuid;

/// A stored culvert of 1,000,000 sen and 10 units, with its site.
fn stored() -> (Work, ProjectRow, Vec<ClaimRow>) {
    let mut work = work(DESA_A, 1, WorkClass::Culvert, point(0.0, 0.0));
    work.facts.volume_e4 = 100_000;
    let row = ProjectRow {
        desa_id: DESA_A.into(),
        project_id: work.project.uuid(),
        kind: "registered".into(),
        state: "active".into(),
        class: work.class.code().into(),
        intervention: work.intervention.code().into(),
        tahun: 2026,
        name: work.name.clone(),
        desa_name: work.desa_name.clone(),
        continues_id: None,
        geometry_rev: 3,
        open_flags: 0,
        frozen: false,
        clearance_geometry_rev: None,
        clearance_rule_rev: None,
        clearance_seq: None,
        facts: work.facts.encode().unwrap(),
        amount_sen: work.amount.sen(),
        material_rev: 1,
        scope: String::new(),
    };
    let site = ClaimRow {
        claim_id: Uuid::nil(),
        geometry_rev: 3,
        site: 0,
        shape: work.sites[0].shape.encode(),
        accuracy_mm: work.sites[0].accuracy_mm,
        amount_sen: work.amount.sen(),
        cells: Vec::new(),
        capture: String::new(),
        trusted: true,
    };
    (work, row, vec![site])
}

#[test]
fn each_change_in_substance_counts_and_no_other_does() {
    type Change = fn(&mut Work);
    let cases: [(&str, Change, bool); 14] = [
        ("nothing", |_| {}, false),
        ("a new name", |w| w.name = "Gorong-gorong baru".into(), false),
        ("one more photo", |w| w.facts.photo_hashes = [7].into(), false),
        ("ten percent more", |w| w.amount = Rupiah::from_sen(1_100_000), false),
        ("more than that", |w| w.amount = Rupiah::from_sen(1_100_001), true),
        ("much less", |w| w.amount = Rupiah::from_sen(899_999), true),
        ("more volume", |w| w.facts.volume_e4 = 120_000, true),
        ("another unit", |w| w.facts.unit = "m2".into(), true),
        ("another class", |w| w.class = WorkClass::Bridge, true),
        ("another intervention", |w| w.intervention = crate::Intervention::Maintain, true),
        ("another year", |w| w.tahun = domain::Tahun::new(2027).unwrap(), true),
        ("a phase", |w| w.facts.phase = Some(2), true),
        ("a metre away", |w| w.sites[0].shape = point(1.0, 0.0), true),
        ("a second site", |w| w.sites.push(w.sites[0].clone()), true),
    ];
    for (what, change, expected) in cases {
        let (mut work, row, sites) = stored();
        change(&mut work);
        assert_eq!(changed(&row, &sites, &work, 100).unwrap(), expected, "{what}");
    }
}

#[test]
fn small_steps_do_not_add_up_unseen() {
    let (mut work, mut row, sites) = stored();
    row.scope = Scope::of_row(&row).unwrap().encode().unwrap();
    row.amount_sen = 1_080_000;
    work.amount = Rupiah::from_sen(1_160_000);
    assert!(changed(&row, &sites, &work, 100).unwrap(), "16 % above the decided amount");
}
