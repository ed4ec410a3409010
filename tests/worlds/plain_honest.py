"""Honest claims of the world `plain`, told as stories.

Single works, a road built piece by piece, yearly upkeep, houses of one programme, a stretch that
two funds pay. Honest claims resemble each other for such reasons, not at random.
"""

import math
from dataclasses import replace

from shapely.geometry import Point
from shapely.ops import substring

from plain_claims import (
    FAMILIES,
    FUNDS,
    LINE_CLASSES,
    YEARS,
    Work,
    claim,
    cut,
    near_hash,
    pick,
    pick_family,
    spoil,
    write_cost,
)
from plain_ground import PEOPLE, STREETS, Road, beside, find_place, occupy, shared_borders, wander

CLASS_SHARE = [("road", 34), ("drainage", 15), ("retaining_wall", 10), ("irrigation", 7)]
CLASS_SHARE += [("culvert", 7), ("bridge", 4), ("water_supply", 6), ("sanitation", 4)]
CLASS_SHARE += [("building", 8), ("housing", 3), ("street_light", 4), ("sports_field", 2)]
CLASS_SHARE += [("landfill", 2), ("other", 3)]
SERIES_SHARE = [("housing", 50), ("sanitation", 15), ("water_supply", 15), ("culvert", 12)]
SERIES_SHARE += [("street_light", 8)]
OTHER_CLASS = {  # what a thing may be filed under instead of its own class
    "drainage": ["irrigation"],
    "irrigation": ["drainage"],
    "retaining_wall": ["drainage"],
    "culvert": ["bridge", "drainage"],
    "bridge": ["culvert"],
    "sanitation": ["water_supply"],
    "water_supply": ["sanitation"],
    "housing": ["building"],
    "landfill": ["building", "sanitation"],
    "street_light": ["other"],
}
SIDES = [("kiri", "kanan"), ("sisi kiri", "sisi kanan")]
SIDES += [("sebelah utara", "sebelah selatan"), ("sebelah barat", "sebelah timur")]
# budgets that recur
CEILINGS = (14_950_000, 24_900_000, 49_850_000, 74_900_000, 99_990_000, 149_850_000, 199_994_400)


def make_work(rng, village, cls=None, hamlet=None, road=None, family=None, **more):
    """A new thing in the village, in the hamlet or road if given; `more` overrides other facts."""
    cls = cls or pick(rng, CLASS_SHARE)
    hamlet = hamlet or rng.choice(village.hamlets)
    family = family or pick_family(rng, cls)
    line = cls in LINE_CLASSES
    if family.size > 1:
        size = family.size * math.exp(rng.gauss(0, 0.45))
    else:
        size = 1 if rng.random() < 0.85 else rng.randint(2, 3)
    road, geom = find_place(rng, hamlet, cls, size if line else 10, road)
    if cls in ("drainage", "retaining_wall"):
        geom = beside(geom, rng.choice([-1, 1]) * rng.uniform(2.5, 5))
    if not line:
        x, y = geom.coords[0]
        off = 0 if cls in ("culvert", "bridge", "street_light") else 25
        geom = Point(x + rng.uniform(-off, off), y + rng.uniform(-off, off))
    person = rng.choice(PEOPLE) if cls == "housing" else ""
    landmark = rng.choice(hamlet.landmarks) if rng.random() < 0.55 else ""
    nature = more.pop("nature", None) or pick(rng, [("new", 66), ("rehab", 20), ("upkeep", 14)])
    size = geom.length if line else round(size)
    work = Work(cls, family, geom, village, hamlet, road, size, nature, landmark, person)
    return replace(work, **more)


def any_year(rng, last=0):
    """A fiscal year that leaves room for `last` more."""
    return rng.choice(YEARS[: len(YEARS) - last])


def single(rng, village):
    """One work, one claim."""
    return [claim(rng, make_work(rng, village), any_year(rng))]


