//! All works of an area against each other, packed; the benches of the district's report read so.

use domain::{Error, Place};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    join::{self, Collection},
    sql::{self, PackedRow},
};

/// Bytes of a claim's id.
const ID_BYTES: usize = 16;

/// Every active claim of an area: ids and shapes under the same numbers.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// Whose shape it is, by number.
    pub claims: Vec<Uuid>,
    /// The shapes.
    pub shapes: Collection,
}

/// Reads every active claim of an area. Ids and shapes come as two long values, because a
/// row a claim costs ten times what the claim itself does.
///
/// # Errors
/// A fault of the store, or GEOMETRY_INVALID for stored bytes that cannot be read.
pub async fn read(tx: &mut Tx<'_>, area: &Place) -> Result<Scan, Error> {
    let row: PackedRow = tx.one(&sql::PACK_CLAIMS, args![area]).await?;
    let mut scan = Scan::default();
    scan.claims.extend(row.ids.as_chunks::<ID_BYTES>().0.iter().map(|id| Uuid::from_bytes(*id)));
    let mut shapes = row.shapes.as_slice();
    while !shapes.is_empty() {
        scan.shapes.push_encoded(&mut shapes)?;
    }
    if scan.claims.len() != scan.shapes.len() {
        return Err(Error::fault("claims and their shapes are not of one number"));
    }
    Ok(scan)
}

impl Scan {
    /// Hands every pair of claims within a radius to visitors, one a thread.
    pub fn join<V: join::Visit>(&self, radius_m: f64, visitor: impl Fn() -> V + Sync) -> Vec<V> {
        join::shapes(&self.shapes, radius_m, join::threads(), visitor)
    }
}
