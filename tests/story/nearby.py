"""Advice before the fact: what a registration would find, and the neighbourhood for offline apps."""

from steps import equal, holds
from works import place

DEGREE_M = 111_195


def screen(village, tahun, shape, **told):
    """What a registration would find: the verdict and the findings."""
    pka = village.people.pka
    asked = {"tahun": tahun, "work_class": "culvert", "intervention": "new", "accuracy_m": 4.0}
    answer = pka.call(
        "RuleSetService.ScreenSite", parent=village.name, shape=shape, **(asked | told)
    )
    verdict = pka.connection.name_of(answer, "verdict").removeprefix("VERDICT_")
    return verdict, list(answer.findings)


class Nearby:
    """What a village asks about places before it claims one."""

    def __init__(self, village, tahun):
        self.village = village
        self.tahun = tahun
        self.etag = ""

    def _screen(self, point, work_class="culvert"):
        return screen(self.village, self.tahun, {"point": place(point)}, work_class=work_class)

    def screened(self, pair):
        """On two works it blocks and says why, beside them it warns, farther off it is silent."""
        longitude, latitude = pair.ours.point
        verdict, findings = self._screen(pair.ours.point)
        equal(verdict, "BLOCK", "on the very place")
        equal({found.project for found in findings}, pair.projects, "works that are met")
        for found in findings:
            work = pair.ours if found.project == pair.ours.name else pair.theirs
            told = (found.display_name, found.desa_display_name)
            equal(told, (work.title, work.village.display_name), "names")
            holds(all(piece.text for piece in found.evidence), "evidence in words")
        holds(any(found.distance_m == 0 for found in findings), "a work stands there")
        beside = (longitude, latitude + 38 / DEGREE_M)
        verdict, findings = self._screen(beside)
        equal((verdict, bool(findings)), ("WARN", True), "beside them")
        equal(self._screen((longitude, latitude + 400 / DEGREE_M)), ("CLEAR", []), "farther off")
        equal(self._screen(pair.ours.point, "sports_field"), ("CLEAR", []), "another kind of work")

    def _tile(self, etag=""):
        return self.village.people.operator.call(
            "OverlapService.GetNeighbourhoodTile", parent=self.village.name, etag=etag
        )

    def tile(self):
        """A tile is read by the form that the protocol tells, to its last byte, and kept by its mark."""
        answer = self._tile()
        read = Tile(answer.tile)
        equal((read.desa, read.rule_rev), (self.village.code, answer.rule_rev), "head of the tile")
        rules = self.village.people.pka.call("RuleSetService.GetRuleSet", name="ruleSets/active")
        equal(read.radius_m, rules.rule_set.candidate_radius_m, "radius")
        bits = {c.work_class: sum(1 << f for f in c.families) for c in rules.rule_set.classes}
        equal(set(read.classes), set(bits), "classes of work")
        holds(answer.is_whole and len(read.covered) > 10, f"{len(read.covered)} cells are covered")
        places = [group for group in read.groups if group["what"] == 1]
        holds(any(g["from"] <= self.tahun <= g["to"] for g in places), "claims of this year")
        holds(any(g["families"] & read.classes["culvert"] for g in places), "claims of culverts")
        claimed = [cell for group in places for cell in group["cells"]]
        holds(any(read.covers(cell) for cell in claimed), "claims in covered cells")
        again = self._tile(answer.etag)
        equal((again.unchanged, again.tile, again.etag), (True, b"", answer.etag), "the same tile")
        self.etag = answer.etag
        return len(answer.tile)

    def tile_moved_on(self):
        """A new work nearby makes a new tile."""
        answer = self._tile(self.etag)
        holds(not answer.unchanged and answer.etag != self.etag, "another tile")
        Tile(answer.tile)


class Tile:
    """Form 1 of a neighbourhood, as `GetNeighbourhoodTileResponse` describes it."""

    def __init__(self, data: bytes):
        self._data, self._at = data, 3
        equal(data[:3], b"LT\x01", "mark and form")
        self.desa = self._text()
        self.rule_rev, self.fresh_s, self.radius_m = (self._number() for _ in range(3))
        self.accuracy_m, self.factor_permille = self._number(), self._number()
        self.classes = {self._text(): self._number() for _ in range(self._number())}
        self.covered = set(self._cells())
        self.groups = [self._group() for _ in range(self._number())]
        equal(self._at, len(data), "bytes that were read")

    def _number(self) -> int:
        number = shift = 0
        while True:
            byte = self._data[self._at]
            self._at += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7

    def _text(self) -> str:
        length = self._number()
        self._at += length
        return self._data[self._at - length : self._at].decode()

    def _cells(self) -> list:
        """Pairs of a resolution and a rank, the base cell and digits as one number of base 7."""
        cells = []
        for _ in range(self._number()):
            resolution, count = self._number(), self._number()
            rank, ranks = 0, []
            while len(ranks) < count:
                head = self._number()
                length = self._number() + 2 if head & 1 else 1
                rank += head >> 1
                ranks.extend(range(rank, rank + length))
                rank += length
            equal(len(ranks), count, "cells of the runs")
            holds(all(rank < 122 * 7**resolution for rank in ranks), "ranks of cells")
            cells.extend((resolution, rank) for rank in ranks)
        return cells

    def _group(self) -> dict:
        group = {"what": self._number(), "families": self._number(), "from": self._number()}
        group["to"] = group["from"] + self._number()
        group["reach_m"] = self._number()
        group["cells"] = self._cells()
        return group

    def covers(self, cell) -> bool:
        """Whether a cell, or one that holds it, is covered."""
        resolution, rank = cell
        above = ((up, rank // 7 ** (resolution - up)) for up in range(resolution + 1))
        return any(parent in self.covered for parent in above)
