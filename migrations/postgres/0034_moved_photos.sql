-- A work that moved is seen anew: photos of where it was count for nothing where it is.

-- The geometry revision whose sites a photo was found to lie at; 0 where it lies farther off than
-- policy photo.site_distance_max_m, where nobody knows its place, and of photos from before.
ALTER TABLE monitoring_photo_report ADD COLUMN site_rev BIGINT NOT NULL DEFAULT 0
    CHECK (site_rev >= 0);
-- The geometry revision from which on photos count; 0 as long as the work stays where it was
-- photographed, and then every photo does.
ALTER TABLE monitoring_project ADD COLUMN photos_from_rev BIGINT NOT NULL DEFAULT 0
    CHECK (photos_from_rev >= 0);

-- The stages of which a photo counts.
CREATE OR REPLACE VIEW pub_project_stage WITH (security_invoker = true) AS
SELECT p.desa_id, p.project_id, p.stage, p.taken_us, p.photo_id, p.finished_us
  FROM monitoring_photo p
  JOIN monitoring_project w ON w.desa_id = p.desa_id AND w.project_id = p.project_id
  LEFT JOIN monitoring_photo_report r ON r.desa_id = p.desa_id AND r.photo_id = p.photo_id
 WHERE p.state = 'finished' AND COALESCE(r.site_rev, 0) >= w.photos_from_rev;
