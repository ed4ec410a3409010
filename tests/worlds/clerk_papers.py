"""From a work to a claim: how a clerk of the clerk world pins, draws, measures, prices and names.

A clerk has his own words, measure, pin and rounding. How far a paper lies from the ground is
drawn once for the papers on one work: most are careful, some are far off.
"""

import math
from types import SimpleNamespace

import shapely
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, mapping, shape
from shapely.ops import substring

from clerk_words import ROAD_CODES, SUBS, words

MIDDLE, METRES = (114.2, -8.35), (110140.0, 110600.0)  # of the kabupaten, a degree good to 0.2 %

# fmt: off
FUNDS = {"desa": {"DDS": 60, "ADD": 12, "PBH": 9, "PAD": 5, "PBK": 8, "PBP": 4, "SWD": 1, "DLL": 1},
         "dinas": {"PBK": 60, "PBP": 28, "DLL": 12}}
CAPTURE = {"desa": {"phone_point": 40, "phone_track": 27, "digitised": 33},
           "dinas": {"phone_point": 18, "phone_track": 14, "digitised": 68}}
PINS = {"desa": ["start", "start", "mid", "mid", "end", "mouth"], "dinas": ["start", "mid", "mid"]}
UNITS = {("line", "desa"): {"m": 84, "m2": 9, "paket": 7},
         ("line", "dinas"): {"m": 58, "m2": 22, "paket": 14, "km": 6},
         ("piece", "desa"): {"unit": 90, "paket": 10},
         ("piece", "dinas"): {"unit": 65, "paket": 35}}
SPELT = {"m": ["M", "Meter", "m", "m'", "M1"], "m2": ["M2", "m2"], "km": ["Km"],
         "paket": ["Paket", "Pkt", "Ls"], "unit": ["Unit", "unit", "Bh", "Titik"]}
SLOTS = {  # how often a clerk of the desk writes a piece of the address
    "desa": {"dusun": .82, "rt": .74, "street": .7, "marks": .42, "village": .12, "kec": .02,
             "person": .93},
    "dinas": {"dusun": .5, "rt": .5, "street": .7, "marks": .3, "village": .92, "kec": .6,
              "person": .93}}
# fmt: on


def pick(r, weights):
    """Draws a key of a dict by its weight."""
    return r.choices(list(weights), list(weights.values()))[0]


def between(x, low, high):
    """The value, kept between two bounds."""
    return max(low, min(high, x))


def to_metres(geometry):
    """A GeoJSON geometry in degrees, on the plane."""
    return shapely.transform(shape(geometry), lambda c: (c - MIDDLE) * METRES)


def to_geojson(g, decimals):
    """A geometry of the plane in degrees, rounded as the clerk's tool rounds."""
    degrees = mapping(shapely.transform(g, lambda c: c / METRES + MIDDLE))
    return each_corner(degrees, lambda x, y: [round(x, decimals), round(y, decimals)])


def each_corner(geometry, change):
    """GeoJSON with every [longitude, latitude] replaced."""

    def walk(c):
        return change(*c) if isinstance(c[0], float) else [walk(k) for k in c]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def break_place(r, geometry):
    """Spoilt in the office: axes swapped, sign lost, a digit mistyped, a point's decimals cut."""
    step = [0, 0]
    step[r.randrange(2)] = r.choice([-1, 1]) * r.randint(1, 8) * r.choice([0.1, 0.01, 0.01])
    swap, unsign = (lambda x, y: [y, x]), (lambda x, y: [x, -y])
    slip = lambda x, y: [round(x + step[0], 7), round(y + step[1], 7)]
    cut = (lambda x, y: [round(x, 2), round(y, 2)]) if geometry["type"] == "Point" else swap
    return each_corner(geometry, r.choice([swap, swap, unsign, slip, slip, cut]))


