"""What the gate tells: doubts, pairs, advice before the fact, reports, and the nightly comparison."""

import border
import evidence
import rule_sets
from nearby import Nearby
from overlaps import Overlaps
from roads import Roads
from sites import Sites
from stale import Stale
from steps import equal, holds
from sweep import FOUND, Sweep, damages, let_go
from works import Work


class Gate:
    """The chapters of the story that are about places alone."""

    def __init__(self, story):
        self.story = story
        self.step = story.step
        self.here, self.badean, self.pondoknongko = story.villages
        self.tahun = story.tahun

    def tell(self):
        """The chapters in order; each rests on those before it."""
        self.doubts()
        self.pairs()
        self.advice()
        self.reports()
        self.rules()
        self.damaged()

    def doubts(self):
        """Doubts come with the answer to whoever writes a place."""
        sites, step = Sites(self.here, self.badean, self.tahun), self.step
        with step("a claim of another owner is told what is doubtful about its place"):
            sites.of_claims(self.story.pmd[0])
        with step("a row of the RKPDes is told that its place lies in the neighbour's village"):
            sites.of_plan()

    def pairs(self):
        """A short stretch of two long roads, and one photograph of two works."""
        step, roads = self.step, Roads(self.here, self.badean, self.tahun)
        self.roads = roads
        with step("two long roads that share 50 m are registered from both sides of the border"):
            holds(roads.ours.register().cleared, "nothing is near the first")
            screening = roads.theirs.register()
            equal(len(screening.blocks), 1, "pairs that hold the money")
            holds(screening.notes, "it is told that there is no photo of the start")
        with step("they are flagged for the metres, whatever the share"):
            roads.find_shared()
        with step("a photo that was taken elsewhere and years ago is kept with its doubts"):
            evidence.doubted(roads.ours, self.tahun)
        self.photos = photos = evidence.OnePhoto(self.here, self.badean, self.tahun)
        with step("two works with nothing in common but their photograph are flagged for the place"):
            holds(photos.ours.register().cleared, "nothing is near the first")
            photos.theirs.register()
        with step("the flag tells the photograph as evidence"):
            photos.find_photo()

    def advice(self):
        """Before anything is claimed: what would be met, online and off."""
        step = self.step
        self.nearby = Nearby(self.badean, self.tahun)
        with step("a site is screened before it is claimed: on two works, beside them, farther off"):
            self.nearby.screened(self.photos)
        with step("the neighbourhood of a village is read as a tile and kept by its mark"):
            self.nearby.tile()

    def reports(self):
        """The district's pairs as pages, files and computed afresh."""
        step, overlaps = self.step, Overlaps(self.story.inspector)
        self.overlaps = overlaps
        first, second = border.across(self.here.code, self.badean.code, 40, 3)
        self.apart = [
            Work(self.here, self.tahun, "Plat duiker Kedunen", first, {}),
            Work(self.badean, self.tahun, "Gorong-gorong Ringinputih", second, {}),
        ]
        with step("pages of the overlap report stand as of one instant while a pair is registered"):
            overlaps.paged(self._forty_metres)
        with step("a new work beside a village makes a new tile"):
            self.nearby.tile_moved_on()
        with step("the report as a stream and by filters"):
            overlaps.streamed()
        with step("the report as CSV, with the money at stake for offices above the villages only"):
            overlaps.as_csv(self.badean)
        with step("the report as GeoJSON, with every footprint"):
            overlaps.as_geojson(self.roads, self.photos)
        with step("the district is scanned afresh, with progress, and agrees with the report"):
            overlaps.agrees()

    def _forty_metres(self):
        """Two culverts 40 m apart: the rules tell them and hold no money."""
        for work in self.apart:
            holds(work.register().cleared, f"{work.title} is cleared")

    def rules(self):
        """New rules by two officials; the sweep sees what waits for them, a rescreening the rest."""
        step, (maker, checker) = self.step, self.story.pmd
        self.sweep = sweep = Sweep(self.story.server)
        with step("an operator compares the register with brute force: nothing differs"):
            holds("0 perbedaan" in sweep.sweeps(), "in words")
        money = self.story.money[self.here.code]
        stale = Stale(self.here, self.badean, self.tahun, money)
        with step("two culverts 40 m apart are cleared, and a payment for one is approved"):
            stale.approved()
        with step("PMD proposes wider zones for culverts, another official activates them"):
            rules = rule_sets.in_force(maker)
            for row in rules.classes:
                if row.work_class == "culvert":
                    row.hard_zone_m = 45
            rules.display_name = "Zona gorong-gorong lebih lebar"
            named = rule_sets.proposed(maker, rules)
            maker.refused("RuleSetService.ActivateRuleSet", **named)
            active = rule_sets.activated(checker, named)
            equal(checker.connection.name_of(active, "state"), "RULE_SET_STATE_ACTIVE", "state")
        with step("the approved payment is refused: its clearance is stale, by the culvert it names"):
            stale.met()
        with step("screened again it is flagged, decided and paid"):
            stale.screened_again(self.story.camat, maker)
        with step("the sweep finds the pair that waits for the new rules, and has it flagged"):
            holds(all(work.name for work in self.apart), "registered")
            said = sweep.sweeps("waiting")
            holds(all(work.name in said for work in self.apart), said)
            gates = [work.refresh().gate for work in self.apart]
            equal([gate.open_flags for gate in gates], [1, 1], "open flags")
        with step("PMD has the district screened by the new rules, and nothing differs"):
            rule_sets.rescreened(maker, batch_size=3)
            sweep.sweeps()
            self.overlaps.agrees()

    def damaged(self):
        """A register that somebody changed behind the server's back."""
        step, sweep, inspector = self.step, self.sweep, self.story.inspector
        story = self.story
        lost, forged = story.alone, story.pair_b.theirs
        with step("the server is stopped, its database damaged in seven ways, and started again"):
            sweep.damage(*damages(
                story.server, lost, moved=story.pair_a.ours, uncounted=self.apart[0], forged=forged,
                unflagged=self.photos, baseless=self.roads.theirs,
            ))  # fmt: skip
        with step("the sweep names each, heals what it can, and holds what it cannot"):
            kinds = {"claim", "cells", "count", "clearance", "missed_block", "report", "unfounded"}
            said = sweep.sweeps(*kinds, code=FOUND)
            holds(lost.name in said, said)
            spp = story.money[self.badean.code].request("Gorong-gorong", lost.name, 1_000_000_00)
            spp.refused(self.badean.people.pka, "Submit", "PROJECT_HELD")
        with step("the inspectorate is told of the work that is held, and lets it go once it is right"):
            let_go(inspector, lost)
        with step("what was healed is as before: the flag is there again, money waits for it"):
            equal([work.refresh().gate.open_flags for work in self.apart], [1, 1], "open flags")
            self.photos.find_photo(rule_rev=2)
        with step("the flag without a ground stays open until people have decided it"):
            sweep.sweeps("unfounded")
            self.roads.decide(story.camat, story.pmd[0], "DISMISSED", "DIFFERENT_STRETCH")
            sweep.sweeps("report")  # the pair leaves the report, since the rules say nothing of it
            sweep.sweeps()
