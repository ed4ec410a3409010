//! A small district for tests: places, charts, people, and one village's year.

use domain::{
    Clock, Day, DesaId, Error, KegiatanCode, Place, RekeningCode, Rupiah, SumberDana, Tahun,
    ids::LineId,
};
use ledger::{Account, Entry, EntryKind, Line, Posting};
use serde::Serialize;
use store::{Args, Caller, Command, Engine, Statement, Store, Tx, args, testing};
use uuid::Uuid;

store::statements! {
    PUT_PLACE: cross_desa("test") = "
        INSERT INTO registry_wilayah (code, kind, name, parent_code) VALUES ($1, $2, $3, $4)";
    PUT_KEGIATAN: cross_desa("test") = "
        INSERT INTO registry_kegiatan (code, level, name, is_infrastructure, work_class, origin)
        VALUES ($1, $2, $3, $4, '', '')";
    PUT_REKENING: cross_desa("test") = "
        INSERT INTO registry_rekening (code, level, name, kind, origin) VALUES ($1, $2, $3, '', '')";
    PUT_SUMBER_DANA: cross_desa("test") = "
        INSERT INTO registry_sumber_dana (code, name, print_order, revenue_rekening)
        VALUES ($1, $2, $3, '')";
    PUT_POLICY: cross_desa("test") = "
        INSERT INTO registry_policy (key, area, valid_from, value, unit, basis, verified, note)
        VALUES ($1, '', 0, $2, $3, '', $4, '')";
    PUT_PERSON: cross_desa("test") = "
        INSERT INTO identity_person (person_id, full_name, created_us) VALUES ($1, $2, 0)";
    PUT_ACCOUNT: cross_desa("test") = "
        INSERT INTO identity_account (account_id, person_id, account_name, password_hash, created_us)
        VALUES ($1, $1, $2, '', 0)";
    PUT_SESSION: cross_desa("test") = "
        INSERT INTO identity_session (session_id, account_id, person_id, started_us, ends_us)
        VALUES ($1, $1, $1, 0, 9000000000000000)";
    PUT_TOKEN: cross_desa("test") = "
        INSERT INTO identity_token (token_hash, session_id, expires_us)
        VALUES ($1, $2, 9000000000000000)";
    PUT_MANDATE: cross_desa("test") = "
        INSERT INTO identity_mandate (mandate_id, person_id, role, area, valid_from, valid_to,
            acting, basis, state, proposed_us, confirmed_us)
        VALUES ($1, $2, $3, $4, 0, $5, $6, '', 'active', 0, 0)";
    PUT_APBDES = "
        INSERT INTO planning_apbdes (desa_id, apbdes_id, tahun, kind, state, state_since_us,
            reference, sent_us, revision, created_us)
        VALUES ($1, $2, 2026, $3, $4, $5, '', $6, 1, 0)";
    PUT_BUDGET_LINE = "
        INSERT INTO planning_line (desa_id, apbdes_id, line_id, tahun, kegiatan, rekening,
            sumber_dana, uraian, unit, amount_sen, output, perdes_reference, from_bengkok)
        VALUES ($1, $2, $3, 2026, $4, $5, $6, '', '', $7, '', '', $8)";
    ENACT = "
        UPDATE planning_apbdes
           SET state = 'enacted', perdes_number = 'Perdes 1/2026', perkades_number = 'Perkades 1/2026',
               enacted_day = 20454
         WHERE desa_id = $1 AND apbdes_id = $2";
}

pub const DESA: &str = "35.10.25.2010";
pub const NEIGHBOUR: &str = "35.10.25.2009";
/// A village of another kecamatan.
pub const FAR: &str = "35.10.14.2009";
/// 2 March 2026 (a Monday), noon in Jakarta.
pub const NOON_US: i64 = 1_772_427_600_000_000;

#[derive(Clone, PartialEq, prost::Message)]
pub struct Nothing {}

/// Statements, and entries of the journal, run as one act of the test.
#[derive(Clone, Default)]
pub struct Act {
    pub statements: Vec<(Statement, Args)>,
    pub lines: Vec<Line>,
    pub entries: Vec<Entry>,
}

