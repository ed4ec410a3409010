//! Planning: what a village means to do in a year (RKPDes), what it may spend
//! (APBDes), and how each kegiatan is carried out (DPA).
//!
//! Promises: no version of a budget is offered or enacted against a hard rule;
//! an enacted version is a frozen snapshot; at most one version of a year is in
//! force, and from its enactment the ledger's ceilings are its amounts; a DPA
//! is made, verified and approved by three persons and adds up to its budget
//! lines to the sen; a successor takes it over by the same signatures and
//! changes no sen in it; a version that is given up touches no ceiling.

mod apbdes;
mod dpa;
mod name;
mod parse;
mod reference;
mod refusal;
mod rkpdes;
mod year;

pub use refusal::REASONS;

use store::{Statement, Store};
use tonic::service::RoutesBuilder;
use wire::planning::v1::{
    apbdes_service_server::ApbdesServiceServer, dpa_service_server::DpaServiceServer,
    rkpdes_service_server::RkpdesServiceServer,
};

/// Adds this room's services to the server's routes.
pub fn add_to(routes: &mut RoutesBuilder, store: &Store, limits: edge::Limits) {
    let store = || store.clone();
    routes.add_service(
        RkpdesServiceServer::new(rkpdes::Rpc { store: store() })
            .max_decoding_message_size(limits.message_bytes),
    );
    routes.add_service(
        ApbdesServiceServer::new(apbdes::Rpc { store: store() })
            .max_decoding_message_size(limits.message_bytes),
    );
    routes.add_service(
        DpaServiceServer::new(dpa::Rpc { store: store() })
            .max_decoding_message_size(limits.message_bytes),
    );
}

/// Every statement of this room, for the catalogue test.
pub fn statements() -> Vec<Statement> {
    [
        year::STATEMENTS,
        reference::STATEMENTS,
        rkpdes::STATEMENTS,
        apbdes::STATEMENTS,
        apbdes::LINE_STATEMENTS,
        dpa::STATEMENTS,
    ]
    .concat()
}

#[cfg(test)]
#[expect(clippy::needless_update, reason = "macros that build requests")]
mod apbdes_tests;
#[cfg(test)]
#[expect(clippy::needless_update, reason = "macros that build requests")]
mod dpa_tests;
#[cfg(test)]
#[expect(clippy::needless_update, reason = "macros that build requests")]
mod law_tests;
#[cfg(test)]
mod site_tests;
#[cfg(test)]
#[expect(clippy::needless_update, reason = "macros that build requests")]
mod steps;
#[cfg(test)]
mod world;
