//! Who is asked to do what in which state: tables without any reading.

use domain::Role;
use wire::access::{
    apbdes_service as apbdes, book_service as book, claim_service as claim, dpa_service as dpa,
    finding_service as finding, flag_service as flag, override_service as overrides,
    project_service as project, review_service as review, spp_service as spp,
};

/// What a role is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Duty {
    /// Who.
    pub role: Role,
    /// By which method.
    pub method: &'static str,
    /// Why, in Indonesian.
    pub why: &'static str,
}

const fn duty(role: Role, method: &'static str, why: &'static str) -> Duty {
    Duty { role, method, why }
}

/// Duties of a payment request; `spj` tells whether an accounting was handed in.
pub(crate) fn of_spp(state: &str, panjar: bool, spj: bool, returned: bool) -> Option<Duty> {
    Some(match (state, panjar, spj) {
        ("draft", ..) if returned => {
            duty(Role::Pka, spp::SUBMIT_SPP, "SPP dikembalikan; perbaiki lalu ajukan lagi.")
        }
        ("draft", ..) => duty(Role::Pka, spp::SUBMIT_SPP, "Rancangan SPP belum diajukan."),
        ("submitted", ..) => {
            duty(Role::Sek, spp::VERIFY_SPP, "SPP menunggu verifikasi sekretaris desa.")
        }
        ("verified", ..) => {
            duty(Role::Kds, spp::APPROVE_SPP, "SPP terverifikasi menunggu persetujuan kepala desa.")
        }
        ("approved", ..) => {
            duty(Role::Keu, spp::DISBURSE_SPP, "SPP yang disetujui menunggu pembayaran.")
        }
        ("disbursed", true, false) => duty(
            Role::Pka,
            spp::SUBMIT_SPJ,
            "Panjar sudah dibayar dan belum dipertanggungjawabkan.",
        ),
        ("disbursed", true, true) => {
            duty(Role::Sek, spp::ACCEPT_SPJ, "SPJ panjar menunggu pemeriksaan sekretaris desa.")
        }
        ("accounted", true, _) => duty(
            Role::Keu,
            spp::SETTLE_PANJAR,
            "SPJ panjar sudah diterima; sisa panjar dan pajaknya belum diselesaikan.",
        ),
        _ => return None,
    })
}

/// The duty of a month proposed for closing.
pub(crate) const MONTH: Duty = duty(
    Role::Sek,
    book::CONFIRM_MONTH_CLOSE,
    "Penutupan buku menunggu pengesahan sekretaris desa.",
);

/// Duties of a budget version; `lapsed` tells whether the days of evaluation are over.
pub(crate) fn of_apbdes(kind: &str, state: &str, lapsed: bool) -> Vec<Duty> {
    let enact = |why| duty(Role::Kds, apbdes::ENACT_APBDES, why);
    let revise = |why| [Role::Sek, Role::Kds].map(|role| duty(role, apbdes::REVISE_APBDES, why));
    let write = duty(
        Role::Sek,
        apbdes::BATCH_UPDATE_APBDES_LINES,
        "Rancangan masih disusun; lengkapi sebelum diajukan kepala desa.",
    );
    match (state, kind) {
        ("draft", "perubahan_penjabaran") => {
            vec![write, enact("Rancangan perubahan penjabaran menunggu penetapan kepala desa.")]
        }
        ("draft", "awal" | "perubahan") => vec![
            write,
            duty(Role::Kds, apbdes::SUBMIT_APBDES, "Rancangan belum diajukan kepada BPD."),
        ],
        ("submitted_bpd", _) => {
            vec![duty(Role::Bpd, apbdes::AGREE_APBDES, "Rancangan menunggu kesepakatan BPD.")]
        }
        ("rejected_bpd", _) => {
            revise("BPD menolak rancangan; tarik kembali dan perbaiki.").to_vec()
        }
        ("agreed_bpd", _) => vec![duty(
            Role::Kds,
            apbdes::SEND_APBDES,
            "Rancangan disepakati BPD dan belum dikirim kepada camat.",
        )],
        ("under_evaluation", _) if lapsed => vec![enact(
            "Batas evaluasi camat sudah lewat; rancangan berlaku dengan sendirinya dan dapat ditetapkan.",
        )],
        ("under_evaluation", _) => {
            vec![duty(Role::Cam, apbdes::EVALUATE_APBDES, "Rancangan menunggu evaluasi camat.")]
        }
        ("evaluated_revise", _) => {
            revise("Camat meminta penyempurnaan; tarik kembali dan perbaiki.").to_vec()
        }
        ("evaluated_ok" | "deemed_ok", _) => {
            vec![enact("Rancangan sudah dievaluasi dan menunggu penetapan kepala desa.")]
        }
        _ => Vec::new(),
    }
}

