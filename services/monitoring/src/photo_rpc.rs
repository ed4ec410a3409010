//! PhotoService: open, parse, run, reply.

use std::{collections::VecDeque, pin::Pin};

use futures_util::{Stream, stream};
use store::{Caller, Store};
use tonic::{Request, Response, Status};
use wire::monitoring::v1::{
    AppendPhotoChunkRequest, AppendPhotoChunkResponse, DownloadPhotoOriginalRequest,
    DownloadPhotoOriginalResponse, DownloadPhotoRequest, DownloadPhotoResponse, FinishPhotoRequest,
    FinishPhotoResponse, GetPhotoRequest, GetPhotoResponse, ListPhotosRequest, ListPhotosResponse,
    StartPhotoRequest, StartPhotoResponse, photo_service_server::PhotoService,
};

use crate::{
    photo_read::{GetPhoto, ListPhotos, Piece, ReadCopy, ReadOriginal},
    reading,
    upload::{AppendPhotoChunk, FinishPhoto, StartPhoto},
};

/// The most bytes of one message of a download.
const MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// The service on a store.
pub struct Photos {
    pub store: Store,
    /// Starts the children that read pictures.
    pub reader: picture::Reader,
}

/// What a download answers, piece by piece.
type Pieces<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl PhotoService for Photos {
    type DownloadPhotoStream = Pieces<DownloadPhotoResponse>;
    type DownloadPhotoOriginalStream = Pieces<DownloadPhotoOriginalResponse>;

    async fn start_photo(
        &self,
        request: Request<StartPhotoRequest>,
    ) -> Result<Response<StartPhotoResponse>, Status> {
        edge::write!(self, request, StartPhoto)
    }

    async fn append_photo_chunk(
        &self,
        request: Request<AppendPhotoChunkRequest>,
    ) -> Result<Response<AppendPhotoChunkResponse>, Status> {
        edge::write!(self, request, AppendPhotoChunk)
    }

    async fn finish_photo(
        &self,
        request: Request<FinishPhotoRequest>,
    ) -> Result<Response<FinishPhotoResponse>, Status> {
        let (call, request) = edge::Call::open(request)?;
        let told = |error: domain::Error| edge::status(&error);
        let id = edge::call::request_id(&request.request_id).map_err(told)?;
        let finish = request.read(FinishPhoto::parse).map_err(told)?;
        let read = reading::read(&self.store, &self.reader, call.caller, finish.name()).await;
        let finish = finish.with(read.map_err(told)?);
        edge::reply(self.store.execute(call.caller, id, finish).await)
    }

    async fn get_photo(
        &self,
        request: Request<GetPhotoRequest>,
    ) -> Result<Response<GetPhotoResponse>, Status> {
        edge::read!(self, request, GetPhoto)
    }

    async fn list_photos(
        &self,
        request: Request<ListPhotosRequest>,
    ) -> Result<Response<ListPhotosResponse>, Status> {
        edge::read!(self, request, ListPhotos)
    }

    async fn download_photo(
        &self,
        request: Request<DownloadPhotoRequest>,
    ) -> Result<Response<Self::DownloadPhotoStream>, Status> {
        let (call, request) = edge::Call::open(request)?;
        let piece = request.read(ReadCopy::parse).map_err(|error| edge::status(&error))?;
        download(self.store.clone(), call.caller, piece, |offset_bytes, data| {
            DownloadPhotoResponse { offset_bytes, data }
        })
        .await
    }

    async fn download_photo_original(
        &self,
        request: Request<DownloadPhotoOriginalRequest>,
    ) -> Result<Response<Self::DownloadPhotoOriginalStream>, Status> {
        let (call, request) = edge::Call::open(request)?;
        let piece = request.read(ReadOriginal::parse).map_err(|error| edge::status(&error))?;
        download(self.store.clone(), call.caller, piece, |offset_bytes, data| {
            DownloadPhotoOriginalResponse { offset_bytes, data }
        })
        .await
    }
}

/// Streams what `piece` reads; the first piece is read before the answer, so that a refusal is
/// the call's own status.
async fn download<P: Piece, T: Send + 'static>(
    store: Store,
    caller: Option<Caller>,
    piece: P,
    message: fn(i64, Vec<u8>) -> T,
) -> Result<Response<Pieces<T>>, Status> {
    let mut download = Download { store, caller, piece, message, ready: VecDeque::new() };
    download.fill().await?;
    let messages = stream::try_unfold(download, |mut download| async move {
        if download.ready.is_empty() {
            download.fill().await?;
        }
        Ok(download.ready.pop_front().map(|message| (message, download)))
    });
    Ok(Response::new(Box::pin(messages)))
}

/// A download under way: one stored piece in memory.
struct Download<P, T> {
    store: Store,
    caller: Option<Caller>,
    piece: P,
    message: fn(i64, Vec<u8>) -> T,
    ready: VecDeque<T>,
}

impl<P: Piece, T> Download<P, T> {
    /// Reads the next stored piece and cuts it into messages; nothing at the end.
    async fn fill(&mut self) -> Result<(), Status> {
        let read = self.store.answer(self.caller, self.piece.clone()).await;
        let bytes = read.map_err(|error| edge::status(&error))?.unwrap_or_default();
        for part in bytes.chunks(MESSAGE_BYTES_MAX) {
            let offset_bytes = self.piece.offset_bytes();
            self.ready.push_back((self.message)(*offset_bytes, part.to_vec()));
            let size = i64::try_from(part.len()).unwrap_or(i64::MAX);
            *offset_bytes = offset_bytes.saturating_add(size);
        }
        Ok(())
    }
}
