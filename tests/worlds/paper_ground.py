"""The land of the paper world: villages, hamlets, streets, and how a coordinate is read off a map.

Real lines are used where a village has them; elsewhere their shapes are moved and turned. Places are metres
in one plane frame (its scale is 0.1 % off at the rim: far below a map reading).
"""

import math
from types import SimpleNamespace

import numpy as np
import shapely

LON0, LAT0 = 114.2, -8.35
MX, MY = 110_147.0, 110_598.0
# Batavia (Bessel) coordinates taken for WGS 84 land this far away in Banyuwangi.
BATAVIA = np.array([67.0, 43.0])

FLOWERS = (
    "Melati Mawar Kenanga Anggrek Dahlia Cempaka Teratai Kamboja Flamboyan Bougenvil Merpati Kutilang "
    "Cendrawasih Rajawali Garuda Kepodang Diponegoro Sudirman Kartini Gajahmada Majapahit Brawijaya Argopuro "
    "Semeru Bromo Raung Ijen Merapi Musi Brantas Serayu Bengawan Pandawa Arjuna Bima Nakula Sadewa Srikandi "
    "Manggis Rambutan Durian Salak Nangka Sawo Kelapa"
).split()
HAMLETS = (
    "Krajan Sumberjo Kalibaru Tegalyasan Sidomulyo Curahkrakal Wonosari Kampungbaru Tugurejo Karanganyar "
    "Kedungringin Sumberayu Pasembon Jatiluhur Balerejo Gumukrejo Tamanagung Sukorejo Watugajah Rejosari "
    "Tanjungsari Kebonsari Banjarwaru Tegalrejo Sempu Margomulyo Kalisetail Cangkring Parastembok Umbulsari "
    "Dadapan Petahunan Ringinmulyo Sambirejo Muncarbaru Wringinpitu Sumbermulyo Truko"
).split()


def pick(rng, things):
    """One of a sequence; much faster than Generator.choice."""
    return things[int(rng.integers(len(things)))]


def share(rng, low, high):
    return float(rng.uniform(low, high))


def to_metres(points):
    return (np.asarray(points, float).reshape(-1, 2) - (LON0, LAT0)) * (MX, MY)