def hire(r, desk, village):
    """A clerk of a village or (without one) of a dinas, with the habits of his hand."""
    desa = desk == "desa"
    return SimpleNamespace(
        desk=desk,
        village=village,
        favourite={k: r.randrange(9) for k in SUBS},  # the word he prefers for each sort
        capture={k: w * r.lognormvariate(0, 0.6) for k, w in CAPTURE[desk].items()},
        pin=r.choice(PINS[desk]),
        slots={k: between(r.gauss(p, 0.12), 0.02, 0.98) for k, p in SLOTS[desk].items()},
        order=r.randrange(4),
        spelling={u: r.choice(spelt) for u, spelt in SPELT.items()},
        upper=r.choice([0, 0, 0.05, 0.9]),
        rounding=r.choice([1, 1000, 1000, 100000, 500000] if desa else [1, 1000, 1000000]),
        decimals=r.choice([5, 6, 6, 7, 7]),
        lazy=r.choice([0, 0, 0.01, 0.01, 0.02, 0.22]) if desa else 0,  # pins the village office
        album=[],
    )


def noise_of_pair(r, factor=1.0):
    """How far the papers on one work lie from it, by exponential laws, drawn once."""
    return SimpleNamespace(
        shift=factor * (1.5 + r.expovariate(1 / 3.5)),  # metres, spread of the place
        ends=factor * (2 + r.expovariate(1 / 7.0)),  # metres, spread of the drawn ends
        measure=factor * r.expovariate(1 / 0.025),  # relative spread of the volume
        cost=factor * r.expovariate(1 / 0.045),  # spread of log cost
        typos=factor * r.expovariate(1 / 0.2),  # odds of one more slip
    )


def volume(r, w, c, noise, metres):
    """The clerk's own measure: metres, square metres, kilometres, pieces or one package."""
    s = SUBS[w.sub]
    mode = pick(r, UNITS["line" if s.form == "line" else "piece", c.desk])
    long = metres * max(0.5, r.gauss(1, noise.measure))
    value = {
        "m": round(long, 1 if r.random() < 0.3 else 0),
        "m2": round(long * s.width, 1),
        "km": round(long / 1000, 3),
        "paket": 1,
        "unit": w.units,
    }[mode]
    if mode == "m" and r.random() < 0.4:
        value = max(5, 5 * round(long / 5))
    if mode == "m" and r.random() < 0.01:
        value = round(value / 10, 2)  # a digit lost
    return float(value), c.spelling[mode]


def money(r, w, c, noise, metres):
    """The paper's budget: real price, the pair's spread, the desk's overhead, the rounding."""
    if w.cost:
        return int(w.cost)
    s = SUBS[w.sub]
    amount = (metres if s.form == "line" else w.units) * s.price * 1000 * math.exp(w.grain)
    amount *= 0.3 if w.upkeep else 1
    amount *= r.gauss(1.08, 0.03) if c.desk == "dinas" else 1
    amount *= math.exp(r.gauss(0, noise.cost))
    return max(1_000_000, int(round(amount / c.rounding)) * c.rounding)


def phone_spot(r, w, c, line):
    """Where a clerk stands when he pins a line: an end, the middle, or the mouth of the lane."""
    at = {
        "start": r.expovariate(1 / 8),
        "mid": r.gauss(0.5, 0.12) * line.length,
        "end": line.length - r.expovariate(1 / 8),
        "mouth": r.expovariate(1 / 8),
    }[c.pin if r.random() < 0.8 else r.choice(["start", "mid", "end"])]
    if c.pin == "mouth" and w.start < 200:
        return w.street.line.interpolate(at)
    return line.interpolate(between(at, 0, line.length))


def digitise(r, noise, ground):
    """Ground as drawn at the desk: moved, its ends off, its corners few."""
    g = translate(ground, r.gauss(0, noise.shift), r.gauss(0, noise.shift))
    if g.geom_type == "LineString":
        g = g.reverse() if r.random() < 0.3 else g
        a, b = (between(r.gauss(0, noise.ends), -25, 0.2 * g.length) for _ in "ab")
        g = substring(g, max(0, a), g.length - max(0, b)).simplify(r.uniform(2, 7))
        return LineString([(x + r.gauss(0, 1.5), y + r.gauss(0, 1.5)) for x, y in g.coords])
    if g.geom_type == "Polygon":
        return rotate(g, r.gauss(0, 8)) if r.random() < 0.55 else g.centroid
    return g


