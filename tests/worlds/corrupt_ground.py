"""Ground of the corrupt world: villages in cells of dusun, lanes and fields, in metres."""

import math
import random

from corrupt_words import BLD, CLS, DUSUN, FIRST, FUNDS, FW, LINEAR, OBJ, SCALE, SCHEMES, UP


def cut(c, a, b):
    out, s = [], 0.0
    for (x0, y0), (x1, y1) in zip(c, c[1:]):
        d = math.hypot(x1 - x0, y1 - y0)
        if d and s + d > a and s < b:
            t0, t1 = max(0, (a - s) / d), min(1, (b - s) / d)
            if not out:
                out.append((x0 + t0 * (x1 - x0), y0 + t0 * (y1 - y0)))
            out.append((x0 + t1 * (x1 - x0), y0 + t1 * (y1 - y0)))
        s += d
    return out if len(out) > 1 else [c[0], c[-1]]


def length(c):
    return sum(math.hypot(b[0] - a[0], b[1] - a[1]) for a, b in zip(c, c[1:]))


def at(c, s):
    L = length(c)
    s = min(max(s, 0), L)
    for a, b in zip(c, c[1:]):
        d = math.hypot(b[0] - a[0], b[1] - a[1])
        if s <= d or b is c[-1]:
            t = s / d if d else 0
            return (a[0] + min(t, 1) * (b[0] - a[0]), a[1] + min(t, 1) * (b[1] - a[1]))
        s -= d
    return c[-1]


def offset(c, d):
    (x0, y0), (x1, y1) = c[0], c[-1]
    L = math.hypot(x1 - x0, y1 - y0) or 1
    nx, ny = -(y1 - y0) / L * d, (x1 - x0) / L * d
    return [(x + nx, y + ny) for x, y in c]


