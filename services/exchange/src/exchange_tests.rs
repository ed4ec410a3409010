//! Outcomes, the feed and the audit log, on both engines.

use std::time::Duration;

use domain::{Clock, Error, Place, ids::RequestId, reason};
use serde::Serialize;
use store::{Caller, Command, Engine, Event, Executed, Store, Tx, args, engine_test, testing};
use tokio_stream::StreamExt as _;
use uuid::Uuid;
use wire::{
    access::exchange_service,
    exchange::v1::{self as pb, get_outcome_response, watch_events_response},
};

use crate::{
    audit::{GetHead, ListEntries, VerifyReceipt},
    outcome,
    refusal::{CURSOR_AHEAD, CURSOR_OUTSIDE, PLACE_UNKNOWN},
    watch::{self, Pace, Watch},
};

store::statements! {
    PUT_PLACE: cross_desa("test") = "
        INSERT INTO registry_wilayah (code, kind, name, parent_code) VALUES ($1, $2, $1, $3)";
    PUT_PERSON: cross_desa("test") = "
        INSERT INTO identity_person (person_id, full_name, created_us) VALUES ($1, $2, 0)";
    PUT_ACCOUNT: cross_desa("test") = "
        INSERT INTO identity_account (account_id, person_id, account_name, password_hash, created_us)
        VALUES ($1, $1, $2, '', 0)";
    PUT_SESSION: cross_desa("test") = "
        INSERT INTO identity_session (session_id, account_id, person_id, started_us, ends_us)
        VALUES ($1, $1, $1, 0, 9000000000000000)";
    PUT_TOKEN: cross_desa("test") = "
        INSERT INTO identity_token (token_hash, session_id, expires_us)
        VALUES ($1, $2, 9000000000000000)";
    PUT_MANDATE: cross_desa("test") = "
        INSERT INTO identity_mandate (mandate_id, person_id, role, area, valid_from, acting, basis,
            state, proposed_us, confirmed_us)
        VALUES ($1, $2, $3, $4, 0, $5, '', 'active', 0, 0)";
    END_SESSIONS: cross_desa("test") = "UPDATE identity_session SET ended_us = 1 WHERE person_id = $1";
}

const DESA: &str = "35.10.25.2010";
const NEIGHBOUR: &str = "35.10.25.2009";
/// 1 March 2026, noon.
const NOON_US: i64 = 1_772_341_200_000_000;

#[derive(Clone, PartialEq, prost::Message)]
struct Nothing {}

#[derive(Serialize, Clone)]
enum What {
    Places,
    Person(u128, &'static str, &'static str),
    EndSessions(u128),
}

/// Puts the fixtures.
#[derive(Serialize, Clone)]
struct Seed(What);

impl Command for Seed {
    const METHOD: &'static str = "test/Seed";
    type Answer = Nothing;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Nothing, Error> {
        match &self.0 {
            What::Places => {
                for (code, kind, parent) in [
                    ("35.10", "kabupaten", "35"),
                    ("35.10.25", "kecamatan", "35.10"),
                    (DESA, "desa", "35.10.25"),
                    (NEIGHBOUR, "desa", "35.10.25"),
                    ("35.10.14", "kecamatan", "35.10"),
                ] {
                    tx.exec(&PUT_PLACE, args![code, kind, parent]).await?;
                }
            }
            What::Person(number, role, area) => {
                let id = Uuid::from_u128(*number);
                tx.exec(&PUT_PERSON, args![id, "Siti"]).await?;
                tx.exec(&PUT_ACCOUNT, args![id, id.to_string()]).await?;
                tx.exec(&PUT_SESSION, args![id]).await?;
                let token_hash = token(*number).token_hash;
                tx.exec(&PUT_TOKEN, args![token_hash.as_slice(), id]).await?;
                tx.exec(&PUT_MANDATE, args![id, id, *role, *area, false]).await?;
            }
            What::EndSessions(number) => {
                tx.exec(&END_SESSIONS, args![Uuid::from_u128(*number)]).await?;
            }
        }
        Ok(Nothing {})
    }
}

