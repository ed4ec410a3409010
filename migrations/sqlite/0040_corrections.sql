-- What is wrong in the books is undone by a contra entry, never changed.

-- The entry that a contra entry undoes; one is undone once.
ALTER TABLE ledger_entry ADD COLUMN undoes_id BLOB;

CREATE UNIQUE INDEX ledger_entry_undoes ON ledger_entry (desa_id, undoes_id);

DROP VIEW pub_ledger_entry;

CREATE VIEW pub_ledger_entry AS
SELECT desa_id, entry_id, tahun, seq, day, kind, reference, narrative, at_us, undoes_id
  FROM ledger_entry;

-- A contra entry is the exact one of an entry of its year, and not before it.
CREATE TRIGGER ledger_entry_contra BEFORE INSERT ON ledger_entry
WHEN NEW.undoes_id IS NOT NULL
 AND (NEW.kind <> 'correction'
      OR NOT EXISTS (SELECT 1 FROM ledger_entry e
                      WHERE e.desa_id = NEW.desa_id AND e.entry_id = NEW.undoes_id
                        AND e.tahun = NEW.tahun AND e.day <= NEW.day)
      OR EXISTS (SELECT 1 FROM ledger_posting p
                  WHERE p.desa_id = NEW.desa_id AND p.entry_id IN (NEW.entry_id, NEW.undoes_id)
                  GROUP BY p.account, p.line_id, p.sumber_dana
                 HAVING SUM(p.amount_sen) <> 0))
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:ENTRY_UNBALANCED');
END;

-- Corrections of the books: proposed by one person, booked by another; who proposed one may take
-- it back. `document` is what shows that the state has less tax than was recorded.
CREATE TABLE realisation_correction (
    desa_id            TEXT    NOT NULL,
    correction_id      BLOB    NOT NULL,
    tahun              INTEGER NOT NULL,
    reference          TEXT    NOT NULL,
    kind               TEXT    NOT NULL
        CHECK (kind IN ('receipt', 'transfer', 'tax_deposit', 'bank_charge', 'opening')),
    amount_sen         INTEGER NOT NULL CHECK (amount_sen >= 0),
    description        TEXT    NOT NULL,
    note               TEXT    NOT NULL CHECK (note <> ''),
    day                INTEGER,
    replacement        BLOB,
    document           TEXT    NOT NULL DEFAULT '',
    state              TEXT    NOT NULL CHECK (state IN ('proposed', 'confirmed', 'rejected')),
    proposed_by        BLOB    NOT NULL,
    proposed_us        INTEGER NOT NULL,
    closed_by          BLOB,
    closed_us          INTEGER,
    number             TEXT,
    booked_day         INTEGER,
    replacement_number TEXT,
    PRIMARY KEY (desa_id, correction_id),
    CHECK (closed_by IS NULL OR closed_by <> proposed_by OR state = 'rejected'),
    CHECK ((state = 'proposed') = (closed_by IS NULL)),
    CHECK ((state = 'confirmed') = (number IS NOT NULL)),
    CHECK ((state = 'confirmed') = (booked_day IS NOT NULL)),
    CHECK (state <> 'confirmed' OR (replacement IS NULL) = (replacement_number IS NULL))
) STRICT;

-- What stands in the books under a number is corrected once.
CREATE UNIQUE INDEX realisation_correction_once
    ON realisation_correction (desa_id, tahun, reference) WHERE state <> 'rejected';

CREATE TRIGGER realisation_correction_forward BEFORE UPDATE ON realisation_correction
WHEN OLD.state <> 'proposed'
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER realisation_correction_no_delete BEFORE DELETE ON realisation_correction
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- Documents: charges of the bank too; and the correction that undid one. Its NTPN is free again
-- then, since the state's receipt may stand on the right document, and is kept beside.
CREATE TABLE realisation_document_new (
    desa_id      TEXT    NOT NULL,
    document_id  BLOB    NOT NULL,
    tahun        INTEGER NOT NULL,
    kind         TEXT    NOT NULL
        CHECK (kind IN ('receipt', 'transfer', 'tax_deposit', 'bank_charge')),
    number       TEXT    NOT NULL,
    day          INTEGER NOT NULL,
    store        TEXT    NOT NULL CHECK (store IN ('cash', 'bank')),
    rekening     TEXT    NOT NULL,
    sumber_dana  TEXT,
    amount_sen   INTEGER NOT NULL CHECK (amount_sen > 0),
    party        TEXT    NOT NULL,
    description  TEXT    NOT NULL,
    billing_code TEXT,
    ntpn         TEXT,
    entry_id     BLOB    NOT NULL,
    recorded_by  BLOB    NOT NULL,
    at_us        INTEGER NOT NULL,
    undone_by    BLOB,
    undone_ntpn  TEXT,
    PRIMARY KEY (desa_id, document_id),
    UNIQUE (desa_id, tahun, number),
    UNIQUE (desa_id, ntpn)
) STRICT;

INSERT INTO realisation_document_new (desa_id, document_id, tahun, kind, number, day, store,
    rekening, sumber_dana, amount_sen, party, description, billing_code, ntpn, entry_id,
    recorded_by, at_us)
SELECT desa_id, document_id, tahun, kind, number, day, store, rekening, sumber_dana, amount_sen,
       party, description, billing_code, ntpn, entry_id, recorded_by, at_us
  FROM realisation_document;

DROP TABLE realisation_document;

ALTER TABLE realisation_document_new RENAME TO realisation_document;

CREATE TRIGGER realisation_document_no_update BEFORE UPDATE OF desa_id, document_id, tahun, kind,
    number, day, store, rekening, sumber_dana, amount_sen, party, description, billing_code,
    entry_id, recorded_by, at_us ON realisation_document
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- A document is undone once, by the correction that two persons signed, and stays so.
CREATE TRIGGER realisation_document_undone BEFORE UPDATE ON realisation_document
WHEN OLD.undone_by IS NOT NULL OR NEW.ntpn IS NOT NULL OR NEW.undone_ntpn IS NOT OLD.ntpn
  OR NOT EXISTS (SELECT 1 FROM realisation_correction c
                  WHERE c.desa_id = NEW.desa_id AND c.correction_id = NEW.undone_by
                    AND c.tahun = NEW.tahun AND c.reference = NEW.number
                    AND c.state = 'confirmed')
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER realisation_document_no_delete BEFORE DELETE ON realisation_document
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE VIEW pub_correction AS
SELECT desa_id, correction_id, tahun, reference, description, amount_sen, note, state, proposed_by,
       proposed_us, closed_by, closed_us
  FROM realisation_correction;

-- The years that were opened.
CREATE VIEW pub_opening AS
SELECT DISTINCT desa_id, tahun FROM realisation_opening;
