"""A world seen from the money: plan lines funded, and some of them funded twice.

Works come from a five-year plan and are written into the books of village, kecamatan, dinas, members'
wishes (pokir), province and donors. Money goes out twice because a proposal went through two doors,
was carried over though paid, or was cut into packages. The district's habits are drawn for every seed.
"""

import numpy as np
import shapely

import common
from ledger_books import SWAPS, Book, activity, cost, pin, title, volume
from ledger_places import build, flip, pick
from ledger_plan import YEARS, Plan

KINDS = {
    "two_doors": 13,
    "next_year_renamed": 11,
    "halves": 9,
    "renamed": 9,
    "digitised": 8,
    "noise": 8,
    "partial_overlap": 8,
    "other_village": 7,
    "cofunded_twice": 6,
    "office_snapped": 5,
    "two_schemes": 5,
    "other_end": 3,
    "other_class": 2,
    "copied_coordinates": 2,
    "swapped_axes": 1,
    "wrong_coordinates": 1,
    "no_geometry": 1,
}
FAMILIES = {
    "single": 26,
    "chain": 9,
    "packages": 5,
    "phases": 5,
    "yearly": 12,
    "rts": 10,
    "sides": 6,
    "houses": 13,
    "lamps": 6,
    "standard": 6,
    "cofund": 5,
    "rebuild": 4,
    "overlay": 3,
    "dpal": 3,
    "damage": 3,
}
WHATS = dict(
    paving=14,
    rabat=12,
    aspal=7,
    makadam=5,
    udit=6,
    batu=5,
    tersier=5,
    talud=7,
    pipa=3,
    sumur=3,
    jembatan=2,
    gorong=4,
    mck=2,
    jamban=2,
    rtlh=3,
    pju=3,
    posyandu=1,
    paud=1,
    balai=1,
    lapangan=1,
    tps=1,
    gapura=2,
)
DOORS = {"desa": 12, "kecamatan": 2, "dinas": 4, "pokir": 4, "provinsi": 2, "csr": 1}


def district(rng, works):
    """The habits of this district's clerks: wide ranges, one draw a seed."""
    wide = {
        "upper": (0, 0.5),
        "dusun": (0.3, 0.9),
        "rt": (0.2, 0.9),
        "street": (0.15, 0.85),
        "anchor": (0.05, 0.4),
        "line": (0.15, 0.95),
        "vague": (0.05, 0.5),
        "typo": (0, 0.12),
        "in_title": (0, 0.5),
        "no_volume": (0, 0.55),
        "track": (0.05, 0.95),
        "area": (0.1, 0.8),
        "no_accuracy": (0, 0.85),
        "photos": (0, 0.9),
        "own_codes": (0.1, 0.6),
        "misfiled": (0.005, 0.04),
        "empty": (0, 0.02),
        "faults": (0.004, 0.02),
        "other_door": (0.4, 0.95),
        "same_year": (0.35, 0.85),
        "same_cost": (0.05, 0.5),
        "photo_again": (0.05, 0.6),
        "photo_lent": (0, 0.03),
        "photo_kept": (0, 0.12),
        "other_class": (0, 0.03),
        "crowd": (2, 3.2),
        "hard": (0.25, 0.5),
    }
    lean = {name: float(rng.uniform(*ends)) for name, ends in wide.items()}

    def tilt(table, spread):
        return {
            k: max(1, round(3 * n * float(np.exp(rng.normal(0, spread))))) for k, n in table.items()
        }

    lean["families"], lean["whats"], lean["doors"] = (
        tilt(FAMILIES, 0.3),
        tilt(WHATS, 0.3),
        tilt(DOORS, 0.4),
    )
    kinds = tilt(KINDS, 0.25)
    total = sum(kinds.values())
    lean["kinds"] = {k: n / total for k, n in kinds.items()}
    lean["count"] = int(min(189, max(12, works / rng.uniform(75, 130))))
    lazy = rng.random(189) < rng.uniform(0.05, 0.3)
    return {**lean, "office": [float(rng.uniform(0.02, 0.12)) if one else 0.004 for one in lazy]}


