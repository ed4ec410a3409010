-- One row a village and year: turned by every act that must come one after another.
CREATE TABLE planning_year (
    desa_id         TEXT    NOT NULL,
    tahun           INTEGER NOT NULL CHECK (tahun BETWEEN 2000 AND 2100),
    turn            INTEGER NOT NULL,
    rkpdes_revision INTEGER NOT NULL DEFAULT 1,
    rkpdes_edition  INTEGER NOT NULL DEFAULT 0 CHECK (rkpdes_edition >= 0),
    rkpdes_changed  INTEGER NOT NULL DEFAULT 1 CHECK (rkpdes_changed IN (0, 1)),
    PRIMARY KEY (desa_id, tahun)
) STRICT, WITHOUT ROWID;

-- The working rows of the yearly plan.
CREATE TABLE planning_rkpdes_row (
    desa_id       TEXT    NOT NULL,
    row_id        BLOB    NOT NULL,
    tahun         INTEGER NOT NULL,
    kegiatan      TEXT    NOT NULL CHECK (length(kegiatan) = 8),
    location      TEXT    NOT NULL,
    volume_e4     INTEGER NOT NULL CHECK (volume_e4 > 0),
    unit          TEXT    NOT NULL,
    target        TEXT    NOT NULL,
    cost_sen      INTEGER NOT NULL CHECK (cost_sen >= 0),
    sumber_dana   TEXT    NOT NULL CHECK (length(sumber_dana) = 3),
    pattern       TEXT    NOT NULL CHECK (pattern IN ('swakelola', 'kerjasama', 'penyedia')),
    pka_person_id BLOB,
    revision      INTEGER NOT NULL,
    changed_us    INTEGER NOT NULL,
    PRIMARY KEY (desa_id, row_id)
) STRICT;
CREATE INDEX planning_rkpdes_row_year ON planning_rkpdes_row (desa_id, tahun, row_id);

-- Editions of the plan enacted by Perdes.
CREATE TABLE planning_rkpdes_edition (
    desa_id    TEXT    NOT NULL,
    tahun      INTEGER NOT NULL,
    edition    INTEGER NOT NULL CHECK (edition > 0),
    number     TEXT    NOT NULL,
    day        INTEGER NOT NULL,
    enacted_by BLOB    NOT NULL,
    enacted_us INTEGER NOT NULL,
    PRIMARY KEY (desa_id, tahun, edition)
) STRICT;

-- The rows of an edition, copied when it was enacted.
CREATE TABLE planning_rkpdes_edition_row (
    desa_id       TEXT    NOT NULL,
    tahun         INTEGER NOT NULL,
    edition       INTEGER NOT NULL,
    row_id        BLOB    NOT NULL,
    kegiatan      TEXT    NOT NULL,
    location      TEXT    NOT NULL,
    volume_e4     INTEGER NOT NULL,
    unit          TEXT    NOT NULL,
    target        TEXT    NOT NULL,
    cost_sen      INTEGER NOT NULL,
    sumber_dana   TEXT    NOT NULL,
    pattern       TEXT    NOT NULL,
    pka_person_id BLOB,
    PRIMARY KEY (desa_id, tahun, edition, row_id),
    FOREIGN KEY (desa_id, tahun, edition)
        REFERENCES planning_rkpdes_edition (desa_id, tahun, edition)
) STRICT;

CREATE TRIGGER planning_rkpdes_edition_no_update BEFORE UPDATE ON planning_rkpdes_edition
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE TRIGGER planning_rkpdes_edition_no_delete BEFORE DELETE ON planning_rkpdes_edition
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE TRIGGER planning_rkpdes_edition_row_no_update BEFORE UPDATE ON planning_rkpdes_edition_row
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE TRIGGER planning_rkpdes_edition_row_no_delete BEFORE DELETE ON planning_rkpdes_edition_row
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- Versions of a year's budget.
CREATE TABLE planning_apbdes (
    desa_id         TEXT    NOT NULL,
    apbdes_id       BLOB    NOT NULL,
    tahun           INTEGER NOT NULL CHECK (tahun BETWEEN 2000 AND 2100),
    kind            TEXT    NOT NULL CHECK (kind IN ('usulan', 'awal', 'perubahan_penjabaran', 'perubahan')),
    state           TEXT    NOT NULL CHECK (state IN ('draft', 'submitted_bpd', 'agreed_bpd',
                        'rejected_bpd', 'under_evaluation', 'evaluated_ok', 'evaluated_revise',
                        'deemed_ok', 'enacted', 'annulled', 'superseded')),
    state_since_us  INTEGER NOT NULL,
    base_id         BLOB,
    reason          TEXT    CHECK (reason IN ('revenue_changed', 'savings_used', 'shift',
                        'last_year_silpa', 'extraordinary')),
    reference       TEXT    NOT NULL,
    sent_us         INTEGER,
    document_day    INTEGER,
    perdes_number   TEXT,
    perkades_number TEXT,
    enacted_day     INTEGER,
    revision        INTEGER NOT NULL,
    created_us      INTEGER NOT NULL,
    PRIMARY KEY (desa_id, apbdes_id),
    CHECK (state NOT IN ('enacted', 'superseded', 'annulled')
        OR (perkades_number IS NOT NULL AND enacted_day IS NOT NULL
            AND (kind = 'perubahan_penjabaran' OR perdes_number IS NOT NULL))),
    CHECK (kind IN ('usulan', 'awal') OR reason IS NOT NULL),
    CHECK (kind <> 'usulan' OR state = 'draft')
) STRICT;
-- One version of a kind is under way at a time.
CREATE UNIQUE INDEX planning_apbdes_open ON planning_apbdes (desa_id, tahun, kind)
    WHERE state NOT IN ('enacted', 'superseded', 'annulled');
