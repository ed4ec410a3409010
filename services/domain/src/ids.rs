//! Identifiers: UUIDv7 behind one type a thing, so that they cannot be mixed up.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Refusal, reason};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps an id read from the store or just made.
            pub const fn new(id: Uuid) -> Self { Self(id) }
            /// The bare id, as the store keeps it.
            pub const fn uuid(self) -> Uuid { self.0 }
            /// Reads the hyphenated text form.
            pub fn parse(text: &str) -> Result<Self, Refusal> { parse(text).map(Self) }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    )*};
}

ids! {
    /// A human being, whatever accounts or mandates he or she holds.
    PersonId;
    /// A way to sign in, belonging to one person.
    AccountId;
    /// One signed-in device.
    SessionId;
    /// A dated right to act in a role for a place.
    MandateId;
    /// One version of a village's budget of a year.
    ApbdesId;
    /// A budget line: kegiatan x rekening x sumber dana of a year.
    LineId;
    /// A row of the yearly plan (RKPDes).
    RkpdesId;
    /// An execution document (DPA).
    DpaId;
    /// A payment request (SPP).
    SppId;
    /// A journal entry.
    EntryId;
    /// A work with a place.
    ProjectId;
    /// One site of a project.
    SiteId;
    /// A photo or other evidence.
    PhotoId;
    /// A footprint in the overlap register.
    ClaimId;
    /// A pair of claims that may be one work.
    FlagId;
    /// A version of the overlap rules.
    RuleSetId;
    /// A dated set of village boundaries.
    BoundaryVersionId;
}

/// The id a client makes and stores before it sends a writing call; UUIDv7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(Uuid);

impl RequestId {
    /// Reads a request id and insists on version 7.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let id = Uuid::try_parse(text).map_err(|_| reason::REQUEST_ID_INVALID.refuse())?;
        if id.get_version_num() != 7 {
            return Err(reason::REQUEST_ID_INVALID.refuse());
        }
        Ok(Self(id))
    }

    /// Wraps an id that is known to be version 7.
    pub const fn new(id: Uuid) -> Self {
        Self(id)
    }

    /// The bare id.
    pub const fn uuid(self) -> Uuid {
        self.0
    }

    /// When the client made it, microseconds since 1970.
    pub fn made_us(self) -> i64 {
        let (seconds, nanos) = self.0.get_timestamp().map_or((0, 0), |stamp| stamp.to_unix());
        i64::try_from(seconds)
            .unwrap_or(i64::MAX)
            .saturating_mul(1_000_000)
            .saturating_add(i64::from(nanos / 1_000))
    }
}

/// Reads a hyphenated UUID.
pub fn parse(text: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(text)
        .map_err(|_| reason::FIELD_MALFORMED.refuse().fact("value", text).fact("expected", "UUID"))
}
