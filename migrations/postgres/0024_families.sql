-- Which classes may name the same work is part of a version of the rules, as its numbers are.
-- Versions from before had the families of the chart of work classes.

ALTER TABLE gate_rule_row ADD COLUMN families TEXT NOT NULL DEFAULT '';

DROP TRIGGER gate_rule_row_no_change ON gate_rule_row;

UPDATE gate_rule_row SET families = CASE class
    WHEN 'drainage' THEN '1;2'
    WHEN 'irrigation' THEN '2'
    WHEN 'retaining_wall' THEN '2'
    WHEN 'water_supply' THEN '3'
    WHEN 'sanitation' THEN '2;7'
    WHEN 'building' THEN '4'
    WHEN 'housing' THEN '4'
    WHEN 'street_light' THEN '6'
    WHEN 'sports_field' THEN '5'
    WHEN 'landfill' THEN '7'
    WHEN 'other' THEN '5'
    ELSE '1' END;

CREATE TRIGGER gate_rule_row_no_change BEFORE UPDATE OR DELETE ON gate_rule_row
    FOR EACH ROW EXECUTE FUNCTION store_append_only();