-- One version of a year is in force.
CREATE UNIQUE INDEX planning_apbdes_in_force ON planning_apbdes (desa_id, tahun)
    WHERE state = 'enacted';

-- What became law keeps its number, day and year, and no version that left draft is deleted.
CREATE TRIGGER planning_apbdes_frozen BEFORE UPDATE ON planning_apbdes
WHEN OLD.tahun <> NEW.tahun OR OLD.kind <> NEW.kind
    OR (OLD.state IN ('enacted', 'superseded', 'annulled')
        AND (NEW.state NOT IN ('enacted', 'superseded', 'annulled')
            OR OLD.enacted_day IS NOT NEW.enacted_day
            OR OLD.perdes_number IS NOT NEW.perdes_number
            OR OLD.perkades_number IS NOT NEW.perkades_number))
    OR (OLD.state = 'annulled' AND NEW.state <> 'annulled')
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APBDES_FROZEN');
END;
CREATE TRIGGER planning_apbdes_no_delete BEFORE DELETE ON planning_apbdes
WHEN OLD.state <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APBDES_FROZEN');
END;

-- The way of a version: one row a state it reached, with its document.
CREATE TABLE planning_apbdes_step (
    desa_id   TEXT    NOT NULL,
    apbdes_id BLOB    NOT NULL,
    n         INTEGER NOT NULL,
    state     TEXT    NOT NULL,
    person_id BLOB,
    role      TEXT    NOT NULL,
    at_us     INTEGER NOT NULL,
    number    TEXT    NOT NULL,
    day       INTEGER,
    note      TEXT    NOT NULL,
    PRIMARY KEY (desa_id, apbdes_id, n),
    FOREIGN KEY (desa_id, apbdes_id) REFERENCES planning_apbdes (desa_id, apbdes_id)
) STRICT;
CREATE TRIGGER planning_apbdes_step_no_update BEFORE UPDATE ON planning_apbdes_step
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;
CREATE TRIGGER planning_apbdes_step_no_delete BEFORE DELETE ON planning_apbdes_step
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- The id of each key of a year: kegiatan (empty for revenue and financing), objek, sumber dana.
CREATE TABLE planning_line_key (
    desa_id     TEXT    NOT NULL,
    tahun       INTEGER NOT NULL,
    kegiatan    TEXT    NOT NULL,
    rekening    TEXT    NOT NULL,
    sumber_dana TEXT    NOT NULL,
    line_id     BLOB    NOT NULL,
    PRIMARY KEY (desa_id, tahun, kegiatan, rekening, sumber_dana)
) STRICT, WITHOUT ROWID;

-- The lines of a version.
CREATE TABLE planning_line (
    desa_id          TEXT    NOT NULL,
    apbdes_id        BLOB    NOT NULL,
    line_id          BLOB    NOT NULL,
    tahun            INTEGER NOT NULL,
    kegiatan         TEXT,
    rekening         TEXT    NOT NULL CHECK (length(rekening) = 8),
    sumber_dana      TEXT    NOT NULL CHECK (length(sumber_dana) = 3),
    uraian           TEXT    NOT NULL,
    volume_e4        INTEGER CHECK (volume_e4 > 0),
    unit             TEXT    NOT NULL,
    unit_price_sen   INTEGER CHECK (unit_price_sen >= 0),
    amount_sen       INTEGER NOT NULL CHECK (amount_sen >= 0),
    output           TEXT    NOT NULL,
    perdes_reference TEXT    NOT NULL,
    from_bengkok     INTEGER NOT NULL CHECK (from_bengkok IN (0, 1)),
    PRIMARY KEY (desa_id, apbdes_id, line_id),
    FOREIGN KEY (desa_id, apbdes_id) REFERENCES planning_apbdes (desa_id, apbdes_id),
    CHECK ((substr(rekening, 1, 1) = '5') = (kegiatan IS NOT NULL)),
    CHECK (substr(rekening, 1, 1) IN ('4', '5', '6'))
) STRICT;

