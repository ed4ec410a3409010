//! Two villages for the tests of this room: people, codes, law, and calls as they come in.

use domain::{Clock, Day, DesaId, Error, Place, Role, ids::ProjectId};
use serde::Serialize;
use store::{
    Command, Engine, Tx, args,
    testing::{self, TestStore},
};
use tonic::{Request, Response, Status, metadata::MetadataValue};
use tonic_types::StatusExt as _;
use uuid::Uuid;
use wire::{common::v1 as common, monitoring::v1 as pb};

use crate::{photo_rpc::Photos, rpc::Projects};

pub const SUKOJATI: &str = "35.10.25.2010";
pub const BLIMBINGSARI: &str = "35.10.25.2009";

store::statements! {
    PERSON: cross_desa("people") = "INSERT INTO identity_person (person_id, full_name, created_us) VALUES ($1, $2, 0)";
    ACCOUNT: cross_desa("people") = "INSERT INTO identity_account (account_id, person_id, account_name, password_hash, created_us)
        VALUES ($1, $1, $2, '', 0)";
    SESSION: cross_desa("people") = "INSERT INTO identity_session (session_id, account_id, person_id, started_us, ends_us, stepped_up_us)
        VALUES ($1, $1, $1, 0, 9000000000000000, 0)";
    TOKEN: cross_desa("people") = "INSERT INTO identity_token (token_hash, session_id, expires_us)
        VALUES ($1, $2, 9000000000000000)";
    MANDATE: cross_desa("people") = "INSERT INTO identity_mandate (mandate_id, person_id, role, area, valid_from, acting,
            basis, state, proposed_us, confirmed_us)
        VALUES ($1, $2, $3, $4, 0, $5, '', 'active', 0, 0)";
    KEGIATAN: cross_desa("charts") = "INSERT INTO registry_kegiatan (code, level, name, is_infrastructure, work_class, origin)
        VALUES ($1, 3, $1, TRUE, $2, '')";
    POLICY: cross_desa("law") = "INSERT INTO registry_policy (key, area, valid_from, valid_to, value, unit, basis, verified, note)
        VALUES ($1, '', 0, NULL, $2, 'm', '', TRUE, '')
        ON CONFLICT (key, area, valid_from) DO UPDATE SET value = excluded.value";
    APBDES = "INSERT INTO planning_apbdes (desa_id, apbdes_id, tahun, kind, state, state_since_us, reference, revision, created_us)
        VALUES ($1, $2, $3, 'awal', 'draft', 0, '', 1, 0)";
    DPA = "INSERT INTO planning_dpa (desa_id, dpa_id, tahun, apbdes_id, kegiatan, amendment, pka_person_id, state, state_since_us,
            ceiling_sen, location, target, team, return_note, revision, created_us)
        VALUES ($1, $2, $3, $2, '02.03.14', FALSE, $4, 'drafted', 0, 0, '', '', '', '', 1, 0)";
    DPA_LINE = "INSERT INTO planning_dpa_rab (desa_id, dpa_id, n, line_id, uraian, volume_e4, unit, unit_price_sen, amount_sen)
        VALUES ($1, $2, 1, $2, '', 10000, '', $3, $3)";
    LEDGER_LINE = "INSERT INTO ledger_line (desa_id, line_id, tahun, kind, kegiatan, rekening, sumber_dana, ceiling_sen, posted_sen)
        VALUES ($1, $2, $3, 'spending', '02.03.14', $4, 'DDS', $5, $6)";
    APPROVE_DPA = "UPDATE planning_dpa SET state = 'approved', verified_by = $3, approved_by = $4, approved_day = 20455
        WHERE desa_id = $1 AND dpa_id = $2";
    SPP = "INSERT INTO realisation_spp (desa_id, spp_id, tahun, number, kind, state, state_since_us, day, month, description,
            amount_sen, payee_name, payee_address, payee_bank, payee_account, invoice_number, progress_note, responsible,
            legal_basis, reason, pka_person_id, created_by, created_us, submitted_by, verified_by, approved_by, paid_by, revision)
        VALUES ($1, $2, 2026, $7, 'definitif', 'draft', 0, 20500, 3, '', 70, '', '', '', '', '', '', TRUE, '', '', $3, $3, 0, $3,
            $4, $5, $6, 1)";
    SPP_LINE = "INSERT INTO realisation_spp_line (desa_id, spp_id, n, line_id, amount_sen, project_id)
        VALUES ($1, $2, 1, $2, 70, $3)";
    SPJ = "INSERT INTO realisation_spj (desa_id, spp_id, tahun, number, day, spent_sen, rest_sen, note, submitted_by, submitted_us,
            accepted_by, accepted_us)
        VALUES ($1, $2, 2026, $3, 20500, 0, 70, '', $4, 0, $5, 0)";
    SPJ_LINE = "INSERT INTO realisation_spj_line (desa_id, spp_id, n, amount_sen) VALUES ($1, $2, 1, 0)";
    MOVE_SPP = "UPDATE realisation_spp SET state = $3 WHERE desa_id = $1 AND spp_id = $2";
    SETTLE = "UPDATE realisation_spp SET state = 'settled' WHERE desa_id = $1 AND state = 'accounted'";
    FORGE_CHUNK = "UPDATE monitoring_photo_chunk SET offset_bytes = offset_bytes + 1 WHERE desa_id = $1";
    FORGE_PHOTO = "UPDATE monitoring_photo SET stage = 100 WHERE desa_id = $1 AND state = 'finished'";
    AGE_UPLOADS = "UPDATE monitoring_photo SET started_us = started_us - 90000000000 WHERE desa_id = $1 AND state = 'uploading'";
    DROP_EVIDENCE = "DELETE FROM monitoring_photo WHERE desa_id = $1 AND state = 'finished'";
    DROP_CHUNKS_OF_EVIDENCE = "DELETE FROM monitoring_photo_chunk WHERE desa_id = $1 AND photo_id IN (
        SELECT p.photo_id FROM monitoring_photo p WHERE p.desa_id = $1 AND p.state = 'finished')";
    MOVE_SITES = "UPDATE monitoring_site SET shape = substr(shape, 1, 3) WHERE desa_id = $1";
    FORGE_HASH = "UPDATE monitoring_photo_hash SET hash = 0 WHERE desa_id = $1";
    FORGE_REPORT = "UPDATE monitoring_photo_report SET findings = '' WHERE desa_id = $1";
}

