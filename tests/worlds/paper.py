"""A labelled world where everything was on paper first.

Proposals and reports were typed from handwriting, coordinates were read off sheets with a ruler. A second
claim is a second passage of one work through those hands: a sheet typed twice, a proposal beside its report,
another reading. Every seed is another district: its typists, forms, prices, funds and faults are drawn anew.
"""

import json
from dataclasses import replace

import numpy as np
import shapely

import common
from paper_desk import FAULTS, OBJECTS, Desk, habits
from paper_ground import BATAVIA, Land, Reader, flat, part, pick, share
from paper_works import Builder

NEAR = (
    "two_typists",
    "proposal_report",
    "noise",
    "redigitised",
    "partial_overlap",
    "renamed",
    "renamed_next_year",
    "halves",
    "cofunded_double",
    "line_point",
    "over_border",
)
FAR = (
    "office_snapped",
    "copied_coordinates",
    "no_coordinates",
    "two_ends",
    "wrong_datum",
    "other_class",
) + FAULTS
METRES = ("halves", "cofunded_double")
LINE_KINDS = (
    "redigitised",
    "partial_overlap",
    "halves",
    "cofunded_double",
    "line_point",
    "two_ends",
)
MISTAKEN = {
    "road": "drainage other",
    "drainage": "culvert road sanitation",
    "culvert": "drainage",
    "irrigation": "drainage retaining_wall",
    "retaining_wall": "irrigation road",
    "bridge": "road culvert",
    "water_supply": "sanitation other",
    "sanitation": "water_supply",
    "building": "other",
    "housing": "building",
    "street_light": "other",
    "other": "building",
    "sports_field": "building other",
    "landfill": "sanitation other",
}


