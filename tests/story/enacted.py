"""Budgets from draft to law, by the days that the law gives, and the opening of the books."""

import csv
import datetime

from budget import Budget
from money import Money
from reports import Inbox
from steps import equal, holds
from stubs import ROOT

HOLIDAYS = ROOT / "services" / "registry" / "data" / "holiday.csv"
EVALUATION_DAYS = 20  # working days, Permendagri 20/2018 Pasal 35


def working_days_after(day, count):
    """The day that is so many working days after another, which does not count itself."""
    with open(HOLIDAYS, encoding="utf-8", newline="") as file:
        free = {row["date"] for row in csv.DictReader(file)}
    while count:
        day += datetime.timedelta(days=1)
        count -= day.weekday() < 5 and day.isoformat() not in free
    return day


class Enacted:
    """The budget of each village, evaluated by its own camat."""

    def __init__(self, story):
        self.story = story
        self.step = story.step

    def tell(self):
        """One village after another."""
        for village in self.story.villages:
            self._village(village)

    def _village(self, village):
        story, name = self.story, village.display_name
        camat, other = story.camat, story.camat_kabat
        if village.kecamatan != camat.area:
            camat, other = other, camat
        budget = Budget(village, story.tahun, story.today)
        with self.step(f"{name}: RKPDes is enacted"):
            budget.plan()
        with self.step(f"{name}: APBDes is drafted"):
            budget.draft()
        with self.step(f"{name}: an unbalanced draft is refused, SiLPA 0 is reached"):
            budget.balance()
        with self.step(f"{name}: BPD agrees, kades sends it to the camat"):
            budget.send()
        with self.step(f"{name}: its own camat is told of it and of the last day the law gives"):
            self._waits(budget, camat, other)
        with self.step(f"{name}: camat evaluates, kades enacts, and the camat is asked no more"):
            budget.enact(camat)
            Inbox(camat).lacks(budget.apbdes.name)
        with self.step(f"{name}: the DPA of the works is approved"):
            budget.execution_document()
        money = story.money[village.code] = Money(budget)
        with self.step(f"{name}: the books open with last year's rest"):
            money.open_books()

    def _waits(self, budget, camat, other):
        """The day is the same in the inbox and on the budget, and counted here once more."""
        item = Inbox(camat).find(budget.apbdes.name, "EvaluateApbdes")
        sent = datetime.date.fromisoformat(self.story.today)
        due = working_days_after(sent, EVALUATION_DAYS)
        told = item.due_day, budget.apbdes.evaluation_due_day
        equal(told, (due.isoformat(), due.isoformat()), "last day of the evaluation")
        holds(f"Batas evaluasi {due.day} " in item.why, item.why)
        found = item.place, camat.connection.name_of(item, "role"), item.blocked
        equal(found, (budget.village.name, "ROLE_CAM", False), "what waits")
        Inbox(other).lacks(budget.apbdes.name)
