"""Pairs of works that may be one: found, explained, decided by officials of neither village."""

import datetime

from border import metres
from reports import Inbox
from steps import equal, holds


class Pair:
    """Two registered works and the flag between them."""

    def __init__(self, ours, theirs):
        self.ours = ours
        self.theirs = theirs
        self.name = ""
        self.place = ""

    def find(self):
        """Both villages see the one open flag, with distance and evidence."""
        flag = self.seen()
        apart_m = metres(self.ours.point, self.theirs.point)
        holds(abs(flag.distance_m - apart_m) < 0.05, f"{flag.distance_m} m, measured {apart_m} m")
        holds("photo_alike" in [e.level for e in flag.evidence], "both works show one photo")
        for side, work in ((flag.first, self.theirs), (flag.second, self.ours)):
            point = side.footprints[0].shape.point
            equal((point.longitude_deg, point.latitude_deg), work.point, "footprint")
        return flag

    def seen(self, rule_rev=1, first=None):
        """The one open flag of the pair, the same for both villages; `first` is the work whose
        screening raised it, the later one unless told otherwise."""
        seen = []
        for work in (self.ours, self.theirs):
            listed = work.village.people.sekdes.call(
                "FlagService.ListFlags", parent=work.village.name, state="FLAG_STATE_OPEN"
            ).flags
            found = [f for f in listed if {f.first.project, f.second.project} == self.projects]
            equal(len(found), 1, f"open flags of the pair as {work.village.display_name} sees it")
            seen.append(found[0])
        equal(seen[0].name, seen[1].name, "one flag for both villages")
        self.name, self.place = seen[0].name, seen[0].place
        flag = self.read(self.ours.village.people.sekdes, self.ours.village.name).flag
        equal(flag.rule_rev, rule_rev, "rule set of the flag")
        holds(flag.evidence and all(e.text and e.level for e in flag.evidence), "evidence in words")
        sides = (self.ours, self.theirs) if first is self.ours else (self.theirs, self.ours)
        equal(flag.first.project, sides[0].name, "the work that was screened comes first")
        for side, work in zip((flag.first, flag.second), sides):
            equal(side.display_name, work.title, "name of a side")
        return flag

    @property
    def projects(self):
        return {self.ours.name, self.theirs.name}

    def read(self, person, parent):
        return person.call("FlagService.GetFlag", name=self.name, parent=parent)

    def explain(self):
        """A village's words are kept; they decide nothing."""
        note = "Gorong-gorong ini di sisi kami; di sana sudah ada yang lama."
        kades, village = self.theirs.village.people.kades, self.theirs.village
        kades.call("FlagService.ExplainFlag", name=self.name, parent=village.name, note=note)
        answer = self.read(self.ours.village.people.sekdes, self.ours.village.name)
        equal([e.note for e in answer.explanations], [note], "explanations")
        equal(kades.connection.name_of(answer.flag, "state"), "FLAG_STATE_OPEN", "flag")

    def _proposal(self, person, outcome, reason, stopped=""):
        flag = self.read(person, self.place).flag
        return {
            "name": self.name,
            "place": self.place,
            "outcome": f"DECISION_OUTCOME_{outcome}",
            "stopped_project": stopped,
            "reason": f"DECISION_REASON_{reason}",
            "note": "Ditinjau di lapangan bersama kedua desa.",
            "evidence": "Berita acara peninjauan 14/2026",
            "seen_first_rev": flag.first.geometry_rev,
            "seen_second_rev": flag.second.geometry_rev,
        }

    def refuse_villagers(self):
        """Nobody of either village decides, whatever the office."""
        for work in (self.ours, self.theirs):
            kades = work.village.people.kades
            refused = kades.refused(
                "FlagService.ProposeDecision",
                "NOT_ALLOWED",
                name=self.name,
                place=work.village.name,
                outcome="DECISION_OUTCOME_DISMISSED",
                reason="DECISION_REASON_DIFFERENT_WORKS",
                note="Kami putuskan sendiri.",
                evidence="Rapat desa",
                seen_first_rev=1,
                seen_second_rev=1,
            )
            equal(refused.code.name, "PERMISSION_DENIED", "a kades who decides")

    def override(self, maker, checker):
        """Two officials let the stopped work be paid all the same; answers the override's name."""
        flag = self.read(maker, self.place).flag
        until = datetime.date.today() + datetime.timedelta(days=60)
        proposed = maker.call(
            "OverrideService.ProposeOverride",
            name=self.name,
            place=self.place,
            reason="OVERRIDE_REASON_CONTRACT",
            note="Barang sudah diterima dengan itikad baik.",
            evidence="BAST 12/2026",
            valid_until=until.isoformat(),
            seen_first_rev=flag.first.geometry_rev,
            seen_second_rev=flag.second.geometry_rev,
        )
        named = {"name": proposed.override.name, "place": self.place}
        maker.refused("OverrideService.ConfirmOverride", "SAME_DECIDER", **named)
        answer = checker.call("OverrideService.ConfirmOverride", **named)
        state = checker.connection.name_of
        equal(state(answer.flag, "state"), "FLAG_STATE_OVERRIDDEN", "flag")
        equal(state(answer.override, "state"), "OVERRIDE_STATE_WAITING", "override")
        holds(answer.flag.effective_on > datetime.date.today().isoformat(), "first day")
        return answer.override.name

    def veto(self, inspector, override):
        """The inspectorate takes it back before any money moved."""
        answer = inspector.call(
            "OverrideService.VetoOverride",
            name=override,
            place=self.place,
            note="Tidak ada dasar hukumnya.",
        )
        state = inspector.connection.name_of
        equal(state(answer.flag, "state"), "FLAG_STATE_STANDS", "flag after the veto")
        equal(state(answer.override, "state"), "OVERRIDE_STATE_VETOED", "override")

    def reopen(self, camat, inspector):
        """The camat asks with new evidence, the inspectorate opens the decided flag again."""
        note = "Foto warga menunjukkan satu gorong-gorong."
        camat.refused(
            "ReviewService.ReopenFlag", "NOT_ALLOWED",
            name=self.name, place=self.place, note=note, evidence="Foto",
        )  # fmt: skip
        asked = camat.call(
            "ReviewService.AskReview", parent=self.place, subject=self.name, note=note
        ).review
        Inbox(inspector).find(asked.name, "ReopenFlag")
        answer = inspector.call(
            "ReviewService.ReopenFlag",
            name=self.name, place=self.place, note=note, evidence="Foto warga, 3 lembar",
        )  # fmt: skip
        state = inspector.connection.name_of
        equal(state(answer.flag, "state"), "FLAG_STATE_OPEN", "flag opened again")
        holds(answer.flag.reopened and answer.flag.due_on, "reopened with a deadline of its own")
        return answer

    def turned_down(self, maker, checker, outcome, reason):
        """The second official does not confirm: the pair stays open, and both villages read why."""
        proposal = self._proposal(maker, outcome, reason)
        decision = maker.call("FlagService.ProposeDecision", **proposal).decision
        named = {"name": decision.name, "place": self.place}
        maker.refused("FlagService.RejectDecision", **named)
        decision = checker.call("FlagService.RejectDecision", **named).decision
        state = checker.connection.name_of
        equal(state(decision, "state"), "DECISION_STATE_REJECTED", "decision")
        for work in (self.ours, self.theirs):
            told = self.read(work.people.sekdes, work.village.name)
            equal(state(told.flag, "state"), "FLAG_STATE_OPEN", "flag")
            last = told.decisions[-1]
            found = state(last, "state"), state(last, "reason"), last.note
            expected = "DECISION_STATE_REJECTED", proposal["reason"], proposal["note"]
            equal(found, expected, "what was turned down")
            equal(last.closed_by_display_name, checker.name, "who turned it down")
            equal(work.refresh().gate.open_flags, 1, "open flags")
        checker.refused("FlagService.ConfirmDecision", **named)
        Inbox(maker).find(self.name, "ProposeDecision")

    def decide(self, maker, checker, outcome, reason, stopped=""):
        """One official makes the decision, another confirms it; only then it holds."""
        proposal = self._proposal(maker, outcome, reason, stopped)
        decision = maker.call("FlagService.ProposeDecision", **proposal).decision
        named = {"name": decision.name, "place": self.place}
        state = maker.connection.name_of
        equal(state(decision, "state"), "DECISION_STATE_PROPOSED")
        flag = self.read(checker, self.place).flag
        equal(state(flag, "state"), "FLAG_STATE_OPEN", "flag with a proposal")
        maker.refused("FlagService.ConfirmDecision", **named)
        answer = checker.call("FlagService.ConfirmDecision", **named)
        equal(state(answer.flag, "state"), f"FLAG_STATE_{outcome}", "decided flag")
        equal(answer.flag.stopped_project, stopped, "stopped project")
        equal(state(answer.decision, "state"), "DECISION_STATE_CONFIRMED")
        return answer
