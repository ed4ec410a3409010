//! The demo district's script as data.

use std::collections::BTreeMap;

use domain::Error;
use serde::Deserialize;

/// Everything the demo tells.
#[derive(Debug, Deserialize)]
pub struct District {
    /// The budget year told.
    pub tahun: i32,
    /// The password of every demo account; the folder is marked as demo for ever.
    pub password: String,
    /// People above the villages.
    pub district: Vec<Official>,
    /// Works of the kabupaten beside those of the villages.
    pub klaim: Vec<Outside>,
    /// The villages; the first one has a complete year.
    pub desa: Vec<Village>,
}

/// An official of a kecamatan, of the kabupaten, or of the platform.
#[derive(Debug, Deserialize)]
pub struct Official {
    /// Sign-in name.
    pub account: String,
    /// Full name; invented.
    pub name: String,
    /// Role code.
    pub role: String,
    /// Code of the area.
    pub area: String,
}

/// One village with its people, budget and works.
#[derive(Debug, Deserialize)]
pub struct Village {
    /// Dotted code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Post to full name; invented.
    pub people: BTreeMap<String, String>,
    /// Planned revenue.
    pub pendapatan: Vec<Revenue>,
    /// Surplus carried over, by source.
    pub silpa: Vec<Surplus>,
    /// Planned spending.
    pub belanja: Vec<Spending>,
    /// Physical works.
    pub projects: Vec<Work>,
}

/// A planned revenue.
#[derive(Debug, Deserialize)]
pub struct Revenue {
    /// Account.
    pub rekening: String,
    /// Source.
    pub sumber_dana: String,
    /// What it is.
    pub uraian: String,
    /// Rupiah.
    pub jumlah: i64,
    /// Who pays it.
    pub pembayar: String,
}

/// A surplus carried over.
#[derive(Debug, Deserialize)]
pub struct Surplus {
    /// Source it came from.
    pub sumber_dana: String,
    /// Rupiah.
    pub jumlah: i64,
}

/// A planned spending line.
#[derive(Debug, Deserialize)]
pub struct Spending {
    /// Activity.
    pub kegiatan: String,
    /// Account.
    pub rekening: String,
    /// Source.
    pub sumber_dana: String,
    /// What it is.
    pub uraian: String,
    /// Volume in 1/10,000.
    pub volume_e4: i64,
    /// Unit of the volume.
    pub unit: String,
    /// Unit price in rupiah.
    pub harga: i64,
}

impl Spending {
    /// The amount in sen.
    pub fn sen(&self) -> i64 {
        self.volume_e4.saturating_mul(self.harga).saturating_mul(100) / 10_000
    }
}

/// A work of the kabupaten.
#[derive(Debug, Deserialize)]
pub struct Outside {
    /// The owner's number.
    pub external_id: String,
    /// Name.
    pub name: String,
    /// Class.
    pub work_class: String,
    /// What is done.
    pub intervention: String,
    /// Rupiah.
    pub amount: i64,
    /// Number of the contract; empty when there is none yet.
    pub document: String,
    /// Where.
    pub shape: Place,
}

/// A physical work.
#[derive(Debug, Deserialize)]
pub struct Work {
    /// Short word by which the story calls it.
    pub key: String,
    /// Name.
    pub name: String,
    /// Activity.
    pub kegiatan: String,
    /// Class code.
    pub work_class: String,
    /// What is done: new, rehabilitate, upgrade, maintain, replace.
    pub intervention: String,
    /// Rupiah.
    pub amount: i64,
    /// How much, in `unit`.
    pub volume: i64,
    /// Unit of the volume.
    pub unit: String,
    /// Where.
    pub shape: Place,
    /// Day on which it is registered.
    pub registered: String,
}

/// Where a work is; longitude first.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// A point.
    Point([f64; 2]),
    /// A line.
    Line(Vec<[f64; 2]>),
    /// Rings of an area.
    Polygon(Vec<Vec<[f64; 2]>>),
}

impl District {
    /// Reads the script that the binary carries.
    ///
    /// # Errors
    /// A fault when the script is not what this module expects.
    pub fn load() -> Result<Self, Error> {
        serde_json::from_str(include_str!("district.json"))
            .map_err(|error| Error::fault(format!("demo district: {error}")))
    }
}

impl Village {
    /// Sign-in name of a post: `kades.sukojati`.
    pub fn account(&self, post: &str) -> String {
        format!("{post}.{}", self.name.to_lowercase())
    }

    /// The post that carries out an activity.
    pub fn pka(&self, kegiatan: &str) -> &'static str {
        let works = ["02.03", "02.04", "04"];
        if !self.people.contains_key("kasi_pelayanan")
            || works.iter().any(|w| kegiatan.starts_with(w))
        {
            "kasi_kesra"
        } else if kegiatan.starts_with("01") {
            "kaur_perencanaan"
        } else {
            "kasi_pelayanan"
        }
    }

    /// Sign-in name of its camat.
    ///
    /// # Errors
    /// A fault when the script has no camat for its kecamatan.
    pub fn camat(&self) -> Result<&'static str, Error> {
        match self.code.get(..8) {
            Some("35.10.25") => Ok("camat.blimbingsari"),
            Some("35.10.14") => Ok("camat.kabat"),
            _ => Err(Error::fault("demo: no camat for this desa")),
        }
    }

    /// Resource name.
    pub fn resource(&self) -> String {
        format!("desa/{}", self.code)
    }
}
