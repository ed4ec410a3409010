//! Codes of the ministry's charts, as text: places, activities, accounts, funds, work classes.

use serde::{Deserialize, Serialize};

use crate::{Day, Refusal, reason};

fn refused(text: &str, expected: &'static str) -> Refusal {
    reason::CODE_INVALID.refuse().fact("value", text).fact("expected", expected)
}

/// What every code has: its text, shown as it is and checked again when deserialised.
macro_rules! text_codes {
    ($($name:ident)*) => {$(
        impl $name {
            /// The code, as stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = crate::Error;

            fn try_from(text: String) -> Result<Self, crate::Error> {
                Ok(Self::parse(&text)?)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }
    )*};
}

text_codes! { Place DesaId KegiatanCode RekeningCode SumberDana }

/// Whether a text is digits in dotted parts of exactly these lengths, or a beginning of them.
fn is_dotted(text: &str, lengths: &[usize]) -> bool {
    let mut lengths = lengths.iter();
    text.split('.').all(|part| {
        lengths.next().is_some_and(|len| part.len() == *len)
            && part.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The first `levels` parts of a dotted code.
fn parts(code: &str, levels: usize) -> &str {
    let end = levels
        .checked_sub(1)
        .map_or(Some(0), |nth| code.match_indices('.').nth(nth).map(|(at, _)| at));
    end.and_then(|at| code.get(..at)).unwrap_or(code)
}

/// Whether a dotted code is the group or lies inside it.
fn lies_in(code: &str, group: &str) -> bool {
    code.strip_prefix(group).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A place of government by its dotted code: `` (the platform), `35`, `35.10`,
/// `35.10.25`, `35.10.25.2010`. Dots stay, since the undotted form is ambiguous
/// with the statistics office's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
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
        if text.is_empty() || is_dotted(text, &PLACE_PARTS) {
            Ok(Self(text.to_owned()))
        } else {
            Err(refused(text, "kode wilayah"))
        }
    }

    /// 0 platform, 1 provinsi, 2 kabupaten, 3 kecamatan, 4 desa.
    pub fn level(&self) -> usize {
        if self.0.is_empty() { 0 } else { self.0.split('.').count() }
    }

    /// Whether a place is this one or lies inside it.
    pub fn covers(&self, other: &Self) -> bool {
        self.0.is_empty() || lies_in(&other.0, &self.0)
    }

    /// The place `levels` deep that this one lies in, itself if it is not deeper.
    pub fn ancestor(&self, levels: usize) -> Self {
        Self(parts(&self.0, levels).to_owned())
    }
}

/// What follows the code of a kabupaten in the code of its entry as a whole.
const WHOLE_SUFFIX: &str = ".00.0000";

/// A desa or kelurahan by the ministry's dotted code, `35.10.25.2010`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
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

    /// The entry of a kabupaten as a whole, under which stands what is in no known desa; the
    /// ministry gives no kecamatan the number 00.
    pub fn whole(kabupaten: &Place) -> Option<Self> {
        (kabupaten.level() == 2).then(|| Self(format!("{kabupaten}{WHOLE_SUFFIX}")))
    }

    /// Whether this is no desa but the entry of a kabupaten as a whole.
    pub fn is_whole(&self) -> bool {
        self.0.ends_with(WHOLE_SUFFIX)
    }
}

/// An activity: bidang, sub-bidang, kegiatan, `02.03.10` (Permendagri 20/2018 Lampiran A).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KegiatanCode(String);

impl KegiatanCode {
    /// Reads a kegiatan; a trailing dot, as Siskeudes writes it, is dropped.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let bare = text.strip_suffix('.').unwrap_or(text);
        if is_dotted(bare, &[2, 2, 2]) && bare.len() == 8 {
            Ok(Self(bare.to_owned()))
        } else {
            Err(refused(text, "kode kegiatan"))
        }
    }

    /// The bidang, two digits.
    pub fn bidang(&self) -> &str {
        parts(&self.0, 1)
    }

    /// The sub-bidang with its bidang: `02.03`.
    pub fn sub_bidang(&self) -> &str {
        parts(&self.0, 2)
    }
}

/// An account: akun, kelompok, jenis, objek, `5.3.5.03`; shorter codes are its groups.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RekeningCode(String);

impl RekeningCode {
    /// Reads a code of one to four levels; a trailing dot is dropped.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let bare = text.strip_suffix('.').unwrap_or(text);
        if is_dotted(bare, &[1, 1, 1, 2]) {
            Ok(Self(bare.to_owned()))
        } else {
            Err(refused(text, "kode rekening"))
        }
    }

    /// Levels of the code, 1 to 4.
    pub fn level(&self) -> usize {
        self.0.split('.').count()
    }

    /// Whether money may stand on it: four levels.
    pub fn is_objek(&self) -> bool {
        self.level() == 4
    }

    /// The akun: `4` revenue, `5` spending, `6` financing, `1` to `3` and `7` of the books.
    pub fn akun(&self) -> &str {
        parts(&self.0, 1)
    }

    /// The kelompok, two levels: `5.3`; the code itself when it is shorter.
    pub fn kelompok(&self) -> &str {
        parts(&self.0, 2)
    }

    /// The jenis, three levels: `5.3.5`; the code itself when it is shorter.
    pub fn jenis(&self) -> String {
        parts(&self.0, 3).to_owned()
    }

    /// Whether it is the group or lies inside it; `5.3` holds `5.3.5.03` but not `5.30`.
    pub fn starts_with(&self, group: &str) -> bool {
        lies_in(&self.0, group.strip_suffix('.').unwrap_or(group))
    }
}

