use super::*;
use uuid::Uuid;

fn person(n: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(n))
}

fn sen(sen: i64) -> Rupiah {
    Rupiah::from_sen(sen)
}

fn project() -> ProjectFacts {
    ProjectFacts {
        id: ProjectId::new(Uuid::from_u128(7)),
        name: "desa/35.10.25.2010/projects/7".into(),
        title: "Rabat beton".into(),
        state: Some("registered".into()),
        kegiatan: Some("02.03.10".into()),
        tahun: Some(2026),
        amount: sen(1_000),
        paid: sen(0),
        drawn: sen(0),
        left: None,
        has_start: true,
        has_progress: true,
        has_end: false,
    }
}

fn line() -> LineFacts {
    LineFacts {
        line_id: LineId::new(Uuid::from_u128(1)),
        amount: sen(100),
        kind: Some("spending".into()),
        kegiatan: Some("02.03.10".into()),
        rekening: "5.3.5.03".into(),
        sumber_dana: "DDS".into(),
        available: sen(500),
        in_force: true,
        in_dpa: true,
        physical: true,
        reads_as: None,
        project: Some(project()),
    }
}

/// A request with which nothing is wrong.
fn good() -> Facts {
    Facts {
        kind: Kind::Definitif,
        reserved: false,
        tahun: Tahun::new(2026).unwrap(),
        day: Day::from_ymd(2026, 3, 10),
        today: Day::from_ymd(2026, 3, 10),
        annulled: None,
        by_supplier: false,
        closed_month: 2,
        amount: sen(100),
        received: Some(Day::from_ymd(2026, 3, 9)),
        missing: Vec::new(),
        pka: Some(person(1)),
        own: Some(person(1)),
        planned: sen(300),
        drawn: sen(200),
        plan_severity: Severity::Hard,
        lines: vec![line()],
        overdue: Vec::new(),
        overdue_severity: Severity::Hard,
        stage_severity: Severity::Hard,
        end_severity: Severity::Warn,
        money: None,
        gate: Vec::new(),
        signed: Vec::new(),
        acting: None,
    }
}

const STEPS: [Step; 5] = [Step::Create, Step::Submit, Step::Verify, Step::Approve, Step::Disburse];

/// The codes that refuse a step.
fn codes(facts: &Facts, step: Step) -> Vec<String> {
    unmet(&evaluate(facts), step).into_iter().map(|r| r.code.into_owned()).collect()
}

#[test]
fn a_good_request_is_refused_at_no_step() {
    for step in STEPS {
        assert!(codes(&good(), step).is_empty(), "{step:?}");
    }
}

