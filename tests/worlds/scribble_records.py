"""Claims of the scribble world: geometry, name, volume and cost of a work as typed."""

from scribble_ground import LAT0, LON0, MX, MY
from scribble_words import BK, CLS, KEEP, KODE, LINEAR, PARTS, PRICE, SAMEW, SYN
from scribble_works import Works


def same_thing(w, f):
    return f.get("tg") == w["thing"]


def roman(n):
    return ["", "I", "II", "III", "IV", "V"][n]


class Records(Works):
    """Geometry, name, volume and cost of one claim."""

    # ---- claims: what the register shows
    def lonlat(self, p):
        return [round(LON0 + p[0] / MX, 7), round(LAT0 + p[1] / MY, 7)]

    def noise(self, p, sg):
        return (p[0] + self.rng.gauss(0, sg), p[1] + self.rng.gauss(0, sg))

    def geom(self, w, mode=None, where=None):
        """-> (shape points in metres, type, accuracy, capture)"""
        rng = self.rng
        if w.get("pin") is not None and mode is None:
            return (
                [w["pin"]],
                "Point",
                None if rng.random() < 0.7 else round(rng.uniform(4, 20), 1),
                rng.choice(["digitised", "phone_point"]),
            )
        acc = min(30, max(3, rng.lognormvariate(2.0, 0.5)))
        rep = (
            None
            if rng.random() < 0.62
            else round(acc * rng.uniform(0.7, 1.3)) if rng.random() < 0.6 else round(acc, 1)
        )
        if w["seg"]:
            a, b = w["seg"]
            mode = mode or rng.choices(["dig", "pt", "track"], [70, 22, 8])[0]
            l = w["st"]["l"]
            if mode == "pt":
                where = where or rng.choices(["s", "m", "e", "x"], [38, 24, 28, 10])[0]
                w["where"] = where
                d = dict(s=a, m=(a + b) / 2, e=b, x=rng.uniform(a, b))[where]
                return (
                    [self.noise(l.sub(d, d + 0.1, w["off"])[0], acc / 1.5)],
                    "Point",
                    rep,
                    "phone_point" if rng.random() < 0.85 else "digitised",
                )
            if mode == "dig":
                pts = l.sub(
                    max(0, a + rng.gauss(0, 5)), max(a + 8, min(l.L, b + rng.gauss(0, 5))), w["off"]
                )
                if len(pts) > 2 and rng.random() < 0.45:
                    pts = [pts[0]] + [q for q in pts[1:-1] if rng.random() < 0.5] + [pts[-1]]
                sx, sy = rng.gauss(0, 3), rng.gauss(0, 3)
                pts = [self.noise((x + sx, y + sy), 2) for x, y in pts]
                if rng.random() < 0.4:
                    pts.reverse()
                return (
                    pts,
                    "LineString",
                    None if rng.random() < 0.93 else round(rng.uniform(3, 10)),
                    "digitised",
                )
            n = max(3, int((b - a) / 14))
            sx, sy = rng.gauss(0, acc / 2.5), rng.gauss(0, acc / 2.5)
            pts = []
            for i in range(n + 1):
                q = l.sub(a + (b - a) * i / n, a + (b - a) * i / n + 0.1, w["off"])[0]
                pts.append(self.noise((q[0] + sx, q[1] + sy), 1.7))
            if rng.random() < 0.5:
                pts.reverse()
            return pts, "LineString", rep, "phone_track"
        if (
            CLS[w["thing"]] in ("building", "sports_field", "landfill")
            and rng.random() < 0.3
            and not w["part"]
        ):
            x, y = self.noise(w["p"], 4)
            h, k = (
                (25, 40)
                if CLS[w["thing"]] == "sports_field"
                else (rng.uniform(4, 8), rng.uniform(4, 9))
            )
            return (
                [(x - h, y - k), (x + h, y - k), (x + h, y + k), (x - h, y + k), (x - h, y - k)],
                "Polygon",
                None,
                "digitised",
            )
        if rng.random() < 0.35:
            return [self.noise(w["p"], 6)], "Point", None, "digitised"
        return [self.noise(w["p"], acc / 1.5)], "Point", rep, "phone_point"

    def typo(self, t):
        rng = self.rng
        if len(t) < 5 or not t.isalpha():
            return t
        i = rng.randrange(1, len(t) - 1)
        u = rng.random()
        return (
            t[:i] + t[i + 1 :]
            if u < 0.4
            else t[:i] + t[i + 1] + t[i] + t[i + 2 :] if u < 0.7 else t[:i] + t[i] + t[i:]
        )

    def name(self, w, st, extra=0.0, force=(), samew=None):
        rng = self.rng
        must = w["must"] | set(force)
        D = st["detail"]
        kept = w.setdefault("kept", {})
        follow = w.get("follow")

        def on(k, p):
            x = (
                (rng.random() < 0.97)
                if k in must
                else (
                    follow[k]
                    if follow and k in follow and rng.random() < KEEP
                    else rng.random() < p * D
                )
            )
            kept[k] = x
            return x

        v = {
            "build": [
                "pembangunan",
                "pemb.",
                "pembuatan",
                "peningkatan",
                "pembangunan",
                "pengadaan",
            ],
            "maint": ["pemeliharaan", "pemel.", "perawatan", "perbaikan", "pemeliharaan"],
            "rehab": ["rehab", "rehabilitasi", "perbaikan", "rehab"],
        }[w["act"]]
        if CLS[w["thing"]] == "road" or CLS[w["thing"]] in ("bridge", "building"):
            pass
        else:
            v = [x for x in v if x != "peningkatan"] or v
        verb = (
            rng.choice(v)
            if (
                rng.random()
                < (0.95 if "verb" in must else st["verb"] if w["act"] == "build" else 0.85)
            )
            else ""
        )
        th = rng.choice(SYN[w["thing"]])
        if follow and same_thing(w, follow) and rng.random() < (samew or SAMEW):
            th = follow["th"]
            verb = follow["vb"] if rng.random() < 0.6 and follow.get("act") == w["act"] else verb
        kept["tg"] = w["thing"]
        kept["act"] = w["act"]
        kept["th"], kept["vb"] = th, verb
        if CLS[w["thing"]] == "road" and "mat" not in must and rng.random() < 0.1:
            th = "jalan"
            verb = verb or "peningkatan"
        if w["part"]:
            th = rng.choice(PARTS[w["part"]]) + " " + (th if on("bld", 0.95) else "")
        loc = []
        nm = ""
        k, n = w["nm"]
        n = n.replace("_", " ")
        if n and on("nm", 0.68 if not loc else 0.5):
            nm = {
                "gg": st["gg"]
                + " "
                + (
                    n
                    if not n.isdigit() or rng.random() < 0.6
                    else roman(min(5, int(n))) if int(n) < 6 else n
                ),
                "jl": st["jl"] + " " + n,
                "kali": rng.choice(["kali", "sungai", "sal."]) + " " + n,
                "jut": rng.choice(["JUT", "jalan usaha tani", "blok"]) + " " + n,
                "nm": n,
            }[k]
            if nm[:2].lower() in ("jl", "ja") and th.endswith("jalan"):
                th = th[:-6] if th != "jalan" else ""
        rt = ""
        if w["rt"] and on("rt", 0.62):
            R, Q = w["rt"], w["rw"]
            f = st["rt"]
            hasrw = rng.random() < 0.5
            rt = [
                "RT %02d" % R,
                "rt %d" % R,
                "RT.%02d" % R,
                "Rt %03d" % R,
                "RT%02d" % R,
                "RT %d" % R,
                "rt. %02d" % R,
            ][f]
            if hasrw:
                rt += [
                    " RW %02d" % Q,
                    "/%d" % Q,
                    "/RW.%02d" % Q,
                    " Rw %03d" % Q,
                    "/RW%02d" % Q,
                    " RW %d" % Q,
                    " rw. %02d" % Q,
                ][f]
        du = (st["dsn"] + " " + w["d"]).strip() if w["d"] and on("d", 0.6) else ""
        if not (nm or rt or du or w["person"]) and rng.random() < 0.85:
            du = (st["dsn"] + " " + w["d"]).strip()
        loc = [x for x in (nm, rt, du) if x]
        if rng.random() < 0.25:
            rng.shuffle(loc)
        ph = ""
        if w["phase"] and on("phase", 0.9):
            ph = (
                rng.choice(
                    [
                        "tahap %d" % w["phase"],
                        "tahap " + roman(w["phase"]),
                        "thp %d" % w["phase"],
                        "tahap ke-%d" % w["phase"],
                    ]
                )
                if w["phase"] < 2 or rng.random() < 0.7
                else "lanjutan" if w["phase"] == 2 else "lanjutan tahap %d" % w["phase"]
            )
        if w["phase"] == 1 and rng.random() < 0.15:
            ph = ""
        sd = (
            rng.choice(["%s", "sebelah %s", "sisi %s", "(%s)"]) % w["side"]
            if w["side"] and on("side", 0.9)
            else ""
        )
        pe = (
            rng.choice(["an. %s", "a.n %s", "(%s)", "Bpk %s", "an %s", "%s"]) % w["person"]
            if w["person"] and on("person", 0.9)
            else ""
        )
        lm = w["lm"] if w["lm"] and on("lm", 0.55) else ""
        vol = "%d m" % (round(w["len"] / 5) * 5) if w["len"] and rng.random() < 0.06 else ""
        head = (verb + " " + th).strip()
        o = st["order"]
        seq = (
            [head, sd, pe] + loc + [lm, ph, vol]
            if o == 0
            else (
                [head, pe, ph, sd, lm] + loc
                if o == 1
                else loc[:1] + [head, sd, pe, ph] + loc[1:] + [lm]
            )
        )
        tk = " ".join(x for x in seq if x).split()
        tk = [self.typo(t) if rng.random() < 0.035 + extra else t for t in tk]
        t = " ".join(tk)
        c = st["case"] if rng.random() < 0.85 else rng.choice("utlm")
        t = (
            t.upper()
            if c == "u"
            else (
                t.lower()
                if c == "l"
                else (
                    " ".join(x if x.isupper() else x[:1].upper() + x[1:] for x in t.split())
                    if c == "t"
                    else t[:1].upper() + t[1:]
                )
            )
        )
        if rng.random() < 0.06:
            t += " " + (w["v"]["name"] if rng.random() < 0.5 else "Desa " + w["v"]["name"])
        if rng.random() < 0.04:
            t = t.replace(" ", "  ", 1)
        return t

    def round_cost(self, c):
        rng = self.rng
        u = rng.random()
        q = 5e6 if u < 0.35 and c > 3e7 else 1e6 if u < 0.8 else 5e5 if u < 0.9 else 1e3
        return int(max(q, round(c / q) * q))

    def cost(self, w):
        t = w["thing"]
        if w["part"]:
            b = {
                "pagar": 22e6,
                "atap": 18e6,
                "keramik": 12e6,
                "plafon": 9e6,
                "cat": 5e6,
                "toilet": 10e6,
                "ruang": 40e6,
                "teras": 11e6,
                "parkir": 14e6,
                "halaman": 20e6,
                "dapur": 9e6,
            }[w["part"]]
        elif t in LINEAR:
            b = PRICE[t] * w["len"] * (w["wid"] / 2 if CLS[t] == "road" else 1)
        else:
            b = PRICE.get(t, 60e6)
        if w["act"] == "maint" and not w["part"] and w["up"] > 0.6:
            b *= 0.25
        return b * w["up"] * (1 + 0.04 * (w["year"] - 2021))

    def volume(self, w, pm=0.36):
        rng = self.rng
        if rng.random() < pm:
            return None, (
                rng.choice(["m", "paket", "ls", ""])
                if w["len"]
                else rng.choice(["unit", "paket", "ls"])
            )
        if w["thing"] in LINEAR:
            if CLS[w["thing"]] == "road" and rng.random() < 0.22:
                return round(w["len"] * w["wid"] / 10) * 10, "m2"
            if rng.random() < 0.07:
                return 1, "paket"
            q = rng.choice([1, 5, 5, 10, 10, 10, 25]) if w["len"] > 60 else rng.choice([1, 5])
            return max(q, round(w["len"] * rng.gauss(1, 0.02) / q) * q), "m"
        return w["n"], rng.choice(["unit", "unit", "buah", "paket"])

    def claim(
        self,
        w,
        gm=None,
        where=None,
        st=None,
        name=None,
        pm=0.36,
        force=(),
        extra=0,
        cost=None,
        samew=None,
    ):
        rng = self.rng
        v = w["v"]
        st = st or (
            dict(v["style"])
            if rng.random() < 0.75
            else dict(v["style"], **{k: x for k, x in self.style().items() if rng.random() < 0.6})
        )
        c = CLS[w["thing"]]
        kk = (BK if w["thing"] in BK else KODE)[w["thing"] if w["thing"] in BK else c]
        code = (
            kk[0] if (w["act"] == "maint" or w["act"] == "rehab" and rng.random() < 0.15) else kk[1]
        )
        if w["act"] == "maint" and rng.random() < 0.1:
            code = kk[1]
        if c == "road" and code == "02.03.10":
            code = (
                "02.03.12"
                if w["nm"][0] == "jut"
                else "02.03.11" if w["nm"][0] in ("gg", "") and rng.random() < 0.75 else code
            )
        if c == "road" and code == "02.03.01" and w["nm"][0] in ("gg", ""):
            code = "02.03.02" if rng.random() < 0.7 else code
        if rng.random() < 0.04:
            code = code[:6] + "90" if code[:5] in ("02.03", "02.04") else code
        pts, ty, acc, cap = self.geom(w, gm, where)
        vol, un = self.volume(w, pm)
        rec = dict(
            village_code=v["code"],
            village_name=v["name"],
            fiscal_year=w["year"],
            fund_source=w["fund"],
            kegiatan_code=code,
            work_class=c,
            name=name or self.name(w, st, extra, force, samew),
            volume=vol,
            unit=un,
            cost=self.round_cost(cost or self.cost(w)),
            pts=pts,
            ty=ty,
            accuracy_m=acc,
            capture=cap,
            photo_phash=[],
            flip=None,
        )
        if rng.random() < 0.17:
            rec["photo_phash"] = [
                "%016x" % rng.getrandbits(64) for _ in range(rng.choice([1, 1, 2]))
            ]
        if rng.random() < 0.006:
            rec["photo_phash"] = ["8f0f3c3ce1c18793"]  # the same signboard
        return rec

    def office(self, v):
        return ([v["office"]] if self.rng.random() < 0.7 else [self.noise(v["office"], 9)]), "Point"
