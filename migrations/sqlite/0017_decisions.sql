-- Decisions on flags, whole: overrides and their veto, freezes, reopening, findings; and two ways
-- back in the books: a payment reversed, a month opened again.

-- The revision at which site or scope last changed in substance; a decision on a pair holds for
-- later revisions as long as this one does not pass it. `scope` keeps amount and volume as they
-- were then, so that small steps do not add up unseen.
ALTER TABLE gate_project ADD COLUMN material_rev INTEGER NOT NULL DEFAULT 1;
ALTER TABLE gate_project ADD COLUMN scope TEXT NOT NULL DEFAULT '';
-- By which rules the project was last screened, blocked or not.
ALTER TABLE gate_project ADD COLUMN screened_rule_rev INTEGER NOT NULL DEFAULT 0;
UPDATE gate_project
   SET material_rev = geometry_rev, screened_rule_rev = COALESCE(clearance_rule_rev, 0);

CREATE INDEX gate_project_by_screening
    ON gate_project (screened_rule_rev, desa_id, project_id) WHERE state = 'active';

-- Class of the work when the pair was flagged; since when the pair waits for a decision, also over
-- flags that followed one another; whether it was opened again; first day of an override.
ALTER TABLE gate_flag ADD COLUMN class TEXT NOT NULL DEFAULT '';
ALTER TABLE gate_flag ADD COLUMN waits_since_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE gate_flag ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0 CHECK (reopened IN (0, 1));
ALTER TABLE gate_flag ADD COLUMN effective_day INTEGER
    CHECK (state <> 'overridden' OR (effective_day IS NOT NULL AND valid_until IS NOT NULL));
UPDATE gate_flag
   SET waits_since_us = opened_us,
       class = COALESCE((SELECT p.class FROM gate_project p
                          WHERE p.desa_id = gate_flag.desa_id
                            AND p.project_id = gate_flag.project_id), '');

-- The kinds of evidence of a flag, on the raiser's side, for the quality of the rules.
CREATE TABLE gate_flag_level (
    desa_id TEXT NOT NULL,
    flag_id BLOB NOT NULL,
    level   TEXT NOT NULL,
    PRIMARY KEY (desa_id, flag_id, level)
) STRICT;

-- What was decided stays decided: a decided flag takes another state, or another time, only by a
-- further act that it names, or is withdrawn when its facts are gone.
DROP TRIGGER gate_flag_forward;

CREATE TRIGGER gate_flag_forward BEFORE UPDATE ON gate_flag
WHEN OLD.state <> 'open'
 AND NOT (OLD.state IN ('stands', 'overridden') AND NEW.state = 'withdrawn')
 AND NOT (NEW.decision_id IS NOT NULL AND NEW.decision_id IS NOT OLD.decision_id
      AND ((OLD.state = 'dismissed' AND NEW.state = 'open')
        OR (OLD.state = 'stands' AND NEW.state IN ('overridden', 'open'))
        OR (OLD.state = 'overridden' AND NEW.state IN ('overridden', 'stands', 'open'))))
 AND NOT (NEW.state = OLD.state
      AND NEW.valid_until IS OLD.valid_until
      AND NEW.effective_day IS OLD.effective_day
      AND NEW.stopped_project_id IS OLD.stopped_project_id)
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:FLAG_DECIDED');
END;

-- Projects that the inspectorate holds, whatever the flags say.
CREATE TABLE gate_freeze (
    desa_id    TEXT   NOT NULL,
    freeze_id  BLOB   NOT NULL,
    project_id BLOB   NOT NULL,
    office     TEXT   NOT NULL,
    person_id  BLOB   NOT NULL,
    note       TEXT   NOT NULL CHECK (note <> ''),
    since_us   INTEGER NOT NULL,
    lifted_by  BLOB,
    lifted_us  INTEGER,
    lift_note  TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (desa_id, freeze_id),
    FOREIGN KEY (desa_id, project_id) REFERENCES gate_project (desa_id, project_id),
    CHECK ((lifted_by IS NULL) = (lifted_us IS NULL))
) STRICT;

CREATE UNIQUE INDEX gate_freeze_active
    ON gate_freeze (desa_id, project_id) WHERE lifted_us IS NULL;

CREATE TRIGGER gate_freeze_forward BEFORE UPDATE ON gate_freeze
WHEN OLD.lifted_us IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER gate_freeze_no_delete BEFORE DELETE ON gate_freeze
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

DROP VIEW pub_flag;

