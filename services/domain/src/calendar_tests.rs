use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or_else(|_| panic!("{text} is a day"))
}

#[test]
fn a_day_begins_at_midnight_in_jakarta() {
    // 2026-11-20T17:00:00Z is midnight of the 21st in WIB.
    let midnight_us = 1_795_194_000_000_000;
    assert_eq!(Day::of_us(midnight_us).iso(), "2026-11-21");
    assert_eq!(Day::of_us(midnight_us - 1).iso(), "2026-11-20");
    assert_eq!(day("2026-11-21").start_us(), midnight_us);
    assert_eq!(Day::of_us(0).iso(), "1970-01-01");
    assert_eq!(Day::of_us(-7 * 3_600_000_000 - 1).iso(), "1969-12-31");
}

#[test]
fn instants_beyond_the_calendar_give_its_ends() {
    assert_eq!(Day::of_us(i64::MAX), Day(Date::MAX));
    assert_eq!(Day::of_us(i64::MIN), Day(Date::MIN));
    // The last microsecond of 9999 in UTC is already the year 10000 in Jakarta.
    assert_eq!(Day::of_us(253_402_300_799_999_999), Day(Date::MAX));
}

#[test]
fn days_print_the_indonesian_way() {
    let date = day("2026-11-21");
    assert_eq!(date.long(), "21 November 2026");
    assert_eq!(date.to_string(), "21 November 2026");
    assert_eq!(date.short(), "21-11-2026");
    assert_eq!(day("2027-01-05").long(), "5 Januari 2027");
    assert_eq!(day("2027-01-05").short(), "05-01-2027");
    assert_eq!((date.year(), date.month(), date.day_of_month()), (2026, 11, 21));
}

#[test]
fn the_months_have_their_names_and_nothing_else_has() {
    let names: Vec<&str> = (1..=12).map(month_name).collect();
    assert_eq!(
        names.join(" "),
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
    );
    assert_eq!((month_name(0), month_name(13)), ("", ""));
}

#[test]
fn only_exact_iso_days_from_2000_to_2100_are_read() {
    assert_eq!(day("2000-01-01").number(), 10_957);
    assert_eq!(day("2100-12-31").iso(), "2100-12-31");
    assert_eq!(day("2028-02-29").iso(), "2028-02-29");
    for text in [
        "",
        "2026",
        "2026-11",
        "2026-11-21 ",
        "2026-1-021",
        "2026-+1-01",
        "+026-01-01",
        "-026-01-01",
        "2026-1-1-1",
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-04-31",
        "1999-12-31",
        "2101-01-01",
        "20261121",
        "2026/11/21",
        "2026-11-21T00:00",
        "२०२६-११-२१",
        "2026-11-2१",
    ] {
        let refusal = Day::parse(text).expect_err(text);
        assert_eq!(refusal.code, reason::DATE_INVALID.code, "{text}");
    }
}

#[test]
fn stored_numbers_outside_the_calendar_are_no_day() {
    assert_eq!(Day::from_number(0).map(Day::iso).as_deref(), Some("1970-01-01"));
    assert_eq!(Day::from_number(i32::MAX), None);
    assert_eq!(Day::from_number(i32::MIN), None);
}

#[test]
fn a_day_that_does_not_exist_falls_back_to_new_year() {
    assert_eq!(Day::from_ymd(2026, 2, 30).iso(), "2026-01-01");
    assert_eq!(Day::from_ymd(2026, 13, 5).iso(), "2026-01-01");
    assert_eq!(Day::from_ymd(2026, 12, 31).iso(), "2026-12-31");
}

#[test]
fn months_end_on_their_last_day() {
    assert_eq!(day("2026-02-10").month_end().iso(), "2026-02-28");
    assert_eq!(day("2028-02-10").month_end().iso(), "2028-02-29");
    assert_eq!(day("2026-12-31").month_end().iso(), "2026-12-31");
}

#[test]
fn three_working_days_after_thursday_is_tuesday() {
    let plain = WorkingDays::default();
    assert_eq!(plain.add(day("2026-11-19"), 3).iso(), "2026-11-24");
    assert_eq!(plain.add(day("2026-11-21"), 1).iso(), "2026-11-23");
    assert_eq!(plain.add(day("2026-11-19"), 0).iso(), "2026-11-19");
    assert_eq!(plain.between(day("2026-11-19"), day("2026-11-24")), 3);
    assert_eq!(plain.between(day("2026-11-24"), day("2026-11-19")), 0);
    assert!(!plain.is_working(day("2026-11-21")) && !plain.is_working(day("2026-11-22")));
}

#[test]
fn holidays_are_not_worked() {
    let days = WorkingDays { holidays: BTreeSet::from([day("2026-12-24"), day("2026-12-25")]) };
    assert_eq!(days.add(day("2026-12-23"), 1).iso(), "2026-12-28");
    assert!(!days.is_working(day("2026-12-25")));
    assert!(days.is_working(day("2026-12-28")));
    // The twenty working days of the camat, over two holidays and four weekends.
    assert_eq!(days.add(day("2026-12-01"), 20).iso(), "2026-12-31");
}

#[test]
fn counting_stops_where_the_calendar_ends() {
    let end = Day(Date::MAX);
    assert_eq!(end.plus(1), end);
    assert_eq!(Day(Date::MIN).plus(-1), Day(Date::MIN));
    // The last day of all must not be worked, or it would count again and again.
    let days = WorkingDays { holidays: BTreeSet::from([end]) };
    assert_eq!(days.add(end.plus(-2), 100), end);
}

#[test]
fn a_day_is_its_iso_text_in_json() {
    assert_eq!(serde_json::to_string(&day("2026-11-21")).unwrap(), "\"2026-11-21\"");
    assert_eq!(serde_json::from_str::<Day>("\"2026-11-21\"").unwrap(), day("2026-11-21"));
    assert!(serde_json::from_str::<Day>("\"2026-02-30\"").is_err());
}

#[test]
fn months_before_are_rather_too_long() {
    let today = Day::from_ymd(2026, 3, 2);
    assert_eq!(today.months_before(24), Day::from_ymd(2024, 2, 17));
    assert_eq!(today.months_before(0), today);
    assert!(today.months_before(i64::MAX) < today);
}

proptest! {
    #[test]
    fn every_form_of_a_day_reads_back(number in 10_957..47_847_i32) {
        let at = Day::from_number(number).unwrap();
        prop_assert_eq!(at.number(), number);
        prop_assert_eq!(Day::parse(&at.iso()), Ok(at));
        prop_assert_eq!(Day::of_us(at.start_us()), at);
        prop_assert_eq!(Day::of_us(at.start_us() - 1), at.plus(-1));
        prop_assert_eq!(at.plus(1).number(), number + 1);
    }

    #[test]
    fn counting_back_gives_what_was_added(
        start in 20_000..22_000_i32,
        count in 0..60_u32,
        holidays in proptest::collection::btree_set(20_000..22_100_i32, 0..200),
    ) {
        let days = WorkingDays { holidays: holidays.into_iter().filter_map(Day::from_number).collect() };
        let start = Day::from_number(start).unwrap();
        let end = days.add(start, count);
        prop_assert_eq!(days.between(start, end), count);
        prop_assert!(count == 0 || days.is_working(end));
    }

    #[test]
    fn no_text_or_instant_breaks_the_reader(text in ".{0,12}", near in "[0-9+-]{10}", us: i64) {
        let _ = (Day::parse(&text), Day::parse(&near));
        let at = Day::of_us(us);
        prop_assert!(Day(Date::MIN) <= at && at <= Day(Date::MAX));
    }
}
