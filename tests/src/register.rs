//! A register filled with many works at once, as the gate itself would have written them.
//!
//! Registering a million works one by one takes an hour; the rows are the same: the claim beside
//! each cell it touches, each cell's sequence, the project and its footprint.

use std::path::Path;

use domain::{
    SumberDana,
    geo::{Shape, area::Area},
};
use gate::{Facts, cover::cover};
use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection,
    sqlite::SqliteConnectOptions,
};
use uuid::Uuid;

/// What the works are in turn, of as many families: class, kegiatan, unit, and how they are called.
const KINDS: [(&str, &str, &str, &str); 6] = [
    ("road", "02.03.11", "m", "Rabat beton gang"),
    ("drainage", "02.03.14", "m", "Drainase gang"),
    ("irrigation", "04.02.06", "m", "Saluran irigasi blok"),
    ("building", "02.02.09", "unit", "Gedung posyandu mawar"),
    ("water_supply", "02.04.11", "unit", "Sumur bor dusun"),
    ("retaining_wall", "02.03.14", "m", "Talud jalan"),
];
/// Where their money comes from, in turn.
const FUNDS: [&str; 5] = ["DDS", "DDS", "ADD", "PBK", "PAD"];
/// Villages that works belong to in turn where no boundaries say more.
const DESA: [&str; 4] = ["35.10.25.2010", "35.10.25.2009", "35.10.14.2009", "35.10.14.2006"];

/// A village by the boundaries of a store.
pub struct Village {
    pub desa: String,
    pub name: String,
    area: Area,
}

/// The villages of the SQLite database of a data folder that no server holds.
pub async fn villages(file: &Path) -> Vec<Village> {
    let options = SqliteConnectOptions::new().filename(file);
    let mut conn = SqliteConnection::connect_with(&options).await.expect("the store is there");
    let rows = sqlx::query(
        "SELECT b.desa_id, w.name, b.rings FROM registry_boundary b
           JOIN registry_wilayah w ON w.code = b.desa_id AND w.kind = 'desa'
          ORDER BY b.desa_id",
    )
    .fetch_all(&mut conn)
    .await
    .expect("boundaries are read");
    conn.close().await.expect("the file is closed");
    let village = |row: sqlx::sqlite::SqliteRow| Village {
        desa: row.get(0),
        name: row.get(1),
        area: Area::decode(&row.get::<Vec<u8>, _>(2)).expect("a stored area"),
    };
    rows.into_iter().map(village).collect()
}

/// The village in which a shape begins.
pub fn home<'v>(villages: &'v [Village], shape: &Shape) -> Option<&'v Village> {
    let at = shape.vertices().next()?;
    villages.iter().find(|village| village.area.covers(at))
}

/// What is told of a work beside its place.
pub struct Told {
    pub class: &'static str,
    pub kegiatan: &'static str,
    pub unit: &'static str,
    pub fund: &'static str,
    pub name: String,
    pub volume_e4: i64,
    pub amount_sen: i64,
}

/// What is told of work `number`.
pub fn told(number: usize) -> Told {
    let (class, kegiatan, unit, called) = KINDS[number % KINDS.len()];
    let pieces = 1 + (number % 37) as i64;
    let volume = if unit == "m" { 20 + 11 * pieces } else { 1 };
    Told {
        class,
        kegiatan,
        unit,
        fund: FUNDS[number % FUNDS.len()],
        name: format!("{called} {} RT {:02}", number % 90, number % 17),
        volume_e4: volume * 10_000,
        amount_sen: 5_000_000_000 + 125_000_000 * pieces,
    }
}

/// The id of work `number`, so that peers may name works by number.
pub fn claim_id(number: usize) -> Uuid {
    Uuid::from_u128(1 << 64 | number as u128)
}

/// The number of a claim that [`claim_id`] named.
pub fn number_of(claim: Uuid) -> usize {
    claim.as_u128() as u64 as usize
}

/// The number of a claim, if [`claim_id`] named it.
pub fn known(claim: Uuid) -> Option<usize> {
    (claim.as_u128() >> 64 == 1).then(|| number_of(claim))
}

