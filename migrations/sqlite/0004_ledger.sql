-- Budget lines with what is reserved and posted on them, and the journal.

-- One line a kegiatan x rekening x sumber dana of a year, as of the version in force.
CREATE TABLE ledger_line (
    desa_id      TEXT    NOT NULL,
    line_id      BLOB    NOT NULL,
    tahun        INTEGER NOT NULL,
    kind         TEXT    NOT NULL CHECK (kind IN ('revenue', 'spending', 'financing_in', 'financing_out')),
    kegiatan     TEXT,
    rekening     TEXT    NOT NULL,
    sumber_dana  TEXT    NOT NULL,
    ceiling_sen  INTEGER NOT NULL CHECK (ceiling_sen >= 0),
    reserved_sen INTEGER NOT NULL DEFAULT 0 CHECK (reserved_sen >= 0),
    posted_sen   INTEGER NOT NULL DEFAULT 0 CHECK (posted_sen >= 0),
    PRIMARY KEY (desa_id, line_id),
    CHECK (kind IN ('revenue', 'financing_in') OR reserved_sen + posted_sen <= ceiling_sen),
    CHECK (kind IN ('spending', 'financing_out') OR reserved_sen = 0)
) STRICT;

CREATE INDEX ledger_line_by_year ON ledger_line (desa_id, tahun, rekening);

-- The last number of each year's journal, and the last month that is closed.
CREATE TABLE ledger_head (
    desa_id      TEXT    NOT NULL,
    tahun        INTEGER NOT NULL,
    seq          INTEGER NOT NULL CHECK (seq >= 0),
    closed_month INTEGER NOT NULL DEFAULT 0 CHECK (closed_month BETWEEN 0 AND 12),
    PRIMARY KEY (desa_id, tahun)
) STRICT;

-- Journal entries; the postings of an entry are written before it, the entry closes them.
CREATE TABLE ledger_entry (
    desa_id   TEXT    NOT NULL,
    entry_id  BLOB    NOT NULL,
    tahun     INTEGER NOT NULL,
    seq       INTEGER NOT NULL CHECK (seq > 0),
    day       INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    reference TEXT    NOT NULL,
    narrative TEXT    NOT NULL,
    at_us     INTEGER NOT NULL,
    PRIMARY KEY (desa_id, entry_id),
    UNIQUE (desa_id, tahun, seq)
) STRICT;

CREATE INDEX ledger_entry_by_day ON ledger_entry (desa_id, tahun, day, seq);

-- Sides of an entry: debit positive, credit negative.
CREATE TABLE ledger_posting (
    desa_id     TEXT    NOT NULL,
    entry_id    BLOB    NOT NULL,
    n           INTEGER NOT NULL CHECK (n > 0),
    account     TEXT    NOT NULL,
    line_id     BLOB,
    sumber_dana TEXT,
    amount_sen  INTEGER NOT NULL CHECK (amount_sen <> 0),
    PRIMARY KEY (desa_id, entry_id, n),
    FOREIGN KEY (desa_id, entry_id) REFERENCES ledger_entry (desa_id, entry_id)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (desa_id, line_id) REFERENCES ledger_line (desa_id, line_id)
) STRICT;

CREATE INDEX ledger_posting_by_account ON ledger_posting (desa_id, account);
CREATE INDEX ledger_posting_by_line ON ledger_posting (desa_id, line_id);

-- Stores of money (cash, bank, advances, tax held) day by day in their natural sign:
-- the balance at the day's end and the lowest one within the day, in the order (day, seq).
CREATE TABLE ledger_balance (
    desa_id     TEXT    NOT NULL,
    tahun       INTEGER NOT NULL,
    account     TEXT    NOT NULL,
    day         INTEGER NOT NULL,
    closing_sen INTEGER NOT NULL CHECK (closing_sen >= 0),
    lowest_sen  INTEGER NOT NULL CHECK (lowest_sen >= 0),
    PRIMARY KEY (desa_id, tahun, account, day),
    CHECK (lowest_sen <= closing_sen)
) STRICT;

-- An entry balances to zero over at least two postings, or it does not come about.
CREATE TRIGGER ledger_entry_balances BEFORE INSERT ON ledger_entry
WHEN (SELECT count(*) < 2 OR sum(amount_sen) <> 0 FROM ledger_posting
       WHERE desa_id = NEW.desa_id AND entry_id = NEW.entry_id)
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:ENTRY_UNBALANCED');
END;

-- Nothing is added to an entry that is closed.
CREATE TRIGGER ledger_posting_open BEFORE INSERT ON ledger_posting
WHEN EXISTS (SELECT 1 FROM ledger_entry
              WHERE desa_id = NEW.desa_id AND entry_id = NEW.entry_id)
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER ledger_posting_no_update BEFORE UPDATE ON ledger_posting
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER ledger_posting_no_delete BEFORE DELETE ON ledger_posting
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- A month once closed stays closed.
CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON ledger_head
WHEN NEW.seq < OLD.seq OR NEW.closed_month < OLD.closed_month
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:MONTH_CLOSED');
END;

CREATE VIEW pub_ledger_line AS
SELECT desa_id, line_id, tahun, kind, kegiatan, rekening, sumber_dana, ceiling_sen, reserved_sen,
       posted_sen
  FROM ledger_line;

CREATE VIEW pub_ledger_entry AS
SELECT desa_id, entry_id, tahun, seq, day, kind, reference, narrative, at_us
  FROM ledger_entry;

CREATE VIEW pub_ledger_posting AS
SELECT desa_id, entry_id, n, account, line_id, sumber_dana, amount_sen
  FROM ledger_posting;

CREATE VIEW pub_ledger_balance AS
SELECT desa_id, tahun, account, day, closing_sen, lowest_sen
  FROM ledger_balance;

CREATE VIEW pub_ledger_period AS
SELECT desa_id, tahun, seq, closed_month
  FROM ledger_head;
