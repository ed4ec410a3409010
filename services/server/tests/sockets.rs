//! Calls over real sockets: plaintext on loopback, TLS, gRPC-Web, health, reflection.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::Command,
    sync::Arc,
};

use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use tokio_rustls::TlsConnector;
use tonic::{
    Code, Status,
    transport::{Channel, Endpoint, Uri},
};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use wire::registry::v1::{
    GetDesaRequest, GetDesaResponse, registry_service_client::RegistryServiceClient,
};

use crate::{Scratch, Server, done};

async fn health(channel: Channel, service: &str) -> i32 {
    let request = HealthCheckRequest { service: service.to_owned() };
    HealthClient::new(channel).check(request).await.unwrap().into_inner().status
}

async fn sukojati(channel: Channel) -> String {
    let request = GetDesaRequest { name: String::from("desa/35.10.25.2010") };
    let desa = RegistryServiceClient::new(channel).get_desa(request).await.unwrap();
    desa.into_inner().desa.unwrap().display_name
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desa_and_the_health_are_answered_over_plaintext_on_loopback() {
    let scratch = Scratch::new();
    let mut server = Server::serve(&scratch, &[]);
    let channel = server.channel().await;
    for service in ["", "live", "ready"] {
        assert_eq!(health(channel.clone(), service).await, ServingStatus::Serving as i32);
    }
    assert_eq!(sukojati(channel).await, "Sukojati");
    assert_eq!(server.stop(), 0);
    assert!(!server::admin::endpoint_path(&scratch.data()).exists());
}

/// What is sent in the place of a request: bytes where a text belongs.
#[derive(Clone, PartialEq, prost::Message)]
struct Odd {
    #[prost(bytes = "vec", tag = "1")]
    name: Vec<u8>,
}

async fn refusal(channel: Channel, method: &'static str, name: Vec<u8>) -> Status {
    let mut grpc = tonic::client::Grpc::new(channel);
    grpc.ready().await.unwrap();
    let path = http::uri::PathAndQuery::from_static(method);
    let codec = wire::codec::StrictCodec::<Odd, GetDesaResponse>::default();
    grpc.unary(tonic::Request::new(Odd { name }), path, codec).await.unwrap_err()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_reaches_no_command_is_told_so_with_its_reason() {
    const GET_DESA: &str = wire::access::registry_service::GET_DESA;
    const NO_METHOD: &str = "/lumbung.registry.v1.RegistryService/LoseDesa";
    const NO_SERVICE: &str = "/lumbung.nobody.v1.NoService/GetDesa";
    let scratch = Scratch::new();
    let server = Server::serve(&scratch, &[]);
    let channel = server.channel().await;
    for (method, name, code, reason) in [
        (GET_DESA, vec![0xff; 9], Code::InvalidArgument, "MESSAGE_UNREADABLE"),
        (GET_DESA, vec![b'x'; 300 * 1024], Code::InvalidArgument, "MESSAGE_TOO_LARGE"),
        (NO_METHOD, vec![], Code::Unimplemented, "METHOD_UNKNOWN"),
        (NO_SERVICE, vec![], Code::Unimplemented, "METHOD_UNKNOWN"),
    ] {
        let status = refusal(channel.clone(), method, name).await;
        assert_eq!(status.code(), code, "{status:?}");
        assert_eq!(status.metadata().get("ev-outcome").unwrap(), "none");
        assert!(String::from_utf8_lossy(status.details()).contains(reason), "{status:?}");
    }
    assert_eq!(sukojati(channel).await, "Sukojati", "and the connection goes on");
}

/// A certificate for `localhost` under a name of its own, made by the openssl tool.
fn certificate(folder: &Path, name: &str) {
    done(Command::new("openssl").current_dir(folder).args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        "key.pem",
        "-out",
        "cert.pem",
        "-days",
        "2",
        "-subj",
        &format!("/CN={name}"),
        "-addext",
        "subjectAltName=DNS:localhost",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
    ]));
    done(Command::new("chmod").current_dir(folder).args(["0400", "key.pem"]));
}

