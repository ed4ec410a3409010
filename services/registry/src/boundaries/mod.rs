//! Village boundaries: dated sets that are loaded whole and never changed.

mod atlas;
mod import;
mod locate;
mod parse;

pub use atlas::Atlas;
pub use domain::geo::area::Area;
pub use import::{IMPORT_BOUNDARIES_METHOD, ImportFailure, ImportReport, import};
pub use parse::{BadFeature, Feature, collection, parse};

pub(crate) use locate::{GetBoundary, ListBoundaryVersions, LocateDesa};

/// The resource name of a version.
pub(crate) fn version_name(id: uuid::Uuid) -> String {
    format!("boundaryVersions/{id}")
}

#[cfg(test)]
#[path = "boundaries_tests.rs"]
mod boundaries_tests;
