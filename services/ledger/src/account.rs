//! Accounts of the journal by the codes of the ministry's chart.

use domain::RekeningCode;
use serde::Serialize;

/// Kas di Bendahara.
pub const CASH: &str = "1.1.1.01";
/// Kas di Rekening Kas Desa.
pub const BANK: &str = "1.1.1.02";
/// Piutang Panjar Kegiatan.
pub const PANJAR: &str = "1.1.2.07";
/// Group of the tax withheld and not yet deposited.
pub const TAX_GROUP: &str = "7.1";
/// Ekuitas: the other side of an opening balance; the chart has no deeper code.
pub const EQUITY: &str = "3.1.1";
/// Ekuitas SAL: the other side of the surplus brought forward.
pub const EQUITY_SAL: &str = "3.1.2";
/// SILPA Tahun Sebelumnya.
pub const SILPA: &str = "6.1.1.01";

/// Where an amount stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Account {
    /// Cash in the hands of the kaur keuangan.
    Cash,
    /// The village's bank account.
    Bank,
    /// Advances given out and not yet accounted for.
    Panjar,
    /// Any other account: 3 equity, 4 revenue, 5 spending, 6 financing, 7 tax held.
    Rekening(RekeningCode),
}

impl Account {
    /// The code, as stored.
    pub fn code(&self) -> &str {
        match self {
            Self::Cash => CASH,
            Self::Bank => BANK,
            Self::Panjar => PANJAR,
            Self::Rekening(code) => code.as_str(),
        }
    }

    /// The account of a code.
    ///
    /// # Errors
    /// `CODE_INVALID` when the text is not a code of the chart's form.
    pub fn parse(code: &str) -> Result<Self, domain::Refusal> {
        Ok(match code {
            CASH => Self::Cash,
            BANK => Self::Bank,
            PANJAR => Self::Panjar,
            other => Self::Rekening(RekeningCode::parse(other)?),
        })
    }

    /// The name people use in a sentence.
    pub fn title(&self) -> &str {
        match self {
            Self::Cash => "kas tunai",
            Self::Bank => "bank",
            Self::Panjar => "panjar",
            Self::Rekening(code) => code.as_str(),
        }
    }

    /// Whether cash or bank: what the BKU shows.
    pub fn is_money(&self) -> bool {
        matches!(self, Self::Cash | Self::Bank)
    }

    /// Whether tax held for the state.
    pub fn is_tax(&self) -> bool {
        matches!(self, Self::Rekening(code) if code.starts_with(TAX_GROUP))
    }

    /// The sign that makes a balance of this account positive, when it must never be
    /// below zero: debit for money and advances, credit for tax held.
    pub(crate) fn guarded_sign(&self) -> Option<i64> {
        match self {
            Self::Cash | Self::Bank | Self::Panjar => Some(1),
            Self::Rekening(_) if self.is_tax() => Some(-1),
            Self::Rekening(_) => None,
        }
    }
}
