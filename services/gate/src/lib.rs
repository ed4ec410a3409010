//! Place: cells, claims, flags, clearance.
//!
//! Promises: of two registered works whose sites lie within the candidate
//! radius, at least one was judged against the other in the transaction that
//! registered it, so never are both cleared when the rules block the pair; a
//! project with an open flag, or frozen by a decision, has no clearance; the
//! same facts under the same rule set give the same verdict and evidence to the
//! byte. What is found is data with sentences; who decides is not known here.

pub mod boundary;
mod claim_sql;
pub mod clearance;
pub mod cover;
mod declared;
pub mod distance;
pub mod facts;
pub mod flag;
pub mod frame;
mod ground_sql;
pub mod household;
pub mod inside;
pub mod join;
pub mod judge;
mod load;
mod namesake;
pub mod overlap;
mod pair;
pub mod plan;
mod plane;
pub mod refusal;
pub mod register;
pub mod relation;
mod rows;
pub mod rules;
pub mod score;
pub mod screen;
pub mod site;
mod sql;
#[cfg(test)]
mod test_kit;
mod weight;
pub mod words;
pub mod work;

pub use clearance::Moment;
pub use facts::{Capture, Facts, Layer, Owner, Relation, RelationKind, Side};
pub use load::{INTERNAL_METHODS, load_rule_set};
pub use work::{
    Claim, ClaimKind, Clearance, Evidence, Finding, Footprint, Intervention, Screening, Verdict,
    Work,
};

/// Every statement of this crate, for the catalogue test.
pub fn statements() -> Vec<store::Statement> {
    [sql::STATEMENTS, ground_sql::STATEMENTS, claim_sql::STATEMENTS].concat()
}
