//! The race of twins: two villages register one work at the same moment, from two
//! processes, and then try to have it paid.
//!
//! On SQLite two client processes meet at one server; on PostgreSQL each has a server of
//! its own, on one database. Whatever the order: never two clear, never a payment on an
//! open flag, always a definite answer.

mod act;
mod claim;
mod judge;
mod place;
mod side;

use std::{
    collections::HashMap,
    process::Stdio,
    sync::{Arc, Mutex},
    time::Instant,
};

use sqlx::{Connection as _, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};
use tests::{
    engine::{Engine, Prepared},
    figures::percentile,
    server::{Options, Running, log_tail},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};
use uuid::Uuid;

use judge::{Run, Score};
use place::SLOTS;
pub use side::Side;
use side::{Said, Verb};

use crate::{checker::check, verdict::Verdict};

/// Rounds on each engine; `TWINS_ROUNDS` asks for more.
const ROUNDS: usize = 1_024;
/// Rounds within which a planted fault must show.
const ROUNDS_PLANTED: usize = 1_024;

/// An open flag that was there before its project's payment: by the order of commits.
const PAID_AFTER_FLAG: &str = "
    SELECT CAST(COUNT(*) AS BIGINT)
      FROM realisation_payment y
      JOIN realisation_spp_line l ON l.desa_id = y.desa_id AND l.spp_id = y.spp_id
      JOIN gate_flag f ON f.desa_id = l.desa_id AND f.project_id = l.project_id
     WHERE l.desa_id = $1 AND l.project_id = $2 AND f.state = 'open'
       AND pg_xact_commit_timestamp(y.xmin) > pg_xact_commit_timestamp(f.xmin)";
/// The same on SQLite, whose one writer takes the instants in the order of commits.
const PAID_AFTER_FLAG_SQLITE: &str = "
    SELECT COUNT(*)
      FROM realisation_payment y
      JOIN realisation_spp_line l ON l.desa_id = y.desa_id AND l.spp_id = y.spp_id
      JOIN gate_flag f ON f.desa_id = l.desa_id AND f.project_id = l.project_id
     WHERE y.at_us > f.opened_us AND (f.state = 'open' OR f.state_since_us > y.at_us)";

pub async fn drill(verdict: &mut Verdict) {
    let seed: u64 = rand::random();
    println!("seed {seed}");
    let asked = std::env::var("TWINS_ROUNDS").ok().and_then(|text| text.parse().ok());
    let rounds = asked.unwrap_or(ROUNDS);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let begin = Instant::now();
        let name = engine.name();
        let mut score = race(engine, Options::default(), rounds, seed, false).await;
        let p99 = percentile(&mut score.latencies_us, 0.99);
        println!(
            "{name}: {} rounds in {:.1?}: {} register, {} pay ({} paid before the flag, {} \
             stopped by it), {} amend, {} cancel; p50 {} us, p99 {p99} us; {} answers of contention",
            score.rounds,
            begin.elapsed(),
            score.verbs[0],
            score.verbs[1],
            score.paid,
            score.stopped,
            score.verbs[2],
            score.verbs[3],
            percentile(&mut score.latencies_us, 0.5),
            score.contended,
        );
        verdict.hold(&format!("{name}: never two clear, never paid on a flag"), &score.wrong);
        verdict.that(&format!("{name}: every round was run"), score.rounds >= rounds);
        verdict.that(
            &format!("{name}: payments won and lost against registrations"),
            score.paid > 0 && score.stopped > 0,
        );
        verdict.that(&format!("{name}: no deadlock reached a client"), score.contended == 0);
        let faults: &[&str] = match engine {
            Engine::Sqlite => &["one-cell"],
            Engine::Postgres => &["one-cell", "no-row-locks"],
        };
        for fault in faults {
            let options = Options { sabotage: Some((*fault).to_owned()), ..Options::default() };
            let planted = race(engine, options, ROUNDS_PLANTED, seed, true).await;
            let shown: String = planted
                .wrong
                .first()
                .map(|wrong| wrong.chars().take(160).collect())
                .unwrap_or_default();
            println!("{name}: planted {fault} after {} rounds: {shown}", planted.rounds);
            verdict.that(&format!("{name}: {fault} is caught"), !planted.wrong.is_empty());
        }
    }
}

/// One race on one engine; with `until_wrong` it ends with the first fault.
async fn race(
    engine: Engine,
    options: Options,
    rounds: usize,
    seed: u64,
    until_wrong: bool,
) -> Score {
    let mut first = Running::start(Prepared::copy(engine).await, options).await;
    let mut second = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(first.beside().await),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let rendezvous = listener.local_addr().expect("a bound port has an address").to_string();
    let addresses = [first.address(), second.as_ref().unwrap_or(&first).address()];
    let per_slot = rounds.div_ceil(SLOTS);
    let mut sides: Vec<Child> = addresses
        .iter()
        .enumerate()
        .map(|(side, server)| start(side, server, &rendezvous, seed, per_slot))
        .collect();
    let court = Court {
        score: Arc::new(Mutex::new(Score::default())),
        database: first.prepared().url().map(str::to_owned),
        rounds: per_slot,
        until_wrong,
    };
    let mut slots = tokio::task::JoinSet::new();
    for pair in meet(&listener).await {
        let court = court.clone();
        slots.spawn(async move { court.preside(pair).await });
    }
    let finished = slots.join_all().await.into_iter().all(|whole| whole);
    for side in &mut sides {
        let _ = side.kill().await;
    }
    let mut score = std::mem::take(&mut *court.score.lock().expect("no judge panics"));
    if !finished && !until_wrong {
        score.wrong.push("a side ended before its last round".to_owned());
    }
    first.kill();
    if let Some(second) = &mut second {
        second.kill();
    }
    score.wrong.extend(check(first.prepared(), &[]).await);
    if engine == Engine::Sqlite {
        score.wrong.extend(paid_after_flag(first.prepared()).await);
    }
    if !until_wrong && !score.wrong.is_empty() {
        println!("{}", log_tail(first.prepared().folder()));
        println!("kept: {}", first.prepared().folder().display());
    }
    score
}

