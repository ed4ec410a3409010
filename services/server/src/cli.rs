//! The command line.

use std::{io::Write as _, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    claims::{self, Given},
    commands,
    config::{self, Loaded, Purpose},
    failure::{Exit, Failure},
    rules, sweep,
    telemetry::Telemetry,
};

/// What `--help` says about exit codes.
const EXIT_CODES: &str = "\
Exit codes: 0 done; 64 command line; 65 a file is not what it should be; 66 a file is missing;
69 database or server cannot be reached; 70 Lumbung broke; 73 cannot be made, or data would be lost;
74 storage failed or is full; 75 folder or address in use; 77 not permitted; 78 configuration.

Settings: defaults, then --config FILE (TOML), then LUMBUNG_* (nested by two underscores, for example
LUMBUNG_LIMITS__IN_FLIGHT=128), then flags. `lumbung config check` prints each with its origin.";

/// Village budgets and geotagged projects, one server.
#[derive(Debug, Parser)]
#[command(name = "lumbung", version, after_help = EXIT_CODES)]
pub struct Cli {
    /// Settings as TOML.
    #[arg(long, global = true, value_name = "FILE", env = "LUMBUNG_CONFIG")]
    pub config: Option<PathBuf>,
    /// Folder of everything that Lumbung writes.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the data folder.
    Serve,
    /// Make the demo district in a folder of its own, and serve it.
    Demo {
        /// Make it and end, without serving.
        #[arg(long, env = "LUMBUNG_DEMO__EXIT")]
        exit: bool,
    },
    /// Start an empty production folder; prints the invitation of the first administrator.
    Init,
    /// Load data from a file.
    Import {
        /// Which data.
        #[command(subcommand)]
        what: Import,
    },
    /// Copy the database into FILE, also while it serves; a manifest is put beside it.
    Backup {
        /// The new file.
        file: PathBuf,
    },
    /// Put a backup into an empty data folder.
    Restore {
        /// The backup, with its manifest beside it.
        file: PathBuf,
    },
    /// Bring the schema up to date, without serving.
    Migrate,
    /// Look at the settings.
    Config {
        /// How.
        #[command(subcommand)]
        what: Settings,
    },
    /// List every reason for which Lumbung says no.
    Reasons {
        /// Write proto file and pages under this folder, the root of the source.
        #[arg(long, value_name = "ROOT", num_args = 0..=1, default_missing_value = ".")]
        write: Option<PathBuf>,
    },
    /// Try the rules by which works are compared.
    Rules {
        /// What to do with them.
        #[command(subcommand)]
        what: Rules,
    },
    /// Compare the whole register with brute force, and put right or stop what differs.
    Sweep {
        /// Code of a province, kabupaten, kecamatan or desa; everything when left out.
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
    },
    /// Print versions.
    Version,
    /// Read one picture from the socket at standard input; the server starts this itself.
    #[command(hide = true)]
    ParseWorker,
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub enum Rules {
    /// Score a file of works: which pairs may be one work paid twice, and why. Needs no database.
    ///
    /// A line is one work. It must have `id` (text or whole number), `village_code`
    /// (35.10.25.2010, dots may be missing), `fiscal_year` and `work_class` (road, bridge, culvert,
    /// drainage, irrigation, retaining_wall, building, water_supply, sanitation, street_light,
    /// housing, sports_field, landfill, other). It may have `village_name`, `name`, `fund_source`
    /// (DDS), `kegiatan_code` (02.03.11), `volume` with `unit`, `cost` (rupiah), `geometry`
    /// (GeoJSON, longitude first), `accuracy_m`, `capture` (phone_point, phone_track, digitised) and
    /// `photo_phash` (a list of 64 bits in hexadecimal). Other fields are passed over.
    ///
    /// A file is refused with its faulty lines where a guess would mean something else: what is no
    /// JSON object; `id` that is missing or used twice; `village_code` that is missing or neither
    /// text nor whole number; `fiscal_year` and `work_class` that are missing or wrong; `name`,
    /// `unit`, `cost` and `geometry` that are there and cannot be read.
    ///
    /// What may as well be unknown is read so and noted on standard error, at most 20 lines, then a
    /// count of the rest. Said once, with the number of works: no `name`, `unit`, `cost` or
    /// `geometry` (missing, null, or a cost of 0); a `cost` below 1,000 rupiah; a `volume` of 0,
    /// below 0.01 or above 10,000,000; a `geometry` that is not in Indonesia and that nothing puts
    /// right. Said by line, id and field: `village_name`, `fund_source`, `kegiatan_code` that are no
    /// text, `volume`, `accuracy_m`, `capture` and `photo_phash` that cannot be read, and an empty
    /// geometry. Said once and kept as it is written, since a list may have codes of its own: a
    /// `village_code` without ten digits, a `fund_source` that is not three letters, a
    /// `kegiatan_code` that is not three pairs of digits. Numbers may be texts; `12,5` and `1.200,5`
    /// are read, `1.200` is not, for it has two readings.
    ///
    /// Of several parts of a geometry those of one kind count, at most 32. Metres of UTM, exchanged
    /// axes and lost signs are put right where the other works of the village tell. Tracks of phones
    /// are smoothed by twice their error, and a way back is no second road. Of more than 600 works in
    /// one place each is compared with those nearest and most alike; lines of more than 1,000 vertices
    /// are thinned.
    Score {
        /// The works, one JSON object a line.
        #[arg(long, value_name = "FILE")]
        projects: PathBuf,
        /// The flagged pairs, one JSON object a line, likeliest first.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// A scorecard of your own; the shipped one when left out.
        #[arg(long, value_name = "FILE")]
        card: Option<PathBuf>,
    },
    /// Compare two rule sets on the register's past works: where they differ, and how each meets
    /// what was decided. While a server runs on the folder, compare on a backup: restore it into
    /// another folder.
    Backtest {
        /// Number of a rule set, or `scorecard`.
        #[arg(long, value_name = "REV")]
        from: String,
        /// The other.
        #[arg(long, value_name = "REV")]
        to: String,
        /// Budget years, `2020..2025`, both included; every year when left out.
        #[arg(long, value_name = "YEARS")]
        years: Option<String>,
    },
}

/// Which data to load.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Village boundaries as one dated version, whole or not at all.
    Boundaries {
        /// GeoJSON, WGS 84, longitude first.
        file: PathBuf,
        /// First day of this version, YYYY-MM-DD.
        #[arg(long, value_name = "DAY")]
        valid_from: String,
        /// Where it comes from, for the record.
        #[arg(long, value_name = "TEXT")]
        source: String,
    },
    /// Rivers, canals and lakes as one dated set, whole or not at all: no building stands there.
    Waters {
        /// GeoJSON of lines and areas, WGS 84, longitude first.
        file: PathBuf,
        /// First day of this set, YYYY-MM-DD.
        #[arg(long, value_name = "DAY")]
        valid_from: String,
        /// Where it comes from, for the record.
        #[arg(long, value_name = "TEXT")]
        source: String,
        /// Width of lines without the property `width_m`, metres.
        #[arg(long, value_name = "METRES", default_value_t = 4.0)]
        width_m: f64,
    },
    /// Works of another owner: good rows go in, every bad one is named; again it changes nothing.
    Claims {
        /// CSV with a heading line, GeoJSON, or an OC4IDS project package.
        file: PathBuf,
        /// Whose they are: kabupaten, provinsi, pusat or lain.
        #[arg(long, value_name = "KIND")]
        owner: String,
        /// The owner's name, e.g. "Dinas PUPR".
        #[arg(long, value_name = "NAME")]
        owner_name: String,
        /// Code of the kabupaten they lie in.
        #[arg(long, value_name = "CODE", default_value = "35.10")]
        area: String,
        /// The budget year of rows that name none.
        #[arg(long, value_name = "YEAR", default_value_t = 0)]
        year: i32,
        /// One bad row refuses the whole file.
        #[arg(long)]
        all_or_nothing: bool,
    },
}

