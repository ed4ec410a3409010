//! Messages of `lumbung.common.v1` to domain values and back.

use domain::{
    Day, Refusal, Rupiah,
    geo::{LonLat, Shape},
    reason,
};
use wire::common::v1 as common;

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
