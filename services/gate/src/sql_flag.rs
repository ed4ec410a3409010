//! The statements of flags, of what stops a project, and of the quality of the rules.

use uuid::Uuid;

store::statements! {
    /// One side of a new flag.
    PUT_FLAG = "
        INSERT INTO gate_flag (desa_id, flag_id, project_id, side, other_desa_id,
            other_project_id, state, verdict, rule_rev, geometry_rev, other_geometry_rev,
            distance_mm, overlap_mm, evidence, project_name, desa_name, other_project_name,
            other_desa_name, opened_us, state_since_us, waits_since_us, class, kind, other_kind)
        VALUES ($1, $2, $3, $4, $5, $6, 'open', 'block', $7, $8, $9, $10, $11, $12, $13, $14, $15,
            $16, $17, $17, $18, $19, $20, $21)";
    /// One kind of evidence of a flag.
    PUT_FLAG_LEVEL = "
        INSERT INTO gate_flag_level (desa_id, flag_id, level) VALUES ($1, $2, $3)
        ON CONFLICT (desa_id, flag_id, level) DO NOTHING";
    /// Brings one side of an open flag to what is known now.
    REFRESH_FLAG = "
        UPDATE gate_flag
           SET geometry_rev = $4, other_geometry_rev = $5, distance_mm = $6, overlap_mm = $7,
               evidence = $8, project_name = $9, other_project_name = $10, rule_rev = $11
         WHERE desa_id = $1 AND flag_id = $2 AND project_id = $3 AND state = 'open'";
    /// Leaves one side of a flag to people, with the revisions of today.
    LEAVE_TO_PEOPLE = "
        UPDATE gate_flag
           SET reopened = TRUE, geometry_rev = $4, other_geometry_rev = $5
         WHERE desa_id = $1 AND flag_id = $2 AND project_id = $3";
    /// Opens one side of a flag in state $4 again by act $6, with the revisions of today.
    REOPEN_FLAG = "
        UPDATE gate_flag
           SET state = 'open', state_since_us = $5, waits_since_us = $5, decision_id = $6,
               reopened = TRUE, valid_until = NULL, effective_day = NULL,
               stopped_project_id = NULL, geometry_rev = $7, other_geometry_rev = $8
         WHERE desa_id = $1 AND flag_id = $2 AND project_id = $3 AND state = $4";
    /// Marks one side of a flag: its work was given up, or moved beyond the search, while it was held.
    GIVE_UP = "
        UPDATE gate_flag SET given_up = TRUE
         WHERE desa_id = $1 AND flag_id = $2 AND project_id = $3";
    /// Works of village $1 that it gave up, of year $2 or, with 0, of every: with whom each was held,
    /// and each place where it ever stood.
    READ_GIVEN_UP = "
        SELECT f.flag_id, f.project_id, f.other_desa_id, f.other_project_id, f.other_geometry_rev,
               p.name, p.class, p.tahun, c.shape, c.accuracy_mm, c.capture
          FROM gate_flag f
          JOIN gate_project p ON p.desa_id = f.desa_id AND p.project_id = f.project_id
          JOIN gate_claim c ON c.desa_id = f.desa_id AND c.project_id = f.project_id
         WHERE f.desa_id = $1 AND f.given_up AND ($2 = 0 OR p.tahun = $2)
         ORDER BY f.flag_id, f.project_id, c.geometry_rev, c.site";
    /// What was paid for a work and not taken back: advances whole until their rest is back.
    READ_PAID = "
        SELECT CAST(COALESCE(SUM(amount_sen), 0) AS BIGINT) FROM pub_spp_drawn
         WHERE desa_id = $1 AND project_id = $2
           AND state IN ('disbursed', 'accounted', 'settled')";
    /// Notes on one side of an open flag that the pair was decided before, by act $4: people alone
    /// close it.
    NOTE_DECIDED = "
        UPDATE gate_flag SET reopened = TRUE, decision_id = $4
         WHERE desa_id = $1 AND flag_id = $2 AND project_id = $3 AND state = 'open'";
    /// Notes by what a payee of a work is known.
    PUT_PAYEE = "
        INSERT INTO gate_payee (desa_id, project_id, known_by, payee) VALUES ($1, $2, $3, $4)
        ON CONFLICT (desa_id, project_id, known_by, payee) DO NOTHING";
    /// By what the payees of a work are known.
    READ_PAYEES = "
        SELECT known_by, payee FROM gate_payee
         WHERE desa_id = $1 AND project_id = $2
         ORDER BY known_by, payee";
    /// What stops a project on day $3, with the pair where a flag does.
    READ_STOPS = "
        SELECT s.kind, s.act_id, s.from_day, s.to_day, s.since_us, s.office, s.person_id, s.note,
               f.project_name, f.other_project_name, f.other_desa_name
          FROM pub_project_stop s
          LEFT JOIN gate_flag f
            ON f.desa_id = s.desa_id AND f.flag_id = s.act_id AND f.project_id = s.project_id
         WHERE s.desa_id = $1 AND s.project_id = $2
           AND (s.from_day IS NULL OR s.from_day <= $3) AND (s.to_day IS NULL OR s.to_day >= $3)
         ORDER BY s.since_us, s.act_id, s.kind";
    /// Holds a project; no row when it is held already.
    PUT_FREEZE = "
        INSERT INTO gate_freeze (desa_id, freeze_id, project_id, office, person_id, note, since_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (desa_id, project_id) WHERE lifted_us IS NULL DO NOTHING";
    /// Lets a held project go.
    LIFT_FREEZE = "
        UPDATE gate_freeze SET lifted_by = $3, lifted_us = $4, lift_note = $5
         WHERE desa_id = $1 AND project_id = $2 AND lifted_us IS NULL";
    /// Flags by rules, class and outcome, each pair once. What stood and fell later, because the
    /// stopped work was cancelled or moved away, was right all the same: it counts as standing.
    QUALITY_BY_CLASS: cross_desa("the quality of the rules is one figure for all") = "
        SELECT rule_rev, class AS part,
               CASE WHEN state = 'withdrawn' AND stopped_project_id IS NOT NULL THEN 'stands'
                    ELSE state END AS outcome,
               COUNT(*) AS n
          FROM gate_flag
         WHERE side = 1
         GROUP BY rule_rev, class, outcome
         ORDER BY rule_rev, class, outcome";
    /// The same by kind of evidence; a flag counts under each of its kinds. The base of a scorecard
    /// and its levels, which alone have a colon, are no rules: they are parts of one score.
    QUALITY_BY_LEVEL: cross_desa("the quality of the rules is one figure for all") = "
        SELECT f.rule_rev, l.level AS part,
               CASE WHEN f.state = 'withdrawn' AND f.stopped_project_id IS NOT NULL THEN 'stands'
                    ELSE f.state END AS outcome,
               COUNT(*) AS n
          FROM gate_flag f
          JOIN gate_flag_level l ON l.desa_id = f.desa_id AND l.flag_id = f.flag_id
         WHERE f.side = 1 AND l.level <> 'base' AND l.level NOT LIKE '%:%'
         GROUP BY f.rule_rev, l.level, outcome
         ORDER BY f.rule_rev, l.level, outcome";
    /// Flags of a project that still say something: open ones, standing ones, dismissed ones.
    READ_FLAGS_OF_PROJECT = "
        SELECT desa_id, flag_id, project_id, other_desa_id, other_project_id, state, rule_rev,
               geometry_rev, other_geometry_rev, distance_mm, overlap_mm, evidence, project_name,
               desa_name, other_project_name, other_desa_name, opened_us, state_since_us,
               decision_id, valid_until, stopped_project_id, class, waits_since_us, reopened,
               effective_day, kind, other_kind
          FROM gate_flag
         WHERE desa_id = $1 AND project_id = $2
           AND state IN ('open', 'stands', 'dismissed', 'overridden')
         ORDER BY flag_id";
    /// Both sides of a flag, the raiser's first.
    READ_FLAG: cross_desa("a flag has a row on each side's desa") = "
        SELECT desa_id, flag_id, project_id, other_desa_id, other_project_id, state, rule_rev,
               geometry_rev, other_geometry_rev, distance_mm, overlap_mm, evidence, project_name,
               desa_name, other_project_name, other_desa_name, opened_us, state_since_us,
               decision_id, valid_until, stopped_project_id, class, waits_since_us, reopened,
               effective_day, kind, other_kind
          FROM gate_flag
         WHERE flag_id = $1
         ORDER BY side";
    /// Brings one side of a flag that is in state $4 to state $5.
    MOVE_FLAG = "
        UPDATE gate_flag
           SET state = $5, state_since_us = $6, decision_id = COALESCE($7, decision_id),
               valid_until = $8, stopped_project_id = COALESCE($9, stopped_project_id),
               effective_day = $10
         WHERE desa_id = $1 AND flag_id = $2 AND project_id = $3 AND state = $4";
    /// Flags that touch area $1, newest first, below id $4, a pair inside the area once; those
    /// that wait since before instant $6, if one is given. On day $7 an override may be over.
    LIST_FLAGS: cross_desa("officials read the flags of an area") = "
        SELECT desa_id, flag_id, project_id, other_desa_id, other_project_id, state, rule_rev,
               geometry_rev, other_geometry_rev, distance_mm, overlap_mm, evidence, project_name,
               desa_name, other_project_name, other_desa_name, opened_us, state_since_us,
               decision_id, valid_until, stopped_project_id, class, waits_since_us, reopened,
               effective_day, kind, other_kind
          FROM gate_flag
         WHERE (desa_id = $1 OR desa_id LIKE $1 || '.%')
           AND ($2 = ''
                OR (state = $2
                    AND NOT ($2 = 'overridden' AND COALESCE(valid_until, $7) < $7))
                OR ($2 = 'stands' AND state = 'overridden' AND valid_until < $7))
           AND ($6 = 0 OR (state = 'open' AND waits_since_us < $6))
           AND (side = 1 OR NOT (other_desa_id = $1 OR other_desa_id LIKE $1 || '.%'))
           AND ($3 = 0 OR opened_us < $3 OR (opened_us = $3 AND flag_id < $4))
         ORDER BY opened_us DESC, flag_id DESC
         LIMIT $5";
}

/// One side of a flag.
#[derive(Debug, Clone, store::FromRow)]
pub struct FlagRow {
    pub desa_id: String,
    pub flag_id: Uuid,
    pub project_id: Uuid,
    pub other_desa_id: String,
    pub other_project_id: Uuid,
    pub state: String,
    pub rule_rev: i64,
    pub geometry_rev: i64,
    pub other_geometry_rev: i64,
    pub distance_mm: i64,
    pub overlap_mm: Option<i64>,
    pub evidence: String,
    pub project_name: String,
    pub desa_name: String,
    pub other_project_name: String,
    pub other_desa_name: String,
    pub opened_us: i64,
    pub state_since_us: i64,
    pub decision_id: Option<Uuid>,
    pub valid_until: Option<i64>,
    pub stopped_project_id: Option<Uuid>,
    pub class: String,
    pub waits_since_us: i64,
    pub reopened: bool,
    pub effective_day: Option<i64>,
    pub kind: String,
    pub other_kind: String,
}

/// A place where a work stood that was given up, and with whom it was held.
#[derive(Debug, Clone, store::FromRow)]
pub struct GivenUpRow {
    pub flag_id: Uuid,
    pub project_id: Uuid,
    pub other_desa_id: String,
    pub other_project_id: Uuid,
    pub other_geometry_rev: i64,
    pub name: String,
    pub class: String,
    pub tahun: i64,
    pub shape: Vec<u8>,
    pub accuracy_mm: Option<i64>,
    pub capture: String,
}

/// By what a payee of a work is known.
#[derive(Debug, Clone, store::FromRow)]
pub struct PayeeRow {
    pub known_by: String,
    pub payee: String,
}

/// What stops a project.
#[derive(Debug, Clone, store::FromRow)]
pub struct StopRow {
    pub kind: String,
    pub act_id: Uuid,
    pub from_day: Option<i64>,
    pub to_day: Option<i64>,
    pub since_us: i64,
    pub office: String,
    pub person_id: Option<Uuid>,
    pub note: String,
    pub project_name: Option<String>,
    pub other_project_name: Option<String>,
    pub other_desa_name: Option<String>,
}

/// How many flags of a part of a rule set had an outcome.
#[derive(Debug, Clone, store::FromRow)]
pub struct QualityRow {
    pub rule_rev: i64,
    pub part: String,
    pub outcome: String,
    pub n: i64,
}
