//! Rupiah in integer sen, checked; read and printed the Indonesian way.

use serde::{Deserialize, Serialize};

use crate::{Refusal, reason};

/// An amount in sen; 100 sen are one rupiah. May be negative inside the books.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Rupiah(i64);

/// The most that one amount may be: 10^15 sen.
pub const AMOUNT_MAX_SEN: i64 = 1_000_000_000_000_000;
/// Volumes are counted in 1/10,000 of a unit.
pub const VOLUME_SCALE: i128 = 10_000;

impl Rupiah {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of sen as it is, for values from the store.
    pub const fn from_sen(sen: i64) -> Self {
        Self(sen)
    }

    /// The amount in sen.
    pub const fn sen(self) -> i64 {
        self.0
    }

    /// An amount of a budget: 0 to 10^15 sen.
    pub fn budget(sen: i64) -> Result<Self, Refusal> {
        Self::within(sen, 0)
    }

    /// An amount of a payment: 1 to 10^15 sen.
    pub fn payment(sen: i64) -> Result<Self, Refusal> {
        Self::within(sen, 1)
    }

    fn within(sen: i64, min: i64) -> Result<Self, Refusal> {
        if (min..=AMOUNT_MAX_SEN).contains(&sen) {
            Ok(Self(sen))
        } else {
            Err(reason::AMOUNT_INVALID.refuse().sen("amount", Self(sen)))
        }
    }

    /// The sum, unless it overflows.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sen) => Some(Self(sen)),
            None => None,
        }
    }

    /// The difference, unless it overflows.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(sen) => Some(Self(sen)),
            None => None,
        }
    }

    /// The amount with its sign turned.
    pub const fn negated(self) -> Option<Self> {
        match self.0.checked_neg() {
            Some(sen) => Some(Self(sen)),
            None => None,
        }
    }

    /// The sum of many, unless it overflows.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Unit price x volume, rounded half up to the sen; the volume is in 1/10,000.
    pub fn times_volume_e4(self, volume_e4: i64) -> Option<Self> {
        let product = i128::from(self.0).checked_mul(i128::from(volume_e4))?;
        let half = VOLUME_SCALE / 2;
        i64::try_from(product.checked_add(half)?.div_euclid(VOLUME_SCALE)).ok().map(Self)
    }

    /// As in tables: `1.234,00`, negative in parentheses.
    pub fn table(self) -> String {
        let magnitude = self.0.unsigned_abs();
        let digits = (magnitude / 100).to_string();
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        let text = format!("{grouped},{:02}", magnitude % 100);
        if self.0 < 0 { format!("({text})") } else { text }
    }

    /// Share of a base with two decimals: `97,53`; `0,00` when the base is nothing.
    pub fn percent_of(self, base: Self) -> String {
        if base.0 == 0 {
            return "0,00".to_owned();
        }
        let scaled = i128::from(self.0) * 10_000;
        let base = i128::from(base.0);
        let (sign, scaled, base) = if (scaled < 0) == (base < 0) {
            ("", scaled.abs(), base.abs())
        } else {
            ("-", scaled.abs(), base.abs())
        };
        let hundredths = (scaled + base / 2) / base;
        let sign = if hundredths == 0 { "" } else { sign };
        format!("{sign}{},{:02}", hundredths / 100, hundredths % 100)
    }

    /// Reads `1.234.567,89`, `1234567,89`, `1234567.89`, with or without `Rp`.
    /// A single dot before three digits groups thousands: `1.234` is 1234.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let refused =
            || reason::FIELD_MALFORMED.refuse().fact("value", text).fact("expected", "jumlah uang");
        let trimmed = text.trim();
        let bare = trimmed
            .strip_prefix("Rp")
            .or_else(|| trimmed.strip_prefix("rp"))
            .map_or(trimmed, |rest| rest.trim_start_matches('.').trim_start());
        let (negative, bare) = match bare.strip_prefix('(').and_then(|b| b.strip_suffix(')')) {
            Some(inner) => (true, inner),
            None => bare.strip_prefix('-').map_or((false, bare), |rest| (true, rest)),
        };
        let (whole, fraction) = split(bare).ok_or_else(refused)?;
        let rupiah: i64 = whole.parse().map_err(|_| refused())?;
        let sen = fraction_sen(fraction).ok_or_else(refused)?;
        let total = rupiah.checked_mul(100).and_then(|s| s.checked_add(sen)).ok_or_else(refused)?;
        Ok(Self(if negative { -total } else { total }))
    }
}

/// Whole digits and fraction digits of an amount, thousands marks taken out.
fn split(text: &str) -> Option<(String, &str)> {
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
        return None;
    }
    let (whole, fraction) = match text.matches(',').count() {
        0 => match text.rsplit_once('.') {
            Some((whole, tail)) if tail.len() != 3 && !whole.contains('.') => (whole, tail),
            _ => (text, ""),
        },
        1 => text.split_once(',')?,
        _ => return None,
    };
    if fraction.contains('.') || (text.contains(',') && fraction.is_empty()) {
        return None;
    }
    let mut groups = whole.split('.');
    let first = groups.next()?;
    let grouped = whole.contains('.');
    if first.is_empty() || (grouped && first.len() > 3) || groups.any(|g| g.len() != 3) {
        return None;
    }
    Some((whole.replace('.', ""), fraction))
}

fn fraction_sen(fraction: &str) -> Option<i64> {
    match fraction.len() {
        0 => Some(0),
        1 => fraction.parse::<i64>().ok()?.checked_mul(10),
        2 => fraction.parse().ok(),
        _ => None,
    }
}

impl std::fmt::Display for Rupiah {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rp {}", self.table())
    }
}
