//! ScanDistrict: every pair of an area computed afresh, beside what the report holds.

use domain::{Error, Place};
use edge::{Violations, status};
use gate::recheck::{self, Agreement, Recheck, Scanned};
use store::{Caller, Query, Store, Tx};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use wire::oversight::v1::{self as pb, scan_district_response::Message};

use crate::{message, overlap_stream::Streaming};

/// Messages that wait for a slow reader.
const WAITING_MAX: usize = 64;
/// Into so many parts a scan is cut; after each it tells how far it is, however large the area.
const PARTS: usize = 100;

/// Where the messages of a scan go.
type Sender = mpsc::Sender<Result<pb::ScanDistrictResponse, Status>>;

/// Reads what a scan needs, from one snapshot.
struct Read(Place);

impl Query for Read {
    const METHOD: &'static str = wire::access::overlap_service::SCAN_DISTRICT;
    type Answer = Recheck;

    fn place(&self) -> Place {
        self.0.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Recheck, Error> {
        recheck::read(tx, &self.0).await
    }
}

/// Opens ScanDistrict: works first, then part after part the pairs and how far it is.
pub async fn open(
    store: Store,
    caller: Option<Caller>,
    request: pb::ScanDistrictRequest,
) -> Result<Streaming<pb::ScanDistrictResponse>, Error> {
    let mut faults = Violations::new();
    let area = faults.read("parent", edge::place::read(&request.parent));
    let read = store.answer(caller, Read(faults.finish(area)?)).await?;
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    tokio::spawn(async move {
        if let Err(failed) = tell(read, request.whole, &sender).await {
            let _ = sender.send(Err(status(&failed))).await;
        }
    });
    Ok(ReceiverStream::new(receiver))
}

/// Compares a part, tells it, and goes on to the next; ends early when nobody listens any more.
async fn tell(read: Recheck, whole: bool, sender: &Sender) -> Result<(), Error> {
    let mut told = pb::ScanProgress { works: count(read.works()), ..pb::ScanProgress::default() };
    if !say(sender, Message::Progress(told)).await {
        return Ok(());
    }
    let (mut read, mut course) = aside(move || {
        let course = read.start();
        (read, course)
    })
    .await?;
    told.candidates = count(course.candidates());
    let part = course.candidates().div_ceil(PARTS).max(1);
    while !told.done {
        let (back, found) = aside(move || {
            let found = read.go_on(&mut course, part);
            ((read, course), found)
        })
        .await?;
        (read, course) = back;
        for pair in found {
            told.pairs = told.pairs.saturating_add(1);
            if pair.agreement != Agreement::Agrees {
                told.differences = told.differences.saturating_add(1);
            } else if !whole {
                continue;
            }
            if !say(sender, Message::Finding(finding(pair))).await {
                return Ok(());
            }
        }
        told.compared = count(course.compared());
        told.done = course.is_over();
        if !say(sender, Message::Progress(told)).await {
            return Ok(());
        }
    }
    Ok(())
}

/// Runs what keeps a processor busy where it does not keep the runtime from its work.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::fault("the scan broke off"))
}

/// Sends a message; answers whether somebody still listens.
async fn say(sender: &Sender, message: Message) -> bool {
    sender.send(Ok(pb::ScanDistrictResponse { message: Some(message) })).await.is_ok()
}

fn finding(pair: Scanned) -> pb::ScanFinding {
    let agreement = match pair.agreement {
        Agreement::Agrees => pb::OverlapAgreement::Agrees,
        Agreement::Missing => pb::OverlapAgreement::Missing,
        Agreement::Differs => pb::OverlapAgreement::Differs,
        Agreement::Extra => pb::OverlapAgreement::Extra,
    };
    let (first, second) = pair.names;
    let found = pair.finding.as_ref();
    pb::ScanFinding {
        first,
        second,
        verdict: found.map(|f| f.verdict.code().to_owned()).unwrap_or_default(),
        agreement: agreement.into(),
        state: pair.state,
        distance_m: found.map(|f| message::metres(f.distance_mm)).unwrap_or_default(),
        evidence: pair.finding.map(|f| message::evidence(f.evidence)).unwrap_or_default(),
    }
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}
