use serde_json::{Value, json};

use super::*;

fn line() -> Value {
    json!({
        "id": "a", "village_code": "35.10.06.2001", "village_name": "Sumberberas",
        "fiscal_year": 2025, "fund_source": "DDS", "kegiatan_code": "02.03.11",
        "work_class": "road", "name": "Rabat beton Gang Mawar RT 03", "volume": 120, "unit": "m",
        "cost": 50_000_000, "geometry": {
            "type": "LineString", "coordinates": [[114.2, -8.4], [114.2005, -8.4005]],
        },
        "accuracy_m": 5.0, "capture": "phone_track", "photo_phash": ["00ff00ff00ff00aa"],
    })
}

fn with(field: &str, value: Value) -> Result<Item, String> {
    let mut line = line();
    line[field] = value;
    let read = works(&line.to_string());
    read.map(|items| items[0].clone()).map_err(|bad| {
        assert_eq!((bad.len(), bad[0].line), (1, 1));
        bad[0].why.clone()
    })
}

#[test]
fn a_wrong_type_or_an_impossible_value_is_refused_with_its_field() {
    for (field, value) in [
        ("id", json!(["x"])),
        ("id", json!(" ")),
        ("village_code", json!(true)),
        ("village_name", json!(5)),
        ("fiscal_year", json!(2025.5)),
        ("fiscal_year", json!(20_255)),
        ("fiscal_year", json!("TA 2025")),
        ("fund_source", json!(5)),
        ("kegiatan_code", json!(5)),
        ("work_class", json!(null)),
        ("work_class", json!("jalan")),
        ("name", json!(5)),
        ("volume", json!(-3)),
        ("volume", json!("1.200,5")),
        ("unit", json!(5)),
        ("cost", json!(true)),
        ("cost", json!(1e30)),
        ("accuracy_m", json!(-1)),
        ("accuracy_m", json!("jauh")),
        ("capture", json!("drone")),
        ("capture", json!(5)),
        ("photo_phash", json!("00ff00ff00ff00aa")),
        ("photo_phash", json!(["00ff00ff00ff00aa11"])),
        ("photo_phash", json!([5])),
        ("photo_phash", json!([""])),
        ("geometry", json!("POINT(114 -8)")),
        ("geometry", json!({ "type": "LineString", "coordinates": [[[114.2, -8.4]]] })),
    ] {
        let why = with(field, value.clone()).unwrap_err();
        assert!(why.starts_with(field), "{field} = {value}: {why}");
    }
}

#[test]
fn numbers_may_be_written_as_texts_everywhere() {
    let plain = with("volume", json!(120)).unwrap();
    for (field, value) in
        [("volume", "120"), ("cost", "50000000"), ("accuracy_m", "5"), ("fiscal_year", "2025")]
    {
        let item = with(field, json!(value)).unwrap();
        assert_eq!(format!("{item:?}"), format!("{plain:?}"), "{field}");
    }
    assert_eq!(with("fiscal_year", json!(2025.0)).unwrap().year, 2025);
    assert_eq!(with("accuracy_m", json!(null)).unwrap().accuracy_m, None);
}

#[test]
fn codes_are_read_however_they_are_written() {
    for code in [json!("3510062001"), json!(3_510_062_001_u64), json!("35.10.06.2001.")] {
        assert_eq!(with("village_code", code).unwrap().village, "35.10.06.2001");
    }
    assert_eq!(with("village_code", json!("desa-7")).unwrap().village, "desa-7");
    for code in ["2.3.11.", "02.03.11", "2.03.11"] {
        assert_eq!(with("kegiatan_code", json!(code)).unwrap().kegiatan, "02.03.11");
    }
    assert_eq!(with("kegiatan_code", json!(null)).unwrap().kegiatan, "");
}

#[test]
fn an_unknown_fund_or_unit_is_kept_as_it_is_written() {
    assert_eq!(with("fund_source", json!("xyz")).unwrap().fund, "XYZ");
    let unit = |text: &str| with("unit", json!(text)).unwrap().unit;
    assert_eq!(unit("M3"), unit("m3"));
    assert_ne!(unit("m3"), unit("karung"));
}

#[test]
fn what_is_no_object_of_text_is_told_by_its_line_in_indonesian() {
    let good = line().to_string();
    let array = format!("[{good}]");
    let twice = good.replace("\"cost\":", "\"cost\":1,\"cost\":");
    let lines = ["\u{feff}", array.as_str(), "{bad", "{", "7", "", twice.as_str(), good.as_str()];
    let mut bytes = lines.join("\n").into_bytes();
    bytes.extend(b"\r\n\xff\xfe\n");
    let bad = file(&bytes).unwrap_err();
    assert_eq!(bad.iter().map(|one| one.line).collect::<Vec<_>>(), [2, 3, 4, 5, 7, 9]);
    let told: Vec<&str> = bad.iter().map(|one| one.why.as_str()).collect();
    assert!(told[0].contains("objek") && told[5].contains("UTF-8"), "{told:?}");
    assert_eq!((told[2], told[4]), ("JSON terpotong", "cost ditulis dua kali"));
    assert!(told.iter().all(|why| !why.contains("line") && !why.contains("expected")), "{told:?}");
}

#[test]
fn works_come_by_id_and_what_was_left_out_is_noted_with_its_line() {
    let (mut one, mut two) = (line(), line());
    one["id"] = json!("b");
    one["geometry"] = json!({
        "type": "MultiPoint", "coordinates": [[114.2, -8.4], [114.3, -8.4]],
    });
    two["id"] = json!("a");
    let read = file(format!("{one}\n{two}").as_bytes()).unwrap();
    assert_eq!(read.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(read.notes.iter().map(|note| note.line).collect::<Vec<_>>(), [1]);
}

#[test]
fn one_exchanged_position_of_a_line_is_put_right_like_a_point() {
    let right = [[114.2, -8.4], [114.2005, -8.4005], [114.201, -8.401]];
    let drawn = |path: [[f64; 2]; 3]| {
        with("geometry", json!({ "type": "LineString", "coordinates": path })).unwrap()
    };
    for wrong in 0..right.len() {
        let mut path = right;
        path[wrong].reverse();
        let item = drawn(path);
        assert_eq!((item.trust, item.sketch), (Trust::Swapped, drawn(right).sketch));
    }
    let mut lost = right;
    lost[1] = [0.0, 0.0];
    assert_eq!(drawn(lost).trust, Trust::Lost);
}
