//! The child for real: this test binary plays it.

use std::time::Duration;

use crate::{
    ReadFailure, Reader, Refused, examine,
    limits::MEMORY_BYTES,
    synth::{Scene, heavy},
    worker,
};

/// What tells this binary that it is the child.
const CHILD: &str = "parse-worker";
const HANGS: &str = "a-child-that-hangs";
const SPINS: &str = "a-child-that-spins";
const HOARDS: &str = "a-child-that-hoards";
const LIES: &str = "a-child-that-lies";

/// The child when asked to be one; in an ordinary run of the tests there is nothing to do.
#[test]
fn child() {
    let is = |word: &str| std::env::args().any(|argument| argument == word);
    assert!(!is(CHILD) || std::env::vars().next().is_none(), "an empty environment");
    if is(CHILD) {
        worker::run().unwrap();
    } else if is(HANGS) {
        std::thread::sleep(Duration::from_secs(60));
    } else if is(SPINS) {
        worker::confine_for_test();
        while std::hint::black_box(true) {}
    } else if is(HOARDS) {
        worker::confine_for_test();
        let more = usize::try_from(MEMORY_BYTES).unwrap() + 1;
        std::hint::black_box(vec![1_u8; more]);
    } else if is(LIES) {
        worker::answer_for_test(b"{\"report\":{\"Ok\":1}}\n");
    }
}

fn reader(mode: &str) -> Reader {
    let program = std::env::current_exe().unwrap();
    Reader::of(program, ["--exact", "reader_tests::child", mode])
}

async fn read(mode: &str, bytes: &[u8]) -> Result<crate::Examined, ReadFailure> {
    reader(mode).waiting(Duration::from_secs(20)).turn().await.unwrap().read(bytes).await
}

#[tokio::test]
async fn a_child_answers_what_is_read_here() {
    let picture = Scene::of(11).jpeg(640, 480);
    assert_eq!(read(CHILD, &picture).await, Ok(crate::examine(&picture).unwrap()));
    let refused = read(CHILD, b"no picture").await;
    assert_eq!(refused, Err(ReadFailure::Refused(Refused::KindUnknown)));
}

#[tokio::test]
async fn a_child_that_takes_too_much_is_one_refused_file() {
    for child in [SPINS, HOARDS] {
        let refused = read(child, b"").await;
        assert_eq!(refused, Err(ReadFailure::Refused(Refused::TooCostly)), "{child}");
    }
}

#[tokio::test]
async fn a_picture_larger_than_the_memory_is_refused_and_the_next_one_is_read() {
    // 39,963,000 pixels: fewer than the most, and 280 MB while the decoder holds both its copies.
    let picture = heavy(7_700, 5_190);
    assert!((1..1_000_000).contains(&picture.len()), "{} bytes", picture.len());
    let report = examine(&picture).unwrap().report;
    assert_eq!((report.width_px, report.height_px), (7_700, 5_190), "sound where memory is");
    let reader = reader(CHILD).waiting(Duration::from_secs(20));
    let refused = reader.turn().await.unwrap().read(&picture).await;
    assert_eq!(refused, Err(ReadFailure::Refused(Refused::TooCostly)));
    let next = Scene::of(12).jpeg(640, 480);
    let read = reader.turn().await.unwrap().read(&next).await;
    assert_eq!(read, Ok(examine(&next).unwrap()), "the turn is free again");
}

#[tokio::test]
async fn a_child_that_hangs_or_lies_is_no_fault_of_the_picture() {
    let hangs = reader(HANGS).waiting(Duration::from_millis(200));
    let hung = hangs.turn().await.unwrap().read(b"").await;
    assert!(matches!(hung, Err(ReadFailure::Unavailable(_))), "{hung:?}");
    let lied = read(LIES, b"").await;
    assert!(matches!(lied, Err(ReadFailure::Unavailable(_))), "{lied:?}");
    let missing = Reader::of("/nowhere/lumbung", [CHILD]).turn().await.unwrap().read(b"").await;
    assert!(matches!(missing, Err(ReadFailure::Unavailable(_))));
}
