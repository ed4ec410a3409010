"""World `mixer`: claims are slots, and every relation between two claims is a change of slots.

Base works are drawn on free ground; any other claim is derived from an earlier one. Some relations
only look like doubles (the next segment, yearly maintenance, the other bank), others claim one work
twice. Words, shape and faults are rendered from the slots last, so honest pairs and doubles go
through the same clerk, the same phone and the same typing mistakes.
"""

import math

from shapely.geometry import Point
from shapely.ops import substring

import common
from mixer_ground import World, beside, degrees, jitter, pick
from mixer_words import KINDS, SPOTS, habits, misspell, write_name
from mixer_works import (
    FUNDS,
    HONEST,
    YEARS,
    base_work,
    blurred,
    component,
    derive,
    is_line,
    moved,
    other_clerk,
    other_fund,
    overlay,
    phase_two,
    rebuild,
    reuse_photo,
    soon,
    yearly,
)

DISGUISE = {  # the same thing under another label
    "rabat": ["paving", "jut", "makadam"],
    "paving": ["rabat"],
    "makadam": ["jut", "rabat"],
    "jut": ["rabat"],
    "aspal": ["makadam"],
    "drain": ["spal", "irigasi", "wall"],
    "spal": ["drain"],
    "wall": ["drain", "irigasi"],
    "irigasi": ["drain", "wall"],
    "culvert": ["drain", "bridge"],
    "bridge": ["culvert"],
    "mck": ["tank"],
    "well": ["tank"],
    "tank": ["well"],
    "posyandu": ["paud", "balai"],
    "balai": ["posyandu"],
    "paud": ["posyandu"],
}


def redrawn(world, a):
    """Same words; one was walked or drawn, the other is a pin at an end or a careless sketch."""
    rng, sketch = world.rng, a.capture == "phone_point"
    if not is_line(a):
        return None
    capture, shot = "digitised" if sketch else "phone_point", rng.choice([0.0, 1.0])
    return dict(capture=capture, shot=shot, slip=rng.uniform(5, 16) if sketch else 0.0)


def half(world, a):
    """Only a part of a stretch that was paid whole."""
    share, length = world.rng.uniform(0.35, 0.7), a.b - a.a
    start = a.a + length * world.rng.choice([0.0, 1 - share])
    if not is_line(a) or a.vol < 60:
        return None
    vol, year = round(a.vol * share), soon(world, a, 0, 0, 1)
    return dict(a=start, b=start + share * length, vol=vol, cost=a.cost * share, year=year)


def overlapping(world, a):
    """Begins in the paid stretch and runs on beyond it, or swallows it."""
    rng, length, got = world.rng, a.b - a.a, None
    if is_line(a):
        more = length * rng.uniform(0.25, 0.6)
        got = world.free_stretch(a.way, a.kind, a.side, more, at=a.b)
    start = a.a + length * rng.choice([0.0, rng.uniform(0.1, 0.4)])
    if not got:
        return None
    share, year = (got[1] - start) / length, soon(world, a, 0, 0, 1)
    return dict(a=start, b=got[1], vol=round(a.vol * share), cost=a.cost * share, year=year)


def other_class(world, a):
    """The same thing under another class or material; a culvert becomes a short drain."""
    kind = world.rng.choice(DISGUISE.get(a.kind, [""]))
    slots = dict(kind=kind, year=soon(world, a, 0, 0, 0, 1))
    if kind and not is_line(a) and KINDS[kind].shape == "line":
        s, end = a.way.line.project(Point(a.xy)), a.way.line.length
        slots |= dict(xy=None, a=max(0.0, s - 6), b=min(end, s + 6), vol=world.rng.randint(6, 14))
    return slots if kind and not a.part else None


def renamed(world, a):
    """Another clerk's words for the same thing."""
    rng = world.rng
    clerk, year = habits(rng), soon(world, a, 0, 0, 1)
    return dict(habits=clerk, year=year, spot=rng.choice(["", a.spot, rng.choice(SPOTS)]))


def second_fund(world, a):
    """Village and regency pay the same metres."""
    return dict(fund=other_fund(world, a), habits=other_clerk(world, a))


def claimed_later(world, a):
    """The finished work is budgeted again, long before its life is over."""
    if a.act == "maint":
        return None
    year = soon(world, a, 1, 1, 1, 2)
    return dict(year=year, act=world.rng.choice([a.act, a.act, a.act, "rehab"]))


def cross_border(world, a):
    """The village across the border claims it too."""
    if a.way.near < 0 or a.v != a.way.v:
        return None
    year, fund = soon(world, a, 0, 0, 1), pick(world.rng, FUNDS)
    return dict(year=year, fund=fund, **moved(world, a, a.way.near))


