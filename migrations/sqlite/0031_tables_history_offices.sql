-- A rule set tells the tables it was activated with; what stood in the register stays readable when
-- it is gone; a village's office has a place.

-- Digest of the program's own tables when the version became active. Versions from before tell
-- none; the first server that starts on them fills it in.
ALTER TABLE gate_rule_set ADD COLUMN tables_sha256 TEXT
    CHECK (length(tables_sha256) = 64);

-- What a work was at each geometry revision, beside its footprints of that revision, and until when
-- it stood so; nothing while it stands. Plans are in pencil and leave none.
CREATE TABLE gate_revision (
    desa_id      TEXT    NOT NULL,
    project_id   BLOB    NOT NULL,
    geometry_rev INTEGER NOT NULL,
    class        TEXT    NOT NULL,
    intervention TEXT    NOT NULL,
    tahun        INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    desa_name    TEXT    NOT NULL,
    continues_id BLOB,
    facts        TEXT    NOT NULL,
    until_us     INTEGER,
    PRIMARY KEY (desa_id, project_id, geometry_rev),
    FOREIGN KEY (desa_id, project_id) REFERENCES gate_project (desa_id, project_id)
) STRICT;

-- Of works from before, the last revision; when one was withdrawn, its room knows.
INSERT INTO gate_revision (desa_id, project_id, geometry_rev, class, intervention, tahun, name,
       desa_name, continues_id, facts, until_us)
SELECT p.desa_id, p.project_id, p.geometry_rev, p.class, p.intervention, p.tahun, p.name,
       p.desa_name, p.continues_id, p.facts,
       CASE WHEN p.state = 'withdrawn' THEN COALESCE(
           (SELECT MAX(m.state_since_us) FROM monitoring_project m
             WHERE m.desa_id = p.desa_id AND m.project_id = p.project_id
               AND m.state = 'cancelled'),
           c.changed_us,
           p.registered_us) END
  FROM gate_project p
  LEFT JOIN (SELECT claim_id, MAX(changed_us) AS changed_us FROM oversight_claim
              WHERE state = 'withdrawn' GROUP BY claim_id) c
    ON c.claim_id = p.project_id
 WHERE p.kind <> 'planned';

-- A revision ends once and is never written over.
CREATE TRIGGER gate_revision_forward BEFORE UPDATE ON gate_revision
WHEN OLD.until_us IS NOT NULL OR NEW.until_us IS NULL
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER gate_revision_no_delete BEFORE DELETE ON gate_revision
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- Where the office of a village stands from a day on, as an official says. What every comparison of
-- places reads is whole on each node, so the day comes first in the key.
CREATE TABLE registry_office (
    valid_from INTEGER NOT NULL,
    desa_id    TEXT    NOT NULL,
    lon_e7     INTEGER NOT NULL,
    lat_e7     INTEGER NOT NULL,
    source     TEXT    NOT NULL CHECK (source <> ''),
    set_by     BLOB    NOT NULL,
    set_us     INTEGER NOT NULL,
    PRIMARY KEY (valid_from, desa_id)
) STRICT;

CREATE INDEX registry_office_by_desa ON registry_office (desa_id, valid_from);

CREATE VIEW pub_office AS
SELECT desa_id, valid_from, lon_e7, lat_e7 FROM registry_office;
