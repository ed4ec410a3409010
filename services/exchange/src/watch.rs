//! The feed of events: the audit log, read again and again from where each place stood.
//!
//! An entry's number is taken under the lock of its place's head, so numbers become
//! visible in order and a cursor never passes an entry that is still to appear.

use std::{collections::BTreeMap, time::Duration};

use domain::{
    Error, Place,
    reason::{COUNT_OUT_OF_RANGE, FIELD_MALFORMED, NUMBER_OUT_OF_RANGE},
};
use edge::{Violations, status};
use store::{Caller, Query, Store, Tx, args};
use tokio::{
    sync::mpsc::{self, Sender},
    time::{Instant, MissedTickBehavior, interval, timeout_at},
};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use wire::{access::exchange_service as access, exchange::v1 as pb};

use crate::{
    place,
    refusal::{CURSOR_AHEAD, CURSOR_OUTSIDE},
    sql::{self, EventRow, HeadRow},
};

/// Events of one look, shared among the places that moved.
const LOOK_EVENTS_MAX: usize = 1_000;
/// Messages that wait for a slow reader; beyond them the log is simply read later.
const WAITING_MAX: usize = 64;
/// Cursors of one request: a kabupaten with every kecamatan and desa, and room to spare.
const CURSORS_MAX: usize = 1_000;
/// Kinds of one request.
const KINDS_MAX: usize = 50;

/// A feed as its caller receives it.
pub(crate) type Feeding = ReceiverStream<Message>;
type Message = Result<pb::WatchEventsResponse, Status>;
type Cursors = BTreeMap<String, i64>;

/// How often a feed looks, beats, and when it ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    pub look: Duration,
    pub beat: Duration,
    pub life: Duration,
}

impl Pace {
    /// As promised in the interface: a look a second, a heartbeat in 15 s, 25 minutes in all.
    pub const USUAL: Self = Self {
        look: Duration::from_secs(1),
        beat: Duration::from_secs(15),
        life: Duration::from_secs(25 * 60),
    };
}

/// What a caller follows.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    place: Place,
    cursors: Cursors,
    from_start: bool,
    kinds: Vec<String>,
}

impl Watch {
    pub fn parse(request: pb::WatchEventsRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let place = faults.read("name", edge::place::read(&request.name));
        too_many(&mut faults, "cursors", request.cursors.len(), CURSORS_MAX);
        too_many(&mut faults, "kinds", request.kinds.len(), KINDS_MAX);
        for (at, cursor) in request.cursors.iter().enumerate().take(CURSORS_MAX) {
            let inside = Place::parse(&cursor.place)
                .is_ok_and(|one| place.as_ref().is_none_or(|place| place.covers(&one)));
            if !inside {
                let refusal = CURSOR_OUTSIDE.refuse().fact("place", &cursor.place);
                faults.add(refusal.fact("name", &request.name).at(format!("cursors[{at}]")));
            }
            if cursor.seq < 0 {
                let refusal = NUMBER_OUT_OF_RANGE.refuse().fact("value", cursor.seq);
                let refusal = refusal.fact("min", 0).fact("max", i64::MAX);
                faults.add(refusal.at(format!("cursors[{at}].seq")));
            }
        }
        for (at, kind) in request.kinds.iter().enumerate().take(KINDS_MAX) {
            if !is_word(kind) {
                let refusal = FIELD_MALFORMED.refuse().fact("value", kind);
                let refusal = refusal.fact("expected", "kata di depan titik, misalnya spp");
                faults.add(refusal.at(format!("kinds[{at}]")));
            }
        }
        let cursors = request.cursors.into_iter().map(|one| (one.place, one.seq)).collect();
        let (from_start, kinds) = (request.from_start, request.kinds);
        faults.finish(place.map(|place| Self { place, cursors, from_start, kinds }))
    }

    /// Whether an event is wanted.
    fn wants(&self, kind: &str) -> bool {
        let word = kind.split_once('.').map_or(kind, |(word, _)| word);
        self.kinds.is_empty() || self.kinds.iter().any(|one| one == word)
    }
}

