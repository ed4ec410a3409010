"""Typists and desks: how names are made out of handwriting, and a claim out of a work.

A typist has habits (which slots, synonyms and short forms) and slips (misread letters, dropped and merged
words). Slots a work must `keep` are written with their digits right: they tell a neighbour from a second claim.
"""

import numpy as np

from paper_ground import GRAINS, Reader, geometry, part, pick, read_at, share, spoil

# key, class, shape, rupiah a unit, widths, kegiatan new and upkeep, words and loose words
TABLE = """
rabat road line 420000 1.5/2/2.5/3 02.03.11 02.03.02 Rabat Beton|Jalan Rabat Beton|Betonisasi Jalan|Cor Beton Jalan;Jalan Lingkungan|Jalan Desa
aspal road line 390000 2.5/3/3.5/4 02.03.10 02.03.01 Pengaspalan Jalan|Jalan Lapen|Hotmix Jalan|Jalan Aspal;Jalan Desa|Jalan Poros
paving road line 310000 1.2/1.5/2/2.5 02.03.11 02.03.02 Paving Block|Pavingisasi|Jalan Paving|Pavingstone Jalan;Jalan Lingkungan|Jalan Gang
telford road line 150000 2/2.5/3 02.03.12 02.03.03 Pengerasan Jalan|Jalan Telford|Jalan Makadam|Pengerasan Sirtu;Jalan Usaha Tani|JUT
drain drainage line 480000 0.4/0.5/0.6 02.03.14 02.03.05 Drainase|Saluran Drainase|Selokan|Got|U-Ditch;Saluran Air|SPAL
canal irrigation line 520000 0.5/0.6/0.8 04.02.06 04.02.04 Saluran Irigasi|Irigasi Tersier|Jaringan Irigasi|Sal. Tersier|JITUT;Saluran Air|Pengairan
wall retaining_wall line 900000 1/1.5/2 02.03.90 02.03.05 Plengsengan|TPT|Talud|Tembok Penahan Tanah;Pasangan Batu|Senderan
culvert culvert point 14000000 - 02.03.14 02.03.05 Gorong-gorong|Duiker|Plat Duiker|Deker|Gorong2;Bangunan Pelengkap Jalan
bridge bridge point 95000000 - 02.03.13 02.03.04 Jembatan|Jembatan Beton|Jembatan Plat Beton;Titian|Jembatan Usaha Tani
well water_supply point 60000000 - 02.04.11 02.04.03 Sumur Bor|Sumur Dalam|Pengeboran Sumur;Sarana Air Bersih|SAB
tank water_supply point 32000000 - 02.04.11 02.04.03 Tandon Air|Reservoir|Menara Tandon|Bak Penampung Air;Sarana Air Bersih|SAB
pipe water_supply line 110000 - 02.04.12 02.04.04 Pipanisasi|Perpipaan Air Bersih|Jaringan Pipa|Sambungan Pipa;Sarana Air Bersih|SAB
mck sanitation point 48000000 - 02.04.13 02.04.05 MCK|MCK Umum|Jamban Umum|WC Umum;Sarana Sanitasi|Jambanisasi
septic sanitation point 36000000 - 02.04.16 02.04.08 Septic Tank Komunal|IPAL Komunal|Tangki Septik|Septiktank;Sarana Sanitasi|Sanitasi
hall building area 120000000 - 02.03.15 02.03.06 Balai Dusun|Gedung Pertemuan Dusun|Balai Pertemuan;Gedung Serbaguna
posyandu building area 85000000 - 02.02.09 02.02.08 Posyandu|Gedung Posyandu|Pos Yandu;Gedung Polindes
paud building area 98000000 - 02.01.06 02.01.05 Gedung PAUD|PAUD|Ruang Kelas PAUD;Gedung TK|Gedung RA
fence building point 41000000 - 02.03.15 02.03.06 Pagar Balai Desa|Pagar Kantor Desa;Pagar
toilet building point 23000000 - 02.03.15 02.03.06 Toilet Balai Desa|Kamar Mandi Kantor Desa;Kamar Mandi
parking building area 28000000 - 02.03.15 02.03.06 Parkiran Balai Desa|Tempat Parkir Kantor Desa;Tempat Parkir
house housing point 17500000 - 02.04.01 02.04.01 RTLH|Rehab RTLH|Bedah Rumah|Rutilahu|Rumah Tidak Layak Huni;Rumah Layak Huni
lamp street_light point 3200000 - 02.04.93 02.04.92 PJU|Lampu PJU|Lampu Penerangan Jalan|Penerangan Jalan Umum|Lampu Jalan;Penerangan
court sports_field area 75000000 - 03.03.05 03.03.04 Lapangan Voli|Lapangan Futsal|Lapangan Bulutangkis;Lapangan Olahraga|Sarana Olahraga
tps landfill point 39000000 - 02.04.15 02.04.07 TPS|TPS3R|Bak Sampah|Tempat Pembuangan Sampah;Pengelolaan Sampah
gate other point 19000000 - 02.03.90 02.03.90 Gapura|Gapuro|Tugu Batas|Gapura Dusun;Penataan Lingkungan
"""
OBJECTS = {
    row[0]: (
        row[1],
        row[2],
        *(words.split("|") for words in row[7].split(";")),
        float(row[3]),
        [float(w) for w in row[4].split("/") if w != "-"],
        row[5],
        row[6],
    )
    for row in (line.split(" ", 7) for line in TABLE.strip().split("\n"))
}
VERBS = {
    "new": ("Pembangunan|Pemb.|Pembuatan|Pbgn.", "Bangun|"),
    "upgrade": ("Peningkatan|Penigkatan Mutu|Pningkt.", "Lanjut Bangun|"),
    "rehab": ("Rehabilitasi|Rehab|Perbaikan|Rehap", "Perbaikan|Rehab"),
    "maintain": ("Pemeliharaan|Pemelih.|Perawatan Rutin|Pemel. Rutin", "Pemeliharaan|Perawatan"),
}
PERSONS = (
    "Suyitno Slamet Poniman Misnadi Juwariyah Sutrisno Katemi Buasan Paiman Senami Mulyono Sugiarti Hasan "
    "Nurhayati Ponidi Supriyadi Rukayah Samsul Matrawi Tukiman Wagini Jumadi Satumi Legiman Boiran Sarpin "
    "Untung Wiji Parto Ngatemi Subandi Saniman Holil Asmuni Kasiyanto Tumini"
).split()
PLACES = (
    "Mushola Al Ikhlas|Mushola Nurul Huda|Masjid Baiturrahman|Makam|SDN 1|SDN 2|Balai Dusun|Pos Kamling|"
    "Pasar Desa|Lapangan|TK Dharma Wanita|Jembatan Lama|Penggilingan Padi|Ponpes Darussalam|Polindes|"
    "Gudang KUD|Warung Bu Sri|Perempatan|Pertigaan"
).split("|")
SYLLABLES = [
    pair.split()
    for pair in (
        "Sumber Sbr., Kedung Kdg., Karang Kr., Taman Tmn., Tegal Tgl., Banjar Bjr., "
        "Wringin Wrg., Watu Wt., Tanjung Tj., Curah Crh., Kali Kl., Krajan Krj., Kampung Kp."
    ).split(", ")
]
LETTERS = [
    pair.split()
    for pair in "rn m,cl d,u n,n u,a o,o a,e c,i l,h k,g q,y g,v u,ng g,j y,t f".split(",")
]
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


