//! Oversight: flags and who decides them, and the rules by which they are raised.
//!
//! Promises: a pair is decided by two persons, neither of whom held a mandate
//! in either village for the months that the law says; the decision and its
//! effect on both projects are one transaction; rules change only by two
//! persons; works of other owners are told by one call. The pairs themselves
//! are the gate's.

mod claims;
mod confirm;
mod decision;
mod explain;
mod message;
mod propose;
mod read;
mod refusal;
mod rpc;
mod rule_set;
mod rule_set_rpc;
mod screen;
mod sql;
mod states;

pub use claims::{ClaimFile, ImportReport, import as import_claims};
pub use refusal::REASONS;

use store::{Statement, Store};
use tonic::service::RoutesBuilder;
use wire::oversight::v1::{
    claim_service_server::ClaimServiceServer, flag_service_server::FlagServiceServer,
    rule_set_service_server::RuleSetServiceServer,
};

/// Acts of the server itself, which no caller can reach: the matrix must hold them as open.
pub const INTERNAL_METHODS: &[&str] = &[claims::IMPORT_CLAIMS_METHOD];

/// Adds this room's services to the server's routes.
pub fn add_to(routes: &mut RoutesBuilder, store: &Store, limits: edge::Limits) {
    routes.add_service(
        FlagServiceServer::new(rpc::Rpc { store: store.clone() })
            .max_decoding_message_size(limits.message_bytes),
    );
    routes.add_service(
        ClaimServiceServer::new(claims::Rpc { store: store.clone() })
            .max_decoding_message_size(limits.message_bytes),
    );
    routes.add_service(
        RuleSetServiceServer::new(rule_set_rpc::Rpc { store: store.clone() })
            .max_decoding_message_size(limits.message_bytes),
    );
}

/// Every statement of this room, for the catalogue test.
pub fn statements() -> Vec<Statement> {
    [sql::STATEMENTS, claims::sql::STATEMENTS].concat()
}

#[cfg(test)]
mod story_tests;
#[cfg(test)]
mod world;
