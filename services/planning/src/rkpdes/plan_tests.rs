use super::*;

#[test]
fn a_kegiatan_is_of_who_is_named_and_in_office() {
    let [one, other, gone] = [1, 2, 3].map(Uuid::from_u128);
    let plan = |named: &[Uuid]| PlanInForce {
        pka: named.iter().map(|person| ("02.03.14".to_owned(), *person)).collect(),
        in_office: BTreeSet::from([one, other]),
        ..PlanInForce::default()
    };
    for (named, of_one, of_other) in [
        (vec![], true, true),
        (vec![one], true, false),
        (vec![one, other], true, true),
        (vec![gone], true, true),
        (vec![gone, other], false, true),
    ] {
        let plan = plan(&named);
        for (person, own) in [(one, of_one), (other, of_other)] {
            assert_eq!(plan.is_of_others("02.03.14", person), !own, "{named:?}");
            assert_eq!(plan.has_left("02.03.14", person), !own, "{named:?}");
        }
        assert!(plan.has_left("02.03.14", gone) && !plan.has_left("02.03.10", one));
    }
}
