//! Reading documents.

use domain::{Error, KegiatanCode, Place, Tahun, ids};
use edge::{Violations, page_token};
use store::{Query, Tx, args};
use uuid::Uuid;
use wire::{access::dpa_service as access, planning::v1 as pb};

use crate::{
    dpa::{
        document::Document,
        sql::{self, DpaRow},
    },
    name::{DpaName, Parent, YearName},
    reference,
};

/// One document.
pub(crate) struct Get(DpaName);

impl Get {
    pub fn parse(request: pb::GetDpaRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", DpaName::parse(&request.name));
        faults.finish(name.map(Self))
    }
}

impl Query for Get {
    const METHOD: &'static str = access::GET_DPA;
    type Answer = pb::GetDpaResponse;

    fn place(&self) -> Place {
        self.0.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let document = Document::read(tx, &self.0).await?;
        Ok(pb::GetDpaResponse { dpa: Some(document.message(tx).await?) })
    }
}

/// The documents of a village.
pub(crate) struct List {
    parent: Parent,
    text: String,
    kegiatan: String,
    size: u32,
    before: Uuid,
}

impl List {
    pub fn parse(request: pb::ListDpaRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let parent = faults.read("parent", Parent::parse(&request.parent));
        let size = faults.read("page_size", page_token::page_size(request.page_size));
        let kegiatan = faults.optional("kegiatan", &request.kegiatan, KegiatanCode::parse);
        let kegiatan = kegiatan.map(|code| code.as_str().to_owned()).unwrap_or_default();
        let bound = [request.parent.as_str(), kegiatan.as_str()];
        let token = page_token::read(access::LIST_DPA, &bound, &request.page_token)
            .and_then(|key| key.as_deref().map(ids::parse).transpose());
        let before = faults.read("page_token", token).flatten().unwrap_or(Uuid::max());
        let text = request.parent;
        let query =
            parent.zip(size).map(|(parent, size)| Self { parent, text, kegiatan, size, before });
        faults.finish(query)
    }
}

impl Query for List {
    const METHOD: &'static str = access::LIST_DPA;
    type Answer = pb::ListDpaResponse;

    fn place(&self) -> Place {
        self.parent.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let desa = &self.parent.desa;
        let tahun = self.parent.tahun.map_or(0, Tahun::get);
        let limit = i64::from(self.size).saturating_add(1);
        let values = args![desa, tahun, &self.kegiatan, self.before, limit];
        let mut rows: Vec<DpaRow> = tx.all(&sql::LIST, values).await?;
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let bound = [self.text.as_str(), self.kegiatan.as_str()];
        let next = rows
            .last()
            .filter(|_| more)
            .map(|row| page_token::issue(Self::METHOD, &bound, &row.dpa_id.to_string()));
        let mut dpa = Vec::with_capacity(rows.len());
        for row in rows {
            let year = YearName { desa: desa.clone(), tahun: reference::tahun(row.tahun)? };
            dpa.push(Document::of(&year, row)?.summary());
        }
        Ok(pb::ListDpaResponse { dpa, next_page_token: next.unwrap_or_default() })
    }
}
