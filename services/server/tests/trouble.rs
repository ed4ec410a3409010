//! What an operator is told when something stands in the way.

use std::{
    fs::{self, File},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::Stdio,
};

use sqlx::{Connection as _, SqliteConnection};

use crate::{Scratch, Server, done, lumbung, operation::get, plain, refused};

/// Names of what lies in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Changes a database of a folder that nobody serves, past the store.
async fn forge(file: &Path, sql: &'static str) {
    let url = format!("sqlite:{}", file.display());
    let mut conn = SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
}

#[test]
fn an_invitation_that_nobody_saw_begins_nothing() {
    let scratch = Scratch::new();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let ended = lumbung(&scratch.data()).arg("init").stdout(full).stderr(Stdio::null()).status();
    assert_eq!(ended.unwrap().code(), Some(74));
    assert!(!scratch.data().join("lumbung.db").exists());
    done(lumbung(&scratch.data()).arg("init"));
}

#[test]
fn a_folder_that_is_not_empty_is_told_with_what_is_in_it() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.data()).unwrap();
    fs::write(scratch.data().join("notes.txt"), "").unwrap();
    let (exit, complaint) = refused(lumbung(&scratch.data()).arg("init"));
    assert_eq!(exit, 73, "{complaint}");
    assert!(complaint.contains("(notes.txt)"), "{complaint}");
}

