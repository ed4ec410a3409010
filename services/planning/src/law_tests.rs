//! That a budget is judged by the dated law of its place, on both engines, through its service.

use store::{Engine, engine_test};
use wire::planning::v1::{self as pb, apbdes_service_server::ApbdesService as _};

use crate::{
    steps::{ask, draft, good_lines, lines, plan, set, submit, write},
    world::{Act, World, from, new_line, sen, told},
};

/// A draft of these lines, with a plan for all of them.
async fn drafted(world: &World, lines: Vec<pb::ApbdesLineChange>) -> pb::Apbdes {
    plan(world, &[("01.01.01", None), ("01.01.08", None), ("02.03.14", None)]).await;
    let at = draft(world, pb::ApbdesKind::Awal).await.unwrap();
    write(world, &at, lines).await.unwrap().apbdes.unwrap()
}

async fn what_dana_desa_may_not_pay_for_is_refused_at_submission(engine: Engine) {
    let world = World::new(engine).await;
    let mut spending = good_lines();
    spending[3].amount = sen(28_000);
    spending[4].amount = sen(66_000);
    spending.push(new_line("01.01.01", "5.2.1.01", "ADD", 2_000));
    spending.push(new_line("01.01.01", "5.1.1.01", "DDS", 1_899));
    spending.push(new_line("01.01.08", "5.2.1.01", "DDS", 2_101));
    let at = drafted(&world, spending).await;
    let refused = ["DANA_DESA_BARRED", "EARMARK_EXCEEDED"];
    assert_eq!(submit(&world, &at).await.unwrap_err(), refused);
    let name = at.name.clone();
    let seen = ask!(world, "BPD", apbdes.preview_apbdes, PreviewApbdesRequest { name: name });
    let seen = seen.unwrap().unmet;
    let reasons: Vec<&str> = seen.iter().map(|rule| rule.reason.as_str()).collect();
    assert_eq!(reasons[..2], refused);
    assert_eq!(seen[0].facts["rekening"], "5.1.1.01");
    assert_eq!(seen[1].facts["limit"], "2100");

    // The share is kept, and the kabupaten's own row says that the prohibition is told only.
    let all = lines(&world, &at).await;
    let find = |kegiatan: &str, rekening: &str| {
        let of = |line: &&pb::ApbdesLine| line.kegiatan == kegiatan && line.rekening == rekening;
        all.iter().filter(of).find(|line| line.sumber_dana == "DDS").unwrap()
    };
    let kept =
        vec![set(find("01.01.08", "5.2.1.01"), 2_100), set(find("01.01.01", "5.1.1.01"), 1_900)];
    let at = write(&world, &at, kept).await.unwrap().apbdes.unwrap();
    assert_eq!(submit(&world, &at).await.unwrap_err(), ["DANA_DESA_BARRED"]);
    world.act(Act::Local("severity.dds.larangan", "warn")).await.unwrap();
    let told = submit(&world, &at).await.unwrap().warnings;
    assert!(told.iter().any(|one| one.reason == "DANA_DESA_BARRED"), "{told:?}");
}

async fn last_years_rest_is_held_against_its_closed_books(engine: Engine) {
    let world = World::new(engine).await;
    let at = drafted(&world, good_lines()).await;
    world.act(Act::Books(6_001, 1_000)).await.unwrap();
    let told = submit(&world, &at).await.unwrap().warnings;
    let reasons: Vec<&str> = told.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(reasons, ["SILPA_DIFFERS"]);
    assert_eq!(
        (told[0].facts["planned"].as_str(), told[0].facts["realised"].as_str()),
        ("5000", "5001")
    );
}

async fn social_insurance_is_in_the_basket_where_the_kabupaten_says_so(engine: Engine) {
    let world = World::new(engine).await;
    let mut spending = good_lines();
    spending[4].amount = sen(69_900);
    spending.push(new_line("01.01.08", "5.2.1.01", "DDS", 100));
    let at = drafted(&world, spending).await;
    let about_the_basket = || async {
        let name = at.name.clone();
        let seen = ask!(world, "BPD", apbdes.preview_apbdes, PreviewApbdesRequest { name: name });
        let unmet = seen.unwrap().unmet;
        let is_of_it = |rule: &pb::UnmetRule| {
            rule.reason == "RATIO_EXCEEDED"
                || rule.facts.get("key").is_some_and(|key| key == "ratio.keranjang")
        };
        let found = unmet.into_iter().filter(is_of_it);
        found.map(|rule| rule.reason).collect::<Vec<String>>()
    };
    assert_eq!(about_the_basket().await, [""; 0]);
    world.act(Act::Local("ratio.keranjang.jaminan_sosial", "true")).await.unwrap();
    assert_eq!(about_the_basket().await, ["RULE_NOT_CHECKED"], "no row says what it is");
    let insurance = Act::Local("ratio.keranjang.jaminan_sosial.selector", "kegiatan:01.01.08");
    world.act(insurance).await.unwrap();
    assert_eq!(about_the_basket().await, ["RATIO_EXCEEDED"]);
}

engine_test!(
    social_insurance_is_in_the_basket_where_the_kabupaten_says_so,
    what_dana_desa_may_not_pay_for_is_refused_at_submission,
    last_years_rest_is_held_against_its_closed_books,
);
