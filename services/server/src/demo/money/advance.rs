//! Advances of the story: paid before the work, accounted for after it, their rest given back.

use domain::Error;
use wire::{
    common::v1::Rupiah,
    realisation::v1::{
        AcceptSpjRequest, MoneyStore, SettlePanjarRequest, SpjLine, SubmitSpjRequest,
        spp_service_client::SppServiceClient,
    },
};

use super::{Claim, OnItsWay, Treasury};
use crate::demo::stage::{Stage, told};

impl Treasury<'_> {
    /// Asks for an advance and signs it on one day, and pays it on another.
    pub async fn advance(
        &self,
        stage: &mut Stage,
        [asked, paid]: [&str; 2],
        claim: &Claim<'_>,
    ) -> Result<OnItsWay, Error> {
        let submitted = self.submit(stage, asked, claim).await?;
        let verified = self.verify(stage, submitted).await?;
        let approved = self.approve(stage, verified).await?;
        stage.day(paid)?;
        self.pay(stage, paid, approved).await
    }

    /// Accounts for a share of an advance; the rest comes back into the bank account.
    pub async fn settle(
        &self,
        stage: &mut Stage,
        day: &str,
        (claim, advance): (&Claim<'_>, OnItsWay),
        spent: (i64, i64),
    ) -> Result<(), Error> {
        stage.day(day)?;
        let mut spp = SppServiceClient::new(stage.channel());
        let lines = self.lines.get(claim.kegiatan).into_iter().flatten().map(|line| {
            let advanced = line.amount.unwrap_or_default().sen * claim.share.0 / claim.share.1;
            SpjLine {
                line_id: line.line_id.clone(),
                project: claim.project.unwrap_or_default().to_owned(),
                amount: Some(Rupiah { sen: advanced * spent.0 / spent.1 }),
            }
        });
        let message = SubmitSpjRequest {
            request_id: stage.id(),
            name: advance.name.clone(),
            etag: advance.etag,
            day: day.to_owned(),
            lines: lines.collect(),
            note: "Kegiatan selesai; bukti pengeluaran terlampir.".to_owned(),
        };
        let pka = self.village.account(self.village.pka(claim.kegiatan));
        let message = stage.by(&pka, message).await?;
        let handed_in = spp.submit_spj(message).await.map_err(told("SubmitSpj"))?.into_inner();
        let message = AcceptSpjRequest {
            request_id: stage.id(),
            name: advance.name.clone(),
            etag: handed_in.etag,
        };
        let message = stage.by(&self.village.account("sekdes"), message).await?;
        let accepted = spp.accept_spj(message).await.map_err(told("AcceptSpj"))?.into_inner();
        let message = SettlePanjarRequest {
            request_id: stage.id(),
            name: advance.name,
            etag: accepted.etag,
            day: day.to_owned(),
            store: MoneyStore::Bank.into(),
            taxes: Vec::new(),
        };
        let message = stage.by(&self.village.account("keuangan"), message).await?;
        spp.settle_panjar(message).await.map_err(told("SettlePanjar"))?;
        Ok(())
    }
}
