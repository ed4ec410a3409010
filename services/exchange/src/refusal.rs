//! Why this room says no.

domain::reasons! {
    /// A cursor of a place that the feed does not follow.
    CURSOR_OUTSIDE: Invalid = "Kursor menyebut wilayah {place} yang tidak termasuk {name}.",
        "Send cursors of the place that is followed and of places inside it only.";
    /// A cursor beyond the end of the log.
    CURSOR_AHEAD: Unmet = "Kursor wilayah {place} berada di nomor {seq}, padahal catatan terakhir bernomor {head}.",
        "The log ends before the cursor: the data was restored from an older backup. Compare your receipts with VerifyReceipt, then start again from the head.";
}
