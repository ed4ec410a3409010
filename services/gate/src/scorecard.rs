//! Scorecards that versions of the rules judge by, kept under the hash of their rows.
//!
//! Points never change under a hash, so a verdict that names its rule set names its
//! points too, and the same facts give the same bytes years later.

use std::sync::{Arc, Mutex, OnceLock};

use domain::{Error, Refusal, hex};
use ring::digest::{SHA256, digest};
use serde::{Serialize, Serializer};
use store::{Tx, args};

use crate::{refusal::SCORECARD_INVALID, score::Card, sql};

/// The most bytes of rows that are read; the shipped card has four fifths of it.
const BYTES_MAX: usize = 2_000_000;
/// The most points that one row gives or takes: a thousand doublings of the odds.
const POINTS_MAX: i32 = 10_000;
/// So many letters of a row that cannot be read are told.
const ROW_SHOWN: usize = 100;
/// A chance of one, in the parts of the thresholds.
const CERTAIN: i32 = 10_000;
/// A chance of one, in the parts of the calibration.
const CERTAIN_MILLIONTHS: i32 = 1_000_000;

/// A card with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scorecard {
    sha256: String,
    card: Arc<Card>,
}

/// The hash stands for the rows.
impl Serialize for Scorecard {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.sha256)
    }
}

impl Scorecard {
    /// Reads the rows of a card as `Card::to_csv` writes them.
    ///
    /// # Errors
    /// SCORECARD_INVALID with the first row that cannot be read, or the number that cannot be.
    pub fn from_csv(csv: &str) -> Result<Self, Refusal> {
        let bad = |why: &str| SCORECARD_INVALID.refuse().fact("why", why);
        if csv.len() > BYTES_MAX {
            return Err(bad("lebih dari dua juta huruf"));
        }
        let card = Card::from_csv(csv).map_err(|row| bad(&unread_row(&row)))?;
        check(&card).map_err(bad)?;
        Ok(Self::of(card))
    }

    /// The shipped card.
    ///
    /// # Errors
    /// A fault when the shipped file cannot be read.
    pub fn shipped() -> Result<Self, Error> {
        static SHIPPED: OnceLock<Scorecard> = OnceLock::new();
        if let Some(known) = SHIPPED.get() {
            return Ok(known.clone());
        }
        let read = Self::of(Card::shipped()?);
        Ok(SHIPPED.get_or_init(|| read).clone())
    }

    /// A card of which this program can tell the name alone; nothing is judged by it.
    pub(crate) fn unread(sha256: &str) -> Self {
        Self { sha256: sha256.to_owned(), card: Arc::default() }
    }

    fn of(card: Card) -> Self {
        let bytes = digest(&SHA256, card.to_csv().as_bytes());
        Self { sha256: hex(bytes.as_ref()), card: Arc::new(card) }
    }

    /// SHA-256 of the rows, hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The points.
    pub fn card(&self) -> &Card {
        &self.card
    }
}

/// What is wrong with a row that cannot be read.
fn unread_row(row: &str) -> String {
    let shown: String = row.chars().take(ROW_SHOWN).collect();
    format!(
        "baris \"{shown}\" tidak terbaca; satu baris berisi bagian, fitur, jenjang, fitur lain, \
         jenjang lain dan poin, dengan fitur dan jenjang yang dikenal program ini"
    )
}

fn check(card: &Card) -> Result<(), &'static str> {
    if !(0..=card.block).contains(&card.warn) || card.block > CERTAIN {
        return Err("ambang harus 0 <= warn <= block <= 10000");
    }
    for part in [&card.pair, &card.set] {
        let singles = part.singles.iter().flat_map(|single| &single.points);
        let joints = part.joints.iter().flat_map(|joint| &joint.points);
        let mut points = singles.chain(joints).chain([&part.base]);
        if !points.all(|points| (-POINTS_MAX..=POINTS_MAX).contains(points)) {
            return Err("satu baris memberi lebih dari 10000 poin");
        }
    }
    for chances in [&card.pair.chances, &card.set.chances, &card.list] {
        let rises = |two: &[(i32, i32)]| matches!(two, [a, b] if a.0 < b.0 && a.1 <= b.1);
        let of_one = |(_, chance): &(i32, i32)| (0..=CERTAIN_MILLIONTHS).contains(chance);
        if !chances.windows(2).all(rises) || !chances.iter().all(of_one) {
            return Err("kalibrasi harus naik dan antara 0 dan 1000000");
        }
    }
    Ok(())
}

/// Keeps the rows of a card; harmless to repeat.
pub(crate) async fn put(tx: &mut Tx<'_>, scorecard: &Scorecard) -> Result<(), Error> {
    tx.exec(&sql::PUT_SCORECARD, args![&scorecard.sha256, scorecard.card.to_csv()]).await?;
    Ok(())
}

/// A card by its hash; the shipped one is known before anybody kept it.
///
/// # Errors
/// NOT_FOUND; SCORECARD_INVALID when its rows name steps that this program does not know.
pub async fn read(tx: &mut Tx<'_>, sha256: &str) -> Result<Scorecard, Error> {
    let shipped = Scorecard::shipped()?;
    if shipped.sha256 == sha256 {
        return Ok(shipped);
    }
    // Rows never change under a hash, and there is one card in force at a time.
    static LAST: Mutex<Option<Scorecard>> = Mutex::new(None);
    let last = LAST.lock().ok().and_then(|last| last.clone());
    if let Some(known) = last.filter(|last| last.sha256 == sha256) {
        return Ok(known);
    }
    let (csv,): (String,) = tx.one(&sql::READ_SCORECARD, args![sha256]).await?;
    let unknown =
        |row: String| Error::from(SCORECARD_INVALID.refuse().fact("why", unread_row(&row)));
    let card = Scorecard::of(Card::from_csv(&csv).map_err(unknown)?);
    if let Ok(mut last) = LAST.lock() {
        *last = Some(card.clone());
    }
    Ok(card)
}

#[cfg(test)]
#[path = "scorecard_tests.rs"]
mod tests;
