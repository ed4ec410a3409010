//! LocateDesa, GetBoundary, ListBoundaryVersions.

use std::sync::Arc;

use domain::{
    Day, DesaId, Error, Place, Refusal, geo::LonLat, ids::BoundaryVersionId,
    reason::FIELD_MALFORMED,
};
use edge::{Violations, convert};
use store::{Query, Tx, args};
use uuid::Uuid;
use wire::{access::registry_service as method, registry::v1 as api};

use super::{
    Atlas,
    atlas::{Edition, Located, locate},
    version_name,
};
use crate::{
    page::{Page, Window},
    sql::{self, VersionRow},
};

/// Millimetres in a metre.
const MM: f64 = 1_000.0;

/// Which boundaries are asked for.
#[derive(Debug, Clone, Copy)]
enum Which {
    /// Those of today.
    Today,
    /// Those of a day.
    On(Day),
    /// One version.
    Version(BoundaryVersionId),
}

impl Which {
    fn on(day: &str) -> Result<Self, Refusal> {
        Day::parse(day).map(Self::On)
    }

    fn version(name: &str) -> Result<Self, Refusal> {
        let id = name.strip_prefix("boundaryVersions/").ok_or_else(|| {
            FIELD_MALFORMED.refuse().fact("value", name).fact("expected", "boundaryVersions/{uuid}")
        })?;
        BoundaryVersionId::parse(id).map(Self::Version)
    }

    /// The versions in force, newest first; NOT_FOUND for a version that is not there.
    async fn editions(self, tx: &mut Tx<'_>, atlas: &Atlas) -> Result<Vec<Arc<Edition>>, Error> {
        let day = match self {
            Self::Today => tx.today(),
            Self::On(day) => day,
            Self::Version(id) => {
                let edition = atlas.edition(tx, id.uuid()).await?;
                return if edition.areas.is_empty() {
                    Err(Error::absent())
                } else {
                    Ok(vec![edition])
                };
            }
        };
        let rows: Vec<VersionRow> = tx.all(&sql::LIST_VERSIONS, args![]).await?;
        let mut editions = Vec::new();
        for row in rows.iter().filter(|row| row.valid_from <= i64::from(day.number())) {
            editions.push(atlas.edition(tx, row.version_id).await?);
        }
        Ok(editions)
    }
}

/// LocateDesa.
pub struct LocateDesa {
    at: LonLat,
    which: Which,
    atlas: Arc<Atlas>,
}

impl LocateDesa {
    /// Reads the request with every bad field at once.
    pub fn parse(request: &api::LocateDesaRequest, atlas: &Arc<Atlas>) -> Result<Self, Error> {
        use api::locate_desa_request::Boundaries;
        let mut faults = Violations::new();
        let position = request.position.as_ref();
        let at = faults.required("position", position, convert::lon_lat);
        let which = match &request.boundaries {
            None => Some(Which::Today),
            Some(Boundaries::Day(day)) => faults.read("day", Which::on(day)),
            Some(Boundaries::BoundaryVersion(name)) => {
                faults.read("boundary_version", Which::version(name))
            }
        };
        let parsed = at.zip(which);
        faults.finish(parsed.map(|(at, which)| Self { at, which, atlas: atlas.clone() }))
    }
}

impl Query for LocateDesa {
    const METHOD: &'static str = method::LOCATE_DESA;
    type Answer = api::LocateDesaResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<api::LocateDesaResponse, Error> {
        let editions = self.which.editions(tx, &self.atlas).await?;
        let name = |code: String| format!("desa/{code}");
        Ok(match locate(&editions, self.at) {
            Located::Inside { desa, version } => api::LocateDesaResponse {
                locating: api::Locating::Inside.into(),
                desa: desa.into_iter().map(name).collect(),
                boundary_version: version_name(version),
                ..Default::default()
            },
            Located::Outside { nearest, distance_m, version } => api::LocateDesaResponse {
                locating: api::Locating::Outside.into(),
                nearest_desa: name(nearest),
                distance_mm: millimetres(distance_m),
                boundary_version: version_name(version),
                ..Default::default()
            },
            Located::NotChecked => api::LocateDesaResponse {
                locating: api::Locating::NotChecked.into(),
                ..Default::default()
            },
        })
    }
}