-- The snapshot: lines change only while their version is a draft.
CREATE TRIGGER planning_line_no_insert BEFORE INSERT ON planning_line
WHEN EXISTS (SELECT 1 FROM planning_apbdes a WHERE a.desa_id = NEW.desa_id
        AND a.apbdes_id = NEW.apbdes_id AND a.state <> 'draft')
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APBDES_FROZEN');
END;
CREATE TRIGGER planning_line_no_update BEFORE UPDATE ON planning_line
WHEN EXISTS (SELECT 1 FROM planning_apbdes a WHERE a.desa_id = OLD.desa_id
        AND a.apbdes_id = OLD.apbdes_id AND a.state <> 'draft')
    OR OLD.desa_id <> NEW.desa_id OR OLD.apbdes_id <> NEW.apbdes_id OR OLD.line_id <> NEW.line_id
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APBDES_FROZEN');
END;
CREATE TRIGGER planning_line_no_delete BEFORE DELETE ON planning_line
WHEN EXISTS (SELECT 1 FROM planning_apbdes a WHERE a.desa_id = OLD.desa_id
        AND a.apbdes_id = OLD.apbdes_id AND a.state <> 'draft')
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APBDES_FROZEN');
END;

-- Execution documents of a kegiatan; three different persons make, verify and approve one.
CREATE TABLE planning_dpa (
    desa_id        TEXT    NOT NULL,
    dpa_id         BLOB    NOT NULL,
    tahun          INTEGER NOT NULL,
    apbdes_id      BLOB    NOT NULL,
    kegiatan       TEXT    NOT NULL CHECK (length(kegiatan) = 8),
    amendment      INTEGER NOT NULL CHECK (amendment IN (0, 1)),
    pka_person_id  BLOB    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('drafted', 'submitted', 'verified', 'returned',
                       'approved', 'amended', 'closed')),
    state_since_us INTEGER NOT NULL,
    ceiling_sen    INTEGER NOT NULL CHECK (ceiling_sen >= 0),
    location       TEXT    NOT NULL,
    start_day      INTEGER,
    end_day        INTEGER,
    target         TEXT    NOT NULL,
    team           TEXT    NOT NULL,
    verified_by    BLOB,
    approved_by    BLOB,
    approved_day   INTEGER,
    return_note    TEXT    NOT NULL,
    revision       INTEGER NOT NULL,
    created_us     INTEGER NOT NULL,
    PRIMARY KEY (desa_id, dpa_id),
    FOREIGN KEY (desa_id, apbdes_id) REFERENCES planning_apbdes (desa_id, apbdes_id),
    CHECK (verified_by <> pka_person_id),
    CHECK (approved_by <> pka_person_id AND approved_by <> verified_by),
    CHECK (state NOT IN ('approved', 'amended') OR (verified_by IS NOT NULL
        AND approved_by IS NOT NULL AND approved_day IS NOT NULL))
) STRICT;
CREATE INDEX planning_dpa_year ON planning_dpa (desa_id, tahun, kegiatan);
-- One document of a kegiatan is under way, and one is in force.
CREATE UNIQUE INDEX planning_dpa_open ON planning_dpa (desa_id, tahun, kegiatan)
    WHERE state IN ('drafted', 'submitted', 'verified', 'returned');
CREATE UNIQUE INDEX planning_dpa_in_force ON planning_dpa (desa_id, tahun, kegiatan)
    WHERE state = 'approved';

-- The cost estimate.
CREATE TABLE planning_dpa_rab (
    desa_id        TEXT    NOT NULL,
    dpa_id         BLOB    NOT NULL,
    n              INTEGER NOT NULL,
    line_id        BLOB    NOT NULL,
    uraian         TEXT    NOT NULL,
    volume_e4      INTEGER NOT NULL CHECK (volume_e4 > 0),
    unit           TEXT    NOT NULL,
    unit_price_sen INTEGER NOT NULL CHECK (unit_price_sen >= 0),
    amount_sen     INTEGER NOT NULL CHECK (amount_sen >= 0),
    PRIMARY KEY (desa_id, dpa_id, n),
    FOREIGN KEY (desa_id, dpa_id) REFERENCES planning_dpa (desa_id, dpa_id)
) STRICT;

