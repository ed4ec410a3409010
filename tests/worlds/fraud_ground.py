"""Ground of the fraud world: villages, hamlets, streets, the works on them, and how they are seen.

Villages and many streets are real; where no line is known, hamlets have invented ones. Places are
metres in one plane until a phone, a mouse or a typist has put them down in degrees.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from shapely import STRtree, transform
from shapely.geometry import LineString, Point, shape
from shapely.ops import substring

from fraud_words import COMMON, FUNDS, HAMLETS, OBJECTS, PEOPLE, PRAYER, STREETS, Writer

LON0, LAT0 = 114.2, -8.35
MX, MY = 110_140.0, 110_600.0  # one flat frame is exact enough
YEARS = range(2018, 2026)
ASIDE = {"canal": 14, "wall": 6, "pipe": 4}  # metres from the middle of the street; others 3.5
FAULTS = ["swapped", "sign", "digit", "digit", "rounded"]  # of whoever types coordinates


@dataclass(eq=False)
class Road:
    """A street of one hamlet with its RT laid along it."""

    name: str
    line: LineString
    hamlet: str
    rts: list
    landmarks: list
    used: dict = field(default_factory=dict)  # up to where it is built, by sort of work
    other: object = None  # the village across, if the street runs along a border

    def words(self, s):
        """The things a clerk could say about the place `s` metres along the street."""
        rt, rw = self.rts[min(len(self.rts) - 1, int(len(self.rts) * s / self.line.length))]
        at = self.line.interpolate(s).coords[0]
        near = min(((math.dist(at, xy), name) for name, xy in self.landmarks), default=(110, ""))
        place = near[1] if near[0] < 110 else None
        return {"road": self.name, "rt": rt, "rw": rw, "dusun": self.hamlet, "place": place}


@dataclass(eq=False)
class Village:
    """A real village, with the streets and people made up for it."""

    code: str
    name: str
    kecamatan: str
    poly: object
    office: tuple
    clerk: dict
    lazy: float  # how often the pin is set at the village office
    roads: list = field(default_factory=list)
    busy: list = field(default_factory=list)  # weights of the roads
    halls: list = field(default_factory=list)  # (name, point, road, s) of the public buildings
    people: list = field(default_factory=list)  # the beneficiaries so far


@dataclass(eq=False)
class Work:
    """What really stands on the ground."""

    village: Village
    obj: str
    road: Road
    pts: list
    volume: float
    year: int
    price: float
    words: dict
    fund: str
    photos: list
    upkeep: bool = False


def in_years(year):
    """The year of the register that is nearest to this one."""
    return min(YEARS[-1], max(YEARS[0], year))


def flat(g):
    """Degrees to metres."""
    return transform(g, lambda xy: (xy - [LON0, LAT0]) * [MX, MY])


def shifted(p, d, angle):
    """A point moved `d` metres."""
    return (p[0] + d * math.cos(angle), p[1] + d * math.sin(angle))


def piece(pts, low, high):
    """The part of a line between two shares of its length."""
    return list(substring(LineString(pts), low, high, normalized=True).coords)


def along(line, s0, s1, off):
    """Points every 20 metres or so from s0 to s1, moved `off` metres to the side."""
    n = max(2, round((s1 - s0) / 20) + 1)
    out = []
    for i in range(n):
        s = s0 + (s1 - s0) * i / (n - 1)
        x, y = line.interpolate(s).coords[0]
        x0, y0 = line.interpolate(max(0, s - 2)).coords[0]
        x1, y1 = line.interpolate(s + 2).coords[0]
        d = math.dist((x0, y0), (x1, y1)) or 1.0
        out.append((x + off * (y1 - y0) / d, y - off * (x1 - x0) / d))
    return out


def spoilt(p, fault, step):
    """Longitude and latitude with a fault, or without one."""
    if fault == "swapped":
        return p[::-1]
    if fault == "sign":
        return [p[0], -p[1]]
    if fault == "digit":
        return [round(p[0] + step, 7), p[1]]
    return [round(p[0], 2), round(p[1], 2)] if fault == "rounded" else p


class Ground(Writer):
    """The villages, and room on their streets for works that never overlap by accident."""

    def __init__(self, seed, facts):
        super().__init__(seed)
        polys = {f["properties"]["code"]: flat(shape(f["geometry"])) for f in facts.boundaries()}
        real = defaultdict(list)
        for f in facts.lines():
            known = f["properties"]
            if known["class"] == "jalan" and known["length_m"] > 90 and known["villages"]:
                real[known["villages"][0]].append(flat(shape(f["geometry"])))
        self.villages = []
        for row in facts.villages():
            code = row["code"]
            middle = ((float(row["lon"]) - LON0) * MX, (float(row["lat"]) - LAT0) * MY)
            lazy = self.pick([(0.0, 55), (0.03, 30), (0.12, 12), (0.35, 3)])
            names = (code, row["name"], row["kecamatan"])
            v = Village(*names, polys[code], middle, self.new_clerk(), lazy)
            self.lay_out(v, real[code])
            self.villages.append(v)
        tree = STRtree([v.poly for v in self.villages])
        for v in self.villages:
            for i in sorted(tree.query(v.poly.buffer(5))):
                self.lay_border(v, self.villages[i])

    # ---- the land ---------------------------------------------------------

    def lay_out(self, v, real):
        """Three to five hamlets, each a main street with lanes; RT numbers follow the streets."""
        middle = v.office
        reach = max(250.0, min(1400.0, 0.8 * math.sqrt(v.poly.area / math.pi)))
        anew, number = self.often(0.5), 1  # do RT numbers start anew in each hamlet?
        for hamlet in self.r.sample(HAMLETS, self.r.randint(3, 5)):
            tries = [
                shifted(middle, reach * math.sqrt(self.r.random()), self.r.uniform(0, 2 * math.pi))
                for _ in range(20)
            ]
            at = next((p for p in tries if v.poly.contains(Point(p))), middle)
            lines = self.take_real(real, at) or self.streets(at)
            number, count = 1 if anew else number, self.r.randint(3, 7)
            rts = [(number + i, 1 + i // 3) for i in range(count)]
            number += count
            landmarks = self.landmarks(v, hamlet, lines)
            for i, line in enumerate(lines):
                mine = [rts[i % count]] if i else rts
                v.roads.append(Road(self.street_name(i, hamlet), line, hamlet, mine, landmarks))
                for name, xy in [] if i else landmarks:
                    if name not in ("Makam umum", "Lapangan"):
                        v.halls.append((name, xy, v.roads[-1], line.project(Point(xy))))
        v.office = self.r.choice(v.roads).line.interpolate(0.5, normalized=True).coords[0]
        v.busy = [self.r.uniform(0.3, 3.0) for _ in v.roads]

    def take_real(self, real, at):
        """The known lines nearest to a hamlet, longest first; too few left means invented ones."""
        real.sort(key=lambda line: line.distance(Point(at)))
        mine, real[:] = real[:9], real[9:]
        return sorted(mine, key=lambda line: -line.length) if len(mine) > 4 else []

    def streets(self, at):
        """One bent main street and lanes off it, a lane every 40 to 90 metres."""
        a, length = self.r.uniform(0, 2 * math.pi), self.r.uniform(450, 900)
        main = self.bent(shifted(at, -length / 2, a), a, length)
        lines, s = [main], self.r.uniform(20, 70)
        while s < main.length and len(lines) < 10:
            turn = self.r.choice((1, -1)) * self.r.uniform(1.2, 1.9)
            start = main.interpolate(s).coords[0]
            lines.append(self.bent(start, a + turn, self.r.uniform(90, 300)))
            s += self.r.uniform(40, 90)
        return lines

    def bent(self, at, angle, length):
        """A line that winds a little."""
        pts = [at]
        while length > 5:
            step = min(length, self.r.uniform(35, 70))
            angle += self.r.gauss(0, 0.13)
            pts.append(shifted(pts[-1], step, angle))
            length -= step
        return LineString(pts)

    def street_name(self, i, hamlet):
        """A name for the `i`th street of a hamlet; the first is the main street, some have none."""
        kind = self.pick([("Jl.", 45), ("Gg.", 40), (None, 15)]) if i else "Jl."
        if not kind:
            return None
        if i == 0 and self.often(0.4):
            return f"Jl. Poros {hamlet}"
        name = f"{kind} {self.r.choice(STREETS)}"
        numbered = kind == "Gg." and self.often(0.6)
        return f"{name} {self.r.randint(1, 4)}" if numbered else name

    def landmarks(self, v, hamlet, lines):
        """Mosques, schools and the like, each near some street: (name, point)."""
        names = [
            f"Masjid {self.r.choice(PRAYER)}",
            f"Musholla {self.r.choice(PRAYER)}",
            f"SDN {self.r.randint(1, 4)} {v.name}",
            "TK Dharma Wanita",
            f"Posyandu {self.r.choice(STREETS)}",
            f"Balai Dusun {hamlet}",
            "Poskamling",
            "Makam umum",
            "Pasar desa",
            "Lapangan",
            "Kios desa",
        ]
        out = []
        for name in self.r.sample(names, self.r.randint(4, 7)):
            line = self.r.choice(lines)
            at = line.interpolate(self.r.random() * line.length).coords[0]
            out.append((name, shifted(at, self.r.uniform(8, 25), self.r.uniform(0, 6.28))))
        return out

    def lay_border(self, v, other):
        """A street that is the border itself: both villages say it is theirs."""
        if v.code >= other.code:
            return
        shared = v.poly.boundary.intersection(other.poly.boundary.buffer(0.5))
        parts = [p for p in getattr(shared, "geoms", [shared]) if p.length > 150]
        parts = [p for p in parts if p.geom_type == "LineString"]
        if not parts:
            return
        part = self.r.choice(parts)
        s = self.r.uniform(0, part.length - 150)
        line = substring(part, s, min(part.length, s + self.r.uniform(150, 400))).simplify(6)
        near = min(v.roads, key=lambda road: (road.line.distance(line), road.hamlet))
        name = self.street_name(0, near.hamlet)
        v.roads.append(Road(name, line, near.hamlet, near.rts[:2], [], other=other))
        v.busy.append(0.0)

    # ---- works ------------------------------------------------------------

    def street(self, v):
        """A street of the village, the busy ones more often."""
        return self.r.choices(v.roads, v.busy)[0]

    def hamlet(self, v, road):
        """All streets of the hamlet of this one."""
        return [x for x in v.roads if x.hamlet == road.hamlet and not x.other]

    def take(self, road, key, length, gap):
        """The next free stretch of the street for this sort of work, or None."""
        start = road.used.get(key, self.r.uniform(0, road.line.length / 3))
        if start + length > road.line.length:
            return None
        road.used[key] = start + length + gap
        return start, start + length

    def stretch(self, v, obj, road=None, length=None, side=None, gap=None, **known):
        """A work along a street. Drains, walls and pipes lie on one side of it."""
        road = road or self.street(v)
        form = OBJECTS[obj].shape
        if side is None:
            side = self.r.choice((-1, 1)) if form == "side" else 0
        length = length or min(self.r.lognormvariate(4.7, 0.5), road.line.length * 0.8)
        gap = self.r.uniform(0, 50) if gap is None else gap
        got = self.take(road, ("road" if form == "line" else obj, side), length, gap)
        if not got:
            return None
        pts = along(road.line, *got, ASIDE.get(obj, 3.5) * side)
        words = road.words(sum(got) / 2)
        words["side"] = {-1: "kiri", 0: None, 1: "kanan"}[side]
        return self.work(v, obj, road, pts, round(length), words, **known)

    def spot(self, v, obj, road=None, spacing=None, **known):
        """A thing at one place beside a street."""
        road = road or self.street(v)
        got = self.take(road, obj, 1.0, spacing or self.r.uniform(18, 60))
        if not got:
            return None
        at_road = obj in ("culvert", "bridge", "lamp", "gate")
        off = self.r.choice((-1, 1)) * (2 if at_road else self.r.uniform(6, 22))
        words = road.words(got[0])
        if obj in ("house", "latrine") or obj == "well" and self.often(0.3):
            words["person"] = self.person(v)
        count = self.r.randint(1, 4) if obj == "lamp" else 1
        return self.work(v, obj, road, along(road.line, *got, off)[:1], count, words, **known)

    def any_shape(self, v, obj, road=None, **known):
        """A stretch or a spot, as the sort of work demands."""
        make = self.stretch if OBJECTS[obj].shape in ("line", "side") else self.spot
        return make(v, obj, road, **known)

    def any_work(self, v, road=None, **known):
        """Something that villages build."""
        return self.any_shape(v, self.pick(COMMON), road, **known)

    def person(self, v):
        """Somebody of this village not named before; two names when all are taken."""
        unnamed = [p for p in PEOPLE if p not in v.people]
        name = self.r.choice(unnamed or [f"{a} {b}" for a in PEOPLE for b in PEOPLE])
        v.people.append(name)
        return name

    def work(self, v, obj, road, pts, volume, words, year=None, price=None, fund=None):
        """A work; what is not known of it is drawn."""
        year = year or self.r.choice(YEARS)
        price = price or self.r.uniform(*OBJECTS[obj].price)
        fund = fund or self.pick(FUNDS)
        return Work(v, obj, road, pts, volume, year, price, words, fund, self.fresh())

    def fresh(self):
        """The pictures a work would give."""
        return [self.r.getrandbits(64) for _ in range(3)]

    # ---- how a place is seen ----------------------------------------------

    def see(self, pts, capture):
        """What a phone or a mouse makes of a place: shape, points, the accuracy it states."""
        r = self.r
        accuracy = min(45.0, max(2.5, r.lognormvariate(1.9, 0.55)))
        error = accuracy * r.uniform(0.5, 1.3) / 1.5
        drawn = capture == "digitised"
        stated = None if drawn or self.often(0.08) else round(accuracy, 1)
        if len(pts) == 1 or capture == "phone_point":
            if len(pts) > 1:
                pts = [r.choice([pts[0], pts[0], pts[-1], pts[len(pts) // 2], r.choice(pts)])]
            spread = r.uniform(2, 12) if drawn else error
            return "Point", self.scatter(pts, 0, 0, spread), stated
        drift = 3.5 if drawn else error / 2
        dx, dy = r.gauss(0, drift), r.gauss(0, drift)
        if drawn:
            step = r.choice([1, 2, 2, 3])
            pts = [p for i, p in enumerate(pts) if i % step == 0 or i == len(pts) - 1]
        line = LineString(pts)
        if line.length > 40 and self.often(0.5):
            start, end = r.uniform(0, 0.07) * line.length, r.uniform(0.93, 1) * line.length
            line = substring(line, start, end)
        pts = list(line.coords)[:: r.choice((1, 1, -1))]
        return "LineString", self.scatter(pts, dx, dy, 2.0 if drawn else error / 2), stated

    def scatter(self, pts, dx, dy, spread):
        """Points moved together and each on its own."""
        gauss = self.r.gauss
        return [(x + dx + gauss(0, spread), y + dy + gauss(0, spread)) for x, y in pts]

    def outline(self, at, side):
        """A rectangle around a point, as somebody draws a yard or a roof on the map."""
        (x, y), a = at, self.r.uniform(0, 1.5)
        w, h = side * self.r.uniform(0.8, 1.2), side * self.r.uniform(0.5, 0.9)
        corners = ((-w, -h), (w, -h), (w, h), (-w, h), (-w, -h))
        co, si = math.cos(a), math.sin(a)
        return [(x + u * co - t * si, y + u * si + t * co) for u, t in corners]

    def geojson(self, form, pts, fault):
        """Degrees at last, with the fault of whoever typed them."""
        step = self.r.choice((-0.1, 0.1, 0.01, -0.01, 0.02))
        pts = [
            spoilt([round(LON0 + x / MX, 7), round(LAT0 + y / MY, 7)], fault, step) for x, y in pts
        ]
        within = {"Point": pts[0], "LineString": pts, "Polygon": [pts]}
        return {"type": form, "coordinates": within[form]}
