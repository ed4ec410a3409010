//! Scorecards: the points by which a version of the rules weighs a pair, open to anybody.

use domain::{Error, Place, Refusal, reason};
use edge::Violations;
use gate::scorecard::{self, Scorecard};
use store::{Query, Tx};
use wire::oversight::v1::{GetScorecardRequest, GetScorecardResponse};

/// Digits of a SHA-256.
const DIGITS: usize = 64;

/// Which scorecard a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// None.
    None,
    /// The one of this server.
    Shipped,
    /// The one of this hash.
    Kept(String),
}

impl Named {
    /// Reads `scorecards/{sha256}`, `scorecards/shipped` or nothing.
    ///
    /// # Errors
    /// FIELD_MALFORMED.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        match name.strip_prefix("scorecards/") {
            None if name.is_empty() => Ok(Self::None),
            Some("shipped") => Ok(Self::Shipped),
            Some(sha256)
                if sha256.len() == DIGITS
                    && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) =>
            {
                Ok(Self::Kept(sha256.to_owned()))
            }
            _ => Err(reason::FIELD_MALFORMED
                .refuse()
                .fact("value", name)
                .fact("expected", "scorecards/{sha256}")),
        }
    }
}

/// Resource name of a card.
pub fn name(card: &Scorecard) -> String {
    format!("scorecards/{}", card.sha256())
}

/// One scorecard.
pub struct GetScorecard(Option<String>);

impl GetScorecard {
    /// Reads the request.
    pub fn parse(request: GetScorecardRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let named = Named::parse(&request.name).and_then(|named| match named {
            Named::None => Err(reason::FIELD_REQUIRED.refuse()),
            Named::Shipped => Ok(Self(None)),
            Named::Kept(sha256) => Ok(Self(Some(sha256))),
        });
        let read = faults.read("name", named);
        faults.finish(read)
    }
}

impl Query for GetScorecard {
    const METHOD: &'static str = wire::access::rule_set_service::GET_SCORECARD;
    type Answer = GetScorecardResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let card = match &self.0 {
            Some(sha256) => scorecard::read(tx, sha256).await?,
            None => Scorecard::shipped()?,
        };
        Ok(GetScorecardResponse { name: name(&card), csv: card.card().to_csv() })
    }
}
