//! The year's money: opening balance, receipts, payment requests, taxes, closed months.

use std::collections::HashMap;

use domain::Error;
use wire::{
    common::v1::Rupiah,
    planning::v1::ApbdesLine,
    realisation::v1::{
        ApproveSppRequest, CloseMonthRequest, ConfirmMonthCloseRequest, CreateSppRequest,
        DepositTaxRequest, DisburseSppRequest, GetBalanceRequest, MoneyStore, OpeningLine, Payee,
        RecordOpeningBalanceRequest, RecordReceiptRequest, SppInput, SppKind, SppLineInput,
        SubmitSppRequest, TaxWithheld, VerifySppRequest, book_service_client::BookServiceClient,
        spp_service_client::SppServiceClient,
    },
};

use super::{
    district::Village,
    planning::{Lines, of_kegiatan},
    stage::{Stage, told},
};

mod advance;

/// Sen in a rupiah.
const SEN: i64 = 100;
/// Prices include PPN of 11 percent; tax is taken in whole rupiah.
const WITH_PPN: i64 = 111;

/// One payment request of the story.
pub struct Claim<'a> {
    /// Activity.
    pub kegiatan: &'a str,
    /// Share of each line: numerator, denominator.
    pub share: (i64, i64),
    /// What it is for.
    pub description: String,
    /// Who gets it.
    pub payee: &'a str,
    /// The project, for physical work.
    pub project: Option<&'a str>,
    /// Whether PPN and PPh 22 are withheld from material.
    pub taxed: bool,
    /// Whether it is an advance (panjar), before anything is received.
    pub advance: bool,
}

/// A request on its way.
pub struct OnItsWay {
    /// Resource name.
    pub name: String,
    etag: String,
    taxes: Vec<TaxWithheld>,
}

/// A village's treasury on the stage.
pub struct Treasury<'a> {
    village: &'a Village,
    parent: String,
    tahun: i32,
    lines: HashMap<&'a str, Vec<&'a ApbdesLine>>,
}

impl<'a> Treasury<'a> {
    /// The treasury of a village with an enacted budget.
    pub fn new(village: &'a Village, lines: &'a Lines, tahun: i32) -> Self {
        let parent = format!("{}/tahun/{tahun}", village.resource());
        Self { village, parent, tahun, lines: of_kegiatan(lines) }
    }

    /// Books last year's surplus into the bank account.
    pub async fn open(&self, stage: &mut Stage) -> Result<(), Error> {
        stage.day(&format!("{}-01-05", self.tahun))?;
        let lines = self.village.silpa.iter().map(|surplus| OpeningLine {
            sumber_dana: surplus.sumber_dana.clone(),
            cash: Some(Rupiah { sen: 0 }),
            bank: Some(Rupiah { sen: surplus.jumlah * SEN }),
            tax: None,
        });
        let message = RecordOpeningBalanceRequest {
            request_id: stage.id(),
            parent: self.parent.clone(),
            lines: lines.collect(),
        };
        if message.lines.is_empty() {
            return Ok(());
        }
        let request = stage.by(&self.village.account("keuangan"), message).await?;
        let mut books = BookServiceClient::new(stage.channel());
        books.record_opening_balance(request).await.map_err(told("RecordOpeningBalance"))?;
        Ok(())
    }

    /// Receives a share of a planned revenue into the bank account.
    pub async fn receive(
        &self,
        stage: &mut Stage,
        day: &str,
        sumber_dana: &str,
        share: (i64, i64),
    ) -> Result<(), Error> {
        stage.day(day)?;
        let Some(plan) =
            self.village.pendapatan.iter().find(|line| line.sumber_dana == sumber_dana)
        else {
            return Ok(());
        };
        let message = RecordReceiptRequest {
            request_id: stage.id(),
            parent: self.parent.clone(),
            day: day.to_owned(),
            rekening: plan.rekening.clone(),
            sumber_dana: plan.sumber_dana.clone(),
            amount: Some(Rupiah { sen: plan.jumlah * SEN * share.0 / share.1 }),
            store: MoneyStore::Bank.into(),
            payer: plan.pembayar.clone(),
            description: plan.uraian.clone(),
        };
        let request = stage.by(&self.village.account("keuangan"), message).await?;
        let mut books = BookServiceClient::new(stage.channel());
        books.record_receipt(request).await.map_err(told("RecordReceipt"))?;
        Ok(())
    }

