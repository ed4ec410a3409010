"""What officers call a work: the words of each thing, and each officer's own way of writing.

A hamlet head names what everybody there sees (the mushola, the neighbour, the RT); a facilitator
names the street and the official activity; an operator copies a template. `call` also says which
slots of the work it wrote down, since only those can tell two works apart on paper.
"""

import re
from types import SimpleNamespace

THINGS = {
    "rabat": (
        "rabat beton",
        "betonisasi jalan",
        "cor jalan",
        "rabat jalan lingkungan",
        "jalan beton",
    ),
    "paving": (
        "paving jalan",
        "pavingisasi",
        "jalan paving block",
        "paving block jalan lingkungan",
    ),
    "hotmix": (
        "pengaspalan jalan",
        "hotmix jalan",
        "jalan aspal",
        "lapen jalan",
        "aspal hotmix jalan",
    ),
    "telford": ("pengerasan jalan", "telford jalan", "makadam jalan", "urug sirtu jalan"),
    "drain": (
        "saluran drainase",
        "selokan",
        "u-ditch",
        "got",
        "drainase lingkungan",
        "saluran air",
    ),
    "canal": ("saluran irigasi", "irigasi tersier", "saluran tersier", "JITUT", "jaringan irigasi"),
    "wall": ("tembok penahan tanah", "TPT", "talud", "plengsengan", "senderan"),
    "culvert": ("gorong-gorong", "duiker", "gorong-gorong buis beton", "plat duiker"),
    "bridge": ("jembatan", "jembatan plat beton", "jembatan desa", "jembatan penghubung"),
    "bor": ("sumur bor", "sumur dalam", "sarana air bersih sumur bor"),
    "pipe": (
        "pipanisasi air bersih",
        "jaringan pipa air bersih",
        "perpipaan",
        "saluran pipa air minum",
    ),
    "tower": ("tandon air", "menara air", "bak penampung air bersih"),
    "latrine": ("jamban keluarga", "jamban sehat", "WC keluarga", "jamban"),
    "mck": ("MCK umum", "MCK", "kamar mandi umum"),
    "septic": ("septic tank komunal", "SPAL komunal", "IPAL komunal"),
    "hall": ("balai dusun", "balai pertemuan", "gedung serbaguna dusun"),
    "posyandu": ("gedung posyandu", "posyandu", "pos posyandu"),
    "school": ("gedung PAUD", "PAUD", "ruang kelas PAUD"),
    "house": ("rumah tidak layak huni", "RTLH", "bedah rumah", "rumah layak huni"),
    "lamp": (
        "lampu penerangan jalan",
        "PJU",
        "lampu jalan",
        "penerangan jalan umum",
        "lampu PJU tenaga surya",
    ),
    "field": ("lapangan voli", "lapangan olahraga", "sarana olahraga lapangan voli"),
    "waste": ("TPS 3R", "bak sampah", "tempat pembuangan sampah"),
    "gate": ("gapura", "gapura dusun", "gapura batas"),
}
VERBS = {
    "build": (("Pembangunan", "Pembuatan", "Pembangunan"), ("Pemb.", "Pbgn", "Buat")),
    "rehab": (("Rehabilitasi", "Perbaikan", "Rehabilitasi"), ("Rehab", "Perb.")),
    "upgrade": (("Peningkatan", "Peningkatan"), ("Peningk.", "Peningkatan")),
    "maintain": (("Pemeliharaan", "Pemeliharaan rutin", "Perawatan"), ("Pemel.", "Perawatan")),
}
SELF_SPOKEN = (
    "betonisasi",
    "cor",
    "peng",
    "paving",
    "pipan",
    "bedah",
    "hotmix",
    "rabat",
    "urug",
    "telford",
)
SHORT = {"Gang": "Gg.", "Jalan": "Jl.", "Saluran": "Sal.", "Mushola": "Mush.", "Dusun": "Dsn"}
BAD_PIN = ("office", "home", "none", "broken", "copied")
PLACES = ("street", "mark", "rt", "dusun", "owner", "no", "side", "part", "phase", "sta")


