"""Officers in the field: how a phone places a work, what is photographed, measured and typed in.

Errors are those of phones: a fix drifts under canopy and in valleys, a track begins late or walks
on to the motorbike, a pin lies where the officer parked, and an evening's uploads lie at home.
"""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numpy as np

from phone_names import BAD_PIN, PLACES, call, new_style

KEGIATAN = {  # class: new work, upkeep (ministerial activity codes)
    "road": ("02.03.10", "02.03.02"),
    "bridge": ("02.03.13", "02.03.04"),
    "culvert": ("02.03.14", "02.03.05"),
    "drainage": ("02.03.14", "02.03.05"),
    "irrigation": ("04.02.06", "04.02.04"),
    "retaining_wall": ("02.03.90", "02.03.05"),
    "water_supply": ("02.04.11", "02.04.03"),
    "sanitation": ("02.04.14", "02.04.06"),
    "building": ("02.03.15", "02.03.06"),
    "housing": ("02.04.01", "02.04.01"),
    "street_light": ("02.04.93", "02.04.92"),
    "sports_field": ("03.03.05", "03.03.04"),
    "landfill": ("02.04.15", "02.04.15"),
    "other": ("02.03.20", "02.03.09"),
}
FUNDS = ("DDS", "ADD", "PBH", "PBK", "PBP", "PAD")
OTHER_CLASS = dict(
    wall="drainage",
    drain="irrigation",
    culvert="drainage",
    mck="building",
    bridge="culvert",
    hall="other",
    canal="drainage",
    posyandu="other",
    septic="drainage",
    field="other",
    bor="sanitation",
)
UNITS = {
    "m": ("m", "M", "meter", "m1", "M'"),
    "unit": ("unit", "Unit", "bh", "buah"),
    "m2": ("m2", "M2", "m²"),
}


@dataclass(eq=False)
class Work:
    """One physical work (or one year of upkeep): what it is, where it is, what it is worth."""

    hamlet: object
    cls: str
    thing: str
    act: str
    shape: str  # line, point or area
    street: object
    low: float
    high: float
    off: float
    year: int
    fund: str
    amount: float
    unit: str
    cost: float
    slots: dict
    width: float = 1.0
    share: float = 0.0  # metres this fund pays in an open co-funding
    photos: list = field(default_factory=list)
    family: str = ""
    abroad: bool = False  # registered by the village across the border
    root: object = None  # the work this one is a second registration of


@dataclass(eq=False)
class Claim:
    """One line of the register, with what is known behind it (never written out)."""

    work: Work
    officer: SimpleNamespace
    how: str
    row: dict
    shown: dict
    volume: float | None = None
    must: set = field(default_factory=set)
    spot: object = None  # where the pin seems to lie, if it can be believed
    reach: float = 0.0

    def rename(self, rng, must):
        self.must |= set(must)
        place = self.row["village_name"]
        self.row["name"], self.shown = call(
            rng, self.work, self.officer.style, place, self.volume, self.must
        )


def photo_hash(rng):
    return int(rng.integers(0, 2**64, dtype=np.uint64))


def again(rng, photo, most=4):
    """The same photograph after a messenger recompressed it: a few of its 64 bits differ."""
    for bit in rng.choice(64, int(rng.integers(0, most + 1)), replace=False):
        photo ^= 1 << int(bit)
    return photo


def go_abroad(work):
    """The village across the border registers it: another hamlet's name, and no RT of this one."""
    work.abroad = True
    work.slots.update(dusun=work.hamlet.over[2], rt=None, rw=None)


def hire(rng, role, habits, home):
    """An officer with a phone, habits and a home: `home` is (plane, metres)."""
    lean = {"kasun": (1.3, 0.7, 0.5), "facilitator": (0.7, 1.5, 0.6), "operator": (0.6, 0.3, 3.0)}[
        role
    ]
    odd = lambda: rng.uniform(0.4, 1.6)
    ways = dict(
        track=habits["track"] * lean[1] * odd(),
        draw=habits["draw"] * lean[2] * odd(),
        start=habits["ends"] * odd(),
        end=habits["ends"] * 0.6 * odd(),
        middle=habits["middle"] * odd(),
        parked=habits["parked"] * lean[0] * odd(),
    )
    return SimpleNamespace(
        role=role,
        style=new_style(rng, role, habits),
        error=float(rng.lognormal(np.log(habits["error"]), 0.4)),
        ways=ways,
        cut=float(rng.uniform(0, 2) * habits["cut"]),
        over=float(rng.uniform(0, 2) * habits["over"]),
        park=float(rng.uniform(15, 60)),
        accuracy="given" if rng.random() < habits["accuracy"] else "none",
        digits=int(rng.choice((5, 6, 7, 7))),
        home=home,
        photo=float(min(1, habits["photo"] * rng.uniform(0.5, 1.5))),
        lazy=float(habits["lazy"] * rng.uniform(0, 2)),
        album=[photo_hash(rng) for _ in range(2)],
        shift=rng.normal(0, habits["imagery"], 2),
        unit=int(rng.integers(5)),
        area=bool(rng.random() < habits["area_units"]),
    )


