//! The peer of `unary_read`: a bare tonic server that answers the same message.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    net::SocketAddr,
    task::{Context, Poll},
};

use futures_util::future::BoxFuture;
use tonic::{
    Request, Response, Status,
    body::Body,
    codegen::Service,
    server::{Grpc, NamedService, UnaryService},
};
use wire::{
    codec::StrictCodec,
    registry::v1::{GetDesaRequest, GetDesaResponse},
};

/// Answers one fixed message to everybody, by nothing but tonic.
#[derive(Clone)]
pub struct Echo(pub GetDesaResponse);

impl NamedService for Echo {
    const NAME: &'static str = "lumbung.registry.v1.RegistryService";
}

impl UnaryService<GetDesaRequest> for Echo {
    type Response = GetDesaResponse;
    type Future = Ready<Result<Response<GetDesaResponse>, Status>>;

    fn call(&mut self, _request: Request<GetDesaRequest>) -> Self::Future {
        ready(Ok(Response::new(self.0.clone())))
    }
}

impl Service<http::Request<Body>> for Echo {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let echo = self.clone();
        Box::pin(async move {
            let codec = StrictCodec::<GetDesaResponse, GetDesaRequest>::default();
            Ok(Grpc::new(codec).unary(echo, request).await)
        })
    }
}

/// Serves until the process is killed.
pub async fn serve(address: SocketAddr, answer: GetDesaResponse) {
    tonic::transport::Server::builder()
        .add_service(Echo(answer))
        .serve(address)
        .await
        .expect("the echo server serves");
}
