use super::*;
use crate::{examine::examine, synth::Scene, synth_exif::tagged};

fn tags() -> Exif {
    Exif {
        offset_minutes: Some(420),
        lon_e7: Some(1_143_012_345),
        lat_e7: Some(-83_101_234),
        accuracy_mm: Some(4_500),
        ..Exif::default()
    }
}

#[test]
fn the_allowed_tags_are_read_and_no_others() {
    let plain = Scene::of(1).jpeg(160, 120);
    let picture = tagged(&plain, "2026:03:02 09:30:00", &tags(), 1);
    let done = examine(&picture).unwrap();
    let exif = done.report.exif.clone().unwrap();
    assert_eq!(exif.clock_us, Some(1_772_443_800_000_000));
    assert_eq!(exif.offset_minutes, Some(420));
    let off = |a: Option<i32>, b: Option<i32>| (a.unwrap() - b.unwrap()).abs();
    assert!(off(exif.lon_e7, tags().lon_e7) <= 1 && off(exif.lat_e7, tags().lat_e7) <= 1);
    assert_eq!(exif.accuracy_mm, Some(4_500));
    for copy in [&done.show, &done.thumbnail] {
        for private in [b"Exif".as_slice(), b"Kamera", b"SN-98765"] {
            assert!(!copy.windows(private.len()).any(|window| window == private));
        }
    }
    let told = serde_json::to_string(&done.report).unwrap();
    assert!(!told.contains("Kamera") && !told.contains("SN-98765"));
    assert_eq!(examine(&plain).unwrap().report.exif, None);
}

#[test]
fn the_picture_is_turned_as_the_camera_says() {
    let plain = Scene::of(2).jpeg(200, 120);
    let turned = examine(&tagged(&plain, "2026:03:02 09:30:00", &tags(), 6)).unwrap();
    assert_eq!((turned.report.width_px, turned.report.height_px), (120, 200));
    let upright = examine(&plain).unwrap();
    let turns = [&upright.report.parts[..1], &upright.report.variants[..7]].concat();
    let nearest = turns.iter().map(|hash| (hash ^ turned.report.parts[0]).count_ones()).min();
    assert!(nearest.unwrap() <= 3, "{nearest:?}");
}

#[test]
fn what_cannot_be_read_is_told_and_loses_no_photo() {
    let plain = Scene::of(3).jpeg(160, 120);
    let block = |body: &[u8]| crate::synth_exif::segment(&plain, 0xe1, body);
    // A directory that names itself as its next one.
    let looped = block(b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\x08");
    let cut = block(b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x05");
    for bad in [looped, cut] {
        let exif = examine(&bad).unwrap().report.exif.unwrap();
        assert!(exif.unreadable, "{exif:?}");
    }
    for no_day in ["2026:02:99 99:99:99", "2026:02:31 09:30:00"] {
        let odd = tagged(&plain, no_day, &Exif::default(), 9);
        assert_eq!(examine(&odd).unwrap().report.exif.unwrap(), Exif::default(), "{no_day}");
    }
    let null_island = Exif { lon_e7: Some(0), lat_e7: Some(0), ..Exif::default() };
    let exif = examine(&tagged(&plain, "2026:03:02 09:30:00", &null_island, 1)).unwrap();
    assert_eq!(exif.report.exif.unwrap().lon_e7, None);
}