/// The word before the dot of a kind; a whole kind would never be met.
fn is_word(kind: &str) -> bool {
    !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

fn too_many(faults: &mut Violations, field: &str, found: usize, max: usize) {
    if found > max {
        let refusal = COUNT_OUT_OF_RANGE.refuse();
        faults.add(refusal.fact("value", found).fact("min", 0).fact("max", max).at(field));
    }
}

/// One look at the logs of an area.
struct Look {
    place: Place,
    cursors: Cursors,
    /// Where places without a cursor stand: at 0, or at their head.
    from_start: bool,
    /// Whether this look only finds out where everything stands.
    opening: bool,
}

/// What a look saw.
struct Seen {
    events: Vec<EventRow>,
    cursors: Cursors,
    more: bool,
}

impl Query for Look {
    const METHOD: &'static str = access::WATCH_EVENTS;
    type Answer = Seen;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Seen, Error> {
        if self.opening {
            place::known(tx, &self.place).await?;
        }
        let heads: Vec<HeadRow> = tx.all(&sql::READ_HEADS, args![&self.place]).await?;
        let stand = Stand::of(self, heads)?;
        if self.opening {
            return Ok(Seen { events: Vec::new(), cursors: stand.cursors, more: false });
        }
        let mut seen = Seen { events: Vec::new(), cursors: stand.cursors, more: false };
        let share = LOOK_EVENTS_MAX.checked_div(stand.behind.len()).unwrap_or(1).max(1);
        let limit = i64::try_from(share).unwrap_or(i64::MAX);
        for (place, from) in stand.behind {
            let rows: Vec<EventRow> = tx.all(&sql::READ_EVENTS, args![&place, from, limit]).await?;
            seen.more |= rows.len() == share;
            if let Some(last) = rows.last() {
                seen.cursors.insert(place, last.seq);
            }
            seen.events.extend(rows);
        }
        Ok(seen)
    }
}

/// Where each place stands, and which of them moved since.
struct Stand {
    cursors: Cursors,
    behind: Vec<(String, i64)>,
}

impl Stand {
    fn of(look: &Look, heads: Vec<HeadRow>) -> Result<Self, Error> {
        let mut stand = Self { cursors: Cursors::new(), behind: Vec::new() };
        let mut ahead = Vec::new();
        for HeadRow { place, seq } in heads {
            let head = seq.unwrap_or_default();
            let start = if look.from_start { 0 } else { head };
            let from = look.cursors.get(&place).copied().unwrap_or(start);
            if from > head {
                let refusal = CURSOR_AHEAD.refuse().fact("place", &place);
                ahead.push(refusal.fact("seq", from).fact("head", head));
            } else if from < head {
                stand.behind.push((place.clone(), from));
            }
            stand.cursors.insert(place, from);
        }
        Error::unless_empty(ahead)?;
        Ok(stand)
    }
}

/// Opens a feed: the first look tells whether the caller may have it at all.
pub(crate) async fn open(
    store: Store,
    caller: Option<Caller>,
    watch: Watch,
    pace: Pace,
) -> Result<Feeding, Error> {
    let opening = Look {
        place: watch.place.clone(),
        cursors: watch.cursors.clone(),
        from_start: watch.from_start,
        opening: true,
    };
    let cursors = store.answer(caller, opening).await?.cursors;
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    let end = Instant::now().checked_add(pace.life).unwrap_or_else(Instant::now);
    let feed = Feed { store, caller, watch, pace, end, cursors, sender };
    tokio::spawn(feed.run());
    Ok(ReceiverStream::new(receiver))
}

/// A running feed.
struct Feed {
    store: Store,
    caller: Option<Caller>,
    watch: Watch,
    pace: Pace,
    end: Instant,
    cursors: Cursors,
    sender: Sender<Message>,
}

impl Feed {
    /// Looks until the caller goes, the rights end, or the time is over.
    async fn run(mut self) {
        if !self.beat().await {
            return;
        }
        let mut beaten = Instant::now();
        let mut looks = interval(self.pace.look);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.sender.closed() => return,
                _ = looks.tick() => {}
            }
            if Instant::now() >= self.end {
                // The last cursors, unless the reader is too slow to take them.
                let _ = self.sender.try_send(Ok(heartbeat(&self.cursors)));
                return;
            }
            match self.look().await {
                Err(error) => {
                    let _ = self.sender.try_send(Err(status(&error)));
                    return;
                }
                Ok(seen) => {
                    if seen.more {
                        looks.reset_immediately();
                    }
                    if !seen.events.is_empty() {
                        beaten = Instant::now();
                    }
                    if !self.tell(seen).await {
                        return;
                    }
                }
            }
            if beaten.elapsed() >= self.pace.beat {
                if !self.beat().await {
                    return;
                }
                beaten = Instant::now();
            }
        }
    }

    /// One look from where the feed stands; places that appeared since are told from their start.
    async fn look(&self) -> Result<Seen, Error> {
        let look = Look {
            place: self.watch.place.clone(),
            cursors: self.cursors.clone(),
            from_start: true,
            opening: false,
        };
        self.store.answer(self.caller, look).await
    }

    /// Tells what was seen; false when nobody listens any more.
    async fn tell(&mut self, seen: Seen) -> bool {
        for row in seen.events {
            if self.watch.wants(&row.kind) && !self.deliver(event(row)).await {
                return false;
            }
        }
        self.cursors = seen.cursors;
        true
    }

    async fn beat(&self) -> bool {
        self.deliver(heartbeat(&self.cursors)).await
    }

    /// Hands a message on, at most until the feed's end: a reader who stopped reading holds nothing.
    async fn deliver(&self, message: pb::WatchEventsResponse) -> bool {
        matches!(timeout_at(self.end, self.sender.send(Ok(message))).await, Ok(Ok(())))
    }
}

fn event(row: EventRow) -> pb::WatchEventsResponse {
    use pb::watch_events_response::Message;
    let event = pb::Event {
        cursor: Some(pb::Cursor { place: row.place, seq: row.seq }),
        kind: row.kind,
        subject: row.subject,
        at_us: row.at_us,
        detail_json: row.detail,
        entry_hash: row.entry_hash,
    };
    pb::WatchEventsResponse { message: Some(Message::Event(event)) }
}

/// Every place is named, those without an entry too: their first entry must not be missed by a
/// caller who comes back with these cursors.
fn heartbeat(cursors: &Cursors) -> pb::WatchEventsResponse {
    use pb::watch_events_response::Message;
    let cursors =
        cursors.iter().map(|(place, seq)| pb::Cursor { place: place.clone(), seq: *seq }).collect();
    pb::WatchEventsResponse { message: Some(Message::Heartbeat(pb::Heartbeat { cursors })) }
}
