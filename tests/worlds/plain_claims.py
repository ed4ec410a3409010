"""Works and claims of the world `plain`: what people write down about a thing on the ground.

Names are made of words as they come to a clerk's mind; places are noisy points, walked tracks or
drawn lines; costs are rounded as budgets are; photos are hashes, most of them missing.
"""

import math
from collections import namedtuple
from dataclasses import dataclass, replace

from shapely.geometry import Point
from shapely.ops import substring

from plain_ground import Hamlet, Road, Village, habits_of, to_degrees

YEARS = range(2018, 2026)
FUNDS = [("DDS", 60), ("ADD", 13), ("PBH", 7), ("PBK", 9), ("PBP", 6), ("PAD", 4), ("SWD", 1)]
LINE_CLASSES = ("road", "drainage", "irrigation", "retaining_wall")

# price: rupiah a metre or unit
Family = namedtuple("Family", "weight price size upkeep_code code names")
# class, weight in it, price in thousands, usual size, codes of upkeep and of building, names
FAMILY_TABLE = """
road 35 430 150 02.03.02 02.03.11 rabat beton, betonisasi, cor beton, pengecoran, rabat, cor rabat
road 30 380 140 02.03.02 02.03.11 paving, pavingisasi, paving block, pavingstone, papingisasi, \
pemasangan paving
road 22 330 300 02.03.01 02.03.10 pengaspalan, aspal, hotmix, lapen, aspal hotmix, lapis penetrasi
road 13 150 260 02.03.03 02.03.12 makadam, pengerasan, telford, urugan sirtu, perkerasan
drainage 75 420 120 02.03.05 02.03.14 drainase, saluran drainase, selokan, got, saluran air, \
saluran pembuangan, drainase jalan
drainage 25 780 80 02.04.05 02.04.13 u-ditch, udit, saluran u-ditch, saluran beton precast
irrigation 100 450 190 04.02.04 04.02.06 irigasi, saluran irigasi, saluran tersier, \
irigasi tersier, jaringan irigasi, JITUT
retaining_wall 85 650 60 02.03.05 02.03.14 talud, plengsengan, TPT, tembok penahan tanah, \
tembok penahan, senderan
retaining_wall 15 900 35 02.03.05 02.03.14 bronjong, pasangan bronjong, beronjong
culvert 100 14000 1 02.03.05 02.03.14 gorong-gorong, plat duiker, duiker, plat beton, box culvert, \
gorong2, duwikker
bridge 100 110000 1 02.03.04 02.03.13 jembatan, jembatan beton, jembatan plat, jembatan desa, jbt
water_supply 60 45000 1 02.04.03 02.04.11 sumur bor, sumur dalam, pengeboran sumur, \
sarana air bersih, SAB sumur bor
water_supply 40 18000 1 02.04.03 02.04.11 tandon air, bak penampungan air, tower air, tandon, \
bak air
sanitation 65 42000 1 02.04.06 02.04.14 MCK, MCK umum, toilet umum, kamar mandi/WC umum, WC umum
sanitation 35 75000 1 02.04.08 02.04.16 IPAL komunal, SPAL, septictank komunal, IPAL
building 25 70000 1 02.02.08 02.02.09 posyandu, gedung posyandu, pos posyandu, bangunan posyandu
building 20 85000 1 02.01.05 02.01.06 PAUD, gedung PAUD, ruang kelas PAUD, TK/PAUD
building 20 12000 1 03.01.01 03.01.01 poskamling, pos kamling, pos ronda, gardu, pos keamanan
building 20 130000 1 02.03.06 02.03.15 balai dusun, gedung serbaguna, balai pertemuan, \
balai kemasyarakatan
building 15 60000 1 04.07.01 04.07.02 kios desa, los pasar, kios pasar, pasar desa
housing 100 17500 1 02.04.01 02.04.01 RTLH, rumah tidak layak huni, bedah rumah, rehab rumah, \
rumah layak huni
street_light 100 3200 8 02.03.05 02.03.14 PJU, lampu jalan, lampu penerangan jalan, LPJU, \
penerangan jalan umum
sports_field 50 45000 1 03.03.04 03.03.05 lapangan voli, lapangan bola voli, lap. voli
sports_field 50 90000 1 03.03.04 03.03.05 lapangan sepak bola, lapangan desa, lapangan bola, \
lapangan olahraga
landfill 100 35000 1 02.04.07 02.04.15 TPS, TPS3R, tempat pembuangan sampah, \
tempat sampah, bank sampah
other 45 25000 1 02.03.09 02.03.20 gapura, gapuro, pintu gerbang, gapura batas
other 55 40000 1 02.03.07 02.03.16 pagar makam, pemagaran makam, pagar TPU, pagar pemakaman umum
"""
VERBS = {
    "new": ["Pembangunan", "Pembangunan", "Pembuatan", "Pemb.", "Pekerjaan", "Bangun", ""],
    "rehab": ["Rehabilitasi", "Rehab", "Peningkatan", "Perbaikan", "Rehab."],
    "upkeep": ["Pemeliharaan", "Pemeliharaan", "Perawatan", "Pemel.", "Perbaikan"],
}
SHORTER = [("Jl. ", "Jalan "), ("Gg. ", "Gang "), ("saluran", "sal."), ("beton", "bton")]
SHORTER += [("jalan", "jln"), ("lingkungan", "lingk."), ("tempat", "tmpt"), ("jembatan", "jembtn")]
SHORTER += [("Masjid", "Mesjid"), ("Mushola", "Musholla")]


