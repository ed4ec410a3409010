//! A backup is one file and a manifest beside it; a restore believes neither.

use std::{
    fs::{self, File, OpenOptions},
    io::Read as _,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use store::{Engine, Store, StoreConfig};

use crate::{
    config::Config,
    engine::{self, Holds},
    failure::{Exit, Failure},
    folder, wiring,
};

/// How much of a file is hashed at once.
const CHUNK_BYTES: usize = 1024 * 1024;

/// What a backup says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// SHA-256 of the file in hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// The newest migration it holds.
    pub migration: i64,
    /// Version of the Lumbung that made it.
    pub version: String,
    /// When, microseconds since 1970.
    pub made_us: i64,
    /// Of a demo, how far its clock is from the machine's, microseconds; absent in production.
    pub demo_shift_us: Option<i64>,
}

/// Where the manifest of a backup stands.
pub fn manifest_path(file: &Path) -> PathBuf {
    folder::beside(file, ".manifest.json")
}

/// Copies the database as of one instant, while it serves.
///
/// # Errors
/// When the engine has tools of its own for this, the file exists, or it cannot be written.
pub async fn make(store: &Store, config: &Config, file: &Path) -> Result<String, Failure> {
    if store.engine() == Engine::Postgres {
        return Err(postgres());
    }
    if folder::is_there(file)? || folder::is_there(&manifest_path(file))? {
        let why = format!("{}: exists; a backup never replaces another", file.display());
        return Err(Failure::new(Exit::CannotCreate, why));
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::metadata(folder.unwrap_or(Path::new(".")))
        .map_err(Failure::io(Exit::CannotCreate, file.display()))?;
    let part = folder::beside(file, ".part");
    let made = copy(store, config, file, &part).await;
    if made.is_err() {
        for left in [folder::beside(&part, "-journal"), part] {
            let _ = fs::remove_file(left);
        }
    }
    made
}

/// Copies into a part beside the file; the file has its name once its manifest is there.
async fn copy(store: &Store, config: &Config, file: &Path, part: &Path) -> Result<String, Failure> {
    let failed = || Failure::io(Exit::CannotCreate, file.display());
    let _ = fs::remove_file(part);
    // Made here, so that the system says what is in the way; SQLite fills a file that is empty.
    // A backup holds what the database holds, so nobody else may read it either.
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(part);
    drop(made.map_err(failed())?);
    store.backup_to(part).await?;
    let (sha256, bytes) = hash(part).await?;
    let manifest = Manifest {
        sha256,
        bytes,
        migration: store::applied_version(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_us: domain::clock::machine_us(),
        demo_shift_us: match folder::holds(config).await? {
            Holds::Demo => Some(folder::complete_demo_shift_us(config).unwrap_or_default()),
            _ => None,
        },
    };
    let text = serde_json::to_vec_pretty(&manifest)
        .map_err(|error| Failure::new(Exit::Software, error.to_string()))?;
    let manifest_file = manifest_path(file);
    folder::write_durably(&manifest_file, &text, 0o600)?;
    let placed = fs::rename(part, file).and_then(|()| folder::sync_around(file));
    // Neither is of use without the other, and what is left would stop the next try.
    placed.map_err(failed()).inspect_err(|_| {
        let _ = fs::remove_file(&manifest_file);
        let _ = fs::remove_file(file);
    })?;
    Ok(format!("{}: {} bytes, sha256 {}", file.display(), manifest.bytes, manifest.sha256))
}

/// PostgreSQL has its own.
pub fn postgres() -> Failure {
    let why = "PostgreSQL is backed up by its own tools: pg_basebackup with WAL archiving, or pg_dump -Fc";
    Failure::new(Exit::Usage, why)
}

/// The database is for its owner alone, whatever the backup was.
fn restrict(file: &Path) -> Result<(), Failure> {
    fs::set_permissions(file, fs::Permissions::from_mode(0o600))
        .map_err(Failure::io(Exit::CannotCreate, file.display()))
}

/// Puts a backup into an empty data folder, after it was found whole.
///
/// # Errors
/// When the folder has data, the manifest or the file is not what it should be,
/// or the backup is of a newer Lumbung. The folder is left as it was.
pub async fn restore(config: &Config, file: &Path) -> Result<String, Failure> {
    let Some(target) = config.sqlite_folder() else { return Err(postgres()) };
    if folder::holds(config).await? != Holds::Nothing {
        let why = format!("{}: holds data; restore into an empty folder", target.display());
        return Err(Failure::new(Exit::CannotCreate, why));
    }
    let manifest = read_manifest(file)?;
    let (sha256, bytes) = hash(file).await?;
    if (sha256.as_str(), bytes) != (manifest.sha256.as_str(), manifest.bytes) {
        let why = format!("{}: its content is not what its manifest says", file.display());
        return Err(Failure::new(Exit::Data, why));
    }
    if manifest.migration > store::applied_version() {
        let why = format!(
            "{}: made by a newer Lumbung (migration {}, this one knows {})",
            file.display(),
            manifest.migration,
            store::applied_version()
        );
        return Err(Failure::new(Exit::Data, why));
    }
    folder::make(config)?;
    let done = place(config, &target, file, &manifest).await;
    if done.is_err() {
        folder::discard_database(&target);
        let _ = fs::remove_file(target.join(folder::DEMO_MARK));
    }
    done.map(|()| format!("{}: restored, {} bytes", target.display(), manifest.bytes))
}

async fn place(
    config: &Config,
    target: &Path,
    file: &Path,
    manifest: &Manifest,
) -> Result<(), Failure> {
    if let Some(shift_us) = manifest.demo_shift_us {
        folder::mark_demo(config).await?;
        folder::complete_demo(config, shift_us)?;
    }
    let database = target.join(folder::DATABASE);
    fs::copy(file, &database)
        .and_then(|_| File::open(&database)?.sync_all())
        .map_err(Failure::io(Exit::CannotCreate, database.display()))?;
    restrict(&database)?;
    // The copy, not the original: what was hashed above may since have changed.
    let (sha256, _) = hash(&database).await?;
    if sha256 != manifest.sha256 {
        return Err(Failure::new(Exit::Data, format!("{}: changed while read", file.display())));
    }
    engine::check_integrity(&database).await?;
    let held = engine::newest_migration(&database).await;
    if held != Some(manifest.migration) {
        let held = held.map_or("holds nothing of Lumbung".to_owned(), |migration| {
            format!("holds migration {migration}, its manifest says {}", manifest.migration)
        });
        return Err(Failure::new(Exit::Data, format!("{}: {held}", file.display())));
    }
    let store =
        Store::open(StoreConfig::new(config.database_url()), wiring::matrix(config)).await?;
    store.close().await;
    Ok(())
}

fn read_manifest(file: &Path) -> Result<Manifest, Failure> {
    fs::metadata(file).map_err(Failure::io(Exit::NoInput, file.display()))?;
    let path = manifest_path(file);
    let text = fs::read(&path).map_err(Failure::io(Exit::NoInput, path.display()))?;
    serde_json::from_slice(&text)
        .map_err(|error| Failure::new(Exit::Data, format!("{}: {error}", path.display())))
}

/// SHA-256 in hexadecimal, and the length.
async fn hash(file: &Path) -> Result<(String, u64), Failure> {
    let path = file.to_owned();
    let hashed = tokio::task::spawn_blocking(move || {
        let failed = || Failure::io(Exit::NoInput, path.display());
        let mut file = File::open(&path).map_err(failed())?;
        let mut context = Context::new(&SHA256);
        let mut chunk = vec![0; CHUNK_BYTES];
        let mut bytes = 0_u64;
        loop {
            let read = file.read(&mut chunk).map_err(failed())?;
            let Some(part) = chunk.get(..read).filter(|part| !part.is_empty()) else { break };
            context.update(part);
            bytes += u64::try_from(read).unwrap_or_default();
        }
        Ok((domain::hex(context.finish().as_ref()), bytes))
    });
    hashed.await.map_err(|error| Failure::new(Exit::Software, error.to_string()))?
}
