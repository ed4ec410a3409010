//! Passwords changed and reset, accounts suspended and restored, on both engines.

use ::wire::identity::v1::{
    self as wire, account_service_server::AccountService as _,
    mandate_service_server::MandateService as _, session_service_server::SessionService as _,
};
use domain::{Error, Place, Role, ids::PersonId};
use serde::Serialize;
use store::{Command, Engine, Tx, engine_test};
use tonic::{Code, Request, Status};
use tonic_types::StatusExt as _;

use crate::{account_rpc::Accounts, identity_tests::*, invitation, secret};

const DESA: &str = "35.10.25.2010";
const NEW: &str = "ladang jagung luas";

engine_test! {
    a_password_is_changed_by_its_holder_and_ends_other_sessions,
    a_weak_or_unchanged_password_is_refused_by_its_field,
    a_lost_password_takes_two_officials_and_a_code_of_ten_minutes,
    nobody_takes_over_an_account_alone,
    a_reset_that_waits_falls_with_a_change_a_suspension_and_a_day,
    a_suspended_account_is_out_until_it_is_restored,
    a_code_to_make_an_account_makes_no_second_one,
    an_invitation_is_renewed_by_those_who_may_propose,
    two_administrators_cannot_suspend_each_other,
    the_last_administrator_who_can_act_stays,
}

impl World {
    fn accounts(&self) -> Accounts {
        Accounts { store: self.store.clone() }
    }

    async fn change(&self, token: &str, password: &str) -> Result<(), Status> {
        let request = wire::ChangePasswordRequest { password: password.to_owned() };
        self.sessions.change_password(with(token, request)).await.map(|_| ())
    }

    async fn propose_reset(&self, token: &str, name: &str) -> Result<i64, Status> {
        let (request_id, name) = (self.id(), name.to_owned());
        let request = wire::ProposePasswordResetRequest { request_id, name };
        let asked = self.accounts().propose_password_reset(with(token, request)).await?;
        Ok(asked.into_inner().waits_until_us)
    }

    async fn confirm_reset(&self, token: &str, name: &str) -> Result<String, Status> {
        let (request_id, name) = (self.id(), name.to_owned());
        let request = wire::ConfirmPasswordResetRequest { request_id, name };
        let agreed = self.accounts().confirm_password_reset(with(token, request)).await?;
        Ok(agreed.into_inner().reset_code)
    }

    /// Uses a code; answers the name of the account.
    async fn use_code(&self, code: &str, name: &str, password: &str) -> Result<String, Status> {
        let (code, password) = (code.to_owned(), password.to_owned());
        let request =
            wire::ClaimInvitationRequest { code, account_name: name.to_owned(), password };
        let claimed = self.sessions.claim_invitation(Request::new(request)).await?;
        Ok(claimed.into_inner().account_name)
    }

    async fn suspend(&self, token: &str, name: &str, why: &str) -> Result<wire::Account, Status> {
        let (name, reason) = (name.to_owned(), why.to_owned());
        let request = wire::SuspendAccountRequest { request_id: self.id(), name, reason };
        let done = self.accounts().suspend_account(with(token, request)).await?;
        Ok(done.into_inner().account.unwrap())
    }

    async fn restore(&self, token: &str, name: &str) -> Result<wire::Account, Status> {
        let (name, reason) = (name.to_owned(), "ponsel ditemukan kembali".to_owned());
        let request = wire::RestoreAccountRequest { request_id: self.id(), name, reason };
        let done = self.accounts().restore_account(with(token, request)).await?;
        Ok(done.into_inner().account.unwrap())
    }

    async fn account(&self, token: &str, name: &str) -> Result<wire::Account, Status> {
        let request = wire::GetAccountRequest { name: name.to_owned() };
        let read = self.accounts().get_account(with(token, request)).await?;
        Ok(read.into_inner().account.unwrap())
    }