def eligible(plan, kind):
    """Claims whose work can be claimed again in this way."""

    def not_long(metres):
        return lambda c: c.line.shape != "line" or c.qty < metres or c.defect

    no = {
        "two_schemes": lambda c: c.line.shape != "person",
        "halves": not_long(90),
        "digitised": not_long(0),
        "partial_overlap": not_long(90),
        "other_end": not_long(70),
        "other_village": lambda c: c.line.street.other is None or c.defect,
        "other_class": lambda c: c.line.cls not in SWAPS or c.cls != c.line.cls,
    }
    bars = no.get(kind, lambda c: bool(c.defect))
    out = [
        c
        for c in plan.claims
        if c.family not in ("cofund", "dpal", "damage") and not c.doubled and not bars(c)
    ]
    return [out[k] for k in plan.rng.permutation(len(out))]


def again(plan, first, kind):
    """A second claim on the money of a work: its own door, year, words; the same ground."""
    rng, lean = plan.rng, plan.lean
    door = plan.door(first.line, first.door) if flip(rng, lean["other_door"]) else first.door
    fixed = first.family in ("yearly", "rebuild", "overlay", "phases")
    late = 0 if fixed or flip(rng, lean["same_year"]) else pick(rng, [-1, 1, 1, 1, 2])
    late = late if kind != "next_year_renamed" else 1 if fixed or flip(rng, 0.85) else 2
    late = late if YEARS[0] <= first.year + late <= YEARS[1] else -late
    second = plan.claim(first.line, door, first.year + late, first.family, keep=False)
    for same in ("verb", "tail", "marks", "pieces", "owner"):
        setattr(second, same, getattr(first, same))
    second.must, second.defect = dict(first.must), ""
    if first.verb != "maintain" and flip(rng, 0.25):
        second.verb = "rehab" if first.verb == "new" else "new"
    second.cls = (
        pick(rng, SWAPS.get(first.line.cls, [first.cls]))
        if flip(rng, lean["other_class"])
        else first.cls
    )
    second.stretch(first.s0, first.s1, first.qty).rab = first.rab
    if first.line.shape == "line" and flip(rng, 0.5):
        second.qty = round(first.qty * rng.uniform(0.97, 1.03), 1)
    second.same_cost = first if flip(rng, lean["same_cost"]) else None
    if first.line.shape == "line" and "rt" not in first.must and flip(rng, 0.06):
        rt, rw = first.line.slots["rt"].split(
            "/"
        )  # a street has more than one RT; this clerk names the next
        second.alias["rt"] = f"{int(rt) + 1:02d}/{rw}"
    if "person" not in first.line.slots and flip(rng, 0.12):
        second.alias["anchor"] = first.line.village.anchor(
            rng
        )  # the same spot, named after another neighbour
    second.same_photo = first if flip(rng, lean["photo_again"]) else None
    return second


def twist(plan, first, second, kind):
    """What this kind of second claim does to the record."""
    rng, line = plan.rng, first.line
    fault = {
        "office_snapped": "office",
        "copied_coordinates": "copied",
        "swapped_axes": "swapped",
        "wrong_coordinates": pick(rng, ["sign", "minutes"]),
        "no_geometry": "null",
    }.get(kind)
    if fault:
        second.defect, second.alias = fault, {}
        plan.name_it(second)
    elif kind in ("renamed", "next_year_renamed"):
        here, there = pick(rng, [("rt dusun", "street anchor"), ("street anchor", "rt dusun")])
        first.hide = {k: True for k in here.split() if k not in first.must}
        second.hide = {k: True for k in there.split() if k not in second.must}
    elif kind == "digitised":
        first.drawn = second.drawn = True
    elif kind == "noise":
        first.drawn = second.drawn = flip(rng, plan.lean["line"])
        first.end = second.end = pick(rng, ["start", "mid", "end"])
    elif kind == "other_end":
        first.drawn, second.drawn, first.end, second.end = False, flip(rng, 0.3), "start", "end"
    elif kind == "other_class":
        second.cls = pick(rng, SWAPS[line.cls])
    elif kind == "partial_overlap":
        a, b, move, key = (
            first.s0,
            first.s1,
            first.qty * rng.uniform(0.2, 0.45),
            (line.cls, int(np.sign(line.off))),
        )
        ahead = b + move < line.street.length and line.street.free(key, b, b + move)
        second.stretch(
            *((a + move, b + move) if ahead else pick(rng, [(a + move, b), (a, b - move)]))
        )
        line.street.take(key, second.s0, second.s1)
        first.drawn, second.drawn, second.same_cost = True, True if flip(rng, 0.75) else None, None
    elif kind == "other_village":
        second.owner = plan.villages[line.street.other]
        second.alias["dusun"], second.hide = (
            pick(rng, second.owner.hamlets),
            {"rt": True, "anchor": True},
        )
        second.must.pop("rt", None)
    if "person" in line.slots and flip(rng, 0.25):
        name = line.slots["person"]
        second.alias["person"] = pick(
            rng,
            [
                name.split()[0] + "".join(f" {w[0]}." for w in name.split()[1:]),
                name.replace("i", "y", 1),
            ],
        )


