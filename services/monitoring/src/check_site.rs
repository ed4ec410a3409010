//! CheckSite: what is doubtful about sites while they are drawn.

use domain::{
    DesaId, Error, KegiatanCode, Place, WorkClass,
    geo::{LonLat, Shape, doubt, reading},
    reason,
};
use edge::{Violations, convert};
use gate::{
    Side, boundary,
    site::{self, Doubt},
};
use store::{Query, Tx};
use wire::{common::v1 as common, monitoring::v1 as proto};

use crate::{
    content::{self, SITES_MAX, Site, nth},
    doubts::{self, Sites},
    names::ProjectName,
    project,
};

/// Asks.
pub struct CheckSite {
    desa: DesaId,
    project: Option<ProjectName>,
    content: proto::ProjectContent,
    position_text: String,
}

impl CheckSite {
    /// Reads the request; positions that are none are answered as doubts, not as faults. An
    /// accuracy that is none is a fault, as it is in a draft: nothing can be proposed for it.
    pub fn parse(request: proto::CheckSiteRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let desa = faults.read("parent", DesaId::from_name(&request.parent));
        let project = faults.optional("project", &request.project, |name| {
            let named = ProjectName::parse(name)?;
            match &desa {
                Some(desa) if named.desa != *desa => Err(reason::NOT_FOUND.refuse()),
                _ => Ok(named),
            }
        });
        let content = request.content.unwrap_or_default();
        if content.sites.len() > SITES_MAX {
            let refusal = reason::COUNT_OUT_OF_RANGE.refuse().fact("value", content.sites.len());
            faults.add(refusal.fact("min", 0).fact("max", SITES_MAX).at("content.sites"));
        }
        for (n, site) in content.sites.iter().take(SITES_MAX).enumerate() {
            let accuracy = content::accuracy_mm(site.accuracy_m);
            faults.read(format!("content.sites[{n}].accuracy_m"), accuracy);
        }
        let position_text = request.position_text;
        faults.finish(desa.map(|desa| Self { desa, project, content, position_text }))
    }

    /// What works of the kegiatan usually are, where it is named and known.
    async fn usual(&self, tx: &mut Tx<'_>) -> Result<Option<WorkClass>, Error> {
        match KegiatanCode::parse(&self.content.kegiatan) {
            Ok(kegiatan) => project::usual_class(tx, kegiatan.as_str()).await,
            Err(_) => Ok(None),
        }
    }

    /// The position that the text names, and what is doubtful about the text.
    async fn position(
        &self,
        tx: &mut Tx<'_>,
        near: Option<LonLat>,
    ) -> Result<(Option<common::LonLat>, Option<Doubt>), Error> {
        let text = self.position_text.as_str();
        if text.is_empty() {
            return Ok((None, None));
        }
        let read = match reading::position(text, near) {
            Ok(read) => read,
            Err(refusal) => return Ok((None, Some(Doubt::outside(0, refusal, None)))),
        };
        let (longitude_deg, latitude_deg) = (read.at.longitude_deg(), read.at.latitude_deg());
        let commas =
            read.decimal_commas.then(|| site::decimal_commas(0, text, longitude_deg, latitude_deg));
        let weighed = site::weighed(tx, &self.desa.place(), commas.into_iter().collect()).await?;
        Ok((Some(convert::lon_lat_message(read.at)), weighed.into_iter().next()))
    }
}

impl Query for CheckSite {
    const METHOD: &'static str = wire::access::project_service::CHECK_SITE;
    type Answer = proto::CheckSiteResponse;

