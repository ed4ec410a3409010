use super::*;
use crate::{
    judge::judge,
    test_kit::{claim, line, twin},
};

/// The shipped rows as a table, changed.
fn changed(change: impl Fn(String) -> String) -> RuleSet {
    let csv = change(Matrix::first().unwrap().to_csv());
    let rules = RuleSet { matrix: Matrix::from_csv(&csv).unwrap(), ..RuleSet::first().unwrap() };
    rules.check().unwrap();
    rules
}

fn without(row: &str) -> RuleSet {
    let keep = |csv: String| {
        let kept: Vec<&str> = csv.lines().filter(|line| !line.contains(row)).collect();
        assert_eq!(kept.len() + 1, csv.lines().count(), "{row}");
        kept.join("\n")
    };
    changed(keep)
}

fn road(set: impl Fn(&mut Claim)) -> [Claim; 2] {
    let shape = || line(&[[0.0, 0.0], [300.0, 0.0]]);
    let (one, mut other) = (claim(shape()), twin(shape()));
    set(&mut other);
    [one, other]
}

fn verdict(rules: &RuleSet, [one, other]: &[Claim; 2]) -> Verdict {
    let judged = judge(rules, one, other);
    assert_eq!(judged, judge(rules, other, one), "the order of a pair changes nothing");
    judged.verdict
}

#[test]
fn the_shipped_rows_are_read_as_they_are_written() {
    let first = Matrix::first().unwrap();
    first.check().unwrap();
    assert_eq!((first.standings.len(), first.aparts.len()), (5, 9));
    assert_eq!(Matrix::from_csv(&first.to_csv()).unwrap(), first);
}

#[test]
fn a_row_that_is_taken_away_excuses_nothing_any_more() {
    let shipped = RuleSet::first().unwrap();
    let drain = road(|other| other.class = WorkClass::Drainage);
    let upkeep = road(|other| {
        other.intervention = Intervention::Maintain;
        other.tahun = domain::Tahun::new(2027).unwrap();
    });
    let shoulder = {
        let [mut one, mut other] = road(|_| {});
        one.facts.layer = Some(Layer::Surface);
        other.facts.layer = Some(Layer::Shoulder);
        [one, other]
    };
    let overlay = {
        let [mut one, mut other] = road(|_| {});
        one.facts.layer = Some(Layer::Base);
        one.facts.ends = Some(domain::Day::from_ymd(2026, 2, 1));
        other.facts.layer = Some(Layer::Surface);
        other.facts.starts = Some(domain::Day::from_ymd(2026, 8, 1));
        [one, other]
    };
    for (row, pair) in [
        ("component_other", drain),
        ("maintain,,,new", upkeep),
        ("shoulder,,,surface", shoulder),
        ("layer_after", overlay),
    ] {
        assert_eq!(verdict(&shipped, &pair), Verdict::Warn, "{row}");
        assert_eq!(verdict(&without(row), &pair), Verdict::Block, "{row}");
    }
}

/// Two works on one stretch that meet a row, so many years apart.
fn meeting(row: &Apart, years: i64) -> [Claim; 2] {
    let [mut one, mut other] = road(|_| {});
    for (claim, of) in [(&mut one, row.one), (&mut other, row.other)] {
        claim.class = of.class.unwrap_or(WorkClass::Road);
        claim.intervention = of.intervention.unwrap_or(Intervention::New);
        claim.facts.layer = of.layer;
    }
    let later = if row.follows { &mut other } else { &mut one };
    later.tahun = domain::Tahun::new(2026 + i32::try_from(years).unwrap()).unwrap();
    if row.follows {
        one.facts.ends = Some(domain::Day::from_ymd(2026, 2, 1));
        other.facts.starts = Some(domain::Day::from_ymd(2026, 8, 1));
    }
    [one, other]
}

#[test]
fn every_row_of_what_is_apart_excuses_its_pair_and_without_it_nothing_does() {
    let first = Matrix::first().unwrap();
    let with = |aparts: Vec<Apart>| {
        let matrix = Matrix { aparts, ..first.clone() };
        RuleSet { matrix, ..RuleSet::first().unwrap() }
    };
    for row in &first.aparts {
        let (pair, only) = (meeting(row, row.years), with(vec![row.clone()]));
        assert_eq!(verdict(&only, &pair), row.at_most, "{row:?}");
        let told = judge(&only, &pair[0], &pair[1]).evidence;
        assert!(told.iter().any(|piece| piece.level == row.level), "{row:?}: {told:?}");
        assert_eq!(verdict(&with(Vec::new()), &pair), Verdict::Block, "{row:?}");
        if row.years > 0 {
            let sooner = meeting(row, row.years - 1);
            assert_eq!(verdict(&only, &sooner), Verdict::Block, "too soon: {row:?}");
        }
    }
}

