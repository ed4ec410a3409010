//! The year 2026 until the morning the demo begins: the first village's money and works, its
//! neighbours' works, and the pairs that lie too near each other.

use domain::Error;

use super::{
    claims,
    district::{District, Village},
    money::{Claim, Treasury},
    planning::Lines,
    stage::Stage,
    works::{Works, decide, explain, register},
};

/// Activities paid every month in twelfths, and to whom.
const MONTHLY: [(&str, &str, &str); 5] = [
    ("01.01.01", "Penghasilan tetap dan tunjangan kepala desa", RECIPIENTS),
    ("01.01.02", "Penghasilan tetap perangkat desa", RECIPIENTS),
    ("01.01.03", "Iuran jaminan kesehatan perangkat desa", "BPJS Kesehatan"),
    ("01.01.05", "Tunjangan kedudukan BPD", RECIPIENTS),
    ("01.01.07", "Insentif RT dan RW", RECIPIENTS),
];
/// Payee where many are paid at once.
const RECIPIENTS: &str = "Daftar penerima terlampir";
/// Families that are helped with cash.
const FAMILIES: &str = "Daftar KPM terlampir";
/// Meals of mothers and children, and who cooks and weighs.
const POSYANDU: &str = "Daftar kader posyandu dan penyedia PMT terlampir";
/// Stationery, meals, fees, journeys and bills of the office.
const OFFICE: &str = "Daftar penyedia dan penerima honor terlampir";
/// Computers and what belongs to them.
const COMPUTERS: &str = "CV Sumber Alat";
/// Meals of meetings.
const MEALS: &str = "Warung Bu Sri";
/// Seeds, young trees, animals.
const SEEDS: &str = "UD Tani Makmur";
/// Building material alone, and with the wages of those who build.
const MATERIAL: &str = "Toko Bangunan Barokah";
const BUILDING: &str = "Toko Bangunan Barokah dan daftar upah pekerja terlampir";
/// The last month whose books are closed.
const CLOSED: u8 = 10;
/// The month the story ends in.
const LAST: u8 = 11;
/// The month of the feasts, and the share of their advance that is spent.
const FEASTS: (u8, (i64, i64)) = (8, (97, 100));

/// Tells the year in the order of its days.
pub async fn tell(stage: &mut Stage, district: &District, budgets: &[Lines]) -> Result<(), Error> {
    let (Some(first), Some(lines)) = (district.desa.first(), budgets.first()) else {
        return Err(Error::fault("demo: no village"));
    };
    let tahun = district.tahun;
    let treasury = Treasury::new(first, lines, tahun);
    treasury.open(stage).await?;
    let mut works = Works::default();
    for month in 1..=LAST {
        let day = |number: u8| format!("{tahun}-{month:02}-{number:02}");
        income(stage, &treasury, tahun, month).await?;
        let advance = if month == FEASTS.0 {
            Some(treasury.advance(stage, [&day(5), &day(6)], &feasts()).await?)
        } else {
            None
        };
        registrations(stage, district, month, &mut works).await?;
        if month == 7 {
            pairs(stage, &works).await?;
            claims::register(stage, district).await?;
        }
        spending(stage, &treasury, tahun, month, &works).await?;
        if let Some(advance) = advance {
            treasury.settle(stage, &day(21), (&feasts(), advance), FEASTS.1).await?;
        }
        if month <= CLOSED {
            treasury.close(stage, month, &day(last_day(month))).await?;
        }
    }
    waiting(stage, &treasury, tahun, &works).await
}

