//! Places that callers name.

use domain::{Error, Place};
use store::{Tx, args};

use crate::{refusal::PLACE_UNKNOWN, sql};

/// Refuses a place that the registry does not know; the platform is always one.
pub(crate) async fn known(tx: &mut Tx<'_>, place: &Place) -> Result<(), Error> {
    if *place == Place::platform() {
        return Ok(());
    }
    let found: Option<(String,)> = tx.maybe(&sql::READ_PLACE, args![place]).await?;
    match found {
        Some(_) => Ok(()),
        None => Err(PLACE_UNKNOWN.refuse().fact("place", place).at("name").into()),
    }
}
