//! Writers that draft, submit and cancel payment requests and book receipts in four villages.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use tonic::{Response, Status, transport::Channel};
use wire::{
    common::v1::{Receipt, Rupiah},
    planning::v1::{
        ListApbdesLinesRequest, ListApbdesRequest, apbdes_service_client::ApbdesServiceClient,
    },
    realisation::v1::{
        CancelSppRequest, CreateSppRequest, GetBalanceRequest, GetBalanceResponse, MoneyStore,
        Payee, RecordReceiptRequest, SppInput, SppKind, SppLineInput, SubmitSppRequest,
        book_service_client::BookServiceClient, spp_service_client::SppServiceClient,
    },
};

use crate::{
    history::{Call, Ending, History, ending},
    people::Person,
};

/// The day of the demo district.
pub const TODAY: &str = "2026-11-24";
/// An activity of every demo village without physical work, whose budget is not used up.
const KEGIATAN: &str = "03.04.03";

/// Villages of the demo with the post that carries the activity out.
const VILLAGES: [(&str, &str, &str); 4] = [
    ("desa/35.10.25.2010", "sukojati", "kasi_pelayanan"),
    ("desa/35.10.25.2009", "badean", "kasi_kesra"),
    ("desa/35.10.14.2009", "pondoknongko", "kasi_kesra"),
    ("desa/35.10.14.2006", "pakistaji", "kasi_kesra"),
];

/// One village's two writers and the line they spend from.
#[derive(Clone)]
pub struct Desk {
    pub desa: String,
    pub pka: Person,
    pub keu: Person,
    pub line_id: String,
}

impl Desk {
    /// Every village's people, signed in.
    pub async fn all(channel: &Channel) -> Vec<Self> {
        let mut desks = Vec::new();
        for (desa, name, post) in VILLAGES {
            let pka = Person::sign_in(channel.clone(), &format!("{post}.{name}")).await;
            let keu = Person::sign_in(channel.clone(), &format!("keuangan.{name}")).await;
            let line_id = line(&pka, desa).await;
            desks.push(Self { desa: desa.to_owned(), pka, keu, line_id });
        }
        desks
    }

    /// Gives the passwords again, so that the next minutes' acts are allowed.
    pub async fn step_up(&self) {
        self.pka.step_up().await;
        self.keu.step_up().await;
    }

    fn parent(&self) -> String {
        format!("{}/tahun/2026", self.desa)
    }

    /// A draft payment request's content.
    pub fn spp(&self, sen: i64) -> SppInput {
        SppInput {
            day: TODAY.to_owned(),
            description: "Konsumsi pembinaan PKK".to_owned(),
            lines: vec![SppLineInput {
                line_id: self.line_id.clone(),
                amount: Some(Rupiah { sen }),
                project: String::new(),
            }],
            payee: Some(Payee { display_name: "Warung Bu Sri".to_owned(), ..Payee::default() }),
            invoice_number: "N-1".to_owned(),
            received_day: TODAY.to_owned(),
            progress_note: "Sudah diterima.".to_owned(),
            responsibility_stated: true,
            legal_basis: String::new(),
        }
    }

    /// Drafts, submits, and cancels one payment request, keeping what each call was told.
    pub async fn spend(&self, history: &History, sen: i64) {
        let mut spp = SppServiceClient::new(self.pka.channel());
        let request_id = client::request_id();
        let message = CreateSppRequest {
            request_id: request_id.clone(),
            parent: self.parent(),
            kind: SppKind::Definitif.into(),
            spp: Some(self.spp(sen)),
        };
        let answer = spp.create_spp(self.pka.ask(message)).await;
        let Some(draft) =
            self.keep(history, &self.pka, "CreateSpp", request_id, answer, |a| a.receipt.clone())
        else {
            return;
        };
        let request_id = client::request_id();
        let message = SubmitSppRequest {
            request_id: request_id.clone(),
            name: draft.name.clone(),
            etag: draft.etag,
        };
        let answer = spp.submit_spp(self.pka.ask(message)).await;
        let Some(done) =
            self.keep(history, &self.pka, "SubmitSpp", request_id, answer, |a| a.receipt.clone())
        else {
            return;
        };
        let request_id = client::request_id();
        let message = CancelSppRequest {
            request_id: request_id.clone(),
            name: draft.name,
            etag: done.etag,
            reason: "Uji".to_owned(),
        };
        let answer = spp.cancel_spp(self.pka.ask(message)).await;
        self.keep(history, &self.pka, "CancelSpp", request_id, answer, |a| a.receipt.clone());
    }

