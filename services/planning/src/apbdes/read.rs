//! Reading versions, their lines, and what they do not meet.

use domain::{Error, KegiatanCode, Place, Tahun, ids};
use edge::{Violations, convert, page_token};
use store::{Query, Tx, args};
use uuid::Uuid;
use wire::{access::apbdes_service as access, planning::v1 as pb};

use crate::{
    apbdes::{
        line_sql::{self, LineRow},
        rules, sql,
        sql::{ApbdesRow, StepRow},
        states::State,
        version::{Version, state_number, unmet_message},
    },
    name::{ApbdesName, Parent, YearName},
    reference,
};

/// One version.
pub(crate) struct Get(ApbdesName);

impl Get {
    pub fn parse(request: pb::GetApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", ApbdesName::parse(&request.name));
        faults.finish(name.map(Self))
    }
}

impl Query for Get {
    const METHOD: &'static str = access::GET_APBDES;
    type Answer = pb::GetApbdesResponse;

    fn place(&self) -> Place {
        self.0.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let version = Version::read(tx, &self.0).await?;
        let history = version.steps(tx).await?.into_iter().map(step).collect();
        Ok(pb::GetApbdesResponse { apbdes: Some(version.message(tx).await?), history })
    }
}

fn step(row: StepRow) -> pb::ApbdesHistoryStep {
    let state = State::of(&row.state).map_or(pb::ApbdesState::Unspecified, state_number);
    pb::ApbdesHistoryStep {
        state: state.into(),
        at_us: row.at_us,
        role: row.role,
        document_number: row.number,
        document_day: convert::day_text(row.day),
        notes: row.note.lines().map(str::to_owned).collect(),
    }
}

/// What a version does not meet.
pub(crate) struct Preview(ApbdesName);

impl Preview {
    pub fn parse(request: pb::PreviewApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", ApbdesName::parse(&request.name));
        faults.finish(name.map(Self))
    }
}

impl Query for Preview {
    const METHOD: &'static str = access::PREVIEW_APBDES;
    type Answer = pb::PreviewApbdesResponse;

    fn place(&self) -> Place {
        self.0.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let version = Version::read(tx, &self.0).await?;
        // What is law or was, or never will be, is not judged by where it would stand as a draft.
        let found = match version.state.is_open() {
            true => rules::unmet(&version.facts(tx).await?),
            false => Vec::new(),
        };
        Ok(pb::PreviewApbdesResponse {
            unmet: found.iter().map(unmet_message).collect(),
            apbdes: Some(version.message(tx).await?),
        })
    }
}

/// The rows of a page and the key it continues after.
fn page<T>(mut rows: Vec<T>, size: u32, key: impl Fn(&T) -> Uuid) -> (Vec<T>, Option<String>) {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(|row| key(row).to_string());
    (rows, next)
}

/// The versions of a village.
pub(crate) struct List {
    parent: Parent,
    text: String,
    size: u32,
    before: Uuid,
}

impl List {
    pub fn parse(request: pb::ListApbdesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let parent = faults.read("parent", Parent::parse(&request.parent));
        let size = faults.read("page_size", page_token::page_size(request.page_size));
        let token = page_token::read(access::LIST_APBDES, &[&request.parent], &request.page_token)
            .and_then(|key| key.as_deref().map(ids::parse).transpose());
        let before = faults.read("page_token", token).flatten().unwrap_or(Uuid::max());
        let text = request.parent;
        let query = parent.zip(size).map(|(parent, size)| Self { parent, text, size, before });
        faults.finish(query)
    }
}

impl Query for List {
    const METHOD: &'static str = access::LIST_APBDES;
    type Answer = pb::ListApbdesResponse;

    fn place(&self) -> Place {
        self.parent.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let desa = &self.parent.desa;
        let tahun = self.parent.tahun.map_or(0, Tahun::get);
        let limit = i64::from(self.size).saturating_add(1);
        let rows: Vec<ApbdesRow> =
            tx.all(&sql::LIST, args![desa, tahun, self.before, limit]).await?;
        let (rows, next) = page(rows, self.size, |row| row.apbdes_id);
        let mut apbdes = Vec::with_capacity(rows.len());
        for row in rows {
            let year = YearName { desa: desa.clone(), tahun: reference::tahun(row.tahun)? };
            apbdes.push(Version::of(&year, row)?.message(tx).await?);
        }
        let next = next.map(|key| page_token::issue(Self::METHOD, &[&self.text], &key));
        Ok(pb::ListApbdesResponse { apbdes, next_page_token: next.unwrap_or_default() })
    }
}

/// The lines of a version.
pub(crate) struct ListLines {
    name: ApbdesName,
    kegiatan: String,
    size: u32,
    after: Uuid,
}

impl ListLines {
    pub fn parse(request: pb::ListApbdesLinesRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", ApbdesName::parse(&request.name));
        let size = faults.read("page_size", page_token::page_size(request.page_size));
        let kegiatan = faults.optional("kegiatan", &request.kegiatan, KegiatanCode::parse);
        let kegiatan = kegiatan.map(|code| code.as_str().to_owned()).unwrap_or_default();
        let bound = [request.name.as_str(), kegiatan.as_str()];
        let token = page_token::read(access::LIST_APBDES_LINES, &bound, &request.page_token)
            .and_then(|key| key.as_deref().map(ids::parse).transpose());
        let after = faults.read("page_token", token).flatten().unwrap_or(Uuid::nil());
        let query = name.zip(size).map(|(name, size)| Self { name, kegiatan, size, after });
        faults.finish(query)
    }
}

impl Query for ListLines {
    const METHOD: &'static str = access::LIST_APBDES_LINES;
    type Answer = pb::ListApbdesLinesResponse;

    fn place(&self) -> Place {
        self.name.year.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let version = Version::read(tx, &self.name).await?;
        let (desa, id) = (&self.name.year.desa, version.row.apbdes_id);
        let limit = i64::from(self.size).saturating_add(1);
        let values = args![desa, id, &self.kegiatan, self.after, limit];
        let rows: Vec<LineRow> = tx.all(&line_sql::LIST_LINES, values).await?;
        let (rows, next) = page(rows, self.size, |row| row.line_id);
        let bound = [self.name.text(), self.kegiatan.clone()];
        let bound = bound.each_ref().map(String::as_str);
        let next = next.map(|key| page_token::issue(Self::METHOD, &bound, &key));
        Ok(pb::ListApbdesLinesResponse {
            lines: rows.into_iter().map(line).collect(),
            next_page_token: next.unwrap_or_default(),
        })
    }
}

/// The message of a line.
pub(crate) fn line(row: LineRow) -> pb::ApbdesLine {
    pb::ApbdesLine {
        line_id: row.line_id.to_string(),
        kegiatan: row.kegiatan.unwrap_or_default(),
        rekening: row.rekening,
        sumber_dana: row.sumber_dana,
        uraian: row.uraian,
        volume_e4: row.volume_e4.unwrap_or_default(),
        unit: row.unit,
        unit_price: row.unit_price_sen.map(convert::sen),
        amount: Some(convert::sen(row.amount_sen)),
        output: row.output,
        perdes_reference: row.perdes_reference,
        from_tanah_bengkok: row.from_bengkok,
    }
}
