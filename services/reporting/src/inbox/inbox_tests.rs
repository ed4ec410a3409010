//! Everybody's inbox over one district, on both engines; the tables of duties by themselves.

use domain::policy::Rule;
use store::{Args, Engine, Statement, Store, args, engine_test, testing::TestStore};
use uuid::Uuid;

use super::*;
use crate::fixtures::{
    DESA, FAR, NEIGHBOUR, NOON_US, PUT_APBDES, district, id, person, put, token,
};

store::statements! {
    PUT_SPP = "
        INSERT INTO realisation_spp (desa_id, spp_id, tahun, number, kind, state, state_since_us,
            day, month, description, amount_sen, payee_name, payee_address, payee_bank, payee_account,
            invoice_number, progress_note, responsible, legal_basis, reason, pka_person_id,
            created_by, created_us, submitted_by, verified_by, approved_by, paid_by, revision)
        VALUES ($1, $2, 2026, $3, $4, 'draft', $5, 20514, 3, $6, 125000000, '', '', '', '', '', '', $7,
            '', $8, $9, $9, 0, $10, $11, $12, $13, 1)";
    PUT_SPP_LINE = "
        INSERT INTO realisation_spp_line (desa_id, spp_id, n, line_id, amount_sen, project_id)
        VALUES ($1, $2, 1, $2, 125000000, $3)";
    MOVE_SPP = "UPDATE realisation_spp SET state = $3 WHERE desa_id = $1 AND spp_id = $2";
    PUT_SPJ = "
        INSERT INTO realisation_spj (desa_id, spp_id, tahun, number, day, spent_sen, rest_sen, note,
            submitted_by, submitted_us)
        VALUES ($1, $2, 2026, $3, 20514, 0, 0, '', $4, $5)";
    PUT_MONTH = "
        INSERT INTO realisation_month (desa_id, tahun, month, state, cash_sen, bank_sen,
            journal_seq, proposed_by, proposed_us)
        VALUES ($1, 2026, 2, 'proposed', 0, 0, 1, $2, $3)";
    PUT_DPA = "
        INSERT INTO planning_dpa (desa_id, dpa_id, tahun, apbdes_id, kegiatan, amendment,
            pka_person_id, state, state_since_us, ceiling_sen, location, target, team, return_note,
            revision, created_us)
        VALUES ($1, $2, 2026, $3, $4, $5, $6, $7, $8, 500, '', '', '', '', 1, 0)";
    PUT_PROJECT = "
        INSERT INTO monitoring_project (desa_id, project_id, tahun, kegiatan, work_class,
            intervention, name, amount_sen, volume_e4, unit, state, state_since_us, proposed_by,
            created_us, submitted_by, registered_by, registered_us, cancel_by)
        VALUES ($1, $2, 2026, $3, 'culvert', 'new', 'Gorong', 700, 10000, 'unit', $4, $5, $6, 0, $6,
            $7, $8, $9)";
    PUT_AMENDMENT = "
        INSERT INTO monitoring_amendment (desa_id, project_id, geometry_rev, work_class,
            intervention, name, amount_sen, volume_e4, unit, proposed_by, proposed_us)
        VALUES ($1, $2, 2, 'culvert', 'new', 'Gorong', 700, 10000, 'unit', $3, $4)";
    APPROVE_DPA = "
        UPDATE planning_dpa
           SET state = 'approved', verified_by = $3, approved_by = $4, approved_day = 20500
         WHERE desa_id = $1 AND dpa_id = $2";
    PUT_GATE_PROJECT = "
        INSERT INTO gate_project (desa_id, project_id, kind, state, class, intervention, tahun,
            amount_sen, name, desa_name, geometry_rev, open_flags, frozen, registered_us)
        VALUES ($1, $2, 'registered', 'active', 'culvert', 'new', 2026, 700, '', '', 1, $3, $4, 0)";
    PUT_FLAG = "
        INSERT INTO gate_flag (desa_id, flag_id, project_id, side, other_desa_id, other_project_id,
            state, verdict, rule_rev, geometry_rev, other_geometry_rev, distance_mm, evidence,
            project_name, desa_name, other_project_name, other_desa_name, opened_us, state_since_us,
            waits_since_us)
        VALUES ($1, $2, $3, $4, $5, $6, 'open', 'block', 1, 1, 1, 12345, '[]', $7, $8, $9, $10, $11,
            $11, $11)";
    PUT_FREEZE = "
        INSERT INTO gate_freeze (desa_id, freeze_id, project_id, office, person_id, note, since_us)
        VALUES ($1, $2, $2, 'INS', $2, 'Audit', 0)";
    APPROVED_BY = "
        UPDATE realisation_spp SET approved_by = $3 WHERE desa_id = $1 AND spp_id = $2";
    PUT_DECISION = "
        INSERT INTO oversight_decision (desa_id, decision_id, flag_id, place, outcome, reason, note,
            seen_first_rev, seen_second_rev, state, proposed_by, proposed_us)
        VALUES ($1, $2, $3, $4, 'dismissed', 'other', 'Beda', 1, 1, 'proposed', $5, $6)";
}

