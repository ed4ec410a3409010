//! `lumbung import claims`: a file of another owner's works, here or in the running server.

use std::path::Path;

use oversight::{ClaimFile, ImportReport, Stopped};
use serde::{Deserialize, Serialize};
use store::Store;

use crate::{
    admin::client,
    cli::say,
    commands,
    config::Config,
    failure::{Exit, Failure},
    progress::{self, Progress, Report},
};

/// What stands on the command line beside the file; it crosses the admin port as one value.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Given {
    /// Code of the kabupaten.
    pub area: String,
    /// `kabupaten`, `provinsi`, `pusat` or `lain`.
    pub owner: String,
    /// The owner's name.
    pub owner_name: String,
    /// The year of rows that name none; 0 when every row must.
    pub year: i32,
    /// Whether one bad row refuses all.
    pub all_or_nothing: bool,
}

/// Loads a file of claims.
///
/// # Errors
/// A data failure that names every bad row, after the good ones went in; or, with
/// `all_or_nothing`, instead of any.
pub async fn import(config: &Config, file: &Path, given: Given) -> Result<(), Failure> {
    let text = commands::text(file)?;
    let report = progress::show();
    let summary = if let Some(server) = client::running(config).await {
        let value = serde_json::to_string(&given)
            .map_err(|error| Failure::new(Exit::Software, error.to_string()))?;
        let values = [("given", value.as_str())];
        client::command(&server, "/import/claims", &values, text, &report).await?
    } else {
        commands::begun(config).await?;
        let store = commands::open(config).await?;
        let done = load(&store, text, given, &report).await;
        store.close().await;
        report(Progress::end(&done));
        done?
    };
    say(&summary);
    Ok(())
}

/// Loads the text of a file into a store.
///
/// # Errors
/// As [`import`].
pub async fn load(
    store: &Store,
    text: String,
    given: Given,
    report: &Report,
) -> Result<String, Failure> {
    let file = ClaimFile {
        text,
        parent: format!("kabupaten/{}", given.area),
        owner: given.owner,
        owner_name: given.owner_name,
        year: given.year,
        all_or_nothing: given.all_or_nothing,
    };
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let progress = |done, total| report(Progress::Step { done: count(done), total: count(total) });
    ended(&oversight::import_claims(store, &file, progress).await?)
}

/// What is told at the end: the numbers, every bad row with its reason, and where it stopped, in
/// the one message that cannot be lost.
fn ended(loaded: &ImportReport) -> Result<String, Failure> {
    let mut lines = vec![summary(loaded)];
    lines.extend(loaded.refused.iter().cloned());
    let exit = match &loaded.stopped {
        Some(stopped) => {
            let failure = Failure::from(stopped.error.clone());
            lines.extend([failure.message, left(stopped)]);
            failure.exit
        }
        None if loaded.refused.is_empty() => Exit::Ok,
        None => Exit::Data,
    };
    let message = lines.join("\n");
    if exit == Exit::Ok { Ok(message) } else { Err(Failure::new(exit, message)) }
}

/// Which rows a load that stopped has left, and what to do about them.
fn left(stopped: &Stopped) -> String {
    let run = |(first, last): &(i32, i32)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    let runs: Vec<String> = stopped.left.iter().map(run).collect();
    let unsure = match stopped.unsure_rows {
        0 => String::new(),
        rows => format!("; of the first {rows} of them it is not known"),
    };
    format!(
        "stopped: {} rows were not taken ({}){unsure}; load the same file again, what is in stays \
         as it is",
        stopped.left_rows,
        runs.join(", ")
    )
}

/// The numbers in one line, then every doubt about a row that went in.
fn summary(loaded: &ImportReport) -> String {
    let numbers = format!(
        "claims: {} new, {} amended, {} unchanged, {} restored, {} rows refused, \
         {} waiting; {} warn, {} flags, {} doubts",
        loaded.created,
        loaded.amended,
        loaded.unchanged,
        loaded.restored,
        loaded.refused_rows,
        loaded.waiting,
        loaded.warned,
        loaded.flags,
        loaded.doubted.len(),
    );
    let doubts = loaded.doubted.iter().map(String::as_str);
    std::iter::once(numbers.as_str()).chain(doubts).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use domain::reason;

    use super::*;

    #[test]
    fn a_load_that_stopped_tells_what_went_in_and_which_rows_are_left() {
        let stopped = Stopped {
            error: reason::STORAGE_FULL.refuse().into(),
            left_rows: 12,
            left: vec![(52, 60), (62, 62), (64, 65)],
            unsure_rows: 0,
        };
        let loaded = ImportReport {
            created: 50,
            refused: vec!["baris 61 (K-60): COORDINATE_SWAPPED: tertukar".to_owned()],
            refused_rows: 1,
            stopped: Some(stopped.clone()),
            ..ImportReport::default()
        };
        let failure = ended(&loaded).unwrap_err();
        assert_eq!(failure.exit, Exit::Storage);
        let lines: Vec<&str> = failure.message.lines().collect();
        assert!(lines[0].starts_with("claims: 50 new, 0 amended, 0 unchanged"), "{lines:?}");
        assert_eq!(lines[1], loaded.refused[0]);
        assert!(lines[2].starts_with("STORAGE_FULL: "), "{lines:?}");
        let again = "load the same file again, what is in stays as it is";
        let left = "stopped: 12 rows were not taken (52-60, 62, 64-65)";
        assert_eq!(lines[3..], [format!("{left}; {again}")]);
        let lost = Stopped { unsure_rows: 9, ..stopped };
        let lost = ended(&ImportReport { stopped: Some(lost), ..loaded }).unwrap_err();
        assert!(lost.message.contains("; of the first 9 of them it is not known; load"));
        let bad = ImportReport { refused: vec!["baris 2".to_owned()], ..ImportReport::default() };
        assert_eq!(ended(&bad).unwrap_err().exit, Exit::Data);
        assert!(ended(&ImportReport::default()).is_ok());
    }
}
