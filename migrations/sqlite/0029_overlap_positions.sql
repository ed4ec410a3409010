-- A report of overlaps is read as of a position. Clocks cannot say what was there: a writer that
-- began before the first page and commits after it bears an earlier time. Positions are taken at
-- the end of a command under the lock of one row that is kept until the commit, so they become
-- visible in their order.
CREATE TABLE gate_overlap_head (
    head INTEGER NOT NULL PRIMARY KEY CHECK (head = 1),
    seq  INTEGER NOT NULL CHECK (seq > 0)
) STRICT;

-- At which positions a version came and went; nothing until the end of the command that wrote it.
ALTER TABLE gate_overlap ADD COLUMN found_seq INTEGER;
ALTER TABLE gate_overlap ADD COLUMN gone_seq INTEGER;
-- Last day of an override, as of this version: the pair stands from the day after.
ALTER TABLE gate_overlap ADD COLUMN valid_until INTEGER;

-- A version ends once, is numbered once, and is never written over.
DROP TRIGGER gate_overlap_versions;

UPDATE gate_overlap
   SET found_seq = 0,
       gone_seq = CASE WHEN gone_us IS NOT NULL THEN 0 END,
       valid_until = CASE WHEN state = 'overridden' THEN (
           SELECT f.valid_until FROM gate_flag f
            WHERE f.desa_id = gate_overlap.desa_id AND f.flag_id = gate_overlap.flag_id
              AND f.project_id = gate_overlap.project_id) END;

CREATE TRIGGER gate_overlap_versions BEFORE UPDATE ON gate_overlap
WHEN NOT ((OLD.gone_us IS NULL AND NEW.gone_us IS NOT NULL)
       OR (OLD.found_seq IS NULL AND NEW.found_seq IS NOT NULL)
       OR (OLD.gone_seq IS NULL AND NEW.gone_seq IS NOT NULL))
  OR (OLD.gone_us IS NOT NULL AND NEW.gone_us IS NOT OLD.gone_us)
  OR (OLD.found_seq IS NOT NULL AND NEW.found_seq IS NOT OLD.found_seq)
  OR (OLD.gone_seq IS NOT NULL AND NEW.gone_seq IS NOT OLD.gone_seq)
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE INDEX gate_overlap_unnumbered ON gate_overlap (desa_id)
    WHERE found_seq IS NULL OR (gone_seq IS NULL AND gone_us IS NOT NULL);
