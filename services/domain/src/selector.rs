//! Selectors of policy: which lines a rule counts.

/// One condition: `kegiatan:01.01.05` or `rekening:5.1.*`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    of_kegiatan: bool,
    code: String,
    below: bool,
}

/// A set of lines by kegiatan or rekening; one matching term is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selector(Vec<Term>);

impl Selector {
    /// Reads `kegiatan:CODE;rekening:CODE.*`; `None` when a term is not one of these.
    pub fn parse(text: &str) -> Option<Self> {
        let term = |text: &str| {
            let (which, code) = text.trim().split_once(':')?;
            let of_kegiatan = match which {
                "kegiatan" => true,
                "rekening" => false,
                _ => return None,
            };
            let (code, below) = match code.strip_suffix(".*") {
                Some(group) => (group, true),
                None => (code, false),
            };
            (!code.is_empty()).then(|| Term { of_kegiatan, code: code.to_owned(), below })
        };
        text.split(';').map(term).collect::<Option<Vec<_>>>().map(Self)
    }

    /// Takes in what another one does besides.
    pub fn or(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Whether a line is counted.
    pub fn matches(&self, kegiatan: Option<&str>, rekening: &str) -> bool {
        self.0.iter().any(|term| {
            let code = if term.of_kegiatan { kegiatan } else { Some(rekening) };
            code.is_some_and(|code| match code.strip_prefix(term.code.as_str()) {
                Some("") => true,
                Some(rest) => term.below && rest.starts_with('.'),
                None => false,
            })
        })
    }
}

#[cfg(test)]
#[path = "selector_tests.rs"]
mod tests;
