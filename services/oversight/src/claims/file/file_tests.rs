//! Files of claims in their three forms, and every way in which a row can be bad.

use domain::Refusal;
use wire::common::v1::shape::Kind;

use super::*;

const CSV: &str = "\u{feff}external_id;name;work_class;year;amount;document;longitude;latitude;geometry;side;fund
R-1;Peningkatan Jalan Sukojati;road;;1.500.000.000,00;600/12/SPK;;;LINESTRING (114.3 -8.3, 114.301 -8.301);left;DAU
R-2;Jembatan Watukebo;bridge;2025;250000000;;114,31;-8,32;;;
R-3;Rusak;road;;sekian;;abc;-8,3;;;
R-4;Titik ganda;culvert;;;;;;MULTIPOINT ((114.3 -8.3), (114.4 -8.4));;
";

/// The rows of a file.
fn parse(text: &str, year: i32) -> Result<Vec<FileRow>, Refusal> {
    super::parse(text, year).map(|read| read.rows)
}

fn reasons(claim: &Result<ClaimRow, Vec<Refusal>>) -> Vec<String> {
    let faults = claim.as_ref().err().map(Vec::as_slice).unwrap_or_default();
    faults.iter().map(|one| one.field.clone().unwrap_or_default()).collect()
}

#[test]
fn a_table_is_read_by_its_heading_and_every_bad_value_is_named() {
    let rows = parse(CSV, 2026).unwrap();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 4, 5]);
    let first = rows[0].claim.as_ref().unwrap().content.clone().unwrap();
    assert_eq!((first.tahun, first.amount.unwrap().sen), (2026, 150_000_000_000));
    assert_eq!((first.side.as_str(), first.sumber_dana), ("left", vec!["DAU".to_owned()]));
    let line = first.sites[0].shape.clone().unwrap().kind.unwrap();
    assert!(matches!(line, Kind::Line(path) if path.vertices.len() == 2));
    let second = rows[1].claim.as_ref().unwrap().content.clone().unwrap();
    assert_eq!(second.tahun, 2025);
    let at = second.sites[0].shape.clone().unwrap().kind.unwrap();
    assert!(matches!(at, Kind::Point(at) if at.longitude_deg == 114.31));
    let told: Vec<usize> = rows.iter().map(|row| row.doubts.len()).collect();
    assert_eq!(told, [0, 1, 0, 0], "a decimal comma is read, and told");
    assert_eq!(rows[1].doubts[0].refusal.code, "SITE_DECIMAL_COMMA");
    assert_eq!(reasons(&rows[2].claim), ["amount", "longitude"], "both at once");
    assert_eq!(rows[3].claim.as_ref().unwrap().content.clone().unwrap().sites.len(), 2);
}

#[test]
fn a_feature_collection_is_read_by_its_properties() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"external_id":"G-1","name":"Irigasi","work_class":"irrigation",
          "amount":1000000.5,"year":2026,"document":null},
         "geometry":{"type":"MultiLineString","coordinates":[[[114.3,-8.3],[114.31,-8.3]],[[114.4,-8.3],[114.41,-8.3]]]}},
        {"type":"Feature","properties":{"external_id":"G-2"},"geometry":{"type":"Circle"}}]}"#;
    let rows = parse(text, 2024).unwrap();
    let first = rows[0].claim.as_ref().unwrap().content.clone().unwrap();
    assert_eq!((first.sites.len(), first.tahun, first.amount.unwrap().sen), (2, 2026, 100_000_050));
    assert_eq!(reasons(&rows[1].claim), ["geometry"]);
}

