//! Whose a claim is, by whose right it is entered, and what it is called.

use domain::{Place, Refusal, ids::ProjectId, reason, text};
use edge::Violations;
use gate::Owner;
use serde::Serialize;

use super::content::outside_owner;

/// The longest number that an owner gives to a work.
const NUMBER_MAX: usize = 100;
/// Level of a kabupaten's code.
const KABUPATEN_LEVEL: usize = 2;

/// An owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnerName {
    /// Which kind.
    pub kind: Owner,
    /// Its name.
    pub name: String,
}

impl OwnerName {
    /// Reads kind and name.
    pub fn read(kind: &str, name: &str, faults: &mut Violations) -> Option<Self> {
        let kind = faults.read("owner", outside_owner(kind));
        let name = faults.read("owner_display_name", text::name(name));
        kind.zip(name).map(|(kind, name)| Self { kind, name })
    }

    /// What tells one owner from another, however it is written: letters and digits alone.
    pub fn key(&self) -> String {
        let key: String = self
            .name
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if key.is_empty() { self.name.clone() } else { key }
    }
}

/// The owner's own number.
pub fn number(text: &str) -> Result<String, Refusal> {
    text::line(text, NUMBER_MAX)
}

/// What tells one number from another: capitals do not.
pub fn number_key(number: &str) -> String {
    number.to_ascii_lowercase()
}

/// The area in whose right a claim is entered: a kabupaten or a kecamatan.
pub fn area(name: &str) -> Result<Place, Refusal> {
    let place = edge::place::read(name)?;
    if matches!(place.level(), 2 | 3) {
        return Ok(place);
    }
    Err(reason::FIELD_MALFORMED
        .refuse()
        .fact("value", name)
        .fact("expected", "kabupaten/{kode} atau kecamatan/{kode}"))
}

/// The name of a claim: its kabupaten and its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimName {
    /// The kabupaten.
    pub kabupaten: Place,
    /// The id.
    pub id: ProjectId,
}

impl ClaimName {
    /// Reads `kabupaten/{code}/claims/{uuid}`.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        let refused = || {
            reason::FIELD_MALFORMED
                .refuse()
                .fact("value", name)
                .fact("expected", "kabupaten/{kode}/claims/{uuid}")
        };
        let (place, id) = name.split_once("/claims/").ok_or_else(refused)?;
        let kabupaten = edge::place::read(place).map_err(|_| refused())?;
        if kabupaten.level() != KABUPATEN_LEVEL {
            return Err(refused());
        }
        Ok(Self { kabupaten, id: ProjectId::parse(id)? })
    }

    /// The resource name.
    pub fn name(&self) -> String {
        format!("{}/claims/{}", edge::place::name(&self.kabupaten), self.id)
    }
}

/// The kabupaten of an area.
pub fn kabupaten(area: &Place) -> Place {
    area.ancestor(KABUPATEN_LEVEL)
}
