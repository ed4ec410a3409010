//! All works of an area against each other, packed; the benches of the district's report read so.

use domain::{Error, Place};
use store::{Tx, args};
use uuid::Uuid;

use crate::{
    join::{self, Collection},
    sql,
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

/// Reads every active claim of an area. A row may hold one claim or many: their ids, and their
/// shapes in the same order.
///
/// # Errors
/// A fault of the store, or GEOMETRY_INVALID for stored bytes that cannot be read.
pub async fn read(tx: &mut Tx<'_>, area: &Place) -> Result<Scan, Error> {
    let mut scan = Scan::default();
    tx.scan(&sql::SCAN_CLAIMS, args![area], |[ids, mut shapes]| {
        let ids = ids.as_chunks::<ID_BYTES>().0;
        scan.claims.extend(ids.iter().map(|id| Uuid::from_bytes(*id)));
        while !shapes.is_empty() {
            scan.shapes.push_encoded(&mut shapes)?;
        }
        Ok(())
    })
    .await?;
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
