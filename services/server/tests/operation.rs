//! What an operator does: begin, serve, back up, restore, look at the settings.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use crate::{Scratch, Server, done, lumbung, plain, refused};

/// One GET on the admin port.
pub fn get(server: &Server, path: &str) -> String {
    request(server, "GET", path, "")
}

fn request(server: &Server, method: &str, path: &str, header: &str) -> String {
    let mut tcp = TcpStream::connect(server.endpoint.address).unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n{header}\r\n"
    );
    tcp.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    tcp.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn init_begins_an_empty_folder_once_and_prints_an_invitation() {
    let scratch = Scratch::new();
    let text = done(lumbung(&scratch.data()).arg("init"));
    assert!(text.contains("shown once"), "{text}");
    let named = text.split_whitespace().find(|word| word.starts_with("lumbung.")).unwrap();
    let path = format!("/{}", named.trim_end_matches('.'));
    assert!(wire::access::METHODS.iter().any(|m| m.path == path && m.open), "{path}");
    assert_eq!(fs::metadata(scratch.data()).unwrap().permissions().mode() & 0o777, 0o700);
    let (exit, complaint) = refused(lumbung(&scratch.data()).arg("init"));
    assert_eq!(exit, 73, "{complaint}");
}

#[test]
fn serve_refuses_a_folder_that_was_never_begun() {
    let scratch = Scratch::new();
    let (exit, complaint) = refused(lumbung(&scratch.data()).arg("serve"));
    assert_eq!(exit, 66, "{complaint}");
    assert!(!scratch.data().exists(), "nothing was made");
}

#[test]
fn known_passwords_cannot_reach_production() {
    let scratch = Scratch::new();
    done(lumbung(&scratch.data()).arg("init"));
    let (exit, complaint) = refused(lumbung(&scratch.data()).arg("demo"));
    assert_eq!(exit, 73, "{complaint}");
    fs::write(scratch.data().join("DEMO"), "complete\n").unwrap();
    let (exit, complaint) = refused(lumbung(&scratch.data()).arg("serve"));
    assert_eq!(exit, 78, "{complaint}");
}

#[test]
fn the_demo_starts_and_starts_again_at_once() {
    let scratch = Scratch::new();
    let mut server = Server::start(&scratch, "demo", &[]);
    assert_eq!(server.stop(), 0);
    let begun = std::time::Instant::now();
    let mut server = Server::start(&scratch, "demo", &[]);
    let took = begun.elapsed();
    assert!(took.as_secs() < 3, "{took:?}");
    let log = fs::read_to_string(scratch.join("log")).unwrap();
    let (_, next) = log.rsplit_once("Try next:\n").unwrap();
    let lines: Vec<&str> = next.lines().take_while(|line| line.starts_with("  ")).collect();
    let script = lines.join("\n");
    let mut shell = plain("sh");
    shell.args(["-e", "-c", &script]).current_dir(&scratch.0).env("no_proxy", "*");
    let told = done(&mut shell);
    for expected in ["ready", "Sukojati", "sha256"] {
        assert!(told.contains(expected), "{script}\n{told}");
    }
    assert!(scratch.join("demo-backup.db").exists(), "{script}");
    assert_eq!(server.stop(), 0);
    let (exit, _) = refused(lumbung(&scratch.data()).arg("serve"));
    assert_eq!(exit, 78);
}

#[test]
fn the_register_is_swept_on_the_folder_and_in_the_running_server() {
    let scratch = Scratch::new();
    done(lumbung(&scratch.data()).args(["demo", "--exit"]));
    let alone = done(lumbung(&scratch.data()).arg("sweep"));
    assert!(alone.contains(" 0 perbedaan;"), "{alone}");
    let server = Server::start(&scratch, "demo", &[]);
    let asked = done(lumbung(&scratch.data()).args(["sweep", "--area", "35.10"]));
    assert_eq!(asked, alone);
    let metrics = get(&server, "/metrics");
    let never = "lumbung_sweep_last_seconds 0\n";
    assert!(metrics.contains(never), "one area is not the register: {metrics}");
    assert_eq!(done(lumbung(&scratch.data()).arg("sweep")), alone);
    let metrics = get(&server, "/metrics");
    assert!(metrics.contains("lumbung_sweep_slips_total 0"), "{metrics}");
    assert!(!metrics.contains("lumbung_sweep_last_seconds 0"), "{metrics}");
    let (exit, complaint) = refused(lumbung(&scratch.data()).args(["sweep", "--area", "x"]));
    assert_eq!(exit, 65, "{complaint}");
}