    /// The name of somebody's first mandate.
    async fn mandate_of(&self, account: &str) -> String {
        let token = self.sign_in(account).await;
        self.session(&token).await.unwrap().mandates[0].name.clone()
    }
}

/// A village's treasurer, two officials of PMD and an administrator; the name of the treasurer's
/// mandate.
async fn village(engine: Engine) -> (World, String) {
    let world = World::new(engine).await;
    for (name, role, area) in [
        ("kaur", Role::Keu, DESA),
        ("kades", Role::Kds, DESA),
        ("agus", Role::Pmd, "35.10"),
        ("dewi", Role::Pmd, "35.10"),
        ("inspektur", Role::Ins, "35.10"),
        ("admin", Role::Adm, ""),
    ] {
        world.seed(name, &[(role, area)]).await;
    }
    let name = world.mandate_of("kaur").await;
    (world, name)
}

async fn a_password_is_changed_by_its_holder_and_ends_other_sessions(engine: Engine) {
    let world = World::new(engine).await;
    world.seed("kaur", &[(Role::Keu, DESA)]).await;
    world.seed("tetangga", &[]).await;
    let (phone, token) = (world.sign_in("kaur").await, world.sign_in("kaur").await);
    let neighbour = world.sign_in("tetangga").await;
    assert_eq!(reason(&world.change(&token, NEW).await.unwrap_err()), "STEP_UP_REQUIRED");
    world.step_up(&token, PASSWORD).await.unwrap();
    world.change(&token, NEW).await.unwrap();

    assert!(world.session(&token).await.is_ok(), "the session that changed it goes on");
    assert_eq!(reason(&world.session(&phone).await.unwrap_err()), "NOT_SIGNED_IN");
    assert!(world.session(&neighbour).await.is_ok());
    assert!(world.try_sign_in("kaur", PASSWORD).await.is_err());
    assert!(world.try_sign_in("kaur", NEW).await.is_ok());
    world.step_up(&token, NEW).await.unwrap();
    let log = world.store.answer(None, Log).await.unwrap();
    assert!(log.iter().any(|(_, entry)| entry.starts_with("password.changed accounts/")));
    let text = format!("{log:?}");
    assert!(!text.contains(NEW) && !text.contains("argon2"));
}

async fn a_weak_or_unchanged_password_is_refused_by_its_field(engine: Engine) {
    let world = World::new(engine).await;
    world.seed("kaur.keuangan", &[]).await;
    let token = world.fresh("kaur.keuangan").await;
    for (password, code) in [
        ("pendek", "PASSWORD_WEAK"),
        ("1234567890", "PASSWORD_WEAK"),
        ("KAUR.KEUANGAN-2026", "PASSWORD_WEAK"),
        (PASSWORD, "PASSWORD_SAME"),
    ] {
        let refused = world.change(&token, password).await.unwrap_err();
        assert_eq!((refused.code(), reason(&refused).as_str()), (Code::InvalidArgument, code));
        let fields = refused.get_details_bad_request().unwrap().field_violations;
        assert_eq!(fields[0].field, "password");
    }
    assert!(world.try_sign_in("kaur.keuangan", PASSWORD).await.is_ok());
}

