"""Works with a contract of the kabupaten, and what names them as its own part or neighbour."""

import border
from claims import owned
from steps import equal, holds
from works import Work, line, place

ENTER = "ClaimService.RegisterClaim"
PART, SEGMENT = "RELATION_KIND_OTHER_COMPONENT", "RELATION_KIND_SEGMENT"
LONG_M = 300


def at(along_m, beside_m=0.0):
    """A point so many metres along the road of the kabupaten."""
    return border.field(along_m - 500, 500 + beside_m)


class Parts:
    """A road of the kabupaten through a village, and culverts under it."""

    def __init__(self, official, colleague, village, tahun):
        self.official = official
        self.colleague = colleague
        self.village = village
        self.tahun = tahun
        self.days = {"starts_on": f"{tahun}-05-02", "ends_on": f"{tahun}-08-30"}
        self.road = None

    def _content(self, title, work_class, shape, **more):
        site = {"shape": shape, "accuracy_m": 4.0}
        content = {
            "display_name": title, "work_class": work_class, "intervention": "new",
            "tahun": self.tahun, "amount": {"sen": 410_000_000_00},
            "document_number": "602/31/SPK", "sites": [site],
        }  # fmt: skip
        return content | more

    def _road(self, **more):
        shape = line(at(0), at(LONG_M))
        return self._content("Peningkatan ruas Sukojati", "road", shape, **more)

    def _enter(self, number, content, outcome, verdict, official=None):
        answer = (official or self.official).call(ENTER, **owned(number, content))
        name = self.official.connection.name_of
        found = name(answer, "outcome"), name(answer, "verdict")
        equal(found, (f"CLAIM_OUTCOME_{outcome}", f"VERDICT_{verdict}"), f"claim {number}")
        return answer

    def _read(self, claim):
        return self.official.call("ClaimService.GetClaim", name=claim.name).claim

    def dated(self):
        """A claim has its planned days, which cannot be turned round."""
        turned = {"starts_on": self.days["ends_on"], "ends_on": self.days["starts_on"]}
        no = self.official.refused(
            ENTER, "WORK_DAYS_TURNED", **owned("RUAS-1", self._road(**turned))
        )
        equal(list(no.fields), ["content.ends_on"], "field")
        self.road = self._enter("RUAS-1", self._road(**self.days), "CREATED", "CLEAR").claim
        kept = self._read(self.road).content
        found = {"starts_on": kept.starts_on, "ends_on": kept.ends_on}
        equal(found, self.days, "days of the claim")

    def _culvert(self, title, along_m, **more):
        work = Work(self.village, self.tahun, title, at(along_m, 2), {}, **self.days, **more)
        return work, work.register()

    def _is_part(self, evidence):
        return "declared" in [piece.level for piece in evidence]

    def of_village(self):
        """A culvert that names the road as another part of it is told; one that does not is flagged."""
        part = {"kind": PART, "claim": self.road.name}
        work, screening = self._culvert("Gorong-gorong ruas kabupaten", 30, relations=[part])
        equal((screening.cleared, list(screening.blocks)), (True, []), "the related culvert")
        equal([told.project for told in screening.warnings], [self.road.name], "what is told")
        holds(self._is_part(screening.warnings[0].evidence), "the declared relation")
        content = work.refresh().content
        equal([(r.claim, r.project) for r in content.relations], [(self.road.name, "")], "relation")
        equal((content.starts_on, content.ends_on), tuple(self.days.values()), "days")
        work, screening = self._culvert("Plat duiker simpang tiga", 110)
        equal([block.project for block in screening.blocks], [self.road.name], "the unrelated one")
        holds(not self._is_part(screening.blocks[0].evidence), "nothing was declared")
        equal(list(self._read(self.road).flags), [screening.blocks[0].flag], "flags of the road")

    def of_owner(self):
        """So are the owner's own: a part, as two officials say of a contract, and the next stretch,
        which takes none of the road again."""
        culvert = self._content("Box culvert ruas Sukojati", "culvert", {"point": place(at(200, 2))})
        silent = self._enter("RUAS-2", culvert, "CREATED", "BLOCK")
        equal([found.project for found in silent.findings], [self.road.name], "findings")
        culvert["relations"] = [{"kind": PART, "claim": self.road.name}]
        self._enter("RUAS-2", culvert, "WAITING", "BLOCK")
        told = self._enter("RUAS-2", culvert, "AMENDED", "WARN", self.colleague)
        holds(self._is_part(told.findings[0].evidence), "the declared relation")
        flags = list(self._read(told.claim).flags)
        equal(len(flags), 1, "the flag of the silent culvert stays for people to close")

        def stretch(from_m, **more):
            shape = line(at(from_m), at(from_m + LONG_M))
            return self._content("Peningkatan ruas Sukojati lanjutan", "road", shape, **more)

        relations = [{"kind": SEGMENT, "claim": self.road.name}]
        no = self.official.refused(
            ENTER, "RELATION_FALSE", **owned("RUAS-3", stretch(LONG_M - 100, relations=relations))
        )
        holds(self.road.content.display_name in str(no), f"names the road: {no}")
        following = self._enter("RUAS-3", stretch(LONG_M, relations=relations), "CREATED", "CLEAR")
        kept = self._read(following.claim).content.relations
        equal([(one.claim, one.project) for one in kept], [(self.road.name, "")], "relation")
