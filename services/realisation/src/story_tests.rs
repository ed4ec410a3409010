//! Payment requests from draft to payment, on both engines.

use domain::Error;
use store::{Engine, engine_test};
use wire::realisation::v1 as proto;

use crate::{
    accept::AcceptSpj,
    decide::{ApproveSpp, CancelSpp, RejectSpp, ReturnSpp, VerifySpp},
    disburse::DisburseSpp,
    document::RecordReceipt,
    draft::{CreateSpp, UpdateSpp},
    read::{GetSpp, ListSpp, PreviewSpp},
    settle::SettlePanjar,
    spj::SubmitSpj,
    spp::{Kind, Purse, State, Step},
    submit::SubmitSpp,
    world::{
        ALLEY, Act, CAPITAL, LABOUR, LANE, OFFICE, PAPER, PAVING, World, YEAR, ask, id, input, sen,
    },
};

/// A request by its name and revision.
pub(crate) struct Spp {
    pub(crate) name: String,
    pub(crate) etag: String,
}

impl Spp {
    pub(crate) fn id(&self) -> String {
        self.name.rsplit('/').next().unwrap().to_owned()
    }
}

/// `step!(world, "sek", VerifySpp, VerifySppRequest, spp)` takes a step and keeps the etag.
macro_rules! step {
    ($world:expr, $who:expr, $command:ident, $request:ident, $spp:expr $(, $field:ident: $value:expr)*) => {{
        let request = proto::$request {
            name: $spp.name.clone(),
            etag: $spp.etag.clone(),
            $($field: $value,)*
            ..Default::default()
        };
        let done = $world.run($who, $command::parse(request)).await;
        if let Ok(answer) = &done {
            $spp.etag = answer.etag.clone();
        }
        done
    }};
}
pub(crate) use step;

/// `give_back!(world, "keu", spp, note)` proposes to take a payment back; its money came back on
/// 10 March 2026.
macro_rules! give_back {
    ($world:expr, $who:expr, $spp:expr, $note:expr) => {
        step!($world, $who, ProposeReversal, ProposeReversalRequest, $spp, note: $note,
            document_number: "STS-7".into(), document_day: "2026-03-10".into())
    };
}
pub(crate) use give_back;

pub(crate) async fn create(
    world: &World,
    who: &str,
    kind: Kind,
    spp: proto::SppInput,
) -> Result<Spp, Error> {
    let request = proto::CreateSppRequest {
        parent: YEAR.into(),
        kind: kind.wire(),
        spp: Some(spp),
        ..Default::default()
    };
    let made = world.run(who, CreateSpp::parse(request)).await?;
    Ok(Spp { name: made.name, etag: made.etag })
}

/// Money in the bank.
pub(crate) async fn fund(world: &World, amount: i64) {
    let request = proto::RecordReceiptRequest {
        parent: YEAR.into(),
        day: "2026-03-02".into(),
        rekening: "4.2.1.01".into(),
        sumber_dana: "DDS".into(),
        amount: sen(amount),
        store: Purse::Bank.wire(),
        payer: "RKUD".into(),
        description: "Dana Desa tahap I".into(),
        ..Default::default()
    };
    world.run("keu", RecordReceipt::parse(request)).await.unwrap();
}

/// A request as far as approval.
pub(crate) async fn approved(world: &World, spp: proto::SppInput) -> Spp {
    let mut spp = create(world, "pka", Kind::Definitif, spp).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    spp
}

pub(crate) fn codes(done: Result<impl std::fmt::Debug, Error>) -> Vec<String> {
    done.unwrap_err().refusals.into_iter().map(|r| r.code.into_owned()).collect()
}

async fn get(world: &World, spp: &Spp) -> proto::Spp {
    let request = proto::GetSppRequest { name: spp.name.clone() };
    world.ask("ins", GetSpp::parse(request)).await.unwrap().spp.unwrap()
}

