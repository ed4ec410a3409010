//! Tokens and codes: random, opaque, known to the store by their hash only.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::Error;
use ring::rand::{SecureRandom as _, SystemRandom};
use store::Caller;

/// Random bytes of a token and of an invitation code.
const SECRET_BYTES: usize = 32;

/// A secret in the form for its owner and the form that is stored.
///
/// It has no `Debug` and no `Serialize`, so it cannot slip into a log.
pub struct Secret {
    /// What the owner gets, once.
    pub text: String,
    /// What the store keeps.
    pub hash: [u8; 32],
}

/// Makes a secret.
///
/// # Errors
/// A fault when the system has no randomness.
pub fn make() -> Result<Secret, Error> {
    let text = URL_SAFE_NO_PAD.encode(random::<SECRET_BYTES>()?);
    let hash = hash(&text);
    Ok(Secret { text, hash })
}

/// The stored form of a secret.
pub fn hash(text: &str) -> [u8; 32] {
    Caller::of_token(text).token_hash
}

/// Random bytes of the system.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::fault("the system gives no random bytes"))?;
    Ok(bytes)
}
