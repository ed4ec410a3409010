//! Dated law as of the transaction: a number from a regulation is a row, never code.

use std::collections::BTreeSet;

use domain::{Day, Error, Place, WorkingDays};

use crate::{Tx, args, statements};

statements! {
    /// Every rule of key $1 in force on day $2. They are few, and a figure is asked for in nearly
    /// every call: to choose among them is cheaper here than in the store.
    READ_POLICY: cross_desa("the law is a reference table") = "
        SELECT area, valid_from, value, unit, basis
          FROM pub_policy
         WHERE key = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)";
    /// Days that are not worked.
    READ_HOLIDAYS: cross_desa("holidays are a reference table") = "
        SELECT day FROM pub_holiday WHERE day >= $1 AND day <= $2";
}

#[derive(sqlx_macros::FromRow)]
struct PolicyRow {
    area: String,
    valid_from: i64,
    value: String,
    unit: String,
    basis: String,
}

impl PolicyRow {
    fn covers(&self, place: &Place) -> bool {
        let below =
            || place.as_str().strip_prefix(&self.area).is_some_and(|rest| rest.starts_with('.'));
        self.area.is_empty() || self.area == place.as_str() || below()
    }
}

/// Of the rules in force the one for a place: the most local wins, of two for one area the younger.
fn prevailing(rules: Vec<PolicyRow>, place: &Place) -> Option<Policy> {
    let covering = rules.into_iter().filter(|rule| rule.covers(place));
    let rule = covering.max_by_key(|rule| (rule.area.len(), rule.valid_from))?;
    Some(Policy { value: rule.value, unit: rule.unit, basis: rule.basis })
}

/// Days within which so many working days lie: weekends and the longest row of holidays fit into
/// three times the days and a month.
fn span(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX).saturating_mul(3).saturating_add(30)
}

/// A dated rule with its legal basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The value as text; empty when the source leaves it open.
    pub value: String,
    /// The unit: `days`, `sen`, `permille`, `severity`, ...
    pub unit: String,
    /// The article it rests on.
    pub basis: String,
}

impl Policy {
    /// The value as a whole number, if it is one.
    pub fn number(&self) -> Option<i64> {
        self.value.parse().ok()
    }
}

impl Tx<'_> {
    /// The rule of a key in force on a day for a place, if one is laid down.
    pub async fn policy(
        &mut self,
        key: &str,
        place: &Place,
        day: Day,
    ) -> Result<Option<Policy>, Error> {
        let rules = self.all::<PolicyRow>(&READ_POLICY, args![key, day]).await?;
        Ok(prevailing(rules, place).filter(|policy| !policy.value.is_empty()))
    }

    /// The number of a rule that must be laid down: a figure that no row holds is not made up.
    ///
    /// # Errors
    /// A fault when no rule is in force, or none with a whole number.
    pub async fn law(&mut self, key: &str, place: &Place, day: Day) -> Result<i64, Error> {
        let rule = self.policy(key, place, day).await?;
        let number = rule.and_then(|rule| rule.number());
        number.ok_or_else(|| Error::fault(format!("no number is laid down for {key}")))
    }

    /// The calendar for a span of so many working days from a day.
    pub async fn calendar(&mut self, from: Day, count: u32) -> Result<WorkingDays, Error> {
        self.working_days(from, from.plus(span(count))).await
    }

    /// The calendar for spans of so many working days that begin or end at a day.
    pub async fn calendar_around(&mut self, day: Day, count: u32) -> Result<WorkingDays, Error> {
        let span = span(count);
        self.working_days(day.plus(span.saturating_neg()), day.plus(span)).await
    }

    /// The day that is so many working days after another.
    pub async fn working_days_after(&mut self, from: Day, count: u32) -> Result<Day, Error> {
        Ok(self.calendar(from, count).await?.add(from, count))
    }

    /// The same by a rule, if one lays down working days.
    pub async fn deadline(
        &mut self,
        key: &str,
        place: &Place,
        from: Day,
    ) -> Result<Option<Day>, Error> {
        let rule = self.policy(key, place, from).await?;
        let count = rule.filter(|rule| rule.unit == "working_days").and_then(|rule| rule.number());
        match count.and_then(|count| u32::try_from(count).ok()) {
            Some(count) => self.working_days_after(from, count).await.map(Some),
            None => Ok(None),
        }
    }

    /// Working days around a span, from the holiday table.
    pub async fn working_days(&mut self, from: Day, to: Day) -> Result<WorkingDays, Error> {
        let days: Vec<(i64,)> = self.all(&READ_HOLIDAYS, args![from, to]).await?;
        let holidays: BTreeSet<Day> = days
            .into_iter()
            .filter_map(|(number,)| Day::from_number(i32::try_from(number).ok()?))
            .collect();
        Ok(WorkingDays { holidays })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(area: &str, valid_from: i64, value: &str) -> PolicyRow {
        let text = str::to_owned;
        PolicyRow {
            area: text(area),
            valid_from,
            value: text(value),
            unit: text(""),
            basis: text(""),
        }
    }

    #[test]
    fn the_most_local_rule_prevails_and_of_one_area_the_youngest() {
        let rules = || {
            vec![
                rule("35.10", 10, "kabupaten"),
                rule("", 90, "nation"),
                rule("35.10.25", 5, "kecamatan before"),
                rule("35.10.25", 7, "kecamatan"),
                rule("35.1", 95, "no neighbour of this name"),
            ]
        };
        let of = |place: &str| {
            let place = Place::parse(place).expect("a code");
            prevailing(rules(), &place).map(|rule| rule.value)
        };
        assert_eq!(of("35.10.25.2010").as_deref(), Some("kecamatan"));
        assert_eq!(of("35.10.25").as_deref(), Some("kecamatan"));
        assert_eq!(of("35.10.26.2001").as_deref(), Some("kabupaten"));
        assert_eq!(of("33.01").as_deref(), Some("nation"));
        assert!(
            prevailing(vec![rule("33", 1, "elsewhere")], &Place::parse("35.10").unwrap()).is_none()
        );
    }
}
