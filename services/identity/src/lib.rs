//! Sessions, accounts and mandates: who somebody is and by which right he or she acts.
//!
//! Promises: a password is stored as Argon2id and a token as its SHA-256, neither
//! is ever written into a log, a fingerprint or a stored answer; a session, a
//! suspension and a mandate count as they are inside the transaction that asks;
//! a mandate gives a right only after a second person confirmed it. The one
//! exception is an installation with a single administrator and no PMD yet,
//! and the audit log says so.
//!
//! Nobody takes over an account alone: a lost password is set anew by a code that one
//! official asked for and another one made, and both stand in the log. Who must not go on
//! is stopped at once.
//!
//! Guessing is slow: at most two hashes run at once, ten wrong passwords lock the
//! account, and an unknown account costs and answers the same as a wrong password. An address that
//! tries many accounts is slowed by the server. Who is in stays in: passwords given again within a
//! session count there, and a locked account hinders nobody who has a session of it.

mod account;
mod account_rpc;
mod account_rules;
mod bootstrap;
mod change;
mod confirm;
mod end;
mod failure;
mod holder;
mod invitation;
mod mandate;
mod password;
mod propose;
mod read;
mod refusal;
mod reset;
mod rpc;
mod rules;
mod secret;
mod session;
mod sql;
mod suspend;
mod whose;

use tonic::service::RoutesBuilder;

pub use bootstrap::{bootstrap, seed_person};
pub use refusal::{AREA_UNKNOWN, REASONS};
pub use whose::whose;

/// Acts of the server itself, which no caller can reach: the matrix must hold them as open.
pub const INTERNAL_METHODS: &[&str] = &[
    bootstrap::BOOTSTRAP_METHOD,
    bootstrap::SEED_PERSON_METHOD,
    failure::NOTE_FAILURE_METHOD,
    failure::NOTE_STEP_FAILURE_METHOD,
    whose::WHOSE_METHOD,
];

/// Every statement of this room, for the catalogue test.
pub fn statements() -> Vec<store::Statement> {
    sql::STATEMENTS.to_vec()
}

/// Adds the services of this room.
pub fn add_to(routes: &mut RoutesBuilder, store: &store::Store, limits: edge::Limits) {
    use wire::identity::v1::{
        account_service_server::AccountServiceServer, mandate_service_server::MandateServiceServer,
        session_service_server::SessionServiceServer,
    };
    routes
        .add_service(
            SessionServiceServer::new(rpc::Sessions { store: store.clone() })
                .max_decoding_message_size(limits.message_bytes),
        )
        .add_service(
            MandateServiceServer::new(rpc::Mandates { store: store.clone() })
                .max_decoding_message_size(limits.message_bytes),
        )
        .add_service(
            AccountServiceServer::new(account_rpc::Accounts { store: store.clone() })
                .max_decoding_message_size(limits.message_bytes),
        );
}

#[cfg(test)]
#[path = "account_tests.rs"]
mod account_tests;
#[cfg(test)]
#[path = "head_tests.rs"]
mod head_tests;
#[cfg(test)]
#[path = "identity_tests.rs"]
mod identity_tests;
#[cfg(test)]
#[path = "mandate_tests.rs"]
mod mandate_tests;
#[cfg(test)]
#[path = "whose_tests.rs"]
mod whose_tests;
