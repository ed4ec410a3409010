//! From where a work lies to the geometry that its claim carries: the errors of
//! phones and of people who draw.

use super::{
    chance::Chance,
    deed::{Capture, Entry, Fault, Form, Stand},
    frame::Spot,
    shape::{Shape, along, beside, length, sampled},
    world::World,
};

/// A geometry on a claim, still in metres.
pub struct Taken {
    pub shape: Shape,
    pub capture: Capture,
    pub accuracy_m: Option<f64>,
}

/// Takes the geometry of an entry; `office` is its village's.
pub fn take(entry: &Entry, office: Spot, world: &World, chance: &mut Chance) -> Taken {
    let form = form(entry, world, chance);
    let capture = capture(entry, form, world, chance);
    let place = match entry.ink.fault {
        Fault::Office | Fault::OfficePin => Shape::Point(office),
        _ => drawn(entry, form, capture, chance),
    };
    let pinned = entry.ink.fault == Fault::OfficePin;
    match capture {
        _ if pinned => Taken { shape: place, capture, accuracy_m: None },
        Capture::Digitised => {
            let (x, y) = (chance.normal() * 3.0, chance.normal() * 3.0);
            let shape = place.map(|spot| spot.moved(x * world.noise, y * world.noise));
            Taken { shape, capture, accuracy_m: None }
        }
        Capture::PhonePoint | Capture::PhoneTrack => phone(&place, capture, world, chance),
    }
}

fn form(entry: &Entry, world: &World, chance: &mut Chance) -> Form {
    if matches!(entry.ink.fault, Fault::Office | Fault::OfficePin) {
        return Form::Point;
    }
    if let Some(form) = entry.ink.form {
        return form;
    }
    match entry.deed.shape {
        Shape::Point(_) => Form::Point,
        Shape::Line(_) if chance.yes(world.points_for_lines) => Form::Point,
        Shape::Line(_) => Form::Line,
        Shape::Polygon(_) if chance.yes(0.5) => Form::Point,
        Shape::Polygon(_) => Form::Polygon,
    }
}

fn capture(entry: &Entry, form: Form, world: &World, chance: &mut Chance) -> Capture {
    if let Some(capture) = entry.ink.capture {
        return capture;
    }
    match form {
        Form::Point if entry.ink.fault == Fault::Office || chance.yes(0.88) => Capture::PhonePoint,
        Form::Line if chance.yes(world.tracks / (1.0 - world.points_for_lines)) => {
            Capture::PhoneTrack
        }
        _ => Capture::Digitised,
    }
}

/// The truth in the form of the claim, as carefully as people draw.
fn drawn(entry: &Entry, form: Form, capture: Capture, chance: &mut Chance) -> Shape {
    match (&entry.deed.shape, form) {
        (Shape::Line(path), Form::Line) => {
            let mut path = redrawn(path, capture, chance);
            if entry.ink.reversed {
                path.reverse();
            }
            Shape::Line(path)
        }
        (Shape::Line(path), Form::Point) => Shape::Point(stood(path, entry.ink.stand, chance)),
        (Shape::Line(path), Form::Polygon) => {
            // The road as an area: one side there, the other side back.
            let path = redrawn(path, capture, chance);
            let half = (entry.deed.width / 2.0).max(1.0);
            let mut ring = beside(&path, half);
            ring.extend(beside(&path, -half).into_iter().rev());
            Shape::Polygon(ring)
        }
        (Shape::Polygon(ring), Form::Polygon) => {
            let mut ring: Vec<Spot> =
                ring.iter().map(|spot| spot.moved(chance.normal(), chance.normal())).collect();
            if entry.ink.reversed {
                ring.rotate_left(1);
            }
            Shape::Polygon(ring)
        }
        // A building is photographed from one of its sides.
        (shape @ Shape::Polygon(ring), _) => {
            let corner = chance.pick(ring);
            let middle = shape.middle();
            let share = chance.between(0.3, 1.2);
            Shape::Point(middle.moved((corner.x - middle.x) * share, (corner.y - middle.y) * share))
        }
        (shape, _) => Shape::Point(shape.middle()),
    }
}

/// A line drawn or walked: starts and ends somewhat off, with vertices of its own.
fn redrawn(path: &[Spot], capture: Capture, chance: &mut Chance) -> Vec<Spot> {
    let whole = length(path);
    let slack = (whole * 0.06).min(10.0);
    let (from, to) = (chance.between(-slack, slack), whole + chance.between(-slack, slack));
    let stretched: Vec<Spot> = super::shape::part(path, from.max(0.0), to.min(whole));
    let (every, shake) = match capture {
        Capture::PhoneTrack => (chance.between(5.0, 16.0), 1.6),
        _ => (chance.skewed(12.0, 90.0), 1.3),
    };
    sampled(&stretched, every)
        .into_iter()
        .map(|spot| spot.moved(chance.normal() * shake, chance.normal() * shake))
        .collect()
}

/// Where somebody stands who photographs a line.
fn stood(path: &[Spot], stand: Stand, chance: &mut Chance) -> Spot {
    let whole = length(path);
    let at = match stand {
        Stand::Start => chance.skewed(0.0, 12.0),
        Stand::End => whole - chance.skewed(0.0, 12.0),
        Stand::Anywhere => match chance.whole(0, 3) {
            0 => 0.0,
            1 => whole,
            2 => whole / 2.0,
            _ => chance.between(0.0, whole),
        },
    };
    along(path, at)
}

/// A phone: one offset for the whole capture, and what it says of it.
fn phone(place: &Shape, capture: Capture, world: &World, chance: &mut Chance) -> Taken {
    let radius = chance.skewed(3.0, 30.0) * world.noise;
    // Android's figure holds 68 %: 1.51 deviations of each axis.
    let deviation = radius / 1.51;
    let (x, y) = (chance.normal() * deviation, chance.normal() * deviation);
    let shape = place.map(|spot| spot.moved(x, y));
    let accuracy_m = if chance.yes(world.accuracy_missing) {
        None
    } else if chance.yes(world.accuracy_lies) {
        Some(chance.pick(&[0.0, 1.0, 3.0, 5.0, 1000.0]))
    } else {
        let said = radius * chance.between(0.7, 1.4);
        Some((said * 10.0).round() / 10.0)
    };
    Taken { shape, capture, accuracy_m }
}