fn start(side: usize, server: &str, rendezvous: &str, seed: u64, rounds: usize) -> Child {
    let program = std::env::current_exe().expect("this program has a path");
    Command::new(program)
        .arg("twins-side")
        .args([side.to_string(), server.to_owned(), rendezvous.to_owned()])
        .args([seed.to_string(), rounds.to_string()])
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("a side starts")
}

/// Both sides of a slot.
type Pair = [BufReader<TcpStream>; 2];

/// Waits until both sides of every slot have come.
async fn meet(listener: &TcpListener) -> Vec<Pair> {
    let mut waiting: HashMap<usize, (usize, BufReader<TcpStream>)> = HashMap::new();
    let mut pairs = Vec::new();
    while pairs.len() < SLOTS {
        let (stream, _) = listener.accept().await.expect("the rendezvous listens");
        stream.set_nodelay(true).expect("a socket can be set");
        let mut stream = BufReader::new(stream);
        let mut hello = String::new();
        stream.read_line(&mut hello).await.expect("a side says who it is");
        let mut words = hello.split_whitespace().map(|word| word.parse::<usize>());
        let (Some(Ok(slot)), Some(Ok(side))) = (words.next(), words.next()) else {
            panic!("a side says {hello:?}");
        };
        match waiting.remove(&slot) {
            None => _ = waiting.insert(slot, (side, stream)),
            Some((0, first)) => pairs.push([first, stream]),
            Some((_, second)) => pairs.push([stream, second]),
        }
    }
    pairs
}

/// Who presides over every slot's rounds.
#[derive(Clone)]
struct Court {
    score: Arc<Mutex<Score>>,
    database: Option<String>,
    rounds: usize,
    until_wrong: bool,
}

impl Court {
    /// Judges a slot's rounds; answers whether all of them were run.
    async fn preside(&self, mut pair: Pair) -> bool {
        let mut database = match &self.database {
            Some(url) => Some(PgConnection::connect(url).await.expect("PostgreSQL answers")),
            None => None,
        };
        for _ in 0..self.rounds {
            if self.round(&mut pair, database.as_mut()).await.is_none() {
                return false;
            }
        }
        true
    }

    async fn round(&self, pair: &mut Pair, database: Option<&mut PgConnection>) -> Option<()> {
        let ready = listen(pair).await?;
        exchange(pair, ready).await?;
        let raced = listen(pair).await?;
        let [first, second] = raced.clone();
        let sides = [Run::of(first)?, Run::of(second)?];
        let late = match database {
            Some(database) => late(database, &sides).await,
            None => false,
        };
        self.judge(|score| {
            score.raced(&sides);
            if late {
                score.blame("PAID ON AN OPEN FLAG", &sides);
            }
        })?;
        exchange(pair, raced).await?;
        let tried = listen(pair).await?;
        let attempts =
            tried.clone().map(|said| if let Said::Tried(told) = said { told } else { None });
        self.judge(|score| score.tried(&sides, &attempts))?;
        exchange(pair, tried).await?;
        let left = listen(pair).await?;
        exchange(pair, left).await
    }

    /// Adds to the score; none when enough was heard.
    fn judge(&self, judging: impl FnOnce(&mut Score)) -> Option<()> {
        let mut score = self.score.lock().expect("no judge panics");
        judging(&mut score);
        (!self.until_wrong || score.wrong.is_empty()).then_some(())
    }
}

/// Hears both sides; none when one of them has gone.
async fn listen(pair: &mut Pair) -> Option<[Said; 2]> {
    let mut heard = Vec::new();
    for side in pair {
        let mut line = String::new();
        side.read_line(&mut line).await.ok()?;
        heard.push(serde_json::from_str(&line).ok()?);
    }
    heard.try_into().ok()
}

/// Tells each side what the other said; both go on at once.
async fn exchange(pair: &mut Pair, [first, second]: [Said; 2]) -> Option<()> {
    let lines = [&second, &first].map(|said| serde_json::to_string(said).map(|line| line + "\n"));
    for (side, line) in pair.iter_mut().zip(lines) {
        side.get_mut().write_all(line.ok()?.as_bytes()).await.ok()?;
    }
    Some(())
}

/// Whether a payment of this round was committed after the flag on its project.
async fn late(database: &mut PgConnection, sides: &[Run; 2]) -> bool {
    let Some(paid) = sides.iter().find(|run| run.verb == Verb::Pay && run.told.done) else {
        return false;
    };
    let (desa, project) = paid.project.split_once("/projects/").expect("a project has a village");
    let desa = desa.trim_start_matches("desa/");
    let project = Uuid::parse_str(project).expect("a project has an id");
    let count: i64 = sqlx::query_scalar(PAID_AFTER_FLAG)
        .bind(desa)
        .bind(project)
        .fetch_one(database)
        .await
        .expect("the test cluster keeps the instants of commits (track_commit_timestamp)");
    count > 0
}

async fn paid_after_flag(prepared: &Prepared) -> Option<String> {
    let options = SqliteConnectOptions::new().filename(prepared.database_file());
    let mut conn = SqliteConnection::connect_with(&options).await.expect("the file opens");
    let count: i64 = sqlx::query_scalar(PAID_AFTER_FLAG_SQLITE)
        .fetch_one(&mut conn)
        .await
        .expect("payments can be read");
    (count > 0).then(|| format!("PAID ON AN OPEN FLAG: {count}"))
}
