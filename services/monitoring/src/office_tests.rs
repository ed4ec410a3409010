//! A point in the office of a village, over the services, on both engines.

use domain::{Day, Error, Place};
use serde::Serialize;
use store::{Command, Engine, Tx, args, engine_test};
use uuid::Uuid;

use crate::{
    steps::{at, codes, point, work},
    world::{SUKOJATI, World},
};

store::statements! {
    OFFICE: cross_desa("a test") = "
        INSERT INTO registry_office (valid_from, desa_id, lon_e7, lat_e7, source, set_by, set_us)
        VALUES ($1, $2, $3, $4, 'PMD', $5, 0)";
}

/// The office of Sukojati from a day on: east and north of the place of these tests, degrees.
#[derive(Serialize)]
struct Office(Day, f64, f64);

impl Command for Office {
    const METHOD: &'static str = "test/Act";
    type Answer = ();

    fn place(&self) -> Place {
        Place::platform()
    }

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let stands = domain::geo::LonLat::new(self.1, self.2)?;
        let nobody = Uuid::nil();
        let values = args![self.0, SUKOJATI, stands.lon_e7, stands.lat_e7, nobody];
        tx.exec(&OFFICE, values).await.map(|_| ())
    }
}

async fn a_work_in_the_office_is_doubted_from_the_day_it_stands_there(engine: Engine) {
    let world = World::of_banyuwangi(engine).await;
    let place = at(101.3, 57.7);
    let content = || work("culvert", "Gorong-gorong RT 02", point(place));
    let (june, december) = (Day::from_ymd(2026, 6, 1), Day::from_ymd(2026, 12, 1));
    let elsewhere = at(901.3, 57.7);
    for (day, stands) in [(june, &place), (december, &elsewhere)] {
        let office = Office(day, stands.longitude_deg, stands.latitude_deg);
        world.test.store.execute_once(None, office).await.unwrap();
    }
    let before = world.check(content(), "").await;
    assert_eq!(codes(&before.doubts), Vec::<&str>::new(), "nobody said so of March");
    world.on(2026, 6, 1);
    let told = world.check(content(), "").await;
    assert_eq!(codes(&told.doubts), ["SITE_OFFICE_DEFAULT"]);
    assert!(told.doubts[0].untrusted && told.doubts[0].text.contains("(kantor desa)"));
    world.on(2026, 12, 1);
    let after = world.check(content(), "").await;
    assert_eq!(codes(&after.doubts), Vec::<&str>::new(), "it moved");
}

engine_test!(a_work_in_the_office_is_doubted_from_the_day_it_stands_there);
