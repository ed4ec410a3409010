//! ScreenSite: what a registration would find, without claiming anything.

use ::wire::oversight::v1::{self as wire, ScreenSiteRequest, ScreenSiteResponse};
use domain::{DesaId, Error, KegiatanCode, Place, Rupiah, Tahun, WorkClass, ids::ProjectId, text};
use edge::{Violations, convert};
use gate::{
    Capture, ClaimKind, Facts, Finding, Footprint, Layer, Side, Verdict, Work,
    household::Household, relation::project_name, site,
};
use store::{Memory, Query, Tx, args};
use uuid::Uuid;

use crate::{
    fields::{self, word},
    message, sql,
};

/// A shape of so many vertices and no larger than this along an axis, in 1e-7 degrees (about a
/// kilometre), is screened at once; anything larger, on a thread that may take its time.
const QUICK_VERTICES: usize = 100;
const QUICK_EXTENT_E7: u32 = 100_000;

/// The normalised request.
pub struct ScreenSite {
    work: Work,
    household: Option<Household>,
}

impl ScreenSite {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ScreenSiteRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let desa = faults.read("parent", DesaId::from_name(&request.parent));
        let tahun = faults.read("tahun", Tahun::new(request.tahun));
        let class = faults.read("work_class", WorkClass::parse(&request.work_class));
        let intervention = fields::intervention(&request.intervention);
        let intervention = faults.read("intervention", intervention);
        let name = faults.optional("display_name", &request.display_name, text::name);
        let amount = request.amount.as_ref().map_or(Ok(Rupiah::ZERO), convert::budget);
        let amount = faults.read("amount", amount);
        let facts = facts(&request, &mut faults);
        let household =
            faults.optional("household_number", &request.household_number, Household::parse);
        let own = |name: &str| match (project_name(name)?, &desa) {
            ((of, _), Some(desa)) if of != *desa => Err(domain::reason::FIELD_MALFORMED
                .refuse()
                .fact("value", name)
                .fact("expected", format!("{}/projects/{{uuid}}", desa.name()))),
            ((_, id), _) => Ok(id),
        };
        let project = faults.optional("project", &request.project, own);
        let continues = faults.optional("continues", &request.continues, own);
        let capture = faults.read("capture", word(&request.capture, Capture::from_code));
        let accuracy = faults.read("accuracy_m", fields::accuracy_mm(request.accuracy_m));
        let shape = faults.required("shape", request.shape, |shape| convert::shape(&shape));
        let work = (|| {
            Some(Work {
                desa: desa?,
                desa_name: String::new(),
                // What is not written yet comes after everything that is, as its id will.
                project: project.unwrap_or_else(|| ProjectId::new(Uuid::max())),
                name: name.unwrap_or_default(),
                kind: ClaimKind::Registered,
                class: class?,
                intervention: intervention?,
                tahun: tahun?,
                amount: amount?,
                continues,
                facts: facts?,
                sites: vec![Footprint {
                    shape: shape?,
                    accuracy_mm: accuracy?,
                    capture: capture?,
                    trusted: true,
                    amount: amount?,
                }],
            })
        })();
        faults.finish(work.map(|work| Self { work, household }))
    }

    /// Whether the work has a name, by which a position that cannot be believed is searched for.
    fn is_named(&self) -> bool {
        !self.work.name.is_empty()
    }
}

