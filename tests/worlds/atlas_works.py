"""Honest works of the atlas world: scenes on the ground that look like doubles and are none."""

from dataclasses import dataclass, replace
from itertools import accumulate

from atlas_ground import Capture, Ground, Hamlet, Street, Village, geojson
from atlas_words import (
    DUSUN,
    FOOTPRINT,
    FUNDS,
    LINES,
    OTHER_CLASS,
    PARTS,
    PEOPLE,
    ROAD_CODES,
    ROOMS,
    SIDES,
    THINGS,
    pick,
    write_name,
)

# fmt: off
YEARS = range(2018, 2026)
LAST = YEARS[-1]
SCENES = [
    ("single", 37), ("segments", 11), ("road_and_drains", 12), ("kept_up", 12), ("batch", 20),
    ("cofunded", 5), ("compound", 5), ("border_twin", 5),
]
SINGLES = """
    paving paving paving rabat rabat aspal drain drain drain wall wall canal canal canal pipe
    bridge culvert culvert culvert gate well well tank mck mck post posyandu school hall kiosk
    field waste gate_arch grave light light
""".split()
BATCHES = [  # ((things, at most, on one street, with a person, numbered lots, one price), weight)
    (("house house latrine", 6, 0.7, 1.0, False, True), 7),
    (("well tank light light culvert culvert mck gate", 5, 0.75, 0.7, False, False), 8),
    (("well mck light paving drain culvert", 5, 0.5, 0.0, True, True), 5),
]
PHASES = [
    ["tahap 1", "tahap 2", "tahap 3", "tahap 4", "tahap 5"],
    ["", "lanjutan", "lanjutan", "lanjutan", "lanjutan"],
    ["", "", "", "", ""],
    ["tahap I", "tahap II", "tahap III", "tahap IV", "tahap V"],
    ["segmen 1", "segmen 2", "segmen 3", "segmen 4", "segmen 5"],
]
ROOM = {"house": 9, "latrine": 9, "light": 45, "lot": 20}  # metres free along the street, else 40
ASIDE = {  # metres from the centreline, else 7 to 18
    "culvert": (0, 0), "gate": (0, 1), "light": (2, 4), "house": (8, 22), "latrine": (8, 25),
    "well": (6, 25),
}
# fmt: on


@dataclass
class Work:
    """A real work: where it lies along its street, and everything its papers could say."""

    thing: str
    street: Street
    start: float
    end: float
    offset: float
    year: int
    fund: str
    mode: str  # new, lift (made better) or care
    volume: float
    cost: float
    village: Village
    hamlet: Hamlet
    klass: str
    code: str
    side: str = ""
    phase: str = ""
    person: str = ""
    part: str = ""
    drawn: tuple = None  # the stretch the papers show, when it is not the stretch of the work
    layer: str = ""  # the layer it booked on its street
    pin: str = ""  # "office" when the capture was made there
    claim: dict = None


