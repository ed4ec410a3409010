-- Which classes may name the same work is part of a version of the rules, as its numbers are.
-- Versions from before, which tell none, have the families of the chart of work classes.

ALTER TABLE gate_rule_row ADD COLUMN families TEXT NOT NULL DEFAULT '';
