"""The ground the ledger's money falls on: villages, hamlets, streets and canals with room to let.

Real boundaries and real lines are used where they are known; the rest is grown inside the
boundary. A street keeps a calendar of what was built on it, so that two honest plan lines never
claim the same metres by accident.
"""

import math

import numpy as np
import shapely
from shapely.geometry import shape

HAMLETS = """Krajan|Sumberjo|Sukorejo|Curahjati|Sumberkepuh|Tegalrejo|Kedungsari|Pancursari|Gumukrejo|Sidomukti|Karanganyar
Kalipait|Watukebo|Ringinsari|Tanjungrejo|Jatiluhur|Mulyoasri|Cemetuk|Wonoasih|Persen|Kaliboyo|Blangkon|Rejosari
Pasembon|Glowong|Kampunganyar|Sambirejo|Tugung|Pandanarum|Kebonsari|Umbulrejo|Trembelang|Parastembok
Gempoldampit|Yosowinangun|Kopen|Kebalen|Dadapan|Sragi Tengah""".replace("\n", "|").split("|")
STREET_NAMES = """Melati|Mawar|Kenanga|Anggrek|Cempaka|Flamboyan|Teratai|Rambutan|Mangga|Durian|Salak|Diponegoro|Sudirman|Kartini
Gajah Mada|Hayam Wuruk|Ahmad Yani|Imam Bonjol|Arjuna|Bima|Nakula|Srikandi|Merpati|Cendrawasih|Kutilang|Rajawali
Brantas|Serayu|Bengawan|Semeru|Raung|Ijen|Merapi|Kelud|Kemuning|Dahlia|Bougenville|Nangka|Jambu|Sawo|Belimbing
Agus Salim|Hasanudin|Pattimura|Yos Sudarso|Sunan Ampel|Sunan Giri|Kalijaga|Pesantren|Pasar Lama|Lumbung
Balai Desa|Makam Umum""".replace("\n", "|").split("|")
PRAYER = [
    "Al-Ikhlas",
    "Baiturrohman",
    "An-Nur",
    "Al-Huda",
    "Nurul Iman",
    "Darussalam",
    "At-Taqwa",
    "Al-Falah",
    "Miftahul Jannah",
    "Al-Muttaqin",
    "Sabilillah",
    "Roudlotul Ulum",
]
FIRST = """Slamet|Sutrisno|Misnadi|Suwarno|Paijo|Supardi|Jumadi|Sumiati|Ponirah|Katemi|Sriyatun|Wagiman|Sugeng|Mulyono
Hariyanto|Suparman|Tukiran|Buasan|Saleh|Hasan|Mahfud|Rokhim|Samsul|Nurhayati|Siti|Kasiyani|Ngatini|Boiman
Lasmini|Marsudi|Poniman|Rusdi|Tohari|Untung|Winarti|Yatini|Zainal|Endang|Giman|Imam|Juwariyah|Legiman|Mesiran
Nanik|Parto|Ribut|Satuni|Tumini|Usman|Wijiono""".replace("\n", "|").split("|")
LAST = [
    "",
    "",
    "",
    "Hadi",
    "Santoso",
    "Rahayu",
    "Efendi",
    "Utomo",
    "Wati",
    "Saputra",
    "Arifin",
    "Basuki",
    "Kuswoyo",
    "Aminah",
    "Prayitno",
    "Sulastri",
    "Widodo",
    "Hidayat",
]


def pick(rng, many):
    """One of a sequence, each as likely."""
    return many[int(rng.random() * len(many))]


def flip(rng, share):
    return bool(rng.random() < share)


def person(rng):
    return f"{pick(rng, FIRST)} {pick(rng, LAST)}".strip()


