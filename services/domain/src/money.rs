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
    ///
    /// A negative product rounds as its positive twin, so that a reversal cancels exactly.
    pub fn times_volume_e4(self, volume_e4: i64) -> Option<Self> {
        let product = i128::from(self.0).checked_mul(i128::from(volume_e4))?;
        i64::try_from(halves_away(product, VOLUME_SCALE)).ok().map(Self)
    }

    /// As in tables: `1.234,00`, negative in parentheses.
    pub fn table(self) -> String {
        hundredths(i128::from(self.0))
    }

    /// Share of a base with two decimals: `97,53`; `0,00` when the base is nothing.
    ///
    /// Negative in parentheses, as amounts are.
    pub fn percent_of(self, base: Self) -> String {
        if base.0 == 0 {
            return hundredths(0);
        }
        let sign = i128::from(base.0.signum());
        hundredths(halves_away(i128::from(self.0) * 10_000 * sign, i128::from(base.0) * sign))
    }

    /// Reads `1.234.567,89`, `1234567,89`, `1234567.89`, with or without `Rp`.
    ///
    /// A single dot before three digits groups thousands: `1.234` is 1234. What
    /// could mean two things otherwise (`1,234`, `1234.567`) is refused.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        read(text.trim()).ok_or_else(|| {
            reason::FIELD_MALFORMED.refuse().fact("value", text).fact("expected", "jumlah uang")
        })
    }
}

/// A quotient by a positive divisor, halves rounded away from zero.
const fn halves_away(dividend: i128, divisor: i128) -> i128 {
    let half = if dividend < 0 { -(divisor / 2) } else { divisor / 2 };
    // Odd divisors: the half rounds down, and no remainder is exactly half.
    (dividend + half) / divisor
}

/// Two decimals with a comma, thousands with dots, negative in parentheses.
fn hundredths(value: i128) -> String {
    let magnitude = value.unsigned_abs();
    let digits = (magnitude / 100).to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text.push_str(&format!(",{:02}", magnitude % 100));
    if value < 0 { format!("({text})") } else { text }
}

/// Reads an amount with its sign and currency mark.
fn read(text: &str) -> Option<Rupiah> {
    let bare = match text.get(..2) {
        Some(mark) if mark.eq_ignore_ascii_case("rp") => {
            let rest = text.get(2..)?;
            rest.strip_prefix('.').unwrap_or(rest).trim_start()
        }
        _ => text,
    };
    let (negative, bare) = match bare.strip_prefix('(').and_then(|b| b.strip_suffix(')')) {
        Some(inner) => (true, inner),
        None => bare.strip_prefix('-').map_or((false, bare), |rest| (true, rest)),
    };
    let (whole, fraction) = split(bare)?;
    let rupiah: i128 = whole.parse().ok()?;
    let sen = rupiah.checked_mul(100)?.checked_add(fraction_sen(fraction)?)?;
    i64::try_from(if negative { -sen } else { sen }).ok().map(Rupiah)
}

/// Whole digits and fraction digits of an amount, thousands marks taken out.
fn split(text: &str) -> Option<(String, &str)> {
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
        return None;
    }
    let (whole, fraction) = match (text.split_once(','), text.rsplit_once('.')) {
        (Some((whole, fraction)), _) => (whole, Some(fraction)),
        // One dot that does not stand before three digits is a decimal point.
        (None, Some((whole, tail))) if tail.len() != 3 && !whole.contains('.') => {
            (whole, Some(tail))
        }
        _ => (text, None),
    };
    if fraction.is_some_and(|f| f.is_empty() || f.contains(['.', ','])) {
        return None;
    }
    let mut groups = whole.split('.');
    let first = groups.next()?;
    let grouped = whole.contains('.');
    let odd_start = grouped && (first.len() > 3 || first.starts_with('0'));
    if first.is_empty() || odd_start || groups.any(|group| group.len() != 3) {
        return None;
    }
    Some((whole.replace('.', ""), fraction.unwrap_or_default()))
}

/// The sen of one or two decimals; more would be lost silently.
fn fraction_sen(fraction: &str) -> Option<i128> {
    match fraction.len() {
        0 => Some(0),
        1 => fraction.parse::<i128>().ok()?.checked_mul(10),
        2 => fraction.parse().ok(),
        _ => None,
    }
}

impl std::fmt::Display for Rupiah {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rp {}", self.table())
    }
}

#[cfg(test)]
#[path = "money_tests.rs"]
mod tests;
