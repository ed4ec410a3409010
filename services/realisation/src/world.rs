//! A small village for the tests of this room: people, charts, a budget in force, projects.

use domain::{
    Clock, Day, DesaId, Error, KegiatanCode, Place, RekeningCode, Rupiah, SumberDana, Tahun,
    WorkClass,
    geo::{LonLat, Shape},
    ids::{LineId, ProjectId},
};
use gate::{ClaimKind, Footprint, Intervention, Work};
use ledger::Line;
use serde::Serialize;
use store::{
    Caller, Command, Engine, Query, Store, Tx, args,
    testing::{self, TestStore},
};
use uuid::Uuid;
use wire::{common::v1 as common, realisation::v1 as proto};

pub(crate) const DESA: &str = "35.10.25.2010";
pub(crate) const YEAR: &str = "desa/35.10.25.2010/tahun/2026";
/// The physical activity of these tests.
pub(crate) const ROAD: &str = "02.03.10";
/// An activity without works.
pub(crate) const OFFICE: &str = "01.02.01";
/// One day in microseconds.
const DAY_US: i64 = 86_400_000_000;

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
    END_MANDATE: cross_desa("people") = "UPDATE identity_mandate SET valid_to = $3 WHERE person_id = $1 AND role = $2";
    KEGIATAN: cross_desa("charts") = "INSERT INTO registry_kegiatan (code, level, name, is_infrastructure, work_class, origin)
        VALUES ($1, 3, $1, $2, '', '')";
    REKENING: cross_desa("charts") = "INSERT INTO registry_rekening (code, level, name, kind, origin) VALUES ($1, 4, $1, '', '')";
    SUMBER_DANA: cross_desa("charts") = "INSERT INTO registry_sumber_dana (code, name, print_order, revenue_rekening)
        VALUES ($1, $1, 1, $2)";
    POLICY: cross_desa("law") = "INSERT INTO registry_policy (key, area, valid_from, valid_to, value, unit, basis, verified, note)
        VALUES ($1, '', 0, NULL, $2, '', '', $3, '')";
    RELAW: cross_desa("law") = "UPDATE registry_policy SET value = $2 WHERE key = $1";
    CLOSED_MONTH = "INSERT INTO realisation_month (desa_id, tahun, month, state, cash_sen, bank_sen, journal_seq, proposed_by,
            proposed_us, confirmed_by, confirmed_us)
        VALUES ($1, 2026, $2, 'closed', 0, 0, 0, $3, 0, $4, 0)";
    APBDES = "INSERT INTO planning_apbdes (desa_id, apbdes_id, tahun, kind, state, state_since_us, reference, revision, created_us)
        VALUES ($1, $2, 2026, 'awal', 'draft', 0, '', 1, 0)";
    ENACT = "UPDATE planning_apbdes SET state = 'enacted', perdes_number = '1', perkades_number = '2', enacted_day = $3
        WHERE desa_id = $1 AND apbdes_id = $2";
    BUDGET_LINE = "INSERT INTO planning_line (desa_id, apbdes_id, line_id, tahun, kegiatan, rekening, sumber_dana, uraian, unit,
            amount_sen, output, perdes_reference, from_bengkok)
        VALUES ($1, $2, $3, 2026, $4, $5, $6, '', '', $7, '', '', $8)";
    DPA = "INSERT INTO planning_dpa (desa_id, dpa_id, tahun, apbdes_id, kegiatan, amendment, pka_person_id, state, state_since_us,
            ceiling_sen, location, target, team, return_note, revision, created_us)
        VALUES ($1, $2, 2026, $3, $4, $5, $6, 'drafted', 0, $7, '', '', '', '', 1, 0)";
    DPA_RAB = "INSERT INTO planning_dpa_rab (desa_id, dpa_id, n, line_id, uraian, volume_e4, unit, unit_price_sen, amount_sen)
        VALUES ($1, $2, $3, $4, 'Rabat beton jalan', 10000, '', 0, 0)";
    DPA_MONTH = "INSERT INTO planning_dpa_month (desa_id, dpa_id, month, amount_sen) VALUES ($1, $2, $3, $4)";
    APPROVE_DPA = "UPDATE planning_dpa SET state = 'approved', verified_by = $3, approved_by = $4, approved_day = 20455
        WHERE desa_id = $1 AND dpa_id = $2";
    AS_OWNER: fork_cross_desa("tables are their owner's to change") = {
        sqlite: "SELECT 1",
        postgres: "SET LOCAL ROLE NONE",
    };
    DROP_PROJECTS: fork_cross_desa("the works of another room are played by a table of these tests") = {
        sqlite: "DROP VIEW pub_project",
        postgres: "DROP VIEW pub_project CASCADE",
    };
    DROP_STAGES: fork_cross_desa("the photos of another room are played by a table of these tests") = {
        sqlite: "DROP VIEW pub_project_stage",
        postgres: "DROP VIEW pub_project_stage CASCADE",
    };
    PROJECTS: fork_cross_desa("types") = {
        sqlite: "CREATE TABLE pub_project (desa_id TEXT, project_id BLOB, kegiatan TEXT, state TEXT, amount_sen INTEGER, tahun INTEGER, name TEXT)",
        postgres: "CREATE TABLE pub_project (desa_id TEXT, project_id UUID, kegiatan TEXT, state TEXT, amount_sen BIGINT, tahun BIGINT, name TEXT)",
    };
    STAGES: fork_cross_desa("types") = {
        sqlite: "CREATE TABLE pub_project_stage (desa_id TEXT, project_id BLOB, stage INTEGER)",
        postgres: "CREATE TABLE pub_project_stage (desa_id TEXT, project_id UUID, stage BIGINT)",
    };
    PROJECT = "INSERT INTO pub_project (desa_id, project_id, kegiatan, state, amount_sen, tahun, name)
        VALUES ($1, $2, '02.03.10', 'registered', $3, 2026, 'Jalan lingkungan')";
    PHOTO = "INSERT INTO pub_project_stage (desa_id, project_id, stage) VALUES ($1, $2, $3)";
    SHOW_PROJECT = "UPDATE pub_project SET state = $3 WHERE desa_id = $1 AND project_id = $2";
    FLAG = "UPDATE gate_project SET open_flags = 1, clearance_geometry_rev = NULL, clearance_rule_rev = NULL, clearance_seq = NULL
        WHERE desa_id = $1 AND project_id = $2";
    UNFLAG = "UPDATE gate_project SET open_flags = 0, clearance_geometry_rev = geometry_rev, clearance_rule_rev = 1, clearance_seq = 0
        WHERE desa_id = $1 AND project_id = $2";
    CLEAR_BY = "UPDATE gate_project SET clearance_rule_rev = $3 WHERE desa_id = $1 AND project_id = $2";
    UNCLEAR = "UPDATE gate_project SET clearance_geometry_rev = NULL, clearance_rule_rev = NULL, clearance_seq = NULL
        WHERE desa_id = $1 AND project_id = $2";
    THAW = "UPDATE gate_project SET frozen = $3, clearance_geometry_rev = geometry_rev, clearance_rule_rev = 1, clearance_seq = 0
        WHERE desa_id = $1 AND project_id = $2";
    FORGE_PAID = "UPDATE realisation_spp SET state = 'disbursed', paid_by = $3 WHERE desa_id = $1 AND spp_id = $2";
    FORGE_PAYMENT = "INSERT INTO realisation_payment (desa_id, payment_id, spp_id, term, tahun, number, day, store, gross_sen,
            tax_sen, net_sen, entry_id, submitted_by, verified_by, approved_by, paid_by, at_us)
        SELECT desa_id, spp_id, spp_id, 1, 2026, 'x', 20500, 'bank', amount_sen, 0, amount_sen, spp_id, submitted_by,
               verified_by, approved_by, paid_by, 0
          FROM realisation_spp WHERE desa_id = $1 AND spp_id = $2";
    FORGE_LINES = "UPDATE realisation_spp_line SET amount_sen = amount_sen + 1 WHERE desa_id = $1 AND spp_id = $2";
    FORGE_SIGNATURE = "UPDATE realisation_spp SET approved_by = verified_by WHERE desa_id = $1 AND spp_id = $2";
    READ_LINES = "SELECT ceiling_sen, reserved_sen, posted_sen FROM pub_ledger_line WHERE desa_id = $1 AND line_id = $2";
    READ_POSTINGS = "SELECT p.account, p.amount_sen FROM pub_ledger_posting p
          JOIN pub_ledger_entry e ON e.desa_id = p.desa_id AND e.entry_id = p.entry_id
         WHERE p.desa_id = $1 AND e.kind = $2 ORDER BY e.seq, p.n";
    READ_DRAWN = "SELECT kegiatan, drawn_sen FROM realisation_drawn WHERE desa_id = $1 ORDER BY kegiatan, month";
    READ_DETAILS = "SELECT detail FROM pub_audit_entry WHERE place = $1 AND kind = $2 ORDER BY seq";
    READ_NUMBERS = "SELECT number FROM pub_spp WHERE desa_id = $1 ORDER BY number";
}

