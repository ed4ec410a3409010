"""Photographs as evidence: one picture for two works, and one that was not taken there or then."""

import math
import random
import struct
import time
import zlib

import border
from flags import Pair
from steps import equal, holds
from works import Work, photo

SEGMENT = 2  # of the common border, far from every other work
WIDTH_PX, HEIGHT_PX = 480, 320
DAY_S = 86_400


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(seed: int, brighter: int = 0, mirrored: bool = False) -> bytes:
    """A PNG of smooth shapes that no other seed has; without EXIF, as messengers send pictures on."""
    chance = random.Random(seed)
    waves = [
        (chance.uniform(-3, 3), chance.uniform(-3, 3), chance.uniform(0, math.tau)) for _ in range(9)
    ]

    def light(x, y):
        across, down = x / WIDTH_PX * math.tau, y / HEIGHT_PX * math.tau
        total = sum(math.sin(a * across + b * down + phase) for a, b, phase in waves)
        return max(0, min(255, int(120 + 22 * total) + brighter))

    rows = []
    for y in range(HEIGHT_PX):
        row = [light(x, y) for x in range(WIDTH_PX)]
        rows.append(b"\0" + bytes(reversed(row) if mirrored else row))
    head = struct.pack(">IIBBBBB", WIDTH_PX, HEIGHT_PX, 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(rows))
    chunks = _chunk(b"IHDR", head), _chunk(b"IDAT", body), _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


class OnePhoto(Pair):
    """Two culverts 9 m apart with other names and other amounts, shown by one photograph."""

    def __init__(self, here, there, tahun):
        ours, theirs = border.across(here.code, there.code, 9, SEGMENT)
        other = {"amount": {"sen": 17_250_000_00}, "volume_e4": 25_000}
        again = {0: picture(7, brighter=9), 100: picture(7, mirrored=True)}
        super().__init__(
            Work(here, tahun, "Plat duiker Watu Ulo", ours, {0: picture(7)}),
            Work(there, tahun, "Box culvert makam Sumberjo", theirs, again, **other),
        )

    def find_photo(self, rule_rev=1):
        """Beside place, class, deed and year only the picture speaks, and the uploads name each other."""
        flag = self.seen(rule_rev)
        pair = ("class_", "distance_", "year_", "intervention_")
        told = [piece for piece in flag.evidence if not piece.level.startswith(pair)]
        equal({piece.level for piece in told}, {"photo_alike"}, "what both works have in common")
        facts = {name: number for piece in told for name, number in piece.facts.items()}
        equal(facts["photos"], 2, "pairs of photos, the mirrored one too")
        holds(all("oto" in piece.text for piece in told), "in words")
        ours, _ = self.ours.photos[0]
        for stage, (name, _) in self.theirs.photos.items():
            reading = self.theirs.people.sekdes.call("PhotoService.GetPhoto", name=name).photo.reading
            bits = {match.photo: match.bits for match in reading.matches}
            holds(bits.get(ours, 64) <= facts["bits"], f"stage {stage}: {bits}")
            doubts = {finding.code for finding in reading.findings}
            holds({"PHOTO_EXIF_MISSING", "PHOTO_REUSED_WORK"} <= doubts, f"stage {stage}: {doubts}")
        return flag


def doubted(work, tahun):
    """A photo whose EXIF tells another place and another year is kept, with what is doubtful."""
    longitude, latitude = work.point
    elsewhere = (longitude + 0.02, latitude)
    years_ago = time.time() - 800 * DAY_S
    kept = work.upload(0, photo(0, f"{work.title} lama ", elsewhere, years_ago), time.time() - 60)
    told = {finding.code: finding.message for finding in kept.reading.findings}
    doubts = {"PHOTO_FAR_FROM_SITE", "PHOTO_PLACE_DIFFERS"}
    doubts |= {"PHOTO_BEFORE_PROJECT", "PHOTO_TIME_DIFFERS"}
    equal(doubts - set(told), set(), "doubts of the photo")
    apart_m = round(border.metres(work.point, elsewhere))
    holds(f"{apart_m} m" in told["PHOTO_FAR_FROM_SITE"], told["PHOTO_FAR_FROM_SITE"])
    holds(str(tahun) in told["PHOTO_BEFORE_PROJECT"], told["PHOTO_BEFORE_PROJECT"])
    read = work.people.kades.call("PhotoService.GetPhoto", name=kept.name).photo.reading
    equal({f.code: f.message for f in read.findings}, told, "what the kades reads")
    position = read.position.longitude_deg, read.position.latitude_deg
    holds(border.metres(position, elsewhere) < 1, f"the camera was at {position}")
