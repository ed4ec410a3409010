//! What the kinds of two claims allow at most: a plan and an unfunded wish only warn.

use crate::{
    judge::evidence,
    work::{Claim, ClaimKind, Evidence, Verdict},
};

/// The most that may be said of a pair because of what kind of claims they are, with its sentence.
pub(crate) fn cap(a: &Claim, b: &Claim) -> Option<(Verdict, Evidence)> {
    if is_own_plan(a, b) {
        let text = "Rencana RKPDes dan pekerjaan yang melaksanakannya; bukan tumpang tindih.";
        return Some((Verdict::Clear, evidence("own_plan", &[], text.to_owned())));
    }
    if [a, b].iter().any(|claim| claim.kind == ClaimKind::Planned) {
        let text = "Salah satunya baru rencana: diberitahukan, tidak menahan.";
        return Some((Verdict::Warn, evidence("planned", &[], text.to_owned())));
    }
    if [a, b].iter().any(|claim| is_without_document(claim)) {
        let text = "Pekerjaan pemilik lain tanpa nomor kontrak atau dokumen anggaran: \
                    diberitahukan, tidak menahan.";
        return Some((Verdict::Warn, evidence("outside_no_document", &[], text.to_owned())));
    }
    None
}

/// Whether one is a row of the RKPDes and the other a work of the same village, kegiatan and year.
pub(crate) fn is_own_plan(a: &Claim, b: &Claim) -> bool {
    a.desa == b.desa
        && a.tahun == b.tahun
        && a.facts.rkpdes != b.facts.rkpdes
        && [a, b].iter().all(|claim| claim.kind != ClaimKind::Outside)
        && !a.facts.kegiatan.is_empty()
        && a.facts.kegiatan == b.facts.kegiatan
}

/// A claim of another owner that no contract and no budget document stands behind.
fn is_without_document(claim: &Claim) -> bool {
    claim.kind == ClaimKind::Outside && claim.facts.document.is_empty()
}

/// Whose the works of other owners are, and by which document.
pub(crate) fn owners(a: &Claim, b: &Claim) -> Option<Evidence> {
    let told: Vec<String> = [a, b]
        .into_iter()
        .filter(|claim| claim.kind == ClaimKind::Outside)
        .map(|claim| {
            let document = match claim.facts.document.as_str() {
                "" => "tanpa dokumen".to_owned(),
                number => format!("dokumen {number}"),
            };
            format!("{} ({}, {document})", claim.facts.owner_name, claim.facts.owner.title())
        })
        .collect();
    let text = format!("Pekerjaan pemilik lain: {}.", told.join(" dan "));
    (!told.is_empty()).then(|| evidence("outside_owner", &[], text))
}

#[cfg(test)]
#[path = "weight_tests.rs"]
mod tests;