def choose(rng, weights):
    keys = list(weights)
    sums = np.cumsum([weights[k] for k in keys])
    return keys[min(int(np.searchsorted(sums, rng.random() * sums[-1])), len(keys) - 1)]


def drift(rng, count, error):
    """Errors along a track: one offset for all, and a slow wander."""
    wander = np.cumsum(rng.normal(0, error * 0.25, (count, 2)), axis=0)
    return rng.normal(0, error * 0.8, 2) + wander - wander.mean(axis=0)


def footprint(work, grow=1.0):
    """The corners of a building or field: as wide as its area asks, along its street."""
    half = grow * max(3.0, np.sqrt(max(work.amount, 40.0)) / 2) if work.unit == "m2" else grow * 5.0
    a, side = work.street.at(work.low, work.off)[0], work.street.at(work.low, work.off + 1)[0]
    side = side - a
    way = np.array((side[1], -side[0]))
    corners = [
        a + half * (i * 1.3 * way + j * side)
        for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ]
    return np.array(corners)


def shape_of(rng, officer, work, how):
    """Where the officer's device puts the work: (kind, metres in the hamlet's plane, error)."""
    error = officer.error * work.hamlet.canopy
    if how == "draw" and work.shape == "line":
        steps = max(25.0, (work.high - work.low) / rng.uniform(2, 7))
        line = work.street.part(
            work.low + rng.normal(0, 4), work.high + rng.normal(0, 4), steps, work.off
        )
        return "LineString", line + officer.shift + rng.normal(0, 1.2, line.shape), 1.5
    error = 1.5 if how == "draw" else error
    if how == "track" and work.shape == "line":
        low = work.low + (
            rng.exponential(officer.cut)
            if rng.random() < 0.6
            else -rng.exponential(officer.over) * 0.4
        )
        high = work.high + (
            rng.exponential(officer.over)
            if rng.random() < 0.6
            else -rng.exponential(officer.cut) * 0.5
        )
        low, high = max(0.0, min(low, work.high - 12)), min(work.street.length, max(high, low + 12))
        if high - low < 10:
            low, high = work.low, work.high
        line = work.street.part(low, high, rng.uniform(7, 25), work.off)
        return "LineString", line + drift(rng, len(line), error), error
    if how in ("track", "draw") and work.shape == "area":
        ring = footprint(work, rng.uniform(0.9, 1.15)) + (
            officer.shift if how == "draw" else rng.normal(0, error, 2)
        )
        ring[:4] += rng.normal(0, 1.0, (4, 2))
        ring[4] = ring[0]
        return "Polygon", ring, error
    where = dict(start=work.low, end=work.high, middle=(work.low + work.high) / 2).get(
        how, work.low
    )
    spot = work.street.at(where, work.off)
    spot = spot + officer.shift if how == "draw" else spot
    if how == "parked":
        spot = work.street.at(
            max(0.0, work.low - rng.uniform(0.3, 1.3) * officer.park), work.off * 0.3
        )
    return "Point", spot + rng.normal(0, error, (1, 2)), error


def place(rng, officer, work, how):
    """GeoJSON geometry, accuracy and capture of one registration."""
    if how == "none":
        return None, None, "phone_point"
    if how in ("office", "home"):
        error = officer.error * 0.5
        if how == "office":
            office = work.hamlet.village.office
            spread = rng.normal(0, error, 2) / 111000 if rng.random() < 0.5 else np.zeros(2)
            spot = office + spread
        else:
            plane, metres = officer.home
            spot = plane.degrees(metres + rng.normal(0, error, 2))[0]
        kind, degrees = "Point", np.array([spot])
    else:
        kind, metres, error = shape_of(rng, officer, work, how)
        degrees = work.hamlet.plane.degrees(metres)
    points = [
        [round(float(x), officer.digits), round(float(y), officer.digits)] for x, y in degrees
    ]
    if kind == "LineString" and rng.random() < 0.5:
        points = points[::-1]
    coordinates = {"Point": points[0], "LineString": points, "Polygon": [points]}[kind]
    capture = (
        "digitised" if how == "draw" else ("phone_point" if kind == "Point" else "phone_track")
    )
    accuracy = None
    if officer.accuracy == "given" and how != "draw":
        accuracy = round(float(max(2.0, error * rng.uniform(0.7, 1.5))), int(officer.digits == 7))
    return {"type": kind, "coordinates": coordinates}, accuracy, capture


