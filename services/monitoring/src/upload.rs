//! StartPhoto, AppendPhotoChunk and FinishPhoto.

use domain::{Day, Error, Place, Refusal, geo::LonLat, ids::PhotoId, reason};
use edge::{Violations, convert};
use picture::media_type;
use ring::digest::{Context, SHA256, digest};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::monitoring::v1::{
    AppendPhotoChunkRequest, AppendPhotoChunkResponse, FinishPhotoRequest, FinishPhotoResponse,
    PhotoFacts, StartPhotoRequest, StartPhotoResponse,
};

use crate::{
    content::accuracy_mm,
    media::{CHUNK_BYTES_MAX, photo_bytes_max},
    names::{PhotoName, ProjectName},
    photo, photo_sql, project,
    reading::{self, Read},
    refusal::{
        PHOTO_FINISHED, PHOTO_HASH_DIFFERS, PHOTO_INCOMPLETE, PHOTO_KIND_UNKNOWN,
        PHOTO_OFFSET_WRONG, PHOTO_READER_UNAVAILABLE, PHOTO_STAGE_INVALID,
    },
};

/// Policy of the stages that are photographed.
const STAGES_POLICY: &str = "site.stages";
/// Bytes of a SHA-256.
const HASH_BYTES: usize = 32;
/// How far a phone's clock may run ahead: one day.
const AHEAD_US: i64 = 86_400_000_000;
/// How long an upload may take: one day.
const UPLOAD_US: i64 = 86_400_000_000;
/// The most abandoned uploads that are taken away at once.
const SWEEP_MAX: i64 = 20;

/// Announces a photo.
#[derive(Debug, Serialize)]
pub struct StartPhoto {
    project: ProjectName,
    stage: i32,
    size_bytes: i64,
    sha256: Vec<u8>,
    taken_us: i64,
    position: Option<LonLat>,
    accuracy_mm: Option<i64>,
}

impl StartPhoto {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: StartPhotoRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let project = faults.read("parent", ProjectName::parse(&request.parent));
        let facts = faults.required("facts", request.facts, Ok);
        let read = facts.and_then(|facts| Self::facts(facts, project, &mut faults));
        faults.finish(read)
    }

    /// Reads the facts, also where the project itself cannot be read.
    fn facts(
        facts: PhotoFacts,
        project: Option<ProjectName>,
        faults: &mut Violations,
    ) -> Option<Self> {
        let size = faults.read("facts.size_bytes", within(facts.size_bytes, 1, photo_bytes_max()));
        let sha256 = faults.read("facts.sha256", hash(facts.sha256));
        let taken = faults.read("facts.taken_us", at_least(facts.taken_us, 1));
        let position = facts.position.as_ref().map(convert::lon_lat).transpose();
        let position = faults.read("facts.position", position);
        let accuracy = faults.read("facts.accuracy_m", accuracy_mm(facts.accuracy_m));
        Some(Self {
            project: project?,
            stage: facts.stage,
            size_bytes: size?,
            sha256: sha256?,
            taken_us: taken?,
            position: position?,
            accuracy_mm: accuracy?,
        })
    }
}

fn hash(sha256: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    match sha256.len() {
        HASH_BYTES => Ok(sha256),
        0 => Err(reason::FIELD_REQUIRED.refuse()),
        other => {
            let refusal = reason::FIELD_MALFORMED.refuse().fact("value", format!("{other} byte"));
            Err(refusal.fact("expected", "SHA-256 (32 byte)"))
        }
    }
}

fn within(value: i64, min: i64, max: i64) -> Result<i64, Refusal> {
    if (min..=max).contains(&value) {
        return Ok(value);
    }
    Err(reason::NUMBER_OUT_OF_RANGE.refuse().fact("value", value).fact("min", min).fact("max", max))
}

fn at_least(value: i64, min: i64) -> Result<i64, Refusal> {
    if value >= min {
        return Ok(value);
    }
    Err(reason::NUMBER_TOO_SMALL.refuse().fact("value", value).fact("min", min))
}

/// Refuses a stage that the law does not know.
async fn check_stage(tx: &mut Tx<'_>, project: &ProjectName, stage: i32) -> Result<(), Error> {
    let today = tx.today();
    let law = tx.policy(STAGES_POLICY, &project.desa.place(), today).await?;
    let stages = law.map(|law| law.value).unwrap_or_default();
    if stages.split(';').any(|one| one.parse() == Ok(stage)) {
        return Ok(());
    }
    let refusal = PHOTO_STAGE_INVALID.refuse().fact("stage", stage).fact("stages", stages);
    Err(refusal.at("facts.stage").into())
}

