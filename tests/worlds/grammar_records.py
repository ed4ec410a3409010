"""Works of the grammar world and the claims drawn from them."""

import math
import random

import numpy as np

from grammar_ground import MLAT, World, wchoice
from grammar_words import (
    CODE,
    FAC,
    FAMILY,
    GIVEN,
    LINE,
    MAT,
    NOUN,
    PART,
    PRICE,
    ROMAN,
    SUBS,
    VERB,
    YEARS,
)


# ------------------------------------------------------------------ latent work
class Work:
    """what really stands there; claims are drawn from it"""

    def copy(self):
        w = Work()
        w.__dict__.update(self.__dict__)
        return w


class Records:
    """Works on free stretches, and the claim that is drawn from a work."""

    def __init__(self, seed, works, pairs, facts):
        self.rng = random.Random(seed)
        self.w = World(seed, works, facts)
        self.wanted, self.wanted_pairs = works, pairs
        self.out = []
        self.truth = []
        self.seq = {}
        self.board = {}

    # ---- sites
    def free(self, road, key, a, b, gap=35):
        return all(b + gap < x or a - gap > y for x, y in road.used.get(key, ()))

    def take(self, road, key, a, b):
        road.used.setdefault(key, []).append((a, b))

    def pick_road(self, v, sub, dusun=None):
        rng = self.rng
        pool = v["chan"] if sub.startswith("irrig") else v["roads"]
        if dusun:
            pool = [q for q in pool if q.dusun == dusun]
        if sub == "road.gang":
            pool = [q for q in pool if q.kind == "gg"]
        elif sub == "road.desa":
            pool = [q for q in pool if q.kind == "jl"]
        elif sub == "road.tani":
            pool = [q for q in v["chan"] if not dusun or q.dusun == dusun]
        return wchoice(rng, [(q, q.L) for q in pool])

    def base(self, v, sub, year=None):
        rng = self.rng
        w = Work()
        w.v, w.sub = v, sub
        w.cls = sub.split(".")[0]
        w.year = year or rng.choice(YEARS)
        w.fund = wchoice(
            rng,
            [
                ("DDS", 62),
                ("ADD", 14),
                ("PBH", 6),
                ("PAD", 5),
                ("PBP", 5),
                ("PBK", 6),
                ("DLL", 1),
                ("SWD", 1),
            ],
        )
        w.act = "bangun" if rng.random() < 0.82 else "rehab"
        w.mat = None
        w.person = w.phase = w.side = w.part = w.land = None
        w.road = None
        w.off = 0
        w.facil = None
        w.nn = 1
        w.half = None
        w.width = rng.choice([1.2, 1.5, 2, 2.5, 3])
        w.fresh = {}
        return w

    def line_work(self, v, sub, year=None, road=None, dusun=None, L=None, a=None):
        rng = self.rng
        for _ in range(40):
            q = road or self.pick_road(v, sub, dusun)
            side = 0
            if sub[:4] in ("drai", "reta"):
                side = rng.choice([-1, 1])
            l = L or min(math.exp(rng.gauss(math.log(125), 0.55)), 480)
            l = min(max(l, 28), q.L * 0.97)
            if a is None:
                t = rng.uniform(0, q.L - l)
                t = 0 if q.kind == "gg" and rng.random() < 0.4 else t
            else:
                t = a
            key = (sub.split(".")[0],)
            if not self.free(q, key, t, t + l):
                continue
            self.take(q, key, t, t + l)
            w = self.base(v, sub, year)
            w.road, w.a, w.b = q, t, t + l
            w.off = side * 3.5
            w.width = 1 if side else w.width
            w.rt = q.rt(t + l / 2)
            w.dusun = q.dusun
            w.price = self.price(w)
            if w.cls == "road":
                w.mat = wchoice(
                    rng,
                    (
                        [("beton", 35), ("paving", 30), ("aspal", 22), ("sirtu", 13)]
                        if sub != "road.tani"
                        else [("beton", 4), ("sirtu", 6)]
                    ),
                )
            if rng.random() < 0.22:
                w.land = self.landmark(v, w.dusun)
            return w
        return None

    def landmark(self, v, dn):
        rng = self.rng
        return rng.choice(
            [
                ("Masjid", rng.choice(v["sites_d"][dn]["mosque"])),
                ("Mushola", rng.choice(v["sites_d"][dn]["mosque"])),
                ("Makam", ""),
                ("Rumah Pak", rng.choice(GIVEN)),
                ("SDN", str(rng.randint(1, 4))),
                ("Pos", ""),
            ]
        )

    def price(self, w):
        return math.exp(self.rng.gauss(0, 0.16))

    def point_work(self, v, sub, year=None, road=None, dusun=None, t=None, sep=45):
        rng = self.rng
        for _ in range(40):
            q = road or self.pick_road(v, "x", dusun)
            tt = rng.random() * q.L if t is None else t
            key = ("pt", sub)
            if sub == "bridge.jbt":
                q = wchoice(rng, [(k, k.L) for k in v["chan"]])
                tt = rng.random() * q.L
                sep = 120
            if not self.free(q, key, tt, tt, sep):
                continue
            self.take(q, key, tt, tt)
            w = self.base(v, sub, year)
            w.road = q
            w.a = w.b = tt
            w.off = 0 if sub[:3] in ("cul", "bri") else rng.choice([-1, 1]) * rng.uniform(8, 14)
            w.rt = q.rt(tt)
            w.dusun = q.dusun
            w.price = self.price(w)
            if sub in ("sanitation.jamban", "housing.rtlh", "water_supply.sr"):
                w.person = self.person(v)
            elif rng.random() < (
                0.45
                if sub.startswith("water") or sub.startswith("sani") or sub[:3] == "cul"
                else 0.25
            ):
                w.land = self.landmark(v, w.dusun)
            if sub == "street_light.pju":
                w.nn = rng.randint(3, 15)
            if sub == "culvert.gg":
                w.nn = wchoice(rng, [(1, 7), (2, 2), (3, 1)])
            if sub == "water_supply.pipa":
                w.b = min(q.L, tt + rng.uniform(100, 400))
            return w
        return None

    def person(self, v):
        rng = self.rng
        for _ in range(50):
            p = rng.choice(GIVEN) + (" " + rng.choice(FAMILY) if rng.random() < 0.4 else "")
            if v["persons"].get(p, 0) < 1:
                break
        v["persons"][p] = v["persons"].get(p, 0) + 1
        return p

    def fac_work(self, v, year=None, f=None, part=None):
        rng = self.rng
        for _ in range(40):
            g = f or wchoice(rng, [(k, 1.6 if k.get("big") else 1) for k in v["fac"]])
            p = part or (rng.choice(list(PART)) if rng.random() < 0.8 else "semua")
            if g["kind"] == "poskamling" and not part:
                p = "semua"
            if p in g["parts"]:
                continue
            g["parts"].add(p)
            w = self.base(v, "building", year)
            w.facil, w.part = g, p
            w.rt, w.dusun = g["rt"], g["dusun"]
            w.price = self.price(w) * (0.35 if p != "semua" else 1.2)
            if rng.random() < 0.5:
                w.act = "rehab"
            w.person = None
            return w
        return None

    def any_work(self, v, year=None):
        for _ in range(20):
            sub = wchoice(self.rng, SUBS)
            w = (
                self.fac_work(v, year)
                if sub == "building"
                else (
                    self.line_work(v, sub, year)
                    if sub.split(".")[0] in LINE
                    else self.point_work(v, sub, year)
                )
            )
            if w:
                return w

    # ---- names
    def style(self):
        rng = self.rng
        return dict(
            verb=rng.random(),
            noun=rng.random(),
            mat=rng.random(),
            pat=rng.random(),
            order=rng.random(),
            rt=rng.randrange(8),
            dsn=rng.randrange(6),
            jl=rng.randrange(4),
            per=rng.randrange(5),
            case=wchoice(rng, [("t", 70), ("u", 13), ("l", 7), ("s", 10)]),
            ph=rng.randrange(4),
            sd=rng.randrange(4),
            roman=rng.random() < 0.6,
            lm=rng.randrange(4),
        )

    def incl(self, w, rich=0):
        rng = self.rng
        p = lambda x: rng.random() < x + rich * (1 - x) * 0.55
        return dict(
            road=p(0.82),
            rt=p(0.8),
            rw=p(0.6),
            dusun=p(0.8),
            land=p(0.8),
            person=p(0.97),
            phase=p(0.92),
            side=p(0.9),
            desa=rng.random() < 0.14,
            detail=rng.random() < 0.1,
            fund=rng.random() < 0.04,
            verb=p(0.92),
            year=rng.random() < 0.03,
        )

    def name(self, w, st, inc, vol):
        rng = self.rng
        pk = lambda l, u: l[int(u * len(l)) % len(l)]
        verb = pk(VERB[w.act], st["verb"]) if inc["verb"] else ""
        if w.facil:
            f = w.facil
            fn = pk(FAC[f["kind"]], st["noun"]) + (
                " " + f["nm"].replace("_", " ") if f["nm"] else ""
            )
            head = (
                f"{verb} {fn}"
                if w.part == "semua"
                else f"{verb} {pk(PART[w.part], st['mat'])} {fn}"
            )
        else:
            nn = pk(NOUN[w.sub], st["noun"])
            if w.cls == "road":
                m = pk(MAT[w.mat], st["mat"])
                u = st["pat"]
                head = (
                    f"{verb} {nn} {m}"
                    if u < 0.3
                    else (
                        f"{verb} {m} {nn}"
                        if u < 0.55
                        else (
                            f"{m} {nn}"
                            if u < 0.68
                            else f"{verb} {m}" if u < 0.88 else f"{verb} {nn}"
                        )
                    )
                )
                if w.act == "pelihara":
                    head = f"{verb} {nn}" if u < 0.6 else f"{verb} {nn} {m}"
                if w.act == "rehab" and inc["verb"] and verb not in head:
                    head = verb + " " + head
            elif w.cls == "street_light" and st["pat"] < 0.4:
                head = f"{verb or 'Pemasangan'} {nn} {w.nn} titik"
            elif w.cls == "housing":
                head = f"{'Rehab' if st['pat'] < .6 and 'Rumah' in nn else verb} {nn}"
            else:
                head = f"{verb} {nn}"
        loc = {}
        rt, rw = w.rt
        if w.road is not None and inc["road"] and w.sub not in ("bridge.jbt",):
            q = w.road.name.replace("_", " ")
            if w.road.kind == "gg":
                if q.isdigit() and st["roman"]:
                    q = ROMAN[int(q)] if int(q) < 15 else q
                if "road" in w.cls or inc["rw"] or rng.random() < 0.8:
                    loc["road"] = ["Gg. ", "Gang ", "Gg ", "Gang "][st["jl"]] + q
            elif w.road.kind == "jl":
                loc["road"] = ["Jl. ", "Jalan ", "Jln. ", "Jl "][st["jl"]] + q
            else:
                loc["road"] = ["", "Sawah ", "", "Persawahan "][st["jl"]] + q
        if w.sub == "bridge.jbt" and inc["road"]:
            loc["road"] = ["Kali ", "Sungai ", "Kali ", "Kali "][st["jl"]] + w.road.name.split()[-1]
        if inc["rt"] and not (w.road is not None and w.road.kind == "sw"):
            loc["rt"] = (
                [
                    f"RT {rt:02d} RW {rw:02d}",
                    f"RT.{rt:02d}/RW.{rw:02d}",
                    f"RT {rt} RW {rw}",
                    f"Rt {rt:03d}/{rw:03d}",
                    f"RT. {rt:02d} RW. {rw:02d}",
                    f"RT {rt:02d}/{rw:02d}",
                    f"rt {rt}/rw {rw}",
                    f"RT{rt:02d} RW{rw:02d}",
                ][st["rt"]]
                if inc["rw"]
                else [f"RT {rt:02d}", f"RT.{rt:02d}", f"RT {rt}", f"Rt {rt:03d}"][st["rt"] % 4]
            )
        if (
            inc["dusun"]
            and w.dusun
            and not (w.facil and w.facil["kind"] in ("balai_desa", "kantor", "pasar", "polindes"))
        ):
            loc["dusun"] = ["Dusun ", "Dsn. ", "Dsn ", "Dusun ", "Dsn.", "Ds. "][
                st["dsn"]
            ] + w.dusun
        if w.facil and w.facil["kind"] == "balai_dusun" and w.dusun:
            loc["dusun"] = w.dusun
        if w.land and inc["land"]:
            loc["land"] = ["depan ", "dekat ", "sebelah ", "samping "][st["lm"]] + (
                w.land[0] + " " + w.land[1].replace("_", " ")
            ).strip()
        if w.person and inc["person"]:
            loc["person"] = ["an. ", "a.n. ", "Bpk/Ibu ", "an ", "rumah "][st["per"]] + w.person
        order = (
            ["person", "road", "land", "rt", "dusun"]
            if st["order"] < 0.6
            else (
                ["road", "rt", "dusun", "land", "person"]
                if st["order"] < 0.8
                else ["dusun", "rt", "road", "person", "land"]
            )
        )
        parts = [loc[k] for k in order if k in loc]
        if st["order"] > 0.93 and parts:
            nm = parts[0] + " " + head + " " + " ".join(parts[1:])
        else:
            nm = head + " " + " ".join(parts)
        if w.half and inc["side"]:
            nm += " " + w.half
        if w.side and inc["side"]:
            nm += (
                " "
                + [f"sisi {w.side}", f"{w.side} jalan", f"sebelah {w.side}", f"({w.side})"][
                    st["sd"]
                ]
            )
        if w.phase and inc["phase"]:
            nm += " " + (
                [
                    f"Tahap {ROMAN[w.phase]}",
                    f"Tahap {w.phase}",
                    f"Thp {ROMAN[w.phase]}",
                    f"(Tahap {ROMAN[w.phase]})",
                ][st["ph"]]
                if w.phase == 1 or st["ph"] < 3 or w.phase > 2
                else "Lanjutan"
            )
        if inc["desa"]:
            nm += " Desa " + w.v["name"]
        if inc["detail"] and vol and w.cls in LINE:
            nm += f" {int(vol)} m" if rng.random() < 0.5 else f" ({int(vol)}x{w.width:g} m)"
        if inc["fund"]:
            nm += {
                "DDS": " (DD)",
                "ADD": " (ADD)",
                "PBK": " (BKK)",
                "PBP": " (BK Prov)",
                "PBH": " (BHP)",
                "PAD": " (PADes)",
                "SWD": " (Swadaya)",
            }.get(w.fund, "")
        if inc["year"]:
            nm += f" TA {w.year}"
        ws = nm.split()
        o = []
        for x in ws:
            if rng.random() < 0.022 and len(x) > 4 and x.isalpha():
                i = rng.randrange(1, len(x) - 1)
                u = rng.random()
                x = (
                    x[:i] + x[i + 1 :]
                    if u < 0.4
                    else (
                        x[:i] + x[i + 1] + x[i] + x[i + 2 :]
                        if u < 0.7
                        else (
                            x[:i] + x[i] + x[i:]
                            if u < 0.85
                            else x[:i] + rng.choice("aeiounrst") + x[i + 1 :]
                        )
                    )
                )
            o.append(x)
        nm = " ".join(o).strip()
        c = st["case"]
        return (
            nm.upper()
            if c == "u"
            else nm.lower() if c == "l" else nm[:1].upper() + nm[1:].lower() if c == "s" else nm
        )

    # ---- claims: geometry and money
    def lonlat(self, p):
        return [round(self.w.lon0 + p[0] / self.w.ml, 7), round(self.w.lat0 + p[1] / MLAT, 7)]

    def accuracy(self):
        rng = self.rng
        a = min(max(math.exp(rng.gauss(math.log(6.5), 0.55)), 3), 30)
        sg = a / 1.5
        rep = a * math.exp(rng.gauss(0, 0.2))
        u = rng.random()
        rep = None if u < 0.12 else 0 if u < 0.13 else 1000 if u < 0.135 else round(rep, 1)
        return sg, rep

    def geom(self, w, cap=None, where=None):
        rng = self.rng
        g = lambda sd: np.array([rng.gauss(0, sd), rng.gauss(0, sd)])
        line = w.cls in LINE or w.sub == "water_supply.pipa"
        if w.fresh.get("office"):
            sg = rng.choice([0, 0, 4, 8])
            p = w.v["office"] + g(sg)
            w.cap = "phone_point" if sg else rng.choice(["phone_point", "digitised"])
            w.acc = (
                round(rng.uniform(3, 15), 1)
                if w.cap == "phone_point" and rng.random() < 0.8
                else None
            )
            return dict(type="Point", coordinates=self.lonlat(p))
        if w.facil or w.sub in ("sports_field.lap",):
            if w.facil:
                f = w.facil
                c, hw, hh, a = f["p"], f["w"] / 2, f["h"] / 2, f["a"]
            else:
                c, hw, hh, a = w.road.pt(w.a, w.off * 2.5), 9, 5, w.a
            cap = cap or ("digitised" if rng.random() < 0.35 else "phone_point")
            w.cap = cap
            if cap == "digitised" and rng.random() < 0.8:
                w.acc = None
                sh = g(3)
                q = []
                for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                    x, y = dx * hw, dy * hh
                    q.append(
                        self.lonlat(
                            c
                            + sh
                            + g(1)
                            + [x * math.cos(a) - y * math.sin(a), x * math.sin(a) + y * math.cos(a)]
                        )
                    )
                return dict(type="Polygon", coordinates=[q + [q[0]]])
            sg, w.acc = self.accuracy()
            if cap == "digitised":
                sg, w.acc = 4, None
            return dict(type="Point", coordinates=self.lonlat(c + g(hw * 0.5) + g(sg)))
        if not line:
            w.cap = "digitised" if rng.random() < 0.2 else "phone_point"
            sg, w.acc = self.accuracy()
            if w.cap == "digitised":
                sg, w.acc = rng.uniform(3, 7), None
            return dict(type="Point", coordinates=self.lonlat(w.road.pt(w.a, w.off) + g(sg)))
        cap = cap or wchoice(rng, [("digitised", 38), ("phone_track", 30), ("phone_point", 32)])
        w.cap = cap
        if cap == "phone_point":
            sg, w.acc = self.accuracy()
            where = where or wchoice(rng, [("a", 4), ("b", 3), ("m", 3)])
            t = {"a": w.a, "b": w.b, "m": (w.a + w.b) / 2 + rng.gauss(0, (w.b - w.a) / 10)}[where]
            return dict(type="Point", coordinates=self.lonlat(w.road.pt(t, w.off) + g(sg)))
        step = rng.uniform(18, 60) if cap == "digitised" else rng.uniform(8, 22)
        n = max(2, int((w.b - w.a) / step) + 1)
        ts = np.linspace(w.a + rng.gauss(0, 3), w.b + rng.gauss(0, 3), n)
        if cap == "digitised":
            w.acc = None
            sh = g(rng.uniform(1.5, 5))
            pts = [w.road.pt(t, w.off) + sh + g(1.2) for t in ts]
        else:
            sg, w.acc = self.accuracy()
            sh = g(sg * 0.75)
            e = np.zeros(2)
            pts = []
            for t in ts:
                e = 0.8 * e + g(sg * 0.33)
                pts.append(w.road.pt(t, w.off) + sh + e)
        if rng.random() < 0.3:
            pts = pts[::-1]
        return dict(type="LineString", coordinates=[self.lonlat(p) for p in pts])

    def pkey(self, w):
        for k in ("road." + str(w.mat), w.sub, w.cls):
            if k in PRICE:
                return PRICE[k]

    def phash(self):
        return "%016x" % self.rng.getrandbits(64)

    def emit(
        self,
        w,
        st=None,
        inc=None,
        rich=0,
        cap=None,
        where=None,
        geom=None,
        vfac=1.0,
        cfac=1.0,
        kind=None,
        nofault=False,
    ):
        rng = self.rng
        if kind in ("phases", "cofund", "left_right") and cap is None and rng.random() < 0.88:
            cap = rng.choice(["digitised", "phone_track"])
        L = w.b - w.a if w.road is not None else 0
        line = w.cls in LINE or w.sub == "water_supply.pipa"
        if line:
            w.q0 = getattr(w, "q0", None) or L * math.exp(rng.gauss(0, 0.03))
            vol = w.q0 * vfac
            vol = (
                round(vol / 5) * 5
                if rng.random() < 0.45
                else round(vol, 1) if rng.random() < 0.2 else round(vol)
            )
            unit = "m"
            qty = vol
            if w.cls == "road" and rng.random() < 0.14:
                vol, unit = round(qty * w.width, 1), "m2"
            cost = qty * self.pkey(w) * (w.width / 2.2 if w.cls == "road" else 1) * w.price
        else:
            vol = w.nn
            unit = "titik" if w.cls == "street_light" and rng.random() < 0.5 else "unit"
            qty = vol
            if (
                w.facil
                and w.part in ("pagar", "halaman", "lantai", "atap", "plafon")
                and rng.random() < 0.6
            ):
                w.area = getattr(w, "area", None) or rng.randint(18, 160)
                vol = round(w.area * vfac)
                unit = "m" if w.part == "pagar" else "m2"
            cost = (qty**0.9) * self.pkey(w) * w.price
        if w.act == "pelihara":
            cost *= 0.22
        cost *= cfac
        cost = int(round(cost, -6 if rng.random() < 0.2 else -5 if rng.random() < 0.3 else -3))
        if rng.random() < 0.045:
            vol = None
        w.fresh = dict(w.fresh)
        cost = max(cost, 100000)
        w.cost, w.vol = cost, vol
        st = st or self.style()
        inc = inc or self.incl(w, rich)
        nm = self.name(w, st, inc, qty)
        if not nofault and not w.fresh and geom is None and rng.random() < 0.011:
            w.fresh["office"] = 1
        g = geom or self.geom(w, cap, where)
        u = rng.random()
        w.bad = False
        if geom is None and not nofault and u < 0.006 or w.fresh.get("fault"):
            w.bad = True
            k = rng.choice(
                ["swap", "sign", "digit", "zero"] if w.fresh.get("fault") else ["swap", "sign"]
            )

            def bad(c):
                return (
                    [c[1], c[0]]
                    if k == "swap"
                    else (
                        [c[0], -c[1]]
                        if k == "sign"
                        else [round(c[0] + 0.1, 7), c[1]] if k == "digit" else [0.0, 0.0]
                    )
                )

            if g["type"] == "Point":
                g = dict(g, coordinates=bad(g["coordinates"]))
            elif k in ("swap", "sign", "digit"):
                g = dict(
                    g,
                    coordinates=(
                        [bad(c) for c in g["coordinates"]]
                        if g["type"] == "LineString"
                        else [[bad(c) for c in g["coordinates"][0]]]
                    ),
                )
        ck = w.sub if w.sub in CODE else "fac." + w.facil["kind"] if w.facil else w.cls
        code = CODE[ck][1 if w.act == "pelihara" else 0]
        if rng.random() < 0.04 and w.cls in ("drainage", "retaining_wall"):
            code = rng.choice(["02.04.13", "02.03.90"])
        self.seq[w.v["code"]] = self.seq.get(w.v["code"], 0) + 1
        ph = []
        if rng.random() < 0.3:
            ph = [self.phash() for _ in range(rng.randint(1, 3))]
        if ph and rng.random() < 0.04:
            ph.append(self.board.setdefault(w.v["code"], self.phash()))
        rec = dict(
            id="",
            village_code=w.v["code"],
            village_name=w.v["name"],
            fiscal_year=w.year,
            fund_source=w.fund,
            kegiatan_code=code,
            work_class=w.cls,
            name=nm,
            volume=vol,
            unit=unit,
            cost=cost,
            geometry=g,
            accuracy_m=w.acc if geom is None else w.acc,
            capture=w.cap,
            photo_phash=ph,
        )
        w.st, w.inc, w.rec = st, inc, rec
        w.kind = kind or "single"
        self.out.append(w)
        return w
