//! Reports of a village's year, read from one snapshot.

use domain::{Day, DesaId, Error, Place, Refusal, Tahun, reason};
use edge::Violations;
use store::{Query, Tx, args};
use wire::{access::report_service as access, reporting::v1 as pb};

use crate::{
    lra::{self, Names, Totals},
    refusal::REPORT_DAY_OUTSIDE_YEAR,
    sql::{self, Figure, VersionRow},
};

/// Which year, and up to which day.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    desa: DesaId,
    tahun: Tahun,
    as_of: Option<Day>,
}

impl Scope {
    fn parse(name: &str, as_of: &str) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("name", year(name));
        let day = faults.optional("as_of", as_of, |text| {
            let day = Day::parse(text)?;
            match &year {
                Some((_, tahun)) if !tahun.contains(day) => Err(outside(day, *tahun)),
                _ => Ok(day),
            }
        });
        faults.finish(year.map(|(desa, tahun)| Self { desa, tahun, as_of: day }))
    }

    /// The last day counted: the one asked for, else today, but never outside the year.
    fn last_day(&self, today: Day) -> Day {
        let within = today.max(self.tahun.first_day()).min(self.tahun.last_day());
        self.as_of.unwrap_or(within)
    }

    fn name(&self) -> String {
        format!("{}/tahun/{}", self.desa.name(), self.tahun)
    }

    /// The version of the budget in force on the last day counted. A report of a day that is over
    /// is held against the budget of that day, and so stays what it was when it was printed.
    async fn version(&self, tx: &mut Tx<'_>) -> Result<Option<VersionRow>, Error> {
        let last_day = self.last_day(tx.today());
        tx.maybe(&sql::READ_VERSION, args![&self.desa, self.tahun, last_day]).await
    }

    /// The head of the report, and its figures.
    async fn read(&self, tx: &mut Tx<'_>) -> Result<(pb::ReportHead, Vec<Figure>), Error> {
        let version = self.version(tx).await?;
        let figures = self.figures(tx, version.as_ref()).await?;
        Ok((self.head(tx, version).await?, figures))
    }

    async fn head(
        &self,
        tx: &mut Tx<'_>,
        version: Option<VersionRow>,
    ) -> Result<pb::ReportHead, Error> {
        let (desa_title, kecamatan_title): (String, String) =
            tx.one(&sql::READ_DESA, args![&self.desa]).await?;
        let last_day = self.last_day(tx.today());
        let (entry_count,): (i64,) =
            tx.one(&sql::COUNT_ENTRIES, args![&self.desa, self.tahun, last_day]).await?;
        let apbdes = version.as_ref().map(|v| format!("{}/apbdes/{}", self.name(), v.apbdes_id));
        Ok(pb::ReportHead {
            name: self.name(),
            desa_title,
            kecamatan_title,
            tahun: self.tahun.get(),
            as_of: last_day.iso(),
            apbdes: apbdes.unwrap_or_default(),
            apbdes_number: version.and_then(|v| v.number).unwrap_or_default(),
            entry_count,
        })
    }

    async fn figures(
        &self,
        tx: &mut Tx<'_>,
        version: Option<&VersionRow>,
    ) -> Result<Vec<Figure>, Error> {
        let mut figures: Vec<Figure> = match version {
            Some(version) => {
                tx.all(&sql::READ_BUDGET, args![&self.desa, version.apbdes_id]).await?
            }
            None => Vec::new(),
        };
        let last_day = self.last_day(tx.today());
        let realised: Vec<Figure> =
            tx.all(&sql::READ_REALISED, args![&self.desa, self.tahun, last_day]).await?;
        figures.extend(realised);
        Ok(figures)
    }
}

/// The reason against a day of another year.
fn outside(day: Day, tahun: Tahun) -> Refusal {
    let (from, to) = (tahun.first_day(), tahun.last_day());
    let refusal = REPORT_DAY_OUTSIDE_YEAR.refuse().shown("day", day.iso(), day.long());
    let refusal = refusal.fact("tahun", tahun).shown("from", from.iso(), from.long());
    refusal.shown("to", to.iso(), to.long())
}

/// Reads `desa/35.10.25.2010/tahun/2026`.
fn year(name: &str) -> Result<(DesaId, Tahun), Refusal> {
    let (desa, tahun) = name.split_once("/tahun/").ok_or_else(|| {
        let expected = "desa/{kode}/tahun/{tahun}";
        reason::FIELD_MALFORMED.refuse().fact("value", name).fact("expected", expected)
    })?;
    Ok((DesaId::from_name(desa)?, Tahun::parse(tahun)?))
}

/// The realisation report.
pub(crate) struct GetLra(Scope);

impl GetLra {
    pub fn parse(request: &pb::GetLraRequest) -> Result<Self, Error> {
        Scope::parse(&request.name, &request.as_of).map(Self)
    }
}

impl Query for GetLra {
    const METHOD: &'static str = access::GET_LRA;
    type Answer = pb::GetLraResponse;

    fn place(&self) -> Place {
        self.0.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (head, figures) = self.0.read(tx).await?;
        let kegiatan: Vec<(String, String)> = tx.all(&sql::LIST_KEGIATAN, args![]).await?;
        let rekening: Vec<(String, String)> = tx.all(&sql::LIST_REKENING, args![]).await?;
        let names = Names {
            kegiatan: kegiatan.into_iter().collect(),
            rekening: rekening.into_iter().collect(),
        };
        Ok(pb::GetLraResponse {
            head: Some(head),
            rows: lra::rows(&figures, &names)?,
            totals: Some(Totals::of(&figures)?.message()?),
        })
    }
}

/// The realisation by source of money.
pub(crate) struct GetRealisationBySource(Scope);

impl GetRealisationBySource {
    pub fn parse(request: &pb::GetRealisationBySourceRequest) -> Result<Self, Error> {
        Scope::parse(&request.name, &request.as_of).map(Self)
    }
}

impl Query for GetRealisationBySource {
    const METHOD: &'static str = access::GET_REALISATION_BY_SOURCE;
    type Answer = pb::GetRealisationBySourceResponse;

    fn place(&self) -> Place {
        self.0.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (head, figures) = self.0.read(tx).await?;
        let chart: Vec<(String, String)> = tx.all(&sql::LIST_SUMBER_DANA, args![]).await?;
        Ok(pb::GetRealisationBySourceResponse {
            head: Some(head),
            rows: lra::sources(&figures, chart)?,
            totals: Some(Totals::of(&figures)?.message()?),
        })
    }
}