/// Takes away uploads of the village that nobody ended within a day.
async fn sweep(tx: &mut Tx<'_>, project: &ProjectName) -> Result<(), Error> {
    let before_us = tx.now_us().saturating_sub(UPLOAD_US);
    let abandoned: Vec<(uuid::Uuid,)> =
        tx.all(&photo_sql::ABANDONED, args![&project.desa, before_us, SWEEP_MAX]).await?;
    for (id,) in abandoned {
        tx.exec(&photo_sql::DROP_CHUNKS, args![&project.desa, id]).await?;
        tx.exec(&photo_sql::DROP_PHOTO, args![&project.desa, id]).await?;
    }
    Ok(())
}

impl Command for StartPhoto {
    const METHOD: &'static str = wire::access::photo_service::START_PHOTO;
    type Answer = StartPhotoResponse;

    fn place(&self) -> Place {
        self.project.desa.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let row = project::read(tx, &self.project).await?;
        if row.state == "cancelled" {
            let refusal = crate::states::state_unmet(&row.state, "registered");
            return Err(refusal.map_or_else(Error::absent, Error::from));
        }
        check_stage(tx, &self.project, self.stage).await?;
        if self.taken_us > tx.now_us().saturating_add(AHEAD_US) {
            let day = |us: i64| Day::of_us(us).long();
            let now_us = tx.now_us();
            let refusal = reason::NUMBER_OUT_OF_RANGE.refuse();
            let refusal = refusal.shown("value", self.taken_us, day(self.taken_us));
            let refusal = refusal.shown("min", 1, day(1)).shown("max", now_us, day(now_us));
            return Err(refusal.at("facts.taken_us").into());
        }
        sweep(tx, &self.project).await?;
        let name = PhotoName { project: self.project.clone(), id: PhotoId::new(tx.new_id()) };
        tx.exec(
            &photo_sql::PUT_PHOTO,
            args![
                name.desa(),
                name.id.uuid(),
                self.project.id.uuid(),
                self.stage,
                self.size_bytes,
                self.sha256.as_slice(),
                self.taken_us,
                self.position.map(|at| at.lon_e7),
                self.position.map(|at| at.lat_e7),
                self.accuracy_mm,
                tx.principal()?.person.uuid(),
                tx.now_us()
            ],
        )
        .await?;
        tx.record(Event::new("photo.started", name.name()).with(json!({"stage": self.stage})));
        let row = photo::read(tx, &name).await?;
        Ok(StartPhotoResponse {
            photo: Some(photo::message(&self.project, &row)),
            chunk_bytes_max: i64::try_from(CHUNK_BYTES_MAX).unwrap_or_default(),
            receipt: None,
        })
    }
}

/// One piece.
#[derive(Debug, Serialize)]
pub struct AppendPhotoChunk {
    name: PhotoName,
    offset_bytes: i64,
    /// Stands for the bytes in the fingerprint.
    sha256: Vec<u8>,
    #[serde(skip)]
    data: Vec<u8>,
}

impl AppendPhotoChunk {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: AppendPhotoChunkRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", PhotoName::parse(&request.name));
        let offset =
            faults.read("offset_bytes", within(request.offset_bytes, 0, photo_bytes_max()));
        let max = i64::try_from(CHUNK_BYTES_MAX).unwrap_or_default();
        let size = i64::try_from(request.data.len()).unwrap_or(i64::MAX);
        let size = faults.read("data", within(size, 1, max));
        let parsed = name.zip(offset).zip(size);
        faults.finish(parsed.map(|((name, offset_bytes), _)| Self {
            name,
            offset_bytes,
            sha256: digest(&SHA256, &request.data).as_ref().to_vec(),
            data: request.data,
        }))
    }
}

impl Command for AppendPhotoChunk {
    const METHOD: &'static str = wire::access::photo_service::APPEND_PHOTO_CHUNK;
    type Answer = AppendPhotoChunkResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.name;
        let row = photo::lock(tx, name).await?;
        own(tx, row.sent_by)?;
        if row.state == "finished" {
            return Err(PHOTO_FINISHED.refuse().about(name.name()).into());
        }
        let size = i64::try_from(self.data.len()).unwrap_or(i64::MAX);
        let end = self.offset_bytes.saturating_add(size);
        tx.record(Event::new("photo.received", name.name()).with(json!({"end_bytes": end})));
        let known = end <= row.received_bytes && self.is_known(tx).await?;
        if known {
            let next_offset_bytes = row.received_bytes;
            return Ok(AppendPhotoChunkResponse { next_offset_bytes, receipt: None });
        }
        if self.offset_bytes != row.received_bytes || end > row.size_bytes {
            let refusal = PHOTO_OFFSET_WRONG.refuse().fact("expected", row.received_bytes);
            return Err(refusal.fact("size", row.size_bytes).about(name.name()).into());
        }
        let (desa, id, at) = (name.desa(), name.id.uuid(), self.offset_bytes);
        tx.exec(&photo_sql::PUT_CHUNK, args![desa, id, at, self.data.as_slice()]).await?;
        let counted = tx.exec(&photo_sql::COUNT_BYTES, args![desa, id, at, size]).await?;
        if counted != 1 {
            return Err(Error::fault("a locked upload was counted by somebody else"));
        }
        Ok(AppendPhotoChunkResponse { next_offset_bytes: end, receipt: None })
    }
}

