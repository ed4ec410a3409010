//! Resource names of this room.

use domain::{
    DesaId, Refusal, Tahun,
    ids::{self, ApbdesId, DpaId, RkpdesId},
    reason,
};
use serde::Serialize;
use uuid::Uuid;

/// A village's year, `desa/35.10.25.2010/tahun/2026`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct YearName {
    pub desa: DesaId,
    pub tahun: Tahun,
}

impl YearName {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let (desa, tahun) = text
            .split_once("/tahun/")
            .ok_or_else(|| malformed(text, "desa/{kode}/tahun/{tahun}"))?;
        Ok(Self { desa: DesaId::from_name(desa)?, tahun: Tahun::parse(tahun)? })
    }

    pub fn text(&self) -> String {
        format!("{}/tahun/{}", self.desa.name(), self.tahun)
    }

    pub fn apbdes(&self, id: Uuid) -> String {
        format!("{}/apbdes/{id}", self.text())
    }

    pub fn rkpdes(&self, id: Uuid) -> String {
        format!("{}/rkpdes/{id}", self.text())
    }

    pub fn dpa(&self, id: Uuid) -> String {
        format!("{}/dpa/{id}", self.text())
    }

    /// Reads `{year}/{collection}/{uuid}`.
    fn child(
        text: &str,
        collection: &str,
        expected: &'static str,
    ) -> Result<(Self, Uuid), Refusal> {
        let (year, id) = text.split_once(collection).ok_or_else(|| malformed(text, expected))?;
        Ok((Self::parse(year)?, ids::parse(id)?))
    }
}

/// A village, or one of its years: the parent of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parent {
    pub desa: DesaId,
    pub tahun: Option<Tahun>,
}

impl Parent {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if text.contains("/tahun/") {
            let year = YearName::parse(text)?;
            return Ok(Self { desa: year.desa, tahun: Some(year.tahun) });
        }
        Ok(Self { desa: DesaId::from_name(text)?, tahun: None })
    }
}

/// A version of a budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ApbdesName {
    pub year: YearName,
    pub id: ApbdesId,
}

impl ApbdesName {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let expected = "desa/{kode}/tahun/{tahun}/apbdes/{id}";
        let (year, id) = YearName::child(text, "/apbdes/", expected)?;
        Ok(Self { year, id: ApbdesId::new(id) })
    }

    pub fn text(&self) -> String {
        self.year.apbdes(self.id.uuid())
    }
}

/// A row of the yearly plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RkpdesName {
    pub year: YearName,
    pub id: RkpdesId,
}

impl RkpdesName {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let expected = "desa/{kode}/tahun/{tahun}/rkpdes/{id}";
        let (year, id) = YearName::child(text, "/rkpdes/", expected)?;
        Ok(Self { year, id: RkpdesId::new(id) })
    }
}

/// An execution document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct DpaName {
    pub year: YearName,
    pub id: DpaId,
}

impl DpaName {
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let expected = "desa/{kode}/tahun/{tahun}/dpa/{id}";
        let (year, id) = YearName::child(text, "/dpa/", expected)?;
        Ok(Self { year, id: DpaId::new(id) })
    }

    pub fn text(&self) -> String {
        self.year.dpa(self.id.uuid())
    }
}

fn malformed(text: &str, expected: &'static str) -> Refusal {
    reason::FIELD_MALFORMED.refuse().fact("value", text).fact("expected", expected)
}

#[cfg(test)]
#[path = "name_tests.rs"]
mod tests;
