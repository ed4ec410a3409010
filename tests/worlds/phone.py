"""World `phone`: a register filled by a field app, each officer with an own phone and own habits.

Hamlet heads, facilitators and operators register works by phone: under canopy, from the motorbike,
in the evening from home. Programmes (families of honest works) make the look-alikes; then some
works are registered once more by somebody else. Last, two honest claims that no field could tell
apart get the word that an honest officer would have written, so that no label is a coin's.
"""

import numpy as np

import common
from phone_field import (
    FUNDS,
    Work,
    again,
    choose,
    donor,
    fits,
    go_abroad,
    hire,
    misplace,
    register,
    second,
)
from phone_land import lay_out
from phone_names import clarify

GOODS = dict(  # price of a metre, a square metre or one, by class and thing
    road=dict(rabat=310e3, paving=360e3, hotmix=420e3, telford=150e3),
    drainage=dict(drain=450e3),
    irrigation=dict(canal=400e3),
    retaining_wall=dict(wall=720e3),
    water_supply=dict(pipe=85e3, bor=45e6, tower=25e6),
    culvert=dict(culvert=12e6),
    bridge=dict(bridge=95e6),
    sanitation=dict(latrine=5e6, mck=60e6, septic=40e6),
    building=dict(hall=2.4e6, posyandu=2.2e6, school=2.3e6),
    housing=dict(house=20e6),
    street_light=dict(lamp=4.2e6),
    sports_field=dict(field=250e3),
    landfill=dict(waste=50e6),
    other=dict(gate=30e6),
)
PRICE = {thing: price for goods in GOODS.values() for thing, price in goods.items()}
CLASS = {thing: name for name, goods in GOODS.items() for thing in goods}
KINDS = dict(
    noise=10,
    digitising=7,
    partial_overlap=8,
    walked_past=4,
    renamed=10,
    renamed_next_year=9,
    two_registrars=12,
    split_half=7,
    office_snapped=5,
    home_upload=1.6,
    parked=5,
    two_ends=3,
    swapped_axes=0.9,
    sign_lost=0.3,
    copied_coordinates=1,
    cofunded_double=7,
    other_village=5,
    other_class=1,
    no_geometry=0.4,
    rehab_next_year=6,
)


def draw_habits(rng):
    """How registers are kept in this district: wide ranges, one draw a seed."""
    u = lambda a, b: float(rng.uniform(a, b))
    return dict(
        canopy=u(0.7, 1.5),
        error=u(3, 8),
        track=float(np.exp(u(-1.3, 1.8))),
        draw=u(0.05, 1.2),
        ends=u(0.2, 0.9),
        middle=u(0.1, 0.8),
        parked=u(0.05, 0.35),
        cut=u(3, 22),
        over=u(3, 22),
        accuracy=u(0.05, 1.0),
        imagery=u(1, 7),
        photo=u(0.05, 0.95),
        lazy=u(0, 0.15),
        reuse=u(0.15, 0.85),
        words=u(0.75, 1.3),
        case=str(rng.choice(("title", "upper", "plain"))),
        short=u(0.05, 0.9),
        synonyms=u(0.3, 1.0),
        village_named=u(0, 0.7),
        dims=u(0, 0.4),
        typos=u(0, 0.12),
        no_volume=u(0.02, 0.4),
        package=u(0, 1),
        pacing=u(0.01, 0.06),
        area_units=u(0, 0.5),
        coarse_codes=u(0, 0.3),
        named_gangs=u(0.3, 1),
        border_hamlets=u(0.12, 0.3),
        office=u(0.01, 0.07),
        evening=u(0.01, 0.06),
        copied=u(0.003, 0.02),
        broken=u(0, 0.008),
        same_fund=u(0.2, 0.75),
        same_year=u(0.55, 0.9),
        same_cost=u(0.15, 0.6),
        rounding=float(rng.choice((1.0, 1e3, 1e4, 1e5, 5e5))),
        standard=u(0.2, 0.8),
        hamlet_size=u(22, 40),
        kinds={k: w * u(0.5, 1.5) for k, w in KINDS.items()},
        mix={name: u(0.5, 1.5) * weight for name, (weight, _) in FAMILIES.items()},
    )


