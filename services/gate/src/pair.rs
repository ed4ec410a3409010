//! What earlier decisions say about a pair that the rules would block.

use domain::{Day, ids::ProjectId};

use crate::{sql::FlagRow, work::Finding};

/// How a blocking pair stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nobody has decided on these facts: it needs a flag.
    Undecided,
    /// There is an open flag on these facts.
    Open,
    /// It was decided so that this project may go on.
    Excused,
    /// It was decided that this project must stop.
    Stopped,
}

/// The newest word on a pair. A dismissal holds for the geometry and the rules it was given on
/// and until its last day; a stopped counterpart excuses until that decision falls.
pub(crate) fn standing(
    mine: ProjectId,
    geometry_rev: i64,
    rule_rev: i64,
    finding: &Finding,
    flags: &[FlagRow],
    today: Day,
) -> Standing {
    let of_pair = |flag: &&FlagRow| {
        flag.project_id == mine.uuid()
            && flag.other_desa_id == finding.other_desa.as_str()
            && flag.other_project_id == finding.other_project.uuid()
    };
    let mut standing = Standing::Undecided;
    for flag in flags.iter().filter(of_pair) {
        let same_place = flag.geometry_rev == geometry_rev
            && flag.other_geometry_rev == finding.other_geometry_rev;
        let in_time = flag.valid_until.is_none_or(|last| i64::from(today.number()) <= last);
        match flag.state.as_str() {
            "stands" if flag.stopped_project_id == Some(mine.uuid()) => return Standing::Stopped,
            "stands" => standing = Standing::Excused,
            "open" if same_place => return Standing::Open,
            "dismissed" if same_place && flag.rule_rev == rule_rev && in_time => {
                standing = Standing::Excused;
            }
            "overridden" if same_place && in_time => standing = Standing::Excused,
            _ => {}
        }
    }
    standing
}

#[cfg(test)]
#[path = "pair_tests.rs"]
mod tests;
