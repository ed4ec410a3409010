"""Words of the atlas world: things, codes, prices, names, and how an office writes a title."""

from typing import NamedTuple


class Thing(NamedTuple):
    """What can be built: its class, the layer it occupies on its street, size, price and words."""

    klass: str
    layer: str
    low: int  # size in its unit
    high: int
    unit: str
    price: float  # rupiah a unit
    codes: tuple  # of building it and of keeping it up; a road takes those of its street
    words: str


# fmt: off
THINGS = {
    "paving": Thing(
        "road", "road", 40, 320, "m", 390e3, None,
        "paving|pavingisasi|paving block|jalan paving|papingisasi"),
    "rabat": Thing(
        "road", "road", 40, 350, "m", 420e3, None,
        "rabat beton|jalan rabat beton|betonisasi jalan|cor jalan|rabat beton jalan"),
    "aspal": Thing(
        "road", "road", 100, 600, "m", 460e3, None,
        "pengaspalan jalan|jalan hotmix|aspal jalan|lapen jalan|jalan aspal"),
    "sirtu": Thing(
        "road", "base", 80, 600, "m", 130e3, None,
        "pengerasan jalan|jalan sirtu|makadam jalan|urug jalan sirtu|telford jalan"),
    "drain": Thing(
        "drainage", "drain", 30, 260, "m", 330e3, ("02.03.14", "02.03.05"),
        "drainase|saluran drainase|selokan|got|u-ditch|saluran air"),
    "wall": Thing(
        "retaining_wall", "wall", 15, 140, "m", 620e3, ("02.03.14", "02.03.05"),
        "plengsengan|talud|TPT|tembok penahan tanah|tembok penahan jalan"),
    "canal": Thing(
        "irrigation", "canal", 50, 450, "m", 310e3, ("04.02.06", "04.02.04"),
        "saluran irigasi|irigasi tersier|saluran tersier|jaringan irigasi|JITUT"),
    "pipe": Thing(
        "water_supply", "pipe", 80, 500, "m", 85e3, ("02.04.12", "02.04.04"),
        "pipanisasi air bersih|perpipaan|jaringan pipa air bersih|pipa air bersih"),
    "bridge": Thing(
        "bridge", "bridge", 4, 14, "m", 9.5e6, ("02.03.13", "02.03.04"),
        "jembatan|jembatan beton|jembatan desa|plat jembatan"),
    "culvert": Thing(
        "culvert", "culvert", 1, 1, "unit", 14e6, ("02.03.14", "02.03.05"),
        "gorong-gorong|duiker|plat duiker|plat decker|box culvert"),
    "gate": Thing(
        "irrigation", "gate", 1, 1, "unit", 18e6, ("04.02.06", "04.02.04"),
        "pintu air|dam kecil|bangunan bagi|pintu dam"),
    "well": Thing(
        "water_supply", "well", 1, 1, "unit", 42e6, ("02.04.11", "02.04.03"),
        "sumur bor|sumur dalam|sumur bor + tandon|sarana air bersih"),
    "tank": Thing(
        "water_supply", "well", 1, 1, "unit", 16e6, ("02.04.11", "02.04.03"),
        "tandon air|tandon air bersih|bak tampung air|menara tandon"),
    "mck": Thing(
        "sanitation", "mck", 1, 1, "unit", 48e6, ("02.04.14", "02.04.06"),
        "MCK|MCK umum|WC umum|kamar mandi umum"),
    "latrine": Thing(
        "sanitation", "latrine", 1, 1, "unit", 6.5e6, ("02.04.14", "02.04.06"),
        "jamban keluarga|jamban|jambanisasi|WC + septik tank"),
    "house": Thing(
        "housing", "house", 1, 1, "unit", 20e6, ("02.04.01", "02.04.01"),
        "rumah tidak layak huni|RTLH|bedah rumah|rumah layak huni|RUTILAHU"),
    "light": Thing(
        "street_light", "light", 1, 8, "titik", 2.4e6, ("02.03.90", "02.03.90"),
        "PJU|lampu jalan|penerangan jalan umum|lampu penerangan jalan"),
    "post": Thing(
        "building", "lot", 1, 1, "unit", 24e6, ("03.01.01", "03.01.01"),
        "poskamling|pos kamling|gardu ronda|pos ronda"),
    "posyandu": Thing(
        "building", "lot", 1, 1, "unit", 85e6, ("02.02.09", "02.02.08"),
        "gedung posyandu|posyandu|polindes|gedung posyandu balita"),
    "school": Thing(
        "building", "lot", 1, 1, "unit", 95e6, ("02.01.06", "02.01.05"),
        "gedung PAUD|ruang kelas TK|gedung TPQ|PAUD"),
    "hall": Thing(
        "building", "lot", 1, 1, "unit", 120e6, ("02.03.15", "02.03.06"),
        "balai dusun|balai pertemuan|gedung serbaguna|pendopo dusun"),
    "kiosk": Thing(
        "building", "lot", 1, 6, "unit", 22e6, ("04.07.02", "04.07.01"),
        "kios desa|kios pasar desa|los pasar|lapak UMKM"),
    "field": Thing(
        "sports_field", "lot", 1, 1, "unit", 60e6, ("03.03.05", "03.03.04"),
        "lapangan voli|lapangan bola voli|lapangan olahraga|lapangan futsal"),
    "waste": Thing(
        "landfill", "lot", 1, 2, "unit", 30e6, ("02.04.15", "02.04.07"),
        "TPS|TPS 3R|tempat pembuangan sampah|bak sampah|bank sampah"),
    "gate_arch": Thing(
        "other", "lot", 1, 1, "unit", 28e6, ("02.03.20", "02.03.09"),
        "gapura|gapura dusun|gapura batas|gapura masuk"),
    "grave": Thing(
        "other", "lot", 20, 90, "m", 450e3, ("02.03.16", "02.03.07"),
        "pagar makam|pagar TPU|pagar makam umum|pagar keliling makam"),
}
LINES = "paving rabat aspal sirtu drain wall canal pipe bridge".split()
FOOTPRINT = {  # metres wide and deep of what is drawn as an area
    "posyandu": (7, 9), "school": (8, 20), "hall": (10, 15), "kiosk": (4, 14), "field": (18, 11),
}
ROAD_CODES = {
    "jalan": ("02.03.10", "02.03.01"),
    "gang": ("02.03.11", "02.03.02"),
    "tani": ("02.03.12", "02.03.03"),
}
OTHER_CLASS = {  # what a clerk may also file a thing under: (class, code)
    "drain": [
        ("road", "02.03.10"), ("sanitation", "02.04.16"), ("irrigation", "04.02.06"),
        ("drainage", "02.04.13"),
    ],
    "wall": [("drainage", "02.03.14"), ("road", "02.03.10"), ("irrigation", "04.02.06")],
    "canal": [("drainage", "02.03.14"), ("retaining_wall", "02.03.14")],
    "culvert": [("drainage", "02.03.14"), ("bridge", "02.03.13"), ("road", "02.03.10")],
    "bridge": [("culvert", "02.03.14"), ("road", "02.03.10")],
    "gate": [("other", "02.03.90")],
    "well": [("sanitation", "02.04.14"), ("other", "02.04.90")],
    "tank": [("other", "02.04.90")],
    "mck": [("building", "02.03.15"), ("water_supply", "02.04.11")],
    "post": [("other", "02.03.90")],
    "kiosk": [("other", "02.03.90")],
    "house": [("building", "02.04.01")],
    "light": [("other", "02.07.02"), ("road", "02.03.14")],
    "gate_arch": [("building", "02.03.20")],
    "grave": [("retaining_wall", "02.03.16")],
    "hall": [("other", "02.03.90")],
    "field": [("other", "02.03.90")],
}
FUNDS = [
    ("DDS", 62), ("ADD", 11), ("PBH", 6), ("PAD", 4), ("PBP", 5), ("PBK", 10), ("DLL", 2),
]
VERBS = {
    "new": ["Pembangunan", "Pembangunan", "Pembangunan", "Pembuatan", "Pemb.", "Bangun", ""],
    "lift": ["Peningkatan", "Rehabilitasi", "Rehab", "Perbaikan", "Rehab/Peningkatan"],
    "care": ["Pemeliharaan", "Pemeliharaan", "Perawatan", "Perbaikan", "Pemel."],
}
HOUSE_VERBS = ["Rehab", "Bantuan", "Pembangunan", "Perbaikan", "Stimulan"]
PARTS = {
    "field": ["pagar", "lampu", "tribun", "tiang dan net", "drainase", "pengurugan"],
    "kiosk": ["atap", "rolling door", "lantai", "kanopi", "toilet"],
}
ROOMS = [
    "pagar", "teras", "plafon", "atap", "toilet", "paving halaman", "kanopi", "lantai keramik",
]
DUSUN = """
    Krajan Krajan Krajan Sumberayu Curahjati Tempursari Silirbaru Kedungrejo Sumbermulyo Sidodadi
    Purwosari Gempoldampit Kaliboyo Rejopuro Pancursari Wonosari Tegalyasan Cemoro Blangkon Balak
    Sukodono Gumuk Pandan Kampunganyar Sumberwadung Ringinagung Tamanrejo Jatiluhur Secang Mangir
    Karanganyar Palurejo Resomulyo Kebonsari Dadapan Kaligoro Pecemengan Sawahan Sidomukti
    Umbulrejo Lateng Kopenlaban Gladag Banjarwaru
""".split()
ROADS = """
    Melati Mawar Kenanga Anggrek Cempaka Kamboja Flamboyan Diponegoro Sudirman Pattimura Kartini
    Merpati Rajawali Kutilang Brawijaya Gajahmada Pemuda Pahlawan Masjid Pasar Makam Sekolah
    Kemuning Dahlia Teratai Semeru Merapi Argopuro Blambangan Tawangalun
""".split()
PEOPLE = """
    Slamet Sutrisno Misnati Suyatno Wagiyem Ponirah Katemi Buamin Supriyadi Hartono Sarijan Tukiman
    Sumiati Mesiyah Painem Legiman Jumadi Rohmah Saniyah Holil Bunasir Suwarno Paijan Siti Juariyah
    Mulyono Sukemi Tumirah Bonari Ngatini Saerah Asmuni Samsul Hadi Poniman Satuki
""".split()
PLACES = [
    "masjid", "mushola", "SDN 1", "SDN 2", "balai desa", "makam", "pasar", "lapangan", "pondok",
    "TK", "pos kamling", "perempatan", "jembatan",
]
TOWARDS = ["depan", "utara", "selatan", "timur", "barat", "belakang", "menuju"]
SIDES = [("kiri", "kanan"), ("utara", "selatan"), ("barat", "timur"), ("sisi kiri", "sisi kanan")]
RT = [
    "RT {:02d} RW {:02d}", "RT.{:02d}/RW.{:02d}", "Rt {} Rw {}", "RT {:03d} RW {:03d}",
    "RT {:02d}/{:02d}", "RT {:02d}", "Rt.{}",
]
OWNED = ["an. {}", "a.n {}", "Bpk/Ibu {}", "({})", "milik {}", "rumah {}"]
NEAR = ["depan rumah {}", "dpn Pak {}", "(rumah {})", "barat rmh Bpk {}"]
# fmt: on


