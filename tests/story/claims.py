"""A work of the kabupaten beside a village's: it warns while it is a wish, and blocks once it has a contract."""

from flags import Pair
from steps import equal, holds

KABUPATEN = "kabupaten/35.10"
DEGREE_M = 110_500


def owned(external_id, content) -> dict:
    """A claim of the Dinas PUPR as a request; its number is its own."""
    return {
        "parent": KABUPATEN,
        "owner": "kabupaten",
        "owner_display_name": "Dinas PUPR",
        "external_id": external_id,
        "content": content,
    }


class Claim:
    """One culvert of the Dinas PUPR, a few metres from a village's own."""

    def __init__(self, official, colleague, work):
        self.official = official
        self.colleague = colleague
        self.work = work
        longitude, latitude = work.point
        self.point = (longitude, latitude + 5 / DEGREE_M)
        self.name = self.etag = self.flag = ""

    def _content(self, document):
        longitude, latitude = self.point
        return {
            "display_name": "Box culvert ruas jalan kabupaten",
            "work_class": "culvert",
            "intervention": "new",
            "tahun": int(self.work.year.rsplit("/", 1)[1]),
            "amount": {"sen": 95_000_000_00},
            "document_number": document,
            "sites": [
                {
                    "shape": {"point": {"longitude_deg": longitude, "latitude_deg": latitude}},
                    "accuracy_m": 4.0,
                    "capture": "phone_point",
                }
            ],
        }

    def register(self, document, outcome, verdict):
        """Sends the claim as it is now; the owner's number is the same every time."""
        answer = self.official.call(
            "ClaimService.RegisterClaim", **owned("PUPR-2026-017", self._content(document))
        )
        connection = self.official.connection
        equal(connection.name_of(answer, "outcome"), f"CLAIM_OUTCOME_{outcome}", "outcome")
        equal(connection.name_of(answer, "verdict"), f"VERDICT_{verdict}", "verdict")
        if self.name:
            equal(answer.claim.name, self.name, "one claim")
        self.name, self.etag = answer.claim.name, answer.claim.etag
        return answer

    def cleared(self):
        """Whether the village's own project is cleared."""
        work = self.work
        return work.people.pka.call("ProjectService.GetProject", name=work.name).project.gate.cleared

    def warns(self):
        """Without a document it is told, and nobody's money waits."""
        answer = self.register("", "CREATED", "WARN")
        equal(list(answer.claim.flags), [], "flags")
        equal([finding.project for finding in answer.findings], [self.work.name], "findings")
        holds(not answer.claim.blocks and self.cleared(), "the village goes on")
        equal(self.register("", "UNCHANGED", "WARN").claim.etag, '"1"', "revision")

    def blocks(self):
        """With a contract it raises a flag that the village sees, with the owner's name."""
        answer = self.register("602/21/SPK/2026", "AMENDED", "BLOCK")
        (flag,) = answer.claim.flags
        self.flag = flag
        holds(answer.claim.blocks and not self.cleared(), "the village's project waits")
        village = self.work.village
        read = self.work.people.sekdes.call("FlagService.GetFlag", name=flag, parent=village.name)
        holds(self.name in (read.flag.first.project, read.flag.second.project), "the claim's name")
        said = " ".join(piece.text for piece in read.flag.evidence)
        holds("Dinas PUPR" in said and "602/21/SPK/2026" in said, said)
        listed = self.work.people.sekdes.call("ClaimService.ListClaims", parent=village.name)
        equal([claim.name for claim in listed.claims], [self.name], "claims of the village")

    def stays(self, camat):
        """While nobody has decided, no one person takes away the claim or its contract; a camat never."""
        seen, note = {"name": self.name, "etag": self.etag}, "Anggaran dicoret."
        refused = self.official.refused("ClaimService.WithdrawClaim", "CLAIM_FLAGGED", **seen, note=note)
        holds(self.work.title in str(refused), f"names the village's work: {refused}")
        reasons = "CLAIM_FLAGGED", "CLAIM_OTHER_OFFICE"
        parent = f"kecamatan/{self.work.village.kecamatan}"
        camat.refused("ClaimService.WithdrawClaim", *reasons, **seen, parent=parent, note=note)
        content = self._content("")
        self.official.refused("ClaimService.AmendClaim", "CLAIM_FLAGGED", **seen, content=content)
        again = owned("PUPR-2026-017", content)
        self.official.refused("ClaimService.RegisterClaim", "CLAIM_FLAGGED", **again)
        holds(not self.cleared(), "the village's project waits")

    def stopped(self, camat, checker):
        """Two officials decide that the kabupaten's stops, and the village's project is cleared again."""
        pair = Pair(self.work, self)
        village = self.work.village
        read = self.work.people.sekdes.call("FlagService.GetFlag", name=self.flag, parent=village.name)
        pair.name, pair.place = self.flag, read.flag.place
        pair.decide(camat, checker, "STANDS", "SAME_WORK", stopped=self.name)
        holds(self.cleared(), "cleared again")
        claim = self.official.call("ClaimService.GetClaim", name=self.name).claim
        holds(claim.called_to_stop, "the claim is called to stop")

    def withdrawn(self):
        """The owner gives up what holds nobody any more: two officials take the contract out."""
        asked = {"name": self.name, "etag": self.etag, "note": "Anggaran dicoret."}
        for official, state in (
            (self.official, "ACTIVE"),
            (self.official, "ACTIVE"),
            (self.colleague, "WITHDRAWN"),
        ):
            claim = official.call("ClaimService.WithdrawClaim", **asked).claim
            equal(official.connection.name_of(claim, "state"), f"CLAIM_STATE_{state}", "state")
            equal(claim.HasField("waiting"), state == "ACTIVE", "waits for the second person")
        holds(self.cleared(), "cleared as before")


def imported(server):
    """A file goes in through the running server; its bad row is named, a second run changes nothing."""
    file = server.folder / "pupr.csv"
    file.write_text(
        "external_id;name;work_class;document;longitude;latitude\n"
        "PUPR-1;Jembatan Kali Binau;bridge;602/1/SPK;114,2503;-8,2101\n"
        "PUPR-2;Jalan tertukar;road;602/2/SPK;-8,2101;114,2503\n"
        "PUPR-3;Irigasi sekunder;irrigation;;114,2611;-8,2205\n",
        encoding="utf-8",
    )
    for expected in ("2 new, 0 amended, 0 unchanged", "0 new, 0 amended, 2 unchanged"):
        done = server.run(
            "import", "claims", str(file), "--owner", "kabupaten",
            "--owner-name", "Dinas PUPR", "--year", "2026",
        )  # fmt: skip
        equal(done.returncode, 65, f"exit code: {done.stderr}")
        holds(expected in done.stderr, done.stderr)
        holds("baris 3 (PUPR-2): COORDINATE_SWAPPED" in done.stderr, done.stderr)
