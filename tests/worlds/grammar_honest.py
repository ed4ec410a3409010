"""Honest families of the grammar world that look alike."""

import json
import math

import numpy as np

from grammar_ground import wchoice
from grammar_records import Records
from grammar_words import LINE, PART, SUBS, YEARS


class Honest(Records):
    """Families of honest works that look alike."""

    # ---- honest groups
    def honest(self, kind, v):
        rng = self.rng
        e = self.emit
        n0 = len(self.out)
        if kind == "single":
            w = self.any_work(v)
            w and e(w)
        elif kind == "phases":
            sub = wchoice(
                rng,
                [
                    ("road.gang", 3),
                    ("road.desa", 4),
                    ("drainage.selokan", 4),
                    ("retaining_wall.talud", 2),
                    ("irrigation.tersier", 2),
                    ("road.tani", 1),
                ],
            )
            n = wchoice(rng, [(2, 7), (3, 3)])
            L = rng.uniform(50, 160)
            q = self.line_work(v, sub, L=L * n)
            if q:
                L = (q.b - q.a) / n
                same = rng.random() < 0.35
                st = self.style()
                inc = self.incl(q)
                inc["phase"] = True
                for k in range(n):
                    w = q.copy()
                    w.a, w.b = q.a + k * L + (3 if k else 0), q.a + (k + 1) * L - 3
                    w.phase = k + 1
                    w.year = (
                        q.year if same else min(YEARS[0] + (q.year - YEARS[0]) % (5 - n) + k, 2025)
                    )
                    w.rt = w.road.rt((w.a + w.b) / 2)
                    w.price *= math.exp(rng.gauss(0, 0.06))
                    if k == 0 and rng.random() < 0.12:
                        w.phase = None
                    e(
                        w,
                        st if rng.random() < 0.55 else None,
                        inc if rng.random() < 0.6 else None,
                        kind=kind,
                        vfac=1,
                    )
        elif kind == "maintenance":
            q = self.any_work(v)
            if q and q.cls not in ("housing", "sanitation") and not q.person:
                n = wchoice(rng, [(2, 6), (3, 3), (4, 1)])
                y = rng.randint(YEARS[0], 2026 - n)
                st = self.style()
                inc = self.incl(q)
                inc["verb"] = True
                for k in range(n):
                    w = q.copy()
                    w.year = y + k
                    w.act = "pelihara"
                    w.price *= math.exp(rng.gauss(0, 0.1))
                    if k == 0 and rng.random() < 0.3:
                        w.act = "bangun"
                    if w.road is not None and w.b > w.a:
                        L = w.b - w.a
                        w.a += rng.uniform(-0.08, 0.08) * L
                        w.b += rng.uniform(-0.08, 0.08) * L
                        w.a = max(w.a, 0)
                        w.b = min(w.b, w.road.L)
                    i2 = self.incl(w)
                    i2["verb"] = rng.random() < 0.97
                    e(w, st if rng.random() < 0.5 else None, i2, kind=kind)
        elif kind == "rebuild":
            sub = wchoice(
                rng,
                [
                    ("road.gang", 4),
                    ("road.desa", 4),
                    ("drainage.selokan", 3),
                    ("water_supply.bor", 1),
                    ("culvert.gg", 1),
                    ("retaining_wall.talud", 1),
                ],
            )
            q = self.line_work(v, sub) if sub.split(".")[0] in LINE else self.point_work(v, sub)
            if q:
                y = wchoice(rng, [((2022, 2025), 80), ((2022, 2024), 10), ((2023, 2025), 10)])
                q.act = "bangun"
                q.year = y[0]
                e(q, kind=kind)
                w = q.copy()
                w.act = "rehab"
                w.year = y[1]
                w.fresh = {}
                w.q0 = None
                w.price = self.price(w) * 1.1
                w.a = min(max(0, w.a + rng.gauss(0, 8)), w.b - 20)
                w.b = min(w.road.L, max(w.b + rng.gauss(0, 8), w.a + 20)) if w.cls in LINE else w.a
                w.a = w.b if w.cls not in LINE else w.a
                w.fund = rng.choice([w.fund, "DDS", "ADD"])
                if w.mat and rng.random() < 0.55:
                    w.mat = rng.choice(["aspal", "beton", "paving"])
                e(w, kind=kind)
        elif kind == "left_right":
            q = self.line_work(
                v, rng.choice(["drainage.selokan", "drainage.selokan", "retaining_wall.talud"])
            )
            if q:
                st = self.style()
                inc = self.incl(q, 0.3)
                inc["side"] = True
                q.side = "kiri"
                q.off = -3.8
                w = q.copy()
                w.side = "kanan"
                w.off = 3.8
                if rng.random() < 0.3:
                    w.year = min(q.year + 1, 2025)
                if rng.random() < 0.4:
                    q.side, w.side = rng.choice([("utara", "selatan"), ("barat", "timur")])
                w.a = max(0, w.a + rng.gauss(0, 8))
                w.b = min(w.road.L, w.b + rng.gauss(0, 8))
                e(q, st, inc, kind=kind)
                i2 = dict(inc) if rng.random() < 0.6 else self.incl(w)
                i2["side"] = True
                e(w, st if rng.random() < 0.7 else None, i2, kind=kind)
        elif kind == "road_drain":
            q = self.line_work(v, rng.choice(["road.gang", "road.desa"]))
            if q:
                w = self.line_work(
                    v,
                    rng.choice(["drainage.selokan", "drainage.selokan", "retaining_wall.talud"]),
                    year=q.year,
                    road=q.road,
                    L=q.b - q.a,
                    a=q.a,
                )
                e(q, kind=kind)
                if w:
                    w.rt = q.rt
                    e(w, q.st, q.inc if rng.random() < 0.6 else None, kind=kind)
        elif kind == "cofund":
            q = self.line_work(
                v,
                wchoice(
                    rng,
                    [
                        ("road.gang", 3),
                        ("road.desa", 3),
                        ("drainage.selokan", 2),
                        ("retaining_wall.talud", 1),
                    ],
                ),
                L=rng.uniform(100, 300),
            )
            if q:
                f = rng.uniform(0.35, 0.65)
                m = q.a + f * (q.b - q.a)
                w = q.copy()
                q.b = m
                w.a = m
                fs = rng.sample(["DDS", "ADD", "PBK", "PBP", "PBH", "PAD", "SWD"], 2)
                q.fund, w.fund = fs
                st = self.style()
                inc = self.incl(q, 0.3)
                if rng.random() < 0.85:
                    inc["fund"] = True
                if rng.random() < 0.35:
                    inc["detail"] = True
                e(q, st, inc, kind=kind)
                e(
                    w,
                    st if rng.random() < 0.7 else None,
                    inc if rng.random() < 0.85 else None,
                    kind=kind,
                )
        elif kind == "neighbours":
            sub = rng.choice(
                ["sanitation.jamban", "housing.rtlh", "water_supply.sr", "sanitation.jamban"]
            )
            q = rng.choice([k for k in v["roads"] if k.kind == "gg"])
            n = rng.randint(3, 6)
            t = rng.uniform(0, max(q.L - 34 * n, 1))
            st = self.style()
            y = rng.choice(YEARS)
            inc = None
            fund = None
            pr = None
            for k in range(n):
                w = self.point_work(
                    v,
                    sub,
                    y if rng.random() < 0.85 else None,
                    road=q,
                    t=min(t + k * rng.uniform(16, 50), q.L),
                    sep=4,
                )
                if not w:
                    continue
                if inc is None:
                    inc = self.incl(w, 0.2)
                    fund = w.fund
                    pr = w.price
                inc = dict(inc, person=True)
                w.fund = fund
                w.price = pr
                e(w, st if rng.random() < 0.8 else None, inc, kind=kind)
        elif kind == "series":
            sub = wchoice(
                rng,
                [
                    (k, x)
                    for k, x in SUBS
                    if k
                    in (
                        "road.gang",
                        "drainage.selokan",
                        "culvert.gg",
                        "retaining_wall.talud",
                        "water_supply.bor",
                        "street_light.pju",
                        "sanitation.mck",
                        "irrigation.tersier",
                    )
                ],
            )
            n = rng.randint(4, 7)
            st = self.style()
            y = rng.choice(YEARS)
            inc = None
            dn = rng.choice(v["dusun"]) if rng.random() < 0.85 else None
            seen = set()
            anchor = None
            L = rng.uniform(50, 140)
            pr = None
            for k in range(n):
                rd = None
                if anchor is not None and dn and not sub.startswith("irr"):
                    c = [
                        q
                        for q in v["roads"]
                        if q.dusun == dn
                        and (q.kind == "gg" or sub != "road.gang")
                        and q is not anchor
                        and 30 < np.hypot(*(q.pt(q.L / 2) - anchor.pt(anchor.L / 2))) < 160
                    ]
                    rd = rng.choice(c) if c else None
                w = (
                    self.line_work(
                        v,
                        sub,
                        y,
                        dusun=dn,
                        road=rd,
                        L=L * rng.choice([1, 1, rng.uniform(0.8, 1.2)]),
                    )
                    if sub.split(".")[0] in LINE
                    else self.point_work(v, sub, y, dusun=dn, road=rd, sep=60)
                )
                if w:
                    anchor = anchor or w.road
                if not w:
                    continue
                if inc is None:
                    inc = self.incl(w, 0.2)
                    inc["road"] = inc["rt"] = True
                    mat, fund, act, wd, pr, nn = w.mat, w.fund, w.act, w.width, w.price, w.nn
                w.mat, w.fund, w.act, w.width, w.price, w.nn = (
                    mat,
                    fund,
                    act,
                    wd,
                    pr * math.exp(rng.gauss(0, 0.03)),
                    nn,
                )
                k2 = (w.road.name, w.rt, w.dusun)
                if k2 in seen and not w.land:
                    continue
                seen.add(k2)
                e(w, st, inc, kind=kind)
        elif kind == "same_pin":
            n = rng.randint(2, 4)
            sub = wchoice(
                rng, [(k, x) for k, x in SUBS if k.split(".")[0] in LINE or k == "culvert.gg"]
            )
            y = rng.choice(YEARS)
            st = self.style()
            for k in range(n):
                w = (
                    self.line_work(v, sub, y)
                    if sub.split(".")[0] in LINE
                    else self.point_work(v, sub, y)
                )
                if not w:
                    continue
                w.fresh = {"office": 1}
                i = self.incl(w, 0.6)
                i["rt"] = True
                e(w, st if rng.random() < 0.6 else None, i, kind=kind, geom=None)
        elif kind == "copied_pin":  # the clerk pastes the row above: other work, same coordinates
            q = self.any_work(v)
            if q:
                e(q, rich=0.4, kind=kind)
                w = None
                for _ in range(5):
                    w = (
                        self.line_work(v, q.sub, q.year)
                        if q.cls in LINE
                        else self.point_work(v, q.sub, q.year) if not q.facil else None
                    )
                    if w and (w.dusun, w.rt, w.road.name) != (q.dusun, q.rt, q.road.name):
                        break
                    w = None
                if w:
                    w.cap, w.acc = q.cap, q.acc
                    i = self.incl(w, 0.5)
                    i["rt"] = True
                    e(
                        w,
                        q.st if rng.random() < 0.5 else None,
                        i,
                        geom=json.loads(json.dumps(q.rec["geometry"])),
                        kind=kind,
                    )
        elif kind == "parts":
            f = wchoice(
                rng,
                [(k, 1.6 if k.get("big") else 1) for k in v["fac"] if k["kind"] != "poskamling"],
            )
            st = self.style()
            y = rng.choice(YEARS)
            inc = None
            for p in rng.sample(list(PART), rng.randint(2, 4)):
                w = (
                    self.fac_work(v, y if rng.random() < 0.6 else None, f, p)
                    if p not in f["parts"]
                    else None
                )
                if w:
                    inc = inc or self.incl(w)
                    e(w, st if rng.random() < 0.7 else None, inc, kind=kind)
        elif kind == "junction":
            g = rng.choice([k for k in v["roads"] if k.kind == "gg"])
            near = min(
                (k for k in v["roads"] if k is not g),
                key=lambda k: np.min(np.hypot(*(k.p - g.p[0]).T)),
            )
            i = int(np.argmin(np.hypot(*(near.p - g.p[0]).T)))
            t = near.c[i]
            sub = rng.choice(["culvert.gg", "drainage.selokan", "road"])
            y = rng.choice(YEARS)
            L = rng.uniform(50, 120)
            for q, tt in ((g, 0), (near, t)):
                w = (
                    self.point_work(v, sub, y, road=q, t=min(tt + 5, q.L), sep=8)
                    if sub == "culvert.gg"
                    else self.line_work(
                        v,
                        ("road.gang" if q.kind == "gg" else "road.desa") if sub == "road" else sub,
                        y,
                        road=q,
                        L=min(L, q.L * 0.9),
                        a=min(tt, q.L * 0.1 if q is g else max(q.L - L, 0)),
                    )
                )
                if w:
                    i2 = self.incl(w, 0.3)
                    i2["road"] = True
                    e(w, inc=i2, kind=kind)
        elif kind == "similar_elsewhere":
            q = self.any_work(v)
            if q and not q.facil:
                e(q, rich=0.4, kind=kind)
                dn = rng.choice([d for d in v["dusun"] if d != q.dusun])
                w = (
                    self.line_work(
                        v,
                        q.sub,
                        q.year if rng.random() < 0.6 else None,
                        dusun=dn,
                        L=(q.b - q.a) * rng.uniform(0.8, 1.2),
                    )
                    if q.cls in LINE
                    else self.point_work(v, q.sub, q.year, dusun=dn)
                )
                if w:
                    w.mat, w.act, w.width, w.price = q.mat, q.act, q.width, q.price
                    w.fresh = {}
                    i = dict(q.inc)
                    i["dusun"] = True
                    e(w, q.st, i, kind=kind)
        return len(self.out) - n0