/// A source of money by its three-letter code: `DDS`, `ADD`, `PBH`, ...
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
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
}

/// A budget year (tahun anggaran): 1 January to 31 December.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
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
        let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        let year = digits.then(|| text.parse().ok()).flatten();
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

impl TryFrom<i32> for Tahun {
    type Error = crate::Error;

    fn try_from(year: i32) -> Result<Self, crate::Error> {
        Ok(Self::new(year)?)
    }
}

impl From<Tahun> for i32 {
    fn from(year: Tahun) -> Self {
        year.0
    }
}

impl std::fmt::Display for Tahun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

macro_rules! work_classes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $title:literal, $families:expr;)*) => {
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

            /// What people call it.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
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
    Road = "road", "Jalan", [1];
    /// Bridge.
    Bridge = "bridge", "Jembatan", [1];
    /// Culvert.
    Culvert = "culvert", "Gorong-gorong", [1];
    /// Drain of a road or settlement.
    Drainage = "drainage", "Drainase", [1, 2];
    /// Irrigation canal.
    Irrigation = "irrigation", "Irigasi", [2];
    /// Retaining wall.
    RetainingWall = "retaining_wall", "Tembok penahan tanah", [2];
    /// Clean water: well, pipe, tank.
    WaterSupply = "water_supply", "Air bersih", [3];
    /// Sanitation: MCK, waste water.
    Sanitation = "sanitation", "Sanitasi", [2, 7];
    /// Building.
    Building = "building", "Bangunan gedung", [4];
    /// House of a beneficiary.
    Housing = "housing", "Rumah warga", [4];
    /// Street light.
    StreetLight = "street_light", "Penerangan jalan", [6];
    /// Sports field.
    SportsField = "sports_field", "Lapangan olahraga", [5];
    /// Waste site.
    Landfill = "landfill", "Tempat pengelolaan sampah", [7];
    /// Anything else.
    Other = "other", "Lainnya", [5];
}

impl WorkClass {
    /// Reads a code.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let found = Self::ALL.iter().copied().find(|class| class.code() == text);
        found.ok_or_else(|| refused(text, "jenis bangunan"))
    }

    /// The families, one bit each.
    pub fn family_bits(self) -> u64 {
        self.families().iter().fold(0, |bits, family| bits | 1_u64 << (family % 64))
    }

    /// Whether two classes may name the same work.
    pub fn shares_family(self, other: Self) -> bool {
        self.families().iter().any(|family| other.families().contains(family))
    }
}

#[cfg(test)]
#[path = "code_tests.rs"]
mod tests;