class Register:
    """The rows so far, the works behind them, and the pairs that are one work."""

    def __init__(self, rng, land, taste):
        self.rng, self.taste, self.builder = rng, taste, Builder(rng, land, taste)
        self.land, self.rows, self.flats, self.works, self.truth = land, [], [], [], []
        self.desks = {code: Desk(rng, taste) for code in sorted({v.seat for v in land.villages})}
        self.stock = [self.photo() for _ in range(6)]
        ways = (lambda: 1.0, lambda: share(rng, 0.95, 1.04), lambda: share(rng, 0.85, 1.12))
        self.apart = [
            way for way, weight in zip(ways, rng.integers(1, 5, 3)) for _ in range(weight)
        ]

    def photo(self):
        return f"{int(self.rng.integers(0, 2**64, dtype=np.uint64)):016x}"

    def desk(self, village):
        return self.desks[village.seat]

    def add(self, work, **how):
        if "photos" not in how and not work.photos and self.rng.random() < self.taste["photos"]:
            work.photos = [self.photo() for _ in range(int(self.rng.integers(1, 4)))]
            if self.rng.random() < self.taste["stock"]:
                work.photos[0] = pick(self.rng, self.stock)
        self.rows.append(self.desk(how.get("village") or work.hamlet.village).enter(work, **how))
        self.flats.append(flat(self.rows[-1]["geometry"]))
        return len(self.rows) - 1

    def honest(self, count, rate):
        """Fills up to count claims so that look-alikes within 50 m are `rate` a claim."""
        near, odds, seen, step = 0, 0.9, 0, max(60, count // 25)
        while len(self.rows) < count:
            goal = min(count, len(self.rows) + step)
            while len(self.rows) < goal:
                works = (
                    self.builder.family(odds - 1)
                    if self.rng.random() < odds
                    else self.builder.single()
                )
                self.works.extend(
                    (work, self.add(work)) for work in works[: count - len(self.rows)]
                )
            fresh = self.meetings(seen)
            near, was, seen = near + fresh, len(self.rows) - seen, len(self.rows)
            need = (rate * count - near) / max(1, count - len(self.rows))
            odds = float(
                np.clip(odds * np.clip(need / max(0.05, fresh / was), 0.6, 1.6), 0.03, 1.9)
            )

    def meetings(self, since):
        """Pairs of one class within 50 m that the rows since then brought."""
        here = [i for i, f in enumerate(self.flats) if f is not None]
        tree = shapely.STRtree([self.flats[i] for i in here])
        fresh = [i for i in here if i >= since]
        found = tree.query([self.flats[i] for i in fresh], "dwithin", 50.0)
        pairs = ((fresh[a], here[b]) for a, b in zip(*found.tolist()))
        return sum(
            1
            for a, b in pairs
            if b < a and self.rows[a]["work_class"] == self.rows[b]["work_class"]
        )

    def base(self, kind):
        """A work with one claim so far that this kind can happen to."""
        for _ in range(20_000):
            at = int(self.rng.integers(len(self.works)))
            work, row = self.works[at]
            bad = (
                row is None
                or work.at_office
                or (kind in LINE_KINDS and work.shape != "line")
                or (kind in METRES and (work.phase or work.verb == "maintain" or work.length < 50))
                or (kind == "two_ends" and not 60 < work.length < 260)
                or (
                    kind == "renamed_next_year"
                    and (work.verb == "maintain" or work.object == "house")
                )
            )
            if not bad:
                self.works[at] = (work, None)
                return work, row
        raise SystemExit("paper: too few works for so many pairs")

    def retype(self, row, work, **how):
        """The first claim once more, so that it too shows what its pair hangs on."""
        how = {"clean": True, "photos": work.photos, **how}
        self.rows[row] = self.desk(work.hamlet.village).enter(work, **how)
        self.flats[row] = flat(self.rows[row]["geometry"])

    def claim_again(self, row, work, kind, **how):
        """A second claim of the work of a row; whether 50 m and one class find the pair."""
        other = self.add(work, **how)
        self.truth.append((row, other, kind))
        one, two = self.flats[row], self.flats[other]
        return (
            one is not None
            and two is not None
            and one.distance(two) <= 50
            and self.rows[row]["work_class"] == self.rows[other]["work_class"]
        )


def second(reg, work, kind, hard):
    """How the second claim of a work differs whatever its kind: money, fund, year, photo."""
    rng, taste = reg.rng, reg.taste
    how = {"clean": True, "cost": work.cost, "fund": work.fund, "year": work.year, "photos": []}
    if kind == "two_typists":
        how["cost"] *= 1.0 if rng.random() < 0.8 else float(rng.uniform(0.97, 1.03))
    else:
        how["cost"] *= float(rng.uniform(0.72, 1.3)) if hard else pick(rng, reg.apart)()
        if "dari" not in work.phase and rng.random() < taste["other_fund"]:
            how["fund"] = reg.builder.fund()
        gap = int(np.searchsorted(taste["gaps"], rng.random()))
        gap = max(1, gap) if kind == "renamed_next_year" else gap
        if work.verb != "maintain" and kind not in ("cofunded_double", "noise"):
            how["year"] = work.year + gap if work.year + gap <= 2026 else work.year - min(gap, 2)
        if work.length and kind not in METRES and rng.random() < taste["loose"]:
            how["amount"] = round(work.amount * share(rng, 0.95, 1.05), pick(rng, (0, 1)))
        if rng.random() < 0.4:
            how["grain"] = pick(rng, (1, 1000, 100_000, 500_000))
    if rng.random() < taste["other_code"]:
        how["code"] = pick(rng, (OBJECTS[work.object][7], "02.03.90", "02.03.96", "02.04.94"))
    if kind == "other_class" or rng.random() < taste["other_class"]:
        how["work_class"] = pick(rng, MISTAKEN[work.work_class].split())
    if work.photos and rng.random() < taste["reuse"]:
        how["photos"] = [rescanned(rng, photo) for photo in work.photos[: int(rng.integers(1, 4))]]
    elif rng.random() < taste["photos"] * 0.6:
        how["photos"] = [reg.photo()]
    return how


def rescanned(rng, photo):
    """The same print scanned again: a few bits of the hash turn."""
    turned = sum(
        1 << bit
        for bit in sorted({int(bit) for bit in rng.integers(0, 64, int(rng.integers(0, 6)))})
    )
    return f"{int(photo, 16) ^ turned:016x}"


def evidence(reg, work, hard):
    """Slots both claims must show where the place cannot speak."""
    slots = [slot for slot in ("rt", "street", "land") if getattr(work, slot)]
    chosen = [slots[i] for i in reg.rng.permutation(len(slots))[: 1 if hard else 2]]
    return frozenset(chosen + ["dusun", "object", "person"])


def duplicate(reg, kind):
    """Claims one work again in this way; how many near pairs it made."""
    if kind == "over_border":
        return over_border(reg)
    (work, row), hard = reg.base(kind), reg.rng.random() < 0.15
    how = second(reg, work, kind, hard)
    if kind in METRES:
        return metres(reg, work, row, kind, how)
    desk, first = reg.desk(work.hamlet.village), {}
    if kind in FAR:
        how["keep"] = first["keep"] = evidence(reg, work, hard)
        how["counted"] = first["counted"] = reg.rng.random() < (1.0 if hard else 0.6)
    elif reg.rng.random() < reg.taste["easy"] or (hard and work.shape != "line"):
        how["keep"] = evidence(reg, work, hard)
        how["counted"] = first["counted"] = True
    again = way(reg, work, kind, how, first)
    reg.retype(row, work, typist=desk.typists[0], **first)
    if kind == "two_typists":  # The coordinate of the same sheet, perhaps without its last digits.
        sheet = reg.rows[row]
        how.update(
            geometry=sheet["geometry"], capture=sheet["capture"], accuracy=sheet["accuracy_m"]
        )
        if sheet["geometry"] and sheet["geometry"]["type"] != "Polygon" and reg.rng.random() < 0.35:
            how["geometry"] = json.loads(
                json.dumps(sheet["geometry"]), parse_float=lambda t: round(float(t), 4)
            )
    return reg.claim_again(row, again, kind, typist=desk.typists[-1], **how)


# What is fixed for the first and for the second claim of some kinds.
WAYS = {
    "redigitised": ({"shape": "line"}, {"shape": "line"}),
    "partial_overlap": ({"shape": "line", "counted": True}, {"shape": "line", "counted": True}),
    "line_point": ({"shape": "line", "counted": True}, {"shape": "point", "counted": True}),
    "renamed": ({}, {"other": True}),
    "renamed_next_year": ({}, {"other": True}),
    "two_ends": tuple(
        {"shape": "point", "spot": spot, "counted": True} for spot in ("start", "end")
    ),
    "wrong_datum": ({"shape": "point", "spot": "middle", "phone": False},) * 2,
    "office_snapped": ({}, {"at_office": True}),
    "no_coordinates": ({}, {"geometry": None}),
    **{fault: ({}, {"fault": fault}) for fault in FAULTS},
}


def way(reg, work, kind, how, first):
    """Fixes what makes the kind; the work as the second claim sees it."""
    rng = reg.rng
    if kind in NEAR:
        first["shape"] = how["shape"] = (
            "line" if rng.random() < 0.5 * (1 + reg.taste["lines"]) else None
        )
    for claim, fixed in zip((first, how), WAYS.get(kind, ({}, {}))):
        claim.update(fixed)
    if kind in NEAR and not first["shape"] and work.length:
        how["spot"] = first["spot"] = pick(rng, ("start", "middle", "end"))
    if kind == "proposal_report":
        first.update(cost=float(np.ceil(work.cost / 5e5) * 5e5), phone=False)
        how.update(
            cost=work.cost * share(rng, 0.93, 1.0),
            phone=rng.random() < 0.6,
            grain=1,
            amount=round(work.amount * share(rng, 0.96, 1.0), 1) if work.length else work.amount,
        )
    elif kind == "copied_coordinates":
        how["geometry"] = reg.desk(work.hamlet.village).last.get(work.hamlet.village.code)
    elif kind == "wrong_datum":
        how["reader"] = Reader(rng, reg.taste["forms"], 2.0, 1.0, 0)
        how["reader"].bias += BATAVIA * pick(rng, (-1, 1))
    elif kind == "partial_overlap":
        how.pop("amount", None)
        return shifted(rng, work)
    elif how.get("other") and "verb" not in work.keep:
        return replace(
            work,
            verb=pick(rng, ("new", "upgrade", "rehab")) if work.verb != "maintain" else work.verb,
        )
    return work


def shifted(rng, work):
    """A stretch that shares most metres with the work; never into a neighbour's."""
    start, end = work.span
    if work.base is not None and work.lone:
        by = (end - start) * share(rng, 0.1, 0.4) * pick(rng, (-1, 1))
        a, b = max(0.0, start + by), min(work.base.length, end + by)
        line, size = work.base.cut(a, b), round(b - a)
    else:
        kept = share(rng, 0.6, 0.85)
        line, size = part(work.line, 0, kept, 5), round((end - start) * kept)
    return replace(work, line=line, length=size, amount=size)


def metres(reg, work, row, kind, how):
    """Claims that only metres convict: halves beside the whole, two funds for every metre."""
    rng, desk = reg.rng, reg.desk(work.hamlet.village)
    reg.retype(row, work, shape="line", counted=True, typist=desk.typists[0])
    how.update(shape="line", counted=True)
    if kind == "cofunded_double":
        while how["fund"] == work.fund:
            how["fund"] = pick(rng, reg.builder.funds)
        return reg.claim_again(row, work, kind, **how)
    near, cut = 0, float(rng.uniform(0.4, 0.6))
    for a, b in ((0.0, cut), (cut, 1.0)):
        size = round(work.length * (b - a), 1)
        half = replace(work, line=part(work.line, a, b, 5), length=size, amount=size)
        near += reg.claim_again(row, half, kind, **{**how, "cost": how["cost"] * (b - a)})
    return near


def over_border(reg):
    """A road on the border, claimed by both villages for all its metres."""
    rng, b = reg.rng, reg.builder
    hamlet, length, key = (
        b.hamlet(),
        round(b.length()),
        pick(rng, ("rabat", "aspal", "paving", "drain")),
    )
    street, at, other = reg.land.border(rng, hamlet.village, length) or (None, 0.0, None)
    if street is None:
        return 0
    work = b.work(
        key, hamlet, None, length, (street, at - length / 2), verb="new", keep=frozenset({"street"})
    )
    how = second(reg, work, "over_border", rng.random() < 0.15)
    how["shape"] = "line" if rng.random() < 0.8 else None
    row = reg.add(work, clean=True, counted=True, shape=how["shape"], spot="middle")
    twin = replace(work, hamlet=pick(rng, other.hamlets), rt=int(rng.integers(1, 9)), land="")
    return reg.claim_again(
        row, twin, "over_border", village=other, counted=True, spot="middle", **how
    )


def doubles(reg, pairs, works):
    """All true pairs: every kind a few times, the rest so that 50 m finds its share."""
    rng, reach, near = reg.rng, share(reg.rng, 0.81, 0.85), 0
    odds = {
        group: np.cumsum(mass / mass.sum())
        for group in (NEAR, FAR)
        for mass in [rng.gamma(1.3, 1.0, len(group)) + 0.25]
    }
    opening = [kind for kind in NEAR + FAR for _ in range(max(1, min(3, pairs // 80)))]
    while len(reg.truth) < pairs:
        group = FAR if near > reach * len(reg.truth) else NEAR
        kind = opening.pop() if opening else group[int(np.searchsorted(odds[group], rng.random()))]
        if not opening and near < (reach - 0.03) * len(
            reg.truth
        ):  # Rough readings: lean on kinds that stay near.
            kind = pick(
                rng, ("two_typists", "redigitised", "partial_overlap", "cofunded_double", kind)
            )
        left = pairs - len(reg.truth)  # Halves bring two pairs, a border road two claims.
        if (kind == "halves" and left < 2) or (
            kind == "over_border" and len(reg.rows) + left >= works
        ):
            kind = "redigitised"
        near += duplicate(reg, kind)


def make(seed, works, pairs, facts):
    rng = np.random.default_rng([7, seed])
    taste, count = habits(rng), int(np.clip(works / rng.uniform(180, 285), 6, 189))
    reg = Register(rng, Land(rng, facts, count), taste)
    # At 401 pairs in 6,800 claims this gives 50 m and one class a precision of 3 to 5 %.
    rate = 0.83 * 401 / 6800 / share(rng, 0.036, 0.049)
    reg.honest(max(1, works - pairs - pairs // 12), rate)
    doubles(reg, pairs, works)
    while len(reg.rows) < works:
        reg.add(reg.builder.single()[0])
    name = {row: f"P{at + 1:06d}" for at, row in enumerate(rng.permutation(len(reg.rows)).tolist())}
    claims = [{"id": name[row], **reg.rows[row]} for row in name]
    truth = [
        dict(zip(("a", "b", "kind"), (*sorted((name[a], name[b])), kind)))
        for a, b, kind in reg.truth
    ]
    return claims, sorted(truth, key=lambda pair: (pair["a"], pair["b"]))


if __name__ == "__main__":
    common.run(__doc__, make)
