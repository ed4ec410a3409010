//! Oversight: flags and who decides them, and the rules by which they are raised.
//!
//! Promises: a pair is decided by two persons, neither of whom held a mandate
//! in either village for the months that the law says; the decision and its
//! effect on both projects are one transaction; rules change only by two
//! persons; works of other owners are told by one call; what was paid before a decision stopped a
//! work is a finding until the inspectorate closes it. Who decides, until when, and to whom it goes
//! up is computed from policy and calendar by whoever asks; nothing waits for a job. The pairs
//! themselves are the gate's.

mod ask;
mod claims;
mod confirm;
mod deadline;
mod deciders;
mod decision;
mod explain;
mod fields;
mod finding;
mod message;
mod overlap;
mod overlap_file;
mod overlap_rpc;
mod overlap_stream;
mod override_row;
mod overrides;
mod propose;
mod quality;
mod read;
mod refusal;
mod review;
mod review_rpc;
mod rpc;
mod rule_set;
mod rule_set_rpc;
mod scan;
mod scorecard;
mod screen;
mod sql;
mod sql_review;
mod states;
mod tile;

pub use claims::{ClaimFile, ImportReport, Stopped, import as import_claims};
pub use refusal::REASONS;

use store::{Statement, Store};
use tonic::service::RoutesBuilder;
use wire::oversight::v1::{
    claim_service_server::ClaimServiceServer, finding_service_server::FindingServiceServer,
    flag_service_server::FlagServiceServer, overlap_service_server::OverlapServiceServer,
    override_service_server::OverrideServiceServer, review_service_server::ReviewServiceServer,
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
    let more = review_rpc::Rpc { store: store.clone() };
    routes
        .add_service(
            OverrideServiceServer::new(more.clone())
                .max_decoding_message_size(limits.message_bytes),
        )
        .add_service(
            ReviewServiceServer::new(more.clone()).max_decoding_message_size(limits.message_bytes),
        )
        .add_service(
            FindingServiceServer::new(more).max_decoding_message_size(limits.message_bytes),
        );
    routes.add_service(
        OverlapServiceServer::new(overlap_rpc::Rpc { store: store.clone() })
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
    [sql::STATEMENTS, claims::sql::STATEMENTS, sql_review::STATEMENTS].concat()
}

#[cfg(test)]
mod overlap_filter_tests;
#[cfg(test)]
mod overlap_snapshot_tests;
#[cfg(test)]
mod overlap_tests;
#[cfg(test)]
mod review_tests;
#[cfg(test)]
mod scorecard_tests;
#[cfg(test)]
mod screen_tests;
#[cfg(test)]
mod story_tests;
#[cfg(test)]
mod tile_tests;
#[cfg(test)]
mod world;
