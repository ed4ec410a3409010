use super::*;

#[test]
fn a_text_is_a_number_where_it_can_be_read_in_one_way() {
    for (text, number) in [
        ("12", Some(12.0)),
        ("12,5", Some(12.5)),
        ("12.5", Some(12.5)),
        ("0,125", Some(0.125)),
        ("1200,500", Some(1_200.5)),
        ("1.200,5", Some(1_200.5)),
        ("1,200.5", Some(1_200.5)),
        ("50.000.000", Some(50_000_000.0)),
        ("50.000.000,00", Some(50_000_000.0)),
        ("1e3", Some(1_000.0)),
        ("1.200", None),
        ("1,200", None),
        ("12.5.2024", None),
        ("1.20,5", None),
        ("1.200,000.5", None),
        (",", None),
        ("", None),
        ("inf", None),
        ("12 m", None),
    ] {
        assert_eq!(written(text), number, "{text}");
    }
}
