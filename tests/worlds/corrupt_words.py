"""Words, codes, prices and shares of the corrupt world."""

# fmt: off
SCALE = 1.6
POINT_SHARE = 0.27
RENAME = 0.38
YEARS = [2021, 2022, 2023, 2024, 2025]
DUSUN = [
    "Krajan", "Sumberejo", "Watukebo", "Tegalpakis", "Kedungdoro", "Pancoran", "Gumuksari",
    "Sidomulyo", "Karanganyar", "Rejopuro", "Cangkring", "Pakis Jajar", "Curahketi", "Sukorejo",
    "Bangunrejo", "Kaliputih", "Tembelang", "Wonosari", "Susukan", "Melik", "Patoman", "Dukuh",
    "Jambean", "Lugonto", "Mangunrejo", "Kopenkidul", "Blambangan", "Sawahan", "Garit", "Tojo Lor",
]
SCHEMES = {
    "huruf": list("ABCDEFGHIJKLMN"),
    "bunga": [
        "Melati",
        "Mawar",
        "Anggrek",
        "Kenanga",
        "Dahlia",
        "Teratai",
        "Cempaka",
        "Flamboyan",
        "Kamboja",
        "Seruni",
        "Tulip",
        "Sakura",
    ],
    "angka": [str(i) for i in range(1, 15)],
    "romawi": ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"],
    "pahlawan": [
        "Diponegoro",
        "Sudirman",
        "Kartini",
        "Hasanudin",
        "Patimura",
        "Imam Bonjol",
        "Ahmad Yani",
        "Gajah Mada",
        "Sutomo",
        "Teuku Umar",
        "Cut Nyak Dien",
        "Supriadi",
    ],
    "buah": [
        "Manggis",
        "Rambutan",
        "Durian",
        "Mangga",
        "Salak",
        "Jambu",
        "Nangka",
        "Sawo",
        "Duku",
        "Kelapa",
        "Delima",
        "Belimbing",
    ],
}
FIRST = [
    "Suparman", "Slamet", "Sutrisno", "Mulyono", "Sugeng", "Hariyanto", "Mistari", "Jumadi",
    "Saniman", "Buasir", "Ponirah", "Siti", "Aminah", "Sumiati", "Misnati", "Tukiran", "Sahroni",
    "Junaidi", "Mashuri", "Nurhadi", "Sunarto", "Wagiman", "Paidi", "Rukmini", "Maimunah",
    "Kasiyem", "Poniman", "Sarijan", "Tumini", "Supriyadi", "Mukhlis", "Zainuri", "Sanusi",
    "Rohmah", "Asmuni", "Katemi", "Satuki", "Hasan", "Ismail", "Rohani", "Untung", "Bambang",
    "Surip", "Lasmini", "Miskam", "Ngatini", "Suwarno", "Purwanto", "Abdullah", "Salamah",
    "Marsudi", "Saimah", "Imron", "Fauzi", "Sholeh", "Basuki", "Wiji", "Tarmuji", "Kusnadi",
    "Painem", "Sariyah", "Legiman", "Sumarni", "Karsono", "Ridwan", "Nasrullah", "Mursid",
    "Halimah",
]
OBJ = {
    "rabat": [
        "rabat beton", "betonisasi", "cor jalan", "cor beton", "rabat jalan", "pengecoran jalan",
    ],
    "paving": [
        "paving", "pavingisasi", "pemasangan paving", "paving block", "jalan paving",
        "paving stone",
    ],
    "aspal": [
        "hotmix", "lapen", "aspal jalan", "pengaspalan", "pengaspalan jalan", "lapisan penetrasi",
    ],
    "makadam": ["pengerasan jalan", "makadam", "telford", "urugan sirtu jalan"],
    "drain": [
        "drainase", "saluran", "selokan", "got", "u-ditch", "saluran air", "saluran drainase",
        "saluran pembuangan",
    ],
    "wall": [
        "talud", "plengsengan", "TPT", "tembok penahan tanah", "dinding penahan", "talud jalan",
    ],
    "irr": [
        "saluran irigasi", "irigasi tersier", "irigasi", "saluran tersier", "JITUT",
        "saluran cacing",
    ],
    "culvert": ["gorong-gorong", "plat duiker", "duiker", "box culvert", "gorong gorong"],
    "bridge": ["jembatan", "jembatan beton", "plat jembatan", "jembatan desa"],
    "well": ["sumur bor", "sumur", "sumur dalam", "sumber air bersih", "sumur air bersih"],
    "pipe": [
        "pipanisasi", "jaringan air bersih", "sambungan air bersih", "perpipaan air bersih",
        "pipa air bersih",
    ],
    "mck": ["jamban", "jamban sehat", "MCK", "WC", "jambanisasi"],
    "septic": ["septictank", "septik tank", "IPAL komunal", "septic tank komunal"],
    "house": ["rumah tidak layak huni", "RTLH", "bedah rumah", "rumah layak huni", "rehab rumah"],
    "light": ["lampu jalan", "PJU", "lampu penerangan jalan", "penerangan jalan umum", "LPJU"],
    "sport": ["lapangan voli", "lapangan", "sarana olahraga", "lapangan bola voli"],
    "trash": ["TPS", "tempat sampah", "bak sampah", "tempat pembuangan sampah"],
    "gapura": ["gapura", "gapuro", "gapura batas"],
    "makam": ["pagar makam", "pagar pemakaman", "pagar TPU", "tembok makam"],
}
BLD = {
    "balai desa": ["balai desa", "kantor desa", "pendopo desa"],
    "PAUD": ["PAUD", "gedung PAUD", "TK/PAUD"],
    "posyandu": ["posyandu", "gedung posyandu", "pos yandu"],
    "polindes": ["polindes", "ponkesdes", "polindes/ponkesdes"],
    "pasar desa": ["pasar desa", "kios pasar desa", "kios desa"],
    "balai dusun": ["balai dusun", "balai pertemuan", "gedung serbaguna"],
    "TPQ": ["TPQ", "gedung TPQ", "taman pendidikan quran"],
}
PART = {
    "pagar": ["pagar", "pagar keliling", "tembok pagar"],
    "atap": ["atap", "penutup atap", "kanopi dan atap"],
    "plafon": ["plafon", "plafond", "langit-langit"],
    "lantai": ["lantai keramik", "keramik lantai", "lantai"],
    "halaman": ["paving halaman", "halaman", "paving area parkir"],
    "wc": ["kamar mandi", "toilet", "KM/WC"],
    "cat": ["pengecatan", "cat dinding", "pengecatan dinding"],
    "ruang": ["ruang kelas", "ruang", "ruang tambahan"],
    "teras": ["teras", "serambi", "teras depan"],
    "listrik": ["instalasi listrik", "jaringan listrik", "listrik"],
}
CLS = {
    "rabat": "road", "paving": "road", "aspal": "road", "makadam": "road", "drain": "drainage",
    "wall": "retaining_wall", "irr": "irrigation", "culvert": "culvert", "bridge": "bridge",
    "well": "water_supply", "pipe": "water_supply", "mck": "sanitation", "septic": "sanitation",
    "house": "housing", "light": "street_light", "sport": "sports_field", "trash": "landfill",
    "gapura": "other", "makam": "other", "bld": "building",
}
KEG = {
    "road": (["02.03.10", "02.03.11"], ["02.03.01", "02.03.02"]),
    "drainage": (["02.03.14", "02.04.13"], ["02.03.05", "02.04.05"]),
    "retaining_wall": (["02.03.14", "02.03.10"], ["02.03.05"]),
    "irrigation": (["04.02.04", "02.03.19"], ["04.02.04"]),
    "culvert": (["02.03.14"], ["02.03.05"]),
    "bridge": (["02.03.13"], ["02.03.04"]),
    "water_supply": (["02.04.11", "02.04.12"], ["02.04.03", "02.04.04"]),
    "sanitation": (["02.04.14", "02.04.16"], ["02.04.06", "02.04.08"]),
    "housing": (["02.04.01"], ["02.04.01"]),
    "street_light": (["02.03.14", "02.07.02"], ["02.07.01"]),
    "sports_field": (["03.03.05"], ["03.03.04"]),
    "landfill": (["02.04.15"], ["02.04.07"]),
    "other": (["02.03.20", "02.03.16"], ["02.03.09"]),
    "building": (["02.03.15", "02.02.09", "02.01.06"], ["02.03.06", "02.02.08"]),
}
NEWV = ["pembangunan", "pembuatan", "peningkatan", "pekerjaan", "pemb.", ""]
MNTV = ["pemeliharaan", "perawatan", "perbaikan", "pemeliharaan rutin"]
REHV = ["rehabilitasi", "rehab", "perbaikan", "peningkatan", "rekonstruksi"]
UP = {
    "rabat": 620000.0, "paving": 560000.0, "aspal": 480000.0, "makadam": 190000.0,
    "drain": 430000.0, "wall": 680000.0, "irr": 390000.0, "culvert": 9000000.0,
    "bridge": 62000000.0, "well": 21000000.0, "pipe": 95000.0, "mck": 6500000.0,
    "septic": 34000000.0, "house": 17000000.0, "light": 3100000.0, "sport": 38000000.0,
    "trash": 12000000.0, "gapura": 24000000.0, "makam": 33000000.0, "bld": 32000000.0,
}
LINEAR = {"aspal", "drain", "irr", "makadam", "paving", "pipe", "rabat", "wall"}
FUNDS = ["DDS", "ADD", "PBH", "PAD", "PBP", "PBK", "DLL", "SWD"]
FW = [62, 14, 6, 3, 6, 6, 2, 1]
