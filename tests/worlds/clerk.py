"""World `clerk`: a register as two clerks describe it, each with his own words, pin and measure.

Works are real things in the ground. A clerk of a village or of a dinas writes a work down as a
claim. An honest work is written down once; a double is one work on two papers, mostly by two
clerks, and how far apart the papers lie is drawn once a pair. Honest look-alikes are families of
different works: next stretches, phases, left and right drains, yearly upkeep, co-funded metres,
one pin for many works.
"""

import random
from dataclasses import dataclass, replace

from shapely.ops import substring

import common
from clerk_ground import NUMBERS, Place
from clerk_papers import FUNDS, between, near_hash, noise_of_pair, paper, pick, to_geojson
from clerk_words import LINES, SUBS, YEARS

SERIAL = ["rtlh", "rtlh", "sumur", "mck", "jamban", "pju", "gorong"]  # several to a hamlet
LOOKALIKES = {
    "single": 52,
    "next_stretches": 11,
    "two_sides": 5,
    "road_and_ditch": 8,
    "upkeep": 6,
    "once_more": 6,
    "several": 6,
    "packages": 5,
    "co_funded": 3.5,
    "one_pin": 3,
    "parts_of_a_building": 3,
}


@dataclass
class Kind:
    """How a double came about: who writes, how late, how much of the work, what goes wrong."""

    share: float
    desks: tuple  # (first, second); "rival" is a clerk of the village across the border
    gap: dict  # years between the papers: weight
    subs: list = None
    part: str = "whole"  # whole, part or halves
    place: str = "true"  # true, office or broken
    refile: bool = False  # filed under another class
    photo: float = 0.18  # chance that both papers show one scene
    distance: float = 1.0  # factor on the pair's noise
    same_hand: float = 0.0  # chance that one clerk writes both papers
    other_fund: bool = False
    copied: float = 0.0  # chance that the second paper is worded after the first, not anew


# fmt: off
REFILED = ["drain", "talud", "irigasi", "gorong", "mck", "tps", "jut", "jembatan"]
KINDS = {
    "village_and_dinas": Kind(.22, ("desa", "dinas"), {0: 6, 1: 3, -1: 2}),
    "renamed_next_year": Kind(.13, ("desa", "desa"), {1: 6, 2: 3}, copied=.3),
    "two_dinas": Kind(.06, ("dinas", "dinas"), {0: 4, 1: 2}),
    "border_villages": Kind(.08, ("desa", "rival"), {0: 4, 1: 3, -1: 2}),
    "other_class": Kind(.08, ("desa", "dinas"), {0: 4, 1: 3}, REFILED, refile=True),
    "part_claimed_again": Kind(.09, ("desa", "dinas"), {0: 4, 1: 3, 2: 1}, LINES, part="part"),
    "split_halves": Kind(.028, ("desa", "desa"), {0: 5, 1: 2}, LINES, part="halves", distance=.6,
                         copied=.5),
    "office_snapped": Kind(.06, ("desa", "dinas"), {0: 4, 1: 3}, place="office", photo=.3,
                           distance=.6, copied=.5),
    "broken_coordinates": Kind(.035, ("desa", "dinas"), {0: 4, 1: 3}, place="broken", photo=.3,
                               distance=.6, copied=.45),
    "house_two_schemes": Kind(.05, ("desa", "dinas"), {0: 3, 1: 3, 2: 2},
                              ["rtlh", "rtlh", "jamban"]),
    "old_file_recycled": Kind(.05, ("desa", "desa"), {1: 4, 2: 3, 3: 2}, photo=.7, distance=.4,
                              same_hand=.5, copied=.7),
    "other_fund_same_desk": Kind(.05, ("desa", "desa"), {0: 1}, other_fund=True, copied=.5)}
# fmt: on


