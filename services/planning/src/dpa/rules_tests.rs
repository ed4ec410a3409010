use super::*;

const VERBS: [Verb; 9] = [
    Verb::Redraft,
    Verb::Submit,
    Verb::Verify,
    Verb::Return,
    Verb::Approve,
    Verb::Discard,
    Verb::Amend,
    Verb::Close,
    Verb::Restore,
];

#[test]
fn a_document_moves_only_by_its_table() {
    let table = [
        (State::Drafted, Verb::Redraft, State::Drafted),
        (State::Returned, Verb::Redraft, State::Drafted),
        (State::Drafted, Verb::Submit, State::Submitted),
        (State::Submitted, Verb::Verify, State::Verified),
        (State::Submitted, Verb::Return, State::Returned),
        (State::Verified, Verb::Return, State::Returned),
        (State::Verified, Verb::Approve, State::Approved),
        (State::Drafted, Verb::Discard, State::Closed),
        (State::Returned, Verb::Discard, State::Closed),
        (State::Approved, Verb::Amend, State::Amended),
        (State::Approved, Verb::Close, State::Closed),
        (State::Amended, Verb::Restore, State::Approved),
    ];
    for state in State::ALL {
        assert_eq!(State::of(state.word()), Some(state));
        for verb in VERBS {
            let row = table.iter().find(|(from, by, _)| *from == state && *by == verb);
            assert_eq!(next(state, verb).ok(), row.map(|(_, _, to)| *to), "{state:?} {verb:?}");
        }
    }
}

fn line(id: u128, amount_sen: i64) -> LineRow {
    LineRow {
        line_id: Uuid::from_u128(id),
        kegiatan: Some("02.03.14".into()),
        rekening: "5.3.5.03".into(),
        sumber_dana: "DDS".into(),
        uraian: "Gorong-gorong".into(),
        volume_e4: None,
        unit: String::new(),
        unit_price_sen: None,
        amount_sen,
        output: String::new(),
        perdes_reference: String::new(),
        from_bengkok: false,
    }
}

fn row(line: u128, amount_sen: i64) -> RabRow {
    RabRow {
        line_id: Uuid::from_u128(line),
        uraian: "Batu".into(),
        volume_e4: 10_000,
        unit: "m3".into(),
        unit_price_sen: amount_sen,
        amount_sen,
    }
}

fn good() -> Facts {
    Facts {
        kegiatan: "02.03.14".into(),
        apbdes: Uuid::from_u128(9),
        in_force: Some(Uuid::from_u128(9)),
        lines: vec![line(1, 500), line(2, 300), line(3, 0)],
        rab: vec![row(1, 200), row(1, 300), row(2, 300)],
        months: vec![0, 800, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        standing: None,
    }
}

fn codes(facts: &Facts) -> Vec<String> {
    unmet(facts).into_iter().map(|refusal| refusal.code.to_string()).collect()
}

#[test]
fn a_document_that_adds_up_meets_every_rule() {
    assert_eq!(codes(&good()), Vec::<String>::new());
}

#[test]
fn every_rule_is_told_at_once() {
    let facts =
        Facts { in_force: None, rab: vec![row(1, 200), row(2, 400)], months: vec![800], ..good() };
    let expected =
        ["DPA_VERSION_OLD", "DPA_RAB_MISMATCH", "DPA_RAB_MISMATCH", "DPA_MONTHS_MISMATCH"];
    assert_eq!(codes(&facts), expected);
}

#[test]
fn what_is_approved_is_replaced_by_a_successor_alone_and_as_it_is() {
    let Facts { rab, months, .. } = good();
    let same = Standing { is_left: true, rab, months };
    let other_price = vec![row(1, 250), row(1, 250), row(2, 300)];
    let changed = ["DPA_TAKEN_OVER_CHANGED"];
    let cases: [(Standing, &[&str]); 4] = [
        (same.clone(), &[]),
        (Standing { is_left: false, ..same.clone() }, &["DPA_EXISTS"]),
        (Standing { rab: other_price, ..same.clone() }, &changed),
        (Standing { months: vec![800; 12], ..same }, &changed),
    ];
    for (standing, expected) in cases {
        assert_eq!(codes(&Facts { standing: Some(standing), ..good() }), expected);
    }
}

#[test]
fn a_sen_too_little_or_too_much_is_seen() {
    for amount in [299, 301] {
        let facts = Facts { rab: vec![row(1, 500), row(2, amount)], ..good() };
        assert_eq!(codes(&facts), ["DPA_RAB_MISMATCH", "DPA_MONTHS_MISMATCH"], "{amount}");
    }
}
