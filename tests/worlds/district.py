"""A kabupaten over ten budget years: real assets, their life, and the claims filed about it.

First the things that lie on the ground (streets, drains, canals, wells, houses) and what is done
to them from 2017 to 2026, then the claims of the villages about it, last the doubles people slip
in: a second claim on a work that was claimed before. What looks double and is honest (yearly
upkeep, phases, the two drains of a street, serial packages, co-funded metres, one pin for a whole
year) comes out of the life of the assets and the habits of the clerks.
"""

import math
import random
from dataclasses import replace

from shapely.affinity import rotate
from shapely.geometry import Polygon
from shapely.ops import substring

import common
from district_ground import degrees, lay_out, near
from district_words import OTHER_CLASS, Clerk, name_of, typed
from district_works import FUNDS, KINDS, ROADS, YEARS, live, weighted

DOUBLES = {  # how a double came about, and how often; what suits few works comes first
    "border_village": 34,
    "two_schemes": 28,
    "other_class": 38,
    "split_half": 40,
    "partial_overlap": 44,
    "end_points": 36,
    "next_year": 55,
    "other_fund": 60,
    "office_snapped": 26,
    "plain_copy": 24,
    "coordinate_fault": 16,
}
HONEST_FAULTS = {
    "": 0.873,
    "office": 0.035,
    "year_pin": 0.035,
    "copied": 0.015,
    "coarse": 0.015,
    "far_fix": 0.012,
    "digit": 0.004,
    "swap": 0.003,
    "sign": 0.003,
}
LINE_CAPTURE = {"phone_point": 34, "phone_track": 32, "digitised": 34}
SPOT_CAPTURE = {"phone_point": 80, "digitised": 20}
MEASURED = {"phone_track": 4, "digitised": 4, "phone_point": 1}  # where a claim's length matters
OUTLINED = ("building", "sports_field", "housing", "landfill", "other")


def capture(rng, asset, span, how=None, where=None):
    """Draw or photograph a thing: returns (capture, accuracy, GeoJSON geometry)."""
    geom = asset.geometry(span)
    how = how or weighted(rng, LINE_CAPTURE if asset.is_line else SPOT_CAPTURE)
    accuracy, said = min(45.0, max(2.5, math.exp(rng.gauss(1.95, 0.55)))), None
    if how != "digitised" and rng.random() >= 0.14:
        said = round(accuracy * rng.choice([1, 1, 1, rng.uniform(0.4, 1.2)]), 1)
    sigma = accuracy * 0.62 if how != "digitised" else 3
    if how != "phone_point" and asset.is_line:
        track = how == "phone_track"
        step, memory = (rng.uniform(9, 18), 0.75) if track else (rng.uniform(25, 60), 0.9)
        points = [degrees(*c) for c in walk(rng, geom, sigma, step, memory)]
        return how, said, {"type": "LineString", "coordinates": points}
    if asset.is_line:
        if where is None:
            where = rng.choice([0.02, 0.1, 0.3, 0.5, 0.5, 0.7, 0.9, 0.98])
        geom = geom.interpolate(where, normalized=True)
    spot = near(rng, geom, sigma)
    if how == "phone_point" or KINDS[asset.kind].cls not in OUTLINED:
        return how, said, {"type": "Point", "coordinates": degrees(spot.x, spot.y)}
    return how, said, outline(rng, asset, spot.x, spot.y)


def outline(rng, asset, x, y):
    """The four corners of a building or a field, as somebody clicks them on an image."""
    if asset.kind == "field":
        w, h = math.sqrt(asset.count) * 0.6, math.sqrt(asset.count) * 0.42
    else:
        w, h = rng.uniform(3, 6), rng.uniform(2.5, 5)
    ring = Polygon([(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)])
    ring = rotate(ring, rng.uniform(0, 90)).exterior.coords
    return {"type": "Polygon", "coordinates": [[degrees(*c) for c in ring]]}


def walk(rng, line, sigma, step, memory):
    """A line as walked or clicked: ends a little off, the error drifting, either direction."""
    low, high = min(0.2, abs(rng.gauss(0, 0.03))), max(0.8, 1 - abs(rng.gauss(0, 0.03)))
    line = substring(line, low, high, normalized=True)
    count, points = max(2, round(line.length / step) + 1), []
    dx, dy = rng.gauss(0, sigma), rng.gauss(0, sigma)
    for i in range(count):
        spot = line.interpolate(i / (count - 1), normalized=True)
        points.append((spot.x + dx, spot.y + dy))
        dx, dy = (memory * d + math.sqrt(1 - memory**2) * rng.gauss(0, sigma) for d in (dx, dy))
    return points[::-1] if rng.random() < 0.5 else points


