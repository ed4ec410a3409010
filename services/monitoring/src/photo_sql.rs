//! The statements about photos.

use uuid::Uuid;

store::statements! {
    /// Announces a photo.
    PUT_PHOTO = "
        INSERT INTO monitoring_photo (desa_id, photo_id, project_id, stage, size_bytes, sha256,
            taken_us, lon_e7, lat_e7, accuracy_mm, state, sent_by, started_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'uploading', $11, $12)";
    /// A photo.
    READ_PHOTO = "
        SELECT p.photo_id, p.stage, p.size_bytes, p.sha256, p.taken_us, p.lon_e7,
               p.lat_e7, p.accuracy_mm, p.state, p.received_bytes, p.media_type, p.sent_by,
               p.finished_us, n.full_name, r.width_px, r.height_px, r.exif_taken_us,
               r.exif_lon_e7, r.exif_lat_e7, r.exif_accuracy_mm, r.findings
          FROM monitoring_photo p
          LEFT JOIN pub_person n ON n.person_id = p.sent_by
          LEFT JOIN monitoring_photo_report r
                 ON r.desa_id = p.desa_id AND r.photo_id = p.photo_id
         WHERE p.desa_id = $1 AND p.project_id = $2 AND p.photo_id = $3";
    /// Holds an upload against everybody else who would go on with it.
    LOCK_PHOTO: locks = "
        SELECT received_bytes FROM monitoring_photo
         WHERE desa_id = $1 AND project_id = $2 AND photo_id = $3";
    /// Photos of a project, oldest first, above id $4.
    LIST_PHOTOS = "
        SELECT p.photo_id, p.stage, p.size_bytes, p.sha256, p.taken_us, p.lon_e7,
               p.lat_e7, p.accuracy_mm, p.state, p.received_bytes, p.media_type, p.sent_by,
               p.finished_us, n.full_name, r.width_px, r.height_px, r.exif_taken_us,
               r.exif_lon_e7, r.exif_lat_e7, r.exif_accuracy_mm, r.findings
          FROM monitoring_photo p
          LEFT JOIN pub_person n ON n.person_id = p.sent_by
          LEFT JOIN monitoring_photo_report r
                 ON r.desa_id = p.desa_id AND r.photo_id = p.photo_id
         WHERE p.desa_id = $1 AND p.project_id = $2 AND ($3 = 0 OR p.photo_id > $4)
         ORDER BY p.photo_id
         LIMIT $5";
    /// Keeps a piece.
    PUT_CHUNK = "
        INSERT INTO monitoring_photo_chunk (desa_id, photo_id, offset_bytes, data)
        VALUES ($1, $2, $3, $4)";
    /// Counts a piece.
    COUNT_BYTES = "
        UPDATE monitoring_photo SET received_bytes = received_bytes + $4
         WHERE desa_id = $1 AND photo_id = $2 AND received_bytes = $3
           AND received_bytes + $4 <= size_bytes AND state = 'uploading'";
    /// The piece that holds byte $3 or begins after it.
    READ_CHUNK = "
        SELECT offset_bytes, data FROM monitoring_photo_chunk
         WHERE desa_id = $1 AND photo_id = $2
           AND offset_bytes >= COALESCE((SELECT MAX(c.offset_bytes) FROM monitoring_photo_chunk c
                                          WHERE c.desa_id = $1 AND c.photo_id = $2
                                            AND c.offset_bytes <= $3), 0)
         ORDER BY offset_bytes
         LIMIT 1";
    /// Ends an upload.
    FINISH_PHOTO = "
        UPDATE monitoring_photo SET state = 'finished', media_type = $3, finished_us = $4
         WHERE desa_id = $1 AND photo_id = $2 AND state = 'uploading'";
    /// A copy for show.
    READ_COPY = "
        SELECT data FROM monitoring_photo_copy
         WHERE desa_id = $1 AND photo_id = $2 AND kind = $3";
    /// Keeps a copy for show.
    PUT_COPY = "
        INSERT INTO monitoring_photo_copy (desa_id, photo_id, kind, data)
        VALUES ($1, $2, $3, $4)";
    /// Keeps what was read.
    PUT_REPORT = "
        INSERT INTO monitoring_photo_report (desa_id, photo_id, project_id, width_px, height_px,
            exif_taken_us, exif_lon_e7, exif_lat_e7, exif_accuracy_mm, findings, site_rev)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// Where the photos of a project were taken that lay at its sites of revision $3 or a later one.
    PHOTOS_AT_SITE = "
        SELECT r.site_rev, p.lon_e7, p.lat_e7, p.accuracy_mm, r.exif_lon_e7, r.exif_lat_e7,
               r.exif_accuracy_mm
          FROM monitoring_photo p
          JOIN monitoring_photo_report r ON r.desa_id = p.desa_id AND r.photo_id = p.photo_id
         WHERE p.desa_id = $1 AND p.project_id = $2 AND p.state = 'finished'
           AND r.site_rev > 0 AND r.site_rev >= $3";
    /// The latest photo of a stage below $3.
    EARLIER_STAGE = "
        SELECT p.stage, COALESCE(r.exif_taken_us, p.taken_us) AS at_us
          FROM monitoring_photo p
          LEFT JOIN monitoring_photo_report r
                 ON r.desa_id = p.desa_id AND r.photo_id = p.photo_id
         WHERE p.desa_id = $1 AND p.project_id = $2 AND p.state = 'finished' AND p.stage < $3
         ORDER BY at_us DESC
         LIMIT 1";
    /// Uploads of a village that were begun before $2 and not ended.
    ABANDONED = "
        SELECT photo_id FROM monitoring_photo
         WHERE desa_id = $1 AND state = 'uploading' AND started_us < $2
         ORDER BY started_us
         LIMIT $3";
    /// Takes the pieces of an upload away.
    DROP_CHUNKS = "DELETE FROM monitoring_photo_chunk WHERE desa_id = $1 AND photo_id = $2";
    /// Takes an upload away.
    DROP_PHOTO = "
        DELETE FROM monitoring_photo
         WHERE desa_id = $1 AND photo_id = $2 AND state = 'uploading'";
}