    /// Books one receipt.
    pub async fn receive(&self, history: &History, sen: i64) {
        let request_id = client::request_id();
        let ending = self.receive_as(&request_id, sen).await;
        let (place, account) = (self.desa.clone(), self.keu.account.clone());
        history.add(Call { request_id, place, account, method: "RecordReceipt", ending });
    }

    /// Books one receipt under a request id.
    pub async fn receive_as(&self, request_id: &str, sen: i64) -> Ending {
        let message = RecordReceiptRequest {
            request_id: request_id.to_owned(),
            parent: self.parent(),
            day: TODAY.to_owned(),
            rekening: "4.2.3.01".to_owned(),
            sumber_dana: "ADD".to_owned(),
            amount: Some(Rupiah { sen }),
            store: MoneyStore::Bank.into(),
            payer: "RKUD".to_owned(),
            description: "Uji".to_owned(),
        };
        let answer =
            BookServiceClient::new(self.keu.channel()).record_receipt(self.keu.ask(message)).await;
        match answer {
            Ok(answer) => {
                let receipt = answer.into_inner().receipt;
                Ending::Acked(receipt.expect("an accepted write answers a receipt"))
            }
            Err(status) => told("RecordReceipt", &status),
        }
    }

    /// Reads the village's balance.
    pub async fn balance(&self) -> Result<GetBalanceResponse, Status> {
        let message = GetBalanceRequest { parent: self.parent(), day: TODAY.to_owned() };
        let mut books = BookServiceClient::new(self.keu.channel());
        books.get_balance(self.keu.ask(message)).await.map(Response::into_inner)
    }

    fn keep<A>(
        &self,
        history: &History,
        person: &Person,
        method: &'static str,
        request_id: String,
        answer: Result<Response<A>, Status>,
        receipt: impl Fn(&A) -> Option<Receipt>,
    ) -> Option<A> {
        let (ending, answer) = match answer {
            Ok(answer) => {
                let answer = answer.into_inner();
                let receipt = receipt(&answer).expect("an accepted write answers a receipt");
                (Ending::Acked(receipt), Some(answer))
            }
            Err(status) => (told(method, &status), None),
        };
        let (place, account) = (self.desa.clone(), person.account.clone());
        history.add(Call { request_id, place, account, method, ending });
        answer
    }
}

fn told(method: &str, status: &Status) -> Ending {
    let ending = ending(status);
    if matches!(ending, Ending::Refused) {
        REFUSED.fetch_add(1, Ordering::Relaxed);
        if std::env::var_os("DRILL_VERBOSE").is_some() {
            println!("{method}: {status}");
        }
    }
    ending
}

/// Definite refusals so far; a workload of refusals would prove nothing.
pub static REFUSED: AtomicU64 = AtomicU64::new(0);

/// Lets two writers a village work until told to stop.
pub fn run(
    desks: &[Desk],
    history: &Arc<History>,
    stop: &Arc<AtomicBool>,
) -> tokio::task::JoinSet<()> {
    let mut writers = tokio::task::JoinSet::new();
    for desk in desks {
        for spends in [true, false] {
            let (desk, history, stop) = (desk.clone(), history.clone(), stop.clone());
            writers.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    if spends {
                        desk.spend(&history, 10_000).await;
                    } else {
                        desk.receive(&history, 1).await;
                    }
                }
            });
        }
    }
    writers
}

async fn line(person: &Person, desa: &str) -> String {
    let mut client = ApbdesServiceClient::new(person.channel());
    let parent = format!("{desa}/tahun/2026");
    let versions = client
        .list_apbdes(person.ask(ListApbdesRequest { parent, ..ListApbdesRequest::default() }))
        .await
        .expect("the budget can be listed")
        .into_inner();
    let name = versions.apbdes.first().expect("the demo villages have budgets").name.clone();
    let message = ListApbdesLinesRequest {
        name,
        kegiatan: KEGIATAN.to_owned(),
        ..ListApbdesLinesRequest::default()
    };
    let lines = client
        .list_apbdes_lines(person.ask(message))
        .await
        .expect("lines can be listed")
        .into_inner()
        .lines;
    lines.first().expect("the activity has a line").line_id.clone()
}
