//! Watches the migrations, and keeps planted faults out of packaged binaries.

use std::{env, path::Path};

fn main() {
    // The macro that embeds them does not notice a file that was added.
    println!("cargo:rerun-if-changed=../../migrations");
    if env::var_os("CARGO_FEATURE_SABOTAGE").is_some() && profile().as_deref() == Some("dist") {
        println!(
            "cargo::error=the feature `sabotage` plants faults; it is not for the dist profile"
        );
    }
}

/// The profile by its folder: a profile of our own tells build scripts the one it inherits.
fn profile() -> Option<String> {
    let out = env::var("OUT_DIR").ok()?;
    let folder = Path::new(&out).ancestors().nth(3)?;
    Some(folder.file_name()?.to_string_lossy().into_owned())
}
