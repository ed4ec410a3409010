//! The household of a beneficiary: compared, never known.
//!
//! A family card's number is short enough to be guessed one by one, so a bare hash
//! would hide nothing: it is hashed under a key that only this store has.

use domain::{Error, Refusal, hex, reason};
use ring::hmac;
use serde::{Serialize, Serializer};
use store::{Tx, args};

use crate::ground_sql as sql;

/// Digits of a family card's number.
const DIGITS: usize = 16;

/// The number of a household, held in memory for one call only.
#[derive(Clone, PartialEq, Eq)]
pub struct Household(String);

impl Household {
    /// Reads 16 digits; spaces, points and hyphens between them are dropped.
    ///
    /// # Errors
    /// FIELD_MALFORMED, which does not repeat what was sent.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        if bare.len() == DIGITS && bare.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Self(bare));
        }
        let refusal = reason::FIELD_MALFORMED.refuse().fact("value", "…");
        Err(refusal.fact("expected", "nomor kartu keluarga (16 angka)"))
    }

    /// The hash under the store's key, hexadecimal.
    ///
    /// # Errors
    /// A fault.
    pub async fn hash(&self, tx: &mut Tx<'_>) -> Result<String, Error> {
        let mut fresh = tx.new_id().into_bytes().to_vec();
        fresh.extend(tx.new_id().into_bytes());
        tx.exec(&sql::PUT_PEPPER, args![fresh.as_slice()]).await?;
        let (pepper,): (Vec<u8>,) = tx.one(&sql::READ_PEPPER, args![]).await?;
        Ok(self.under(&pepper))
    }

    /// The same for a question, which writes nothing: empty while the store has no key, since then
    /// it knows nobody's household.
    ///
    /// # Errors
    /// A fault.
    pub async fn known(&self, tx: &mut Tx<'_>) -> Result<String, Error> {
        let pepper: Option<(Vec<u8>,)> = tx.maybe(&sql::READ_PEPPER, args![]).await?;
        Ok(pepper.map(|(pepper,)| self.under(&pepper)).unwrap_or_default())
    }

    fn under(&self, pepper: &[u8]) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, pepper);
        hex(hmac::sign(&key, self.0.as_bytes()).as_ref())
    }
}

impl std::fmt::Debug for Household {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Household(…)")
    }
}

/// A command's fingerprint is stored, and could be searched for the number: it is left out.
impl Serialize for Household {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("household")
    }
}

#[cfg(test)]
#[path = "household_tests.rs"]
mod tests;
