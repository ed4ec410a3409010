"""Drafts of payment requests: who wrote one takes it back, a stranger does not."""

from steps import equal

AMOUNT_SEN = 1_000_000_00


class Drafts:
    """Requests for one work that its operator or its PKA wrote."""

    def __init__(self, money, project, neighbour):
        self.money = money
        self.people = money.people
        self.project = project
        self.neighbour = neighbour
        self.spp = None

    def _draft(self, author):
        return self.money.request("Upah harian", self.project, 0, AMOUNT_SEN, author=author)

    @staticmethod
    def _not_allowed(spp, *strangers):
        for person in strangers:
            refused = spp.refused(person, "Cancel", "NOT_ALLOWED", reason="Bukan milik saya")
            equal(refused.code.name, "PERMISSION_DENIED", f"{person.name} who cancels")

    def _state(self, spp):
        return self.people.pka.connection.name_of(spp.read(), "state")

    def strangers(self):
        """Neither those who draft in the village beside nor those who draft nothing here."""
        people, there = self.people, self.neighbour.people
        self.spp = self._draft(people.operator)
        self._not_allowed(self.spp, there.operator, there.pka, people.sekdes, people.kades)
        equal(self._state(self.spp), "SPP_STATE_DRAFT", "what was refused")

    def author(self):
        """It is over then, for the author and for the PKA; its reason is kept."""
        spp, people = self.spp, self.people
        spp.cancel(people.operator, "Salah ketik")
        found = self._state(spp), spp.read().reason
        equal(found, ("SPP_STATE_CANCELLED", "Salah ketik"), "what the author cancelled")
        self._not_allowed(spp, people.operator)
        refused = spp.refused(people.pka, "Cancel", "WRONG_STATE")
        equal(refused.reasons, ["WRONG_STATE"], "reasons")

    def of_others(self):
        """An author's right ends with the first signature, and at the drafts of another."""
        people = self.people
        signed, foreign = self._draft(people.operator), self._draft(people.pka)
        signed.submit()
        self._not_allowed(signed, people.operator)
        self._not_allowed(foreign, people.operator)
        for spp in (signed, foreign):
            spp.cancel(people.pka)
            equal(self._state(spp), "SPP_STATE_CANCELLED", "what the PKA cancelled")
