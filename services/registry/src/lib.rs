//! Places, codes, boundaries and dated law: what everybody reads and few change.
//!
//! Promises: the charts are those of the files shipped in `data/`, loaded into
//! the `registry_*` tables under their digest; a boundary is dated and never
//! changed, so a position can be asked for under the boundaries of any day; a
//! file of boundaries is loaded whole or not at all, with every bad feature
//! named; where no boundary is known the answer is "not checked", never "outside".

pub mod boundaries;
mod charts;
mod load;
mod office;
mod page;
mod policy;
mod refusal;
mod rpc;
mod sql;
pub mod waters;

/// The shipped reference data.
pub mod data;

use std::sync::Arc;

use tonic::service::RoutesBuilder;

pub use load::load_reference;
pub use refusal::REASONS;

/// Acts of the server itself, which no caller can reach: the matrix must hold them as open.
pub const INTERNAL_METHODS: &[&str] = &[
    load::LOAD_REFERENCE_METHOD,
    load::READ_REFERENCE_METHOD,
    boundaries::IMPORT_BOUNDARIES_METHOD,
    waters::IMPORT_WATERS_METHOD,
];

/// Every statement of this room, for the catalogue test.
pub fn statements() -> Vec<store::Statement> {
    sql::STATEMENTS.to_vec()
}

/// Adds the services of this room.
pub fn add_to(routes: &mut RoutesBuilder, store: &store::Store, limits: edge::Limits) {
    use wire::registry::v1::{
        policy_service_server::PolicyServiceServer, registry_service_server::RegistryServiceServer,
    };
    let registry =
        rpc::Registry { store: store.clone(), atlas: Arc::new(boundaries::Atlas::default()) };
    routes
        .add_service(
            RegistryServiceServer::new(registry).max_decoding_message_size(limits.message_bytes),
        )
        .add_service(
            PolicyServiceServer::new(rpc::Policies { store: store.clone() })
                .max_decoding_message_size(limits.message_bytes),
        );
}

#[cfg(test)]
#[path = "registry_tests.rs"]
mod registry_tests;
