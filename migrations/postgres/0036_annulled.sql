-- What the version in force gives a line, where the ceiling stands above it: a later version was
-- annulled when more was committed. The ceiling falls with what is released, down to this. Empty
-- where the ceiling is the amount in force.
ALTER TABLE ledger_line ADD COLUMN in_force_sen BIGINT CHECK (in_force_sen >= 0);

-- The rows of every village, also for an owner of the tables who is bound by their policies.
SELECT set_config('lumbung.areas', '*', TRUE);

-- Annulments of before: what was released since then is not there to be spent again.
UPDATE ledger_line
   SET in_force_sen = COALESCE((SELECT b.amount_sen FROM pub_budget_line b
                                 WHERE b.desa_id = ledger_line.desa_id
                                   AND b.line_id = ledger_line.line_id), 0)
 WHERE kind IN ('spending', 'financing_out')
   AND EXISTS (SELECT 1 FROM planning_apbdes a
                WHERE a.desa_id = ledger_line.desa_id AND a.tahun = ledger_line.tahun
                  AND a.state = 'enacted');
UPDATE ledger_line
   SET ceiling_sen = CASE WHEN reserved_sen + posted_sen > in_force_sen
                          THEN reserved_sen + posted_sen ELSE in_force_sen END
 WHERE in_force_sen < ceiling_sen;
UPDATE ledger_line SET in_force_sen = NULL WHERE in_force_sen >= ceiling_sen;

-- A DPPA of an annulled amendment is no approved DPA: it is closed, and the document that it had
-- replaced is approved again.
UPDATE planning_dpa
   SET state = 'closed', revision = revision + 1
 WHERE state = 'approved'
   AND EXISTS (SELECT 1 FROM planning_apbdes a
                WHERE a.desa_id = planning_dpa.desa_id AND a.apbdes_id = planning_dpa.apbdes_id
                  AND a.state = 'annulled' AND a.kind <> 'awal');
UPDATE planning_dpa
   SET state = 'approved', revision = revision + 1
 WHERE state = 'amended'
   AND EXISTS (SELECT 1 FROM planning_dpa c
                WHERE c.desa_id = planning_dpa.desa_id AND c.tahun = planning_dpa.tahun
                  AND c.kegiatan = planning_dpa.kegiatan AND c.state = 'closed')
   AND NOT EXISTS (SELECT 1 FROM planning_dpa c
                    WHERE c.desa_id = planning_dpa.desa_id AND c.tahun = planning_dpa.tahun
                      AND c.kegiatan = planning_dpa.kegiatan AND c.state = 'approved')
   AND dpa_id = (SELECT d.dpa_id FROM planning_dpa d
                   JOIN planning_apbdes a ON a.desa_id = d.desa_id AND a.apbdes_id = d.apbdes_id
                  WHERE d.desa_id = planning_dpa.desa_id AND d.tahun = planning_dpa.tahun
                    AND d.kegiatan = planning_dpa.kegiatan AND d.state = 'amended'
                    AND a.state <> 'annulled'
                  ORDER BY d.state_since_us DESC, d.dpa_id DESC
                  LIMIT 1);
