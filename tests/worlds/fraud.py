"""World `fraud`: works claimed twice, half by accident, half on purpose and a little hidden.

The world is made in two steps, kept apart on purpose. A work is what stands on the ground: a
stretch of a road, one side of a drain, somebody's house. A claim is what one clerk wrote about a
work: words, metres, rupiah, a pin. Honest claims are one report of one work; a double is a second
report of a work that has been reported already. What a double has of its own (a strange hand, fewer
words for the place, a bent sum) stands in the table KINDS and the methods named after its rows.
"""

from dataclasses import replace
from typing import NamedTuple

from shapely.geometry import LineString

import common
from fraud_ground import FAULTS, in_years, piece, shifted
from fraud_words import OBJECTS, OUTER
from fraud_works import STORIES, Honest, local_words


class Kind(NamedTuple):
    """How a double comes about."""

    share: int  # of all pairs, in thousandths
    hidden: bool  # only some words for the place are left in
    strange: bool  # another hand than those that write for the village
    years: tuple  # how much later
    purse: float  # chance of another fund
    factor: tuple  # on the money, from and to
    same: float  # chance of the very same sum
    photo: float  # chance that a photo of the first claim comes back


KINDS = {
    "two_offices": Kind(190, False, False, (0, 0, 0, 0, 1, -1), 1.0, (0.87, 1.15), 0.0, 0.3),
    "border_village": Kind(75, False, False, (0, 0, 0, 1, -1), 0.1, (0.87, 1.15), 0.0, 0.2),
    "carried_over": Kind(80, False, False, (1,), 0.0, (0.97, 1.08), 0.6, 0.4),
    "entered_twice": Kind(70, False, True, (0,), 0.0, (0.9, 1.0), 0.5, 0.4),
    "office_snapped": Kind(50, False, True, (0, 0, 0, 1), 0.5, (0.87, 1.15), 0.2, 0.4),
    "bad_coordinates": Kind(35, False, True, (0, 0, 0, 1, -1), 0.2, (0.9, 1.1), 0.3, 0.4),
    "reworded_shifted": Kind(120, True, True, (0, 0, 1, 1, 2), 0.5, (0.78, 1.18), 0.1, 0.5),
    "split_halves": Kind(70, True, True, (0, 0, 1), 0.5, (0.9, 1.2), 0.0, 0.5),
    "part_again": Kind(65, True, True, (0, 0, 1, 1, 2), 0.5, (0.9, 1.2), 0.0, 0.5),
    "class_changed": Kind(70, True, True, (0, 0, 1, 1, 2), 0.5, (0.8, 1.15), 0.1, 0.5),
    "as_rehab": Kind(70, True, True, (1, 1, 2), 0.5, (0.72, 1.05), 0.0, 0.5),
    "full_cofunding": Kind(55, True, True, (0,), 1.0, (0.88, 1.12), 0.1, 0.5),
    "phantom_phase": Kind(50, True, True, (0, 1, 1), 0.5, (0.8, 1.1), 0.1, 0.5),
}
# the words for the place that somebody who hides leaves in
# fmt: off
SAID = [
    ["rt"], ["road", "rt", "dusun"], ["road", "place"], ["dusun", "rt"], ["road", "dusun"],
    ["place", "dusun"], ["road", "rt"], ["place", "rt"], ["road", "place", "dusun"],
]
# fmt: on
OTHER_CLASS = {  # what a clerk who hides, or only muddles, can call the same thing
    "paving": ["yard"],
    "rabat": ["yard"],
    "drain": ["wall", "canal"],
    "wall": ["drain", "canal"],
    "canal": ["drain", "wall"],
    "culvert": ["bridge", "drain"],
    "bridge": ["culvert"],
    "mck": ["hall"],
    "latrine": ["house"],
    "well": ["canal"],
    "house": ["latrine", "hall"],
}


