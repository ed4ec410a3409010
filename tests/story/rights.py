"""Where a right begins and ends: systems of other offices, writers of drafts, and successors."""

from drafts import Drafts
from successor import Successor
from systems import System


class Rights:
    """Chapters about who may, in the middle of the books."""

    def __init__(self, story):
        self.story = story
        self.step = story.step

    def tell(self):
        """The chapters in order; none rests on another."""
        self.system()
        self.drafts()
        self.successor()

    def system(self):
        """An account of the role SYS."""
        step, story = self.step, self.story
        system = System(story.crowd, story.inspector, story.tahun)
        with step("a system is let in by PMD and the inspectorate together, by no other office"):
            system.let_in()
        with step("it enters a claim of its own, and changes none that people entered"):
            system.enters("PUPR-2026-017")
        with step("it is refused what a system may not: flags, reports and mandates"):
            system.ends(story.villages[0])

    def drafts(self):
        """Requests that are taken back before anybody signed them."""
        step, (here, badean) = self.step, self.story.villages[:2]
        drafts = Drafts(self.story.money[here.code], self.story.pair_a.ours.name, badean)
        with step("an operator's draft of an SPP is cancelled by no stranger"):
            drafts.strangers()
        with step("its author cancels it, once"):
            drafts.author()
        with step("what was signed or what the PKA wrote no operator cancels, but the PKA does"):
            drafts.of_others()

    def successor(self):
        """A PKA who is followed by another person."""
        step, successor = self.step, Successor(self.story, self.story.villages[2])
        with step("a PKA with an approved DPA drafts a payment request for a work"):
            successor.drafted()
        with step("the PKA leaves; the successor may not submit it while the DPA is the former's"):
            successor.appointed()
        with step("told to, the successor takes the DPA over as it was, signed by three"):
            successor.taken_over()
        with step("the successor submits the former PKA's draft and a request of his own"):
            successor.submitted()
