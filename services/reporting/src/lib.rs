//! Official reports, and what waits for whom.
//!
//! Promises: a report is read from one snapshot of the budget in force and the journal,
//! adds up to the sen on every level, and counts an advance when it is accounted for; the
//! inbox names everything that waits for a person in any mandate valid today, since when,
//! why, and the method that takes it on. This room reads published views and writes nothing.

mod inbox;
mod lra;
mod refusal;
mod report;
mod rpc;
mod sql;

use tonic::service::RoutesBuilder;

pub use refusal::REASONS;

/// Every statement of this room, for the catalogue test.
pub fn statements() -> Vec<store::Statement> {
    [
        sql::STATEMENTS,
        inbox::MONEY_STATEMENTS,
        inbox::PLAN_STATEMENTS,
        inbox::REVIEW_STATEMENTS,
        inbox::WORK_STATEMENTS,
        inbox::CLAIM_STATEMENTS,
        inbox::BOOKS_STATEMENTS,
        inbox::CORRECTION_STATEMENTS,
        inbox::LEFT_STATEMENTS,
    ]
    .concat()
}

/// Adds the services of this room.
pub fn add_to(routes: &mut RoutesBuilder, store: &store::Store, limits: edge::Limits) {
    use wire::reporting::v1::{
        inbox_service_server::InboxServiceServer, report_service_server::ReportServiceServer,
    };
    routes
        .add_service(
            ReportServiceServer::new(rpc::Reports { store: store.clone() })
                .max_decoding_message_size(limits.message_bytes),
        )
        .add_service(
            InboxServiceServer::new(rpc::Inbox { store: store.clone() })
                .max_decoding_message_size(limits.message_bytes),
        );
}

#[cfg(test)]
mod fixtures;
#[cfg(test)]
#[path = "report_tests.rs"]
mod report_tests;
