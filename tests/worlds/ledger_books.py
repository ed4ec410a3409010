"""How a register writes a plan line down: title, volume, cost, place on the map, photos.

Every owner of money keeps a book of its own. What is true is in the plan line; what a claim
shows of it, and how, is the book's habit.
"""

import re

import numpy as np

from ledger_places import flip, pick

# what: class, words for it, vague words, shape, streets, rupiah a metre or piece, width, metres, codes
WORKS = {
    "paving": (
        "road",
        "Jalan Paving Block|Paving Block|Pavingisasi Jalan|Paving Stone|Papingisasi",
        "Jalan Lingkungan|Jalan Desa",
        "line",
        "road gang",
        330e3,
        (1.5, 4),
        (60, 420),
        "02.03.11 02.03.02",
    ),
    "rabat": (
        "road",
        "Jalan Rabat Beton|Rabat Beton|Betonisasi Jalan|Cor Beton Jalan|Pengecoran Jalan",
        "Jalan Lingkungan|Jalan Desa",
        "line",
        "road gang farm",
        420e3,
        (1.2, 4),
        (60, 400),
        "02.03.10 02.03.01",
    ),
    "aspal": (
        "road",
        "Jalan Hotmix|Pengaspalan Jalan|Lapen Jalan|Jalan Aspal|Lapis Penetrasi Jalan",
        "Jalan Poros Desa|Jalan Desa",
        "line",
        "road",
        380e3,
        (2.5, 4.5),
        (150, 700),
        "02.03.10 02.03.01",
    ),
    "makadam": (
        "road",
        "Jalan Makadam|Telford Jalan|Urugan Sirtu Jalan|Pengerasan Jalan",
        "Jalan Usaha Tani|Jalan Desa",
        "line",
        "farm road",
        120e3,
        (2, 4),
        (100, 600),
        "02.03.12 02.03.03",
    ),
    "udit": (
        "drainage",
        "Drainase U-Ditch|Saluran U-Ditch|Got U-Ditch|Selokan Beton",
        "Drainase|Saluran Air|SPAL",
        "line",
        "road gang",
        650e3,
        (0.3, 0.8),
        (50, 350),
        "02.03.14 02.03.05",
    ),
    "batu": (
        "drainage",
        "Drainase Pasangan Batu|Saluran Pasangan Batu Kali|Selokan Pasangan Batu",
        "Drainase Lingkungan|Saluran Pembuangan",
        "line",
        "road gang",
        480e3,
        (0.3, 0.8),
        (50, 350),
        "02.03.14 02.03.05",
    ),
    "tersier": (
        "irrigation",
        "Saluran Irigasi Tersier|Jaringan Irigasi Tersier|Irigasi Pasangan Batu|JITUT",
        "Saluran Irigasi|Jaringan Irigasi",
        "line",
        "canal farm",
        520e3,
        (0.4, 1.2),
        (80, 500),
        "04.02.06 04.02.04",
    ),
    "talud": (
        "retaining_wall",
        "Plengsengan|Talud|Tembok Penahan Tanah|TPT|Talud Jalan",
        "Bangunan Pelengkap Jalan|Pengaman Tebing",
        "line",
        "road canal farm",
        720e3,
        (1, 2.5),
        (30, 220),
        "02.03.90 02.03.01",
    ),
    "pipa": (
        "water_supply",
        "Pipanisasi Air Bersih|Jaringan Pipa Air Bersih|Perpipaan SPAM|Sambungan Pipa HDPE",
        "Sarana Air Bersih",
        "line",
        "road gang",
        95e3,
        (0.1, 0.2),
        (150, 800),
        "02.04.12 02.04.04",
    ),
    "sumur": (
        "water_supply",
        "Sumur Bor|Sumur Dalam|Sumur Bor dan Tandon|Sumur Artesis",
        "Sarana Air Bersih|SPAM Perdesaan",
        "point",
        "road gang",
        55e6,
        (1, 1),
        (6, 6),
        "02.04.11 02.04.03",
    ),
    "jembatan": (
        "bridge",
        "Jembatan Beton|Jembatan Plat Beton|Jembatan Gelagar",
        "Jembatan Desa|Jembatan",
        "point",
        "canal road farm",
        140e6,
        (2, 5),
        (14, 14),
        "02.03.13 02.03.04",
    ),
    "gorong": (
        "culvert",
        "Gorong-gorong|Gorong-gorong Buis Beton|Box Culvert|Duiker",
        "Bangunan Pelengkap Jalan|Prasarana Jalan",
        "point",
        "road farm gang",
        14e6,
        (1, 1),
        (8, 8),
        "02.03.14 02.03.05",
    ),
    "mck": (
        "sanitation",
        "MCK Umum|MCK + Septik Tank|Jamban Komunal|Kamar Mandi Umum",
        "Sarana Sanitasi|Sanitasi Lingkungan",
        "point",
        "road gang",
        68e6,
        (1, 1),
        (8, 8),
        "02.04.14 02.04.06",
    ),
    "jamban": (
        "sanitation",
        "Jamban Keluarga|Jamban Sehat|Septik Tank Individual",
        "Jambanisasi",
        "person",
        "gang road",
        6e6,
        (1, 1),
        (7, 7),
        "02.04.13 02.04.05",
    ),
    "rtlh": (
        "housing",
        "RTLH|Rumah Tidak Layak Huni|Bedah Rumah|Rehab Rumah Gakin",
        "Rumah Swadaya|BSPS",
        "person",
        "gang road",
        20e6,
        (1, 1),
        (9, 9),
        "02.04.01 02.04.94",
    ),
    "pju": (
        "street_light",
        "Lampu PJU|Penerangan Jalan Umum|Lampu Penerangan Jalan|PJU Tenaga Surya",
        "Penerangan Desa",
        "lamp",
        "road gang",
        4.5e6,
        (1, 1),
        (10, 10),
        "02.04.93 02.04.92",
    ),
    "posyandu": (
        "building",
        "Gedung Posyandu|Posyandu|Bangunan Posyandu",
        "Gedung Layanan Desa",
        "area",
        "road",
        130e6,
        (6, 9),
        (12, 14),
        "02.02.09 02.02.08",
    ),
    "paud": (
        "building",
        "Gedung PAUD|PAUD/TK|Ruang Kelas TK",
        "Gedung Pendidikan",
        "area",
        "road",
        150e6,
        (7, 10),
        (14, 20),
        "02.01.06 02.01.05",
    ),
    "balai": (
        "building",
        "Balai Dusun|Balai RW|Gedung Pertemuan",
        "Balai Kemasyarakatan|Gedung Serbaguna",
        "area",
        "road",
        170e6,
        (8, 12),
        (14, 20),
        "02.03.15 02.03.06",
    ),
    "lapangan": (
        "sports_field",
        "Lapangan Voli|Lapangan Sepak Bola|Lapangan Olahraga|Lapangan Futsal",
        "Sarana Olahraga",
        "area",
        "road farm",
        110e6,
        (18, 50),
        (30, 80),
        "03.03.05 03.03.04",
    ),
    "tps": (
        "landfill",
        "TPS3R|Bank Sampah|Tempat Pembuangan Sampah",
        "Fasilitas Pengelolaan Sampah",
        "area",
        "farm road",
        90e6,
        (6, 12),
        (10, 20),
        "02.04.15 02.04.07",
    ),
    "gapura": (
        "other",
        "Gapura|Pos Kamling|Pagar Makam|Taman Desa",
        "Sarana Lingkungan",
        "point",
        "road gang",
        18e6,
        (1, 1),
        (8, 8),
        "02.04.17 02.04.90",
    ),
}
KEGIATAN = {
    "road": "Jalan Desa",
    "drainage": "Prasarana Jalan Desa (Gorong-gorong, Selokan, Box/Slab Culvert, Drainase)",
    "irrigation": "Irigasi Tersier/Sederhana",
    "retaining_wall": "Talud",
    "water_supply": "Sumber Air Bersih Milik Desa",
    "housing": "Rumah Tidak Layak Huni GAKIN",
    "sanitation": "Sanitasi Permukiman",
}
VERBS = {
    "new": "Pembangunan|Pembangunan|Pembuatan|Pekerjaan",
    "rehab": "Rehabilitasi|Perbaikan|Peningkatan|Rehab",
    "maintain": "Pemeliharaan|Perawatan|Pemeliharaan Rutin",
}
SWAPS = {
    "retaining_wall": ["drainage", "road", "irrigation"],
    "culvert": ["drainage", "road"],
    "drainage": ["sanitation", "irrigation"],
    "sanitation": ["building", "housing"],
    "irrigation": ["drainage"],
    "bridge": ["road"],
    "water_supply": ["sanitation"],
    "road": ["other"],
    "building": ["other"],
}
DOORS = {
    "desa": ["DDS", "DDS", "DDS", "ADD", "PAD", "PBH"],
    "kecamatan": ["PBK", "ADD"],
    "dinas": ["PBK"],
    "pokir": ["PBK", "PBK", "PBP"],
    "provinsi": ["PBP"],
    "csr": ["DLL"],
}
POKIR = [
    "Pembangunan Fasilitas Umum Perdesaan",
    "Pembangunan Lingkungan Kawasan Perdesaan",
    "Pembangunan PSU Perdesaan",
]


