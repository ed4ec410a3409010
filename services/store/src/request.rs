//! Request ids: stored with their answer in the transaction of the effect.

use domain::{Error, ids::RequestId, reason};
use uuid::Uuid;

use crate::{Receipt, Tx, args, prune, statements};

statements! {
    /// Takes the id for this transaction; 0 rows when it was taken before.
    TAKE = "
        INSERT INTO store_request (place, person_id, request_id, method, fingerprint, state, at_us)
        VALUES ($1, $2, $3, $4, $5, 'taken', $6)
        ON CONFLICT (place, person_id, request_id) DO NOTHING";
    /// What became of an id.
    READ = "
        SELECT method, fingerprint, state, answer, refusal, audit_seq, entry_hash, at_us
          FROM store_request
         WHERE place = $1 AND person_id = $2 AND request_id = $3";
    /// Stores the answer beside the id.
    FINISH = "
        UPDATE store_request
           SET state = 'done', answer = $4, audit_seq = $5, entry_hash = $6
         WHERE place = $1 AND person_id = $2 AND request_id = $3";
    /// Stores a final refusal under an id that was not taken.
    REFUSE = "
        INSERT INTO store_request (place, person_id, request_id, method, fingerprint, state, refusal, at_us)
        VALUES ($1, $2, $3, $4, $5, 'refused', $6, $7)
        ON CONFLICT (place, person_id, request_id) DO NOTHING";
    /// Closes an id that nobody used, so that a late copy cannot act.
    FENCE = "
        INSERT INTO store_request (place, person_id, request_id, method, fingerprint, state, at_us)
        VALUES ($1, $2, $3, '', $4, 'fenced', $5)
        ON CONFLICT (place, person_id, request_id) DO NOTHING";
}

/// The key of a request: unique by place acted on and person.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub place: String,
    pub person: Uuid,
    pub request: RequestId,
}

/// A stored request.
#[derive(Debug, Clone, sqlx_macros::FromRow)]
pub(crate) struct Stored {
    pub method: String,
    pub fingerprint: Vec<u8>,
    pub state: String,
    pub answer: Option<Vec<u8>>,
    pub refusal: Option<String>,
    pub audit_seq: Option<i64>,
    pub entry_hash: Option<Vec<u8>>,
    pub at_us: i64,
}

impl Stored {
    /// The receipt, if the request was done.
    pub fn receipt(&self, place: &str) -> Option<Receipt> {
        Some(Receipt {
            place: place.to_owned(),
            seq: self.audit_seq?,
            entry_hash: self.entry_hash.clone()?,
        })
    }

    /// The refusal, if it was refused.
    pub fn error(&self) -> Result<Error, Error> {
        let text = self.refusal.as_deref().unwrap_or_default();
        serde_json::from_str(text)
            .map_err(|error| Error::fault(format!("stored refusal is unreadable: {error}")))
    }
}

/// Takes the id; answers the earlier request if there was one. Refuses an id whose record may be
/// gone.
pub(crate) async fn take(
    tx: &mut Tx<'_>,
    key: &Key,
    method: &'static str,
    fingerprint: &[u8],
) -> Result<Option<Stored>, Error> {
    let now_us = tx.now_us();
    let taken = tx
        .exec(&TAKE, args![&key.place, key.person, key.request.uuid(), method, fingerprint, now_us])
        .await?;
    if taken == 1 {
        prune::check_kept(tx, key.request).await?;
        return Ok(None);
    }
    let stored = read(tx, key).await?;
    let stored = stored.ok_or_else(|| Error::from(reason::CONTENTION.refuse()))?;
    Ok(Some(stored))
}

/// What became of an id, if anything.
pub(crate) async fn read(tx: &mut Tx<'_>, key: &Key) -> Result<Option<Stored>, Error> {
    tx.maybe(&READ, args![&key.place, key.person, key.request.uuid()]).await
}

/// Stores the answer in the transaction of the effect.
pub(crate) async fn finish(
    tx: &mut Tx<'_>,
    key: &Key,
    answer: Option<Vec<u8>>,
    receipt: &Receipt,
) -> Result<(), Error> {
    tx.exec(
        &FINISH,
        args![
            &key.place,
            key.person,
            key.request.uuid(),
            answer,
            receipt.seq,
            receipt.entry_hash.clone()
        ],
    )
    .await
    .map(|_| ())
}

/// Stores a final refusal, so that a later copy gets the same one.
pub(crate) async fn refuse(
    tx: &mut Tx<'_>,
    key: &Key,
    method: &'static str,
    fingerprint: &[u8],
    refusal: &Error,
) -> Result<(), Error> {
    let text = serde_json::to_string(refusal)
        .map_err(|error| Error::fault(format!("refusal cannot be written: {error}")))?;
    let now_us = tx.now_us();
    tx.exec(
        &REFUSE,
        args![&key.place, key.person, key.request.uuid(), method, fingerprint, text, now_us],
    )
    .await
    .map(|_| ())
}

/// Fences the id unless it was used; 1 when the fence is new. Refuses an id whose record may be
/// gone: it may have been used.
pub(crate) async fn fence(tx: &mut Tx<'_>, key: &Key) -> Result<u64, Error> {
    let now_us = tx.now_us();
    let nothing: &[u8] = &[];
    let values = args![&key.place, key.person, key.request.uuid(), nothing, now_us];
    let fenced = tx.exec(&FENCE, values).await?;
    if fenced == 1 {
        prune::check_kept(tx, key.request).await?;
    }
    Ok(fenced)
}
