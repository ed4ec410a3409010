//! Three villages and the officials above them, for the tests of this room.

use domain::{
    Clock, Day, DesaId, Error, Place, Role, Rupiah, Tahun, WorkClass,
    geo::{LonLat, Shape},
    ids::ProjectId,
};
use gate::{ClaimKind, Footprint, Intervention, Moment, Work};
use serde::Serialize;
use store::{
    Command, Engine, Tx, args,
    testing::{self, TestStore},
};
use tonic::{Request, Response, Status, metadata::MetadataValue};
use tonic_types::StatusExt as _;
use uuid::Uuid;

/// Two villages of one kecamatan, and one of another.
pub const SUKOJATI: &str = "35.10.25.2010";
pub const BLIMBINGSARI: &str = "35.10.25.2009";
pub const ROGOJAMPI: &str = "35.10.14.2003";

store::statements! {
    PERSON: cross_desa("people") = "INSERT INTO identity_person (person_id, full_name, created_us) VALUES ($1, $2, 0)";
    ACCOUNT: cross_desa("people") = "INSERT INTO identity_account (account_id, person_id, account_name, password_hash, created_us)
        VALUES ($1, $1, $2, '', 0)";
    SESSION: cross_desa("people") = "INSERT INTO identity_session (session_id, account_id, person_id, started_us, ends_us, stepped_up_us)
        VALUES ($1, $1, $1, 0, 9000000000000000, 0)";
    TOKEN: cross_desa("people") = "INSERT INTO identity_token (token_hash, session_id, expires_us)
        VALUES ($1, $2, 9000000000000000)";
    MANDATE: cross_desa("people") = "INSERT INTO identity_mandate (mandate_id, person_id, role, area, valid_from, valid_to,
            acting, basis, state, proposed_us, confirmed_us)
        VALUES ($1, $2, $3, $4, 0, $5, $6, '', 'active', 0, 0)";
    POLICY: cross_desa("law") = "INSERT INTO registry_policy (key, area, valid_from, valid_to, value, unit, basis, verified, note)
        VALUES ($1, '', 0, NULL, $2, '', '', TRUE, '')";
    HOLIDAY: cross_desa("law") = "INSERT INTO registry_holiday (day, name, kind, verified) VALUES ($1, 'Uji', 'nasional', TRUE)";
    OUTVOTE: cross_desa("law") = "UPDATE registry_policy SET value = $2 WHERE key = $1";
    LOSE_OVERLAPS: cross_desa("a test") = "UPDATE gate_overlap SET gone_us = found_us WHERE gone_us IS NULL";
    WILAYAH: cross_desa("places") = "INSERT INTO registry_wilayah (code, kind, name, parent_code) VALUES ($1, $2, $3, $4)";
    EDITION: cross_desa("boundaries") = "INSERT INTO registry_boundary_version (version_id, valid_from, source, digest, desa_count, loaded_us)
        VALUES ($1, 0, 'uji', $2, 3, 0)";
    BOUNDARY = "INSERT INTO registry_boundary (version_id, desa_id, west_e7, south_e7, east_e7, north_e7, rings)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    PROJECT = "INSERT INTO monitoring_project (desa_id, project_id, tahun, kegiatan, work_class, intervention, name, amount_sen,
            volume_e4, unit, state, state_since_us, proposed_by, created_us, submitted_by, registered_by, registered_us)
        VALUES ($1, $2, 2026, '02.03.10', 'culvert', 'new', 'Gorong', 100, 10000, 'unit', 'registered', 0, $3, 0, $3, $4, 0)";
    SPP = "INSERT INTO realisation_spp (desa_id, spp_id, tahun, number, kind, state, state_since_us, day, month, description,
            amount_sen, payee_name, payee_address, payee_bank, payee_account, invoice_number, progress_note, responsible,
            legal_basis, reason, pka_person_id, created_by, created_us, submitted_by, verified_by, approved_by, paid_by, revision)
        VALUES ($1, $2, 2026, '1', 'definitif', 'draft', 0, 20500, 3, '', 70, '', '', '', '', '', '', $7, '', '', $3, $3, 0, $3, $4,
            $5, $6, 1)";
    SPP_LINE = "INSERT INTO realisation_spp_line (desa_id, spp_id, n, line_id, amount_sen, project_id)
        VALUES ($1, $2, 1, $2, 70, $3)";
    MOVE_SPP = "UPDATE realisation_spp SET state = $3 WHERE desa_id = $1 AND spp_id = $2";
    LEAVE: cross_desa("a test") = "UPDATE identity_mandate SET valid_to = $2 WHERE person_id = $1 AND valid_to IS NULL";
    OUTDATE: cross_desa("a test") = "UPDATE gate_rule_set SET tables_sha256 = $1 WHERE state = 'active'";
    FORGE_DECISION = "UPDATE oversight_decision SET note = 'x' WHERE desa_id = $1 AND state = 'confirmed'";
}