def moved(coords, change):
    """GeoJSON coordinates of any depth with every position changed."""
    if isinstance(coords[0], list):
        return [moved(c, change) for c in coords]
    return change(coords)


def spoil(rng, claim, fault, village, clerk):
    """What goes wrong with coordinates between the field and the form."""
    geometry = claim["geometry"]
    if fault in ("office", "year_pin"):
        pin = near(rng, village.office, rng.choice([0, 7]))
        pin = degrees(pin.x, pin.y)
        if fault == "year_pin":  # the first point of the year serves for every work after it
            own = geometry["coordinates"] if geometry["type"] == "Point" else pin
            pin = clerk.pins.setdefault(claim["fiscal_year"], own)
        claim.update(geometry={"type": "Point", "coordinates": pin}, capture="phone_point")
        return
    axis, step = rng.randint(0, 1), rng.choice([0.1, -0.1, 0.01, -0.01, 1.0, 0.02])
    far = rng.gauss(0, 0.0012), rng.gauss(0, 0.0012)
    change = {
        "swap": lambda c: c[::-1],
        "sign": lambda c: [c[0], -c[1]],
        "coarse": lambda c: [round(v, 3) for v in c],
        "digit": lambda c: [round(v + step * (i == axis), 7) for i, v in enumerate(c)],
        "far_fix": lambda c: [round(v + d, 7) for v, d in zip(c, far)],
    }
    if fault in change:
        geometry["coordinates"] = moved(geometry["coordinates"], change[fault])


def amount(rng, work, span):
    """Volume and unit as declared: metres, square metres, pieces, or just a package."""
    asset, unit = work.asset, KINDS[work.asset.kind].unit
    volume = float(asset.count)
    if work.length:
        metres = (span[1] - span[0]) * work.share * math.exp(rng.gauss(0, 0.03))
        volume = round(metres, rng.choice([0, 0, 0, 1]))
        if asset.kind in ROADS and rng.random() < 0.12:
            volume, unit = round(volume * asset.width, 1), "m2"
    return (1.0, "paket") if rng.random() < 0.05 else (volume, unit)


def declared(rng, cost, fund, clerk):
    """The cost as it stands in the budget: rounded, or the round ceiling of a scheme."""
    cost = max(300000, round(cost / clerk.rounding) * clerk.rounding)
    if fund in ("PBK", "PBP") and cost > 40e6 and rng.random() < 0.35:
        ceiling = min((75e6, 100e6, 150e6, 200e6), key=lambda c: abs(c - cost))
        cost = ceiling - rng.choice([0, 0, 5600, 500000])
    return int(cost)


def tell(
    rng, work, clerk=None, year=None, fund=None, span=None, act=None, cost=None, how=None,
    where=None, nouns=None, tag=None, cls=None, code=None, fault="",
):
    """One claim about one work, with whatever a second teller changes."""
    asset, village, kind = work.asset, work.asset.village, KINDS[work.asset.kind]
    year, fund, span, act = year or work.year, fund or work.fund, span or work.span, act or work.act
    clerk, tag = clerk or village.clerk(year), work.tag if tag is None else tag
    volume, unit = amount(rng, work, span)
    cost = declared(rng, cost or work.cost, fund, clerk)
    old = (act == "maintain") != (rng.random() < 0.08)  # some take the wrong kegiatan
    how, accuracy, geometry = capture(rng, asset, span, how, where)
    claim = {
        "village_code": village.code,
        "village_name": village.name,
        "fiscal_year": year,
        "fund_source": fund,
        "kegiatan_code": code or (kind.old if old else kind.new),
        "work_class": cls or kind.cls,
        "name": name_of(rng, clerk, work, act, span, nouns, tag),
        "volume": volume,
        "unit": unit,
        "cost": cost,
        "geometry": geometry,
        "accuracy_m": accuracy,
        "capture": how,
        "photo_phash": photos(rng, village),
    }
    spoil(rng, claim, fault, village, clerk)
    return claim


def photo(rng):
    """The hash of a new picture."""
    return f"{rng.getrandbits(64):016x}"


def photos(rng, village):
    """Most claims have no hash; some carry the village signboard."""
    if rng.random() >= 0.42:
        return []
    hashes = [photo(rng) for _ in range(rng.choice([1, 1, 2, 3]))]
    return hashes[1:] + [f"{village.signboard:016x}"] if rng.random() < 0.03 else hashes