#[test]
fn a_second_server_on_one_folder_is_refused() {
    let scratch = Scratch::new();
    let _server = Server::serve(&scratch, &[]);
    let (exit, complaint) = refused(lumbung(&scratch.data()).arg("serve"));
    assert_eq!(exit, 75, "{complaint}");
}

#[test]
fn a_backup_made_while_serving_is_restored_elsewhere_and_serves() {
    let scratch = Scratch::new();
    let file = scratch.join("one.db");
    {
        let mut server = Server::serve(&scratch, &[]);
        let text = done(lumbung(&scratch.data()).arg("backup").arg(&file));
        assert!(text.contains("sha256"), "{text}");
        let (exit, _) = refused(lumbung(&scratch.data()).arg("backup").arg(&file));
        assert_eq!(exit, 73, "a backup never replaces another");
        let nowhere = scratch.join("no-such-folder/one.db");
        let (exit, complaint) = refused(lumbung(&scratch.data()).arg("backup").arg(&nowhere));
        assert_eq!(exit, 73, "{complaint}");
        assert_eq!(server.stop(), 0);
    }
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let elsewhere = Scratch::new();
    done(lumbung(&elsewhere.data()).arg("restore").arg(&file));
    let (exit, complaint) = refused(lumbung(&elsewhere.data()).arg("restore").arg(&file));
    assert_eq!(exit, 73, "{complaint}");
    let mut server = Server::start(&elsewhere, "serve", &[]);
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_backup_is_made_without_a_server_too() {
    let scratch = Scratch::new();
    done(lumbung(&scratch.data()).arg("init"));
    done(lumbung(&scratch.data()).arg("backup").arg(scratch.join("two.db")));
    done(lumbung(&scratch.join("other")).arg("restore").arg(scratch.join("two.db")));
}

fn restore_of(scratch: &Scratch, file: &Path) -> (i32, String) {
    let target = scratch.join("target");
    let answer = refused(lumbung(&target).arg("restore").arg(file));
    assert!(!target.join("lumbung.db").exists(), "nothing is left of a refused restore");
    answer
}

#[test]
fn a_damaged_backup_is_refused_by_its_name_and_leaves_nothing() {
    let scratch = Scratch::new();
    done(lumbung(&scratch.data()).arg("init"));
    let file = scratch.join("good.db");
    done(lumbung(&scratch.data()).arg("backup").arg(&file));
    let good = fs::read(&file).unwrap();
    let manifest = server::backup::manifest_path(&file);
    let told = fs::read_to_string(&manifest).unwrap();
    for at in [20, 5_000, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&file, bad).unwrap();
        let (exit, complaint) = restore_of(&scratch, &file);
        assert_eq!(exit, 65, "{complaint}");
        assert!(complaint.contains("good.db"), "{complaint}");
    }
    fs::write(&file, &good[..good.len() - 4096]).unwrap();
    assert_eq!(restore_of(&scratch, &file).0, 65, "a cut file");
    fs::write(&file, &good).unwrap();
    let newer = told.replace("\"migration\": ", "\"migration\": 9");
    fs::write(&manifest, newer).unwrap();
    assert_eq!(restore_of(&scratch, &file).0, 65, "a newer Lumbung's");
    fs::remove_file(&manifest).unwrap();
    assert_eq!(restore_of(&scratch, &file).0, 66, "no manifest");
}

#[test]
fn a_file_whose_pages_contradict_each_other_is_refused_though_its_hash_is_right() {
    let scratch = Scratch::new();
    done(lumbung(&scratch.data()).arg("init"));
    let file = scratch.join("odd.db");
    done(lumbung(&scratch.data()).arg("backup").arg(&file));
    let mut bytes = fs::read(&file).unwrap();
    let page = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    let last = bytes.len() - page;
    bytes[last..].fill(0xA5);
    fs::write(&file, &bytes).unwrap();
    let digest = ring::digest::digest(&ring::digest::SHA256, &bytes);
    let digest: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    let manifest = server::backup::manifest_path(&file);
    let mut told: serde_json::Value =
        serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    told["sha256"] = digest.into();
    fs::write(&manifest, told.to_string()).unwrap();
    let (exit, complaint) = restore_of(&scratch, &file);
    assert_eq!(exit, 65, "{complaint}");
    assert!(complaint.contains("damaged"), "{complaint}");
}

