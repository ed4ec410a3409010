-- One row a village and year: turned by every act that must come one after another.
CREATE TABLE planning_year (
    desa_id         TEXT NOT NULL,
    tahun           BIGINT NOT NULL CHECK (tahun BETWEEN 2000 AND 2100),
    turn            BIGINT NOT NULL,
    rkpdes_revision BIGINT NOT NULL DEFAULT 1,
    rkpdes_edition  BIGINT NOT NULL DEFAULT 0 CHECK (rkpdes_edition >= 0),
    rkpdes_changed  BOOLEAN NOT NULL DEFAULT TRUE,
    PRIMARY KEY (desa_id, tahun)
);

-- The working rows of the yearly plan.
CREATE TABLE planning_rkpdes_row (
    desa_id       TEXT NOT NULL,
    row_id        UUID NOT NULL,
    tahun         BIGINT NOT NULL,
    kegiatan      TEXT NOT NULL CHECK (length(kegiatan) = 8),
    location      TEXT NOT NULL,
    volume_e4     BIGINT NOT NULL CHECK (volume_e4 > 0),
    unit          TEXT NOT NULL,
    target        TEXT NOT NULL,
    cost_sen      BIGINT NOT NULL CHECK (cost_sen >= 0),
    sumber_dana   TEXT NOT NULL CHECK (length(sumber_dana) = 3),
    pattern       TEXT NOT NULL CHECK (pattern IN ('swakelola', 'kerjasama', 'penyedia')),
    pka_person_id UUID,
    revision      BIGINT NOT NULL,
    changed_us    BIGINT NOT NULL,
    PRIMARY KEY (desa_id, row_id)
);
CREATE INDEX planning_rkpdes_row_year ON planning_rkpdes_row (desa_id, tahun, row_id);

-- Editions of the plan enacted by Perdes.
CREATE TABLE planning_rkpdes_edition (
    desa_id    TEXT NOT NULL,
    tahun      BIGINT NOT NULL,
    edition    BIGINT NOT NULL CHECK (edition > 0),
    number     TEXT NOT NULL,
    day        BIGINT NOT NULL,
    enacted_by UUID NOT NULL,
    enacted_us BIGINT NOT NULL,
    PRIMARY KEY (desa_id, tahun, edition)
);

-- The rows of an edition, copied when it was enacted.
CREATE TABLE planning_rkpdes_edition_row (
    desa_id       TEXT NOT NULL,
    tahun         BIGINT NOT NULL,
    edition       BIGINT NOT NULL,
    row_id        UUID NOT NULL,
    kegiatan      TEXT NOT NULL,
    location      TEXT NOT NULL,
    volume_e4     BIGINT NOT NULL,
    unit          TEXT NOT NULL,
    target        TEXT NOT NULL,
    cost_sen      BIGINT NOT NULL,
    sumber_dana   TEXT NOT NULL,
    pattern       TEXT NOT NULL,
    pka_person_id UUID,
    PRIMARY KEY (desa_id, tahun, edition, row_id),
    FOREIGN KEY (desa_id, tahun, edition)
        REFERENCES planning_rkpdes_edition (desa_id, tahun, edition)
);

CREATE TRIGGER planning_rkpdes_edition_no_change BEFORE UPDATE OR DELETE ON planning_rkpdes_edition
    FOR EACH ROW EXECUTE FUNCTION store_append_only();
CREATE TRIGGER planning_rkpdes_edition_row_no_change BEFORE UPDATE OR DELETE ON planning_rkpdes_edition_row
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

