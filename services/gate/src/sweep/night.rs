//! The doors of a sweep: one night is swept by one server, and again when that server did not end
//! it.

use domain::{Day, Error, Kind, Place, ids::RequestId};
use ring::digest::{SHA256, digest};
use serde::Serialize;
use serde_json::json;
use store::{Command, Engine, Event, Store, Tx};
use uuid::Builder;

use super::{Difference, Mend, Swept};

/// How long others leave a night to the server that began it: longer than a sweep takes.
const TURN_US: i64 = 3 * 3_600_000_000;

/// Whose a night is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Whoever asked sweeps it now.
    Ours,
    /// Another server on the same store may be at it.
    Elsewhere,
    /// It was swept to its end.
    Ended,
}

/// Takes a night.
#[derive(Debug, Serialize)]
pub(crate) struct Begin {
    night: String,
    /// How often it was begun before.
    before: u32,
}

impl Command for Begin {
    const METHOD: &'static str = "internal/gate/BeginSweep";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let detail = json!({ "night": self.night, "before": self.before });
        tx.record(Event::new("gate.sweep_begun", "").with(detail));
        Ok(())
    }
}

/// Keeps what a sweep gave. A night ends once, with the numbers of whoever ends it first, so the
/// numbers are no part of the request.
#[derive(Debug, Serialize)]
pub(crate) struct End {
    area: Place,
    night: Option<String>,
    #[serde(skip)]
    works: usize,
    #[serde(skip)]
    pairs: usize,
    #[serde(skip)]
    differences: usize,
    #[serde(skip)]
    slips: usize,
}

impl End {
    fn of(area: &Place, night: Option<Day>, swept: &Swept) -> Self {
        Self {
            area: area.clone(),
            night: night.map(Day::iso),
            works: swept.works,
            pairs: swept.pairs,
            differences: swept.differences.len(),
            slips: swept.differences.iter().filter(|one| one.slips).count(),
        }
    }
}

impl Command for End {
    const METHOD: &'static str = "internal/gate/EndSweep";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.record(Event::new("gate.swept", "").with(json!({
            "area": self.area.as_str(), "night": self.night, "works": self.works,
            "pairs": self.pairs, "differences": self.differences, "slips": self.slips,
        })));
        Ok(())
    }
}

/// The request id of an act of a night: the same whichever server does it, so that it is done once.
fn of_night(night: Day, act: &impl Serialize) -> Result<RequestId, Error> {
    let text = serde_json::to_vec(act).map_err(|error| Error::fault(format!("act: {error}")))?;
    let hash = digest(&SHA256, &[night.iso().as_bytes(), text.as_slice()].concat());
    let mut random = [0; 10];
    random.iter_mut().zip(hash.as_ref()).for_each(|(to, from)| *to = *from);
    let made_ms = u64::try_from(night.start_us().div_euclid(1_000)).unwrap_or_default();
    Ok(RequestId::new(Builder::from_unix_timestamp_millis(made_ms, &random).into_uuid()))
}

/// Takes the sweep of a night, a day of the machine's calendar, unless it was ended, or another
/// server on the same store may be at it. Whoever began it and is gone is followed: on the
/// embedded store, which has one server, at once.
///
/// # Errors
/// Contention, or a fault.
pub async fn begin(store: &Store, night: Day) -> Result<Turn, Error> {
    let place = Place::platform();
    let end = End::of(&place, Some(night), &Swept::default());
    if store.done_us(&place, of_night(night, &end)?).await?.is_some() {
        return Ok(Turn::Ended);
    }
    let mut begin = Begin { night: night.iso(), before: 0 };
    let mut last_us = None;
    while let Some(begun_us) = store.done_us(&place, of_night(night, &begin)?).await? {
        last_us = Some(begun_us);
        begin.before = begin.before.saturating_add(1);
    }
    let since_us = last_us.map(|begun_us: i64| store.clock().now_us().saturating_sub(begun_us));
    if store.engine() != Engine::Sqlite && since_us.is_some_and(|since_us| since_us < TURN_US) {
        return Ok(Turn::Elsewhere);
    }
    let done = store.execute(None, of_night(night, &begin)?, begin).await?;
    Ok(if done.replayed { Turn::Elsewhere } else { Turn::Ours })
}

/// Mends one difference; answers whether its works had to be held. Of a night each difference is
/// mended once, by hand as often as it is found.
///
/// # Errors
/// Contention, or a fault; where money could slip, only when holding the works failed as well.
pub async fn mend(
    store: &Store,
    night: Option<Day>,
    difference: &Difference,
) -> Result<bool, Error> {
    let act = |failed| Mend::of(difference, failed);
    match execute(store, night, act(false)).await {
        // What cannot be mended is stopped.
        Err(error) if difference.slips && error.kind != Kind::Unavailable => {
            tracing::error!(detail = error.detail, works = ?difference.names, "cannot be mended");
            execute(store, night, act(true)).await
        }
        done => done,
    }
}

async fn execute(store: &Store, night: Option<Day>, act: Mend) -> Result<bool, Error> {
    let request = match night {
        Some(night) => of_night(night, &act)?,
        None => store.new_request_id(),
    };
    Ok(store.execute(None, request, act).await?.answer)
}

/// Keeps in the log what a sweep of an area gave; a sweep of a night ends it.
///
/// # Errors
/// Contention, or a fault.
pub async fn end(
    store: &Store,
    area: &Place,
    night: Option<Day>,
    swept: &Swept,
) -> Result<(), Error> {
    let end = End::of(area, night, swept);
    let request = match night {
        Some(night) => of_night(night, &end)?,
        None => store.new_request_id(),
    };
    store.execute(None, request, end).await.map(|_| ())
}