def part(line, start, end, count):
    """So many even points of a line from one share of its length to another."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
    where = np.linspace(start * along[-1], end * along[-1], count)
    return np.column_stack([np.interp(where, along, line[:, i]) for i in (0, 1)])


class Street:
    """A road, alley or canal, and what ground on it is taken, by class of work."""

    def __init__(self, name, points, rt):
        self.name, self.rt, self.points = name, rt, points
        self.along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
        self.length, self.used = float(self.along[-1]), {}

    def cut(self, start, end, aside=0.0):
        """The stretch start..end, moved aside metres to the left."""
        inner = self.along[(self.along > start + 1) & (self.along < end - 1)]
        where = np.concatenate(([start], inner, [end]))
        line = np.column_stack([np.interp(where, self.along, self.points[:, i]) for i in (0, 1)])
        if aside:
            way = np.gradient(line, axis=0)
            way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)[:, None]
            line = line + aside * np.column_stack((-way[:, 1], way[:, 0]))
        return line

    def take(self, rng, group, length, gap):
        """A free stretch of this length for this group of works, or None."""
        taken = self.used.setdefault(group, [])
        if self.length < length + 2:
            return None
        for _ in range(4):
            start = float(rng.uniform(0, self.length - length))
            if all(start + length + gap < a or start - gap > b for a, b in taken):
                taken.append((start, start + length))
                return start
        return None


class Land:
    """The chosen villages with hamlets; streets grow as works need them."""

    def __init__(self, rng, facts, count):
        shapes = {
            f["properties"]["code"]: shapely.transform(
                shapely.geometry.shape(f["geometry"]), to_metres
            )
            for f in facts.boundaries()
        }
        rows = facts.villages()
        # A district's paper comes by kecamatan: neighbours are chosen together.
        rank = {seat: rng.random() for seat in sorted({row["kecamatan_code"] for row in rows})}
        rows.sort(key=lambda row: (rank[row["kecamatan_code"]], row["code"]))
        self.villages = [
            SimpleNamespace(
                code=r["code"],
                name=r["name"],
                seat=r["kecamatan_code"],
                shape=shapes[r["code"]],
                hamlets=[],
                office=to_metres([[float(r["lon"]), float(r["lat"])]])[0] + rng.normal(0, 60, 2),
                neighbours=[],
                real=[],
                names=[],
                built=[],
            )
            for r in rows[:count]
        ]
        by_code = {v.code: v for v in self.villages}
        tree = shapely.STRtree([v.shape for v in self.villages])
        for a, b in sorted(
            zip(*tree.query([v.shape for v in self.villages], "dwithin", 5.0).tolist())
        ):
            if a != b:
                self.villages[a].neighbours.append(self.villages[b])
        self.shapes = {"jalan": [], "saluran": []}
        for line in facts.lines():
            points = to_metres(line["geometry"]["coordinates"])
            kind = "jalan" if line["properties"]["class"] == "jalan" else "saluran"
            if line["properties"]["length_m"] >= 150:
                self.shapes[kind].append(points - points.mean(axis=0))
                if line["properties"]["villages"][0] in by_code:
                    by_code[line["properties"]["villages"][0]].real.append((kind, points))
        for village in self.villages:
            self.settle(rng, village)

    def settle(self, rng, village):
        """Places the office and the hamlets, and gives real lines to the nearest hamlet."""
        names = [HAMLETS[i] for i in rng.permutation(len(HAMLETS))]
        names = list(dict.fromkeys(["Krajan"] + names if rng.random() < 0.6 else names))
        village.names = [FLOWERS[i] for i in rng.permutation(len(FLOWERS))]
        x0, y0, x1, y1 = village.shape.bounds
        for i in range(int(rng.integers(2, 7))):
            for _ in range(30):
                centre = rng.uniform((x0, y0), (x1, y1))
                if math.dist(centre, village.office) < 3500 and village.shape.contains(
                    shapely.Point(centre)
                ):
                    break
            else:
                centre = village.office + rng.normal(0, 300, 2)
            village.hamlets.append(
                SimpleNamespace(
                    village=village,
                    name=names[i],
                    rw=i + 1,
                    centre=centre,
                    spread=share(rng, 80, 260),
                    people=[],
                    streets={"jalan": [], "gang": [], "saluran": []},
                )
            )
        for kind, points in village.real:
            near = min(village.hamlets, key=lambda h: math.dist(h.centre, points.mean(axis=0)))
            near.streets[kind].append(
                Street(self.name(village, kind), points, int(rng.integers(1, 9)))
            )

    def name(self, village, kind):
        if not village.names:
            village.names = [f"{flower} {i}" for i in (2, 3, 4, 5) for flower in FLOWERS]
        word = village.names.pop(0)
        return {"saluran": "", "gang": f"Gang {word}", "jalan": f"Jl. {word}"}[kind]

    def site(self, rng, hamlet, kind, group, length, gap=4.0):
        """A street of the kind with a free stretch, and where the stretch starts."""
        tries, start = 0, None
        while start is None:
            old = tries < 3 and hamlet.streets[kind]
            street = pick(rng, old) if old else self.new_street(rng, hamlet, kind, length)
            start, tries = street.take(rng, group, length, gap), tries + 1
        return street, start

    def new_street(self, rng, hamlet, kind, length):
        """One more street: an alley off a road, or a real line's shape turned and put down."""
        if kind == "gang" and hamlet.streets["jalan"]:
            road = pick(rng, hamlet.streets["jalan"])
            where = float(rng.uniform(0, road.length))
            along = road.cut(max(0, where - 5), min(road.length, where + 5))
            way = math.atan2(*(along[-1] - along[0])[::-1]) + pick(rng, (-1, 1)) * math.pi / 2
            turns = np.array([way, way + rng.normal(0, 0.15)])
            steps = (
                rng.uniform(0.55, 1.0)
                * max(length, 70)
                * np.column_stack((np.cos(turns), np.sin(turns)))
            )
            points = np.cumsum(np.vstack((part(along, 0.5, 0.5, 1), steps)), axis=0)
        else:
            points = self.laid(rng, hamlet, "jalan" if kind == "gang" else kind, length)
        street = Street(self.name(hamlet.village, kind), points, int(rng.integers(1, 9)))
        hamlet.streets[kind].append(street)
        return street

    def laid(self, rng, hamlet, kind, length):
        shape = pick(rng, self.shapes[kind])
        size = float(np.hypot(*np.diff(shape, axis=0).T).sum())
        shape = shape * max(1.0, 1.3 * length / size, float(rng.uniform(0.8, 1.6)))
        for _ in range(6):
            cos, sin = math.cos(turn := rng.uniform(0, 2 * math.pi)), math.sin(turn)
            points = (
                shape @ np.array([[cos, sin], [-sin, cos]])
                + hamlet.centre
                + rng.normal(0, hamlet.spread, 2)
            )
            if hamlet.village.shape.contains(shapely.Point(points.mean(axis=0))):
                break
        return points

    def border(self, rng, village, length):
        """A road across the border with a neighbour, and where it crosses: (street, at, other)."""
        other = pick(rng, village.neighbours) if village.neighbours else village
        shared = village.shape.buffer(3).intersection(other.shape.boundary)
        if other is village or shared.length < 50:
            return None
        at = shared.interpolate(rng.uniform(0.1, 0.9), normalized=True)
        shape = pick(rng, [s for s in self.shapes["jalan"] if len(s) > 2])
        shape = shape * max(1.0, 2.4 * length / float(np.hypot(*np.diff(shape, axis=0).T).sum()))
        shape = shape - part(shape, 0.5, 0.5, 1) + (at.x, at.y)
        street = Street(self.name(village, "jalan"), shape, int(rng.integers(1, 9)))
        return street, street.length / 2, other


