-- Payment requests, payments, advances, receipts, transfers, deposits, closed months.

-- The last number of each series of documents; numbers have no gaps and are never used again.
CREATE TABLE realisation_series (
    desa_id TEXT   NOT NULL,
    tahun   BIGINT NOT NULL,
    series  TEXT   NOT NULL,
    last    BIGINT NOT NULL CHECK (last > 0),
    PRIMARY KEY (desa_id, tahun, series)
);

-- Payment requests; the four persons of one request are four persons.
CREATE TABLE realisation_spp (
    desa_id        TEXT    NOT NULL,
    spp_id         UUID    NOT NULL,
    tahun          BIGINT  NOT NULL,
    number         TEXT    NOT NULL,
    kind           TEXT    NOT NULL CHECK (kind IN ('definitif', 'panjar', 'pembiayaan')),
    state          TEXT    NOT NULL CHECK (state IN ('draft', 'submitted', 'verified', 'approved',
                       'disbursed', 'accounted', 'settled', 'rejected', 'cancelled', 'reversed')),
    state_since_us BIGINT  NOT NULL,
    day            BIGINT  NOT NULL,
    month          BIGINT  NOT NULL CHECK (month BETWEEN 1 AND 12),
    kegiatan       TEXT,
    description    TEXT    NOT NULL,
    amount_sen     BIGINT  NOT NULL CHECK (amount_sen > 0),
    payee_name     TEXT    NOT NULL,
    payee_address  TEXT    NOT NULL,
    payee_bank     TEXT    NOT NULL,
    payee_account  TEXT    NOT NULL,
    invoice_number TEXT    NOT NULL,
    received_day   BIGINT,
    progress_note  TEXT    NOT NULL,
    responsible    BOOLEAN NOT NULL,
    legal_basis    TEXT    NOT NULL,
    reason         TEXT    NOT NULL,
    pka_person_id  UUID    NOT NULL,
    created_by     UUID    NOT NULL,
    created_us     BIGINT  NOT NULL,
    submitted_by   UUID,
    submitted_us   BIGINT,
    verified_by    UUID,
    verified_us    BIGINT,
    approved_by    UUID,
    approved_us    BIGINT,
    paid_by        UUID,
    paid_us        BIGINT,
    revision       BIGINT  NOT NULL CHECK (revision > 0),
    PRIMARY KEY (desa_id, spp_id),
    UNIQUE (desa_id, tahun, number),
    CHECK (verified_by <> submitted_by),
    CHECK (approved_by <> submitted_by AND approved_by <> verified_by),
    CHECK (paid_by <> submitted_by AND paid_by <> verified_by AND paid_by <> approved_by),
    CHECK (state IN ('draft', 'cancelled') OR submitted_by IS NOT NULL),
    CHECK (state IN ('draft', 'submitted', 'rejected', 'cancelled') OR verified_by IS NOT NULL),
    CHECK (state IN ('draft', 'submitted', 'verified', 'rejected', 'cancelled')
        OR approved_by IS NOT NULL),
    CHECK (state NOT IN ('disbursed', 'accounted', 'settled', 'reversed') OR paid_by IS NOT NULL)
);

CREATE INDEX realisation_spp_by_state ON realisation_spp (desa_id, tahun, state);
CREATE INDEX realisation_spp_by_activity ON realisation_spp (desa_id, tahun, kegiatan);

-- One row an activity of a year: requests that draw on its plan take turns here.
CREATE TABLE realisation_activity (
    desa_id  TEXT   NOT NULL,
    tahun    BIGINT NOT NULL,
    kegiatan TEXT   NOT NULL,
    PRIMARY KEY (desa_id, tahun, kegiatan)
);

-- What a request asks for, line by line.
CREATE TABLE realisation_spp_line (
    desa_id    TEXT   NOT NULL,
    spp_id     UUID   NOT NULL,
    n          BIGINT NOT NULL CHECK (n > 0),
    line_id    UUID   NOT NULL,
    amount_sen BIGINT NOT NULL CHECK (amount_sen > 0),
    project_id UUID,
    PRIMARY KEY (desa_id, spp_id, n),
    FOREIGN KEY (desa_id, spp_id) REFERENCES realisation_spp (desa_id, spp_id)
);

CREATE INDEX realisation_spp_line_by_project ON realisation_spp_line (desa_id, project_id);

