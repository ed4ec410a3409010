//! GetNeighbourhoodTile: what an app asks when it has no network.

use ::wire::oversight::v1 as wire;
use domain::{DesaId, Error, Place};
use edge::Violations;
use store::{Query, Tx, args};

use crate::sql;

/// Asks.
pub struct GetNeighbourhoodTile {
    desa: DesaId,
    etag: String,
}

impl GetNeighbourhoodTile {
    /// Reads the request.
    pub fn parse(request: wire::GetNeighbourhoodTileRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let desa = faults.read("parent", DesaId::from_name(&request.parent));
        faults.finish(desa.map(|desa| Self { desa, etag: request.etag }))
    }
}

impl Query for GetNeighbourhoodTile {
    const METHOD: &'static str = ::wire::access::overlap_service::GET_NEIGHBOURHOOD_TILE;
    type Answer = wire::GetNeighbourhoodTileResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        // Refuses a village that there is not.
        let _: (String,) = tx.one(&sql::READ_DESA, args![&self.desa]).await?;
        let as_of_us = tx.now_us();
        let made = gate::tile::of(tx, &self.desa).await?;
        let (bytes, etag) = made.sealed();
        let unchanged = etag == self.etag;
        Ok(wire::GetNeighbourhoodTileResponse {
            tile: if unchanged { Vec::new() } else { bytes },
            unchanged,
            etag,
            as_of_us,
            rule_rev: i64::try_from(made.tile.rule_rev).unwrap_or(i64::MAX),
            is_whole: made.is_whole,
        })
    }
}
