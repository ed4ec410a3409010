"""What may be drawn on a work that is carried on and on what carries it on, up to the payment."""

import border
from budget import sen
from carried import REST_SEN
from steps import equal, holds
from works import COST_SEN, Work

REASON, OTHER_YEAR = "PROJECT_CARRIED_ON", "PROJECT_OTHER_YEAR"
EXCEEDED = "PROJECT_AMOUNT_EXCEEDED"
REST_UPAH_SEN, KEPT_UPAH_SEN = 5_000_000_00, 20_500_000_00
LATE_SEN = 2_000_000_00


class Drawn:
    """Payments for a work of last year, its rest, and a work that is said late to carry it on."""

    def __init__(self, carried, money):
        self.before, self.rest = carried.before, carried.rest
        self.money = money
        self.people = money.people
        self.late = Work(
            self.before.village, carried.tahun, "Gorong-gorong kebun kopi Sumberejo",
            border.field(400, 650), {0: 0}, amount=sen(LATE_SEN),
        )  # fmt: skip
        self.spp = None

    def _request(self, work, bahan_sen, upah_sen=0):
        return self.money.request("Plat duiker lanjutan", work.name, bahan_sen, upah_sen)

    def _refused(self, spp, who, verb, work, left_sen):
        """For this alone, by the work it is about, what is left of it and what is asked for."""
        refused = spp.refused(who, verb, REASON)
        equal((refused.reasons, refused.outcome), ([REASON], "none"), "refusal")
        equal(refused.unmet[0].subject, work.name, "the work it is about")
        told = refused.facts["left"], refused.facts["asked"]
        equal(told, (str(left_sen), str(spp.amount_sen)), "what is left and asked for")

    def _beyond(self, work, left_sen, bahan_sen, upah_sen=0):
        """A draft for too much is not submitted, and its PKA drops it."""
        spp, pka = self._request(work, bahan_sen, upah_sen), self.people.pka
        self._refused(spp, pka, "Submit", work, left_sen)
        spp.cancel(pka)

    @staticmethod
    def _photographed(work, stages=(0, 50)):
        """No money is asked for without a photo of the start, and none twice without another."""
        work.pictures = dict.fromkeys(stages, 0)
        for stage in stages:
            work.send_photo(stage)

    def of_rest(self):
        """Its own amount is all there is, also when it is paid."""
        work, bahan_sen = self.rest, REST_SEN - REST_UPAH_SEN
        self._photographed(work)
        self._beyond(work, REST_SEN, bahan_sen + 1, REST_UPAH_SEN)
        spp = self._request(work, bahan_sen, REST_UPAH_SEN)
        spp.submit()
        spp.verify()
        spp.approve()
        spp.pay()
        self._beyond(work, 0, 1)

    def of_before(self):
        """What its rest leaves it was paid in its own year; this year's money is not for it."""
        work, pka = self.before, self.people.pka
        self._photographed(work)
        spp = self._request(work, COST_SEN - REST_SEN - KEPT_UPAH_SEN, KEPT_UPAH_SEN)
        refused = spp.refused(pka, "Submit", OTHER_YEAR)
        equal((refused.reasons, refused.outcome), ([OTHER_YEAR], "none"), "refusal")
        equal(refused.unmet[0].subject, work.name, "the work it is about")
        spp.cancel(pka, "Dibayar tahun lalu")

    def of_ordinary(self):
        """What was compared with other works and registered is all that is asked for."""
        work, pka = self.late, self.people.pka
        holds(work.register().cleared, "nothing is near it")
        self.spp = self._request(work, LATE_SEN + 1)
        refused = self.spp.refused(pka, "Submit", EXCEEDED)
        equal((refused.reasons, refused.outcome), ([EXCEEDED], "none"), "refusal")
        equal(refused.unmet[0].subject, work.name, "the work it is about")
        told = [refused.facts[key] for key in ("drawn", "asked", "amount")]
        equal(told, ["0", str(LATE_SEN + 1), str(LATE_SEN)], "drawn, asked for, registered")

    def amended(self):
        """The amount is raised by two persons first, and is not lowered below what is drawn."""
        self._amended(amount=sen(self.spp.amount_sen))
        self.spp.submit()
        self.spp.verify()
        self.spp.approve()
        work, amount = self.late, self.late.content["amount"]
        work.content["amount"] = sen(LATE_SEN)
        self.people.pka.refused(
            "ProjectService.AmendSite", "AMOUNT_BELOW_DRAWN", **self._amendment()
        )
        work.content["amount"] = amount

    def declared_late(self):
        """What is approved stays so; asked for anew, what is said late to carry on is paid too."""
        work, pka, amount_sen = self.late, self.people.pka, self.spp.amount_sen
        work.content["continues"] = self.before.name
        pka.refused("ProjectService.AmendSite", "PROJECT_VERIFIED", **self._amendment())
        self.spp.cancel(pka, "Ternyata lanjutan pekerjaan tahun lalu")
        self._amended(continues=self.before.name)
        equal(work.refresh().content.continues, self.before.name, "what it carries on")
        self._photographed(work, (50,))
        self.spp = self._request(work, amount_sen)
        self.spp.submit()
        self.spp.verify()
        self.spp.approve()
        self.spp.pay()
        self._beyond(work, 0, 1)
        self.money.books_agree()

    def _amendment(self):
        """The work as it is to be, on its present revision."""
        work = self.late
        named = {"name": work.name, "etag": work.refresh().etag}
        return named | {"content": work.contents(), "note": "DPAL disesuaikan"}

    def _amended(self, **content):
        """PKA proposes, sekdes confirms; it stays cleared."""
        work, people = self.late, self.people
        work.content |= content
        amended = people.pka.call("ProjectService.AmendSite", **self._amendment()).project
        answer = people.sekdes.call(
            "ProjectService.ConfirmAmendment", name=work.name, etag=amended.etag
        )
        holds(answer.screening.cleared, "nothing is near it")
