//! What else is known of a work beside place, class and year.
//!
//! Stored as one JSON text with a project and beside its claims, so that a search
//! reads nothing else and a new fact needs no new column. Facts support or weaken
//! a judgement; none of them alone clears or blocks.

use std::collections::BTreeSet;

use domain::{Day, DesaId, Error, SumberDana, Tahun, WorkClass, ids::ProjectId};
use serde::{Deserialize, Serialize};

use crate::work::{ClaimKind, Footprint, resource};

/// Declares an enum of stored words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $value:ident = $code:literal, $title:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$of])* $value,)* }

        impl $name {
            /// Every value, in the order of the proto enum from 1.
            pub const ALL: &'static [Self] = &[$(Self::$value),*];

            /// The stored word.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$value => $code,)* }
            }

            /// The word on screens.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$value => $title,)* }
            }

            /// The value of a stored word.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

words! {
    /// How a position came about.
    Capture {
        /// One fix of a phone.
        PhonePoint = "phone_point", "titik telepon";
        /// A track walked with a phone.
        PhoneTrack = "phone_track", "jejak telepon";
        /// Drawn on a map.
        Digitised = "digitised", "digambar di peta";
    }
}

words! {
    /// The part of a construction that is built, where layers follow one another.
    Layer {
        /// Sub-base and hardening.
        Base = "base", "lapis pondasi";
        /// What is driven or walked on.
        Surface = "surface", "lapis permukaan";
        /// Shoulders, kerbs and the like beside it.
        Shoulder = "shoulder", "bahu";
        /// The whole construction.
        Whole = "whole", "seluruh konstruksi";
    }
}

words! {
    /// The side of a road or the bank of a water, looking along the drawn line.
    Side {
        /// Left.
        Left = "left", "kiri";
        /// Right.
        Right = "right", "kanan";
        /// Both.
        Both = "both", "kiri dan kanan";
    }
}

words! {
    /// Whose work it is.
    Owner {
        /// A village.
        Desa = "desa", "desa";
        /// A kabupaten or kota.
        Kabupaten = "kabupaten", "kabupaten/kota";
        /// A province.
        Provinsi = "provinsi", "provinsi";
        /// The state.
        Pusat = "pusat", "pusat";
        /// Anybody else: a company, a foundation, the people themselves.
        Lain = "lain", "lain";
    }
}

words! {
    /// How a work says that it stands to another. A declaration excuses only what the geometry
    /// and the other facts bear out.
    RelationKind {
        /// Another phase of one undertaking, on its own ground.
        Phase = "phase", "tahap lain";
        /// The next stretch of one line.
        Segment = "segment", "ruas lain";
        /// Upkeep of what the other built.
        MaintenanceOf = "maintenance_of", "pemeliharaan";
        /// Another part of one construction: the drain of a road, the surface on a base.
        OtherComponent = "other_component", "bagian lain";
    }
}

/// A declared relation to another work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Relation {
    /// Which.
    pub kind: RelationKind,
    /// The other work's village. A claim of another owner may move from village to village, so it
    /// is named under the entry of its kabupaten as a whole.
    pub desa: DesaId,
    /// The other work: a project or a claim.
    pub project: ProjectId,
}

impl Relation {
    /// Whether it names the claim of another owner.
    pub fn is_of_claim(&self) -> bool {
        self.desa.is_whole()
    }

    /// Whether it names this work.
    pub fn names(&self, kind: ClaimKind, desa: &DesaId, project: ProjectId) -> bool {
        let is_there = if self.is_of_claim() {
            kind == ClaimKind::Outside && self.desa.kabupaten() == desa.kabupaten()
        } else {
            self.desa == *desa
        };
        is_there && self.project == project
    }