    fn place(&self) -> Place {
        self.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let today = tx.today();
        let near = boundary::of(tx, &self.desa, today).await?.and_then(|village| village.pin);
        let mut told: Vec<(usize, Doubt)> = Vec::new();
        let mut sites: Vec<(usize, Site)> = Vec::new();
        for (n, site) in self.content.sites.iter().enumerate() {
            match read_site(n, site, near) {
                Ok(site) => sites.push((n, site)),
                Err(doubt) => told.push((n, doubt)),
            }
        }
        let (read_position, doubt) = self.position(tx, near).await?;
        told.extend(doubt.map(|doubt| (0, doubt)));
        let usual = self.usual(tx).await?;
        // The kind of work: the one named, else that of the kegiatan, else any.
        let named = WorkClass::parse(&self.content.work_class).ok();
        let readable: Vec<Site> = sites.iter().map(|(_, site)| site.clone()).collect();
        let asked = Sites {
            desa: &self.desa,
            project: self.project.as_ref().map(|name| name.id),
            class: named.or(usual).unwrap_or(WorkClass::Other),
            side: nth(Side::ALL, self.content.side).copied(),
            volume_e4: self.content.volume_e4,
            unit: &self.content.unit,
            sites: &readable,
        };
        let (places, found) = doubts::check_as(tx, &asked, usual).await?;
        let numbers: Vec<usize> = sites.iter().map(|(n, _)| *n).collect();
        let number = |n: usize| numbers.get(n).copied().unwrap_or(n);
        told.extend(found.into_iter().map(|doubt| {
            let site = doubt.site.map(number);
            (site.unwrap_or(usize::MAX), Doubt { site, ..doubt })
        }));
        told.sort_by_key(|(n, _)| *n);
        let told: Vec<Doubt> = told.into_iter().map(|(_, doubt)| doubt).collect();
        let places = places.iter().enumerate().map(|(n, inside)| doubts::place(number(n), inside));
        Ok(proto::CheckSiteResponse {
            acceptable: doubts::refusals(&told).is_empty(),
            places: places.collect(),
            doubts: doubts::messages(&told),
            read_position,
        })
    }
}

/// Reads one site, or tells why its shape is none, with the shape that was probably meant.
fn read_site(n: usize, site: &proto::Site, near: Option<LonLat>) -> Result<Site, Doubt> {
    let mut faults = Violations::new();
    let read = content::parse_site(site, "site", &mut faults);
    if let Ok(site) = faults.finish(read) {
        return Ok(site);
    }
    let shape = site.shape.clone().unwrap_or_default();
    // A shape alone is enough here; how it was captured may still be unknown.
    match convert::shape(&shape) {
        Ok(shape) => Ok(Site {
            shape,
            accuracy_mm: content::accuracy_mm(site.accuracy_m).unwrap_or_default(),
            capture: String::new(),
            amount: domain::Rupiah::ZERO,
        }),
        Err(refusal) => Err(repaired(n, &shape, refusal, near)),
    }
}

/// The doubt about a shape that cannot be read: its first bad position, and the shape with
/// every position as it was probably meant.
fn repaired(
    n: usize,
    shape: &common::Shape,
    refusal: domain::Refusal,
    near: Option<LonLat>,
) -> Doubt {
    use common::shape::Kind;
    let mut first = None;
    let mut meant =
        |at: &common::LonLat| match doubt::place(at.longitude_deg, at.latitude_deg, near) {
            Ok(at) => Some(at),
            Err(doubt) => {
                first.get_or_insert_with(|| doubt.refuse(at.longitude_deg, at.latitude_deg));
                doubt.meant
            }
        };
    let mut path = |path: &common::Path| path.vertices.iter().map(&mut meant).collect();
    let proposed = match shape.kind.as_ref() {
        None => None,
        Some(Kind::Point(at)) => {
            let shape: Option<Vec<LonLat>> = path(&common::Path { vertices: vec![*at] });
            shape.and_then(|read| read.first().copied()).map(Shape::point)
        }
        Some(Kind::Line(line)) => {
            let line: Option<Vec<LonLat>> = path(line);
            line.and_then(|line| Shape::line(line).ok())
        }
        Some(Kind::Polygon(polygon)) => {
            let rings: Option<Vec<Vec<LonLat>>> = polygon.rings.iter().map(path).collect();
            rings.and_then(|rings| Shape::polygon(rings).ok())
        }
    };
    Doubt::outside(n, first.unwrap_or(refusal), proposed)
}
