"""Works of the mixer world: base works on free ground, and the honest works derived from them.

An honest relation is a function (world, a) that gives the slots in which a new work differs from
`a`, or a whole new claim, or nothing where it does not fit. What it gives only looks like a double.
"""

import math
from dataclasses import dataclass, replace

from shapely.geometry import Point

from mixer_ground import Way, beside, jitter, layer, pick
from mixer_words import KINDS, SPOTS, habits

ONE_SIDED = ("drain", "spal", "wall", "irigasi")
OVERLAY = {
    "makadam": ["aspal", "rabat", "paving"],
    "rabat": ["aspal"],
    "jut": ["rabat"],
    "paving": ["aspal"],
}
PARTS = "Pagar|Toilet|Plafon|Paving Halaman|Kanopi|Tempat Parkir|Cat dan Atap|Keramik".split("|")
FUNDS = {"DDS": 60, "ADD": 11, "PBK": 10, "PBH": 7, "PBP": 5, "PAD": 4, "SWD": 1, "DLL": 2}
YEARS = dict(zip(range(2016, 2026), (6, 8, 9, 10, 8, 10, 12, 13, 13, 11)))


@dataclass(eq=False)
class Claim:
    """One claim as slots; its words, shape and faults are rendered from them at the end."""

    kind: str
    v: int
    hamlet: int
    year: int
    fund: str
    vol: float
    habits: dict
    way: Way
    cost: float = 0.0
    rt: int = 0
    a: float = 0.0  # a stretch of the way: metres from its start
    b: float = 0.0
    xy: tuple | None = None  # where anything but a stretch stands
    side: int = 0  # of the way: -1 left, +1 right
    told: bool = False  # the name must say the side
    act: str = "new"  # new, rehab or maint
    person: str = ""
    spot: str = ""
    part: str = ""
    phase: int = 0
    serial: int = 0
    capture: str = ""
    shot: float = 0.5  # share of the stretch at which the phone stood
    slip: float = 0.0  # metres that a drawing is off
    photos: tuple | list = ()
    fault: str = ""  # office, swap, sign or digit
    pin: object = None  # the claim whose coordinates were copied
    kin: tuple = ()  # its honest relations
    double: bool = False
    drawn: tuple | None = None


def is_line(c):
    """Whether the claim is a stretch of its way."""
    return c.xy is None


def price(world, kind, vol, act="new"):
    """Budget as a village estimates it: a little different each time."""
    rng = world.rng
    share = {"new": 1.0, "rehab": rng.uniform(0.35, 0.8), "maint": rng.uniform(0.08, 0.3)}[act]
    return KINDS[kind].price * 1000 * vol * share * rng.lognormvariate(0, 0.2)


def volume(world, kind):
    """Pieces are even, metres log-even."""
    row = KINDS[kind]
    if row.most < 20:
        return world.rng.randint(row.least, row.most)
    return round(math.exp(world.rng.uniform(math.log(row.least), math.log(row.most))))