impl AppendPhotoChunk {
    /// Whether these very bytes were received before.
    async fn is_known(&self, tx: &mut Tx<'_>) -> Result<bool, Error> {
        let mut rest = self.data.as_slice();
        let mut at = self.offset_bytes;
        while !rest.is_empty() {
            let Some(piece) = photo::piece(tx, &self.name, at).await? else { return Ok(false) };
            let size = piece.len().min(rest.len());
            let (head, tail) = rest.split_at(size);
            if piece.get(..size) != Some(head) {
                return Ok(false);
            }
            at = at.saturating_add(i64::try_from(size).unwrap_or(i64::MAX));
            rest = tail;
        }
        Ok(true)
    }
}

/// An upload belongs to who began it.
pub fn own(tx: &Tx<'_>, sent_by: uuid::Uuid) -> Result<(), Error> {
    if tx.principal()?.person.uuid() == sent_by { Ok(()) } else { Err(Error::absent()) }
}

/// Ends an upload.
#[derive(Debug, Serialize)]
pub struct FinishPhoto {
    name: PhotoName,
    /// What the child said of the bytes; no part of what was asked.
    #[serde(skip)]
    read: Option<Read>,
}

impl FinishPhoto {
    /// Reads the request.
    pub fn parse(request: FinishPhotoRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let name = faults.read("name", PhotoName::parse(&request.name));
        faults.finish(name.map(|name| Self { name, read: None }))
    }

    /// The photo.
    pub fn name(&self) -> &PhotoName {
        &self.name
    }

    /// The same with what the child said.
    pub fn with(self, read: Option<Read>) -> Self {
        Self { read, ..self }
    }

    /// Every reason why the bytes are no photo.
    async fn unmet(&self, tx: &mut Tx<'_>, sha256: &[u8]) -> Result<&'static str, Error> {
        let (hash, kind) = whole(tx, &self.name).await?;
        let mut no = Vec::new();
        if hash != sha256 {
            no.push(PHOTO_HASH_DIFFERS.refuse().about(self.name.name()));
        }
        if kind.is_none() {
            no.push(PHOTO_KIND_UNKNOWN.refuse().about(self.name.name()));
        }
        if let (true, Some(Err(why))) = (no.is_empty(), &self.read) {
            no.push(reading::reason(*why).refuse().about(self.name.name()));
        }
        Error::unless_empty(no)?;
        Ok(kind.unwrap_or_default())
    }
}

impl Command for FinishPhoto {
    const METHOD: &'static str = wire::access::photo_service::FINISH_PHOTO;
    type Answer = FinishPhotoResponse;

    fn place(&self) -> Place {
        self.name.desa().place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.name;
        let row = photo::lock(tx, name).await?;
        own(tx, row.sent_by)?;
        if row.state == "finished" {
            return Err(PHOTO_FINISHED.refuse().about(name.name()).into());
        }
        if row.received_bytes != row.size_bytes {
            let refusal = PHOTO_INCOMPLETE.refuse().fact("received", row.received_bytes);
            return Err(refusal.fact("size", row.size_bytes).about(name.name()).into());
        }
        let kind = self.unmet(tx, &row.sha256).await?;
        let Some(Ok(examined)) = &self.read else {
            return Err(PHOTO_READER_UNAVAILABLE.refuse().about(name.name()).into());
        };
        let found = reading::keep(tx, name, &row, examined).await?;
        let now_us = tx.now_us();
        tx.exec(&photo_sql::FINISH_PHOTO, args![name.desa(), name.id.uuid(), kind, now_us]).await?;
        let codes: Vec<&str> = found.iter().map(|one| one.code.as_ref()).collect();
        tx.record(Event::new("photo.finished", name.name()).with(json!({
            "stage": row.stage, "size_bytes": row.size_bytes, "project": name.project.name(),
            "findings": codes,
        })));
        let photo = Some(photo::whole(tx, name).await?);
        Ok(FinishPhotoResponse { photo, receipt: None })
    }
}

/// Hash and kind of the stored bytes, one piece in memory at a time.
async fn whole(
    tx: &mut Tx<'_>,
    name: &PhotoName,
) -> Result<(Vec<u8>, Option<&'static str>), Error> {
    let mut hash = Context::new(&SHA256);
    let (mut kind, mut at) = (None, 0_i64);
    while let Some(piece) = photo::piece(tx, name, at).await? {
        if at == 0 {
            kind = media_type(&piece);
        }
        hash.update(&piece);
        at = at.saturating_add(i64::try_from(piece.len()).unwrap_or(i64::MAX));
    }
    Ok((hash.finish().as_ref().to_vec(), kind))
}

#[cfg(test)]
#[path = "upload_tests.rs"]
mod tests;
