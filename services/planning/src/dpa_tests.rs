//! Promises of the plan and of execution documents, on both engines, through their services.

use store::{Engine, engine_test};
use wire::planning::v1::{
    self as pb, dpa_service_server::DpaService as _, rkpdes_service_server::RkpdesService as _,
};

use crate::{
    steps::{annul, ask, call, draft, enact, in_force, lines, plan, set, write},
    world::{Act, World, YEAR, from, new_line, person, plan_row, sen, told},
};

fn estimate(line: &pb::ApbdesLine, amount: i64) -> pb::RabRow {
    pb::RabRow {
        line_id: line.line_id.clone(),
        uraian: "Batu belah".into(),
        volume_e4: 20_000,
        unit: "m3".into(),
        unit_price: sen(amount / 2),
        amount: None,
    }
}

fn months(amount: i64) -> Vec<wire::common::v1::Rupiah> {
    (1..=12).map(|month| sen(if month == 3 { amount } else { 0 }).unwrap()).collect()
}

/// Writes a draft over an older one, if there is one, with these lines estimated.
async fn estimated(
    world: &World,
    who: &str,
    over: Option<&pb::Dpa>,
    lines: &[(&pb::ApbdesLine, i64)],
) -> Result<pb::Dpa, Vec<String>> {
    let sum = lines.iter().map(|(_, amount)| amount).sum();
    let drafted = call!(
        world,
        who,
        dpa.draft_dpa,
        DraftDpaRequest {
            parent: YEAR.into(),
            name: over.map(|dpa| dpa.name.clone()).unwrap_or_default(),
            etag: over.map(|dpa| dpa.etag.clone()).unwrap_or_default(),
            kegiatan: "02.03.14".into(),
            rab: lines.iter().map(|(line, amount)| estimate(line, *amount)).collect(),
            months: months(sum),
            start_day: "2026-03-01".into(),
        }
    );
    drafted.map(|drafted| drafted.dpa.unwrap())
}

/// Takes a step with a document.
macro_rules! go {
    ($world:ident, $who:expr, $method:ident, $message:ident, $dpa:expr $(, $field:ident: $value:expr)*) => {
        call!($world, $who, dpa.$method, $message {
            name: $dpa.name.clone(), etag: $dpa.etag.clone() $(, $field: $value)*
        }).map(|answer| answer.dpa.unwrap())
    };
}

/// Takes a draft to approval.
async fn approved(world: &World, who: &str, dpa: &pb::Dpa) -> pb::Dpa {
    let dpa = go!(world, who, submit_dpa, SubmitDpaRequest, dpa).unwrap();
    let dpa = go!(world, "SEK", verify_dpa, VerifyDpaRequest, dpa).unwrap();
    go!(world, "KDS", approve_dpa, ApproveDpaRequest, dpa).unwrap()
}

