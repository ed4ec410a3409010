//! ListFlags and GetFlag.

use domain::{
    Error, Place, Refusal,
    ids::{FlagId, PersonId},
    reason,
};
use edge::{Violations, page_token};
use gate::{
    ClaimKind,
    flag::{self, Flag, FlagState},
    payee,
};
use store::{Query, Tx, args};
use uuid::Uuid;
use wire::oversight::v1::{
    Evidence, Explanation, GetFlagRequest, GetFlagResponse, ListFlagsRequest, ListFlagsResponse,
};

use crate::{
    deadline, deciders,
    decision::{self, flag_name, touches},
    message, override_row, review,
    sql::{self, DecisionRow, ExplanationRow},
};

/// Flags of an area.
pub struct ListFlags {
    area: Place,
    state: Option<FlagState>,
    overdue: bool,
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
        let overdue = request.overdue;
        let bound = [request.parent.as_str(), bound_state(state, overdue)];
        let after = page_token::read(Self::METHOD, &bound, &request.page_token)
            .and_then(|key| key.map(|key| after(&key)).transpose());
        let after = faults.read("page_token", after);
        let parsed = area.zip(limit).zip(after);
        let of = |((area, limit), after)| Self { area, state, overdue, after, limit };
        faults.finish(parsed.map(of))
    }
}

/// What a page token is bound to beside the area.
fn bound_state(state: Option<FlagState>, overdue: bool) -> &'static str {
    if overdue { "overdue" } else { state.map_or("", FlagState::code) }
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
        let waiting_before_us = match self.overdue {
            true => Some(deadline::late_before_us(tx, &self.area).await?),
            false => None,
        };
        let (state, after, limit) = (self.state, self.after, self.limit);
        let asked = flag::Asked { state, waiting_before_us, after, limit };
        let found = flag::list(tx, &self.area, &asked).await?;
        let full = u32::try_from(found.len()).is_ok_and(|count| count == self.limit);
        let next_page_token = match found.last() {
            Some(last) if full => {
                let parent = edge::place::name(&self.area);
                let bound = [parent.as_str(), bound_state(self.state, self.overdue)];
                page_token::issue(Self::METHOD, &bound, &format!("{}|{}", last.opened_us, last.id))
            }
            _ => String::new(),
        };
        let mut flags = Vec::with_capacity(found.len());
        for flag in &found {
            flags.push(message::flag(tx, flag).await?);
        }
        Ok(ListFlagsResponse { flags, next_page_token })
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

impl GetFlag {
    /// Whether what was paid on a side is shown: where the village lies in the area that is asked
    /// for, outside of which its books are not read. What another owner paid for its work is not
    /// known here.
    fn shows_money(&self, side: &flag::Side) -> bool {
        side.kind != ClaimKind::Outside && self.area.covers(&side.desa.place())
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
        let mut flag = message::flag(tx, &found).await?;
        for (side, into) in [(&found.first, &mut flag.first), (&found.second, &mut flag.second)] {
            let shapes = flag::footprints(tx, &side.desa, side.project, side.geometry_rev).await?;
            if let Some(into) = into {
                into.footprints = message::footprints(&shapes);
                if self.shows_money(side) {
                    let paid = gate::paid(tx, &side.desa, side.project).await?;
                    into.paid = Some(edge::convert::rupiah(paid));
                }
            }
        }
        flag.evidence.extend(photos_alike(tx, &found).await?);
        let payee = payee::same(tx, &found.first, &found.second).await?;
        flag.evidence.extend(message::evidence(payee.into_iter().collect()));
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
        let explanations = explanations.collect();
        let waiting = rows.iter().find(|row| row.state == "proposed");
        let maker = waiting.map(|row| PersonId::new(row.proposed_by));
        Ok(GetFlagResponse {
            flag: Some(flag),
            decisions,
            explanations,
            overrides: override_row::list(tx, &found).await?,
            reopenings: review::reopenings(tx, &found).await?,
            offices: deciders::offices(tx, &found, maker).await?,
        })
    }
}

/// What the photos of both works say today; the flag's own evidence is that of its screening.
async fn photos_alike(tx: &mut Tx<'_>, flag: &Flag) -> Result<Option<Evidence>, Error> {
    let (one, other) = (&flag.first, &flag.second);
    let pair = args![&one.desa, one.project.uuid(), &other.desa, other.project.uuid()];
    let (photos, bits): (i64, i64) = tx.one(&sql::PHOTOS_ALIKE, pair).await?;
    let facts = [("photos".to_owned(), photos), ("differing_bits".to_owned(), bits)];
    Ok((photos > 0).then(|| Evidence {
        level: "photo_alike".to_owned(),
        points: 0,
        facts: facts.into(),
        text: format!("Foto yang sama dipakai untuk kedua pekerjaan: {photos} pasang."),
    }))
}
