//! The rules of acts on somebody's account, without storage.

use domain::{Refusal, Role};

use crate::{
    refusal::{ACCOUNT_OF_ONESELF, MANDATE_NOT_YOURS, RESET_NOT_PROPOSED, RESET_SAME_PERSON},
    rules::{self, Post, Step},
};

/// A mandate of an account's holder with the caller's offices over its place today.
#[derive(Debug, Clone)]
pub struct Reached {
    /// What the holder has.
    pub post: Post,
    /// What the caller is there.
    pub offices: Vec<Role>,
}

/// What is known when an official acts on somebody's account.
#[derive(Debug)]
pub struct OnAccount<'a> {
    /// What the caller must be allowed to do with each mandate.
    pub step: Step,
    /// The mandate that was named and every other one that is not over: an account acts by all.
    pub mandates: &'a [Reached],
    /// Where the named mandate stands.
    pub state: &'a str,
    /// Whether the account is the caller's own.
    pub for_oneself: bool,
    /// Whether the account is suspended.
    pub is_suspended: bool,
    /// Whether it must be for this act.
    pub shall_be_suspended: bool,
}

/// Every reason against an act on somebody's account.
pub fn unmet(asked: &OnAccount<'_>) -> Vec<Refusal> {
    let mut unmet = Vec::new();
    let mine = |one: &Reached| {
        let may = |office: &Role| rules::may(asked.step, *office, one.post.role, one.post.acting);
        one.offices.iter().any(may)
    };
    if let Some(other) = asked.mandates.iter().find(|one| !mine(one)) {
        let role = other.post.role;
        unmet.push(MANDATE_NOT_YOURS.refuse().shown("role", role.code(), role.title()));
    }
    if asked.for_oneself {
        unmet.push(ACCOUNT_OF_ONESELF.refuse());
    }
    // Who only stops an account, or lets it go on, may find the mandate ended already.
    if asked.state != "active" && !(asked.state == "ended" && asked.step == Step::End) {
        unmet.push(rules::wrong_state(asked.state, "active"));
    }
    if asked.is_suspended != asked.shall_be_suspended {
        unmet.push(rules::wrong_state(word(asked.is_suspended), word(asked.shall_be_suspended)));
    }
    unmet
}

const fn word(suspended: bool) -> &'static str {
    if suspended { "suspended" } else { "usable" }
}

/// The reason against agreeing to a reset, whoever asked for it if anybody did.
pub fn unmet_second<P: PartialEq>(asked_by: Option<P>, me: P) -> Option<Refusal> {
    match asked_by {
        None => Some(RESET_NOT_PROPOSED.refuse()),
        Some(by) => (by == me).then(|| RESET_SAME_PERSON.refuse()),
    }
}

#[cfg(test)]
#[path = "account_rules_tests.rs"]
mod tests;
