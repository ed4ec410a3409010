//! Pages of lists that are in memory.

use domain::{Error, Refusal};
use edge::{Violations, page_token};

/// What a caller asks for of a list.
#[derive(Debug)]
pub struct Page<'a> {
    /// Full gRPC path.
    pub method: &'static str,
    /// The other parameters of the call, which a token is bound to.
    pub parameters: &'a [&'a str],
    /// Rows asked for.
    pub size: i32,
    /// Token sent.
    pub token: &'a str,
}

/// The size and the key to go on after, as read from a request.
#[derive(Debug)]
pub struct Window {
    size: usize,
    after: Option<String>,
}

impl Page<'_> {
    /// Reads size and token into `faults`.
    pub fn read(&self, faults: &mut Violations) -> Option<Window> {
        let size = faults.read("page_size", page_token::page_size(self.size));
        let after = page_token::read(self.method, self.parameters, self.token);
        let after = faults.read("page_token", after);
        let size = usize::try_from(size?).unwrap_or(usize::MAX);
        Some(Window { size, after: after? })
    }

    /// Reads size and token when nothing else can be wrong.
    pub fn only(&self) -> Result<Window, Error> {
        let mut faults = Violations::new();
        let window = self.read(&mut faults);
        faults.finish(window)
    }

    /// Cuts one page out of rows in their order; answers it with the next token.
    pub fn cut<T>(
        &self,
        window: &Window,
        rows: impl Iterator<Item = T>,
        key: impl Fn(&T) -> &str,
    ) -> (Vec<T>, String) {
        let mut rows = rows.peekable();
        if let Some(after) = &window.after {
            for row in rows.by_ref() {
                if key(&row) == after {
                    break;
                }
            }
        }
        let page: Vec<T> = rows.by_ref().take(window.size).collect();
        let next = match (rows.peek(), page.last()) {
            (Some(_), Some(last)) => page_token::issue(self.method, self.parameters, key(last)),
            _ => String::new(),
        };
        (page, next)
    }
}

/// A code prefix of at most eleven digits and dots.
pub fn prefix(text: &str) -> Result<String, Refusal> {
    let good = text.len() <= 11 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let expected = "awalan kode";
    let refused =
        || domain::reason::CODE_INVALID.refuse().fact("value", text).fact("expected", expected);
    if good { Ok(text.to_owned()) } else { Err(refused()) }
}
