-- The overlap register: rules, cells, claims, flags, clearances.

-- Versions of the overlap rules; one at most is active.
CREATE TABLE gate_rule_set (
    rule_rev                 INTEGER NOT NULL PRIMARY KEY CHECK (rule_rev > 0),
    state                    TEXT    NOT NULL CHECK (state IN ('proposed', 'active', 'retired')),
    title                    TEXT    NOT NULL,
    candidate_radius_m       INTEGER NOT NULL CHECK (candidate_radius_m BETWEEN 1 AND 1000),
    accuracy_default_m       INTEGER NOT NULL CHECK (accuracy_default_m BETWEEN 1 AND 1000),
    accuracy_factor_permille INTEGER NOT NULL CHECK (accuracy_factor_permille BETWEEN 0 AND 10000),
    proposed_by              BLOB,
    proposed_us              INTEGER NOT NULL,
    activated_by             BLOB,
    activated_us             INTEGER,
    CHECK (activated_by IS NULL OR proposed_by IS NULL OR activated_by <> proposed_by),
    CHECK ((state = 'proposed') = (activated_us IS NULL))
) STRICT;

CREATE UNIQUE INDEX gate_rule_set_active ON gate_rule_set (state) WHERE state = 'active';

-- One row a work class of each version.
CREATE TABLE gate_rule_row (
    rule_rev              INTEGER NOT NULL REFERENCES gate_rule_set (rule_rev),
    class                 TEXT    NOT NULL,
    lookup_radius_m       INTEGER NOT NULL CHECK (lookup_radius_m >= 0),
    hard_zone_m           INTEGER NOT NULL CHECK (hard_zone_m >= 0),
    corridor_m            INTEGER NOT NULL CHECK (corridor_m >= 0),
    overlap_min_m         INTEGER NOT NULL CHECK (overlap_min_m >= 0),
    overlap_min_permille  INTEGER NOT NULL CHECK (overlap_min_permille BETWEEN 0 AND 1000),
    area_overlap_permille INTEGER NOT NULL CHECK (area_overlap_permille BETWEEN 0 AND 1000),
    window_new_years      INTEGER NOT NULL CHECK (window_new_years >= 0),
    window_rehab_years    INTEGER NOT NULL CHECK (window_rehab_years >= 0),
    basis                 TEXT    NOT NULL,
    PRIMARY KEY (rule_rev, class)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER gate_rule_row_no_update BEFORE UPDATE ON gate_rule_row
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER gate_rule_row_no_delete BEFORE DELETE ON gate_rule_row
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- H3 cells of resolution 10 with the number of changes among their claims; the rows that
-- registrations lock.
CREATE TABLE gate_cell (
    cell INTEGER NOT NULL PRIMARY KEY,
    seq  INTEGER NOT NULL CHECK (seq >= 0)
) STRICT;

-- Active claims beside the cells they touch as drawn; geometry inline, so that a search reads
-- nothing else.
CREATE TABLE gate_claim_cell (
    cell         INTEGER NOT NULL,
    claim_id     BLOB    NOT NULL,
    desa_id      TEXT    NOT NULL,
    project_id   BLOB    NOT NULL,
    kind         TEXT    NOT NULL CHECK (kind IN ('registered', 'planned', 'outside')),
    site         INTEGER NOT NULL,
    geometry_rev INTEGER NOT NULL,
    class        TEXT    NOT NULL,
    intervention TEXT    NOT NULL,
    tahun        INTEGER NOT NULL,
    shape        BLOB    NOT NULL,
    accuracy_mm  INTEGER,
    amount_sen   INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    desa_name    TEXT    NOT NULL,
    continues_id BLOB,
    PRIMARY KEY (cell, claim_id)
) STRICT, WITHOUT ROWID;

-- What the gate knows of a project: how often it moved, who disputes it, whether it is cleared.
CREATE TABLE gate_project (
    desa_id                TEXT    NOT NULL,
    project_id             BLOB    NOT NULL,
    kind                   TEXT    NOT NULL CHECK (kind IN ('registered', 'planned', 'outside')),
    state                  TEXT    NOT NULL CHECK (state IN ('active', 'withdrawn')),
    class                  TEXT    NOT NULL,
    intervention           TEXT    NOT NULL,
    tahun                  INTEGER NOT NULL,
    amount_sen             INTEGER NOT NULL CHECK (amount_sen >= 0),
    name                   TEXT    NOT NULL,
    desa_name              TEXT    NOT NULL,
    continues_id           BLOB,
    geometry_rev           INTEGER NOT NULL CHECK (geometry_rev > 0),
    open_flags             INTEGER NOT NULL DEFAULT 0 CHECK (open_flags >= 0),
    frozen                 INTEGER NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1)),
    clearance_geometry_rev INTEGER,
    clearance_rule_rev     INTEGER,
    clearance_seq          INTEGER,
    cleared_us             INTEGER,
    registered_us          INTEGER NOT NULL,
    PRIMARY KEY (desa_id, project_id),
    CHECK (clearance_geometry_rev IS NULL OR (open_flags = 0 AND frozen = 0)),
    CHECK ((clearance_geometry_rev IS NULL) = (clearance_rule_rev IS NULL)),
    CHECK ((clearance_geometry_rev IS NULL) = (clearance_seq IS NULL))
) STRICT;

