//! Which kinds of claims block, warn, or say nothing, as a table.

use domain::{Tahun, ids::ProjectId};
use uuid::Uuid;

use super::*;
use crate::{
    facts::Owner,
    judge::judge,
    rules::RuleSet,
    test_kit::{claim, point, twin},
};

/// A claim of the kabupaten on the same spot.
fn outside(document: &str) -> Claim {
    let mut claim = twin(point(2.0, 0.0));
    claim.kind = ClaimKind::Outside;
    claim.facts.owner = Owner::Kabupaten;
    claim.facts.owner_name = "Dinas PUPR".to_owned();
    claim.facts.document = document.to_owned();
    claim
}

/// A row of the plan of village A on the same spot.
fn plan(kegiatan: &str) -> Claim {
    let mut claim = claim(point(1.0, 0.0));
    claim.project = ProjectId::new(Uuid::from_u128(9));
    claim.kind = ClaimKind::Planned;
    claim.facts.rkpdes = true;
    claim.facts.kegiatan = kegiatan.to_owned();
    claim
}

fn said(a: &Claim, b: &Claim) -> (Verdict, Vec<String>) {
    let judged = judge(&RuleSet::first().unwrap(), a, b);
    (judged.verdict, judged.evidence.into_iter().map(|one| one.level).collect())
}

#[test]
fn an_outside_claim_blocks_only_with_a_document() {
    let mine = claim(point(0.0, 0.0));
    for (document, verdict) in [("600/12/SPK/2026", Verdict::Block), ("", Verdict::Warn)] {
        let (told, levels) = said(&mine, &outside(document));
        assert_eq!(told, verdict, "{document}");
        assert!(levels.contains(&"outside_owner".to_owned()), "{levels:?}");
        assert_eq!(levels.contains(&"outside_no_document".to_owned()), document.is_empty());
    }
}

#[test]
fn two_outside_claims_block_when_both_have_a_document() {
    let mut other = outside("DPA 1.03");
    other.project = ProjectId::new(Uuid::from_u128(3));
    assert_eq!(said(&outside("SPK 7"), &other).0, Verdict::Block);
    assert_eq!(said(&outside(""), &other).0, Verdict::Warn);
}

#[test]
fn a_plan_warns_others_and_is_silent_about_the_work_that_carries_it_out() {
    let mut mine = claim(point(0.0, 0.0));
    mine.facts.kegiatan = "02.03.10".to_owned();
    assert_eq!(said(&mine, &plan("02.03.10")).0, Verdict::Clear);
    assert_eq!(said(&mine, &plan("02.03.11")).0, Verdict::Warn);
    assert_eq!(said(&mine, &plan("")).0, Verdict::Warn);
    let mut later = plan("02.03.10");
    later.tahun = Tahun::new(2027).unwrap();
    assert_eq!(said(&mine, &later).0, Verdict::Warn, "the plan of another year");
    let mut second = plan("02.03.10");
    second.project = ProjectId::new(Uuid::from_u128(10));
    assert_eq!(said(&plan("02.03.10"), &second).0, Verdict::Warn, "two rows of one plan");
    assert_eq!(said(&outside("SPK 7"), &plan("02.03.10")).0, Verdict::Warn);
}
