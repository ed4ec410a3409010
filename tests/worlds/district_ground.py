"""The ground of the district world: clusters of adjoining villages and what really lies on them.

Hamlets stand on real streets and waters where these are known and on invented ones elsewhere;
streets have drains, walls, pipes and lamps, fields have lanes with canals, and on the line between
two villages lie roads that both have a say in. Places are metres in one flat frame.
"""

import math
from dataclasses import dataclass, field
from itertools import combinations

from shapely import set_precision, transform
from shapely.geometry import LineString, Point, Polygon, shape
from shapely.ops import linemerge, substring

from district_words import DUSUN, LANDMARKS, PEOPLE, STREETS, Clerk
from district_works import YEARS

VILLAGES, CLUSTERS = 92, 4
LON0, LAT0, MX, MY = 114.2, -8.4, 110132.0, 110598.0  # the frame's origin, its metres a degree
HAMLET_SPOTS = {  # fewest and most of a hamlet
    "house": (7, 13),
    "latrine": (6, 12),
    "well": (2, 4),
    "tank": (0, 2),
    "mck": (1, 2),
    "hall": (0, 1),
    "posyandu": (0, 1),
    "paud": (0, 1),
    "guard": (1, 3),
    "kiosk": (0, 1),
    "field": (0, 1),
    "waste": (0, 1),
    "gapura": (1, 2),
    "cemetery": (0, 1),
    "bridge": (0, 1),
}


