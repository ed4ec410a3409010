"""Two villages pave one road that crosses their border, and share only its middle."""

import border
from flags import Pair
from steps import equal, holds
from works import Work, line

LONG_M = 1_300
SHARED_M = 50
SEGMENT = 1  # of the common border, far from every other work


class Roads(Pair):
    """Two roads of 675 m that run together for 50 m, 25 m on either side of the border."""

    def __init__(self, here, there, tahun):
        start, end = border.across(here.code, there.code, LONG_M, SEGMENT)
        half = SHARED_M / 2 / LONG_M

        def at(part):
            return tuple(round(a + (b - a) * part, 7) for a, b in zip(start, end))

        self.crossing = at(0.5)
        road = {"work_class": "road", "capture": "CAPTURE_PHONE_TRACK", "unit": "m"}
        road |= {"volume_e4": (LONG_M + SHARED_M) // 2 * 10_000, "pictures": {}}
        super().__init__(
            Work(here, tahun, "Rabat beton Watu Ulo", start, shapes=[line(start, at(0.5 + half))], **road),
            Work(there, tahun, "Pengaspalan poros Kedungasri", end,
                 shapes=[line(at(0.5 - half), end)], amount={"sen": 61_000_000_00}, **road),
        )  # fmt: skip

    def find_shared(self):
        """The flag tells the shared metres; their share alone would not have raised it."""
        flag = self.seen()
        told = {piece.level: piece for piece in flag.evidence}
        facts = told["line_overlap"].facts
        rules = self.ours.people.pka.call("RuleSetService.GetRuleSet", name="ruleSets/active")
        rule = next(row for row in rules.rule_set.classes if row.work_class == "road")
        holds(
            facts["share_permille"] < rule.overlap_min_permille,
            f"{facts['share_permille']} permille is no share of {rule.overlap_min_permille}",
        )
        holds(facts["matched_mm"] >= rule.overlap_sure_m * 1_000, f"{facts['matched_mm']} mm")
        equal(facts["sure_mm"], rule.overlap_sure_m * 1_000, "the rule in the evidence")
        holds(abs(flag.overlap_m - SHARED_M) < 1, f"{flag.overlap_m} m are shared")
        holds(f"{flag.overlap_m:.1f}".replace(".", ",") in told["line_overlap"].text, "in words")
        lines = [side.footprints[0].shape.line.vertices for side in (flag.first, flag.second)]
        equal([len(one) for one in lines], [2, 2], "footprints")
        return flag
