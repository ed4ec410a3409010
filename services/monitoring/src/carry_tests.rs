use super::*;

fn objek(rekening: &str, given_sen: i64, spent_sen: i64) -> ObjekRow {
    ObjekRow { rekening: rekening.into(), given_sen, spent_sen }
}

/// 1,000 sen of which 300 were drawn, on two objek that a new DPA carries on.
fn rest() -> Rest {
    Rest {
        amount_sen: 1_000,
        drawn_sen: 300,
        others_sen: 0,
        before: vec![objek("5.3.5.02", 400, 400), objek("5.3.5.03", 900, 200)],
        now: vec![objek("5.3.5.02", 400, 0), objek("5.3.5.03", 800, 0)],
    }
}

fn codes(rest: &Rest, asked_sen: i64) -> Vec<String> {
    let year = Tahun::new(2027).unwrap();
    let no = rest.unmet("02.03.14", year, Rupiah::from_sen(asked_sen));
    no.iter().map(|refusal| refusal.code.to_string()).collect()
}

#[test]
fn what_was_left_is_carried_on_and_no_sen_more() {
    let above = vec!["CONTINUES_ABOVE_REST".to_owned()];
    assert_eq!(codes(&rest(), 700), Vec::<String>::new());
    assert_eq!(codes(&rest(), 701), above, "300 of 1,000 were drawn");
    let others = Rest { others_sen: 600, ..rest() };
    assert_eq!(codes(&others, 100), Vec::<String>::new());
    assert_eq!(codes(&others, 101), above, "another work carries 600 of it on");
    let overdrawn = Rest { drawn_sen: 1_200, ..rest() };
    let year = Tahun::new(2027).unwrap();
    let no = overdrawn.unmet("02.03.14", year, Rupiah::from_sen(1));
    assert!(no[0].message().contains("Rp 0,00"), "{}", no[0].message());
}

#[test]
fn an_objek_counts_by_what_it_had_left_and_what_it_is_given() {
    let above = vec!["CONTINUES_ABOVE_REST".to_owned()];
    let little = Rest { now: vec![objek("5.3.5.03", 500, 0)], ..rest() };
    assert_eq!(codes(&little, 500), Vec::<String>::new());
    assert_eq!(codes(&little, 501), above, "the DPAL gives 500");
    let spent = Rest { before: vec![objek("5.3.5.03", 900, 650)], ..rest() };
    assert_eq!(codes(&spent, 251), above, "250 were left on it");
    for now in [vec![objek("5.3.5.02", 400, 0)], vec![objek("5.3.4.03", 700, 0)]] {
        let other = Rest { now, ..rest() };
        assert_eq!(codes(&other, 700), ["CONTINUES_OTHER_OBJECT"], "spent, or never there");
    }
}

#[test]
fn without_an_approved_dpa_nothing_is_carried_on() {
    let unapproved = Rest { now: Vec::new(), ..rest() };
    assert_eq!(codes(&unapproved, 700), ["CONTINUES_NOT_APPROVED"]);
    assert_eq!(codes(&unapproved, 800), ["CONTINUES_NOT_APPROVED", "CONTINUES_ABOVE_REST"]);
    let unknown = Rest { before: Vec::new(), ..rest() };
    assert_eq!(codes(&unknown, 700), Vec::<String>::new(), "the year before is not in the store");
}
