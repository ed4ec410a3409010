//! Tells systemd how the service does, without a crate for two datagrams.

use std::{
    os::{
        linux::net::SocketAddrExt as _,
        unix::{
            ffi::OsStrExt as _,
            net::{SocketAddr, UnixDatagram},
        },
    },
    path::Path,
};

/// The service answers.
pub const READY: &str = "READY=1";
/// The service is on its way out.
pub const STOPPING: &str = "STOPPING=1";

/// Sends a state to the socket that systemd named; does nothing without one.
pub fn notify(state: &str) {
    let Some(name) = std::env::var_os("NOTIFY_SOCKET") else { return };
    let sent =
        UnixDatagram::unbound().and_then(|socket| match name.as_bytes().strip_prefix(b"@") {
            Some(name) => {
                socket.send_to_addr(state.as_bytes(), &SocketAddr::from_abstract_name(name)?)
            }
            None => socket.send_to(state.as_bytes(), Path::new(&name)),
        });
    if let Err(error) = sent {
        tracing::warn!(%error, state, "systemd was not told");
    }
}
