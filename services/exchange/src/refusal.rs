//! Why this room says no.

domain::reasons! {
    /// A place that the registry does not know.
    PLACE_UNKNOWN: Invalid = "Wilayah {place} tidak dikenal.",
        "The code is not in the registry's table of places, so nothing was ever done there. Take the place that was acted on.";
    /// A cursor of a place that the feed does not follow.
    CURSOR_OUTSIDE: Invalid = "Kursor menyebut wilayah {place} yang tidak termasuk {name}.",
        "Send cursors of the place that is followed and of places inside it only.";
    /// A cursor beyond the end of the log.
    CURSOR_AHEAD: Unmet = "Kursor wilayah {place} berada di nomor {seq}, padahal catatan terakhir bernomor {head}.",
        "The log ends before the cursor: the data was restored from an older backup. Compare your receipts with VerifyReceipt, then start again from the head.";
}
