//! GetRuleQuality and RescreenArea: how right the rules are, and bringing an area to newer ones.

use ::wire::oversight::v1::{
    self as wire, GetRuleQualityRequest, GetRuleQualityResponse, RescreenAreaRequest,
    RescreenAreaResponse,
};
use domain::{Error, Place, reason};
use edge::Violations;
use gate::quality::{self, Outcomes, Quality};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Query, Tx};

/// Works of a batch when none is asked for.
const BATCH: u32 = 20;
/// The most works of a batch: what is locked at once stays small.
const BATCH_MAX: i32 = 50;

/// What became of the flags of each rule set.
pub struct GetRuleQuality;

impl GetRuleQuality {
    /// Reads the request.
    pub fn parse(_: GetRuleQualityRequest) -> Result<Self, Error> {
        Ok(Self)
    }
}

impl Query for GetRuleQuality {
    const METHOD: &'static str = ::wire::access::rule_set_service::GET_RULE_QUALITY;
    type Answer = GetRuleQualityResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let sets = quality::read(tx).await?;
        let rule_sets = sets.iter().rev().map(|(rev, quality)| message(*rev, quality)).collect();
        Ok(GetRuleQualityResponse { rule_sets })
    }
}

fn message(rule_rev: i64, quality: &Quality) -> wire::RuleQuality {
    let part = |(part, of): (&String, &Outcomes)| wire::RuleQualityPart {
        part: part.clone(),
        outcomes: Some(outcomes(of)),
    };
    wire::RuleQuality {
        rule_set: format!("ruleSets/{rule_rev}"),
        all: Some(outcomes(&quality.all)),
        classes: quality.classes.iter().map(part).collect(),
        levels: quality.levels.iter().map(part).collect(),
    }
}

fn outcomes(of: &Outcomes) -> wire::RuleOutcomes {
    wire::RuleOutcomes {
        open: of.open,
        dismissed: of.dismissed,
        stands: of.stands,
        overridden: of.overridden,
        withdrawn: of.withdrawn,
        decided: of.decided(),
        precision_permille: of.precision_permille(),
    }
}

/// Screens a batch of an area by the rules of now.
#[derive(Debug, Serialize)]
pub struct RescreenArea {
    place: Place,
    batch: u32,
}

impl RescreenArea {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: RescreenAreaRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let place = faults.read("place", edge::place::read(&request.place));
        let batch = match request.batch_size {
            0 => Ok(BATCH),
            size if (1..=BATCH_MAX).contains(&size) => Ok(size.unsigned_abs()),
            size => Err(reason::NUMBER_OUT_OF_RANGE
                .refuse()
                .fact("value", size)
                .fact("min", 0)
                .fact("max", BATCH_MAX)),
        };
        let batch = faults.read("batch_size", batch);
        faults.finish(place.zip(batch).map(|(place, batch)| Self { place, batch }))
    }
}

impl Command for RescreenArea {
    const METHOD: &'static str = ::wire::access::rule_set_service::RESCREEN_AREA;
    type Answer = RescreenAreaResponse;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let done = gate::area::rescreen(tx, &self.place, self.batch).await?;
        let detail = json!({
            "works": done.works, "cleared": done.cleared, "held": done.held, "left": done.left,
        });
        tx.record(Event::new("area.rescreened", edge::place::name(&self.place)).with(detail));
        Ok(RescreenAreaResponse {
            works: done.works,
            cleared: done.cleared,
            held: done.held,
            left: done.left,
            receipt: None,
        })
    }
}
