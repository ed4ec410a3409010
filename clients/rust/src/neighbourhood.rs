//! The neighbourhood that an app carries, and the moment as of which it holds.

use domain::geo::tile::{Answer, Question, Tile, Unreadable};
use wire::oversight::v1::GetNeighbourhoodTileResponse;

/// A tile with its mark and its moment, so that the three never come apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbourhood {
    tile: Tile,
    etag: String,
    as_of_us: i64,
}

impl Neighbourhood {
    /// Takes the server's answer in: the tile in it, or the kept one when that still holds. Keep
    /// the answer's own bytes to have both after a restart; of an unchanged one keep the moment.
    ///
    /// # Errors
    /// A tile that cannot be read, or "unchanged" about another tile than the kept one.
    pub fn take(
        kept: Option<Self>,
        answer: &GetNeighbourhoodTileResponse,
    ) -> Result<Self, Unreadable> {
        let tile = match kept {
            _ if !answer.unchanged => Tile::decode(&answer.tile)?,
            Some(kept) if kept.etag == answer.etag => kept.tile,
            _ => return Err(Unreadable::Damaged),
        };
        Ok(Self { tile, etag: answer.etag.clone(), as_of_us: answer.as_of_us })
    }

    /// What to send as `etag` with the next request.
    pub fn etag(&self) -> &str {
        &self.etag
    }

    /// Asks about a work at the device's own time, microseconds since 1970.
    pub fn ask(&self, question: &Question<'_>, now_us: i64) -> Answer {
        self.tile.ask(question, self.as_of_us, now_us)
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        DesaId, Tahun, WorkClass,
        geo::{
            LonLat, Shape,
            cells::cell_of,
            tile::{Site, Why},
        },
    };

    use super::*;

    /// An answer with a tile around 114.3, -8.3 and no claim in it, fresh for a minute.
    fn answer(as_of_us: i64) -> GetNeighbourhoodTileResponse {
        let at = LonLat::new(114.3, -8.3).unwrap();
        let cell = cell_of(at, 10.try_into().unwrap()).unwrap();
        let tile = Tile {
            desa: DesaId::parse("35.10.25.2010").unwrap(),
            rule_rev: 1,
            fresh_s: 60,
            radius_m: 150,
            accuracy_m: 10,
            factor_permille: 3_000,
            classes: [("road".to_owned(), WorkClass::Road.family_bits())].into(),
            covered: cell.grid_disk::<Vec<_>>(1).into_iter().collect(),
            groups: [].into(),
        };
        let etag = "\"a\"".to_owned();
        GetNeighbourhoodTileResponse { tile: tile.encode(), etag, as_of_us, ..Default::default() }
    }

    fn said(neighbourhood: &Neighbourhood, now_us: i64) -> Answer {
        let desa = DesaId::parse("35.10.25.2010").unwrap();
        let shape = Shape::point(LonLat::new(114.3, -8.3).unwrap());
        let sites = [Site { shape, accuracy_mm: None, is_believed: true }];
        let (class, tahun) = (WorkClass::Road, Tahun::new(2026).unwrap());
        neighbourhood.ask(&Question { desa: &desa, class, tahun, sites: &sites }, now_us)
    }

    #[test]
    fn an_unchanged_answer_moves_the_moment_of_the_kept_tile_and_of_no_other() {
        let later_us = 90_000_000;
        let first = Neighbourhood::take(None, &answer(0)).unwrap();
        assert_eq!(said(&first, later_us), Answer::Unknown(Why::TooOld));
        let unchanged =
            GetNeighbourhoodTileResponse { tile: Vec::new(), unchanged: true, ..answer(later_us) };
        let other = GetNeighbourhoodTileResponse { etag: "\"b\"".into(), ..unchanged.clone() };
        assert_eq!(Neighbourhood::take(None, &unchanged), Err(Unreadable::Damaged));
        assert_eq!(Neighbourhood::take(Some(first.clone()), &other), Err(Unreadable::Damaged));
        let again = Neighbourhood::take(Some(first), &unchanged).unwrap();
        assert_eq!((again.etag(), said(&again, later_us)), ("\"a\"", Answer::Clear));
    }
}
