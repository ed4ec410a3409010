//! From the yearly plan to an enacted budget with approved DPA.

use std::collections::{BTreeMap, HashMap};

use domain::Error;
use wire::{
    common::v1::Rupiah,
    planning::v1::{
        AgreeApbdesRequest, ApbdesKind, ApbdesLine, ApbdesLineChange, ApproveDpaRequest,
        BatchUpdateApbdesLinesRequest, CreateApbdesRequest, DraftDpaRequest, EnactApbdesRequest,
        EnactRkpdesRequest, EvaluateApbdesRequest, EvaluationResult, LineChangeKind,
        ListApbdesLinesRequest, Pattern, PutRkpdesRowRequest, RabRow, RkpdesRow, SendApbdesRequest,
        SubmitApbdesRequest, SubmitDpaRequest, VerifyDpaRequest,
        apbdes_service_client::ApbdesServiceClient, dpa_service_client::DpaServiceClient,
        rkpdes_service_client::RkpdesServiceClient,
    },
};

use super::{
    district::{Spending, Village},
    stage::{Stage, told},
};

/// A budget line in force and the script's line it came from.
pub type Lines = Vec<ApbdesLine>;

/// Enacts the village's budget of the year and approves a DPA for each activity.
pub async fn enact(stage: &mut Stage, village: &Village, tahun: i32) -> Result<Lines, Error> {
    let parent = format!("{}/tahun/{tahun}", village.resource());
    rkpdes(stage, village, &parent, tahun).await?;
    let lines = apbdes(stage, village, &parent, tahun).await?;
    dpa(stage, village, &parent, &lines, tahun).await?;
    Ok(lines)
}

async fn rkpdes(
    stage: &mut Stage,
    village: &Village,
    parent: &str,
    tahun: i32,
) -> Result<(), Error> {
    stage.day(&format!("{}-09-22", tahun - 1))?;
    let mut client = RkpdesServiceClient::new(stage.channel());
    let mut plan_etag = String::new();
    for (kegiatan, lines) in by_kegiatan(&village.belanja) {
        let first = lines.first().ok_or_else(|| Error::fault("demo: activity without lines"))?;
        let row = RkpdesRow {
            kegiatan: kegiatan.to_owned(),
            location: format!("Desa {}", village.name),
            volume_e4: 10_000,
            unit: "paket".to_owned(),
            target: "Warga desa".to_owned(),
            cost: Some(Rupiah { sen: lines.iter().map(|line| line.sen()).sum() }),
            sumber_dana: first.sumber_dana.clone(),
            pattern: Pattern::Swakelola.into(),
            ..RkpdesRow::default()
        };
        let message = PutRkpdesRowRequest {
            request_id: stage.id(),
            parent: parent.to_owned(),
            row: Some(row),
        };
        let request = stage.by(&village.account("sekdes"), message).await?;
        plan_etag = client
            .put_rkpdes_row(request)
            .await
            .map_err(told("PutRkpdesRow"))?
            .into_inner()
            .plan_etag;
    }
    let message = EnactRkpdesRequest {
        request_id: stage.id(),
        parent: parent.to_owned(),
        plan_etag,
        perdes_number: format!("3/{}", tahun - 1),
        perdes_day: format!("{}-09-22", tahun - 1),
    };
    let request = stage.by(&village.account("kades"), message).await?;
    client.enact_rkpdes(request).await.map_err(told("EnactRkpdes"))?;
    Ok(())
}

async fn apbdes(
    stage: &mut Stage,
    village: &Village,
    parent: &str,
    tahun: i32,
) -> Result<Lines, Error> {
    let mut client = ApbdesServiceClient::new(stage.channel());
    let year = tahun - 1;
    stage.day(&format!("{year}-10-06"))?;
    let sekdes = village.account("sekdes");
    let kades = village.account("kades");
    let message = CreateApbdesRequest {
        request_id: stage.id(),
        parent: parent.to_owned(),
        kind: ApbdesKind::Awal.into(),
        ..CreateApbdesRequest::default()
    };
    let request = stage.by(&sekdes, message).await?;
    let draft = client.create_apbdes(request).await.map_err(told("CreateApbdes"))?.into_inner();
    let draft = draft.apbdes.unwrap_or_default();
    let name = draft.name.clone();
    let message = BatchUpdateApbdesLinesRequest {
        request_id: stage.id(),
        name: name.clone(),
        etag: draft.etag,
        lines: changes(village),
    };
    let request = stage.by(&sekdes, message).await?;
    let answer = client.batch_update_apbdes_lines(request).await;
    let mut etag = answer
        .map_err(told("BatchUpdateApbdesLines"))?
        .into_inner()
        .apbdes
        .unwrap_or_default()
        .etag;

    agree(stage, village, &mut client, &name, &mut etag, year).await?;
    stage.day(&format!("{year}-12-15"))?;
    let message = EnactApbdesRequest {
        request_id: stage.id(),
        name: name.clone(),
        etag,
        perdes_number: format!("6/{year}"),
        perdes_day: format!("{year}-12-15"),
        perkades_number: format!("9/{year}"),
        perkades_day: format!("{year}-12-15"),
    };
    let request = stage.by(&kades, message).await?;
    client.enact_apbdes(request).await.map_err(told("EnactApbdes"))?;
    list_lines(stage, &mut client, &sekdes, &name).await
}

