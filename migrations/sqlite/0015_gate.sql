-- Households under a key, and layers that follow one another.

-- The key under which household numbers are hashed; made once, by the first that needs it.
CREATE TABLE gate_pepper (
    one    INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    pepper BLOB    NOT NULL CHECK (length(pepper) = 32)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER gate_pepper_no_update BEFORE UPDATE ON gate_pepper
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER gate_pepper_no_delete BEFORE DELETE ON gate_pepper
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- Months that a surface layer keeps from the base layer below it.
ALTER TABLE gate_rule_set ADD COLUMN overlay_min_months INTEGER NOT NULL DEFAULT 3
    CHECK (overlay_min_months BETWEEN 0 AND 120);
