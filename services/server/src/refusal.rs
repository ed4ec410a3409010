//! The reasons for which the server itself, not a room, says no.

domain::reasons! {
    /// The deadline of the call passed.
    DEADLINE_PASSED: Unavailable = "Batas waktu permintaan terlampaui.",
        "The deadline (header grpc-timeout, or the server's default) passed; the gRPC status is \
         DEADLINE_EXCEEDED. A write may still take effect: repeat the same request id, or ask GetOutcome.";
    /// The message of a call cannot be read.
    MESSAGE_UNREADABLE: Invalid = "Pesan tidak dapat dibaca.",
        "The request is no message of this method, is cut off, or is compressed otherwise than it says. \
         No command was reached.";
    /// The message of a call is too large.
    MESSAGE_TOO_LARGE: Invalid = "Pesan terlalu besar untuk dibaca server.",
        "A request may have `limits.message_bytes` bytes (262144 unless set), also once it is \
         decompressed. No command was reached: send less at once.";
    /// One caller calls too often, or runs too many calls at once.
    CALLS_EXCEEDED: Exhausted = "Terlalu banyak permintaan dari akun atau jaringan Anda. Coba lagi dalam {wait_s} detik.",
        "One person may send `shares.calls_per_s` calls a second, `shares.calls_burst` at once, and run \
         `shares.calls_at_once`, over all sessions; calls without a session count on their address, \
         IPv6 by /64. No command was reached: retry after the delay in RetryInfo.";
    /// One caller has too many streaming answers open.
    FEEDS_EXCEEDED: Exhausted = "Sudah {max} aliran data terbuka untuk akun ini. Tutup salah satu, lalu coba lagi.",
        "One person may have `shares.streaming` answers that stream at once, feeds and downloads, over \
         all sessions. End one, or retry after the delay in RetryInfo.";
    /// Too many sign-ins of one address failed.
    SIGN_INS_EXCEEDED: Exhausted = "Terlalu banyak percobaan masuk yang gagal dari jaringan ini; kata sandi belum diperiksa. Coba lagi dalam {wait_s} detik.",
        "Of one address, IPv6 by /64, `shares.failed_sign_ins` sign-ins and codes may fail in 15 minutes; \
         then one is tried each time RetryInfo tells. An account that signed in from there within 7 days \
         is counted apart. Neither password nor code was looked at, and no account was locked. Behind a proxy all callers are one address unless `shares.proxies` names it.";
    /// The server has no such method, or does not read such a compression.
    METHOD_UNKNOWN: Absent = "Server tidak mengenal metode atau pemampatan yang diminta.",
        "The server has no such method, or does not read this compression; the gRPC status is \
         UNIMPLEMENTED.";
}
