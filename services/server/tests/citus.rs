//! The layout on a Citus cluster, held against schema and statements.
//!
//! No Citus is at hand here. `migrations/citus/` is run on a plain PostgreSQL where the two
//! functions that lay a table out only write down that they were called; what the cluster would
//! refuse, and which statements would have to visit more than one shard, is then read off.

use std::collections::{BTreeMap, BTreeSet};

use server::wiring;
use sqlx::{AssertSqlSafe, PgConnection};

use crate::{
    catalogue::{title, words},
    parity::postgres,
    root,
};

/// Stands for the cluster: writes down what is asked of it.
const STAND_IN: &str = "
    CREATE TABLE pg_dist_partition (logicalrelid OID, called TEXT, key TEXT, beside TEXT, n SERIAL);
    CREATE FUNCTION create_reference_table(t TEXT) RETURNS VOID LANGUAGE sql AS $$
        INSERT INTO pg_dist_partition (logicalrelid, called, key, beside)
        VALUES (t::regclass, t, '', '') $$;
    CREATE FUNCTION create_distributed_table(t TEXT, key TEXT, colocate_with TEXT)
    RETURNS VOID LANGUAGE sql AS $$
        INSERT INTO pg_dist_partition (logicalrelid, called, key, beside)
        VALUES (t::regclass, t, key, colocate_with) $$;";

/// Where a table lies: the column it is spread by, and the table whose shards it shares.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lies {
    key: String,
    beside: String,
    n: i32,
}

impl Lies {
    fn everywhere(&self) -> bool {
        self.key.is_empty()
    }
}

type Layout = BTreeMap<String, Lies>;

async fn layout() -> (PgConnection, Layout) {
    let mut conn = postgres::empty().await;
    sqlx::raw_sql(STAND_IN).execute(&mut conn).await.unwrap();
    let script = std::fs::read_to_string(root().join("migrations/citus/0001_spread.sql")).unwrap();
    for _ in 0..2 {
        // The second time finds everything in its place.
        sqlx::raw_sql(AssertSqlSafe(script.clone())).execute(&mut conn).await.unwrap();
    }
    let rows: Vec<(String, String, String, i32)> =
        sqlx::query_as("SELECT called, key, beside, n FROM pg_dist_partition ORDER BY n")
            .fetch_all(&mut conn)
            .await
            .unwrap();
    let mut layout = Layout::new();
    for (table, key, beside, n) in rows {
        let beside = if beside == "none" { table.clone() } else { beside };
        assert!(layout.insert(table.clone(), Lies { key, beside, n }).is_none(), "{table} twice");
    }
    (conn, layout)
}

#[tokio::test]
async fn every_table_lies_somewhere_and_its_keys_hold_the_column_it_is_spread_by() {
    let (mut conn, layout) = layout().await;
    let schema = postgres::schema().await;
    for table in schema.tables.keys() {
        assert!(layout.contains_key(table), "{table} lies nowhere");
    }
    let unique: Vec<(String, String, Vec<String>)> = sqlx::query_as(
        "SELECT t.relname::TEXT, i.relname::TEXT, array_agg(a.attname::TEXT)
           FROM pg_index x
           JOIN pg_class t ON t.oid = x.indrelid
           JOIN pg_class i ON i.oid = x.indexrelid
           JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey)
          WHERE x.indisunique AND t.relnamespace = current_schema()::regnamespace
          GROUP BY t.relname, i.relname",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    assert!(unique.len() > layout.len() / 2, "the keys are found");
    for (table, index, columns) in unique {
        let Some(lies) = layout.get(&table).filter(|lies| !lies.everywhere()) else { continue };
        assert!(columns.contains(&lies.key), "{index} of {table} is unique without {}", lies.key);
    }
    let spread = layout.values().filter(|lies| !lies.everywhere()).count();
    println!("{spread} tables are spread, {} are whole everywhere", layout.len() - spread);
}

