"""Words, codes, prices and shares of the grammar world."""

# fmt: off
DUSUN = [
    "Krajan", "Krajan", "Krajan", "Sumberjo", "Kaliputih", "Tegalrejo", "Watukebo", "Sidomulyo",
    "Pancursari", "Kedungrejo", "Curahpecak", "Gumukmas", "Tembakon", "Jatisari", "Karanganyar",
    "Sukorejo", "Wonorejo", "Tegalpare", "Kampungbaru", "Kebonsari", "Sumbersuko", "Panjen",
    "Maduran", "Rejosari", "Cempokosari", "Pandan", "Secang", "Kopen", "Kepatihan", "Ringinsari",
    "Salakan", "Umbulsari", "Badean", "Gurit", "Tojo", "Gempolsari", "Petahunan", "Sawahan",
    "Palurejo", "Balerejo", "Kalisuko", "Purwosari", "Ringintelu", "Derwono", "Sumbergroto",
    "Plampang", "Glondong", "Bulurejo", "Banjarejo", "Trembelang", "Selorejo", "Susukan",
]
FLOWER = [
    "Melati", "Mawar", "Kenanga", "Anggrek", "Dahlia", "Cempaka", "Flamboyan", "Teratai",
    "Kamboja", "Nusa_Indah", "Seruni", "Sedap_Malam",
]
TREE = [
    "Mangga", "Rambutan", "Jambu", "Nangka", "Manggis", "Durian", "Jati", "Mahoni", "Sengon",
    "Beringin", "Kelapa", "Salak",
]
HERO = [
    "Diponegoro", "Sudirman", "Kartini", "Hasanudin", "Gajah_Mada", "Imam_Bonjol", "Ahmad_Yani",
    "Wahid_Hasyim", "Agus_Salim", "Pattimura", "Untung_Suropati", "Brawijaya", "Airlangga",
    "Majapahit", "Sritanjung", "Blambangan",
]
GIVEN = [
    "Slamet", "Sutrisno", "Suwarno", "Ponimin", "Misnan", "Suparman", "Jumadi", "Katiman",
    "Sugeng", "Saniman", "Mujiono", "Sukardi", "Wagiman", "Tukiran", "Samsul", "Hariyanto",
    "Paiman", "Suyitno", "Supardi", "Sarmin", "Boiman", "Ngadiman", "Kasiyan", "Buhari", "Mulyono",
    "Rohman", "Mashuri", "Untung", "Sunarto", "Legimin", "Siti", "Sulastri", "Painem", "Sumiati",
    "Ngatini", "Misnati", "Katemi", "Juminten", "Suparti", "Rukayah", "Hotimah", "Maimunah",
    "Saudah", "Wagiyem", "Tumini", "Mistiah", "Paijo", "Satuki", "Asmuni", "Marsudi", "Gunawan",
    "Bambang",
]
FAMILY = [
    "Hadi", "Santoso", "Aminah", "Fatimah", "Widodo", "Rahayu", "Utomo", "Basri", "Efendi",
    "Handayani", "Lestari", "Purnomo", "Susanto", "Arifin", "Yusuf", "Zainuri", "Hasan", "Ali",
]
MOSQUE = [
    "Al_Huda", "Nurul_Iman", "Al_Hidayah", "Baiturrahman", "Al_Ikhlas", "Miftahul_Jannah",
    "At_Taqwa", "Darussalam", "Al_Falah", "Nurul_Huda", "Baitul_Muttaqin", "Al_Amin",
]
SCHOOL = [
    "Dharma_Wanita", "Tunas_Bangsa", "Harapan_Bunda", "Pelita_Hati", "Khadijah", "Aisyiyah",
    "Permata", "Kuncup_Mekar",
]
SAWAH = [
    "Lor", "Kidul", "Wetan", "Kulon", "Bendo", "Gempol", "Sumur", "Pring", "Waru", "Dadap",
    "Randu", "Tanjung", "Gayam", "Bulak",
]
VERB = {
    "bangun": ["Pembangunan", "Pembangunan", "Pemb.", "Peningkatan", "Pembuatan", "Pekerjaan", ""],
    "rehab": ["Rehabilitasi", "Rehab", "Perbaikan", "Peningkatan", "Rehab."],
    "pelihara": [
        "Pemeliharaan", "Pemeliharaan", "Pemeliharaan Rutin", "Perawatan",
        "Pemeliharaan/Perbaikan",
    ],
}
MAT = {
    "beton": ["Rabat Beton", "Rabat Beton", "Betonisasi", "Cor Beton", "Cor", "Rabat"],
    "aspal": ["Hotmix", "Aspal Hotmix", "Lapen", "Pengaspalan", "Aspal"],
    "paving": ["Paving", "Pavingisasi", "Paving Block", "Paving Stone"],
    "sirtu": ["Makadam", "Sirtu", "Pengerasan", "Telford", "Urugan Sirtu"],
}
NOUN = {
    "road.desa": ["Jalan Desa", "Jalan Poros Desa", "Jalan Lingkungan", "Jalan"],
    "road.gang": ["Jalan Gang", "Jalan Lingkungan", "Jalan Setapak", "Jalan"],
    "road.tani": ["Jalan Usaha Tani", "JUT", "Jalan Produksi Pertanian", "Jalan Pertanian"],
    "drainage.selokan": [
        "Saluran Drainase", "Drainase", "Selokan", "Got", "U-Ditch", "Saluran Air",
        "Saluran Pembuangan",
    ],
    "retaining_wall.talud": [
        "Talud", "Plengsengan", "TPT", "Tembok Penahan Tanah", "Dinding Penahan Tanah",
        "Talud Penahan",
    ],
    "irrigation.tersier": [
        "Saluran Irigasi", "Irigasi Tersier", "Saluran Tersier", "Jaringan Irigasi", "Irigasi",
    ],
    "culvert.gg": [
        "Gorong-gorong", "Gorong gorong", "Duiker", "Box Culvert", "Plat Duiker",
        "Gorong-gorong Jalan",
    ],
    "bridge.jbt": ["Jembatan", "Jembatan Desa", "Jembatan Plat Beton", "Jembatan Penghubung"],
    "water_supply.bor": ["Sumur Bor", "Sumur Dalam", "Sarana Air Bersih", "SAB"],
    "water_supply.tandon": ["Tandon Air", "Bak Penampung Air", "Tandon Air Bersih", "Reservoir"],
    "water_supply.pipa": [
        "Pipanisasi", "Jaringan Pipa Air Bersih", "Perpipaan Air Bersih", "Pipanisasi Air Bersih",
    ],
    "water_supply.sr": [
        "Sambungan Rumah Air Bersih", "SR Air Bersih", "Sambungan Air Bersih", "Sambungan Rumah",
    ],
    "sanitation.jamban": ["Jamban Keluarga", "Jamban Sehat", "WC Sehat", "Jamban", "Jambanisasi"],
    "sanitation.mck": ["MCK", "MCK Umum", "WC Umum", "Jamban Umum"],
    "sanitation.ipal": ["Septic Tank Komunal", "IPAL Komunal", "Septictank Komunal"],
    "housing.rtlh": ["RTLH", "Rumah Tidak Layak Huni", "Bedah Rumah", "Rumah Layak Huni"],
    "street_light.pju": ["PJU", "Lampu Jalan", "Penerangan Jalan Umum", "Lampu Penerangan Jalan"],
    "sports_field.lap": ["Lapangan Voli", "Lapangan Bola Voli", "Lapangan Volly"],
    "landfill.tps": ["TPS", "Tempat Pembuangan Sampah", "TPS 3R", "Bak Sampah"],
    "other.gapura": ["Gapura", "Gapura Masuk", "Gapuro"],
    "other.makam": ["Pagar Makam", "Pagar Pemakaman", "Pagar TPU"],
}
FAC = {
    "balai_desa": ["Balai Desa", "Pendopo Desa"],
    "kantor": ["Kantor Desa", "Kantor Kepala Desa"],
    "posyandu": ["Posyandu"],
    "paud": ["PAUD", "KB/PAUD"],
    "tk": ["TK"],
    "poskamling": ["Poskamling", "Pos Kamling", "Gardu Ronda"],
    "polindes": ["Polindes", "Poskesdes"],
    "pasar": ["Pasar Desa", "Kios Pasar Desa"],
    "balai_dusun": ["Balai Dusun", "Balai Pertemuan Dusun"],
    "tpq": ["TPQ", "TPA/TPQ"],
}
PART = {
    "atap": ["Atap", "Rangka Atap"],
    "pagar": ["Pagar", "Pagar Keliling"],
    "lantai": ["Lantai", "Keramik Lantai"],
    "toilet": ["Toilet", "Kamar Mandi", "KM/WC"],
    "plafon": ["Plafon", "Plafond"],
    "teras": ["Teras"],
    "halaman": ["Halaman", "Paving Halaman"],
    "ruang": ["Ruang Rapat", "Ruang Pertemuan"],
    "dapur": ["Dapur"],
    "parkir": ["Tempat Parkir", "Parkiran"],
}
CODE = {
    "road.desa": ("02.03.10", "02.03.01"),
    "road.gang": ("02.03.11", "02.03.02"),
    "road.tani": ("02.03.12", "02.03.03"),
    "drainage": ("02.03.14", "02.03.05"),
    "retaining_wall": ("02.03.14", "02.03.05"),
    "culvert": ("02.03.14", "02.03.05"),
    "bridge": ("02.03.13", "02.03.04"),
    "irrigation": ("04.02.04", "04.02.04"),
    "water_supply.pipa": ("02.04.12", "02.04.04"),
    "water_supply.sr": ("02.04.12", "02.04.04"),
    "water_supply": ("02.04.11", "02.04.03"),
    "sanitation.ipal": ("02.04.16", "02.04.08"),
    "sanitation": ("02.04.14", "02.04.06"),
    "housing": ("02.04.01", "02.04.01"),
    "street_light": ("02.07.02", "02.07.01"),
    "sports_field": ("03.03.05", "03.03.04"),
    "landfill": ("02.04.15", "02.04.07"),
    "other.gapura": ("02.03.20", "02.03.09"),
    "other.makam": ("02.03.16", "02.03.07"),
    "fac.balai_desa": ("02.03.15", "02.03.06"),
    "fac.balai_dusun": ("02.03.15", "02.03.06"),
    "fac.kantor": ("01.02.03", "01.02.02"),
    "fac.posyandu": ("02.02.09", "02.02.08"),
    "fac.polindes": ("02.02.09", "02.02.08"),
    "fac.paud": ("02.01.06", "02.01.05"),
    "fac.tk": ("02.01.06", "02.01.05"),
    "fac.tpq": ("02.01.06", "02.01.05"),
    "fac.poskamling": ("03.01.01", "03.01.01"),
    "fac.pasar": ("04.07.02", "04.07.01"),
}
PRICE = {
    "road.beton": 420000.0, "road.aspal": 350000.0, "road.paving": 380000.0,
    "road.sirtu": 150000.0, "drainage": 480000.0, "retaining_wall": 650000.0,
    "irrigation": 520000.0, "water_supply.pipa": 120000.0, "culvert": 14000000.0,
    "bridge": 90000000.0, "water_supply.bor": 45000000.0, "water_supply.tandon": 22000000.0,
    "water_supply.sr": 2400000.0, "sanitation.jamban": 5500000.0, "sanitation.mck": 48000000.0,
    "sanitation.ipal": 70000000.0, "housing": 17500000.0, "street_light": 3200000.0,
    "sports_field": 45000000.0, "landfill": 25000000.0, "other": 24000000.0,
    "building": 38000000.0,
}
SUBS = [
    ("road.gang", 14),
    ("road.desa", 8),
    ("road.tani", 4),
    ("drainage.selokan", 16),
    ("retaining_wall.talud", 10),
    ("irrigation.tersier", 7),
    ("culvert.gg", 6),
    ("bridge.jbt", 2.5),
    ("water_supply.bor", 2.5),
    ("water_supply.tandon", 1.5),
    ("water_supply.pipa", 2.5),
    ("sanitation.jamban", 2),
    ("sanitation.mck", 2),
    ("sanitation.ipal", 1),
    ("housing.rtlh", 2.5),
    ("building", 9),
    ("street_light.pju", 3),
    ("sports_field.lap", 1.2),
    ("landfill.tps", 1.3),
    ("other.gapura", 1),
    ("other.makam", 1),
]
LINE = {"drainage", "irrigation", "retaining_wall", "road"}
ROMAN = [
    "", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
]
YEARS = [2022, 2023, 2024, 2025]
