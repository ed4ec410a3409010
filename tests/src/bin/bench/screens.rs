//! `screen_*`: one screening through the store against PostGIS's prepared lookup in its GiST
//! index, both of the same claims, the same candidates and the radius of the rule set.
//!
//! Ours is `gate::screen::near`, inside a read transaction of the store; the peer is a prepared
//! `ST_DWithin` over geographies through the same driver, inside a transaction too. Both answer the
//! numbers of all works within the radius, and the sets are compared.
//!
//! Each bench tells two figures. `NAME` is what who asks meets (`ScreenSite`, reports): the store
//! has fetched every place at its start, as `serve` does, and on SQLite the answer comes from the
//! memory of the process, on PostgreSQL once the sequences of the cells say that it is of now.
//! `NAME_rows` is the same question with nothing remembered, so that the rows of the cells are read
//! and decoded each time. That is how registration and payment look, which never trust a memory;
//! they read the whole claims besides, and under locks, which no peer takes.

use std::{path::Path, sync::Arc, time::Instant};

use domain::{
    Clock, Error, Place,
    geo::Shape,
    policy::{Matrix, Rule},
};
use gate::screen;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};
use store::{Query, Store, StoreConfig, Tx, testing};
use tests::{
    engine::{Engine, scratch},
    figures::{Figure, median, percentile},
    peers::{Postgis, by_socket, wkb},
    places::{self, DISTRICT, REGION, VILLAGES},
    register,
};

/// The candidate radius of the first rule set.
pub const RADIUS_M: f64 = 150.0;
/// Candidates of one run, near works of the register.
pub const CANDIDATES: usize = 2_000;
/// Pairs of runs; one more runs first and is not counted.
const PAIRS: usize = 5;
/// The candidates' seed is not the works', but their villages are.
const SEED: u64 = 77;

/// How many works, and of what density.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 100,000 in one district.
    District,
    /// 1 million at the same density, over ten districts.
    Region,
}

impl Size {
    fn count(self) -> usize {
        match self {
            Self::District => 100_000,
            Self::Region => 1_000_000,
        }
    }

    /// Works first, then candidates from the same roads.
    pub fn shapes(self) -> (Vec<Shape>, Vec<Shape>) {
        let (villages, area) = match self {
            Self::District => (VILLAGES, DISTRICT),
            Self::Region => (VILLAGES * 10, REGION),
        };
        let mut works = places::shapes(self.count() + 20 * CANDIDATES, villages, area, SEED);
        let candidates = works.split_off(self.count());
        (works, candidates)
    }
}

/// What kind of candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Candidates {
    Points,
    Lines,
}

impl Candidates {
    pub fn of(self, all: &[Shape]) -> Vec<Shape> {
        let fits = |shape: &&Shape| match self {
            Self::Points => matches!(shape, Shape::Point(_)),
            Self::Lines => matches!(shape, Shape::Line(_)),
        };
        all.iter().filter(fits).take(CANDIDATES).cloned().collect()
    }
}

/// Screens many candidates in one read transaction, `batch` of them in a call.
struct Screens {
    shapes: Arc<Vec<Shape>>,
    batch: usize,
}

const METHOD: &str = "internal/bench/Screens";

/// Nanoseconds a call, and the numbers found for each candidate (of a batch, for all).
type Answers = (Vec<u64>, Vec<Vec<usize>>);

impl Query for Screens {
    const METHOD: &'static str = METHOD;
    type Answer = Answers;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Answers, Error> {
        let (mut times, mut found) = (Vec::new(), Vec::new());
        for batch in self.shapes.chunks(self.batch) {
            let shapes: Vec<&Shape> = batch.iter().collect();
            let begin = Instant::now();
            let each = screen::near_each(tx, &shapes, RADIUS_M).await?;
            times.push(u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX));
            for near in each {
                // The demo district has works of its own, which the peer was not given.
                let mut numbers: Vec<usize> =
                    near.iter().filter_map(|one| register::known(one.claim)).collect();
                numbers.sort_unstable();
                found.push(numbers);
            }
        }
        Ok((times, found))
    }
}

/// PostGIS with the works in a GiST index of geographies.
pub struct Gist {
    conn: PgConnection,
}

impl Gist {
    pub async fn load(name: &str, works: &[Shape]) -> Self {
        let mut conn = Postgis::database(name).await;
        register::run(&mut conn, "CREATE TABLE given (id INT, globe TEXT)").await;
        let mut text = String::new();
        for (id, shape) in works.iter().enumerate() {
            use std::fmt::Write as _;
            let bytes = globe(shape);
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            writeln!(text, "{id}\t{hex}").expect("text grows");
        }
        let mut copy = conn.copy_in_raw("COPY given FROM STDIN").await.expect("COPY begins");
        for chunk in text.as_bytes().chunks(1 << 20) {
            copy.send(chunk).await.expect("COPY takes rows");
        }
        copy.finish().await.expect("COPY ends");
        register::run(
            &mut conn,
            "CREATE TABLE place AS SELECT id,
                 ST_GeomFromWKB(decode(globe, 'hex'), 4326)::geography AS g FROM given;
             DROP TABLE given;
             CREATE INDEX place_g ON place USING gist (g);
             VACUUM ANALYZE place;
             SET jit = off",
        )
        .await;
        Self { conn }
    }