-- Payments: made once, never changed.
CREATE TABLE realisation_payment (
    desa_id      TEXT   NOT NULL,
    payment_id   UUID   NOT NULL,
    spp_id       UUID   NOT NULL,
    term         BIGINT NOT NULL CHECK (term > 0),
    tahun        BIGINT NOT NULL,
    number       TEXT   NOT NULL,
    day          BIGINT NOT NULL,
    store        TEXT   NOT NULL CHECK (store IN ('cash', 'bank')),
    gross_sen    BIGINT NOT NULL CHECK (gross_sen > 0),
    tax_sen      BIGINT NOT NULL CHECK (tax_sen >= 0),
    net_sen      BIGINT NOT NULL CHECK (net_sen >= 0),
    entry_id     UUID   NOT NULL,
    submitted_by UUID   NOT NULL,
    verified_by  UUID   NOT NULL,
    approved_by  UUID   NOT NULL,
    paid_by      UUID   NOT NULL,
    at_us        BIGINT NOT NULL,
    PRIMARY KEY (desa_id, payment_id),
    UNIQUE (desa_id, spp_id, term),
    UNIQUE (desa_id, tahun, number),
    FOREIGN KEY (desa_id, spp_id) REFERENCES realisation_spp (desa_id, spp_id),
    CHECK (gross_sen = tax_sen + net_sen),
    CHECK (submitted_by <> verified_by AND submitted_by <> approved_by AND submitted_by <> paid_by
        AND verified_by <> approved_by AND verified_by <> paid_by AND approved_by <> paid_by)
);

-- Tax withheld at a payment or a settlement.
CREATE TABLE realisation_withheld (
    desa_id    TEXT   NOT NULL,
    spp_id     UUID   NOT NULL,
    n          BIGINT NOT NULL CHECK (n > 0),
    account    TEXT   NOT NULL,
    amount_sen BIGINT NOT NULL CHECK (amount_sen > 0),
    PRIMARY KEY (desa_id, spp_id, n),
    FOREIGN KEY (desa_id, spp_id) REFERENCES realisation_spp (desa_id, spp_id)
);

-- The accounting of an advance.
CREATE TABLE realisation_spj (
    desa_id      TEXT   NOT NULL,
    spp_id       UUID   NOT NULL,
    tahun        BIGINT NOT NULL,
    number       TEXT   NOT NULL,
    day          BIGINT NOT NULL,
    spent_sen    BIGINT NOT NULL CHECK (spent_sen >= 0),
    rest_sen     BIGINT NOT NULL CHECK (rest_sen >= 0),
    note         TEXT   NOT NULL,
    submitted_by UUID   NOT NULL,
    submitted_us BIGINT NOT NULL,
    accepted_by  UUID,
    accepted_us  BIGINT,
    PRIMARY KEY (desa_id, spp_id),
    UNIQUE (desa_id, tahun, number),
    FOREIGN KEY (desa_id, spp_id) REFERENCES realisation_spp (desa_id, spp_id),
    CHECK (accepted_by <> submitted_by)
);

-- What was spent of each line of an advance.
CREATE TABLE realisation_spj_line (
    desa_id    TEXT   NOT NULL,
    spp_id     UUID   NOT NULL,
    n          BIGINT NOT NULL,
    amount_sen BIGINT NOT NULL CHECK (amount_sen >= 0),
    PRIMARY KEY (desa_id, spp_id, n),
    FOREIGN KEY (desa_id, spp_id, n) REFERENCES realisation_spp_line (desa_id, spp_id, n)
);

-- The opening balance of a year, by source.
CREATE TABLE realisation_opening (
    desa_id     TEXT   NOT NULL,
    tahun       BIGINT NOT NULL,
    sumber_dana TEXT   NOT NULL,
    cash_sen    BIGINT NOT NULL CHECK (cash_sen >= 0),
    bank_sen    BIGINT NOT NULL CHECK (bank_sen >= 0),
    recorded_by UUID   NOT NULL,
    at_us       BIGINT NOT NULL,
    PRIMARY KEY (desa_id, tahun, sumber_dana)
);

-- Money received, moved between cash and bank, or deposited as tax.
CREATE TABLE realisation_document (
    desa_id      TEXT   NOT NULL,
    document_id  UUID   NOT NULL,
    tahun        BIGINT NOT NULL,
    kind         TEXT   NOT NULL CHECK (kind IN ('receipt', 'transfer', 'tax_deposit')),
    number       TEXT   NOT NULL,
    day          BIGINT NOT NULL,
    store        TEXT   NOT NULL CHECK (store IN ('cash', 'bank')),
    rekening     TEXT   NOT NULL,
    sumber_dana  TEXT,
    amount_sen   BIGINT NOT NULL CHECK (amount_sen > 0),
    party        TEXT   NOT NULL,
    description  TEXT   NOT NULL,
    billing_code TEXT,
    ntpn         TEXT,
    entry_id     UUID   NOT NULL,
    recorded_by  UUID   NOT NULL,
    at_us        BIGINT NOT NULL,
    PRIMARY KEY (desa_id, document_id),
    UNIQUE (desa_id, tahun, number),
    UNIQUE (desa_id, ntpn)
);