-- The draw plan.
CREATE TABLE planning_dpa_month (
    desa_id    TEXT    NOT NULL,
    dpa_id     BLOB    NOT NULL,
    month      INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    amount_sen INTEGER NOT NULL CHECK (amount_sen >= 0),
    PRIMARY KEY (desa_id, dpa_id, month),
    FOREIGN KEY (desa_id, dpa_id) REFERENCES planning_dpa (desa_id, dpa_id)
) STRICT;

-- What was submitted is what is approved: estimate and draw plan change only in a draft.
CREATE TRIGGER planning_dpa_rab_no_insert BEFORE INSERT ON planning_dpa_rab
WHEN EXISTS (SELECT 1 FROM planning_dpa d WHERE d.desa_id = NEW.desa_id
        AND d.dpa_id = NEW.dpa_id AND d.state <> 'drafted')
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:DPA_FROZEN');
END;
CREATE TRIGGER planning_dpa_rab_no_update BEFORE UPDATE ON planning_dpa_rab
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:DPA_FROZEN');
END;
CREATE TRIGGER planning_dpa_rab_no_delete BEFORE DELETE ON planning_dpa_rab
WHEN EXISTS (SELECT 1 FROM planning_dpa d WHERE d.desa_id = OLD.desa_id
        AND d.dpa_id = OLD.dpa_id AND d.state <> 'drafted')
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:DPA_FROZEN');
END;
CREATE TRIGGER planning_dpa_month_no_insert BEFORE INSERT ON planning_dpa_month
WHEN EXISTS (SELECT 1 FROM planning_dpa d WHERE d.desa_id = NEW.desa_id
        AND d.dpa_id = NEW.dpa_id AND d.state <> 'drafted')
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:DPA_FROZEN');
END;
CREATE TRIGGER planning_dpa_month_no_update BEFORE UPDATE ON planning_dpa_month
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:DPA_FROZEN');
END;
CREATE TRIGGER planning_dpa_month_no_delete BEFORE DELETE ON planning_dpa_month
WHEN EXISTS (SELECT 1 FROM planning_dpa d WHERE d.desa_id = OLD.desa_id
        AND d.dpa_id = OLD.dpa_id AND d.state <> 'drafted')
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:DPA_FROZEN');
END;

CREATE VIEW pub_rkpdes_row AS
SELECT r.desa_id, r.tahun, r.row_id, r.kegiatan, r.location, r.volume_e4, r.unit, r.target,
       r.cost_sen, r.sumber_dana, r.pattern, r.pka_person_id, r.edition
  FROM planning_rkpdes_edition_row r
  JOIN planning_year y ON y.desa_id = r.desa_id AND y.tahun = r.tahun
                      AND y.rkpdes_edition = r.edition;

CREATE VIEW pub_apbdes AS
SELECT desa_id, apbdes_id, tahun, kind, state, COALESCE(perdes_number, perkades_number) AS number,
       enacted_day, perdes_number, perkades_number, base_id, state_since_us, sent_us, created_us
  FROM planning_apbdes;

CREATE VIEW pub_budget_line AS
SELECT l.desa_id, l.tahun, l.apbdes_id, l.line_id, l.kegiatan, l.rekening, l.sumber_dana,
       l.amount_sen, l.uraian, l.output, a.enacted_day
  FROM planning_line l
  JOIN planning_apbdes a ON a.desa_id = l.desa_id AND a.apbdes_id = l.apbdes_id
 WHERE a.state = 'enacted';

CREATE VIEW pub_dpa AS
SELECT desa_id, dpa_id, tahun, kegiatan, pka_person_id, state, approved_day, ceiling_sen,
       apbdes_id, amendment, state_since_us, verified_by, approved_by
  FROM planning_dpa;

CREATE VIEW pub_dpa_month AS
SELECT m.desa_id, m.dpa_id, d.tahun, d.kegiatan, m.month, m.amount_sen
  FROM planning_dpa_month m
  JOIN planning_dpa d ON d.desa_id = m.desa_id AND d.dpa_id = m.dpa_id;

CREATE VIEW pub_dpa_line AS
SELECT r.desa_id, r.dpa_id, d.tahun, d.kegiatan, r.line_id,
       CAST(SUM(r.amount_sen) AS INTEGER) AS amount_sen
  FROM planning_dpa_rab r
  JOIN planning_dpa d ON d.desa_id = r.desa_id AND d.dpa_id = r.dpa_id
 GROUP BY r.desa_id, r.dpa_id, d.tahun, d.kegiatan, r.line_id;