    /// Looks every candidate up, `batch` of them in a statement.
    pub async fn run(&mut self, candidates: &[Vec<u8>], batch: usize) -> Answers {
        let one = format!("SELECT id FROM place WHERE ST_DWithin(g, $1::geography, {RADIUS_M})");
        let many = format!(
            "SELECT c.at::int, p.id
               FROM unnest($1::bytea[]) WITH ORDINALITY AS c (shape, at)
              CROSS JOIN LATERAL (
                  SELECT id FROM place WHERE ST_DWithin(g, c.shape::geography, {RADIUS_M})) AS p"
        );
        let mut tx = self.conn.begin().await.expect("a transaction begins");
        let (mut times, mut found) = (Vec::new(), Vec::new());
        for batch in candidates.chunks(batch) {
            let begin = Instant::now();
            if let [shape] = batch {
                let rows = sqlx::query(AssertSqlSafe(one.clone()))
                    .bind(shape)
                    .fetch_all(&mut *tx)
                    .await
                    .expect("PostGIS looks up");
                let numbers: Vec<usize> =
                    rows.iter().map(|row| row.get::<i32, _>(0) as usize).collect();
                times.push(u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX));
                found.push(numbers);
            } else {
                let rows = sqlx::query(AssertSqlSafe(many.clone()))
                    .bind(batch)
                    .fetch_all(&mut *tx)
                    .await
                    .expect("PostGIS looks up");
                let mut numbers = vec![Vec::new(); batch.len()];
                for row in &rows {
                    let at = row.get::<i32, _>(0) as usize;
                    numbers[at - 1].push(row.get::<i32, _>(1) as usize);
                }
                times.push(u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX));
                found.append(&mut numbers);
            }
        }
        tx.rollback().await.expect("a transaction ends");
        for numbers in &mut found {
            numbers.sort_unstable();
        }
        (times, found)
    }

    /// The floor of any server: nothing but a round trip, microseconds.
    pub async fn floor_us(&mut self) -> f64 {
        let mut times = Vec::new();
        for _ in 0..CANDIDATES {
            let begin = Instant::now();
            sqlx::query("SELECT 1").fetch_all(&mut self.conn).await.expect("PostgreSQL answers");
            times.push(u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX));
        }
        percentile(&mut times, 0.5) as f64 / 1e3
    }
}

/// A shape as the peer takes it: extended well-known binary with its reference system.
pub fn globe(shape: &Shape) -> Vec<u8> {
    wkb(shape, &|at| [at.longitude_deg(), at.latitude_deg()])
}

fn bytes(shapes: &[Shape]) -> Vec<Vec<u8>> {
    shapes.iter().map(globe).collect()
}

fn matrix() -> Matrix {
    let methods = gate::INTERNAL_METHODS.iter().copied().chain([METHOD]);
    Matrix::new(methods.map(|method| (method, Rule::Open)), 0)
}

/// A store with the works, of which nothing is remembered yet.
async fn opened(engine: Engine, works: &[Shape]) -> Store {
    let url = match engine {
        Engine::Sqlite => {
            let folder = scratch().join(format!("register-{}", works.len()));
            let _ = std::fs::remove_dir_all(&folder);
            format!("sqlite:{}", folder.display())
        }
        Engine::Postgres => {
            let id = format!("bench_{}", std::process::id());
            by_socket(&testing::postgres_database(&id).await).await
        }
    };
    let config = StoreConfig { clock: Clock::system(), ..StoreConfig::new(url.clone()) };
    let store = Store::open(config.clone(), matrix()).await.expect("the store opens");
    gate::load_rule_set(&store).await.expect("rules are loaded");
    match url.strip_prefix("sqlite:") {
        Some(folder) => {
            store.close().await;
            drop(store);
            register::fill_sqlite(&Path::new(folder).join("lumbung.db"), works, &[]).await;
        }
        None => register::fill_postgres(&url, works).await,
    }
    Store::open(config, matrix()).await.expect("the store opens again")
}

/// Fetches every place into memory.
async fn remember(engine: Engine, store: &Store) {
    let begin = Instant::now();
    let places = gate::remember_places(store).await.expect("places are read");
    println!("on {}: {places} places read in {:.1?}", engine.name(), begin.elapsed());
}

/// Holds what is near each candidate in a data folder that no server holds against the peer's sets.
pub async fn same_near(
    name: &str,
    folder: &Path,
    works: &[Shape],
    candidates: &[Shape],
    theirs: &[Vec<usize>],
) {
    let config = StoreConfig::new(format!("sqlite:{}", folder.display()));
    let store = Store::open(config, matrix()).await.expect("the store opens");
    let query = Screens { shapes: Arc::new(candidates.to_vec()), batch: 1 };
    let (_, found) = store.answer(None, query).await.expect("screenings are answered");
    store.close().await;
    same(name, works, candidates, &found, theirs);
}

