"""Rules that this program may not judge by: they were activated with tables of another release."""

import border
import rule_sets
from reports import Inbox
from steps import equal, holds
from works import Work

REASON = "RULE_SET_OUTDATED"
OTHER_TABLES = "0" * 64
AMOUNT_SEN = 1_500_000_00


class Outdated:
    """An approved payment for one work, and a work that is yet to be registered."""

    def __init__(self, story):
        self.server, self.pmd = story.server, story.pmd
        self.inspector, here, there = story.inspector, story.villages[0], story.villages[1]
        self.money = story.money[there.code]
        self.work = Work(
            there, story.tahun, "Gorong-gorong tengah desa", border.across(here.code, there.code, 700)[1]
        )
        self.later = Work(
            there, story.tahun, "Plat duiker tengah desa", border.across(here.code, there.code, 900)[1]
        )
        self.spp = None

    def tell(self, step):
        """The chapter, in the order of a release."""
        with step("a payment is approved, and another release with other word lists takes over"):
            self.taken_over()
        with step("it neither pays nor registers by rules of other tables, and says what to do"):
            self.waits()
        with step("books and inboxes are read as before"):
            self.reads()
        with step("two officials activate the same rows anew, the district is screened, money moves"):
            self.activated_anew()

    def taken_over(self):
        """What a release with other tables leaves behind is the digest of those before it."""
        holds(self.work.register().cleared, "nothing is near it")
        self.spp = self.money.request("Gorong-gorong tengah", self.work.name, AMOUNT_SEN)
        self.spp.submit()
        self.spp.verify()
        self.spp.approve()
        self.later.hand_in()
        self.server.stop()
        self.server.behind(
            f"UPDATE gate_rule_set SET tables_sha256 = '{OTHER_TABLES}' WHERE state = 'active'"
        )
        self.server.start()

    def waits(self):
        """Whatever judges waits."""
        refused = self.spp.refused(self.money.people.keuangan, "Disburse", REASON)
        equal(refused.outcome, "none", "nothing was paid")
        refused = self.later.people.sekdes.refused(
            "ProjectService.RegisterProject", REASON, name=self.later.name, etag=self.later.etag
        )
        holds("mengesahkan aturan itu lagi" in str(refused), f"it says what to do: {refused}")

    def reads(self):
        """What is only read is answered."""
        self.money.books_agree()
        Inbox(self.inspector)
        told = rule_sets.in_force(self.pmd[0]).tables_sha256
        equal(told, OTHER_TABLES, "the tables that it was activated with")

    def activated_anew(self):
        """The same rows under a new number, by two."""
        maker, checker = self.pmd
        named = rule_sets.proposed(maker, rule_sets.in_force(maker))
        rule_sets.activated(checker, named)
        rule_sets.rescreened(maker, batch_size=50)
        self.spp.pay()