/// What a test does to the store beside the services.
#[derive(Serialize, Clone)]
pub enum Act {
    /// People, two kegiatan and two rules of law.
    Settle,
    /// People alone, where the registry's own charts and law are loaded.
    People,
    Forge(&'static str),
    /// Another version of the rules becomes active.
    NewRules,
    /// The same with the shipped scorecard.
    Scorecard,
    Law(&'static str, &'static str),
    /// Sukojati's DPA of 02.03.14 in a year is approved: what it gives to an objek, and what of it
    /// is spent.
    Dpa(i32, &'static str, i64, i64),
    /// 70 sen were paid for a project of Sukojati.
    Paid(Uuid),
    /// A request for 70 sen of a project of Sukojati stands in a state; nothing was spent of one
    /// that was accounted for.
    Asked(Uuid, &'static str),
    /// The inspectorate holds a project of Sukojati.
    Hold(Uuid),
    /// Another owner's work enters the register.
    Outside(Box<gate::Work>),
}

impl Command for Act {
    const METHOD: &'static str = "test/Act";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        match self {
            Self::Settle => {
                people(tx).await?;
                charts(tx).await
            }
            Self::People => people(tx).await,
            Self::NewRules | Self::Scorecard => {
                let mut rules = gate::rules::RuleSet::first()?;
                if matches!(self, Self::Scorecard) {
                    rules.scorecard = Some(gate::scorecard::Scorecard::shipped()?);
                }
                let rule_rev = gate::rules::propose(tx, &rules, None).await?;
                gate::rules::activate(tx, rule_rev, None).await
            }
            Self::Law(key, value) => tx.exec(&POLICY, args![*key, *value]).await.map(|_| ()),
            Self::Dpa(year, objek, given_sen, spent_sen) => {
                let id = tx.new_id();
                tx.exec(&APBDES, args![SUKOJATI, id, *year]).await?;
                tx.exec(&DPA, args![SUKOJATI, id, *year, person(1)]).await?;
                tx.exec(&DPA_LINE, args![SUKOJATI, id, *given_sen]).await?;
                let line = args![SUKOJATI, id, *year, *objek, *given_sen, *spent_sen];
                tx.exec(&LEDGER_LINE, line).await?;
                let signed = args![SUKOJATI, id, person(2), person(3)];
                tx.exec(&APPROVE_DPA, signed).await.map(|_| ())
            }
            Self::Hold(project) => {
                let desa = DesaId::parse(SUKOJATI)?;
                let hold = gate::freeze::Freeze {
                    id: tx.new_id(),
                    office: Role::Ins,
                    person: person(9),
                    note: "Sedang diperiksa",
                };
                gate::freeze::freeze(tx, &desa, ProjectId::new(*project), &hold).await
            }
            Self::Outside(work) => gate::register::register(tx, work).await.map(|_| ()),
            Self::Paid(project) => asked(tx, *project, "disbursed").await,
            Self::Asked(project, state) => asked(tx, *project, state).await,
            Self::Forge(name) => {
                let statement = STATEMENTS.iter().find(|s| s.name == *name).unwrap();
                tx.exec(statement, args![SUKOJATI]).await.map(|_| ())
            }
        }
    }
}

/// A request for 70 sen of a project in a state, with an accounting where its state has one.
async fn asked(tx: &mut Tx<'_>, project: Uuid, state: &str) -> Result<(), Error> {
    let id = tx.new_id();
    let number = id.to_string();
    let signed = args![SUKOJATI, id, person(1), person(2), person(3), person(5), number.as_str()];
    tx.exec(&SPP, signed).await?;
    tx.exec(&SPP_LINE, args![SUKOJATI, id, project]).await?;
    if matches!(state, "accounted" | "settled") {
        tx.exec(&SPJ, args![SUKOJATI, id, number.as_str(), person(1), person(2)]).await?;
        tx.exec(&SPJ_LINE, args![SUKOJATI, id]).await?;
    }
    tx.exec(&MOVE_SPP, args![SUKOJATI, id, state]).await.map(|_| ())
}

/// People by their tokens: village, roles. `a-pka+sek` holds two mandates.
const PEOPLE: [(&str, &str, &[Role]); 9] = [
    ("a-op", SUKOJATI, &[Role::Op]),
    ("a-pka", SUKOJATI, &[Role::Pka]),
    ("a-sek", SUKOJATI, &[Role::Sek]),
    ("a-kds", SUKOJATI, &[Role::Kds]),
    ("a-pka+sek", SUKOJATI, &[Role::Pka, Role::Sek]),
    ("b-pka", BLIMBINGSARI, &[Role::Pka]),
    ("b-sek", BLIMBINGSARI, &[Role::Sek]),
    ("b-kds", BLIMBINGSARI, &[Role::Kds]),
    ("ins", "35.10", &[Role::Ins]),
];

/// The id of a person by its place in [`PEOPLE`].
fn person(at: u128) -> Uuid {
    Uuid::from_u128(1_000 + at)
}

async fn people(tx: &mut Tx<'_>) -> Result<(), Error> {
    for (n, (token, area, roles)) in (1_000_u128..).zip(PEOPLE) {
        let id = Uuid::from_u128(n);
        tx.exec(&PERSON, args![id, token]).await?;
        tx.exec(&ACCOUNT, args![id, token]).await?;
        tx.exec(&SESSION, args![id]).await?;
        let hash = store::Caller::of_token(token).token_hash;
        tx.exec(&TOKEN, args![hash.as_slice(), id]).await?;
        for (m, role) in (1_u128..).zip(roles) {
            let mandate = Uuid::from_u128(n * 100 + m);
            tx.exec(&MANDATE, args![mandate, id, role.code(), area, false]).await?;
        }
    }
    Ok(())
}

/// The law of these tests.
const LAW: [(&str, &str); 9] = [
    ("site.accuracy_max_m", "50"),
    ("severity.site.accuracy_poor", "hard"),
    ("site.stages", "0;50;100"),
    ("photo.site_distance_max_m", "100"),
    ("photo.device_distance_max_m", "100"),
    ("photo.device_gap_max_minutes", "60"),
    ("photo.early_max_days", "31"),
    ("photo.villages_max", "5"),
    ("gate.scope_tolerance_permille", "100"),
];

async fn charts(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.exec(&KEGIATAN, args!["02.03.14", "culvert"]).await?;
    tx.exec(&KEGIATAN, args!["01.01.01", ""]).await?;
    for (key, value) in LAW {
        tx.exec(&POLICY, args![key, value]).await?;
    }
    Ok(())
}

/// Where a test runs, and by which rules: rule set 1, or the same with the shipped scorecard.
#[derive(Clone, Copy)]
pub struct On {
    pub engine: Engine,
    pub by_card: bool,
}

impl From<Engine> for On {
    fn from(engine: Engine) -> Self {
        Self { engine, by_card: false }
    }
}

/// A store with both villages and rule set 1, and the services on it.
pub struct World {
    pub test: TestStore,
    pub projects: Projects,
    pub photos: Photos,
    pub clock: Clock,
    /// Whether the shipped scorecard weighs the pairs.
    pub by_card: bool,
}

/// Children that read pictures: this test binary plays them.
fn reader() -> picture::Reader {
    let program = std::env::current_exe().unwrap();
    picture::Reader::of(program, ["--exact", "world::child", "parse-worker"])
}

/// The child when asked to be one; in an ordinary run of the tests there is nothing to do.
#[test]
fn child() {
    if std::env::args().any(|argument| argument == "parse-worker") {
        picture::worker::run().unwrap();
    }
}

/// Minutes for which a password counts here: all of the test.
const STEP_UP_MINUTES: u32 = 100_000_000;

impl World {
    pub async fn new(on: impl Into<On>) -> Self {
        let world = Self::bare(on.into()).await;
        world.act(Act::Settle).await.unwrap();
        world
    }

