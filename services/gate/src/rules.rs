//! Rule sets as versioned data.
//!
//! The numbers by which a pair is judged are rows, one version at a time is
//! active, and a verdict names the version it was reached by. Version 1 is
//! shipped with the program; later ones are proposed and activated by two
//! officials.

use std::collections::BTreeMap;

use domain::{Error, WorkClass};
use futures_util::future::BoxFuture;
use serde::Serialize;
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    facts::Capture,
    places::RULES_KEY,
    refusal::SCORECARD_INVALID,
    rules::matrix::Matrix,
    scorecard::{self, Scorecard},
    sql::{self, RuleRow, RuleSetRow},
};

mod check;
mod first;
mod force;
pub mod matrix;
pub mod tables;

pub(crate) use force::{Loaded, active_remembered, active_rev, load_first, loaded};
pub use force::{active, in_force};

/// Months that a surface keeps from its base in version 1, and where a version says nothing.
pub const OVERLAY_MONTHS: i64 = 3;
/// The most months that a version may ask for between two layers.
const OVERLAY_MONTHS_MAX: i64 = 120;
/// The largest candidate radius: a point's search stays below the limit of cells.
pub const RADIUS_MAX_M: i64 = 1_000;

/// Families are numbered from 1 to this: a tile keeps one bit each.
pub const FAMILY_MAX: u8 = 63;

/// The rules of one work class. Metres, permille, years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClassRule {
    /// Families of classes that may be one work under two names, in ascending order.
    pub families: Vec<u8>,
    /// Distance within which a pair is told.
    pub lookup_radius_m: i64,
    /// Distance within which a pair blocks.
    pub hard_zone_m: i64,
    /// Half width of the corridor in which two lines are one.
    pub corridor_m: i64,
    /// Shared length from which two lines block; 0 when lines are judged by distance.
    pub overlap_min_m: i64,
    /// Shared part of the shorter line from which two lines block.
    pub overlap_min_permille: i64,
    /// Shared length from which two lines block whatever its share; 0: the share decides.
    pub overlap_sure_m: i64,
    /// Shared part of the smaller area from which two areas block; 0: judged by distance.
    pub area_overlap_permille: i64,
    /// Steady offset from which the side on which a line was drawn bears out or contradicts a
    /// declared one; 0: drawn sides say nothing.
    pub side_min_m: i64,
    /// Steady offset, beyond the errors of both, from which drawn sides alone tell two works
    /// apart; 0: never.
    pub side_sure_m: i64,
    /// Years for which new work stands against another.
    pub window_new_years: i64,
    /// Years for which rehabilitated work stands against another.
    pub window_rehab_years: i64,
    /// Where the numbers come from.
    pub basis: String,
}

/// A version of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleSet {
    /// Number of the version, from 1.
    pub rule_rev: i64,
    /// What it is called.
    pub title: String,
    /// How far apart two claims of one family are still compared.
    pub candidate_radius_m: i64,
    /// Error taken for a position without one.
    pub accuracy_default_m: i64,
    /// Factor of the 99 % zone, thousandths.
    pub accuracy_factor_permille: i64,
    /// Least error of a position that a phone took, whatever it told.
    pub accuracy_floor_phone_m: i64,
    /// Least error of one that was drawn on a map.
    pub accuracy_floor_drawn_m: i64,
    /// Months that a surface layer keeps from the base layer below it.
    pub overlay_min_months: i64,
    /// Whether the metres that two works share are summed over all their sites, and those told
    /// that several works take of one line again.
    pub metres_conserved: bool,
    /// Part of the shared line on one side from which a drawn side is steady; 0: drawn sides say
    /// nothing.
    pub side_steady_permille: i64,
    /// What is done to what: how long it stands, and which works are two all the same.
    pub matrix: Matrix,
    /// One rule a class.
    pub classes: BTreeMap<WorkClass, ClassRule>,
    /// Points that say what a pair within the zones is; without them the zones say it.
    pub scorecard: Option<Scorecard>,
}

/// A version with who brought it about.
#[derive(Debug, Clone)]
pub struct RuleSetVersion {
    /// The rules.
    pub rules: RuleSet,
    /// `proposed`, `active` or `retired`.
    pub state: String,
    /// Who proposed it; nobody for version 1.
    pub proposed_by: Option<Uuid>,
    /// When, microseconds since 1970.
    pub proposed_us: i64,
    /// Who activated it.
    pub activated_by: Option<Uuid>,
    /// When.
    pub activated_us: Option<i64>,
    /// Digest of the tables of the program that activated it ([`tables::digest`]); none of one
    /// that was never active, or was before versions told theirs.
    pub tables: Option<String>,
    /// Whether this program can read its scorecard.
    pub is_readable: bool,
}

