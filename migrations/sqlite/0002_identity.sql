-- People, accounts, sessions, mandates.

-- A human being.
CREATE TABLE identity_person (
    person_id  BLOB    NOT NULL PRIMARY KEY,
    full_name  TEXT    NOT NULL CHECK (length(full_name) BETWEEN 1 AND 200),
    created_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A way to sign in; the password is an Argon2id string with its own salt.
CREATE TABLE identity_account (
    account_id      BLOB    NOT NULL PRIMARY KEY,
    person_id       BLOB    NOT NULL REFERENCES identity_person (person_id),
    account_name    TEXT    NOT NULL UNIQUE,
    password_hash   TEXT    NOT NULL,
    password_rev    INTEGER NOT NULL DEFAULT 1,
    suspended       INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
    failures        INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
    locked_until_us INTEGER NOT NULL DEFAULT 0,
    created_us      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_account_by_person ON identity_account (person_id);

-- A signed-in device.
CREATE TABLE identity_session (
    session_id    BLOB    NOT NULL PRIMARY KEY,
    account_id    BLOB    NOT NULL REFERENCES identity_account (account_id),
    person_id     BLOB    NOT NULL REFERENCES identity_person (person_id),
    started_us    INTEGER NOT NULL,
    ends_us       INTEGER NOT NULL CHECK (ends_us > started_us),
    ended_us      INTEGER,
    stepped_up_us INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_session_by_person ON identity_session (person_id);

-- Bearer tokens of a session, by their SHA-256.
CREATE TABLE identity_token (
    token_hash BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    session_id BLOB    NOT NULL REFERENCES identity_session (session_id),
    expires_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_token_by_session ON identity_token (session_id);

-- One-time codes for people without an account, by their SHA-256.
CREATE TABLE identity_invitation (
    invitation_id BLOB    NOT NULL PRIMARY KEY,
    person_id     BLOB    NOT NULL REFERENCES identity_person (person_id),
    code_hash     BLOB    NOT NULL UNIQUE CHECK (length(code_hash) = 32),
    made_us       INTEGER NOT NULL,
    expires_us    INTEGER NOT NULL,
    closed_us     INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_invitation_by_person ON identity_invitation (person_id);

-- Dated rights to act in a role for a place.
CREATE TABLE identity_mandate (
    mandate_id   BLOB    NOT NULL PRIMARY KEY,
    person_id    BLOB    NOT NULL REFERENCES identity_person (person_id),
    role         TEXT    NOT NULL CHECK (role IN ('OP', 'PKA', 'SEK', 'KEU', 'KDS', 'BPD', 'CAM', 'PMD', 'INS', 'SYS', 'ADM')),
    area         TEXT    NOT NULL,
    valid_from   INTEGER NOT NULL,
    valid_to     INTEGER CHECK (valid_to >= valid_from),
    acting       INTEGER NOT NULL CHECK (acting IN (0, 1)),
    basis        TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('proposed', 'active', 'ended', 'withdrawn')),
    proposed_by  BLOB,
    proposed_us  INTEGER NOT NULL,
    confirmed_by BLOB,
    confirmed_us INTEGER,
    ended_by     BLOB,
    ended_us     INTEGER,
    revision     INTEGER NOT NULL DEFAULT 1,
    CHECK (acting = 0 OR valid_to IS NOT NULL),
    CHECK (state NOT IN ('active', 'ended') OR confirmed_us IS NOT NULL),
    CHECK (state NOT IN ('ended', 'withdrawn') OR ended_us IS NOT NULL),
    CHECK (person_id <> confirmed_by)
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_mandate_by_person ON identity_mandate (person_id);
CREATE INDEX identity_mandate_by_area ON identity_mandate (area, role);

-- The caller of a token: one row a mandate that gives a right, one with NULLs if there is none.
CREATE VIEW pub_principal AS
SELECT t.token_hash, s.session_id, s.person_id, s.ended_us, t.expires_us, a.suspended,
       s.stepped_up_us, m.mandate_id, m.role, m.area, m.valid_from, m.valid_to
  FROM identity_token t
  JOIN identity_session s ON s.session_id = t.session_id
  JOIN identity_account a ON a.account_id = s.account_id
  LEFT JOIN identity_mandate m ON m.person_id = s.person_id AND m.state = 'active';

-- Every mandate that gives or gave a right; one that has ended gives none from `ended_us` on.
CREATE VIEW pub_mandate AS
SELECT mandate_id, person_id, role, area, valid_from, valid_to, acting, ended_us
  FROM identity_mandate
 WHERE state IN ('active', 'ended');

CREATE VIEW pub_person AS
SELECT person_id, full_name FROM identity_person;
