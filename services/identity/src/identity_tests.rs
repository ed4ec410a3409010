//! Signing in and out, on both engines.

use std::collections::HashSet;

use ::wire::identity::v1::{
    self as wire, mandate_service_server::MandateService as _,
    session_service_server::SessionService as _,
};
use domain::{
    Clock, Day, Error, Place, Role,
    ids::PersonId,
    policy::{Allow, Matrix, Rule},
};
use serde::Serialize;
use store::{
    Command, Engine, Store, Tx, args, engine_test,
    testing::{self, TestStore},
};
use tonic::{Code, Request, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::*;

/// 2 March 2026, 10:00 in Jakarta.
pub const NOW_US: i64 = 1_772_420_400_000_000;
pub const MINUTE_US: i64 = 60_000_000;
pub const PASSWORD: &str = "sawah hijau luas";

store::statements! {
    PLACE = "INSERT INTO registry_wilayah (code, kind, name, parent_code) VALUES ($1, $2, $1, '')";
    LOG: cross_desa("test") = "
        SELECT method, kind || ' ' || subject || ' ' || detail
          FROM pub_audit_entry WHERE place = $1 ORDER BY seq";
    SUSPEND: cross_desa("test") = "UPDATE identity_account SET suspended = $2 WHERE person_id = $1";
}

/// Does what no verb does.
#[derive(Serialize)]
pub enum Act {
    Places,
    Suspend(Uuid, bool),
}

impl Command for Act {
    const METHOD: &'static str = "test/Act";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        match self {
            Self::Places => {
                let places = [
                    ("35.10", "kabupaten"),
                    ("35.10.25", "kecamatan"),
                    ("35.10.25.2010", "desa"),
                    ("35.10.25.2003", "desa"),
                    ("35.10.16.1007", "kelurahan"),
                ];
                for (code, kind) in places {
                    tx.exec(&PLACE, args![code, kind]).await?;
                }
            }
            Self::Suspend(person, suspended) => {
                tx.exec(&SUSPEND, args![*person, *suspended]).await?;
            }
        }
        Ok(())
    }
}

/// What the platform's log says: method and detail of each entry.
pub struct Log;