class World(Honest):
    """Honest stories until the register is full, then the doubles."""

    def other_fund(self, fund):
        """Village money meets money of a higher office, and the other way round."""
        funds = ["DDS", "DDS", "ADD", "PBH"] if fund in OUTER else ["PBK", "PBK", "PBP"]
        return self.r.choice(funds)

    def seen_again(self, row, work, sure):
        """The photos of a second claim: sometimes one of the first again, cropped or lightened."""
        own = self.photos(replace(work, photos=self.fresh()))
        old = [int(photo, 16) for photo in row["photo_phash"]]
        if old and len(own) < 3 and self.often(sure):
            own.append(self.blur(self.r.choice(old), self.r.choice((0, 1, 2, 3, 5, 8))))
        return own

    def double(self, name, row, work):
        """The second claim (or two) about a work: by another hand, measured and priced anew."""
        r, kind = self.r, KINDS[name]
        year, fund = in_years(row["fiscal_year"] + r.choice(kind.years)), row["fund_source"]
        if self.often(kind.purse):
            fund = self.other_fund(fund)
        out = []
        for peculiar in getattr(self, name)(row, work):
            share = peculiar.pop("share", 1.0)
            volume, cost = work.volume, row["cost"]
            if volume >= 20:
                volume = round(volume * share * (1 if self.often(0.45) else r.gauss(1, 0.035)))
            if not self.often(kind.same):
                cost = cost * share * r.uniform(*kind.factor)
            told = {
                "year": year,
                "fund": fund,
                "volume": volume,
                "cost": cost,
                "clerk": self.new_clerk() if kind.strange else None,
                "pictures": self.seen_again(row, work, kind.photo),
                "keep": r.choice(SAID) if kind.hidden else None,
            }
            out.append(self.report(work, honest=False, **{**told, **peculiar}))
        return out

    # ---- what is peculiar to a kind, for each claim that it makes ----------

    def two_offices(self, row, work):
        """Nothing that the table does not say."""
        return [{}]

    entered_twice = full_cofunding = two_offices

    def border_village(self, row, work):
        """The village across the border claims the work in its own words."""
        road = work.road
        if road.other is not work.village:
            home, words = road.other, local_words(road, road.other, self.often(0.6))
        else:
            home, words = next(v for v in self.villages if road in v.roads), road.words(0)
        return [{"village": home, "words": {**work.words, **words}}]

    def carried_over(self, row, work):
        """The next year's claim, sometimes with the geometry of the first."""
        return [{"geometry": row["geometry"] if self.often(0.2) else None}]

    def office_snapped(self, row, work):
        """The pin is set at the village office."""
        return [{"pin": work.village.office}]

    def bad_coordinates(self, row, work):
        """Coordinates mistyped."""
        return [{"fault": self.r.choice(FAULTS)}]

    def reworded_shifted(self, row, work):
        """Other words, and a place a few steps away."""
        a, d = self.r.uniform(0, 6.28), self.r.uniform(12, 60)
        return [{"pts": [shifted(p, d, a) for p in work.pts]}]

    def split_halves(self, row, work):
        """Two claims, half of the stretch each."""
        middle = self.r.uniform(0.4, 0.6)
        return [part(work, 0, middle), part(work, middle, 1)]

    def part_again(self, row, work):
        """Some of the stretch once more."""
        share = self.r.uniform(0.45, 0.85)
        start = self.r.uniform(0, 1 - share)
        return [part(work, start, start + share)]

    def class_changed(self, row, work):
        """The same thing under another class, and in its unit."""
        obj = self.r.choice(OTHER_CLASS[work.obj])
        unit = OBJECTS[obj].unit
        if unit == OBJECTS[work.obj].unit:
            return [{"obj": obj}]
        return [{"obj": obj, "volume": self.r.randint(6, 20) if unit == "m" else 1}]

    def as_rehab(self, row, work):
        """What was built last year is 'rehabilitated' for nearly the full price."""
        verb = self.r.choice(["Rehab", "Rehabilitasi", "Peningkatan", "Perbaikan"])
        return [{"head": verb + self.thing(work.obj)}]

    def phantom_phase(self, row, work):
        """A 'continuation' that continues nothing: same metres, same place."""
        return [{"words": {**work.words, "phase": "tahap II"}}]

    # ---- all of it --------------------------------------------------------

    def fits(self, kind, row, work, misplaced):
        """Whether a double of this kind can be made of this claim."""
        if misplaced or work.upkeep and (kind != "entered_twice" or self.often(0.5)):
            return False
        if kind in ("split_halves", "part_again", "full_cofunding", "phantom_phase"):
            long = len(work.pts) > 1 and work.volume >= 45
            return long and abs(LineString(work.pts).length / work.volume - 1) < 0.2
        if kind in ("carried_over", "as_rehab"):
            return row["fiscal_year"] <= 2023
        if kind == "class_changed":
            return work.obj in OTHER_CLASS
        return kind != "border_village" or work.road.other is not None

    def build(self, works, pairs):
        """Fills the register and gives the true pairs: (row, row, kind)."""
        honest = works - pairs
        while len(self.claims) < honest:
            getattr(self, self.pick(STORIES))(self.r.choice(self.villages))
        del self.claims[honest:]
        free, truth = list(self.claims), []
        self.r.shuffle(free)
        for kind in plan(pairs):
            at = next((i for i, claim in enumerate(free) if self.fits(kind, *claim)), None)
            if at is None:
                continue
            first, work, _ = free.pop(at)
            for second in self.double(kind, first, work)[: pairs - len(truth)]:
                self.claims.append(second)
                truth.append((first, second[0], kind))
            if len(truth) >= pairs:
                break
        return truth


def part(work, low, high):
    """A claim for a part of the stretch, with the metres and the money of that part."""
    words = {**work.words, "section": None}
    return {"pts": piece(work.pts, low, high), "share": high - low, "words": words}


def plan(pairs):
    """The kinds in the order they are made; scarce ones first, spare ones for the rounding."""
    kinds = []
    for name, kind in KINDS.items():
        many = pairs * kind.share / 1000 / (2 if name == "split_halves" else 1)
        kinds += [name] * round(many)
    kinds.sort(key=lambda name: name not in ("border_village", "class_changed"))
    return kinds + ["two_offices", "reworded_shifted"] * pairs


def make(seed, works, pairs, facts):
    """Claims and true pairs of one world."""
    world = World(seed, facts)
    truth = world.build(works, pairs)
    rows = [row for row, _, _ in world.claims]
    world.r.shuffle(rows)
    for row in rows:
        row["id"] = f"{world.r.getrandbits(40):010x}"
    named = sorted((*sorted((a["id"], b["id"])), kind) for a, b, kind in truth)
    rows = [{"id": row["id"], **row} for row in rows]
    return rows, [{"a": a, "b": b, "kind": kind} for a, b, kind in named]


if __name__ == "__main__":
    common.run(__doc__, make)