#[test]
fn every_row_of_windows_says_how_long_its_works_stand() {
    let rules = |matrix: Matrix| RuleSet { matrix, ..RuleSet::first().unwrap() };
    // Works alone, without what is done to what.
    let first = Matrix { aparts: Vec::new(), ..Matrix::first().unwrap() };
    for (number, row) in first.standings.iter().enumerate() {
        let after = |years: i32| {
            let [mut one, mut other] = road(|_| {});
            one.intervention = row.of.intervention.unwrap();
            other.tahun = domain::Tahun::new(2026 + years).unwrap();
            [one, other]
        };
        let mut turned = first.clone();
        turned.standings[number].is_new = !row.is_new;
        let stands = |matrix: &Matrix, years| {
            verdict(&rules(matrix.clone()), &after(years)) == Verdict::Block
        };
        // New work stands 5 years on a road, rehabilitated work 3.
        let (as_shipped, as_turned) = (stands(&first, 4), stands(&turned, 4));
        assert_eq!((as_shipped, as_turned), (row.is_new, !row.is_new), "{row:?}");
        assert!(stands(&first, 3) && stands(&turned, 3), "{row:?}");
        assert!(!stands(&first, 6) && !stands(&turned, 6), "{row:?}");
    }
}

#[test]
fn yearly_upkeep_is_cleared_by_a_row_alone() {
    let yearly = {
        let [mut one, mut other] = road(|_| {});
        (one.intervention, other.intervention) = (Intervention::Maintain, Intervention::Maintain);
        other.tahun = domain::Tahun::new(2027).unwrap();
        [one, other]
    };
    assert_eq!(verdict(&RuleSet::first().unwrap(), &yearly), Verdict::Clear);
    assert_eq!(verdict(&without("maintenance_yearly"), &yearly), Verdict::Block);
    let rarer = changed(|csv| csv.replace("maintain,,1,clear", "maintain,,2,clear"));
    assert_eq!(verdict(&rarer, &yearly), Verdict::Block, "a year apart is too soon");
}

#[test]
fn a_row_that_is_added_excuses_what_it_takes_in_and_tells_its_sentence() {
    let [one, other] = road(|other| other.intervention = Intervention::Upgrade);
    let row =
        "apart,upgrade_after,1,road,new,,road,upgrade,,0,warn,\"Peningkatan: diberitahukan.\"";
    let rules = changed(|csv| format!("{csv}{row}\n"));
    let judged = judge(&rules, &other, &one);
    assert_eq!(judged.verdict, Verdict::Warn);
    let told = judged.evidence.iter().find(|told| told.level == "upgrade_after").unwrap();
    assert_eq!(told.text, "Peningkatan: diberitahukan.");
    let canals = changed(|csv| format!("{csv}{}\n", row.replace(",1,road,", ",2,road,")));
    assert_eq!(verdict(&canals, &[one, other]), Verdict::Block, "of another family");
}

#[test]
fn how_long_a_work_stands_is_a_row() {
    // New work stands 5 years on a road, rehabilitated work 3.
    let later = road(|other| other.tahun = domain::Tahun::new(2030).unwrap());
    assert_eq!(verdict(&RuleSet::first().unwrap(), &later), Verdict::Block);
    let shorter =
        changed(|csv| csv.replace("window,,,,new,,,,,0,new", "window,,,,new,,,,,0,rehab"));
    assert_eq!(verdict(&shorter, &later), Verdict::Clear);
    let head = "gives,text\n";
    let of_roads = format!("{head}window,,,road,new,,,,,0,rehab,\"\"\n");
    let roads = changed(|csv| csv.replace(head, &of_roads));
    assert_eq!(verdict(&roads, &later), Verdict::Clear, "the first row that takes it in counts");
}

#[test]
fn rows_that_cannot_be_are_refused() {
    let first = Matrix::first().unwrap().to_csv();
    let unread = |row: &str| Matrix::from_csv(&format!("{first}{row}\n")).unwrap_err();
    for row in [
        "apart,x,,road",
        "apart,x,,lane,,,,,,0,warn,\"a\"",
        "apart,x,,road,,,,,,0,block,\"a\"",
        "window,,,,new,base,,,,0,new,\"\"",
        "near,x,,road,,,,,,0,warn,\"a\"",
    ] {
        assert_eq!(unread(row).code, "RULE_SET_INVALID", "{row}");
    }
    let refused = |row: &str| {
        let matrix = Matrix::from_csv(&format!("{first}{row}\n")).unwrap();
        matrix.check().unwrap_err().code
    };
    for row in [
        "apart,x,64,road,,,,,,0,warn,\"a\"",
        "apart,x,,road,,,,,,51,warn,\"a\"",
        "apart,x,,road,,,,,,0,warn,\"\"",
        "apart,X 1,,road,,,,,,0,warn,\"a\"",
        "after,x,,,,surface,,,base,0,warn,\"\"",
    ] {
        assert_eq!(refused(row), "RULE_SET_INVALID", "{row}");
    }
    let bare = Matrix::from_csv(&first.replace("window,,,,maintain", "window,,,road,maintain"));
    assert!(bare.unwrap().check().unwrap_err().message().contains("maintain"));
}

#[test]
fn a_table_without_its_header_loses_no_row_in_silence() {
    let csv = Matrix::first().unwrap().to_csv();
    let (_, headless) = csv.split_once('\n').unwrap();
    assert_eq!(Matrix::from_csv(headless).unwrap_err().code, "RULE_SET_INVALID");
    assert!(Matrix::from_csv("").is_err());
}
