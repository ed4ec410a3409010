//! The statements of identity. Its tables are reference tables: few rows, read everywhere.

use uuid::Uuid;

store::statements! {
    /// A new person.
    PUT_PERSON: cross_desa("people are a reference table") = "
        INSERT INTO identity_person (person_id, full_name, created_us) VALUES ($1, $2, $3)";
    /// A person's name.
    READ_PERSON: cross_desa("people are a reference table") = "
        SELECT person_id, full_name FROM identity_person WHERE person_id = $1";
    /// Locks a person whose mandates or codes are about to change: what one person may hold is
    /// asked of all of them.
    LOCK_PERSON: locks_cross_desa("people are a reference table") = "
        SELECT person_id FROM identity_person WHERE person_id = $1";
    /// A person's name as corrected.
    RENAME_PERSON: cross_desa("people are a reference table") = "
        UPDATE identity_person SET full_name = $2 WHERE person_id = $1";

    /// A new account; 0 rows when the name is taken.
    PUT_ACCOUNT: cross_desa("accounts are a reference table") = "
        INSERT INTO identity_account (account_id, person_id, account_name, password_hash, created_us)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account_name) DO NOTHING";
    /// How many accounts there are.
    COUNT_ACCOUNTS: cross_desa("accounts are a reference table") = "
        SELECT COUNT(*) FROM identity_account";
    /// How many accounts a person has.
    COUNT_ACCOUNTS_OF: cross_desa("accounts are a reference table") = "
        SELECT COUNT(*) FROM identity_account WHERE person_id = $1";
    /// The account of a name.
    READ_ACCOUNT: cross_desa("accounts are a reference table") = "
        SELECT account_id, account_name, password_hash, password_rev, suspended, locked_until_us
          FROM identity_account
         WHERE account_name = $1";
    /// The account that opened a session.
    READ_ACCOUNT_OF_SESSION: cross_desa("accounts are a reference table") = "
        SELECT a.account_id, a.account_name, a.password_hash, a.password_rev, a.suspended,
               a.locked_until_us
          FROM identity_session s
          JOIN identity_account a ON a.account_id = s.account_id
         WHERE s.session_id = $1";
    /// What decides whether an account may be used, held against others who count failures.
    LOCK_ACCOUNT: locks_cross_desa("accounts are a reference table") = "
        SELECT person_id, password_rev, suspended, failures, locked_until_us
          FROM identity_account
         WHERE account_id = $1";
    /// Notes wrong passwords.
    SET_FAILURES: cross_desa("accounts are a reference table") = "
        UPDATE identity_account SET failures = $2, locked_until_us = $3 WHERE account_id = $1";
    /// The account of a person as officials see it.
    READ_ACCOUNT_OF: cross_desa("accounts are a reference table") = "
        SELECT account_id, account_name, suspended, locked_until_us, reset_by, reset_us
          FROM identity_account
         WHERE person_id = $1
         ORDER BY account_id
         LIMIT 1";
    /// The same, held against others who act on it.
    LOCK_ACCOUNT_OF: locks_cross_desa("accounts are a reference table") = "
        SELECT account_id, account_name, suspended, locked_until_us, reset_by, reset_us
          FROM identity_account
         WHERE person_id = $1
         ORDER BY account_id
         LIMIT 1";
    /// Sets a new password; a lock falls and a reset that waits is over.
    SET_PASSWORD: cross_desa("accounts are a reference table") = "
        UPDATE identity_account
           SET password_hash = $2, password_rev = password_rev + 1, failures = 0,
               locked_until_us = 0, reset_by = NULL, reset_us = NULL
         WHERE account_id = $1";
    /// Notes who asked for a reset, and when.
    ASK_RESET: cross_desa("accounts are a reference table") = "
        UPDATE identity_account SET reset_by = $2, reset_us = $3 WHERE account_id = $1";
    /// A reset waits no more.
    DROP_RESET: cross_desa("accounts are a reference table") = "
        UPDATE identity_account SET reset_by = NULL, reset_us = NULL WHERE account_id = $1";
    /// Suspends or restores whatever a person signs in with.
    SET_SUSPENDED: cross_desa("accounts are a reference table") = "
        UPDATE identity_account SET suspended = $2, reset_by = NULL, reset_us = NULL
         WHERE person_id = $1";

    /// A new session.
    PUT_SESSION: cross_desa("sessions are a reference table") = "
        INSERT INTO identity_session (session_id, account_id, person_id, started_us, ends_us)
        VALUES ($1, $2, $3, $4, $5)";
    /// A session as it stands, with the longest life of its tokens.
    READ_SESSION: cross_desa("sessions are a reference table") = "
        SELECT s.ends_us, s.stepped_up_us, s.step_locked_until_us, p.person_id, p.full_name,
               (SELECT MAX(t.expires_us) FROM identity_token t WHERE t.session_id = s.session_id)
                   AS expires_us
          FROM identity_session s
          JOIN identity_person p ON p.person_id = s.person_id
         WHERE s.session_id = $1";
    /// How often the password was given wrong again, held against others who count it.
    LOCK_STEP: locks_cross_desa("sessions are a reference table") = "
        SELECT step_failures, step_locked_until_us FROM identity_session WHERE session_id = $1";
    /// Notes wrong passwords within a session.
    SET_STEP_FAILURES: cross_desa("sessions are a reference table") = "
        UPDATE identity_session SET step_failures = $2, step_locked_until_us = $3
         WHERE session_id = $1";
    /// Marks that the password was given again.
    STEP_UP: cross_desa("sessions are a reference table") = "
        UPDATE identity_session
           SET stepped_up_us = $2, step_failures = 0, step_locked_until_us = 0
         WHERE session_id = $1 AND ended_us IS NULL";
    /// Ends a session.
    END_SESSION: cross_desa("sessions are a reference table") = "
        UPDATE identity_session SET ended_us = $2 WHERE session_id = $1 AND ended_us IS NULL";
    /// Ends every session of a person but one.
    END_SESSIONS: cross_desa("sessions are a reference table") = "
        UPDATE identity_session SET ended_us = $2
         WHERE person_id = $1 AND session_id <> $3 AND ended_us IS NULL";
    /// A new token.
    PUT_TOKEN: cross_desa("tokens are a reference table") = "
        INSERT INTO identity_token (token_hash, session_id, expires_us) VALUES ($1, $2, $3)";
    /// Whose a token is, whether or not it still holds.
    READ_TOKEN_OWNER: cross_desa("tokens are a reference table") = "
        SELECT s.person_id
          FROM identity_token t
          JOIN identity_session s ON s.session_id = t.session_id
         WHERE t.token_hash = $1";
    /// Shortens the life of a session's tokens.
    SHORTEN_TOKENS: cross_desa("tokens are a reference table") = "
        UPDATE identity_token SET expires_us = $2 WHERE session_id = $1 AND expires_us > $2";
    /// Forgets tokens of a person that are long of no use.
    DROP_TOKENS: cross_desa("tokens are a reference table") = "
        DELETE FROM identity_token
         WHERE expires_us < $2
           AND session_id IN (SELECT session_id FROM identity_session WHERE person_id = $1)";

    /// A new invitation.
    PUT_INVITATION: cross_desa("invitations are a reference table") = "
        INSERT INTO identity_invitation (invitation_id, person_id, account_id, code_hash, made_us,
            expires_us)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// Closes the open invitations of a person.
    CLOSE_INVITATIONS: cross_desa("invitations are a reference table") = "
        UPDATE identity_invitation SET closed_us = $2 WHERE person_id = $1 AND closed_us IS NULL";
    /// How many invitations of a person can still be used.
    COUNT_INVITATIONS: cross_desa("invitations are a reference table") = "
        SELECT COUNT(*) FROM identity_invitation
         WHERE person_id = $1 AND closed_us IS NULL AND expires_us > $2";
    /// A code that can still be used, with the name of the account whose password it sets.
    READ_INVITATION: cross_desa("invitations are a reference table") = "
        SELECT a.account_name
          FROM identity_invitation i
          LEFT JOIN identity_account a ON a.account_id = i.account_id
         WHERE i.code_hash = $1 AND i.closed_us IS NULL AND i.expires_us > $2";
    /// Uses a code; no row when it was used, replaced or is too old.
    TAKE_INVITATION: cross_desa("invitations are a reference table") = "
        UPDATE identity_invitation SET closed_us = $2
         WHERE code_hash = $1 AND closed_us IS NULL AND expires_us > $2
        RETURNING person_id, account_id";

    /// A new mandate.
    PUT_MANDATE: cross_desa("mandates are a reference table") = "
        INSERT INTO identity_mandate (mandate_id, person_id, role, area, valid_from, valid_to, acting,
            basis, state, proposed_by, proposed_us, confirmed_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    /// One mandate of a place.
    READ_MANDATE: cross_desa("mandates are a reference table") = "
        SELECT m.mandate_id, m.person_id, p.full_name, m.role, m.area, m.valid_from, m.valid_to,
               m.acting, m.basis, m.state, m.proposed_by, m.confirmed_by, m.revision
          FROM identity_mandate m
          JOIN identity_person p ON p.person_id = m.person_id
         WHERE m.area = $1 AND m.mandate_id = $2";
    /// Locks a mandate that is about to change; the first thing of every such verb.
    LOCK_MANDATE: locks_cross_desa("mandates are a reference table") = "
        SELECT mandate_id FROM identity_mandate WHERE area = $1 AND mandate_id = $2";
    /// Every confirmed mandate of a person that has not been ended.
    READ_MANDATES_OF: cross_desa("mandates are a reference table") = "
        SELECT m.mandate_id, m.person_id, p.full_name, m.role, m.area, m.valid_from, m.valid_to,
               m.acting, m.basis, m.state, m.proposed_by, m.confirmed_by, m.revision
          FROM identity_mandate m
          JOIN identity_person p ON p.person_id = m.person_id
         WHERE m.person_id = $1 AND m.state = 'active'
         ORDER BY m.mandate_id";
    /// A page of the mandates of a place and of all places inside it, in the order of their making.
    LIST_MANDATES: cross_desa("mandates are a reference table") = "
        SELECT m.mandate_id, m.person_id, p.full_name, m.role, m.area, m.valid_from, m.valid_to,
               m.acting, m.basis, m.state, m.proposed_by, m.confirmed_by, m.revision
          FROM identity_mandate m
          JOIN identity_person p ON p.person_id = m.person_id
         WHERE ($1 = '' OR m.area = $1 OR m.area LIKE $1 || '.%')
           AND m.mandate_id > $2
           AND ($3 OR (m.state IN ('proposed', 'active') AND (m.valid_to IS NULL OR m.valid_to >= $4)))
         ORDER BY m.mandate_id
         LIMIT $5";
    /// How many people hold a role for exactly a place, from day $3 on, and are not suspended.
    COUNT_HOLDERS: cross_desa("mandates are a reference table") = "
        SELECT COUNT(DISTINCT m.person_id) FROM identity_mandate m
         WHERE m.role = $1 AND m.area = $2 AND m.state = 'active'
           AND (m.valid_to IS NULL OR m.valid_to >= $3)
           AND NOT EXISTS (SELECT 1 FROM identity_account a
                            WHERE a.person_id = m.person_id AND a.suspended)";
    /// Locks the mandates of a role for exactly a place.
    LOCK_HOLDERS: locks_cross_desa("mandates are a reference table") = "
        SELECT mandate_id FROM identity_mandate
         WHERE role = $1 AND area = $2 AND state = 'active'
         ORDER BY mandate_id";
    /// Definitive kepala desa of exactly a village, but the mandates of one person.
    LIST_HEADS: cross_desa("mandates are a reference table") = "
        SELECT m.mandate_id, m.person_id, p.full_name, m.role, m.area, m.valid_from, m.valid_to,
               m.acting, m.basis, m.state, m.proposed_by, m.confirmed_by, m.revision
          FROM identity_mandate m
          JOIN identity_person p ON p.person_id = m.person_id
         WHERE m.area = $1 AND m.role = 'KDS' AND m.state = 'active' AND NOT m.acting
           AND m.person_id <> $2
         ORDER BY m.mandate_id";
    /// Locks every mandate of a kepala desa of exactly a village, the proposed ones too.
    LOCK_HEADS: locks_cross_desa("mandates are a reference table") = "
        SELECT mandate_id FROM identity_mandate
         WHERE area = $1 AND role = 'KDS' AND state IN ('proposed', 'active')
         ORDER BY mandate_id";
    /// Confirms a mandate.
    CONFIRM_MANDATE: cross_desa("mandates are a reference table") = "
        UPDATE identity_mandate
           SET state = 'active', confirmed_by = $3, confirmed_us = $4, revision = revision + 1
         WHERE mandate_id = $1 AND revision = $2 AND state = 'proposed'";
    /// Ends a mandate at once ('ended', 'withdrawn') or moves its last day forward ('active').
    END_MANDATE: cross_desa("mandates are a reference table") = "
        UPDATE identity_mandate
           SET state = $3, valid_to = $4, ended_by = $5, ended_us = $6, revision = revision + 1
         WHERE mandate_id = $1 AND revision = $2 AND state IN ('proposed', 'active')";

    /// What kind of place a code names.
    READ_PLACE: cross_desa("places are a reference table") = "
        SELECT kind FROM pub_wilayah WHERE code = $1";
}

