//! The binary as the child that reads pictures.

use std::{io::Write as _, process::Stdio, time::Instant};

use picture::{
    PICTURE_BYTES_MAX, ReadFailure, Reader, Refused,
    synth::{Scene, heavy, tiled},
};

use crate::{Command, run};

fn reader() -> Reader {
    Reader::of(env!("CARGO_BIN_EXE_lumbung"), ["parse-worker"])
}

async fn read(bytes: &[u8]) -> Result<picture::Examined, ReadFailure> {
    reader().turn().await.unwrap().read(bytes).await
}

#[tokio::test]
async fn the_largest_photo_is_read_within_the_limits() {
    let picture = tiled(7_700, 5_190, 25);
    assert!(picture.len() <= PICTURE_BYTES_MAX, "{} bytes", picture.len());
    let begin = Instant::now();
    let report = read(&picture).await.unwrap().report;
    println!("40 megapixels in {} ms, a process and all", begin.elapsed().as_millis());
    assert_eq!((report.width_px, report.height_px), (7_700, 5_190));
    assert_eq!(report.parts.len(), picture::hash::PARTS);
    let begin = Instant::now();
    let small = Scene::of(1).jpeg(640, 480);
    assert_eq!(read(&small).await, Ok(picture::examine(&small).unwrap()));
    println!("0.3 megapixels in {} ms", begin.elapsed().as_millis());
}

#[tokio::test]
async fn one_more_pixel_row_is_refused() {
    let refused = read(&tiled(7_700, 5_200, 10)).await;
    assert_eq!(refused, Err(ReadFailure::Refused(Refused::TooLarge)));
}

#[tokio::test]
async fn one_that_needs_more_memory_than_the_child_has_is_one_refused_file() {
    let reader = reader();
    let refused = reader.turn().await.unwrap().read(&heavy(7_700, 5_190)).await;
    assert_eq!(refused, Err(ReadFailure::Refused(Refused::TooCostly)));
    let next = Scene::of(2).jpeg(640, 480);
    let read = reader.turn().await.unwrap().read(&next).await;
    assert_eq!(read, Ok(picture::examine(&next).unwrap()));
}

#[test]
fn the_child_is_hidden_and_does_nothing_for_people() {
    let mut help = Command::new(env!("CARGO_BIN_EXE_lumbung"));
    let told = String::from_utf8(run(help.arg("--help")).stdout).unwrap();
    assert!(told.contains("serve") && !told.contains("parse-worker"), "{told}");
    let mut child = Command::new(env!("CARGO_BIN_EXE_lumbung"))
        .arg("parse-worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A child that is gone already closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(b"no socket");
    let output = child.wait_with_output().unwrap();
    assert!(!output.status.success() && output.stdout.is_empty());
}
