//! In which villages a claim lies, by the boundaries of the day.

use std::collections::BTreeMap;

use domain::{DesaId, Error, Place};
use gate::{boundary, inside};
use store::{Tx, args};

use super::{
    content::Content,
    sql::{self, ClaimRow},
};

/// Where a claim stands in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The village that holds most of it, or did when it was flagged; or the entry of the kabupaten
    /// as a whole.
    pub home: DesaId,
    /// Its name.
    pub home_name: String,
    /// Every village it touches with its part in permille; only the kabupaten's entry when no
    /// boundary is known.
    pub villages: Vec<(DesaId, i64)>,
}

/// Locates a claim; the home lies in the kabupaten whenever any part of the claim does.
///
/// # Errors
/// A fault when a stored boundary cannot be read.
pub async fn locate(
    tx: &mut Tx<'_>,
    content: &Content,
    kabupaten: &Place,
) -> Result<Located, Error> {
    let today = tx.today();
    let count = i64::try_from(content.sites.len()).unwrap_or(1).max(1);
    let mut names: BTreeMap<DesaId, String> = BTreeMap::new();
    let mut held: BTreeMap<DesaId, i64> = BTreeMap::new();
    for site in &content.sites {
        let around = boundary::around(tx, &site.shape, today).await?;
        for (desa, share) in inside::shares(&site.shape, &around) {
            *held.entry(desa).or_default() += share;
        }
        names.extend(around.into_iter().map(|village| (village.desa, village.name)));
    }
    let mut villages: Vec<(DesaId, i64)> =
        held.into_iter().map(|(desa, sum)| (desa, (sum / count).clamp(1, 1_000))).collect();
    villages.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
    let at_home = |(desa, _): &&(DesaId, i64)| desa.kabupaten() == *kabupaten;
    if let Some((home, _)) = villages.iter().find(at_home).or(villages.first()) {
        let home = home.clone();
        let home_name = names.remove(&home).unwrap_or_else(|| home.as_str().to_owned());
        return Ok(Located { home, home_name, villages });
    }
    let home = DesaId::whole(kabupaten)
        .ok_or_else(|| Error::fault(format!("{kabupaten} is no kabupaten")))?;
    let home_name = name(tx, kabupaten).await?;
    Ok(Located { villages: vec![(home.clone(), 1_000)], home, home_name })
}

/// The name of a place; its code where none is known.
async fn name(tx: &mut Tx<'_>, place: &Place) -> Result<String, Error> {
    let row: Option<(String,)> = tx.maybe(&sql::READ_WILAYAH, args![place]).await?;
    Ok(row.map_or_else(|| place.as_str().to_owned(), |(name,)| name))
}

impl Located {
    /// The same for a claim that stands already: its flags and what was decided go by the village
    /// under which it stands, so as long as one of them says something it stays there, wherever
    /// most of it lies by now and by whatever newer boundaries.
    ///
    /// # Errors
    /// A fault when what is stored cannot be read.
    pub async fn of(self, tx: &mut Tx<'_>, standing: Option<&ClaimRow>) -> Result<Self, Error> {
        let moved = standing.filter(|row| row.desa_id != self.home.as_str());
        let Some(row) = moved else { return Ok(self) };
        let values = args![&row.desa_id, row.claim_id];
        let (flags,): (i64,) = tx.one(&sql::COUNT_SPEAKING, values).await?;
        if flags == 0 {
            return Ok(self);
        }
        let home = DesaId::parse(&row.desa_id)?;
        let place = if home.is_whole() { home.kabupaten() } else { home.place() };
        Ok(Self { home_name: name(tx, &place).await?, home, ..self })
    }
}
