//! AmendSite and ConfirmAmendment: a registered project becomes another, by two signatures.

use domain::{Error, Place, Refusal, Rupiah, WorkClass, ids::ProjectId, text};
use edge::Violations;
use gate::{Facts, site::Doubt};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Tx, args};
use wire::monitoring::v1::{
    AmendSiteRequest, AmendSiteResponse, ConfirmAmendmentRequest, ConfirmAmendmentResponse,
};

use crate::{
    carry,
    content::{self, Content},
    doubts, ended, message, moved,
    names::ProjectName,
    paid::{self, Amended},
    project,
    refusal::{AMENDMENT_MISSING, KEGIATAN_FIXED},
    sign::{Seen, declarations, notes, screened},
    sql::{self, AmendmentRow, ProjectRow},
    states::{pka_unmet, signer_unmet, sites_unmet, state_unmet, waiting_unmet},
};

/// Proposes.
#[derive(Debug, Serialize)]
pub struct AmendSite {
    seen: Seen,
    content: Content,
    note: String,
}

impl AmendSite {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: AmendSiteRequest) -> Result<Self, Error> {
        let mut faults = Violations::new();
        let seen = Seen::read(&request.name, &request.etag, &mut faults);
        let desa = seen.as_ref().map(|seen| &seen.name.desa);
        let content = content::parse(request.content, desa, &mut faults);
        let note = faults.read("note", text::required_note(&request.note));
        let parsed = seen.zip(content).zip(note);
        faults.finish(parsed.map(|((seen, content), note)| Self { seen, content, note }))
    }
}

impl Command for AmendSite {
    const METHOD: &'static str = wire::access::project_service::AMEND_SITE;
    type Answer = AmendSiteResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (name, content) = (&self.seen.name, &self.content);
        let row = self.seen.lock(tx).await?;
        let person = tx.principal()?.person.uuid();
        let waits = project::amendment(tx, name).await?.is_some();
        let mut no: Vec<Refusal> = state_unmet(&row.state, "registered").into_iter().collect();
        no.extend(waiting_unmet(waits, row.is_being_cancelled()));
        no.extend(pka_unmet(&row.kegiatan, project::pka(tx, &row).await?, person));
        if content.kegiatan != project::kegiatan(&row)? {
            no.push(KEGIATAN_FIXED.refuse().at("content.kegiatan"));
        }
        no.extend(sites_unmet(&content.sites, content.amount));
        no.extend(project::held(tx, name).await?);
        Error::unless_empty(no)?;
        let class = project::class(tx, content).await?;
        let facts = content.declared.facts(tx, Some(&Facts::decode(&row.declared)?)).await?;
        let amended = Amended {
            class: class.code(),
            intervention: content.intervention.code(),
            continues: content.continues.map(ProjectId::uuid),
            sites: &content.sites,
            declared: &facts,
        };
        Error::unless_empty(paid::fixed(tx, name, &row, &amended).await?)?;
        let tahun = project::tahun(&row)?;
        project::check_declared(tx, &name.desa, tahun, class, content).await?;
        let doubts = self.doubts(tx, class).await?;
        let mut no = doubts::refusals(&doubts);
        let work = project::proposed(tx, name, content, class, facts.clone()).await?;
        no.extend(declarations(tx, &work).await?);
        no.extend(carry::below_taken(tx, &work, Rupiah::from_sen(row.amount_sen)).await?);
        no.extend(ended::unmet(tx, name, &row, work.amount).await?);
        Error::unless_empty(no)?;
        let geometry_rev = row.geometry_rev.saturating_add(1);
        tx.exec(
            &sql::PUT_AMENDMENT,
            args![
                &name.desa,
                name.id.uuid(),
                geometry_rev,
                class,
                content.intervention.code(),
                &content.name,
                content.amount,
                content.volume_e4,
                &content.unit,
                content.continues.map(ProjectId::uuid),
                person,
                tx.now_us(),
                facts.encode()?,
                doubts::encode(&doubts)?
            ],
        )
        .await?;
        project::put_sites(tx, name, geometry_rev, &content.sites).await?;
        tx.exec(&sql::NOTE_PROJECT, args![&name.desa, name.id.uuid(), &self.note]).await?;
        tx.record(
            Event::new("project.amendment_proposed", name.name())
                .with(json!({"geometry_rev": geometry_rev, "note": self.note})),
        );
        let project = Some(message::project(tx, name).await?);
        Ok(AmendSiteResponse { project, receipt: None })
    }
}