CREATE VIEW pub_flag AS
SELECT desa_id, flag_id, project_id, side, other_desa_id, other_project_id, state, verdict,
       rule_rev, geometry_rev, other_geometry_rev, distance_mm, overlap_mm, project_name,
       desa_name, other_project_name, other_desa_name, opened_us, state_since_us, decision_id,
       valid_until, stopped_project_id, waits_since_us, effective_day, class
  FROM gate_flag;

-- What stops a project, each with the days from and to which it does; open where absent.
CREATE VIEW pub_project_stop AS
SELECT desa_id, project_id, 'decision' AS kind, flag_id AS act_id, CAST(NULL AS INTEGER) AS from_day,
       CAST(NULL AS INTEGER) AS to_day, state_since_us AS since_us, '' AS office,
       CAST(NULL AS BLOB) AS person_id, '' AS note
  FROM gate_flag
 WHERE state = 'stands' AND stopped_project_id = project_id
UNION ALL
SELECT desa_id, project_id, 'override_waits', flag_id, NULL, effective_day - 1, state_since_us, '',
       NULL, ''
  FROM gate_flag
 WHERE state = 'overridden' AND stopped_project_id = project_id
UNION ALL
SELECT desa_id, project_id, 'override_over', flag_id, valid_until + 1, NULL, state_since_us, '',
       NULL, ''
  FROM gate_flag
 WHERE state = 'overridden' AND stopped_project_id = project_id
UNION ALL
SELECT desa_id, project_id, 'freeze', freeze_id, NULL, NULL, since_us, office, person_id, note
  FROM gate_freeze
 WHERE lifted_us IS NULL;

-- Overrides: a pair that stands, and is paid all the same until a day.
CREATE TABLE oversight_override (
    desa_id         TEXT   NOT NULL,
    override_id     BLOB   NOT NULL,
    flag_id         BLOB   NOT NULL,
    place           TEXT   NOT NULL,
    reason          TEXT   NOT NULL,
    note            TEXT   NOT NULL CHECK (note <> ''),
    evidence        TEXT   NOT NULL CHECK (evidence <> ''),
    valid_until     INTEGER NOT NULL,
    effective_day   INTEGER,
    seen_first_rev  INTEGER NOT NULL,
    seen_second_rev INTEGER NOT NULL,
    state           TEXT   NOT NULL
        CHECK (state IN ('proposed', 'confirmed', 'rejected', 'vetoed')),
    proposed_by     BLOB   NOT NULL,
    proposed_us     INTEGER NOT NULL,
    closed_by       BLOB,
    closed_us       INTEGER,
    vetoed_by       BLOB,
    vetoed_us       INTEGER,
    veto_note       TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (desa_id, override_id),
    CHECK (closed_by IS NULL OR closed_by <> proposed_by),
    CHECK ((state = 'proposed') = (closed_by IS NULL)),
    CHECK ((state = 'vetoed') = (vetoed_by IS NOT NULL)),
    CHECK (state NOT IN ('confirmed', 'vetoed') OR effective_day <= valid_until)
) STRICT;

CREATE UNIQUE INDEX oversight_override_open
    ON oversight_override (desa_id, flag_id) WHERE state = 'proposed';
CREATE INDEX oversight_override_by_flag ON oversight_override (desa_id, flag_id);

CREATE TRIGGER oversight_override_forward BEFORE UPDATE ON oversight_override
WHEN OLD.state <> 'proposed' AND NOT (OLD.state = 'confirmed' AND NEW.state = 'vetoed')
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER oversight_override_no_delete BEFORE DELETE ON oversight_override
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- Decided flags that were opened again.
CREATE TABLE oversight_reopening (
    desa_id      TEXT   NOT NULL,
    reopening_id BLOB   NOT NULL,
    flag_id      BLOB   NOT NULL,
    from_state   TEXT   NOT NULL,
    note         TEXT   NOT NULL CHECK (note <> ''),
    evidence     TEXT   NOT NULL CHECK (evidence <> ''),
    office       TEXT   NOT NULL,
    person_id    BLOB   NOT NULL,
    at_us        INTEGER NOT NULL,
    PRIMARY KEY (desa_id, reopening_id)
) STRICT;

CREATE INDEX oversight_reopening_by_flag ON oversight_reopening (desa_id, flag_id);