const fn last_day(month: u8) -> u8 {
    match month {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

async fn income(
    stage: &mut Stage,
    treasury: &Treasury<'_>,
    tahun: i32,
    month: u8,
) -> Result<(), Error> {
    let day = format!("{tahun}-{month:02}-05");
    treasury.receive(stage, &day, "ADD", (1, 12)).await?;
    // The bank's interest.
    treasury.receive(stage, &day, "DLL", (1, 12)).await?;
    let more: &[(&str, (i64, i64))] = match month {
        3 => &[("PAD", (1, 1)), ("PBH", (1, 2))],
        5 => &[("DDS", (40, 100))],
        6 => &[("PBK", (1, 1)), ("PBH", (1, 4))],
        8 => &[("DDS", (60, 100))],
        9 => &[("PBH", (1, 4))],
        _ => &[],
    };
    for (sumber_dana, share) in more {
        treasury.receive(stage, &day, sumber_dana, *share).await?;
    }
    Ok(())
}

/// Works of all villages whose day of registration lies in the month.
async fn registrations(
    stage: &mut Stage,
    district: &District,
    month: u8,
    works: &mut Works,
) -> Result<(), Error> {
    let prefix = format!("{}-{month:02}", district.tahun);
    let mut due: Vec<(&Village, &super::district::Work)> = district
        .desa
        .iter()
        .flat_map(|village| village.projects.iter().map(move |work| (village, work)))
        .filter(|(_, work)| work.registered.starts_with(&prefix))
        .collect();
    due.sort_by(|a, b| a.1.registered.cmp(&b.1.registered));
    for (village, work) in due {
        register(stage, village, work, district.tahun, works).await?;
    }
    Ok(())
}

/// What becomes of the pairs: one is left open, one dismissed, one stands.
async fn pairs(stage: &mut Stage, works: &Works) -> Result<(), Error> {
    stage.day("2026-07-02")?;
    let both_sides =
        "Saluran kami berada di sisi timur jalan batas, saluran Pakistaji di sisi barat.";
    explain(stage, works, "sukojati", "drainase2", both_sides).await?;
    decide(stage, works, "sukojati", "drainase2", None, "Dua saluran di sisi jalan yang berbeda.")
        .await?;
    let same = "Gorong-gorong yang sama sudah dibangun Desa Pondoknongko.";
    decide(stage, works, "sukojati", "gorong2", Some("gorong2"), same).await
}

/// What the village carries out itself: its feasts, paid out of an advance to who leads them.
fn feasts() -> Claim<'static> {
    Claim {
        kegiatan: "03.02.03",
        share: (1, 1),
        description: "Panjar hari kemerdekaan dan petik laut".to_owned(),
        payee: "Kasi Pelayanan selaku pelaksana kegiatan",
        project: None,
        taxed: false,
        advance: true,
    }
}

async fn spending(
    stage: &mut Stage,
    treasury: &Treasury<'_>,
    tahun: i32,
    month: u8,
    works: &Works,
) -> Result<(), Error> {
    let mut claims: Vec<Claim<'_>> = MONTHLY
        .iter()
        .map(|(kegiatan, what, payee)| Claim {
            kegiatan,
            share: (1, 12),
            description: format!("{what} bulan {}", domain::calendar::month_name(month)),
            payee,
            project: None,
            taxed: false,
            advance: false,
        })
        .collect();
    let plain = |kegiatan, share, what: &str, payee| Claim {
        kegiatan,
        share,
        description: what.to_owned(),
        payee,
        project: None,
        taxed: false,
        advance: false,
    };
    if month.is_multiple_of(3) {
        claims.push(plain("01.01.04", (3, 12), "Operasional kantor triwulan", OFFICE));
        claims.push(plain("01.01.06", (3, 12), "Operasional BPD triwulan", MEALS));
    }
    let physical = |kegiatan, share, what: &str, key: &str| Claim {
        project: works.name("sukojati", key),
        taxed: true,
        ..plain(kegiatan, share, what, BUILDING)
    };
    let blt = "BLT Desa tiga bulan untuk 25 keluarga";
    match month {
        3 => {
            let meetings = "Makan minum musyawarah RKP Desa dan APB Desa";
            claims.push(plain("01.04.03", (1, 1), meetings, MEALS));
            claims.push(Claim {
                payee: MATERIAL,
                ..physical("02.03.06", (1, 1), "Pemeliharaan atap balai desa", "balai")
            });
        }
        5 => {
            claims.push(plain("05.03.00", (3, 12), blt, FAMILIES));
            claims.push(plain("02.02.02", (5, 12), "PMT dan insentif kader posyandu", POSYANDU));
        }
        6 => {
            claims.push(Claim {
                taxed: true,
                ..plain("01.02.01", (1, 1), "Komputer dan pencetak pelayanan", COMPUTERS)
            });
            claims.push(physical("02.03.11", (1, 2), "Paving gang Krajan termin 1", "gang"));
            claims.push(physical("02.04.13", (1, 4), "Drainase Maduran termin 1", "drainase"));
        }
        7 => {
            claims.push(physical("02.03.11", (1, 2), "Paving gang Krajan termin 2", "gang"));
            claims.push(physical("02.04.13", (1, 4), "Drainase Maduran termin 2", "drainase"));
            claims.push(physical("02.03.10", (1, 2), "Rabat beton termin 1", "rabat"));
        }
        8 => {
            claims.push(physical("02.03.10", (1, 2), "Rabat beton termin 2", "rabat"));
            claims.push(plain("05.03.00", (3, 12), blt, FAMILIES));
            claims.push(plain("02.02.02", (3, 12), "PMT dan insentif kader posyandu", POSYANDU));
        }
        9 => {
            claims.push(plain("02.01.01", (9, 12), "Insentif guru PAUD dan TPQ", RECIPIENTS));
            claims.push(plain("04.02.01", (1, 1), "Bibit dan kandang", SEEDS));
        }
        11 => claims.push(plain("05.03.00", (3, 12), blt, FAMILIES)),
        _ => {}
    }
    let day = |number: u8| format!("{tahun}-{month:02}-{number:02}");
    treasury.spend(stage, [&day(18), &day(19), &day(20)], &claims).await
}

/// What waits on the morning the demo begins: the culvert whose pair is undecided, and a
/// request at each of the four desks.
async fn waiting(
    stage: &mut Stage,
    treasury: &Treasury<'_>,
    tahun: i32,
    works: &Works,
) -> Result<(), Error> {
    let day = format!("{tahun}-11-23");
    let claim = |kegiatan, share, what: &str, payee| Claim {
        kegiatan,
        share,
        description: what.to_owned(),
        payee,
        project: None,
        taxed: false,
        advance: false,
    };
    let culvert = Claim {
        project: works.name("sukojati", "gorong"),
        ..claim("02.03.14", (1, 4), "Gorong-gorong batas Badean termin 1", BUILDING)
    };
    let snacks = claim("02.02.02", (2, 12), "PMT dan insentif kader posyandu", POSYANDU);
    let trees = claim("02.05.02", (1, 2), "Bibit pohon dan tempat sampah terpilah", SEEDS);
    let office = claim("01.01.04", (1, 12), "Operasional kantor November", OFFICE);
    // From the last desk to the first: treasurer, head, secretary, and who carries it out.
    let submitted = treasury.submit(stage, &day, &trees).await?;
    let verified = treasury.verify(stage, submitted).await?;
    treasury.approve(stage, verified).await?;
    let submitted = treasury.submit(stage, &day, &snacks).await?;
    treasury.verify(stage, submitted).await?;
    treasury.submit(stage, &day, &culvert).await?;
    treasury.draft(stage, &day, &office).await.map(|_| ())
}
