"""A physical work: drafted, photographed, handed in by one person, registered by another."""

import hashlib
import time

from budget import GORONG, sen
from photos import exif
from steps import equal, holds
from stubs import ROOT

PHOTOS = ROOT / "tests" / "story" / "photos"
CHUNK_BYTES = 100_000
COST_SEN = 38_000_000_00
ACCURACY_M = 4.0


def photo(number: int, mark: str, point, taken) -> bytes:
    """A file of its own: EXIF of a phone at the work, and comments that make it larger."""
    picture = (PHOTOS / f"stage{number}.jpg").read_bytes()
    comment = (mark.encode() * 60_000)[:60_000]
    segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
    return picture[:2] + exif(point, taken) + segment * 4 + picture[2:]


def place(point) -> dict:
    """A position as a message."""
    longitude, latitude = point
    return {"longitude_deg": longitude, "latitude_deg": latitude}


def line(*points) -> dict:
    """A line as the shape of a site."""
    return {"line": {"vertices": [place(point) for point in points]}}


class Work:
    """One physical work of a village; a culvert at a point unless told otherwise."""

    def __init__(self, village, tahun, title, point, pictures=None, **content):
        self.village = village
        self.people = village.people
        self.year = f"{village.name}/tahun/{tahun}"
        self.title = title
        self.point = point
        self.pictures = {0: 0, 100: 100} if pictures is None else pictures  # stage -> picture
        self.content = content
        self.name = ""
        self.etag = ""
        self.photos = {}  # stage -> (resource name, bytes)
        self.doubts = {}  # stage -> codes of findings

    def contents(self):
        """What is written about it."""
        content = {
            "display_name": self.title,
            "kegiatan": GORONG,
            "work_class": "culvert",
            "intervention": "INTERVENTION_NEW",
            "volume_e4": 10_000,
            "unit": "unit",
            "amount": sen(COST_SEN),
            "shapes": [{"point": place(self.point)}],
            "capture": "CAPTURE_PHONE_POINT",
        } | self.content
        shapes, capture = content.pop("shapes"), content.pop("capture")
        each_sen, rest_sen = divmod(content["amount"]["sen"], len(shapes))
        sites = [
            {"shape": shape, "capture": capture, "accuracy_m": ACCURACY_M, "amount": sen(each_sen)}
            for shape in shapes
        ]
        sites[0]["amount"] = sen(each_sen + rest_sen)
        return content | {"sites": sites}

    def _take(self, answer, state):
        project = answer.project
        self.name, self.etag = project.name, project.etag
        found = self.people.pka.connection.name_of(project, "state")
        equal(found, f"PROJECT_STATE_{state}", self.title)
        return answer

    def draft(self):
        """PKA writes it down."""
        created = self.people.pka.call(
            "ProjectService.CreateProject", parent=self.year, content=self.contents()
        )
        self._take(created, "DRAFT")

    def drop(self):
        """PKA gives the draft up."""
        dropped = self.people.pka.call(
            "ProjectService.CancelProject", **self._named(), note="Hanya percobaan"
        )
        self._take(dropped, "CANCELLED")

    def refused(self, verb, *reasons):
        """What the PKA does with it must be refused for at least these reasons."""
        return self.people.pka.refused(f"ProjectService.{verb}Project", *reasons, **self._named())

    def hand_in(self):
        """PKA drafts, sends the stage-0 photo and hands in."""
        self.draft()
        if 0 in self.pictures:
            self.send_photo(0)
            self.refresh()
        handed = self.people.pka.call("ProjectService.SubmitProject", **self._named())
        self._take(handed, "SUBMITTED")

    def register(self):
        """PKA drafts, sends the stage-0 photo and hands in; sekdes registers."""
        people = self.people
        self.hand_in()
        people.pka.refused("ProjectService.RegisterProject", "NOT_ALLOWED", **self._named())
        answer = people.sekdes.call("ProjectService.RegisterProject", **self._named())
        self._take(answer, "REGISTERED")
        if 100 in self.pictures:
            self.send_photo(100)
        project = self.refresh()
        equal(list(project.stages), sorted(self.pictures), "stages with a photo")
        equal(project.geometry_rev, 1, "geometry revision")
        return answer.screening

    def _named(self):
        return {"name": self.name, "etag": self.etag}

    def refresh(self):
        """Reads it as it stands."""
        project = self.people.pka.call("ProjectService.GetProject", name=self.name).project
        self.etag = project.etag
        return project

    def send_photo(self, stage):
        """Sends a photo taken at the work a minute ago."""
        taken = time.time() - 60
        picture = self.pictures[stage]
        if isinstance(picture, bytes):  # a file as it is
            data, kind = picture, "image/png"
        else:
            data, kind = photo(picture, f"{self.title} {stage} ", self.point, taken), "image/jpeg"
        kept = self.upload(stage, data, taken)
        equal(kept.media_type, kind, "type by content")
        equal((kept.reading.width_px, kept.reading.height_px), (480, 320), "size")
        if kind == "image/jpeg":
            late_us = kept.reading.taken_us - int(taken) * 1_000_000
            holds(abs(late_us) < 1_000_000, "time in EXIF")
        self.photos[stage] = (kept.name, data)
        self.doubts[stage] = [finding.code for finding in kept.reading.findings]

    def upload(self, stage, data, taken):
        """Sends a file in pieces, one of them twice, and has it checked by its hash."""
        pka = self.people.pka
        started = pka.call(
            "PhotoService.StartPhoto",
            parent=self.name,
            facts={
                "stage": stage,
                "size_bytes": len(data),
                "sha256": hashlib.sha256(data).digest(),
                "taken_us": int(taken) * 1_000_000,
                "position": place(self.point),
                "accuracy_m": ACCURACY_M,
            },
        ).photo
        offset, name = started.received_bytes, started.name
        equal(offset, 0, "first offset")
        pieces = [data[at : at + CHUNK_BYTES] for at in range(0, len(data), CHUNK_BYTES)]
        for at, piece in enumerate([pieces[0], *pieces]):  # the first one twice
            start = 0 if at == 0 else (at - 1) * CHUNK_BYTES
            answer = pka.call(
                "PhotoService.AppendPhotoChunk", name=name, offset_bytes=start, data=piece
            )
            equal(answer.next_offset_bytes, start + len(piece), "next offset")
        kept = pka.call("PhotoService.FinishPhoto", name=name).photo
        equal(pka.connection.name_of(kept, "state"), "PHOTO_STATE_FINISHED", "photo")
        return kept

    def photo_is_kept(self):
        """Shown as a copy that tells nothing of its phone, kept under the hash that was declared."""
        for stage, (name, data) in self.photos.items():
            reader = self.people.kades
            for copy in ("PHOTO_COPY_SHOW", "PHOTO_COPY_THUMBNAIL"):
                pieces = reader.call("PhotoService.DownloadPhoto", name=name, copy=copy)
                shown = b"".join(p.data for p in pieces)
                holds(shown[:3] == b"\xff\xd8\xff" and shown[-2:] == b"\xff\xd9", "a JPEG")
                holds(b"Exif" not in shown and b"Kamera" not in shown, "no metadata in a copy")
            reader.refused("PhotoService.DownloadPhotoOriginal", "NOT_ALLOWED", name=name)
            known = reader.call("PhotoService.GetPhoto", name=name).photo
            equal(known.facts.sha256, hashlib.sha256(data).digest(), "hash")
            equal((known.facts.stage, known.facts.size_bytes), (stage, len(data)), "photo")
