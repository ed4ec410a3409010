"""How a clerk of the district world writes: the words of things and places, and each one's habits.

A clerk keeps to one spelling of RT, dusun and street, leaves out the place words he cares little
for, and types as well as he can.
"""

from district_works import ROADS, weighted

# Words people use for each kind of thing; an empty one leaves the surface alone to say it.
WORDS = {
    "gang": "jalan lingkungan;jalan gang;jalan;gang;jalan pemukiman;",
    "jalan": "jalan;jalan desa;jalan poros;jalan dusun;ruas jalan;",
    "tani": "jalan usaha tani;JUT;jalan sawah;jalan produksi;jalan pertanian",
    "drain": "drainase;saluran drainase;selokan;saluran air;got;SPAL;u-ditch;gorong2 dan selokan",
    "wall": "TPT;talud;plengsengan;tembok penahan tanah;tembok penahan;talud penahan jalan;"
    "senderan",
    "culvert": "gorong-gorong;duiker;plat duiker;gorong gorong;box culvert;duwikker;deker",
    "bridge": "jembatan;jembatan beton;jembatan desa;jembatan penghubung;plat jembatan",
    "canal": "saluran irigasi;irigasi tersier;saluran irigasi tersier;JITUT;irigasi;"
    "saluran air sawah;cacingan",
    "weir": "pintu air;dam;bangunan bagi;pintu air irigasi;dam kecil",
    "well": "sumur bor;sumur dalam;sumur bor dan tandon;sarana air bersih;sumur gali",
    "tank": "tandon air;tandon air bersih;menara air;bak penampung air;HU dan tandon",
    "pipe": "pipanisasi;jaringan pipa air bersih;perpipaan;sambungan air bersih;pipa air bersih",
    "mck": "MCK;MCK umum;WC umum;kamar mandi umum;MCK komunal",
    "latrine": "jamban;jamban keluarga;jamban sehat;jambanisasi;WC dan septik tank;septictank",
    "house": "RTLH;rumah tidak layak huni;rumah layak huni;bedah rumah;rehab rumah;RTLH gakin",
    "hall": "balai dusun;gedung serbaguna dusun;balai pertemuan;balai RW",
    "posyandu": "posyandu;gedung posyandu;polindes;pos yandu",
    "paud": "PAUD;gedung PAUD;TK;gedung TPQ;ruang kelas PAUD",
    "guard": "poskamling;pos kamling;pos ronda;gardu ronda",
    "kiosk": "kios desa;kios pasar;los pasar desa;lapak BUMDes",
    "office": "kantor desa;balai desa;pagar kantor desa;pendopo balai desa;"
    "ruang pelayanan kantor desa",
    "light": "PJU;lampu jalan;lampu penerangan jalan;LPJU;penerangan jalan umum;"
    "lampu PJU tenaga surya",
    "field": "lapangan voli;lapangan olahraga;lapangan bola;lapangan bulutangkis;lap. voly",
    "waste": "TPS;TPS3R;bak sampah;tempat pembuangan sampah;bank sampah",
    "gapura": "gapura;gapura dusun;tugu batas;gapuro",
    "cemetery": "pagar makam;pagar TPU;tembok makam umum;pemakaman umum",
}
SURFACES = [  # of a road, by its layer from poor to good
    ["makadam", "telford", "pengerasan", "urugan sirtu", "macadam"],
    ["paving", "pavingisasi", "paving block", "papingisasi", "pavingstone", "pemasangan paving"],
    ["rabat beton", "betonisasi", "cor beton", "rabat", "rabatisasi"],
    ["aspal", "hotmix", "lapen", "pengaspalan", "aspal lapen"],
]
VERBS = {
    "build": ["pembangunan", "pembangunan", "pembuatan", "pemb.", "bangun", "pengadaan", ""],
    "maintain": ["pemeliharaan", "perawatan", "perbaikan", "pemeliharaan rutin", "rehab ringan"],
    "upgrade": ["peningkatan", "pembangunan", "pengerasan", "peningkatan", ""],
    "rebuild": ["rehabilitasi", "rehab", "pembangunan", "perbaikan", "renovasi", "peningkatan"],
}
# The same thing entered under another class: that class, its kegiatan, and the words that suit it.
OTHER_CLASS = {
    "drain": [
        ("irrigation", "04.02.06", ["saluran air", "saluran irigasi", "saluran pembuang"]),
        ("sanitation", "02.04.16", ["SPAL", "saluran pembuangan air limbah"]),
        ("road", "02.03.10", ["bahu jalan dan saluran", "prasarana jalan"]),
    ],
    "canal": [
        ("drainage", "02.03.14", ["saluran air", "saluran", "selokan"]),
        ("retaining_wall", "02.03.14", ["plengsengan saluran", "talud saluran"]),
    ],
    "wall": [
        ("drainage", "02.03.14", ["plengsengan saluran", "plengsengan afur"]),
        ("irrigation", "04.02.06", ["plengsengan irigasi", "plengsengan kali"]),
    ],
    "culvert": [
        ("bridge", "02.03.13", ["jembatan plat", "jembatan kecil"]),
        ("drainage", "02.03.14", ["gorong-gorong dan saluran", "gorong-gorong"]),
    ],
    "bridge": [
        ("culvert", "02.03.14", ["plat duiker", "box culvert"]),
        ("road", "02.03.10", ["jalan dan jembatan", "oprit jembatan"]),
    ],
    "mck": [
        ("building", "02.03.15", ["bangunan kamar mandi", "gedung MCK"]),
        ("water_supply", "02.04.11", ["sarana air bersih dan MCK", "kamar mandi dan tandon"]),
    ],
    "well": [("sanitation", "02.04.14", ["sumur dan kamar mandi", "sumur MCK"])],
    "tank": [("sanitation", "02.04.14", ["tandon MCK", "bak air umum"])],
    "field": [("other", "02.04.17", ["taman dan lapangan", "ruang terbuka"])],
    "waste": [("sanitation", "02.04.16", ["tempat sampah dan saluran", "bangunan TPS"])],
    "light": [("other", "02.07.02", ["listrik desa", "instalasi lampu", "panel surya"])],
    "gang": [("drainage", "02.03.14", ["prasarana jalan", "paving dan saluran"])],
}
DUSUN = (
    "Krajan Sumberasih Kedungrejo Tempursari Silirbaru Sumberbopong Curahjati Pancursari "
    "Gempoldampit Rejosari Kampungbaru Sukorejo Karanganyar Wonosari Blumbang Jatisari Sidomulyo "
    "Tegalrejo Kaliputih Pandan Kebonsari Mulyosari Stembel Petahunan Dasri Sumberagung Kopenbayah "
    "Gunungsari Cungking Pekulo Kepatihan Lidah Maelang Sempu Tojo Kumendung Palurejo Resomulyo "
    "Ringinsari Sawahan Watugowok Bulurejo Parastembok Kalirejo Tanjungrejo Toyamas Awu-awu Lugjag "
    "Kejoyo Pasembon"
).split()
STREETS = (
    "Mawar;Melati;Kenanga;Anggrek;Dahlia;Flamboyan;Kamboja;Cempaka;Teratai;Bougenvil;Diponegoro;"
    "Sudirman;Kartini;Gajah Mada;Hayam Wuruk;Majapahit;Brawijaya;Imam Bonjol;Ahmad Yani;Kelapa;"
    "Mangga;Rambutan;Nangka;Durian;Manggis;Salak;Merpati;Kutilang;Rajawali;Garuda;Cendrawasih;"
    "Merak;Pahlawan;Pemuda;Makmur;Rukun;Sejahtera;KH Hasyim;Sunan Ampel;Sunan Giri;Semeru;Raung;"
    "Ijen"
).split(";")
PEOPLE = (
    "Slamet Sugeng Sutrisno Wagiman Tukiyem Sumiati Paini Mesenan Suparman Katimin Poniran Misnadi "
    "Jumali Sanusi Buari Ngatini Suwarno Mulyono Supriadi Sarwono Tumini Boiran Saniman Juwari "
    "Rohmat Matali Saidah Mujiono Asmad Sahuri Sunarsih Karsono Legiman Painah Sukesi Hariyanto "
    "Bonari Giman Wakidi Sulastri Miskan Tohari Suyitno Nurhadi Markuat Samsuri Satuni Kusnan"
).split()
LANDMARKS = (
    "Masjid Baiturrahman;Masjid Al Huda;Musholla Nurul Iman;Musholla Al Ikhlas;SDN 1;SDN 3;"
    "makam umum;lapangan;pasar;TPQ Al Falah;jembatan kali;balai dusun;MI Miftahul Ulum;pertigaan;"
    "gudang KUD;sumber air;Pura;PAUD"
).split(";")
NEAR = ["depan", "belakang", "sebelah", "menuju", "utara", "timur", "dekat", "area"]
ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
RT = (
    "RT {:02d} RW {:02d};RT.{:02d} RW.{:02d};RT {:02d}/{:02d};Rt {} Rw {};RT. {:03d}/RW. {:03d};"
    "RT {};RT{:02d}/RW{:02d}"
).split(";")


