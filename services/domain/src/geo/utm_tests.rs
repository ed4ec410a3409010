use super::*;

#[test]
fn metres_read_back_as_the_degrees_they_were_made_from() {
    // Made by the forward series of Snyder, which shares nothing with the inverse tested here.
    let table = [
        (50, 202_585.077_198, 9_080_417.534_432, 114.3, -8.31),
        (49, 819_389.862_736, 9_070_299.565_485, 113.9, -8.4),
        (47, 463_350.636_965, 396_814.684_628, 98.67, 3.59),
        (54, 466_649.680_497, 9_720_353.304_825, 140.7, -2.53),
    ];
    for (zone, east_m, north_m, longitude, latitude) in table {
        assert!(looks_like(east_m, north_m));
        let [lon, lat] = degrees(zone, east_m, north_m);
        assert!((lon - longitude).abs() < 1e-7 && (lat - latitude).abs() < 1e-7, "{lon} {lat}");
    }
    assert!(!looks_like(114.3, -8.31) && !looks_like(202_585.0, 5_000_000.0));
}
