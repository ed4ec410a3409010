//! Whose a token is, on both engines.

use ::wire::identity::v1::{self as wire, session_service_server::SessionService as _};
use domain::Role;
use store::{Caller, Engine, engine_test};

use crate::{identity_tests::*, whose};

engine_test! {
    every_token_of_a_person_is_his_or_hers_also_when_it_is_over,
}

async fn every_token_of_a_person_is_his_or_hers_also_when_it_is_over(engine: Engine) {
    let world = World::new(engine).await;
    let kades = world.seed("kades.sukojati", &[(Role::Kds, "35.10.25.2010")]).await;
    let sekdes = world.seed("sekdes.sukojati", &[(Role::Sek, "35.10.25.2010")]).await;
    let owner = async |token: &str| whose(&world.store, Caller::of_token(token)).await.unwrap();
    let first = world.sign_in("kades.sukojati").await;
    let second = world.sign_in("kades.sukojati").await;
    let other = world.sign_in("sekdes.sukojati").await;
    let refresh = with(&first, wire::RefreshSessionRequest {});
    let refreshed = world.sessions.refresh_session(refresh).await.unwrap().into_inner().token;
    world.sessions.end_session(with(&second, wire::EndSessionRequest {})).await.unwrap();
    for token in [&first, &second, &refreshed] {
        assert_eq!(owner(token).await, Some(kades));
    }
    assert_eq!(owner(&other).await, Some(sekdes));
    assert_eq!(owner("made up").await, None);
}
