use super::*;

fn read(
    volume_e4: i64,
    unit: &str,
    price: Option<i64>,
    amount: Option<i64>,
) -> Result<i64, Vec<String>> {
    let sen = |sen| common::Rupiah { sen };
    let mut faults = Violations::new();
    let measured =
        Measured { volume_e4, unit, unit_price: price.map(sen), amount: amount.map(sen) };
    let read = measured.read(&mut faults, "lines[0]");
    match faults.finish(read) {
        Ok((_, amount)) => Ok(amount.sen()),
        Err(error) => Err(error.refusals.iter().map(|r| r.code.to_string()).collect()),
    }
}

#[test]
fn an_amount_is_the_product_rounded_half_up() {
    for (volume_e4, price, product) in
        [(10_000, 125, 125), (15_000, 101, 152), (3_333, 100, 33), (5_000, 1, 1), (4_999, 1, 0)]
    {
        assert_eq!(read(volume_e4, "m", Some(price), None), Ok(product));
        assert_eq!(read(volume_e4, "m", Some(price), Some(product)), Ok(product));
    }
}

#[test]
fn an_amount_that_is_not_the_product_is_refused() {
    assert_eq!(read(15_000, "m", Some(101), Some(151)), Err(vec!["LINE_PRODUCT_WRONG".into()]));
}

#[test]
fn a_measure_is_whole_or_absent() {
    assert_eq!(read(0, "", None, Some(0)), Ok(0));
    assert_eq!(read(0, "", None, None), Err(vec!["FIELD_REQUIRED".into()]));
    for (volume_e4, unit, price) in
        [(1, "", None), (0, "m", None), (0, "", Some(1)), (1, "m", None)]
    {
        let refused = read(volume_e4, unit, price, Some(1));
        assert_eq!(refused, Err(vec!["MEASURE_INCOMPLETE".into()]));
    }
}

#[test]
fn a_product_beyond_all_money_is_refused() {
    let refused = read(VOLUME_MAX_E4, "m", Some(1_000_000_000_000_000), None);
    assert_eq!(refused, Err(vec!["AMOUNT_INVALID".into()]));
}
