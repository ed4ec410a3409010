//! Places as resource names: `desa/35.10.25.2010`, `kecamatan/35.10.25`, `kabupaten/35.10`.

use domain::{Place, Refusal, reason};

/// Kinds of place by the level of their code.
const KINDS: [&str; 5] = ["platform", "provinsi", "kabupaten", "kecamatan", "desa"];

/// Reads a place's resource name.
///
/// # Errors
/// FIELD_MALFORMED when the kind and the code do not belong together.
pub fn read(name: &str) -> Result<Place, Refusal> {
    let refused = || {
        reason::FIELD_MALFORMED
            .refuse()
            .fact("value", name)
            .fact("expected", "desa/{kode}, kecamatan/{kode} atau kabupaten/{kode}")
    };
    let (kind, code) = name.split_once('/').unwrap_or((name, ""));
    let place = Place::parse(code).map_err(|_| refused())?;
    if KINDS.get(place.level()) == Some(&kind) { Ok(place) } else { Err(refused()) }
}

/// The resource name of a place.
pub fn name(place: &Place) -> String {
    let kind = KINDS.get(place.level()).copied().unwrap_or_default();
    if place.as_str().is_empty() { kind.to_owned() } else { format!("{kind}/{place}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_from_its_name() {
        for text in ["desa/35.10.25.2010", "kecamatan/35.10.25", "kabupaten/35.10", "platform"] {
            assert_eq!(name(&read(text).unwrap()), text);
        }
    }

    #[test]
    fn a_kind_that_does_not_fit_its_code_is_refused() {
        for text in ["desa/35.10", "kabupaten/35.10.25.2010", "desa", "", "kota/35.10", "desa/x"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
