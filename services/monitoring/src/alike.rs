//! Photos that look alike, searched over all villages and years.
//!
//! Exact up to seven bits: hashes that differ in at most seven have a band of 16 bits that
//! differs in at most one, and all 17 values of each band are looked up.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Error, Refusal, ids::PhotoId, ids::ProjectId};
use picture::{Report, hash::LOOK_BITS};
use store::{Args, Tx, Value, args};
use uuid::Uuid;
use wire::monitoring::v1 as proto;

use crate::{
    alike_sql::{self, HolderRow, MatchRow, NearRow, WorkRow},
    names::PhotoName,
    reading,
    refusal::{PHOTO_COMMON, PHOTO_REUSED_STAGE, PHOTO_REUSED_WORK},
};

/// Bands of a hash.
const BANDS: u32 = 4;
/// Bits of a band.
const BAND_BITS: u32 = 16;
/// The most photos of one hash that are looked at.
const HOLDERS_MAX: i64 = 200;
/// The most other works that are told of one photo.
const TOLD_MAX: usize = 10;

/// A hash as its column holds it: the same 64 bits.
fn stored(hash: u64) -> i64 {
    i64::from_ne_bytes(hash.to_ne_bytes())
}

/// The four bands, the highest first.
fn bands(hash: u64) -> [i64; 4] {
    let [a, b, c, d, e, f, g, h] = hash.to_be_bytes();
    let band = |high: u8, low: u8| i64::from(high) * 256 + i64::from(low);
    [band(a, b), band(c, d), band(e, f), band(g, h)]
}

/// What is bound to [`alike_sql::NEAR_HASHES`]: each band with its sixteen neighbours.
pub fn near_args(hash: u64) -> Args {
    let neighbours = |band: i64| {
        let flipped = (0..BAND_BITS).map(move |bit| band ^ (1_i64 << bit));
        std::iter::once(band).chain(flipped)
    };
    Args(bands(hash).into_iter().flat_map(neighbours).map(Value::from).collect())
}

/// Stored hashes within seven bits of a hash, with their distance.
///
/// # Errors
/// A fault of the store.
pub async fn near_hashes(tx: &mut Tx<'_>, hash: u64) -> Result<BTreeMap<i64, u32>, Error> {
    let row: NearRow = tx.one(&alike_sql::NEAR_HASHES, near_args(hash)).await?;
    Ok(within(hash, row.hashes.as_deref().unwrap_or_default()))
}

/// Those of a list of numbers that are within seven bits.
fn within(hash: u64, list: &str) -> BTreeMap<i64, u32> {
    list.split(',')
        .filter_map(|number| number.parse::<i64>().ok())
        .map(|found| (found, (found ^ stored(hash)).count_ones()))
        .filter(|(_, bits)| *bits <= LOOK_BITS)
        .collect()
}

/// A photo that looks like the one that was sent.
#[derive(Debug, Clone)]
struct Alike {
    bits: u32,
    holder: HolderRow,
}

/// Searches a finished photo among all that were kept before, keeps its own hashes and what was
/// found, and tells it.
pub async fn search(
    tx: &mut Tx<'_>,
    name: &PhotoName,
    stage: i64,
    report: &Report,
) -> Result<Vec<Refusal>, Error> {
    if report.parts.is_empty() {
        return Ok(Vec::new());
    }
    let _: (i64,) = tx.one(&alike_sql::TAKE_TURN, args![]).await?;
    let villages_max = reading::law(tx, name, "photo.villages_max").await?;
    let mut hashes = BTreeMap::new();
    let queries: BTreeSet<u64> = report.parts.iter().chain(&report.variants).copied().collect();
    for query in queries {
        for (hash, bits) in near_hashes(tx, query).await? {
            let known = hashes.entry(hash).or_insert(bits);
            *known = bits.min(*known);
        }
    }
    let (alike, common) = holders(tx, name, &hashes, villages_max).await?;
    put_hashes(tx, name, &report.parts).await?;
    let mut found = told(tx, name, stage, &alike).await?;
    found.extend(common.map(|count| PHOTO_COMMON.refuse().fact("count", count)));
    Ok(found)
}