async fn a_definitif_request_goes_from_draft_to_payment(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 2_000_000).await;
    let lines = vec![ask(PAVING, 400_000, Some(LANE)), ask(LABOUR, 100_000, Some(LANE))];
    let mut spp = create(&world, "pka", Kind::Definitif, input(lines)).await.unwrap();
    assert_eq!(world.line(PAVING).await, (0, 0), "a draft reserves nothing");
    let done = step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).unwrap();
    assert!(done.warnings.is_empty(), "{:?}", done.warnings);
    assert_eq!(world.line(PAVING).await, (400_000, 0));
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    let taxes = vec![proto::TaxWithheld { rekening: "7.1.1.03".into(), amount: sen(7_500) }];
    let paid = step!(world, "keu", DisburseSpp, DisburseSppRequest, spp,
        store: Purse::Bank.wire(), taxes: taxes)
    .unwrap();
    for step in ["spp.verified", "spp.disbursed"] {
        let told = world.told(step).await;
        let [clearance] = told["clearances"].as_array().unwrap().as_slice() else {
            panic!("{told}");
        };
        assert!(clearance["project"].as_str().unwrap().ends_with(&id(LANE).to_string()), "{told}");
        assert_eq!((&clearance["geometry_rev"], &clearance["rule_rev"]), (&1.into(), &1.into()));
        assert!(clearance["position"].as_i64().unwrap() > 0, "{told}");
    }
    let kuitansi = paid.kuitansi.unwrap();
    assert_eq!(kuitansi.number, "00001/KWT/25.2010/2026");
    assert_eq!((kuitansi.gross, kuitansi.net), (sen(500_000), sen(492_500)));
    assert_eq!(kuitansi.payee.unwrap().account, "0123456789");
    assert_eq!((world.line(PAVING).await, world.line(LABOUR).await), ((0, 400_000), (0, 100_000)));
    let sides: Vec<_> = world.postings("payment").await;
    let sides: Vec<_> = sides.iter().map(|(account, sen)| (account.as_str(), *sen)).collect();
    let expected = [
        ("5.3.5.03", 400_000),
        ("5.2.1.01", 100_000),
        ("1.1.1.02", -492_500),
        ("7.1.1.03", -7_500),
    ];
    assert_eq!(sides, expected);
    let seen = get(&world, &spp).await;
    assert_eq!(seen.state, State::Disbursed.wire());
    assert_eq!(seen.number, "0001/SPP/25.2010/2026");
    assert_eq!(seen.payee.unwrap().account, "******6789");
    let who: Vec<&str> = seen.acts.iter().map(|a| a.person_display_name.as_str()).collect();
    assert_eq!(who, ["pka", "sek", "kds", "keu"]);
    assert_eq!(seen.payment.unwrap().net, sen(492_500));
    assert_eq!(
        codes(step!(world, "keu", DisburseSpp, DisburseSppRequest, spp,
        store: Purse::Bank.wire())),
        ["WRONG_STATE"],
        "a second payment is refused"
    );
}

async fn an_open_flag_warns_then_blocks_and_payment_asks_afresh(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 300_000).await;
    let mut one =
        create(&world, "pka", Kind::Definitif, input(vec![ask(PAVING, 100_000, Some(ALLEY))]))
            .await
            .unwrap();
    world.act(Act::Flag(ALLEY)).await.unwrap();
    let done = step!(world, "pka", SubmitSpp, SubmitSppRequest, one).unwrap();
    assert_eq!(done.warnings[0].code, "FLAG_OPEN");
    assert_eq!(codes(step!(world, "sek", VerifySpp, VerifySppRequest, one)), ["FLAG_OPEN"]);
    let mut two = approved(&world, input(vec![ask(PAVING, 300_000, Some(LANE))])).await;
    world.act(Act::Flag(LANE)).await.unwrap();
    fund_out(&world).await;
    let refused = step!(world, "all", DisburseSpp, DisburseSppRequest, two,
        store: Purse::Bank.wire());
    assert_eq!(codes(refused), ["FLAG_OPEN", "CASH_SHORT"], "everything is told at once");
    assert_eq!(world.line(PAVING).await, (400_000, 0));
    world.act(Act::Unflag(LANE)).await.unwrap();
    fund(&world, 300_000).await;
    step!(world, "keu", DisburseSpp, DisburseSppRequest, two, store: Purse::Bank.wire()).unwrap();
    world.act(Act::Unflag(ALLEY)).await.unwrap();
    world.act(Act::Freeze(ALLEY)).await.unwrap();
    assert_eq!(codes(step!(world, "sek", VerifySpp, VerifySppRequest, one)), ["PROJECT_HELD"]);
}

