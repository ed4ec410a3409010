"""Ground of the mixer world: villages in patches, their hamlets and ways, and what is still free.

Everything lies in one metric frame. Hamlets, lanes, field tracks and most roads are drawn; mapped
roads and canals join them.
"""

import math
import random
from collections import defaultdict
from dataclasses import dataclass, field

import shapely
from shapely.geometry import LineString, Point, shape

from mixer_words import BLOCKS, LANES, PEOPLE, ROADS, SECOND, habits

LAT0, LON0 = -8.35, 114.15  # origin of the metric frame
M_LAT = 111132.95 - 559.85 * math.cos(2 * math.radians(LAT0))  # metres a degree, WGS84
M_LON = 111412.84 * math.cos(math.radians(LAT0)) - 93.5 * math.cos(3 * math.radians(LAT0))
# kinds that lie in one another's place; any other kind is a layer of its own
LAYER = dict.fromkeys(("rabat", "paving", "aspal", "makadam", "jut"), "road") | {"spal": "drain"}
GAP = {"rtlh": 12, "jamban": 12, "lamp": 40, "culvert": 30, "resapan": 30}  # metres; else 70


@dataclass
class Village:
    """A desa: where its office is, how its clerk writes, its hamlets and ways."""

    code: str
    name: str
    kecamatan: str
    area: object
    office: tuple
    habits: dict
    near: list  # numbers of the touching villages
    hamlets: list = field(default_factory=list)  # (name, x, y, number of RT)
    ways: list = field(default_factory=list)


@dataclass
class Way:
    """A road, lane, field track or canal, in metres."""

    id: int
    v: int
    hamlet: int
    name: str
    sort: str  # way, field or canal
    line: LineString
    rt: int
    lane: int = -1  # its number in a row of parallel lanes
    near: int = -1  # another village within reach of its middle


def layer(kind):
    """The layer of a way that a kind of work takes up."""
    return LAYER.get(kind, kind)


def degrees(x, y):
    """Longitude and latitude of a point in metres."""
    return round(x / M_LON + LON0, 7), round(y / M_LAT + LAT0, 7)


def to_metres(geometry):
    """A GeoJSON geometry as shapely, in metres."""
    return shapely.transform(shape(geometry), lambda p: (p - [LON0, LAT0]) * [M_LON, M_LAT])


def pick(rng, table):
    """One key of a {key: weight} table."""
    return rng.choices(list(table), weights=list(table.values()))[0]


def jitter(rng, xy, sd):
    """A point moved by a random error."""
    return xy[0] + rng.gauss(0, sd), xy[1] + rng.gauss(0, sd)


def beside(line, s, off):
    """The point `off` metres to the right of a line at distance s."""
    p, m, q = (line.interpolate(min(max(0.0, s + d), line.length)) for d in (-2, 0, 2))
    dx, dy = q.x - p.x, q.y - p.y
    long = math.hypot(dx, dy) or 1
    return m.x + off * dy / long, m.y - off * dx / long


