-- A decision names what it rests on, as an override and a reopening do. Decisions from before told
-- it in their note.

ALTER TABLE oversight_decision ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