impl ClassRule {
    /// Whether two classes may name the same work.
    pub fn shares_family(&self, other: &Self) -> bool {
        self.families.iter().any(|family| other.families.contains(family))
    }
}

impl RuleSet {
    /// The families of a class; none for one without a row.
    pub fn families(&self, class: WorkClass) -> &[u8] {
        self.classes.get(&class).map_or(&[], |rule| &rule.families)
    }

    /// The families of a class, one bit each.
    pub fn family_bits(&self, class: WorkClass) -> u64 {
        self.families(class).iter().fold(0, |bits, family| bits | 1_u64 << (family % 64))
    }

    /// The least error of a position by how it came about, metres; 0 where nobody told.
    pub fn accuracy_floor_m(&self, capture: Option<Capture>) -> i64 {
        match capture {
            Some(Capture::PhonePoint | Capture::PhoneTrack) => self.accuracy_floor_phone_m,
            Some(Capture::Digitised) => self.accuracy_floor_drawn_m,
            None => 0,
        }
    }

    /// Whether two classes may name the same work.
    pub fn share_family(&self, a: WorkClass, b: WorkClass) -> bool {
        let (first, second) = (self.classes.get(&a), self.classes.get(&b));
        first.zip(second).is_some_and(|(first, second)| first.shares_family(second))
    }
}

/// Reads families as they are stored: numbers parted by semicolons.
fn families(text: &str) -> Option<Vec<u8>> {
    text.split(';').map(|family| family.parse().ok()).collect()
}

/// One version.
///
/// # Errors
/// NOT_FOUND when there is none of this number.
pub async fn version(tx: &mut Tx<'_>, rule_rev: i64) -> Result<RuleSetVersion, Error> {
    if rule_rev < 1 {
        return Err(Error::absent());
    }
    let row: RuleSetRow = tx.one(&sql::READ_RULE_SET, args![rule_rev]).await?;
    filled(tx, row).await
}

/// Versions below a number, newest first; 0 begins with the newest.
pub async fn versions(
    tx: &mut Tx<'_>,
    below: i64,
    limit: u32,
) -> Result<Vec<RuleSetVersion>, Error> {
    let rows: Vec<RuleSetRow> = tx.all(&sql::LIST_RULE_SETS, args![below, limit]).await?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in rows {
        versions.push(filled(tx, row).await?);
    }
    Ok(versions)
}

async fn filled(tx: &mut Tx<'_>, row: RuleSetRow) -> Result<RuleSetVersion, Error> {
    let rows: Vec<RuleRow> = tx.all(&sql::READ_RULE_ROWS, args![row.rule_rev]).await?;
    let classes = rows
        .into_iter()
        .map(|row| {
            let class = WorkClass::parse(&row.class).map_err(Error::from)?;
            let families = match row.families.as_str() {
                // A version from before versions told them.
                "" => Some(class.families().to_vec()),
                told => families(told),
            };
            let families =
                families.ok_or_else(|| Error::fault(format!("families {}", row.families)))?;
            let rule = ClassRule {
                families,
                lookup_radius_m: row.lookup_radius_m,
                hard_zone_m: row.hard_zone_m,
                corridor_m: row.corridor_m,
                overlap_min_m: row.overlap_min_m,
                overlap_min_permille: row.overlap_min_permille,
                overlap_sure_m: row.overlap_sure_m,
                area_overlap_permille: row.area_overlap_permille,
                side_min_m: row.side_min_m,
                side_sure_m: row.side_sure_m,
                window_new_years: row.window_new_years,
                window_rehab_years: row.window_rehab_years,
                basis: row.basis,
            };
            Ok((class, rule))
        })
        .collect::<Result<_, Error>>()?;
    let matrix = match row.matrix.as_str() {
        // A version from before versions told it.
        "" => Matrix::first()?,
        told => Matrix::from_csv(told).map_err(|refusal| Error::fault(refusal.message()))?,
    };
    let (scorecard, is_readable) = match &row.scorecard {
        Some(sha256) => match scorecard::read(tx, sha256).await {
            Ok(card) => (Some(card), true),
            // Its steps are those of another program's tables.
            Err(error) if error.has(&SCORECARD_INVALID) => (Some(Scorecard::unread(sha256)), false),
            Err(error) => return Err(error),
        },
        None => (None, true),
    };
    let rules = RuleSet {
        rule_rev: row.rule_rev,
        title: row.title,
        candidate_radius_m: row.candidate_radius_m,
        accuracy_default_m: row.accuracy_default_m,
        accuracy_factor_permille: row.accuracy_factor_permille,
        accuracy_floor_phone_m: row.accuracy_floor_phone_m,
        accuracy_floor_drawn_m: row.accuracy_floor_drawn_m,
        overlay_min_months: row.overlay_min_months,
        metres_conserved: row.metres_conserved,
        side_steady_permille: row.side_steady_permille,
        matrix,
        classes,
        scorecard,
    };
    Ok(RuleSetVersion {
        rules,
        state: row.state,
        proposed_by: row.proposed_by,
        proposed_us: row.proposed_us,
        activated_by: row.activated_by,
        activated_us: row.activated_us,
        tables: row.tables_sha256,
        is_readable,
    })
}

