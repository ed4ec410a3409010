//! Limits that strangers meet: connections, headers, slow bytes, floods, calls at once, deadlines.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use http::uri::PathAndQuery;
use server::config::Limits;
use tonic::{Code, Request, Status, transport::Channel};
use wire::{
    access::registry_service::GET_DESA,
    codec::StrictCodec,
    registry::v1::{GetDesaRequest, GetDesaResponse},
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

/// A call whose message never comes and that states no deadline of its own.
async fn unfinished(channel: Channel) -> Status {
    let mut grpc = tonic::client::Grpc::new(channel);
    grpc.ready().await.unwrap();
    let silence = Request::new(tokio_stream::pending::<GetDesaRequest>());
    let codec = StrictCodec::<GetDesaRequest, GetDesaResponse>::default();
    grpc.client_streaming(silence, PathAndQuery::from_static(GET_DESA), codec).await.unwrap_err()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_states_no_deadline_ends_at_the_default_one() {
    let scratch = Scratch::new();
    let server = Server::serve(&scratch, &[("LUMBUNG_LIMITS__DEADLINE_DEFAULT_S", "1")]);
    let channel = server.channel().await;
    let begun = Instant::now();
    let status = unfinished(channel).await;
    let took = begun.elapsed();
    assert!((Duration::from_secs(1)..Duration::from_secs(5)).contains(&took), "{took:?}");
    assert_eq!(status.code(), Code::DeadlineExceeded, "{status:?}");
    assert!(String::from_utf8_lossy(status.details()).contains("DEADLINE_PASSED"), "{status:?}");
    assert_eq!(status.metadata().get("ev-outcome").unwrap(), "none", "a read has no effect");
    assert_eq!(Limits::START.deadline_default_s, 10);
}

/// Kinds of HTTP/2 frames, and the flags that end a stream and its headers.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
/// The code of a stream that was not even begun.
const REFUSED_STREAM: [u8; 4] = [0, 0, 0, 7];

fn send(tcp: &mut TcpStream, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    tcp.write_all(&frame).unwrap();
}

/// The headers of a GetDesa, plainly written.
fn open(tcp: &mut TcpStream, stream: u32) {
    let text = |head: &[u8], value: &str| {
        let length = u8::try_from(value.len()).unwrap();
        [head, &[length], value.as_bytes()].concat()
    };
    // :method POST, :scheme http, then :path, :authority, content-type and te as literals.
    let headers = [
        vec![0x83, 0x86],
        text(&[0x04], GET_DESA),
        text(&[0x01], "localhost"),
        text(&[0x0f, 0x10], "application/grpc"),
        text(b"\x00\x02te", "trailers"),
    ];
    send(tcp, HEADERS, END_HEADERS, stream, &headers.concat());
}

/// The message of a GetDesa, with which its request ends.
fn ask(tcp: &mut TcpStream, stream: u32) {
    let message = b"\x00\x00\x00\x00\x14\x0a\x12desa/35.10.25.2010";
    send(tcp, DATA, END_STREAM, stream, message);
}

/// Reads until a stream ends: by its answer, or by the code with which it was reset.
fn ended(tcp: &mut TcpStream) -> (u32, Option<Vec<u8>>) {
    loop {
        let mut head = [0; 9];
        tcp.read_exact(&mut head).unwrap();
        let [a, b, c, kind, flags, stream @ ..] = head;
        let length = u32::from_be_bytes([0, a, b, c]);
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        tcp.read_exact(&mut payload).unwrap();
        match kind {
            RST_STREAM => return (u32::from_be_bytes(stream), Some(payload)),
            DATA | HEADERS if flags & END_STREAM != 0 => return (u32::from_be_bytes(stream), None),
            _ => {}
        }
    }
}

#[test]
fn the_call_above_the_streams_of_a_connection_is_refused_and_the_others_go_on() {
    let scratch = Scratch::new();
    let server = Server::serve(&scratch, &[]);
    let mut tcp = connect(&server);
    tcp.write_all(PREFACE).unwrap();
    for number in 0..65 {
        open(&mut tcp, 2 * number + 1);
    }
    assert_eq!(ended(&mut tcp), (129, Some(REFUSED_STREAM.to_vec())), "the 65th");
    ask(&mut tcp, 1);
    assert_eq!(ended(&mut tcp), (1, None), "one of the 64 is answered");
    open(&mut tcp, 131);
    ask(&mut tcp, 131);
    assert_eq!(ended(&mut tcp), (131, None), "and leaves its place to another");
}