def share_photo(rng, one, two):
    """The same picture in two claims, compressed again: a few bits apart."""
    one["photo_phash"] = one["photo_phash"] or [photo(rng)]
    picture = int(one["photo_phash"][0], 16)
    for bit in rng.sample(range(64), rng.randint(0, 6)):
        picture ^= 1 << bit
    two["photo_phash"] = [f"{picture:016x}"] + two["photo_phash"][1:]


def file_honest(rng, works):
    """The claims of all works that were claimed once, with the faults and habits everybody has."""
    claims, last = [], {}
    for work in sorted(works, key=lambda w: (w.asset.village.code, w.year)):
        code, fault = work.asset.village.code, weighted(rng, HONEST_FAULTS)
        claim, before = tell(rng, work, fault=fault), last.get(code)
        if before and fault == "copied":
            claim.update({k: before[k] for k in ("geometry", "capture", "accuracy_m")})
        if before and before["photo_phash"] and rng.random() < 0.03:
            share_photo(rng, before, claim)
        last[code] = claim
        claims.append(claim)
    return claims


def another_fund(rng, fund):
    """A purse that is not this one."""
    return weighted(rng, {f: w for f, w in FUNDS.items() if f != fund})


def fits(work, kind):
    """Can this work be doubled in this way? Only whole works that are more than upkeep are."""
    asset, length = work.asset, work.length
    ways = {
        "partial_overlap": length > 80,
        "split_half": length > 110,
        "end_points": 80 < length < 190,
        "border_village": asset.neighbour is not None,
        "two_schemes": asset.kind in ("house", "latrine", "well"),
        "next_year": work.year < YEARS[-1],
        "other_class": asset.kind in OTHER_CLASS and (asset.kind != "gang" or work.layer == 1),
    }
    return work.act != "maintain" and work.share == 1 and ways.get(kind, True)


def later(work, years):
    """The work's year and so many more, but never beyond the last."""
    return min(YEARS[-1], work.year + years)


def retell(rng, work, **changes):
    """The second claim as most are: other clerk, other purse, same or next year, cost anew."""
    told = {
        "clerk": Clerk(rng) if rng.random() < 0.6 else None,
        "year": later(work, rng.random() < 0.35),
        "tag": "" if rng.random() < 0.95 else "lanjutan",
        "fund": another_fund(rng, work.fund) if rng.random() < 0.75 else work.fund,
        "cost": work.cost * math.exp(rng.gauss(0, rng.choice([0.0, 0.04, 0.08, 0.2]))),
    }
    better = "upgrade" if work.asset.kind in ROADS else "build"
    told["act"] = rng.choice([work.act, work.act, "rebuild", better])
    told.update(changes)
    if "span" in changes:
        told["cost"] *= (told["span"][1] - told["span"][0]) / work.length
    return tell(rng, work, **told)


def overlapping_span(rng, work):
    """A stretch that shares 55 to 90 % with the work: cut inside it, or slid along the line."""
    (low, high), length = work.span, work.length
    if rng.random() < 0.5:
        size = length * rng.uniform(0.5, 0.85)
        start = low + rng.uniform(0, length - size)
        return start, start + size
    slide = length * rng.uniform(0.15, 0.4) * rng.choice([1, -1])
    return max(0.0, low + slide), min(work.asset.base.length, high + slide)


def halves(rng, work):
    """Two claims that share one work between them, some of them as phases."""
    middle = sum(work.span) / 2 + rng.gauss(0, 8)
    told = {"year": later(work, rng.random() < 0.35), "fund": another_fund(rng, work.fund)}
    claims = []
    for low, high, tag in ((work.span[0], middle, "tahap I"), (middle, work.span[1], "tahap II")):
        told.update(how=weighted(rng, MEASURED), tag=rng.choice(["", tag]))
        claims.append(retell(rng, work, span=(low, high), **told))
    return claims


def plain_copy(rng, first, work):
    """The old line of the budget pasted again, with one or two fields touched."""
    copy = dict(first)
    if work.year < YEARS[-1] and rng.random() < 0.6:
        copy["fiscal_year"] += 1
    else:
        copy["fund_source"] = another_fund(rng, work.fund)
    if rng.random() < 0.6:
        copy["name"] = typed(rng, Clerk(rng), copy["name"])
    else:
        copy["name"] += rng.choice([" (lanjutan)", " desa " + first["village_name"], ""])
    copy["cost"] = round(copy["cost"] * rng.choice([1, 1, 1.05, 0.97]))
    shorter = moved(first["geometry"]["coordinates"], lambda c: [round(v, 6) for v in c])
    copy["geometry"] = dict(first["geometry"], coordinates=shorter)
    return copy


