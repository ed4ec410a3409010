//! PhotoService: open, parse, run, reply.

use std::{collections::VecDeque, pin::Pin};

use futures_util::{Stream, stream};
use store::{Caller, Store};
use tonic::{Request, Response, Status};
use wire::monitoring::v1::{
    AppendPhotoChunkRequest, AppendPhotoChunkResponse, DownloadPhotoRequest, DownloadPhotoResponse,
    FinishPhotoRequest, FinishPhotoResponse, GetPhotoRequest, GetPhotoResponse, ListPhotosRequest,
    ListPhotosResponse, StartPhotoRequest, StartPhotoResponse, photo_service_server::PhotoService,
};

use crate::{
    photo_read::{GetPhoto, ListPhotos, ReadPiece},
    upload::{AppendPhotoChunk, FinishPhoto, StartPhoto},
};

/// The most bytes of one message of a download.
const MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// The service on a store.
pub struct Photos {
    pub store: Store,
}

#[tonic::async_trait]
impl PhotoService for Photos {
    type DownloadPhotoStream =
        Pin<Box<dyn Stream<Item = Result<DownloadPhotoResponse, Status>> + Send>>;

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
        edge::write!(self, request, FinishPhoto)
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
        let piece = ReadPiece::parse(request).map_err(|error| edge::status(&error))?;
        let mut download = Download {
            store: self.store.clone(),
            caller: call.caller,
            piece,
            ready: VecDeque::new(),
        };
        // The first piece is read before the answer, so that a refusal is the call's own status.
        download.fill().await?;
        let messages = stream::try_unfold(download, |mut download| async move {
            if download.ready.is_empty() {
                download.fill().await?;
            }
            Ok(download.ready.pop_front().map(|message| (message, download)))
        });
        Ok(Response::new(Box::pin(messages)))
    }
}

/// A download under way: one stored piece in memory.
struct Download {
    store: Store,
    caller: Option<Caller>,
    piece: ReadPiece,
    ready: VecDeque<DownloadPhotoResponse>,
}

impl Download {
    /// Reads the next stored piece and cuts it into messages; nothing at the end.
    async fn fill(&mut self) -> Result<(), Status> {
        let read = self.store.answer(self.caller, self.piece.clone()).await;
        let bytes = read.map_err(|error| edge::status(&error))?.unwrap_or_default();
        for part in bytes.chunks(MESSAGE_BYTES_MAX) {
            let offset_bytes = self.piece.offset_bytes;
            self.ready.push_back(DownloadPhotoResponse { offset_bytes, data: part.to_vec() });
            let size = i64::try_from(part.len()).unwrap_or(i64::MAX);
            self.piece.offset_bytes = offset_bytes.saturating_add(size);
        }
        Ok(())
    }
}
