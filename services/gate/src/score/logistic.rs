//! The chance of a log-odds by operations that IEEE 754 rounds exactly, so that a fit gives the
//! same points on every machine; the library's exponential does not, and is slower.

/// Log-odds beyond which a chance is 0 or 1 as far as a fit is concerned.
const MOST: f64 = 600.0;

/// One over the factorials; worked out by the compiler, which stops at a wrong index.
#[allow(clippy::indexing_slicing)]
const SERIES: [f64; 13] = {
    let (mut series, mut order) = ([1.0; 13], 1);
    while order < series.len() {
        series[order] = series[order - 1] / order as f64;
        order += 1;
    }
    series
};

/// `1 / (1 + e^-odds)`.
pub fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + exponential(-odds.clamp(-MOST, MOST)))
}

/// The log-odds of a chance, which is kept a billionth off 0 and 1.
pub fn odds(chance: f64) -> f64 {
    let chance = chance.clamp(1e-9, 1.0 - 1e-9);
    (chance / (1.0 - chance)).ln()
}

/// The series around the nearest whole power of two: off by less than 1e-13 of the value.
fn exponential(x: f64) -> f64 {
    let power = (x * std::f64::consts::LOG2_E).round();
    let rest = x - power * std::f64::consts::LN_2;
    let series = SERIES.iter().rev().fold(0.0, |sum, part| sum * rest + part);
    // The exponent is within -866..=866, the range of a double.
    series * f64::from_bits(((1023 + power as i64) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::chance;

    #[test]
    fn the_series_is_the_library_s_function() {
        for step in -4_000..4_000 {
            let odds = f64::from(step) / 37.0;
            let known = 1.0 / (1.0 + (-odds).exp());
            assert!((chance(odds) / known - 1.0).abs() < 1e-11, "{odds}");
        }
        assert!(chance(1e9) > 0.999 && chance(-1e9) < 0.001);
    }
}