def measure(rng, officer, work, habits):
    """The declared volume and its unit: exact from the estimate, or paced out, or only a package."""
    if rng.random() < habits["no_volume"] and not work.share:
        return (None, "", None) if habits["package"] < 0.5 else (1, "paket", None)
    amount = work.share or work.amount
    if work.unit == "m" and officer.role == "kasun":
        amount = round(amount * (1 + rng.normal(0, habits["pacing"])) / 5) * 5 or amount
    amount = float(max(1, round(amount, 1) if work.unit == "m" else round(amount)))
    if work.unit == "m" and officer.area and work.width != 1.0:
        return round(amount * work.width, 1), UNITS["m2"][officer.unit % 3], amount
    names = UNITS["unit"] if work.unit == "unit" else UNITS[work.unit]
    unit = (
        "titik" if work.thing == "lamp" and officer.unit % 2 else names[officer.unit % len(names)]
    )
    return amount, unit, amount


def photograph(rng, officer, work, reuse):
    """Hashes of the pictures uploaded: new ones of the site, the same ones again, or a lazy album picture."""
    if rng.random() > officer.photo:
        return []
    if work.photos and rng.random() < reuse:
        chosen = rng.permutation(len(work.photos))[: int(rng.integers(1, 3))]
        taken = [again(rng, work.photos[int(i)]) for i in chosen]
    else:
        taken = [photo_hash(rng) for _ in range(int(rng.integers(1, 4)))]
        work.photos = work.photos + taken
    if rng.random() < officer.lazy:
        taken = taken[:1] + [again(rng, officer.album[int(rng.integers(2))], 2)]
    return taken


def register(rng, officer, work, habits, how=None, must=(), reuse=0.0, cost=None):
    """One claim: this officer registers this work."""
    how = how or choose(rng, officer.ways)
    geometry, accuracy, capture = place(rng, officer, work, how)
    written, unit, volume = measure(rng, officer, work, habits)
    code = KEGIATAN[work.cls][work.act == "maintain"]
    village = (
        work.hamlet.over if work.abroad else (work.hamlet.village.code, work.hamlet.village.name)
    )
    if rng.random() < habits["coarse_codes"]:
        code = "02.03.90" if code.startswith("02.03") else code[:6] + "90"
    row = dict(
        id="",
        village_code=village[0],
        village_name=village[1],
        fiscal_year=work.year,
        fund_source=work.fund,
        kegiatan_code=code,
        work_class=work.cls,
        name="",
        volume=written,
        unit=unit,
        cost=int(cost if cost is not None else work.cost),
        geometry=geometry,
        accuracy_m=accuracy,
        capture=capture,
        photo_phash=[f"{p:016x}" for p in photograph(rng, officer, work, reuse)],
    )
    claim = Claim(work, officer, how, row, {}, volume)
    if work.root is None:
        work.root = work
    if geometry:
        flat = np.array(geometry["coordinates"], float).reshape(-1, 2)
        claim.spot = flat.mean(axis=0)
        claim.reach = (
            (work.high - work.low)
            * (1.0 if work.shape == "line" else 0.0)
            / (1 if len(flat) == 1 else 2)
        )
    claim.rename(rng, must)
    return claim


def misplace(rng, claim, fault, donor=None):
    """A fault of coordinates: axes exchanged, sign lost, or a neighbour's pin typed in."""

    def turn(c):
        if isinstance(c[0], list):
            return [turn(x) for x in c]
        return [c[1], c[0]] if fault == "swapped_axes" else [c[0], -c[1]]

    if fault == "copied_coordinates":
        claim.row.update({k: donor.row[k] for k in ("geometry", "accuracy_m", "capture")})
        claim.how, claim.spot, claim.reach = "copied", donor.spot, donor.reach
    else:
        shape = claim.row["geometry"]
        claim.row["geometry"] = dict(shape, coordinates=turn(shape["coordinates"]))
        claim.how, claim.spot = "broken", None