async fn a_lost_password_takes_two_officials_and_a_code_of_ten_minutes(engine: Engine) {
    let (world, name) = village(engine).await;
    let (agus, dewi) = (world.fresh("agus").await, world.fresh("dewi").await);
    let phone = world.sign_in("kaur").await;
    for _ in 0..10 {
        world.try_sign_in("kaur", "salah salah salah").await.unwrap_err();
    }
    let early = world.confirm_reset(&dewi, &name).await.unwrap_err();
    assert_eq!(reason(&early), "RESET_NOT_PROPOSED");
    world.propose_reset(&agus, &name).await.unwrap();
    let waiting = world.account(&dewi, &name).await.unwrap();
    assert_eq!(waiting.account_name, "kaur");
    assert!(waiting.reset_waits_until_us > NOW_US && waiting.locked_until_us > NOW_US);
    assert!(waiting.reset_proposed_by.starts_with("persons/"));
    let code = world.confirm_reset(&dewi, &name).await.unwrap();
    assert_eq!(world.account(&dewi, &name).await.unwrap().reset_waits_until_us, 0);
    let again = world.confirm_reset(&dewi, &name).await.unwrap_err();
    assert_eq!(reason(&again), "RESET_NOT_PROPOSED", "one proposal, one code");
    assert!(world.session(&phone).await.is_ok(), "until the code is used nothing changes");

    let weak = world.use_code(&code, "", "kaur kaur kaur").await.unwrap_err();
    assert_eq!(reason(&weak), "PASSWORD_WEAK", "the account's own name counts");
    // The account keeps its name; its lock falls and its sessions end.
    assert_eq!(world.use_code(&code, "lain", NEW).await.unwrap(), "kaur");
    assert_eq!(reason(&world.session(&phone).await.unwrap_err()), "NOT_SIGNED_IN");
    assert!(world.try_sign_in("kaur", PASSWORD).await.is_err());
    assert!(world.try_sign_in("kaur", NEW).await.is_ok());
    assert!(world.try_sign_in("lain", NEW).await.is_err());
    let used = world.use_code(&code, "", PASSWORD).await.unwrap_err();
    assert_eq!(reason(&used), "INVITATION_INVALID");

    // Both officials stand in the log of the village, the use of the code in the platform's.
    let log = world.store.answer(None, LogOf(DESA)).await.unwrap();
    let kinds: Vec<&str> = log.iter().filter_map(|(_, e)| e.split(' ').next()).collect();
    assert_eq!(kinds, ["reset.proposed", "reset.confirmed"]);
    let log = world.store.answer(None, Log).await.unwrap();
    assert!(log.iter().any(|(_, entry)| entry.starts_with("password.reset accounts/")));
    assert!(!format!("{log:?}").contains(&code));

    world.propose_reset(&agus, &name).await.unwrap();
    let late = world.confirm_reset(&dewi, &name).await.unwrap();
    world.pass(10 * MINUTE_US);
    let late = world.use_code(&late, "", PASSWORD).await.unwrap_err();
    assert_eq!(reason(&late), "INVITATION_INVALID");
}

async fn nobody_takes_over_an_account_alone(engine: Engine) {
    let (world, kaur) = village(engine).await;
    let (agus, kades) = (world.fresh("agus").await, world.fresh("kades").await);
    let (admin, inspector) = (world.fresh("admin").await, world.fresh("inspektur").await);
    world.propose_reset(&agus, &kaur).await.unwrap();
    let alone = world.confirm_reset(&agus, &kaur).await.unwrap_err();
    assert_eq!(reason(&alone), "RESET_SAME_PERSON");
    // Who has no say over the mandate asks for nothing and agrees to nothing.
    for other in [&admin, &inspector] {
        let refused = world.confirm_reset(other, &kaur).await.unwrap_err();
        assert_eq!(reason(&refused), "MANDATE_NOT_YOURS");
    }
    let refused = world.propose_reset(&admin, &kaur).await.unwrap_err();
    assert_eq!(reason(&refused), "MANDATE_NOT_YOURS");
    let own = world.mandate_of("kades").await;
    let refused = world.propose_reset(&kades, &own).await.unwrap_err();
    assert_eq!(reason(&refused), "MANDATE_NOT_YOURS");
    assert!(refused.message().contains("Akun sendiri"), "{refused:?}");
    // The kepala desa asks for his treasurer, PMD agrees.
    world.propose_reset(&kades, &kaur).await.unwrap();
    assert!(!world.confirm_reset(&agus, &kaur).await.unwrap().is_empty());

    // An account acts by every mandate: who is PMD too is not for the kepala desa to ask for.
    let both = &[(Role::Op, DESA), (Role::Pmd, "35.10")];
    world.seed("rangkap", both).await;
    let token = world.sign_in("rangkap").await;
    let held = world.session(&token).await.unwrap().mandates;
    let op = held.iter().find(|one| one.area == DESA).unwrap();
    let refused = world.propose_reset(&kades, &op.name).await.unwrap_err();
    assert_eq!(reason(&refused), "MANDATE_NOT_YOURS");
    world.propose_reset(&agus, &op.name).await.unwrap();
}