async fn a_document_is_made_verified_and_approved_by_three(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let all = lines(&world, &at).await;
    let (good, short) = ([(&all[3], 70_000)], [(&all[3], 60_000)]);
    let refused = estimated(&world, "PKA2", None, &good).await.unwrap_err();
    assert_eq!(refused, ["OTHERS_ACTIVITY"]);
    let strange = estimated(&world, "PKA", None, &[(&all[2], 30_000)]).await.unwrap_err();
    assert_eq!(strange, ["rab[0].line_id APBDES_LINE_UNKNOWN"]);
    let dpa = estimated(&world, "PKA", None, &short).await.unwrap();
    let refused = estimated(&world, "PKA", None, &good).await.unwrap_err();
    assert_eq!(refused, ["DPA_EXISTS"]);
    let refused = go!(world, "PKA", submit_dpa, SubmitDpaRequest, dpa).unwrap_err();
    assert_eq!(refused, ["DPA_RAB_MISMATCH"]);
    let dpa = estimated(&world, "PKA", Some(&dpa), &good).await.unwrap();
    let refused = go!(world, "PKA2", submit_dpa, SubmitDpaRequest, dpa).unwrap_err();
    assert_eq!(refused, ["DPA_OF_OTHER"]);
    let dpa = go!(world, "PKA", submit_dpa, SubmitDpaRequest, dpa).unwrap();
    let refused = go!(world, "KDS", approve_dpa, ApproveDpaRequest, dpa).unwrap_err();
    assert_eq!(refused, ["WRONG_STATE"]);
    let note = String::from("Lengkapi");
    let dpa = go!(world, "SEK", return_dpa, ReturnDpaRequest, dpa, note: note).unwrap();
    assert_eq!(dpa.return_note, "Lengkapi");
    let dpa = estimated(&world, "PKA", Some(&dpa), &good).await.unwrap();
    let dpa = go!(world, "PKA", submit_dpa, SubmitDpaRequest, dpa).unwrap();
    for forgery in ["RAISE_RAB", "DROP_MONTHS"] {
        let error = world.act(Act::Forge(forgery)).await.unwrap_err();
        assert_eq!(error.refusals[0].code, "DPA_FROZEN", "{forgery}");
    }
    let dpa = go!(world, "SEK", verify_dpa, VerifyDpaRequest, dpa).unwrap();
    let dpa = go!(world, "KDS", approve_dpa, ApproveDpaRequest, dpa).unwrap();
    assert_eq!((dpa.state(), dpa.rab[0].amount), (pb::DpaState::Approved, sen(70_000)));
    assert_eq!(world.look("READ_DPA").await, [("approved".into(), 70_000)]);
    assert_eq!(world.look("READ_MONTHS").await, [("02.03.14".into(), 70_000)]);
    let page = ask!(world, "KEU", dpa.list_dpa, ListDpaRequest { parent: YEAR.into() }).unwrap();
    assert_eq!(page.dpa[0].name, dpa.name);
    let got = ask!(world, "KEU", dpa.get_dpa, GetDpaRequest { name: dpa.name.clone() }).unwrap();
    assert_eq!(got.dpa.unwrap().months[2], sen(70_000).unwrap());
}

async fn an_amended_budget_takes_an_amended_document(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let road = lines(&world, &at).await.remove(3);
    let first = estimated(&world, "PKA", None, &[(&road, 70_000)]).await.unwrap();
    let first = approved(&world, "PKA", &first).await;
    let change = draft(&world, pb::ApbdesKind::PerubahanPenjabaran).await.unwrap();
    let moved = vec![set(&road, 50_000), new_line("02.03.14", "5.3.5.02", "DDS", 20_000)];
    let change = write(&world, &change, moved).await.unwrap().apbdes.unwrap();
    let at = enact(&world, &change, "2025-11-03").await.unwrap().apbdes.unwrap();
    let all = lines(&world, &at).await;
    let amended = [(&all[3], 20_000), (&all[4], 50_000)];
    let second = estimated(&world, "PKA", None, &amended).await.unwrap();
    assert!(second.amendment && !first.amendment);
    approved(&world, "PKA", &second).await;
    let both = [("amended".into(), 70_000), ("approved".into(), 70_000)];
    assert_eq!(world.look("READ_DPA").await, both);
    let refused = estimated(&world, "PKA", None, &amended).await.unwrap_err();
    assert_eq!(refused, ["DPA_EXISTS"]);
    // With the version its document goes, and what it had replaced is approved again.
    annul(&world, &at).await;
    let both = [("approved".into(), 70_000), ("closed".into(), 70_000)];
    assert_eq!(world.look("READ_DPA").await, both);
    let states = async |dpa: &pb::Dpa| {
        let got = ask!(world, "KEU", dpa.get_dpa, GetDpaRequest { name: dpa.name.clone() });
        got.unwrap().dpa.unwrap().state()
    };
    assert_eq!(states(&first).await, pb::DpaState::Approved);
    assert_eq!(states(&second).await, pb::DpaState::Closed);
    let refused = estimated(&world, "PKA", None, &[(&road, 70_000)]).await.unwrap_err();
    assert_eq!(refused, ["DPA_EXISTS"]);
}

