//! What there is to a claim before it changes.

use domain::{Error, Place};
use store::Tx;

use super::{
    beside::Beside,
    content::Content,
    flagged::{self, Held},
    message,
    second::{self, Hand},
    sql::{ClaimRow, WordRow},
};

/// What there is to a claim before it changes; nothing of one that does not stand.
#[derive(Default)]
pub struct Before<'a> {
    /// The villages' works that it holds.
    pub held: Vec<Held>,
    /// Whether it is told with another name or number alone.
    pub renamed: bool,
    /// Its row and contents.
    old: Option<(&'a ClaimRow, Content)>,
    /// Whether the new contents let go of what its document holds.
    loosens: bool,
    /// What a first word has stand beside it.
    pub beside: Option<Beside>,
}

impl<'a> Before<'a> {
    /// What there is to a claim that stands, as it is to become `content`.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn of(
        tx: &mut Tx<'_>,
        standing: Option<&'a ClaimRow>,
        content: &Content,
    ) -> Result<Self, Error> {
        let Some(row) = standing else { return Ok(Self::default()) };
        let old = message::content(row)?;
        let held = flagged::held(tx, row).await?;
        Ok(Self {
            renamed: flagged::is_renamed(&old, content),
            loosens: second::loosens(&old, content),
            beside: Beside::of(tx, row, &held).await?,
            old: Some((row, old)),
            held,
        })
    }

    /// Its row and contents, where the new ones let go of what its document holds.
    pub fn loosened(&self) -> Option<(&'a ClaimRow, &Content)> {
        self.old.as_ref().filter(|_| self.loosens).map(|(row, old)| (*row, old))
    }

    /// The villages' works that are held for a first word alone.
    pub fn alone(&self) -> &[Held] {
        match &self.beside {
            Some(beside) => beside.alone(),
            None => &[],
        }
    }

    /// Takes out what a first word had stand beside it.
    ///
    /// # Errors
    /// Contention, or a fault.
    pub async fn end_beside(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        match &self.beside {
            Some(beside) => beside.end(tx).await,
            None => Ok(()),
        }
    }

    /// Whose claim it is once it stands with new contents.
    ///
    /// # Errors
    /// A fault when what is stored cannot be read.
    pub fn hand(
        &self,
        tx: &Tx<'_>,
        place: &Place,
        known: Option<&ClaimRow>,
        said: Option<&WordRow>,
        content: &Content,
    ) -> Result<Hand, Error> {
        if let Some(((row, _), word)) = self.loosened().zip(said) {
            return Hand::second(row, word);
        }
        // What was taken out is entered anew.
        let moved = self.old.as_ref().is_none_or(|(_, old)| second::moves(old, content));
        Hand::of(tx, place, known, moved)
    }
}