async fn a_reset_that_waits_falls_with_a_change_a_suspension_and_a_day(engine: Engine) {
    let (world, name) = village(engine).await;
    let (agus, dewi) = (world.fresh("agus").await, world.fresh("dewi").await);
    let kaur = world.fresh("kaur").await;
    world.propose_reset(&agus, &name).await.unwrap();
    world.change(&kaur, NEW).await.unwrap();
    let fell = world.confirm_reset(&dewi, &name).await.unwrap_err();
    assert_eq!(reason(&fell), "RESET_NOT_PROPOSED");

    // A code that was made already stops too.
    world.propose_reset(&agus, &name).await.unwrap();
    let code = world.confirm_reset(&dewi, &name).await.unwrap();
    world.propose_reset(&agus, &name).await.unwrap();
    world.suspend(&dewi, &name, "ponsel hilang").await.unwrap();
    let stopped = world.use_code(&code, "", PASSWORD).await.unwrap_err();
    assert_eq!(reason(&stopped), "INVITATION_INVALID");
    let refused = world.propose_reset(&agus, &name).await.unwrap_err();
    assert_eq!(reason(&refused), "WRONG_STATE", "who is stopped is let in first");
    world.restore(&dewi, &name).await.unwrap();
    let fell = world.confirm_reset(&dewi, &name).await.unwrap_err();
    assert_eq!(reason(&fell), "RESET_NOT_PROPOSED");

    let until_us = world.propose_reset(&agus, &name).await.unwrap();
    assert_eq!(until_us, NOW_US + 24 * 60 * MINUTE_US);
    world.clock.set(until_us);
    let dewi = world.fresh("dewi").await;
    let fell = world.confirm_reset(&dewi, &name).await.unwrap_err();
    assert_eq!(reason(&fell), "RESET_NOT_PROPOSED");
}

async fn a_suspended_account_is_out_until_it_is_restored(engine: Engine) {
    let (world, name) = village(engine).await;
    let (agus, kades) = (world.fresh("agus").await, world.fresh("kades").await);
    let token = world.sign_in("kaur").await;
    let refused = world.suspend(&kades, &name, "ponsel hilang").await.unwrap_err();
    assert_eq!(reason(&refused), "NOT_ALLOWED");
    let silent = world.suspend(&agus, &name, "  ").await.unwrap_err();
    assert_eq!(silent.code(), Code::InvalidArgument);
    assert_eq!(reason(&silent), "FIELD_REQUIRED");
    let refused = world.restore(&agus, &name).await.unwrap_err();
    assert_eq!(reason(&refused), "WRONG_STATE");

    let account = world.suspend(&agus, &name, "ponsel hilang").await.unwrap();
    assert!(account.suspended);
    assert_eq!(reason(&world.session(&token).await.unwrap_err()), "NOT_SIGNED_IN");
    assert_eq!(reason(&world.try_sign_in("kaur", PASSWORD).await.unwrap_err()), "SIGN_IN_FAILED");
    let again = world.suspend(&agus, &name, "sekali lagi").await.unwrap_err();
    assert_eq!(reason(&again), "WRONG_STATE");
    let log = world.store.answer(None, LogOf(DESA)).await.unwrap();
    let told = &log.last().unwrap().1;
    assert!(told.starts_with("account.suspended persons/"), "{told}");
    assert!(told.contains("ponsel hilang"), "{told}");

    let account = world.restore(&agus, &name).await.unwrap();
    assert!(!account.suspended);
    assert!(world.session(&token).await.is_err(), "its sessions had ended");
    assert!(world.try_sign_in("kaur", PASSWORD).await.is_ok());
    // Nobody stops himself, and PMD no administrator.
    let own = world.mandate_of("agus").await;
    let refused = world.suspend(&agus, &own, "coba").await.unwrap_err();
    assert_eq!(reason(&refused), "ACCOUNT_OF_ONESELF");
    let admin = world.mandate_of("admin").await;
    let refused = world.suspend(&agus, &admin, "coba").await.unwrap_err();
    assert_eq!(reason(&refused), "NOT_ALLOWED");
}

