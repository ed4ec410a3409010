//! What the gate is told of a work, and what it answers.

use domain::{
    DesaId, Rupiah, Tahun, WorkClass,
    geo::Shape,
    ids::{ClaimId, FlagId, ProjectId},
};
use serde::{Deserialize, Serialize};

use crate::facts::{Capture, Facts};

/// What is done to the thing that stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intervention {
    /// Built where nothing was.
    New,
    /// Put right after decay.
    Rehabilitate,
    /// Made better than it was.
    Upgrade,
    /// Kept in order.
    Maintain,
    /// Taken away and built anew.
    Replace,
}

impl Intervention {
    /// Every intervention.
    pub const ALL: [Self; 5] =
        [Self::New, Self::Rehabilitate, Self::Upgrade, Self::Maintain, Self::Replace];

    /// The stored word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Rehabilitate => "rehabilitate",
            Self::Upgrade => "upgrade",
            Self::Maintain => "maintain",
            Self::Replace => "replace",
        }
    }

    /// The word on screens.
    pub const fn title(self) -> &'static str {
        match self {
            Self::New => "pembangunan baru",
            Self::Rehabilitate => "rehabilitasi",
            Self::Upgrade => "peningkatan",
            Self::Maintain => "pemeliharaan",
            Self::Replace => "penggantian",
        }
    }

    /// The intervention of a stored word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// How much weight a claim has in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// Signed by two persons; blocks others and is blocked.
    Registered,
    /// Only planned; warns.
    Planned,
    /// Another owner's; blocks only with a contract or budget document.
    Outside,
}

impl ClaimKind {
    /// The stored word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Planned => "planned",
            Self::Outside => "outside",
        }
    }

    /// The kind of a stored word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Registered, Self::Planned, Self::Outside].into_iter().find(|k| k.code() == code)
    }
}

/// Resource name of what stands in the register: a village's project, or another owner's claim,
/// which belongs to the kabupaten.
pub fn resource(kind: ClaimKind, desa: &DesaId, id: ProjectId) -> String {
    match kind {
        ClaimKind::Outside => format!("kabupaten/{}/claims/{id}", desa.kabupaten()),
        ClaimKind::Registered | ClaimKind::Planned => format!("{}/projects/{id}", desa.name()),
    }
}

/// One site of a work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footprint {
    /// Where it is.
    pub shape: Shape,
    /// 68 % error of the position in millimetres, if it was recorded.
    pub accuracy_mm: Option<i64>,
    /// How the position came about, if it was told.
    pub capture: Option<Capture>,
    /// Whether the position can be believed; if not, the work is also searched for by its words.
    #[serde(default = "believed")]
    pub trusted: bool,
    /// The part of the work's amount that is spent here.
    pub amount: Rupiah,
}

const fn believed() -> bool {
    true
}

/// A work as it enters the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// The village.
    pub desa: DesaId,
    /// The village's name, for evidence.
    pub desa_name: String,
    /// The project.
    pub project: ProjectId,
    /// Its name, for evidence.
    pub name: String,
    /// Its weight.
    pub kind: ClaimKind,
    /// What it is.
    pub class: WorkClass,
    /// What is done.
    pub intervention: Intervention,
    /// The budget year.
    pub tahun: Tahun,
    /// What it costs.
    pub amount: Rupiah,
    /// The village's earlier project that it carries on, if declared.
    pub continues: Option<ProjectId>,
    /// What else is known; the capture stands with each site.
    pub facts: Facts,
    /// Its sites, at least one.
    pub sites: Vec<Footprint>,
}

/// One line of evidence: what was compared, the numbers, the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Short stable word for programs, e.g. `distance_hard`.
    pub level: String,
    /// Weight in a scorecard; 0 under rule sets without one.
    pub points: i64,
    /// The numbers, by name with the unit last.
    pub facts: std::collections::BTreeMap<String, i64>,
    /// The sentence for people, in Indonesian.
    pub text: String,
}

/// What the rules say of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing to say.
    Clear,
    /// Near enough to tell.
    Warn,
    /// May be one work: a flag.
    Block,
}

impl Verdict {
    /// The stored word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Warn => "warn",
            Self::Block => "block",
        }
    }
}

/// A pair of works with its verdict, its nearest sites and its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The other village.
    pub other_desa: DesaId,
    /// Its name.
    pub other_desa_name: String,
    /// The other project.
    pub other_project: ProjectId,
    /// Its name.
    pub other_name: String,
    /// Its weight.
    pub other_kind: ClaimKind,
    /// Its resource name: a project, a row of the RKPDes, or a claim.
    pub other_resource: String,
    /// Geometry revision of the other project that was compared.
    pub other_geometry_rev: i64,
    /// The revision at which the other project last changed in substance.
    pub other_material_rev: i64,
    /// The verdict.
    pub verdict: Verdict,
    /// Smallest distance between two sites, millimetres.
    pub distance_mm: i64,
    /// Metres of line that both claim, millimetres, where lines were compared.
    pub overlap_mm: Option<i64>,
    /// Every piece of evidence, in a fixed order.
    pub evidence: Vec<Evidence>,
    /// The flag that was raised, if one was.
    pub flag: Option<FlagId>,
}

/// A clearance: no blocking pair, as of these revisions and this position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clearance {
    /// Geometry revision that was screened.
    pub geometry_rev: i64,
    /// Rule set by which it was screened.
    pub rule_rev: i64,
    /// Position of the register: the sum of the sequences of the locked cells.
    pub seq: i64,
}

/// What screening a work gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screening {
    /// Geometry revision that was screened.
    pub geometry_rev: i64,
    /// Rule set by which it was screened.
    pub rule_rev: i64,
    /// The clearance, when nothing blocks.
    pub clearance: Option<Clearance>,
    /// Pairs that block, each with its flag.
    pub blocks: Vec<Finding>,
    /// Pairs that are only told.
    pub warnings: Vec<Finding>,
}

/// A claim as the register holds it: one site of a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The village.
    pub desa: DesaId,
    /// Its name.
    pub desa_name: String,
    /// The project.
    pub project: ProjectId,
    /// Its name.
    pub name: String,
    /// Its weight.
    pub kind: ClaimKind,
    /// Number of the site within the project, from 0.
    pub site: i64,
    /// Geometry revision.
    pub geometry_rev: i64,
    /// What it is.
    pub class: WorkClass,
    /// What is done.
    pub intervention: Intervention,
    /// The budget year.
    pub tahun: Tahun,
    /// What is spent here.
    pub amount: Rupiah,
    /// The project it carries on.
    pub continues: Option<ProjectId>,
    /// Where it is.
    pub shape: Shape,
    /// 68 % error in millimetres, if recorded.
    pub accuracy_mm: Option<i64>,
    /// What else is known.
    pub facts: Facts,
}

impl Claim {
    /// Whether it counts in a year: a plan lapses with its own.
    pub fn is_in_force(&self, year: i32) -> bool {
        self.kind != ClaimKind::Planned || self.tahun.get() >= year
    }

    /// Resource name of the project, the row of the RKPDes or the claim that it is a site of.
    pub fn resource(&self) -> String {
        if self.facts.rkpdes {
            return format!("{}/tahun/{}/rkpdes/{}", self.desa.name(), self.tahun, self.project);
        }
        resource(self.kind, &self.desa, self.project)
    }
}
