//! The words of Lumbung as types that cannot be wrong once built.
//!
//! Promises: no input or output, no clock that reads time, no SQL, no gRPC.
//! A value is parsed once at the door and trusted from then on; a parser that
//! says no answers with a [`Refusal`], never with a panic.

pub mod calendar;
pub mod clock;
pub mod code;
pub mod error;
pub mod geo;
pub mod hex;
pub mod ids;
pub mod money;
pub mod policy;
pub mod principal;
pub mod reason;
pub mod selector;
pub mod site;
pub mod source;
pub mod terbilang;
pub mod text;

pub use calendar::{Day, WorkingDays};
pub use clock::Clock;
pub use code::{DesaId, KegiatanCode, Place, RekeningCode, SumberDana, Tahun, WorkClass};
pub use error::{Error, Kind, Refusal};
pub use hex::hex;
pub use money::Rupiah;
pub use principal::{Acting, Mandate, Principal, Role};
pub use reason::Reason;
pub use selector::Selector;