/// A channel over TLS that trusts only the certificate in the folder as it is now.
async fn tls_channel(
    server: &Server,
    folder: &Path,
    alpn: &[u8],
) -> Result<Channel, tonic::transport::Error> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(folder.join("cert.pem")).unwrap()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![alpn.to_vec()];
    let connector = TlsConnector::from(Arc::new(config));
    let address = server.endpoint.public;
    let connect = tower::service_fn(move |_: Uri| {
        let connector = connector.clone();
        async move {
            let tcp = tokio::net::TcpStream::connect(address).await?;
            let name = ServerName::try_from("localhost").map_err(std::io::Error::other)?;
            connector.connect(name, tcp).await.map(TokioIo::new)
        }
    });
    Endpoint::from_static("http://localhost").connect_with_connector(connect).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desa_is_answered_over_tls_and_a_new_certificate_needs_no_restart() {
    let scratch = Scratch::new();
    certificate(&scratch.0, "first");
    let (cert, key) = (scratch.join("cert.pem"), scratch.join("key.pem"));
    let settings = [
        ("LUMBUNG_TLS__CERT", cert.to_str().unwrap()),
        ("LUMBUNG_TLS__KEY", key.to_str().unwrap()),
    ];
    let mut server = Server::serve(&scratch, &settings);
    let open = tls_channel(&server, &scratch.0, b"h2").await.unwrap();
    assert_eq!(sukojati(open.clone()).await, "Sukojati");

    done(Command::new("rm").arg("-f").arg(&key));
    certificate(&scratch.0, "second");
    server.signal("HUP");
    let mut tries = 0;
    let next = loop {
        // The signal is taken by another process at its own time.
        match tls_channel(&server, &scratch.0, b"h2").await {
            Ok(channel) => break channel,
            Err(error) => assert!(tries < 10_000, "{error}"),
        }
        tries += 1;
    };
    assert_eq!(sukojati(next).await, "Sukojati");
    assert_eq!(sukojati(open).await, "Sukojati", "an open connection keeps what it has");
    assert_eq!(server.stop(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_1_2_and_plaintext_get_no_answer_from_a_tls_port() {
    let scratch = Scratch::new();
    certificate(&scratch.0, "only");
    let (cert, key) = (scratch.join("cert.pem"), scratch.join("key.pem"));
    let settings = [
        ("LUMBUNG_TLS__CERT", cert.to_str().unwrap()),
        ("LUMBUNG_TLS__KEY", key.to_str().unwrap()),
    ];
    let server = Server::serve(&scratch, &settings);
    let connect = server.endpoint.public.to_string();
    let scan = |version: &str| {
        let output = Command::new("openssl")
            .args(["s_client", "-connect", &connect, "-alpn", "h2", version])
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(scan("-tls1_3").contains("ALPN protocol: h2"));
    assert!(scan("-tls1_2").contains("Cipher is (NONE)"));
    let mut plain = TcpStream::connect(server.endpoint.public).unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP"));
}

/// Sends one HTTP/1.1 request that is no gRPC-Web and reads the answer to its end.
fn http1(server: &Server, head: &str, body: &[u8]) -> String {
    let mut tcp = TcpStream::connect(server.endpoint.public).unwrap();
    let head = format!(
        "{head} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    tcp.write_all(head.as_bytes()).unwrap();
    tcp.write_all(b"\r\n").unwrap();
    tcp.write_all(body).unwrap();
    let mut answer = Vec::new();
    tcp.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).to_ascii_lowercase()
}

/// The same with headers.
fn call_as_page(server: &Server, method: &str, origin: &str) -> String {
    let mut tcp = TcpStream::connect(server.endpoint.public).unwrap();
    let message = [0_u8; 5];
    let body: &[u8] = if method == "POST" { &message } else { &[] };
    let head = format!(
        "{method} /grpc.health.v1.Health/Check HTTP/1.1\r\nhost: localhost\r\norigin: {origin}\r\n\
         content-type: application/grpc-web+proto\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    tcp.write_all(head.as_bytes()).unwrap();
    tcp.write_all(body).unwrap();
    let mut answer = Vec::new();
    tcp.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).to_ascii_lowercase()
}

#[test]
fn a_web_page_of_a_named_origin_may_call_and_no_other() {
    let scratch = Scratch::new();
    let origins = [("LUMBUNG_GRPC_WEB__ORIGINS", "[\"https://desa.example.id\"]")];
    let server = Server::serve(&scratch, &origins);
    let known = call_as_page(&server, "POST", "https://desa.example.id");
    assert!(known.starts_with("http/1.1 200"), "{known}");
    assert!(known.contains("access-control-allow-origin: https://desa.example.id"));
    assert!(known.contains("grpc-status:0"), "{known}");
    let preflight = call_as_page(&server, "OPTIONS", "https://desa.example.id");
    assert!(preflight.starts_with("http/1.1 204"), "{preflight}");
    for stranger in ["https://evil.example", "https://desa.example.id.evil.example", "null"] {
        let refused = call_as_page(&server, "POST", stranger);
        assert!(refused.starts_with("http/1.1 403"), "{refused}");
    }
    let plain = http1(&server, "POST /grpc.health.v1.Health/Check", &[0; 5]);
    assert!(plain.starts_with("http/1.1 400"), "{plain}");
}

async fn reflects(server: &Server) -> bool {
    use tonic_reflection::pb::v1::{
        ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
        server_reflection_request::MessageRequest,
    };
    let request = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let mut client = ServerReflectionClient::new(server.channel().await);
    match client.server_reflection_info(tokio_stream::once(request)).await {
        Ok(answer) => answer.into_inner().message().await.unwrap().is_some(),
        Err(status) => {
            assert_eq!(status.code(), Code::Unimplemented);
            false
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_api_describes_itself_only_where_that_is_switched_on() {
    let scratch = Scratch::new();
    let mut server = Server::serve(&scratch, &[]);
    assert!(!reflects(&server).await);
    server.stop();
    let server = Server::serve(&scratch, &[("LUMBUNG_REFLECTION", "true")]);
    assert!(reflects(&server).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn running_calls_end_before_the_server_does() {
    let scratch = Scratch::new();
    let mut server = Server::serve(&scratch, &[]);
    let mut watch = HealthClient::new(server.channel().await);
    let request = HealthCheckRequest { service: String::from("ready") };
    let mut states = watch.watch(request).await.unwrap().into_inner();
    let serving = states.message().await.unwrap().unwrap().status;
    assert_eq!(serving, ServingStatus::Serving as i32);
    server.signal("TERM");
    let next = states.message().await.unwrap().unwrap().status;
    assert_eq!(next, ServingStatus::NotServing as i32, "a probe sees that it is on its way out");
    drop(states);
    drop(watch);
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}
