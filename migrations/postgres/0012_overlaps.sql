-- The overlap report: every pair of works that the rules told or flagged, as each side's desa
-- sees it. Rows are versions: what a report answered once it can answer again.
CREATE TABLE gate_overlap (
    desa_id          TEXT    NOT NULL,
    overlap_id       UUID    NOT NULL,
    side             BIGINT NOT NULL CHECK (side IN (1, 2)),
    project_id       UUID    NOT NULL,
    other_desa_id    TEXT    NOT NULL,
    other_project_id UUID    NOT NULL,
    verdict          TEXT    NOT NULL CHECK (verdict IN ('warn', 'block')),
    -- 'warned', or the state of the pair's flag.
    state            TEXT    NOT NULL
        CHECK (state IN ('warned', 'open', 'dismissed', 'stands', 'overridden', 'withdrawn')),
    flag_id          UUID,
    rule_rev         BIGINT NOT NULL,
    geometry_rev     BIGINT NOT NULL,
    other_geometry_rev BIGINT NOT NULL,
    distance_mm      BIGINT NOT NULL CHECK (distance_mm >= 0),
    overlap_mm       BIGINT,
    evidence         TEXT    NOT NULL,
    -- Levels of the evidence, each between semicolons: `;class_same;distance_hard;`.
    levels           TEXT    NOT NULL,
    -- What is lost if both are paid and are one: the smaller amount.
    at_stake_sen     BIGINT NOT NULL CHECK (at_stake_sen >= 0),
    kind             TEXT    NOT NULL,
    other_kind       TEXT    NOT NULL,
    class            TEXT    NOT NULL,
    other_class      TEXT    NOT NULL,
    owner            TEXT    NOT NULL,
    other_owner      TEXT    NOT NULL,
    funds            TEXT    NOT NULL,
    other_funds      TEXT    NOT NULL,
    tahun            BIGINT NOT NULL,
    other_tahun      BIGINT NOT NULL,
    name             TEXT    NOT NULL,
    other_name       TEXT    NOT NULL,
    desa_name        TEXT    NOT NULL,
    other_desa_name  TEXT    NOT NULL,
    -- This version holds from found_us until gone_us; the present one has no end.
    found_us         BIGINT NOT NULL,
    gone_us          BIGINT CHECK (gone_us IS NULL OR gone_us >= found_us),
    PRIMARY KEY (desa_id, overlap_id, side)
);

-- One present version of a pair, seen from either side.
CREATE UNIQUE INDEX gate_overlap_present
    ON gate_overlap (desa_id, project_id, other_desa_id, other_project_id) WHERE gone_us IS NULL;
CREATE INDEX gate_overlap_by_stake ON gate_overlap (desa_id, at_stake_sen);

-- A version ends once and is never written over.
CREATE FUNCTION gate_overlap_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.gone_us IS NULL AND NEW.gone_us IS NOT NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'LUMBUNG:APPEND_ONLY';
END $$;

CREATE TRIGGER gate_overlap_versions BEFORE UPDATE ON gate_overlap
    FOR EACH ROW EXECUTE FUNCTION gate_overlap_versions();

CREATE TRIGGER gate_overlap_no_delete BEFORE DELETE ON gate_overlap
    FOR EACH ROW EXECUTE FUNCTION store_append_only();
