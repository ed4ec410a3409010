//! Statements about what stood in the register, and until when.

use crate::claim_sql::VillageClaimRow;

store::statements! {
    /// Keeps what a work was called and was at a geometry revision.
    PUT_REVISION = "
        INSERT INTO gate_revision (desa_id, project_id, geometry_rev, class, intervention, tahun,
            name, desa_name, continues_id, facts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// Ends the revision that stands.
    END_REVISION = "
        UPDATE gate_revision SET until_us = $3
         WHERE desa_id = $1 AND project_id = $2 AND until_us IS NULL";
    /// Footprints of the works of years $1 to $2 as they stood at each revision, after ($3, $4, $5,
    /// $6), at most $7; a plan is none. A revision from before they were kept has the attributes of
    /// the last.
    READ_STOOD: cross_desa("a backtest reads every village") = "
        SELECT c.claim_id, c.desa_id, c.project_id, p.kind, c.site, c.geometry_rev,
               COALESCE(r.class, p.class) AS class,
               COALESCE(r.intervention, p.intervention) AS intervention,
               COALESCE(r.tahun, p.tahun) AS tahun, c.shape, c.accuracy_mm, c.amount_sen,
               COALESCE(r.name, p.name) AS name, COALESCE(r.desa_name, p.desa_name) AS desa_name,
               CASE WHEN r.desa_id IS NULL THEN p.continues_id ELSE r.continues_id END
                   AS continues_id,
               COALESCE(r.facts, p.facts) AS facts, c.capture, c.trusted, r.until_us
          FROM gate_claim c
          JOIN gate_project p ON p.desa_id = c.desa_id AND p.project_id = c.project_id
          LEFT JOIN gate_revision r ON r.desa_id = c.desa_id AND r.project_id = c.project_id
                                   AND r.geometry_rev = c.geometry_rev
         WHERE p.kind <> 'planned' AND COALESCE(r.tahun, p.tahun) BETWEEN $1 AND $2
           AND (c.desa_id, c.project_id, c.geometry_rev, c.site) > ($3, $4, $5, $6)
         ORDER BY c.desa_id, c.project_id, c.geometry_rev, c.site
         LIMIT $7";
    /// What was decided on pairs, seen from the first work.
    READ_DECIDED_FLAGS: cross_desa("a backtest reads every village") = "
        SELECT project_id, other_project_id, state
          FROM gate_flag
         WHERE side = 1 AND state IN ('dismissed', 'stands', 'overridden')
         ORDER BY project_id, other_project_id, state_since_us";
}

/// A footprint of a revision.
#[derive(store::FromRow)]
pub struct StoodRow {
    #[sqlx(flatten)]
    pub claim: VillageClaimRow,
    pub until_us: Option<i64>,
}
