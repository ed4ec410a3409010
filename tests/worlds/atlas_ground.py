"""Ground of the atlas world in flat metres, and what phones and screens record of it.

Streets and waters are real lines where the facts have enough of them, simulated hamlets elsewhere.
"""

import math
from dataclasses import dataclass, field, replace

from shapely.affinity import rotate
from shapely.geometry import LineString, Point, Polygon, box, mapping, shape
from shapely.ops import substring
from shapely.strtree import STRtree

from atlas_words import DUSUN, FOOTPRINT, LINES, PLACES, ROADS, TOWARDS, new_style

# One flat frame for the district: its error (0.1 %) is below that of any capture.
LON0, LAT0 = 114.2, -8.35
KX, KY = 111320.0 * math.cos(math.radians(LAT0)), 110610.0
SIMULATED_VILLAGES = 66  # beside the villages that have real lines; sets the density


@dataclass
class Village:
    """A desa: its land, its office, and the habits of whoever fills in its forms."""

    code: str
    name: str
    district: str
    land: Polygon
    style: dict
    hamlets: list = field(default_factory=list)
    office: Point = None


@dataclass
class Hamlet:
    """A dusun with its streets and waters."""

    village: Village
    name: str
    rw: int
    streets: list = field(default_factory=list)
    waters: list = field(default_factory=list)


@dataclass
class Street:
    """A centreline with a label; `booked` keeps honest works from lying on another by accident."""

    line: LineString
    kind: str
    label: str
    hamlet: Hamlet
    rt: int
    places: list  # a landmark for each 120 m
    booked: list = field(default_factory=list)

    def book(self, layer, start, end, year, years=6):
        """Takes a stretch for a layer, unless that layer has a work of about that year there."""
        for other, s, e, y in self.booked:
            if other == layer and start < e and s < end and abs(y - year) < years:
                return False
        self.booked.append((layer, start, end, year))
        return True


def to_map(lon, lat):
    """Metres east and north from degrees."""
    return (lon - LON0) * KX, (lat - LAT0) * KY


def shift(line, offset):
    """Moves a line sideways (left positive), vertex by vertex, keeping its direction."""
    points, out = list(line.coords), []
    for i, (x, y) in enumerate(points):
        (x0, y0), (x1, y1) = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        size = math.hypot(x1 - x0, y1 - y0) or 1.0
        out.append((x - offset * (y1 - y0) / size, y + offset * (x1 - x0) / size))
    return LineString(out)


def middle(line):
    """The point halfway along a line."""
    return line.interpolate(0.5, normalized=True)


def wander(rng, start, heading, length):
    """A road as roads grow: steps of 35 m whose heading drifts."""
    points = [start]
    for _ in range(max(2, round(length / 35))):
        heading += rng.gauss(0, 0.13)
        x, y = points[-1]
        points.append((x + 35 * math.cos(heading), y + 35 * math.sin(heading)))
    return LineString(points)


def outline(geometry):
    """The largest part of a boundary in flat metres, without holes."""
    parts = geometry.geoms if geometry.geom_type == "MultiPolygon" else [geometry]
    largest = max(parts, key=lambda p: p.area)
    return Polygon([to_map(*c[:2]) for c in largest.exterior.coords]).buffer(0)


