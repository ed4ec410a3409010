//! In which villages a claim lies, by the boundaries of the day.

use std::collections::BTreeMap;

use domain::{DesaId, Error, Place};
use gate::{boundary, inside};
use store::{Tx, args};

use super::{content::Content, sql};

/// Where a claim stands in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The village that holds most of it, or the entry of the kabupaten as a whole.
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
    let row: Option<(String,)> = tx.maybe(&sql::READ_WILAYAH, args![kabupaten]).await?;
    let home_name = row.map_or_else(|| kabupaten.as_str().to_owned(), |(name,)| name);
    Ok(Located { villages: vec![(home.clone(), 1_000)], home, home_name })
}
