//! The steps that tests of this room share: each calls a service as the person whose step it is.

use store::Engine;
use wire::planning::v1::{
    self as pb, apbdes_service_server::ApbdesService as _,
    rkpdes_service_server::RkpdesService as _,
};

use crate::world::{World, YEAR, from, new_line, person, plan_row, sen, told};

/// A year that balances: 30 of 100 in the basket.
pub(crate) fn good_lines() -> Vec<pb::ApbdesLineChange> {
    vec![
        new_line("", "4.2.1.01", "DDS", 70_000),
        new_line("", "4.2.3.01", "ADD", 25_000),
        new_line("", "6.1.1.01", "ADD", 5_000),
        new_line("01.01.01", "5.1.1.01", "ADD", 30_000),
        new_line("02.03.14", "5.3.5.03", "DDS", 70_000),
    ]
}

/// Calls a method of a service as a person, with a request of these fields.
macro_rules! call {
    ($world:ident, $who:expr, $service:ident . $method:ident, $message:ident { $($field:ident: $value:expr),* $(,)? }) => {
        told($world.$service.$method(from($who, pb::$message {
            request_id: $world.id(),
            $($field: $value,)*
            ..Default::default()
        })).await)
    };
}

/// Like `call!`, for methods that change nothing.
macro_rules! ask {
    ($world:ident, $who:expr, $service:ident . $method:ident, $message:ident { $($field:ident: $value:expr),* $(,)? }) => {
        told($world.$service.$method(from($who, pb::$message { $($field: $value,)* ..Default::default() })).await)
    };
}

pub(crate) async fn plan(world: &World, kegiatan: &[(&str, Option<uuid::Uuid>)]) {
    let mut plan_etag = String::new();
    for (code, pka) in kegiatan {
        let row = Some(plan_row(code, *pka));
        let put = call!(
            world,
            "SEK",
            rkpdes.put_rkpdes_row,
            PutRkpdesRowRequest { parent: YEAR.into(), row: row }
        );
        plan_etag = put.unwrap().plan_etag;
    }
    call!(
        world,
        "KDS",
        rkpdes.enact_rkpdes,
        EnactRkpdesRequest {
            parent: YEAR.into(),
            plan_etag: plan_etag,
            perdes_number: "4/2025".into(),
            perdes_day: "2025-09-20".into(),
        }
    )
    .unwrap();
}

pub(crate) async fn draft(world: &World, kind: pb::ApbdesKind) -> Result<pb::Apbdes, Vec<String>> {
    let amends = matches!(kind, pb::ApbdesKind::Perubahan | pb::ApbdesKind::PerubahanPenjabaran);
    let reason = if amends { pb::AmendmentReason::Shift } else { pb::AmendmentReason::Unspecified };
    let created = call!(
        world,
        "SEK",
        apbdes.create_apbdes,
        CreateApbdesRequest {
            parent: YEAR.into(),
            kind: kind.into(),
            amendment_reason: reason.into(),
            amendment_reference: if amends { "BA 7".into() } else { String::new() },
        }
    );
    created.map(|created| created.apbdes.unwrap())
}

pub(crate) async fn write(
    world: &World,
    apbdes: &pb::Apbdes,
    lines: Vec<pb::ApbdesLineChange>,
) -> Result<pb::BatchUpdateApbdesLinesResponse, Vec<String>> {
    call!(
        world,
        "SEK",
        apbdes.batch_update_apbdes_lines,
        BatchUpdateApbdesLinesRequest {
            name: apbdes.name.clone(),
            etag: apbdes.etag.clone(),
            lines: lines,
        }
    )
}

pub(crate) async fn submit(
    world: &World,
    at: &pb::Apbdes,
) -> Result<pb::SubmitApbdesResponse, Vec<String>> {
    call!(
        world,
        "KDS",
        apbdes.submit_apbdes,
        SubmitApbdesRequest { name: at.name.clone(), etag: at.etag.clone() }
    )
}

pub(crate) async fn agree(
    world: &World,
    who: &str,
    at: &pb::Apbdes,
) -> Result<pb::Apbdes, Vec<String>> {
    let agreed = call!(
        world,
        who,
        apbdes.agree_apbdes,
        AgreeApbdesRequest {
            name: at.name.clone(),
            etag: at.etag.clone(),
            document_number: "BA 1".into(),
            document_day: "2025-11-03".into(),
        }
    );
    agreed.map(|agreed| agreed.apbdes.unwrap())
}