/// The persons of the tests, by number.
pub(crate) const PKA: u128 = 1;
pub(crate) const SEK: u128 = 2;
pub(crate) const KDS: u128 = 3;
pub(crate) const KEU: u128 = 4;
const BPD: u128 = 5;
pub(crate) const CAM: u128 = 6;
pub(crate) const PMD: u128 = 7;
pub(crate) const OTHER_PMD: u128 = 8;
const OTHER_PKA: u128 = 9;
const NEAR_SEK: u128 = 10;

/// An hour in microseconds.
pub(crate) const HOUR_US: i64 = 3_600_000_000;

pub(crate) async fn staffed(engine: Engine) -> TestStore {
    let test = district(engine).await;
    for (number, role, area) in [
        (PKA, "PKA", DESA),
        (SEK, "SEK", DESA),
        (KDS, "KDS", DESA),
        (KEU, "KEU", DESA),
        (BPD, "BPD", DESA),
        (CAM, "CAM", "35.10.25"),
        (PMD, "PMD", "35.10"),
        (OTHER_PMD, "PMD", "35.10"),
        (OTHER_PKA, "PKA", DESA),
        (NEAR_SEK, "SEK", NEIGHBOUR),
    ] {
        person(&test.store, number, &[(role, area)]).await;
    }
    test
}

