-- Projects with their sites, and photos.

-- Works of a village with a place; the overlap register holds what is registered.
CREATE TABLE monitoring_project (
    desa_id        TEXT   NOT NULL,
    project_id     UUID   NOT NULL,
    tahun          BIGINT NOT NULL,
    kegiatan       TEXT   NOT NULL,
    work_class     TEXT   NOT NULL,
    intervention   TEXT   NOT NULL
        CHECK (intervention IN ('new', 'rehabilitate', 'upgrade', 'maintain', 'replace')),
    name           TEXT   NOT NULL CHECK (name <> ''),
    amount_sen     BIGINT NOT NULL CHECK (amount_sen > 0),
    volume_e4      BIGINT NOT NULL CHECK (volume_e4 >= 0),
    unit           TEXT   NOT NULL,
    continues_id   UUID,
    state          TEXT   NOT NULL
        CHECK (state IN ('draft', 'submitted', 'registered', 'cancelled')),
    state_since_us BIGINT NOT NULL,
    geometry_rev   BIGINT NOT NULL DEFAULT 1 CHECK (geometry_rev > 0),
    revision       BIGINT NOT NULL DEFAULT 1 CHECK (revision > 0),
    note           TEXT   NOT NULL DEFAULT '',
    proposed_by    UUID   NOT NULL,
    created_us     BIGINT NOT NULL,
    submitted_by   UUID,
    registered_by  UUID,
    registered_us  BIGINT,
    cancel_by      UUID,
    cancelled_by   UUID,
    PRIMARY KEY (desa_id, project_id),
    CHECK (registered_by IS NULL OR registered_by <> submitted_by),
    CHECK (state <> 'registered' OR registered_by IS NOT NULL),
    CHECK (cancelled_by IS NULL OR cancel_by IS NULL OR cancelled_by <> cancel_by)
);

CREATE INDEX monitoring_project_by_year ON monitoring_project (desa_id, tahun, kegiatan);

-- Sites of each geometry revision.
CREATE TABLE monitoring_site (
    desa_id      TEXT   NOT NULL,
    project_id   UUID   NOT NULL,
    geometry_rev BIGINT NOT NULL,
    site         BIGINT NOT NULL CHECK (site >= 0),
    shape        BYTEA  NOT NULL,
    accuracy_mm  BIGINT CHECK (accuracy_mm > 0),
    capture      TEXT   NOT NULL CHECK (capture IN ('phone_point', 'phone_track', 'digitised')),
    amount_sen   BIGINT NOT NULL CHECK (amount_sen >= 0),
    PRIMARY KEY (desa_id, project_id, geometry_rev, site),
    FOREIGN KEY (desa_id, project_id) REFERENCES monitoring_project (desa_id, project_id)
);

-- The amendment that waits for its second signature; its sites have the next geometry revision.
CREATE TABLE monitoring_amendment (
    desa_id      TEXT   NOT NULL,
    project_id   UUID   NOT NULL,
    geometry_rev BIGINT NOT NULL CHECK (geometry_rev > 1),
    work_class   TEXT   NOT NULL,
    intervention TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    amount_sen   BIGINT NOT NULL CHECK (amount_sen > 0),
    volume_e4    BIGINT NOT NULL CHECK (volume_e4 >= 0),
    unit         TEXT   NOT NULL,
    continues_id UUID,
    proposed_by  UUID   NOT NULL,
    proposed_us  BIGINT NOT NULL,
    PRIMARY KEY (desa_id, project_id),
    FOREIGN KEY (desa_id, project_id) REFERENCES monitoring_project (desa_id, project_id)
);

