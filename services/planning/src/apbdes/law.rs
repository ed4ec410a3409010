//! The dated numbers by which a budget is judged.

use std::collections::BTreeSet;

use domain::{Error, Place, Selector, Tahun};
use store::{Tx, args};

use crate::{
    apbdes::{
        dana_desa::{Rows, Rule},
        sql::{self, LawRow},
    },
    name::YearName,
};

/// How much weight an unmet rule has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// Refuses.
    Hard,
    /// Is told.
    Warn,
}

impl Severity {
    /// A rule without a row is hard.
    pub fn of(word: Option<&str>) -> Self {
        match word {
            Some("warn" | "audit") => Self::Warn,
            _ => Self::Hard,
        }
    }
}

/// The rules of one place and year as far as they are data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Law {
    /// INV-04.
    pub source_severity: Severity,
    /// INV-05.
    pub ratio_severity: Severity,
    /// INV-06.
    pub btt_severity: Severity,
    /// INV-08.
    pub silpa_severity: Severity,
    /// The most that the basket may be of spending, 1/100 percent.
    pub ratio_max_bp: Option<i64>,
    /// The least that the rest must be, 1/100 percent.
    pub ratio_min_bp: Option<i64>,
    /// What is in the basket.
    pub basket: Option<Selector>,
    /// Whether spending from tanah bengkok is left out of the share.
    pub without_bengkok: bool,
    /// Sources that may not feed dana cadangan.
    pub reserve_barred: Option<BTreeSet<String>>,
    /// How often a year may be amended by Perdes.
    pub amendments_max: Option<i64>,
    /// What Dana Desa may not pay for, and its shares.
    pub dana_desa: Rows,
}

/// Reads rules about a budget year, which are looked up on its first day.
struct Book<'t, 'c> {
    tx: &'t mut Tx<'c>,
    place: Place,
    tahun: Tahun,
}

impl Book<'_, '_> {
    async fn text(&mut self, key: &str) -> Result<Option<String>, Error> {
        let found = self.tx.policy(key, &self.place, self.tahun.first_day()).await?;
        Ok(found.map(|policy| policy.value))
    }

    async fn selector(&mut self, key: &str) -> Result<Option<Selector>, Error> {
        Ok(self.text(key).await?.as_deref().and_then(Selector::parse))
    }

    async fn number(&mut self, key: &str) -> Result<Option<i64>, Error> {
        Ok(self.text(key).await?.and_then(|value| value.parse().ok()))
    }

    async fn holds(&mut self, key: &str) -> Result<bool, Error> {
        Ok(self.text(key).await?.as_deref() == Some("true"))
    }

    /// The rows about Dana Desa. One without a value says that its value is not known.
    async fn dana_desa(&mut self) -> Result<Rows, Error> {
        let values = args![self.tahun.first_day(), &self.place];
        let rows: Vec<LawRow> = self.tx.all(&sql::READ_DANA_DESA, values).await?;
        let mut law = Rows::new();
        for row in rows {
            law.insert(row.key, Rule { value: row.value, basis: row.basis });
        }
        law.retain(|_, rule| !rule.value.is_empty());
        Ok(law)
    }

    async fn severity(&mut self, key: &str) -> Result<Severity, Error> {
        Ok(Severity::of(self.text(key).await?.as_deref()))
    }
}

impl Law {
    /// Reads the rules of a village's year.
    pub async fn load(tx: &mut Tx<'_>, year: &YearName) -> Result<Self, Error> {
        let mut book = Book { tx, place: year.desa.place(), tahun: year.tahun };
        let mut basket = book.selector("ratio.keranjang").await?;
        // A kabupaten may count social insurance into the 30 % basket (apbdes.md 9.5).
        if book.holds("ratio.keranjang.jaminan_sosial").await? {
            let insurance = book.selector("ratio.keranjang.jaminan_sosial.selector").await?;
            basket = basket.zip(insurance).map(|(basket, insurance)| basket.or(insurance));
        }
        let barred = book.text("dana_cadangan.sumber_terlarang").await?;
        Ok(Self {
            source_severity: book.severity("severity.INV-04").await?,
            ratio_severity: book.severity("severity.INV-05").await?,
            btt_severity: book.severity("severity.INV-06").await?,
            silpa_severity: book.severity("severity.INV-08").await?,
            ratio_max_bp: book.number("ratio.operasional_max").await?,
            ratio_min_bp: book.number("ratio.pembangunan_min").await?,
            basket,
            without_bengkok: book.holds("ratio.kecuali_bengkok").await?,
            reserve_barred: barred.map(|codes| codes.split(';').map(str::to_owned).collect()),
            amendments_max: book.number("perubahan.per_tahun_max").await?,
            dana_desa: book.dana_desa().await?,
        })
    }
}
