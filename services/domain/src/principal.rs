//! Who acts: a person, the session, and the mandates valid today.

use serde::{Deserialize, Serialize};

use crate::{
    Day,
    code::Place,
    ids::{MandateId, PersonId, SessionId},
};

/// The roles of the authorisation matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Operator desa: data entry, never decides.
    Op,
    /// Pelaksana kegiatan anggaran (kaur or kasi).
    Pka,
    /// Sekretaris desa.
    Sek,
    /// Kaur keuangan.
    Keu,
    /// Kepala desa.
    Kds,
    /// Badan permusyawaratan desa.
    Bpd,
    /// Camat.
    Cam,
    /// Dinas pemberdayaan masyarakat dan desa.
    Pmd,
    /// Inspektorat (APIP).
    Ins,
    /// A system of another office.
    Sys,
    /// Platform administrator, without business rights.
    Adm,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 11] = [
        Self::Op,
        Self::Pka,
        Self::Sek,
        Self::Keu,
        Self::Kds,
        Self::Bpd,
        Self::Cam,
        Self::Pmd,
        Self::Ins,
        Self::Sys,
        Self::Adm,
    ];

    /// The short code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Op => "OP",
            Self::Pka => "PKA",
            Self::Sek => "SEK",
            Self::Keu => "KEU",
            Self::Kds => "KDS",
            Self::Bpd => "BPD",
            Self::Cam => "CAM",
            Self::Pmd => "PMD",
            Self::Ins => "INS",
            Self::Sys => "SYS",
            Self::Adm => "ADM",
        }
    }

    /// The role of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The title as people say it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Op => "Operator Desa",
            Self::Pka => "Pelaksana Kegiatan Anggaran",
            Self::Sek => "Sekretaris Desa",
            Self::Keu => "Kaur Keuangan",
            Self::Kds => "Kepala Desa",
            Self::Bpd => "Badan Permusyawaratan Desa",
            Self::Cam => "Camat",
            Self::Pmd => "Dinas PMD",
            Self::Ins => "Inspektorat",
            Self::Sys => "Sistem",
            Self::Adm => "Administrator",
        }
    }
}

/// A dated right to act in one role for one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// Its id, written into the audit log with every act.
    pub id: MandateId,
    /// The role it gives.
    pub role: Role,
    /// The desa, kecamatan, kabupaten or platform it is for.
    pub area: Place,
    /// First day it holds.
    pub from: Day,
    /// Last day it holds; open when absent.
    pub to: Option<Day>,
}

impl Mandate {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// A signed-in person with every mandate, valid or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The human being; accounts and mandates point to him or her.
    pub person: PersonId,
    /// The session the call came through.
    pub session: SessionId,
    /// All mandates, also lapsed ones.
    pub mandates: Vec<Mandate>,
    /// When the password was last given again, microseconds.
    pub stepped_up_us: Option<i64>,
}

impl Principal {
    /// Mandates valid on a day.
    pub fn valid_on(&self, day: Day) -> impl Iterator<Item = &Mandate> {
        self.mandates.iter().filter(move |mandate| mandate.holds_on(day))
    }

    /// Whether the person holds one of the roles over a place on a day.
    pub fn holds(&self, roles: &[Role], place: &Place, day: Day) -> bool {
        self.valid_on(day).any(|m| roles.contains(&m.role) && m.area.covers(place))
    }
}

/// A person acting by one mandate: what `authorise` gives and the audit log keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    /// Who.
    pub person: PersonId,
    /// Through which session.
    pub session: SessionId,
    /// By which mandate; absent for acts on oneself (sign out, own inbox).
    pub mandate: Option<Mandate>,
}
