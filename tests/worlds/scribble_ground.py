"""Ground of the scribble world: villages, dusun, streets and waters, in metres."""

import math
import random

from shapely.geometry import Point, shape

from scribble_words import BLOK, CLS, DUSUN, FLOW, FUNDS, GAP, KALI, LM, SPREAD, YEARS

LON0, LAT0 = 114.3, -8.38


MX, MY = 111320 * math.cos(math.radians(LAT0)), 110600.0


class Line:
    def __init__(self, pts):
        self.p = pts
        self.c = [0.0]
        for a, b in zip(pts, pts[1:]):
            self.c.append(self.c[-1] + math.dist(a, b))
        self.L = self.c[-1]

    def at(self, d):
        d = max(0, min(self.L, d))
        for i in range(1, len(self.c)):
            if d <= self.c[i] or i == len(self.c) - 1:
                t = (d - self.c[i - 1]) / max(1e-9, self.c[i] - self.c[i - 1])
                a, b = self.p[i - 1], self.p[i]
                return (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))

    def dir(self, d):
        a, b = self.at(d - 5), self.at(d + 5)
        l = math.dist(a, b) or 1
        return ((b[0] - a[0]) / l, (b[1] - a[1]) / l)

    def sub(self, a, b, off=0):
        ds = [a] + [c for c in self.c if a + 1 < c < b - 1] + [b]
        out = []
        for d in ds:
            x, y = self.at(d)
            u, v = self.dir(d)
            out.append((x - v * off, y + u * off))
        return out


