-- A version that is not to become law any more, since when. It keeps the state that it had, its
-- steps and its lines, and makes room for another of its kind.
ALTER TABLE planning_apbdes ADD COLUMN discarded_us INTEGER
    CHECK (discarded_us IS NULL OR state NOT IN ('enacted', 'superseded', 'annulled'));

-- One version of a kind is under way at a time.
DROP INDEX planning_apbdes_open;
CREATE UNIQUE INDEX planning_apbdes_open ON planning_apbdes (desa_id, tahun, kind)
    WHERE state NOT IN ('enacted', 'superseded', 'annulled') AND discarded_us IS NULL;

-- What was discarded stays so. Whoever changes its lines changes its revision, and comes here too.
CREATE TRIGGER planning_apbdes_discarded BEFORE UPDATE ON planning_apbdes
WHEN OLD.discarded_us IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APBDES_FROZEN');
END;

-- Other rooms see what is law, was, or may still become it.
DROP VIEW pub_apbdes;
CREATE VIEW pub_apbdes AS
SELECT desa_id, apbdes_id, tahun, kind, state, COALESCE(perdes_number, perkades_number) AS number,
       enacted_day, perdes_number, perkades_number, base_id, state_since_us, sent_us, created_us
  FROM planning_apbdes
 WHERE discarded_us IS NULL;
