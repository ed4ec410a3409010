//! Prints each setting with where it came from; secrets are masked.

use std::fmt::Write as _;

use figment::Source;
use serde_json::Value;

use super::Loaded;

/// One setting as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Dotted key.
    pub key: String,
    /// Value, masked if it is a secret.
    pub value: String,
    /// `default`, a file, a variable or a flag.
    pub source: String,
}

/// Every setting in the order of the structure.
pub fn lines(loaded: &Loaded) -> Vec<Line> {
    let tree = serde_json::to_value(&loaded.config).unwrap_or_default();
    let mut lines = Vec::new();
    collect(loaded, "", &tree, &mut lines);
    lines
}

fn collect(loaded: &Loaded, key: &str, value: &Value, lines: &mut Vec<Line>) {
    if let Value::Object(fields) = value {
        for (name, value) in fields {
            let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
            collect(loaded, &key, value, lines);
        }
        return;
    }
    let text = match value {
        Value::Null => String::from("-"),
        Value::String(text) if text.is_empty() => String::from("-"),
        Value::String(text) => masked(text),
        other => other.to_string(),
    };
    lines.push(Line { key: key.to_owned(), value: text, source: source(loaded, key) });
}

fn source(loaded: &Loaded, key: &str) -> String {
    if key == "data" && loaded.data_by_flag {
        return String::from("flag --data");
    }
    let Some(metadata) = loaded.figment.find_metadata(key) else {
        return String::from("default");
    };
    match &metadata.source {
        Some(Source::File(path)) => path.display().to_string(),
        Some(Source::Code(_)) => String::from("default"),
        _ if metadata.name.contains("environment") => {
            format!("environment LUMBUNG_{}", key.replace('.', "__").to_ascii_uppercase())
        }
        _ => String::from("default"),
    }
}

/// The text with the password of an address taken out.
pub fn masked(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let (place, query) = rest.split_once('?').map_or((rest, None), |(p, q)| (p, Some(q)));
    // The last `@` ends the password, whatever stands in it unescaped.
    let place =
        match place.rsplit_once('@').and_then(|(who, at)| Some((who.split_once(':')?.0, at))) {
            Some((user, at)) => format!("{user}:***@{at}"),
            None => place.to_owned(),
        };
    match query {
        Some(query) => format!("{scheme}://{place}?{}", masked_query(query)),
        None => format!("{scheme}://{place}"),
    }
}

fn masked_query(query: &str) -> String {
    let parts: Vec<String> = query
        .split('&')
        .map(|part| match part.split_once('=') {
            Some((key, _)) if key.contains("password") => format!("{key}=***"),
            _ => part.to_owned(),
        })
        .collect();
    parts.join("&")
}

/// The lines as a table.
pub fn table(lines: &[Line]) -> String {
    let width = |of: fn(&Line) -> usize| lines.iter().map(of).max().unwrap_or_default();
    let (keys, values) = (width(|l| l.key.len()), width(|l| l.value.len()).min(60));
    let mut out = String::new();
    for line in lines {
        let _ = writeln!(out, "{:keys$}  {:values$}  {}", line.key, line.value, line.source);
    }
    out
}