class Clerk:
    """A person who names works: their spelling, their favourite place words, their typing."""

    def __init__(self, rng, thorough=False):
        self.rt = rng.choice(RT)
        self.dusun = rng.choice("Dusun {};Dsn. {};Dsn {};dusun {};Dus. {};Ds. {};{}".split(";"))
        self.road = rng.choice(["Jl. {}", "Jln {}", "Jalan {}", "Jl {}", "jln. {}"])
        self.gang = rng.choice(["Gg. {}", "Gang {}", "gg {}", "Gg {}"])
        self.roman = rng.random() < 0.4
        self.case = weighted(rng, {"title": 5, "upper": 2, "plain": 2, "first": 2})
        self.typo = rng.choice([0.0, 0.02, 0.05, 0.10])
        self.likes = {
            "street": rng.uniform(0.55, 0.97),
            "rt": rng.uniform(0.55, 0.97),
            "hamlet": rng.uniform(0.4, 1),
            "landmark": rng.uniform(0.1, 0.6),
            "ends": rng.uniform(0.0, 0.3),
            "side": rng.uniform(0.8, 1),
            "size": rng.choice([0, 0, 0.1, 0.5]),
            "desa": rng.choice([0, 0, 0.2, 0.7]),
        }
        if thorough:
            self.likes.update(street=0.97, rt=0.95, hamlet=0.95)
        self.rounding = rng.choice([1, 100, 1000, 1000, 50000, 500000])
        self.pins = {}  # by year, the one point that serves for every work of it


