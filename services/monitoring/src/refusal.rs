//! Why a project does not go on, and why a photo is not taken.

domain::reasons! {
    /// The kegiatan is not one on which a project can stand.
    PROJECT_KEGIATAN_UNKNOWN: Unmet = "Kegiatan {kegiatan} tidak ada dalam daftar kode.",
        "Use a kegiatan of the chart (bidang.sub bidang.kegiatan) that the registry knows.";
    /// The kegiatan has no usual kind of work, and none was named.
    WORK_CLASS_REQUIRED: Unmet = "Pilih jenis bangunan; kegiatan {kegiatan} tidak memiliki jenis baku.",
        "Fill in `content.work_class`; the kegiatan has no default class.";
    /// The project that is carried on is not the village's own earlier one.
    CONTINUES_UNKNOWN: Unmet = "Pekerjaan yang dilanjutkan (DPAL) harus pekerjaan terdaftar di desa ini dari tahun sebelumnya.",
        "`content.continues` names a registered project of the same village and of the year before.";
    /// The project that is carried on is finished.
    CONTINUES_FINISHED: Unmet = "Pekerjaan yang dilanjutkan sudah selesai: foto tahap 100 persen sudah ada.",
        "Only an unfinished project is carried on. Declare a phase, a segment or maintenance instead.";
    /// A declared relation names no registered project.
    RELATION_UNKNOWN: Unmet = "Hubungan \"{kind}\" menunjuk pekerjaan yang tidak terdaftar.",
        "`content.relations` names projects that are in the overlap register, of any village.";
    /// Place or facts do not bear a declared relation out.
    RELATION_FALSE: Unmet = "Dinyatakan sebagai {kind} dari \"{other_project}\", tetapi lokasi atau isian tidak mendukung: {why}.",
        "A phase or segment shares no more ground than the rules tolerate, phases have different numbers, upkeep comes later, another component has another class or layer. The declaration excuses nothing.";
    /// One project is named by two relations.
    RELATION_TWICE: Invalid = "Satu pekerjaan disebut dua kali dalam hubungan.",
        "Each other project is named by one relation at most.";
    /// A household stands only with housing.
    HOUSEHOLD_NOT_HOUSING: Unmet = "Nomor kartu keluarga hanya untuk pekerjaan rumah warga.",
        "Leave `content.household_number` empty unless `work_class` is `housing`; no other work needs to know a household.";
    /// The fund is none of the chart.
    FUND_UNKNOWN: Unmet = "Sumber dana {fund} tidak ada dalam daftar.",
        "Use a code of ListSumberDana, e.g. `DDS`.";
    /// The work ends before it begins.
    WORK_DAYS_TURNED: Invalid = "Tanggal selesai mendahului tanggal mulai.",
        "`ends_on` is the same day as `starts_on` or later.";
    /// A project without a place cannot be signed.
    SITES_MISSING: Unmet = "Pekerjaan belum memiliki lokasi.",
        "Add at least one site before submitting.";
    /// The sites' amounts do not sum to the project's.
    SITE_AMOUNTS_DIFFER: Unmet = "Jumlah nilai semua lokasi {sum}, nilai pekerjaan {amount}.",
        "The amounts of the sites must sum to the project's amount to the sen.";
    /// A site's position is too uncertain to be registered.
    SITE_ACCURACY_POOR: Unmet = "Ketelitian lokasi ke-{site} hanya {accuracy_m} m; paling buruk {max_m} m.",
        "Measure again outdoors; policy site.accuracy_max_m sets the limit. A draft may keep the site.";
    /// Both signatures would be one person's.
    SAME_SIGNER: Unmet = "Tanda tangan kedua harus dari orang lain.",
        "The two signatures of a project need two persons, whatever accounts or mandates they hold.";
    /// Somebody else is PKA of the kegiatan.
    NOT_ACTIVITY_PKA: Unmet = "Pelaksana kegiatan {kegiatan} adalah orang lain.",
        "The approved DPA names another person as PKA of this kegiatan; only he or she signs for it.";
    /// An amendment already waits for its second signature.
    AMENDMENT_PENDING: Unmet = "Masih ada perubahan yang menunggu tanda tangan kedua.",
        "Confirm or turn down the waiting amendment first.";
    /// There is nothing to confirm.
    AMENDMENT_MISSING: Unmet = "Tidak ada perubahan yang menunggu.",
        "AmendSite comes first.";
    /// An amendment cannot change the kegiatan.
    KEGIATAN_FIXED: Unmet = "Kegiatan pekerjaan terdaftar tidak dapat diganti.",
        "Cancel the project and register another one under the other kegiatan.";
    /// Giving the project up already waits for its second signature.
    CANCELLATION_PENDING: Unmet = "Pembatalan sudah diusulkan dan menunggu tanda tangan kedua.",
        "ConfirmCancellation by the kepala desa decides it.";
    /// There is nothing to confirm.
    CANCELLATION_MISSING: Unmet = "Pembatalan belum diusulkan.",
        "CancelProject comes first.";
    /// The stage is none of those that are photographed.
    PHOTO_STAGE_INVALID: Unmet = "Tahap {stage} persen tidak difoto; tahap yang ada: {stages}.",
        "Policy site.stages lists the stages in percent.";
    /// A piece does not begin where the last one ended.
    PHOTO_OFFSET_WRONG: Unmet = "Potongan foto berikutnya mulai pada byte {expected}.",
        "Go on at the offset in `expected`; GetPhoto answers it too.";
    /// The pieces do not make up the announced size.
    PHOTO_INCOMPLETE: Unmet = "Foto baru diterima {received} dari {size} byte.",
        "Send the missing pieces, beginning at `received`.";
    /// The bytes are not those that were announced.
    PHOTO_HASH_DIFFERS: Unmet = "Isi foto tidak sama dengan sidik SHA-256 yang diumumkan.",
        "The upload is damaged or another file; start a new photo.";
    /// The bytes are no picture of a kind that is taken.
    PHOTO_KIND_UNKNOWN: Unmet = "Berkas ini bukan foto JPEG, PNG, atau WebP.",
        "The kind is read from the content, not from a name.";
    /// The photo is whole already.
    PHOTO_FINISHED: Unmet = "Foto ini sudah lengkap dan tidak dapat diubah.",
        "A finished photo is evidence. Start a new one.";
}