/// Who has these hashes; when too many villages do, nobody, and how many.
async fn holders(
    tx: &mut Tx<'_>,
    name: &PhotoName,
    hashes: &BTreeMap<i64, u32>,
    villages_max: i64,
) -> Result<(Vec<Alike>, Option<i64>), Error> {
    let mut alike: BTreeMap<Uuid, Alike> = BTreeMap::new();
    let mut villages = BTreeSet::from([name.desa().as_str().to_owned()]);
    for (hash, bits) in hashes {
        let limit = villages_max.saturating_add(1);
        let (count,): (i64,) = tx.one(&alike_sql::VILLAGES_OF_HASH, args![*hash, limit]).await?;
        if count > villages_max {
            return Ok((Vec::new(), Some(count)));
        }
        let rows: Vec<HolderRow> =
            tx.all(&alike_sql::PHOTOS_OF_HASH, args![*hash, HOLDERS_MAX]).await?;
        for holder in rows {
            villages.insert(holder.desa_id.clone());
            let new = Alike { bits: *bits, holder };
            let known = alike.entry(new.holder.photo_id).or_insert_with(|| new.clone());
            known.bits = known.bits.min(new.bits);
        }
    }
    let count = i64::try_from(villages.len()).unwrap_or(i64::MAX);
    if count > villages_max {
        return Ok((Vec::new(), Some(count)));
    }
    Ok((alike.into_values().collect(), None))
}

async fn put_hashes(tx: &mut Tx<'_>, name: &PhotoName, parts: &[u64]) -> Result<(), Error> {
    let (desa, id, project) = (name.desa(), name.id.uuid(), name.project.id.uuid());
    for (part, hash) in (0_i64..).zip(parts) {
        let [band0, band1, band2, band3] = bands(*hash);
        tx.exec(
            &alike_sql::PUT_HASH,
            args![desa, id, part, project, stored(*hash), band0, band1, band2, band3],
        )
        .await?;
    }
    Ok(())
}

/// Keeps each pair on both sides; tells the other stages of this work and the other works.
async fn told(
    tx: &mut Tx<'_>,
    name: &PhotoName,
    stage: i64,
    alike: &[Alike],
) -> Result<Vec<Refusal>, Error> {
    let own = name.project.id.uuid();
    let (mut found, mut works) = (Vec::new(), BTreeSet::new());
    for Alike { bits, holder } in alike {
        let same_work = holder.project_id == own;
        if same_work && holder.stage == stage {
            // The same moment sent twice is no harm.
            continue;
        }
        put_match(tx, name, holder, *bits).await?;
        if works.len() >= TOLD_MAX || !works.insert((holder.project_id, same_work)) {
            continue;
        }
        if same_work {
            let refusal = PHOTO_REUSED_STAGE.refuse().fact("earlier", holder.stage);
            found.push(refusal.fact("stage", stage));
        } else {
            found.push(other_work(tx, holder).await?);
        }
    }
    Ok(found)
}

async fn put_match(
    tx: &mut Tx<'_>,
    name: &PhotoName,
    holder: &HolderRow,
    bits: u32,
) -> Result<(), Error> {
    let own = (name.desa().as_str(), name.id.uuid(), name.project.id.uuid());
    let other = (holder.desa_id.as_str(), holder.photo_id, holder.project_id);
    let now_us = tx.now_us();
    for (a, b) in [(own, other), (other, own)] {
        tx.exec(&alike_sql::PUT_MATCH, args![a.0, a.1, b.0, b.1, a.2, b.2, bits, now_us]).await?;
    }
    Ok(())
}

async fn other_work(tx: &mut Tx<'_>, holder: &HolderRow) -> Result<Refusal, Error> {
    let work: WorkRow =
        tx.one(&alike_sql::OTHER_WORK, args![&holder.desa_id, holder.project_id]).await?;
    Ok(PHOTO_REUSED_WORK
        .refuse()
        .fact("work", work.name)
        .fact("desa", work.desa.unwrap_or_else(|| holder.desa_id.clone()))
        .fact("tahun", work.tahun))
}

/// What looks like a photo, whichever of the two came first.
pub async fn matches(tx: &mut Tx<'_>, name: &PhotoName) -> Result<Vec<proto::PhotoMatch>, Error> {
    let rows: Vec<MatchRow> =
        tx.all(&alike_sql::MATCHES_OF, args![name.desa(), name.id.uuid()]).await?;
    let message = |row: MatchRow| proto::PhotoMatch {
        photo: format!(
            "desa/{}/projects/{}/photos/{}",
            row.other_desa_id,
            ProjectId::new(row.other_project_id),
            PhotoId::new(row.other_photo_id)
        ),
        bits: i32::try_from(row.bits).unwrap_or_default(),
        found_us: row.found_us,
    };
    Ok(rows.into_iter().map(message).collect())
}

/// Hashes of the whole pictures of a work, for the gate.
pub async fn of_work(
    tx: &mut Tx<'_>,
    name: &crate::names::ProjectName,
) -> Result<BTreeSet<u64>, Error> {
    let rows: Vec<(i64,)> =
        tx.all(&alike_sql::HASHES_OF_WORK, args![&name.desa, name.id.uuid()]).await?;
    Ok(rows.into_iter().map(|(hash,)| u64::from_ne_bytes(hash.to_ne_bytes())).collect())
}

// The bands make up the hash.
const _: () = assert!(BANDS * BAND_BITS == u64::BITS);

#[cfg(test)]
#[path = "alike_tests.rs"]
mod tests;