def shared_again(plan, mine, other, left):
    """A third claim on a stretch that two funds share honestly: for one share, or for all of it."""
    second = again(plan, mine, "cofunded_twice")
    second.measured, second.tail, second.marks = True, "", {}
    if left > 1 and flip(plan.rng, 0.6):
        second.stretch(mine.line.s0, mine.line.s1).same_cost = None
        return [(mine, second), (other, second)]
    second.qty, second.verb = mine.qty, "new"
    return [(mine, second)]


def halved(plan, first):
    """The whole in one book, two packages under the tender limit in another."""
    rng, halves = plan.rng, [again(plan, first, "halves"), again(plan, first, "halves")]
    halves[1].door, halves[1].fund, halves[1].year = halves[0].door, halves[0].fund, halves[0].year
    cut, tails = first.s0 + (first.s1 - first.s0) * rng.uniform(0.4, 0.6), flip(rng, 0.6)
    for k, half in enumerate(halves):
        half.stretch(*((first.s0, cut), (cut, first.s1))[k])
        half.drawn = True if not tails or flip(rng, 0.3) else None
        half.same_cost, half.measured = None, True
        if tails:
            half.tail, half.marks = f"Paket {k + 1}", {"pack": k}
    first.measured, first.drawn = True, True if flip(rng, 0.6) else None
    return [(first, half) for half in halves]


def doubles(plan, pairs):
    """Claims funded twice, exactly `pairs` true pairs of them, the kinds in the district's shares."""
    rng, truth, extra = plan.rng, [], []
    order = [k for k, share in plan.lean["kinds"].items() for _ in range(round(share * pairs) + 1)]
    order = [order[k] for k in rng.permutation(len(order))]
    pools = {kind: eligible(plan, kind) for kind in plan.lean["kinds"]}
    shared = [
        (a, b)
        for a, b in zip(plan.claims, plan.claims[1:])
        if a.family == "cofund" and a.line is b.line
    ]
    shared = [shared[k] for k in rng.permutation(len(shared))]
    while len(truth) < pairs:
        kind, left = order.pop() if order else "two_doors", pairs - len(truth)
        if kind == "cofunded_twice" and shared:
            found = shared_again(plan, *shared.pop(), left)
        else:
            for kind in (kind, "two_doors"):
                pool = pools[kind] = [c for c in pools[kind] if not c.doubled]
                if pool:
                    break
            else:
                raise SystemExit("worlds: too many pairs for so few works")
            first = pool.pop()
            if kind == "halves" and left > 1:
                found = halved(plan, first)
            elif kind == "two_doors" and left > 2 and flip(rng, 0.12):
                second, third = again(plan, first, kind), again(plan, first, kind)
                found = [(first, second), (first, third), (second, third)]
            else:
                second = again(plan, first, kind)
                twist(plan, first, second, kind)
                found = [(first, second)]
        for a, b in found:
            a.doubled = b.doubled = True
            truth.append((a, b, kind))
            if b not in extra[-2:]:
                extra.append(b)
    return truth, extra


def library(rng, plan):
    """A book for each outside register, and for each village clerk one of his own."""
    books = {door: Book(rng, door, plan.lean) for door in DOORS}
    for village in plan.villages:
        for door in ("desa", "kecamatan"):
            books[door, village.index] = (
                Book(rng, door, plan.lean) if flip(rng, 0.6) else books[door]
            )
    return lambda c: books.get((c.door, c.owner.index), books[c.door])


def photos(rng, book, claim, boards, lent):
    """Hashes of the claim's pictures; some are the partner's, some a signboard seen everywhere."""
    many = (
        int(rng.integers(1, book.photo_most + 1))
        if claim.same_photo or flip(rng, book.photos)
        else 0
    )
    claim.photos = [int(rng.integers(0, 2**63)) * 2 + int(rng.integers(0, 2)) for _ in range(many)]
    source = boards if flip(rng, 0.03) else lent[1] if flip(rng, lent[0]) else []
    if claim.same_photo:
        source = claim.same_photo.photos = claim.same_photo.photos or [
            int(rng.integers(0, 2**63)) * 2
        ]
    if many and source:
        photo = pick(rng, source)
        for _ in range(int(rng.integers(0, 5))):  # sent again, rescaled: a few bits differ
            photo ^= 1 << int(rng.integers(0, 64))
        claim.photos[0] = photo