def pick(rng, weighted):
    """Chooses from (item, weight) pairs."""
    return rng.choices([w[0] for w in weighted], [w[1] for w in weighted])[0]


def new_style(rng):
    """How one office writes: its short forms, and which parts of a place it cares to mention."""
    return {
        "dusun": rng.choice(["Dusun", "Dusun", "Dsn", "Dsn.", "Ds.", "dusun"]),
        "road": rng.choice(["Jl.", "Jalan", "Jln", "jln.", "Jl"]),
        "gang": rng.choice(["Gg.", "Gang", "Gg", "gang"]),
        "rt": rng.choice(RT),
        "case": rng.choice(["as", "as", "as", "title", "upper", "lower"]),
        "typo": rng.uniform(0, 0.12),
        "tells": {
            "road": rng.uniform(0.6, 0.98),
            "dusun": rng.uniform(0.6, 0.98),
            "rt": rng.uniform(0.5, 0.97),
            "side": rng.uniform(0.75, 0.98),
            "place": rng.uniform(0.15, 0.5),
            "phase": rng.uniform(0.75, 0.99),
            "village": rng.uniform(0, 0.25),
            "size": rng.uniform(0, 0.15),
        },
    }


def typo(rng, text):
    """One slip of the fingers inside a word; numbers are left alone."""
    spots = [i for i in range(1, len(text) - 1) if text[i - 1 : i + 2].isalpha()]
    if not spots:
        return text
    i = rng.choice(spots)
    head, here, after = text[:i], text[i], text[i + 1 :]
    return rng.choice(
        [head + after, head + here + here + after, head + after[0] + here + after[1:]]
    )


