"""People come into an empty installation as they would: invited, one by another."""

import re

from client import Person
from steps import equal, holds

PASSWORD = "jalan-desa-yang-panjang"
KABUPATEN = "35.10"
POSTS = {
    "kades": ("ROLE_KDS", "Kepala Desa"),
    "sekdes": ("ROLE_SEK", "Sekretaris"),
    "keuangan": ("ROLE_KEU", "Kaur Keuangan"),
    "pka": ("ROLE_PKA", "Kasi Kesejahteraan"),
    "bpd": ("ROLE_BPD", "Ketua BPD"),
    "operator": ("ROLE_OP", "Operator"),
}


class Village:
    """A desa with its officials as attributes of `people`."""

    def __init__(self, code, display_name):
        self.code = code
        self.kecamatan = code.rsplit(".", 1)[0]
        self.display_name = display_name
        self.name = f"desa/{code}"
        self.people = None


class Officials:
    """Officials of one place."""


class People:
    """Everybody in the story; makes them through the identity calls."""

    def __init__(self, connection, today):
        self.connection = connection
        self.today = today
        self.everybody = []
        self.admin = None
        self.pmd = []

    def claim(self, code, account, full_name):
        """Somebody invited makes an account, signs in and gives the password again."""
        anybody = Person(self.connection, full_name)
        anybody.call(
            "SessionService.ClaimInvitation", code=code, account_name=account, password=PASSWORD
        )
        return self.sign_in(account, full_name)

    def sign_in(self, account, full_name):
        person = Person(self.connection, full_name)
        session = person.call(
            "SessionService.SignIn", account_name=account, password=PASSWORD
        )
        person.token = session.token
        person.account = account
        person.person_id = session.person.name.removeprefix("persons/")
        person.call("SessionService.StepUp", password=PASSWORD)
        self.everybody.append(person)
        return person

    def appoint(self, proposer, confirmer, role, area, account, full_name):
        """One official proposes, another confirms, the new one claims the account."""
        proposed = proposer.call(
            "MandateService.ProposeMandate",
            area=area,
            role=role,
            new_full_name=full_name,
            valid_from=self.today,
            basis="SK 141/2026",
        ).mandate
        confirmed = confirmer.call(
            "MandateService.ConfirmMandate", name=proposed.name, etag=proposed.etag
        )
        person = self.claim(confirmed.invitation_code, account, full_name)
        person.area = area
        return person

    def begin(self, init_output):
        """The first administrator and the first PMD official."""
        words = init_output.splitlines()
        at = next(i for i, line in enumerate(words) if "shown once" in line)
        code = re.search(r"\S+", "\n".join(words[at + 1 :])).group()
        self.admin = self.claim(code, "admin.pertama", "Administrator Pertama")
        self.admin.area = ""
        for account, name in (("pmd.satu", "Pejabat PMD Satu"), ("pmd.dua", "Pejabat PMD Dua")):
            confirmer = self.pmd[0] if self.pmd else self.admin
            self.pmd.append(
                self.appoint(self.admin, confirmer, "ROLE_PMD", KABUPATEN, account, name)
            )

    def camat(self, kecamatan, account):
        return self.appoint(*self.pmd, "ROLE_CAM", kecamatan, account, f"Camat {kecamatan}")

    def inspector(self):
        return self.appoint(*self.pmd, "ROLE_INS", KABUPATEN, "inspektur.satu", "Inspektur Satu")

    def staff(self, village):
        """The officials of a village; PMD proposes and confirms."""
        village.people = Officials()
        short = village.display_name.lower()
        for post, (role, title) in POSTS.items():
            full_name = f"{title} {village.display_name}"
            person = self.appoint(*self.pmd, role, village.code, f"{post}.{short}", full_name)
            setattr(village.people, post, person)

    def rights(self, village):
        """Nobody proposes and confirms alone, and a village's rights end at its border."""
        proposed = self.pmd[0].call(
            "MandateService.ProposeMandate",
            area=village.code,
            role="ROLE_OP",
            new_full_name="Orang Baru",
            valid_from=self.today,
        ).mandate
        refused = self.pmd[0].refused(
            "MandateService.ConfirmMandate", name=proposed.name, etag=proposed.etag
        )
        equal(refused.code.name, "FAILED_PRECONDITION", "one person for both steps")
        session = village.people.pka.call("SessionService.GetSession")
        equal([m.area for m in session.mandates], [village.code], "mandates of the PKA")
        nobody = Person(self.connection, "nobody")
        refused = nobody.refused("SessionService.GetSession")
        equal(refused.code.name, "UNAUTHENTICATED", "without a token")
        holds(refused.message, "the refusal has a sentence")