def new_style(rng, role, habits):
    """The person's own habits, drawn around those of the district and of the role."""
    base = {
        "kasun": dict(street=0.45, mark=0.6, rt=0.7, dusun=0.5),
        "facilitator": dict(street=0.75, mark=0.15, rt=0.4, dusun=0.7),
        "operator": dict(street=0.5, mark=0.2, rt=0.55, dusun=0.8),
    }[role]
    wealth = habits["words"]
    shows = {k: float(min(0.97, v * wealth * rng.uniform(0.5, 1.5))) for k, v in base.items()}
    shows |= dict(owner=0.93, no=0.8, side=0.75, part=0.95, phase=0.95, sta=0.5 * wealth)
    cases = (
        ("title", "upper", "plain", "lower") if role != "operator" else ("title", "upper", "upper")
    )
    lean = {"kasun": 1.5, "facilitator": 0.7, "operator": 0.9}[role]
    return SimpleNamespace(
        case=str(rng.choice(cases)) if rng.random() < 0.6 else habits["case"],
        short=float(min(0.95, habits["short"] * lean * rng.uniform(0.4, 1.6))),
        synonyms=bool(rng.random() < habits["synonyms"]),
        verbless=float(rng.uniform(0, 0.5) if role == "kasun" else rng.uniform(0, 0.1)),
        rt_form=int(rng.integers(6)),
        shows=shows,
        order=int(rng.integers(3)),
        village=float(habits["village_named"] * rng.uniform(0, 1.4)) if role != "kasun" else 0.03,
        dims=float(habits["dims"] * rng.uniform(0, 1.5)),
        typos=float(habits["typos"] * rng.uniform(0, 2) * (1.6 if role == "kasun" else 0.7)),
        tail=str(rng.choice(("", "", "TA {year}", "Tahun {year}"))),
    )


def blocks(rt, rw, form):
    forms = (
        "RT {:02d} RW {:02d}",
        "RT.{:02d}/RW.{:02d}",
        "RT {}/{}",
        "Rt. {:03d} Rw. {:03d}",
        "RT {:02d}",
        "RT{}",
    )
    return forms[form].format(rt, rw)


def place_words(rng, slots, shown, style):
    """The words of each place slot that this officer writes, in this officer's order."""
    short = rng.random() < style.short
    words = {}
    for slot in ("street", "mark", "dusun"):
        if slot in shown:
            first, *rest = slots[slot].split()
            text = " ".join([SHORT.get(first, first), *rest]) if short else slots[slot]
            if slot == "dusun":
                text = f"{('Dsn', 'Ds.', 'Dsn.')[style.rt_form % 3] if short else 'Dusun'} {slots[slot]}"
            if slot == "mark":
                text = f"{('depan', 'dekat', 'sebelah')[style.order]} {text}"
            words[slot] = text
    if "rt" in shown:
        words["rt"] = blocks(slots["rt"], slots["rw"], style.rt_form)
    orders = (
        ("street", "mark", "rt", "dusun"),
        ("dusun", "rt", "street", "mark"),
        ("mark", "street", "dusun", "rt"),
    )
    return [words[s] for s in orders[style.order] if s in words]


def call(rng, work, style, village, volume, must=()):
    """The name this officer gives to the work, and the slots it shows."""
    slots = work.slots
    shown = {}
    for slot in PLACES:
        if slots.get(slot) is not None and (
            slot in must or rng.random() < style.shows.get(slot, 0.5)
        ):
            shown[slot] = slots[slot]
    things = THINGS[work.thing]
    thing = str(rng.choice(things)) if style.synonyms else things[min(style.order, len(things) - 1)]
    long, brief = VERBS[work.act]
    verb = str(rng.choice(brief if rng.random() < style.short else long))
    spoken = 0.6 if thing.lower().startswith(SELF_SPOKEN) else style.verbless
    if work.act == "build" and rng.random() < spoken:
        verb = ""
    head = [verb, shown.get("part"), thing]
    if "owner" in shown:
        head.append(("an. ", "a.n. ", "milik ", "Pak/Bu ")[style.rt_form % 4] + slots["owner"])
    if "no" in shown:
        head.append(f"titik {slots['no']}" if style.order else f"No. {slots['no']}")
    if "side" in shown:
        head.append(f"sisi {slots['side']}" if style.order else f"sebelah {slots['side']}")
    tail = place_words(rng, slots, shown, style)
    if "phase" in shown:
        tail.append(slots["phase"])
    if "sta" in shown:
        tail.append("STA {}+{:03d} - {}+{:03d}".format(*slots["sta"]))
    if volume and work.shape == "line" and rng.random() < style.dims:
        tail.append(
            f"({volume:g} m)" if style.order else f"{volume:g} x {work.width:g} m".replace(".", ",")
        )
    if rng.random() < style.village:
        tail.append(f"Desa {village}")
    if style.tail and rng.random() < 0.4:
        tail.append(style.tail.format(year=work.year))
    return finish(rng, " ".join(w for w in head + tail if w), style), shown


