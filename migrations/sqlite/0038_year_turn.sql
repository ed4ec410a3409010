-- Of the money that a year begins with, what is tax that was withheld the year before and not
-- deposited yet. Empty in openings of before, which took no such debt over.
ALTER TABLE realisation_opening ADD COLUMN tax_sen INTEGER CHECK (tax_sen >= 0);

-- Versions of a budget with the days on which they were law: from their enactment until they were
-- annulled. On a day the one is in force that no version amended which was law on that day.
CREATE VIEW pub_apbdes_day AS
SELECT desa_id, tahun, apbdes_id, COALESCE(perdes_number, perkades_number) AS number, base_id,
       enacted_day AS from_day,
       CASE WHEN state = 'annulled' THEN COALESCE(document_day, enacted_day) END AS annulled_day
  FROM planning_apbdes
 WHERE state IN ('enacted', 'superseded', 'annulled');

-- The lines of every version that is or was law.
CREATE VIEW pub_apbdes_day_line AS
SELECT l.desa_id, l.tahun, l.apbdes_id, l.line_id, l.kegiatan, l.rekening, l.sumber_dana,
       l.amount_sen
  FROM planning_line l
  JOIN planning_apbdes a ON a.desa_id = l.desa_id AND a.apbdes_id = l.apbdes_id
 WHERE a.state IN ('enacted', 'superseded', 'annulled');
