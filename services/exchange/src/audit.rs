//! Reading the audit log and checking receipts against it.

use domain::{Error, Place, Role, reason};
use edge::{Violations, page_token};
use store::{Query, Tx, args};
use wire::{access::audit_service as access, exchange::v1 as pb};

use crate::sql::{self, EntryRow, MarkRow};

/// Bytes of an entry's hash.
const HASH_BYTES: usize = 32;
/// Roles that read a whole log; operators and PKA read their own acts, an administrator the log of
/// the platform.
const READERS: [Role; 7] =
    [Role::Sek, Role::Keu, Role::Kds, Role::Bpd, Role::Cam, Role::Pmd, Role::Ins];

/// Lists entries of a place.
pub(crate) struct ListEntries {
    place: Place,
    size: u32,
    after_seq: i64,
}

impl ListEntries {
    pub fn parse(request: &pb::ListAuditEntriesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let place = faults.read("parent", edge::place::read(&request.parent));
        let size = faults.read("page_size", page_token::page_size(request.page_size));
        let token =
            page_token::read(access::LIST_AUDIT_ENTRIES, &[&request.parent], &request.page_token);
        let after = faults.read("page_token", token).flatten();
        let after_seq = after.and_then(|key| key.parse().ok()).unwrap_or_default();
        faults.finish(place.zip(size).map(|(place, size)| Self { place, size, after_seq }))
    }
}

impl Query for ListEntries {
    const METHOD: &'static str = access::LIST_AUDIT_ENTRIES;
    type Answer = pb::ListAuditEntriesResponse;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let limit = i64::from(self.size).saturating_add(1);
        let today = tx.today();
        let principal = tx.principal()?;
        let person = principal.person.uuid();
        let reads_all = principal.holds(&READERS, &self.place, today);
        let administers = tx.acting()?.mandate.as_ref().is_some_and(|m| m.role == Role::Adm);
        // The mandate of an administrator covers every place, the right to read does not: what
        // villages do is no business of his.
        if administers && self.place != Place::platform() {
            return Err(reason::NOT_ALLOWED.refuse().into());
        }
        let mut rows: Vec<EntryRow> = if reads_all || administers {
            tx.all(&sql::LIST_ENTRIES, args![&self.place, self.after_seq, limit]).await?
        } else {
            let values = args![&self.place, self.after_seq, limit, person];
            tx.all(&sql::LIST_OWN_ENTRIES, values).await?
        };
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let last = rows.last().filter(|_| more).map(|row| row.seq.to_string());
        let parent = edge::place::name(&self.place);
        let next = last.map(|key| page_token::issue(Self::METHOD, &[&parent], &key));
        Ok(pb::ListAuditEntriesResponse {
            entries: rows.into_iter().map(entry).collect(),
            next_page_token: next.unwrap_or_default(),
        })
    }
}

fn entry(row: EntryRow) -> pb::AuditEntry {
    pb::AuditEntry {
        place: row.place,
        seq: row.seq,
        at_us: row.at_us,
        person: format!("persons/{}", row.person_id),
        person_title: row.full_name.unwrap_or_default(),
        mandate: row.mandate_id.map(|id| id.to_string()).unwrap_or_default(),
        role: row.role,
        method: row.method,
        kind: row.kind,
        subject: row.subject,
        detail_json: row.detail,
        request_id: row.request_id.to_string(),
        fingerprint: row.fingerprint,
        previous_hash: row.previous_hash,
        entry_hash: row.entry_hash,
    }
}

/// The head of a place's log.
pub(crate) struct GetHead {
    place: Place,
}

impl GetHead {
    pub fn parse(request: &pb::GetHeadRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let place = faults.read("name", edge::place::read(&request.name));
        faults.finish(place.map(|place| Self { place }))
    }
}

impl Query for GetHead {
    const METHOD: &'static str = access::GET_HEAD;
    type Answer = pb::GetHeadResponse;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let place = self.place.as_str().to_owned();
        let head: Option<MarkRow> = tx.maybe(&sql::READ_HEAD, args![&self.place]).await?;
        if let Some(head) = head {
            let MarkRow { seq, entry_hash, at_us } = head;
            return Ok(pb::GetHeadResponse { place, seq, entry_hash, at_us });
        }
        if !place.is_empty() {
            tx.one::<(String,)>(&sql::READ_PLACE, args![&self.place]).await?;
        }
        Ok(pb::GetHeadResponse { place, seq: 0, entry_hash: vec![0; HASH_BYTES], at_us: 0 })
    }
}

/// Whether a receipt is in the log.
pub(crate) struct VerifyReceipt {
    place: Place,
    seq: i64,
    entry_hash: Vec<u8>,
}

impl VerifyReceipt {
    pub fn parse(request: pb::VerifyReceiptRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let place = faults.read("name", edge::place::read(&request.name));
        if request.seq < 1 {
            let refusal = reason::NUMBER_OUT_OF_RANGE.refuse();
            let refusal = refusal.fact("value", request.seq).fact("min", 1).fact("max", i64::MAX);
            faults.add(refusal.at("seq"));
        }
        if request.entry_hash.len() != HASH_BYTES {
            let length = format!("{} byte", request.entry_hash.len());
            let refusal = reason::FIELD_MALFORMED.refuse().fact("value", length);
            faults.add(refusal.fact("expected", "SHA-256 (32 byte)").at("entry_hash"));
        }
        let (seq, entry_hash) = (request.seq, request.entry_hash);
        faults.finish(place.map(|place| Self { place, seq, entry_hash }))
    }
}

impl Query for VerifyReceipt {
    const METHOD: &'static str = access::VERIFY_RECEIPT;
    type Answer = pb::VerifyReceiptResponse;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let entry: Option<MarkRow> =
            tx.maybe(&sql::READ_ENTRY, args![&self.place, self.seq]).await?;
        let entry = entry.filter(|entry| entry.entry_hash == self.entry_hash);
        Ok(pb::VerifyReceiptResponse {
            known: entry.is_some(),
            at_us: entry.map(|entry| entry.at_us).unwrap_or_default(),
        })
    }
}
