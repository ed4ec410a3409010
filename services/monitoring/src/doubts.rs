//! What is doubtful about the sites of a project: asked of the gate, kept, told.

use domain::{DesaId, Error, Refusal, WorkClass, geo::Shape, ids::ProjectId};
use edge::convert::site_number;
use gate::{
    Side, Work,
    inside::{Inside, Standing},
    site::{self, Doubt, Sketch},
};
use store::{Tx, args};
use wire::monitoring::v1 as proto;

use crate::{content::Site, names::ProjectName, project, sql};

pub use edge::convert::doubts as messages;
pub use gate::site::{is_trusted, refusals};

/// The part of a project that its sites are checked against.
pub struct Sites<'a> {
    /// The village.
    pub desa: &'a DesaId,
    /// The project, if it is written already.
    pub project: Option<ProjectId>,
    /// What it is.
    pub class: WorkClass,
    /// The side or bank.
    pub side: Option<Side>,
    /// Volume in 1/10,000 of the unit.
    pub volume_e4: i64,
    /// The unit.
    pub unit: &'a str,
    /// The sites.
    pub sites: &'a [Site],
}

/// Where each site lies today, and every doubt with its weight, of a project that is written.
pub async fn check(tx: &mut Tx<'_>, asked: &Sites<'_>) -> Result<(Vec<Inside>, Vec<Doubt>), Error> {
    let usual = match asked.project {
        Some(id) => {
            let name = ProjectName { desa: asked.desa.clone(), id };
            let kegiatan = project::read(tx, &name).await?.kegiatan;
            project::usual_class(tx, &kegiatan).await?
        }
        None => None,
    };
    check_as(tx, asked, usual).await
}

/// The same of a project that may not be written yet; `usual` is what works of its kegiatan
/// usually are.
pub async fn check_as(
    tx: &mut Tx<'_>,
    asked: &Sites<'_>,
    usual: Option<WorkClass>,
) -> Result<(Vec<Inside>, Vec<Doubt>), Error> {
    let today = tx.today();
    let mut around = Vec::with_capacity(asked.sites.len());
    for site in asked.sites {
        let mut found = site::around(tx, asked.desa, asked.project, &site.shape, today).await?;
        found.shared = found.shared.max(drafted(tx, asked, &site.shape).await?);
        around.push(found);
    }
    let sites: Vec<gate::Footprint> =
        asked.sites.iter().map(|site| project::footprint(site, true)).collect();
    let sketch = Sketch {
        desa: Some(asked.desa),
        class: asked.class,
        usual,
        side: asked.side,
        volume_e4: asked.volume_e4,
        unit: asked.unit,
        sites: &sites,
    };
    let place = asked.desa.place();
    let limits = site::limits(tx, &place).await?;
    let (places, doubts) = site::check(&sketch, &around, &limits);
    Ok((places, site::weighed(tx, &place, doubts).await?))
}

/// Other projects of the village on the very same point, drafts too.
async fn drafted(tx: &mut Tx<'_>, asked: &Sites<'_>, shape: &Shape) -> Result<i64, Error> {
    if !matches!(shape, Shape::Point(_)) {
        return Ok(0);
    }
    let own = asked.project.map(ProjectId::uuid).unwrap_or_default();
    let (count,): (i64,) =
        tx.one(&sql::COUNT_ON_PIN, args![asked.desa, shape.encode(), own]).await?;
    Ok(count)
}

/// Checks the sites in force and keeps what was found; answers what refuses a signature.
pub async fn keep(tx: &mut Tx<'_>, name: &ProjectName, work: &Work) -> Result<Vec<Refusal>, Error> {
    let row = project::read(tx, name).await?;
    let sites = project::sites(tx, name, row.geometry_rev).await?;
    let asked = Sites {
        desa: &name.desa,
        project: Some(name.id),
        class: work.class,
        side: work.facts.side,
        volume_e4: work.facts.volume_e4,
        unit: &work.facts.unit,
        sites: &sites,
    };
    let (_, doubts) = check(tx, &asked).await?;
    tx.exec(&sql::SET_DOUBTS, args![&name.desa, name.id.uuid(), encode(&doubts)?]).await?;
    Ok(refusals(&doubts))
}

/// Doubts as stored.
pub fn encode(doubts: &[Doubt]) -> Result<String, Error> {
    serde_json::to_string(doubts).map_err(|error| Error::fault(format!("doubts: {error}")))
}

/// Reads what [`encode`] wrote.
pub fn decode(text: &str) -> Result<Vec<Doubt>, Error> {
    serde_json::from_str(text).map_err(|error| Error::fault(format!("stored doubts: {error}")))
}

/// Where a site lies, as a message.
pub fn place(site: usize, inside: &Inside) -> proto::SitePlace {
    let standing = match inside.standing {
        Standing::Inside => proto::PlaceStanding::Inside,
        Standing::Band => proto::PlaceStanding::Band,
        Standing::Outside => proto::PlaceStanding::Outside,
        Standing::NotChecked => proto::PlaceStanding::NotChecked,
    };
    let (neighbour, neighbour_display_name) = inside
        .neighbour
        .as_ref()
        .map(|(desa, name)| (desa.name(), name.clone()))
        .unwrap_or_default();
    proto::SitePlace {
        site: site_number(site),
        standing: standing.into(),
        neighbour,
        neighbour_display_name,
        outside_mm: inside.outside_mm,
        outside_permille: inside.outside_permille,
        boundary_version: inside
            .version
            .map(|version| format!("boundaryVersions/{version}"))
            .unwrap_or_default(),
    }
}
