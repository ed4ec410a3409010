"""Drains along one road: the other side is another work, the same side is the same work."""

import border
from steps import equal, holds
from works import Work, line

LONG_M = 200


class Drains:
    """Three drains that are drawn within 2 m of one another, as phones do."""

    def __init__(self, village, tahun):
        def drain(title, north_m, side):
            start, end = border.field(100, 200 + north_m), border.field(100 + LONG_M, 200 + north_m)
            return Work(
                village, tahun, title, start, {}, shapes=[line(start, end)],
                work_class="drainage", capture="CAPTURE_PHONE_TRACK", side=side,
                unit="m", volume_e4=LONG_M * 10_000,
            )  # fmt: skip

        self.left = drain("Saluran jalan Kenanga", 0, "SIDE_LEFT")
        self.right = drain("Drainase poros Sukojati", 1, "SIDE_RIGHT")
        self.again = drain("Selokan depan balai", -1, "SIDE_LEFT")

    def registered(self):
        """Left and right are told and hold nothing; the words name both sides."""
        holds(self.left.register().cleared, "nothing is near the first")
        screening = self.right.register()
        equal((screening.cleared, list(screening.blocks)), (True, []), "what holds the money")
        (told,) = screening.warnings
        equal((told.project, told.flag), (self.left.name, ""), "what is told")
        texts = [piece.text for piece in told.evidence if piece.level == "side_other"]
        holds(len(texts) == 1 and "kiri" in texts[0] and "kanan" in texts[0], f"{texts}")

    def flagged(self):
        """The left side a second time is flagged against the left drain alone."""
        screening = self.again.register()
        (block,) = screening.blocks
        equal((block.project, screening.cleared), (self.left.name, False), "what holds the money")
        holds(block.flag, "a flag")
        levels = [piece.level for piece in block.evidence]
        holds("side_same" in levels, f"evidence {levels}")
        equal([told.project for told in screening.warnings], [self.right.name], "what is told")
        works = (self.left, self.right, self.again)
        equal([work.refresh().gate.open_flags for work in works], [1, 0, 1], "open flags")