-- Versions of a year's budget.
CREATE TABLE planning_apbdes (
    desa_id         TEXT NOT NULL,
    apbdes_id       UUID NOT NULL,
    tahun           BIGINT NOT NULL CHECK (tahun BETWEEN 2000 AND 2100),
    kind            TEXT NOT NULL CHECK (kind IN ('usulan', 'awal', 'perubahan_penjabaran', 'perubahan')),
    state           TEXT NOT NULL CHECK (state IN ('draft', 'submitted_bpd', 'agreed_bpd',
                        'rejected_bpd', 'under_evaluation', 'evaluated_ok', 'evaluated_revise',
                        'deemed_ok', 'enacted', 'annulled', 'superseded')),
    state_since_us  BIGINT NOT NULL,
    base_id         UUID,
    reason          TEXT    CHECK (reason IN ('revenue_changed', 'savings_used', 'shift',
                        'last_year_silpa', 'extraordinary')),
    reference       TEXT NOT NULL,
    sent_us         BIGINT,
    document_day    BIGINT,
    perdes_number   TEXT,
    perkades_number TEXT,
    enacted_day     BIGINT,
    revision        BIGINT NOT NULL,
    created_us      BIGINT NOT NULL,
    PRIMARY KEY (desa_id, apbdes_id),
    CHECK (state NOT IN ('enacted', 'superseded', 'annulled')
        OR (perkades_number IS NOT NULL AND enacted_day IS NOT NULL
            AND (kind = 'perubahan_penjabaran' OR perdes_number IS NOT NULL))),
    CHECK (kind IN ('usulan', 'awal') OR reason IS NOT NULL),
    CHECK (kind <> 'usulan' OR state = 'draft')
);
-- One version of a kind is under way at a time.
CREATE UNIQUE INDEX planning_apbdes_open ON planning_apbdes (desa_id, tahun, kind)
    WHERE state NOT IN ('enacted', 'superseded', 'annulled');
-- One version of a year is in force.
CREATE UNIQUE INDEX planning_apbdes_in_force ON planning_apbdes (desa_id, tahun)
    WHERE state = 'enacted';

-- What became law keeps its number, day and year, and no version that left draft is deleted.
CREATE FUNCTION planning_apbdes_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'LUMBUNG:APBDES_FROZEN';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.tahun <> NEW.tahun OR OLD.kind <> NEW.kind
        OR (OLD.state IN ('enacted', 'superseded', 'annulled')
            AND (NEW.state NOT IN ('enacted', 'superseded', 'annulled')
                OR OLD.enacted_day IS DISTINCT FROM NEW.enacted_day
                OR OLD.perdes_number IS DISTINCT FROM NEW.perdes_number
                OR OLD.perkades_number IS DISTINCT FROM NEW.perkades_number))
        OR (OLD.state = 'annulled' AND NEW.state <> 'annulled') THEN
        RAISE EXCEPTION 'LUMBUNG:APBDES_FROZEN';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER planning_apbdes_frozen BEFORE UPDATE OR DELETE ON planning_apbdes
    FOR EACH ROW EXECUTE FUNCTION planning_apbdes_frozen();

-- The way of a version: one row a state it reached, with its document.
CREATE TABLE planning_apbdes_step (
    desa_id   TEXT NOT NULL,
    apbdes_id UUID NOT NULL,
    n         BIGINT NOT NULL,
    state     TEXT NOT NULL,
    person_id UUID,
    role      TEXT NOT NULL,
    at_us     BIGINT NOT NULL,
    number    TEXT NOT NULL,
    day       BIGINT,
    note      TEXT NOT NULL,
    PRIMARY KEY (desa_id, apbdes_id, n),
    FOREIGN KEY (desa_id, apbdes_id) REFERENCES planning_apbdes (desa_id, apbdes_id)
);

CREATE TRIGGER planning_apbdes_step_no_change BEFORE UPDATE OR DELETE ON planning_apbdes_step
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

-- The id of each key of a year: kegiatan (empty for revenue and financing), objek, sumber dana.
CREATE TABLE planning_line_key (
    desa_id     TEXT NOT NULL,
    tahun       BIGINT NOT NULL,
    kegiatan    TEXT NOT NULL,
    rekening    TEXT NOT NULL,
    sumber_dana TEXT NOT NULL,
    line_id     UUID NOT NULL,
    PRIMARY KEY (desa_id, tahun, kegiatan, rekening, sumber_dana)
);

-- The lines of a version.
CREATE TABLE planning_line (
    desa_id          TEXT NOT NULL,
    apbdes_id        UUID NOT NULL,
    line_id          UUID NOT NULL,
    tahun            BIGINT NOT NULL,
    kegiatan         TEXT,
    rekening         TEXT NOT NULL CHECK (length(rekening) = 8),
    sumber_dana      TEXT NOT NULL CHECK (length(sumber_dana) = 3),
    uraian           TEXT NOT NULL,
    volume_e4        BIGINT CHECK (volume_e4 > 0),
    unit             TEXT NOT NULL,
    unit_price_sen   BIGINT CHECK (unit_price_sen >= 0),
    amount_sen       BIGINT NOT NULL CHECK (amount_sen >= 0),
    output           TEXT NOT NULL,
    perdes_reference TEXT NOT NULL,
    from_bengkok     BOOLEAN NOT NULL,
    PRIMARY KEY (desa_id, apbdes_id, line_id),
    FOREIGN KEY (desa_id, apbdes_id) REFERENCES planning_apbdes (desa_id, apbdes_id),
    CHECK ((substr(rekening, 1, 1) = '5') = (kegiatan IS NOT NULL)),
    CHECK (substr(rekening, 1, 1) IN ('4', '5', '6'))
);

