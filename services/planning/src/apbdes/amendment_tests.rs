use uuid::Uuid;

use super::*;
use crate::apbdes::rules::tests::{GOOD, Short, facts, found, law, lines};

const BASE: Uuid = Uuid::from_u128(1);
const LATER: Uuid = Uuid::from_u128(2);

fn stands(kind: Kind, reason: Option<Reason>, now: Standing) -> Vec<String> {
    let tahun = Tahun::new(2026).unwrap();
    let found = standing(kind, reason, now, tahun, &law());
    found.into_iter().map(|finding| finding.refusal.code.to_string()).collect()
}

#[test]
fn a_version_comes_only_in_its_place() {
    let none = Standing::default();
    let first = Standing { in_force: Some(BASE), ..none };
    let on_base = Standing { base: Some(BASE), in_force: Some(BASE), amended: 0 };
    let outrun = Standing { in_force: Some(LATER), ..on_base };
    let again = Standing { amended: 1, ..on_base };
    let (usulan, awal) = (Kind::Usulan, Kind::Awal);
    let (perkades, perdes) = (Kind::PerubahanPenjabaran, Kind::Perubahan);
    let (shift, extra) = (Some(Reason::Shift), Some(Reason::Extraordinary));
    for (kind, reason, now, expected) in [
        (usulan, None, none, vec![]),
        (awal, None, none, vec![]),
        (awal, None, Standing { base: Some(LATER), ..none }, vec![]),
        (awal, None, first, vec!["VERSION_IN_FORCE"]),
        (perdes, shift, none, vec!["NO_VERSION_IN_FORCE"]),
        (perdes, shift, on_base, vec![]),
        (perdes, shift, outrun, vec!["BASE_OUTDATED"]),
        (perdes, shift, again, vec!["AMENDED_ALREADY"]),
        (perdes, extra, again, vec![]),
        (perkades, shift, on_base, vec![]),
        (perkades, shift, again, vec!["PERKADES_TOO_LATE"]),
    ] {
        assert_eq!(stands(kind, reason, now), expected, "{kind:?} {now:?}");
    }
}

/// What is found when the good year is amended into these lines.
fn amended(kind: Kind, reason: Reason, rows: &[Short]) -> Vec<String> {
    let mut facts = facts(rows);
    facts.kind = kind;
    facts.reason = Some(reason);
    facts.standing = Standing { base: Some(BASE), in_force: Some(BASE), amended: 0 };
    facts.base_lines = lines(&GOOD);
    found(&facts).into_iter().map(|(_, code, _)| code).collect()
}

/// The good year with some lines replaced or added.
fn change(rows: &[Short]) -> Vec<Short> {
    let mut changed: Vec<Short> = GOOD.to_vec();
    for row in rows {
        match changed.iter_mut().find(|old| old.0 == row.0) {
            Some(old) => *old = *row,
            None => changed.push(*row),
        }
    }
    changed
}

#[test]
fn an_amendment_that_changes_nothing_is_refused() {
    for kind in [Kind::Perubahan, Kind::PerubahanPenjabaran] {
        assert_eq!(amended(kind, Reason::Shift, &GOOD), ["AMENDMENT_EMPTY"]);
    }
}

#[test]
fn by_perkades_only_objek_of_one_jenis_shift() {
    let inside =
        change(&[(5, "02.03.14", "5.3.5.03", "DDS", 40), (6, "02.03.14", "5.3.5.02", "DDS", 30)]);
    let across =
        change(&[(5, "02.03.14", "5.3.5.03", "DDS", 40), (6, "02.03.14", "5.2.1.01", "DDS", 30)]);
    let by_perkades = |rows: &[Short]| amended(Kind::PerubahanPenjabaran, Reason::Shift, rows);
    assert_eq!(by_perkades(&inside), Vec::<String>::new());
    assert_eq!(by_perkades(&across), ["SHIFT_NEEDS_PERDES", "SHIFT_NEEDS_PERDES"]);
    assert_eq!(amended(Kind::Perubahan, Reason::Shift, &across), Vec::<String>::new());
}

#[test]
fn by_perkades_spending_follows_new_revenue_and_nothing_is_shifted_besides() {
    let more = change(&[(1, "", "4.2.1.01", "DDS", 80), (5, "02.03.14", "5.3.5.03", "DDS", 80)]);
    let besides = change(&[
        (1, "", "4.2.1.01", "DDS", 80),
        (5, "02.03.14", "5.3.5.03", "DDS", 60),
        (6, "02.03.14", "5.2.1.01", "DDS", 20),
    ]);
    let revenue = Reason::RevenueChanged;
    let kind = Kind::PerubahanPenjabaran;
    assert_eq!(amended(kind, revenue, &more), Vec::<String>::new());
    assert_eq!(amended(kind, revenue, &besides), ["SHIFT_NEEDS_PERDES"]);
    let shifted = amended(kind, Reason::Shift, &more);
    assert_eq!(shifted, ["SHIFT_NEEDS_PERDES", "SHIFT_NEEDS_PERDES"]);
}

#[test]
fn by_perkades_last_years_silpa_pays_what_is_unfinished() {
    let silpa = change(&[(3, "", "6.1.1.01", "ADD", 15), (7, "02.03.14", "5.3.5.03", "ADD", 10)]);
    let kind = Kind::PerubahanPenjabaran;
    assert_eq!(amended(kind, Reason::LastYearSilpa, &silpa), Vec::<String>::new());
    let as_revenue = amended(kind, Reason::RevenueChanged, &silpa);
    assert_eq!(as_revenue, ["SHIFT_NEEDS_PERDES", "SHIFT_NEEDS_PERDES", "REASON_NOT_SEEN"]);
}

#[test]
fn a_reason_that_the_lines_do_not_show_is_told() {
    let shift =
        change(&[(5, "02.03.14", "5.3.5.03", "DDS", 40), (6, "02.03.14", "5.2.1.01", "DDS", 30)]);
    let told = amended(Kind::Perubahan, Reason::RevenueChanged, &shift);
    assert_eq!(told, ["REASON_NOT_SEEN"]);
    assert_eq!(amended(Kind::Perubahan, Reason::SavingsUsed, &shift), Vec::<String>::new());
}
