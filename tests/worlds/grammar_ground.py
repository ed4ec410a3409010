"""Ground of the grammar world: villages, roads, channels and facilities, in metres."""

import math
import random

import numpy as np

from grammar_words import DUSUN, FLOWER, GIVEN, HERO, MOSQUE, SAWAH, SCHOOL, TREE

MLAT = 110600.0


def wchoice(r, items):
    t = r.random() * sum(w for _, w in items)
    for k, w in items:
        t -= w
        if t <= 0:
            return k
    return items[-1][0]


# ------------------------------------------------------------------ ground
class Road:
    def __init__(self, pts, name, kind, dusun):
        self.p = np.asarray(pts, float)
        d = np.hypot(*np.diff(self.p, axis=0).T)
        self.c = np.r_[0, np.cumsum(d)]
        self.L = self.c[-1]
        self.name, self.kind, self.dusun = name, kind, dusun
        self.used = {}
        self.rts = None

    def at(self, t):
        t = min(max(t, 0), self.L)
        x = np.interp(t, self.c, self.p[:, 0])
        y = np.interp(t, self.c, self.p[:, 1])
        i = min(max(np.searchsorted(self.c, t) - 1, 0), len(self.p) - 2)
        d = self.p[i + 1] - self.p[i]
        n = math.hypot(*d) or 1
        return x, y, -d[1] / n, d[0] / n

    def pt(self, t, off=0):
        x, y, nx, ny = self.at(t)
        return np.array([x + nx * off, y + ny * off])

    def rt(self, t):
        return self.rts[min(int(t / self.L * len(self.rts)), len(self.rts) - 1)]


def walk(r, start, head, L, bend):
    p = [np.array(start, float)]
    h = head
    for _ in range(max(2, int(L / 25))):
        h += r.gauss(0, bend)
        p.append(p[-1] + 25 * np.array([math.cos(h), math.sin(h)]))
    return p