class Street:
    """A polyline in metres with a name, a hamlet, its neighbourhoods and its calendar."""

    def __init__(self, xy, kind, name, hamlet, rw, rts, other=None):
        xy = np.asarray(xy, float)
        self.xy = xy[np.concatenate([[True], np.hypot(*np.diff(xy, axis=0).T) > 0.05])]
        self.cum = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(self.xy, axis=0).T))])
        self.length = float(self.cum[-1])
        self.kind, self.name, self.hamlet, self.rw, self.rts = kind, name, hamlet, rw, rts
        self.other = other  # index of the village over the border, when the street crosses one
        self.used, self.mark = {}, ""  # mark: a landmark everybody on the street names

    def at(self, s, off=0.0):
        """The point at s metres, `off` metres to the left."""
        s = min(max(s, 0.0), self.length)
        k = min(int(np.searchsorted(self.cum, s, "right")) - 1, len(self.xy) - 2)
        a, b = self.xy[k], self.xy[k + 1]
        unit = (b - a) / (self.cum[k + 1] - self.cum[k])
        return a + unit * (s - self.cum[k]) + off * np.array([-unit[1], unit[0]])

    def cut(self, s0, s1, off=0.0):
        inner = self.cum[(self.cum > s0 + 1) & (self.cum < s1 - 1)]
        return np.array([self.at(s, off) for s in (s0, *inner, s1)])

    def rt(self, s):
        return self.rts[min(int(s / self.length * len(self.rts)), len(self.rts) - 1)]

    def free(self, key, s0, s1):
        return all(s1 <= a + 0.5 or s0 >= b - 0.5 for a, b in self.used.get(key, ()))

    def take(self, key, s0, s1):
        self.used.setdefault(key, []).append((s0, s1))


class Village:
    """One desa: its own plane in metres, its office, hamlets and streets."""

    def __init__(self, index, row, polygon):
        self.index, self.code, self.name, self.kec = (
            index,
            row["code"],
            row["name"],
            row["kecamatan"],
        )
        self.origin = np.array([float(row["lon"]), float(row["lat"])])
        phi = math.radians(self.origin[1])
        e2, a = 0.00669437999, 6378137.0
        w = math.sqrt(1 - e2 * math.sin(phi) ** 2)
        self.scale = np.array([math.cos(phi) * a / w, a * (1 - e2) / w**3]) * math.pi / 180
        self.ground = shapely.transform(polygon, self.to_plane)
        shapely.prepare(self.ground)
        self.polygon, self.streets, self.hamlets = polygon, [], []
        self.office = np.zeros(2)
        self.spoken = set()  # anchors already given away: an anchor names one site

    def to_plane(self, lonlat):
        return (lonlat - self.origin) * self.scale

    def to_earth(self, xy):
        return np.asarray(xy) / self.scale + self.origin

    def anchor(self, rng):
        """Words for one spot that no other spot of the village has."""
        for _ in range(40):
            where = pick(
                rng, ["depan", "timur", "barat", "sebelah", "utara", "selatan", "dekat", "menuju"]
            )
            mark = f"{pick(rng, ['Mushola', 'Masjid', 'TPQ'])} {pick(rng, PRAYER)}"
            mark = f"rumah {pick(rng, ['Pak', 'Bpk.'])} {person(rng)}" if flip(rng, 0.7) else mark
            if mark not in self.spoken:
                break
        self.spoken.add(mark)
        return f"{where} {mark}"

    def near(self, rng, street):
        """Words for a spot of a street; often the landmark that its other works name too."""
        if not street.mark:
            street.mark = self.anchor(rng)
        return street.mark if flip(rng, 0.4) else self.anchor(rng)


def walk(rng, start, heading, length, bend):
    """A street as a walk of short steps that bends a little."""
    out, done = [np.asarray(start, float)], 0.0
    while done < length:
        step = min(rng.uniform(18, 42), length - done + 1)
        heading += rng.normal(0, bend)
        out.append(out[-1] + step * np.array([math.cos(heading), math.sin(heading)]))
        done += step
    return np.array(out)


def grow(rng, village, start, length, bend, heading=None):
    """A walk that stays inside the village, if it can be had in a few tries."""
    for _ in range(6):
        turn = heading if heading is not None else rng.uniform(0, 2 * math.pi)
        xy = walk(rng, start, turn, length, bend)
        if shapely.contains_xy(village.ground, xy).mean() > 0.9:
            return xy
        length, heading = length * 0.8, None
    return None


def settle(rng, village, real, load, names):
    """Lays out hamlets and their streets; `load` is how many claims the village will carry."""
    count = int(rng.integers(3, 6)) + (load > 120)
    hamlets = ["Krajan"] if flip(rng, 0.7) else []
    order = rng.permutation(len(HAMLETS))
    hamlets += [HAMLETS[k] for k in order if HAMLETS[k] not in hamlets][: count - len(hamlets)]
    village.hamlets = hamlets
    reach = min(1600.0, 0.35 * math.sqrt(village.ground.area))
    gangs = max(3, min(9, round(load / count / 4)))
    street_names = [STREET_NAMES[k] for k in rng.permutation(len(STREET_NAMES))]
    for h in range(count):
        centre = rng.normal(0, reach, 2) if h else rng.normal(0, 60, 2)
        if not shapely.contains_xy(village.ground, *centre):
            centre = rng.normal(0, reach / 4, 2)
        hamlet(rng, village, h, centre, gangs, street_names, names)
    for xy, name in real:
        h = int(rng.random() * count)
        add(rng, village, xy, "road", name or (street_names.pop() if street_names else ""), h)