FAULTS = ("swapped", "sign_lost", "minutes_as_decimals", "rounded_minutes", "utm_metres")


class Typist:
    """One pair of hands at the keyboard of a kecamatan."""

    def __init__(self, rng, taste):
        near = lambda p, d=0.2: float(min(1, max(0, p + rng.normal(0, d))))
        self.shows = {
            slot: near(taste[slot]) for slot in ("rt", "dusun", "street", "land", "dims", "desa")
        }
        self.terse = near(taste["terse"], 0.25)
        self.caps = pick(rng, taste["caps"])
        self.slip, self.drop, self.merge = (
            taste[k] * share(rng, 0.3, 1.8) for k in ("slip", "drop", "merge")
        )
        self.squeeze = near(taste["squeeze"], 0.15)
        self.rt_form, self.rw = int(rng.integers(6)), near(taste["rw"])
        self.dusun_word = pick(rng, ("Dusun", "Dsn.", "Dsn", "Ds.", "Dus.", ""))
        self.street_word, self.tail_first = (
            pick(rng, ("Jl.", "Jln", "Jalan", "Jl", "")),
            rng.random() < 0.2,
        )
        self.favour = {key: pick(rng, OBJECTS[key][2]) for key in OBJECTS}
        self.verb = {kind: pick(rng, VERBS[kind][0].split("|")) for kind in VERBS}

    def rt_text(self, rng, work):
        rt, rw, form = work.rt, work.hamlet.rw, self.rt_form if work.rt < 13 else 0
        text = (
            f"RT {rt:02d}",
            f"RT.{rt}",
            f"Rt {rt:03d}",
            f"RT{rt:02d}",
            f"rt.{rt:02d}",
            f"RT {ROMAN[rt % 13]}",
        )[form]
        more = (
            f" RW {rw:02d}",
            f"/RW.{rw}",
            f" Rw {rw:03d}",
            f"RW{rw:02d}",
            f" rw.{rw:02d}",
            f" RW {ROMAN[rw]}",
        )[form]
        return text + more if rng.random() < self.rw else text

    def short(self, rng, name):
        """Sumberrejo becomes Sbr.rejo where the column on paper was narrow."""
        if rng.random() < self.squeeze:
            for whole, brief in SYLLABLES:
                name = brief + name[len(whole) :] if name.startswith(whole) else name
        return name

    def core(self, rng, work, other):
        words, loose = OBJECTS[work.object][2:4]
        word = self.favour[work.object] if rng.random() < 0.65 and not other else pick(rng, words)
        if "object" not in work.keep and rng.random() < (0.25 if other else 0.05):
            word = pick(rng, loose)
        verb = (
            self.verb[work.verb]
            if rng.random() < 0.8
            else pick(rng, VERBS[work.verb][0].split("|"))
        )
        if "verb" not in work.keep and rng.random() < self.terse * 0.5:
            verb = pick(rng, VERBS[work.verb][1].split("|"))
        return [verb, word]

    def place(self, rng, work, keep):
        """The parts that say where, in the order of the form."""
        wants = lambda slot: (
            slot in keep or rng.random() < self.shows[slot] * (1 - 0.4 * self.terse)
        )
        parts = []
        if work.street and wants("street"):
            parts.append(work.street.replace("Jl.", self.street_word).strip())
        if work.person and ("person" in keep or rng.random() < 0.9):
            parts.append(pick(rng, ("an. ", "a.n ", "Bpk. ", "")) + work.person)
        if work.land and wants("land"):
            parts.append(pick(rng, ("depan ", "dekat ", "sebelah ", "")) + work.land)
        if wants("rt"):
            parts.append(self.rt_text(rng, work))
        if wants("dusun"):
            parts.append(f"{self.dusun_word} {self.short(rng, work.hamlet.name)}".strip())
        if work.side and ("side" in keep or rng.random() < 0.3):
            parts.append(work.side)
        return parts

    def write(self, rng, work, claim, other=False, keep=frozenset()):
        keep = keep | work.keep
        parts, place = self.core(rng, work, other), self.place(rng, work, keep)
        parts = place + parts if self.tail_first else parts + place
        if rng.random() < self.shows["dims"] and claim["volume"] and work.length:
            wide = f" x {work.width:g}" if work.width else ""
            parts.append(f"({claim['metres']:g}{wide} m)")
        if work.phase and ("phase" in keep or rng.random() < 0.5):
            parts.append(work.phase)
        if rng.random() < self.shows["desa"] * (1 - self.terse):
            parts.append(f"Desa {self.short(rng, work.hamlet.village.name)}")
        text = " ".join(part for part in parts if part)
        text = self.hand(rng, text, keep)
        return {"upper": text.upper(), "lower": text.lower(), "first": text.capitalize()}.get(
            self.caps, text
        )

    def hand(self, rng, text, keep):
        """Slips of reading handwriting; digits only where nothing hangs on them."""
        words = []
        for word in text.split(" "):
            if word in ("Jalan", "Umum", "Desa", "Saluran", "Gedung") and rng.random() < self.drop:
                continue
            if len(word) >= 4 and word.isalpha() and rng.random() < self.slip:
                word = misread(rng, word)
            elif word.isdigit() and not keep & {"rt", "phase"} and rng.random() < self.slip * 0.05:
                word = word.translate(str.maketrans("174906", "741960"))
            if words and words[-1].isalpha() and word.isalpha() and rng.random() < self.merge:
                words[-1] += word.lower() if self.caps == "title" else word
            else:
                words.append(word)
        return " ".join(words) or text


