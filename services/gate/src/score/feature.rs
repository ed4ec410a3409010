//! What is measured of a pair: names, steps and words of every feature.

/// How the values of a feature fall into levels.
#[derive(Debug, Clone, Copy)]
pub enum Scale {
    /// Named levels, the value is the number of one.
    Named(&'static [&'static str]),
    /// Steps of a measured value at these edges, and how the score may move along them.
    Steps(&'static [f32], Slope),
}

/// How the score may move with a measured value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slope {
    /// Only up.
    Up,
    /// Only down.
    Down,
    /// Either way.
    Free,
}

/// A feature.
#[derive(Debug, Clone, Copy)]
pub struct Feature {
    /// Short stable word.
    pub code: &'static str,
    /// What people read.
    pub title: &'static str,
    /// Unit of a measured value.
    pub unit: &'static str,
    /// How values fall into levels.
    pub scale: Scale,
    /// Whether other works of the set take part in it.
    pub context: bool,
}

impl Feature {
    /// Number of levels, the unknown one included; it is the last.
    pub fn levels(&self) -> usize {
        1 + match self.scale {
            Scale::Named(names) => names.len(),
            Scale::Steps(edges, _) => edges.len() + 1,
        }
    }

    /// Whether the levels tell how far two names agree on one thing.
    pub fn is_agreement(&self) -> bool {
        matches!(self.scale, Scale::Named(names) if names == AGREEMENT_LEVELS)
    }

    /// The level at which both works are silent, where that is not the unknown one.
    pub fn silent(&self) -> Option<usize> {
        match self.scale {
            Scale::Named(names) => names.iter().position(|name| *name == SILENT),
            Scale::Steps(..) => None,
        }
    }

    /// The level of a value; the last when the value is unknown.
    pub fn level(&self, value: f32) -> usize {
        let unknown = self.levels() - 1;
        if value.is_nan() {
            return unknown;
        }
        match self.scale {
            Scale::Named(_) => {
                let (mut level, mut at) = (0, 0.5);
                while value > at && level + 1 < unknown {
                    level += 1;
                    at += 1.0;
                }
                level
            }
            Scale::Steps(edges, _) => edges.partition_point(|edge| *edge <= value),
        }
    }
}

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $title:literal, $unit:literal, $scale:expr, $context:literal;)*) => {
        /// Number of a feature.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum F { $($(#[$doc])* $name,)* }

        /// Every feature in the order of [`F`].
        pub const FEATURES: &[Feature] = &[$(Feature {
            code: $code, title: $title, unit: $unit, scale: $scale, context: $context,
        },)*];
    };
}

/// What is said of what neither work tells.
const SILENT: &str = "tidak disebut";
/// What two names say of one thing, in the order of [`crate::words::Agreement`].
const AGREEMENT_LEVELS: &[&str] =
    &[SILENT, "disebut satu pihak", "sama", "berbeda", "sebagian sama"];
/// Number of the level of shapes at which one work has no place that can be believed.
pub const ONE_LOST: usize = 6;
/// Number of the level at which neither has.
pub const BOTH_LOST: usize = 7;
/// Number of the level of agreement.
pub const AGREE: usize = 2;
/// Number of the level of contradiction.
pub const CONFLICT: usize = 3;
const AGREEMENT: Scale = Scale::Named(AGREEMENT_LEVELS);
const SHARES: &[f32] = &[0.01, 0.2, 0.35, 0.5, 0.65, 0.8, 0.99];
const RATIOS: &[f32] = &[0.1, 0.3, 0.45, 0.55, 0.7, 0.8, 0.9, 0.95, 0.985, 0.9999];
const COUNTS: &[f32] = &[1.0, 2.0, 3.0, 5.0, 8.0, 13.0];

const SUMS: &[f32] =
    &[-80.0, -55.0, -40.0, -28.0, -18.0, -10.0, -3.0, 3.0, 10.0, 18.0, 28.0, 40.0, 55.0];

