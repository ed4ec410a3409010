"""Honest works of the audit world, by programme."""

from shapely.geometry import Point

from audit_ground import Ground
from audit_words import F, GR, PW, ROOM


class Programmes(Ground):
    """Honest works, by programme."""

    def programme(self):
        rng = self.rng
        v = rng.choice(self.villages)
        cl = rng.choice(v["cl"])
        y = rng.randint(2020, 2025)
        off = rng.choice(["v", "v", "d", None, None, None, None])
        G = cl["gangs"][:]
        rng.shuffle(G)
        k = rng.choices(list(PW), list(PW.values()))[0]
        dg = ("gang",)
        if k in GR and rng.random() < 0.85:  # programmes go where that need is
            cl = rng.choice(v["cl"][GR[k] :: 4] or v["cl"])
            G = cl["gangs"][:]
            rng.shuffle(G)
        if k == "paving":
            fam = rng.choice(["paving", "paving", "rabat"])
            fx = rng.choice([None, None, 1])
            base = F[fam][4] * rng.uniform(110, 200)
            for g in G[: rng.randint(2, 5)]:
                if self.take("surf", g["id"]):
                    self.work(
                        fam,
                        cl,
                        y,
                        g["L"],
                        "series",
                        disc=dg,
                        office=off,
                        gang=g["name"],
                        rt=g["rt"],
                        fixed=base if fx else None,
                    )
        elif k in ("jamban", "house"):
            g = rng.choice(G)
            names = set()
            n = rng.randint(3, 7) if k == "jamban" else rng.randint(2, 5)
            c = F[k][4] * rng.choice([1, 1, 1.1, 1.15])
            pl = g["L"] if rng.random() < 0.25 else cl["main"]
            for _ in range(n):
                p = pl.interpolate(rng.random(), normalized=True)
                nm = self.person()
                if nm in names:
                    continue
                names.add(nm)
                self.work(
                    k,
                    cl,
                    y,
                    Point(self.near((p.x, p.y), 48)),
                    "beneficiary",
                    disc=("person",),
                    office=off,
                    person=nm,
                    rt=g["rt"],
                    fixed=c,
                )
        elif k in ("well", "resap"):
            rts = cl["rts"][:]
            for i, rt in enumerate(rts):
                if self.take(k, cl["id"], rt):
                    p = cl["main"].interpolate(
                        (i + 0.5 + rng.uniform(-0.3, 0.3)) / len(rts), normalized=True
                    )
                    self.work(
                        k,
                        cl,
                        y,
                        Point(self.near((p.x, p.y), 48)),
                        "series",
                        disc=("rt",),
                        office=off,
                        rt=rt,
                    )
        elif k == "lamp":
            if self.take("lamp", cl["id"], y):
                d = rng.uniform(0, 30)
                i = 1
                sp = rng.uniform(46, 75)
                m = rng.randint(3, 6)
                while d < cl["main"].length and i <= m:
                    p = cl["main"].interpolate(d)
                    self.work(
                        "lamp",
                        cl,
                        y,
                        Point(self.near((p.x, p.y), 3)),
                        "series",
                        disc=("no",),
                        office=off,
                        no=i + ((y - 2020) * 6),
                        road=cl["road"],
                        fixed=4.2e6,
                    )
                    d += sp
                    i += 1
        elif k == "talud":
            L = rng.choice([cl["main"], cl["jut"], G[0]["L"]])
            fam = (
                rng.choice(["wall", "wall", "drain", "drain", "irrig"])
                if L is cl["jut"]
                else rng.choice(["wall", "drain", "drain"])
            )
            if self.take(fam, id(L)):
                a = rng.uniform(0, 0.4) * L.length
                b = min(L.length, a + rng.uniform(60, 240))
                sg = self.along(L, a, b)
                yy = y if rng.random() < 0.7 else min(2025, y + 1)
                nm = (
                    dict(gang=G[0]["name"], rt=G[0]["rt"])
                    if L is G[0]["L"]
                    else dict(road=cl["road"] if L is cl["main"] else None)
                )
                if rng.random() >= 0.6:
                    rng.random()  # only to keep the sequence of draws
                sides = rng.choice(
                    [("kiri", "kanan"), ("kiri", "kanan"), ("utara", "selatan"), ("barat", "timur")]
                )
                for sd, o, yz in zip(sides, (3.5, -3.5), (y, yy)):
                    try:
                        l2 = sg.offset_curve(o)
                    except Exception:
                        l2 = sg
                    if l2.geom_type != "LineString" or l2.length < 20:
                        l2 = sg
                    self.work(
                        fam, cl, yz, l2, "left_right", disc=("side",), office=off, side=sd, **nm
                    )
        elif k == "sta":
            L, fam, nm = rng.choice(
                [
                    (cl["jut"], "jut", {}),
                    (cl["jut"], "irrig", {}),
                    (cl["main"], "aspal", dict(road=cl["road"])),
                    (cl["main"], "rabat", dict(road=cl["road"])),
                ]
            )
            if self.take(fam if fam in ("irrig",) else "surf", id(L)):
                st = rng.choice([100, 120, 150, 200])
                n = min(int(L.length // st), rng.randint(2, 5))
                multi = rng.random() < 0.5
                ph = rng.random() < 0.5
                for i in range(n):
                    yy = min(2025, y + i) if multi else y
                    self.work(
                        fam,
                        cl,
                        yy,
                        self.along(L, i * st, (i + 1) * st),
                        "sta_segment",
                        disc=("sta", "phase"),
                        office=off if not multi else None,
                        sta=(i * st, (i + 1) * st),
                        phase=(i + 1) if ph else None,
                        cap="line" if rng.random() < 0.55 else None,
                        **nm,
                    )
        elif k == "phase":
            g = G[0]
            if self.take("surf", g["id"]) and g["L"].length > 100:
                fam = rng.choice(["paving", "rabat", "rabat"])
                m = g["L"].length * rng.uniform(0.4, 0.6)
                for i, (a, b) in enumerate([(0, m), (m, g["L"].length)]):
                    self.work(
                        fam,
                        cl,
                        min(2025, y + i),
                        self.along(g["L"], a, b),
                        "phase",
                        disc=("phase",),
                        gang=g["name"],
                        rt=g["rt"],
                        phase=i + 1,
                        cap="line" if rng.random() < 0.5 else None,
                    )
        elif k == "cofund":
            g = G[0]
            if self.take("surf", g["id"]) and g["L"].length > 100:
                fam = rng.choice(["paving", "rabat"])
                m = g["L"].length * rng.uniform(0.35, 0.65)
                for i, (a, b) in enumerate([(0, m), (m, g["L"].length)]):
                    self.work(
                        fam,
                        cl,
                        y,
                        self.along(g["L"], a, b),
                        "cofunded",
                        disc=("sta",),
                        gang=g["name"],
                        rt=g["rt"],
                        sta=(round(a), round(b)),
                        office="vd"[i],
                        cap="line",
                    )
        elif k == "room":
            ins = rng.choice(cl["inst"]) if cl["inst"] else None
            if ins:
                t = (
                    "edu"
                    if any(q in ins["name"] for q in ("TK", "PAUD", "TPQ", "SDN", "MI "))
                    else "mkt" if "Pasar" in ins["name"] else "hall"
                )
                rs = ROOM[t][:]
                rng.shuffle(rs)
                yy = y
                oo = off
                for q in rs[: rng.randint(2, 3)]:
                    if self.take("room", ins["id"], q):
                        self.work(
                            "room",
                            cl,
                            yy,
                            Point(self.near(ins["p"], 9)),
                            "rooms",
                            disc=("room",),
                            office=oo,
                            place=ins["name"],
                            room=q,
                            verb="rehab" if rng.random() < 0.6 else "new",
                        )
                    if rng.random() < 0.35:
                        yy = min(2025, yy + 1)
        elif k == "roaddrain":
            g = G[0]
            if self.take("surf", g["id"]):
                self.work(
                    "rabat" if rng.random() < 0.5 else "paving",
                    cl,
                    y,
                    g["L"],
                    "road_and_drain",
                    disc=dg,
                    gang=g["name"],
                    rt=g["rt"],
                )
            if self.take("drain", id(g["L"])):
                self.work(
                    "drain", cl, y, g["L"], "road_and_drain", disc=dg, gang=g["name"], rt=g["rt"]
                )
            if rng.random() < 0.25 and self.take("wall", id(g["L"])):
                self.work(
                    "wall", cl, y, g["L"], "road_and_drain", disc=dg, gang=g["name"], rt=g["rt"]
                )
        elif k == "maint":
            t = rng.choice(["gang", "main", "irrig", "room"])
            n = rng.randint(2, 4)
            y0 = rng.randint(2020, 2025 - n + 1)
            if t == "room" and cl["inst"]:
                ins = rng.choice(cl["inst"])
                if self.take("mt", ins["id"]):
                    for i in range(n):
                        self.work(
                            "room",
                            cl,
                            y0 + i,
                            Point(self.near(ins["p"], 6)),
                            "maintenance",
                            verb="maint",
                            place=ins["name"],
                            room="",
                            office="v",
                        )
            else:
                g = G[0]
                fam, L, nm = dict(
                    gang=("paving", g["L"], dict(gang=g["name"], rt=g["rt"])),
                    main=("aspal", cl["main"], dict(road=cl["road"])),
                    irrig=("irrig", cl["jut"], {}),
                    room=("drain", cl["main"], dict(road=cl["road"])),
                )[t]
                if self.take("mt", fam, id(L)):
                    for i in range(n):
                        self.work(fam, cl, y0 + i, L, "maintenance", verb="maint", office="v", **nm)
        elif k == "rebuild":
            g = G[0]
            if self.take("surf", g["id"]):
                y0 = rng.choice([2020, 2021])
                y1 = min(2025, y0 + rng.randint(4, 5))
                f1 = rng.choice(["paving", "rabat", "rabat"])
                self.work(f1, cl, y0, g["L"], "rebuild", gang=g["name"], rt=g["rt"])
                self.work(
                    rng.choice([f1, f1, "paving"]),
                    cl,
                    y1,
                    g["L"],
                    "rebuild",
                    verb="rehab",
                    gang=g["name"],
                    rt=g["rt"],
                    costmul=1.3,
                )
        elif k == "overlay":
            if self.take("surf", id(cl["main"])):
                a = rng.uniform(0, 0.3) * cl["main"].length
                sg = self.along(cl["main"], a, a + rng.uniform(150, 300))
                self.work(
                    "jut",
                    cl,
                    min(y, 2024),
                    sg,
                    "base_then_surface",
                    road=cl["road"],
                    layer="telford",
                )
                self.work("aspal", cl, min(y, 2024) + 1, sg, "base_then_surface", road=cl["road"])
        elif k == "junction":
            p = cl["main"].interpolate(rng.random(), normalized=True)
            for fam in rng.sample(
                ["culvert", "lamp", "gapura", "pos", "tps", "resap", "mck", "drain"],
                rng.randint(2, 4),
            ):
                q = self.near((p.x, p.y), 10)
                sh = Point(q)
                if fam == "drain":
                    if not self.take("drain", id(cl["main"])):
                        continue
                    sh = self.along(cl["main"], 0, rng.uniform(60, 160))
                if self.take("j", fam, cl["id"]):
                    self.work(
                        fam,
                        cl,
                        y if rng.random() < 0.6 else rng.randint(2020, 2025),
                        sh,
                        "junction",
                        road=cl["road"],
                        no=rng.randint(61, 99) if fam == "lamp" else None,
                    )
        elif k == "pin":
            n = rng.randint(2, 4)
            o = self.near(v["off"], 6 if rng.random() < 0.5 else 0.01)
            for _ in range(n):
                c2 = rng.choice(v["cl"])
                g = rng.choice(c2["gangs"])
                fam = rng.choice(
                    [
                        "paving",
                        "rabat",
                        "drain",
                        "culvert",
                        "well",
                        "wall",
                        "mck",
                        "lamp",
                        "pos",
                        "tandon",
                        "house",
                        "irrig",
                        "tps",
                    ]
                )
                key = "surf" if fam in ("paving", "rabat") else fam
                if not self.take(key, g["id"] if key == "surf" else id(g["L"])):
                    continue
                self.work(
                    fam,
                    c2,
                    min(2025, y + rng.choice([0, 0, 0, 1])),
                    g["L"] if F[fam][3] in ("m", "m2") else Point(g["L"].coords[-1]),
                    "office_pin",
                    disc=dg,
                    office=off,
                    gang=g["name"],
                    rt=g["rt"],
                    pin=o,
                    person=self.person() if fam == "house" else None,
                    no=rng.randint(100, 140) if fam == "lamp" else None,
                )
        elif k == "single":
            fam = rng.choice(
                [
                    "bridge",
                    "culvert",
                    "mck",
                    "tandon",
                    "pos",
                    "sport",
                    "tps",
                    "gapura",
                    "makam",
                    "pipe",
                    "drain",
                    "wall",
                    "irrig",
                    "aspal",
                ]
            )
            if self.take("one", fam, cl["id"]):
                if F[fam][3] == "m":
                    L = cl["jut"] if fam == "irrig" else cl["main"]
                    key = "surf" if fam == "aspal" else fam
                    if not self.take(key, id(L)):
                        return
                    a = rng.uniform(0, 0.5) * L.length
                    sh = self.along(L, a, a + rng.uniform(70, 260))
                    if fam == "makam":
                        sh = self.curve(
                            self.near(cl["c"], 150), rng.uniform(0, 6), rng.uniform(40, 120)
                        )
                else:
                    sh = Point(self.near(cl["c"], 150))
                self.work(
                    fam,
                    cl,
                    y,
                    sh,
                    "single",
                    office=off,
                    road=cl["road"] if rng.random() < 0.6 else None,
                )
        elif k == "twin":  # same wording, other dusun
            fam = rng.choice(["pos", "mck", "gapura", "culvert", "tandon"])
            for c2 in rng.sample(v["cl"], 3):
                if self.take("one", fam, c2["id"]):
                    self.work(
                        fam,
                        c2,
                        y,
                        Point(self.near(c2["c"], 130)),
                        "other_dusun",
                        disc=("dusun", "rt"),
                        office=off,
                    )