def settle_place(rng, book, claim, near):
    """Geometry as the register holds it, faults of the coordinates included."""
    claim.kind, lonlat, claim.told, claim.how = pin(rng, book, claim)
    if claim.defect == "office":
        exact = claim.owner.index % 3 == 0
        spot = claim.owner.office + (0 if exact else rng.normal(0, book.accuracy / 1.4, 2))
        claim.kind, lonlat = "Point", claim.owner.to_earth(spot[None])
        claim.how = "digitised" if exact else "phone_point"
        claim.told = (
            None if exact or flip(rng, book.no_accuracy) else round(float(rng.uniform(4, 20)), 1)
        )
    elif claim.defect == "copied" and near is not None:
        claim.kind, lonlat, claim.told, claim.how = near.kind, near.lonlat, near.told, near.how
    elif claim.defect == "swapped":
        lonlat = lonlat[:, ::-1]
    elif claim.defect == "sign":
        lonlat = lonlat * [1, -1]
    elif claim.defect == "minutes":
        lonlat = np.trunc(lonlat) + (lonlat - np.trunc(lonlat)) * 0.6
    claim.lonlat = np.round(lonlat, book.digits) if claim.defect != "copied" else lonlat


def agree(a, b):
    """How much of the record says that two claims are one work; what an auditor would add up."""
    same = sum(
        1
        for k in ("person", "anchor", "street", "sta", "titik")
        if k in a.shown and k in b.shown and (k == "person" or a.shown[k] == b.shown[k])
    )
    same += (
        "rt" in a.shown
        and a.shown["rt"] == b.shown.get("rt")
        and "dusun" in a.shown
        and "dusun" in b.shown
    )
    points = min(same, 2)
    if a.volume and b.volume and a.line.shape == "line" and "paket" not in (a.unit, b.unit):
        points += abs(a.qty - b.qty) <= 0.05 * a.qty
    points += abs(a.cost - b.cost) <= 0.015 * a.cost
    points += 2 * (a.same_photo is b or b.same_photo is a)
    if not (a.defect or b.defect):
        points += 1 + (a.kind == b.kind == "LineString")
    return points


def apart(a, b):
    """Whether the record itself says that two honest neighbours are two works."""
    if (
        a.marks != b.marks
        or abs(a.year - b.year) > 4
        or ("maintain" in a.shown) != ("maintain" in b.shown)
    ):
        return True
    if "maintain" in a.shown and a.year != b.year:
        return True
    if any(
        k in a.shown and k in b.shown and a.shown[k] != b.shown[k]
        for k in ("what", "person", "anchor", "street", "sta", "titik", "rt", "side")
    ):
        return True
    if a.defect or b.defect or not a.kind == b.kind == "LineString":
        return False
    return (
        a.line.street is b.line.street
        and min(a.s1, b.s1) - max(a.s0, b.s0) < 15
        and "side" not in a.line.slots
    )


def audit(rng, claims, truth, book_of, hard):
    """Reads the register as an auditor does, and has clerks add what nobody could decide without."""
    known = {(id(a), id(b)) for x, y, _ in truth for a, b in ((x, y), (y, x))}
    lines = [
        shapely.transform(
            shapely.LineString(c.lonlat) if len(c.lonlat) > 1 else shapely.Point(c.lonlat[0]),
            lambda xy: xy * [110000, 110600],
        )
        for c in claims
    ]
    left, right = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=90)
    again_ = {}
    for i, j in zip(left.tolist(), right.tolist()):
        a, b = claims[i], claims[j]
        if i >= j or a.cls != b.cls or (id(a), id(b)) in known or apart(a, b):
            continue
        slots = [
            k
            for k in ("person", "side", "rt", "anchor")
            if k in a.line.slots and k in b.line.slots and a.slot(k) != b.slot(k)
        ] or ["what"]
        slots = ["anchor"] if slots[0] == "rt" and flip(rng, 0.5) and "anchor" in slots else slots
        if slots == ["what"] and a.line is not b.line:
            for c in (a, b):  # one landmark for both: name the houses instead
                c.line.slots, slots = {**c.line.slots, "anchor": c.owner.anchor(rng)}, ["anchor"]
        if not flip(rng, 0.03):
            again_[i], again_[j] = a.demand(slots[0], *a.shown), b.demand(slots[0], *b.shown)
    for k in sorted(again_):
        title(rng, book_of(claims[k]), claims[k])
    for a, b, kind in truth:
        need = 2 if flip(rng, hard) else 3
        names = [k for k in ("person", "street", "anchor") if k in a.line.slots]
        names = names if flip(rng, 0.6) else names[::-1]
        for k in names + ["cost", "photo"]:
            if agree(a, b) >= need:
                break
            if k == "cost" and kind not in ("halves", "partial_overlap", "cofunded_twice"):
                b.cost = a.cost
            elif k == "photo":
                b.same_photo = a
            elif k in names and not (a.owner is not b.owner and k == "anchor"):
                for c in (a, b):
                    title(rng, book_of(c), c.demand(k, *c.shown))


