//! Codes of the ministry's charts, as text: places, activities, accounts, funds, work classes.

use serde::{Deserialize, Serialize};

use crate::{Day, Refusal, reason};

fn refused(text: &str, expected: &'static str) -> Refusal {
    reason::CODE_INVALID.refuse().fact("value", text).fact("expected", expected)
}

/// A place of government by its dotted code: `` (the platform), `35`, `35.10`,
/// `35.10.25`, `35.10.25.2010`. Dots stay, since the undotted form is ambiguous
/// with the statistics office's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(String);

/// Lengths of the parts of a place code: provinsi, kabupaten, kecamatan, desa.
const PLACE_PARTS: [usize; 4] = [2, 2, 2, 4];

impl Place {
    /// The platform itself.
    pub const fn platform() -> Self {
        Self(String::new())
    }

    /// Reads a code of any level.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let parts: Vec<&str> = if text.is_empty() { Vec::new() } else { text.split('.').collect() };
        let good = parts.len() <= PLACE_PARTS.len()
            && parts
                .iter()
                .zip(PLACE_PARTS)
                .all(|(part, len)| part.len() == len && part.bytes().all(|b| b.is_ascii_digit()));
        if good { Ok(Self(text.to_owned())) } else { Err(refused(text, "kode wilayah")) }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// 0 platform, 1 provinsi, 2 kabupaten, 3 kecamatan, 4 desa.
    pub fn level(&self) -> usize {
        if self.0.is_empty() { 0 } else { self.0.split('.').count() }
    }

