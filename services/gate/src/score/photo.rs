//! Photographs that look alike.

/// Photographs are alike up to this many different bits of their perceptual hashes.
pub const PHOTO_BITS: u32 = 7;

/// The fewest differing bits of two works' photographs; none when a work has none.
pub fn fewest_bits<'a, B>(a: impl IntoIterator<Item = &'a u64>, b: B) -> Option<u32>
where
    B: IntoIterator<Item = &'a u64, IntoIter: Clone>,
{
    let b = b.into_iter();
    a.into_iter().filter_map(|x| b.clone().map(|y| (x ^ y).count_ones()).min()).min()
}
