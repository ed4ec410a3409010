//! A store of an earlier schema is brought up to date with everything that was in it, and goes on.
//!
//! `upgrade/store_0010.sql` is what migration 0010 held, `upgrade/store_0023.sql` what came to it
//! until 0023, and `upgrade/store_0039.sql` until 0039. They are laid down on a store of each
//! engine at those migrations, the store is opened by this binary's code, and every value that was
//! there is there still, and every view answers. Then the binary serves it, and people end what
//! they had begun before.

use std::{collections::BTreeMap, path::PathBuf};

use domain::{Day, clock::machine_us};
use server::{
    config::{Config, Purpose},
    folder, wiring,
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection, migrate::Migrator};
use store::{Store, StoreConfig, testing};
use tonic::{Code, transport::Channel};
use wire::{
    common::v1::Rupiah,
    identity::v1::{ConfirmPasswordResetRequest, account_service_client::AccountServiceClient},
    monitoring::v1::{GetPhotoRequest, PhotoState, photo_service_client::PhotoServiceClient},
    oversight::v1::{
        ConfirmDecisionRequest, DecisionState, FlagState, GetFlagRequest,
        flag_service_client::FlagServiceClient,
    },
    planning::v1::{
        AmendmentReason, ApbdesKind, ApbdesState, CreateApbdesRequest, DiscardApbdesRequest,
        GetApbdesRequest, apbdes_service_client::ApbdesServiceClient,
    },
    realisation::v1::{
        AcceptSpjRequest, CancelSppRequest, ConfirmReversalRequest, GetBalanceRequest,
        GetSppRequest, MoneyStore, ReversalState, SettlePanjarRequest, Spp, SppState,
        book_service_client::BookServiceClient, spp_service_client::SppServiceClient,
    },
    reporting::v1::{GetLraRequest, report_service_client::ReportServiceClient},
};

use crate::{
    Scratch, Server,
    people::{Person, request_id},
};

/// The fixtures, oldest first, each with the schema on which it is laid down.
const FIXTURES: [(i64, &str); 3] =
    [(10, "store_0010.sql"), (23, "store_0023.sql"), (39, "store_0039.sql")];
/// The day on which the fixtures end.
const TODAY: &str = "2026-11-24";
/// Nine in the morning.
const MORNING_US: i64 = 9 * 3_600_000_000;
/// The budget year in which people go on.
const YEAR: &str = "desa/35.10.25.2010/tahun/2026";

