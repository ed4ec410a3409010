//! Reads the raw rows after a drill and recomputes what must always be true.
//! Shares no code with the server.

use std::{collections::HashMap, path::Path};

use ring::digest::{Context, SHA256};
use sqlx::{
    Connection as _, PgConnection, Row as _, SqliteConnection, sqlite::SqliteConnectOptions,
};
use tests::engine::Prepared;
use uuid::Uuid;

use tests::history::{Call, Ending};

/// Statements that count violations; each must answer 0. An account is compared as an expression:
/// by its index every entry would be set against every posting of the account.
const INVARIANTS: &[(&str, &str)] = &[
    ("I1 a line is within its ceiling",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM ledger_line WHERE reserved_sen < 0 OR posted_sen < 0
         OR (kind IN ('spending', 'financing_out') AND reserved_sen + posted_sen > ceiling_sen)"),
    ("I2 every entry sums to zero",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT entry_id FROM ledger_posting GROUP BY desa_id, entry_id
         HAVING SUM(amount_sen) <> 0) AS unbalanced"),
    ("I2 every entry has postings",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM ledger_entry e WHERE NOT EXISTS
         (SELECT 1 FROM ledger_posting p WHERE p.desa_id = e.desa_id AND p.entry_id = e.entry_id)"),
    ("I2 journal numbers have no gap",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT desa_id FROM ledger_entry GROUP BY desa_id, tahun
         HAVING MAX(seq) <> COUNT(*)) AS gaps"),
    ("I2 every balance equals the fold of the journal",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM ledger_balance b
       WHERE b.account IN ('1.1.1.01', '1.1.1.02') AND b.closing_sen <>
         (SELECT COALESCE(SUM(p.amount_sen), 0) FROM ledger_posting p
            JOIN ledger_entry e ON e.desa_id = p.desa_id AND e.entry_id = p.entry_id
           WHERE p.desa_id = b.desa_id AND p.account || '' = b.account AND e.tahun = b.tahun
             AND e.day <= b.day)"),
    ("I6 the count of open flags is the count of open flags",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM gate_project g WHERE g.open_flags <>
         (SELECT COUNT(*) FROM gate_flag f WHERE f.desa_id = g.desa_id
             AND f.project_id = g.project_id AND f.state = 'open')"),
    ("what is drawn of an activity is the sum of its requests",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM realisation_drawn w WHERE w.drawn_sen <>
         (SELECT COALESCE(SUM(COALESCE(j.spent_sen, s.amount_sen)), 0) FROM realisation_spp s
            LEFT JOIN realisation_spj j ON j.desa_id = s.desa_id AND j.spp_id = s.spp_id
                                       AND j.accepted_by IS NOT NULL
           WHERE s.desa_id = w.desa_id AND s.tahun = w.tahun AND s.kegiatan = w.kegiatan
             AND s.month = w.month
             AND s.state NOT IN ('draft', 'rejected', 'cancelled', 'reversed'))"),
    ("I9 four different persons",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM realisation_spp WHERE
         submitted_by = verified_by OR submitted_by = approved_by OR submitted_by = paid_by
         OR verified_by = approved_by OR verified_by = paid_by OR approved_by = paid_by"),
    ("I12 audit numbers have no gap",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT place FROM store_audit_entry GROUP BY place
         HAVING MAX(seq) <> COUNT(*)) AS gaps"),
    ("I12 every done request has its entry",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM store_request r WHERE r.state = 'done' AND NOT EXISTS
         (SELECT 1 FROM store_audit_entry a WHERE a.place = r.place AND a.seq = r.audit_seq
             AND a.entry_hash = r.entry_hash AND a.request_id = r.request_id)"),
    ("no request is left half taken",
     "SELECT CAST(COUNT(*) AS BIGINT) FROM store_request WHERE state = 'taken'"),
];

const ENTRIES: &str = "SELECT place, seq, entry_hash, previous_hash, at_us, request_id, person_id,
    mandate_id, role, method, kind, subject, fingerprint, detail
    FROM store_audit_entry ORDER BY place, seq";

struct Entry {
    place: String,
    seq: i64,
    entry_hash: Vec<u8>,
    previous_hash: Vec<u8>,
    at_us: i64,
    request_id: Uuid,
    person_id: Uuid,
    mandate_id: Option<Uuid>,
    texts: [String; 5],
    fingerprint: Vec<u8>,
}

/// Checks the store of a drill against its history; answers every violation found.
pub async fn check(prepared: &Prepared, calls: &[Call]) -> Vec<String> {
    let (counts, entries) = match prepared.url() {
        Some(url) => postgres(url).await,
        None => sqlite(&prepared.database_file()).await,
    };
    let mut wrong: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count != 0)
        .map(|(name, count)| format!("{name}: {count} violations"))
        .collect();
    wrong.extend(chain(&entries));
    wrong.extend(kept(&entries, calls));
    wrong
}

macro_rules! read {
    ($conn:expr) => {{
        let mut counts = Vec::new();
        for (name, sql) in INVARIANTS {
            let count: i64 = sqlx::query_scalar(*sql)
                .fetch_one(&mut $conn)
                .await
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            counts.push((*name, count));
        }
        let rows = sqlx::query(ENTRIES).fetch_all(&mut $conn).await.expect("the log can be read");
        let entries = rows
            .iter()
            .map(|row| Entry {
                place: row.get(0),
                seq: row.get(1),
                entry_hash: row.get(2),
                previous_hash: row.get(3),
                at_us: row.get(4),
                request_id: row.get(5),
                person_id: row.get(6),
                mandate_id: row.get(7),
                texts: [row.get(8), row.get(9), row.get(10), row.get(11), row.get(13)],
                fingerprint: row.get(12),
            })
            .collect();
        (counts, entries)
    }};
}

async fn sqlite(file: &Path) -> (Vec<(&'static str, i64)>, Vec<Entry>) {
    let options = SqliteConnectOptions::new().filename(file);
    let mut conn = SqliteConnection::connect_with(&options).await.expect("the file opens");
    let fine: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&mut conn)
        .await
        .expect("the file can be checked");
    assert_eq!(fine, "ok", "the database file is damaged");
    read!(conn)
}

async fn postgres(url: &str) -> (Vec<(&'static str, i64)>, Vec<Entry>) {
    let mut conn = PgConnection::connect(url).await.expect("the database answers");
    read!(conn)
}

/// Every place's log is one chain of true hashes.
fn chain(entries: &[Entry]) -> Vec<String> {
    let mut heads: HashMap<&str, Vec<u8>> = HashMap::new();
    let mut wrong = Vec::new();
    for entry in entries {
        let head = heads.entry(&entry.place).or_insert_with(|| vec![0; 32]);
        if *head != entry.previous_hash || hash(entry) != entry.entry_hash {
            wrong.push(format!("I12 chain of {} is broken at {}", entry.place, entry.seq));
        }
        head.clone_from(&entry.entry_hash);
    }
    wrong
}

fn hash(entry: &Entry) -> Vec<u8> {
    let mut hash = Context::new(&SHA256);
    hash.update(&[0]);
    let mandate = entry.mandate_id.unwrap_or_default();
    let [role, method, kind, subject, detail] = &entry.texts;
    let fields: [&[u8]; 13] = [
        &entry.previous_hash,
        entry.place.as_bytes(),
        &entry.seq.to_be_bytes(),
        &entry.at_us.to_be_bytes(),
        entry.request_id.as_bytes(),
        entry.person_id.as_bytes(),
        mandate.as_bytes(),
        role.as_bytes(),
        method.as_bytes(),
        kind.as_bytes(),
        subject.as_bytes(),
        &entry.fingerprint,
        detail.as_bytes(),
    ];
    for field in fields {
        hash.update(&(field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.finish().as_ref().to_vec()
}

/// What clients were told is what the store kept.
fn kept(entries: &[Entry], calls: &[Call]) -> Vec<String> {
    let by_request: HashMap<Uuid, &Entry> =
        entries.iter().map(|entry| (entry.request_id, entry)).collect();
    let mut wrong = Vec::new();
    for call in calls {
        let id = Uuid::parse_str(&call.request_id).expect("request ids are UUIDs");
        match (&call.ending, by_request.get(&id)) {
            (Ending::Acked(receipt), Some(entry))
                if receipt.seq == entry.seq && receipt.entry_hash == entry.entry_hash => {}
            (Ending::Acked(_), _) => {
                wrong.push(format!("LOST: {} {} was acknowledged", call.method, call.request_id));
            }
            (Ending::Refused, Some(_)) => {
                wrong.push(format!("DONE: {} {} was refused", call.method, call.request_id));
            }
            (Ending::Unknown, _) => {
                wrong.push(format!("OPEN: {} {} is still unknown", call.method, call.request_id));
            }
            (Ending::Refused, None) => {}
        }
    }
    wrong
}
