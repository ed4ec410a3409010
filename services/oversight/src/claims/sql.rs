//! Statements of claims and their rows.

use uuid::Uuid;

store::statements! {
    /// The claim of an owner's number $4, locked; else of one that is written otherwise.
    LOCK_BY_NUMBER: locks = "
        SELECT place, claim_id, owner, owner_name, external_id, desa_id, state, content, by_system,
               revision, registered_by, registered_us, changed_us, entered_area, stands_for
          FROM oversight_claim
         WHERE place = $1 AND owner = $2 AND owner_key = $3
           AND (external_id = $4 OR external_key = $5)
         ORDER BY external_id = $4 DESC, claim_id";
    /// One claim, locked.
    LOCK_CLAIM: locks = "
        SELECT place, claim_id, owner, owner_name, external_id, desa_id, state, content, by_system,
               revision, registered_by, registered_us, changed_us, entered_area, stands_for
          FROM oversight_claim
         WHERE place = $1 AND claim_id = $2";
    /// One claim.
    READ_CLAIM = "
        SELECT place, claim_id, owner, owner_name, external_id, desa_id, state, content, by_system,
               revision, registered_by, registered_us, changed_us, entered_area, stands_for
          FROM oversight_claim
         WHERE place = $1 AND claim_id = $2";
    /// What stands beside a claim until the second word, locked.
    LOCK_BESIDE: locks = "
        SELECT place, claim_id, owner, owner_name, external_id, desa_id, state, content, by_system,
               revision, registered_by, registered_us, changed_us, entered_area, stands_for
          FROM oversight_claim
         WHERE place = $1 AND stands_for = $2 AND state = 'active'";
    /// The same, its name alone.
    READ_BESIDE = "
        SELECT claim_id, desa_id FROM oversight_claim
         WHERE place = $1 AND stands_for = $2 AND state = 'active'";
    /// Puts what stands beside a claim; no number of an owner finds it.
    PUT_BESIDE = "
        INSERT INTO oversight_claim (place, claim_id, owner, owner_name, owner_key, external_id,
            desa_id, tahun, state, content, by_system, revision, registered_by, registered_us,
            changed_us, entered_area, stands_for)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9, FALSE, 1, $10, $11, $11, $12, $13)";
    /// Claims of kabupaten $1 that touch area $2, after id $3.
    LIST_CLAIMS = "
        SELECT c.place, c.claim_id, c.owner, c.owner_name, c.external_id, c.desa_id, c.state,
               c.content, c.by_system, c.revision, c.registered_by, c.registered_us, c.changed_us,
               c.entered_area, c.stands_for
          FROM oversight_claim c
         WHERE c.place = $1 AND c.stands_for IS NULL
           AND EXISTS (SELECT 1 FROM oversight_claim_desa d
                        WHERE d.claim_id = c.claim_id
                          AND (d.desa_id = $2 OR d.desa_id LIKE $2 || '.%'))
           AND c.claim_id > $3
           AND ($4 = 0 OR c.tahun = $4)
           AND ($5 = '' OR c.state = $5)
           AND ($6 = '' OR c.owner = $6)
         ORDER BY c.claim_id
         LIMIT $7";
    /// Puts a claim; 0 rows when the owner's number was taken meanwhile.
    PUT_CLAIM = "
        INSERT INTO oversight_claim (place, claim_id, owner, owner_name, owner_key, external_id,
            desa_id, tahun, state, content, by_system, revision, registered_by, registered_us,
            changed_us, entered_area, external_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9, $10, 1, $11, $12, $12, $13, $14)
        ON CONFLICT (place, owner, owner_key, external_id) DO NOTHING";
    /// New contents of a claim that stands from now on.
    CHANGE_CLAIM = "
        UPDATE oversight_claim
           SET desa_id = $3, tahun = $4, content = $5, state = 'active', owner_name = $6,
               note = '', revision = revision + 1, changed_us = $7, entered_area = $8
         WHERE place = $1 AND claim_id = $2";
    /// Takes a claim out.
    END_CLAIM = "
        UPDATE oversight_claim
           SET state = 'withdrawn', note = $3, revision = revision + 1, changed_us = $4
         WHERE place = $1 AND claim_id = $2";
    /// Forgets in which villages a claim lay.
    DROP_VILLAGES: cross_desa("a claim of another owner may lie in several villages") =
        "DELETE FROM oversight_claim_desa WHERE place = $1 AND claim_id = $2";
    /// A village in which a claim lies.
    PUT_VILLAGE = "
        INSERT INTO oversight_claim_desa (desa_id, claim_id, place, share_permille)
        VALUES ($1, $2, $3, $4)";
    /// The villages of a claim, greatest part first.
    READ_VILLAGES: cross_desa("a claim of another owner may lie in several villages") = "
        SELECT desa_id, share_permille FROM oversight_claim_desa
         WHERE place = $1 AND claim_id = $2
         ORDER BY share_permille DESC, desa_id";
    /// Flags of a claim that are open or stand.
    READ_FLAGS = "
        SELECT flag_id, state, stopped_project_id FROM pub_flag
         WHERE desa_id = $1 AND project_id = $2 AND state IN ('open', 'stands')
         ORDER BY flag_id";
    /// Flags by which claim $2 holds another work: open ones, and those that stop the other.
    READ_HOLDING = "
        SELECT flag_id FROM pub_flag
         WHERE desa_id = $1 AND project_id = $2
           AND (state = 'open'
                OR (state IN ('stands', 'overridden') AND stopped_project_id = other_project_id))
         ORDER BY flag_id";
    /// How many flags that were not withdrawn hold a claim to its village.
    COUNT_SPEAKING = "
        SELECT COUNT(*) FROM pub_flag
         WHERE desa_id = $1 AND project_id = $2 AND state IN ('open', 'stands', 'overridden')";
    /// How many flags hold work $2 for claim $3, wherever the claim stands: as firmly as one in
    /// state $4, so that nothing undecided takes the place of a decision.
    COUNT_HOLDING = "
        SELECT COUNT(*) FROM pub_flag
         WHERE desa_id = $1 AND project_id = $2 AND other_project_id = $3
           AND ((state = 'open' AND $4 = 'open')
                OR (state IN ('stands', 'overridden') AND stopped_project_id = project_id))";
    /// What the first of two persons said of a claim.
    READ_WORD = "
        SELECT told, note, office, person_id, told_us FROM oversight_claim_word
         WHERE place = $1 AND claim_id = $2";
    /// Keeps what the first person said.
    PUT_WORD = "
        INSERT INTO oversight_claim_word (place, claim_id, told, note, office, person_id, told_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Mandates by which person $1 may still speak of claims of office $2 on day $3.
    COUNT_SPEAKER: cross_desa("mandates are a reference table") = "
        SELECT COUNT(*) FROM pub_mandate
         WHERE person_id = $1 AND role IN ('CAM', 'PMD', 'SYS') AND ended_us IS NULL
           AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)
           AND (area = '' OR area = $2 OR $2 LIKE area || '.%')";
    /// Forgets what was said of a claim.
    DROP_WORD = "
        DELETE FROM oversight_claim_word WHERE place = $1 AND claim_id = $2";
    /// Keeps that a person put a hand to a claim.
    PUT_HAND = "
        INSERT INTO oversight_claim_hand (place, claim_id, person_id, at_us)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (place, claim_id, person_id) DO NOTHING";
    /// Name of a place of government.
    READ_WILAYAH: cross_desa("places are a reference table") = "
        SELECT name FROM pub_wilayah WHERE code = $1";
}

/// A claim as stored.
#[derive(Debug, Clone, store::FromRow)]
pub struct ClaimRow {
    pub place: String,
    pub claim_id: Uuid,
    pub owner: String,
    pub owner_name: String,
    pub external_id: String,
    pub desa_id: String,
    pub state: String,
    pub content: String,
    pub by_system: bool,
    pub revision: i64,
    pub registered_by: Option<Uuid>,
    pub registered_us: i64,
    pub changed_us: i64,
    pub entered_area: String,
    pub stands_for: Option<Uuid>,
}

/// What the first of two persons said of a claim.
#[derive(Debug, Clone, store::FromRow)]
pub struct WordRow {
    pub told: String,
    pub note: String,
    pub office: String,
    pub person_id: Option<Uuid>,
    pub told_us: i64,
}
