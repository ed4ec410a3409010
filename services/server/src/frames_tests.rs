use std::time::Duration;

use super::*;

fn frame(kind: u8, length: usize) -> Vec<u8> {
    let [_, _, _, _, _, a, b, c] = u64::try_from(length).unwrap().to_be_bytes();
    let mut bytes = vec![a, b, c, kind, 0, 0, 0, 0, 1];
    bytes.resize(HEADER_LEN + length, 7);
    bytes
}

fn counter() -> Counter {
    let mut counter = Counter::new(&Limits::START);
    assert!(counter.walk(PREFACE, Instant::now()));
    counter
}

#[test]
fn a_burst_of_pings_within_the_limit_passes_and_one_more_is_refused() {
    let mut counter = counter();
    let now = Instant::now();
    for _ in 0..400 {
        assert!(counter.walk(&frame(6, 8), now));
    }
    assert!(!counter.walk(&frame(6, 8), now));
}

#[test]
fn the_budget_refills_with_time() {
    let mut counter = counter();
    let now = Instant::now();
    for second in 0..20 {
        for _ in 0..100 {
            assert!(counter.walk(&frame(6, 8), now + Duration::from_secs(second)));
        }
    }
}

#[test]
fn calls_are_never_counted() {
    let mut counter = counter();
    let now = Instant::now();
    for _ in 0..10_000 {
        assert!(counter.walk(&frame(HEADERS, 30), now));
        assert!(counter.walk(&frame(DATA, 100), now));
        assert!(counter.walk(&frame(8, 4), now));
    }
}

#[test]
fn frames_are_found_whatever_the_cuts_between_reads() {
    let mut counter = Counter::new(&Limits::START);
    let now = Instant::now();
    let mut bytes = PREFACE.to_vec();
    for _ in 0..401 {
        bytes.extend(frame(4, 0));
    }
    let passed = bytes.chunks(7).take_while(|chunk| counter.walk(chunk, now)).count();
    assert_eq!(passed, bytes.len().div_ceil(7) - 1, "the last frame is the one too many");
}

#[test]
fn empty_data_frames_are_control_frames() {
    let mut counter = counter();
    let now = Instant::now();
    let passed = (0..1_000).take_while(|_| counter.walk(&frame(DATA, 0), now)).count();
    assert_eq!(passed, 400);
}

#[test]
fn http_1_is_not_read_as_frames() {
    let mut counter = Counter::new(&Limits::START);
    let now = Instant::now();
    for _ in 0..1_000 {
        assert!(counter.walk(b"POST /x HTTP/1.1\r\nhost: a\r\n\r\n", now));
    }
}