def misread(rng, word):
    """One slip in one word: a letter taken for another, lost, doubled or exchanged."""
    way, at = int(rng.integers(5)), int(rng.integers(1, len(word) - 1))
    if way < 3:
        return (
            word[:at]
            + ("", word[at] * 2, word[at + 1] + word[at])[way]
            + word[at + (2 if way == 2 else 1) :]
        )
    for step in range(len(LETTERS)):
        a, b = LETTERS[(at * 7 + way + step) % len(LETTERS)]
        if a in word[1:]:
            return word[0] + word[1:].replace(a, b, 1)
    return word


# Each habit of a district lies somewhere between these.
RANGES = """rt .15 .95|dusun .2 .95|street .1 .9|land .05 .7|dims 0 .6|desa 0 .7|terse 0 .9|slip .01 .16|drop 0 .35
merge 0 .08|squeeze 0 .6|rw 0 .9|lines .15 1|standard_cost .1 .8|areas 0 .7|phones .02 .6|accuracy 0 1
map_accuracy 0 .5|unlocated 0 .04|faulty .004 .03|pinned .01 .07|copied 0 .03|blur 3 13|shift 1 9|unmeasured 0 .5
squares 0 .4|other_fund .05 .8|other_code .03 .4|other_class 0 .03|photos 0 .7|reuse .1 .95|stock 0 .08
typed_village 0 .3|loose .05 .45|easy .3 .8"""


