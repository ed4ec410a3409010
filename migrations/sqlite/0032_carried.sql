-- What works of a later year carry on of a project (DPAL), one row for each of them from its first
-- signature on: that much of the project is not drawn any more.
CREATE VIEW pub_project_carried AS
SELECT desa_id, continues_id AS project_id, project_id AS by_project_id, tahun, amount_sen
  FROM monitoring_project
 WHERE continues_id IS NOT NULL AND state IN ('submitted', 'registered');

-- A server of before 0029 that still wrote beside one of after it left versions of the overlap
-- report without positions. They are told as what 0029 found: there, or gone, from the beginning.
UPDATE gate_overlap
   SET found_seq = COALESCE(found_seq, 0),
       gone_seq = CASE WHEN gone_us IS NOT NULL
                       THEN COALESCE(gone_seq, found_seq, 0) END
 WHERE found_seq IS NULL OR (gone_seq IS NULL AND gone_us IS NOT NULL);