/// Id of a line, a person or a project by a small number.
pub(crate) fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// The lines of the budget.
pub(crate) const REVENUE: u128 = 0x401;
pub(crate) const PAVING: u128 = 0x501;
pub(crate) const LABOUR: u128 = 0x502;
pub(crate) const PAPER: u128 = 0x503;
pub(crate) const CAPITAL: u128 = 0x601;
pub(crate) const SURPLUS: u128 = 0x602;
/// The projects.
pub(crate) const LANE: u128 = 0x71;
pub(crate) const ALLEY: u128 = 0x72;

/// Persons by their token, with their roles; `all` holds every role.
const PEOPLE: [(&str, &[&str]); 9] = [
    ("pka", &["PKA"]),
    ("pka2", &["PKA"]),
    ("sek", &["SEK"]),
    ("keu", &["KEU"]),
    ("kds", &["KDS"]),
    ("op", &["OP"]),
    ("ins", &["INS"]),
    ("cam", &["CAM"]),
    ("all", &["PKA", "SEK", "KEU", "KDS"]),
];

fn person(token: &str) -> Uuid {
    let at = PEOPLE.iter().position(|(name, _)| *name == token).unwrap();
    id(0x1000 + at as u128)
}

/// What a test does to the store beside the services. It goes by a method that is open to all.
#[derive(Serialize, Clone)]
pub(crate) enum Act {
    Settle,
    Law(&'static str, &'static str),
    /// A rule that is there says something else.
    Relaw(&'static str, &'static str),
    Flag(u128),
    Unflag(u128),
    Freeze(u128),
    Thaw(u128),
    /// A clearance by a rule set, or none.
    Clearance(u128, Option<i64>),
    Project(u128, &'static str),
    /// The mandate of a PKA is over; the person drafts from now on.
    Demote(&'static str),
    /// A person is given a role.
    Appoint(&'static str, &'static str),
    /// A month that was closed past the journal.
    ClosedMonth(i64),
    /// The budget of an activity has a line on an account.
    Spends(&'static str, &'static str),
    /// The budget has a line of revenue that was planned so.
    Revenue(&'static str, &'static str),
    Forge(&'static str, String),
}

impl Command for Act {
    const METHOD: &'static str = wire::access::registry_service::GET_DESA;
    type Answer = ();

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let desa = DesaId::parse(DESA).unwrap();
        match self {
            Self::Settle => settle(tx, &desa).await,
            Self::Law(key, value) => tx.exec(&POLICY, args![*key, *value, true]).await.map(|_| ()),
            Self::Relaw(key, value) => tx.exec(&RELAW, args![*key, *value]).await.map(|_| ()),
            Self::Flag(n) => tx.exec(&FLAG, args![&desa, id(*n)]).await.map(|_| ()),
            Self::Unflag(n) => tx.exec(&UNFLAG, args![&desa, id(*n)]).await.map(|_| ()),
            Self::Freeze(n) => {
                let (id, project) = (tx.new_id(), ProjectId::new(id(*n)));
                let (office, person) = (domain::Role::Ins, person("ins"));
                let held = gate::freeze::Freeze { id, office, person, note: "Audit" };
                gate::freeze::freeze(tx, &desa, project, &held).await
            }
            Self::Thaw(n) => tx.exec(&THAW, args![&desa, id(*n), false]).await.map(|_| ()),
            Self::Clearance(n, Some(rule_rev)) => {
                tx.exec(&CLEAR_BY, args![&desa, id(*n), *rule_rev]).await.map(|_| ())
            }
            Self::Clearance(n, None) => tx.exec(&UNCLEAR, args![&desa, id(*n)]).await.map(|_| ()),
            Self::Project(n, state) => {
                tx.exec(&SHOW_PROJECT, args![&desa, id(*n), *state]).await.map(|_| ())
            }
            Self::Demote(token) => {
                let (who, ended) = (person(token), tx.today().plus(-1));
                tx.exec(&END_MANDATE, args![who, "PKA", ended]).await?;
                tx.exec(&MANDATE, args![tx.new_id(), who, "OP", DESA, false]).await.map(|_| ())
            }
            Self::Appoint(token, role) => {
                let values = args![tx.new_id(), person(token), *role, DESA, false];
                tx.exec(&MANDATE, values).await.map(|_| ())
            }
            Self::ClosedMonth(month) => {
                let values = args![&desa, *month, person("keu"), person("sek")];
                tx.exec(&CLOSED_MONTH, values).await.map(|_| ())
            }
            Self::Spends(kegiatan, rekening) => {
                let line = Line {
                    line_id: LineId::new(tx.new_id()),
                    tahun: Tahun::new(2026)?,
                    kegiatan: Some(KegiatanCode::parse(kegiatan)?),
                    rekening: RekeningCode::parse(rekening)?,
                    sumber_dana: SumberDana::parse("ADD")?,
                    ceiling: Rupiah::from_sen(1_000),
                };
                ledger::open_line(tx, &desa, &line).await
            }
            Self::Revenue(rekening, sumber_dana) => {
                let line = Line {
                    line_id: LineId::new(tx.new_id()),
                    tahun: Tahun::new(2026)?,
                    kegiatan: None,
                    rekening: RekeningCode::parse(rekening)?,
                    sumber_dana: SumberDana::parse(sumber_dana)?,
                    ceiling: Rupiah::from_sen(1_000),
                };
                ledger::open_line(tx, &desa, &line).await
            }
            Self::Forge(how, spp) => {
                let spp = Uuid::parse_str(spp).unwrap();
                let statement = match *how {
                    "lines" => FORGE_LINES,
                    "signature" => FORGE_SIGNATURE,
                    _ => {
                        let payer = person(how);
                        tx.exec(&FORGE_PAID, args![&desa, spp, payer]).await?;
                        FORGE_PAYMENT
                    }
                };
                tx.exec(&statement, args![&desa, spp]).await.map(|_| ())
            }
        }
    }
}

async fn settle(tx: &mut Tx<'_>, desa: &DesaId) -> Result<(), Error> {
    for (token, roles) in PEOPLE {
        let who = person(token);
        tx.exec(&PERSON, args![who, token]).await?;
        tx.exec(&ACCOUNT, args![who, token]).await?;
        tx.exec(&SESSION, args![who]).await?;
        let hash = Caller::of_token(token).token_hash;
        tx.exec(&TOKEN, args![hash.as_slice(), who]).await?;
        for role in roles {
            let area = match *role {
                "INS" => "35.10",
                "CAM" => "35.10.25",
                _ => DESA,
            };
            tx.exec(&MANDATE, args![tx.new_id(), who, *role, area, false]).await?;
        }
    }
    tx.exec(&KEGIATAN, args![ROAD, true]).await?;
    tx.exec(&KEGIATAN, args![OFFICE, false]).await?;
    for code in ["4.2.1.01", "5.3.5.03", "5.2.1.01", "6.2.2.01", "7.1.1.01", "7.1.1.03"] {
        tx.exec(&REKENING, args![code]).await?;
    }
    for (code, revenue) in [("DDS", "4.2.1"), ("ADD", "4.2.3")] {
        tx.exec(&SUMBER_DANA, args![code, revenue]).await?;
    }
    let physical = "rekening:5.3.5.*;rekening:5.2.7.03";
    let law =
        [("physical.rekening", physical), ("panjar.days", "10"), ("severity.FOTO-100", "warn")];
    for (key, value) in law {
        tx.exec(&POLICY, args![key, value, true]).await?;
    }
    budget(tx, desa).await?;
    for statement in [AS_OWNER, DROP_PROJECTS, DROP_STAGES, PROJECTS, STAGES] {
        tx.exec(&statement, args![]).await?;
    }
    let rules = gate::rules::RuleSet::first()?;
    let rev = gate::rules::propose(tx, &rules, None).await?;
    gate::rules::activate(tx, rev, None).await?;
    for (n, east) in [(LANE, 0.0), (ALLEY, 0.05)] {
        project(tx, desa, n, east).await?;
    }
    Ok(())
}

/// The budget in force, opened in the ledger, and the approved DPA of both activities.
async fn budget(tx: &mut Tx<'_>, desa: &DesaId) -> Result<(), Error> {
    let version = id(0xB);
    tx.exec(&APBDES, args![desa, version]).await?;
    let lines = [
        (REVENUE, None, "4.2.1.01", "DDS", 5_000_000),
        (PAVING, Some(ROAD), "5.3.5.03", "DDS", 1_000_000),
        (LABOUR, Some(ROAD), "5.2.1.01", "DDS", 500_000),
        (PAPER, Some(OFFICE), "5.2.1.01", "ADD", 300_000),
        (CAPITAL, None, "6.2.2.01", "DDS", 200_000),
        (SURPLUS, None, "6.1.1.01", "ADD", 100_000),
    ];
    for (n, kegiatan, rekening, sumber_dana, sen) in lines {
        let values = args![
            desa,
            version,
            id(n),
            kegiatan.map(str::to_owned),
            rekening,
            sumber_dana,
            sen,
            false
        ];
        tx.exec(&BUDGET_LINE, values).await?;
        let line = Line {
            line_id: LineId::new(id(n)),
            tahun: Tahun::new(2026)?,
            kegiatan: kegiatan.map(KegiatanCode::parse).transpose()?,
            rekening: RekeningCode::parse(rekening)?,
            sumber_dana: SumberDana::parse(sumber_dana)?,
            ceiling: Rupiah::from_sen(sen),
        };
        ledger::open_line(tx, desa, &line).await?;
    }
    tx.exec(&ENACT, args![desa, version, Day::from_ymd(2026, 1, 2)]).await?;
    for (n, kegiatan, pka, months, lines) in [
        (0xD1, ROAD, "pka", vec![(1, 500_000), (3, 1_000_000)], vec![PAVING, LABOUR]),
        (0xD2, OFFICE, "pka2", vec![(1, 300_000)], vec![PAPER]),
    ] {
        let values = args![desa, id(n), version, kegiatan, false, person(pka), 1_500_000_i64];
        tx.exec(&DPA, values).await?;
        for (month, sen) in months {
            tx.exec(&DPA_MONTH, args![desa, id(n), i64::from(month), sen]).await?;
        }
        for (line, at) in lines.into_iter().zip(1_i64..) {
            tx.exec(&DPA_RAB, args![desa, id(n), at, id(line)]).await?;
        }
        tx.exec(&APPROVE_DPA, args![desa, id(n), person("sek"), person("kds")]).await?;
    }
    Ok(())
}

/// A registered and cleared project with photos of its start and of its progress.
async fn project(tx: &mut Tx<'_>, desa: &DesaId, n: u128, east: f64) -> Result<(), Error> {
    let amount = Rupiah::from_sen(1_000_000);
    tx.exec(&PROJECT, args![desa, id(n), amount]).await?;
    for stage in [0_i64, 50] {
        tx.exec(&PHOTO, args![desa, id(n), stage]).await?;
    }
    gate::register::register(tx, &road(n, east)).await.map(|_| ())
}

/// A road of the village, so many degrees east of the first.
pub(crate) fn road(n: u128, east: f64) -> Work {
    let amount = Rupiah::from_sen(1_000_000);
    let site = Footprint {
        shape: Shape::point(LonLat::new(114.3 + east, -8.3).unwrap()),
        accuracy_mm: Some(5_000),
        capture: None,
        trusted: true,
        amount,
    };
    Work {
        desa: DesaId::parse(DESA).unwrap(),
        desa_name: "Sukojati".into(),
        project: ProjectId::new(id(n)),
        name: format!("Jalan {n}"),
        kind: ClaimKind::Registered,
        class: WorkClass::Road,
        intervention: Intervention::New,
        tahun: Tahun::new(2026).unwrap(),
        amount,
        continues: None,
        facts: gate::Facts::default(),
        sites: vec![site],
    }
}

/// What a test looks at.
struct Look(u128, &'static str);

impl Query for Look {
    const METHOD: &'static str = wire::access::registry_service::GET_DESA;
    type Answer = (Option<(i64, i64, i64)>, Vec<(String, i64)>, Vec<(String,)>);

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let line = tx.maybe(&READ_LINES, args![DESA, id(self.0)]).await?;
        let postings = tx.all(&READ_POSTINGS, args![DESA, self.1]).await?;
        Ok((line, postings, tx.all(&READ_NUMBERS, args![DESA]).await?))
    }
}

/// What is drawn of each activity.
struct Drawn;

impl Query for Drawn {
    const METHOD: &'static str = wire::access::registry_service::GET_DESA;
    type Answer = Vec<(String, i64)>;

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        tx.all(&READ_DRAWN, args![DESA]).await
    }
}

/// What the events of a kind tell.
struct Details(&'static str);

impl Query for Details {
    const METHOD: &'static str = wire::access::registry_service::GET_DESA;
    type Answer = Vec<(String,)>;

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        tx.all(&READ_DETAILS, args![DESA, self.0]).await
    }
}

/// The village of a test.
pub(crate) struct World {
    at: TestStore,
    clock: Clock,
}

impl World {
    /// Opens the village at noon of 10 March 2026.
    pub(crate) async fn open(engine: Engine) -> Self {
        let clock = Clock::fixed(Day::from_ymd(2026, 3, 10).start_us() + DAY_US / 2);
        let at = testing::empty(engine, clock.clone(), edge::access::matrix(u32::MAX, &[])).await;
        let world = Self { at, clock };
        world.act(Act::Settle).await.unwrap();
        world
    }