#[test]
fn the_database_is_its_owners_alone_also_in_an_open_folder() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.data()).unwrap();
    fs::set_permissions(scratch.data(), fs::Permissions::from_mode(0o755)).unwrap();
    done(lumbung(&scratch.data()).arg("init"));
    let _server = Server::start(&scratch, "serve", &[]);
    for name in names(&scratch.data()) {
        let mode = fs::metadata(scratch.data().join(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} is {mode:o}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_another_lumbung_is_refused_as_data() {
    let scratch = Scratch::new();
    done(lumbung(&scratch.data()).arg("init"));
    let database = scratch.data().join("lumbung.db");
    forge(
        &database,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'later', TRUE, x'00', 0)",
    )
    .await;
    for command in ["serve", "migrate"] {
        let (exit, complaint) = refused(lumbung(&scratch.data()).arg(command));
        assert_eq!(exit, 65, "{complaint}");
        assert!(complaint.contains("made by a newer Lumbung"), "{complaint}");
        assert!(complaint.contains("lumbung.db"), "{complaint}");
    }
    forge(
        &database,
        "DELETE FROM _sqlx_migrations WHERE version = 9999;
         UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1",
    )
    .await;
    let (exit, complaint) = refused(lumbung(&scratch.data()).arg("serve"));
    assert_eq!(exit, 65, "{complaint}");
    assert!(complaint.contains("migration 1 was changed"), "{complaint}");
}

/// Puts a manifest beside a file that fits it in every way.
fn vouch(file: &Path) {
    let bytes = fs::read(file).unwrap();
    let digest = ring::digest::digest(&ring::digest::SHA256, &bytes);
    let manifest = server::backup::Manifest {
        sha256: digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect(),
        bytes: u64::try_from(bytes.len()).unwrap(),
        migration: store::applied_version(),
        version: String::from("0.0.0"),
        made_us: 0,
        demo_shift_us: None,
    };
    let text = serde_json::to_vec(&manifest).unwrap();
    fs::write(server::backup::manifest_path(file), text).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_holds_nothing_of_lumbung_is_not_restored_whatever_its_manifest_says() {
    let scratch = Scratch::new();
    let (empty, foreign) = (scratch.join("empty.db"), scratch.join("foreign.db"));
    for file in [&empty, &foreign] {
        fs::write(file, "").unwrap();
    }
    forge(&foreign, "CREATE TABLE recipes (name TEXT)").await;
    done(lumbung(&scratch.data()).arg("init"));
    let older = scratch.join("older.db");
    done(lumbung(&scratch.data()).arg("backup").arg(&older));
    forge(&older, "DELETE FROM _sqlx_migrations WHERE version > 20").await;
    for (file, why) in [
        (&empty, "holds nothing of Lumbung"),
        (&foreign, "holds nothing of Lumbung"),
        (&older, "holds migration 20"),
    ] {
        vouch(file);
        let target = scratch.join("target");
        let (exit, complaint) = refused(lumbung(&target).arg("restore").arg(file));
        assert_eq!(exit, 65, "{complaint}");
        assert!(complaint.contains(why), "{complaint}");
        assert!(!target.join("lumbung.db").exists(), "{complaint}");
    }
}

#[test]
fn a_backup_that_was_not_made_leaves_nothing_and_is_made_at_the_next_try() {
    let scratch = Scratch::new();
    done(lumbung(&scratch.data()).arg("init"));
    let folder = scratch.join("backups");
    // The place of the manifest's part is taken, so the backup breaks off at its last steps.
    let taken = folder.join("one.db.manifest.json.part");
    fs::create_dir_all(taken.join("x")).unwrap();
    let file = folder.join("one.db");
    let (exit, complaint) = refused(lumbung(&scratch.data()).arg("backup").arg(&file));
    assert_eq!(exit, 73, "{complaint}");
    assert_eq!(names(&folder), ["one.db.manifest.json.part"]);
    fs::remove_dir_all(&taken).unwrap();
    done(lumbung(&scratch.data()).arg("backup").arg(&file));
    assert_eq!(names(&folder), ["one.db", "one.db.manifest.json"]);
}

#[test]
fn what_a_killed_server_left_behind_does_not_lead_to_another_folders_server() {
    let (first, second) = (Scratch::new(), Scratch::new());
    let mut killed = Server::serve(&first, &[]);
    let admin = killed.endpoint.address.to_string();
    killed.child.kill().unwrap();
    killed.child.wait().unwrap();
    assert!(server::admin::endpoint_path(&first.data()).exists());
    let _other = Server::serve(&second, &[("LUMBUNG_ADMIN", &admin)]);
    done(lumbung(&first.data()).arg("backup").arg(first.join("one.db")));
    done(lumbung(&first.data()).arg("sweep"));
}

#[test]
fn signals_that_mean_nothing_do_not_end_the_server() {
    let scratch = Scratch::new();
    let mut server = Server::serve(&scratch, &[]);
    for name in ["USR1", "USR2", "HUP"] {
        server.signal(name);
        assert!(get(&server, "/healthz").starts_with("HTTP/1.1 200"), "{name}");
    }
    assert_eq!(server.stop(), 0);
}

#[test]
fn an_empty_source_is_told_by_its_field_with_and_without_a_server() {
    let scratch = Scratch::new();
    done(lumbung(&scratch.data()).arg("init"));
    let file = scratch.join("waters.geojson");
    fs::write(&file, r#"{"type":"FeatureCollection","features":[]}"#).unwrap();
    for serving in [false, true] {
        let _server = serving.then(|| Server::serve(&scratch, &[]));
        let import = |day: &str, source: &str| {
            let mut lumbung = lumbung(&scratch.data());
            lumbung.args(["import", "waters"]).arg(&file);
            refused(lumbung.args(["--valid-from", day, "--source", source]))
        };
        for ((day, source), told) in [
            (("2024-01-01", ""), " (source): "),
            (("yesterday", "uji"), "DATE_INVALID (valid_from): "),
            (("2024-01-01", "uji"), "Berkas peta tidak dapat dibaca: tidak ada fitur."),
        ] {
            let (exit, complaint) = import(day, source);
            assert_eq!(exit, 65, "{serving} {complaint}");
            assert!(complaint.contains(told), "{serving} {complaint}");
        }
    }
}

#[test]
fn of_several_folders_of_a_unit_the_first_is_for_the_data() {
    let mut check = plain(env!("CARGO_BIN_EXE_lumbung"));
    check.args(["config", "check"]).env("STATE_DIRECTORY", "/srv/lumbung:/srv/lumbung-backup");
    let told = done(&mut check);
    let line = told.lines().find(|line| line.starts_with("data ")).unwrap();
    assert!(line.contains("/srv/lumbung ") && !line.contains("backup"), "{line}");
}
