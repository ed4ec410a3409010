-- What works of a later year carry on of a project (DPAL), one row for each of them from its first
-- signature on: that much of the project is not drawn any more. One that was given up carries on
-- no more than was drawn on it.
CREATE VIEW pub_project_carried AS
SELECT desa_id, continues_id AS project_id, project_id AS by_project_id, tahun,
       CASE WHEN state = 'cancelled' THEN 0 ELSE amount_sen END AS amount_sen
  FROM monitoring_project
 WHERE continues_id IS NOT NULL AND state <> 'draft';

CREATE INDEX monitoring_project_by_continued ON monitoring_project (desa_id, continues_id)
 WHERE continues_id IS NOT NULL;

-- What each line of a request takes: what was asked for, and of an advance that was accounted for
-- what was spent.
CREATE VIEW pub_spp_drawn AS
SELECT l.desa_id, l.spp_id, l.project_id, s.state,
       COALESCE((SELECT j.amount_sen FROM pub_spj_line j
                  WHERE j.desa_id = l.desa_id AND j.spp_id = l.spp_id AND j.n = l.n),
                l.amount_sen) AS amount_sen
  FROM realisation_spp_line l
  JOIN realisation_spp s ON s.desa_id = l.desa_id AND s.spp_id = l.spp_id;

-- A server of before 0029 that still wrote beside one of after it left versions of the overlap
-- report without positions. They are told as what 0029 found: there, or gone, from the beginning,
-- and an override with its last day.
UPDATE gate_overlap
   SET found_seq = COALESCE(found_seq, 0),
       gone_seq = CASE WHEN gone_us IS NOT NULL
                       THEN COALESCE(gone_seq, found_seq, 0) END,
       valid_until = COALESCE(valid_until, CASE WHEN state = 'overridden' THEN (
           SELECT f.valid_until FROM gate_flag f
            WHERE f.desa_id = gate_overlap.desa_id AND f.flag_id = gate_overlap.flag_id
              AND f.project_id = gate_overlap.project_id) END)
 WHERE found_seq IS NULL OR (gone_seq IS NULL AND gone_us IS NOT NULL);
