use super::*;

/// What is said of a feature where some have these levels, and all others their first.
fn text(feature: F, set: &[(F, u8)]) -> String {
    let mut levels = [0; COUNT];
    for (of, level) in set {
        levels[*of as usize] = *level;
    }
    said(feature as usize, &levels, &Values::default()).1
}

#[test]
fn a_place_that_was_lost_is_not_told_as_it_was_given() {
    let shapes = FEATURES[F::Regime as usize].levels() - 1;
    assert_eq!((ONE_LOST, BOTH_LOST), (shapes - 2, shapes - 1), "the last shapes are none");
    let lost = |shape| text(F::Repair, &[(F::Regime, shape)]);
    assert_eq!(lost(0), "Koordinat: sebagaimana diberikan");
    assert_eq!(lost(6), "Koordinat: satu tidak ada atau tidak dapat diperbaiki");
    assert_eq!(lost(7), "Koordinat: keduanya tidak ada atau tidak dapat diperbaiki");
    let other = text(F::Repair, &[(F::Regime, 6), (F::Repair, 1)]);
    assert_eq!(other, "Koordinat: satu diperbaiki");
}

#[test]
fn a_sum_of_points_is_told_as_the_card_s_own_correction() {
    for sum in [F::PlacePoints, F::NamePoints, F::WorkPoints] {
        let text = text(sum, &[(sum, 9)]);
        assert!(text.starts_with("Penyesuaian kartu") && !text.contains("poin"), "{text}");
    }
    assert_eq!(
        text(F::Ahead, &[(F::Ahead, 6)]),
        "Unggul atas pasangan lain terbaik 5 sampai 15 poin"
    );
}
