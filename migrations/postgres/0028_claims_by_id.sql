-- A relation names a claim of another owner by its id alone: under which village it stands may
-- change.

CREATE INDEX gate_project_outside ON gate_project (project_id) WHERE kind = 'outside';
