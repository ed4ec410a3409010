//! The statements of this room: readers of the audit log.

use uuid::Uuid;

store::statements! {
    /// Place $1 and every place inside it, each with the last number of its log.
    READ_HEADS: cross_desa("a feed follows every place of its area") = "
        SELECT w.place, (SELECT MAX(e.seq) FROM pub_audit_entry e WHERE e.place = w.place) AS seq
          FROM (SELECT CAST($1 AS TEXT) AS place
                 UNION
                SELECT code FROM pub_wilayah WHERE $1 = '' OR code LIKE $1 || '.%') w
         ORDER BY w.place";
    /// Events of a place after a number.
    READ_EVENTS: cross_desa("the log is keyed by place") = "
        SELECT place, seq, entry_hash, at_us, kind, subject, detail
          FROM pub_audit_entry
         WHERE place = $1 AND seq > $2
         ORDER BY seq
         LIMIT $3";
    /// Entries of a place after a number.
    LIST_ENTRIES: cross_desa("the log is keyed by place") = "
        SELECT e.place, e.seq, e.entry_hash, e.previous_hash, e.at_us, e.request_id, e.person_id,
               p.full_name, e.mandate_id, e.role, e.method, e.kind, e.subject, e.fingerprint,
               e.detail
          FROM pub_audit_entry e
          LEFT JOIN pub_person p ON p.person_id = e.person_id
         WHERE e.place = $1 AND e.seq > $2
         ORDER BY e.seq
         LIMIT $3";
    /// Entries of a place after a number that one person made.
    LIST_OWN_ENTRIES: cross_desa("the log is keyed by place") = "
        SELECT e.place, e.seq, e.entry_hash, e.previous_hash, e.at_us, e.request_id, e.person_id,
               p.full_name, e.mandate_id, e.role, e.method, e.kind, e.subject, e.fingerprint,
               e.detail
          FROM pub_audit_entry e
          LEFT JOIN pub_person p ON p.person_id = e.person_id
         WHERE e.place = $1 AND e.seq > $2 AND e.person_id = $4
         ORDER BY e.seq
         LIMIT $3";
    /// The last entry of a place's log.
    READ_HEAD: cross_desa("the log is keyed by place") = "
        SELECT seq, entry_hash, at_us
          FROM pub_audit_entry
         WHERE place = $1
         ORDER BY seq DESC
         LIMIT 1";
    /// One entry of a place's log.
    READ_ENTRY: cross_desa("the log is keyed by place") = "
        SELECT seq, entry_hash, at_us
          FROM pub_audit_entry
         WHERE place = $1 AND seq = $2";
    /// Whether a place is known; no row when it is not.
    READ_PLACE: cross_desa("places are a reference table") = "
        SELECT code FROM pub_wilayah WHERE code = $1";
}

/// How far a place's log goes.
#[derive(store::FromRow)]
pub struct HeadRow {
    pub place: String,
    pub seq: Option<i64>,
}

/// An entry as the feed tells it.
#[derive(store::FromRow)]
pub struct EventRow {
    pub place: String,
    pub seq: i64,
    pub entry_hash: Vec<u8>,
    pub at_us: i64,
    pub kind: String,
    pub subject: String,
    pub detail: String,
}

/// An entry as the audit log holds it.
#[derive(store::FromRow)]
pub struct EntryRow {
    pub place: String,
    pub seq: i64,
    pub entry_hash: Vec<u8>,
    pub previous_hash: Vec<u8>,
    pub at_us: i64,
    pub request_id: Uuid,
    pub person_id: Uuid,
    pub full_name: Option<String>,
    pub mandate_id: Option<Uuid>,
    pub role: String,
    pub method: String,
    pub kind: String,
    pub subject: String,
    pub fingerprint: Vec<u8>,
    pub detail: String,
}

/// Where an entry stands.
#[derive(store::FromRow)]
pub struct MarkRow {
    pub seq: i64,
    pub entry_hash: Vec<u8>,
    pub at_us: i64,
}
