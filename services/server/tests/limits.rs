//! Limits that strangers meet: connections, headers, slow bytes, floods.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::{Scratch, Server};

/// What an HTTP/2 client sends first, with empty settings.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00";
const PING: &[u8] = b"\x00\x00\x08\x06\x00\x00\x00\x00\x00pingping";

fn connect(server: &Server) -> TcpStream {
    let tcp = TcpStream::connect(server.endpoint.public).unwrap();
    tcp.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    tcp
}

/// Reads until the server closes; answers how many bytes came, or nothing when it never did.
fn closed(tcp: &mut TcpStream) -> Option<usize> {
    let mut bytes = Vec::new();
    match tcp.read_to_end(&mut bytes) {
        Ok(read) => Some(read),
        Err(error) if error.kind() == ErrorKind::ConnectionReset => Some(bytes.len()),
        Err(_) => None,
    }
}

#[test]
fn the_connection_above_an_addresss_limit_is_closed_and_the_next_after_one_left_is_served() {
    let scratch = Scratch::new();
    let settings = [("LUMBUNG_LIMITS__CONNECTIONS_PER_ADDRESS", "4")];
    let server = Server::serve(&scratch, &settings);
    let mut held: Vec<TcpStream> = (0..4)
        .map(|_| {
            let mut tcp = connect(&server);
            tcp.write_all(PREFACE).unwrap();
            let mut first = [0; 9];
            tcp.read_exact(&mut first).unwrap();
            tcp
        })
        .collect();
    assert_eq!(closed(&mut connect(&server)), Some(0));
    drop(held.pop());
    let served = (0..10_000).any(|_| {
        // The place is free when the server has seen the other end leave.
        let mut tcp = connect(&server);
        let sent = tcp.write_all(PREFACE);
        sent.is_ok() && tcp.read_exact(&mut [0; 9]).is_ok()
    });
    assert!(served);
}

#[test]
fn a_connection_that_says_nothing_or_one_byte_is_cut() {
    let scratch = Scratch::new();
    let server = Server::serve(&scratch, &[("LUMBUNG_LIMITS__HANDSHAKE_MAX_S", "1")]);
    let begun = Instant::now();
    let (mut silent, mut slow) = (connect(&server), connect(&server));
    slow.write_all(b"P").unwrap();
    assert!(closed(&mut silent).is_some());
    assert!(closed(&mut slow).is_some());
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_flood_of_pings_is_cut_and_others_go_on() {
    let scratch = Scratch::new();
    let server = Server::serve(&scratch, &[]);
    let mut other = connect(&server);
    other.write_all(PREFACE).unwrap();
    let mut flood = connect(&server);
    flood.write_all(PREFACE).unwrap();
    let begun = Instant::now();
    let pings = PING.repeat(1_000);
    let mut sent = 0_u32;
    while flood.write_all(&pings).is_ok() {
        sent += 1;
        assert!(sent < 1_000, "a million pings were taken");
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "the abuser is cut within 2 s");
    other.write_all(PING).unwrap();
    let mut answer = [0; 64];
    assert!(other.read(&mut answer).unwrap() > 0);
    let metrics = crate::operation::get(&server, "/metrics");
    assert!(metrics.contains("lumbung_connections_cut_total{reason=\"flood\"}"), "{metrics}");
}

#[test]
fn the_settings_frame_states_the_limits() {
    let scratch = Scratch::new();
    let server = Server::serve(&scratch, &[]);
    let mut tcp = connect(&server);
    tcp.write_all(PREFACE).unwrap();
    let mut head = [0; 9];
    tcp.read_exact(&mut head).unwrap();
    assert_eq!(head[3], 4, "the first frame is SETTINGS");
    let mut payload = vec![0; usize::from(head[1]) << 8 | usize::from(head[2])];
    tcp.read_exact(&mut payload).unwrap();
    let settings: Vec<(u16, u32)> = payload
        .chunks(6)
        .map(|one| {
            (
                u16::from_be_bytes([one[0], one[1]]),
                u32::from_be_bytes([one[2], one[3], one[4], one[5]]),
            )
        })
        .collect();
    let value = |id| settings.iter().find(|(key, _)| *key == id).map(|(_, value)| *value);
    assert_eq!(value(3), Some(64), "streams at once");
    assert_eq!(value(4), Some(64 * 1024), "window of a stream");
    assert_eq!(value(6), Some(16 * 1024), "header list");
}
