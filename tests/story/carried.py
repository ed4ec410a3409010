"""A work of last year that is not finished, carried on this year (DPAL)."""

import border
from budget import PANGAN, sen
from nearby import screen
from steps import equal, holds
from works import COST_SEN, Work, place

REST_SEN = 12_500_000_00


class CarriedOn:
    """A culvert of last year, and what this year makes of it by its approved DPA."""

    def __init__(self, village, tahun):
        self.tahun = tahun
        self.point, self.beside = border.field(200, 500), border.field(202, 500)
        self.before = Work(village, tahun - 1, "Plat duiker jalan sawah", self.point, {})
        self.rest = None  # what carries it on, once it is registered

    def _rest(self, title="Plat duiker jalan sawah (lanjutan)", years=0, **content):
        content = {"continues": self.before.name, "amount": sen(REST_SEN)} | content
        tahun = self.tahun + years
        return Work(self.before.village, tahun, title, self.beside, {}, **content)

    def registered(self):
        """The work of last year has no photo of its end."""
        holds(self.before.register().cleared, "nothing is near it")

    def advised(self):
        """What is not declared would be flagged as built again; what is declared would not."""
        village, shape = self.before.village, {"point": place(self.beside)}
        verdict, findings = screen(village, self.tahun, shape)
        equal(verdict, "BLOCK", "the same culvert in the year after")
        equal([found.project for found in findings], [self.before.name], "findings")
        found = screen(village, self.tahun, shape, continues=self.before.name)
        equal(found, ("CLEAR", []), "what carries it on")

    def refused(self):
        """It is of the same kegiatan, of the year after, and for no more than was left."""
        for work, reason in (
            (self._rest(kegiatan=PANGAN), "CONTINUES_OTHER_ACTIVITY"),
            (self._rest(years=-1), "CONTINUES_UNKNOWN"),
            (self._rest(years=1), "CONTINUES_UNKNOWN"),
        ):
            work.people.pka.refused(
                "ProjectService.CreateProject", reason, parent=work.year, content=work.contents()
            )
        more = self._rest(amount=sen(COST_SEN + 1))
        more.draft()
        more.refused("Submit", "CONTINUES_ABOVE_REST")
        more.drop()

    def carried(self):
        """For the rest it is registered and cleared, and neither work has a flag."""
        work = self.rest = self._rest()
        screening = work.register()
        pairs = [*screening.blocks, *screening.warnings]
        equal((screening.cleared, pairs), (True, []), "screening")
        equal(work.refresh().content.continues, self.before.name, "what it carries on")
        equal([w.refresh().gate.open_flags for w in (self.before, work)], [0, 0], "open flags")
        more = self._rest("Plat duiker jalan sawah (lanjutan kedua)")
        more.content["amount"] = sen(COST_SEN - REST_SEN + 1)
        more.draft()
        more.refused("Submit", "CONTINUES_ABOVE_REST")
        more.drop()
