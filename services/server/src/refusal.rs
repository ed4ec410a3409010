//! The reasons for which the server itself, not a room, says no.

domain::reasons! {
    /// The deadline of the call passed.
    DEADLINE_PASSED: Unavailable = "Batas waktu permintaan terlampaui.",
        "The deadline (header grpc-timeout, or the server's default) passed; the gRPC status is \
         DEADLINE_EXCEEDED. A write may still take effect: repeat the same request id, or ask GetOutcome.";
}