def row(c):
    """One claim in the shape the checker reads."""
    shape = None
    if c.defect != "null":
        at = [[float(x), float(y)] for x, y in c.lonlat]
        shape = {
            "type": c.kind,
            "coordinates": {"Point": at[0], "LineString": at, "Polygon": [at]}[c.kind],
        }
    return {
        "id": c.id,
        "village_code": c.owner.code,
        "village_name": c.owner.name,
        "fiscal_year": c.year,
        "fund_source": c.fund,
        "kegiatan_code": c.code,
        "work_class": c.cls,
        "name": c.name,
        "volume": c.volume,
        "unit": c.unit,
        "cost": c.cost,
        "geometry": shape,
        "accuracy_m": c.told if shape else None,
        "capture": c.how,
        "photo_phash": [f"{p:016x}" for p in c.photos],
    }


def write_books(rng, claims, book_of):
    """Fills in what each register shows of each claim."""
    last = {}
    for c in claims:
        book, home = book_of(c), c.owner.index
        title(rng, book, c)
        c.volume, c.unit = volume(rng, book, c)
        c.cost = (
            c.same_cost.cost if c.same_cost and hasattr(c.same_cost, "cost") else cost(rng, book, c)
        )
        settle_place(rng, book, c, last.get(home))
        if not c.defect and (home not in last or flip(rng, 0.3)):
            last[home] = c


def make(seed, works, pairs, facts):
    rng = np.random.default_rng(seed)
    lean = district(rng, works)
    names = {"gang": pick(rng, ["number", "name", "name"]), "named": float(rng.uniform(0.3, 0.95))}
    plan = Plan(rng, villages := build(rng, facts, lean["count"], works, names), lean)
    weight = np.cumsum(np.exp(rng.normal(0, 0.35, len(villages))))
    base = max(works // 2, works - round(1.2 * pairs) - 12)
    while len(plan.claims) < base:
        plan.family(villages[int(np.searchsorted(weight, rng.random() * weight[-1]))])
    plan.claims = plan.claims[:base]
    truth, extra = doubles(plan, pairs)
    while len(plan.claims) + len(extra) < works:
        plan.single(villages[int(rng.random() * len(villages))], pick(rng, plan.whats))
    claims = plan.claims + extra
    book_of = library(rng, plan)
    write_books(rng, claims, book_of)
    audit(rng, claims, truth, book_of, lean["hard"])
    boards, pool = [int(rng.integers(0, 2**63)) for _ in range(5)], {}
    for c in claims:
        mine = pool.setdefault(c.owner.index, [])
        photos(rng, book_of(c), c, boards, (lean["photo_lent"], mine))
        mine += c.photos
        c.code = activity(rng, book_of(c), c)
    order = sorted(
        rng.permutation(len(claims)).tolist(), key=lambda k: (claims[k].year, claims[k].owner.code)
    )
    lead = pick(rng, ["K{:06d}", "3510-{:06d}", "keg/{:05d}", "{:07d}"])
    for k, at in enumerate(order):
        claims[at].id = lead.format(k + 1)
    rows = [row(claims[at]) for at in order]
    said = [
        {
            "a": min(a.id, b.id),
            "b": max(a.id, b.id),
            "kind": "office_snapped" if "office" in (a.defect, b.defect) else kind,
        }
        for a, b, kind in truth
    ]
    return rows, sorted(said, key=lambda t: (t["a"], t["b"]))


if __name__ == "__main__":
    common.run(__doc__, make)
