//! A contract is let go by two persons.
//!
//! What has a contract or budget document holds its place against every village, also against one
//! that registers tomorrow. So whatever takes that away (the claim is taken out, moved, made
//! another kind of work, or loses its document) needs the same word twice: of two persons of the
//! office that entered it, or of one above. A list that the server's operator loads is no person's
//! word; loaded once more, so many days later, it is the second. Until then the claim stands as it
//! was, and besides where and as what it is said to be (`beside`), so that neither is free meanwhile.
//! A word that nobody seconded in its days, or whose speaker left the office, is a first no more.

use domain::{Day, Error, Place, Refusal};
use store::{Tx, args};
use uuid::Uuid;

use super::{
    content::{Content, Site},
    message,
    sql::{self, ClaimRow, WordRow},
};
use crate::refusal::CLAIM_OTHER_OFFICE;

/// Policy of the days after which a list that is loaded again counts as the second word.
const DAYS_POLICY: &str = "claim.withdrawal_days";
/// Policy of the days after which a first word is one no more.
const WORD_POLICY: &str = "claim.word_days";
/// What is said of a claim that is to be taken out; else its new contents are.
pub const WITHDRAWAL: &str = "";

/// How a word stands to what was said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// The first: it is to be kept, and the claim waits.
    First,
    /// Said again by the same: the claim waits still.
    Again,
    /// The second, or one that needs no second.
    Counts,
}

/// Whether other contents let go of anything that a claim with a document holds. Another name,
/// another number, another amount and a further site do not.
pub fn loosens(old: &Content, new: &Content) -> bool {
    !old.document.is_empty()
        && (new.document.is_empty()
            || is_other_kind(old, new)
            || !new.relations.is_subset(&old.relations)
            || !keeps_places(old, new))
}

/// Whether a claim is told to be another kind of work, of another time or part of it.
fn is_other_kind(old: &Content, new: &Content) -> bool {
    let kind = |content: &Content| {
        let days = (content.starts, content.ends);
        let facts = (content.layer, content.side, content.phase, days);
        (content.class, content.intervention, content.tahun, facts)
    };
    kind(old) != kind(new)
}

/// Whether every place that a claim holds is among those of other contents.
fn keeps_places(old: &Content, new: &Content) -> bool {
    old.sites.iter().all(|site| new.sites.iter().any(|other| is_same(site, other)))
}

/// Whether other contents change what a claim holds, and how firmly; another name, number or amount
/// does not.
pub fn moves(old: &Content, new: &Content) -> bool {
    old.document.is_empty() != new.document.is_empty()
        || is_other_kind(old, new)
        || old.relations != new.relations
        || !keeps_places(old, new)
        || !keeps_places(new, old)
}

/// A claim until its second word: as it stands, and besides where it is said to be.
pub fn meanwhile(old: &Content, new: &Content) -> Content {
    let is_new = |site: &&Site| !old.sites.iter().any(|other| is_same(site, other));
    let mut both = old.clone();
    both.sites.extend(new.sites.iter().filter(is_new).cloned());
    both
}

/// Whether two sites hold the same place, whatever is spent there.
fn is_same(one: &Site, other: &Site) -> bool {
    one.shape == other.shape && one.accuracy_mm == other.accuracy_mm && one.capture == other.capture
}

/// What was said first of a claim, if it waits.
///
/// # Errors
/// A fault of the store.
pub async fn waiting(tx: &mut Tx<'_>, row: &ClaimRow) -> Result<Option<WordRow>, Error> {
    tx.maybe(&sql::READ_WORD, args![&row.place, row.claim_id]).await
}

/// How what the caller says of a claim stands to what was said before.
///
/// # Errors
/// A fault of the store, or when the policy lays down no days.
pub async fn word(tx: &mut Tx<'_>, row: &ClaimRow, told: &str) -> Result<Word, Error> {
    let Some(before) = waiting(tx, row).await?.filter(|before| before.told == told) else {
        return Ok(Word::First);
    };
    if !is_heard(tx, row, &before).await? {
        return Ok(Word::First);
    }
    if before.person_id != voice(tx) {
        return Ok(Word::Counts);
    }
    if before.person_id.is_some() {
        return Ok(Word::Again);
    }
    let today = tx.today();
    let days = tx.law(DAYS_POLICY, &Place::parse(&row.place)?, today).await?;
    let due = Day::of_us(before.told_us).plus(i32::try_from(days).unwrap_or(i32::MAX));
    Ok(if today < due { Word::Again } else { Word::Counts })
}

/// Whether a first word still is one: its days are not over, and who said it could say it today.
async fn is_heard(tx: &mut Tx<'_>, row: &ClaimRow, before: &WordRow) -> Result<bool, Error> {
    let today = tx.today();
    let days = tx.law(WORD_POLICY, &Place::parse(&row.place)?, today).await?;
    let until = Day::of_us(before.told_us).plus(i32::try_from(days).unwrap_or(i32::MAX));
    let Some(person) = before.person_id else { return Ok(today < until) };
    let values = args![person, &before.office, today];
    let (mandates,): (i64,) = tx.one(&sql::COUNT_SPEAKER, values).await?;
    Ok(today < until && mandates > 0)
}