pub(crate) async fn send(world: &World, at: &pb::Apbdes) -> pb::SendApbdesResponse {
    call!(
        world,
        "KDS",
        apbdes.send_apbdes,
        SendApbdesRequest {
            name: at.name.clone(),
            etag: at.etag.clone(),
            document_number: "S 1".into(),
            document_day: "2025-11-03".into(),
        }
    )
    .unwrap()
}

pub(crate) async fn evaluate(
    world: &World,
    who: &str,
    at: &pb::Apbdes,
    findings: &[&str],
) -> Result<pb::Apbdes, Vec<String>> {
    let ok = findings.is_empty();
    let result = if ok { pb::EvaluationResult::Ok } else { pb::EvaluationResult::Revise };
    let evaluated = call!(
        world,
        who,
        apbdes.evaluate_apbdes,
        EvaluateApbdesRequest {
            name: at.name.clone(),
            etag: at.etag.clone(),
            result: result.into(),
            findings: findings.iter().map(|text| (*text).to_owned()).collect(),
            document_number: "K 1".into(),
            document_day: "2025-11-03".into(),
        }
    );
    evaluated.map(|evaluated| evaluated.apbdes.unwrap())
}

pub(crate) async fn enact(
    world: &World,
    at: &pb::Apbdes,
    day: &str,
) -> Result<pb::EnactApbdesResponse, Vec<String>> {
    let by_perkades = at.kind() == pb::ApbdesKind::PerubahanPenjabaran;
    let perdes = |text: &str| if by_perkades { String::new() } else { text.to_owned() };
    call!(
        world,
        "KDS",
        apbdes.enact_apbdes,
        EnactApbdesRequest {
            name: at.name.clone(),
            etag: at.etag.clone(),
            perdes_number: perdes("9/2025"),
            perdes_day: perdes(day),
            perkades_number: "10/2025".into(),
            perkades_day: day.into(),
        }
    )
}

/// Somebody gives it up.
pub(crate) async fn discard(
    world: &World,
    who: &str,
    at: &pb::Apbdes,
) -> Result<pb::Apbdes, Vec<String>> {
    let discarded = call!(
        world,
        who,
        apbdes.discard_apbdes,
        DiscardApbdesRequest {
            name: at.name.clone(),
            etag: at.etag.clone(),
            note: "Salah alasan".into(),
        }
    );
    discarded.map(|discarded| discarded.apbdes.unwrap())
}

/// PMD annuls it for the bupati.
pub(crate) async fn annul(world: &World, at: &pb::Apbdes) -> pb::AnnulApbdesResponse {
    call!(
        world,
        "PMD",
        apbdes.annul_apbdes,
        AnnulApbdesRequest {
            name: at.name.clone(),
            etag: at.etag.clone(),
            note: "Bertentangan".into(),
            document_number: "K 9".into(),
            document_day: "2025-11-03".into(),
        }
    )
    .unwrap()
}

/// Takes a draft to the evaluated state.
pub(crate) async fn evaluated(world: &World, at: &pb::Apbdes) -> pb::Apbdes {
    let at = submit(world, at).await.unwrap().apbdes.unwrap();
    let at = agree(world, "BPD", &at).await.unwrap();
    let at = send(world, &at).await.apbdes.unwrap();
    evaluate(world, "CAM", &at, &[]).await.unwrap()
}

/// A village whose first budget is in force.
pub(crate) async fn in_force(engine: Engine) -> (World, pb::Apbdes) {
    let world = World::new(engine).await;
    plan(&world, &[("01.01.01", None), ("02.03.14", Some(person("PKA")))]).await;
    let at = draft(&world, pb::ApbdesKind::Awal).await.unwrap();
    let at = write(&world, &at, good_lines()).await.unwrap().apbdes.unwrap();
    let at = evaluated(&world, &at).await;
    let at = enact(&world, &at, "2025-11-03").await.unwrap().apbdes.unwrap();
    (world, at)
}

pub(crate) async fn lines(world: &World, at: &pb::Apbdes) -> Vec<pb::ApbdesLine> {
    let listed = ask!(
        world,
        "BPD",
        apbdes.list_apbdes_lines,
        ListApbdesLinesRequest { name: at.name.clone() }
    );
    let mut lines = listed.unwrap().lines;
    lines.sort_by(|a, b| a.rekening.cmp(&b.rekening));
    lines
}

/// The change that sets a line to another amount.
pub(crate) fn set(line: &pb::ApbdesLine, amount: i64) -> pb::ApbdesLineChange {
    pb::ApbdesLineChange {
        kind: pb::LineChangeKind::Update.into(),
        line_id: line.line_id.clone(),
        uraian: line.uraian.clone(),
        amount: sen(amount),
        ..Default::default()
    }
}

pub(crate) use {ask, call};
