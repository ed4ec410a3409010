//! Which methods stream, which write, and which keep their place under load.

use std::collections::HashMap;

use prost::Message as _;
use prost_types::FileDescriptorSet;

/// Methods that must get through when everything else is refused.
const CRITICAL: [&str; 2] = ["SignIn", "DisburseSpp"];
/// Methods whose answer has no end of its own: they are ended when the server stops.
const ENDLESS: [&str; 1] = ["WatchEvents"];
/// The health service, whose probes must not be shed.
const HEALTH: &str = "/grpc.health.v1.Health/";

/// Whether it is a health probe, which is nobody's call.
pub(crate) fn is_probe(path: &str) -> bool {
    path.starts_with(HEALTH)
}

/// What a method is, as far as load and deadlines go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One answer.
    Ordinary {
        /// It changes data.
        writes: bool,
    },
    /// One answer that has reserved places.
    Critical {
        /// It changes data.
        writes: bool,
    },
    /// An answer in parts.
    Streaming {
        /// It changes data.
        writes: bool,
        /// It goes on until somebody ends it.
        endless: bool,
    },
    /// A health probe that stays.
    Watch,
}

impl Kind {
    pub const fn writes(self) -> bool {
        match self {
            Self::Ordinary { writes }
            | Self::Critical { writes }
            | Self::Streaming { writes, .. } => writes,
            Self::Watch => false,
        }
    }

    /// Whether the answer goes on until somebody ends it.
    pub const fn is_endless(self) -> bool {
        matches!(self, Self::Streaming { endless: true, .. } | Self::Watch)
    }

    pub const fn streams(self) -> bool {
        matches!(self, Self::Streaming { .. } | Self::Watch)
    }
}

/// The kind of every method of ours.
#[derive(Debug)]
pub(crate) struct Kinds(HashMap<String, Kind>);

impl Kinds {
    /// Reads the descriptors that the binary carries.
    pub fn of_descriptors() -> Self {
        let set = FileDescriptorSet::decode(wire::DESCRIPTORS).unwrap_or_default();
        let mut kinds = HashMap::new();
        for file in &set.file {
            for service in &file.service {
                for method in &service.method {
                    let path = format!("/{}.{}/{}", file.package(), service.name(), method.name());
                    let writes = wire::access::METHODS.iter().any(|m| m.path == path && m.writes);
                    let kind = if method.server_streaming() {
                        let endless = ENDLESS.contains(&method.name());
                        Kind::Streaming { writes, endless }
                    } else if CRITICAL.contains(&method.name()) {
                        Kind::Critical { writes }
                    } else {
                        Kind::Ordinary { writes }
                    };
                    kinds.insert(path, kind);
                }
            }
        }
        Self(kinds)
    }

    pub fn of(&self, path: &str) -> Kind {
        if let Some(method) = path.strip_prefix(HEALTH) {
            return if method == "Watch" { Kind::Watch } else { Kind::Critical { writes: false } };
        }
        self.0.get(path).copied().unwrap_or(Kind::Ordinary { writes: false })
    }
}
