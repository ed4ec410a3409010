"""The overlap report of a district, as pages, as files, and computed afresh."""

import csv
import io
import json

from steps import equal, holds

DISTRICT = "kabupaten/35.10"


class Overlaps:
    """The report as an office above the villages reads it."""

    def __init__(self, reader):
        self.reader = reader

    def _filter(self, **fields):
        return {"parent": DISTRICT, **fields}

    def listed(self, **fields):
        """All pairs in one page."""
        answer = self.reader.call(
            "OverlapService.ListOverlaps", filter=self._filter(**fields), page_size=500
        )
        equal(answer.next_page_token, "", "one page holds all")
        return list(answer.overlaps)

    def paged(self, between):
        """Pages of one pair hold what the first one promised, whatever is written between them."""
        before = self.listed()
        holds(len(before) > 2, f"{len(before)} pairs are enough for pages")
        stakes = [pair.at_stake.sen for pair in before]
        equal(stakes, sorted(stakes, reverse=True), "the most money first")
        pages, token, instants = [], "", set()
        while True:
            page = self.reader.call(
                "OverlapService.ListOverlaps",
                filter=self._filter(), page_size=1, page_token=token,
            )  # fmt: skip
            pages.append([pair.id for pair in page.overlaps])
            instants.add(page.as_of_us)
            token = page.next_page_token
            if not token:
                break
            if len(pages) == 1:
                between()
        equal(sum(pages, []), [pair.id for pair in before], "pairs of the pages")
        equal(len(instants), 1, "instants of the pages")
        holds(all(len(page) <= 1 for page in pages), f"a pair a page: {pages}")
        equal(len(self.listed()), len(before) + 1, "pairs once everything is read anew")

    def streamed(self):
        """The stream tells the same pairs, and a filter only those that it lets pass."""
        listed = self.listed()
        messages = self.reader.call("OverlapService.StreamOverlaps", filter=self._filter())
        told = [pair.id for message in messages for pair in message.overlaps]
        equal(sorted(told), sorted(pair.id for pair in listed), "pairs of the stream")
        roads = self.listed(work_class="road", state="open")
        expected = [
            pair.id for pair in listed if pair.state == "open" and pair.first.work_class == "road"
        ]
        equal([pair.id for pair in roads], expected, "open pairs of roads")
        equal(len(roads), 1, "the roads of the story")

    def _file(self, form, reader=None, **fields):
        pieces = (reader or self.reader).call(
            "OverlapService.ExportOverlaps",
            filter=self._filter(**fields), format=f"OVERLAP_FORMAT_{form}",
        )  # fmt: skip
        return b"".join(piece.content for piece in pieces).decode()

    def as_csv(self, village):
        """A line a pair, with the figures of the list; a village's file leaves the stake out."""
        pairs = {pair.id: pair for pair in self.listed()}
        lines = list(csv.DictReader(io.StringIO(self._file("CSV"))))
        equal(sorted(line["id"] for line in lines), sorted(pairs), "pairs of the file")
        for line in lines:
            pair = pairs[line["id"]]
            equal((line["flag"], line["keadaan_kode"]), (pair.flag, pair.state), "flag")
            equal(line["nilai_dipertaruhkan_rp"], f"{pair.at_stake.sen / 100:.2f}", "stake")
            holds(abs(float(line["jarak_m"]) - pair.distance_m) <= 0.051, f"distance {line}")
            names = {pair.first.display_name, pair.second.display_name}
            equal({line["nama_1"], line["nama_2"]}, names, "names")
        own = self._file("CSV", village.people.sekdes, parent=village.name)
        lines = list(csv.DictReader(io.StringIO(own)))
        holds(lines and all(village.display_name in (x["desa_1"], x["desa_2"]) for x in lines), own)
        equal({line["nilai_dipertaruhkan_rp"] for line in lines}, {""}, "stake of a village's file")

    def as_geojson(self, roads, culverts):
        """A feature for each site of each side, longitude first, with the pair's evidence."""
        whole = json.loads(self._file("GEOJSON"))
        equal(whole["type"], "FeatureCollection", "type")
        pairs = {pair.id: pair for pair in self.listed()}
        told = [feature["properties"]["pasangan"] for feature in whole["features"]]
        equal(set(told), set(pairs), "pairs of the file")
        equal(len(told), 2 * len(pairs), "one site a side")
        for pair, kind in ((roads, "LineString"), (culverts, "Point")):
            for work in (pair.ours, pair.theirs):
                mine = [
                    feature for feature in whole["features"]
                    if feature["properties"]["proyek"] == work.name
                    and feature["properties"]["lawan"] in pair.projects
                ]  # fmt: skip
                equal([f["geometry"]["type"] for f in mine], [kind], f"features of {work.title}")
                at = mine[0]["geometry"]["coordinates"]
                holds(list(work.point) in (at if kind == "LineString" else [at]), f"{at}")
                holds(mine[0]["properties"]["bukti"], "evidence in words")

    def scanned(self):
        """A fresh computation tells how far it is, and finds what the report holds."""
        reader = self.reader
        request = reader.message("OverlapService.ScanDistrict", parent=DISTRICT, whole=True)
        progress, found = [], []
        for message in reader.connection.watch(
            "OverlapService.ScanDistrict", request, reader.token
        ):
            if message.WhichOneof("message") == "progress":
                holds(not (progress and progress[-1].done), "nothing follows the end")
                progress.append(message.progress)
            else:
                found.append(message.finding)
        holds(len(progress) > 1 and not progress[0].done and progress[-1].done, "begin and end")
        compared = [told.compared for told in progress]
        equal(compared, sorted(compared), "it only goes on")
        last = progress[-1]
        equal((last.compared, last.pairs), (last.candidates, len(found)), "the end of the scan")
        agreement = [reader.connection.name_of(one, "agreement") for one in found]
        differences = len(agreement) - agreement.count("OVERLAP_AGREEMENT_AGREES")
        equal(last.differences, differences, f"differences of {agreement}")
        return found, last

    def agrees(self):
        """Scan and report hold the same pairs."""
        found, last = self.scanned()
        equal(last.differences, 0, "differences")
        told = {frozenset((one.first, one.second)) for one in found}
        listed = {frozenset((pair.first.project, pair.second.project)) for pair in self.listed()}
        equal(told, listed, "pairs of scan and report")
