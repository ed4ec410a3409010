//! The subcommands, each short: check, open, do, say.

use std::{fs, path::Path};

use store::{Store, StoreConfig};
use wire::access::session_service;

use crate::{
    admin::client,
    backup,
    cli::{say, tell},
    config::{Config, Loaded, check, show},
    demo, demonstrate, engine,
    engine::Holds,
    failure::{Exit, Failure},
    folder,
    progress::{self, Progress},
    reasons, serve as server,
    wiring::{self, Boundaries, Waters},
};

/// The settings, when none of them is unsafe.
///
/// # Errors
/// A configuration failure with every unsafe setting.
pub fn safe(loaded: Loaded) -> Result<Config, Failure> {
    let faults = faults(&loaded);
    if faults.is_empty() {
        return Ok(loaded.config);
    }
    Err(check::failure(&faults))
}

fn faults(loaded: &Loaded) -> Vec<check::Unsafe> {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    check::faults(&loaded.config, loaded.file_of("database.url"), &mounts)
}

/// `lumbung config check`
///
/// # Errors
/// A configuration failure with every unsafe setting.
pub fn config_check(loaded: &Loaded) -> Result<(), Failure> {
    say(&show::table(&show::lines(loaded)));
    let faults = faults(loaded);
    for fault in &faults {
        say(&format!("UNSAFE {}: {}", fault.key, fault.why));
    }
    match faults.len() {
        0 => Ok(()),
        n => {
            Err(Failure::new(Exit::Config, format!("{n} unsafe settings; the server refuses them")))
        }
    }
}

/// Opens the store of the settings; a demo's with the demo's own time, whichever command opens it:
/// what one dates by the machine's clock lies in another's future.
///
/// # Errors
/// As [`Store::open`]; a folder that another server holds is [`Exit::Busy`].
pub async fn open(config: &Config) -> Result<Store, Failure> {
    let is_demo = folder::holds(config).await? == Holds::Demo;
    let settings = StoreConfig {
        connections: config.database.connections,
        request_age_max_days: config.database.request_age_max_days,
        ..StoreConfig::new(config.database_url())
    };
    let store = Store::open(settings, wiring::matrix(config)).await?;
    if is_demo {
        demo::set_clock(&store, folder::complete_demo_shift_us(config));
    }
    Ok(store)
}

/// `lumbung serve`
///
/// # Errors
/// When the folder is a demo or was never begun, or the server cannot start.
pub async fn serve(config: Config) -> Result<(), Failure> {
    refuse_demo(&config).await?;
    begun(&config).await?;
    folder::make(&config)?;
    let store = open(&config).await?;
    server::serve(config, store, |_| {}).await
}

async fn refuse_demo(config: &Config) -> Result<(), Failure> {
    if folder::holds(config).await? == Holds::Demo {
        let why = format!(
            "{}: is a demo, whose passwords everybody knows; only `lumbung demo` \
            serves it",
            config.data.display()
        );
        return Err(Failure::new(Exit::Config, why));
    }
    Ok(())
}

/// Whether the folder was ever started: a mistyped one must not look like an empty village.
///
/// # Errors
/// When it holds nothing, or may not be looked at.
pub async fn begun(config: &Config) -> Result<(), Failure> {
    let begun = match config.sqlite_folder() {
        Some(folder) => folder::is_there(&folder.join(folder::DATABASE))?,
        None => folder::holds(config).await? != Holds::Nothing,
    };
    if begun {
        return Ok(());
    }
    let place = show::masked(&config.database_url());
    Err(Failure::new(
        Exit::NoInput,
        format!("{place}: holds no data; start it with `lumbung init`"),
    ))
}

/// `lumbung demo`
///
/// # Errors
/// When the folder holds anything else, or the server cannot start.
pub async fn demo(config: Config) -> Result<(), Failure> {
    let store = demonstrate::prepare(&config).await?;
    let reflection = config.reflection;
    let data = config.data.clone();
    server::serve(config, store, |addresses| {
        say(&demonstrate::greeting(addresses, &data, reflection));
    })
    .await
}

/// `lumbung demo --exit`
///
/// # Errors
/// When the folder holds anything else, or cannot be written.
pub async fn make_demo(config: Config) -> Result<(), Failure> {
    demonstrate::prepare(&config).await?.close().await;
    Ok(())
}

/// `lumbung init`
///
/// # Errors
/// When the place holds data already, or cannot be written; a storage failure when the invitation
/// could not be printed. On SQLite nothing is begun then.
pub async fn init(config: &Config) -> Result<(), Failure> {
    let folder = config.sqlite_folder();
    if folder::holds(config).await? != Holds::Nothing {
        let occupant = folder.as_deref().map(folder::occupant).transpose()?.flatten();
        let why = format!(
            "{} holds data already{}; init starts an empty one",
            show::masked(&config.database_url()),
            occupant.map(|name| format!(" ({name})")).unwrap_or_default()
        );
        return Err(Failure::new(Exit::CannotCreate, why));
    }
    folder::make(config)?;
    // The invitation is shown once: an installation whose invitation nobody saw is entered by none.
    let ended = begin(config).await.and_then(|text| tell(&text));
    // A folder in use is somebody else's, who begins it at the same time.
    if let (Err(failure), Some(folder)) = (&ended, folder)
        && failure.exit != Exit::Busy
    {
        folder::discard_database(&folder);
    }
    ended
}