def segments(rng, village):
    """One road, drain or wall built piece by piece, each piece its own claim, end to end."""
    cls = rng.choice(["road", "road", "drainage", "retaining_wall", "irrigation"])
    first = make_work(rng, village, cls, nature="new", alone=False)
    road, year, fund, shift = first.road, any_year(rng, 3), pick(rng, FUNDS), 0
    if cls in ("drainage", "retaining_wall"):
        shift = rng.choice([-1, 1]) * rng.uniform(2.5, 5)
    gap, numbered, out = rng.random() < 0.65, rng.random() < 0.55, []
    at = road.used.pop()[1] + 8
    words = ["", "Lanjutan", "Lanjutan II", "Lanjutan III"]
    if numbered:
        forms = ["tahap ", "Tahap ", "thp ", "segmen "]
        words = [rng.choice(forms) + n for n in ("I", "II", "III", "IV")]
    for i in range(rng.randint(2, 4)):
        step = rng.uniform(45, 60 + first.size)
        geom = substring(road.line, at, at + step)
        at += step
        if at > road.line.length or not (occupy(road, cls, geom) or i):
            break
        piece = replace(
            first,
            geom=beside(geom, shift),
            size=step,
            phase=words[i] if rng.random() < 0.8 else "",
            landmark=rng.choice(first.hamlet.landmarks + [""]),
            road=road._replace(rt=road.rt + i // 2),
        )
        out.append(claim(rng, piece, year + i * gap, fund if rng.random() < 0.75 else None))
    return out or [claim(rng, first, year)]


def yearly_upkeep(rng, village):
    """The same thing kept up in several years, sometimes after its own construction."""
    classes = ["road", "road", "drainage", "irrigation", "building", "street_light", "sports_field"]
    work = make_work(rng, village, rng.choice(classes), nature="upkeep", alone=False)
    year, n, out = any_year(rng, 3), rng.randint(2, 4), []
    if rng.random() < 0.4:
        out.append(claim(rng, replace(work, nature="new"), year))
        year, n = year + 1, n - 1
    return out + [claim(rng, work, year + i) for i in range(n)]


def rebuilt(rng, village):
    """Built, and built anew when its life was over; or a base course, and its surface soon."""
    cls = rng.choice(["road", "road", "drainage", "building", "culvert", "street_light"])
    work = make_work(rng, village, cls, nature="new", alone=False)
    if cls == "road" and rng.random() < 0.5:
        year, (*surfaces, base) = any_year(rng, 2), FAMILIES["road"]
        below = claim(rng, replace(work, family=base), year)
        surface = replace(work, family=rng.choice(surfaces))
        return [below, claim(rng, surface, year + rng.randint(1, 2))]
    anew = replace(work, nature=rng.choice(["new", "rehab"]))
    return [claim(rng, work, any_year(rng, 6)), claim(rng, anew, YEARS[-1] - rng.randint(0, 1))]


def both_sides(rng, village):
    """Left and right drain (or wall) of one road, two claims."""
    words, cls = rng.choice(SIDES), rng.choice(["drainage", "drainage", "retaining_wall"])
    left = make_work(rng, village, cls, nature="new", side=words[0])
    across_road = beside(left.geom, rng.choice([-1, 1]) * rng.uniform(5, 8))
    right, year = replace(left, geom=across_road, side=words[1]), any_year(rng, 1)
    return [claim(rng, left, year), claim(rng, right, year + rng.choice([0, 0, 1]))]


def road_and_company(rng, village):
    """A road and, along it, drain, wall, culvert or lamps: other class, same words."""
    road, year = make_work(rng, village, "road"), any_year(rng, 1)
    out = [claim(rng, road, year)]
    classes = ["drainage", "retaining_wall", "culvert", "street_light"]
    for cls in rng.sample(classes, rng.randint(1, 2)):
        line = cls in LINE_CLASSES
        if line and not occupy(road.road, cls, road.geom):
            continue
        if line:
            geom = beside(road.geom, rng.choice([-1, 1]) * rng.uniform(2.5, 4))
        else:
            geom = road.geom.interpolate(rng.random() * road.size)
        family, size = pick_family(rng, cls), road.size if line else rng.randint(1, 6)
        company = replace(road, cls=cls, family=family, geom=geom, size=size)
        out.append(claim(rng, company, year + rng.choice([0, 0, 1])))
    return out


def series(rng, village):
    """Many alike in one hamlet: houses, latrines, wells, culverts, lamps.

    Near each other, at one price, in one wording, now and then with one photo for all.
    """
    cls = pick(rng, SERIES_SHARE)
    nature = "rehab" if cls == "housing" else "new"
    first = make_work(rng, village, cls, nature=nature)
    year, fund, n = any_year(rng), pick(rng, FUNDS), rng.randint(3, 7)
    cost, out = write_cost(rng, first, 2021), []
    named = cls == "housing" or (cls in ("sanitation", "water_supply") and rng.random() < 0.6)
    for person in rng.sample(PEOPLE, n):
        road = first.road if rng.random() < 0.6 else None
        same = dict(family=first.family, nature=nature, person=person if named else "", alone=named)
        work = make_work(rng, village, cls, first.hamlet, road, **same)
        out.append(claim(rng, replace(work, size=first.size), year, fund, cost=cost))
    if rng.random() < 0.08:
        one = near_hash(rng, village.stock_photo)
        for c in out:
            c.fields["photo_phash"] = [f"{near_hash(rng, one):016x}"]
    return out


def packages(rng, village):
    """Gangs of one hamlet as packages of one year, with nearly one name and one round cost."""
    cls, hamlet = rng.choice(["road", "road", "drainage"]), rng.choice(village.hamlets)
    family, year, fund = pick_family(rng, cls), any_year(rng), pick(rng, FUNDS)
    gangs, out = hamlet.roads[2:], []
    for road in rng.sample(gangs, min(rng.randint(2, 5), len(gangs))):
        work = make_work(rng, village, cls, hamlet, road, family=family, nature="new")
        price = write_cost(rng, work, year)
        cost = min(CEILINGS, key=lambda ceiling: abs(ceiling - price))
        out.append(claim(rng, work, year, fund, cost=cost))
    return out


def co_funded(rng, village):
    """One stretch paid by two funds in one year, each its own metres, drawn whole or each its part.

    Or the unfinished rest of it carried over to the next year.
    """
    cls = rng.choice(["road", "road", "drainage", "irrigation"])
    work = make_work(rng, village, cls, nature="new", alone=False)
    year, share = any_year(rng, 1), rng.choice([rng.uniform(0.2, 0.42), 0.5])
    whole, rest = rng.random() < 0.5, rng.random() < 0.35
    note = rng.choice(["(luncuran)", "lanjutan SiLPA", "Lanjutan"] if rest else ["", "(sharing)"])
    parts = [cut(work, 0, share, phase="" if rest else note), cut(work, share, 1, phase=note)]
    funds = ("DDS", "DDS") if rest else rng.sample(["DDS", "ADD", "PBH", "PBK", "PBP"], 2)
    drawn, out = work.geom if whole else None, []
    for part, fund, when in zip(parts, funds, (year, year + rest)):
        metres = float(round(part.size))
        out.append(claim(rng, part, when, fund, geom=drawn, unit="m", volume=metres))
    return out


def building_phases(rng, village):
    """One building raised in phases or by components (fence, roof, floor), all at one point."""
    work = make_work(rng, village, "building", nature="new", alone=False)
    year, phases = any_year(rng, 2), ["tahap 1", "tahap 2", "tahap 3"]
    components = rng.sample(["(pagar)", "(atap)", "(lantai keramik)", "(plafon)"], 3)
    parts = rng.choice([phases, components])[: rng.randint(2, 3)]
    return [claim(rng, replace(work, phase=part), year + i) for i, part in enumerate(parts)]


def one_pin(rng, village):
    """Different works under one pin, the office or a spot of a hamlet, copied or taken anew."""
    exact, year = rng.random() < 0.5, any_year(rng, 1)
    spot = village.office
    if rng.random() >= 0.7:
        spot = rng.choice(village.hamlets).roads[0].line.interpolate(0.5, normalized=True)
    out = []
    for _ in range(rng.randint(2, 6)):
        work, when = make_work(rng, village), year + rng.choice([0, 0, 0, 1])
        out.append(claim(rng, work, when, how="phone_point", geom=spot))
    for c in out:
        copy_place(out[0] if exact else c, c)
    return out


def copy_place(a, b):
    """Gives claim b the place written in claim a; neither is doubled later."""
    b.fields.update({k: a.fields[k] for k in ("geometry", "accuracy_m", "capture")})
    a.sound = b.sound = False


def copied_coordinates(rng, village):
    """Two different works, the second with the first one's geometry (or photos too) by mistake."""
    a = claim(rng, make_work(rng, village), any_year(rng))
    b = claim(rng, make_work(rng, village), a.fields["fiscal_year"])
    copy_place(a, b)
    if rng.random() < 0.3:
        b.fields["photo_phash"] = list(a.fields["photo_phash"])
    return [a, b]


def on_the_border(rng, borders):
    """A work at a village border; half of the lines are honestly built on by the neighbour."""
    a, b, border = rng.choice(borders)
    p = border.interpolate(rng.uniform(0.05, 0.95), normalized=True)
    heading, length = rng.uniform(0, 2 * math.pi), rng.uniform(120, 320)
    start = (p.x - 0.5 * length * math.cos(heading), p.y - 0.5 * length * math.sin(heading))
    line = wander(rng, start, heading, length)
    here, there = (a, b) if a.area.contains(Point(line.coords[0])) else (b, a)
    name = f"Jl. {rng.choice(STREETS)}" if rng.random() < 0.6 else ""
    road = Road(name, line, rng.randint(1, 5), rng.randint(1, 5), [])
    cls, year = rng.choice(["road", "road", "drainage", "bridge", "culvert"]), any_year(rng, 1)
    work = make_work(rng, here, cls, road=road, neighbour=there)
    if cls not in LINE_CLASSES:
        return [claim(rng, replace(work, geom=p), year)]
    halves = substring(line, 0, length / 2), substring(line, length / 2, length)
    own, far = (replace(work, geom=half, size=half.length) for half in halves)
    out = [claim(rng, own, year)]
    if rng.random() < 0.5:
        out.append(claim(rng, across(rng, far), year + rng.choice([0, 0, 1])))
    return out


def across(rng, work):
    """The work as the neighbouring village would tell it: other hamlet, other RT and RW."""
    hamlet = rng.choice(work.neighbour.hamlets)
    road = work.road._replace(rt=rng.randint(1, 5), rw=rng.randint(1, 5))
    there, here = work.neighbour, work.village
    return replace(work, village=there, hamlet=hamlet, neighbour=here, road=road)


STORIES = [(single, 30), (segments, 9), (yearly_upkeep, 6), (rebuilt, 4), (both_sides, 5)]
STORIES += [(road_and_company, 8), (series, 7), (packages, 5), (co_funded, 3), (building_phases, 2)]
STORIES += [(one_pin, 5), (copied_coordinates, 2), (on_the_border, 4)]


def honest_register(rng, villages, count):
    """Exactly `count` honest claims; a few with broken coordinates or a wrong class."""
    borders, claims = shared_borders(villages), []
    while len(claims) < count:
        story, village = pick(rng, STORIES), rng.choice(villages)
        claims += story(rng, borders if story is on_the_border else village)
    del claims[count:]
    for c in claims:
        if rng.random() < 0.008:
            c.fields["geometry"], c.sound = spoil(rng, c.fields["geometry"]), False
        elif rng.random() < 0.015 and c.work.cls in OTHER_CLASS:
            c.fields["work_class"] = rng.choice(OTHER_CLASS[c.work.cls])
    return claims
