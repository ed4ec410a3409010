//! Versions of the overlap rules: read by anybody, changed by two persons of PMD.

use std::collections::BTreeMap;

use ::wire::oversight::v1::{
    self as wire, ActivateRuleSetRequest, ActivateRuleSetResponse, GetRuleSetRequest,
    GetRuleSetResponse, ListRuleSetsRequest, ListRuleSetsResponse, ProposeRuleSetRequest,
    ProposeRuleSetResponse, RuleSetState,
};
use domain::{Error, Place, Refusal, WorkClass, reason, text};
use edge::{Violations, page_token};
use gate::{
    rules::{self, ClassRule, FAMILY_MAX, RuleSet, RuleSetVersion, matrix::Matrix},
    scorecard::Scorecard,
};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Query, Tx};

use crate::{
    refusal::SAME_DECIDER,
    scorecard::{self, Named},
};

/// The name of the version in force.
const ACTIVE: &str = "ruleSets/active";

/// Level of a kabupaten's code.
const KABUPATEN_LEVEL: usize = 2;

/// Reads `ruleSets/{number}`.
fn number(name: &str) -> Result<i64, Refusal> {
    name.strip_prefix("ruleSets/").and_then(|number| number.parse().ok()).ok_or_else(|| {
        reason::FIELD_MALFORMED.refuse().fact("value", name).fact("expected", "ruleSets/{nomor}")
    })
}

fn message(version: &RuleSetVersion) -> wire::RuleSet {
    let RuleSetVersion { rules, state, tables, .. } = version;
    let state = match state.as_str() {
        "proposed" => RuleSetState::Proposed,
        "active" => RuleSetState::Active,
        _ => RuleSetState::Retired,
    };
    let class = |(class, rule): (&WorkClass, &ClassRule)| wire::ClassRule {
        work_class: class.code().to_owned(),
        families: rule.families.iter().map(|family| i32::from(*family)).collect(),
        lookup_radius_m: rule.lookup_radius_m,
        hard_zone_m: rule.hard_zone_m,
        corridor_m: rule.corridor_m,
        overlap_min_m: rule.overlap_min_m,
        overlap_min_permille: rule.overlap_min_permille,
        overlap_sure_m: rule.overlap_sure_m,
        area_overlap_permille: rule.area_overlap_permille,
        side_min_m: rule.side_min_m,
        side_sure_m: rule.side_sure_m,
        window_new_years: rule.window_new_years,
        window_rehab_years: rule.window_rehab_years,
        basis: rule.basis.clone(),
    };
    wire::RuleSet {
        name: format!("ruleSets/{}", rules.rule_rev),
        display_name: rules.title.clone(),
        state: state.into(),
        candidate_radius_m: rules.candidate_radius_m,
        accuracy_default_m: rules.accuracy_default_m,
        accuracy_factor_permille: rules.accuracy_factor_permille,
        classes: rules.classes.iter().map(class).collect(),
        accuracy_floor_phone_m: rules.accuracy_floor_phone_m,
        accuracy_floor_drawn_m: rules.accuracy_floor_drawn_m,
        overlay_min_months: rules.overlay_min_months,
        scorecard: rules.scorecard.as_ref().map(scorecard::name).unwrap_or_default(),
        metres_conserved: rules.metres_conserved,
        side_steady_permille: rules.side_steady_permille,
        matrix: rules.matrix.to_csv(),
        tables_sha256: tables.clone().unwrap_or_default(),
        outdated: version.outdated().is_some(),
    }
}

/// One version; none means the one in force.
pub struct GetRuleSet(Option<i64>);

impl GetRuleSet {
    /// Reads the request.
    pub fn parse(request: GetRuleSetRequest) -> Result<Self, Error> {
        if request.name == ACTIVE {
            return Ok(Self(None));
        }
        let mut faults = Violations::new();
        let rev = faults.read("name", number(&request.name));
        faults.finish(rev.map(|rev| Self(Some(rev))))
    }
}

impl Query for GetRuleSet {
    const METHOD: &'static str = ::wire::access::rule_set_service::GET_RULE_SET;
    type Answer = GetRuleSetResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let version = match self.0 {
            Some(rev) => rules::version(tx, rev).await?,
            None => rules::in_force(tx).await?,
        };
        Ok(GetRuleSetResponse { rule_set: Some(message(&version)) })
    }
}

