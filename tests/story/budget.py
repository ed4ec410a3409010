"""From the yearly plan to a budget in force: RKPDes, APBDes, DPA."""

from steps import equal, holds

GORONG = "02.03.14"  # prasarana jalan desa: gorong-gorong, selokan
PANGAN = "04.02.01"
SILTAP = "01.01.01"
KANTOR = "01.01.04"
BAHAN = (GORONG, "5.3.7.03", "DDS")
UPAH = (GORONG, "5.3.7.02", "DDS")

DANA_DESA_SEN = 240_000_000_00
ADD_SEN = 90_000_000_00
SILPA_SEN = 3_210_987_65  # last year's rest of Dana Desa, to the sen
BAHAN_VOLUME_E4 = 33_333_3  # 33.3333 unit
BAHAN_PRICE_SEN = 2_345_678_91
UPAH_SEN = 41_250_000_00
SILTAP_SEN = 36_000_000_00


def rounded(volume_e4: int, price_sen: int) -> int:
    """Volume x price, half up to the sen, in whole numbers."""
    return (volume_e4 * price_sen + 5_000) // 10_000


BAHAN_SEN = rounded(BAHAN_VOLUME_E4, BAHAN_PRICE_SEN)
PANGAN_SEN = DANA_DESA_SEN + SILPA_SEN - BAHAN_SEN - UPAH_SEN
KANTOR_SEN = ADD_SEN - SILTAP_SEN
BELANJA_SEN = DANA_DESA_SEN + SILPA_SEN + ADD_SEN


def sen(amount: int) -> dict:
    return {"sen": amount}


