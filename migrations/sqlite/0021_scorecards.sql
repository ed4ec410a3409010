-- Scorecards: the points by which a version of the rules weighs a pair, under the hash of their rows.
CREATE TABLE gate_scorecard (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    csv    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER gate_scorecard_no_update BEFORE UPDATE ON gate_scorecard
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER gate_scorecard_no_delete BEFORE DELETE ON gate_scorecard
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- A version without one judges by its zones alone.
ALTER TABLE gate_rule_set ADD COLUMN scorecard TEXT REFERENCES gate_scorecard (sha256);
