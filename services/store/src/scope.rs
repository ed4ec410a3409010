//! Which villages' rows a transaction may see and change (PostgreSQL).
//!
//! The rules of access are decided in Rust; row-level security is the second
//! wall behind them (decision 23). The policies of the schema compare each
//! village row with two settings that end with the transaction: `lumbung.scope`,
//! the place that the call was allowed for, and `lumbung.areas`, the areas of
//! the caller's mandates where a call is of no single place. Without either no
//! row of a village's books is there.

use domain::{Error, Place, Principal};

use crate::{Engine, Tx, args, statements};

statements! {
    /// Narrows the transaction to the rows of scope $1 and areas $2; SQLite has no such wall.
    SET_SCOPE: fork_cross_desa("row-level security exists on PostgreSQL alone") = {
        sqlite: "SELECT $1 AS scope, $2 AS areas",
        postgres: "
        SELECT set_config('lumbung.scope', $1, TRUE) AS scope,
               set_config('lumbung.areas', $2, TRUE) AS areas"
    };
}

/// Every village; for the server's own acts and for mandates over the whole platform.
const EVERYWHERE: &str = "*";

/// A place as the policies want it: a dot after each part, so that one village's code never
/// begins another's. The platform is no scope.
pub(crate) fn of(place: &Place) -> String {
    if place.level() == 0 { String::new() } else { format!("{}.", place.as_str()) }
}

/// The scope of a method that needs no session: its place, or everything when the server
/// itself acts, whose methods are no gRPC paths.
pub(crate) async fn open(tx: &mut Tx<'_>, method: &str, place: &Place) -> Result<(), Error> {
    let areas = if method.starts_with('/') { "" } else { EVERYWHERE };
    set(tx, &of(place), areas).await
}

/// The scope of a call that is of no single place: wherever the caller has a mandate today.
pub(crate) async fn mandates(tx: &mut Tx<'_>, principal: &Principal) -> Result<(), Error> {
    let today = tx.today();
    let areas = principal.valid_on(today).map(|mandate| match mandate.area.level() {
        0 => EVERYWHERE.to_owned(),
        _ => of(&mandate.area),
    });
    let mut areas: Vec<String> = areas.collect();
    if areas.iter().any(|area| area == EVERYWHERE) {
        areas = vec![EVERYWHERE.to_owned()];
    }
    set(tx, "", &areas.join(" ")).await
}

async fn set(tx: &mut Tx<'_>, scope: &str, areas: &str) -> Result<(), Error> {
    if tx.engine() == Engine::Sqlite {
        return Ok(());
    }
    tx.exec(&SET_SCOPE, args![scope, areas]).await.map(|_| ())
}
