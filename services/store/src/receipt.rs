//! The receipt of an accepted write, put into its answer.

use prost::{
    bytes::BufMut,
    encoding::{WireType, encode_key, encode_varint},
};

/// The number of the field `receipt` in every writing method's answer.
pub const RECEIPT_FIELD: u32 = 15;

/// The proof that a write was accepted: its place in the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Code of the place whose log holds the entry.
    pub place: String,
    /// Number of the entry in that log.
    pub seq: i64,
    /// SHA-256 of the entry.
    pub entry_hash: Vec<u8>,
}

impl Receipt {
    /// Appends this receipt to an encoded answer as its field 15.
    ///
    /// Encoded protobuf messages may be concatenated, so the store can complete
    /// an answer without knowing its type.
    pub(crate) fn append_to(&self, answer: &mut Vec<u8>) {
        let mut body = Vec::new();
        prost::encoding::string::encode(1, &self.place, &mut body);
        prost::encoding::int64::encode(2, &self.seq, &mut body);
        prost::encoding::bytes::encode(3, &self.entry_hash, &mut body);
        encode_key(RECEIPT_FIELD, WireType::LengthDelimited, answer);
        encode_varint(u64::try_from(body.len()).unwrap_or_default(), answer);
        answer.put_slice(&body);
    }
}
