use domain::Place;
use store::{Command, Engine, Event, engine_test};

use super::*;
use crate::{judge, test_kit, test_world, work};

#[test]
fn the_first_rule_set_has_a_rule_for_every_class() {
    let rules = RuleSet::first().unwrap();
    assert_eq!(rules.classes.len(), WorkClass::ALL.len());
    let road = &rules.classes[&WorkClass::Road];
    assert_eq!((road.corridor_m, road.overlap_min_m, road.overlap_min_permille), (10, 20, 100));
    assert!(road.basis.starts_with("usulan awal jalan"));
}

#[test]
fn a_rule_that_looks_further_than_the_search_is_refused() {
    let mut rules = RuleSet::first().unwrap();
    rules.candidate_radius_m = 99;
    assert_eq!(rules.check().unwrap_err().code, "RULE_SET_INVALID");
}

#[test]
fn a_number_out_of_its_limits_is_named_with_its_field() {
    let refused = |change: fn(&mut RuleSet)| {
        let mut rules = RuleSet::first().unwrap();
        change(&mut rules);
        let refusal = rules.check().unwrap_err();
        (refusal.field.clone().unwrap_or_default(), refusal.message())
    };
    let (field, message) = refused(|rules| rules.overlay_min_months = -1);
    assert_eq!(field, "overlay_min_months");
    assert!(message.contains("overlay_min_months -1 di luar batas 1 sampai 120"), "{message}");
    let (field, message) = refused(|rules| {
        rules.classes.get_mut(&WorkClass::Road).unwrap().corridor_m = 101;
        rules.candidate_radius_m = 100;
    });
    assert_eq!(field, "classes[road].corridor_m");
    assert!(message.contains("corridor_m untuk road 101 di luar batas 0 sampai 100"), "{message}");
    let (field, _) = refused(|rules| {
        rules.classes.remove(&WorkClass::Bridge);
    });
    assert_eq!(field, "classes");
}

#[test]
fn a_set_without_a_class_is_refused() {
    let mut rules = RuleSet::first().unwrap();
    rules.classes.remove(&WorkClass::Bridge);
    assert!(rules.check().unwrap_err().message().contains("bridge"));
}

#[test]
fn the_first_rule_set_has_the_families_of_the_chart() {
    let rules = RuleSet::first().unwrap();
    for one in WorkClass::ALL {
        assert_eq!(rules.families(*one), one.families());
        for two in WorkClass::ALL {
            assert_eq!(rules.share_family(*one, *two), one.shares_family(*two), "{one:?} {two:?}");
        }
    }
}

#[test]
fn a_version_says_itself_which_classes_may_name_one_work() {
    let at = |class| work::Claim { class, ..test_kit::claim(test_kit::point(0.0, 0.0)) };
    let (mut road, house) = (at(WorkClass::Road), at(WorkClass::Building));
    road.project = domain::ids::ProjectId::new(Uuid::from_u128(7));
    let mut rules = RuleSet::first().unwrap();
    assert_eq!(judge::judge(&rules, &road, &house).verdict, work::Verdict::Clear);
    rules.classes.get_mut(&WorkClass::Building).unwrap().families = vec![1, 4];
    rules.check().unwrap();
    assert_eq!(judge::judge(&rules, &road, &house).verdict, work::Verdict::Block);
}

#[test]
fn families_are_told_and_ascend() {
    for families in [vec![], vec![0], vec![64], vec![2, 1], vec![1, 1]] {
        let mut rules = RuleSet::first().unwrap();
        rules.classes.get_mut(&WorkClass::Road).unwrap().families = families.clone();
        assert_eq!(rules.check().unwrap_err().code, "RULE_SET_INVALID", "{families:?}");
    }
}

store::statements! {
    OLD_SET: cross_desa("a test") = "
        INSERT INTO gate_rule_set (rule_rev, state, title, candidate_radius_m, accuracy_default_m,
            accuracy_factor_permille, proposed_us)
        SELECT 7, 'proposed', title, candidate_radius_m, accuracy_default_m,
               accuracy_factor_permille, proposed_us
          FROM gate_rule_set
         WHERE rule_rev = 1";
    OLD_ROWS: cross_desa("a test") = "
        INSERT INTO gate_rule_row (rule_rev, class, lookup_radius_m, hard_zone_m, corridor_m,
            overlap_min_m, overlap_min_permille, area_overlap_permille, window_new_years,
            window_rehab_years, basis)
        SELECT 7, class, lookup_radius_m, hard_zone_m, corridor_m, overlap_min_m,
               overlap_min_permille, area_overlap_permille, window_new_years, window_rehab_years,
               basis
          FROM gate_rule_row
         WHERE rule_rev = 1";
}

/// Enters a version as it was entered when versions told radii and lengths alone.
#[derive(Serialize)]
struct EnterOld;

impl Command for EnterOld {
    const METHOD: &'static str = "test/Act";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.exec(&OLD_SET, args![]).await?;
        tx.exec(&OLD_ROWS, args![]).await?;
        tx.record(Event::new("test.acted", "test"));
        let (old, first) = (version(tx, 7).await?.rules, RuleSet::first()?);
        assert_eq!(old.matrix, first.matrix, "what the code said");
        assert_eq!((old.metres_conserved, old.side_steady_permille), (false, 0));
        assert_eq!((old.accuracy_floor_phone_m, old.accuracy_floor_drawn_m), (0, 0));
        let deaf = |rule: &ClassRule| (rule.side_min_m, rule.side_sure_m) == (0, 0);
        assert!(old.classes.values().all(deaf));
        // Banks 6 m apart by exact positions: two works by the rules of now, one by those of then.
        let drain = |claim: work::Claim| work::Claim {
            class: WorkClass::Drainage,
            accuracy_mm: Some(1_000),
            ..claim
        };
        let line = |north| test_kit::line(&[[0.0, north], [200.0, north]]);
        let (one, two) = (drain(test_kit::claim(line(0.0))), drain(test_kit::twin(line(6.0))));
        assert_eq!(judge::judge(&first, &one, &two).verdict, work::Verdict::Warn);
        let judged = judge::judge(&old, &one, &two);
        assert_eq!(judged.verdict, work::Verdict::Block);
        assert!(judged.evidence.iter().all(|told| !told.facts.contains_key("from_mm")));
        Ok(())
    }
}

async fn a_version_from_before_says_what_it_said(engine: Engine) {
    let test = test_world::opened(engine).await;
    test.store.execute_once(None, EnterOld).await.unwrap();
}

engine_test!(a_version_from_before_says_what_it_said);
