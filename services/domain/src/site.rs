//! What is doubtful about a site: the reason, how much it weighs, and what was probably meant.

use serde::{Deserialize, Serialize};

use crate::{Refusal, geo::Shape};

/// How much a doubt weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Only told.
    Note,
    /// Told, and kept with the work.
    Warn,
    /// Nobody can sign for the work.
    Refuse,
}

/// One doubt about a site, or about all sites of a work together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Reason, numbers and sentence.
    pub refusal: Refusal,
    /// How much it weighs; [`Severity::Warn`] until the law was asked.
    pub severity: Severity,
    /// Number of the site, from 0; none when it is about all of them.
    pub site: Option<usize>,
    /// The shape that was probably meant.
    pub proposed: Option<Shape>,
    /// Whether the position can serve no comparison of places.
    pub untrusted: bool,
}

impl Doubt {
    /// A doubt about one site that leaves its position usable.
    pub fn at(site: usize, refusal: Refusal) -> Self {
        let refusal = refusal.fact("site", site.saturating_add(1));
        Self { site: Some(site), ..Self::of_all(refusal) }
    }

    /// A doubt about all sites together.
    pub fn of_all(refusal: Refusal) -> Self {
        Self { refusal, severity: Severity::Warn, site: None, proposed: None, untrusted: false }
    }

    /// The same, and the position can serve no comparison.
    #[must_use]
    pub fn untrusted(mut self) -> Self {
        self.untrusted = true;
        self
    }

    /// A coordinate that is no place in Indonesia, read at the door.
    pub fn outside(site: usize, refusal: Refusal, proposed: Option<Shape>) -> Self {
        Self { severity: Severity::Refuse, proposed, ..Self::at(site, refusal).untrusted() }
    }

    /// Key of the dated row that says how much it weighs.
    pub fn policy_key(&self) -> String {
        let code = self.refusal.code.to_lowercase();
        format!("severity.{}", code.replacen('_', ".", 1))
    }
}

/// The doubts for which nobody can sign.
pub fn refusals(doubts: &[Doubt]) -> Vec<Refusal> {
    let hard = doubts.iter().filter(|doubt| doubt.severity == Severity::Refuse);
    hard.map(|doubt| doubt.refusal.clone()).collect()
}

/// Whether the position of a site can serve a comparison of places.
pub fn is_trusted(doubts: &[Doubt], site: usize) -> bool {
    !doubts.iter().any(|doubt| doubt.untrusted && doubt.site == Some(site))
}
