//! What a screening means for a work: flags that fall, flags that rise, a clearance.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DesaId, Error, ids::ProjectId};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    distance::distance_m,
    heirs,
    pair::{Standing, newest_flag, of_pair, same_work, standing},
    raise::{self, End, close},
    register::{clear, flags, key_of, must_hold, renew, shapes},
    report,
    rules::RuleSet,
    screen::{Locked, ProjectKey, candidate_radius_m},
    sql::{self, ProjectRow},
    sql_flag::FlagRow,
    stop,
    work::{Clearance, Finding, Screening, Verdict},
};

/// What is left of a pair's flag that was taken away.
#[derive(Default)]
struct Fallen {
    /// Since when it waited for a decision, if it was open.
    waits_since_us: Option<i64>,
    /// The act by which it was decided, or opened again.
    decision: Option<Uuid>,
}

/// Deciding what a screening means, with every row concerned under lock.
pub(crate) struct Settling<'a> {
    pub rules: &'a RuleSet,
    pub row: ProjectRow,
    pub grown: &'a BTreeSet<i64>,
    pub locked: &'a Locked,
    pub held: BTreeSet<ProjectKey>,
    /// Whether the work was just amended, rather than screened for another reason.
    pub amended: bool,
}

impl Settling<'_> {
    /// Withdraws, raises or follows flags; clears the project if nothing blocks.
    pub async fn run(self, tx: &mut Tx<'_>, found: Vec<Finding>) -> Result<Screening, Error> {
        let key = key_of(&self.row)?;
        let whole = found.clone();
        let (mut blocks, warnings): (Vec<Finding>, Vec<Finding>) =
            found.into_iter().partition(|finding| finding.verdict == Verdict::Block);
        let fallen = self.withdraw_stale(tx, &key, &blocks).await?;
        let flags = flags(tx, &key).await?;
        let (rev, rule_rev) = (self.row.geometry_rev, self.rules.rule_rev);
        let mut told = Vec::new();
        for mut finding in std::mem::take(&mut blocks) {
            match standing(&self.row, rule_rev, &finding, &flags, tx.today()) {
                Standing::Excused => continue,
                Standing::Undecided => {
                    let other = (finding.other_desa.clone(), finding.other_project);
                    let before = fallen.get(&other);
                    let since = before.and_then(|flag| flag.waits_since_us);
                    let id = raise::raise(tx, &self.row, rule_rev, &finding, since).await?;
                    if let Some(act) = before.and_then(|flag| flag.decision) {
                        raise::note_decided(tx, &self.row, &finding, id, act).await?;
                    }
                    finding.flag = Some(id);
                }
                Standing::Open => {
                    finding.flag = newest_flag(&flags, &finding);
                    self.follow(tx, &flags, &finding).await?;
                }
                Standing::Stopped => {
                    finding.flag = newest_flag(&flags, &finding);
                }
            }
            told.push(finding);
        }
        let clearance = self.clear(tx, &key, told.is_empty()).await?;
        for other in fallen.keys() {
            renew(tx, self.rules, self.locked, other).await?;
        }
        let flags = self::flags(tx, &key).await?;
        report::keep(tx, &self.row, rule_rev, &whole, &flags).await?;
        Ok(Screening { geometry_rev: rev, rule_rev, clearance, blocks: told, warnings })
    }

    /// Withdraws flags whose facts are gone, and thaws when the pair that stopped this project
    /// blocks no more. Answers whose flags were taken away, and what is left of them. A work that an
    /// amendment took beyond the search was given up where it was.
    async fn withdraw_stale(
        &self,
        tx: &mut Tx<'_>,
        key: &ProjectKey,
        blocks: &[Finding],
    ) -> Result<BTreeMap<ProjectKey, Fallen>, Error> {
        let mut fallen = BTreeMap::new();
        for flag in flags(tx, key).await? {
            let pair = blocks.iter().find(|finding| of_pair(&flag, key.1.uuid(), finding));
            if !self.is_stale(&flag, pair) {
                continue;
            }
            must_hold(&self.held, &flag)?;
            if pair.is_none() && self.is_for_people(tx, &flag).await? {
                raise::leave_to_people(tx, &self.row, &flag).await?;
            } else {
                if pair.is_none() && self.amended {
                    heirs::give_up(tx, self.rules, &flag).await?;
                }
                close(tx, &flag, &End::WITHDRAWN).await?;
                let other = ProjectId::new(flag.other_project_id);
                let of = (DesaId::parse(&flag.other_desa_id)?, other);
                let left: &mut Fallen = fallen.entry(of).or_default();
                if flag.state == "open" {
                    left.waits_since_us = Some(flag.waits_since_us);
                }
                left.decision = flag.decision_id.or(left.decision);
            }
        }
        stop::settle(tx, key).await?;
        Ok(fallen)
    }

    /// Whether people alone close a flag whose rules see nothing in it any more: one side amended
    /// its work, which settles nothing, or left it to people before. What was decided was decided
    /// of the work, wherever it stands now and whatever newer rules say, also when the decision was
    /// opened again: one person opens it. A flag that nobody ever decided does not follow a work that
    /// moved beyond the search.
    async fn is_for_people(&self, tx: &mut Tx<'_>, flag: &FlagRow) -> Result<bool, Error> {
        if flag.state == "open" && !flag.reopened && !self.amended {
            return Ok(false);
        }
        let other = (DesaId::parse(&flag.other_desa_id)?, ProjectId::new(flag.other_project_id));
        let theirs = shapes(tx, &other).await?;
        if flag.state != "open" || flag.decision_id.is_some() {
            // Nobody is the double of a work that left the register.
            return Ok(!theirs.is_empty());
        }
        let mine = shapes(tx, &key_of(&self.row)?).await?;
        let radius_m = candidate_radius_m(self.rules);
        let mut pairs = mine.iter().flat_map(|a| theirs.iter().map(move |b| (a, b)));
        Ok(pairs.any(|(a, b)| distance_m(a, b) <= radius_m))
    }

    /// Whether a flag's facts are gone; `pair` is what the rules say of it now, if they block.
    /// What was opened again is for people to close, also when newer rules see nothing in it. A
    /// decision looks to the work that it stopped, and after an amendment to either of both.
    fn is_stale(&self, flag: &FlagRow, pair: Option<&Finding>) -> bool {
        let moved = match pair {
            Some(pair) => !same_work(flag, &self.row, pair),
            None => flag.geometry_rev < self.row.material_rev,
        };
        let stops_me = flag.stopped_project_id == Some(self.row.project_id);
        let unseen = pair.is_none() && (stops_me || self.amended);
        match flag.state.as_str() {
            "open" => moved || (pair.is_none() && !flag.reopened),
            "overridden" => moved || unseen,
            "stands" => unseen,
            _ => false,
        }
    }

    /// Brings the open flag of a pair to what is known of both works now.
    async fn follow(
        &self,
        tx: &mut Tx<'_>,
        flags: &[FlagRow],
        finding: &Finding,
    ) -> Result<(), Error> {
        let mine = self.row.project_id;
        let of = |flag: &&FlagRow| flag.state == "open" && of_pair(flag, mine, finding);
        let Some(flag) = flags.iter().rfind(of) else { return Ok(()) };
        let rule_rev = self.rules.rule_rev;
        let known = (flag.geometry_rev, flag.other_geometry_rev, flag.rule_rev);
        if known == (self.row.geometry_rev, finding.other_geometry_rev, rule_rev) {
            return Ok(());
        }
        raise::refresh(tx, &self.row, rule_rev, flag, finding).await
    }

    async fn clear(
        &self,
        tx: &mut Tx<'_>,
        key: &ProjectKey,
        nothing_blocks: bool,
    ) -> Result<Option<Clearance>, Error> {
        let values = args![&key.0, key.1.uuid(), self.rules.rule_rev];
        tx.exec(&sql::NOTE_SCREENING, values).await?;
        if !nothing_blocks {
            tx.exec(&sql::UNCLEAR_PROJECT, args![&key.0, key.1.uuid()]).await?;
            return Ok(None);
        }
        let seq = self.locked.position(self.grown);
        clear(tx, key, self.row.geometry_rev, self.rules.rule_rev, seq).await
    }
}
