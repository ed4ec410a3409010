//! Place: cells, claims, flags, clearance.
//!
//! Promises: of two registered works whose sites lie within the candidate
//! radius, at least one was judged against the other in the transaction that
//! registered it, so never are both cleared when the rules block the pair; a
//! project with an open flag, or stopped by a decision or the inspectorate, is not
//! paid; what was decided is not asked again unless site, scope or rules change; the
//! same facts under the same rule set give the same verdict and evidence to the
//! byte, and a program whose tables would give others judges nothing by it. What is
//! found is data with sentences; who decides is not known here.
//!
//! Where is what:
//! - keeps what stood in the register, and until when: `history`, read by [`backtest`];
//! - says whether this program may judge by a rule set: `rules::{force, tables}`, decision 28;
//! - scores a file of works, reason by reason: [`score`], `words`, points in
//!   `services/registry/data/scorecard_2.csv`, fitted by `tests/src/fit/`; what a list adds by its
//!   own habits: decision 31, what a reason is: decision 32;
//! - says whether a site can be believed: `site`, [`inside`], [`boundary`], `domain::site` and
//!   `domain::geo::doubt`;
//! - finds every pair within a radius: [`join`]; the store's works: [`scan`];
//! - compares the whole register with brute force, every night: `sweep`, run by
//!   `services/server/src/sweep.rs`;
//! - finds what lies around a site, from memory: [`places`], forgotten through
//!   `services/store/src/memory.rs`;
//! - warns where there is no network: `domain::geo::tile` reads and writes, `tile` fills, decision
//!   26;
//! - measures what lines share, and metres claimed twice: [`overlap`], `stretch`; over all sites of
//!   two works `together`, over several works `crowd`;
//! - weighs what is declared (sides, layers, phases): `declared`, `side`; what is done to what is
//!   rows, `rules::matrix`;
//! - tells whether one is paid for both works: [`payee`], decision 37;
//! - has every page of a report tell what the first one told: `report_keep`, decision 29.
//!
//! What rooms call inside their transactions answers a boxed future where its body is
//! large: so it is compiled here, once and for speed, and not anew in each room.

pub mod area;
pub mod backtest;
pub mod boundary;
mod claim_sql;
pub mod clearance;
pub mod cover;
mod crowd;
pub mod decide;
mod declared;
pub mod distance;
#[cfg(test)]
mod drawn_tests;
pub mod facts;
pub mod flag;
pub mod freeze;
mod ground_sql;
mod heirs;
mod history;
mod history_sql;
pub mod household;
pub mod inside;
pub mod join;
pub mod judge;
mod load;
mod measured;
mod namesake;
pub mod overlap;
mod paid;
mod pair;
pub mod payee;
mod place;
pub mod places;
pub mod plan;
pub mod quality;
mod raise;
pub mod recheck;
pub mod refusal;
pub mod register;
pub mod relation;
pub mod report;
mod report_held;
mod report_keep;
mod report_sql;
mod rows;
pub mod rules;
pub mod scan;
#[cfg(test)]
mod scenario_tests;
mod scope;
pub mod score;
pub mod scorecard;
pub mod screen;
mod settling;
#[cfg(test)]
mod shards_tests;
mod side;
pub mod site;
mod sql;
mod sql_flag;
pub mod stop;
pub mod stretch;
pub mod sweep;
#[cfg(test)]
mod test_kit;
#[cfg(test)]
mod test_world;
pub mod tile;
mod together;
mod weight;
pub mod window;
pub mod words;
pub mod work;
mod works;

pub use clearance::Moment;
pub use domain::geo::frame;
use domain::geo::plane;
pub use facts::{Capture, Facts, Layer, Owner, Relation, RelationKind, Side};
pub use load::{INTERNAL_METHODS, load_rule_set, remember_places};
pub use paid::paid;
pub use refusal::REASONS;
pub use scope::essence;
pub use work::{
    Claim, ClaimKind, Clearance, Evidence, Finding, Footprint, Intervention, Screening, Verdict,
    Work,
};

/// Every statement of this crate, for the catalogue test.
pub fn statements() -> Vec<store::Statement> {
    [
        sql::STATEMENTS,
        claim_sql::STATEMENTS,
        ground_sql::STATEMENTS,
        history_sql::STATEMENTS,
        report_sql::STATEMENTS,
        sql_flag::STATEMENTS,
        sweep::sql::STATEMENTS,
    ]
    .concat()
}
