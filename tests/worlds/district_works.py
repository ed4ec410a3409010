"""Ten years of life of the district world: what is built, maintained, upgraded, rebuilt, and why.

Things age and are looked after; one work asks for the next (upkeep, a second phase, the surface
on its base, the metres left over, what a flood took). The rest the village meeting decides, often
as packages of like works. Most of what looks double and is honest comes from here.
"""

import math
from collections import Counter, namedtuple
from dataclasses import dataclass, replace

YEARS = range(2017, 2027)
YEAR_WEIGHT = {2020: 0.55, 2021: 0.6, 2022: 0.85}  # money went to cash aid in the pandemic
FUNDS = {"DDS": 60, "PBK": 13, "ADD": 8, "PBH": 7, "PAD": 5, "PBP": 5, "SWD": 1, "DLL": 1}
ROADS = ("gang", "jalan", "tani")
LAYER_PRICE = [0.45, 1.0, 1.1, 1.35]  # of a road: hardened, paved, concrete, asphalt

# Work class, unit, price (thousand rupiah a unit, 2017), life in years, yearly chance of upkeep,
# kegiatan to build and to maintain.
Kind = namedtuple("Kind", "cls unit price life upkeep new old")
KINDS = {
    "gang": Kind("road", "m", 330, 9, 0.10, "02.03.11", "02.03.02"),
    "jalan": Kind("road", "m", 520, 8, 0.14, "02.03.10", "02.03.01"),
    "tani": Kind("road", "m", 300, 7, 0.12, "02.03.12", "02.03.03"),
    "drain": Kind("drainage", "m", 420, 9, 0.16, "02.03.14", "02.03.05"),
    "wall": Kind("retaining_wall", "m", 780, 12, 0.05, "02.03.14", "02.03.05"),
    "culvert": Kind("culvert", "unit", 9500, 10, 0.07, "02.03.14", "02.03.05"),
    "bridge": Kind("bridge", "unit", 95000, 15, 0.06, "02.03.13", "02.03.04"),
    "canal": Kind("irrigation", "m", 400, 9, 0.22, "04.02.06", "04.02.04"),
    "weir": Kind("irrigation", "unit", 14000, 10, 0.10, "04.02.06", "04.02.04"),
    "well": Kind("water_supply", "unit", 34000, 10, 0.08, "02.04.11", "02.04.03"),
    "tank": Kind("water_supply", "unit", 24000, 12, 0.08, "02.04.11", "02.04.03"),
    "pipe": Kind("water_supply", "m", 85, 9, 0.14, "02.04.12", "02.04.04"),
    "mck": Kind("sanitation", "unit", 48000, 10, 0.08, "02.04.14", "02.04.06"),
    "latrine": Kind("sanitation", "unit", 5200, 10, 0.01, "02.04.14", "02.04.06"),
    "house": Kind("housing", "unit", 19000, 15, 0.0, "02.04.01", "02.04.01"),
    "hall": Kind("building", "unit", 120000, 12, 0.13, "02.03.15", "02.03.06"),
    "posyandu": Kind("building", "unit", 68000, 12, 0.12, "02.02.09", "02.02.08"),
    "paud": Kind("building", "unit", 88000, 12, 0.12, "02.01.06", "02.01.05"),
    "guard": Kind("building", "unit", 13000, 10, 0.05, "03.01.01", "03.01.01"),
    "kiosk": Kind("building", "unit", 52000, 10, 0.10, "04.07.02", "04.07.01"),
    "office": Kind("building", "unit", 130000, 12, 0.30, "01.02.03", "01.02.02"),
    "light": Kind("street_light", "unit", 1900, 6, 0.18, "02.03.14", "02.03.05"),
    "field": Kind("sports_field", "m2", 190, 10, 0.14, "03.03.05", "03.03.04"),
    "waste": Kind("landfill", "unit", 36000, 9, 0.10, "02.04.15", "02.04.07"),
    "gapura": Kind("other", "unit", 17000, 10, 0.05, "02.03.20", "02.03.09"),
    "cemetery": Kind("other", "m", 560, 14, 0.08, "02.03.16", "02.03.07"),
}


def weighted(rng, table):
    """One key of a table of weights."""
    return rng.choices(list(table), list(table.values()))[0]


