use super::*;
use crate::work::{ClaimKind, Verdict};
use domain::DesaId;
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
        ("overridden", Some(flag("overridden")), Standing::Excused),
        ("withdrawn", Some(flag("withdrawn")), Standing::Undecided),
    ];
    for (what, row, expected) in cases {
        let rows: Vec<FlagRow> = row.into_iter().collect();
        let mine = ProjectId::new(Uuid::from_u128(MINE));
        assert_eq!(standing(mine, 2, 1, &finding(), &rows, today), expected, "{what}");
    }
}
