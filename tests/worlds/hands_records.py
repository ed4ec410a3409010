"""Claims of the hands world: name, capture and record of a work."""

from shapely import affinity

from hands_ground import ll
from hands_words import S
from hands_works import Works


class Records(Works):
    """Name, capture and record of one claim."""

    # ---------- names
    def typo(self, t):
        rng = self.rng
        ws = t.split(" ")
        i = [j for j, q in enumerate(ws) if len(q) > 4 and q.isalpha()]
        if not i:
            return t
        j = rng.choice(i)
        q = ws[j]
        k = rng.randrange(1, len(q) - 1)
        o = rng.random()
        if o < 0.4:
            q = q[:k] + q[k + 1 :]
        elif o < 0.7:
            q = q[:k] + q[k + 1] + q[k] + q[k + 2 :]
        else:
            q = q[:k] + q[k] + q[k:]
        ws[j] = q
        return " ".join(ws)

    def template(self, w, **kw):
        rng = self.rng
        o = rng.random() < 0.5
        t = dict(
            official=o,
            noun=S[w["sub"]][1] if o and rng.random() < 0.75 else rng.choice(S[w["sub"]][2]),
            verb=rng.choice(
                [
                    "Pembangunan",
                    "Pembangunan",
                    "Peningkatan",
                    "Pengerasan" if S[w["sub"]][0] == "road" else "Pembuatan",
                    "" if not o else "Pembangunan",
                ]
            ),
            mverb=rng.choice(
                ["Pemeliharaan", "Pemeliharaan", "Rehab ringan", "Perbaikan", "perawatan"]
            ),
            full=o and rng.random() < 0.1,
            inc={
                k: rng.random() < p
                for k, p in dict(
                    jl=0.8,
                    gg=0.88,
                    dusun=0.66 if o else 0.5,
                    rt=0.66 if o else 0.58,
                    rw=0.75,
                    lm=0.6,
                    pers=0.9,
                    dims=0.12 if o else 0.22,
                ).items()
            },
            fmt=rng.randrange(4),
            order=rng.randrange(4),
            case=rng.choice("ttttU" if o else "lltUs"),
            abb=rng.random() < (0.5 if o else 0.8),
            typo=rng.random() < (0.06 if o else 0.3),
            ds=rng.random() < 0.12,
        )
        t.update(kw)
        return t

    def name(self, w, t=None, force=()):
        rng = self.rng
        t = t or self.template(w)
        inc = dict(t["inc"])
        for k in force:
            inc[k] = True
        loc = []
        ab = t["abb"]
        if w["jl"] and inc["jl"]:
            loc.append((("Jl. ", "jln ")[t["fmt"] % 2] if ab else "Jalan ") + w["jl"])
        if w["gg"] and inc["gg"]:
            loc.append((("Gg. ", "gg ")[t["fmt"] % 2] if ab else "Gang ") + w["gg"])
        if w["lm"] and inc["lm"]:
            loc.append(("depan ", "dekat ", "belakang ", "sebelah ")[len(w["lm"]) % 4] + w["lm"])
        rt, rw = w["rt"], w["rw"]
        if inc["rt"] or not (loc or inc["dusun"] or (w["pers"] and inc["pers"])):
            if rng.random() < 0.02:
                rt = max(1, rt + rng.choice([-1, 1]))
            f = t["fmt"]
            if t["official"]:
                z = (
                    (
                        f"RT {rt:03d} RW {rw:03d}",
                        f"RT. {rt:02d} RW. {rw:02d}",
                        f"RT {rt:02d}/RW {rw:02d}",
                        f"RT. {rt} RW. {rw}",
                    )[f]
                    if inc["rw"]
                    else (f"RT {rt:03d}", f"RT. {rt:02d}")[f % 2]
                )
            else:
                z = (
                    (
                        f"rt{rt} rw{rw}",
                        f"rt {rt}/{rw}",
                        f"RT.{rt:02d}/RW.{rw:02d}",
                        f"rt {rt:02d} rw {rw:02d}",
                    )[f]
                    if inc["rw"]
                    else (f"rt {rt}", f"rt.{rt:02d}")[f % 2]
                )
            loc.append(z)
        if inc["dusun"]:
            loc.append(
                (
                    ("Dsn. ", "Dsn ")[t["fmt"] % 2]
                    if ab
                    else ("Dusun " if t["official"] or rng.random() < 0.5 else "dusun ")
                )
                + w["dusun"]
            )
        if w["pers"] and inc["pers"]:
            loc.append(("an. ", "Bpk. ", "a.n ", "rumah P. ")[t["fmt"]] + w["pers"])
        if w["side"]:
            if "noside" not in t:
                loc.append((("sisi ", "sebelah ")[t["fmt"] % 2]) + w["side"])
        ph = ""
        if w["phase"]:
            ph = (
                " Tahap " + "I" * w["phase"],
                " tahap %d" % w["phase"],
                " (lanjutan)" if w["phase"] > 1 else " tahap 1",
                " thp " + "I" * w["phase"],
            )[t["fmt"]]
        if w["mark"]:
            ph += " " + w["mark"]
        noun = t["noun"]
        if w["part"]:
            noun = w["part"] + " " + noun
        vb = t["mverb"] if w["maint"] else (w.get("vb") or t["verb"])
        if w.get("kab"):
            loc = [z for z in loc if z[:2].lower() != "rt" or rng.random() < 0.5] + [
                "Ds. %s Kec. %s" % (w["v"]["name"], w["v"]["kec"])
            ]
        if t["full"]:
            n = "%s %s%s (%s)" % (
                vb,
                "Prasarana " if rng.random() < 0.5 else "",
                noun,
                ", ".join(loc),
            )
        elif t["official"] or t["order"] < 2:
            n = f"{vb} {noun} {' '.join(loc)}"
        elif t["order"] == 2:
            n = (
                ((vb.lower() + " ") if (w["maint"] or w.get("vb")) and rng.random() < 0.95 else "")
                + noun
                + " "
                + " ".join(reversed(loc))
            )
        else:
            n = f"{' '.join(loc[:1])} {vb.lower()} {noun} {' '.join(loc[1:])}"
        n += ph
        if inc["dims"] and w["geo"] == "line":
            n += (
                " (%d x %s m)"
                % (
                    round(w["g"].length),
                    str(w["wd"] if w["wd"] > 1 else rng.choice([0.4, 0.5, 0.6, 1.5, 2])).replace(
                        ".", ","
                    ),
                )
                if t["fmt"] % 2
                else f" {round(w['g'].length)}m"
            )
        if t["ds"]:
            n += " Desa " + w["v"]["name"]
        if t["typo"]:
            n = self.typo(n)
        if t["case"] == "U":
            n = n.upper()
        elif t["case"] == "l":
            n = n.lower()
        elif t["case"] == "s":
            n = n[:1].upper() + n[1:].lower() if n else n
        elif t["official"]:
            n = n[:1].upper() + n[1:]
        return " ".join(n.split())

    # ---------- how it was captured
    def fix(self, p, acc=None):
        rng = self.rng
        acc = acc or min(30, max(3, rng.lognormvariate(1.9, 0.55)))
        q = (p[0] + rng.gauss(0, acc * 0.75), p[1] + rng.gauss(0, acc * 0.75))
        rep = (
            None
            if rng.random() < 0.12
            else 0 if rng.random() < 0.02 else round(acc * rng.uniform(0.6, 1.4), 1)
        )
        return q, rep

    def capture(self, w, how=None, at=None):
        rng = self.rng
        g = w["g"]
        if w["geo"] == "point":
            if w.get("poly") is not None and (
                how == "digitised" or (how is None and rng.random() < 0.3)
            ):
                P = affinity.translate(w["poly"], rng.gauss(0, 4), rng.gauss(0, 4))
                return (
                    {"type": "Polygon", "coordinates": [[ll(c) for c in P.exterior.coords]]},
                    None,
                    "digitised",
                )
            if how == "digitised" or (how is None and rng.random() < 0.15):
                return (
                    {
                        "type": "Point",
                        "coordinates": ll((g.x + rng.gauss(0, 6), g.y + rng.gauss(0, 6))),
                    },
                    None,
                    "digitised",
                )
            q, rep = self.fix((g.x, g.y))
            return {"type": "Point", "coordinates": ll(q)}, rep, "phone_point"
        how = how or rng.choices(["phone_track", "digitised", "phone_point"], [33, 31, 36])[0]
        if how == "phone_point":
            at = at or rng.choices(["s", "m", "e"], [40, 35, 25])[0]
            self.lastat = at
            f = {
                "s": rng.uniform(0, 0.05),
                "m": rng.uniform(0.35, 0.65),
                "e": rng.uniform(0.95, 1),
            }[at]
            c = g.interpolate(f, normalized=True)
            q, rep = self.fix((c.x, c.y))
            return {"type": "Point", "coordinates": ll(q)}, rep, how
        if how == "phone_track":
            acc = min(16, max(3, rng.lognormvariate(1.7, 0.4)))
            bx, by = rng.gauss(0, acc * 0.5), rng.gauss(0, acc * 0.5)
            st = rng.uniform(9, 22)
            n = max(2, int(g.length / st))
            e = rng.uniform(0, 0.06)
            P = []
            wx = wy = 0
            for i in range(n + 1):
                c = g.interpolate(min(1, max(0, e + (1 - 2 * e) * i / n)), normalized=True)
                wx = 0.75 * wx + rng.gauss(0, acc * 0.28)
                wy = 0.75 * wy + rng.gauss(0, acc * 0.28)
                P.append((c.x + bx + wx, c.y + by + wy))
            rep = None if rng.random() < 0.1 else round(acc * rng.uniform(0.7, 1.4), 1)
        else:
            l = g.simplify(rng.uniform(1, 9))
            bx, by = rng.gauss(0, 4), rng.gauss(0, 4)
            P = [(c[0] + bx + rng.gauss(0, 1.5), c[1] + by + rng.gauss(0, 1.5)) for c in l.coords]
            rep = None
        if rng.random() < (0.4 if how == "digitised" else 0.35):
            P = P[::-1]
        return {"type": "LineString", "coordinates": [ll(c) for c in P]}, rep, how

    def put(
        self,
        w,
        kind,
        tpl=None,
        geo=None,
        force=(),
        vol=None,
        cost=None,
        photo=None,
        how=None,
        at=None,
        village=None,
    ):
        rng = self.rng
        sub = S[w["sub"]]
        self.lastat = None
        G, acc, cap = geo or self.capture(w, how, at)
        V = vol if vol is not None else w["vol"]
        unit = sub[4]
        q = rng.random()
        if w["geo"] == "line":
            if unit == "m2" and q < 0.15:
                V, unit = V / w["wd"], "m"
            V = round(V * rng.lognormvariate(0, 0.03))
            if q > 0.5:
                V = max(5, round(V / 5) * 5)
            if q > 0.95:
                V, unit = 1, "paket"
            if 0.93 < q <= 0.95:
                V = None
        else:
            if q > 0.9:
                V, unit = 1, "paket"
            elif q > 0.87:
                V = None
        c = cost or w["cost"]
        c = int(round(c, -6 if rng.random() < 0.25 else -5 if rng.random() < 0.5 else -3))
        c = max(c, 1500000)
        kg = sub[7] if w["maint"] else sub[6]
        if rng.random() < 0.07:
            kg = rng.choice(["02.03.90", "02.04.90", "02.03.10", "02.03.14"])
        v = village or w["v"]
        tpl = tpl or self.template(w)
        u = "m" if unit == "m" and rng.random() < 0.8 else unit
        if u == "m" and unit == "m":
            rng.random()  # only to keep the sequence of draws
        ph = (
            [photo]
            if photo
            else (
                ["%016x" % rng.getrandbits(64) for _ in range(rng.choice([1, 1, 2]))]
                if rng.random() < 0.3
                else []
            )
        )
        rec = dict(
            id=None,
            village_code=v["code"],
            village_name=v["name"],
            fiscal_year=w["year"],
            fund_source=w["fund"],
            kegiatan_code=kg,
            work_class=sub[0],
            name=self.name(w, tpl, force),
            volume=V,
            unit=u,
            cost=c,
            geometry=G,
            accuracy_m=acc,
            capture=cap,
            photo_phash=ph,
        )
        rec["_w"] = w
        rec["_at"] = self.lastat
        rec["_k"] = kind
        rec["_t"] = tpl
        self.claims.append(rec)
        return rec

    # ---------- look-alikes
    def office(self, v):
        return (
            {
                "type": "Point",
                "coordinates": ll(
                    v["off"]
                    if self.rng.random() < 0.55
                    else (v["off"][0] + self.rng.gauss(0, 6), v["off"][1] + self.rng.gauss(0, 6))
                ),
            },
            (None if self.rng.random() < 0.4 else round(self.rng.uniform(3, 20), 1)),
            "phone_point",
        )