#[test]
fn unsafe_settings_do_not_serve_and_the_check_says_why() {
    let scratch = Scratch::new();
    for command in ["serve", "config"] {
        let mut lumbung = lumbung(&scratch.data());
        lumbung.arg(command).env("LUMBUNG_LISTEN", "0.0.0.0:0");
        if command == "config" {
            lumbung.arg("check");
        }
        assert_eq!(refused(&mut lumbung).0, 78, "{command}");
    }
    let text = done(
        lumbung(&scratch.data())
            .args(["config", "check"])
            .env("LUMBUNG_LIMITS__IN_FLIGHT", "77")
            .env("LUMBUNG_DATABASE__URL", "postgres://u:hidden@127.0.0.1/x"),
    );
    let line = |key: &str| text.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
    assert!(line("limits.in_flight ").contains("77"), "{text}");
    assert!(line("limits.in_flight ").contains("LUMBUNG_LIMITS__IN_FLIGHT"), "{text}");
    assert!(line("database.url").contains("u:***@"), "{text}");
    assert!(line("data ").contains("--data"), "{text}");
    assert!(!text.contains("hidden"));
}

#[test]
fn the_environment_goes_over_the_file() {
    let scratch = Scratch::new();
    let file = scratch.join("lumbung.toml");
    fs::write(&file, "[limits]\nin_flight = 80\nstreaming = 20\n").unwrap();
    let text = done(
        lumbung(&scratch.data())
            .args(["config", "check", "--config"])
            .arg(&file)
            .env("LUMBUNG_LIMITS__IN_FLIGHT", "77"),
    );
    assert!(text.lines().any(|l| l.starts_with("limits.in_flight ") && l.contains("77")), "{text}");
    assert!(text.lines().any(|l| l.starts_with("limits.streaming ") && l.contains("20")), "{text}");
}

#[test]
fn metrics_and_health_are_open_on_the_admin_port_and_commands_need_the_token() {
    let scratch = Scratch::new();
    let server = Server::serve(&scratch, &[]);
    assert!(get(&server, "/healthz").starts_with("HTTP/1.1 200"));
    let metrics = get(&server, "/metrics");
    for name in [
        "lumbung_info{engine=\"sqlite\"",
        "process_resident_memory_bytes",
        "lumbung_calls_in_flight",
    ] {
        assert!(metrics.contains(name), "{name} is missing in {metrics}");
    }
    let path = format!("/backup?file={}", scratch.join("x.db").display());
    for header in ["", "authorization: Bearer 00\r\n"] {
        let answer = request(&server, "POST", &path, header);
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    }
    assert!(!scratch.join("x.db").exists());
    let token = server::admin::endpoint_path(&scratch.data());
    assert_eq!(fs::metadata(token).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn version_migrate_and_reasons_say_what_they_should() {
    let scratch = Scratch::new();
    let version = done(lumbung(&scratch.data()).arg("version"));
    assert!(version.contains("SQLite 3."), "{version}");
    done(lumbung(&scratch.data()).arg("init"));
    let migrated = done(lumbung(&scratch.data()).arg("migrate"));
    assert!(migrated.contains(&format!("migration {}", store::applied_version())));
    assert!(done(lumbung(&scratch.data()).arg("reasons")).contains("BUDGET_SHORT"));
    assert_eq!(refused(lumbung(&scratch.data()).arg("dance")).0, 64);
}

/// Two squares in Sukojati and its neighbour; not to be confused with the real ones.
const TWO_DESA: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"35.10.25.2010","name":"Sukojati"},"geometry":{"type":"Polygon","coordinates":[[[114.31,-8.30],[114.32,-8.30],[114.32,-8.29],[114.31,-8.29],[114.31,-8.30]]]}},
{"type":"Feature","properties":{"code":"35.10.25.2009","name":"Neighbour"},"geometry":{"type":"Polygon","coordinates":[[[114.32,-8.30],[114.33,-8.30],[114.33,-8.29],[114.32,-8.29],[114.32,-8.30]]]}}]}"#;

/// A river through the first of them.
const RIVER: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"Kali"},"geometry":{"type":"LineString","coordinates":[[114.311,-8.299],[114.319,-8.291]]}}]}"#;

fn import(scratch: &Scratch, file: &Path, day: &str) -> std::process::Output {
    let mut lumbung = lumbung(&scratch.data());
    lumbung.args(["import", "boundaries"]).arg(file);
    lumbung.args(["--valid-from", day, "--source", "uji & coba 100%"]).output().unwrap()
}