async fn a_step_taken_too_early_tells_everything_that_fails_on_the_way(engine: Engine) {
    let world = World::open(engine).await;
    let lines = || input(vec![ask(PAVING, 100_000, Some(LANE))]);
    let mut spp = create(&world, "pka", Kind::Definitif, lines()).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).unwrap();
    world.act(Act::Flag(LANE)).await.unwrap();
    let early = step!(world, "keu", DisburseSpp, DisburseSppRequest, spp,
        store: Purse::Bank.wire());
    assert_eq!(codes(early), ["WRONG_STATE", "FLAG_OPEN", "CASH_SHORT"]);
    let early = step!(world, "kds", ApproveSpp, ApproveSppRequest, spp);
    assert_eq!(codes(early), ["WRONG_STATE", "FLAG_OPEN", "CASH_SHORT"]);
    let bad = proto::SppInput { received_day: String::new(), payee: None, ..lines() };
    let mut draft = create(&world, "pka", Kind::Definitif, bad).await.unwrap();
    let early = step!(world, "sek", VerifySpp, VerifySppRequest, draft);
    let told = ["WRONG_STATE", "ATTACHMENT_MISSING", "RECEIPT_MISSING", "FLAG_OPEN", "CASH_SHORT"];
    assert_eq!(codes(early), told);
    let both = step!(world, "pka2", CancelSpp, CancelSppRequest, draft);
    assert_eq!(codes(both), ["NOT_OWN_ACTIVITY"]);
    step!(world, "pka", CancelSpp, CancelSppRequest, draft).unwrap();
    let ended = step!(world, "sek", VerifySpp, VerifySppRequest, draft);
    assert_eq!(codes(ended), ["WRONG_STATE"], "nothing would help it");
    let both = step!(world, "pka2", CancelSpp, CancelSppRequest, draft);
    assert_eq!(codes(both), ["WRONG_STATE", "NOT_OWN_ACTIVITY"]);
    let early = step!(world, "sek", AcceptSpj, AcceptSpjRequest, spp);
    assert_eq!(codes(early), ["WRONG_STATE", "SPJ_MISSING"]);
}

/// Takes one hundred thousand out of the bank.
async fn fund_out(world: &World) {
    let request = proto::TransferCashRequest {
        parent: YEAR.into(),
        to: Purse::Cash.wire(),
        amount: sen(100_000),
        ..Default::default()
    };
    world.run("keu", crate::document::TransferCash::parse(request)).await.unwrap();
}

async fn one_person_with_every_role_does_one_step_only(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let lines = || input(vec![ask(PAVING, 100_000, Some(LANE))]);
    let mut spp = create(&world, "pka", Kind::Definitif, lines()).await.unwrap();
    assert_eq!(codes(step!(world, "all", SubmitSpp, SubmitSppRequest, spp)), ["NOT_OWN_ACTIVITY"]);
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).unwrap();
    step!(world, "all", VerifySpp, VerifySppRequest, spp).unwrap();
    assert_eq!(codes(step!(world, "all", ApproveSpp, ApproveSppRequest, spp)), ["SAME_PERSON"]);
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    let refused = step!(world, "all", DisburseSpp, DisburseSppRequest, spp,
        store: Purse::Cash.wire());
    assert_eq!(codes(refused), ["CASH_SHORT", "SAME_PERSON"]);
    let forged = world.act(Act::Forge("signature", spp.id())).await;
    assert!(forged.is_err(), "the schema holds the four persons apart");
}

async fn an_author_cancels_a_draft_and_nothing_that_was_signed(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let lines = || input(vec![ask(PAVING, 100_000, Some(LANE))]);
    let mut draft = create(&world, "op", Kind::Definitif, lines()).await.unwrap();
    step!(world, "op", CancelSpp, CancelSppRequest, draft).unwrap();
    assert_eq!(get(&world, &draft).await.state, State::Cancelled.wire());
    let mut signed = create(&world, "op", Kind::Definitif, lines()).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, signed).unwrap();
    let no = step!(world, "op", CancelSpp, CancelSppRequest, signed);
    assert_eq!(codes(no), ["NOT_ALLOWED"]);
    let mut of_another = create(&world, "pka", Kind::Definitif, lines()).await.unwrap();
    let no = step!(world, "op", CancelSpp, CancelSppRequest, of_another);
    assert_eq!(codes(no), ["NOT_ALLOWED"]);
}

async fn a_pka_whose_mandate_is_over_cancels_a_draft_of_his_own_alone(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let lines = || input(vec![ask(PAVING, 100_000, Some(LANE))]);
    let mut signed = create(&world, "pka", Kind::Definitif, lines()).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, signed).unwrap();
    let mut draft = create(&world, "pka", Kind::Definitif, lines()).await.unwrap();
    let mut of_another = create(&world, "op", Kind::Definitif, lines()).await.unwrap();
    world.act(Act::Demote("pka")).await.unwrap();
    let no = step!(world, "pka", CancelSpp, CancelSppRequest, signed);
    assert_eq!(codes(no), ["NOT_ALLOWED"]);
    assert_eq!(get(&world, &signed).await.state, State::Submitted.wire());
    let no = step!(world, "pka", CancelSpp, CancelSppRequest, of_another);
    assert_eq!(codes(no), ["NOT_ALLOWED"]);
    step!(world, "pka", CancelSpp, CancelSppRequest, draft).unwrap();
}