def build(rng, hamlet, habits, thing, street, low, high, year, **more):
    """A work with the slots its place gives it and a cost from the unit price."""
    shape = more.pop("shape", "line")
    amount = more.pop("amount", high - low if shape == "line" else 1.0)
    unit = more.pop("unit", "m" if shape == "line" else "unit")
    low = max(0.0, min(low, street.length - 1))
    slots = dict(street=street.name, rt=street.rt, rw=street.rw, dusun=hamlet.name)
    slots["mark"] = hamlet.mark_near(street, (low + high) / 2)
    slots |= more.pop("slots", {})
    cost = more.pop("cost", 0) or PRICE[thing] * amount * 1.04 ** (year - 2019) * rng.uniform(
        0.85, 1.2
    )
    cost = max(habits["rounding"], round(cost / habits["rounding"]) * habits["rounding"])
    fund = more.pop("fund", "") or str(rng.choice(FUNDS, p=(0.62, 0.16, 0.08, 0.07, 0.04, 0.03)))
    wide = {"road": 2.5, "drainage": 0.5}.get(CLASS[thing], 1.0)
    return Work(
        hamlet,
        CLASS[thing],
        thing,
        more.pop("act", "build"),
        shape,
        street,
        low,
        high,
        more.pop("off", 0.0),
        year,
        fund,
        amount,
        unit,
        cost,
        slots,
        more.pop("width", wide),
        **more,
    )


def years(rng, count, gap):
    first = int(rng.integers(2019, 2027 - min(7, (count - 1) * gap)))
    return [min(2026, first + i * gap) for i in range(count)]


def gangs(rng, h, habits, free):
    """RT 01 and RT 02: whole gangs of one programme, often of one standard size and cost."""
    thing = str(rng.choice(("rabat", "paving", "paving", "drain", "hotmix")))
    chosen = [s for s in h.streets[1:] if s.length > 75 and free(CLASS[thing], s)][
        : int(rng.integers(3, 8))
    ]
    size, gap = float(rng.integers(12, 15) * 5), int(rng.random() < 0.5)
    standard, out = rng.random() < habits["standard"], []
    for street, year in zip(chosen, years(rng, 8, gap)):
        length = size if standard else min(street.length, rng.uniform(60, 200))
        cost = out[0].cost if out and standard else 0
        out.append(
            build(rng, h, habits, thing, street, 0, min(length, street.length), year, cost=cost)
        )
    return out


def segments(rng, h, habits, free):
    """One road built end to end: phases by name, by station or by year."""
    thing = str(rng.choice(("rabat", "hotmix", "telford", "drain", "wall", "canal", "pipe")))
    street = h.canals[0] if thing in ("canal", "wall") else h.streets[0]
    if not free(CLASS[thing], street):
        return []
    count, gap = int(rng.integers(2, 6)), int(rng.random() < 0.6)
    size = min(rng.uniform(60, 180), street.length / count)
    form, start = int(rng.integers(3)), rng.uniform(0, max(1.0, street.length - size * count))
    out = []
    for i, year in enumerate(years(rng, count, gap)):
        low, high = start + i * size, start + (i + 1) * size
        words = dict(
            phase=(
                f"Tahap {'I' * (i + 1) if i < 3 else 'IV' if i == 3 else 'V'}",
                f"segmen {i + 1}",
                None,
            )[form]
        )
        if form == 2:
            words = stations(low, high)
        cost = out[0].cost if out else 0
        out.append(build(rng, h, habits, thing, street, low, high, year, slots=words, cost=cost))
    return out


