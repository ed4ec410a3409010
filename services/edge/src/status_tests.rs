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

#[test]
fn what_is_left_out_of_many_reasons_is_counted() {
    let kinds = [(Kind::Invalid, reason::FIELD_REQUIRED), (Kind::Unmet, reason::WRONG_STATE)];
    for (kind, reason) in kinds {
        for (all, told, message_ends) in [(12, 12, "."), (13, 12, ". (dan 1 lainnya)")] {
            let status = status(&Error::refused(vec![reason.refuse().at("name"); all]));
            assert!(status.message().ends_with(message_ends), "{}", status.message());
            let info = status.get_details_error_info().unwrap();
            let total = (all > told).then(|| all.to_string());
            assert_eq!(info.metadata.get("reasons_total"), total.as_ref());
            let listed = match kind {
                Kind::Invalid => status.get_details_bad_request().unwrap().field_violations.len(),
                _ => status.get_details_precondition_failure().unwrap().violations.len(),
            };
            assert_eq!(listed, told);
        }
    }
}

#[test]
fn a_fault_shows_its_id_and_nothing_of_its_cause() {
    let status = status(&Error::fault("SELECT secret FROM table"));
    assert_eq!(status.code(), Code::Internal);
    assert!(!status.message().contains("secret"));
    assert!(!format!("{:?}", status.details()).contains("secret"));
    assert_eq!(status.metadata().get(OUTCOME_HEADER).unwrap(), "unknown");
}
