use super::*;

fn day(month: u8, day: u8) -> Day {
    Day::from_ymd(2026, month, day)
}

#[test]
fn late_is_the_day_after_the_last_one_over_weekends_and_holidays() {
    let calendar = WorkingDays { holidays: [day(3, 4)].into() };
    let since = day(2, 27);
    let due = calendar.add(since, 5);
    assert_eq!(due, day(3, 9), "from a Friday, over a weekend and a holiday");
    assert!(late_since(&calendar, day(3, 9), 5) < since, "not late on its last day");
    assert!(late_since(&calendar, day(3, 10), 5) >= since, "late on the next");
}

#[test]
fn a_pair_goes_from_the_camat_to_pmd_to_the_inspectorate() {
    let deadline = Deadline { due: day(3, 9), second: day(3, 16) };
    let one = Place::parse("35.10.25").unwrap();
    let two = Place::parse("35.10").unwrap();
    let cases = [
        (&one, day(3, 9), None),
        (&one, day(3, 10), Some(Role::Pmd)),
        (&one, day(3, 16), Some(Role::Pmd)),
        (&one, day(3, 17), Some(Role::Ins)),
        (&two, day(3, 9), None),
        (&two, day(3, 10), Some(Role::Ins)),
    ];
    for (place, today, expected) in cases {
        assert_eq!(deadline.escalated(place, today), expected, "{place:?} {today}");
    }
}
