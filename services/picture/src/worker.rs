//! The child: takes its limits upon itself, reads one picture, answers, ends.

use std::{
    io::{self, Read as _, Write as _},
    net::Shutdown,
    os::{fd::AsFd as _, unix::net::UnixStream},
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::{
    examine::examine,
    limits::{CPU_SECONDS, MEMORY_BYTES, PICTURE_BYTES_MAX},
    report,
};

/// Reads one picture from the socket that stands as standard input, and answers on it.
///
/// # Errors
/// When the limits cannot be set or the parent is gone; then nothing is answered.
pub fn run() -> io::Result<()> {
    let mut socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    confine()?;
    let mut bytes = Vec::new();
    let most = u64::try_from(PICTURE_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    (&mut socket).take(most).read_to_end(&mut bytes)?;
    let answer = report::encode(&examine(&bytes))?;
    socket.write_all(&answer)?;
    socket.shutdown(Shutdown::Write)
}

/// From here on: so much memory and time, no new file, socket, process or core dump.
fn confine() -> io::Result<()> {
    for (resource, most) in [
        (Resource::As, MEMORY_BYTES),
        (Resource::Cpu, CPU_SECONDS),
        (Resource::Nofile, 0),
        (Resource::Nproc, 0),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
    ] {
        // A harder limit that stands already is kept.
        let most = getrlimit(resource).maximum.map_or(most, |set| set.min(most));
        // The kernel ends the child softly at its processor time, and surely a second later.
        let hard = if resource == Resource::Cpu { most.saturating_add(1) } else { most };
        let hard = getrlimit(resource).maximum.map_or(hard, |set| set.min(hard));
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(hard) })?;
    }
    Ok(())
}

/// Takes the limits upon the process that plays the child.
#[cfg(test)]
pub fn confine_for_test() {
    confine().unwrap();
}

/// Answers other bytes than those of a report.
#[cfg(test)]
pub fn answer_for_test(answer: &[u8]) {
    let mut socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned().unwrap());
    socket.write_all(answer).unwrap();
}
