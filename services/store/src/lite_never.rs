//! What sqlx wants of a database and [`Lite`] does not have: a type without values.

use std::str::FromStr;

use sqlx::{
    Arguments, ConnectOptions, Connection, Either, Encode, Error, FromRow, IntoArguments, SqlStr,
    Statement, Transaction, Type,
    error::BoxDynError,
    query::{Query, QueryAs, QueryScalar},
};
use sqlx_core::transaction::TransactionManager;

use crate::lite_row::{Lite, LiteColumn, LiteRow, LiteType};

/// There is none.
#[derive(Debug, Clone)]
pub enum Never {}

/// Arguments that take nothing.
#[derive(Debug, Default)]
pub struct NoArguments;

fn refused() -> Error {
    Error::Configuration("SQLite is not reached through sqlx".into())
}

impl Connection for Never {
    type Database = Lite;
    type Options = Self;

    async fn close(self) -> Result<(), Error> {
        match self {}
    }

    async fn close_hard(self) -> Result<(), Error> {
        match self {}
    }

    async fn ping(&mut self) -> Result<(), Error> {
        match *self {}
    }

    async fn begin(&mut self) -> Result<Transaction<'_, Lite>, Error> {
        match *self {}
    }

    fn shrink_buffers(&mut self) {
        match *self {}
    }

    async fn flush(&mut self) -> Result<(), Error> {
        match *self {}
    }

    fn should_flush(&self) -> bool {
        match *self {}
    }
}

impl ConnectOptions for Never {
    type Connection = Self;

    fn from_url(_url: &url::Url) -> Result<Self, Error> {
        Err(refused())
    }

    async fn connect(&self) -> Result<Self, Error> {
        match *self {}
    }

    fn log_statements(self, _level: log::LevelFilter) -> Self {
        self
    }

    fn log_slow_statements(self, _level: log::LevelFilter, _slow: std::time::Duration) -> Self {
        self
    }
}

impl FromStr for Never {
    type Err = Error;

    fn from_str(_url: &str) -> Result<Self, Error> {
        Err(refused())
    }
}

impl TransactionManager for Never {
    type Database = Lite;

    async fn begin(conn: &mut Self, _statement: Option<SqlStr>) -> Result<(), Error> {
        match *conn {}
    }

    async fn commit(conn: &mut Self) -> Result<(), Error> {
        match *conn {}
    }

    async fn rollback(conn: &mut Self) -> Result<(), Error> {
        match *conn {}
    }

    fn start_rollback(conn: &mut Self) {
        match *conn {}
    }

    fn get_transaction_depth(conn: &Self) -> usize {
        match *conn {}
    }
}

impl Arguments for NoArguments {
    type Database = Lite;

    fn reserve(&mut self, _additional: usize, _size: usize) {}

    fn add<'t, T: Encode<'t, Lite> + Type<Lite>>(&mut self, _value: T) -> Result<(), BoxDynError> {
        Err(refused().into())
    }

    fn len(&self) -> usize {
        0
    }
}

impl Statement for Never {
    type Database = Lite;

    fn into_sql(self) -> SqlStr {
        match self {}
    }

    fn sql(&self) -> &SqlStr {
        match *self {}
    }

    fn parameters(&self) -> Option<Either<&[LiteType], usize>> {
        match *self {}
    }

    fn columns(&self) -> &[LiteColumn] {
        match *self {}
    }

    fn query(&self) -> Query<'_, Lite, NoArguments> {
        match *self {}
    }

    fn query_with<A: IntoArguments<Lite>>(&self, _arguments: A) -> Query<'_, Lite, A> {
        match *self {}
    }

    fn query_as<O: for<'r> FromRow<'r, LiteRow>>(&self) -> QueryAs<'_, Lite, O, NoArguments> {
        match *self {}
    }

    fn query_as_with<'s, O, A>(&'s self, _arguments: A) -> QueryAs<'s, Lite, O, A>
    where
        O: for<'r> FromRow<'r, LiteRow>,
        A: IntoArguments<Lite>,
    {
        match *self {}
    }

    fn query_scalar<O>(&self) -> QueryScalar<'_, Lite, O, NoArguments>
    where
        (O,): for<'r> FromRow<'r, LiteRow>,
    {
        match *self {}
    }

    fn query_scalar_with<'s, O, A>(&'s self, _arguments: A) -> QueryScalar<'s, Lite, O, A>
    where
        (O,): for<'r> FromRow<'r, LiteRow>,
        A: IntoArguments<Lite>,
    {
        match *self {}
    }
}
