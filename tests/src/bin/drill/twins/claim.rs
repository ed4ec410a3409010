//! A twin's payment request, from its draft to its payment.

use tests::desk::TODAY;
use tonic::transport::Channel;
use wire::{
    common::v1::Rupiah,
    monitoring::v1::Project,
    realisation::v1::{
        ApproveSppRequest, CancelSppRequest, ConfirmReversalRequest, CreateSppRequest,
        DisburseSppRequest, GetSppRequest, MoneyStore, Payee, ProposeReversalRequest, SppInput,
        SppKind, SppLineInput, SubmitSppRequest, VerifySppRequest,
        spp_service_client::SppServiceClient,
    },
};

use super::act::{People, Told, call, must};

/// What a payment of the drill is about.
const PAID: Rupiah = Rupiah { sen: 100 };

/// A payment request on its way.
pub struct Claimed {
    name: String,
    etag: String,
}

macro_rules! step {
    ($(#[$doc:meta])* $name:ident, $person:ident, $request:ident, $call:ident) => {
        $(#[$doc])*
        pub async fn $name(&self, claimed: &mut Claimed) -> Told {
            let id = client::request_id();
            let (told, answer) = call(|| {
                let (name, etag) = (claimed.name.clone(), claimed.etag.clone());
                let ask = self.$person.ask($request { request_id: id.clone(), name, etag });
                let mut spps = self.spps();
                async move { spps.$call(ask).await }
            })
            .await;
            if let Some(answer) = answer {
                claimed.etag = answer.etag;
            }
            told
        }
    };
}

impl People {
    fn spps(&self) -> SppServiceClient<Channel> {
        SppServiceClient::new(self.pka.channel())
    }

    /// Drafts a payment request for a project.
    pub async fn claim(&self, project: &Project) -> Claimed {
        let id = client::request_id();
        let spp = SppInput {
            day: TODAY.to_owned(),
            description: project.content.clone().unwrap_or_default().display_name,
            lines: vec![SppLineInput {
                line_id: self.line_id.clone(),
                amount: Some(PAID),
                project: project.name.clone(),
            }],
            payee: Some(Payee { display_name: "Toko Kembar".to_owned(), ..Payee::default() }),
            invoice_number: "K-1".to_owned(),
            received_day: TODAY.to_owned(),
            progress_note: "Bahan sudah diterima.".to_owned(),
            responsibility_stated: true,
            legal_basis: String::new(),
        };
        let drafted = call(|| {
            let (request_id, parent, spp) = (id.clone(), self.parent(), Some(spp.clone()));
            let kind = SppKind::Definitif.into();
            let ask = self.pka.ask(CreateSppRequest { request_id, parent, kind, spp });
            let mut spps = self.spps();
            async move { spps.create_spp(ask).await }
        });
        let drafted = must("CreateSpp", drafted.await);
        Claimed { name: drafted.name, etag: drafted.etag }
    }

    step! {
        /// Hands it in.
        hand_in, pka, SubmitSppRequest, submit_spp
    }
    step! {
        /// Verifies it; the gate refuses a disputed project here.
        verify, sek, VerifySppRequest, verify_spp
    }
    step! {
        /// Approves it.
        approve, kds, ApproveSppRequest, approve_spp
    }

    /// Pays it.
    pub async fn pay(&self, claimed: &Claimed) -> Told {
        let id = client::request_id();
        let paid = call(|| {
            let ask = self.keu.ask(DisburseSppRequest {
                request_id: id.clone(),
                name: claimed.name.clone(),
                etag: claimed.etag.clone(),
                day: TODAY.to_owned(),
                store: MoneyStore::Bank.into(),
                taxes: Vec::new(),
            });
            let mut spps = self.spps();
            async move { spps.disburse_spp(ask).await }
        });
        paid.await.0
    }

    /// Brings back what was paid: a work that was paid for keeps its place, which the next round
    /// needs.
    pub async fn reverse(&self, claimed: &Claimed) {
        let read = call(|| {
            let ask = self.keu.ask(GetSppRequest { name: claimed.name.clone() });
            let mut spps = self.spps();
            async move { spps.get_spp(ask).await }
        });
        let paid = must("GetSpp", read.await);
        let (name, etag) = (claimed.name.clone(), paid.spp.expect("a request is told").etag);
        let id = client::request_id();
        let proposed = call(|| {
            let ask = self.keu.ask(ProposeReversalRequest {
                request_id: id.clone(),
                name: name.clone(),
                etag: etag.clone(),
                note: "Ronde selesai".to_owned(),
                document_number: "STS-1".to_owned(),
                document_day: TODAY.to_owned(),
            });
            let mut spps = self.spps();
            async move { spps.propose_reversal(ask).await }
        });
        let etag = must("ProposeReversal", proposed.await).etag;
        let id = client::request_id();
        let confirmed = call(|| {
            let (request_id, name, etag) = (id.clone(), name.clone(), etag.clone());
            let ask = self.kds.ask(ConfirmReversalRequest { request_id, name, etag });
            let mut spps = self.spps();
            async move { spps.confirm_reversal(ask).await }
        });
        must("ConfirmReversal", confirmed.await);
    }

    /// Takes it back, if it may still be.
    pub async fn take_back(&self, claimed: &Claimed) {
        let id = client::request_id();
        let _ = call(|| {
            let ask = self.pka.ask(CancelSppRequest {
                request_id: id.clone(),
                name: claimed.name.clone(),
                etag: claimed.etag.clone(),
                reason: "Ronde selesai".to_owned(),
            });
            let mut spps = self.spps();
            async move { spps.cancel_spp(ask).await }
        })
        .await;
    }
}
