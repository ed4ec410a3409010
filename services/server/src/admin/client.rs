//! Asks the running server, by the token in its data folder.

use std::{fs, time::Duration};

use axum::http::{Method, Request, header};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::{Endpoint, endpoint_path, query::encode};
use crate::{
    config::Config,
    failure::{Exit, Failure},
    folder,
    progress::{Progress, Report},
};

/// How long the server may take to take the call.
const CONNECT_MAX: Duration = Duration::from_secs(3);

/// The running server of this data folder, if there is one.
pub async fn running(config: &Config) -> Option<Endpoint> {
    // The address in a file that a killed server left behind may be another folder's server now.
    if config.sqlite_folder().is_some_and(|folder| !folder::is_locked(&folder)) {
        return None;
    }
    let text = fs::read(endpoint_path(&config.data)).ok()?;
    let endpoint: Endpoint = serde_json::from_slice(&text).ok()?;
    let tcp = tokio::time::timeout(CONNECT_MAX, TcpStream::connect(endpoint.address)).await;
    matches!(tcp, Ok(Ok(_))).then_some(endpoint)
}

/// Runs a command in the server; answers its last line.
///
/// # Errors
/// The failure of the command, or of the way to it.
pub async fn command(
    endpoint: &Endpoint,
    path: &str,
    values: &[(&str, &str)],
    body: String,
    report: &Report,
) -> Result<String, Failure> {
    let lost = |error: &dyn std::fmt::Display| {
        let why = format!("the server at {} does not answer: {error}", endpoint.address);
        Failure::new(Exit::Unavailable, why)
    };
    let tcp = TcpStream::connect(endpoint.address).await.map_err(|error| lost(&error))?;
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(tcp)).await.map_err(|error| lost(&error))?;
    tokio::spawn(connection);
    let query: Vec<String> =
        values.iter().map(|(key, value)| format!("{key}={}", encode(value))).collect();
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{path}?{}", query.join("&")))
        .header(header::HOST, endpoint.address.to_string())
        .header(header::AUTHORIZATION, format!("Bearer {}", endpoint.token))
        .body(Full::new(Bytes::from(body)))
        .map_err(|error| Failure::new(Exit::Software, error.to_string()))?;
    let response = sender.send_request(request).await.map_err(|error| lost(&error))?;
    let status = response.status();
    let mut body = response.into_body();
    let mut text = Vec::new();
    let mut last = None;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| lost(&error))?;
        text.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data));
        while let Some(end) = text.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = text.drain(..=end).collect();
            let Ok(progress) = serde_json::from_slice::<Progress>(&line) else {
                let why = format!("{status}: {}", String::from_utf8_lossy(&line).trim());
                return Err(Failure::new(refused(status.as_u16()), why));
            };
            last = progress.result().or(last);
            report(progress);
        }
    }
    last.unwrap_or_else(|| Err(lost(&"the connection ended before the command did")))
}

const fn refused(status: u16) -> Exit {
    match status {
        401 | 403 => Exit::Denied,
        413 => Exit::Data,
        400 => Exit::Usage,
        _ => Exit::Software,
    }
}
