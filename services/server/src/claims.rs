//! `lumbung import claims`: a file of another owner's works, here or in the running server.

use std::{fs, path::Path};

use oversight::{ClaimFile, ImportReport};
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
    let text = fs::read_to_string(file).map_err(Failure::io(Exit::NoInput, file.display()))?;
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
    let loaded = oversight::import_claims(store, &file, progress).await?;
    let summary = summary(&loaded);
    if loaded.refused.is_empty() {
        return Ok(summary);
    }
    // Every bad row with its reason, in the one message that cannot be lost.
    Err(Failure::new(Exit::Data, format!("{summary}\n{}", loaded.refused.join("\n"))))
}

/// The numbers in one line, then every doubt about a row that went in.
fn summary(loaded: &ImportReport) -> String {
    let numbers = format!(
        "claims: {} new, {} amended, {} unchanged, {} restored, {} rows refused; {} warn, {} flags, \
         {} doubts",
        loaded.created,
        loaded.amended,
        loaded.unchanged,
        loaded.restored,
        loaded.refused_rows,
        loaded.warned,
        loaded.flags,
        loaded.doubted.len(),
    );
    let doubts = loaded.doubted.iter().map(String::as_str);
    std::iter::once(numbers.as_str()).chain(doubts).collect::<Vec<_>>().join("\n")
}