async fn a_returned_request_keeps_its_number_and_frees_its_budget(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let lines = |sen| input(vec![ask(PAVING, sen, Some(LANE))]);
    let mut spp = create(&world, "pka", Kind::Definitif, lines(100_000)).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).unwrap();
    let frozen = step!(world, "pka", UpdateSpp, UpdateSppRequest, spp, spp: Some(lines(1)));
    assert_eq!(codes(frozen), ["WRONG_STATE"]);
    assert_eq!(world.drawn().await, [100_000]);
    step!(world, "sek", ReturnSpp, ReturnSppRequest, spp, reason: "Kuitansi kurang".into())
        .unwrap();
    assert_eq!(world.line(PAVING).await, (0, 0));
    let seen = get(&world, &spp).await;
    assert_eq!((seen.state, seen.reason.as_str()), (State::Draft.wire(), "Kuitansi kurang"));
    step!(world, "pka", UpdateSpp, UpdateSppRequest, spp, spp: Some(lines(200_000))).unwrap();
    let mut stale = Spp { name: spp.name.clone(), etag: "\"1\"".into() };
    assert_eq!(codes(step!(world, "pka", SubmitSpp, SubmitSppRequest, stale)), ["ETAG_MISMATCH"]);
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).unwrap();
    assert_eq!(get(&world, &spp).await.number, "0001/SPP/25.2010/2026");
    assert_eq!(world.drawn().await, [200_000], "as asked the second time");
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", RejectSpp, RejectSppRequest, spp, reason: "Tidak perlu".into()).unwrap();
    assert_eq!(world.line(PAVING).await, (0, 0));
    let mut other = create(&world, "op", Kind::Definitif, lines(50_000)).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, other).unwrap();
    assert_eq!(
        codes(step!(world, "pka2", CancelSpp, CancelSppRequest, other)),
        ["NOT_OWN_ACTIVITY"]
    );
    step!(world, "pka", CancelSpp, CancelSppRequest, other).unwrap();
    assert_eq!(world.line(PAVING).await, (0, 0));
    assert_eq!(world.drawn().await, [0]);
    assert_eq!(world.numbers().await, ["0001/SPP/25.2010/2026", "0002/SPP/25.2010/2026"]);
}

async fn every_reason_of_a_bad_request_is_told_at_once(engine: Engine) {
    let world = World::open(engine).await;
    world.act(Act::Project(ALLEY, "cancelled")).await.unwrap();
    let bad = proto::SppInput {
        day: "2026-01-01".into(),
        received_day: String::new(),
        progress_note: String::new(),
        responsibility_stated: false,
        payee: None,
        ..input(vec![ask(PAVING, 1_000_001, None), ask(LABOUR, 10, Some(ALLEY))])
    };
    let mut spp = create(&world, "pka", Kind::Definitif, bad).await.unwrap();
    let refused = codes(step!(world, "pka", SubmitSpp, SubmitSppRequest, spp));
    assert_eq!(
        refused,
        [
            "VERSION_NOT_IN_FORCE",
            "VERSION_NOT_IN_FORCE",
            "BUDGET_SHORT",
            "PLAN_EXCEEDED",
            "ATTACHMENT_MISSING",
            "ATTACHMENT_MISSING",
            "ATTACHMENT_MISSING",
            "RECEIPT_MISSING",
            "PROJECT_REQUIRED",
            "PROJECT_NOT_REGISTERED",
        ]
    );
    let request = proto::PreviewSppRequest { name: spp.name.clone() };
    let preview = world.ask("sek", PreviewSpp::parse(request)).await.unwrap();
    assert_eq!(preview.blocked_step, Step::Submit.wire());
    let unmet: Vec<&str> =
        preview.rules.iter().filter(|r| !r.met).map(|r| r.rule.as_str()).collect();
    let expected = ["INV-14", "INV-11", "INV-15", "INV-17", "INV-19", "PROYEK", "INV-30"];
    assert_eq!(unmet, expected);
    let wrong = create(&world, "pka", Kind::Definitif, input(vec![ask(PAPER, 1, None)])).await;
    assert_eq!(codes(wrong.map(|_| ())), ["NOT_OWN_ACTIVITY"]);
    let mixed = input(vec![ask(PAVING, 1, Some(LANE)), ask(PAPER, 1, None)]);
    let mixed = create(&world, "pka", Kind::Definitif, mixed).await;
    assert_eq!(codes(mixed.map(|_| ())), ["KEGIATAN_MIXED"]);
    let capital = create(&world, "pka", Kind::Definitif, input(vec![ask(CAPITAL, 1, None)])).await;
    assert_eq!(codes(capital.map(|_| ())), ["LINE_KIND_WRONG"]);
    let unknown = create(&world, "pka", Kind::Definitif, input(vec![ask(0x999, 1, None)])).await;
    let unknown = unknown.map(|_| ()).unwrap_err();
    assert_eq!(unknown.refusals[0].field.as_deref(), Some("spp.lines[0].line_id"));
    let told = unknown.refusals[0].message();
    assert!(told.starts_with("Baris anggaran ke-1 tidak ada"), "{told}");
    assert_eq!(codes(Err::<(), _>(unknown)), ["LINE_UNKNOWN"]);
}

