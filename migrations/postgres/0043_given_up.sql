-- A work that left the register, or moved beyond the search, while it was held with another: what
-- its village enters in that place is held with the other work too.
ALTER TABLE gate_flag ADD COLUMN given_up BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX gate_flag_given_up ON gate_flag (desa_id) WHERE given_up;

-- The least error of a position by how it came about, metres; 0 in versions from before.
ALTER TABLE gate_rule_set ADD COLUMN accuracy_floor_phone_m BIGINT NOT NULL DEFAULT 0
    CHECK (accuracy_floor_phone_m BETWEEN 0 AND 1000);
ALTER TABLE gate_rule_set ADD COLUMN accuracy_floor_drawn_m BIGINT NOT NULL DEFAULT 0
    CHECK (accuracy_floor_drawn_m BETWEEN 0 AND 1000);
