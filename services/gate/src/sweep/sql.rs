//! The statements of the sweep: an area page by page, and what mends it.

use uuid::Uuid;

use crate::sql::ProjectRow;

store::statements! {
    /// Active projects of area $1 after ($2, $3), each with what stands beside it: open flags, what
    /// stops it on every day, claims in force of its geometry revision and of others, sites of its
    /// room without one.
    LIST_SWEPT_PROJECTS: cross_desa("a sweep reads an area") = "
        SELECT p.desa_id, p.project_id, p.kind, p.state, p.class, p.intervention, p.tahun,
               '' AS name, '' AS desa_name, p.continues_id, p.geometry_rev, p.open_flags, p.frozen,
               p.clearance_geometry_rev, p.clearance_rule_rev, p.clearance_seq, '' AS facts,
               p.amount_sen, p.material_rev, '' AS scope, p.screened_rule_rev,
               (SELECT COUNT(*) FROM gate_flag f
                 WHERE f.desa_id = p.desa_id AND f.project_id = p.project_id
                   AND f.state = 'open') AS flags,
               (SELECT COUNT(*) FROM pub_project_stop o
                 WHERE o.desa_id = p.desa_id AND o.project_id = p.project_id
                   AND o.kind IN ('decision', 'freeze')) AS stops,
               (SELECT COUNT(*) FROM gate_claim c
                 WHERE c.desa_id = p.desa_id AND c.project_id = p.project_id AND c.active
                   AND c.geometry_rev = p.geometry_rev) AS claims,
               (SELECT COUNT(*) FROM gate_claim c
                 WHERE c.desa_id = p.desa_id AND c.project_id = p.project_id AND c.active
                   AND c.geometry_rev <> p.geometry_rev) AS old_claims,
               (SELECT COUNT(*) FROM pub_project_site s
                 WHERE s.desa_id = p.desa_id AND s.project_id = p.project_id
                   AND p.kind = 'registered'
                   AND NOT EXISTS (SELECT 1 FROM gate_claim c
                                    WHERE c.desa_id = s.desa_id AND c.project_id = s.project_id
                                      AND c.geometry_rev = s.geometry_rev AND c.active
                                      AND c.shape = s.shape)) AS unclaimed
          FROM gate_project p
         WHERE p.state = 'active' AND ($1 = '' OR p.desa_id = $1 OR p.desa_id LIKE $1 || '.%')
           AND (p.desa_id, p.project_id) > ($2, $3)
         ORDER BY p.desa_id, p.project_id
         LIMIT $4";
    /// Claims in force of area $1 after ($2, $3, $4, $5) with the cells they are said to touch.
    LIST_SWEPT_CLAIMS: cross_desa("a sweep reads an area") = "
        SELECT c.desa_id, c.project_id, c.geometry_rev, c.site, c.claim_id, p.kind, p.class,
               p.tahun, c.shape, c.cells
          FROM gate_claim c
          JOIN gate_project p ON p.desa_id = c.desa_id AND p.project_id = c.project_id
         WHERE c.active AND p.state = 'active'
           AND ($1 = '' OR c.desa_id = $1 OR c.desa_id LIKE $1 || '.%')
           AND (c.desa_id, c.project_id, c.geometry_rev, c.site) > ($2, $3, $4, $5)
         ORDER BY c.desa_id, c.project_id, c.geometry_rev, c.site
         LIMIT $6";
    /// Claims of area $1 beside their cells after ($2, $3).
    LIST_SWEPT_CELLS: cross_desa("a sweep reads an area") = "
        SELECT cell, claim_id, desa_id, project_id, geometry_rev, kind, class, tahun, shape
          FROM gate_claim_cell
         WHERE ($1 = '' OR desa_id = $1 OR desa_id LIKE $1 || '.%')
           AND (cell, claim_id) > ($2, $3)
         ORDER BY cell, claim_id
         LIMIT $4";
    /// Flags of area $1 after ($2, $3, $4) that still say something, without their words.
    LIST_SWEPT_FLAGS: cross_desa("a sweep reads an area") = "
        SELECT desa_id, flag_id, project_id, other_desa_id, other_project_id, state, rule_rev,
               geometry_rev, other_geometry_rev, distance_mm, overlap_mm, '' AS evidence,
               '' AS project_name, '' AS desa_name, '' AS other_project_name,
               '' AS other_desa_name, opened_us, state_since_us, decision_id, valid_until,
               stopped_project_id, class, waits_since_us, reopened, effective_day, kind, other_kind
          FROM gate_flag
         WHERE state IN ('open', 'stands', 'dismissed', 'overridden')
           AND ($1 = '' OR desa_id = $1 OR desa_id LIKE $1 || '.%')
           AND (desa_id, flag_id, project_id) > ($2, $3, $4)
         ORDER BY desa_id, flag_id, project_id
         LIMIT $5";
    /// Counts the open flags of a project anew; a miscounted one must be cleared again.
    RECOUNT_FLAGS = "
        UPDATE gate_project
           SET open_flags = (SELECT COUNT(*) FROM gate_flag f
                              WHERE f.desa_id = $1 AND f.project_id = $2 AND f.state = 'open'),
               clearance_geometry_rev = NULL, clearance_rule_rev = NULL, clearance_seq = NULL,
               cleared_us = NULL
         WHERE desa_id = $1 AND project_id = $2
           AND open_flags <> (SELECT COUNT(*) FROM gate_flag f
                               WHERE f.desa_id = $1 AND f.project_id = $2 AND f.state = 'open')";
    /// Keeps under which cells a claim in force is found.
    SET_CLAIM_CELLS = "
        UPDATE gate_claim SET cells = $4
         WHERE desa_id = $1 AND project_id = $2 AND claim_id = $3 AND active";
}

/// A project with what stands beside it.
#[derive(Debug, store::FromRow)]
pub struct SweptProjectRow {
    #[sqlx(flatten)]
    pub project: ProjectRow,
    pub screened_rule_rev: i64,
    pub flags: i64,
    pub stops: i64,
    pub claims: i64,
    pub old_claims: i64,
    pub unclaimed: i64,
}

/// A claim in force.
#[derive(Debug, store::FromRow)]
pub struct SweptClaimRow {
    pub desa_id: String,
    pub project_id: Uuid,
    pub geometry_rev: i64,
    pub site: i64,
    pub claim_id: Uuid,
    pub kind: String,
    pub class: String,
    pub tahun: i64,
    pub shape: Vec<u8>,
    pub cells: Vec<u8>,
}

/// A claim beside one of its cells.
#[derive(Debug, store::FromRow)]
pub struct SweptCellRow {
    pub cell: i64,
    pub claim_id: Uuid,
    pub desa_id: String,
    pub project_id: Uuid,
    pub geometry_rev: i64,
    pub kind: String,
    pub class: String,
    pub tahun: i64,
    pub shape: Vec<u8>,
}
