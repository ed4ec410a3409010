//! A project of an OC4IDS package (Open Contracting for Infrastructure Data Standard 0.9.5).
//!
//! Read are `id`, `title`, `type`, `sector`, `period`, `budget.amount`, its breakdown by fund,
//! `locations[].geometry`, `identifiers` and `contractingProcesses`. A contract that was awarded
//! (it has suppliers or a value) is the document; without one, an identifier of a budget document.

use domain::{Day, Refusal, WorkClass};
use serde_json::Value as Json;
use wire::oversight::v1::{ClaimContent, ClaimRow, ClaimSite};

use super::{Read, cannot, fields::money, geometry};

/// Schemes of identifiers that name a budget document.
const DOCUMENT_SCHEMES: [&str; 3] = ["ID-DPA", "ID-DIPA", "ID-DOKUMEN-ANGGARAN"];
/// Scheme of a classification that names one of our classes outright.
const CLASS_SCHEME: &str = "ID-LUMBUNG-WORK-CLASS";

/// Words of a title that name the class of a work, the more telling first.
const WORDS: [(&str, WorkClass); 30] = [
    ("jembatan", WorkClass::Bridge),
    ("gorong", WorkClass::Culvert),
    ("drainase", WorkClass::Drainage),
    ("selokan", WorkClass::Drainage),
    ("u-ditch", WorkClass::Drainage),
    ("irigasi", WorkClass::Irrigation),
    ("talud", WorkClass::RetainingWall),
    ("plengsengan", WorkClass::RetainingWall),
    ("tembok penahan", WorkClass::RetainingWall),
    ("air bersih", WorkClass::WaterSupply),
    ("air minum", WorkClass::WaterSupply),
    ("sumur", WorkClass::WaterSupply),
    ("mck", WorkClass::Sanitation),
    ("jamban", WorkClass::Sanitation),
    ("sanitasi", WorkClass::Sanitation),
    ("ipal", WorkClass::Sanitation),
    ("lampu", WorkClass::StreetLight),
    ("penerangan jalan", WorkClass::StreetLight),
    ("lapangan", WorkClass::SportsField),
    ("rumah tidak layak", WorkClass::Housing),
    ("rtlh", WorkClass::Housing),
    ("gedung", WorkClass::Building),
    ("sekolah", WorkClass::Building),
    ("puskesmas", WorkClass::Building),
    ("jalan", WorkClass::Road),
    ("rabat", WorkClass::Road),
    ("aspal", WorkClass::Road),
    ("paving", WorkClass::Road),
    ("tps", WorkClass::Landfill),
    ("saluran", WorkClass::Drainage),
];

/// Sectors that leave no doubt about the class.
const SECTORS: [(&str, WorkClass); 5] = [
    ("transport.road", WorkClass::Road),
    ("education", WorkClass::Building),
    ("health", WorkClass::Building),
    ("governance", WorkClass::Building),
    ("socialHousing", WorkClass::Housing),
];

/// Reads a project.
pub fn project(project: &Json, year: i32) -> Read {
    let text = |path: &str| project.pointer(path).and_then(Json::as_str).unwrap_or_default();
    let external_id = text("/id").to_owned();
    let mut faults = Vec::new();
    let title = text("/title");
    let class = class(project, title).map_err(|fault| faults.push(fault)).ok();
    let intervention = intervention(text("/type")).map_err(|fault| faults.push(fault)).ok();
    let amount = amount(project).map_err(|fault| faults.push(fault)).ok();
    let shapes = shapes(project).map_err(|fault| faults.push(fault)).ok();
    let days = days(project).map_err(|fault| faults.push(fault)).ok();
    let parsed = class.zip(intervention).zip(amount.zip(shapes)).zip(days);
    let Some((((class, intervention), (amount, shapes)), (starts_on, ends_on))) = parsed else {
        return (external_id, Err(faults), Vec::new());
    };
    let content = ClaimContent {
        display_name: title.to_owned(),
        work_class: class.to_owned(),
        intervention: intervention.to_owned(),
        tahun: starts_on.get(..4).and_then(|year| year.parse().ok()).unwrap_or(year),
        amount,
        sumber_dana: funds(project),
        document_number: document(project),
        starts_on,
        ends_on,
        sites: shapes
            .into_iter()
            .map(|shape| ClaimSite { shape: Some(shape), ..ClaimSite::default() })
            .collect(),
        ..ClaimContent::default()
    };
    (external_id.clone(), Ok(ClaimRow { external_id, content: Some(content) }), Vec::new())
}

/// The members of a list inside a project; none when it is not there.
fn items<'j>(project: &'j Json, path: &str) -> impl Iterator<Item = &'j Json> {
    project.pointer(path).and_then(Json::as_array).into_iter().flatten()
}