def add(rng, village, xy, kind, name, h, other=None):
    first = int(rng.integers(1, 9))
    length = float(np.hypot(*np.diff(xy, axis=0).T).sum())
    rts = [f"{first + k:02d}" for k in range(max(1, round(length / 170)))]
    village.streets.append(
        Street(xy, kind, name, h, f"{2 * h + int(rng.integers(1, 3)):02d}", rts, other)
    )


def hamlet(rng, village, h, centre, gangs, street_names, names):
    main = grow(rng, village, centre, rng.uniform(450, 1300), 0.10)
    add(
        rng,
        village,
        walk(rng, centre, 1, 200, 0.1) if main is None else main,
        "road",
        street_names.pop() if street_names else "",
        h,
    )
    spine, style = village.streets[-1], names["gang"]
    for g in range(gangs):
        s = rng.uniform(0, spine.length)
        way = spine.at(s + 2) - spine.at(s - 2)
        turn = math.atan2(way[1], way[0]) + pick(rng, [-1, 1]) * rng.normal(math.pi / 2, 0.2)
        xy = grow(rng, village, spine.at(s), rng.uniform(90, 380), 0.07, turn)
        number = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][g % 9]
        name = f"Gang {number if style == 'number' or not street_names else street_names.pop()}"
        if xy is not None:
            add(rng, village, xy, "gang", name if flip(rng, names["named"]) else "", h)
    for kind, bend in (("farm", 0.12), ("canal", 0.05)):
        xy = grow(rng, village, centre + rng.normal(0, 250, 2), rng.uniform(300, 1100), bend)
        if xy is not None:
            add(rng, village, xy, kind, "", h)


def crossings(rng, villages):
    """Streets over the borders of neighbours, put down in the plane of the first."""
    tree = shapely.STRtree([v.polygon for v in villages])
    pairs = tree.query([v.polygon for v in villages], predicate="intersects").T
    for i, j in sorted((int(a), int(b)) for a, b in pairs if a < b):
        edge = villages[i].polygon.boundary.intersection(villages[j].polygon.boundary)
        if edge.is_empty or edge.length < 0.002:
            continue
        edge = shapely.transform(edge, villages[i].to_plane)
        for _ in range(int(rng.integers(1, 3))):
            spot = edge.interpolate(rng.random(), normalized=True)
            heading = rng.uniform(0, 2 * math.pi)
            back = walk(rng, (spot.x, spot.y), heading, rng.uniform(60, 220), 0.08)
            ahead = walk(rng, (spot.x, spot.y), heading + math.pi, rng.uniform(60, 220), 0.08)
            xy = np.concatenate([back[::-1], ahead[1:]])
            h = int(rng.random() * len(villages[i].hamlets))
            add(rng, villages[i], xy, "road", pick(rng, STREET_NAMES), h, j)


def build(rng, facts, count, works, names):
    """`count` neighbouring villages, kecamatan by kecamatan, ready to be built on."""
    rows = facts.villages()
    shapes = {f["properties"]["code"]: shape(f["geometry"]) for f in facts.boundaries()}
    offices = sorted({row["kecamatan_code"] for row in rows})
    chosen = [
        row
        for k in rng.permutation(len(offices))
        for row in rows
        if row["kecamatan_code"] == offices[k]
    ][:count]
    real = {}
    for feature in facts.lines():
        here = feature["properties"]
        if here["class"] == "jalan" and here["villages"] and here["length_m"] > 90:
            real.setdefault(here["villages"][0], []).append(feature)
    villages = []
    for index, row in enumerate(chosen):
        village = Village(index, row, shapes[row["code"]])
        village.office = rng.normal(0, 80, 2)
        known = real.get(row["code"], [])
        known = [
            (
                village.to_plane(np.array(known[k]["geometry"]["coordinates"])),
                known[k]["properties"]["name"],
            )
            for k in rng.permutation(len(known))[:25]
        ]
        settle(rng, village, known, works / len(chosen), names)
        villages.append(village)
    crossings(rng, villages)
    return villages