def seen_from_over_there(rng, work):
    """A border work with the address that the other village gives it."""
    asset, other = work.asset, work.asset.neighbour
    address = {"hamlet": rng.choice(other.hamlets)}
    address.update(rt=rng.randint(1, 5), rw=rng.randint(1, 6))
    return replace(work, asset=replace(asset, village=other, neighbour=asset.village, **address))


def first_claim(rng, work, kind):
    """The claim that was there first."""
    if kind in ("split_half", "partial_overlap"):
        return tell(rng, work, how=weighted(rng, MEASURED))
    if kind == "end_points":
        return tell(rng, work, how="phone_point", where=rng.uniform(0, 0.1))
    misplaced = kind in ("office_snapped", "coordinate_fault")  # only the words can give these away
    return tell(rng, work, clerk=Clerk(rng, thorough=True) if misplaced else None)


def second_claims(rng, work, kind, first):
    """The other claims on a work that was claimed before, by the way the double came about."""
    if kind == "plain_copy":
        return [plain_copy(rng, first, work)]
    if kind == "split_half":
        return halves(rng, work)
    told = {}
    if kind == "other_fund":
        told = {"year": work.year, "fund": another_fund(rng, work.fund)}
    elif kind == "next_year":
        told["year"] = later(work, rng.choice([1, 1, 1, 2]))
        told["fund"] = rng.choice([work.fund, another_fund(rng, work.fund)])
    elif kind == "partial_overlap":
        told = {"span": overlapping_span(rng, work), "how": weighted(rng, MEASURED)}
    elif kind == "other_class":
        told = dict(zip(("cls", "code", "nouns"), rng.choice(OTHER_CLASS[work.asset.kind])))
        told["clerk"] = Clerk(rng, thorough=rng.random() < 0.9)
    elif kind == "end_points":
        told = {"how": "phone_point", "where": rng.uniform(0.85, 1)}
        told["clerk"] = Clerk(rng, thorough=rng.random() < 0.6)
    elif kind == "border_village":
        work = seen_from_over_there(rng, work)
        told = {"clerk": work.asset.village.clerk(work.year)}
    elif kind == "two_schemes":
        told = {"fund": another_fund(rng, work.fund), "act": rng.choice(["build", "rebuild"])}
    elif kind == "office_snapped":
        told = {"clerk": Clerk(rng, thorough=True), "fault": "office"}
    elif kind == "coordinate_fault":
        told = {"clerk": Clerk(rng, thorough=True)}
        told["fault"] = rng.choice(["swap", "sign", "digit", "digit", "far_fix"])
    return [retell(rng, work, **told)]


def slip_in(rng, works, pairs):
    """Doubles some works: returns the works left alone, the claims on the others, the pairs."""
    counts = {k: int(n * pairs / sum(DOUBLES.values())) for k, n in DOUBLES.items()}
    counts["split_half"] -= counts["split_half"] % 2  # halves come in twos
    counts["other_fund"] += pairs - sum(counts.values())
    free, claims, truth = rng.sample(works, len(works)), [], []
    for kind in DOUBLES:
        while counts[kind] > 0:
            work = free.pop(next(i for i, w in enumerate(free) if fits(w, kind)))
            first = first_claim(rng, work, kind)
            seconds = second_claims(rng, work, kind, first)
            for second in seconds:
                if rng.random() < 0.25:
                    share_photo(rng, first, second)
                truth.append((first, second, kind))
            claims += [first] + seconds
            counts[kind] -= len(seconds)
    return free, claims, truth


def make(seed, works, pairs, facts):
    """One district: its ground, ten years of works, the honest claims and the doubles."""
    rng = random.Random(seed)
    done = live(rng, lay_out(rng, facts), works - pairs)
    rest, claims, truth = slip_in(rng, done, pairs)
    claims += file_honest(rng, rest)
    rng.shuffle(claims)
    rng.shuffle(truth)
    for claim, number in zip(claims, rng.sample(range(10**7, 10**8), len(claims))):
        claim["id"] = f"P{number}"
    rows = [{"id": c["id"], **c} for c in claims]
    return rows, [{"a": a["id"], "b": b["id"], "kind": kind} for a, b, kind in truth]


if __name__ == "__main__":
    common.run(__doc__, make)
