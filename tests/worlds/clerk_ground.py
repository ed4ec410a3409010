"""Ground of the clerk world: villages, hamlets, streets and canals, and the works laid on them.

The plane is in metres around the middle of the kabupaten. Villages have hamlets, a hamlet has a
main road with lanes, a farm track and a canal; mapped roads and canals come first, drawn ones
fill up. Two things of one sort never lie on the same stretch.
"""

import math
from dataclasses import dataclass, field
from types import SimpleNamespace

import shapely
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, MultiLineString, Point, box
from shapely.ops import linemerge, substring

from clerk_papers import between, hire, pick, to_metres
from clerk_words import DUSUN, FLOWERS, HOLY, MARKS, PEOPLE, SUBS, YEARS

WITH_LINES = ("35.10.13", "35.10.14", "35.10.25", "35.10.08")  # kecamatan that lines.geojson maps
VILLAGES, DINAS_CLERKS = 88, 12
NUMBERS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]


@dataclass
class Street:
    """A road or canal of one hamlet; `other` is the hamlet over the border if it runs along it."""

    line: LineString
    kind: str
    dusun: SimpleNamespace  # name, village, centre, streets
    name: str
    rt: int
    rw: int
    marks: list
    other: SimpleNamespace = None
    used: dict = field(default_factory=dict)  # what is built: sort -> [(from, to, side)]

    def free(self, sub, a, b, side=""):
        """Reserves a stretch unless the same sort of thing lies there.

        All roads are one sort; two sides of a street may both be built on.
        """
        laid = self.used.setdefault("road" if SUBS[sub].cls == "road" else sub, [])
        if any(a < y and b > x and (side == z or not side or not z) for x, y, z in laid):
            return False
        laid.append((a, b, side))
        return True


@dataclass
class Work:
    """A real thing in the ground."""

    sub: str
    street: Street
    start: float
    end: float
    shape: object
    year: int
    units: int = 1
    person: str = ""
    thing: str = ""  # proper name of a building
    side: str = ""
    upkeep: bool = False
    tail: str = ""  # phase, package, component: words that any clerk would copy
    tail_odds: float = 0.9
    grain: float = 0.0  # log price of this very work
    cost: float = None  # a fixed budget instead of metres times price
    scene: int = 0  # what a photo of it shows


def side_shift(line, metres):
    """The line moved sideways (left positive), vertex by vertex: a ditch beside its road."""
    pts, out = list(line.coords), []
    for i, (x, y) in enumerate(pts):
        (x0, y0), (x1, y1) = pts[max(i - 1, 0)], pts[min(i + 1, len(pts) - 1)]
        d = math.hypot(x1 - x0, y1 - y0) or 1.0
        out.append((x - (y1 - y0) / d * metres, y + (x1 - x0) / d * metres))
    return LineString(out)


def point_in(r, polygon, margin):
    """A random point inside, away from the border if the village is wide enough."""
    inner = polygon.buffer(-margin)
    inner = polygon if inner.is_empty else inner
    x0, y0, x1, y1 = inner.bounds
    while True:
        p = Point(r.uniform(x0, x1), r.uniform(y0, y1))
        if inner.contains(p):
            return p


def wander(r, x, y, heading, length):
    """A street of at least 80 m: steps whose heading drifts by a Gaussian walk."""
    pts, bend = [(x, y)], 0.0
    length = max(length, 80)
    while length > 0:
        step = min(length, r.uniform(20, 40))
        bend = 0.6 * bend + r.gauss(0, 0.09)
        heading += bend
        pts.append((pts[-1][0] + step * math.cos(heading), pts[-1][1] + step * math.sin(heading)))
        length -= step
    return LineString(pts)


def nearest(village, geometry):
    """The hamlet of a village whose centre is nearest."""
    return min(village.dusun, key=lambda d: d.centre.distance(geometry))


