//! All works of an area against each other, packed; the benches of the district's report read so.

use std::{sync::mpsc, thread};

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
/// shapes in the same order. While the store reads on, another thread unpacks what it has read.
///
/// # Errors
/// A fault of the store, or GEOMETRY_INVALID for stored bytes that cannot be read.
pub async fn read(tx: &mut Tx<'_>, area: &Place) -> Result<Scan, Error> {
    let (sender, batches) = mpsc::sync_channel::<Batch>(BATCHES_MAX);
    let unpack = move || {
        let mut scan = Scan::default();
        batches.into_iter().try_for_each(|batch| scan.take(&batch)).map(|()| scan)
    };
    let unpacking = thread::Builder::new().spawn(unpack);
    let unpacking = unpacking.map_err(|error| Error::fault(format!("no thread: {error}")))?;
    // Codes are digits with dots: what is of an area begins with its code and a dot, and the next
    // character after the dot is a slash; after the digits comes a colon.
    let after = if area.level() == 0 { ":".to_owned() } else { format!("{}/", area.as_str()) };
    let mut batch = Batch::new();
    let read = tx.scan(&sql::SCAN_CLAIMS, args![area, after], |[ids, shapes]| {
        batch.ids.extend_from_slice(ids);
        batch.shapes.extend_from_slice(shapes);
        if batch.shapes.len() >= BATCH_BYTES {
            let full = std::mem::replace(&mut batch, Batch::new());
            // It fails when unpacking did, which tells why below.
            return sender.send(full).map_err(|_| Error::fault("claims that cannot be unpacked"));
        }
        Ok(())
    });
    let read = read.await;
    let _ = sender.send(batch);
    drop(sender);
    let scan = unpacking.join().map_err(|_| Error::fault("unpacking claims broke off"))??;
    read.map(|()| scan)
}

/// Bytes of shapes that are handed over together.
const BATCH_BYTES: usize = 1 << 16;
/// Batches that wait for being unpacked.
const BATCHES_MAX: usize = 8;

/// Claims as the store holds them.
struct Batch {
    ids: Vec<u8>,
    shapes: Vec<u8>,
}

impl Batch {
    fn new() -> Self {
        // A point, the smallest shape, has about as many bytes as its id.
        Self { ids: Vec::with_capacity(BATCH_BYTES), shapes: Vec::with_capacity(BATCH_BYTES) }
    }
}

impl Scan {
    fn take(&mut self, batch: &Batch) -> Result<(), Error> {
        let ids = batch.ids.as_chunks::<ID_BYTES>().0;
        self.claims.extend(ids.iter().map(|id| Uuid::from_bytes(*id)));
        let mut shapes = batch.shapes.as_slice();
        while !shapes.is_empty() {
            self.shapes.push_encoded(&mut shapes)?;
        }
        if self.claims.len() == self.shapes.len() {
            return Ok(());
        }
        Err(Error::fault("claims and their shapes are not of one number"))
    }

    /// Hands every pair of claims within a radius to visitors, one a thread.
    pub fn join<V: join::Visit>(&self, radius_m: f64, visitor: impl Fn() -> V + Sync) -> Vec<V> {
        join::shapes(&self.shapes, radius_m, join::threads(), visitor)
    }
}
