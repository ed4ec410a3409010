-- Scorecards: the points by which a version of the rules weighs a pair, under the hash of their rows.
CREATE TABLE gate_scorecard (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    csv    TEXT NOT NULL
);

CREATE TRIGGER gate_scorecard_no_change BEFORE UPDATE OR DELETE ON gate_scorecard
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

-- A version without one judges by its zones alone.
ALTER TABLE gate_rule_set ADD COLUMN scorecard TEXT REFERENCES gate_scorecard (sha256);