def habits(rng):
    """How paper is kept in this district."""
    ranges = (entry.split() for entry in RANGES.replace("\n", "|").split("|"))
    taste = {name: share(rng, float(low), float(high)) for name, low, high in ranges}
    some = lambda things, spare: [thing for thing in things if rng.random() < 0.5] or spare
    taste.update(
        caps=some(("upper", "title", "lower", "first"), ["title"]),
        forms=some(list(GRAINS), ["decimal5"]),
        grains=some((1, 100, 1000, 50_000, 100_000, 500_000), [1000]),
        gaps=np.cumsum(rng.dirichlet((2, 1.2, 0.5))),
        batavia=pick(rng, (0, 0, 0.04, 0.1)),
        dotted=pick(rng, (0, 0, 0, 0, 0.5)),
        house_cost=float(pick(rng, (10, 12.5, 15, 17.5, 20, 25))) * 1e6,
    )
    return taste


class Desk:
    """The desk of one kecamatan: its typists, its readers of maps, its forms."""

    def __init__(self, rng, taste):
        self.rng, self.taste, self.last = rng, taste, {}
        self.typists = [Typist(rng, taste) for _ in range(int(rng.integers(2, 4)))]
        self.readers = [
            Reader(rng, taste["forms"], taste["blur"], taste["shift"], taste["batavia"])
            for _ in range(2)
        ]
        self.lines = float(np.clip(taste["lines"] + rng.normal(0, 0.15), 0.05, 0.97))
        self.spot = pick(rng, ("start", "middle", "end", "any", "middle"))
        self.grain = pick(rng, taste["grains"])
        self.metre, self.piece = (
            pick(rng, ("m", "M", "meter", "m1", "M'")),
            pick(rng, ("unit", "Unit", "bh", "buah")),
        )
        self.map_error = (
            float(pick(rng, (15, 20, 25, 50))) if rng.random() < taste["map_accuracy"] else None
        )
        self.pin, self.dotted = float(pick(rng, (0, 0, 4))), rng.random() < taste["dotted"]

    def enter(self, work, **how):
        """One claim of a work, as it comes out of this desk; `how` fixes what a duplicate needs."""
        rng, village = self.rng, how.get("village") or work.hamlet.village
        typist = how.get("typist") or pick(rng, self.typists)
        keep, claim = frozenset(how.get("keep", ())), self.measured(work, how)
        if work.at_office or how.get("at_office"):
            keep |= {"dusun", pick(rng, ("rt", "street")), "object"}
        shape, capture, accuracy = self.located(work, village, how)
        name = typist.write(rng, work, claim, how.get("other", False), keep)
        cost, grain = how.get("cost", work.cost), how.get("grain", self.grain)
        code = how.get("code") or OBJECTS[work.object][7 if work.verb == "maintain" else 6]
        typed = village.name.upper() if typist.caps == "upper" else village.name
        if rng.random() < self.taste["typed_village"]:
            typed = typist.hand(rng, typist.short(rng, typed), frozenset())
        return {
            "village_code": village.code,
            "village_name": typed,
            "fiscal_year": how.get("year", work.year),
            "fund_source": how.get("fund", work.fund),
            "kegiatan_code": code + ("." if self.dotted else ""),
            "work_class": how.get("work_class") or work.work_class,
            "name": name,
            "volume": claim["volume"],
            "unit": claim["unit"],
            "cost": max(100_000, int(round(cost / grain) * grain)),
            "geometry": shape,
            "accuracy_m": accuracy,
            "capture": capture,
            "photo_phash": how.get("photos", work.photos),
        }

    def measured(self, work, how):
        """Volume and unit as written; often only `1 paket`, sometimes nothing."""
        rng, amount = self.rng, how.get("amount", work.amount)
        claim = {
            "volume": amount,
            "unit": self.metre if work.shape == "line" else self.piece,
            "metres": amount,
        }
        if work.object == "lamp":
            claim["unit"] = "titik"
        elif work.width and not how.get("counted") and rng.random() < self.taste["squares"]:
            claim.update(volume=round(amount * work.width, 2), unit=pick(rng, ("m2", "M2")))
        if not how.get("counted") and rng.random() < self.taste["unmeasured"]:
            claim.update(
                pick(
                    rng,
                    (
                        {"volume": None, "unit": ""},
                        {"volume": 1.0, "unit": "paket"},
                        {"volume": 1.0, "unit": "ls"},
                    ),
                )
            )
        return claim

    def located(self, work, village, how):
        """GeoJSON, capture and accuracy of one claim."""
        rng, taste = self.rng, self.taste
        if "geometry" in how:
            return how["geometry"], how.get("capture", "digitised"), how.get("accuracy")
        loose = not how.get("clean") and not work.drawn
        luck = rng.random() if loose else 1.0
        if luck < taste["unlocated"]:
            return None, "digitised", None
        if work.at_office or how.get("at_office") or (loose and rng.random() < taste["pinned"]):
            spot = village.office + rng.normal(0, 1, 2) * self.pin
            degrees = self.readers[0].read(rng, spot[None, :], 0.0 if self.pin == 0 else 0.3)
            return geometry("point", degrees), pick(rng, ("digitised", "phone_point")), None
        if luck > 1 - taste["copied"] and village.code in self.last and loose:
            return self.last[village.code], "digitised", self.map_error
        phone = how.get("phone", rng.random() < taste["phones"] * (work.year - 2017) / 6)
        shape, points = self.outline(work, how)
        if phone and shape != "area":
            error = float(np.clip(rng.lognormal(1.9, 0.5), 2.5, 60))
            degrees = read_at(rng, points, error * 0.6)
            accuracy = round(error, 1) if rng.random() < taste["accuracy"] else None
            capture = "phone_track" if shape == "line" else "phone_point"
        else:
            reader = how.get("reader") or pick(rng, self.readers)
            if shape == "area" and reader.grain < 36000:
                shape, points = "point", points.mean(axis=0)[None, :]
            points = reader.thin(points) if shape == "line" else points
            degrees = reader.read(rng, points, 0.25 if shape == "area" else 1.0)
            accuracy, capture = self.map_error, "digitised"
        fault = how.get("fault") or (
            pick(rng, FAULTS) if loose and rng.random() < taste["faulty"] else None
        )
        if fault:
            degrees = spoil(degrees, fault)
        made = geometry(shape, degrees)
        if not fault:
            self.last[village.code] = made
        return made, capture, accuracy

    def outline(self, work, how):
        """What is drawn: the stretch, one point of it, or the footprint."""
        rng = self.rng
        wish = how.get("shape") or (
            "line" if work.shape == "line" and rng.random() < self.lines else None
        )
        if wish == "line" and work.shape == "line":
            return "line", work.line if rng.random() < 0.6 else work.line[::-1]
        if work.shape == "area" and rng.random() < self.taste["areas"]:
            middle, way = work.line.mean(axis=0), work.line[-1] - work.line[0]
            way = way / max(np.hypot(*way), 1e-9)
            long, wide = (13, 7) if work.object == "court" else (4.5, 3)
            return "area", np.array(
                [
                    middle + way * a * long + way[::-1] * (-b * wide, b * wide)
                    for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
                ]
            )
        spot = how.get("spot") or (self.spot if work.length else "middle")
        at = {"start": 0.0, "middle": 0.5, "end": 1.0}.get(spot, float(rng.random()))
        return "point", part(work.line, at, at, 1)
