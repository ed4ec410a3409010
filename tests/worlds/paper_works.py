"""Physical works of the paper world: single ones, and families of honest look-alikes.

Each member of a family keeps the slot which tells it from the others; no two works of one class stand on the
same ground unless years, phase, layer or metres say why.
"""

from dataclasses import make_dataclass, replace

import numpy as np

from paper_desk import OBJECTS, PERSONS, PLACES
from paper_ground import pick

YEARS = tuple(range(2019, 2027))
KIND = {"canal": "saluran", "telford": "jalan", "aspal": "jalan", "bridge": "saluran"}
SINGLE = (
    ("rabat", 10),
    ("aspal", 6),
    ("paving", 9),
    ("telford", 5),
    ("drain", 10),
    ("canal", 6),
    ("wall", 8),
    ("culvert", 5),
    ("bridge", 2),
    ("well", 4),
    ("tank", 2),
    ("pipe", 3),
    ("mck", 4),
    ("septic", 2),
    ("hall", 2),
    ("posyandu", 2),
    ("paud", 2),
    ("house", 7),
    ("lamp", 4),
    ("court", 2),
    ("tps", 2),
    ("gate", 2),
)
Work = make_dataclass(
    "Work",
    ["hamlet", "object", "year"]
    + [
        (name, object, start)
        for name, start in dict(
            verb="new",
            line=None,
            base=None,
            span=(0.0, 0.0),
            length=0.0,
            width=0.0,
            amount=1.0,
            cost=0.0,
            fund="DDS",
            rt=1,
            street="",
            land="",
            person="",
            side="",
            phase="",
            keep=frozenset(),
            drawn=False,
            lone=False,
            at_office=False,
            photos=(),
        ).items()
    ],
    namespace={
        "work_class": property(lambda work: OBJECTS[work.object][0]),
        "shape": property(lambda work: OBJECTS[work.object][1]),
    },
)


