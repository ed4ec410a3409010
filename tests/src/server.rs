//! The release binary as a child process on free ports and a folder of its own.

use std::{
    fs::File,
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::engine::{Engine, Prepared};

/// How long a server may take to answer after its start.
const START_MAX: Duration = Duration::from_secs(60);

/// A port that nobody listens on just now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("a bound port has an address").port()
}

/// Waits until something listens.
pub async fn wait_for_port(address: SocketAddr) {
    let begin = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(begin.elapsed() < START_MAX, "nothing listens on {address}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Where the binaries are: beside this program.
pub fn binary(name: &str) -> PathBuf {
    let here = std::env::current_exe().expect("this program has a path");
    here.parent().expect("a program lies in a folder").join(name)
}

/// A running server.
pub struct Running {
    child: Child,
    port: u16,
    prepared: Prepared,
    options: Options,
}

/// How a server is started.
#[derive(Clone, Default)]
pub struct Options {
    /// Planted faults; picks the binary that has them.
    pub sabotage: Option<String>,
    /// A library preloaded into the server, and its settings.
    pub preload: Option<PathBuf>,
    /// Further environment.
    pub environment: Vec<(String, String)>,
}

impl Running {
    /// A server on a fresh copy of the demo district.
    pub async fn demo(engine: Engine) -> Self {
        Self::start(Prepared::copy(engine).await, Options::default()).await
    }

    /// A server on prepared data.
    pub async fn start(prepared: Prepared, options: Options) -> Self {
        let port = free_port();
        let child = spawn(&prepared, port, &options);
        let running = Self { child, port, prepared, options };
        wait_for_port(running.socket()).await;
        running
    }

    /// A second server on the same database.
    pub async fn beside(&self) -> Self {
        let prepared = self.prepared.shared();
        Self::start(prepared, self.options.clone()).await
    }

    /// The address for clients.
    pub fn address(&self) -> String {
        format!("http://{}", self.socket())
    }

    pub fn socket(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// SIGKILL: nothing is said, nothing is tidied up.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Whether the process still runs.
    pub fn alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// The exit code once it has ended, within a bound.
    pub async fn ended(&mut self, within: Duration) -> Option<i32> {
        let begin = Instant::now();
        while begin.elapsed() < within {
            if let Ok(Some(status)) = self.child.try_wait() {
                return status.code();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        None
    }

    /// Starts again on the same data and port; answers how long until it listened.
    pub async fn restart(&mut self) -> Duration {
        self.kill();
        let begin = Instant::now();
        self.child = spawn(&self.prepared, self.port, &self.options);
        wait_for_port(self.socket()).await;
        begin.elapsed()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

fn spawn(prepared: &Prepared, port: u16, options: &Options) -> Child {
    let name = if options.sabotage.is_some() { "lumbung-sabotage" } else { "lumbung" };
    let log = File::options()
        .create(true)
        .append(true)
        .open(prepared.folder().join("server.log"))
        .expect("the log can be written");
    let mut command = Command::new(binary(name));
    command
        .arg("demo")
        .arg("--data")
        .arg(prepared.data())
        .env("LUMBUNG_LISTEN", format!("127.0.0.1:{port}"))
        .env("LUMBUNG_ADMIN", format!("127.0.0.1:{}", free_port()))
        .env("LUMBUNG_LOG__FORMAT", "json")
        // A drill counts what the register itself finds, and a bench nothing but its own calls.
        .env("LUMBUNG_SWEEP__NIGHTLY", "false")
        // A handful of people send what a whole province would: the shares are counted, so that a
        // bench pays for that too, and never met.
        .env("LUMBUNG_SHARES__CALLS_PER_S", "1000000")
        .env("LUMBUNG_SHARES__CALLS_BURST", "1000000")
        .env("LUMBUNG_SHARES__CALLS_AT_ONCE", "0")
        .env("LUMBUNG_SHARES__STREAMING", "0")
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("a file handle can be copied"))
        .stderr(log);
    if let Some(url) = prepared.url() {
        command.env("LUMBUNG_DATABASE__URL", url);
    }
    if let Some(sabotage) = &options.sabotage {
        command.env("LUMBUNG_SABOTAGE", sabotage);
    }
    if let Some(preload) = &options.preload {
        command.env("LD_PRELOAD", preload);
    }
    command.envs(options.environment.iter().cloned());
    command.spawn().unwrap_or_else(|error| panic!("{name} does not start: {error}"))
}

/// The end of a server's log, for a failure's report.
pub fn log_tail(folder: &Path) -> String {
    let text = std::fs::read_to_string(folder.join("server.log")).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}
