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
}