/// A person.
#[derive(Debug, store::FromRow)]
pub struct PersonRow {
    pub person_id: Uuid,
    pub full_name: String,
}

/// An account as the password is checked against it.
#[derive(store::FromRow)]
pub struct AccountRow {
    pub account_id: Uuid,
    pub account_name: String,
    pub password_hash: String,
    pub password_rev: i64,
    pub suspended: bool,
    pub locked_until_us: i64,
}

/// What decides whether an account may be used.
#[derive(store::FromRow)]
pub struct StandingRow {
    pub person_id: Uuid,
    pub password_rev: i64,
    pub suspended: bool,
    pub failures: i64,
    pub locked_until_us: i64,
}

/// Wrong passwords within a session.
#[derive(store::FromRow)]
pub struct StepRow {
    pub step_failures: i64,
    pub step_locked_until_us: i64,
}

/// A person's account as officials see it.
#[derive(store::FromRow)]
pub struct HeldAccountRow {
    pub account_id: Uuid,
    pub account_name: String,
    pub suspended: bool,
    pub locked_until_us: i64,
    pub reset_by: Option<Uuid>,
    pub reset_us: Option<i64>,
}

/// A code that can be used: the account whose password it sets, or none.
#[derive(store::FromRow)]
pub struct CodeRow {
    pub account_name: Option<String>,
}

/// A code that was just used.
#[derive(store::FromRow)]
pub struct UsedCodeRow {
    pub person_id: Uuid,
    pub account_id: Option<Uuid>,
}

/// A session with its owner.
#[derive(store::FromRow)]
pub struct SessionRow {
    pub ends_us: i64,
    pub stepped_up_us: Option<i64>,
    pub step_locked_until_us: i64,
    pub person_id: Uuid,
    pub full_name: String,
    pub expires_us: Option<i64>,
}

/// A mandate with its holder's name.
#[derive(Debug, store::FromRow)]
pub struct MandateRow {
    pub mandate_id: Uuid,
    pub person_id: Uuid,
    pub full_name: String,
    pub role: String,
    pub area: String,
    pub valid_from: i64,
    pub valid_to: Option<i64>,
    pub acting: bool,
    pub basis: String,
    pub state: String,
    pub proposed_by: Option<Uuid>,
    pub confirmed_by: Option<Uuid>,
    pub revision: i64,
}
