//! Values bound to statements, the same for both engines.

use domain::{
    Day, DesaId, Error, KegiatanCode, Place, RekeningCode, Rupiah, SumberDana, Tahun, WorkClass,
};
use sqlx::{Arguments as _, postgres::PgArguments};
use uuid::Uuid;

/// One bound value. `None` is NULL of that type, which PostgreSQL insists to know.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `BIGINT`: counts, sen, microseconds, days.
    Int(Option<i64>),
    /// `TEXT`.
    Text(Option<String>),
    /// `BYTEA` / `BLOB`.
    Bytes(Option<Vec<u8>>),
    /// `UUID` / 16-byte `BLOB`.
    Uuid(Option<Uuid>),
    /// `BOOLEAN` / `INTEGER` 0 or 1.
    Bool(Option<bool>),
    /// `BIGINT[]` on PostgreSQL, a JSON array for `json_each` on SQLite; for forked statements.
    Ints(Vec<i64>),
    /// `UUID[]` on PostgreSQL, a JSON array of texts for `unhex` on SQLite; for forked statements.
    Uuids(Vec<Uuid>),
}

/// The values of one statement in order; made by `args!`.
#[derive(Debug, Clone, Default)]
pub struct Args(pub Vec<Value>);

/// Binds values in the order of `$1`, `$2`, ...
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { $crate::Args(vec![$($crate::Value::from($value)),*]) };
}

impl Args {
    pub(crate) fn postgres(self) -> Result<PgArguments, Error> {
        let mut arguments = PgArguments::default();
        for value in self.0 {
            match value {
                Value::Int(v) => arguments.add(v),
                Value::Text(v) => arguments.add(v),
                Value::Bytes(v) => arguments.add(v),
                Value::Uuid(v) => arguments.add(v),
                Value::Bool(v) => arguments.add(v),
                Value::Ints(v) => arguments.add(v),
                Value::Uuids(v) => arguments.add(v),
            }
            .map_err(|error| Error::fault(format!("binding: {error}")))?;
        }
        Ok(arguments)
    }
}

/// `value => Variant(conversion)`, for the value and for an optional one.
macro_rules! from {
    ($($type:ty => $variant:ident |$v:ident| $make:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($v: $type) -> Self { Self::$variant(Some($make)) }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self { Self::$variant(value.map(|$v| $make)) }
        }
    )*};
}

from! {
    i64 => Int |v| v;
    i32 => Int |v| i64::from(v);
    u32 => Int |v| i64::from(v);
    u8 => Int |v| i64::from(v);
    Rupiah => Int |v| v.sen();
    Day => Int |v| i64::from(v.number());
    Tahun => Int |v| i64::from(v.get());
    &str => Text |v| v.to_owned();
    String => Text |v| v;
    &String => Text |v| v.clone();
    &DesaId => Text |v| v.as_str().to_owned();
    &Place => Text |v| v.as_str().to_owned();
    &KegiatanCode => Text |v| v.as_str().to_owned();
    &RekeningCode => Text |v| v.as_str().to_owned();
    &SumberDana => Text |v| v.as_str().to_owned();
    WorkClass => Text |v| v.code().to_owned();
    Vec<u8> => Bytes |v| v;
    &[u8] => Bytes |v| v.to_vec();
    Uuid => Uuid |v| v;
    bool => Bool |v| v;
}

impl From<Vec<i64>> for Value {
    fn from(values: Vec<i64>) -> Self {
        Self::Ints(values)
    }
}

impl From<Vec<Uuid>> for Value {
    fn from(values: Vec<Uuid>) -> Self {
        Self::Uuids(values)
    }
}