CREATE TRIGGER oversight_reopening_no_update BEFORE UPDATE ON oversight_reopening
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER oversight_reopening_no_delete BEFORE DELETE ON oversight_reopening
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- What a camat asks for: a flag to be opened again, or a project to be frozen.
CREATE TABLE oversight_ask (
    desa_id     TEXT   NOT NULL,
    ask_id      BLOB   NOT NULL,
    flag_id     BLOB,
    project_id  BLOB,
    place       TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    note        TEXT   NOT NULL CHECK (note <> ''),
    asked_by    BLOB   NOT NULL,
    asked_us    INTEGER NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('waiting', 'granted', 'declined')),
    answered_by BLOB,
    answered_us INTEGER,
    answer      TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (desa_id, ask_id),
    CHECK ((flag_id IS NULL) <> (project_id IS NULL)),
    CHECK ((state = 'waiting') = (answered_by IS NULL))
) STRICT;

CREATE INDEX oversight_ask_waiting ON oversight_ask (desa_id, state);

-- Findings: what the inspectorate has to see put right.
CREATE TABLE oversight_finding (
    desa_id     TEXT   NOT NULL,
    finding_id  BLOB   NOT NULL,
    project_id  BLOB   NOT NULL,
    flag_id     BLOB,
    kind        TEXT   NOT NULL CHECK (kind IN ('paid_twice', 'other')),
    title       TEXT   NOT NULL CHECK (title <> ''),
    amount_sen  INTEGER NOT NULL CHECK (amount_sen >= 0),
    state       TEXT   NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
    opened_by   BLOB,
    opened_us   INTEGER NOT NULL,
    answer      TEXT   NOT NULL DEFAULT '',
    answered_by BLOB,
    answered_us INTEGER,
    conclusion  TEXT   NOT NULL DEFAULT '',
    closed_by   BLOB,
    closed_us   INTEGER,
    PRIMARY KEY (desa_id, finding_id),
    CHECK (state <> 'answered' OR (answered_by IS NOT NULL AND answer <> '')),
    CHECK ((state = 'closed') = (closed_by IS NOT NULL)),
    CHECK (state <> 'closed' OR conclusion <> ''),
    CHECK (closed_by IS NULL OR answered_by IS NULL OR closed_by <> answered_by)
) STRICT;

CREATE INDEX oversight_finding_by_state ON oversight_finding (desa_id, state);

CREATE TRIGGER oversight_finding_forward BEFORE UPDATE ON oversight_finding
WHEN OLD.state = 'closed' OR NEW.state = 'open' OR NEW.amount_sen <> OLD.amount_sen
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER oversight_finding_no_delete BEFORE DELETE ON oversight_finding
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE VIEW pub_override AS
SELECT desa_id, override_id, flag_id, place, reason, state, effective_day, valid_until,
       proposed_by, proposed_us, closed_by, closed_us
  FROM oversight_override;

CREATE VIEW pub_ask AS
SELECT desa_id, ask_id, flag_id, project_id, place, title, note, asked_by, asked_us, state
  FROM oversight_ask;

CREATE VIEW pub_finding AS
SELECT desa_id, finding_id, project_id, flag_id, kind, title, amount_sen, state, opened_us,
       answered_by, answered_us, closed_us
  FROM oversight_finding;