class Budget:
    """One village's budget of a year, as the story drives it through the law."""

    def __init__(self, village, tahun, today):
        self.village = village
        self.people = village.people
        self.tahun = tahun
        self.today = today
        self.year = f"{village.name}/tahun/{tahun}"
        self.apbdes = None
        self.lines = {}  # (kegiatan, rekening, sumber dana) -> line id

    def plan(self):
        """RKPDes: one row a kegiatan, enacted by Perdes."""
        rows = [
            (SILTAP, SILTAP_SEN, "ADD", "Kantor desa", 12, "bulan"),
            (KANTOR, KANTOR_SEN, "ADD", "Kantor desa", 12, "bulan"),
            (GORONG, BAHAN_SEN + UPAH_SEN, "DDS", "Batas desa", 3, "unit"),
            (PANGAN, PANGAN_SEN, "DDS", "Seluruh dusun", 1, "paket"),
        ]
        for kegiatan, cost_sen, source, location, volume, unit in rows:
            answer = self.people.operator.call(
                "RkpdesService.PutRkpdesRow",
                parent=self.year,
                row={
                    "kegiatan": kegiatan,
                    "location": location,
                    "volume_e4": volume * 10_000,
                    "unit": unit,
                    "target": "Warga desa",
                    "cost": sen(cost_sen),
                    "sumber_dana": source,
                    "pattern": "PATTERN_SWAKELOLA",
                    "pka_person_id": self.people.pka.person_id,
                },
            )
        enacted = self.people.kades.call(
            "RkpdesService.EnactRkpdes",
            parent=self.year,
            plan_etag=answer.plan_etag,
            perdes_number=f"5/{self.tahun - 1}",
            perdes_day=f"{self.tahun - 1}-09-25",
        )
        equal((enacted.edition, enacted.rows), (1, len(rows)), "edition of the RKPDes")

    def draft(self):
        """APBDes: revenue, spending and financing, one line each."""
        created = self.people.sekdes.call(
            "ApbdesService.CreateApbdes", parent=self.year, kind="APBDES_KIND_AWAL"
        )
        self.apbdes = created.apbdes
        equal(self.people.kades.connection.name_of(self.apbdes, "state"), "APBDES_STATE_DRAFT")
        self._change(
            self._new("", "4.2.1.01", "DDS", "Dana Desa", DANA_DESA_SEN),
            self._new("", "4.2.3.01", "ADD", "Alokasi Dana Desa", ADD_SEN),
            self._new(SILTAP, "5.1.1.01", "ADD", "Penghasilan tetap kepala desa", SILTAP_SEN),
            self._new(KANTOR, "5.2.1.01", "ADD", "Alat tulis kantor", KANTOR_SEN),
            self._new(*BAHAN, "Bahan gorong-gorong", None, BAHAN_VOLUME_E4, BAHAN_PRICE_SEN),
            self._new(*UPAH, "Upah kerja gorong-gorong", UPAH_SEN),
            self._new(PANGAN, "5.2.7.05", "DDS", "Bibit ketahanan pangan", PANGAN_SEN),
        )

    def balance(self):
        """Without last year's rest the draft does not balance and cannot be offered."""
        kades = self.people.kades
        preview = kades.call("ApbdesService.PreviewApbdes", name=self.apbdes.name)
        short = -SILPA_SEN
        equal(preview.apbdes.totals.silpa.sen, short, "SiLPA of the unbalanced draft")
        holds(any(rule.rule == "INV-01" for rule in preview.unmet), "preview names INV-01")
        refused = kades.refused("ApbdesService.SubmitApbdes", **self._named())
        equal(refused.code.name, "FAILED_PRECONDITION", "submitting an unbalanced draft")
        equal(refused.outcome, "none", "ev-outcome")
        holds(refused.unmet and refused.message, f"the refusal explains itself: {refused}")
        self._change(self._new("", "6.1.1.01", "DDS", "SiLPA tahun lalu", SILPA_SEN))
        totals = self.apbdes.totals
        equal(totals.belanja.sen, BELANJA_SEN, "belanja")
        equal(totals.surplus.sen, -SILPA_SEN, "deficit")
        equal(totals.pembiayaan_netto.sen, SILPA_SEN, "pembiayaan netto")
        equal(totals.silpa.sen, 0, "SiLPA of the year")

    def send(self):
        """BPD agrees, kades sends it to the camat; nobody does another's step."""
        people = self.people
        self._step(people.kades, "SubmitApbdes", "SUBMITTED_BPD")
        day = {"document_day": self.today}
        people.kades.refused(
            "ApbdesService.AgreeApbdes",
            "NOT_ALLOWED",
            **self._named(),
            document_number="1/BA/BPD",
            **day,
        )
        self._step(people.bpd, "AgreeApbdes", "AGREED_BPD", document_number="1/BA/BPD", **day)
        self._step(people.kades, "SendApbdes", "UNDER_EVALUATION", document_number="900/1", **day)

    def enact(self, camat):
        """Camat evaluates, kades enacts."""
        people = self.people
        self._step(
            camat,
            "EvaluateApbdes",
            "EVALUATED_OK",
            result="EVALUATION_RESULT_OK",
            document_number="188/12/KEP",
            document_day=self.today,
        )
        self._step(
            people.kades,
            "EnactApbdes",
            "ENACTED",
            perdes_number=f"1/{self.tahun}",
            perdes_day=self.today,
            perkades_number=f"2/{self.tahun}",
            perkades_day=self.today,
        )
        lines = people.pka.call(
            "ApbdesService.ListApbdesLines", name=self.apbdes.name, page_size=100
        )
        for line in lines.lines:
            self.lines[line.kegiatan, line.rekening, line.sumber_dana] = line.line_id
        by_key = {(x.kegiatan, x.rekening, x.sumber_dana): x.amount.sen for x in lines.lines}
        equal(by_key[BAHAN], BAHAN_SEN, "volume x price to the sen")

    def execution_document(self):
        """DPA: the PKA's estimate, verified by the sekdes, approved by the kades."""
        people = self.people
        months = [sen(0)] * 12
        months[0] = sen(BAHAN_SEN + UPAH_SEN)
        dpa = people.pka.call(
            "DpaService.DraftDpa",
            parent=self.year,
            kegiatan=GORONG,
            rab=[
                {
                    "line_id": self.lines[BAHAN],
                    "uraian": "Bahan gorong-gorong",
                    "volume_e4": BAHAN_VOLUME_E4,
                    "unit": "unit",
                    "unit_price": sen(BAHAN_PRICE_SEN),
                },
                {
                    "line_id": self.lines[UPAH],
                    "uraian": "Upah kerja",
                    "volume_e4": 330 * 10_000,
                    "unit": "HOK",
                    "unit_price": sen(UPAH_SEN // 330),
                },
            ],
            months=months,
            location="Batas desa",
            start_day=self.today,
            end_day=f"{self.tahun}-12-31",
            target="Pengguna jalan",
            team="TPK",
        ).dpa
        equal(dpa.ceiling.sen, BAHAN_SEN + UPAH_SEN, "ceiling of the DPA")
        for who, verb in ((people.pka, "Submit"), (people.sekdes, "Verify"), (people.kades, "Approve")):
            dpa = who.call(f"DpaService.{verb}Dpa", name=dpa.name, etag=dpa.etag).dpa
        equal(people.kades.connection.name_of(dpa, "state"), "DPA_STATE_APPROVED")

    def _named(self):
        return {"name": self.apbdes.name, "etag": self.apbdes.etag}

    def _step(self, who, verb, state, **fields):
        answer = who.call(f"ApbdesService.{verb}", **self._named(), **fields)
        self.apbdes = answer.apbdes
        equal(who.connection.name_of(self.apbdes, "state"), f"APBDES_STATE_{state}", verb)

    def _change(self, *changes):
        answer = self.people.sekdes.call(
            "ApbdesService.BatchUpdateApbdesLines", **self._named(), lines=list(changes)
        )
        self.apbdes = answer.apbdes

    @staticmethod
    def _new(kegiatan, rekening, source, uraian, amount_sen, volume_e4=0, price_sen=0):
        change = {
            "kind": "LINE_CHANGE_KIND_CREATE",
            "kegiatan": kegiatan,
            "rekening": rekening,
            "sumber_dana": source,
            "uraian": uraian,
            "output": "1 paket" if kegiatan else "",
        }
        if volume_e4:
            change |= {"volume_e4": volume_e4, "unit": "unit", "unit_price": sen(price_sen)}
        else:
            change["amount"] = sen(amount_sen)
        return change
