//! Every statement of every crate, prepared on both engines and judged.

use std::collections::{BTreeMap, BTreeSet};

use server::wiring;
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqlSafeStr as _, SqliteConnection,
};
use store::Statement;

use crate::parity::{Schema, postgres, sqlite};

/// Columns by which rows are laid out over shards.
const DISTRIBUTION: [&str; 3] = ["desa_id", "place", "cell"];
/// The most statements in a hundred that may differ between the engines.
const FORKS_PERCENT_MAX: usize = 5;
/// PostgreSQL's words for a parameter whose type only the call can tell: the
/// driver sends types with every call, which a bare preparation does not.
const TYPES_COME_WITH_THE_CALL: [&str; 2] = ["42P18", "42725"];

/// The crate a statement stands in: the first part of its module.
fn room(statement: &Statement) -> &'static str {
    statement.module.split("::").next().unwrap_or_default()
}

pub fn title(statement: &Statement) -> String {
    format!("{}::{}", statement.module, statement.name)
}

/// Identifiers and punctuation of a statement, without text in quotes and comments.
pub fn words(sql: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            let end = rest[1..].find('\'').map_or(rest.len(), |end| end + 2);
            rest = &rest[end..];
        } else if rest.starts_with("--") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            words.push(rest[..end].to_ascii_lowercase());
            rest = &rest[end..];
        } else {
            if !first.is_whitespace() {
                words.push(first.to_string());
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    words
}

/// Tables and views that a statement names, and those of them that it writes.
fn used<'w>(
    words: &'w [String],
    known: &BTreeSet<String>,
) -> (BTreeSet<&'w str>, BTreeSet<&'w str>) {
    let (mut read, mut written) = (BTreeSet::new(), BTreeSet::new());
    for (at, word) in words.iter().enumerate().filter(|(_, word)| known.contains(*word)) {
        let before = |n: usize| at.checked_sub(n).map_or("", |at| words[at].as_str());
        // A column may be called like a table; `x.` before it says that it is one.
        if before(1) == "." {
            continue;
        }
        let writes = before(1) == "update"
            || before(1) == "into"
            || (before(2) == "delete" && before(1) == "from");
        if writes {
            written.insert(word.as_str());
        } else {
            read.insert(word.as_str());
        }
    }
    (read, written)
}

fn names(schema: &Schema) -> BTreeSet<String> {
    schema.tables.keys().chain(schema.views.keys()).cloned().collect()
}

#[tokio::test]
async fn every_statement_prepares_on_sqlite() {
    let store = sqlite::empty(domain::policy::Matrix::default()).await;
    let mut conn = SqliteConnection::connect(&sqlite::url(&store)).await.unwrap();
    let mut wrong = Vec::new();
    for statement in wiring::statements() {
        let sql = AssertSqlSafe(statement.sqlite).into_sql_str();
        if let Err(error) = conn.prepare(sql).await {
            wrong.push(format!("{}: {error}", title(&statement)));
        }
    }
    println!("{} statements prepared on SQLite", wiring::statements().len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn every_statement_prepares_on_postgresql() {
    let mut conn = postgres::empty().await;
    let wrong = prepare_all(&mut conn).await;
    println!("{} statements prepared on PostgreSQL", wiring::statements().len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn prepare_all(conn: &mut PgConnection) -> Vec<String> {
    let mut wrong = Vec::new();
    for statement in wiring::statements() {
        let sql = AssertSqlSafe(statement.postgres).into_sql_str();
        let Err(error) = conn.prepare(sql).await else { continue };
        let code = error.as_database_error().and_then(|e| e.code()).unwrap_or_default();
        if !TYPES_COME_WITH_THE_CALL.contains(&code.as_ref()) {
            wrong.push(format!("{}: {error}", title(&statement)));
        }
    }
    wrong
}

#[tokio::test]
async fn a_statement_writes_only_tables_of_its_room_and_reads_only_those_and_views() {
    let schema = sqlite::schema().await;
    let known = names(&schema);
    let mut wrong = Vec::new();
    for statement in wiring::statements() {
        let own = format!("{}_", room(&statement));
        for text in BTreeSet::from([statement.sqlite, statement.postgres]) {
            let words = words(text);
            let (read, written) = used(&words, &known);
            for table in written.iter().filter(|table| !table.starts_with(&own)) {
                wrong.push(format!("{} writes {table}", title(&statement)));
            }
            for table in read.iter().filter(|t| !t.starts_with(&own) && !t.starts_with("pub_")) {
                wrong.push(format!("{} reads {table}", title(&statement)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_statement_names_the_column_that_its_rows_are_laid_out_by() {
    let schema = sqlite::schema().await;
    let known = names(&schema);
    let mut wrong = Vec::new();
    for statement in wiring::statements().iter().filter(|s| s.cross_desa.is_none()) {
        let words = words(statement.sqlite);
        let (read, written) = used(&words, &known);
        let mut laid_out = 0;
        for table in read.union(&written) {
            let columns = schema.tables.get(*table).or_else(|| schema.views.get(*table));
            let columns: Vec<&str> =
                columns.into_iter().flatten().map(|column| column.name.as_str()).collect();
            let by: Vec<&str> =
                DISTRIBUTION.into_iter().filter(|column| columns.contains(column)).collect();
            laid_out += usize::from(!by.is_empty());
            // A table without such a column is a reference table, whole on every shard.
            if !by.is_empty() && !by.iter().any(|column| words.iter().any(|word| word == column)) {
                wrong.push(format!("{} does not say which {by:?} of {table}", title(statement)));
            }
        }
        if laid_out == 0 {
            wrong.push(format!("{} is of no desa; mark it cross_desa", title(statement)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn forks_between_the_engines_stay_few() {
    let statements = wiring::statements();
    let forks: Vec<&Statement> = statements.iter().filter(|s| s.fork.is_some()).collect();
    for fork in &forks {
        println!("fork {}: {}", title(fork), fork.fork.unwrap_or_default());
    }
    println!("{} of {} statements fork", forks.len(), statements.len());
    assert!(forks.len() * 100 <= statements.len() * FORKS_PERCENT_MAX);
}

#[test]
fn no_two_statements_of_a_module_share_a_name() {
    let mut seen = BTreeMap::new();
    for statement in wiring::statements() {
        let before = seen.insert(title(&statement), statement.sqlite);
        assert!(before.is_none(), "{} stands twice", title(&statement));
    }
}

#[test]
fn the_judge_sees_what_a_statement_reads_and_writes() {
    let known: BTreeSet<String> = ["a_one", "b_two", "pub_x"].map(str::to_owned).into();
    for (sql, read, written) in [
        ("INSERT INTO a_one (x) SELECT x FROM b_two", vec!["b_two"], vec!["a_one"]),
        (
            "UPDATE a_one SET x = 'from b_two' WHERE y IN (SELECT y FROM pub_x)",
            vec!["pub_x"],
            vec!["a_one"],
        ),
        ("DELETE FROM a_one -- b_two\n WHERE a_one.x = 1", vec!["a_one"], vec!["a_one"]),
        ("SELECT 1 FROM a_one, b_two WHERE x.pub_x = 1", vec!["a_one", "b_two"], vec![]),
    ] {
        let words = words(sql);
        let (found_read, found_written) = used(&words, &known);
        assert_eq!(found_read.into_iter().collect::<Vec<_>>(), read, "{sql}");
        assert_eq!(found_written.into_iter().collect::<Vec<_>>(), written, "{sql}");
    }
}
