//! The statements of the overlap report.

use uuid::Uuid;

store::statements! {
    /// What the report says of one side.
    READ_SIDE = "
        SELECT kind, class, owner, funds, tahun, amount_sen, name, desa_name
          FROM gate_project
         WHERE desa_id = $1 AND project_id = $2";
    /// The present pairs of a project.
    READ_PRESENT = "
        SELECT overlap_id, other_desa_id, other_project_id, state, flag_id, rule_rev,
               geometry_rev, other_geometry_rev, distance_mm, overlap_mm
          FROM gate_overlap
         WHERE desa_id = $1 AND project_id = $2 AND gone_us IS NULL
         ORDER BY overlap_id";
    /// The present pair of a flag.
    READ_OF_FLAG = "
        SELECT overlap_id FROM gate_overlap
         WHERE desa_id = $1 AND flag_id = $2 AND project_id = $3 AND gone_us IS NULL";
    /// Ends a version.
    END_OVERLAP = "
        UPDATE gate_overlap SET gone_us = $3
         WHERE desa_id = $1 AND overlap_id = $2 AND gone_us IS NULL";
    /// The same pair in another state from now on.
    RESTATE_OVERLAP = "
        INSERT INTO gate_overlap (desa_id, overlap_id, side, project_id, other_desa_id,
            other_project_id, verdict, state, flag_id, rule_rev, geometry_rev, other_geometry_rev,
            distance_mm, overlap_mm, evidence, levels, at_stake_sen, kind, other_kind, class,
            other_class, owner, other_owner, funds, other_funds, tahun, other_tahun, name,
            other_name, desa_name, other_desa_name, found_us)
        SELECT desa_id, $3, side, project_id, other_desa_id, other_project_id, verdict, $4,
               flag_id, rule_rev, geometry_rev, other_geometry_rev, distance_mm, overlap_mm,
               evidence, levels, at_stake_sen, kind, other_kind, class, other_class, owner,
               other_owner, funds, other_funds, tahun, other_tahun, name, other_name, desa_name,
               other_desa_name, $5
          FROM gate_overlap
         WHERE desa_id = $1 AND overlap_id = $2";
    /// One side of a pair that was found.
    PUT_OVERLAP = "
        INSERT INTO gate_overlap (desa_id, overlap_id, side, project_id, other_desa_id,
            other_project_id, verdict, state, flag_id, rule_rev, geometry_rev, other_geometry_rev,
            distance_mm, overlap_mm, evidence, levels, at_stake_sen, kind, other_kind, class,
            other_class, owner, other_owner, funds, other_funds, tahun, other_tahun, name,
            other_name, desa_name, other_desa_name, found_us)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)";
    /// Pairs that touch area $1 as they were at instant $2, a pair inside the area once. Filters:
    /// year $3, owner $4, fund $5, class $6, rule set $7, level $8, state $9, least stake $10;
    /// 0 or empty passes all. Order $11: 1 stake, 2 newest, 3 nearest; goes on below ($12, $13).
    LIST_OVERLAPS: cross_desa("officials read the overlaps of an area") = "
        SELECT desa_id, overlap_id, project_id, other_desa_id, other_project_id, verdict, state,
               flag_id, rule_rev, geometry_rev, other_geometry_rev, distance_mm, overlap_mm,
               evidence, at_stake_sen, kind, other_kind, class, other_class, owner, other_owner,
               funds, other_funds, tahun, other_tahun, name, other_name, desa_name,
               other_desa_name, found_us,
               CASE CAST($11 AS BIGINT) WHEN 1 THEN at_stake_sen WHEN 2 THEN found_us ELSE -distance_mm END
                   AS order_key
          FROM gate_overlap
         WHERE ($1 = '' OR desa_id = $1 OR desa_id LIKE $1 || '.%')
           AND (side = 1 OR NOT ($1 = '' OR other_desa_id = $1 OR other_desa_id LIKE $1 || '.%'))
           AND found_us <= $2 AND (gone_us IS NULL OR gone_us > $2)
           AND ($3 = 0 OR tahun = $3 OR other_tahun = $3)
           AND ($4 = '' OR owner = $4 OR other_owner = $4)
           AND ($5 = '' OR funds LIKE '%;' || $5 || ';%' OR other_funds LIKE '%;' || $5 || ';%')
           AND ($6 = '' OR class = $6 OR other_class = $6)
           AND ($7 = 0 OR rule_rev = $7)
           AND ($8 = '' OR levels LIKE '%;' || $8 || ';%')
           AND ($9 = '' OR state = $9)
           AND at_stake_sen >= $10
           AND (CASE CAST($11 AS BIGINT) WHEN 1 THEN at_stake_sen WHEN 2 THEN found_us ELSE -distance_mm END
                   < $12
                OR (CASE CAST($11 AS BIGINT) WHEN 1 THEN at_stake_sen WHEN 2 THEN found_us ELSE -distance_mm END
                   = $12 AND overlap_id < $13))
         ORDER BY order_key DESC, overlap_id DESC
         LIMIT $14";
    /// Active claims of area $1 after ($2, $3, $4, $5), for a scan of all pairs.
    READ_CLAIMS_OF_AREA: cross_desa("a scan reads an area") = "
        SELECT c.claim_id, c.desa_id, c.project_id, p.kind, c.site, c.geometry_rev, p.class,
               p.intervention, p.tahun, c.shape, c.accuracy_mm, c.amount_sen, p.name, p.desa_name,
               p.continues_id, p.facts, c.capture, c.trusted
          FROM gate_claim c
          JOIN gate_project p ON p.desa_id = c.desa_id AND p.project_id = c.project_id
         WHERE c.active AND p.state = 'active'
           AND ($1 = '' OR c.desa_id = $1 OR c.desa_id LIKE $1 || '.%')
           AND (c.desa_id, c.project_id, c.geometry_rev, c.site) > ($2, $3, $4, $5)
         ORDER BY c.desa_id, c.project_id, c.geometry_rev, c.site
         LIMIT $6";
    /// Present pairs that touch an area, each from the side that is inside.
    READ_PRESENT_OF_AREA: cross_desa("a scan reads an area") = "
        SELECT desa_id, project_id, other_desa_id, other_project_id, verdict, state
          FROM gate_overlap
         WHERE gone_us IS NULL AND ($1 = '' OR desa_id = $1 OR desa_id LIKE $1 || '.%')
         ORDER BY desa_id, overlap_id, side";
}