async fn an_office_needs_no_project_and_its_plan_binds_or_warns(engine: Engine) {
    let world = World::open(engine).await;
    let paper = |sen| input(vec![ask(PAPER, sen, None)]);
    let mut one = create(&world, "pka2", Kind::Definitif, paper(200_000)).await.unwrap();
    step!(world, "pka2", SubmitSpp, SubmitSppRequest, one).unwrap();
    world.act(Act::Law("severity.INV-15", "warn")).await.unwrap();
    let mut two = create(&world, "pka2", Kind::Definitif, paper(100_001)).await.unwrap();
    let refused = codes(step!(world, "pka2", SubmitSpp, SubmitSppRequest, two));
    assert_eq!(refused, ["BUDGET_SHORT"], "the plan only warns by policy");
    step!(world, "pka2", UpdateSpp, UpdateSppRequest, two, spp: Some(paper(100_000))).unwrap();
    step!(world, "pka2", SubmitSpp, SubmitSppRequest, two).unwrap();
    assert_eq!(world.line(PAPER).await, (300_000, 0));
}

async fn financing_is_paid_on_its_perdes_alone(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let capital = |basis: &str| proto::SppInput {
        legal_basis: basis.into(),
        received_day: String::new(),
        ..input(vec![ask(CAPITAL, 150_000, None)])
    };
    let mut spp = create(&world, "pka", Kind::Pembiayaan, capital("")).await.unwrap();
    assert_eq!(
        codes(step!(world, "pka", SubmitSpp, SubmitSppRequest, spp)),
        ["ATTACHMENT_MISSING"]
    );
    let full = capital("Perdes 3/2026");
    step!(world, "pka", UpdateSpp, UpdateSppRequest, spp, spp: Some(full)).unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire()).unwrap();
    assert_eq!(world.line(CAPITAL).await, (0, 150_000));
}

async fn an_advance_counts_at_its_accounting_and_its_rest_comes_back(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let lines = || input(vec![ask(PAVING, 200_000, Some(LANE)), ask(LABOUR, 100_000, Some(LANE))]);
    let mut spp = create(&world, "pka", Kind::Panjar, lines()).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire()).unwrap();
    assert_eq!(world.line(PAVING).await, (200_000, 0), "paid, not yet spent");
    assert_eq!(world.postings("panjar_payment").await[0], ("1.1.2.07".into(), 300_000));
    // Ten working days later the advance holds the next one back, never a definitif request.
    world.set_day(3, 30);
    let late = |day: &str| proto::SppInput { day: day.into(), ..lines() };
    let mut next = create(&world, "pka", Kind::Panjar, late("2026-03-30")).await.unwrap();
    let warned = step!(world, "pka", SubmitSpp, SubmitSppRequest, next).unwrap().warnings;
    assert_eq!(warned[0].code, "PANJAR_OVERDUE");
    assert_eq!(codes(step!(world, "sek", VerifySpp, VerifySppRequest, next)), ["PANJAR_OVERDUE"]);
    let spent = |paving, labour| {
        let line = |n, amount| proto::SpjLine {
            line_id: id(n).to_string(),
            project: ask(n, 1, Some(LANE)).project,
            amount: sen(amount),
        };
        vec![line(PAVING, paving), line(LABOUR, labour)]
    };
    let too_much = step!(world, "pka", SubmitSpj, SubmitSpjRequest, spp,
        lines: spent(200_001, 0));
    let too_much = too_much.unwrap_err();
    assert_eq!(too_much.refusals[0].field.as_deref(), Some("lines[0].amount"));
    let told = too_much.refusals[0].message();
    assert!(told.ends_with("pada baris ke-1 SPJ, rekening 5.3.5.03."), "{told}");
    assert_eq!(codes(Err::<(), _>(too_much)), ["SPJ_EXCEEDS"]);
    let mut strange = spent(1, 1);
    strange[1].project = ask(LABOUR, 1, Some(ALLEY)).project;
    let strange = step!(world, "pka", SubmitSpj, SubmitSpjRequest, spp, lines: strange);
    let strange = strange.unwrap_err();
    assert_eq!(strange.refusals[0].field.as_deref(), Some("lines[1].line_id"));
    let told = strange.refusals[0].message();
    assert_eq!(told, "Baris ke-2 SPJ tidak ada dalam SPP panjar ini.");
    assert_eq!(codes(Err::<(), _>(strange)), ["SPJ_LINE_UNKNOWN"]);
    assert_eq!(codes(step!(world, "sek", AcceptSpj, AcceptSpjRequest, spp)), ["SPJ_MISSING"]);
    let spj = step!(world, "pka", SubmitSpj, SubmitSpjRequest, spp,
        lines: spent(180_000, 70_000))
    .unwrap();
    assert_eq!((spj.number.as_str(), spj.rest), ("0001/SPJ/25.2010/2026", sen(50_000)));
    step!(world, "sek", AcceptSpj, AcceptSpjRequest, spp).unwrap();
    assert_eq!((world.line(PAVING).await.1, world.line(LABOUR).await.1), (180_000, 70_000));
    let taxes = vec![proto::TaxWithheld { rekening: "7.1.1.01".into(), amount: sen(10_000) }];
    step!(world, "keu", SettlePanjar, SettlePanjarRequest, spp,
        store: Purse::Cash.wire(), taxes: taxes)
    .unwrap();
    let back = world.postings("panjar_return").await;
    let expected = [("1.1.1.01", 60_000), ("1.1.2.07", -50_000), ("7.1.1.01", -10_000)];
    assert_eq!(back, expected.map(|(account, sen)| (account.to_owned(), sen)));
    step!(world, "sek", VerifySpp, VerifySppRequest, next).unwrap();
    assert_eq!(get(&world, &spp).await.state, State::Settled.wire());
}