    /// With the registry's places, charts, law, and the boundaries it ships.
    pub async fn of_banyuwangi(on: impl Into<On>) -> Self {
        let world = Self::bare(on.into()).await;
        registry::load_reference(&world.test.store).await.unwrap();
        let (shipped, source) = (registry::data::BOUNDARIES, registry::data::BOUNDARIES_SOURCE);
        world.bounded(shipped, Day::from_ymd(2022, 12, 27), source).await;
        world.act(Act::People).await.unwrap();
        world
    }

    /// Loads boundaries that hold from a day on.
    pub async fn bounded(&self, geojson: &[u8], from: Day, source: &str) {
        let store = &self.test.store;
        registry::boundaries::import(store, geojson, from, source, |_, _| {}).await.unwrap();
    }

    async fn bare(on: On) -> Self {
        let noon_us = Day::from_ymd(2026, 3, 2).start_us() + 12 * 3_600_000_000;
        let inner = gate::INTERNAL_METHODS.iter().chain(registry::INTERNAL_METHODS);
        let open: Vec<&'static str> = [Act::METHOD].iter().chain(inner).copied().collect();
        let matrix = edge::access::matrix(STEP_UP_MINUTES, &open);
        let clock = Clock::fixed(noon_us);
        let test = testing::empty(on.engine, clock.clone(), matrix).await;
        gate::load_rule_set(&test.store).await.unwrap();
        let projects = Projects { store: test.store.clone() };
        let photos = Photos { store: test.store.clone(), reader: reader() };
        let world = Self { test, projects, photos, clock, by_card: on.by_card };
        if on.by_card {
            world.act(Act::Scorecard).await.unwrap();
        }
        world
    }