    /// Drafts a request.
    pub async fn draft(
        &self,
        stage: &mut Stage,
        day: &str,
        claim: &Claim<'_>,
    ) -> Result<OnItsWay, Error> {
        stage.day(day)?;
        let (input, taxes) = self.input(day, claim);
        let kind = if claim.advance { SppKind::Panjar } else { SppKind::Definitif };
        let message = CreateSppRequest {
            request_id: stage.id(),
            parent: self.parent.clone(),
            kind: kind.into(),
            spp: Some(input),
        };
        let pka = self.village.account(self.village.pka(claim.kegiatan));
        let message = stage.by(&pka, message).await?;
        let mut spp = SppServiceClient::new(stage.channel());
        let draft = spp.create_spp(message).await.map_err(told("CreateSpp"))?.into_inner();
        Ok(OnItsWay { name: draft.name, etag: draft.etag, taxes })
    }

    /// Drafts and submits a request.
    pub async fn submit(
        &self,
        stage: &mut Stage,
        day: &str,
        claim: &Claim<'_>,
    ) -> Result<OnItsWay, Error> {
        let one = self.draft(stage, day, claim).await?;
        let message =
            SubmitSppRequest { request_id: stage.id(), name: one.name.clone(), etag: one.etag };
        let pka = self.village.account(self.village.pka(claim.kegiatan));
        let message = stage.by(&pka, message).await?;
        let mut spp = SppServiceClient::new(stage.channel());
        let done = spp.submit_spp(message).await.map_err(told("SubmitSpp"))?.into_inner();
        Ok(OnItsWay { name: one.name, etag: done.etag, taxes: one.taxes })
    }

    /// Verifies a submitted request.
    pub async fn verify(&self, stage: &mut Stage, one: OnItsWay) -> Result<OnItsWay, Error> {
        let message =
            VerifySppRequest { request_id: stage.id(), name: one.name.clone(), etag: one.etag };
        let message = stage.by(&self.village.account("sekdes"), message).await?;
        let mut spp = SppServiceClient::new(stage.channel());
        let done = spp.verify_spp(message).await.map_err(told("VerifySpp"))?.into_inner();
        Ok(OnItsWay { name: one.name, etag: done.etag, taxes: one.taxes })
    }

    /// Approves a verified request.
    pub async fn approve(&self, stage: &mut Stage, one: OnItsWay) -> Result<OnItsWay, Error> {
        let message =
            ApproveSppRequest { request_id: stage.id(), name: one.name.clone(), etag: one.etag };
        let message = stage.by(&self.village.account("kades"), message).await?;
        let mut spp = SppServiceClient::new(stage.channel());
        let done = spp.approve_spp(message).await.map_err(told("ApproveSpp"))?.into_inner();
        Ok(OnItsWay { name: one.name, etag: done.etag, taxes: one.taxes })
    }

