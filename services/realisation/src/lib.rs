//! Payment requests, payments and the books of the kaur keuangan.
//!
//! Promises: a request is submitted, verified, approved and paid by four persons; its budget
//! is reserved from its submission on and given back when it returns or ends, which it can until it
//! is paid; every reason why a step is refused is told at once; no payment is made while a project
//! of the request is flagged, frozen or not cleared, or beyond the amount of a project, which the
//! schema refuses once more; numbers of documents have no gaps; a payment is taken back by a contra
//! entry that two persons sign, and so is put right whatever else stands wrong in the books, each
//! entry once; a closed month takes no document, and is opened again by three; a
//! year takes over what the year before it ended with, the tax that is still owed among it.

mod accept;
mod ask;
mod bku;
mod carried;
mod charge;
mod correction;
mod corrections;
mod decide;
mod disburse;
mod document;
mod draft;
mod drawn;
mod evidence;
mod facts;
mod last_year;
mod month;
mod names;
mod opening;
mod paper;
mod read;
mod refusal;
mod reopening;
mod replacement;
mod reversal;
mod rpc;
mod rules;
mod series;
mod settle;
mod spj;
mod spp;
mod sql;
mod sql_back;
mod sql_books;
mod sql_correction;
mod sql_spj;
mod states;
mod submit;
mod taxes;
mod view;
mod wording;
mod wrong;

pub use refusal::REASONS;
pub use rpc::add_to;

/// Every statement of this crate, for the catalogue test.
pub fn statements() -> Vec<store::Statement> {
    [
        sql::STATEMENTS,
        sql_books::STATEMENTS,
        sql_back::STATEMENTS,
        sql_correction::STATEMENTS,
        sql_spj::STATEMENTS,
        carried::STATEMENTS,
        drawn::STATEMENTS,
        wording::STATEMENTS,
    ]
    .concat()
}

#[cfg(test)]
mod book_tests;
#[cfg(test)]
mod clearance_tests;
#[cfg(test)]
mod ends_tests;
#[cfg(test)]
mod story_tests;
#[cfg(test)]
mod world;
