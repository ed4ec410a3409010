//! What people call the things they build and what they do to them. Written for
//! this generator.

use super::thing::{Deal, Thing};

/// What the thing is called; the first is the plainest.
pub const fn nouns(thing: Thing) -> &'static [&'static str] {
    match thing {
        Thing::RoadConcrete => &[
            "jalan rabat beton",
            "rabat beton",
            "betonisasi jalan",
            "cor jalan",
            "rabat jalan",
            "jalan beton",
            "cor rabat beton jalan lingkungan",
            "rabat beton jalan gang",
        ],
        Thing::RoadPaving => &[
            "jalan paving",
            "pavingisasi",
            "paving jalan",
            "paving stone jalan lingkungan",
            "papingisasi jalan",
            "paving block",
            "jalan paving blok",
        ],
        Thing::RoadAsphalt => &[
            "jalan aspal",
            "pengaspalan jalan",
            "aspal hotmix",
            "hotmix jalan",
            "lapen jalan",
            "jalan lapen",
            "aspal jalan desa",
            "overlay aspal",
        ],
        Thing::RoadStone => &[
            "jalan makadam",
            "pengerasan jalan",
            "telford jalan",
            "urugan sirtu jalan",
            "jalan telfot",
            "perkerasan jalan",
            "sirtu jalan",
        ],
        Thing::FarmTrack => &[
            "jalan usaha tani",
            "JUT",
            "jalan produksi",
            "jalan pertanian",
            "jalan sawah",
            "rabat JUT",
            "jalan persawahan",
        ],
        Thing::Drain => &[
            "saluran drainase",
            "drainase",
            "selokan",
            "got",
            "saluran air",
            "U-ditch",
            "SPAL",
            "gorong dan selokan",
            "saluran pembuangan",
            "drainase lingkungan",
        ],
        Thing::RoadWall => &[
            "tembok penahan tanah",
            "TPT",
            "talud jalan",
            "talud",
            "plengsengan jalan",
            "dinding penahan",
            "bronjong jalan",
        ],
        Thing::RiverWall => &[
            "plengsengan",
            "plengsengan sungai",
            "talud sungai",
            "tanggul sungai",
            "plengsengan afur",
            "bronjong",
            "TPT sungai",
        ],
        Thing::Canal => &[
            "saluran irigasi",
            "irigasi tersier",
            "irigasi",
            "saluran tersier",
            "plengsengan irigasi",
            "jaringan irigasi",
            "saluran sawah",
            "kowenan",
        ],
        Thing::Culvert => &[
            "gorong-gorong",
            "plat duiker",
            "duiker",
            "deker",
            "box culvert",
            "plat beton",
            "gorong2",
            "jembatan duiker",
        ],
        Thing::Bridge => &[
            "jembatan",
            "jembatan desa",
            "jembatan plat beton",
            "jembatan penghubung",
            "titian",
            "jembatan usaha tani",
        ],
        Thing::Lights => &[
            "PJU",
            "lampu jalan",
            "penerangan jalan umum",
            "lampu PJU",
            "penerangan jalan",
            "lampu penerangan",
            "PJU tenaga surya",
        ],
        Thing::Well => &[
            "sumur bor",
            "sumur dalam",
            "sumur air bersih",
            "pengeboran sumur",
            "pamsimas",
            "sumur umum",
            "sarana air bersih",
        ],
        Thing::Pipe => &[
            "pipanisasi",
            "jaringan pipa air bersih",
            "perpipaan",
            "pipa air bersih",
            "sambungan air bersih",
            "jaringan air minum",
        ],
        Thing::Tank => &[
            "tandon air",
            "menara air",
            "bak penampung air",
            "reservoir",
            "tower air",
            "tandon umum",
        ],
        Thing::Toilet => {
            &["MCK", "MCK umum", "jamban umum", "kamar mandi/WC umum", "WC umum", "toilet umum"]
        }
        Thing::Septic => {
            &["septik tank komunal", "IPAL komunal", "tangki septik komunal", "septictank", "IPAL"]
        }
        Thing::Posyandu => {
            &["posyandu", "gedung posyandu", "pos pelayanan terpadu", "balai posyandu"]
        }
        Thing::Paud => {
            &["gedung PAUD", "PAUD", "ruang kelas PAUD", "gedung TK/PAUD", "gedung PAUD/TK"]
        }
        Thing::Hall => {
            &["balai dusun", "balai pertemuan", "gedung serba guna", "balai warga", "pendopo"]
        }
        Thing::GuardPost => &["pos kamling", "poskamling", "gardu", "pos ronda", "pos keamanan"],
        Thing::Market => {
            &["kios pasar desa", "pasar desa", "los pasar", "kios desa", "kios BUMDes"]
        }
        Thing::School => &["ruang kelas", "gedung sekolah", "gedung TK", "ruang belajar"],
        Thing::House => &[
            "RTLH",
            "rumah tidak layak huni",
            "rumah layak huni",
            "bedah rumah",
            "rumah warga miskin",
            "RUTILAHU",
        ],
        Thing::Field => &["lapangan", "lapangan sepak bola", "lapangan olahraga", "lapangan desa"],
        Thing::WasteYard => &["TPS 3R", "tempat pembuangan sampah", "TPS", "bank sampah", "TPST"],
        Thing::Cemetery => &["pagar makam", "makam umum", "pagar pemakaman", "TPU", "pemakaman"],
        Thing::Gate => &["gapura", "gapura batas desa", "gapura dusun", "pintu gerbang"],
        Thing::Pond => &["embung", "embung desa", "kolam tampungan", "waduk mini"],
    }
}

/// What is said to be done; the first is the plainest.
pub const fn verbs(thing: Thing, deal: Deal) -> &'static [&'static str] {
    match (deal, thing) {
        (Deal::New, Thing::Lights | Thing::Tank | Thing::Pipe) => {
            &["Pengadaan", "Pemasangan", "Pembangunan", "Pengadaan dan pemasangan"]
        }
        (Deal::New, _) => &["Pembangunan", "Pembuatan", "Pekerjaan", "Pemb.", "Bangun"],
        (Deal::Rehabilitate, _) => {
            &["Rehabilitasi", "Rehab", "Perbaikan", "Renovasi", "Pembangunan/Rehabilitasi"]
        }
        (Deal::Upgrade, Thing::RoadConcrete | Thing::RoadAsphalt | Thing::FarmTrack) => {
            &["Peningkatan", "Pelebaran", "Peningkatan kualitas", "Pekerjaan peningkatan"]
        }
        (Deal::Upgrade, _) => &["Peningkatan", "Peningkatan kualitas", "Penataan"],
        (Deal::Maintain, Thing::Drain | Thing::Canal | Thing::Pond | Thing::RiverWall) => {
            &["Pemeliharaan", "Normalisasi", "Pengerukan", "Perawatan", "Pemeliharaan rutin"]
        }
        (Deal::Maintain, _) => {
            &["Pemeliharaan", "Perawatan", "Pemeliharaan rutin", "Perbaikan ringan"]
        }
        (Deal::Repair, _) => {
            &["Perbaikan", "Pemeliharaan", "Perbaikan ringan", "Perbaikan dan pemeliharaan"]
        }
        (Deal::Replace, _) => &["Penggantian", "Pembangunan ulang", "Pembangunan kembali"],
    }
}

/// Costs that are set by a list and not by the work, in rupiah.
pub const TEMPLATE_COSTS: [u64; 10] = [
    20_000_000,
    25_000_000,
    50_000_000,
    75_000_000,
    78_800_000,
    100_000_000,
    150_000_000,
    156_200_000,
    175_000_000,
    199_900_000,
];