/// Keeps a first word in the place of any other.
///
/// # Errors
/// A fault of the store.
pub async fn keep(tx: &mut Tx<'_>, row: &ClaimRow, told: &str, note: &str) -> Result<(), Error> {
    forget(tx, row).await?;
    let (by, now_us) = (voice(tx), tx.now_us());
    let office = office(tx, &Place::parse(&row.place)?);
    let values = args![&row.place, row.claim_id, told, note, &office, by, now_us];
    tx.exec(&sql::PUT_WORD, values).await.map(|_| ())
}

/// Forgets what was said of a claim: it counts by now, or the claim was told otherwise since.
///
/// # Errors
/// A fault of the store.
pub async fn forget(tx: &mut Tx<'_>, row: &ClaimRow) -> Result<(), Error> {
    tx.exec(&sql::DROP_WORD, args![&row.place, row.claim_id]).await.map(|_| ())
}

/// Keeps that the caller put a hand to a claim, and so decides on no flag of it.
///
/// # Errors
/// A fault of the store.
pub async fn sign(tx: &mut Tx<'_>, place: &str, claim: Uuid) -> Result<(), Error> {
    if let Some(person) = voice(tx) {
        let now_us = tx.now_us();
        tx.exec(&sql::PUT_HAND, args![place, claim, person, now_us]).await?;
    }
    Ok(())
}

/// What a change makes of whose claim it is.
#[derive(Debug, Clone)]
pub struct Hand {
    /// The office whose claim it is from now on.
    pub office: Place,
    /// Whether the caller put a hand to it, and so decides on no flag of it.
    pub signs: bool,
}

impl Hand {
    /// Of who changes a claim, or enters it. Another name or number is none: whoever corrects one
    /// takes the claim from nobody. `moved` tells whether more is changed.
    ///
    /// # Errors
    /// A fault when what is stored cannot be read.
    pub fn of(
        tx: &Tx<'_>,
        kabupaten: &Place,
        known: Option<&ClaimRow>,
        moved: bool,
    ) -> Result<Self, Error> {
        match known.filter(|_| !moved) {
            Some(row) => Self::none(row),
            None => Ok(Self { office: widest(office(tx, kabupaten), known)?, signs: true }),
        }
    }

    /// Of a change that leaves a claim whose it was.
    ///
    /// # Errors
    /// A fault when what is stored cannot be read.
    pub fn none(row: &ClaimRow) -> Result<Self, Error> {
        Ok(Self { office: entered(row)?, signs: false })
    }

    /// Of the second person, who checks what the first one said: it is the word of the first.
    ///
    /// # Errors
    /// A fault when what is stored cannot be read.
    pub fn second(row: &ClaimRow, word: &WordRow) -> Result<Self, Error> {
        Ok(Self { office: widest(Place::parse(&word.office)?, Some(row))?, signs: false })
    }
}

/// Who speaks; nobody where the server's operator loads a list.
pub fn voice(tx: &Tx<'_>) -> Option<Uuid> {
    tx.acting().ok().map(|acting| acting.person.uuid())
}

/// The office in whose right the caller changes claims of a kabupaten: his or her kecamatan, or the
/// kabupaten, whatever wider mandate it is, and for a list that is loaded.
pub fn office(tx: &Tx<'_>, kabupaten: &Place) -> Place {
    let mandate = tx.acting().ok().and_then(|acting| acting.mandate.as_ref());
    let area = mandate.map(|mandate| &mandate.area);
    area.filter(|area| area.level() > kabupaten.level()).unwrap_or(kabupaten).clone()
}

/// The office that entered a claim.
fn entered(row: &ClaimRow) -> Result<Place, Error> {
    let area = if row.entered_area.is_empty() { &row.place } else { &row.entered_area };
    Ok(Place::parse(area)?)
}

/// The wider of two offices: that of a change, and the one that entered the claim, if it is known.
fn widest(own: Place, known: Option<&ClaimRow>) -> Result<Place, Error> {
    let before = known.map(entered).transpose()?;
    Ok(before.filter(|before| !own.covers(before)).unwrap_or(own))
}

/// Why the caller's office may not let go of what a claim holds, if it may not.
///
/// # Errors
/// A fault when what is stored cannot be read.
pub fn other_office(tx: &Tx<'_>, row: &ClaimRow) -> Result<Option<Refusal>, Error> {
    let by = entered(row)?;
    let refusal = || {
        let refusal = CLAIM_OTHER_OFFICE.refuse().fact("office", edge::place::name(&by));
        refusal.about(message::name(row))
    };
    Ok((!office(tx, &Place::parse(&row.place)?).covers(&by)).then(refusal))
}
