//! The realisation report as arithmetic: figures in, rows and sums out.

use std::collections::{BTreeMap, HashMap};

use domain::{Error, Rupiah};
use edge::convert::rupiah;
use wire::reporting::v1::{self as pb, LraLevel, LraSection};

use crate::sql::Figure;

/// Stands for spending that names no activity, as the village finance program writes it.
const NO_KEGIATAN: &str = "00.00.00";
/// Hundredths of a percent in the whole.
const WHOLE_E4: i128 = 10_000;

/// Budget and realisation side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pair {
    /// The budget.
    pub budget: Rupiah,
    /// What was realised.
    pub realised: Rupiah,
}

impl Pair {
    fn of(figure: &Figure) -> Self {
        Self {
            budget: Rupiah::from_sen(figure.budget_sen),
            realised: Rupiah::from_sen(figure.realised_sen),
        }
    }

    fn plus(self, other: Self) -> Result<Self, Error> {
        let budget = self.budget.checked_add(other.budget).ok_or_else(overflow)?;
        let realised = self.realised.checked_add(other.realised).ok_or_else(overflow)?;
        Ok(Self { budget, realised })
    }

    fn minus(self, other: Self) -> Result<Self, Error> {
        let budget = self.budget.checked_sub(other.budget).ok_or_else(overflow)?;
        let realised = self.realised.checked_sub(other.realised).ok_or_else(overflow)?;
        Ok(Self { budget, realised })
    }

    fn message(self) -> Result<pb::LraAmounts, Error> {
        let difference = self.realised.checked_sub(self.budget).ok_or_else(overflow)?;
        Ok(pb::LraAmounts {
            budget: Some(rupiah(self.budget)),
            realised: Some(rupiah(self.realised)),
            difference: Some(rupiah(difference)),
            percent_e2: percent_e2(self.realised, self.budget),
        })
    }
}

fn overflow() -> Error {
    Error::fault("a sum of a report is beyond any village")
}

/// A share of a base in 1/10,000, halves rounded away from zero; none of nothing.
pub fn percent_e2(part: Rupiah, base: Rupiah) -> Option<i64> {
    let (part, base) = (i128::from(part.sen()), i128::from(base.sen()));
    let base_abs = base.checked_abs().filter(|base| *base > 0)?;
    let scaled = part.checked_abs()?.checked_mul(WHOLE_E4)?;
    let share = scaled.checked_add(base_abs / 2)? / base_abs;
    let share = if (part < 0) == (base < 0) { share } else { -share };
    i64::try_from(share).ok()
}

/// The sums of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Accounts of 4.
    pub revenue: Pair,
    /// Accounts of 5.
    pub spending: Pair,
    /// Accounts of 6.1.
    pub financing_in: Pair,
    /// Accounts of 6.2.
    pub financing_out: Pair,
}

impl Totals {
    /// Adds the figures up.
    ///
    /// # Errors
    /// A fault when an account is of no part of the report, or a sum is too large.
    pub fn of<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Result<Self, Error> {
        let mut totals = Self::default();
        for figure in figures {
            let sum = match section(&figure.rekening)? {
                LraSection::Revenue => &mut totals.revenue,
                LraSection::Spending => &mut totals.spending,
                LraSection::FinancingIn => &mut totals.financing_in,
                _ => &mut totals.financing_out,
            };
            *sum = sum.plus(Pair::of(figure))?;
        }
        Ok(totals)
    }

    /// Revenue less spending.
    pub fn surplus(&self) -> Result<Pair, Error> {
        self.revenue.minus(self.spending)
    }

    /// Financing in less financing out.
    pub fn financing_net(&self) -> Result<Pair, Error> {
        self.financing_in.minus(self.financing_out)
    }

    /// Surplus and net financing together.
    pub fn silpa(&self) -> Result<Pair, Error> {
        self.surplus()?.plus(self.financing_net()?)
    }

    /// The message of the sums.
    pub fn message(&self) -> Result<pb::LraTotals, Error> {
        Ok(pb::LraTotals {
            revenue: Some(self.revenue.message()?),
            spending: Some(self.spending.message()?),
            surplus: Some(self.surplus()?.message()?),
            financing_in: Some(self.financing_in.message()?),
            financing_out: Some(self.financing_out.message()?),
            financing_net: Some(self.financing_net()?.message()?),
            silpa: Some(self.silpa()?.message()?),
        })
    }
}

/// The part of the report that an account belongs to.
fn section(rekening: &str) -> Result<LraSection, Error> {
    match (head(rekening, 1), head(rekening, 2)) {
        ("4", _) => Ok(LraSection::Revenue),
        ("5", _) => Ok(LraSection::Spending),
        (_, "6.1") => Ok(LraSection::FinancingIn),
        (_, "6.2") => Ok(LraSection::FinancingOut),
        _ => Err(Error::fault(format!("account {rekening} is of no part of the report"))),
    }
}

/// The first `levels` parts of a dotted code; the code itself when it is shorter.
fn head(code: &str, levels: usize) -> &str {
    let end = levels.checked_sub(1).and_then(|nth| code.match_indices('.').nth(nth));
    end.and_then(|(at, _)| code.get(..at)).unwrap_or(code)
}

/// Names of activities and accounts by their codes.
#[derive(Debug, Default)]
pub struct Names {
    /// Bidang, sub-bidang and kegiatan.
    pub kegiatan: HashMap<String, String>,
    /// Accounts.
    pub rekening: HashMap<String, String>,
}

