//! Why money may not move, and why a site cannot enter the register.

domain::reasons! {
    /// The project has an undecided pair with another work.
    FLAG_OPEN: Unmet = "Tumpang tindih dengan \"{other_project}\" di Desa {other_desa}, jarak {distance_m} m, belum diputus: {flag}. Seluruhnya {count} tanda.",
        "Money moves again when officials outside both villages have decided every open flag. The villages may explain with ExplainFlag; `flags` holds the ids.";
    /// A decision stopped the project.
    PROJECT_FROZEN: Unmet = "Pekerjaan \"{project}\" dihentikan oleh putusan tumpang tindih {flag} dengan \"{other_project}\" di Desa {other_desa}. Batalkan pekerjaan ini, atau mintalah pengecualian kepada Dinas PMD.",
        "The flag was decided as `stands` against this project. Cancel it, or have the decision overridden or reopened; moving its site does not end what people decided.";
    /// An override is still open to the inspectorate's veto.
    OVERRIDE_WAITS: Unmet = "Pengecualian atas putusan {flag} baru berlaku mulai {from}; sampai saat itu Inspektorat dapat menolaknya.",
        "Two officials let the project be paid although the flag stands; the inspectorate may veto for the working days of policy gate.veto_days. Wait until `from`.";
    /// The last day of an override is over.
    OVERRIDE_OVER: Unmet = "Pengecualian atas putusan {flag} berakhir pada {until}; pekerjaan ini kembali dihentikan.",
        "The flag stands again since its override ended. Cancel the project, or have it overridden anew.";
    /// The inspectorate holds the project.
    PROJECT_HELD: Unmet = "Pekerjaan ini dibekukan oleh {office} sejak {since} dengan alasan \"{why}\".",
        "The inspectorate froze the project, whatever its flags say, or the nightly sweep did, because the register and the geometries disagree; `freeze` names the act. Only UnfreezeProject lets it go.";
    /// The project is held already.
    PROJECT_HELD_ALREADY: Unmet = "Pekerjaan ini sudah dibekukan.",
        "A project is frozen once at a time; GetProject shows by whom and why.";
    /// Nobody holds the project.
    PROJECT_NOT_HELD: Unmet = "Pekerjaan ini tidak sedang dibekukan oleh Inspektorat.",
        "Only a project that FreezeProject holds can be let go; a decision is undone by an override or by ReopenFlag.";
    /// The project has never been cleared, or its clearance was taken away.
    CLEARANCE_MISSING: Unmet = "Lokasi pekerjaan belum lolos pemeriksaan tumpang tindih.",
        "The project is not registered with the gate or lost its clearance. Register it, or call RescreenProject.";
    /// The clearance is for an older site, older rules or an older register.
    CLEARANCE_STALE: Unmet = "Hasil pemeriksaan tumpang tindih sudah usang: {why}. Periksa ulang lokasi.",
        "The site, the rule set or the works around changed after the clearance. Call RescreenProject; it renews the clearance or raises the flags.";
    /// A site covers more cells than one work may.
    SITE_TOO_LARGE: Unmet = "Lokasi terlalu luas untuk satu pekerjaan; pecah menjadi beberapa pekerjaan.",
        "The site grown by the candidate radius touches more than 2,048 cells of H3 resolution 10. Split the work.";
    /// The sites' amounts do not sum to the work's.
    SITE_AMOUNTS_DIFFER: Unmet = "Jumlah nilai semua lokasi {sum}, nilai pekerjaan {amount}.",
        "The amounts of the sites must sum to the work's amount to the sen.";
    /// A work would end before it begins.
    WORK_DAYS_TURNED: Invalid = "Tanggal selesai mendahului tanggal mulai.",
        "`ends_on` is the same day as `starts_on` or later.";
    /// A declared relation names no work of the register.
    RELATION_UNKNOWN: Unmet = "Hubungan \"{kind}\" menunjuk pekerjaan yang tidak terdaftar.",
        "`content.relations` names projects, of any village, or claims of other owners that are in the overlap register.";
    /// Place or facts do not bear a declared relation out.
    RELATION_FALSE: Unmet = "Dinyatakan sebagai {kind} dari \"{other_project}\", tetapi lokasi atau isian tidak mendukung: {why}.",
        "A phase or segment shares no more ground than the rules tolerate, phases have different numbers, upkeep comes later, another component has another class or layer. The declaration excuses nothing.";
    /// One work is named by two relations.
    RELATION_TWICE: Invalid = "Satu pekerjaan disebut dua kali dalam hubungan.",
        "Each other work is named by one relation at most.";
    /// No version of the rules is active.
    RULE_SET_MISSING: Unmet = "Belum ada set aturan tumpang tindih yang berlaku.",
        "Load rule set 1 (done by `lumbung init` and `lumbung demo`) or activate a proposed one.";
    /// The rules in force were activated for other tables of words and steps than the program's.
    RULE_SET_OUTDATED: Unmet = "Set aturan {rule_set} disahkan dengan kamus dan tabel penilaian yang lain daripada milik program ini. Dua pejabat PMD perlu mengusulkan dan mengesahkan aturan itu lagi; sampai saat itu lokasi tidak dapat diperiksa dan pembayarannya tertahan.",
        "A release brought other tables (words, design lives, steps of the scorecard), so the same rule set would say other of the same works. Try it with `lumbung rules backtest`, then ProposeRuleSet with the rows of `ruleSets/active` and ActivateRuleSet by another person.";
    /// The flag was decided before.
    FLAG_DECIDED: Unmet = "Tanda tumpang tindih ini sudah berstatus \"{state}\".",
        "Only an open flag can be decided; read it again.";
    /// The flag does not stand.
    FLAG_NOT_STANDING: Unmet = "Tanda tumpang tindih ini berstatus \"{state}\"; hanya yang berstatus \"tumpang tindih\" dapat dikecualikan.",
        "An override is given for a flag that was decided as `stands`, or whose earlier override is over.";
    /// The flag is not overridden.
    FLAG_NOT_OVERRIDDEN: Unmet = "Tanda tumpang tindih ini berstatus \"{state}\"; tidak ada pengecualian yang dapat ditolak.",
        "Only an override in force can be vetoed.";
    /// The days of the veto are over.
    VETO_LATE: Unmet = "Masa penolakan sudah lewat; pengecualian berlaku sejak {from}.",
        "The inspectorate vetoes within the working days of policy gate.veto_days. Later it may freeze the project or reopen the flag.";
    /// The flag was not decided.
    FLAG_NOT_DECIDED: Unmet = "Tanda tumpang tindih ini berstatus \"{state}\"; hanya yang sudah diputus dapat dibuka kembali.",
        "Only a flag that is dismissed, stands or is overridden can be opened again.";
    /// A site or the rules changed after the decider looked.
    FLAG_CHANGED: Stale = "Lokasi salah satu pekerjaan berubah setelah Anda melihatnya. Muat ulang lalu putuskan lagi.",
        "The geometry revisions sent are not those of the flag. Read the flag again and decide on what it shows now.";
    /// The project to be stopped is none of the two.
    FLAG_STOPS_NEITHER: Invalid = "Pekerjaan yang dihentikan harus salah satu dari kedua pekerjaan.",
        "With the outcome `stands`, name one of the flag's two projects; with `dismissed`, name none.";
    /// A set of rules is not complete.
    RULE_SET_INVALID: Invalid = "Set aturan tidak lengkap atau tidak sah: {why}.",
        "A rule set has exactly one row for each work class, and the candidate radius is not below any look-up radius.";
    /// The rows of a scorecard cannot be read.
    SCORECARD_INVALID: Invalid = "Kartu skor tidak sah: {why}.",
        "A scorecard is a table as GetScorecard answers it; `why` names the row, or the limit that a number breaks.";
}
