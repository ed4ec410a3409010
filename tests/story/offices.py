"""The office of a village as a dated place: a work that stands there is doubted."""

import datetime

import border
from sites import Sites
from steps import equal, holds

GET, SET = "RegistryService.GetOffice", "RegistryService.SetOffice"
DEFAULT = "SITE_OFFICE_DEFAULT"
SOURCE = "Pengukuran GPS geodetik Dinas PMD"


class Office:
    """The office of one village, which moves to a new building next month."""

    def __init__(self, village, neighbour, official, today):
        self.village = village
        self.official = official
        day = datetime.date.fromisoformat(today)
        self.sites = Sites(village, neighbour, day.year)
        self.days = [(day + datetime.timedelta(days=n)).isoformat() for n in (-1, 0, 30)]
        self.now, self.later = border.field(-400, 900), border.field(-250, 900)

    def _doubts(self, point):
        return [doubt.code for doubt in self.sites.check(point).doubts]

    def _asked(self, day=""):
        reader = self.village.people.kades
        return reader.call(GET, name=self.village.name, day=day).office

    def unknown(self):
        """Nobody has said where it stands, and a village does not say it of itself."""
        people, village = self.village.people, self.village.name
        equal(people.kades.refused(GET, name=village).code.name, "NOT_FOUND", "office")
        equal(self._doubts(self.now), [], "doubts of a place like any other")
        people.sekdes.refused(SET, "NOT_ALLOWED", **self._said(self.now, self.days[1]))

    def _said(self, point, day):
        longitude, latitude = point
        position = {"longitude_deg": longitude, "latitude_deg": latitude}
        return {
            "name": self.village.name, "position": position, "valid_from": day, "source": SOURCE,
        }  # fmt: skip

    def said(self):
        """PMD says it, of today and of next month; a day before that is not known."""
        before, today, later = self.days
        for point, day in ((self.now, today), (self.later, later)):
            answer = self.official.call(SET, **self._said(point, day)).office
            equal((answer.name, answer.valid_from), (self.village.name, day), "office")
        for asked, point, day in (
            ("", self.now, today), (today, self.now, today), (later, self.later, later),
        ):  # fmt: skip
            office = self._asked(asked)
            position = office.position.longitude_deg, office.position.latitude_deg
            found = position, office.valid_from, office.source
            equal(found, (point, day, SOURCE), f"office on {asked or 'this day'}")
        refused = self.village.people.kades.refused(GET, name=self.village.name, day=before)
        equal(refused.code.name, "NOT_FOUND", "the day before")

    def doubted(self):
        """A work in the office of today is doubted, in words, for both signatures; no other is."""
        (doubt,) = self.sites.check(self.now).doubts
        equal((doubt.code, doubt.untrusted, doubt.site), (DEFAULT, True, 1), "doubt")
        holds("(kantor desa)" in doubt.text and self.village.display_name in doubt.text, doubt.text)
        equal(self._doubts(self.later), [], "doubts where it will stand")
        kept = self.sites.kept(self.now, DEFAULT)
        equal((kept.text, kept.untrusted), (doubt.text, True), "what the draft keeps")
