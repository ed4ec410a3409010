use super::*;

#[test]
fn the_shipped_card_reads_back_under_the_same_hash() {
    let shipped = Scorecard::shipped().unwrap();
    assert_eq!(Scorecard::from_csv(&shipped.card().to_csv()).unwrap(), shipped);
    assert_eq!(shipped.sha256().len(), 64);
}

#[test]
fn a_card_that_cannot_be_is_refused_with_its_reason() {
    let card = Scorecard::shipped().unwrap().card().clone();
    let changed = |change: fn(&mut Card)| {
        let mut card = card.clone();
        change(&mut card);
        Scorecard::from_csv(&card.to_csv()).unwrap_err().message()
    };
    assert!(changed(|card| card.warn = card.block + 1).contains("ambang"));
    assert!(changed(|card| card.pair.base = 10_001).contains("10000 poin"));
    assert!(changed(|card| card.pair.chances.reverse()).contains("kalibrasi"));
    let why = Scorecard::from_csv("head\npair,nothing,0,,,1\n").unwrap_err().message();
    assert!(why.contains("baris \"pair,nothing,0,,,1\" tidak terbaca"), "{why}");
}

#[test]
fn other_points_are_another_card() {
    let shipped = Scorecard::shipped().unwrap();
    let mut other = shipped.card().clone();
    other.pair.base += 1;
    assert_ne!(Scorecard::from_csv(&other.to_csv()).unwrap().sha256(), shipped.sha256());
}
