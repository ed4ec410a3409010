//! Opening a draft version.

use domain::{Error, Place, Refusal, reason, text};
use edge::Violations;
use serde::Serialize;
use store::{Command, Tx, args};
use wire::{access::apbdes_service as access, planning::v1 as pb};

use crate::{
    apbdes::{
        amendment,
        law::Law,
        line_sql, sql,
        states::{self, Kind, Reason, State},
        version::{self, Minute, Version},
    },
    name::{ApbdesName, YearName},
    refusal::{AMENDMENT_REASON_WRONG, DRAFT_UNDER_WAY},
    year,
};

/// Opens a draft; an amendment starts from the lines in force, a first budget from the
/// latest usulan if there is one.
#[derive(Debug, Serialize)]
pub(crate) struct Create {
    year: YearName,
    kind: Kind,
    reason: Option<Reason>,
    reference: String,
}

fn kind(number: i32) -> Result<Kind, Refusal> {
    match pb::ApbdesKind::try_from(number) {
        Ok(pb::ApbdesKind::Usulan) => Ok(Kind::Usulan),
        Ok(pb::ApbdesKind::Awal) => Ok(Kind::Awal),
        Ok(pb::ApbdesKind::PerubahanPenjabaran) => Ok(Kind::PerubahanPenjabaran),
        Ok(pb::ApbdesKind::Perubahan) => Ok(Kind::Perubahan),
        _ => Err(reason::FIELD_REQUIRED.refuse()),
    }
}

fn amendment_reason(number: i32) -> Result<Option<Reason>, Refusal> {
    match pb::AmendmentReason::try_from(number) {
        Ok(pb::AmendmentReason::Unspecified) => Ok(None),
        Ok(pb::AmendmentReason::RevenueChanged) => Ok(Some(Reason::RevenueChanged)),
        Ok(pb::AmendmentReason::SavingsUsed) => Ok(Some(Reason::SavingsUsed)),
        Ok(pb::AmendmentReason::Shift) => Ok(Some(Reason::Shift)),
        Ok(pb::AmendmentReason::LastYearSilpa) => Ok(Some(Reason::LastYearSilpa)),
        Ok(pb::AmendmentReason::Extraordinary) => Ok(Some(Reason::Extraordinary)),
        Err(_) => Err(AMENDMENT_REASON_WRONG.refuse()),
    }
}

impl Create {
    pub fn parse(request: pb::CreateApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", YearName::parse(&request.parent));
        let kind = faults.read("kind", kind(request.kind));
        let reason = faults.read("amendment_reason", amendment_reason(request.amendment_reason));
        let reference =
            faults.optional("amendment_reference", &request.amendment_reference, text::name);
        if let (Some(kind), Some(reason)) = (kind, reason)
            && !states::fits(kind, reason)
        {
            faults.add(AMENDMENT_REASON_WRONG.refuse().at("amendment_reason"));
        }
        if reason.flatten().is_some() && request.amendment_reference.is_empty() {
            faults.add(reason::FIELD_REQUIRED.refuse().at("amendment_reference"));
        }
        let reference = reference.unwrap_or_default();
        let command = year.zip(kind).zip(reason).map(|((year, kind), reason)| Self {
            year,
            kind,
            reason,
            reference,
        });
        faults.finish(command)
    }

    /// The version whose lines it starts from.
    fn base<'v>(&self, versions: &'v [Version]) -> Option<&'v Version> {
        let newest = |wanted: fn(&Version) -> bool| versions.iter().rev().find(|v| wanted(v));
        match self.kind {
            Kind::Usulan => None,
            Kind::Awal => newest(|version| version.kind == Kind::Usulan),
            Kind::PerubahanPenjabaran | Kind::Perubahan => {
                newest(|version| version.state == State::Enacted)
            }
        }
    }
}

impl Command for Create {
    const METHOD: &'static str = access::CREATE_APBDES;
    type Answer = pb::CreateApbdesResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        year::lock(tx, &self.year).await?;
        let versions = version::of_year(tx, &self.year).await?;
        let base = self.base(&versions).map(|base| base.row.apbdes_id);
        let standing = version::standing(tx, &self.year, base).await?;
        let law = Law::load(tx, &self.year).await?;
        let tahun = self.year.tahun;
        let found = amendment::standing(self.kind, self.reason, standing, tahun, &law);
        let mut unmet: Vec<Refusal> = found.into_iter().map(|finding| finding.refusal).collect();
        let under_way = versions.iter().find(|v| v.kind == self.kind && v.state.is_open());
        if let Some(draft) = under_way {
            unmet.push(DRAFT_UNDER_WAY.refuse().about(draft.name.text()));
        }
        Error::unless_empty(unmet)?;

        let id = tx.new_id();
        let (desa, now_us) = (&self.year.desa, tx.now_us());
        let reason = self.reason.map(Reason::word);
        let values =
            args![desa, id, tahun, self.kind.word(), now_us, base, reason, &self.reference];
        tx.exec(&sql::INSERT, values).await?;
        if let Some(base) = base {
            tx.exec(&line_sql::COPY_LINES, args![desa, base, id]).await?;
        }
        let name = ApbdesName { year: self.year.clone(), id: domain::ids::ApbdesId::new(id) };
        let version = Version::read(tx, &name).await?;
        let minute = Minute { number: &self.reference, ..Minute::default() };
        version.keep(tx, minute, true).await?;
        version.report(tx, "apbdes.created", minute);
        Ok(pb::CreateApbdesResponse { apbdes: Some(version.message(tx).await?), receipt: None })
    }
}