impl Names {
    /// What is printed beside a row's codes; the code itself when the chart does not hold it.
    fn title(&self, function: &str, economic: &str) -> String {
        let (chart, code) = if economic.is_empty() {
            (&self.kegiatan, function)
        } else {
            (&self.rekening, economic)
        };
        let found = chart.get(code).cloned();
        found.unwrap_or_else(|| {
            if NO_KEGIATAN.starts_with(code) {
                "TANPA KEGIATAN".to_owned()
            } else {
                code.to_owned()
            }
        })
    }
}

/// Function and economic code of a row. Dots sort before digits, so a group comes before what
/// it holds, and an activity before its accounts.
type Codes = (String, String);

/// The rows that a figure counts into, the groups and itself.
fn codes(section: LraSection, figure: &Figure) -> Vec<Codes> {
    let economic = |levels: usize| head(&figure.rekening, levels).to_owned();
    let mut rows: Vec<Codes> = if section == LraSection::Spending {
        let kegiatan = figure.kegiatan.as_deref().unwrap_or(NO_KEGIATAN);
        let function = |levels: usize| (head(kegiatan, levels).to_owned(), String::new());
        vec![
            (String::new(), economic(1)),
            function(1),
            function(2),
            function(3),
            (kegiatan.to_owned(), economic(3)),
            (kegiatan.to_owned(), economic(4)),
        ]
    } else {
        let first = if section == LraSection::Revenue { 1 } else { 2 };
        (first..=4).map(|levels| (String::new(), economic(levels))).collect()
    };
    // An account above its objek is one row, not several.
    rows.dedup();
    rows
}

/// How deep a row stands.
fn level(function: &str, economic: &str) -> LraLevel {
    let depth = |code: &str| code.split('.').count();
    if economic.is_empty() {
        return match depth(function) {
            1 => LraLevel::Bidang,
            2 => LraLevel::SubBidang,
            _ => LraLevel::Kegiatan,
        };
    }
    match depth(economic) {
        1 => LraLevel::Akun,
        2 => LraLevel::Kelompok,
        3 => LraLevel::Jenis,
        _ => LraLevel::Objek,
    }
}

/// The rows of the report in the order they are printed, sums between them.
///
/// # Errors
/// A fault when an account is of no part of the report, or a sum is too large.
pub fn rows(figures: &[Figure], names: &Names) -> Result<Vec<pb::LraRow>, Error> {
    use LraSection::{FinancingIn, FinancingNet, FinancingOut, Revenue, Silpa, Spending, Surplus};
    let totals = Totals::of(figures)?;
    let mut parts: BTreeMap<i32, BTreeMap<Codes, Pair>> = BTreeMap::new();
    for figure in figures {
        let section = section(&figure.rekening)?;
        let part = parts.entry(section.into()).or_default();
        for key in codes(section, figure) {
            let sum = part.entry(key).or_default();
            *sum = sum.plus(Pair::of(figure))?;
        }
    }
    let mut rows = Vec::new();
    for (section, title, sum) in [
        (Revenue, "JUMLAH PENDAPATAN", totals.revenue),
        (Spending, "JUMLAH BELANJA", totals.spending),
        (Surplus, "SURPLUS / (DEFISIT)", totals.surplus()?),
        (FinancingIn, "JUMLAH PENERIMAAN PEMBIAYAAN", totals.financing_in),
        (FinancingOut, "JUMLAH PENGELUARAN PEMBIAYAAN", totals.financing_out),
        (FinancingNet, "PEMBIAYAAN NETTO", totals.financing_net()?),
        (Silpa, "SISA LEBIH PERHITUNGAN ANGGARAN (SiLPA)", totals.silpa()?),
    ] {
        for ((function, economic), sum) in parts.remove(&section.into()).unwrap_or_default() {
            rows.push(pb::LraRow {
                level: level(&function, &economic).into(),
                section: section.into(),
                title: names.title(&function, &economic),
                function_code: function,
                economic_code: economic,
                amounts: Some(sum.message()?),
            });
        }
        rows.push(pb::LraRow {
            level: LraLevel::Total.into(),
            section: section.into(),
            title: title.to_owned(),
            amounts: Some(sum.message()?),
            ..pb::LraRow::default()
        });
    }
    Ok(rows)
}

/// The sums by source, in the order of the chart; sources outside it last, then none.
///
/// # Errors
/// As [`rows`].
pub fn sources(
    figures: &[Figure],
    chart: Vec<(String, String)>,
) -> Result<Vec<pb::SourceRow>, Error> {
    let mut groups: BTreeMap<String, Vec<&Figure>> = BTreeMap::new();
    for figure in figures {
        groups.entry(figure.sumber_dana.clone().unwrap_or_default()).or_default().push(figure);
    }
    let mut rows = Vec::new();
    let mut push = |code: String, title: String, group: Vec<&Figure>| -> Result<(), Error> {
        let totals = Totals::of(group)?;
        if totals != Totals::default() {
            let totals = Some(totals.message()?);
            rows.push(pb::SourceRow { sumber_dana: code, title, totals });
        }
        Ok(())
    };
    for (code, title) in chart {
        if let Some(group) = groups.remove(&code) {
            push(code, title, group)?;
        }
    }
    let none = groups.remove("").unwrap_or_default();
    for (code, group) in groups {
        push(code.clone(), code, group)?;
    }
    push(String::new(), "Tanpa sumber dana".to_owned(), none)?;
    Ok(rows)
}

#[cfg(test)]
#[path = "lra_tests.rs"]
mod tests;
