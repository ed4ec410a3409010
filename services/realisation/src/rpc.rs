//! The two services: open the call, read the request, run, reply.

use edge::call::{Call, answer, reply, request_id};
use edge::status;
use store::Store;
use tonic::{Request, Response, Status, service::RoutesBuilder};
use wire::realisation::v1::{
    self as proto,
    book_service_server::{BookService, BookServiceServer},
    spp_service_server::{SppService, SppServiceServer},
};

use crate::{
    accept::AcceptSpj,
    bku::{GetBalance, ListBku},
    charge::RecordBankCharge,
    correction::{ConfirmCorrection, ProposeCorrection, RejectCorrection},
    corrections::ListCorrections,
    decide::{ApproveSpp, CancelSpp, RejectSpp, ReturnSpp, VerifySpp},
    disburse::DisburseSpp,
    document::{DepositTax, RecordReceipt, TransferCash},
    draft::{CreateSpp, UpdateSpp},
    month::{CloseMonth, ConfirmMonthClose},
    opening::RecordOpeningBalance,
    read::{GetSpp, ListSpp, PreviewSpp},
    reopening::{
        AgreeMonthReopening, ConfirmMonthReopening, ProposeMonthReopening, RejectMonthReopening,
    },
    reversal::{ConfirmReversal, ProposeReversal, RejectReversal},
    settle::SettlePanjar,
    spj::SubmitSpj,
    submit::SubmitSpp,
};

/// Both services over one store.
#[derive(Clone)]
struct Rpc {
    store: Store,
}

/// Adds the services of this room to a server.
pub fn add_to(routes: &mut RoutesBuilder, store: &Store, limits: edge::Limits) {
    let rpc = Rpc { store: store.clone() };
    let spp = SppServiceServer::new(rpc.clone()).max_decoding_message_size(limits.message_bytes);
    let book = BookServiceServer::new(rpc).max_decoding_message_size(limits.message_bytes);
    routes.add_service(spp).add_service(book);
}

/// Implements a service: each method is one command or one query.
macro_rules! serve {
    ($service:ident:
        writes { $($write:ident($write_request:ident) -> $write_answer:ident = $command:ident;)* }
        reads { $($read:ident($read_request:ident) -> $read_answer:ident = $query:ident;)* }
    ) => {
        #[tonic::async_trait]
        impl $service for Rpc {
            $(async fn $write(
                &self,
                request: Request<proto::$write_request>,
            ) -> Result<Response<proto::$write_answer>, Status> {
                let (call, request) = Call::open(request)?;
                let id = request_id(&request.request_id).map_err(|e| status(&e))?;
                let command = request.read($command::parse).map_err(|e| status(&e))?;
                reply(self.store.execute(call.caller, id, command).await)
            })*
            $(async fn $read(
                &self,
                request: Request<proto::$read_request>,
            ) -> Result<Response<proto::$read_answer>, Status> {
                let (call, request) = Call::open(request)?;
                let query = request.read($query::parse).map_err(|e| status(&e))?;
                answer(self.store.answer(call.caller, query).await)
            })*
        }
    };
}

serve! { SppService:
    writes {
        create_spp(CreateSppRequest) -> CreateSppResponse = CreateSpp;
        update_spp(UpdateSppRequest) -> UpdateSppResponse = UpdateSpp;
        submit_spp(SubmitSppRequest) -> SubmitSppResponse = SubmitSpp;
        verify_spp(VerifySppRequest) -> VerifySppResponse = VerifySpp;
        return_spp(ReturnSppRequest) -> ReturnSppResponse = ReturnSpp;
        approve_spp(ApproveSppRequest) -> ApproveSppResponse = ApproveSpp;
        reject_spp(RejectSppRequest) -> RejectSppResponse = RejectSpp;
        cancel_spp(CancelSppRequest) -> CancelSppResponse = CancelSpp;
        disburse_spp(DisburseSppRequest) -> DisburseSppResponse = DisburseSpp;
        submit_spj(SubmitSpjRequest) -> SubmitSpjResponse = SubmitSpj;
        accept_spj(AcceptSpjRequest) -> AcceptSpjResponse = AcceptSpj;
        settle_panjar(SettlePanjarRequest) -> SettlePanjarResponse = SettlePanjar;
        propose_reversal(ProposeReversalRequest) -> ProposeReversalResponse = ProposeReversal;
        confirm_reversal(ConfirmReversalRequest) -> ConfirmReversalResponse = ConfirmReversal;
        reject_reversal(RejectReversalRequest) -> RejectReversalResponse = RejectReversal;
    }
    reads {
        preview_spp(PreviewSppRequest) -> PreviewSppResponse = PreviewSpp;
        get_spp(GetSppRequest) -> GetSppResponse = GetSpp;
        list_spp(ListSppRequest) -> ListSppResponse = ListSpp;
    }
}

serve! { BookService:
    writes {
        record_opening_balance(RecordOpeningBalanceRequest) -> RecordOpeningBalanceResponse = RecordOpeningBalance;
        record_receipt(RecordReceiptRequest) -> RecordReceiptResponse = RecordReceipt;
        transfer_cash(TransferCashRequest) -> TransferCashResponse = TransferCash;
        deposit_tax(DepositTaxRequest) -> DepositTaxResponse = DepositTax;
        record_bank_charge(RecordBankChargeRequest) -> RecordBankChargeResponse = RecordBankCharge;
        propose_correction(ProposeCorrectionRequest) -> ProposeCorrectionResponse = ProposeCorrection;
        confirm_correction(ConfirmCorrectionRequest) -> ConfirmCorrectionResponse = ConfirmCorrection;
        reject_correction(RejectCorrectionRequest) -> RejectCorrectionResponse = RejectCorrection;
        close_month(CloseMonthRequest) -> CloseMonthResponse = CloseMonth;
        confirm_month_close(ConfirmMonthCloseRequest) -> ConfirmMonthCloseResponse = ConfirmMonthClose;
        propose_month_reopening(ProposeMonthReopeningRequest) -> ProposeMonthReopeningResponse = ProposeMonthReopening;
        confirm_month_reopening(ConfirmMonthReopeningRequest) -> ConfirmMonthReopeningResponse = ConfirmMonthReopening;
        agree_month_reopening(AgreeMonthReopeningRequest) -> AgreeMonthReopeningResponse = AgreeMonthReopening;
        reject_month_reopening(RejectMonthReopeningRequest) -> RejectMonthReopeningResponse = RejectMonthReopening;
    }
    reads {
        list_corrections(ListCorrectionsRequest) -> ListCorrectionsResponse = ListCorrections;
        list_bku(ListBkuRequest) -> ListBkuResponse = ListBku;
        get_balance(GetBalanceRequest) -> GetBalanceResponse = GetBalance;
    }
}