-- Months proposed for closing and closed, with the balances of their last day.
CREATE TABLE realisation_month (
    desa_id      TEXT   NOT NULL,
    tahun        BIGINT NOT NULL,
    month        BIGINT NOT NULL CHECK (month BETWEEN 1 AND 12),
    state        TEXT   NOT NULL CHECK (state IN ('proposed', 'closed')),
    cash_sen     BIGINT NOT NULL CHECK (cash_sen >= 0),
    bank_sen     BIGINT NOT NULL CHECK (bank_sen >= 0),
    journal_seq  BIGINT NOT NULL,
    proposed_by  UUID   NOT NULL,
    proposed_us  BIGINT NOT NULL,
    confirmed_by UUID,
    confirmed_us BIGINT,
    PRIMARY KEY (desa_id, tahun, month),
    CHECK (confirmed_by <> proposed_by),
    CHECK (state <> 'closed' OR confirmed_by IS NOT NULL)
);

-- A payment is refused while any project of its request is flagged, frozen or not cleared,
-- and unless it is the payment of the request as four persons signed it.
CREATE FUNCTION realisation_payment_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place RECORD;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM realisation_spp s
                    WHERE s.desa_id = NEW.desa_id AND s.spp_id = NEW.spp_id
                      AND s.state = 'disbursed' AND s.amount_sen = NEW.gross_sen
                      AND s.submitted_by = NEW.submitted_by AND s.verified_by = NEW.verified_by
                      AND s.approved_by = NEW.approved_by AND s.paid_by = NEW.paid_by) THEN
        RAISE EXCEPTION 'LUMBUNG:PAYMENT_NOT_APPROVED';
    END IF;
    FOR place IN
        SELECT g.open_flags, g.frozen, g.geometry_rev, g.clearance_geometry_rev
          FROM realisation_spp_line l
          LEFT JOIN pub_project_gate g ON g.desa_id = l.desa_id AND g.project_id = l.project_id
         WHERE l.desa_id = NEW.desa_id AND l.spp_id = NEW.spp_id AND l.project_id IS NOT NULL
    LOOP
        IF place.open_flags > 0 THEN
            RAISE EXCEPTION 'LUMBUNG:FLAG_OPEN';
        ELSIF place.frozen THEN
            RAISE EXCEPTION 'LUMBUNG:PROJECT_FROZEN';
        ELSIF place.clearance_geometry_rev IS NULL THEN
            RAISE EXCEPTION 'LUMBUNG:CLEARANCE_MISSING';
        ELSIF place.clearance_geometry_rev <> place.geometry_rev THEN
            RAISE EXCEPTION 'LUMBUNG:CLEARANCE_STALE';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE TRIGGER realisation_payment_allowed BEFORE INSERT ON realisation_payment
    FOR EACH ROW EXECUTE FUNCTION realisation_payment_allowed();

-- What was submitted is what is paid: lines change only in a draft.
CREATE FUNCTION realisation_spp_line_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM realisation_spp s
                WHERE s.desa_id = COALESCE(NEW.desa_id, OLD.desa_id)
                  AND s.spp_id = COALESCE(NEW.spp_id, OLD.spp_id) AND s.state <> 'draft') THEN
        RAISE EXCEPTION 'LUMBUNG:SPP_FROZEN';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER realisation_spp_line_draft BEFORE INSERT OR UPDATE OR DELETE
    ON realisation_spp_line FOR EACH ROW EXECUTE FUNCTION realisation_spp_line_draft();

CREATE TRIGGER realisation_payment_no_change BEFORE UPDATE OR DELETE ON realisation_payment
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE TRIGGER realisation_withheld_no_change BEFORE UPDATE OR DELETE ON realisation_withheld
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE TRIGGER realisation_opening_no_change BEFORE UPDATE OR DELETE ON realisation_opening
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE TRIGGER realisation_document_no_change BEFORE UPDATE OR DELETE ON realisation_document
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE VIEW pub_spp WITH (security_invoker = true) AS
SELECT desa_id, spp_id, tahun, number, kind, state, amount_sen, pka_person_id, state_since_us, day,
       kegiatan, description, payee_name, submitted_by, submitted_us, verified_by, verified_us,
       approved_by, approved_us, paid_by, paid_us, reason
  FROM realisation_spp;

CREATE VIEW pub_spp_line WITH (security_invoker = true) AS
SELECT desa_id, spp_id, n, line_id, amount_sen, project_id
  FROM realisation_spp_line;

CREATE VIEW pub_payment WITH (security_invoker = true) AS
SELECT desa_id, payment_id, spp_id, day, gross_sen AS amount_sen, term, tahun, number, store,
       tax_sen, net_sen, at_us
  FROM realisation_payment;

CREATE VIEW pub_spj WITH (security_invoker = true) AS
SELECT desa_id, spp_id, tahun, number, day, spent_sen, rest_sen, submitted_by, submitted_us,
       accepted_by, accepted_us
  FROM realisation_spj;

CREATE VIEW pub_month WITH (security_invoker = true) AS
SELECT desa_id, tahun, month, state, cash_sen, bank_sen, proposed_by, proposed_us, confirmed_by,
       confirmed_us
  FROM realisation_month;