async fn a_successor_takes_the_approved_document_over_as_it_is(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let road = lines(&world, &at).await.remove(3);
    let good = [(&road, 70_000)];
    let first = estimated(&world, "PKA", None, &good).await.unwrap();
    let first = approved(&world, "PKA", &first).await;
    let refused = estimated(&world, "PKA2", None, &good).await.unwrap_err();
    assert_eq!(refused, ["OTHERS_ACTIVITY"]);
    world.act(Act::Leave("PKA")).await.unwrap();
    assert_eq!(estimated(&world, "PKA", None, &good).await.unwrap_err(), ["NOT_ALLOWED"]);
    // Without an amended budget nothing is spent otherwise than it was approved.
    let other = [(&road, 60_000), (&road, 10_000)];
    let changed = estimated(&world, "PKA2", None, &other).await.unwrap();
    let refused = go!(world, "PKA2", submit_dpa, SubmitDpaRequest, changed).unwrap_err();
    assert_eq!(refused, ["DPA_TAKEN_OVER_CHANGED"]);
    let second = estimated(&world, "PKA2", Some(&changed), &good).await.unwrap();
    let second = go!(world, "PKA2", submit_dpa, SubmitDpaRequest, second).unwrap();
    let refused = go!(world, "KDS", approve_dpa, ApproveDpaRequest, second).unwrap_err();
    assert_eq!(refused, ["WRONG_STATE"], "the sekretaris desa verifies it first");
    assert_eq!(world.look("READ_PKA").await, [("PKA".into(), 70_000)]);
    let second = go!(world, "SEK", verify_dpa, VerifyDpaRequest, second).unwrap();
    let second = go!(world, "KDS", approve_dpa, ApproveDpaRequest, second).unwrap();
    assert!(!second.amendment, "the budget was not amended");
    assert_eq!(second.apbdes, first.apbdes);
    assert_eq!(world.look("READ_PKA").await, [("PKA2".into(), 70_000)]);
    let both = [("amended".into(), 70_000), ("approved".into(), 70_000)];
    assert_eq!(world.look("READ_DPA").await, both);
    let refused = estimated(&world, "PKA2", None, &good).await.unwrap_err();
    assert_eq!(refused, ["DPA_EXISTS"]);
}

async fn a_draft_of_a_pka_who_left_goes_on_with_the_successor(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let road = lines(&world, &at).await.remove(3);
    let good = [(&road, 70_000)];
    let dpa = estimated(&world, "PKA", None, &good).await.unwrap();
    let refused = go!(world, "PKA2", submit_dpa, SubmitDpaRequest, dpa).unwrap_err();
    assert_eq!(refused, ["DPA_OF_OTHER"]);
    world.act(Act::Leave("PKA")).await.unwrap();
    let dpa = go!(world, "PKA2", submit_dpa, SubmitDpaRequest, dpa).unwrap();
    assert_eq!(dpa.pka_person_id, person("PKA2").to_string());
    let note = String::from("Lengkapi");
    let dpa = go!(world, "SEK", return_dpa, ReturnDpaRequest, dpa, note: note).unwrap();
    let dpa = estimated(&world, "PKA2", Some(&dpa), &good).await.unwrap();
    approved(&world, "PKA2", &dpa).await;
    assert_eq!(world.look("READ_PKA").await, [("PKA2".into(), 70_000)]);
}

