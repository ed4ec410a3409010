//! Mandates by two people, on both engines.

use ::wire::identity::v1::{
    self as wire, mandate_service_server::MandateService as _, propose_mandate_request::Holder,
    session_service_server::SessionService as _,
};
use domain::Role;
use store::{Engine, engine_test};
use tonic::{Request, Response, Status};

use crate::identity_tests::*;

const DESA: &str = "35.10.25.2010";

/// A proposal in plain words.
pub struct Ask<'a> {
    pub area: &'a str,
    pub role: Role,
    pub holder: Holder,
    pub days: (&'a str, &'a str),
    pub acting: bool,
}

pub fn newcomer(area: &'static str, role: Role, name: &str) -> Ask<'static> {
    let holder = Holder::NewFullName(name.to_owned());
    Ask { area, role, holder, days: ("2026-03-01", ""), acting: false }
}

impl World {
    pub fn id(&self) -> String {
        self.store.new_request_id().uuid().to_string()
    }

    pub async fn propose(&self, token: &str, ask: Ask<'_>) -> Result<wire::Mandate, Status> {
        let request = wire::ProposeMandateRequest {
            request_id: self.id(),
            area: ask.area.to_owned(),
            role: edge::access::role_number(ask.role),
            holder: Some(ask.holder),
            valid_from: ask.days.0.to_owned(),
            valid_to: ask.days.1.to_owned(),
            acting: ask.acting,
            basis: "SK 188/1/2026".into(),
        };
        let proposed = self.mandates.propose_mandate(with(token, request)).await?.into_inner();
        assert!(proposed.receipt.is_some());
        Ok(proposed.mandate.unwrap())
    }

    async fn confirm_as(
        &self,
        token: &str,
        id: &str,
        mandate: &wire::Mandate,
    ) -> Result<Response<wire::ConfirmMandateResponse>, Status> {
        let request = wire::ConfirmMandateRequest {
            request_id: id.to_owned(),
            name: mandate.name.clone(),
            etag: mandate.etag.clone(),
        };
        self.mandates.confirm_mandate(with(token, request)).await
    }

    pub async fn confirm(
        &self,
        token: &str,
        mandate: &wire::Mandate,
    ) -> Result<wire::ConfirmMandateResponse, Status> {
        self.confirm_as(token, &self.id(), mandate).await.map(Response::into_inner)
    }

    pub async fn end(
        &self,
        token: &str,
        mandate: &wire::Mandate,
        last_day: &str,
    ) -> Result<wire::Mandate, Status> {
        let request = wire::EndMandateRequest {
            request_id: self.id(),
            name: mandate.name.clone(),
            etag: mandate.etag.clone(),
            last_day: last_day.to_owned(),
        };
        let ended = self.mandates.end_mandate(with(token, request)).await?;
        Ok(ended.into_inner().mandate.unwrap())
    }

    async fn claim(&self, code: &str, account: &str) -> Result<wire::Person, Status> {
        let request = wire::ClaimInvitationRequest {
            code: code.to_owned(),
            account_name: account.to_owned(),
            password: PASSWORD.to_owned(),
        };
        let claimed = self.sessions.claim_invitation(Request::new(request)).await?;
        Ok(claimed.into_inner().person.unwrap())
    }

    async fn list(&self, token: &str, area: &str, past: bool, size: i32) -> Vec<String> {
        let mut names = Vec::new();
        let mut page_token = String::new();
        loop {
            let request = wire::ListMandatesRequest {
                area: area.to_owned(),
                include_past: past,
                page_size: size,
                page_token,
            };
            let page = self.mandates.list_mandates(with(token, request)).await.unwrap();
            let page = page.into_inner();
            names.extend(page.mandates.into_iter().map(|m| m.person.unwrap().full_name));
            if page.next_page_token.is_empty() {
                return names;
            }
            page_token = page.next_page_token;
        }
    }
}

engine_test! {
    an_installation_grows_from_one_administrator_to_a_village,
    a_mandate_takes_two_people_and_each_office_its_own,
    a_repeated_confirmation_answers_without_the_code,
    a_lapsed_or_ended_mandate_gives_no_right,
    an_acting_official_is_dated_and_confirmed_by_the_camat,
    a_system_is_let_in_by_pmd_and_the_inspectorate,
    two_administrators_cannot_end_each_other,
    two_lone_confirmations_at_once_make_one_pmd,
    mandates_are_listed_by_place_and_page,
}

async fn an_installation_grows_from_one_administrator_to_a_village(engine: Engine) {
    let world = World::new(engine).await;
    let code = crate::bootstrap(&world.store, "Bu Admin").await.unwrap();
    world.claim(&code, "admin").await.unwrap();
    let admin = world.fresh("admin").await;

    // The first PMD: one administrator alone, and the log says so.
    let first = world.propose(&admin, newcomer("35.10", Role::Pmd, "Pak Agus")).await.unwrap();
    let confirmed = world.confirm(&admin, &first).await.unwrap();
    assert!(confirmed.invitation_expires_us > 0);
    world.claim(&confirmed.invitation_code, "pmd.agus").await.unwrap();
    let log = world.store.answer(None, Log).await.unwrap();
    assert!(!log.iter().any(|(_, detail)| detail.contains(&confirmed.invitation_code)));
    let log = world.store.answer(None, LogOf("35.10")).await.unwrap();
    assert!(log.last().unwrap().1.contains("\"single_administrator\":true"));

    // From then on two: the administrator proposes, PMD confirms.
    let agus = world.fresh("pmd.agus").await;
    let second = world.propose(&admin, newcomer("35.10", Role::Pmd, "Bu Dewi")).await.unwrap();
    let alone = world.confirm(&admin, &second).await.unwrap_err();
    assert_eq!(reason(&alone), "MANDATE_SAME_PERSON");
    let code = world.confirm(&agus, &second).await.unwrap().invitation_code;
    world.claim(&code, "pmd.dewi").await.unwrap();

    // Villages are for PMD; an administrator has no say in them.
    let refused = world.propose(&admin, newcomer(DESA, Role::Kds, "Pak Kades")).await.unwrap_err();
    assert_eq!(reason(&refused), "MANDATE_NOT_YOURS");
    let dewi = world.fresh("pmd.dewi").await;
    let kades = world.propose(&agus, newcomer(DESA, Role::Kds, "Pak Kades")).await.unwrap();
    let code = world.confirm(&dewi, &kades).await.unwrap().invitation_code;
    world.claim(&code, "kades").await.unwrap();
    let kades = world.fresh("kades").await;
    let sek = world.propose(&kades, newcomer(DESA, Role::Sek, "Bu Sekdes")).await.unwrap();
    assert!(!world.confirm(&agus, &sek).await.unwrap().invitation_code.is_empty());
}

async fn a_mandate_takes_two_people_and_each_office_its_own(engine: Engine) {
    let world = World::new(engine).await;
    let agus = world.seed("pmd.agus", &[(Role::Pmd, "35.10")]).await;
    world.seed("pmd.dewi", &[(Role::Pmd, "35.10")]).await;
    world.seed("pmd.jember", &[(Role::Pmd, "35.09")]).await;
    world.seed("sekdes", &[(Role::Sek, DESA)]).await;
    let token = world.fresh("pmd.agus").await;

    let mandate = world.propose(&token, newcomer(DESA, Role::Keu, "Pak Kaur")).await.unwrap();
    assert_eq!(mandate.state(), wire::MandateState::Proposed);
    assert_eq!(reason(&world.confirm(&token, &mandate).await.unwrap_err()), "MANDATE_SAME_PERSON");
    for other in ["pmd.jember", "sekdes"] {
        let other = world.fresh(other).await;
        assert_eq!(reason(&world.confirm(&other, &mandate).await.unwrap_err()), "NOT_ALLOWED");
    }
    let dewi = world.fresh("pmd.dewi").await;
    let stale = wire::Mandate { etag: "\"9\"".into(), ..mandate.clone() };
    assert_eq!(reason(&world.confirm(&dewi, &stale).await.unwrap_err()), "ETAG_MISMATCH");
    let elsewhere = mandate.name.replace("2010", "2003");
    let elsewhere = wire::Mandate { name: elsewhere, ..mandate.clone() };
    assert_eq!(reason(&world.confirm(&dewi, &elsewhere).await.unwrap_err()), "NOT_FOUND");
    let confirmed = world.confirm(&dewi, &mandate).await.unwrap().mandate.unwrap();
    assert_eq!(confirmed.state(), wire::MandateState::Active);
    assert_ne!(confirmed.proposed_by, confirmed.confirmed_by);
    assert_eq!(reason(&world.confirm(&dewi, &confirmed).await.unwrap_err()), "WRONG_STATE");

    // Every reason at once.
    let oneself = Holder::Person(format!("persons/{agus}"));
    let ask = Ask { holder: oneself, ..newcomer("35.10.16.1007", Role::Ins, "") };
    let refused = world.propose(&token, ask).await.unwrap_err();
    let expected = ["MANDATE_FOR_ONESELF", "ROLE_PLACE_MISMATCH", "MANDATE_INCOMPATIBLE"];
    assert_eq!(reasons(&refused), expected.map(String::from).into());
    let ghost = Holder::Person("persons/01890a5d-ac96-774b-bcce-b302099a8057".into());
    let ask = Ask { holder: ghost, ..newcomer(DESA, Role::Sek, "") };
    assert_eq!(reason(&world.propose(&token, ask).await.unwrap_err()), "NOT_FOUND");
    let ask = newcomer("35.10.25.2099", Role::Sek, "Siti");
    assert_eq!(reason(&world.propose(&token, ask).await.unwrap_err()), "AREA_UNKNOWN");
}

async fn a_repeated_confirmation_answers_without_the_code(engine: Engine) {
    let world = World::new(engine).await;
    world.seed("agus", &[(Role::Pmd, "35.10")]).await;
    world.seed("dewi", &[(Role::Pmd, "35.10")]).await;
    let (agus, dewi) = (world.fresh("agus").await, world.fresh("dewi").await);
    let mandate = world.propose(&agus, newcomer(DESA, Role::Sek, "Bu Sekdes")).await.unwrap();
    let id = world.id();
    let first = world.confirm_as(&dewi, &id, &mandate).await.unwrap().into_inner();
    let again = world.confirm_as(&dewi, &id, &mandate).await.unwrap();
    assert_eq!(again.metadata().get("ev-replayed").unwrap(), "1");
    let again = again.into_inner();
    assert_eq!(again.invitation_code, "");
    assert_eq!((again.mandate, again.receipt), (first.mandate, first.receipt));

    // A second mandate of the same person makes no second code.
    let person = mandate.person.clone().unwrap();
    let ask = Ask { holder: Holder::Person(person.name), ..newcomer(DESA, Role::Op, "") };
    let other = world.propose(&agus, ask).await.unwrap();
    assert_eq!(world.confirm(&dewi, &other).await.unwrap().invitation_expires_us, 0);

    // A lost code is replaced, and the lost one stops.
    let renew =
        || wire::RenewInvitationRequest { request_id: world.id(), name: mandate.name.clone() };
    let renewed = world.mandates.renew_invitation(with(&agus, renew())).await.unwrap();
    let lost = world.claim(&first.invitation_code, "sekdes").await.unwrap_err();
    assert_eq!(reason(&lost), "INVITATION_INVALID");
    world.claim(&renewed.into_inner().invitation_code, "sekdes").await.unwrap();
    let needless = world.mandates.renew_invitation(with(&agus, renew())).await.unwrap_err();
    assert_eq!(reason(&needless), "INVITATION_NOT_NEEDED");
    let token = world.sign_in("sekdes").await;
    assert_eq!(world.session(&token).await.unwrap().mandates.len(), 2);
    world.pass(7 * 24 * 60 * MINUTE_US);
    assert!(world.claim(&first.invitation_code, "sekdes").await.is_err());
}

async fn a_lapsed_or_ended_mandate_gives_no_right(engine: Engine) {
    let world = World::new(engine).await;
    for name in ["agus", "dewi"] {
        world.seed(name, &[(Role::Pmd, "35.10")]).await;
    }
    let kades = world.seed("kades", &[]).await;
    let (agus, dewi) = (world.fresh("agus").await, world.fresh("dewi").await);
    let ask = |days| Ask {
        holder: Holder::Person(format!("persons/{kades}")),
        days,
        ..newcomer(DESA, Role::Kds, "")
    };
    // Two terms of one person that overlap, and one that begins tomorrow.
    let mut mandates = Vec::new();
    for days in [("2020-03-03", "2026-03-02"), ("2026-01-01", ""), ("2026-03-03", "")] {
        let proposed = world.propose(&agus, ask(days)).await.unwrap();
        mandates.push(world.confirm(&dewi, &proposed).await.unwrap().mandate.unwrap());
    }
    let lapsed = world.propose(&agus, ask(("2020-01-01", "2026-03-01"))).await.unwrap_err();
    assert_eq!(reason(&lapsed), "MANDATE_DAYS_INVALID");

    let token = world.fresh("kades").await;
    let may = || world.propose(&token, newcomer(DESA, Role::Sek, "Bu Sekdes"));
    may().await.unwrap();
    // The open one is ended at once: the old term still holds today.
    let ended = world.end(&agus, &mandates[1], "").await.unwrap();
    assert_eq!((ended.state(), ended.valid_to.as_str()), (wire::MandateState::Ended, "2026-03-02"));
    may().await.unwrap();
    let ended = world.end(&agus, &mandates[0], "").await.unwrap();
    assert_eq!(ended.state(), wire::MandateState::Ended);
    assert_eq!(reason(&may().await.unwrap_err()), "NOT_ALLOWED");
    assert_eq!(reason(&world.end(&agus, &ended, "").await.unwrap_err()), "WRONG_STATE");

    // The last one begins at midnight in Jakarta and ends with its last day.
    world.end(&agus, &mandates[2], "2026-03-03").await.unwrap();
    let midnight_us = domain::Day::from_ymd(2026, 3, 3).start_us();
    world.clock.set(midnight_us);
    let token = world.fresh("kades").await;
    let may = || world.propose(&token, newcomer(DESA, Role::Sek, "Bu Sekdes"));
    may().await.unwrap();
    world.clock.set(midnight_us + 24 * 60 * MINUTE_US - 1);
    let token = world.fresh("kades").await;
    let may = || world.propose(&token, newcomer(DESA, Role::Sek, "Bu Sekdes"));
    may().await.unwrap();
    world.pass(1);
    assert_eq!(reason(&may().await.unwrap_err()), "NOT_ALLOWED");
}

async fn an_acting_official_is_dated_and_confirmed_by_the_camat(engine: Engine) {
    let world = World::new(engine).await;
    world.seed("kades", &[(Role::Kds, DESA)]).await;
    world.seed("camat", &[(Role::Cam, "35.10.25")]).await;
    let (kades, camat) = (world.fresh("kades").await, world.fresh("camat").await);
    let acting = |days| Ask { acting: true, days, ..newcomer(DESA, Role::Kds, "Bu Sekdes") };
    let endless = world.propose(&kades, acting(("2026-03-02", ""))).await.unwrap_err();
    assert_eq!(reason(&endless), "ACTING_NEEDS_END");
    let successor = world.propose(&kades, newcomer(DESA, Role::Kds, "Adik")).await.unwrap_err();
    assert_eq!(reason(&successor), "MANDATE_NOT_YOURS");
    let days = ("2026-03-02", "2026-03-31");
    let mandate = world.propose(&kades, acting(days)).await.unwrap();
    assert!(mandate.acting);
    world.confirm(&camat, &mandate).await.unwrap();
    let plain = world.propose(&kades, newcomer(DESA, Role::Keu, "Pak Kaur")).await.unwrap();
    assert_eq!(reason(&world.confirm(&camat, &plain).await.unwrap_err()), "MANDATE_NOT_YOURS");
    // What is only proposed can be withdrawn by the village.
    let withdrawn = world.end(&kades, &plain, "").await.unwrap();
    assert_eq!(withdrawn.state(), wire::MandateState::Withdrawn);
}

async fn a_system_is_let_in_by_pmd_and_the_inspectorate(engine: Engine) {
    let world = World::new(engine).await;
    for (name, role, area) in [
        ("agus", Role::Pmd, "35.10"),
        ("dewi", Role::Pmd, "35.10"),
        ("inspektur", Role::Ins, "35.10"),
        ("admin", Role::Adm, ""),
    ] {
        world.seed(name, &[(role, area)]).await;
    }
    let (agus, dewi) = (world.fresh("agus").await, world.fresh("dewi").await);
    let (inspector, admin) = (world.fresh("inspektur").await, world.fresh("admin").await);
    let system = |area| newcomer(area, Role::Sys, "Sistem SPBE Banyuwangi");
    let refused = world.propose(&admin, system("35.10")).await.unwrap_err();
    assert_eq!(reason(&refused), "MANDATE_NOT_YOURS");
    let refused = world.propose(&inspector, system("35.10")).await.unwrap_err();
    assert_eq!(reason(&refused), "NOT_ALLOWED");
    let refused = world.propose(&agus, system(DESA)).await.unwrap_err();
    assert_eq!(reason(&refused), "ROLE_PLACE_MISMATCH");

    let mandate = world.propose(&agus, system("35.10")).await.unwrap();
    for other in [&dewi, &admin] {
        let refused = world.confirm(other, &mandate).await.unwrap_err();
        assert_eq!(reason(&refused), "MANDATE_NOT_YOURS");
    }
    let code = world.confirm(&inspector, &mandate).await.unwrap().invitation_code;
    world.claim(&code, "spbe").await.unwrap();
    // The inspectorate agrees to systems alone.
    let official = world.propose(&agus, newcomer(DESA, Role::Sek, "Bu Sekdes")).await.unwrap();
    let refused = world.confirm(&inspector, &official).await.unwrap_err();
    assert_eq!(reason(&refused), "MANDATE_NOT_YOURS");

    let spbe = world.fresh("spbe").await;
    let held = world.session(&spbe).await.unwrap().mandates;
    let held: Vec<_> = held.iter().map(|one| (one.role(), one.area.as_str())).collect();
    assert_eq!(held, [(::wire::lumbung::access::v1::Role::Sys, "35.10")]);
    let refused = world.propose(&spbe, newcomer(DESA, Role::Op, "Pak Op")).await.unwrap_err();
    assert_eq!(reason(&refused), "NOT_ALLOWED");
    let active = world.session(&spbe).await.unwrap().mandates[0].clone();
    let ended = world.end(&dewi, &active, "").await.unwrap();
    assert_eq!(ended.state(), wire::MandateState::Ended);
}

async fn two_administrators_cannot_end_each_other(engine: Engine) {
    let world = World::new(engine).await;
    for name in ["satu", "dua"] {
        world.seed(name, &[(Role::Adm, "")]).await;
    }
    let (one, two) = (world.fresh("satu").await, world.fresh("dua").await);
    let own = |seen: wire::GetSessionResponse| seen.mandates[0].clone();
    let of_one = own(world.session(&one).await.unwrap());
    let of_two = own(world.session(&two).await.unwrap());
    let (a, b) = tokio::join!(world.end(&one, &of_two, ""), world.end(&two, &of_one, ""));
    assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
}

async fn two_lone_confirmations_at_once_make_one_pmd(engine: Engine) {
    let world = World::new(engine).await;
    world.seed("admin", &[(Role::Adm, "")]).await;
    let admin = world.fresh("admin").await;
    let one = world.propose(&admin, newcomer("35.10", Role::Pmd, "Satu")).await.unwrap();
    let two = world.propose(&admin, newcomer("35.10", Role::Pmd, "Dua")).await.unwrap();
    let (a, b) = tokio::join!(world.confirm(&admin, &one), world.confirm(&admin, &two));
    assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
    let refused = a.err().or(b.err()).unwrap();
    assert_eq!(reason(&refused), "MANDATE_SAME_PERSON");
}

async fn mandates_are_listed_by_place_and_page(engine: Engine) {
    let world = World::new(engine).await;
    let people: [(&str, &[(Role, &str)]); 4] = [
        ("pmd", &[(Role::Pmd, "35.10")]),
        ("kades", &[(Role::Kds, DESA), (Role::Pka, DESA)]),
        ("kades2", &[(Role::Kds, "35.10.25.2003")]),
        ("jember", &[(Role::Pmd, "35.09")]),
    ];
    for (name, mandates) in people {
        world.seed(name, mandates).await;
        world.pass(1_000);
    }
    let pmd = world.fresh("pmd").await;
    for size in [1, 2, 50] {
        let listed = world.list(&pmd, "35.10", false, size).await;
        assert_eq!(listed, ["pmd", "kades", "kades", "kades2"], "page size {size}");
    }
    let kades = world.sign_in("kades").await;
    assert_eq!(world.list(&kades, DESA, false, 0).await, ["kades", "kades"]);
    let request = wire::ListMandatesRequest { area: "35.10".into(), ..Default::default() };
    let refused = world.mandates.list_mandates(with(&kades, request)).await.unwrap_err();
    assert_eq!(reason(&refused), "NOT_ALLOWED");
    let held = world.session(&kades).await.unwrap().mandates;
    let mandate =
        held.into_iter().find(|one| one.role() == ::wire::lumbung::access::v1::Role::Pka).unwrap();
    world.end(&pmd, &mandate, "").await.unwrap();
    assert_eq!(world.list(&kades, DESA, false, 0).await.len(), 1);
    assert_eq!(world.list(&kades, DESA, true, 0).await.len(), 2);
    let request = wire::GetMandateRequest { name: mandate.name };
    let seen = world.mandates.get_mandate(with(&kades, request)).await.unwrap().into_inner();
    assert_eq!(seen.mandate.unwrap().state(), wire::MandateState::Ended);
}
