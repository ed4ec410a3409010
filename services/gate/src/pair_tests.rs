use super::*;
use crate::work::{ClaimKind, Verdict};
use domain::{DesaId, ids::ProjectId};
use uuid::Uuid;

const MINE: u128 = 1;
const OTHER: u128 = 2;

fn finding() -> Finding {
    Finding {
        other_desa: DesaId::parse("35.10.25.2009").unwrap(),
        other_desa_name: String::new(),
        other_project: ProjectId::new(Uuid::from_u128(OTHER)),
        other_name: String::new(),
        other_kind: ClaimKind::Registered,
        other_resource: String::new(),
        other_geometry_rev: 3,
        other_material_rev: 3,
        verdict: Verdict::Block,
        distance_mm: 0,
        overlap_mm: None,
        evidence: Vec::new(),
        flag: None,
    }
}

fn flag(state: &str) -> FlagRow {
    FlagRow {
        desa_id: "35.10.25.2010".into(),
        flag_id: Uuid::from_u128(9),
        project_id: Uuid::from_u128(MINE),
        other_desa_id: "35.10.25.2009".into(),
        other_project_id: Uuid::from_u128(OTHER),
        state: state.into(),
        rule_rev: 1,
        geometry_rev: 2,
        other_geometry_rev: 3,
        distance_mm: 0,
        overlap_mm: None,
        evidence: "[]".into(),
        project_name: String::new(),
        desa_name: String::new(),
        other_project_name: String::new(),
        other_desa_name: String::new(),
        opened_us: 0,
        state_since_us: 0,
        decision_id: None,
        valid_until: None,
        stopped_project_id: None,
        kind: "registered".into(),
        other_kind: "registered".into(),
        class: String::new(),
        waits_since_us: 0,
        reopened: false,
        effective_day: None,
    }
}

fn mine() -> ProjectRow {
    ProjectRow {
        desa_id: "35.10.25.2010".into(),
        project_id: Uuid::from_u128(MINE),
        kind: "registered".into(),
        state: "active".into(),
        class: "culvert".into(),
        intervention: "new".into(),
        tahun: 2026,
        name: String::new(),
        desa_name: String::new(),
        continues_id: None,
        geometry_rev: 2,
        open_flags: 0,
        frozen: false,
        clearance_geometry_rev: None,
        clearance_rule_rev: None,
        clearance_seq: None,
        facts: "{}".into(),
        amount_sen: 0,
        material_rev: 2,
        scope: String::new(),
    }
}

#[test]
fn the_newest_word_on_a_pair_counts() {
    let today = Day::from_ymd(2026, 3, 1);
    let until = |day: u8| Some(i64::from(Day::from_ymd(2026, 3, day).number()));
    let stops = |project: u128| FlagRow {
        stopped_project_id: Some(Uuid::from_u128(project)),
        ..flag("stands")
    };
    let day = |days: i32| Some(i64::from(today.plus(days).number()));
    let overridden = |project: u128, from: i32, last: i32| FlagRow {
        stopped_project_id: Some(Uuid::from_u128(project)),
        effective_day: day(from),
        valid_until: day(last),
        ..flag("overridden")
    };
    let cases = [
        ("nothing was said", None, Standing::Undecided),
        ("open", Some(flag("open")), Standing::Open),
        (
            "open on an older site",
            Some(FlagRow { geometry_rev: 1, ..flag("open") }),
            Standing::Undecided,
        ),
        ("dismissed", Some(flag("dismissed")), Standing::Excused),
        (
            "dismissed by older rules",
            Some(FlagRow { rule_rev: 0, ..flag("dismissed") }),
            Standing::Undecided,
        ),
        (
            "dismissed, they moved",
            Some(FlagRow { other_geometry_rev: 2, ..flag("dismissed") }),
            Standing::Undecided,
        ),
        (
            "dismissed until today",
            Some(FlagRow { valid_until: until(1), ..flag("dismissed") }),
            Standing::Excused,
        ),
        (
            "lapsed",
            Some(FlagRow { valid_until: Some(0), ..flag("dismissed") }),
            Standing::Undecided,
        ),
        ("I must stop", Some(stops(MINE)), Standing::Stopped),
        ("they must stop", Some(stops(OTHER)), Standing::Excused),
        ("their override", Some(overridden(OTHER, 1, 9)), Standing::Excused),
        ("their override is over", Some(overridden(OTHER, -9, -1)), Standing::Excused),
        ("my override waits", Some(overridden(MINE, 1, 9)), Standing::Stopped),
        ("my override holds from today", Some(overridden(MINE, 0, 9)), Standing::Excused),
        ("and to its last day", Some(overridden(MINE, -9, 0)), Standing::Excused),
        ("my override is over", Some(overridden(MINE, -9, -1)), Standing::Stopped),
        (
            "my override was for another site",
            Some(FlagRow { geometry_rev: 1, ..overridden(MINE, 0, 9) }),
            Standing::Undecided,
        ),
        ("withdrawn", Some(flag("withdrawn")), Standing::Undecided),
    ];
    for (what, row, expected) in cases {
        let rows: Vec<FlagRow> = row.into_iter().collect();
        assert_eq!(standing(&mine(), 1, &finding(), &rows, today), expected, "{what}");
    }
}

#[test]
fn a_decision_outlives_revisions_that_change_nothing_in_substance() {
    let today = Day::from_ymd(2026, 3, 1);
    let renamed = ProjectRow { geometry_rev: 5, material_rev: 2, ..mine() };
    let theirs = Finding { other_geometry_rev: 7, other_material_rev: 3, ..finding() };
    let rows = [flag("dismissed")];
    assert_eq!(standing(&renamed, 1, &theirs, &rows, today), Standing::Excused);
    let moved = ProjectRow { material_rev: 3, ..renamed };
    assert_eq!(standing(&moved, 1, &theirs, &rows, today), Standing::Undecided);
}
