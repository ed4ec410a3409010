"""Ground of the audit world: clusters of a village, and the works that stand there."""

import collections
import math
import random

from shapely.geometry import LineString, Point, shape
from shapely.ops import substring

from audit_words import DUSUN, F, FLOWER, HERO, INST, P1, P2

LAT0, LON0 = -8.35, 114.25


KX = 111320 * math.cos(math.radians(LAT0)) * 1.0008


KY = 110580.0


def xy(lon, lat):
    return ((lon - LON0) * KX, (lat - LAT0) * KY)


def ll(p):
    return [round(p[0] / KX + LON0, 7), round(p[1] / KY + LAT0, 7)]


class Ground:
    """Villages of clusters: a road, its gangs, institutions and a farm road; works on them."""

    def __init__(self, seed, works, pairs, facts):
        self.rng = random.Random(seed * 7919 + 13)
        self.wanted = works
        self.wanted_pairs = pairs
        self.works = []
        self.used = set()
        self.geo(facts)

    # ---------- geography
    def geo(self, facts):
        rng = self.rng
        n = max(6, round(self.wanted / 340))
        rows = facts.villages()
        poly = {f["properties"]["code"]: shape(f["geometry"]) for f in facts.boundaries()}
        seedv = rng.choice(
            [
                x
                for x in rows
                if x["kecamatan"]
                in (
                    "Rogojampi",
                    "Kabat",
                    "Blimbingsari",
                    "Srono",
                    "Muncar",
                    "Genteng",
                    "Singojuruh",
                )
            ]
        )
        o = xy(float(seedv["lon"]), float(seedv["lat"]))
        rows.sort(key=lambda x: math.dist(o, xy(float(x["lon"]), float(x["lat"]))))
        real = collections.defaultdict(list)
        for f in facts.lines():
            p = f["properties"]
            if (
                p["class"] == "jalan"
                and p["length_m"] > 250
                and f["geometry"]["type"] == "LineString"
                and p["villages"]
            ):
                real[p["villages"][0]].append(
                    LineString([xy(*c[:2]) for c in f["geometry"]["coordinates"]])
                )
        self.villages = []
        for x in rows[:n]:
            pg = poly[x["code"]]
            c = xy(float(x["lon"]), float(x["lat"]))
            v = dict(code=x["code"], name=x["name"], kec=x["kecamatan"], c=c)
            v["off"] = (c[0] + rng.gauss(0, 120), c[1] + rng.gauss(0, 120))
            dn = rng.sample(DUSUN, rng.randint(4, 6))
            if rng.random() < 0.6 and "Krajan" not in dn:
                dn[0] = "Krajan"
            pool = FLOWER[:] + ["%d" % i for i in range(1, 13)]
            rng.shuffle(pool)
            heroes = HERO[:]
            rng.shuffle(heroes)
            inst = INST[:]
            rng.shuffle(inst)
            v["cl"] = []
            rl = real[x["code"]][:]
            rng.shuffle(rl)
            rw = 0
            gi = 0
            b = pg.bounds
            k = rng.randint(24, 30)
            for i in range(k):
                for _ in range(60):
                    lon = rng.uniform(b[0], b[2])
                    lat = rng.uniform(b[1], b[3])
                    q = xy(lon, lat)
                    if (
                        pg.contains(Point(lon, lat))
                        and math.dist(q, c) < 3500
                        and all(math.dist(q, z["c"]) > 300 for z in v["cl"])
                    ):
                        break
                else:
                    q = (c[0] + rng.gauss(0, 1200), c[1] + rng.gauss(0, 1200))
                rw += 1
                L = None
                if rl and rng.random() < 0.6:
                    l = rl.pop()
                    L = substring(l, 0, min(l.length, rng.uniform(300, 520)))
                if L is None:
                    L = self.curve(q, rng.uniform(0, 6.28), rng.uniform(280, 500))
                q = (L.interpolate(0.5, normalized=True).x, L.interpolate(0.5, normalized=True).y)
                rts = [rng.randint(1, 4) + j for j in range(rng.randint(2, 4))]
                cl = dict(
                    c=q,
                    v=v,
                    dusun=dn[i % len(dn)],
                    rw=(rw - 1) // 2 + 1,
                    rts=rts,
                    main=L,
                    road=heroes.pop() if heroes else rng.choice(HERO),
                    gangs=[],
                    inst=[],
                    id=(x["code"], i),
                )
                d = rng.uniform(20, 50)
                while d < L.length - 10:
                    a = L.interpolate(d)
                    a2 = L.interpolate(d + 1)
                    ang = (
                        math.atan2(a2.y - a.y, a2.x - a.x)
                        + rng.choice([1, -1]) * 1.57
                        + rng.gauss(0, 0.12)
                    )
                    g = self.curve((a.x, a.y), ang, rng.uniform(65, 210), start=True)
                    gn = pool[gi % len(pool)]
                    gi += 1
                    cl["gangs"].append(
                        dict(
                            L=g,
                            name=gn,
                            rt=rts[int(d / L.length * len(rts))],
                            id=(cl["id"], len(cl["gangs"])),
                        )
                    )
                    d += rng.uniform(55, 100)
                th = rng.uniform(0, 6.28)
                cl["jut"] = self.curve(
                    (q[0] + 220 * math.cos(th), q[1] + 220 * math.sin(th)),
                    th + rng.gauss(0, 0.5),
                    rng.uniform(450, 1300),
                    start=True,
                )
                for _ in range(2):
                    if inst:
                        p = L.interpolate(rng.uniform(0, L.length))
                        cl["inst"].append(
                            dict(
                                name=inst.pop(),
                                p=(p.x + rng.gauss(0, 25), p.y + rng.gauss(0, 25)),
                                id=(cl["id"], "i", len(cl["inst"])),
                            )
                        )
                v["cl"].append(cl)
            self.villages.append(v)

    def curve(self, p, ang, L, start=False):
        rng = self.rng
        n = max(2, int(L / 45))
        st = L / n
        pts = [p]
        a = ang
        for _ in range(n):
            a += rng.gauss(0, 0.13)
            pts.append((pts[-1][0] + st * math.cos(a), pts[-1][1] + st * math.sin(a)))
        if not start:
            mx = pts[len(pts) // 2]
            pts = [(x - mx[0] + p[0], y - mx[1] + p[1]) for x, y in pts]
        return LineString(pts)

    # ---------- latent works
    def take(self, *k):
        if k in self.used:
            return False
        self.used.add(k)
        return True

    def work(
        self,
        fam,
        cl,
        year,
        shp,
        kind,
        verb="new",
        disc=(),
        pin=None,
        costmul=1.0,
        office=None,
        vol=None,
        fixed=None,
        cap=None,
        **sl,
    ):
        rng = self.rng
        f = F[fam]
        v = cl["v"]
        if verb == "new" and rng.random() < 0.1 and kind in ("single", "series"):
            verb = "rehab"
        line = isinstance(shp, LineString)
        w = dict(
            fam=fam,
            cls=f[0],
            code=f[2] if verb == "maint" else rng.choice(f[1]),
            v=v,
            cl=cl,
            year=year,
            shp=shp,
            kind=kind,
            verb=verb,
            slots={k: x for k, x in sl.items() if x is not None},
            disc=set(disc),
            pin=pin,
            cap=cap,
        )
        ln = shp.length if line else 0
        w["width"] = (
            rng.choice([1.2, 1.5, 2, 2.5, 3]) if f[0] == "road" else rng.choice([0.4, 0.5, 0.6])
        )
        w["len"] = vol if vol else (round(ln) if line else 1)
        if fixed:
            c = fixed
        else:
            q = w["len"] * (w["width"] if f[3] == "m2" else 1)
            c = f[4] * q * rng.lognormvariate(0, 0.22) * costmul * (1.05 ** (year - 2020))
            if verb == "maint":
                c *= 0.22
        w["cost"] = c
        w["office"] = office or ("d" if rng.random() < 0.36 else "v")
        w["slots"].setdefault("dusun", cl["dusun"])
        w["slots"].setdefault("rw", cl["rw"])
        w["slots"].setdefault("rt", rng.choice(cl["rts"]))
        self.works.append(w)
        return w

    def along(self, L, a, b):
        return substring(L, a, b)

    def near(self, p, sd):
        return (p[0] + self.rng.gauss(0, sd), p[1] + self.rng.gauss(0, sd))

    def person(self):
        return self.rng.choice(P1) + (" " + self.rng.choice(P2) if self.rng.random() < 0.4 else "")
