//! Reasons: every "no" of Lumbung has a stable code, a kind and one sentence.

use crate::error::{Kind, Refusal};

/// A reason for which Lumbung says no, declared once as a constant beside the
/// rule that uses it and listed in its crate's `REASONS`.
///
/// `sentence` is Indonesian and may name facts in braces, e.g. `kurang {short}`;
/// `advice` is English, for integrators and operators, and becomes the page of
/// the reason under `deploy/reasons`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Stable upper-snake code, the same word as in `lumbung.errors.v1`.
    pub code: &'static str,
    /// What kind of "no" it is; decides the gRPC status.
    pub kind: Kind,
    /// The sentence for people, in Indonesian.
    pub sentence: &'static str,
    /// What it means and what to do, for programs' authors and operators.
    pub advice: &'static str,
}

impl Reason {
    /// A value that was asked wrongly.
    pub const fn invalid(code: &'static str, sentence: &'static str, advice: &'static str) -> Self {
        Self { code, kind: Kind::Invalid, sentence, advice }
    }

    /// A rule that is not met by the present state.
    pub const fn unmet(code: &'static str, sentence: &'static str, advice: &'static str) -> Self {
        Self { code, kind: Kind::Unmet, sentence, advice }
    }

    /// Any other kind.
    pub const fn of(
        kind: Kind,
        code: &'static str,
        sentence: &'static str,
        advice: &'static str,
    ) -> Self {
        Self { code, kind, sentence, advice }
    }

    /// Starts a refusal for this reason; facts are added on it.
    pub fn refuse(&self) -> Refusal {
        Refusal::new(self)
    }
}

/// Declares reasons as constants and lists them in `REASONS`:
/// `/// What it means.` `NAME: Kind = "kalimat {fact}", "advice";`
#[macro_export]
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident: $kind:ident = $sentence:literal, $advice:literal;)*) => {
        $($(#[$doc])* pub const $name: $crate::Reason = $crate::Reason::of(
            $crate::Kind::$kind, stringify!($name), $sentence, $advice);)*
        /// Every reason of this module.
        pub const REASONS: &[$crate::Reason] = &[$($name),*];
    };
}