    /// Moves the clock to noon of a day.
    pub fn on(&self, year: i32, month: u8, day: u8) {
        self.clock.set(Day::from_ymd(year, month, day).start_us() + 12 * 3_600_000_000);
    }

    pub async fn act(&self, act: Act) -> Result<(), Error> {
        self.test.store.execute_once(None, act).await
    }

    /// A fresh request id.
    pub fn id(&self) -> String {
        self.test.store.new_request_id().uuid().to_string()
    }
}

/// A request from a person.
pub fn from<T>(who: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    let bearer: MetadataValue<_> = format!("Bearer {who}").parse().unwrap();
    request.metadata_mut().insert("authorization", bearer);
    request
}

/// The answer, or the codes of every reason of the refusal.
pub fn told<T>(answer: Result<Response<T>, Status>) -> Result<T, Vec<String>> {
    answer.map(Response::into_inner).map_err(|status| {
        let details = status.get_error_details();
        let unmet = details.precondition_failure().map(|f| f.violations.as_slice());
        let mut codes: Vec<String> =
            unmet.unwrap_or_default().iter().map(|v| v.r#type.clone()).collect();
        if let Some(bad) = details.bad_request() {
            let code = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
            codes.extend(bad.field_violations.iter().map(|v| code(&v.description)));
        }
        if codes.is_empty() {
            codes.extend(details.error_info().map(|info| info.reason.clone()));
        }
        codes
    })
}

/// Metres east of a culvert in Banyuwangi as a site with 5 m accuracy.
pub fn site(east_m: f64, sen: i64) -> pb::Site {
    let position =
        common::LonLat { longitude_deg: 114.3 + east_m / 110_000.0, latitude_deg: -8.31 };
    pb::Site {
        shape: Some(common::Shape { kind: Some(common::shape::Kind::Point(position)) }),
        accuracy_m: Some(5.0),
        capture: pb::Capture::PhonePoint.into(),
        amount: Some(common::Rupiah { sen }),
    }
}

/// A culvert so many metres east.
pub fn culvert(east_m: f64) -> pb::ProjectContent {
    pb::ProjectContent {
        display_name: "Gorong-gorong RT 02".into(),
        kegiatan: "02.03.14".into(),
        work_class: String::new(),
        intervention: pb::Intervention::New.into(),
        amount: Some(common::Rupiah { sen: 100 }),
        volume_e4: 10_000,
        unit: "unit".into(),
        continues: String::new(),
        sites: vec![site(east_m, 100)],
        ..pb::ProjectContent::default()
    }
}