class Ground:
    """Villages laid out in cells, and the works that stand on their lines."""

    def __init__(self, seed, works, pairs, facts):
        self.rng = random.Random(seed * 7919 + 13)
        self.wanted, self.wanted_pairs = works, pairs
        rows = facts.villages()
        lon, lat = 114.275 + self.rng.uniform(-0.03, 0.03), -8.302 + self.rng.uniform(-0.03, 0.03)
        self.lon0, self.lat0 = lon, lat
        self.kx, self.ky = 111320 * math.cos(math.radians(lat)) * 1.0022, 110610
        for r in rows:
            r["x"], r["y"] = (float(r["lon"]) - lon) * self.kx, (float(r["lat"]) - lat) * self.ky
        rows.sort(key=lambda r: math.hypot(r["x"], r["y"]))
        nv = 25 if works <= 10000 else round(25 * works / 6800)
        keep = []
        sep = 2700  # neighbouring villages whose middles are at least this far apart
        while len(keep) < nv:
            keep = []
            for q in rows:
                if all(math.hypot(q["x"] - k["x"], q["y"] - k["y"]) >= sep for k in keep):
                    keep.append(q)
                if len(keep) == nv:
                    break
            sep *= 0.92
        rows = keep
        self.villages = [self.village(r) for r in rows]
        for v in self.villages:
            v["near"] = min(
                (w for w in self.villages if w is not v),
                key=lambda w: math.hypot(w["x"] - v["x"], w["y"] - v["y"]),
            )
        self.works, self.occupied, self.k = [], {}, 0
        self.sign = ["%016x" % self.rng.getrandbits(64) for _ in range(6)]

    def village(self, r0):
        rng = self.rng
        v = dict(
            code=r0["code"],
            name=r0["name"],
            x=r0["x"],
            y=r0["y"],
            office=(r0["x"] + rng.gauss(0, 40), r0["y"] + rng.gauss(0, 40)),
        )
        v["hab"] = {k: rng.choice(o) for k, o in OBJ.items()}
        v["pf"] = math.exp(rng.gauss(0, 0.12))
        v["caps"] = rng.random()
        th = rng.uniform(0, math.pi)
        co, si = math.cos(th), math.sin(th)
        nd = rng.choice([5, 6, 6, 7])
        names = rng.sample(DUSUN, nd)
        if "Krajan" not in names and rng.random() < 0.7:
            names[0] = "Krajan"
        W, H = 600 * SCALE, 430 * SCALE
        cells = [(-1, -0.5), (0, -0.5), (1, -0.5), (-1, 0.5), (0, 0.5), (1, 0.5), (0, 1.5)][:nd]
        v["dusun"] = []
        lid = 0
        rt0 = 1
        scheme_v = rng.choice(list(SCHEMES))
        for i, (a, b) in enumerate(cells):
            ox, oy = a * W, b * H

            def T(x, y, ox=ox, oy=oy):
                X, Y = ox + x, oy + y
                return (v["x"] + co * X - si * Y, v["y"] + si * X + co * Y)

            sch = scheme_v if rng.random() < 0.6 else rng.choice(list(SCHEMES))
            gn = list(SCHEMES[sch])
            if rng.random() < 0.5 and sch in ("bunga", "pahlawan", "buah"):
                rng.shuffle(gn)
            d = dict(name=names[i], T=T, lines=[], houses={}, v=v, rw=i * 2 + 1)
            L = W * 0.92
            main = [T(-L / 2 + k * L / 5, rng.gauss(0, 5)) for k in range(6)]
            jn = rng.choice(
                [
                    "Raya",
                    "Poros",
                    "Utama",
                    "Dusun",
                    "Pelita",
                    "Pemuda",
                    "Merdeka",
                    "Irian",
                    "Veteran",
                ]
            ) + ("" if rng.random() < 0.4 else " " + names[i])
            d["lines"].append(
                dict(id=(v["code"], lid), typ="jl", name=jn, c=main, rt=None, rw=None)
            )
            lid += 1
            ng = rng.choice([9, 10, 11, 12])
            for g in range(ng):
                x = -L / 2 + (g + 0.5) * L / ng + rng.gauss(0, 6)
                up = 1 if g % 2 else -1
                gl = min(H * 0.42, rng.uniform(110, 290))
                bend = rng.gauss(0, 10)
                c = [T(x, up * 4), T(x + bend * 0.4, up * gl * 0.5), T(x + bend, up * gl)]
                d["lines"].append(
                    dict(
                        id=(v["code"], lid),
                        typ="gg",
                        name=gn[g % len(gn)],
                        c=c,
                        rt=rt0 + g // 2,
                        rw=d["rw"] + (0 if g < ng / 2 else 1),
                    )
                )
                lid += 1
            rt0 += (ng + 1) // 2 if rng.random() < 0.6 else 0
            blok = rng.choice(
                [
                    "Tegal",
                    "Lor",
                    "Kidul",
                    "Wetan",
                    "Kulon",
                    "Dam",
                    "Bendo",
                    "Setail",
                    "Lateng",
                    "Porolinggo",
                    "Sempu",
                ]
            )
            for q, yy in enumerate((H * 0.49, -H * 0.46)):
                c = [T(-L / 2 + k * L / 4, yy + rng.gauss(0, 8)) for k in range(5)]
                d["lines"].append(
                    dict(
                        id=(v["code"], lid),
                        typ="ir" if q == 0 else "jut",
                        name="Blok "
                        + blok
                        + ("" if q == 0 else " " + rng.choice(["Sawah", "Kebon"])),
                        c=c,
                        rt=None,
                        rw=None,
                    )
                )
                lid += 1
            d["bld"] = [
                (k, T(rng.uniform(-L / 2, L / 2), rng.choice([-1, 1]) * rng.uniform(12, 40)))
                for k in rng.sample(list(BLD), 4)
            ]
            d["mosque"] = rng.choice(
                [
                    "Al Hidayah",
                    "Baiturrahman",
                    "Nurul Huda",
                    "Al Ikhlas",
                    "Darussalam",
                    "Al Falah",
                    "Miftahul Jannah",
                ]
            )
            v["dusun"].append(d)
        return v

    # ---- honest works -------------------------------------------------
    def fund(self):
        return self.rng.choices(FUNDS, FW)[0]

    def base(self, d, sub, year, fund, ln=None, a=None, b=None, side=None, mode="new", **slots):
        rng, v = self.rng, d["v"]
        e = dict(
            v=v,
            d=d,
            sub=sub,
            cls=CLS[sub],
            year=year,
            fund=fund,
            mode=mode,
            fam="",
            slots={},
            must=set(),
            capbias=None,
        )
        sl = e["slots"]
        sl["dusun"] = d["name"]
        if ln:
            sl[ln["typ"]] = ln["name"]
            if ln["rt"]:
                sl["rt"], sl["rw"] = ln["rt"], ln["rw"]
            elif rng.random() < 0.5:
                sl["rw"] = d["rw"]
            e["must"].add(ln["typ"])
            if a is not None:
                c = cut(ln["c"], a, b)
                if side:
                    c = offset(c, 2.8 if side == "kiri" else -2.8)
                    sl["side"] = side
                e["c"] = c
                e["ln"], e["ab"] = ln, (a, b)
        for k, w in slots.items():
            if w is not None:
                sl[k] = w
                e["must"].add(k)
        return e

    def price(self, e, vol=None):
        rng = self.rng
        if e["sub"] in LINEAR and "c" in e:
            L = length(e["c"])
            e["len"] = L
            e["wid"] = (
                rng.choice([1.2, 1.5, 2, 2.5, 3])
                if e["cls"] == "road"
                else rng.choice([0.4, 0.5, 0.6, 0.8, 1])
            )
            if e["cls"] == "road" and rng.random() < 0.22:
                e["unit"], e["vol"] = "m2", round(L * e["wid"] * math.exp(rng.gauss(0, 0.04)))
            else:
                e["unit"], e["vol"] = "m", round(
                    L * math.exp(rng.gauss(0, 0.05)), 0 if rng.random() < 0.7 else 1
                )
            q = L * (0.55 + 0.25 * e["wid"])
        else:
            e["unit"] = "unit" if rng.random() < 0.85 else "paket"
            e["vol"] = vol or 1
            q = e["vol"]
        f = {"new": 1, "reh": 0.75, "mnt": 0.2}[e["mode"]]
        c = (
            (2.4e6 if e["sub"] == "pipe" and "c" not in e else UP[e["sub"]])
            * q
            * f
            * e["v"]["pf"]
            * (1 + 0.05 * (e["year"] - 2021))
            * math.exp(rng.gauss(0, 0.17))
        )
        e["cost"] = self.roundcost(c)
        if rng.random() < 0.04:
            e["vol"] = None
        return e

    def roundcost(self, c):
        q = self.rng.choice([1, 100, 1000, 1000, 50000, 100000, 500000])
        return int(max(500000, round(c / q) * q))

    def free(self, ln, grp, year, want, tries=12, gap=4):
        """A stretch of ln without a work of the same group within `gap` years."""
        rng, L = self.rng, length(ln["c"])
        o = self.occupied.setdefault((ln["id"], grp), [])
        for _ in range(tries):
            w = min(L, want)
            a = rng.choice([0, L - w, rng.uniform(0, L - w)]) if L > w else 0
            if all(a + w <= x + 1 or a >= y - 1 or abs(year - z) >= gap for x, y, z in o):
                o.append((a, a + w, year))
                return a, a + w
        return None

    def pick(self, typ=None):
        rng = self.rng
        v = rng.choice(self.villages)
        d = rng.choice(v["dusun"])
        ls = [l for l in d["lines"] if typ is None or l["typ"] in typ]
        return d, rng.choice(ls)

    def roadsub(self):
        return self.rng.choices(["rabat", "paving", "aspal", "makadam"], [35, 35, 20, 10])[0]

    def add(self, e, fam):
        e["fam"] = fam
        self.works.append(e)
        return e

    def person(self, ln, k):
        d = self.curd
        key = (ln["id"], k)
        if key not in d["houses"]:
            nm = self.rng.choice(FIRST)
            if self.rng.random() < 0.25:
                nm += " " + self.rng.choice(FIRST)
            d["houses"][key] = nm
        return d["houses"][key]