/// Versions, newest first.
pub struct ListRuleSets {
    below: i64,
    limit: u32,
}

impl ListRuleSets {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ListRuleSetsRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let limit = faults.read("page_size", page_token::page_size(request.page_size));
        let token = page_token::read(Self::METHOD, &[], &request.page_token);
        let below = faults.read("page_token", token);
        let below = below.map(|key| key.and_then(|key| key.parse().ok()).unwrap_or(i64::MAX));
        faults.finish(limit.zip(below).map(|(limit, below)| Self { below, limit }))
    }
}

impl Query for ListRuleSets {
    const METHOD: &'static str = ::wire::access::rule_set_service::LIST_RULE_SETS;
    type Answer = ListRuleSetsResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let versions = rules::versions(tx, self.below, self.limit).await?;
        let full = u32::try_from(versions.len()).is_ok_and(|count| count == self.limit);
        let next_page_token = match versions.last() {
            Some(last) if full => {
                page_token::issue(Self::METHOD, &[], &last.rules.rule_rev.to_string())
            }
            _ => String::new(),
        };
        let rule_sets = versions.iter().map(message).collect();
        Ok(ListRuleSetsResponse { rule_sets, next_page_token })
    }
}

/// Proposes a version.
#[derive(Debug, Serialize)]
pub struct ProposeRuleSet {
    place: Place,
    rules: RuleSet,
    /// Hash of a kept scorecard, to be read.
    kept: Option<String>,
}

impl ProposeRuleSet {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ProposeRuleSetRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let place = faults.read("place", kabupaten(&request.place));
        let given = faults.required("rule_set", request.rule_set, Ok);
        let title = given.as_ref().and_then(|given| {
            faults.read("rule_set.display_name", text::name(&given.display_name))
        });
        let card = given
            .as_ref()
            .and_then(|given| faults.read("rule_set.scorecard", Named::parse(&given.scorecard)));
        let own = match request.scorecard_csv.as_str() {
            "" => None,
            csv => faults.read("scorecard_csv", Scorecard::from_csv(csv)),
        };
        if own.is_some() && card.as_ref().is_some_and(|card| *card != Named::None) {
            let both = reason::FIELD_MALFORMED.refuse().fact("value", "…");
            let expected = "kosong bila rule_set.scorecard diisi";
            faults.read::<()>("scorecard_csv", Err(both.fact("expected", expected)));
        }
        let (kept, own) = match card {
            Some(Named::Shipped) => (None, Some(Scorecard::shipped()?)),
            Some(Named::Kept(sha256)) => (Some(sha256), None),
            Some(Named::None) | None => (None, own),
        };
        let (mut classes, mut rows) = (BTreeMap::new(), BTreeMap::new());
        for (at, row) in given.iter().flat_map(|given| &given.classes).enumerate() {
            let path = format!("rule_set.classes[{at}].work_class");
            if let Some(class) = faults.read(path, WorkClass::parse(&row.work_class)) {
                let path = format!("rule_set.classes[{at}].families");
                let families = faults.read(path, families(class, &row.families));
                rows.insert(class.code(), at);
                classes
                    .insert(class, class_rule(families.unwrap_or(class.families().to_vec()), row));
            }
        }
        let matrix = match given.as_ref().map(|given| given.matrix.as_str()) {
            None | Some("") => Some(Matrix::first()?),
            Some(rows) => faults.read("rule_set.matrix", Matrix::from_csv(rows)),
        };
        let rules = given.zip(title).zip(matrix).map(|((given, title), matrix)| RuleSet {
            rule_rev: 0,
            title,
            candidate_radius_m: given.candidate_radius_m,
            accuracy_default_m: given.accuracy_default_m,
            accuracy_factor_permille: given.accuracy_factor_permille,
            accuracy_floor_phone_m: given.accuracy_floor_phone_m,
            accuracy_floor_drawn_m: given.accuracy_floor_drawn_m,
            overlay_min_months: match given.overlay_min_months {
                0 => gate::rules::OVERLAY_MONTHS,
                months => months,
            },
            metres_conserved: given.metres_conserved,
            side_steady_permille: given.side_steady_permille,
            matrix,
            classes,
            scorecard: own,
        });
        if let Some(Err(refusal)) = rules.as_ref().map(RuleSet::check) {
            let path = sent_path(refusal.field.as_deref().unwrap_or_default(), &rows);
            faults.add(refusal.at(path));
        }
        faults.finish(place.zip(rules).map(|(place, rules)| Self { place, rules, kept }))
    }
}

