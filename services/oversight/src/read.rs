//! ListFlags and GetFlag.

use domain::{Error, Place, Refusal, ids::FlagId, reason};
use edge::{Violations, page_token};
use gate::flag::{self, FlagState};
use store::{Query, Tx, args};
use uuid::Uuid;
use wire::oversight::v1::{
    Explanation, GetFlagRequest, GetFlagResponse, ListFlagsRequest, ListFlagsResponse,
};

use crate::{
    decision::{self, flag_name, touches},
    message,
    sql::{self, DecisionRow, ExplanationRow},
};

/// Flags of an area.
pub struct ListFlags {
    area: Place,
    state: Option<FlagState>,
    after: Option<(i64, Uuid)>,
    limit: u32,
}

impl ListFlags {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ListFlagsRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let area = faults.read("parent", edge::place::read(&request.parent));
        let limit = faults.read("page_size", page_token::page_size(request.page_size));
        let state = message::state_filter(request.state);
        let bound = [request.parent.as_str(), state.map_or("", FlagState::code)];
        let after = page_token::read(Self::METHOD, &bound, &request.page_token)
            .and_then(|key| key.map(|key| after(&key)).transpose());
        let after = faults.read("page_token", after);
        let parsed = area.zip(limit).zip(after);
        faults.finish(parsed.map(|((area, limit), after)| Self { area, state, after, limit }))
    }
}

/// The position a page token holds: instant and id of the last flag.
fn after(key: &str) -> Result<(i64, Uuid), Refusal> {
    key.split_once('|')
        .and_then(|(us, id)| Some((us.parse().ok()?, Uuid::try_parse(id).ok()?)))
        .ok_or_else(|| {
            reason::FIELD_MALFORMED.refuse().fact("value", key).fact("expected", "page_token")
        })
}

impl Query for ListFlags {
    const METHOD: &'static str = wire::access::flag_service::LIST_FLAGS;
    type Answer = ListFlagsResponse;

    fn place(&self) -> Place {
        self.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let flags = flag::list(tx, &self.area, self.state, self.after, self.limit).await?;
        let full = u32::try_from(flags.len()).is_ok_and(|count| count == self.limit);
        let next_page_token = match flags.last() {
            Some(last) if full => {
                let parent = edge::place::name(&self.area);
                let bound = [parent.as_str(), self.state.map_or("", FlagState::code)];
                page_token::issue(Self::METHOD, &bound, &format!("{}|{}", last.opened_us, last.id))
            }
            _ => String::new(),
        };
        Ok(ListFlagsResponse { flags: flags.iter().map(message::flag).collect(), next_page_token })
    }
}

/// One flag with everything about it.
pub struct GetFlag {
    flag: FlagId,
    area: Place,
}

impl GetFlag {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: GetFlagRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let flag = faults.read("name", flag_name(&request.name));
        let area = faults.read("parent", edge::place::read(&request.parent));
        faults.finish(flag.zip(area).map(|(flag, area)| Self { flag, area }))
    }
}

impl Query for GetFlag {
    const METHOD: &'static str = wire::access::flag_service::GET_FLAG;
    type Answer = GetFlagResponse;

    fn place(&self) -> Place {
        self.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let found = flag::read(tx, self.flag).await?;
        touches(&found, &self.area)?;
        let mut flag = message::flag(&found);
        for (side, into) in [(&found.first, &mut flag.first), (&found.second, &mut flag.second)] {
            let shapes = flag::footprints(tx, &side.desa, side.project, side.geometry_rev).await?;
            if let Some(into) = into {
                into.footprints = message::footprints(&shapes);
            }
        }
        let key = || args![&found.first.desa, self.flag.uuid()];
        let rows: Vec<DecisionRow> = tx.all(&sql::LIST_DECISIONS, key()).await?;
        let mut decisions = Vec::with_capacity(rows.len());
        for row in &rows {
            decisions.push(decision::message(tx, &found, row).await?);
        }
        let said: Vec<ExplanationRow> = tx.all(&sql::LIST_EXPLANATIONS, key()).await?;
        let explanations = said.into_iter().map(|row| Explanation {
            person_display_name: row.full_name,
            role: row.role,
            note: row.note,
            at_us: row.at_us,
        });
        Ok(GetFlagResponse { flag: Some(flag), decisions, explanations: explanations.collect() })
    }
}
