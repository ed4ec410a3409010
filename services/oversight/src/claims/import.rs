//! A file of claims, loaded by the server's operator: the good rows, or all, or none.

use ::wire::{
    monitoring::v1::{DoubtSeverity, SiteDoubt},
    oversight::v1 as wire,
};
use domain::{Error, Place, Refusal, reason};
use edge::Violations;
use serde::Serialize;
use store::{Command, Store, Tx};

use super::{
    batch::{Row, Rows, bad, refuse_twice, row},
    enter::Scope,
    file,
    owner::{OwnerName, area},
};

/// The method under which a file of claims is loaded; no caller reaches it.
pub const IMPORT_CLAIMS_METHOD: &str = "internal/oversight.ImportClaims";
/// Rows of one transaction; a stop in between keeps what was entered, and the same file again goes
/// on: a claim that is in is known by its owner and number.
const ROWS_TOGETHER: usize = 50;

/// What an operator gives.
#[derive(Debug, Clone)]
pub struct ClaimFile {
    /// The text of the file.
    pub text: String,
    /// Where the works are: `kabupaten/{code}`.
    pub parent: String,
    /// Whose they are: `kabupaten`, `provinsi`, `pusat`, `lain`.
    pub owner: String,
    /// The owner's name.
    pub owner_name: String,
    /// The year of rows that name none.
    pub year: i32,
    /// Whether one bad row refuses all.
    pub all_or_nothing: bool,
}

/// What became of the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// New claims.
    pub created: usize,
    /// Claims with other contents than before.
    pub amended: usize,
    /// Claims that were there just so.
    pub unchanged: usize,
    /// Claims that had been withdrawn.
    pub restored: usize,
    /// Claims that stay as they were until their change is said a second time.
    pub waiting: usize,
    /// Claims that warn or are warned.
    pub warned: usize,
    /// Flags that were raised or stand open.
    pub flags: usize,
    /// Every reason of every bad row: `baris 7: COORDINATE_SWAPPED longitude: ...`.
    pub refused: Vec<String>,
    /// Which columns nothing reads, `berkas: kolom ...`; then every doubt about a row that went in,
    /// but those that the law only notes: `baris 8: SITE_IN_SEA: ...`.
    pub doubted: Vec<String>,
    /// Rows that were refused.
    pub refused_rows: usize,
    /// Why it ended before the last row, if it did.
    pub stopped: Option<Stopped>,
}

/// A load that ended in the middle: what is counted as taken is in, and the rest is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// What went wrong.
    pub error: Error,
    /// How many rows were neither taken nor refused.
    pub left_rows: usize,
    /// Their numbers as runs, first and last of each.
    pub left: Vec<(i32, i32)>,
    /// How many of them, from the first on, may be in all the same: their answer was lost.
    pub unsure_rows: usize,
}

impl Stopped {
    /// A load that ended while `rows` went in and `rest` still waited.
    fn at(error: Error, rows: &[Row], rest: &[Row]) -> Self {
        let mut left: Vec<(i32, i32)> = Vec::new();
        for row in rows.iter().chain(rest) {
            match left.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(row.number) => *last = row.number,
                _ => left.push((row.number, row.number)),
            }
        }
        let unsure = error.has(&reason::OUTCOME_UNKNOWN);
        let left_rows = rows.len().saturating_add(rest.len());
        Self { error, left_rows, left, unsure_rows: if unsure { rows.len() } else { 0 } }
    }
}

impl ImportReport {
    fn count(&mut self, result: &wire::ClaimRowResult) {
        match wire::ClaimOutcome::try_from(result.outcome).unwrap_or_default() {
            wire::ClaimOutcome::Created => self.created += 1,
            wire::ClaimOutcome::Amended => self.amended += 1,
            wire::ClaimOutcome::Unchanged => self.unchanged += 1,
            wire::ClaimOutcome::Restored => self.restored += 1,
            wire::ClaimOutcome::Waiting => self.waiting += 1,
            wire::ClaimOutcome::Unspecified => self.refused_rows += 1,
        }
        self.flags += result.flags.len();
        self.warned += usize::from(result.verdict == i32::from(wire::Verdict::Warn));
        let row = format!("baris {} ({})", result.row, result.external_id);
        self.refused.extend(result.errors.iter().map(|error| {
            let field = if error.field.is_empty() { "" } else { " " };
            format!("{row}: {}{field}{}: {}", error.reason, error.field, error.text)
        }));
        let weighs = |doubt: &&SiteDoubt| doubt.severity() != DoubtSeverity::Note;
        let doubts = result.doubts.iter().filter(weighs);
        self.doubted.extend(doubts.map(|doubt| format!("{row}: {}: {}", doubt.code, doubt.text)));
    }
}