class World:
    def __init__(self, seed, works, facts):
        self.rng = rng = random.Random(seed * 7919 + 13)
        self.n = works
        nv = max(8, round(works / 340))
        desa = facts.villages()
        for d in desa:
            d["lon"] = float(d["lon"])
            d["lat"] = float(d["lat"])
        c = rng.choice([d for d in desa if d["lon"] > 114.05])
        desa.sort(key=lambda d: math.hypot(d["lon"] - c["lon"], d["lat"] - c["lat"]))
        sel = desa[:nv]
        self.lon0 = np.mean([d["lon"] for d in sel])
        self.lat0 = np.mean([d["lat"] for d in sel])
        self.ml = 111320 * math.cos(math.radians(self.lat0))
        self.shapes = []
        for f in facts.lines():
            if f["properties"]["length_m"] > 350:
                q = np.array(f["geometry"]["coordinates"])[:, :2]
                q = (q - q[0]) * [self.ml, MLAT]
                self.shapes.append(q)
        self.v = [self.village(d) for d in sel]
        for v in self.v:
            v["near"] = min(
                (w for w in self.v if w is not v), key=lambda w: math.hypot(*(w["c"] - v["c"]))
            )

    def line(self, start, head, L, bend):
        rng = self.rng
        if rng.random() < 0.5:
            q = rng.choice(self.shapes)
            a = math.atan2(q[-1][1], q[-1][0])
            th = head - a
            m = np.array([[math.cos(th), math.sin(th)], [-math.sin(th), math.cos(th)]])
            q = q @ m
            d = np.r_[0, np.cumsum(np.hypot(*np.diff(q, axis=0).T))]
            if d[-1] >= L * 0.8:
                k = max(3, np.searchsorted(d, L))
                return list(q[:k] + np.array(start))
        return walk(rng, start, head, L, bend)

    def village(self, d):
        rng = self.rng
        v = dict(
            code=d["code"],
            name=d["name"],
            c=np.array([(d["lon"] - self.lon0) * self.ml, (d["lat"] - self.lat0) * MLAT]),
            roads=[],
            chan=[],
            fac=[],
            persons={},
            sites=[],
            sites_d={},
        )
        nd = rng.randint(5, 6)
        names = rng.sample(sorted(set(DUSUN)), nd)
        if rng.random() < 0.7 and "Krajan" not in names:
            names[0] = "Krajan"
        v["dusun"] = names
        v["office"] = v["c"] + [rng.gauss(0, 60), rng.gauss(0, 60)]
        rt0 = 1
        a0 = rng.random() * 6.28
        s_rt = rng.random() < 0.5
        for i, dn in enumerate(names):
            a = a0 + i * 6.28 / nd + rng.gauss(0, 0.25)
            rad = 250 if i == 0 else rng.uniform(900, 1500)
            c = v["c"] + rad * np.array([math.cos(a), math.sin(a)])
            nrw = rng.randint(2, 3)
            per = rng.randint(3, 4)
            rts = [
                ((k if s_rt else k % per) + 1 + (rt0 - 1 if s_rt else 0), k // per + 1)
                for k in range(nrw * per)
            ]
            rt0 += nrw * per if s_rt else 0
            pool = FLOWER + TREE + HERO
            rng.shuffle(pool)
            gstyle = rng.random()
            h = rng.random() * 6.28
            rr = []
            L = rng.uniform(1200, 1900)
            main = Road(
                self.line(c - L / 2 * np.array([math.cos(h), math.sin(h)]), h, L, 0.05),
                pool.pop(),
                "jl",
                dn,
            )
            main.rts = rts
            rr.append(main)
            for k in range(4):
                t = rng.uniform(0.1, 0.9) * main.L
                x, y, nx, ny = main.at(t)
                sg = rng.choice([-1, 1])
                hh = math.atan2(ny * sg, nx * sg) + rng.gauss(0, 0.15)
                q = Road(self.line((x, y), hh, rng.uniform(350, 750), 0.07), pool.pop(), "jl", dn)
                j = int(t / main.L * len(rts))
                q.rts = [rts[min(j, len(rts) - 1)], rts[min(j + 1, len(rts) - 1)]]
                rr.append(q)
            ng = rng.randint(18, 24)
            par = list(rr)
            for k in range(ng):
                m = wchoice(rng, [(p, p.L) for p in par])
                t = rng.uniform(0.05, 0.95) * m.L
                x, y, nx, ny = m.at(t)
                sg = rng.choice([-1, 1])
                hh = math.atan2(ny * sg, nx * sg) + rng.gauss(0, 0.1)
                nm = (
                    str(k + 1)
                    if gstyle < 0.4
                    else (
                        pool.pop()
                        if gstyle < 0.75 and pool
                        else rng.choice(
                            ["Pak " + rng.choice(GIVEN), pool.pop() if pool else str(k + 1)]
                        )
                    )
                )
                q = Road(walk(rng, (x, y), hh, rng.uniform(120, 300), 0.05), nm, "gg", dn)
                q.rts = [m.rt(t)]
                rr.append(q)
            v["roads"] += rr
            for k in range(2):
                st = c + np.array([rng.gauss(0, 500), rng.gauss(0, 500)])
                q = Road(
                    self.line(st, rng.random() * 6.28, rng.uniform(700, 1400), 0.06),
                    "Blok " + rng.choice(SAWAH),
                    "sw",
                    dn,
                )
                q.rts = [rng.choice(rts)]
                v["chan"].append(q)
            ms = rng.sample(MOSQUE, 3)
            sc = rng.sample(SCHOOL, 3)

            def fac(kind, nm, near=None):
                q = near or rng.choice(rr)
                t = rng.random() * q.L
                v["fac"].append(
                    dict(
                        kind=kind,
                        nm=nm,
                        p=q.pt(t, rng.choice([-18, 18])),
                        rt=q.rt(t),
                        dusun=dn,
                        parts=set(),
                        w=rng.uniform(8, 22),
                        h=rng.uniform(8, 18),
                        a=rng.random() * 3.14,
                    )
                )

            fac("posyandu", rng.choice(FLOWER))
            fac("posyandu", rng.choice(FLOWER))
            fac("paud", sc[0])
            fac("poskamling", "")
            fac("poskamling", "")
            fac("balai_dusun", "")
            fac("tpq", ms[2])
            if rng.random() < 0.5:
                fac("tk", sc[1])
            v["sites_d"][dn] = dict(c=c, roads=rr, mosque=ms)
        for k, nm in (("balai_desa", ""), ("kantor", ""), ("polindes", ""), ("pasar", "")):
            p = v["office"] + [
                rng.gauss(0, 35 if k in ("kantor", "balai_desa") else 180),
                rng.gauss(0, 35 if k in ("kantor", "balai_desa") else 180),
            ]
            for _ in range(1):
                v["fac"].append(
                    dict(
                        kind=k,
                        nm=nm,
                        p=p,
                        rt=main.rts[0],
                        dusun=names[0],
                        parts=set(),
                        w=22,
                        h=15,
                        a=rng.random() * 3.14,
                        big=1,
                    )
                )
        return v
