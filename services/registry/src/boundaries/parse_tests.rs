use super::*;
use crate::data::reference;

const RING: &str = "[[114.30,-8.30],[114.31,-8.30],[114.31,-8.29],[114.30,-8.30]]";

fn feature(code: &str, geometry: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"code":{code},"name":"Nama"}},"geometry":{geometry}}}"#
    )
}

fn polygon(ring: &str) -> String {
    format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#)
}

fn file(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn read(text: &str) -> Result<Parsed, Error> {
    parse(text.as_bytes(), reference().unwrap(), |_, _| {})
}

#[test]
fn every_bad_feature_is_named_with_its_reason() {
    let sukojati = r#""35.10.25.2010""#;
    let watukebo = r#""35.10.25.2003""#;
    let swapped = "[[-8.30,114.30],[-8.30,114.31],[-8.29,114.31],[-8.30,114.30]]";
    let elsewhere = "[[7.0,51.0],[7.1,51.0],[7.1,51.1],[7.0,51.0]]";
    let metres = "[[201000,9080000],[202000,9080000],[202000,9081000],[201000,9080000]]";
    let flat = "[[114.30,-8.30],[114.31,-8.30],[114.32,-8.30],[114.30,-8.30]]";
    let table = [
        (feature(sukojati, &polygon(RING)), ""),
        (feature(sukojati, &polygon(RING)), "BOUNDARY_CODE_TWICE"),
        (feature("35.1", &polygon(RING)), "BOUNDARY_CODE_MISSING"),
        (feature("null", &polygon(RING)), "BOUNDARY_CODE_MISSING"),
        (feature(r#""3510252010""#, &polygon(RING)), "BOUNDARY_CODE_UNKNOWN"),
        (feature(r#""35.10.25""#, &polygon(RING)), "BOUNDARY_CODE_UNKNOWN"),
        (feature(watukebo, &polygon(swapped)), "COORDINATE_SWAPPED"),
        (feature(r#""35.10.25.2001""#, &polygon(elsewhere)), "COORDINATE_OUTSIDE_INDONESIA"),
        (feature(r#""35.10.25.2002""#, &polygon(metres)), "COORDINATE_UTM"),
        (feature(r#""35.10.25.2004""#, &polygon(flat)), "BOUNDARY_RING_EMPTY"),
        (feature(r#""35.10.25.2005""#, "null"), "BOUNDARY_NOT_AREA"),
        (
            feature(r#""35.10.25.2006""#, r#"{"type":"Point","coordinates":[114.3,-8.3]}"#),
            "BOUNDARY_NOT_AREA",
        ),
        (
            feature(r#""35.10.25.2007""#, r#"{"type":"MultiPolygon","coordinates":[]}"#),
            "BOUNDARY_NOT_AREA",
        ),
        (feature(r#""35.10.25.2008""#, &polygon("[[114.3],[114.3,-8.3]]")), "BOUNDARY_NOT_AREA"),
        ("17".to_owned(), "BOUNDARY_CODE_MISSING"),
    ];
    let features: Vec<String> = table.iter().map(|(feature, _)| feature.clone()).collect();
    let mut heard = Vec::new();
    let (good, bad) =
        parse(file(&features).as_bytes(), reference().unwrap(), |at, of| heard.push((at, of)))
            .unwrap();
    assert_eq!(good.len(), 1);
    let found: Vec<(usize, &str)> =
        bad.iter().map(|b| (b.number, b.refusal.code.as_ref())).collect();
    let expected: Vec<(usize, &str)> =
        (1..).zip(table.iter().map(|(_, why)| *why)).filter(|(_, why)| !why.is_empty()).collect();
    assert_eq!(found, expected);
    assert_eq!(heard.len(), table.len());
    assert_eq!(heard.last(), Some(&(15, 15)));
    assert_eq!(
        bad[0].to_string(),
        "fitur 2 (35.10.25.2010 Nama): BOUNDARY_CODE_TWICE: \
         Kode desa 35.10.25.2010 sudah dipakai fitur nomor 1."
    );
}

#[test]
fn rings_that_bound_nothing_are_named_and_not_mended() {
    let hole = "[[114.302,-8.298],[114.304,-8.298],[114.304,-8.296],[114.302,-8.298]]";
    let square =
        "[[114.30,-8.30],[114.31,-8.30],[114.31,-8.29],[114.30,-8.29],[114.30,-8.30]]".to_owned();
    let away = hole.replace("114.30", "114.40");
    let bow = "[[114.30,-8.30],[114.31,-8.29],[114.31,-8.30],[114.30,-8.294],[114.30,-8.30]]";
    let open = "[[114.30,-8.30],[114.31,-8.30],[114.31,-8.29]]";
    let parts = |parts: &[String]| {
        format!(r#"{{"type":"MultiPolygon","coordinates":[{}]}}"#, parts.join(","))
    };
    let table = [
        (polygon(&format!("{square},{hole}")), ""),
        (polygon(open), "BOUNDARY_RING_OPEN 1"),
        (polygon(bow), "BOUNDARY_RING_CROSSES 1"),
        (polygon(&format!("{square},{away}")), "BOUNDARY_HOLE_OUTSIDE 2"),
        (parts(&[format!("[{square},{hole}]"), format!("[{bow}]")]), "BOUNDARY_RING_CROSSES 3"),
        (polygon(&format!("{square},{hole}")), "BOUNDARY_AREA_TWICE 1"),
    ];
    let codes = (2001..).map(|number| format!(r#""35.10.25.{number}""#));
    let features: Vec<String> =
        codes.zip(&table).map(|(code, (geometry, _))| feature(&code, geometry)).collect();
    let (good, bad) = read(&file(&features)).unwrap();
    assert_eq!(good.len(), 1);
    let told: Vec<String> = bad
        .iter()
        .map(|one| format!("{} {}", one.refusal.code, one.refusal.facts[0].value))
        .collect();
    assert_eq!(told, table.iter().skip(1).map(|(_, why)| *why).collect::<Vec<_>>());
}

#[test]
fn a_file_that_is_no_collection_in_wgs84_is_refused() {
    let good = file(&[feature(r#""35.10.25.2010""#, &polygon(RING))]);
    assert!(read(&good).is_ok());
    assert!(read(&format!("\u{feff}{good}")).is_ok());
    let crs = |name: &str| {
        let crs = format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}},"features""#);
        good.replace(r#""features""#, &crs)
    };
    assert!(read(&crs("urn:ogc:def:crs:OGC:1.3:CRS84")).is_ok());
    for bad in [
        "",
        "{",
        "[]",
        r#"{"type":"FeatureCollection"}"#,
        r#"{"type":"FeatureCollection","features":[]}"#,
        r#"{"type":"Topology","features":[1]}"#,
        &crs("urn:ogc:def:crs:EPSG::32750"),
        &crs("urn:ogc:def:crs:EPSG::23830"),
    ] {
        assert!(read(bad).unwrap_err().has(&BOUNDARY_FILE_UNREADABLE), "{bad}");
    }
    for (bad, why) in [
        ("{\n\"type\"", "berkas terpotong (baris 2, kolom "),
        ("{}", "bukan FeatureCollection GeoJSON dengan type dan features (baris 1, kolom "),
        ("{,}", "bukan JSON yang sah (baris 1, kolom "),
    ] {
        let told = read(bad).unwrap_err().refusals.remove(0).message();
        assert!(told.starts_with("Berkas peta ") && told.contains(why), "{told}");
    }
}
