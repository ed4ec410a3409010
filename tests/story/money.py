"""Money: books, payment requests and payments, kept a second time by the story itself."""

from budget import ADD_SEN, BAHAN, DANA_DESA_SEN, SILPA_SEN, UPAH, sen
from reports import Inbox
from steps import equal, holds

PPH22 = "7.1.1.03"
PPH22_SEN = 300_000_00


class Money:
    """The kaur keuangan's books of one village, and what they must show."""

    def __init__(self, budget):
        self.budget = budget
        self.people = budget.people
        self.year = budget.year
        self.bank_sen = 0
        self.received_sen = 0
        self.spent_sen = {}  # budget line -> realised
        self.tax_sen = 0

    def open_books(self):
        """The opening balance is last year's rest; it can be recorded once."""
        opening = [{"sumber_dana": "DDS", "cash": sen(0), "bank": sen(SILPA_SEN)}]
        answer = self.people.keuangan.call(
            "BookService.RecordOpeningBalance", parent=self.year, lines=opening
        )
        equal(answer.bank.sen, SILPA_SEN, "opening balance")
        self.people.keuangan.refused(
            "BookService.RecordOpeningBalance", parent=self.year, lines=opening
        )
        self.bank_sen = SILPA_SEN

    def receive(self, rekening, source, amount_sen, what):
        """Money comes into the bank."""
        self.people.keuangan.call(
            "BookService.RecordReceipt",
            parent=self.year,
            day=self.budget.today,
            rekening=rekening,
            sumber_dana=source,
            amount=sen(amount_sen),
            store="MONEY_STORE_BANK",
            payer="Rekening Kas Umum Negara",
            description=what,
        )
        self.bank_sen += amount_sen
        self.received_sen += amount_sen

    def receive_all(self):
        self.receive("4.2.1.01", "DDS", DANA_DESA_SEN, "Dana Desa tahap I dan II")
        self.receive("4.2.3.01", "ADD", ADD_SEN, "Alokasi Dana Desa")

    def request(self, what, project, bahan_sen, upah_sen=0, author=None):
        """A definitif SPP as a draft, by the PKA unless told otherwise; answers it."""
        lines = [(BAHAN, bahan_sen), (UPAH, upah_sen)]
        created = (author or self.people.pka).call(
            "SppService.CreateSpp",
            parent=self.year,
            kind="SPP_KIND_DEFINITIF",
            spp={
                "day": self.budget.today,
                "description": what,
                "lines": [
                    {
                        "line_id": self.budget.lines[key],
                        "amount": sen(amount_sen),
                        "project": project,
                    }
                    for key, amount_sen in lines
                    if amount_sen
                ],
                "payee": {
                    "display_name": "UD Sumber Rejeki",
                    "address": "Jl. Raya Jember, Kabat",
                    "bank": "Bank Jatim",
                    "account": "0123456789",
                },
                "invoice_number": "INV/07",
                "received_day": self.budget.today,
                "progress_note": "Pekerjaan selesai seratus persen",
                "responsibility_stated": True,
            },
        )
        return Spp(self, created, {k: v for k, v in lines if v})

    def put_right(self):
        """A receipt that was entered twice is undone by two persons; nothing is left of it."""
        keuangan, sekdes = self.people.keuangan, self.people.sekdes
        twice = keuangan.call(
            "BookService.RecordReceipt",
            parent=self.year,
            day=self.budget.today,
            rekening="4.2.1.01",
            sumber_dana="DDS",
            amount=sen(1_000_000_00),
            store="MONEY_STORE_BANK",
            description="Dana Desa tahap I, tercatat dua kali",
        )
        proposed = keuangan.call(
            "BookService.ProposeCorrection",
            parent=self.year,
            reference=twice.number,
            note="Tercatat dua kali",
        ).correction
        Inbox(sekdes).find(proposed.name, "ConfirmCorrection")
        keuangan.refused("BookService.ConfirmCorrection", "NOT_ALLOWED", name=proposed.name)
        done = sekdes.call("BookService.ConfirmCorrection", name=proposed.name).correction
        equal(
            sekdes.connection.name_of(done, "state"), "CORRECTION_STATE_CONFIRMED", "correction"
        )

    def books_agree(self):
        """BKU and balances equal what the story counted, to the sen."""
        keuangan = self.people.keuangan
        rows = keuangan.call("BookService.ListBku", parent=self.year, page_size=500).rows
        running = 0
        for row in rows:
            running += row.received.sen - row.spent.sen
            equal(row.balance.sen, running, f"running balance of BKU row {row.no}")
        equal(running, self.bank_sen, "last balance of the BKU")
        equal([row.no for row in rows], list(range(1, len(rows) + 1)), "numbers of the BKU")
        balance = keuangan.call("BookService.GetBalance", parent=self.year)
        equal(balance.cash.sen + balance.bank.sen, self.bank_sen, "cash and bank")
        equal(sum(tax.amount.sen for tax in balance.taxes), self.tax_sen, "tax held")
        return rows


