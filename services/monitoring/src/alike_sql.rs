//! The statements about photos that look alike.

use uuid::Uuid;

store::statements! {
    /// Every hash of which a band equals one of 17 values, as one text: in bands of 16 bits, those
    /// of the query and their neighbours of one bit. One row, since rows cost more than numbers.
    NEAR_HASHES: cross_desa("a photo is searched in all villages") = "
        SELECT string_agg(CAST(hash AS TEXT), ',') AS hashes FROM (
            SELECT hash FROM monitoring_photo_hash
             WHERE band0 IN (
                    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                    $16, $17)
             UNION ALL
            SELECT hash FROM monitoring_photo_hash
             WHERE band1 IN (
                    $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31,
                    $32, $33, $34)
             UNION ALL
            SELECT hash FROM monitoring_photo_hash
             WHERE band2 IN (
                    $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48,
                    $49, $50, $51)
             UNION ALL
            SELECT hash FROM monitoring_photo_hash
             WHERE band3 IN (
                    $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65,
                    $66, $67, $68)) AS near";
    /// Photos with a hash, at most $2.
    PHOTOS_OF_HASH: cross_desa("a photo is searched in all villages") = "
        SELECT h.desa_id, h.photo_id, h.project_id, p.stage
          FROM monitoring_photo_hash h
          JOIN monitoring_photo p ON p.desa_id = h.desa_id AND p.photo_id = h.photo_id
         WHERE h.hash = $1
         ORDER BY h.desa_id, h.photo_id
         LIMIT $2";
    /// How many villages have a hash, counted up to $2.
    VILLAGES_OF_HASH: cross_desa("a photo is searched in all villages") = "
        SELECT COUNT(*) FROM (
            SELECT DISTINCT desa_id FROM monitoring_photo_hash WHERE hash = $1 LIMIT $2) AS v";
    /// Waits for the turn to search and add.
    TAKE_TURN: locks_cross_desa("one turn for all villages") = "
        SELECT one FROM monitoring_photo_turn WHERE one = 1";
    /// Keeps a hash.
    PUT_HASH = "
        INSERT INTO monitoring_photo_hash (desa_id, photo_id, part, project_id, hash, band0, band1,
            band2, band3)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// Keeps that two photos look alike, on one side.
    PUT_MATCH = "
        INSERT INTO monitoring_photo_match (desa_id, photo_id, other_desa_id, other_photo_id,
            project_id, other_project_id, bits, found_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// What looks like a photo.
    MATCHES_OF = "
        SELECT other_desa_id, other_photo_id, other_project_id, bits, found_us
          FROM monitoring_photo_match
         WHERE desa_id = $1 AND photo_id = $2
         ORDER BY bits, other_desa_id, other_photo_id
         LIMIT 100";
    /// The other work, for the sentence.
    OTHER_WORK: cross_desa("of whichever village has the photo") = "
        SELECT p.name, p.tahun, d.name AS desa
          FROM monitoring_project p
          LEFT JOIN pub_desa d ON d.desa_id = p.desa_id
         WHERE p.desa_id = $1 AND p.project_id = $2";
    /// Hashes of the whole pictures of a work.
    HASHES_OF_WORK = "
        SELECT hash FROM monitoring_photo_hash
         WHERE desa_id = $1 AND project_id = $2 AND part = 0
         ORDER BY hash";
}

/// The one text of near hashes.
#[derive(store::FromRow)]
pub struct NearRow {
    pub hashes: Option<String>,
}

/// A photo with a hash.
#[derive(Debug, Clone, store::FromRow)]
pub struct HolderRow {
    pub desa_id: String,
    pub photo_id: Uuid,
    pub project_id: Uuid,
    pub stage: i64,
}

/// A photo that looks alike.
#[derive(Debug, Clone, store::FromRow)]
pub struct MatchRow {
    pub other_desa_id: String,
    pub other_photo_id: Uuid,
    pub other_project_id: Uuid,
    pub bits: i64,
    pub found_us: i64,
}

/// The other work.
#[derive(Debug, Clone, store::FromRow)]
pub struct WorkRow {
    pub name: String,
    pub tahun: i64,
    pub desa: Option<String>,
}