/// What may be told beside place, class and year; what is not told is not known.
fn facts(request: &ScreenSiteRequest, faults: &mut Violations) -> Option<Facts> {
    let kegiatan = faults.optional("kegiatan", &request.kegiatan, KegiatanCode::parse);
    let funds = faults.read("sumber_dana", fields::funds(&request.sumber_dana));
    let volume_e4 = faults.read("volume_e4", fields::volume(request.volume_e4));
    let unit = faults.read("unit", fields::unit(&request.unit));
    let layer = faults.read("layer", word(&request.layer, Layer::from_code));
    let side = faults.read("side", word(&request.side, Side::from_code));
    let phase = faults.read("phase", fields::phase(request.phase));
    let days = (request.starts_on.as_str(), request.ends_on.as_str());
    let (starts, ends) = fields::days(str::to_owned, days, faults);
    let relations = fields::relations("relations", &request.relations, faults);
    Some(Facts {
        kegiatan: kegiatan.map(|code| code.as_str().to_owned()).unwrap_or_default(),
        funds: funds?,
        volume_e4: volume_e4?,
        unit: unit?,
        layer: layer?,
        side: side?,
        phase: phase?,
        starts,
        ends,
        relations: relations?,
        ..Facts::default()
    })
}

impl Query for ScreenSite {
    const METHOD: &'static str = ::wire::access::rule_set_service::SCREEN_SITE;
    type Answer = ScreenSiteResponse;

    fn place(&self) -> Place {
        self.work.desa.place()
    }

    fn is_quick(&self, memory: &Memory) -> bool {
        let is_small = self.work.sites.iter().all(|site| {
            let [west, south, east, north] = site.shape.bbox();
            let extent_e7 = west.abs_diff(east).max(south.abs_diff(north));
            extent_e7 <= QUICK_EXTENT_E7 && site.shape.vertices().count() <= QUICK_VERTICES
        });
        // What has a name is held against the boundaries first, which takes its time.
        is_small && !self.is_named() && gate::places::is_ready(memory)
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (name,): (String,) = tx.one(&sql::READ_DESA, args![&self.work.desa]).await?;
        let mut work = Work { desa_name: name, ..self.work.clone() };
        let doubts = if self.is_named() {
            site::doubted(tx, &mut work, &[]).await?
        } else {
            site::accuracy(tx, &work).await?
        };
        let (rule_rev, mut found) = gate::screen::screen(tx, &work).await?;
        let household = self.household.as_ref().filter(|_| work.class == WorkClass::Housing);
        if let Some(household) = household {
            work.facts.household = household.known(tx).await?;
            found = by_household(tx, &work, found).await?;
        }
        found.sort_by(|a, b| b.verdict.cmp(&a.verdict).then(a.distance_mm.cmp(&b.distance_mm)));
        let worst = found.first().map_or(Verdict::Clear, |finding| finding.verdict);
        Ok(ScreenSiteResponse {
            verdict: verdict(worst).into(),
            rule_rev,
            findings: found.into_iter().map(finding).collect(),
            doubts: convert::doubts(&doubts),
        })
    }
}

/// What a work with its household meets: of works in the area of the caller's mandate all of it,
/// of others `found`, which is told without the household. A question leaves no entry in the audit
/// log, so nobody learns by asking which household is helped elsewhere.
async fn by_household(
    tx: &mut Tx<'_>,
    work: &Work,
    mut found: Vec<Finding>,
) -> Result<Vec<Finding>, Error> {
    let area = tx.acting()?.mandate.as_ref().map(|mandate| mandate.area.clone());
    let sees = |finding: &Finding| {
        area.as_ref().is_some_and(|area| area.covers(&finding.other_desa.place()))
    };
    let (_, asked) = gate::screen::screen(tx, work).await?;
    found.retain(|finding| !sees(finding));
    found.extend(asked.into_iter().filter(sees));
    Ok(found)
}

/// The number of a verdict.
pub const fn verdict(verdict: Verdict) -> wire::Verdict {
    match verdict {
        Verdict::Clear => wire::Verdict::Clear,
        Verdict::Warn => wire::Verdict::Warn,
        Verdict::Block => wire::Verdict::Block,
    }
}

/// A finding as a message.
pub fn finding(finding: Finding) -> wire::Finding {
    wire::Finding {
        project: finding.other_resource,
        display_name: finding.other_name,
        desa_display_name: finding.other_desa_name,
        verdict: verdict(finding.verdict).into(),
        distance_m: message::metres(finding.distance_mm),
        evidence: message::evidence(finding.evidence),
    }
}
