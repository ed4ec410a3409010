"""Words, prices and shares of the survey world."""

import re

# fmt: off
SPACING = 72.0  # metres between gangs
ALIKE = 0.95  # share of second claims worded after the first
DUSUN = [
    "Krajan", "Krajan", "Krajan Wetan", "Krajan Kulon", "Sumberjo", "Watukebo", "Tegalrejo",
    "Sukorejo", "Maron", "Cemetuk", "Kedungrejo", "Curahjati", "Pekulo", "Gumukrejo", "Pancursari",
    "Simbar", "Kaliboyo", "Sempu", "Talangrejo", "Wonorejo", "Balak", "Sidomulyo", "Ringinpitu",
    "Cantuk", "Tembokrejo", "Macanan", "Gumirih", "Karanganyar", "Karangasem", "Pandan",
    "Jatisari", "Sukamukti", "Mulyosari", "Kampung Baru", "Petahunan", "Banjarejo", "Sumbergroto",
    "Ketapang", "Lugonto", "Bayatrejo",
]
FLOWER = [
    "Melati", "Mawar", "Kenanga", "Anggrek", "Cempaka", "Dahlia", "Flamboyan", "Teratai",
    "Kamboja", "Seroja", "Bougenville", "Sedap Malam", "Nusa Indah", "Tulip", "Wijaya Kusuma",
]
STREET = [
    "Diponegoro", "Sudirman", "Ahmad Yani", "Pahlawan", "Kartini", "Merdeka", "Hasanudin",
    "Imam Bonjol", "Gajah Mada", "Brawijaya", "Pattimura", "Sunan Kalijaga", "Sunan Ampel",
    "Raya Desa", "Poros Desa", "Masjid", "Pasar", "Makam", "Lapangan", "Sawah", "Kyai Saleh",
    "Argopuro", "Ijen", "Semeru", "Raung", "Bromo", "Nusantara", "Garuda", "Rajawali", "Merpati",
]
FIRST = [
    "Sutrisno", "Suparman", "Slamet", "Misdi", "Paiman", "Sukirno", "Mulyono", "Hariyanto",
    "Suwarno", "Jumadi", "Ponidi", "Saniman", "Tukiran", "Ngatemi", "Sumiati", "Poniyem",
    "Siti Aminah", "Sulastri", "Katemi", "Mesiran", "Bonari", "Rohmad", "Imam Syafii", "Mukhlis",
    "Abdul Rohim", "Nurhadi", "Wagiman", "Legiman", "Sarpin", "Kusnadi", "Boiran", "Samsul",
    "Hadi", "Yatemi", "Painem", "Mistari", "Asmuni", "Sanusi", "Buasan", "Tamyis", "Marsudi",
    "Edi Purwanto", "Sugianto", "Sunaryo", "Partini", "Juwariyah", "Toyib", "Sahroni", "Komari",
    "Ismail", "Turmudi", "Giman", "Saerah", "Wiji", "Lasmi", "Tumini", "Karno", "Subandi",
    "Riyanto", "Basuki",
]
FIELD = [
    "Sawah Lor", "Sawah Kidul", "Bulak Wetan", "Bulak Kulon", "Kedung", "Tegal Arum",
    "Sumber Agung", "Dam Limo", "Blok A", "Blok B", "Sawah Tengah", "Pereng",
]
FAC = {
    "posyandu": ("Posyandu", FLOWER),
    "paud": (
        "PAUD",
        [
            "Tunas Bangsa",
            "Harapan Bunda",
            "Pelita Hati",
            "Kasih Ibu",
            "Permata",
            "Cahaya",
            "Bina Insani",
        ],
    ),
    "tpq": (
        "TPQ",
        ["Al-Ikhlas", "Nurul Huda", "Darussalam", "Al-Falah", "Miftahul Ulum", "Baitul Muttaqin"],
    ),
    "balai": ("Balai Dusun", None),
    "pos": ("Pos Kamling", None),
    "kios": ("Kios Pasar Desa", ["Blok A", "Blok B", "Blok C"]),
}
PARTS = {
    "gedung": ["Gedung"],
    "atap": ["Atap", "Rangka Atap Galvalum", "Genteng"],
    "pagar": ["Pagar", "Pagar Keliling"],
    "lantai": ["Lantai Keramik", "Keramik Lantai", "Lantai"],
    "halaman": ["Paving Halaman", "Halaman"],
    "toilet": ["Toilet", "Kamar Mandi", "WC"],
    "plafon": ["Plafon", "Langit-Langit"],
}
OBJ = {
    "rabat": (
        [
            "Jalan Rabat Beton", "Jalan Rabat Beton", "Rabat Beton Jalan Lingkungan",
            "Jalan Cor Beton",
        ],
        [
            "Rabat Beton Jalan", "Betonisasi Jalan", "Cor Beton Jalan", "Rabat Beton",
            "Pengecoran Jalan", "Jalan Cor", "Betonisasi",
        ],
    ),
    "paving": (
        ["Jalan Paving Block", "Paving Block Jalan Lingkungan"],
        ["Pavingisasi", "Paving Jalan", "Paving Block", "Pavingisasi Jalan"],
    ),
    "hotmix": (
        ["Jalan Aspal Hotmix", "Pengaspalan Jalan"],
        ["Hotmix Jalan", "Aspal Jalan", "Lapen", "Jalan Lapen", "Pengaspalan"],
    ),
    "telford": (
        ["Pengerasan Jalan Telford", "Jalan Telford"],
        ["Pengerasan Jalan Makadam", "Perkerasan Jalan", "Makadam Jalan"],
    ),
    "jut": (["Jalan Usaha Tani"], ["JUT", "Jalan Pertanian", "Jalan Usaha Tani (JUT)"]),
    "uditch": (
        ["Saluran Drainase U-Ditch"],
        ["U-Ditch", "Selokan U Ditch", "Got Beton", "Saluran Uditch"],
    ),
    "got": (
        ["Saluran Drainase", "Saluran Drainase Pasangan Batu"],
        ["Selokan", "Got", "Saluran Air", "Drainase", "Parit"],
    ),
    "tpt": (
        ["Tembok Penahan Tanah (TPT)", "Tembok Penahan Tanah"],
        ["Plengsengan", "Talud", "TPT", "Dinding Penahan Tanah", "Senderan"],
    ),
    "irigasi": (
        ["Saluran Irigasi Tersier", "Saluran Irigasi"],
        ["Irigasi", "Saluran Sawah", "Irigasi Tersier", "Jitut"],
    ),
    "gorong": (["Gorong-Gorong"], ["Duiker", "Box Culvert", "Plat Duiker", "Gorong2"]),
    "jembatan": (
        ["Jembatan Desa", "Jembatan"],
        ["Jembatan Beton", "Jembatan Plat Beton", "Jembatan Kecil"],
    ),
    "sumur": (
        ["Sumur Bor"],
        ["Sumur Artesis", "Sumur Air Bersih", "Pengeboran Sumur", "Sumur Dalam"],
    ),
    "pipa": (
        ["Jaringan Perpipaan Air Bersih", "Sambungan Air Bersih Rumah Tangga"],
        ["Pipanisasi", "Pipa Air Bersih", "Sambungan Rumah Air Bersih", "SR Air Bersih"],
    ),
    "tandon": (["Tandon Air Bersih"], ["Bak Penampung Air", "Reservoir Air", "Tower Air"]),
    "mck": (["MCK Umum"], ["WC Umum", "Kamar Mandi Umum", "MCK"]),
    "jamban": (
        ["Jamban Keluarga", "Jamban Sehat Keluarga"],
        ["Jambanisasi", "WC Keluarga", "Jamban"],
    ),
    "rtlh": (
        ["Rumah Tidak Layak Huni (RTLH)"],
        ["RTLH", "Bedah Rumah", "Rumah Tidak Layak Huni", "Rumah Warga Miskin"],
    ),
    "pju": (
        ["Penerangan Jalan Umum (PJU)", "Lampu Penerangan Jalan"],
        ["Lampu Jalan", "PJU", "PJU Tenaga Surya", "Penerangan Jalan"],
    ),
    "voli": (["Lapangan Bola Voli"], ["Lapangan Voli", "Lapangan Olahraga"]),
    "lapangan": (["Lapangan Olahraga Desa"], ["Lapangan Sepak Bola", "Lapangan Desa"]),
    "tps": (["Tempat Pembuangan Sampah Sementara (TPS)"], ["TPS", "Bak Sampah", "TPS 3R"]),
    "bank": (["Bank Sampah"], ["Rumah Bank Sampah", "Gedung Bank Sampah"]),
    "gapura": (["Gapura Batas"], ["Gapura", "Gapuro"]),
    "makam": (["Pagar Makam Desa"], ["Pagar Makam", "Pagar Pemakaman"]),
    "taman": (["Taman Desa"], ["Taman", "Taman Bermain"]),
}
CLS = {
    "road": ["rabat", "rabat", "rabat", "paving", "paving", "hotmix", "telford"],
    "drainage": ["uditch", "got", "got"],
    "retaining_wall": ["tpt"],
    "irrigation": ["irigasi"],
    "culvert": ["gorong"],
    "bridge": ["jembatan"],
    "water_supply": ["sumur", "pipa", "tandon"],
    "sanitation": ["mck", "jamban"],
    "housing": ["rtlh"],
    "street_light": ["pju"],
    "sports_field": ["voli", "lapangan"],
    "landfill": ["tps", "bank"],
    "other": ["gapura", "makam", "taman"],
}
LINE = {"drainage", "irrigation", "retaining_wall", "road"}
WEIGHT = {
    "road": 29, "drainage": 17, "retaining_wall": 9, "irrigation": 6, "culvert": 5, "bridge": 2.5,
    "water_supply": 7, "sanitation": 5, "building": 9, "housing": 3, "street_light": 3.5,
    "sports_field": 1, "landfill": 1, "other": 2,
}
PRICE = {
    "rabat": 420000.0, "paving": 390000.0, "hotmix": 460000.0, "telford": 210000.0,
    "jut": 260000.0, "uditch": 690000.0, "got": 430000.0, "tpt": 760000.0, "irigasi": 480000.0,
}
UNITP = {
    "gorong": 14000000.0, "jembatan": 85000000.0, "sumur": 38000000.0, "pipa": 9000000.0,
    "tandon": 24000000.0, "mck": 42000000.0, "jamban": 4500000.0, "rtlh": 17500000.0,
    "pju": 4200000.0, "voli": 46000000.0, "lapangan": 70000000.0, "tps": 21000000.0,
    "bank": 44000000.0, "gapura": 26000000.0, "makam": 33000000.0, "taman": 40000000.0,
}
FUND = ["DDS", "ADD", "PBH", "PAD", "PBP", "PBK", "DLL", "SWD"]
FUNDP = [0.62, 0.14, 0.07, 0.03, 0.04, 0.06, 0.02, 0.02]
FUNDNAME = {
    "DDS": "Dana Desa", "ADD": "ADD", "PBH": "Bagi Hasil Pajak", "PAD": "PADes",
    "PBP": "BK Provinsi", "PBK": "BK Kabupaten", "DLL": "Lain-lain", "SWD": "Swadaya",
}
WOMEN = re.compile(
    r"\b(Bapak|Bpk|Pak|P\.) (?=(Sumiati|Poniyem|Siti|Sulastri|Katemi|Yatemi|Painem|Partini|"
    r"Juwariyah|Saerah|Wiji|Lasmi|Tumini|Ngatemi)\b)",
    re.I,
)
YEARS = [2023, 2024, 2025]
TRUE_KINDS = {
    "renoise": 0.15, "redrawn": 0.165, "partial": 0.105, "renamed": 0.16, "split_half": 0.085,
    "office_snapped": 0.125, "copied_coords": 0.05, "coord_fault": 0.008,
    "neighbour_village": 0.045, "other_fund": 0.055, "next_year": 0.05,
}
