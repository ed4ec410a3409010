//! What people declare of a work beside its place: parsed at the door, kept as facts.

use std::collections::BTreeSet;

use domain::{Day, Error, Refusal, SumberDana, reason};
use edge::Violations;
use gate::{
    Facts, Layer, Relation, Side, household::Household, refusal::WORK_DAYS_TURNED, relation,
};
use serde::Serialize;
use store::{Tx, args};
use wire::monitoring::v1 as proto;

use crate::{
    content::{nth, number},
    refusal::FUND_UNKNOWN,
    sql,
};

/// The most funds of one project.
const FUNDS_MAX: usize = 10;
/// The most phases of one undertaking.
const PHASES_MAX: i32 = 99;

/// What was declared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Declared {
    /// The layer.
    pub layer: Option<Layer>,
    /// The side or bank.
    pub side: Option<Side>,
    /// Number of the phase.
    pub phase: Option<i64>,
    /// Funds.
    pub funds: BTreeSet<SumberDana>,
    /// The household as sent; nothing of it is written before it is hashed.
    pub household: Option<Household>,
    /// Whether the household that is stored stays.
    pub household_stays: bool,
    /// Relations.
    pub relations: BTreeSet<Relation>,
    /// First day as planned.
    pub starts: Option<Day>,
    /// Last day as planned.
    pub ends: Option<Day>,
}

/// Reads the declared part of a project's contents; every fault goes to `faults`.
pub fn parse(message: &proto::ProjectContent, faults: &mut Violations) -> Option<Declared> {
    let layer = faults.read("content.layer", choice(Layer::ALL, message.layer));
    let side = faults.read("content.side", choice(Side::ALL, message.side));
    let phase = faults.read("content.phase", phase(message.phase));
    let funds = funds(&message.sumber_dana, faults);
    let household =
        faults.optional("content.household_number", &message.household_number, |number| {
            Household::parse(number)
        });
    let relations = relations(&message.relations, faults);
    let starts = faults.optional("content.starts_on", &message.starts_on, Day::parse);
    let ends = faults.optional("content.ends_on", &message.ends_on, Day::parse);
    if starts.zip(ends).is_some_and(|(starts, ends)| ends < starts) {
        faults.add(WORK_DAYS_TURNED.refuse().at("content.ends_on"));
    }
    Some(Declared {
        layer: layer?,
        side: side?,
        phase: phase?,
        funds: funds?,
        household_stays: household.is_none() && message.household_known,
        household,
        relations: relations?,
        starts,
        ends,
    })
}

/// An enum number: 0 is none, unknown numbers are refused.
fn choice<T: Copy>(values: &[T], number: i32) -> Result<Option<T>, Refusal> {
    match (number, nth(values, number)) {
        (0, _) => Ok(None),
        (_, Some(value)) => Ok(Some(*value)),
        _ => Err(out_of_range(number, 0, values.len())),
    }
}

fn phase(number: i32) -> Result<Option<i64>, Refusal> {
    match number {
        0 => Ok(None),
        1..=PHASES_MAX => Ok(Some(i64::from(number))),
        _ => Err(out_of_range(number, 0, PHASES_MAX)),
    }
}

fn out_of_range(
    value: impl std::fmt::Display,
    min: impl std::fmt::Display,
    max: impl std::fmt::Display,
) -> Refusal {
    reason::NUMBER_OUT_OF_RANGE.refuse().fact("value", value).fact("min", min).fact("max", max)
}

fn funds(codes: &[String], faults: &mut Violations) -> Option<BTreeSet<SumberDana>> {
    if codes.len() > FUNDS_MAX {
        faults.add(out_of_range(codes.len(), 0, FUNDS_MAX).at("content.sumber_dana"));
        return None;
    }
    let read = |(n, code): (usize, &String)| {
        faults.read(format!("content.sumber_dana[{n}]"), SumberDana::parse(code))
    };
    let funds: Vec<Option<SumberDana>> = codes.iter().enumerate().map(read).collect();
    funds.into_iter().collect()
}

fn relations(messages: &[proto::Relation], faults: &mut Violations) -> Option<BTreeSet<Relation>> {
    let written = messages.iter().map(|one| (one.kind, one.project.as_str(), one.claim.as_str()));
    let read = relation::read("content.relations", written);
    read.map_err(|no| no.into_iter().for_each(|fault| faults.add(fault))).ok()
}

impl Declared {
    /// The facts as they are stored; `stored` are those that were there.
    ///
    /// # Errors
    /// FUND_UNKNOWN, or a fault.
    pub async fn facts(&self, tx: &mut Tx<'_>, stored: Option<&Facts>) -> Result<Facts, Error> {
        let mut unknown = Vec::new();
        for fund in &self.funds {
            let row: Option<(String,)> = tx.maybe(&sql::READ_FUND, args![fund.as_str()]).await?;
            if row.is_none() {
                unknown.push(FUND_UNKNOWN.refuse().fact("fund", fund).at("content.sumber_dana"));
            }
        }
        Error::unless_empty(unknown)?;
        let household = match &self.household {
            Some(household) => household.hash(tx).await?,
            None if self.household_stays => {
                stored.map(|facts| facts.household.clone()).unwrap_or_default()
            }
            None => String::new(),
        };
        Ok(Facts {
            layer: self.layer,
            side: self.side,
            phase: self.phase,
            funds: self.funds.clone(),
            household,
            relations: self.relations.clone(),
            starts: self.starts,
            ends: self.ends,
            ..Facts::default()
        })
    }
}

/// Puts stored facts into a message; of a household only that it is known.
pub fn put(facts: &Facts, content: &mut proto::ProjectContent) {
    let day = |day: Option<Day>| day.map(Day::iso).unwrap_or_default();
    content.layer = number(Layer::ALL.iter().position(|one| Some(*one) == facts.layer));
    content.side = number(Side::ALL.iter().position(|one| Some(*one) == facts.side));
    content.phase = facts.phase.and_then(|phase| i32::try_from(phase).ok()).unwrap_or_default();
    content.sumber_dana = facts.funds.iter().map(|fund| fund.as_str().to_owned()).collect();
    content.household_known = !facts.household.is_empty();
    content.starts_on = day(facts.starts);
    content.ends_on = day(facts.ends);
    content.relations = facts
        .relations
        .iter()
        .map(|relation| {
            let (kind, project, claim) = relation.written();
            proto::Relation { kind, project, claim }
        })
        .collect();
}
