//! A screening that tells all that a registration tells has its answer, on both engines.

use std::collections::BTreeSet;

use domain::{
    Day, DesaId, Error, Place, Tahun, WorkClass, geo::LonLat, geo::Shape, ids::ProjectId,
};
use gate::{
    Capture, Finding, Layer, Relation, RelationKind, Side, Verdict, Work, household::Household,
    plan, register, site,
};
use serde::Serialize;
use store::{Command, Engine, Tx, args, engine_test};
use wire::{
    monitoring::v1::{DoubtSeverity, SiteDoubt},
    oversight::v1::{self as pb, rule_set_service_server::RuleSetService as _},
};

use crate::{
    fields::relation_messages,
    message,
    scorecard_tests::{activated, proposed},
    screen, sql,
    world::{Act, BLIMBINGSARI, SUKOJATI, World, culvert, from, told},
};

/// Family cards; nobody's.
const CARD: &str = "3510252010990001";
const OTHER_CARD: &str = "3510252010990002";

/// Enters a work as its village's room does; answers as a screening would.
#[derive(Serialize)]
struct Enter {
    work: Work,
    card: &'static str,
    /// Only drafted.
    is_plan: bool,
}

impl Command for Enter {
    const METHOD: &'static str = Act::METHOD;
    type Answer = pb::ScreenSiteResponse;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let (desa_name,): (String,) = tx.one(&sql::READ_DESA, args![&self.work.desa]).await?;
        let mut work = Work { desa_name, ..self.work.clone() };
        if !self.card.is_empty() {
            work.facts.household = Household::parse(self.card)?.hash(tx).await?;
        }
        if self.is_plan {
            plan::put(tx, &work).await?;
            return Ok(pb::ScreenSiteResponse::default());
        }
        work.project = ProjectId::new(tx.new_id());
        let doubts = site::doubted(tx, &mut work, &[]).await?;
        let screening = register::register(tx, &work).await?;
        let mut found: Vec<Finding> =
            screening.blocks.into_iter().chain(screening.warnings).collect();
        found.sort_by(|a, b| b.verdict.cmp(&a.verdict).then(a.distance_mm.cmp(&b.distance_mm)));
        let worst = found.first().map_or(Verdict::Clear, |finding| finding.verdict);
        Ok(pb::ScreenSiteResponse {
            verdict: screen::verdict(worst).into(),
            rule_rev: screening.rule_rev,
            findings: found.into_iter().map(screen::finding).collect(),
            doubts: edge::convert::doubts(&doubts),
        })
    }
}

async fn entered(world: &World, work: &Work, card: &'static str) -> pb::ScreenSiteResponse {
    let enter = Enter { work: work.clone(), card, is_plan: false };
    world.test.store.execute_once(None, enter).await.unwrap()
}

async fn screened(world: &World, request: pb::ScreenSiteRequest) -> pb::ScreenSiteResponse {
    screened_by(world, "kds", request).await
}

async fn screened_by(
    world: &World,
    who: &str,
    request: pb::ScreenSiteRequest,
) -> pb::ScreenSiteResponse {
    told(world.rules.screen_site(from(who, request)).await).unwrap()
}

/// A question that tells all of a work.
fn whole(work: &Work, card: &str) -> pb::ScreenSiteRequest {
    let (site, facts) = (&work.sites[0], &work.facts);
    let day = |day: Option<Day>| day.map(Day::iso).unwrap_or_default();
    pb::ScreenSiteRequest {
        parent: work.desa.name(),
        tahun: work.tahun.get(),
        work_class: work.class.code().into(),
        intervention: work.intervention.code().into(),
        shape: Some(edge::convert::shape_message(&site.shape)),
        accuracy_m: site.accuracy_mm.map(message::metres).unwrap_or_default(),
        display_name: work.name.clone(),
        amount: Some(edge::convert::rupiah(work.amount)),
        volume_e4: facts.volume_e4,
        unit: facts.unit.clone(),
        sumber_dana: facts.funds.iter().map(|fund| fund.as_str().to_owned()).collect(),
        layer: facts.layer.map(Layer::code).unwrap_or_default().into(),
        side: facts.side.map(Side::code).unwrap_or_default().into(),
        phase: facts.phase.map_or(0, |phase| i32::try_from(phase).unwrap()),
        household_number: card.into(),
        kegiatan: facts.kegiatan.clone(),
        starts_on: day(facts.starts),
        ends_on: day(facts.ends),
        relations: relation_messages(&facts.relations),
        continues: work.continues.map(|id| project(&work.desa, id)).unwrap_or_default(),
        capture: site.capture.map(Capture::code).unwrap_or_default().into(),
        project: String::new(),
    }
}

