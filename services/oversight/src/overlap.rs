//! ListOverlaps: the pairs of an area, page after page as of the first one.

use domain::{Error, Place, Refusal, Role, Rupiah, SumberDana, Tahun, WorkClass, reason};
use edge::{Violations, convert, page_token};
use gate::{
    Owner,
    flag::FlagState,
    report::{self, After, Filter, Order, Overlap, OverlapSide, Snapshot},
};
use store::{Query, Tx};
use uuid::Uuid;
use wire::oversight::v1 as pb;

use crate::message;

/// Methods that read the same report.
pub trait Reading: Send + Sync + 'static {
    /// Full gRPC path; decides who may ask.
    const METHOD: &'static str;
}

/// One page of the report, in the name of a method.
pub struct Page<R> {
    filter: Filter,
    /// As of when pairs are told; now when absent.
    as_of: Option<Snapshot>,
    after: Option<After>,
    limit: u32,
    reading: std::marker::PhantomData<R>,
}

/// What a page holds.
pub struct Paged {
    /// The pairs.
    pub overlaps: Vec<Overlap>,
    /// Where the next page goes on, unless this is the last.
    pub next: Option<After>,
    /// As of when they stand.
    pub as_of: Snapshot,
    /// Whether the caller acts for an office above the villages.
    pub sees_money: bool,
}

/// The longest word of a level of evidence.
const LEVEL_MAX: usize = 100;

/// Reads a filter; faults go to `faults`.
pub fn filter(message: Option<pb::OverlapFilter>, faults: &mut Violations) -> Option<Filter> {
    let message = faults.required("filter", message, Ok)?;
    let area = faults.read("filter.parent", edge::place::read(&message.parent));
    let tahun = match message.tahun {
        0 => Some(None),
        year => faults.read("filter.tahun", Tahun::new(year)).map(Some),
    };
    let owner = faults.optional("filter.owner", &message.owner, |code| {
        Owner::from_code(code).ok_or_else(|| unknown(code, "pemilik"))
    });
    let fund = faults.optional("filter.sumber_dana", &message.sumber_dana, SumberDana::parse);
    let class = faults.optional("filter.work_class", &message.work_class, WorkClass::parse);
    let level = faults.optional("filter.level", &message.level, |level| {
        // `;` parts the levels of a pair.
        let plain = |b: u8| b.is_ascii_graphic() && b != b';';
        let known = level.len() <= LEVEL_MAX && level.bytes().all(plain);
        if known { Ok(level.to_owned()) } else { Err(unknown(level, "tingkat bukti")) }
    });
    let state = faults.optional("filter.state", &message.state, |code| {
        // A withdrawn flag is no pair of the report.
        let in_report = |state: FlagState| state != FlagState::Withdrawn;
        let known = code == report::WARNED || FlagState::from_code(code).is_some_and(in_report);
        if known { Ok(code.to_owned()) } else { Err(unknown(code, "keadaan")) }
    });
    let least = message.at_stake_min.as_ref().map_or(Ok(Rupiah::ZERO), convert::budget);
    let at_stake_min = faults.read("filter.at_stake_min", least);
    let order = match pb::OverlapOrder::try_from(message.order) {
        Ok(pb::OverlapOrder::Unspecified | pb::OverlapOrder::Stake) => Order::Stake,
        Ok(pb::OverlapOrder::Newest) => Order::Newest,
        Ok(pb::OverlapOrder::Nearest) => Order::Nearest,
        Err(_) => {
            faults.add(unknown(&message.order.to_string(), "urutan").at("filter.order"));
            return None;
        }
    };
    Some(Filter {
        area: area?,
        tahun: tahun?,
        owner,
        fund,
        class,
        rule_rev: message.rule_rev,
        level: level.unwrap_or_default(),
        state: state.unwrap_or_default(),
        at_stake_min: at_stake_min?,
        order,
    })
}

fn unknown(value: &str, expected: &str) -> Refusal {
    reason::FIELD_MALFORMED.refuse().fact("value", value).fact("expected", expected)
}

impl<R: Reading> Page<R> {
    /// The first page of a report.
    pub fn first(filter: Filter, limit: u32) -> Self {
        Self { filter, as_of: None, after: None, limit, reading: std::marker::PhantomData }
    }

    /// The same page once more.
    pub fn again(&self) -> Self {
        Self { filter: self.filter.clone(), reading: std::marker::PhantomData, ..*self }
    }

    /// The page after another, as of the same snapshot.
    pub fn following(&self, paged: &Paged) -> Option<Self> {
        let after = paged.next?;
        Some(Self {
            filter: self.filter.clone(),
            as_of: Some(paged.as_of),
            after: Some(after),
            limit: self.limit,
            reading: std::marker::PhantomData,
        })
    }
}

impl<R: Reading> Query for Page<R> {
    const METHOD: &'static str = R::METHOD;
    type Answer = Paged;