reasons! {
    /// A required field is empty.
    FIELD_REQUIRED: Invalid = "Kolom ini wajib diisi.",
        "A required field was empty or missing. Fill it in.";
    /// A text cannot be read as what the field holds.
    FIELD_MALFORMED: Invalid = "Isian \"{value}\" tidak dapat dibaca sebagai {expected}.",
        "The text does not parse as the type named in the fact `expected`.";
    /// A text is longer than its limit or holds forbidden characters.
    TEXT_INVALID: Invalid = "Teks melebihi {max} huruf atau memuat karakter terlarang.",
        "Text must be within the length limit, without control characters or bidirectional overrides.";
    /// A number is outside its limits.
    NUMBER_OUT_OF_RANGE: Invalid = "Angka {value} di luar batas {min} sampai {max}.",
        "The number is outside the limits given in the facts.";
    /// A list has too few or too many rows.
    COUNT_OUT_OF_RANGE: Invalid = "Isi {min} sampai {max} baris; sekarang {value}.",
        "The list is shorter or longer than the facts allow; `value` is how many rows it has.";
    /// A number is below the least that can be.
    NUMBER_TOO_SMALL: Invalid = "Angka {value} terlalu kecil; paling sedikit {min}.",
        "The number is below the limit given in the facts; it has no upper limit of its own.";
    /// An amount of money is outside its limits.
    AMOUNT_INVALID: Invalid = "Jumlah uang {amount} di luar batas: tidak boleh negatif, pembayaran lebih dari nol, paling banyak Rp 10 triliun.",
        "Amounts are integer sen; budgets from 0, payments from 1, at most 10^15.";
    /// A date is not a date or outside the years served.
    DATE_INVALID: Invalid = "Tanggal \"{value}\" tidak sah: tulis tahun-bulan-hari, misalnya 2026-03-31, di dalam masa yang berlaku.",
        "Dates are ISO 8601 days (YYYY-MM-DD) between 2000 and 2100.";
    /// A code does not have the form of its chart.
    CODE_INVALID: Invalid = "Kode \"{value}\" bukan {expected} yang sah.",
        "The code does not have the form of the chart named in `expected`.";
    /// Money of a source stands on an account of revenue that brings another one.
    SOURCE_NOT_OF_ACCOUNT: Invalid = "Rekening {rekening} hanya untuk sumber dana {carried}, bukan {sumber_dana}.",
        "Each source comes on its own accounts of revenue; ListSumberDana tells them in `revenue_rekening`, and an account carries every source that names it or a group it is in.";
    /// A longitude or latitude is not a place on Earth.
    COORDINATE_INVALID: Invalid = "Koordinat {longitude}, {latitude} bukan tempat di bumi.",
        "Longitude must be within -180..180 and latitude within -90..90, WGS 84 degrees, longitude first.";
    /// Latitude and longitude are exchanged.
    COORDINATE_SWAPPED: Invalid = "Lintang dan bujur tertukar: {longitude}, {latitude}.",
        "The pair lies in Indonesia only when longitude and latitude are exchanged. Send longitude first.";
    /// A coordinate is outside Indonesia.
    COORDINATE_OUTSIDE_INDONESIA: Invalid = "Koordinat {longitude}, {latitude} di luar Indonesia.",
        "Sites lie within 94.5..141.5 E and 11.5 S..6.5 N.";
    /// Both numbers are zero.
    COORDINATE_ZERO: Invalid = "Koordinat 0, 0: lokasi belum diukur.",
        "Zeros are what devices answer that have no fix. Measure the site.";
    /// A minus is missing or too much.
    COORDINATE_SIGN_LOST: Invalid = "Tanda koordinat keliru: {longitude}, {latitude}; lintang selatan bernilai negatif.",
        "With another sign the pair lies in Indonesia; the facts `longitude_proposed` and `latitude_proposed` hold it.";
    /// Metres of UTM were sent as degrees.
    COORDINATE_UTM: Invalid = "Koordinat {longitude}, {latitude} adalah meter UTM, bukan derajat.",
        "The numbers are an easting and a northing. Send WGS 84 degrees; CheckSite proposes them near the village.";
    /// The decimal point fell out.
    COORDINATE_POINT_LOST: Invalid = "Titik desimal koordinat hilang: {longitude}, {latitude}.",
        "Whole numbers too large for degrees: the decimal point or comma was lost. CheckSite proposes its place near the village.";
    /// A geometry is not valid.
    GEOMETRY_INVALID: Invalid = "Bentuk lokasi tidak sah: {why}.",
        "The geometry has too few or too many vertices, crosses itself, has no extent, or is too large.";
    /// A line begins and ends at one position and never leaves it.
    LINE_ENDS_SAME: Invalid = "Garis berakhir tepat di titik awalnya ({longitude}, {latitude}); titik akhirnya belum diukur.",
        "Every vertex of the line is the same position. Measure both ends, or send a point.";
    /// A request id is missing or not a UUIDv7.
    REQUEST_ID_INVALID: Invalid = "Nomor permintaan (request_id) wajib berupa UUID versi 7.",
        "Every writing call carries a client-made UUIDv7, stored by the client before sending.";
    /// A request id is too old or ahead of time.
    REQUEST_ID_STALE: Invalid = "Nomor permintaan dibuat terlalu lama atau jam perangkat terlalu maju.",
        "The time inside the UUIDv7 is older than the record is kept, or more than a day ahead.";
    /// The same request id was used for another command.
    REQUEST_ID_REUSED: Exists = "Nomor permintaan ini sudah dipakai untuk perintah lain.",
        "Make a new request id for each new command; repeat the same bytes only for the same command.";
    /// The request id was fenced by GetOutcome.
    REQUEST_ID_FENCED: Exists = "Nomor permintaan ini sudah ditutup dan tidak dapat dijalankan lagi.",
        "GetOutcome found nothing and closed the id for ever. Send the command anew under a new id.";
    /// No session, or a session that is over.
    NOT_SIGNED_IN: Unauthenticated = "Silakan masuk terlebih dahulu.",
        "Send `authorization: Bearer <token>` from SignIn; the token may have expired or been ended.";
    /// The caller has no mandate that allows this call here.
    NOT_ALLOWED: Denied = "Anda tidak berwenang melakukan tindakan ini.",
        "No mandate valid today allows this method for this place. The rules are the `rule` option of each method.";
    /// The call needs the password again.
    STEP_UP_REQUIRED: Denied = "Masukkan kata sandi Anda sekali lagi untuk tindakan ini.",
        "Call StepUp with the password; it is valid for the minutes set by policy, then repeat the call.";
    /// The object does not exist, or not for this caller.
    NOT_FOUND: Absent = "Data tidak ditemukan.",
        "The name does not exist, or the caller may not know of it: both answer alike.";
    /// The object was changed by somebody else.
    ETAG_MISMATCH: Stale = "Data sudah diubah orang lain. Muat ulang lalu coba lagi.",
        "Read the object again and repeat the change on its current etag.";
    /// The object is in another state than the verb needs.
    WRONG_STATE: Unmet = "Keadaan sekarang \"{state}\"; tindakan ini perlu keadaan \"{needed}\".",
        "The object's state does not allow the verb; the facts name both states.";
    /// Too many people wrote the same row at once.
    CONTENTION: Contention = "Data sedang dipakai orang lain. Coba lagi sebentar.",
        "Retry with the same request id after the delay in RetryInfo.";
    /// A limit of calls or size was met.
    LIMIT_EXCEEDED: Exhausted = "Terlalu banyak permintaan. Coba lagi sebentar.",
        "A rate, size or concurrency limit was met. Retry after the delay in RetryInfo.";
    /// The store has no room left.
    STORAGE_FULL: Exhausted = "Ruang penyimpanan server penuh; belum ada yang disimpan.",
        "The disk is full: nothing was written, reads go on, and writes resume when there is room.";
    /// The server is starting, draining or read-only.
    UNAVAILABLE: Unavailable = "Layanan belum siap. Coba lagi sebentar.",
        "The server is starting, stopping or its database cannot be reached. Retry with the same request id.";
    /// The outcome of the write is not known.
    OUTCOME_UNKNOWN: Unavailable = "Hasil perintah belum diketahui. Tanyakan dengan nomor permintaan yang sama.",
        "The commit was sent but its answer was lost. Repeat the same request id or ask GetOutcome.";
    /// Something broke on our side.
    INTERNAL: Fault = "Terjadi kesalahan di server. Nomor kejadian: {error_id}.",
        "A fault of the server; the error id is in exactly one line of its log.";
}

/// How long a text may be and how a name of a person or work is limited.
pub const NAME_MAX: usize = 200;
/// The most characters of a reason or note.
pub const NOTE_MAX: usize = 2_000;
