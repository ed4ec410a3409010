-- Boundaries for other rooms, and waters.

-- Boundaries are looked up by box and by desa.
CREATE INDEX registry_boundary_by_box
    ON registry_boundary (south_e7, north_e7, west_e7, east_e7);
CREATE INDEX registry_boundary_by_desa ON registry_boundary (desa_id, version_id);

CREATE VIEW pub_boundary WITH (security_invoker = true) AS
SELECT b.desa_id, b.version_id, v.valid_from, v.loaded_us, b.west_e7, b.south_e7, b.east_e7,
       b.north_e7, b.rings
  FROM registry_boundary b
  JOIN registry_boundary_version v ON v.version_id = b.version_id;

-- Dated sets of waters: where no building stands.
CREATE TABLE registry_water_set (
    set_id      UUID    NOT NULL PRIMARY KEY,
    valid_from  BIGINT  NOT NULL,
    source      TEXT    NOT NULL,
    digest      BYTEA   NOT NULL,
    water_count BIGINT  NOT NULL CHECK (water_count > 0),
    loaded_us   BIGINT  NOT NULL,
    UNIQUE (valid_from, digest)
);

-- One river, canal or lake: a line with half its width, or an area.
CREATE TABLE registry_water (
    set_id        UUID    NOT NULL REFERENCES registry_water_set (set_id),
    n             BIGINT  NOT NULL CHECK (n >= 0),
    name          TEXT    NOT NULL,
    half_width_mm BIGINT  NOT NULL CHECK (half_width_mm >= 0),
    west_e7       BIGINT  NOT NULL,
    south_e7      BIGINT  NOT NULL,
    east_e7       BIGINT  NOT NULL,
    north_e7      BIGINT  NOT NULL,
    shape         BYTEA   NOT NULL,
    PRIMARY KEY (set_id, n)
);
CREATE INDEX registry_water_by_box ON registry_water (south_e7, north_e7, west_e7, east_e7);

CREATE TRIGGER registry_water_set_no_change BEFORE UPDATE OR DELETE ON registry_water_set
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE TRIGGER registry_water_no_change BEFORE UPDATE OR DELETE ON registry_water
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE VIEW pub_water WITH (security_invoker = true) AS
SELECT w.set_id, s.valid_from, s.source, w.n, w.name, w.half_width_mm, w.west_e7, w.south_e7,
       w.east_e7, w.north_e7, w.shape
  FROM registry_water w
  JOIN registry_water_set s ON s.set_id = w.set_id;