class Register:
    """Claims and true pairs; a family of look-alikes adds nothing where it finds no room."""

    def __init__(self, r, place):
        self.r, self.place, self.claims, self.truth = r, place, [], []
        self.ids = iter(r.sample(range(16**7), 60000))

    def hand(self, w, desk=None, other_than=None):
        """A clerk who could have written this paper; a quarter of the honest come from a dinas."""
        desk = desk or ("dinas" if self.r.random() < 0.24 else "desa")
        v = w.street.other.village if desk == "rival" else w.street.dusun.village
        clerks = self.place.dinas if desk == "dinas" else v.clerks
        return self.r.choice([c for c in clerks if c is not other_than])

    def claim(self, w, c, **how):
        """Has the clerk write the work down (`paper` says how); puts the claim in, returns it."""
        claim = {"id": f"{next(self.ids):07x}"} | paper(self.r, w, c, **how)
        self.claims.append(claim)
        return claim

    def double(self, name, room):
        """One work on two papers, or on three when it is split and `room` allows two pairs."""
        r, kind = self.r, KINDS[name]
        w = self.place.work(
            r.choice(kind.subs) if kind.subs else None,
            border=kind.desks[1] == "rival",
            length=between(r.gauss(150, 50), 80, 300) if kind.part != "whole" else None,
        )
        if w is None:
            return
        gap = pick(r, kind.gap)
        w.year = between(w.year, YEARS[0] + max(0, -gap), YEARS[1] - max(0, gap))
        noise = noise_of_pair(r, kind.distance)
        first = self.hand(w, kind.desks[0])
        shared, same_hand = r.random() < kind.photo, r.random() < kind.same_hand
        second = first if same_hand else self.hand(w, kind.desks[1], first)
        places = r.sample([kind.place, "true"], 2)  # only one of the papers is spoilt
        shots = [[near_hash(r, w.scene, 2.5)] if shared else None for _ in range(3)]
        full = kind.place != "true"
        a = self.claim(w, first, noise=noise, place=places[0], shots=shots[0], full=full)
        part = "part" if kind.part == "halves" and room < 2 else kind.part
        for (ground, metres), shot in zip(self.pieces(w, part), shots[1:]):
            funds = [f for f in FUNDS["desa"] if f != a["fund_source"]][:5]
            b = self.claim(
                w,
                second,
                noise=noise,
                ground=ground,
                metres=metres,
                year=w.year + gap,
                place=places[1],
                cls=r.choice(SUBS[w.sub].alts) if kind.refile else None,
                fund=r.choice(funds) if kind.other_fund else None,
                shots=shot,
                full=full,
                voice=first if r.random() < kind.copied else None,
            )
            self.truth.append({"a": a["id"], "b": b["id"], "kind": name})

    def pieces(self, w, part):
        """Ground the second paper covers, with its metres: all, a share of it, or two halves."""
        r, size = self.r, w.shape.length
        if part == "whole":
            return [(w.shape, w.end - w.start)]
        if part == "halves":
            cut = between(r.gauss(0.5, 0.06), 0.35, 0.65) * size
            return [(substring(w.shape, 0, cut), cut), (substring(w.shape, cut, size), size - cut)]
        keep = between(r.gauss(0.66, 0.13), 0.4, 0.9) * size
        a = r.choice([0, size - keep, r.uniform(0, size - keep)])
        return [(substring(w.shape, a, a + keep), keep)]

    def single(self):
        """An ordinary work on its own."""
        w = self.place.work()
        if w:
            self.claim(w, self.hand(w))

    def next_stretches(self):
        """A road, drain or wall built on, stretch after stretch, often of one name and budget."""
        r = self.r
        w = self.place.work(
            r.choice(LINES), length=r.gauss(100, 25), start=r.choice([0, 0, r.uniform(0, 120)])
        )
        style = r.choice(["tahap", "tahap", "lanjutan", "sta", "sta", "none"])
        year, c = (w.year, self.hand(w)) if w else (0, None)
        budget = r.choice([None, None, 1e6 * r.choice([50, 75, 100, 150, 200])])
        for n in range(r.randint(2, 4)):
            if w is None or year > YEARS[1]:
                return
            w.year, w.cost = year, budget
            ends = (f"{int(x) // 1000}+{int(x) % 1000:03d}" for x in (w.start, w.end))
            w.tail = {
                "tahap": f"Tahap {NUMBERS[n]}",
                "lanjutan": "(Lanjutan)" if n else "",
                "sta": "STA " + " - ".join(ends),
                "none": "",
            }[style]
            self.claim(w, c if r.random() < 0.75 else self.hand(w))
            year += r.choice([0, 1, 1, 2])
            length = (w.end - w.start) * r.gauss(1, 0.1)
            w = self.place.work(w.sub, w.street, start=w.end, length=length, side=w.side)

    def two_sides(self):
        """Left and right drain (or wall) of one road, as two works of one or two years."""
        r = self.r
        w = self.place.work(r.choice(["drain", "drain", "talud"]), side="kiri")
        if w and w.street.free(w.sub, w.start, w.end, "kanan"):
            c = self.hand(w)
            year = w.year + (r.random() < 0.4 and w.year < YEARS[1])
            v = self.place.make(w.sub, w.street, w.start, w.end, "kanan", year)
            for one in (w, v):
                one.grain, one.tail_odds = w.grain, 0.98
                self.claim(one, c)

    def road_and_ditch(self):
        """A road with its own drain, wall, culvert or lamps, the same year or the next."""
        r = self.r
        w = self.place.work(r.choice(["rabat", "paving", "aspal"]))
        if w:
            self.claim(w, self.hand(w))
            for sub in r.sample(["drain", "talud", "gorong", "pju"], r.randint(1, 2)):
                year = min(w.year + r.choice([0, 0, 1]), YEARS[1])
                v = self.place.work(sub, w.street, start=w.start, length=w.end - w.start, year=year)
                if v:
                    self.claim(v, self.hand(v))

    def upkeep(self):
        """The same stretch or building kept up year after year, booked on the upkeep code."""
        r = self.r
        subs = "aspal telford drain irigasi posyandu paud balai lapangan pju sumur".split()
        w = self.place.work(r.choice(subs))
        if w:
            c, year = self.hand(w), r.randint(YEARS[0], YEARS[1] - 2)
            if r.random() < 0.5:
                self.claim(replace(w, year=year), c)
            for _ in range(r.randint(2, 3)):
                year += r.choice([1, 1, 2])
                if year <= YEARS[1]:
                    v = replace(w, year=year, upkeep=True, grain=r.gauss(w.grain, 0.1))
                    self.claim(v, c)

    def once_more(self):
        """Honestly again: rebuilt when its life is over, surfaced on a stone bed, carried over."""
        r = self.r
        why = pick(r, {"rebuilt": 9, "surfaced": 6, "carried over": 2})
        w = self.place.work("telford" if why == "surfaced" else None)
        if w and not w.person:
            gaps = {"rebuilt": r.randint(5, 6), "surfaced": r.choice([1, 1, 2]), "carried over": 1}
            gap = gaps[why]
            w.year = min(w.year, YEARS[1] - gap)
            late = dict(tail=f"(DPAL {w.year})", tail_odds=1)
            again = {
                "rebuilt": replace(w, grain=w.grain + 0.05 * gap),
                "surfaced": replace(w, sub=r.choice(["aspal", "aspal", "rabat"])),
                "carried over": replace(w, grain=w.grain + r.gauss(-1, 0.3), **late),
            }[why]
            self.claim(w, self.hand(w))
            self.claim(replace(again, year=w.year + gap), self.hand(w))

    def several(self):
        """Houses, wells, latrines or lamps of one programme in one lane, one budget each."""
        r = self.r
        sub = r.choice(SERIAL)
        st, year = self.place.street(sub), r.randint(*YEARS)
        budget = r.choice([None, SUBS[sub].price * 1000])
        w = self.place.work(sub, st, year=year)
        c = self.hand(w) if w else None
        for n in range(r.randint(3, 6)):
            if w is None:
                return
            w.cost = budget
            if sub not in ("rtlh", "jamban"):
                w.tail = r.choice(["", f"titik {n + 1}", f"titik {n + 1}"])
            self.claim(w, c)
            w = self.place.work(sub, st, year=min(YEARS[1], year + r.choice([0, 0, 0, 1])))

    def packages(self):
        """One agency's parcels in one hamlet: the same words and budget, another lane each."""
        r = self.r
        sub, budget = r.choice(["rabat", "paving", "drain"]), 1e6 * r.choice([75, 100, 150, 200])
        dusun = self.place.street(sub).dusun
        lanes = [s for s in dusun.streets if s.kind == "g"]
        year, c = r.randint(*YEARS), r.choice(self.place.dinas + dusun.village.clerks * 3)
        for n, st in enumerate(r.sample(lanes, min(len(lanes), r.randint(2, 4)))):
            w = self.place.work(sub, st, year=year, start=0, length=r.gauss(120, 20))
            if w:
                w.cost, w.tail, w.tail_odds = budget, r.choice(["", f"Paket {n + 1}"]), 1
                self.claim(w, c)

    def co_funded(self):
        """One stretch paid by two funds, each its own metres: they add up to the whole length."""
        r = self.r
        sub = r.choice(["rabat", "paving", "aspal", "drain", "talud", "irigasi"])
        w = self.place.work(sub, length=max(100, r.gauss(220, 60)))
        if w:
            cut = between(r.gauss(0.5, 0.15), 0.2, 0.8) * w.shape.length
            pieces = [substring(w.shape, 0, cut), substring(w.shape, cut, w.shape.length)]
            whole, desks = r.random() < 0.4, r.choice([("desa", "desa"), ("desa", "dinas")])
            funds = ("DDS", r.choice(["ADD", "PBK", "PBP"]))
            for piece, desk, fund in zip(pieces, desks, funds):
                v = replace(w, tail=r.choice([f"(sharing {fund})", f"(dana pendamping {fund})"]))
                ground = w.shape if whole else piece
                self.claim(v, self.hand(w, desk), ground=ground, metres=piece.length, fund=fund)

    def one_pin(self):
        """Works of one hamlet and year to which a clerk gave one pin, at times one photo."""
        r = self.r
        st = r.choice(self.place.streets)
        c, year, scene = r.choice(st.dusun.village.clerks), r.randint(*YEARS), r.getrandbits(64)
        pin, photo = st.line.interpolate(r.uniform(0, st.line.length)), r.random() < 0.3
        streets = st.dusun.streets
        for other in r.sample(streets, min(len(streets), r.randint(2, 5))):
            sub = pick(r, {k: s.share for k, s in SUBS.items() if other.kind in s.at})
            w = self.place.work(sub, other, year=year)
            if w:
                a = self.claim(w, c, shots=[near_hash(r, scene, 2)] if photo else None)
                a.update(geometry=to_geojson(pin, c.decimals), capture="phone_point")

    def parts_of_a_building(self):
        """Fence, roof, yard, tiles of one building: several works on one spot."""
        r = self.r
        w = self.place.work(r.choice("posyandu paud balai kios lapangan makam".split()))
        if w:
            parts = "Pagar,Atap,Paving Halaman,Kanopi,Keramik,Plafon,Kamar Mandi".split(",")
            for part in r.sample(parts, r.randint(2, 3)):
                year = between(w.year + r.choice([0, 1, 1]), *YEARS)
                grain = r.gauss(-1.2, 0.4)
                v = replace(w, year=year, tail=f"({part})", tail_odds=1, grain=grain)
                self.claim(v, self.hand(w))


def make(seed, works, pairs, facts):
    """Doubles first, so that they find room; then honest claims until the register is full."""
    r = random.Random(seed)
    register = Register(r, Place(r, facts))
    shares = {name: kind.share for name, kind in KINDS.items()}
    while len(register.truth) < pairs:
        register.double(pick(r, shares), pairs - len(register.truth))
    doubles = len(register.claims)
    while len(register.claims) < works:
        getattr(register, pick(r, LOOKALIKES))()
    del register.claims[max(works, doubles) :]  # no paper of a double is cut
    r.shuffle(register.claims)
    r.shuffle(register.truth)
    return register.claims, register.truth


if __name__ == "__main__":
    common.run(__doc__, make)
