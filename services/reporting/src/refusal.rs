//! Why a report is not made.

domain::reasons! {
    /// The day of a report lies outside its year.
    REPORT_DAY_OUTSIDE_YEAR: Invalid = "Tanggal laporan {day} di luar tahun anggaran {tahun}; pilih tanggal dari {from} sampai {to}.",
        "`as_of` is a day of the year that is reported; leave it out for today, or for the last day of a year that is over.";
}