def stations(low, high):
    low, high = int(round(low / 5) * 5), int(round(high / 5) * 5)
    return dict(sta=(low // 1000, low % 1000, high // 1000, high % 1000))


def upkeep(rng, h, habits, free):
    """A road and its upkeep, year after year, at the price of upkeep."""
    thing = str(rng.choice(("rabat", "paving", "drain", "canal", "hotmix")))
    street = h.canals[0] if thing == "canal" else h.streets[int(rng.integers(len(h.streets)))]
    if not free(CLASS[thing], street):
        return []
    high, run = min(street.length, rng.uniform(80, 400)), years(rng, int(rng.integers(4, 9)), 1)
    first = [build(rng, h, habits, thing, street, 0, high, run[0])] if rng.random() < 0.6 else []
    price = rng.uniform(0.03, 0.09) * PRICE[thing] * high
    return first + [
        build(
            rng,
            h,
            habits,
            thing,
            street,
            0,
            high,
            y,
            act="maintain",
            cost=price * rng.uniform(0.9, 1.1),
        )
        for y in run[1:]
    ]


def alongside(rng, h, habits, free):
    """One line, several works: the road, its drains left and right, its wall."""
    street = h.streets[int(rng.integers(len(h.streets)))]
    if not (free("road", street) and free("drainage", street) and free("retaining_wall", street)):
        return []
    high, year = min(street.length, rng.uniform(70, 250)), int(rng.integers(2019, 2027))
    out = [build(rng, h, habits, str(rng.choice(("rabat", "paving"))), street, 0, high, year)]
    sides = (("kiri", "kanan"), ("utara", "selatan"), ("barat", "timur"))[int(rng.integers(3))]
    things = ["drain", "drain", "wall"][: int(rng.integers(2, 4))]
    for i, thing in enumerate(things):
        side = dict(side=sides[i % 2]) if thing == "drain" else {}
        out.append(
            build(rng, h, habits, thing, street, 0, high, year, off=2.6 * (-1) ** i, slots=side)
        )
    return out


def houses(rng, h, habits, free):
    """Houses or latrines next door, each for another family, all at the standard cost."""
    thing = str(rng.choice(("house", "latrine")))
    chosen = [s for s in h.streets[1:] if s.houses and free(CLASS[thing], s)][
        : int(rng.integers(1, 3))
    ]
    year, cost, out = (
        int(rng.integers(2019, 2026)),
        PRICE[thing] * float(rng.choice((0.75, 1, 1.25))),
        [],
    )
    for street in chosen:
        for owner, at, off in street.houses[: int(rng.integers(3, 9))]:
            when = year + int(rng.random() < 0.25)
            more = dict(
                slots=dict(owner=owner), cost=cost, act="rehab" if thing == "house" else "build"
            )
            out.append(
                build(rng, h, habits, thing, street, at, at, when, shape="point", off=off, **more)
            )
    return out


def spots(rng, h, habits, free):
    """Lamps in one street, or culverts under one road: like things every few steps."""
    thing = str(rng.choice(("lamp", "lamp", "culvert")))
    street = h.streets[0] if thing == "lamp" else h.canals[0]
    if not free(CLASS[thing], street):
        return []
    count, step = int(rng.integers(4, 11)), rng.uniform(22, 45)
    year, start, cost = int(rng.integers(2019, 2026)), rng.uniform(0, 60), PRICE[thing]
    out = []
    for i in range(count):
        at = start + i * step
        if at < street.length:
            slots, when = dict(no=i + 1), year + int(rng.random() < 0.1)
            out.append(
                build(
                    rng,
                    h,
                    habits,
                    thing,
                    street,
                    at,
                    at,
                    when,
                    shape="point",
                    off=3.0,
                    slots=slots,
                    cost=cost,
                )
            )
    return out


def singles(rng, h, habits, free):
    """One thing of its kind in the hamlet."""
    out = []
    things = "bridge bor mck septic hall posyandu school field waste gate".split()
    for thing in rng.permutation(things)[:4]:
        thing, street = str(thing), h.streets[int(rng.integers(len(h.streets)))]
        if free(thing, h):
            area = thing in ("hall", "posyandu", "school", "field")
            amount = float(rng.integers(36, 160)) * (4 if thing == "field" else 1) if area else 1.0
            at, year = rng.uniform(0, street.length), int(rng.integers(2019, 2027))
            more = dict(
                shape="area" if area else "point", amount=amount, unit="m2" if area else "unit"
            )
            out.append(build(rng, h, habits, thing, street, at, at, year, off=8.0, **more))
    return out


def cofunded(rng, h, habits, free):
    """Two funds pay one stretch openly: each declares its own metres, and they add up."""
    thing = str(rng.choice(("rabat", "paving", "drain")))
    street = h.streets[int(rng.integers(len(h.streets)))]
    if street.length < 90 or not free(CLASS[thing], street):
        return []
    high, year = min(street.length, rng.uniform(90, 300)), int(rng.integers(2019, 2027))
    cut, whole = round(high * rng.uniform(0.25, 0.42), 1), rng.random() < 0.5
    funds, out = rng.permutation(FUNDS[:4])[:2], []
    for fund, low, top in ((funds[0], 0, cut), (funds[1], cut, high)):
        span = (0, high) if whole else (low, top)
        more = dict(fund=str(fund), share=top - low, amount=high if whole else top - low)
        out.append(
            build(
                rng, h, habits, thing, street, *span, year, cost=PRICE[thing] * (top - low), **more
            )
        )
    return out


def rebuilt(rng, h, habits, free):
    """Built anew after its life, or a surface laid on the base of the year before."""
    street = h.streets[int(rng.integers(len(h.streets)))]
    if not free("road", street):
        return []
    high, year = min(street.length, rng.uniform(70, 300)), int(rng.integers(2019, 2021))
    if rng.random() < 0.6:
        place = (rng, h, habits, str(rng.choice(("rabat", "hotmix"))), street, 0, high)
        return [build(*place, year), build(*place, year + 6, act="rehab")]
    year += int(rng.integers(0, 5))
    top = str(rng.choice(("hotmix", "paving")))
    return [
        build(rng, h, habits, "telford", street, 0, high, year),
        build(rng, h, habits, top, street, 0, high, year + 1),
    ]


def pieces(rng, h, habits, free):
    """One building or one water scheme, piece by piece."""
    street, year = h.streets[int(rng.integers(len(h.streets)))], int(rng.integers(2019, 2025))
    at = rng.uniform(0, street.length)
    if rng.random() < 0.4 and free("bor", h) and free("water_supply", street):
        out = [
            build(rng, h, habits, t, street, at, at, year, shape="point", off=6.0)
            for t in ("bor", "tower")
        ]
        return out + [
            build(
                rng, h, habits, "pipe", street, max(0, at - 60), min(street.length, at + 60), year
            )
        ]
    thing = str(rng.choice(("hall", "posyandu", "school")))
    if not free(thing, h):
        return []
    parts, out = (
        rng.permutation(("atap", "lantai", "pagar", "plafon", "teras"))[: int(rng.integers(2, 5))],
        [],
    )
    for part in parts:
        more = dict(
            shape="area", amount=60.0, unit="m2", slots=dict(part=str(part)), act="rehab", off=8.0
        )
        more |= dict(cost=rng.uniform(1, 4) * 1e7)
        out.append(
            build(rng, h, habits, thing, street, at, at, year + int(rng.integers(3)), **more)
        )
    return out


FAMILIES = dict(
    gangs=(2.2, gangs),
    segments=(2.0, segments),
    upkeep=(1.7, upkeep),
    alongside=(1.2, alongside),
    houses=(2.6, houses),
    spots=(2.2, spots),
    singles=(1.6, singles),
    cofunded=(0.8, cofunded),
    rebuilt=(0.8, rebuilt),
    pieces=(0.9, pieces),
)


def staff(rng, villages, habits):
    """Each hamlet's head, each village's operator, and a facilitator for every few villages."""
    crew, guide = {}, None
    for i, village in enumerate(villages):
        home = (village.hamlets[0].plane, rng.normal(0, 250, 2))
        if i % 4 == 0:
            guide = hire(rng, "facilitator", habits, home)
        operator = hire(rng, "operator", habits, home)
        for hamlet in village.hamlets:
            street = hamlet.streets[int(rng.integers(len(hamlet.streets)))]
            head = hire(
                rng,
                "kasun",
                habits,
                (hamlet.plane, street.at(rng.uniform(0, street.length), 10.0)[0]),
            )
            crew[hamlet] = (head, guide, operator)
    return crew


def programmes(rng, villages, crew, habits, count):
    """Honest claims: programmes in turn in every hamlet until the register is full."""
    hamlets = [h for v in villages for h in v.hamlets]
    taken, claims, lean = set(), [], rng.dirichlet((2, 2, 1.2))

    def free(what, where):
        before = len(taken)
        taken.add((id(hamlet), what, id(where)))
        return len(taken) > before

    while len(claims) < count:
        for hamlet in [hamlets[int(i)] for i in rng.permutation(len(hamlets))]:
            name = choose(rng, habits["mix"])
            officer = crew[hamlet][choose(rng, {i: p for i, p in enumerate(lean)})]
            how = "home" if rng.random() < habits["evening"] else None
            shared = []
            for work in FAMILIES[name][1](rng, hamlet, habits, free):
                work.family = name
                if (
                    hamlet.over
                    and name in ("gangs", "segments", "spots", "houses")
                    and rng.random() < 0.4
                ):
                    go_abroad(work)
                if rng.random() < 2 * habits["lazy"]:
                    work.photos = (
                        shared  # one picture shows the phase before, or the road beside its drain
                    )
                who = officer if rng.random() < 0.8 else crew[hamlet][int(rng.integers(3))]
                pin = "office" if rng.random() < habits["office"] and who.role != "kasun" else how
                if len(claims) < count:
                    claims.append(register(rng, who, work, habits, pin, reuse=1.0))
                    shared = work.photos
                    if how and rng.random() < 0.3:
                        claims[-1].row["photo_phash"] = [f"{again(rng, who.album[0], 2):016x}"]
    return claims


def plan(rng, habits, pairs):
    """Kinds of the false claims, so that the pairs come out exactly; a split work makes two."""
    kinds = list(KINDS) if pairs > 100 else []
    left = pairs - len(kinds) - kinds.count("split_half")
    while left:
        kind = choose(rng, habits["kinds"])
        if kind != "split_half" or left > 1:
            kinds.append(kind)
            left -= 2 if kind == "split_half" else 1
    return kinds


def make(seed, works, pairs, facts):
    rng = np.random.default_rng(seed)
    habits = draw_habits(rng)
    count = max(3, min(len(facts.villages()), int(works / rng.uniform(60, 150))))
    each = max(2, round(works / count / habits["hamlet_size"]))
    villages = lay_out(rng, facts, habits, count, each)
    crew, kinds = staff(rng, villages, habits), plan(rng, habits, pairs)
    claims = programmes(rng, villages, crew, habits, works - pairs)
    mates = {}
    for claim in claims:
        mates.setdefault(claim.work.hamlet.village.code, []).append(claim)
    for claim in claims:
        chance = rng.random()
        if chance < habits["copied"] + habits["broken"] and claim.row["geometry"]:
            fault = "copied_coordinates" if chance < habits["copied"] else "swapped_axes"
            misplace(rng, claim, fault, donor(rng, mates, claim.work))
    order, used, truth, honest = rng.permutation(len(claims)).tolist(), set(), [], list(claims)
    for kind in sorted(kinds, key=lambda k: k not in ("other_village", "other_class", "two_ends")):
        index = next(i for i in order if i not in used and fits(kind, honest[i]))
        used.add(index)
        truth += [
            (honest[index], claim, kind)
            for claim in second(rng, kind, honest[index], crew, habits, mates)
        ]
    claims += [claim for _, claim, _ in truth]
    for _ in range(3):
        clarify(rng, claims)
    for number, index in enumerate(rng.permutation(len(claims))):
        claims[int(index)].row["id"] = f"hp-{number + 1:06d}"
    rows = sorted((c.row for c in claims), key=lambda row: row["id"])
    return rows, [dict(a=a.row["id"], b=b.row["id"], kind=kind) for a, b, kind in truth]


if __name__ == "__main__":
    common.run(__doc__, make)