def place_words(rng, clerk, asset, span):
    """The place words this clerk happens to write for this asset."""
    slots = {"hamlet": clerk.dusun.format(asset.hamlet)}
    if asset.street.startswith("gang"):
        number = asset.street.split()[1]
        roman = clerk.roman and int(number) < len(ROMAN)
        slots["street"] = clerk.gang.format(ROMAN[int(number)] if roman else number)
    elif asset.street:
        as_gang = asset.kind == "gang" and rng.random() < 0.5
        slots["street"] = (clerk.gang if as_gang else clerk.road).format(asset.street)
    if asset.rt:
        slots["rt"] = clerk.rt.format(asset.rt, asset.rw)
    if asset.neighbour:
        border = rng.choice(["batas Desa {}", "perbatasan {}", "penghubung Desa {}"])
        slots["landmark"] = border.format(asset.neighbour.name)
    elif asset.landmark.startswith(("blok", "sawah")):
        slots["landmark"] = asset.landmark
    elif asset.landmark:
        slots["landmark"] = f"{rng.choice(NEAR)} {asset.landmark}"
    if asset.is_line and span[1] - span[0] > 50:
        ends = ["rumah P. {} - rumah P. {}", "P {} s/d {}", "dari rmh Pak {} ke {}"]
        slots["ends"] = rng.choice(ends).format(*asset.ends)
    if asset.side:
        side = rng.choice(["sisi {}", "sebelah {}", "({})", "{}"])
        slots["side"] = side.format(asset.side)
    order = ("street", "ends", "landmark", "side", "rt", "hamlet")
    kept = [k for k in order if k in slots and rng.random() < clerk.likes[k]]
    if kept in ([], ["side"]):
        kept.append("hamlet" if "street" not in slots or rng.random() < 0.6 else "street")
    return [slots[k] for k in kept]


def head_words(rng, work, act, nouns):
    """Verb and thing: 'Pembangunan plengsengan', 'Pavingisasi jalan lingkungan'."""
    kind = work.asset.kind
    noun, verb = rng.choice(nouns or WORDS[kind].split(";")), rng.choice(VERBS[act])
    if kind in ROADS and nouns is None:
        surface = rng.choice(SURFACES[work.layer])
        if act != "maintain" and ("isasi" in surface or surface.startswith("pe")):
            verb = ""  # the surface is a verb already
        noun = f"{noun} {surface}" if rng.random() < 0.3 else f"{surface} {noun}"
    if act == "maintain" and kind in ("canal", "drain") and rng.random() < 0.5:
        verb = rng.choice(["normalisasi", "pengerukan", "pembersihan"])
    return f"{verb} {noun}".strip()


def slip(rng, word):
    """A word with a letter left out, two letters swapped, or one typed twice."""
    at = rng.randint(1, len(word) - 2)
    head, letter, tail = word[:at], word[at], word[at + 1 :]
    return rng.choice(
        [head + tail, head + tail[0] + letter + tail[1:], head + letter + letter + tail]
    )


def typed(rng, clerk, text):
    """Case and slips of the finger; numbers are left alone."""
    words = text.split()
    for i, word in enumerate(words):
        if len(word) > 4 and word.isalpha() and rng.random() < clerk.typo:
            words[i] = slip(rng, word)
    if clerk.case == "title":
        words = [w[0].upper() + w[1:] for w in words]
    text = " ".join(words)
    if clerk.case == "upper":
        return text.upper()
    return text[0].upper() + text[1:] if clerk.case == "first" else text


def name_of(rng, clerk, work, act, span, nouns, tag):
    """The name as it stands in the budget."""
    asset = work.asset
    parts = [head_words(rng, work, act, nouns)]
    if asset.kind in ("house", "latrine") and rng.random() < 0.98:
        owner = rng.choice(["an. {}", "a.n {}", "an {}", "milik Pak {}", "({})", "Sdr. {}"])
        parts.append(owner.format(asset.person))
    if asset.kind in ("well", "tank", "mck", "guard") and rng.random() < 0.6:
        by = rng.choice(["dekat rumah P. {}", "depan rmh Pak {}", "utara rumah P {}"])
        parts.append(by.format(asset.person))
    parts += place_words(rng, clerk, asset, span) + [tag]
    if asset.is_line and rng.random() < clerk.likes["size"]:
        parts.append(f"({round(span[1] - span[0])} x {asset.width:g} m)")
    if rng.random() < clerk.likes["desa"]:
        parts.append(f"Desa {asset.village.name}")
        if rng.random() < 0.4:
            parts.append(f"Kec. {asset.village.kecamatan}")
    return typed(rng, clerk, " ".join(parts))
