//! What became of requests, what happens, and the proof of it.
//!
//! Promises: every request id ends as done, refused or closed for ever; events are
//! read from the audit log alone, so that the feed tells exactly what took effect, in
//! the order of each place, each at least once; heads and receipts can be checked by
//! anybody. Nothing here changes a village's data. A place that nobody knows is refused,
//! never answered as one where nothing happened.

mod audit;
mod outcome;
mod place;
mod refusal;
mod rpc;
mod sql;
mod watch;

use tonic::service::RoutesBuilder;

pub use refusal::REASONS;

/// Every statement of this room, for the catalogue test.
pub fn statements() -> Vec<store::Statement> {
    sql::STATEMENTS.to_vec()
}

/// Adds the services of this room.
pub fn add_to(routes: &mut RoutesBuilder, store: &store::Store, limits: edge::Limits) {
    use wire::exchange::v1::{
        audit_service_server::AuditServiceServer, exchange_service_server::ExchangeServiceServer,
    };
    routes
        .add_service(
            ExchangeServiceServer::new(rpc::Exchange { store: store.clone() })
                .max_decoding_message_size(limits.message_bytes),
        )
        .add_service(
            AuditServiceServer::new(rpc::Audit { store: store.clone() })
                .max_decoding_message_size(limits.message_bytes),
        );
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod exchange_tests;
