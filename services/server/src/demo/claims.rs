//! Works of the kabupaten beside those of the villages: one with a contract, one without.

use domain::Error;
use wire::{
    common::v1::Rupiah,
    oversight::v1::{
        ClaimContent, ClaimSite, RegisterClaimRequest, claim_service_client::ClaimServiceClient,
    },
};

use super::{
    district::District,
    stage::{Stage, told},
    works::shape,
};

/// Who enters them, and on which day.
const OFFICIAL: &str = "pmd.ani";
const DAY: &str = "2026-07-06";

/// Enters the claims of the script; the one with a contract raises a flag.
pub async fn register(stage: &mut Stage, district: &District) -> Result<(), Error> {
    stage.day(DAY)?;
    for claim in &district.klaim {
        let message = RegisterClaimRequest {
            request_id: stage.id(),
            parent: "kabupaten/35.10".to_owned(),
            owner: "kabupaten".to_owned(),
            owner_display_name: "Dinas PU Cipta Karya, Perumahan dan Permukiman".to_owned(),
            external_id: claim.external_id.clone(),
            content: Some(ClaimContent {
                display_name: claim.name.clone(),
                work_class: claim.work_class.clone(),
                intervention: claim.intervention.clone(),
                tahun: district.tahun,
                amount: Some(Rupiah { sen: claim.amount.saturating_mul(100) }),
                document_number: claim.document.clone(),
                sites: vec![ClaimSite {
                    shape: Some(shape(&claim.shape)),
                    accuracy_m: 5.0,
                    capture: "digitised".to_owned(),
                    amount: None,
                }],
                ..ClaimContent::default()
            }),
        };
        let request = stage.by(OFFICIAL, message).await?;
        let mut claims = ClaimServiceClient::new(stage.channel());
        claims.register_claim(request).await.map_err(told("RegisterClaim"))?;
    }
    Ok(())
}
