//! Passwords: Argon2id on the blocking pool, at most two at once.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicUsize, Ordering},
};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::SaltString,
};
use domain::{Error, Refusal, reason};
use tokio::sync::Semaphore;

use crate::{refusal::PASSWORD_WEAK, secret};

/// Memory of one hash, KiB: 19 MiB (OWASP's least for two passes).
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Hashes that run at once; bounds both memory and processors that guessing can take.
const AT_ONCE: usize = 2;
/// Callers who may wait for a hash; more are sent away rather than kept.
const WAITING_MAX: usize = 64;
/// Fewest characters of a new password.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Most bytes of a password.
pub const PASSWORD_BYTES_MAX: usize = 256;
/// Fewest different characters of a new password.
const KINDS_MIN: usize = 4;
/// Passwords that are long enough and that everybody guesses first, in small letters.
const WELL_KNOWN: [&str; 14] = [
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "administrator",
    "bismillah123",
    "indonesia123",
    "indonesia1945",
    "kata sandi",
    "katasandi123",
    "lumbung-demo-2026",
    "password123",
    "password1234",
    "q1w2e3r4t5",
    "qwerty12345",
    "qwertyuiop",
];
/// What an unknown account is checked against: a hash at the same cost that nothing matches.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static PERMITS: Semaphore = Semaphore::const_new(AT_ONCE);
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// Counts itself among the waiting as long as it lives, also when the caller hangs up.
struct Waiting;

impl Waiting {
    fn join() -> Result<Self, Error> {
        let waiting = Self;
        if WAITING.fetch_add(1, Ordering::Relaxed) >= WAITING_MAX {
            return Err(reason::LIMIT_EXCEEDED.refuse().into());
        }
        Ok(waiting)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Hashes a password with a salt of its own.
///
/// # Errors
/// LIMIT_EXCEEDED when too many wait, or a fault.
pub async fn hash(password: String) -> Result<String, Error> {
    let salt = secret::random::<16>()?;
    slowly(move || salted(&argon2(MEMORY_KIB, PASSES)?, &password, &salt)).await
}

/// Hashes a password that everybody knows, a demo's, at the least cost: to be slow would guard
/// nothing, and the demo's people sign in anew on each day of the year that is told. A stored hash
/// names its own cost, so it is verified like any other.
///
/// # Errors
/// A fault.
pub fn hash_public(password: &str) -> Result<String, Error> {
    salted(&argon2(Params::MIN_M_COST, Params::MIN_T_COST)?, password, &secret::random::<16>()?)
}

fn salted(argon2: &Argon2<'_>, password: &str, salt: &[u8; 16]) -> Result<String, Error> {
    let salt = SaltString::encode_b64(salt).map_err(|e| fault(&e))?;
    let hash = argon2.hash_password(password.as_bytes(), &salt).map_err(|e| fault(&e))?;
    Ok(hash.to_string())
}

/// Whether a password is that of a stored hash; without one it costs the same and is wrong.
///
/// # Errors
/// LIMIT_EXCEEDED when too many wait, or a fault.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool, Error> {
    slowly(move || {
        let known = stored.is_some();
        let text = stored.unwrap_or_else(|| NOBODY.to_owned());
        let parsed = PasswordHash::new(&text).map_err(|e| fault(&e))?;
        let right =
            argon2(MEMORY_KIB, PASSES)?.verify_password(password.as_bytes(), &parsed).is_ok();
        Ok(right && known)
    })
    .await
}

/// A new password for an account: long enough, not built on the account's name, and not what
/// anybody tries first.
pub fn acceptable(password: &str, account_name: &str) -> Result<(), Refusal> {
    let folded = password.to_lowercase();
    let good = password.chars().count() >= PASSWORD_CHARS_MIN
        && password.len() <= PASSWORD_BYTES_MAX
        && (account_name.is_empty() || !folded.contains(account_name))
        && !is_plain(&folded);
    if good {
        return Ok(());
    }
    Err(PASSWORD_WEAK.refuse().fact("min", PASSWORD_CHARS_MIN).fact("max", PASSWORD_BYTES_MAX))
}

/// Whether a password is few characters over and over, blanks among them, a run as `1234567890` or
/// `jihgfedcba`, or well known.
fn is_plain(folded: &str) -> bool {
    let kinds: BTreeSet<char> = folded.chars().filter(|c| !c.is_whitespace()).collect();
    let runs = |step: fn(char) -> Option<char>| {
        folded.chars().zip(folded.chars().skip(1)).all(|(one, next)| step(one) == Some(next))
    };
    kinds.len() < KINDS_MIN || runs(after) || runs(before) || WELL_KNOWN.contains(&folded)
}

/// The character that follows in a run; after 9 comes 0, as on a keyboard.
fn after(c: char) -> Option<char> {
    if c == '9' { Some('0') } else { u32::from(c).checked_add(1).and_then(char::from_u32) }
}

/// The character that goes before in a run.
fn before(c: char) -> Option<char> {
    if c == '0' { Some('9') } else { u32::from(c).checked_sub(1).and_then(char::from_u32) }
}

/// Runs one hash when its turn comes. The permit goes along, so a caller who hangs up
/// does not let a third hash start.
async fn slowly<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let waiting = Waiting::join()?;
    let permit = PERMITS.acquire().await.map_err(|error| Error::fault(error.to_string()))?;
    drop(waiting);
    let task = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(permit);
        done
    });
    task.await.unwrap_or_else(|error| Err(Error::fault(format!("hashing: {error}"))))
}

fn argon2(memory_kib: u32, passes: u32) -> Result<Argon2<'static>, Error> {
    let params = Params::new(memory_kib, passes, 1, None)
        .map_err(|error| Error::fault(format!("argon2: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn fault(error: &argon2::password_hash::Error) -> Error {
    Error::fault(format!("password hash: {error}"))
}

#[cfg(test)]
#[path = "password_tests.rs"]
mod tests;