def read_families():
    """The families of FAMILY_TABLE by class."""
    out = {}
    for row in FAMILY_TABLE.strip().splitlines():
        cls, weight, price, size, *codes, names = row.split(None, 6)
        family = Family(int(weight), 1000 * float(price), int(size), *codes, names.split(", "))
        out.setdefault(cls, []).append(family)
    return out


FAMILIES = read_families()


@dataclass
class Work:
    """A thing on the ground.

    `alone` is false when other honest claims speak about the very same thing, or could.
    """

    cls: str
    family: Family
    geom: object
    village: Village
    hamlet: Hamlet
    road: Road
    size: float
    nature: str = "new"
    landmark: str = ""
    person: str = ""
    side: str = ""
    phase: str = ""
    alone: bool = True
    neighbour: Village = None


@dataclass
class Claim:
    """What was written down: the fields of the register, and the work they speak about.

    `sound` is false when its place is not that of the work.
    """

    fields: dict
    work: Work
    sound: bool = True


def pick(rng, pairs):
    """One of [(thing, weight), ...]."""
    return rng.choices([p[0] for p in pairs], [p[1] for p in pairs])[0]


def pick_family(rng, cls):
    """A family of the class by its weight."""
    return pick(rng, [(family, family.weight) for family in FAMILIES[cls]])


def cut(work, start, end, **more):
    """The part of a line work between two shares of its length."""
    geom = substring(work.geom, start * work.geom.length, end * work.geom.length)
    return replace(work, geom=geom, size=geom.length, **more)


def misspell(rng, text):
    """One slip of the finger inside a long word: a letter left out, doubled or swapped."""
    words = text.split(" ")
    i = rng.choice([i for i, w in enumerate(words) if len(w) > 5 and w.isalpha()] or [0])
    w, k = words[i], rng.randint(1, max(len(words[i]) - 3, 1))
    one, two = w[k : k + 1], w[k + 1 : k + 2]
    words[i] = w[:k] + rng.choice([w[k + 1 :], one + w[k:], two + one + w[k + 2 :]])
    return " ".join(words)


