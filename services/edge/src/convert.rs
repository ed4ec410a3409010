//! Messages that several rooms share, to domain values and back.

use domain::{
    Day, Refusal, Rupiah,
    geo::{LonLat, Shape},
    reason,
    site::{Doubt, Severity},
};
use wire::{common::v1 as common, monitoring::v1 as monitoring};

/// An amount of a budget: 0 or more.
pub fn budget(message: &common::Rupiah) -> Result<Rupiah, Refusal> {
    Rupiah::budget(message.sen)
}

/// An amount of a payment: at least one sen.
pub fn payment(message: &common::Rupiah) -> Result<Rupiah, Refusal> {
    Rupiah::payment(message.sen)
}

/// The message of an amount.
pub fn rupiah(amount: Rupiah) -> common::Rupiah {
    common::Rupiah { sen: amount.sen() }
}

/// The message of an amount in sen, as stored.
pub const fn sen(sen: i64) -> common::Rupiah {
    common::Rupiah { sen }
}

/// A position on Earth.
pub fn lon_lat(message: &common::LonLat) -> Result<LonLat, Refusal> {
    LonLat::new(message.longitude_deg, message.latitude_deg)
}

/// The message of a position.
pub fn lon_lat_message(position: LonLat) -> common::LonLat {
    common::LonLat {
        longitude_deg: position.longitude_deg(),
        latitude_deg: position.latitude_deg(),
    }
}

/// A site's shape.
pub fn shape(message: &common::Shape) -> Result<Shape, Refusal> {
    use common::shape::Kind;
    match message.kind.as_ref().ok_or_else(|| reason::FIELD_REQUIRED.refuse())? {
        Kind::Point(point) => lon_lat(point).map(Shape::point),
        Kind::Line(path) => Shape::line(vertices(path)?),
        Kind::Polygon(polygon) => {
            Shape::polygon(polygon.rings.iter().map(vertices).collect::<Result<_, _>>()?)
        }
    }
}

fn vertices(path: &common::Path) -> Result<Vec<LonLat>, Refusal> {
    path.vertices.iter().map(lon_lat).collect()
}

/// The message of a shape.
pub fn shape_message(shape: &Shape) -> common::Shape {
    use common::shape::Kind;
    let path = |vertices: &[LonLat]| common::Path {
        vertices: vertices.iter().copied().map(lon_lat_message).collect(),
    };
    let kind = match shape {
        Shape::Point(point) => Kind::Point(lon_lat_message(*point)),
        Shape::Line(line) => Kind::Line(path(line)),
        Shape::Polygon(rings) => {
            Kind::Polygon(common::Polygon { rings: rings.iter().map(|ring| path(ring)).collect() })
        }
    };
    common::Shape { kind: Some(kind) }
}

/// Doubts about sites as messages.
pub fn doubts(doubts: &[Doubt]) -> Vec<monitoring::SiteDoubt> {
    doubts.iter().map(doubt).collect()
}

fn doubt(doubt: &Doubt) -> monitoring::SiteDoubt {
    let severity = match doubt.severity {
        Severity::Note => monitoring::DoubtSeverity::Note,
        Severity::Warn => monitoring::DoubtSeverity::Warn,
        Severity::Refuse => monitoring::DoubtSeverity::Refuse,
    };
    let facts = doubt.refusal.facts.iter();
    monitoring::SiteDoubt {
        code: doubt.refusal.code.to_string(),
        severity: severity.into(),
        site: doubt.site.map_or(0, site_number),
        text: doubt.refusal.message(),
        facts: facts.map(|fact| (fact.key.to_string(), fact.value.clone())).collect(),
        proposed: doubt.proposed.as_ref().map(shape_message),
        untrusted: doubt.untrusted,
    }
}

/// The number of a site for people, from 1.
pub fn site_number(site: usize) -> i32 {
    i32::try_from(site).unwrap_or(i32::MAX).saturating_add(1)
}

/// The day of a stored number; the store holds only days it was given.
pub fn day(number: i64) -> Option<Day> {
    Day::from_number(i32::try_from(number).ok()?)
}

/// A stored day as ISO text; empty when absent.
pub fn day_text(number: Option<i64>) -> String {
    number.and_then(day).map(|day| day.iso()).unwrap_or_default()
}

/// The etag of a revision.
pub fn etag(revision: i64) -> String {
    format!("\"{revision}\"")
}

/// The revision of an etag.
pub fn revision(etag: &str) -> Result<i64, Refusal> {
    etag.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| {
            reason::FIELD_MALFORMED.refuse().fact("value", etag).fact("expected", "etag")
        })
}
