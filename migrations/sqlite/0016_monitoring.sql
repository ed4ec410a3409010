-- What is declared of a work, and what is doubtful about its sites.

-- What people declare of a work (layer, side, phase, funds, relations), and what was found
-- doubtful about its sites, each as one JSON text.
ALTER TABLE monitoring_project ADD COLUMN declared TEXT NOT NULL DEFAULT '{}';
ALTER TABLE monitoring_project ADD COLUMN doubts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE monitoring_amendment ADD COLUMN declared TEXT NOT NULL DEFAULT '{}';
ALTER TABLE monitoring_amendment ADD COLUMN doubts TEXT NOT NULL DEFAULT '[]';

-- Points of a village by their very coordinates; a stored point has 17 bytes.
CREATE INDEX monitoring_site_by_pin ON monitoring_site (desa_id, shape)
    WHERE length(shape) = 17;
