//! Why a pair is not decided.

domain::reasons! {
    /// The decider held a mandate in one of the villages lately.
    CONFLICT_OF_INTEREST: Unmet = "Anda pernah menjabat di {desa} dalam {months} bulan terakhir dan tidak boleh memutus.",
        "Nobody decides on a pair in whose villages he or she held a mandate within the months of policy gate.conflict_months. PMD replaces a decider in conflict.";
    /// The maker has no office over both villages.
    DECIDER_NOT_ABOVE_BOTH: Unmet = "Kedua desa berada di {place}; usulan putusan dibuat oleh pejabat di atas keduanya.",
        "The maker is the camat when both villages lie in one kecamatan, PMD when they do not. Send the flag's `place`.";
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
        "`valid_until` must be today or later, and only a dismissal has one.";
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
}
