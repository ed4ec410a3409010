//! Statements of plans, claims of other owners, and searches by words.

use crate::sql::ClaimCellRow;

store::statements! {
    /// Takes another owner's withdrawn work up again, at its next geometry revision.
    REENTER_PROJECT = "
        UPDATE gate_project
           SET state = 'active', class = $3, intervention = $4, tahun = $5, amount_sen = $6,
               name = $7, desa_name = $8, facts = $9, owner = $10, funds = $11, scope = $12,
               geometry_rev = geometry_rev + 1, material_rev = geometry_rev + 1
         WHERE desa_id = $1 AND project_id = $2 AND state = 'withdrawn' AND kind = 'outside'";
    /// What the gate knows of claim $2 of kabupaten $1.
    READ_CLAIM: cross_desa("a claim stands under whichever village holds most of it") = "
        SELECT desa_id, project_id, kind, state, class, intervention, tahun, name,
               desa_name, continues_id, geometry_rev, open_flags, frozen, clearance_geometry_rev,
               clearance_rule_rev, clearance_seq, facts, amount_sen, material_rev, scope
          FROM gate_project
         WHERE project_id = $2 AND kind = 'outside' AND state = 'active'
           AND desa_id LIKE $1 || '.%'";
    /// Forgets a plan's footprints: a plan is in pencil.
    ERASE_PLAN_CLAIMS = "
        DELETE FROM gate_claim
         WHERE desa_id = $1 AND project_id = $2
           AND EXISTS (SELECT 1 FROM gate_project p
                        WHERE p.desa_id = $1 AND p.project_id = $2 AND p.kind = 'planned')";
    /// Forgets a plan.
    ERASE_PLAN = "
        DELETE FROM gate_project WHERE desa_id = $1 AND project_id = $2 AND kind = 'planned'";
    /// Makes the row of class family $2 of a village if missing and locks it.
    LOCK_WORDS = "
        INSERT INTO gate_words (desa_id, family, seq) VALUES ($1, $2, 1)
        ON CONFLICT (desa_id, family) DO UPDATE SET seq = gate_words.seq + 1
        RETURNING seq";
    /// Every claim of a village from year $2 to year $3.
    READ_CLAIMS_OF_DESA = "
        SELECT c.claim_id, c.desa_id, c.project_id, p.kind, c.site, c.geometry_rev, p.class,
               p.intervention, p.tahun, c.shape, c.accuracy_mm, c.amount_sen, p.name, p.desa_name,
               p.continues_id, p.facts, c.capture, c.trusted
          FROM gate_project p
          JOIN gate_claim c ON c.desa_id = p.desa_id AND c.project_id = p.project_id AND c.active
         WHERE p.desa_id = $1 AND p.state = 'active' AND p.tahun BETWEEN $2 AND $3
         ORDER BY c.claim_id";
    /// The same, only those whose position cannot be believed.
    READ_UNTRUSTED_OF_DESA = "
        SELECT c.claim_id, c.desa_id, c.project_id, p.kind, c.site, c.geometry_rev, p.class,
               p.intervention, p.tahun, c.shape, c.accuracy_mm, c.amount_sen, p.name, p.desa_name,
               p.continues_id, p.facts, c.capture, c.trusted
          FROM gate_claim c
          JOIN gate_project p ON p.desa_id = c.desa_id AND p.project_id = c.project_id
         WHERE c.desa_id = $1 AND c.active AND NOT c.trusted AND p.tahun BETWEEN $2 AND $3
         ORDER BY c.claim_id";
}

/// A claim as its village holds it.
#[derive(store::FromRow)]
pub struct VillageClaimRow {
    #[sqlx(flatten)]
    pub claim: ClaimCellRow,
    pub capture: String,
    pub trusted: bool,
}
