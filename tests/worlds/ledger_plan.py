"""The five-year plan: every line of it one physical work, and the claims made on its money.

Honest lines come in families, as plans do: packages end to end, phases, a street's houses, yearly
upkeep. What makes two lines of a family different works is always in their slots, metres, years
or marks; the books decide how much of it a title shows.
"""

import numpy as np

from ledger_books import DOORS, SWAPS, WORKS
from ledger_places import flip, person, pick

YEARS = (2019, 2026)
LINEAR = [w for w, row in WORKS.items() if row[3] == "line"]


class Line:
    """One physical work: where, what, how long, and the words that can name its place."""

    def __init__(self, rng, village, street, what, verb, year, s0, s1, side):
        self.village, self.street, self.what, self.verb, self.year = (
            village,
            street,
            what,
            verb,
            year,
        )
        self.cls, _, _, self.shape, _, self.price, width, _, self.codes = WORKS[what]
        self.s0, self.s1 = s0, s1
        self.width = round(rng.uniform(*width), 1)
        self.rate = self.price * (
            self.width * 2 / (width[0] + width[1]) if self.shape == "line" else 1
        )
        self.off = side * (rng.uniform(2.5, 4) if self.shape == "line" else rng.uniform(5, 12))
        self.slots = {"person": person(rng)} if self.shape == "person" else {}
        if street.name:
            self.slots["street"] = street.name
        self.slots["anchor"] = village.near(rng, street)
        self.slots["rt"] = f"{street.rt((s0 + s1) / 2)}/{street.rw}"
        self.slots["dusun"] = village.hamlets[street.hamlet]
        if self.shape == "line":
            self.slots["sta"] = ""

    def rab(self, metres, year):
        """The estimate for so many metres (or for the piece) in a year's prices."""
        share = {"new": 1.0, "rehab": 0.75, "maintain": 0.28}[self.verb]
        size = metres if self.shape == "line" else 1
        return self.rate * size * share * 1.04 ** (year - YEARS[0])


class Claim:
    """One line of one register: what it takes from the plan line, and what it will show."""

    def __init__(self, line, door, fund, year):
        self.line, self.door, self.fund, self.year = line, door, fund, year
        self.owner, self.verb, self.cls = line.village, line.verb, line.cls
        self.s0, self.s1 = line.s0, line.s1
        self.qty, self.pieces = round(line.s1 - line.s0, 1), 1
        self.rab = line.rab(self.qty, year)
        self.tail, self.end, self.defect, self.measured, self.drawn = "", "", "", False, None
        self.marks, self.alias, self.must, self.hide = {}, {}, {}, {}
        self.same_cost = self.same_photo = self.copied = None
        self.family, self.doubled, self.photos = "single", False, None

    def slot(self, key):
        if key == "sta":
            a, b = round(self.s0 / 5) * 5, round(self.s1 / 5) * 5
            return f"STA {a // 1000}+{a % 1000:03d} s/d {b // 1000}+{b % 1000:03d}"
        return self.alias.get(key, self.line.slots.get(key, ""))

    def demand(self, *slots):
        for k in slots:
            self.must[k] = True
            self.hide.pop(k, None)
        return self

    def stretch(self, s0, s1, qty=None):
        self.s0, self.s1 = s0, s1
        self.qty = round(s1 - s0 if qty is None else qty, 1)
        self.rab = self.line.rab(self.qty, self.year)
        return self


