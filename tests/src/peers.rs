//! Peers of the joins: Python engines as child processes, PostGIS over a connection.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Instant,
};

use domain::geo::{LonLat, Shape};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};

use crate::engine::scratch;

/// What a join answers: how many pairs, and the sum of the exclusive-or of both their numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub pairs: u64,
    pub checksum: u64,
}

impl gate::join::Visit for Tally {
    fn near(&mut self, first: u32, others: &[u32]) {
        self.pairs += others.len() as u64;
        let sum: u64 = others.iter().map(|other| u64::from(first ^ other)).sum();
        self.checksum += sum;
    }
}

impl Tally {
    pub fn sum(all: Vec<Self>) -> Self {
        all.into_iter().fold(Self::default(), |sum, one| Self {
            pairs: sum.pairs + one.pairs,
            checksum: sum.checksum + one.checksum,
        })
    }
}

/// A Python engine with the places in its memory.
pub struct PythonPeer {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    pub peak_mib: f64,
}

impl PythonPeer {
    /// Starts an arm of `tests/bench/peers.py` on a file and waits until it has loaded it.
    pub fn start(arm: &str, file: &Path, radius_m: f64) -> Self {
        let mut child = Command::new("target/bench-venv/bin/python")
            .arg("tests/bench/peers.py")
            .arg(arm)
            .arg(file)
            .arg(radius_m.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the peers are installed by `tests/setup.sh bench`");
        let input = child.stdin.take().expect("a pipe");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut peer = Self { child, input, output, peak_mib: 0.0 };
        assert_eq!(peer.line().trim(), "ready", "{arm} does not load its places");
        peer
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("the peer answers");
        line
    }

    /// Joins once; answers seconds as the peer measured them.
    pub fn run(&mut self) -> (Tally, f64) {
        self.input.write_all(b"run\n").expect("the peer listens");
        let line = self.line();
        let answer: serde_json::Value = serde_json::from_str(&line).expect(&line);
        self.peak_mib = answer["peak_mib"].as_f64().unwrap_or_default();
        let number = |name: &str| answer[name].as_u64().expect("a number");
        let tally = Tally { pairs: number("pairs"), checksum: number("checksum") };
        (tally, answer["seconds"].as_f64().expect("a number"))
    }
}

impl Drop for PythonPeer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// PostGIS with the places in an indexed table of geographies.
pub struct Postgis {
    conn: PgConnection,
    join: String,
}

impl Postgis {
    /// A database of its own with PostGIS.
    pub async fn database(name: &str) -> PgConnection {
        let url = std::env::var("LUMBUNG_TEST_POSTGRES").expect("`make bench` starts PostgreSQL");
        let base = url.rsplit_once('/').expect("the address names a database").0;
        let mut admin = PgConnection::connect(&url).await.expect("PostgreSQL answers");
        for sql in [
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            format!("CREATE DATABASE {name}"),
        ] {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut admin).await.expect("a database");
        }
        let url = by_socket(&format!("{base}/{name}")).await;
        let mut conn = PgConnection::connect(&url).await.expect("PostgreSQL answers");
        sqlx::raw_sql("CREATE EXTENSION postgis")
            .execute(&mut conn)
            .await
            .expect("PostGIS is installed by `tests/setup.sh bench`");
        conn
    }

    /// Loads what [`write_shapes`] or [`write_points`] wrote.
    pub async fn load(name: &str, file: &Path, radius_m: f64, shapes: bool) -> Self {
        let mut conn = Self::database(name).await;
        let (columns, geography) = if shapes {
            ("id INT, plane TEXT, globe TEXT", "ST_GeomFromWKB(decode(globe, 'hex'), 4326)")
        } else {
            (
                "id INT, lon FLOAT8, lat FLOAT8, x FLOAT8, y FLOAT8",
                "ST_SetSRID(ST_MakePoint(lon, lat), 4326)",
            )
        };
        let create = format!("CREATE UNLOGGED TABLE given ({columns})");
        sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut conn).await.expect("a table");
        let mut copy =
            conn.copy_in_raw("COPY given FROM STDIN (FORMAT csv)").await.expect("COPY begins");
        for chunk in fs::read(file).expect("the file is there").chunks(1 << 20) {
            copy.send(chunk).await.expect("COPY takes rows");
        }
        copy.finish().await.expect("COPY ends");
        let make = format!(
            "CREATE UNLOGGED TABLE place AS SELECT id, ({geography})::geography AS g FROM given;
             DROP TABLE given;
             CREATE INDEX place_g ON place USING gist (g);
             ANALYZE place;
             SET max_parallel_workers_per_gather = 2;
             SET work_mem = '256MB';
             SET jit = off"
        );
        sqlx::raw_sql(AssertSqlSafe(make)).execute(&mut conn).await.expect("places are indexed");
        let join = format!(
            "SELECT count(*), coalesce(sum(a.id # b.id), 0)::bigint
               FROM place a JOIN place b ON ST_DWithin(a.g, b.g, {radius_m}) AND a.id < b.id"
        );
        Self { conn, join }
    }

    pub async fn run(&mut self) -> (Tally, f64) {
        let begin = Instant::now();
        let row = sqlx::query(AssertSqlSafe(self.join.clone()))
            .fetch_one(&mut self.conn)
            .await
            .expect("PostGIS joins");
        let seconds = begin.elapsed().as_secs_f64();
        let number = |at: usize| u64::try_from(row.get::<i64, _>(at)).expect("not negative");
        (Tally { pairs: number(0), checksum: number(1) }, seconds)
    }
}