/// How to look at the settings.
#[derive(Debug, Subcommand)]
pub enum Settings {
    /// Print each value and its origin, and refuse what is unsafe.
    Check,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Ok };
            return ExitCode::from(exit as u8);
        }
    };
    // Before any thread: the child has no room for a runtime.
    if matches!(cli.command, Command::ParseWorker) {
        return parse_worker();
    }
    let ended = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::io(Exit::Software, "runtime"))
        .and_then(|runtime| runtime.block_on(dispatch(cli)));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "lumbung: {failure}");
            ExitCode::from(failure.exit as u8)
        }
    }
}

fn parse_worker() -> ExitCode {
    let exit = if picture::worker::run().is_ok() { Exit::Ok } else { Exit::Software };
    ExitCode::from(exit as u8)
}

async fn dispatch(cli: Cli) -> Result<(), Failure> {
    let purpose = match cli.command {
        Command::Demo { .. } => Purpose::Demo,
        _ => Purpose::Production,
    };
    let load = || config::load(purpose, cli.config.as_deref(), cli.data.as_deref());
    match cli.command {
        Command::Serve => with_log(load()?, commands::serve).await,
        Command::Demo { exit: false } => with_log(load()?, commands::demo).await,
        Command::Demo { exit: true } => with_log(load()?, commands::make_demo).await,
        Command::Init => commands::init(&commands::safe(load()?)?).await,
        Command::Import { what: Import::Boundaries { file, valid_from, source } } => {
            commands::import_boundaries(&commands::safe(load()?)?, &file, valid_from, source).await
        }
        Command::Import { what: Import::Waters { file, valid_from, source, width_m } } => {
            let given = (valid_from, source, width_m);
            commands::import_waters(&commands::safe(load()?)?, &file, given).await
        }
        Command::Import {
            what: Import::Claims { file, owner, owner_name, area, year, all_or_nothing },
        } => {
            let given = Given { area, owner, owner_name, year, all_or_nothing };
            claims::import(&commands::safe(load()?)?, &file, given).await
        }
        Command::Backup { file } => commands::backup(&commands::safe(load()?)?, &file).await,
        Command::Restore { file } => commands::restore(&commands::safe(load()?)?, &file).await,
        Command::Migrate => commands::migrate(&commands::safe(load()?)?).await,
        Command::Config { what: Settings::Check } => commands::config_check(&load()?),
        Command::Reasons { write } => commands::reasons(write.as_deref()),
        Command::Rules { what: Rules::Score { projects, out, card } } => {
            rules::score(&projects, &out, card.as_deref())
        }
        Command::Rules { what: Rules::Backtest { from, to, years } } => {
            rules::backtest(&commands::safe(load()?)?, &from, &to, years.as_deref()).await
        }
        Command::Sweep { area } => sweep::sweep(&commands::safe(load()?)?, area.as_deref()).await,
        Command::Version => commands::version().await,
        // Answered above, without a runtime.
        Command::ParseWorker => Ok(()),
    }
}

/// Runs a serving command with its log; what it answers is the last thing logged.
async fn with_log<R>(loaded: Loaded, command: fn(config::Config) -> R) -> Result<(), Failure>
where
    R: Future<Output = Result<(), Failure>>,
{
    let config = commands::safe(loaded)?;
    let telemetry = Telemetry::start(&config)?;
    let ended = command(config).await;
    telemetry.end();
    ended
}

/// Prints what is shown once and never again.
///
/// # Errors
/// A storage failure when it did not get out.
pub fn tell(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", text.trim_end())
        .and_then(|()| out.flush())
        .map_err(Failure::io(Exit::Storage, "standard output"))
}

/// Prints lines for the operator; a closed pipe is no error of ours.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
}
