//! Why money does not move.

domain::reasons! {
    /// A budget line has less left than is asked (INV-11, INV-12).
    BUDGET_SHORT: Unmet = "Sisa anggaran rekening {rekening} dari {sumber_dana}, {kegiatan}: {available}; diminta {asked}, kurang {short}.",
        "Ceiling less reserved less posted of the line named in `line` is smaller than the amount. Lower the amount or amend the budget.";
    /// An amendment sets a line below what is committed on it (INV-13).
    CEILING_BELOW_COMMITTED: Unmet = "Anggaran baru {ceiling} di bawah yang sudah terikat {committed}.",
        "Reserved plus posted of the line exceed the new ceiling. Return or cancel payment requests first, or raise the ceiling.";
    /// The line is not one of the village's budget in force.
    LINE_UNKNOWN: Unmet = "Baris anggaran {line} tidak ada dalam anggaran yang berlaku.",
        "The id names no line of this village on which the amount can stand. Take the lines of the budget in force.";
    /// More is settled than is reserved.
    RESERVED_SHORT: Unmet = "Baris anggaran {line} tidak memiliki cadangan sebesar {asked}.",
        "The amount to settle or release exceeds what is reserved on the line; the request was paid or released before.";
    /// A store of money would fall below zero at some day (INV-30).
    CASH_SHORT: Unmet = "Saldo {account} pada {day} hanya {available}, diperlukan {asked}, kurang {short}.",
        "Cash or bank would be below zero on the day of the entry or on a later day. Withdraw, wait for a transfer, or use another day.";
    /// More of an advance is settled than was given out.
    PANJAR_SHORT: Unmet = "Panjar beredar hanya {available}, dipertanggungjawabkan {asked}.",
        "The account 1.1.2.07 would be below zero: the advance was settled or returned before.";
    /// More tax is deposited than is held (INV-24).
    TAX_SHORT: Unmet = "Pajak {account} yang masih dipegang hanya {available}, disetor {asked}.",
        "A deposit cannot exceed the tax that was withheld and not yet deposited; in a correction what the wrong deposit held counts as held again.";
    /// A document is dated in a closed month (INV-35).
    MONTH_CLOSED: Unmet = "Bulan {month} sudah ditutup; tanggal {day} tidak dapat dipakai.",
        "Date the document in an open month. A closed month is corrected by new entries in an open one.";
    /// An entry is undone once.
    ENTRY_UNDONE: Unmet = "Catatan buku ini sudah dibatalkan oleh koreksi lain.",
        "A contra entry of it stands in the journal. What is wrong with what was booked in its place is corrected there.";
    /// Months close in their order.
    MONTH_ORDER: Unmet = "Bulan yang dapat ditutup berikutnya adalah {next}.",
        "Months of a year are closed one after another, each once.";
    /// Months open again in the opposite order.
    MONTH_NOT_LAST: Unmet = "Bulan terakhir yang ditutup adalah {last}; hanya bulan itu dapat dibuka kembali.",
        "Months step back one at a time, the last closed one first.";
    /// A document is dated outside the budget year (INV-35).
    OUTSIDE_YEAR: Unmet = "Tanggal {day} di luar tahun anggaran {year}.",
        "The day of the document must lie in the budget year it belongs to.";
    /// The sides of an entry do not sum to zero.
    ENTRY_UNBALANCED: Unmet = "Jurnal tidak seimbang: selisih {difference}.",
        "Debits and credits of an entry must be equal, over at least two sides other than zero.";
}
