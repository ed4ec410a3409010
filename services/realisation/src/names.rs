//! Resource names of years, payment requests, corrections and projects.

use domain::{
    Day, DesaId, Refusal, Tahun,
    ids::{self, LineId, ProjectId, SppId},
    reason, text,
};
use serde::Serialize;
use uuid::Uuid;

/// A budget year of a village, `desa/35.10.25.2010/tahun/2026`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Year {
    /// The village.
    pub desa: DesaId,
    /// The year.
    pub tahun: Tahun,
}

impl Year {
    /// Reads the resource name.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        let parts: Vec<&str> = name.split('/').collect();
        match parts.as_slice() {
            ["desa", desa, "tahun", tahun] => {
                Ok(Self { desa: DesaId::parse(desa)?, tahun: Tahun::parse(tahun)? })
            }
            _ => Err(malformed(name, "desa/{kode}/tahun/{tahun}")),
        }
    }

    /// The resource name.
    pub fn name(&self) -> String {
        format!("{}/tahun/{}", self.desa.name(), self.tahun)
    }

    /// The village's part of document numbers: `25.2010`.
    pub fn short_code(&self) -> String {
        self.desa.as_str().splitn(3, '.').last().unwrap_or_default().to_owned()
    }
}

/// A payment request by its resource name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SppName {
    /// The year it belongs to.
    pub year: Year,
    /// Its id.
    pub id: SppId,
}

impl SppName {
    /// Reads the resource name.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        let refused = || malformed(name, "desa/{kode}/tahun/{tahun}/spp/{id}");
        let (year, id) = name.split_once("/spp/").ok_or_else(refused)?;
        Ok(Self { year: Year::parse(year)?, id: SppId::parse(id)? })
    }

    /// The resource name.
    pub fn name(&self) -> String {
        format!("{}/spp/{}", self.year.name(), self.id)
    }

    /// The village.
    pub fn desa(&self) -> &DesaId {
        &self.year.desa
    }
}

/// A correction of the books by its resource name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CorrectionName {
    /// The year whose books it is about.
    pub year: Year,
    /// Its id.
    pub id: Uuid,
}

impl CorrectionName {
    /// Reads the resource name.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        let refused = || malformed(name, "desa/{kode}/tahun/{tahun}/corrections/{id}");
        let (year, id) = name.split_once("/corrections/").ok_or_else(refused)?;
        Ok(Self { year: Year::parse(year)?, id: ids::parse(id)? })
    }

    /// The resource name.
    pub fn name(&self) -> String {
        format!("{}/corrections/{}", self.year.name(), self.id)
    }
}

/// Reads the name of a project of a village, of any while the village is not known; empty is none.
pub fn project(name: &str, desa: Option<&DesaId>) -> Result<Option<ProjectId>, Refusal> {
    if name.is_empty() {
        return Ok(None);
    }
    // Another village's project has the right form and the wrong village: name the village.
    let refused = || {
        let owner = desa.map_or_else(|| "desa/{kode}".to_owned(), DesaId::name);
        let expected = format!("{owner}/projects/{{id}}");
        reason::FIELD_MALFORMED.refuse().fact("value", name).fact("expected", expected)
    };
    let (owner, id) = name.split_once("/projects/").ok_or_else(refused)?;
    let owner = DesaId::from_name(owner)?;
    if desa.is_some_and(|desa| *desa != owner) {
        return Err(refused());
    }
    ProjectId::parse(id).map(Some)
}

/// The name of a project of a village.
pub fn project_name(desa: &DesaId, id: ProjectId) -> String {
    format!("{}/projects/{id}", desa.name())
}

/// Reads the id of a budget line.
pub fn line(id: &str) -> Result<LineId, Refusal> {
    if id.is_empty() { Err(reason::FIELD_REQUIRED.refuse()) } else { LineId::parse(id) }
}

/// One line of text that may be empty.
pub fn loose_line(value: &str, max: usize) -> Result<String, Refusal> {
    if value.trim().is_empty() { Ok(String::new()) } else { text::line(value, max) }
}

/// A day that may be left out.
pub fn loose_day(value: &str) -> Result<Option<Day>, Refusal> {
    if value.is_empty() { Ok(None) } else { Day::parse(value).map(Some) }
}

fn malformed(value: &str, expected: &'static str) -> Refusal {
    reason::FIELD_MALFORMED.refuse().fact("value", value).fact("expected", expected)
}

/// A line by its place in a list, as people count: ids tell them nothing.
pub fn nth(at: usize) -> String {
    format!("ke-{}", at.saturating_add(1))
}
