-- A payment rests on a clearance by the rules in force: one by rules that are no longer is stale,
-- also where the code that asks afresh was passed by.

CREATE TRIGGER realisation_payment_by_rules BEFORE INSERT ON realisation_payment
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:CLEARANCE_STALE')
     WHERE EXISTS (SELECT 1 FROM realisation_spp_line l
                     JOIN pub_project_gate g
                       ON g.desa_id = l.desa_id AND g.project_id = l.project_id
                    WHERE l.desa_id = NEW.desa_id AND l.spp_id = NEW.spp_id
                      AND g.clearance_rule_rev IS NOT NULL
                      AND NOT EXISTS (SELECT 1 FROM pub_rule_set r
                                       WHERE r.state = 'active'
                                         AND r.rule_rev = g.clearance_rule_rev));
END;
