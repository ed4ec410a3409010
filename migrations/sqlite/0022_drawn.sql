-- What is drawn of an activity in a month stands in a row of its own, moved by whatever moves a
-- request: each step of a request asks for it, and summing the requests grew with their number.

CREATE TABLE realisation_drawn (
    desa_id   TEXT    NOT NULL,
    tahun     INTEGER NOT NULL,
    kegiatan  TEXT    NOT NULL,
    month     INTEGER NOT NULL,
    drawn_sen INTEGER NOT NULL,
    PRIMARY KEY (desa_id, tahun, kegiatan, month)
) STRICT, WITHOUT ROWID;

INSERT INTO realisation_drawn (desa_id, tahun, kegiatan, month, drawn_sen)
SELECT s.desa_id, s.tahun, s.kegiatan, s.month, SUM(COALESCE(j.spent_sen, s.amount_sen))
  FROM realisation_spp s
  LEFT JOIN realisation_spj j ON j.desa_id = s.desa_id AND j.spp_id = s.spp_id
                             AND j.accepted_by IS NOT NULL
 WHERE s.kegiatan IS NOT NULL AND s.state NOT IN ('draft', 'rejected', 'cancelled', 'reversed')
 GROUP BY s.desa_id, s.tahun, s.kegiatan, s.month;

-- A request draws what it asks for until its account is accepted, then what was spent.
CREATE TRIGGER realisation_spp_draws AFTER UPDATE OF state ON realisation_spp
WHEN NEW.kegiatan IS NOT NULL
 AND (OLD.state IN ('draft', 'rejected', 'cancelled', 'reversed'))
  <> (NEW.state IN ('draft', 'rejected', 'cancelled', 'reversed'))
BEGIN
    INSERT INTO realisation_drawn (desa_id, tahun, kegiatan, month, drawn_sen)
    SELECT NEW.desa_id, NEW.tahun, NEW.kegiatan, NEW.month,
           CASE WHEN NEW.state IN ('draft', 'rejected', 'cancelled', 'reversed') THEN -1 ELSE 1 END
           * COALESCE((SELECT j.spent_sen FROM realisation_spj j
                        WHERE j.desa_id = NEW.desa_id AND j.spp_id = NEW.spp_id
                          AND j.accepted_by IS NOT NULL), NEW.amount_sen)
     WHERE TRUE
        ON CONFLICT (desa_id, tahun, kegiatan, month)
        DO UPDATE SET drawn_sen = drawn_sen + excluded.drawn_sen;
END;

CREATE TRIGGER realisation_spj_draws AFTER UPDATE OF accepted_by ON realisation_spj
WHEN OLD.accepted_by IS NULL AND NEW.accepted_by IS NOT NULL
BEGIN
    INSERT INTO realisation_drawn (desa_id, tahun, kegiatan, month, drawn_sen)
    SELECT s.desa_id, s.tahun, s.kegiatan, s.month, NEW.spent_sen - s.amount_sen
      FROM realisation_spp s
     WHERE s.desa_id = NEW.desa_id AND s.spp_id = NEW.spp_id AND s.kegiatan IS NOT NULL
       AND s.state NOT IN ('draft', 'rejected', 'cancelled', 'reversed')
        ON CONFLICT (desa_id, tahun, kegiatan, month)
        DO UPDATE SET drawn_sen = drawn_sen + excluded.drawn_sen;
END;

DROP INDEX realisation_spp_by_activity;
CREATE INDEX realisation_spp_by_activity ON realisation_spp (desa_id, tahun, kegiatan);