/// The kabupaten in whose name rules are changed.
fn kabupaten(name: &str) -> Result<Place, Refusal> {
    let place = edge::place::read(name)?;
    if place.level() == KABUPATEN_LEVEL {
        return Ok(place);
    }
    let refusal = reason::FIELD_MALFORMED.refuse().fact("value", name);
    Err(refusal.fact("expected", "kabupaten/{kode}"))
}

/// The path of a field as it was sent: a class stands in the list where its row does.
fn sent_path(field: &str, rows: &BTreeMap<&str, usize>) -> String {
    let in_class = field.strip_prefix("classes[").and_then(|rest| rest.split_once(']'));
    match in_class.and_then(|(class, rest)| Some((rows.get(class)?, rest))) {
        Some((at, rest)) => format!("rule_set.classes[{at}]{rest}"),
        None if field.is_empty() => "rule_set".to_owned(),
        None => format!("rule_set.{field}"),
    }
}

/// The families of a class; where none are given, those of the chart.
fn families(class: WorkClass, given: &[i32]) -> Result<Vec<u8>, Refusal> {
    if given.is_empty() {
        return Ok(class.families().to_vec());
    }
    let family = |number: &i32| {
        let known = u8::try_from(*number).ok().filter(|family| (1..=FAMILY_MAX).contains(family));
        known.ok_or_else(|| {
            let outside = reason::NUMBER_OUT_OF_RANGE.refuse().fact("value", number);
            outside.fact("min", 1).fact("max", FAMILY_MAX)
        })
    };
    let mut families = given.iter().map(family).collect::<Result<Vec<_>, _>>()?;
    families.sort_unstable();
    families.dedup();
    Ok(families)
}

fn class_rule(families: Vec<u8>, row: &wire::ClassRule) -> ClassRule {
    ClassRule {
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
        basis: row.basis.clone(),
    }
}

impl Command for ProposeRuleSet {
    const METHOD: &'static str = ::wire::access::rule_set_service::PROPOSE_RULE_SET;
    type Answer = ProposeRuleSetResponse;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let person = tx.principal()?.person.uuid();
        let mut given = self.rules.clone();
        if let Some(sha256) = &self.kept {
            given.scorecard = Some(gate::scorecard::read(tx, sha256).await?);
        }
        let rule_rev = rules::propose(tx, &given, Some(person)).await?;
        tx.record(Event::new("rule_set.proposed", format!("ruleSets/{rule_rev}")));
        let version = rules::version(tx, rule_rev).await?;
        let rule_set = Some(message(&version));
        Ok(ProposeRuleSetResponse { rule_set, receipt: None })
    }
}

/// Activates a proposed version.
#[derive(Debug, Serialize)]
pub struct ActivateRuleSet {
    place: Place,
    rule_rev: i64,
}

impl ActivateRuleSet {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ActivateRuleSetRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let place = faults.read("place", kabupaten(&request.place));
        let rule_rev = faults.read("name", number(&request.name));
        faults.finish(place.zip(rule_rev).map(|(place, rule_rev)| Self { place, rule_rev }))
    }
}

impl Command for ActivateRuleSet {
    const METHOD: &'static str = ::wire::access::rule_set_service::ACTIVATE_RULE_SET;
    type Answer = ActivateRuleSetResponse;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let person = tx.principal()?.person.uuid();
        let proposed = rules::version(tx, self.rule_rev).await?;
        if proposed.proposed_by == Some(person) {
            return Err(SAME_DECIDER.refuse().into());
        }
        rules::activate(tx, self.rule_rev, Some(person)).await?;
        let name = format!("ruleSets/{}", self.rule_rev);
        let detail = json!({ "rev": self.rule_rev, "tables": rules::tables::digest() });
        tx.record(Event::new("rule_set.activated", name).with(detail));
        let version = rules::version(tx, self.rule_rev).await?;
        let rule_set = Some(message(&version));
        Ok(ActivateRuleSetResponse { rule_set, receipt: None })
    }
}