def two_schemes(world, a):
    """One household in two programmes, the name maybe spelt otherwise."""
    if not a.person:
        return None
    fund, year, clerk = other_fund(world, a), soon(world, a, 0, 0, 1, 2), other_clerk(world, a)
    person = world.rng.choice([a.person, misspell(world.rng, a.person)])
    return dict(fund=fund, year=year, habits=clerk, person=person)


def office_snapped(world, a):
    """Entered at the desk: the pin is the village office."""
    year, fund = soon(world, a, 0, 0, 1), world.rng.choice([a.fund, other_fund(world, a)])
    return dict(fault="office", capture="phone_point", year=year, fund=fund)


def bad_coordinates(world, a):
    """Axes swapped, minus lost, or a digit mistyped."""
    fault = world.rng.choice(["swap", "swap", "sign", "digit"])
    return dict(fault=fault, year=soon(world, a, 0, 0, 1), habits=other_clerk(world, a))


def as_maintenance(world, a):
    """The price of the new work claimed again under the maintenance code, at once."""
    if a.act != "new" or KINDS[a.kind].site == "house":
        return None
    year = soon(world, a, 0, 0, 1)
    return dict(act="maint", year=year, cost=a.cost * world.rng.uniform(0.6, 1.0))


def as_phase(world, a):
    """Tahap II on the very stretch of tahap I."""
    return dict(phase=2, year=soon(world, a, 0, 1, 1)) if is_line(a) and not a.phase else None


DOUBLES = {
    redrawn: 10,
    half: 6,
    overlapping: 5,
    other_class: 8,
    renamed: 14,
    second_fund: 14,
    claimed_later: 10,
    cross_border: 8,
    two_schemes: 7,
    office_snapped: 5,
    bad_coordinates: 5,
    as_maintenance: 4,
    as_phase: 3,
}
# relations of one place, where the clerk sometimes copies the old coordinates to the digit
COPYING = (yearly, phase_two, rebuild, overlay, component, renamed, second_fund, claimed_later)
COPYING += (two_schemes, as_maintenance, as_phase)


def retell(world, a, b):
    """A double told a little differently: price, metres, ends; sometimes with the old photo."""
    rng = world.rng
    off = lambda sd: rng.lognormvariate(0, sd)
    b.cost *= rng.choice([1.0, 1.0, off(0.02), off(0.03), off(0.1)])
    if b.vol >= 20:
        b.vol = round(b.vol * rng.choice([1.0, 1.0, 1.0, off(0.03), off(0.1)]))
    if is_line(b):
        b.a = max(0.0, b.a + rng.gauss(0, 4))
        b.b = min(b.way.line.length, b.b + rng.gauss(0, 4))
    reuse_photo(world, a, b, 0.5)


def draw(world, c):
    """(points in metres, GeoJSON type, accuracy, capture): as phone or mouse recorded it."""
    rng = world.rng
    acc = round(min(60.0, max(2.5, rng.lognormvariate(1.8, 0.5))), 1)
    if c.fault == "office":
        office = jitter(rng, world.villages[c.v].office, rng.choice([0.0, 3.0, 12.0]))
        return [office], "Point", acc, c.capture
    if c.pin is not None:
        return c.pin.drawn
    off = {"irigasi": 3.0, "wall": 4.5}.get(c.kind, 3.5) * c.side
    line = substring(c.way.line, c.a, max(c.b, c.a + 3)) if is_line(c) else None
    if c.capture == "phone_point":
        xy = c.xy or beside(line, c.shot * line.length, off)
        return [jitter(rng, xy, acc * 0.7 + (2 if c.xy else 0))], "Point", acc, c.capture
    if line is None:
        xy = jitter(rng, c.xy, 1.5 + c.slip * 0.7)
        if KINDS[c.kind].shape == "point" or rng.random() < 0.4:
            return [xy], "Point", None, c.capture
        return outline(rng, *xy), "Polygon", None, c.capture
    track = c.capture == "phone_track"
    if track:
        steps, drift, noise = max(3, int(line.length / 14)), acc * 0.45, acc * 0.25
    else:
        steps, drift = max(1, int(line.length / rng.uniform(30, 90))), 1.5 + c.slip * 0.7
        noise = 1.5
    dx, dy = jitter(rng, (0, 0), drift)
    points = [beside(line, line.length * k / steps, off) for k in range(steps + 1)]
    points = [jitter(rng, (x + dx, y + dy), noise) for x, y in points]
    points = points if rng.random() < 0.6 else points[::-1]
    return points, "LineString", acc if track else None, c.capture


