//! The statements about the ground: villages and waters of the registry; and the key of hashes.

use uuid::Uuid;

store::statements! {
    /// Villages whose box meets $2..$5 (west, south, east, north), each by the newest set of
    /// boundaries in force on day $1 that has it, with where its office stands that day.
    VILLAGES_AROUND: cross_desa("boundaries are reference tables") = "
        SELECT b.desa_id, d.name, d.lon_e7, d.lat_e7, o.lon_e7 AS office_lon_e7,
               o.lat_e7 AS office_lat_e7, b.version_id, b.rings
          FROM pub_boundary b
          JOIN pub_desa d ON d.desa_id = b.desa_id
          LEFT JOIN pub_office o
            ON o.desa_id = b.desa_id AND o.valid_from <= $1
           AND NOT EXISTS (
               SELECT 1 FROM pub_office later
                WHERE later.desa_id = b.desa_id AND later.valid_from <= $1
                  AND later.valid_from > o.valid_from)
         WHERE b.south_e7 <= $5 AND b.north_e7 >= $3 AND b.west_e7 <= $4 AND b.east_e7 >= $2
           AND b.valid_from <= $1
           AND NOT EXISTS (
               SELECT 1 FROM pub_boundary n
                WHERE n.desa_id = b.desa_id AND n.valid_from <= $1
                  AND (n.valid_from > b.valid_from
                       OR (n.valid_from = b.valid_from AND n.loaded_us > b.loaded_us)
                       OR (n.valid_from = b.valid_from AND n.loaded_us = b.loaded_us
                           AND n.version_id > b.version_id)))
         ORDER BY b.desa_id";
    /// The village by the newest set of boundaries in force on day $2 that has it, with where its
    /// office stands that day.
    VILLAGE = "
        SELECT b.desa_id, d.name, d.lon_e7, d.lat_e7, o.lon_e7 AS office_lon_e7,
               o.lat_e7 AS office_lat_e7, b.version_id, b.rings
          FROM pub_boundary b
          JOIN pub_desa d ON d.desa_id = b.desa_id
          LEFT JOIN pub_office o
            ON o.desa_id = b.desa_id AND o.valid_from <= $2
           AND NOT EXISTS (
               SELECT 1 FROM pub_office later
                WHERE later.desa_id = b.desa_id AND later.valid_from <= $2
                  AND later.valid_from > o.valid_from)
         WHERE b.desa_id = $1 AND b.valid_from <= $2
         ORDER BY b.valid_from DESC, b.loaded_us DESC, b.version_id DESC
         LIMIT 1";
    /// Any village of place $1 that has a boundary in force on day $2.
    ANY_VILLAGE: cross_desa("boundaries are reference tables") = "
        SELECT b.desa_id
          FROM pub_boundary b
         WHERE (b.desa_id = $1 OR b.desa_id LIKE $1 || '.%') AND b.valid_from <= $2
         LIMIT 1";
    /// Makes the key under which households and payees are hashed, if there is none.
    PUT_PEPPER: cross_desa("the key is one for the whole store") = "
        INSERT INTO gate_pepper (one, pepper) VALUES (1, $1) ON CONFLICT (one) DO NOTHING";
    /// The same key.
    READ_PEPPER: cross_desa("the key is one for the whole store") = "
        SELECT pepper FROM gate_pepper WHERE one = 1";
    /// Waters whose box meets $2..$5, of every set in force on day $1.
    WATERS_AROUND: cross_desa("waters are reference tables") = "
        SELECT w.name, w.half_width_mm, w.shape
          FROM pub_water w
         WHERE w.south_e7 <= $5 AND w.north_e7 >= $3 AND w.west_e7 <= $4 AND w.east_e7 >= $2
           AND w.valid_from <= $1
         ORDER BY w.valid_from DESC, w.set_id, w.n";
}

/// A village as the registry publishes it.
#[derive(store::FromRow)]
pub struct VillageRow {
    pub desa_id: String,
    pub name: String,
    pub lon_e7: Option<i64>,
    pub lat_e7: Option<i64>,
    pub office_lon_e7: Option<i64>,
    pub office_lat_e7: Option<i64>,
    pub version_id: Uuid,
    pub rings: Vec<u8>,
}

/// A water as the registry publishes it.
#[derive(store::FromRow)]
pub struct WaterRow {
    pub name: String,
    pub half_width_mm: i64,
    pub shape: Vec<u8>,
}
