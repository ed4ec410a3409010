-- The overlap register: rules, cells, claims, flags, clearances.

-- Versions of the overlap rules; one at most is active.
CREATE TABLE gate_rule_set (
    rule_rev                 BIGINT NOT NULL PRIMARY KEY CHECK (rule_rev > 0),
    state                    TEXT   NOT NULL CHECK (state IN ('proposed', 'active', 'retired')),
    title                    TEXT   NOT NULL,
    candidate_radius_m       BIGINT NOT NULL CHECK (candidate_radius_m BETWEEN 1 AND 1000),
    accuracy_default_m       BIGINT NOT NULL CHECK (accuracy_default_m BETWEEN 1 AND 1000),
    accuracy_factor_permille BIGINT NOT NULL CHECK (accuracy_factor_permille BETWEEN 0 AND 10000),
    proposed_by              UUID,
    proposed_us              BIGINT NOT NULL,
    activated_by             UUID,
    activated_us             BIGINT,
    CHECK (activated_by IS NULL OR proposed_by IS NULL OR activated_by <> proposed_by),
    CHECK ((state = 'proposed') = (activated_us IS NULL))
);

CREATE UNIQUE INDEX gate_rule_set_active ON gate_rule_set (state) WHERE state = 'active';

-- One row a work class of each version.
CREATE TABLE gate_rule_row (
    rule_rev              BIGINT NOT NULL REFERENCES gate_rule_set (rule_rev),
    class                 TEXT   NOT NULL,
    lookup_radius_m       BIGINT NOT NULL CHECK (lookup_radius_m >= 0),
    hard_zone_m           BIGINT NOT NULL CHECK (hard_zone_m >= 0),
    corridor_m            BIGINT NOT NULL CHECK (corridor_m >= 0),
    overlap_min_m         BIGINT NOT NULL CHECK (overlap_min_m >= 0),
    overlap_min_permille  BIGINT NOT NULL CHECK (overlap_min_permille BETWEEN 0 AND 1000),
    area_overlap_permille BIGINT NOT NULL CHECK (area_overlap_permille BETWEEN 0 AND 1000),
    window_new_years      BIGINT NOT NULL CHECK (window_new_years >= 0),
    window_rehab_years    BIGINT NOT NULL CHECK (window_rehab_years >= 0),
    basis                 TEXT   NOT NULL,
    PRIMARY KEY (rule_rev, class)
);

CREATE TRIGGER gate_rule_row_no_change BEFORE UPDATE OR DELETE ON gate_rule_row
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

-- H3 cells of resolution 10 with the number of changes among their claims; the rows that
-- registrations lock.
CREATE TABLE gate_cell (
    cell BIGINT NOT NULL PRIMARY KEY,
    seq  BIGINT NOT NULL CHECK (seq >= 0)
);

-- Active claims beside the cells they touch as drawn; geometry inline, so that a search reads
-- nothing else.
CREATE TABLE gate_claim_cell (
    cell         BIGINT NOT NULL,
    claim_id     UUID   NOT NULL,
    desa_id      TEXT   NOT NULL,
    project_id   UUID   NOT NULL,
    kind         TEXT   NOT NULL CHECK (kind IN ('registered', 'planned', 'outside')),
    site         BIGINT NOT NULL,
    geometry_rev BIGINT NOT NULL,
    class        TEXT   NOT NULL,
    intervention TEXT   NOT NULL,
    tahun        BIGINT NOT NULL,
    shape        BYTEA  NOT NULL,
    accuracy_mm  BIGINT,
    amount_sen   BIGINT NOT NULL,
    name         TEXT   NOT NULL,
    desa_name    TEXT   NOT NULL,
    continues_id UUID,
    PRIMARY KEY (cell, claim_id)
);

-- What the gate knows of a project: how often it moved, who disputes it, whether it is cleared.
CREATE TABLE gate_project (
    desa_id                TEXT    NOT NULL,
    project_id             UUID    NOT NULL,
    kind                   TEXT    NOT NULL CHECK (kind IN ('registered', 'planned', 'outside')),
    state                  TEXT    NOT NULL CHECK (state IN ('active', 'withdrawn')),
    class                  TEXT    NOT NULL,
    intervention           TEXT    NOT NULL,
    tahun                  BIGINT  NOT NULL,
    amount_sen             BIGINT  NOT NULL CHECK (amount_sen >= 0),
    name                   TEXT    NOT NULL,
    desa_name              TEXT    NOT NULL,
    continues_id           UUID,
    geometry_rev           BIGINT  NOT NULL CHECK (geometry_rev > 0),
    open_flags             BIGINT  NOT NULL DEFAULT 0 CHECK (open_flags >= 0),
    frozen                 BOOLEAN NOT NULL DEFAULT FALSE,
    clearance_geometry_rev BIGINT,
    clearance_rule_rev     BIGINT,
    clearance_seq          BIGINT,
    cleared_us             BIGINT,
    registered_us          BIGINT  NOT NULL,
    PRIMARY KEY (desa_id, project_id),
    CHECK (clearance_geometry_rev IS NULL OR (open_flags = 0 AND NOT frozen)),
    CHECK ((clearance_geometry_rev IS NULL) = (clearance_rule_rev IS NULL)),
    CHECK ((clearance_geometry_rev IS NULL) = (clearance_seq IS NULL))
);