def place_words(rng, w, style):
    """The slots that say where, each told or left out."""
    said = lambda slot: rng.random() < style["tells"][slot]
    street, middle = w.street, int(w.start + w.end) // 2
    words, local = [], []
    if said("road"):
        words.append(street.label.replace("Jl.", style["road"]).replace("Gg.", style["gang"]))
    if w.side and said("side"):
        words.append(w.side)
    if said("place"):
        words.append(street.places[middle // 120 % len(street.places)])
    if said("dusun"):
        local.append(f"{style['dusun']} {w.hamlet.name}")
    if said("rt"):
        local.append(style["rt"].format(street.rt + middle // 170, w.hamlet.rw))
    words += local[::-1] if rng.random() < 0.25 else local
    owned = w.thing in ("house", "latrine")
    if w.person and rng.random() < (0.97 if owned else 0.75):
        at = rng.choice([0, len(words)])
        words.insert(at, rng.choice(OWNED if owned else NEAR).format(w.person))
    if w.phase and said("phase"):
        words.append(w.phase)
    if said("village"):
        words.append(f"Desa {w.village.name}")
    return words


def write_name(rng, w):
    """A title: verb, thing, place, in the hand of the village or of an agency.

    Works paid by kabupaten and province often name village and kecamatan.
    """
    style = w.village.style if rng.random() < 0.75 else new_style(rng)
    verb, thing = rng.choice(VERBS[w.mode]), rng.choice(THINGS[w.thing].words.split("|"))
    if w.thing == "house" and w.mode == "new":
        verb = rng.choice(HOUSE_VERBS)
    words = [verb, w.part, thing, *place_words(rng, w, style)]
    if w.fund in ("PBK", "PBP") and rng.random() < 0.5:
        desa = f"Desa {w.village.name}"
        words = [x for x in words if x != desa] + [f"{desa} Kec. {w.village.district}"]
    if w.thing in LINES and rng.random() < style["tells"]["size"]:
        form = rng.choice(["{:.0f} m", "sepanjang {:.0f} m", "({:.0f} x {} m)"])
        words.append(form.format(w.volume, rng.choice([1.2, 1.5, 2, 2.5, 3])))
    text = " ".join(x for x in words if x).replace("jalan jalan", "jalan")
    if style["case"] == "as":
        text = text[:1].upper() + text[1:]
    else:
        text = getattr(text, style["case"])()
    return typo(rng, text) if rng.random() < style["typo"] else text
