"""Places on real borders, from the boundaries that the product ships."""

import json
import math

from stubs import ROOT

BOUNDARIES = ROOT / "services" / "registry" / "data" / "boundaries_clean.geojson"
METRE_DEG = 1 / 111_195  # of latitude
FIELD = (114.3565, -8.282)  # in the middle of Sukojati, far from its borders
_features = {}


def _load():
    if not _features:
        with open(BOUNDARIES, encoding="utf-8") as file:
            for feature in json.load(file)["features"]:
                _features[feature["properties"]["code"]] = feature
    return _features


def name(code: str) -> str:
    """The name of a village."""
    return _load()[code]["properties"]["name"]


def _rings(code):
    geometry = _load()[code]["geometry"]
    many = geometry["coordinates"]
    polygons = many if geometry["type"] == "MultiPolygon" else [many]
    return [ring for polygon in polygons for ring in polygon]


def _segments(code):
    return {
        frozenset((tuple(a), tuple(b))) for ring in _rings(code) for a, b in zip(ring, ring[1:])
    }


def shared(one: str, other: str) -> list:
    """Segments of the common border, the longest first; the villages are an exact partition."""
    common = [tuple(sorted(segment)) for segment in _segments(one) & _segments(other)]
    return sorted(common, key=lambda s: (-math.dist(*s), s))


def inside(code: str, point) -> bool:
    """Whether a point lies in a village (even-odd rule)."""
    x, y = point
    odd = False
    for ring in _rings(code):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


def across(one: str, other: str, apart_m: float, nth: int = 0):
    """Two points on either side of the nth common segment, so many metres apart."""
    (x1, y1), (x2, y2) = shared(one, other)[nth]
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    shrink = math.cos(math.radians(middle[1]))
    along = ((x2 - x1) * shrink, y2 - y1)
    length = math.hypot(*along)
    half = apart_m / 2 * METRE_DEG
    step = (-along[1] / length * half / shrink, along[0] / length * half)
    points = [
        tuple(round(middle[i] + sign * step[i], 7) for i in (0, 1)) for sign in (1, -1)
    ]
    if inside(one, points[1]):
        points.reverse()
    if not (inside(one, points[0]) and inside(other, points[1])):
        raise ValueError(f"segment {nth} of {one} and {other} is too crooked for {apart_m} m")
    return points


def field(east_m: float, north_m: float):
    """A point so many metres from the middle of Sukojati."""
    longitude, latitude = FIELD
    east = east_m * METRE_DEG / math.cos(math.radians(latitude))
    return round(longitude + east, 7), round(latitude + north_m * METRE_DEG, 7)


def metres(a, b) -> float:
    """Distance of two near points on the local plane of WGS 84, good to a millimetre in 100 m."""
    latitude = math.radians((a[1] + b[1]) / 2)
    e2 = 6.69437999014e-3
    w = 1 - e2 * math.sin(latitude) ** 2
    north = 6_378_137 * (1 - e2) / w**1.5
    east = 6_378_137 / math.sqrt(w) * math.cos(latitude)
    return math.hypot(math.radians(a[0] - b[0]) * east, math.radians(a[1] - b[1]) * north)