/// Writes the next version as a proposal and answers its number; `rules.rule_rev` is ignored.
///
/// # Errors
/// RULE_SET_INVALID; CONTENTION when two proposals come at once.
pub fn propose<'a>(
    tx: &'a mut Tx<'_>,
    rules: &'a RuleSet,
    person: Option<Uuid>,
) -> BoxFuture<'a, Result<i64, Error>> {
    Box::pin(async move {
        rules.check()?;
        let (last,): (i64,) = tx.one(&sql::LAST_RULE_REV, args![]).await?;
        let rule_rev = last.saturating_add(1);
        if let Some(scorecard) = &rules.scorecard {
            scorecard::put(tx, scorecard).await?;
        }
        let put = tx
            .exec(
                &sql::PUT_RULE_SET,
                args![
                    rule_rev,
                    &rules.title,
                    rules.candidate_radius_m,
                    rules.accuracy_default_m,
                    rules.accuracy_factor_permille,
                    person,
                    tx.now_us(),
                    rules.overlay_min_months,
                    rules.scorecard.as_ref().map(Scorecard::sha256),
                    rules.matrix.to_csv(),
                    rules.metres_conserved,
                    rules.side_steady_permille,
                    rules.accuracy_floor_phone_m,
                    rules.accuracy_floor_drawn_m
                ],
            )
            .await?;
        if put == 0 {
            return Err(domain::reason::CONTENTION.refuse().into());
        }
        for (class, rule) in &rules.classes {
            tx.exec(
                &sql::PUT_RULE_ROW,
                args![
                    rule_rev,
                    class.code(),
                    rule.families.iter().map(u8::to_string).collect::<Vec<_>>().join(";"),
                    rule.lookup_radius_m,
                    rule.hard_zone_m,
                    rule.corridor_m,
                    rule.overlap_min_m,
                    rule.overlap_min_permille,
                    rule.overlap_sure_m,
                    rule.area_overlap_permille,
                    rule.side_min_m,
                    rule.side_sure_m,
                    rule.window_new_years,
                    rule.window_rehab_years,
                    &rule.basis
                ],
            )
            .await?;
        }
        Ok(rule_rev)
    })
}

/// Makes a proposed version the active one, with the tables of this program; every clearance by
/// another version is void from now on.
///
/// # Errors
/// WRONG_STATE when it is not a proposal.
pub fn activate<'a>(
    tx: &'a mut Tx<'_>,
    rule_rev: i64,
    person: Option<Uuid>,
) -> BoxFuture<'a, Result<(), Error>> {
    Box::pin(async move {
        tx.changes([RULES_KEY]);
        tx.exec(&sql::RETIRE_RULE_SET, args![]).await?;
        let values = args![rule_rev, person, tx.now_us(), tables::digest()];
        let done = tx.exec(&sql::ACTIVATE_RULE_SET, values).await?;
        if done == 1 {
            return Ok(());
        }
        Err(domain::reason::WRONG_STATE
            .refuse()
            .shown("state", "activated", "sudah berlaku atau diganti")
            .shown("needed", "proposed", "usulan")
            .about(format!("ruleSets/{rule_rev}"))
            .into())
    })
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