/// The same question about place, class and year alone.
fn bare(whole: &pb::ScreenSiteRequest) -> pb::ScreenSiteRequest {
    pb::ScreenSiteRequest {
        parent: whole.parent.clone(),
        tahun: whole.tahun,
        work_class: whole.work_class.clone(),
        intervention: whole.intervention.clone(),
        shape: whole.shape.clone(),
        accuracy_m: whole.accuracy_m,
        ..pb::ScreenSiteRequest::default()
    }
}

fn project(desa: &DesaId, id: ProjectId) -> String {
    format!("{}/projects/{id}", desa.name())
}

/// A road of 200 m that begins so many metres east, with all that can be told of one.
fn road(desa: &str, number: u128, east_m: f64, name: &str) -> Work {
    let at = |metres: f64| LonLat::new(114.3 + (east_m + metres) / 110_000.0, -8.31).unwrap();
    let mut work = culvert(desa, number, east_m);
    work.class = WorkClass::Road;
    work.name = name.to_owned();
    work.sites[0].shape = Shape::line(vec![at(0.0), at(200.0)]).unwrap();
    work.sites[0].capture = Some(Capture::PhoneTrack);
    work.facts.kegiatan = "02.03.11".to_owned();
    work.facts.funds = BTreeSet::from([domain::SumberDana::parse("DDS").unwrap()]);
    (work.facts.volume_e4, work.facts.unit) = (2_000_000, "m".to_owned());
    work
}

/// A house of somebody, so many metres east.
fn house(desa: &str, number: u128, east_m: f64) -> Work {
    Work {
        class: WorkClass::Housing,
        name: format!("Rumah layak huni {number}"),
        ..culvert(desa, number, east_m)
    }
}

/// Works that are there, a work that comes, its family card, and evidence that only a full
/// question brings; none where it clears what a bare one finds.
type Case = (Vec<Work>, Work, &'static str, Option<&'static str>);

fn cases() -> Vec<Case> {
    let theirs = road(BLIMBINGSARI, 1, 0.0, "Rabat beton gang Mawar RT 02");
    let mut ours = road(SUKOJATI, 2, 3.0, "Rabat beton jalan Mawar RT 02");
    (ours.facts.side, ours.facts.phase) = (Some(Side::Both), Some(2));
    let mut base = road(BLIMBINGSARI, 3, 400.0, "Pembangunan jalan Melati");
    base.facts.layer = Some(Layer::Base);
    base.facts.ends = Some(Day::from_ymd(2026, 1, 10));
    let mut surface = road(SUKOJATI, 4, 403.0, "Pembangunan jalan Kenanga");
    surface.facts.layer = Some(Layer::Surface);
    surface.facts.starts = Some(Day::from_ymd(2026, 8, 1));
    surface.facts.ends = Some(Day::from_ymd(2026, 9, 1));
    let first = road(SUKOJATI, 5, -400.0, "Jalan usaha tani");
    let first = Work { tahun: Tahun::new(2025).unwrap(), ..first };
    let mut rest = road(SUKOJATI, 6, -397.0, "Jalan usaha tani (DPAL)");
    rest.continues = Some(first.project);
    let lane = road(SUKOJATI, 7, -800.0, "Jalan lingkungan RT 05");
    let mut pipe = culvert(SUKOJATI, 8, -700.0);
    pipe.facts.relations = BTreeSet::from([Relation {
        kind: RelationKind::OtherComponent,
        desa: lane.desa.clone(),
        project: lane.project,
    }]);
    let (repaired, again) = (house(BLIMBINGSARI, 9, 800.0), house(SUKOJATI, 10, 890.0));
    let named = |number, east_m| Work {
        name: "Gorong-gorong RT 07 RW 03 Dusun Krajan".to_owned(),
        ..culvert(SUKOJATI, number, east_m)
    };
    let mut nowhere = named(11, 5_000.0);
    nowhere.sites[0].trusted = false;
    vec![
        (vec![theirs], ours, "", Some("amount_same")),
        (vec![base], surface, "", Some("layer_after")),
        (vec![first], rest, "", None),
        (vec![lane], pipe, "", Some("declared")),
        (vec![repaired], again, CARD, Some("household_same")),
        (vec![nowhere], named(12, 1_200.0), "", Some("words_only")),
    ]
}