-- Footprints of a project, one a site of each geometry revision.
CREATE TABLE gate_claim (
    desa_id      TEXT    NOT NULL,
    project_id   BLOB    NOT NULL,
    geometry_rev INTEGER NOT NULL,
    site         INTEGER NOT NULL,
    claim_id     BLOB    NOT NULL,
    active       INTEGER NOT NULL CHECK (active IN (0, 1)),
    shape        BLOB    NOT NULL,
    accuracy_mm  INTEGER,
    amount_sen   INTEGER NOT NULL CHECK (amount_sen >= 0),
    cells        BLOB    NOT NULL,
    PRIMARY KEY (desa_id, project_id, geometry_rev, site),
    FOREIGN KEY (desa_id, project_id) REFERENCES gate_project (desa_id, project_id)
) STRICT;

-- Pairs of projects that may be one work; a row on each side's desa.
CREATE TABLE gate_flag (
    desa_id            TEXT    NOT NULL,
    flag_id            BLOB    NOT NULL,
    project_id         BLOB    NOT NULL,
    side               INTEGER NOT NULL CHECK (side IN (1, 2)),
    other_desa_id      TEXT    NOT NULL,
    other_project_id   BLOB    NOT NULL,
    state              TEXT    NOT NULL
        CHECK (state IN ('open', 'dismissed', 'stands', 'overridden', 'withdrawn')),
    verdict            TEXT    NOT NULL CHECK (verdict IN ('warn', 'block')),
    rule_rev           INTEGER NOT NULL,
    geometry_rev       INTEGER NOT NULL,
    other_geometry_rev INTEGER NOT NULL,
    distance_mm        INTEGER NOT NULL CHECK (distance_mm >= 0),
    overlap_mm         INTEGER,
    evidence           TEXT    NOT NULL,
    project_name       TEXT    NOT NULL,
    desa_name          TEXT    NOT NULL,
    other_project_name TEXT    NOT NULL,
    other_desa_name    TEXT    NOT NULL,
    opened_us          INTEGER NOT NULL,
    state_since_us     INTEGER NOT NULL,
    decision_id        BLOB,
    valid_until        INTEGER,
    stopped_project_id BLOB,
    PRIMARY KEY (desa_id, flag_id, project_id),
    CHECK (state <> 'stands' OR stopped_project_id IS NOT NULL)
) STRICT;

-- One open flag a pair, seen from either side.
CREATE UNIQUE INDEX gate_flag_open
    ON gate_flag (desa_id, project_id, other_desa_id, other_project_id) WHERE state = 'open';
CREATE INDEX gate_flag_by_project ON gate_flag (desa_id, project_id, state);
CREATE INDEX gate_flag_by_id ON gate_flag (flag_id);

-- What was decided stays decided: only an open or a standing flag may change its state.
CREATE TRIGGER gate_flag_forward BEFORE UPDATE ON gate_flag
WHEN NEW.state <> OLD.state AND OLD.state <> 'open'
 AND NOT (OLD.state = 'stands' AND NEW.state IN ('overridden', 'withdrawn'))
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:FLAG_DECIDED');
END;

CREATE TRIGGER gate_flag_no_delete BEFORE DELETE ON gate_flag
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE VIEW pub_project_gate AS
SELECT desa_id, project_id, kind, state, geometry_rev, open_flags, frozen,
       clearance_geometry_rev, clearance_rule_rev, clearance_seq, cleared_us, registered_us
  FROM gate_project;

CREATE VIEW pub_flag AS
SELECT desa_id, flag_id, project_id, side, other_desa_id, other_project_id, state, verdict,
       rule_rev, geometry_rev, other_geometry_rev, distance_mm, overlap_mm, project_name,
       desa_name, other_project_name, other_desa_name, opened_us, state_since_us, decision_id,
       valid_until, stopped_project_id
  FROM gate_flag;

CREATE VIEW pub_rule_set AS
SELECT rule_rev, state, title, candidate_radius_m, proposed_by, proposed_us, activated_by,
       activated_us
  FROM gate_rule_set;
