"""Sites that are told, proposed anew, or refused while a work is drawn and signed for."""

import border
from budget import GORONG, sen
from steps import equal, holds
from works import place

COST_SEN = 1_000_000_00


class Sites:
    """Drafts of one village that nobody registers."""

    def __init__(self, village, neighbour, tahun):
        self.village = village
        self.neighbour = neighbour
        self.people = village.people
        self.year = f"{village.name}/tahun/{tahun}"
        self.mine, self.theirs = border.across(village.code, neighbour.code, 400)

    def content(self, point, **more):
        site = {
            "shape": {"point": place(point)},
            "accuracy_m": 5.0,
            "capture": "CAPTURE_PHONE_POINT",
            "amount": sen(COST_SEN),
        }
        return {
            "display_name": "Gorong-gorong percobaan",
            "kegiatan": GORONG,
            "work_class": "culvert",
            "intervention": "INTERVENTION_NEW",
            "volume_e4": 10_000,
            "unit": "unit",
            "amount": sen(COST_SEN),
            "sites": [site],
            **more,
        }

    def check(self, point, **more):
        pka = self.people.pka
        return pka.call(
            "ProjectService.CheckSite",
            parent=self.village.name, content=self.content(point), **more,
        )  # fmt: skip

    def drawn(self):
        """While it is drawn: inside is silent, swapped axes come with what was meant."""
        inside = self.check(self.mine)
        equal([d.code for d in inside.doubts], [], "doubts inside")
        holds(inside.acceptable, "acceptable")
        longitude, latitude = self.mine
        swapped = self.check((latitude, longitude))
        equal([d.code for d in swapped.doubts], ["COORDINATE_SWAPPED"], "doubts")
        holds(not swapped.acceptable, "not acceptable")
        meant = swapped.doubts[0].proposed.point
        equal((meant.longitude_deg, meant.latitude_deg), (longitude, latitude), "proposal")
        text = f"{abs(latitude):.7f} LS {longitude:.7f} BT".replace(".", ",")
        read = self.check(self.mine, position_text=text).read_position
        equal((read.longitude_deg, read.latitude_deg), (longitude, latitude), text)
        self.people.pka.refused(
            "ProjectService.CreateProject", "COORDINATE_SWAPPED",
            parent=self.year, content=self.content((latitude, longitude)),
        )  # fmt: skip

    def over_the_border(self):
        """In the neighbour's village: told with its name, kept with the draft, no bar to signing."""
        doubt = self.kept(self.theirs, "SITE_OUTSIDE_BOUNDARY")
        holds(self.neighbour.display_name in doubt.text, f"names the neighbour: {doubt.text}")
        equal(doubt.facts["neighbour_id"], self.neighbour.code, "neighbour")

    def kept(self, point, code):
        """A draft keeps its one doubt for the second signature, and is no bar to the first; answers it."""
        pka = self.people.pka
        created = pka.call(
            "ProjectService.CreateProject", parent=self.year, content=self.content(point)
        ).project
        equal([d.code for d in created.doubts], [code], "doubts")
        signed = pka.call(
            "ProjectService.SubmitProject", name=created.name, etag=created.etag
        ).project
        equal([d.code for d in signed.doubts], [code], "kept for the second signature")
        pka.call(
            "ProjectService.CancelProject",
            name=signed.name, etag=signed.etag, note="Hanya percobaan",
        )  # fmt: skip
        return created.doubts[0]

    def untrue(self, registered):
        """A phase that stands on the very ground of what it names cannot be signed for."""
        relation = {"kind": "RELATION_KIND_PHASE", "project": registered.name}
        content = self.content(registered.point, phase=2, relations=[relation])
        pka = self.people.pka
        draft = pka.call("ProjectService.CreateProject", parent=self.year, content=content).project
        pka.refused(
            "ProjectService.SubmitProject", "RELATION_FALSE", name=draft.name, etag=draft.etag
        )
        pka.call(
            "ProjectService.CancelProject",
            name=draft.name, etag=draft.etag, note="Hanya percobaan",
        )  # fmt: skip

    def of_claims(self, official):
        """Of another owner's place the certain fault is refused, the rest told with the claim."""
        owner = {"parent": "kabupaten/35.10", "owner": "provinsi", "owner_display_name": "Dinas PU SDA"}

        def content(point):
            content = {"display_name": "Perkuatan tebing Kali Setail", "work_class": "retaining_wall"}
            content |= {"intervention": "new", "tahun": int(self.year.rsplit("/", 1)[1])}
            return content | {"sites": [{"shape": {"point": place(point)}}]}

        longitude, latitude = self.mine
        swapped, coarse = (latitude, longitude), (round(longitude, 2), round(latitude, 2))
        refused = official.refused(
            "ClaimService.RegisterClaim", "COORDINATE_SWAPPED",
            **owner, external_id="SDA-1", content=content(swapped),
        )  # fmt: skip
        equal(list(refused.fields), ["content.sites[0].shape"], "field")
        meant = (refused.facts["longitude_proposed"], refused.facts["latitude_proposed"])
        equal(tuple(float(number) for number in meant), (longitude, latitude), "proposal")
        answer = official.call(
            "ClaimService.RegisterClaim", **owner, external_id="SDA-1", content=content(coarse)
        )
        told = ["SITE_COORDINATE_COARSE", "SITE_ACCURACY_MISSING"]
        equal([doubt.code for doubt in answer.doubts], told, "doubts")
        holds(all(doubt.text and doubt.site == 1 for doubt in answer.doubts), "in words, by site")
        rows = [("SDA-1", coarse), ("SDA-2", swapped)]
        batch = official.call(
            "ClaimService.BatchRegisterClaims", **owner,
            rows=[{"external_id": number, "content": content(point)} for number, point in rows],
        )  # fmt: skip
        equal([d.code for d in batch.results[0].doubts], told, "doubts of a row")
        equal(
            [(e.reason, e.field) for e in batch.results[1].errors],
            [("COORDINATE_SWAPPED", "content.sites[0].shape")],
            "a row that is refused",
        )
        official.call(
            "ClaimService.WithdrawClaim",
            name=answer.claim.name, etag=answer.claim.etag, note="Hanya percobaan",
        )  # fmt: skip

    def of_plan(self):
        """A plan for the neighbour's ground is written and told; swapped axes are not written."""
        village, tahun = self.year.split("/tahun/")
        plan = f"{village}/tahun/{int(tahun) + 1}"
        row = {
            "kegiatan": GORONG, "location": "Batas desa", "volume_e4": 10_000, "unit": "unit",
            "target": "Warga desa", "cost": sen(COST_SEN), "sumber_dana": "DDS",
            "pattern": "PATTERN_SWAKELOLA",
        }  # fmt: skip
        put = "RkpdesService.PutRkpdesRow"
        longitude, latitude = self.mine
        site = {"shape": {"point": place((latitude, longitude))}}
        refused = self.people.operator.refused(
            put, "COORDINATE_SWAPPED", parent=plan, row=row | {"site": site}
        )
        equal(list(refused.fields), ["row.site.shape"], "field")
        site = {"shape": {"point": place(self.theirs)}, "accuracy_m": 5.0}
        answer = self.people.operator.call(put, parent=plan, row=row | {"site": site})
        equal([doubt.code for doubt in answer.doubts], ["SITE_OUTSIDE_BOUNDARY"], "doubts")
        holds(self.neighbour.display_name in answer.doubts[0].text, answer.doubts[0].text)
        self.people.operator.call(
            "RkpdesService.RemoveRkpdesRow", name=answer.row.name, etag=answer.row.etag
        )