async fn begin(config: &Config) -> Result<String, Failure> {
    let store = open(config).await?;
    let done = async {
        wiring::load_reference(&store).await?;
        wiring::invite_first_administrator(&store).await
    };
    let invitation = done.await;
    store.close().await;
    let invitation = invitation?;
    Ok(format!(
        "Started {}.\n\nInvitation of the first administrator, shown once:\n\n    {invitation}\n\n\
         It is accepted by {}. Next: `lumbung import boundaries`, then `lumbung serve`.",
        show::masked(&config.database_url()),
        session_service::CLAIM_INVITATION.trim_start_matches('/')
    ))
}

/// `lumbung migrate`
///
/// # Errors
/// As [`open`].
pub async fn migrate(config: &Config) -> Result<(), Failure> {
    begun(config).await?;
    let store = open(config).await?;
    store.close().await;
    say(&format!("migration {}", store::applied_version()));
    Ok(())
}

/// The text of a file that was given.
///
/// # Errors
/// When it is not there or cannot be read; a data failure when it is no text in UTF-8.
pub fn text(file: &Path) -> Result<String, Failure> {
    let bytes = fs::read(file).map_err(Failure::io(Exit::NoInput, file.display()))?;
    String::from_utf8(bytes)
        .map_err(|_| Failure::new(Exit::Data, format!("{}: is no text in UTF-8", file.display())))
}

/// `lumbung import boundaries`
///
/// # Errors
/// A data failure when any feature is bad; nothing is loaded then.
pub async fn import_boundaries(
    config: &Config,
    file: &Path,
    valid_from: String,
    source: String,
) -> Result<(), Failure> {
    let geojson = text(file)?;
    let report = progress::show();
    let summary = if let Some(server) = client::running(config).await {
        let values = [("valid_from", valid_from.as_str()), ("source", source.as_str())];
        client::command(&server, "/import/boundaries", &values, geojson, &report).await?
    } else {
        begun(config).await?;
        let store = open(config).await?;
        let boundaries = Boundaries { geojson, valid_from, source };
        let done = wiring::import_boundaries(&store, boundaries, &report).await;
        store.close().await;
        report(Progress::end(&done));
        done?
    };
    say(&summary);
    Ok(())
}

/// `lumbung import waters`
///
/// # Errors
/// A data failure when any feature is bad; nothing is loaded then.
pub async fn import_waters(
    config: &Config,
    file: &Path,
    (valid_from, source, width_m): (String, String, f64),
) -> Result<(), Failure> {
    let geojson = text(file)?;
    let report = progress::show();
    let summary = if let Some(server) = client::running(config).await {
        let width = width_m.to_string();
        let values =
            [("valid_from", valid_from.as_str()), ("source", &source), ("width_m", &width)];
        client::command(&server, "/import/waters", &values, geojson, &report).await?
    } else {
        begun(config).await?;
        let store = open(config).await?;
        let waters = Waters { geojson, valid_from, source, width_m };
        let done = wiring::import_waters(&store, waters, &report).await;
        store.close().await;
        report(Progress::end(&done));
        done?
    };
    say(&summary);
    Ok(())
}

/// `lumbung backup`
///
/// # Errors
/// When the file exists or cannot be written, or the engine is PostgreSQL.
pub async fn backup(config: &Config, file: &Path) -> Result<(), Failure> {
    let file =
        std::path::absolute(file).map_err(Failure::io(Exit::CannotCreate, file.display()))?;
    if config.sqlite_folder().is_none() {
        return Err(backup::postgres());
    }
    let summary = if let Some(server) = client::running(config).await {
        let path = file.to_string_lossy();
        let values = [("file", path.as_ref())];
        let done =
            client::command(&server, "/backup", &values, String::new(), &progress::show()).await;
        by_the_server(&file, done)?
    } else {
        begun(config).await?;
        let store = open(config).await?;
        let done = backup::make(&store, config, &file).await;
        store.close().await;
        done?
    };
    say(&summary);
    Ok(())
}

/// What came of a backup that the running server wrote: it may write elsewhere than who asked, and
/// where it wrote may be hidden from others.
fn by_the_server(file: &Path, done: Result<String, Failure>) -> Result<String, Failure> {
    const WHOSE: &str = "the running server writes the file, as its own user and within its unit";
    match done {
        Ok(_) if matches!(file.try_exists(), Ok(false)) => {
            let file = file.display();
            let why = format!(
                "{file}: cannot be seen from here: {WHOSE}, whose /tmp is its own; name another \
                 folder"
            );
            Err(Failure::new(Exit::CannotCreate, why))
        }
        Err(failure) if failure.exit == Exit::Denied => {
            Err(Failure::new(Exit::Denied, format!("{failure}\n{WHOSE}")))
        }
        done => done,
    }
}

/// `lumbung restore`
///
/// # Errors
/// As [`backup::restore`].
pub async fn restore(config: &Config, file: &Path) -> Result<(), Failure> {
    say(&backup::restore(config, file).await?);
    Ok(())
}

/// `lumbung reasons`
///
/// # Errors
/// When the files cannot be written.
pub fn reasons(root: Option<&Path>) -> Result<(), Failure> {
    match root {
        None => say(&reasons::table(&wiring::reasons())),
        Some(root) => say(&reasons::write(&wiring::reasons(), root)?),
    }
    Ok(())
}

/// `lumbung version`
///
/// # Errors
/// When not even an empty database can be opened.
pub async fn version() -> Result<(), Failure> {
    say(&format!(
        "lumbung {}\nSQLite {}\nmigration {}",
        env!("CARGO_PKG_VERSION"),
        engine::sqlite_version().await?,
        store::applied_version()
    ));
    Ok(())
}

#[cfg(test)]
#[path = "commands_tests.rs"]
mod tests;
