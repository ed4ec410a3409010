//! A store of an earlier schema is brought up to date with everything that was in it.
//!
//! `upgrade/store_0010.sql` is what migration 0010 held. It is laid down on a store at 0010 of
//! each engine, the store is opened by this binary's code, and every value that was there is
//! there still.

use std::collections::BTreeMap;

use domain::policy::Matrix;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection, migrate::Migrator};
use store::{Store, StoreConfig, testing};

use crate::root;

/// The schema of the fixture.
const EARLIER: i64 = 10;

fn fixture() -> String {
    let path = root().join("services/server/tests/upgrade/store_0010.sql");
    std::fs::read_to_string(path).unwrap()
}

async fn migrations(engine: &str) -> Migrator {
    Migrator::new(root().join("migrations").join(engine)).await.unwrap()
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
    async fn lay_down(conn: &mut SqliteConnection) {
        let triggers: Vec<(String, String)> =
            sqlx::query_as("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                .fetch_all(&mut *conn)
                .await
                .unwrap();
        let mut sql = String::from("PRAGMA foreign_keys = OFF;");
        sql.extend(triggers.iter().map(|(name, _)| format!("DROP TRIGGER {name};")));
        sql.push_str(&fixture());
        sql.extend(triggers.iter().map(|(_, create)| format!("{create};")));
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *conn).await.unwrap();
        let broken: Vec<(String,)> =
            sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check()")
                .fetch_all(conn)
                .await
                .unwrap();
        assert!(broken.is_empty(), "{broken:?}");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_earlier_store_keeps_every_value() {
        let folder = std::env::temp_dir().join(format!("lumbung-upgrade-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let url = format!("sqlite:{}?mode=rwc", folder.join("lumbung.db").display());
        let mut conn = SqliteConnection::connect(&url).await.unwrap();
        migrations("sqlite").await.run_to(EARLIER, &mut conn).await.unwrap();
        lay_down(&mut conn).await;
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
        let config = StoreConfig::new(format!("sqlite:{}", folder.display()));
        let store = Store::open(config, Matrix::default()).await.unwrap();
        let mut conn = SqliteConnection::connect(&url).await.unwrap();
        assert_kept(&before, &contents(&mut conn, &tables).await);
        drop(store);
        std::fs::remove_dir_all(&folder).unwrap();
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

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_earlier_store_keeps_every_value() {
        let url = testing::postgres_database(&format!("upgrade_{}", std::process::id())).await;
        let mut conn = PgConnection::connect(&url).await.unwrap();
        migrations("postgres").await.run_to(EARLIER, &mut conn).await.unwrap();
        // Triggers and foreign keys set aside, as on the other engine.
        let bytes = fixture().replace("X'", "'\\x").replace("x'", "'");
        let sql = format!("SET session_replication_role = replica; {bytes}");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await.unwrap();
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
        let store = Store::open(StoreConfig::new(url), Matrix::default()).await.unwrap();
        assert_kept(&before, &contents(&mut conn, &tables).await);
        drop(store);
    }
}

fn assert_kept(before: &Contents, after: &Contents) {
    let rows: usize = before.values().map(Vec::len).sum();
    assert!(rows > 1_500, "the fixture was laid down: {rows} rows");
    for (table, rows) in before {
        assert_eq!(rows, &after[table], "{table}");
    }
    assert!(store::applied_version() > EARLIER, "there is something to bring up to date");
}
