-- What was policy in code becomes part of a version of the rules: which works that share a place
-- are two all the same, whether the metres of all sites are summed, and from which offset a drawn
-- side counts. Versions from before tell no matrix and have that of rule set 1, which is what the
-- code said; they sum nothing and hear no drawn side: what they said of a pair stays.

ALTER TABLE gate_rule_set ADD COLUMN matrix TEXT NOT NULL DEFAULT '';
ALTER TABLE gate_rule_set ADD COLUMN metres_conserved BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE gate_rule_set ADD COLUMN side_steady_permille BIGINT NOT NULL DEFAULT 0
    CHECK (side_steady_permille BETWEEN 0 AND 1000);
ALTER TABLE gate_rule_row ADD COLUMN side_min_m BIGINT NOT NULL DEFAULT 0
    CHECK (side_min_m >= 0);
ALTER TABLE gate_rule_row ADD COLUMN side_sure_m BIGINT NOT NULL DEFAULT 0
    CHECK (side_sure_m >= 0);
