"""Honest works of the fraud world, told as small stories, and the claims about them.

Each claim passes through the same kinds of clerk and phone, be it the first of its work or not.
The look-alikes come of the stories: segments, phases, left and right drain, upkeep each year,
serial packages, shared pins, open co-funding, a surface over its base, parts of one building.
"""

from dataclasses import replace

from shapely.geometry import LineString

from fraud_ground import FAULTS, YEARS, Ground, in_years, piece, shifted
from fraud_words import FUNDS, OBJECTS, OUTER, PARTS, ROMAN, SEGMENTED

# what a story is and how many of every hundred it makes: methods of Honest
# fmt: off
STORIES = [
    ("single", 28), ("segments", 7), ("upkeep", 9), ("both_sides", 5), ("street_with_all", 7),
    ("package", 13), ("lanes", 5), ("cofunded", 5), ("overlay", 4), ("rebuild", 5),
    ("premises", 7), ("one_pin", 6), ("border", 5), ("damage", 4),
]
# fmt: on
# what comes in packages: (thing, how many, how far apart), share
PACKAGES = [
    (("house", (3, 8), (9, 40)), 30),
    (("lamp", (3, 6), (25, 60)), 15),
    (("latrine", (2, 6), (12, 60)), 18),
    (("well", (2, 6), (12, 60)), 9),
    (("culvert", (2, 6), (12, 60)), 9),
    (("mck", (2, 4), (15, 60)), 9),
    (("dump", (2, 4), (15, 60)), 9),
]
LINE_CAPTURES = [("digitised", 54), ("phone_track", 29), ("phone_point", 17)]
POINT_CAPTURES = [("digitised", 25), ("phone_point", 75)]
MISFILED = {  # the class that a careless clerk files a work under
    "culvert": "drainage",
    "wall": "drainage",
    "drain": "irrigation",
    "canal": "drainage",
    "yard": "road",
    "mck": "building",
    "pipe": "other",
    "lamp": "other",
    "hall": "other",
}
UNNAMED_CODE = "02.03.90"  # other works of the village, for whoever looks no further


def local_words(road, owner, keep_name):
    """How the village across the border calls a street: its own hamlet and RT."""
    own = (x for x in owner.roads if not x.other)
    near = min(own, key=lambda x: (x.line.distance(road.line), x.hamlet))
    (rt, rw), name = near.rts[0], road.name if keep_name else near.name
    return {"dusun": near.hamlet, "rt": rt, "rw": rw, "place": None, "road": name}


