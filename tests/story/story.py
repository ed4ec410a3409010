"""The main job, from a draft budget to a refused, a released and a frozen payment.

Driven by a client in another language against the release binary over a
socket, on the engine of choice:

    python tests/story/story.py --engine sqlite
    tests/postgres.sh run python tests/story/story.py --engine postgres
"""

import argparse
import datetime
import sys
import zoneinfo

import border
import claims
import stubs
from client import Connection
from declared import Declared
from enacted import Enacted
from flags import Pair
from gate import Gate
from outdated import Outdated
from people import People, Village
from proofs import Proofs
from reports import Inbox, realisation
from rights import Rights
from server import Server
from sites import Sites
from steps import Steps, Stop, equal, holds
from works import Work

SUKOJATI, BADEAN, PONDOKNONGKO = "35.10.25.2010", "35.10.25.2009", "35.10.14.2009"


class Story:
    """Everybody and everything in the story."""

    def __init__(self, server, steps):
        self.server = server
        self.step = steps.step
        now = datetime.datetime.now(zoneinfo.ZoneInfo("Asia/Jakarta"))
        self.today, self.tahun = now.date().isoformat(), now.year
        self.villages = [Village(c, border.name(c)) for c in (SUKOJATI, BADEAN, PONDOKNONGKO)]
        self.money = {}

    def tell(self):
        """The chapters in order; each rests on those before it."""
        self.begin()
        Enacted(self).tell()
        self.twins_before_verification()
        self.twin_after_verification()
        self.inboxes()
        self.dismissed()
        self.stands()
        self.other_owners()
        self.overridden()
        self.reopened()
        Gate(self).tell()
        Declared(self).tell()
        Rights(self).tell()
        Outdated(self).tell(self.step)
        self.reports()
        self.proofs()

    def begin(self):
        """An empty installation, its people, and the borders of the district."""
        step = self.step
        with step("lumbung init starts an empty installation and invites its administrator"):
            invitation = self.server.command("init")
        with step("the official boundaries are loaded as a dated version"):
            self.server.command(
                "import", "boundaries", str(border.BOUNDARIES),
                "--valid-from", "2022-12-27", "--source", "BIG TASWIL 1:10.000",
            )  # fmt: skip
        with step("the server starts and the stubs are generated from proto/"):
            self.server.start()
            self.connection = Connection(
                self.server.address, stubs.load(), self.server.folder / "requests.jsonl"
            )
        self.crowd = People(self.connection, self.today)
        with step("the first administrator and two PMD officials come in, one by another"):
            self.crowd.begin(invitation)
        self.pmd = self.crowd.pmd
        with step("a camat, an inspector and the officials of three villages are appointed"):
            self.camat = self.crowd.camat("35.10.25", "camat.blimbingsari")
            self.camat_kabat = self.crowd.camat("35.10.14", "camat.kabat")
            self.inspector = self.crowd.inspector()
            for village in self.villages:
                self.crowd.staff(village)
        with step("a mandate needs two persons, and a call without a token is refused"):
            self.crowd.rights(self.villages[0])

    def _culverts(self, other, title):
        """The same culvert, seen from both sides of a border, 8 m apart."""
        ours, theirs = border.across(SUKOJATI, other.code, 8)
        here, there = self.villages[0], other
        return (
            Work(here, self.tahun, f"Gorong-gorong {title} sisi Sukojati", ours),
            Work(there, self.tahun, f"Gorong-gorong {title} sisi {there.display_name}", theirs),
        )

    def twins_before_verification(self):
        """Pair A: the neighbour registers the same culvert before our SPP is verified."""
        step, here, badean = self.step, self.villages[0], self.villages[1]
        money = self.money[SUKOJATI]
        ours, theirs = self._culverts(badean, "jalan batas")
        with step("a culvert is registered by two persons with its site and stage-0 photo"):
            ours.register()
        with step("the photo is shown as a copy without its metadata"):
            ours.photo_is_kept()
        sites = Sites(here, badean, self.tahun)
        with step("sites are checked while they are drawn: swapped axes come with what was meant"):
            sites.drawn()
        with step("a site over the border warns, names the neighbour and can be signed for"):
            sites.over_the_border()
        with step("a phase on the ground of the work that it names is refused as untrue"):
            sites.untrue(ours)
        with step("Badean registers the same culvert from its side of the border"):
            theirs.register()
        with step("its stage-0 photo is told to be that of Sukojati's work"):
            equal(ours.doubts[0], [], "findings of the first photo")
            equal(theirs.doubts[0], ["PHOTO_REUSED_WORK"], "findings of the same photo")
        self.pair_a = Pair(ours, theirs)
        with step("both villages see one flag with distance and evidence by rule set 1"):
            self.pair_a.find()
        with step("Badean explains; its words decide nothing"):
            self.pair_a.explain()
        flag = self.pair_a.name
        self.spp_a = money.request("Gorong-gorong batas Badean", ours.name, 26_234_567_89, 10_000_000_00)
        with step("the SPP is submitted with the flag as a warning"):
            warnings = self.spp_a.submit().warnings
            holds("FLAG_OPEN" in [w.code for w in warnings], f"warnings {warnings}")
        with step("verification is refused for the flag and for the cash that is short, at once"):
            refused = self.spp_a.refused(here.people.sekdes, "Verify", "FLAG_OPEN", "CASH_SHORT")
            self._names_flag(refused, flag)
        with step("the year's money comes in"):
            for one in self.money.values():
                one.receive_all()
        with step("verification is still refused, now for the flag alone"):
            refused = self.spp_a.refused(here.people.sekdes, "Verify", "FLAG_OPEN")
            equal(refused.reasons, ["FLAG_OPEN"], "reasons")
        with step("payment of the unverified SPP is refused for its state and the flag, at once"):
            refused = self.spp_a.refused(here.people.keuangan, "Disburse", "WRONG_STATE", "FLAG_OPEN")
            self._names_flag(refused, flag)
        with step("Badean's SPP for its culvert meets the same flag"):
            self.spp_badean = self.money[BADEAN].request("Gorong-gorong", theirs.name, 9_999_999_99)
            self.spp_badean.submit()
            refused = self.spp_badean.refused(badean.people.sekdes, "Verify", "FLAG_OPEN")
            self._names_flag(refused, flag)

    def _names_flag(self, refused, flag):
        said = str(refused)
        holds(flag in said, f"the refusal names {flag}: {said}")
        equal((refused.code.name, refused.outcome), ("FAILED_PRECONDITION", "none"), "refusal")

    def twin_after_verification(self):
        """Pair B: verified and approved first, then the twin appears."""
        step, here, there = self.step, self.villages[0], self.villages[2]
        money = self.money[SUKOJATI]
        ours, theirs = self._culverts(there, "sungai batas")
        with step("a second culvert is registered; nothing is near it"):
            ours.register()
        request = lambda what, *amounts: money.request(what, ours.name, *amounts)  # noqa: E731
        self.spp_b = request("Gorong-gorong batas Pondoknongko", 20_000_000_01)
        self.spp_verified = request("Bahan tambahan", 5_000_000_00)
        with step("its SPP goes to approved, another to verified, without a warning"):
            equal(list(self.spp_b.submit().warnings), [], "warnings")
            self.spp_b.verify()
            self.spp_b.approve()
            self.spp_verified.submit()
            self.spp_verified.verify()
        with step("Pondoknongko registers the same culvert from another kecamatan"):
            theirs.register()
        self.pair_b = Pair(ours, theirs)
        with step("both villages see the second flag"):
            self.pair_b.find()
        with step("the approved payment is stopped for the flag, and for empty cash, at once"):
            refused = self.spp_b.refused(
                here.people.keuangan, "Disburse", "FLAG_OPEN", "CASH_SHORT", store="MONEY_STORE_CASH"
            )
            self._names_flag(refused, self.pair_b.name)
        self.spp_submitted = request("Upah tahap satu", 0, 3_000_000_00)
        self.spp_draft = request("Upah tahap dua", 0, 2_000_000_00)
        with step("a further SPP is submitted with the flag as a warning"):
            warnings = self.spp_submitted.submit().warnings
            holds("FLAG_OPEN" in [w.code for w in warnings], f"warnings {warnings}")

    def inboxes(self):
        """Everybody is told what waits, since when and why."""
        people = self.villages[0].people
        with self.step("the sekdes is told that the SPP waits, blocked by the flag"):
            item = Inbox(people.sekdes).find(self.spp_a.name, "VerifySpp")
            equal((item.blocked, list(item.blocked_by)), (True, [self.pair_a.name]), "blocked")
        with self.step("the kaur keuangan is told that the payment waits, blocked by the flag"):
            item = Inbox(people.keuangan).find(self.spp_b.name, "DisburseSpp")
            equal((item.blocked, list(item.blocked_by)), (True, [self.pair_b.name]), "blocked")
            equal(item.amount.sen, self.spp_b.amount_sen, "amount")
        with self.step("the kades and the PKA are told what waits for them"):
            Inbox(people.kades).find(self.spp_verified.name, "ApproveSpp")
            Inbox(people.pka).find(self.spp_draft.name, "SubmitSpp")
        with self.step("the deciders are told of the flags, each of those that are theirs"):
            Inbox(self.camat).find(self.pair_a.name, "ProposeDecision")
            Inbox(self.pmd[0]).find(self.pair_b.name, "ProposeDecision")
            Inbox(self.camat_kabat).lacks(self.pair_a.name)
        with self.step("everybody's inbox answers"):
            for person in self.crowd.everybody:
                Inbox(person)

    def dismissed(self):
        """Pair A is two works; the payment goes through."""
        with self.step("officials of either village cannot decide"):
            self.pair_a.refuse_villagers()
        with self.step("the camat of both and PMD dismiss the first flag"):
            self.pair_a.decide(self.camat, self.pmd[0], "DISMISSED", "DIFFERENT_WORKS")
        people = self.villages[0].people
        with self.step("the sekdes verifies; nobody does two steps of one SPP"):
            self.spp_a.verify()
            self.spp_a.refused(people.sekdes, "Approve", "NOT_ALLOWED")
            self.spp_a.approve()
        with self.step("the payment goes through, voucher and tax to the sen"):
            self.spp_a.pay()
        with self.step("a second payment is refused"):
            self.spp_a.refused(people.keuangan, "Disburse", "WRONG_STATE")
        with self.step("Badean's SPP is paid too"):
            self.spp_badean.verify()
            self.spp_badean.approve()
            self.spp_badean.pay()

    def stands(self):
        """Pair B is one work; the named project is frozen, the other goes on."""
        people, ours, theirs = self.villages[0].people, self.pair_b.ours, self.pair_b.theirs
        with self.step("two officials of PMD decide that the second flag stands"):
            self.pair_b.decide(*self.pmd, "STANDS", "SAME_WORK", stopped=ours.name)
        for spp, who, verb in (
            (self.spp_draft, people.pka, "Submit"),
            (self.spp_submitted, people.sekdes, "Verify"),
            (self.spp_b, people.keuangan, "Disburse"),
        ):
            with self.step(f"{verb} for the frozen project is refused", stop=False):
                spp.refused(who, verb, "PROJECT_FROZEN")
        with self.step("the other village's project is free and is paid"):
            spp = self.money[PONDOKNONGKO].request("Gorong-gorong", theirs.name, 12_345_678_90)
            equal(list(spp.submit().warnings), [], "warnings")
            spp.verify()
            spp.approve()
            spp.pay()

    def other_owners(self):
        """The kabupaten builds beside a village: a wish warns, a contract blocks."""
        badean = self.villages[1]
        point = border.across(SUKOJATI, BADEAN, 300)[1]
        self.alone = work = Work(badean, self.tahun, "Gorong-gorong dalam desa", point)
        with self.step("Badean registers a culvert inside its borders; nothing is near it"):
            holds(work.register().cleared, "cleared")
        claim = claims.Claim(*self.pmd, work)
        with self.step("a kabupaten's culvert without a contract warns, sent twice it is one claim"):
            claim.warns()
        with self.step("with a contract it raises a flag that names its owner"):
            claim.blocks()
        with self.step("nobody takes the claim or its contract away alone while the flag is open"):
            claim.stays(self.camat)
        with self.step("the camat and PMD decide that the kabupaten's stops: the village goes on"):
            claim.stopped(self.camat, self.pmd[1])
        with self.step("two of PMD withdraw it, and the village's project stays cleared"):
            claim.withdrawn()
        with self.step("a file of claims is loaded through the running server, row by row"):
            claims.imported(self.server)

    def overridden(self):
        """Pair B is to be paid although it stands; the inspectorate does not let it."""
        people, pair = self.villages[0].people, self.pair_b
        with self.step("two officials of PMD override the second flag; money waits for the veto"):
            override = pair.override(*self.pmd)
            self.spp_b.refused(people.keuangan, "Disburse", "OVERRIDE_WAITS")
        with self.step("the inspectorate is told, vetoes, and the project is frozen as before"):
            Inbox(self.inspector).find(override, "VetoOverride")
            pair.veto(self.inspector, override)
            self.spp_b.refused(people.keuangan, "Disburse", "PROJECT_FROZEN")

    def reopened(self):
        """Pair A was paid as two works; it is opened again, stands, and the money comes back."""
        pair, badean = self.pair_a, self.villages[1]
        theirs, money = pair.theirs, self.money[badean.code]
        with self.step("the camat asks, the inspectorate opens the first flag again; money waits"):
            pair.reopen(self.camat, self.inspector)
            more = money.request("Gorong-gorong tahap dua", theirs.name, 1_000_000_00)
            warnings = more.submit().warnings
            holds("FLAG_OPEN" in [w.code for w in warnings], f"warnings {warnings}")
            more.refused(badean.people.sekdes, "Verify", "FLAG_OPEN")
        with self.step("it stands against Badean; what was paid there is a finding"):
            pair.decide(self.camat, self.pmd[0], "STANDS", "SAME_WORK", stopped=theirs.name)
            found = self.inspector.call(
                "FindingService.ListFindings", parent="kabupaten/35.10", state="FINDING_STATE_OPEN"
            ).findings
            equal([f.project for f in found], [theirs.name], "findings")
            finding = found[0]
            equal(finding.amount.sen, self.spp_badean.amount_sen, "amount of the finding")
            Inbox(badean.people.kades).find(finding.name, "AnswerFinding")
        with self.step("deciders see what each side was paid, a village only its own"):
            told = pair.read(self.pmd[0], pair.place).flag
            equal(told.first.paid.sen, self.spp_badean.amount_sen, "paid in Badean")
            equal(told.second.paid.sen, self.spp_a.amount_sen, "paid in Sukojati")
            own = pair.read(badean.people.sekdes, badean.name).flag
            holds(own.first.HasField("paid") and not own.second.HasField("paid"), "own side only")
        with self.step("Badean takes the payment back by two persons, budget and books to the sen"):
            self.spp_badean.reverse()
            money.books_agree()
            self.spp_badean.refused(badean.people.keuangan, "Disburse", "WRONG_STATE")
        with self.step("a receipt entered twice is undone by two persons, books to the sen"):
            money.put_right()
            money.books_agree()
        with self.step("Badean answers, the inspectorate sees the money is back and closes"):
            badean.people.kades.call(
                "FindingService.AnswerFinding", name=finding.name, answer="Sudah dikembalikan"
            )
            closed = self.inspector.call(
                "FindingService.CloseFinding", name=finding.name, conclusion="Selesai"
            ).finding
            equal((closed.paid_now.sen, closed.amount.sen), (0, finding.amount.sen), "paid now")
        with self.step("anybody reads how right the rules were, without a name"):
            sets = badean.people.operator.call("RuleSetService.GetRuleQuality").rule_sets
            told = sets[-1].all
            equal((told.stands, told.dismissed, told.decided), (3, 0, 3), "outcomes")
            equal(told.precision_permille, 1000, "precision")

    def reports(self):
        """What the books and the reports show equals what the story counted."""
        for village in self.villages:
            with self.step(f"{village.display_name}: BKU and balances agree to the sen"):
                self.money[village.code].books_agree()
            with self.step(f"{village.display_name}: the LRA agrees to the sen"):
                realisation(self.money[village.code])

    def proofs(self):
        """What holds for every call."""
        proofs, people = Proofs(self.connection), self.villages[0].people
        money = self.money[SUKOJATI]
        transfer = {
            "parent": money.year,
            "day": self.today,
            "to": "MONEY_STORE_CASH",
            "amount": {"sen": 1_000_000_00},
        }
        with self.step("a copy of a request gets the same bytes with ev-replayed, and acts once"):
            first = proofs.replay(people.keuangan, "BookService.TransferCash", **transfer)
            money.books_agree()
        with self.step("a used request id with another payload is refused and has no effect"):
            other = transfer | {"amount": {"sen": 2_000_000_00}}
            proofs.reuse(people.keuangan, "BookService.TransferCash", first.request_id, **other)
            money.books_agree()
        with self.step("a final refusal is the same for a copy"):
            fields = {"name": self.spp_b.name, "etag": self.spp_b.etag} | self.spp_b.payment()
            proofs.refusals_repeat(people.keuangan, "SppService.DisburseSpp", **fields)
        with self.step("request ids that are no UUIDv7 are refused by name"):
            proofs.bad_ids(people.keuangan, "BookService.TransferCash", **transfer)
        with self.step("bytes that are no message answer INVALID_ARGUMENT on every method"):
            proofs.garbage(people.keuangan)
        with self.step("the event feed tells the village's year without a gap"):
            proofs.feed(people.kades, self.villages[0].name)
        with self.step("GetOutcome answers for every request id that was used"):
            proofs.outcomes()
        with self.step("GetOutcome closes an id that was never used; a late copy is refused"):
            proofs.fence(people.keuangan, "BookService.TransferCash", **transfer)
            money.books_agree()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", choices=("sqlite", "postgres"), required=True)
    parser.add_argument("--keep", action="store_true", help="keep the server's folder")
    arguments = parser.parse_args()
    steps = Steps(f"story on {arguments.engine}")
    server = Server(arguments.engine)
    try:
        Story(server, steps).tell()
        with steps.step("the server stops in order when asked"):
            server.stop()
    except Stop:
        print(f"--- end of the server's log\n{server.log()}")
    finally:
        server.kill()
        if not arguments.keep:
            server.remove()
    return steps.finish()


if __name__ == "__main__":
    sys.exit(main())