async fn an_advance_paid_before_its_work_was_stopped_is_accounted_for(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let lines = || input(vec![ask(PAVING, 200_000, Some(LANE))]);
    let mut spp = create(&world, "pka", Kind::Panjar, lines()).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire()).unwrap();
    world.act(Act::Freeze(LANE)).await.unwrap();
    let mut next = create(&world, "pka", Kind::Definitif, lines()).await.unwrap();
    let refused = codes(step!(world, "pka", SubmitSpp, SubmitSppRequest, next));
    assert_eq!(refused, ["PROJECT_HELD"], "nothing more leaves for it");
    let spent = proto::SpjLine {
        line_id: id(PAVING).to_string(),
        project: ask(PAVING, 1, Some(LANE)).project,
        amount: sen(150_000),
    };
    step!(world, "pka", SubmitSpj, SubmitSpjRequest, spp, lines: vec![spent]).unwrap();
    step!(world, "all", AcceptSpj, AcceptSpjRequest, spp).unwrap();
    assert_eq!(world.line(PAVING).await, (0, 150_000), "what was not spent is free");
    let same =
        step!(world, "all", SettlePanjar, SettlePanjarRequest, spp, store: Purse::Cash.wire());
    assert_eq!(codes(same), ["SAME_PERSON"]);
    step!(world, "keu", SettlePanjar, SettlePanjarRequest, spp, store: Purse::Cash.wire()).unwrap();
    let back = world.postings("panjar_return").await;
    let expected = [("1.1.1.01", 50_000), ("1.1.2.07", -50_000)];
    assert_eq!(back, expected.map(|(account, sen)| (account.to_owned(), sen)));
}

