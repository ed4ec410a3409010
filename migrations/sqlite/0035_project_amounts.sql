-- No payment brings what is drawn for a project above its amount, which was compared with other
-- works and decided on, also where the code that asks afresh was passed by.

CREATE TRIGGER realisation_payment_within_amount BEFORE INSERT ON realisation_payment
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:PROJECT_AMOUNT_EXCEEDED')
     WHERE EXISTS (SELECT 1 FROM realisation_spp_line l
                     JOIN pub_project p
                       ON p.desa_id = l.desa_id AND p.project_id = l.project_id
                    WHERE l.desa_id = NEW.desa_id AND l.spp_id = NEW.spp_id
                      AND p.amount_sen < (SELECT SUM(d.amount_sen) FROM pub_spp_drawn d
                                           WHERE d.desa_id = l.desa_id
                                             AND d.project_id = l.project_id
                                             AND d.state NOT IN ('draft', 'rejected', 'cancelled',
                                                                 'reversed')));
END;
