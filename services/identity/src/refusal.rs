//! Why identity says no.

domain::reasons! {
    /// Unknown account, wrong password, locked or suspended: told alike.
    SIGN_IN_FAILED: Unauthenticated = "Nama akun atau kata sandi salah. Setelah 10 kali salah akun terkunci 15 menit sampai 1 jam.",
        "Unknown account, wrong password, locked and suspended accounts answer alike. Wait, or ask PMD for help.";
    /// The password given again is wrong, or the account is locked.
    PASSWORD_WRONG: Denied = "Kata sandi salah. Setelah 10 kali salah akun terkunci 15 menit sampai 1 jam.",
        "StepUp was given another password than that of the account, or the account is locked for now.";
    /// The name of an account has a wrong form.
    ACCOUNT_NAME_INVALID: Invalid = "Nama akun perlu 3 sampai 40 huruf kecil, angka, titik, garis, diawali huruf.",
        "Account names are 3 to 40 of a-z, 0-9, dot, dash and underscore and begin with a letter.";
    /// The name of an account is taken.
    ACCOUNT_NAME_TAKEN: Exists = "Nama akun \"{account_name}\" sudah dipakai.",
        "Choose another account name.";
    /// A new password is too short, too long or holds the account's name.
    PASSWORD_WEAK: Invalid = "Kata sandi perlu {min} sampai {max} huruf dan tidak memuat nama akun.",
        "Passwords have at least `min` characters and at most `max` bytes, and do not contain the account name.";
    /// An invitation code that is unknown, used, replaced or too old.
    INVITATION_INVALID: Unmet = "Kode undangan tidak berlaku: salah, sudah dipakai, diganti, atau lewat waktu.",
        "The one-time code is unknown, used, replaced by a newer one, or expired. Ask PMD to renew the invitation.";
    /// Nobody is to be invited.
    INVITATION_NOT_NEEDED: Unmet = "Orang ini sudah memiliki akun.",
        "Invitations are for people with an active mandate and without an account.";
    /// The installation has people already.
    ALREADY_STARTED: Unmet = "Pemasangan ini sudah memiliki akun; administrator pertama sudah ada.",
        "`init` is for an empty installation. Further administrators are proposed and confirmed as mandates.";
    /// The role does not belong to places of this level.
    ROLE_PLACE_MISMATCH: Unmet = "{role} tidak diangkat untuk wilayah {area}.",
        "Village roles are for a desa, CAM for a kecamatan, PMD, INS and SYS for a kabupaten, ADM for the platform.";
    /// The place is not in the registry.
    AREA_UNKNOWN: Unmet = "Wilayah {area} tidak dikenal.",
        "The code is not in the registry's table of places.";
    /// The caller's office does not propose or confirm this role.
    MANDATE_NOT_YOURS: Denied = "Jabatan Anda tidak berwenang atas mandat {role} ini.",
        "Who proposes, confirms and ends which role stands in the comments of MandateService.";
    /// The person who proposed cannot confirm.
    MANDATE_SAME_PERSON: Unmet = "Pengusul dan pengesah mandat harus dua orang.",
        "A mandate is proposed by one person and confirmed by another.";
    /// Nobody decides on a mandate of his or her own.
    MANDATE_FOR_ONESELF: Unmet = "Mandat untuk diri sendiri diusulkan dan disahkan orang lain.",
        "The caller is the holder of the mandate.";
    /// The two mandates may not be held by one person at the same time.
    MANDATE_INCOMPATIBLE: Unmet = "{role} tidak dapat dirangkap dengan mandat {other} orang ini.",
        "Administrators, inspectors and systems hold no other office while they are that.";
    /// The last day lies before the first, or before today.
    MANDATE_DAYS_INVALID: Unmet = "Masa mandat {from} sampai {to} tidak sah atau sudah lewat.",
        "The last day is not before the first, and not before today when the mandate is confirmed or shortened.";
    /// An acting official without a last day.
    ACTING_NEEDS_END: Unmet = "Mandat pelaksana tugas perlu hari terakhir.",
        "An acting official's mandate names `valid_to`.";
    /// The last administrator cannot be ended.
    LAST_ADMINISTRATOR: Unmet = "Ini administrator terakhir; angkat penggantinya lebih dahulu.",
        "Ending the mandate would leave the installation without an administrator.";
}
