-- Requests with their answers, and the audit log.

CREATE TABLE store_request (
    place       TEXT    NOT NULL,
    person_id   BLOB    NOT NULL,
    request_id  BLOB    NOT NULL,
    method      TEXT    NOT NULL,
    fingerprint BLOB    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('taken', 'done', 'refused', 'fenced')),
    answer      BLOB,
    refusal     TEXT,
    audit_seq   INTEGER,
    entry_hash  BLOB,
    at_us       INTEGER NOT NULL,
    PRIMARY KEY (place, person_id, request_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE store_audit_head (
    place      TEXT    NOT NULL PRIMARY KEY,
    seq        INTEGER NOT NULL CHECK (seq > 0),
    entry_hash BLOB    NOT NULL
) STRICT;

CREATE TABLE store_audit_entry (
    place         TEXT    NOT NULL,
    seq           INTEGER NOT NULL,
    entry_hash    BLOB    NOT NULL,
    previous_hash BLOB    NOT NULL,
    at_us         INTEGER NOT NULL,
    request_id    BLOB    NOT NULL,
    person_id     BLOB    NOT NULL,
    mandate_id    BLOB,
    role          TEXT    NOT NULL,
    method        TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    fingerprint   BLOB    NOT NULL,
    detail        TEXT    NOT NULL,
    PRIMARY KEY (place, seq)
) STRICT;

-- The head follows its log inside the same statement.
CREATE TRIGGER store_audit_entry_head AFTER INSERT ON store_audit_entry
BEGIN
    UPDATE store_audit_head SET entry_hash = NEW.entry_hash
     WHERE place = NEW.place AND seq = NEW.seq;
END;

CREATE TRIGGER store_audit_entry_no_update BEFORE UPDATE ON store_audit_entry
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER store_audit_entry_no_delete BEFORE DELETE ON store_audit_entry
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE VIEW pub_audit_entry AS
SELECT place, seq, entry_hash, previous_hash, at_us, request_id, person_id, mandate_id, role,
       method, kind, subject, fingerprint, detail
  FROM store_audit_entry;
