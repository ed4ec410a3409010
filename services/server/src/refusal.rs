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
    /// The server has no such method, or does not read such a compression.
    METHOD_UNKNOWN: Absent = "Server tidak mengenal metode atau pemampatan yang diminta.",
        "The server has no such method, or does not read this compression; the gRPC status is \
         UNIMPLEMENTED.";
}
