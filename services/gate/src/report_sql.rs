//! The statements of the overlap report.

use uuid::Uuid;

store::statements! {
    /// What the report says of one side.
    READ_SIDE = "
        SELECT kind, class, owner, funds, tahun, amount_sen, name, desa_name
          FROM gate_project
         WHERE desa_id = $1 AND project_id = $2";
    /// The present pairs of a project, and whether each is there from its other side too.
    READ_PRESENT: cross_desa("the other half of a pair lies with the other village") = "
        SELECT o.overlap_id, o.other_desa_id, o.other_project_id, o.verdict, o.state, o.flag_id,
               o.rule_rev, o.geometry_rev, o.other_geometry_rev, o.distance_mm, o.overlap_mm,
               o.valid_until,
               EXISTS (SELECT 1 FROM gate_overlap h
                        WHERE h.desa_id = o.other_desa_id AND h.overlap_id = o.overlap_id
                          AND h.project_id = o.other_project_id AND h.gone_us IS NULL) AS has_half
          FROM gate_overlap o
         WHERE o.desa_id = $1 AND o.project_id = $2 AND o.gone_us IS NULL
         ORDER BY o.overlap_id";
    /// The same, with all that was found.
    READ_HELD = "
        SELECT other_desa_id, other_desa_name, other_project_id, other_name, other_kind,
               other_geometry_rev, verdict, flag_id, distance_mm, overlap_mm, evidence
          FROM gate_overlap
         WHERE desa_id = $1 AND project_id = $2 AND gone_us IS NULL
         ORDER BY overlap_id";
    /// The present pair of a flag.
    READ_OF_FLAG = "
        SELECT overlap_id FROM gate_overlap
         WHERE desa_id = $1 AND flag_id = $2 AND project_id = $3 AND gone_us IS NULL";
    /// Ends what is present of a pair as one side sees it, whatever its version. A clock may have
    /// been put back since it was found: it ends then at the instant at which it began.
    END_HALF = "
        UPDATE gate_overlap SET gone_us = CASE WHEN found_us > $5 THEN found_us ELSE $5 END
         WHERE desa_id = $1 AND project_id = $2 AND other_desa_id = $3 AND other_project_id = $4
           AND gone_us IS NULL";
    /// Ends a version, likewise.
    END_OVERLAP = "
        UPDATE gate_overlap SET gone_us = CASE WHEN found_us > $3 THEN found_us ELSE $3 END
         WHERE desa_id = $1 AND overlap_id = $2 AND gone_us IS NULL";
    /// Draws the next position; the row is locked until the commit.
    NEXT_POSITION: cross_desa("one row for all, so that a report of any area has one position") = "
        INSERT INTO gate_overlap_head (head, seq) VALUES (1, 1)
        ON CONFLICT (head) DO UPDATE SET seq = gate_overlap_head.seq + 1";
    /// The last position; none before anything was written.
    READ_POSITION: cross_desa("one row for all, so that a report of any area has one position") = "
        SELECT seq FROM gate_overlap_head WHERE head = 1";
    /// Gives the position to what this command wrote: what others wrote has theirs, or is not
    /// visible.
    NUMBER_OVERLAPS = "
        UPDATE gate_overlap
           SET found_seq = COALESCE(
                   found_seq, (SELECT seq FROM gate_overlap_head WHERE head = 1)),
               gone_seq = CASE WHEN gone_us IS NOT NULL THEN
                   (SELECT seq FROM gate_overlap_head WHERE head = 1) END
         WHERE desa_id = $1
           AND (found_seq IS NULL OR (gone_seq IS NULL AND gone_us IS NOT NULL))";
    /// The same pair in another state from now on.
    RESTATE_OVERLAP = "
        INSERT INTO gate_overlap (desa_id, overlap_id, side, project_id, other_desa_id,
            other_project_id, verdict, state, flag_id, rule_rev, geometry_rev, other_geometry_rev,
            distance_mm, overlap_mm, evidence, levels, at_stake_sen, kind, other_kind, class,
            other_class, owner, other_owner, funds, other_funds, tahun, other_tahun, name,
            other_name, desa_name, other_desa_name, found_us, valid_until)
        SELECT desa_id, $3, side, project_id, other_desa_id, other_project_id, verdict, $4,
               flag_id, rule_rev, geometry_rev, other_geometry_rev, distance_mm, overlap_mm,
               evidence, levels, at_stake_sen, kind, other_kind, class, other_class, owner,
               other_owner, funds, other_funds, tahun, other_tahun, name, other_name, desa_name,
               other_desa_name, $5, CAST($6 AS BIGINT)
          FROM gate_overlap
         WHERE desa_id = $1 AND overlap_id = $2";
    /// One side of a pair that was found.
    PUT_OVERLAP = "
        INSERT INTO gate_overlap (desa_id, overlap_id, side, project_id, other_desa_id,
            other_project_id, verdict, state, flag_id, rule_rev, geometry_rev, other_geometry_rev,
            distance_mm, overlap_mm, evidence, levels, at_stake_sen, kind, other_kind, class,
            other_class, owner, other_owner, funds, other_funds, tahun, other_tahun, name,
            other_name, desa_name, other_desa_name, found_us, valid_until)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)";
    /// Pairs that touch area $1 as they were at position $2, a pair inside the area once. What a
    /// server of before positions left without one was there from the beginning. Filters:
    /// year $3, owner $4, fund $5, class $6, rule set $7, level $8, state $9, least stake $10;
    /// 0 or empty passes all. A level is looked for letter by letter: LIKE would take its signs for
    /// wildcards. Order $11: 1 stake, 2 newest, 3 nearest; goes on below ($12, $13).
    /// On day $15 an override may be over: the pair stands then, without anybody's act.
    LIST_OVERLAPS: cross_desa("officials read the overlaps of an area") = "
        SELECT o.desa_id, o.overlap_id, o.project_id, o.other_desa_id, o.other_project_id,
               o.verdict, CASE WHEN o.valid_until < $15 THEN 'stands' ELSE o.state END AS state,
               o.flag_id, o.rule_rev, o.geometry_rev, o.other_geometry_rev, o.distance_mm,
               o.overlap_mm, o.evidence, o.at_stake_sen, o.kind, o.other_kind, o.class,
               o.other_class, o.owner, o.other_owner, o.funds, o.other_funds, o.tahun,
               o.other_tahun, o.name, o.other_name, o.desa_name, o.other_desa_name, o.found_us,
               CASE CAST($11 AS BIGINT) WHEN 1 THEN o.at_stake_sen WHEN 2 THEN o.found_us
                    ELSE -o.distance_mm END AS order_key
          FROM gate_overlap o
         WHERE ($1 = '' OR o.desa_id = $1 OR o.desa_id LIKE $1 || '.%')
           AND (o.side = 1
                OR NOT ($1 = '' OR o.other_desa_id = $1 OR o.other_desa_id LIKE $1 || '.%'))
           AND COALESCE(o.found_seq, 0) <= $2 AND (o.gone_us IS NULL OR o.gone_seq > $2)
           AND ($3 = 0 OR o.tahun = $3 OR o.other_tahun = $3)
           AND ($4 = '' OR o.owner = $4 OR o.other_owner = $4)
           AND ($5 = '' OR o.funds LIKE '%;' || $5 || ';%'
                OR o.other_funds LIKE '%;' || $5 || ';%')
           AND ($6 = '' OR o.class = $6 OR o.other_class = $6)
           AND ($7 = 0 OR o.rule_rev = $7)
           AND ($8 = '' OR REPLACE(o.levels, ';' || $8 || ';', '') <> o.levels)
           AND ($9 = '' OR $9 = CASE WHEN o.valid_until < $15 THEN 'stands' ELSE o.state END)
           AND o.at_stake_sen >= $10
           AND (CASE CAST($11 AS BIGINT) WHEN 1 THEN o.at_stake_sen WHEN 2 THEN o.found_us
                     ELSE -o.distance_mm END < $12
                OR (CASE CAST($11 AS BIGINT) WHEN 1 THEN o.at_stake_sen WHEN 2 THEN o.found_us
                         ELSE -o.distance_mm END = $12 AND o.overlap_id < $13))
         ORDER BY order_key DESC, o.overlap_id DESC
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
    /// Present pairs that touch an area, each from the side that is inside, as they stand on day
    /// $2.
    READ_PRESENT_OF_AREA: cross_desa("a scan reads an area") = "
        SELECT o.desa_id, o.project_id, o.other_desa_id, o.other_project_id, o.verdict,
               CASE WHEN o.valid_until < $2 THEN 'stands' ELSE o.state END AS state
          FROM gate_overlap o
         WHERE o.gone_us IS NULL AND ($1 = '' OR o.desa_id = $1 OR o.desa_id LIKE $1 || '.%')
         ORDER BY o.desa_id, o.overlap_id, o.side";
}

/// One side as the report tells it.
#[derive(Debug, Clone, store::FromRow)]
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
#[derive(Debug, Clone, store::FromRow)]
pub struct PresentRow {
    pub overlap_id: Uuid,
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
    pub valid_until: Option<i64>,
    pub has_half: bool,
}

/// A present pair of a project with all that was found.
#[derive(Debug, Clone, store::FromRow)]
pub struct HeldRow {
    pub other_desa_id: String,
    pub other_desa_name: String,
    pub other_project_id: Uuid,
    pub other_name: String,
    pub other_kind: String,
    pub other_geometry_rev: i64,
    pub verdict: String,
    pub flag_id: Option<Uuid>,
    pub distance_mm: i64,
    pub overlap_mm: Option<i64>,
    pub evidence: String,
}

/// A pair as a report lists it.
#[derive(Debug, Clone, store::FromRow)]
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
#[derive(Debug, Clone, store::FromRow)]
pub struct PairRow {
    pub desa_id: String,
    pub project_id: Uuid,
    pub other_desa_id: String,
    pub other_project_id: Uuid,
    pub verdict: String,
    pub state: String,
}
