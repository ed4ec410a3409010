"""Ground of the hands world: real roads and waters, turned and moved where a village has none."""

import math

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, Point, shape
from shapely.prepared import prep

from hands_words import DUSUN, JL, NET

LON0, LAT0 = 114.28, -8.38


KY = 110594.0


KX = 111320.0 * math.cos(math.radians(LAT0)) * 1.0006


def xy(c):
    return ((c[0] - LON0) * KX, (c[1] - LAT0) * KY)


def ll(p):
    return [round(LON0 + p[0] / KX, 7), round(LAT0 + p[1] / KY, 7)]


class Ground:
    def __init__(self, rng, nv, facts):
        rows = facts.villages()
        feats = facts.lines()
        lines = {}
        for f in feats:
            L = LineString([xy(c) for c in f["geometry"]["coordinates"]])
            if L.length < 60:
                continue
            w = f["properties"]["class"] != "jalan"
            for v in f["properties"]["villages"][:1]:
                lines.setdefault(v, []).append((w, L))
        polys = {f["properties"]["code"]: shape(f["geometry"]) for f in facts.boundaries()}
        size = {v: sum(l.length for w, l in ls) for v, ls in lines.items()}
        known = [r for r in rows if size.get(r["code"], 0) > 4000]
        known.sort(key=lambda r: -size[r["code"]])
        c0 = np.mean([[float(r["lon"]), float(r["lat"])] for r in known], 0)
        rest = sorted(
            (r for r in rows if r not in known),
            key=lambda r: math.hypot(float(r["lon"]) - c0[0], float(r["lat"]) - c0[1]),
        )
        pick = (known + rest)[:nv]
        self.villages = []
        for r in pick:
            P = polys[r["code"]]
            P = affinity.affine_transform(P, [KX, 0, 0, KY, -LON0 * KX, -LAT0 * KY]).buffer(0)
            ctr = xy((float(r["lon"]), float(r["lat"])))
            if not P.contains(Point(ctr)):
                q = P.representative_point()
                ctr = (q.x, q.y)
            PP = prep(P)
            own = list(lines.get(r["code"], [])) if size.get(r["code"], 0) > 4000 else []
            tot = sum(l.length for w, l in own)
            tries = 0
            while tot < NET and tries < 16:  # transplant a real network, turned and moved
                tries += 1
                d = rng.choice(known)
                src = lines[d["code"]]
                a = rng.uniform(0, 360)
                sc = rng.uniform(0.9, 1.1)
                o = xy((float(d["lon"]), float(d["lat"])))
                jx, jy = rng.gauss(0, 350), rng.gauss(0, 350)
                for w, l in src:
                    if tot > NET * 1.06:
                        break
                    m = affinity.translate(
                        affinity.scale(affinity.rotate(l, a, origin=o), sc, sc, origin=o),
                        ctr[0] - o[0] + jx,
                        ctr[1] - o[1] + jy,
                    )
                    if PP.contains(m.interpolate(0.5, normalized=True)):
                        own.append((w, m))
                        tot += m.length
            roads = [l for w, l in own if not w] or [LineString([ctr, (ctr[0] + 300, ctr[1] + 50)])]
            water = [l for w, l in own if w]
            nd = rng.choice([3, 4, 4, 5])
            dn = rng.sample(DUSUN, nd)
            if rng.random() < 0.6 and "Krajan" not in dn:
                dn[0] = "Krajan"
            pts = [rng.choice(roads).interpolate(rng.random(), normalized=True) for _ in range(nd)]
            rts = []
            per = {i: [] for i in range(nd)}
            for _ in range(30):
                q = rng.choice(roads).interpolate(rng.random(), normalized=True)
                per[min(range(nd), key=lambda i: q.distance(pts[i]))].append(q)
            rw = 0
            for i in range(nd):
                qs = sorted(per[i], key=lambda q: q.x)
                for k in range(0, len(qs), 4):
                    rw += 1
                    for j, q in enumerate(qs[k : k + 4]):
                        rts.append((q.x, q.y, j + 1, rw, dn[i]))
            jn = rng.sample(JL, len(JL))
            R = []
            gcount = {}
            for l in roads:
                if l.length > 260 and jn and rng.random() < 0.95:
                    nm = ("jl", jn.pop())
                elif l.length > 260:
                    nm = ("jl", None)
                elif rng.random() < 0.85:
                    z = min(
                        rts, key=lambda t: math.hypot(t[0] - l.centroid.x, t[1] - l.centroid.y)
                    )[4]
                    gcount[z] = gcount.get(z, 0) + 1
                    nm = ("gg", str(gcount[z]) if rng.random() < 0.75 else rng.choice(JL[:36]))
                else:
                    nm = ("jl", None)
                R.append(dict(l=l, nm=nm, occ={}, water=False))
            W = [dict(l=l, nm=("jl", None), occ={}, water=True) for l in water]
            self.villages.append(
                dict(
                    code=r["code"],
                    name=r["name"],
                    kec=r["kecamatan"],
                    ctr=ctr,
                    R=R,
                    W=W,
                    rts=rts,
                    rw8=[x["l"].length for x in R],
                    off=None,
                )
            )
        for v in self.villages:
            q = min(
                (x["l"] for x in v["R"]), key=lambda l: l.distance(Point(v["ctr"]))
            ).interpolate(0.4, normalized=True)
            v["off"] = (q.x + rng.gauss(0, 15), q.y + rng.gauss(0, 15))
            v["nb"] = sorted(
                (u for u in self.villages if u is not v),
                key=lambda u: math.hypot(u["ctr"][0] - v["ctr"][0], u["ctr"][1] - v["ctr"][1]),
            )[:3]


def place(v, p):
    t = min(v["rts"], key=lambda t: (t[0] - p[0]) ** 2 + (t[1] - p[1]) ** 2)
    return dict(rt=t[2], rw=t[3], dusun=t[4])
