//! The binary as its operator meets it: a process, a folder, sockets, signals.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests only"
)]

mod backtest;
mod demo;
mod limits;
mod operation;
mod people;
mod pictures;
mod score;
mod shares;
mod sockets;
mod telemetry;
mod trouble;
mod upgrade;

use std::{
    net::SocketAddr,
    os::unix::net::UnixDatagram,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use server::admin::Endpoint;
use tonic::transport::{Channel, Endpoint as Target};

/// How long a server may take to come up or to end.
const PATIENCE: Duration = Duration::from_secs(120);

static FOLDERS: AtomicU32 = AtomicU32::new(0);

/// A folder that goes with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        let number = FOLDERS.fetch_add(1, Ordering::SeqCst);
        let path =
            std::env::temp_dir().join(format!("lumbung-process-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn data(&self) -> PathBuf {
        self.join("data")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A program without settings of this machine.
fn plain(program: &str) -> Command {
    let mut command = Command::new(program);
    for (key, _) in std::env::vars_os() {
        if key.to_string_lossy().starts_with("LUMBUNG_") {
            command.env_remove(key);
        }
    }
    command
}

/// The binary on a data folder.
fn lumbung(data: &Path) -> Command {
    let mut command = plain(env!("CARGO_BIN_EXE_lumbung"));
    command
        .arg("--data")
        .arg(data)
        .env("LUMBUNG_LISTEN", "127.0.0.1:0")
        .env("LUMBUNG_ADMIN", "127.0.0.1:0")
        .stdin(Stdio::null());
    command
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap()
}

/// Runs to a good end and answers what was printed.
fn done(command: &mut Command) -> String {
    let output = run(command);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {text}{errors}", output.status);
    text
}

/// Runs to a failure and answers exit code and complaint.
fn refused(command: &mut Command) -> (i32, String) {
    let output = run(command);
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap(), complaint)
}

/// A server that runs.
struct Server {
    child: Child,
    endpoint: Endpoint,
}

impl Server {
    /// Starts a production folder, made first if it is not there.
    fn serve(scratch: &Scratch, settings: &[(&str, &str)]) -> Self {
        if !scratch.data().exists() {
            done(lumbung(&scratch.data()).arg("init"));
        }
        Self::start(scratch, "serve", settings)
    }

    /// Starts a subcommand that serves and waits for its word to systemd.
    fn start(scratch: &Scratch, subcommand: &str, settings: &[(&str, &str)]) -> Self {
        let socket = scratch.join("notify");
        let _ = std::fs::remove_file(&socket);
        let notify = UnixDatagram::bind(&socket).unwrap();
        notify.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        let log =
            std::fs::File::options().create(true).append(true).open(scratch.join("log")).unwrap();
        let child = lumbung(&scratch.data())
            .arg(subcommand)
            .envs(settings.iter().copied())
            .env("NOTIFY_SOCKET", &socket)
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut server = Self {
            child,
            endpoint: Endpoint {
                address: SocketAddr::from(([127, 0, 0, 1], 0)),
                public: SocketAddr::from(([127, 0, 0, 1], 0)),
                token: String::new(),
            },
        };
        let mut word = [0; 64];
        let begun = Instant::now();
        let length = loop {
            // Looks at the child between two waits, so that one that ended is told at once.
            match notify.recv(&mut word) {
                Ok(length) => break length,
                Err(error) => {
                    let ended = server.child.try_wait().unwrap();
                    let log = std::fs::read_to_string(scratch.join("log")).unwrap_or_default();
                    assert!(ended.is_none(), "ended: {ended:?}\n{log}");
                    assert!(begun.elapsed() < PATIENCE, "not ready: {error}\n{log}");
                }
            }
        };
        assert_eq!(&word[..length], b"READY=1");
        let text = std::fs::read(server::admin::endpoint_path(&scratch.data())).unwrap();
        server.endpoint = serde_json::from_slice(&text).unwrap();
        server
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        done(Command::new("kill").args([&format!("-{name}"), &pid]));
    }

    /// Asks it to end and answers its exit code.
    fn stop(&mut self) -> i32 {
        self.signal("TERM");
        self.child.wait().unwrap().code().unwrap()
    }

    async fn channel(&self) -> Channel {
        let target = format!("http://{}", self.endpoint.public);
        Target::from_shared(target).unwrap().connect().await.unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
