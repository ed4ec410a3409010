"""A sloppy register: short messy names, lines drawn at the desk, volumes often missing.

Every village has a clerk's style (case, abbreviations, order of words); landmarks stand where a
street has no name; amounts are rounded to millions. True pairs: told again, redrawn, partial,
renamed, halves, office pin, copied or faulty coordinates, the neighbour village, another fund, the
next year. Look-alikes: phases, adjoining stretches, maintenance, rebuilding, two sides, a road and
its drain, co-funding, beneficiaries, series, parts of a building, junctions, overlays, office pins.

In the code v is a village, du a dusun, st a street or a style, w a work, l a line.
"""

import math

import common
from scribble_records import Records
from scribble_words import OFF, SIB


class World(Records):
    """The whole register, and the works that are claimed again."""

    def build(self):
        rng = self.rng
        target = self.wanted - self.wanted_pairs
        share = 0.60
        while len(self.works) < target:
            v = rng.choice(self.villages)
            self.family(v) if rng.random() < share * 0.42 else self.base(v)
            self.cur = 0
        self.works = self.works[:target]
        self.tell()
        self.claims = []
        first = {}
        for w in self.works:
            o = first.get(w.get("fid"))
            if o and rng.random() < SIB:
                w["follow"] = o["kept"]
                w["rec"] = self.claim(w, st=o["sty"], samew=0.88)
                del w["follow"]
            else:
                w["sty"] = (
                    dict(w["v"]["style"])
                    if rng.random() < 0.75
                    else dict(
                        w["v"]["style"],
                        **{k: x for k, x in self.style().items() if rng.random() < 0.6},
                    )
                )
                w["rec"] = self.claim(w, st=w["sty"])
                first.setdefault(w.get("fid") or id(w), w)
            self.claims.append(w["rec"])
        for w in self.works:  # honest faults
            u = rng.random()
            q = w["rec"]
            if u < OFF:
                q["pts"], q["ty"] = self.office(w["v"])
                w["snap"] = 1
                q["capture"] = rng.choice(["phone_point", "digitised"])
            elif u < OFF + 0.01:
                q["flip"] = rng.choice(["swap", "swap", "sign", "dec"])
                w["snap"] = 1
        self.truths()
        # honest other photos: one picture used for two parts / pins now and then
        byp = {}
        for w in self.works:
            if w["fam"] in ("parts", "pin", "sides", "roaddrain") and rng.random() < 0.05:
                k = (w["fam"], id(w["st"]))
                byp.setdefault(k, []).append(w["rec"])
        for g in byp.values():
            h = "%016x" % rng.getrandbits(64)
            if len(g) > 1:
                for q in g:
                    q["photo_phash"] = [h]

    KIND = [
        ("regps", 13),
        ("redraw", 17),
        ("partial", 10),
        ("renamed", 15),
        ("split", 7),
        ("office", 12.3),
        ("copied", 6),
        ("fault", 0.5),
        ("neighbour", 5),
        ("otherfund", 8),
        ("nextyear", 10),
    ]

    def truths(self):
        rng = self.rng
        used = set()
        pool = list(range(len(self.works)))
        rng.shuffle(pool)
        want = [
            k
            for k, p in self.KIND
            for _ in range(round(p / sum(q for _, q in self.KIND) * self.wanted_pairs * 1.1 + 0.5))
        ]
        rng.shuffle(want)  # only to keep the sequence of draws
        # exact quota for the rare kinds, so that seeds do not swing
        quota = {k: p / sum(q for _, q in self.KIND) * self.wanted_pairs for k, p in self.KIND}

        def border(w):
            p = w["st"]["l"].at(w["seg"][0]) if w["seg"] else w["p"]
            d = sorted((math.dist(p, v["c"]), i) for i, v in enumerate(self.villages))
            o = [x for x in d if self.villages[x[1]] is not w["v"]][0]
            return self.villages[o[1]] if o[0] < math.dist(p, w["v"]["c"]) + 350 else None

        ks = sorted(
            quota,
            key=lambda k: (
                ["split", "neighbour", "partial", "redraw"].index(k)
                if k in ("split", "neighbour", "partial", "redraw")
                else 9
            ),
        )
        for k in ks:
            lim = round(quota[k]) if k != "renamed" else 10**9
            if k == "renamed":
                continue
            self.fill(k, lim, pool, used, border)
        self.fill("renamed", self.wanted_pairs - len(self.true_pairs), pool, used, border)

    def fill(self, k, lim, pool, used, border):
        rng = self.rng
        got = 0
        for i in pool:
            if got >= lim or len(self.true_pairs) >= self.wanted_pairs:
                return
            w = self.works[i]
            if i in used or w.get("snap") or "pin" in w:
                continue
            if w["fam"] in ("maint", "rebuild", "cofund") and rng.random() < 0.6:
                continue
            lin = bool(w["seg"])
            if k == "office" and not (w["person"] or w["nm"][1] or w["lm"] and "lm" in w["must"]):
                continue
            if k in ("split", "partial", "redraw") and (
                not lin or w["len"] < (80 if k == "split" else 45)
            ):
                continue
            if k == "regps" and lin and rng.random() < 0.65:
                continue
            vv = None
            if k == "neighbour":
                vv = border(w)
                if not vv:
                    continue
            used.add(i)
            n = dict(w)
            n["must"] = set(w["must"])
            n.pop("pin", None)
            n.pop("snap", None)
            n["up"] = w["up"]
            n["follow"] = dict(w["kept"])
            n["kept"] = {}
            base = w["rec"]
            bc = base["cost"]
            st = (
                self.style()
                if rng.random() < 0.6
                else dict(w["v"]["style"], detail=rng.uniform(0.9, 1.3))
            )
            n["year"] = (
                w["year"]
                if rng.random() < 0.7
                else max(2021, min(2025, w["year"] + rng.choice([1, 1, -1])))
            )
            if rng.random() < 0.14:
                n["fund"] = rng.choice(
                    [f for f in ("DDS", "ADD", "PBH", "PBK", "PAD") if f != w["fund"]]
                )
            kw = dict(gm=None, st=st, force=(), extra=0.0)
            cf = (
                1.0
                if rng.random() < 0.42
                else rng.gauss(1, 0.08) if rng.random() < 0.8 else rng.uniform(0.6, 1.5)
            )
            if k == "nextyear":
                n["year"] = w["year"] + 1 if w["year"] < 2025 else 2024
            if k == "otherfund":
                n["fund"] = rng.choice(
                    [f for f in ("DDS", "ADD", "PBH", "PBK", "PAD", "PBP", "SWD") if f != w["fund"]]
                )
                n["year"] = w["year"] if rng.random() < 0.8 else n["year"]
            if k == "neighbour":
                n["v"] = vv
                kw["st"] = vv["style"]
                n["rt"] = w["rt"] if rng.random() < 0.5 else 0
            if k == "redraw":
                kw["gm"] = rng.choices(["dig", "track", "pt"], [5, 2, 3])[0]
            if k in ("renamed", "nextyear") and rng.random() < 0.06 and n["act"] == "build":
                n["act"] = "rehab"
            halves = [None]
            if (
                lin
                and k in ("regps", "renamed", "otherfund", "nextyear", "redraw", "neighbour")
                and base["ty"] == "Point"
                and rng.random() < 0.32
            ):
                kw["gm"] = "pt"
                kw["where"] = {"s": "e", "e": "s", "m": "e"}.get(w.get("where"), "m")
            n["where"] = None
            if k == "partial":
                a, b = w["seg"]
                L = b - a
                sh = rng.uniform(0.2, 0.5) * L
                n["seg"] = (
                    (a + sh, min(w["st"]["l"].L, b + sh * rng.uniform(0, 1.2)))
                    if rng.random() < 0.5
                    else (max(0, a - sh * rng.uniform(0, 1.2)), b - sh)
                )
                n["len"] = n["seg"][1] - n["seg"][0]
                cf *= n["len"] / L
                kw["gm"] = "dig" if rng.random() < 0.75 else None
            if k == "split":
                a, b = w["seg"]
                m = a + (b - a) * rng.uniform(0.42, 0.58)
                halves = [(a, m), (m, b)]
                if (
                    rng.random() < 0.5
                    or len(self.true_pairs) + 2 > self.wanted_pairs
                    or got + 2 > lim
                ):
                    halves = [rng.choice(halves)]
            if k == "office":
                kw["force"] = ("rt", "d", "nm", "lm") + tuple(
                    q for q in ("person", "part", "side", "phase") if w[q]
                )
                cf = 1.0 if rng.random() < 0.55 else rng.gauss(1, 0.06)
                n["year"] = w["year"] if rng.random() < 0.75 else n["year"]
                kw["st"] = dict(w["v"]["style"], detail=1.3)
            if k == "office" and rng.random() < 0.85:  # the first claim must be readable as well
                base["name"] = self.name(w, w["v"]["style"], 0, ("rt", "d", "nm", "lm"))
            for h in halves:
                m = dict(n)
                m["must"] = set(n["must"])
                c = cf
                if h:
                    m["seg"] = h
                    m["len"] = h[1] - h[0]
                    c = cf * m["len"] / w["len"]
                    kw["gm"] = "dig" if rng.random() < 0.8 else None
                q = self.claim(m, cost=max(5e5, bc * c), pm=0.33, **kw)
                if k == "regps":
                    q["name"] = base["name"] if rng.random() < 0.2 else q["name"]
                    if rng.random() < 0.5:
                        q["volume"], q["unit"] = base["volume"], base["unit"]
                if abs(c - 1) < 1e-9 and rng.random() < 0.7:
                    q["cost"] = bc
                if k == "office":
                    q["pts"], q["ty"] = self.office(w["v"])
                    q["capture"] = rng.choice(["phone_point", "digitised"])
                if k == "copied":
                    q["pts"], q["ty"], q["accuracy_m"], q["capture"] = (
                        list(base["pts"]),
                        base["ty"],
                        base["accuracy_m"],
                        base["capture"],
                    )
                if k == "fault":
                    q["flip"] = rng.choice(["swap", "sign", "swap"])
                if k in ("regps", "renamed", "otherfund", "nextyear") and rng.random() < 0.012:
                    q["flip"] = "dec"
                if rng.random() < 0.05:
                    q["work_class"] = (
                        {
                            "road": "other",
                            "drainage": "irrigation",
                            "irrigation": "drainage",
                            "culvert": "drainage",
                            "bridge": "culvert",
                            "retaining_wall": "road",
                            "sanitation": "building",
                            "housing": "building",
                        }.get(q["work_class"], q["work_class"])
                        if rng.random() < 0.35
                        else q["work_class"]
                    )
                if base["photo_phash"] and rng.random() < 0.35:
                    x = int(base["photo_phash"][0], 16)
                    for _ in range(rng.choice([0, 0, 1, 3, 5])):
                        x ^= 1 << rng.randrange(64)
                    q["photo_phash"] = ["%016x" % x]
                self.claims.append(q)
                self.true_pairs.append(
                    (
                        base,
                        q,
                        {
                            "regps": "same_again",
                            "redraw": "redrawn",
                            "partial": "partial_overlap",
                            "renamed": "renamed",
                            "split": "split_half",
                            "office": "office_snapped",
                            "copied": "copied_coordinates",
                            "fault": "coordinate_fault",
                            "neighbour": "neighbour_village",
                            "otherfund": "other_fund",
                            "nextyear": "next_year",
                        }[k],
                    )
                )
                got += 1

    def write(self, seed):
        rng = self.rng
        order = list(self.claims)
        rng.shuffle(order)
        for i, q in enumerate(order):
            q["id"] = "E%d-%05d" % (seed, i + 1)
        projects = []
        for q in order:
            c = [self.lonlat(p) for p in q["pts"]]
            fl = q["flip"]
            if fl == "swap":
                c = [[y, x] for x, y in c]
            if fl == "sign":
                c = [[x, -y] for x, y in c]
            if fl == "dec":
                c = [[math.floor(x * 1e3) / 1e3, math.floor(y * 1e3) / 1e3] for x, y in c]
            ty = q["ty"]
            if fl == "dec" and ty != "Point":
                ty = "Point"
                c = c[:1]
            g = {
                "type": ty,
                "coordinates": c[0] if ty == "Point" else [c] if ty == "Polygon" else c,
            }
            o = {
                k: q[k]
                for k in (
                    "id",
                    "village_code",
                    "village_name",
                    "fiscal_year",
                    "fund_source",
                    "kegiatan_code",
                    "work_class",
                    "name",
                    "volume",
                    "unit",
                    "cost",
                )
            }
            o.update(
                geometry=g,
                accuracy_m=q["accuracy_m"],
                capture=q["capture"],
                photo_phash=q["photo_phash"],
            )
            projects.append(o)
        truth = []
        for a, b, k in self.true_pairs:
            a, b = (a, b) if a["id"] < b["id"] else (b, a)
            truth.append(dict(a=a["id"], b=b["id"], kind=k))
        return projects, truth


def make(seed, works, pairs, facts):
    world = World(seed, works, pairs, facts)
    world.build()
    return world.write(seed)


if __name__ == "__main__":
    common.run(__doc__, make)