    pub(crate) fn store(&self) -> &Store {
        &self.at.store
    }

    /// Moves the clock to noon of a day.
    pub(crate) fn set_day(&self, month: u8, day: u8) {
        self.set_date(2026, month, day);
    }

    /// The same for a day of any year.
    pub(crate) fn set_date(&self, year: i32, month: u8, day: u8) {
        self.clock.set(Day::from_ymd(year, month, day).start_us() + DAY_US / 2);
    }

    pub(crate) async fn act(&self, act: Act) -> Result<(), Error> {
        self.store().execute(None, self.store().new_request_id(), act).await.map(|_| ())
    }

    /// Runs a command as a person.
    pub(crate) async fn run<C: Command>(
        &self,
        token: &str,
        command: Result<C, Error>,
    ) -> Result<C::Answer, Error> {
        let id = self.store().new_request_id();
        let done = self.store().execute(Some(Caller::of_token(token)), id, command?).await?;
        Ok(done.answer)
    }

    /// Asks as a person.
    pub(crate) async fn ask<Q: Query>(
        &self,
        token: &str,
        query: Result<Q, Error>,
    ) -> Result<Q::Answer, Error> {
        self.store().answer(Some(Caller::of_token(token)), query?).await
    }

    /// What the last event of a kind tells.
    pub(crate) async fn told(&self, kind: &'static str) -> serde_json::Value {
        let details = self.store().answer(None, Details(kind)).await.unwrap();
        serde_json::from_str(&details.last().unwrap().0).unwrap()
    }

