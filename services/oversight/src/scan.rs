//! ScanDistrict: every pair of an area computed afresh, beside what the report holds.

use domain::{Error, Place};
use edge::{Violations, status};
use gate::recheck::{self, Agreement, Recheck, Scanned};
use store::{Caller, Query, Store, Tx};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use wire::oversight::v1::{self as pb, scan_district_response::Message};

use crate::{message, overlap_stream::Streaming};

/// Messages that wait for a slow reader.
const WAITING_MAX: usize = 64;

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

/// Opens ScanDistrict: works first, then the pairs, then that all is told.
pub async fn open(
    store: Store,
    caller: Option<Caller>,
    request: pb::ScanDistrictRequest,
) -> Result<Streaming<pb::ScanDistrictResponse>, Error> {
    let mut faults = Violations::new();
    let area = faults.read("parent", edge::place::read(&request.parent));
    let read = store.answer(caller, Read(faults.finish(area)?)).await?;
    let whole = request.whole;
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    tokio::spawn(async move {
        let works = count(read.works());
        let begun = pb::ScanProgress { works, ..pb::ScanProgress::default() };
        if sender.send(Ok(progress(begun))).await.is_err() {
            return;
        }
        // The comparison keeps every core busy; it must not keep the runtime from its work.
        let scanned = tokio::task::spawn_blocking(move || read.run()).await;
        let Ok(scanned) = scanned else {
            let failed = Error::fault("the scan broke off");
            let _ = sender.send(Err(status(&failed))).await;
            return;
        };
        let mut told = pb::ScanProgress { works, ..pb::ScanProgress::default() };
        for pair in &scanned.found {
            told.pairs = told.pairs.saturating_add(1);
            if pair.agreement != Agreement::Agrees {
                told.differences = told.differences.saturating_add(1);
            } else if !whole {
                continue;
            }
            let message = Message::Finding(finding(pair));
            let message = pb::ScanDistrictResponse { message: Some(message) };
            if sender.send(Ok(message)).await.is_err() {
                return;
            }
        }
        told.done = true;
        let _ = sender.send(Ok(progress(told))).await;
    });
    Ok(ReceiverStream::new(receiver))
}

fn progress(told: pb::ScanProgress) -> pb::ScanDistrictResponse {
    pb::ScanDistrictResponse { message: Some(Message::Progress(told)) }
}

fn finding(pair: &Scanned) -> pb::ScanFinding {
    let agreement = match pair.agreement {
        Agreement::Agrees => pb::OverlapAgreement::Agrees,
        Agreement::Missing => pb::OverlapAgreement::Missing,
        Agreement::Differs => pb::OverlapAgreement::Differs,
        Agreement::Extra => pb::OverlapAgreement::Extra,
    };
    let found = pair.finding.as_ref();
    pb::ScanFinding {
        first: pair.names.0.clone(),
        second: pair.names.1.clone(),
        verdict: found.map(|f| f.verdict.code().to_owned()).unwrap_or_default(),
        agreement: agreement.into(),
        state: pair.state.clone(),
        distance_m: found.map(|f| message::metres(f.distance_mm)).unwrap_or_default(),
        evidence: found.map(|f| message::evidence(&f.evidence)).unwrap_or_default(),
    }
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}
