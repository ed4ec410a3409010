-- Budget lines with what is reserved and posted on them, and the journal.

-- One line a kegiatan x rekening x sumber dana of a year, as of the version in force.
CREATE TABLE ledger_line (
    desa_id      TEXT   NOT NULL,
    line_id      UUID   NOT NULL,
    tahun        BIGINT NOT NULL,
    kind         TEXT   NOT NULL CHECK (kind IN ('revenue', 'spending', 'financing_in', 'financing_out')),
    kegiatan     TEXT,
    rekening     TEXT   NOT NULL,
    sumber_dana  TEXT   NOT NULL,
    ceiling_sen  BIGINT NOT NULL CHECK (ceiling_sen >= 0),
    reserved_sen BIGINT NOT NULL DEFAULT 0 CHECK (reserved_sen >= 0),
    posted_sen   BIGINT NOT NULL DEFAULT 0 CHECK (posted_sen >= 0),
    PRIMARY KEY (desa_id, line_id),
    CHECK (kind IN ('revenue', 'financing_in') OR reserved_sen + posted_sen <= ceiling_sen),
    CHECK (kind IN ('spending', 'financing_out') OR reserved_sen = 0)
);

CREATE INDEX ledger_line_by_year ON ledger_line (desa_id, tahun, rekening);

-- The last number of each year's journal, and the last month that is closed.
CREATE TABLE ledger_head (
    desa_id      TEXT   NOT NULL,
    tahun        BIGINT NOT NULL,
    seq          BIGINT NOT NULL CHECK (seq >= 0),
    closed_month BIGINT NOT NULL DEFAULT 0 CHECK (closed_month BETWEEN 0 AND 12),
    PRIMARY KEY (desa_id, tahun)
);

-- Journal entries; the postings of an entry are written before it, the entry closes them.
CREATE TABLE ledger_entry (
    desa_id   TEXT   NOT NULL,
    entry_id  UUID   NOT NULL,
    tahun     BIGINT NOT NULL,
    seq       BIGINT NOT NULL CHECK (seq > 0),
    day       BIGINT NOT NULL,
    kind      TEXT   NOT NULL,
    reference TEXT   NOT NULL,
    narrative TEXT   NOT NULL,
    at_us     BIGINT NOT NULL,
    PRIMARY KEY (desa_id, entry_id),
    UNIQUE (desa_id, tahun, seq)
);

CREATE INDEX ledger_entry_by_day ON ledger_entry (desa_id, tahun, day, seq);

-- Sides of an entry: debit positive, credit negative.
CREATE TABLE ledger_posting (
    desa_id     TEXT   NOT NULL,
    entry_id    UUID   NOT NULL,
    n           BIGINT NOT NULL CHECK (n > 0),
    account     TEXT   NOT NULL,
    line_id     UUID,
    sumber_dana TEXT,
    amount_sen  BIGINT NOT NULL CHECK (amount_sen <> 0),
    PRIMARY KEY (desa_id, entry_id, n),
    FOREIGN KEY (desa_id, entry_id) REFERENCES ledger_entry (desa_id, entry_id)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (desa_id, line_id) REFERENCES ledger_line (desa_id, line_id)
);

CREATE INDEX ledger_posting_by_account ON ledger_posting (desa_id, account);
CREATE INDEX ledger_posting_by_line ON ledger_posting (desa_id, line_id);

-- Stores of money (cash, bank, advances, tax held) day by day in their natural sign:
-- the balance at the day's end and the lowest one within the day, in the order (day, seq).
CREATE TABLE ledger_balance (
    desa_id     TEXT   NOT NULL,
    tahun       BIGINT NOT NULL,
    account     TEXT   NOT NULL,
    day         BIGINT NOT NULL,
    closing_sen BIGINT NOT NULL CHECK (closing_sen >= 0),
    lowest_sen  BIGINT NOT NULL CHECK (lowest_sen >= 0),
    PRIMARY KEY (desa_id, tahun, account, day),
    CHECK (lowest_sen <= closing_sen)
);

-- An entry balances to zero over at least two postings, or it does not come about.
CREATE FUNCTION ledger_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sides BIGINT;
    total BIGINT;
BEGIN
    SELECT count(*), COALESCE(CAST(sum(amount_sen) AS BIGINT), 0) INTO sides, total
      FROM ledger_posting WHERE desa_id = NEW.desa_id AND entry_id = NEW.entry_id;
    IF sides < 2 OR total <> 0 THEN
        RAISE EXCEPTION 'LUMBUNG:ENTRY_UNBALANCED';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_entry_balances BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();

-- Asked once more as the transaction ends, whatever order the rows came in.
CREATE CONSTRAINT TRIGGER ledger_entry_balances_at_end AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();

-- Nothing is added to an entry that is closed.
CREATE FUNCTION ledger_posting_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_entry
                WHERE desa_id = NEW.desa_id AND entry_id = NEW.entry_id) THEN
        RAISE EXCEPTION 'LUMBUNG:APPEND_ONLY';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_posting_open BEFORE INSERT ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_posting_open();

CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE TRIGGER ledger_posting_no_change BEFORE UPDATE OR DELETE ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

-- A month once closed stays closed.
CREATE FUNCTION ledger_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq < OLD.seq OR NEW.closed_month < OLD.closed_month THEN
        RAISE EXCEPTION 'LUMBUNG:MONTH_CLOSED';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON ledger_head
    FOR EACH ROW EXECUTE FUNCTION ledger_head_forward();

CREATE VIEW pub_ledger_line WITH (security_invoker = true) AS
SELECT desa_id, line_id, tahun, kind, kegiatan, rekening, sumber_dana, ceiling_sen, reserved_sen,
       posted_sen
  FROM ledger_line;

CREATE VIEW pub_ledger_entry WITH (security_invoker = true) AS
SELECT desa_id, entry_id, tahun, seq, day, kind, reference, narrative, at_us
  FROM ledger_entry;

CREATE VIEW pub_ledger_posting WITH (security_invoker = true) AS
SELECT desa_id, entry_id, n, account, line_id, sumber_dana, amount_sen
  FROM ledger_posting;

CREATE VIEW pub_ledger_balance WITH (security_invoker = true) AS
SELECT desa_id, tahun, account, day, closing_sen, lowest_sen
  FROM ledger_balance;

CREATE VIEW pub_ledger_period WITH (security_invoker = true) AS
SELECT desa_id, tahun, seq, closed_month
  FROM ledger_head;
