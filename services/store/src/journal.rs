//! The audit log: one chained entry for each effect, in its transaction.
//!
//! The entry is also the event that feeds read and the receipt that answers
//! carry: one mechanism, written once.

use domain::{Error, Reason, ids::RequestId};
use ring::digest::{Context, SHA256};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{Receipt, Tx, args, statements};

/// Every reason that the store itself gives.
pub const REASONS: &[Reason] = domain::reason::REASONS;

statements! {
    /// Takes the next number of the place's log and tells the hash before it; locks the row.
    NEXT = "
        INSERT INTO store_audit_head (place, seq, entry_hash)
        VALUES ($1, 1, $2)
        ON CONFLICT (place) DO UPDATE SET seq = store_audit_head.seq + 1
        RETURNING seq, entry_hash";
    /// Appends one entry; a trigger moves the head's hash on.
    APPEND = "
        INSERT INTO store_audit_entry (place, seq, entry_hash, previous_hash, at_us, request_id,
            person_id, mandate_id, role, method, kind, subject, fingerprint, detail)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
}

/// What a command did, in the words of the event feed.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What happened, e.g. `spp.submitted`.
    pub kind: &'static str,
    /// Resource name of what it happened to.
    pub subject: String,
    /// Facts for readers of the feed; no identity or bank numbers.
    pub detail: Json,
}

impl Event {
    /// An event without further facts.
    pub fn new(kind: &'static str, subject: impl Into<String>) -> Self {
        Self { kind, subject: subject.into(), detail: Json::Null }
    }

    /// Adds the facts.
    #[must_use]
    pub fn with(mut self, detail: Json) -> Self {
        self.detail = detail;
        self
    }
}

#[derive(sqlx_macros::FromRow)]
struct Head {
    seq: i64,
    entry_hash: Vec<u8>,
}

/// The hash before the first entry.
const GENESIS: [u8; 32] = [0; 32];

/// Appends the entry of this command and answers its receipt.
pub(crate) async fn append(
    tx: &mut Tx<'_>,
    place: &str,
    request: RequestId,
    method: &'static str,
    fingerprint: &[u8],
) -> Result<Receipt, Error> {
    let event = tx.event.take().unwrap_or_else(|| Event::new("unnamed", place));
    let head: Head = tx.one(&NEXT, args![place, GENESIS.as_slice()]).await?;
    let at_us = tx.now_us();
    let (person, mandate) = match &tx.acting {
        Some(acting) => (acting.person.uuid(), acting.mandate.clone()),
        None => (Uuid::nil(), None),
    };
    let role = mandate.as_ref().map_or("", |m| m.role.code());
    let mandate_id = mandate.as_ref().map(|m| m.id.uuid());
    let detail = event.detail.to_string();
    let entry_hash = Entry {
        previous: &head.entry_hash,
        place,
        seq: head.seq,
        at_us,
        request: request.uuid(),
        person,
        mandate: mandate_id,
        role,
        method,
        kind: event.kind,
        subject: &event.subject,
        fingerprint,
        detail: &detail,
    }
    .hash();
    tx.exec(
        &APPEND,
        args![
            place,
            head.seq,
            entry_hash.clone(),
            head.entry_hash,
            at_us,
            request.uuid(),
            person,
            mandate_id,
            role,
            method,
            event.kind,
            &event.subject,
            fingerprint,
            detail
        ],
    )
    .await?;
    Ok(Receipt { place: place.to_owned(), seq: head.seq, entry_hash })
}

/// Everything an entry's hash covers.
struct Entry<'a> {
    previous: &'a [u8],
    place: &'a str,
    seq: i64,
    at_us: i64,
    request: Uuid,
    person: Uuid,
    mandate: Option<Uuid>,
    role: &'a str,
    method: &'a str,
    kind: &'a str,
    subject: &'a str,
    fingerprint: &'a [u8],
    detail: &'a str,
}

impl Entry<'_> {
    /// SHA-256 of 0x00 and the fields in this order, each with its length before it.
    fn hash(&self) -> Vec<u8> {
        let mut hash = Context::new(&SHA256);
        hash.update(&[0]);
        let mandate = self.mandate.unwrap_or_default();
        let fields: [&[u8]; 13] = [
            self.previous,
            self.place.as_bytes(),
            &self.seq.to_be_bytes(),
            &self.at_us.to_be_bytes(),
            self.request.as_bytes(),
            self.person.as_bytes(),
            mandate.as_bytes(),
            self.role.as_bytes(),
            self.method.as_bytes(),
            self.kind.as_bytes(),
            self.subject.as_bytes(),
            self.fingerprint,
            self.detail.as_bytes(),
        ];
        for field in fields {
            hash.update(&u64::try_from(field.len()).unwrap_or_default().to_be_bytes());
            hash.update(field);
        }
        hash.finish().as_ref().to_vec()
    }
}
