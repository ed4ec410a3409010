//! The parent's side: one child at a time, with an empty environment, watched to its end.

use std::{
    ffi::OsString,
    os::{
        fd::OwnedFd,
        unix::{net::UnixStream as StdStream, process::ExitStatusExt as _},
    },
    process::{ExitStatus, Stdio},
    sync::Arc,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::UnixStream,
    process::{Child, Command},
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

use crate::{
    limits::{COPY_BYTES_MAX, REPORT_BYTES_MAX, WALL_SECONDS},
    report::{self, Examined, Refused},
};

/// The running program, also when its file was replaced meanwhile.
const OWN_PROGRAM: &str = "/proc/self/exe";
/// The hidden subcommand.
const SUBCOMMAND: &str = "parse-worker";
/// Children at once: a decoder is large, and the others want their turn on the processors.
const AT_ONCE: usize = 1;
/// Signals by which the kernel or the child itself ends a reading that costs too much.
const SIGABRT: i32 = 6;
const SIGSEGV: i32 = 11;
const SIGXCPU: i32 = 24;

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadFailure {
    /// The picture is at fault.
    Refused(Refused),
    /// The machine is; the same picture may be read later.
    Unavailable(String),
}

/// Starts children that read pictures.
#[derive(Debug, Clone)]
pub struct Reader {
    program: OsString,
    arguments: Vec<OsString>,
    wall: Duration,
    turns: Arc<Semaphore>,
}

/// A turn at reading; the picture's bytes are loaded when it has come.
pub struct Turn<'r> {
    reader: &'r Reader,
    _permit: SemaphorePermit<'r>,
}

impl Reader {
    /// Children of the binary that runs.
    pub fn of_this_binary() -> Self {
        Self::of(OWN_PROGRAM, [SUBCOMMAND])
    }

    /// Children of another program that ends in [`crate::worker::run`].
    pub fn of<A: Into<OsString>>(
        program: impl Into<OsString>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            wall: Duration::from_secs(WALL_SECONDS),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// Never while the reader lives.
    pub async fn turn(&self) -> Result<Turn<'_>, ReadFailure> {
        let permit = self.turns.acquire().await.map_err(unavailable("turn"))?;
        Ok(Turn { reader: self, _permit: permit })
    }

    fn start(&self) -> Result<(Child, UnixStream), ReadFailure> {
        let (ours, theirs) = StdStream::pair().map_err(unavailable("socket"))?;
        ours.set_nonblocking(true).map_err(unavailable("socket"))?;
        let ours = UnixStream::from_std(ours).map_err(unavailable("socket"))?;
        // The command holds the child's end; it is dropped here, so that the child's end closes
        // when the child does.
        let child = Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(unavailable("child"))?;
        Ok((child, ours))
    }
}

impl Turn<'_> {
    /// Reads a picture.
    ///
    /// # Errors
    /// What is wrong with the picture, or that the machine could not read it now.
    pub async fn read(self, bytes: &[u8]) -> Result<Examined, ReadFailure> {
        let (mut child, mut socket) = self.reader.start()?;
        let talk = async {
            let answer = converse(&mut socket, bytes).await;
            let status = child.wait().await.map_err(unavailable("child"))?;
            Ok((answer, status))
        };
        let told: Result<_, ReadFailure> = timeout(self.reader.wall, talk)
            .await
            .map_err(|_| ReadFailure::Unavailable("a reader did not end in time".to_owned()))?;
        let (answer, status) = told?;
        judge(&answer, status)
    }
}

/// Sends the picture and takes what comes back; a child that died answers less, and its end
/// tells why.
async fn converse(socket: &mut UnixStream, bytes: &[u8]) -> Vec<u8> {
    let mut answer = Vec::new();
    if socket.write_all(bytes).await.is_ok() && socket.shutdown().await.is_ok() {
        let most = u64::try_from(REPORT_BYTES_MAX + 2 * COPY_BYTES_MAX).unwrap_or(u64::MAX);
        // What is missing is missed when the answer is decoded.
        let _ = socket.take(most).read_to_end(&mut answer).await;
    }
    answer
}

fn judge(answer: &[u8], status: ExitStatus) -> Result<Examined, ReadFailure> {
    let refused = |why| Err(ReadFailure::Refused(why));
    if status.success() {
        return match report::decode(answer) {
            Some(done) => done.map_err(ReadFailure::Refused),
            None => Err(ReadFailure::Unavailable("a reader's answer is malformed".to_owned())),
        };
    }
    match (status.signal(), status.code()) {
        (Some(SIGXCPU | SIGABRT | SIGSEGV), _) => refused(Refused::TooCostly),
        // A panic of the decoder.
        (_, Some(101)) => refused(Refused::Damaged),
        _ => Err(ReadFailure::Unavailable(format!("a reader ended with {status}"))),
    }
}

fn unavailable<E: std::fmt::Display>(what: &'static str) -> impl FnOnce(E) -> ReadFailure {
    move |error| ReadFailure::Unavailable(format!("{what}: {error}"))
}

#[cfg(test)]
impl Reader {
    /// The same with another patience.
    pub fn waiting(mut self, wall: Duration) -> Self {
        self.wall = wall;
        self
    }
}
