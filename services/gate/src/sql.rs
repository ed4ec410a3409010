//! The statements of the gate.

use uuid::Uuid;

store::statements! {
    /// Makes the row of cell $1 if missing, locks it and adds $2 to its sequence.
    LOCK_CELL: cross_desa("cells are distributed by cell") = "
        INSERT INTO gate_cell (cell, seq) VALUES ($1, $2)
        ON CONFLICT (cell) DO UPDATE SET seq = gate_cell.seq + $2
        RETURNING seq";
    /// Sum of the sequences of cells $1; nobody ever claimed near a cell without a row.
    SUM_CELLS: fork("a list is an array there and JSON here") = {
        sqlite: "
            SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) FROM gate_cell
             WHERE cell IN (SELECT value FROM json_each($1))",
        postgres: "
            SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) FROM gate_cell WHERE cell = ANY($1)",
    };
    /// Sequences of cells $1; a cell near which nobody ever claimed has no row.
    READ_CELLS: fork("a list is an array there and JSON here") = {
        sqlite: "SELECT cell, seq FROM gate_cell WHERE cell IN (SELECT value FROM json_each($1))",
        postgres: "SELECT cell, seq FROM gate_cell WHERE cell = ANY($1)",
    };
    /// $2 cells above cell $1 with their sequences.
    LIST_CELLS: cross_desa("cells are distributed by cell") = "
        SELECT cell, seq FROM gate_cell WHERE cell > $1 ORDER BY cell LIMIT $2";
    /// Where the claims of cells $1 lie.
    READ_PLACES_OF_CELLS: fork("a list is an array there and JSON here") = {
        sqlite: "
            SELECT cell, claim_id, class, tahun, intervention, shape FROM gate_claim_cell
             WHERE cell IN (SELECT value FROM json_each($1))",
        postgres: "
            SELECT cell, claim_id, class, tahun, intervention, shape FROM gate_claim_cell
             WHERE cell = ANY($1)",
    };
    /// Where the claims of the cells above $1 up to $2 lie.
    LIST_PLACES: cross_desa("claims lie beside their cell") = "
        SELECT cell, claim_id, class, tahun, intervention, shape FROM gate_claim_cell
         WHERE cell > $1 AND cell <= $2";
    /// Active claims of cells $1; one that touches several comes once for each.
    READ_CLAIMS_OF_CELLS: fork("a list is an array there and JSON here") = {
        sqlite: "
            SELECT claim_id, desa_id, project_id, kind, site, geometry_rev, class, intervention, tahun,
                   shape, accuracy_mm, amount_sen, name, desa_name, continues_id, facts
              FROM gate_claim_cell
             WHERE cell IN (SELECT value FROM json_each($1))",
        postgres: "
            SELECT claim_id, desa_id, project_id, kind, site, geometry_rev, class, intervention, tahun,
                   shape, accuracy_mm, amount_sen, name, desa_name, continues_id, facts
              FROM gate_claim_cell
             WHERE cell = ANY($1)",
    };
    /// Of the active claims of cells $1 those called $2.
    READ_NEAR_CLAIMS: fork("a list is an array there and JSON here") = {
        sqlite: "
            SELECT claim_id, desa_id, project_id, kind, site, geometry_rev, class, intervention, tahun,
                   shape, accuracy_mm, amount_sen, name, desa_name, continues_id, facts
              FROM gate_claim_cell
             WHERE cell IN (SELECT value FROM json_each($1))
               AND claim_id IN (SELECT unhex(value) FROM json_each($2))",
        postgres: "
            SELECT claim_id, desa_id, project_id, kind, site, geometry_rev, class, intervention, tahun,
                   shape, accuracy_mm, amount_sen, name, desa_name, continues_id, facts
              FROM gate_claim_cell
             WHERE cell = ANY($1) AND claim_id = ANY($2)",
    };
    /// Puts a claim beside one of its cells.
    PUT_CLAIM_CELL = "
        INSERT INTO gate_claim_cell (cell, claim_id, desa_id, project_id, kind, site, geometry_rev,
            class, intervention, tahun, shape, accuracy_mm, amount_sen, name, desa_name,
            continues_id, facts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    /// Takes a claim away from one of its cells.
    DROP_CLAIM_CELL: cross_desa("claims lie beside their cell") = "
        DELETE FROM gate_claim_cell WHERE cell = $1 AND claim_id = $2";
    /// Enters a project; no row when it is there already.
    PUT_PROJECT = "
        INSERT INTO gate_project (desa_id, project_id, kind, state, class, intervention, tahun,
            amount_sen, name, desa_name, continues_id, geometry_rev, registered_us, facts, owner,
            funds, material_rev, scope)
        VALUES ($1, $2, $3, 'active', $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13, $14, 1, $15)
        ON CONFLICT (desa_id, project_id) DO NOTHING";
    /// Brings an active project to its next geometry revision and voids its clearance.
    MOVE_PROJECT = "
        UPDATE gate_project
           SET kind = $3, class = $4, intervention = $5, tahun = $6, amount_sen = $7, name = $8,
               desa_name = $9, continues_id = $10, facts = $11, owner = $12, funds = $13,
               geometry_rev = geometry_rev + 1, material_rev = $14, scope = $15,
               clearance_geometry_rev = NULL, clearance_rule_rev = NULL, clearance_seq = NULL,
               cleared_us = NULL
         WHERE desa_id = $1 AND project_id = $2 AND state = 'active'
        RETURNING geometry_rev";
    /// Tells the facts of a project anew.
    TELL_FACTS = "
        UPDATE gate_project SET facts = $3 WHERE desa_id = $1 AND project_id = $2";
    /// Takes a project out of the register.
    WITHDRAW_PROJECT = "
        UPDATE gate_project
           SET state = 'withdrawn', clearance_geometry_rev = NULL, clearance_rule_rev = NULL,
               clearance_seq = NULL, cleared_us = NULL
         WHERE desa_id = $1 AND project_id = $2 AND state = 'active'";
    /// What the gate knows of a project.
    READ_PROJECT = "
        SELECT desa_id, project_id, kind, state, class, intervention, tahun, name,
               desa_name, continues_id, geometry_rev, open_flags, frozen, clearance_geometry_rev,
               clearance_rule_rev, clearance_seq, facts, amount_sen, material_rev, scope
          FROM gate_project
         WHERE desa_id = $1 AND project_id = $2";
    /// The same under a lock that payments and flags share.
    LOCK_PROJECT: locks = "
        SELECT desa_id, project_id, kind, state, class, intervention, tahun, name,
               desa_name, continues_id, geometry_rev, open_flags, frozen, clearance_geometry_rev,
               clearance_rule_rev, clearance_seq, facts, amount_sen, material_rev, scope
          FROM gate_project
         WHERE desa_id = $1 AND project_id = $2";
    /// Adds $3 open flags; the clearance of a disputed project is void.
    COUNT_FLAGS = "
        UPDATE gate_project
           SET open_flags = open_flags + $3,
               clearance_geometry_rev =
                   CASE WHEN open_flags + $3 = 0 THEN clearance_geometry_rev END,
               clearance_rule_rev = CASE WHEN open_flags + $3 = 0 THEN clearance_rule_rev END,
               clearance_seq = CASE WHEN open_flags + $3 = 0 THEN clearance_seq END,
               cleared_us = CASE WHEN open_flags + $3 = 0 THEN cleared_us END
         WHERE desa_id = $1 AND project_id = $2";
    /// Freezes or thaws a project; either way it must be cleared anew.
    FREEZE_PROJECT = "
        UPDATE gate_project
           SET frozen = $3, clearance_geometry_rev = NULL, clearance_rule_rev = NULL,
               clearance_seq = NULL, cleared_us = NULL
         WHERE desa_id = $1 AND project_id = $2";
    /// Clears an active project that nobody disputes.
    CLEAR_PROJECT = "
        UPDATE gate_project
           SET clearance_geometry_rev = geometry_rev, clearance_rule_rev = $3,
               clearance_seq = $4, cleared_us = $5, screened_rule_rev = $3
         WHERE desa_id = $1 AND project_id = $2
           AND state = 'active' AND open_flags = 0 AND NOT frozen";
    /// Voids a clearance.
    UNCLEAR_PROJECT = "
        UPDATE gate_project
           SET clearance_geometry_rev = NULL, clearance_rule_rev = NULL, clearance_seq = NULL,
               cleared_us = NULL
         WHERE desa_id = $1 AND project_id = $2";
    /// Keeps by which rules a project was screened.
    NOTE_SCREENING = "
        UPDATE gate_project SET screened_rule_rev = $3 WHERE desa_id = $1 AND project_id = $2";
    /// Active works of area $1 that were last screened by other rules than $2: projects, works of
    /// other owners, and plans of year $4 and later; at most $3.
    LIST_UNSCREENED: cross_desa("rules change for every village at once") = "
        SELECT desa_id, project_id
          FROM gate_project
         WHERE state = 'active' AND screened_rule_rev <> $2
           AND (kind <> 'planned' OR tahun >= $4)
           AND (desa_id = $1 OR desa_id LIKE $1 || '.%')
         ORDER BY desa_id, project_id
         LIMIT $3";
    /// How many there are, with plans of year $3 and later.
    COUNT_UNSCREENED: cross_desa("rules change for every village at once") = "
        SELECT COUNT(*)
          FROM gate_project
         WHERE state = 'active' AND screened_rule_rev <> $2
           AND (kind <> 'planned' OR tahun >= $3)
           AND (desa_id = $1 OR desa_id LIKE $1 || '.%')";
    /// Keeps one footprint of a geometry revision.
    PUT_CLAIM = "
        INSERT INTO gate_claim (desa_id, project_id, geometry_rev, site, claim_id, active, shape,
            accuracy_mm, amount_sen, cells, capture, trusted)
        VALUES ($1, $2, $3, $4, $5, TRUE, $6, $7, $8, $9, $10, $11)";
    /// The footprints that are in force.
    READ_CLAIMS = "
        SELECT claim_id, geometry_rev, site, shape, accuracy_mm, amount_sen, cells, capture,
               trusted
          FROM gate_claim
         WHERE desa_id = $1 AND project_id = $2 AND active
         ORDER BY site";
    /// The footprints of one geometry revision.
    READ_CLAIMS_OF_REV = "
        SELECT claim_id, geometry_rev, site, shape, accuracy_mm, amount_sen, cells, capture,
               trusted
          FROM gate_claim
         WHERE desa_id = $1 AND project_id = $2 AND geometry_rev = $3
         ORDER BY site";
    /// Every footprint that a project ever had.
    READ_CLAIMS_EVER = "
        SELECT claim_id, geometry_rev, site, shape, accuracy_mm, amount_sen, cells, capture,
               trusted
          FROM gate_claim
         WHERE desa_id = $1 AND project_id = $2
         ORDER BY geometry_rev, site";
    /// Ids and shapes of the footprints in force of area $1, whose codes come before $2. PostgreSQL
    /// joins each to one long value in the same order, since a row costs its driver more than a
    /// footprint. On SQLite the scan is of the table, which is read once from front to back, not of
    /// its key.
    SCAN_CLAIMS: fork_cross_desa("PostgreSQL joins bytes by a function of its own, over an area") = {
        sqlite: "
            SELECT claim_id, shape
              FROM gate_claim
             WHERE active AND +desa_id >= $1 AND +desa_id < $2",
        postgres: "
            SELECT COALESCE(string_agg(uuid_send(claim_id), ''::bytea), ''::bytea) AS claim_id,
                   COALESCE(string_agg(shape, ''::bytea), ''::bytea) AS shape
              FROM gate_claim
             WHERE active AND desa_id >= $1 COLLATE \"C\" AND desa_id < $2 COLLATE \"C\"",
    };
    /// Ends the footprints in force.
    END_CLAIMS = "
        UPDATE gate_claim SET active = FALSE
         WHERE desa_id = $1 AND project_id = $2 AND active";
    /// The active rule set, or version $1.
    READ_RULE_SET: cross_desa("rules are a reference table") = "
        SELECT rule_rev, state, title, candidate_radius_m, accuracy_default_m,
               accuracy_factor_permille, proposed_by, proposed_us, activated_by, activated_us,
               overlay_min_months, scorecard, tables_sha256, matrix, metres_conserved,
               side_steady_permille, accuracy_floor_phone_m, accuracy_floor_drawn_m
          FROM gate_rule_set
         WHERE rule_rev = $1 OR ($1 = 0 AND state = 'active')";
    /// Every version, newest first.
    LIST_RULE_SETS: cross_desa("rules are a reference table") = "
        SELECT rule_rev, state, title, candidate_radius_m, accuracy_default_m,
               accuracy_factor_permille, proposed_by, proposed_us, activated_by, activated_us,
               overlay_min_months, scorecard, tables_sha256, matrix, metres_conserved,
               side_steady_permille, accuracy_floor_phone_m, accuracy_floor_drawn_m
          FROM gate_rule_set
         WHERE $1 = 0 OR rule_rev < $1
         ORDER BY rule_rev DESC
         LIMIT $2";
    /// The rows of a version.
    READ_RULE_ROWS: cross_desa("rules are a reference table") = "
        SELECT class, families, lookup_radius_m, hard_zone_m, corridor_m, overlap_min_m,
               overlap_min_permille, overlap_sure_m, area_overlap_permille, side_min_m, side_sure_m,
               window_new_years, window_rehab_years, basis
          FROM gate_rule_row
         WHERE rule_rev = $1
         ORDER BY class";
    /// The number of the newest version; the row is locked by the insert that follows.
    LAST_RULE_REV: cross_desa("rules are a reference table") = "
        SELECT CAST(COALESCE(MAX(rule_rev), 0) AS BIGINT) FROM gate_rule_set";
    /// Proposes a version.
    PUT_RULE_SET: cross_desa("rules are a reference table") = "
        INSERT INTO gate_rule_set (rule_rev, state, title, candidate_radius_m, accuracy_default_m,
            accuracy_factor_permille, proposed_by, proposed_us, overlay_min_months, scorecard,
            matrix, metres_conserved, side_steady_permille, accuracy_floor_phone_m,
            accuracy_floor_drawn_m)
        VALUES ($1, 'proposed', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (rule_rev) DO NOTHING";
    /// One row of a version.
    PUT_RULE_ROW: cross_desa("rules are a reference table") = "
        INSERT INTO gate_rule_row (rule_rev, class, families, lookup_radius_m, hard_zone_m, corridor_m,
            overlap_min_m, overlap_min_permille, overlap_sure_m, area_overlap_permille, side_min_m,
            side_sure_m, window_new_years, window_rehab_years, basis)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    /// The rows of a scorecard.
    READ_SCORECARD: cross_desa("rules are a reference table") = "
        SELECT csv FROM gate_scorecard WHERE sha256 = $1";
    /// Keeps the rows of a scorecard.
    PUT_SCORECARD: cross_desa("rules are a reference table") = "
        INSERT INTO gate_scorecard (sha256, csv) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING";
    /// Ends the active version.
    RETIRE_RULE_SET: cross_desa("rules are a reference table") = "
        UPDATE gate_rule_set SET state = 'retired' WHERE state = 'active'";
    /// Makes a proposed version the active one.
    ACTIVATE_RULE_SET: cross_desa("rules are a reference table") = "
        UPDATE gate_rule_set
           SET state = 'active', activated_by = $2, activated_us = $3, tables_sha256 = $4
         WHERE rule_rev = $1 AND state = 'proposed'";
    /// Tells the tables of a version from before versions told theirs.
    TELL_TABLES: cross_desa("rules are a reference table") = "
        UPDATE gate_rule_set SET tables_sha256 = $2 WHERE rule_rev = $1 AND tables_sha256 IS NULL";
}

/// A cell and the number of changes among its claims.
#[derive(store::FromRow)]
pub struct CellSeqRow {
    pub cell: i64,
    pub seq: i64,
}

/// Where a claim beside a cell lies.
#[derive(store::FromRow)]
pub struct PlaceRow {
    pub cell: i64,
    pub claim_id: Uuid,
    pub class: String,
    pub tahun: i64,
    pub intervention: String,
    pub shape: Vec<u8>,
}

/// A claim beside a cell.
#[derive(store::FromRow)]
pub struct ClaimCellRow {
    pub claim_id: Uuid,
    pub desa_id: String,
    pub project_id: Uuid,
    pub kind: String,
    pub site: i64,
    pub geometry_rev: i64,
    pub class: String,
    pub intervention: String,
    pub tahun: i64,
    pub shape: Vec<u8>,
    pub accuracy_mm: Option<i64>,
    pub amount_sen: i64,
    pub name: String,
    pub desa_name: String,
    pub continues_id: Option<Uuid>,
    pub facts: String,
}

/// A project as the gate knows it.
#[derive(Debug, Clone, store::FromRow)]
pub struct ProjectRow {
    pub desa_id: String,
    pub project_id: Uuid,
    pub kind: String,
    pub state: String,
    pub class: String,
    pub intervention: String,
    pub tahun: i64,
    pub name: String,
    pub desa_name: String,
    pub continues_id: Option<Uuid>,
    pub geometry_rev: i64,
    pub open_flags: i64,
    pub frozen: bool,
    pub clearance_geometry_rev: Option<i64>,
    pub clearance_rule_rev: Option<i64>,
    pub clearance_seq: Option<i64>,
    pub facts: String,
    pub amount_sen: i64,
    pub material_rev: i64,
    pub scope: String,
}

/// A footprint of a project.
#[derive(store::FromRow)]
pub struct ClaimRow {
    pub claim_id: Uuid,
    pub geometry_rev: i64,
    pub site: i64,
    pub shape: Vec<u8>,
    pub accuracy_mm: Option<i64>,
    pub amount_sen: i64,
    pub cells: Vec<u8>,
    pub capture: String,
    pub trusted: bool,
}

/// A version of the rules.
#[derive(Debug, Clone, store::FromRow)]
pub struct RuleSetRow {
    pub rule_rev: i64,
    pub state: String,
    pub title: String,
    pub candidate_radius_m: i64,
    pub accuracy_default_m: i64,
    pub accuracy_factor_permille: i64,
    pub overlay_min_months: i64,
    pub scorecard: Option<String>,
    pub tables_sha256: Option<String>,
    pub matrix: String,
    pub metres_conserved: bool,
    pub side_steady_permille: i64,
    pub accuracy_floor_phone_m: i64,
    pub accuracy_floor_drawn_m: i64,
    pub proposed_by: Option<Uuid>,
    pub proposed_us: i64,
    pub activated_by: Option<Uuid>,
    pub activated_us: Option<i64>,
}

/// The rules of one class.
#[derive(Debug, Clone, store::FromRow)]
pub struct RuleRow {
    pub class: String,
    pub families: String,
    pub lookup_radius_m: i64,
    pub hard_zone_m: i64,
    pub corridor_m: i64,
    pub overlap_min_m: i64,
    pub overlap_min_permille: i64,
    pub overlap_sure_m: i64,
    pub area_overlap_permille: i64,
    pub side_min_m: i64,
    pub side_sure_m: i64,
    pub window_new_years: i64,
    pub window_rehab_years: i64,
    pub basis: String,
}