def outline(rng, x, y):
    """The corners of a building around its middle."""
    w, d, t = rng.uniform(4, 9), rng.uniform(3, 7), rng.uniform(0, math.pi)
    cos, sin = math.cos(t), math.sin(t)
    corners = (-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)
    return [(x + u * w * cos - s * d * sin, y + u * w * sin + s * d * cos) for u, s in corners]


def spoil(rng, fault, coords):
    """Coordinates as a hurried hand leaves them: axes swapped, minus lost, one digit wrong."""
    step, east = rng.choice([0.01, -0.01, 0.1, -0.1]), rng.random() < 0.5
    if fault == "swap":
        return [[y, x] for x, y in coords]
    if fault == "sign":
        return [[x, -y] for x, y in coords]
    if fault == "digit":
        return [[round(x + step * east, 7), round(y + step * (not east), 7)] for x, y in coords]
    return coords


def write_row(world, c):
    """The record as it is handed in, but for its id."""
    rng, row, village = world.rng, KINDS[c.kind], world.villages[c.v]
    points, kind, acc, capture = c.drawn
    coords = spoil(rng, c.fault, [list(degrees(*p)) for p in points])
    coords = {"Point": coords[0], "LineString": coords, "Polygon": [coords]}[kind]
    step = 1e6 if rng.random() < 0.3 and c.cost > 3e7 else 1e5 if rng.random() < 0.6 else 1e3
    other_unit = {"m": "meter", "titik": "unit"}.get(row.unit, "buah")
    unit = row.unit if rng.random() < 0.95 else other_unit
    return {
        "id": "",
        "village_code": village.code,
        "village_name": village.name,
        "fiscal_year": c.year,
        "fund_source": c.fund,
        "kegiatan_code": row.maint if c.act == "maint" else row.new,
        "work_class": row.cls,
        "name": write_name(rng, c, village),
        "volume": c.vol,
        "unit": unit,
        "cost": int(max(1, round(c.cost / step)) * step),
        "geometry": {"type": kind, "coordinates": coords},
        "accuracy_m": acc if rng.random() < 0.9 else None,
        "capture": capture,
        "photo_phash": [f"{h:016x}" for h in c.photos],
    }


def grow(world, claims, relations, count, fits):
    """Adds `count` claims derived by weighted relations from random earlier ones that fit."""
    while count > 0:
        relation = pick(world.rng, relations)
        for _ in range(400):
            a = world.rng.choice(claims)
            b = relation(world, a) if fits(a) else None
            if isinstance(b, dict):
                b = derive(world, a, b)
            if b and min(YEARS) <= b.year <= max(YEARS):
                claims.append(b)
                count -= 1
                yield a, b, relation
                break


def clear(a):
    """Whether a double of the claim is beyond doubt."""
    return not (a.double or a.fault or a.pin or yearly in a.kin or blurred(a))


def make(seed, works, pairs, facts):
    """The claims and the true pairs of one world; doubles come last, of claims with clear kin."""
    world = World(seed, facts, max(6, round(works / 78)))
    rng, claims, doubles = world.rng, [], []
    while len(claims) < (works - pairs) * 0.5:
        c = base_work(world)
        claims += [c] if c else []
    for a, b, relation in grow(world, claims, HONEST, works - pairs - len(claims), lambda a: True):
        a.kin, b.kin = (*a.kin, relation), (*b.kin, relation)
        reuse_photo(world, a, b, 0.05)
        b.pin = a if relation in COPYING and rng.random() < 0.1 else b.pin
    for a, b, relation in grow(world, claims, DOUBLES, pairs, clear):
        a.double = b.double = True
        retell(world, a, b)
        b.pin = a if relation in COPYING and rng.random() < 0.1 else None
        doubles.append((a, b, relation))
    for c in claims:
        if not (c.double or c.fault) and rng.random() < 0.004:  # honest rows are spoilt too
            c.fault = rng.choice(["swap", "sign", "digit"])
        c.drawn = draw(world, c)
    rows, ids = [write_row(world, c) for c in claims], {}
    for c, row, number in zip(claims, rows, rng.sample(range(100000, 999999), len(rows))):
        row["id"] = ids[c] = f"K{number}"
    truth = [{"a": ids[a], "b": ids[b], "kind": relation.__name__} for a, b, relation in doubles]
    rng.shuffle(rows)
    rng.shuffle(truth)
    return rows, truth


if __name__ == "__main__":
    common.run(__doc__, make)
