//! Answers from the charts in memory: no transaction, no query.

use domain::{DesaId, Error, Place, geo::LonLat};
use edge::{Violations, convert};
use wire::{access::registry_service as method, registry::v1 as api};

use crate::{
    data::{Reference, Wilayah},
    page::{self, Page},
};

/// GetDesa.
pub fn get_desa(
    all: &Reference,
    request: &api::GetDesaRequest,
) -> Result<api::GetDesaResponse, Error> {
    let id = DesaId::from_name(&request.name).map_err(|refusal| refusal.at("name"))?;
    let (village, kecamatan) = all.village(id.as_str()).ok_or_else(Error::absent)?;
    Ok(api::GetDesaResponse { desa: Some(desa(village, kecamatan)) })
}

fn desa(village: &Wilayah, kecamatan: &Wilayah) -> api::Desa {
    let position = village.lon_e7.zip(village.lat_e7);
    api::Desa {
        name: format!("desa/{}", village.code),
        display_name: village.name.clone(),
        kind: village.kind.clone(),
        kecamatan: kecamatan.code.clone(),
        kecamatan_display_name: kecamatan.name.clone(),
        position: position
            .map(|(lon_e7, lat_e7)| convert::lon_lat_message(LonLat { lon_e7, lat_e7 })),
    }
}

/// ListDesa.
pub fn list_desa(
    all: &Reference,
    request: &api::ListDesaRequest,
) -> Result<api::ListDesaResponse, Error> {
    let parameters = [request.area.as_str()];
    let page = Page {
        method: method::LIST_DESA,
        parameters: &parameters,
        size: request.page_size,
        token: &request.page_token,
    };
    let mut faults = Violations::new();
    let area = faults.read("area", Place::parse(&request.area));
    let window = page.read(&mut faults);
    let (area, window) = faults.finish(area.zip(window))?;
    let inside = |code: &str| Place::parse(code).is_ok_and(|place| area.covers(&place));
    let rows = all.wilayah.values().filter(|place| place.is_village() && inside(&place.code));
    let (rows, next_page_token) = page.cut(&window, rows, |row| &row.code);
    let villages = rows.into_iter().filter_map(|row| all.village(&row.code));
    let desa = villages.map(|(village, kecamatan)| desa(village, kecamatan)).collect();
    Ok(api::ListDesaResponse { desa, next_page_token })
}

/// ListKegiatan.
pub fn list_kegiatan(
    all: &Reference,
    request: &api::ListKegiatanRequest,
) -> Result<api::ListKegiatanResponse, Error> {
    let parameters = [request.code_prefix.as_str()];
    let page = Page {
        method: method::LIST_KEGIATAN,
        parameters: &parameters,
        size: request.page_size,
        token: &request.page_token,
    };
    let mut faults = Violations::new();
    let prefix = faults.read("code_prefix", page::prefix(&request.code_prefix));
    let window = page.read(&mut faults);
    let (prefix, window) = faults.finish(prefix.zip(window))?;
    let rows = all.kegiatan.iter().filter(|row| row.code.starts_with(&prefix));
    let (rows, next_page_token) = page.cut(&window, rows, |row| &row.code);
    let message = |row: &crate::data::KegiatanRow| api::Kegiatan {
        code: row.code.clone(),
        level: i32::from(row.level),
        display_name: row.name.clone(),
        is_infrastructure: row.is_infrastructure,
        work_class: row.work_class.clone(),
    };
    let kegiatan = rows.into_iter().map(message).collect();
    Ok(api::ListKegiatanResponse { kegiatan, next_page_token })
}

/// ListRekening.
pub fn list_rekening(
    all: &Reference,
    request: &api::ListRekeningRequest,
) -> Result<api::ListRekeningResponse, Error> {
    let parameters = [request.code_prefix.as_str()];
    let page = Page {
        method: method::LIST_REKENING,
        parameters: &parameters,
        size: request.page_size,
        token: &request.page_token,
    };
    let mut faults = Violations::new();
    let prefix = faults.read("code_prefix", page::prefix(&request.code_prefix));
    let window = page.read(&mut faults);
    let (prefix, window) = faults.finish(prefix.zip(window))?;
    let rows = all.rekening.iter().filter(|row| row.code.starts_with(&prefix));
    let (rows, next_page_token) = page.cut(&window, rows, |row| &row.code);
    let message = |row: &crate::data::RekeningRow| api::Rekening {
        code: row.code.clone(),
        level: i32::from(row.level),
        display_name: row.name.clone(),
        kind: row.kind.clone(),
    };
    let rekening = rows.into_iter().map(message).collect();
    Ok(api::ListRekeningResponse { rekening, next_page_token })
}

/// ListSumberDana.
pub fn list_sumber_dana(
    all: &Reference,
    request: &api::ListSumberDanaRequest,
) -> Result<api::ListSumberDanaResponse, Error> {
    let page = Page {
        method: method::LIST_SUMBER_DANA,
        parameters: &[],
        size: request.page_size,
        token: &request.page_token,
    };
    let window = page.only()?;
    let (rows, next_page_token) = page.cut(&window, all.sumber_dana.iter(), |row| &row.code);
    let message = |row: &crate::data::SumberDanaRow| api::SumberDana {
        code: row.code.clone(),
        display_name: row.name.clone(),
        print_order: i32::from(row.print_order),
        revenue_rekening: parts(&row.revenue_rekening_prefix).map(str::to_owned).collect(),
    };
    let sumber_dana = rows.into_iter().map(message).collect();
    Ok(api::ListSumberDanaResponse { sumber_dana, next_page_token })
}

/// ListWorkClass.
pub fn list_work_class(
    all: &Reference,
    request: &api::ListWorkClassRequest,
) -> Result<api::ListWorkClassResponse, Error> {
    let page = Page {
        method: method::LIST_WORK_CLASS,
        parameters: &[],
        size: request.page_size,
        token: &request.page_token,
    };
    let window = page.only()?;
    let (rows, next_page_token) = page.cut(&window, all.work_class.iter(), |row| &row.code);
    let message = |row: &crate::data::WorkClassRow| api::WorkClass {
        code: row.code.clone(),
        display_name: row.name_id.clone(),
        families: parts(&row.families).filter_map(|family| family.parse().ok()).collect(),
        geometry: row.geometry.clone(),
        design_life_years: i32::from(row.design_life_years),
    };
    let work_classes = rows.into_iter().map(message).collect();
    Ok(api::ListWorkClassResponse { work_classes, next_page_token })
}

/// The parts of a field that holds several, parted by `;`.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').filter(|part| !part.is_empty())
}
