//! Row-level security on PostgreSQL: the wall that stands when the rules of access are gone.

use domain::{
    Clock, Error, Place,
    policy::{Matrix, Rule},
};
use serde::Serialize;
use sqlx::{Connection as _, PgConnection};
use store::{Command, Engine, Event, Query, Store, Tx, args, testing};

use crate::parity::postgres;

store::statements! {
    READ: cross_desa("a test of what is left when nothing is asked for") = "
        SELECT desa_id FROM realisation_activity ORDER BY desa_id";
    CHANGE: cross_desa("a test") = "UPDATE realisation_activity SET kegiatan = '02.03.11'";
    PUT = "INSERT INTO realisation_activity (desa_id, tahun, kegiatan) VALUES ($1, 2026, '01.01.01')";
    WHO: cross_desa("a test") = "SELECT CAST(current_user AS TEXT)";
}

const A: &str = "35.10.25.2010";
const B: &str = "35.10.25.2009";
/// Another kecamatan, whose code begins alike.
const C: &str = "35.10.2.2010";

/// Tables keyed by village that are compared across villages, and why.
const UNBOUND: [(&str, &str); 3] = [
    ("gate_", "the overlap register is there to be compared"),
    ("monitoring_", "photos are searched in all villages"),
    ("oversight_", "decisions concern two villages"),
];

#[derive(Clone, PartialEq, prost::Message)]
struct Told {
    #[prost(int64, tag = "1")]
    changed: i64,
}

/// Reads everything, as a method that everybody may call for any place: no rule of Rust is left.
struct Look(Place);

impl Query for Look {
    const METHOD: &'static str = "/test.v1.Test/Look";
    type Answer = (Vec<(String,)>, (String,));

    fn place(&self) -> Place {
        self.0.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        Ok((tx.all(&READ, args![]).await?, tx.one(&WHO, args![]).await?))
    }
}

/// Changes everything, or puts a row for a village.
#[derive(Serialize)]
struct Meddle {
    place: Place,
    put: Option<&'static str>,
}

impl Command for Meddle {
    const METHOD: &'static str = "/test.v1.Test/Meddle";
    type Answer = Told;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Told, Error> {
        tx.record(Event::new("test.meddled", "test"));
        let done = match self.put {
            Some(desa) => tx.exec(&PUT, args![desa]).await?,
            None => tx.exec(&CHANGE, args![]).await?,
        };
        Ok(Told { changed: i64::try_from(done).unwrap() })
    }
}

async fn opened() -> testing::TestStore {
    let open = [Look::METHOD, Meddle::METHOD].map(|method| (method, Rule::Open));
    let test = testing::empty(Engine::Postgres, Clock::system(), Matrix::new(open, 0)).await;
    let mut owner = PgConnection::connect(test.url()).await.unwrap();
    for desa in [A, B, C] {
        let row = sqlx::query("INSERT INTO realisation_activity VALUES ($1, 2026, '02.03.14')");
        row.bind(desa).execute(&mut owner).await.unwrap();
    }
    test
}

async fn seen(store: &Store, place: &str) -> Vec<String> {
    let (rows, (who,)) = store.answer(None, Look(Place::parse(place).unwrap())).await.unwrap();
    assert_eq!(who, "lumbung_app", "the server's statements run as the plain role");
    rows.into_iter().map(|(desa,)| desa).collect()
}

async fn meddle(store: &Store, place: &str, put: Option<&'static str>) -> Result<i64, Error> {
    let place = Place::parse(place).unwrap();
    let done = store.execute(None, store.new_request_id(), Meddle { place, put }).await;
    done.map(|done| done.answer.changed)
}

#[tokio::test]
async fn a_statement_outside_its_scope_meets_no_rows() {
    let test = opened().await;
    let store = &test.store;
    assert_eq!(seen(store, A).await, [A]);
    assert_eq!(seen(store, B).await, [B]);
    assert_eq!(seen(store, "35.10.25").await, [B, A], "a kecamatan sees its villages");
    assert_eq!(seen(store, "35.10").await, [C, B, A]);
    assert_eq!(seen(store, "35.09").await, [""; 0]);
    assert_eq!(seen(store, "").await, [""; 0], "no scope, no rows");
    assert_eq!(meddle(store, A, None).await.unwrap(), 1, "only the own village is changed");
    assert_eq!(meddle(store, "", None).await.unwrap(), 0);
    assert_eq!(meddle(store, A, Some(A)).await.unwrap(), 1);
    let refused = meddle(store, A, Some(B)).await.unwrap_err();
    let detail = refused.detail.unwrap_or_default();
    assert!(detail.contains("row-level security"), "{detail}");
    let mut owner = PgConnection::connect(test.url()).await.unwrap();
    let kept: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM realisation_activity WHERE desa_id = $1 AND kegiatan = '02.03.14'",
    )
    .bind(B)
    .fetch_one(&mut owner)
    .await
    .unwrap();
    assert_eq!(kept, 1, "the other village's row is as it was");
}

#[tokio::test]
async fn every_table_of_villages_books_is_bound() {
    let mut conn = postgres::empty().await;
    let tables: Vec<(String, bool)> = sqlx::query_as(
        "SELECT c.relname::TEXT, c.relrowsecurity AND c.relforcerowsecurity
           FROM pg_class c
           JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
          WHERE c.relnamespace = current_schema()::regnamespace AND a.attname = 'desa_id'",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    let bound = tables.iter().filter(|(_, bound)| *bound).count();
    println!("{bound} of {} tables of villages are bound to the scope", tables.len());
    for (table, bound) in tables {
        let free = UNBOUND.iter().any(|(room, _)| table.starts_with(room));
        assert!(bound != free, "{table}: SELECT lumbung_secure_rows() after it is made");
    }
    let plain: bool = sqlx::query_scalar(
        "SELECT NOT rolsuper AND NOT rolbypassrls FROM pg_roles WHERE rolname = 'lumbung_app'",
    )
    .fetch_one(&mut conn)
    .await
    .unwrap();
    assert!(plain, "lumbung_app is bound by policies");
}

#[tokio::test]
async fn views_are_read_with_the_rights_of_their_reader() {
    let mut conn = postgres::empty().await;
    let open: Vec<(String,)> = sqlx::query_as(
        "SELECT relname::TEXT FROM pg_class
          WHERE relkind = 'v' AND relnamespace = current_schema()::regnamespace
            AND NOT COALESCE('security_invoker=true' = ANY (reloptions), FALSE)",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    assert_eq!(open, [], "a view without security_invoker shows what its owner sees");
}
