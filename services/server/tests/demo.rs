//! What the books of the demo's first village tell.

use wire::{
    common::v1::Rupiah,
    realisation::v1::{
        GetBalanceRequest, GetSppRequest, ListBkuRequest, ListSppRequest, SppKind, SppState,
        book_service_client::BookServiceClient, spp_service_client::SppServiceClient,
    },
    reporting::v1::{
        GetLraRequest, GetRealisationBySourceRequest, LraAmounts, LraLevel,
        report_service_client::ReportServiceClient,
    },
};

use crate::{Scratch, Server, people::Person};

const YEAR: &str = "desa/35.10.25.2010/tahun/2026";

fn sen(amount: Option<Rupiah>) -> i64 {
    amount.unwrap().sen
}

#[test]
fn every_account_of_the_district_is_printed() {
    let villages = server::demo::neighbours();
    let posts = "{kades,sekdes,keuangan,bpd,kasi_kesra}";
    assert_eq!(villages, format!("{posts}.{{badean,pondoknongko,pakistaji}}"));
    assert_eq!(server::demo::accounts().len(), 14);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_advance_was_paid_spent_in_part_and_its_rest_given_back() {
    let scratch = Scratch::new();
    let server = Server::start(&scratch, "demo", &[]);
    let channel = server.channel().await;
    let kades = Person::sign_in(&channel, "kades.sukojati").await;

    let mut requests = SppServiceClient::new(channel.clone());
    let settled = ListSppRequest {
        parent: YEAR.to_owned(),
        state: SppState::Settled.into(),
        ..ListSppRequest::default()
    };
    let settled = requests.list_spp(kades.ask(settled)).await.unwrap().into_inner().spps;
    assert_eq!(settled.len(), 1);
    let question = GetSppRequest { name: settled[0].name.clone() };
    let advance = requests.get_spp(kades.ask(question)).await.unwrap().into_inner().spp.unwrap();
    assert_eq!(advance.kind(), SppKind::Panjar);
    let (payment, spj) = (advance.payment.unwrap(), advance.spj.unwrap());
    let (amount, spent, rest) = (sen(advance.amount), sen(spj.spent), sen(spj.rest));
    assert!(spj.accepted && spent > 0 && rest > 0 && spent + rest == amount, "{spj:?}");
    assert!(spj.day > payment.day, "{spj:?}");

    let mut books = BookServiceClient::new(channel.clone());
    let rows =
        ListBkuRequest { parent: YEAR.to_owned(), page_size: 500, ..ListBkuRequest::default() };
    let rows = books.list_bku(kades.ask(rows)).await.unwrap().into_inner().rows;
    let moved = |proof: &str| -> Vec<(i64, i64)> {
        let of_proof = rows.iter().filter(|row| row.reference == proof);
        of_proof.map(|row| (sen(row.received), sen(row.spent))).collect()
    };
    assert_eq!(moved(&payment.number), [(0, amount)]);
    assert_eq!(moved(&spj.number), [(rest, 0)]);
    let balance = GetBalanceRequest { parent: YEAR.to_owned(), day: String::new() };
    let balance = books.get_balance(kades.ask(balance)).await.unwrap().into_inner();
    assert_eq!(sen(balance.panjar), 0);

    let report = GetLraRequest { name: YEAR.to_owned(), as_of: String::new() };
    let mut reports = ReportServiceClient::new(channel);
    let report = reports.get_lra(kades.ask(report)).await.unwrap().into_inner();
    let activity = report
        .rows
        .iter()
        .find(|row| row.level() == LraLevel::Kegiatan && row.function_code == advance.kegiatan);
    assert_eq!(sen(activity.unwrap().amounts.as_ref().unwrap().realised), spent);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_source_of_money_was_ever_spent_before_it_came() {
    let scratch = Scratch::new();
    let server = Server::start(&scratch, "demo", &[]);
    let channel = server.channel().await;
    let kades = Person::sign_in(&channel, "kades.sukojati").await;
    let realised = |amounts: Option<LraAmounts>| sen(amounts.unwrap().realised);

    let mut reports = ReportServiceClient::new(channel);
    let payments = (1..=11).map(|month| format!("2026-{month:02}-20"));
    for day in payments.chain(["2026-08-06".to_owned(), "2026-11-24".to_owned()]) {
        let question = GetRealisationBySourceRequest { name: YEAR.to_owned(), as_of: day.clone() };
        let report = reports.get_realisation_by_source(kades.ask(question)).await.unwrap();
        let rows = report.into_inner().rows;
        let seen: Vec<(String, i64)> = rows
            .into_iter()
            .map(|row| (row.sumber_dana, realised(row.totals.unwrap().silpa)))
            .collect();
        assert!(seen.iter().any(|(source, _)| source == "DLL"), "{seen:?}");
        assert!(seen.iter().all(|(_, left)| *left >= 0), "{day}: {seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_who_sells_building_material_is_paid_for_meals() {
    let scratch = Scratch::new();
    let server = Server::start(&scratch, "demo", &[]);
    let channel = server.channel().await;
    let kades = Person::sign_in(&channel, "kades.sukojati").await;
    let mut requests = SppServiceClient::new(channel);
    let mut page_token = String::new();
    let mut names = Vec::new();
    loop {
        let question = ListSppRequest {
            parent: YEAR.to_owned(),
            page_size: 100,
            page_token,
            ..ListSppRequest::default()
        };
        let page = requests.list_spp(kades.ask(question)).await.unwrap().into_inner();
        names.extend(page.spps.into_iter().map(|spp| spp.name));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    let mut works = 0;
    for name in names {
        let question = GetSppRequest { name };
        let spp = requests.get_spp(kades.ask(question)).await.unwrap().into_inner().spp.unwrap();
        let builder = spp.payee.unwrap().display_name.starts_with("Toko Bangunan");
        let work = spp.lines.iter().any(|line| !line.project.is_empty());
        assert_eq!(builder, work, "{} {}", spp.number, spp.description);
        works += i32::from(work);
    }
    assert!(works > 0);
}
