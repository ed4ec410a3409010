//! Why a payment request or a book entry does not go on.

domain::reasons! {
    /// The activity belongs to another PKA.
    NOT_OWN_ACTIVITY: Unmet = "Kegiatan {kegiatan} bukan kegiatan Anda.",
        "A PKA acts only on the activities of his or her own approved DPA.";
    /// Lines of several activities in one request.
    KEGIATAN_MIXED: Unmet = "Satu SPP hanya untuk satu kegiatan; ada {count} kegiatan.",
        "Make one request for each activity.";
    /// The account does not fit the kind of request.
    LINE_KIND_WRONG: Unmet = "Rekening {rekening} tidak dapat dibayar dengan SPP {kind}.",
        "Definitif and panjar draw on spending (5), pembiayaan on account 6.2.";
    /// The line is not in the budget version in force on the day (INV-14).
    VERSION_NOT_IN_FORCE: Unmet = "Baris {rekening} tidak ada dalam APBDes yang berlaku pada {day}.",
        "The day of the request must not be before the enactment of the version its lines stand in.";
    /// The activity has no approved DPA (INV-16).
    DPA_MISSING: Unmet = "Kegiatan {kegiatan} belum mempunyai DPA yang disetujui.",
        "The DPA of the activity with its RAB must be approved before money is asked for.";
    /// The cost estimate of the approved DPA does not hold a line (INV-16).
    DPA_LINE_MISSING: Unmet = "RAB dalam DPA yang disetujui tidak memuat rekening {rekening} dari {sumber_dana}.",
        "Every line of a request stands in the cost estimate of the approved DPA. After a changed budget have a DPPA approved.";
    /// The year's budget is annulled (P.36(3)).
    BUDGET_ANNULLED: Unmet = "APBDes {year} dibatalkan; rekening {rekening} bukan operasional pemerintah desa.",
        "After an annulment only what policy `annulled.selector` names is spent until a budget is enacted again.";
    /// An advance for what suppliers carry out (P.54, P.55).
    PANJAR_FOR_SUPPLIER: Unmet = "Kegiatan {kegiatan} seluruhnya melalui penyedia; ajukan SPP definitif setelah barang/jasa diterima.",
        "The RKPDes has the whole activity carried out by suppliers, who are paid after delivery. Ask with a definitif request.";
    /// The day of the request is still to come.
    SPP_DAY_AHEAD: Unmet = "Tanggal SPP {day} belum tiba; hari ini {today}.",
        "A request is not submitted before the day it is dated. Change its day or wait.";
    /// More is drawn than the DPA plans up to this month (INV-15).
    PLAN_EXCEEDED: Unmet = "Rencana DPA sampai bulan ini {planned}, sudah diminta {drawn}, SPP ini {asked}.",
        "Cumulated requests of the activity exceed the draw plan up to the month of the request. Ask for less, or wait for the month that the rest is planned for. An approved DPA changes only with the budget: once an amended APBDes is enacted (by Perdes, or by Perkades for its detail), draft a DPPA with another draw plan and have it approved.";
    /// A hand-over is missing (INV-19).
    RECEIPT_MISSING: Unmet = "Tanggal BAST atau tanda terima wajib ada untuk SPP definitif.",
        "A definitif request is made after goods or services were received; give the day in `received_day`.";
    /// The hand-over is after the request (INV-19).
    RECEIPT_AFTER_SPP: Unmet = "Barang/jasa diterima {received}, sesudah tanggal SPP {day}.",
        "The day of the hand-over must not be after the day of the request.";
    /// Something that belongs to the request is missing.
    ATTACHMENT_MISSING: Unmet = "Kelengkapan SPP kurang: {what}.",
        "The fact `what` names the part: payee, progress note, statement of responsibility, or legal basis.";
    /// A line of physical work names no project.
    PROJECT_REQUIRED: Unmet = "Baris {rekening} adalah pekerjaan fisik; sebutkan proyeknya.",
        "Every line of a physical activity names a registered project, so that the overlap gate can be asked.";
    /// A line without a project reads as a work.
    WORK_UNNAMED: Unmet = "Uraian {text} berbunyi pekerjaan fisik, tetapi baris {rekening} tidak menyebut proyek.",
        "Only a warning: activities and accounts of policy `physical.ragu` may hold works. Register the work as a project and name it in the line, so that the overlap gate is asked.";
    /// The project is not registered or is of another activity.
    PROJECT_NOT_REGISTERED: Unmet = "Proyek belum terdaftar untuk kegiatan {kegiatan} (keadaan: {state}).",
        "Only a project that two persons registered, of the same activity, can be paid for.";
    /// The project is of another budget year.
    PROJECT_OTHER_YEAR: Unmet = "Proyek ini untuk tahun anggaran {of}, bukan {year}.",
        "A request pays for works of its own year. What was not finished is carried on by a project of the new year (`continues`).";
    /// More is drawn for a project than it is to cost.
    PROJECT_AMOUNT_EXCEEDED: Unmet = "Permintaan untuk {project} melebihi nilainya: SPP lain sudah meminta {drawn}, SPP ini {asked}, nilai terdaftar {amount}.",
        "What other requests drew for the project and what this one asks for it are together no more than its registered amount, which was compared with other works and decided on. Ask for less, or have the amount amended first (AmendSite), which screens the project anew.";
    /// More is asked for than is left of a project that is carried on, or of its continuation.
    PROJECT_CARRIED_ON: Unmet = "Proyek lanjutan (DPAL) dan proyek yang dilanjutkan hanya ditarik sebesar sisanya; yang masih dapat ditarik {left}, diminta {asked}.",
        "What is drawn on a project and what works of the next year carry on of it (`continues`) are together no more than its amount; a continuation itself is drawn to its own amount. Ask for no more than `left`, or have the amount of the continuation amended.";
    /// The photo of the start is missing.
    EVIDENCE_MISSING: Unmet = "Foto tahap 0 % proyek belum ada.",
        "A physical project needs a stage-0 photo before money is asked for.";
    /// The photo of the stage before is missing.
    EVIDENCE_STAGE_MISSING: Unmet = "Foto kemajuan {project} sesudah tahap 0 %, misalnya tahap 50 %, belum ada, padahal sudah pernah dibayar; operator desa atau PKA mengunggahnya.",
        "A second or later payment of a project needs a photo of a stage after 0, which the operator, the PKA, the secretary or the kepala desa uploads; policy `severity.FOTO-50`.";
    /// The photo of the end is missing.
    EVIDENCE_FINAL_MISSING: Unmet = "Foto tahap 100 % {project} belum ada pada pembayaran terakhir; operator desa atau PKA mengunggahnya.",
        "The last payment of a project should come with a stage-100 photo; policy `severity.FOTO-100`.";
    /// An advance of the same PKA and activity is overdue (INV-22).
    PANJAR_OVERDUE: Unmet = "Panjar {number} tanggal {paid} belum dipertanggungjawabkan sesudah {days} hari kerja.",
        "Account for the earlier advance before asking for another of the same activity.";
    /// One person does two of the four steps.
    SAME_PERSON: Unmet = "Anda sudah menjalankan langkah {earlier}; langkah {step} perlu orang lain.",
        "Submission, verification, approval and payment of a request need four different persons; so do the steps of an accounting, a closing and a reopening.";
    /// The day of a payment is before approval or in the future.
    PAY_DAY_INVALID: Unmet = "Tanggal {day} tidak di antara {from} dan {to}.",
        "The day must not be before the step it follows and not after today.";
    /// Tax withheld does not fit.
    TAX_INVALID: Unmet = "Pajak {rekening} sebesar {amount} tidak sah: {why}.",
        "Tax stands on an account 7.1 of four levels, in full rupiah, and its sum does not exceed the amount (INV-23).";
    /// More tax is withheld than any rate of its account takes (INV-23).
    TAX_ABOVE_RATE: Unmet = "Pajak {rekening} sebesar {amount} lebih dari {most}, yaitu tarif tertinggi {rate} dari {gross}; periksa lagi.",
        "Only a warning: the highest rate that the dated law lays down for the account (policies `tax.*.rate` beside `tax.*.rekening`) takes no more than `most` of the gross. Reverse the payment if the tax was entered wrongly.";
    /// A payment does not match the request as four persons signed it.
    PAYMENT_NOT_APPROVED: Unmet = "Pembayaran tidak cocok dengan SPP yang disetujui.",
        "The schema refuses a payment whose request is not approved by the persons it names, or of another amount.";
    /// Lines of a request that is no draft do not change.
    SPP_FROZEN: Unmet = "Rincian SPP hanya dapat diubah selama konsep.",
        "The schema refuses changes of lines after submission. Return the request first.";
    /// The advance has no accounting yet.
    SPJ_MISSING: Unmet = "SPJ panjar ini belum diserahkan.",
        "The PKA hands in the accounting with SubmitSpj first.";
    /// A line of the accounting is not one of the advance.
    SPJ_LINE_UNKNOWN: Unmet = "Baris {line} SPJ tidak ada dalam SPP panjar ini.",
        "An accounting names only the lines of its advance (INV-21).";
    /// More is accounted for than was advanced.
    SPJ_EXCEEDS: Unmet = "Belanja {spent} melebihi panjar {advanced} pada baris {line} SPJ, rekening {rekening}.",
        "An accounting cannot exceed the advance on any line (INV-21).";
    /// The opening balance stands already.
    OPENING_EXISTS: Unmet = "Saldo awal tahun {year} sudah dicatat.",
        "The opening balance is recorded once a year; a wrong one is corrected (ProposeCorrection).";
    /// What a year begins with is known when the year before is over (INV-34).
    OPENING_AHEAD: Unmet = "Tahun {year} belum mulai; saldo awalnya dicatat pada atau sesudah {from}.",
        "Record the opening balance when the year has begun.";
    /// The opening balance is not what last year ended with (INV-34).
    OPENING_DIFFERS: Unmet = "Saldo awal {account} {opening} tidak sama dengan saldo akhir tahun {year} dalam buku, yaitu {closing}.",
        "A year begins with the cash and the bank that December of the year before was closed with, and with exactly the tax that was withheld and not deposited by then. Correct the lines, or have December opened again (ProposeMonthReopening) when its books are wrong.";
    /// A source begins a year with more than it ended the year before with (apbdes.md 12).
    OPENING_SOURCE_DIFFERS: Unmet = "SiLPA {sumber_dana} dalam saldo awal {opening}, menurut realisasi tahun {year} hanya {closing}; SiLPA tetap pada sumber dananya.",
        "The surplus keeps its source: no source begins with more than its opening, revenue and financing received less its spending and financing paid of the year before. Correct the lines, or have December opened again (ProposeMonthReopening) when its books name a wrong source.";
    /// Nobody said in whose money the tax lies that a year takes over.
    OPENING_TAX_UNTOLD: Unmet = "Pajak {amount} yang dipungut tahun {year} belum disetor; sebutkan bagiannya dalam uang setiap sumber dana.",
        "Tax that was withheld last year and is not deposited yet lies in cash and bank and is no surplus. Tell in `lines[].tax` how much of it lies in the money of each source; the fact `amount` is their sum.";
    /// More tax is said to lie in a source's money than there is.
    OPENING_TAX_BEYOND: Unmet = "Utang pajak {tax} melebihi uang dari {sumber_dana}, yaitu {held}.",
        "The tax that is owed lies in the cash and bank of its source and cannot be more than these.";
    /// Tax of last year stands in the books of this year.
    TAX_TAKEN_OVER: Unmet = "Utang pajak tahun {year} sudah dibawa ke buku tahun {next} bersama saldo awalnya; setor di sana.",
        "The opening balance of the next year took over what was withheld and not deposited, so no tax moves in the old year any more. Deposit it with DepositTax of the next year.";
    /// A code is not in the charts.
    CODE_UNKNOWN: Unmet = "Kode {code} tidak ada dalam daftar atau tidak dapat dipakai di sini.",
        "The account or source is not in the chart, or not one on which this document can stand.";
    /// The surplus of last year is no receipt.
    SILPA_BY_OPENING: Unmet = "SiLPA ({code}) tidak dicatat sebagai penerimaan; SiLPA masuk bersama saldo awal tahun.",
        "The surplus of the year before stands on account 6.1.1.01 with the opening balance (RecordOpeningBalance); its money is in cash and bank already.";
    /// The month is not over.
    MONTH_NOT_OVER: Unmet = "Bulan {month} belum berakhir.",
        "A month is closed on its last day or later.";
    /// What was counted is not what the books show (INV-32).
    BALANCE_DIFFERS: Unmet = "Saldo {account} menurut buku {books}, menurut hitungan {counted}.",
        "Count cash and read the bank statement at the end of the month; record what is missing first.";
    /// Nobody proposed to close the month.
    MONTH_NOT_PROPOSED: Unmet = "Penutupan bulan {month} belum diajukan.",
        "The kaur keuangan proposes with CloseMonth, then the sekretaris desa confirms.";
    /// The books of the month changed since the proposal.
    MONTH_CHANGED: Unmet = "Buku bulan {month} berubah sesudah diajukan; ajukan kembali.",
        "Something dated in the month or before it was booked since the proposal. Propose to close the month again.";
    /// A reversal waits or was booked.
    REVERSAL_PENDING: Unmet = "Pembalikan SPP ini sudah diajukan atau sudah dibukukan.",
        "A payment is reversed once; GetSpp shows the reversal. Confirm or reject the one that waits.";
    /// Of an advance that was given back as a whole nothing is left.
    REVERSAL_EMPTY: Unmet = "Tidak ada yang tersisa untuk dibalik: panjar {number} sudah dikembalikan seluruhnya.",
        "Nothing was spent of the advance and all of it is back in cash or bank, so neither budget nor money is out. Leave it as it is; reject a reversal that waits.";
    /// No reversal waits.
    REVERSAL_MISSING: Unmet = "Tidak ada usul pembalikan untuk SPP ini.",
        "The kaur keuangan proposes with ProposeReversal, then the kepala desa confirms.";
    /// A reopening of the year waits.
    REOPENING_PENDING: Unmet = "Sudah ada usul pembukaan kembali bulan yang menunggu.",
        "One month of a year is opened again at a time; confirm, agree to or reject the waiting one.";
    /// No reopening waits.
    REOPENING_MISSING: Unmet = "Tidak ada usul pembukaan kembali bulan {month}.",
        "The kaur keuangan proposes with ProposeMonthReopening, the kepala desa confirms, the camat agrees.";
    /// The village has not confirmed a reopening.
    REOPENING_UNCONFIRMED: Unmet = "Usul pembukaan kembali bulan belum disahkan kepala desa.",
        "The camat agrees after ConfirmMonthReopening.";
    /// Advances are open at the end of the year (INV-26).
    PANJAR_OUTSTANDING: Unmet = "Panjar {amount} belum dipertanggungjawabkan pada akhir tahun.",
        "December closes only when every advance is accounted for and settled.";
    /// A deposit lacks its billing code (INV-25).
    BILLING_MISSING: Unmet = "Kode billing setoran pajak belum ada.",
        "A deposit should carry a billing code of fifteen digits.";
    /// A deposit lacks its NTPN (INV-25).
    NTPN_MISSING: Unmet = "NTPN setoran pajak belum ada.",
        "A deposit should carry the state's receipt number of sixteen characters.";
    /// The NTPN stands on another deposit.
    NTPN_USED: Unmet = "NTPN {ntpn} sudah dipakai pada setoran lain.",
        "Each deposit has its own NTPN. When it stands on a wrong deposit, correct that one (ProposeCorrection).";
    /// A bank charge on an account that does not bear one.
    BANK_CHARGE_LINE: Unmet = "Rekening {rekening} tidak menampung biaya administrasi bank atau pajak bunga.",
        "What the bank takes by itself stands on the accounts of policy `bank.charge.rekening`. Budget a line on one of them, by a Perkades where that is enough.";
    /// More than a bank usually takes.
    BANK_CHARGE_LARGE: Unmet = "Potongan bank {amount} tidak lazim, lebih dari {most}; periksa lagi pada rekening koran.",
        "Only a warning: one person records what the bank took, so an amount above policy `bank.charge.warn_sen` is looked at again. Correct it (ProposeCorrection) if it is wrong.";
    /// A payment is not corrected but reversed.
    CORRECTION_OF_PAYMENT: Unmet = "{number} adalah pembayaran; pembayaran dibalik, bukan dikoreksi.",
        "A payment with its tax, and an advance with its accounting, are taken back as a whole: ProposeReversal of the payment request, then ConfirmReversal.";
    /// Nothing that can be corrected stands under the number.
    CORRECTION_UNKNOWN: Unmet = "Tidak ada catatan bernomor {number} yang dapat dikoreksi dalam buku tahun ini.",
        "What can be corrected is a receipt (TBP), a transfer (BANK, CASH), a tax deposit (SSP), a bank charge (ADM) or the opening balance (SAL) of this year, by the number that ListBku tells as `reference`. A contra entry (KOR) is not undone again: record the document anew.";
    /// A correction of the same number waits or was booked.
    CORRECTION_PENDING: Unmet = "Koreksi atas {number} {state}.",
        "What stands under a number is corrected once; ListCorrections shows it. The sekretaris desa confirms or rejects the one that waits, and who proposed it may take it back (RejectCorrection); correct what was booked in its place under its own number.";
    /// No correction waits under the name.
    CORRECTION_MISSING: Unmet = "Tidak ada usul koreksi dengan nama ini yang menunggu.",
        "The kaur keuangan proposes with ProposeCorrection, then the sekretaris desa confirms or rejects.";
    /// A field of another kind of document is filled in.
    FIELD_NOT_OF_KIND: Invalid = "Kolom {column} tidak berlaku untuk koreksi {kind}; kosongkan.",
        "The replacement has the fields of what is corrected, a receipt, a transfer, a tax deposit, a bank charge or an opening balance; leave the others empty.";
    /// Tax of a payment that is to be reversed lies with the state.
    TAX_DEPOSITED: Unmet = "Pajak {account} atas pembayaran ini sudah disetor; yang masih dipegang {held}, perlu {asked}. Bila negara sudah mengembalikannya, koreksi dahulu setorannya; bila diperhitungkan, bayar dahulu SPP yang benar beserta pajaknya; bila anggaran atau rencana DPA tidak cukup untuk keduanya, batalkan dahulu SPP lain yang belum dibayar atau ubah APBDes dan DPA-nya.",
        "The deposit stays in the books as long as the state has the money. When it came back, correct the deposit (ProposeCorrection) on that day, with the part that stays deposited as replacement. When the tax office sets it off against the right payment, pay that one first: the tax withheld from it takes the place. Then reverse. Until then the line and the draw plan must hold both payments: cancel other requests that are not paid, or have the budget and its DPA amended, and lower them again afterwards.";
}
