//! Statements of claims and their rows.

use uuid::Uuid;

store::statements! {
    /// The claim of an owner's number, locked.
    LOCK_BY_NUMBER: locks = "
        SELECT place, claim_id, owner, owner_name, external_id, desa_id, state, content, by_system,
               revision, registered_by, registered_us, changed_us
          FROM oversight_claim
         WHERE place = $1 AND owner = $2 AND owner_key = $3 AND external_id = $4";
    /// One claim, locked.
    LOCK_CLAIM: locks = "
        SELECT place, claim_id, owner, owner_name, external_id, desa_id, state, content, by_system,
               revision, registered_by, registered_us, changed_us
          FROM oversight_claim
         WHERE place = $1 AND claim_id = $2";
    /// One claim.
    READ_CLAIM = "
        SELECT place, claim_id, owner, owner_name, external_id, desa_id, state, content, by_system,
               revision, registered_by, registered_us, changed_us
          FROM oversight_claim
         WHERE place = $1 AND claim_id = $2";
    /// Claims of kabupaten $1 that touch area $2, after id $3.
    LIST_CLAIMS = "
        SELECT c.place, c.claim_id, c.owner, c.owner_name, c.external_id, c.desa_id, c.state,
               c.content, c.by_system, c.revision, c.registered_by, c.registered_us, c.changed_us
          FROM oversight_claim c
         WHERE c.place = $1
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
            changed_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9, $10, 1, $11, $12, $12)
        ON CONFLICT (place, owner, owner_key, external_id) DO NOTHING";
    /// New contents of a claim that stands from now on.
    CHANGE_CLAIM = "
        UPDATE oversight_claim
           SET desa_id = $3, tahun = $4, content = $5, state = 'active', owner_name = $6,
               note = '', revision = revision + 1, changed_us = $7
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
    /// How many flags hold work $2 for claim $3, wherever the claim stands.
    COUNT_HOLDING = "
        SELECT COUNT(*) FROM pub_flag
         WHERE desa_id = $1 AND project_id = $2 AND other_project_id = $3
           AND (state = 'open'
                OR (state IN ('stands', 'overridden') AND stopped_project_id = project_id))";
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
}
