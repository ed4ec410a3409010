//! What the server tells of its calls: spans to a collector, and a log for machines, in which no
//! secret stands.

use std::{
    fs,
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};

use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    common::v1::{KeyValue, any_value::Value},
    trace::v1::ResourceSpans,
};
use serde_json::Value as Json;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Code, Request, Response, Status, transport};
use wire::{
    access::{registry_service::GET_DESA, session_service},
    identity::v1::{
        ClaimInvitationRequest, GetSessionRequest, SignInRequest, StepUpRequest,
        session_service_client::SessionServiceClient,
    },
    registry::v1::{GetDesaRequest, registry_service_client::RegistryServiceClient},
};

use crate::{Scratch, Server, done, lumbung, people::Person};

/// Keeps what is sent to it.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<ResourceSpans>>>);

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.0.lock().unwrap().extend(request.into_inner().resource_spans);
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

/// The text that stands under a key.
fn text<'a>(attributes: &'a [KeyValue], key: &str) -> Option<&'a str> {
    let found = attributes.iter().find(|one| one.key == key)?;
    match found.value.as_ref()?.value.as_ref()? {
        Value::StringValue(text) => Some(text),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_span_of_a_call_reaches_the_collector_with_its_method_and_outcome() {
    let scratch = Scratch::new();
    let collector = Collector::default();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let service = TraceServiceServer::new(collector.clone());
    let collecting = transport::Server::builder().add_service(service);
    tokio::spawn(collecting.serve_with_incoming(TcpListenerStream::new(listener)));
    let mut server = Server::serve(&scratch, &[("LUMBUNG_TELEMETRY__OTLP", &endpoint)]);
    let mut registry = RegistryServiceClient::new(server.channel().await);
    let there = GetDesaRequest { name: String::from("desa/35.10.25.2010") };
    registry.get_desa(there).await.unwrap();
    let nowhere = GetDesaRequest { name: String::from("desa/35.10.25.2999") };
    assert_eq!(registry.get_desa(nowhere).await.unwrap_err().code(), Code::NotFound);
    drop(registry);
    assert_eq!(server.stop(), 0, "what was not sent yet is sent at the end");

    let told = std::mem::take(&mut *collector.0.lock().unwrap());
    let mut codes = Vec::new();
    for of_resource in &told {
        let resource = of_resource.resource.as_ref().unwrap();
        assert_eq!(text(&resource.attributes, "service.name"), Some("lumbung"));
        for span in of_resource.scope_spans.iter().flat_map(|scope| &scope.spans) {
            if text(&span.attributes, "rpc") == Some(GET_DESA) {
                assert_eq!(span.name, "call");
                assert!(span.end_time_unix_nano > span.start_time_unix_nano, "{span:?}");
                codes.push(text(&span.attributes, "code").unwrap());
            }
        }
    }
    codes.sort_unstable();
    assert_eq!(codes, ["NOT_FOUND", "OK"], "{told:?}");
}

/// A number as it stands on identity cards, and an account that somebody named after it.
const NIK: &str = "3510256004870003";
const ACCOUNT: &str = "nik-3510256004870003";
const PASSWORD: &str = "kata sandi yang panjang";
/// Of our own crates everything that is for operators, of others what is for them, too.
const FILTER: &str = "info,server=debug,store=debug,edge=debug,identity=debug,registry=debug";

/// The calls whose traces are looked for; answers every secret that was in them.
async fn calls(server: &Server, code: &str) -> Vec<String> {
    let channel = server.channel().await;
    let mut sessions = SessionServiceClient::new(channel.clone());
    let claim = ClaimInvitationRequest {
        code: code.to_owned(),
        account_name: ACCOUNT.to_owned(),
        password: PASSWORD.to_owned(),
    };
    sessions.claim_invitation(claim).await.unwrap();
    let (account_name, password) = (ACCOUNT.to_owned(), format!("x{PASSWORD}"));
    let wrong = SignInRequest { account_name, password };
    let refused = sessions.sign_in(wrong).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);
    let (account_name, password) = (ACCOUNT.to_owned(), PASSWORD.to_owned());
    let right = SignInRequest { account_name, password };
    let token = sessions.sign_in(right).await.unwrap().into_inner().token;
    let person = Person::of_token(&token);
    sessions.get_session(person.ask(GetSessionRequest {})).await.unwrap();
    let again = StepUpRequest { password: PASSWORD.to_owned() };
    sessions.step_up(person.ask(again)).await.unwrap();
    let mut registry = RegistryServiceClient::new(channel);
    let odd = GetDesaRequest { name: format!("desa/{NIK}") };
    assert_eq!(registry.get_desa(odd).await.unwrap_err().code(), Code::InvalidArgument);
    vec![code.to_owned(), NIK.to_owned(), PASSWORD.to_owned(), token]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_line_of_the_machines_log_is_json_and_none_holds_a_secret() {
    let scratch = Scratch::new();
    let started = done(lumbung(&scratch.data()).arg("init"));
    let code = started.lines().find(|line| line.starts_with("    ")).unwrap().trim();
    let settings = [("LUMBUNG_LOG__FORMAT", "json"), ("LUMBUNG_LOG__FILTER", FILTER)];
    let mut server = Server::start(&scratch, "serve", &settings);
    let secrets = calls(&server, code).await;
    assert_eq!(server.stop(), 0);

    let log = fs::read_to_string(scratch.join("log")).unwrap();
    let lines: Vec<Json> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    for line in &lines {
        for key in ["timestamp", "level", "message", "target"] {
            assert!(line[key].is_string(), "no {key} in {line}");
        }
    }
    for (rpc, outcome) in [
        (session_service::CLAIM_INVITATION, "OK"),
        (session_service::SIGN_IN, "UNAUTHENTICATED"),
        (session_service::SIGN_IN, "OK"),
        (session_service::GET_SESSION, "OK"),
        (session_service::STEP_UP, "OK"),
        (GET_DESA, "INVALID_ARGUMENT"),
    ] {
        let is_it = |line: &&Json| {
            let span = &line["span"];
            line["message"] == "call ended" && span["rpc"] == rpc && span["code"] == outcome
        };
        let line = lines.iter().find(is_it).unwrap_or_else(|| panic!("{rpc} {outcome}: {log}"));
        assert!(line["ms"].is_u64(), "{line}");
    }
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} stands in {log}");
    }
}
