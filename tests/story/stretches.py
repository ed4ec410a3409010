"""Two works that share too little on each of two streets, and enough on both together."""

import border
from flags import Pair
from nearby import screen
from steps import equal, holds
from works import Work, line

STREETS_M = (-150, -50)  # north of the middle of the village
LONG_M, SHARED_M = 350, 30


def streets(from_m) -> list:
    """A stretch of each street, from so many metres east of its beginning."""

    def at(east_m, north_m):
        return border.field(east_m - 600, north_m)

    return [line(at(from_m, north), at(from_m + LONG_M, north)) for north in STREETS_M]


class Stretches(Pair):
    """Two works of one village, each on both streets, of which the second begins in the first."""

    def __init__(self, village, tahun):
        begins_m = LONG_M - SHARED_M
        self.theirs_at = streets(begins_m)
        road = {"work_class": "road", "capture": "CAPTURE_PHONE_TRACK", "unit": "m"}
        road |= {"volume_e4": 2 * LONG_M * 10_000, "pictures": {}}
        first, second = border.field(-600, STREETS_M[0]), border.field(begins_m - 600, STREETS_M[0])
        super().__init__(
            Work(village, tahun, "Rabat beton gang Melati", first, shapes=streets(0), **road),
            Work(village, tahun, "Paving jalan Anggrek", second, shapes=self.theirs_at,
                 amount={"sen": 44_444_444_45}, **road),
        )  # fmt: skip
        self.tahun = tahun

    def alone(self):
        """On either street alone a registration would find nothing."""
        for shape in self.theirs_at:
            found = screen(self.theirs.village, self.tahun, shape, work_class="road")
            equal(found, ("CLEAR", []), "one street")

    def summed(self, screening):
        """Together they hold the money: the flag tells the metres of both, each counted once."""
        (block,) = screening.blocks
        equal((block.project, screening.cleared), (self.ours.name, False), "what holds the money")
        together_mm = len(STREETS_M) * SHARED_M * 1_000
        holds(abs(block.overlap_mm - together_mm) < 5_000, f"{block.overlap_mm} mm are shared")
        flag = self.seen(rule_rev=2)
        equal(flag.name, block.flag, "flag")
        told = {piece.level: piece for piece in flag.evidence}
        one, all_ = told["line_apart"].facts, told["line_overlap_sum"].facts
        rules = self.ours.people.pka.call("RuleSetService.GetRuleSet", name="ruleSets/active")
        rule = next(row for row in rules.rule_set.classes if row.work_class == "road")
        sure_mm = rule.overlap_sure_m * 1_000
        holds(one["matched_mm"] < sure_mm, f"{one['matched_mm']} mm on one street")
        holds(one["share_permille"] < rule.overlap_min_permille, f"{one['share_permille']} permille")
        equal((all_["pairs"], all_["matched_mm"]), (2, block.overlap_mm), "both streets")
        holds(all_["matched_mm"] >= sure_mm, f"{all_['matched_mm']} mm on both")
        holds("2 pasang lokasi" in told["line_overlap_sum"].text, told["line_overlap_sum"].text)
        holds(abs(flag.overlap_m * 1_000 - block.overlap_mm) < 100, f"{flag.overlap_m} m")
        equal([len(side.footprints) for side in (flag.first, flag.second)], [2, 2], "footprints")