/// The duty of an execution document; of an approved one, where its PKA left the office.
pub(crate) fn of_dpa(state: &str) -> Option<Duty> {
    Some(match state {
        "drafted" => duty(Role::Pka, dpa::SUBMIT_DPA, "Rancangan DPA belum diajukan."),
        "returned" => {
            duty(Role::Pka, dpa::DRAFT_DPA, "DPA dikembalikan; perbaiki lalu ajukan lagi.")
        }
        "approved" => duty(
            Role::Pka,
            dpa::DRAFT_DPA,
            "DPA ini perlu diambil alih dengan RAB dan rencana penarikan yang sama, agar SPP kegiatannya dapat diajukan.",
        ),
        "submitted" => duty(Role::Sek, dpa::VERIFY_DPA, "DPA menunggu verifikasi sekretaris desa."),
        "verified" => {
            duty(Role::Kds, dpa::APPROVE_DPA, "DPA terverifikasi menunggu persetujuan kepala desa.")
        }
        _ => return None,
    })
}

/// Duties of a project; the marks tell whether an amendment or a cancellation is proposed.
pub(crate) fn of_project(state: &str, amended: bool, cancelled: bool) -> Vec<Duty> {
    let mut duties = Vec::new();
    match state {
        "draft" => duties.push(duty(
            Role::Pka,
            project::SUBMIT_PROJECT,
            "Rancangan kegiatan fisik belum diajukan.",
        )),
        "submitted" => duties.push(duty(
            Role::Sek,
            project::REGISTER_PROJECT,
            "Kegiatan fisik menunggu pendaftaran oleh sekretaris desa.",
        )),
        "registered" if amended => duties.push(duty(
            Role::Sek,
            project::CONFIRM_AMENDMENT,
            "Perubahan lokasi atau nilai menunggu pengesahan sekretaris desa.",
        )),
        _ => {}
    }
    if state == "registered" && cancelled {
        duties.push(duty(
            Role::Kds,
            project::CONFIRM_CANCELLATION,
            "Usul pembatalan kegiatan fisik menunggu keputusan kepala desa.",
        ));
    }
    duties
}

/// Duties of the villages of an open flag.
pub(crate) const EXPLAIN: [Duty; 2] = [
    duty(Role::Sek, flag::EXPLAIN_FLAG, "Sampaikan penjelasan desa kepada pemutus."),
    duty(Role::Kds, flag::EXPLAIN_FLAG, "Sampaikan penjelasan desa kepada pemutus."),
];
/// The duty of the camat of both villages.
pub(crate) const DECIDE: Duty =
    duty(Role::Cam, flag::PROPOSE_DECISION, "Tanda tumpang tindih menunggu putusan camat.");
/// The duty of PMD for a pair in two kecamatan.
pub(crate) const DECIDE_ABOVE: Duty = duty(
    Role::Pmd,
    flag::PROPOSE_DECISION,
    "Tanda tumpang tindih antarkecamatan menunggu putusan Dinas PMD.",
);
/// The duty of PMD for a pair that its camat left undecided.
pub(crate) const DECIDE_LATE: Duty = duty(
    Role::Pmd,
    flag::PROPOSE_DECISION,
    "Batas putusan camat sudah lewat; tanda tumpang tindih naik ke Dinas PMD.",
);
/// The duty of PMD for another owner's work that a decision stopped.
pub(crate) const STOPPED: Duty = duty(
    Role::Pmd,
    claim::WITHDRAW_CLAIM,
    "Pekerjaan pemilik lain ini diputus harus berhenti; sampaikan kepada pemiliknya, lalu tarik atau pindahkan klaimnya.",
);
/// The duty of the second person of a claim with a document: to say the same, or to send it as it
/// stands.
pub(crate) const fn of_word(role: Role, withdraws: bool) -> Duty {
    if withdraws {
        return duty(
            role,
            claim::WITHDRAW_CLAIM,
            "Penarikan klaim berdokumen ini menunggu orang kedua; tarik juga bila benar, atau kirim lagi klaim seperti yang berlaku untuk membatalkannya.",
        );
    }
    duty(
        role,
        claim::AMEND_CLAIM,
        "Perubahan klaim berdokumen ini menunggu orang kedua; kirim isi yang sama bila benar, atau isi yang berlaku untuk membatalkannya.",
    )
}
/// The duty of the second person.
pub(crate) const CHECK: Duty =
    duty(Role::Pmd, flag::CONFIRM_DECISION, "Usul putusan menunggu pengesahan orang kedua.");
