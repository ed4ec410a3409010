-- What is wrong in the books is undone by a contra entry, never changed.

-- The entry that a contra entry undoes; one is undone once.
ALTER TABLE ledger_entry ADD COLUMN undoes_id UUID;

CREATE UNIQUE INDEX ledger_entry_undoes ON ledger_entry (desa_id, undoes_id);

CREATE OR REPLACE VIEW pub_ledger_entry WITH (security_invoker = true) AS
SELECT desa_id, entry_id, tahun, seq, day, kind, reference, narrative, at_us, undoes_id
  FROM ledger_entry;

-- A contra entry is the exact one of an entry of its year, and not before it.
CREATE FUNCTION ledger_entry_contra() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind <> 'correction'
       OR NOT EXISTS (SELECT 1 FROM ledger_entry e
                       WHERE e.desa_id = NEW.desa_id AND e.entry_id = NEW.undoes_id
                         AND e.tahun = NEW.tahun AND e.day <= NEW.day)
       OR EXISTS (SELECT 1 FROM ledger_posting p
                   WHERE p.desa_id = NEW.desa_id AND p.entry_id IN (NEW.entry_id, NEW.undoes_id)
                   GROUP BY p.account, p.line_id, p.sumber_dana
                  HAVING SUM(p.amount_sen) <> 0) THEN
        RAISE EXCEPTION 'LUMBUNG:ENTRY_UNBALANCED';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_entry_contra BEFORE INSERT ON ledger_entry
    FOR EACH ROW WHEN (NEW.undoes_id IS NOT NULL) EXECUTE FUNCTION ledger_entry_contra();

-- Corrections of the books: proposed by one person, booked by another; who proposed one may take
-- it back. `document` is what shows that the state has less tax than was recorded.
CREATE TABLE realisation_correction (
    desa_id            TEXT   NOT NULL,
    correction_id      UUID   NOT NULL,
    tahun              BIGINT NOT NULL,
    reference          TEXT   NOT NULL,
    kind               TEXT   NOT NULL
        CHECK (kind IN ('receipt', 'transfer', 'tax_deposit', 'bank_charge', 'opening')),
    amount_sen         BIGINT NOT NULL CHECK (amount_sen >= 0),
    description        TEXT   NOT NULL,
    note               TEXT   NOT NULL CHECK (note <> ''),
    day                BIGINT,
    replacement        BYTEA,
    document           TEXT   NOT NULL DEFAULT '',
    state              TEXT   NOT NULL CHECK (state IN ('proposed', 'confirmed', 'rejected')),
    proposed_by        UUID   NOT NULL,
    proposed_us        BIGINT NOT NULL,
    closed_by          UUID,
    closed_us          BIGINT,
    number             TEXT,
    booked_day         BIGINT,
    replacement_number TEXT,
    PRIMARY KEY (desa_id, correction_id),
    CHECK (closed_by IS NULL OR closed_by <> proposed_by OR state = 'rejected'),
    CHECK ((state = 'proposed') = (closed_by IS NULL)),
    CHECK ((state = 'confirmed') = (number IS NOT NULL)),
    CHECK ((state = 'confirmed') = (booked_day IS NOT NULL)),
    CHECK (state <> 'confirmed' OR (replacement IS NULL) = (replacement_number IS NULL))
);

-- What stands in the books under a number is corrected once.
CREATE UNIQUE INDEX realisation_correction_once
    ON realisation_correction (desa_id, tahun, reference) WHERE state <> 'rejected';

CREATE FUNCTION realisation_correction_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'proposed' THEN
        RAISE EXCEPTION 'LUMBUNG:APPEND_ONLY';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER realisation_correction_forward BEFORE UPDATE ON realisation_correction
    FOR EACH ROW EXECUTE FUNCTION realisation_correction_forward();

CREATE TRIGGER realisation_correction_no_delete BEFORE DELETE ON realisation_correction
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

-- Documents: charges of the bank too; and the correction that undid one. Its NTPN is free again
-- then, since the state's receipt may stand on the right document, and is kept beside.
ALTER TABLE realisation_document
    DROP CONSTRAINT realisation_document_kind_check,
    ADD CONSTRAINT realisation_document_kind_check
        CHECK (kind IN ('receipt', 'transfer', 'tax_deposit', 'bank_charge')),
    ADD COLUMN undone_by UUID,
    ADD COLUMN undone_ntpn TEXT;

DROP TRIGGER realisation_document_no_change ON realisation_document;

CREATE TRIGGER realisation_document_no_update BEFORE UPDATE OF desa_id, document_id, tahun, kind,
    number, day, store, rekening, sumber_dana, amount_sen, party, description, billing_code,
    entry_id, recorded_by, at_us ON realisation_document
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

-- A document is undone once, by the correction that two persons signed, and stays so.
CREATE FUNCTION realisation_document_undone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.undone_by IS NOT NULL OR NEW.ntpn IS NOT NULL
       OR NEW.undone_ntpn IS DISTINCT FROM OLD.ntpn
       OR NOT EXISTS (SELECT 1 FROM realisation_correction c
                       WHERE c.desa_id = NEW.desa_id AND c.correction_id = NEW.undone_by
                         AND c.tahun = NEW.tahun AND c.reference = NEW.number
                         AND c.state = 'confirmed') THEN
        RAISE EXCEPTION 'LUMBUNG:APPEND_ONLY';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER realisation_document_undone BEFORE UPDATE ON realisation_document
    FOR EACH ROW EXECUTE FUNCTION realisation_document_undone();

CREATE TRIGGER realisation_document_no_delete BEFORE DELETE ON realisation_document
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE VIEW pub_correction WITH (security_invoker = true) AS
SELECT desa_id, correction_id, tahun, reference, description, amount_sen, note, state, proposed_by,
       proposed_us, closed_by, closed_us
  FROM realisation_correction;

-- The years that were opened.
CREATE VIEW pub_opening WITH (security_invoker = true) AS
SELECT DISTINCT desa_id, tahun FROM realisation_opening;

SELECT lumbung_secure_rows();
