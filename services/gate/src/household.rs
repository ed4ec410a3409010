//! The household of a beneficiary: compared, never known.
//!
//! A family card's number is short enough to be guessed one by one, so a bare hash
//! would hide nothing: it is hashed under a key that only this store has.

use domain::{Error, Refusal, hex, reason};
use ring::hmac;
use serde::{Serialize, Serializer};
use store::{Tx, args};

use crate::ground_sql as sql;

/// Digits of a family card's number: six of the kecamatan that issued it, six of the day (DDMMYY),
/// four of its place among the cards of that day.
const DIGITS: usize = 16;
/// The codes of provinces lie between these, and those of kabupaten and kota below the third.
const PROVINCES: std::ops::RangeInclusive<u8> = 11..=97;
const KABUPATEN_MAX: u8 = 79;

/// What is expected where a number cannot be.
const EXPECTED: &str = "nomor kartu keluarga (16 angka: kecamatan, tanggal terbit, nomor urut)";

/// The number of a household, held in memory for one call only.
#[derive(Clone, PartialEq, Eq)]
pub struct Household(String);

impl Household {
    /// Reads 16 digits that can be a number; spaces, points and hyphens between them are dropped.
    ///
    /// # Errors
    /// FIELD_MALFORMED, which does not repeat what was sent.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        if can_be(&bare) {
            return Ok(Self(bare));
        }
        let refusal = reason::FIELD_MALFORMED.refuse().fact("value", "…");
        Err(refusal.fact("expected", EXPECTED))
    }

    /// The hash under the store's key, hexadecimal.
    ///
    /// # Errors
    /// A fault.
    pub async fn hash(&self, tx: &mut Tx<'_>) -> Result<String, Error> {
        Ok(self.under(&pepper(tx).await?))
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

/// The key of this store, made when it is first asked for.
pub(crate) async fn pepper(tx: &mut Tx<'_>) -> Result<Vec<u8>, Error> {
    if let Some((pepper,)) = tx.maybe::<(Vec<u8>,)>(&sql::READ_PEPPER, args![]).await? {
        return Ok(pepper);
    }
    let mut fresh = tx.new_id().into_bytes().to_vec();
    fresh.extend(tx.new_id().into_bytes());
    tx.exec(&sql::PUT_PEPPER, args![fresh.as_slice()]).await?;
    let (pepper,): (Vec<u8>,) = tx.one(&sql::READ_PEPPER, args![]).await?;
    Ok(pepper)
}

/// Whether digits can be the number of a card: of a kecamatan, of a day of the calendar, counted from
/// 1. One digit sixteen times is what is typed where nobody knows it.
fn can_be(number: &str) -> bool {
    let is_digits = number.len() == DIGITS && number.bytes().all(|b| b.is_ascii_digit());
    let two = |at: usize| number.get(at..at + 2).and_then(|pair| pair.parse::<u8>().ok());
    let parts = [two(0), two(2), two(4), two(6), two(8), two(10)];
    let [Some(province), Some(kabupaten), Some(kecamatan), Some(day), Some(month), Some(year)] =
        parts
    else {
        return false;
    };
    let days = match month {
        // Of two centuries the one in which the year has more days.
        2 if year % 4 == 0 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    let is_one_digit = number.bytes().all(|b| number.as_bytes().first() == Some(&b));
    is_digits
        && PROVINCES.contains(&province)
        && (1..=KABUPATEN_MAX).contains(&kabupaten)
        && kecamatan > 0
        && (1..=days).contains(&day)
        && number.get(DIGITS - 4..) != Some("0000")
        && !is_one_digit
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
