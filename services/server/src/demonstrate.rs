//! The frame of `lumbung demo`: a folder of its own, marked for ever, seeded once.

use std::{fmt::Write as _, path::Path};

use domain::Error;
use store::Store;

use crate::{
    commands,
    config::{Config, show},
    demo,
    engine::Holds,
    failure::{Exit, Failure},
    folder,
    serve::Addresses,
    wiring,
};

/// Opens the demo district; makes it on the first start.
///
/// A beginning that did not reach its end is thrown away and begun anew: the
/// folder is a demo, so nothing in it can be missed.
///
/// # Errors
/// When the place holds anything but a demo, or cannot be written.
pub async fn prepare(config: &Config) -> Result<Store, Failure> {
    match folder::holds(config).await? {
        Holds::Production => {
            let place = show::masked(&config.database_url());
            let why = format!("{place}: holds data that is no demo; name another with --data");
            return Err(Failure::new(Exit::CannotCreate, why));
        }
        Holds::Demo => match (folder::complete_demo_shift_us(config), config.sqlite_folder()) {
            // A PostgreSQL demo may have been made from another folder; it is used as it is.
            (Some(_), _) | (None, None) => return commands::open(config).await,
            (None, Some(folder)) if folder::is_locked(&folder) => {
                let why = format!("{}: another server is using it", folder.display());
                return Err(Failure::new(Exit::Busy, why));
            }
            (None, Some(folder)) => folder::discard_database(&folder),
        },
        Holds::Nothing => {}
    }
    folder::make(config)?;
    folder::mark_demo(config).await?;
    let store = commands::open(config).await?;
    tracing::info!(folder = %config.data.display(), "making the demo district");
    if let Err(error) = seed(&store).await {
        store.close().await;
        return Err(error.into());
    }
    folder::complete_demo(config, demo::clock_shift_us(&store))?;
    Ok(store)
}

async fn seed(store: &Store) -> Result<(), Error> {
    wiring::load_reference(store).await?;
    wiring::load_first_boundaries(store).await?;
    demo::seed(store).await
}

/// What is printed when the demo serves.
pub fn greeting(addresses: &Addresses, data: &Path, reflection: bool) -> String {
    let Addresses { public, admin } = addresses;
    let mut text = format!(
        "\nLumbung demo: Kabupaten Banyuwangi\n\n\
         gRPC, gRPC-Web  http://{public}{}\n\
         admin           http://{admin}  (metrics, health)\n\
         data            {}  (marked as demo for ever)\n\
         today           {} when it is made; its clock goes on from there\n\n",
        if reflection { "  (reflection on)" } else { "" },
        data.display(),
        demo::TODAY
    );
    let accounts = demo::accounts();
    if !accounts.is_empty() {
        let _ = writeln!(text, "Accounts:");
        let width = accounts.iter().map(|one| one.login.len()).max().unwrap_or_default();
        for one in accounts {
            let _ = writeln!(text, "  {:width$}  {}  {}", one.login, one.password, one.who);
        }
        let _ = writeln!(text, "  {}  (same password)\n", demo::neighbours());
    }
    // Whole paths: nothing puts the program on the search path, and a line is pasted anywhere.
    let program = word(&std::env::current_exe().unwrap_or_else(|_| "lumbung".into()));
    let data = word(&std::path::absolute(data).unwrap_or_else(|_| data.to_owned()));
    // One gRPC-Web frame: five bytes of length, then field 1 with the name's length.
    let _ = write!(
        text,
        "Try next:\n\
         \x20 curl http://{admin}/healthz\n\
         \x20 printf '\\0\\0\\0\\0\\24\\n\\22desa/35.10.25.2010' | curl -s --data-binary @- \\\n\
         \x20   -H 'content-type: application/grpc-web+proto' \\\n\
         \x20   http://{public}/lumbung.registry.v1.RegistryService/GetDesa | tr -cd '[:print:]'\n\
         \x20 {program} --data {data} backup demo-backup.db\n"
    );
    text
}

/// A path as one word of a shell.
fn word(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
