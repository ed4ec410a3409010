//! What earlier decisions say about a pair that the rules would block.

use domain::{Day, ids::FlagId};
use uuid::Uuid;

use crate::{decide::stops, sql::ProjectRow, sql_flag::FlagRow, work::Finding};

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

/// The newest word on a pair. A dismissal holds for the site, the scope and the rules it was
/// given on and until its last day; a counterpart that was stopped excuses until that decision
/// falls, also while an override lets it be paid all the same.
pub(crate) fn standing(
    mine: &ProjectRow,
    rule_rev: i64,
    finding: &Finding,
    flags: &[FlagRow],
    today: Day,
) -> Standing {
    let mut standing = Standing::Undecided;
    for flag in flags.iter().filter(|flag| of_pair(flag, mine.project_id, finding)) {
        let same_work = same_work(flag, mine, finding);
        let in_time = flag.valid_until.is_none_or(|last| i64::from(today.number()) <= last);
        match flag.state.as_str() {
            "stands" | "overridden" if stops(flag, mine.project_id, today) => {
                return Standing::Stopped;
            }
            "stands" => standing = Standing::Excused,
            "overridden" if same_work => standing = Standing::Excused,
            "open" if same_work => return Standing::Open,
            "dismissed" if same_work && flag.rule_rev == rule_rev && in_time => {
                standing = Standing::Excused;
            }
            _ => {}
        }
    }
    standing
}

/// Whether a flag, seen from a project, is about this pair.
pub(crate) fn of_pair(flag: &FlagRow, mine: Uuid, finding: &Finding) -> bool {
    flag.project_id == mine
        && flag.other_desa_id == finding.other_desa.as_str()
        && flag.other_project_id == finding.other_project.uuid()
}

/// The newest flag of a pair that still asks or stops.
pub(crate) fn newest_flag(flags: &[FlagRow], finding: &Finding) -> Option<FlagId> {
    let of_pair = |flag: &&FlagRow| {
        matches!(flag.state.as_str(), "open" | "stands" | "overridden")
            && flag.other_desa_id == finding.other_desa.as_str()
            && flag.other_project_id == finding.other_project.uuid()
    };
    flags.iter().rfind(of_pair).map(|flag| FlagId::new(flag.flag_id))
}

/// Whether both works are in substance what the flag compared.
pub(crate) fn same_work(flag: &FlagRow, mine: &ProjectRow, finding: &Finding) -> bool {
    mine.material_rev <= flag.geometry_rev && finding.other_material_rev <= flag.other_geometry_rev
}

#[cfg(test)]
#[path = "pair_tests.rs"]
mod tests;
