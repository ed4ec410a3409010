//! Why planning says no.

domain::reasons! {
    /// A kegiatan is not in the chart.
    KEGIATAN_NOT_IN_CHART: Invalid = "Kegiatan {kegiatan} tidak ada dalam daftar kode kegiatan.",
        "The code is well formed but not a kegiatan (level 3) of the chart in force.";
    /// An account is not in the chart, or money may not stand on it.
    REKENING_UNKNOWN: Invalid = "Rekening {rekening} bukan objek dalam bagan akun pendapatan, belanja atau pembiayaan.",
        "Lines stand on accounts of level 4 (objek) of akun 4, 5 or 6 that exist in the chart (INV-03).";
    /// A sumber dana is not in the list.
    SUMBER_DANA_UNKNOWN: Invalid = "Sumber dana {sumber_dana} tidak dikenal.",
        "The code is not in the list of sumber dana.";
    /// Revenue or financing names a kegiatan, or spending names none.
    LINE_KEGIATAN_WRONG: Invalid = "Kegiatan wajib diisi untuk belanja dan dikosongkan untuk pendapatan dan pembiayaan.",
        "Only lines of akun 5 carry a kegiatan.";
    /// The line is not in the version.
    APBDES_LINE_UNKNOWN: Invalid = "Baris anggaran {line} tidak ada di sini.",
        "The line id is not a line of this version (or of this kegiatan in the version in force).";
    /// Another line of the version has the same codes.
    LINE_KEY_TAKEN: Invalid = "Sudah ada baris dengan kegiatan, rekening dan sumber dana yang sama.",
        "The key (kegiatan, objek, sumber dana) is unique in a version; change the existing line.";
    /// An update names other codes than the line has.
    LINE_KEY_FIXED: Invalid = "Kode baris tidak dapat diganti; hapus baris ini lalu buat yang baru.",
        "Kegiatan, rekening and sumber dana of a line never change; remove it and create another.";
    /// The amount is not volume x price.
    LINE_PRODUCT_WRONG: Invalid = "Jumlah {amount} tidak sama dengan volume kali harga satuan, {product}.",
        "With volume, unit and price the amount is their product rounded half up to the sen (INV-02).";
    /// Volume, unit and price must come together.
    MEASURE_INCOMPLETE: Invalid = "Volume, satuan dan harga satuan diisi bersama-sama.",
        "Give all of volume, unit and unit price, or none of them.";
    /// The amendment's reason does not fit the kind of version.
    AMENDMENT_REASON_WRONG: Invalid = "Alasan perubahan tidak sesuai dengan jenis dokumen ini.",
        "Amendments need a legal reason (Permendagri 20/2018 P.40-41); first budgets have none.";
    /// A PKA touches another's kegiatan.
    OTHERS_ACTIVITY: Denied = "Kegiatan {kegiatan} bukan tugas Anda menurut RKP Desa.",
        "A PKA drafts only spending of kegiatan that the RKPDes gives to nobody else (Permendagri 20/2018 P.6).";
    /// One person would act in two roles on one object.
    PLAN_SAME_PERSON: Unmet = "Anda sudah bertindak sebagai {role} pada dokumen ini; harus orang lain.",
        "Making, agreeing, evaluating, verifying and approving one document are acts of different persons.";
    /// A draft of this kind is already under way.
    DRAFT_UNDER_WAY: Unmet = "Sudah ada rancangan jenis ini yang belum selesai.",
        "One version of a kind is under way a year; the fact `subject` names it. Continue that one, or end it by DiscardApbdes, the kepala desa also after its evaluation. What lies with the BPD or the camat they give back first, by RejectApbdes or with findings.";
    /// There is already a version in force.
    VERSION_IN_FORCE: Unmet = "APB Desa tahun {tahun} sudah ditetapkan; gunakan perubahan.",
        "A first budget can be drafted only while no version of the year is in force.";
    /// There is no version in force.
    NO_VERSION_IN_FORCE: Unmet = "Belum ada APB Desa tahun {tahun} yang berlaku.",
        "Amendments and DPA start from an enacted version of the year.";
    /// The version in force changed since this one was begun.
    BASE_OUTDATED: Unmet = "Versi yang berlaku sudah berganti sejak rancangan ini dibuat.",
        "Another version was enacted meanwhile. End this one by DiscardApbdes and begin a new amendment from the version in force.";
    /// The yearly number of Perdes Perubahan is used up.
    AMENDED_ALREADY: Unmet = "Perubahan APB Desa tahun {tahun} sudah dilakukan {count} kali, paling banyak {max} kali; perubahan lagi hanya dengan alasan keadaan luar biasa.",
        "Perubahan by Perdes is allowed once a year except in keadaan luar biasa (Permendagri 20/2018 P.40): with `amendment_reason` AMENDMENT_REASON_EXTRAORDINARY another one is taken.";
    /// A change by Perkades after the Perdes Perubahan.
    PERKADES_TOO_LATE: Unmet = "Perubahan penjabaran hanya sebelum Perdes Perubahan APB Desa tahun {tahun}.",
        "A change of the penjabaran by Perkades must come before the Perdes Perubahan (Permendagri 20/2018 P.41).";
    /// The version or document is frozen.
    APBDES_FROZEN: Unmet = "Rancangan sudah berstatus \"{state}\"; barisnya tidak dapat diubah.",
        "Lines change only while the version is a draft. Take it back with ReviseApbdes where allowed.";
    /// The estimate of a document is frozen.
    DPA_FROZEN: Unmet = "DPA sudah diajukan; isinya tidak dapat diubah.",
        "Estimate and draw plan change only in a draft.";
    /// A proposal is never offered itself.
    KIND_NOT_OFFERED: Unmet = "Versi jenis \"{kind}\" tidak melalui langkah ini.",
        "A usulan is never offered; a change by Perkades is enacted from draft without BPD and camat.";
    /// The budget has no line.
    BUDGET_EMPTY: Unmet = "Rancangan belum memiliki baris anggaran.",
        "A version without lines cannot be offered or enacted.";
    /// The budget does not come to nothing.
    BUDGET_UNBALANCED: Unmet = "SiLPA tahun berkenaan {silpa}, seharusnya nol (pendapatan {pendapatan}, belanja {belanja}, pembiayaan netto {netto}).",
        "Revenue less spending plus net financing must be zero in every version offered or enacted (INV-01).";
    /// A sumber dana is planned beyond what it brings.
    SOURCE_OVERSPENT: Unmet = "Sumber dana {sumber_dana}: rencana pakai {use} melebihi rencana terima {income}, kurang {short}.",
        "Per sumber dana, spending and 6.2 must not exceed revenue and 6.1 of that source (INV-04).";
    /// The share of operations is above its limit.
    RATIO_EXCEEDED: Unmet = "Siltap, tunjangan dan operasional BPD {share} persen dari belanja, paling banyak {max} persen (keranjang {basket} dari {base}).",
        "The 30 percent basket of the 30/70 rule is exceeded (INV-05); basket and limit are dated policy.";
    /// The share of development is below its limit.
    RATIO_SHORT: Unmet = "Bagian di luar keranjang {share} persen dari belanja, paling sedikit {min} persen.",
        "The 70 percent side of the 30/70 rule is not reached (INV-05).";
    /// A rule could not be checked since its number is not laid down.
    RULE_NOT_CHECKED: Unmet = "Aturan {rule} tidak diperiksa: angkanya belum ditetapkan ({key}).",
        "No dated policy row gives the value; the rule was neither passed nor failed.";
    /// Unforeseen spending outside bidang 05.
    BTT_OUTSIDE_BIDANG_05: Unmet = "Belanja tak terduga {rekening} berada di kegiatan {kegiatan}, di luar bidang 05.",
        "Account 5.4 belongs to bidang 05 only (INV-06).";
    /// Emergency spending on another account.
    BIDANG_05_WITHOUT_BTT: Unmet = "Kegiatan {kegiatan} memakai rekening {rekening}; keadaan darurat memakai 5.4.",
        "Spending of bidang 05 uses account 5.4 (INV-06).";
    /// Financing without the Perdes it rests on.
    PERDES_REFERENCE_MISSING: Unmet = "Rekening {rekening} memerlukan Perdes penyertaan modal atau dana cadangan.",
        "6.2.2 needs a Perdes on penyertaan modal; 6.2.1 and 6.1.2 one on dana cadangan (INV-07).";
    /// Dana cadangan from a source that may not feed it.
    RESERVE_FROM_RESTRICTED: Unmet = "Dana cadangan tidak boleh dari sumber dana {sumber_dana}.",
        "The source is bound to its purpose and may not be put into dana cadangan (INV-07); the list is policy.";
    /// Last year's rest is planned otherwise than its books closed.
    SILPA_DIFFERS: Unmet = "SiLPA tahun lalu direncanakan {planned}, padahal pembukuan tahun lalu ditutup dengan {realised}.",
        "The lines of 6.1.1 are not what the closed books of the year before hold: cash and bank less tax held (INV-08). Correct them in a Perubahan.";
    /// A line spends Dana Desa on what it may not pay for.
    DANA_DESA_BARRED: Unmet = "Baris {kegiatan} {rekening} sebesar {amount} tidak boleh dibiayai Dana Desa menurut {basis}.",
        "The line is of sumber dana DDS, and the year's policy row `key` with its `.selector` bars it. Use another source or take the line out; what is committed on it already is told and not refused.";
    /// Dana Desa pays for more of something than its limit.
    DANA_DESA_CAPPED: Unmet = "Belanja Dana Desa sebesar {amount} melebihi batas {max} menurut {basis}.",
        "The lines of sumber dana DDS that the year's policy row `key` takes in by its `.selector` are together above its `.max`.";
    /// A line of Dana Desa is one that must be explained.
    DANA_DESA_ASKED: Unmet = "Baris {kegiatan} {rekening} sebesar {amount} dari Dana Desa perlu dijelaskan peserta atau tujuannya menurut {basis}.",
        "The codes do not tell whether the prohibition of the policy row `key` is met: say in the line's uraian whom or what it is for.";
    /// A share of Dana Desa is above its most.
    EARMARK_EXCEEDED: Unmet = "Dana Desa untuk {earmark} sebesar {amount}, paling banyak {limit} ({percent} persen dari {base}) menurut {basis}.",
        "The lines of sumber dana DDS that the policy row `earmark` counts by its `.selector` are above its `.max` of the budget's revenue of Dana Desa (4.2.1).";
    /// A share of Dana Desa is below its least.
    EARMARK_SHORT: Unmet = "Dana Desa untuk {earmark} sebesar {amount}, paling sedikit {limit} ({percent} persen dari {base}) menurut {basis}.",
        "The lines of sumber dana DDS that the policy row `earmark` counts by its `.selector` are below its `.min` of the budget's revenue of Dana Desa (4.2.1).";
    /// The plan of the year is not enacted.
    RKPDES_NOT_ENACTED: Unmet = "RKP Desa tahun {tahun} belum ditetapkan.",
        "Spending needs an enacted RKPDes of the year, except bidang 05.";
    /// The kegiatan is not in the plan of the year.
    KEGIATAN_NOT_IN_RKPDES: Unmet = "Kegiatan {kegiatan} tidak ada dalam RKP Desa tahun {tahun}.",
        "A spending kegiatan must stand in the enacted RKPDes of the year, except bidang 05.";
    /// A line is lowered below what is committed.
    LINE_BELOW_COMMITTED: Unmet = "Baris {kegiatan} {rekening} {sumber_dana} menjadi {amount}, padahal sudah terikat {committed}.",
        "An amendment may not set a line below its reservations and payments (INV-13).";
    /// An amendment changes nothing.
    AMENDMENT_EMPTY: Unmet = "Perubahan ini belum mengubah satu baris pun.",
        "The lines equal those in force.";
    /// The change is beyond what a Perkades may do.
    SHIFT_NEEDS_PERDES: Unmet = "Perubahan {kegiatan} {jenis} dari {before} menjadi {after} memerlukan Perdes.",
        "By Perkades only objek inside one jenis may shift, or what changed revenue or last year's SiLPA brings (Permendagri 20/2018 P.41).";
    /// The reason given does not show in the lines.
    REASON_NOT_SEEN: Unmet = "Alasan \"{reason}\" tidak tampak pada baris anggaran.",
        "The legal reason names a change (revenue, SiLPA, shift) that the lines do not show.";
    /// A deadline has passed.
    LEGAL_DEADLINE_PASSED: Unmet = "Batas waktu {deadline} adalah {due}; terlambat.",
        "The act is late by the deadline named; it is recorded and told, not refused.";
    /// The days of evaluation have lapsed.
    EVALUATION_LAPSED: Unmet = "Batas evaluasi {due} sudah lewat; rancangan berlaku dengan sendirinya.",
        "After the evaluation days silence counts as consent (Permendagri 20/2018 P.35); the village may enact.";
    /// The camat has no delegation.
    EVALUATION_NOT_DELEGATED: Unmet = "Evaluasi APB Desa belum dilimpahkan kepada camat.",
        "The policy evaluasi.oleh_camat does not delegate the evaluation; Dinas PMD evaluates for the bupati.";
    /// A document's day is not possible.
    DOCUMENT_DAY_WRONG: Invalid = "Tanggal dokumen {value} harus antara {min} dan {max}.",
        "A document's day is not after today and not before the step it rests on.";
    /// The plan has no row.
    RKPDES_EMPTY: Unmet = "RKP Desa belum memiliki kegiatan.",
        "A plan without rows cannot be enacted.";
    /// The plan has not changed since it was enacted.
    RKPDES_UNCHANGED: Unmet = "RKP Desa tidak berubah sejak ditetapkan.",
        "The working plan equals the edition in force.";
    /// The kegiatan has no line in the budget in force.
    KEGIATAN_NOT_BUDGETED: Unmet = "Kegiatan {kegiatan} tidak ada dalam APB Desa yang berlaku.",
        "A DPA details spending lines of the version in force.";
    /// There is a document for the kegiatan already.
    DPA_EXISTS: Unmet = "Sudah ada DPA untuk kegiatan {kegiatan}.",
        "One document of a kegiatan is under way, and an approved one is replaced only after the budget was amended, or by the successor of its PKA. A mistaken draft is ended by DiscardDpa.";
    /// Only its own PKA may do this.
    DPA_OF_OTHER: Denied = "DPA ini disusun oleh pelaksana kegiatan anggaran lain.",
        "The PKA of the document rewrites, submits and discards it; once he or she is no PKA here any more, or the RKPDes gives the kegiatan to others, who has it now.";
    /// A successor changes what is taken over.
    DPA_TAKEN_OVER_CHANGED: Unmet = "RAB dan rencana penarikan DPA kegiatan {kegiatan} diambil alih apa adanya; keduanya baru berubah setelah APB Desa diubah.",
        "Who takes over the approved document of a PKA who left repeats its `rab` and `months` row by row (GetDpa); other contents need an amended budget and a DPPA.";
    /// The document details a version that is no longer in force.
    DPA_VERSION_OLD: Unmet = "APB Desa sudah berubah sejak DPA ini disusun.",
        "The document was drafted on an earlier version. Return and redraft it.";
    /// The estimate does not add up to the line.
    DPA_RAB_MISMATCH: Unmet = "RAB rekening {rekening} {sumber_dana} berjumlah {rab}, pagunya {ceiling}.",
        "The estimate of each budget line must equal its amount (INV-16).";
    /// The draw plan does not add up to the estimate.
    DPA_MONTHS_MISMATCH: Unmet = "Rencana penarikan berjumlah {months}, RAB berjumlah {rab}.",
        "The twelve months must add up to the estimate.";
    /// The number of months is not twelve.
    MONTHS_NOT_TWELVE: Invalid = "Rencana penarikan harus dua belas bulan, Januari lebih dahulu.",
        "Give twelve amounts, January first.";
    /// The work ends before it starts, or lies outside the year.
    WORK_DAYS_WRONG: Invalid = "Waktu pelaksanaan harus urut dan di dalam tahun anggaran.",
        "The last day of the work is not before its first day, and both lie in the budget year.";
    /// The class of a planned work is not known.
    PLAN_CLASS_UNKNOWN: Invalid = "Kegiatan {kegiatan} tidak menunjukkan jenis bangunan; sebutkan jenisnya.",
        "A site needs a work class to be compared. Name one in `row.site.work_class`.";
}
