//! Where the ids of unfinished calls survive a crash of the client.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead as _, BufReader, Write as _},
    path::Path,
};

/// An append-only file of request ids: one line when a call starts, one when it ends.
#[derive(Debug)]
pub struct Wallet {
    file: File,
}

impl Wallet {
    /// Opens the file and tells which calls had no known end: `(request id, place)`.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn open(path: &Path) -> io::Result<(Self, Vec<(String, String)>)> {
        let mut open: Vec<(String, String)> = Vec::new();
        if let Ok(file) = File::open(path) {
            for line in BufReader::new(file).lines() {
                let line = line?;
                let mut words = line.split(' ');
                match (words.next(), words.next(), words.next()) {
                    (Some("start"), Some(id), Some(place)) => {
                        open.push((id.to_owned(), place.to_owned()));
                    }
                    (Some("end"), Some(id), _) => open.retain(|(one, _)| one != id),
                    _ => {}
                }
            }
        }
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok((Self { file }, open))
    }

    /// Keeps an id, on disk, before its call is sent.
    ///
    /// # Errors
    /// Whatever the file system says; the call must not be sent then.
    pub fn start(&mut self, id: &str, place: &str) -> io::Result<()> {
        writeln!(self.file, "start {id} {place}")?;
        self.file.sync_data()
    }

    /// Forgets an id whose outcome is known.
    ///
    /// # Errors
    /// Whatever the file system says; the id is then asked for again, which is harmless.
    pub fn end(&mut self, id: &str) -> io::Result<()> {
        writeln!(self.file, "end {id}")
    }
}