/// What the log of a place says.
pub struct LogOf(pub &'static str);

impl store::Query for LogOf {
    const METHOD: &'static str = "test/Log";
    type Answer = Vec<(String, String)>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, Error> {
        tx.all(&LOG, args![self.0]).await
    }
}

impl store::Query for Log {
    const METHOD: &'static str = "test/Log";
    type Answer = Vec<(String, String)>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, Error> {
        tx.all(&LOG, args![""]).await
    }
}

fn matrix() -> Matrix {
    let open = ["test/Act", "test/Log"].into_iter().chain(INTERNAL_METHODS.iter().copied());
    let ours = ::wire::access::METHODS.iter().map(|method| {
        let allow = |(number, step_up): &(i32, bool)| {
            edge::access::role(*number).map(|role| Allow { role, step_up: *step_up })
        };
        let rule = match (method.open, method.own) {
            (true, _) => Rule::Open,
            (_, true) => Rule::Own { step_up: method.own_step_up },
            _ => Rule::Roles(method.allow.iter().filter_map(allow).collect()),
        };
        (method.path, rule)
    });
    Matrix::new(open.map(|method| (method, Rule::Open)).chain(ours), 5 * MINUTE_US)
}

/// An installation with the two services, as a client sees it.
pub struct World {
    pub store: Store,
    pub clock: Clock,
    pub sessions: rpc::Sessions,
    pub mandates: rpc::Mandates,
    _kept: TestStore,
}

impl World {
    pub async fn new(engine: Engine) -> Self {
        let clock = Clock::fixed(NOW_US);
        let kept = testing::empty(engine, clock.clone(), matrix()).await;
        let store = kept.store.clone();
        store.execute_once(None, Act::Places).await.unwrap();
        let sessions = rpc::Sessions { store: store.clone() };
        let mandates = rpc::Mandates { store: store.clone() };
        Self { store, clock, sessions, mandates, _kept: kept }
    }

    pub fn pass(&self, us: i64) {
        self.clock.set(self.clock.now_us() + us);
    }

    pub async fn seed(&self, account: &str, mandates: &[(Role, &str)]) -> PersonId {
        let from = Day::from_ymd(2026, 1, 1);
        let mandates: Vec<_> = mandates
            .iter()
            .map(|(role, area)| (*role, Place::parse(area).unwrap(), from))
            .collect();
        seed_person(&self.store, account, account, PASSWORD, &mandates).await.unwrap()
    }

    pub async fn try_sign_in(
        &self,
        account: &str,
        password: &str,
    ) -> Result<wire::SignInResponse, Status> {
        let request =
            wire::SignInRequest { account_name: account.to_owned(), password: password.to_owned() };
        self.sessions.sign_in(Request::new(request)).await.map(tonic::Response::into_inner)
    }

    pub async fn sign_in(&self, account: &str) -> String {
        self.try_sign_in(account, PASSWORD).await.unwrap().token
    }

    pub async fn step_up(&self, token: &str, password: &str) -> Result<(), Status> {
        let request = wire::StepUpRequest { password: password.to_owned() };
        self.sessions.step_up(with(token, request)).await.map(|_| ())
    }

    /// Signed in, and the password given again.
    pub async fn fresh(&self, account: &str) -> String {
        let token = self.sign_in(account).await;
        self.step_up(&token, PASSWORD).await.unwrap();
        token
    }

    pub async fn session(&self, token: &str) -> Result<wire::GetSessionResponse, Status> {
        let request = with(token, wire::GetSessionRequest {});
        self.sessions.get_session(request).await.map(tonic::Response::into_inner)
    }
}

pub fn with<T>(token: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    request
}

pub fn reason(status: &Status) -> String {
    status.get_details_error_info().map(|info| info.reason).unwrap_or_default()
}

pub fn reasons(status: &Status) -> HashSet<String> {
    let listed = status.get_details_precondition_failure().map(|failure| failure.violations);
    let listed = listed.unwrap_or_default().into_iter().map(|violation| violation.r#type);
    listed.chain([reason(status)]).collect()
}

engine_test! {
    a_session_opens_refreshes_and_ends,
    wrong_passwords_lock_and_every_failure_looks_alike,
    a_suspended_account_is_out_at_once,
    the_password_is_asked_again_and_counts_for_minutes,
    whoever_guesses_from_outside_hinders_nobody_who_is_in,
    many_wrong_ones_at_once_in_a_session_say_no_more,
    an_installation_begins_with_one_code_used_once,
    no_secret_is_written_anywhere,
    many_guesses_at_once_get_no_more_tries,
}

async fn a_session_opens_refreshes_and_ends(engine: Engine) {
    let world = World::new(engine).await;
    world.seed("kades.sukojati", &[(Role::Kds, "35.10.25.2010")]).await;
    let opened = world.try_sign_in("KADES.sukojati", PASSWORD).await.unwrap();
    assert_eq!(opened.expires_us, NOW_US + 60 * MINUTE_US);
    assert_eq!(opened.ends_us, NOW_US + 600 * MINUTE_US);
    let seen = world.session(&opened.token).await.unwrap();
    assert_eq!(seen.person, opened.person);
    assert_eq!(seen.mandates.len(), 1);
    assert_eq!(seen.mandates[0].area, "35.10.25.2010");

    // A new token; the old one holds a minute more, and the session ten hours at most.
    world.pass(50 * MINUTE_US);
    let mut token = opened.token.clone();
    for _ in 0..12 {
        let refreshed =
            world.sessions.refresh_session(with(&token, wire::RefreshSessionRequest {})).await;
        let refreshed = refreshed.unwrap().into_inner();
        assert!(refreshed.expires_us <= opened.ends_us);
        assert!(world.session(&token).await.is_ok());
        world.pass(MINUTE_US);
        assert_eq!(world.session(&token).await.unwrap_err().code(), Code::Unauthenticated);
        token = refreshed.token;
        world.pass(44 * MINUTE_US);
        if world.clock.now_us() >= opened.ends_us {
            break;
        }
    }
    world.clock.set(opened.ends_us);
    assert_eq!(world.session(&token).await.unwrap_err().code(), Code::Unauthenticated);

    let token = world.sign_in("kades.sukojati").await;
    let other = world.sign_in("kades.sukojati").await;
    world.sessions.end_session(with(&token, wire::EndSessionRequest {})).await.unwrap();
    assert_eq!(reason(&world.session(&token).await.unwrap_err()), "NOT_SIGNED_IN");
    assert!(world.session(&other).await.is_ok(), "another device stays signed in");
}

async fn wrong_passwords_lock_and_every_failure_looks_alike(engine: Engine) {
    let world = World::new(engine).await;
    world.seed("kaur", &[]).await;
    let unknown = world.try_sign_in("tidakada", PASSWORD).await.unwrap_err();
    for _ in 0..9 {
        let wrong = world.try_sign_in("kaur", "salah salah salah").await.unwrap_err();
        assert_eq!((wrong.code(), wrong.message()), (unknown.code(), unknown.message()));
        assert_eq!(wrong.details(), unknown.details());
    }
    // A success in between starts the count anew.
    world.sign_in("kaur").await;
    for (round, minutes) in [(1, 15), (2, 30), (3, 60), (4, 60)] {
        for _ in 0..10 {
            world.try_sign_in("kaur", "salah salah salah").await.unwrap_err();
        }
        let locked = world.try_sign_in("kaur", PASSWORD).await.unwrap_err();
        assert_eq!(locked.details(), unknown.details());
        world.pass(minutes * MINUTE_US - 1);
        assert!(world.try_sign_in("kaur", PASSWORD).await.is_err(), "round {round}");
        world.pass(1);
        if round == 4 {
            assert!(world.try_sign_in("kaur", PASSWORD).await.is_ok());
        }
    }
}

async fn a_suspended_account_is_out_at_once(engine: Engine) {
    let world = World::new(engine).await;
    let person = world.seed("kaur", &[]).await;
    let token = world.sign_in("kaur").await;
    world.store.execute_once(None, Act::Suspend(person.uuid(), true)).await.unwrap();
    assert_eq!(reason(&world.session(&token).await.unwrap_err()), "NOT_SIGNED_IN");
    let refused = world.try_sign_in("kaur", PASSWORD).await.unwrap_err();
    assert_eq!(reason(&refused), "SIGN_IN_FAILED");
    world.store.execute_once(None, Act::Suspend(person.uuid(), false)).await.unwrap();
    assert!(world.session(&token).await.is_ok());
}

async fn the_password_is_asked_again_and_counts_for_minutes(engine: Engine) {
    let world = World::new(engine).await;
    world.seed("pmd", &[(Role::Pmd, "35.10")]).await;
    let token = world.sign_in("pmd").await;
    let propose = || {
        let request = wire::ProposeMandateRequest {
            request_id: world.store.new_request_id().uuid().to_string(),
            area: "35.10.25.2010".into(),
            role: edge::access::role_number(Role::Sek),
            holder: Some(wire::propose_mandate_request::Holder::NewFullName("Siti".into())),
            valid_from: "2026-03-02".into(),
            ..Default::default()
        };
        world.mandates.propose_mandate(with(&token, request))
    };
    assert_eq!(reason(&propose().await.unwrap_err()), "STEP_UP_REQUIRED");
    let wrong = world.step_up(&token, "bukan kata sandi").await.unwrap_err();
    assert_eq!((wrong.code(), reason(&wrong)), (Code::PermissionDenied, "PASSWORD_WRONG".into()));
    world.step_up(&token, PASSWORD).await.unwrap();
    propose().await.unwrap();
    world.pass(5 * MINUTE_US);
    propose().await.unwrap();
    world.pass(1);
    assert_eq!(reason(&propose().await.unwrap_err()), "STEP_UP_REQUIRED");
    assert!(world.step_up("bukan token", PASSWORD).await.is_err());
}

async fn whoever_guesses_from_outside_hinders_nobody_who_is_in(engine: Engine) {
    let world = World::new(engine).await;
    world.seed("inspektur", &[]).await;
    let token = world.sign_in("inspektur").await;
    let other = world.sign_in("inspektur").await;
    for _ in 0..10 {
        world.try_sign_in("inspektur", "salah salah salah").await.unwrap_err();
    }
    world.step_up(&token, PASSWORD).await.unwrap();
    let locked = world.try_sign_in("inspektur", PASSWORD).await;
    assert!(locked.is_err(), "who is in unlocks nothing for those who are not");
    // Within a session ten are counted too, and the answer says what is.
    for _ in 0..10 {
        let wrong = world.step_up(&token, "salah salah salah").await.unwrap_err();
        assert_eq!(reason(&wrong), "PASSWORD_WRONG");
    }
    for password in [PASSWORD, "salah salah salah"] {
        let locked = world.step_up(&token, password).await.unwrap_err();
        let told = (locked.code(), reason(&locked));
        assert_eq!(told, (Code::PermissionDenied, "STEP_UP_LOCKED".into()));
        assert!(locked.message().ends_with("dalam 15 menit."), "{}", locked.message());
    }
    world.step_up(&other, PASSWORD).await.unwrap();
    assert!(world.session(&token).await.is_ok());
    world.pass(15 * MINUTE_US - 1);
    let locked = world.step_up(&token, PASSWORD).await.unwrap_err();
    assert!(locked.message().ends_with("dalam 1 menit."), "{}", locked.message());
    world.pass(1);
    world.step_up(&token, PASSWORD).await.unwrap();
}

async fn many_wrong_ones_at_once_in_a_session_say_no_more(engine: Engine) {
    let world = std::sync::Arc::new(World::new(engine).await);
    world.seed("kaur", &[]).await;
    let token = world.sign_in("kaur").await;
    let tries = (0..14).map(|_| {
        let (world, token) = (world.clone(), token.clone());
        tokio::spawn(async move {
            reason(&world.step_up(&token, "salah salah salah").await.unwrap_err())
        })
    });
    let mut wrong = 0;
    for one in tries.collect::<Vec<_>>() {
        wrong += usize::from(one.await.unwrap() == "PASSWORD_WRONG");
    }
    assert_eq!(wrong, 10, "the others were told that nothing was looked at");
}

async fn claim(world: &World, code: &str, name: &str) -> Result<wire::Person, Status> {
    let request = wire::ClaimInvitationRequest {
        code: code.to_owned(),
        account_name: name.to_owned(),
        password: PASSWORD.to_owned(),
    };
    let claimed = world.sessions.claim_invitation(Request::new(request)).await?;
    Ok(claimed.into_inner().person.unwrap())
}

async fn an_installation_begins_with_one_code_used_once(engine: Engine) {
    let world = World::new(engine).await;
    let first = bootstrap(&world.store, "Admin").await.unwrap();
    let second = bootstrap(&world.store, "Bu Admin, S.Kom.").await.unwrap();
    assert_eq!(reason(&claim(&world, &first, "admin").await.unwrap_err()), "INVITATION_INVALID");
    for (name, fields) in [
        ("", ["code", "password"].as_slice()),
        ("Ad", ["code", "account_name", "password"].as_slice()),
    ] {
        let nothing =
            wire::ClaimInvitationRequest { account_name: name.into(), ..Default::default() };
        let no = world.sessions.claim_invitation(Request::new(nothing)).await.unwrap_err();
        assert_eq!(reason(&no), "FIELD_REQUIRED");
        let bad = no.get_details_bad_request().unwrap().field_violations;
        assert_eq!(bad.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), fields);
    }
    let weak = wire::ClaimInvitationRequest {
        code: second.clone(),
        account_name: "Ad".into(),
        password: "pendek".into(),
    };
    let weak = world.sessions.claim_invitation(Request::new(weak)).await.unwrap_err();
    assert_eq!(weak.get_details_bad_request().unwrap().field_violations.len(), 2);

    let person = claim(&world, &second, "admin").await.unwrap();
    assert_eq!(person.full_name, "Bu Admin, S.Kom.");
    assert_eq!(reason(&claim(&world, &second, "lain").await.unwrap_err()), "INVITATION_INVALID");
    let token = world.sign_in("admin").await;
    let session = world.session(&token).await.unwrap();
    assert_eq!(session.mandates.len(), 1);
    assert_eq!(
        (session.mandates[0].role(), session.mandates[0].area.as_str()),
        (::wire::lumbung::access::v1::Role::Adm, "")
    );
    let again = bootstrap(&world.store, "Penyusup").await.unwrap_err();
    assert!(again.has(&refusal::ALREADY_STARTED));
}

async fn no_secret_is_written_anywhere(engine: Engine) {
    let world = World::new(engine).await;
    let code = bootstrap(&world.store, "Admin").await.unwrap();
    claim(&world, &code, "admin").await.unwrap();
    let token = world.fresh("admin").await;
    world.try_sign_in(PASSWORD, PASSWORD).await.unwrap_err();
    let log = world.store.answer(None, Log).await.unwrap();
    assert!(log.len() >= 6);
    let text = format!("{log:?}");
    let hash = crate::secret::hash(&token).iter().map(|b| format!("{b:02x}")).collect::<String>();
    for secret in [PASSWORD, &code, &token, "argon2", &hash] {
        assert!(!text.contains(secret), "{secret}");
    }
}

async fn many_guesses_at_once_get_no_more_tries(engine: Engine) {
    let world = std::sync::Arc::new(World::new(engine).await);
    world.seed("kaur", &[]).await;
    let guesses: Vec<_> = (0..14)
        .map(|_| {
            let world = world.clone();
            tokio::spawn(
                async move { world.try_sign_in("kaur", "salah salah salah").await.is_err() },
            )
        })
        .collect();
    for guess in guesses {
        assert!(guess.await.unwrap());
    }
    assert!(world.try_sign_in("kaur", PASSWORD).await.is_err(), "the lock holds");
    world.pass(15 * MINUTE_US);
    assert!(world.try_sign_in("kaur", PASSWORD).await.is_ok(), "and it was one lock only");
}
