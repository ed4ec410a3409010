use domain::{Rupiah, reason};

use super::*;

fn bad(path: &str) -> Refusal {
    reason::FIELD_REQUIRED.refuse().at(path)
}

fn amount(path: &str, sen: i64) -> Refusal {
    reason::AMOUNT_INVALID.refuse().sen("amount", Rupiah::from_sen(sen)).at(path)
}

fn places(refusals: &[Refusal], grouping: Grouping) -> Vec<(String, usize)> {
    let all = told(refusals, grouping, |refusal| refusal.field.as_deref().unwrap_or_default());
    assert_eq!(all.iter().map(|one| one.count).sum::<usize>(), refusals.len());
    all.iter().map(|one| (one.place(), one.count)).collect()
}

fn expected(rows: &[(&str, usize)]) -> Vec<(String, usize)> {
    rows.iter().map(|(place, count)| ((*place).to_owned(), *count)).collect()
}

#[test]
fn rows_of_which_the_same_is_said_stand_together() {
    let paths = ["name", "lines[0].unit", "lines[1].unit", "lines[2].unit", "lines[7].unit"];
    let refusals: Vec<Refusal> = paths.into_iter().map(bad).collect();
    let together = expected(&[("name", 1), ("lines[0-2,7].unit", 4)]);
    assert_eq!(places(&refusals, Grouping::Sentence), together);
    assert_eq!(places(&refusals, Grouping::Reason), together);
    assert_eq!(places(&refusals, Grouping::Single).len(), 5);
}

#[test]
fn another_field_another_list_and_another_row_within_stand_apart() {
    let paths = ["a[0].unit", "a[1].name", "b[2].unit", "a[3].c[0].unit", "a[4].c[1].unit", "a"];
    let refusals: Vec<Refusal> = paths.into_iter().map(bad).collect();
    assert_eq!(places(&refusals, Grouping::Reason), expected(&paths.map(|path| (path, 1))));
}

#[test]
fn sentences_that_differ_are_left_out_only_where_rows_stand_together() {
    let refusals = [amount("a[0].x", -1), amount("a[1].x", -2), amount("x", -1), amount("x", -2)];
    let apart = ["a[0].x", "a[1].x", "x", "x"].map(|path| (path, 1));
    assert_eq!(places(&refusals, Grouping::Sentence), expected(&apart));
    let all = told(&refusals, Grouping::Reason, |one| one.field.as_deref().unwrap_or_default());
    let told: Vec<(String, bool)> =
        all.iter().map(|one| (one.place(), one.sentence.is_empty())).collect();
    assert_eq!(told, [("a[0-1].x".to_owned(), true), ("x".into(), false), ("x".into(), false)]);
    assert!(all.iter().all(|one| one.code == "AMOUNT_INVALID"));
}

#[test]
fn a_list_of_scattered_rows_is_cut_into_entries() {
    let rows = RUNS_MAX * 2 + 1;
    let refusals: Vec<Refusal> = (0..rows).map(|n| bad(&format!("a[{}].x", n * 2))).collect();
    let counts: Vec<usize> =
        places(&refusals, Grouping::Reason).into_iter().map(|(_, count)| count).collect();
    assert_eq!(counts, [RUNS_MAX, RUNS_MAX, 1]);
}