/// The address of the same database by the server's Unix socket, which is the quickest way to it
/// and so the fairest one for a peer.
pub async fn by_socket(url: &str) -> String {
    let mut conn = PgConnection::connect(url).await.expect("PostgreSQL answers");
    let row = sqlx::query("SHOW unix_socket_directories").fetch_one(&mut conn).await;
    let folder: String = row.expect("a setting").get(0);
    let sign = if url.contains('?') { '&' } else { '?' };
    match folder.split(',').next().map(str::trim) {
        Some(folder) if folder.starts_with('/') => format!("{url}{sign}host={folder}"),
        _ => url.to_owned(),
    }
}

/// A file on scratch.
fn file(name: &str) -> PathBuf {
    scratch().join(name)
}

/// Points as `id,lon,lat,x,y`, the last two in one plane.
pub fn write_points(name: &str, points: &[LonLat], plane: impl Fn(LonLat) -> [f64; 2]) -> PathBuf {
    let mut text = String::with_capacity(points.len() * 60);
    for (id, at) in points.iter().enumerate() {
        use std::fmt::Write as _;
        let [x, y] = plane(*at);
        let (lon, lat) = (at.longitude_deg(), at.latitude_deg());
        writeln!(text, "{id},{lon:.7},{lat:.7},{x:.5},{y:.5}").expect("text grows");
    }
    let file = file(name);
    fs::write(&file, text).expect("scratch can be written");
    file
}

/// Shapes as `id,plane,globe`, both well-known binary in hexadecimal.
pub fn write_shapes(name: &str, shapes: &[Shape], plane: impl Fn(LonLat) -> [f64; 2]) -> PathBuf {
    let mut text = String::with_capacity(shapes.len() * 600);
    let globe = |at: LonLat| [at.longitude_deg(), at.latitude_deg()];
    for (id, shape) in shapes.iter().enumerate() {
        use std::fmt::Write as _;
        writeln!(text, "{id},{},{}", hex(&wkb(shape, &plane)), hex(&wkb(shape, &globe)))
            .expect("text grows");
    }
    let file = file(name);
    fs::write(&file, text).expect("scratch can be written");
    file
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// Well-known binary, little-endian.
pub fn wkb(shape: &Shape, place: &impl Fn(LonLat) -> [f64; 2]) -> Vec<u8> {
    let mut bytes = vec![1_u8];
    let number = |bytes: &mut Vec<u8>, n: usize| bytes.extend((n as u32).to_le_bytes());
    let position = |bytes: &mut Vec<u8>, at: &LonLat| {
        for value in place(*at) {
            bytes.extend(value.to_le_bytes());
        }
    };
    match shape {
        Shape::Point(at) => {
            number(&mut bytes, 1);
            position(&mut bytes, at);
        }
        Shape::Line(line) => {
            number(&mut bytes, 2);
            number(&mut bytes, line.len());
            line.iter().for_each(|at| position(&mut bytes, at));
        }
        Shape::Polygon(rings) => {
            number(&mut bytes, 3);
            number(&mut bytes, rings.len());
            for ring in rings {
                number(&mut bytes, ring.len());
                ring.iter().for_each(|at| position(&mut bytes, at));
            }
        }
    }
    bytes
}

/// A transverse Mercator plane in the middle of a district (Snyder 1987, 8-9 to 8-15 with
/// scale 1): what planar peers compute in, off by 2 parts in 100,000 at its edge.
pub fn mercator(lon_0_deg: f64) -> impl Fn(LonLat) -> [f64; 2] {
    const A: f64 = 6_378_137.0;
    const E2: f64 = 6.694_379_990_141_316e-3;
    let ep2 = E2 / (1.0 - E2);
    move |at| {
        let (lat, lon) = (at.latitude_deg().to_radians(), at.longitude_deg() - lon_0_deg);
        let (sin, cos, tan) = (lat.sin(), lat.cos(), lat.tan());
        let n = A / (1.0 - E2 * sin * sin).sqrt();
        let (t, c, a) = (tan * tan, ep2 * cos * cos, lon.to_radians() * cos);
        let m = A
            * ((1.0 - E2 / 4.0 - 3.0 * E2 * E2 / 64.0 - 5.0 * E2.powi(3) / 256.0) * lat
                - (3.0 * E2 / 8.0 + 3.0 * E2 * E2 / 32.0 + 45.0 * E2.powi(3) / 1024.0)
                    * (2.0 * lat).sin()
                + (15.0 * E2 * E2 / 256.0 + 45.0 * E2.powi(3) / 1024.0) * (4.0 * lat).sin()
                - 35.0 * E2.powi(3) / 3072.0 * (6.0 * lat).sin());
        let x = n
            * (a + (1.0 - t + c) * a.powi(3) / 6.0
                + (5.0 - 18.0 * t + t * t + 72.0 * c - 58.0 * ep2) * a.powi(5) / 120.0);
        let y = m + n
            * tan
            * (a * a / 2.0
                + (5.0 - t + 9.0 * c + 4.0 * c * c) * a.powi(4) / 24.0
                + (61.0 - 58.0 * t + t * t + 600.0 * c - 330.0 * ep2) * a.powi(6) / 720.0);
        [x, y]
    }
}