#[test]
fn each_rule_refuses_from_its_step_on() {
    type Spoil = fn(&mut Facts);
    let cases: &[(&str, Step, Spoil)] = &[
        ("LINE_UNKNOWN", Step::Create, |f| f.lines[0].kind = None),
        ("LINE_KIND_WRONG", Step::Create, |f| f.lines[0].kind = Some("revenue".into())),
        ("LINE_KIND_WRONG", Step::Create, |f| f.kind = Kind::Pembiayaan),
        ("KEGIATAN_MIXED", Step::Create, |f| {
            let mut other = line();
            other.kegiatan = Some("02.03.11".into());
            other.project = None;
            other.physical = false;
            other.line_id = LineId::new(Uuid::from_u128(2));
            f.lines.push(other);
        }),
        ("NOT_OWN_ACTIVITY", Step::Create, |f| f.own = Some(person(2))),
        ("DPA_MISSING", Step::Create, |f| f.pka = None),
        ("DPA_LINE_MISSING", Step::Submit, |f| f.lines[0].in_dpa = false),
        ("BUDGET_ANNULLED", Step::Submit, |f| f.annulled = Selector::parse("kegiatan:01.01.*")),
        ("SPP_DAY_AHEAD", Step::Submit, |f| f.today = Day::from_ymd(2026, 3, 9)),
        ("VERSION_NOT_IN_FORCE", Step::Submit, |f| f.lines[0].in_force = false),
        ("MONTH_CLOSED", Step::Submit, |f| f.closed_month = 3),
        ("OUTSIDE_YEAR", Step::Submit, |f| {
            f.tahun = Tahun::new(2027).unwrap();
            f.lines[0].project.as_mut().unwrap().tahun = Some(2027);
        }),
        ("BUDGET_SHORT", Step::Submit, |f| f.lines[0].available = sen(99)),
        ("BUDGET_SHORT", Step::Submit, |f| {
            f.lines = vec![line(), line()];
            f.lines.iter_mut().for_each(|l| l.amount = sen(251));
        }),
        ("PLAN_EXCEEDED", Step::Submit, |f| f.drawn = sen(201)),
        ("ATTACHMENT_MISSING", Step::Submit, |f| f.missing = vec!["penerima"]),
        ("RECEIPT_MISSING", Step::Submit, |f| f.received = None),
        ("RECEIPT_AFTER_SPP", Step::Submit, |f| f.received = Some(Day::from_ymd(2026, 3, 11))),
        ("PROJECT_REQUIRED", Step::Submit, |f| f.lines[0].project = None),
        ("PROJECT_NOT_REGISTERED", Step::Submit, |f| {
            f.lines[0].project.as_mut().unwrap().state = Some("draft".into());
        }),
        ("PROJECT_NOT_REGISTERED", Step::Submit, |f| {
            f.lines[0].project.as_mut().unwrap().kegiatan = Some("02.03.11".into());
        }),
        ("PROJECT_OTHER_YEAR", Step::Submit, |f| {
            f.lines[0].project.as_mut().unwrap().tahun = Some(2010);
        }),
        ("PROJECT_AMOUNT_EXCEEDED", Step::Submit, |f| {
            f.lines[0].project.as_mut().unwrap().drawn = sen(901);
        }),
        ("PROJECT_CARRIED_ON", Step::Submit, |f| {
            f.lines[0].project.as_mut().unwrap().left = Some(sen(99));
        }),
        ("EVIDENCE_MISSING", Step::Submit, |f| {
            f.lines[0].project.as_mut().unwrap().has_start = false;
        }),
        ("EVIDENCE_STAGE_MISSING", Step::Submit, |f| {
            let project = f.lines[0].project.as_mut().unwrap();
            (project.has_progress, project.paid) = (false, sen(1));
        }),
        ("FLAG_OPEN", Step::Verify, |f| f.gate = vec![flag()]),
        ("PANJAR_OVERDUE", Step::Verify, |f| f.overdue = vec![overdue()]),
        ("CASH_SHORT", Step::Verify, |f| f.money = Some(money(99))),
    ];
    for (code, from, spoil) in cases {
        let mut facts = good();
        spoil(&mut facts);
        for step in [Step::Create, Step::Submit, Step::Verify] {
            let once = matches!(*code, "MONTH_CLOSED" | "OUTSIDE_YEAR") && step == Step::Verify;
            let expected =
                if step >= *from && !once { vec![(*code).to_owned()] } else { Vec::new() };
            assert_eq!(codes(&facts, step), expected, "{code} at {step:?}");
        }
    }
}

fn flag() -> Refusal {
    domain::Reason::unmet("FLAG_OPEN", "ada tanda", "").refuse()
}

fn overdue() -> Overdue {
    Overdue { number: "0001".into(), paid: Day::from_ymd(2026, 2, 1), days: 10 }
}

fn money(available: i64) -> Money {
    Money {
        account: Some(Account::Bank),
        day: Day::from_ymd(2026, 3, 10),
        available: sen(available),
        asked: sen(100),
    }
}

#[test]
fn after_an_annulment_only_what_is_spared_is_paid() {
    let mut facts = good();
    facts.annulled = Selector::parse("kegiatan:01.01.*");
    assert_eq!(codes(&facts, Step::Disburse), ["BUDGET_ANNULLED"]);
    facts.annulled = Selector::parse("kegiatan:02.03.*");
    assert!(codes(&facts, Step::Disburse).is_empty());
}

