use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use super::*;

fn figure(kegiatan: &str, rekening: &str, source: &str, budget: i64, realised: i64) -> Figure {
    Figure {
        kegiatan: (!kegiatan.is_empty()).then(|| kegiatan.to_owned()),
        rekening: rekening.to_owned(),
        sumber_dana: (!source.is_empty()).then(|| source.to_owned()),
        budget_sen: budget,
        realised_sen: realised,
    }
}

fn names() -> Names {
    let pairs = |list: &[(&str, &str)]| {
        list.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect()
    };
    Names {
        kegiatan: pairs(&[("02", "PEMBANGUNAN"), ("02.03", "PU"), ("02.03.10", "Jalan")]),
        rekening: pairs(&[("4", "PENDAPATAN"), ("5", "BELANJA"), ("5.3.5", "Modal Jalan")]),
    }
}

/// Level, codes, title, budget and realised of each row, as one would read it.
fn shown(rows: &[pb::LraRow]) -> Vec<String> {
    rows.iter()
        .map(|row| {
            let amounts = row.amounts.as_ref().unwrap();
            let level = row.level().as_str_name().replace("LRA_LEVEL_", "");
            let (budget, realised) = (amounts.budget.unwrap().sen, amounts.realised.unwrap().sen);
            format!(
                "{level} {}|{}|{} {budget} {realised}",
                row.function_code, row.economic_code, row.title
            )
        })
        .collect()
}

#[test]
fn the_rows_stand_in_the_order_of_print_with_their_sums() {
    let figures = [
        figure("", "6.2.2.01", "PBH", 30, 0),
        figure("", "6.1.1.01", "DDS", 50, 50),
        figure("02.03.10", "5.3.5.03", "DDS", 900, 0),
        figure("02.03.10", "5.3.5.03", "DDS", 0, 450),
        figure("02.03.10", "5.3.5.01", "ADD", 100, 100),
        figure("", "4.2.1.01", "DDS", 980, 700),
    ];
    let expected = [
        "AKUN |4|PENDAPATAN 980 700",
        "KELOMPOK |4.2|4.2 980 700",
        "JENIS |4.2.1|4.2.1 980 700",
        "OBJEK |4.2.1.01|4.2.1.01 980 700",
        "TOTAL ||JUMLAH PENDAPATAN 980 700",
        "AKUN |5|BELANJA 1000 550",
        "BIDANG 02||PEMBANGUNAN 1000 550",
        "SUB_BIDANG 02.03||PU 1000 550",
        "KEGIATAN 02.03.10||Jalan 1000 550",
        "JENIS 02.03.10|5.3.5|Modal Jalan 1000 550",
        "OBJEK 02.03.10|5.3.5.01|5.3.5.01 100 100",
        "OBJEK 02.03.10|5.3.5.03|5.3.5.03 900 450",
        "TOTAL ||JUMLAH BELANJA 1000 550",
        "TOTAL ||SURPLUS / (DEFISIT) -20 150",
        "KELOMPOK |6.1|6.1 50 50",
        "JENIS |6.1.1|6.1.1 50 50",
        "OBJEK |6.1.1.01|6.1.1.01 50 50",
        "TOTAL ||JUMLAH PENERIMAAN PEMBIAYAAN 50 50",
        "KELOMPOK |6.2|6.2 30 0",
        "JENIS |6.2.2|6.2.2 30 0",
        "OBJEK |6.2.2.01|6.2.2.01 30 0",
        "TOTAL ||JUMLAH PENGELUARAN PEMBIAYAAN 30 0",
        "TOTAL ||PEMBIAYAAN NETTO 20 50",
        "TOTAL ||SISA LEBIH PERHITUNGAN ANGGARAN (SiLPA) 0 200",
    ];
    assert_eq!(shown(&rows(&figures, &names()).unwrap()), expected);
}

#[test]
fn an_empty_year_has_only_its_sums() {
    let rows = rows(&[], &names()).unwrap();
    assert_eq!(rows.len(), 7);
    assert!(rows.iter().all(|row| row.amounts.as_ref().unwrap().percent_e2.is_none()));
}

#[test]
fn spending_without_an_activity_is_gathered_not_lost() {
    let rows = rows(&[figure("", "5.2.1.99", "PAD", 0, 7)], &names()).unwrap();
    let expected = [
        "BIDANG 00||TANPA KEGIATAN 0 7",
        "SUB_BIDANG 00.00||TANPA KEGIATAN 0 7",
        "KEGIATAN 00.00.00||TANPA KEGIATAN 0 7",
        "JENIS 00.00.00|5.2.1|5.2.1 0 7",
        "OBJEK 00.00.00|5.2.1.99|5.2.1.99 0 7",
    ];
    let shown = shown(&rows);
    assert_eq!(shown.get(2..7).unwrap(), expected);
}

#[test]
fn an_account_of_no_part_is_a_fault() {
    for rekening in ["1.1.1.01", "6.3.1.01", "7.1.1.01", "3.1.2", ""] {
        assert!(rows(&[figure("", rekening, "", 1, 1)], &names()).is_err(), "{rekening}");
    }
}

#[test]
fn a_sum_beyond_bounds_is_a_fault_not_a_wrong_number() {
    let most = figure("", "4.1.1.01", "PAD", i64::MAX, 0);
    assert!(rows(&[most.clone(), most], &names()).is_err());
}

