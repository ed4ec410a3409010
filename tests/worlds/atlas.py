"""World `atlas`: geometry first, on the real roads and waters and on simulated hamlet streets.

A work is a thing on the ground: a stretch of a street, a lot beside it, a footprint. A claim is
what somebody wrote and measured about it: a phone fix at one end, a walked track that drifts, a
line drawn with few vertices. Honest claims come in scenes that look like doubles (segments, both
drains, yearly care, serial packages); a true double is a second claim on a work that has one.
"""

import random
from dataclasses import replace

from shapely.geometry import Point

import common
from atlas_ground import geojson, spoil, to_map
from atlas_words import FUNDS, LINES, OTHER_CLASS, pick, typo
from atlas_works import LAST, Works

# fmt: off
KINDS = [
    ("other_fund", 13), ("next_year", 13), ("renamed", 9), ("redrawn", 9), ("two_ends", 7),
    ("line_and_point", 7), ("part", 8), ("halves", 4), ("overlap", 5), ("border", 7),
    ("reclassed", 5), ("as_maintenance", 4), ("same_house", 5), ("office_snapped", 5),
    ("broken_coordinates", 4), ("copied_paper", 3),
]
# fmt: on


def is_line(w):
    """A work long enough to be walked or drawn."""
    return w.thing in LINES and w.end - w.start > 25


