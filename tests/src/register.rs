//! A register filled with many works at once, as the gate itself would have written them.
//!
//! Registering a million works one by one takes an hour; the rows are the same: the claim beside
//! each cell it touches, each cell's sequence, the project and its footprint.

use std::path::Path;

use domain::geo::Shape;
use gate::{Facts, cover::cover};
use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions,
};
use uuid::Uuid;

/// Classes of the works in turn, of as many families.
const CLASSES: [&str; 6] =
    ["road", "drainage", "irrigation", "building", "water_supply", "retaining_wall"];
/// Villages that the works belong to in turn.
const DESA: [&str; 4] = ["35.10.25.2010", "35.10.25.2009", "35.10.14.2009", "35.10.14.2006"];

/// The id of work `number`, so that peers may name works by number.
pub fn claim_id(number: usize) -> Uuid {
    Uuid::from_u128(1 << 64 | number as u128)
}

/// The number of a claim that [`claim_id`] named.
pub fn number_of(claim: Uuid) -> usize {
    claim.as_u128() as u64 as usize
}

/// The class of work `number`.
pub fn class_of(number: usize) -> &'static str {
    CLASSES[number % CLASSES.len()]
}

struct Row {
    id: Uuid,
    desa: &'static str,
    class: &'static str,
    year: i64,
    name: String,
    shape: Vec<u8>,
    cells: Vec<i64>,
}

fn rows(shapes: &[Shape]) -> impl Iterator<Item = Row> + '_ {
    shapes.iter().enumerate().map(|(number, shape)| Row {
        id: claim_id(number),
        desa: DESA[number % DESA.len()],
        class: class_of(number),
        year: 2016 + (number % 10) as i64,
        name: format!("Rabat beton gang {} RT {:02}", number % 90, number % 17),
        shape: shape.encode(),
        cells: cover(shape, 0.0).expect("a work has cells").into_iter().collect(),
    })
}

fn facts() -> String {
    Facts::default().encode().expect("facts are text")
}

/// Fills the SQLite database of a data folder that no server holds.
pub async fn fill_sqlite(file: &Path, shapes: &[Shape]) {
    let options = SqliteConnectOptions::new().filename(file).pragma("synchronous", "OFF");
    let mut conn = SqliteConnection::connect_with(&options).await.expect("the store is there");
    let facts = facts();
    let mut tx = conn.begin().await.expect("a transaction begins");
    for row in rows(shapes) {
        let cells: Vec<u8> = row.cells.iter().flat_map(|cell| cell.to_le_bytes()).collect();
        for cell in &row.cells {
            sqlx::query(
                "INSERT INTO gate_claim_cell (cell, claim_id, desa_id, project_id, kind, site,
                     geometry_rev, class, intervention, tahun, shape, accuracy_mm, amount_sen, name,
                     desa_name, facts)
                 VALUES ($1, $2, $3, $2, 'registered', 0, 1, $4, 'new', $5, $6, 5000, 5000000000,
                     $7, 'Sukojati', $8)",
            )
            .bind(cell)
            .bind(row.id)
            .bind(row.desa)
            .bind(row.class)
            .bind(row.year)
            .bind(&row.shape)
            .bind(&row.name)
            .bind(&facts)
            .execute(&mut *tx)
            .await
            .expect("a claim beside its cell");
            sqlx::query(
                "INSERT INTO gate_cell (cell, seq) VALUES ($1, 1)
                     ON CONFLICT (cell) DO UPDATE SET seq = seq + 1",
            )
            .bind(cell)
            .execute(&mut *tx)
            .await
            .expect("a cell");
        }
        sqlx::query(
            "INSERT INTO gate_project (desa_id, project_id, kind, state, class, intervention, tahun,
                 amount_sen, name, desa_name, geometry_rev, registered_us, facts)
             VALUES ($1, $2, 'registered', 'active', $3, 'new', $4, 5000000000, $5, 'Sukojati', 1,
                 1, $6)",
        )
        .bind(row.desa)
        .bind(row.id)
        .bind(row.class)
        .bind(row.year)
        .bind(&row.name)
        .bind(&facts)
        .execute(&mut *tx)
        .await
        .expect("a project");
        sqlx::query(
            "INSERT INTO gate_claim (desa_id, project_id, geometry_rev, site, claim_id, active,
                 shape, accuracy_mm, amount_sen, cells)
             VALUES ($1, $2, 1, 0, $2, TRUE, $3, 5000, 5000000000, $4)",
        )
        .bind(row.desa)
        .bind(row.id)
        .bind(&row.shape)
        .bind(cells)
        .execute(&mut *tx)
        .await
        .expect("a footprint");
    }
    tx.commit().await.expect("the register is filled");
    sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE); ANALYZE")
        .execute(&mut conn)
        .await
        .expect("the file is tidied up");
    conn.close().await.expect("the file is closed");
}

/// Fills a migrated PostgreSQL database.
pub async fn fill_postgres(url: &str, shapes: &[Shape]) {
    let mut conn = PgConnection::connect(url).await.expect("PostgreSQL answers");
    let facts = facts();
    let mut text = String::new();
    let mut cells = std::collections::BTreeMap::<i64, i64>::new();
    for row in rows(shapes) {
        use std::fmt::Write as _;
        let shape: String = row.shape.iter().map(|byte| format!("{byte:02x}")).collect();
        for cell in &row.cells {
            *cells.entry(*cell).or_default() += 1;
            writeln!(
                text,
                "{cell}\t{id}\t{}\t{id}\tregistered\t0\t1\t{}\tnew\t{}\t\\\\x{shape}\t5000\t5000000000\t{}\tSukojati\t{facts}",
                row.desa, row.class, row.year, row.name, id = row.id,
            )
            .expect("text grows");
        }
    }
    copy(
        &mut conn,
        "gate_claim_cell (cell, claim_id, desa_id, project_id, kind, site, geometry_rev, class,
             intervention, tahun, shape, accuracy_mm, amount_sen, name, desa_name, facts)",
        &text,
    )
    .await;
    let text: String = cells.iter().map(|(cell, seq)| format!("{cell}\t{seq}\n")).collect();
    copy(&mut conn, "gate_cell (cell, seq)", &text).await;
    run(&mut conn, "VACUUM ANALYZE gate_claim_cell; VACUUM ANALYZE gate_cell").await;
}

async fn copy(conn: &mut PgConnection, table: &str, text: &str) {
    let sql = format!("COPY {table} FROM STDIN");
    let mut copy = conn.copy_in_raw(&sql).await.expect("COPY begins");
    for chunk in text.as_bytes().chunks(1 << 20) {
        copy.send(chunk).await.expect("COPY takes rows");
    }
    copy.finish().await.expect("COPY ends");
}

/// Runs statements one after the other; for tables of peers. Sent as one text they would be one
/// transaction, in which nothing can be tidied up.
pub async fn run(conn: &mut PgConnection, sql: &str) {
    for one in sql.split(';').filter(|one| !one.trim().is_empty()) {
        sqlx::raw_sql(AssertSqlSafe(one.to_owned())).execute(&mut *conn).await.expect(one);
    }
}
