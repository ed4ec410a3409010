//! Why the registry says no.

domain::reasons! {
    /// The file of boundaries or waters is no GeoJSON FeatureCollection in WGS 84 with features.
    BOUNDARY_FILE_UNREADABLE: Unmet = "Berkas peta tidak dapat dibaca: {why}.",
        "The file must be a GeoJSON FeatureCollection (RFC 7946, WGS 84, longitude first) with at least one feature.";
    /// The same file was loaded for the same day before.
    BOUNDARIES_EXIST: Exists = "Berkas batas desa ini sudah dimuat untuk tanggal {valid_from}.",
        "A version with the same digest and first day is there; load another file or another day.";
    /// A feature has no code as text.
    BOUNDARY_CODE_MISSING: Invalid = "Kode desa tidak ada atau bukan teks.",
        "Each feature needs the property `code` as text: a number loses zeros (35.10 becomes 35.1).";
    /// A feature's code is in no chart.
    BOUNDARY_CODE_UNKNOWN: Invalid = "Kode desa {code} tidak dikenal.",
        "The code is not a desa or kelurahan of the registry; statistics office codes are other codes.";
    /// Two features of one code.
    BOUNDARY_CODE_TWICE: Invalid = "Kode desa {code} sudah dipakai fitur nomor {first}.",
        "One feature holds one desa; several parts belong into one MultiPolygon.";
    /// A feature that is no area.
    BOUNDARY_NOT_AREA: Invalid = "Bentuk bukan Polygon atau MultiPolygon yang terisi.",
        "The geometry must be a Polygon or MultiPolygon with at least one ring.";
    /// A ring that encloses nothing.
    BOUNDARY_RING_EMPTY: Invalid = "Cincin nomor {ring} tidak memiliki luas.",
        "A ring needs three different positions that enclose an area.";
    /// A ring that does not end where it begins.
    BOUNDARY_RING_OPEN: Invalid = "Cincin nomor {ring} tidak tertutup: titik akhirnya bukan titik awalnya.",
        "A ring ends with the position it begins with (RFC 7946); an open one may be a piece that was cut off.";
    /// A ring that runs through or along itself or another one.
    BOUNDARY_RING_CROSSES: Invalid = "Cincin nomor {ring} memotong dirinya sendiri atau cincin lain.",
        "A ring may touch itself or another one in single positions; it may not run through or along one.";
    /// A hole outside of its outline.
    BOUNDARY_HOLE_OUTSIDE: Invalid = "Cincin nomor {ring} adalah lubang di luar garis tepinya.",
        "The first ring of a polygon is its outline and the others are holes in it; a further part is another polygon of a MultiPolygon.";
    /// Two features of one area.
    BOUNDARY_AREA_TWICE: Invalid = "Batasnya sama persis dengan batas fitur nomor {first}.",
        "No two desa have one border; one of both was copied.";
    /// The same file of waters was loaded for the same day before.
    WATERS_EXIST: Exists = "Berkas perairan ini sudah dimuat untuk tanggal {valid_from}.",
        "A set with the same digest and first day is there; load another file or another day.";
    /// A water that is neither line nor area.
    WATER_SHAPE_UNKNOWN: Invalid = "Bentuk bukan garis atau bidang.",
        "The geometry must be a LineString, MultiLineString, Polygon or MultiPolygon.";
    /// A width that no water has.
    WATER_WIDTH_INVALID: Invalid = "Lebar {width_m} m tidak sah.",
        "The property `width_m`, or the width given for the file, lies between 0 and 5,000 metres.";
}
