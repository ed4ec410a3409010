//! Shapes and claims for tests, laid out in metres around a place in Banyuwangi.

use domain::{
    DesaId, Rupiah, Tahun, WorkClass,
    geo::{LonLat, Shape},
    ids::{ClaimId, ProjectId},
};
use uuid::Uuid;

use crate::{
    facts::Facts,
    frame::Frame,
    work::{Claim, ClaimKind, Footprint, Intervention, Work},
};

/// West of the border of the UTM zones 49 and 50 by a few metres.
pub const LON: f64 = 113.999_99;
pub const LAT: f64 = -8.2;

/// The position so many metres east and north of the place.
pub fn at(east_m: f64, north_m: f64) -> LonLat {
    let [lon, lat] = Frame::at(LON, LAT).lon_lat_deg([east_m, north_m]);
    LonLat::new(lon, lat).unwrap()
}

pub fn point(east_m: f64, north_m: f64) -> Shape {
    Shape::point(at(east_m, north_m))
}

pub fn line(vertices: &[[f64; 2]]) -> Shape {
    Shape::line(vertices.iter().map(|[x, y]| at(*x, *y)).collect()).unwrap()
}

pub fn square(east_m: f64, north_m: f64, side_m: f64) -> Shape {
    let (e, n, s) = (east_m, north_m, side_m);
    Shape::polygon(vec![vec![at(e, n), at(e + s, n), at(e + s, n + s), at(e, n + s)]]).unwrap()
}

pub const DESA_A: &str = "35.10.25.2010";
pub const DESA_B: &str = "35.10.25.2009";

/// A road of 2026 in village A, digitised, project number 1.
pub fn claim(shape: Shape) -> Claim {
    Claim {
        id: ClaimId::new(Uuid::from_u128(1)),
        desa: DesaId::parse(DESA_A).unwrap(),
        desa_name: "Sukojati".into(),
        project: ProjectId::new(Uuid::from_u128(1)),
        name: "Rabat beton RT 02".into(),
        kind: ClaimKind::Registered,
        site: 0,
        geometry_rev: 1,
        class: WorkClass::Road,
        intervention: Intervention::New,
        tahun: Tahun::new(2026).unwrap(),
        amount: Rupiah::from_sen(5_000_000_000),
        continues: None,
        shape,
        accuracy_mm: None,
        facts: Facts::default(),
    }
}

/// The same in village B, project number 2.
pub fn twin(shape: Shape) -> Claim {
    Claim {
        desa: DesaId::parse(DESA_B).unwrap(),
        desa_name: "Blimbingsari".into(),
        project: ProjectId::new(Uuid::from_u128(2)),
        name: "Pengaspalan gang mawar".into(),
        amount: Rupiah::from_sen(4_000_000_000),
        ..claim(shape)
    }
}

/// A work of one site.
pub fn work(desa: &str, number: u128, class: WorkClass, shape: Shape) -> Work {
    Work {
        desa: DesaId::parse(desa).unwrap(),
        desa_name: format!("Desa {desa}"),
        project: ProjectId::new(Uuid::from_u128(number)),
        name: format!("Pekerjaan {number}"),
        kind: ClaimKind::Registered,
        class,
        intervention: Intervention::New,
        tahun: Tahun::new(2026).unwrap(),
        amount: Rupiah::from_sen(1_000_000),
        continues: None,
        facts: Facts::default(),
        sites: vec![Footprint {
            shape,
            accuracy_mm: Some(5_000),
            capture: None,
            trusted: true,
            amount: Rupiah::from_sen(1_000_000),
        }],
    }
}
