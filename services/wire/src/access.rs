//! Who may call what, generated from the `rule` option of each method.

/// One method with its rule.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// Full gRPC path.
    pub path: &'static str,
    /// Anybody may call it.
    pub open: bool,
    /// Anybody signed in may call it on his or her own.
    pub own: bool,
    /// With `own`: the password again.
    pub own_step_up: bool,
    /// It changes data.
    pub writes: bool,
    /// Role numbers of `lumbung.access.v1.Role`, and whether the password is needed again.
    pub allow: &'static [(i32, bool)],
}

include!(concat!(env!("OUT_DIR"), "/access_table.rs"));
