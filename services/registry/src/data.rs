use std::{collections::BTreeMap, sync::OnceLock};

use domain::{Day, Error, hex};
use ring::digest::{Context, SHA256};
use serde::{Deserialize, de::DeserializeOwned};

/// The boundaries shipped with Lumbung: all villages of Banyuwangi, geometry of BIG of
/// 27 December 2022 made an exact partition (see `NOTICE`).
pub const BOUNDARIES: &[u8] = include_bytes!("../data/boundaries_clean.geojson");
/// Where [`BOUNDARIES`] come from, as the registry keeps it.
pub const BOUNDARIES_SOURCE: &str =
    "BIG TASWIL 1:10.000 (2022-12-27), cahyadsn/wilayah_boundaries, dirapikan";

/// Name and text of every chart.
const FILES: [(&str, &str); 8] = [
    ("wilayah", include_str!("../data/wilayah.csv")),
    ("kegiatan", include_str!("../data/kegiatan.csv")),
    ("rekening", include_str!("../data/rekening.csv")),
    ("sumber_dana", include_str!("../data/sumber_dana.csv")),
    ("work_class", include_str!("../data/work_class.csv")),
    ("policy", include_str!("../data/policy.csv")),
    ("policy_published", include_str!("../data/policy_published.csv")),
    ("holiday", include_str!("../data/holiday.csv")),
];

/// A place of government.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Wilayah {
    /// Dotted code of the ministry.
    pub code: String,
    /// `kabupaten`, `kecamatan`, `desa` or `kelurahan`.
    pub kind: String,
    /// The name people use.
    pub name: String,
    /// Code of the place it lies in; empty for a kabupaten.
    pub parent_code: String,
    /// A position inside, degrees east times 1e7; only for desa and kelurahan.
    pub lon_e7: Option<i32>,
    /// Degrees north times 1e7.
    pub lat_e7: Option<i32>,
}

impl Wilayah {
    /// Whether it is a desa or kelurahan.
    pub fn is_village(&self) -> bool {
        matches!(self.kind.as_str(), "desa" | "kelurahan")
    }
}

/// A row of the chart of activities.
#[derive(Debug, Clone, Deserialize)]
pub struct KegiatanRow {
    /// Code, two digits a level.
    pub code: String,
    /// 1 bidang, 2 sub-bidang, 3 kegiatan.
    pub level: u8,
    /// Name in the chart.
    pub name: String,
    /// Whether it is physical work.
    pub is_infrastructure: bool,
    /// Usual class of its work; may be empty.
    pub work_class: String,
    /// Where the row was seen.
    pub origin: String,
}

/// A row of the chart of accounts.
#[derive(Debug, Clone, Deserialize)]
pub struct RekeningRow {
    /// Code.
    pub code: String,
    /// 1 akun to 4 objek.
    pub level: u8,
    /// Name in the chart.
    pub name: String,
    /// What it counts.
    pub kind: String,
    /// Where the row was seen.
    pub origin: String,
}

/// A source of money.
#[derive(Debug, Clone, Deserialize)]
pub struct SumberDanaRow {
    /// Three letters.
    pub code: String,
    /// Name as printed.
    pub name: String,
    /// Place in print, from 1.
    pub print_order: u8,
    /// Groups of revenue accounts that feed it, parted by `;`.
    pub revenue_rekening_prefix: String,
}

/// A class of works.
#[derive(Debug, Clone, Deserialize)]
pub struct WorkClassRow {
    /// Code.
    pub code: String,
    /// Name in Indonesian.
    pub name_id: String,
    /// Families, parted by `;`.
    pub families: String,
    /// Usual shape.
    pub geometry: String,
    /// Years it is expected to last.
    pub design_life_years: u8,
    /// Whether it is physical work.
    pub physical: bool,
}

/// A dated rule.
#[derive(Debug, Clone, Deserialize)]
pub struct PolicyRow {
    /// What it is about.
    pub key: String,
    /// Code of the place it holds for.
    pub area: String,
    /// First day.
    pub valid_from: Day,
    /// Last day.
    pub valid_to: Option<Day>,
    /// The value; empty when unknown.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// Article it rests on.
    pub basis: String,
    /// Whether the article's words were read.
    pub verified: bool,
    /// Remark.
    pub note: String,
}

