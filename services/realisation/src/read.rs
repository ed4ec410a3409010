//! GetSpp, ListSpp and PreviewSpp.

use domain::{Error, Place};
use edge::{Violations, page_token};
use store::{Query, Tx, args};
use wire::realisation::v1 as proto;

use crate::{
    facts::{self, Question},
    names::{SppName, Year},
    reversal,
    spp::{State, Step},
    sql::{self, LineRow, PaymentRow, SppRow},
    sql_spj::{self, SpjRow},
    states::{Check, evaluate, unmet},
    view,
};

/// Answers one request.
#[derive(Debug)]
pub struct GetSpp {
    name: SppName,
}

impl GetSpp {
    /// Reads the request.
    pub fn parse(request: proto::GetSppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", SppName::parse(&request.name));
        faults.finish(name.map(|name| Self { name }))
    }
}

impl Query for GetSpp {
    const METHOD: &'static str = wire::access::spp_service::GET_SPP;
    type Answer = proto::GetSppResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (desa, id) = (self.name.desa(), self.name.id.uuid());
        let row: SppRow = tx.one(&sql::READ_SPP, args![desa, id, self.name.year.tahun]).await?;
        let lines: Vec<LineRow> = tx.all(&sql::READ_LINES, args![desa, id]).await?;
        let payment: Option<PaymentRow> = tx.maybe(&sql::READ_PAYMENT, args![desa, id]).await?;
        let spj: Option<SpjRow> = tx.maybe(&sql_spj::READ_SPJ, args![desa, id]).await?;
        let mut spp = view::spp(desa, &row)?;
        spp.lines = lines.iter().map(|line| view::line(desa, line)).collect();
        spp.payment = payment.as_ref().map(view::payment);
        spp.spj = spj.as_ref().map(view::spj);
        spp.reversal = reversal::newest(tx, &self.name).await?;
        Ok(Self::Answer { spp: Some(spp) })
    }
}

/// Lists the requests of a year.
#[derive(Debug)]
pub struct ListSpp {
    year: Year,
    state: Option<State>,
    page_size: u32,
    after: Option<String>,
}

impl ListSpp {
    /// Reads the request, every fault at once.
    pub fn parse(request: proto::ListSppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", Year::parse(&request.parent));
        let page_size = faults.read("page_size", page_token::page_size(request.page_size));
        let state = State::from_wire(request.state);
        let bound = [request.parent.as_str(), state.map(State::code).unwrap_or_default()];
        let token = page_token::read(Self::METHOD, &bound, &request.page_token);
        let after = faults.read("page_token", token);
        let read = || Some(Self { year: year?, state, page_size: page_size?, after: after? });
        faults.finish(read())
    }
}

impl Query for ListSpp {
    const METHOD: &'static str = wire::access::spp_service::LIST_SPP;
    type Answer = proto::ListSppResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (desa, state) = (&self.year.desa, self.state.map(State::code).unwrap_or_default());
        let after = self.after.as_deref().unwrap_or_default();
        let asked = i64::from(self.page_size);
        let values = args![desa, self.year.tahun, state, after, asked.saturating_add(1)];
        let mut rows: Vec<SppRow> = tx.all(&sql::LIST_SPP, values).await?;
        let size = usize::try_from(self.page_size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next_page_token = match rows.last() {
            Some(last) if more => {
                page_token::issue(Self::METHOD, &[&self.year.name(), state], &last.number)
            }
            _ => String::new(),
        };
        let spps = rows.iter().map(|row| view::spp(desa, row)).collect::<Result<_, _>>()?;
        Ok(Self::Answer { spps, next_page_token })
    }
}

/// Lists every rule as it stands for a request.
#[derive(Debug)]
pub struct PreviewSpp {
    name: SppName,
}

impl PreviewSpp {
    /// Reads the request.
    pub fn parse(request: proto::PreviewSppRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", SppName::parse(&request.name));
        faults.finish(name.map(|name| Self { name }))
    }
}

impl Query for PreviewSpp {
    const METHOD: &'static str = wire::access::spp_service::PREVIEW_SPP;
    type Answer = proto::PreviewSppResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let head = facts::head(tx, &self.name).await?;
        let state = head.state()?;
        let loaded = facts::load(tx, &self.name, head, &Question::preview()).await?;
        let checks = evaluate(&loaded.facts);
        Ok(Self::Answer {
            rules: checks.iter().map(view::rule_check).collect(),
            blocked_step: blocked(state, &checks).map(Step::wire).unwrap_or_default(),
        })
    }
}

/// The first step from a state on that the rules refuse now.
fn blocked(state: State, checks: &[Check]) -> Option<Step> {
    let steps = [Step::Submit, Step::Verify, Step::Approve, Step::Disburse];
    let done = match state {
        State::Draft => 0,
        State::Submitted => 1,
        State::Verified => 2,
        State::Approved => 3,
        _ => steps.len(),
    };
    steps.into_iter().skip(done).find(|step| !unmet(checks, *step).is_empty())
}
