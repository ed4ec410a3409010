//! GetClaim and ListClaims.

use ::wire::{access::claim_service as access, oversight::v1 as wire};
use domain::{DesaId, Error, Place, Tahun, ids};
use edge::{Violations, page_token};
use store::{Query, Tx, args};
use uuid::Uuid;

use super::{
    content::outside_owner,
    message,
    owner::{ClaimName, kabupaten},
    sql::{self, ClaimRow},
};

/// One claim.
pub struct GetClaim {
    name: ClaimName,
    area: Place,
}

impl GetClaim {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: wire::GetClaimRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", ClaimName::parse(&request.name));
        let given = faults.optional("parent", &request.parent, edge::place::read);
        faults.finish(name.map(|name| {
            let area = given.unwrap_or_else(|| name.kabupaten.clone());
            Self { name, area }
        }))
    }
}

impl Query for GetClaim {
    const METHOD: &'static str = access::GET_CLAIM;
    type Answer = wire::GetClaimResponse;

    fn place(&self) -> Place {
        self.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (place, id) = (&self.name.kabupaten, self.name.id.uuid());
        let row: ClaimRow = tx.one(&sql::READ_CLAIM, args![place, id]).await?;
        let villages: Vec<(String, i64)> = tx.all(&sql::READ_VILLAGES, args![place, id]).await?;
        let mut touched = self.area.covers(place);
        for (desa, _) in villages {
            touched |= self.area.covers(&DesaId::parse(&desa)?.place());
        }
        if !touched {
            return Err(Error::absent());
        }
        let claim = Some(message::claim(tx, &row, true).await?);
        Ok(wire::GetClaimResponse { claim })
    }
}

/// Claims of an area.
pub struct ListClaims {
    area: Place,
    tahun: i32,
    state: &'static str,
    owner: &'static str,
    after: Option<Uuid>,
    limit: u32,
}

impl ListClaims {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: wire::ListClaimsRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let area = faults.read("parent", edge::place::read(&request.parent));
        let tahun = match request.tahun {
            0 => Some(0),
            year => faults.read("tahun", Tahun::new(year)).map(Tahun::get),
        };
        let state = match wire::ClaimState::try_from(request.state).unwrap_or_default() {
            wire::ClaimState::Unspecified => "",
            wire::ClaimState::Active => "active",
            wire::ClaimState::Withdrawn => "withdrawn",
        };
        let owner = faults.optional("owner", &request.owner, outside_owner);
        let owner = owner.map(gate::Owner::code).unwrap_or_default();
        let limit = faults.read("page_size", page_token::page_size(request.page_size));
        let year = request.tahun.to_string();
        let bound = [request.parent.as_str(), year.as_str(), state, owner];
        let after = page_token::read(Self::METHOD, &bound, &request.page_token)
            .and_then(|key| key.map(|key| ids::parse(&key)).transpose());
        let after = faults.read("page_token", after);
        let parsed = (|| {
            let (area, tahun, limit, after) = (area?, tahun?, limit?, after?);
            Some(Self { area, tahun, state, owner, after, limit })
        })();
        faults.finish(parsed)
    }

    fn token(&self, last: &ClaimRow) -> String {
        let (parent, year) = (edge::place::name(&self.area), self.tahun.to_string());
        let bound = [parent.as_str(), year.as_str(), self.state, self.owner];
        page_token::issue(Self::METHOD, &bound, &last.claim_id.to_string())
    }
}

impl Query for ListClaims {
    const METHOD: &'static str = access::LIST_CLAIMS;
    type Answer = wire::ListClaimsResponse;

    fn place(&self) -> Place {
        self.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let place = kabupaten(&self.area);
        let rows: Vec<ClaimRow> = tx
            .all(
                &sql::LIST_CLAIMS,
                args![
                    &place,
                    &self.area,
                    self.after.unwrap_or(Uuid::nil()),
                    self.tahun,
                    self.state,
                    self.owner,
                    self.limit
                ],
            )
            .await?;
        let full = u32::try_from(rows.len()).is_ok_and(|count| count == self.limit);
        let next = rows.last().filter(|_| full).map(|last| self.token(last));
        let mut claims = Vec::with_capacity(rows.len());
        for row in &rows {
            claims.push(message::claim(tx, row, false).await?);
        }
        Ok(wire::ListClaimsResponse { claims, next_page_token: next.unwrap_or_default() })
    }
}
