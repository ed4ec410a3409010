//! What villages build: each thing with its class, shape, price and codes of
//! activity.

use super::chance::Chance;

/// A kind of work, finer than the work class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    RoadConcrete,
    RoadPaving,
    RoadAsphalt,
    RoadStone,
    FarmTrack,
    Drain,
    RoadWall,
    RiverWall,
    Canal,
    Culvert,
    Bridge,
    Lights,
    Well,
    Pipe,
    Tank,
    Toilet,
    Septic,
    Posyandu,
    Paud,
    Hall,
    GuardPost,
    Market,
    School,
    House,
    Field,
    WasteYard,
    Cemetery,
    Gate,
    Pond,
}

/// What is done to the thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deal {
    New,
    Rehabilitate,
    Upgrade,
    Maintain,
    Replace,
    /// Upkeep that is booked as if it were building.
    Repair,
}

/// Where a thing lies: on which kind of way, or as a site of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ground {
    /// The surface of a road.
    Surface,
    /// A strip beside a road: drain, wall, pipe.
    Strip,
    /// In the fields: track or canal.
    Fields,
    /// A spot on a way: culvert, bridge, lamp.
    Crossing,
    /// A building or yard of so many metres, drawn as polygon or point.
    Plot(f64, f64),
    /// A place without extent: well, tank, house.
    Spot,
}

impl Thing {
    /// All of them, with how often villages build them.
    pub const ALL: [(Self, f64); 29] = [
        (Self::RoadConcrete, 15.0),
        (Self::RoadPaving, 11.0),
        (Self::RoadAsphalt, 5.0),
        (Self::RoadStone, 4.0),
        (Self::FarmTrack, 5.0),
        (Self::Drain, 13.0),
        (Self::RoadWall, 6.0),
        (Self::RiverWall, 4.0),
        (Self::Canal, 6.0),
        (Self::Culvert, 4.0),
        (Self::Bridge, 2.5),
        (Self::Lights, 4.0),
        (Self::Well, 3.0),
        (Self::Pipe, 2.0),
        (Self::Tank, 1.0),
        (Self::Toilet, 2.5),
        (Self::Septic, 1.0),
        (Self::Posyandu, 2.5),
        (Self::Paud, 2.0),
        (Self::Hall, 1.5),
        (Self::GuardPost, 1.5),
        (Self::Market, 1.0),
        (Self::School, 1.0),
        (Self::House, 6.0),
        (Self::Field, 1.0),
        (Self::WasteYard, 0.8),
        (Self::Cemetery, 1.0),
        (Self::Gate, 1.0),
        (Self::Pond, 0.5),
    ];