class Plan:
    """Draws families of plan lines into the villages and books a claim on each."""

    def __init__(self, rng, villages, lean):
        self.rng, self.villages, self.lean, self.claims = rng, villages, lean, []
        self.whats = [w for w, share in lean["whats"].items() for _ in range(share)]
        self.families = [f for f, share in lean["families"].items() for _ in range(share)]

    def year(self, ahead=0):
        return int(self.rng.integers(YEARS[0], YEARS[1] + 1 - ahead))

    def site(self, village, what, metres, side):
        """Free metres on a street, some streets always first: (street, start, end), or None."""
        row = WORKS[what]
        pool = [s for s in village.streets if s.kind in row[4].split()] or village.streets
        key = (row[0] if row[3] == "line" else what, side if row[3] == "line" else 0)
        for _ in range(9):
            street = pool[int(len(pool) * self.rng.random() ** self.lean["crowd"])]
            size = min(metres, street.length * 0.95)
            s0 = self.rng.uniform(0, street.length - size)
            if size > 0.45 * metres and street.free(key, s0, s0 + size):
                street.take(key, s0, s0 + size)
                return street, s0, s0 + size
        return None

    def lay(self, village, what, verb=None, year=None, site=None, side=None, metres=None):
        """A plan line; what is not given is drawn."""
        rng = self.rng
        if side is None:
            side = pick(rng, [-1, 1]) if WORKS[what][0] != "road" else 0
        verb = verb or ("new" if flip(rng, 0.72) else pick(rng, ["rehab", "rehab", "maintain"]))
        site = site or self.site(village, what, metres or rng.uniform(*WORKS[what][7]), side)
        return site and Line(
            rng, village, site[0], what, verb, year or self.year(), site[1], site[2], side
        )

    def door(self, line, but=None):
        doors = [d for d, share in self.lean["doors"].items() for _ in range(share) if d != but]
        return (
            "dinas"
            if line.shape == "person" and but != "dinas" and flip(self.rng, 0.2)
            else pick(self.rng, doors)
        )

    def claim(self, line, door=None, year=None, family="single", fund=None, keep=True):
        rng = self.rng
        door = door or self.door(line)
        claim = Claim(line, door, fund or pick(rng, DOORS[door]), year or line.year)
        claim.family = family
        if line.cls in SWAPS and flip(rng, self.lean["misfiled"]):
            claim.cls = pick(rng, SWAPS[line.cls])
        if line.shape == "lamp" and family != "lane":
            claim.pieces = int(rng.integers(1, 9))
            claim.rab *= claim.pieces
        if flip(rng, self.lean["office"][line.village.index]):
            claim.defect = "office"
        elif flip(rng, self.lean["faults"]):
            claim.defect = pick(
                rng, ["swapped", "copied", "copied", "copied", "null", "null", "sign", "minutes"]
            )
        elif flip(rng, self.lean["empty"]):
            claim.defect = "null"
        if claim.defect:
            self.name_it(claim)
        if keep:
            self.claims.append(claim)
        return claim

    def name_it(self, claim):
        """A claim without a place of its own mostly says in words where it is."""
        words = ("anchor", "dusun") if flip(self.rng, 0.5) else ("street", "rt", "dusun")
        words = ("person",) if "person" in claim.line.slots else words
        claim.demand(*(k for k in words if k in claim.line.slots)).measured = "rt" in words

    def family(self, village):
        """One family of the plan, booked; returns nothing in a village with no room left."""
        name = pick(self.rng, self.families)
        what = pick(self.rng, self.whats)
        if name not in ("single", "phases", "houses", "lamps", "standard") and what not in LINEAR:
            what = pick(self.rng, LINEAR)
        self.chain(village, what, True) if name == "packages" else getattr(self, name)(
            village, what
        )

    def single(self, village, what):
        line = self.lay(village, what)
        return line and self.claim(line)

    def pieces(self, village, what, many, gap):
        """Sites next to one another on one street, `gap` metres apart, as (street, start, end)."""
        size = self.rng.uniform(*WORKS[what][7])
        side = pick(self.rng, [-1, 1]) if WORKS[what][0] != "road" else 0
        whole = self.site(village, what, many * (size + gap), side)
        if not whole:
            return [], side
        share = self.rng.uniform(0.7, 1.3, many) if gap == 0 else np.ones(many)
        ends = whole[1] + np.concatenate([[0], np.cumsum(share / share.sum())]) * (
            whole[2] - whole[1]
        )
        return [(whole[0], float(ends[k]), float(ends[k + 1]) - gap) for k in range(many)], side

    def chain(self, village, what, cut=False):
        """End to end, never the same metres: next year's stretch, or packages under the limit."""
        sites, side = self.pieces(village, what, int(self.rng.integers(2, 4 if cut else 5)), 0)
        year, step = self.year(3), 0 if cut else pick(self.rng, [0, 1, 1])
        door = pick(self.rng, ["dinas", "pokir", "kecamatan"]) if cut else None
        verb = pick(self.rng, ["new", "new", "rehab"])
        for k, site in enumerate(sites):
            line = self.lay(village, what, verb, min(YEARS[1], year + k * step), site, side)
            claim = self.claim(line, door, family="chain")
            door = claim.door if cut or flip(self.rng, 0.8) else None
            if cut:
                claim.tail, claim.marks = f"Paket {k + 1}", {"pack": k}
            elif flip(self.rng, 0.15) and k:
                claim.tail, claim.marks = "(lanjutan)", {"next": k}

    def phases(self, village, what):
        """One building or street in phases; each phase is another piece of work."""
        year, many, site = self.year(3), int(self.rng.integers(2, 4)), None
        if WORKS[what][3] not in ("line", "area") and what not in ("mck", "jembatan", "sumur"):
            what = pick(self.rng, ["balai", "paud", "lapangan", "paving", "udit"])
        for k in range(many):
            line = self.lay(village, what, "new", min(YEARS[1], year + k), site)
            if not line:
                return
            site = (line.street, line.s0, line.s1)
            claim = self.claim(line, "desa" if flip(self.rng, 0.7) else None, family="phases")
            line.slots = self.claims[-1 - k].line.slots
            if line.shape == "line":
                cut = (line.s1 - line.s0) / many
                claim.stretch(line.s0 + k * cut, line.s0 + (k + 1) * cut)
            else:
                claim.rab *= self.rng.uniform(0.35, 0.6)
            claim.same_photo = (
                self.claims[-2] if k and flip(self.rng, self.lean["photo_kept"]) else None
            )
            claim.tail, claim.marks = (
                f"Tahap {'I' * (k + 1) if flip(self.rng, 0.7) else k + 1}",
                {"phase": k},
            )

    def yearly(self, village, what):
        """The same stretch kept up again and again; legitimate, and cheap."""
        line = self.lay(village, what, "maintain", self.year(3))
        for k in range(int(self.rng.integers(2, 6)) if line else 0):
            if line.year + k <= YEARS[1]:
                claim = self.claim(
                    line, "desa", line.year + k, "yearly", "DDS" if flip(self.rng, 0.5) else None
                )
                claim.same_photo = (
                    self.claims[-2] if k and flip(self.rng, self.lean["photo_kept"]) else None
                )

    def lane(self, village, what, many, gap, late=0.0):
        """Works of one kind along one street through one door, at one standard cost."""
        sites, side = self.pieces(village, what, int(many), gap)
        year, first = self.year(1), None
        for k, site in enumerate(sites):
            line = self.lay(village, what, "new", year + int(flip(self.rng, late)), site, side)
            claim = self.claim(line, first and first.door, family="lane")
            claim.same_cost, first = first, first or claim
            yield k, claim

    def rts(self, village, what):
        """One title, one standard cost, one year; only the RT and the metres differ."""
        first = int(self.rng.integers(1, 6))
        for k, claim in self.lane(village, what, self.rng.integers(2, 5), 12):
            claim.line.slots["rt"] = f"{first + k:02d}/{claim.line.street.rw}"
            claim.demand("rt").hide = {"anchor": True, "sta": True}

    def houses(self, village, what):
        """Houses of one lane, each another household."""
        list(
            self.lane(
                village, pick(self.rng, ["rtlh", "rtlh", "jamban"]), self.rng.integers(3, 9), 5, 0.2
            )
        )

    def lamps(self, village, what):
        """Lamps of one street, a claim a lamp."""
        for k, claim in self.lane(village, "pju", self.rng.integers(3, 8), 24):
            claim.line.slots = {"titik": f"{k + 1}", **claim.line.slots}
            claim.must, claim.same_cost = {"titik" if flip(self.rng, 0.7) else "anchor": True}, None

    def sides(self, village, what):
        """Left and right drain of one street, or the drain beside the road."""
        year, door = self.year(1), None
        road = self.lay(village, pick(self.rng, ["paving", "rabat"]), "new", year)
        if not road:
            return
        site, kind = (road.street, road.s0, road.s1), pick(self.rng, ["udit", "batu", "talud"])
        if flip(self.rng, 0.6):
            self.claim(road, family="sides")
        for side, word in ((1, "kiri"), (-1, "kanan")):
            if flip(self.rng, 0.85) and site[0].free((WORKS[kind][0], side), *site[1:]):
                site[0].take((WORKS[kind][0], side), *site[1:])
                line = self.lay(village, kind, "new", year + int(flip(self.rng, 0.3)), site, side)
                line.slots = {**road.slots, "side": word}
                door = self.claim(line, door, family="sides").demand("side").door

    def standard(self, village, what):
        """The same title and the same cost in one hamlet after another."""
        year, first, metres = self.year(), None, self.rng.uniform(*WORKS[what][7])
        for _ in range(int(self.rng.integers(2, 5))):
            line = self.lay(village, what, "new", year, metres=metres)
            if line:
                claim = self.claim(line, first and first.door, family="standard").demand(
                    "dusun", "rt"
                )
                first, claim.same_cost = first or claim, first

    def cofund(self, village, what):
        """One stretch paid by two funds, each for its own metres: the sum is the stretch."""
        line = self.lay(village, what, "new", metres=self.rng.uniform(120, 350))
        if not line:
            return
        share, first = self.rng.uniform(0.35, 0.65), None
        for part in (share, 1 - share):
            claim = self.claim(line, self.door(line, first and first.door), family="cofund")
            claim.stretch(line.s0, line.s1, part * (line.s1 - line.s0))
            claim.marks, claim.measured, claim.defect = {"share": part}, True, ""
            claim.drawn, first = True if first is None else None, claim
            if flip(self.rng, 0.35):
                claim.tail = f"(sharing, {claim.qty:.0f} m dari {line.s1 - line.s0:.0f} m)"

    def rebuild(self, village, what):
        """Worn out and built again when its life is over."""
        line = self.lay(village, what, "new", YEARS[0] + int(self.rng.integers(0, 3)))
        if line:
            self.claim(line, family="rebuild")
            again = self.claim(
                line,
                year=line.year + int(self.rng.integers(5, 8 - max(0, line.year - 2019))),
                family="rebuild",
            )
            again.verb = pick(self.rng, ["rehab", "rehab", "new"])

    def overlay(self, village, what):
        """A hardened track gets its surface later: another layer of the same street."""
        base = self.lay(village, "makadam", "new", self.year(3))
        if base:
            what, later = (
                pick(self.rng, ["rabat", "aspal", "paving"]),
                base.year + int(self.rng.integers(1, 4)),
            )
            top = self.lay(village, what, "new", later, (base.street, base.s0, base.s1), 0)
            top.slots = base.slots
            for line in (base, top):
                self.claim(line, family="overlay").demand("what").verb = "new"

    def dpal(self, village, what):
        """Unfinished at New Year: the rest of the metres is carried over and paid once."""
        line = self.lay(village, what, "new", self.year(1))
        if line:
            done = line.s0 + (line.s1 - line.s0) * self.rng.uniform(0.5, 0.8)
            first = self.claim(line, "desa", family="dpal").stretch(line.s0, done)
            rest = self.claim(line, "desa", line.year + 1, "dpal", first.fund).stretch(
                done, line.s1
            )
            first.measured, rest.measured, rest.marks = True, True, {"rest": True}
            rest.tail = pick(
                self.rng, ["(Lanjutan DPAL {})", "sisa pekerjaan {}", "DPAL TA {}"]
            ).format(line.year)

    def damage(self, village, what):
        """Mended after a flood or slide soon after it was built."""
        line = self.lay(village, what, "new", self.year(2))
        if line:
            self.claim(line, "desa", family="damage")
            hurt = self.rng.uniform(0.15, 0.4) * (line.s1 - line.s0)
            at = self.rng.uniform(line.s0, line.s1 - hurt)
            again = self.claim(
                line, year=line.year + int(self.rng.integers(1, 3)), family="damage"
            ).stretch(at, at + hurt)
            again.verb, again.measured, again.marks = "rehab", True, {"damage": True}
            again.tail = pick(self.rng, ["pasca banjir", "akibat longsor", "yang rusak"])