@dataclass
class Work:
    """One real piece of work on one asset in one year, paid once if everybody is honest."""

    asset: object
    year: int
    act: str  # build, maintain, upgrade or rebuild
    layer: int
    span: tuple
    share: float = 1.0  # part of the quantity that this work pays (co-funding, carry-over, phases)
    tag: str = ""
    fund: str = ""
    cost: int = 0

    @property
    def length(self):
        """Metres along the line; 0 for things that are no line (or are counted, as lamps)."""
        return self.span[1] - self.span[0] if self.span and self.asset.kind != "light" else 0


def act_of(rng, asset, year):
    """What an asset needs in a year, from its age; None when nobody would touch it."""
    if asset.touched == year:
        return None
    if asset.built is None:
        return "build"
    age, kind = year - asset.built, KINDS[asset.kind]
    if age >= kind.life * rng.uniform(0.7, 1.2):
        return "rebuild"
    if asset.kind in ROADS and asset.layer < 3 and age >= 2 and rng.random() < 0.4:
        return "upgrade"
    return "maintain" if age >= 1 and rng.random() < kind.upkeep * 2 else None


def worn(asset, year):
    """The act that is honest on a thing nobody looked after lately; None while it is still good."""
    if asset.touched == year or (asset.built and year - asset.built < 5):
        return None
    return "rebuild" if asset.built else "build"


def do(rng, asset, year, act, diary, **more):
    """Do the work: change the asset and write into the diary what will follow from it."""
    if act == "upgrade":
        asset.layer = min(3, asset.layer + rng.choice([1, 1, 2]))
    work, kind = Work(asset, year, act, asset.layer, asset.span, **more), KINDS[asset.kind]
    asset.touched = year
    if rng.random() < kind.upkeep * (2.4 if act == "maintain" else 1.6):
        diary.append((year + rng.choice([1, 1, 1, 2, 3]), asset, "maintain", {}))
    if act != "maintain":
        asset.built = year
        consequences(rng, work, kind, diary)
    return work


def consequences(rng, work, kind, diary):
    """What follows from a work that is more than upkeep, and when."""
    asset, year = work.asset, work.year
    if asset.layer == 0 and asset.kind in ROADS and rng.random() < 0.6:  # base first, surface later
        diary.append((year + rng.choice([1, 1, 2]), asset, "upgrade", {}))
    large = kind.cls == "building" and kind.price > 40000
    if work.act == "build" and not work.tag and large and rng.random() < 0.3:  # a second phase
        more = {"share": rng.uniform(0.3, 0.8)}
        more["tag"] = rng.choice(["tahap II", "tahap 2", "lanjutan"])
        diary.append((year + 1, asset, "build", more))
    near_water = asset.is_line or asset.kind in ("bridge", "culvert", "weir")
    if near_water and rng.random() < 0.035:  # a flood
        when = year + rng.choice([1, 2, 2, 3])
        tag = rng.choice(["pasca banjir", "akibat longsor", "(rusak banjir)"])
        diary.append((when, asset, "rebuild", {"tag": tag}))
    if work.length and work.share == 1 and rng.random() < 0.03:  # unfinished, carried over
        work.share = rng.choice([0.5, 0.6, 0.7])
        tag = rng.choice(["luncuran", "lanjutan", "(sisa pekerjaan)", "silpa"])
        diary.append((year + 1, asset, work.act, {"share": 1 - work.share, "tag": tag}))


def neighbours(asset, year):
    """The next stretches of the same line that need the same."""
    return [
        a
        for a in asset.village.assets
        if a.base is asset.base and a.kind == asset.kind and a is not asset and worn(a, year)
        and min(abs(a.span[0] - asset.span[1]), abs(a.span[1] - asset.span[0])) < 1
    ]


def start_group(rng, village, year, hamlet, diary):
    """What one decision of the village meeting brings: a work alone, or a package of like ones."""
    pool = [a for a in village.assets if a.hamlet == hamlet]
    if rng.random() < 0.2:
        pool = [a for a in pool if not a.is_line and a.kind not in ("house", "latrine")]
    first = rng.choice(pool)
    act = act_of(rng, first, year)
    if act is None:
        return []
    works = [do(rng, first, year, act, diary)]
    if first.kind in ("house", "latrine", "well", "guard", "gapura") and rng.random() < 0.6:
        works += package(rng, works[0], pool, diary)
    elif first.is_line and act != "maintain":
        works += along_the_line(rng, works[0], pool, diary)
    return works