def locate(world, c):
    """RT of the place: it changes along a way every 130 m."""
    s = c.a if is_line(c) else c.way.line.project(Point(c.xy))
    c.rt = (c.way.rt - 1 + int(s // 130)) % world.villages[c.v].hamlets[c.hamlet][3] + 1


def shoot(world, c):
    """How a claim was mapped: phone or mouse, from which end, how carelessly; its own photos."""
    rng = world.rng
    if is_line(c):
        c.capture = pick(rng, {"digitised": 42, "phone_track": 34, "phone_point": 24})
    else:
        c.capture = pick(rng, {"digitised": 30, "phone_point": 70})
    c.shot = rng.choice([0.0, 0.0, 0.5, 1.0, rng.random()])
    c.slip = abs(rng.gauss(0, 4)) if c.capture == "digitised" else 0.0
    c.photos = [rng.getrandbits(64) for _ in range(pick(rng, {0: 55, 1: 32, 2: 10, 3: 3}))]


def base_work(world, v=None, kind=None, way=None, year=None):
    """A work on free ground, or None when that is taken. Anything not given is drawn."""
    rng = world.rng
    kind = kind or pick(rng, {k: row.weight for k, row in KINDS.items()})
    row = KINDS[kind]
    if way is None:
        sort = row.site if row.site in ("field", "canal") else "way"
        village = world.villages[rng.randrange(len(world.villages)) if v is None else v]
        way = rng.choice([w for w in village.ways if w.sort == sort])
    vol, clerk = volume(world, kind), world.villages[way.v].habits
    year, fund = year or pick(rng, YEARS), pick(rng, FUNDS)
    c = Claim(kind, way.v, way.hamlet, year, fund, vol, clerk, way)
    house = row.site == "house"
    c.act = "rehab" if rng.random() < 0.1 and not house else "new"
    c.spot = rng.choice(SPOTS) if rng.random() < 0.3 and not house else ""
    c.person = world.person(way.v) if house else ""
    if row.shape == "line":
        c.side = rng.choice([-1, 1]) if kind in ONE_SIDED else 0
        c.vol = min(vol, round(way.line.length * 0.9))
        c.a, c.b = world.free_stretch(way, kind, c.side, c.vol) or (0, 0)
    elif row.site != "post" or world.once(way.v, way.hamlet, kind):
        c.xy = world.free_spot(way, kind)
    if c.xy is None and not c.b:
        return None
    c.cost = price(world, kind, c.vol, c.act)
    shoot(world, c)
    locate(world, c)
    return c


def derive(world, a, slots):
    """A claim with the slots of `a` but for those given; mapped and photographed anew."""
    b = replace(a, **({"kin": (), "double": False, "pin": None, "fault": ""} | slots))
    shoot(world, b)
    if "rt" not in slots and ("a" in slots or "xy" in slots):
        locate(world, b)
    return replace(b, **slots)


def reuse_photo(world, a, b, chance):
    """The same picture sent again: saved anew, so a few bits differ."""
    rng = world.rng
    if a.photos and rng.random() < chance:
        h = rng.choice(a.photos)
        for _ in range(rng.choice([0, 0, 1, 2, 3, 5])):
            h ^= 1 << rng.randrange(64)
        b.photos = [h] + b.photos[: rng.randint(0, 1)]


def other_fund(world, a):
    """A fund that did not pay `a`."""
    return pick(world.rng, {fund: weight for fund, weight in FUNDS.items() if fund != a.fund})


def other_clerk(world, a):
    """The clerk of `a` or another."""
    return world.rng.choice([a.habits, habits(world.rng)])


def soon(world, a, *steps):
    """A year a few steps after (or before) that of `a`."""
    return a.year + world.rng.choice(steps)


def alike(world, spread):
    """A factor for a price: often exactly 1, else near it."""
    return world.rng.choice([1.0, world.rng.lognormvariate(0, spread)])


def moved(world, a, v):
    """Slots of the same place for village v: its hamlet, RT and clerk, maybe its road name."""
    village, rng = world.villages[v], world.rng
    h = world.nearest_hamlet(v, a.xy or a.way.line.interpolate(a.a).coords[0])
    name = world.road_name() if a.way.sort == "way" and rng.random() < 0.5 else a.way.name
    rt, way = rng.randint(1, village.hamlets[h][3]), replace(a.way, name=name)
    return dict(v=v, habits=village.habits, hamlet=h, rt=rt, way=way)


def blurred(a):
    """Whether an honest relation of `a` puts two works in one place: a double would be unclear."""
    return any(relation in (cofunded, rebuild, overlay, one_pin, copied_pin) for relation in a.kin)


def next_segment(world, a, steps=(0, 1, 1, 2, 3, -1)):
    """The stretch that follows (or precedes), in the same or a near year."""
    rng = world.rng
    length = round(a.b - a.a) if rng.random() < 0.04 else volume(world, a.kind)
    if not is_line(a):
        return None
    at = rng.choice([a.b, a.a - length])
    got = world.free_stretch(a.way, a.kind, a.side, length, at)
    if not got:
        return None
    cost, year = a.cost * length / a.vol * alike(world, 0.12), soon(world, a, *steps)
    spot = rng.choice([a.spot, "", rng.choice(SPOTS)])
    return dict(a=got[0], b=got[1], vol=length, cost=cost, year=year, spot=spot)


def phase_two(world, a):
    """Tahap II or lanjutan on the adjoining stretch; a building goes on where it stands."""
    phase, slots, post = (a.phase or 1) + 1, None, KINDS[a.kind].site == "post" and not a.part
    if is_line(a):
        slots = next_segment(world, a, (0, 1, 1))
    elif post and world.once(a.way.v, a.way.hamlet, a.kind, "phase", phase):
        slots = dict(year=a.year + 1, cost=a.cost * world.rng.uniform(0.4, 1.0))
    if not slots or phase > 3:
        return None
    a.phase = a.phase or world.rng.randint(0, 1)
    return slots | {"phase": phase}


def yearly(world, a):
    """Routine maintenance of the same thing, a later year."""
    rng, year = world.rng, soon(world, a, 1, 2, 3, 4)
    part = 1 if rng.random() < 0.5 or a.vol < 5 else rng.uniform(0.4, 1.0)
    place = a.way.id, a.kind, a.side, round(a.a), a.xy
    if KINDS[a.kind].site == "house" or not world.once(*place, "maint", year):
        return None
    cost = price(world, a.kind, a.vol * part, "maint")
    fund = rng.choice([a.fund, pick(rng, FUNDS)])
    return dict(year=year, act="maint", vol=round(a.vol * part), cost=cost, phase=0, fund=fund)


def rebuild(world, a):
    """Built again honestly after its life."""
    rng, row = world.rng, KINDS[a.kind]
    act = rng.choice(["rehab", "rehab", "new"])
    if row.site == "house" or a.act == "maint" or blurred(a):
        return None
    year, fund = a.year + row.life + rng.randint(-1, 3), pick(rng, FUNDS)
    cost = price(world, a.kind, a.vol, act) * rng.uniform(1.0, 1.4)
    return dict(year=year, act=act, phase=0, fund=fund, cost=cost)


def other_side(world, a):
    """Left and right drain, both banks of a canal, the wall across the road: both names say so."""
    got = a.side and world.free_stretch(a.way, a.kind, -a.side, a.b - a.a, at=a.a)
    if not got:
        return None
    a.told, year = True, soon(world, a, 0, 0, 0, 1)
    return dict(side=-a.side, told=True, year=year, cost=a.cost * alike(world, 0.08))


def beside_road(world, a):
    """A road and its own drain, wall or pipe: other class, same stretch, often the same words."""
    rng = world.rng
    kind = rng.choice(["drain", "drain", "wall", "pipe"])
    side, vol = rng.choice([-1, 1]) if kind in ONE_SIDED else 0, min(a.vol, KINDS[kind].most)
    if layer(a.kind) != "road" or a.way.sort != "way":
        return None
    got = world.free_stretch(a.way, kind, side, vol, at=a.a)
    if not got:
        return None
    slots = dict(kind=kind, side=side, a=got[0], b=got[1], vol=vol, act="new")
    return slots | dict(cost=price(world, kind, vol), year=soon(world, a, 0, 0, 1, 2))


def next_door(world, a):
    """Another house, well, lamp or culvert a few doors on: other person, else the same form."""
    if is_line(a) or a.part or KINDS[a.kind].site == "post":
        return None
    xy = world.free_spot(a.way, a.kind, near=a.xy)
    if not xy:
        return None
    person = a.person and world.person(a.way.v)
    cost, year = a.cost * alike(world, 0.15), soon(world, a, 0, 0, 0, 1, 1, 2)
    spot = a.spot and world.rng.choice([a.spot, world.rng.choice(SPOTS)])
    return dict(xy=xy, person=person, cost=cost, year=year, spot=spot)


def cofunded(world, a):
    """Two funds pay one stretch: both draw the whole, the volumes add up to it."""
    if not is_line(a) or a.vol < 50 or a.kin:
        return None
    whole, money, mine = a.vol, a.cost, round(a.vol * world.rng.uniform(0.35, 0.65))
    a.vol, a.cost = mine, money * mine / whole
    fund, noise = other_fund(world, a), world.rng.lognormvariate(0, 0.03)
    return dict(fund=fund, vol=whole - mine, cost=(money - a.cost) * noise)


def overlay(world, a):
    """A hardened road gets its surface later: same road, next layer."""
    kind = world.rng.choice(OVERLAY.get(a.kind, [""]))
    if not kind or a.act == "maint" or blurred(a):
        return None
    year, cost = soon(world, a, 1, 2, 3, 4), price(world, kind, a.vol)
    return dict(kind=kind, year=year, cost=cost, phase=0, act=world.rng.choice(["new", "rehab"]))


def component(world, a):
    """Fence, toilet or yard of a building that is there already."""
    rng, building = world.rng, KINDS[a.kind].cls == "building" and not a.part
    part = rng.choice(PARTS)
    if not building or not world.once(a.way.id, a.kind, a.xy, part):
        return None
    year, cost = soon(world, a, 0, 0, 1, 2), a.cost * rng.uniform(0.1, 0.5)
    return dict(part=part, act="new", year=year, cost=cost, phase=0, xy=jitter(rng, a.xy, 5))


def companion(world, a):
    """A culvert, lamps or a gate on a road that was built; the tower that completes a well."""
    xy, kind = None, "tank"
    if a.kind != "well":
        kind = world.rng.choice(["culvert", "lamp", "gapura", "pos", "culvert"])
    if a.kind == "well" or layer(a.kind) == "road" and a.way.sort == "way":
        near = a.xy or beside(a.way.line, (a.a + a.b) / 2, 0)
        xy = world.free_spot(a.way, kind, near)
    vol = volume(world, kind)
    if not xy:
        return None
    cost, year = price(world, kind, vol), soon(world, a, 0, 0, 1, 2)
    return dict(kind=kind, xy=xy, vol=vol, cost=cost, act="new", phase=0, year=year)


def border_share(world, a):
    """The neighbour village builds its own part of a road or canal on the border."""
    if a.way.near < 0:
        return None
    slots = next_segment(world, a) if is_line(a) else next_door(world, a)
    return slots and slots | moved(world, a, a.way.near)


def elsewhere(world, a, test, years, same=(), kind=None):
    """A new work on another way that passes the test; shares the slots named in `same` with `a`."""
    ways = [w for w in world.villages[a.way.v].ways if w.sort == a.way.sort and test(w)]
    if not ways:
        return None
    way, year = world.rng.choice(ways), soon(world, a, *years)
    b = base_work(world, kind=kind or a.kind, way=way, year=year)
    if b and b.kind == a.kind:  # one price a metre
        b.cost = a.cost / a.vol * b.vol * alike(world, 0.12)
    return b and replace(b, **{slot: getattr(a, slot) for slot in same})


def serial_package(world, a):
    """Paket 1, 2, 3: one design and one price all over the village."""
    same = ("fund", "act", "habits", "cost")
    b = elsewhere(world, a, lambda w: w.id != a.way.id, [0], same)
    if b and world.rng.random() < 0.5:
        a.serial = a.serial or 1
        b.serial = a.serial + 1
    return b


def next_lane(world, a):
    """The same work in the next of a row of parallel lanes."""
    lane, hamlet = a.way.lane, a.way.hamlet
    test = lambda w: w.hamlet == hamlet and w.lane >= 0 and abs(w.lane - lane) == 1
    return elsewhere(world, a, test, [0, 0, 1], ("fund", "act", "spot")) if lane >= 0 else None


def same_words(world, a):
    """Rabat Beton Dusun Krajan: every year in another lane."""
    near = lambda w: w.hamlet == a.way.hamlet
    return elsewhere(world, a, near, [-1, 0, 1, 1, 2], ("fund", "act", "spot"))


def other_on_stretch(world, a):
    """A work of another kind on the same road."""
    if layer(a.kind) != "road" or a.way.sort != "way":
        return None
    kind = world.rng.choice(["pipe", "spal", "drain", "wall"])
    return elsewhere(world, a, lambda w: w.id == a.way.id, [-1, 0, 1], kind=kind)


def any_work(world, a):
    """Some work of the same village and year, wherever it is."""
    kind = world.rng.choice([a.kind, None, None])
    return base_work(world, a.way.v, kind, year=a.year)


def one_pin(world, a):
    """A clerk pins the works of a year to the village office."""
    b = any_work(world, a)
    return b and replace(b, fault="office", capture="phone_point")


def copied_pin(world, a):
    """The row above was copied, coordinates and all."""
    b = any_work(world, a)
    return b and replace(b, pin=a, fund=a.fund)


HONEST = {
    next_segment: 10,
    phase_two: 7,
    yearly: 9,
    rebuild: 6,
    other_side: 6,
    beside_road: 8,
    next_door: 14,
    cofunded: 2,
    overlay: 4,
    component: 4,
    companion: 5,
    border_share: 3,
    serial_package: 7,
    next_lane: 7,
    same_words: 9,
    other_on_stretch: 4,
    one_pin: 2,
    copied_pin: 2,
}
