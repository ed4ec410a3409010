//! What planning reads of other rooms: charts, mandates of policy, commitments.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DesaId, Error, Refusal, RekeningCode, SumberDana, Tahun, source::misplaced};
use store::{Tx, args, statements};
use uuid::Uuid;

use crate::name::YearName;

/// The last month that is closed of a year whose books are closed.
const DECEMBER: i64 = 12;

statements! {
    /// Codes of every kegiatan.
    READ_KEGIATAN: cross_desa("charts are reference tables") = "
        SELECT code FROM pub_kegiatan WHERE level = 3";
    /// Codes of every objek.
    READ_OBJEK: cross_desa("charts are reference tables") = "
        SELECT code FROM pub_rekening WHERE level = 4";
    /// Every sumber dana with the accounts of revenue it brings.
    READ_SUMBER_DANA: cross_desa("charts are reference tables") = "
        SELECT code, revenue_rekening FROM pub_sumber_dana ORDER BY print_order, code";
    /// Who is PKA of village $1 on day $2.
    READ_PKA: cross_desa("mandates are a reference table") = "
        SELECT DISTINCT m.person_id
          FROM pub_mandate m
         WHERE m.role = 'PKA' AND m.ended_us IS NULL
           AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2)
           AND (m.area = '' OR m.area = $1 OR $1 LIKE m.area || '.%')";
    /// What the ledger holds of a year's lines.
    READ_LEDGER = "
        SELECT line_id, kegiatan, rekening, sumber_dana,
               CASE WHEN kind IN ('spending', 'financing_out') THEN reserved_sen + posted_sen ELSE 0 END
                   AS committed_sen
          FROM pub_ledger_line
         WHERE desa_id = $1 AND tahun = $2";
}

/// The charts a line's codes come from.
#[derive(Debug, Default)]
pub(crate) struct Charts {
    pub kegiatan: BTreeSet<String>,
    pub objek: BTreeSet<String>,
    /// Code and accounts of revenue, in the order of print.
    pub sumber_dana: Vec<(String, String)>,
}

impl Charts {
    pub async fn load(tx: &mut Tx<'_>) -> Result<Self, Error> {
        let codes = |rows: Vec<(String,)>| rows.into_iter().map(|(code,)| code).collect();
        Ok(Self {
            kegiatan: codes(tx.all(&READ_KEGIATAN, args![]).await?),
            objek: codes(tx.all(&READ_OBJEK, args![]).await?),
            sumber_dana: tx.all(&READ_SUMBER_DANA, args![]).await?,
        })
    }

    /// Whether there is a sumber dana of this code.
    pub fn has_source(&self, source: &SumberDana) -> bool {
        self.sumber_dana.iter().any(|(code, _)| code == source.as_str())
    }

    /// Why revenue on the account cannot be of the source.
    pub fn misplaced(&self, rekening: &RekeningCode, source: &SumberDana) -> Option<Refusal> {
        let chart = self.sumber_dana.iter();
        let chart = chart.map(|(code, accounts)| (code.as_str(), accounts.as_str()));
        misplaced(rekening, source, chart)
    }
}

/// Who is PKA of a village today.
pub(crate) async fn pka_today(tx: &mut Tx<'_>, desa: &DesaId) -> Result<BTreeSet<Uuid>, Error> {
    let today = tx.today();
    let rows: Vec<(Uuid,)> = tx.all(&READ_PKA, args![desa, today]).await?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}

/// A line as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq, store::FromRow)]
pub(crate) struct LedgerLine {
    pub line_id: Uuid,
    pub kegiatan: Option<String>,
    pub rekening: String,
    pub sumber_dana: String,
    /// Reserved and posted; nothing on lines that bring money, which no ceiling binds.
    pub committed_sen: i64,
}

/// Every line that the ledger has opened for a year.
pub(crate) async fn ledger_lines(
    tx: &mut Tx<'_>,
    year: &YearName,
) -> Result<BTreeMap<Uuid, LedgerLine>, Error> {
    let rows: Vec<LedgerLine> = tx.all(&READ_LEDGER, args![&year.desa, year.tahun]).await?;
    Ok(rows.into_iter().map(|row| (row.line_id, row)).collect())
}

/// What the year before closed with: its money less the tax held for the state (INV-34); nothing
/// as long as its books are open.
pub(crate) async fn silpa_before(tx: &mut Tx<'_>, year: &YearName) -> Result<Option<i64>, Error> {
    let Ok(before) = Tahun::new(year.tahun.get().saturating_sub(1)) else { return Ok(None) };
    let period = ledger::period(tx, &year.desa, before).await?;
    if period.closed_month < DECEMBER {
        return Ok(None);
    }
    let held = ledger::balances(tx, &year.desa, before, before.last_day()).await?;
    let rest = held.iter().fold(0_i64, |rest, balance| match &balance.account {
        account if account.is_money() => rest.saturating_add(balance.amount.sen()),
        account if account.is_tax() => rest.saturating_sub(balance.amount.sen()),
        _ => rest,
    });
    Ok(Some(rest))
}

/// A year of a stored number.
pub(crate) fn tahun(number: i64) -> Result<Tahun, Error> {
    let year = i32::try_from(number).unwrap_or_default();
    Tahun::new(year).map_err(|_| Error::fault(format!("stored year {number} is not one")))
}
