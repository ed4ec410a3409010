"""World `plain`: works told as stories, and some claims told once more.

First the ground: villages, hamlets, streets, people. Then honest works, as stories. Last the
doubles: a claim already in the register is claimed again, in one of the KINDS. A *work* is the
thing on the ground; a *claim* is what somebody wrote down about it, with the noise of phones,
drawing, wording and bookkeeping.
"""

import math
import random
from dataclasses import replace

from shapely.geometry import LineString

import common
from plain_claims import (
    FAMILIES,
    FUNDS,
    LINE_CLASSES,
    YEARS,
    claim,
    cut,
    misspell,
    pick,
    spoil,
    take_photos,
)
from plain_ground import settle
from plain_honest import OTHER_CLASS, across, honest_register

KINDS = {  # how a double comes about: share of the pairs in percent
    "other_fund": 13,
    "next_year": 14,
    "redrawn": 9,
    "point_for_line": 9,
    "part_again": 8,
    "split_halves": 6,
    "overlapping_stretch": 5,
    "office_snapped": 8,
    "border_village": 5,
    "other_class": 6,
    "broken_coordinates": 4,
    "near_copy": 5,
    "house_two_schemes": 3,
    "phase_in_name_only": 3,
    "claimed_three_times": 2,
}
# (pairs, new claims) of a kind where one event makes more than one
SEVERAL = {"split_halves": (2, 2), "claimed_three_times": (3, 2)}
LOOKS_LIKE = ("drainage", "irrigation"), ("culvert", "bridge")  # filed as the other, named so too


def again(rng, base, work=None, years=(0,), same_fund=0.3, **more):
    """Claims the base's work once more.

    Works that are kept up, phased or paid by shares are only doubled within the year, else nobody
    could tell the double from the next honest claim.
    """
    f, work = base.fields, work or base.work
    gap = rng.choice(years) if work.alone and work.nature != "upkeep" else 0
    year = f["fiscal_year"] + (gap if f["fiscal_year"] + gap <= YEARS[-1] else -gap)
    fund = f["fund_source"]
    if rng.random() >= same_fund:
        fund = pick(rng, [other for other in FUNDS if other[0] != fund])
    if rng.random() >= 0.7:
        work = replace(work, landmark=rng.choice(work.hamlet.landmarks + [""] * 6))
    if work.nature == "new" and rng.random() < 0.15:
        work = replace(work, nature="rehab")
    if rng.random() < 0.03:
        work = replace(work, road=work.road._replace(rt=work.road.rt + 1))
    c = claim(rng, work, year, fund, **more)
    whole = work.geom is base.work.geom
    if whole and rng.random() < 0.65:
        same = rng.random() < 0.3
        c.fields["cost"] = f["cost"] if same else int(round(f["cost"] * rng.gauss(1, 0.06), -3))
    if whole and c.fields["unit"] == f["unit"] and rng.random() < 0.5:
        c.fields["volume"] = f["volume"]
    if f["photo_phash"] and rng.random() < 0.4:
        c.fields["photo_phash"] = take_photos(rng, work.village, f["photo_phash"])
    return c


def double(rng, base, kind):
    """The new claims a kind makes of its base: once more, with what this kind changes."""
    w, f = base.work, base.fields
    share, middle = rng.uniform(0.35, 0.8), rng.uniform(0.42, 0.58)
    start = rng.choice([0, 1 - share, rng.uniform(0, 1 - share)])
    if kind == "split_halves":
        return [again(rng, base, cut(w, *ends), (0, 1)) for ends in ((0, middle), (middle, 1))]
    if kind == "claimed_three_times":
        return [again(rng, base, None, years) for years in ((0, 1), (0, 1, 2))]
    if kind == "near_copy":
        return [near_copy(rng, base)]
    if kind == "other_class":
        return [misfiled(rng, base)]
    drawn = "digitised" if f["capture"] == "phone_track" else "phone_track"
    changes = {
        "other_fund": lambda: dict(same_fund=0),
        "next_year": lambda: dict(years=(1, 1, 1, 2), same_fund=0.6),
        "redrawn": lambda: dict(years=(0, 0, 1), how=drawn),
        "point_for_line": lambda: dict(years=(0, 1), how="phone_point"),
        "part_again": lambda: dict(work=cut(w, start, start + share), years=(0, 1, 1)),
        "overlapping_stretch": lambda: dict(
            work=stretch_on(w, rng.uniform(0.3, 0.6)), years=(0, 1, 1)
        ),
        "office_snapped": lambda: dict(
            years=(0, 1), how="phone_point", geom=w.village.office, full=1.4
        ),
        "border_village": lambda: dict(work=across(rng, w), years=(0, 0, 1)),
        "broken_coordinates": lambda: dict(years=(0, 1), full=1.3),
        "house_two_schemes": lambda: dict(years=(0, 1, 2), same_fund=0),
        "phase_in_name_only": lambda: dict(
            work=replace(w, phase=rng.choice(["Lanjutan", "tahap II"])), years=(1,), same_fund=0.7
        ),
    }
    c = again(rng, base, **changes[kind]())
    if kind == "broken_coordinates":
        c.fields["geometry"] = spoil(rng, c.fields["geometry"])
    return [c]