/// A person and what waits for him or her: method, hours, whether it is blocked.
type Waits<'a> = (u128, &'a [(&'a str, i64, bool)]);

/// Puts a payment request in a state; its four persons are the village's.
pub(crate) fn spp(
    number: u128,
    state: &str,
    kind: &str,
    hours: i64,
    project: Option<Uuid>,
) -> Vec<(Statement, Args)> {
    let rank = ["draft", "submitted", "verified", "approved", "disbursed", "accounted"];
    let at = rank.iter().position(|one| *one == state).unwrap();
    let by = |step: usize, who: u128| (at >= step).then(|| id(who));
    let values = args![
        DESA,
        id(number),
        number.to_string(),
        kind,
        NOON_US - hours * HOUR_US,
        "Gorong-gorong",
        true,
        "",
        id(PKA),
        by(1, PKA),
        by(2, SEK),
        by(3, KDS),
        by(4, KEU)
    ];
    vec![
        (PUT_SPP, values),
        (PUT_SPP_LINE, args![DESA, id(number), project]),
        (MOVE_SPP, args![DESA, id(number), state]),
    ]
}

pub(crate) async fn inbox(store: &Store, who: u128) -> Vec<pb::InboxItem> {
    page(store, who, 0, "").await.items
}

async fn page(store: &Store, who: u128, size: i32, after: &str) -> pb::ListInboxResponse {
    let request = pb::ListInboxRequest { page_size: size, page_token: after.to_owned() };
    store.answer(Some(token(who)), ListInbox::parse(&request).unwrap()).await.unwrap()
}

/// Name of the method, hours waited, whether it is blocked.
pub(crate) fn told(items: &[pb::InboxItem]) -> Vec<(&str, i64, bool)> {
    let method = |item: &pb::InboxItem| item.method.rsplit_once('/').map_or(0, |(at, _)| at.len());
    items
        .iter()
        .map(|item| {
            let verb = item.method.get(method(item) + 1..).unwrap();
            (verb, (NOON_US - item.since_us) / HOUR_US, item.blocked)
        })
        .collect()
}

/// A flag between two villages, a row on each side.
pub(crate) fn flag(number: u128, one: &str, other: &str, opened_us: i64) -> Vec<(Statement, Args)> {
    let (mine, theirs) = (id(number * 10), id(number * 10 + 1));
    vec![
        (
            PUT_FLAG,
            args![
                one,
                id(number),
                mine,
                1,
                other,
                theirs,
                "Gorong A",
                "Sukojati",
                "Gorong B",
                "Badean",
                opened_us
            ],
        ),
        (
            PUT_FLAG,
            args![
                other,
                id(number),
                theirs,
                2,
                one,
                mine,
                "Gorong B",
                "Badean",
                "Gorong A",
                "Sukojati",
                opened_us
            ],
        ),
    ]
}

engine_test!(
    each_payment_request_waits_for_the_one_whose_step_it_is,
    a_request_with_an_open_flag_says_so_and_is_blocked,
    a_person_who_acted_before_is_told_that_another_must,
    a_budget_waits_step_by_step,
    a_camat_sees_the_kecamatan_and_nothing_else,
    a_lapsed_evaluation_waits_for_the_kepala_desa,
    documents_and_months_wait_for_their_signatures,
    projects_wait_for_their_second_person,
    a_flag_waits_for_both_villages_and_its_decider,
    an_undecided_flag_goes_up_after_the_days,
    a_proposed_decision_waits_for_another_person,
    an_inbox_is_paged_without_loss,
    somebody_without_a_mandate_has_an_empty_inbox,
);

async fn each_payment_request_waits_for_the_one_whose_step_it_is(engine: Engine) {
    let test = staffed(engine).await;
    let mut all = Vec::new();
    all.extend(spp(101, "draft", "definitif", 1, None));
    all.extend(spp(102, "submitted", "definitif", 2, None));
    all.extend(spp(103, "verified", "definitif", 3, None));
    all.extend(spp(104, "approved", "definitif", 4, None));
    all.extend(spp(105, "disbursed", "definitif", 5, None));
    all.extend(spp(106, "disbursed", "panjar", 6, None));
    all.extend(spp(107, "disbursed", "panjar", 9, None));
    all.push((PUT_SPJ, args![DESA, id(107), "1", id(PKA), NOON_US - 7 * HOUR_US]));
    all.extend(spp(108, "accounted", "panjar", 8, None));
    put(&test.store, all).await;
    let expected: [Waits; 6] = [
        (PKA, &[("SubmitSpj", 6, false), ("SubmitSpp", 1, false)]),
        (SEK, &[("AcceptSpj", 7, false), ("VerifySpp", 2, false)]),
        (KDS, &[("ApproveSpp", 3, false)]),
        (KEU, &[("SettlePanjar", 8, false), ("DisburseSpp", 4, false)]),
        (OTHER_PKA, &[]),
        (NEAR_SEK, &[]),
    ];
    for (who, waits) in expected {
        assert_eq!(told(&inbox(&test.store, who).await), waits, "{who}");
    }
    let item = inbox(&test.store, KDS).await.remove(0);
    assert_eq!(item.name, format!("desa/{DESA}/tahun/2026/spp/{}", id(103)));
    assert_eq!((item.place_title.as_str(), item.amount.unwrap().sen), ("Sukojati", 125_000_000));
    assert_eq!(item.why, "SPP terverifikasi menunggu persetujuan kepala desa.");
    assert_eq!(item.role, edge::access::role_number(Role::Kds));
}

async fn a_request_with_an_open_flag_says_so_and_is_blocked(engine: Engine) {
    let test = staffed(engine).await;
    let mut all = spp(101, "submitted", "definitif", 2, Some(id(70)));
    all.extend(spp(102, "submitted", "definitif", 1, Some(id(71))));
    all.extend(spp(103, "verified", "definitif", 1, Some(id(70))));
    all.extend(spp(104, "draft", "definitif", 2, Some(id(70))));
    all.extend(spp(105, "draft", "definitif", 1, Some(id(71))));
    all.extend(spp(106, "verified", "definitif", 2, Some(id(71))));
    all.push((PUT_GATE_PROJECT, args![DESA, id(70), 1, false]));
    all.push((PUT_GATE_PROJECT, args![DESA, id(71), 0, true]));
    all.push((PUT_FREEZE, args![DESA, id(71)]));
    all.extend(flag(7, DESA, NEIGHBOUR, NOON_US));
    put(&test.store, all).await;
    let items = inbox(&test.store, SEK).await;
    let items: Vec<_> = items.iter().filter(|item| item.method.ends_with("VerifySpp")).collect();
    let [flagged, frozen] = items.as_slice() else { panic!("{items:?}") };
    assert!(flagged.blocked && frozen.blocked);
    assert_eq!(flagged.blocked_by, [format!("flags/{}", id(7))]);
    assert_eq!(
        flagged.why,
        "SPP menunggu verifikasi sekretaris desa. Ada 1 tanda tumpang tindih yang belum \
         diputuskan. Berhadapan dengan \"Gorong B\" di Badean."
    );
    assert_eq!(frozen.blocked_by, [format!("desa/{DESA}/projects/{}", id(71))]);
    assert!(frozen.why.contains("dibekukan"), "{}", frozen.why);
    // Approval is not what the gate blocks, but the kepala desa is told.
    let items = inbox(&test.store, KDS).await;
    let approvals: Vec<_> =
        items.iter().filter(|item| item.method.ends_with("ApproveSpp")).collect();
    let [frozen, flagged] = approvals.as_slice() else { panic!("{items:?}") };
    assert!(!frozen.blocked && frozen.why.contains("dibekukan"), "{frozen:?}");
    assert!(!flagged.blocked && flagged.why.contains("tumpang tindih"), "{flagged:?}");
    // What is frozen is not submitted; with an open flag it is, and told.
    let items = inbox(&test.store, PKA).await;
    assert_eq!(told(&items), [("SubmitSpp", 2, false), ("SubmitSpp", 1, true)]);
    assert_eq!(items[1].blocked_by, [format!("desa/{DESA}/projects/{}", id(71))]);
}

async fn a_person_who_acted_before_is_told_that_another_must(engine: Engine) {
    let test = staffed(engine).await;
    person(&test.store, 20, &[("KDS", DESA), ("KEU", DESA)]).await;
    let mut all = spp(101, "approved", "definitif", 2, None);
    all.extend(spp(102, "approved", "definitif", 1, None));
    put(&test.store, all).await;
    put(&test.store, vec![(APPROVED_BY, args![DESA, id(101), id(20)])]).await;
    assert_eq!(
        told(&inbox(&test.store, 20).await),
        [("DisburseSpp", 2, true), ("DisburseSpp", 1, false)]
    );
}

async fn a_budget_waits_step_by_step(engine: Engine) {
    let table: [(&str, &[(u128, &str)]); 7] = [
        ("draft", &[(SEK, "BatchUpdateApbdesLines"), (KDS, "SubmitApbdes")]),
        ("submitted_bpd", &[(BPD, "AgreeApbdes")]),
        ("rejected_bpd", &[(SEK, "ReviseApbdes"), (KDS, "ReviseApbdes")]),
        ("agreed_bpd", &[(KDS, "SendApbdes")]),
        ("under_evaluation", &[(CAM, "EvaluateApbdes")]),
        ("evaluated_revise", &[(SEK, "ReviseApbdes"), (KDS, "ReviseApbdes")]),
        ("evaluated_ok", &[(KDS, "EnactApbdes")]),
    ];
    for (state, waits) in table {
        let test = staffed(engine).await;
        let since = NOON_US - HOUR_US;
        let version = args![DESA, id(0xb1), "awal", state, since, Some(since)];
        let proposal = args![DESA, id(0xb2), "usulan", "draft", since, None::<i64>];
        put(&test.store, vec![(PUT_APBDES, version), (PUT_APBDES, proposal)]).await;
        for who in [PKA, SEK, KDS, KEU, BPD, CAM, PMD] {
            let expected: Vec<_> = waits
                .iter()
                .filter(|(one, _)| *one == who)
                .map(|(_, verb)| (*verb, 1, false))
                .collect();
            assert_eq!(told(&inbox(&test.store, who).await), expected, "{state} {who}");
        }
    }
}

async fn a_camat_sees_the_kecamatan_and_nothing_else(engine: Engine) {
    let test = staffed(engine).await;
    let version = |desa: &str, number: u128, hours: i64| {
        let since = NOON_US - hours * HOUR_US;
        (PUT_APBDES, args![desa, id(number), "awal", "under_evaluation", since, Some(since)])
    };
    let all = vec![version(DESA, 1, 1), version(NEIGHBOUR, 2, 2), version(FAR, 3, 3)];
    put(&test.store, all).await;
    let items = inbox(&test.store, CAM).await;
    assert_eq!(told(&items), [("EvaluateApbdes", 2, false), ("EvaluateApbdes", 1, false)]);
    assert_eq!(items[0].place, format!("desa/{NEIGHBOUR}"));
}

async fn a_lapsed_evaluation_waits_for_the_kepala_desa(engine: Engine) {
    let test = staffed(engine).await;
    // 20 working days after Monday 2 February are over on Monday 2 March; the day itself is not.
    let sent = |day: &str| domain::Day::parse(day).unwrap().start_us();
    let kinds = [("2026-01-30", 1_u128, DESA), ("2026-02-02", 2, NEIGHBOUR)];
    let all = kinds.map(|(day, number, desa)| {
        let values =
            args![desa, id(number), "awal", "under_evaluation", sent(day), Some(sent(day))];
        (PUT_APBDES, values)
    });
    put(&test.store, all.to_vec()).await;
    let items = inbox(&test.store, KDS).await;
    assert_eq!(told(&items), [("EnactApbdes", 60, false)]);
    assert!(items[0].why.contains("sudah lewat") && items[0].due_day.is_empty());
    let items = inbox(&test.store, CAM).await;
    assert_eq!(
        items.iter().map(|item| item.place.as_str()).collect::<Vec<_>>(),
        [format!("desa/{NEIGHBOUR}")]
    );
    assert_eq!(items[0].due_day, "2026-03-02");
    assert!(items[0].why.ends_with("Batas evaluasi 2 Maret 2026."), "{}", items[0].why);
}

async fn documents_and_months_wait_for_their_signatures(engine: Engine) {
    let test = staffed(engine).await;
    let mut all = vec![(PUT_APBDES, args![DESA, id(0xb2), "usulan", "draft", 0, None::<i64>])];
    for (at, state) in [(1, "drafted"), (2, "returned"), (3, "submitted"), (4, "verified")] {
        let kegiatan = format!("02.03.1{at}");
        let since = NOON_US - i64::from(at) * HOUR_US;
        let number = 500 + u128::try_from(at).unwrap();
        let values = args![DESA, id(number), id(0xb2), kegiatan, false, id(PKA), state, since];
        all.push((PUT_DPA, values));
    }
    all.push((PUT_MONTH, args![DESA, id(KEU), NOON_US]));
    put(&test.store, all).await;
    let expected: [Waits; 5] = [
        (PKA, &[("DraftDpa", 2, false), ("SubmitDpa", 1, false)]),
        (OTHER_PKA, &[]),
        (SEK, &[("VerifyDpa", 3, false), ("ConfirmMonthClose", 0, false)]),
        (KDS, &[("ApproveDpa", 4, false)]),
        (KEU, &[]),
    ];
    for (who, waits) in expected {
        let items = inbox(&test.store, who).await;
        let items: Vec<_> =
            items.into_iter().filter(|item| !item.name.contains("/apbdes/")).collect();
        assert_eq!(told(&items), waits, "{who}");
    }
    let items = inbox(&test.store, SEK).await;
    assert!(items.iter().any(|item| item.title == "Tutup buku Februari 2026"), "{items:?}");
}

async fn projects_wait_for_their_second_person(engine: Engine) {
    let test = staffed(engine).await;
    let project = |number: u128, kegiatan: &str, state: &str, cancel: Option<u128>, hours: i64| {
        let registered = state == "registered";
        let values = args![
            DESA,
            id(number),
            kegiatan,
            state,
            NOON_US - hours * HOUR_US,
            id(PKA),
            registered.then(|| id(SEK)),
            registered.then_some(0_i64),
            cancel.map(id)
        ];
        (PUT_PROJECT, values)
    };
    // The activity 02.03.10 has its PKA by an approved DPA, 02.03.11 has none yet.
    let dpa = args![DESA, id(500), id(0xb2), "02.03.10", false, id(PKA), "drafted", NOON_US];
    let all = vec![
        (PUT_APBDES, args![DESA, id(0xb2), "usulan", "draft", 0, None::<i64>]),
        (PUT_DPA, dpa),
        (APPROVE_DPA, args![DESA, id(500), id(SEK), id(KDS)]),
        project(1, "02.03.10", "draft", None, 1),
        project(2, "02.03.10", "submitted", None, 2),
        project(3, "02.03.10", "registered", Some(PKA), 3),
        project(4, "02.03.10", "registered", None, 4),
        project(5, "02.03.11", "draft", None, 5),
        project(6, "02.03.10", "registered", None, 9),
        (PUT_AMENDMENT, args![DESA, id(6), id(PKA), NOON_US - 6 * HOUR_US]),
    ];
    put(&test.store, all).await;
    let expected: [Waits; 4] = [
        (PKA, &[("SubmitProject", 5, false), ("SubmitProject", 1, false)]),
        (OTHER_PKA, &[("SubmitProject", 5, false)]),
        (SEK, &[("ConfirmAmendment", 6, false), ("RegisterProject", 2, false)]),
        (KDS, &[("ConfirmCancellation", 3, false)]),
    ];
    for (who, waits) in expected {
        assert_eq!(told(&inbox(&test.store, who).await), waits, "{who}");
    }
}

async fn a_flag_waits_for_both_villages_and_its_decider(engine: Engine) {
    let test = staffed(engine).await;
    // A camat who was sekretaris desa there lately, and one of elsewhere.
    person(&test.store, 30, &[("CAM", "35.10.25"), ("OP", NEIGHBOUR)]).await;
    person(&test.store, 31, &[("CAM", "35.10.14")]).await;
    let mut all = flag(7, DESA, NEIGHBOUR, NOON_US - 2 * HOUR_US);
    all.extend(flag(8, DESA, FAR, NOON_US - HOUR_US));
    put(&test.store, all).await;
    let explain = [("ExplainFlag", 2, false), ("ExplainFlag", 1, false)];
    let expected: [Waits; 7] = [
        (SEK, &explain),
        (KDS, &explain),
        (NEAR_SEK, &[("ExplainFlag", 2, false)]),
        (CAM, &[("ProposeDecision", 2, false)]),
        (30, &[("ProposeDecision", 2, true)]),
        (31, &[]),
        (PMD, &[("ProposeDecision", 1, false)]),
    ];
    for (who, waits) in expected {
        assert_eq!(told(&inbox(&test.store, who).await), waits, "{who}");
    }
    let item = inbox(&test.store, NEAR_SEK).await.remove(0);
    assert_eq!(item.title, "Gorong B / Gorong A");
    assert!(item.why.contains("12,3 m"), "{}", item.why);
    assert!(item.why.contains(" Pembayaran desa tertahan."), "{}", item.why);
}

async fn an_undecided_flag_goes_up_after_the_days(engine: Engine) {
    let test = staffed(engine).await;
    // Five working days after Friday 20 February end on Friday 27; after Monday 23, on Monday 2 March.
    let at = |day: &str| domain::Day::parse(day).unwrap().start_us();
    let mut all = flag(7, DESA, NEIGHBOUR, at("2026-02-20"));
    all.extend(flag(8, DESA, NEIGHBOUR, at("2026-02-23")));
    put(&test.store, all).await;
    let items = inbox(&test.store, PMD).await;
    assert_eq!(
        items.iter().map(|item| item.name.clone()).collect::<Vec<_>>(),
        [format!("flags/{}", id(7))]
    );
    assert!(items[0].why.contains("sudah lewat"));
}

async fn a_proposed_decision_waits_for_another_person(engine: Engine) {
    let test = staffed(engine).await;
    let mut all = flag(7, DESA, NEIGHBOUR, NOON_US - 2 * HOUR_US);
    all.extend(flag(8, DESA, FAR, NOON_US - 2 * HOUR_US));
    all.push((PUT_DECISION, args![DESA, id(60), id(7), "35.10.25", id(CAM), NOON_US - HOUR_US]));
    all.push((PUT_DECISION, args![DESA, id(61), id(8), "35.10", id(PMD), NOON_US]));
    put(&test.store, all).await;
    assert_eq!(told(&inbox(&test.store, CAM).await), []);
    assert_eq!(told(&inbox(&test.store, PMD).await), [("ConfirmDecision", 1, false)]);
    let items = inbox(&test.store, OTHER_PMD).await;
    assert_eq!(told(&items), [("ConfirmDecision", 1, false), ("ConfirmDecision", 0, false)]);
    assert_eq!(items[0].name, format!("flags/{}/decisions/{}", id(7), id(60)));
    assert!(items[0].why.contains("dua pekerjaan berbeda"));
    // Who signed one of the works checks no decision on it, and is told why.
    let signed = args![
        NEIGHBOUR,
        id(71),
        "02.03.10",
        "registered",
        NOON_US,
        id(OTHER_PMD),
        id(KDS),
        NOON_US,
        None::<Uuid>
    ];
    put(&test.store, vec![(PUT_PROJECT, signed)]).await;
    let items = inbox(&test.store, OTHER_PMD).await;
    assert_eq!(told(&items), [("ConfirmDecision", 1, true), ("ConfirmDecision", 0, false)]);
    assert!(items[0].why.contains("Anda menandatangani"), "{}", items[0].why);
}

async fn an_inbox_is_paged_without_loss(engine: Engine) {
    let test = staffed(engine).await;
    // Two of them wait since the same instant.
    let all = (0..7).flat_map(|n| spp(100 + n, "submitted", "definitif", (n / 2) as i64, None));
    put(&test.store, all.collect()).await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = page(&test.store, SEK, 3, &after).await;
        assert!(page.items.len() <= 3);
        seen.extend(page.items.into_iter().map(|item| item.name));
        after = page.next_page_token;
        if after.is_empty() {
            break;
        }
    }
    let all: Vec<String> =
        inbox(&test.store, SEK).await.into_iter().map(|item| item.name).collect();
    assert_eq!((seen.len(), &seen), (7, &all));
}

async fn somebody_without_a_mandate_has_an_empty_inbox(engine: Engine) {
    let test = staffed(engine).await;
    person(&test.store, 40, &[]).await;
    put(&test.store, spp(101, "submitted", "definitif", 1, None)).await;
    assert_eq!(page(&test.store, 40, 0, "").await, pb::ListInboxResponse::default());
    let request = pb::ListInboxRequest::default();
    let query = ListInbox::parse(&request).unwrap();
    let error = test.store.answer(None, query).await.unwrap_err();
    assert!(error.has(&domain::reason::NOT_SIGNED_IN));
}

#[test]
fn nobody_is_sent_to_a_method_that_would_not_let_him_in() {
    let matrix = edge::access::matrix(5, &[]);
    let mut duties = duty::EXPLAIN.to_vec();
    duties.extend([
        duty::MONTH,
        duty::DECIDE,
        duty::DECIDE_ABOVE,
        duty::DECIDE_LATE,
        duty::CHECK,
        duty::STOPPED,
    ]);
    duties.extend([duty::DECIDE_FOR, duty::LATE, duty::CONFIRM_OVERRIDE, duty::VETO]);
    duties.extend([duty::REOPEN_PMD, duty::REOPEN_INS, duty::FREEZE, duty::ANSWER, duty::CLOSE]);
    duties.extend([duty::LET_GO, duty::REVERSE, duty::REOPEN_MONTH, duty::AGREE_MONTH]);
    duties.extend([duty::CORRECT, duty::TURNED_DOWN]);
    duties.extend([duty::CLOSE_MONTH, duty::OPEN_YEAR, duty::OPENING_OFF]);
    for withdraws in [false, true] {
        duties.extend([Role::Cam, Role::Pmd].map(|role| duty::of_word(role, withdraws)));
    }
    for state in ["draft", "submitted", "verified", "approved", "disbursed", "accounted"] {
        for marks in 0..8 {
            duties.extend(duty::of_spp(state, marks & 1 > 0, marks & 2 > 0, marks & 4 > 0));
        }
    }
    for state in ["drafted", "returned", "submitted", "verified", "approved"] {
        duties.push(duty::of_dpa(state).unwrap());
    }
    for state in ["draft", "submitted", "registered"] {
        for marks in 0..4 {
            duties.extend(duty::of_project(state, marks & 1 > 0, marks & 2 > 0));
        }
    }
    for kind in ["awal", "perubahan", "perubahan_penjabaran"] {
        for state in [
            "draft",
            "submitted_bpd",
            "agreed_bpd",
            "rejected_bpd",
            "under_evaluation",
            "evaluated_ok",
            "evaluated_revise",
            "deemed_ok",
        ] {
            for lapsed in [false, true] {
                duties.extend(duty::of_apbdes(kind, state, lapsed));
            }
        }
    }
    assert!(duties.len() > 40);
    for duty in duties {
        let Some(Rule::Roles(allows)) = matrix.rule(duty.method) else { panic!("{}", duty.method) };
        assert!(allows.iter().any(|allow| allow.role == duty.role), "{duty:?}");
    }
}

#[test]
fn a_proposal_that_never_becomes_law_waits_for_nobody() {
    assert_eq!(duty::of_apbdes("usulan", "draft", false), []);
    for state in ["enacted", "superseded", "annulled"] {
        assert_eq!(duty::of_apbdes("awal", state, false), []);
    }
    for state in ["settled", "rejected", "cancelled", "reversed"] {
        assert_eq!(duty::of_spp(state, true, true, false), None);
    }
}