def track(r, spread, ground):
    """Ground as a phone records it on a walk: an error that drifts from fix to fix."""
    pts, dx, dy, at = [], r.gauss(0, spread), r.gauss(0, spread), r.expovariate(1 / 5)
    while at < ground.length:
        p = ground.interpolate(at)
        dx, dy = 0.85 * dx + r.gauss(0, spread / 2), 0.85 * dy + r.gauss(0, spread / 2)
        pts.append((p.x + dx, p.y + dy))
        at += r.uniform(8, 18)
    return LineString(pts) if len(pts) > 1 else ground


def draw(r, w, c, noise, ground):
    """The clerk's pin, track or drawing of a piece of ground: (geometry, accuracy, capture)."""
    how = pick(r, c.capture)
    if how == "digitised":
        return digitise(r, noise, ground), None, how
    accuracy = r.lognormvariate(math.log(6.5), 0.5)
    spread = 0.6 * accuracy + 0.3 * noise.shift
    told = round(accuracy, 1) if r.random() < 0.72 else None
    if how == "phone_track" and ground.geom_type == "LineString":
        return track(r, spread, ground), told, how
    spot = phone_spot(r, w, c, ground) if ground.geom_type == "LineString" else ground.centroid
    return translate(spot, r.gauss(0, spread), r.gauss(0, spread)), told, "phone_point"


def near_hash(r, scene, mean):
    """A photo of the same scene, some bits away."""
    for _ in range(min(9, int(r.expovariate(1 / mean)))):
        scene ^= 1 << r.randrange(64)
    return f"{scene:016x}"


def photos(r, c):
    """What a clerk attaches: mostly nothing, else own pictures, now and then an old one again."""
    shots = []
    for _ in range(r.choice([0, 0, 0, 1, 1, 2, 3])):
        if not c.album or r.random() > 0.03:
            c.album.append(r.getrandbits(64))
        shots.append(near_hash(r, c.album[-1], 1))
    return shots


def paper(
    r,
    w,
    c,
    noise=None,
    ground=None,
    metres=None,
    year=None,
    place="true",
    cls=None,
    fund=None,
    shots=None,
    full=False,
    voice=None,
):
    """The work as this clerk writes it down, in another clerk's words if `voice`.

    `ground` and `metres` are what the paper covers if not the whole; `place` is `true`, `office`
    or `broken`; `full` spells the address out.
    """
    s = SUBS[w.sub]
    noise = noise or noise_of_pair(r)
    metres = metres or w.end - w.start
    g, accuracy, how = draw(r, w, c, noise, ground or w.shape)
    v = c.village or w.street.dusun.village
    if place == "office" or (place == "true" and r.random() < c.lazy):
        g, how = translate(v.office, r.gauss(0, 7), r.gauss(0, 7)), "phone_point"
    geometry = to_geojson(g, c.decimals)
    if place == "broken" or (place == "true" and r.random() < 0.006):
        geometry = break_place(r, geometry)
    codes = ROAD_CODES[w.street.kind] if s.cls == "road" else s.codes
    cls = cls or (r.choice(s.alts) if s.alts and r.random() < 0.05 else s.cls)
    value, unit = volume(r, w, c, noise, metres)
    shots = photos(r, c) if shots is None else shots
    return {
        "village_code": v.code,
        "village_name": v.name,
        "fiscal_year": year or w.year,
        "fund_source": fund or pick(r, FUNDS[c.desk]),
        "kegiatan_code": codes[w.upkeep],
        "work_class": cls,
        "name": words(r, w, voice or c, noise.typos, full),
        "volume": value,
        "unit": unit,
        "cost": money(r, w, c, noise, metres),
        "geometry": geometry,
        "accuracy_m": accuracy,
        "capture": how,
        "photo_phash": shots,
    }
