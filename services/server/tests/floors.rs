//! Crates that must not be older, or must not be there: `.cargo-floors.toml` against `Cargo.lock`.
//!
//! The advisory database cannot be asked from every machine that builds Lumbung, so what it
//! said is written down and compared on every run.

use std::collections::BTreeMap;

use figment::{
    Figment,
    providers::{Format, Toml},
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Floors {
    floor: BTreeMap<String, Floor>,
    absent: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Floor {
    at_least: String,
    why: String,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

fn read<T: for<'de> Deserialize<'de>>(file: &str) -> T {
    Figment::from(Toml::file_exact(crate::root().join(file))).extract().unwrap()
}

/// The numbers of a version; what follows `-` or `+` counts as nothing.
fn numbers(version: &str) -> Vec<u64> {
    let core = version.split(['-', '+']).next().unwrap();
    core.split('.').map(|part| part.parse().unwrap()).collect()
}

/// What is wrong with the locked packages, a line each.
fn faults(floors: &Floors, lock: &Lock) -> Vec<String> {
    lock.package
        .iter()
        .filter_map(|Package { name, version }| {
            if let Some(why) = floors.absent.get(name) {
                return Some(format!("{name} must not be there: {why}"));
            }
            let floor = floors.floor.get(name)?;
            (numbers(version) < numbers(&floor.at_least))
                .then(|| format!("{name} {version} is below {}: {}", floor.at_least, floor.why))
        })
        .collect()
}

#[test]
fn every_locked_crate_meets_its_floor_and_no_banned_one_is_there() {
    let found = faults(&read(".cargo-floors.toml"), &read("Cargo.lock"));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_old_and_a_banned_crate_are_found() {
    let package =
        |name: &str, version: &str| Package { name: name.into(), version: version.into() };
    let lock = Lock {
        package: vec![
            package("h2", "0.4.9"),
            package("h2", "0.4.16"),
            package("sqlx", "0.10.0-beta.1"),
            package("rsa", "9.9.9"),
        ],
    };
    let found = faults(&read(".cargo-floors.toml"), &lock);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("h2 0.4.9 is below"), "{found:?}");
    assert!(found[1].starts_with("rsa must not be there"), "{found:?}");
}