class Works:
    """Places works on the ground, scene by scene, and writes a claim on each."""

    def __init__(self, rng, facts):
        self.rng, self.ground, self.capture = rng, Ground(rng, facts), Capture(rng)
        self.works, self.claims, self.lots = [], [], {}
        metres = (sum(s.line.length for s in h.streets) for h in self.ground.hamlets)
        self.road_metres = list(accumulate(metres))
        self.signboards = [self.hash() for _ in range(12)]

    # ---- money, photos, one claim ------------------------------------------------------------

    def hash(self):
        """A new photo."""
        return f"{self.rng.getrandbits(64):016x}"

    def near_hash(self, text):
        """The same photo stored again: a few bits apart."""
        value = int(text, 16)
        for _ in range(self.rng.choice([0, 0, 1, 2, 3, 5])):
            value ^= 1 << self.rng.randrange(64)
        return f"{value:016x}"

    def photos(self):
        """Often none; now and then the signboard that stands in many pictures."""
        found = [self.hash() for _ in range(self.rng.choices([0, 1, 2], [66, 25, 9])[0])]
        if self.rng.random() < 0.015:
            found.append(self.near_hash(self.rng.choice(self.signboards)))
        return found

    def rounded(self, cost):
        """A cost as an office rounds it."""
        step = pick(self.rng, [(1, 8), (100, 22), (1000, 35), (100_000, 20), (500_000, 15)])
        return int(max(1_000_000, round(cost / step) * step))

    def price(self, thing, volume, year, mode):
        """What an office budgets; repair and upkeep cost a share of building."""
        unit = THINGS[thing].price * 1.045 ** (year - 2021) * self.rng.lognormvariate(0, 0.14)
        lift, care = self.rng.uniform(0.55, 0.95), self.rng.uniform(0.08, 0.3)
        share = {"new": 1.0, "lift": lift, "care": care}[mode]
        return self.rounded(unit * max(volume, 1) * share)

    def write(self, w, how=None, share=None):
        """Writes one claim on a work."""
        rng, unit, volume = self.rng, THINGS[w.thing].unit, w.volume
        geometry, accuracy, capture = self.capture.take(w, how, share)
        digits = 7
        if rng.random() >= 0.9:
            digits = 4 if geometry.geom_type == "Point" and rng.random() < 0.3 else 5
        if unit == "m" and THINGS[w.thing].klass == "road" and rng.random() < 0.1:
            unit, volume = "m2", round(volume * rng.choice([1.5, 2, 2.5, 3]), 1)
        if unit == "unit" and rng.random() < 0.15:
            unit = rng.choice(["buah", "paket"])
        claim = {
            "id": f"{rng.getrandbits(48):012x}",
            "village_code": w.village.code,
            "village_name": w.village.name,
            "fiscal_year": w.year,
            "fund_source": w.fund,
            "kegiatan_code": w.code,
            "work_class": w.klass,
            "name": write_name(rng, w),
            "volume": volume,
            "unit": unit,
            "cost": w.cost,
            "geometry": geojson(geometry, digits),
            "accuracy_m": accuracy,
            "capture": capture,
            "photo_phash": self.photos(),
        }
        self.claims.append(claim)
        w.claim = w.claim or claim
        return claim

    # ---- works on the ground -----------------------------------------------------------------

    def file_under(self, thing, street, mode):
        """Class and activity code, now and then a neighbouring one."""
        if thing in OTHER_CLASS and self.rng.random() < 0.035:
            return self.rng.choice(OTHER_CLASS[thing])
        codes = THINGS[thing].codes or ROAD_CODES[street.kind]
        return THINGS[thing].klass, codes[mode == "care"]

    def build(self, thing, street, start, end, year, mode="new", fund=None, **more):
        """Makes a work with its papers; the place is already booked."""
        rng, kind, home = self.rng, THINGS[thing], street.hamlet
        length = round(end - start) if thing in LINES else rng.randint(kind.low, kind.high)
        exact = rng.random() < 0.55 or length < 20
        volume = float(length if exact else 5 * round(length / 5))
        klass, code = self.file_under(thing, street, mode)
        fund = fund or pick(rng, FUNDS)
        cost = self.price(thing, volume, year, mode)
        papers = dict(year=year, fund=fund, mode=mode, volume=volume, cost=cost)
        place = dict(village=home.village, hamlet=home, klass=klass, code=code)
        w = Work(thing, street, start, end, **papers, **place, **more)
        self.works.append(w)
        return w

    def hamlet(self):
        """A hamlet, the more often the more road it has."""
        return self.rng.choices(self.ground.hamlets, cum_weights=self.road_metres)[0]

    def hamlet_of(self, village):
        """A hamlet of a village, made up where it has none."""
        if village.hamlets:
            return self.rng.choice(village.hamlets)
        return Hamlet(village, self.rng.choice(DUSUN), self.rng.randint(1, 5))

    def a_street(self, hamlet, thing):
        """A street long enough for the thing, or None."""
        pool = hamlet.waters if THINGS[thing].layer in ("canal", "gate") else hamlet.streets
        fit = [s for s in pool if s.line.length > THINGS[thing].low + 10]
        return self.rng.choices(fit, [s.line.length**0.6 for s in fit])[0] if fit else None

    def side(self, thing):
        """How papers call the two sides (often not at all), and where a drain or wall lies."""
        words = self.rng.choice(SIDES) if self.rng.random() < 0.4 else None
        return words, self.rng.choice([0, 1]) if thing in ("drain", "wall") else None

    def line_work(self, thing, hamlet, year, street=None, span=None, hand=None, words=None, **more):
        """A stretch on a street with free room for it; drains and walls lie beside the road."""
        rng, street = self.rng, street or self.a_street(hamlet, thing)
        if street is None:
            return None
        low, high, full = THINGS[thing].low, THINGS[thing].high, street.line.length
        for _ in range(6):
            length = rng.triangular(low, high, low + (high - low) * 0.3)
            length = min(length, full * rng.uniform(0.6, 1.0))
            start = rng.uniform(0, max(0.0, full - length))
            a, b = span or (start, start + length)
            beside = hand is None and thing in ("drain", "wall")
            at = rng.choice([0, 1]) if beside else hand
            more["layer"] = THINGS[thing].layer + ("" if at is None else str(at))
            if street.book(more["layer"], a + 3, b - 3, year):
                more["offset"] = 0.0 if at is None else rng.uniform(2.0, 4.5) * (1 if at else -1)
                more["side"] = words[at] if words and at is not None else ""
                return self.build(thing, street, a, b, year, **more)
        return None

    def lot_work(self, thing, hamlet, year, street=None, near=None, **more):
        """A thing on a lot beside a street (or in it, for culverts)."""
        rng, street = self.rng, street or self.a_street(hamlet, thing)
        layer = THINGS[thing].layer
        room, aside = ROOM.get(layer, 40), ASIDE.get(layer, (7, 18))
        for _ in range(6 if street else 0):
            last = street.line.length - 3
            at = rng.uniform(3, last) if near is None else near + rng.gauss(0, 18)
            at, hand = min(max(at, 3), last), rng.choice([-1, 1])
            more["layer"] = layer + (str(hand) if room < 30 else "")
            spot, taken = street.line.interpolate(at), self.lots.setdefault(more["layer"], [])
            free = min((spot.distance(t) for t in taken), default=99) > room * 0.6
            if free and street.book(more["layer"], at - room, at + room, year, 99):
                taken.append(spot)
                offset = hand * rng.uniform(*aside)
                return self.build(thing, street, at, at, year, offset=offset, **more)
        return None

    def work(self, thing, *place, **more):
        """A line or a lot, by the thing."""
        return (self.line_work if thing in LINES else self.lot_work)(thing, *place, **more)

    # ---- scenes ------------------------------------------------------------------------------

    def single(self, year):
        """One thing alone."""
        self.work(self.rng.choice(SINGLES), self.hamlet(), year)

    def batch(self, year):
        """Several alike: houses of one scheme, wells or lights, numbered lots of one package."""
        rng, hamlet = self.rng, self.hamlet()
        things, most, together, owned, numbered, one_price = pick(rng, BATCHES)
        thing, fund, cost = rng.choice(things.split()), pick(rng, FUNDS), None
        street = self.a_street(hamlet, thing)
        for i in range(rng.randint(2, most) if street else 0):
            same = rng.random() < together
            home = hamlet if same or not numbered else self.hamlet_of(hamlet.village)
            more = {
                "fund": fund if one_price else None,
                "phase": f"paket {i + 1}" if numbered else "",
                "person": self.person() if rng.random() < owned else "",
            }
            w = self.work(thing, home, year, street if same else None, **more)
            if w and one_price:
                w.cost = cost = cost or w.cost

    def person(self):
        """A name of one or two words."""
        return " ".join(self.rng.sample(PEOPLE, self.rng.choice([1, 1, 2])))

    def kept_up(self, year):
        """Later works on one thing: yearly upkeep, an early repair, a rebuild when worn out."""
        rng = self.rng
        early, late, anew = (rng.choice(years) for years in ([2, 3], [5, 6, 7], [5, 6, 7]))
        care = [("care", (1,)), ("care", (1, 2)), ("care", (1, 2, 3))]
        mode, gaps = rng.choice(care + [("lift", (early,)), ("lift", (late,)), ("new", (anew,))])
        things = ["drain", "drain", "canal", "paving", "rabat", "aspal", "wall"]
        thing = rng.choice(things + ["pipe" if mode == "care" else "bridge"])
        home = self.hamlet()
        upkeep = mode == "care" and rng.random() < 0.5
        first = self.line_work(thing, home, year, mode="care" if upkeep else "new")
        for gap in gaps if first else ():
            if year + gap in YEARS:
                self.again(first, year + gap, mode)

    def again(self, first, year, mode, share=None, **more):
        """A later work on the very same place; a part of a building costs a share of a new one."""
        rng = self.rng
        volume = float(round(first.volume * rng.choice([1.0, 1.0, rng.uniform(0.5, 1.0)])))
        klass, code = self.file_under(first.thing, first.street, mode)
        if share:
            cost = self.rounded(share * first.cost)
        else:
            cost = self.price(first.thing, volume, year, mode)
        papers = dict(year=year, mode=mode, volume=volume, cost=cost, klass=klass, code=code)
        self.works.append(replace(first, **papers, fund=pick(rng, FUNDS), phase="", **more))

    def segments(self, year):
        """Consecutive stretches of one line, in one year or year by year, phases named or not."""
        rng, hamlet = self.rng, self.hamlet()
        thing = rng.choice(["paving", "rabat", "aspal", "drain", "wall", "canal"])
        street = self.a_street(hamlet, thing)
        if street is None:
            return
        count, step, at = rng.randint(2, 5), rng.choice([0, 1, 1]), rng.uniform(0, 20)
        length, (words, hand) = rng.uniform(35, 150), self.side(thing)
        phases = rng.choice(PHASES)
        for i in range(count):
            end, when = at + length * rng.uniform(0.8, 1.2), year + i * step
            if end > street.line.length or when > LAST:
                break
            self.line_work(thing, hamlet, when, street, (at, end), hand, words, phase=phases[i])
            at = end + rng.choice([0, 0, 0, rng.uniform(0, 25)])

    def road_and_drains(self, year):
        """Road, base, left and right drain, wall: one stretch, several works in a few years."""
        rng, hamlet = self.rng, self.hamlet()
        road = self.line_work(rng.choice(["paving", "rabat", "aspal"]), hamlet, year)
        if road is None:
            return
        words = rng.choice(SIDES)
        others = [("drain", 0), ("drain", 1), ("wall", 0), ("drain", 0), ("sirtu", None)]
        for thing, hand in rng.sample(others, rng.randint(1, 3)):
            if thing == "sirtu":
                when = max(YEARS[0], year - rng.choice([0, 1]))
            else:
                when = min(LAST, year + rng.choice([0, 0, 1, 2]))
            a = road.start + rng.choice([0, 0, rng.uniform(0, 30)])
            if road.end - a > 15:
                self.line_work(thing, hamlet, when, road.street, (a, road.end), hand, words)

    def cofunded(self, year):
        """One stretch paid by two funds, each its own metres; papers may show the whole twice."""
        rng = self.rng
        thing = rng.choice(["paving", "rabat", "drain", "wall", "aspal"])
        whole = self.line_work(thing, self.hamlet(), year, fund="DDS")
        if whole is None or whole.end - whole.start < 40:
            return
        cut = whole.start + (whole.end - whole.start) * rng.uniform(0.35, 0.65)
        drawn = (whole.start, whole.end) if rng.random() < 0.5 else None
        fund = rng.choice(["ADD", "PBH", "PBK", "PAD"])
        self.works[-1:] = parts = [replace(whole, end=cut), replace(whole, start=cut, fund=fund)]
        for w in parts:
            w.drawn, w.volume = drawn, float(round(w.end - w.start))
            w.cost = self.price(w.thing, w.volume, year, w.mode)

    def compound(self, year):
        """A plot with a building and its parts: roof, fence, latrine, well in different years."""
        rng, thing = self.rng, self.rng.choice(list(FOOTPRINT))
        first = self.lot_work(thing, self.hamlet(), year)
        if first is None:
            return
        for part in rng.sample(PARTS.get(thing, ROOMS), rng.randint(1, 3)):
            if year < LAST:
                when, mode = rng.randint(year + 1, LAST), rng.choice(["new", "lift", "care"])
                self.again(first, when, mode, share=rng.uniform(0.08, 0.4), part=part)
        if rng.random() < 0.5:
            thing = rng.choice(["mck", "well", "tank"])
            self.lot_work(thing, first.hamlet, year, first.street, first.start)

    def border_twin(self, year):
        """A road that crosses into the next village: each does its own end."""
        rng, thing = self.rng, self.rng.choice(["paving", "rabat", "drain", "wall"])
        street = self.a_street(self.hamlet(), thing)
        if street is None:
            return
        middle, own = street.line.length / 2, street.hamlet.village.code
        other = self.ground.village_at(street.line.interpolate(middle), own, 150)
        if other is None:
            return
        words, hand = self.side(thing)
        before, after = (min(middle - 2, rng.uniform(30, 150)) for _ in range(2))
        if min(before, after) < 25:
            return
        self.line_work(thing, None, year, street, (middle - before, middle), hand, words)
        year = min(LAST, year + rng.choice([0, 0, 1]))
        w = self.line_work(thing, None, year, street, (middle, middle + after), hand, words)
        if w:
            w.village, w.hamlet = other, self.hamlet_of(other)

    def honest(self, count):
        """Plays scenes until there are enough works, then writes one claim on each."""
        while len(self.works) < count:
            scene = getattr(self, pick(self.rng, SCENES))
            scene(self.rng.choice(YEARS))
        del self.works[count:]
        for w in self.works:
            self.write(w)
