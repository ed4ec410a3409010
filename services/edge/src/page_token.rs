//! Pages: how many rows, and a token that says where to go on.
//!
//! The token is bound to the call, its other parameters and its own key by a digest, so it
//! cannot be used for another list and a changed one is read no further; it grants nothing,
//! since every page is authorised anew.

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
const VERSION: u8 = 2;

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
    bytes.extend_from_slice(&bound(method, parameters, last_key.as_bytes()));
    bytes.extend_from_slice(last_key.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a token back into the key it continues after; empty text is the first page.
pub fn read(method: &str, parameters: &[&str], token: &str) -> Result<Option<String>, Refusal> {
    if token.is_empty() {
        return Ok(None);
    }
    // What a token holds is told to nobody who changed it.
    let refused =
        || reason::FIELD_MALFORMED.refuse().fact("value", "…").fact("expected", "page_token");
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| refused())?;
    let (head, key) = bytes.split_at_checked(BOUND + 1).ok_or_else(refused)?;
    let (version, digest) = head.split_first().ok_or_else(refused)?;
    if *version != VERSION || digest != bound(method, parameters, key) {
        return Err(refused());
    }
    String::from_utf8(key.to_vec()).map(Some).map_err(|_| refused())
}

fn bound(method: &str, parameters: &[&str], key: &[u8]) -> Vec<u8> {
    let mut digest = Context::new(&SHA256);
    let parts = std::iter::once(&method).chain(parameters).map(|part| part.as_bytes());
    for part in parts.chain([key]) {
        digest.update(&u64::try_from(part.len()).unwrap_or_default().to_be_bytes());
        digest.update(part);
    }
    digest.finish().as_ref().iter().take(BOUND).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_a_changed_one_tells_nothing_of_what_it_holds() {
        let token = issue("List", &["desa/1"], "kunci-rahasia");
        let read_back = read("List", &["desa/1"], &token).unwrap();
        assert_eq!(read_back.as_deref(), Some("kunci-rahasia"));
        assert!(read("List", &["desa/2"], &token).is_err(), "of another list");
        let mut bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
        bytes[BOUND + 1] ^= 1;
        let changed = URL_SAFE_NO_PAD.encode(&bytes);
        for bad in [changed.as_str(), "x", "$", "AQ"] {
            let refusal = read("List", &["desa/1"], bad).unwrap_err();
            let told = refusal.message();
            assert_eq!(refusal.code, reason::FIELD_MALFORMED.code);
            assert!(!told.contains("unci") && !told.contains(bad), "{told}");
        }
    }
}
