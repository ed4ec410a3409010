-- A long shared stretch is one work even where it is a small part of two long lines. Versions from
-- before have no such length: what they said of a pair stays what they said.

ALTER TABLE gate_rule_row ADD COLUMN overlap_sure_m BIGINT NOT NULL DEFAULT 0
    CHECK (overlap_sure_m >= 0);
