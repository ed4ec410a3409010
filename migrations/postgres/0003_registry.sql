-- Places, charts of codes, dated law, village boundaries.

-- What of the shipped reference data was loaded last.
CREATE TABLE registry_reference (
    name      TEXT    NOT NULL PRIMARY KEY,
    digest    TEXT    NOT NULL,
    loaded_us BIGINT  NOT NULL
);

-- Places of government by their dotted code.
CREATE TABLE registry_wilayah (
    code        TEXT    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL CHECK (kind IN ('kabupaten', 'kecamatan', 'desa', 'kelurahan')),
    name        TEXT    NOT NULL,
    parent_code TEXT    NOT NULL,
    lon_e7      BIGINT,
    lat_e7      BIGINT
);

-- Activities: bidang, sub-bidang, kegiatan.
CREATE TABLE registry_kegiatan (
    code              TEXT    NOT NULL PRIMARY KEY,
    level             BIGINT  NOT NULL CHECK (level BETWEEN 1 AND 3),
    name              TEXT    NOT NULL,
    is_infrastructure BOOLEAN NOT NULL,
    work_class        TEXT    NOT NULL,
    origin            TEXT    NOT NULL
);

-- Accounts: akun, kelompok, jenis, objek.
CREATE TABLE registry_rekening (
    code   TEXT    NOT NULL PRIMARY KEY,
    level  BIGINT  NOT NULL CHECK (level BETWEEN 1 AND 4),
    name   TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    origin TEXT    NOT NULL
);

-- Sources of money; the groups of revenue accounts that feed one are parted by ';'.
CREATE TABLE registry_sumber_dana (
    code             TEXT    NOT NULL PRIMARY KEY,
    name             TEXT    NOT NULL,
    print_order      BIGINT  NOT NULL,
    revenue_rekening TEXT    NOT NULL
);

-- Classes of physical works; families are parted by ';'.
CREATE TABLE registry_work_class (
    code              TEXT    NOT NULL PRIMARY KEY,
    name              TEXT    NOT NULL,
    families          TEXT    NOT NULL,
    geometry          TEXT    NOT NULL CHECK (geometry IN ('point', 'line', 'polygon')),
    design_life_years BIGINT  NOT NULL,
    physical          BOOLEAN NOT NULL
);

-- Dated law; an empty value means that the rule exists and its value is unknown.
CREATE TABLE registry_policy (
    key        TEXT    NOT NULL,
    area       TEXT    NOT NULL,
    valid_from BIGINT  NOT NULL,
    valid_to   BIGINT  CHECK (valid_to >= valid_from),
    value      TEXT    NOT NULL,
    unit       TEXT    NOT NULL,
    basis      TEXT    NOT NULL,
    verified   BOOLEAN NOT NULL,
    note       TEXT    NOT NULL,
    PRIMARY KEY (key, area, valid_from)
);

-- Days that are not worked.
CREATE TABLE registry_holiday (
    day      BIGINT  NOT NULL PRIMARY KEY,
    name     TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    verified BOOLEAN NOT NULL
);

-- Dated sets of village boundaries.
CREATE TABLE registry_boundary_version (
    version_id UUID    NOT NULL PRIMARY KEY,
    valid_from BIGINT  NOT NULL,
    source     TEXT    NOT NULL,
    digest     BYTEA   NOT NULL,
    desa_count BIGINT  NOT NULL CHECK (desa_count > 0),
    loaded_us  BIGINT  NOT NULL,
    UNIQUE (valid_from, digest)
);

-- The boundary of one desa in one set: box in 1e-7 degrees, rings as bytes.
CREATE TABLE registry_boundary (
    version_id UUID    NOT NULL REFERENCES registry_boundary_version (version_id),
    desa_id    TEXT    NOT NULL,
    west_e7    BIGINT  NOT NULL,
    south_e7   BIGINT  NOT NULL,
    east_e7    BIGINT  NOT NULL CHECK (east_e7 > west_e7),
    north_e7   BIGINT  NOT NULL CHECK (north_e7 > south_e7),
    rings      BYTEA   NOT NULL,
    PRIMARY KEY (version_id, desa_id)
);

CREATE TRIGGER registry_boundary_version_no_change BEFORE UPDATE OR DELETE ON registry_boundary_version
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE TRIGGER registry_boundary_no_change BEFORE UPDATE OR DELETE ON registry_boundary
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE VIEW pub_wilayah WITH (security_invoker = true) AS
SELECT code, kind, name, parent_code, lon_e7, lat_e7 FROM registry_wilayah;

CREATE VIEW pub_desa WITH (security_invoker = true) AS
SELECT d.code AS desa_id, d.name, d.kind, d.parent_code AS kecamatan, k.name AS kecamatan_name,
       d.lon_e7, d.lat_e7
  FROM registry_wilayah d
  JOIN registry_wilayah k ON k.code = d.parent_code
 WHERE d.kind IN ('desa', 'kelurahan');

CREATE VIEW pub_kegiatan WITH (security_invoker = true) AS
SELECT code, level, name, is_infrastructure, work_class FROM registry_kegiatan;

CREATE VIEW pub_rekening WITH (security_invoker = true) AS
SELECT code, level, name, kind FROM registry_rekening;

CREATE VIEW pub_sumber_dana WITH (security_invoker = true) AS
SELECT code, name, print_order, revenue_rekening FROM registry_sumber_dana;

CREATE VIEW pub_work_class WITH (security_invoker = true) AS
SELECT code, name, families, geometry, design_life_years, physical FROM registry_work_class;

CREATE VIEW pub_policy WITH (security_invoker = true) AS
SELECT key, area, valid_from, valid_to, value, unit, basis FROM registry_policy;

CREATE VIEW pub_holiday WITH (security_invoker = true) AS
SELECT day FROM registry_holiday;

CREATE VIEW pub_boundary_version WITH (security_invoker = true) AS
SELECT version_id, valid_from, source FROM registry_boundary_version;