def fits(kind, claim):
    """Whether this honest claim can be the first of a pair of this kind."""
    work = claim.work
    if (
        claim.how in BAD_PIN
        or work.share
        or work.act == "maintain"
        or work.year > 2025
        or work.thing == "pipe"
    ):
        return False
    if kind == "other_village":
        return (
            bool(work.hamlet.over)
            and not work.abroad
            and work.street is work.hamlet.streets[0]
            and claim.how != "parked"
        )
    if kind == "other_class":
        return work.thing in OTHER_CLASS
    line, long = work.shape == "line", work.high - work.low
    if kind in (
        "digitising",
        "partial_overlap",
        "walked_past",
        "split_half",
        "two_ends",
        "cofunded_double",
    ):
        hows = dict(two_ends=("start",), digitising=("track",)).get(kind, ("track", "draw"))
        return line and long > 55 and claim.how in hows and work.family != "segments"
    if kind in ("rehab_next_year", "renamed_next_year"):
        return work.family != "segments" and work.shape != "point"
    return kind not in ("parked", "noise") or claim.how != "parked"


def again_work(rng, kind, first, habits, low=None, high=None):
    """The second registration's idea of the same work: its year, fund, verb, metres and money."""
    work = replace(one := first.work, slots=dict(one.slots), photos=list(one.photos), root=one)
    if kind in ("renamed_next_year", "rehab_next_year"):
        work.year += 1
    elif kind not in ("split_half", "cofunded_double") and rng.random() > habits["same_year"]:
        work.year = min(2026, work.year + (2 if rng.random() < 0.15 else 1))
    if kind == "rehab_next_year" or rng.random() < 0.12:
        work.act = str(rng.choice(("rehab", "upgrade")))
    if kind == "cofunded_double" or rng.random() > habits["same_fund"]:
        work.fund = str(rng.choice([f for f in FUNDS if f != one.fund]))
    if low is not None:
        work.low, work.high, work.amount = low, high, high - low
    share = work.amount / one.amount
    if share < 0.99 or rng.random() > habits["same_cost"]:
        step = habits["rounding"]
        work.cost = max(step, round(one.cost * share * rng.uniform(0.88, 1.12) / step) * step)
    return work


def second(rng, kind, first, crew, habits, mates):
    """Registers the work of `first` once more, in the manner of this kind. Returns the new claims."""
    one = first.work
    who, how, must = (
        [o for o in crew[one.hamlet] if o is not first.officer][int(rng.integers(2))],
        None,
        set(),
    )
    spans, special = [(None, None)], [s for s in PLACES if s != "mark" and one.slots.get(s)]
    if kind == "noise":
        how = first.how
    elif kind in ("digitising", "walked_past"):
        how = "draw" if kind == "digitising" else "track"
    elif kind in ("partial_overlap", "split_half"):
        cut = one.low + (one.high - one.low) * rng.uniform(0.42, 0.58)
        edge = (one.high - one.low) * rng.uniform(0.2, 0.45)
        part = [(one.low + edge, one.high), (one.low, one.high - edge)][int(rng.integers(2))]
        spans, how = (
            ([(one.low, cut), (cut, one.high)], "track")
            if kind == "split_half"
            else ([part], "track")
        )
    elif kind == "cofunded_double":
        how = str(rng.choice(("track", "draw")))
    elif kind == "two_ends":
        how = "end"
    elif kind in ("parked", "office_snapped", "home_upload", "no_geometry"):
        how = dict(
            parked="parked", office_snapped="office", home_upload="home", no_geometry="none"
        )[kind]
    if kind in (
        "office_snapped",
        "home_upload",
        "no_geometry",
        "copied_coordinates",
        "sign_lost",
        "swapped_axes",
    ):
        keep = special if rng.random() < 0.85 else special[:2]
        must = set(keep) | ({"mark"} if one.slots.get("mark") and rng.random() < 0.5 else set())
        first.rename(rng, must - {"mark"})
    if kind in ("renamed", "two_registrars"):
        must = {s for s in ("street", "mark", "rt") if one.slots.get(s) and s not in first.shown}
    out = []
    for low, high in spans:
        work = again_work(rng, kind, first, habits, low, high)
        if kind == "walked_past":
            work.high = min(work.street.length, work.high + rng.uniform(0.1, 0.35) * work.amount)
        if kind == "other_village":
            must = {"street"}
            go_abroad(work)
        claim = register(rng, who, work, habits, how, must, habits["reuse"])
        if kind == "other_class":
            claim.row["work_class"] = OTHER_CLASS[one.thing]
        elif kind in ("swapped_axes", "sign_lost", "copied_coordinates"):
            misplace(rng, claim, kind, donor(rng, mates, one))
        out.append(claim)
    return out


def donor(rng, mates, work):
    """Another claim of the village whose pin a hurried officer may type in."""
    near = [c for c in mates[work.hamlet.village.code] if c.work is not work and c.row["geometry"]]
    return near[int(rng.integers(len(near)))]