def finish(rng, text, style):
    """Case and typing mistakes: one edit inside a long word, never inside a number."""
    title = " ".join(w[:1].upper() + w[1:] for w in text.split())
    text = dict(
        upper=text.upper(), lower=text.lower(), title=title, plain=text[:1].upper() + text[1:]
    )[style.case]
    words = [m for m in re.finditer(r"[A-Za-z]{6,}", text)]
    if words and rng.random() < style.typos:
        word = words[int(rng.integers(len(words)))]
        at, edit = word.start() + int(rng.integers(1, len(word.group()) - 2)), int(rng.integers(3))
        text = (
            text[:at]
            + ("", text[at + 1] + text[at], text[at] * 2)[edit]
            + text[at + (2 if edit == 1 else 1) :]
        )
    return text


def disagree(a, b):
    """A field in view says that these are two works: a slot, the thing, upkeep, life, side or metres."""
    one, two = a.work, b.work
    places = {"mark"} if one.abroad == two.abroad else {"mark", "dusun"}
    if any(a.shown[s] != b.shown[s] for s in a.shown if s in b.shown and s not in places):
        return True
    gap = abs(one.year - two.year)
    if one.thing != two.thing or gap >= 5 or (one.share and two.share):
        return True
    if "maintain" in (one.act, two.act):
        return gap > 0 or max(one.cost, two.cost) > 3 * min(one.cost, two.cost)
    high, low = max(a.volume or 1, b.volume or 1), min(a.volume or 1, b.volume or 1)
    if (
        a.volume
        and b.volume
        and high > 1.7 * low
        and max(one.cost, two.cost) > 1.5 * min(one.cost, two.cost)
    ):
        return True
    lines = all(c.how in ("track", "draw") and c.work.shape == "line" for c in (a, b))
    if lines and one.street is two.street:
        shared = min(one.high, two.high) - max(one.low, two.low)
        size = min(one.high - one.low, two.high - two.low)
        return (
            one.off * two.off >= 0
            and shared < -5
            and size > 3 * (a.officer.error + b.officer.error)
        )
    return False


def alike(a, b):
    """The fields in view make one work of them: pins close by, or a doubtful pin and the same rare words."""
    if abs(a.work.year - b.work.year) > 4:
        return False
    if a.spot is not None and b.spot is not None:
        reach = 60 + a.reach + b.reach
        if (
            abs(a.spot[0] - b.spot[0]) * 110e3 < reach
            and abs(a.spot[1] - b.spot[1]) * 110e3 < reach
        ):
            return True
        if not (a.how in BAD_PIN or b.how in BAD_PIN):
            return False
    same = {s for s in a.shown if a.shown[s] == b.shown.get(s)}
    return bool(same & {"street", "mark", "owner"}) or {"rt", "dusun"} <= same


def clarify(rng, claims):
    """Lets honest officers write the word that tells two works of one village apart. Returns how many."""
    groups, count = {}, 0
    for claim in claims:
        groups.setdefault((claim.work.hamlet.village.code, claim.work.thing), []).append(claim)
    for group in groups.values():
        for i, a in enumerate(group):
            for b in group[:i]:
                if a.work.root is not b.work.root and alike(a, b) and not disagree(a, b):
                    count += 1
                    say(rng, a, b)
    return count


def say(rng, a, b):
    """Both names get a slot in which the works differ: an own one, else where along the way they lie."""
    one, two = a.work.slots, b.work.slots
    order = ("owner", "part", "phase", "side", "no", "sta", "street", "rt", "dusun")[
        : 8 + (a.work.abroad == b.work.abroad)
    ]
    differ = [
        s for s in order if one.get(s) is not None and two.get(s) is not None and one[s] != two[s]
    ]
    if (
        not differ
        and a.work.street is b.work.street
        and a.work.shape == "line"
        and a.work.low != b.work.low
    ):
        for claim in (a, b):
            low, high = (int(round(v / 5) * 5) for v in (claim.work.low, claim.work.high))
            claim.work.slots["sta"] = (low // 1000, low % 1000, high // 1000, high % 1000)
        differ = ["sta"]
    for claim in (a, b) if differ else ():
        claim.rename(rng, {differ[0]})
