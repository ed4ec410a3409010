-- Decisions on flags by two persons, and what was said about them.

CREATE TABLE oversight_decision (
    desa_id            TEXT NOT NULL,
    decision_id        UUID NOT NULL,
    flag_id            UUID NOT NULL,
    place              TEXT NOT NULL,
    outcome            TEXT NOT NULL CHECK (outcome IN ('dismissed', 'stands')),
    stopped_desa_id    TEXT,
    stopped_project_id UUID,
    reason             TEXT NOT NULL,
    note               TEXT NOT NULL CHECK (note <> ''),
    valid_until        BIGINT,
    seen_first_rev     BIGINT NOT NULL,
    seen_second_rev    BIGINT NOT NULL,
    state              TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'rejected')),
    proposed_by        UUID NOT NULL,
    proposed_us        BIGINT NOT NULL,
    closed_by          UUID,
    closed_us          BIGINT,
    PRIMARY KEY (desa_id, decision_id),
    CHECK ((outcome = 'stands') = (stopped_project_id IS NOT NULL)),
    CHECK (closed_by IS NULL OR closed_by <> proposed_by),
    CHECK ((state = 'proposed') = (closed_by IS NULL))
);

-- One decision at a time waits for its second person.
CREATE UNIQUE INDEX oversight_decision_open
    ON oversight_decision (desa_id, flag_id) WHERE state = 'proposed';
CREATE INDEX oversight_decision_by_flag ON oversight_decision (desa_id, flag_id);

CREATE TABLE oversight_explanation (
    desa_id   TEXT NOT NULL,
    flag_id   UUID NOT NULL,
    n         BIGINT NOT NULL CHECK (n > 0),
    person_id UUID NOT NULL,
    role      TEXT NOT NULL,
    note      TEXT NOT NULL CHECK (note <> ''),
    at_us     BIGINT NOT NULL,
    PRIMARY KEY (desa_id, flag_id, n)
);

-- What was decided stays decided.
CREATE FUNCTION oversight_decision_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'proposed' THEN
        RAISE EXCEPTION 'LUMBUNG:APPEND_ONLY';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER oversight_decision_forward BEFORE UPDATE ON oversight_decision
    FOR EACH ROW EXECUTE FUNCTION oversight_decision_forward();

CREATE TRIGGER oversight_decision_no_delete BEFORE DELETE ON oversight_decision
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE TRIGGER oversight_explanation_no_change BEFORE UPDATE OR DELETE ON oversight_explanation
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE VIEW pub_decision WITH (security_invoker = true) AS
SELECT desa_id, decision_id, flag_id, place, outcome, state, proposed_by, proposed_us, closed_by,
       closed_us
  FROM oversight_decision;