#[test]
fn boundaries_are_loaded_with_and_without_a_running_server_and_bad_ones_never() {
    let scratch = Scratch::new();
    let (good, bad) = (scratch.join("good.geojson"), scratch.join("bad.geojson"));
    fs::write(&good, TWO_DESA).unwrap();
    fs::write(&bad, TWO_DESA.replace("35.10.25.2009", "35.10.99.9999")).unwrap();
    done(lumbung(&scratch.data()).arg("init"));
    for day in ["2024-01-01", "2025-01-01"] {
        let server = (day > "2024-12-31").then(|| Server::serve(&scratch, &[]));
        let refused = import(&scratch, &bad, day);
        assert_eq!(refused.status.code(), Some(65), "{refused:?}");
        assert!(String::from_utf8_lossy(&refused.stderr).contains("35.10.99.9999"), "{refused:?}");
        let loaded = import(&scratch, &good, day);
        assert!(loaded.status.success(), "{loaded:?}");
        assert!(String::from_utf8_lossy(&loaded.stdout).contains("2 desa"), "{loaded:?}");
        let again = import(&scratch, &good, day);
        assert_eq!(again.status.code(), Some(65), "{again:?}");
        drop(server);
    }
    let river = scratch.join("river.geojson");
    fs::write(&river, RIVER).unwrap();
    let waters = |day: &str| {
        let mut lumbung = lumbung(&scratch.data());
        lumbung.args(["import", "waters"]).arg(&river).args(["--valid-from", day]);
        lumbung.args(["--source", "uji", "--width-m", "12.5"]).output().unwrap()
    };
    let loaded = waters("2024-01-01");
    assert!(String::from_utf8_lossy(&loaded.stdout).contains("1 sungai"), "{loaded:?}");
    assert_eq!(waters("2024-01-01").status.code(), Some(65), "once only");
    let server = Server::serve(&scratch, &[]);
    let loaded = waters("2025-01-01");
    assert!(loaded.status.success(), "{loaded:?}");
    drop(server);
    let odd = import(&scratch, &good, "yesterday");
    assert_eq!(odd.status.code(), Some(65), "{odd:?}");
    assert_eq!(import(&scratch, &scratch.join("none"), "2024-01-01").status.code(), Some(66));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_is_begun_and_served_and_backed_up_by_its_own_tools() {
    let scratch = Scratch::new();
    let id = format!("process_{}", domain::clock::machine_us());
    let url = store::testing::postgres_database(&id).await;
    let on_postgres = |words: &[&str]| {
        let mut lumbung = lumbung(&scratch.data());
        lumbung.args(words).env("LUMBUNG_DATABASE__URL", &url);
        lumbung
    };
    assert_eq!(refused(&mut on_postgres(&["serve"])).0, 66, "nothing was begun");
    assert!(done(&mut on_postgres(&["init"])).contains("shown once"));
    assert_eq!(refused(&mut on_postgres(&["init"])).0, 73);
    assert_eq!(refused(&mut on_postgres(&["demo"])).0, 73);
    let settings = [("LUMBUNG_DATABASE__URL", url.as_str())];
    let mut server = Server::start(&scratch, "serve", &settings);
    assert!(get(&server, "/metrics").contains("engine=\"postgres\""));
    let (exit, complaint) = refused(&mut on_postgres(&["backup", "x.db"]));
    assert_eq!(exit, 64);
    assert!(complaint.contains("pg_dump"), "{complaint}");
    assert_eq!(server.stop(), 0);
}

#[test]
fn an_idle_server_with_the_districts_charts_stays_within_64_mib() {
    let scratch = Scratch::new();
    let server = Server::serve(&scratch, &[]);
    let metrics = get(&server, "/metrics");
    let line = metrics.lines().find(|l| l.starts_with("process_resident_memory_bytes")).unwrap();
    let bytes: f64 = line.split(' ').next_back().unwrap().parse().unwrap();
    println!("idle: {:.1} MiB resident", bytes / 1024.0 / 1024.0);
    assert!(bytes <= 64.0 * 1024.0 * 1024.0, "{line}");
}

#[test]
fn a_file_of_claims_goes_in_row_by_row_also_without_a_server() {
    let scratch = Scratch::new();
    done(lumbung(&scratch.data()).arg("init"));
    let file = scratch.join("klaim.csv");
    let text = "external_id,name,work_class,longitude,latitude\n\
                A-1,Jembatan Kali Setail,bridge,114.2,-8.4\n\
                A-2,Jembatan Kali Setail,jembatan,114.3,-8.4\n";
    fs::write(&file, text).unwrap();
    let import = |extra: &[&str]| {
        let mut command = lumbung(&scratch.data());
        command.args(["import", "claims"]).arg(&file);
        command.args(["--owner", "provinsi", "--owner-name", "Dinas PU Bina Marga"]);
        command.args(["--year", "2026"]).args(extra);
        refused(&mut command)
    };
    let (exit, told) = import(&["--all-or-nothing"]);
    assert!(exit == 65 && told.contains("0 new") && told.contains("baris 3 (A-2)"), "{told}");
    let (exit, told) = import(&[]);
    assert!(exit == 65 && told.contains("1 new") && told.contains("CODE_INVALID"), "{told}");
    let (exit, told) = import(&[]);
    assert!(exit == 65 && told.contains("1 unchanged, 0 restored, 1 rows refused"), "{told}");
}