/// An invitation as a race could have left it: open, for somebody who has an account.
#[derive(Serialize)]
struct Invite(PersonId, &'static str);

impl Command for Invite {
    const METHOD: &'static str = "test/Act";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        invitation::open(tx, self.0.uuid(), &secret::hash(self.1)).await.map(|_| ())
    }
}

async fn a_code_to_make_an_account_makes_no_second_one(engine: Engine) {
    let world = World::new(engine).await;
    let kaur = world.seed("kaur", &[(Role::Keu, DESA)]).await;
    world.store.execute_once(None, Invite(kaur, "kode")).await.unwrap();
    let refused = world.use_code("kode", "kaur.dua", NEW).await.unwrap_err();
    assert_eq!(reason(&refused), "INVITATION_INVALID");
    assert!(world.try_sign_in("kaur", PASSWORD).await.is_ok(), "nor a new password");
}

async fn an_invitation_is_renewed_by_those_who_may_propose(engine: Engine) {
    let world = World::new(engine).await;
    for (name, role, area) in
        [("agus", Role::Pmd, "35.10"), ("dewi", Role::Pmd, "35.10"), ("admin", Role::Adm, "")]
    {
        world.seed(name, &[(role, area)]).await;
    }
    let (agus, dewi) = (world.fresh("agus").await, world.fresh("dewi").await);
    let admin = world.fresh("admin").await;
    let ask = crate::mandate_tests::newcomer(DESA, Role::Keu, "Pak Kaur");
    let mandate = world.propose(&agus, ask).await.unwrap();
    world.confirm(&dewi, &mandate).await.unwrap();
    let renew = || {
        let name = mandate.name.clone();
        wire::RenewInvitationRequest { request_id: world.id(), name }
    };
    let refused = world.mandates.renew_invitation(with(&admin, renew())).await.unwrap_err();
    assert_eq!(reason(&refused), "MANDATE_NOT_YOURS");
    let missing = world.account(&agus, &mandate.name).await.unwrap_err();
    assert_eq!(reason(&missing), "ACCOUNT_MISSING");
    world.mandates.renew_invitation(with(&agus, renew())).await.unwrap();
}

/// Two administrators, signed in, each with the name of his mandate.
async fn administrators(world: &World) -> [(String, String); 2] {
    let mut two = Vec::new();
    for name in ["satu", "dua.admin"] {
        world.seed(name, &[(Role::Adm, "")]).await;
        two.push((world.fresh(name).await, world.mandate_of(name).await));
    }
    two.try_into().unwrap()
}

async fn two_administrators_cannot_suspend_each_other(engine: Engine) {
    let world = World::new(engine).await;
    let [one, two] = administrators(&world).await;
    let (a, b) = tokio::join!(
        world.suspend(&one.0, &two.1, "curiga"),
        world.suspend(&two.0, &one.1, "curiga")
    );
    assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
    let refused = a.err().or(b.err()).unwrap();
    assert_eq!(reason(&refused), "NOT_SIGNED_IN");
}

async fn the_last_administrator_who_can_act_stays(engine: Engine) {
    let world = World::new(engine).await;
    let [one, two] = administrators(&world).await;
    world.suspend(&one.0, &two.1, "keluar").await.unwrap();
    let own = world.session(&one.0).await.unwrap().mandates[0].clone();
    let refused = world.end(&one.0, &own, "").await.unwrap_err();
    assert_eq!(reason(&refused), "LAST_ADMINISTRATOR");
}
