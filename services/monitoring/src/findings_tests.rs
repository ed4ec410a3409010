use super::*;

const LIMITS: Limits = Limits { site_m: 100, device_m: 100, gap_minutes: 60, early_days: 31 };

fn at(east_m: f64) -> LonLat {
    LonLat::new(114.3 + east_m / 110_000.0, -8.31).unwrap()
}

fn us(text: &str, hour: i64) -> i64 {
    Day::parse(text).unwrap().start_us() + hour * 60 * MINUTE_US
}

/// A photo about which there is nothing to say.
fn good() -> Known {
    let taken = us("2026-03-02", 9);
    Known {
        stage: 50,
        now_us: us("2026-03-02", 12),
        device_us: taken,
        device: Some(Fix { at: at(5.0), accuracy_mm: 4_000 }),
        exif: Some(Exif {
            clock_us: Some(taken + 7 * 60 * MINUTE_US),
            offset_minutes: Some(420),
            lon_e7: Some(at(10.0).lon_e7),
            lat_e7: Some(at(10.0).lat_e7),
            accuracy_mm: Some(5_000),
            unreadable: false,
        }),
        sites: vec![
            Ground { shape: Shape::Point(at(0.0)), accuracy_mm: 5_000 },
            Ground { shape: Shape::Point(at(900.0)), accuracy_mm: 0 },
        ],
        geometry_rev: 3,
        tahun: 2026,
        year_begins: Day::from_ymd(2026, 1, 1),
        earlier: Some((0, us("2026-02-01", 9))),
    }
}

/// The app's time and the camera's clock moved together.
fn taken(us: i64) -> Known {
    let mut known = good();
    known.device_us = us;
    known.exif.as_mut().unwrap().clock_us = Some(us + 7 * 60 * MINUTE_US);
    known
}

/// The camera's position.
fn stands(east_m: f64) -> Known {
    let mut known = good();
    known.exif.as_mut().unwrap().lon_e7 = Some(at(east_m).lon_e7);
    known.device = None;
    known
}

fn with(change: impl FnOnce(&mut Known)) -> Known {
    let mut known = good();
    change(&mut known);
    known
}

#[test]
fn each_doubt_has_its_finding_and_no_other() {
    for (what, known, expected) in [
        ("good", good(), vec![]),
        ("no EXIF", with(|k| k.exif = None), vec!["PHOTO_EXIF_MISSING"]),
        (
            "broken EXIF",
            with(|k| k.exif = Some(Exif { unreadable: true, ..Exif::default() })),
            vec!["PHOTO_EXIF_UNREADABLE"],
        ),
        (
            "no place",
            with(|k| {
                k.device = None;
                k.exif.as_mut().unwrap().lon_e7 = None;
            }),
            vec!["PHOTO_PLACE_UNKNOWN"],
        ),
        ("at the other site", stands(880.0), vec![]),
        ("105 m, 10 m of them accuracy", stands(105.0), vec![]),
        ("115 m", stands(115.0), vec!["PHOTO_FAR_FROM_SITE"]),
        (
            "app elsewhere",
            with(|k| k.device = Some(Fix { at: at(130.0), accuracy_mm: 4_000 })),
            vec!["PHOTO_PLACE_DIFFERS"],
        ),
        (
            "app inaccurate",
            with(|k| k.device = Some(Fix { at: at(130.0), accuracy_mm: 40_000 })),
            vec![],
        ),
        ("December", taken(us("2025-12-15", 9)), vec!["PHOTO_BEFORE_STAGE"]),
        (
            "November",
            taken(us("2025-11-15", 9)),
            vec!["PHOTO_BEFORE_PROJECT", "PHOTO_BEFORE_STAGE"],
        ),
        ("tomorrow", taken(us("2026-03-03", 9)), vec!["PHOTO_IN_FUTURE"]),
        ("before the stage", taken(us("2026-01-20", 9)), vec!["PHOTO_BEFORE_STAGE"]),
        ("app two hours off", with(|k| k.device_us += 120 * MINUTE_US), vec!["PHOTO_TIME_DIFFERS"]),
        ("app half an hour off", with(|k| k.device_us += 30 * MINUTE_US), vec![]),
        ("no site yet", with(|k| k.sites.clear()), vec![]),
    ] {
        let found = known.findings(&LIMITS);
        let codes: Vec<&str> = found.iter().map(|one| one.code.as_ref()).collect();
        assert_eq!(codes, expected, "{what}");
        for one in found {
            assert!(!one.message().contains('{'), "{}", one.message());
        }
    }
}

#[test]
fn a_photo_shows_the_sites_that_it_is_known_to_lie_at() {
    let nowhere = with(|k| {
        k.device = None;
        k.exif = None;
    });
    for (what, known, expected) in [
        ("good", good(), 3),
        ("another doubt", taken(us("2026-01-20", 9)), 3),
        ("115 m", stands(115.0), 0),
        ("no place", nowhere, 0),
    ] {
        assert_eq!(known.site_rev(&known.findings(&LIMITS)), expected, "{what}");
    }
}

#[test]
fn a_clock_without_a_zone_is_read_where_it_agrees_with_the_app() {
    for hours in [7, 8, 9] {
        let mut known = good();
        let exif = known.exif.as_mut().unwrap();
        exif.offset_minutes = None;
        exif.clock_us = Some(known.device_us + hours * 60 * MINUTE_US + MINUTE_US);
        assert_eq!(known.exif_us(), Some(known.device_us + MINUTE_US), "{hours}");
        assert!(known.findings(&LIMITS).is_empty());
    }
}

#[test]
fn every_finding_has_a_severity_and_is_kept_as_told() {
    let refusal = PHOTO_REUSED_STAGE.refuse().fact("earlier", 0).fact("stage", 50);
    let text = kept(std::slice::from_ref(&refusal)).unwrap();
    let back = stored(&text);
    assert_eq!(
        (back[0].code.as_str(), &back[0].message),
        ("PHOTO_REUSED_STAGE", &refusal.message())
    );
    assert!(stored("").is_empty());
    let mut keys: Vec<&str> = SEVERITIES.iter().map(|(_, key)| *key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), SEVERITIES.len());
}
