-- People, accounts, sessions, mandates.

-- A human being.
CREATE TABLE identity_person (
    person_id  UUID    NOT NULL PRIMARY KEY,
    full_name  TEXT    NOT NULL CHECK (length(full_name) BETWEEN 1 AND 200),
    created_us BIGINT  NOT NULL
);

-- A way to sign in; the password is an Argon2id string with its own salt.
CREATE TABLE identity_account (
    account_id      UUID    NOT NULL PRIMARY KEY,
    person_id       UUID    NOT NULL REFERENCES identity_person (person_id),
    account_name    TEXT    NOT NULL UNIQUE,
    password_hash   TEXT    NOT NULL,
    password_rev    BIGINT  NOT NULL DEFAULT 1,
    suspended       BOOLEAN NOT NULL DEFAULT false,
    failures        BIGINT  NOT NULL DEFAULT 0 CHECK (failures >= 0),
    locked_until_us BIGINT  NOT NULL DEFAULT 0,
    created_us      BIGINT  NOT NULL
);

CREATE INDEX identity_account_by_person ON identity_account (person_id);

-- A signed-in device.
CREATE TABLE identity_session (
    session_id    UUID    NOT NULL PRIMARY KEY,
    account_id    UUID    NOT NULL REFERENCES identity_account (account_id),
    person_id     UUID    NOT NULL REFERENCES identity_person (person_id),
    started_us    BIGINT  NOT NULL,
    ends_us       BIGINT  NOT NULL CHECK (ends_us > started_us),
    ended_us      BIGINT,
    stepped_up_us BIGINT
);

CREATE INDEX identity_session_by_person ON identity_session (person_id);

-- Bearer tokens of a session, by their SHA-256.
CREATE TABLE identity_token (
    token_hash BYTEA   NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    session_id UUID    NOT NULL REFERENCES identity_session (session_id),
    expires_us BIGINT  NOT NULL
);

CREATE INDEX identity_token_by_session ON identity_token (session_id);

-- One-time codes for people without an account, by their SHA-256.
CREATE TABLE identity_invitation (
    invitation_id UUID    NOT NULL PRIMARY KEY,
    person_id     UUID    NOT NULL REFERENCES identity_person (person_id),
    code_hash     BYTEA   NOT NULL UNIQUE CHECK (length(code_hash) = 32),
    made_us       BIGINT  NOT NULL,
    expires_us    BIGINT  NOT NULL,
    closed_us     BIGINT
);

CREATE INDEX identity_invitation_by_person ON identity_invitation (person_id);

-- Dated rights to act in a role for a place.
CREATE TABLE identity_mandate (
    mandate_id   UUID    NOT NULL PRIMARY KEY,
    person_id    UUID    NOT NULL REFERENCES identity_person (person_id),
    role         TEXT    NOT NULL CHECK (role IN ('OP', 'PKA', 'SEK', 'KEU', 'KDS', 'BPD', 'CAM', 'PMD', 'INS', 'SYS', 'ADM')),
    area         TEXT    NOT NULL,
    valid_from   BIGINT  NOT NULL,
    valid_to     BIGINT  CHECK (valid_to >= valid_from),
    acting       BOOLEAN NOT NULL,
    basis        TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('proposed', 'active', 'ended', 'withdrawn')),
    proposed_by  UUID,
    proposed_us  BIGINT  NOT NULL,
    confirmed_by UUID,
    confirmed_us BIGINT,
    ended_by     UUID,
    ended_us     BIGINT,
    revision     BIGINT  NOT NULL DEFAULT 1,
    CHECK (NOT acting OR valid_to IS NOT NULL),
    CHECK (state NOT IN ('active', 'ended') OR confirmed_us IS NOT NULL),
    CHECK (state NOT IN ('ended', 'withdrawn') OR ended_us IS NOT NULL),
    CHECK (person_id <> confirmed_by)
);

CREATE INDEX identity_mandate_by_person ON identity_mandate (person_id);
CREATE INDEX identity_mandate_by_area ON identity_mandate (area, role);

-- The caller of a token: one row a mandate that gives a right, one with NULLs if there is none.
CREATE VIEW pub_principal WITH (security_invoker = true) AS
SELECT t.token_hash, s.session_id, s.person_id, s.ended_us, t.expires_us, a.suspended,
       s.stepped_up_us, m.mandate_id, m.role, m.area, m.valid_from, m.valid_to
  FROM identity_token t
  JOIN identity_session s ON s.session_id = t.session_id
  JOIN identity_account a ON a.account_id = s.account_id
  LEFT JOIN identity_mandate m ON m.person_id = s.person_id AND m.state = 'active';

-- Every mandate that gives or gave a right; one that has ended gives none from `ended_us` on.
CREATE VIEW pub_mandate WITH (security_invoker = true) AS
SELECT mandate_id, person_id, role, area, valid_from, valid_to, acting, ended_us
  FROM identity_mandate
 WHERE state IN ('active', 'ended');

CREATE VIEW pub_person WITH (security_invoker = true) AS
SELECT person_id, full_name FROM identity_person;