@dataclass
class Village:
    """A desa: its land, its office, its hamlets, and the clerks who write its claims."""

    code: str
    name: str
    kecamatan: str
    land: Polygon
    office: Point
    signboard: int
    clerks: list
    hamlets: list = field(default_factory=list)
    assets: list = field(default_factory=list)

    def clerk(self, year):
        """The operator of that year; they change every four."""
        return self.clerks[(year - YEARS[0]) // 4]


@dataclass
class Asset:
    """One real thing. Lines are a span (metres) of a base line, so phases and halves are spans."""

    kind: str
    village: Village
    base: object
    span: tuple = None
    hamlet: str = ""
    rt: int = 0
    rw: int = 0
    street: str = ""
    side: str = ""
    landmark: str = ""
    ends: tuple = ("", "")
    person: str = ""
    width: float = 2.5
    count: int = 1
    neighbour: Village = None  # the other village of a border asset
    built: int = None
    layer: int = 1  # of a road: what lies on it, from poor to good
    touched: int = 0  # last year with any work

    @property
    def is_line(self):
        """Whether it runs along its base rather than standing on one spot."""
        return self.span is not None

    def geometry(self, span=None):
        """Where it lies, or where a span of it does."""
        return substring(self.base, *(span or self.span)) if self.is_line else self.base


def flat(geometry):
    """Degrees to the flat frame; of several polygons the largest."""
    if geometry.geom_type == "MultiPolygon":
        geometry = max(geometry.geoms, key=lambda g: g.area)
    return transform(geometry, lambda c: (c - (LON0, LAT0)) * (MX, MY))


def degrees(x, y):
    """The flat frame to degrees, as a phone stores them."""
    return [round(x / MX + LON0, 7), round(y / MY + LAT0, 7)]


def near(rng, spot, spread):
    """A point some metres off another."""
    return Point(spot.x + rng.gauss(0, spread), spot.y + rng.gauss(0, spread))


def wiggle(rng, start, heading, length, step=28.0):
    """A path that bends a little, as village roads do."""
    points, (x, y) = [start], start
    for _ in range(max(2, round(length / step))):
        heading += rng.gauss(0, 0.13)
        x, y = x + step * math.cos(heading), y + step * math.sin(heading)
        points.append((x, y))
    return LineString(points)


def lay_out(rng, facts):
    """The villages of the district with all that lies on them."""
    real = {}
    for f in facts.lines():
        about = f["properties"]
        for code in about["villages"][:1]:
            real.setdefault(code, []).append((about["class"], flat(shape(f["geometry"]))))
    villages = found(rng, facts, real)
    for village in villages:
        settle(rng, village, real.get(village.code, []))
    add_border_assets(rng, villages)
    return villages


def found(rng, facts, real):
    """A few clusters of adjoining villages, the first around one whose real lines are known."""
    rows = {row["code"]: row for row in facts.villages()}
    at = {c: flat(Point(float(r["lon"]), float(r["lat"]))) for c, r in rows.items()}
    chosen = []
    for cluster in range(CLUSTERS):
        free = [c for c in rows if c not in chosen]
        start = rng.choice([c for c in free if cluster or len(real.get(c, [])) > 40])
        free.sort(key=lambda c: at[start].distance(at[c]))
        chosen += free[: VILLAGES // CLUSTERS]
    land = {f["properties"]["code"]: flat(shape(f["geometry"])) for f in facts.boundaries()}
    villages = []
    for code in chosen:
        row, office = rows[code], near(rng, at[code], 120)
        signboard, clerks = rng.getrandbits(64), [Clerk(rng) for _ in range(3)]
        villages.append(
            Village(code, row["name"], row["kecamatan"], land[code], office, signboard, clerks)
        )
    return villages


def settle(rng, village, real):
    """Found the hamlets of a village, on real streets where they are known."""
    roads = [line for cls, line in real if cls == "jalan" and line.length > 60]
    waters = [line for cls, line in real if cls != "jalan" and line.length > 80]
    centres = []
    for _ in range(40 * rng.randint(4, 6)):
        spot = rng.choice(roads).centroid if roads else near(rng, village.office, 900)
        apart = len(centres) < 6 and all(spot.distance(c) > 550 for c in centres)
        if apart and village.land.contains(spot):
            centres.append(spot)
    names = rng.sample(DUSUN, 6)
    if rng.random() < 0.6 and "Krajan" not in names:
        names[0] = "Krajan"
    for number, centre in enumerate(centres[: rng.randint(4, 6)] or [village.office]):
        lay_hamlet(rng, village, names[number], number, centre, roads, waters)
    village.assets.append(Asset("office", village, village.office, hamlet=names[0]))


def lay_hamlet(rng, village, name, number, centre, roads, waters):
    """One hamlet: a main street, gangs off it, field roads with their canals, its buildings."""
    village.hamlets.append(name)
    heading, pool = rng.uniform(0, 2 * math.pi), rng.sample(STREETS, 20)
    numbered = rng.random() < 0.5
    known = [r for r in roads if r.distance(centre) < 400]
    known = sorted(known, key=lambda r: r.distance(centre))[:12]
    for line in known:
        roads.remove(line)
    bases = [("jalan" if line.length > 260 else "gang", line) for line in known]
    streets = []
    for i, (kind, base) in enumerate(bases or invent_streets(rng, centre, heading)):
        street = f"gang {i}" if numbered and kind == "gang" else pool[i]
        common = {"hamlet": name, "street": street, "rw": number * 2 + 1 + i % 2}
        common["rt"] = rng.randint(0, 4)
        streets.append((base, common))
        add_stretches(rng, village, kind, base, common)
    for _ in range(rng.randint(1, 2)):
        common = {"hamlet": name, "rw": number * 2 + 1, "rt": 1}
        lay_fields(rng, village, common, streets[0][0], heading, waters)
    for kind, (low, high) in HAMLET_SPOTS.items():
        add_spots(rng, village, kind, rng.randint(low, high), streets)


def invent_streets(rng, centre, heading):
    """A main street through the centre with gangs off it, for a hamlet whose lines nobody drew."""
    half = rng.uniform(160, 320)
    start = (centre.x - half * math.cos(heading), centre.y - half * math.sin(heading))
    main = wiggle(rng, start, heading, 2 * half)
    bases, at = [("jalan", main)], rng.uniform(20, 50)
    while at < main.length - 20:
        spot = main.interpolate(at)
        turn = heading + rng.choice([1, -1]) * (math.pi / 2 + rng.gauss(0, 0.15))
        bases.append(("gang", wiggle(rng, (spot.x, spot.y), turn, rng.uniform(70, 210))))
        at += rng.uniform(55, 100)
    return bases


def add_stretches(rng, village, kind, base, common, cut=(70, 190)):
    """Cut a line into stretches, each an asset; streets get what stands beside them."""
    at, index = 0.0, 0
    while base.length - at > 40:
        end = min(base.length, at + rng.uniform(*cut))
        end = base.length if base.length - end < 40 else end
        here = dict(common, span=(at, end), ends=tuple(rng.sample(PEOPLE, 2)))
        here["width"] = rng.choice([1.5, 2, 2.5, 3, 3, 3.5])
        here["rt"] = 1 + (common["rt"] + index) % 5
        if rng.random() < 0.35:
            here["landmark"] = rng.choice(LANDMARKS)
        layer = rng.choice([0, 0, 1, 1, 2])
        village.assets.append(Asset(kind, village, base, layer=layer, **here))
        if kind in ("gang", "jalan"):
            furnish(rng, village, base, here)
        at, index = end, index + 1


def furnish(rng, village, base, here):
    """Drains, walls, pipes, culverts and lamps of one stretch of street."""
    drain, stretch = 1 if rng.random() < 0.22 else 0.2, substring(base, *here["span"])
    add = village.assets.append
    for side, sign in (("kiri", 1), ("kanan", -1)):
        for kind, chance, gap in (("drain", drain, (0.6, 1.8)), ("wall", 0.07, (1.5, 3.5))):
            if rng.random() < chance:
                line = stretch.offset_curve(sign * (here["width"] / 2 + rng.uniform(*gap)))
                if line.geom_type != "LineString" or line.is_empty:
                    line = stretch
                beside = dict(here, span=(0.0, line.length), side=side)
                add(Asset(kind, village, line, **beside))
    if rng.random() < 0.12:
        add(Asset("pipe", village, base, **here))
    if rng.random() < 0.2:
        add(Asset("light", village, base, count=rng.randint(3, 12), **here))
    if rng.random() < 0.2:
        spot = base.interpolate(rng.uniform(*here["span"]))
        add(Asset("culvert", village, spot, **dict(here, span=None)))


def add_spots(rng, village, kind, number, streets):
    """Wells, houses, halls ...: things a few metres off some street of the hamlet."""
    for person in rng.sample(PEOPLE, number):
        base, common = rng.choice(streets)
        spot = base.interpolate(rng.uniform(0, base.length))
        turn, off = rng.uniform(0, 2 * math.pi), rng.uniform(6, 26)
        place = Point(spot.x + off * math.cos(turn), spot.y + off * math.sin(turn))
        count = 1
        if kind == "field":
            count = rng.choice([120, 162, 200, 450])
        elif kind == "cemetery":
            count = rng.randint(30, 120)
        here = dict(common, person=person, count=count)
        if rng.random() < 0.35:
            here["landmark"] = rng.choice(LANDMARKS)
        village.assets.append(Asset(kind, village, place, **here))


def lay_fields(rng, village, common, main, heading, waters):
    """A lane into the fields with a canal on one side or both."""
    start = main.interpolate(rng.choice([0, main.length]))
    if waters and rng.random() < 0.7:
        lane = waters.pop(0)
    else:
        turn = heading + rng.uniform(-1, 1)
        lane = wiggle(rng, (start.x, start.y), turn, rng.uniform(260, 700), 40)
    landmarks = ["", "", "blok " + rng.choice(DUSUN), "sawah " + rng.choice(DUSUN)]
    common["landmark"] = rng.choice(landmarks)
    add_stretches(rng, village, "tani", lane, common, (120, 260))
    for side, sign in (("kiri", 1), ("kanan", -1)):
        water = lane.offset_curve(sign * rng.uniform(3, 8))
        if rng.random() < 0.7 and water.geom_type == "LineString" and water.length > 80:
            add_stretches(rng, village, "canal", water, dict(common, side=side), (90, 240))
    add_spots(rng, village, "weir", 1, [(lane, common)])
    add_spots(rng, village, "bridge", rng.randint(0, 1), [(lane, common)])


def shared_borders(one, two):
    """The longer pieces of the line between two villages, at most two."""
    if one.land.distance(two.land) > 1:
        return []
    line = set_precision(one.land.exterior, 0.1)
    line = line.intersection(set_precision(two.land.exterior, 0.1))
    line = linemerge(line) if line.geom_type == "MultiLineString" else line
    pieces = getattr(line, "geoms", [line])
    pieces = [g for g in pieces if g.geom_type == "LineString" and g.length > 250]
    return sorted(pieces, key=lambda g: -g.length)[:2]


def add_border_assets(rng, villages):
    """Things on the line between two villages: each keeps its own half, both have a say."""
    for one, two in combinations(villages, 2):
        for piece in shared_borders(one, two):
            start = rng.uniform(0, piece.length - 240)
            end = min(piece.length, start + rng.uniform(240, 620))
            base = substring(piece, start, end).simplify(4)
            kind = rng.choice(["jalan", "jalan", "tani", "canal", "wall"])
            middle = base.length * rng.uniform(0.3, 0.7)
            halves = substring(base, 0, middle), substring(base, middle, base.length)
            for owner, other, part in zip((one, two), (two, one), halves):
                common = {"hamlet": rng.choice(owner.hamlets), "rw": rng.randint(1, 6), "rt": 1}
                common["neighbour"] = other
                add_stretches(rng, owner, kind, part, common, (110, 240))
                what = rng.choice(["bridge", "culvert", "weir", "gapura"])
                spot = part.interpolate(rng.uniform(0, part.length))
                owner.assets.append(Asset(what, owner, spot, **common))