/// One bench of bare screenings.
pub struct Bare {
    pub name: &'static str,
    pub candidates: Candidates,
    pub batch: usize,
}

/// Runs benches that share a size and an engine.
pub async fn bare(size: Size, engine: Engine, benches: &[Bare]) {
    let (works, more) = size.shapes();
    let mut gist = Gist::load("lumbung_bench_gist", &works).await;
    let store = opened(engine, &works).await;
    for bench in benches {
        let candidates = bench.candidates.of(&more);
        let name = format!("{}_rows", bench.name);
        compare((&name, bench.batch), &store, &mut gist, &works, &candidates).await;
    }
    remember(engine, &store).await;
    for bench in benches {
        let candidates = bench.candidates.of(&more);
        compare((bench.name, bench.batch), &store, &mut gist, &works, &candidates).await;
    }
    println!("SELECT 1 through the same connection: p50 {:.1} us", gist.floor_us().await);
    drop(gist);
    if size == Size::Region {
        growth(engine, &store, &more, benches).await;
    }
    store.close().await;
}

/// What a screening takes in a district's register against one ten times as large, both in turn:
/// runs of their own would also tell how the machine fared meanwhile.
async fn growth(engine: Engine, large: &Store, large_more: &[Shape], benches: &[Bare]) {
    let (works, small_more) = Size::District.shapes();
    let small = opened(engine, &works).await;
    remember(engine, &small).await;
    for bench in benches {
        let query = |more: &[Shape]| Screens {
            shapes: Arc::new(bench.candidates.of(more)),
            batch: bench.batch,
        };
        let (mut of_small, mut of_large, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for pair in 0..=PAIRS {
            let (mut few, _) = small.answer(None, query(&small_more)).await.expect("answers");
            let (mut many, _) = large.answer(None, query(large_more)).await.expect("answers");
            if pair > 0 {
                let (a, b) = (percentile(&mut few, 0.5) as f64, percentile(&mut many, 0.5) as f64);
                of_small.push(a / 1e3);
                of_large.push(b / 1e3);
                ratios.push(a / b);
            }
        }
        Figure {
            name: bench.name,
            peer: "same_density_100k",
            ratio: median(&ratios),
            ours: median(&of_large),
            theirs: median(&of_small),
            unit: "us",
            n: PAIRS,
        }
        .report();
    }
    small.close().await;
}

async fn compare(
    (name, batch): (&str, usize),
    store: &Store,
    gist: &mut Gist,
    works: &[Shape],
    candidates: &[Shape],
) {
    let shapes = Arc::new(candidates.to_vec());
    let theirs_shapes = bytes(candidates);
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for pair in 0..=PAIRS {
        let query = Screens { shapes: shapes.clone(), batch };
        let (mut mine, found) = store.answer(None, query).await.expect("screenings are answered");
        let (mut other, expected) = gist.run(&theirs_shapes, batch).await;
        same(name, works, candidates, &found, &expected);
        if pair > 0 {
            let (a, b) = (percentile(&mut mine, 0.5) as f64, percentile(&mut other, 0.5) as f64);
            ours.push(a / 1e3);
            theirs.push(b / 1e3);
            ratios.push(b / a);
            our_times.append(&mut mine);
            their_times.append(&mut other);
        } else {
            let answers: usize = found.iter().map(Vec::len).sum();
            println!("{name}: {:.1} works a candidate", answers as f64 / found.len() as f64);
        }
    }
    println!(
        "{name}: p99 ours {:.1} us, theirs {:.1} us",
        percentile(&mut our_times, 0.99) as f64 / 1e3,
        percentile(&mut their_times, 0.99) as f64 / 1e3,
    );
    Figure {
        name,
        peer: "postgis_gist",
        ratio: median(&ratios),
        ours: median(&ours),
        theirs: median(&theirs),
        unit: "us",
        n: PAIRS,
    }
    .report();
}

/// Both arms must answer the same works. PostGIS measures lines on a sphere of its own and is off
/// by up to a centimetre there: a work as near as that to the radius may be told by one arm only.
fn same(
    name: &str,
    works: &[Shape],
    candidates: &[Shape],
    found: &[Vec<usize>],
    theirs: &[Vec<usize>],
) {
    assert_eq!(found.len(), theirs.len(), "{name}: a candidate has no answer");
    let mut at_the_radius = 0;
    for ((candidate, mine), other) in candidates.iter().zip(found).zip(theirs) {
        let only = |a: &[usize], b: &[usize]| -> Vec<usize> {
            a.iter().filter(|number| !b.contains(number)).copied().collect()
        };
        for number in only(mine, other).into_iter().chain(only(other, mine)) {
            let apart_m = gate::distance::distance_m(candidate, &works[number]);
            assert!((apart_m - RADIUS_M).abs() < 0.01, "{name}: work {number} at {apart_m} m");
            at_the_radius += 1;
        }
    }
    if at_the_radius > 0 {
        println!(
            "{name}: {at_the_radius} works within a centimetre of the radius, told by one arm"
        );
    }
}
