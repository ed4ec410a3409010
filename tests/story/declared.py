"""What people say of a place and a work, and what the gate makes of it."""

from carried import CarriedOn
from drawn import Drawn
from offices import Office
from parts import Parts
from screening import Screening
from sides import Drains
from steps import holds
from stretches import Stretches


class Declared:
    """Chapters in places of their own, in the middle of one village."""

    def __init__(self, story):
        self.story = story
        self.step = story.step
        self.here, self.badean = story.villages[:2]
        self.tahun = story.tahun

    def tell(self):
        """The chapters in order; none rests on another."""
        self.office()
        self.stretches()
        self.sides()
        self.parts()
        self.carried()
        self.screening()

    def office(self):
        """A point that programs fill in where nobody measured."""
        step = self.step
        office = Office(self.here, self.badean, self.story.pmd[0], self.story.today)
        with step("nobody has said where the office of a village stands, and it is not its own to say"):
            office.unknown()
        with step("PMD says where it stands today and next month; it is told by the day"):
            office.said()
        with step("a work in the office of today is doubted for it, and a draft keeps the doubt"):
            office.doubted()

    def stretches(self):
        """Metres over several sites, and a decision that is not confirmed."""
        step, pair = self.step, Stretches(self.here, self.tahun)
        with step("a work on two streets is registered; on either street alone another one is free"):
            holds(pair.ours.register().cleared, "nothing is near it")
            pair.alone()
        with step("a work that takes 30 m of both is flagged for the metres of both together"):
            pair.summed(pair.theirs.register())
        camat, checker = self.story.camat, self.story.pmd[0]
        with step("PMD turns the camat's decision down; the pair stays open and its reason is told"):
            pair.turned_down(camat, checker, "DISMISSED", "DIFFERENT_STRETCH")
        with step("another decision may follow, and holds once it is confirmed"):
            pair.decide(camat, checker, "STANDS", "SAME_WORK", stopped=pair.theirs.name)

    def sides(self):
        """Left and right of one road."""
        step, drains = self.step, Drains(self.here, self.tahun)
        with step("drains left and right of one road are told to one another and hold nothing"):
            drains.registered()
        with step("a second drain on the left is flagged against the left one alone"):
            drains.flagged()

    def parts(self):
        """Relations to works of another owner."""
        step, parts = self.step, Parts(*self.story.pmd, self.here, self.tahun)
        with step("a road of the kabupaten is entered with its planned days, not turned round"):
            parts.dated()
        with step("a village's culvert that names the road is told, one that does not is flagged"):
            parts.of_village()
        with step("so are claims that name a claim: a part, the next stretch, and an untrue one"):
            parts.of_owner()

    def carried(self):
        """A DPAL."""
        step, work = self.step, CarriedOn(self.here, self.tahun)
        with step("a culvert of last year is registered, and is not finished"):
            work.registered()
        with step("built again it would be flagged, carried on it would not"):
            work.advised()
        with step("of another kegiatan or year, or for more than was left, it is not carried on"):
            work.refused()
        with step("for the rest it is carried on without a flag, and only once"):
            work.carried()
        drawn = Drawn(work, self.story.money[self.here.code])
        with step("what carries on is paid to its amount, and refused for a sen more"):
            drawn.of_rest()
        with step("the work of last year that is carried on is not paid from this year's budget"):
            drawn.of_before()
        with step("an ordinary work is asked for to its amount, and refused for a sen more"):
            drawn.of_ordinary()
        with step("once its amount is amended the payment is approved, and the amount stays above it"):
            drawn.amended()
        with step("said to carry on as well it is paid, and nothing more is left for it"):
            drawn.declared_late()

    def screening(self):
        """Advice on all that is known."""
        step, asked = self.step, Screening(self.here, self.tahun)
        with step("a road and a house with its household are registered"):
            asked.registered()
        with step("screened with name and money the evidence grows; class, doing and year decide"):
            asked.of_road()
        with step("screened with its household a house is found 90 m away, and next door let go"):
            asked.of_house()
        with step("one's own draft is let out by its name, a draft of another village is refused"):
            asked.of_draft(self.story.alone)
