//! A small village for the tests of this room: charts, law, people, and calls as they come in.

use domain::{
    Clock, Day, Error, KegiatanCode, Place, Role, Rupiah, Tahun,
    geo::{LonLat, area::Area},
    ids::LineId,
};
use ledger::{Account, BANK, EQUITY, Entry, EntryKind, Posting};
use serde::Serialize;
use store::{
    Command, Engine, Query, Tx, args,
    testing::{self, TestStore},
};
use tonic::{Request, Response, Status, metadata::MetadataValue};
use tonic_types::StatusExt as _;
use uuid::Uuid;
use wire::{common::v1 as common, planning::v1 as pb};

use crate::{apbdes, dpa, rkpdes};

pub(crate) const DESA: &str = "35.10.25.2010";
pub(crate) const YEAR: &str = "desa/35.10.25.2010/tahun/2026";

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
        VALUES ($1, $2, $1, $3, '', '')";
    REKENING: cross_desa("charts") = "INSERT INTO registry_rekening (code, level, name, kind, origin) VALUES ($1, $2, $1, '', '')";
    SUMBER_DANA: cross_desa("charts") = "INSERT INTO registry_sumber_dana (code, name, print_order, revenue_rekening)
        VALUES ($1, $1, 1, $2)";
    WILAYAH: cross_desa("places") = "INSERT INTO registry_wilayah (code, kind, name, parent_code, lon_e7, lat_e7)
        VALUES ($1, $2, $3, $4, $5, $6)";
    EDITION: cross_desa("boundaries") = "INSERT INTO registry_boundary_version (version_id, valid_from, source, digest, desa_count, loaded_us)
        VALUES ($1, 0, 'uji', $2, 1, 0)";
    BOUNDARY = "INSERT INTO registry_boundary (version_id, desa_id, west_e7, south_e7, east_e7, north_e7, rings)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    READ_TRUSTED = "SELECT CAST('trusted' AS TEXT), COUNT(*) FROM gate_claim WHERE desa_id = $1 AND active AND trusted";
    POLICY: cross_desa("law") = "INSERT INTO registry_policy (key, area, valid_from, valid_to, value, unit, basis, verified, note)
        VALUES ($1, '', 0, NULL, $2, $3, '', $4, '')";
    LOCAL: cross_desa("law") = "INSERT INTO registry_policy (key, area, valid_from, valid_to, value, unit, basis, verified, note)
        VALUES ($1, '35.10', 0, NULL, $2, '', '', TRUE, '')";
    OUTVOTE: cross_desa("law") = "UPDATE registry_policy SET value = $2 WHERE key = $1";
    RAISE_LINE = "UPDATE planning_line SET amount_sen = amount_sen + 1 WHERE desa_id = $1";
    DROP_LINE = "DELETE FROM planning_line WHERE desa_id = $1";
    LEAVE: cross_desa("people") = "UPDATE identity_mandate SET state = 'ended', ended_us = $2
         WHERE person_id = $1 AND role = 'PKA'";
    REVIVE = "UPDATE planning_apbdes SET discarded_us = NULL WHERE desa_id = $1 AND discarded_us IS NOT NULL";
    RENUMBER = "UPDATE planning_apbdes SET enacted_day = enacted_day + 1 WHERE desa_id = $1 AND state <> 'draft'";
    RAISE_RAB = "UPDATE planning_dpa_rab SET amount_sen = amount_sen + 1 WHERE desa_id = $1";
    DROP_MONTHS = "DELETE FROM planning_dpa_month WHERE desa_id = $1";
    FORGE_STEP = "UPDATE planning_apbdes_step SET note = 'x' WHERE desa_id = $1";
    READ_CEILINGS = "SELECT rekening, ceiling_sen FROM pub_ledger_line WHERE desa_id = $1 ORDER BY rekening";
    READ_IN_FORCE = "SELECT rekening, amount_sen FROM pub_budget_line WHERE desa_id = $1 ORDER BY rekening";
    READ_VERSIONS = "SELECT kind, COUNT(*) FROM pub_apbdes WHERE desa_id = $1 GROUP BY kind ORDER BY kind";
    READ_DPA = "SELECT state, ceiling_sen FROM pub_dpa WHERE desa_id = $1 ORDER BY state";
    READ_PKA = "SELECT p.full_name, d.ceiling_sen FROM pub_dpa d JOIN pub_person p ON p.person_id = d.pka_person_id
         WHERE d.desa_id = $1 AND d.state = 'approved'";
    READ_MONTHS = "SELECT kegiatan, amount_sen FROM pub_dpa_month WHERE desa_id = $1 AND amount_sen > 0 ORDER BY month";
}