/// The fixtures of a schema.
fn fixtures(until: i64) -> impl Iterator<Item = (i64, String)> {
    let folder = root().join("services/server/tests/upgrade");
    FIXTURES
        .into_iter()
        .filter(move |(version, _)| *version <= until)
        .map(move |(version, name)| (version, std::fs::read_to_string(folder.join(name)).unwrap()))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

async fn migrations(engine: &str) -> Migrator {
    Migrator::new(root().join("migrations").join(engine)).await.unwrap()
}

/// The settings of a place: SQLite in the folder when no address is given.
fn config(scratch: &Scratch, url: &str) -> Config {
    let mut config = Config { data: scratch.data(), ..Config::start(Purpose::Demo) };
    config.database.url = url.to_owned();
    config
}

async fn open(config: &Config) -> Store {
    let settings = StoreConfig::new(config.database_url());
    Store::open(settings, wiring::matrix(config)).await.unwrap()
}

/// Every row of some columns of every table, each as one text, in order.
type Contents = BTreeMap<String, Vec<String>>;

/// Table to its columns.
type Columns = BTreeMap<String, Vec<String>>;

fn columns(rows: Vec<(String, String)>) -> Columns {
    let mut columns = Columns::new();
    for (table, column) in rows {
        columns.entry(table).or_default().push(column);
    }
    columns
}

mod sqlite {
    use super::*;

    async fn contents(conn: &mut SqliteConnection, tables: &Columns) -> Contents {
        let mut contents = Contents::new();
        for (table, columns) in tables {
            let quoted: Vec<String> = columns.iter().map(|c| format!("quote({c})")).collect();
            let sql = format!("SELECT {} FROM {table} ORDER BY 1", quoted.join(" || '|' || "));
            let rows: Vec<(String,)> =
                sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut *conn).await.unwrap();
            contents.insert(table.clone(), rows.into_iter().map(|(row,)| row).collect());
        }
        contents
    }

    /// Fills the tables with their triggers set aside: the fixture is an end, not a way to it.
    async fn lay_down(conn: &mut SqliteConnection, fixture: &str) {
        let triggers: Vec<(String, String)> =
            sqlx::query_as("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                .fetch_all(&mut *conn)
                .await
                .unwrap();
        let mut sql = String::from("PRAGMA foreign_keys = OFF;");
        sql.extend(triggers.iter().map(|(name, _)| format!("DROP TRIGGER {name};")));
        sql.push_str(fixture);
        sql.extend(triggers.iter().map(|(_, create)| format!("{create};")));
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *conn).await.unwrap();
        assert_joined(conn).await;
    }

    /// No row points to one that is not there.
    async fn assert_joined(conn: &mut SqliteConnection) {
        let broken: Vec<(String,)> =
            sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check()")
                .fetch_all(conn)
                .await
                .unwrap();
        assert!(broken.is_empty(), "{broken:?}");
    }

    async fn assert_views_answer(conn: &mut SqliteConnection) {
        let views: Vec<(String,)> =
            sqlx::query_as("SELECT name FROM sqlite_master WHERE type = 'view'")
                .fetch_all(&mut *conn)
                .await
                .unwrap();
        for sql in count_each(views) {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *conn).await.unwrap();
        }
    }

    /// A folder of a schema, opened by this binary's code.
    async fn upgraded(scratch: &Scratch, until: i64) -> Store {
        std::fs::create_dir_all(scratch.data()).unwrap();
        let file = scratch.data().join(folder::DATABASE);
        let url = format!("sqlite:{}?mode=rwc", file.display());
        let mut conn = SqliteConnection::connect(&url).await.unwrap();
        for (version, fixture) in fixtures(until) {
            migrations("sqlite").await.run_to(version, &mut conn).await.unwrap();
            lay_down(&mut conn, &fixture).await;
        }
        let tables = columns(
            sqlx::query_as(
                "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
                  WHERE m.type = 'table' AND m.name NOT LIKE '\\_%' ESCAPE '\\'
                  ORDER BY m.name, c.cid",
            )
            .fetch_all(&mut conn)
            .await
            .unwrap(),
        );
        let before = contents(&mut conn, &tables).await;
        conn.close().await.unwrap();
        let store = open(&config(scratch, "")).await;
        let mut conn = SqliteConnection::connect(&url).await.unwrap();
        assert_kept(until, &before, &contents(&mut conn, &tables).await);
        assert_joined(&mut conn).await;
        assert_views_answer(&mut conn).await;
        conn.close().await.unwrap();
        store
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_earlier_store_keeps_every_value() {
        upgraded(&Scratch::new(), 10).await.close().await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_recent_store_keeps_every_value_and_people_end_what_they_had_begun() {
        let scratch = Scratch::new();
        let store = upgraded(&scratch, 23).await;
        goes_on(&scratch, "", store, 23).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_latest_store_keeps_every_value_and_what_it_left_is_ended_by_people() {
        let scratch = Scratch::new();
        let store = upgraded(&scratch, 39).await;
        goes_on(&scratch, "", store, 39).await;
    }
}

mod postgres {
    use super::*;

    async fn contents(conn: &mut PgConnection, tables: &Columns) -> Contents {
        let mut contents = Contents::new();
        for (table, columns) in tables {
            let texts: Vec<String> =
                columns.iter().map(|c| format!("COALESCE({c}::text, 'NULL')")).collect();
            let sql = format!("SELECT {} FROM {table} ORDER BY 1", texts.join(" || '|' || "));
            let rows: Vec<(String,)> =
                sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut *conn).await.unwrap();
            contents.insert(table.clone(), rows.into_iter().map(|(row,)| row).collect());
        }
        contents
    }

    /// A database of a schema, opened by this binary's code; answers its address too.
    async fn upgraded(scratch: &Scratch, until: i64) -> (Store, String) {
        let name = format!("upgrade_{until}_{}", std::process::id());
        let url = testing::postgres_database(&name).await;
        let mut conn = PgConnection::connect(&url).await.unwrap();
        for (version, fixture) in fixtures(until) {
            migrations("postgres").await.run_to(version, &mut conn).await.unwrap();
            // Triggers and foreign keys set aside, as on the other engine.
            let bytes = fixture.replace("X'", "'\\x").replace("x'", "'");
            let sql = format!(
                "SET session_replication_role = replica;\n{bytes}\n\
                 SET session_replication_role = DEFAULT"
            );
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await.unwrap();
        }
        let tables = columns(
            sqlx::query_as(
                "SELECT c.table_name::text, c.column_name::text
                   FROM information_schema.columns c
                   JOIN information_schema.tables t USING (table_schema, table_name)
                  WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                    AND c.table_name NOT LIKE '\\_%'
                  ORDER BY c.table_name, c.ordinal_position",
            )
            .fetch_all(&mut conn)
            .await
            .unwrap(),
        );
        let before = contents(&mut conn, &tables).await;
        let store = open(&config(scratch, &url)).await;
        assert_kept(until, &before, &contents(&mut conn, &tables).await);
        assert_views_answer(&mut conn).await;
        conn.close().await.unwrap();
        (store, url)
    }

    async fn assert_views_answer(conn: &mut PgConnection) {
        let views: Vec<(String,)> = sqlx::query_as(
            "SELECT table_name::text FROM information_schema.views WHERE table_schema = 'public'",
        )
        .fetch_all(&mut *conn)
        .await
        .unwrap();
        for sql in count_each(views) {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *conn).await.unwrap();
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_earlier_store_keeps_every_value() {
        upgraded(&Scratch::new(), 10).await.0.close().await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_recent_store_keeps_every_value_and_people_end_what_they_had_begun() {
        let scratch = Scratch::new();
        std::fs::create_dir_all(scratch.data()).unwrap();
        let (store, url) = upgraded(&scratch, 23).await;
        goes_on(&scratch, &url, store, 23).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_latest_store_keeps_every_value_and_what_it_left_is_ended_by_people() {
        let scratch = Scratch::new();
        std::fs::create_dir_all(scratch.data()).unwrap();
        let (store, url) = upgraded(&scratch, 39).await;
        goes_on(&scratch, &url, store, 39).await;
    }
}

/// A question to every view, each of which exists to be asked.
fn count_each(views: Vec<(String,)>) -> Vec<String> {
    assert!(views.len() > 30, "the views are found: {}", views.len());
    views.into_iter().map(|(view,)| format!("SELECT COUNT(*) FROM {view}")).collect()
}

fn assert_kept(until: i64, before: &Contents, after: &Contents) {
    let rows: usize = before.values().map(Vec::len).sum();
    assert!(rows > 1_500, "the fixture was laid down: {rows} rows");
    assert_eq!(before["realisation_spj"].len(), usize::from(until >= 23), "and the later one");
    for (table, rows) in before {
        assert_eq!(rows, &after[table], "{table}");
    }
    assert!(store::applied_version() > until, "there is something to bring up to date");
}

/// Serves what was brought up to date, on the last day of the fixtures. The charts and the law,
/// which these leave out, come with the server's start.
async fn goes_on(scratch: &Scratch, url: &str, store: Store, until: i64) {
    store.close().await;
    drop(store);
    let config = config(scratch, url);
    folder::mark_demo(&config).await.unwrap();
    let now_us = Day::parse(TODAY).unwrap().start_us() + MORNING_US;
    folder::complete_demo(&config, now_us - machine_us()).unwrap();
    let mut settings = vec![("LUMBUNG_SWEEP__NIGHTLY", "false")];
    if !url.is_empty() {
        settings.push(("LUMBUNG_DATABASE__URL", url));
    }
    let mut server = Server::start(scratch, "demo", &settings);
    let channel = server.channel().await;
    an_advance_is_settled(&channel).await;
    a_decision_is_confirmed(&channel).await;
    if until >= 39 {
        who_entered_a_claim_does_not_decide(&channel).await;
        a_reversal_without_a_document_is_confirmed(&channel).await;
        a_request_above_the_budget_gives_back_what_it_held(&channel).await;
        a_draft_is_given_up_and_makes_room(&channel).await;
        a_reset_is_agreed(&channel).await;
        a_photo_is_read(&channel).await;
    }
    drop(channel);
    assert_eq!(server.stop(), 0);
}

/// Of Rp 6,000,000 paid to the PKA, Rp 5,400,000 were accounted for and not accepted yet.
async fn an_advance_is_settled(channel: &Channel) {
    const SPENT_SEN: i64 = 540_000_000;
    const REST_SEN: i64 = 60_000_000;
    let sekdes = Person::sign_in(channel, "sekdes.sukojati").await;
    let treasurer = Person::sign_in(channel, "keuangan.sukojati").await;
    let mut requests = SppServiceClient::new(channel.clone());
    let mut books = BookServiceClient::new(channel.clone());
    let mut reports = ReportServiceClient::new(channel.clone());
    let sen = |amount: Option<Rupiah>| amount.unwrap().sen;
    let mut held = async || {
        let balance = GetBalanceRequest { parent: YEAR.to_owned(), day: String::new() };
        let balance = books.get_balance(treasurer.ask(balance)).await.unwrap().into_inner();
        let report = GetLraRequest { name: YEAR.to_owned(), as_of: String::new() };
        let report = reports.get_lra(treasurer.ask(report)).await.unwrap().into_inner();
        let spent = report.totals.unwrap().spending.unwrap().realised;
        [balance.bank, balance.panjar, spent].map(sen)
    };
    assert_eq!(held().await, [18_588_350_000, SPENT_SEN + REST_SEN, 93_787_300_000]);

    let name = format!("{YEAR}/spp/01a1e68a-5880-7000-8000-0000000000a1");
    let question = GetSppRequest { name: name.clone() };
    let advance = requests.get_spp(sekdes.ask(question)).await.unwrap().into_inner().spp.unwrap();
    assert_eq!(advance.state(), SppState::Disbursed);
    let message =
        AcceptSpjRequest { request_id: request_id(), name: name.clone(), etag: advance.etag };
    let accepted = requests.accept_spj(sekdes.ask(message)).await.unwrap().into_inner();
    let message = SettlePanjarRequest {
        request_id: request_id(),
        name,
        etag: accepted.etag,
        day: String::new(),
        store: MoneyStore::Bank.into(),
        taxes: Vec::new(),
    };
    let settled = requests.settle_panjar(treasurer.ask(message)).await.unwrap().into_inner();
    assert_eq!(settled.state(), SppState::Settled);
    assert_eq!(held().await, [18_588_350_000 + REST_SEN, 0, 93_787_300_000 + SPENT_SEN]);
}

/// The camat had proposed to dismiss the pair of culverts at the border.
async fn a_decision_is_confirmed(channel: &Channel) {
    let official = Person::sign_in(channel, "pmd.budi").await;
    let mut flags = FlagServiceClient::new(channel.clone());
    let question = GetFlagRequest {
        name: String::from("flags/019ecdf1-3f95-7f1c-876d-0ecd66d67e81"),
        parent: String::from("kabupaten/35.10"),
    };
    let read = flags.get_flag(official.ask(question)).await.unwrap().into_inner();
    let (flag, [proposed]) = (read.flag.unwrap(), read.decisions.as_slice()) else {
        panic!("one decision waits")
    };
    assert_eq!((flag.state(), proposed.state()), (FlagState::Open, DecisionState::Proposed));
    let message = ConfirmDecisionRequest {
        request_id: request_id(),
        name: proposed.name.clone(),
        place: flag.place,
    };
    let done = flags.confirm_decision(official.ask(message)).await.unwrap().into_inner();
    assert_eq!(done.flag.unwrap().state(), FlagState::Dismissed);
    assert_eq!(done.decision.unwrap().state(), DecisionState::Confirmed);
}

/// PMD had entered a road of the kabupaten, and a colleague proposed what to decide on it. That
/// somebody who entered a claim does not decide on it came later, and holds for this one too.
async fn who_entered_a_claim_does_not_decide(channel: &Channel) {
    let official = Person::sign_in(channel, "pmd.ani").await;
    let mut flags = FlagServiceClient::new(channel.clone());
    let question = GetFlagRequest {
        name: String::from("flags/01a20b11-2157-76ad-b4bf-bc299725939c"),
        parent: String::from("kabupaten/35.10"),
    };
    let read = flags.get_flag(official.ask(question)).await.unwrap().into_inner();
    let (flag, [proposed]) = (read.flag.unwrap(), read.decisions.as_slice()) else {
        panic!("one decision waits")
    };
    assert_eq!((flag.state(), proposed.state()), (FlagState::Open, DecisionState::Proposed));
    assert_eq!(proposed.evidence, "Foto lapangan 23 November");
    let message = ConfirmDecisionRequest {
        request_id: request_id(),
        name: proposed.name.clone(),
        place: flag.place,
    };
    let refused = flags.confirm_decision(official.ask(message)).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    assert!(refused.message().contains("Dinas PUPR PUPR-2026-041"), "{refused}");
}

/// A request of the year, as one of its village reads it.
async fn spp(channel: &Channel, person: &Person, id: &str) -> Spp {
    let question = GetSppRequest { name: format!("{YEAR}/spp/{id}") };
    let mut requests = SppServiceClient::new(channel.clone());
    requests.get_spp(person.ask(question)).await.unwrap().into_inner().spp.unwrap()
}

/// It was proposed before the document of the money's return was asked for, so it has none.
async fn a_reversal_without_a_document_is_confirmed(channel: &Channel) {
    let kades = Person::sign_in(channel, "kades.sukojati").await;
    let paid = spp(channel, &kades, "01a1ec2a-f2b0-740b-8aae-292d08d6578e").await;
    let waiting = paid.reversal.unwrap();
    assert_eq!(waiting.state(), ReversalState::Proposed);
    assert!(waiting.document_number.is_empty() && waiting.document_day.is_empty(), "{waiting:?}");
    let message =
        ConfirmReversalRequest { request_id: request_id(), name: paid.name, etag: paid.etag };
    let mut requests = SppServiceClient::new(channel.clone());
    let done = requests.confirm_reversal(kades.ask(message)).await.unwrap().into_inner();
    assert_eq!(done.state(), SppState::Reversed);
}

/// The change that allowed it was annulled, and its line stood above the budget for it alone.
async fn a_request_above_the_budget_gives_back_what_it_held(channel: &Channel) {
    let pka = Person::sign_in(channel, "kaur_perencanaan.sukojati").await;
    let held = spp(channel, &pka, "01a20b11-21cd-7240-b323-9edf5a1c9d80").await;
    assert_eq!(held.state(), SppState::Submitted);
    let message = CancelSppRequest {
        request_id: request_id(),
        name: held.name,
        etag: held.etag,
        reason: String::from("Perubahan dibatalkan"),
    };
    let mut requests = SppServiceClient::new(channel.clone());
    let done = requests.cancel_spp(pka.ask(message)).await.unwrap().into_inner();
    assert_eq!(done.state(), SppState::Cancelled);
}

/// A change of the budget was being drafted, and another could not be begun beside it.
async fn a_draft_is_given_up_and_makes_room(channel: &Channel) {
    let sekdes = Person::sign_in(channel, "sekdes.sukojati").await;
    let mut budgets = ApbdesServiceClient::new(channel.clone());
    let name = format!("{YEAR}/apbdes/01a20b11-21da-7b61-a39b-021559f749b4");
    let question = GetApbdesRequest { name: name.clone() };
    let read = budgets.get_apbdes(sekdes.ask(question)).await.unwrap().into_inner();
    let message = DiscardApbdesRequest {
        request_id: request_id(),
        name,
        etag: read.apbdes.unwrap().etag,
        note: String::from("Pagu tidak berubah"),
    };
    let gone = budgets.discard_apbdes(sekdes.ask(message)).await.unwrap().into_inner();
    assert_eq!(gone.apbdes.unwrap().state(), ApbdesState::Discarded);
    let message = CreateApbdesRequest {
        request_id: request_id(),
        parent: YEAR.to_owned(),
        kind: ApbdesKind::Perubahan.into(),
        amendment_reason: AmendmentReason::RevenueChanged.into(),
        amendment_reference: String::from("Perubahan pagu"),
    };
    let next = budgets.create_apbdes(sekdes.ask(message)).await.unwrap().into_inner();
    assert_eq!(next.apbdes.unwrap().state(), ApbdesState::Draft);
}

/// The kepala desa had asked for a new password of the operator.
async fn a_reset_is_agreed(channel: &Channel) {
    let official = Person::sign_in(channel, "pmd.budi").await;
    let mut accounts = AccountServiceClient::new(channel.clone());
    let message = ConfirmPasswordResetRequest {
        request_id: request_id(),
        name: String::from("area/35.10.25.2010/mandates/01941f60-6be4-7e45-8b15-36be9d04424c"),
    };
    let done = accounts.confirm_password_reset(official.ask(message)).await.unwrap();
    assert!(!done.into_inner().reset_code.is_empty());
}

/// A photo of a road, sent without anything that tells where it was taken but its sender's word.
async fn a_photo_is_read(channel: &Channel) {
    let kades = Person::sign_in(channel, "kades.sukojati").await;
    let mut photos = PhotoServiceClient::new(channel.clone());
    let project = "desa/35.10.25.2010/projects/019ea9e4-baa5-7815-9db8-155083a2bc01";
    let name = format!("{project}/photos/01a20b11-21f6-7cc4-a744-5ef9604dced6");
    let read = photos.get_photo(kades.ask(GetPhotoRequest { name })).await.unwrap();
    let photo = read.into_inner().photo.unwrap();
    assert_eq!((photo.state(), photo.facts.unwrap().stage), (PhotoState::Finished, 50));
}