class Book:
    """The habits of one register, drawn around the habits of its district."""

    def __init__(self, rng, door, lean):
        self.door, own = (
            door,
            lambda name, width=0.25: float(np.clip(lean[name] + rng.normal(0, width), 0, 1)),
        )
        styles = {
            "desa": ["plain", "bare", "official", "where"],
            "kecamatan": ["plain", "dinas"],
            "dinas": ["dinas", "dinas", "plain"],
            "pokir": ["pokir", "dinas", "pokir"],
            "provinsi": ["plain", "official"],
            "csr": ["csr", "bare"],
        }
        self.style = pick(rng, styles[door])
        self.case = (
            "upper" if flip(rng, lean["upper"]) else pick(rng, ["title", "title", "title", "lower"])
        )
        self.rt = pick(
            rng,
            [
                "RT {0} RW {1}",
                "RT.{0}/RW.{1}",
                "Rt. {0} Rw. {1}",
                "RT {2} RW {3}",
                "RT 0{0}/0{1}",
                "RT.{0} RW.{1}",
            ],
        )
        self.words = [
            pick(rng, ["Dusun", "Dsn.", "Dsn", "Dukuh", "Ling."]),
            pick(rng, ["Jalan", "Jl.", "Jln.", "Jl"]),
            pick(rng, ["Gang", "Gg.", "Gg"]),
        ]
        self.village = 0.9 if door in ("dinas", "pokir", "provinsi") else 0.15
        self.slots = {
            "dusun": own("dusun"),
            "rt": own("rt"),
            "street": own("street"),
            "anchor": own("anchor", 0.15),
            "sta": 0.3 * lean["line"] if door == "dinas" else 0.03,
        }
        self.vague, self.typo, self.in_title = (
            own("vague", 0.15) * 0.5,
            lean["typo"],
            own("in_title", 0.1),
        )
        self.no_volume, self.linear = (
            own("no_volume", 0.2),
            pick(rng, ["m", "m", "M", "meter", "m'", "Meter", "m2", "m2", "m3", "paket"]),
        )
        self.piece, self.step = (
            pick(rng, ["unit", "Unit", "bh", "paket", "ls"]),
            pick(rng, [0.1, 1, 1, 5, 10]),
        )
        self.cost = pick(
            rng,
            {
                "desa": ["rupiah", "thousand", "hundred", "million"],
                "dinas": ["tender", "rupiah", "thousand"],
                "pokir": ["tender", "tender", "million"],
                "csr": ["million", "five"],
            }.get(door, ["thousand", "million", "rupiah"]),
        )
        self.factor = rng.uniform(0.85, 1.1) if door == "desa" else rng.uniform(0.9, 1.45)
        self.below = pick(rng, [5600, 41390, 1740, 250000, 1000])
        self.line, self.track, self.area = own("line"), own("track"), own("area")
        self.end = pick(rng, ["start", "mid", "mid", "any", "mid"])
        self.no_accuracy, self.accuracy = own("no_accuracy"), rng.uniform(4, 13)
        self.lie, self.digits = flip(rng, 0.1), pick(rng, [5, 6, 6, 7, 7])
        self.shift = rng.normal(0, 2.5, 2)
        self.photos, self.photo_most = own("photos"), int(rng.integers(1, 5))
        self.codes = own("own_codes", 0.2)