fn levels(answer: &pb::ScreenSiteResponse) -> Vec<&str> {
    let evidence = answer.findings.iter().flat_map(|finding| &finding.evidence);
    evidence.map(|piece| piece.level.as_str()).collect()
}

async fn told_all_it_answers_what_the_registration_finds(engine: Engine) {
    for by_card in [false, true] {
        let world = World::new(engine).await;
        world.act(Act::Map).await.unwrap();
        if by_card {
            let rules = proposed(&world, "scorecards/shipped", "").await.unwrap();
            activated(&world, rules.name).await;
        }
        for (there, comes, card, level) in cases() {
            for work in there {
                if card.is_empty() {
                    world.act(Act::Register(work)).await.unwrap();
                } else {
                    entered(&world, &work, card).await;
                }
            }
            let question = whole(&comes, card);
            // Of a household in another village only who stands above both is told.
            let who = if card.is_empty() { "kds" } else { "camat" };
            let short = screened_by(&world, who, bare(&question)).await;
            let long = screened_by(&world, who, question).await;
            assert_eq!(long, entered(&world, &comes, card).await, "{}", comes.name);
            assert_ne!(long.findings, short.findings, "{}", comes.name);
            if by_card {
                continue;
            }
            let (long, short) = (levels(&long), levels(&short));
            let brings = match level {
                Some(level) => long.contains(&level) && !short.contains(&level),
                None => long.is_empty() && !short.is_empty(),
            };
            assert!(brings, "{}: {level:?} in {long:?} and not in {short:?}", comes.name);
        }
    }
}

async fn a_household_is_told_only_to_who_may_see_the_work_that_knows_it(engine: Engine) {
    let world = World::new(engine).await;
    world.act(Act::Map).await.unwrap();
    // The same household 90 m away, and another one next door.
    entered(&world, &house(BLIMBINGSARI, 1, 635.0), CARD).await;
    entered(&world, &house(BLIMBINGSARI, 2, 555.0), OTHER_CARD).await;
    let comes = house(SUKOJATI, 3, 545.0);
    let silent = screened(&world, whole(&comes, "")).await;
    assert_eq!(screened(&world, whole(&comes, CARD)).await, silent, "as without the card");
    let above = screened_by(&world, "camat", whole(&comes, CARD)).await;
    for level in ["household_same", "household_other"] {
        assert!(levels(&above).contains(&level), "{level}: {above:?}");
        assert!(!levels(&silent).contains(&level), "{level}: {silent:?}");
    }
    let theirs = screened_by(&world, "kades", whole(&house(BLIMBINGSARI, 4, 560.0), CARD)).await;
    assert!(levels(&theirs).contains(&"household_same"), "their own village: {theirs:?}");
    // In the village's own works its people see it too, beside what they see of others.
    entered(&world, &house(SUKOJATI, 5, 455.0), CARD).await;
    let own = screened(&world, whole(&comes, CARD)).await;
    let same = levels(&own).iter().filter(|level| **level == "household_same").count();
    assert_eq!(same, 1, "{own:?}");
    assert!(!levels(&own).contains(&"household_other"), "{own:?}");
}

