//! A tile from bytes, which may have come from anywhere.

use std::collections::BTreeMap;

use super::{FORM, Group, MARK, Tile, Unreadable, What, bytes::In};
use crate::DesaId;

impl Tile {
    /// Reads what [`Tile::encode`] wrote.
    ///
    /// # Errors
    /// What is wrong with the bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut read = In(bytes);
        if read.take(2).ok() != Some(&MARK) || read.take(1).ok() != Some(&[FORM]) {
            return Err(Unreadable::Form);
        }
        let desa = DesaId::parse(&read.text()?).map_err(|_| Unreadable::Damaged)?;
        let mut tile = Self {
            desa,
            rule_rev: read.number()?,
            fresh_s: read.number()?,
            radius_m: read.number()?,
            accuracy_m: read.number()?,
            factor_permille: read.number()?,
            classes: BTreeMap::new(),
            covered: std::collections::BTreeSet::new(),
            groups: BTreeMap::new(),
        };
        for _ in 0..read.number()? {
            let code = read.text()?;
            tile.classes.insert(code, read.number()?);
        }
        tile.covered = read.cells()?;
        for _ in 0..read.number()? {
            let group = group(&mut read)?;
            tile.groups.entry(group).or_default().extend(read.cells()?);
        }
        if read.0.is_empty() { Ok(tile) } else { Err(Unreadable::Damaged) }
    }
}

fn group(read: &mut In<'_>) -> Result<Group, Unreadable> {
    let number = read.number()?;
    let known = What::ALL.iter().find(|(known, _)| *known == number);
    let (_, what) = *known.ok_or(Unreadable::Damaged)?;
    let (families, from_year) = (read.number()?, read.number()?);
    let to_year = from_year.saturating_add(read.number()?);
    Ok(Group { what, families, from_year, to_year, reach_m: read.number()? })
}
