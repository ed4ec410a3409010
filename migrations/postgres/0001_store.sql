-- Requests with their answers, and the audit log.

CREATE TABLE store_request (
    place       TEXT   NOT NULL,
    person_id   UUID   NOT NULL,
    request_id  UUID   NOT NULL,
    method      TEXT   NOT NULL,
    fingerprint BYTEA  NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('taken', 'done', 'refused', 'fenced')),
    answer      BYTEA,
    refusal     TEXT,
    audit_seq   BIGINT,
    entry_hash  BYTEA,
    at_us       BIGINT NOT NULL,
    PRIMARY KEY (place, person_id, request_id)
);

CREATE TABLE store_audit_head (
    place      TEXT   NOT NULL PRIMARY KEY,
    seq        BIGINT NOT NULL CHECK (seq > 0),
    entry_hash BYTEA  NOT NULL
);

CREATE TABLE store_audit_entry (
    place         TEXT   NOT NULL,
    seq           BIGINT NOT NULL,
    entry_hash    BYTEA  NOT NULL,
    previous_hash BYTEA  NOT NULL,
    at_us         BIGINT NOT NULL,
    request_id    UUID   NOT NULL,
    person_id     UUID   NOT NULL,
    mandate_id    UUID,
    role          TEXT   NOT NULL,
    method        TEXT   NOT NULL,
    kind          TEXT   NOT NULL,
    subject       TEXT   NOT NULL,
    fingerprint   BYTEA  NOT NULL,
    detail        TEXT   NOT NULL,
    PRIMARY KEY (place, seq)
);

-- The head follows its log inside the same statement.
CREATE FUNCTION store_audit_entry_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE store_audit_head SET entry_hash = NEW.entry_hash
     WHERE place = NEW.place AND seq = NEW.seq;
    RETURN NULL;
END $$;

CREATE TRIGGER store_audit_entry_head AFTER INSERT ON store_audit_entry
    FOR EACH ROW EXECUTE FUNCTION store_audit_entry_head();

-- Every append-only table shares this fence.
CREATE FUNCTION store_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'LUMBUNG:APPEND_ONLY';
END $$;

CREATE TRIGGER store_audit_entry_no_change BEFORE UPDATE OR DELETE ON store_audit_entry
    FOR EACH ROW EXECUTE FUNCTION store_append_only();

CREATE VIEW pub_audit_entry WITH (security_invoker = true) AS
SELECT place, seq, entry_hash, previous_hash, at_us, request_id, person_id, mandate_id, role,
       method, kind, subject, fingerprint, detail
  FROM store_audit_entry;
