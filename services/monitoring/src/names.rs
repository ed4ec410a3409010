//! Resource names of years, projects and photos.

use domain::{
    DesaId, Refusal, Tahun,
    ids::{PhotoId, ProjectId},
    reason,
};
use serde::Serialize;

/// A project by its resource name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjectName {
    /// The village.
    pub desa: DesaId,
    /// Its id.
    pub id: ProjectId,
}

impl ProjectName {
    /// Reads `desa/{code}/projects/{uuid}`.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        let refused = || malformed(name, "desa/{kode}/projects/{uuid}");
        let (desa, id) = name.split_once("/projects/").ok_or_else(refused)?;
        let desa = DesaId::from_name(desa).map_err(|_| refused())?;
        Ok(Self { desa, id: ProjectId::parse(id).map_err(|_| refused())? })
    }

    /// The resource name.
    pub fn name(&self) -> String {
        format!("{}/projects/{}", self.desa.name(), self.id)
    }
}

/// A photo by its resource name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhotoName {
    /// The project.
    pub project: ProjectName,
    /// Its id.
    pub id: PhotoId,
}

impl PhotoName {
    /// Reads `desa/{code}/projects/{uuid}/photos/{uuid}`.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        let refused = || malformed(name, "desa/{kode}/projects/{uuid}/photos/{uuid}");
        let (project, id) = name.split_once("/photos/").ok_or_else(refused)?;
        let project = ProjectName::parse(project).map_err(|_| refused())?;
        Ok(Self { project, id: PhotoId::parse(id).map_err(|_| refused())? })
    }

    /// The resource name.
    pub fn name(&self) -> String {
        format!("{}/photos/{}", self.project.name(), self.id)
    }

    /// The village.
    pub fn desa(&self) -> &DesaId {
        &self.project.desa
    }
}

/// Reads `desa/{code}/tahun/{year}`.
pub fn year(name: &str) -> Result<(DesaId, Tahun), Refusal> {
    let refused = || malformed(name, "desa/{kode}/tahun/{tahun}");
    let (desa, tahun) = name.split_once("/tahun/").ok_or_else(refused)?;
    let desa = DesaId::from_name(desa).map_err(|_| refused())?;
    Ok((desa, Tahun::parse(tahun).map_err(|_| refused())?))
}

/// Reads a village, with or without a year.
pub fn village_or_year(name: &str) -> Result<(DesaId, Option<Tahun>), Refusal> {
    if name.contains("/tahun/") {
        return year(name).map(|(desa, tahun)| (desa, Some(tahun)));
    }
    DesaId::from_name(name).map(|desa| (desa, None))
}

fn malformed(value: &str, expected: &'static str) -> Refusal {
    reason::FIELD_MALFORMED.refuse().fact("value", value).fact("expected", expected)
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
