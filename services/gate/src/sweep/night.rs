//! The doors of a sweep: one night is begun once, whoever begins it.

use domain::{Day, Error, Kind, Place, ids::RequestId};
use ring::digest::{SHA256, digest};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Store, Tx};
use uuid::Builder;

use super::{Difference, Mend, Swept};

/// Takes a night.
#[derive(Debug, Serialize)]
pub(crate) struct Begin {
    night: String,
}

impl Command for Begin {
    const METHOD: &'static str = "internal/gate/BeginSweep";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.record(Event::new("gate.sweep_begun", "").with(json!({ "night": self.night })));
        Ok(())
    }
}

/// Keeps what a sweep gave.
#[derive(Debug, Serialize)]
pub(crate) struct End {
    area: Place,
    works: usize,
    pairs: usize,
    differences: usize,
    slips: usize,
}

impl Command for End {
    const METHOD: &'static str = "internal/gate/EndSweep";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.record(Event::new("gate.swept", "").with(json!({
            "area": self.area.as_str(), "works": self.works, "pairs": self.pairs,
            "differences": self.differences, "slips": self.slips,
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

/// Takes the sweep of a night, a day of the machine's calendar; false when it was taken before,
/// here or by another server on the same store.
///
/// # Errors
/// Contention, or a fault.
pub async fn begin(store: &Store, night: Day) -> Result<bool, Error> {
    let begin = Begin { night: night.iso() };
    let done = store.execute(None, of_night(night, &begin)?, begin).await?;
    Ok(!done.replayed)
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

/// Keeps in the log what a sweep of an area gave.
///
/// # Errors
/// Contention, or a fault.
pub async fn end(store: &Store, area: &Place, swept: &Swept) -> Result<(), Error> {
    let end = End {
        area: area.clone(),
        works: swept.works,
        pairs: swept.pairs,
        differences: swept.differences.len(),
        slips: swept.differences.iter().filter(|one| one.slips).count(),
    };
    store.execute(None, store.new_request_id(), end).await.map(|_| ())
}