class Honest(Ground):
    """Claims, and the stories that honest ones tell."""

    def __init__(self, seed, facts):
        super().__init__(seed, facts)
        self.claims = []  # (row of the register, work, whether the place is not its own)
        # photos of signboards and the like that turn up everywhere
        self.stock = [self.r.getrandbits(64) for _ in range(40)]
        self.offices = [self.new_clerk(outer=True) for _ in range(4)]

    # ---- claims: what a clerk makes of a work -----------------------------

    def money(self, rupiah):
        """Round sums, odd sums, and sums kept just below the limit of direct appointment."""
        if 190e6 < rupiah < 230e6 and self.often(0.6):
            return 200_000_000 - self.r.randint(1, 400) * 1000
        step = 10 ** min(self.r.choice([2, 3, 3, 4, 5, 5, 6]), len(str(int(rupiah))) - 2)
        return max(100_000, round(rupiah / step) * step)

    def blur(self, photo, bits):
        """The hash of the same picture sent again: a few bits differ."""
        for _ in range(bits):
            photo ^= 1 << self.r.randrange(64)
        return photo

    def photos(self, work):
        """None for half of the claims; some carry a signboard, or what the claim before shows."""
        r = self.r
        n = self.pick([(0, 50), (1, 28), (2, 15), (3, 7)])
        last = self.claims[-1][0]["photo_phash"] if self.claims else []
        if n and last and self.often(0.06):
            return [self.blur(int(last[0], 16), r.choice((0, 0, 1, 2)))]
        return [
            r.choice(self.stock) if self.often(0.05) else self.blur(h, r.choice((0, 0, 1, 2)))
            for h in work.photos[:n]
        ]

    def report(
        self,
        work,
        clerk=None,
        head=None,
        keep=None,
        cost=None,
        geometry=None,
        pin=None,
        fault=None,
        pictures=None,
        honest=True,
        **changes,
    ):
        """One claim about a work, `changes` being what it tells otherwise than the work is.

        A `cost` as an int stands, as a float it is rounded the way clerks round. Only an honest
        claim falls back on the office pin or breaks a coordinate by itself.
        """
        work = replace(work, **changes)
        r, v, thing = self.r, work.village, OBJECTS[work.obj]
        if not clerk and work.fund in OUTER and self.often(0.6):
            clerk = r.choice(self.offices)
        elif not clerk:
            clerk = self.new_clerk() if self.often(0.2) else v.clerk
        if honest and not geometry and not pin:
            if self.often(v.lazy):
                pin = v.office
            elif self.often(0.012):
                fault = r.choice(FAULTS)
        pts = [pin] if pin else work.pts
        capture = self.pick(POINT_CAPTURES if len(pts) == 1 else LINE_CAPTURES)
        form, seen, accuracy = self.see(pts, capture)
        if pin and capture == "digitised":
            seen = pts
        elif len(pts) == 1 and capture == "digitised":
            area = thing.shape == "area"
            if area or work.obj == "hall" and self.often(0.4):
                form, seen = "Polygon", self.outline(seen[0], 30 if area else 8)
        name = self.name(work, clerk, head, keep)
        cost = cost or work.price * work.volume * r.lognormvariate(0, 0.05)
        volume, unit = work.volume, thing.unit
        if work.obj in ("paving", "aspal") and self.often(0.12):
            volume, unit = round(volume * r.choice([1.5, 2, 2.5, 3]), 1), "m2"
        filed = MISFILED.get(work.obj) if self.often(0.035) else None
        code = thing.upkeep_code if work.upkeep else thing.code
        row = {
            "village_code": v.code,
            "village_name": v.name,
            "fiscal_year": work.year,
            "fund_source": work.fund,
            "kegiatan_code": UNNAMED_CODE if self.often(0.03) else code,
            "work_class": filed or thing.work_class,
            "name": name,
            "volume": volume,
            "unit": unit,
            "cost": cost if isinstance(cost, int) else self.money(cost),
            "geometry": geometry or self.geojson(form, seen, fault),
            "accuracy_m": None if geometry else accuracy,
            "capture": "digitised" if geometry else capture,
        }
        pictures = self.photos(work) if pictures is None else pictures
        row["photo_phash"] = [f"{photo:016x}" for photo in pictures]
        return row, work, bool(pin or geometry or fault)

    def tell(self, *works, **how):
        """Puts the claims about works, as far as there was room for them, into the register."""
        self.claims += [self.report(work, **how) for work in works if work]

    # ---- honest stories ---------------------------------------------------

    def later(self, work, years, **known):
        """The same place at another time, if the register reaches that far."""
        year = work.year + years
        return replace(work, year=year, photos=self.fresh(), **known) if year in YEARS else None

    def single(self, v):
        """One work."""
        self.tell(self.any_work(v))

    def segments(self, v):
        """Consecutive stretches of one street: by year, by RT or by metre, each its own work."""
        r, road, year = self.r, self.street(v), self.r.choice(YEARS)
        obj = self.pick(SEGMENTED)
        side = r.choice((-1, 1)) if obj in ("drain", "wall") else 0
        price, length = r.uniform(*OBJECTS[obj].price), r.uniform(40, 130)
        yearly, style = self.often(0.6), r.choice(["phase", "section", "section", "none"])
        for i in range(r.randint(2, 4)):
            own, when = length * r.choice([1, 1, 0.8, 1.2, 0.65, 1.4]), in_years(year + i * yearly)
            w = self.stretch(v, obj, road, own, side, 0, year=when, price=price)
            if w and style == "phase":
                w.words["phase"] = "tahap " + ROMAN[i + 1]
            elif w and style == "section":
                form = r.choice(["STA 0+{:03d}-0+{:03d}", "({}-{} m)"])
                w.words["section"] = form.format(round(i * length), round((i + 1) * length))
            self.tell(w)

    def upkeep(self, v):
        """Something built and then kept up, small sums, the same place each time."""
        w = self.any_work(v)
        if not w or w.words.get("person"):
            return
        if self.often(0.6):
            self.tell(w)
        w = replace(w, upkeep=True, price=w.price * self.r.uniform(0.08, 0.35))
        for i in sorted(self.r.sample(range(1, 6), self.r.randint(2, 4))):
            part = w.volume * self.r.choice([1, 1, 0.5, 0.3]) if len(w.pts) > 1 else w.volume
            self.tell(self.later(w, i, volume=max(1, round(part))))

    def both_sides(self, v):
        """Left and right of one street: equal metres, nearly equal money, often one year."""
        r, road = self.r, self.street(v)
        obj, length = r.choice(["drain", "drain", "wall", "canal"]), r.uniform(50, 180)
        year, price, gap = r.choice(YEARS), r.uniform(*OBJECTS[obj].price), r.uniform(0, 40)
        start = max(road.used.get((obj, side), 0) for side in (-1, 1))
        road.used[obj, -1] = road.used[obj, 1] = start or r.uniform(0, road.line.length / 3)
        for side in (-1, 1):
            own = length * (1 if side < 0 or self.often(0.5) else r.uniform(0.7, 1))
            when = in_years(year + (side > 0 and self.often(0.3)))
            w = self.stretch(v, obj, road, own, side, gap, year=when, price=price)
            if w:
                w.words["tell_side"] = 0.97
            self.tell(w)

    def street_with_all(self, v):
        """The street, its drain, its wall, its culverts: different works on one spot."""
        road, year = self.street(v), self.r.choice(YEARS)
        things = ["paving", "drain", "wall", "culvert", "lamp", "culvert", "pipe"]
        for obj in self.r.sample(things, self.r.randint(3, 5)):
            when = in_years(year + self.r.choice((0, 0, 1)))
            self.tell(self.any_shape(v, obj, road, year=when))

    def package(self, v):
        """One year, one fund, one price, many households or places along a street."""
        r, (obj, count, apart) = self.r, self.pick(PACKAGES)
        road, year, fund = self.street(v), r.choice(YEARS), self.pick(FUNDS)
        price = self.money(r.uniform(*OBJECTS[obj].price))
        for i in range(r.randint(*count)):
            w = self.spot(v, obj, road, r.uniform(*apart), year=year, price=price, fund=fund)
            if w and not w.words.get("person"):
                w.words["section"] = f"titik {i + 1}"
            self.tell(w, cost=price * w.volume if w and self.often(0.7) else None)

    def lanes(self, v):
        """The same words and the same money for several lanes of one hamlet."""
        r, first, obj = self.r, self.street(v), self.r.choice(["paving", "rabat", "drain", "wall"])
        year, fund, lanes = r.choice(YEARS), self.pick(FUNDS), self.hamlet(v, first)
        length, price = r.uniform(50, 120), r.uniform(*OBJECTS[obj].price)
        how = {"head": r.choice(OBJECTS[obj].heads), "keep": ["road", "rt", "dusun"]}
        for road in r.sample(lanes, min(len(lanes), r.randint(3, 5))):
            w = self.stretch(v, obj, road, length, year=year, price=price, fund=fund)
            self.tell(w, cost=price * length * r.uniform(0.999, 1.001), **how)

    def cofunded(self, v):
        """One stretch, two purses: their metres add up, though both may draw the whole."""
        obj = self.r.choice(["paving", "rabat", "aspal", "drain", "wall", "canal"])
        w = self.stretch(v, obj, length=self.r.uniform(90, 260))
        if not w:
            return
        share, whole = self.r.uniform(0.3, 0.7), self.often(0.5)
        partner = self.r.choice(["PBK", "PBP", "ADD", "PBH"])
        for low, high, fund in ((0, share, "DDS"), (share, 1, partner)):
            part = replace(w, fund=fund, photos=self.fresh(), words=dict(w.words))
            part.volume = round(w.volume * (high - low))
            part.pts = w.pts if whole else piece(w.pts, low, high)
            if self.often(0.8):
                part.words["section"] = f"({round(w.volume * low)}-{round(w.volume * high)} m)"
            self.tell(part)

    def overlay(self, v):
        """Stones first, the surface later: one stretch, two layers."""
        w = self.stretch(v, "sirtu")
        if w:
            top, years = self.r.choice(["paving", "aspal", "rabat"]), self.r.choice((0, 1, 1, 2))
            after = self.later(w, years, obj=top, price=self.r.uniform(*OBJECTS[top].price))
            self.tell(w, after)

    def rebuild(self, v):
        """The same thing again after its life is over."""
        w = self.any_work(v, year=self.r.choice((2018, 2018, 2019, 2020)))
        if w:
            years = self.r.randint(5, 7)
            after = self.later(w, years, price=w.price * self.r.uniform(0.9, 1.3))
            self.tell(w, after)

    def damage(self, v):
        """Flood or landslide soon after: a part is built again and the name says why, usually."""
        r, w = self.r, self.stretch(v, self.r.choice(["wall", "drain", "canal", "rabat"]))
        again = w and self.later(w, r.choice((1, 2, 3)))
        self.tell(w)
        if again:
            start = r.uniform(0, 0.6)
            again.pts = piece(w.pts, start, start + r.uniform(0.2, 0.4))
            again.volume = max(5, round(LineString(again.pts).length))
            whys = ["Perbaikan pasca banjir", "Rehab pasca longsor", "Penanganan kerusakan"]
            self.tell(again, head=r.choice(whys) + self.thing(w.obj))

    def premises(self, v):
        """One school, mosque yard or hall, part after part; with its own well or toilet."""
        r, (name, xy, road, s) = self.r, self.r.choice(v.halls)
        done = road.used.setdefault(name, [])
        for part in r.sample(PARTS + ["", "mck", "well"], r.randint(2, 4)):
            if part in done:
                continue
            done.append(part)
            obj = part if part in OBJECTS else "hall"
            at = shifted(xy, r.uniform(0, 14), r.uniform(0, 6.28))
            words = dict(road.words(s), place=name, part=part if obj == "hall" else None)
            price = r.uniform(*OBJECTS[obj].price) * (0.4 if part and obj == "hall" else 1)
            self.tell(self.work(v, obj, road, [at], 1, words, price=price))

    def one_pin(self, v):
        """Different works at one pin: a hamlet head's door, or the row above with its digits."""
        r, road = self.r, self.street(v)
        door = shifted(road.line.interpolate(0.3, normalized=True).coords[0], 12, 1.0)
        copied, lanes = self.often(0.5), self.hamlet(v, road)
        self.tell(self.any_work(v, road), pin=None if copied else door)
        row = self.claims[-1][0] if self.claims else None
        how = {"pin": door}
        if copied and row and row["village_code"] == v.code:
            how = {"geometry": row["geometry"]}
        for _ in range(r.randint(1, 2) if copied and row else r.randint(3, 6)):
            self.tell(self.any_work(v, r.choice(lanes)), **how)

    def border(self, v):
        """A street on the border: each village builds its own stretch or its own side."""
        roads = [x for x in v.roads if x.other]
        if not roads:
            return
        r, road = self.r, self.r.choice(roads)
        obj = r.choice(["paving", "rabat", "aspal", "drain", "wall", "canal"])
        year, sides = r.choice(YEARS), (-1, 1) if OBJECTS[obj].shape == "side" else (0, 0)
        for side, owner in zip(sides, (v, road.other)):
            length, when = r.uniform(40, 140), in_years(year + r.choice((0, 0, 1, 2)))
            w = self.stretch(owner, obj, road, length, side, 0, year=when)
            if w and owner is not v:
                w.words.update(local_words(road, owner, self.often(0.6)))
            self.tell(w)