/// From the draft to the camat's evaluation: kades, BPD, kades, camat.
async fn agree(
    stage: &mut Stage,
    village: &Village,
    client: &mut ApbdesServiceClient<tonic::transport::Channel>,
    name: &str,
    etag: &mut String,
    year: i32,
) -> Result<(), Error> {
    let kades = village.account("kades");
    let name = || name.to_owned();
    stage.day(&format!("{year}-10-10"))?;
    let message = SubmitApbdesRequest { request_id: stage.id(), name: name(), etag: etag.clone() };
    let request = stage.by(&kades, message).await?;
    let answer = client.submit_apbdes(request).await.map_err(told("SubmitApbdes"))?;
    *etag = answer.into_inner().apbdes.unwrap_or_default().etag;

    stage.day(&format!("{year}-10-20"))?;
    let message = AgreeApbdesRequest {
        request_id: stage.id(),
        name: name(),
        etag: etag.clone(),
        document_number: format!("BA/04/BPD/{year}"),
        document_day: format!("{year}-10-20"),
    };
    let request = stage.by(&village.account("bpd"), message).await?;
    let answer = client.agree_apbdes(request).await.map_err(told("AgreeApbdes"))?;
    *etag = answer.into_inner().apbdes.unwrap_or_default().etag;

    stage.day(&format!("{year}-10-22"))?;
    let message = SendApbdesRequest {
        request_id: stage.id(),
        name: name(),
        etag: etag.clone(),
        document_number: format!("141/210/{year}"),
        document_day: format!("{year}-10-22"),
    };
    let request = stage.by(&kades, message).await?;
    let answer = client.send_apbdes(request).await.map_err(told("SendApbdes"))?;
    *etag = answer.into_inner().apbdes.unwrap_or_default().etag;

    stage.day(&format!("{year}-11-10"))?;
    let message = EvaluateApbdesRequest {
        request_id: stage.id(),
        name: name(),
        etag: etag.clone(),
        result: EvaluationResult::Ok.into(),
        findings: Vec::new(),
        document_number: format!("188/77/{year}"),
        document_day: format!("{year}-11-10"),
    };
    let request = stage.by(village.camat()?, message).await?;
    let answer = client.evaluate_apbdes(request).await.map_err(told("EvaluateApbdes"))?;
    *etag = answer.into_inner().apbdes.unwrap_or_default().etag;
    Ok(())
}

async fn list_lines(
    stage: &mut Stage,
    client: &mut ApbdesServiceClient<tonic::transport::Channel>,
    account: &str,
    name: &str,
) -> Result<Lines, Error> {
    let mut lines = Vec::new();
    let mut page_token = String::new();
    loop {
        let message = ListApbdesLinesRequest {
            name: name.to_owned(),
            page_size: 500,
            page_token,
            ..ListApbdesLinesRequest::default()
        };
        let request = stage.by(account, message).await?;
        let page = client.list_apbdes_lines(request).await.map_err(told("ListApbdesLines"))?;
        let page = page.into_inner();
        lines.extend(page.lines);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(lines);
        }
    }
}

fn changes(village: &Village) -> Vec<ApbdesLineChange> {
    let create = |rekening: &str, sumber_dana: &str, uraian: &str| ApbdesLineChange {
        kind: LineChangeKind::Create.into(),
        rekening: rekening.to_owned(),
        sumber_dana: sumber_dana.to_owned(),
        uraian: uraian.to_owned(),
        ..ApbdesLineChange::default()
    };
    let rupiah = |jumlah: i64| Some(Rupiah { sen: jumlah.saturating_mul(100) });
    let revenue = village.pendapatan.iter().map(|line| ApbdesLineChange {
        amount: rupiah(line.jumlah),
        ..create(&line.rekening, &line.sumber_dana, &line.uraian)
    });
    let surplus = village.silpa.iter().map(|line| ApbdesLineChange {
        amount: rupiah(line.jumlah),
        ..create("6.1.1.01", &line.sumber_dana, "SiLPA tahun sebelumnya")
    });
    let spending = village.belanja.iter().map(|line| ApbdesLineChange {
        kegiatan: line.kegiatan.clone(),
        volume_e4: line.volume_e4,
        unit: line.unit.clone(),
        unit_price: rupiah(line.harga),
        amount: Some(Rupiah { sen: line.sen() }),
        ..create(&line.rekening, &line.sumber_dana, &line.uraian)
    });
    revenue.chain(surplus).chain(spending).collect()
}

