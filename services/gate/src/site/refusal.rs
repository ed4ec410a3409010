//! Why a site is not believed, or only with care.

domain::reasons! {
    /// With the minus it would lie in the village.
    SITE_SIGN_LOST: Unmet = "Lokasi ke-{site}: tanda minus lintang hilang; dengan tanda itu lokasi berada di desa ini.",
        "The mirrored position lies in the village. `proposed` holds it; accept or correct it.";
    /// Read as degrees and minutes it would lie in the village.
    SITE_MINUTES: Unmet = "Lokasi ke-{site}: derajat dan menit tertulis sebagai desimal; bila dibaca sebagai menit, lokasi berada di desa ini.",
        "Digits behind the point were minutes (and seconds). `proposed` holds the position in degrees.";
    /// It lies in no village that is known.
    SITE_IN_SEA: Unmet = "Lokasi ke-{site} berada di laut atau di luar semua batas desa yang dikenal, {distance_m} m dari batas {whose}.",
        "No village boundary in force today holds the site. Check the coordinates.";
    /// It lies beyond the band outside its village.
    SITE_OUTSIDE_BOUNDARY: Unmet = "Lokasi ke-{site} di luar batas desa sejauh {distance_m} m ({outside}); tampaknya di Desa {neighbour}.",
        "The site reaches farther over the border than policy site.border_tolerance_m; `neighbour_id` holds most of it.";
    /// It lies within the band along the border.
    SITE_NEAR_BORDER: Unmet = "Lokasi ke-{site} melewati garis batas {distance_m} m, masih dalam toleransi {band_m} m.",
        "Boundaries are not sharp; within policy site.border_tolerance_m the site counts as inside.";
    /// No boundary of the village is known.
    SITE_BOUNDARY_UNKNOWN: Unmet = "Lokasi ke-{site} tidak diperiksa terhadap batas desa: batas belum dimuat.",
        "No boundary set in force today has this village. Load one with `lumbung import boundaries`.";
    /// It is the point by which the village is listed.
    SITE_OFFICE_DEFAULT: Unmet = "Lokasi ke-{site} tepat pada titik baku Desa {desa_name} ({what}), bukan tempat pekerjaan.",
        "The position is the village's office, its listed point or the middle of its area, which programs fill in when nobody measured.";
    /// Several works of the village stand on the same point.
    SITE_PIN_SHARED: Unmet = "Titik lokasi ke-{site} sama persis dengan {count} pekerjaan lain.",
        "More works share the very same coordinates than policy site.same_pin_max allows. Measure each where it is.";
    /// Two sites of one work are the same.
    SITE_REPEATED: Unmet = "Lokasi ke-{site} sama persis dengan lokasi ke-{other}.",
        "Two sites of the project have the same shape; a site is entered once, with its whole amount.";
    /// A second line of a work runs on its first.
    SITE_RETRACED: Unmet = "Lokasi ke-{site} dan lokasi ke-{other} berimpit {shared_m} m dari {length_m} m; meter yang sama digambar dua kali.",
        "Two lines of one work run within policy site.retraced_corridor_m over at least policy site.retraced_permille of one of them; a stretch is drawn once, with its whole amount. Which way it was drawn does not matter.";
    /// The class of a work is not one of its kegiatan.
    SITE_CLASS_UNUSUAL: Unmet = "Jenis pekerjaan {class} tidak lazim bagi kegiatan ini, yang biasanya {usual}; jenis atau kegiatannya mungkin keliru.",
        "The work class shares no family with the usual class of the kegiatan, so the work is compared with others than it should be. Correct the class or the kegiatan, or explain.";
    /// Another village has the very same shape.
    SITE_COPIED: Unmet = "Lokasi ke-{site} sama sampai angka terakhir dengan \"{project_name}\" di Desa {desa_name}; tampaknya disalin.",
        "Two phones never answer the same digits. One of the two positions was copied.";
    /// The coordinate has too few decimals.
    SITE_COORDINATE_COARSE: Unmet = "Koordinat lokasi ke-{site} hanya {decimals} angka di belakang koma; perlu sedikitnya {needed}.",
        "Three decimals of a degree are 111 m. Send the position as the device answered it.";
    /// Commas stood where decimal points belong.
    SITE_DECIMAL_COMMA: Unmet = "Lokasi ke-{site} ditulis dengan koma desimal (\"{value}\"); dibaca sebagai lintang {latitude}, bujur {longitude}.",
        "A comma also parts two numbers, so the text could mean another place. Compare the position with the map, or write points.";
    /// A line ends where it begins.
    SITE_LINE_RETURNS: Unmet = "Garis lokasi ke-{site} berakhir di tempat ia mulai ({distance_m} m).",
        "Both ends of the line are one place. A ring road may be so; else the end was not measured.";
    /// Drawn and declared length differ.
    SITE_LENGTH_DIFFERS: Unmet = "Panjang yang digambar {drawn_m} m, volume yang diisi {declared_m} m{hint}.",
        "The lines' length and the volume differ by more than policy site.length_factor_permille.";
    /// Drawn and declared area differ.
    SITE_AREA_DIFFERS: Unmet = "Luas yang digambar {drawn_m2} m2, volume yang diisi {declared_m2} m2{hint}.",
        "The areas and the volume differ by more than policy site.area_factor_permille.";
    /// Nobody said how sure the position is.
    SITE_ACCURACY_MISSING: Unmet = "Ketelitian lokasi ke-{site} ({capture}) tidak tercatat; yang dipakai galat baku menurut kebijakan.",
        "Send `accuracy_m`: the device's 68 % figure, or for a drawn shape that of the map.";
    /// The position is too uncertain to be registered.
    SITE_ACCURACY_POOR: Unmet = "Ketelitian lokasi ke-{site} hanya {accuracy_m} m; paling buruk {max_m} m.",
        "Measure again outdoors; policy site.accuracy_max_m sets the limit. A draft may keep the site.";
    /// A building stands in water.
    SITE_IN_WATER: Unmet = "Lokasi ke-{site} berada di air ({water}).",
        "The point lies in a river, canal or lake of the loaded waters; buildings do not stand there.";
}