def place(rng, book, claim, shown):
    """Words for the place: each slot by the book's habit, and those the claim must not leave out."""
    slots = claim.line.slots
    for k in slots:
        if k in claim.must or (
            k not in claim.hide and flip(rng, {"person": 0.93, **book.slots}.get(k, 0))
        ):
            shown[k] = claim.slot(k)
    rt, _, rw = shown.get("rt", "0/0").partition("/")
    street = shown.get("street", "")
    street = (
        street.replace("Gang", book.words[2])
        if street.startswith("Gang")
        else f"{book.words[1]} {street}"
    )
    said = {
        "person": pick(rng, ["an.", "a.n.", "milik", "Sdr.", "an"]) + " {}",
        "titik": "titik {}",
        "street": street,
        "anchor": "{}",
        "rt": book.rt.format(rt, rw, int(rt), int(rw)),
        "dusun": book.words[0] + " {}",
        "side": pick(rng, ["sisi {}", "sebelah {}", "({})"]),
        "sta": "{}",
    }
    words = [said[k].format(shown[k]) for k in said if k in shown]
    return " ".join(words)


def title(rng, book, claim):
    """The name of a claim; `claim.shown` keeps which slots it gives away."""
    work, shown = WORKS[claim.line.what], {}
    vague = flip(rng, book.vague) and "what" not in claim.must
    noun = pick(rng, (work[2] if vague else work[1]).split("|"))
    verb = pick(rng, VERBS[claim.verb].split("|"))
    where = place(rng, book, claim, shown)
    if not vague:
        shown["what"] = claim.line.what
    style, lead, frame = book.style, "Pembangunan/Rehabilitasi/Peningkatan", pick(rng, POKIR)
    if claim.verb == "maintain":
        shown["maintain"], lead = True, "Pemeliharaan"
        style = "plain" if style in ("bare", "where", "pokir", "csr") else style
    name = {
        "bare": f"{noun} {where}",
        "where": f"{where}: {noun}" if where else noun,
        "official": f"{lead} {KEGIATAN.get(claim.line.cls, noun)} - {noun} {where}",
        "pokir": f"{frame} {where}" if vague else f"{frame} ({noun}) {where}",
        "csr": f"{pick(rng, ['Bantuan CSR', 'Program CSR', 'Hibah'])} {noun} {where}",
    }.get(style, f"{verb} {noun} {where}")
    if flip(rng, book.village):
        name += f" {pick(rng, ['Desa', 'Ds.'])} {claim.owner.name}" + (
            f" Kec. {claim.owner.kec}" if flip(rng, 0.6) else ""
        )
    if claim.line.shape == "line" and flip(rng, book.in_title):
        name += (
            f" ({claim.qty:.0f} m)"
            if flip(rng, 0.5)
            else f" {claim.qty:.0f} x {claim.line.width:.1f} m"
        )
        shown["metres"] = True
    name = " ".join((name + " " + claim.tail).split())
    name = mistype(rng, name) if flip(rng, book.typo) else name
    claim.shown, claim.name = (
        shown,
        {"upper": name.upper(), "lower": name.lower()}.get(book.case, name),
    )


