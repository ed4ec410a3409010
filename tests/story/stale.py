"""A clearance by rules that are not in force any more, met by the payment that rests on it."""

import border
from flags import Pair
from steps import equal, holds
from works import Work

SEGMENT = 4  # of the common border, far from every other work
AMOUNT_SEN = 2_500_000_00


class Stale(Pair):
    """Two culverts 40 m apart, and an approved payment for one of them."""

    def __init__(self, here, there, tahun, money):
        ours, theirs = border.across(here.code, there.code, 40, SEGMENT)
        super().__init__(
            Work(here, tahun, "Gorong-gorong tikungan Krajan", ours),
            Work(there, tahun, "Plat duiker kebun Patemon", theirs, {}),
        )
        self.money = money
        self.spp = None

    def approved(self):
        """By the rules of now nothing holds either; the request goes up to the treasurer."""
        for work in (self.ours, self.theirs):
            holds(work.register().cleared, f"{work.title} is cleared")
        self.spp = self.money.request("Gorong-gorong", self.ours.name, AMOUNT_SEN)
        self.spp.submit()
        self.spp.verify()
        self.spp.approve()
        gate = self.ours.refresh().gate
        equal((gate.cleared, gate.clearance_rule_rev), (True, 1), "clearance")

    def _refused(self, reason):
        refused = self.spp.refused(self.ours.people.keuangan, "Disburse", reason)
        equal((refused.reasons, refused.outcome), ([reason], "none"), "refusal")
        return refused

    def met(self):
        """New rules see the pair: the payment is refused for the work it names and why."""
        refused = self._refused("CLEARANCE_STALE")
        (unmet,) = refused.unmet
        equal(unmet.subject, self.ours.name, "the project that is stale")
        theirs = self.theirs
        for word in (theirs.title, theirs.village.display_name):
            holds(word in unmet.sentence, unmet.sentence)
        gate = self.ours.refresh().gate
        equal((gate.cleared, gate.open_flags), (False, 0), "cleared by rules that are over")

    def screened_again(self, camat, official):
        """Screened again it has a flag; decided as two works, it is paid by the rules of now."""
        screening = self.ours.people.pka.call(
            "ProjectService.RescreenProject", name=self.ours.name
        ).screening
        equal([block.project for block in screening.blocks], [self.theirs.name], "blocks")
        equal(screening.rule_rev, 2, "rule set")
        holds(screening.blocks[0].flag in str(self._refused("FLAG_OPEN")), "names the flag")
        self.seen(rule_rev=2, first=self.ours)
        self.decide(camat, official, "DISMISSED", "DIFFERENT_WORKS")
        self.spp.pay()
        gate = self.ours.refresh().gate
        equal((gate.cleared, gate.clearance_rule_rev), (True, 2), "clearance")
