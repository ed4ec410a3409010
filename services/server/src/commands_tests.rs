use domain::clock::machine_us;

use super::*;
use crate::config::Purpose;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demo_is_opened_in_its_own_time_and_other_data_in_the_machine_s() {
    const DAY_US: i64 = 86_400_000_000;
    let path = std::env::temp_dir().join(format!("lumbung-commands-{}-demo", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    let config = Config { data: path.clone(), ..Config::start(Purpose::Production) };
    folder::make(&config).unwrap();
    let ahead_us = |store: &Store| store.clock().now_us() - machine_us();
    let store = open(&config).await.unwrap();
    assert_eq!(ahead_us(&store) / DAY_US, 0);
    store.close().await;
    drop(store);
    folder::complete_demo(&config, 40 * DAY_US + DAY_US / 2).unwrap();
    let store = open(&config).await.unwrap();
    assert_eq!(ahead_us(&store) / DAY_US, 40);
    store.close().await;
    fs::remove_dir_all(&path).unwrap();
}

#[test]
fn a_file_that_is_no_utf8_is_bad_data_and_one_that_is_missing_is_no_input() {
    let name = format!("lumbung-commands-{}-latin1.csv", std::process::id());
    let file = std::env::temp_dir().join(name);
    fs::write(&file, b"nama;kelas\nJembatan Kal\xee;bridge\n").unwrap();
    let failure = text(&file).unwrap_err();
    assert_eq!(failure.exit, Exit::Data);
    assert!(failure.message.ends_with("latin1.csv: is no text in UTF-8"), "{failure}");
    fs::write(&file, "Jembatan Kalî").unwrap();
    assert_eq!(text(&file).unwrap(), "Jembatan Kalî");
    fs::remove_file(&file).unwrap();
    assert_eq!(text(&file).unwrap_err().exit, Exit::NoInput);
}

#[test]
fn a_backup_that_only_the_server_sees_is_none() {
    let name = format!("lumbung-commands-{}-hidden.db", std::process::id());
    let file = std::env::temp_dir().join(name);
    let hidden = by_the_server(&file, Ok("done".to_owned())).unwrap_err();
    assert_eq!(hidden.exit, Exit::CannotCreate);
    fs::write(&file, "").unwrap();
    assert_eq!(by_the_server(&file, Ok("done".to_owned())).unwrap(), "done");
    fs::remove_file(&file).unwrap();
    let denied = by_the_server(&file, Err(Failure::new(Exit::Denied, "no"))).unwrap_err();
    assert_eq!(denied.exit, Exit::Denied);
    assert!(denied.message.contains("as its own user"), "{denied}");
    let full = Failure::new(Exit::Storage, "full");
    assert_eq!(by_the_server(&file, Err(full.clone())).unwrap_err(), full);
}