impl Serialize for Act {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl Command for Act {
    const METHOD: &'static str = "test/Act";
    type Answer = Nothing;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Nothing, Error> {
        let desa = DesaId::parse(DESA)?;
        for (statement, values) in &self.statements {
            tx.exec(statement, values.clone()).await?;
        }
        for line in &self.lines {
            ledger::open_line(tx, &desa, line).await?;
        }
        for entry in &self.entries {
            for (line, amount) in &entry.settles {
                ledger::reserve(tx, &desa, *line, *amount).await?;
            }
            ledger::post(tx, &desa, entry).await?;
        }
        Ok(Nothing {})
    }
}

pub async fn act(store: &Store, act: Act) {
    store.execute(None, store.new_request_id(), act).await.unwrap();
}

pub async fn put(store: &Store, statements: Vec<(Statement, Args)>) {
    act(store, Act { statements, ..Act::default() }).await;
}

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn token(person: u128) -> Caller {
    Caller::of_token(&person.to_string())
}

/// Puts a person with an account and these mandates.
pub async fn person(store: &Store, number: u128, mandates: &[(&str, &str)]) {
    let hash = token(number).token_hash;
    let mut statements = vec![
        (PUT_PERSON, args![id(number), "Siti"]),
        (PUT_ACCOUNT, args![id(number), number.to_string()]),
        (PUT_SESSION, args![id(number)]),
        (PUT_TOKEN, args![hash.as_slice(), id(number)]),
    ];
    for (at, (role, area)) in mandates.iter().enumerate() {
        let mandate = id(number * 100 + at as u128);
        let values = args![mandate, id(number), *role, *area, None::<i64>, false];
        statements.push((PUT_MANDATE, values));
    }
    put(store, statements).await;
}

/// One more mandate, as secretary of a village, for a person who is there.
pub fn mandate(person: u128, desa: &str) -> (Statement, Args) {
    let values = args![id(person * 100 + 99), id(person), "SEK", desa, None::<i64>, false];
    (PUT_MANDATE, values)
}

/// An empty district with its charts.
pub async fn district(engine: Engine) -> testing::TestStore {
    let matrix = edge::access::matrix(5, &[Act::METHOD]);
    let test = testing::empty(engine, Clock::fixed(NOON_US), matrix).await;
    let mut statements = Vec::new();
    for (code, kind, name, parent) in [
        ("35.10", "kabupaten", "Banyuwangi", "35"),
        ("35.10.25", "kecamatan", "Blimbingsari", "35.10"),
        ("35.10.14", "kecamatan", "Kabat", "35.10"),
        (DESA, "desa", "Sukojati", "35.10.25"),
        (NEIGHBOUR, "desa", "Badean", "35.10.25"),
        (FAR, "desa", "Pondoknongko", "35.10.14"),
    ] {
        statements.push((PUT_PLACE, args![code, kind, name, parent]));
    }
    for (code, level, name) in
        [("02", 1, "PEMBANGUNAN"), ("02.03", 2, "PU"), ("02.03.10", 3, "Jalan")]
    {
        statements.push((PUT_KEGIATAN, args![code, level, name, true]));
    }
    for (code, level, name) in
        [("4", 1, "PENDAPATAN"), ("5", 1, "BELANJA"), ("5.3.5.03", 4, "Bahan")]
    {
        statements.push((PUT_REKENING, args![code, level, name]));
    }
    for (code, name, order) in [("ADD", "Alokasi Dana Desa", 2), ("DDS", "Dana Desa", 1)] {
        statements.push((PUT_SUMBER_DANA, args![code, name, order]));
    }
    for (key, value, unit) in [
        ("deadline.D05", "20", "working_days"),
        ("gate.decision_days", "5", "working_days"),
        ("gate.conflict_months", "24", "months"),
    ] {
        statements.push((PUT_POLICY, args![key, value, unit, true]));
    }
    put(&test.store, statements).await;
    test
}

/// A budget line by its parts; spending names an activity.
pub struct Budget {
    pub line: u128,
    pub kegiatan: Option<&'static str>,
    pub rekening: &'static str,
    pub sumber_dana: &'static str,
    pub sen: i64,
}

/// Enacts a budget and opens its lines in the ledger.
pub async fn enact(store: &Store, lines: &[Budget]) {
    let version = id(0xa1);
    let mut all = Act {
        statements: vec![(PUT_APBDES, args![DESA, version, "awal", "draft", 0, None::<i64>])],
        ..Act::default()
    };
    for line in lines {
        let values = args![
            DESA,
            version,
            id(line.line),
            line.kegiatan.map(str::to_owned),
            line.rekening,
            line.sumber_dana,
            line.sen,
            false
        ];
        all.statements.push((PUT_BUDGET_LINE, values));
        all.lines.push(Line {
            line_id: LineId::new(id(line.line)),
            tahun: Tahun::new(2026).unwrap(),
            kegiatan: line.kegiatan.map(|code| KegiatanCode::parse(code).unwrap()),
            rekening: RekeningCode::parse(line.rekening).unwrap(),
            sumber_dana: SumberDana::parse(line.sumber_dana).unwrap(),
            ceiling: Rupiah::from_sen(line.sen),
        });
    }
    all.statements.push((ENACT, args![DESA, version]));
    act(store, all).await;
}

/// One side of an entry: account, line if any, debit positive.
pub type Side = (&'static str, Option<u128>, i64);

/// An entry of a day of 2026; spending lines are reserved first, as a request does.
pub fn entry(kind: EntryKind, day: &str, sides: &[Side]) -> Entry {
    let postings = sides
        .iter()
        .map(|(account, line, sen)| Posting {
            account: Account::parse(account).unwrap(),
            line: line.map(|line| LineId::new(id(line))),
            sumber_dana: None,
            amount: Rupiah::from_sen(*sen),
        })
        .collect();
    let settles = sides
        .iter()
        .filter(|(account, _, sen)| account.starts_with('5') && *sen > 0)
        .filter_map(|(_, line, sen)| Some((LineId::new(id((*line)?)), Rupiah::from_sen(*sen))))
        .collect();
    Entry {
        tahun: Tahun::new(2026).unwrap(),
        day: Day::parse(day).unwrap(),
        kind,
        reference: "1".to_owned(),
        narrative: "Uji".to_owned(),
        postings,
        settles,
    }
}