class Register(Works):
    """Second claims on some works, one method a kind, and the faults of honest claims.

    A kind returns the claim or claims it wrote, or nothing where it does not fit the work.
    """

    def second(self, w, **changes):
        """Papers of a second claim on a work: some of year, fund, measure and money change."""
        rng, volume, year = self.rng, w.volume, w.year
        if volume >= 10 and rng.random() >= 0.6:
            volume = float(round(volume * rng.gauss(1, 0.05)))
        near = self.rounded(w.cost * rng.uniform(0.95, 1.05))
        far = self.rounded(w.cost * rng.lognormvariate(0, 0.18))
        cost = pick(rng, [(w.cost, 34), (near, 54), (far, 14)])
        fund = pick(rng, FUNDS) if rng.random() < 0.45 else w.fund
        late = min(LAST, year + rng.choices([0, 1, 2], [70, 24, 6])[0])
        year = year if w.mode == "care" else late
        klass, code = self.file_under(w.thing, w.street, w.mode)
        told = dict(volume=volume, cost=cost, fund=fund, year=year, klass=klass, code=code)
        return replace(w, **{**told, "claim": None, **changes})

    def another_fund(self, w):
        """A fund that is not that of the work."""
        return self.rng.choice([f for f, _ in FUNDS if f != w.fund])

    def other_fund(self, w):
        """Billed to another fund in the same year."""
        return self.write(self.second(w, year=w.year, fund=self.another_fund(w)))

    def next_year(self, w):
        """Billed again a year or two later, as new or as an improvement."""
        mode = "new" if self.rng.random() < 0.6 else "lift"
        if w.mode == "care" or w.year == LAST:
            return None
        year = min(LAST, w.year + self.rng.choice([1, 1, 2]))
        return self.write(self.second(w, year=year, mode=mode))

    def renamed(self, w):
        """Told in other words, without phase and side."""
        return self.write(self.second(w, year=w.year, fund=w.fund, phase="", side=""))

    def redrawn(self, w):
        """Walked once and drawn once."""
        if not is_line(w) or w.claim["geometry"]["type"] != "LineString":
            return None
        how = "digitised" if w.claim["capture"] == "phone_track" else "phone_track"
        return self.write(self.second(w), how)

    def two_ends(self, w):
        """Photographed once from each end."""
        length = w.end - w.start
        if w.thing not in LINES or length < 6 or w.claim["capture"] != "phone_point":
            return None
        here = Point(to_map(*w.claim["geometry"]["coordinates"]))
        from_end = here.distance(Point(self.capture.spot(w, w.end)))
        return self.write(self.second(w), "phone_point", 1.0 if from_end > length / 2 else 0.0)

    def line_and_point(self, w):
        """Drawn or walked once, photographed once."""
        if not is_line(w) or w.claim["capture"] == "phone_point":
            return None
        return self.write(self.second(w), "phone_point")

    def cut(self, w, start, end, **changes):
        """A claim on a part of the work: its own metres and a fitting share of the money."""
        share = (end - start) / (w.end - w.start)
        volume = float(max(5, round(w.volume * share)))
        cost = self.rounded(w.cost * share * self.rng.uniform(0.9, 1.15))
        paper = self.second(w, start=start, end=end, volume=volume, cost=cost, **changes)
        ways = ["phone_point", "phone_track", "digitised"]
        return self.write(paper, self.rng.choices(ways, [20, 40, 40])[0])

    def part(self, w):
        """A piece of the work, at one of its ends or inside."""
        share, length = self.rng.uniform(0.45, 0.8), w.end - w.start
        skip = self.rng.choice([0, 1 - share, self.rng.uniform(0, 1 - share)])
        start = w.start + skip * length
        return length > 50 and is_line(w) and self.cut(w, start, start + share * length)

    def halves(self, w):
        """The whole once, and both halves again; the halves are not doubles of each other."""
        if not is_line(w) or w.end - w.start < 60:
            return None
        middle = w.start + (w.end - w.start) * self.rng.uniform(0.42, 0.58)
        year = min(LAST, w.year + self.rng.choice([0, 0, 0, 1]))
        return [self.cut(w, *ends, year=year) for ends in ((w.start, middle), (middle, w.end))]

    def overlap(self, w):
        """0-300 and 120-420: shifted along the road, more than half of it paid before."""
        slide = (w.end - w.start) * self.rng.uniform(0.2, 0.42)
        start, end = w.start + slide, w.end + slide
        if not is_line(w) or end >= w.street.line.length:
            return None
        return w.street.book(w.layer, w.end + 1, end, w.year) and self.cut(w, start, end)

    def border(self, w):
        """The next village claims it too, with its own hamlet name."""
        middle = Point(self.capture.spot(w, (w.start + w.end) / 2))
        other = self.ground.village_at(middle, w.village.code, 120)
        return other and self.write(self.second(w, village=other, hamlet=self.hamlet_of(other)))

    def reclassed(self, w):
        """Filed under another class."""
        if w.thing not in OTHER_CLASS:
            return None
        others = OTHER_CLASS[w.thing]
        klass, code = self.rng.choice([o for o in others if o[0] != w.klass] or others)
        return self.write(self.second(w, klass=klass, code=code))

    def as_maintenance(self, w):
        """Just built, and billed again as upkeep at nearly the building price."""
        klass, code = self.file_under(w.thing, w.street, "care")
        late = w.year + self.rng.choice([0, 1])
        if w.mode != "new" or late > LAST:
            return None
        cost = self.rounded(w.cost * self.rng.uniform(0.65, 1.0))
        papers = dict(klass=klass, code=code, year=late, cost=cost)
        return self.write(self.second(w, mode="care", **papers))

    def same_house(self, w):
        """One family, two schemes; the name written as heard."""
        if not w.person:
            return None
        heard = self.rng.random() < 0.4
        person = typo(self.rng, w.person) if heard else w.person.split()[0]
        return self.write(self.second(w, person=person, fund=self.another_fund(w)))

    def office_snapped(self, w):
        """Claimed again from the office chair."""
        return self.write(self.second(w, pin="office"))

    def broken_coordinates(self, w):
        """Claimed again with coordinates mistyped."""
        claim = self.write(self.second(w))
        spoil(self.rng, claim)
        return claim

    def copied_paper(self, w):
        """The old form again: name and price as they were, coordinates too or taken afresh."""
        claim = self.write(self.second(w, cost=w.cost, volume=w.volume))
        claim["name"] = self.retyped(w.claim["name"])
        if self.rng.random() < 0.4:
            self.copy_place(w.claim, claim)
        return claim

    def retyped(self, name):
        """The same title typed again: alike, with a slip, or cut short at the end."""
        words = name.split()
        short = " ".join(words[:-2] if len(words) > 6 else words)
        return pick(self.rng, [(name, 4), (typo(self.rng, name), 3), (short, 3)])

    @staticmethod
    def copy_place(first, second):
        """Gives one claim the coordinates of another."""
        for key in ("geometry", "capture", "accuracy_m"):
            second[key] = first[key]

    def share_photo(self, first, second):
        """The second claim shows a photo of the first."""
        first["photo_phash"] = first["photo_phash"] or [self.hash()]
        again = self.near_hash(first["photo_phash"][0])
        second["photo_phash"] = (second["photo_phash"] + [again])[-3:]

    def doubles(self, count):
        """Second claims until there are `count` true pairs; a work is doubled by one kind only."""
        rng, pairs = self.rng, []
        free = [w for w in self.works if not w.drawn]
        rng.shuffle(free)
        while len(pairs) < count:
            kind = pick(rng, KINDS)
            if kind == "halves" and count - len(pairs) < 2:
                continue
            w, claims = next((w, c) for w in free if (c := getattr(self, kind)(w)))
            free = [x for x in free if x is not w]
            for claim in claims if isinstance(claims, list) else [claims]:
                pairs.append({"a": w.claim["id"], "b": claim["id"], "kind": kind})
                if rng.random() < 0.28:
                    self.share_photo(w.claim, claim)
                same = rng.random() < (0.5 if kind == "office_snapped" else 0.2)
                if same and claim["village_code"] == w.village.code:
                    claim["name"] = self.retyped(w.claim["name"])
        return pairs

    def honest_faults(self, pairs):
        """Faults of claims that are no doubles.

        Office pins, copied coordinates, broken coordinates and reused photos.
        """
        rng, paired = self.rng, {pair[k] for pair in pairs for k in "ab"}
        alone = [w for w in self.works if w.claim["id"] not in paired]
        lazy = {(w.village.code, w.year): rng.random() < 0.03 for w in alone}
        previous = {}
        for w in alone:
            claim, key = w.claim, (w.village.code, w.year)
            if (lazy[key] and rng.random() < 0.7) or rng.random() < 0.006:
                taken = self.capture.take(replace(w, pin="office"))
                geometry, claim["accuracy_m"], claim["capture"] = taken
                claim["geometry"] = geojson(geometry, 7)
            elif rng.random() < 0.008:
                spoil(rng, claim)
            elif key in previous and rng.random() < 0.025:
                self.copy_place(previous[key], claim)
            if key in previous and rng.random() < 0.02:
                self.share_photo(previous[key], claim)
            previous[key] = claim


def make(seed, works, pairs, facts):
    """One world: the claims in random order, and the true pairs."""
    rng = random.Random(seed)
    register = Register(rng, facts)
    register.honest(works - pairs)
    truth = register.doubles(pairs)
    register.honest_faults(truth)
    rng.shuffle(register.claims)
    rng.shuffle(truth)
    return register.claims, truth


if __name__ == "__main__":
    common.run(__doc__, make)
