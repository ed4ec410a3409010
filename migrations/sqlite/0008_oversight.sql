-- Decisions on flags by two persons, and what was said about them.

CREATE TABLE oversight_decision (
    desa_id            TEXT NOT NULL,
    decision_id        BLOB NOT NULL,
    flag_id            BLOB NOT NULL,
    place              TEXT NOT NULL,
    outcome            TEXT NOT NULL CHECK (outcome IN ('dismissed', 'stands')),
    stopped_desa_id    TEXT,
    stopped_project_id BLOB,
    reason             TEXT NOT NULL,
    note               TEXT NOT NULL CHECK (note <> ''),
    valid_until        INTEGER,
    seen_first_rev     INTEGER NOT NULL,
    seen_second_rev    INTEGER NOT NULL,
    state              TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'rejected')),
    proposed_by        BLOB NOT NULL,
    proposed_us        INTEGER NOT NULL,
    closed_by          BLOB,
    closed_us          INTEGER,
    PRIMARY KEY (desa_id, decision_id),
    CHECK ((outcome = 'stands') = (stopped_project_id IS NOT NULL)),
    CHECK (closed_by IS NULL OR closed_by <> proposed_by),
    CHECK ((state = 'proposed') = (closed_by IS NULL))
) STRICT;

-- One decision at a time waits for its second person.
CREATE UNIQUE INDEX oversight_decision_open
    ON oversight_decision (desa_id, flag_id) WHERE state = 'proposed';
CREATE INDEX oversight_decision_by_flag ON oversight_decision (desa_id, flag_id);

CREATE TABLE oversight_explanation (
    desa_id   TEXT NOT NULL,
    flag_id   BLOB NOT NULL,
    n         INTEGER NOT NULL CHECK (n > 0),
    person_id BLOB NOT NULL,
    role      TEXT NOT NULL,
    note      TEXT NOT NULL CHECK (note <> ''),
    at_us     INTEGER NOT NULL,
    PRIMARY KEY (desa_id, flag_id, n)
) STRICT;

-- What was decided stays decided.
CREATE TRIGGER oversight_decision_forward BEFORE UPDATE ON oversight_decision
WHEN OLD.state <> 'proposed'
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER oversight_decision_no_delete BEFORE DELETE ON oversight_decision
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER oversight_explanation_no_update BEFORE UPDATE ON oversight_explanation
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER oversight_explanation_no_delete BEFORE DELETE ON oversight_explanation
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE VIEW pub_decision AS
SELECT desa_id, decision_id, flag_id, place, outcome, state, proposed_by, proposed_us, closed_by,
       closed_us
  FROM oversight_decision;