def mistype(rng, text):
    """One slip of the finger inside a long word, none in a number."""
    words = text.split(" ")
    long = [k for k, w in enumerate(words) if len(w) > 5 and re.fullmatch(r"[A-Za-z]+", w)]
    for k in [pick(rng, long)] if long else []:
        w, at = words[k], 1 + int(rng.random() * (len(words[k]) - 3))
        words[k] = pick(
            rng,
            [
                w[:at] + w[at + 1 :],
                w[:at] + w[at] + w[at:],
                w[:at] + w[at + 1] + w[at] + w[at + 2 :],
            ],
        )
    return " ".join(words)


def volume(rng, book, claim):
    """Volume and unit as this book counts them; None when it leaves the field empty."""
    line = claim.line
    if flip(rng, book.no_volume) and not claim.measured:
        return None, ""
    if line.shape != "line":
        if line.shape == "area" and flip(rng, 0.3):
            return round(line.width * (line.s1 - line.s0)), "m2"
        return claim.pieces, "titik" if line.shape == "lamp" and flip(rng, 0.4) else book.piece
    unit = "m" if claim.measured and book.linear in ("paket", "m3") else book.linear
    if unit == "paket":
        return 1, "paket"
    qty = max(1, round(claim.qty / book.step) * book.step) if not claim.measured else claim.qty
    if unit == "m2":
        return round(qty * line.width, 1), "m2"
    if unit == "m3" and line.cls in ("retaining_wall", "drainage", "irrigation"):
        return round(qty * line.width * 0.45, 1), "m3"
    return round(float(qty), 1), "m" if unit == "m3" else unit


