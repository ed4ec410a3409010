"""The ground the phones walk on: villages, hamlets, streets with houses, canals and landmarks.

Real where the facts have it (villages, borders, mapped roads and canals), invented elsewhere.
Every hamlet has its own plane in metres; only `Plane.degrees` knows longitude and latitude.
"""

import math

import numpy as np
import shapely
from shapely.geometry import Point, shape

DUSUN = (
    "Krajan Krajan Krajan Sumberjo Tegalrejo Kebonsari Curahpecak Mulyorejo Sidodadi Gunungsari Watulimo Tanjungrejo "
    "Karanganyar Pancoran Blangkon Sukosari Resomulyo Kaliboyo Pekulo Ringinsari Wonorejo Jatisari Tojokidul "
    "Lidah Kedungdowo Silirbaru Pandansari Kampungbaru Talunjaya Balerejo Dadapan Gempoldampit Cempokosari "
    "Kepuhan Sempu Parasgempal Rayut Glondong Mandar Bulusari Sarimulyo Tugung Jenisari Poncomoyo"
).split()
JALAN = (
    "Diponegoro|Sudirman|Ahmad Yani|Kartini|Imam Bonjol|Gajah Mada|Hasanuddin|Pahlawan|Merdeka|Pemuda|Sawahan|"
    "Pasar Lama|Makam|Balai Desa|Sumber Air|Raya Dusun|Wahid Hasyim|Jenggala|Blambangan|Minakjinggo|Yos Sudarso"
).split("|")
GANG = (
    "Melati|Mawar|Kenanga|Anggrek|Cempaka|Flamboyan|Dahlia|Teratai|Kamboja|Bougenville|Nangka|Rambutan|Salak|Jambu|"
    "Manggis|Sawo|Delima|Merpati|Cendrawasih|Kutilang|Garuda|Rajawali|Kancil|Semeru|Ijen|Raung|Bromo|Arjuna|Bima|"
    "Nakula|Srikandi|Damai|Rukun|Makmur|Guyub|Buntu|Kelapa|Pinang|Jati|Mahoni|Sengon|Waru"
).split("|")
MUSHOLA = "Al Ikhlas|Nurul Huda|Baitul Rahman|Al Hidayah|Darussalam|At Taqwa|Nurul Iman|Al Falah|Miftahul Jannah".split(
    "|"
)
FIRST = (
    "Kasno Sumiati Tukiran Misnah Suyitno Poniman Saodah Marsudi Wagiman Jumali Siti Ngatini Paiman Sarti Buari Tumini "
    "Slamet Katiyem Rohman Hasan Sulaiman Fatimah Sugeng Boini Painem Mujiono Kamsi Sairi Untung Lasmini Supardi Giman"
).split()
LAST = "Hadi Utomo Widodo Santoso Rahayu Lestari Prasetyo Wati Ningsih Riyanto Suwito Raharjo Basuki Anwar Mulyani".split()


class Plane:
    """Metres east and north of one place, with the ellipsoid's own metres per degree."""

    def __init__(self, lon, lat):
        self.lon, self.lat = lon, lat
        sine = math.sin(math.radians(lat)) ** 2
        root = math.sqrt(1 - 0.00669437999014 * sine)
        self.east = math.radians(1) * 6378137.0 / root * math.cos(math.radians(lat))
        self.north = math.radians(1) * 6378137.0 * (1 - 0.00669437999014) / root**3

    def degrees(self, metres):
        metres = np.atleast_2d(metres)
        return np.column_stack(
            (self.lon + metres[:, 0] / self.east, self.lat + metres[:, 1] / self.north)
        )

    def metres(self, degrees):
        degrees = np.atleast_2d(degrees)
        return np.column_stack(
            ((degrees[:, 0] - self.lon) * self.east, (degrees[:, 1] - self.lat) * self.north)
        )


