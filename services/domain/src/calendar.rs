//! Days in Asia/Jakarta, and working days.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{Date, Duration, Month};

use crate::{Refusal, reason};

/// Names of the months, January first.
pub const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
/// Asia/Jakarta is seven hours east of UTC the year round.
const WIB_HOURS: i8 = 7;
/// Microseconds of an hour.
const HOUR_US: i64 = 3_600_000_000;
/// Julian day number of 1 January 1970.
const EPOCH_JULIAN: i32 = 2_440_588;

/// A day of the calendar in Asia/Jakarta, from 2000 to 2100 when read from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day on which an instant falls; microseconds since 1970 UTC.
    ///
    /// Instants beyond the calendar (year 9999) give its last or first day.
    pub fn of_us(us: i64) -> Self {
        let local_us = us.saturating_add(i64::from(WIB_HOURS) * HOUR_US);
        let number = i32::try_from(local_us.div_euclid(24 * HOUR_US)).ok();
        let end = if us < 0 { Date::MIN } else { Date::MAX };
        number.and_then(Self::from_number).unwrap_or(Self(end))
    }

    /// A day known to exist; 1 January of the year else.
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Self {
        let date = Month::try_from(month)
            .ok()
            .and_then(|month| Date::from_calendar_date(year, month, day).ok())
            .or_else(|| Date::from_ordinal_date(year, 1).ok());
        Self(date.unwrap_or(Date::MIN))
    }

    /// Reads `YYYY-MM-DD` from 2000 to 2100.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        read_iso(text)
            .filter(|date| (2000..=2100).contains(&date.year()))
            .map(Self)
            .ok_or_else(|| reason::DATE_INVALID.refuse().fact("value", text))
    }

    /// `2026-11-21`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }

    /// `21 November 2026`.
    pub fn long(self) -> String {
        format!("{} {} {}", self.0.day(), month_name(self.month()), self.0.year())
    }

    /// `21-11-2026`.
    pub fn short(self) -> String {
        format!("{:02}-{:02}-{:04}", self.0.day(), u8::from(self.0.month()), self.0.year())
    }

    /// Days since 1 January 1970: the stored form.
    pub fn number(self) -> i32 {
        self.0.to_julian_day().saturating_sub(EPOCH_JULIAN)
    }

    /// The day of a stored number.
    pub fn from_number(number: i32) -> Option<Self> {
        Date::from_julian_day(number.checked_add(EPOCH_JULIAN)?).ok().map(Self)
    }

    /// So many months earlier, each of 31 days: whoever may not act for a span of months is kept
    /// from it rather some days too long.
    pub fn months_before(self, months: i64) -> Self {
        let days = i32::try_from(months.saturating_mul(31)).unwrap_or(i32::MAX);
        self.plus(days.saturating_neg())
    }

    /// So many days later; earlier when negative.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(Duration::days(i64::from(days))))
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        u8::from(self.0.month())
    }

    /// The day of the month, from 1.
    pub fn day_of_month(self) -> u8 {
        self.0.day()
    }

    /// The last day of its month.
    pub fn month_end(self) -> Self {
        Self(self.0.replace_day(self.0.month().length(self.0.year())).unwrap_or(self.0))
    }

    /// Midnight in Asia/Jakarta, microseconds since 1970 UTC.
    pub fn start_us(self) -> i64 {
        (i64::from(self.number()) * 24 - i64::from(WIB_HOURS)).saturating_mul(HOUR_US)
    }

    /// Whether it is a Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), time::Weekday::Saturday | time::Weekday::Sunday)
    }
}

/// Reads exactly four, two and two digits with hyphens between.
fn read_iso(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// The name of a month, 1 to 12; empty else.
pub fn month_name(month: u8) -> &'static str {
    usize::from(month).checked_sub(1).and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.long())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        read_iso(&text).map(Self).ok_or_else(|| serde::de::Error::custom("not a day"))
    }
}

/// Which days are worked: Monday to Friday except the holidays given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingDays {
    /// National holidays and cuti bersama.
    pub holidays: BTreeSet<Day>,
}

impl WorkingDays {
    /// Whether a day is worked.
    pub fn is_working(&self, day: Day) -> bool {
        !day.is_weekend() && !self.holidays.contains(&day)
    }

    /// The day that is `count` working days after a day; the day itself does not count.
    ///
    /// This is how the deadlines of Permendagri 20/2018 run: what is agreed on a
    /// Monday and due within 3 working days is due on Thursday.
    pub fn add(&self, day: Day, count: u32) -> Day {
        let mut at = day;
        let mut left = count;
        // The calendar ends somewhere; without the second condition the loop would not.
        while left > 0 && at < Day(Date::MAX) {
            at = at.plus(1);
            if self.is_working(at) {
                left -= 1;
            }
        }
        at
    }

    /// Working days after `from` up to and with `to`: the inverse of [`WorkingDays::add`].
    pub fn between(&self, from: Day, to: Day) -> u32 {
        let mut at = from;
        let mut count = 0_u32;
        while at < to {
            at = at.plus(1);
            count = count.saturating_add(u32::from(self.is_working(at)));
        }
        count
    }
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