    fn place(&self) -> Place {
        self.filter.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Paged, Error> {
        let office = |role: Role| matches!(role, Role::Cam | Role::Pmd | Role::Ins);
        let sees_money = tx.acting()?.mandate.as_ref().is_some_and(|m| office(m.role));
        // A least amount would tell what the amount itself may not.
        if !sees_money && self.filter.at_stake_min > Rupiah::ZERO {
            return Err(reason::NOT_ALLOWED.refuse().at("filter.at_stake_min").into());
        }
        let order = match self.filter.order {
            Order::Stake if !sees_money => Order::Newest,
            order => order,
        };
        let filter = Filter { order, ..self.filter.clone() };
        let as_of = match self.as_of {
            Some(as_of) => as_of,
            None => report::snapshot(tx).await?,
        };
        let overlaps = report::list(tx, &filter, as_of, self.after, self.limit).await?;
        let full = u32::try_from(overlaps.len()).is_ok_and(|count| count == self.limit);
        let next = overlaps.last().filter(|_| full).map(|last| (last.order_key, last.id));
        Ok(Paged { overlaps, next, as_of, sees_money })
    }
}

/// ListOverlaps as a method that reads the report.
pub struct List;

impl Reading for List {
    const METHOD: &'static str = wire::access::overlap_service::LIST_OVERLAPS;
}

/// ListOverlaps.
pub struct ListOverlaps {
    page: Page<List>,
    bound: String,
}

impl ListOverlaps {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: pb::ListOverlapsRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        // The token belongs to the filter it was given for.
        let bound = format!("{:?}", request.filter);
        let filter = filter(request.filter, &mut faults);
        let limit = faults.read("page_size", page_token::page_size(request.page_size));
        let key = page_token::read(List::METHOD, &[&bound], &request.page_token)
            .and_then(|key| key.map(|key| position(&key)).transpose());
        let position = faults.read("page_token", key);
        let parsed = filter.zip(limit).zip(position).map(|((filter, limit), position)| {
            let mut page = Page::first(filter, limit);
            if let Some((as_of, after)) = position {
                page.as_of = Some(as_of);
                page.after = Some(after);
            }
            Self { page, bound }
        });
        faults.finish(parsed)
    }
}

/// What a token holds: position and instant of the snapshot, the last order key and the last id.
fn position(key: &str) -> Result<(Snapshot, After), Refusal> {
    let read = || {
        let mut parts = key.split('|');
        let mut number = || parts.next()?.parse::<i64>().ok();
        let (seq, at_us, order) = (number()?, number()?, number()?);
        let id = Uuid::try_parse(parts.next()?).ok()?;
        Some((Snapshot { seq, at_us }, (order, id)))
    };
    read().ok_or_else(|| unknown(key, "page_token"))
}

impl Query for ListOverlaps {
    const METHOD: &'static str = List::METHOD;
    type Answer = pb::ListOverlapsResponse;

    fn place(&self) -> Place {
        self.page.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let paged = self.page.run(tx).await?;
        let next_page_token = paged.next.map_or_else(String::new, |(order, id)| {
            let key = format!("{}|{}|{order}|{id}", paged.as_of.seq, paged.as_of.at_us);
            page_token::issue(List::METHOD, &[&self.bound], &key)
        });
        Ok(pb::ListOverlapsResponse {
            overlaps: messages(&paged),
            next_page_token,
            as_of_us: paged.as_of.at_us,
        })
    }
}

/// The pairs of a page as messages.
pub fn messages(paged: &Paged) -> Vec<pb::Overlap> {
    paged.overlaps.iter().map(|overlap| one(overlap, paged.sees_money)).collect()
}

fn one(overlap: &Overlap, sees_money: bool) -> pb::Overlap {
    pb::Overlap {
        id: overlap.id.to_string(),
        first: Some(side(&overlap.first)),
        second: Some(side(&overlap.second)),
        verdict: overlap.verdict.clone(),
        state: overlap.state.clone(),
        flag: overlap.flag.map(|flag| format!("flags/{flag}")).unwrap_or_default(),
        rule_rev: overlap.rule_rev,
        distance_m: message::metres(overlap.distance_mm),
        overlap_m: overlap.overlap_mm.map(message::metres),
        at_stake: sees_money.then(|| convert::rupiah(overlap.at_stake)),
        evidence: message::evidence(overlap.evidence.clone()),
        found_us: overlap.found_us,
    }
}

fn side(side: &OverlapSide) -> pb::OverlapSide {
    pb::OverlapSide {
        project: side.resource(),
        display_name: side.name.clone(),
        desa_display_name: side.desa_name.clone(),
        work_class: side.class.code().to_owned(),
        owner: side.owner.code().to_owned(),
        sumber_dana: side.funds.clone(),
        tahun: i32::try_from(side.tahun).unwrap_or_default(),
        geometry_rev: side.geometry_rev,
    }
}
