//! Who may call what: rules read from the proto method options, decided here.

use std::collections::HashMap;

use crate::{
    Acting, Day, Principal, Refusal, Role,
    code::Place,
    reason::{NOT_ALLOWED, STEP_UP_REQUIRED},
};

/// One row of the authorisation matrix: a role that may call a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allow {
    /// The role.
    pub role: Role,
    /// Whether the password must have been given again lately.
    pub step_up: bool,
}

/// Who may call one method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Anybody, signed in or not.
    Open,
    /// Anybody signed in, on what is his or her own.
    Own {
        /// Whether the password must have been given again lately.
        step_up: bool,
    },
    /// These roles, within the area of their mandate.
    Roles(Vec<Allow>),
}

/// Every method's rule by full gRPC path.
#[derive(Debug, Default)]
pub struct Matrix {
    rules: HashMap<&'static str, Rule>,
    step_up_us: i64,
}

impl Matrix {
    /// Builds the matrix; `step_up_us` is how long a repeated password counts.
    pub fn new(rules: impl IntoIterator<Item = (&'static str, Rule)>, step_up_us: i64) -> Self {
        Self { rules: rules.into_iter().collect(), step_up_us }
    }

    /// The rule of a method, if it is known.
    pub fn rule(&self, method: &str) -> Option<&Rule> {
        self.rules.get(method)
    }

    /// Decides whether the person may call the method for a place at this instant.
    ///
    /// Deny wins: an unknown method is refused. A call that only lacks the
    /// repeated password says so.
    pub fn authorise(
        &self,
        principal: &Principal,
        method: &str,
        place: &Place,
        now_us: i64,
    ) -> Result<Acting, Refusal> {
        let fresh = principal
            .stepped_up_us
            .is_some_and(|at| at <= now_us && now_us.saturating_sub(at) <= self.step_up_us);
        let acting =
            |mandate| Acting { person: principal.person, session: principal.session, mandate };
        match self.rules.get(method) {
            None => Err(NOT_ALLOWED.refuse()),
            Some(Rule::Open) => Ok(acting(None)),
            Some(Rule::Own { step_up }) if *step_up && !fresh => Err(STEP_UP_REQUIRED.refuse()),
            Some(Rule::Own { .. }) => Ok(acting(None)),
            Some(Rule::Roles(allows)) => {
                let today = Day::of_us(now_us);
                let mut needs_step_up = false;
                for mandate in principal.valid_on(today).filter(|m| m.area.covers(place)) {
                    let Some(allow) = allows.iter().find(|a| a.role == mandate.role) else {
                        continue;
                    };
                    if allow.step_up && !fresh {
                        needs_step_up = true;
                    } else {
                        return Ok(acting(Some(mandate.clone())));
                    }
                }
                Err(if needs_step_up { STEP_UP_REQUIRED.refuse() } else { NOT_ALLOWED.refuse() })
            }
        }
    }
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
