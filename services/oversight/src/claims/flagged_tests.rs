//! What a claim holds is let go by two officials alone, on both engines.

use domain::WorkClass;
use gate::Work;
use store::{Engine, engine_test};
use wire::oversight::v1::{
    self as pb, claim_service_server::ClaimService as _, flag_service_server::FlagService as _,
};

use super::claims_tests::{KABUPATEN, content, loaded, mapped, outcome, point, registered};
use crate::{
    story_tests::{KECAMATAN, confirmed, name, proposed},
    world::{Act, SUKOJATI, World, culvert, from, told},
};

/// Who enters the claims of these tests.
pub(super) const OWNER: &str = "pmd-long-ago";

/// A culvert of Sukojati, and the kabupaten's own with a contract, 5 m away.
pub(super) async fn held(world: &World) -> (Work, pb::Claim) {
    let mine = culvert(SUKOJATI, 1, 0.0);
    world.act(Act::Register(mine.clone())).await.unwrap();
    let claim = registered(world, OWNER, "R-1", contract()).await.unwrap().claim.unwrap();
    assert_eq!((claim.blocks, claim.flags.len()), (true, 1));
    (mine, claim)
}

pub(super) fn contract() -> pb::ClaimContent {
    content("culvert", "602/21/SPK/2026", point(5.0))
}

pub(super) async fn read(world: &World, claim: &pb::Claim) -> pb::Claim {
    let get = pb::GetClaimRequest { name: claim.name.clone(), parent: KABUPATEN.into() };
    told(world.claims.get_claim(from("pmd", get)).await).unwrap().claim.unwrap()
}

pub(super) async fn amended(
    world: &World,
    who: &str,
    claim: &pb::Claim,
    content: pb::ClaimContent,
) -> Result<pb::Claim, Vec<String>> {
    let request = pb::AmendClaimRequest {
        request_id: world.id(),
        name: claim.name.clone(),
        parent: KECAMATAN.into(),
        etag: claim.etag.clone(),
        content: Some(content),
    };
    told(world.claims.amend_claim(from(who, request)).await).map(|answer| answer.claim.unwrap())
}

pub(super) async fn withdrawn(
    world: &World,
    who: &str,
    claim: &pb::Claim,
) -> Result<pb::Claim, Vec<String>> {
    let request = pb::WithdrawClaimRequest {
        request_id: world.id(),
        name: claim.name.clone(),
        parent: KECAMATAN.into(),
        etag: claim.etag.clone(),
        note: "Anggaran dicoret".into(),
    };
    told(world.claims.withdraw_claim(from(who, request)).await).map(|answer| answer.claim.unwrap())
}

/// Every way in which the camat alone, or the owner, could have the claim let the village go. The
/// camat's office could not even if it held nothing.
async fn is_stuck(world: &World, claim: &pb::Claim) {
    let (flagged, of_camat) = (["CLAIM_FLAGGED"], ["CLAIM_FLAGGED", "CLAIM_OTHER_OFFICE"]);
    for (what, content) in [
        ("no number", pb::ClaimContent { document_number: String::new(), ..contract() }),
        (
            "elsewhere",
            pb::ClaimContent { sites: content("", "", point(300.0)).sites, ..contract() },
        ),
        ("another thing", pb::ClaimContent { work_class: "building".into(), ..contract() }),
        ("another year", pb::ClaimContent { tahun: 2000, ..contract() }),
    ] {
        let no = amended(world, "camat", claim, content.clone()).await;
        assert_eq!(no.unwrap_err(), of_camat, "{what}");
        assert_eq!(registered(world, OWNER, "R-1", content).await.unwrap_err(), flagged, "{what}");
    }
    assert_eq!(withdrawn(world, "camat", claim).await.unwrap_err(), of_camat);
    assert_eq!(withdrawn(world, OWNER, claim).await.unwrap_err(), flagged);
    assert_eq!(read(world, claim).await, *claim, "nothing moved");
}

