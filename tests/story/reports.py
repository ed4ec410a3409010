"""What officials read: the realisation report to the sen, and what waits for whom."""

import time

from budget import ADD_SEN, BAHAN, BELANJA_SEN, DANA_DESA_SEN, SILPA_SEN, UPAH
from steps import equal, holds

HOUR_US = 3_600 * 1_000_000


def amounts(found, budget_sen, realised_sen, what):
    """One row: budget, realisation, and their difference."""
    pair = (found.budget.sen, found.realised.sen)
    equal(pair, (budget_sen, realised_sen), what)
    equal(found.difference.sen, realised_sen - budget_sen, f"difference of {what}")


def realisation(money):
    """The LRA equals what the story paid and received, and adds up by itself."""
    reader = money.people.kades
    report = reader.call("ReportService.GetLra", name=money.year)
    spent_sen = sum(money.spent_sen.values())
    totals = report.totals
    received_sen = money.received_sen
    amounts(totals.revenue, DANA_DESA_SEN + ADD_SEN, received_sen, "pendapatan")
    amounts(totals.spending, BELANJA_SEN, spent_sen, "belanja")
    amounts(totals.financing_in, SILPA_SEN, SILPA_SEN, "penerimaan pembiayaan")
    amounts(totals.silpa, 0, received_sen + SILPA_SEN - spent_sen, "SiLPA")
    equal(
        totals.silpa.realised.sen,
        money.bank_sen - money.tax_sen,
        "realised SiLPA is what lies in the bank less tax held",
    )
    rows = {}
    for row in report.rows:
        if reader.connection.name_of(row, "level") == "LRA_LEVEL_OBJEK":
            key = (row.function_code, row.economic_code)
            rows[key] = rows.get(key, 0) + row.amounts.realised.sen
    for key in (BAHAN, UPAH):
        equal(rows.get(key[:2], 0), money.spent_sen.get(key, 0), f"realisation of {key}")
    sources = reader.call("ReportService.GetRealisationBySource", name=money.year)
    by_source = sum(row.totals.spending.realised.sen for row in sources.rows)
    equal(by_source, spent_sen, "belanja over all sources")


class Inbox:
    """What waits for one person."""

    def __init__(self, person):
        self.person = person
        self.items = list(person.call("InboxService.ListInbox", page_size=500).items)

    def find(self, name, verb=""):
        """The item of a resource; it says since when and why it waits."""
        found = [i for i in self.items if i.name == name and i.method.endswith(verb)]
        listed = [(item.name, item.method) for item in self.items]
        equal(len(found), 1, f"items for {name} {verb} with {self.person.name}, of {listed}")
        item = found[0]
        now_us = time.time_ns() // 1_000
        holds(now_us - HOUR_US < item.since_us <= now_us, f"{name} waits since {item.since_us}")
        holds(item.why, f"{name} says why it waits")
        return item

    def lacks(self, name):
        """Nothing of this resource waits for the person."""
        found = [item.method for item in self.items if item.name == name]
        equal(found, [], f"items for {name} with {self.person.name}")
