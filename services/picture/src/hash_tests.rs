use image::DynamicImage;

use super::*;
use crate::synth::{Scene, View, jpeg};

fn scene(seed: u64) -> DynamicImage {
    Scene::of(seed).draw(240, 160, View::default())
}

/// The distance at which a search with a picture finds another that is kept.
fn distance(kept: &DynamicImage, query: &DynamicImage) -> u32 {
    let (kept, query) = (hashes(kept), hashes(query));
    let asked = query.parts.iter().chain(&query.variants);
    asked.flat_map(|q| kept.parts.iter().map(move |k| (q ^ k).count_ones())).min().unwrap()
}

#[test]
fn an_edited_picture_is_found_and_another_is_not() {
    for seed in 0..6 {
        let kept = scene(seed);
        let recompressed = image::load_from_memory(&jpeg(&kept, 30)).unwrap();
        let cut = kept.crop_imm(12, 8, 216, 144);
        let right_cut = kept.crop_imm(0, 0, 216, 160);
        for (what, query) in [
            ("smaller", kept.thumbnail(120, 120)),
            ("recompressed", recompressed),
            ("brighter", kept.brighten(25)),
            ("turned", kept.rotate90()),
            ("half turned", kept.rotate180()),
            ("mirrored", kept.fliph()),
            ("cut around", cut),
            ("cut at the right", right_cut),
        ] {
            let bits = distance(&kept, &query);
            assert!(bits <= LOOK_BITS, "scene {seed} {what}: {bits}");
        }
        let other = distance(&kept, &scene(seed + 100));
        assert!(other > LOOK_BITS, "scene {seed} and another: {other}");
    }
}

#[test]
fn symmetries_of_the_waves_are_those_of_the_picture() {
    let kept = scene(40);
    let all = |picture: &DynamicImage| {
        let hashes = hashes(picture);
        [&hashes.parts[..1], &hashes.variants[..7]].concat()
    };
    let of_kept = all(&kept);
    for turned in [kept.rotate90(), kept.rotate180(), kept.rotate270(), kept.fliph(), kept.flipv()]
    {
        let nearest = of_kept.iter().map(|hash| (hash ^ all(&turned)[0]).count_ones()).min();
        assert!(nearest.unwrap() <= 2);
    }
}

#[test]
fn one_colour_has_no_hash() {
    let blank = DynamicImage::ImageRgb8(image::RgbImage::from_pixel(100, 100, image::Rgb([9; 3])));
    assert_eq!(hashes(&blank), Hashes::default());
    let scene = hashes(&scene(3));
    assert_eq!((scene.parts.len(), scene.variants.len()), (PARTS, VARIANTS));
    assert!(scene.parts.iter().all(|hash| hash.count_ones() == 32), "as many above as below");
}