/// An act on a place by a signed-in person.
#[derive(Serialize, Clone)]
struct Act {
    place: Place,
    kind: &'static str,
    refuse: bool,
}

impl Command for Act {
    const METHOD: &'static str = exchange_service::GET_OUTCOME;
    type Answer = Nothing;

    fn place(&self) -> Place {
        self.place.clone()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Nothing, Error> {
        if self.refuse {
            let refusal = reason::WRONG_STATE.refuse().fact("state", "draft").fact("needed", "x");
            return Err(refusal.into());
        }
        tx.record(Event::new(self.kind, format!("desa/{}", self.place)));
        Ok(Nothing {})
    }
}

fn token(number: u128) -> Caller {
    Caller::of_token(&number.to_string())
}

fn place(code: &str) -> Place {
    Place::parse(code).unwrap()
}

async fn seeded(engine: Engine) -> testing::TestStore {
    let test =
        testing::empty(engine, Clock::fixed(NOON_US), edge::access::matrix(5, &[Seed::METHOD]))
            .await;
    seed(&test.store, What::Places).await;
    for (number, role, area) in [
        (1, "SEK", DESA),
        (2, "OP", DESA),
        (3, "CAM", "35.10.25"),
        (4, "SEK", NEIGHBOUR),
        (5, "ADM", ""),
    ] {
        seed(&test.store, What::Person(number, role, area)).await;
    }
    test
}

async fn seed(store: &Store, what: What) {
    store.execute(None, store.new_request_id(), Seed(what)).await.unwrap();
}

async fn act(store: &Store, who: u128, code: &str, kind: &'static str) -> RequestId {
    let id = store.new_request_id();
    let act = Act { place: place(code), kind, refuse: false };
    let done: Executed<Nothing> = store.execute(Some(token(who)), id, act).await.unwrap();
    assert!(!done.replayed);
    id
}

async fn outcome_of(
    store: &Store,
    who: u128,
    code: &str,
    id: RequestId,
) -> get_outcome_response::Outcome {
    let outcome =
        store.outcome(token(who), exchange_service::GET_OUTCOME, place(code), id).await.unwrap();
    outcome::message(outcome).outcome.unwrap()
}

engine_test!(
    every_request_ends_as_done_refused_or_fenced,
    an_id_is_closed_for_no_place_that_nobody_knows,
    an_administrator_reads_the_log_of_the_platform_alone,
    an_operator_lists_own_acts_and_a_secretary_all,
    a_log_is_paged_by_number,
    a_receipt_is_known_and_a_forged_one_is_not,
    the_entries_hash_to_what_they_say,
    a_camat_follows_every_village_of_the_kecamatan,
    a_feed_goes_on_from_its_cursors_without_loss,
    a_feed_from_now_on_tells_only_what_comes,
    a_feed_tells_only_the_kinds_asked_for,
    a_feed_ends_with_the_session,
    a_feed_ends_without_error_when_its_time_is_over,
    a_cursor_beyond_the_log_is_refused,
    a_feed_of_a_place_that_nobody_knows_is_refused,
    a_stranger_gets_neither_feed_nor_log,
);

async fn every_request_ends_as_done_refused_or_fenced(engine: Engine) {
    use get_outcome_response::Outcome;
    let test = seeded(engine).await;
    let id = act(&test.store, 1, DESA, "spp.submitted").await;
    let Outcome::Done(done) = outcome_of(&test.store, 1, DESA, id).await else { panic!() };
    assert_eq!((done.method.as_str(), done.at_us), (exchange_service::GET_OUTCOME, NOON_US));
    let receipt = done.receipt.unwrap();
    assert_eq!((receipt.place.as_str(), receipt.seq, receipt.entry_hash.len()), (DESA, 1, 32));

    let refused = test.store.new_request_id();
    let bad = Act { place: place(DESA), kind: "spp.submitted", refuse: true };
    test.store.execute(Some(token(1)), refused, bad).await.unwrap_err();
    let Outcome::Refused(no) = outcome_of(&test.store, 1, DESA, refused).await else { panic!() };
    let reason = no.refusals.first().unwrap();
    assert_eq!((reason.code.as_str(), reason.facts["state"].as_str()), ("WRONG_STATE", "draft"));
    assert!(reason.message.contains("\"draft\""), "{}", reason.message);

    let never = test.store.new_request_id();
    assert!(matches!(outcome_of(&test.store, 1, DESA, never).await, Outcome::Fenced(_)));
    let late = Act { place: place(DESA), kind: "spp.submitted", refuse: false };
    let error = test.store.execute(Some(token(1)), never, late).await.unwrap_err();
    assert!(error.has(&reason::REQUEST_ID_FENCED));
    // Somebody else's id is not his to ask about.
    assert!(matches!(outcome_of(&test.store, 4, DESA, id).await, Outcome::Fenced(_)));
}

async fn an_id_is_closed_for_no_place_that_nobody_knows(engine: Engine) {
    let test = seeded(engine).await;
    let id = test.store.new_request_id();
    let ask = |name: &str| {
        let (name, request_id) = (name.to_owned(), id.uuid().to_string());
        outcome::Asked::parse(&pb::GetOutcomeRequest { name, request_id }).unwrap()
    };
    for name in ["desa/99.99.99.9999", "desa/35.10.25.2099", "kabupaten/35.11", "provinsi/36"] {
        let error = outcome::of(&test.store, token(1), ask(name)).await.unwrap_err();
        assert!(error.has(&PLACE_UNKNOWN), "{name}: {error}");
        assert_eq!(error.refusals[0].field.as_deref(), Some("name"));
    }
    // A place that is known closes the id there, and nowhere else.
    for name in ["desa/35.10.25.2009", "platform"] {
        let told = outcome::of(&test.store, token(1), ask(name)).await.unwrap();
        assert!(matches!(told.outcome, Some(get_outcome_response::Outcome::Fenced(_))), "{name}");
    }
    let acts = Act { place: place(DESA), kind: "spp.submitted", refuse: false };
    test.store.execute(Some(token(1)), id, acts).await.unwrap();
}

/// The log of a place as somebody reads it.
async fn log_of(
    store: &Store,
    who: u128,
    parent: &str,
) -> Result<pb::ListAuditEntriesResponse, Error> {
    let ask = pb::ListAuditEntriesRequest { parent: parent.to_owned(), ..Default::default() };
    store.answer(Some(token(who)), ListEntries::parse(&ask)?).await
}

async fn an_administrator_reads_the_log_of_the_platform_alone(engine: Engine) {
    let test = seeded(engine).await;
    act(&test.store, 1, DESA, "spp.created").await;
    let entries = log_of(&test.store, 5, "platform").await.unwrap().entries;
    assert!(entries.len() > 5, "whoever did it");
    for (who, parent) in [(5, "desa/35.10.25.2010"), (5, "kabupaten/35.10"), (1, "platform")] {
        let error = log_of(&test.store, who, parent).await.unwrap_err();
        assert!(error.has(&reason::NOT_ALLOWED), "{who} {parent}");
    }
}

async fn list(
    store: &Store,
    who: u128,
    size: i32,
    token_text: &str,
) -> pb::ListAuditEntriesResponse {
    let request = pb::ListAuditEntriesRequest {
        parent: format!("desa/{DESA}"),
        page_size: size,
        page_token: token_text.to_owned(),
    };
    store.answer(Some(token(who)), ListEntries::parse(&request).unwrap()).await.unwrap()
}

async fn an_operator_lists_own_acts_and_a_secretary_all(engine: Engine) {
    let test = seeded(engine).await;
    act(&test.store, 1, DESA, "spp.verified").await;
    act(&test.store, 2, DESA, "spp.created").await;
    let all = list(&test.store, 1, 0, "").await.entries;
    assert_eq!(all.iter().map(|e| e.seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(all[0].person_title, "Siti");
    let own = list(&test.store, 2, 0, "").await.entries;
    assert_eq!(own.iter().map(|e| e.kind.as_str()).collect::<Vec<_>>(), ["spp.created"]);
}

async fn a_log_is_paged_by_number(engine: Engine) {
    let test = seeded(engine).await;
    for _ in 0..5 {
        act(&test.store, 1, DESA, "spp.created").await;
    }
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = list(&test.store, 3, 2, &next).await;
        seen.extend(page.entries.iter().map(|entry| entry.seq));
        next = page.next_page_token;
        if next.is_empty() {
            break;
        }
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
}

async fn a_receipt_is_known_and_a_forged_one_is_not(engine: Engine) {
    let test = seeded(engine).await;
    act(&test.store, 1, DESA, "spp.created").await;
    let name = format!("desa/{DESA}");
    let ask = GetHead::parse(&pb::GetHeadRequest { name: name.clone() }).unwrap();
    let head = test.store.answer(None, ask).await.unwrap();
    assert_eq!((head.seq, head.at_us), (1, NOON_US));
    let mut forged = head.entry_hash.clone();
    forged[0] ^= 1;
    for (seq, entry_hash, known) in
        [(1, head.entry_hash.clone(), true), (1, forged, false), (2, head.entry_hash, false)]
    {
        let request = pb::VerifyReceiptRequest { name: name.clone(), seq, entry_hash };
        let ask = VerifyReceipt::parse(request).unwrap();
        assert_eq!(test.store.answer(None, ask).await.unwrap().known, known);
    }
    for (code, seq) in [("kecamatan/35.10.14", Some(0)), ("kecamatan/99.99.99", None)] {
        let ask = GetHead::parse(&pb::GetHeadRequest { name: code.to_owned() }).unwrap();
        assert_eq!(test.store.answer(None, ask).await.ok().map(|head| head.seq), seq, "{code}");
    }
}

/// The rule that the interface states for `entry_hash`, written down once more.
async fn the_entries_hash_to_what_they_say(engine: Engine) {
    let test = seeded(engine).await;
    act(&test.store, 1, DESA, "spp.created").await;
    act(&test.store, 2, DESA, "spp.updated").await;
    let mut before = vec![0; 32];
    for entry in list(&test.store, 1, 0, "").await.entries {
        let id = |text: &str| Uuid::parse_str(text).unwrap_or_default().as_bytes().to_vec();
        let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
        digest.update(&[0]);
        for field in [
            entry.previous_hash.clone(),
            entry.place.into_bytes(),
            entry.seq.to_be_bytes().to_vec(),
            entry.at_us.to_be_bytes().to_vec(),
            id(&entry.request_id),
            id(entry.person.strip_prefix("persons/").unwrap()),
            id(&entry.mandate),
            entry.role.into_bytes(),
            entry.method.into_bytes(),
            entry.kind.into_bytes(),
            entry.subject.into_bytes(),
            entry.fingerprint,
            entry.detail_json.into_bytes(),
        ] {
            digest.update(&(field.len() as u64).to_be_bytes());
            digest.update(&field);
        }
        assert_eq!(entry.previous_hash, before);
        assert_eq!(digest.finish().as_ref(), entry.entry_hash);
        before = entry.entry_hash;
    }
}

/// Fast enough for a test; the life ends a feed that would otherwise be waited on for ever.
const PACE: Pace = Pace {
    look: Duration::from_millis(2),
    beat: Duration::from_millis(20),
    life: Duration::from_secs(20),
};

fn request(name: &str) -> pb::WatchEventsRequest {
    pb::WatchEventsRequest { name: name.to_owned(), from_start: true, ..Default::default() }
}

async fn feed(
    store: &Store,
    who: u128,
    request: pb::WatchEventsRequest,
    pace: Pace,
) -> Result<watch::Feeding, Error> {
    watch::open(store.clone(), Some(token(who)), Watch::parse(request)?, pace).await
}

/// The next events, heartbeats left out.
async fn events(feeding: &mut watch::Feeding, count: usize) -> Vec<pb::Event> {
    let mut events = Vec::new();
    while events.len() < count {
        let message = feeding.next().await.unwrap().unwrap().message.unwrap();
        if let watch_events_response::Message::Event(event) = message {
            events.push(event);
        }
    }
    events
}

/// Place, number and kind of events.
fn told(events: &[pb::Event]) -> Vec<(String, i64, String)> {
    let tell = |event: &pb::Event| {
        let cursor = event.cursor.clone().unwrap();
        (cursor.place, cursor.seq, event.kind.clone())
    };
    events.iter().map(tell).collect()
}

async fn heartbeat(feeding: &mut watch::Feeding) -> Vec<pb::Cursor> {
    loop {
        let message = feeding.next().await.unwrap().unwrap().message.unwrap();
        if let watch_events_response::Message::Heartbeat(beat) = message {
            return beat.cursors;
        }
    }
}

async fn a_camat_follows_every_village_of_the_kecamatan(engine: Engine) {
    let test = seeded(engine).await;
    act(&test.store, 1, DESA, "spp.created").await;
    act(&test.store, 3, "35.10.14", "elsewhere.happened").await;
    let mut feeding = feed(&test.store, 3, request("kecamatan/35.10.25"), PACE).await.unwrap();
    assert_eq!(told(&events(&mut feeding, 1).await), [(DESA.into(), 1, "spp.created".into())]);
    act(&test.store, 4, NEIGHBOUR, "spp.created").await;
    act(&test.store, 1, DESA, "spp.submitted").await;
    let mut next = told(&events(&mut feeding, 2).await);
    next.sort();
    let expected = [
        (NEIGHBOUR.to_owned(), 1, "spp.created".to_owned()),
        (DESA.to_owned(), 2, "spp.submitted".to_owned()),
    ];
    assert_eq!(next, expected);
}

async fn a_feed_goes_on_from_its_cursors_without_loss(engine: Engine) {
    let test = seeded(engine).await;
    for _ in 0..3 {
        act(&test.store, 1, DESA, "spp.created").await;
    }
    let mut feeding = feed(&test.store, 3, request("kecamatan/35.10.25"), PACE).await.unwrap();
    events(&mut feeding, 2).await;
    drop(feeding);
    // The last cursor received is 2; the neighbour had no entry then.
    act(&test.store, 4, NEIGHBOUR, "spp.created").await;
    let again = pb::WatchEventsRequest {
        cursors: vec![
            pb::Cursor { place: DESA.to_owned(), seq: 2 },
            pb::Cursor { place: NEIGHBOUR.to_owned(), seq: 0 },
        ],
        from_start: false,
        ..request("kecamatan/35.10.25")
    };
    let mut feeding = feed(&test.store, 3, again, PACE).await.unwrap();
    let mut seen = told(&events(&mut feeding, 2).await);
    seen.sort();
    assert_eq!(
        seen.iter().map(|(p, s, _)| (p.as_str(), *s)).collect::<Vec<_>>(),
        [(NEIGHBOUR, 1), (DESA, 3)]
    );
}

async fn a_feed_from_now_on_tells_only_what_comes(engine: Engine) {
    let test = seeded(engine).await;
    act(&test.store, 1, DESA, "spp.created").await;
    let now = pb::WatchEventsRequest { from_start: false, ..request(&format!("desa/{DESA}")) };
    let mut feeding = feed(&test.store, 1, now, PACE).await.unwrap();
    let cursors = heartbeat(&mut feeding).await;
    assert_eq!(cursors, [pb::Cursor { place: DESA.to_owned(), seq: 1 }]);
    act(&test.store, 1, DESA, "spp.submitted").await;
    assert_eq!(told(&events(&mut feeding, 1).await), [(DESA.into(), 2, "spp.submitted".into())]);
}

async fn a_feed_tells_only_the_kinds_asked_for(engine: Engine) {
    let test = seeded(engine).await;
    act(&test.store, 1, DESA, "spp.created").await;
    act(&test.store, 1, DESA, "project.registered").await;
    act(&test.store, 1, DESA, "spplike.created").await;
    act(&test.store, 1, DESA, "spp.submitted").await;
    let kinds = vec!["spp".to_owned()];
    let ask = pb::WatchEventsRequest { kinds, ..request(&format!("desa/{DESA}")) };
    let mut feeding = feed(&test.store, 1, ask, PACE).await.unwrap();
    let seen = told(&events(&mut feeding, 2).await);
    assert_eq!(seen.iter().map(|(_, seq, _)| *seq).collect::<Vec<_>>(), [1, 4]);
}

async fn a_feed_ends_with_the_session(engine: Engine) {
    let test = seeded(engine).await;
    let mut feeding = feed(&test.store, 1, request(&format!("desa/{DESA}")), PACE).await.unwrap();
    heartbeat(&mut feeding).await;
    seed(&test.store, What::EndSessions(1)).await;
    let status = loop {
        if let Err(status) = feeding.next().await.unwrap() {
            break status;
        }
    };
    assert_eq!(status.code(), tonic::Code::Unauthenticated);
    assert!(feeding.next().await.is_none());
}

async fn a_feed_ends_without_error_when_its_time_is_over(engine: Engine) {
    let test = seeded(engine).await;
    let short = Pace { life: Duration::from_millis(50), ..PACE };
    let mut feeding = feed(&test.store, 1, request(&format!("desa/{DESA}")), short).await.unwrap();
    let mut beats = 0;
    while let Some(message) = feeding.next().await {
        message.unwrap();
        beats += 1;
    }
    assert!(beats >= 1);
}

async fn a_cursor_beyond_the_log_is_refused(engine: Engine) {
    let test = seeded(engine).await;
    act(&test.store, 1, DESA, "spp.created").await;
    for (code, seq, reason, field) in [
        (DESA, 2, CURSOR_AHEAD, None),
        (NEIGHBOUR, 0, CURSOR_OUTSIDE, Some("cursors[0]")),
        (DESA, -1, reason::NUMBER_OUT_OF_RANGE, Some("cursors[0].seq")),
    ] {
        let cursors = vec![pb::Cursor { place: code.to_owned(), seq }];
        let ask = pb::WatchEventsRequest { cursors, ..request(&format!("desa/{DESA}")) };
        let error = feed(&test.store, 1, ask, PACE).await.err().unwrap();
        assert!(error.has(&reason), "{error}");
        assert_eq!((error.refusals.len(), error.refusals[0].field.as_deref()), (1, field));
    }
}

async fn a_feed_of_a_place_that_nobody_knows_is_refused(engine: Engine) {
    let test = seeded(engine).await;
    let error = feed(&test.store, 3, request("desa/35.10.25.2099"), PACE).await.err().unwrap();
    assert!(error.has(&PLACE_UNKNOWN), "{error}");
    // A whole kind, or none, would never be met.
    let kinds = ["spp", "spp.submitted", ""].map(str::to_owned).to_vec();
    let ask = pb::WatchEventsRequest { kinds, ..request("kecamatan/35.10.25") };
    let error = feed(&test.store, 3, ask, PACE).await.err().unwrap();
    let fields: Vec<_> = error.refusals.iter().filter_map(|no| no.field.as_deref()).collect();
    assert_eq!(fields, ["kinds[1]", "kinds[2]"]);
}

async fn a_stranger_gets_neither_feed_nor_log(engine: Engine) {
    let test = seeded(engine).await;
    for who in [4, 5, 99] {
        let refused = feed(&test.store, who, request(&format!("desa/{DESA}")), PACE).await;
        assert!(refused.is_err(), "{who}");
        let parent = format!("desa/{DESA}");
        let ask = pb::ListAuditEntriesRequest { parent, ..Default::default() };
        let query = ListEntries::parse(&ask).unwrap();
        assert!(test.store.answer(Some(token(who)), query).await.is_err(), "{who}");
    }
}