/// Rules that are published for people alone: no program reads them.
#[derive(Debug, Clone, Deserialize)]
pub struct PublishedRow {
    /// A key; a final `.*` takes in everything below.
    pub keys: String,
    /// Why nothing is held against them.
    pub why: String,
}

impl PublishedRow {
    /// Whether it takes in a key.
    pub fn takes_in(&self, key: &str) -> bool {
        match self.keys.strip_suffix('*') {
            Some(below) => key.starts_with(below),
            None => key == self.keys,
        }
    }
}

/// A day that is not worked.
#[derive(Debug, Clone, Deserialize)]
pub struct HolidayRow {
    /// The day.
    pub date: Day,
    /// Its name.
    pub name: String,
    /// `nasional` or `cuti_bersama`.
    pub kind: String,
    /// Whether it was compared with the decree.
    pub verified: bool,
}

/// Every chart, read once and kept.
#[derive(Debug)]
pub struct Reference {
    /// SHA-256 of all files, in hexadecimal.
    pub digest: String,
    /// Places by code.
    pub wilayah: BTreeMap<String, Wilayah>,
    /// Activities by code.
    pub kegiatan: Vec<KegiatanRow>,
    /// Accounts by code.
    pub rekening: Vec<RekeningRow>,
    /// Sources of money in the order of print.
    pub sumber_dana: Vec<SumberDanaRow>,
    /// Classes of works.
    pub work_class: Vec<WorkClassRow>,
    /// Dated law.
    pub policy: Vec<PolicyRow>,
    /// What of it is published for people alone.
    pub published: Vec<PublishedRow>,
    /// Days that are not worked.
    pub holiday: Vec<HolidayRow>,
}

/// The charts of this binary.
///
/// # Errors
/// A fault that names the file and line that cannot be read; a test keeps that from happening.
pub fn reference() -> Result<&'static Reference, Error> {
    static REFERENCE: OnceLock<Result<Reference, Error>> = OnceLock::new();
    REFERENCE.get_or_init(read).as_ref().map_err(Clone::clone)
}

impl Reference {
    /// A desa or kelurahan with its kecamatan.
    pub fn village(&self, code: &str) -> Option<(&Wilayah, &Wilayah)> {
        let village = self.wilayah.get(code).filter(|place| place.is_village())?;
        Some((village, self.wilayah.get(&village.parent_code)?))
    }

    /// Whether this program reads the rule of a key, and not people alone.
    pub fn is_enforced(&self, key: &str) -> bool {
        !self.published.iter().any(|row| row.takes_in(key))
    }
}

fn read() -> Result<Reference, Error> {
    let wilayah: Vec<Wilayah> = rows("wilayah")?;
    let mut kegiatan: Vec<KegiatanRow> = rows("kegiatan")?;
    let mut rekening: Vec<RekeningRow> = rows("rekening")?;
    let mut sumber_dana: Vec<SumberDanaRow> = rows("sumber_dana")?;
    kegiatan.sort_by(|a, b| a.code.cmp(&b.code));
    rekening.sort_by(|a, b| a.code.cmp(&b.code));
    sumber_dana.sort_by_key(|row| row.print_order);
    Ok(Reference {
        digest: digest(),
        wilayah: wilayah.into_iter().map(|place| (place.code.clone(), place)).collect(),
        kegiatan,
        rekening,
        sumber_dana,
        work_class: rows("work_class")?,
        policy: rows("policy")?,
        published: rows("policy_published")?,
        holiday: rows("holiday")?,
    })
}

fn rows<T: DeserializeOwned>(name: &str) -> Result<Vec<T>, Error> {
    let text = FILES.iter().find(|(file, _)| *file == name).map_or("", |(_, text)| text);
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| Error::fault(format!("{name}.csv: {error}")))
}

fn digest() -> String {
    let mut context = Context::new(&SHA256);
    for (name, text) in FILES {
        context.update(name.as_bytes());
        context.update(&[0]);
        context.update(text.as_bytes());
        context.update(&[0]);
    }
    hex(context.finish().as_ref())
}

#[cfg(test)]
#[path = "data_tests.rs"]
mod tests;
