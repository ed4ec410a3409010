"""Words, codes, prices and shares of the audit world."""

# fmt: off
FLOWER = [
    "Melati", "Mawar", "Kenanga", "Anggrek", "Dahlia", "Flamboyan", "Cempaka", "Kamboja",
    "Teratai", "Seruni", "Bougenvil", "Tulip", "Sakura", "Aster", "Kantil", "Nusa Indah",
    "Sedap Malam", "Kutilang", "Merpati", "Cendrawasih", "Rajawali", "Mangga", "Rambutan", "Salak",
    "Manggis", "Durian", "Buntu", "Langgar", "Masjid", "Sumur", "Pandan", "Jati", "Mahoni", "Waru",
    "Beringin", "Kelapa",
]
HERO = [
    "Diponegoro", "Sudirman", "Kartini", "Gajah Mada", "Hayam Wuruk", "Hasanuddin", "Imam Bonjol",
    "Pattimura", "Ahmad Yani", "KH Wahid Hasyim", "Brawijaya", "Majapahit", "Airlangga",
    "Joyoboyo", "Letkol Istiqlah", "Basuki Rahmat", "Raden Wijaya", "Untung Suropati",
    "Agus Salim", "Mojopahit", "Kartanegara", "Blambangan", "Minak Jinggo", "Tawangalun",
    "Sayuwiwit", "Wirabraja", "Pangeran Kejaksan", "Borobudur", "Mendut", "Prambanan", "Merapi",
    "Raung", "Ijen", "Semeru", "Bromo", "Argopuro", "Kelud", "Arjuno", "Mahakam", "Barito", "Musi",
    "Serayu", "Bengawan", "Cimanuk",
]
DUSUN = [
    "Krajan", "Krajan I", "Krajan II", "Tegalrejo", "Sumberagung", "Sumbersuko", "Curahpecak",
    "Pekulo", "Watukebo", "Kedungrejo", "Maelang", "Gunungsari", "Jatisari", "Kaligung",
    "Resomulyo", "Mojoroto", "Sidomulyo", "Sidodadi", "Sukorejo", "Tugung", "Kejoyo", "Cangkring",
    "Lugonto", "Pandan", "Pancoran", "Patoman", "Dukuh", "Karanganyar", "Karangrejo", "Kebonsari",
    "Tanjungrejo", "Purwosari", "Wonosari", "Ringinsari", "Ringintelu", "Cemetuk", "Bolot",
    "Kopen", "Selorejo", "Umbulsari", "Umbulrejo", "Tembakon", "Sumberjo", "Palurejo", "Pasembon",
    "Simbar", "Badean", "Bades", "Bangunrejo", "Pecemengan", "Jajangsurat", "Balak", "Tojo",
    "Rejopuro", "Sasak Bolong", "Kampung Baru", "Wijenan", "Garit", "Lateng", "Gembolo", "Sempu",
    "Kumbo",
]
P1 = [
    "Sutrisno", "Suparman", "Sugeng", "Wagiman", "Slamet", "Misdi", "Paimin", "Poniman", "Supardi",
    "Mulyono", "Hartono", "Sumiati", "Suyatmi", "Tukiyem", "Ngatinah", "Kasiyem", "Misnati",
    "Satumi", "Saminah", "Boniran", "Jumadi", "Samsul", "Mahfud", "Imron", "Holili", "Buasan",
    "Tohari", "Basori", "Matrawi", "Sanusi", "Astro", "Rokhim", "Mistar", "Buyatun", "Sulastri",
    "Lilik", "Ponirah", "Romlah", "Maimunah", "Siti", "Katemi", "Warsito", "Gunawan", "Heri",
    "Bambang", "Eko", "Dwi", "Tri", "Agus", "Yanto", "Karno", "Jamal", "Ikhwan", "Hanafi",
    "Zaenal", "Munawar", "Rohman", "Saleh", "Asmawi", "Juwariyah", "Painah", "Tumini",
]
P2 = [
    "Hadi", "Wati", "Ningsih", "Santoso", "Utomo", "Raharjo", "Prayitno", "Arifin", "Hidayat",
    "Susilo", "Widodo", "Lestari", "Rahayu", "Efendi", "Anwar", "Hasan", "Aini", "Ali", "Handoko",
    "Purnomo",
]
INST = [
    "TK Dharma Wanita", "PAUD Melati", "PAUD Harapan Bunda", "TPQ Al Ikhlas", "TPQ Nurul Huda",
    "SDN 1", "SDN 2", "SDN 3", "MI Al Islamiyah", "Musholla Baitul Muttaqin",
    "Musholla Al Hidayah", "Posyandu Anggrek", "Posyandu Dahlia", "Posyandu Mawar", "Polindes",
    "Balai Dusun", "Balai RW", "Pasar Desa", "Balai Desa", "Gedung Serbaguna", "BUMDes",
    "Perpustakaan Desa",
]
ROOM = {
    "edu": [
        "Ruang Kelas 1", "Ruang Kelas 2", "Ruang Kelas 3", "Ruang Kelas 4", "Ruang Kelas 5",
        "Ruang Kelas 6", "Ruang Guru", "Toilet Siswa", "Pagar", "Plafon", "Perpustakaan",
        "Halaman",
    ],
    "hall": [
        "Atap", "Pagar", "Plafon", "Lantai", "Dapur", "Toilet", "Teras", "Ruang Rapat", "Gudang",
        "Kanopi", "Tempat Parkir",
    ],
    "mkt": [
        "Kios Blok A", "Kios Blok B", "Kios Blok C", "Los Pasar Barat", "Los Pasar Timur", "Pagar",
        "Musholla Pasar", "Toilet Pasar", "Atap Los", "Area Parkir",
    ],
}
ROM = ["", "I", "II", "III", "IV", "V"]
# fam: class, new codes, maintenance code, unit, unit cost, synonyms village, synonyms dinas
F = {
    "paving": (
        "road",
        ["02.03.11"],
        "02.03.02", "m2", 165000.0,
        [
            "paving", "pavingisasi", "paving stone", "pavingisasi jalan", "jalan paving",
            "pemasangan paving",
        ],
        [
            "jalan lingkungan paving", "paving stone jalan lingkungan",
            "jalan lingkungan (paving block)", "pavingisasi",
        ],
    ),
    "rabat": (
        "road",
        ["02.03.11", "02.03.10"],
        "02.03.02", "m", 420000.0,
        [
            "rabat beton", "rabat", "betonisasi", "cor jalan", "jalan rabat", "pengecoran jalan",
            "rabat jalan",
        ],
        [
            "betonisasi jalan", "jalan beton", "jalan lingkungan (rabat beton)",
            "perkerasan beton jalan", "rigid beton jalan",
        ],
    ),
    "aspal": (
        "road",
        ["02.03.10"],
        "02.03.01", "m", 380000.0,
        ["lapen", "aspal jalan", "hotmix", "pengaspalan", "jalan lapen", "overlay aspal"],
        [
            "jalan hotmix", "lapis penetrasi jalan", "jalan desa (aspal)", "pengaspalan jalan",
            "jalan (lapen)",
        ],
    ),
    "jut": (
        "road",
        ["02.03.12"],
        "02.03.03", "m", 300000.0,
        [
            "jut", "jalan usaha tani", "makadam jut", "jalan sawah", "telford jalan usaha tani",
            "jalan pertanian",
        ],
        ["jalan usaha tani", "jut", "jalan produksi pertanian", "jalan usaha tani (makadam)"],
    ),
    "drain": (
        "drainage",
        ["02.03.14", "02.04.13"],
        "02.03.05", "m", 520000.0,
        ["drainase", "selokan", "got", "saluran air", "u-ditch", "gorong dan selokan", "spal"],
        [
            "saluran drainase", "drainase lingkungan", "saluran u-ditch",
            "spal/drainase lingkungan", "saluran pembuang",
        ],
    ),
    "irrig": (
        "irrigation",
        ["04.02.04", "04.02.90"],
        "04.02.04", "m", 560000.0,
        [
            "irigasi", "saluran irigasi", "irigasi tersier", "jitut", "plengsengan irigasi",
            "parit sawah",
        ],
        [
            "jaringan irigasi tersier", "jaringan irigasi", "jitut", "saluran irigasi",
            "saluran tersier",
        ],
    ),
    "wall": (
        "retaining_wall",
        ["02.03.14", "02.03.10"],
        "02.03.05", "m", 800000.0,
        ["tpt", "talud", "plengsengan", "tembok penahan tanah", "senderan", "bronjong"],
        [
            "tembok penahan tanah", "tpt", "talud penahan jalan", "dinding penahan",
            "bangunan pelengkap jalan tpt",
        ],
    ),
    "pipe": (
        "water_supply",
        ["02.04.12"],
        "02.04.04", "m", 140000.0,
        ["pipanisasi", "pipa air bersih", "jaringan pipa", "perpipaan"],
        [
            "jaringan perpipaan", "spam jaringan distribusi", "pipanisasi air bersih",
            "perluasan spam",
        ],
    ),
    "culvert": (
        "culvert",
        ["02.03.14"],
        "02.03.05", "unit", 14000000.0,
        ["gorong-gorong", "gorong gorong", "plat duiker", "duiker"],
        ["gorong-gorong", "box culvert", "plat duiker", "bangunan pelengkap jalan (gorong-gorong)"],
    ),
    "bridge": (
        "bridge",
        ["02.03.13"],
        "02.03.04", "unit", 110000000.0,
        ["jembatan", "jembatan desa", "jembatan beton"],
        ["jembatan", "jembatan desa", "jembatan plat beton"],
    ),
    "jamban": (
        "sanitation",
        ["02.04.14"],
        "02.04.06", "unit", 6000000.0,
        ["jamban", "jamban keluarga", "wc", "jamban sehat", "jambanisasi"],
        ["jamban keluarga", "tangki septik individual", "jamban sehat", "wc + septictank"],
    ),
    "mck": (
        "sanitation",
        ["02.04.14"],
        "02.04.06", "unit", 62000000.0,
        ["mck", "mck umum", "wc umum", "kamar mandi umum"],
        ["mck komunal", "mck", "tangki septik komunal + mck", "mck plus"],
    ),
    "well": (
        "water_supply",
        ["02.04.11"],
        "02.04.03", "unit", 38000000.0,
        ["sumur bor", "sumur", "sumur air bersih", "sumur dalam", "bor air"],
        ["sumur bor", "sumur dangkal", "sumur bor + tandon", "spam sumur bor"],
    ),
    "tandon": (
        "water_supply",
        ["02.04.11"],
        "02.04.03", "unit", 45000000.0,
        ["tandon air", "bak air", "reservoir", "tandon"],
        ["reservoir", "bak penampung air", "tandon air"],
    ),
    "house": (
        "housing",
        ["02.04.01"],
        "02.04.01", "unit", 17500000.0,
        ["rtlh", "bedah rumah", "rehab rumah", "rehab rtlh", "rumah tidak layak huni"],
        ["bsps", "rumah tidak layak huni", "peningkatan kualitas rtlh", "rumah swadaya"],
    ),
    "lamp": (
        "street_light",
        ["02.03.90", "02.07.02"],
        "02.07.01", "unit", 4200000.0,
        ["lampu jalan", "pju", "lampu penerangan jalan", "penerangan jalan"],
        ["pju", "penerangan jalan umum", "pju tenaga surya", "lpju"],
    ),
    "resap": (
        "drainage",
        ["02.04.10"],
        "02.04.02", "unit", 4500000.0,
        ["sumur resapan", "resapan", "biopori"],
        ["sumur resapan", "sumur resapan air hujan"],
    ),
    "room": (
        "building",
        ["02.01.06", "02.03.15", "02.02.09"],
        "02.01.05", "unit", 48000000.0,
        [""],
        [""],
    ),
    "pos": (
        "building",
        ["03.01.01"],
        "03.01.01", "unit", 16000000.0,
        ["pos kamling", "poskamling", "gardu", "pos ronda"],
        ["pos kamling", "pos keamanan lingkungan"],
    ),
    "sport": (
        "sports_field",
        ["03.03.05"],
        "03.03.04", "unit", 85000000.0,
        ["lapangan", "lapangan voli", "lapangan bola", "lapangan futsal"],
        ["lapangan olahraga", "sarana olahraga lapangan", "lapangan"],
    ),
    "tps": (
        "landfill",
        ["02.04.15"],
        "02.04.07", "unit", 40000000.0,
        ["tps", "bank sampah", "tempat sampah", "tps 3r"],
        ["tps 3r", "tempat penampungan sampah", "bank sampah"],
    ),
    "gapura": (
        "other",
        ["02.03.20"],
        "02.03.09", "unit", 24000000.0,
        ["gapura", "gapuro", "pintu gerbang"],
        ["gapura", "gapura batas"],
    ),
    "makam": (
        "other",
        ["02.03.16"],
        "02.03.07", "m", 260000.0,
        ["pagar makam", "pagar tpu", "pagar kuburan"],
        ["pagar pemakaman umum", "pagar makam"],
    ),
}
NEIGH = {
    "drainage": ["irrigation", "sanitation", "culvert"],
    "irrigation": ["drainage"],
    "road": ["retaining_wall", "drainage"],
    "retaining_wall": ["road", "drainage", "irrigation"],
    "building": ["sanitation", "other"],
    "sanitation": ["building", "drainage"],
    "housing": ["building"],
    "culvert": ["bridge", "drainage"],
    "bridge": ["culvert"],
    "water_supply": ["sanitation"],
    "street_light": ["other"],
    "landfill": ["other"],
    "sports_field": ["other"],
    "other": ["building"],
}
VB = {
    "new": ["Pembangunan", "Pembuatan", "Pemb.", "", "Pembangunan", "Peningkatan", "pembangunan"],
    "rehab": ["Rehabilitasi", "Rehab", "Perbaikan", "Peningkatan"],
    "maint": ["Pemeliharaan", "Perawatan", "Pemeliharaan rutin", "Pemel."],
}
DB = {
    "new": [
        "Pembangunan", "Peningkatan", "Belanja Modal", "Pek.", "Pekerjaan",
        "Pembangunan/Peningkatan", "",
    ],
    "rehab": [
        "Rehabilitasi", "Pembangunan/Rehabilitasi", "Pemeliharaan/Rehabilitasi", "Peningkatan",
    ],
    "maint": ["Pemeliharaan", "Pemeliharaan Rutin", "Pemeliharaan Berkala"],
}
GR = {
    "paving": 0, "phase": 0, "cofund": 0, "rebuild": 0, "jamban": 1, "well": 1, "resap": 1,
    "house": 2, "lamp": 2, "talud": 3, "roaddrain": 3, "sta": 2,
}
PW = {
    "paving": 14, "jamban": 5.5, "house": 6, "well": 7, "resap": 3, "lamp": 4, "talud": 9,
    "sta": 7, "phase": 6, "cofund": 4, "room": 6, "roaddrain": 6, "maint": 3.5, "rebuild": 4,
    "overlay": 2, "junction": 4, "pin": 3, "single": 26, "twin": 8,
}
TK = {
    "retold": 0.22, "redigitised": 0.17, "renamed": 0.12, "partial": 0.06, "split_half": 0.06,
    "office_snapped": 0.12, "copied": 0.04, "coordinate_fault": 0.007, "neighbour": 0.05,
    "next_year": 0.1, "package": 0.04,
}