async fn todays_pka_accounts_for_an_advance_whose_own_is_gone(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let lines = input(vec![ask(PAVING, 200_000, Some(LANE))]);
    let mut spp = create(&world, "pka", Kind::Panjar, lines).await.unwrap();
    step!(world, "pka", SubmitSpp, SubmitSppRequest, spp).unwrap();
    step!(world, "all", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire()).unwrap();
    let spent = || {
        let project = ask(PAVING, 1, Some(LANE)).project;
        vec![proto::SpjLine { line_id: id(PAVING).to_string(), project, amount: sen(150_000) }]
    };
    let no = step!(world, "pka2", SubmitSpj, SubmitSpjRequest, spp, lines: spent());
    assert_eq!(codes(no), ["NOT_OWN_ACTIVITY"], "its PKA still is one");
    world.act(Act::Demote("pka")).await.unwrap();
    let no = step!(world, "pka", SubmitSpj, SubmitSpjRequest, spp, lines: spent());
    assert_eq!(codes(no), ["NOT_ALLOWED"]);
    let no = step!(world, "all", SubmitSpj, SubmitSpjRequest, spp, lines: spent());
    assert_eq!(codes(no), ["SAME_PERSON"], "who verified it does not account for it");
    step!(world, "pka2", SubmitSpj, SubmitSpjRequest, spp, lines: spent()).unwrap();
    assert_eq!(world.told("spj.submitted").await["successor"], true);
    let spj = get(&world, &spp).await.spj.unwrap();
    assert_eq!(spj.submitted_by_display_name, "pka2");
    for role in ["SEK", "KEU"] {
        world.act(Act::Appoint("pka", role)).await.unwrap();
    }
    let no = step!(world, "pka", AcceptSpj, AcceptSpjRequest, spp);
    assert_eq!(codes(no), ["SAME_PERSON"], "who asked for it does not accept it");
    step!(world, "sek", AcceptSpj, AcceptSpjRequest, spp).unwrap();
    let no = step!(world, "pka", SettlePanjar, SettlePanjarRequest, spp, store: Purse::Cash.wire());
    assert_eq!(codes(no), ["SAME_PERSON"]);
    step!(world, "keu", SettlePanjar, SettlePanjarRequest, spp, store: Purse::Cash.wire()).unwrap();
    assert_eq!(world.line(PAVING).await, (0, 150_000));
}

async fn physical_work_is_what_any_selector_of_the_law_names(engine: Engine) {
    let world = World::open(engine).await;
    world.act(Act::Spends(OFFICE, "5.3.4.01")).await.unwrap();
    let paper = || input(vec![ask(PAPER, 1_000, None)]);
    let mut spp = create(&world, "pka2", Kind::Definitif, paper()).await.unwrap();
    for law in [
        "rekening:5.2.1.01",
        "rekening:5.2.*",
        "rekening:5.*",
        "kegiatan:01.02.01",
        "kegiatan:01.02.*",
        "rekening:5.3.7.*;kegiatan:01.*",
        // Another account of the activity.
        "rekening:5.3.*",
    ] {
        world.act(Act::Relaw("physical.rekening", law)).await.unwrap();
        let no = step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp);
        assert_eq!(codes(no), ["PROJECT_REQUIRED"], "{law}");
    }
    for law in ["", "5.2.1.01", "rekening:5.3.5.*;"] {
        world.act(Act::Relaw("physical.rekening", law)).await.unwrap();
        let no = step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp);
        assert_eq!(codes(no), Vec::<String>::new(), "a fault, not a way past the gate: {law}");
    }
    world.act(Act::Relaw("physical.rekening", "rekening:5.3.5.*")).await.unwrap();
    step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp).unwrap();
}

async fn without_the_days_of_an_advance_no_second_one_is_asked_for(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let paper = || input(vec![ask(PAPER, 1_000, None)]);
    let mut spp = create(&world, "pka2", Kind::Panjar, paper()).await.unwrap();
    step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp).unwrap();
    step!(world, "sek", VerifySpp, VerifySppRequest, spp).unwrap();
    step!(world, "kds", ApproveSpp, ApproveSppRequest, spp).unwrap();
    step!(world, "keu", DisburseSpp, DisburseSppRequest, spp, store: Purse::Bank.wire()).unwrap();
    let mut next = create(&world, "pka2", Kind::Panjar, paper()).await.unwrap();
    for law in ["", "sepuluh"] {
        world.act(Act::Relaw("panjar.days", law)).await.unwrap();
        let no = step!(world, "pka2", SubmitSpp, SubmitSppRequest, next);
        assert_eq!(codes(no), Vec::<String>::new(), "a fault, not an advance without a term");
    }
    world.act(Act::Relaw("panjar.days", "10")).await.unwrap();
    step!(world, "pka2", SubmitSpp, SubmitSppRequest, next).unwrap();
}

async fn a_line_stands_once_and_no_request_is_ahead_of_its_day(engine: Engine) {
    let world = World::open(engine).await;
    let twice = input(vec![ask(PAPER, 1, None), ask(PAPER, 2, None)]);
    let twice = create(&world, "pka2", Kind::Panjar, twice).await.map(|_| ());
    assert_eq!(codes(twice), ["CODE_INVALID"]);
    let ahead = proto::SppInput { day: "2026-12-31".into(), ..input(vec![ask(PAPER, 1, None)]) };
    let mut spp = create(&world, "pka2", Kind::Definitif, ahead).await.unwrap();
    assert_eq!(codes(step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp)), ["SPP_DAY_AHEAD"]);
}