#[test]
fn a_feature_is_known_by_its_property_or_else_by_the_id_of_the_standard() {
    let number = |members: &str| {
        let text = format!(
            r#"{{"features":[{{"type":"Feature",{members},
                "geometry":{{"type":"Point","coordinates":[114.3,-8.3]}}}}]}}"#
        );
        parse(&text, 2026).unwrap()[0].external_id.clone()
    };
    assert_eq!(number(r#""id":"F-7","properties":{"name":"Jalan"}"#), "F-7");
    assert_eq!(number(r#""id":7,"properties":{"external_id":null}"#), "7");
    assert_eq!(number(r#""id":"F-7","properties":{"external_id":"R-1"}"#), "R-1");
    assert_eq!(number(r#""properties":{"name":"Jalan"}"#), "");
}

#[test]
fn a_project_package_is_read_with_contract_fund_and_class() {
    let text = r#"{"projects":[
        {"id":"oc4ids-1","title":"Peningkatan jalan Rogojampi","type":"expansion","sector":["transport.road"],
         "period":{"startDate":"2025-03-01T00:00:00Z"},
         "budget":{"amount":{"amount":148232910.5,"currency":"IDR"},
           "budgetBreakdowns":[{"id":"a","budgetBreakdown":[{"id":"DAU"},{"id":"lain"}]}]},
         "locations":[{"id":"1","geometry":{"type":"LineString","coordinates":[[114.3,-8.3],[114.31,-8.3]]}}],
         "contractingProcesses":[{"id":"p0","summary":{"status":"active"}},
           {"id":"p1","summary":{"contractValue":{"amount":1},"externalReference":"602/SPK/2025"}}]},
        {"id":"oc4ids-2","title":"Rumah dinas","type":"construction","sector":["health"],
         "identifiers":[{"id":"DPA 1.02","scheme":"ID-DPA"}],
         "budget":{"amount":{"amount":5,"currency":"GBP"}},"locations":[]},
        {"id":"oc4ids-3","title":"Pengadaan","locations":[{"geometry":{"type":"Point","coordinates":[114.3,-8.3]}}]}]}"#;
    let rows = parse(text, 2026).unwrap();
    let first = rows[0].claim.as_ref().unwrap().content.clone().unwrap();
    let told = (first.work_class.as_str(), first.intervention.as_str(), first.tahun);
    assert_eq!(told, ("road", "upgrade", 2025));
    assert_eq!(first.document_number, "602/SPK/2025");
    assert_eq!(
        (first.sumber_dana, first.amount.unwrap().sen),
        (vec!["DAU".to_owned()], 14_823_291_050)
    );
    assert_eq!(reasons(&rows[1].claim), ["budget.amount.currency", "locations"]);
    assert_eq!(reasons(&rows[2].claim), ["title"]);
}

#[test]
fn the_days_of_a_work_are_read_from_every_form() {
    let days = |text: &str| {
        let content = parse(text, 2026).unwrap()[0].claim.as_ref().unwrap().content.clone();
        let content = content.unwrap();
        (content.starts_on, content.ends_on)
    };
    let both = ("2026-04-01".to_owned(), "2026-12-31".to_owned());
    let table = "external_id,name,work_class,starts_on,ends_on,longitude,latitude\n\
                 D-1,Jalan,road, 2026-04-01,2026-12-31,114.3,-8.3\n";
    assert_eq!(days(table), both);
    let feature = r#"{"features":[{"properties":{"external_id":"D-1","name":"Jalan",
        "work_class":"road","starts_on":"2026-04-01","ends_on":"2026-12-31"},
        "geometry":{"type":"Point","coordinates":[114.3,-8.3]}}]}"#;
    assert_eq!(days(feature), both);
    let project = |period: &str| {
        format!(
            r#"{{"projects":[{{"id":"D-1","title":"Jalan",{period},"locations":[
                {{"geometry":{{"type":"Point","coordinates":[114.3,-8.3]}}}}]}}]}}"#
        )
    };
    let ends = r#""endDate":"2026-12-31T23:59:59Z""#;
    let period = format!(r#""period":{{"startDate":"2026-04-01T00:00:00Z",{ends}}}"#);
    assert_eq!(days(&project(&period)), both, "the day as it is written");
    let works = format!(r#""implementationPeriod":{{"startDate":"2026-04-01",{ends}}}"#);
    assert_eq!(days(&project(&works)), both);
    let words = project(r#""period":{"startDate":"1 April 2026"}"#);
    assert_eq!(reasons(&parse(&words, 2026).unwrap()[0].claim), ["period.startDate"]);
}

#[test]
fn what_is_no_file_of_claims_is_refused_as_a_whole() {
    for text in
        ["", "{", "{}", "{\"features\":[]}", "nama;kelas\na;b", "external_id,name,work_class\n"]
    {
        let refusal = parse(text, 2026).unwrap_err();
        assert_eq!(refusal.code, "CLAIM_FILE_UNREADABLE", "{text}");
    }
    let twice = "external_id,name,work_class,document, Name,,\nR-1,Jalan,road,SPK,Lain,,\n";
    let refusal = parse(twice, 2026).unwrap_err();
    assert_eq!(refusal.code, "CLAIM_FILE_UNREADABLE");
    assert!(refusal.message().contains("kolom name disebut dua kali"), "{}", refusal.message());
}

#[test]
fn a_row_wider_than_its_heading_is_refused_and_a_narrower_one_is_read() {
    // A decimal comma between commas parts a number in two.
    let text = "external_id,name,work_class,longitude,latitude,document\n\
                R-1,Jembatan,bridge,114,3011,-8,3102,SPK 1\n\
                R-2,Jembatan,bridge,114.3011,-8.3102\n";
    let rows = parse(text, 2026).unwrap();
    assert_eq!((rows[0].number, rows[0].external_id.as_str()), (2, "R-1"));
    assert_eq!(reasons(&rows[0].claim), ["baris"]);
    let told = rows[0].claim.as_ref().unwrap_err()[0].message();
    assert!(told.contains("8 kolom") && told.contains("paling banyak 6 kolom"), "{told}");
    assert_eq!(rows[1].claim.as_ref().unwrap().content.clone().unwrap().document_number, "");
}

#[test]
fn a_file_without_documents_says_so_and_one_with_an_empty_column_does_not() {
    let keeps = |text: &str| parse(text, 2026).unwrap()[0].keeps_document;
    assert!(keeps("external_id,name,work_class\nR-1,Jalan,road\n"));
    assert!(!keeps("external_id,name,work_class,document\nR-1,Jalan,road,\n"));
    let features = |properties: &str| {
        format!(r#"{{"features":[{{"properties":{{"external_id":"R-1"{properties}}}}}]}}"#)
    };
    assert!(keeps(&features("")));
    assert!(!keeps(&features(r#","document":null"#)));
    assert!(!keeps(r#"{"projects":[{"id":"R-1"}]}"#));
}

#[test]
fn a_row_is_told_by_its_line_whatever_ends_the_lines() {
    let table = |end: &str| {
        let rows = ["", "R-1,Jalan,road", "", "R-2,\"Jalan\nMawar\",road", "R-3,Jalan,road"];
        let heading = "external_id,name,work_class";
        rows.iter().fold(heading.to_owned(), |text, row| text + end + *row)
    };
    for end in ["\n", "\r\n", "\r"] {
        let rows = parse(&table(end), 2026).unwrap();
        let numbers: Vec<i32> = rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [3, 5, 7], "{end:?}");
    }
    let short = parse("\n\nexternal_id;name;work_class\r\nR-1;Jalan;road\r\n", 2026).unwrap();
    assert_eq!((short[0].number, short[0].external_id.as_str()), (4, "R-1"));
}

#[test]
fn a_quote_that_is_not_closed_is_told_with_every_line_that_it_swallows() {
    let text = "external_id,name,work_class,longitude,latitude\n\
                A-50,\"Jalan \"\"Mawar\"\"\",road,114.3,-8.3\n\
                A-51,\"tak tertutup,road,114.3,-8.3\n\n\
                A-52,Jalan 52,road,114.3,-8.3\n";
    let rows = parse(text, 2026).unwrap();
    let told: Vec<(i32, &str)> =
        rows.iter().map(|row| (row.number, row.external_id.as_str())).collect();
    assert_eq!(told, [(2, "A-50"), (3, "A-51"), (5, "A-52")]);
    let name = rows[0].claim.as_ref().unwrap().content.clone().unwrap().display_name;
    assert_eq!(name, "Jalan \"Mawar\"");
    for row in &rows[1..] {
        let no = &row.claim.as_ref().unwrap_err()[0];
        assert_eq!((&*no.code, no.field.as_deref()), ("CLAIM_QUOTE_OPEN", Some("baris")));
        let message = no.message();
        assert!(message.contains("baris 3 ") && message.contains("baris 5 "), "{message}");
    }
    let heading =
        parse("external_id,name,work_class,\"document\nR-1,a,road,b\n", 2026).unwrap_err();
    assert!(heading.message().contains("kutip"), "{}", heading.message());
    // A quote that closes on a later line joins rows: too many columns, and it is said why.
    let joined = "external_id,name,work_class\nA-1,\"Jalan,road\nA-2,Jalan\",road,x\n";
    let joined = parse(joined, 2026).unwrap();
    let message = joined[0].claim.as_ref().unwrap_err()[0].message();
    assert!(joined.len() == 1 && message.contains("disatukan tanda kutip"), "{message}");
}

#[test]
fn an_unknown_column_is_told_and_a_misspelt_one_refuses_the_file() {
    let heading = |more: &str| format!("external_id,name,work_class,{more}\nR-1,Jalan,road,5\n");
    let unread = |text: &str| super::parse(text, 2026).unwrap().unread;
    assert_eq!(unread(&heading("keterangan")), ["keterangan"]);
    assert!(unread(&heading("amount")).is_empty());
    assert_eq!(unread(&heading("amount,ammount")), ["ammount"], "what it could mean is there");
    assert_eq!(unread(&heading("note")), ["note"], "two of four letters are another word");
    for (slip, meant) in [("ammount", "amount"), ("dokument", "document"), ("funds", "fund")] {
        let refusal = parse(&heading(slip), 2026).unwrap_err();
        let message = refusal.message();
        let told = format!("kolom {slip} tidak dikenal, mungkin maksudnya {meant};");
        assert!(refusal.code == "CLAIM_FILE_UNREADABLE" && message.contains(&told), "{message}");
        let feature = format!(r#"{{"features":[{{"properties":{{"{slip}":5,"OBJECTID":1}}}}]}}"#);
        assert!(parse(&feature, 2026).unwrap_err().message().contains(&told));
    }
    let map = r#"{"features":[{"properties":{"OBJECTID":1}},{"properties":{"OBJECTID":2}},7]}"#;
    assert_eq!(unread(map), ["OBJECTID"]);
}

#[test]
fn a_feature_without_a_geometry_says_so_and_may_tell_its_place_by_properties() {
    let text = r#"{"features":[
        {"properties":{"external_id":"G-1","name":"Jalan","work_class":"road"},"geometry":null},
        7,
        {"properties":{"external_id":"G-3","name":"Jalan","work_class":"road",
          "longitude":114.3,"latitude":-8.3},"geometry":null}]}"#;
    let rows = parse(text, 2026).unwrap();
    assert_eq!(reasons(&rows[0].claim), ["geometry"]);
    assert_eq!(reasons(&rows[1].claim), ["geometry"]);
    assert!(rows[2].claim.is_ok());
}

#[test]
fn an_amount_of_a_project_is_a_number_or_not_there() {
    let project = |budget: &str| {
        let text = format!(
            r#"{{"projects":[{{"id":"o","title":"Jalan","budget":{budget},"locations":[
                {{"geometry":{{"type":"Point","coordinates":[114.3,-8.3]}}}}]}}]}}"#
        );
        parse(&text, 2026).unwrap().remove(0).claim
    };
    for (budget, member) in [
        (r#"{"amount":{"amount":"1e9","currency":"IDR"}}"#, "budget.amount.amount"),
        (r#"{"amount":{"amount":[5]}}"#, "budget.amount.amount"),
        (r#"{"amount":5000000}"#, "budget.amount"),
    ] {
        assert_eq!(reasons(&project(budget)), [member], "{budget}");
    }
    for budget in ["{}", r#"{"amount":null}"#, r#"{"amount":{}}"#, r#"{"amount":{"amount":null}}"#]
    {
        assert!(project(budget).unwrap().content.unwrap().amount.is_none(), "{budget}");
    }
}

#[test]
fn broken_json_is_told_by_its_place_in_words_of_our_own() {
    let message = |text: &str| parse(text, 2026).unwrap_err().message();
    let cut = message("{\"features\":[\n{\"type\":");
    assert_eq!(cut, "Berkas tidak terbaca: JSON terputus di baris 2, kolom 8.");
    assert!(message("{\"features\": x}").contains("JSON tidak sah di baris 1, kolom "));
}

/// A real sample of the standard, where the folder of samples is.
#[test]
fn the_sample_packages_of_the_standard_are_read() {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/oc4ids/examples");
    let read = |file: &str| std::fs::read_to_string(folder.join(file));
    let Ok(village) = read("village-package.sample.json") else {
        assert!(std::env::var("CI").ok().as_deref() != Some("true"), "must be there when CI=true");
        println!("not run: village-package.sample.json is not in ../shared/data/oc4ids/examples");
        return;
    };
    let rows = parse(&village, 2026).unwrap();
    let content = rows[0].claim.as_ref().unwrap().content.clone().unwrap();
    assert_eq!((content.work_class.as_str(), content.tahun), ("road", 2026));
    assert_eq!(content.amount.unwrap().sen, 14_823_291_050);
    assert_eq!(content.sumber_dana, ["DDS", "PAD"]);
    assert_eq!(
        (content.starts_on.as_str(), content.ends_on.as_str()),
        ("2026-04-01", "2026-09-30")
    );
    // The standard's own example lies in another country and pays in pounds.
    let english = parse(&read("example.json").unwrap(), 2026).unwrap();
    assert_eq!(reasons(&english[0].claim), ["budget.amount.currency"]);
}