class Street:
    """A way with a name; positions along it are metres from its start, `off` metres to its left."""

    def __init__(self, name, kind, points, rt, rw):
        self.name, self.kind, self.rt, self.rw = name, kind, rt, rw
        self.points = np.asarray(points, float)
        steps = np.hypot(*np.diff(self.points, axis=0).T)
        self.along = np.concatenate(([0.0], np.cumsum(steps)))
        self.length = float(self.along[-1])
        self.marks, self.houses = [], []

    def at(self, where, off=0.0):
        where = np.atleast_1d(np.asarray(where, float))
        read = lambda m: np.column_stack(
            [np.interp(m, self.along, self.points[:, i]) for i in (0, 1)]
        )
        xy, way = read(where), read(where + 2) - read(where - 2)
        way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
        return xy + off * np.column_stack((-way[:, 1], way[:, 0]))

    def part(self, low, high, step, off=0.0):
        count = max(2, int(round((high - low) / step)) + 1)
        return self.at(np.linspace(low, high, count), off)


class Hamlet:
    def __init__(self, village, name, plane, canopy, over):
        self.village, self.name, self.plane = village, name, plane
        self.canopy, self.over = canopy, over
        self.streets, self.canals = [], []

    def mark_near(self, street, where):
        """The landmark of the street nearest to a position, if one stands within 120 m."""
        return min(
            ((abs(at - where), label) for label, at in street.marks if abs(at - where) < 120),
            default=(0, None),
        )[1]


class Village:
    def __init__(self, row):
        self.code, self.name = row["code"], row["name"]
        self.lon, self.lat = float(row["lon"]), float(row["lat"])
        self.hamlets, self.office = [], None


def bend(rng, start, heading, length, step, wander):
    """A way that wanders a little: points every `step` metres."""
    count = max(2, int(length / step))
    turns = heading + np.cumsum(rng.normal(0, wander, count))
    moves = step * np.column_stack((np.cos(turns), np.sin(turns)))
    return np.vstack((start, start + np.cumsum(moves, axis=0)))


