//! Why money may not move, and why a site cannot enter the register.

domain::reasons! {
    /// The project has an undecided pair with another work.
    FLAG_OPEN: Unmet = "Ada {count} tanda tumpang tindih yang belum diputus, di antaranya {flag} dengan {other_project} di Desa {other_desa}, jarak {distance_m} m.",
        "Money moves again when officials outside both villages have decided every open flag. The villages may explain with ExplainFlag; `flags` holds the ids.";
    /// A decision stopped the project.
    PROJECT_FROZEN: Unmet = "Pekerjaan ini dihentikan oleh putusan tumpang tindih {flag}.",
        "The flag was decided as `stands` against this project. Cancel it, move its site, or have the decision overridden.";
    /// The project has never been cleared, or its clearance was taken away.
    CLEARANCE_MISSING: Unmet = "Lokasi pekerjaan belum lolos pemeriksaan tumpang tindih.",
        "The project is not registered with the gate or lost its clearance. Register it, or call RescreenProject.";
    /// The clearance is for an older site, older rules or an older register.
    CLEARANCE_STALE: Unmet = "Hasil pemeriksaan tumpang tindih sudah usang: {why}. Periksa ulang lokasi.",
        "The site, the rule set or the works around changed after the clearance. Call RescreenProject; it renews the clearance or raises the flags.";
    /// A site covers more cells than one work may.
    SITE_TOO_LARGE: Unmet = "Lokasi terlalu luas untuk satu pekerjaan; pecah menjadi beberapa pekerjaan.",
        "The site grown by the candidate radius touches more than 2,048 cells of H3 resolution 10. Split the work.";
    /// No version of the rules is active.
    RULE_SET_MISSING: Unmet = "Belum ada set aturan tumpang tindih yang berlaku.",
        "Load rule set 1 (done by `lumbung init` and `lumbung demo`) or activate a proposed one.";
    /// The flag was decided before.
    FLAG_DECIDED: Unmet = "Tanda tumpang tindih ini sudah berstatus \"{state}\".",
        "Only an open flag can be decided; read it again.";
    /// A site or the rules changed after the decider looked.
    FLAG_CHANGED: Stale = "Lokasi salah satu pekerjaan berubah setelah Anda melihatnya. Muat ulang lalu putuskan lagi.",
        "The geometry revisions sent are not those of the flag. Read the flag again and decide on what it shows now.";
    /// The project to be stopped is none of the two.
    FLAG_STOPS_NEITHER: Invalid = "Pekerjaan yang dihentikan harus salah satu dari kedua pekerjaan.",
        "With the outcome `stands`, name one of the flag's two projects; with `dismissed`, name none.";
    /// A set of rules is not complete.
    RULE_SET_INVALID: Invalid = "Set aturan tidak lengkap atau tidak sah: {why}.",
        "A rule set has exactly one row for each work class, and the candidate radius is not below any look-up radius.";
}
