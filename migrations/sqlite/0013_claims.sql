-- Claims of other owners, plans with a place, and works whose position cannot be believed.

-- Whether the position of a footprint can be believed.
ALTER TABLE gate_claim ADD COLUMN trusted INTEGER NOT NULL DEFAULT 1 CHECK (trusted IN (0, 1));
CREATE INDEX gate_claim_untrusted ON gate_claim (desa_id, project_id) WHERE active AND NOT trusted;
CREATE INDEX gate_project_by_year ON gate_project (desa_id, tahun) WHERE state = 'active';

-- The rows that registrations lock before they search by words: one a village and class family.
CREATE TABLE gate_words (
    desa_id TEXT    NOT NULL,
    family  INTEGER NOT NULL,
    seq     INTEGER NOT NULL CHECK (seq >= 0),
    PRIMARY KEY (desa_id, family)
) STRICT, WITHOUT ROWID;

-- The weight of both sides of a flag: a registered project or a claim of another owner.
ALTER TABLE gate_flag ADD COLUMN kind TEXT NOT NULL DEFAULT 'registered'
    CHECK (kind IN ('registered', 'planned', 'outside'));
ALTER TABLE gate_flag ADD COLUMN other_kind TEXT NOT NULL DEFAULT 'registered'
    CHECK (other_kind IN ('registered', 'planned', 'outside'));

-- Works of other owners that a decision stopped and that still stand in the register.
CREATE VIEW pub_stopped_claim AS
SELECT p.desa_id, p.project_id AS claim_id, p.name, p.desa_name, p.owner, f.flag_id,
       f.state_since_us AS since_us
  FROM gate_project p
  JOIN gate_flag f ON f.desa_id = p.desa_id AND f.project_id = p.project_id
 WHERE p.kind = 'outside' AND p.state = 'active' AND p.frozen
   AND f.state = 'stands' AND f.stopped_project_id = p.project_id;

-- Works of other owners as they were told to us; the register holds their footprints.
CREATE TABLE oversight_claim (
    place         TEXT    NOT NULL,
    claim_id      BLOB    NOT NULL,
    owner         TEXT    NOT NULL CHECK (owner IN ('kabupaten', 'provinsi', 'pusat', 'lain')),
    owner_name    TEXT    NOT NULL CHECK (owner_name <> ''),
    owner_key     TEXT    NOT NULL CHECK (owner_key <> ''),
    external_id   TEXT    NOT NULL CHECK (external_id <> ''),
    desa_id       TEXT    NOT NULL,
    tahun         INTEGER NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('active', 'withdrawn')),
    content       TEXT    NOT NULL,
    by_system     INTEGER NOT NULL CHECK (by_system IN (0, 1)),
    revision      INTEGER NOT NULL CHECK (revision > 0),
    note          TEXT    NOT NULL DEFAULT '',
    registered_by BLOB,
    registered_us INTEGER NOT NULL,
    changed_us    INTEGER NOT NULL,
    PRIMARY KEY (place, claim_id)
) STRICT;

-- The same owner and number again are the same claim.
CREATE UNIQUE INDEX oversight_claim_by_number
    ON oversight_claim (place, owner, owner_key, external_id);

-- The villages in which a claim lies, each with its part of it.
CREATE TABLE oversight_claim_desa (
    desa_id        TEXT    NOT NULL,
    claim_id       BLOB    NOT NULL,
    place          TEXT    NOT NULL,
    share_permille INTEGER NOT NULL CHECK (share_permille BETWEEN 0 AND 1000),
    PRIMARY KEY (desa_id, claim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX oversight_claim_desa_by_claim ON oversight_claim_desa (claim_id);

-- Where a row of the plan is meant to be built, if it is known yet.
ALTER TABLE planning_rkpdes_row ADD COLUMN shape BLOB;
ALTER TABLE planning_rkpdes_row ADD COLUMN accuracy_mm INTEGER CHECK (accuracy_mm > 0);
ALTER TABLE planning_rkpdes_row ADD COLUMN work_class TEXT NOT NULL DEFAULT '';
ALTER TABLE planning_rkpdes_row ADD COLUMN intervention TEXT NOT NULL DEFAULT 'new'
    CHECK (intervention IN ('new', 'rehabilitate', 'upgrade', 'maintain', 'replace'));
