use super::*;

const NUMBER: &str = "3510252010990001";

#[test]
fn sixteen_digits_are_a_household_and_nothing_else_is() {
    for text in [NUMBER, "3510 2520 1099 0001", "351025.201099.0001"] {
        assert_eq!(Household::parse(text).unwrap(), Household(NUMBER.into()));
    }
    for text in ["", "351025201099000", "35102520109900011", "351025201099000a"] {
        let refusal = Household::parse(text).unwrap_err();
        assert!(text.is_empty() || !refusal.message().contains(text), "{}", refusal.message());
    }
}

#[test]
fn what_no_card_can_have_is_refused() {
    for text in [
        "1111111111111111",
        "3510251234567890",
        "0010252010990001",
        "9910252010990001",
        "3500252010990001",
        "3510002010990001",
        "3510253202990001",
        "3510252902990001",
        "3510250010990001",
        "3510252013990001",
        "3510252010990000",
    ] {
        assert!(Household::parse(text).is_err(), "{text}");
    }
    for text in ["3510252902000001", "3578013112240123", "9271010101119999"] {
        assert!(Household::parse(text).is_ok(), "{text}");
    }
}

#[test]
fn neither_logs_nor_fingerprints_show_the_number() {
    let household = Household::parse(NUMBER).unwrap();
    assert!(!format!("{household:?}").contains("3510"));
    let other = Household::parse("3510252010990002").unwrap();
    let written = |household: &Household| serde_json::to_string(household).unwrap();
    assert_eq!(written(&household), written(&other), "a stored digest could be searched");
}