#[test]
fn suppliers_are_not_paid_in_advance() {
    let mut facts = good();
    facts.by_supplier = true;
    assert!(codes(&facts, Step::Submit).is_empty(), "a definitif request is how they are paid");
    facts.kind = Kind::Panjar;
    assert_eq!(codes(&facts, Step::Create), ["PANJAR_FOR_SUPPLIER"]);
}

#[test]
fn payment_asks_afresh_and_tells_everything_at_once() {
    let mut facts = good();
    facts.reserved = true;
    facts.gate = vec![flag()];
    facts.money = Some(money(40));
    facts.closed_month = 3;
    facts.signed = vec![(Step::Submit, person(1)), (Step::Verify, person(2))];
    facts.acting = Some((Step::Disburse, person(2)));
    facts.lines[0].project.as_mut().unwrap().state = Some("cancelled".into());
    let expected =
        ["MONTH_CLOSED", "PROJECT_NOT_REGISTERED", "FLAG_OPEN", "CASH_SHORT", "SAME_PERSON"];
    assert_eq!(codes(&facts, Step::Disburse), expected);
}

#[test]
fn what_a_later_work_carries_on_is_not_drawn_to_the_sen() {
    let mut facts = good();
    facts.lines = vec![line(), line()];
    facts.lines.iter_mut().for_each(|line| line.amount = sen(50));
    let left = |facts: &mut Facts, rest: i64| {
        facts.lines.iter_mut().for_each(|l| l.project.as_mut().unwrap().left = Some(sen(rest)));
    };
    left(&mut facts, 100);
    assert_eq!(codes(&facts, Step::Submit), Vec::<String>::new());
    left(&mut facts, 99);
    for step in [Step::Submit, Step::Verify, Step::Disburse] {
        assert_eq!(codes(&facts, step), ["PROJECT_CARRIED_ON"], "{step:?}: both lines together");
    }
}

#[test]
fn a_project_is_drawn_to_its_amount_and_told_once_why_not() {
    let mut facts = good();
    let mut of = |drawn: i64, left: Option<i64>, state: &str| {
        let project = facts.lines[0].project.as_mut().unwrap();
        (project.drawn, project.left) = (sen(drawn), left.map(sen));
        project.state = Some(state.into());
        [Step::Submit, Step::Verify, Step::Disburse].map(|step| codes(&facts, step))
    };
    let nothing: [Vec<String>; 3] = Default::default();
    assert_eq!(of(900, None, "registered"), nothing);
    assert_eq!(of(901, None, "registered"), [["PROJECT_AMOUNT_EXCEEDED"]; 3]);
    assert_eq!(of(901, Some(99), "registered"), [["PROJECT_CARRIED_ON"]; 3], "a DPAL");
    assert_eq!(of(901, None, "draft"), [["PROJECT_NOT_REGISTERED"]; 3], "it has no amount yet");
}

#[test]
fn a_short_line_is_named_by_its_codes() {
    let mut facts = good();
    facts.lines[0].available = sen(99);
    let short = unmet(&evaluate(&facts), Step::Submit).remove(0).message();
    let expected = "Sisa anggaran rekening 5.3.5.03 dari DDS, kegiatan 02.03.10: Rp 0,99; \
                    diminta Rp 1,00, kurang Rp 0,01.";
    assert_eq!(short, expected);
}

#[test]
fn a_state_is_a_code_for_programs_and_a_word_for_people() {
    for (state, code, word) in [
        (Some("draft"), "draft", "rancangan"),
        (Some("cancelled"), "cancelled", "dibatalkan"),
        (None, "absent", "tidak ada"),
    ] {
        let mut facts = good();
        facts.lines[0].project.as_mut().unwrap().state = state.map(str::to_owned);
        let no = unmet(&evaluate(&facts), Step::Submit).remove(0);
        let told = no.facts.iter().find(|fact| fact.key == "state").unwrap();
        assert_eq!(told.value, code);
        assert!(no.message().contains(&format!("keadaan: {word}")), "{}", no.message());
    }
}

