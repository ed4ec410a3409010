//! Reading the yearly plan.

use domain::{Error, Place, ids};
use edge::{Violations, convert, page_token};
use store::{Query, Tx, args};
use uuid::Uuid;
use wire::{access::rkpdes_service as access, planning::v1 as pb};

use crate::{
    name::YearName,
    rkpdes::{
        row,
        sql::{self, PlanRow},
    },
    year,
};

/// Lists the working plan.
pub(crate) struct List {
    year: YearName,
    size: u32,
    after: (String, Uuid),
}

impl List {
    pub fn parse(request: pb::ListRkpdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let year = faults.read("parent", YearName::parse(&request.parent));
        let size = faults.read("page_size", page_token::page_size(request.page_size));
        let token = page_token::read(access::LIST_RKPDES, &[&request.parent], &request.page_token);
        let after = faults.read("page_token", token).flatten();
        let after = after.as_deref().and_then(|key| key.split_once(' ')).and_then(|(code, id)| {
            Some((code.to_owned(), faults.read("page_token", ids::parse(id))?))
        });
        let after = after.unwrap_or_default();
        let query = year.zip(size).map(|(year, size)| Self { year, size, after });
        faults.finish(query)
    }
}

impl Query for List {
    const METHOD: &'static str = access::LIST_RKPDES;
    type Answer = pb::ListRkpdesResponse;

    fn place(&self) -> Place {
        self.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (desa, tahun) = (&self.year.desa, self.year.tahun);
        let year = year::read(tx, &self.year).await?;
        let document: Option<(String, i64)> =
            tx.maybe(&sql::READ_EDITION, args![desa, tahun, year.rkpdes_edition]).await?;
        let limit = i64::from(self.size).saturating_add(1);
        let (kegiatan, id) = &self.after;
        let mut rows: Vec<PlanRow> =
            tx.all(&sql::LIST_ROWS, args![desa, tahun, kegiatan, *id, limit]).await?;
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let last = rows.last().map(|row| format!("{} {}", row.kegiatan, row.row_id));
        let parent = self.year.text();
        let next =
            last.filter(|_| more).map(|key| page_token::issue(Self::METHOD, &[&parent], &key));
        let (perdes_number, perdes_day) = document.unzip();
        Ok(pb::ListRkpdesResponse {
            rows: rows.into_iter().map(|row| row::message(&self.year, row)).collect(),
            enacted: !year.rkpdes_changed,
            edition: year.rkpdes_edition,
            perdes_number: perdes_number.unwrap_or_default(),
            perdes_day: convert::day_text(perdes_day),
            plan_etag: convert::etag(year.rkpdes_revision),
            next_page_token: next.unwrap_or_default(),
        })
    }
}
