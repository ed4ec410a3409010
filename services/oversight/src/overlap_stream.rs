//! StreamOverlaps and ExportOverlaps: the whole report, page by page as of the first one.

use domain::{Error, geo::Shape};
use edge::{Violations, status};
use gate::{
    flag,
    report::{Filter, OverlapSide},
};
use store::{Caller, Query, Store, Tx};
use tokio::sync::mpsc::{self, Sender};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use wire::{access::overlap_service as access, oversight::v1 as pb};

use crate::{
    overlap::{self, Page, Paged, Reading},
    overlap_file as file,
};

/// Pairs read at a time.
const PAGE: u32 = 200;
/// Messages that wait for a slow reader.
const WAITING_MAX: usize = 4;

/// A streamed answer.
pub type Streaming<M> = ReceiverStream<Result<M, Status>>;

/// StreamOverlaps as a method that reads the report.
struct Stream;

impl Reading for Stream {
    const METHOD: &'static str = access::STREAM_OVERLAPS;
}

/// Opens StreamOverlaps; the first page tells whether the caller may have it at all.
pub async fn stream(
    store: Store,
    caller: Option<Caller>,
    request: pb::StreamOverlapsRequest,
) -> Result<Streaming<pb::StreamOverlapsResponse>, Error> {
    let mut faults = Violations::new();
    let filter = overlap::filter(request.filter, &mut faults);
    let page: Page<Stream> = Page::first(faults.finish(filter)?, PAGE);
    let first = store.answer(caller, Asked(page)).await?;
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    tokio::spawn(async move {
        let mut read = Ok(first);
        loop {
            let (Asked(page), paged) = match read {
                Ok(read) => read,
                Err(error) => return refuse(&sender, &error).await,
            };
            let overlaps = overlap::messages(&paged);
            let as_of_us = paged.as_of.at_us;
            let message = pb::StreamOverlapsResponse { overlaps, as_of_us };
            if sender.send(Ok(message)).await.is_err() {
                return;
            }
            let Some(next) = page.following(&paged) else { return };
            read = store.answer(caller, Asked(next)).await;
        }
    });
    Ok(ReceiverStream::new(receiver))
}

async fn refuse<M>(sender: &Sender<Result<M, Status>>, error: &Error) {
    let _ = sender.send(Err(status(error))).await;
}

/// A page that is handed back with its answer, so that the next one can follow it.
struct Asked<R>(Page<R>);

impl<R: Reading> Query for Asked<R> {
    const METHOD: &'static str = R::METHOD;
    type Answer = (Self, Paged);

    fn place(&self) -> domain::Place {
        self.0.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let paged = self.0.run(tx).await?;
        Ok((Self(self.0.again()), paged))
    }
}

/// ExportOverlaps as a method that reads the report.
struct Export;

impl Reading for Export {
    const METHOD: &'static str = access::EXPORT_OVERLAPS;
}

/// A page with the sites of its pairs, where the form of the file shows them.
struct Drawn {
    page: Page<Export>,
    with_sites: bool,
}

/// The sites of both sides of each pair of a page.
type Sites = Vec<[Vec<Shape>; 2]>;

impl Query for Drawn {
    const METHOD: &'static str = Export::METHOD;
    type Answer = (Page<Export>, Paged, Sites);

    fn place(&self) -> domain::Place {
        self.page.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let paged = self.page.run(tx).await?;
        let mut sites = Vec::new();
        if self.with_sites {
            for pair in &paged.overlaps {
                sites.push([drawn(tx, &pair.first).await?, drawn(tx, &pair.second).await?]);
            }
        }
        Ok((self.page.again(), paged, sites))
    }
}

async fn drawn(tx: &mut Tx<'_>, side: &OverlapSide) -> Result<Vec<Shape>, Error> {
    let sites = flag::footprints(tx, &side.desa, side.project, side.geometry_rev).await?;
    Ok(sites.into_iter().map(|(shape, _)| shape).collect())
}

/// Opens ExportOverlaps.
pub async fn export(
    store: Store,
    caller: Option<Caller>,
    request: pb::ExportOverlapsRequest,
) -> Result<Streaming<pb::ExportOverlapsResponse>, Error> {
    let mut faults = Violations::new();
    let filter: Option<Filter> = overlap::filter(request.filter, &mut faults);
    let format = match pb::OverlapFormat::try_from(request.format) {
        Ok(pb::OverlapFormat::Csv) => Some(false),
        Ok(pb::OverlapFormat::Geojson) => Some(true),
        _ => {
            faults.add(domain::reason::FIELD_REQUIRED.refuse().at("format"));
            None
        }
    };
    let (filter, geojson) = faults.finish(filter.zip(format))?;
    let first = Drawn { page: Page::first(filter, PAGE), with_sites: geojson };
    let first = store.answer(caller, first).await?;
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    tokio::spawn(async move {
        let mut writer = Writer { geojson, begun: false };
        let mut read = Ok(first);
        loop {
            let (page, paged, sites) = match read {
                Ok(read) => read,
                Err(error) => return refuse(&sender, &error).await,
            };
            let next = page.following(&paged);
            let content = match writer.piece(&paged, &sites, next.is_none()) {
                Ok(content) => content,
                Err(error) => return refuse(&sender, &error).await,
            };
            if sender.send(Ok(pb::ExportOverlapsResponse { content })).await.is_err() {
                return;
            }
            let Some(page) = next else { return };
            read = store.answer(caller, Drawn { page, with_sites: geojson }).await;
        }
    });
    Ok(ReceiverStream::new(receiver))
}

/// Writes a file piece by piece.
struct Writer {
    geojson: bool,
    begun: bool,
}

impl Writer {
    fn piece(&mut self, paged: &Paged, sites: &Sites, last: bool) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        if self.geojson {
            if !self.begun {
                bytes.extend_from_slice(file::GEOJSON_HEAD.as_bytes());
            }
            for (pair, [first, second]) in paged.overlaps.iter().zip(sites) {
                for feature in file::features(pair, [first, second], paged.sees_money) {
                    bytes.extend_from_slice(if self.begun { b",\n" } else { b"\n" });
                    bytes.extend_from_slice(feature.to_string().as_bytes());
                    self.begun = true;
                }
            }
            if last {
                bytes.extend_from_slice(file::GEOJSON_TAIL.as_bytes());
            }
            return Ok(bytes);
        }
        if !self.begun {
            bytes.extend(file::csv_head()?);
            self.begun = true;
        }
        for pair in &paged.overlaps {
            bytes.extend(file::csv_line(pair, paged.sees_money)?);
        }
        Ok(bytes)
    }
}
