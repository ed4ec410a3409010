//! Loading the shipped charts into the tables that SQL joins with.

use domain::{Error, Place};
use serde::Serialize;
use serde_json::json;
use store::{Command, Event, Query, Store, Tx, args};

use crate::{
    data::{self, Reference},
    sql,
};

/// The method under which the charts are loaded.
pub const LOAD_REFERENCE_METHOD: &str = "internal/registry.LoadReference";
/// The method under which the server looks which charts are loaded.
pub const READ_REFERENCE_METHOD: &str = "internal/registry.ReadReference";
/// The one row of `registry_reference`.
const SHIPPED: &str = "shipped";

/// Loads the shipped charts unless these very ones are loaded; answers whether it did.
///
/// Rows that are no longer shipped stay: books of earlier years name them.
///
/// # Errors
/// Those of a write.
pub async fn load_reference(store: &Store) -> Result<bool, Error> {
    let digest = data::reference()?.digest.clone();
    if store.answer(None, ReadReference).await?.as_ref() == Some(&digest) {
        return Ok(false);
    }
    store.execute_once(None, LoadReference { digest }).await?;
    Ok(true)
}

struct ReadReference;

impl Query for ReadReference {
    const METHOD: &'static str = READ_REFERENCE_METHOD;
    type Answer = Option<String>;

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<String>, Error> {
        let row: Option<(String,)> = tx.maybe(&sql::READ_REFERENCE, args![SHIPPED]).await?;
        Ok(row.map(|(digest,)| digest))
    }
}

#[derive(Serialize)]
struct LoadReference {
    digest: String,
}

impl Command for LoadReference {
    const METHOD: &'static str = LOAD_REFERENCE_METHOD;
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let all = data::reference()?;
        put_places(tx, all).await?;
        put_charts(tx, all).await?;
        put_law(tx, all).await?;
        let now_us = tx.now_us();
        tx.exec(&sql::PUT_REFERENCE, args![SHIPPED, &self.digest, now_us]).await?;
        let detail = json!({ "digest": self.digest, "places": all.wilayah.len(),
            "rules": all.policy.len() });
        tx.record(Event::new("reference.loaded", "reference/shipped").with(detail));
        Ok(())
    }
}

async fn put_places(tx: &mut Tx<'_>, all: &Reference) -> Result<(), Error> {
    for row in all.wilayah.values() {
        let values =
            args![&row.code, &row.kind, &row.name, &row.parent_code, row.lon_e7, row.lat_e7];
        tx.exec(&sql::PUT_WILAYAH, values).await?;
    }
    Ok(())
}

async fn put_charts(tx: &mut Tx<'_>, all: &Reference) -> Result<(), Error> {
    for row in &all.kegiatan {
        let values = args![
            &row.code,
            row.level,
            &row.name,
            row.is_infrastructure,
            &row.work_class,
            &row.origin
        ];
        tx.exec(&sql::PUT_KEGIATAN, values).await?;
    }
    for row in &all.rekening {
        let values = args![&row.code, row.level, &row.name, &row.kind, &row.origin];
        tx.exec(&sql::PUT_REKENING, values).await?;
    }
    for row in &all.sumber_dana {
        let values = args![&row.code, &row.name, row.print_order, &row.revenue_rekening_prefix];
        tx.exec(&sql::PUT_SUMBER_DANA, values).await?;
    }
    for row in &all.work_class {
        let values = args![
            &row.code,
            &row.name_id,
            &row.families,
            &row.geometry,
            row.design_life_years,
            row.physical
        ];
        tx.exec(&sql::PUT_WORK_CLASS, values).await?;
    }
    Ok(())
}

async fn put_law(tx: &mut Tx<'_>, all: &Reference) -> Result<(), Error> {
    for row in &all.policy {
        let values = args![
            &row.key,
            &row.area,
            row.valid_from,
            row.valid_to,
            &row.value,
            &row.unit,
            &row.basis,
            row.verified,
            &row.note
        ];
        tx.exec(&sql::PUT_POLICY, values).await?;
    }
    for row in &all.holiday {
        let values = args![row.date, &row.name, &row.kind, row.verified];
        tx.exec(&sql::PUT_HOLIDAY, values).await?;
    }
    Ok(())
}