class Builder:
    """Makes works on the land with one district's prices and habits."""

    def __init__(self, rng, land, taste):
        self.rng, self.land, self.taste = rng, land, taste
        weights = np.array([w for _, w in SINGLE]) * rng.gamma(3.0, 1.0, len(SINGLE))
        self.objects, self.odds = [k for k, _ in SINGLE], np.cumsum(weights / weights.sum())
        self.level, self.funds = (
            rng.uniform(0.75, 1.3),
            ("DDS", "ADD", "PBH", "PBK", "PBP", "PAD", "DLL"),
        )
        self.fund_odds = np.cumsum(rng.dirichlet(np.array([9, 4, 1.2, 1.5, 0.8, 0.6, 0.4])))
        self.families = [
            segments,
            layers,
            yearly,
            alleys,
            houses,
            numbered,
            sides,
            bundle,
            hamlets,
            office,
            parted,
            again,
            waterworks,
            border,
        ]
        mass = (rng.gamma(1.6, 1.0, 14) + 0.35) * (
            2,
            1.5,
            1.7,
            1.2,
            0.7,
            1,
            1.6,
            1,
            0.8,
            1,
            1.6,
            1.6,
            1,
            1,
        )
        self.family_odds = np.cumsum(mass / mass.sum())

    def drawn_from(self, things, odds):
        return things[min(int(np.searchsorted(odds, self.rng.random())), len(things) - 1)]

    def fund(self):
        return self.drawn_from(self.funds, self.fund_odds)

    def hamlet(self):
        return pick(self.rng, pick(self.rng, self.land.villages).hamlets)

    def person(self, hamlet):
        """A name that no other house of the hamlet bears."""
        name = pick(self.rng, PERSONS)
        while name in hamlet.people:
            name = f"{pick(self.rng, PERSONS)} {pick(self.rng, PERSONS)}"
        hamlet.people.append(name)
        return name

    def length(self):
        return float(np.clip(self.rng.lognormal(4.75, 0.5), 30, 480))

    def work(self, key, hamlet, year=None, length=None, place=None, **more):
        """A work on free ground, or on the stretch `place` = (street, start) of its family."""
        rng, row = self.rng, OBJECTS[key]
        on_line = row[1] == "line"
        size = (length or self.length()) if on_line else 8.0
        size = round(size) if rng.random() < 0.6 else round(size, 1)
        kind = KIND.get(key) or pick(rng, ("jalan", "gang", "gang"))
        street, start = place or self.land.site(
            rng, hamlet, kind, row[0], size, 3.0 if on_line else 25.0
        )
        aside = more.pop("aside", float(rng.normal(0, 6) if not on_line else 0.0))
        line = street.cut(start, start + size, aside)
        year = year or pick(rng, YEARS)
        amount = size if on_line else (float(rng.integers(3, 13)) if key == "lamp" else 1.0)
        width = pick(rng, row[5]) if row[5] else 0.0
        cost = row[4] * amount * self.level * 1.045 ** (year - 2019) * rng.lognormal(0, 0.17)
        work = Work(
            hamlet,
            key,
            year,
            line=line,
            base=street,
            span=(start, start + size),
            width=width,
            length=size if on_line else 0.0,
            amount=amount,
            fund=self.fund(),
            rt=1 + (street.rt + int(start // 170)) % 14,
            street=street.name,
            cost=cost * (width / row[5][len(row[5]) // 2] if row[5] else 1.0),
        )
        if rng.random() < 0.55:
            work.land = (
                pick(rng, PLACES) if rng.random() < 0.6 else f"rumah Bpk. {pick(rng, PERSONS)}"
            )
        if key == "house":
            work.person, work.land, work.keep, work.verb = (
                self.person(hamlet),
                "",
                frozenset({"person"}),
                "rehab",
            )
            work.cost = self.taste["house_cost"] if rng.random() < 0.8 else work.cost
        elif rng.random() < 0.25:
            work.verb = pick(rng, ("upgrade", "rehab", "rehab", "maintain"))
            work.cost *= {"maintain": 0.25, "rehab": 0.6}.get(work.verb, 1.0)
        work.cost *= {"maintain": 0.25, "rehab": 0.6}.get(more.get("verb"), 1.0)
        return replace(work, **more)

    def single(self):
        return [self.work(self.drawn_from(self.objects, self.odds), self.hamlet(), lone=True)]

    def family(self, press):
        """A family; a crowded one where the look-alikes are still too few."""
        crowds = [yearly, yearly, alleys, segments, sides, houses]
        kind = self.drawn_from(self.families, self.family_odds)
        return (pick(self.rng, crowds) if self.rng.random() < press else kind)(self)


ROADS = ("rabat", "aspal", "paving", "telford", "drain", "canal", "wall")


def keeps(*slots):
    return frozenset(slots + ("object",))


def stretch(b, key, hamlet, total):
    kind = KIND.get(key, "jalan" if total > 150 else "gang")
    return b.land.site(b.rng, hamlet, kind, OBJECTS[key][0], total)


def segments(b):
    """End to end, one year after another or several in one year."""
    rng, key, hamlet = b.rng, pick(b.rng, ROADS), b.hamlet()
    works, station, style = [], 0, int(rng.integers(3))
    lengths = [
        round(m) for m in rng.uniform(45, 150) * rng.uniform(0.75, 1.25, int(rng.integers(3, 8)))
    ]
    street, at = stretch(b, key, hamlet, sum(lengths) + 2 * len(lengths))
    year, same = pick(rng, YEARS[:5]), rng.random() < 0.3
    for i, length in enumerate(lengths):
        mark = (f"Sta {station}-{station + length}", f"Segmen {i + 1}", f"Tahap {i + 1}")[style]
        works.append(
            b.work(
                key,
                hamlet,
                min(2026, year + (0 if same else i)),
                length,
                (street, at),
                verb="new",
                phase=mark,
                keep=keeps("phase") if rng.random() < 0.8 else frozenset(),
                drawn=True,
            )
        )
        at, station = at + length + float(rng.uniform(0, 2)), station + length
    return works


def layers(b):
    """One stretch, the base and then the surface; or one building in stages."""
    rng, hamlet = b.rng, b.hamlet()
    if rng.random() < 0.6:
        place, year = stretch(b, "telford", hamlet, length := b.length()), pick(rng, YEARS[:6])
        first = b.work(
            "telford", hamlet, year, length, place, verb="new", drawn=True, keep=keeps("verb")
        )
        top = b.work(
            pick(rng, ("rabat", "aspal", "paving")),
            hamlet,
            year + int(rng.integers(1, 3)),
            length,
            place,
            verb="upgrade",
            drawn=True,
            keep=keeps("verb"),
        )
        return [first, replace(top, land=first.land)]
    key = pick(rng, ("hall", "posyandu", "paud", "court", "bridge"))
    first = b.work(key, hamlet, pick(rng, YEARS[:5]), verb="new")
    marks = pick(rng, (("Tahap I", "Tahap II", "Tahap III"), ("pondasi", "atap", "finishing")))
    return [
        replace(
            first,
            year=first.year + i,
            phase=mark,
            keep=keeps("phase"),
            fund=b.fund(),
            cost=first.cost * rng.uniform(0.25, 0.5),
        )
        for i, mark in enumerate(marks[: int(rng.integers(2, 4))])
    ]


def yearly(b):
    """Upkeep of one thing, every year or second year."""
    rng, hamlet = b.rng, b.hamlet()
    key = pick(
        rng, ("rabat", "aspal", "telford", "drain", "canal", "posyandu", "well", "lamp", "paud")
    )
    first = b.work(key, hamlet, pick(rng, YEARS[:4]), verb="maintain")
    flat, years = rng.random() < 0.35, range(first.year, 2027, pick(rng, (1, 1, 2)))
    return [
        replace(
            first,
            year=y,
            keep=keeps("verb"),
            drawn=first.length > 0,
            cost=first.cost * (1 if flat else rng.uniform(0.7, 1.4)),
        )
        for y in years[: int(rng.integers(3, 9))]
    ]


def alleys(b):
    """RT 01, RT 02, RT 03: the same work at the same price on neighbouring ground."""
    rng, shift, equal = b.rng, np.zeros(2), b.rng.random() < b.taste["standard_cost"]
    key = pick(
        rng,
        ("rabat", "paving", "drain", "drain", "paving", "culvert", "septic", "mck", "tps", "well"),
    )
    first = b.work(
        key,
        b.hamlet(),
        length=float(rng.uniform(40, 110)),
        verb="new",
        street="",
        land="",
        base=None,
        keep=keeps("rt"),
        drawn=True,
    )
    way, works, start = first.line[-1] - first.line[0], [], int(rng.integers(1, 6))
    way = np.array([-way[1], way[0]]) / np.hypot(*way)
    for i in range(int(rng.integers(3, 8))):
        works.append(
            replace(
                first,
                rt=start + i,
                line=first.line + shift,
                year=min(2026, first.year + i // 3),
                cost=first.cost * (1 if equal else rng.uniform(0.85, 1.15)),
            )
        )
        shift = shift + way * float(rng.uniform(24, 46))
    return works


def houses(b):
    """Next door for another person, all at the standard cost."""
    rng, works, at = b.rng, [], (first := b.work("house", b.hamlet())).line
    for _ in range(int(rng.integers(3, 9))):
        works.append(
            replace(
                first,
                person=b.person(first.hamlet),
                line=at,
                cost=b.taste["house_cost"],
                year=min(2026, first.year + int(rng.integers(0, 3))),
            )
        )
        at = (
            at
            + rng.normal(0, 6, 2)
            + pick(rng, (-1, 1)) * np.array([float(rng.uniform(10, 26)), 4.0])
        )
    return works


def numbered(b):
    """Lamps in batches or culverts in one street, told apart by numbers or by the house they lie at."""
    rng, hamlet, key = b.rng, b.hamlet(), pick(b.rng, ("lamp", "culvert"))
    street, at = b.land.site(rng, hamlet, "jalan", OBJECTS[key][0], 160.0)
    names, number, year, works = rng.permutation(len(PERSONS)), 1, pick(rng, YEARS), []
    by_house = key == "culvert" and rng.random() < 0.5
    for i in range(int(rng.integers(3, 7))):
        some = int(rng.integers(2, 7)) if key == "lamp" else 1
        mark = f"titik {number}-{number + some - 1}" if some > 1 else f"titik {number}"
        house = f"rumah Bpk. {PERSONS[names[i]]}"
        work = b.work(
            key,
            hamlet,
            min(2026, year + (i + 1) // 3),
            place=(street, min(at, street.length - 9)),
            verb="new",
            land=house if by_house else "",
            phase="" if by_house else mark,
            amount=float(some),
            keep=keeps("street", "land" if by_house else "phase"),
        )
        works.append(
            replace(work, cost=3_200_000.0 * some if key == "lamp" else (works or [work])[0].cost)
        )
        number, at = number + some, at + float(rng.uniform(20, 45))
    return works


def sides(b):
    """Left and right of one road or both banks: twins but for the side."""
    rng, hamlet, key, length = (
        b.rng,
        b.hamlet(),
        pick(b.rng, ("drain", "wall", "drain", "canal")),
        b.length(),
    )
    words = pick(
        rng, (("kiri", "kanan"), ("sisi kiri", "sisi kanan"), ("sebelah barat", "sebelah timur"))
    )
    first = b.work(
        key,
        hamlet,
        None,
        length,
        place := stretch(b, key, hamlet, length),
        verb="new",
        aside=4.0,
        drawn=True,
        side=words[0],
        keep=keeps("side"),
    )
    return [
        first,
        replace(
            first,
            line=place[0].cut(*first.span, -4.0),
            side=words[1],
            year=min(2026, first.year + int(rng.integers(0, 2))),
            cost=first.cost if rng.random() < 0.5 else first.cost * rng.uniform(0.9, 1.1),
        ),
    ]


def bundle(b):
    """Road, drain and wall along one line in one year; the shoulder apart."""
    rng, hamlet, length, year = b.rng, b.hamlet(), b.length(), pick(b.rng, YEARS)
    place = stretch(b, "rabat", hamlet, length)
    works = [
        b.work(key, hamlet, year, length, place, verb="new", aside=off, keep=keeps())
        for key, off in (("rabat", 0.0), ("drain", 3.0), ("wall", -3.5))[: int(rng.integers(2, 4))]
    ]
    shoulder = replace(works[0], phase="bahu jalan", cost=works[0].cost * 0.2, keep=keeps("phase"))
    return works + [shoulder] if rng.random() < 0.4 else works


def hamlets(b):
    """The same name at the same standard cost in every hamlet of the village."""
    rng, year, length = b.rng, pick(b.rng, YEARS), float(b.rng.integers(5, 20) * 10)
    key = pick(rng, ("posyandu", "gate", "court", "mck", "tps", "culvert", "rabat", "well"))
    places = b.hamlet().village.hamlets
    works = [
        b.work(key, hamlet, year, length, verb="new", keep=keeps("dusun")) for hamlet in places
    ]
    return [replace(w, cost=works[0].cost, width=works[0].width) for w in works]


def office(b):
    """Works at the office itself, and works elsewhere that got its pin."""
    rng, village, year = b.rng, b.hamlet().village, pick(b.rng, YEARS)
    works = []
    # One fence and one toilet stand at an office in a design life.
    for key in [
        k for k in ("fence", "toilet", "parking") if k not in village.built and rng.random() < 0.6
    ]:
        village.built.append(key)
        work = b.work(
            key,
            village.hamlets[0],
            min(2026, year + int(rng.integers(0, 3))),
            verb="new",
            keep=keeps(),
        )
        spot = village.office + rng.normal(0, 15, 2)
        works.append(
            replace(work, line=work.line - work.line.mean(axis=0) + spot, street="", land="")
        )
    key = pick(rng, ("rabat", "drain", "culvert", "mck", "paving", "well"))
    return works + [
        b.work(
            key,
            pick(rng, village.hamlets),
            year,
            at_office=True,
            keep=keeps("dusun", "rt", "street"),
        )
        for _ in range(int(rng.integers(2, 5)))
    ]


def parted(b):
    """One road in two claims whose metres sum up: two funds, or the rest carried into the next year."""
    rng, hamlet, key, length = b.rng, b.hamlet(), pick(b.rng, ROADS), round(b.length() * 1.4)
    whole = b.work(
        key,
        hamlet,
        pick(rng, YEARS[:7]),
        length,
        stretch(b, key, hamlet, length),
        verb="new",
        drawn=True,
    )
    first = round(length * rng.uniform(0.35, 0.7))
    piece = lambda m, **more: replace(
        whole, length=m, amount=m, cost=whole.cost * m / length, **more
    )
    if rng.random() < 0.5:
        funds = pick(rng, (("DDS", "ADD"), ("DDS", "PBK"), ("ADD", "PBP"), ("DDS", "PBH")))
        return [
            piece(m, fund=f, phase=f"({m} m dari {f})", keep=keeps("phase"))
            for m, f in zip((first, length - first), funds)
        ]
    mark = pick(rng, ("Lanjutan (DPAL)", "sisa pekerjaan", f"Lanjutan Th {whole.year}"))
    return [
        piece(first, keep=keeps()),
        piece(length - first, year=whole.year + 1, phase=mark, keep=keeps("phase")),
    ]


def again(b):
    """Built again when its life was over, or repaired after a flood or a slide some years later."""
    rng, hamlet = b.rng, b.hamlet()
    if rng.random() < 0.4:
        key = pick(rng, ("wall", "canal", "aspal", "culvert", "bridge"))
        first = b.work(key, hamlet, pick(rng, YEARS[:5]), verb="new")
        mark = pick(rng, ("pasca banjir", "akibat longsor", "jebol", "tergerus banjir"))
        return [
            first,
            replace(
                first,
                year=first.year + int(rng.integers(1, 4)),
                verb="rehab",
                phase=mark,
                fund=b.fund(),
                cost=first.cost * rng.uniform(0.25, 0.7),
                keep=keeps("phase", "verb"),
            ),
        ]
    key = pick(rng, ("aspal", "telford", "rabat", "lamp", "paving", "drain"))
    first = b.work(key, hamlet, pick(rng, YEARS[:2]), verb="new")
    return [
        first,
        replace(
            first,
            year=min(2026, first.year + int(rng.integers(6, 8))),
            keep=keeps("verb"),
            verb=pick(rng, ("rehab", "upgrade")),
            fund=b.fund(),
            cost=first.cost * rng.uniform(0.7, 1.5),
        ),
    ]


def waterworks(b):
    """Well, tank and pipe of one supply at one place: one class, three works."""
    rng, hamlet = b.rng, b.hamlet()
    works = [b.work("well", hamlet, pick(rng, YEARS), verb="new", keep=keeps("verb"))]
    for key in ("tank", "pipe")[: int(rng.integers(1, 3))]:
        year = min(2026, works[0].year + int(rng.integers(0, 2)))
        near = b.work(key, hamlet, year, verb="new", keep=keeps("verb"))
        works.append(
            replace(
                near,
                line=near.line - near.line[0] + works[0].line.mean(axis=0),
                rt=works[0].rt,
                street=works[0].street,
                land=works[0].land,
            )
        )
    return works


def border(b):
    """Each village builds its own side of one road up to the border."""
    rng, hamlet, key = b.rng, b.hamlet(), pick(b.rng, ("rabat", "aspal", "paving", "drain"))
    one, two = round(b.length()), round(b.length())
    street, at, other = b.land.border(rng, hamlet.village, max(one, two)) or (None, 0.0, None)
    if street is None:
        return b.single()
    here = b.work(
        key, hamlet, None, one, (street, at - one), verb="new", drawn=True, keep=keeps("dusun")
    )
    return [
        here,
        b.work(
            key,
            pick(rng, other.hamlets),
            min(2026, here.year + int(rng.integers(0, 2))),
            two,
            (street, at),
            verb="new",
            drawn=True,
            keep=keeps("dusun"),
        ),
    ]