async fn its_own_draft_is_no_other_work(engine: Engine) {
    let world = World::new(engine).await;
    world.act(Act::Map).await.unwrap();
    let work = culvert(SUKOJATI, 1, 0.0);
    let draft = Enter { work: work.clone(), card: "", is_plan: true };
    world.test.store.execute_once(None, draft).await.unwrap();
    let silent = screened(&world, whole(&work, "")).await;
    assert!(levels(&silent).contains(&"planned"), "{silent:?}");
    let project = project(&work.desa, work.project);
    let named = screened(&world, pb::ScreenSiteRequest { project, ..whole(&work, "") }).await;
    assert_eq!(named.findings, []);
}

async fn a_vague_position_is_told_as_it_would_be_when_it_is_signed_for(engine: Engine) {
    let world = World::new(engine).await;
    world.act(Act::Map).await.unwrap();
    world.act(Act::Law("site.accuracy_max_m", "50")).await.unwrap();
    world.act(Act::Law("severity.site.accuracy_poor", "hard")).await.unwrap();
    let question = whole(&culvert(SUKOJATI, 1, 0.0), "");
    for (accuracy_m, expected) in
        [(50.0, None), (60.0, Some("SITE_ACCURACY_POOR")), (0.0, Some("SITE_ACCURACY_MISSING"))]
    {
        let question = pb::ScreenSiteRequest { accuracy_m, ..question.clone() };
        for question in [bare(&question), question] {
            let told = screened(&world, question).await.doubts;
            let of_accuracy = |doubt: &&SiteDoubt| doubt.code.starts_with("SITE_ACCURACY_");
            let told: Vec<&SiteDoubt> = told.iter().filter(of_accuracy).collect();
            let codes: Vec<&str> = told.iter().map(|doubt| doubt.code.as_str()).collect();
            assert_eq!(codes, Vec::from_iter(expected), "{accuracy_m} m");
            if expected == Some("SITE_ACCURACY_POOR") {
                assert_eq!(told[0].severity(), DoubtSeverity::Refuse);
                let sentence = "Ketelitian lokasi ke-1 hanya 60 m; paling buruk 50 m.";
                assert_eq!(told[0].text, sentence);
            }
        }
    }
}

async fn every_field_that_cannot_be_read_is_told(engine: Engine) {
    let world = World::new(engine).await;
    let bad = pb::ScreenSiteRequest {
        volume_e4: -1,
        sumber_dana: vec!["dds".into()],
        layer: "atas".into(),
        side: "utara".into(),
        phase: 100,
        household_number: "12".into(),
        kegiatan: "jalan".into(),
        starts_on: "2026-06-02".into(),
        ends_on: "2026-06-01".into(),
        relations: vec![wire::monitoring::v1::Relation::default()],
        continues: "x".into(),
        capture: "satelit".into(),
        project: "y".into(),
        ..bare(&whole(&culvert(SUKOJATI, 1, 0.0), ""))
    };
    let no = told(world.rules.screen_site(from("kds", bad)).await).unwrap_err();
    assert_eq!(no.len(), 13, "{no:?}");
    assert!(no.contains(&"WORK_DAYS_TURNED".to_owned()), "{no:?}");
}

async fn a_work_of_another_village_is_no_draft_of_one_s_own(engine: Engine) {
    let world = World::new(engine).await;
    let work = culvert(SUKOJATI, 1, 0.0);
    let foreign = project(&culvert(BLIMBINGSARI, 2, 0.0).desa, work.project);
    let (project, continues) = (foreign.clone(), foreign);
    let bad = pb::ScreenSiteRequest { project, continues, ..bare(&whole(&work, "")) };
    let no = told(world.rules.screen_site(from("kds", bad)).await).unwrap_err();
    assert_eq!(no, ["FIELD_MALFORMED", "FIELD_MALFORMED"]);
}

engine_test!(
    a_work_of_another_village_is_no_draft_of_one_s_own,
    told_all_it_answers_what_the_registration_finds,
    a_household_is_told_only_to_who_may_see_the_work_that_knows_it,
    its_own_draft_is_no_other_work,
    a_vague_position_is_told_as_it_would_be_when_it_is_signed_for,
    every_field_that_cannot_be_read_is_told,
);
