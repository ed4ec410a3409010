//! Every setting that cannot be read, not the first alone, and what is unsafe beside them.

use std::path::Path;

use figment::{
    Figment,
    providers::Serialized,
    value::{Dict, Value},
};
use serde::Deserialize as _;

use super::{Config, Loaded, Purpose, check};
use crate::failure::{Exit, Failure};

/// The most settings that are told; there are fewer, but a file can hold any number of other keys.
const TOLD_MAX: usize = 200;

/// The failure that tells them all, where reading ended with `first`.
pub(super) fn failure(
    purpose: Purpose,
    figment: &Figment,
    file: Option<&Path>,
    first: figment::Error,
) -> Failure {
    let (mut lines, rest) = unreadable(purpose, figment);
    if lines.is_empty() {
        lines = first.into_iter().map(|error| error.to_string()).collect();
    }
    if let Some(config) = rest {
        let (figment, file) = (figment.clone(), file.map(Path::to_owned));
        let loaded = Loaded { config, figment, data_by_flag: false, file };
        let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
        let faults = check::faults(&loaded.config, loaded.file_of("database.url"), &mounts);
        lines.extend(faults.iter().map(|fault| format!("{}: {}", fault.key, fault.why)));
    }
    Failure::new(Exit::Config, lines.join("\n"))
}

/// Each in one line with where it stands, and the settings with the defaults in their places, so
/// that the others can be judged; none when there is no end of them.
fn unreadable(purpose: Purpose, figment: &Figment) -> (Vec<String>, Option<Config>) {
    let defaults = Figment::from(Serialized::defaults(Config::start(purpose)));
    let trees = (figment.extract::<Value>(), defaults.extract::<Value>());
    let (Ok(Value::Dict(tag, mut given)), Ok(defaults)) = trees else {
        return (Vec::new(), None);
    };
    let mut lines = Vec::new();
    while lines.len() < TOLD_MAX {
        let mut error = match Config::deserialize(&Value::Dict(tag, given.clone())) {
            Ok(config) => return (lines, Some(config)),
            Err(error) => error,
        };
        // An element of a list stands where its list does.
        let keys = (1..=error.path.len()).rev().filter_map(|n| error.path.get(..n));
        error.metadata =
            keys.map(|keys| keys.join(".")).find_map(|key| figment.find_metadata(&key).cloned());
        error.profile = Some(figment.profile().clone());
        lines.push(error.to_string());
        if !put(&mut given, defaults.as_dict(), &error.path) {
            break;
        }
    }
    (lines, None)
}

/// Puts the default in the place of a setting, or takes an unknown one away; `false` when there is
/// no such place.
fn put(given: &mut Dict, defaults: Option<&Dict>, path: &[String]) -> bool {
    let Some((key, rest)) = path.split_first() else { return false };
    let default = defaults.and_then(|all| all.get(key));
    if !rest.is_empty()
        && let Some(Value::Dict(_, inner)) = given.get_mut(key)
    {
        return put(inner, default.and_then(Value::as_dict), rest);
    }
    match default {
        Some(value) => given.insert(key.clone(), value.clone()).is_some(),
        None => given.remove(key).is_some(),
    }
}
