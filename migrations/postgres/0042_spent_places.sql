-- What was paid for a work stays with it: an advance counts whole until its rest is back.
CREATE OR REPLACE VIEW pub_spp_drawn WITH (security_invoker = true) AS
SELECT l.desa_id, l.spp_id, l.project_id, s.state,
       CASE WHEN s.state = 'settled'
            THEN COALESCE((SELECT j.amount_sen FROM pub_spj_line j
                            WHERE j.desa_id = l.desa_id AND j.spp_id = l.spp_id AND j.n = l.n),
                          l.amount_sen)
            ELSE l.amount_sen END AS amount_sen
  FROM realisation_spp_line l
  JOIN realisation_spp s ON s.desa_id = l.desa_id AND s.spp_id = l.spp_id;

-- What a work was to cost when it was first amended after its end; nothing while it is under way.
ALTER TABLE monitoring_project ADD COLUMN ended_sen BIGINT CHECK (ended_sen > 0);

-- The document by which the money of a reversed payment came back, and its day; reversals from
-- before tell none.
ALTER TABLE realisation_reversal ADD COLUMN document TEXT NOT NULL DEFAULT '';
ALTER TABLE realisation_reversal ADD COLUMN document_day BIGINT;

-- What the rows of an approved cost estimate say.
CREATE VIEW pub_dpa_rab WITH (security_invoker = true) AS
SELECT r.desa_id, d.tahun, d.kegiatan, r.line_id, r.n, r.uraian
  FROM planning_dpa_rab r
  JOIN planning_dpa d ON d.desa_id = r.desa_id AND d.dpa_id = r.dpa_id
 WHERE d.state = 'approved';

-- Wrong passwords given again within a session, and until when no other is tried there: whoever
-- types wrong ones from outside locks the way in and nobody who is in.
ALTER TABLE identity_session ADD COLUMN step_failures BIGINT NOT NULL DEFAULT 0;
ALTER TABLE identity_session ADD COLUMN step_locked_until_us BIGINT NOT NULL DEFAULT 0;
