"""Honest works of the survey world: single ones and the families that look alike."""

import math

import numpy as np
from shapely.geometry import Point
from shapely.ops import substring

from survey_ground import Ground
from survey_words import CLS, FIRST, FUND, FUNDP, LINE, PARTS, PRICE, UNITP, WEIGHT, YEARS


class Works(Ground):
    """Honest works, by scenario; each scenario returns the works it made."""

    def work(self, cls, st=None, key=None, span=None, side=None, **kw):
        rng = self.rng
        for _ in range(40):
            k = key or self.pick(CLS[cls])
            if cls == "road" and key is None and self.chance(0.09):
                k = "jut"
            t = st or self.street_for(cls, kw.get("_d") or self.dusun_for(cls), k)
            w = dict(
                cls=cls,
                key=k,
                st=t,
                side=side,
                phase=None,
                person=None,
                part=None,
                fac=None,
                fundnote=False,
                sub=None,
                maint=False,
                verb=None,
            )
            if cls in LINE:
                sd = side or (
                    self.pick(["kiri", "kanan"]) if cls in ("drainage", "retaining_wall") else None
                )
                if span:
                    a, b = span
                else:
                    x = self.take(t, cls, self.length())
                    if not x:
                        if st is not None:
                            return None
                        continue
                    a, b = x
                g = substring(t["g"], a, b)
                if cls in ("drainage", "retaining_wall"):
                    g = g.parallel_offset(
                        3.5 if cls == "drainage" else 5, "left" if sd == "kiri" else "right"
                    )
                if g.is_empty or g.geom_type != "LineString" or g.length < 8:
                    if st is not None:
                        return None
                    continue
                w.update(a=a, b=b, lane=sd, g=g, len=b - a)
                w["showside"] = side is not None or (sd is not None and self.chance(0.3))
            else:
                q = (
                    t["g"].interpolate(rng.uniform(0, t["g"].length))
                    if span is None
                    else t["g"].interpolate(span[0])
                )
                off = 8 if cls in ("housing", "sanitation", "water_supply", "building") else 3
                w.update(
                    g=Point(q.x + rng.normal(0, off), q.y + rng.normal(0, off)),
                    a=None,
                    len=None,
                    showside=False,
                )
                if k not in ("rtlh", "jamban", "pipa"):
                    old = self.free.setdefault(("pt", k, t["d"]["v"]["code"]), [])
                    if span is None and any(
                        math.hypot(u - w["g"].x, z - w["g"].y) < 40 for u, z in old
                    ):
                        continue
                    old.append((w["g"].x, w["g"].y))
            break
        else:
            return None
        mid = w["g"].interpolate(0.5, normalized=True) if cls in LINE else w["g"]
        w["d"] = t["d"]
        w["v"] = t["d"]["v"]
        w["rt"] = self.rt_of(t, mid)
        w["year"] = kw.get("year") or self.pick(YEARS)
        w["fund"] = kw.get("fund") or str(rng.choice(FUND, p=FUNDP))
        if k == "rtlh" or k == "jamban" or (k == "pipa" and self.chance(0.5)):
            w["person"] = self.person(w)
        elif cls in LINE and self.chance(0.55):
            w["sub"] = self.person(w)
            w["sub2"] = self.person(w)
        elif cls in ("culvert", "bridge", "water_supply", "street_light") and self.chance(0.6):
            w["sub"] = self.person(w)
        w.update({a: b for a, b in kw.items() if a in ("phase", "person", "maint", "verb")})
        self.money(w)
        return w

    def person(self, w):
        return (
            self.pick(FIRST)
            if self.chance(0.6)
            else self.pick(FIRST).split()[0]
            + " "
            + self.pick(["Hadi", "Santoso", "Utomo", "Wibowo", "Cahyono", "Susanto", "Rahayu"])
        )

    def money(self, w):
        rng = self.rng
        k = w["key"]
        if w["cls"] in LINE:
            w["width"] = self.pick([1.5, 2, 2.5, 3]) if w["cls"] == "road" else 1
            price = PRICE[k] * (w["width"] / 2.2 if w["cls"] == "road" else 1)
            vol = round(w["len"] * rng.normal(1, 0.03))
            vol = max(vol, 10)
            if self.chance(0.45):
                vol = 5 * max(2, round(vol / 5))
            w["m"] = vol
            w["unit"] = "m"
            w["vol"] = vol
            if w["cls"] == "road" and self.chance(0.22):
                w["unit"] = "m2"
                w["vol"] = round(vol * w["width"], 1)
            cost = vol * price * rng.lognormal(0, 0.15)
        elif w["cls"] == "building":
            w["unit"] = "unit"
            w["vol"] = 1
            w["m"] = None
            cost = {"gedung": 78e6}.get(w["part"], 16e6) * rng.lognormal(0, 0.45)
        else:
            n = (
                int(rng.integers(2, 13))
                if k in ("pju",)
                else (
                    int(rng.integers(3, 20))
                    if k == "pipa" and not w["person"]
                    else (int(rng.integers(1, 4)) if k == "gorong" else 1)
                )
            )
            w["unit"] = "titik" if k == "pju" and self.chance(0.5) else "unit"
            w["vol"] = n
            w["m"] = None
            cost = n * UNITP[k] * rng.lognormal(0, 0.28)
        if w["maint"]:
            cost *= rng.uniform(0.08, 0.3)
        w["cost"] = self.round_cost(cost)

    def round_cost(self, c):
        q = [1, 1000, 1000, 50000, 100000, 500000, 1000000][
            int(self.rng.choice(7, p=[0.05, 0.2, 0.2, 0.15, 0.2, 0.12, 0.08]))
        ]
        return int(max(round(c / q) * q, 500000))

    def code(self, w):
        c, k = w["cls"], w["key"]
        m = w["maint"]
        if c == "road":
            t = (
                2
                if (k == "jut" or w["st"]["kind"] == "jut")
                else (1 if w["st"]["kind"] == "gang" else 0)
            )
            return "02.03.%02d" % ((1 if m else 10) + t)
        T = {
            "bridge": ("02.03.13", "02.03.04"),
            "culvert": ("02.03.14", "02.03.05"),
            "irrigation": ("04.02.04", "04.02.04"),
            "retaining_wall": ("02.03.14", "02.03.05"),
            "street_light": ("02.03.14", "02.03.05"),
            "housing": ("02.04.01", "02.04.01"),
            "sports_field": ("03.03.05", "03.03.04"),
            "landfill": ("02.04.15", "02.04.07"),
            "sanitation": ("02.04.14", "02.04.06"),
        }
        if c == "drainage":
            x = ("02.03.14", "02.03.05") if w["st"]["kind"] == "jalan" else ("02.04.13", "02.04.05")
        elif c == "water_supply":
            x = ("02.04.12", "02.04.04") if k == "pipa" else ("02.04.11", "02.04.03")
        elif c == "building":
            x = {
                "posyandu": ("02.02.09", "02.02.08"),
                "paud": ("02.01.06", "02.01.05"),
                "tpq": ("02.01.06", "02.01.05"),
                "balai": ("02.03.15", "02.03.06"),
                "pos": ("03.01.01", "03.01.01"),
                "kios": ("04.07.02", "04.07.01"),
            }[w["fac"]["kind"]]
        elif c == "other":
            x = {
                "gapura": ("02.03.20", "02.03.09"),
                "makam": ("02.03.16", "02.03.07"),
                "taman": ("02.04.17", "02.04.09"),
            }[k]
        else:
            x = T[c]
        return x[1 if m else 0]

    # ---- honest scenarios ------------------------------------------------
    def building(self, fac=None, part=None, **kw):
        d = self.pick(self.pick(self.villages)["dusun"])
        f = fac or self.pick(d["fac"])
        d = f["st"]["d"]
        w = dict(
            cls="building",
            key="b",
            st=f["st"],
            side=None,
            phase=None,
            person=None,
            sub=None,
            fac=f,
            part=part or self.pick(list(PARTS) + ["gedung"]),
            fundnote=False,
            maint=False,
            verb=None,
            showside=False,
            g=Point(f["p"][0] + self.rng.normal(0, 4), f["p"][1] + self.rng.normal(0, 4)),
            a=None,
            len=None,
            d=d,
            v=d["v"],
            rt=f["rt"],
            year=self.pick(YEARS),
            fund=str(self.rng.choice(FUND, p=FUNDP)),
        )
        w.update({a: b for a, b in kw.items() if b is not None})
        self.money(w)
        if w["part"] != "gedung" and not w["verb"] and not w["maint"]:
            w["verb"] = self.pick(["Pembangunan", "Rehabilitasi", "Pemasangan", "Peningkatan"])
        return w

    def single(self, cls=None):
        ks = list(WEIGHT)
        p = np.array([WEIGHT[k] for k in ks])
        cls = cls or ks[int(self.rng.choice(len(ks), p=p / p.sum()))]
        w = self.single_building() if cls == "building" else self.work(cls)
        return [w] if w else []

    def single_building(self):
        for _ in range(20):  # one part of one building is built once
            w = self.building()
            k = (w["fac"]["p"], w["part"])
            if k not in self.free:
                self.free[k] = 1
                return w

    def phase(self):
        cls = self.pick(
            ["road", "road", "road", "drainage", "drainage", "retaining_wall", "irrigation"]
        )
        n = 2 if self.chance(0.75) else 3
        key = self.pick(CLS[cls])
        st = self.street_for(cls, self.dusun_for(cls), key)
        sd = self.pick(["kiri", "kanan"]) if cls in ("drainage", "retaining_wall") else None
        x = self.take(st, cls, min(n * self.length(), st["g"].length * 0.95))
        if not x:
            return []
        cut = np.linspace(x[0], x[1], n + 1)
        cut[1:-1] += self.rng.normal(0, 6, n - 1)
        y = self.pick(YEARS)
        same = self.chance(0.35)
        fund = str(self.rng.choice(FUND, p=FUNDP))
        out = []
        for i in range(n):
            yy = y if same else y + i
            if yy > 2025:
                break
            w = self.work(cls, st, key, (cut[i], cut[i + 1]), sd, year=yy, fund=fund)
            if w:
                w["phase"] = i + 1
                w["showside"] = self.chance(0.3)
                out.append(w)
        for w, z in zip(out, out[1:]):
            if w.get("sub2") and z.get("sub2"):
                z["sub"] = w["sub2"]
        for w in out:
            w["phase"] = w["phase"] if len(out) > 1 else None
        return out

    def maint(self):
        cls = self.pick(
            [
                "road",
                "road",
                "drainage",
                "drainage",
                "irrigation",
                "water_supply",
                "street_light",
                "building",
                "bridge",
                "sports_field",
            ]
        )
        base = self.single(cls)
        if not base:
            return []
        b = base[0]
        out = []
        first = self.chance(0.5)
        ys = YEARS if first or self.chance(0.5) else YEARS[int(self.rng.integers(2)) :][:2]
        b["year"] = ys[0]
        for i, y in enumerate(ys):
            if i == 0 and first:
                out.append(b)
                continue
            w = dict(b)
            w["year"] = y
            w["maint"] = True
            w["verb"] = None
            w["phase"] = None
            w["cost"] = self.round_cost(b["cost"] * self.rng.uniform(0.07, 0.3))
            out.append(w)
        return out

    def parallel(self):
        cls = self.pick(["drainage", "drainage", "drainage", "retaining_wall"])
        key = self.pick(CLS[cls])
        st = self.street_for(cls, self.dusun_for(cls))
        L = min(self.length(), st["g"].length * 0.9)
        x = self.take(st, cls, L)
        if not x:
            return []
        y = self.pick(YEARS)
        y2 = y if self.chance(0.75) else self.pick(YEARS)
        f = str(self.rng.choice(FUND, p=FUNDP))
        e = self.rng.normal(0, 3, 2) if self.chance(0.5) else (0, 0)
        return [
            w
            for w in (
                self.work(cls, st, key, x, "kiri", year=y, fund=f),
                self.work(
                    cls,
                    st,
                    key,
                    (max(0, x[0] + e[0]), min(st["g"].length, x[1] + e[1])),
                    "kanan",
                    year=y2,
                    fund=f,
                ),
            )
            if w
        ]

    def roaddrain(self):
        w = self.work("road")
        if not w:
            return []
        st = w["st"]
        x = (w["a"], w["b"])
        out = [w]
        for cls in (["drainage"] if self.chance(0.7) else ["drainage", "retaining_wall"]):
            sd = self.pick(["kiri", "kanan"])
            iv = self.free.setdefault((st["id"], cls), [])
            if all(x[1] <= p or x[0] >= q for p, q in iv):
                iv.append(x)
                z = self.work(cls, st, None, x, sd, year=w["year"], fund=w["fund"])
                if z:
                    z["showside"] = self.chance(0.4)
                    out.append(z)
        return out

    def cofund(self):
        cls = self.pick(["road", "road", "drainage", "retaining_wall"])
        key = self.pick(CLS[cls])
        st = self.street_for(cls)
        sd = self.pick(["kiri", "kanan"]) if cls != "road" else None
        x = self.take(st, cls, min(2 * self.length(), st["g"].length * 0.95))
        if not x:
            return []
        c = x[0] + (x[1] - x[0]) * self.rng.uniform(0.3, 0.7)
        y = self.pick(YEARS)
        f2 = self.pick(["ADD", "PBK", "PBP", "SWD"])
        out = []
        for sp, f in (((x[0], c), "DDS"), ((c, x[1]), f2)):
            w = self.work(cls, st, key, sp, sd, year=y, fund=f)
            if w:
                w["fundnote"] = self.chance(0.75)
                w["showside"] = False
                out.append(w)
        return out

    def benef(self):
        cls, key = self.pick(
            [
                ("housing", "rtlh"),
                ("housing", "rtlh"),
                ("sanitation", "jamban"),
                ("sanitation", "jamban"),
                ("water_supply", "pipa"),
            ]
        )
        st = self.street_for(cls, self.dusun_for(cls))
        k = int(self.rng.integers(3, 7))
        y = self.pick(YEARS)
        f = "DDS" if self.chance(0.7) else self.pick(["ADD", "PBK", "PBP"])
        a = self.rng.uniform(0, st["g"].length)
        ps = list(self.rng.permutation(FIRST))[:k]
        out = []
        c0 = None
        for i in range(k):
            w = self.work(
                cls,
                st,
                key,
                (float(np.clip(a + self.rng.normal(0, 110), 0, st["g"].length)),),
                year=y,
                fund=f,
                person=str(ps[i]),
            )
            w["vol"] = 1
            c0 = c0 or self.round_cost(UNITP[key] * self.rng.lognormal(0, 0.12))
            w["cost"] = (
                c0 if self.chance(0.7) else self.round_cost(c0 * self.rng.lognormal(0, 0.06))
            )
            out.append(w)
        return out

    def series(self):
        """like works in one village and year: RT, gang or dusun differ, often nothing else"""
        cls = self.pick(
            [
                "road",
                "road",
                "road",
                "drainage",
                "drainage",
                "culvert",
                "street_light",
                "retaining_wall",
                "water_supply",
            ]
        )
        key = self.pick(CLS[cls])
        if key == "pipa":
            key = "sumur"
        v = self.pick(self.villages)
        d0 = self.dusun_for(cls)
        v = d0["v"]
        one = self.chance(0.9)
        y = self.pick(YEARS)
        f = "DDS" if self.chance(0.8) else self.pick(["ADD", "PBH"])
        L = self.length()
        out = []
        c0 = None
        fix = self.chance(0.5)
        c0g = self.street_for(cls, d0, key)
        near = sorted(
            [x for x in d0["streets"] if x["kind"] == c0g["kind"]],
            key=lambda x: x["g"].distance(c0g["g"]),
        )[:5]
        for _ in range(int(self.rng.integers(5, 13))):
            d = d0 if one else self.pick(v["dusun"])
            st = self.pick(near) if one else self.street_for(cls, d, key)
            if cls in LINE:
                sd = self.pick(["kiri", "kanan"]) if cls != "road" else None
                x = self.take(st, cls, L if fix else self.length())
                if not x:
                    continue
                w = self.work(cls, st, key, x, sd, year=y, fund=f)
                if w:
                    w["showside"] = False
            else:
                w = self.work(cls, st, key, year=y, fund=f)
            if not w:
                continue
            if fix:
                if c0 is None:
                    c0 = (w["vol"], w["unit"], w["cost"], w["m"])
                elif self.chance(0.7):
                    w["vol"], w["unit"], w["cost"], w["m"] = c0
            out.append(w)
        return out

    def parts(self):
        d = self.pick(self.pick(self.villages)["dusun"])
        f = self.pick(d["fac"])
        y = self.pick(YEARS)
        ps = [p for p in self.rng.permutation(list(PARTS)) if (f["p"], p) not in self.free][
            : int(self.rng.integers(2, 4))
        ]
        out = []
        for p in ps:
            self.free[(f["p"], p)] = 1
            out.append(self.building(f, str(p), year=y if self.chance(0.5) else self.pick(YEARS)))
        return out

    def junction(self):
        d = self.pick(self.pick(self.villages)["dusun"])
        g = self.pick([x for x in d["streets"] if x["kind"] == "gang"])
        out = []
        y = self.pick(YEARS)
        for cls in self.rng.permutation(
            ["culvert", "culvert", "street_light", "other", "drainage"]
        )[: int(self.rng.integers(2, 4))]:
            cls = str(cls)
            if cls == "drainage":
                x = (0.0, min(60.0, g["g"].length))
                iv = self.free.setdefault((g["id"], cls), [])
                if any(not (x[1] <= p or x[0] >= q) for p, q in iv):
                    continue
                iv.append(x)
                w = self.work(cls, g, None, x, "kiri", year=y)
            else:
                w = self.work(
                    cls,
                    g if self.chance(0.5) else d["streets"][0],
                    "gapura" if cls == "other" else None,
                    (0.0,),
                    year=y if self.chance(0.5) else self.pick(YEARS),
                )
            if not w:
                continue
            if cls != "drainage":
                q = g["g"].interpolate(self.rng.uniform(0, 14))
                w["g"] = Point(q.x + self.rng.normal(0, 4), q.y + self.rng.normal(0, 4))
                w["st"] = g if cls != "culvert" or self.chance(0.5) else d["streets"][0]
                w["rt"] = g["rt"]
                w["sub"] = self.person(w) if self.chance(0.35) else None
            out.append(w)
        return out

    def layer(self):
        """base course one year, surface the next; or a rebuild after flood damage"""
        st = self.street_for("road")
        x = self.take(st, "road", self.length())
        y = self.pick([2023, 2024])
        if not x:
            return []
        if self.chance(0.6):
            a = self.work("road", st, "telford", x, year=y)
            b = self.work("road", st, self.pick(["hotmix", "paving"]), x, year=y + 1)
        else:
            k = self.pick(["rabat", "paving", "hotmix"])
            a = self.work("road", st, k, x, year=2023)
            b = self.work("road", st, k, x, year=2025)
            if b:
                b["verb"] = "Rehabilitasi"
                b["note"] = self.pick(["(Rusak Akibat Banjir)", "(Pasca Bencana)", "(Rusak Berat)"])
                b["maint"] = True
                b["cost"] = self.round_cost(b["cost"] * self.rng.uniform(0.5, 0.9))
        return [w for w in (a, b) if w]

    def pin(self):
        """works whose point is the default pin of the office."""
        v = self.pick(self.villages)
        y = self.pick(YEARS)
        out = []
        for _ in range(int(self.rng.integers(3, 6))):
            d = self.pick(v["dusun"])
            cls = self.pick(
                [
                    "road",
                    "drainage",
                    "road",
                    "water_supply",
                    "retaining_wall",
                    "sanitation",
                    "street_light",
                    "building",
                    "irrigation",
                    "culvert",
                ]
            )
            w = (
                self.building(self.pick(d["fac"]), year=y)
                if cls == "building"
                else self.work(cls, _d=d, year=y)
            )
            if w is None:
                continue
            if cls == "building":
                if (w["fac"]["p"], w["part"]) in self.free:
                    continue
                self.free[(w["fac"]["p"], w["part"])] = 1
            w["year"] = y
            w["fixed"] = "pin"
            w["full"] = True
            out.append(w)
        return out

    def onefix(self):
        """a surveyor enters two or three works of one gang or RT from one standing point."""
        d = self.pick(self.pick(self.villages)["dusun"])
        y = self.pick(YEARS)
        cls = self.pick(["road", "drainage", "sanitation", "street_light", "culvert"])
        out = []
        st = self.street_for(cls, d)
        for _ in range(int(self.rng.integers(2, 4))):
            w = self.work(
                cls if self.chance(0.6) else self.pick(["road", "drainage", "retaining_wall"]),
                (
                    st
                    if self.chance(0.5)
                    else self.pick(
                        [
                            x
                            for x in d["streets"]
                            if x["kind"] == "gang" and x["g"].distance(st["g"]) < 140
                        ]
                        or [st]
                    )
                ),
                year=y,
            )
            if w and not any(x["key"] == w["key"] and x["st"] is w["st"] for x in out):
                w["full"] = True
                out.append(w)
        if len(out) > 1:
            q = (
                out[0]["g"].interpolate(0.5, normalized=True)
                if out[0]["cls"] in LINE
                else out[0]["g"]
            )
            acc = self.accuracy()
            p = self.lonlat(
                (q.x + self.rng.normal(0, acc * 0.6), q.y + self.rng.normal(0, acc * 0.6))
            )
            for w in out:
                w["fixed"] = (p, round(acc, 1))
        return out

    SCEN = dict(
        single=47,
        series=14,
        phase=4.5,
        maint=2.6,
        parallel=3.2,
        roaddrain=3.6,
        cofund=2.2,
        benef=2.6,
        parts=1.3,
        junction=1.7,
        layer=1.1,
        pin=0.3,
        onefix=0.9,
    )
