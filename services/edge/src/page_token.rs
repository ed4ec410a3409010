//! Pages: how many rows, and a token that says where to go on.
//!
//! The token is bound to the call and its other parameters by a digest, so it
//! cannot be used for another list; it grants nothing, since every page is
//! authorised anew.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Refusal, reason};
use ring::digest::{Context, SHA256};

/// Rows when the caller names no number.
pub const PAGE_SIZE_DEFAULT: u32 = 50;
/// The most rows of one page.
pub const PAGE_SIZE_MAX: u32 = 500;
/// Bytes of the digest in a token.
const BOUND: usize = 8;
/// First byte of every token of this form.
const VERSION: u8 = 1;

/// The rows of a page: 0 means the default, more than the most means the most.
pub fn page_size(asked: i32) -> Result<u32, Refusal> {
    match u32::try_from(asked) {
        Ok(0) => Ok(PAGE_SIZE_DEFAULT),
        Ok(rows) => Ok(rows.min(PAGE_SIZE_MAX)),
        Err(_) => Err(reason::NUMBER_OUT_OF_RANGE
            .refuse()
            .fact("value", asked)
            .fact("min", 0)
            .fact("max", PAGE_SIZE_MAX)),
    }
}

/// Makes the token that continues after `last_key` of a call with these parameters.
pub fn issue(method: &str, parameters: &[&str], last_key: &str) -> String {
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(&bound(method, parameters));
    bytes.extend_from_slice(last_key.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a token back into the key it continues after; empty text is the first page.
pub fn read(method: &str, parameters: &[&str], token: &str) -> Result<Option<String>, Refusal> {
    if token.is_empty() {
        return Ok(None);
    }
    let refused =
        || reason::FIELD_MALFORMED.refuse().fact("value", token).fact("expected", "page_token");
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| refused())?;
    let (head, key) = bytes.split_at_checked(BOUND + 1).ok_or_else(refused)?;
    let (version, digest) = head.split_first().ok_or_else(refused)?;
    if *version != VERSION || digest != bound(method, parameters) {
        return Err(refused());
    }
    String::from_utf8(key.to_vec()).map(Some).map_err(|_| refused())
}

fn bound(method: &str, parameters: &[&str]) -> Vec<u8> {
    let mut digest = Context::new(&SHA256);
    for part in std::iter::once(&method).chain(parameters) {
        digest.update(&u64::try_from(part.len()).unwrap_or_default().to_be_bytes());
        digest.update(part.as_bytes());
    }
    digest.finish().as_ref().iter().take(BOUND).copied().collect()
}
