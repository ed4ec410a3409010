use super::*;

/// Numbers without a pattern, the same in every run.
fn mixed(seed: u64) -> u64 {
    let x = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A hash that differs in so many bits.
fn changed(hash: u64, bits: u32, seed: u64) -> u64 {
    let mut out = hash;
    let mut n = 0;
    while (out ^ hash).count_ones() < bits {
        let bit = 1_u64 << (mixed(seed * 1_000 + n) % 64);
        out = (out & !bit) | (!hash & bit);
        n += 1;
    }
    out
}

/// Whether the statement would answer a stored hash.
fn is_looked_up(query: u64, kept: u64) -> bool {
    let Args(values) = near_args(query);
    bands(kept)
        .iter()
        .zip(values.chunks(17))
        .any(|(band, wanted)| wanted.contains(&Value::Int(Some(*band))))
}

#[test]
fn every_hash_within_seven_bits_is_looked_up() {
    let mut missed_beyond = 0;
    for seed in 1..20_000 {
        let hash = mixed(seed);
        for bits in 0..=LOOK_BITS {
            let other = changed(hash, bits, seed + u64::from(bits));
            assert!(is_looked_up(hash, other), "{hash:016x} {other:016x} at {bits}");
            let list = format!("7,{},x", stored(other));
            assert_eq!(within(hash, &list).get(&stored(other)), Some(&bits));
        }
        // Two bits in each band are eight, and are in no list.
        let spread = hash ^ 0x0003_0003_0003_0003;
        missed_beyond += u32::from(!is_looked_up(hash, spread));
        assert!(within(hash, &stored(spread).to_string()).is_empty());
    }
    assert!(missed_beyond > 19_000, "the lookup is no scan");
}

#[test]
fn bands_and_column_hold_the_same_bits() {
    for hash in [0, u64::MAX, 0x0001_0203_0405_0607, 1 << 63, mixed(9)] {
        let joined =
            bands(hash).iter().fold(0, |sum, band| (sum << 16) | u64::try_from(*band).unwrap());
        assert_eq!(joined, hash);
        assert_eq!(u64::from_ne_bytes(stored(hash).to_ne_bytes()), hash);
    }
}