async fn the_schema_refuses_payments_that_the_code_would_not_make(engine: Engine) {
    let world = World::open(engine).await;
    fund(&world, 900_000).await;
    let spp = approved(&world, input(vec![ask(PAVING, 100_000, Some(LANE))])).await;
    let code = |done: Result<(), Error>| codes(done);
    assert_eq!(code(world.act(Act::Forge("lines", spp.id())).await), ["SPP_FROZEN"]);
    world.act(Act::Flag(LANE)).await.unwrap();
    assert_eq!(code(world.act(Act::Forge("keu", spp.id())).await), ["FLAG_OPEN"]);
    world.act(Act::Unflag(LANE)).await.unwrap();
    world.act(Act::Clearance(LANE, Some(7))).await.unwrap();
    let outdated = code(world.act(Act::Forge("keu", spp.id())).await);
    assert_eq!(outdated, ["CLEARANCE_STALE"], "cleared by rules that are not in force");
    world.act(Act::Clearance(LANE, None)).await.unwrap();
    assert_eq!(code(world.act(Act::Forge("keu", spp.id())).await), ["CLEARANCE_MISSING"]);
    world.act(Act::Unflag(LANE)).await.unwrap();
    world.act(Act::Freeze(LANE)).await.unwrap();
    assert_eq!(code(world.act(Act::Forge("keu", spp.id())).await), ["PROJECT_FROZEN"]);
    world.act(Act::Unflag(LANE)).await.unwrap_err();
    world.act(Act::Thaw(LANE)).await.unwrap();
    let thawed = code(world.act(Act::Forge("keu", spp.id())).await);
    assert_eq!(thawed, ["PROJECT_FROZEN"], "the freeze itself stops, whatever the row says");
    assert!(world.act(Act::Forge("sek", spp.id())).await.is_err(), "four persons");
}

async fn requests_at_once_share_the_budget_and_the_numbers(engine: Engine) {
    let world = std::sync::Arc::new(World::open(engine).await);
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let world = world.clone();
            tokio::spawn(async move {
                let lines = vec![ask(PAPER, 60_000, None)];
                let mut spp = create(&world, "pka2", Kind::Definitif, input(lines)).await.unwrap();
                match step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp) {
                    Ok(_) => 1,
                    Err(error) => {
                        assert!(error.has(&ledger::BUDGET_SHORT), "{error:?}");
                        0
                    }
                }
            })
        })
        .collect();
    let mut granted = 0;
    for task in tasks {
        granted += task.await.unwrap();
    }
    assert_eq!((granted, world.line(PAPER).await), (5, (300_000, 0)));
    let expected: Vec<String> = (1..=8).map(|n| format!("{n:04}/SPP/25.2010/2026")).collect();
    assert_eq!(world.numbers().await, expected);
    let list = |token: String, state| proto::ListSppRequest {
        parent: YEAR.into(),
        page_size: 3,
        page_token: token,
        state,
    };
    let first = world.ask("ins", ListSpp::parse(list(String::new(), 0))).await.unwrap();
    let rest = world.ask("ins", ListSpp::parse(list(first.next_page_token, 0))).await.unwrap();
    let numbers: Vec<_> = first.spps.iter().chain(&rest.spps).map(|s| &s.number[..4]).collect();
    assert_eq!(numbers, ["0008", "0007", "0006", "0005", "0004", "0003"]);
    let drafts = list(String::new(), State::Draft.wire());
    assert_eq!(world.ask("ins", ListSpp::parse(drafts)).await.unwrap().spps.len(), 3);
}

engine_test!(
    todays_pka_accounts_for_an_advance_whose_own_is_gone,
    physical_work_is_what_any_selector_of_the_law_names,
    without_the_days_of_an_advance_no_second_one_is_asked_for,
    a_line_stands_once_and_no_request_is_ahead_of_its_day,
    a_definitif_request_goes_from_draft_to_payment,
    an_open_flag_warns_then_blocks_and_payment_asks_afresh,
    a_step_taken_too_early_tells_everything_that_fails_on_the_way,
    one_person_with_every_role_does_one_step_only,
    an_author_cancels_a_draft_and_nothing_that_was_signed,
    a_pka_whose_mandate_is_over_cancels_a_draft_of_his_own_alone,
    a_returned_request_keeps_its_number_and_frees_its_budget,
    every_reason_of_a_bad_request_is_told_at_once,
    an_office_needs_no_project_and_its_plan_binds_or_warns,
    financing_is_paid_on_its_perdes_alone,
    an_advance_counts_at_its_accounting_and_its_rest_comes_back,
    an_advance_paid_before_its_work_was_stopped_is_accounted_for,
    the_schema_refuses_payments_that_the_code_would_not_make,
    requests_at_once_share_the_budget_and_the_numbers,
);
