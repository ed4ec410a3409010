"""A PKA who leaves: the activity, its DPA and its requests go on with the successor."""

import border
from reports import Inbox
from steps import equal, holds
from works import Work

SEGMENT, BEYOND_M = 3, 600  # of the common border, far from every other work
DRAFTED_SEN, NEW_SEN = 1_500_000_00, 2_250_000_00


class Successor:
    """A village whose PKA drafted a request and is in office no more."""

    def __init__(self, story, village):
        self.crowd = story.crowd
        self.village = village
        self.people = village.people
        self.money = story.money[village.code]
        _, there = border.across(story.villages[0].code, village.code, BEYOND_M, SEGMENT)
        self.work = Work(village, story.tahun, "Gorong-gorong sawah Bulurejo", there, {0: 0})
        self.former = village.people.pka
        self.spp = None
        self.dpa = None

    def drafted(self):
        """The DPA of its activity is approved, and a request for a work is written."""
        holds(self.work.register().cleared, "nothing is near it")
        self.spp = self.money.request("Gorong-gorong sawah", self.work.name, DRAFTED_SEN)
        Inbox(self.former).find(self.spp.name, "SubmitSpp")

    def appointed(self):
        """The mandate ends and another person comes in; the request may not be submitted yet."""
        crowd, people, village = self.crowd, self.people, self.village
        listed = crowd.pmd[0].call("MandateService.ListMandates", area=village.code, page_size=500)
        of_former = f"persons/{self.former.person_id}"
        (held,) = [m for m in listed.mandates if m.person.name == of_former]
        crowd.pmd[0].call("MandateService.EndMandate", name=held.name, etag=held.etag)
        account = f"pka.baru.{village.display_name.lower()}"
        title = f"Kasi Kesejahteraan Baru {village.display_name}"
        people.pka = crowd.appoint(*crowd.pmd, "ROLE_PKA", village.code, account, title)
        self.spp.refused(self.former, "Submit", "NOT_ALLOWED")
        self.spp.refused(people.pka, "Submit", "NOT_OWN_ACTIVITY")
        self.dpa = self._approved()
        equal(self.dpa.pka_person_id, self.former.person_id, "PKA of the DPA")

    def _approved(self):
        """The approved DPA of the activity; there is one."""
        listed = self.people.pka.call("DpaService.ListDpa", parent=self.money.year).dpa
        state = self.people.pka.connection.name_of
        (dpa,) = [dpa for dpa in listed if state(dpa, "state") == "DPA_STATE_APPROVED"]
        return dpa

    def taken_over(self):
        """Told to, the successor writes the DPA anew as it was; the sekdes and the kades sign."""
        Inbox(self.people.pka).find(self.dpa.name, "DraftDpa")
        self.money.budget.execution_document()
        dpa = self._approved()
        holds(dpa.name != self.dpa.name and not dpa.amendment, "the same again, no DPPA")
        equal(dpa.pka_person_id, self.people.pka.person_id, "PKA of the DPA")

    def submitted(self):
        """The former PKA's draft and a new request are the successor's to submit; one is paid."""
        Inbox(self.people.pka).find(self.spp.name, "SubmitSpp")
        new = self.money.request("Gorong-gorong sawah, upah", self.work.name, 0, NEW_SEN)
        for spp in (self.spp, new):
            spp.submit()
        self.spp.verify()
        self.spp.approve()
        self.spp.pay()
        self.money.books_agree()