struct Row<'v> {
    id: Uuid,
    desa: &'v str,
    desa_name: &'v str,
    told: Told,
    facts: String,
    year: i64,
    shape: Vec<u8>,
    cells: Vec<i64>,
}

fn rows<'v>(shapes: &'v [Shape], villages: &'v [Village]) -> impl Iterator<Item = Row<'v>> {
    shapes.iter().enumerate().map(move |(number, shape)| {
        let home = home(villages, shape);
        let told = told(number);
        Row {
            id: claim_id(number),
            desa: home.map_or(DESA[number % DESA.len()], |home| home.desa.as_str()),
            desa_name: home.map_or("Sukojati", |home| home.name.as_str()),
            facts: facts(&told),
            told,
            year: 2016 + (number % 10) as i64,
            shape: shape.encode(),
            cells: cover(shape, 0.0).expect("a work has cells").into_iter().collect(),
        }
    })
}

fn facts(told: &Told) -> String {
    let facts = Facts {
        kegiatan: told.kegiatan.to_owned(),
        funds: [SumberDana::parse(told.fund).expect("a code of money")].into(),
        volume_e4: told.volume_e4,
        unit: told.unit.to_owned(),
        ..Facts::default()
    };
    facts.encode().expect("facts are text")
}

/// Fills the SQLite database of a data folder that no server holds; each work belongs to that one
/// of the villages in which it begins.
pub async fn fill_sqlite(file: &Path, shapes: &[Shape], villages: &[Village]) {
    let options = SqliteConnectOptions::new().filename(file).pragma("synchronous", "OFF");
    let mut conn = SqliteConnection::connect_with(&options).await.expect("the store is there");
    let mut tx = conn.begin().await.expect("a transaction begins");
    for row in rows(shapes, villages) {
        let cells: Vec<u8> = row.cells.iter().flat_map(|cell| cell.to_le_bytes()).collect();
        for cell in &row.cells {
            sqlx::query(
                "INSERT INTO gate_claim_cell (cell, claim_id, desa_id, project_id, kind, site,
                     geometry_rev, class, intervention, tahun, shape, accuracy_mm, amount_sen, name,
                     desa_name, facts)
                 VALUES ($1, $2, $3, $2, 'registered', 0, 1, $4, 'new', $5, $6, 5000, $7, $8, $9,
                     $10)",
            )
            .bind(cell)
            .bind(row.id)
            .bind(row.desa)
            .bind(row.told.class)
            .bind(row.year)
            .bind(&row.shape)
            .bind(row.told.amount_sen)
            .bind(&row.told.name)
            .bind(row.desa_name)
            .bind(&row.facts)
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
             VALUES ($1, $2, 'registered', 'active', $3, 'new', $4, $5, $6, $7, 1, 1, $8)",
        )
        .bind(row.desa)
        .bind(row.id)
        .bind(row.told.class)
        .bind(row.year)
        .bind(row.told.amount_sen)
        .bind(&row.told.name)
        .bind(row.desa_name)
        .bind(&row.facts)
        .execute(&mut *tx)
        .await
        .expect("a project");
        sqlx::query(
            "INSERT INTO gate_claim (desa_id, project_id, geometry_rev, site, claim_id, active,
                 shape, accuracy_mm, amount_sen, cells)
             VALUES ($1, $2, 1, 0, $2, TRUE, $3, 5000, $4, $5)",
        )
        .bind(row.desa)
        .bind(row.id)
        .bind(&row.shape)
        .bind(row.told.amount_sen)
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
    let mut text = String::new();
    let mut cells = std::collections::BTreeMap::<i64, i64>::new();
    for row in rows(shapes, &[]) {
        use std::fmt::Write as _;
        let shape: String = row.shape.iter().map(|byte| format!("{byte:02x}")).collect();
        for cell in &row.cells {
            *cells.entry(*cell).or_default() += 1;
            writeln!(
                text,
                "{cell}\t{id}\t{}\t{id}\tregistered\t0\t1\t{}\tnew\t{}\t\\\\x{shape}\t5000\t{}\t{}\t{}\t{}",
                row.desa,
                row.told.class,
                row.year,
                row.told.amount_sen,
                row.told.name,
                row.desa_name,
                row.facts,
                id = row.id,
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