def cost(rng, book, claim):
    """What the book writes for the money, rounded its way."""
    rupiah = claim.rab * book.factor * float(np.exp(rng.normal(0, 0.04)))
    if book.cost == "tender":
        for top in (50e6, 75e6, 100e6, 150e6, 200e6):
            if 0.72 * top < rupiah <= 1.15 * top:
                return int(top - (book.below if flip(rng, 0.7) else rng.integers(1, 400) * 1000))
    step = {
        "rupiah": 1,
        "thousand": 1e3,
        "hundred": 1e5,
        "million": 1e6,
        "five": 5e6,
        "tender": 1e3,
    }[book.cost]
    return int(max(1, round(rupiah / step)) * step)


def error_of(rng, book, most):
    """The error of one fix, and what the device says of it."""
    error = float(np.clip(book.accuracy * np.exp(rng.normal(0, 0.45)), 2, most))
    return error, None if flip(rng, book.no_accuracy) else (5.0 if book.lie else round(error, 1))


def trace(rng, book, xy, phone):
    """A line as walked with a phone or drawn on the screen."""
    if phone:
        error, told = error_of(rng, book, 40)
        steps = [max(1, int(np.hypot(*(b - a)) / 18)) for a, b in zip(xy[:-1], xy[1:])]
        out = np.array(
            [
                *(
                    xy[i] + (xy[i + 1] - xy[i]) * k / n
                    for i, n in enumerate(steps)
                    for k in range(n)
                ),
                xy[-1],
            ]
        )
        out = out + rng.normal(0, error / 2.5, 2) + rng.normal(0, 1.5, out.shape)
    else:
        inner, told = [p for p in xy[1:-1] if flip(rng, 0.75)], None
        out = (
            np.array([xy[0], *inner, xy[-1]]) + book.shift + rng.normal(0, 1.2, (len(inner) + 2, 2))
        )
    return (out[::-1] if flip(rng, 0.3) else out), told


def pin(rng, book, claim):
    """Geometry in longitude and latitude, accuracy, and how it was captured."""
    line, village = claim.line, claim.line.village
    drawn = line.street.cut(claim.s0, claim.s1, line.off)
    if claim.drawn or (line.shape == "line" and claim.drawn is None and flip(rng, book.line)):
        phone = flip(rng, book.track)
        xy, told = trace(rng, book, drawn, phone)
        flat, kind, how = xy, "LineString", "phone_track" if phone else "digitised"
    elif line.shape == "area" and flip(rng, book.area):
        a, b = drawn[0], drawn[-1]
        n = np.array([a[1] - b[1], b[0] - a[0]]) / np.hypot(*(b - a)) * line.width
        ring = np.array([a, b, b + n, a + n]) + book.shift + rng.normal(0, 1.0, (4, 2))
        flat, kind, how, told = np.concatenate([ring, ring[:1]]), "Polygon", "digitised", None
    else:
        end = claim.end or (book.end if book.end != "any" else pick(rng, ["start", "mid", "end"]))
        share = {"start": 0.06, "mid": 0.5, "end": 0.94}[end] + rng.normal(0, 0.03)
        spot = line.street.at(claim.s0 + (claim.s1 - claim.s0) * share, line.off)
        phone = not flip(rng, 0.35 * (1 - book.track))
        error, told = error_of(rng, book, 60) if phone else (2.2, None)
        xy = spot + rng.normal(0, error / 1.5, 2) + (0 if phone else book.shift)
        flat, kind, how = xy[None], "Point", "phone_point" if phone else "digitised"
    return kind, village.to_earth(flat), told, how


def activity(rng, book, claim):
    """The activity code: the ministry's list in villages, the dinas's own numbers elsewhere."""
    new, upkeep = claim.line.codes.split()
    if book.door in ("dinas", "pokir", "provinsi") and flip(rng, book.codes):
        field = list(SWAPS).index(claim.cls) + 1 if claim.cls in SWAPS else 10
        return f"1.03.{field:02d}.2.01.{17 + len(WORKS[claim.line.what][1]) % 40:04d}"
    return upkeep if claim.verb == "maintain" or flip(rng, 0.02) else new
