//! Offices that are not held together, and the one kepala desa of a village, on both engines.

use ::wire::identity::v1::{self as wire, propose_mandate_request::Holder};
use domain::{Role, ids::PersonId};
use store::{Engine, engine_test};

use crate::{
    identity_tests::{World, reason},
    mandate_tests::{Ask, newcomer},
};

const HERE: &str = "35.10.25.2010";
const THERE: &str = "35.10.25.2003";

engine_test! {
    nobody_is_in_the_government_and_the_bpd_of_villages,
    a_second_kepala_desa_waits_for_the_end_of_the_first,
    of_two_confirmed_at_once_one_becomes_kepala_desa,
    of_two_offices_confirmed_at_once_one_is_held,
}

/// Two officials of PMD, signed in.
async fn pmd(world: &World) -> (String, String) {
    for name in ["agus", "dewi"] {
        world.seed(name, &[(Role::Pmd, "35.10")]).await;
    }
    (world.fresh("agus").await, world.fresh("dewi").await)
}

fn of(person: PersonId, area: &'static str, role: Role) -> Ask<'static> {
    Ask { holder: Holder::Person(format!("persons/{person}")), ..newcomer(area, role, "") }
}

async fn nobody_is_in_the_government_and_the_bpd_of_villages(engine: Engine) {
    let world = World::new(engine).await;
    let (agus, dewi) = pmd(&world).await;
    let siti = world.seed("siti", &[(Role::Sek, HERE)]).await;
    for (area, role) in
        [(HERE, Role::Bpd), (THERE, Role::Bpd), (HERE, Role::Kds), ("35.10.25", Role::Cam)]
    {
        let refused = world.propose(&agus, of(siti, area, role)).await.unwrap_err();
        assert_eq!(reason(&refused), "MANDATE_INCOMPATIBLE", "{area} {role:?}");
    }
    // Who stands in for the kepala desa stays secretary.
    let days = ("2026-03-02", "2026-03-31");
    let acting = Ask { acting: true, days, ..of(siti, HERE, Role::Kds) };
    let acting = world.propose(&agus, acting).await.unwrap();
    world.confirm(&dewi, &acting).await.unwrap();
    // What begins when the other is over is no second office.
    let later = ("2026-04-01", "");
    let hasan = world.seed("hasan", &[]).await;
    let term = Ask { days: ("2026-03-01", "2026-03-31"), ..of(hasan, HERE, Role::Bpd) };
    let term = world.propose(&agus, term).await.unwrap();
    world.confirm(&dewi, &term).await.unwrap();
    let refused = world.propose(&agus, of(hasan, HERE, Role::Sek)).await.unwrap_err();
    assert_eq!(reason(&refused), "MANDATE_INCOMPATIBLE");
    let after = Ask { days: later, ..of(hasan, HERE, Role::Sek) };
    world.propose(&agus, after).await.unwrap();
}

async fn a_second_kepala_desa_waits_for_the_end_of_the_first(engine: Engine) {
    let world = World::new(engine).await;
    let (agus, dewi) = pmd(&world).await;
    world.seed("kades", &[(Role::Kds, HERE)]).await;
    let kades = world.sign_in("kades").await;
    let first = world.session(&kades).await.unwrap().mandates[0].clone();

    let successor = |from| Ask { days: (from, ""), ..newcomer(HERE, Role::Kds, "Bu Kades") };
    let refused = world.propose(&agus, successor("2026-06-01")).await.unwrap_err();
    assert_eq!(reason(&refused), "KADES_DOUBLE");
    // Another village has its own, and who only stands in is none.
    world.propose(&agus, newcomer(THERE, Role::Kds, "Pak Lain")).await.unwrap();
    let days = ("2026-03-02", "2026-03-31");
    let acting = Ask { acting: true, days, ..newcomer(HERE, Role::Kds, "Pak Plt") };
    world.propose(&agus, acting).await.unwrap();

    world.end(&agus, &first, "2026-05-31").await.unwrap();
    let refused = world.propose(&agus, successor("2026-05-31")).await.unwrap_err();
    assert_eq!(reason(&refused), "KADES_DOUBLE");
    let next = world.propose(&agus, successor("2026-06-01")).await.unwrap();
    let confirmed = world.confirm(&dewi, &next).await.unwrap().mandate.unwrap();
    assert_eq!(confirmed.state(), wire::MandateState::Active);
}

async fn of_two_confirmed_at_once_one_becomes_kepala_desa(engine: Engine) {
    let world = World::new(engine).await;
    let (agus, dewi) = pmd(&world).await;
    let one = world.propose(&agus, newcomer(HERE, Role::Kds, "Satu")).await.unwrap();
    let two = world.propose(&agus, newcomer(HERE, Role::Kds, "Dua")).await.unwrap();
    let (a, b) = tokio::join!(world.confirm(&dewi, &one), world.confirm(&dewi, &two));
    assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
    assert_eq!(reason(&a.err().or(b.err()).unwrap()), "KADES_DOUBLE");
}

async fn of_two_offices_confirmed_at_once_one_is_held(engine: Engine) {
    let world = World::new(engine).await;
    let (agus, dewi) = pmd(&world).await;
    let siti = world.seed("siti", &[]).await;
    let one = world.propose(&agus, of(siti, HERE, Role::Bpd)).await.unwrap();
    let two = world.propose(&agus, of(siti, THERE, Role::Sek)).await.unwrap();
    let (a, b) = tokio::join!(world.confirm(&dewi, &one), world.confirm(&dewi, &two));
    assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
    assert_eq!(reason(&a.err().or(b.err()).unwrap()), "MANDATE_INCOMPATIBLE");
}
