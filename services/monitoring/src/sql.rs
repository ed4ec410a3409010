//! The statements about projects.

use uuid::Uuid;

store::statements! {
    /// Writes a draft.
    PUT_PROJECT = "
        INSERT INTO monitoring_project (desa_id, project_id, tahun, kegiatan, work_class,
            intervention, name, amount_sen, volume_e4, unit, continues_id, state, state_since_us,
            created_us, proposed_by, declared)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'draft', $12, $12, $13, $14)";
    /// Replaces the contents of a draft.
    UPDATE_DRAFT = "
        UPDATE monitoring_project
           SET kegiatan = $3, work_class = $4, intervention = $5, name = $6, amount_sen = $7,
               volume_e4 = $8, unit = $9, continues_id = $10, declared = $11,
               revision = revision + 1
         WHERE desa_id = $1 AND project_id = $2 AND state = 'draft'";
    /// A project and what the gate and others say of it.
    READ_PROJECT = "
        SELECT p.desa_id, p.tahun, p.kegiatan, p.work_class, p.intervention, p.name,
               p.amount_sen, p.volume_e4, p.unit, p.continues_id, p.state, p.state_since_us,
               p.geometry_rev, p.revision, p.note, p.proposed_by, p.submitted_by, p.cancel_by,
               p.declared, p.doubts, p.photos_from_rev, p.ended_sen,
               s.full_name AS submitted_by_name, r.full_name AS registered_by_name,
               g.open_flags, g.clearance_geometry_rev, g.clearance_rule_rev,
               g.clearance_seq
          FROM monitoring_project p
          LEFT JOIN pub_person s ON s.person_id = p.submitted_by
          LEFT JOIN pub_person r ON r.person_id = p.registered_by
          LEFT JOIN pub_project_gate g ON g.desa_id = p.desa_id AND g.project_id = p.project_id
                                      AND g.kind <> 'planned'
         WHERE p.desa_id = $1 AND p.project_id = $2";
    /// Holds a project against everybody else who would change it.
    LOCK_PROJECT: locks = "
        SELECT revision FROM monitoring_project WHERE desa_id = $1 AND project_id = $2";
    /// Projects of a village, newest first, below id $5; of year $2 and state $3 if given.
    LIST_PROJECTS = "
        SELECT project_id
          FROM monitoring_project
         WHERE desa_id = $1
           AND ($2 = 0 OR tahun = $2)
           AND ($3 = '' OR state = $3)
           AND ($4 = 0 OR project_id < $5)
         ORDER BY project_id DESC
         LIMIT $6";
    /// The first signature.
    SUBMIT_PROJECT = "
        UPDATE monitoring_project
           SET state = 'submitted', state_since_us = $3, submitted_by = $4, revision = revision + 1
         WHERE desa_id = $1 AND project_id = $2 AND state = 'draft'";
    /// Back to draft.
    RETURN_PROJECT = "
        UPDATE monitoring_project
           SET state = 'draft', state_since_us = $3, note = $4, submitted_by = NULL,
               revision = revision + 1
         WHERE desa_id = $1 AND project_id = $2 AND state = 'submitted'";
    /// The second signature.
    REGISTER_PROJECT = "
        UPDATE monitoring_project
           SET state = 'registered', state_since_us = $3, registered_us = $3, registered_by = $4,
               revision = revision + 1
         WHERE desa_id = $1 AND project_id = $2 AND state = 'submitted'";
    /// Puts an amendment into force.
    AMEND_PROJECT = "
        UPDATE monitoring_project
           SET work_class = $3, intervention = $4, name = $5, amount_sen = $6, volume_e4 = $7,
               unit = $8, continues_id = $9, geometry_rev = $10, declared = $11,
               photos_from_rev = $12, revision = revision + 1
         WHERE desa_id = $1 AND project_id = $2 AND state = 'registered'";
    /// What it was to cost when it was over; the project stays as it was seen.
    KEEP_ENDED = "
        UPDATE monitoring_project SET ended_sen = $3 WHERE desa_id = $1 AND project_id = $2";
    /// Notes why, and moves the revision.
    NOTE_PROJECT = "
        UPDATE monitoring_project SET note = $3, revision = revision + 1
         WHERE desa_id = $1 AND project_id = $2";
    /// Proposes to give it up, or takes the proposal back.
    PROPOSE_CANCEL = "
        UPDATE monitoring_project
           SET cancel_by = $3, note = CASE WHEN $4 = '' THEN note ELSE $4 END,
               revision = revision + 1
         WHERE desa_id = $1 AND project_id = $2 AND state = 'registered'";
    /// Gives it up.
    CANCEL_PROJECT = "
        UPDATE monitoring_project
           SET state = 'cancelled', state_since_us = $3, cancelled_by = $4,
               note = CASE WHEN $5 = '' THEN note ELSE $5 END, revision = revision + 1
         WHERE desa_id = $1 AND project_id = $2 AND state <> 'cancelled'";
    /// One site of a geometry revision.
    PUT_SITE = "
        INSERT INTO monitoring_site (desa_id, project_id, geometry_rev, site, shape, accuracy_mm,
            capture, amount_sen)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The sites of a geometry revision.
    READ_SITES = "
        SELECT shape, accuracy_mm, capture, amount_sen
          FROM monitoring_site
         WHERE desa_id = $1 AND project_id = $2 AND geometry_rev = $3
         ORDER BY site";
    /// Where a project stood from geometry revision $3 to $4.
    READ_STOOD = "
        SELECT geometry_rev, shape
          FROM monitoring_site
         WHERE desa_id = $1 AND project_id = $2 AND geometry_rev >= $3 AND geometry_rev <= $4
         ORDER BY geometry_rev, site";
    /// Takes away the sites of a revision that was never in force.
    DROP_SITES = "
        DELETE FROM monitoring_site
         WHERE desa_id = $1 AND project_id = $2 AND geometry_rev = $3";
    /// The amendment that waits.
    READ_AMENDMENT = "
        SELECT geometry_rev, work_class, intervention, name, amount_sen, volume_e4, unit,
               continues_id, proposed_by, declared, doubts
          FROM monitoring_amendment
         WHERE desa_id = $1 AND project_id = $2";
    /// Writes the amendment that waits.
    PUT_AMENDMENT = "
        INSERT INTO monitoring_amendment (desa_id, project_id, geometry_rev, work_class,
            intervention, name, amount_sen, volume_e4, unit, continues_id, proposed_by,
            proposed_us, declared, doubts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    /// Ends the waiting.
    DROP_AMENDMENT = "
        DELETE FROM monitoring_amendment WHERE desa_id = $1 AND project_id = $2";
    /// Keeps what is doubtful about the sites in force; the project stays as it was seen.
    SET_DOUBTS = "
        UPDATE monitoring_project SET doubts = $3 WHERE desa_id = $1 AND project_id = $2";
    /// How many other projects of the village have a site on the very point $2.
    COUNT_ON_PIN = "
        SELECT COUNT(DISTINCT s.project_id)
          FROM monitoring_site s
          JOIN monitoring_project p ON p.desa_id = s.desa_id AND p.project_id = s.project_id
                                   AND p.geometry_rev = s.geometry_rev
         WHERE s.desa_id = $1 AND s.shape = $2 AND length(s.shape) = 17
           AND p.state <> 'cancelled' AND s.project_id <> $3";
    /// A fund of the chart.
    READ_FUND: cross_desa("codes are a reference table") = "
        SELECT code FROM pub_sumber_dana WHERE code = $1";
    /// Stages of which a photo counts.
    READ_STAGES = "
        SELECT DISTINCT stage FROM pub_project_stage
         WHERE desa_id = $1 AND project_id = $2
         ORDER BY stage";
    /// The village's name.
    READ_DESA = "SELECT name FROM pub_desa WHERE desa_id = $1";
    /// Name of a person.
    READ_PERSON: cross_desa("persons are a reference table") = "
        SELECT full_name FROM pub_person WHERE person_id = $1";
    /// A kegiatan's usual kind of work.
    READ_KEGIATAN: cross_desa("codes are a reference table") = "
        SELECT work_class FROM pub_kegiatan WHERE code = $1 AND level = 3";
    /// Who carries out a kegiatan by the DPA in force.
    READ_PKA = "
        SELECT pka_person_id FROM pub_dpa
         WHERE desa_id = $1 AND tahun = $2 AND kegiatan = $3 AND state = 'approved'";
    /// A project that may be carried on.
    READ_CONTINUED = "
        SELECT tahun, kegiatan, amount_sen FROM monitoring_project
         WHERE desa_id = $1 AND project_id = $2 AND state = 'registered'";
    /// What was drawn for a project.
    READ_DRAWN = "
        SELECT CAST(COALESCE(SUM(amount_sen), 0) AS BIGINT) FROM pub_spp_drawn
         WHERE desa_id = $1 AND project_id = $2
           AND state NOT IN ('draft', 'rejected', 'cancelled', 'reversed')";
    /// Number of a request for a project that is verified and not paid yet.
    READ_VERIFIED = "
        SELECT s.number
          FROM pub_spp_line l
          JOIN pub_spp s ON s.desa_id = l.desa_id AND s.spp_id = l.spp_id
         WHERE l.desa_id = $1 AND l.project_id = $2 AND s.state IN ('verified', 'approved')
         ORDER BY s.number
         LIMIT 1";
    /// The other works than $3 that carry on project $2, also those that were given up, and how
    /// much each carries on.
    READ_CARRIED = "
        SELECT by_project_id, amount_sen FROM pub_project_carried
         WHERE desa_id = $1 AND project_id = $2 AND by_project_id <> $3";
    /// What the DPA of kegiatan $3 in year $2 gives to each objek, and what of its lines is spent.
    READ_DPA_OBJEK = "
        SELECT b.rekening, CAST(SUM(l.amount_sen) AS BIGINT) AS given_sen,
               CAST(SUM(b.posted_sen) AS BIGINT) AS spent_sen
          FROM pub_dpa d
          JOIN pub_dpa_line l ON l.desa_id = d.desa_id AND l.dpa_id = d.dpa_id
          JOIN pub_ledger_line b ON b.desa_id = l.desa_id AND b.line_id = l.line_id
         WHERE d.desa_id = $1 AND d.tahun = $2 AND d.kegiatan = $3
           AND d.state IN ('approved', 'closed')
         GROUP BY b.rekening
         ORDER BY b.rekening";
}

