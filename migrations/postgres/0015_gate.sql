-- Households under a key, and layers that follow one another.

-- The key under which household numbers are hashed; made once, by the first that needs it.
CREATE TABLE gate_pepper (
    one    BIGINT  NOT NULL PRIMARY KEY CHECK (one = 1),
    pepper BYTEA   NOT NULL CHECK (length(pepper) = 32)
);

CREATE TRIGGER gate_pepper_no_change BEFORE UPDATE OR DELETE ON gate_pepper
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

-- Months that a surface layer keeps from the base layer below it.
ALTER TABLE gate_rule_set ADD COLUMN overlay_min_months BIGINT NOT NULL DEFAULT 3
    CHECK (overlay_min_months BETWEEN 0 AND 120);
