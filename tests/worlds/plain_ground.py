"""The ground of the world `plain`: villages with hamlets, streets, gangs, canals and landmarks.

Roads and canals are real where the facts have enough of them, and made up elsewhere. All lies in
one flat frame in metres, good enough within a kabupaten; `to_degrees` gives GeoJSON positions back.
"""

import math
from collections import namedtuple

import shapely
from shapely.geometry import LineString, Point, shape
from shapely.ops import substring

DUSUN = """Krajan Sumberejo Kedungrejo Sidomulyo Tegalrejo Sumberagung Curahjati Silirbaru Kebonsari
Sukorejo Jatirejo Wonosari Bulurejo Rejosari Sambirejo Kaliputih Tempursari Sumberbopong Pancursari
Ringintelu Karanganyar Mulyorejo Sidorejo Cemetuk Blumbang Sumberasih Purworejo Pandan Kampungbaru
Resomulyo Tegalyasan Gumukagung Derwana Kopen Maduran Lugonto Padang Melik Cungking Watugepeng
Umbulsari Kejoyo Sawahan Kaligoro Tanjungrejo Seloagung""".split()
STREETS = """Mawar Melati Kenanga Anggrek Flamboyan Cempaka Diponegoro Sudirman Kartini Gajahmada
Brawijaya Arjuna Bima Sadewa Srikandi Merpati Rajawali Kutilang Kepodang Mangga Rambutan Salak
Manggis Durian Pahlawan Merdeka Pemuda Ikhlas Barokah Masjid Poros Makam Sekolah Lincip Jambu
Nusantara Kelapa Beringin Yudistira Nakula""".split()
PEOPLE = """Slamet Suparno Misdi Sutrisno Paiman Tukiran Wagiman Sukirno Mulyono Jumadi Ponidi
Sarmin Katiran Hariyanto Saniman Boiran Buari Sutikno Paiyem Tumini Sumiati Ngatemi Poniyem
Rukmini Satuni Supiyah Mesiyem Rohani Asmuni Nurhadi Saiful Holili Matrawi Bunali Samsuri
Kusnadi Gunawan Legiman Marsudi Tohari Isnaini Junaidi""".split()
SHRINES = """Al Hidayah|Baitul Muttaqin|Nurul Huda|Al Ikhlas|Darussalam|At Taqwa|Miftahul Jannah
Baiturrohman|Nurul Iman|Sabilil Muttaqin""".replace("\n", "|").split("|")
RT_FORMS = """RT {rt:02d} RW {rw:02d}|RT.{rt:03d}/RW.{rw:03d}|Rt {rt} Rw {rw}|RT {rt:02d}/{rw:02d}
RT.{rt} RW.{rw}|RT {rt:03d} RW {rw:03d}|RT {rt:02d}""".replace("\n", "|").split("|")
DUSUN_FORMS = ["Dusun {}", "Dusun {}", "Dsn. {}", "Dsn {}", "dusun {}", "Dk. {}", "{}"]
ORIGIN = (114.2, -8.35)
METRES = (110148.0, 110598.0)  # in a degree of longitude and latitude there

# A street, gang or canal; used: (class, from, to) of each work on it, in metres along it
Road = namedtuple("Road", "name line rt rw used")
# roads: in order of importance
Hamlet = namedtuple("Hamlet", "name roads canals landmarks")
# habits: how its clerk writes; stock_photo: a picture that creeps into its claims
Village = namedtuple("Village", "code name kecamatan area office hamlets habits stock_photo")


def to_metres(geom):
    """Longitude and latitude to the flat frame."""
    return shapely.transform(geom, lambda degrees: (degrees - ORIGIN) * METRES)


def to_degrees(x, y):
    """A point of the flat frame as GeoJSON position."""
    return [round(x / METRES[0] + ORIGIN[0], 7), round(y / METRES[1] + ORIGIN[1], 7)]


def wander(rng, start, heading, length):
    """A gently bending line from start."""
    points, steps = [start], max(2, round(length / 35))
    for _ in range(steps):
        x, y = points[-1]
        step = length / steps
        points.append((x + step * math.cos(heading), y + step * math.sin(heading)))
        heading += rng.gauss(0, 0.12)
    return LineString(points)


def beside(line, offset):
    """The line moved sideways by offset metres (left positive)."""
    points, out = list(line.coords), []
    for i, (x, y) in enumerate(points):
        (ax, ay), (bx, by) = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        n = math.hypot(bx - ax, by - ay) or 1.0
        out.append((x - offset * (by - ay) / n, y + offset * (bx - ax) / n))
    return LineString(out)


def invented_roads(rng, centre):
    """Two streets through a hamlet with gangs off the first, in order of importance."""
    heading, lines = rng.uniform(0, math.pi), []
    for turn in (0.0, rng.uniform(1.0, 2.1)):
        length, h = rng.uniform(350, 800), heading + turn
        start = (centre.x - length / 2 * math.cos(h), centre.y - length / 2 * math.sin(h))
        lines.append(wander(rng, start, h, length))
    at, side = rng.uniform(20, 60), math.pi / 2
    while at < lines[0].length - 20:
        corner = lines[0].interpolate(at).coords[0]
        turned = heading + side + rng.gauss(0, 0.15)
        lines.append(wander(rng, corner, turned, rng.uniform(70, 220)))
        at, side = at + rng.uniform(30, 80), -side
    return lines