def settle(rng, hamlet, real, named, first_rt):
    """Lays the streets: one road, gangs off it, one canal; then the landmarks and houses."""
    heading = rng.uniform(0, 2 * math.pi)
    long = rng.uniform(450, 1000)
    spine = (
        real
        if real is not None
        else bend(
            rng,
            np.zeros(2) - 0.4 * long * np.array([math.cos(heading), math.sin(heading)]),
            heading,
            long,
            30,
            0.07,
        )
    )
    rw = int(first_rt // 6 + 1)
    road = Street("Jalan " + str(rng.choice(JALAN)), "jalan", spine, first_rt, rw)
    hamlet.streets.append(road)
    names = rng.permutation(GANG)
    where, count, gap = rng.uniform(20, 60), 0, rng.uniform(32, 72)
    while where < road.length - 15 and count < 11:
        side = 1 if count % 2 else -1
        foot, tip = road.at(where, 3.0 * side)[0], road.at(where, 30.0 * side)[0]
        turn = math.atan2(*(tip - foot)[::-1]) + rng.normal(0, 0.08)
        way = bend(rng, foot, turn, rng.uniform(70, 230), 22, 0.05)
        label = "Gang " + (str(names[count]) if named else roman(count + 1))
        hamlet.streets.append(
            Street(label, "gang", way, int(first_rt + count // 2), int(rw + count // 6))
        )
        where, count = where + gap * rng.uniform(0.7, 1.4), count + 1
    side = rng.choice((-1, 1)) * rng.uniform(90, 160)
    canal = road.part(0, road.length, 45, side) + rng.normal(0, 4, 2)
    hamlet.canals.append(
        Street("Saluran " + str(rng.choice(JALAN[10:])), "saluran", canal, first_rt, rw)
    )
    places = [f"Mushola {m}" for m in rng.permutation(MUSHOLA)[:5]]
    places += ["SDN", "Poskamling", "Makam Umum", "Lapangan", "Pasar", "TK Dharma Wanita"]
    for place in rng.permutation(places)[:8]:
        street = hamlet.streets[int(rng.integers(len(hamlet.streets)))]
        street.marks.append((str(place), float(rng.uniform(0, street.length))))
    people = (
        f"{FIRST[i % len(FIRST)]} {LAST[i // len(FIRST)]}"
        for i in rng.permutation(len(FIRST) * len(LAST)).tolist()
    )
    for street in hamlet.streets[1:]:
        spots = np.arange(8, street.length, rng.uniform(13, 20))
        for place in spots:
            owner = next(people, None)
            if owner:
                street.houses.append((owner, float(place), float(9 - 18 * rng.integers(2))))


def roman(number):
    return "0 I II III IV V VI VII VIII IX X XI XII XIII XIV".split()[number]


def real_ways(facts):
    """Mapped roads of 250 m or more, in degrees, by the village they lie in longest."""
    ways = {}
    for feature in facts.lines():
        about, way = feature["properties"], feature["geometry"]
        if about["class"] == "jalan" and about["length_m"] >= 250 and way["type"] == "LineString":
            ways.setdefault(about["villages"][0], []).append(way["coordinates"])
    return ways


def border_spot(rng, code, shapes, tree, codes):
    """A place on the border of the village, and the village on its other side."""
    outline = shapes[code].boundary
    for _ in range(8):
        spot = outline.interpolate(rng.uniform(0, 1), normalized=True)
        for index in sorted(tree.query(spot.buffer(3e-4), predicate="intersects")):
            if codes[index] != code and codes[index].split(".")[3].startswith("2"):
                return spot, codes[index]
    return None, None


def inside_spot(rng, village, land, taken, apart):
    """A place for a hamlet: in the village, near its middle, not on top of another hamlet."""
    for trial in range(60):
        reach = (0.4 + 0.05 * trial) * rng.uniform(0.1, 1.0)
        turn = rng.uniform(0, 2 * math.pi)
        lon = village.lon + 0.022 * reach * math.cos(turn)
        lat = village.lat + 0.022 * reach * math.sin(turn)
        far = all(math.hypot(lon - a, lat - b) > apart for a, b in taken)
        if far and land.contains(Point(lon, lat)):
            return lon, lat
    return village.lon + rng.normal(0, 2e-3), village.lat + rng.normal(0, 2e-3)


def lay_out(rng, facts, habits, count, hamlets_each):
    """The district of this seed: `count` villages with their hamlets and offices."""
    rows = facts.villages()
    start = int(rng.integers(len(rows)))
    chosen = [rows[(start + i) % len(rows)] for i in range(min(count, len(rows)))]
    by_code = {f["properties"]["code"]: shape(f["geometry"]) for f in facts.boundaries()}
    codes = sorted(by_code)
    tree = shapely.STRtree([by_code[c] for c in codes])
    names = {row["code"]: row["name"] for row in rows}
    ways = real_ways(facts)
    villages = []
    for row in chosen:
        village = Village(row)
        land = by_code[village.code]
        shapely.prepare(land)
        wild = rng.uniform(0.7, 2.2) * habits["canopy"]
        dusun, taken = list(dict.fromkeys(rng.permutation(DUSUN)))[:hamlets_each], []
        for place, name in enumerate(dusun):
            over, real = None, None
            if place and rng.random() < habits["border_hamlets"]:
                spot, other = border_spot(rng, village.code, by_code, tree, codes)
                if spot is not None and other in names:
                    over = (other, names[other], str(rng.choice(DUSUN)))
            if over:
                lon, lat = spot.coords[0]
            elif ways.get(village.code) and rng.random() < 0.7:
                real = np.array(ways[village.code].pop(int(rng.integers(len(ways[village.code])))))
                lon, lat = real[len(real) // 2]
            else:
                lon, lat = inside_spot(rng, village, land, taken, 0.008)
            taken.append((lon, lat))
            hamlet = Hamlet(
                village,
                str(name),
                Plane(float(lon), float(lat)),
                wild * rng.uniform(0.8, 1.3),
                over,
            )
            way = None if real is None else hamlet.plane.metres(real)
            settle(rng, hamlet, way, rng.random() < habits["named_gangs"], 1 + 6 * place)
            village.hamlets.append(hamlet)
        first = village.hamlets[0]
        where = rng.uniform(0.2, 0.8) * first.streets[0].length
        village.office = first.plane.degrees(first.streets[0].at(where, 14.0))[0]
        villages.append(village)
    return villages