class World:
    """Villages, their ways, and the ground already taken."""

    def __init__(self, seed, facts, count):
        self.rng, self.ways = random.Random(seed), 0
        self.stretches, self.spots, self.asked = defaultdict(list), defaultdict(list), set()
        self.villages = self.choose_villages(facts, count)
        real = [(f["properties"], to_metres(f["geometry"])) for f in facts.lines()]
        for i, v in enumerate(self.villages):
            self.add_hamlets(v)
            for about, line in real:
                if about["villages"][:1] == [v.code] and 120 <= about["length_m"] <= 900:
                    self.add_real_line(i, v, about, line)
            for h in range(len(v.hamlets)):
                self.draw_ways(i, h)
            for w in v.ways:
                m = w.line.interpolate(0.5, normalized=True)
                w.near = next((n for n in v.near if self.villages[n].area.distance(m) < 90), -1)

    def choose_villages(self, facts, count):
        """Desa in a few connected patches, so that many have a chosen neighbour."""
        rng = self.rng
        desa = {r["code"]: r for r in facts.villages()}
        self.names = sorted({d["name"] for d in desa.values()})
        shapes = {
            f["properties"]["code"]: to_metres(f["geometry"]) for f in facts.boundaries()
        }
        codes = sorted(desa)
        tree = shapely.STRtree([shapes[c] for c in codes])
        touching = {}
        for c in codes:
            found = sorted(tree.query(shapes[c], "dwithin", 5.0).tolist())
            touching[c] = [codes[j] for j in found if codes[j] != c]
        chosen = rng.sample(codes, 5)
        while len(chosen) < count:
            edge = [n for c in chosen for n in touching[c] if n not in chosen]
            chosen.append(rng.choice(edge or [c for c in codes if c not in chosen]))
        chosen.sort()
        out = []
        for c in chosen:
            d, near = desa[c], [chosen.index(n) for n in touching[c] if n in chosen]
            office = (float(d["lon"]) - LON0) * M_LON, (float(d["lat"]) - LAT0) * M_LAT
            out.append(
                Village(c, d["name"], d["kecamatan"], shapes[c], office, habits(rng), near)
            )
        return out

    def add_hamlets(self, v):
        """Three to five hamlets 420 m apart, some on the border; the office stands in the first.

        Their names are those of villages elsewhere, as is usual here.
        """
        rng, names = self.rng, self.rng.sample(self.names, 6)
        names[0] = "Krajan" if rng.random() < 0.75 else names[0]
        spread, count = min(2200, math.sqrt(v.area.area) / 2), rng.choice([3, 4, 4, 5])
        for _ in range(200):
            x, y = jitter(rng, v.office, spread)
            if v.near and rng.random() < 0.3:
                p = v.area.boundary.interpolate(rng.random(), normalized=True)
                x, y = p.x + rng.uniform(-90, 90), p.y + rng.uniform(-90, 90)
            apart = all(math.dist((x, y), h[1:3]) > 420 for h in v.hamlets)
            if len(v.hamlets) < count and apart and v.area.contains(Point(x, y)):
                v.hamlets.append((names[len(v.hamlets)], x, y, rng.randint(6, 14)))
        v.hamlets = v.hamlets or [(names[0], *v.office, 8)]
        _, x, y, _ = v.hamlets[0]
        v.office = x + rng.uniform(-60, 60), y + rng.uniform(-60, 60)

    def nearest_hamlet(self, v, xy):
        """Number of the hamlet of village v nearest to a point."""
        hamlets = self.villages[v].hamlets
        return min(range(len(hamlets)), key=lambda h: math.dist(hamlets[h][1:3], xy))

    def add_real_line(self, i, v, about, line):
        """A mapped road or canal, given to the nearest hamlet if one is near."""
        m = line.interpolate(0.5, normalized=True)
        h = self.nearest_hamlet(i, (m.x, m.y))
        if math.dist(v.hamlets[h][1:3], (m.x, m.y)) < 600:
            road = "jalan" in f"{about['class']} {about['kind']}".lower()
            name = self.road_name() if road else self.rng.choice(BLOCKS)
            self.add_way(i, h, name, "way" if road else "canal", line)

    def road_name(self):
        """A name for a road."""
        return "Jl. " + self.rng.choice(ROADS)

    def add_way(self, i, h, name, sort, line, lane=-1):
        """Adds a way to hamlet h of village i."""
        self.ways += 1
        rt = self.rng.randint(1, self.villages[i].hamlets[h][3])
        self.villages[i].ways.append(Way(self.ways, i, h, name, sort, line, rt, lane))

    def draw_ways(self, i, h):
        """A main road, some side roads, a comb of parallel lanes, a field track and a canal."""
        rng, (_, x, y, _) = self.rng, self.villages[i].hamlets[h]
        t = rng.uniform(0, math.pi)
        main = self.wander(x, y, t, rng.uniform(450, 900))
        self.add_way(i, h, self.road_name(), "way", main)
        for _ in range(rng.randint(3, 5)):
            p = main.interpolate(rng.uniform(0.05, 0.95), normalized=True)
            u, name = t + rng.choice([-1, 1]) * rng.uniform(1.1, 1.9), self.road_name()
            line = self.wander(p.x, p.y, u, rng.uniform(250, 480), centred=False)
            self.add_way(i, h, name, "way", line)
        step, at, word = rng.uniform(36, 70), rng.uniform(60, 200), rng.choice(LANES)
        u = t + rng.choice([-1, 1]) * 1.57
        for k in range(rng.randint(3, 5)):
            p = main.interpolate(at + k * step)
            line = self.wander(p.x, p.y, u, rng.uniform(110, 240), centred=False)
            self.add_way(i, h, f"Gg. {word} {k + 1}", "way", line, k)
        for sort, far in (("field", 260), ("canal", 120)):
            start = x - far * math.sin(t), y + far * math.cos(t)
            line = self.wander(*start, t + rng.uniform(-0.4, 0.4), rng.uniform(450, 900))
            self.add_way(i, h, rng.choice(BLOCKS), sort, line)

    def wander(self, x, y, t, length, centred=True):
        """A gently bending line of about the given length through (or from) a point."""
        if centred:
            x, y = x - math.cos(t) * length / 2, y - math.sin(t) * length / 2
        points = [(x, y)]
        for _ in range(max(3, int(length / 35))):
            t += self.rng.gauss(0, 0.09)
            x, y = x + 35 * math.cos(t), y + 35 * math.sin(t)
            points.append((x, y))
        return LineString(points)

    def free_stretch(self, way, kind, side, length, at=None):
        """Takes a stretch nobody of this layer and side holds (from `at`, if given), or None."""
        taken, end = self.stretches[way.id, layer(kind), side], way.line.length
        for _ in range(6):
            a = self.rng.uniform(0, max(0.0, end - length)) if at is None else at
            fits = 0 <= a <= end + 1 - length
            if fits and all(a >= high - 1 or a + length <= low + 1 for low, high in taken):
                taken.append((a, a + length))
                return a, a + length
        return None

    def free_spot(self, way, kind, near=None):
        """Takes a place by a way (next to `near`, if given), apart from its kind, or None."""
        rng, taken, gap = self.rng, self.spots[kind], GAP.get(kind, 70)
        for _ in range(8):
            if near:
                s = way.line.project(Point(near)) + rng.uniform(-1.6, 1.6) * gap
            else:
                s = rng.uniform(0, way.line.length)
            xy = beside(way.line, s, rng.choice([-1, 1]) * rng.uniform(3, 22))
            if all(math.dist(xy, other) > gap for other in taken):
                taken.append(xy)
                return xy
        return None

    def person(self, v):
        """A beneficiary not named before in village v."""
        while True:
            first = self.rng.choice(PEOPLE)
            name = first + self.rng.choice(["", "", " " + self.rng.choice(SECOND)])
            if self.once("person", v, name):
                return name

    def once(self, *key):
        """True the first time a key is asked for: one upkeep a year, one post a hamlet."""
        fresh = key not in self.asked
        self.asked.add(key)
        return fresh
