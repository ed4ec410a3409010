//! Until when a pair is to be decided, and to whom it goes up afterwards.
//!
//! Nothing runs in the background: whoever reads a flag, decides it or lists what is late
//! computes the same days from the policy and the calendar.

use domain::{Day, Error, Place, Role, WorkingDays};
use gate::flag::{Flag, FlagState};
use store::Tx;

use crate::states::shares_camat;

/// Working days of a decision.
const DAYS_POLICY: &str = "gate.decision_days";

/// The days of one flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// Last day of the decision.
    pub due: Day,
    /// Last day of the same span once more.
    pub second: Day,
}

impl Deadline {
    /// Whether the decision is late on a day.
    pub fn is_over(&self, today: Day) -> bool {
        self.due < today
    }

    /// The office that an undecided pair has gone up to on a day: from the camat to PMD, and
    /// from PMD to the inspectorate, which cannot decide but sees to it.
    pub fn escalated(&self, place: &Place, today: Day) -> Option<Role> {
        if !self.is_over(today) {
            return None;
        }
        let pmd = shares_camat(place) && today <= self.second;
        Some(if pmd { Role::Pmd } else { Role::Ins })
    }
}

/// How many working days a decision has for pairs of a place.
async fn days(tx: &mut Tx<'_>, place: &Place) -> Result<u32, Error> {
    let today = tx.today();
    let days = tx.law(DAYS_POLICY, place, today).await?;
    Ok(u32::try_from(days).unwrap_or_default())
}

/// The deadline of a flag; none unless it is open.
pub async fn of(tx: &mut Tx<'_>, flag: &Flag) -> Result<Option<Deadline>, Error> {
    if flag.state != FlagState::Open {
        return Ok(None);
    }
    let since = Day::of_us(flag.waits_since_us);
    let days = days(tx, &flag.first.desa.kabupaten()).await?;
    let calendar = tx.calendar(since, days.saturating_mul(2)).await?;
    let due = calendar.add(since, days);
    Ok(Some(Deadline { due, second: calendar.add(due, days) }))
}

/// The instant before which a pair of a place waits since, if it is late today.
pub async fn late_before_us(tx: &mut Tx<'_>, place: &Place) -> Result<i64, Error> {
    let days = days(tx, place).await?;
    let today = tx.today();
    let calendar = tx.calendar_around(today, days).await?;
    Ok(late_since(&calendar, today, days).plus(1).start_us())
}

/// The last day since which a pair may wait to be late on a day.
fn late_since(calendar: &WorkingDays, today: Day, days: u32) -> Day {
    let mut since = today.plus(-1);
    while calendar.add(since, days) >= today {
        since = since.plus(-1);
    }
    since
}

#[cfg(test)]
#[path = "deadline_tests.rs"]
mod tests;
