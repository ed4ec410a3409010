//! Money: lines, reservations, the journal.
//!
//! Promises: of every spending line, reserved + posted never exceed the ceiling, and a
//! ceiling that an annulment left above the amount in force falls with what is released;
//! every entry sums to zero and is never changed, and is undone at most once, by its exact contra
//! entry; the numbers of a village's journal of a year have no gaps; cash, bank, advances and tax
//! held are never below zero at any point of the order (day, number), where entries that are one
//! act count as one. Each of these is decided in the statement that writes, and stands once more
//! in the schema.

mod account;
mod balance;
mod entry;
mod line;
mod refusal;
mod sql;
mod undo;

pub use account::{Account, BANK, CASH, EQUITY, EQUITY_SAL, PANJAR, SILPA, TAX_GROUP};
pub use balance::{
    Balance, Period, available, balances, close_month, not_last, period, reopen_month,
};
pub use entry::{Entry, EntryKind, Posting, month_closed, post};
pub use line::{
    Line, LineKind, LineState, budget_short, fall_back, line, open_line, release, reserve,
};
pub use refusal::{
    BUDGET_SHORT, CASH_SHORT, CEILING_BELOW_COMMITTED, ENTRY_UNBALANCED, ENTRY_UNDONE,
    LINE_UNKNOWN, MONTH_CLOSED, MONTH_NOT_LAST, MONTH_ORDER, OUTSIDE_YEAR, PANJAR_SHORT, REASONS,
    RESERVED_SHORT, TAX_SHORT,
};
pub use undo::{Contra, undo};

/// Every statement of this crate, for the catalogue test.
pub fn statements() -> Vec<store::Statement> {
    sql::STATEMENTS.to_vec()
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