    /// As it is written: the number of its kind in the proto enum, the name of the project, the
    /// name of the claim; one of both names is empty.
    pub fn written(&self) -> (i32, String, String) {
        let mut kinds = (1_i32..).zip(RelationKind::ALL);
        let number = kinds.find(|(_, kind)| **kind == self.kind).map_or(0, |(number, _)| number);
        if self.is_of_claim() {
            let claim = resource(ClaimKind::Outside, &self.desa, self.project);
            return (number, String::new(), claim);
        }
        (number, resource(ClaimKind::Registered, &self.desa, self.project), String::new())
    }
}

/// With whom a village's work was held that it gave up in this place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldWith {
    /// Name of the work that was given up.
    pub gave_up: String,
    /// Village of the other work.
    pub desa: DesaId,
    /// The other work.
    pub project: ProjectId,
    /// What the other work was.
    pub class: WorkClass,
    /// The budget year of the other work.
    pub tahun: Tahun,
    /// Where the other work stood.
    pub stood: Vec<Footprint>,
}

/// What else is known of a work. What is not known is absent or empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Whose work it is.
    pub owner: Owner,
    /// The owner's name where the village's says too little, e.g. `Dinas PUPR`.
    pub owner_name: String,
    /// Contract or budget document of an outside work; empty when there is none.
    pub document: String,
    /// Code of the kegiatan.
    pub kegiatan: String,
    /// Where the money comes from.
    pub funds: BTreeSet<SumberDana>,
    /// Volume in 1/10,000 of the unit; 0 when not measured.
    pub volume_e4: i64,
    /// The unit.
    pub unit: String,
    /// How the position of the claim came about.
    pub capture: Option<Capture>,
    /// Whether the position of the claim can be believed.
    pub trusted: bool,
    /// Whether it was planned by a row of the RKPDes, which a project may carry out.
    pub rkpdes: bool,
    /// The layer.
    pub layer: Option<Layer>,
    /// The side or bank.
    pub side: Option<Side>,
    /// Number of the phase, from 1, if the work is one of several.
    pub phase: Option<i64>,
    /// The day the work begins, as planned.
    pub starts: Option<Day>,
    /// The day it ends, as planned.
    pub ends: Option<Day>,
    /// How it says that it stands to other works; what it carries on stands apart.
    pub relations: BTreeSet<Relation>,
    /// Hash of the beneficiary's household, for housing.
    pub household: String,
    /// Perceptual hashes of its photos.
    pub photo_hashes: BTreeSet<u64>,
    /// With which works its village gave another one up in this place while both were held: the
    /// gate's own to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held_with: Vec<HeldWith>,
    /// Beside a claim: the revision at which its work last changed in substance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub material_rev: Option<i64>,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            owner: Owner::Desa,
            owner_name: String::new(),
            document: String::new(),
            kegiatan: String::new(),
            funds: BTreeSet::new(),
            volume_e4: 0,
            unit: String::new(),
            capture: None,
            trusted: true,
            rkpdes: false,
            layer: None,
            side: None,
            phase: None,
            starts: None,
            ends: None,
            relations: BTreeSet::new(),
            household: String::new(),
            photo_hashes: BTreeSet::new(),
            held_with: Vec::new(),
            material_rev: None,
        }
    }
}

impl Facts {
    /// The stored text.
    ///
    /// # Errors
    /// A fault, should serialisation fail.
    pub fn encode(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(|error| Error::fault(format!("facts: {error}")))
    }

    /// Reads what [`Facts::encode`] wrote.
    ///
    /// # Errors
    /// A fault when the stored text cannot be read.
    pub fn decode(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| Error::fault(format!("stored facts: {error}")))
    }

    /// The facts of one site.
    pub fn at(&self, site: &Footprint) -> Self {
        Self { capture: site.capture, trusted: site.trusted, ..self.clone() }
    }

    /// The codes of the funds with a semicolon before and after each, for a search by `LIKE`.
    pub fn fund_list(&self) -> String {
        self.funds.iter().fold(String::new(), |list, fund| {
            let head = if list.is_empty() { ";" } else { "" };
            format!("{list}{head}{};", fund.as_str())
        })
    }
}
