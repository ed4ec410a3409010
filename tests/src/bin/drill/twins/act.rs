//! What the people of a village do with a twin, each call to its definite end.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use client::Known;
use picture::synth::Scene;
use rand::{Rng as _, rngs::StdRng};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use tests::people::Person;
use tonic::{Response, Status, transport::Channel};
use tonic_types::StatusExt as _;
use wire::{
    common::v1::{Rupiah, Shape},
    monitoring::v1::{
        AmendSiteRequest, AppendPhotoChunkRequest, CancelProjectRequest, Capture,
        ConfirmAmendmentRequest, ConfirmCancellationRequest, CreateProjectRequest,
        FinishPhotoRequest, GetProjectRequest, Intervention, PhotoFacts, Project, ProjectContent,
        RegisterProjectRequest, ScreeningResult, Site, StartPhotoRequest, SubmitProjectRequest,
        photo_service_client::PhotoServiceClient, project_service_client::ProjectServiceClient,
    },
};

use super::place;

/// What a project of the drill costs.
const AMOUNT: Rupiah = Rupiah { sen: 5_000_000 };
/// How often a call that did not come through is made again.
const TRIES: u32 = 8;

/// How a call ended.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Told {
    pub done: bool,
    /// Nobody knows; must never be.
    pub unknown: bool,
    /// Why not: every reason.
    pub codes: Vec<String>,
    /// Answers of contention that the caller got before.
    pub contended: u32,
    pub us: u64,
    /// Whether a screening cleared the project.
    pub cleared: bool,
    /// The projects that a screening named.
    pub blocks: Vec<String>,
}

impl Told {
    pub fn refused_by(&self, code: &str) -> bool {
        !self.done && !self.unknown && self.codes.iter().any(|one| one == code)
    }

    fn screened(mut self, screening: Option<ScreeningResult>) -> Self {
        let screening = screening.unwrap_or_default();
        self.cleared = self.done && screening.cleared;
        self.blocks = screening.blocks.into_iter().map(|block| block.project).collect();
        self
    }
}

/// Makes a call until its end is definite; the same request id each time.
pub async fn call<A, F>(mut make: impl FnMut() -> F) -> (Told, Option<A>)
where
    F: Future<Output = Result<Response<A>, Status>>,
{
    let begin = Instant::now();
    let (mut told, mut known) = (Told::default(), Known::NotYet);
    for attempt in 1..=TRIES {
        let answer = make().await;
        told.us = u64::try_from(begin.elapsed().as_micros()).unwrap_or(u64::MAX);
        let status = match answer {
            Ok(answer) => {
                told.done = true;
                told.unknown = false;
                told.codes.clear();
                return (told, Some(answer.into_inner()));
            }
            Err(status) => status,
        };
        told.codes = codes(&status);
        let contended = told.codes.iter().any(|code| code == "CONTENTION");
        told.contended += u32::from(contended);
        known = known.then(&status);
        told.unknown = known == Known::Unknown;
        if !contended && !told.unknown {
            return (told, None);
        }
        tokio::time::sleep(Duration::from_millis(20 << attempt.min(5))).await;
    }
    (told, None)
}

