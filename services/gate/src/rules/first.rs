//! Rule set 1, as shipped.

use domain::{Error, WorkClass};

use super::{ClassRule, OVERLAY_MONTHS, RuleSet, families, matrix::Matrix};

/// The rows of version 1.
const RULE_SET_1: &str = include_str!("../../../registry/data/ruleset_1.csv");
/// Candidates of version 1: caps recall at 0.991 where 50 m would cap it at 0.948.
const CANDIDATE_RADIUS_1_M: i64 = 150;
/// Error taken for a position without one; the 99 % zone of two such is 30 m.
const ACCURACY_DEFAULT_1_M: i64 = 10;
/// The 99 % zone is this many thousandths of the root mean square of both errors.
const ACCURACY_FACTOR_1_PERMILLE: i64 = 3_000;
/// What a phone knows of its place under an open sky; what it tells may be less.
const ACCURACY_FLOOR_PHONE_1_M: i64 = 3;
/// What a picture taken from above and the hand that draws on it leave open.
const ACCURACY_FLOOR_DRAWN_1_M: i64 = 2;
/// Two drawings of one middle cross again and again; a bank lies on its side nearly everywhere.
const SIDE_STEADY_1_PERMILLE: i64 = 900;

impl RuleSet {
    /// The first rule set, as shipped.
    ///
    /// # Errors
    /// A fault when the shipped file cannot be read.
    pub fn first() -> Result<Self, Error> {
        let classes = RULE_SET_1
            .lines()
            .skip(1)
            .map(|line| row(line).ok_or_else(|| Error::fault(format!("rule set 1: {line}"))))
            .collect::<Result<_, _>>()?;
        let rules = Self {
            rule_rev: 1,
            title: "Set aturan 1".to_owned(),
            candidate_radius_m: CANDIDATE_RADIUS_1_M,
            accuracy_default_m: ACCURACY_DEFAULT_1_M,
            accuracy_factor_permille: ACCURACY_FACTOR_1_PERMILLE,
            accuracy_floor_phone_m: ACCURACY_FLOOR_PHONE_1_M,
            accuracy_floor_drawn_m: ACCURACY_FLOOR_DRAWN_1_M,
            overlay_min_months: OVERLAY_MONTHS,
            metres_conserved: true,
            side_steady_permille: SIDE_STEADY_1_PERMILLE,
            matrix: Matrix::first()?,
            classes,
            scorecard: None,
        };
        rules.check()?;
        Ok(rules)
    }
}

/// One line of the shipped file; the last column is free text.
fn row(line: &str) -> Option<(WorkClass, ClassRule)> {
    let mut parts = line.splitn(15, ',');
    let class = WorkClass::parse(parts.next()?).ok()?;
    let _geometry = parts.next()?;
    let families = families(parts.next()?)?;
    let mut number = || parts.next()?.parse::<i64>().ok();
    let rule = ClassRule {
        families,
        lookup_radius_m: number()?,
        hard_zone_m: number()?,
        corridor_m: number()?,
        overlap_min_m: number()?,
        overlap_min_permille: number()?,
        overlap_sure_m: number()?,
        area_overlap_permille: number()?,
        window_new_years: number()?,
        window_rehab_years: number()?,
        side_min_m: number()?,
        side_sure_m: number()?,
        basis: parts.next()?.trim_matches('"').to_owned(),
    };
    Some((class, rule))
}