class Spp:
    """One payment request on its way."""

    def __init__(self, money, created, lines):
        self.money = money
        self.people = money.people
        self.name = created.name
        self.number = created.number
        self.etag = created.etag
        self.lines = lines
        self.amount_sen = sum(lines.values())

    def read(self):
        return self.people.pka.call("SppService.GetSpp", name=self.name).spp

    def step(self, who, verb, state, **fields):
        """One verb that must succeed; answers its answer."""
        answer = who.call(f"SppService.{verb}Spp", name=self.name, etag=self.etag, **fields)
        self.etag = answer.etag
        equal(who.connection.name_of(answer, "state"), f"SPP_STATE_{state}", verb)
        return answer

    def submit(self):
        return self.step(self.people.pka, "Submit", "SUBMITTED")

    def verify(self):
        return self.step(self.people.sekdes, "Verify", "VERIFIED")

    def approve(self):
        return self.step(self.people.kades, "Approve", "APPROVED")

    def cancel(self, who, why=""):
        return self.step(who, "Cancel", "CANCELLED", reason=why)

    def refused(self, who, verb, *reasons, **fields):
        """One verb that must be refused for at least these reasons."""
        if verb == "Disburse":
            fields = self.payment() | fields
        return who.refused(
            f"SppService.{verb}Spp", *reasons, name=self.name, etag=self.etag, **fields
        )

    @staticmethod
    def payment():
        taxes = [{"rekening": PPH22, "amount": sen(PPH22_SEN)}]
        return {"store": "MONEY_STORE_BANK", "taxes": taxes}

    def reverse(self):
        """The kaur keuangan proposes to take the payment back, the kades books it back."""
        keuangan, kades = self.people.keuangan, self.people.kades
        answer = keuangan.call(
            "SppService.ProposeReversal",
            name=self.name,
            etag=self.etag,
            note="Dibayar ganda",
            document_number="STS/12/2026",
            document_day=self.money.budget.today,
        )
        self.etag = answer.etag
        Inbox(kades).find(self.name, "ConfirmReversal")
        named = {"name": self.name, "etag": self.etag}
        keuangan.refused("SppService.ConfirmReversal", "NOT_ALLOWED", **named)
        answer = kades.call("SppService.ConfirmReversal", **named)
        self.etag = answer.etag
        equal(kades.connection.name_of(answer, "state"), "SPP_STATE_REVERSED", "reversal")
        money = self.money
        money.bank_sen += self.amount_sen - PPH22_SEN
        money.tax_sen -= PPH22_SEN
        for key, amount_sen in self.lines.items():
            money.spent_sen[key] -= amount_sen
        return answer

    def pay(self):
        """Pays; the voucher's sums are exact."""
        answer = self.step(self.people.keuangan, "Disburse", "DISBURSED", **self.payment())
        kuitansi = answer.kuitansi
        equal(kuitansi.gross.sen, self.amount_sen, "gross of the voucher")
        equal(kuitansi.net.sen, self.amount_sen - PPH22_SEN, "net of the voucher")
        holds(kuitansi.amount_in_words, "the voucher has the amount in words")
        money = self.money
        money.bank_sen -= self.amount_sen - PPH22_SEN
        money.tax_sen += PPH22_SEN
        for key, amount_sen in self.lines.items():
            money.spent_sen[key] = money.spent_sen.get(key, 0) + amount_sen
        return answer
