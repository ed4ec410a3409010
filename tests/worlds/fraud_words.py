"""Words, prices, codes and shares of the fraud world, and how a clerk names a work."""

import random
from typing import NamedTuple


class Thing(NamedTuple):
    """What all works of one sort have in common."""

    work_class: str
    unit: str
    price: tuple  # rupiah for one unit, from and to
    code: str  # activity code of a new work
    upkeep_code: str
    shape: str  # along a street (line), beside it (side), a point or an area
    heads: list  # how the name of a new work begins
    upkeep_heads: list


# fmt: off
OBJECTS = {
    "paving": (
        "road", "m", (260e3, 420e3), "02.03.11", "02.03.02", "line",
        "Pavingisasi, Paving jalan, Pembangunan jalan paving, Pemasangan paving block, "
        "Papingisasi jalan, Pavingisasi jalan lingkungan",
        "Pemeliharaan paving, Perbaikan jalan paving, Perawatan paving",
    ),
    "rabat": (
        "road", "m", (280e3, 460e3), "02.03.10", "02.03.01", "line",
        "Rabat beton, Rabat beton jalan, Betonisasi, Pengecoran jalan, Cor jalan, "
        "Pembangunan jalan rabat beton",
        "Pemeliharaan jalan rabat, Perbaikan jalan cor, Perbaikan jalan",
    ),
    "aspal": (
        "road", "m", (300e3, 520e3), "02.03.10", "02.03.01", "line",
        "Pengaspalan, Pengaspalan jalan, Hotmix jalan, Lapen jalan, Peningkatan jalan aspal",
        "Pemeliharaan jalan aspal, Tambal sulam, Pemeliharaan jalan desa",
    ),
    "sirtu": (
        "road", "m", (70e3, 150e3), "02.03.12", "02.03.03", "line",
        "Pengerasan jalan, Makadam, Urug sirtu jalan, Pembangunan JUT, "
        "Pengerasan jalan usaha tani",
        "Pemeliharaan JUT, Perbaikan jalan usaha tani",
    ),
    "drain": (
        "drainage", "m", (300e3, 520e3), "02.03.14", "02.03.05", "side",
        "Drainase, Pembangunan drainase, Saluran air, Pembangunan selokan, Pembuatan got, "
        "Saluran U-ditch, Pembangunan saluran drainase",
        "Normalisasi saluran, Pemeliharaan drainase, Pengerukan selokan",
    ),
    "wall": (
        "retaining_wall", "m", (450e3, 900e3), "02.03.14", "02.03.05", "side",
        "Plengsengan, Pembangunan plengsengan, TPT, Pembangunan talud, Talud jalan, "
        "Tembok penahan tanah, Pembangunan TPT",
        "Perbaikan plengsengan, Pemeliharaan talud",
    ),
    "canal": (
        "irrigation", "m", (320e3, 600e3), "02.03.14", "04.02.04", "side",
        "Saluran irigasi, Pembangunan irigasi tersier, Rehab jaringan irigasi, "
        "Saluran pasangan batu, Pembangunan JITUT",
        "Pemeliharaan saluran irigasi, Normalisasi irigasi",
    ),
    "culvert": (
        "culvert", "unit", (9e6, 22e6), "02.03.14", "02.03.05", "point",
        "Gorong-gorong, Pembangunan gorong-gorong, Duiker, Pembuatan plat duiker, Box culvert",
        "Perbaikan gorong-gorong, Pembersihan gorong2",
    ),
    "bridge": (
        "bridge", "unit", (40e6, 160e6), "02.03.13", "02.03.04", "point",
        "Jembatan, Pembangunan jembatan, Jembatan plat beton, Pembangunan titian",
        "Pemeliharaan jembatan, Perbaikan railing jembatan",
    ),
    "well": (
        "water_supply", "unit", (18e6, 60e6), "02.04.11", "02.04.03", "point",
        "Sumur bor, Pembangunan sumur bor, Pengeboran sumur, Sarana air bersih, "
        "Sumur bor + tandon",
        "Pemeliharaan sumur bor, Perbaikan pompa air",
    ),
    "pipe": (
        "water_supply", "m", (60e3, 140e3), "02.04.12", "02.04.04", "side",
        "Pipanisasi air bersih, Jaringan pipa air bersih, Perpipaan HIPPAM",
        "Perbaikan pipa HIPPAM, Pemeliharaan jaringan air bersih",
    ),
    "latrine": (
        "sanitation", "unit", (4e6, 12e6), "02.04.14", "02.04.06", "point",
        "Jamban, Pembangunan jamban keluarga, Jambanisasi, Pembangunan jamban + septik tank, "
        "WC sehat",
        "Perbaikan jamban",
    ),
    "mck": (
        "sanitation", "unit", (30e6, 75e6), "02.04.14", "02.04.06", "point",
        "MCK umum, Pembangunan MCK, Pembangunan MCK + septik tank, Toilet umum",
        "Pemeliharaan MCK, Perbaikan MCK",
    ),
    "house": (
        "housing", "unit", (15e6, 22e6), "02.04.01", "02.04.01", "point",
        "Rehab RTLH, Bedah rumah, Rehab rumah tidak layak huni, Perbaikan RTLH",
        "Perbaikan RTLH",
    ),
    "lamp": (
        "street_light", "titik", (2.5e6, 6e6), "02.03.90", "02.03.90", "point",
        "PJU, Lampu penerangan jalan, Pemasangan PJU, Penerangan jalan umum, "
        "Lampu jalan tenaga surya",
        "Perbaikan PJU, Pemeliharaan lampu jalan",
    ),
    "hall": (
        "building", "unit", (25e6, 140e6), "02.03.15", "02.03.06", "point",
        "Pembangunan, Rehab, Rehabilitasi, Peningkatan",
        "Pemeliharaan, Perbaikan, Perawatan",
    ),
    "field": (
        "sports_field", "unit", (30e6, 150e6), "03.03.05", "03.03.04", "area",
        "Pembangunan lapangan voli, Rehab lapangan, Peningkatan lapangan olahraga, "
        "Penataan lapangan",
        "Pemeliharaan lapangan",
    ),
    "dump": (
        "landfill", "unit", (15e6, 90e6), "02.04.15", "02.04.07", "point",
        "Pembangunan TPS, Pembuatan TPS3R, Bak sampah, Pembangunan bank sampah",
        "Pemeliharaan TPS",
    ),
    "gate": (
        "other", "unit", (12e6, 60e6), "02.03.20", "02.03.09", "point",
        "Gapura, Pembangunan gapura, Gapura batas",
        "Pengecatan gapura, Pemeliharaan gapura",
    ),
    "yard": (
        "other", "m", (240e3, 400e3), "02.04.90", "02.04.90", "line",
        "Penataan lingkungan, Penataan kawasan permukiman, Peningkatan kualitas PSU perdesaan",
        "Pemeliharaan lingkungan",
    ),
}
OBJECTS = {
    key: Thing(*row[:6], row[6].split(", "), row[7].split(", ")) for key, row in OBJECTS.items()
}
VAGUE = {  # words that leave open what exactly is built
    "road": [
        "Peningkatan jalan", "Pembangunan jalan lingkungan", "Perbaikan jalan",
        "Pembangunan jalan desa",
    ],
    "drainage": ["Pembangunan saluran", "Perbaikan saluran"],
    "retaining_wall": ["Pasangan batu", "Penahan tebing"],
    "water_supply": ["Sarana prasarana air bersih"],
    "sanitation": ["Sanitasi lingkungan"],
    "housing": ["Bantuan rumah"],
}
COMMON = [  # how often a village builds what
    ("paving", 17), ("rabat", 11), ("aspal", 7), ("sirtu", 6), ("drain", 14), ("wall", 11),
    ("canal", 6), ("culvert", 6), ("bridge", 3), ("well", 5), ("pipe", 3), ("latrine", 2),
    ("mck", 3), ("house", 2), ("lamp", 3), ("field", 1), ("dump", 2), ("gate", 2),
]
SEGMENTED = [  # and what it builds stretch by stretch
    ("paving", 30), ("rabat", 18), ("aspal", 10), ("sirtu", 7), ("drain", 18), ("wall", 17),
]
VERBS = (
    "Pembangunan", "Rehab", "Pembuatan", "Perbaikan", "Peningkatan", "Pemasangan", "Penataan",
)
FUNDS = [
    ("DDS", 62), ("ADD", 9), ("PBK", 11), ("PBP", 6), ("PBH", 6), ("PAD", 4), ("DLL", 2),
]
OUTER = ("PBK", "PBP")  # money of the regency or the province: another office, another clerk
HAMLETS = """
Blangkon Curahjati Curahpalung Gempoldampit Gumukrejo Jajangsurat Jatisari Kaliboyo Kampunganyar
Karanganyar Kebonsari Kedungrejo Kopen Krajan Maron Palurejo Pandan Pasembon Purwosari Rejosari
Ringinsari Sidomulyo Sidorejo Silirbaru Sukorejo Sumberbopong Sumberejo Sumbergondo Sumberurip
Tegalpakis Tegalyasan Tempursari Toyamas Trembelang Umbulsari Wonosari
""".split()
STREETS = """
Melati Mawar Kenanga Anggrek Dahlia Cempaka Flamboyan Teratai Diponegoro Sudirman Kartini
Gajahmada Hayamwuruk Brawijaya Mangga Rambutan Durian Salak Kelapa Merpati Cendrawasih Kutilang
Garuda Rajawali Semangka Nusantara Pahlawan Argopuro
""".split()
PEOPLE = """
Slamet Suyono Sumiati Misnadi Paidi Tukiman Sutrisno Katemi Ponirah Samsuri Boiran Ngatemi
Suparman Wagiran Jumadi Saminem Mulyono Sarwono Sulastri Partini Buang Mesiran Hariyanto
Ngadiman Poniman Sukarti Tumirah Wahyudi Imam Rokhim Siti Aminah Juwariyah Legiman Marsudi
Satuki Asmari Bonari Ngatinah Muslimin Rusmini Sarmi Tohari Zainuri Maimunah Nurhayati Kusnadi
Sugeng Wiwik Darsono Painem Giyanto Lasmi Rohmat Sujarwo Miskan Endang Buari Satumi Hasyim
Mahrus Tumini Yatiman
""".split()
PRAYER = [
    "Baiturrahman", "Al-Ikhlas", "Nurul Huda", "Al-Hidayah", "Baitul Muttaqin", "Darussalam",
    "Miftahul Jannah", "At-Taqwa", "Nurul Iman", "Al-Amin",
]
PARTS = [
    "pagar", "atap", "plafon", "keramik lantai", "teras", "halaman", "gudang", "kamar mandi",
    "dinding", "jendela dan pintu",
]
ROMAN = ["", "I", "II", "III", "IV"]
NEAR = ["depan ", "dekat ", "menuju ", "barat ", "timur ", "sekitar ", "belakang "]
RT_FORMS = [
    "RT {:02d} RW {:02d}", "RT. {:02d} RW. {:02d}", "RT {:02d}/RW {:02d}", "RT {:03d}/{:03d}",
    "Rt {} Rw {}", "RT.{:02d}/{:02d}",
]
# fmt: on
# how often a clerk names each of these, from and to
MENTIONS = {"road": (0.6, 0.95), "rt": (0.65, 0.95), "dusun": (0.55, 0.95), "place": (0.25, 0.6)}


