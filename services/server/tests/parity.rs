//! The two engines hold the same tables, columns and indexes.

use std::collections::{BTreeMap, BTreeSet};

use crate::root;

/// What an engine holds after all migrations.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Schema {
    pub tables: BTreeMap<String, Vec<Column>>,
    pub views: BTreeMap<String, Vec<Column>>,
    /// Index to its table, and whether it is unique.
    pub indexes: BTreeMap<String, (String, bool)>,
    pub primary_keys: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// `integer`, `text` or `bytes`; empty where the engine does not say.
    pub kind: String,
    pub required: bool,
}

/// Tables of the migrations' own bookkeeping.
const BOOKKEEPING: &str = "_sqlx_migrations";

pub mod sqlite {
    use domain::policy::Matrix;
    use sqlx::{Connection as _, SqliteConnection};

    use super::{BOOKKEEPING, Column, Schema};

    pub struct Empty {
        pub store: store::Store,
        folder: std::path::PathBuf,
    }

    impl Drop for Empty {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }

    /// An empty, migrated database in a folder of its own.
    pub async fn empty(matrix: Matrix) -> Empty {
        let id = domain::clock::machine_us();
        let thread = format!("{:?}", std::thread::current().id());
        let digits: String = thread.chars().filter(char::is_ascii_digit).collect();
        let folder = std::env::temp_dir().join(format!("lumbung-house-{id}-{digits}"));
        let config = store::StoreConfig::new(format!("sqlite:{}", folder.display()));
        let store = store::Store::open(config, matrix).await.unwrap();
        Empty { store, folder }
    }

    pub fn url(empty: &Empty) -> String {
        format!("sqlite:{}", empty.folder.join("lumbung.db").display())
    }

    pub async fn schema() -> Schema {
        let empty = empty(Matrix::default()).await;
        let mut conn = SqliteConnection::connect(&url(&empty)).await.unwrap();
        let objects: Vec<(String, String, String, Option<String>)> = sqlx::query_as(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
        )
        .fetch_all(&mut conn)
        .await
        .unwrap();
        let mut schema = Schema::default();
        for (kind, name, table, sql) in objects {
            if table == BOOKKEEPING {
                continue;
            }
            if kind == "index" {
                let unique =
                    sql.is_some_and(|sql| sql.to_ascii_uppercase().contains("CREATE UNIQUE"));
                schema.indexes.insert(name, (table, unique));
                continue;
            }
            if kind != "table" && kind != "view" {
                continue;
            }
            let rows: Vec<(String, String, bool, i64)> = sqlx::query_as(
                "SELECT name, type, \"notnull\" <> 0 OR pk > 0, pk FROM pragma_table_info($1) ORDER BY cid",
            )
            .bind(&name)
            .fetch_all(&mut conn)
            .await
            .unwrap();
            let mut key: Vec<(i64, String)> =
                rows.iter().filter(|row| row.3 > 0).map(|row| (row.3, row.0.clone())).collect();
            key.sort();
            let columns = rows.into_iter().map(|(name, kind, required, _)| Column {
                name,
                kind: plain(&kind),
                required,
            });
            if kind == "view" {
                schema.views.insert(name, columns.collect());
            } else {
                schema.primary_keys.insert(name.clone(), key.into_iter().map(|(_, c)| c).collect());
                schema.tables.insert(name, columns.collect());
            }
        }
        schema
    }

    fn plain(kind: &str) -> String {
        match kind {
            "INTEGER" | "INT" => "integer",
            "TEXT" => "text",
            "BLOB" => "bytes",
            _ => "",
        }
        .to_owned()
    }
}

pub mod postgres {
    use domain::policy::Matrix;
    use sqlx::{Connection as _, PgConnection};

    use super::{BOOKKEEPING, Column, Schema};

    /// A connection to an empty, migrated database.
    pub async fn empty() -> PgConnection {
        let thread = format!("{:?}", std::thread::current().id());
        let digits: String = thread.chars().filter(char::is_ascii_digit).collect();
        let id = format!("house_{}_{digits}", domain::clock::machine_us());
        let url = store::testing::postgres_database(&id).await;
        let config = store::StoreConfig::new(url.clone());
        store::Store::open(config, Matrix::default()).await.unwrap().close().await;
        PgConnection::connect(&url).await.unwrap()
    }