/// The duty of PMD where no camat may decide.
pub(crate) const DECIDE_FOR: Duty = duty(
    Role::Pmd,
    flag::PROPOSE_DECISION,
    "Camat berbenturan kepentingan atau tidak ada; Dinas PMD menggantikannya.",
);
/// What the inspectorate is told of a pair that nobody decided in its days.
pub(crate) const LATE: Duty = duty(
    Role::Ins,
    flag::GET_FLAG,
    "Batas putusan sudah lewat dan tanda tumpang tindih belum diputus.",
);
/// The duty of the second person of an override.
pub(crate) const CONFIRM_OVERRIDE: Duty = duty(
    Role::Pmd,
    overrides::CONFIRM_OVERRIDE,
    "Usul pengecualian menunggu pengesahan orang kedua.",
);
/// What the inspectorate may still refuse.
pub(crate) const VETO: Duty = duty(
    Role::Ins,
    overrides::VETO_OVERRIDE,
    "Pengecualian sudah disahkan dan masih dapat ditolak Inspektorat.",
);
/// What a camat asks of PMD.
pub(crate) const REOPEN_PMD: Duty =
    duty(Role::Pmd, review::REOPEN_FLAG, "Camat meminta putusan tumpang tindih dibuka kembali.");
/// What a camat asks of the inspectorate.
pub(crate) const REOPEN_INS: Duty =
    duty(Role::Ins, review::REOPEN_FLAG, "Camat meminta putusan tumpang tindih dibuka kembali.");
/// What a camat asks of the inspectorate alone.
pub(crate) const FREEZE: Duty =
    duty(Role::Ins, review::FREEZE_PROJECT, "Camat meminta pekerjaan ini dibekukan.");
/// The inspectorate's duty on a work that the nightly sweep holds.
pub(crate) const LET_GO: Duty = duty(
    Role::Ins,
    review::UNFREEZE_PROJECT,
    "Pekerjaan ini dibekukan oleh sistem dan menunggu pemeriksaan Inspektorat.",
);
/// The village's duty on a finding.
pub(crate) const ANSWER: Duty =
    duty(Role::Kds, finding::ANSWER_FINDING, "Temuan Inspektorat menunggu jawaban desa.");
/// The inspectorate's duty on an answered finding.
pub(crate) const CLOSE: Duty =
    duty(Role::Ins, finding::CLOSE_FINDING, "Jawaban desa atas temuan menunggu Inspektorat.");
/// The duty of the second person of a reversal.
pub(crate) const REVERSE: Duty = duty(
    Role::Kds,
    spp::CONFIRM_REVERSAL,
    "Usul pembalikan pembayaran menunggu pengesahan kepala desa.",
);
/// The duty of the second person of a correction of the books.
pub(crate) const CORRECT: Duty = duty(
    Role::Sek,
    book::CONFIRM_CORRECTION,
    "Usul koreksi buku menunggu pengesahan sekretaris desa.",
);
/// A month that is over.
pub(crate) const CLOSE_MONTH: Duty = duty(
    Role::Keu,
    book::CLOSE_MONTH,
    "Bulan ini sudah berakhir dan penutupan bukunya belum diajukan.",
);
/// A year that has begun.
pub(crate) const OPEN_YEAR: Duty = duty(
    Role::Keu,
    book::RECORD_OPENING_BALANCE,
    "Tahun anggaran sudah mulai dan saldo awalnya belum dicatat; tutup buku Desember lebih dahulu bila sudah dapat.",
);
/// An opening balance that the year before does not bear out.
pub(crate) const OPENING_OFF: Duty = duty(
    Role::Keu,
    book::PROPOSE_CORRECTION,
    "Saldo awal tidak sama dengan penutupan Desember tahun sebelumnya; ajukan koreksi saldo awal.",
);
/// What the kaur keuangan is told of a correction that was turned down.
pub(crate) const TURNED_DOWN: Duty = duty(
    Role::Keu,
    book::PROPOSE_CORRECTION,
    "Usul koreksi buku ditolak sekretaris desa; bila catatannya memang salah, ajukan lagi dengan yang benar.",
);
/// The duty of the second person of a month's reopening.
pub(crate) const REOPEN_MONTH: Duty = duty(
    Role::Kds,
    book::CONFIRM_MONTH_REOPENING,
    "Usul pembukaan kembali bulan menunggu pengesahan kepala desa.",
);
/// The duty of the third.
pub(crate) const AGREE_MONTH: Duty = duty(
    Role::Cam,
    book::AGREE_MONTH_REOPENING,
    "Pembukaan kembali bulan menunggu persetujuan camat.",
);
