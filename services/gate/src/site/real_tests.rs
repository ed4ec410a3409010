//! The faults that real people made, in data that a fresh clone does not have.

use std::{collections::BTreeMap, path::PathBuf};

use domain::geo::{LonLat, Shape, doubt};

use super::{Limits, coordinate, size};
use crate::{facts::Capture, work::Footprint};

/// A file of real projects; `None`, said in one line, when it is not there.
fn further(file: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/projects");
    let must = std::env::var("CI").is_ok_and(|ci| ci == "true");
    let text = match std::fs::read_to_string(folder.join(file)) {
        Ok(text) => text,
        Err(error) if must => panic!("{file} must be there when CI=true: {error}"),
        Err(_) => {
            println!("not run: {file} is not in ../shared/data/projects");
            return None;
        }
    };
    let mut lines = text.lines();
    let head = cells(lines.next()?);
    Some(lines.map(|line| head.iter().cloned().zip(cells(line)).collect()).collect())
}

/// Cells of a line; a comma within quotes parts nothing.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

fn number(row: &BTreeMap<String, String>, key: &str) -> Option<f64> {
    row.get(key)?.parse().ok()
}

#[test]
fn every_lost_sign_of_west_java_is_found_and_its_repair_proposed() {
    let columns = [
        ("jabar_village_roads.csv", "lng_start", "lat_start", "start_check", 5),
        ("jabar_village_roads.csv", "lng_end", "lat_end", "end_check", 2),
        ("jabar_water_points.csv", "lng", "lat", "check", 2),
    ];
    for (file, lng, lat, check, expected) in columns {
        let Some(rows) = further(file) else { return };
        let (mut lost, mut good) = (0, 0);
        for row in &rows {
            let (Some(lng), Some(lat)) = (number(row, lng), number(row, lat)) else { continue };
            match row[check].as_str() {
                "sign lost" => {
                    let told = doubt::place(lng, lat, None).unwrap_err();
                    assert_eq!(told.reason.code, "COORDINATE_SIGN_LOST", "{lng} {lat}");
                    assert_eq!(told.meant, LonLat::new(lng, -lat).ok());
                    lost += 1;
                }
                "in" => {
                    assert!(doubt::place(lng, lat, None).is_ok(), "{lng} {lat}");
                    good += 1;
                }
                _ => {}
            }
        }
        assert_eq!(lost, expected, "{file}");
        assert!(good > 5_000, "{file}: {good}");
    }
}

#[test]
fn roads_of_west_java_that_end_where_they_begin_are_found() {
    let Some(rows) = further("jabar_village_roads.csv") else { return };
    let limits = Limits { ends_m: 1, ..NOTHING };
    let (mut roads, mut same, mut returns, mut coarse) = (0, 0, 0, 0);
    for row in &rows {
        let at = |lng, lat| LonLat::new(number(row, lng)?, number(row, lat)?).ok();
        let ends = at("lng_start", "lat_start").zip(at("lng_end", "lat_end"));
        let Some((start, end)) = ends else { continue };
        roads += 1;
        // Two equal ends are no line at all; that is refused with a reason of its own.
        let shape = match Shape::line(vec![start, end]) {
            Ok(shape) => shape,
            Err(refusal) => {
                same += usize::from(refusal.code == "LINE_ENDS_SAME");
                continue;
            }
        };
        let site = Footprint {
            shape,
            accuracy_mm: None,
            capture: Some(Capture::PhonePoint),
            trusted: true,
            amount: domain::Rupiah::ZERO,
        };
        returns += usize::from(size::ends(0, &site, &limits).is_some());
        let told = coordinate::check(0, &site, &Limits { decimals_min: 4, ..limits });
        coarse += usize::from(told.iter().any(|d| d.refusal.code == "SITE_COORDINATE_COARSE"));
    }
    println!("{roads} roads: {same} with equal ends, {returns} within 1 m, {coarse} coarse");
    assert!(roads > 5_500 && same >= 165, "{roads} {same}");
    assert!(returns < 60 && coarse < 60, "hardly any honest road is told: {returns} {coarse}");
}

/// Figures by which nothing is found.
const NOTHING: Limits = Limits {
    band_m: 0,
    far_m: i64::MAX,
    pin_m: -1,
    pins_max: i64::MAX,
    decimals_min: 0,
    accuracy_max_m: i64::MAX,
    ends_m: -1,
    length_permille: i64::MAX,
    area_permille: i64::MAX,
    retraced_corridor_m: -1,
    retraced_permille: i64::MAX,
};