def name_roads(rng, lines):
    """Gives streets names and gangs names or numbers; some stay nameless, as in life."""
    names, numbered = rng.sample(STREETS, len(lines)), rng.random() < 0.5
    rw = rng.randint(1, 6)
    gangs = [f"Gg. {i + 1}" if numbered else f"Gg. {n}" for i, n in enumerate(names[2:])]
    names = [f"Jl. {n}" for n in names[:2]] + [g if rng.random() < 0.75 else "" for g in gangs]
    return [
        Road(name, line, rng.randint(1, 5), rw + rng.randint(0, 1), [])
        for name, line in zip(names, lines)
    ]


def make_hamlet(rng, village_name, name, centre, real_roads, real_canals):
    """A hamlet around centre. Real roads serve where at least six are near; the lists lose them."""
    lines = [r for r in real_roads if r.length > 70 and r.distance(centre) < 450]
    lines = sorted(lines, key=lambda line: -line.length)[:16]
    lines = lines if len(lines) >= 6 else invented_roads(rng, centre)
    canals = [c for c in real_canals if c.length > 150 and c.distance(centre) < 600][:2]
    for left, taken in ((real_roads, lines), (real_canals, canals)):
        left[:] = [line for line in left if not any(line is one for one in taken)]
    if not canals:
        angle = rng.uniform(0, 2 * math.pi)
        start = (centre.x + 180 * math.cos(angle), centre.y + 180 * math.sin(angle))
        canals = [wander(rng, start, angle + rng.uniform(-0.8, 0.8), rng.uniform(500, 1200))]
    landmarks = [f"Masjid {rng.choice(SHRINES)}", f"Mushola {rng.choice(SHRINES)}", "makam umum"]
    landmarks += ["lapangan", "balai dusun", f"SDN {rng.randint(1, 4)} {village_name}"]
    landmarks += [f"rumah P. {rng.choice(PEOPLE)}", f"rumah Bu {rng.choice(PEOPLE)}"]
    for i, line in enumerate(canals):
        water = rng.choice(["Dam ", "Kali ", "Afur ", ""]) + rng.choice(DUSUN)
        canals[i] = Road(water, line, rng.randint(1, 5), 1, [])
    return Hamlet(name, name_roads(rng, lines), canals, landmarks)


def make_village(rng, row, area, roads, canals):
    """A village of three to five hamlets, on real roads while many are left, else near its heart.

    The heart is the point of desa.csv; the office stands on a street of the first hamlet.
    """
    heart, centres, hamlets = to_metres(Point(float(row["lon"]), float(row["lat"]))), [], []
    for name in ["Krajan"] + rng.sample(DUSUN[1:], rng.randint(2, 4)):
        own = [line for line in roads if line.length > 70 and area.intersects(line)]
        if len(own) > 5:
            centres.append(rng.choice(own).interpolate(0.5, normalized=True))
        else:
            centres.append(free_spot(rng, area, heart, centres))
        hamlets.append(make_hamlet(rng, row["name"], name, centres[-1], roads, canals))
    p = hamlets[0].roads[0].line.interpolate(0.45, normalized=True)
    office = Point(p.x + rng.uniform(8, 20), p.y + rng.uniform(8, 20))
    named = (row["code"], row["name"], row["kecamatan"])
    return Village(*named, area, office, hamlets, habits_of(rng), rng.getrandbits(64))


def free_spot(rng, area, heart, others):
    """A random point of the village near its heart, away from the other hamlets if it can be."""
    for attempt in range(200):
        p = Point(heart.x + rng.uniform(-2000, 2000), heart.y + rng.uniform(-2000, 2000))
        if area.contains(p) and all(p.distance(o) > 700 - 4 * attempt for o in others):
            return p
    return heart


def habits_of(rng):
    """How one clerk writes."""
    case = rng.choice(["as is", "as is", "title", "upper"])
    return {"case": case, "rt": rng.choice(RT_FORMS), "dusun": rng.choice(DUSUN_FORMS)}


def settle(rng, facts):
    """All villages of the facts, with their hamlets."""
    areas = {f["properties"]["code"]: to_metres(shape(f["geometry"])) for f in facts.boundaries()}
    roads, canals = [], []
    for f in facts.lines():
        lines = roads if f["properties"]["class"] == "jalan" else canals
        lines.append(to_metres(shape(f["geometry"])))
    return [make_village(rng, r, areas[r["code"]], roads, canals) for r in facts.villages()]


def shared_borders(villages):
    """All (village, neighbour, border line) with at least 400 m in common."""
    pairs = [(a, b) for i, a in enumerate(villages) for b in villages[i + 1 :]]
    touching = [(a, b) for a, b in pairs if a.area.intersects(b.area)]
    borders = [(a, b, a.area.boundary.intersection(b.area.boundary)) for a, b in touching]
    return [border for border in borders if border[2].length > 400]


def occupy(road, cls, geom):
    """Notes that this stretch has a work of this class; False, and no note, if it has one already.

    So chance does not build the same thing twice.
    """
    a, b = sorted(road.line.project(Point(p)) for p in (geom.coords[0], geom.coords[-1]))
    if any(c == cls and a < to and b > since for c, since, to in road.used):
        return False
    road.used.append((cls, a - 8, b + 8))
    return True


def find_place(rng, hamlet, cls, size, road):
    """A road of the hamlet (the given one if it has room) and a free stretch of it, size metres."""
    water = cls == "irrigation" or (cls == "bridge" and rng.random() < 0.6)
    places = hamlet.canals if water else hamlet.roads
    weights = [1 / (i + 2) for i in range(len(places))]
    for attempt in range(80):
        chosen = road if road and attempt < 30 else rng.choices(places, weights)[0]
        start = rng.uniform(0, max(chosen.line.length - size, 0))
        geom = substring(chosen.line, start, min(start + size, chosen.line.length))
        if occupy(chosen, cls, geom):
            break
    return chosen, geom
