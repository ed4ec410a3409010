"""A site is screened with all that is known of its work, as its registration would be."""

import border
from budget import sen
from nearby import screen
from steps import equal, holds
from works import COST_SEN, Work, line, place

CARD, OTHER_CARD = "3510250101990001", "3510250101990002"
LONG_M = 200


class Screening:
    """A road and a house of a village, and questions about the same places."""

    def __init__(self, village, tahun):
        self.village = village
        self.tahun = tahun
        start, end = (border.field(east, 200) for east in (-600, LONG_M - 600))
        self.road = Work(
            village, tahun, "Rabat beton gang Mawar RT 02", start, {}, shapes=[line(start, end)],
            work_class="road", capture="CAPTURE_PHONE_TRACK", unit="m", volume_e4=LONG_M * 10_000,
        )  # fmt: skip
        self.home = border.field(-300, 300)
        self.house = Work(
            village, tahun, "Rumah layak huni Dusun Krajan", self.home, {},
            work_class="housing", household_number=CARD,
        )  # fmt: skip

    def registered(self):
        """Both are there; the number of the family card never comes back."""
        for work in (self.road, self.house):
            holds(work.register().cleared, f"nothing is near {work.title}")
        kept = self.house.refresh().content
        equal((kept.household_number, kept.household_known), ("", True), "household")

    def _asked(self, shape, expected, **told):
        """What a question finds must be this verdict; answers the levels of its evidence."""
        verdict, findings = screen(self.village, told.pop("tahun", self.tahun), shape, **told)
        levels = {piece.level for found in findings for piece in found.evidence}
        equal(verdict, expected, f"verdict of {told}, with {levels}")
        equal(bool(findings), verdict != "CLEAR", "findings")
        return levels

    def of_road(self):
        """Name and money bring evidence; class, intervention and years change the verdict."""
        beside = line(border.field(-600, 201), border.field(LONG_M - 600, 201))

        def asked(expected, **told):
            return self._asked(beside, expected, **({"work_class": "road"} | told))

        said = {"display_name": "Rabat beton jalan Mawar RT 02", "amount": sen(COST_SEN)}
        more = {"amount_same", "name_alike"}
        equal(asked("BLOCK") & more, set(), "evidence of the place alone")
        equal(asked("BLOCK", **said) & more, more, "evidence of name and money")
        equal(asked("BLOCK", **said | {"amount": sen(1)}) & more, {"name_alike"}, "other money")
        holds("component_other" in asked("WARN", work_class="drainage"), "a drain along a road")
        asked("CLEAR", work_class="street_light")
        asked("BLOCK", intervention="maintain")
        later = asked("WARN", intervention="maintain", tahun=self.tahun + 1)
        holds("maintenance_after" in later, "upkeep of the road")
        equal(asked("BLOCK") & {"year_same", "year_window"}, {"year_same"}, "this year")
        holds("year_window" in asked("BLOCK", tahun=self.tahun + 1), "next year")
        asked("CLEAR", tahun=self.tahun + 9)

    def of_house(self):
        """The household decides: the same one blocks 90 m away, another warns next door, not here."""
        away, next_door, here = (
            {"point": place(border.field(-300, 300 + north))} for north in (90, 8, 2)
        )
        house = {"work_class": "housing"}
        self._asked(away, "CLEAR", **house)
        same = self._asked(away, "BLOCK", **house, household_number=CARD)
        holds("household_same" in same, f"evidence {same}")
        self._asked(next_door, "BLOCK", **house)
        other = self._asked(next_door, "WARN", **house, household_number=OTHER_CARD)
        holds("household_other" in other, f"evidence {other}")
        self._asked(here, "BLOCK", **house, household_number=OTHER_CARD)

    def of_draft(self, foreign):
        """One's own draft is no other work once it is named; another village's is none of one's own."""
        draft = Work(self.village, self.tahun, "Gorong-gorong lapangan", border.field(0, 800), {})
        draft.draft()
        shape = {"point": place(draft.point)}
        holds("planned" in self._asked(shape, "WARN"), "a draft warns")
        self._asked(shape, "CLEAR", project=draft.name)
        draft.drop()
        self._asked(shape, "CLEAR")
        refused = self.village.people.pka.refused(
            "RuleSetService.ScreenSite", "FIELD_MALFORMED",
            parent=self.village.name, tahun=self.tahun, work_class="culvert", intervention="new",
            shape=shape, project=foreign.name, continues=foreign.name,
        )  # fmt: skip
        equal(sorted(refused.fields), ["continues", "project"], "fields")
