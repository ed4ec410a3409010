//! A photo as stored and told.

use domain::{Error, geo::LonLat, ids::PhotoId};
use edge::convert;
use store::{Tx, args};
use wire::monitoring::v1::{self as proto, PhotoState};

use crate::{
    alike,
    content::accuracy_m,
    findings,
    names::{PhotoName, ProjectName},
    photo_sql::{self, ChunkRow, PhotoRow},
};

/// Reads a photo.
pub async fn read(tx: &mut Tx<'_>, name: &PhotoName) -> Result<PhotoRow, Error> {
    let (desa, project) = (name.desa(), name.project.id.uuid());
    tx.one(&photo_sql::READ_PHOTO, args![desa, project, name.id.uuid()]).await
}

/// Locks and reads a photo.
pub async fn lock(tx: &mut Tx<'_>, name: &PhotoName) -> Result<PhotoRow, Error> {
    let (desa, project) = (name.desa(), name.project.id.uuid());
    let _: (i64,) = tx.one(&photo_sql::LOCK_PHOTO, args![desa, project, name.id.uuid()]).await?;
    read(tx, name).await
}

/// The photo as a message, with what looks like it.
pub async fn whole(tx: &mut Tx<'_>, name: &PhotoName) -> Result<proto::Photo, Error> {
    let mut photo = message(&name.project, &read(tx, name).await?);
    if let Some(reading) = &mut photo.reading {
        reading.matches = alike::matches(tx, name).await?;
    }
    Ok(photo)
}

/// A copy for show.
pub async fn copy(tx: &mut Tx<'_>, name: &PhotoName, kind: &str) -> Result<Vec<u8>, Error> {
    let (data,): (Vec<u8>,) =
        tx.one(&photo_sql::READ_COPY, args![name.desa(), name.id.uuid(), kind]).await?;
    Ok(data)
}

/// The bytes from an offset on, as far as one stored piece goes; none at the end.
pub async fn piece(
    tx: &mut Tx<'_>,
    name: &PhotoName,
    offset_bytes: i64,
) -> Result<Option<Vec<u8>>, Error> {
    let row: Option<ChunkRow> =
        tx.maybe(&photo_sql::READ_CHUNK, args![name.desa(), name.id.uuid(), offset_bytes]).await?;
    let Some(row) = row else { return Ok(None) };
    let skip = usize::try_from(offset_bytes.saturating_sub(row.offset_bytes)).unwrap_or_default();
    Ok(row.data.get(skip..).filter(|rest| !rest.is_empty()).map(<[u8]>::to_vec))
}

/// The photo as a message.
pub fn message(project: &ProjectName, row: &PhotoRow) -> proto::Photo {
    let name = PhotoName { project: project.clone(), id: PhotoId::new(row.photo_id) };
    let position = position(row.lon_e7, row.lat_e7).map(convert::lon_lat_message);
    let state = if row.state == "finished" { PhotoState::Finished } else { PhotoState::Uploading };
    proto::Photo {
        name: name.name(),
        facts: Some(proto::PhotoFacts {
            stage: i32::try_from(row.stage).unwrap_or_default(),
            size_bytes: row.size_bytes,
            sha256: row.sha256.clone(),
            taken_us: row.taken_us,
            position,
            accuracy_m: accuracy_m(row.accuracy_mm),
        }),
        state: state.into(),
        received_bytes: row.received_bytes,
        media_type: row.media_type.clone().unwrap_or_default(),
        sent_by_display_name: row.full_name.clone().unwrap_or_default(),
        finished_us: row.finished_us.unwrap_or_default(),
        reading: reading(row),
    }
}

/// Stored integers as a position.
pub fn position(lon_e7: Option<i64>, lat_e7: Option<i64>) -> Option<LonLat> {
    let (lon, lat) = lon_e7.zip(lat_e7)?;
    LonLat::from_e7(i32::try_from(lon).ok()?, i32::try_from(lat).ok()?).ok()
}

fn reading(row: &PhotoRow) -> Option<proto::PhotoReading> {
    let (width, height) = row.width_px.zip(row.height_px)?;
    Some(proto::PhotoReading {
        width_px: i32::try_from(width).unwrap_or_default(),
        height_px: i32::try_from(height).unwrap_or_default(),
        taken_us: row.exif_taken_us,
        position: position(row.exif_lon_e7, row.exif_lat_e7).map(convert::lon_lat_message),
        accuracy_m: accuracy_m(row.exif_accuracy_mm),
        findings: findings::stored(row.findings.as_deref().unwrap_or_default())
            .into_iter()
            .map(|one| proto::PhotoFinding { code: one.code, message: one.message })
            .collect(),
        matches: Vec::new(),
    })
}