    pub async fn schema() -> Schema {
        let mut conn = empty().await;
        let mut schema = Schema::default();
        let rows: Vec<(String, bool, String, String, bool)> = sqlx::query_as(
            "SELECT c.relname, c.relkind = 'v', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
               FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
              WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v')
                AND a.attnum > 0 AND NOT a.attisdropped
              ORDER BY c.relname, a.attnum",
        )
        .fetch_all(&mut conn)
        .await
        .unwrap();
        for (table, is_view, name, kind, required) in rows {
            if table == BOOKKEEPING {
                continue;
            }
            let of = if is_view { &mut schema.views } else { &mut schema.tables };
            of.entry(table).or_default().push(Column { name, kind: plain(&kind), required });
        }
        let rows: Vec<(String, String, bool, bool)> = sqlx::query_as(
            "SELECT i.relname, t.relname, x.indisunique, x.indisprimary OR EXISTS (
                    SELECT FROM pg_constraint WHERE conindid = i.oid)
               FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
               JOIN pg_class t ON t.oid = x.indrelid
              WHERE t.relnamespace = current_schema()::regnamespace",
        )
        .fetch_all(&mut conn)
        .await
        .unwrap();
        let own = rows.into_iter().filter(|row| !row.3 && row.1 != BOOKKEEPING);
        schema.indexes = own.map(|(name, table, unique, _)| (name, (table, unique))).collect();
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT t.relname, a.attname
               FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
               CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k(attnum, n)
               JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
              WHERE c.contype = 'p' AND t.relnamespace = current_schema()::regnamespace
              ORDER BY t.relname, k.n",
        )
        .fetch_all(&mut conn)
        .await
        .unwrap();
        for (table, column) in rows.into_iter().filter(|row| row.0 != BOOKKEEPING) {
            schema.primary_keys.entry(table).or_default().push(column);
        }
        schema
    }

    fn plain(kind: &str) -> String {
        match kind {
            "bigint" | "integer" | "boolean" | "smallint" => "integer",
            "text" => "text",
            "bytea" | "uuid" => "bytes",
            other => other,
        }
        .to_owned()
    }
}

fn files(engine: &str) -> BTreeSet<String> {
    std::fs::read_dir(root().join("migrations").join(engine))
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".sql"))
        .collect()
}

#[test]
fn both_engines_have_the_same_migrations() {
    assert_eq!(files("sqlite"), files("postgres"));
}

#[test]
fn migrations_are_numbered_without_gaps() {
    for (number, name) in (1..).zip(files("sqlite")) {
        assert!(name.starts_with(&format!("{number:04}_")), "{name} is not number {number}");
    }
}

#[test]
fn every_table_is_named_after_its_room() {
    let rooms = std::fs::read_dir(root().join("services")).unwrap().flatten();
    let rooms = rooms.filter(|entry| entry.path().join("Cargo.toml").exists());
    let rooms: Vec<String> =
        rooms.map(|entry| format!("{}_", entry.file_name().into_string().unwrap())).collect();
    for name in files("sqlite") {
        let text = std::fs::read_to_string(root().join("migrations/sqlite").join(&name)).unwrap();
        // The first files hold a room each; later ones are named after the change they make.
        let stem = name.split_once('_').unwrap().1.trim_end_matches(".sql").to_owned() + "_";
        for line in text.lines() {
            let Some(rest) = line.strip_prefix("CREATE TABLE ") else { continue };
            let of_a_room = rooms.iter().any(|room| rest.starts_with(room));
            let of_its_room = !rooms.contains(&stem) || rest.starts_with(&stem);
            assert!(of_a_room && of_its_room, "{name}: {line}");
        }
    }
}

/// Compares two maps and tells each difference in a line.
fn compare<T: PartialEq + std::fmt::Debug>(
    what: &str,
    sqlite: &BTreeMap<String, T>,
    postgres: &BTreeMap<String, T>,
    wrong: &mut Vec<String>,
) {
    let names: BTreeSet<&String> = sqlite.keys().chain(postgres.keys()).collect();
    for name in names {
        match (sqlite.get(name), postgres.get(name)) {
            (Some(_), None) => wrong.push(format!("{what} {name} is on SQLite only")),
            (None, Some(_)) => wrong.push(format!("{what} {name} is on PostgreSQL only")),
            (a, b) if a != b => wrong.push(format!("{what} {name}:\n  {a:?}\n  {b:?}")),
            _ => {}
        }
    }
}

fn column_names(views: &BTreeMap<String, Vec<Column>>) -> BTreeMap<String, Vec<String>> {
    let of = |columns: &Vec<Column>| columns.iter().map(|c| c.name.clone()).collect();
    views.iter().map(|(name, columns)| (name.clone(), of(columns))).collect()
}

#[tokio::test]
async fn both_engines_hold_the_same_tables_columns_keys_views_and_indexes() {
    let (sqlite, postgres) = (sqlite::schema().await, postgres::schema().await);
    let mut wrong = Vec::new();
    compare("table", &sqlite.tables, &postgres.tables, &mut wrong);
    compare("key of", &sqlite.primary_keys, &postgres.primary_keys, &mut wrong);
    let (a, b) = (column_names(&sqlite.views), column_names(&postgres.views));
    compare("view", &a, &b, &mut wrong);
    compare("index", &sqlite.indexes, &postgres.indexes, &mut wrong);
    println!(
        "{} tables, {} views, {} indexes on both engines",
        sqlite.tables.len(),
        sqlite.views.len(),
        sqlite.indexes.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