class Ground:
    """Villages, hamlets and streets: part real lines, part simulated."""

    def __init__(self, rng, facts):
        self.rng = rng
        lands = {f["properties"]["code"]: outline(shape(f["geometry"])) for f in facts.boundaries()}
        self.villages = {}
        for row in facts.villages():
            code = row["code"]
            place = (code, row["name"], row["kecamatan"], lands[code])
            self.villages[code] = Village(*place, new_style(rng))
        self.codes = sorted(self.villages)
        self.tree = STRtree([self.villages[c].land for c in self.codes])
        self.real_hamlets(facts.lines())
        rest = [c for c in self.codes if not self.villages[c].hamlets]
        for code in rng.sample(rest, SIMULATED_VILLAGES):
            for _ in range(rng.randint(3, 5)):
                self.simulate_hamlet(self.villages[code])
        self.hamlets = [h for c in self.codes for h in self.villages[c].hamlets if h.streets]
        for village in self.villages.values():
            self.place_office(village)

    def village_at(self, point, besides="", reach=0.0):
        """The village whose land lies within `reach` of a point, not counting one."""
        for i in sorted(self.tree.query(point.buffer(reach + 1))):
            village = self.villages[self.codes[i]]
            if village.code != besides and village.land.distance(point) <= reach:
                return village
        return None

    def add_street(self, hamlet, line, kind):
        """Names a line and gives it to its hamlet."""
        rng = self.rng
        number, name = rng.randint(1, 9), rng.choice(ROADS)
        label = {
            "jalan": rng.choice([f"Jl. {name}"] * 2 + [f"Jl. Poros {hamlet.name}", "jalan desa"]),
            "gang": rng.choice([f"Gg. {number}"] * 2 + [f"Gg. {name}", "jalan lingkungan"]),
            "tani": rng.choice(["jalan usaha tani", "JUT", "jalan sawah"]),
            "air": rng.choice(["", f"Kali {rng.choice(DUSUN)}", "afur"]),
        }[kind]
        places = [f"{rng.choice(TOWARDS)} {rng.choice(PLACES)}" for _ in range(12)]
        street = Street(line, kind, label, hamlet, rng.randint(1, 6), places)
        (hamlet.waters if kind == "air" else hamlet.streets).append(street)

    def real_hamlets(self, features):
        """Real lines go to the village of their middle, there to the nearest of a few dusun seeds.

        A village with fewer than four roads is left to be simulated.
        """
        rng, groups = self.rng, {}
        for f in features:
            line = LineString([to_map(*c) for c in f["geometry"]["coordinates"]])
            village = self.village_at(middle(line))
            if village and line.length > 45:
                groups.setdefault(village.code, []).append((line, f["properties"]["class"]))
        for code, lines in sorted(groups.items()):
            if sum(klass == "jalan" for _, klass in lines) < 4:
                continue
            village, count = self.villages[code], max(2, min(6, len(lines) // 15))
            seeds = [middle(line) for line, _ in rng.sample(lines, count)]
            names = rng.sample(sorted(set(DUSUN)), count)
            village.hamlets = [Hamlet(village, name, i + 1) for i, name in enumerate(names)]
            for line, klass in lines:
                nearest = min(range(count), key=lambda i: seeds[i].distance(line))
                if klass != "jalan":
                    kind = "air"
                elif line.length < 160:
                    kind = "gang"
                else:
                    kind = rng.choice(["jalan", "jalan", "jalan", "tani"])
                self.add_street(village.hamlets[nearest], line, kind)

    def hamlet_spot(self, land):
        """Where a hamlet starts: anywhere in the village, or (one in four) close to its border."""
        rng, (x0, y0, x1, y1) = self.rng, land.bounds
        if rng.random() < 0.28:
            edge = land.exterior.interpolate(rng.random(), normalized=True)
            return edge.buffer(rng.uniform(10, 60)).intersection(land).representative_point()
        while True:
            spot = Point(rng.uniform(x0, x1), rng.uniform(y0, y1))
            if land.contains(spot):
                return spot

    def simulate_hamlet(self, village):
        """A main street, gangs off it, a field road at its end and a canal beside it."""
        rng, spot = self.rng, self.hamlet_spot(village.land)
        taken = [h.name for h in village.hamlets]
        hamlet = Hamlet(village, rng.choice([d for d in DUSUN if d not in taken]), len(taken) + 1)
        village.hamlets.append(hamlet)

        def add(start, way, shortest, longest, kind):
            line = wander(rng, start, way, rng.uniform(shortest, longest))
            self.add_street(hamlet, line, kind)
            return line

        heading = rng.uniform(0, 2 * math.pi)
        main = add((spot.x, spot.y), heading, 450, 1000, "jalan")
        at, hand = rng.uniform(30, 90), rng.choice([-1, 1])
        while at < main.length - 20:
            way = heading + hand * math.pi / 2 + rng.gauss(0, 0.15)
            add(main.interpolate(at).coords[0], way, 70, 260, "gang")
            at += rng.uniform(45, 130)
            hand = hand if rng.random() < 0.3 else -hand
        add(main.coords[-1], heading + rng.uniform(-0.8, 0.8), 300, 800, "tani")
        beside = shift(main, rng.choice([-1, 1]) * rng.uniform(60, 250))
        add(beside.coords[0], heading, 500, 1000, "air")

    def place_office(self, village):
        """The office stands on a road of the first hamlet, or else at the middle of the land."""
        village.office = village.land.representative_point()
        if village.hamlets and village.hamlets[0].streets:
            line = shift(village.hamlets[0].streets[0].line, 15)
            village.office = line.interpolate(self.rng.uniform(0.2, 0.8), normalized=True)


class Capture:
    """Turns the true place of a work into what a phone or a person at a screen records."""

    def __init__(self, rng):
        self.rng, self.imagery = rng, {}

    def fix(self):
        """One phone fix: its reported 68 % radius (sometimes none), its true error per axis."""
        rng = self.rng
        reported = min(60.0, max(3.0, rng.lognormvariate(math.log(5.5), 0.5)))
        real = reported * rng.uniform(0.45, 0.85) * (3.0 if rng.random() < 0.03 else 1.0)
        return (None if rng.random() < 0.2 else round(reported, 1)), real

    def blur(self, x, y, sigma):
        """A place with an error."""
        return x + self.rng.gauss(0, sigma), y + self.rng.gauss(0, sigma)

    def stretch(self, w, slop):
        """The stretch as captured: ends a little early or late, sometimes far beyond the work."""
        rng, (a, b), full = self.rng, w.drawn or (w.start, w.end), w.street.line.length
        if not w.drawn and b - a > 20 and rng.random() < 0.025:
            a, b = max(0, a - 200), min(full, b + 200)
        room = min(slop, (b - a) / 5)
        a, b = max(0.0, a + rng.gauss(0, room)), min(full, b + rng.gauss(0, room))
        line = substring(w.street.line, min(a, b - 1), b)
        line = shift(line, w.offset) if w.offset else line
        return line.reverse() if rng.random() < 0.4 else line

    def track(self, w):
        """A walk with the phone: constant bias, slow drift, small jitter, few steps a vertex."""
        rng, (accuracy, sigma) = self.rng, self.fix()
        line = self.stretch(w, 8.0)
        bx, by = self.blur(0, 0, sigma * 0.6)
        dx, dy, points = 0.0, 0.0, []
        count = max(2, round(line.length / rng.uniform(7, 18)) + 1)
        for i in range(count):
            dx, dy = self.blur(0.85 * dx, 0.85 * dy, sigma * 0.3)
            p = line.interpolate(i / (count - 1), normalized=True)
            points.append(self.blur(p.x + bx + dx, p.y + by + dy, 0.8))
        return LineString(points), accuracy

    def imagery_shift(self, w):
        """Each village and year draws on one background picture with its own offset."""
        key = (w.village.code, w.year)
        if key not in self.imagery:
            self.imagery[key] = self.blur(0, 0, 3.5)
        return self.imagery[key]

    def drawn_line(self, w):
        """Clicked on a picture: few vertices, each a little off, drains often on the road."""
        rng = self.rng
        flat = replace(w, offset=0.0) if rng.random() < 0.4 else w
        line = self.stretch(flat, 10.0).simplify(rng.uniform(3, 14))
        bx, by = self.imagery_shift(w)
        return LineString([self.blur(x + bx, y + by, 2.2) for x, y in line.coords])

    def footprint(self, w):
        """A drawn rectangle at the lot, turned along the street."""
        (x, y), (bx, by) = self.spot(w, w.start), self.imagery_shift(w)
        wide, deep = FOOTPRINT[w.thing]
        (x1, y1), (x0, y0) = self.spot(w, w.start + 2), self.spot(w, w.start - 2)
        turn = math.degrees(math.atan2(y1 - y0, x1 - x0)) + self.rng.gauss(0, 4)
        x, y = x + bx, y + by
        plan = rotate(box(x - wide / 2, y - deep / 2, x + wide / 2, y + deep / 2), turn)
        return Polygon([self.blur(u, v, 1.0) for u, v in plan.exterior.coords[:4]])

    def spot(self, w, station):
        """The true place of a station on the work, at its offset from the centreline."""
        a = min(max(station, 1.0), w.street.line.length - 1.0)
        return middle(shift(substring(w.street.line, a - 1.0, a + 1.0), w.offset)).coords[0]

    def point(self, w, share=None):
        """A photo fix at a share of the length, if not given at start, middle, end or anywhere.

        The photographer stands a few metres off.
        """
        rng, (accuracy, sigma) = self.rng, self.fix()
        a, b = w.drawn or (w.start, w.end)
        drawn = rng.choices([0.0, 0.5, 1.0, rng.random()], [50, 20, 14, 16])[0]
        share = drawn if share is None else share
        x, y = self.blur(*self.spot(w, a + share * (b - a)), 2.5)
        return Point(self.blur(x, y, sigma)), accuracy

    def take(self, w, how=None, share=None):
        """One capture as (geometry in metres, accuracy, capture word)."""
        rng = self.rng
        if w.pin == "office":
            accuracy, sigma = self.fix()
            office = w.village.office
            return Point(self.blur(office.x, office.y, sigma + 6)), accuracy, "phone_point"
        is_line = w.thing in LINES and w.end - w.start > 18
        if how is None:
            ways, weights = ["phone_point", "phone_track", "digitised"], [38, 30, 32]
            if is_line:
                how = rng.choices(ways, weights)[0]
            else:
                how = "phone_point" if rng.random() < 0.8 else "digitised"
        if how == "phone_track" and is_line:
            return *self.track(w), how
        if how != "digitised":
            return *self.point(w, share), "phone_point"
        if is_line:
            return self.drawn_line(w), None, how
        if w.thing in FOOTPRINT and rng.random() < 0.8:
            return self.footprint(w), None, how
        (x, y), (bx, by) = self.spot(w, (w.start + w.end) / 2), self.imagery_shift(w)
        return Point(self.blur(x + bx, y + by, 4.0)), None, how


def each_coordinate(node, change):
    """Applies a change to every coordinate pair of a tree of them."""
    if isinstance(node[0], float):
        return list(change(node))
    return [each_coordinate(n, change) for n in node]


def geojson(geometry, digits):
    """GeoJSON in degrees; some offices keep only five or four decimals."""

    def degrees(c):
        return round(LON0 + c[0] / KX, digits), round(LAT0 + c[1] / KY, digits)

    tree = mapping(geometry)
    return {"type": tree["type"], "coordinates": each_coordinate(tree["coordinates"], degrees)}


def spoil(rng, claim):
    """A coordinate fault as typing makes them: axes swapped, sign lost, one digit wrong."""
    fault = rng.choice(["swap", "swap", "sign", "digit", "digit"])
    step = rng.choice([-1, 1]) * rng.choice([0.01, 0.02, 0.1])
    change = {
        "swap": lambda c: [c[1], c[0]],
        "sign": lambda c: [c[0], -c[1]],
        "digit": lambda c: [c[0], round(c[1] + step, 7)],
    }[fault]
    old = claim["geometry"]
    tree = each_coordinate(old["coordinates"], change)
    claim["geometry"] = {"type": old["type"], "coordinates": tree}