/// Whole millimetres; at least one, since what lies outside is not on the border.
fn millimetres(distance_m: f64) -> i64 {
    // Distances on Earth stay below 3e10 mm, which both types hold exactly.
    #[allow(clippy::cast_possible_truncation)]
    let rounded = (distance_m * MM).round().min(1e12) as i64;
    rounded.max(1)
}

/// GetBoundary.
pub struct GetBoundary {
    desa: DesaId,
    which: Which,
    atlas: Arc<Atlas>,
}

impl GetBoundary {
    /// Reads the request with every bad field at once.
    pub fn parse(request: &api::GetBoundaryRequest, atlas: &Arc<Atlas>) -> Result<Self, Error> {
        use api::get_boundary_request::Boundaries;
        let mut faults = Violations::new();
        let desa = faults.read("name", DesaId::from_name(&request.name));
        let which = match &request.boundaries {
            None => Some(Which::Today),
            Some(Boundaries::Day(day)) => faults.read("day", Which::on(day)),
            Some(Boundaries::BoundaryVersion(name)) => {
                faults.read("boundary_version", Which::version(name))
            }
        };
        let parsed = desa.zip(which);
        faults.finish(parsed.map(|(desa, which)| Self { desa, which, atlas: atlas.clone() }))
    }
}

impl Query for GetBoundary {
    const METHOD: &'static str = method::GET_BOUNDARY;
    type Answer = api::GetBoundaryResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<api::GetBoundaryResponse, Error> {
        let editions = self.which.editions(tx, &self.atlas).await?;
        let code = self.desa.as_str();
        let found: Option<(Uuid, String)> =
            editions.iter().find_map(|edition| Some((edition.id, edition.area(code)?.geojson())));
        let (version, geojson) = found.ok_or_else(Error::absent)?;
        let boundary_version = version_name(version);
        Ok(api::GetBoundaryResponse { name: self.desa.name(), boundary_version, geojson })
    }
}

/// ListBoundaryVersions.
pub struct ListBoundaryVersions {
    request: api::ListBoundaryVersionsRequest,
    window: Window,
}

fn page(request: &api::ListBoundaryVersionsRequest) -> Page<'_> {
    Page {
        method: method::LIST_BOUNDARY_VERSIONS,
        parameters: &[],
        size: request.page_size,
        token: &request.page_token,
    }
}

impl ListBoundaryVersions {
    /// Reads the request.
    pub fn parse(request: api::ListBoundaryVersionsRequest) -> Result<Self, Error> {
        let window = page(&request).only()?;
        Ok(Self { request, window })
    }
}

impl Query for ListBoundaryVersions {
    const METHOD: &'static str = method::LIST_BOUNDARY_VERSIONS;
    type Answer = api::ListBoundaryVersionsResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<api::ListBoundaryVersionsResponse, Error> {
        let rows: Vec<VersionRow> = tx.all(&sql::LIST_VERSIONS, args![]).await?;
        let rows = rows.into_iter().map(|row| api::BoundaryVersion {
            name: version_name(row.version_id),
            valid_from: convert::day_text(Some(row.valid_from)),
            source: row.source,
            desa_count: i32::try_from(row.desa_count).unwrap_or(i32::MAX),
            digest: row.digest,
            loaded_us: row.loaded_us,
        });
        let page = page(&self.request);
        let (boundary_versions, next_page_token) =
            page.cut(&self.window, rows, |row| row.name.as_str());
        Ok(api::ListBoundaryVersionsResponse { boundary_versions, next_page_token })
    }
}

/// Without a position there is nothing to look up.
#[cfg(test)]
mod tests {
    use domain::reason::FIELD_REQUIRED;

    use super::*;

    #[test]
    fn a_request_without_position_or_with_a_bad_version_is_refused_at_once() {
        use api::locate_desa_request::Boundaries;
        let request = api::LocateDesaRequest {
            position: None,
            boundaries: Some(Boundaries::BoundaryVersion("versi/1".into())),
        };
        let error = LocateDesa::parse(&request, &Arc::default()).err().unwrap();
        assert!(error.has(&FIELD_REQUIRED) && error.has(&FIELD_MALFORMED));
    }
}
