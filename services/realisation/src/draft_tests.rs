use super::*;

fn told(error: &Error) -> Vec<(&str, &str)> {
    let refusals = error.refusals.iter();
    refusals.map(|one| (one.field.as_deref().unwrap_or_default(), &*one.code)).collect()
}

/// Contents of which everything that can be read is bad.
fn bad() -> proto::SppInput {
    let line = proto::SppLineInput { project: "x".to_owned(), ..Default::default() };
    let payee = proto::Payee { account: "BRI 1".to_owned(), ..Default::default() };
    proto::SppInput {
        day: "besok".to_owned(),
        lines: vec![line],
        payee: Some(payee),
        received_day: "kemarin".to_owned(),
        ..Default::default()
    }
}

const BAD: [(&str, &str); 7] = [
    ("spp.day", "DATE_INVALID"),
    ("spp.description", "FIELD_REQUIRED"),
    ("spp.lines[0].line_id", "FIELD_REQUIRED"),
    ("spp.lines[0].amount", "FIELD_REQUIRED"),
    ("spp.lines[0].project", "FIELD_MALFORMED"),
    ("spp.payee.account", "FIELD_MALFORMED"),
    ("spp.received_day", "DATE_INVALID"),
];

#[test]
fn a_parent_that_cannot_be_read_hides_nothing_of_the_contents() {
    let request =
        proto::CreateSppRequest { parent: "x".to_owned(), spp: Some(bad()), ..Default::default() };
    let error = CreateSpp::parse(request).unwrap_err();
    let first = [("parent", "FIELD_MALFORMED"), ("kind", "FIELD_REQUIRED")];
    assert_eq!(told(&error), [first.as_slice(), &BAD].concat());
}

#[test]
fn a_name_that_cannot_be_read_hides_nothing_of_the_contents() {
    let request = proto::UpdateSppRequest {
        name: "x".to_owned(),
        etag: "\"1\"".to_owned(),
        spp: Some(bad()),
        ..Default::default()
    };
    let error = UpdateSpp::parse(request).unwrap_err();
    assert_eq!(told(&error), [[("name", "FIELD_MALFORMED")].as_slice(), &BAD].concat());
}

#[test]
fn a_request_without_lines_is_told_how_many_to_fill_in() {
    let request = proto::CreateSppRequest {
        parent: "desa/35.10.25.2010/tahun/2026".to_owned(),
        spp: Some(proto::SppInput::default()),
        ..Default::default()
    };
    let error = CreateSpp::parse(request).unwrap_err();
    let lines = error.refusals.iter().find(|one| one.field.as_deref() == Some("spp.lines"));
    assert_eq!(lines.unwrap().message(), "Isi 1 sampai 50 baris; sekarang 0.");
}
