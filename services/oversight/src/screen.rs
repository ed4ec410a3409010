//! ScreenSite: what a registration would find, without claiming anything.

use ::wire::oversight::v1::{self as wire, ScreenSiteRequest, ScreenSiteResponse};
use domain::{DesaId, Error, Place, Refusal, Rupiah, Tahun, WorkClass, ids::ProjectId, reason};
use edge::Violations;
use gate::{ClaimKind, Facts, Finding, Footprint, Intervention, Verdict, Work};
use store::{Memory, Query, Tx, args};
use uuid::Uuid;

use crate::{message, sql};

/// Millimetres in a metre.
const MM: f64 = 1_000.0;
/// An accuracy beyond this many metres says nothing about a place.
const ACCURACY_MAX_M: f64 = 10_000.0;

/// A shape of so many vertices and no larger than this along an axis, in 1e-7 degrees (about a
/// kilometre), is screened at once; anything larger, on a thread that may take its time.
const QUICK_VERTICES: usize = 100;
const QUICK_EXTENT_E7: u32 = 100_000;

/// The normalised request.
pub struct ScreenSite {
    work: Work,
}

impl ScreenSite {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ScreenSiteRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let desa = faults.read("parent", DesaId::from_name(&request.parent));
        let tahun = faults.read("tahun", Tahun::new(request.tahun));
        let class = faults.read("work_class", WorkClass::parse(&request.work_class));
        let intervention = faults.read("intervention", intervention(&request.intervention));
        let shape = faults.required("shape", request.shape, |shape| edge::convert::shape(&shape));
        let accuracy = faults.read("accuracy_m", accuracy_mm(request.accuracy_m));
        let work = (|| {
            Some(Work {
                desa: desa?,
                desa_name: String::new(),
                project: ProjectId::new(Uuid::nil()),
                name: String::new(),
                kind: ClaimKind::Registered,
                class: class?,
                intervention: intervention?,
                tahun: tahun?,
                amount: Rupiah::ZERO,
                continues: None,
                facts: Facts::default(),
                sites: vec![Footprint {
                    shape: shape?,
                    accuracy_mm: accuracy?,
                    capture: None,
                    trusted: true,
                    amount: Rupiah::ZERO,
                }],
            })
        })();
        faults.finish(work.map(|work| Self { work }))
    }
}

/// Reads what is done, by its word.
pub fn intervention(text: &str) -> Result<Intervention, Refusal> {
    Intervention::from_code(text).ok_or_else(|| {
        reason::FIELD_MALFORMED.refuse().fact("value", text).fact("expected", "jenis pekerjaan")
    })
}

/// Metres to millimetres; 0 means not known.
pub fn accuracy_mm(metres: f64) -> Result<Option<i64>, Refusal> {
    if !(0.0..=ACCURACY_MAX_M).contains(&metres) {
        return Err(reason::NUMBER_OUT_OF_RANGE
            .refuse()
            .fact("value", metres)
            .fact("min", 0)
            .fact("max", ACCURACY_MAX_M));
    }
    #[allow(clippy::cast_possible_truncation, reason = "the range was checked above")]
    let mm = (metres * MM).round() as i64;
    Ok((mm > 0).then_some(mm))
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
        is_small && gate::places::is_ready(memory)
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (name,): (String,) = tx.one(&sql::READ_DESA, args![&self.work.desa]).await?;
        let work = Work { desa_name: name, ..self.work.clone() };
        let (rule_rev, mut found) = gate::screen::screen(tx, &work).await?;
        found.sort_by(|a, b| b.verdict.cmp(&a.verdict).then(a.distance_mm.cmp(&b.distance_mm)));
        let worst = found.first().map_or(Verdict::Clear, |finding| finding.verdict);
        Ok(ScreenSiteResponse {
            verdict: verdict(worst).into(),
            rule_rev,
            findings: found.iter().map(finding).collect(),
        })
    }
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
pub fn finding(finding: &Finding) -> wire::Finding {
    wire::Finding {
        project: finding.other_resource.clone(),
        display_name: finding.other_name.clone(),
        desa_display_name: finding.other_desa_name.clone(),
        verdict: verdict(finding.verdict).into(),
        distance_m: message::metres(finding.distance_mm),
        evidence: message::evidence(&finding.evidence),
    }
}