async fn a_mistaken_draft_is_discarded_and_makes_room(engine: Engine) {
    let (world, at) = in_force(engine).await;
    let road = lines(&world, &at).await.remove(3);
    let good = [(&road, 70_000)];
    let why = || String::from("Salah kegiatan");
    let dpa = estimated(&world, "PKA", None, &good).await.unwrap();
    let refused = go!(world, "PKA2", discard_dpa, DiscardDpaRequest, dpa, note: why());
    assert_eq!(refused.unwrap_err(), ["DPA_OF_OTHER"]);
    let gone = go!(world, "PKA", discard_dpa, DiscardDpaRequest, dpa, note: why()).unwrap();
    assert_eq!((gone.state(), gone.return_note.as_str()), (pb::DpaState::Closed, "Salah kegiatan"));
    let dpa = estimated(&world, "PKA", None, &good).await.unwrap();
    assert_ne!(dpa.name, gone.name);
    let dpa = go!(world, "PKA", submit_dpa, SubmitDpaRequest, dpa).unwrap();
    let refused = go!(world, "SEK", discard_dpa, DiscardDpaRequest, dpa, note: why());
    assert_eq!(refused.unwrap_err(), ["WRONG_STATE"], "it is returned first");
    let dpa = go!(world, "SEK", return_dpa, ReturnDpaRequest, dpa, note: why()).unwrap();
    go!(world, "KDS", discard_dpa, DiscardDpaRequest, dpa, note: why()).unwrap();
    let both = [("closed".into(), 70_000), ("closed".into(), 70_000)];
    assert_eq!(world.look("READ_DPA").await, both);
}

async fn the_plan_is_enacted_in_editions(engine: Engine) {
    let world = World::new(engine).await;
    plan(&world, &[("01.01.01", None)]).await;
    let list = ask!(world, "OP", rkpdes.list_rkpdes, ListRkpdesRequest { parent: YEAR.into() });
    assert_eq!(list.unwrap_err(), ["NOT_SIGNED_IN"]);
    let list = ask!(world, "BPD", rkpdes.list_rkpdes, ListRkpdesRequest { parent: YEAR.into() });
    let list = list.unwrap();
    assert_eq!((list.enacted, list.edition, list.rows.len()), (true, 1, 1));
    let again = call!(
        world,
        "KDS",
        rkpdes.enact_rkpdes,
        EnactRkpdesRequest {
            parent: YEAR.into(),
            plan_etag: list.plan_etag.clone(),
            perdes_number: "5".into(),
            perdes_day: "2025-11-03".into(),
        }
    );
    assert_eq!(again.unwrap_err(), ["RKPDES_UNCHANGED"]);
    let row = list.rows[0].clone();
    let removed = call!(
        world,
        "SEK",
        rkpdes.remove_rkpdes_row,
        RemoveRkpdesRowRequest { name: row.name.clone(), etag: row.etag.clone() }
    );
    let empty = call!(
        world,
        "KDS",
        rkpdes.enact_rkpdes,
        EnactRkpdesRequest {
            parent: YEAR.into(),
            plan_etag: removed.unwrap().plan_etag,
            perdes_number: "5".into(),
            perdes_day: "2025-11-03".into(),
        }
    );
    assert_eq!(empty.unwrap_err(), ["RKPDES_EMPTY"]);
    let stale = call!(
        world,
        "SEK",
        rkpdes.put_rkpdes_row,
        PutRkpdesRowRequest { parent: YEAR.into(), row: Some(row) }
    );
    assert_eq!(stale.unwrap_err(), ["NOT_FOUND"]);
    let others = call!(
        world,
        "PKA",
        rkpdes.put_rkpdes_row,
        PutRkpdesRowRequest {
            parent: YEAR.into(),
            row: Some(plan_row("02.03.14", Some(person("PKA2")))),
        }
    );
    assert_eq!(others.unwrap_err(), ["OTHERS_ACTIVITY"]);
}

engine_test!(
    a_document_is_made_verified_and_approved_by_three,
    an_amended_budget_takes_an_amended_document,
    a_successor_takes_the_approved_document_over_as_it_is,
    a_draft_of_a_pka_who_left_goes_on_with_the_successor,
    a_mistaken_draft_is_discarded_and_makes_room,
    the_plan_is_enacted_in_editions,
);