def stretch_on(work, shift):
    """The stretch moved on along its own direction by a share of its length: the rest overlaps."""
    rest = cut(work, shift, 1).geom
    (ax, ay), (bx, by) = rest.coords[-2], rest.coords[-1]
    add = shift * work.geom.length / (math.hypot(bx - ax, by - ay) or 1.0)
    geom = LineString(list(rest.coords) + [(bx + add * (bx - ax), by + add * (by - ay))])
    return replace(work, geom=geom, size=geom.length)


def near_copy(rng, base):
    """The old entry copied: words and coordinates hardly touched, fund or year changed."""
    c = again(rng, base, years=(0, 1, 1), same_fund=0.5)
    name = base.fields["name"]
    c.fields["name"] = name if rng.random() < 0.4 else misspell(rng, name)
    if rng.random() < 0.5:
        c.fields.update({k: base.fields[k] for k in ("geometry", "accuracy_m", "capture")})
    return c


def misfiled(rng, base):
    """The work under another class, and half of the time named as such where the two look alike."""
    work, cls = base.work, rng.choice(OTHER_CLASS[base.work.cls])
    if any(work.cls in two and cls in two for two in LOOKS_LIKE) and rng.random() < 0.5:
        work = replace(work, family=FAMILIES[cls][0])
    return again(rng, base, work, (0, 1), work_class=cls)


def suitable(base, kind):
    """May this claim be doubled in this way?"""
    w, line = base.work, base.work.cls in LINE_CLASSES
    drawn = base.fields["geometry"]["type"] == "LineString"
    anywhere = w.neighbour is None and w.cls != "housing"
    rules = {
        "next_year": anywhere and w.alone and w.nature != "upkeep",
        "redrawn": line and drawn,
        "point_for_line": drawn and w.size > 60,
        "part_again": line and w.size > 60,
        "split_halves": line and w.size > 100,
        "overlapping_stretch": line and w.size > 80 and w.alone,
        "office_snapped": anywhere and w.alone,
        "broken_coordinates": anywhere and w.alone,
        "border_village": w.neighbour is not None,
        "other_class": w.cls in OTHER_CLASS,
        "house_two_schemes": w.cls == "housing",
        "phase_in_name_only": w.alone and not w.phase and w.nature == "new",
    }
    return base.sound and rules.get(kind, anywhere)


def deal_kinds(pairs):
    """The doubling events whose pairs add up to exactly `pairs`, near the shares of KINDS."""
    events, left = [], pairs
    for kind, share in KINDS.items():
        made = SEVERAL.get(kind, (1, 1))[0]
        n = min(round(share / 100 * pairs / made), left // made)
        events, left = events + [kind] * n, left - n * made
    return events + ["other_fund"] * left


def add_doubles(rng, claims, events):
    """Doubles a different base for every event: the new claims, and (base, double, kind) a pair."""
    used, new, truth = [False] * len(claims), [], []
    for kind in events:
        i = rng.choice([i for i, c in enumerate(claims) if not used[i] and suitable(c, kind)])
        used[i] = True
        made = double(rng, claims[i], kind)
        new += made
        truth += [(claims[i], c, kind) for c in made]
        if kind == "claimed_three_times":
            truth.append((made[0], made[1], kind))
    return new, truth


def make(seed, works, pairs, facts):
    """The claims and the true pairs of one seed; neither order nor id tells anything."""
    rng = random.Random(seed)
    villages, events = settle(rng, facts), deal_kinds(pairs)
    doubled = sum(SEVERAL.get(kind, (1, 1))[1] for kind in events)
    claims = honest_register(rng, villages, works - doubled)
    new, truth = add_doubles(rng, claims, events)
    claims += new
    rng.shuffle(claims)
    rng.shuffle(truth)
    numbers = rng.sample(range(100_000, 1_000_000), len(claims))
    ids = {id(c): f"W{n}" for c, n in zip(claims, numbers)}
    projects = [{"id": ids[id(c)], **c.fields} for c in claims]
    return projects, [{"a": ids[id(a)], "b": ids[id(b)], "kind": kind} for a, b, kind in truth]


if __name__ == "__main__":
    common.run(__doc__, make)
