-- A line with the days on which a version that holds it was in force: from its enactment until the
-- version that amended it was enacted. A first budget that was annulled still tells what may go on
-- being spent; whether it may is asked apart.
CREATE VIEW pub_budget_line_day WITH (security_invoker = true) AS
SELECT l.desa_id, l.tahun, l.line_id, a.enacted_day AS from_day,
       (SELECT MIN(n.enacted_day) FROM planning_apbdes n
         WHERE n.desa_id = a.desa_id AND n.base_id = a.apbdes_id
           AND n.state IN ('enacted', 'superseded')) AS to_day
  FROM planning_line l
  JOIN planning_apbdes a ON a.desa_id = l.desa_id AND a.apbdes_id = l.apbdes_id
 WHERE a.state IN ('enacted', 'superseded') OR (a.state = 'annulled' AND a.kind = 'awal');

-- The lines in the cost estimate of an approved DPA.
CREATE VIEW pub_dpa_approved_line WITH (security_invoker = true) AS
SELECT r.desa_id, d.tahun, d.kegiatan, r.line_id
  FROM planning_dpa_rab r
  JOIN planning_dpa d ON d.desa_id = r.desa_id AND d.dpa_id = r.dpa_id
 WHERE d.state = 'approved';
