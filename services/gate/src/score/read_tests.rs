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
        ("village_code", json!(35.1)),
        ("fiscal_year", json!(2025.5)),
        ("fiscal_year", json!(20_255)),
        ("fiscal_year", json!("TA 2025")),
        ("work_class", json!(null)),
        ("work_class", json!("jalan")),
        ("name", json!(5)),
        ("unit", json!(5)),
        ("cost", json!(true)),
        ("cost", json!(1e30)),
        ("cost", json!(-1)),
        ("cost", json!("lima puluh juta")),
        ("cost", json!("50.000")),
        ("geometry", json!("POINT(114 -8)")),
        ("geometry", json!({ "type": "LineString", "coordinates": [[[114.2, -8.4]]] })),
    ] {
        let why = with(field, value.clone()).unwrap_err();
        assert!(why.starts_with(field), "{field} = {value}: {why}");
    }
}

/// The work of the line with another value, and what is noted of it.
fn noted(field: &str, value: Value) -> (Item, String) {
    let mut line = line();
    line[field] = value;
    let read = file(format!("\n{line}").as_bytes()).unwrap();
    assert!(read.notes.len() <= 1 && read.notes.iter().all(|note| note.line == 2));
    let why = read.notes.first().map(|note| note.why.clone()).unwrap_or_default();
    (read.items[0].clone(), why)
}

#[test]
fn what_may_as_well_be_unknown_is_read_so_and_noted_with_id_and_field() {
    for (field, value) in [
        ("village_name", json!(5)),
        ("fund_source", json!(5)),
        ("kegiatan_code", json!(2.03)),
        ("volume", json!(-3)),
        ("volume", json!("kira-kira 12")),
        ("volume", json!("1.200")),
        ("accuracy_m", json!(-1)),
        ("accuracy_m", json!(1e9)),
        ("accuracy_m", json!("jauh")),
        ("capture", json!("drone")),
        ("capture", json!(5)),
        ("photo_phash", json!(5)),
        ("photo_phash", json!(["00ff00ff00ff00aa11"])),
        ("photo_phash", json!(["ff"])),
        ("photo_phash", json!([""])),
    ] {
        let (item, why) = noted(field, value.clone());
        assert!(why.starts_with(&format!("id a: {field}")), "{field} = {value}: {why}");
        let unknown = noted(field, Value::Null);
        assert_eq!(format!("{item:?}"), format!("{:?}", unknown.0), "{field} = {value}");
        assert_eq!(unknown.1, "");
    }
}

#[test]
fn an_empty_geometry_is_no_place_and_noted() {
    for empty in [
        json!({}),
        json!([]),
        json!(""),
        json!({ "type": "Point", "coordinates": [] }),
        json!({ "type": "LineString", "coordinates": [] }),
        json!({ "type": "Polygon", "coordinates": [[]] }),
        json!({ "type": "GeometryCollection", "geometries": [] }),
    ] {
        let (item, why) = noted("geometry", empty.clone());
        assert!(item.sketch.is_none() && item.trust == Trust::Lost, "{empty}");
        assert!(why.starts_with("id a: geometry kosong"), "{empty}: {why}");
    }
}

#[test]
fn a_number_is_read_where_only_one_reading_is_possible() {
    for (written, volume) in [
        (json!("12,5"), 12.5),
        (json!("1.200,5"), 1_200.5),
        (json!("1,200.5"), 1_200.5),
        (json!("1.200.000"), 1_200_000.0),
        (json!("0,125"), 0.125),
    ] {
        let (item, why) = noted("volume", written.clone());
        assert!((item.volume - volume).abs() < 1e-9, "{written}: {}", item.volume);
        assert!(why.starts_with("id a: volume"), "{written}: {why}");
    }
    for plain in [json!("12.5"), json!("1200.500"), json!(12.5)] {
        assert_eq!(noted("volume", plain.clone()).1, "", "{plain}");
    }
}

#[test]
fn an_id_that_a_spreadsheet_wrote_as_a_decimal_is_its_whole_number() {
    assert_eq!(noted("id", json!(5)).0.id, "5");
    let (item, why) = noted("id", json!(5.0));
    assert_eq!((item.id.as_str(), why.as_str()), ("5", "id 5: id 5.0 dibaca sebagai 5"));
    let (mut one, mut two) = (line(), line());
    (one["id"], two["id"]) = (json!(5.0), json!("5"));
    assert!(file(format!("{one}\n{two}").as_bytes()).is_err());
}

#[test]
fn every_fault_of_a_line_is_told_at_once() {
    let mut line = line();
    line["cost"] = json!("banyak");
    line["work_class"] = json!("jalan");
    let bad = works(&line.to_string()).unwrap_err();
    assert!(bad[0].why.contains("work_class") && bad[0].why.contains("cost"), "{}", bad[0].why);
}