def package(rng, work, pool, diary):
    """More of the same kind in the hamlet, in one package with the work, often numbered."""
    kind, year = work.asset.kind, work.year
    same = [a for a in pool if a.kind == kind and a.touched != year and a.built is None]
    plain = 2 if kind in ("house", "latrine") else 0  # the owner's name tells these apart
    style = rng.choice(["paket {}", "titik {}", "unit ke {}"] + [""] * plain)
    work.tag = style.format(1)
    chosen = rng.sample(same, min(len(same), rng.randint(1, 4)))
    return [do(rng, a, year, "build", diary, tag=style.format(i + 2)) for i, a in enumerate(chosen)]


def along_the_line(rng, work, pool, diary):
    """What joins a work on a line: the next stretch, a second purse, a layer, drain and wall."""
    first, year, roll = work.asset, work.year, rng.random()
    nexts = neighbours(first, year)
    if roll < 0.16 and nexts:
        tags = [("segmen 1", "segmen 2"), ("tahap I", "tahap II"), ("paket 1", "paket 2")]
        work.tag, tag = rng.choice(tags + [("", "lanjutan")])
        return [do(rng, nexts[0], year, worn(nexts[0], year), diary, tag=tag)]
    if roll < 0.36 and nexts:
        tag = rng.choice(["", "lanjutan", "tahap II", ""])
        diary.append((year + 1, nexts[0], "next", {"tag": tag}))
    elif roll < 0.405 and work.length and work.share == 1:
        work.share = rng.choice([0.4, 0.5, 0.6, 0.65])
        fund = rng.choice(["PBK", "ADD", "PBH", "PBP"])
        tag = rng.choice(["(pendamping)", "(tambahan volume)", "(dana pendamping)"])
        return [replace(work, share=1 - work.share, fund=fund, tag=tag)]
    elif roll < 0.44 and first.kind in ROADS and first.layer == 0:
        return [do(rng, first, year, "upgrade", diary)]
    elif roll < 0.62:
        mates = [
            a
            for a in pool
            if a.street == first.street and a.rt == first.rt
            and (a.kind, a.side) != (first.kind, first.side)
            and worn(a, year) and a.geometry().distance(first.geometry()) < 8
        ]
        chosen = rng.sample(mates, min(2, len(mates)))
        return [do(rng, a, year, worn(a, year), diary) for a in chosen]
    return []


def live(rng, villages, total):
    """Run the ten years; exactly `total` works are done in the district."""
    for village in villages:
        for asset in village.assets:
            if rng.random() < 0.42:
                asset.built = rng.randint(2006, 2016)
    cells, works = [(year, v) for year in YEARS for v in villages], []
    weights = [YEAR_WEIGHT.get(year, 1) * (0.6 + len(v.hamlets) / 5) for year, v in cells]
    numbers = Counter(rng.choices(range(len(cells)), weights, k=total))
    diaries = {v.code: [] for v in villages}
    for i, (year, village) in enumerate(cells):
        works += live_year(rng, village, year, numbers[i], diaries[village.code])
    return works


def live_year(rng, village, year, number, diary):
    """One village year: first what the past asks for, then what the meeting decides."""
    due = [d for d in diary if d[0] == year]
    rng.shuffle(due)
    works = []
    for _, asset, act, more in due[: round(number * 0.5)]:
        act = worn(asset, year) if act == "next" else act
        if act and asset.touched != year:
            works.append(do(rng, asset, year, act, diary, **more))
    focus = rng.choice(village.hamlets)
    while len(works) < number:
        hamlet = focus if rng.random() < 0.45 else rng.choice(village.hamlets)
        works += start_group(rng, village, year, hamlet, diary)[: number - len(works)]
    for work in works:
        fund_and_price(rng, work)
    return works


def fund_and_price(rng, work):
    """Who pays and how much: quantity times unit price, or the flat ceiling that schemes give."""
    asset, kind, since = work.asset, KINDS[work.asset.kind], work.year - YEARS[0]
    work.fund = work.fund or weighted(rng, FUNDS)
    price = kind.price * 1000 * 1.035**since
    if asset.kind in ROADS:
        price *= LAYER_PRICE[work.layer] * asset.width / 2.5
    part = {
        "build": 1,
        "upgrade": 0.9,
        "rebuild": rng.uniform(0.6, 1),
        "maintain": rng.uniform(0.08, 0.35),
    }[work.act]
    spread = math.exp(rng.gauss(0, 0.16))
    work.cost = int(price * part * (work.length or asset.count) * work.share * spread)
    if asset.kind in ("house", "latrine", "well") and work.act == "build":
        work.cost = int(kind.price * 1000 * (1 + 0.1 * (since // 3)))
