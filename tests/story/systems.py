"""A system of another office: let in by PMD and the inspectorate, it enters claims and no more."""

import border
from claims import KABUPATEN, owned
from steps import equal, holds
from works import place

PROPOSE, CONFIRM = "MandateService.ProposeMandate", "MandateService.ConfirmMandate"
ENTER = "ClaimService.RegisterClaim"
AREA = KABUPATEN.removeprefix("kabupaten/")
TITLE = "Sistem SPBE Banyuwangi"


class System:
    """An account that no human being acts through."""

    def __init__(self, crowd, inspector, tahun):
        self.crowd = crowd
        self.inspector = inspector
        self.tahun = tahun
        self.account = None

    def let_in(self):
        """PMD proposes and the inspectorate confirms: no other office, and nobody alone."""
        crowd, inspector = self.crowd, self.inspector
        maker, colleague = crowd.pmd
        asked = {
            "area": AREA, "role": "ROLE_SYS", "new_full_name": TITLE,
            "valid_from": crowd.today, "basis": "PKS 555/2026",
        }  # fmt: skip
        crowd.admin.refused(PROPOSE, "MANDATE_NOT_YOURS", **asked)
        inspector.refused(PROPOSE, "NOT_ALLOWED", **asked)
        proposed = maker.call(PROPOSE, **asked).mandate
        named = {"name": proposed.name, "etag": proposed.etag}
        for person in (colleague, crowd.admin):
            person.refused(CONFIRM, "MANDATE_NOT_YOURS", **named)
        confirmed = inspector.call(CONFIRM, **named)
        signed = confirmed.mandate.proposed_by, confirmed.mandate.confirmed_by
        persons = tuple(f"persons/{person.person_id}" for person in (maker, inspector))
        equal(signed, persons, "the two who let it in")
        self.account = account = crowd.claim(confirmed.invitation_code, "spbe.banyuwangi", TITLE)
        account.area = AREA
        held = account.call("SessionService.GetSession").mandates
        roles = [(account.connection.name_of(mandate, "role"), mandate.area) for mandate in held]
        equal(roles, [("ROLE_SYS", AREA)], "mandates of the system")

    def _content(self):
        site = {"shape": {"point": place(border.field(600, 650))}, "accuracy_m": 4.0}
        return {
            "display_name": "Box culvert ruas lingkar Sukojati", "work_class": "culvert",
            "intervention": "new", "tahun": self.tahun, "amount": {"sen": 88_000_000_00},
            "sites": [site],
        }  # fmt: skip

    def _enter(self, number, outcome):
        account = self.account
        answer = account.call(ENTER, **owned(number, self._content()))
        name = account.connection.name_of
        found = name(answer, "outcome"), name(answer, "verdict")
        equal(found, (f"CLAIM_OUTCOME_{outcome}", "VERDICT_CLEAR"), f"claim {number}")
        return answer.claim

    def enters(self, foreign):
        """Its claim is told as a system's; the number of a claim by people is not its to change."""
        claim = self._enter("SPBE-1", "CREATED")
        equal(self._enter("SPBE-1", "UNCHANGED").name, claim.name, "one claim")
        for person in (self.account, self.crowd.pmd[0]):
            read = person.call("ClaimService.GetClaim", name=claim.name).claim
            holds(read.by_system, f"entered by a system, as {person.name} reads it")
        refused = self.account.refused(ENTER, "CLAIM_NOT_YOURS", **owned(foreign, self._content()))
        equal(refused.code.name, "PERMISSION_DENIED", "a claim of people")

    def ends(self, village):
        """It reads no flags and no books, and appoints nobody."""
        someone = {"area": village.code, "role": "ROLE_OP", "new_full_name": "Orang Lain"}
        for rpc, fields in (
            ("FlagService.ListFlags", {"parent": KABUPATEN}),
            ("ReportService.GetLra", {"name": f"{village.name}/tahun/{self.tahun}"}),
            (PROPOSE, someone | {"valid_from": self.crowd.today}),
        ):
            refused = self.account.refused(rpc, "NOT_ALLOWED", **fields)
            equal(refused.code.name, "PERMISSION_DENIED", rpc)
