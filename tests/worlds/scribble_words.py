"""Words, prices and shares of the scribble world."""

# fmt: off
YEARS = [2021, 2022, 2023, 2024, 2025]
FUNDS = (
    ["DDS"] * 70
    + ["ADD"] * 11
    + ["PBH"] * 5
    + ["PAD"] * 4
    + ["PBP"] * 2
    + ["PBK"] * 5
    + ["DLL"]
    + ["SWD"] * 2
)
DUSUN = [
    "Krajan", "Krajan", "Krajan", "Sumberagung", "Sumberjo", "Tegalrejo", "Kedungsari", "Pandan",
    "Watukebo", "Gumukrejo", "Kebonsari", "Sidomulyo", "Tanjungsari", "Karanganyar", "Pancursari",
    "Rejosari", "Mojorejo", "Balokan", "Lidah", "Gurit", "Patoman", "Kampunganyar", "Jatisari",
    "Sukorejo", "Curahkrajan", "Tojo", "Lateng", "Bades", "Resomulyo", "Petahunan", "Bolot",
    "Banje", "Prejengan", "Wonorejo", "Pekulo", "Blangkon", "Cangkring", "Damrejo", "Ringinsari",
    "Kaliboyo", "Kemiri", "Sawahan", "Gempoldampit",
]
FLOW = [
    "Melati", "Mawar", "Kenanga", "Anggrek", "Dahlia", "Kamboja", "Flamboyan", "Cempaka",
    "Teratai", "Nusa_Indah", "Merpati", "Rajawali", "Garuda", "Diponegoro", "Sudirman", "Kartini",
    "Pattimura", "Imam_Bonjol", "Hasanudin", "Pahlawan", "Mangga", "Rambutan", "Durian", "Manggis",
    "Salak", "Masjid", "Pesantren", "Sekolah", "Makam", "Pasar", "Lapangan", "Balai_Desa", "Poros",
    "Cendana", "Jati", "Bengkirai",
]
KALI = [
    "Bomo", "Setail", "Binau", "Sobo", "Lugonto", "Tambong", "Bango", "Kedungpring", "Gladak",
    "Pakis", "Wadung", "Sere", "Dam_Limo", "Concrong", "Kebo", "Elo", "Lanjang", "Porong",
]
BLOK = [
    "Lor", "Kidul", "Wetan", "Kulon", "Tengah", "Sumur", "Randu", "Waru", "Pring", "Bendo",
    "Gebang", "Kepuh",
]
ORG = [
    "Suparman", "Suparno", "Wagiman", "Wagimin", "Sutrisno", "Sugiono", "Sugianto", "Misnan",
    "Misran", "Ponirin", "Ponidi", "Slamet", "Jumadi", "Jumari", "Samsul", "Samsuri", "Kasiyem",
    "Kasiati", "Painem", "Paijo", "Tukiman", "Tukimin", "Mulyono", "Mulyadi", "Hartono",
    "Hariyanto", "Sulastri", "Sulasmi", "Supri", "Supriadi", "Rohman", "Rahmat", "Saniman",
    "Saiman", "Musdi", "Mustofa", "Nurhadi", "Nurali", "Wakidi", "Wakijan", "Legiman", "Legino",
    "Boinem", "Boimin", "Katiran", "Katemi", "Jamil", "Jamali", "Ngatemi", "Ngatiman", "Riyanto",
    "Yanto", "Bawon", "Gimin", "Untung", "Warsito",
]
LM = [
    "depan masjid", "dpn mushola", "blkg SD", "sebelah balai desa", "timur pasar", "utara makam",
    "dekat jembatan", "selatan lapangan", "barat sungai", "dpn TK", "belakang pondok",
    "arah sawah", "dpn toko", "blkg posyandu", "dekat polindes", "timur dam", "sebelah kuburan",
    "dpn balai dusun", "pojok lapangan", "dekat gapura", "selatan pasar", "utara pondok",
    "dpn gereja", "sebelah tandon", "ujung barat", "ujung timur", "dekat pos",
]
SYN = {
    "rabat": [
        "rabat beton", "rabat", "betonisasi", "cor beton", "cor jalan", "pengecoran jalan", "cor",
        "rabat beton jalan",
    ],
    "paving": [
        "paving", "pavingisasi", "paving blok", "paving block", "pav. blok", "paving jalan",
        "pasang paving",
    ],
    "aspal": [
        "aspal", "hotmix", "lapen", "pengaspalan", "aspal hotmix", "jalan aspal",
        "pengaspalan jalan",
    ],
    "makadam": ["makadam", "telford", "sirtu", "pengerasan jalan", "urugan sirtu", "pengerasan"],
    "drain": [
        "drainase", "selokan", "got", "u-ditch", "saluran", "udit", "saluran air", "sal. drainase",
        "spal",
    ],
    "irig": [
        "irigasi", "saluran irigasi", "sal. irigasi", "irigasi tersier", "JITUT",
        "saluran tersier",
    ],
    "talud": [
        "talud", "TPT", "plengsengan", "plengseng", "tembok penahan tanah", "senderan",
        "tembok penahan",
    ],
    "gorong": ["gorong-gorong", "gorong2", "plat duiker", "duiker", "box culvert", "gorong gorong"],
    "jbt": ["jembatan", "jbt", "jembatan beton", "plat dekker", "jemb."],
    "sumur": ["sumur bor", "sumur", "sumur bor + tandon", "sarana air bersih", "air bersih"],
    "pipa": ["pipanisasi", "pipa air bersih", "jaringan pipa", "pamsimas", "pipa pamsimas"],
    "jamban": ["jamban", "jamban sehat", "jamban keluarga", "wc", "septik tank"],
    "mck": ["MCK", "wc umum", "MCK umum", "toilet umum"],
    "rtlh": ["RTLH", "rumah tidak layak huni", "bedah rumah", "rehab rumah", "rehab RTLH"],
    "pju": ["PJU", "lampu jalan", "penerangan jalan", "lampu penerangan jalan", "lampu PJU"],
    "lapvoli": ["lapangan voli", "lap. voli", "lapangan volly"],
    "lapbola": ["lapangan bola", "lap. sepak bola", "lapangan sepakbola"],
    "tps": ["TPS", "bak sampah", "tempat sampah", "TPS 3R"],
    "posyandu": ["posyandu", "gedung posyandu", "pos yandu"],
    "paud": ["PAUD", "gedung PAUD", "TK/PAUD"],
    "balai": ["balai desa", "pendopo", "balai desa"],
    "kantor": ["kantor desa", "kantor kades", "ktr desa"],
    "poskamling": ["poskamling", "pos kamling", "pos ronda", "gardu"],
    "tpq": ["TPQ", "gedung TPQ", "madrasah"],
    "pasar": ["pasar desa", "kios desa", "kios pasar desa"],
    "gapura": ["gapura", "gapuro", "gapura batas"],
    "makam": ["makam", "TPU", "pemakaman", "kuburan"],
    "taman": ["taman", "taman desa", "RTH"],
}
PARTS = {
    "pagar": ["pagar", "pagar keliling", "pemagaran"],
    "atap": ["atap", "rehab atap", "genteng"],
    "keramik": ["keramik", "lantai", "lantai keramik"],
    "plafon": ["plafon", "plafond"],
    "cat": ["pengecatan", "cat"],
    "toilet": ["toilet", "kamar mandi"],
    "ruang": ["ruang", "penambahan ruang"],
    "teras": ["teras", "kanopi"],
    "parkir": ["tempat parkir", "parkiran"],
    "halaman": ["halaman", "paving halaman"],
    "dapur": ["dapur"],
}
CLS = {
    "rabat": "road", "paving": "road", "aspal": "road", "makadam": "road", "drain": "drainage",
    "irig": "irrigation", "talud": "retaining_wall", "gorong": "culvert", "jbt": "bridge",
    "sumur": "water_supply", "pipa": "water_supply", "jamban": "sanitation", "mck": "sanitation",
    "rtlh": "housing", "pju": "street_light", "lapvoli": "sports_field", "lapbola": "sports_field",
    "tps": "landfill", "posyandu": "building", "paud": "building", "balai": "building",
    "kantor": "building", "poskamling": "building", "tpq": "building", "pasar": "building",
    "gapura": "other", "makam": "other", "taman": "other",
}
LINEAR = {"aspal", "drain", "irig", "makadam", "paving", "pipa", "rabat", "talud"}
BASE = (
    ["rabat"] * 11
    + ["paving"] * 13
    + ["aspal"] * 6
    + ["makadam"] * 5
    + ["drain"] * 14
    + ["irig"] * 7
    + ["talud"] * 10
    + ["gorong"] * 6
    + ["jbt"] * 4
    + ["sumur"] * 4
    + ["pipa"] * 2
    + ["mck"] * 2
    + ["pju"] * 3
    + [
        "lapvoli",
        "lapbola",
        "tps",
        "gapura",
        "makam",
        "taman",
        "poskamling",
        "poskamling",
        "tpq",
        "posyandu",
        "paud",
        "pasar",
        "jamban",
        "rtlh",
    ]
)
PRICE = {
    "rabat": 420000.0, "paving": 480000.0, "aspal": 390000.0, "makadam": 180000.0,
    "drain": 450000.0, "irig": 520000.0, "talud": 750000.0, "pipa": 110000.0, "gorong": 14000000.0,
    "jbt": 85000000.0, "sumur": 55000000.0, "jamban": 4000000.0, "mck": 35000000.0,
    "rtlh": 17500000.0, "pju": 9000000.0, "lapvoli": 30000000.0, "lapbola": 70000000.0,
    "tps": 25000000.0, "poskamling": 15000000.0, "gapura": 25000000.0, "makam": 30000000.0,
    "taman": 40000000.0,
}
KODE = {
    "road": ("02.03.01", "02.03.10"),
    "drainage": ("02.03.05", "02.03.14"),
    "irrigation": ("04.02.04", "04.02.04"),
    "retaining_wall": ("02.03.05", "02.03.14"),
    "culvert": ("02.03.05", "02.03.14"),
    "bridge": ("02.03.04", "02.03.13"),
    "water_supply": ("02.04.03", "02.04.11"),
    "sanitation": ("02.04.06", "02.04.14"),
    "housing": ("02.04.01", "02.04.01"),
    "street_light": ("02.07.01", "02.03.90"),
    "sports_field": ("03.03.04", "03.03.05"),
    "landfill": ("02.04.07", "02.04.15"),
    "building": ("02.03.06", "02.03.15"),
    "other": ("02.03.09", "02.03.20"),
}
BK = {
    "posyandu": ("02.02.08", "02.02.09"),
    "paud": ("02.01.05", "02.01.06"),
    "tpq": ("02.01.05", "02.01.06"),
    "kantor": ("01.02.02", "01.02.03"),
    "pasar": ("04.07.01", "04.07.02"),
    "poskamling": ("03.01.01", "03.01.01"),
}
SPREAD = 560
OFF = 0.016
GAP = 40
TELL = 0.93
KEEP = 0.68
SAMEW = 0.22
SIB = 0.9
