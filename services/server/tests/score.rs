//! `lumbung rules score` on files as strangers bring them.

use std::{fs, path::Path, process::Command};

use crate::{Scratch, done, lumbung, refused, run};

const WORK: &str = r#"{"id":"a","village_code":"35.10.06.2001","fiscal_year":2025,"work_class":"road","name":"Rabat beton Gang Mawar","volume":"120","unit":"m","cost":50000000}"#;

fn score(scratch: &Scratch, projects: &Path, out: &Path) -> Command {
    let mut command = lumbung(&scratch.data());
    command.args(["rules", "score", "--projects"]).arg(projects).arg("--out").arg(out);
    command
}

#[test]
fn a_file_that_is_read_is_never_written_over_by_whatever_path() {
    let scratch = Scratch::new();
    let (projects, link, card) = (scratch.join("p"), scratch.join("link"), scratch.join("card"));
    fs::write(&projects, WORK).unwrap();
    fs::write(&card, "kept").unwrap();
    std::os::unix::fs::symlink(&projects, &link).unwrap();
    let hard = scratch.join("hard");
    fs::hard_link(&projects, &hard).unwrap();
    for out in [&projects, &link, &hard, &scratch.join(".").join("p")] {
        let (code, told) = refused(&mut score(&scratch, &projects, out));
        assert_eq!(code, 64, "{told}");
        assert!(told.contains("--projects"), "{told}");
    }
    let (code, told) = refused(score(&scratch, &projects, &card).arg("--card").arg(&card));
    assert_eq!(code, 64, "{told}");
    assert_eq!(fs::read_to_string(&projects).unwrap(), WORK);
    assert_eq!(fs::read_to_string(&card).unwrap(), "kept");
}

#[test]
fn a_file_without_works_tells_no_share_and_writes_an_empty_one() {
    let scratch = Scratch::new();
    let (projects, out) = (scratch.join("p"), scratch.join("out"));
    for (text, told) in [("\n\n", "tidak ada pekerjaan"), (WORK, "1 pekerjaan, 0 pasangan")] {
        fs::write(&projects, text).unwrap();
        let said = done(&mut score(&scratch, &projects, &out));
        assert!(said.contains(told) && !said.contains("persen"), "{said}");
        assert_eq!(fs::read(&out).unwrap(), b"");
    }
}

#[test]
fn an_empty_card_and_lines_that_cannot_be_read_are_refused_and_nothing_is_written() {
    let scratch = Scratch::new();
    let (projects, out, card) = (scratch.join("p"), scratch.join("out"), scratch.join("card"));
    fs::write(&projects, WORK).unwrap();
    fs::write(&card, "").unwrap();
    let (code, told) = refused(score(&scratch, &projects, &out).arg("--card").arg(&card));
    assert_eq!(code, 65, "{told}");
    assert!(told.contains("kartu skor kosong"), "{told}");
    fs::write(&projects, [WORK.as_bytes(), b"\n\xff\n"].concat()).unwrap();
    let (code, told) = refused(&mut score(&scratch, &projects, &out));
    assert_eq!(code, 65, "{told}");
    assert!(told.contains("p:2: bukan teks UTF-8"), "{told}");
    assert!(!out.exists());
}

#[test]
fn a_line_with_something_unknown_is_scored_and_told_on_standard_error() {
    let scratch = Scratch::new();
    let (projects, out) = (scratch.join("p"), scratch.join("out"));
    let odd = |id: u32| {
        WORK.replace("\"a\"", &format!("{id}.0"))
            .replace("}", ",\"accuracy_m\":-1,\"capture\":\"drone\"}")
    };
    let lines: Vec<String> = (1..=25).map(odd).collect();
    fs::write(&projects, lines.join("\n")).unwrap();
    let output = run(&mut score(&scratch, &projects, &out));
    let (said, noted) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{said}{noted}");
    assert!(said.contains("25 pekerjaan") && !said.contains("accuracy_m"), "{said}");
    // What all of them lack is said once, before all else.
    let lack = noted.lines().next().unwrap();
    assert!(lack.contains("p:1: 25 pekerjaan tanpa geometry, yang pertama id 1"), "{lack}");
    let first = noted.lines().nth(1).unwrap();
    for told in ["p:1: id 1:", "id 1.0 dibaca sebagai 1", "accuracy_m -1", "capture"] {
        assert!(first.contains(told), "{first}");
    }
    assert_eq!(noted.lines().filter(|line| line.contains(": id ")).count(), 19, "{noted}");
    assert!(noted.contains("dan 6 baris lain"), "{noted}");
}
