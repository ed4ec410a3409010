use super::*;
use crate::score::works;

/// Works with one photograph each and nothing else in common, by their ids.
fn photographed(hashes: &[u64]) -> Vec<Item> {
    let line = |(number, hash): (usize, &u64)| {
        serde_json::json!({
            "id": format!("w{number:05}"), "village_code": "35.10.01.2001", "fiscal_year": 2024,
            "work_class": "road", "name": "", "photo_phash": [format!("{hash:016x}")],
        })
        .to_string()
    };
    let lines: Vec<String> = hashes.iter().enumerate().map(line).collect();
    works(&lines.join("\n")).unwrap()
}

#[test]
fn photographs_within_seven_bits_make_a_pair_wherever_the_bits_are() {
    let hash = 0x0123_4567_89ab_cdef_u64;
    for flipped in [0, 0x7f, 0x0101_0101_0101_0100, 0xc000_0180_0001_8000] {
        assert_eq!(photographs(&photographed(&[hash, hash ^ flipped])), [(0, 1)], "{flipped:x}");
    }
    assert!(photographs(&photographed(&[hash, hash ^ 0xff])).is_empty());
}

#[test]
fn thousands_of_alike_photographs_make_few_pairs_and_the_most_alike_are_kept() {
    // Every two differ by at most six bits.
    let base = 0xa5a5_5a5a_c3c3_3c3c_u64;
    let bits = || 0..64_u64;
    let three = bits().flat_map(|a| (0..a).flat_map(move |b| (0..b).map(move |c| (a, b, c))));
    let mut hashes: Vec<u64> =
        three.take(5_000).map(|(a, b, c)| base ^ (1 << a) ^ (1 << b) ^ (1 << c)).collect();
    hashes.push(hashes[2_500]);
    let found = photographs(&photographed(&hashes));
    assert!(found.len() <= hashes.len() * PARTNERS_MAX / 2, "{} pairs", found.len());
    assert!(found.contains(&(2_500, 5_000)));
    let mut partners = vec![0_usize; hashes.len()];
    for (a, b) in &found {
        partners[*a as usize] += 1;
        partners[*b as usize] += 1;
    }
    assert!(partners.iter().all(|count| *count <= PARTNERS_MAX));
}