async fn dpa(
    stage: &mut Stage,
    village: &Village,
    parent: &str,
    lines: &Lines,
    tahun: i32,
) -> Result<(), Error> {
    let mut client = DpaServiceClient::new(stage.channel());
    stage.day(&format!("{tahun}-01-02"))?;
    let mut drafts: BTreeMap<&str, Vec<&ApbdesLine>> = BTreeMap::new();
    for line in lines.iter().filter(|line| !line.kegiatan.is_empty()) {
        drafts.entry(&line.kegiatan).or_default().push(line);
    }
    let mut submitted: Vec<(String, String)> = Vec::new();
    for (kegiatan, lines) in &drafts {
        let pka = village.account(village.pka(kegiatan));
        let message = draft(stage, parent, kegiatan, lines, tahun);
        let request = stage.by(&pka, message).await?;
        let drafted = client.draft_dpa(request).await.map_err(told("DraftDpa"))?.into_inner();
        let drafted = drafted.dpa.unwrap_or_default();
        let message =
            SubmitDpaRequest { request_id: stage.id(), name: drafted.name, etag: drafted.etag };
        let request = stage.by(&pka, message).await?;
        let done = client.submit_dpa(request).await.map_err(told("SubmitDpa"))?.into_inner();
        let done = done.dpa.unwrap_or_default();
        submitted.push((done.name, done.etag));
    }
    stage.day(&format!("{tahun}-01-05"))?;
    for (name, etag) in submitted {
        let message = VerifyDpaRequest { request_id: stage.id(), name, etag };
        let request = stage.by(&village.account("sekdes"), message).await?;
        let done = client.verify_dpa(request).await.map_err(told("VerifyDpa"))?.into_inner();
        let done = done.dpa.unwrap_or_default();
        let message = ApproveDpaRequest {
            request_id: stage.id(),
            name: done.name,
            etag: done.etag,
            approved_day: format!("{tahun}-01-05"),
        };
        let request = stage.by(&village.account("kades"), message).await?;
        client.approve_dpa(request).await.map_err(told("ApproveDpa"))?;
    }
    Ok(())
}

fn draft(
    stage: &Stage,
    parent: &str,
    kegiatan: &str,
    lines: &[&ApbdesLine],
    tahun: i32,
) -> DraftDpaRequest {
    let rab = lines.iter().map(|line| RabRow {
        line_id: line.line_id.clone(),
        uraian: line.uraian.clone(),
        volume_e4: line.volume_e4,
        unit: line.unit.clone(),
        unit_price: line.unit_price,
        amount: line.amount,
    });
    let mut months = [0_i64; 12];
    for line in lines {
        let amount = line.amount.unwrap_or_default().sen;
        let monthly = line.unit.ends_with("bulan");
        for (at, month) in months.iter_mut().enumerate() {
            if monthly {
                *month += amount / 12 + if at == 0 { amount % 12 } else { 0 };
            } else if at == starts(&line.sumber_dana) {
                *month += amount;
            }
        }
    }
    DraftDpaRequest {
        request_id: stage.id(),
        parent: parent.to_owned(),
        kegiatan: kegiatan.to_owned(),
        rab: rab.collect(),
        months: months.into_iter().map(|sen| Rupiah { sen }).collect(),
        location: "Wilayah desa".to_owned(),
        start_day: format!("{tahun}-01-05"),
        end_day: format!("{tahun}-12-20"),
        target: "Warga desa".to_owned(),
        team: "Tim pelaksana kegiatan".to_owned(),
        ..DraftDpaRequest::default()
    }
}

/// The month (from 0) in which what is not monthly is bought: when its source has arrived.
fn starts(sumber_dana: &str) -> usize {
    match sumber_dana {
        "DDS" => 4,
        "PBK" => 5,
        "PBH" => 2,
        _ => 1,
    }
}

fn by_kegiatan(lines: &[Spending]) -> BTreeMap<&str, Vec<&Spending>> {
    let mut groups: BTreeMap<&str, Vec<&Spending>> = BTreeMap::new();
    for line in lines {
        groups.entry(&line.kegiatan).or_default().push(line);
    }
    groups
}

/// The lines of an activity, for payment requests.
pub fn of_kegiatan(lines: &Lines) -> HashMap<&str, Vec<&ApbdesLine>> {
    let mut groups: HashMap<&str, Vec<&ApbdesLine>> = HashMap::new();
    for line in lines.iter().filter(|line| !line.kegiatan.is_empty()) {
        groups.entry(&line.kegiatan).or_default().push(line);
    }
    groups
}