    /// Whether a place is this one or lies inside it.
    pub fn covers(&self, other: &Self) -> bool {
        self.0.is_empty()
            || other
                .0
                .strip_prefix(&self.0)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// The place `levels` deep that this one lies in, itself if it is not deeper.
    pub fn ancestor(&self, levels: usize) -> Self {
        Self(self.0.split('.').take(levels).collect::<Vec<_>>().join("."))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A desa or kelurahan by the ministry's dotted code, `35.10.25.2010`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DesaId(String);

impl DesaId {
    /// Reads the dotted code.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let place = Place::parse(text).map_err(|_| refused(text, "kode desa"))?;
        if place.level() == 4 { Ok(Self(place.0)) } else { Err(refused(text, "kode desa")) }
    }

    /// Reads the resource name `desa/35.10.25.2010`.
    pub fn from_name(name: &str) -> Result<Self, Refusal> {
        let code = name.strip_prefix("desa/").ok_or_else(|| {
            reason::FIELD_MALFORMED.refuse().fact("value", name).fact("expected", "desa/{kode}")
        })?;
        Self::parse(code)
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The resource name.
    pub fn name(&self) -> String {
        format!("desa/{}", self.0)
    }

    /// The desa as a place.
    pub fn place(&self) -> Place {
        Place(self.0.clone())
    }

    /// Its kecamatan.
    pub fn kecamatan(&self) -> Place {
        self.place().ancestor(3)
    }

    /// Its kabupaten.
    pub fn kabupaten(&self) -> Place {
        self.place().ancestor(2)
    }
}

impl std::fmt::Display for DesaId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An activity: bidang, sub-bidang, kegiatan, `02.03.10` (Permendagri 20/2018 Lampiran A).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KegiatanCode(String);

impl KegiatanCode {
    /// Reads a kegiatan; a trailing dot, as Siskeudes writes it, is dropped.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let bare = text.strip_suffix('.').unwrap_or(text);
        let parts: Vec<&str> = bare.split('.').collect();
        let good = parts.len() == 3
            && parts.iter().all(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit()));
        if good { Ok(Self(bare.to_owned())) } else { Err(refused(text, "kode kegiatan")) }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bidang, two digits.
    pub fn bidang(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

impl std::fmt::Display for KegiatanCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An account: akun, kelompok, jenis, objek, `5.3.5.03`; shorter codes are its groups.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RekeningCode(String);

impl RekeningCode {
    /// Reads a code of one to four levels; a trailing dot is dropped.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let bare = text.strip_suffix('.').unwrap_or(text);
        let parts: Vec<&str> = bare.split('.').collect();
        let good = (1..=4).contains(&parts.len())
            && parts
                .iter()
                .zip([1, 1, 1, 2])
                .all(|(part, len)| part.len() == len && part.bytes().all(|b| b.is_ascii_digit()));
        if good { Ok(Self(bare.to_owned())) } else { Err(refused(text, "kode rekening")) }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Levels of the code, 1 to 4.
    pub fn level(&self) -> usize {
        self.0.split('.').count()
    }

    /// Whether money may stand on it: four levels.
    pub fn is_objek(&self) -> bool {
        self.level() == 4
    }

    /// The akun: 1 to 7.
    pub fn akun(&self) -> &str {
        self.0.get(..1).unwrap_or_default()
    }

    /// The jenis, three levels: `5.3.5`.
    pub fn jenis(&self) -> String {
        self.0.split('.').take(3).collect::<Vec<_>>().join(".")
    }

    /// Whether it is the group or lies inside it.
    pub fn starts_with(&self, group: &str) -> bool {
        self.0.strip_prefix(group).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl std::fmt::Display for RekeningCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A source of money by its three-letter code: `DDS`, `ADD`, `PBH`, ...
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SumberDana(String);

impl SumberDana {
    /// Reads a code of three capital letters; which ones exist is the registry's to say.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(refused(text, "kode sumber dana"))
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for SumberDana {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A budget year (tahun anggaran): 1 January to 31 December.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tahun(i32);

impl Tahun {
    /// A year from 2000 to 2100.
    pub fn new(year: i32) -> Result<Self, Refusal> {
        if (2000..=2100).contains(&year) {
            Ok(Self(year))
        } else {
            Err(reason::NUMBER_OUT_OF_RANGE
                .refuse()
                .fact("value", year)
                .fact("min", 2000)
                .fact("max", 2100))
        }
    }

    /// Reads four digits.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let year = text.parse().ok().filter(|_| text.len() == 4);
        Self::new(year.ok_or_else(|| refused(text, "tahun anggaran"))?)
    }

    /// The number.
    pub const fn get(self) -> i32 {
        self.0
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Day) -> bool {
        day.year() == self.0
    }

    /// 1 January.
    pub fn first_day(self) -> Day {
        Day::from_ymd(self.0, 1, 1)
    }

    /// 31 December.
    pub fn last_day(self) -> Day {
        Day::from_ymd(self.0, 12, 31)
    }
}

impl std::fmt::Display for Tahun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

macro_rules! work_classes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $families:expr;)*) => {
        /// The kind of a physical work.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum WorkClass { $($(#[$doc])* $name,)* }

        impl WorkClass {
            /// Every class.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stored code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Families of classes that may be one work under two names.
            pub const fn families(self) -> &'static [u8] {
                match self { $(Self::$name => &$families,)* }
            }
        }
    };
}

work_classes! {
    /// Road or path.
    Road = "road", [1];
    /// Bridge.
    Bridge = "bridge", [1];
    /// Culvert.
    Culvert = "culvert", [1];
    /// Drain of a road or settlement.
    Drainage = "drainage", [1, 2];
    /// Irrigation canal.
    Irrigation = "irrigation", [2];
    /// Retaining wall.
    RetainingWall = "retaining_wall", [2];
    /// Clean water: well, pipe, tank.
    WaterSupply = "water_supply", [3];
    /// Sanitation: MCK, waste water.
    Sanitation = "sanitation", [2, 7];
    /// Building.
    Building = "building", [4];
    /// House of a beneficiary.
    Housing = "housing", [4];
    /// Street light.
    StreetLight = "street_light", [6];
    /// Sports field.
    SportsField = "sports_field", [5];
    /// Waste site.
    Landfill = "landfill", [7];
    /// Anything else.
    Other = "other", [5];
}

impl WorkClass {
    /// Reads a code.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::ALL
            .iter()
            .copied()
            .find(|class| class.code() == text)
            .ok_or_else(|| refused(text, "jenis bangunan"))
    }

    /// Whether two classes may name the same work.
    pub fn shares_family(self, other: Self) -> bool {
        self.families().iter().any(|family| other.families().contains(family))
    }
}
