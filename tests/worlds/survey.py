"""A careful register, as surveyors would leave it: tracks and points with recorded accuracy.

Names are official wording (street, RT and RW, dusun, whose house), second claims follow the first
one's wording or a looser one; amounts are metres times a unit price. True pairs: new noise,
redrawn, partial, renamed, halves, office pin, copied or faulty coordinates, the neighbour village,
another fund, the next year. Look-alikes: phases, yearly maintenance, left and right drains, a road
and its drain, co-funded stretches, beneficiaries, series, parts of a building, junctions, layers,
office pins, several works from one standing point.

In the code v is a village, d a dusun, st a street, w a work, g a shape.
"""

import json
import math

import numpy as np
from shapely.ops import substring

import common
from survey_words import ALIKE, FUND, FUNDNAME, FUNDP, LINE, OBJ, PARTS, TRUE_KINDS, WOMEN
from survey_works import Works


class World(Works):
    """How works are captured, named and recorded, and how they are claimed again."""

    # ---- records ---------------------------------------------------------
    def accuracy(self):
        return float(np.clip(self.rng.lognormal(math.log(6.5), 0.5), 3, 30))

    def survey(self, w, mode=None, acc=None, end=None):
        """returns geometry, accuracy, capture"""
        rng = self.rng
        g = w["g"]
        acc = acc or self.accuracy()
        sg = acc * 0.55
        bx, by = rng.normal(0, sg, 2)
        rec = (
            round(acc, 1)
            if self.chance(0.92)
            else (None if self.chance(0.8) else self.pick([0.0, 1000.0, 50.0]))
        )
        if g.geom_type == "Point":
            if mode == "digitised" or (mode is None and self.chance(0.08)):
                p = (g.x + rng.normal(0, 6), g.y + rng.normal(0, 6))
                if w["cls"] in ("building", "sports_field") and self.chance(0.6):
                    th = rng.uniform(0, 3.14)
                    h = rng.uniform(4, 8) if w["cls"] == "building" else 14
                    k = h * rng.uniform(0.6, 1)
                    ring = [
                        self.lonlat(
                            (
                                p[0] + u * h * math.cos(th) - q * k * math.sin(th),
                                p[1] + u * h * math.sin(th) + q * k * math.cos(th),
                            )
                        )
                        for u, q in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
                    ]
                    return dict(type="Polygon", coordinates=[ring]), None, "digitised"
                return dict(type="Point", coordinates=self.lonlat(p)), None, "digitised"
            return (
                dict(type="Point", coordinates=self.lonlat((g.x + bx, g.y + by))),
                rec,
                "phone_point",
            )
        mode = mode or str(
            rng.choice(["phone_track", "phone_point", "digitised"], p=[0.66, 0.25, 0.09])
        )
        if mode == "phone_point":
            w["end"] = end = end or str(rng.choice(["start", "mid", "end"], p=[0.4, 0.4, 0.2]))
            f = {"start": 0, "mid": 0.5, "end": 1}[
                end or str(rng.choice(["start", "mid", "end"], p=[0.4, 0.4, 0.2]))
            ]
            q = g.interpolate(min(1, max(0, f + rng.normal(0, 0.04))), normalized=True)
            return dict(type="Point", coordinates=self.lonlat((q.x + bx, q.y + by))), rec, mode
        if mode == "digitised":
            n = max(2, int(g.length / rng.uniform(25, 70)) + 1)
            bx, by = rng.normal(0, 4.5, 2)
            j = 1.5
        else:
            n = max(3, int(g.length / rng.uniform(7, 18)) + 1)
            j = 1.2
            bx *= 0.8
            by *= 0.8
        e0, e1 = rng.normal(0, 4, 2)
        L = g.length
        ds = np.linspace(max(0, e0), min(L, L + e1), n)
        pts = [g.interpolate(float(x)) for x in ds]
        nx = ny = 0
        out = []
        for p in pts:
            nx = 0.7 * nx + rng.normal(0, j)
            ny = 0.7 * ny + rng.normal(0, j)
            out.append(self.lonlat((p.x + bx + nx, p.y + by + ny)))
        if self.chance(0.35):
            out.reverse()
        return (
            dict(type="LineString", coordinates=out),
            (None if mode == "digitised" else rec),
            mode,
        )

    def typo(self, t):
        ws = t.split(" ")
        i = [k for k, x in enumerate(ws) if len(x) > 4 and x.isalpha()]
        if not i:
            return t
        k = self.pick(i)
        x = ws[k]
        j = int(self.rng.integers(1, len(x) - 1))
        o = self.rng.random()
        ws[k] = (
            x[:j] + x[j + 1 :]
            if o < 0.35
            else (
                x[:j] + x[j + 1] + x[j] + x[j + 2 :]
                if o < 0.6
                else (x[:j] + x[j] + x[j:] if o < 0.85 else x[:j] + self.pick("aiueo") + x[j + 1 :])
            )
        )
        return " ".join(ws)

    def name(self, w, formal=True, full=False, heavy=False, keep=None, like=None):
        shown = {}

        def pr(k, a, b):
            x = (
                (self.chance(0.95) if like[k] else self.chance(0.08))
                if like and k in like
                else self.chance(1 if full else (a if formal else b))
            )
            shown[k] = x
            return x

        fo, al = OBJ.get(w["key"]) or (None, None)
        if w["cls"] == "building":
            part = PARTS[w["part"]][0] if formal else self.pick(PARTS[w["part"]])
            fn = w["fac"]["name"]
            if not formal and self.chance(0.35):
                fn = (
                    fn.replace("Posyandu", "Pos Yandu")
                    .replace("Pos Kamling", "Poskamling")
                    .replace("TPQ", "TPA")
                    .replace("Balai Dusun", "Balai")
                )
            obj = part + " " + fn
        elif formal:
            obj = (
                like["obj"]
                if like and self.chance(0.8)
                else (fo[0] if self.chance(0.75) else self.pick(fo))
            )
        else:
            obj = (
                self.pick(al)
                if (heavy and self.chance(0.8) or self.chance(0.2 if like else 0.5))
                else (like["obj"] if like else self.pick(fo))
            )
        if w["maint"] and not w.get("note"):
            verb = self.pick(["Pemeliharaan"] * 6 + ["Perawatan", "Perawatan", "Perbaikan"])
        elif w["verb"]:
            verb = w["verb"]
        elif w["key"] == "rtlh":
            verb = self.pick(
                ["Rehabilitasi", "Perbaikan", "Pembangunan", ""]
                if not formal
                else ["Rehabilitasi", "Pembangunan"]
            )
        else:
            verb = (
                (
                    "Pembangunan"
                    if self.chance(0.7)
                    else self.pick(["Peningkatan", "Pembuatan", "Pembuatan"])
                )
                if formal
                else self.pick(
                    [
                        "Pembangunan",
                        "Pembuatan",
                        "Pemb.",
                        "Peningkatan",
                        "",
                        "Pengadaan",
                        "Pekerjaan",
                        "Pembangunan",
                        "Pemb",
                    ]
                )
            )
        if like and self.chance(0.62):
            verb = like["verb"]
        if w["key"] in ("pju",) and verb.startswith("Pemb") and self.chance(0.6):
            verb = "Pemasangan" if formal else self.pick(["Pemasangan", "Pengadaan", "Pasang"])
        if obj.startswith(("Peng", "Perk", "Beton", "Pavingis", "Pipanis", "Jambanis", "Bedah")):
            verb = verb if self.chance(0.25) and formal else ("" if not w["maint"] else verb)
        A = lambda long, shorts: (
            long
            if formal and self.chance(0.95)
            else (long if self.chance(0.3) else self.pick(shorts))
        )
        st = w["st"]
        k = st["kind"]
        street = ""
        if w["cls"] != "building":
            lead = {
                "gang": A("Gang", ["Gg.", "Gg", "gang"]),
                "jalan": A("Jalan", ["Jl.", "Jl", "Jln"]),
                "jut": "Blok" if w["key"] == "jut" else "Jalan Sawah",
                "saluran": "Blok",
            }[k]
            if k in ("jut", "saluran") and st["name"].startswith("Blok"):
                lead = ""
            pz = {
                "gang": (0.62, 0.60),
                "jalan": (0.75, 0.66),
                "jut": (0.85, 0.8),
                "saluran": (0.85, 0.8),
            }[k]
            if pr("st", *pz) or (keep and "st" in keep):
                street = (lead + " " + st["name"]).strip()
        rt, rw = w["rt"]
        z = formal or self.chance(0.6)
        rts = ""
        hasrt = pr("rt", 0.88, 0.66) or (keep and "rt" in keep)
        if k in ("jut", "saluran") and w["cls"] in LINE:
            hasrt = hasrt and self.chance(0.25)
        if hasrt:
            q = self.rng.random()
            N = lambda n: "%02d" % n if z else str(n)
            if pr("rw", 0.86, 0.6):
                rts = (
                    "RT %s RW %s"
                    if formal
                    else self.pick(
                        [
                            "RT %s RW %s",
                            "RT. %s RW. %s",
                            "Rt %s/%s",
                            "RT%s RW%s",
                            "RT %s/RW %s",
                            "rt %s rw %s",
                        ]
                    )
                ) % (N(rt), N(rw))
            else:
                rts = ("RT %s" if formal else self.pick(["RT %s", "RT. %s", "Rt.%s"])) % N(rt)
        elif pr("rw", 0.5, 0.25):
            rts = "RW %02d" % rw
        dus = ""
        if pr("d", 0.88, 0.66) or (keep and "d" in keep):
            dus = A("Dusun", ["Dsn.", "Dsn", "Dusun", "Dk."]) + " " + w["d"]["name"]
        per = ""
        if w["person"] and (formal and self.chance(0.98) or self.chance(0.93)):
            per = (
                self.pick(["an. ", "a.n. "])
                if formal
                else self.pick(["an. ", "a/n ", "Bpk ", "milik ", "Penerima "])
            ) + w["person"]
        elif w.get("sub2") and pr("ruas", 0.92, 0.72):
            per = (
                self.pick(
                    ["Ruas Rumah Bapak %s s.d. Rumah Bapak %s", "Rumah Bapak %s - Rumah Bapak %s"]
                )
                if formal
                else self.pick(
                    [
                        "rmh Bpk %s s/d %s",
                        "dari rumah Bpk %s ke rumah Bpk %s",
                        "Rumah Bpk %s - Bpk %s",
                    ]
                )
            ) % (w["sub"], w["sub2"])
        elif w["sub"] and not w.get("sub2") and pr("sub", 0.9, 0.7):
            per = (
                self.pick(
                    ["Depan Rumah Bapak ", "Sekitar Rumah Bapak ", "Utara Rumah Bapak "]
                    if formal
                    else ["dpn rumah P. ", "depan rmh Bpk ", "dekat Pak "]
                )
                + w["sub"]
            )
        ph = ""
        if w["phase"] and self.chance(0.95 if formal else 0.8):
            ph = self.pick(
                ["Tahap %s", "(Tahap %s)", "Tahap %s"]
                if formal
                else ["thp %s", "Tahap %s", "tahap %s"]
            ) % (["I", "II", "III"][w["phase"] - 1] if self.chance(0.7) else str(w["phase"]))
        if w["phase"] and w["phase"] > 1 and not ph:
            ph = "Lanjutan"
        sd = ""
        if w.get("showside") and w.get("lane") and self.chance(0.94 if formal else 0.7):
            sd = self.pick(["Sisi ", "Sebelah "]) + w["lane"].capitalize()
        nt = w.get("note") or ""
        fn = ("(%s)" % FUNDNAME[w["fund"]]) if w["fundnote"] else ""
        half = w.get("half") or ""
        if not formal and not (street or rts or dus or per):
            dus = "Dusun " + w["d"]["name"] if self.chance(0.5) else dus
            rts = rts or "RT %02d" % rt
        seq = (
            [street, sd, half, per, rts, dus]
            if formal or self.chance(0.45)
            else self.pick(
                [
                    [rts, dus, street, sd, half, per],
                    [dus, rts, street, per, sd, half],
                    [street, dus, rts, sd, per, half],
                    [per, rts, street, dus, half, sd],
                ]
            )
        )
        out = " ".join(x for x in [verb, obj] + seq + [ph, nt, fn] if x)
        if self.chance(0.10 if formal else 0.12):
            out += " Desa " + (w.get("vname") or w["v"]["name"])
        if self.chance(0.015 if formal else 0.28):
            out = self.typo(out)
        if not formal:
            q = self.rng.random()
            out = out.upper() if q < 0.1 else (out.lower() if q < 0.18 else out)
        elif self.chance(0.04):
            out = out.upper()
        if not like and formal:
            shown["obj"] = obj
            shown["verb"] = verb
            w["shown"] = shown
        return out

    def phash(self):
        return self.rng.bytes(8).hex()

    def record(self, w, **kw):
        geo = kw.get("geo")
        if geo is None:
            if w.get("fixed") == "pin":
                c = list(w["v"]["pin"])
                a = round(self.accuracy(), 1)
                if self.chance(0.4):
                    c = [
                        round(c[0] + self.rng.normal(0, 3) / self.kx, 7),
                        round(c[1] + self.rng.normal(0, 3) / self.ky, 7),
                    ]
                geo = (
                    dict(type="Point", coordinates=c),
                    (a if self.chance(0.5) else None),
                    "phone_point" if self.chance(0.6) else "digitised",
                )
            elif w.get("fixed"):
                geo = (
                    dict(type="Point", coordinates=list(w["fixed"][0])),
                    w["fixed"][1],
                    "phone_point",
                )
            else:
                geo = self.survey(w, kw.get("mode"), end=kw.get("end"))
        ph = [self.phash() for _ in range(int(self.rng.integers(1, 3)))] if self.chance(0.3) else []
        if self.chance(0.01):
            ph.append("f0e0c0c0e0f0f8fc")  # the signboard
        v = w.get("vclaim") or w["v"]
        return dict(
            village_code=v["code"],
            village_name=v["name"],
            fiscal_year=int(w["year"]),
            fund_source=w["fund"],
            kegiatan_code=self.code(w),
            work_class=w.get("cls2") or w["cls"],
            name=WOMEN.sub(
                lambda m: (
                    {"bapak": "Ibu", "bpk": "Ibu", "pak": "Bu", "p.": "Bu"}[m[1].lower()] + " "
                    if not m[1].isupper() or len(m[1]) == 2
                    else "IBU "
                ),
                kw.get("name") or self.name(w, True, w.get("full", False)),
            ),
            volume=(None if self.chance(0.04) else w["vol"]),
            unit=w["unit"],
            cost=int(w["cost"]),
            geometry=geo[0],
            accuracy_m=geo[1],
            capture=geo[2],
            photo_phash=ph,
        )

    # ---- true duplicates ---------------------------------------------------
    def alter(self, c, k, big=False):
        """cost and volume of the second claim"""
        rng = self.rng
        q = rng.random() * (0.74 if big else 1)
        if q < 0.14:
            pass
        elif q < 0.74:
            c["cost"] = self.round_cost(c["cost"] * rng.lognormal(0, 0.09) * k)
        else:
            c["cost"] = self.round_cost(c["cost"] * rng.uniform(0.62, 1.5) * k)
        if q < 0.14 and k != 1:
            c["cost"] = self.round_cost(c["cost"] * k)
        if c["m"]:
            q = rng.random()
            m = c["m"] * k
            if k != 1 or q > 0.35:
                m *= rng.normal(1, 0.06) if q < 0.8 else rng.uniform(0.7, 1.35)
            m = max(5, round(m))
            c["m"] = m
            c["vol"] = m
            c["unit"] = (
                c["unit"]
                if self.chance(0.93)
                else ("m2" if c["unit"] == "m" and c["cls"] == "road" else "m")
            )
            if c["unit"] == "m2":
                c["vol"] = round(m * c["width"], 1)
        elif c["vol"] > 1 and self.chance(0.25):
            c["vol"] = max(1, c["vol"] + int(rng.integers(-1, 2)))

    def copy(self, w, rec, kind):
        """one or two false claims of work w, as [(record)]"""
        rng = self.rng
        c = dict(w)
        c["fixed"] = None
        c["full"] = False
        line = w["cls"] in LINE
        k = 1.0
        kw = {}
        heavy = False
        keep = set()
        c["fundnote"] = False
        if self.chance(0.45):
            c["fund"] = str(rng.choice(FUND, p=FUNDP))
        if self.chance(0.33):
            c["year"] = int(np.clip(w["year"] + self.pick([-1, 1, 1]), 2023, 2025))
        if c.get("sub") and self.chance(0.22):
            c["sub"] = self.person(c)
        if c.get("sub2") and self.chance(0.22):
            c["sub2"] = self.person(c)
        g = w["g"]
        if kind == "redrawn" and line:
            if rec["capture"] == "phone_point":
                kw["mode"] = "phone_track" if self.chance(0.5) or w["len"] > 150 else "phone_point"
                kw["end"] = {"start": "end", "end": "start"}.get(w.get("end"), "end")
            else:
                kw["mode"] = self.pick(["phone_point", "phone_point", "phone_point", "digitised"])
                kw["end"] = self.pick(["start", "end", "mid"])
        if kind == "partial":
            f = rng.uniform(0.45, 0.85)
            ext = rng.uniform(0, 0.35)
            st = w["st"]["g"]
            a, b = w["a"], w["b"]
            if self.chance(0.5):
                a2, b2 = b - (b - a) * f, b + (b - a) * ext
            else:
                a2, b2 = a - (b - a) * ext, a + (b - a) * f
            if self.chance(0.35):
                a2, b2 = max(a, a2), min(b, b2)
            a2, b2 = max(0, a2), min(st.length, b2)
            gg = substring(st, a2, b2)
            if w["cls"] in ("drainage", "retaining_wall"):
                gg = gg.parallel_offset(
                    3.5 if w["cls"] == "drainage" else 5, "left" if w["lane"] == "kiri" else "right"
                )
            if gg.geom_type == "LineString" and gg.length > 8:
                c["g"] = gg
                k = (b2 - a2) / (b - a)
            kw["mode"] = "phone_track" if self.chance(0.88) else "digitised"
        if kind == "renamed":
            heavy = True
        if kind == "office_snapped":
            o = w["v"]["office"]
            p = (
                self.lonlat((o[0] + rng.normal(0, 4), o[1] + rng.normal(0, 4)))
                if self.chance(0.55)
                else w["v"]["pin"]
            )
            kw["geo"] = (
                dict(type="Point", coordinates=list(p)),
                round(self.accuracy(), 1) if self.chance(0.7) else None,
                "phone_point",
            )
            keep = {"st", "rt", "d"}
            if self.chance(0.25):
                keep = {"st", "d"}
        if kind == "copied_coords":
            kw["geo"] = (
                json.loads(json.dumps(rec["geometry"])),
                rec["accuracy_m"] if self.chance(0.6) else None,
                rec["capture"],
            )
            heavy = self.chance(0.5)
        if kind == "other_fund":
            c["fund"] = self.pick(
                [f for f in ["DDS", "ADD", "PBK", "PBP", "PBH"] if f != w["fund"]]
            )
            c["year"] = w["year"]
        if kind == "next_year":
            c["year"] = w["year"] + 1 if w["year"] < 2025 else w["year"] - 1
        if kind == "neighbour_village":
            c["vclaim"] = w["_nb"]
            c["vname"] = w["_nb"]["name"]
            keep = {"st"}
            if self.chance(0.6):
                d2 = min(w["_nb"]["dusun"], key=lambda d: d["c"].distance(g))
                c["d"] = d2
                c["rt"] = self.pick(d2["rts"])
        if line and self.chance(0.012):
            c["cls2"] = {
                "road": "other",
                "drainage": "irrigation",
                "retaining_wall": "drainage",
                "irrigation": "drainage",
            }[w["cls"]]
        halves = [None]
        if kind == "split_half":
            halves = [0, 1] if w.get("_two") else [self.pick([0, 1])]
        out = []
        joint = None
        for h in halves:
            cc = dict(c)
            if h is not None:
                f = rng.uniform(0.42, 0.58) if h == halves[0] else f
                gg = (
                    substring(g, 0, f, normalized=True)
                    if h == 0
                    else substring(g, f, 1, normalized=True)
                )
                cc["g"] = gg
                k = f if h == 0 else 1 - f
                kw = {"mode": "phone_track" if self.chance(0.85) else "digitised"}
                mid = self.person(cc)
                if cc.get("sub2"):
                    cc["sub"], cc["sub2"] = (
                        (cc["sub"], mid) if h == 0 else (joint or mid, cc["sub2"])
                    )
                joint = mid
                cc["half"] = self.pick(
                    [
                        "",
                        "",
                        "Bagian %s"
                        % (["Barat", "Timur"] if self.chance(0.5) else ["Utara", "Selatan"])[h],
                        "Ruas %d" % (h + 1),
                    ]
                )
            self.alter(cc, k, kind in ("office_snapped", "coord_fault"))
            q = rng.random()
            lk = w.get("shown")
            if heavy:
                nm = self.name(cc, False, heavy=True, keep=keep, like=lk if q < 0.5 else None)
            elif q < ALIKE:
                nm = self.name(cc, self.chance(0.7), keep=keep, like=lk)
            else:
                nm = self.name(cc, False, keep=keep)
            n = self.record(cc, name=nm, **kw)
            if kind == "coord_fault":
                o = n["geometry"]

                def fx(q, f=int(rng.integers(4))):
                    return (
                        [q[1], q[0]]
                        if f == 0
                        else (
                            [q[0], -q[1]]
                            if f == 1
                            else (
                                [round(q[0] + 0.1, 7), q[1]]
                                if f == 2
                                else [q[0], round(q[1] - 0.01, 7)]
                            )
                        )
                    )

                if o["type"] == "Point":
                    o["coordinates"] = fx(o["coordinates"])
                elif o["type"] == "LineString":
                    o["coordinates"] = [fx(q) for q in o["coordinates"]]
                else:
                    o["coordinates"] = [[fx(q) for q in o["coordinates"][0]]]
            if rec["photo_phash"] and self.chance(0.55):
                x = int(rec["photo_phash"][0], 16)
                for _ in range(int(rng.integers(0, 6))):
                    x ^= 1 << int(rng.integers(64))
                n["photo_phash"] = ["%016x" % x]
            out.append(n)
        return out