/// What a test does to the store beside the services.
#[derive(Serialize, Clone)]
pub enum Act {
    Settle,
    Map,
    /// The same villages without their boundaries.
    Places,
    /// A rule, laid down or replaced.
    Law(&'static str, &'static str),
    Holiday(Day),
    Register(Work),
    Amend(Work),
    /// Cancelled: it leaves the register.
    Withdraw(DesaId, ProjectId),
    Pay(DesaId, ProjectId),
    /// Paid 70 sen before anything was decided.
    Paid(DesaId, ProjectId),
    /// The same, verified by a person of these tests.
    PaidThrough(DesaId, ProjectId, &'static str),
    /// Registered in the village's room, by a person of these tests.
    Signed(DesaId, ProjectId, &'static str),
    /// A payment request names a payee of a work: name and account.
    Payee(DesaId, ProjectId, (&'static str, &'static str)),
    /// A person's mandates end today.
    Leave(&'static str),
    Forge,
    LoseOverlaps,
    /// The rules in force were activated by a program with other tables.
    Outdate,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Flags {
    #[prost(string, repeated, tag = "1")]
    pub flags: Vec<String>,
}

impl Command for Act {
    const METHOD: &'static str = "test/Act";
    type Answer = Flags;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Flags, Error> {
        let screening = match self {
            Self::Settle => return settle(tx).await.map(|()| Flags::default()),
            Self::Map | Self::Places => {
                map(tx, matches!(self, Self::Map)).await?;
                return Ok(Flags::default());
            }
            Self::Law(key, value) => {
                if tx.exec(&OUTVOTE, args![*key, *value]).await? == 0 {
                    tx.exec(&POLICY, args![*key, *value]).await?;
                }
                return Ok(Flags::default());
            }
            Self::Holiday(day) => {
                tx.exec(&HOLIDAY, args![*day]).await?;
                return Ok(Flags::default());
            }
            Self::Register(work) => gate::register::register(tx, work).await?,
            Self::Amend(work) => gate::register::amend(tx, work).await?,
            Self::Withdraw(desa, project) => {
                gate::register::withdraw(tx, desa, *project).await?;
                return Ok(Flags::default());
            }
            Self::Pay(desa, project) => {
                let no = gate::clearance::unmet(tx, desa, *project, Moment::Payment).await?;
                Error::unless_empty(no)?;
                return Ok(Flags::default());
            }
            Self::Outdate => {
                tx.exec(&OUTDATE, args!["0".repeat(64)]).await?;
                return Ok(Flags::default());
            }
            Self::Leave(who) => {
                let today = tx.today();
                tx.exec(&LEAVE, args![person(who), today]).await?;
                return Ok(Flags::default());
            }
            Self::LoseOverlaps => {
                tx.exec(&LOSE_OVERLAPS, args![]).await?;
                return Ok(Flags::default());
            }
            Self::Paid(desa, project) => {
                paid(tx, desa, *project, Uuid::from_u128(2)).await?;
                return Ok(Flags::default());
            }
            Self::PaidThrough(desa, project, who) => {
                paid(tx, desa, *project, person(who)).await?;
                return Ok(Flags::default());
            }
            Self::Signed(desa, project, who) => {
                let values = args![desa, project.uuid(), person(who), Uuid::from_u128(5)];
                tx.exec(&PROJECT, values).await?;
                return Ok(Flags::default());
            }
            Self::Payee(desa, project, payee) => {
                gate::payee::note(tx, desa, *project, *payee).await?;
                return Ok(Flags::default());
            }
            Self::Forge => {
                tx.exec(&FORGE_DECISION, args![BLIMBINGSARI]).await?;
                return Ok(Flags::default());
            }
        };
        let flags = screening.blocks.iter().filter_map(|finding| finding.flag);
        Ok(Flags { flags: flags.map(|flag| format!("flags/{flag}")).collect() })
    }
}

/// A payment for a project, and who verified it.
async fn paid(
    tx: &mut Tx<'_>,
    desa: &DesaId,
    project: ProjectId,
    verifier: Uuid,
) -> Result<(), Error> {
    let id = |n: u128| Uuid::from_u128(n);
    let spp = tx.new_id();
    tx.exec(&SPP, args![desa, spp, id(1), verifier, id(3), id(4), true]).await?;
    tx.exec(&SPP_LINE, args![desa, spp, project.uuid()]).await?;
    tx.exec(&MOVE_SPP, args![desa, spp, "disbursed"]).await.map(|_| ())
}

/// The kabupaten with three villages side by side, each 0.015 degrees wide.
async fn map(tx: &mut Tx<'_>, with_boundaries: bool) -> Result<(), Error> {
    let version = Uuid::from_u128(77);
    tx.exec(&EDITION, args![version, [1_u8; 32].as_slice()]).await?;
    for (code, kind, name, parent) in [
        ("35.10", "kabupaten", "Banyuwangi", "35"),
        ("35.10.25", "kecamatan", "Blimbingsari", "35.10"),
        ("35.10.14", "kecamatan", "Rogojampi", "35.10"),
    ] {
        tx.exec(&WILAYAH, args![code, kind, name, parent]).await?;
    }
    let villages = [(ROGOJAMPI, "Rogojampi"), (SUKOJATI, "Sukojati"), (BLIMBINGSARI, "Badean")];
    for (n, (code, name)) in (0_i32..).zip(villages) {
        let parent = code.rsplit_once('.').map_or("", |(parent, _)| parent);
        tx.exec(&WILAYAH, args![code, "desa", name, parent]).await?;
        if !with_boundaries {
            continue;
        }
        let west = 1_142_750_000 + n * 150_000;
        let (east, south, north) = (west + 150_000, -83_200_000, -83_000_000);
        let at = |lon_e7, lat_e7| LonLat { lon_e7, lat_e7 };
        let ring = vec![at(west, south), at(east, south), at(east, north), at(west, north)];
        let area = domain::geo::area::Area::new(vec![vec![ring]]).unwrap();
        let values = args![version, code, west, south, east, north, area.encode()];
        tx.exec(&BOUNDARY, values).await?;
    }
    Ok(())
}

/// People by their tokens: where they stand now, and until which day they stood elsewhere.
type Person = (&'static str, Role, &'static str, Option<(&'static str, (i32, u8, u8))>);

const PEOPLE: [Person; 12] = [
    ("sek", Role::Sek, SUKOJATI, None),
    ("camat", Role::Cam, "35.10.25", None),
    ("pmd", Role::Pmd, "35.10", None),
    ("pmd2", Role::Pmd, "35.10", None),
    ("pmd-was-here", Role::Pmd, "35.10", Some((SUKOJATI, (2024, 12, 31)))),
    ("pmd-long-ago", Role::Pmd, "35.10", Some((SUKOJATI, (2023, 12, 31)))),
    ("rogojampi", Role::Sek, ROGOJAMPI, None),
    ("sistem", Role::Sys, "35.10", None),
    ("ins", Role::Ins, "35.10", None),
    ("kds", Role::Kds, SUKOJATI, None),
    ("kades", Role::Kds, BLIMBINGSARI, None),
    ("camat-of-rogojampi", Role::Cam, "35.10.14", None),
];

/// The id of a person of these tests.
pub fn person(token: &str) -> Uuid {
    let at = PEOPLE.iter().position(|(name, ..)| *name == token).unwrap();
    Uuid::from_u128(1_000 + u128::try_from(at).unwrap())
}

/// The law of these tests.
const LAW: [(&str, &str); 7] = [
    ("claim.withdrawal_days", "14"),
    ("claim.word_days", "60"),
    ("gate.conflict_months", "24"),
    ("gate.decision_days", "5"),
    ("gate.veto_days", "3"),
    ("gate.override_days.max", "180"),
    ("gate.scope_tolerance_permille", "100"),
];

async fn settle(tx: &mut Tx<'_>) -> Result<(), Error> {
    for (key, value) in LAW {
        tx.exec(&POLICY, args![key, value]).await?;
    }
    for (n, (token, role, area, past)) in (1_000_u128..).zip(PEOPLE) {
        let id = Uuid::from_u128(n);
        tx.exec(&PERSON, args![id, token]).await?;
        tx.exec(&ACCOUNT, args![id, token]).await?;
        tx.exec(&SESSION, args![id]).await?;
        let hash = store::Caller::of_token(token).token_hash;
        tx.exec(&TOKEN, args![hash.as_slice(), id]).await?;
        let mandate = |k: u128| Uuid::from_u128(n * 100 + k);
        tx.exec(&MANDATE, args![mandate(1), id, role.code(), area, None::<Day>, false]).await?;
        if let Some((desa, (year, month, day))) = past {
            let until = Day::from_ymd(year, month, day);
            tx.exec(&MANDATE, args![mandate(2), id, "PKA", desa, until, false]).await?;
        }
    }
    Ok(())
}

/// A store with rule set 1 on 2 March 2026, and the services on it.
pub struct World {
    pub test: TestStore,
    pub flags: crate::rpc::Rpc,
    pub rules: crate::rule_set_rpc::Rpc,
    pub claims: crate::claims::Rpc,
    pub more: crate::review_rpc::Rpc,
    pub clock: Clock,
}

/// Noon of 2 March 2026, a Monday, and of days after.
fn noon_us(plus: i32) -> i64 {
    Day::from_ymd(2026, 3, 2).plus(plus).start_us() + 12 * 3_600_000_000
}

/// Minutes for which a password counts here: all of the test.
const STEP_UP_MINUTES: u32 = 100_000_000;

impl World {
    pub async fn new(engine: Engine) -> Self {
        let clock = Clock::fixed(noon_us(0));
        let open: Vec<&'static str> =
            [&[Act::METHOD], gate::INTERNAL_METHODS, crate::INTERNAL_METHODS].concat();
        let matrix = edge::access::matrix(STEP_UP_MINUTES, &open);
        let test = testing::empty(engine, clock.clone(), matrix).await;
        gate::load_rule_set(&test.store).await.unwrap();
        let flags = crate::rpc::Rpc { store: test.store.clone() };
        let rules = crate::rule_set_rpc::Rpc { store: test.store.clone() };
        let claims = crate::claims::Rpc { store: test.store.clone() };
        let more = crate::review_rpc::Rpc { store: test.store.clone() };
        let world = Self { test, flags, rules, claims, more, clock };
        world.act(Act::Settle).await.unwrap();
        world
    }

    /// Goes to noon of so many days after 2 March 2026.
    pub fn day(&self, plus: i32) {
        self.clock.set(noon_us(plus));
    }

    pub async fn act(&self, act: Act) -> Result<Vec<String>, Error> {
        self.test.store.execute_once(None, act).await.map(|answer| answer.flags)
    }

    /// The codes of every reason why a work is not paid.
    pub async fn unpaid(&self, work: &Work) -> Vec<String> {
        let paid = self.act(Act::Pay(work.desa.clone(), work.project)).await;
        let no = paid.err().map(|error| error.refusals).unwrap_or_default();
        no.iter().map(|refusal| refusal.code.to_string()).collect()
    }

    /// A fresh request id.
    pub fn id(&self) -> String {
        self.test.store.new_request_id().uuid().to_string()
    }
}

/// A culvert so many metres east.
pub fn culvert(desa: &str, number: u128, east_m: f64) -> Work {
    let position = LonLat::new(114.3 + east_m / 110_000.0, -8.31).unwrap();
    let amount = Rupiah::from_sen(100);
    Work {
        desa: DesaId::parse(desa).unwrap(),
        desa_name: format!("Desa {desa}"),
        project: ProjectId::new(Uuid::from_u128(number)),
        name: format!("Gorong-gorong {number}"),
        kind: ClaimKind::Registered,
        class: WorkClass::Culvert,
        intervention: Intervention::New,
        tahun: Tahun::new(2026).unwrap(),
        amount,
        continues: None,
        facts: gate::Facts::default(),
        sites: vec![Footprint {
            shape: Shape::point(position),
            accuracy_mm: Some(5_000),
            capture: None,
            trusted: true,
            amount,
        }],
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