/// A project that may be carried on.
#[derive(Debug, Clone, store::FromRow)]
pub struct ContinuedRow {
    pub tahun: i64,
    pub kegiatan: String,
    pub amount_sen: i64,
}

/// An objek of a DPA.
#[derive(Debug, Clone, PartialEq, Eq, store::FromRow)]
pub struct ObjekRow {
    pub rekening: String,
    pub given_sen: i64,
    pub spent_sen: i64,
}

/// A project with what others say of it.
#[derive(Debug, Clone, store::FromRow)]
pub struct ProjectRow {
    pub desa_id: String,
    pub tahun: i64,
    pub kegiatan: String,
    pub work_class: String,
    pub intervention: String,
    pub name: String,
    pub amount_sen: i64,
    pub volume_e4: i64,
    pub unit: String,
    pub continues_id: Option<Uuid>,
    pub state: String,
    pub state_since_us: i64,
    pub geometry_rev: i64,
    pub revision: i64,
    pub note: String,
    pub declared: String,
    pub doubts: String,
    pub photos_from_rev: i64,
    pub ended_sen: Option<i64>,
    pub proposed_by: Uuid,
    pub submitted_by: Option<Uuid>,
    pub cancel_by: Option<Uuid>,
    pub submitted_by_name: Option<String>,
    pub registered_by_name: Option<String>,
    pub open_flags: Option<i64>,
    pub clearance_geometry_rev: Option<i64>,
    pub clearance_rule_rev: Option<i64>,
    pub clearance_seq: Option<i64>,
}

impl ProjectRow {
    /// Whether giving it up waits for the second signature; what was given up keeps who proposed it.
    pub fn is_being_cancelled(&self) -> bool {
        self.state == "registered" && self.cancel_by.is_some()
    }
}

/// A site.
#[derive(Debug, Clone, store::FromRow)]
pub struct SiteRow {
    pub shape: Vec<u8>,
    pub accuracy_mm: Option<i64>,
    pub capture: String,
    pub amount_sen: i64,
}

/// An amendment that waits.
#[derive(Debug, Clone, store::FromRow)]
pub struct AmendmentRow {
    pub geometry_rev: i64,
    pub work_class: String,
    pub intervention: String,
    pub name: String,
    pub amount_sen: i64,
    pub volume_e4: i64,
    pub unit: String,
    pub continues_id: Option<Uuid>,
    pub proposed_by: Uuid,
    pub declared: String,
    pub doubts: String,
}
