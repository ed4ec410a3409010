//! Which crate may import which: an absence that only the compiler can keep.

use std::collections::{BTreeMap, BTreeSet};

use figment::{
    Figment,
    providers::{Format as _, Toml},
};
use serde_json::Value;

use crate::root;

const ROOMS: [&str; 8] = [
    "identity",
    "registry",
    "planning",
    "realisation",
    "monitoring",
    "oversight",
    "reporting",
    "exchange",
];
const ROOM_IMPORTS: &[&str] = &["domain", "wire", "store", "edge", "ledger", "gate"];
const MONITORING_IMPORTS: &[&str] =
    &["domain", "wire", "store", "edge", "ledger", "gate", "picture"];

/// What a crate of ours may import of ours; nothing for a crate that is not known.
fn allowed(package: &str) -> Option<&'static [&'static str]> {
    Some(match package {
        "domain" | "wire" | "picture" => &[],
        "store" => &["domain"],
        "edge" => &["domain", "wire", "store"],
        "ledger" | "gate" => &["domain", "store"],
        "monitoring" => MONITORING_IMPORTS,
        room if ROOMS.contains(&room) => ROOM_IMPORTS,
        _ => return None,
    })
}

fn manifest(package: &str) -> Value {
    let path = root().join("services").join(package).join("Cargo.toml");
    Figment::from(Toml::file_exact(path)).extract().expect("a manifest can be read")
}

fn packages() -> BTreeSet<String> {
    std::fs::read_dir(root().join("services"))
        .unwrap()
        .flatten()
        .filter(|entry| entry.path().join("Cargo.toml").exists())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

/// Names of the imports that reach the built crate; tests may import more.
fn imports(manifest: &Value) -> BTreeSet<String> {
    ["dependencies", "build-dependencies"]
        .iter()
        .filter_map(|table| manifest.get(table)?.as_object())
        .flat_map(|table| table.keys().cloned())
        .collect()
}

#[test]
fn every_crate_imports_only_what_its_place_allows() {
    let packages = packages();
    let mut wrong = Vec::new();
    for package in packages.iter().filter(|package| *package != "server") {
        let Some(allowed) = allowed(package) else {
            wrong.push(format!("{package} has no row in the table of imports"));
            continue;
        };
        let imports = imports(&manifest(package));
        let ours = imports.intersection(&packages);
        wrong.extend(
            ours.filter(|import| !allowed.contains(&import.as_str()))
                .map(|import| format!("{package} imports {import}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn there_are_the_crates_of_the_design_and_no_others() {
    let mut expected: BTreeSet<String> =
        ["domain", "wire", "picture", "store", "edge", "ledger", "gate", "server"]
            .map(str::to_owned)
            .into();
    expected.extend(ROOMS.map(str::to_owned));
    assert_eq!(packages(), expected);
}

#[test]
fn sql_and_grpc_stay_where_they_belong() {
    let forbidden: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("domain", &["sqlx", "tonic", "prost", "tokio", "axum", "tracing"][..]),
        ("wire", &["sqlx", "tokio", "axum"]),
        ("store", &["tonic", "axum", "geo", "h3o"]),
        ("edge", &["sqlx"]),
        ("ledger", &["tonic", "prost", "axum", "geo"]),
        ("gate", &["tonic", "prost", "axum"]),
    ]);
    for (package, crates) in forbidden {
        let imports = imports(&manifest(package));
        let wrong: Vec<_> = crates.iter().filter(|name| imports.contains(**name)).collect();
        assert!(wrong.is_empty(), "{package} imports {wrong:?}");
    }
}

#[test]
fn every_crate_obeys_the_lints_of_the_workspace() {
    for package in packages().iter().filter(|package| *package != "wire") {
        assert_eq!(manifest(package)["lints"]["workspace"], true, "{package}");
    }
}