/// Every reason of an error answer.
fn codes(status: &Status) -> Vec<String> {
    let unmet = status.get_details_precondition_failure().map(|failure| failure.violations);
    let mut codes: Vec<String> =
        unmet.unwrap_or_default().into_iter().map(|violation| violation.r#type).collect();
    if codes.is_empty() {
        let reason = status.get_details_error_info().map(|info| info.reason);
        codes.push(reason.unwrap_or_else(|| format!("{:?}", status.code())));
    }
    codes
}

/// The four people of a village who take a project to its payment.
#[derive(Clone)]
pub struct People {
    pub village: &'static place::Village,
    pub pka: Person,
    pub sek: Person,
    pub kds: Person,
    pub keu: Person,
    pub line_id: String,
}

impl People {
    pub fn all(&self) -> [&Person; 4] {
        [&self.pka, &self.sek, &self.kds, &self.keu]
    }

    /// The same people through another connection.
    pub fn through(&self, channel: &Channel) -> Self {
        let through = |person: &Person| person.through(channel.clone());
        Self {
            pka: through(&self.pka),
            sek: through(&self.sek),
            kds: through(&self.kds),
            keu: through(&self.keu),
            ..self.clone()
        }
    }

    pub fn parent(&self) -> String {
        format!("{}/tahun/2026", self.village.desa)
    }

    fn projects(&self) -> ProjectServiceClient<Channel> {
        ProjectServiceClient::new(self.pka.channel())
    }

    /// Drafts and submits a project, ready for its registration.
    pub async fn submitted(&self, class: &str, shape: &Shape, title: &str) -> Project {
        let id = client::request_id();
        let draft = call(|| {
            let content = Some(content(self.village.kegiatan, class, shape, title));
            let (request_id, parent) = (id.clone(), self.parent());
            let ask = self.pka.ask(CreateProjectRequest { request_id, parent, content });
            let mut projects = self.projects();
            async move { projects.create_project(ask).await }
        });
        let draft = must("CreateProject", draft.await).project.unwrap_or_default();
        let id = client::request_id();
        let submitted = call(|| {
            let (name, etag) = (draft.name.clone(), draft.etag.clone());
            let ask = self.pka.ask(SubmitProjectRequest { request_id: id.clone(), name, etag });
            let mut projects = self.projects();
            async move { projects.submit_project(ask).await }
        });
        must("SubmitProject", submitted.await).project.unwrap_or_default()
    }

    /// Registers a submitted project.
    pub async fn register(&self, project: &Project) -> (Told, Project) {
        let id = client::request_id();
        let (told, answer) = call(|| {
            let (name, etag) = (project.name.clone(), project.etag.clone());
            let ask = self.sek.ask(RegisterProjectRequest { request_id: id.clone(), name, etag });
            let mut projects = self.projects();
            async move { projects.register_project(ask).await }
        })
        .await;
        let answer = answer.unwrap_or_default();
        (told.screened(answer.screening), answer.project.unwrap_or_else(|| project.clone()))
    }

    /// Proposes to move a registered project.
    pub async fn move_to(&self, project: &Project, shape: &Shape) -> Project {
        let mut content = project.content.clone().unwrap_or_default();
        content.sites[0].shape = Some(shape.clone());
        let id = client::request_id();
        let proposed = call(|| {
            let ask = self.pka.ask(AmendSiteRequest {
                request_id: id.clone(),
                name: project.name.clone(),
                etag: project.etag.clone(),
                content: Some(content.clone()),
                note: "Letak dibetulkan".to_owned(),
            });
            let mut projects = self.projects();
            async move { projects.amend_site(ask).await }
        });
        must("AmendSite", proposed.await).project.unwrap_or_default()
    }

    /// Confirms the move.
    pub async fn moved(&self, project: &Project) -> Told {
        let id = client::request_id();
        let (told, answer) = call(|| {
            let (name, etag) = (project.name.clone(), project.etag.clone());
            let request_id = id.clone();
            let ask =
                self.sek.ask(ConfirmAmendmentRequest { request_id, name, etag, reject: false });
            let mut projects = self.projects();
            async move { projects.confirm_amendment(ask).await }
        })
        .await;
        told.screened(answer.unwrap_or_default().screening)
    }

    /// Proposes to give a project up.
    pub async fn give_up(&self, project: &Project) -> Project {
        let id = client::request_id();
        let proposed = call(|| {
            let ask = self.pka.ask(CancelProjectRequest {
                request_id: id.clone(),
                name: project.name.clone(),
                etag: project.etag.clone(),
                note: "Ronde selesai".to_owned(),
            });
            let mut projects = self.projects();
            async move { projects.cancel_project(ask).await }
        });
        must("CancelProject", proposed.await).project.unwrap_or_default()
    }

    /// Confirms it.
    pub async fn given_up(&self, project: &Project) -> Told {
        let id = client::request_id();
        let confirmed = call(|| {
            let (name, etag) = (project.name.clone(), project.etag.clone());
            let request_id = id.clone();
            let ask =
                self.kds.ask(ConfirmCancellationRequest { request_id, name, etag, reject: false });
            let mut projects = self.projects();
            async move { projects.confirm_cancellation(ask).await }
        });
        confirmed.await.0
    }

    /// The project as it is now.
    pub async fn read(&self, name: &str) -> Project {
        let ask = || self.sek.ask(GetProjectRequest { name: name.to_owned() });
        let read = call(|| {
            let (ask, mut projects) = (ask(), self.projects());
            async move { projects.get_project(ask).await }
        });
        must("GetProject", read.await).project.unwrap_or_default()
    }

    /// Photographs the start of a work; without it nothing is paid.
    pub async fn photograph(&self, project: &Project, shape: &Shape, random: &mut StdRng) {
        let bytes = Scene::of(random.next_u64()).jpeg(96, 72);
        let facts = PhotoFacts {
            stage: 0,
            size_bytes: i64::try_from(bytes.len()).unwrap_or_default(),
            sha256: digest(&SHA256, &bytes).as_ref().to_vec(),
            taken_us: project.state_since_us,
            position: place::standing(shape),
            accuracy_m: Some(5.0),
        };
        let id = client::request_id();
        let photos = || PhotoServiceClient::new(self.pka.channel());
        let started = call(|| {
            let (request_id, parent) = (id.clone(), project.name.clone());
            let facts = Some(facts.clone());
            let ask = self.pka.ask(StartPhotoRequest { request_id, parent, facts });
            let mut photos = photos();
            async move { photos.start_photo(ask).await }
        });
        let name = must("StartPhoto", started.await).photo.unwrap_or_default().name;
        let id = client::request_id();
        let appended = call(|| {
            let ask = self.pka.ask(AppendPhotoChunkRequest {
                request_id: id.clone(),
                name: name.clone(),
                offset_bytes: 0,
                data: bytes.clone(),
            });
            let mut photos = photos();
            async move { photos.append_photo_chunk(ask).await }
        });
        must("AppendPhotoChunk", appended.await);
        let id = client::request_id();
        let finished = call(|| {
            let (request_id, name) = (id.clone(), name.clone());
            let ask = self.pka.ask(FinishPhotoRequest { request_id, name });
            let mut photos = photos();
            async move { photos.finish_photo(ask).await }
        });
        must("FinishPhoto", finished.await);
    }
}

fn content(kegiatan: &str, class: &str, shape: &Shape, title: &str) -> ProjectContent {
    let site = Site {
        shape: Some(shape.clone()),
        accuracy_m: Some(3.0),
        capture: Capture::PhonePoint.into(),
        amount: Some(AMOUNT),
    };
    ProjectContent {
        display_name: title.to_owned(),
        kegiatan: kegiatan.to_owned(),
        work_class: class.to_owned(),
        intervention: Intervention::New.into(),
        amount: Some(AMOUNT),
        volume_e4: 10_000,
        unit: "unit".to_owned(),
        sites: vec![site],
        ..ProjectContent::default()
    }
}

pub fn must<A>(what: &str, (told, answer): (Told, Option<A>)) -> A {
    answer.unwrap_or_else(|| panic!("{what} outside the race was refused: {:?}", told.codes))
}
