use domain::{Day, DesaId, Kind, SumberDana};

use super::*;
use crate::convert;

fn told(faults: Violations) -> Vec<(String, String)> {
    let error = faults.check().unwrap_err();
    assert_eq!(error.kind, Kind::Invalid);
    let told = |one: &Refusal| (one.field.clone().unwrap_or_default(), one.code.to_string());
    error.refusals.iter().map(told).collect()
}

#[test]
fn what_is_left_empty_is_told_as_required_under_its_path() {
    let mut faults = Violations::new();
    faults.read("etag", convert::revision(""));
    faults.read("valid_until", Day::parse(""));
    faults.read("name", DesaId::from_name(""));
    faults.read("lines[1].sumber_dana", SumberDana::parse(""));
    let told = told(faults);
    let fields: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["etag", "valid_until", "name", "lines[1].sumber_dana"]);
    assert!(told.iter().all(|(_, code)| code == reason::FIELD_REQUIRED.code), "{told:?}");
}

#[test]
fn what_is_filled_in_wrongly_keeps_its_reason() {
    let mut faults = Violations::new();
    faults.read("etag", convert::revision("7"));
    faults.read("valid_until", Day::parse("besok"));
    faults.read("sumber_dana", SumberDana::parse("dds"));
    let told = told(faults);
    let codes: Vec<&str> = told.iter().map(|(_, code)| code.as_str()).collect();
    assert_eq!(codes, ["FIELD_MALFORMED", "DATE_INVALID", "CODE_INVALID"]);
}