#[test]
fn a_share_is_rounded_half_away_from_zero() {
    let table = [
        ((0, 100), Some(0)),
        ((1, 3), Some(3_333)),
        ((2, 3), Some(6_667)),
        ((1, 20_000), Some(1)),
        ((1, 20_001), Some(0)),
        ((-1, 3), Some(-3_333)),
        ((1, -3), Some(-3_333)),
        ((-50, -100), Some(5_000)),
        ((250, 100), Some(25_000)),
        ((5, 0), None),
        ((i64::MAX, 1), None),
        ((i64::MIN, i64::MIN), Some(10_000)),
    ];
    for ((part, base), expected) in table {
        let share = percent_e2(Rupiah::from_sen(part), Rupiah::from_sen(base));
        assert_eq!(share, expected, "{part} of {base}");
    }
}

#[test]
fn sources_stand_in_the_order_of_the_chart_and_leave_nobody_out() {
    let figures = [
        figure("", "4.1.1.01", "", 0, 3),
        figure("", "4.2.1.01", "DDS", 10, 5),
        figure("", "4.2.3.01", "XYZ", 2, 2),
        figure("02.03.10", "5.3.5.03", "ADD", 10, 4),
        figure("", "4.2.2.01", "PBH", 0, 0),
    ];
    let chart = [("PBH", "Bagi Hasil"), ("ADD", "Alokasi"), ("DDS", "Dana Desa")];
    let chart = chart.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
    let rows = sources(&figures, chart).unwrap();
    let codes: Vec<&str> = rows.iter().map(|row| row.sumber_dana.as_str()).collect();
    assert_eq!(codes, ["ADD", "DDS", "XYZ", ""]);
    let rest = rows[0].totals.as_ref().unwrap().silpa.as_ref().unwrap();
    assert_eq!((rest.budget.unwrap().sen, rest.realised.unwrap().sen), (-10, -4));
}

/// A year of random figures.
fn year(random: &mut StdRng) -> Vec<Figure> {
    let accounts = ["4.1.1.01", "4.2.1.01", "4.2.3.02", "6.1.1.01", "6.2.2.01", "5.2.1.04"];
    let works = ["01.01.01", "02.03.10", "02.03.11", "02.04.01", "05.01.00"];
    let objek = ["5.1.1.01", "5.2.1.04", "5.2.1.05", "5.3.5.03", "5.4.1.01"];
    (0..random.random_range(0..120))
        .map(|_| {
            let (budget, realised) =
                (random.random_range(0..1_000_000_007), random.random_range(-500..1_000_000_007));
            let source = ["DDS", "ADD", "PBH", ""][random.random_range(0..4)];
            if random.random_bool(0.7) {
                let work = works[random.random_range(0..works.len())];
                figure(work, objek[random.random_range(0..objek.len())], source, budget, realised)
            } else {
                let account = accounts[random.random_range(0..accounts.len())];
                figure("", account, source, budget, realised)
            }
        })
        .collect()
}

fn pair(amounts: Option<&pb::LraAmounts>) -> (i64, i64) {
    let amounts = amounts.unwrap();
    let (budget, realised) = (amounts.budget.unwrap().sen, amounts.realised.unwrap().sen);
    assert_eq!(amounts.difference.unwrap().sen, realised - budget);
    (budget, realised)
}

fn add(left: (i64, i64), right: (i64, i64), sign: i64) -> (i64, i64) {
    (left.0 + sign * right.0, left.1 + sign * right.1)
}

#[test]
fn every_level_adds_up_to_the_same_sums_on_random_years() {
    let mut random = StdRng::seed_from_u64(20_2026);
    for _ in 0..300 {
        let figures = year(&mut random);
        let rows = rows(&figures, &names()).unwrap();
        let totals = Totals::of(&figures).unwrap().message().unwrap();
        let sum = |section: LraSection, level: LraLevel| {
            rows.iter()
                .filter(|row| row.section() == section && row.level() == level)
                .fold((0, 0), |sum, row| add(sum, pair(row.amounts.as_ref()), 1))
        };
        let revenue = pair(totals.revenue.as_ref());
        for level in [LraLevel::Akun, LraLevel::Kelompok, LraLevel::Jenis, LraLevel::Objek] {
            assert_eq!(sum(LraSection::Revenue, level), revenue);
        }
        let spending = pair(totals.spending.as_ref());
        for level in [
            LraLevel::Akun,
            LraLevel::Bidang,
            LraLevel::SubBidang,
            LraLevel::Kegiatan,
            LraLevel::Jenis,
            LraLevel::Objek,
        ] {
            assert_eq!(sum(LraSection::Spending, level), spending, "{level:?}");
        }
        let (inwards, outwards) =
            (pair(totals.financing_in.as_ref()), pair(totals.financing_out.as_ref()));
        for level in [LraLevel::Kelompok, LraLevel::Jenis, LraLevel::Objek] {
            assert_eq!(sum(LraSection::FinancingIn, level), inwards);
            assert_eq!(sum(LraSection::FinancingOut, level), outwards);
        }
        let net = add(inwards, outwards, -1);
        assert_eq!(pair(totals.financing_net.as_ref()), net);
        let silpa = add(add(revenue, spending, -1), net, 1);
        assert_eq!(pair(totals.silpa.as_ref()), silpa);
        assert_eq!(sum(LraSection::Silpa, LraLevel::Total), silpa);

        let by_source = sources(&figures, Vec::new()).unwrap();
        let all = by_source.iter().fold((0, 0), |sum, row| {
            add(sum, pair(row.totals.as_ref().unwrap().silpa.as_ref()), 1)
        });
        assert_eq!(all, silpa);
    }
}
