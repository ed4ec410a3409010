//! Shares of the server: what one person, or one address, may take, and that others go on.

use std::time::{Duration, Instant};

use tonic::{Code, Request, Status, Streaming, transport::Channel};
use wire::{
    exchange::v1::{
        WatchEventsRequest, WatchEventsResponse, exchange_service_client::ExchangeServiceClient,
    },
    identity::v1::{
        ClaimInvitationRequest, GetSessionRequest, SignInRequest,
        session_service_client::SessionServiceClient,
    },
    registry::v1::{GetDesaRequest, registry_service_client::RegistryServiceClient},
};

use crate::{Scratch, Server, operation::get, people::Person};

const DESA: &str = "desa/35.10.25.2010";

/// Asserts that a call was turned away for this reason, with a hint when to come back.
fn turned_away(status: &Status, reason: &str) {
    assert_eq!(status.code(), Code::ResourceExhausted, "{status:?}");
    assert_eq!(status.metadata().get("ev-outcome").unwrap(), "none");
    let details = String::from_utf8_lossy(status.details());
    assert!(details.contains(reason) && details.contains("RetryInfo"), "{status:?}");
}

/// How often the server has turned somebody away for this reason.
fn counted(server: &Server, reason: &str) -> u64 {
    let metrics = get(server, "/metrics");
    let name = format!("lumbung_calls_limited_total{{reason=\"{reason}\"}} ");
    let line = metrics.lines().find_map(|line| line.strip_prefix(&name));
    line.unwrap_or_else(|| panic!("{name} is missing in {metrics}")).trim().parse().unwrap()
}