def write_name(rng, work, habits, agency, full):
    """A name as a village clerk (or an agency) writes it: verb, thing, and words of the address.

    Whichever came to mind; `full` makes them come to mind more often.
    """
    thing, verb = rng.choice(work.family.names), rng.choice(VERBS[work.nature])
    spoken = thing.startswith("pe") or thing.endswith("isasi")
    if thing.startswith(("rehab", "bedah")) or (work.nature == "new" and spoken):
        verb = ""
    if work.cls == "road" and rng.random() < 0.6:
        thing += rng.choice([" jalan", " jalan", " jalan desa", " jalan lingkungan", " gang"])
    words = [verb, thing]
    if work.phase and rng.random() < 0.97:
        words.insert(rng.choice([0, 2]) if work.phase == "Lanjutan" else 2, work.phase)
    own = habits if rng.random() < 0.7 else habits_of(rng)
    dusun = own["dusun"].format(work.hamlet.name)
    near = ["depan ", "dekat ", "menuju ", "belakang ", "sebelah "]
    owned = ["an. ", "a.n. ", "Bpk/Ibu ", "milik ", "an "]
    chances = [
        (0.96, work.side),
        (full * (0.3 if work.cls == "housing" else 0.66), work.road.name),
        (full * 0.65, work.landmark and rng.choice(near) + work.landmark),
        (0.95, work.person and rng.choice(owned) + work.person),
        (full * 0.68, own["rt"].format(rt=work.road.rt, rw=work.road.rw)),
        (full * 0.7, dusun),
    ]
    words += [text for chance, text in chances if text and rng.random() < chance] or [dusun]
    if agency or rng.random() < 0.12:
        words.append(f"{rng.choice(['Desa', 'Ds.', 'Ds'])} {work.village.name}")
    if agency:
        words.append(f"Kec. {work.village.kecamatan}")
    name = " ".join(w for w in words if w)
    if rng.random() < 0.25:
        name = name.replace(*rng.choice(SHORTER))
    if rng.random() < 0.08:
        name = misspell(rng, name)
    name, case = name[0].upper() + name[1:], habits["case"] if rng.random() < 0.8 else "as is"
    return name.upper() if case == "upper" else name.title() if case == "title" else name


def write_cost(rng, work, year):
    """Price by size, inflated 4 % a year, rounded as budgets are."""
    if work.cls == "housing":
        return rng.choice([15_000_000, 17_500_000, 17_500_000, 20_000_000])
    share = {"new": 1.0, "rehab": 0.7, "upkeep": 0.3}[work.nature]
    price = work.family.price * work.size * share * 1.04 ** (year - 2018)
    return int(round(price * math.exp(rng.gauss(0, 0.25)), -rng.choice([2, 3, 3, 5, 6])))


def write_volume(rng, work):
    """Size and unit as claimed: mostly near the truth, at times in square metres or a digit off."""
    if work.cls not in LINE_CLASSES:
        piece = "titik" if work.cls == "street_light" else "buah"
        return float(work.size), rng.choice(["unit", "unit", "unit", "paket", piece])
    metres = round(work.size * rng.gauss(1, 0.03), rng.choice([0, 0, 0, 1]))
    if work.cls == "road" and rng.random() < 0.12:
        return round(metres * rng.choice([1.2, 1.5, 2.5, 3.0]), 1), "m2"
    return round(metres / 10, 1) if rng.random() < 0.01 else metres, "m"


def phone_noise(rng):
    """True error of a fix (one sigma an axis) and the accuracy the phone reports for it."""
    accuracy = min(max(rng.lognormvariate(math.log(7), 0.5), 2.5), 30.0)
    odd = [None, None, None, 0.0, 1000.0]
    return accuracy * 0.66, round(accuracy, 1) if rng.random() < 0.86 else rng.choice(odd)


def capture(rng, geom, how, spacious):
    """Records a geometry: GeoJSON, accuracy, way of capture (`how`, else a usual one).

    A line may be recorded by one point of it, a spacious thing drawn as its footprint.
    """
    line = geom.geom_type == "LineString"
    usual = [("phone_point", 26), ("phone_track", 34), ("digitised", 40)]
    how = how or pick(rng, usual if line else [("phone_point", 78), ("digitised", 22)])
    sigma, shown = phone_noise(rng) if how != "digitised" else (rng.uniform(1.5, 5), None)
    dx, dy = rng.gauss(0, sigma), rng.gauss(0, sigma)
    if how == "phone_point" or not line:
        p = geom
        if line:
            at = pick(rng, [(0.03, 40), (0.97, 25), (rng.random(), 35)])
            p = geom.interpolate(at, normalized=True)
        if spacious and how == "digitised" and rng.random() < 0.5:
            return footprint(rng, p.x + dx, p.y + dy), shown, how
        return {"type": "Point", "coordinates": to_degrees(p.x + dx, p.y + dy)}, shown, how
    slack = min(8.0, geom.length * 0.06)
    geom = substring(geom, abs(rng.gauss(0, slack)), geom.length - abs(rng.gauss(0, slack)))
    if how == "phone_track":
        n = max(2, int(geom.length / rng.uniform(8, 25)) + 1)
        points = [geom.interpolate(i / (n - 1), normalized=True) for i in range(n)]
        dx, dy, wobble = dx * 0.8, dy * 0.8, min(2.5, sigma * 0.5)
    else:
        points, wobble = [Point(c) for c in geom.simplify(rng.uniform(1, 4)).coords], 1.5
    coords = [
        to_degrees(p.x + dx + rng.gauss(0, wobble), p.y + dy + rng.gauss(0, wobble)) for p in points
    ]
    coords = coords[::-1] if rng.random() < 0.3 else coords
    return {"type": "LineString", "coordinates": coords}, shown, how


