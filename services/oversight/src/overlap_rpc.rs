//! OverlapService: open, parse, run, reply.

use edge::{Call, status};
use store::Store;
use tonic::{Request, Response, Status};
use wire::oversight::v1::{
    ExportOverlapsRequest, ExportOverlapsResponse, GetNeighbourhoodTileRequest,
    GetNeighbourhoodTileResponse, ListOverlapsRequest, ListOverlapsResponse, ScanDistrictRequest,
    ScanDistrictResponse, StreamOverlapsRequest, StreamOverlapsResponse,
    overlap_service_server::OverlapService,
};

use crate::{
    overlap::ListOverlaps,
    overlap_stream::{self, Streaming},
    scan,
    tile::GetNeighbourhoodTile,
};

/// The service on a store.
pub struct Rpc {
    pub store: Store,
}

#[tonic::async_trait]
impl OverlapService for Rpc {
    async fn list_overlaps(
        &self,
        request: Request<ListOverlapsRequest>,
    ) -> Result<Response<ListOverlapsResponse>, Status> {
        edge::read!(self, request, ListOverlaps)
    }

    async fn get_neighbourhood_tile(
        &self,
        request: Request<GetNeighbourhoodTileRequest>,
    ) -> Result<Response<GetNeighbourhoodTileResponse>, Status> {
        edge::read!(self, request, GetNeighbourhoodTile)
    }

    type StreamOverlapsStream = Streaming<StreamOverlapsResponse>;

    async fn stream_overlaps(
        &self,
        request: Request<StreamOverlapsRequest>,
    ) -> Result<Response<Self::StreamOverlapsStream>, Status> {
        let (call, request) = Call::open(request)?;
        let request = request.message().map_err(|error| status(&error))?;
        let opened = overlap_stream::stream(self.store.clone(), call.caller, request).await;
        opened.map(Response::new).map_err(|error| status(&error))
    }

    type ExportOverlapsStream = Streaming<ExportOverlapsResponse>;

    async fn export_overlaps(
        &self,
        request: Request<ExportOverlapsRequest>,
    ) -> Result<Response<Self::ExportOverlapsStream>, Status> {
        let (call, request) = Call::open(request)?;
        let request = request.message().map_err(|error| status(&error))?;
        let opened = overlap_stream::export(self.store.clone(), call.caller, request).await;
        opened.map(Response::new).map_err(|error| status(&error))
    }

    type ScanDistrictStream = Streaming<ScanDistrictResponse>;

    async fn scan_district(
        &self,
        request: Request<ScanDistrictRequest>,
    ) -> Result<Response<Self::ScanDistrictStream>, Status> {
        let (call, request) = Call::open(request)?;
        let request = request.message().map_err(|error| status(&error))?;
        let opened = scan::open(self.store.clone(), call.caller, request).await;
        opened.map(Response::new).map_err(|error| status(&error))
    }
}
