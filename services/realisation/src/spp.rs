//! The words of a payment request: kinds, states, steps, stores of money.

use domain::{Refusal, reason};
use ledger::Account;
use serde::Serialize;
use wire::realisation::v1 as proto;

/// Declares an enum with its stored word and its number on the wire; `read` ones are also
/// read back from both.
macro_rules! words {
    ($(#[$doc:meta])* read $name:ident as $wire:ident { $($(#[$one:meta])* $variant:ident = $code:literal,)* }) => {
        words! { $(#[$doc])* $name as $wire { $($(#[$one])* $variant = $code,)* } }

        impl $name {
            /// The value of a stored word, if there is one.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }

            /// The value of a number on the wire; unspecified is none.
            pub fn from_wire(number: i32) -> Option<Self> {
                match proto::$wire::try_from(number) {
                    $(Ok(proto::$wire::$variant) => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
    ($(#[$doc:meta])* $name:ident as $wire:ident { $($(#[$one:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum $name { $($(#[$one])* $variant,)* }

        impl $name {
            /// The stored word.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The number on the wire.
            pub const fn wire(self) -> i32 {
                match self { $(Self::$variant => proto::$wire::$variant as i32,)* }
            }
        }
    };
}

words! {
    /// What a payment request is for.
    read Kind as SppKind {
        /// Goods or services already received (LS).
        Definitif = "definitif",
        /// An advance for works the village carries out itself (UM).
        Panjar = "panjar",
        /// Spending of financing, account 6.2 (PBY).
        Pembiayaan = "pembiayaan",
    }
}

words! {
    /// Where a payment request stands.
    read State as SppState {
        /// Being written.
        Draft = "draft",
        /// Its budget is reserved.
        Submitted = "submitted",
        /// Found in order by the sekretaris desa.
        Verified = "verified",
        /// Approved by the kepala desa.
        Approved = "approved",
        /// Paid.
        Disbursed = "disbursed",
        /// An advance whose accounting was accepted.
        Accounted = "accounted",
        /// An advance whose rest is back.
        Settled = "settled",
        /// Ended by the kepala desa.
        Rejected = "rejected",
        /// Ended by its PKA.
        Cancelled = "cancelled",
        /// Paid and reversed.
        Reversed = "reversed",
    }
}

impl State {
    /// The word as people say it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Draft => "rancangan",
            Self::Submitted => "diajukan",
            Self::Verified => "diverifikasi",
            Self::Approved => "disetujui",
            Self::Disbursed => "dibayar",
            Self::Accounted => "SPJ diterima",
            Self::Settled => "selesai",
            Self::Rejected => "ditolak",
            Self::Cancelled => "dibatalkan",
            Self::Reversed => "dibalik",
        }
    }
}

words! {
    /// A step at which rules are asked, in their order.
    Step as SppStep {
        /// Drafting.
        Create = "create",
        /// Submission.
        Submit = "submit",
        /// Verification.
        Verify = "verify",
        /// Approval.
        Approve = "approve",
        /// Payment.
        Disburse = "disburse",
    }
}

words! {
    /// Where money lies.
    read Purse as MoneyStore {
        /// Cash in the hands of the kaur keuangan.
        Cash = "cash",
        /// The village's bank account.
        Bank = "bank",
    }
}

impl State {
    /// Whether the budget is reserved in this state.
    pub fn reserves(self) -> bool {
        matches!(self, Self::Submitted | Self::Verified | Self::Approved | Self::Disbursed)
    }
}

impl Purse {
    /// Its account.
    pub fn account(self) -> Account {
        match self {
            Self::Cash => Account::Cash,
            Self::Bank => Account::Bank,
        }
    }

    /// Reads a required store of money.
    pub fn read(number: i32) -> Result<Self, Refusal> {
        Self::from_wire(number).ok_or_else(|| reason::FIELD_REQUIRED.refuse())
    }
}