/// A photo.
#[derive(Debug, Clone, store::FromRow)]
pub struct PhotoRow {
    pub photo_id: Uuid,
    pub stage: i64,
    pub size_bytes: i64,
    pub sha256: Vec<u8>,
    pub taken_us: i64,
    pub lon_e7: Option<i64>,
    pub lat_e7: Option<i64>,
    pub accuracy_mm: Option<i64>,
    pub state: String,
    pub received_bytes: i64,
    pub media_type: Option<String>,
    pub sent_by: Uuid,
    pub finished_us: Option<i64>,
    pub full_name: Option<String>,
    pub width_px: Option<i64>,
    pub height_px: Option<i64>,
    pub exif_taken_us: Option<i64>,
    pub exif_lon_e7: Option<i64>,
    pub exif_lat_e7: Option<i64>,
    pub exif_accuracy_mm: Option<i64>,
    pub findings: Option<String>,
}

/// Where a photo was taken, and the geometry revision whose sites it lay at.
#[derive(Debug, Clone, store::FromRow)]
pub struct TakenRow {
    pub site_rev: i64,
    pub lon_e7: Option<i64>,
    pub lat_e7: Option<i64>,
    pub accuracy_mm: Option<i64>,
    pub exif_lon_e7: Option<i64>,
    pub exif_lat_e7: Option<i64>,
    pub exif_accuracy_mm: Option<i64>,
}

/// A piece of a photo.
#[derive(store::FromRow)]
pub struct ChunkRow {
    pub offset_bytes: i64,
    pub data: Vec<u8>,
}