-- The snapshot: lines change only while their version is a draft.
CREATE FUNCTION planning_line_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM planning_apbdes a WHERE a.desa_id = OLD.desa_id
            AND a.apbdes_id = OLD.apbdes_id AND a.state <> 'draft') THEN
        RAISE EXCEPTION 'LUMBUNG:APBDES_FROZEN';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' AND EXISTS (SELECT 1 FROM planning_apbdes a WHERE a.desa_id = NEW.desa_id
            AND a.apbdes_id = NEW.apbdes_id AND a.state <> 'draft') THEN
        RAISE EXCEPTION 'LUMBUNG:APBDES_FROZEN';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.desa_id <> NEW.desa_id OR OLD.apbdes_id <> NEW.apbdes_id
            OR OLD.line_id <> NEW.line_id) THEN
        RAISE EXCEPTION 'LUMBUNG:APBDES_FROZEN';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER planning_line_frozen BEFORE INSERT OR UPDATE OR DELETE ON planning_line
    FOR EACH ROW EXECUTE FUNCTION planning_line_frozen();

-- Execution documents of a kegiatan; three different persons make, verify and approve one.
CREATE TABLE planning_dpa (
    desa_id        TEXT NOT NULL,
    dpa_id         UUID NOT NULL,
    tahun          BIGINT NOT NULL,
    apbdes_id      UUID NOT NULL,
    kegiatan       TEXT NOT NULL CHECK (length(kegiatan) = 8),
    amendment      BOOLEAN NOT NULL,
    pka_person_id  UUID NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('drafted', 'submitted', 'verified', 'returned',
                       'approved', 'amended', 'closed')),
    state_since_us BIGINT NOT NULL,
    ceiling_sen    BIGINT NOT NULL CHECK (ceiling_sen >= 0),
    location       TEXT NOT NULL,
    start_day      BIGINT,
    end_day        BIGINT,
    target         TEXT NOT NULL,
    team           TEXT NOT NULL,
    verified_by    UUID,
    approved_by    UUID,
    approved_day   BIGINT,
    return_note    TEXT NOT NULL,
    revision       BIGINT NOT NULL,
    created_us     BIGINT NOT NULL,
    PRIMARY KEY (desa_id, dpa_id),
    FOREIGN KEY (desa_id, apbdes_id) REFERENCES planning_apbdes (desa_id, apbdes_id),
    CHECK (verified_by <> pka_person_id),
    CHECK (approved_by <> pka_person_id AND approved_by <> verified_by),
    CHECK (state NOT IN ('approved', 'amended') OR (verified_by IS NOT NULL
        AND approved_by IS NOT NULL AND approved_day IS NOT NULL))
);
CREATE INDEX planning_dpa_year ON planning_dpa (desa_id, tahun, kegiatan);
-- One document of a kegiatan is under way, and one is in force.
CREATE UNIQUE INDEX planning_dpa_open ON planning_dpa (desa_id, tahun, kegiatan)
    WHERE state IN ('drafted', 'submitted', 'verified', 'returned');
CREATE UNIQUE INDEX planning_dpa_in_force ON planning_dpa (desa_id, tahun, kegiatan)
    WHERE state = 'approved';

-- The cost estimate.
CREATE TABLE planning_dpa_rab (
    desa_id        TEXT NOT NULL,
    dpa_id         UUID NOT NULL,
    n              BIGINT NOT NULL,
    line_id        UUID NOT NULL,
    uraian         TEXT NOT NULL,
    volume_e4      BIGINT NOT NULL CHECK (volume_e4 > 0),
    unit           TEXT NOT NULL,
    unit_price_sen BIGINT NOT NULL CHECK (unit_price_sen >= 0),
    amount_sen     BIGINT NOT NULL CHECK (amount_sen >= 0),
    PRIMARY KEY (desa_id, dpa_id, n),
    FOREIGN KEY (desa_id, dpa_id) REFERENCES planning_dpa (desa_id, dpa_id)
);

