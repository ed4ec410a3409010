//! What reads as a work where no code tells, on both engines.

use store::{Engine, engine_test};
use wire::realisation::v1 as proto;

use super::*;
use crate::{
    spp::Kind,
    story_tests::{create, step},
    submit::SubmitSpp,
    world::{Act, PAPER, World, ask, input},
};

#[test]
fn what_is_built_reads_as_a_work_and_what_an_office_does_does_not() {
    for text in
        ["Pembangunan gorong-gorong batas Badean 1 unit", "Rabat beton RT 02", "Perbaikan jembatan"]
    {
        assert!(is_work(text), "{text}");
    }
    for text in ["", "BLT Desa tiga bulan untuk 25 keluarga", "Operasional kantor November"] {
        assert!(!is_work(text), "{text}");
    }
}

async fn a_request_that_reads_as_a_work_is_told_so(engine: Engine) {
    let world = World::open(engine).await;
    let warned = async |description: &str| {
        let asked = proto::SppInput {
            description: description.into(),
            ..input(vec![ask(PAPER, 1_000, None)])
        };
        let mut spp = create(&world, "pka2", Kind::Definitif, asked).await.unwrap();
        let told = step!(world, "pka2", SubmitSpp, SubmitSppRequest, spp).unwrap().warnings;
        told.into_iter().map(|one| (one.code, one.message)).collect::<Vec<_>>()
    };
    let culvert = "Pembangunan gorong-gorong batas";
    assert!(warned(culvert).await.is_empty(), "no law says that the codes do not tell");
    world.act(Act::Law("physical.ragu", "kegiatan:05.01.00")).await.unwrap();
    assert!(warned(culvert).await.is_empty(), "of this activity they do");
    world.act(Act::Relaw("physical.ragu", "kegiatan:05.01.00;rekening:5.2.1.01")).await.unwrap();
    for (description, reads_as) in [(culvert, culvert), ("Belanja Maret", "Rabat beton jalan")] {
        let told = warned(description).await;
        let codes: Vec<&str> = told.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(codes, ["WORK_UNNAMED"], "{description}");
        assert!(told[0].1.contains(reads_as), "{told:?}");
    }
}

engine_test!(a_request_that_reads_as_a_work_is_told_so);
