//! The statements of the registry. Its tables are reference tables: few writes, read everywhere.

use uuid::Uuid;

store::statements! {
    /// Which reference data was loaded last.
    READ_REFERENCE: cross_desa("charts are reference tables") = "
        SELECT digest FROM registry_reference WHERE name = $1";
    /// Notes which reference data is loaded.
    PUT_REFERENCE: cross_desa("charts are reference tables") = "
        INSERT INTO registry_reference (name, digest, loaded_us) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, loaded_us = excluded.loaded_us";
    /// A place of government.
    PUT_WILAYAH: cross_desa("places are a reference table") = "
        INSERT INTO registry_wilayah (code, kind, name, parent_code, lon_e7, lat_e7)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, name = excluded.name,
            parent_code = excluded.parent_code, lon_e7 = excluded.lon_e7, lat_e7 = excluded.lat_e7";
    /// An activity.
    PUT_KEGIATAN: cross_desa("charts are reference tables") = "
        INSERT INTO registry_kegiatan (code, level, name, is_infrastructure, work_class, origin)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (code) DO UPDATE SET level = excluded.level, name = excluded.name,
            is_infrastructure = excluded.is_infrastructure, work_class = excluded.work_class,
            origin = excluded.origin";
    /// An account.
    PUT_REKENING: cross_desa("charts are reference tables") = "
        INSERT INTO registry_rekening (code, level, name, kind, origin)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (code) DO UPDATE SET level = excluded.level, name = excluded.name,
            kind = excluded.kind, origin = excluded.origin";
    /// A source of money.
    PUT_SUMBER_DANA: cross_desa("charts are reference tables") = "
        INSERT INTO registry_sumber_dana (code, name, print_order, revenue_rekening)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, print_order = excluded.print_order,
            revenue_rekening = excluded.revenue_rekening";
    /// A class of works.
    PUT_WORK_CLASS: cross_desa("charts are reference tables") = "
        INSERT INTO registry_work_class (code, name, families, geometry, design_life_years, physical)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, families = excluded.families,
            geometry = excluded.geometry, design_life_years = excluded.design_life_years,
            physical = excluded.physical";
    /// A dated rule.
    PUT_POLICY: cross_desa("the law is a reference table") = "
        INSERT INTO registry_policy (key, area, valid_from, valid_to, value, unit, basis, verified, note)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (key, area, valid_from) DO UPDATE SET valid_to = excluded.valid_to,
            value = excluded.value, unit = excluded.unit, basis = excluded.basis,
            verified = excluded.verified, note = excluded.note";
    /// A day that is not worked.
    PUT_HOLIDAY: cross_desa("holidays are a reference table") = "
        INSERT INTO registry_holiday (day, name, kind, verified) VALUES ($1, $2, $3, $4)
        ON CONFLICT (day) DO UPDATE SET name = excluded.name, kind = excluded.kind,
            verified = excluded.verified";

    /// The rules in force on day $2 that hold for place $1, the most local of a key first.
    READ_POLICIES: cross_desa("the law is a reference table") = "
        SELECT key, area, valid_from, valid_to, value, unit, basis, verified, note
          FROM registry_policy
         WHERE valid_from <= $2
           AND (valid_to IS NULL OR valid_to >= $2)
           AND (area = '' OR area = $1 OR $1 LIKE area || '.%')
           AND ($3 = '' OR key = $3)
         ORDER BY key, length(area) DESC, valid_from DESC";

    /// A new set of boundaries; 0 rows when the same file is there for the same day.
    PUT_VERSION: cross_desa("boundaries are reference tables") = "
        INSERT INTO registry_boundary_version (version_id, valid_from, source, digest, desa_count,
            loaded_us)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (valid_from, digest) DO NOTHING";
    /// The boundary of one desa.
    PUT_BOUNDARY = "
        INSERT INTO registry_boundary (version_id, desa_id, west_e7, south_e7, east_e7, north_e7, rings)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// A new set of waters; 0 rows when the same file is there for the same day.
    PUT_WATER_SET: cross_desa("waters are reference tables") = "
        INSERT INTO registry_water_set (set_id, valid_from, source, digest, water_count, loaded_us)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (valid_from, digest) DO NOTHING";
    /// One water of a set.
    PUT_WATER: cross_desa("waters are reference tables") = "
        INSERT INTO registry_water (set_id, n, name, half_width_mm, west_e7, south_e7, east_e7,
            north_e7, shape)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// Every set of boundaries, newest first.
    LIST_VERSIONS: cross_desa("boundaries are reference tables") = "
        SELECT version_id, valid_from, source, digest, desa_count, loaded_us
          FROM registry_boundary_version
         ORDER BY valid_from DESC, loaded_us DESC, version_id DESC";
    /// Where the office of a desa stands from a day on; said again of the same day, it is put right.
    PUT_OFFICE = "
        INSERT INTO registry_office (valid_from, desa_id, lon_e7, lat_e7, source, set_by, set_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (valid_from, desa_id) DO UPDATE SET lon_e7 = excluded.lon_e7,
            lat_e7 = excluded.lat_e7, source = excluded.source, set_by = excluded.set_by,
            set_us = excluded.set_us";
    /// Where the office of desa $1 stands on day $2.
    READ_OFFICE = "
        SELECT valid_from, lon_e7, lat_e7, source
          FROM registry_office
         WHERE desa_id = $1 AND valid_from <= $2
         ORDER BY valid_from DESC
         LIMIT 1";
    /// The boundaries of a set.
    READ_BOUNDARIES: cross_desa("boundaries are reference tables") = "
        SELECT desa_id, rings FROM registry_boundary WHERE version_id = $1 ORDER BY desa_id";
}

/// A dated rule as stored.
#[derive(Debug, Clone, store::FromRow)]
pub struct PolicyRow {
    pub key: String,
    pub area: String,
    pub valid_from: i64,
    pub valid_to: Option<i64>,
    pub value: String,
    pub unit: String,
    pub basis: String,
    pub verified: bool,
    pub note: String,
}

/// A set of boundaries as stored.
#[derive(Debug, Clone, store::FromRow)]
pub struct VersionRow {
    pub version_id: Uuid,
    pub valid_from: i64,
    pub source: String,
    pub digest: Vec<u8>,
    pub desa_count: i64,
    pub loaded_us: i64,
}

/// The office of a desa as stored.
#[derive(store::FromRow)]
pub struct OfficeRow {
    pub valid_from: i64,
    pub lon_e7: i64,
    pub lat_e7: i64,
    pub source: String,
}

/// The boundary of a desa as stored.
#[derive(store::FromRow)]
pub struct BoundaryRow {
    pub desa_id: String,
    pub rings: Vec<u8>,
}
