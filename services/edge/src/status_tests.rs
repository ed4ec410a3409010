use super::*;

#[test]
fn every_bad_field_is_named_at_once() {
    let error = Error::refused(vec![
        reason::FIELD_REQUIRED.refuse().at("name"),
        reason::AMOUNT_INVALID.refuse().fact("amount", "-1").at("lines[2].amount"),
    ]);
    let status = status(&error);
    assert_eq!(status.code(), Code::InvalidArgument);
    let bad = status.get_details_bad_request().unwrap();
    let fields: Vec<&str> = bad.field_violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(fields, ["name", "lines[2].amount"]);
    assert_eq!(status.metadata().get(OUTCOME_HEADER).unwrap(), "none");
}

#[test]
fn a_sentence_said_of_several_fields_stands_once_and_names_them() {
    let bad = |field: &str| reason::FIELD_REQUIRED.refuse().at(field);
    let day = reason::DATE_INVALID.refuse().fact("value", "besok").at("spp.day");
    let status = status(&Error::refused(vec![bad("outcome"), day, bad("note")]));
    let message = status.message();
    assert!(message.starts_with("Kolom ini wajib diisi (outcome, note). Tanggal "), "{message}");
    assert!(message.ends_with("(spp.day)."), "{message}");
}

#[test]
fn every_unmet_rule_is_named_at_once_with_the_first_ones_facts() {
    let error = Error::refused(vec![
        reason::WRONG_STATE.refuse().fact("state", "draft").about("desa/35.10.25.2010"),
        reason::WRONG_STATE.refuse().fact("state", "x"),
    ]);
    let status = status(&error);
    assert_eq!(status.code(), Code::FailedPrecondition);
    assert_eq!(status.get_details_precondition_failure().unwrap().violations.len(), 2);
    let info = status.get_details_error_info().unwrap();
    assert_eq!((info.reason.as_str(), info.domain.as_str()), ("WRONG_STATE", "lumbung"));
    assert_eq!(info.metadata["state"], "draft");
}

fn fields(status: &Status) -> Vec<(String, String)> {
    let bad = status.get_details_bad_request().unwrap().field_violations;
    bad.into_iter().map(|one| (one.field, one.description)).collect()
}

#[test]
fn every_bad_field_of_many_rows_is_named() {
    let columns = ["kegiatan", "rekening", "sumber_dana", "amount", "volume_e4"];
    let row = |n: usize| columns.map(|f| reason::FIELD_REQUIRED.refuse().at(path(n, f)));
    let status = status(&Error::refused((0..60).flat_map(row).collect()));
    let named: Vec<String> = fields(&status).into_iter().map(|(field, _)| field).collect();
    assert_eq!(named, columns.map(|column| format!("lines[0-59].{column}")));
    assert!(!status.message().contains("lainnya"), "{}", status.message());
    let info = status.get_details_error_info().unwrap();
    assert!(!info.metadata.contains_key(TOTAL) && status.details().len() <= DETAILS_BYTES_MAX);
}

fn path(row: usize, field: &str) -> String {
    format!("lines[{row}].{field}")
}

#[test]
fn few_bad_rows_are_told_one_by_one() {
    let refusals = (0..12).map(|n| reason::FIELD_REQUIRED.refuse().at(path(n, "unit"))).collect();
    let named = fields(&status(&Error::refused(refusals)));
    assert_eq!(named.len(), 12);
    assert_eq!(named[11].0, "lines[11].unit");
    assert!(named.iter().all(|(_, said)| said == "FIELD_REQUIRED: Kolom ini wajib diisi."));
}

#[test]
fn of_many_rows_that_are_wrong_in_their_own_way_the_reason_is_told() {
    let bad = |n: usize| reason::CODE_INVALID.refuse().fact("value", n).at(path(n, "rekening"));
    let status = status(&Error::refused((0..500).map(bad).collect()));
    let together = [("lines[0-499].rekening".to_owned(), "CODE_INVALID".to_owned())];
    assert_eq!(fields(&status), together);
    assert!(status.message().contains("lainnya"), "{}", status.message());
    assert!(status.message().len() < MESSAGE_BYTES_MAX + 64);
}

#[test]
fn what_has_no_room_even_so_is_counted() {
    for kind in [Kind::Invalid, Kind::Unmet] {
        let one = |n: usize| match kind {
            Kind::Invalid => reason::FIELD_REQUIRED.refuse().at(format!("field_{n}")),
            _ => reason::WRONG_STATE.refuse().about(format!("desa/35.10.25.2010/spp/{n}")),
        };
        let status = status(&Error::refused((0..400).map(one).collect()));
        let listed = match kind {
            Kind::Invalid => fields(&status).len(),
            _ => status.get_details_precondition_failure().unwrap().violations.len(),
        };
        assert!((13..400).contains(&listed), "{listed}");
        assert_eq!(status.get_details_error_info().unwrap().metadata[TOTAL], "400");
        let bytes = status.details().len();
        assert!((DETAILS_BYTES_MAX - 512..=DETAILS_BYTES_MAX).contains(&bytes), "{bytes}");
    }
}

#[test]
fn whoever_is_to_try_again_is_told_when() {
    let delay = |status: Status| status.get_details_retry_info().and_then(|one| one.retry_delay);
    let wait = Duration::from_secs(30);
    for reason in [reason::LIMIT_EXCEEDED, reason::CONTENTION, reason::UNAVAILABLE] {
        let error = Error::from(reason.refuse());
        assert_eq!(delay(status(&error)), Some(RETRY), "{}", reason.code);
        assert_eq!(delay(after(&error, wait)), Some(wait), "{}", reason.code);
    }
    assert_eq!(delay(after(&reason::WRONG_STATE.refuse().into(), wait)), None);
}

#[test]
fn a_fault_shows_its_id_and_nothing_of_its_cause() {
    let status = status(&Error::fault("SELECT secret FROM table"));
    assert_eq!(status.code(), Code::Internal);
    assert!(!status.message().contains("secret"));
    assert!(!format!("{:?}", status.details()).contains("secret"));
    assert_eq!(status.metadata().get(OUTCOME_HEADER).unwrap(), "unknown");
}
