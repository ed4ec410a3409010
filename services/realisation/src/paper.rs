//! Papers of the books: what a document is made of, how it gets its number and is kept.

use domain::{Day, Error, Refusal, Rupiah, SumberDana, ids::EntryId};
use ledger::{Entry, EntryKind, Posting};
use serde::Serialize;
use serde_json::json;
use store::{Event, Tx, args};

use crate::{names::Year, refusal::NTPN_USED, series, spp::Purse, sql_books, taxes::day_between};

/// What every document of the books has.
#[derive(Debug, Clone, Serialize)]
pub struct Paper {
    /// The budget year.
    pub year: Year,
    /// Its day; today when left out.
    pub day: Option<Day>,
    /// Where the money lies, or where it goes.
    pub purse: Purse,
    /// The amount.
    pub amount: Rupiah,
    /// Who pays or is paid.
    pub party: String,
    /// What the books say about it.
    pub description: String,
}

impl Paper {
    /// The day of the document; not after today, and in the year.
    pub fn dated(&self, tx: &Tx<'_>) -> (Day, Option<Refusal>) {
        let day = self.day.unwrap_or_else(|| tx.today());
        let refusal = day_between(day, self.year.tahun.first_day(), tx.today());
        (day, refusal)
    }
}

/// How documents of a kind are booked.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The stored word.
    pub kind: &'static str,
    /// The series of its numbers.
    pub series: &'static str,
    /// The kind of its entry.
    pub entry: EntryKind,
    /// What the log calls it.
    pub event: &'static str,
}

/// A document that no rule stands against.
#[derive(Debug)]
pub struct Ready {
    /// Its kind.
    pub form: Form,
    /// What every document has.
    pub paper: Paper,
    /// Its day.
    pub day: Day,
    /// The account it is about.
    pub rekening: String,
    /// The source, where it is of one.
    pub sumber_dana: Option<SumberDana>,
    /// The sides of its entry.
    pub postings: Vec<Posting>,
    /// Billing code of a tax.
    pub billing_code: Option<String>,
    /// Number of the state's receipt of a tax.
    pub ntpn: Option<String>,
}

impl Ready {
    /// Gives the document its number; its entry has it as reference.
    pub async fn entry(&self, tx: &mut Tx<'_>) -> Result<Entry, Error> {
        let year = &self.paper.year;
        Ok(Entry {
            tahun: year.tahun,
            day: self.day,
            kind: self.form.entry,
            reference: series::next(tx, year, self.form.series).await?,
            narrative: self.paper.description.clone(),
            postings: self.postings.clone(),
            settles: Vec::new(),
        })
    }

    /// Keeps the document under its number, with the entry that was posted for it.
    ///
    /// # Errors
    /// `NTPN_USED`.
    pub async fn keep(&self, tx: &mut Tx<'_>, number: &str, entry: EntryId) -> Result<(), Error> {
        let paper = &self.paper;
        let values = args![
            &paper.year.desa,
            tx.new_id(),
            paper.year.tahun,
            self.form.kind,
            number,
            self.day,
            paper.purse.code(),
            &self.rekening,
            self.sumber_dana.as_ref(),
            paper.amount,
            &paper.party,
            &paper.description,
            self.billing_code.as_deref(),
            self.ntpn.as_deref(),
            entry.uuid(),
            tx.principal()?.person.uuid(),
            tx.now_us()
        ];
        if tx.exec(&sql_books::PUT_DOCUMENT, values).await? != 1 {
            let ntpn = self.ntpn.as_deref().unwrap_or_default();
            return Err(NTPN_USED.refuse().fact("ntpn", ntpn).into());
        }
        Ok(())
    }

    /// Numbers, posts and keeps the document; answers its number.
    pub async fn book(&self, tx: &mut Tx<'_>) -> Result<String, Error> {
        let year = &self.paper.year;
        let entry = self.entry(tx).await?;
        let entry_id = ledger::post(tx, &year.desa, &entry).await?;
        let number = entry.reference;
        self.keep(tx, &number, entry_id).await?;
        let detail = json!({ "number": number, "amount_sen": self.paper.amount.sen() });
        tx.record(Event::new(self.form.event, year.name()).with(detail));
        Ok(number)
    }
}