/// Loads a file; `progress` hears how many of how many rows are done. Where the store fails in the
/// middle, the report says so and which rows are left.
///
/// # Errors
/// A refusal of the file or of its owner as a whole, before any row is entered. With
/// `all_or_nothing` and any bad row nothing is entered, and the report says why.
pub async fn import(
    store: &Store,
    file: &ClaimFile,
    mut progress: impl FnMut(usize, usize),
) -> Result<ImportReport, Error> {
    let mut faults = Violations::new();
    let area = faults.read("area", area(&file.parent));
    let owner = OwnerName::read(&file.owner, &file.owner_name, &mut faults);
    let scope = area.zip(owner).map(|(area, owner)| Scope { area, owner });
    let scope = faults.finish(scope)?;
    let of_file = file::parse(&file.text, file.year)?;
    let mut rows: Vec<Row> = of_file.rows.into_iter().map(read).collect();
    refuse_twice(&mut rows);
    let total = rows.len();
    let mut report = ImportReport::default();
    if !of_file.unread.is_empty() {
        let unread = of_file.unread.join(", ");
        report.doubted.push(format!("berkas: kolom {unread} tidak dikenal dan tidak dibaca"));
    }
    let (good, refused): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| row.content.is_some());
    for row in &refused {
        report.count(&bad(row, &row.faults));
    }
    if file.all_or_nothing && !refused.is_empty() {
        return Ok(report);
    }
    let mut done = refused.len();
    progress(done, total);
    let together = if file.all_or_nothing { good.len() } else { ROWS_TOGETHER };
    let mut rest = good;
    while !rest.is_empty() {
        let later = rest.split_off(together.min(rest.len()));
        let rows = Rows {
            scope: scope.clone(),
            rows: std::mem::replace(&mut rest, later),
            all_or_nothing: file.all_or_nothing,
        };
        match entered(store, &rows).await {
            Ok(answer) => answer.results.iter().for_each(|result| report.count(result)),
            Err(error) if file.all_or_nothing && error.refusals.iter().any(is_of_row) => {
                report.refused.extend(error.refusals.iter().map(told));
                report.refused_rows = report.refused.len();
                return Ok(report);
            }
            Err(error) => {
                report.stopped = Some(Stopped::at(error, &rows.rows, &rest));
                return Ok(report);
            }
        }
        done = done.saturating_add(rows.rows.len());
        progress(done, total);
    }
    Ok(report)
}

/// Enters rows; an answer that was lost is asked for once more under the same request id, which
/// tells what became of them.
async fn entered(store: &Store, rows: &Rows) -> Result<wire::BatchRegisterClaimsResponse, Error> {
    let request = store.new_request_id();
    let done = match store.execute(None, request, Import(rows.clone())).await {
        Err(error) if error.has(&reason::OUTCOME_UNKNOWN) => {
            store.execute(None, request, Import(rows.clone())).await
        }
        done => done,
    };
    done.map(|done| done.answer)
}

/// A row of a file as a row of a batch.
fn read(of_file: file::FileRow) -> Row {
    let file::FileRow { number, external_id, claim, doubts, keeps_document } = of_file;
    match claim {
        Ok(claim) => Row { doubts, keeps_document, ..row(number, &claim) },
        Err(faults) => Row { number, external_id, content: None, faults, doubts, keeps_document },
    }
}

fn is_of_row(refusal: &Refusal) -> bool {
    refusal.field.as_deref().is_some_and(|field| field.starts_with("rows["))
}

fn told(refusal: &Refusal) -> String {
    let field = refusal.field.clone().unwrap_or_default();
    format!("{field}: {}: {}", refusal.code, refusal.message())
}

/// Enters rows in the name of the server itself.
#[derive(Debug, Serialize)]
struct Import(Rows);

impl Command for Import {
    const METHOD: &'static str = IMPORT_CLAIMS_METHOD;
    type Answer = wire::BatchRegisterClaimsResponse;

    fn place(&self) -> Place {
        self.0.scope.area.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Self::Answer, Error> {
        self.0.enter(tx).await
    }
}
