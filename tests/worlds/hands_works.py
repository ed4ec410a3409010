"""Works of the hands world, on stretches and spots."""

import math
import random

from shapely import affinity
from shapely.geometry import LineString, Point, box
from shapely.ops import substring

from hands_ground import Ground, place
from hands_words import FUNDS, LMS, LSUB, LW, MIX, PERS, PN, PO, PREF, RO, S, SUBS


class Works:
    """Works on stretches and spots of the ground."""

    def __init__(self, seed, works, pairs, facts):
        self.rng = random.Random(seed * 7919 + 13)
        self.wanted = works
        self.pairs = pairs
        self.ground = Ground(self.rng, max(8, min(150, round(works / 6800 * 30))), facts)
        self.claims = []
        self.truth = []

    # ---------- real works
    def stretch(self, v, sub, want=None, road=None):
        rng = self.rng
        for t in range(60):
            if road is None:
                x = (
                    rng.choice(v["W"])
                    if (sub == "irig" and v["W"] and rng.random() < 0.7)
                    or (sub == "talud" and v["W"] and rng.random() < 0.2)
                    else rng.choices(v["R"], v["rw8"])[0]
                )
            else:
                x = road
            if (
                road is None
                and not x["water"]
                and rng.random() < PREF
                and S[sub][0] not in self.pref(v, x)
            ):
                continue
            L = x["l"].length
            ln = want or min(420, max(35, rng.lognormvariate(4.7, 0.5)))
            ln = min(ln, L)
            if want and ln < want * 0.8:
                if road is None:
                    continue
                return None
            a = rng.uniform(0, L - ln)
            b = a + ln
            if road is None and t < 50 and not self.fits(v, sub, x["l"].interpolate((a + b) / 2)):
                continue
            occ = x["occ"].setdefault(S[sub][0], [])
            gap = 55 if road is None and t < 45 and rng.random() < 0.75 else -2
            if all(b <= o[0] - gap or a >= o[1] + gap for o in occ):
                occ.append((a, b))
                return x, a, b
        return None

    def fits(self, v, sub, q):
        c = S[sub][0]
        near = False
        oth = False
        qx, qy = q.x, q.y
        for k, X, Y in v.setdefault("mid", []):
            if abs(X - qx) > 190 or abs(Y - qy) > 190:
                continue
            d = math.hypot(X - qx, Y - qy)
            if k == c and d < 190 and d > 55:
                near = True
            if k != c and d < RO:
                oth = True
        if oth and self.rng.random() < PO:
            return False
        return near or self.rng.random() > PN

    def pref(self, v, x):
        c = x["l"].centroid
        key = (int(c.x // 350), int(c.y // 350))
        d = v.setdefault("pref", {})
        if key not in d:
            d[key] = set(
                self.rng.choices(
                    ["road", "drainage", "retaining_wall", "irrigation"], [5, 3, 2, 1.2], k=2
                )
            )
        return d[key] | {"water_supply"}

    def geomline(self, x, a, b, sub, side=None):
        l = substring(x["l"], a, b)
        if l.geom_type != "LineString" or l.length < 10:
            l = LineString([x["l"].interpolate(a), x["l"].interpolate(a + 12)])
        o = {"drain": 3.5, "talud": 4.5, "irig": 2.5, "pipa": 3}.get(sub, 0)
        if x["water"] and sub == "irig":
            o = 0
        if o:
            sg = {"kiri": 1, "kanan": -1}.get(side) or self.rng.choice([1, -1])
            try:
                q = l.offset_curve(sg * o)
                if q.geom_type == "LineString" and q.length > 0.7 * l.length:
                    l = q
            except Exception:
                pass
        return l

    def line(self, v=None, sub=None, want=None, **kw):
        rng = self.rng
        v = v or rng.choice(self.ground.villages)
        sub = sub or rng.choices(LSUB, LW)[0]
        z = self.stretch(v, sub, want)
        if z is None:
            return None
        return self.mkline(v, sub, *z, **kw)

    def mkline(self, v, sub, x, a, b, **kw):
        g = self.geomline(x, a, b, sub, kw.get("side"))
        m = g.interpolate(0.5, normalized=True)
        w = dict(v=v, sub=sub, geo="line", g=g, x=x, a=a, b=b, **place(v, (m.x, m.y)))
        w["jl"] = x["nm"][1] if x["nm"][0] == "jl" else None
        w["gg"] = x["nm"][1] if x["nm"][0] == "gg" else None
        return self.fill(w, kw)

    def pt(self, v=None, sub=None, p=None, x=None, **kw):
        rng = self.rng
        v = v or rng.choice(self.ground.villages)
        sub = (
            sub
            or rng.choices(
                [k for k in SUBS if S[k][3] != "L"], [MIX[k] for k in SUBS if S[k][3] != "L"]
            )[0]
        )
        if p is None:
            x = x or rng.choices(v["R"], v["rw8"])[0]
            for _ in range(30):  # like works honestly stand apart
                q = x["l"].interpolate(rng.random(), normalized=True)
                p = (q.x + rng.gauss(0, 11), q.y + rng.gauss(0, 11))
                key = v.setdefault("pp", {}).setdefault(sub, [])
                if not self.fits(v, sub, Point(p)) and _ < 25:
                    x = rng.choices(v["R"], v["rw8"])[0]
                    continue
                if all(
                    math.hypot(p[0] - k[0], p[1] - k[1]) > (25 if S[sub][3] in "H" else 60)
                    for k in key
                ):
                    break
                x = rng.choices(v["R"], v["rw8"])[0]
        v.setdefault("pp", {}).setdefault(sub, []).append(p)
        w = dict(v=v, sub=sub, geo="point", g=Point(p), **place(v, p))
        w["jl"] = w["gg"] = None
        if x is not None and rng.random() < 0.6:
            w["jl"] = x["nm"][1] if x["nm"][0] == "jl" else None
            w["gg"] = x["nm"][1] if x["nm"][0] == "gg" else None
        k = S[sub][3]
        if k in "BA":
            a, b = (
                (rng.uniform(5, 9), rng.uniform(6, 14))
                if k == "B"
                else (rng.uniform(9, 30), rng.uniform(15, 60))
            )
            w["poly"] = affinity.rotate(
                box(p[0] - a / 2, p[1] - b / 2, p[0] + a / 2, p[1] + b / 2), rng.uniform(0, 90)
            )
        return self.fill(w, kw)

    def fill(self, w, kw):
        m = w["g"].interpolate(0.5, normalized=True) if w["geo"] == "line" else w["g"]
        w["v"].setdefault("mid", []).append((S[w["sub"]][0], m.x, m.y))
        rng = self.rng
        w["year"] = kw.get("year") or rng.choice([2022, 2023, 2024, 2025])
        w["fund"] = kw.get("fund") or rng.choice(FUNDS)
        w["maint"] = kw.get("maint", rng.random() < 0.1)
        w["side"] = kw.get("side")
        w["phase"] = kw.get("phase")
        w["part"] = kw.get("part")
        w["mark"] = kw.get("mark")
        sub = w["sub"]
        k = S[sub][3]
        w["pers"] = (
            rng.choice(PERS)
            if k == "H" or (sub in ("sumur", "resap", "gorong") and rng.random() < 0.3)
            else (rng.choice(PERS) if rng.random() < 0.05 else None)
        )
        if w["pers"]:
            us = w["v"].setdefault("us", set())
            for _ in range(30):
                if (w["pers"], sub, w["rw"]) not in us:
                    break
                w["pers"] = rng.choice(PERS)
            us.add((w["pers"], sub, w["rw"]))
        w["lm"] = rng.choice(LMS) if rng.random() < 0.22 else None
        if w["geo"] == "line":
            L = w["g"].length
            wd = rng.choice([1.2, 1.5, 2, 2.5, 3]) if S[sub][4] == "m2" else 1
            w["wd"] = wd
            w["vol"] = L * wd
            f = 1
        else:
            w["wd"] = 1
            w["vol"] = (
                rng.choice([1, 1, 1, 1, 2, 3]) if k in "P" and sub not in ("jemb", "mck") else 1
            )
            f = w["vol"] ** 0.9 / w["vol"]
        c = S[sub][5] * w["vol"] * f * rng.lognormvariate(0, 0.18)
        if w["part"]:
            c *= rng.uniform(0.1, 0.4)
        if w["maint"]:
            c *= rng.uniform(0.15, 0.35)
        w["cost"] = c
        return w