async fn what_nobody_decided_is_not_let_go_by_one_person(engine: Engine) {
    let world = mapped(engine).await;
    let (mine, claim) = held(&world).await;
    is_stuck(&world, &claim).await;
    assert_eq!(world.unpaid(&mine).await, ["FLAG_OPEN"]);
    // Another name and another number keep the pair, and so does a site measured anew beside it.
    let corrected = pb::ClaimContent {
        display_name: "Box culvert ruas Sukojati".into(),
        document_number: "602/21a/SPK/2026".into(),
        ..contract()
    };
    let corrected = amended(&world, "pmd2", &claim, corrected).await.unwrap();
    assert_eq!(corrected.flags, claim.flags, "the flag followed");
    let nearer = pb::ClaimContent { sites: content("", "", point(4.0)).sites, ..contract() };
    let first = registered(&world, OWNER, "R-1", nearer.clone()).await.unwrap();
    assert_eq!(outcome(&first), pb::ClaimOutcome::Waiting, "two persons measure a contract anew");
    assert_eq!(world.unpaid(&mine).await, ["FLAG_OPEN"]);
    let nearer = registered(&world, "pmd2", "R-1", nearer).await.unwrap().claim.unwrap();
    assert_eq!(nearer.flags.len(), 1, "the pair waits as before");
    assert_eq!(world.unpaid(&mine).await, ["FLAG_OPEN"]);
    // A proposal decides nothing yet.
    let flag = pb::GetFlagRequest { name: nearer.flags[0].clone(), parent: KABUPATEN.into() };
    let flag = told(world.flags.get_flag(from("pmd", flag)).await).unwrap().flag.unwrap();
    let revs = (flag.first.unwrap().geometry_rev, flag.second.unwrap().geometry_rev);
    let decision = proposed(&world, "camat", &flag.name, KECAMATAN, "", revs).await.unwrap();
    is_stuck(&world, &nearer).await;
    assert_eq!(world.unpaid(&mine).await, ["FLAG_OPEN"]);
    confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap();
    assert!(world.unpaid(&mine).await.is_empty(), "two officials let it go");
    let no = withdrawn(&world, "camat", &nearer).await.unwrap_err();
    assert_eq!(no, ["CLAIM_OTHER_OFFICE"]);
    for (who, state) in [(OWNER, pb::ClaimState::Active), ("pmd", pb::ClaimState::Withdrawn)] {
        assert_eq!(withdrawn(&world, who, &nearer).await.unwrap().state(), state);
    }
    assert!(world.unpaid(&mine).await.is_empty());
}

async fn what_a_decision_stopped_is_not_freed_by_the_claim(engine: Engine) {
    let world = mapped(engine).await;
    let (mine, claim) = held(&world).await;
    let flag = &claim.flags[0];
    let decision = proposed(&world, "camat", flag, KECAMATAN, &name(&mine), (1, 1)).await.unwrap();
    confirmed(&world, "pmd", &decision, KECAMATAN).await.unwrap();
    assert_eq!(world.unpaid(&mine).await, ["PROJECT_FROZEN"]);
    is_stuck(&world, &claim).await;
    let renumbered = pb::ClaimContent { document_number: "602/22/SPK/2026".into(), ..contract() };
    amended(&world, "camat", &claim, renumbered).await.unwrap();
    // The village asks to be screened again, and stays stopped.
    let asked = Work { name: "Gorong-gorong dusun Krajan".into(), ..mine.clone() };
    world.act(Act::Amend(asked)).await.unwrap();
    assert_eq!(world.unpaid(&mine).await, ["PROJECT_FROZEN"]);
}