GRAINS = {
    "decimal6": 1e6,
    "decimal5": 1e5,
    "decimal4": 1e4,
    "tenth": 36000,
    "second": 3600,
    "minute100": 6000,
    "minute1000": 60000,
}


class Reader:
    """One person with a ruler, a sheet and a form of writing degrees down."""

    def __init__(self, rng, forms, blur, shift, batavia):
        self.grain, self.blur = GRAINS[pick(rng, forms)], blur * share(rng, 0.6, 1.5)
        self.bias = rng.normal(0, shift, 2) + (BATAVIA if rng.random() < batavia else 0)
        self.knot = share(rng, 30, 110)

    def thin(self, line):
        """Only a few points of a line are read; the ends always."""
        size = float(np.hypot(*np.diff(line, axis=0).T).sum())
        return part(
            line, 0, 1, max(2, int(size / max(self.knot, 60 if self.grain < 7000 else 0)) + 1)
        )

    def read(self, rng, points, steady=1.0):
        """Metres to degrees as they stand on the sheet."""
        return np.round(
            np.round(read_at(rng, points + self.bias, self.blur * steady) * self.grain)
            / self.grain,
            7,
        )


def read_at(rng, points, blur):
    """Degrees with a common slip and a smaller one a point; what a phone does as well."""
    slip, jitter = rng.normal(0, blur * 0.8, 2), rng.normal(0, blur * 0.35, points.shape)
    return np.round((points + slip + jitter) / (MX, MY) + (LON0, LAT0), 7)


def spoil(degrees, fault):
    """A coordinate fault that comes with paper."""
    whole = np.trunc(degrees)
    return {
        "swapped": degrees[:, ::-1],
        "sign_lost": np.abs(degrees),
        "minutes_as_decimals": np.round(whole + (degrees - whole) * 0.6, 5),
        "rounded_minutes": np.round(np.round(degrees * 60) / 60, 5),
        "utm_metres": np.round(utm_metres(degrees), 0),
    }[fault]


def utm_metres(degrees):
    """Easting and northing in zone 50 south (Krueger's series, WGS 84)."""
    n = 1 / 298.257223563
    n = n / (2 - n)
    radius = 0.9996 * 6_378_137 / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    east, north = np.radians(degrees - (117, 0)).T
    bent = 2 * np.sqrt(n) / (1 + n)
    t = np.sinh(np.arctanh(np.sin(north)) - bent * np.arctanh(bent * np.sin(north)))
    xi, eta = np.arctan2(t, np.cos(east)), np.arcsinh(np.sin(east) / np.hypot(t, np.cos(east)))
    x, y = eta.copy(), xi.copy()
    for j, a in enumerate(
        (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16, 13 * n**2 / 48 - 3 * n**3 / 5, 61 * n**3 / 240)
    ):
        x += a * np.cos(2 * (j + 1) * xi) * np.sinh(2 * (j + 1) * eta)
        y += a * np.sin(2 * (j + 1) * xi) * np.cosh(2 * (j + 1) * eta)
    return np.stack([500_000 + radius * x, 10_000_000 + radius * y], axis=1)


def geometry(shape, degrees):
    """GeoJSON of what was read; a line whose points fell together is a point."""
    rows = degrees.tolist()
    rows = [row for i, row in enumerate(rows) if i == 0 or row != rows[i - 1]]
    if shape == "area" and len(rows) >= 4:
        return {
            "type": "Polygon",
            "coordinates": [rows + [rows[0]] if rows[0] != rows[-1] else rows],
        }
    if shape == "line" and len(rows) >= 2:
        return {"type": "LineString", "coordinates": rows}
    return {"type": "Point", "coordinates": rows[0]}


def flat(shape):
    """The GeoJSON in metres for measuring, or None where there is none."""
    return shape and shapely.transform(shapely.geometry.shape(shape), to_metres)