-- Payments taken back: proposed by one person, booked by another.
CREATE TABLE realisation_reversal (
    desa_id     TEXT   NOT NULL,
    reversal_id BLOB   NOT NULL,
    spp_id      BLOB   NOT NULL,
    tahun       INTEGER NOT NULL,
    note        TEXT   NOT NULL CHECK (note <> ''),
    state       TEXT   NOT NULL CHECK (state IN ('proposed', 'confirmed', 'rejected')),
    proposed_by BLOB   NOT NULL,
    proposed_us INTEGER NOT NULL,
    closed_by   BLOB,
    closed_us   INTEGER,
    number      TEXT,
    day         INTEGER,
    entry_id    BLOB,
    PRIMARY KEY (desa_id, reversal_id),
    FOREIGN KEY (desa_id, spp_id) REFERENCES realisation_spp (desa_id, spp_id),
    CHECK (closed_by IS NULL OR closed_by <> proposed_by),
    CHECK ((state = 'proposed') = (closed_by IS NULL)),
    CHECK ((state = 'confirmed') = (entry_id IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX realisation_reversal_once
    ON realisation_reversal (desa_id, spp_id) WHERE state <> 'rejected';

-- A request is reversed by a confirmed reversal only, and stays so.
CREATE TRIGGER realisation_spp_reversed BEFORE UPDATE ON realisation_spp
WHEN OLD.state = 'reversed'
  OR (NEW.state = 'reversed'
      AND NOT EXISTS (SELECT 1 FROM realisation_reversal r
                       WHERE r.desa_id = NEW.desa_id AND r.spp_id = NEW.spp_id
                         AND r.state = 'confirmed'))
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER realisation_reversal_forward BEFORE UPDATE ON realisation_reversal
WHEN OLD.state <> 'proposed'
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER realisation_reversal_no_delete BEFORE DELETE ON realisation_reversal
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- Closed months opened again by three persons; the closing that was undone stands beside.
CREATE TABLE realisation_reopening (
    desa_id          TEXT   NOT NULL,
    reopening_id     BLOB   NOT NULL,
    tahun            INTEGER NOT NULL,
    month            INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    note             TEXT   NOT NULL CHECK (note <> ''),
    state            TEXT   NOT NULL
        CHECK (state IN ('proposed', 'confirmed', 'agreed', 'rejected')),
    proposed_by      BLOB   NOT NULL,
    proposed_us      INTEGER NOT NULL,
    confirmed_by     BLOB,
    confirmed_us     INTEGER,
    agreed_by        BLOB,
    agreed_us        INTEGER,
    rejected_by      BLOB,
    rejected_us      INTEGER,
    closed_cash_sen  INTEGER,
    closed_bank_sen  INTEGER,
    closed_first_by  BLOB,
    closed_second_by BLOB,
    closed_us        INTEGER,
    PRIMARY KEY (desa_id, reopening_id),
    CHECK (confirmed_by <> proposed_by),
    CHECK (agreed_by <> proposed_by AND agreed_by <> confirmed_by),
    CHECK (state NOT IN ('confirmed', 'agreed') OR confirmed_by IS NOT NULL),
    CHECK ((state = 'agreed') = (agreed_by IS NOT NULL)),
    CHECK ((state = 'rejected') = (rejected_by IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX realisation_reopening_open
    ON realisation_reopening (desa_id, tahun) WHERE state IN ('proposed', 'confirmed');

CREATE TRIGGER realisation_reopening_forward BEFORE UPDATE ON realisation_reopening
WHEN OLD.state NOT IN ('proposed', 'confirmed')
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

CREATE TRIGGER realisation_reopening_no_delete BEFORE DELETE ON realisation_reopening
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- A closed month is gone from the months only when it was opened again.
CREATE TRIGGER realisation_month_no_delete BEFORE DELETE ON realisation_month
WHEN OLD.state = 'closed'
 AND NOT EXISTS (SELECT 1 FROM realisation_reopening r
                  WHERE r.desa_id = OLD.desa_id AND r.tahun = OLD.tahun
                    AND r.month = OLD.month AND r.state = 'agreed'
                    AND r.closed_us = OLD.confirmed_us)
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:APPEND_ONLY');
END;

-- A payment is refused on a day on which anything stops its project, whatever the project's row
-- says; days of an instant are those of Asia/Jakarta.
CREATE TRIGGER realisation_payment_not_stopped BEFORE INSERT ON realisation_payment
WHEN EXISTS (SELECT 1 FROM realisation_spp_line l
               JOIN pub_project_stop g ON g.desa_id = l.desa_id AND g.project_id = l.project_id
              WHERE l.desa_id = NEW.desa_id AND l.spp_id = NEW.spp_id
                AND (g.from_day IS NULL
                     OR g.from_day <= (NEW.at_us + 25200000000) / 86400000000)
                AND (g.to_day IS NULL
                     OR g.to_day >= (NEW.at_us + 25200000000) / 86400000000))
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:PROJECT_FROZEN');
END;

-- A month steps back one at a time, and only by an act that the row names.
ALTER TABLE ledger_head ADD COLUMN reopening_id BLOB;

DROP TRIGGER ledger_head_forward;

CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON ledger_head
WHEN NEW.seq < OLD.seq
   OR (NEW.closed_month < OLD.closed_month
       AND NOT (NEW.closed_month = OLD.closed_month - 1
                AND NEW.reopening_id IS NOT NULL
                AND NEW.reopening_id IS NOT OLD.reopening_id))
BEGIN
    SELECT RAISE(ABORT, 'LUMBUNG:MONTH_CLOSED');
END;

CREATE VIEW pub_spj_line AS
SELECT l.desa_id, l.spp_id, l.n, l.amount_sen
  FROM realisation_spj_line l
  JOIN realisation_spj j ON j.desa_id = l.desa_id AND j.spp_id = l.spp_id
 WHERE j.accepted_by IS NOT NULL;

CREATE VIEW pub_reversal AS
SELECT desa_id, reversal_id, spp_id, tahun, note, state, proposed_by, proposed_us, closed_us, number
  FROM realisation_reversal;

CREATE VIEW pub_reopening AS
SELECT desa_id, reopening_id, tahun, month, note, state, proposed_by, proposed_us, confirmed_by,
       confirmed_us
  FROM realisation_reopening;