fn text<'j>(json: &'j Json, path: &str) -> &'j str {
    json.pointer(path).and_then(Json::as_str).unwrap_or_default()
}

/// First and last day of the project, else of its implementation; empty where none is told. A day
/// is taken as it is written: publishers end one with 23:59:59Z, which is tomorrow here.
fn days(project: &Json) -> Result<(String, String), Refusal> {
    let period = ["period", "implementationPeriod"]
        .into_iter()
        .find(|period| !text(project, &format!("/{period}/startDate")).is_empty())
        .unwrap_or("period");
    let day = |member: &str| {
        let written = text(project, &format!("/{period}/{member}"));
        let day = written.get(..10).unwrap_or(written);
        if !day.is_empty() && Day::parse(day).is_err() {
            return Err(cannot(&format!("{period}.{member}"), written, "tanggal"));
        }
        Ok(day.to_owned())
    };
    Ok((day("startDate")?, day("endDate")?))
}

/// The class: named outright, or by the title, or by the sector.
fn class(project: &Json, title: &str) -> Result<&'static str, Refusal> {
    let named = items(project, "/additionalClassifications")
        .find(|one| text(one, "/scheme") == CLASS_SCHEME)
        .map(|one| text(one, "/id"));
    if let Some(code) = named {
        return Ok(WorkClass::parse(code).map_err(|refusal| refusal.at("work_class"))?.code());
    }
    let title = title.to_lowercase();
    let by_title = WORDS.iter().find(|(word, _)| title.contains(word));
    let by_sector = || {
        items(project, "/sector")
            .filter_map(Json::as_str)
            .find_map(|sector| SECTORS.iter().find(|(code, _)| *code == sector))
    };
    let (_, class) = by_title
        .or_else(by_sector)
        .ok_or_else(|| cannot("title", &title, "nama yang menyebut jenis bangunan"))?;
    Ok(class.code())
}

fn intervention(kind: &str) -> Result<&'static str, Refusal> {
    Ok(match kind {
        "" | "construction" => "new",
        "rehabilitation" => "rehabilitate",
        "replacement" => "replace",
        "expansion" => "upgrade",
        other => return Err(cannot("type", other, "pembangunan")),
    })
}

/// The budget; of another currency, or no number, it is refused.
fn amount(project: &Json) -> Result<Option<wire::common::v1::Rupiah>, Refusal> {
    let member = |path: &str| project.pointer(path).filter(|member| !member.is_null());
    let amount = match (member("/budget/amount"), member("/budget/amount/amount")) {
        (None, _) | (Some(Json::Object(_)), None) => return Ok(None),
        (_, Some(told)) => told
            .as_f64()
            .ok_or_else(|| cannot("budget.amount.amount", &told.to_string(), "bilangan"))?,
        (Some(told), None) => return Err(cannot("budget.amount", &told.to_string(), "jumlah")),
    };
    let currency = text(project, "/budget/amount/currency");
    if !matches!(currency, "" | "IDR") {
        return Err(cannot("budget.amount.currency", currency, "IDR"));
    }
    money(&format!("{amount:.2}"), "budget.amount.amount")
}

fn funds(project: &Json) -> Vec<String> {
    let is_code = |id: &&str| id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase());
    let parts = items(project, "/budget/budgetBreakdowns")
        .flat_map(|breakdown| items(breakdown, "/budgetBreakdown"));
    parts.map(|part| text(part, "/id")).filter(is_code).map(str::to_owned).collect()
}

fn document(project: &Json) -> String {
    let awarded = |process: &&Json| {
        process.pointer("/summary/contractValue").is_some()
            || items(process, "/summary/suppliers").next().is_some()
    };
    let contract = items(project, "/contractingProcesses").find(awarded).map(|process| {
        let own = text(process, "/summary/externalReference");
        if own.is_empty() { text(process, "/id") } else { own }
    });
    let budget = || {
        items(project, "/identifiers")
            .find(|one| DOCUMENT_SCHEMES.contains(&text(one, "/scheme")))
            .map(|one| text(one, "/id"))
    };
    contract.or_else(budget).unwrap_or_default().to_owned()
}

fn shapes(project: &Json) -> Result<Vec<wire::common::v1::Shape>, Refusal> {
    let mut shapes = Vec::new();
    for geometry in items(project, "/locations").filter_map(|one| one.get("geometry")) {
        shapes.extend(geometry::of_geojson(geometry)?);
    }
    if shapes.is_empty() {
        return Err(cannot("locations", "", "lokasi dengan geometri"));
    }
    Ok(shapes)
}