    /// The work class of the input format.
    pub const fn class(self) -> &'static str {
        match self {
            Self::RoadConcrete
            | Self::RoadPaving
            | Self::RoadAsphalt
            | Self::RoadStone
            | Self::FarmTrack => "road",
            Self::Drain => "drainage",
            Self::RoadWall | Self::RiverWall => "retaining_wall",
            Self::Canal | Self::Pond => "irrigation",
            Self::Culvert => "culvert",
            Self::Bridge => "bridge",
            Self::Lights => "street_light",
            Self::Well | Self::Pipe | Self::Tank => "water_supply",
            Self::Toilet | Self::Septic => "sanitation",
            Self::Posyandu
            | Self::Paud
            | Self::Hall
            | Self::GuardPost
            | Self::Market
            | Self::School => "building",
            Self::House => "housing",
            Self::Field => "sports_field",
            Self::WasteYard => "landfill",
            Self::Cemetery | Self::Gate => "other",
        }
    }

    /// Where it lies.
    pub const fn ground(self) -> Ground {
        match self {
            Self::RoadConcrete | Self::RoadPaving | Self::RoadAsphalt | Self::RoadStone => {
                Ground::Surface
            }
            Self::Drain | Self::RoadWall | Self::Pipe => Ground::Strip,
            Self::FarmTrack | Self::Canal | Self::RiverWall => Ground::Fields,
            Self::Culvert | Self::Bridge | Self::Lights => Ground::Crossing,
            Self::Posyandu | Self::Paud => Ground::Plot(8.0, 12.0),
            Self::Hall | Self::Market => Ground::Plot(14.0, 22.0),
            Self::School => Ground::Plot(8.0, 24.0),
            Self::Field => Ground::Plot(60.0, 90.0),
            Self::WasteYard | Self::Pond => Ground::Plot(25.0, 35.0),
            Self::Cemetery => Ground::Plot(35.0, 50.0),
            Self::Well
            | Self::Tank
            | Self::Toilet
            | Self::Septic
            | Self::GuardPost
            | Self::House
            | Self::Gate => Ground::Spot,
        }
    }

    /// Whether it has length.
    pub fn is_line(self) -> bool {
        matches!(self.ground(), Ground::Surface | Ground::Strip | Ground::Fields)
    }

    /// Price in thousand rupiah for a metre of line, a square metre of plot or a piece.
    pub const fn price(self) -> f64 {
        match self {
            Self::RoadConcrete => 620.0,
            Self::RoadPaving => 540.0,
            Self::RoadAsphalt => 450.0,
            Self::RoadStone => 210.0,
            Self::FarmTrack => 330.0,
            Self::Drain => 560.0,
            Self::RoadWall => 720.0,
            Self::RiverWall => 900.0,
            Self::Canal => 480.0,
            Self::Culvert => 16_000.0,
            Self::Bridge => 95_000.0,
            Self::Lights => 3_200.0,
            Self::Well => 62_000.0,
            Self::Pipe => 85.0,
            Self::Tank => 38_000.0,
            Self::Toilet => 48_000.0,
            Self::Septic => 75_000.0,
            Self::GuardPost => 22_000.0,
            Self::House => 20_000.0,
            Self::Gate => 30_000.0,
            Self::Posyandu | Self::Paud => 1_400.0,
            Self::Hall | Self::Market | Self::School => 900.0,
            Self::Field | Self::Cemetery | Self::Pond | Self::WasteYard => 60.0,
        }
    }

    /// The code of its activity (Permendagri 20/2018): works kept up and works
    /// built have different ones.
    pub const fn kegiatan(self, deal: Deal) -> &'static str {
        let kept = matches!(deal, Deal::Maintain);
        let (keep, build) = match self {
            Self::RoadAsphalt | Self::RoadStone => ("02.03.01", "02.03.10"),
            Self::RoadConcrete | Self::RoadPaving => ("02.03.02", "02.03.11"),
            Self::FarmTrack => ("02.03.03", "02.03.12"),
            Self::Bridge => ("02.03.04", "02.03.13"),
            Self::Drain | Self::Culvert => ("02.03.05", "02.03.14"),
            Self::Hall => ("02.03.06", "02.03.15"),
            Self::Cemetery => ("02.03.07", "02.03.16"),
            Self::Pond => ("02.03.08", "02.03.19"),
            Self::Gate => ("02.03.09", "02.03.20"),
            Self::RoadWall | Self::RiverWall | Self::Lights => ("02.03.90", "02.03.90"),
            Self::House => ("02.04.01", "02.04.01"),
            Self::Well | Self::Tank => ("02.04.03", "02.04.11"),
            Self::Pipe => ("02.04.04", "02.04.12"),
            Self::Toilet => ("02.04.06", "02.04.14"),
            Self::WasteYard => ("02.04.07", "02.04.15"),
            Self::Septic => ("02.04.08", "02.04.16"),
            Self::Posyandu => ("02.02.08", "02.02.09"),
            Self::Paud | Self::School => ("02.01.05", "02.01.06"),
            Self::GuardPost => ("03.01.01", "03.01.01"),
            Self::Field => ("03.03.04", "03.03.05"),
            Self::Market => ("04.07.01", "04.07.02"),
            Self::Canal => ("04.02.04", "04.02.06"),
        };
        if kept { keep } else { build }
    }

    /// A class of the same family under which others book the same work.
    pub fn other_class(self, chance: &mut Chance) -> &'static str {
        let list: &[&str] = match self {
            Self::Drain => &["sanitation", "irrigation", "road", "culvert"],
            Self::RoadWall => &["road", "drainage", "other"],
            Self::RiverWall => &["irrigation", "drainage"],
            Self::Canal => &["drainage", "retaining_wall"],
            Self::Culvert => &["drainage", "road", "bridge"],
            Self::Bridge => &["culvert", "road"],
            Self::Toilet | Self::Septic => &["building", "drainage", "water_supply"],
            Self::House => &["building"],
            Self::GuardPost | Self::Market | Self::Gate => &["other", "building"],
            Self::Field | Self::Cemetery => &["other", "building"],
            Self::WasteYard => &["sanitation", "other"],
            Self::Pond => &["other", "water_supply"],
            Self::Lights => &["other", "road"],
            Self::Well | Self::Pipe | Self::Tank => &["sanitation", "other"],
            Self::Posyandu | Self::Paud | Self::Hall | Self::School => &["other"],
            _ => &["drainage", "other"],
        };
        chance.pick(list)
    }

    /// What is usually done to it.
    pub fn deal(self, chance: &mut Chance) -> Deal {
        use Deal::{Maintain, New, Rehabilitate, Replace, Upgrade};
        match self.ground() {
            Ground::Plot(..) => {
                chance.weighted(&[(New, 0.4), (Rehabilitate, 0.5), (Maintain, 0.1)])
            }
            _ if self == Self::House => Rehabilitate,
            Ground::Spot | Ground::Crossing => {
                chance.weighted(&[(New, 0.75), (Rehabilitate, 0.15), (Replace, 0.1)])
            }
            _ => chance.weighted(&[
                (New, 0.65),
                (Rehabilitate, 0.13),
                (Upgrade, 0.12),
                (Maintain, 0.1),
            ]),
        }
    }
}

/// Codes of funds with how often they pay.
pub const FUNDS: [(&str, f64); 8] = [
    ("DDS", 60.0),
    ("ADD", 13.0),
    ("PBH", 6.0),
    ("PBK", 9.0),
    ("PBP", 5.0),
    ("PAD", 3.0),
    ("SWD", 1.5),
    ("DLL", 2.5),
];

/// A fund that is not this one.
pub fn other_fund(fund: &str, chance: &mut Chance) -> &'static str {
    loop {
        let other = chance.weighted(&FUNDS);
        if other != fund {
            return other;
        }
    }
}