#[test]
fn photographs_are_read_each_once_and_not_without_end() {
    let many: Vec<String> = (1..=100).map(|hash| format!("{hash:016x}")).collect();
    let (item, why) = noted("photo_phash", json!(many));
    assert_eq!(item.photos.len(), PHOTOS_MAX);
    assert!(why.contains("foto pertama"), "{why}");
    assert_eq!(noted("photo_phash", json!("0x00000000000000ff")).0.photos, [255]);
    // A program may leave zeros in front out; of a photograph it never leaves so few digits.
    let (item, why) = noted("photo_phash", json!("fedcba987654"));
    assert_eq!((item.photos.as_slice(), why.as_str()), ([0xfedc_ba98_7654].as_slice(), ""));
    let full = "00000000000000ff";
    let (item, why) = noted("photo_phash", json!([full, "bukan", full, "ff"]));
    assert_eq!(item.photos, [255]);
    assert!(why.contains("2 dari 4"), "{why}");
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
    let point = json!({ "type": "Point", "coordinates": [114.2, -8.4] });
    one["geometry"] = json!({
        "type": "GeometryCollection", "geometries": [point, one["geometry"].clone()],
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

#[test]
fn what_works_lack_is_noted_once_with_their_number_and_before_all_else() {
    let lacking = |id: &str, fields: &[(&str, Value)]| {
        let mut line = line();
        line["id"] = json!(id);
        fields.iter().for_each(|(field, value)| line[*field] = value.clone());
        line.to_string()
    };
    let none = ["name", "unit", "cost", "geometry"].map(|field| (field, Value::Null));
    let lines = [
        lacking("a", &[("capture", json!("drone"))]),
        lacking("b", &none),
        lacking("c", &[("name", json!(" ")), ("volume", json!(1e12)), ("cost", json!(0))]),
        lacking("d", &[("volume", json!(0.001)), ("geometry", json!({}))]),
    ];
    let read = file(lines.join("\n").as_bytes()).unwrap();
    let told: Vec<(usize, &str)> =
        read.notes.iter().map(|note| (note.line, note.why.split(';').next().unwrap())).collect();
    assert_eq!(
        told,
        [
            (2, "2 pekerjaan tanpa name, yang pertama id b"),
            (2, "1 pekerjaan tanpa unit, yang pertama id b"),
            (2, "2 pekerjaan tanpa cost, yang pertama id b"),
            (2, "1 pekerjaan tanpa geometry, yang pertama id b"),
            (3, "2 pekerjaan dengan volume yang tidak masuk akal, yang pertama id c"),
            (1, "id a: capture tidak dikenal: drone"),
            (4, "id d: geometry kosong"),
        ]
    );
    assert!(read.items[2..].iter().all(|item| item.volume == 0.0));
}

#[test]
fn the_least_and_the_most_that_a_village_builds_are_read_as_they_are() {
    for volume in [0.01, 0.5, 10_000_000.0] {
        let (item, why) = noted("volume", json!(volume));
        assert_eq!((item.volume, why.as_str()), (volume, ""));
    }
    // Kilometres are held against it in metres.
    let mut line = line();
    (line["volume"], line["unit"]) = (json!(0.005), json!("km"));
    let read = file(line.to_string().as_bytes()).unwrap();
    assert_eq!((read.items[0].volume, read.notes.len()), (5.0, 0));
}

/// What is said of the work of the line with another value, up to the number and the id.
fn said_once(field: &str, value: Value) -> (Item, String) {
    let (item, why) = noted(field, value);
    let told = why.strip_prefix("1 pekerjaan ").unwrap_or_else(|| panic!("{field}: {why}"));
    (item, told.replacen(", yang pertama id a", "", 1))
}

#[test]
fn a_code_that_is_none_is_kept_as_it_is_written_and_said() {
    for (field, value, told) in [
        ("village_code", "x", "dengan village_code yang bukan kode desa"),
        ("village_code", "35.10.25", "dengan village_code yang bukan kode desa"),
        ("fund_source", "Dana Desa", "dengan fund_source yang bukan kode tiga huruf"),
        ("kegiatan_code", "jalan", "dengan kegiatan_code yang bukan tiga bagian"),
    ] {
        let (item, why) = said_once(field, json!(value));
        assert!(why.starts_with(told) && why.ends_with("; dipakai sebagaimana ditulis"), "{why}");
        let kept = [item.village, item.fund, item.kegiatan];
        assert!(kept.iter().any(|kept| kept.eq_ignore_ascii_case(value)), "{kept:?}");
    }
}

#[test]
fn a_size_or_a_price_of_nothing_is_unknown_and_said() {
    for (field, value, told) in [
        ("volume", json!(0), "dengan volume 0"),
        ("cost", json!(0.5), "dengan cost di bawah 1.000 rupiah"),
        ("cost", json!(60), "dengan cost di bawah 1.000 rupiah"),
    ] {
        let (item, why) = said_once(field, value);
        assert!(
            why.starts_with(told) && why.ends_with("; dibaca sebagai tidak diketahui"),
            "{why}"
        );
        assert!(item.volume == 0.0 || item.cost == 0.0, "{field}");
    }
    assert_eq!(noted("cost", json!(1_000)).1, "");
}

#[test]
fn a_place_that_nothing_puts_right_is_said() {
    for at in [[0.0, 0.0], [1e308, 1e308], [202_585.0, 9_080_417.0]] {
        let point = json!({ "type": "Point", "coordinates": at });
        let (item, why) = said_once("geometry", point);
        assert_eq!(item.trust, Trust::Lost, "{at:?}");
        assert!(why.starts_with("dengan geometry di luar Indonesia"), "{why}");
    }
}
