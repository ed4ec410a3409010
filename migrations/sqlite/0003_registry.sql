-- Places, charts of codes, dated law, village boundaries.

-- What of the shipped reference data was loaded last.
CREATE TABLE registry_reference (
    name      TEXT    NOT NULL PRIMARY KEY,
    digest    TEXT    NOT NULL,
    loaded_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Places of government by their dotted code.
CREATE TABLE registry_wilayah (
    code        TEXT    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL CHECK (kind IN ('kabupaten', 'kecamatan', 'desa', 'kelurahan')),
    name        TEXT    NOT NULL,
    parent_code TEXT    NOT NULL,
    lon_e7      INTEGER,
    lat_e7      INTEGER
) STRICT, WITHOUT ROWID;

-- Activities: bidang, sub-bidang, kegiatan.
CREATE TABLE registry_kegiatan (
    code              TEXT    NOT NULL PRIMARY KEY,
    level             INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
    name              TEXT    NOT NULL,
    is_infrastructure INTEGER NOT NULL CHECK (is_infrastructure IN (0, 1)),
    work_class        TEXT    NOT NULL,
    origin            TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Accounts: akun, kelompok, jenis, objek.
CREATE TABLE registry_rekening (
    code   TEXT    NOT NULL PRIMARY KEY,
    level  INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4),
    name   TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    origin TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Sources of money; the groups of revenue accounts that feed one are parted by ';'.
CREATE TABLE registry_sumber_dana (
    code             TEXT    NOT NULL PRIMARY KEY,
    name             TEXT    NOT NULL,
    print_order      INTEGER NOT NULL,
    revenue_rekening TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Classes of physical works; families are parted by ';'.
CREATE TABLE registry_work_class (
    code              TEXT    NOT NULL PRIMARY KEY,
    name              TEXT    NOT NULL,
    families          TEXT    NOT NULL,
    geometry          TEXT    NOT NULL CHECK (geometry IN ('point', 'line', 'polygon')),
    design_life_years INTEGER NOT NULL,
    physical          INTEGER NOT NULL CHECK (physical IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Dated law; an empty value means that the rule exists and its value is unknown.
CREATE TABLE registry_policy (
    key        TEXT    NOT NULL,
    area       TEXT    NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to   INTEGER CHECK (valid_to >= valid_from),
    value      TEXT    NOT NULL,
    unit       TEXT    NOT NULL,
    basis      TEXT    NOT NULL,
    verified   INTEGER NOT NULL CHECK (verified IN (0, 1)),
    note       TEXT    NOT NULL,
    PRIMARY KEY (key, area, valid_from)
) STRICT, WITHOUT ROWID;

-- Days that are not worked.
CREATE TABLE registry_holiday (
    day      INTEGER NOT NULL PRIMARY KEY,
    name     TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    verified INTEGER NOT NULL CHECK (verified IN (0, 1))
) STRICT;

-- Dated sets of village boundaries.
CREATE TABLE registry_boundary_version (
    version_id BLOB    NOT NULL PRIMARY KEY,
    valid_from INTEGER NOT NULL,
    source     TEXT    NOT NULL,
    digest     BLOB    NOT NULL,
    desa_count INTEGER NOT NULL CHECK (desa_count > 0),
    loaded_us  INTEGER NOT NULL,
    UNIQUE (valid_from, digest)
) STRICT, WITHOUT ROWID;

-- The boundary of one desa in one set: box in 1e-7 degrees, rings as bytes.
CREATE TABLE registry_boundary (
    version_id BLOB    NOT NULL REFERENCES registry_boundary_version (version_id),
    desa_id    TEXT    NOT NULL,
    west_e7    INTEGER NOT NULL,
    south_e7   INTEGER NOT NULL,
    east_e7    INTEGER NOT NULL CHECK (east_e7 > west_e7),
    north_e7   INTEGER NOT NULL CHECK (north_e7 > south_e7),
    rings      BLOB    NOT NULL,
    PRIMARY KEY (version_id, desa_id)
) STRICT;

CREATE TRIGGER registry_boundary_version_no_update BEFORE UPDATE ON registry_boundary_version
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER registry_boundary_version_no_delete BEFORE DELETE ON registry_boundary_version
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER registry_boundary_no_update BEFORE UPDATE ON registry_boundary
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER registry_boundary_no_delete BEFORE DELETE ON registry_boundary
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE VIEW pub_wilayah AS
SELECT code, kind, name, parent_code, lon_e7, lat_e7 FROM registry_wilayah;

CREATE VIEW pub_desa AS
SELECT d.code AS desa_id, d.name, d.kind, d.parent_code AS kecamatan, k.name AS kecamatan_name,
       d.lon_e7, d.lat_e7
  FROM registry_wilayah d
  JOIN registry_wilayah k ON k.code = d.parent_code
 WHERE d.kind IN ('desa', 'kelurahan');

CREATE VIEW pub_kegiatan AS
SELECT code, level, name, is_infrastructure, work_class FROM registry_kegiatan;

CREATE VIEW pub_rekening AS
SELECT code, level, name, kind FROM registry_rekening;

CREATE VIEW pub_sumber_dana AS
SELECT code, name, print_order, revenue_rekening FROM registry_sumber_dana;

CREATE VIEW pub_work_class AS
SELECT code, name, families, geometry, design_life_years, physical FROM registry_work_class;

CREATE VIEW pub_policy AS
SELECT key, area, valid_from, valid_to, value, unit, basis FROM registry_policy;

CREATE VIEW pub_holiday AS
SELECT day FROM registry_holiday;

CREATE VIEW pub_boundary_version AS
SELECT version_id, valid_from, source FROM registry_boundary_version;