def make(seed, works, pairs, facts):
    world = World(seed, works, facts)
    rng = world.rng
    names = list(world.SCEN)
    p = np.array([world.SCEN[n] for n in names])
    p = p / p.sum()
    W = []
    target = works - pairs
    t = 0
    while len(W) < target:
        n = names[int(rng.choice(len(names), p=p))]
        g = getattr(world, n)()
        t += 1
        if t > 40 * works:
            raise SystemExit("no room")
        g = g[: target - len(W)]
        for w in g:
            w["scen"] = n
        W += g
    recs = [world.record(w) for w in W]
    # honest coordinate faults, few
    for i in rng.choice(len(recs), size=int(0.004 * len(recs)), replace=False):
        o = recs[i]["geometry"]
        if o["type"] == "Point":
            o["coordinates"] = (
                o["coordinates"][::-1]
                if world.chance(0.5)
                else [o["coordinates"][0], -o["coordinates"][1]]
            )
    bad = set(
        i
        for i, x in enumerate(recs)
        if x["geometry"]["type"] == "Point" and x["geometry"]["coordinates"][1] > 0
    )
    ks = list(TRUE_KINDS)
    want = {k: int(round(TRUE_KINDS[k] * pairs)) for k in ks}
    want["renoise"] += pairs - sum(want.values())
    order = [int(i) for i in rng.permutation(len(W))]
    used = set()
    truth = []
    extra = []

    def nb(w):
        for v in world.villages:
            if v is not w["v"] and v["poly"].distance(w["g"]) < 160:
                return v

    def ok(kind, w, i):
        if i in used or i in bad or w["scen"] == "pin" or w["maint"]:
            return False
        ln = w["cls"] in LINE
        cap = recs[i]["capture"]
        if kind == "split_half":
            return ln and w["len"] > 90 and cap != "phone_point" and not w["phase"]
        if kind == "partial":
            return ln and w["len"] > 45 and cap != "phone_point"
        if kind == "redrawn":
            return ln and (cap == "phone_point" or world.chance(0.24))
        if kind == "office_snapped":
            return sum(bool(w["shown"].get(k)) for k in ("st", "rt", "d", "ruas", "sub")) + bool(
                w["person"]
            ) >= 2 + (world.chance(0.6))
        if kind == "neighbour_village":
            if w["cls"] not in ("road", "bridge", "irrigation", "drainage", "retaining_wall"):
                return False
            v = nb(w)
            w["_nb"] = v
            return v is not None
        if kind == "next_year":
            return not w["maint"]
        return True

    for kind in sorted(ks, key=lambda k: k not in ("neighbour_village", "split_half", "partial")):
        need = want[kind]
        for i in order:
            if need <= 0:
                break
            w = W[i]
            if not ok(kind, w, i):
                continue
            used.add(i)
            w["_two"] = need >= 2 and world.chance(0.4)
            for n in world.copy(w, recs[i], kind):
                extra.append(n)
                truth.append((i, len(recs) + len(extra) - 1, kind))
                need -= 1
    allr = recs + extra
    perm = rng.permutation(len(allr))
    idof = {}
    for j, i in enumerate(perm):
        idof[int(i)] = "D%d-%06d" % (seed, j + 1)
    projects = [dict(id=idof[int(i)], **allr[int(i)]) for i in perm]
    named = []
    for x, y, k in truth:
        q = (idof[x], idof[y])
        q = q if world.chance(0.5) else q[::-1]
        named.append(dict(a=q[0], b=q[1], kind=k))
    return projects, named


if __name__ == "__main__":
    common.run(__doc__, make)