-- Footprints of a project, one a site of each geometry revision.
CREATE TABLE gate_claim (
    desa_id      TEXT    NOT NULL,
    project_id   UUID    NOT NULL,
    geometry_rev BIGINT  NOT NULL,
    site         BIGINT  NOT NULL,
    claim_id     UUID    NOT NULL,
    active       BOOLEAN NOT NULL,
    shape        BYTEA   NOT NULL,
    accuracy_mm  BIGINT,
    amount_sen   BIGINT  NOT NULL CHECK (amount_sen >= 0),
    cells        BYTEA   NOT NULL,
    PRIMARY KEY (desa_id, project_id, geometry_rev, site),
    FOREIGN KEY (desa_id, project_id) REFERENCES gate_project (desa_id, project_id)
);

-- Pairs of projects that may be one work; a row on each side's desa.
CREATE TABLE gate_flag (
    desa_id            TEXT   NOT NULL,
    flag_id            UUID   NOT NULL,
    project_id         UUID   NOT NULL,
    side               BIGINT NOT NULL CHECK (side IN (1, 2)),
    other_desa_id      TEXT   NOT NULL,
    other_project_id   UUID   NOT NULL,
    state              TEXT   NOT NULL
        CHECK (state IN ('open', 'dismissed', 'stands', 'overridden', 'withdrawn')),
    verdict            TEXT   NOT NULL CHECK (verdict IN ('warn', 'block')),
    rule_rev           BIGINT NOT NULL,
    geometry_rev       BIGINT NOT NULL,
    other_geometry_rev BIGINT NOT NULL,
    distance_mm        BIGINT NOT NULL CHECK (distance_mm >= 0),
    overlap_mm         BIGINT,
    evidence           TEXT   NOT NULL,
    project_name       TEXT   NOT NULL,
    desa_name          TEXT   NOT NULL,
    other_project_name TEXT   NOT NULL,
    other_desa_name    TEXT   NOT NULL,
    opened_us          BIGINT NOT NULL,
    state_since_us     BIGINT NOT NULL,
    decision_id        UUID,
    valid_until        BIGINT,
    stopped_project_id UUID,
    PRIMARY KEY (desa_id, flag_id, project_id),
    CHECK (state <> 'stands' OR stopped_project_id IS NOT NULL)
);

-- One open flag a pair, seen from either side.
CREATE UNIQUE INDEX gate_flag_open
    ON gate_flag (desa_id, project_id, other_desa_id, other_project_id) WHERE state = 'open';
CREATE INDEX gate_flag_by_project ON gate_flag (desa_id, project_id, state);
CREATE INDEX gate_flag_by_id ON gate_flag (flag_id);

-- What was decided stays decided: only an open or a standing flag may change its state.
CREATE FUNCTION gate_flag_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = OLD.state
       OR OLD.state = 'open'
       OR (OLD.state = 'stands' AND NEW.state IN ('overridden', 'withdrawn')) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'LUMBUNG:FLAG_DECIDED';
END $$;

CREATE TRIGGER gate_flag_forward BEFORE UPDATE ON gate_flag
    FOR EACH ROW EXECUTE FUNCTION gate_flag_forward();

CREATE TRIGGER gate_flag_no_delete BEFORE DELETE ON gate_flag
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE VIEW pub_project_gate WITH (security_invoker = true) AS
SELECT desa_id, project_id, kind, state, geometry_rev, open_flags, frozen,
       clearance_geometry_rev, clearance_rule_rev, clearance_seq, cleared_us, registered_us
  FROM gate_project;

CREATE VIEW pub_flag WITH (security_invoker = true) AS
SELECT desa_id, flag_id, project_id, side, other_desa_id, other_project_id, state, verdict,
       rule_rev, geometry_rev, other_geometry_rev, distance_mm, overlap_mm, project_name,
       desa_name, other_project_name, other_desa_name, opened_us, state_since_us, decision_id,
       valid_until, stopped_project_id
  FROM gate_flag;

CREATE VIEW pub_rule_set WITH (security_invoker = true) AS
SELECT rule_rev, state, title, candidate_radius_m, proposed_by, proposed_us, activated_by,
       activated_us
  FROM gate_rule_set;