def footprint(rng, x, y):
    """A drawn rectangle around a building or field."""
    w, h, a = rng.uniform(3, 12), rng.uniform(3, 9), rng.uniform(0, math.pi)
    cos, sin = math.cos(a), math.sin(a)
    ring = [
        to_degrees(x + u * w * cos - v * h * sin, y + u * w * sin + v * h * cos)
        for u, v in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def spoil(rng, geometry):
    """Coordinates gone wrong: axes swapped, minus lost, a digit mistyped, a point cut short."""
    last = "decimals" if geometry["type"] == "Point" else "digit"
    fault = rng.choice(["swap", "swap", "sign", "digit", last])
    dx, dy = rng.choice([(0.1, 0), (0, 0.1), (0.01, 0), (0, 0.01), (0, -0.1), (-0.01, 0)])

    def wrong(c):
        if isinstance(c[0], list):
            return [wrong(x) for x in c]
        return {
            "swap": [c[1], c[0]],
            "sign": [c[0], -c[1]],
            "decimals": [round(c[0], 2), round(c[1], 2)],
            "digit": [round(c[0] + dx, 7), round(c[1] + dy, 7)],
        }[fault]

    return {"type": geometry["type"], "coordinates": wrong(geometry["coordinates"])}


def take_photos(rng, village, reuse=None):
    """Hashes of 0 to 3 photos, one of them nearly one of `reuse` (hashes) or of the stock photo."""
    count = pick(rng, [(0, 70), (1, 17), (2, 9), (3, 4)])
    hashes = [rng.getrandbits(64) for _ in range(count)]
    if rng.random() < 0.02:
        hashes = [near_hash(rng, village.stock_photo)] + hashes[:2]
    if reuse:
        hashes = [near_hash(rng, int(rng.choice(reuse), 16))] + hashes[:2]
    return [f"{h:016x}" for h in hashes]


def near_hash(rng, value):
    """The hash of the same picture after another resize or compression."""
    for _ in range(rng.randint(0, 4)):
        value ^= 1 << rng.randrange(64)
    return value


def claim(rng, work, year, fund=None, how=None, geom=None, full=1.0, **fixed):
    """Writes a claim about a work.

    `geom` is what was recorded if not the work itself, `fixed` overrides single fields.
    """
    village, fund = work.village, fund or pick(rng, FUNDS)
    agency = fund in ("PBK", "PBP")
    habits = habits_of(rng) if agency else village.habits
    spacious = work.cls in ("building", "sports_field", "landfill")
    geometry, accuracy, taken = capture(rng, geom or work.geom, how, spacious)
    volume, unit = write_volume(rng, work)
    code = work.family.upkeep_code if work.nature == "upkeep" else work.family.code
    if rng.random() < 0.04:
        code = rng.choice(["02.03.14", "02.03.10", "02.03.11", "02.03.90", "02.04.90"])
    fields = {
        "village_code": village.code,
        "village_name": village.name,
        "fiscal_year": year,
        "fund_source": fund,
        "kegiatan_code": code,
        "work_class": work.cls,
        "name": write_name(rng, work, habits, agency and rng.random() < 0.5, full),
        "volume": volume,
        "unit": unit,
        "cost": write_cost(rng, work, year),
        "geometry": geometry,
        "accuracy_m": accuracy,
        "capture": taken,
        "photo_phash": take_photos(rng, village),
    }
    return Claim(fields | fixed, work)
