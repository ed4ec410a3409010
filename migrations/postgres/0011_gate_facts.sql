-- What the judgement needs beside place, class and year.

-- Facts of a work as one JSON text; whose it is and what pays for it stand apart for reports.
ALTER TABLE gate_project ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
ALTER TABLE gate_project ADD COLUMN owner TEXT NOT NULL DEFAULT 'desa'
    CHECK (owner IN ('desa', 'kabupaten', 'provinsi', 'pusat', 'lain'));
-- Codes of SumberDana, each between semicolons: `;ADD;DDS;`.
ALTER TABLE gate_project ADD COLUMN funds TEXT NOT NULL DEFAULT '';

-- The same facts beside each cell, so that a search reads nothing else.
ALTER TABLE gate_claim_cell ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';

-- How the position of a footprint came about; empty when it was not told.
ALTER TABLE gate_claim ADD COLUMN capture TEXT NOT NULL DEFAULT '';
