//! Rows of SQLite as sqlx's row types want to read them.
//!
//! `#[derive(store::FromRow)]` works for every database whose row implements
//! [`sqlx::Row`]; this one holds what [`crate::lite`] has read. sqlx itself
//! never connects to it: what a database must have beyond rows is [`Never`],
//! a type without values.

use std::{borrow::Cow, fmt, sync::Arc};

use rusqlite::types::Value as Held;
use sqlx::{
    Column, ColumnIndex, Database, Decode, Error, Row, Type, TypeInfo, Value, ValueRef,
    error::{BoxDynError, UnexpectedNullError},
};
use uuid::Uuid;

use crate::lite_never::{Never, NoArguments};

/// SQLite without a connection of sqlx.
#[derive(Debug)]
pub struct Lite;

/// What kind of value stands in a column of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiteType {
    /// NULL.
    Null,
    /// INTEGER.
    Integer,
    /// REAL.
    Real,
    /// TEXT.
    Text,
    /// BLOB.
    Blob,
}

/// A column of a row.
#[derive(Debug)]
pub struct LiteColumn {
    ordinal: usize,
    name: String,
}

/// The columns that rows of one statement share.
pub(crate) type Columns = Arc<[LiteColumn]>;

/// Names the columns of a statement.
pub(crate) fn columns<'n>(names: impl Iterator<Item = &'n str>) -> Columns {
    names.enumerate().map(|(ordinal, name)| LiteColumn { ordinal, name: name.to_owned() }).collect()
}

/// One row that was read.
#[derive(Debug)]
pub struct LiteRow {
    columns: Columns,
    values: Vec<LiteValue>,
}

impl LiteRow {
    pub(crate) fn new(columns: Columns, values: Vec<Held>) -> Self {
        Self { columns, values: values.into_iter().map(LiteValue).collect() }
    }
}

/// One value that was read.
#[derive(Debug, Clone)]
pub struct LiteValue(Held);

/// A look at a value of a row.
#[derive(Debug, Clone, Copy)]
pub struct LiteValueRef<'r>(&'r LiteValue);

impl LiteValue {
    fn kind(&self) -> LiteType {
        match &self.0 {
            Held::Null => LiteType::Null,
            Held::Integer(_) => LiteType::Integer,
            Held::Real(_) => LiteType::Real,
            Held::Text(_) => LiteType::Text,
            Held::Blob(_) => LiteType::Blob,
        }
    }
}

impl Database for Lite {
    type Connection = Never;
    type TransactionManager = Never;
    type Row = LiteRow;
    type QueryResult = Affected;
    type Column = LiteColumn;
    type TypeInfo = LiteType;
    type Value = LiteValue;
    type ValueRef<'r> = LiteValueRef<'r>;
    type Arguments = NoArguments;
    type ArgumentBuffer = ();
    type Statement = Never;

    const NAME: &'static str = "SQLite";
    const URL_SCHEMES: &'static [&'static str] = &[];
}

/// How many rows a statement changed; nothing of sqlx asks.
#[derive(Debug, Default)]
pub struct Affected;

impl Extend<Affected> for Affected {
    fn extend<T: IntoIterator<Item = Affected>>(&mut self, _: T) {}
}

impl Row for LiteRow {
    type Database = Lite;

    fn columns(&self) -> &[LiteColumn] {
        &self.columns
    }

    fn try_get_raw<I: ColumnIndex<Self>>(&self, index: I) -> Result<LiteValueRef<'_>, Error> {
        let index = index.index(self)?;
        let len = self.values.len();
        self.values.get(index).map(LiteValueRef).ok_or(Error::ColumnIndexOutOfBounds { index, len })
    }
}

impl ColumnIndex<LiteRow> for usize {
    fn index(&self, row: &LiteRow) -> Result<usize, Error> {
        let (index, len) = (*self, row.values.len());
        if index < len { Ok(index) } else { Err(Error::ColumnIndexOutOfBounds { index, len }) }
    }
}

impl ColumnIndex<LiteRow> for &'_ str {
    fn index(&self, row: &LiteRow) -> Result<usize, Error> {
        let found = row.columns.iter().position(|column| column.name == *self);
        found.ok_or_else(|| Error::ColumnNotFound((*self).to_owned()))
    }
}

impl Column for LiteColumn {
    type Database = Lite;

    fn ordinal(&self) -> usize {
        self.ordinal
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn type_info(&self) -> &LiteType {
        // SQLite's types belong to values.
        &LiteType::Null
    }
}

impl TypeInfo for LiteType {
    fn is_null(&self) -> bool {
        *self == Self::Null
    }

    fn name(&self) -> &str {
        match self {
            Self::Null => "NULL",
            Self::Integer => "INTEGER",
            Self::Real => "REAL",
            Self::Text => "TEXT",
            Self::Blob => "BLOB",
        }
    }
}

impl fmt::Display for LiteType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Value for LiteValue {
    type Database = Lite;

    fn as_ref(&self) -> LiteValueRef<'_> {
        LiteValueRef(self)
    }

    fn type_info(&self) -> Cow<'_, LiteType> {
        Cow::Owned(self.kind())
    }

    fn is_null(&self) -> bool {
        self.kind() == LiteType::Null
    }
}

impl<'r> ValueRef<'r> for LiteValueRef<'r> {
    type Database = Lite;

    fn to_owned(&self) -> LiteValue {
        self.0.clone()
    }

    fn type_info(&self) -> Cow<'_, LiteType> {
        Cow::Owned(self.0.kind())
    }

    fn is_null(&self) -> bool {
        self.0.is_null()
    }
}

/// Reads a Rust type from the one kind of value that holds it.
macro_rules! decode {
    ($($type:ty: $kind:ident |$held:ident| $read:expr;)*) => {$(
        impl Type<Lite> for $type {
            fn type_info() -> LiteType {
                LiteType::$kind
            }
        }

        impl<'r> Decode<'r, Lite> for $type {
            fn decode(value: LiteValueRef<'r>) -> Result<Self, BoxDynError> {
                match &value.0.0 {
                    Held::$kind($held) => Ok($read),
                    Held::Null => Err(UnexpectedNullError.into()),
                    _ => Err(format!("a column holds {}", value.0.kind()).into()),
                }
            }
        }
    )*};
}

decode! {
    i64: Integer |held| *held;
    i32: Integer |held| i32::try_from(*held)?;
    bool: Integer |held| *held != 0;
    String: Text |held| held.clone();
    Vec<u8>: Blob |held| held.clone();
    Uuid: Blob |held| Uuid::from_slice(held)?;
}
