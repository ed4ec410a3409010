//! Statements of who decides, of overrides, reviews and findings, and their rows.

use uuid::Uuid;

store::statements! {
    /// Whether the person held a mandate in one of two villages after day $4.
    READ_CONFLICT: cross_desa("mandates are a reference table") = "
        SELECT area FROM pub_mandate
         WHERE person_id = $1
           AND (area = $2 OR area = $3)
           AND (valid_to IS NULL OR valid_to >= $4)
         ORDER BY area
         LIMIT 1";
    /// A project of two on which the person signed, or on whose payment.
    READ_NAMED = "
        SELECT p.name
          FROM pub_project p
         WHERE ((p.desa_id = $2 AND p.project_id = $3) OR (p.desa_id = $4 AND p.project_id = $5))
           AND EXISTS (SELECT 1 FROM pub_project_signer g
                        WHERE g.desa_id = p.desa_id AND g.project_id = p.project_id
                          AND g.person_id = $1)
         ORDER BY p.name
         LIMIT 1";
    /// Lets the rest of the transaction see the books of the villages $1 besides what it sees by its
    /// call; SQLite has no such wall.
    SEE_BOTH: fork_cross_desa("row-level security exists on PostgreSQL alone") = {
        sqlite: "SELECT CAST($1 AS TEXT) AS areas",
        postgres: "
        SELECT set_config('lumbung.areas',
                          CASE WHEN current_setting('lumbung.areas', TRUE) = '*' THEN '*'
                               ELSE concat_ws(' ', NULLIF(current_setting('lumbung.areas', TRUE), ''),
                                              CAST($1 AS TEXT)) END,
                          TRUE) AS areas"
    };
    /// A claim of two to which the person put a hand, or for which one of the two stands while a
    /// word waits, by its owner and the owner's number.
    READ_HAND: cross_desa("a claim lies by its kabupaten, which its village does not tell") = "
        SELECT c.owner_name || ' ' || c.external_id AS name
          FROM oversight_claim_hand h
          JOIN oversight_claim c ON c.place = h.place AND c.claim_id = h.claim_id
         WHERE h.person_id = $1
           AND (h.claim_id = $2 OR h.claim_id = $3
                OR EXISTS (SELECT 1 FROM oversight_claim b
                            WHERE b.place = h.place AND b.stands_for = h.claim_id
                              AND (b.claim_id = $2 OR b.claim_id = $3)))
         ORDER BY name
         LIMIT 1";
    /// Everybody who holds role $1 over place $2 on day $3.
    LIST_OFFICIALS: cross_desa("mandates are a reference table") = "
        SELECT DISTINCT m.person_id, p.full_name
          FROM pub_mandate m
          JOIN pub_person p ON p.person_id = m.person_id
         WHERE m.role = $1 AND m.ended_us IS NULL
           AND m.valid_from <= $3 AND (m.valid_to IS NULL OR m.valid_to >= $3)
           AND (m.area = '' OR m.area = $2 OR $2 LIKE m.area || '.%')
         ORDER BY p.full_name, m.person_id
         LIMIT 100";
    /// Name of a registered project.
    READ_PROJECT = "
        SELECT name FROM pub_project
         WHERE desa_id = $1 AND project_id = $2 AND state = 'registered'";
    /// Puts a proposed override; 0 rows when one waits already.
    PUT_OVERRIDE = "
        INSERT INTO oversight_override (desa_id, override_id, flag_id, place, reason, note,
            evidence, valid_until, seen_first_rev, seen_second_rev, state, proposed_by, proposed_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'proposed', $11, $12)
        ON CONFLICT (desa_id, flag_id) WHERE state = 'proposed' DO NOTHING";
    /// One override of a flag, locked.
    LOCK_OVERRIDE: locks = "
        SELECT override_id, place, reason, note, evidence, valid_until, effective_day,
               seen_first_rev, seen_second_rev, state, proposed_by, proposed_us, closed_by,
               closed_us, vetoed_by, vetoed_us, veto_note
          FROM oversight_override
         WHERE desa_id = $1 AND flag_id = $2 AND override_id = $3";
    /// Every override of a flag, oldest first.
    LIST_OVERRIDES = "
        SELECT override_id, place, reason, note, evidence, valid_until, effective_day,
               seen_first_rev, seen_second_rev, state, proposed_by, proposed_us, closed_by,
               closed_us, vetoed_by, vetoed_us, veto_note
          FROM oversight_override
         WHERE desa_id = $1 AND flag_id = $2
         ORDER BY proposed_us, override_id";
    /// Confirms a proposed override or turns it down.
    CLOSE_OVERRIDE = "
        UPDATE oversight_override
           SET state = $3, closed_by = $4, closed_us = $5, effective_day = $6
         WHERE desa_id = $1 AND override_id = $2 AND state = 'proposed'";
    /// Vetoes a confirmed override.
    VETO_OVERRIDE = "
        UPDATE oversight_override
           SET state = 'vetoed', vetoed_by = $3, vetoed_us = $4, veto_note = $5
         WHERE desa_id = $1 AND override_id = $2 AND state = 'confirmed'";
    /// Keeps that a flag was opened again.
    PUT_REOPENING = "
        INSERT INTO oversight_reopening (desa_id, reopening_id, flag_id, from_state, note,
            evidence, office, person_id, at_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// When and why a flag was opened again, oldest first.
    LIST_REOPENINGS = "
        SELECT r.from_state, r.note, r.evidence, r.office, r.at_us, p.full_name
          FROM oversight_reopening r
          JOIN pub_person p ON p.person_id = r.person_id
         WHERE r.desa_id = $1 AND r.flag_id = $2
         ORDER BY r.at_us, r.reopening_id
         LIMIT 500";
    /// Keeps what is asked.
    PUT_ASK = "
        INSERT INTO oversight_ask (desa_id, ask_id, flag_id, project_id, place, title, note,
            asked_by, asked_us, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting')";
    /// Answers a waiting request.
    ANSWER_ASK = "
        UPDATE oversight_ask
           SET state = $3, answered_by = $4, answered_us = $5, answer = $6
         WHERE desa_id = $1 AND ask_id = $2 AND state = 'waiting'";
    /// Everything that was asked about a flag is granted.
    GRANT_FLAG_ASKS = "
        UPDATE oversight_ask
           SET state = 'granted', answered_by = $3, answered_us = $4, answer = $5
         WHERE desa_id = $1 AND flag_id = $2 AND state = 'waiting'";
    /// Everything that was asked about a project is granted.
    GRANT_PROJECT_ASKS = "
        UPDATE oversight_ask
           SET state = 'granted', answered_by = $3, answered_us = $4, answer = $5
         WHERE desa_id = $1 AND project_id = $2 AND state = 'waiting'";
    /// One thing that was asked.
    READ_ASK = "
        SELECT a.desa_id, a.ask_id, a.flag_id, a.project_id, a.title, a.note, a.asked_us, a.state,
               a.answered_us, a.answer, p.full_name AS asked_name, q.full_name AS answered_name
          FROM oversight_ask a
          LEFT JOIN pub_person p ON p.person_id = a.asked_by
          LEFT JOIN pub_person q ON q.person_id = a.answered_by
         WHERE a.desa_id = $1 AND a.ask_id = $2";
    /// What was asked in area $1 in state $2 after id $3, the oldest first.
    LIST_ASKS: cross_desa("officials read what was asked in an area") = "
        SELECT a.desa_id, a.ask_id, a.flag_id, a.project_id, a.title, a.note, a.asked_us, a.state,
               a.answered_us, a.answer, p.full_name AS asked_name, q.full_name AS answered_name
          FROM oversight_ask a
          LEFT JOIN pub_person p ON p.person_id = a.asked_by
          LEFT JOIN pub_person q ON q.person_id = a.answered_by
         WHERE (a.place = $1 OR a.place LIKE $1 || '.%')
           AND ($2 = '' OR a.state = $2) AND a.ask_id > $3
         ORDER BY a.ask_id
         LIMIT $4";
    /// Opens a finding.
    PUT_FINDING = "
        INSERT INTO oversight_finding (desa_id, finding_id, project_id, flag_id, kind, title,
            amount_sen, state, opened_by, opened_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9)";
    /// One finding.
    READ_FINDING = "
        SELECT f.desa_id, f.finding_id, f.project_id, f.flag_id, f.kind, f.title, f.amount_sen,
               f.state, f.opened_us, f.answer, f.answered_us, f.conclusion, f.closed_us,
               p.name AS project_name, d.name AS desa_name, o.full_name AS opened_name,
               a.full_name AS answered_name, c.full_name AS closed_name
          FROM oversight_finding f
          LEFT JOIN pub_project p ON p.desa_id = f.desa_id AND p.project_id = f.project_id
          LEFT JOIN pub_desa d ON d.desa_id = f.desa_id
          LEFT JOIN pub_person o ON o.person_id = f.opened_by
          LEFT JOIN pub_person a ON a.person_id = f.answered_by
          LEFT JOIN pub_person c ON c.person_id = f.closed_by
         WHERE f.desa_id = $1 AND f.finding_id = $2";
    /// Holds a finding against everybody else who would change it.
    LOCK_FINDING: locks = "
        SELECT state, answered_by FROM oversight_finding WHERE desa_id = $1 AND finding_id = $2";
    /// Findings of area $1 in state $2 below id $4 where $3 is 1, the newest first.
    LIST_FINDINGS: cross_desa("officials read the findings of an area") = "
        SELECT f.desa_id, f.finding_id, f.project_id, f.flag_id, f.kind, f.title, f.amount_sen,
               f.state, f.opened_us, f.answer, f.answered_us, f.conclusion, f.closed_us,
               p.name AS project_name, d.name AS desa_name, o.full_name AS opened_name,
               a.full_name AS answered_name, c.full_name AS closed_name
          FROM oversight_finding f
          LEFT JOIN pub_project p ON p.desa_id = f.desa_id AND p.project_id = f.project_id
          LEFT JOIN pub_desa d ON d.desa_id = f.desa_id
          LEFT JOIN pub_person o ON o.person_id = f.opened_by
          LEFT JOIN pub_person a ON a.person_id = f.answered_by
          LEFT JOIN pub_person c ON c.person_id = f.closed_by
         WHERE (f.desa_id = $1 OR f.desa_id LIKE $1 || '.%')
           AND ($2 = '' OR f.state = $2) AND ($3 = 0 OR f.finding_id < $4)
         ORDER BY f.finding_id DESC
         LIMIT $5";
    /// The village's answer.
    ANSWER_FINDING = "
        UPDATE oversight_finding
           SET state = 'answered', answer = $3, answered_by = $4, answered_us = $5
         WHERE desa_id = $1 AND finding_id = $2 AND state IN ('open', 'answered')";
    /// The inspectorate's conclusion.
    CLOSE_FINDING = "
        UPDATE oversight_finding
           SET state = 'closed', conclusion = $3, closed_by = $4, closed_us = $5
         WHERE desa_id = $1 AND finding_id = $2 AND state IN ('open', 'answered')";
}

/// Somebody who holds a role.
#[derive(Debug, store::FromRow)]
pub struct OfficialRow {
    pub person_id: Uuid,
    pub full_name: String,
}

/// A stored override.
#[derive(Debug, Clone, store::FromRow)]
pub struct OverrideRow {
    pub override_id: Uuid,
    pub place: String,
    pub reason: String,
    pub note: String,
    pub evidence: String,
    pub valid_until: i64,
    pub effective_day: Option<i64>,
    pub seen_first_rev: i64,
    pub seen_second_rev: i64,
    pub state: String,
    pub proposed_by: Uuid,
    pub proposed_us: i64,
    pub closed_by: Option<Uuid>,
    pub closed_us: Option<i64>,
    pub vetoed_by: Option<Uuid>,
    pub vetoed_us: Option<i64>,
    pub veto_note: String,
}

/// When and why a flag was opened again.
#[derive(Debug, store::FromRow)]
pub struct ReopeningRow {
    pub from_state: String,
    pub note: String,
    pub evidence: String,
    pub office: String,
    pub at_us: i64,
    pub full_name: String,
}

/// What was asked.
#[derive(Debug, store::FromRow)]
pub struct AskRow {
    pub desa_id: String,
    pub ask_id: Uuid,
    pub flag_id: Option<Uuid>,
    pub project_id: Option<Uuid>,
    pub title: String,
    pub note: String,
    pub asked_us: i64,
    pub state: String,
    pub answered_us: Option<i64>,
    pub answer: String,
    pub asked_name: Option<String>,
    pub answered_name: Option<String>,
}

/// A finding.
#[derive(Debug, store::FromRow)]
pub struct FindingRow {
    pub desa_id: String,
    pub finding_id: Uuid,
    pub project_id: Uuid,
    pub flag_id: Option<Uuid>,
    pub kind: String,
    pub title: String,
    pub amount_sen: i64,
    pub state: String,
    pub opened_us: i64,
    pub answer: String,
    pub answered_us: Option<i64>,
    pub conclusion: String,
    pub closed_us: Option<i64>,
    pub project_name: Option<String>,
    pub desa_name: Option<String>,
    pub opened_name: Option<String>,
    pub answered_name: Option<String>,
    pub closed_name: Option<String>,
}
