//! Why identity says no.

domain::reasons! {
    /// Unknown account, wrong password, locked or suspended: told alike.
    SIGN_IN_FAILED: Unauthenticated = "Nama akun atau kata sandi salah. Setelah 10 kali salah akun terkunci 15 menit sampai 1 jam.",
        "Unknown account, wrong password, locked and suspended accounts answer alike. Wait, or ask for a reset: two officials make the code for a new password (ProposePasswordReset, ConfirmPasswordReset).";
    /// The password given again is wrong.
    PASSWORD_WRONG: Denied = "Kata sandi salah. Setelah 10 kali salah, kata sandi tidak diperiksa dalam sesi ini selama 15 menit sampai 1 jam.",
        "StepUp was given another password than that of the account. Wrong ones count within the session alone; sign-ins that fail elsewhere do not hinder it.";
    /// Too many wrong passwords were given again within the session.
    STEP_UP_LOCKED: Denied = "Kata sandi sudah 10 kali salah dalam sesi ini dan belum diperiksa lagi; coba lagi dalam {minutes} menit.",
        "Ten wrong passwords of StepUp lock it in that session for 15 minutes, then 30, then 60, until `until_us`. The password was not looked at. The session goes on, and another sign-in has a count of its own.";
    /// The name of an account has a wrong form.
    ACCOUNT_NAME_INVALID: Invalid = "Nama akun perlu 3 sampai 40 huruf kecil, angka, titik, garis, diawali huruf.",
        "Account names are 3 to 40 of a-z, 0-9, dot, dash and underscore and begin with a letter.";
    /// The name of an account is taken.
    ACCOUNT_NAME_TAKEN: Exists = "Nama akun \"{account_name}\" sudah dipakai.",
        "Choose another account name.";
    /// A new password is too short, too long, holds the account's name or is what anybody guesses.
    PASSWORD_WEAK: Invalid = "Kata sandi perlu {min} sampai {max} huruf, tanpa nama akun, dan bukan urutan, ulangan, atau kata sandi yang umum.",
        "Passwords have at least `min` characters and at most `max` bytes, do not contain the account name, and are not blanks, a plain run as 1234567890, fewer than four different characters, or a well-known password.";
    /// The new password is the old one.
    PASSWORD_SAME: Invalid = "Kata sandi baru sama dengan yang lama.",
        "Choose another password. After a lost answer of ChangePassword it means that the first try was done.";
    /// An invitation code that is unknown, used, replaced or too old.
    INVITATION_INVALID: Unmet = "Kode tidak berlaku: salah, sudah dipakai, diganti, atau lewat waktu.",
        "The one-time code is unknown, used, replaced by a newer one, stopped, or expired: invitations hold 7 days, codes of a reset 10 minutes. Ask for a new one (RenewInvitation; ProposePasswordReset and ConfirmPasswordReset).";
    /// Nobody is to be invited.
    INVITATION_NOT_NEEDED: Unmet = "Orang ini sudah memiliki akun, atau mandatnya tidak berlaku.",
        "Invitations are for people with an active mandate and without an account. Whoever lost a password is helped by ProposePasswordReset and ConfirmPasswordReset.";
    /// There is no account to act on.
    ACCOUNT_MISSING: Unmet = "Orang ini belum memiliki akun.",
        "The holder of the mandate has no account yet. Make a new invitation with RenewInvitation.";
    /// Nobody acts on his or her own account as an official.
    ACCOUNT_OF_ONESELF: Unmet = "Akun sendiri tidak disetel ulang, diblokir, atau dipulihkan oleh pemiliknya.",
        "Change your own password with ChangePassword; the rest is for other officials.";
    /// No reset waits for agreement.
    RESET_NOT_PROPOSED: Unmet = "Tidak ada usul setel ulang kata sandi yang menunggu untuk orang ini.",
        "A reset is asked by ProposePasswordReset and waits 24 hours. It falls when the password is changed or the account suspended.";
    /// The person who asked for the reset cannot agree to it.
    RESET_SAME_PERSON: Unmet = "Pengusul dan pengesah setel ulang kata sandi harus dua orang.",
        "A reset is asked by one person and agreed to by another, so that nobody takes over an account alone.";
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
        "Who proposes, confirms and ends which role stands in the comments of MandateService. An account is acted on by those who may do so with every mandate of its holder.";
    /// The person who proposed cannot confirm.
    MANDATE_SAME_PERSON: Unmet = "Pengusul dan pengesah mandat harus dua orang.",
        "A mandate is proposed by one person and confirmed by another.";
    /// Nobody decides on a mandate of his or her own.
    MANDATE_FOR_ONESELF: Unmet = "Mandat untuk diri sendiri diusulkan dan disahkan orang lain.",
        "The caller is the holder of the mandate.";
    /// The two mandates may not be held by one person at the same time.
    MANDATE_INCOMPATIBLE: Unmet = "{role} tidak dapat dirangkap dengan mandat {other} orang ini.",
        "Administrators, inspectors and systems hold no other office while they are that. BPD is not held together with KDS, SEK, KEU or PKA of any village, KDS not with SEK, KEU, PKA or KDS of another village unless as acting KDS, CAM with no office of a village (UU 6/2014 P.29, 51, 64).";
    /// A village has one definitive kepala desa at a time.
    KADES_DOUBLE: Unmet = "Desa ini sudah memiliki kepala desa lain dari {from} sampai {to}; akhiri mandat itu lebih dahulu.",
        "Two definitive KDS of one village do not share a day. End the mandate named in the violation's subject, with a last day before the new one begins, or propose an acting one.";
    /// The last day lies before the first, or before today.
    MANDATE_DAYS_INVALID: Unmet = "Masa mandat {from} sampai {to} tidak sah atau sudah lewat.",
        "The last day is not before the first, and not before today when the mandate is proposed, confirmed or shortened.";
    /// An acting official without a last day.
    ACTING_NEEDS_END: Unmet = "Mandat pelaksana tugas perlu hari terakhir.",
        "An acting official's mandate names `valid_to`.";
    /// The last administrator cannot be ended.
    LAST_ADMINISTRATOR: Unmet = "Ini administrator terakhir; angkat penggantinya lebih dahulu.",
        "Ending the mandate would leave the installation without an administrator.";
}
