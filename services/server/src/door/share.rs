//! What one caller has taken: calls of late, and what runs now. A few bytes and a short lock.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::pace::Pace;

/// The share of one person, or of one network.
#[derive(Debug, Default)]
pub(crate) struct Share(Mutex<Taken>);

#[derive(Debug, Default)]
struct Taken {
    /// When the bucket of calls is full again, see [`Pace`].
    full_ns: u64,
    running: u32,
    streaming: u32,
}

impl Taken {
    fn held(&mut self, streams: bool) -> &mut u32 {
        if streams { &mut self.streaming } else { &mut self.running }
    }
}

impl Share {
    fn taken(&self) -> MutexGuard<'_, Taken> {
        // Counting cannot panic halfway, so a poisoned lock still holds true numbers.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one, or tells how long to wait for it.
    pub fn take(&self, pace: Pace, now_ns: u64) -> Result<(), Duration> {
        let mut taken = self.taken();
        taken.full_ns = pace.take(taken.full_ns, now_ns)?;
        Ok(())
    }

    /// How long to wait for one; nothing when it could be taken.
    pub fn wait(&self, pace: Pace, now_ns: u64) -> Option<Duration> {
        pace.take(self.taken().full_ns, now_ns).err()
    }

    /// Takes one whether or not it is there.
    pub fn charge(&self, pace: Pace, now_ns: u64) {
        let mut taken = self.taken();
        taken.full_ns = pace.charge(taken.full_ns, now_ns);
    }

    /// A place for a call, or for an answer that streams, unless there are so many already; 0 is no
    /// limit.
    pub fn hold(self: &Arc<Self>, streams: bool, most: u32) -> Option<Held> {
        let mut taken = self.taken();
        let held = taken.held(streams);
        if most > 0 && *held >= most {
            return None;
        }
        *held = held.saturating_add(1);
        Some(Held { share: Arc::clone(self), streams })
    }
}

/// A place that is taken; free again when dropped.
#[derive(Debug)]
pub(crate) struct Held {
    share: Arc<Share>,
    streams: bool,
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut taken = self.share.taken();
        let held = taken.held(self.streams);
        *held = held.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_it_is_dropped_and_streams_have_their_own() {
        let share = Arc::new(Share::default());
        let first = share.hold(true, 2).unwrap();
        let second = share.hold(true, 2).unwrap();
        assert!(share.hold(true, 2).is_none());
        let call = share.hold(false, 1).unwrap();
        assert!(share.hold(false, 1).is_none());
        drop(first);
        let third = share.hold(true, 2).unwrap();
        assert!(share.hold(true, 2).is_none());
        assert!(share.hold(true, 0).is_some(), "0 is no limit");
        drop((second, third, call));
        let taken = share.taken();
        assert_eq!((taken.running, taken.streaming), (0, 0));
    }

    #[test]
    fn to_ask_how_long_to_wait_takes_nothing() {
        let pace = Pace::new(1, Duration::from_secs(1), 1).unwrap();
        let share = Share::default();
        assert_eq!(share.wait(pace, 0), None);
        assert_eq!(share.wait(pace, 0), None);
        assert_eq!(share.take(pace, 0), Ok(()));
        assert_eq!(share.wait(pace, 0), Some(Duration::from_secs(1)));
        share.charge(pace, 0);
        assert_eq!(share.wait(pace, 0), Some(Duration::from_secs(2)));
    }
}
