//! Dated law as of the transaction: a number from a regulation is a row, never code.

use std::collections::BTreeSet;

use domain::{Day, Error, Place, WorkingDays};

use crate::{Tx, args, statements};

statements! {
    /// The rule of key $1 in force on day $2 for place $3; the most local one wins.
    READ_POLICY: cross_desa("the law is a reference table") = "
        SELECT value, unit, basis
          FROM pub_policy
         WHERE key = $1
           AND valid_from <= $2
           AND (valid_to IS NULL OR valid_to >= $2)
           AND (area = '' OR area = $3 OR $3 LIKE area || '.%')
         ORDER BY length(area) DESC, valid_from DESC
         LIMIT 1";
    /// Days that are not worked.
    READ_HOLIDAYS: cross_desa("holidays are a reference table") = "
        SELECT day FROM pub_holiday WHERE day >= $1 AND day <= $2";
}

/// A dated rule with its legal basis.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
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
        let found = self.maybe::<Policy>(&READ_POLICY, args![key, day, place]).await?;
        Ok(found.filter(|policy| !policy.value.is_empty()))
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
        // Weekends and the longest row of holidays fit into three times the days and a month.
        let span = i32::try_from(count).unwrap_or(i32::MAX).saturating_mul(3).saturating_add(30);
        self.working_days(from, from.plus(span)).await
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
