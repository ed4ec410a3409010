"""Honest works of the scribble world: single ones and the families that look alike."""

import math

from scribble_ground import Ground
from scribble_words import BASE, CLS, FUNDS, LINEAR, LM, ORG, PARTS, TELL, YEARS


class Works(Ground):
    """Honest works, single and by family."""

    def base(self, v, thing=None, **k):
        rng = self.rng
        q = rng.choice(v["dusun"])
        du = k.pop("du", None) or (q["n"] if not thing else None)
        t = thing or (q["fav"] if rng.random() < 0.9 and du == q["n"] else rng.choice(BASE))
        if t in LINEAR:
            q = self.slot(v, t, du=du)
            if not q:
                return None
            return self.add(
                v,
                t,
                st=q[0],
                seg=(q[1], q[2]),
                off=rng.choice([-3.5, 3.5]) if t in ("drain", "talud") else 0,
                **k,
            )
        if t in ("gorong", "jbt") and v["kali"] and rng.random() < 0.3:
            st = rng.choice(v["kali"])
            return self.add(v, t, st=st, p=st["l"].at(rng.uniform(0, st["l"].L)), **k)
        if t in ("posyandu", "paud", "tpq", "pasar"):
            b = rng.choice([b for b in v["blds"] if b["b"] == t])
            if b.get("built"):
                return self.base(v, "poskamling", **k)
            b["built"] = 1
            return self.add(
                v, t, st=b["st"], p=b["p"], nm=("nm", b["nm"]) if b["nm"] else ("", ""), **k
            )
        st, p = self.spot(v, du)
        if t in ("jamban", "rtlh"):
            k.setdefault("person", rng.choice(ORG))
            k.setdefault("must", {"person"})
        return self.add(v, t, st=st, p=p, **k)

    def clone(self, w, **k):
        n = dict(w)
        n["must"] = set(w["must"])
        n["up"] = w["up"] * self.rng.gauss(1, 0.05)
        n.update(k)
        if n["seg"]:
            n["len"] = n["seg"][1] - n["seg"][0]
        if getattr(self, "cur", 0):
            n["fid"] = self.cur
        self.works.append(n)
        return n

    def family(self, v):
        rng = self.rng
        f = rng.choices(
            [
                "phase",
                "adjoin",
                "maint",
                "rebuild",
                "sides",
                "roaddrain",
                "cofund",
                "benef",
                "series",
                "parts",
                "junction",
                "overlay",
                "pju",
                "pin",
            ],
            [9, 14, 7, 5.5, 7, 3.5, 5, 6, 18, 2, 6, 2.5, 4, 3],
        )[0]
        lin = rng.choice(
            [
                "rabat",
                "paving",
                "paving",
                "aspal",
                "makadam",
                "drain",
                "drain",
                "irig",
                "talud",
                "talud",
            ]
        )
        self.fid = getattr(self, "fid", 0) + 1
        self.cur = self.fid
        if f in ("phase", "adjoin", "cofund"):
            n = rng.choice([2, 2, 3]) if f != "cofund" else 2
            gap = rng.uniform(8, 35) if f == "adjoin" and rng.random() < 0.7 else 0
            q = self.slot(v, lin, 50 * n + (n - 1) * 2 * gap, 130 * n + (n - 1) * gap)
            if not q:
                return
            st, a, b = q
            gap = min(gap, (b - a) / n * 0.22)
            cut = [
                a + (b - a) * i / n + (rng.uniform(-0.2, 0.2) * (b - a) / n if 0 < i < n else 0)
                for i in range(n + 1)
            ]
            y = rng.choice(YEARS[: 6 - n])
            fund = rng.choice(FUNDS)
            off = rng.choice([-3.5, 3.5]) if lin in ("drain", "talud") else 0
            ph = f == "phase" and rng.random() < 0.8
            rts = [st["rt"]] * n
            if f == "adjoin" and rng.random() < 0.6:
                rts = [max(1, st["rt"] + i - 1) for i in range(n)]
            for i in range(n):
                k = dict(
                    st=st,
                    seg=(cut[i] + (gap if i else 0), cut[i + 1] - (gap if i < n - 1 else 0)),
                    off=off,
                    fam=f,
                    year=y
                    + (
                        i
                        if f == "phase"
                        else rng.choice([0, 0, 1]) if f == "adjoin" and n == 2 else 0
                    ),
                    fund=fund,
                    rt=rts[i],
                    lm="",
                )
                if ph:
                    k.update(phase=i + 1, must={"phase"})
                if len(set(rts)) > 1:
                    k["must"] = {"rt"}
                if f == "cofund":
                    k["fund"] = (
                        fund
                        if i == 0
                        else rng.choice(
                            [z for z in ("DDS", "ADD", "PBK", "PBP", "PBH", "SWD") if z != fund]
                        )
                    )
                if f == "adjoin" and len(set(rts)) == 1:
                    k["lm"] = LM[(int(a) + i) % len(LM)]
                    k["must"] = {"lm"}
                self.add(v, lin, **k)
        elif f == "maint":
            w = self.base(
                v,
                rng.choice(
                    [
                        "rabat",
                        "paving",
                        "aspal",
                        "drain",
                        "irig",
                        "gorong",
                        "sumur",
                        "pju",
                        "mck",
                        "jbt",
                    ]
                ),
            )
            if not w:
                return
            w["fam"] = f
            w["year"] = rng.choice(YEARS[:3])
            if rng.random() < 0.5:
                w["act"] = "maint"
            for y in rng.sample([y for y in YEARS if y > w["year"]], rng.randint(1, 2)):
                n = self.clone(
                    w,
                    year=y,
                    act="maint",
                    must={"verb"} | w["must"],
                    up=w["up"] if w["act"] == "maint" else w["up"] * rng.uniform(0.15, 0.5),
                )
                if n["seg"] and rng.random() < 0.5:
                    a, b = n["seg"]
                    n["seg"] = (a, a + (b - a) * rng.uniform(0.5, 0.95))
                    n["len"] = n["seg"][1] - a
        elif f == "rebuild":
            w = self.base(
                v,
                rng.choice(
                    [
                        "rabat",
                        "paving",
                        "aspal",
                        "makadam",
                        "drain",
                        "talud",
                        "gorong",
                        "mck",
                        "poskamling",
                        "irig",
                    ]
                ),
                fam=f,
                year=rng.choice([2021, 2021, 2022]),
            )
            if w:
                self.clone(
                    w,
                    year=w["year"] + rng.choice([3, 3, 4]) if w["year"] == 2021 else 2025,
                    act="rehab",
                    must={"verb"} | w["must"],
                    up=w["up"] * rng.uniform(0.5, 1.2),
                )
        elif f == "sides":
            t = rng.choice(["drain", "drain", "talud", "irig"])
            w = self.base(v, t, fam=f, side="kiri", lm="")
            if not w:
                return
            w["must"] = {"side"}
            w["off"] = 3.5
            k = self.clone(w, side="kanan", off=-3.5)
            k["year"] = min(2025, w["year"] + rng.choice([0, 0, 0, 1]))
        elif f in ("roaddrain", "overlay"):
            w = self.base(
                v, rng.choice(["rabat", "paving", "aspal"]) if f[0] == "r" else "makadam", fam=f
            )
            if not w:
                return
            if f == "overlay":
                w["year"] = rng.choice(YEARS[:4])
                w["must"] = {"mat"}
                self.clone(
                    w,
                    thing=rng.choice(["aspal", "rabat", "paving"]),
                    year=w["year"] + 1,
                    must={"mat"},
                )
            else:
                for t in rng.sample(["drain", "talud", "pju", "gorong"], rng.choice([1, 1, 2, 3])):
                    n = self.clone(
                        w,
                        thing=t,
                        off=rng.choice([-3.5, 3.5]),
                        year=min(2025, w["year"] + rng.choice([0, 0, 1])),
                    )
                    if t not in LINEAR:
                        n["p"] = w["st"]["l"].at(rng.uniform(*w["seg"]))
                        n["seg"] = None
                        n["len"] = 0
                    else:
                        w["st"]["occ"].setdefault(CLS[t], []).append(w["seg"])
        elif f == "benef":
            t = rng.choice(["jamban", "jamban", "rtlh", "rtlh", "sumur", "pipa"])
            if t == "pipa":
                t = "jamban"
            st, p = self.spot(v)
            y = self.years()
            fund = rng.choice(FUNDS)
            n = rng.randint(4, 8)
            d = rng.uniform(0, max(1, st["l"].L - 50 * n))
            ps = rng.sample(ORG, n)
            for i in range(n):
                d += rng.uniform(28, 70)
                x, yy = st["l"].at(d)
                self.add(
                    v,
                    t,
                    st=st,
                    p=(x + rng.gauss(0, 7), yy + rng.gauss(0, 7)),
                    person=ps[i],
                    must={"person"},
                    year=min(2025, y + (rng.random() < 0.15)),
                    fund=fund,
                    fam=f,
                    lm="",
                )
        elif f == "series":
            t = rng.choice(
                ["paving", "rabat", "drain", "talud", "pju", "poskamling", "gorong", "sumur"]
            )
            y = self.years()
            fund = rng.choice(FUNDS)
            du = rng.choice(v["dusun"])["n"] if rng.random() < 0.85 else None
            for _ in range(rng.randint(3, 7)):
                w = self.base(v, t, fam=f, fund=fund, lm="", du=du)
                if w:
                    w["year"] = y
                    w["must"] = {"rt", "d"} if rng.random() < 0.7 else {"nm", "d"}
                    w["up"] = 1
        elif f == "parts":
            b = rng.choice(v["blds"])
            y = self.years()
            for pt in rng.sample(sorted(PARTS), rng.randint(2, 4)):
                self.add(
                    v,
                    b["b"],
                    st=b["st"],
                    p=(b["p"][0] + rng.gauss(0, 5), b["p"][1] + rng.gauss(0, 5)),
                    nm=("nm", b["nm"]) if b["nm"] else ("", ""),
                    part=pt,
                    must={"part"},
                    year=min(2025, max(2021, y + rng.choice([-1, 0, 0, 1]))),
                    fam=f,
                    act=rng.choice(["build", "rehab"]),
                    lm="",
                )
        elif f == "junction":
            st = rng.choice(v["streets"])
            m = st["l"].p[0]
            near = [
                q
                for q in v["streets"]
                if q is not st and min(math.dist(m, q["l"].p[0]), math.dist(m, q["l"].p[-1])) < 25
            ]
            t = rng.choice(["paving", "rabat", "drain", "aspal"])
            y = self.years()
            for q in [st] + near[:2]:
                L = min(rng.uniform(60, 150), q["l"].L)
                a = 0 if math.dist(m, q["l"].p[0]) <= math.dist(m, q["l"].p[-1]) else q["l"].L - L
                if any(not (a + L < x + 3 or a > z - 3) for x, z in q["occ"].get(CLS[t], [])):
                    continue
                q["occ"].setdefault(CLS[t], []).append((a, a + L))
                self.add(
                    v,
                    t,
                    st=q,
                    seg=(a, a + L),
                    year=min(2025, y + rng.choice([0, 0, 1])),
                    must={"nm", "rt"},
                    fam=f,
                )
            if rng.random() < 0.5:
                self.add(v, "gorong", st=st, p=m, year=y, fam=f)
        elif f == "pju":
            st, p = self.spot(v)
            d = 0
            y = self.years()
            for i in range(rng.randint(2, 4)):
                d += rng.uniform(48, 80)
                if d > st["l"].L:
                    break
                self.add(
                    v,
                    "pju",
                    st=st,
                    p=st["l"].at(d),
                    year=y,
                    lm=rng.choice(LM),
                    must={"lm", "rt"},
                    rt=max(1, st["rt"] + i // 2),
                    fam=f,
                )
        elif f == "pin":
            p = self.spot(v)[1] if rng.random() < 0.75 else v["office"]
            y = self.years()
            same = rng.choice(BASE) if rng.random() < 0.5 else None
            for _ in range(rng.randint(2, 5)):
                w = self.base(v, same if same and rng.random() < 0.7 else None, fam=f, year=y)
                if w:
                    w["pin"] = p
                    w["must"] |= {"rt", "nm", "d"}

    def mid(self, w):
        return w["st"]["l"].at(sum(w["seg"]) / 2) if w["seg"] else w["p"]

    def tell(self):
        """a clerk mostly names like works that lie near each other so that one can tell"""
        rng = self.rng
        g = {}
        M = [self.mid(w) for w in self.works]
        for i, w in enumerate(self.works):
            k = (w["v"]["code"], CLS[w["thing"]])
            L = g.setdefault(k, [])
            for j in L:
                o = self.works[j]
                if (
                    math.dist(M[i], M[j]) > 170 + (w["len"] + o["len"]) / 3
                    or abs(w["year"] - o["year"]) > 2
                    or rng.random() > TELL
                ):
                    continue
                if (
                    w["act"] != o["act"]
                    or any(
                        w[q] != o[q] and (q in w["must"] or q in o["must"])
                        for q in ("nm", "rt", "d", "person", "phase", "side", "part", "lm")
                    )
                    or ("mat" in w["must"] and w["thing"] != o["thing"])
                ):
                    continue
                df = [
                    q
                    for q in ("nm", "rt", "d", "lm")
                    if w[q] != o[q]
                    and (q != "nm" or w["nm"][1] and o["nm"][1])
                    and (q != "lm" or w["lm"] and o["lm"])
                ]
                if df:
                    q = "nm" if "nm" in df else df[0]
                    w["must"].add(q)
                    o["must"].add(q)
                elif CLS[w["thing"]] == "road" and w["thing"] != o["thing"] and rng.random() < 0.5:
                    w["must"].add("mat")
                    o["must"].add("mat")
                else:
                    if not o["lm"]:
                        o["lm"] = rng.choice(LM)
                    w["lm"] = rng.choice([x for x in LM if x != o["lm"]])
                    w["must"].add("lm")
                    o["must"].add("lm")
            used = {self.works[j]["lm"] for j in L if math.dist(M[i], M[j]) < 300}
            if "lm" in w["must"] and w["lm"] in used:
                w["lm"] = rng.choice([x for x in LM if x not in used] or LM)
            L.append(i)