-- The draw plan.
CREATE TABLE planning_dpa_month (
    desa_id    TEXT NOT NULL,
    dpa_id     UUID NOT NULL,
    month      BIGINT NOT NULL CHECK (month BETWEEN 1 AND 12),
    amount_sen BIGINT NOT NULL CHECK (amount_sen >= 0),
    PRIMARY KEY (desa_id, dpa_id, month),
    FOREIGN KEY (desa_id, dpa_id) REFERENCES planning_dpa (desa_id, dpa_id)
);

-- What was submitted is what is approved: estimate and draw plan change only in a draft.
CREATE FUNCTION planning_dpa_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'LUMBUNG:DPA_FROZEN';
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM planning_dpa d WHERE d.desa_id = OLD.desa_id
                AND d.dpa_id = OLD.dpa_id AND d.state <> 'drafted') THEN
            RAISE EXCEPTION 'LUMBUNG:DPA_FROZEN';
        END IF;
        RETURN OLD;
    END IF;
    IF EXISTS (SELECT 1 FROM planning_dpa d WHERE d.desa_id = NEW.desa_id
            AND d.dpa_id = NEW.dpa_id AND d.state <> 'drafted') THEN
        RAISE EXCEPTION 'LUMBUNG:DPA_FROZEN';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER planning_dpa_rab_frozen BEFORE INSERT OR UPDATE OR DELETE ON planning_dpa_rab
    FOR EACH ROW EXECUTE FUNCTION planning_dpa_frozen();
CREATE TRIGGER planning_dpa_month_frozen BEFORE INSERT OR UPDATE OR DELETE ON planning_dpa_month
    FOR EACH ROW EXECUTE FUNCTION planning_dpa_frozen();

CREATE VIEW pub_rkpdes_row WITH (security_invoker = true) AS
SELECT r.desa_id, r.tahun, r.row_id, r.kegiatan, r.location, r.volume_e4, r.unit, r.target,
       r.cost_sen, r.sumber_dana, r.pattern, r.pka_person_id, r.edition
  FROM planning_rkpdes_edition_row r
  JOIN planning_year y ON y.desa_id = r.desa_id AND y.tahun = r.tahun
                      AND y.rkpdes_edition = r.edition;

CREATE VIEW pub_apbdes WITH (security_invoker = true) AS
SELECT desa_id, apbdes_id, tahun, kind, state, COALESCE(perdes_number, perkades_number) AS number,
       enacted_day, perdes_number, perkades_number, base_id, state_since_us, sent_us, created_us
  FROM planning_apbdes;

CREATE VIEW pub_budget_line WITH (security_invoker = true) AS
SELECT l.desa_id, l.tahun, l.apbdes_id, l.line_id, l.kegiatan, l.rekening, l.sumber_dana,
       l.amount_sen, l.uraian, l.output, a.enacted_day
  FROM planning_line l
  JOIN planning_apbdes a ON a.desa_id = l.desa_id AND a.apbdes_id = l.apbdes_id
 WHERE a.state = 'enacted';

CREATE VIEW pub_dpa WITH (security_invoker = true) AS
SELECT desa_id, dpa_id, tahun, kegiatan, pka_person_id, state, approved_day, ceiling_sen,
       apbdes_id, amendment, state_since_us, verified_by, approved_by
  FROM planning_dpa;

CREATE VIEW pub_dpa_month WITH (security_invoker = true) AS
SELECT m.desa_id, m.dpa_id, d.tahun, d.kegiatan, m.month, m.amount_sen
  FROM planning_dpa_month m
  JOIN planning_dpa d ON d.desa_id = m.desa_id AND d.dpa_id = m.dpa_id;

CREATE VIEW pub_dpa_line WITH (security_invoker = true) AS
SELECT r.desa_id, r.dpa_id, d.tahun, d.kegiatan, r.line_id,
       CAST(SUM(r.amount_sen) AS BIGINT) AS amount_sen
  FROM planning_dpa_rab r
  JOIN planning_dpa d ON d.desa_id = r.desa_id AND d.dpa_id = r.dpa_id
 GROUP BY r.desa_id, r.dpa_id, d.tahun, d.kegiatan, r.line_id;
