use futures_util::FutureExt as _;
use tonic::Code;

use super::*;

const ASKS: &str = "/lumbung.test.v1.TestService/Ask";
/// A pace that gives nothing back while a test runs.
const NEVER: Duration = Duration::from_secs(86_400);

fn person(number: u8) -> PersonId {
    PersonId::parse(&format!("00000000-0000-7000-8000-0000000000{number:02}")).unwrap()
}

/// Tokens `1a`, `1b` are the first person's, `2a` the second's; others are nobody's.
fn whose() -> Whose {
    let known = [("1a", 1), ("1b", 1), ("2a", 2)];
    let known = known.map(|(token, number)| (Caller::of_token(token), person(number)));
    Arc::new(move |caller: Caller| {
        let found = known.iter().find(|(one, _)| *one == caller).map(|(_, person)| *person);
        std::future::ready(found).boxed()
    })
}

fn off() -> Shares {
    Shares { calls_per_s: 0, calls_at_once: 0, streaming: 0, failed_sign_ins: 0, ..Shares::START }
}

/// A door with these shares; of calls so many pass and no more.
fn door(shares: &Shares, calls: u32) -> Door {
    let metrics = Metrics::new(std::iter::empty(), "none").unwrap();
    let door = Arc::into_inner(Door::new(shares, whose(), &metrics)).unwrap();
    Door { calls: Pace::new(calls, NEVER, calls), ..door }
}

/// A call of a method from an address, with a token unless that is empty.
fn request(path: &str, from: &str, token: &str) -> Request<Body> {
    let mut request = Request::post(path).body(Body::empty()).unwrap();
    let peer = std::net::SocketAddr::new(from.parse().unwrap(), 4711);
    let peer = TcpConnectInfo { local_addr: None, remote_addr: Some(peer) };
    request.extensions_mut().insert(peer);
    if !token.is_empty() {
        request.headers_mut().insert(AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
    }
    request
}

/// Comes in with a call, or feed, as [`crate::calls::Calls`] lets it.
async fn come(door: &Door, from: &str, token: &str, streams: bool) -> Result<Option<Held>, Status> {
    let entry = door.enter(&request(ASKS, from, token), streams)?;
    match entry.unseen {
        Some(unseen) => door.ask(unseen, streams).await.map(Some),
        None => Ok(entry.held),
    }
}

/// How many of twenty calls, one after the other, come in.
async fn passed(door: &Door, from: &str, token: &str) -> usize {
    let mut passed = 0;
    for _ in 0..20 {
        match come(door, from, token, false).await {
            Ok(_) => passed += 1,
            Err(status) => assert!(gives(&status, "CALLS_EXCEEDED"), "{status:?}"),
        }
    }
    passed
}

fn gives(status: &Status, reason: &str) -> bool {
    let details = String::from_utf8_lossy(status.details());
    status.code() == Code::ResourceExhausted
        && details.contains(reason)
        && details.contains("google.rpc.RetryInfo")
        && status.metadata().get("ev-outcome").is_some_and(|outcome| outcome == "none")
}

#[tokio::test]
async fn a_person_has_one_share_by_whichever_token_and_from_wherever() {
    let door = door(&off(), 10);
    assert_eq!(passed(&door, "10.0.0.1", "1a").await, 10);
    assert_eq!(passed(&door, "10.0.0.2", "1b").await, 0, "another session");
    assert_eq!(passed(&door, "10.0.0.1", "1a").await, 0);
    assert_eq!(passed(&door, "10.0.0.1", "2a").await, 10, "another person");
    let limited = door.limited.with_label_values(&["CALLS_EXCEEDED"]).get();
    assert_eq!(limited, 10 + 20 + 20 + 10);
}

#[tokio::test]
async fn whoever_is_not_signed_in_or_makes_tokens_up_has_the_share_of_the_network() {
    let door = door(&off(), 10);
    let mut made_up = 0;
    for number in 0..20 {
        let token = format!("made up {number}");
        made_up += usize::from(come(&door, "2001:db8::1", &token, false).await.is_ok());
    }
    assert_eq!(made_up, 10);
    assert_eq!(passed(&door, "2001:db8::2", "").await, 0, "the same /64");
    assert_eq!(passed(&door, "2001:db8:0:1::1", "").await, 10);
    // Who was seen before is not hindered by strangers beside him or her.
    let calls = async |from: &str| come(&door, from, "1a", false).await;
    assert!(calls("2001:db8::1").await.is_err(), "not seen before");
    assert!(calls("10.0.0.1").await.is_ok());
    assert!(calls("2001:db8::1").await.is_ok());
}

#[tokio::test]
async fn feeds_of_one_person_end_at_his_or_her_share_and_calls_go_on() {
    let door = door(&Shares { streaming: 2, calls_at_once: 1, ..off() }, 0);
    let feed = async |token: &str| come(&door, "10.0.0.1", token, true).await;
    let (first, second) = (feed("1a").await.unwrap(), feed("1b").await.unwrap());
    let refused = feed("1a").await.unwrap_err();
    assert!(gives(&refused, "FEEDS_EXCEEDED"), "{refused:?}");
    assert!(refused.message().contains("Sudah 2 aliran"), "{refused:?}");
    let other = feed("2a").await.unwrap();
    let call = come(&door, "10.0.0.1", "1a", false).await.unwrap();
    let refused = come(&door, "10.0.0.1", "1b", false).await.unwrap_err();
    assert!(gives(&refused, "CALLS_EXCEEDED"), "{refused:?}");
    drop((first, call));
    assert!(come(&door, "10.0.0.1", "1b", false).await.is_ok());
    let third = feed("1a").await.unwrap();
    assert!(feed("1a").await.is_err());
    drop((second, third, other));
}

#[tokio::test]
async fn a_network_that_fails_to_sign_in_is_slowed_and_others_and_right_passwords_are_not() {
    let proxies = vec!["10.0.0.9".parse().unwrap()];
    let door = door(&Shares { failed_sign_ins: 3, proxies, ..off() }, 0);
    let signs_in = |request: &Request<Body>, code: Option<Code>| {
        let attempt = door.enter(request, false)?.attempt;
        let mut attempt = attempt.ok_or_else(|| Status::internal("no try"))?;
        if request.uri().path() == SIGN_IN {
            attempt.tries().may_try("kades")?;
        }
        attempt.begin();
        attempt.answered(code);
        Ok::<(), Status>(())
    };
    let here = request(SIGN_IN, "10.0.0.1", "");
    for _ in 0..100 {
        signs_in(&here, None).unwrap();
    }
    for _ in 0..3 {
        signs_in(&here, Some(Code::Unauthenticated)).unwrap();
    }
    let refused = signs_in(&here, None).unwrap_err();
    assert!(gives(&refused, "SIGN_INS_EXCEEDED"), "{refused:?}");
    assert!(signs_in(&request(CLAIM_INVITATION, "10.0.0.1", ""), None).is_err(), "codes too");
    assert!(door.enter(&request(ASKS, "10.0.0.1", ""), false).unwrap().attempt.is_none());
    assert!(signs_in(&request(SIGN_IN, "10.0.0.2", ""), None).is_ok());

    let mut through = request(SIGN_IN, "10.0.0.9", "");
    let mut by = |peer: &'static str, code| {
        through.headers_mut().insert("x-forwarded-for", peer.parse().unwrap());
        signs_in(&through, code)
    };
    assert!(by("10.0.0.1", None).is_err(), "the proxy tells who it is");
    for _ in 0..3 {
        by("10.0.0.3", Some(Code::FailedPrecondition)).unwrap();
    }
    assert!(by("10.0.0.3", None).is_err());
    assert!(by("10.0.0.4", None).is_ok());
    let mut alone = request(SIGN_IN, "10.0.0.1", "");
    alone.headers_mut().insert("x-forwarded-for", "10.0.0.4".parse().unwrap());
    assert!(signs_in(&alone, None).is_err(), "whoever is no proxy is not believed");
}