    /// Reserved and posted of a line.
    pub(crate) async fn line(&self, n: u128) -> (i64, i64) {
        let (line, ..) = self.store().answer(None, Look(n, "")).await.unwrap();
        let (_, reserved, posted) = line.unwrap();
        (reserved, posted)
    }

    /// What is drawn of the activities, a month's sum each.
    pub(crate) async fn drawn(&self) -> Vec<i64> {
        let rows = self.store().answer(None, Drawn).await.unwrap();
        rows.into_iter().map(|(_, sen)| sen).collect()
    }

    /// The sides of the entries of a kind.
    pub(crate) async fn postings(&self, kind: &'static str) -> Vec<(String, i64)> {
        self.store().answer(None, Look(0, kind)).await.unwrap().1
    }

    /// The numbers of all requests.
    pub(crate) async fn numbers(&self) -> Vec<String> {
        let rows = self.store().answer(None, Look(0, "")).await.unwrap().2;
        rows.into_iter().map(|(number,)| number).collect()
    }
}

/// An amount as a message.
pub(crate) fn sen(sen: i64) -> Option<common::Rupiah> {
    Some(common::Rupiah { sen })
}

/// A line of a request.
pub(crate) fn ask(line: u128, amount: i64, project: Option<u128>) -> proto::SppLineInput {
    let name = |n| format!("desa/{DESA}/projects/{}", id(n));
    proto::SppLineInput {
        line_id: id(line).to_string(),
        amount: sen(amount),
        project: project.map(name).unwrap_or_default(),
    }
}

/// The contents of a request with which nothing is wrong.
pub(crate) fn input(lines: Vec<proto::SppLineInput>) -> proto::SppInput {
    proto::SppInput {
        day: "2026-03-10".into(),
        description: "Rabat beton RT 02".into(),
        lines,
        payee: Some(proto::Payee {
            display_name: "CV Maju".into(),
            address: "Jl. Raya 1".into(),
            bank: "Bank Jatim".into(),
            account: "0123456789".into(),
        }),
        invoice_number: "INV-7".into(),
        received_day: "2026-03-09".into(),
        progress_note: "Selesai 30 persen.".into(),
        responsibility_stated: true,
        legal_basis: String::new(),
    }
}
