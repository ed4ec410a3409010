//! Projects, their sites, their stages and photos.
//!
//! Promises: a project enters the overlap register only by two persons'
//! signatures, and what is registered changes only by two again; its sites sum
//! to its amount to the sen; a photo is kept as it was sent, checked against
//! the hash announced before, read in a child process, compared with its work
//! and with every photo before it, and never changed.

mod alike;
mod alike_sql;
mod amend;
mod cancel;
mod carry;
mod check_site;
mod content;
mod declared;
mod doubts;
mod draft;
mod ended;
mod findings;
mod media;
mod message;
mod moved;
mod names;
mod paid;
mod photo;
mod photo_read;
mod photo_rpc;
mod photo_sql;
mod plan;
mod project;
mod read;
mod reading;
mod refusal;
mod rpc;
mod sign;
mod sql;
mod states;
mod upload;

pub use alike::near_hashes;
pub use refusal::REASONS;

use store::{Statement, Store};
use tonic::service::RoutesBuilder;
use wire::monitoring::v1::{
    photo_service_server::PhotoServiceServer, project_service_server::ProjectServiceServer,
};

/// Adds this room's services to the server's routes.
pub fn add_to(routes: &mut RoutesBuilder, store: &Store, limits: edge::Limits) {
    routes.add_service(
        ProjectServiceServer::new(rpc::Projects { store: store.clone() })
            .max_decoding_message_size(limits.message_bytes),
    );
    let reader = picture::Reader::of_this_binary();
    let photos = photo_rpc::Photos { store: store.clone(), reader };
    routes.add_service(
        PhotoServiceServer::new(photos).max_decoding_message_size(limits.message_bytes),
    );
}

/// Every statement of this room, for the catalogue test.
pub fn statements() -> Vec<Statement> {
    [sql::STATEMENTS, photo_sql::STATEMENTS, alike_sql::STATEMENTS].concat()
}

#[cfg(test)]
mod cancel_tests;
#[cfg(test)]
mod carried_tests;
#[cfg(test)]
mod office_tests;
#[cfg(test)]
mod outdated_tests;
#[cfg(test)]
mod paid_tests;
#[cfg(test)]
mod photo_tests;
#[cfg(test)]
mod scenario_tests;
#[cfg(test)]
mod site_tests;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod story_tests;
#[cfg(test)]
mod world;