class Place:
    """The chosen villages with hamlets, streets, canals and clerks, and room for works."""

    def __init__(self, r, facts):
        self.r, self.streets = r, []
        real = {}  # mapped lines long enough to carry a work, by their main village
        for f in facts.lines():
            p = f["properties"]
            if p["villages"] and 70 <= p["length_m"] <= 1500:
                line = (p["class"], to_metres(f["geometry"]))
                real.setdefault(p["villages"][0], []).append(line)
        self.villages = self.choose(facts)
        for v in self.villages:
            self.settle(v, real.get(v.code, []))
        self.border_roads()
        self.dinas = [hire(r, "dinas", None) for _ in range(DINAS_CLERKS)]

    def choose(self, facts):
        """Desa of two kecamatan with mapped lines, and of as many others as fill the number."""
        polygons = {f["properties"]["code"]: f["geometry"] for f in facts.boundaries()}
        rows = facts.villages()
        others = sorted({d["kecamatan_code"] for d in rows} - set(WITH_LINES))
        self.r.shuffle(others)
        order = {code: n for n, code in enumerate(self.r.sample(WITH_LINES, 2) + others)}
        rows.sort(key=lambda d: (order.get(d["kecamatan_code"], 99), d["code"]))
        return [
            SimpleNamespace(
                code=d["code"],
                name=d["name"],
                kecamatan=d["kecamatan"],
                polygon=to_metres(polygons[d["code"]]),
                dusun=[],
            )
            for d in rows[:VILLAGES]
        ]

    def settle(self, v, lines):
        """Hamlets, their streets and two clerks; hamlets lie on mapped roads where there are."""
        r = self.r
        names = ["Krajan"] + r.sample(DUSUN[1:], r.randint(2, 4))
        roads = [g for cls, g in lines if cls == "jalan"]
        r.shuffle(roads)
        mapped = len(roads) > 12
        for i, name in enumerate(names):
            centre = roads[i].centroid if mapped else point_in(r, v.polygon, 250)
            d = SimpleNamespace(name=name, village=v, centre=centre, streets=[])
            v.dusun.append(d)
            self.hamlet(d, mapped)
        for cls, g in lines:
            kind = "c" if cls != "jalan" else "p" if g.length > 450 else "g"
            self.add_street(nearest(v, g), g, kind)
        v.office = translate(v.dusun[0].centre, r.gauss(0, 40), r.gauss(0, 40))
        v.clerks = [hire(r, "desa", v), hire(r, "desa", v)]

    def hamlet(self, d, mapped):
        """One main road, parallel lanes off it, a farm track and a canal behind the houses."""
        r, c, gangs, heading = self.r, d.centre, self.r.randint(4, 6), self.r.uniform(0, math.tau)
        if not mapped:
            x, y = c.x - 350 * math.cos(heading), c.y - 350 * math.sin(heading)
            main = wander(r, x, y, heading, r.gauss(750, 120))
            self.add_street(d, main, "p")
            at = r.uniform(60, 140)
            for _ in range(gangs):
                p = main.interpolate(at)
                turn = heading + r.choice([-1, 1]) * math.pi / 2 + r.gauss(0, 0.12)
                lane = wander(r, p.x, p.y, turn, between(r.gauss(190, 60), 80, 380))
                self.add_street(d, lane, "g")
                at += 28 + r.expovariate(1 / 45)
        for kind in "jc":
            a = r.uniform(0, math.tau)
            x, y = c.x + 260 * math.cos(a), c.y + 260 * math.sin(a)
            self.add_street(d, wander(r, x, y, a + r.gauss(0, 0.6), r.gauss(620, 150)), kind)

    def add_street(self, d, line, kind, other=None):
        """Names a street as villages do, with an RT and a landmark every eighty metres or so."""
        r, n = self.r, len(d.streets)
        far = r.choice(DUSUN)
        roads = [f"Jl. Poros {d.name}", f"Jalan Dusun {d.name}", f"ruas {d.name} - {far}"]
        fields = ["Wetan", "Kulon", "Lor", "Kidul", "Bengkok", "Sawah Dawuk"]
        name = {
            "p": r.choice(roads),
            "j": f"Blok {r.choice(fields)}",
            "c": f"Dam {r.choice(DUSUN)}",
            "b": "batas desa",
        }.get(kind)
        if not name and r.random() < 0.4:
            name = f"Gang {NUMBERS[n % 8]}"
        elif not name:
            name = r.choice(["Gang ", "Gg. ", "Jl. "]) + r.choice(FLOWERS)
        marks = [
            r.choice(MARKS).format(p=r.choice(PEOPLE), f=r.choice(HOLY), n=r.randint(1, 5))
            for _ in range(int(line.length / 80) + 2)
        ]
        kind = "p" if kind == "b" else kind
        s = Street(line, kind, d, name, 1 + n % 5, 1 + (n // 5) % 3, marks, other)
        d.streets.append(s)
        self.streets.append(s)

    def border_roads(self):
        """Where two chosen villages touch, a road along the border that both use."""
        for i, a in enumerate(self.villages):
            for b in [b for b in self.villages[i + 1 :] if a.polygon.touches(b.polygon)]:
                edge = a.polygon.intersection(b.polygon)
                parts = [g for g in shapely.get_parts(edge) if g.geom_type == "LineString"]
                edge = linemerge(MultiLineString(parts))
                edge = max(shapely.get_parts(edge), key=lambda g: g.length, default=LineString())
                if edge.length > 900:
                    at = self.r.uniform(0, edge.length - 700)
                    road = substring(edge, at, at + 700).simplify(6)
                    road = side_shift(road, self.r.gauss(0, 6))
                    self.add_street(nearest(a, road), road, "b", nearest(b, road))

    def street(self, sub, border=False):
        """A street fit for this sort of work, on a border if asked; None if there is none."""
        fit = [s for s in self.streets if s.kind in SUBS[sub].at and (not border or s.other)]
        return self.r.choice(fit) if fit else None

    def work(self, sub=None, st=None, border=False, start=None, length=None, side=None, year=None):
        """A new thing where nothing of its sort lies yet; None if no room is found."""
        r = self.r
        for _ in range(60):
            k = sub or pick(r, {n: s.share for n, s in SUBS.items()})
            s, street = SUBS[k], st or self.street(k, border)
            if street is None or street.kind not in s.at:
                return None
            size = s.width
            if s.form == "line":
                size = length or between(45 + r.expovariate(1 / 90), 45, 420)
            a = r.uniform(0, max(1, street.line.length - size)) if start is None else start
            b = min(a + size, street.line.length)
            which = side or ""
            if side is None and k in ("drain", "talud") and r.random() < 0.4:
                which = r.choice(["kiri", "kanan"])
            room = 0 if s.form == "line" else 14
            if b - a >= min(30, size) - 0.1 and street.free(k, a - room, b + room, which):
                return self.make(k, street, a, b, which, year)
            if start is not None:
                return None
        return None

    def make(self, k, street, a, b, side, year):
        """Fills in what is the thing's own: shape, beneficiary, proper name, price, scene."""
        r, s = self.r, SUBS[k]
        if s.form == "line":
            out = {"kiri": 1, "kanan": -1}.get(side, 0)
            ground = side_shift(substring(street.line, a, b), out * r.gauss(3.2, 0.4))
        else:
            off = 0 if k in ("gorong", "jembatan") else r.choice([-1, 1]) * r.uniform(5, 22)
            x, y = side_shift(substring(street.line, a, a + 5), off).coords[0]
            ground = Point(x, y)
            if s.form == "area":
                ground = rotate(box(x, y, x + s.width, y + 0.7 * s.width), r.uniform(0, 90))
        year, grain, scene = year or r.randint(*YEARS), r.gauss(0, 0.25), r.getrandbits(64)
        w = Work(k, street, a, b, ground, year, grain=grain, side=side, scene=scene)
        if k in ("rtlh", "jamban"):
            w.person = " ".join(r.sample(PEOPLE, r.choice([1, 1, 2])))
        if k in ("posyandu", "paud", "mck", "sumur") and r.random() < 0.45:
            school = k in ("posyandu", "paud")
            first = r.choice(FLOWERS if school else ["Masjid", "Mushola", "Balai"])
            last = ["", " " + r.choice(NUMBERS[:4])] if school else [" " + r.choice(HOLY)]
            w.thing = first + r.choice(last)
        if k == "pju":
            w.units = r.randint(2, 12)
        if k == "gorong":
            w.units = r.choice([1, 1, 2, 3])
        return w
