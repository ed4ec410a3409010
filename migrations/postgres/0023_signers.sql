-- Who has put a name to a project or to a payment for it; such a person decides no pair of it.
CREATE VIEW pub_project_signer WITH (security_invoker = true) AS
SELECT desa_id, project_id, proposed_by AS person_id FROM pub_project
UNION ALL SELECT desa_id, project_id, submitted_by FROM pub_project
UNION ALL SELECT desa_id, project_id, registered_by FROM pub_project
UNION ALL SELECT desa_id, project_id, amended_by FROM pub_project
UNION ALL SELECT desa_id, project_id, cancel_by FROM pub_project
UNION ALL SELECT l.desa_id, l.project_id, s.pka_person_id
            FROM pub_spp_line l JOIN pub_spp s ON s.desa_id = l.desa_id AND s.spp_id = l.spp_id
UNION ALL SELECT l.desa_id, l.project_id, s.submitted_by
            FROM pub_spp_line l JOIN pub_spp s ON s.desa_id = l.desa_id AND s.spp_id = l.spp_id
UNION ALL SELECT l.desa_id, l.project_id, s.verified_by
            FROM pub_spp_line l JOIN pub_spp s ON s.desa_id = l.desa_id AND s.spp_id = l.spp_id
UNION ALL SELECT l.desa_id, l.project_id, s.approved_by
            FROM pub_spp_line l JOIN pub_spp s ON s.desa_id = l.desa_id AND s.spp_id = l.spp_id
UNION ALL SELECT l.desa_id, l.project_id, s.paid_by
            FROM pub_spp_line l JOIN pub_spp s ON s.desa_id = l.desa_id AND s.spp_id = l.spp_id;
