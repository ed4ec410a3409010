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
    /// What is carried on stands on another kegiatan.
    CONTINUES_OTHER_ACTIVITY: Unmet = "Pekerjaan lanjutan (DPAL) harus pada kegiatan yang sama, {other}; pekerjaan ini pada kegiatan {kegiatan}.",
        "A DPAL carries on a kegiatan of the year before. Use its kegiatan, or declare a phase, a segment or maintenance instead.";
    /// No approved document carries the work on.
    CONTINUES_NOT_APPROVED: Unmet = "DPAL kegiatan {kegiatan} tahun {tahun} belum disetujui kepala desa.",
        "The kegiatan has no approved DPA with cost lines in the year of the work. Have the DPAL approved, then sign.";
    /// What is approved is not what was left.
    CONTINUES_OTHER_OBJECT: Unmet = "DPA kegiatan {kegiatan} tahun {tahun} tidak memuat objek belanja yang masih bersisa tahun lalu.",
        "A DPAL holds the objek of the year before that had money left; none of the objek of the approved DPA is one of them.";
    /// More is carried on than was left.
    CONTINUES_ABOVE_REST: Unmet = "Sisa pekerjaan yang dilanjutkan {left}, diminta {asked}.",
        "Left is the amount of the work carried on less what was drawn for it and what other works carry on of it, and no more than its objek had left and the approved DPA gives them.";
    /// A work is to cost less than what was taken of it.
    AMOUNT_CARRIED_ON: Unmet = "Nilai pekerjaan {asked} kurang dari {least}, yaitu yang sudah ditarik dan yang dilanjutkan tahun berikutnya (DPAL).",
        "What was drawn for the work and what works of the next year carry on of it are `least`; its amount cannot be less. Amend or cancel the continuation first.";
    /// A work is to cost less than what was drawn for it.
    AMOUNT_BELOW_DRAWN: Unmet = "Nilai pekerjaan {asked} kurang dari {least} yang sudah diminta dengan SPP.",
        "What payment requests drew for the work is `least`; its amount cannot be less. Return or cancel requests that are not paid, or have a payment reversed first.";
    /// A work that was paid for stays the work that it is.
    PROJECT_PAID: Unmet = "Pekerjaan ini sudah dibayar {paid}; lokasi beserta ketelitiannya, jenis, dan keterangan yang membedakannya dari pekerjaan lain tidak dapat diubah lagi. Bila uangnya kembali, batalkan dahulu pembayarannya (pembalikan); bila tidak, batalkan sisa pekerjaan ini dan daftarkan yang lain sebagai pekerjaan tersendiri.",
        "What was paid for stays claimed where it is, as it was declared (sites, accuracy, class, intervention, layer, side, phase, household, relations, `continues`); name, measures, funds and planned days are free. Have the payment reversed when its money comes back (ProposeReversal, ConfirmReversal), or cancel what is left of the work and register the other as a project of its own: where both meet, two officials decide.";
    /// What was verified is what is paid.
    PROJECT_VERIFIED: Unmet = "SPP {spp} untuk pekerjaan ini sudah diverifikasi dan belum dibayar; kembalikan atau batalkan SPP itu dahulu, ubah pekerjaannya, lalu verifikasi lagi.",
        "What was verified and approved is what is paid, so the work stays the same until then; name, measures, funds and planned days are free. A verified request is given back by ReturnSpp, an approved one is ended by RejectSpp or CancelSpp and asked for anew; or pay it first.";
    /// A work that is over is not raised.
    AMOUNT_AFTER_END: Unmet = "Pekerjaan ini sudah selesai atau lunas dibayar; nilainya paling banyak {most}, diminta {asked}. Selebihnya didaftarkan sebagai pekerjaan tersendiri, misalnya tahap berikutnya.",
        "A work with a stage-100 photo, or paid to its amount but for policy `gate.scope_tolerance_permille` of it, is raised by no more than that part of what it was to cost then, all raises together, until a payment for it is reversed. Register what is above as a project of its own, a real overrun as the next phase of this work: where the gate holds it with this one, two officials decide.";
    /// A household stands only with housing.
    HOUSEHOLD_NOT_HOUSING: Unmet = "Nomor kartu keluarga hanya untuk pekerjaan rumah warga.",
        "Leave `content.household_number` empty unless `work_class` is `housing`; no other work needs to know a household.";
    /// The fund is none of the chart.
    FUND_UNKNOWN: Unmet = "Sumber dana {fund} tidak ada dalam daftar.",
        "Use a code of ListSumberDana, e.g. `DDS`.";
    /// A project without a place cannot be signed.
    SITES_MISSING: Unmet = "Pekerjaan belum memiliki lokasi.",
        "Add at least one site before submitting.";
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
    /// The picture is cut short or its pixels make no sense.
    PHOTO_DAMAGED: Unmet = "Foto ini rusak atau terpotong; tidak dapat dibuka.",
        "The file cannot be decoded to its end; send it again from the phone.";
    /// The picture has too many pixels.
    PHOTO_TOO_LARGE: Unmet = "Foto terlalu besar; paling banyak 40 megapiksel dan 10.000 piksel tiap sisi.",
        "Make the picture smaller before sending it.";
    /// The picture shows nothing.
    PHOTO_TOO_SMALL: Unmet = "Foto terlalu kecil; paling sedikit 64 piksel tiap sisi.",
        "Send the photo itself, not a thumbnail or a tracking pixel.";
    /// The picture moves.
    PHOTO_ANIMATED: Unmet = "Gambar bergerak tidak diterima sebagai foto.",
        "Send one still picture.";
    /// Another file hangs behind the picture.
    PHOTO_POLYGLOT: Unmet = "Di belakang foto ini tersembunyi berkas lain.",
        "A program, page or archive follows the picture in the same file; send the picture alone.";
    /// Reading the picture took more than a photo needs.
    PHOTO_TOO_COSTLY: Unmet = "Foto ini tidak dapat dibuka dalam batas memori dan waktu.",
        "The reader of pictures ended at its limit of memory or time; save the picture anew and send it again.";
    /// The reader of pictures cannot work now.
    PHOTO_READER_UNAVAILABLE: Unavailable = "Foto belum dapat diperiksa; coba lagi sebentar.",
        "The process that reads pictures could not be started or did not end; the upload is kept, send FinishPhoto again with a new request id.";
    /// Finding: the photo has no EXIF.
    PHOTO_EXIF_MISSING: Unmet = "Foto tidak memuat data EXIF; waktu dan tempat hanya dari aplikasi.",
        "Messengers and editors strip EXIF; policy severity.photo.exif_missing says whether such a photo is refused.";
    /// Finding: the photo's EXIF is malformed.
    PHOTO_EXIF_UNREADABLE: Unmet = "Data EXIF foto tidak dapat dibaca.",
        "The EXIF block is malformed; policy severity.photo.exif_unreadable.";
    /// Finding: nobody knows where the photo was taken.
    PHOTO_PLACE_UNKNOWN: Unmet = "Tempat pengambilan foto tidak diketahui.",
        "Neither the picture nor the app states a position; policy severity.photo.place_unknown.";
    /// Finding: the photo was taken elsewhere.
    PHOTO_FAR_FROM_SITE: Unmet = "Foto diambil {distance_m} m dari lokasi pekerjaan; paling jauh {max_m} m di luar ketelitian.",
        "Distance of the photo's position to the nearest site beyond the accuracy of both; policies photo.site_distance_max_m and severity.photo.far_from_site.";
    /// Finding: picture and app name two places.
    PHOTO_PLACE_DIFFERS: Unmet = "Tempat menurut foto dan menurut aplikasi berbeda {distance_m} m.",
        "Position in EXIF against that of the app; policies photo.device_distance_max_m and severity.photo.place_differs.";
    /// Finding: picture and app name two times.
    PHOTO_TIME_DIFFERS: Unmet = "Waktu menurut foto dan menurut aplikasi berbeda {minutes} menit.",
        "Time in EXIF against that of the app; policies photo.device_gap_max_minutes and severity.photo.time_differs.";
    /// Finding: taken before the budget year of its work.
    PHOTO_BEFORE_PROJECT: Unmet = "Foto diambil {taken}, sebelum tahun anggaran {tahun}.",
        "The photo is older than the first day of its work's budget year less policy photo.early_max_days; severity.photo.before_project.";
    /// Finding: taken later than it was sent.
    PHOTO_IN_FUTURE: Unmet = "Waktu pengambilan foto ({taken}) sesudah foto dikirim.",
        "The camera's clock is ahead of the upload; policy severity.photo.in_future.";
    /// Finding: taken before a photo of an earlier stage.
    PHOTO_BEFORE_STAGE: Unmet = "Foto tahap {stage} persen diambil sebelum foto tahap {earlier} persen.",
        "Stages follow one another in time; policy severity.photo.before_stage.";
    /// Finding: the same picture in another work.
    PHOTO_REUSED_WORK: Unmet = "Foto yang sama dipakai untuk pekerjaan lain: {work} ({desa}, {tahun}).",
        "A picture that looks the same, also turned, mirrored or cut, belongs to another work; policy severity.photo.reused_work.";
    /// Finding: the same picture for two stages.
    PHOTO_REUSED_STAGE: Unmet = "Foto sama untuk dua tahap: {earlier} dan {stage} persen.",
        "A picture that looks the same was sent for another stage of the same work; policy severity.photo.reused_stage.";
    /// Finding: a picture of something that is everywhere.
    PHOTO_COMMON: Unmet = "Gambar serupa ada di {count} Desa, seperti papan nama; tidak dapat menjadi bukti.",
        "More villages than policy photo.villages_max have this picture, so likeness proves nothing; severity.photo.common.";
}
