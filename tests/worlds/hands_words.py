"""Words, prices and shares of the hands world."""

# fmt: off
DUSUN = [
    "Krajan", "Sumberagung", "Watukebo", "Kedungsari", "Gumukrejo", "Tegalpare", "Rejosari",
    "Kalibening", "Pasinan", "Sumberwangi", "Patoman", "Lugonto", "Jatisari", "Karangasem",
    "Tamansari", "Curahpecak", "Mangaran", "Sidodadi", "Wonosari", "Kebalen", "Pancoran",
    "Gintangan", "Blimbing", "Cangkring", "Dukuhrejo", "Banjarsari", "Tembokrejo", "Karanganyar",
    "Kepatihan", "Sukorejo", "Simbar", "Purwosari", "Umbulrejo", "Sawahan",
]
JL = [
    "Mawar", "Melati", "Kenanga", "Flamboyan", "Dahlia", "Anggrek", "Cempaka", "Teratai",
    "Kamboja", "Bougenville", "Rajawali", "Merpati", "Kutilang", "Garuda", "Cendrawasih", "Merak",
    "Elang", "Nuri", "Diponegoro", "Sudirman", "Kartini", "Hasanudin", "Gajahmada", "Brawijaya",
    "Majapahit", "Blambangan", "Ijen", "Raung", "Semeru", "Bromo", "Argopuro", "Merbabu", "Mangga",
    "Rambutan", "Durian", "Manggis", "Salak", "Jambu", "Nangka", "Delima", "Serayu", "Bengawan",
    "Musi", "Brantas", "Kapuas", "Bahagia", "Pahlawan", "Pemuda", "Kemerdekaan", "Pasar", "Sawah",
    "Kuburan", "Masjid", "Sekolahan", "Stasiun",
]
PERS = [
    "Sutrisno", "Suparman", "Wagiman", "Tukiman", "Slamet", "Poniran", "Misnan", "Supardi",
    "Jumadi", "Katemi", "Sumiati", "Painem", "Tumini", "Ngatini", "Mustofa", "Hariyanto",
    "Junaidi", "Buang", "Ponidi", "Samsuri", "Asmuni", "Rohman", "Sulastri", "Siti", "Mariyam",
    "Satumi", "Legimin", "Paijan", "Ngatemun", "Sarip", "Mesiran", "Kusnadi", "Bahrul", "Muslimin",
    "Sanusi", "Holil", "Mistari", "Mat", "Rais", "Untung", "Saleh", "Busari", "Nurhadi", "Suwarno",
    "Boimin", "Sukirno", "Wartini", "Maimunah", "Kasiyati", "Ramelan", "Sugeng", "Tohari",
    "Nawawi", "Hamim", "Sarijan", "Suyitno", "Kartono", "Lasmi", "Rukayah", "Marsini", "Sutikno",
    "Imron", "Ghofur", "Zaini", "Parman", "Miskun", "Karsih", "Jumari", "Mulyono", "Basori",
    "Rasmin", "Wasis", "Tumiran", "Sapari",
]
LMS = [
    "Mushola Al-Ikhlas", "Masjid Baiturrahman", "SDN 1", "SDN 2", "Balai Dusun", "Pasar",
    "Makam Umum", "Pos Kamling", "Lapangan", "TK Dharma Wanita", "Mushola Nurul Huda",
    "Pondok Darussalam", "Penggilingan Padi", "Polindes", "Gudang Pupuk", "Jembatan Kembar",
]
# sub: class, official noun, other nouns, kind, unit, unit cost, kegiatan new, kegiatan maintenance
S = {
    "rabat": (
        "road", "Rabat Beton",
        ["rabat beton", "betonisasi", "cor", "cor jalan", "rabat", "cor beton", "beton jalan"],
        "L", "m", 420000.0, "02.03.11", "02.03.02",
    ),
    "paving": (
        "road", "Paving Block",
        ["paving", "pavingisasi", "paving stone", "paving blok", "pasang paving"],
        "L", "m2", 190000.0, "02.03.11", "02.03.02",
    ),
    "aspal": (
        "road", "Pengaspalan Jalan",
        ["hotmix", "aspal", "lapen", "aspal hotmix", "pengaspalan", "lapis penetrasi"],
        "L", "m", 510000.0, "02.03.10", "02.03.01",
    ),
    "tani": (
        "road", "Jalan Usaha Tani",
        ["jalan usaha tani", "JUT", "jalan sawah", "makadam jalan tani", "sirtu jalan tani"],
        "L", "m", 230000.0, "02.03.12", "02.03.03",
    ),
    "drain": (
        "drainage", "Drainase",
        ["drainase", "selokan", "got", "u-ditch", "saluran", "saluran drainase", "udit"],
        "L", "m", 460000.0, "02.03.14", "02.03.05",
    ),
    "talud": (
        "retaining_wall", "Tembok Penahan Tanah",
        ["talud", "plengsengan", "TPT", "tembok penahan", "senderan", "tembok penahan jalan"],
        "L", "m", 640000.0, "02.03.14", "02.03.05",
    ),
    "irig": (
        "irrigation", "Saluran Irigasi Tersier",
        ["saluran irigasi", "irigasi", "irigasi tersier", "JITUT", "saluran sawah"],
        "L", "m", 520000.0, "04.02.91", "04.02.92",
    ),
    "pipa": (
        "water_supply", "Jaringan Pipa Air Bersih",
        ["pipanisasi", "pipa air bersih", "jaringan pipa", "pasang pipa"],
        "L", "m", 95000.0, "02.04.12", "02.04.04",
    ),
    "gorong": (
        "culvert", "Gorong-gorong",
        ["gorong-gorong", "gorong2", "box culvert", "duiker", "plat duiker"],
        "P", "unit", 21000000.0, "02.03.14", "02.03.05",
    ),
    "jemb": (
        "bridge", "Jembatan",
        ["jembatan", "jembatan plat", "jembatan beton", "titian"],
        "P", "unit", 88000000.0, "02.03.13", "02.03.04",
    ),
    "dam": (
        "irrigation", "Pintu Air",
        ["pintu air", "dam", "bendung kecil", "pintu dam"],
        "P", "unit", 26000000.0, "04.02.91", "04.02.92",
    ),
    "sumur": (
        "water_supply", "Sumur Bor",
        ["sumur bor", "sumur dalam", "sumur bor + tandon", "sarana air bersih"],
        "P", "unit", 34000000.0, "02.04.11", "02.04.03",
    ),
    "jamban": (
        "sanitation", "Jamban Keluarga",
        ["jamban", "jambanisasi", "wc", "jamban keluarga", "jamban sehat"],
        "H", "unit", 6500000.0, "02.04.14", "02.04.06",
    ),
    "mck": (
        "sanitation", "MCK Umum",
        ["mck", "mck umum", "mck komunal", "toilet umum"],
        "P", "unit", 48000000.0, "02.04.14", "02.04.06",
    ),
    "rtlh": (
        "housing", "Rehab Rumah Tidak Layak Huni",
        ["rtlh", "bedah rumah", "rehab rumah", "rutilahu", "rumah layak huni"],
        "H", "unit", 17500000.0, "02.04.01", "02.04.01",
    ),
    "resap": (
        "drainage", "Sumur Resapan",
        ["sumur resapan", "resapan", "biopori sumur"],
        "P", "unit", 5200000.0, "02.04.10", "02.04.02",
    ),
    "pju": (
        "street_light", "Penerangan Jalan Umum",
        ["pju", "lampu jalan", "penerangan jalan", "lampu pju"],
        "P", "unit", 4100000.0, "02.03.14", "02.03.05",
    ),
    "pos": (
        "building", "Posyandu",
        ["posyandu", "gedung posyandu", "pos yandu"],
        "B", "unit", 85000000.0, "02.02.09", "02.02.08",
    ),
    "paud": (
        "building", "PAUD",
        ["paud", "gedung paud", "TK/PAUD"],
        "B", "unit", 95000000.0, "02.01.06", "02.01.05",
    ),
    "balai": (
        "building", "Balai Dusun",
        ["balai dusun", "bale dusun", "balai pertemuan"],
        "B", "unit", 120000000.0, "02.03.15", "02.03.06",
    ),
    "lap": (
        "sports_field", "Lapangan Olahraga",
        ["lapangan", "lapangan voli", "lap. olahraga", "lapangan desa"],
        "A", "paket", 60000000.0, "03.03.05", "03.03.04",
    ),
    "tps": (
        "landfill", "TPS",
        ["tps", "tempat sampah", "bak sampah", "tps3r"],
        "P", "unit", 18000000.0, "02.04.15", "02.04.07",
    ),
    "gapura": (
        "other", "Gapura",
        ["gapura", "gapuro", "pintu gerbang"],
        "P", "unit", 16000000.0, "02.03.20", "02.03.09",
    ),
    "makam": (
        "other", "Pagar Makam",
        ["pagar makam", "makam", "pagar kuburan"],
        "P", "paket", 38000000.0, "02.03.16", "02.03.07",
    ),
}
MIX = {
    "rabat": 15, "paving": 12, "aspal": 7, "tani": 4, "drain": 12, "talud": 9, "irig": 6,
    "pipa": 2.5, "gorong": 4.5, "jemb": 2.5, "dam": 1.5, "sumur": 4, "jamban": 3, "mck": 2,
    "rtlh": 3.5, "resap": 1.5, "pju": 3, "pos": 2, "paud": 2, "balai": 1.8, "lap": 1, "tps": 1.2,
    "gapura": 1, "makam": 1,
}
SUBS = list(MIX)
SW = list(MIX.values())
LSUB = ["rabat", "paving", "aspal", "tani", "drain", "talud", "irig"]
LW = [MIX[s] for s in LSUB]
FUNDS = (
    ["DDS"] * 58
    + ["ADD"] * 16
    + ["PBH"] * 6
    + ["PAD"] * 4
    + ["PBP"] * 4
    + ["PBK"] * 10
    + ["DLL"] * 1
    + ["SWD"] * 1
)
PARTS = [
    "pagar", "atap", "plafon", "paving halaman", "toilet", "keramik lantai", "teras", "kanopi",
    "cat tembok",
]
NET = 33000
PREF = 0.75
COPY = 0.37
RO = 125
PO = 0.93
PN = 0.88
CNT = {
    "phases": 135, "yearly": 110, "rebuild": 50, "leftright": 90, "roaddrain": 105, "cofund": 70,
    "gang": 62, "series": 95, "parts": 60, "junction": 75, "copied": 70,
}
SHARE = {
    "same_again": 0.17, "line_vs_point": 0.14, "redigitised": 0.11, "partial": 0.08,
    "split_half": 0.08, "renamed": 0.1, "office_snapped": 0.122, "copied_coords": 0.04,
    "coord_fault": 0.0075, "neighbour_village": 0.035, "other_fund": 0.075, "next_year": 0.045,
}
