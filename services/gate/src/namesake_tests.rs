//! What words alone say of a pair, as a table.

use domain::{DesaId, Tahun, WorkClass, ids::ProjectId};
use uuid::Uuid;

use super::*;
use crate::{
    test_kit::{DESA_A, claim, point},
    work::ClaimKind,
};

fn named(number: u128, name: &str, trusted: bool) -> Claim {
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let mut claim = claim(point(number as f64 * 2_000.0, 0.0));
    claim.desa = DesaId::parse(DESA_A).unwrap();
    claim.project = ProjectId::new(Uuid::from_u128(number));
    claim.name = name.to_owned();
    claim.facts.trusted = trusted;
    claim
}

fn rules() -> RuleSet {
    RuleSet::first().unwrap()
}

#[test]
fn names_are_alike_unless_their_numbers_differ() {
    for (a, b, alike) in [
        ("Rabat beton RT 02 RW 01", "Pembangunan rabat beton RT 2 RW 1", true),
        ("Rabat beton RT 02", "Rabat beton RT 03", false),
        ("Rabat beton gang mawar", "Rabat beton gang mawar RT 03", true),
        ("Rabat beton", "Pengaspalan gang mawar", false),
        ("Rabat beton gang mawar dusun krajan", "Beton sumur warga dusun pancer", false),
    ] {
        let (a, b) = (named(1, a, false), named(2, b, false));
        assert_eq!(super::alike(&a, &b).is_some(), alike, "{} / {}", a.name, b.name);
    }
}

#[test]
fn words_speak_only_where_a_position_cannot_be_believed() {
    let name = "Rabat beton gang mawar";
    for (one, two, told) in [(true, true, false), (true, false, true), (false, false, true)] {
        let judged = judge(&rules(), &named(1, name, one), &named(2, name, two));
        assert_eq!(judged.is_some(), told, "{one} {two}");
        if let Some(judged) = judged {
            assert_eq!(judged.verdict, Verdict::Warn);
            assert!(judged.distance_mm > 1_000_000, "beyond any distance of place");
        }
    }
}

#[test]
fn other_villages_classes_years_and_continuations_are_not_compared() {
    let name = "Rabat beton gang mawar";
    let mine = named(1, name, false);
    let other = || named(2, name, true);
    assert!(judge(&rules(), &mine, &other()).is_some());
    let desa = DesaId::parse(crate::test_kit::DESA_B).unwrap();
    let tahun = Tahun::new(2029).unwrap();
    let (continues, next) = (Some(mine.project), Tahun::new(2027).unwrap());
    let mut plan = Claim { kind: ClaimKind::Planned, ..other() };
    plan.facts.rkpdes = true;
    plan.facts.kegiatan = "02.03.10".to_owned();
    let mut carried_out = mine.clone();
    carried_out.facts.kegiatan = "02.03.10".to_owned();
    for (a, b, why) in [
        (&mine, Claim { desa, ..other() }, "another village"),
        (&mine, Claim { tahun, ..other() }, "three years"),
        (&mine, Claim { class: WorkClass::Building, ..other() }, "another family"),
        (&mine, Claim { continues, tahun: next, ..other() }, "a continuation"),
        (&carried_out, plan, "its own plan"),
    ] {
        assert!(judge(&rules(), a, &b).is_none(), "{why}");
    }
}
