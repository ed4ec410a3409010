//! What was really built or promised (a deed), and how it gets onto paper (ink).

use super::{
    shape::{Shape, length},
    thing::{Deal, Ground, Thing},
    village::{Name, Side},
};

/// Words that say which work it is.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    pub dusun: Option<String>,
    pub rt: Option<u32>,
    pub rw: Option<u32>,
    pub name: Option<Name>,
    /// How the way is called by those who do not use its name.
    pub alias: Option<String>,
    pub side: Option<Side>,
    pub person: Option<String>,
    pub phase: Option<Phase>,
    /// The part of a building or compound that is worked on.
    pub part: Option<Part>,
}

/// A part of a building or compound.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub word: &'static str,
    pub unit: &'static str,
    /// The word is the work itself, as in "pengecatan": no verb stands before it.
    pub bare: bool,
    /// The place says of what it is a part, the thing is not named.
    pub alone: bool,
}

/// What a name says of earlier and later parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Stage(u32),
    Segment(u32),
    Continued,
    /// From so many metres of the road to so many.
    Station(u32, u32),
}

/// A work that is paid for.
#[derive(Clone, Debug)]
pub struct Deed {
    pub village: usize,
    pub thing: Thing,
    pub deal: Deal,
    /// Where it truly lies.
    pub shape: Shape,
    /// Width of a line in metres.
    pub width: f64,
    /// Pieces, for lights and the like.
    pub count: u32,
    pub slots: Slots,
    pub year: u32,
    pub fund: &'static str,
    /// Rupiah.
    pub cost: u64,
    pub photos: Vec<u64>,
}

impl Deed {
    /// Metres, square metres or pieces.
    pub fn quantity(&self) -> f64 {
        match (&self.shape, self.thing.ground()) {
            (Shape::Line(path), _) if self.thing.is_line() => length(path),
            (_, Ground::Plot(wide, long)) => wide * long,
            _ => f64::from(self.count),
        }
    }
}

/// The form of a claimed geometry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Point,
    Line,
    Polygon,
}

/// How a geometry was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capture {
    PhonePoint,
    PhoneTrack,
    Digitised,
}

impl Capture {
    /// As the input format writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PhonePoint => "phone_point",
            Self::PhoneTrack => "phone_track",
            Self::Digitised => "digitised",
        }
    }
}

/// Where on a line the photo was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    Anywhere,
    Start,
    End,
}

/// What went wrong with the coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Photographed at the village office.
    Office,
    /// The office's own pin, digit for digit.
    OfficePin,
    Swapped,
    LostSign,
    Zero,
    Utm,
}

/// What a line takes over, digit for digit, from an earlier entry.
#[derive(Clone, Copy, Debug)]
pub struct Same {
    pub of: usize,
    pub fields: &'static [&'static str],
}

/// The fields that say where a work lies.
pub const PLACE: &[&str] = &["geometry", "accuracy_m", "capture"];
/// The fields that say how large it is.
pub const SIZE: &[&str] = &["volume", "unit"];

/// How a deed gets onto paper.
#[derive(Clone, Debug)]
pub struct Ink {
    /// Who writes: one style each.
    pub clerk: u64,
    pub fault: Fault,
    pub form: Option<Form>,
    pub capture: Option<Capture>,
    pub stand: Stand,
    pub reversed: bool,
    /// Metres that the claim declares, if not what it draws.
    pub declared: Option<f64>,
    /// Written so that it looks like another work.
    pub renamed: bool,
    pub same: Option<Same>,
    /// The entry whose turn of phrase this one repeats.
    pub wording: Option<usize>,
    /// Code of activity and class, if not those of the thing.
    pub booked: Option<(&'static str, &'static str)>,
}

impl Ink {
    /// Nothing special.
    pub const fn plain(clerk: u64) -> Self {
        Self {
            clerk,
            fault: Fault::None,
            form: None,
            capture: None,
            stand: Stand::Anywhere,
            reversed: false,
            declared: None,
            renamed: false,
            same: None,
            wording: None,
            booked: None,
        }
    }
}

/// A deed with its ink: one line of `projects.jsonl`.
#[derive(Clone, Debug)]
pub struct Entry {
    pub deed: Deed,
    pub ink: Ink,
}