    /// Submits on one day, verifies and approves on another and pays on a third.
    pub async fn spend(
        &self,
        stage: &mut Stage,
        [asked, approved, paid]: [&str; 3],
        claims: &[Claim<'_>],
    ) -> Result<(), Error> {
        let mut submitted = Vec::new();
        for claim in claims {
            submitted.push(self.submit(stage, asked, claim).await?);
        }
        stage.day(approved)?;
        let mut ready = Vec::new();
        for one in submitted {
            let verified = self.verify(stage, one).await?;
            ready.push(self.approve(stage, verified).await?);
        }
        stage.day(paid)?;
        for one in ready {
            self.pay(stage, paid, one).await?;
        }
        Ok(())
    }

    /// Pays an approved request out of the bank account.
    async fn pay(&self, stage: &mut Stage, day: &str, one: OnItsWay) -> Result<OnItsWay, Error> {
        let message = DisburseSppRequest {
            request_id: stage.id(),
            name: one.name.clone(),
            etag: one.etag,
            day: day.to_owned(),
            store: MoneyStore::Bank.into(),
            taxes: one.taxes,
        };
        let request = stage.by(&self.village.account("keuangan"), message).await?;
        let mut spp = SppServiceClient::new(stage.channel());
        let done = spp.disburse_spp(request).await.map_err(told("DisburseSpp"))?.into_inner();
        Ok(OnItsWay { name: one.name, etag: done.etag, taxes: Vec::new() })
    }

    /// Deposits every tax held and closes the month.
    pub async fn close(&self, stage: &mut Stage, month: u8, last_day: &str) -> Result<(), Error> {
        stage.day(last_day)?;
        let treasurer = self.village.account("keuangan");
        let mut books = BookServiceClient::new(stage.channel());
        let question = GetBalanceRequest { parent: self.parent.clone(), day: last_day.to_owned() };
        let request = stage.by(&treasurer, question.clone()).await?;
        let held = books.get_balance(request).await.map_err(told("GetBalance"))?.into_inner();
        for (at, tax) in held.taxes.into_iter().enumerate() {
            let amount = tax.amount.unwrap_or_default();
            if amount.sen == 0 {
                continue;
            }
            let message = DepositTaxRequest {
                request_id: stage.id(),
                parent: self.parent.clone(),
                day: last_day.to_owned(),
                rekening: tax.rekening,
                amount: Some(amount),
                store: MoneyStore::Bank.into(),
                billing_code: format!("{}{month:02}{at:011}", self.tahun % 100),
                ntpn: format!("LMBG{month:02}{at:02}{:08}", amount.sen % 100_000_000),
            };
            let request = stage.by(&treasurer, message).await?;
            books.deposit_tax(request).await.map_err(told("DepositTax"))?;
        }
        let request = stage.by(&treasurer, question).await?;
        let balance = books.get_balance(request).await.map_err(told("GetBalance"))?.into_inner();
        let message = CloseMonthRequest {
            request_id: stage.id(),
            parent: self.parent.clone(),
            month: i32::from(month),
            cash_counted: balance.cash,
            bank_statement: balance.bank,
        };
        let request = stage.by(&treasurer, message).await?;
        books.close_month(request).await.map_err(told("CloseMonth"))?;
        let message = ConfirmMonthCloseRequest {
            request_id: stage.id(),
            parent: self.parent.clone(),
            month: i32::from(month),
        };
        let request = stage.by(&self.village.account("sekdes"), message).await?;
        books.confirm_month_close(request).await.map_err(told("ConfirmMonthClose"))?;
        Ok(())
    }

    fn input(&self, day: &str, claim: &Claim<'_>) -> (SppInput, Vec<TaxWithheld>) {
        let mut material = 0;
        let mut lines = Vec::new();
        for line in self.lines.get(claim.kegiatan).into_iter().flatten() {
            let whole = line.amount.unwrap_or_default().sen;
            let sen = whole * claim.share.0 / claim.share.1;
            if line.rekening.ends_with(".03") || line.rekening == "5.2.6.04" {
                material += sen;
            }
            lines.push(SppLineInput {
                line_id: line.line_id.clone(),
                amount: Some(Rupiah { sen }),
                project: claim.project.unwrap_or_default().to_owned(),
            });
        }
        let taxes = if claim.taxed { taxes(material) } else { Vec::new() };
        let mut input = SppInput {
            day: day.to_owned(),
            description: claim.description.clone(),
            lines,
            payee: Some(Payee {
                display_name: claim.payee.to_owned(),
                address: format!("Desa {}", self.village.name),
                bank: "Bank Jatim".to_owned(),
                account: String::new(),
            }),
            invoice_number: format!("INV/{}", day.replace('-', "")),
            received_day: day.to_owned(),
            progress_note: "Barang dan pekerjaan telah diterima sesuai berita acara.".to_owned(),
            responsibility_stated: true,
            legal_basis: String::new(),
        };
        if claim.advance {
            input.invoice_number.clear();
            input.received_day.clear();
            input.progress_note = "Panitia dan rencana anggaran sudah ditetapkan.".to_owned();
            input.responsibility_stated = false;
        }
        (input, taxes)
    }
}

/// PPN 11 percent and PPh 22 of 1.5 percent on the price without PPN, in whole rupiah.
fn taxes(gross_sen: i64) -> Vec<TaxWithheld> {
    let whole = |sen: i64| sen / SEN * SEN;
    let base = gross_sen * SEN / WITH_PPN;
    let held = [("7.1.1.01", whole(gross_sen - base)), ("7.1.1.03", whole(base * 15 / 1_000))];
    held.into_iter()
        .filter(|(_, sen)| *sen > 0)
        .map(|(rekening, sen)| TaxWithheld {
            rekening: rekening.to_owned(),
            amount: Some(Rupiah { sen }),
        })
        .collect()
}