class Ground:
    """Villages, dusun, streets, waters and buildings, and the free stretches of them."""

    def __init__(self, seed, works, pairs, facts):
        self.rng = random.Random(seed * 7919 + 5)
        self.wanted, self.wanted_pairs = works, pairs
        self.works = []
        self.true_pairs = []
        self.lay_out(max(12, round(works / 170)), facts)

    # ---- places
    def lay_out(self, n, facts):
        rng = self.rng
        d = facts.villages()
        d.sort(key=lambda x: (float(x["lon"]) - LON0) ** 2 + (float(x["lat"]) - LAT0) ** 2)
        d = d[:n]
        poly = {f["properties"]["code"]: shape(f["geometry"]) for f in facts.boundaries()}
        real = {}
        for f in facts.lines():
            g = f["geometry"]
            if (
                g["type"] == "LineString"
                and f["properties"]["length_m"] > 90
                and f["properties"]["villages"]
            ):
                real.setdefault(f["properties"]["villages"][0], []).append(
                    (
                        f["properties"]["class"],
                        [((x - LON0) * MX, (y - LAT0) * MY) for x, y in g["coordinates"]],
                    )
                )
        self.villages = []
        for x in d:
            pg = poly[x["code"]]
            cx, cy = (float(x["lon"]) - LON0) * MX, (float(x["lat"]) - LAT0) * MY
            v = dict(
                code=x["code"],
                name=x["name"],
                c=(cx, cy),
                streets=[],
                dusun=[],
                kali=[],
                style=self.style(),
                blds=[],
            )
            inside = lambda p: pg.contains(Point(LON0 + p[0] / MX, LAT0 + p[1] / MY))
            names = rng.sample(sorted(set(DUSUN)), rng.randint(3, 5))
            if rng.random() < 0.7:
                names[0] = "Krajan"
            rt = 0
            rw = 0
            for dn in dict.fromkeys(names):
                for _ in range(60):
                    p = (cx + rng.gauss(0, 850), cy + rng.gauss(0, 850))
                    if inside(p) and all(math.dist(p, q["c"]) > 500 for q in v["dusun"]):
                        break
                du = dict(
                    n=dn,
                    c=p,
                    rts=[],
                    fav=rng.choice(
                        [
                            "paving",
                            "paving",
                            "rabat",
                            "rabat",
                            "aspal",
                            "makadam",
                            "drain",
                            "drain",
                            "talud",
                            "irig",
                            "gorong",
                            "sumur",
                        ]
                    ),
                )
                v["dusun"].append(du)
                base = rng.uniform(0, math.pi)
                for _w in range(rng.randint(1, 2)):
                    rw += 1
                    for _t in range(rng.randint(2, 4)):
                        rt += 1
                        q = (p[0] + rng.gauss(0, SPREAD), p[1] + rng.gauss(0, SPREAD))
                        du["rts"].append((rt, rw))
                        node = q
                        dirs = [0, math.pi / 2, math.pi, -math.pi / 2]
                        rng.shuffle(dirs)
                        for k in range(rng.randint(2, 4)):
                            ang = base + dirs[k] + rng.gauss(0, 0.12)
                            L = rng.uniform(130, 480)
                            pts = [
                                (
                                    node
                                    if rng.random() < 0.6
                                    else (q[0] + rng.gauss(0, 110), q[1] + rng.gauss(0, 110))
                                )
                            ]
                            for _s in range(rng.randint(2, 5)):
                                st = L / 4
                                ang += rng.gauss(0, 0.13)
                                pts.append(
                                    (
                                        pts[-1][0] + st * math.cos(ang),
                                        pts[-1][1] + st * math.sin(ang),
                                    )
                                )
                            u = rng.random()
                            nm = (
                                ("gg", str(rng.randint(1, 6)))
                                if u < 0.25
                                else (
                                    ("gg", rng.choice(FLOW))
                                    if u < 0.38
                                    else ("jl", rng.choice(FLOW)) if u < 0.68 else ("", "")
                                )
                            )
                            v["streets"].append(
                                dict(l=Line(pts), d=dn, rw=rw, rt=rt, nm=nm, k="j", occ={})
                            )
                            node = rng.choice(pts)
            for cl, pts in real.get(x["code"], [])[:30]:
                l = Line(pts)
                m = l.at(l.L / 2)
                du = min(v["dusun"], key=lambda q: math.dist(q["c"], m))
                t = rng.choice(du["rts"])
                if cl == "jalan":
                    v["streets"].append(
                        dict(
                            l=l,
                            d=du["n"],
                            rw=t[1],
                            rt=t[0],
                            nm=("jl", rng.choice(FLOW)) if rng.random() < 0.5 else ("", ""),
                            k="j",
                            occ={},
                        )
                    )
                else:
                    v["kali"].append(
                        dict(
                            l=l,
                            d=du["n"],
                            rw=t[1],
                            rt=t[0],
                            nm=("kali", rng.choice(KALI)),
                            k="k",
                            occ={},
                        )
                    )
            for _ in range(rng.randint(4, 7)):
                du = rng.choice(v["dusun"])
                t = rng.choice(du["rts"])
                ang = rng.uniform(0, 6.28)
                pts = [(du["c"][0] + rng.gauss(0, 450), du["c"][1] + rng.gauss(0, 450))]
                for _s in range(6):
                    ang += rng.gauss(0, 0.25)
                    pts.append((pts[-1][0] + 120 * math.cos(ang), pts[-1][1] + 120 * math.sin(ang)))
                k = rng.random() < 0.6
                (v["kali"] if k else v["streets"]).append(
                    dict(
                        l=Line(pts),
                        d=du["n"],
                        rw=t[1],
                        rt=t[0],
                        nm=("kali", rng.choice(KALI)) if k else ("jut", rng.choice(BLOK)),
                        k="k" if k else "u",
                        occ={},
                    )
                )
            st = rng.choice(v["streets"])["l"]
            o = st.at(st.L / 3)
            v["office"] = (o[0] + 12, o[1] + 9)
            for b in ["kantor", "balai", "paud", "posyandu", "posyandu", "tpq", "pasar"]:
                q = rng.choice(v["streets"])
                m = q["l"].at(rng.uniform(0, q["l"].L))
                pos = (
                    v["office"]
                    if b == "kantor"
                    else (
                        (v["office"][0] + 35, v["office"][1] - 20)
                        if b == "balai"
                        else (m[0] + 10, m[1] + 8)
                    )
                )
                v["blds"].append(
                    dict(
                        b=b,
                        p=pos,
                        st=q,
                        nm=rng.choice(FLOW) if b in ("paud", "posyandu", "tpq") else "",
                    )
                )
            self.villages.append(v)

    def style(self):
        rng = self.rng
        return dict(
            case=rng.choices(["u", "t", "l", "m"], [3, 3, 2, 4])[0],
            rt=rng.randrange(7),
            dsn=rng.choice(["dsn", "dusun", "Dsn.", "ds.", "dus", ""]),
            jl=rng.choice(["jl", "Jl.", "jln", "jalan", "Jln."]),
            gg=rng.choice(["gg", "gang", "Gg.", "gg."]),
            order=rng.choices([0, 1, 2], [6, 2, 1])[0],
            detail=rng.uniform(0.95, 1.35),
            verb=rng.uniform(0.3, 0.75),
        )

    # ---- works
    def years(self):
        return self.rng.choice(YEARS)

    def add(self, v, thing, **k):
        w = dict(
            v=v,
            thing=thing,
            act="build",
            year=self.years(),
            fund=self.rng.choice(FUNDS),
            person="",
            phase=0,
            side="",
            part="",
            lm=self.rng.choice(LM) if self.rng.random() < 0.14 else "",
            must=set(),
            p=None,
            seg=None,
            st=None,
            off=0,
            rt=0,
            rw=0,
            d="",
            nm=("", ""),
            len=0,
            wid=self.rng.choice([1.2, 1.5, 2, 2, 2.5, 3]),
            up=self.rng.gauss(1, 0.13),
            fam="base",
            n=1,
        )
        w.update(k)
        if w["st"]:
            for q in ("rt", "rw", "d", "nm"):
                w[q] = k.get(q, w["st"][q])
        if w["seg"]:
            w["len"] = w["seg"][1] - w["seg"][0]
        if getattr(self, "cur", 0):
            w["fid"] = self.cur
        self.works.append(w)
        return w

    def slot(self, v, thing, lo=40, hi=195, tries=30, du=None):
        """a free stretch of a street for a class: honest works of one do not overlap"""
        rng = self.rng
        c = CLS[thing]
        key = c
        for _ in range(tries):
            st = rng.choice(
                v["kali"]
                if (thing in ("irig",) or thing == "talud" and rng.random() < 0.45) and v["kali"]
                else v["streets"]
            )
            if du and st["d"] != du:
                continue
            if thing == "drain" and st["k"] == "u":
                continue
            L = min(rng.uniform(lo, hi), st["l"].L * 0.9)
            a = rng.uniform(0, st["l"].L - L)
            b = a + L
            if L < lo * 0.6:
                continue
            if all(b < x - GAP or a > y + GAP for x, y in st["occ"].get(key, [])):
                st["occ"].setdefault(key, []).append((a, b))
                return st, a, b
        return None

    def spot(self, v, du=None):
        rng = self.rng
        st = rng.choice([x for x in v["streets"] if x["d"] == du] or v["streets"])
        d = rng.uniform(0, st["l"].L)
        x, y = st["l"].at(d)
        u, w = st["l"].dir(d)
        o = rng.choice([-1, 1]) * rng.uniform(4, 14)
        return st, (x - w * o, y + u * o)
