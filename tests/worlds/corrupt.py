"""Entities and corruptions: honest works by family, then copies with faults in each field.

A work has slots (dusun, RT, gang, person, side, phase); a copy keeps or loses slots, swaps words
for synonyms, changes order, case and letters, cost, volume, year, fund and code each with its own
chance. True pairs: new noise, redigitised, line against point, partial, halves, renamed, the next
year, another fund, the neighbour village, copied coordinates, office pin, faulty coordinates.
Look-alikes: series, neighbours, phases, maintenance, two drains, a road and its drain, co-funding,
rebuilding, parts of a building, junctions, office pins, works at a border.

In the code v is a village, d a dusun, ln a line, e a work and o the one it copies, sl its slots.
"""

import json
import math

import common
from corrupt_ground import at, cut, length, offset
from corrupt_honest import Honest
from corrupt_words import BLD, FUNDS, KEG, LINEAR, MNTV, NEWV, OBJ, PART, POINT_SHARE, REHV, RENAME


class World(Honest):
    """Words, shape and record of a work, and its corrupted copies."""

    # ---- words --------------------------------------------------------
    def typo(self, w):
        rng = self.rng
        if len(w) < 4 or not w.isalpha():
            return w
        i = rng.randrange(1, len(w) - 1)
        k = rng.random()
        if k < 0.25:
            return w[:i] + w[i + 1] + w[i] + w[i + 2 :]
        if k < 0.5:
            return w[:i] + w[i + 1 :]
        if k < 0.7:
            return w[:i] + w[i] + w[i:]
        if k < 0.85:
            return w[:i] + rng.choice("aeiou" if w[i] in "aeiou" else "nmrtlksgd") + w[i + 1 :]
        for a, b in (("u", "oe"), ("j", "dj"), ("ng", "n"), ("k", "q"), ("i", "y"), ("d", "t")):
            if a in w:
                return w.replace(a, b, 1)
        return w

    def words(self, e, strong=0.0, keep_must=0.97, keep=0.72, style=None):
        """strong: 0 the clerk's own habit, 1 another hand."""
        rng = self.rng
        sl = e["slots"]
        v = e["v"]
        if e["sub"] == "bld":
            b = (
                rng.choice(BLD[sl["bld"]])
                if rng.random() < 0.25 + 0.5 * strong
                else BLD[sl["bld"]][0]
            )
            pt = sl.get("part")
            if pt and rng.random() < keep_must:
                obj = (
                    (rng.choice(PART[pt]) if rng.random() < 0.3 + 0.5 * strong else PART[pt][0])
                    + " "
                    + b
                )
            else:
                obj = b
        else:
            obj = (
                v["hab"][e["sub"]]
                if rng.random() > 0.42 + 0.45 * strong
                else rng.choice(OBJ[e["sub"]])
            )
        vb = {"new": NEWV, "mnt": MNTV, "reh": REHV}[e["mode"]]
        verb = rng.choice(vb) if rng.random() < 0.45 + 0.3 * strong else vb[0]
        if (
            obj.split()[0]
            in (
                "pemasangan",
                "pengecoran",
                "pengaspalan",
                "pengerasan",
                "pengecatan",
                "bedah",
                "rehab",
                "betonisasi",
            )
            and rng.random() < 0.7
            and e["mode"] == "new"
        ):
            verb = ""
        has = lambda k: k in sl and rng.random() < (keep_must if k in e["must"] else keep)
        place = []
        if has("person"):
            place.append(
                rng.choice(["an. ", "a.n. ", "milik ", "Bpk. ", "Sdr. ", "an ", "rumah "])
                + sl["person"]
            )
        if has("mark"):
            place.append(rng.choice(["depan ", "sebelah ", "ke "]) + sl["mark"])
        if has("gg"):
            place.append(
                rng.choice(["Gang ", "Gg. ", "Gg ", "gang ", "Jl. Gang ", "Lingkungan Gang "])
                + sl["gg"]
            )
        if has("jl"):
            place.append(rng.choice(["Jl. ", "Jalan ", "jln ", "Jl "]) + sl["jl"])
        if has("ir"):
            place.append(sl["ir"])
        if has("jut"):
            place.append(rng.choice(["JUT ", "jalan usaha tani ", "Jalan Tani "]) + sl["jut"])
        if has("side"):
            place.append(rng.choice(["sisi ", "sebelah ", ""]) + sl["side"])
        loc = []
        if has("rt"):
            t = "%02d" % sl["rt"] if rng.random() < 0.6 else str(sl["rt"])
            if "rw" in sl and rng.random() < 0.7:
                u = "%02d" % sl["rw"] if rng.random() < 0.6 else str(sl["rw"])
                loc.append(
                    rng.choice(["RT %s RW %s", "RT.%s RW.%s", "RT %s/RW %s", "Rt.%s/Rw.%s"])
                    % (t, u)
                )
            else:
                loc.append(rng.choice(["RT ", "RT. ", "Rt.", "RT"]) + t)
        elif has("rw"):
            loc.append("RW " + ("%02d" % sl["rw"] if rng.random() < 0.6 else str(sl["rw"])))
        if has("dusun") and rng.random() < (0.97 if "dusun" in e["must"] else 0.95):
            loc.append(rng.choice(["Dusun ", "Dsn. ", "Dsn ", "Dus. "]) + sl["dusun"])
        if rng.random() < 0.4 * strong + 0.1:
            rng.shuffle(loc)
        tail = []
        if has("phase"):
            tail.append(sl["phase"] if rng.random() < 0.7 else "(%s)" % sl["phase"])
        if has("sta"):
            tail.append(sl["sta"])
        if e.get("vol") and e.get("unit") == "m" and rng.random() < 0.05:
            tail.append("(%g m)" % e["vol"])
        if rng.random() < 0.06:
            tail.append("Desa " + v["name"])
        seq = place + loc
        if rng.random() < 0.12 + 0.3 * strong:
            seq = loc + place
        toks = ([verb] if verb else []) + [obj] + seq + tail
        if rng.random() < 0.07 * strong and len(toks) > 3:
            toks = toks[1:-1] + [toks[0], toks[-1]]
        t = " ".join(toks)
        ws = t.split()
        pr = 0.008 + 0.03 * strong
        ws = [self.typo(w) if rng.random() < pr else w for w in ws]
        if strong and rng.random() < 0.05 and len(ws) > 4:
            del ws[rng.randrange(len(ws))]
        t = " ".join(ws)
        c = v["caps"] if rng.random() < 0.85 else rng.random()
        if c < 0.15:
            t = t.upper()
        elif c < 0.75:
            t = " ".join(w[:1].upper() + w[1:] for w in t.split())
        return t[:1].upper() + t[1:]

    # ---- geometry -----------------------------------------------------
    def lonlat(self, p):
        return [round(self.lon0 + p[0] / self.kx, 7), round(self.lat0 + p[1] / self.ky, 7)]

    def gps(self, p, acc):
        g = acc * 0.55
        return (p[0] + self.rng.gauss(0, g), p[1] + self.rng.gauss(0, g))

    def shape(self, e, force=None, end=None):
        rng = self.rng
        cap, acc = None, None
        if e.get("office"):
            o = e["v"]["office"]
            k = rng.random()
            if k < 0.45:
                p, acc, cap = o, None, "digitised"
            else:
                acc = round(min(30, math.exp(rng.gauss(2, 0.5))), 1)
                p = self.gps(o, acc)
                cap = "phone_point"
            return dict(type="Point", coordinates=self.lonlat(p)), acc, cap
        if "c" in e and e["sub"] in LINEAR:
            c = e["c"]
            L = length(c)
            k = force or (
                "point" if rng.random() < POINT_SHARE + (0.4 if e["capbias"] else 0) else "line"
            )
            if k == "point":
                pos = (
                    end
                    if end is not None
                    else (
                        0
                        if e["capbias"]
                        else rng.choices([0, 1, 0.5, rng.random()], [40, 18, 27, 15])[0]
                    )
                )
                acc = round(min(30, max(3, math.exp(rng.gauss(2, 0.5)))), 1)
                if rng.random() < 0.03:
                    acc_out = rng.choice([0, 1000.0, None, None])
                else:
                    acc_out = acc
                return (
                    dict(type="Point", coordinates=self.lonlat(self.gps(at(c, pos * L), acc))),
                    acc_out,
                    "phone_point",
                )
            if k == "line" and rng.random() < 0.45:
                cap = "phone_track"
                acc = round(min(25, max(3, math.exp(rng.gauss(1.8, 0.45)))), 1)
                n = max(3, int(L / rng.uniform(8, 25)))
                sh = self.gps((0, 0), acc * 0.7)
                q = [at(c, L * i / (n - 1)) for i in range(n)]
                q = [
                    (x + sh[0] + rng.gauss(0, acc * 0.16), y + sh[1] + rng.gauss(0, acc * 0.16))
                    for x, y in q
                ]
            else:
                cap = "digitised"
                sh = (rng.gauss(0, 2.2), rng.gauss(0, 2.2))
                a, b = rng.uniform(-0.02, 0.04) * L, L - rng.uniform(-0.02, 0.04) * L
                q = cut(c, max(0, a), min(L, b))
                if rng.random() < 0.5:
                    q = [q[0], q[-1]]
                q = [(x + sh[0] + rng.gauss(0, 0.8), y + sh[1] + rng.gauss(0, 0.8)) for x, y in q]
            if rng.random() < 0.35:
                q = q[::-1]
            return dict(type="LineString", coordinates=[self.lonlat(p) for p in q]), acc, cap
        p = e.get("pt") or e["c"][0]
        if e["sub"] in ("bld", "sport", "house") and rng.random() < (
            0.25 if e["sub"] != "house" else 0.04
        ):
            w, h, th = rng.uniform(4, 11), rng.uniform(3, 8), rng.uniform(0, 3.14)
            p = (p[0] + rng.gauss(0, 2), p[1] + rng.gauss(0, 2))
            q = [
                (
                    p[0] + x * math.cos(th) - y * math.sin(th),
                    p[1] + x * math.sin(th) + y * math.cos(th),
                )
                for x, y in ((-w, -h), (w, -h), (w, h), (-w, h), (-w, -h))
            ]
            return (
                dict(
                    type="Polygon",
                    coordinates=[[self.lonlat(a) for a in q[:-1]] + [self.lonlat(q[0])]],
                ),
                None,
                "digitised",
            )
        acc = round(min(30, max(3, math.exp(rng.gauss(1.9, 0.5)))), 1)
        return (
            dict(type="Point", coordinates=self.lonlat(self.gps(p, acc))),
            (acc if rng.random() > 0.04 else None),
            "phone_point",
        )

    def record(self, e, words_kw=None, shape_kw=None):
        rng = self.rng
        g, acc, cap = e.get("geom") or self.shape(e, **(shape_kw or {}))
        new, mnt = KEG[e["cls"]]
        if "keg" not in e:
            ks = mnt if e["mode"] == "mnt" else new
            e["keg"] = ks[0] if rng.random() < 0.75 else rng.choice(ks)
            if "jut" in e["slots"] and e["cls"] == "road":
                e["keg"] = "02.03.03" if e["mode"] == "mnt" else "02.03.12"
        if "ph" not in e:
            e["ph"] = (
                ["%016x" % rng.getrandbits(64) for _ in range(rng.choice([1, 1, 2, 3]))]
                if rng.random() < 0.25
                else []
            )
            if e["ph"] and rng.random() < 0.03:
                e["ph"][-1] = rng.choice(self.sign)
        e["rec"] = dict(
            id="",
            village_code=e["v"]["code"],
            village_name=e["v"]["name"],
            fiscal_year=e["year"],
            fund_source=e["fund"],
            kegiatan_code=e["keg"],
            work_class=e["cls"],
            name=self.words(e, **(words_kw or {})),
            volume=e["vol"],
            unit=e["unit"],
            cost=e["cost"],
            geometry=g,
            accuracy_m=acc,
            capture=cap,
            photo_phash=e["ph"],
        )
        e["geo"] = (g, acc, cap)
        return e["rec"]

    # ---- corruptions --------------------------------------------------
    KINDS = dict(
        gps_noise=0.185,
        redigitised=0.125,
        line_vs_point=0.125,
        partial_overlap=0.085,
        split_half=0.06,
        renamed=0.12,
        next_year=0.09,
        other_fund=0.07,
        neighbour_village=0.03,
        copied_coords=0.04,
        office_snapped=0.123,
        coord_fault=0.005,
    )

    def copy(self, o, kind):
        rng = self.rng
        e = {
            k: o[k]
            for k in (
                "v",
                "d",
                "sub",
                "cls",
                "year",
                "fund",
                "mode",
                "fam",
                "must",
                "capbias",
                "unit",
                "vol",
                "cost",
                "keg",
            )
        }
        e["slots"] = dict(o["slots"])
        e["must"] = set(o["must"])
        for k in ("c", "pt", "ln", "ab", "len", "wid", "office"):
            if k in o:
                e[k] = o[k]
        e["capbias"] = None
        sl = e["slots"]
        # number and cost
        if rng.random() < 0.2:
            pass
        else:
            e["cost"] = self.roundcost(
                e["cost"] * math.exp(rng.gauss(0, 0.13 if rng.random() < 0.75 else 0.3))
            )
        if e["vol"] is None and o.get("len"):
            e["vol"] = round(o["len"])
        if e["vol"] and e["unit"] in ("m", "m2") and rng.random() < 0.6:
            e["vol"] = round(e["vol"] * math.exp(rng.gauss(0, 0.07 if rng.random() < 0.8 else 0.2)))
        if (
            e["vol"]
            and e["unit"] in ("m", "m2")
            and rng.random() < 0.08
            and e.get("wid")
            and e["cls"] == "road"
        ):
            e["vol"], e["unit"] = (
                (round(e["vol"] * e["wid"]), "m2")
                if e["unit"] == "m"
                else (round(e["vol"] / e["wid"]), "m")
            )
        if rng.random() < 0.04:
            e["vol"] = None
        # year, fund, village
        q = rng.random()
        if kind == "next_year":
            dy = rng.choice([1, 1, 1, 2])
        elif kind in ("split_half", "neighbour_village", "other_fund"):
            dy = 0 if q < 0.8 else 1
        else:
            dy = 0 if q < 0.64 else 1 if q < 0.86 else -1 if q < 0.93 else 2
        if o["mode"] == "mnt":
            dy = 0
        y = e["year"] + dy
        e["year"] = (
            y
            if 2021 <= y <= 2025
            else e["year"] - (1 if kind == "next_year" and o["mode"] != "mnt" else 0)
        )
        if kind == "other_fund" or rng.random() < 0.14:
            e["fund"] = rng.choice([f for f in FUNDS[:7] if f != e["fund"]])
        if kind == "neighbour_village":
            e["v"] = e["v"]["near"]
        if rng.random() < 0.22:
            e["keg"] = (
                rng.choice(KEG[e["cls"]][0] + KEG[e["cls"]][1][:1])
                if e["mode"] != "mnt"
                else rng.choice(KEG[e["cls"]][1])
            )
        if e["mode"] == "new" and rng.random() < 0.12:
            e["mode"] = "reh"
        if rng.random() < 0.012:
            e["cls"] = dict(
                drainage="sanitation",
                retaining_wall="drainage",
                road="other",
                culvert="drainage",
                sanitation="drainage",
                irrigation="drainage",
                water_supply="other",
            ).get(e["cls"], "other")
        # slot errors
        if rng.random() < 0.04 and "rt" in sl:
            sl["rt"] = max(1, sl["rt"] + rng.choice([-1, 1]))
        if rng.random() < 0.03 and "rw" in sl:
            sl["rw"] = max(1, sl["rw"] + rng.choice([-1, 1]))
        if rng.random() < 0.05 and "person" in sl and " " in sl["person"]:
            sl["person"] = sl["person"].split()[0]
        if rng.random() < 0.5 and "sta" in sl:
            del sl["sta"]
        if kind in ("split_half", "partial_overlap"):
            sl.pop("sta", None)
        st = {"renamed": 1.0, "gps_noise": 0.5, "copied_coords": 0.45, "office_snapped": 0.4}.get(
            kind, 0.6
        ) * RENAME
        wk = dict(
            strong=st if rng.random() > 0.1 else 0.1,
            keep_must=0.92 if kind != "office_snapped" else 0.96,
            keep=0.68 if kind != "office_snapped" else 0.75,
        )
        # geometry
        sk = {}
        line = "c" in o and o["sub"] in LINEAR
        opt = o["geo"][0]["type"] == "Point"
        if kind != "office_snapped" and rng.random() < 0.15:
            e.pop("office", None)
        if kind == "office_snapped":
            e["office"] = True
        elif kind == "copied_coords":
            e["geom"] = o["geo"]
        elif kind == "redigitised" and line:
            sk = dict(force="line")
        elif kind == "line_vs_point" and line:
            sk = (
                dict(force="line")
                if opt
                else dict(force="point", end=rng.choice([0, 1, 0.5, 0, 1]))
            )
        elif kind in ("partial_overlap", "split_half") and line:
            L = length(o["c"])
            if kind == "partial_overlap":
                w = rng.uniform(0.45, 0.85)
                a = rng.choice([0, 1 - w])
                a, b = a * L, (a + w) * L
                e["c"] = cut(o["c"], a, b)
                if rng.random() < 0.5 and "ln" in o:  # goes on beyond the end of the first
                    LL = length(o["ln"]["c"])
                    A, B = o["ab"]
                    if a == 0:
                        A, B = max(0, A - (1 - w) * L * 0.6), A + b
                    else:
                        A, B = A + a, min(LL, B + (1 - w) * L * 0.6)
                    e["c"] = cut(o["ln"]["c"], A, B)
                    if "side" in sl:
                        e["c"] = offset(e["c"], 2.8 if sl["side"] == "kiri" else -2.8)
            else:
                e["c"] = cut(o["c"], 0, L / 2) if self.half == 0 else cut(o["c"], L / 2, L)
            f = length(e["c"]) / L
            if e["vol"]:
                e["vol"] = round(e["vol"] * f)
            e["cost"] = self.roundcost(e["cost"] * f)
            if rng.random() < 0.7:
                sk = dict(force="line")
        elif line and opt and rng.random() < 0.5:
            sk = dict(force="point", end=rng.choices([0, 1, 0.5], [50, 18, 32])[0])
        rec = self.record(e, wk, sk)
        if kind == "coord_fault":
            g = json.loads(json.dumps(rec["geometry"]))
            k = rng.random()

            def fx(p):
                return (
                    [p[1], p[0]]
                    if k < 0.5
                    else [p[0], -p[1]] if k < 0.8 else [p[0], round(p[1] + 0.1, 7)]
                )

            cc = g["coordinates"]
            g["coordinates"] = (
                fx(cc)
                if g["type"] == "Point"
                else [fx(p) for p in cc] if g["type"] == "LineString" else [[fx(p) for p in cc[0]]]
            )
            rec["geometry"] = g
        if o["ph"] and rng.random() < 0.3:
            h = int(o["ph"][0], 16)
            for _ in range(rng.choice([0, 0, 1, 2, 3, 5])):
                h ^= 1 << rng.randrange(64)
            rec["photo_phash"] = ["%016x" % h] + [p for p in rec["photo_phash"][1:]]
        e["fam"] = "dup"
        e["kind"] = kind
        return e

    def build(self):
        rng = self.rng
        ks, kw = list(self.KINDS), list(self.KINDS.values())
        plan = []
        n = 0
        while n < self.wanted_pairs:
            k = rng.choices(ks, kw)[0]
            m = 2 if k == "split_half" and rng.random() < 0.5 and n + 2 <= self.wanted_pairs else 1
            plan.append((k, m))
            n += m
        self.honest(self.wanted - self.wanted_pairs)
        for e in self.works:
            self.record(e)
        lin = [e for e in self.works if "c" in e and e["sub"] in LINEAR and not e.get("office")]
        w0 = dict(maintenance=0.35, office_pin=0.2, border=0.5, rebuild=0.5)
        used, dups, truth = set(), [], []
        for k, m in plan:
            while True:
                pool = (
                    lin
                    if k in ("redigitised", "line_vs_point", "partial_overlap", "split_half")
                    else self.works
                )
                o = rng.choice(pool)
                if id(o) in used or rng.random() > w0.get(o["fam"], 1):
                    continue
                if k == "office_snapped" and o.get("office"):
                    continue
                if k in ("partial_overlap", "split_half") and length(o["c"]) < 60:
                    continue
                if k == "split_half" and o["fam"] in ("phases", "cofunded"):
                    continue
                if k == "next_year" and o["fam"] in ("maintenance",):
                    continue
                break
            used.add(id(o))
            self.half = rng.randrange(2)
            for _ in range(m):
                e = self.copy(o, k)
                dups.append(e)
                truth.append((o, e, k))
                self.half = 1 - self.half
        # a few honest works with wrong coordinates too
        for e in rng.sample(self.works, max(3, len(self.works) // 700)):
            g = e["rec"]["geometry"]
            if g["type"] == "Point" and id(e) not in used:
                e["rec"]["geometry"] = dict(type="Point", coordinates=g["coordinates"][::-1])
        every = self.works + dups
        rng.shuffle(every)
        for i, e in enumerate(every):
            e["rec"]["id"] = "W%06d" % (i + 1)
        return [e["rec"] for e in every], [
            dict(a=o["rec"]["id"], b=e["rec"]["id"], kind=k) for o, e, k in truth
        ]


def make(seed, works, pairs, facts):
    return World(seed, works, pairs, facts).build()


if __name__ == "__main__":
    common.run(__doc__, make)
