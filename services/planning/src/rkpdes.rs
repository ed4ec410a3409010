//! The yearly plan (RKPDes): working rows, and editions enacted by Perdes.

mod enact;
mod read;
mod row;
mod site;
mod sql;

pub(crate) use sql::STATEMENTS;

use std::collections::BTreeSet;

use domain::Error;
use edge::{read, write};
use store::{Store, Tx, args};
use tonic::{Request, Response, Status};
use uuid::Uuid;
use wire::planning::v1::{self as pb, rkpdes_service_server::RkpdesService};

use crate::{name::YearName, reference, year};

/// The service.
#[derive(Clone)]
pub(crate) struct Rpc {
    pub store: Store,
}

#[tonic::async_trait]
impl RkpdesService for Rpc {
    async fn put_rkpdes_row(
        &self,
        request: Request<pb::PutRkpdesRowRequest>,
    ) -> Result<Response<pb::PutRkpdesRowResponse>, Status> {
        write!(self, request, row::PutRow)
    }

    async fn remove_rkpdes_row(
        &self,
        request: Request<pb::RemoveRkpdesRowRequest>,
    ) -> Result<Response<pb::RemoveRkpdesRowResponse>, Status> {
        write!(self, request, row::RemoveRow)
    }

    async fn enact_rkpdes(
        &self,
        request: Request<pb::EnactRkpdesRequest>,
    ) -> Result<Response<pb::EnactRkpdesResponse>, Status> {
        write!(self, request, enact::Enact)
    }

    async fn list_rkpdes(
        &self,
        request: Request<pb::ListRkpdesRequest>,
    ) -> Result<Response<pb::ListRkpdesResponse>, Status> {
        read!(self, request, read::List)
    }
}

/// The edition in force as far as a budget asks about it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct PlanInForce {
    /// Whether any edition was enacted.
    pub enacted: bool,
    /// Its kegiatan.
    pub kegiatan: BTreeSet<String>,
    /// Which of them it gives to which PKA.
    pub pka: BTreeSet<(String, Uuid)>,
    /// Who is PKA of the village today.
    pub in_office: BTreeSet<Uuid>,
}

impl PlanInForce {
    /// Reads the edition in force of a year.
    pub async fn load(tx: &mut Tx<'_>, name: &YearName) -> Result<Self, Error> {
        let edition = year::read(tx, name).await?.rkpdes_edition;
        let rows: Vec<(String, Option<Uuid>)> =
            tx.all(&sql::READ_IN_FORCE, args![&name.desa, name.tahun, edition]).await?;
        let in_office = reference::pka_today(tx, &name.desa).await?;
        let mut plan = Self { enacted: edition > 0, in_office, ..Self::default() };
        for (kegiatan, pka) in rows {
            plan.pka.extend(pka.map(|pka| (kegiatan.clone(), pka)));
            plan.kegiatan.insert(kegiatan);
        }
        Ok(plan)
    }

    /// Whether the plan gives a kegiatan to other persons only. Who is not PKA any more holds
    /// nothing: the kegiatan is the office's (Permendagri 20/2018 P.6), and the successor goes on
    /// with it without another edition of the plan.
    pub fn is_of_others(&self, kegiatan: &str, person: Uuid) -> bool {
        let of = self.pka.iter().filter(|(code, _)| code == kegiatan).map(|(_, pka)| *pka);
        let mut of = of.filter(|pka| self.in_office.contains(pka));
        match of.next() {
            None => false,
            Some(first) => first != person && of.all(|pka| pka != person),
        }
    }

    /// Whether a kegiatan is not a person's any more: who is no PKA today, or to whom the plan in
    /// force does not give it.
    pub fn has_left(&self, kegiatan: &str, person: Uuid) -> bool {
        !self.in_office.contains(&person) || self.is_of_others(kegiatan, person)
    }
}

#[cfg(test)]
#[path = "rkpdes/plan_tests.rs"]
mod tests;
