//! Why a pair is not decided.

domain::reasons! {
    /// The decider held a mandate in one of the villages lately.
    CONFLICT_OF_INTEREST: Unmet = "{who} pernah menjabat di {desa} dalam {months} bulan terakhir dan tidak boleh memutus{then}.",
        "Nobody decides on a pair in whose villages he or she held a mandate within the months of policy gate.conflict_months. PMD replaces a decider in conflict. The fact `who` is `caller`, `official`, or `maker`: who made the proposal has a conflict by now, so reject it and have somebody else make it anew.";
    /// The reason of a decision speaks against its outcome.
    REASON_NOT_OF_OUTCOME: Invalid = "Alasan \"{reason}\" tidak cocok dengan putusan \"{outcome}\".",
        "`same_work` is a reason of `stands` alone, `other` of both outcomes, and every other reason of `dismissed` alone.";
    /// What stands was given a last day.
    STANDS_HAS_NO_END: Invalid = "Putusan tumpang tindih tidak mempunyai hari terakhir; kosongkan masa berlakunya.",
        "Only a dismissal has a `valid_until`. What stands does so until it is overridden or opened again.";
    /// The maker has no office over both villages.
    DECIDER_NOT_ABOVE_BOTH: Unmet = "Kedua desa berada di {place}; usulan putusan dibuat oleh pejabat di atas keduanya.",
        "The maker is the camat when both villages lie in one kecamatan, PMD when they do not. Send the flag's `place`.";
    /// The decider signed one of the works.
    DECIDER_NAMED: Unmet = "{who} tercatat dalam pekerjaan \"{project}\" dan tidak boleh memutus{then}.",
        "Nobody decides on a pair who ever signed one of its projects or a payment for it, or who entered or changed one of its claims. PMD replaces a decider in conflict. The fact `who` is `caller`, `official`, or `maker`: reject a proposal of such a maker and have somebody else make it anew.";
    /// The camat is to make the decision.
    CAMAT_FIRST: Unmet = "Usulan putusan dibuat camat di {place} sampai {due}; Dinas PMD menggantikan bila camat berbenturan kepentingan atau lewat batas.",
        "PMD makes a decision within one kecamatan only when no camat is free of a conflict of interest, or when the working days of policy gate.decision_days are over. GetFlag tells who may.";
    /// An override would end before it begins.
    OVERRIDE_SHORT: Invalid = "Pengecualian baru dapat berlaku mulai {from}; masa berlakunya berakhir sebelum itu.",
        "`valid_until` must not be before the first day after the inspectorate's days of veto (policy gate.veto_days).";
    /// An override would last too long.
    OVERRIDE_TOO_LONG: Invalid = "Pengecualian berlaku paling lama {days} hari, sampai {last}.",
        "`valid_until` lies beyond the days of policy gate.override_days.max from today.";
    /// What was asked is answered.
    REVIEW_ANSWERED: Unmet = "Permintaan ini sudah dijawab ({state}).",
        "Only a waiting review can be declined; ask again if something new came up.";
    /// The finding is closed.
    FINDING_CLOSED: Unmet = "Temuan ini sudah ditutup.",
        "A closed finding is neither answered nor closed again; raise a new one.";
    /// Maker and checker are one person.
    SAME_DECIDER: Unmet = "Putusan harus dikonfirmasi oleh orang lain daripada pengusulnya.",
        "ConfirmDecision and RejectDecision need another person than ProposeDecision, whatever accounts or mandates they hold.";
    /// A decision already waits for its second person.
    DECISION_PENDING: Unmet = "Sudah ada usulan putusan yang menunggu konfirmasi.",
        "Confirm or reject the waiting decision first; GetFlag shows it.";
    /// The decision was confirmed or turned down before.
    DECISION_CLOSED: Unmet = "Usulan putusan ini sudah {state}.",
        "Only a proposed decision can be confirmed or rejected.";
    /// A dismissal would end before it begins.
    VALIDITY_PAST: Invalid = "Masa berlaku putusan berakhir sebelum hari ini.",
        "`valid_until` must be today or later, when a dismissal is made and when it is confirmed. A proposal whose last day is over is rejected, or the next proposal takes its place.";
    /// A claim lies outside the area in whose right it is entered.
    CLAIM_OUTSIDE_AREA: Unmet = "Lokasi pekerjaan berada di {desa}, di luar wilayah {area} yang Anda sebut.",
        "The village that holds most of the claim must lie in `parent`. PMD enters claims of the whole kabupaten.";
    /// A system changes a claim that another entered.
    CLAIM_NOT_YOURS: Denied = "Klaim ini didaftarkan oleh pihak lain; sistem hanya mengubah klaimnya sendiri.",
        "A role SYS changes and withdraws only claims that it entered itself. PMD and the camat may change all of their area.";
    /// A claim was withdrawn before.
    CLAIM_WITHDRAWN: Unmet = "Klaim ini sudah ditarik.",
        "A withdrawn claim is neither amended nor withdrawn again. RegisterClaim with the same owner and number restores it.";
    /// Two rows of one batch have the same number.
    CLAIM_TWICE: Invalid = "Nomor {external_id} sudah ada di baris {first}.",
        "One batch or file holds every number of the owner once.";
    /// A file of claims cannot be read as a whole.
    CLAIM_FILE_UNREADABLE: Invalid = "Berkas tidak terbaca: {why}.",
        "CSV with a heading line, a GeoJSON FeatureCollection, or an OC4IDS project package. deploy/import-claims.md lists the columns.";
    /// A row of a file lacks something or holds what cannot be read.
    CLAIM_ROW_UNREADABLE: Invalid = "Isi \"{value}\" bukan {expected}.",
        "The row of the file holds a value that cannot be read; the message names the column or member.";
    /// A quote of a table is never closed.
    CLAIM_QUOTE_OPEN: Invalid = "Tanda kutip yang dibuka di baris {line} tidak ditutup, sehingga isi sampai baris {last} menjadi satu dan tidak terbaca.",
        "A value that begins with a quote ends with one; a quote inside it is doubled. Every line that was swallowed is told with this reason.";
    /// The planned days lie in other years than the budget.
    WORK_DAYS_OTHER_YEAR: Invalid = "Waktu pelaksanaan ({days}) tidak menyentuh tahun anggaran {tahun}.",
        "`starts_on` and `ends_on` tell when the work of this budget year is done; a work over several years at least touches it.";
    /// A claim would let go a village's work that it holds.
    CLAIM_FLAGGED: Unmet = "Klaim ini menahan pekerjaan \"{project}\" di Desa {desa} (tanda tumpang tindih: {state}). Tanda itu harus diputus lebih dahulu oleh dua pejabat sebelum klaim ditarik atau diubah sehingga pekerjaan itu terlepas.",
        "One person does not release a village's payment. While the flag is open, have it dismissed by ProposeDecision and ConfirmDecision, then amend or withdraw the claim; where it was decided against the village's work, have it opened by ReopenFlag and decided anew. A change under which both works still meet is taken: another name, another document number. While an override lets the village's work be paid, or did, nothing but these two.";
    /// A claim of a higher or another office would be let go.
    CLAIM_OTHER_OFFICE: Unmet = "Klaim berdokumen ini didaftarkan oleh {office}; hanya kantor itu yang menarik, memindahkan, atau mengganti jenis dan dokumennya.",
        "A claim with a contract or budget document is withdrawn, moved, made another kind of work or stripped of its document only in the right of the area that entered it, or of one above: PMD for claims of the kabupaten. A camat never does it to these. Another name, another number and another amount are taken from everybody who may change claims there.";
}