features! {
    /// Shapes of both sites.
    Regime = "regime", "Bentuk kedua lokasi", "", Scale::Named(&["titik dan titik", "titik dan garis",
        "garis dan garis", "titik dan bidang", "garis dan bidang", "bidang dan bidang",
        "satu lokasi tidak dapat dipercaya", "kedua lokasi tidak dapat dipercaya"]), false;
    /// Distance.
    Distance = "distance", "Jarak", "m", Scale::Steps(&[0.5, 3.0, 6.0, 10.0, 15.0, 22.0, 30.0, 45.0,
        70.0, 110.0, 160.0, 400.0, 1500.0], Slope::Down), false;
    /// Distance over both errors.
    Relative = "relative", "Jarak dibagi galat gabungan", "kali", Scale::Steps(&[0.1, 0.5, 1.0, 1.5,
        2.0, 2.5, 3.0, 4.0, 6.0, 10.0, 20.0], Slope::Down), false;
    /// Shared part of the shorter line or smaller area.
    Overlap = "overlap", "Bagian berimpit dari yang lebih pendek", "persen", Scale::Steps(&[1.0, 15.0,
        30.0, 50.0, 70.0, 85.0, 95.0], Slope::Up), false;
    /// The same of the longer or larger.
    OverlapLong = "overlap_long", "Bagian berimpit dari yang lebih panjang", "persen", Scale::Steps(&[1.0,
        15.0, 30.0, 45.0, 60.0, 75.0, 88.0, 96.0], Slope::Up), false;
    /// Shared metres.
    OverlapMetres = "overlap_m", "Panjang berimpit", "m", Scale::Steps(&[1.0, 10.0, 25.0, 50.0, 100.0,
        200.0], Slope::Up), false;
    /// Median distance of the shared part.
    Offset = "offset", "Selisih tengah ruas berimpit", "m", Scale::Steps(&[0.5, 1.5, 2.5, 3.5, 5.0, 7.0,
        9.0, 12.0], Slope::Down), false;
    /// The same over both errors.
    OffsetRelative = "offset_relative", "Selisih tengah ruas berimpit dibagi galat gabungan", "kali",
        Scale::Steps(&[0.15, 0.3, 0.5, 0.75, 1.0, 1.5, 2.2], Slope::Down), false;
    /// Steadiness of the side.
    OneSided = "one_sided", "Tetap pada satu sisi", "persen", Scale::Steps(&[30.0, 60.0, 85.0, 97.0,
        99.9], Slope::Free), false;
    /// Drawn size of the smaller over the larger.
    SizeRatio = "size_ratio", "Perbandingan ukuran gambar", "", Scale::Steps(&[0.2, 0.4, 0.47, 0.53, 0.65,
        0.8, 0.9, 0.96], Slope::Free), false;
    /// Distance over the length that the work claims.
    Reach = "reach", "Jarak dibagi panjang pekerjaan", "", Scale::Steps(&[0.05, 0.2, 0.5, 0.8, 1.1, 1.5,
        3.0], Slope::Down), false;
    /// Of a point and a line: how near to an end.
    FromEnd = "from_end", "Jarak titik dari ujung garis", "m", Scale::Steps(&[3.0, 10.0, 25.0, 60.0],
        Slope::Free), false;
    /// Equal coordinates.
    SamePin = "same_pin", "Koordinat sama sampai digit terakhir", "", Scale::Named(&["tidak",
        "titiknya", "seluruh bentuknya"]), false;
    /// Repaired or lost positions.
    Repair = "repair", "Koordinat", "", Scale::Named(&["sebagaimana diberikan", "satu diperbaiki",
        "keduanya diperbaiki", "satu jauh dari desanya", "keduanya jauh dari desanya"]), false;
    /// Neighbourhood.
    Rt = "rt", "RT", "", AGREEMENT, false;
    /// Group of neighbourhoods.
    Rw = "rw", "RW", "", AGREEMENT, false;
    /// Hamlet.
    Place = "place", "Dusun atau lingkungan", "", AGREEMENT, false;
    /// Road.
    Road = "road", "Nama jalan, gang atau saluran", "", AGREEMENT, false;
    /// Number of the road.
    RoadNumber = "road_number", "Nomor jalan atau gang", "", AGREEMENT, false;
    /// Side.
    Side = "side", "Sisi", "", AGREEMENT, false;
    /// Landmark.
    Landmark = "landmark", "Patokan", "", AGREEMENT, false;
    /// Phase.
    Phase = "phase", "Tahap", "", AGREEMENT, false;
    /// Person.
    Person = "person", "Nama orang", "", AGREEMENT, false;
    /// Other numbers.
    Numbers = "numbers", "Nomor lain dalam nama", "", AGREEMENT, false;
    /// Material.
    Material = "material", "Bahan", "", AGREEMENT, false;
    /// Object.
    Object = "object", "Bangunan menurut nama", "", AGREEMENT, false;
    /// Part of a building.
    Part = "part", "Bagian bangunan", "", AGREEMENT, false;
    /// Whether the names say that others pay a share of the work.
    Cofunded = "cofunded", "Dana pendamping menurut nama", "", Scale::Named(&[SILENT,
        "disebut satu pihak", "disebut kedua pihak"]), false;
    /// Slots that agree, less slots that contradict.
    Slots = "slots", "Rincian tempat yang sama dikurangi yang berbeda", "", Scale::Steps(&[-2.5, -1.5, -0.5, 0.5,
        1.5, 2.5], Slope::Up), false;
    /// What is done.
    Doing = "doing", "Sifat pekerjaan", "", Scale::Named(&[SILENT, "satu pembangunan",
        "satu perbaikan", "satu pemeliharaan", "", "keduanya pembangunan", "pembangunan dan perbaikan",
        "pembangunan dan pemeliharaan", "", "", "keduanya perbaikan", "perbaikan dan pemeliharaan", "",
        "", "", "keduanya pemeliharaan"]), false;
    /// Shared telling words, of the shorter name.
    Words = "words", "Kata penting yang sama (nama yang lebih pendek)", "bagian", Scale::Steps(SHARES, Slope::Up), false;
    /// Of both names.
    WordsBoth = "words_both", "Kata penting yang sama (kedua nama)", "bagian", Scale::Steps(SHARES, Slope::Up), false;
    /// Number of shared words.
    WordsShared = "words_shared", "Banyaknya kata penting yang sama", "", Scale::Steps(&[0.5, 1.5, 2.5], Slope::Up), false;
    /// Letters.
    Letters = "letters", "Kemiripan huruf nama", "bagian", Scale::Steps(&[0.1, 0.25, 0.4, 0.55, 0.7, 0.85,
        0.97], Slope::Up), false;
    /// The same name.
    SameName = "same_name", "Nama", "", Scale::Named(&["berbeda", "sama"]), false;
    /// Volumes.
    Volume = "volume", "Perbandingan volume", "", Scale::Steps(RATIOS, Slope::Up), false;
    /// What the volumes count.
    Units = "units", "Satuan kedua volume", "", Scale::Named(&["meter", "meter persegi", "buah, keduanya satu",
        "buah", "meter dan meter persegi", "lainnya", "tidak sama"]), false;
    /// Square metres of one work over the metres of the other.
    Width = "width", "Luas yang satu dibagi panjang yang lain", "m", Scale::Steps(&[0.5, 0.9, 1.3, 1.7, 2.3, 3.2,
        4.2, 6.0], Slope::Free), false;
    /// Sum of the volumes over the length of both drawn lines together.
    Claimed = "claimed", "Jumlah volume dibagi panjang gabungan kedua garis", "", Scale::Steps(&[0.6, 0.85, 0.95, 1.05,
        1.15, 1.3, 1.5, 1.7, 1.9, 2.2], Slope::Free), false;
    /// The lesser volume over its own drawn length.
    Fill = "fill", "Volume dibagi panjang gambarnya (yang terkecil)", "", Scale::Steps(&[0.2, 0.4, 0.6, 0.8, 0.93,
        1.07, 1.3], Slope::Free), false;
    /// Costs.
    Cost = "cost", "Perbandingan biaya", "", Scale::Steps(RATIOS, Slope::Up), false;
    /// Costs of one unit.
    UnitCost = "unit_cost", "Perbandingan biaya satuan", "", Scale::Steps(&[0.3, 0.5, 0.7, 0.85, 0.95, 0.9999],
        Slope::Up), false;
    /// Funds.
    Fund = "fund", "Sumber dana", "", Scale::Named(&["sama", "berbeda"]), false;
    /// Kegiatan.
    Kegiatan = "kegiatan", "Kegiatan", "", Scale::Named(&["berbeda", "satu kelompok", "sama"]), false;
    /// Village.
    Village = "village", "Desa", "", Scale::Named(&["sama", "berbeda"]), false;
    /// Years apart.
    Years = "years", "Selisih tahun anggaran", "tahun", Scale::Steps(&[0.5, 1.5, 2.5, 3.5, 5.5, 8.5], Slope::Free), false;
    /// Years apart over design life.
    Life = "life", "Selisih tahun dibagi umur rencana", "", Scale::Steps(&[0.01, 0.15, 0.25, 0.45, 0.7, 0.95, 1.3],
        Slope::Free), false;
    /// Kind of class.
    Class = "class", "Jenis bangunan", "", Scale::Named(&["jalan", "jembatan atau gorong-gorong",
        "drainase atau irigasi", "tembok penahan", "air bersih", "sanitasi", "gedung", "rumah", "lampu",
        "lapangan", "sampah", "lainnya"]), false;
    /// Same class.
    SameClass = "same_class", "Jenis bangunan keduanya", "", Scale::Named(&["sama", "serumpun", "tidak serumpun"]), false;
    /// Nearest photographs.
    Photo = "photo", "Selisih bit foto terdekat", "bit", Scale::Steps(&[3.5, 7.5, 10.5, 14.5], Slope::Down), false;
    /// Weight of shared words, of the lighter name.
    Weighed = "weighed", "Bobot kata yang sama (nama yang lebih ringan)", "bagian", Scale::Steps(SHARES, Slope::Up), true;
    /// Of both.
    WeighedBoth = "weighed_both", "Bobot kata yang sama (kedua nama)", "bagian", Scale::Steps(SHARES, Slope::Up), true;
    /// Rarest shared word.
    Rare = "rare", "Kelangkaan kata yang sama", "", Scale::Steps(&[0.01, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], Slope::Up), true;
    /// The same within the village.
    RareHere = "rare_here", "Kelangkaan kata yang sama di desa", "", Scale::Steps(&[0.01, 1.0, 1.7, 2.3, 3.0, 3.6],
        Slope::Up), true;
    /// Words of the poorer name that the other lacks.
    Unmatched = "unmatched", "Bobot kata yang tidak ada padanannya", "", Scale::Steps(&[0.01, 2.0, 4.0, 6.0, 9.0],
        Slope::Down), true;
    /// How many other works carry the same name.
    NameTwins = "name_twins", "Pekerjaan lain dengan nama yang sama", "", Scale::Steps(COUNTS, Slope::Down), true;
    /// Works on the very pin of either.
    PinCrowd = "pin_crowd", "Pekerjaan lain tepat pada titik yang sama", "", Scale::Steps(COUNTS, Slope::Free), true;
    /// Kinds of other works close to a point.
    Mix = "mix", "Ragam jenis pekerjaan lain di sekitar titik", "", Scale::Steps(COUNTS, Slope::Free), true;
    /// The same for the one with fewer.
    MixLess = "mix_less", "Ragam jenis pekerjaan lain di sekitar titik (yang lebih sedikit)", "",
        Scale::Steps(COUNTS, Slope::Free), true;
    /// Distance from the middle of the village.
    Outlying = "outlying", "Jarak dari tengah desa dibagi jari-jari desa", "", Scale::Steps(&[0.5, 1.0, 1.5, 2.0, 3.0,
        5.0], Slope::Free), true;
    /// Works of one class close by.
    Cluster = "cluster", "Pekerjaan sejenis lain di sekitar", "", Scale::Steps(COUNTS, Slope::Free), true;
    /// Works of equal cost.
    CostTwins = "cost_twins", "Pekerjaan lain dengan biaya yang sama", "", Scale::Steps(COUNTS, Slope::Down), true;
    /// Points ahead of the best other partner of either.
    Ahead = "ahead", "Unggul atas pasangan lain terbaik", "poin", Scale::Steps(&[-60.0, -30.0, -15.0, -5.0, 0.0,
        5.0, 15.0, 30.0, 60.0], Slope::Up), true;
    /// The same for the one with the weaker other partner.
    AheadLess = "ahead_less", "Unggul atas pasangan lain yang lebih lemah", "poin", Scale::Steps(&[-60.0, -30.0, -15.0,
        -5.0, 0.0, 5.0, 15.0, 30.0, 60.0], Slope::Up), true;
    /// Partners within reach of this one's points.
    Rivals = "rivals", "Pasangan lain yang sama kuatnya", "", Scale::Steps(COUNTS, Slope::Free), true;
    /// Works that are close partners of both.
    Between = "between", "Pekerjaan lain yang berpasangan kuat dengan keduanya", "", Scale::Steps(COUNTS, Slope::Free), true;
    /// Points of everything that tells of the place.
    PlacePoints = "place_points", "Seluruh bukti tempat", "poin", Scale::Steps(SUMS, Slope::Up), true;
    /// Points of everything that tells of the names.
    NamePoints = "name_points", "Seluruh bukti nama", "poin", Scale::Steps(SUMS, Slope::Up), true;
    /// Points of the rest.
    WorkPoints = "work_points", "Seluruh bukti ukuran, biaya dan waktu", "poin", Scale::Steps(SUMS, Slope::Up), true;
    /// Claimed metres of all works on the stretch over its length.
    Stretch = "stretch", "Meter yang diklaim semua pekerjaan pada ruas dibagi panjangnya", "",
        Scale::Steps(&[0.6, 0.9, 1.1, 1.3, 1.5, 1.75, 2.1, 2.6], Slope::Free), true;
}

/// What a feature tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The place and its shape.
    Place,
    /// The names.
    Name,
    /// Size, money, time and kind.
    Work,
}

/// What a feature of two works alone tells of.
pub fn group(feature: usize) -> Group {
    if feature < F::Rt as usize {
        Group::Place
    } else if feature < F::Volume as usize {
        Group::Name
    } else {
        Group::Work
    }
}

/// How many features there are.
pub const COUNT: usize = FEATURES.len();

/// The values of a pair, unknown where not measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Values([f32; COUNT]);

impl Default for Values {
    fn default() -> Self {
        Self([f32::NAN; COUNT])
    }
}

impl Values {
    /// One value.
    pub fn get(&self, feature: F) -> f32 {
        self.at(feature as usize)
    }

    /// The value of a feature by its number.
    pub fn at(&self, number: usize) -> f32 {
        self.0.get(number).copied().unwrap_or(f32::NAN)
    }

    /// Sets one value.
    pub fn set(&mut self, feature: F, value: f32) {
        if let Some(place) = self.0.get_mut(feature as usize) {
            *place = value;
        }
    }
}
