//! Steps of a project for the tests of this room, and what they answer.

use wire::{
    common::v1 as common,
    monitoring::v1::{self as pb, project_service_server::ProjectService as _},
};

use crate::world::{BLIMBINGSARI, SUKOJATI, World, from, told};

/// Codes of a refusal.
pub type No = Vec<String>;

/// The village and the beginning of its people's tokens.
fn village(side: &str) -> &'static str {
    if side == "a" { SUKOJATI } else { BLIMBINGSARI }
}

impl World {
    /// Drafts a project of a village, `a` or `b`, in a year.
    pub async fn draft(
        &self,
        side: &str,
        year: i32,
        content: pb::ProjectContent,
    ) -> Result<pb::Project, No> {
        let request = pb::CreateProjectRequest {
            request_id: self.id(),
            parent: format!("desa/{}/tahun/{year}", village(side)),
            content: Some(content),
        };
        let who = format!("{side}-pka");
        let answer = told(self.projects.create_project(from(&who, request)).await)?;
        Ok(answer.project.unwrap())
    }

    /// Hands a draft in.
    pub async fn submit(&self, side: &str, draft: &pb::Project) -> Result<pb::Project, No> {
        let request = pb::SubmitProjectRequest {
            request_id: self.id(),
            name: draft.name.clone(),
            etag: draft.etag.clone(),
        };
        let who = format!("{side}-pka");
        let answer = told(self.projects.submit_project(from(&who, request)).await)?;
        Ok(answer.project.unwrap())
    }

    /// Drafts, hands in and registers.
    pub async fn register(
        &self,
        side: &str,
        year: i32,
        content: pb::ProjectContent,
    ) -> Result<(pb::Project, pb::ScreeningResult), No> {
        let draft = self.draft(side, year, content).await?;
        let submitted = self.submit(side, &draft).await?;
        let request = pb::RegisterProjectRequest {
            request_id: self.id(),
            name: submitted.name,
            etag: submitted.etag,
        };
        let who = format!("{side}-sek");
        let answer = told(self.projects.register_project(from(&who, request)).await)?;
        Ok((answer.project.unwrap(), answer.screening.unwrap()))
    }

    /// Gives a registered project up, by two persons.
    pub async fn cancel(&self, side: &str, project: &pb::Project) {
        let request = pb::CancelProjectRequest {
            request_id: self.id(),
            name: project.name.clone(),
            etag: project.etag.clone(),
            note: "Dibatalkan musyawarah desa".into(),
        };
        let who = format!("{side}-pka");
        let proposed = told(self.projects.cancel_project(from(&who, request)).await).unwrap();
        let request = pb::ConfirmCancellationRequest {
            request_id: self.id(),
            name: project.name.clone(),
            etag: proposed.project.unwrap().etag,
            reject: false,
        };
        let who = format!("{side}-kds");
        told(self.projects.confirm_cancellation(from(&who, request)).await).unwrap();
    }

    /// Gives a registered project other contents, by two persons.
    pub async fn amend(
        &self,
        side: &str,
        project: &pb::Project,
        content: pb::ProjectContent,
    ) -> Result<(pb::Project, pb::ScreeningResult), No> {
        let request = pb::AmendSiteRequest {
            request_id: self.id(),
            name: project.name.clone(),
            etag: project.etag.clone(),
            content: Some(content),
            note: "Koordinat keliru".into(),
        };
        let who = format!("{side}-pka");
        let waiting = told(self.projects.amend_site(from(&who, request)).await)?;
        let request = pb::ConfirmAmendmentRequest {
            request_id: self.id(),
            name: project.name.clone(),
            etag: waiting.project.unwrap().etag,
            reject: false,
        };
        let who = format!("{side}-sek");
        let done = told(self.projects.confirm_amendment(from(&who, request)).await)?;
        Ok((done.project.unwrap(), done.screening.unwrap()))
    }

    /// Asks what is doubtful about sites.
    pub async fn check(&self, content: pb::ProjectContent, text: &str) -> pb::CheckSiteResponse {
        let request = pb::CheckSiteRequest {
            parent: format!("desa/{SUKOJATI}"),
            project: String::new(),
            content: Some(content),
            position_text: text.into(),
        };
        told(self.projects.check_site(from("a-op", request)).await).unwrap()
    }

    /// A project as it is now.
    pub async fn project(&self, side: &str, name: &str) -> pb::Project {
        let request = pb::GetProjectRequest { name: name.to_owned() };
        let who = format!("{side}-pka");
        told(self.projects.get_project(from(&who, request)).await).unwrap().project.unwrap()
    }
}

/// Codes of doubts.
pub fn codes(doubts: &[pb::SiteDoubt]) -> Vec<&str> {
    doubts.iter().map(|doubt| doubt.code.as_str()).collect()
}

/// A point in degrees.
pub fn degrees(longitude_deg: f64, latitude_deg: f64) -> common::LonLat {
    common::LonLat { longitude_deg, latitude_deg }
}

/// The shape of a point.
pub fn point(at: common::LonLat) -> common::Shape {
    common::Shape { kind: Some(common::shape::Kind::Point(at)) }
}

/// The shape of a line.
pub fn line(vertices: &[common::LonLat]) -> common::Shape {
    let path = common::Path { vertices: vertices.to_vec() };
    common::Shape { kind: Some(common::shape::Kind::Line(path)) }
}

/// The shape of an area.
pub fn area(vertices: &[common::LonLat]) -> common::Shape {
    let rings = vec![common::Path { vertices: vertices.to_vec() }];
    common::Shape { kind: Some(common::shape::Kind::Polygon(common::Polygon { rings })) }
}

/// Metres east and north of a place in the middle of Sukojati; the sea begins 1,500 m east, Badean
/// 850 m south.
pub fn at(east_m: f64, north_m: f64) -> common::LonLat {
    // 110,160 and 110,585 metres a degree at 8.28 degrees south.
    degrees(114.352_1 + east_m / 110_160.0, -8.284_1 + north_m / 110_585.0)
}

/// A work of one site.
pub fn work(class: &str, title: &str, shape: common::Shape) -> pb::ProjectContent {
    works(class, title, vec![shape])
}

/// A work of several sites, 100 sen each.
pub fn works(class: &str, title: &str, shapes: Vec<common::Shape>) -> pb::ProjectContent {
    let site = |shape| pb::Site {
        shape: Some(shape),
        accuracy_m: Some(3.0),
        capture: pb::Capture::PhoneTrack.into(),
        amount: Some(common::Rupiah { sen: 100 }),
    };
    let sites: Vec<pb::Site> = shapes.into_iter().map(site).collect();
    pb::ProjectContent {
        display_name: title.into(),
        kegiatan: "02.03.14".into(),
        work_class: class.into(),
        intervention: pb::Intervention::New.into(),
        amount: Some(common::Rupiah { sen: 100 * i64::try_from(sites.len()).unwrap() }),
        volume_e4: 0,
        sites,
        ..pb::ProjectContent::default()
    }
}

/// Levels of the evidence of a finding.
pub fn levels(finding: &pb::PairFinding) -> Vec<&str> {
    finding.evidence.iter().map(|piece| piece.level.as_str()).collect()
}
