"""A register of a whole kabupaten, typed from proposals by many hands, on real roads and waters.

Each proposal has a template (official or not, order, case, abbreviations, what it tells); alike
works may share one template, a second claim mostly has its own. True pairs: the same again, line
against point, redigitised, partial, renamed, halves, office pin, copied or faulty coordinates, the
neighbour village, another fund, the next year. Look-alikes: phases, yearly maintenance, rebuilding,
left and right, a road and its drain, co-funding, neighbours in a gang, series, office pins, parts
of a building, junctions, copied pins of other works.

In the code v is a village, x a road or water, w a work, t a template.
"""

from shapely.ops import substring

import common
from hands_records import Records
from hands_words import CNT, COPY, FUNDS, LSUB, LW, PARTS, PERS, S, SHARE, SUBS, SW


class World(Records):
    """Honest families that look alike, and the works that are claimed again."""

    def phases(self):
        rng = self.rng
        n = rng.choice([2, 2, 3])
        v = rng.choice(self.ground.villages)
        sub = rng.choices(LSUB, LW)[0]
        for _ in range(20):
            ln = rng.uniform(60, 150)
            z = self.stretch(v, sub, ln * n)
            if z:
                break
        else:
            return
        x, a, b = z
        st = (b - a) / n
        mark = rng.random() < 0.84
        y = rng.choice([2022, 2023, 2024])
        same = rng.random() < 0.35
        f = rng.choice(FUNDS)
        t = None
        for i in range(n):
            w = self.mkline(
                v,
                sub,
                x,
                a + i * st,
                a + (i + 1) * st,
                year=min(2025, y + (0 if same else i)),
                fund=f if rng.random() < 0.8 else None,
                phase=i + 1 if mark else None,
                maint=False,
            )
            t = t if t and rng.random() < 0.75 else self.template(w)
            self.put(
                w,
                "phases",
                t,
                how=(
                    None
                    if mark and rng.random() < 0.6
                    else rng.choice(["phone_track", "digitised"])
                ),
                at="m" if rng.random() < 0.5 else None,
            )

    def yearly(self):
        rng = self.rng
        w = self.line(maint=True) if rng.random() < 0.7 else self.pt(maint=True)
        if not w:
            return
        ys = sorted(rng.sample([2022, 2023, 2024, 2025], rng.choice([2, 2, 3])))
        t = self.template(w)
        c = w["cost"]
        for y in ys:
            w = dict(w, year=y, cost=c * rng.lognormvariate(0.03 * (y - 2022), 0.12))
            self.put(w, "yearly_maintenance", t if rng.random() < 0.6 else self.template(w))

    def rebuild(self):
        rng = self.rng
        w = (
            self.line(year=2022, maint=False)
            if rng.random() < 0.7
            else self.pt(year=2022, maint=False)
        )
        if not w:
            return
        t = self.template(w)
        self.put(w, "rebuild", t)
        c = w["cost"]
        w = dict(
            w,
            year=2025,
            cost=c * rng.uniform(0.6, 1.4),
            vb=rng.choice(["Rehabilitasi", "Rehab total", "Pembangunan kembali", "Peningkatan"]),
        )
        self.put(w, "rebuild", t if rng.random() < 0.4 else None)

    def leftright(self):
        rng = self.rng
        v = rng.choice(self.ground.villages)
        sub = rng.choice(["drain", "drain", "drain", "talud"])
        z = self.stretch(v, sub)
        if not z:
            return
        t = None
        y = rng.choice([2022, 2023, 2024])
        same = rng.random() < 0.6
        f = rng.choice(FUNDS)
        for i, sd in enumerate(["kiri", "kanan"]):
            w = self.mkline(v, sub, *z, side=sd, year=y + (0 if same else i), fund=f, maint=False)
            t = t if t and rng.random() < 0.8 else self.template(w)
            tt = dict(t, noside=1) if rng.random() < 0.012 else t
            self.put(w, "left_right", tt)

    def roaddrain(self):
        rng = self.rng
        v = rng.choice(self.ground.villages)
        z = self.stretch(v, "rabat")
        if not z:
            return
        y = rng.choice([2022, 2023, 2024, 2025])
        f = rng.choice(FUNDS)
        for sub in [rng.choice(["rabat", "paving", "aspal"])] + rng.sample(
            ["drain", "talud", "pipa"], rng.choice([1, 1, 2])
        ):
            w = self.mkline(
                v,
                sub,
                *z,
                year=y if rng.random() < 0.6 else None,
                fund=f if rng.random() < 0.7 else None,
                maint=False,
            )
            self.put(w, "road_and_drain")

    def cofund(self):
        rng = self.rng
        z = None
        v = rng.choice(self.ground.villages)
        sub = rng.choices(LSUB, LW)[0]
        z = self.stretch(v, sub, rng.uniform(120, 320))
        if not z:
            return
        x, a, b = z
        m = a + (b - a) * rng.uniform(0.35, 0.65)
        y = rng.choice([2022, 2023, 2024, 2025])
        t = None
        whole = rng.random() < 0.35
        fs = rng.choice([("DDS", "PBK"), ("DDS", "ADD"), ("DDS", "PBP"), ("ADD", "PBK")])
        W = self.mkline(v, sub, x, a, b)
        for i, (p, q) in enumerate([(a, m), (m, b)]):
            w = self.mkline(
                v,
                sub,
                x,
                p,
                q,
                year=y,
                fund=fs[i],
                maint=False,
                mark=(
                    rng.choice(
                        [
                            "(sharing)",
                            "(dana pendamping)",
                            "STA 0+%03d - 0+%03d" % (round(p - a), round(q - a)),
                            "bag. %d" % (i + 1),
                        ]
                    )
                    if whole or rng.random() < 0.4
                    else None
                ),
            )
            for k in ("wd",):
                w[k] = W[k]
            t = t if t and rng.random() < 0.5 else self.template(w)
            t["inc"]["dims"] = False
            self.put(
                w,
                "cofunded",
                t,
                geo=(
                    self.capture(W, rng.choice(["digitised", "phone_track"]))
                    if whole
                    else self.capture(
                        w, rng.choice(["digitised", "phone_track", "phone_track", None])
                    )
                ),
            )

    def gang(self):
        rng = self.rng
        v = rng.choice(self.ground.villages)
        x = rng.choice(v["R"])
        sub = rng.choices(["rtlh", "jamban", "sumur", "resap"], [5, 5, 2, 1])[0]
        n = rng.randint(3, 6)
        L = x["l"].length
        a = rng.uniform(0, max(1, L - n * 28))
        t = None
        y = rng.choice([2022, 2023, 2024, 2025])
        f = rng.choice(FUNDS)
        c = None
        used = set()
        for i in range(n):
            q = x["l"].interpolate(min(L, a + i * rng.uniform(13, 30)))
            w = self.pt(
                v,
                sub,
                (q.x + rng.gauss(0, 6), q.y + rng.gauss(0, 6)),
                x,
                year=y if rng.random() < 0.8 else None,
                fund=f,
                maint=False,
            )
            while w["pers"] in used:
                w["pers"] = rng.choice(PERS)
            used.add(w["pers"])
            w["vol"] = 1
            c = c or w["cost"]
            w["cost"] = c
            t = t if t and rng.random() < 0.85 else self.template(w)
            self.put(w, "gang_neighbours", t, force=("pers",) if rng.random() < 0.97 else ())

    def series(self):
        rng = self.rng
        v = rng.choice(self.ground.villages)
        sub = rng.choice(["paving", "rabat", "drain", "pju", "sumur", "talud", "gorong"])
        y = rng.choice([2022, 2023, 2024, 2025])
        f = rng.choice(FUNDS)
        n = rng.randint(3, 5)
        t = None
        c0 = rng.choices(v["R"], v["rw8"])[0]
        near = sorted(v["R"], key=lambda x: x["l"].distance(c0["l"]))[:6]
        c = None
        for i in range(n):
            x = near[i % len(near)]
            if S[sub][3] == "L":
                z = self.stretch(v, sub, None, x)
                if not z:
                    continue
                w = self.mkline(v, sub, *z, year=y, fund=f, maint=False)
            else:
                w = self.pt(v, sub, None, x, year=y, fund=f, maint=False)
            t = t if t and rng.random() < 0.88 else self.template(w)
            if rng.random() < 0.5:
                c = c or w["cost"]
                w["cost"] = c
            self.put(w, "series", t, force=("gg", "rt") if rng.random() < 0.8 else ("rt",))

    def pin(self, v, k):
        for _ in range(k):
            w = self.line(v) if self.rng.random() < 0.55 else self.pt(v)
            if w:
                self.put(
                    w,
                    "office_pin",
                    geo=self.office(v),
                    force=("dusun", self.rng.choice(["rt", "jl", "gg"])),
                )

    def parts(self):
        rng = self.rng
        v = rng.choice(self.ground.villages)
        sub = rng.choice(["pos", "paud", "balai", "balai"])
        w0 = self.pt(v, sub)
        t = None
        y = rng.choice([2022, 2023, 2024, 2025])
        for p in rng.sample(PARTS + [None], rng.choice([2, 3, 3, 4])):
            w = dict(
                w0,
                part=p,
                year=y if rng.random() < 0.4 else rng.choice([2022, 2023, 2024, 2025]),
                cost=S[sub][5] * (rng.uniform(0.1, 0.4) if p else 1),
            )
            w["maint"] = False
            t = t if t and rng.random() < 0.6 else self.template(w)
            self.put(w, "building_parts", t)

    def junction(self):
        rng = self.rng
        v = rng.choice(self.ground.villages)
        x = rng.choice(v["R"])
        e = rng.choice([0, 1])
        q = x["l"].interpolate(e, normalized=True)
        for sub in rng.sample(
            ["gorong", "pju", "gapura", "jemb", "tps", "drain", "talud", "rabat", "paving"],
            rng.choice([3, 3, 4]),
        ):
            if S[sub][3] == "L":
                ln = rng.uniform(40, 110)
                L = x["l"].length
                a, b = (0, min(L, ln)) if e == 0 else (max(0, L - ln), L)
                occ = x["occ"].setdefault(S[sub][0], [])
                if any(a < o[1] and b > o[0] for o in occ):
                    continue
                occ.append((a, b))
                w = self.mkline(v, sub, x, a, b)
            else:
                w = self.pt(v, sub, (q.x + rng.gauss(0, 8), q.y + rng.gauss(0, 8)), x)
            self.put(w, "junction")

    def copied(self):
        rng = self.rng
        v = rng.choice(self.ground.villages)
        a = self.line(v) if rng.random() < 0.5 else self.pt(v)
        if not a:
            return
        q = self.put(a, "copied_pin_other_work", how="phone_point")
        sub = a["sub"] if rng.random() < 0.35 else None
        b = (
            self.line(v, sub)
            if (sub and S[sub][3] == "L") or (not sub and rng.random() < 0.5)
            else self.pt(v, sub)
        )
        if b:
            self.put(
                b,
                "copied_pin_other_work",
                geo=(q["geometry"], q["accuracy_m"], q["capture"]),
                force=("rt", "gg", "dusun"),
            )

    # ---------- true pairs
    def dup(self, kind, base):
        rng = self.rng
        w0 = base["_w"]
        w = dict(w0)
        geo = None
        how = at = None
        w["cost"] = w0["cost"] * rng.lognormvariate(0, 0.11)
        if rng.random() < 0.15:
            w["cost"] = base["cost"]
        if rng.random() < 0.14:
            w["cost"] = w0["cost"] * rng.uniform(0.6, 1.6)
        if rng.random() < 0.12:
            w["vol"] = w["vol"] * rng.uniform(0.75, 1.3) if w["geo"] == "line" else w["vol"]
        if rng.random() < 0.09 and kind not in ("other_fund",) and not w["maint"]:
            w["year"] = max(2022, min(2025, w["year"] + rng.choice([-1, 1])))
        if rng.random() < 0.2:
            w["fund"] = rng.choice(FUNDS)
        copy = rng.random() < COPY
        vill = None
        if kind == "line_vs_point":
            at = {"s": "eem", "e": "ssm", "m": "se"}.get(base["_at"])
            at = rng.choice(at) if at else rng.choice("smme")
            how = (
                "phone_point"
                if base["geometry"]["type"] == "LineString"
                else rng.choice(
                    ["digitised", "phone_track", "phone_point", "phone_point", "phone_point"]
                )
            )
        elif kind == "redigitised":
            how = rng.choice(["digitised", "phone_track"])
        elif kind == "partial":
            L = w["g"].length
            f = rng.uniform(0.5, 0.85)
            st = rng.choice([0, 1 - f, rng.uniform(0, 1 - f)])
            l = substring(w["g"], st * L, (st + f) * L)
            w["g"] = l
            w["vol"] = w0["vol"] * f
            w["cost"] = w0["cost"] * f * rng.lognormvariate(0, 0.15)
            how = rng.choice(["digitised", "phone_track"])
        elif kind == "office_snapped":
            geo = self.office(w["v"])
        elif kind == "copied_coords":
            geo = (base["geometry"], base["accuracy_m"], base["capture"])
        elif kind == "coord_fault":
            G, a, c = self.capture(w, "phone_point")
            x, y = G["coordinates"]
            o = rng.choice(["swap", "sign", "digit"])
            G = {
                "type": "Point",
                "coordinates": {
                    "swap": [y, x],
                    "sign": [x, -y],
                    "digit": [x, round(y + rng.choice([-1, 1]) * 0.1, 7)],
                }[o],
            }
            geo = (G, a, c)
        elif kind == "neighbour_village":
            vill = rng.choice(w["v"]["nb"][:2])
            w["fund"] = rng.choice(["DDS", "ADD", "DDS"])
        elif kind == "other_fund":
            w["fund"] = rng.choice(
                [f for f in ["DDS", "PBK", "PBK", "PBK", "ADD", "PBP"] if f != w0["fund"]]
            )
            w["kab"] = w["fund"] == "PBK" and rng.random() < 0.6
        elif kind == "next_year":
            w["year"] = w0["year"] + 1 if w0["year"] < 2025 else 2024
        if kind == "renamed":
            copy = False
        t = base["_t"] if copy and base.get("_t") else self.template(w)
        if kind == "renamed":
            t["noun"] = rng.choice(
                [n for n in S[w["sub"]][2] if n.lower() != (base.get("_n") or "")]
            )
            t["typo"] = rng.random() < 0.5
        rng.random()  # only to keep the sequence of draws
        fs = []
        if kind in ("office_snapped", "coord_fault", "neighbour_village"):
            fs = ["jl", "gg", "lm", "dusun", "pers"] + (["rt", "rw"] if rng.random() < 0.9 else [])
        elif rng.random() < 0.8:
            fs = [z for z in ("jl", "gg", "pers", "lm") if rng.random() < 0.6] + [
                rng.choice(["rt", "dusun"])
            ]
        photo = None
        if base["photo_phash"] and rng.random() < 0.3:
            photo = "%016x" % (
                int(base["photo_phash"][0], 16)
                ^ (1 << rng.randrange(64))
                ^ (1 << rng.randrange(64))
            )
        w["mark"] = None if rng.random() < 0.5 else w["mark"]
        d = self.put(
            w,
            "true_" + kind,
            t,
            geo=geo,
            force=fs,
            vol=w["vol"],
            photo=photo,
            how=how,
            at=at,
            village=vill,
        )
        self.truth.append((base, d, kind))

    def run(self):
        rng = self.rng
        n = self.wanted
        k = n / 6800
        for v in self.ground.villages:
            self.pin(v, rng.choice([3, 4, 5, 6, 7, 9]))
        for f, c in dict(
            phases=CNT["phases"],
            yearly=CNT["yearly"],
            rebuild=CNT["rebuild"],
            leftright=CNT["leftright"],
            roaddrain=CNT["roaddrain"],
            cofund=CNT["cofund"],
            gang=CNT["gang"],
            series=CNT["series"],
            parts=CNT["parts"],
            junction=CNT["junction"],
            copied=CNT["copied"],
        ).items():
            for _ in range(round(c * k)):
                getattr(self, f)()
        nd = self.pairs
        while len(self.claims) < n - nd:
            sub = rng.choices(SUBS, SW)[0]
            w = self.line(None, sub) if S[sub][3] == "L" else self.pt(None, sub)
            if w:
                self.put(w, "plain")
        self.claims = self.claims[: n - nd] if len(self.claims) > n - nd else self.claims
        ok = [
            x
            for x in self.claims
            if x["_k"] != "office_pin" and x["_k"] not in ("copied_pin_other_work",)
        ]
        plain = [x for x in ok if x["_k"] == "plain"]
        look = [
            x
            for x in ok
            if x["_k"]
            in (
                "phases",
                "series",
                "gang_neighbours",
                "left_right",
                "road_and_drain",
                "junction",
                "building_parts",
            )
        ]

        def told(b):
            w, c = b["_w"], b["_t"]["inc"]
            return sum(bool(w[k] and c[k]) for k in ("jl", "gg", "rt", "dusun", "pers", "lm")) + (
                2 if w["pers"] and c["pers"] else 0
            ) >= (3 if rng.random() < 0.93 else 2)

        used = set()
        kinds = list(SHARE)

        def take(pred):
            for _ in range(5000):
                b = rng.choice(look if rng.random() < 0.22 else plain)
                if id(b) not in used and pred(b):
                    used.add(id(b))
                    return b

        want = []
        for q in kinds:
            want += [q] * round(SHARE[q] * nd)
        rng.shuffle(want)
        while len(want) < nd:
            want.append("same_again")
        want = want[:nd]
        want.sort()
        i = 0
        while i < len(want):
            q = want[i]
            line = lambda b: b["_w"]["geo"] == "line" and b["_w"]["g"].length > 60
            if q == "split_half":
                b = take(
                    lambda b: line(b)
                    and b["_w"]["g"].length > 110
                    and b["geometry"]["type"] == "LineString"
                )
                w0 = b["_w"]
                L = w0["g"].length
                f = rng.uniform(0.42, 0.58)
                halves = [(0, f), (f, 1)]
                m = (
                    2
                    if rng.random() < 0.5 and i + 1 < len(want) and want[i + 1] == "split_half"
                    else 1
                )
                rng.shuffle(halves)
                for a, z in halves[:m]:
                    w = dict(
                        w0,
                        g=substring(w0["g"], a * L, z * L),
                        vol=w0["vol"] * (z - a),
                        cost=w0["cost"] * (z - a) * rng.lognormvariate(0, 0.12),
                    )
                    if rng.random() < 0.4:
                        w["fund"] = rng.choice(FUNDS)
                    d = self.put(
                        w,
                        "true_split_half",
                        how=rng.choice(["digitised", "phone_track", "phone_track", "phone_point"]),
                        at="m",
                        vol=w["vol"],
                        force=(rng.choice(["jl", "rt", "gg"]),),
                    )
                    self.truth.append((b, d, q))
                i += m
                continue
            pr = {
                "line_vs_point": line,
                "redigitised": lambda b: line(b) and b["geometry"]["type"] == "LineString",
                "partial": lambda b: line(b) and b["geometry"]["type"] == "LineString",
                "next_year": lambda b: not b["_w"]["maint"],
                "copied_coords": lambda b: True,
                "office_snapped": told,
                "coord_fault": told,
                "neighbour_village": told,
            }.get(q, lambda b: True)
            self.dup(q, take(pr))
            i += 1
        while len(self.claims) < n:
            w = self.line() or self.pt()
            self.put(w, "plain")
        assert len(self.claims) == n and len(self.truth) == self.pairs, (
            len(self.claims),
            len(self.truth),
        )
        rng.shuffle(self.claims)
        for i, x in enumerate(self.claims):
            x["id"] = "G%06d" % (i + 1)

    def tables(self):
        projects = [{k: v for k, v in x.items() if k[0] != "_"} for x in self.claims]
        truth = []
        for a, b, k in self.truth:
            p, q = (a, b) if self.rng.random() < 0.5 else (b, a)
            truth.append(dict(a=p["id"], b=q["id"], kind=k))
        return projects, truth


def make(seed, works, pairs, facts):
    world = World(seed, works, pairs, facts)
    world.run()
    return world.tables()


if __name__ == "__main__":
    common.run(__doc__, make)