#[tokio::test]
async fn calls_of_a_network_leave_room_for_those_who_sign_in() {
    let door = door(&off(), 10);
    assert_eq!(passed(&door, "10.0.0.1", "").await, 10);
    let sign_in = request(SIGN_IN, "10.0.0.1", "");
    let through = (0..20).filter(|_| door.enter(&sign_in, false).is_ok()).count();
    assert_eq!(through, 10, "as many as others may call");
    assert_eq!(passed(&door, "10.0.0.1", "").await, 0);
}

#[tokio::test]
async fn shares_that_are_off_hold_nobody_and_ask_nothing() {
    let door = door(&off(), 0);
    for path in [ASKS, SIGN_IN] {
        for streams in [true, false] {
            let entry = door.enter(&request(path, "10.0.0.1", "1a"), streams).unwrap();
            assert!(entry.held.is_none() && entry.unseen.is_none() && entry.attempt.is_none());
        }
    }
    assert!(locked(&door.persons).is_empty());
}

#[test]
fn a_person_without_a_token_that_is_remembered_is_forgotten() {
    let door = door(&off(), 0);
    let kept = door.of_person(person(1));
    drop(door.of_person(person(2)));
    let again = door.of_person(person(1));
    assert!(Arc::ptr_eq(&kept, &again));
    let mut persons = locked(&door.persons);
    persons.retain(|_, share| share.strong_count() > 0);
    assert_eq!(persons.len(), 1);
}
