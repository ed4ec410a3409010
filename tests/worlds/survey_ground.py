"""Ground of the survey world: villages, dusun, streets, facilities, in metres around the middle."""

import math

import numpy as np
from shapely.affinity import affine_transform
from shapely.geometry import LineString, Point, shape
from shapely.ops import unary_union

from survey_words import DUSUN, FAC, FIELD, FLOWER, SPACING, STREET, WEIGHT


class Ground:
    """Villages, dusun, streets and facilities; a stretch of a street is taken once a class."""

    def __init__(self, seed, nworks, facts):
        self.rng = np.random.default_rng(seed * 7919 + 13)
        nv = max(12, round(12 * nworks / 6800))
        self.build_villages(nv, facts)

    def pick(self, seq):
        return seq[int(self.rng.integers(len(seq)))]

    def chance(self, p):
        return self.rng.random() < p

    def build_villages(self, nv, facts):
        rng = self.rng
        fs = [
            f
            for f in facts.boundaries()
            if f["properties"]["kind"] == "desa"
            and 5 < f["properties"]["area_km2"] < (26 if nv < 20 else 30)
        ]
        geo = {f["properties"]["code"]: shape(f["geometry"]) for f in fs}
        name = {f["properties"]["code"]: f["properties"]["name"] for f in fs}
        codes = sorted(geo)
        for _ in range(60):  # breadth-first over shared borders
            start = self.pick(codes)
            got = [start]
            i = 0
            while i < len(got) and len(got) < nv:
                for c in codes:
                    if (
                        c not in got
                        and len(got) < nv
                        and geo[got[i]].buffer(0.0002).intersects(geo[c])
                    ):
                        got.append(c)
                i += 1
            if len(got) >= nv:
                break
        got = got[:nv]
        cx = unary_union([geo[c] for c in got]).centroid
        self.lon0, self.lat0 = cx.x, cx.y
        self.kx = 111320 * math.cos(math.radians(self.lat0)) * 1.0022
        self.ky = 110605.0
        self.villages = []
        for c in got:
            poly = affine_transform(
                geo[c], [self.kx, 0, 0, self.ky, -self.lon0 * self.kx, -self.lat0 * self.ky]
            )
            if poly.geom_type != "Polygon":
                poly = max(poly.geoms, key=lambda g: g.area)
            v = dict(
                code=c,
                name=name[c],
                poly=poly,
                dusun=[],
                idx=len(self.villages),
                runon=self.chance(0.5),
                nfirst={},
            )
            self.villages.append(v)
            inner = poly.buffer(-180)
            if inner.is_empty:
                inner = poly.buffer(-40)
            x0, y0, x1, y1 = inner.bounds
            nd = int(rng.integers(7, 11))
            cs = []
            t = 0
            while len(cs) < nd and t < 3000:
                t += 1
                p = Point(rng.uniform(x0, x1), rng.uniform(y0, y1))
                if inner.contains(p) and all(p.distance(q) > 750 - t * 0.2 for q in cs):
                    cs.append(p)
            names = []
            while len(names) < len(cs):
                n = self.pick(DUSUN)
                if n not in names:
                    names.append(n)
            rw = rt = 0
            for c0, n in zip(cs, names):
                d = dict(name=n, v=v, streets=[], rts=[], c=c0, fac=[])
                v["dusun"].append(d)
                for _ in range(int(rng.integers(2, 4))):
                    rw += 1
                    k = int(rng.integers(3, 6))
                    if not v["runon"]:
                        rt = 0
                    for _ in range(k):
                        rt += 1
                        d["rts"].append((rt, rw))
                self.streets(d)
            o = v["dusun"][0]
            st = o["streets"][0]
            q = st["g"].interpolate(st["g"].length * rng.uniform(0.3, 0.7))
            v["office"] = (q.x + rng.normal(0, 12), q.y + rng.normal(0, 12))
            v["pin"] = self.lonlat(v["office"])
        self.free = {}

    def wander(self, p, th, n, step, bend=0.08):
        pts = [p]
        for _ in range(n):
            th += self.rng.normal(0, bend)
            p = (p[0] + step * math.cos(th), p[1] + step * math.sin(th))
            pts.append(p)
        return pts

    def streets(self, d):
        rng = self.rng
        th = rng.uniform(0, math.pi)
        L = rng.uniform(600, 1000)
        v = d["v"]
        d["taste"] = {c: rng.gamma(0.3) + 0.03 for c in WEIGHT}
        a = self.wander((d["c"].x, d["c"].y), th, 8, L / 8)
        b = self.wander((d["c"].x, d["c"].y), th + math.pi, 8, L / 8)
        main = LineString(b[::-1] + a[1:])
        m = main.intersection(v["poly"].buffer(30))
        if m.geom_type != "LineString":
            m = max(m.geoms, key=lambda g: g.length)
        main = m
        pool = list(rng.permutation(STREET))
        fl = list(rng.permutation(FLOWER))
        numbered = self.chance(0.5)
        R = d["rts"]

        def add(kind, nm, g, rt):
            d["streets"].append(
                dict(
                    kind=kind,
                    name=nm,
                    g=g,
                    rt=rt,
                    d=d,
                    taste={c: rng.gamma(0.45) + 0.04 for c in WEIGHT},
                    id=(v["idx"], d["name"], len(d["streets"])),
                )
            )

        add("jalan", pool.pop(), main, None)
        pos = rng.uniform(20, 50)
        side = 1
        k = 0
        gangs = []
        while pos < main.length - 20:
            p = main.interpolate(pos)
            q = main.interpolate(min(pos + 5, main.length))
            a0 = math.atan2(q.y - p.y, q.x - p.x) + side * math.pi / 2 + rng.normal(0, 0.12)
            g = LineString(self.wander((p.x, p.y), a0, 6, rng.uniform(160, 520) / 6, 0.06))
            k += 1
            nm = (
                str(k)
                if numbered
                else (fl[k % 15] if k < 15 else fl[k % 15] + " " + str(k // 15 + 1))
            )
            gangs.append(("gang", nm, g, R[min(len(R) - 1, int(pos / main.length * len(R)))]))
            side = -side
            pos += rng.uniform(0.7, 1.4) * SPACING
        for g in gangs:
            add(*g)
        for end in (0, 1):
            p = main.coords[-1] if end else main.coords[0]
            q = main.coords[-2] if end else main.coords[1]
            a0 = math.atan2(p[1] - q[1], p[0] - q[0])
            g = LineString(self.wander(p, a0 + rng.normal(0, 0.3), 9, rng.uniform(400, 900) / 9))
            add("jut", self.pick(FIELD), g, None)
            c = self.wander(
                (p[0] + rng.normal(0, 60), p[1] + rng.normal(0, 60)),
                a0 + math.pi / 2 + rng.normal(0, 0.4),
                12,
                rng.uniform(600, 1200) / 12,
            )
            add("saluran", self.pick(FIELD), LineString(c), None)
        for f, (lab, ns) in FAC.items():
            for _ in range(2 if f in ("pos", "tpq") else 1):
                st = self.pick(d["streets"][: 1 + len(gangs)])
                q = st["g"].interpolate(self.rng.uniform(0, st["g"].length))
                rt = self.rt_of(st, q)
                nm = (
                    lab
                    + " "
                    + (self.pick(ns) if ns else (d["name"] if f == "balai" else "RT %02d" % rt[0]))
                )
                d["fac"].append(
                    dict(
                        kind=f,
                        name=nm,
                        p=(q.x + rng.normal(0, 10), q.y + rng.normal(0, 10)),
                        st=st,
                        rt=rt,
                    )
                )

    def rt_of(self, st, p):
        if st["rt"]:
            return st["rt"]
        d = st["d"]
        m = d["streets"][0]["g"]
        R = d["rts"]
        return R[min(len(R) - 1, int(m.project(p) / m.length * len(R)))]

    def lonlat(self, p):
        return [round(self.lon0 + p[0] / self.kx, 7), round(self.lat0 + p[1] / self.ky, 7)]

    # ---- stretches -------------------------------------------------------
    def take(self, st, lane, L):
        """a free stretch of about L metres in a lane of the street (a structure is built once)"""
        iv = self.free.setdefault((st["id"], lane), [])
        T = st["g"].length
        for _ in range(6):
            l = min(L, T)
            a = self.rng.uniform(0, T - l) if T > l else 0.0
            if iv and self.chance(0.12):
                a = self.pick(iv)[1] + self.rng.uniform(0, 2)  # adjoin an older stretch
            if a + l > T:
                continue
            if all(a + l <= x + 0.5 or a >= y - 0.5 for x, y in iv):
                iv.append((a, a + l))
                return a, a + l
        return None

    def street_for(self, cls, d=None, key=None):
        d = d or self.pick(self.pick(self.villages)["dusun"])
        if cls == "irrigation":
            c = [x for x in d["streets"] if x["kind"] == "saluran"]
        elif key == "jut":
            c = [x for x in d["streets"] if x["kind"] == "jut"]
        elif cls == "retaining_wall":
            c = d["streets"]
        else:
            c = [x for x in d["streets"] if x["kind"] in ("gang", "jalan")]
        p = np.array([x["taste"][cls] for x in c])
        return c[int(self.rng.choice(len(c), p=p / p.sum()))]

    def dusun_for(self, cls):
        v = self.pick(self.villages)
        p = np.array([d["taste"][cls] for d in v["dusun"]])
        return v["dusun"][int(self.rng.choice(len(p), p=p / p.sum()))]

    def length(self):
        return float(np.clip(self.rng.lognormal(math.log(88), 0.5), 25, 320))