-- Photos as announced and received.
CREATE TABLE monitoring_photo (
    desa_id        TEXT   NOT NULL,
    photo_id       UUID   NOT NULL,
    project_id     UUID   NOT NULL,
    stage          BIGINT NOT NULL CHECK (stage BETWEEN 0 AND 100),
    size_bytes     BIGINT NOT NULL CHECK (size_bytes BETWEEN 1 AND 12582912),
    sha256         BYTEA  NOT NULL CHECK (length(sha256) = 32),
    taken_us       BIGINT NOT NULL,
    lon_e7         BIGINT,
    lat_e7         BIGINT,
    accuracy_mm    BIGINT CHECK (accuracy_mm > 0),
    state          TEXT   NOT NULL CHECK (state IN ('uploading', 'finished')),
    received_bytes BIGINT NOT NULL DEFAULT 0
        CHECK (received_bytes BETWEEN 0 AND size_bytes),
    media_type     TEXT,
    sent_by        UUID   NOT NULL,
    started_us     BIGINT NOT NULL,
    finished_us    BIGINT,
    PRIMARY KEY (desa_id, photo_id),
    FOREIGN KEY (desa_id, project_id) REFERENCES monitoring_project (desa_id, project_id),
    CHECK ((lon_e7 IS NULL) = (lat_e7 IS NULL)),
    CHECK ((state = 'finished') = (finished_us IS NOT NULL)),
    CHECK (state <> 'finished' OR (media_type IS NOT NULL AND received_bytes = size_bytes))
);

CREATE INDEX monitoring_photo_by_project ON monitoring_photo (desa_id, project_id, photo_id);

-- The bytes of photos, in the pieces they were sent in.
CREATE TABLE monitoring_photo_chunk (
    desa_id      TEXT   NOT NULL,
    photo_id     UUID   NOT NULL,
    offset_bytes BIGINT NOT NULL CHECK (offset_bytes >= 0),
    data         BYTEA  NOT NULL CHECK (length(data) > 0),
    PRIMARY KEY (desa_id, photo_id, offset_bytes),
    FOREIGN KEY (desa_id, photo_id) REFERENCES monitoring_photo (desa_id, photo_id)
);

CREATE TRIGGER monitoring_photo_chunk_no_change BEFORE UPDATE OR DELETE ON monitoring_photo_chunk
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

-- A finished photo is evidence: nothing of it changes.
CREATE FUNCTION monitoring_photo_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'finished' OR NEW.sha256 <> OLD.sha256 OR NEW.project_id <> OLD.project_id
        OR NEW.stage <> OLD.stage THEN
        RAISE EXCEPTION 'LUMBUNG:APPEND_ONLY';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER monitoring_photo_kept BEFORE UPDATE ON monitoring_photo
    FOR EACH ROW EXECUTE FUNCTION monitoring_photo_kept();

CREATE TRIGGER monitoring_photo_no_delete BEFORE DELETE ON monitoring_photo
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE VIEW pub_project WITH (security_invoker = true) AS
SELECT p.desa_id, p.project_id, p.tahun, p.kegiatan, p.work_class, p.name, p.state, p.amount_sen,
       p.geometry_rev, p.proposed_by, p.submitted_by, p.registered_by, p.registered_us,
       a.proposed_by AS amended_by, p.cancel_by, p.intervention, p.volume_e4, p.unit,
       p.state_since_us
  FROM monitoring_project p
  LEFT JOIN monitoring_amendment a ON a.desa_id = p.desa_id AND a.project_id = p.project_id;

CREATE VIEW pub_project_amendment WITH (security_invoker = true) AS
SELECT desa_id, project_id, geometry_rev, proposed_by, proposed_us
  FROM monitoring_amendment;

CREATE VIEW pub_project_site WITH (security_invoker = true) AS
SELECT s.desa_id, s.project_id, s.geometry_rev, s.site, s.shape, s.accuracy_mm, s.capture,
       s.amount_sen
  FROM monitoring_site s
  JOIN monitoring_project p ON p.desa_id = s.desa_id AND p.project_id = s.project_id
                           AND p.geometry_rev = s.geometry_rev;

CREATE VIEW pub_project_stage WITH (security_invoker = true) AS
SELECT desa_id, project_id, stage, taken_us, photo_id, finished_us
  FROM monitoring_photo
 WHERE state = 'finished';
