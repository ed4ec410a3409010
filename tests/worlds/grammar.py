"""A register from a grammar of names: one latent work, and claims drawn from it by a style.

A style chooses verb, material, noun, order and abbreviations; what a name tells (road, RT, dusun,
person, phase, side) is chosen apart from how. Roads take the shapes of real ones. True pairs: new
noise, redigitised, partial, renamed, halves, office pin, copied or faulty coordinates, the
neighbour village, another fund, the next year, now and then a third claim. Look-alikes: phases,
maintenance, rebuilding, left and right, a road and its drain, co-funding, neighbours in one gang,
series, one pin, a pin pasted from the row above, parts, junctions, alike works elsewhere.

In the code v is a village, q the first work and w another, st a style, inc what a name tells.
"""

import json
import math

import common
from grammar_ground import wchoice
from grammar_honest import Honest
from grammar_words import LINE


class Register(Honest):
    """The whole register, and the works that are claimed again."""

    # ---- second claims
    def cfac(self):
        rng = self.rng
        u = rng.random()
        return math.exp(rng.gauss(0, 0.02 if u < 0.5 else 0.09 if u < 0.85 else 0.25))

    def vfac(self):
        rng = self.rng
        u = rng.random()
        return 1.0 if u < 0.62 else math.exp(rng.gauss(0, 0.08 if u < 0.85 else 0.2))

    def incl2(self, w, q, rich, keep=0.5):
        i = self.incl(w, rich)
        for k in ("road", "rt", "rw", "dusun", "land", "person", "phase", "side", "verb"):
            if self.rng.random() < keep:
                i[k] = q.inc[k]
        return i

    def dup(self, kind, q):
        rng = self.rng
        w = q.copy()
        w.fresh = {}
        res = []
        same = rng.random() < (0.35 if kind == "office_snapped" else 0.14)
        st = dict(q.st) if same else self.style()
        rich = 0.55
        cap = where = geom = None
        base_cap = q.rec["capture"]
        if same and rng.random() < 0.6:
            st["verb"], st["noun"] = rng.random(), rng.random()
        if not same:  # a clerk's hand keeps some habits
            for k in ("verb", "mat", "noun", "pat", "rt", "dsn", "jl", "order"):
                if rng.random() < 0.25:
                    st[k] = q.st[k]
        w.year = q.year + wchoice(
            rng, [(0, 76), (1, 21), (2, 3)] if w.act != "pelihara" else [(0, 95), (1, 5)]
        )
        if rng.random() < 0.25:
            w.fund = wchoice(rng, [("DDS", 5), ("ADD", 3), ("PBK", 2), ("PBH", 1), ("PBP", 1)])
        if w.act == "bangun" and rng.random() < 0.07:
            w.act = "rehab"
        if w.side and rng.random() < 0.1:
            w.side = None
        if w.phase and rng.random() < 0.08:
            w.phase = None
        if rng.random() < 0.025:
            w.rt = rng.choice(w.road.rts) if w.road is not None else w.rt
        if w.land is None and rng.random() < 0.12:
            w.land = self.landmark(w.v, q.dusun) if q.dusun in w.v["sites_d"] else None
        vf, cf = self.vfac(), self.cfac()
        if kind == "office_snapped" and rng.random() < 0.85:
            vf, cf = 1.0, math.exp(rng.gauss(0, 0.03))
            w.year = q.year if rng.random() < 0.8 else w.year
        L = (w.b - w.a) if w.road is not None else 0
        nf = True
        if kind == "redigitised":
            cap = rng.choice(
                [c for c in ("digitised", "phone_track", "phone_point") if c != base_cap]
                + ([base_cap] if base_cap != "phone_point" else [])
            )
            if base_cap == "phone_point" and rng.random() < 0.6:
                cap = "phone_point"
                where = rng.choice("ab")
        elif kind == "partial":
            o = L * rng.uniform(0.55, 0.9)
            L2 = min(o + rng.uniform(0, 0.5) * L, w.road.L)
            if rng.random() < 0.5:
                w.b = w.a + o
                w.a = max(0, w.b - L2)
            else:
                w.a = w.b - o
                w.b = min(w.road.L, w.a + L2)
            w.q0 = None
            cap = rng.choice(["digitised", "phone_track"])
        elif kind == "renamed":
            st = self.style()
            w.st = st
        elif kind == "office_snapped":
            w.fresh = {"office": 1}
            rich = 0.95
            w.rt = q.rt
        elif kind == "copied":
            w.cap, w.acc = q.rec["capture"], q.rec["accuracy_m"]
            geom = json.loads(json.dumps(q.rec["geometry"]))
        elif kind == "coord_fault":
            w.fresh = {"fault": 1}
            rich = 0.75
        elif kind == "other_village":
            w.v = q.v["near"]
            w.dusun = w.dusun if rng.random() < 0.6 else None
            rich = 0.2
        elif kind == "other_fund":
            w.year = q.year
            w.fund = rng.choice(
                [f for f in ("DDS", "ADD", "PBK", "PBP", "PBH", "DLL") if f != q.fund]
            )
        elif kind == "next_year":
            w.year = q.year + 1
        if w.year > 2025:
            w.year = q.year - (w.year - q.year) if q.year - (w.year - q.year) >= 2022 else q.year
        if w.act == "pelihara" and w.year != q.year and kind != "next_year":
            w.year = q.year
        if kind == "split_half":
            m = (w.a + w.b) / 2 + rng.gauss(0, L * 0.04)
            h = rng.choice(
                [
                    ("bagian utara", "bagian selatan"),
                    ("bagian timur", "bagian barat"),
                    (None, None),
                    (None, None),
                    ("ruas 1", "ruas 2"),
                ]
            )
            two = rng.random() < 0.5
            for k, (a, b) in enumerate(((w.a, m), (m, w.b))):
                if not two and k == 1:
                    break
                x = w.copy()
                x.a, x.b, x.half = a, b, h[k]
                x.q0 = None
                x.rt = x.road.rt((a + b) / 2) if rng.random() < 0.5 else q.rt
                self.emit(
                    x,
                    st if k == 0 or rng.random() < 0.5 else self.style(),
                    self.incl2(x, q, 0.65, 0.75),
                    vfac=1,
                    cfac=self.cfac(),
                    kind="dup",
                    nofault=True,
                    cap=wchoice(rng, [("digitised", 4), ("phone_track", 4), ("phone_point", 1.5)]),
                )
                res.append(x)
        else:
            self.emit(
                w,
                st,
                self.incl2(w, q, rich, 0.55 if rich < 0.5 else 0.35),
                vfac=vf,
                cfac=cf,
                kind="dup",
                nofault=nf,
                cap=cap,
                where=where,
                geom=geom,
            )
            res.append(w)
        for x in res:
            if x.rec["photo_phash"] is not None and q.rec["photo_phash"] and rng.random() < 0.35:
                h = int(rng.choice(q.rec["photo_phash"]), 16)
                for _ in range(rng.choice([0, 0, 1, 2, 4])):
                    h ^= 1 << rng.randrange(64)
                x.rec["photo_phash"] = x.rec["photo_phash"][:2] + ["%016x" % h]
            if rng.random() < 0.003:
                x.rec["work_class"] = {
                    "drainage": "irrigation",
                    "retaining_wall": "drainage",
                    "culvert": "drainage",
                    "building": "other",
                    "irrigation": "drainage",
                }.get(x.cls, x.cls)
            self.truth.append((q, x, kind))
        return res

    HON = [
        ("single", 0.36),
        ("phases", 0.052),
        ("maintenance", 0.036),
        ("rebuild", 0.03),
        ("left_right", 0.032),
        ("road_drain", 0.03),
        ("cofund", 0.026),
        ("neighbours", 0.05),
        ("series", 0.29),
        ("same_pin", 0.012),
        ("copied_pin", 0.009),
        ("parts", 0.024),
        ("junction", 0.014),
        ("similar_elsewhere", 0.02),
    ]

    SIZE = dict(
        single=1,
        phases=2.3,
        maintenance=2.1,
        rebuild=2,
        left_right=2,
        road_drain=2,
        cofund=2,
        neighbours=4.9,
        series=4.8,
        same_pin=2.9,
        copied_pin=1.8,
        parts=2.8,
        junction=1.9,
        similar_elsewhere=1.8,
    )

    DUPS = [
        ("renoised", 0.16),
        ("redigitised", 0.20),
        ("partial", 0.10),
        ("renamed", 0.11),
        ("split_half", 0.08),
        ("office_snapped", 0.125),
        ("copied", 0.05),
        ("coord_fault", 0.008),
        ("other_village", 0.05),
        ("other_fund", 0.06),
        ("next_year", 0.05),
    ]

    def run(self):
        rng = self.rng
        tot = self.wanted - self.wanted_pairs
        kinds = [(k, x / self.SIZE[k]) for k, x in self.HON]
        while len(self.out) < tot:
            self.honest(wchoice(rng, kinds), rng.choice(self.w.v))
        self.out = self.out[:tot]
        pool = list(self.out)
        rng.shuffle(pool)
        T = sum(x for _, x in self.DUPS)
        plan = []
        for k, x in self.DUPS:
            plan += [k] * int(x / T * self.wanted_pairs)
        while len(plan) < self.wanted_pairs:
            plan.append(wchoice(rng, self.DUPS))
        rng.shuffle(plan)
        used = set()
        while len(self.truth) < self.wanted_pairs:
            k = plan[len(self.truth)]
            for q in pool:
                if id(q) in used:
                    continue
                line = q.cls in LINE
                ln = line and q.b - q.a > 40
                isline = q.rec["geometry"]["type"] == "LineString"
                if q.fresh.get("office") or q.bad or q.kind == "copied_pin":
                    continue
                if k in ("office_snapped", "coord_fault") and not (
                    q.person
                    and q.inc["person"]
                    or q.facil
                    or q.inc["road"] + q.inc["rt"] + q.inc["dusun"] + bool(q.land and q.inc["land"])
                    >= 3
                ):
                    continue
                if q.kind == "maintenance" and k == "next_year":
                    continue
                if k in ("partial",) and not (ln and isline):
                    continue
                if k == "redigitised" and not ln:
                    continue
                if k == "split_half" and not (
                    ln
                    and isline
                    and q.b - q.a > 70
                    and self.wanted_pairs - len(self.truth) >= 2
                    and not q.phase
                    and q.inc["road"]
                ):
                    continue
                if (
                    k == "renoised"
                    and line
                    and q.rec["capture"] == "phone_point"
                    and rng.random() < 0.5
                ):
                    continue
                break
            else:
                plan[len(self.truth)] = "renoised"
                continue
            used.add(id(q))
            pool.remove(q)
            new = self.dup(k, q)
            if (
                len(new) == 1
                and rng.random() < 0.025
                and len(self.truth) + 2 <= self.wanted_pairs
                and k not in ("split_half", "office_snapped", "coord_fault")
            ):  # a third claim of the same work
                x = self.dup("renoised", q)[0]
                self.truth.append((new[0], x, "third_claim"))
        # split halves may overshoot works by one claim: trim honest singles not used
        T = {id(a) for a, b, _ in self.truth} | {id(b) for a, b, _ in self.truth}
        over = len(self.out) - self.wanted
        while len(self.out) < self.wanted:
            self.honest("single", rng.choice(self.w.v))
        if over > 0:
            for w in [w for w in self.out if id(w) not in T and w.kind == "single"][:over]:
                self.out.remove(w)
        rng.shuffle(self.out)
        for i, w in enumerate(self.out):
            w.rec["id"] = "P%06d" % (i + 1)
        return self


def make(seed, works, pairs, facts):
    world = Register(seed, works, pairs, facts).run()
    truth = [dict(a=x.rec["id"], b=y.rec["id"], kind=k) for x, y, k in world.truth]
    return [w.rec for w in world.out], truth


if __name__ == "__main__":
    common.run(__doc__, make)