#[test]
fn one_person_does_one_step() {
    let steps = [Step::Submit, Step::Verify, Step::Approve, Step::Disburse];
    for (at, step) in steps.iter().enumerate().skip(1) {
        for earlier in 0..at {
            let mut facts = good();
            facts.signed = steps[..at].iter().zip(1..).map(|(s, n)| (*s, person(n))).collect();
            facts.acting = Some((*step, person(earlier as u128 + 1)));
            assert_eq!(codes(&facts, *step), ["SAME_PERSON"]);
            facts.acting = Some((*step, person(9)));
            assert!(codes(&facts, *step).is_empty());
        }
    }
}

#[test]
fn submission_warns_of_what_verification_will_refuse() {
    let mut facts = good();
    facts.gate = vec![flag()];
    facts.overdue = vec![overdue()];
    assert!(codes(&facts, Step::Submit).is_empty());
    let warned: Vec<_> =
        warnings(&evaluate(&facts), Step::Submit).into_iter().map(|r| r.code).collect();
    assert_eq!(warned, ["FLAG_OPEN", "PANJAR_OVERDUE"]);
}

#[test]
fn a_policy_may_soften_the_plan_and_the_advance() {
    let mut facts = good();
    facts.drawn = sen(300);
    facts.overdue = vec![overdue()];
    (facts.plan_severity, facts.overdue_severity) = (Severity::Warn, Severity::Warn);
    assert!(codes(&facts, Step::Verify).is_empty());
    let warned: Vec<_> =
        warnings(&evaluate(&facts), Step::Verify).into_iter().map(|r| r.code).collect();
    assert_eq!(warned, ["PLAN_EXCEEDED", "PANJAR_OVERDUE"]);
}

#[test]
fn a_policy_may_soften_the_photo_of_the_progress() {
    let mut facts = good();
    facts.stage_severity = Severity::Warn;
    let of = |facts: &Facts| {
        let told = warnings(&evaluate(facts), Step::Submit);
        told.into_iter().map(|reason| reason.code).collect::<Vec<_>>()
    };
    facts.lines[0].project.as_mut().unwrap().has_progress = false;
    assert!(of(&facts).is_empty(), "the first payment needs the start alone");
    facts.lines[0].project.as_mut().unwrap().paid = sen(1);
    assert_eq!(of(&facts), ["EVIDENCE_STAGE_MISSING"]);
    facts.lines[0].project.as_mut().unwrap().has_progress = true;
    assert!(of(&facts).is_empty());
}

#[test]
fn the_last_payment_warns_without_the_last_photo() {
    let mut facts = good();
    facts.lines[0].project.as_mut().unwrap().paid = sen(899);
    assert!(warnings(&evaluate(&facts), Step::Disburse).is_empty());
    facts.lines[0].project.as_mut().unwrap().paid = sen(900);
    assert_eq!(warnings(&evaluate(&facts), Step::Disburse)[0].code, "EVIDENCE_FINAL_MISSING");
    facts.end_severity = Severity::Hard;
    assert_eq!(codes(&facts, Step::Disburse), ["EVIDENCE_FINAL_MISSING"]);
    facts.lines[0].project.as_mut().unwrap().has_end = true;
    assert!(codes(&facts, Step::Disburse).is_empty());
}

#[test]
fn what_reads_as_a_work_only_warns() {
    let mut facts = good();
    (facts.lines[0].physical, facts.lines[0].project) = (false, None);
    facts.lines[0].reads_as = Some("Pembangunan gorong-gorong".into());
    for step in [Step::Submit, Step::Verify, Step::Disburse] {
        assert!(codes(&facts, step).is_empty(), "{step:?}");
        let told = warnings(&evaluate(&facts), step);
        assert_eq!(told[0].code, "WORK_UNNAMED", "{step:?}");
    }
}