/// Opens a feed and waits for its first message.
async fn feed(
    channel: &Channel,
    person: &Person,
) -> Result<Streaming<WatchEventsResponse>, Status> {
    let mut client = ExchangeServiceClient::new(channel.clone());
    let request = WatchEventsRequest { name: DESA.to_owned(), ..WatchEventsRequest::default() };
    let mut feed = client.watch_events(person.ask(request)).await?.into_inner();
    feed.message().await?;
    Ok(feed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_person_takes_a_share_of_the_feeds_and_the_next_gets_one() {
    let scratch = Scratch::new();
    let settings = [("LUMBUNG_SHARES__STREAMING", "2"), ("LUMBUNG_SHARES__FAILED_SIGN_INS", "1")];
    let server = Server::start(&scratch, "demo", &settings);
    let channel = server.channel().await;
    // Right passwords are no failures, however many.
    let kades = Person::sign_in(&channel, "kades.sukojati").await;
    let on_the_phone = Person::sign_in(&channel, "kades.sukojati").await;
    let sekdes = Person::sign_in(&channel, "sekdes.sukojati").await;
    let first = feed(&channel, &kades).await.unwrap();
    let second = feed(&channel, &on_the_phone).await.unwrap();
    for person in [&kades, &on_the_phone] {
        turned_away(&feed(&channel, person).await.unwrap_err(), "FEEDS_EXCEEDED");
    }
    assert_eq!(counted(&server, "FEEDS_EXCEEDED"), 2);
    let other = feed(&channel, &sekdes).await.unwrap();
    drop(first);
    let mut tries = 0;
    let next = loop {
        // The place is free when the server has seen that the feed was left.
        match feed(&channel, &kades).await {
            Ok(next) => break next,
            Err(status) => turned_away(&status, "FEEDS_EXCEEDED"),
        }
        tries += 1;
        assert!(tries < 10_000);
    };
    drop((second, other, next));
}

async fn calls(channel: &Channel, person: &Person) -> Result<(), Status> {
    let mut client = SessionServiceClient::new(channel.clone());
    client.get_session(person.ask(GetSessionRequest {})).await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_person_calls_too_often_and_the_next_does_not_notice() {
    let scratch = Scratch::new();
    let settings = [("LUMBUNG_SHARES__CALLS_PER_S", "1"), ("LUMBUNG_SHARES__CALLS_BURST", "100")];
    let server = Server::start(&scratch, "demo", &settings);
    let channel = server.channel().await;
    let kades = Person::sign_in(&channel, "kades.sukojati").await;
    let sekdes = Person::sign_in(&channel, "sekdes.sukojati").await;
    let mut refused = None;
    for _ in 0..10_000 {
        refused = calls(&channel, &kades).await.err();
        if refused.is_some() {
            break;
        }
    }
    let begun = Instant::now();
    turned_away(&refused.expect("ten thousand calls got through"), "CALLS_EXCEEDED");
    assert!(counted(&server, "CALLS_EXCEEDED") > 0);
    calls(&channel, &sekdes).await.unwrap();
    // A new session is no new share: of a burst of 100 there is what came back since, one a second.
    let mut sessions = SessionServiceClient::new(channel.clone());
    let account_name = "kades.sukojati".to_owned();
    let sign_in = SignInRequest { account_name, password: "lumbung-demo-2026".to_owned() };
    let token = sessions.sign_in(sign_in).await.unwrap().into_inner().token;
    let again = Person::of_token(&token);
    let mut passed = 0_u64;
    for _ in 0..50 {
        passed += u64::from(calls(&channel, &again).await.is_ok());
    }
    let came_back = begun.elapsed() + Duration::from_secs(2);
    assert!(passed <= came_back.as_secs(), "{passed} calls within {came_back:?}");
    // A token that is nobody's is told so, as before.
    let stranger = calls(&channel, &Person::of_token("made-up")).await.unwrap_err();
    assert_eq!(stranger.code(), Code::Unauthenticated, "{stranger:?}");
}

/// Tries a name that is nobody's, as if sent on for somebody else.
async fn guess(channel: &Channel, number: u32, sent_for: &str) -> Status {
    let account_name = format!("nobody-{number}");
    let password = "sawah hijau luas".to_owned();
    let mut request = Request::new(SignInRequest { account_name, password });
    if !sent_for.is_empty() {
        request.metadata_mut().insert("x-forwarded-for", sent_for.parse().unwrap());
    }
    SessionServiceClient::new(channel.clone()).sign_in(request).await.unwrap_err()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_tries_many_accounts_is_slowed_and_reads_go_on() {
    let scratch = Scratch::new();
    let three = ("LUMBUNG_SHARES__FAILED_SIGN_INS", "3");
    let mut server = Server::serve(&scratch, &[three]);
    let channel = server.channel().await;
    for number in 0..3 {
        let status = guess(&channel, number, "").await;
        assert_eq!(status.code(), Code::Unauthenticated, "{status:?}");
    }
    turned_away(&guess(&channel, 3, "").await, "SIGN_INS_EXCEEDED");
    turned_away(&guess(&channel, 4, "203.0.113.9").await, "SIGN_INS_EXCEEDED");
    let claim =
        ClaimInvitationRequest { code: "x".to_owned(), ..ClaimInvitationRequest::default() };
    let mut sessions = SessionServiceClient::new(channel.clone());
    turned_away(&sessions.claim_invitation(claim).await.unwrap_err(), "SIGN_INS_EXCEEDED");
    assert_eq!(counted(&server, "SIGN_INS_EXCEEDED"), 3);
    let desa = GetDesaRequest { name: DESA.to_owned() };
    RegistryServiceClient::new(channel).get_desa(desa).await.unwrap();
    assert_eq!(server.stop(), 0);

    let proxy = ("LUMBUNG_SHARES__PROXIES", "[\"127.0.0.1\"]");
    let server = Server::serve(&scratch, &[three, proxy]);
    let channel = server.channel().await;
    for (noisy, neighbour, other) in [
        ("203.0.113.1", "203.0.113.1", "203.0.113.2"),
        ("2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:2::1"),
    ] {
        for number in 0..3 {
            let status = guess(&channel, number, noisy).await;
            assert_eq!(status.code(), Code::Unauthenticated, "{status:?}");
        }
        turned_away(&guess(&channel, 3, neighbour).await, "SIGN_INS_EXCEEDED");
        assert_eq!(guess(&channel, 4, other).await.code(), Code::Unauthenticated);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_signed_in_from_there_is_not_kept_out_by_others() {
    let scratch = Scratch::new();
    let server = Server::start(&scratch, "demo", &[("LUMBUNG_SHARES__FAILED_SIGN_INS", "3")]);
    let channel = server.channel().await;
    Person::sign_in(&channel, "kades.sukojati").await;
    for number in 0..3 {
        let status = guess(&channel, number, "").await;
        assert_eq!(status.code(), Code::Unauthenticated, "{status:?}");
    }
    turned_away(&guess(&channel, 3, "").await, "SIGN_INS_EXCEEDED");
    Person::sign_in(&channel, "kades.sukojati").await;
}
