//! Boundaries kept in memory: a version never changes, so it is read once.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, PoisonError, RwLock},
};

use domain::{Error, geo::LonLat};
use store::{Tx, args};
use uuid::Uuid;

use super::Area;
use crate::sql::{self, BoundaryRow};

/// The most versions kept; a district has one every few years.
const VERSIONS_MAX: usize = 16;

/// One version of the boundaries.
#[derive(Debug)]
pub struct Edition {
    /// The version.
    pub id: Uuid,
    /// The areas by code of their desa.
    pub areas: Vec<(String, Area)>,
}

impl Edition {
    /// The area of a desa, if this version has it.
    pub fn area(&self, desa: &str) -> Option<&Area> {
        let at = self.areas.binary_search_by(|(code, _)| code.as_str().cmp(desa)).ok()?;
        self.areas.get(at).map(|(_, area)| area)
    }
}

/// Versions read so far, shared by all calls.
#[derive(Debug, Default)]
pub struct Atlas {
    editions: RwLock<HashMap<Uuid, Arc<Edition>>>,
}

impl Atlas {
    /// A version, from memory or from the store; no areas when there is no such version.
    ///
    /// # Errors
    /// Those of a read.
    pub async fn edition(&self, tx: &mut Tx<'_>, id: Uuid) -> Result<Arc<Edition>, Error> {
        let known = self.editions.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        if let Some(edition) = known {
            return Ok(edition);
        }
        let rows: Vec<BoundaryRow> = tx.all(&sql::READ_BOUNDARIES, args![id]).await?;
        let mut areas = Vec::with_capacity(rows.len());
        for row in rows {
            let area = Area::decode(&row.rings)
                .ok_or_else(|| Error::fault(format!("stored boundary of {}", row.desa_id)))?;
            areas.push((row.desa_id, area));
        }
        areas.sort_by(|(a, _), (b, _)| a.cmp(b));
        let edition = Arc::new(Edition { id, areas });
        if !edition.areas.is_empty() {
            let mut editions = self.editions.write().unwrap_or_else(PoisonError::into_inner);
            if editions.len() >= VERSIONS_MAX {
                editions.clear();
            }
            editions.insert(id, edition.clone());
        }
        Ok(edition)
    }
}

/// Where a position lies under some boundaries.
#[derive(Debug, Clone, PartialEq)]
pub enum Located {
    /// In these desa, by code; more than one only on a border or where the source overlaps.
    Inside {
        /// Their codes.
        desa: Vec<String>,
        /// The version of the first one.
        version: Uuid,
    },
    /// In none.
    Outside {
        /// Code of the nearest one.
        nearest: String,
        /// Metres to its border.
        distance_m: f64,
        /// Its version.
        version: Uuid,
    },
    /// No boundary is known.
    NotChecked,
}

/// Looks a position up in versions, newest first; of each desa the newest area counts.
pub fn locate(editions: &[Arc<Edition>], at: LonLat) -> Located {
    let areas = in_force(editions);
    let mut inside: Vec<(&str, Uuid)> = areas
        .iter()
        .filter(|(_, area, _)| area.covers(at))
        .map(|(code, _, version)| (*code, *version))
        .collect();
    inside.sort_unstable();
    if let Some((_, version)) = inside.first() {
        let version = *version;
        return Located::Inside {
            desa: inside.into_iter().map(|(code, _)| code.to_owned()).collect(),
            version,
        };
    }
    let mut nearest: Option<(f64, &str, Uuid)> = None;
    for (code, area, version) in areas {
        let limit = nearest.map_or(f64::INFINITY, |(distance_m, _, _)| distance_m);
        if area.least_distance_m(at) < limit {
            let distance_m = area.border_distance_m(at);
            if distance_m < limit {
                nearest = Some((distance_m, code, version));
            }
        }
    }
    nearest.map_or(Located::NotChecked, |(distance_m, code, version)| Located::Outside {
        nearest: code.to_owned(),
        distance_m,
        version,
    })
}

/// Of each desa the area of the newest version that has one.
fn in_force(editions: &[Arc<Edition>]) -> Vec<(&str, &Area, Uuid)> {
    let mut seen = HashSet::new();
    let mut areas = Vec::new();
    for edition in editions {
        for (code, area) in &edition.areas {
            if seen.insert(code.as_str()) {
                areas.push((code.as_str(), area, edition.id));
            }
        }
    }
    areas
}
