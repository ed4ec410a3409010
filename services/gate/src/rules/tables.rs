//! The tables of the program that shape a verdict, under one digest.
//!
//! A rule set keeps its numbers in the store, and a scorecard its points. What a
//! word of a name means, how long a class of works lasts and where a measured
//! value falls into a step stand in the program, and a later program may hold
//! others: it would say other of the same works under the same rule set. So a
//! version keeps the digest of the tables it was activated with (decision 28).

use std::sync::LazyLock;

use domain::{WorkClass, hex};
use ring::digest::{Context, SHA256};

use super::matrix::Matrix;
use crate::{
    score::{
        doing,
        feature::{FEATURES, Feature, Scale},
        item::CLASSES,
    },
    words::lexicon,
};

/// To be raised when the program judges the same works otherwise by the same tables.
const READING: u32 = 4;

static DIGEST: LazyLock<String> = LazyLock::new(|| digest_of(&parts()));

/// SHA-256 of the tables of this program, hexadecimal.
pub fn digest() -> &'static str {
    &DIGEST
}

/// Whether tables that a version tells are those of this program; one from before versions told
/// theirs says nothing.
pub(super) fn are_these(told: Option<&str>) -> bool {
    told.is_none_or(|told| told == digest())
}

fn parts() -> Vec<String> {
    // What versions have from before versions told their matrix.
    let matrix = Matrix::first().map(|matrix| matrix.to_csv()).unwrap_or_default();
    let mut parts = vec![READING.to_string(), CLASSES.to_owned(), doing::told(), matrix];
    parts.extend(lexicon::told().into_iter().map(str::to_owned));
    let class = |class: &WorkClass| format!("{} {:?}", class.code(), class.families());
    parts.extend(WorkClass::ALL.iter().map(class));
    parts.extend(FEATURES.iter().map(feature));
    parts
}

fn feature(feature: &Feature) -> String {
    let scale = match feature.scale {
        Scale::Named(names) => names.join("|"),
        Scale::Steps(edges, _) => edges.iter().map(|edge| format!("{edge}|")).collect(),
    };
    let Feature { code, title, unit, context, .. } = feature;
    format!("{code}|{title}|{unit}|{context}|{scale}")
}

/// Each part with its length, so that nothing moves from one into the next unseen.
fn digest_of(parts: &[String]) -> String {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(format!("{}:", part.len()).as_bytes());
        context.update(part.as_bytes());
    }
    hex(context.finish().as_ref())
}

#[cfg(test)]
#[path = "tables_tests.rs"]
mod tests;