impl AmendSite {
    /// What is doubtful about the proposed sites.
    async fn doubts(&self, tx: &mut Tx<'_>, class: WorkClass) -> Result<Vec<Doubt>, Error> {
        let content = &self.content;
        let asked = doubts::Sites {
            desa: &self.seen.name.desa,
            project: Some(self.seen.name.id),
            class,
            side: content.declared.side,
            volume_e4: content.volume_e4,
            unit: &content.unit,
            sites: &content.sites,
        };
        Ok(doubts::check(tx, &asked).await?.1)
    }
}

/// Puts into force, or turns down.
#[derive(Debug, Serialize)]
pub struct ConfirmAmendment {
    seen: Seen,
    reject: bool,
}

impl ConfirmAmendment {
    /// Reads the request; reports every bad field at once.
    pub fn parse(request: ConfirmAmendmentRequest) -> Result<Self, Error> {
        let seen = Seen::parse(&request.name, &request.etag)?;
        Ok(Self { seen, reject: request.reject })
    }
}

impl Command for ConfirmAmendment {
    const METHOD: &'static str = wire::access::project_service::CONFIRM_AMENDMENT;
    type Answer = ConfirmAmendmentResponse;

    fn place(&self) -> Place {
        self.seen.place()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let name = &self.seen.name;
        let row = self.seen.lock(tx).await?;
        let waiting = project::amendment(tx, name).await?;
        let person = tx.principal()?.person.uuid();
        let mut no: Vec<Refusal> = state_unmet(&row.state, "registered").into_iter().collect();
        match &waiting {
            Some(waiting) => no.extend(signer_unmet(Some(waiting.proposed_by), person)),
            None => no.push(AMENDMENT_MISSING.refuse()),
        }
        if !self.reject {
            no.extend(project::held(tx, name).await?);
        }
        Error::unless_empty(no)?;
        let waiting = waiting.ok_or_else(Error::absent)?;
        tx.exec(&sql::DROP_AMENDMENT, args![&name.desa, name.id.uuid()]).await?;
        let screening = if self.reject {
            project::drop_sites(tx, name, waiting.geometry_rev).await?;
            tx.exec(&sql::NOTE_PROJECT, args![&name.desa, name.id.uuid(), &row.note]).await?;
            tx.record(Event::new("project.amendment_rejected", name.name()));
            None
        } else {
            let screening = put_into_force(tx, name, &row, &waiting).await?;
            tx.record(screened("project.amended", name, &screening));
            Some(message::screening(&screening, notes(tx, name).await?))
        };
        Ok(ConfirmAmendmentResponse {
            project: Some(message::project(tx, name).await?),
            screening,
            receipt: None,
        })
    }
}

/// Puts an amendment into force in place of what was in force as `row`.
async fn put_into_force(
    tx: &mut Tx<'_>,
    name: &ProjectName,
    row: &ProjectRow,
    waiting: &AmendmentRow,
) -> Result<gate::Screening, Error> {
    let sites = project::sites(tx, name, waiting.geometry_rev).await?;
    let photos_from_rev = moved::photos_from(tx, name, row, &sites).await?;
    tx.exec(
        &sql::AMEND_PROJECT,
        args![
            &name.desa,
            name.id.uuid(),
            &waiting.work_class,
            &waiting.intervention,
            &waiting.name,
            waiting.amount_sen,
            waiting.volume_e4,
            &waiting.unit,
            waiting.continues_id,
            waiting.geometry_rev,
            &waiting.declared,
            photos_from_rev
        ],
    )
    .await?;
    let work = project::work(tx, name).await?;
    let mut no = doubts::keep(tx, name, &work).await?;
    // Doubts decide which sites are trusted, so the work is read again.
    let work = project::work(tx, name).await?;
    no.extend(declarations(tx, &work).await?);
    no.extend(carry::below_taken(tx, &work, Rupiah::from_sen(row.amount_sen)).await?);
    Error::unless_empty(no)?;
    let screening = gate::register::amend(tx, &work).await?;
    // The register holds the project now, so that no verification and no payment comes between.
    let declared = Facts::decode(&waiting.declared)?;
    let amended = Amended {
        class: &waiting.work_class,
        intervention: &waiting.intervention,
        continues: waiting.continues_id,
        sites: &sites,
        declared: &declared,
    };
    let mut no = paid::fixed(tx, name, row, &amended).await?;
    no.extend(ended::unmet(tx, name, row, Rupiah::from_sen(waiting.amount_sen)).await?);
    Error::unless_empty(no)?;
    ended::keep(tx, name, row).await?;
    if screening.geometry_rev == waiting.geometry_rev {
        return Ok(screening);
    }
    Err(Error::fault(format!("{}: gate and project differ in their revision", name.name())))
}
