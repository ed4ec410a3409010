//! An entry as a line of `projects.jsonl`, in the input format of
//! `lumbung rules score`.

use serde_json::{Value, json};

use super::{
    capture::{Taken, take},
    chance::Chance,
    clerk::Clerk,
    deed::{Deed, Fault, Ink},
    frame::{Spot, metres_per_degree},
    shape::{Shape, length},
    thing::{Ground, Thing},
    town::Town,
};

/// Writes all entries in the order they were made; ids come later.
pub fn write(town: &Town, seed: u64) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::with_capacity(town.entries.len());
    for (at, entry) in town.entries.iter().enumerate() {
        let mut value = record(town, seed, at);
        if let Some(same) = entry.ink.same {
            for field in same.fields {
                value[*field] = out[same.of][*field].clone();
            }
        }
        out.push(value);
    }
    out
}

fn record(town: &Town, seed: u64, at: usize) -> Value {
    let chance = &mut Chance::new(seed, &format!("claim {at}"));
    let entry = &town.entries[at];
    let (deed, ink, world) = (&entry.deed, &entry.ink, &town.world);
    let village = &town.villages[deed.village];
    let taken = take(entry, village.office, world, chance);
    let clerk = Clerk::new(seed, ink.clerk, world);
    let place = (village.land.name.as_str(), village.land.kecamatan.as_str());
    // A stream of its own, so that two entries can turn their phrases alike.
    let mut words = Chance::new(seed, &format!("words {}", ink.wording.unwrap_or(at)));
    let name = clerk.name(deed, ink, place, world, &mut words);
    let stray = chance.yes(world.class_strays);
    let own = if stray { deed.thing.other_class(chance) } else { deed.thing.class() };
    let (code, class) = ink.booked.unwrap_or((deed.thing.kegiatan(deed.deal), own));
    let (volume, unit) = volume(deed, ink, chance);
    let photos: Vec<String> = deed.photos.iter().map(|photo| format!("{photo:016x}")).collect();
    json!({
        "village_code": village.land.code,
        "village_name": village.land.name,
        "fiscal_year": deed.year,
        "fund_source": deed.fund,
        "kegiatan_code": code,
        "work_class": class,
        "name": name,
        "volume": volume,
        "unit": unit,
        "cost": deed.cost,
        "geometry": geometry(&taken, ink.fault, chance),
        "accuracy_m": taken.accuracy_m,
        "capture": taken.capture.name(),
        "photo_phash": photos,
    })
}

/// The declared size and its unit: metres or square metres of a line, square
/// metres or one building, pieces.
fn volume(deed: &Deed, ink: &Ink, chance: &mut Chance) -> (f64, &'static str) {
    if chance.yes(0.025) {
        return (1.0, chance.pick(&["paket", "Ls", "pkt"]));
    }
    if let Some(part) = deed.slots.part {
        return (f64::from(deed.count), part.unit);
    }
    match (&deed.shape, deed.thing.ground()) {
        (Shape::Line(path), _) if deed.thing.is_line() => {
            let drawn = length(path) * (1.0 + chance.normal() * 0.03);
            let metres = ink.declared.unwrap_or(drawn);
            let road = deed.thing.ground() == Ground::Surface;
            if chance.yes(if road { 0.22 } else { 0.04 }) {
                let width = (deed.width * 2.0).round() / 2.0;
                return (
                    (metres * width).round(),
                    chance.pick(&["m2", "M2", "m²", "meter persegi"]),
                );
            }
            let step = chance.weighted(&[(1.0, 0.7), (5.0, 0.15), (10.0, 0.1), (0.1, 0.05)]);
            let steps = (metres / step).round().max(1.0);
            // Tenths are divided out, so that they print with one digit.
            let shown = if step < 1.0 { steps / 10.0 } else { steps * step };
            (shown, chance.pick(&["m", "meter", "M", "m1", "m'", "Meter"]))
        }
        (_, Ground::Plot(..)) if chance.yes(0.55) => {
            let area = deed.quantity() * (1.0 + chance.normal() * 0.04);
            (area.round(), chance.pick(&["m2", "M2", "m²"]))
        }
        _ => {
            let unit = match deed.thing {
                Thing::Lights => chance.pick(&["titik", "unit", "buah"]),
                Thing::House => chance.pick(&["unit", "KK", "rumah"]),
                Thing::Gate | Thing::Culvert => chance.pick(&["unit", "buah", "titik"]),
                _ => chance.pick(&["unit", "Unit", "buah"]),
            };
            (f64::from(deed.count), unit)
        }
    }
}

/// Easting and northing in zone 50 south: those whose degrees are the given ones, found by steps
/// that the error of the last one says.
fn utm_metres(longitude: f64, latitude: f64) -> [f64; 2] {
    let (east_m, north_m) = metres_per_degree();
    let mut found = [500_000.0 + (longitude - 117.0) * east_m, 10_000_000.0 + latitude * north_m];
    for _ in 0..8 {
        let [east, north] = found;
        let [there, up] = domain::geo::utm::degrees(50, east, north);
        found = [east + (longitude - there) * east_m, north + (latitude - up) * north_m];
    }
    found
}

/// GeoJSON, with the fault that the coordinates have.
fn geometry(taken: &Taken, fault: Fault, chance: &mut Chance) -> Value {
    let digits = chance.pick(&[1e5, 1e6, 1e6, 1e7, 1e7]);
    let write = |spot: &Spot| -> Value {
        let (longitude, latitude) = spot.degrees();
        let round = |degrees: f64| (degrees * digits).round() / digits;
        match fault {
            Fault::Swapped => json!([round(latitude), round(longitude)]),
            Fault::LostSign => json!([round(longitude), round(-latitude)]),
            Fault::Zero => json!([0.0, 0.0]),
            Fault::Utm => {
                let centimetres = |metres: f64| (metres * 100.0).round() / 100.0;
                json!(utm_metres(longitude, latitude).map(centimetres))
            }
            _ => json!([round(longitude), round(latitude)]),
        }
    };
    match &taken.shape {
        Shape::Point(spot) => json!({"type": "Point", "coordinates": write(spot)}),
        Shape::Line(path) => {
            let path: Vec<Value> = path.iter().map(write).collect();
            json!({"type": "LineString", "coordinates": path})
        }
        Shape::Polygon(ring) => {
            let mut ring: Vec<Value> = ring.iter().map(write).collect();
            ring.push(ring[0].clone());
            json!({"type": "Polygon", "coordinates": [ring]})
        }
    }
}

/// The shape that a written geometry has, taken at its word.
pub fn read(geometry: &Value) -> Shape {
    let spot = |at: &Value| Spot::of_degrees(at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
    let spots = |list: &Value| -> Vec<Spot> { list.as_array().unwrap().iter().map(spot).collect() };
    let at = &geometry["coordinates"];
    match geometry["type"].as_str() {
        Some("Point") => Shape::Point(spot(at)),
        Some("LineString") => Shape::Line(spots(at)),
        _ => {
            let mut ring = spots(&at[0]);
            ring.pop();
            Shape::Polygon(ring)
        }
    }
}