/// What a test does to the store beside the services.
#[derive(Serialize, Clone)]
pub(crate) enum Act {
    Settle,
    /// The village's border, and the point by which it is listed, at 114.3.
    Map,
    Law(&'static str, &'static str),
    /// A rule of the kabupaten.
    Local(&'static str, &'static str),
    /// The books of 2025: money in the bank and tax of it, all months closed.
    Books(i64, i64),
    Reserve(String, i64),
    Release(String, i64),
    /// A person is PKA no more.
    Leave(&'static str),
    Forge(&'static str),
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Nothing {}

impl Command for Act {
    const METHOD: &'static str = "test/Act";
    type Answer = Nothing;

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Nothing, Error> {
        match self {
            Self::Settle => settle(tx).await?,
            Self::Map => map(tx).await?,
            Self::Law(key, value) => {
                tx.exec(&OUTVOTE, args![*key, *value]).await?;
            }
            Self::Local(key, value) => {
                tx.exec(&LOCAL, args![*key, *value]).await?;
            }
            Self::Books(bank, tax) => books(tx, *bank, *tax).await?,
            Self::Reserve(line, sen) => {
                let desa = domain::DesaId::parse(DESA).unwrap();
                let line = LineId::parse(line).unwrap();
                ledger::reserve(tx, &desa, line, Rupiah::from_sen(*sen)).await?;
            }
            Self::Release(line, sen) => {
                let desa = domain::DesaId::parse(DESA).unwrap();
                let line = LineId::parse(line).unwrap();
                ledger::release(tx, &desa, line, Rupiah::from_sen(*sen)).await?;
            }
            Self::Leave(who) => {
                let now_us = tx.now_us();
                tx.exec(&LEAVE, args![person(who), now_us]).await?;
            }
            Self::Forge(name) => {
                let statement = STATEMENTS.iter().find(|s| s.name == *name).unwrap();
                tx.exec(statement, args![DESA]).await?;
            }
        }
        Ok(Nothing {})
    }
}

async fn settle(tx: &mut Tx<'_>) -> Result<(), Error> {
    for role in PEOPLE {
        let id = person(role);
        let area = match role {
            "CAM" => "35.10.25",
            "PMD" => "35.10",
            _ => DESA,
        };
        tx.exec(&PERSON, args![id, role]).await?;
        tx.exec(&ACCOUNT, args![id, role]).await?;
        tx.exec(&SESSION, args![id]).await?;
        let token = store::Caller::of_token(role).token_hash;
        tx.exec(&TOKEN, args![token.as_slice(), id]).await?;
        for code in role.split('+') {
            let code = Role::from_code(code.trim_end_matches('2')).unwrap().code();
            let mandate = Uuid::from_u128(id.as_u128() * 100 + u128::from(code.as_bytes()[0]));
            tx.exec(&MANDATE, args![mandate, id, code, area, false]).await?;
        }
    }
    for code in ["01.01.01", "01.01.08", "02.03.14", "02.03.10", "05.03.00"] {
        tx.exec(&KEGIATAN, args![code, 3, false]).await?;
    }
    for code in ["4.2.1.01", "4.2.3.01", "5.1.1.01", "5.3.5.02", "5.3.5.03", "5.2.1.01", "6.1.1.01"]
    {
        tx.exec(&REKENING, args![code, 4]).await?;
    }
    tx.exec(&REKENING, args!["5.3.5", 3]).await?;
    for (code, revenue) in [("DDS", "4.2.1"), ("ADD", "4.2.3")] {
        tx.exec(&SUMBER_DANA, args![code, revenue]).await?;
    }
    for (key, value, unit) in LAW {
        tx.exec(&POLICY, args![key, value, unit, true]).await?;
    }
    Ok(())
}

async fn books(tx: &mut Tx<'_>, bank: i64, tax: i64) -> Result<(), Error> {
    let desa = domain::DesaId::parse(DESA).unwrap();
    let tahun = Tahun::new(2025).unwrap();
    let side = |code: &str, sen: i64| Posting {
        account: Account::parse(code).unwrap(),
        line: None,
        sumber_dana: None,
        amount: Rupiah::from_sen(sen),
    };
    let entry = Entry {
        tahun,
        day: tahun.first_day(),
        kind: EntryKind::Opening,
        reference: "1".into(),
        narrative: "uji".into(),
        postings: vec![
            side(BANK, bank),
            side("7.1.1.01", tax.saturating_neg()),
            side(EQUITY, tax.saturating_sub(bank)),
        ],
        settles: Vec::new(),
    };
    ledger::post(tx, &desa, &entry).await?;
    for month in 1..=12 {
        ledger::close_month(tx, &desa, tahun, month).await?;
    }
    Ok(())
}

/// The village, 0.03 degrees wide and high.
async fn map(tx: &mut Tx<'_>) -> Result<(), Error> {
    let none = None::<i64>;
    tx.exec(&WILAYAH, args!["35.10.25", "kecamatan", "Blimbingsari", "35.10", none, none]).await?;
    let (lon_e7, lat_e7) = (1_143_000_000_i64, -83_100_000_i64);
    tx.exec(&WILAYAH, args![DESA, "desa", "Sukojati", "35.10.25", lon_e7, lat_e7]).await?;
    let version = Uuid::from_u128(77);
    tx.exec(&EDITION, args![version, [1_u8; 32].as_slice()]).await?;
    let (west, south, east, north) = (1_142_900_000, -83_200_000, 1_143_200_000, -82_900_000);
    let at = |lon_e7, lat_e7| LonLat { lon_e7, lat_e7 };
    let ring = vec![at(west, south), at(east, south), at(east, north), at(west, north)];
    let area = Area::new(vec![vec![ring]]).unwrap();
    tx.exec(&BOUNDARY, args![version, DESA, west, south, east, north, area.encode()]).await?;
    Ok(())
}

const LAW: [(&str, &str, &str); 17] = [
    ("deadline.D04", "3", "working_days"),
    ("deadline.D05", "20", "working_days"),
    ("deadline.D08", "12-31", "date_year_before"),
    ("dds.larangan.01", "true", "bool"),
    ("dds.larangan.01.selector", "rekening:5.1.1.*", "selector"),
    ("earmark.DDS.operasional.max", "300", "basis_points"),
    ("earmark.DDS.operasional.selector", "kegiatan:01.01.08", "selector"),
    ("evaluasi.oleh_camat", "true", "bool"),
    ("perubahan.per_tahun_max", "1", "count"),
    ("ratio.operasional_max", "3000", "basis_points"),
    ("ratio.keranjang", "kegiatan:01.01.01", "selector"),
    ("severity.INV-05", "warn", "severity"),
    ("severity.INV-08", "warn", "severity"),
    ("severity.dds.larangan", "hard", "severity"),
    ("severity.earmark.DDS.operasional", "hard", "severity"),
    ("severity.site.in_sea", "warn", "severity"),
    ("site.office_pin_m", "5", "m"),
];

/// The people by their roles, which are also their tokens; `SEK+BPD` holds two mandates.
const PEOPLE: [&str; 9] = ["SEK", "KDS", "BPD", "CAM", "PMD", "PKA", "PKA2", "KEU", "SEK+BPD"];

/// The id of a person.
pub(crate) fn person(role: &str) -> Uuid {
    let at = PEOPLE.iter().position(|one| *one == role).unwrap();
    Uuid::from_u128(1_000 + u128::try_from(at).unwrap())
}

/// What the published views show.
pub(crate) struct Look(pub &'static str);

impl Query for Look {
    const METHOD: &'static str = "test/Look";
    type Answer = Vec<(String, i64)>;

    fn place(&self) -> Place {
        Place::parse(DESA).unwrap()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        let statement = STATEMENTS.iter().find(|s| s.name == self.0).unwrap();
        tx.all(statement, args![DESA]).await
    }
}

/// A store with the village, and the services on it.
pub(crate) struct World {
    pub test: TestStore,
    pub clock: Clock,
    pub rkpdes: rkpdes::Rpc,
    pub apbdes: apbdes::Rpc,
    pub dpa: dpa::Rpc,
}

/// Minutes for which a password counts here: all of the test.
const STEP_UP_MINUTES: u32 = 100_000_000;

impl World {
    /// The village on 3 November 2025.
    pub async fn new(engine: Engine) -> Self {
        let clock = Clock::fixed(noon(2025, 11, 3));
        let open = [&[Act::METHOD, Look::METHOD], gate::INTERNAL_METHODS].concat();
        let matrix = edge::access::matrix(STEP_UP_MINUTES, &open);
        let test = testing::empty(engine, clock.clone(), matrix).await;
        let store = || test.store.clone();
        let (rkpdes, apbdes, dpa) = (
            rkpdes::Rpc { store: store() },
            apbdes::Rpc { store: store() },
            dpa::Rpc { store: store() },
        );
        gate::load_rule_set(&test.store).await.unwrap();
        let world = Self { test, clock, rkpdes, apbdes, dpa };
        world.act(Act::Settle).await.unwrap();
        world
    }

    /// Does something beside the services.
    pub async fn act(&self, act: Act) -> Result<(), Error> {
        self.test.store.execute_once(None, act).await.map(|_| ())
    }

    /// Looks at a published view.
    pub async fn look(&self, view: &'static str) -> Vec<(String, i64)> {
        self.test.store.answer(None, Look(view)).await.unwrap()
    }

    /// A fresh request id.
    pub fn id(&self) -> String {
        self.test.store.new_request_id().uuid().to_string()
    }

    /// Moves the clock to noon of a day.
    pub fn on(&self, year: i32, month: u8, day: u8) {
        self.clock.set(noon(year, month, day));
    }
}

fn noon(year: i32, month: u8, day: u8) -> i64 {
    Day::from_ymd(year, month, day).start_us() + 12 * 3_600_000_000
}

/// A request from a person.
pub(crate) fn from<T>(who: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    let bearer: MetadataValue<_> = format!("Bearer {who}").parse().unwrap();
    request.metadata_mut().insert("authorization", bearer);
    request
}

/// The answer, or the codes of every reason of the refusal.
pub(crate) fn told<T>(answer: Result<Response<T>, Status>) -> Result<T, Vec<String>> {
    answer.map(Response::into_inner).map_err(|status| {
        let details = status.get_error_details();
        let mut codes: Vec<String> = Vec::new();
        if let Some(unmet) = details.precondition_failure() {
            codes.extend(unmet.violations.iter().map(|one| one.r#type.clone()));
        }
        if let Some(bad) = details.bad_request() {
            let field = |one: &tonic_types::FieldViolation| {
                let code = one.description.split(':').next().unwrap_or_default();
                format!("{} {code}", one.field)
            };
            codes.extend(bad.field_violations.iter().map(field));
        }
        if codes.is_empty() {
            codes.extend(details.error_info().map(|info| info.reason.clone()));
        }
        if codes.is_empty() {
            codes.push(status.to_string());
        }
        codes
    })
}

/// An amount.
pub(crate) fn sen(sen: i64) -> Option<common::Rupiah> {
    Some(common::Rupiah { sen })
}

/// A new line.
pub(crate) fn new_line(
    kegiatan: &str,
    rekening: &str,
    source: &str,
    amount: i64,
) -> pb::ApbdesLineChange {
    pb::ApbdesLineChange {
        kind: pb::LineChangeKind::Create.into(),
        kegiatan: kegiatan.into(),
        rekening: rekening.into(),
        sumber_dana: source.into(),
        uraian: "Uraian".into(),
        amount: sen(amount),
        ..Default::default()
    }
}

/// A row of the plan.
pub(crate) fn plan_row(kegiatan: &str, pka: Option<Uuid>) -> pb::RkpdesRow {
    pb::RkpdesRow {
        kegiatan: KegiatanCode::parse(kegiatan).unwrap().as_str().into(),
        location: "Dusun Krajan".into(),
        volume_e4: 10_000,
        unit: "paket".into(),
        cost: sen(1_000),
        sumber_dana: "DDS".into(),
        pattern: pb::Pattern::Swakelola.into(),
        pka_person_id: pka.map(|id| id.to_string()).unwrap_or_default(),
        ..Default::default()
    }
}