#[tokio::test]
async fn a_foreign_key_stays_on_its_shard() {
    let (mut conn, layout) = layout().await;
    let keys: Vec<(String, String, Vec<String>, Vec<String>)> = sqlx::query_as(
        "SELECT c.conrelid::regclass::TEXT, c.confrelid::regclass::TEXT,
                array_agg(a.attname::TEXT ORDER BY k.n), array_agg(b.attname::TEXT ORDER BY k.n)
           FROM pg_constraint c
          CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(own, other, n)
           JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
           JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.other
          WHERE c.contype = 'f'
          GROUP BY c.oid, c.conrelid, c.confrelid",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    assert!(keys.len() > 10, "the foreign keys are found");
    for (table, target, own, other) in keys {
        let (from, to) = (&layout[&table], &layout[&target]);
        assert!(from.n > to.n, "{table} is laid out before {target}, which it points to");
        if to.everywhere() {
            continue;
        }
        assert!(!from.everywhere(), "{table} is whole everywhere and points into {target}");
        assert_eq!(from.beside, to.beside, "{table} and {target} lie on different shards");
        let joined = own.iter().zip(&other).any(|(a, b)| *a == from.key && *b == to.key);
        assert!(joined, "{table} points to {target} without {}", from.key);
    }
}

#[tokio::test]
async fn a_statement_stays_on_one_shard_or_says_why_not() {
    let (mut conn, mut layout) = layout().await;
    views(&mut conn, &mut layout).await;
    let (mut single, mut told, mut wrong) = (0, 0, Vec::new());
    for statement in wiring::statements() {
        let astray = astray(&words(statement.postgres), &layout);
        match (astray.is_empty(), statement.cross_desa) {
            (true, _) => single += 1,
            (false, Some(_)) => told += 1,
            (false, None) => wrong.push(format!("{}: {astray:?}", title(&statement))),
        }
    }
    println!("{single} statements stay on one shard, {told} say why they do not");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Adds the views: one lies where the spread tables beneath it lie.
async fn views(conn: &mut PgConnection, layout: &mut Layout) {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT view_name::TEXT, table_name::TEXT FROM information_schema.view_table_usage
          WHERE view_schema = current_schema()",
    )
    .fetch_all(&mut *conn)
    .await
    .unwrap();
    let columns: BTreeSet<(String, String)> = sqlx::query_as(
        "SELECT table_name::TEXT, column_name::TEXT FROM information_schema.columns
          WHERE table_schema = current_schema()",
    )
    .fetch_all(conn)
    .await
    .unwrap()
    .into_iter()
    .collect();
    // A view may stand on another view.
    for _ in 0..4 {
        for (view, beneath) in &rows {
            let Some(lies) = layout.get(beneath).filter(|lies| !lies.everywhere()).cloned() else {
                continue;
            };
            assert!(
                columns.contains(&(view.clone(), lies.key.clone())),
                "{view} hides {} of {beneath}",
                lies.key
            );
            layout.insert(view.clone(), lies);
        }
    }
}

/// Words that follow a table's name and are no name for it.
const NO_ALIAS: [&str; 24] = [
    "on",
    "where",
    "set",
    "values",
    "select",
    "join",
    "left",
    "right",
    "inner",
    "cross",
    "full",
    "order",
    "group",
    "limit",
    "for",
    "using",
    "returning",
    "union",
    "having",
    "offset",
    "default",
    "as",
    "lateral",
    "except",
];

/// The spread tables of a statement whose rows it does not pin to one value of their column.
fn astray(words: &[String], layout: &Layout) -> Vec<String> {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let mut found = Vec::new();
    for (at, table) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", word);
        let opens = ["from", "join", "into", "update", ","].contains(&before);
        let Some(lies) = layout.get(table).filter(|lies| opens && !lies.everywhere()) else {
            continue;
        };
        let next = at + 1 + usize::from(word(at + 1) == "as");
        let alias = word(next);
        let named = alias.starts_with(char::is_alphabetic) && !NO_ALIAS.contains(&alias);
        let pinned = if before == "into" {
            // Its own column stands in the list of what is put.
            words[at..].iter().take_while(|word| *word != ")").any(|word| *word == lies.key)
        } else {
            pinned(words, if named { alias } else { "" }, table, &lies.key)
        };
        if !pinned {
            found.push(format!("{table}.{}", lies.key));
        }
    }
    found
}

/// Whether `alias.key = ..` or `.. = alias.key` stands in a statement; without an alias the bare
/// column counts.
fn pinned(words: &[String], alias: &str, table: &str, key: &str) -> bool {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    (0..words.len()).filter(|at| word(*at) == key).any(|at| {
        let qualified = at >= 2 && word(at - 1) == ".";
        let owner = if qualified { word(at - 2) } else { "" };
        let mine =
            if alias.is_empty() { owner.is_empty() || owner == table } else { owner == alias };
        let begin = if qualified { at - 2 } else { at };
        mine && (word(at + 1) == "=" || (begin >= 1 && word(begin - 1) == "="))
    })
}

#[test]
fn the_judge_tells_one_shard_from_many() {
    let village = Lies { key: "desa_id".into(), beside: "a_one".into(), n: 1 };
    let layout: Layout =
        [("a_one".to_owned(), village.clone()), ("a_two".to_owned(), village)].into();
    for (sql, expected) in [
        ("SELECT x FROM a_one WHERE desa_id = $1", vec![]),
        ("SELECT x FROM a_one WHERE x = $1", vec!["a_one.desa_id"]),
        (
            "SELECT 1 FROM a_one o JOIN a_two t ON t.desa_id = o.desa_id WHERE o.desa_id = $1",
            vec![],
        ),
        (
            "SELECT 1 FROM a_one o JOIN a_two t ON t.x = o.x WHERE o.desa_id = $1",
            vec!["a_two.desa_id"],
        ),
        ("INSERT INTO a_one (desa_id, x) VALUES ($1, $2)", vec![]),
        ("INSERT INTO a_one (x) VALUES ($1)", vec!["a_one.desa_id"]),
        ("UPDATE a_one SET x = $2 WHERE $1 = a_one.desa_id", vec![]),
        ("SELECT desa_id FROM a_one AS o WHERE o.desa_id LIKE $1", vec!["a_one.desa_id"]),
    ] {
        assert_eq!(astray(&words(sql), &layout), expected, "{sql}");
    }
}
