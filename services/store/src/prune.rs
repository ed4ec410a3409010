//! Records of requests that are too old to be sent again are taken away.
//!
//! An id that is older than the window is refused, so its record answers nobody. Up to which
//! instant records were taken away is kept for ever: an id from before it could act twice, and is
//! refused even when the window is widened later.

use std::sync::Arc;

use domain::{Error, clock::machine_us, ids::RequestId, reason};
use uuid::{Builder, Uuid};

use crate::{Store, Tx, args, command::Work, statements};

statements! {
    /// Up to which instant records were taken away.
    READ_PRUNED: cross_desa("one instant for the whole store") = "
        SELECT before_us FROM store_pruned";
    /// Keeps the instant; it never goes back.
    SET_PRUNED: cross_desa("one instant for the whole store") = "
        INSERT INTO store_pruned (id, before_us) VALUES (1, $1)
        ON CONFLICT (id) DO UPDATE SET before_us = excluded.before_us
         WHERE store_pruned.before_us < excluded.before_us";
    /// The next person at a place who has requests.
    NEXT: cross_desa("walks over the requests of every place") = "
        SELECT place, person_id
          FROM store_request
         WHERE (place, person_id) > ($1, $2)
         ORDER BY place, person_id
         LIMIT 1";
    /// Takes away the oldest $4 of one person's records at a place, of ids before $3: a UUIDv7
    /// begins with its time.
    PRUNE = "
        DELETE FROM store_request
         WHERE place = $1 AND person_id = $2 AND request_id IN (
               SELECT request_id FROM store_request
                WHERE place = $1 AND person_id = $2 AND request_id < $3
                ORDER BY request_id
                LIMIT $4)";
}

/// Younger records are never taken away, however short the window is: for their ids nobody has to
/// look whether they were.
const KEPT_MIN_US: i64 = 7 * 86_400_000_000;
/// About how many records one transaction takes away, so that nobody waits long for it.
const ROWS_MAX: u32 = 200;
/// At most whose records one transaction looks at.
const KEYS_MAX: u32 = 100;

/// Whose records are next: a place and a person.
type Key = (String, Uuid);

/// Takes away a few records, on from a key; without one it says first what will be gone.
struct Prune {
    before_us: i64,
    from: Option<Key>,
}

/// How many records a transaction took away, and where the next one goes on.
struct Pruned {
    rows: u64,
    next: Option<Key>,
}

impl Store {
    /// Takes away the records of requests whose ids are refused by now, whatever became of them, in
    /// many short transactions; answers how many. Whoever drops it stops between two of them.
    ///
    /// # Errors
    /// Contention, or a fault; what was taken away before stays so.
    pub async fn prune_requests(&self) -> Result<u64, Error> {
        let limits = self.limits();
        // Clocks of several servers differ: by as much as an id may be ahead, and no more.
        let window_us = limits.request_age_max_us.max(KEPT_MIN_US);
        let kept_us = window_us.saturating_add(limits.request_ahead_max_us);
        let before_us = machine_us().saturating_sub(kept_us);
        let (mut rows, mut from) = (0_u64, None);
        loop {
            let pruned = self.perform(Arc::new(Prune { before_us, from })).await?;
            rows = rows.saturating_add(pruned.rows);
            if pruned.next.is_none() {
                return Ok(rows);
            }
            from = pruned.next;
        }
    }
}

/// The first id that an instant can have, to the millisecond.
fn first_id(at_us: i64) -> Uuid {
    let at_ms = u64::try_from(at_us.div_euclid(1_000)).unwrap_or_default();
    Builder::from_unix_timestamp_millis(at_ms, &[0; 10]).into_uuid()
}

impl Work for Prune {
    type Out = Pruned;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Pruned, Error> {
        let Some(mut at) = self.from.clone() else {
            // In a transaction before: whoever finds a record gone finds this, too.
            tx.exec(&SET_PRUNED, args![self.before_us]).await?;
            return Ok(Pruned { rows: 0, next: Some((String::new(), Uuid::nil())) });
        };
        let (before, mut rows) = (first_id(self.before_us), 0_u64);
        for _ in 0..KEYS_MAX {
            let values = args![&at.0, at.1, before, ROWS_MAX];
            rows = rows.saturating_add(tx.exec(&PRUNE, values).await?);
            if rows >= u64::from(ROWS_MAX) {
                break;
            }
            match tx.maybe(&NEXT, args![&at.0, at.1]).await? {
                Some(next) => at = next,
                None => return Ok(Pruned { rows, next: None }),
            }
        }
        Ok(Pruned { rows, next: Some(at) })
    }

    async fn refused(&self, _tx: &mut Tx<'_>, _error: &Error) -> Result<(), Error> {
        Ok(())
    }
}

/// Refuses an id that has no record and whose record may have been taken away: nobody knows any
/// more whether it acted. Asked after the id was taken, when a record cannot go any more.
pub(crate) async fn check_kept(tx: &mut Tx<'_>, request: RequestId) -> Result<(), Error> {
    if machine_us().saturating_sub(request.made_us()) <= KEPT_MIN_US {
        return Ok(());
    }
    let pruned: Option<(i64,)> = tx.maybe(&READ_PRUNED, args![]).await?;
    if pruned.is_some_and(|(before_us,)| request.made_us() < before_us) {
        return Err(reason::REQUEST_ID_STALE.refuse().at("request_id").into());
    }
    Ok(())
}

#[cfg(test)]
#[path = "prune_tests.rs"]
mod tests;