async fn a_flag_that_people_close_outlives_a_new_name_of_the_claim(engine: Engine) {
    let world = mapped(engine).await;
    let (mine, claim) = held(&world).await;
    // The village calls its work something else where it stands: the rules see no pair any more.
    let other = Work { class: WorkClass::StreetLight, ..mine.clone() };
    world.act(Act::Amend(other)).await.unwrap();
    assert_eq!(world.unpaid(&mine).await, ["FLAG_OPEN"]);
    is_stuck(&world, &claim).await;
    let renamed = pb::ClaimContent { display_name: "Box culvert".into(), ..contract() };
    let renamed = amended(&world, "camat", &claim, renamed).await.unwrap();
    assert_eq!(renamed.flags, claim.flags);
    assert_eq!(world.unpaid(&mine).await, ["FLAG_OPEN"]);
}

/// A list of the owner with one column of documents, whatever it is called.
fn list(column: &str, flagged: &str, free: &str) -> String {
    format!(
        "external_id,name,work_class,{column},longitude,latitude\n\
         R-1,Box culvert {column},culvert,{flagged},114.300045,-8.31\n\
         R-2,Box culvert {column},culvert,{free},114.296,-8.31\n"
    )
}

async fn a_list_that_tells_of_no_documents_leaves_them(engine: Engine) {
    let world = mapped(engine).await;
    let mine = culvert(SUKOJATI, 1, 0.0);
    world.act(Act::Register(mine.clone())).await.unwrap();
    let first = loaded(&world, &list("document", "SPK 1", "SPK 2"), false).await;
    assert_eq!((first.created, first.flags, first.refused_rows), (2, 1, 0), "{first:?}");
    let documents = async || {
        let parent = KABUPATEN.into();
        let list = pb::ListClaimsRequest { parent, ..Default::default() };
        let listed = told(world.claims.list_claims(from("pmd", list)).await).unwrap().claims;
        let number = |claim: pb::Claim| (claim.external_id, claim.content.unwrap().document_number);
        let mut told: Vec<(String, String)> = listed.into_iter().map(number).collect();
        told.sort();
        told.into_iter().map(|(_, number)| number).collect::<Vec<_>>()
    };
    // Another column in its place: names change, numbers stay.
    let silent = loaded(&world, &list("keterangan", "", ""), false).await;
    assert_eq!((silent.amended, silent.refused_rows), (2, 0), "{silent:?}");
    assert_eq!(documents().await, ["SPK 1", "SPK 2"]);
    let again = loaded(&world, &list("keterangan", "", ""), true).await;
    assert_eq!((again.unchanged, again.refused_rows), (2, 0), "{again:?}");
    // An empty column is a word: of the claim that holds a village's work it is not taken.
    let emptied = list("document", "", "");
    let none = loaded(&world, &emptied, true).await;
    assert_eq!((none.amended, none.refused_rows), (0, 1));
    assert!(none.refused[0].starts_with("rows[1]: CLAIM_FLAGGED: "), "{none:?}");
    assert_eq!(documents().await, ["SPK 1", "SPK 2"]);
    let some = loaded(&world, &emptied, false).await;
    assert_eq!((some.amended, some.waiting, some.refused_rows), (0, 1, 1), "{some:?}");
    assert!(some.refused[0].starts_with("baris 2 (R-1): CLAIM_FLAGGED: "), "{some:?}");
    assert_eq!(documents().await, ["SPK 1", "SPK 2"]);
    // The other claim holds nobody, and loses its number when the list says so once more later.
    for (day, waiting, amended, second) in [(13, 1, 0, "SPK 2"), (14, 0, 1, "")] {
        world.day(day);
        let later = loaded(&world, &emptied, false).await;
        assert_eq!((later.waiting, later.amended), (waiting, amended), "{later:?}");
        assert_eq!(documents().await, ["SPK 1", second]);
    }
    assert_eq!(world.unpaid(&mine).await, ["FLAG_OPEN"]);
}

engine_test!(
    what_nobody_decided_is_not_let_go_by_one_person,
    what_a_decision_stopped_is_not_freed_by_the_claim,
    a_flag_that_people_close_outlives_a_new_name_of_the_claim,
    a_list_that_tells_of_no_documents_leaves_them,
);