class Writer:
    """The chance of one world, and clerks who name works."""

    def __init__(self, seed):
        self.r = random.Random(seed)

    def pick(self, weighted):
        """One of (thing, weight) pairs."""
        return self.r.choices([k for k, _ in weighted], [w for _, w in weighted])[0]

    def often(self, p):
        """Whether something of chance `p` happens."""
        return self.r.random() < p

    def new_clerk(self, outer=False):
        """Habits of one writer; who sits outside the village tells its name."""
        r = self.r
        return {
            "case": self.pick([("as", 70), ("upper", 12), ("lower", 10), ("title", 8)]),
            "dsn": r.choice(["Dusun ", "Dsn. ", "Dsn ", "dusun "]),
            "rt": r.choice(RT_FORMS),
            "jl": r.choice(["Jl. ", "Jalan ", "Jln ", "jl "]),
            "gg": r.choice(["Gg. ", "Gang ", "gg "]),
            "desa": 0.85 if outer else r.choice([0.0, 0.1, 0.5]),
            "p": {word: r.uniform(*ends) for word, ends in MENTIONS.items()},
            "metres": r.choice([0.05, 0.15, 0.4]),
        }

    def name(self, work, clerk, head=None, keep=None):
        """Head, what marks the thing, and the place: as much as this clerk cares to write."""
        words = work.words
        head = head or self.head(work)
        phase = words.get("phase")
        tags = [head, phase] if phase else [head]
        if phase and phase != "tahap I" and self.often(0.5):
            tags = ["Lanjutan", head]
        tags += self.marks(work)
        keep = keep or [k for k in ("road", "place", "rt", "dusun") if self.often(clerk["p"][k])]
        if not any(words.get(k) for k in keep):
            keep = ["rt", "dusun"]
        tags += self.place_words(work, clerk, keep)
        if work.volume > 20 and self.often(clerk["metres"]):
            form = self.r.choice(["({} m)", "P={} m", "{} M", "panjang {} m"])
            tags.append(form.format(round(work.volume)))
        if self.often(clerk["desa"]):
            forms = ["Desa {}", "Ds. {}", "Desa {} Kec. {}", "Desa {} Kecamatan {}"]
            tags.append(self.r.choice(forms).format(work.village.name, work.village.kecamatan))
        text = " ".join(tags)
        if clerk["case"] != "as":
            text = getattr(text, clerk["case"])()
        return self.typo(text) if self.often(0.08) else text

    def head(self, work):
        """What is done, now and then in words that leave open to what."""
        thing = OBJECTS[work.obj]
        if work.upkeep:
            return self.r.choice(thing.upkeep_heads)
        vague = VAGUE.get(thing.work_class)
        return self.r.choice(vague if vague and self.often(0.09) else thing.heads)

    def marks(self, work):
        """What tells this work from its like: the part, the building, the side, whose it is."""
        r, words = self.r, work.words
        tags = [words["part"]] if words.get("part") else []
        if work.obj == "hall":
            tags.append(words["place"] or "pos")
        if words.get("side") and self.often(words.get("tell_side", 0.75)):
            tags.append(r.choice(["sisi ", "sebelah ", ""]) + words["side"])
        if words.get("person") and self.often(0.97):
            tags.append(r.choice(["an. ", "an ", "Bpk/Ibu ", "milik ", "a.n. "]) + words["person"])
        if words.get("section") and self.often(0.9):
            tags.append(words["section"])
        return tags

    def place_words(self, work, clerk, keep):
        """Where it is, in those of the work's words that are kept."""
        words, out = {k: work.words.get(k) for k in keep}, []
        if words.get("road"):
            kind, rest = words["road"].split(" ", 1)
            rest = [ROMAN[int(t)] if t.isdigit() and self.often(0.3) else t for t in rest.split()]
            out.append(clerk["jl" if kind == "Jl." else "gg"] + " ".join(rest))
        if words.get("place") and work.obj != "hall":
            out.append(self.r.choice(NEAR) + words["place"])
        if words.get("rt"):
            full = clerk["rt"].format(words["rt"], work.words["rw"])
            out.append(full if self.often(0.85) else f"RT {words['rt']}")
        if words.get("dusun"):
            out.append(clerk["dsn"] + words["dusun"])
        return out

    def thing(self, obj):
        """What is built, without the verb: for 'Rehab ...' and 'Perbaikan pasca banjir ...'."""
        if obj == "hall":
            return ""
        head = self.r.choice(OBJECTS[obj].heads)
        verb, _, rest = head.partition(" ")
        return " " + (rest if verb in VERBS and rest else head).lower()

    def typo(self, text):
        """One slip of the finger inside a longer word, never in a number."""
        at = [i for i in range(1, len(text) - 1) if text[i - 1 : i + 2].isalpha()]
        if not at:
            return text
        i = self.r.choice(at)
        before, letter, after = text[:i], text[i], text[i + 1 :]
        slips = [
            before + after,
            before + letter * 2 + after,
            before + after[0] + letter + after[1:],
        ]
        return self.r.choice(slips)
