"""Honest works of the corrupt world, by family."""

import math

from corrupt_ground import Ground, at, length
from corrupt_words import CLS, FUNDS, LINEAR, PART, YEARS


class Honest(Ground):
    """Honest works by family."""

    def f_series(self):
        rng = self.rng
        d, _ = self.pick()
        y, f = rng.choice(YEARS), self.fund()
        gg = [l for l in d["lines"] if l["typ"] == "gg"]
        k = rng.randint(4, 9)
        i = rng.randrange(max(1, len(gg) - k + 1))
        sub = rng.choices([self.roadsub(), "drain", "wall", "light", "culvert"], [50, 28, 6, 8, 8])[
            0
        ]
        for ln in gg[i : i + k]:
            L = length(ln["c"])
            want = L * rng.choice([1, 1, 0.6])
            if sub in LINEAR:
                z = self.free(ln, CLS[sub], y, want)
                if not z:
                    continue
                e = self.base(d, sub, y, f, ln, *z)
            else:
                e = self.base(d, sub, y, f, ln)
                e["pt"] = at(ln["c"], rng.uniform(0, 12))
            self.add(self.price(e, rng.choice([1, 1, 2, 3])), "gang_series")

    def f_neigh(self):
        rng = self.rng
        d, ln = self.pick(("gg",))
        self.curd = d
        y, f = rng.choice(YEARS), self.fund()
        sub = rng.choices(["house", "mck", "well", "pipe", "septic"], [38, 26, 16, 12, 8])[0]
        n = rng.randint(4, 8)
        k0 = rng.randint(0, 3)
        for k in rng.sample(range(k0, k0 + n + 2), n):
            if (ln["id"], k, sub) in self.occupied:
                continue
            self.occupied[(ln["id"], k, sub)] = 1
            e = self.base(d, sub, y, f, ln, person=self.person(ln, k))
            e["must"].discard("gg")
            q = at(ln["c"], 6 + k * 32)
            e["pt"] = (q[0] + rng.gauss(0, 5), q[1] + rng.gauss(0, 5))
            self.add(self.price(e), "neighbours")

    def f_phase(self):
        rng = self.rng
        d, ln = self.pick(("jl", "ir", "jut", "gg"))
        f = self.fund()
        L = length(ln["c"])
        n = 2 if L < 300 else rng.choice([2, 2, 3])
        w = min(L / n, rng.uniform(70, 170))
        y = rng.choice(YEARS[:4])
        sub = (
            "irr"
            if ln["typ"] == "ir"
            else rng.choices([self.roadsub(), "drain", "wall"], [60, 25, 15])[0]
        )
        z = self.free(ln, CLS[sub], y, n * w)
        if not z:
            return
        same = rng.random() < 0.25
        for k in range(n):
            yy = y if same else min(2025, y + k)
            ph = ["tahap " + ["I", "II", "III"][k], "tahap %d" % (k + 1)][rng.random() < 0.4]
            if k and rng.random() < 0.2:
                ph = "lanjutan"
            if not k and rng.random() < 0.3:
                ph = None
            self.add(
                self.price(
                    self.base(d, sub, yy, f, ln, z[0] + k * w, z[0] + (k + 1) * w, phase=ph)
                ),
                "phases",
            )

    def f_maint(self):
        rng = self.rng
        d, ln = self.pick()
        y0 = rng.choice(YEARS[:4])
        n = rng.choice([2, 2, 3, 4])
        f = self.fund()
        sub = (
            "irr"
            if ln["typ"] == "ir"
            else rng.choices(
                [self.roadsub(), "drain", "well", "light", "bld"], [34, 26, 12, 10, 18]
            )[0]
        )
        L = length(ln["c"])
        want = min(L, rng.uniform(80, 220))
        b = rng.choice(d["bld"])
        if sub in LINEAR:
            z = self.free(ln, CLS[sub] + "m", y0, want, gap=9)
            if not z:
                return
        p = at(ln["c"], rng.uniform(0, L))
        for k in range(n):
            y = y0 + k
            if y > 2025:
                break
            if sub == "bld":
                e = self.base(d, "bld", y, f, None, mode="mnt", bld=b[0])
                e["pt"] = b[1]
            elif sub in LINEAR:
                j = rng.uniform(0.9, 1)
                e = self.base(d, sub, y, f, ln, z[0], z[0] + (z[1] - z[0]) * j, mode="mnt")
            else:
                e = self.base(d, sub, y, f, ln, mode="mnt")
                e["pt"] = p
            self.add(self.price(e), "maintenance")

    def f_drains(self):
        rng = self.rng
        d, ln = self.pick(("gg", "jl"))
        y, f = rng.choice(YEARS), self.fund()
        z = self.free(ln, "drainage", y, rng.uniform(70, 200))
        if not z:
            return
        for side in ("kiri", "kanan"):
            self.add(
                self.price(
                    self.base(
                        d,
                        "drain",
                        y + (side == "kanan" and y < 2025 and rng.random() < 0.35),
                        f,
                        ln,
                        *z,
                        side=side,
                        mode="new",
                    )
                ),
                "parallel_drains",
            )
            self.works[-1]["must"].add("side")

    def f_roaddrain(self):
        rng = self.rng
        d, ln = self.pick(("gg", "jl"))
        y, f = rng.choice(YEARS), self.fund()
        sub = self.roadsub()
        z = self.free(ln, "road", y, rng.uniform(80, 200))
        if not z:
            return
        self.add(self.price(self.base(d, sub, y, f, ln, *z)), "road_and_drain")
        other = rng.choice(["drain", "wall", "culvert", "light"])
        if other in LINEAR:
            self.occupied.setdefault((ln["id"], CLS[other]), []).append((*z, y))
            self.add(self.price(self.base(d, other, y, f, ln, *z)), "road_and_drain")
        else:
            e = self.base(d, other, y, f, ln)
            e["pt"] = at(ln["c"], rng.uniform(*z))
            self.add(self.price(e, 2), "road_and_drain")

    def f_cofund(self):
        rng = self.rng
        d, ln = self.pick(("gg", "jl", "jut", "ir"))
        y = rng.choice(YEARS)
        f1, f2 = "DDS", rng.choice(FUNDS[1:6])
        sub = (
            "irr"
            if ln["typ"] == "ir"
            else rng.choices([self.roadsub(), "drain", "wall"], [70, 20, 10])[0]
        )
        w = min(length(ln["c"]), rng.uniform(120, 300))
        z = self.free(ln, CLS[sub], y, w)
        if not z:
            return
        m = z[0] + (z[1] - z[0]) * rng.uniform(0.35, 0.65)
        sta = rng.random() < 0.5
        for (a, b), f in (((z[0], m), f1), ((m, z[1]), f2)):
            e = self.base(
                d,
                sub,
                y,
                f,
                ln,
                a,
                b,
                sta="STA %d-%d" % (round(a - z[0]), round(b - z[0])) if sta else None,
            )
            self.add(self.price(e), "cofunded")

    def f_rebuild(self):
        rng = self.rng
        d, ln = self.pick(("gg", "jl", "jut", "ir"))
        f = self.fund()
        y = 2021
        sub = (
            "irr"
            if ln["typ"] == "ir"
            else rng.choices([self.roadsub(), "drain", "wall"], [70, 20, 10])[0]
        )
        z = self.free(ln, CLS[sub], y, rng.uniform(80, 220), gap=9)
        if not z:
            return
        self.add(self.price(self.base(d, sub, 2021, f, ln, *z)), "rebuild")
        L = z[1] - z[0]
        self.add(
            self.price(
                self.base(
                    d,
                    (
                        sub
                        if rng.random() < 0.7 or sub not in ("rabat", "paving", "makadam")
                        else "aspal"
                    ),
                    2025,
                    self.fund(),
                    ln,
                    z[0],
                    z[0] + L * rng.uniform(0.85, 1),
                    mode="reh",
                )
            ),
            "rebuild",
        )
        self.occupied[(ln["id"], CLS[sub])].append((*z, 2025))
        self.occupied[(ln["id"], CLS[sub])].append((*z, 2023))

    def f_parts(self):
        rng = self.rng
        d, _ = self.pick()
        b = rng.choice(d["bld"])
        y = rng.choice(YEARS)
        for p in rng.sample(list(PART), rng.randint(2, 4)):
            key = (d["v"]["code"], d["name"], b[0], p)
            if key in self.occupied:
                continue
            self.occupied[key] = 1
            e = self.base(
                d,
                "bld",
                min(2025, y + rng.choice([0, 0, 1, 2])),
                self.fund(),
                None,
                mode=rng.choice(["new", "reh"]),
                bld=b[0],
                part=p,
            )
            e["pt"] = (b[1][0] + rng.gauss(0, 6), b[1][1] + rng.gauss(0, 6))
            self.add(self.price(e), "building_parts")

    def f_junction(self):
        rng = self.rng
        d, _ = self.pick()
        y = rng.choice(YEARS)
        gg = [l for l in d["lines"] if l["typ"] == "gg"]
        i = rng.randrange(len(gg) - 1)
        sub = rng.choice(["culvert", "culvert", "light", "trash", self.roadsub()])
        p = gg[i]["c"][0]
        for ln in gg[i : i + 2]:
            if sub in LINEAR:
                z = self.free(ln, CLS[sub], y, rng.uniform(50, 120))
                if not z:
                    continue
                e = self.base(d, sub, y, "DDS", ln, *z)
                e["capbias"] = "start"
            else:
                e = self.base(d, sub, y, "DDS", ln)
                e["pt"] = (p[0] + rng.gauss(0, 12), p[1] + rng.gauss(0, 12))
            self.add(self.price(e), "junction")

    def f_single(self):
        rng = self.rng
        y, f = rng.choice(YEARS), self.fund()
        sub = rng.choices(
            [
                self.roadsub(),
                "drain",
                "wall",
                "irr",
                "culvert",
                "bridge",
                "well",
                "pipe",
                "mck",
                "septic",
                "house",
                "light",
                "sport",
                "trash",
                "gapura",
                "makam",
                "bld",
            ],
            [22, 13, 11, 11, 5, 4, 6, 6, 4, 3, 5, 4, 2.5, 2.5, 2, 2, 6],
        )[0]
        typ = (
            ("ir",)
            if sub == "irr"
            else (
                ("gg", "gg", "jut")
                if CLS[sub] == "road"
                else ("gg",) if rng.random() < 0.6 else ("gg", "jl")
            )
        )
        d, ln = self.pick(typ)
        self.curd = d
        if sub in LINEAR:
            z = self.free(ln, CLS[sub], y, rng.uniform(45, 260))
            if not z:
                return
            e = self.base(d, sub, y, f, ln, *z)
            if rng.random() < 0.12:
                e["slots"]["mark"] = "masjid " + d["mosque"]
        else:
            key = (ln["id"], sub)
            if key in self.occupied:
                return
            self.occupied[key] = 1
            if sub == "bld":
                b = rng.choice(d["bld"])
                k2 = (d["v"]["code"], d["name"], b[0], "utuh")
                if k2 in self.occupied:
                    return
                self.occupied[k2] = 1
                e = self.base(d, sub, y, f, None, bld=b[0], mode=rng.choice(["new", "reh"]))
                e["pt"] = b[1]
            else:
                e = self.base(d, sub, y, f, ln)
                if sub in ("house", "mck", "well") and rng.random() < 0.8:
                    e["slots"]["person"] = self.person(ln, rng.randint(0, 7))
                    e["must"].add("person")
                e["pt"] = at(ln["c"], rng.uniform(0, length(ln["c"])))
        self.price(e, rng.choice([1, 1, 1, 2, 4]))
        return self.add(e, "single")

    def f_office(self):
        e = self.f_single()
        if e:
            e["office"] = True
            e["fam"] = "office_pin"
            e["must"] |= {"gg", "jl", "dusun"} & set(e["slots"])

    def f_border(self):
        rng = self.rng
        v = rng.choice(self.villages)
        w = v["near"]
        y = rng.choice(YEARS)
        d, d2 = rng.choice(v["dusun"]), rng.choice(w["dusun"])
        mx, my = (v["x"] + w["x"]) / 2 + rng.gauss(0, 300), (v["y"] + w["y"]) / 2 + rng.gauss(
            0, 300
        )
        th = rng.uniform(0, 6.28)
        L = rng.uniform(70, 160)
        c = [
            (mx + t * math.cos(th), my + t * math.sin(th)) for t in (0, L * 0.5, L, L * 1.5, 2 * L)
        ]
        sub = self.roadsub()
        for k, dd in enumerate((d, d2)):
            ln = dict(
                id=("b", self.rng.random()), typ="jl", name="Batas Desa", c=c, rt=None, rw=None
            )
            self.add(
                self.price(
                    self.base(
                        dd, sub, y + (k if y < 2025 else 0), self.fund(), ln, k * L, (k + 1) * L
                    )
                ),
                "border",
            )

    def honest(self, n):
        fam = [
            (self.f_series, 22),
            (self.f_neigh, 2.8),
            (self.f_phase, 7),
            (self.f_maint, 4.5),
            (self.f_drains, 4),
            (self.f_roaddrain, 7),
            (self.f_cofund, 6),
            (self.f_rebuild, 4),
            (self.f_parts, 2.5),
            (self.f_junction, 4),
            (self.f_single, 72),
            (self.f_office, 7.5),
            (self.f_border, 1),
        ]
        fs, w = zip(*fam)
        guard = 0
        while len(self.works) < n and guard < 200000:
            guard += 1
            self.rng.choices(fs, w)[0]()
        del self.works[n:]
