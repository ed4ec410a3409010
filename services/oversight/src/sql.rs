//! Statements of the room and their rows.

use uuid::Uuid;

store::statements! {
    /// Photos of one work that look like photos of another.
    PHOTOS_ALIKE = "
        SELECT COUNT(*) AS photos, COALESCE(MIN(bits), 0) AS bits
          FROM pub_photo_match
         WHERE desa_id = $1 AND project_id = $2 AND other_desa_id = $3 AND other_project_id = $4";
    /// Name of a person.
    READ_PERSON: cross_desa("persons are a reference table") = "
        SELECT full_name FROM pub_person WHERE person_id = $1";
    /// Puts a proposed decision; 0 rows when one waits already.
    PUT_DECISION = "
        INSERT INTO oversight_decision (desa_id, decision_id, flag_id, place, outcome,
            stopped_desa_id, stopped_project_id, reason, note, valid_until, seen_first_rev,
            seen_second_rev, state, proposed_by, proposed_us, evidence)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'proposed', $13, $14, $15)
        ON CONFLICT (desa_id, flag_id) WHERE state = 'proposed' DO NOTHING";
    /// One decision of a flag, locked.
    LOCK_DECISION: locks = "
        SELECT decision_id, place, outcome, stopped_desa_id, stopped_project_id, reason, note,
               valid_until, seen_first_rev, seen_second_rev, state, proposed_by, proposed_us,
               closed_by, closed_us, evidence
          FROM oversight_decision
         WHERE desa_id = $1 AND flag_id = $2 AND decision_id = $3";
    /// The decision of a flag that waits for its second person, locked.
    LOCK_PROPOSED: locks = "
        SELECT decision_id, place, outcome, stopped_desa_id, stopped_project_id, reason, note,
               valid_until, seen_first_rev, seen_second_rev, state, proposed_by, proposed_us,
               closed_by, closed_us, evidence
          FROM oversight_decision
         WHERE desa_id = $1 AND flag_id = $2 AND state = 'proposed'";
    /// Every decision of a flag, oldest first.
    LIST_DECISIONS = "
        SELECT decision_id, place, outcome, stopped_desa_id, stopped_project_id, reason, note,
               valid_until, seen_first_rev, seen_second_rev, state, proposed_by, proposed_us,
               closed_by, closed_us, evidence
          FROM oversight_decision
         WHERE desa_id = $1 AND flag_id = $2
         ORDER BY proposed_us, decision_id";
    /// Closes a proposed decision; person $5 is nil where the next proposal took its place.
    CLOSE_DECISION = "
        UPDATE oversight_decision
           SET state = $4, closed_by = $5, closed_us = $6
         WHERE desa_id = $1 AND decision_id = $2 AND flag_id = $3 AND state = 'proposed'";
    /// Adds words to a flag.
    PUT_EXPLANATION = "
        INSERT INTO oversight_explanation (desa_id, flag_id, n, person_id, role, note, at_us)
        SELECT $1, $2, CAST(COALESCE(MAX(n), 0) + 1 AS BIGINT), $3, $4, $5, $6
          FROM oversight_explanation
         WHERE desa_id = $1 AND flag_id = $2";
    /// What was said about a flag, oldest first.
    LIST_EXPLANATIONS = "
        SELECT e.role, e.note, e.at_us, p.full_name
          FROM oversight_explanation e
          JOIN pub_person p ON p.person_id = e.person_id
         WHERE e.desa_id = $1 AND e.flag_id = $2
         ORDER BY e.n
         LIMIT 500";
    /// Name of a village.
    READ_DESA = "SELECT name FROM pub_desa WHERE desa_id = $1";
}

/// A stored decision.
#[derive(Debug, Clone, store::FromRow)]
pub struct DecisionRow {
    pub decision_id: Uuid,
    pub place: String,
    pub outcome: String,
    pub stopped_desa_id: Option<String>,
    pub stopped_project_id: Option<Uuid>,
    pub reason: String,
    pub note: String,
    pub valid_until: Option<i64>,
    pub seen_first_rev: i64,
    pub seen_second_rev: i64,
    pub state: String,
    pub proposed_by: Uuid,
    pub proposed_us: i64,
    pub closed_by: Option<Uuid>,
    pub closed_us: Option<i64>,
    pub evidence: String,
}

/// What was said about a flag.
#[derive(Debug, store::FromRow)]
pub struct ExplanationRow {
    pub role: String,
    pub note: String,
    pub at_us: i64,
    pub full_name: String,
}
