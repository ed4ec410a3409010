//! How often something may be done: a bucket that fills steadily, held in one number.
//!
//! The number is the instant at which the bucket will be full again (the generic cell rate
//! algorithm, ITU-T I.371), so nothing has to run for it to fill, and a new bucket is 0. Instants
//! are nanoseconds of a [`Stopwatch`].

use std::time::{Duration, Instant};

/// Nanoseconds since the server began to listen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Begins now.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// What has passed; it never goes back.
    pub fn now_ns(self) -> u64 {
        nanoseconds(self.0.elapsed())
    }
}

/// Enough for 584 years.
fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// So many at once, and one more after each pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    each_ns: u64,
    burst_ns: u64,
}

impl Pace {
    /// So many within a time on average, and a burst at once; none when either is 0.
    pub fn new(many: u32, within: Duration, burst: u32) -> Option<Self> {
        let each_ns = nanoseconds(within).checked_div(many.into())?.max(1);
        (burst > 0).then(|| Self { each_ns, burst_ns: each_ns.saturating_mul(burst.into()) })
    }

    /// Takes one out of a bucket: when that will be full again, or how long to wait for one.
    pub fn take(self, full_ns: u64, now_ns: u64) -> Result<u64, Duration> {
        let next_ns = full_ns.max(now_ns).saturating_add(self.each_ns);
        match next_ns.saturating_sub(now_ns.saturating_add(self.burst_ns)) {
            0 => Ok(next_ns),
            wait_ns => Err(Duration::from_nanos(wait_ns)),
        }
    }

    /// Takes one also out of an empty bucket. The debt is never more than another burst, so that
    /// nobody waits longer than a burst takes to fill.
    pub fn charge(self, full_ns: u64, now_ns: u64) -> u64 {
        let most_ns = now_ns.saturating_add(self.burst_ns.saturating_mul(2));
        full_ns.max(now_ns).saturating_add(self.each_ns).min(most_ns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: u64 = 1_000_000_000;

    /// How many of so many tries at each instant got through.
    fn passed(pace: Pace, tries: &[(u64, u32)]) -> Vec<u32> {
        let mut full_ns = 0;
        let mut at = |now_ns: u64| {
            let taken = pace.take(full_ns, now_ns);
            full_ns = taken.unwrap_or(full_ns);
            u32::from(taken.is_ok())
        };
        let mut each = |now_ns: u64, tries: u32| (0..tries).map(|_| at(now_ns)).sum::<u32>();
        tries.iter().map(|(now_ns, tries)| each(*now_ns, *tries)).collect()
    }

    #[test]
    fn a_burst_passes_at_once_and_then_as_many_as_the_pace_gives() {
        let pace = Pace::new(10, Duration::from_secs(1), 5).unwrap();
        for (tries, expected) in [
            (vec![(0, 9)], vec![5]),
            // A tenth of a second gives one, a second ten, of which five are kept.
            (vec![(0, 5), (S / 10, 3), (S / 10 * 2, 3)], vec![5, 1, 1]),
            (vec![(0, 5), (S, 9)], vec![5, 5]),
            (vec![(3 * S, 9), (3 * S + S / 5, 9)], vec![5, 2]),
            // Waiting longer saves nothing up.
            (vec![(0, 1), (1_000 * S, 99), (1_000 * S + 1, 1)], vec![1, 5, 0]),
        ] {
            assert_eq!(passed(pace, &tries), expected, "{tries:?}");
        }
    }

    #[test]
    fn whoever_waits_as_long_as_told_gets_through_and_no_sooner() {
        let pace = Pace::new(3, Duration::from_secs(1), 2).unwrap();
        let full_ns = pace.take(pace.take(0, 0).unwrap(), 0).unwrap();
        let wait = pace.take(full_ns, 7).unwrap_err();
        let then_ns = 7 + u64::try_from(wait.as_nanos()).unwrap();
        assert!(pace.take(full_ns, then_ns - 1).is_err());
        assert!(pace.take(full_ns, then_ns).is_ok());
    }

    #[test]
    fn a_debt_is_never_longer_than_a_burst_takes_to_fill() {
        let pace = Pace::new(30, Duration::from_secs(900), 30).unwrap();
        let mut full_ns = 0;
        for _ in 0..29 {
            full_ns = pace.charge(full_ns, S);
        }
        assert!(pace.take(full_ns, S).is_ok(), "29 leave one");
        full_ns = pace.charge(full_ns, S);
        assert_eq!(pace.take(full_ns, S), Err(Duration::from_secs(30)));
        for _ in 0..1_000 {
            full_ns = pace.charge(full_ns, S);
        }
        assert_eq!(pace.take(full_ns, S), Err(Duration::from_secs(930)));
    }

    #[test]
    fn zero_is_no_pace_and_the_largest_numbers_overflow_nothing() {
        let second = Duration::from_secs(1);
        assert_eq!(Pace::new(0, second, 5), None);
        assert_eq!(Pace::new(5, second, 0), None);
        let fast = Pace::new(u32::MAX, second, u32::MAX).unwrap();
        assert_eq!(fast, Pace { each_ns: 1, burst_ns: u64::from(u32::MAX) });
        let slow = Pace::new(1, Duration::MAX, u32::MAX).unwrap();
        assert_eq!(slow.take(u64::MAX, u64::MAX), Ok(u64::MAX));
        assert_eq!(slow.charge(u64::MAX, 0), u64::MAX);
    }
}
