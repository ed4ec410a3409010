//! Loading a file of boundaries as one dated version, whole or not at all.

use std::sync::Arc;

use domain::{Day, Error, Place, hex, ids::BoundaryVersionId, text};
use ring::digest::{SHA256, digest};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Store, Tx, args};
use uuid::Uuid;

use super::{BadFeature, Feature, parse, version_name};
use crate::{data, refusal::BOUNDARIES_EXIST, sql};

/// The method under which boundaries are loaded.
pub const IMPORT_BOUNDARIES_METHOD: &str = "internal/registry.ImportBoundaries";

/// What was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// The new version.
    pub version: BoundaryVersionId,
    /// Desa and kelurahan in it.
    pub desa_count: usize,
    /// Vertices of all of them.
    pub vertex_count: usize,
    /// Desa and kelurahan of the registry that the file does not have, by code.
    pub missing: Vec<String>,
}

/// Why nothing was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportFailure {
    /// These features cannot be used.
    Features(Vec<BadFeature>),
    /// The file as a whole cannot be used, or the store refused.
    Refused(Error),
}

impl From<Error> for ImportFailure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl std::fmt::Display for ImportFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Features(bad) => {
                writeln!(f, "{} fitur tidak dapat dipakai; tidak ada yang dimuat:", bad.len())?;
                bad.iter().try_for_each(|feature| writeln!(f, "  {feature}"))
            }
            Self::Refused(error) => match error.refusals.first() {
                Some(refusal) => write!(f, "{}: {}", refusal.code, refusal.message()),
                None => write!(f, "{}", error.detail.as_deref().unwrap_or("gagal")),
            },
        }
    }
}

impl std::error::Error for ImportFailure {}

/// Loads a GeoJSON FeatureCollection as the boundaries that hold from a day on.
///
/// `source` says where it comes from; `progress` hears how many of how many features
/// are read. One transaction writes the whole version.
///
/// # Errors
/// [`ImportFailure::Features`] with every bad feature, or [`ImportFailure::Refused`] with
/// BOUNDARY_FILE_UNREADABLE, BOUNDARIES_EXIST, a bad source, or what the store says.
pub async fn import(
    store: &Store,
    geojson: &[u8],
    valid_from: Day,
    source: &str,
    progress: impl FnMut(usize, usize),
) -> Result<ImportReport, ImportFailure> {
    let source = text::name(source).map_err(|refusal| Error::from(refusal.at("source")))?;
    let reference = data::reference()?;
    let (features, bad) = parse(geojson, reference, progress)?;
    if !bad.is_empty() {
        return Err(ImportFailure::Features(bad));
    }
    let features = Arc::new(features);
    let digest = digest(&SHA256, geojson).as_ref().to_vec();
    let command = ImportBoundaries { valid_from, source, digest, features: features.clone() };
    let version = store.execute_once(None, command).await?;
    let version = Uuid::from_slice(&version).map_err(|error| Error::fault(error.to_string()))?;
    let has = |code: &str| features.iter().any(|feature| feature.desa.as_str() == code);
    let villages = reference.wilayah.values().filter(|place| place.is_village());
    let missing = villages.filter(|place| !has(&place.code)).map(|place| place.code.clone());
    Ok(ImportReport {
        version: BoundaryVersionId::new(version),
        desa_count: features.len(),
        vertex_count: features.iter().map(|feature| feature.area.vertex_count()).sum(),
        missing: missing.collect(),
    })
}

/// Writes a version. The digest of the file stands for its contents in the fingerprint.
#[derive(Serialize)]
struct ImportBoundaries {
    valid_from: Day,
    source: String,
    digest: Vec<u8>,
    #[serde(skip)]
    features: Arc<Vec<Feature>>,
}

impl Command for ImportBoundaries {
    const METHOD: &'static str = IMPORT_BOUNDARIES_METHOD;
    /// The bytes of the version's id.
    type Answer = Vec<u8>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<u8>, Error> {
        let id = tx.new_id();
        let now_us = tx.now_us();
        let desa_count = i64::try_from(self.features.len()).unwrap_or(i64::MAX);
        let digest = self.digest.as_slice();
        let made = tx
            .exec(
                &sql::PUT_VERSION,
                args![id, self.valid_from, &self.source, digest, desa_count, now_us],
            )
            .await?;
        if made == 0 {
            let refusal = BOUNDARIES_EXIST.refuse();
            let from = self.valid_from;
            return Err(refusal.shown("valid_from", from.iso(), from.long()).into());
        }
        for Feature { desa, area } in self.features.iter() {
            let [west, south, east, north] = area.bbox();
            let values = args![id, desa, west, south, east, north, area.encode()];
            tx.exec(&sql::PUT_BOUNDARY, values).await?;
        }
        let detail = json!({ "valid_from": self.valid_from, "source": self.source,
            "digest": hex(&self.digest), "desa_count": desa_count });
        tx.record(Event::new("boundaries.imported", version_name(id)).with(detail));
        Ok(id.into_bytes().to_vec())
    }
}
