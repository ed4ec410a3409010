"""An auditor's view: one work paid twice by two offices, the village and the kabupaten.

Each office has its own words, its own rounding and tax on the cost and its own share of lines and
points; a programme makes alike works that differ in one thing (gang, RT, person, side, stationing).
True pairs: told again, redigitised, renamed, partial, halves, office pin, copied or faulty
coordinates, the neighbour village, the next year, a package that names several gangs. Look-alikes:
series, beneficiaries, left and right, segments by stationing, phases, co-funding, rooms, a road and
its drain, maintenance, rebuilding, base and surface, junctions, office pins, twins elsewhere.

In the code v is a village, cl a cluster, w a work, sl its slots, d the kabupaten's office.
"""

import json
import math

from shapely.geometry import LineString
from shapely.ops import substring

import common
from audit_ground import ll
from audit_words import DB, F, NEIGH, ROM, TK, VB
from audit_works import Programmes


class Register(Programmes):
    """How two offices tell one work, and the works that are claimed again."""

    # ---------- telling
    def typo(self, t):
        rng = self.rng
        w = t.split(" ")
        i = rng.randrange(len(w))
        q = w[i]
        if len(q) > 4 and q.isalpha():
            j = rng.randrange(1, len(q) - 2)
            m = rng.random()
            w[i] = (
                q[:j] + q[j + 1 :]
                if m < 0.4
                else q[:j] + q[j + 1] + q[j] + q[j + 2 :] if m < 0.7 else q[:j] + q[j] + q[j:]
            )
        return " ".join(w)

    def name(self, w, office, year, tell, v, keep, extra=None):
        rng = self.rng
        sl = w["slots"]
        f = F[w["fam"]]
        d = office == "d"
        noun = rng.choice(f[6] if d else f[5])
        if not d and rng.random() < 0.12:
            noun = rng.choice(f[6])
        if w.get("noun_keep") and w.get("noun"):
            noun = w["noun"]
        w["noun"] = noun
        verb = rng.choice((DB if d else VB)[w["verb"]])
        if w["fam"] == "room":
            rm = sl.get("room", "")
            noun = (
                (rm + " " + sl["place"])
                if rm and ("room" not in w["disc"] or rng.random() < keep)
                else ("Gedung " if d and rng.random() < 0.5 else "") + sl["place"]
            )
            if rm and d and rng.random() < 0.3:
                noun = sl["place"] + " (" + rm + ")" if rm in noun else noun
        if sl.get("layer"):
            noun = rng.choice(["telford", "makadam", "pengerasan"]) + " jalan"
        if w["fam"] == "lamp" and d:
            rng.random()  # only to keep the sequence of draws
        loc = []
        z = lambda n: (
            "%02d" % n if rng.random() < 0.55 else "%d" % n if rng.random() < 0.8 else "%03d" % n
        )

        def want(k, p):
            return k in sl and (rng.random() < (keep if k in w["disc"] else p))

        sep = rng.choice([" ", " ", ".", ". "])
        g = None
        if want("gang", 0.8):
            gn = sl["gang"]
            g = rng.choice(["Gg. ", "Gang ", "gg ", "Gg."]) + gn
            if extra:
                g += (
                    ", " + ", ".join(extra[:-1]) + " dan " + extra[-1]
                    if len(extra) > 1
                    else " dan " + extra[0]
                )
        rd = (
            rng.choice(["Jl. ", "Jalan ", "Jln ", "jl "]) + sl["road"]
            if want("road", 0.75)
            else None
        )
        rt = "RT" + sep + z(sl["rt"]) if want("rt", 0.32 if d else 0.55) else None
        rw = (
            "RW" + sep + z(sl["rw"]) if (rt and rng.random() < 0.75) or rng.random() < 0.2 else None
        )
        if rt and rw and rng.random() < 0.3:
            rt = rt + "/" + rw
            rw = None
        elif rt and rw and rng.random() < 0.15:
            rt = "RT/RW " + z(sl["rt"]) + "/" + z(sl["rw"])
            rw = None
        du = (
            rng.choice(["Dsn. ", "Dusun ", "dsn ", "Dsn "]) + sl["dusun"]
            if want("dusun", 0.45 if d else 0.6)
            else None
        )
        if not any((g, rd, rt, du)):
            du = "Dusun " + sl["dusun"]
        loc = [x for x in (g, rd, rt, rw, du) if x]
        if rng.random() < 0.4:
            rng.shuffle(loc)
        tail = []
        if want("person", 0.9):
            tail.append(
                rng.choice(["an. ", "a.n. ", "Bpk/Ibu ", "milik ", "(", "an "]) + sl["person"]
            )
        if tail and tail[-1][0] == "(":
            tail[-1] += ")"
        if want("side", 0.9):
            tail.append(
                rng.choice(["sisi ", "sebelah ", "sisi ", "bagian "]) + sl["side"]
                if rng.random() < 0.8
                else sl["side"]
            )
        if want("no", 0.9):
            tail.append(rng.choice(["titik ", "titik ke ", "No. ", "tiang "]) + str(sl["no"]))
        ps = "sta" in sl and rng.random() < (keep * 0.8)
        pp = "phase" in sl and rng.random() < (keep * 0.85)
        if ps:
            a, b = sl["sta"]
            fmt = lambda m: "%d+%03d" % (m // 1000, m % 1000)
            tail.append(
                rng.choice(["STA %s - %s", "STA %s s/d %s", "Sta. %s-%s"]) % (fmt(a), fmt(b))
                if rng.random() < 0.75
                else "(%d-%d m)" % (a, b)
            )
        if pp:
            p = sl["phase"]
            tail.append(
                rng.choice(["Tahap ", "tahap ", "Thp "])
                + (ROM[p] if rng.random() < 0.7 else str(p))
                if p == 1 or rng.random() < 0.6
                else "Lanjutan" if p == 2 else "Lanjutan " + ROM[p - 1]
            )
        if d:
            if rng.random() < 0.6:
                loc.append(rng.choice(["Desa ", "Ds. "]) + v["name"])
            if rng.random() < 0.4:
                loc.append(rng.choice(["Kec. ", "Kecamatan "]) + v["kec"])
            if rng.random() < 0.1:
                tail.append(rng.choice(["(P)", "(Pokir)", "(BKK)", "(DAK)"]))
        else:
            if rng.random() < 0.12:
                loc.append("Desa " + v["name"])
            if rng.random() < 0.14:
                tail.append("(DD)" if w.get("fund_hint", "DDS") == "DDS" else "(BKK)")
        if rng.random() < 0.1:
            tail.append(rng.choice(["TA ", "Th. ", "Tahun ", ""]) + str(year))
        if rng.random() < 0.5:
            body = [verb, noun] + loc + tail
        elif rng.random() < 0.5:
            body = [verb, noun] + tail + loc
        else:
            body = [verb, noun] + loc + tail
        if rng.random() < 0.07 and not d:
            body = [noun] + loc + tail
        t = " ".join(x for x in body if x)
        if rng.random() < 0.06:
            t = self.typo(t)
        if rng.random() < (0.2 if d else 0.16):
            t = t.upper()
        elif not d and rng.random() < 0.15:
            t = t.lower()
        else:
            t = t[0].upper() + t[1:]
        return t

    def accuracy(self):
        return min(30, max(3, self.rng.lognormvariate(2.0, 0.5)))

    def fund(self, office):
        rng = self.rng
        return (
            rng.choices(["DDS", "ADD", "PBH", "PAD", "DLL", "SWD", "PBK"], [60, 12, 8, 5, 5, 3, 7])[
                0
            ]
            if office == "v"
            else rng.choices(["PBK", "PBP", "DLL", "DDS"], [58, 25, 13, 4])[0]
        )

    def geom(self, w, office, mode=None, end=None):
        """returns geometry, accuracy, capture, and which point was photographed"""
        rng = self.rng
        sh = w["shp"]
        a = self.accuracy()
        rep = (
            None
            if rng.random() < 0.22
            else (
                rng.choice([0, 1000])
                if rng.random() < 0.012
                else round(a * rng.lognormvariate(0, 0.25), 1)
            )
        )
        rng.uniform(0, 6.283)
        sc = a / 1.25  # the first draw only keeps the sequence
        dx, dy = rng.gauss(0, sc) * 0.8, rng.gauss(0, sc) * 0.8
        if w["pin"]:
            p = w["pin"]
            j = 0 if rng.random() < 0.5 else 4
            return (
                {"type": "Point", "coordinates": ll(self.near(p, j + 0.001))},
                rep,
                "phone_point",
                None,
            )
        line = isinstance(sh, LineString)
        m = (
            mode
            or (w["cap"] if w["cap"] else None)
            or ("line" if line and rng.random() < (0.5 if office == "v" else 0.66) else "pt")
        )
        if not line or m == "pt":
            if line:
                e = end if end is not None else rng.choice([0, 0, 0, 0.5, 1])
                q = sh.interpolate(e, normalized=True)
            else:
                e = None
                q = sh
            p = (q.x + dx, q.y + dy)
            if (
                w["fam"] == "sport"
                and rng.random() < 0.6
                or w["fam"] == "room"
                and rng.random() < 0.1
            ):
                hw, hh = (18, 10) if w["fam"] == "sport" else (6, 4)
                c = [
                    (p[0] + x * hw, p[1] + y * hh)
                    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
                ]
                return (
                    {"type": "Polygon", "coordinates": [[ll(k) for k in c]]},
                    None,
                    "digitised",
                    None,
                )
            return (
                {"type": "Point", "coordinates": ll(p)},
                rep,
                "phone_point" if rng.random() < 0.9 else "digitised",
                e,
            )
        L = sh.length
        if rng.random() < 0.5:
            n = max(2, int(L / rng.choice([8, 12, 20])))
            pts = [(sh.interpolate(i / n, normalized=True)) for i in range(n + 1)]
            c = [(p.x + dx * 0.7 + rng.gauss(0, 2), p.y + dy * 0.7 + rng.gauss(0, 2)) for p in pts]
            cap = "phone_track"
        else:
            st = rng.choice([30, 60, 120, 400])
            n = max(1, round(L / st))
            pts = [sh.interpolate(i / n, normalized=True) for i in range(n + 1)]
            kx, ky = rng.gauss(0, 3), rng.gauss(0, 3)
            c = [(p.x + kx, p.y + ky) for p in pts]
            cap = "digitised"
            rep = None if rng.random() < 0.7 else rep
        if rng.random() < 0.35:
            c = c[::-1]
        return {"type": "LineString", "coordinates": [ll(p) for p in c]}, rep, cap, None

    def volume(self, w, office, fac=1.0):
        rng = self.rng
        f = F[w["fam"]]
        u = f[3]
        L = w["len"] * fac
        if rng.random() < 0.06:
            return None, u
        if u == "unit":
            return 1, rng.choice(
                ["unit", "unit", "unit", "titik" if w["fam"] == "lamp" else "unit", "paket", "ls"]
            )
        j = rng.lognormvariate(0, 0.03) if rng.random() < 0.6 else 1
        L = max(5, L * j)
        if office == "d" and rng.random() < 0.2:
            return 1, "paket"
        if u == "m2" or (f[0] == "road" and rng.random() < 0.25):
            return (round(L * w["width"], 1), "m2") if rng.random() < 0.75 else (round(L), "m")
        if w["fam"] in ("wall", "drain", "irrig") and rng.random() < 0.15:
            return round(L * rng.uniform(0.45, 0.7), 1), "m3"
        return round(L), rng.choice(["m", "m", "m", "meter"])

    def cost(self, c):
        rng = self.rng
        q = rng.choice([1, 100, 1000, 1000, 1e5, 5e5, 1e6])
        q = min(q, c / 20)
        return int(max(5e5, round(c / q) * q)) if q >= 1 else int(c)

    def photo(self):
        return "%016x" % self.rng.getrandbits(64)

    def flip(self, h, n):
        x = int(h, 16)
        for _ in range(n):
            x ^= 1 << self.rng.randrange(64)
        return "%016x" % x

    def record(
        self,
        w,
        office=None,
        v=None,
        year=None,
        keep=0.98,
        mode=None,
        end=None,
        fac=1.0,
        cost=None,
        extra=None,
    ):
        rng = self.rng
        office = office or w["office"]
        v = v or w["v"]
        y = year or w["year"]
        fu = self.fund(office)
        w["fund_hint"] = fu
        g, a, cap, e = self.geom(w, office, mode, end)
        vo, u = self.volume(w, office, fac)
        photos = [self.photo() for _ in range(rng.choice([1, 1, 2]))] if rng.random() < 0.32 else []
        rec = dict(
            id=None,
            village_code=v["code"],
            village_name=v["name"],
            fiscal_year=y,
            fund_source=fu,
            kegiatan_code=w["code"],
            work_class=w["cls"],
            name=self.name(w, office, y, 0, v, keep, extra),
            volume=vo,
            unit=u,
            cost=cost or self.cost(w["cost"] * (rng.choice([1, 1, 1.11]) if office == "d" else 1)),
            geometry=g,
            accuracy_m=a,
            capture=cap,
            photo_phash=photos,
        )
        w["e"] = e
        w["rec"] = rec
        return rec

    def faulty(self, rec, what):
        rng = self.rng

        def mp(f):
            g = rec["geometry"]

            def go(c):
                return f(c) if isinstance(c[0], (int, float)) else [go(x) for x in c]

            g["coordinates"] = go(g["coordinates"])

        if what == "swap":
            mp(lambda c: [c[1], c[0]])
        elif what == "sign":
            mp(lambda c: [c[0], -c[1]])
        else:
            dx, dy = rng.choice([(0.1, 0), (0, 0.1), (0.01, 0), (0, -0.01), (-1, 0)])
            mp(lambda c: [round(c[0] + dx, 7), round(c[1] + dy, 7)])

    # ---------- run
    def run(self):
        rng = self.rng
        nd = self.wanted_pairs
        hon = self.wanted - nd  # every pair costs one new record
        guard = 0
        while len(self.works) < hon and guard < 400000:
            self.programme()
            guard += 1
        self.works = self.works[:hon]
        rng.shuffle(self.works)
        recs = []
        for w in self.works:
            rec = self.record(w)
            recs.append(rec)
        # honest pins of default, faults, shared photos
        board = {v["code"]: self.photo() for v in self.villages}
        for w, rec in zip(self.works, recs):
            if rng.random() < 0.008:
                w["flt"] = 1
                self.faulty(rec, rng.choice(["swap", "sign", "digit", "digit"]))
            if rec["photo_phash"] and rng.random() < 0.012:
                rec["photo_phash"].append(self.flip(board[w["v"]["code"]], rng.randint(0, 3)))
        truth = []
        free = [w for w in self.works if w["kind"] != "maintenance" or rng.random() < 0.25]
        free = [w for w in free if not w["pin"] and not w.get("flt")]
        rng.shuffle(free)
        taken = set()

        def pick(cond=lambda w: True):
            for i, w in enumerate(free):
                if i in taken or not cond(w):
                    continue
                taken.add(i)
                return w
            raise SystemExit("no candidates left")

        isl = lambda w: isinstance(w["shp"], LineString) and not w["pin"] and w["shp"].length > 45
        plan = []
        for k, q in TK.items():
            plan += [k] * round(q * self.wanted_pairs)
        while len(plan) < self.wanted_pairs:
            plan.append("retold")
        rng.shuffle(plan)
        plan = plan[: self.wanted_pairs]
        sp = plan.count("split_half")
        if sp % 2:
            plan[plan.index("split_half")] = "retold"
        skip = 0
        for k in plan:
            if k == "split_half":
                skip ^= 1
                if skip == 0:
                    continue
            cond = (
                isl
                if k in ("redigitised", "partial", "split_half")
                else (
                    (
                        lambda w: isl(w)
                        and w["fam"] in ("paving", "rabat")
                        and "gang" in w["slots"]
                        and w["kind"] in ("series", "road_and_drain")
                    )
                    if k == "package"
                    else (lambda w: not w["pin"])
                )
            )
            w = pick(cond)
            base = w["rec"]
            o2 = "d" if w["office"] == "v" else "v"
            if k != "neighbour" and rng.random() < 0.06 and w["office"] == "d":
                o2 = "d"

            def dup(k=k, w=w, base=base, o2=o2, fac=1.0, sub=None, keep=0.93):
                d = dict(w)
                d["slots"] = dict(w["slots"])
                d["disc"] = (
                    set(w["disc"])
                    | ({"gang"} if "gang" in w["slots"] else set())
                    | (
                        {"road"}
                        if "road" in w["slots"] and "sta" not in w["slots"] and rng.random() < 0.5
                        else set()
                    )
                )
                v = w["v"]
                y = w["year"]
                mode = None
                end = None
                extra = None
                if w["verb"] == "new" and rng.random() < 0.2:
                    d["verb"] = "rehab"
                if w["verb"] != "maint" and (k == "next_year" or rng.random() < 0.33):
                    y += 1
                if k == "next_year":
                    y = w["year"] + 1
                if y > 2025:
                    y = 2025
                if sub:
                    d["shp"] = sub
                    d["cap"] = "line" if rng.random() < 0.8 else None
                if k == "redigitised":
                    bl = base["geometry"]["type"] != "Point"
                    if bl:
                        mode = "pt" if rng.random() < 0.6 else "line"
                    else:
                        mode = "line" if rng.random() < 0.72 else "pt"
                        end = rng.choice([0, 0.5, 1]) if mode == "pt" else None
                elif isl(w) and base["geometry"]["type"] == "Point" and rng.random() < 0.75:
                    mode = "pt"
                    end = w["e"]
                elif isl(w) and base["geometry"]["type"] != "Point" and rng.random() < 0.7:
                    mode = "line"
                if k == "neighbour":
                    v = min(
                        (z for z in self.villages if z is not w["v"]),
                        key=lambda z: math.dist(z["c"], w["cl"]["c"]),
                    )
                    if rng.random() < 0.5:
                        o2 = "v"
                if k == "office_snapped":
                    d["pin"] = self.near(v["off"], 5)
                    keep = 0.98
                    d["disc"] |= {"gang", "road", "person", "rt", "dusun"}
                if k == "renamed":
                    keep = 0.86
                elif rng.random() < 0.58:
                    d["noun_keep"] = 1
                if k == "package":
                    gs = [g for g in w["cl"]["gangs"] if g["name"] != w["slots"]["gang"]]
                    rng.shuffle(gs)
                    extra = [
                        ("Gg " if rng.random() < 0.5 else "") + g["name"]
                        for g in gs[: rng.randint(1, 2)]
                    ]
                    fac *= 1 + len(extra)
                if rng.random() < 0.022:
                    d["cls"] = rng.choice(NEIGH[w["cls"]])
                    d["code"] = rng.choice(
                        [f[1][0] for f in F.values() if f[0] == d["cls"]] or [w["code"]]
                    )
                elif rng.random() < 0.25:
                    d["code"] = rng.choice(F[w["fam"]][1])
                c = base["cost"] * fac
                m = rng.random()
                if fac == 1 and m < 0.09:
                    c = base["cost"]
                elif m < 0.4:
                    c = self.cost(c * rng.lognormvariate(0, 0.06))
                elif m < 0.72:
                    c = self.cost(
                        c * (1.11 if o2 == "d" else 1 / 1.11) * rng.lognormvariate(0, 0.05)
                    )
                elif m < 0.9:
                    c = self.cost(
                        c * (1.11 * 1.1 if o2 == "d" else 1 / 1.22) * rng.lognormvariate(0, 0.08)
                    )
                else:
                    c = self.cost(c * rng.lognormvariate(0, 0.3))
                rec = self.record(d, o2, v, y, keep, mode, end, fac, cost=int(c), extra=extra)
                if k == "copied":
                    rec["geometry"] = json.loads(json.dumps(base["geometry"]))
                    rec["capture"] = base["capture"]
                    rec["accuracy_m"] = base["accuracy_m"] if rng.random() < 0.6 else None
                if k == "coordinate_fault":
                    self.faulty(rec, rng.choice(["swap", "sign", "digit"]))
                if rng.random() < 0.07:
                    if not base["photo_phash"]:
                        base["photo_phash"].append(self.photo())
                    rec["photo_phash"] = [
                        self.flip(base["photo_phash"][0], rng.choice([0, 0, 1, 2, 4]))
                    ] + rec["photo_phash"][1:]
                recs.append(rec)
                truth.append((base, rec, k))
                w["rec"] = base

            L = w["shp"].length
            if k == "partial":
                f = rng.uniform(0.4, 0.85)
                a = (
                    0
                    if rng.random() < 0.4
                    else (1 - f) * L if rng.random() < 0.6 else rng.uniform(0, 1 - f) * L
                )
                sub = substring(w["shp"], a, a + f * L)
                dup(fac=f, sub=sub)
            elif k == "split_half":
                c = rng.uniform(0.42, 0.58)
                dup(fac=c, sub=substring(w["shp"], 0, c * L))
                dup(fac=1 - c, sub=substring(w["shp"], c * L, L))
            else:
                dup()
        n = len(recs)
        ids = rng.sample(range(100000, 999999), n)
        for rec, i in zip(recs, ids):
            rec["id"] = "W%06d" % i
        rng.shuffle(recs)
        return recs, [dict(a=a["id"], b=b["id"], kind=k) for a, b, k in truth]


def make(seed, works, pairs, facts):
    return Register(seed, works, pairs, facts).run()


if __name__ == "__main__":
    common.run(__doc__, make)