/// One side as the report tells it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SideRow {
    pub kind: String,
    pub class: String,
    pub owner: String,
    pub funds: String,
    pub tahun: i64,
    pub amount_sen: i64,
    pub name: String,
    pub desa_name: String,
}

/// A present pair of a project.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PresentRow {
    pub overlap_id: Uuid,
    pub other_desa_id: String,
    pub other_project_id: Uuid,
    pub state: String,
    pub flag_id: Option<Uuid>,
    pub rule_rev: i64,
    pub geometry_rev: i64,
    pub other_geometry_rev: i64,
    pub distance_mm: i64,
    pub overlap_mm: Option<i64>,
}

/// A pair as a report lists it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OverlapRow {
    pub desa_id: String,
    pub overlap_id: Uuid,
    pub project_id: Uuid,
    pub other_desa_id: String,
    pub other_project_id: Uuid,
    pub verdict: String,
    pub state: String,
    pub flag_id: Option<Uuid>,
    pub rule_rev: i64,
    pub geometry_rev: i64,
    pub other_geometry_rev: i64,
    pub distance_mm: i64,
    pub overlap_mm: Option<i64>,
    pub evidence: String,
    pub at_stake_sen: i64,
    pub kind: String,
    pub other_kind: String,
    pub class: String,
    pub other_class: String,
    pub owner: String,
    pub other_owner: String,
    pub funds: String,
    pub other_funds: String,
    pub tahun: i64,
    pub other_tahun: i64,
    pub name: String,
    pub other_name: String,
    pub desa_name: String,
    pub other_desa_name: String,
    pub found_us: i64,
    pub order_key: i64,
}

/// A present pair of an area.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PairRow {
    pub desa_id: String,
    pub project_id: Uuid,
    pub other_desa_id: String,
    pub other_project_id: Uuid,
    pub verdict: String,
    pub state: String,
}
