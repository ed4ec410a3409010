"""Words of the mixer world: kinds of work, what villages call them, and clerks who write names."""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of work; prices in thousand rupiah a unit, codes of new work and of maintenance."""

    cls: str
    shape: str
    unit: str
    price: int
    least: int
    most: int
    new: str
    maint: str
    weight: int
    site: str  # a road (way), field track or canal; by a road (spot); a house; one a hamlet (post)
    life: int  # years before an honest rebuild


ROWS = {
    "rabat": ("road", "line", "m", 430, 45, 260, "02.03.11", "02.03.02", 14, "way", 6),
    "paving": ("road", "line", "m", 380, 40, 240, "02.03.11", "02.03.02", 12, "way", 5),
    "aspal": ("road", "line", "m", 520, 100, 420, "02.03.10", "02.03.01", 6, "way", 5),
    "makadam": ("road", "line", "m", 160, 80, 400, "02.03.10", "02.03.01", 4, "way", 4),
    "jut": ("road", "line", "m", 210, 90, 450, "02.03.12", "02.03.03", 5, "field", 5),
    "drain": ("drainage", "line", "m", 480, 35, 220, "02.03.14", "02.03.05", 12, "way", 6),
    "spal": ("sanitation", "line", "m", 420, 30, 150, "02.04.16", "02.04.08", 3, "way", 6),
    "wall": ("retaining_wall", "line", "m", 850, 15, 110, "02.03.14", "02.03.05", 7, "way", 8),
    "irigasi": ("irrigation", "line", "m", 520, 40, 300, "04.02.06", "04.02.04", 7, "canal", 5),
    "bridge": ("bridge", "point", "unit", 62000, 1, 1, "02.03.13", "02.03.04", 2, "canal", 8),
    "culvert": ("culvert", "point", "unit", 9000, 1, 3, "02.03.14", "02.03.05", 5, "spot", 6),
    "resapan": ("drainage", "point", "titik", 3500, 1, 6, "02.04.10", "02.04.02", 2, "spot", 6),
    "well": ("water_supply", "point", "unit", 38000, 1, 1, "02.04.11", "02.04.03", 4, "spot", 7),
    "tank": ("water_supply", "point", "unit", 17000, 1, 1, "02.04.11", "02.04.03", 2, "spot", 6),
    "pipe": ("water_supply", "line", "m", 75, 100, 500, "02.04.12", "02.04.04", 3, "way", 6),
    "mck": ("sanitation", "point", "unit", 44000, 1, 1, "02.04.14", "02.04.06", 3, "spot", 7),
    "jamban": ("sanitation", "point", "unit", 4500, 1, 1, "02.04.14", "02.04.06", 6, "house", 9),
    "rtlh": ("housing", "point", "unit", 17500, 1, 1, "02.04.01", "02.04.01", 8, "house", 9),
    "lamp": ("street_light", "point", "titik", 2400, 2, 12, "02.03.14", "02.03.05", 5, "spot", 4),
    "posyandu": ("building", "area", "unit", 82000, 1, 1, "02.02.09", "02.02.08", 3, "post", 8),
    "paud": ("building", "area", "unit", 96000, 1, 1, "02.01.06", "02.01.05", 3, "post", 8),
    "balai": ("building", "area", "unit", 105000, 1, 1, "02.03.15", "02.03.06", 2, "post", 8),
    "pos": ("building", "point", "unit", 13000, 1, 1, "03.01.01", "03.01.01", 3, "spot", 7),
    "field": ("sports_field", "area", "unit", 58000, 1, 1, "03.03.05", "03.03.04", 2, "post", 6),
    "tps": ("landfill", "area", "unit", 36000, 1, 1, "02.04.15", "02.04.07", 2, "post", 7),
    "makam": ("other", "area", "m", 320, 30, 120, "02.03.16", "02.03.07", 2, "post", 7),
    "gapura": ("other", "point", "unit", 16000, 1, 1, "02.03.20", "02.03.09", 2, "spot", 8),
}
KINDS = {name: Kind(*row) for name, row in ROWS.items()}
NOUNS = {
    "rabat": "Rabat Beton|Rabat Beton Jalan|Betonisasi Jalan|Jalan Rabat|Cor Beton Jalan",
    "paving": "Paving Jalan|Pavingisasi|Jalan Paving|Paving Blok|Pemasangan Paving",
    "aspal": "Jalan Hotmix|Aspal Jalan|Pengaspalan Jalan|Jalan Lapen|Hotmix",
    "makadam": "Pengerasan Jalan|Jalan Makadam|Telford Jalan|Urugan Sirtu Jalan",
    "jut": "Jalan Usaha Tani|JUT|Jalan Tani|Rabat JUT",
    "drain": "Saluran Drainase|Drainase|Selokan|Got|U-Ditch|Saluran Air",
    "spal": "SPAL|Saluran Pembuangan Air Limbah|Saluran Limbah Rumah Tangga",
    "wall": "Plengsengan|TPT|Talud|Tembok Penahan Tanah|Senderan Jalan",
    "irigasi": "Saluran Irigasi|Irigasi Tersier|JITUT|Plengsengan Irigasi",
    "bridge": "Jembatan|Jembatan Beton|Jembatan Plat",
    "culvert": "Gorong-gorong|Gorong gorong|Plat Duiker|Box Culvert|Deker",
    "resapan": "Sumur Resapan|Resapan Air|Biopori dan Resapan",
    "well": "Sumur Bor|Sumur Dalam|Sumur Bor Air Bersih|Pengeboran Sumur",
    "tank": "Tandon Air|Tower Air|Menara Tandon|Bak Penampung Air",
    "pipe": "Pipanisasi|Pipa Air Bersih|Perpipaan Air Bersih|Pipa HIPPAM",
    "mck": "MCK Umum|MCK|WC Umum|Kamar Mandi Umum",
    "jamban": "Jamban Keluarga|Jamban Sehat|Jamban|Jambanisasi|WC dan Septictank",
    "rtlh": "RTLH|Bedah Rumah|Rehab RTLH|Rumah Tidak Layak Huni|Rehab Rumah",
    "lamp": "PJU|Lampu Jalan|Lampu Penerangan Jalan|PJU Tenaga Surya",
    "posyandu": "Gedung Posyandu|Posyandu|Polindes",
    "paud": "Gedung PAUD|PAUD|TK Dharma Wanita|Gedung TPQ",
    "balai": "Balai Dusun|Balai Pertemuan|Balai Warga",
    "pos": "Pos Kamling|Poskamling|Pos Ronda|Gardu Jaga",
    "field": "Lapangan Voli|Lapangan Olahraga|Lapangan Futsal|Lap. Bola Voli",
    "tps": "TPS|Tempat Pembuangan Sampah|TPS 3R|Bak Sampah",
    "makam": "Pagar Makam|Pagar Pemakaman Umum|Penataan Makam",
    "gapura": "Gapura|Gapura Dusun|Gapura Gang",
}
VERBS = {
    "new": ["Pembangunan", "Pemb.", "Pembuatan", "Bangun", "Pekerjaan", "Pembangunan"],
    "rehab": ["Rehabilitasi", "Rehab", "Peningkatan", "Perbaikan", "Rehab."],
    "maint": ["Pemeliharaan", "Perawatan", "Pemeliharaan Rutin", "Pemel."],
}
LANES = """Mawar|Melati|Kenanga|Anggrek|Cempaka|Teratai|Kamboja|Diponegoro|Sudirman|Kartini|
Pahlawan|Mangga|Rambutan|Nangka|Manggis|Merpati|Garuda|Rajawali|Cendrawasih|Borobudur|Semeru|Bromo|
Raung|Ijen""".replace("\n", "").split("|")
ROADS = LANES + """Argopuro|Kawi|Serayu|Brantas|Bengawan|Mahakam|Pemuda|Veteran|Hasanudin|
Majapahit|Sritanjung|Sidopekso|Minakjinggo|Sayuwiwit|Gajahmada|Letkol Istiqlah|Agus Salim|
Wahid Hasyim|Poros Desa|Makam|Lapangan|Pasar|Balai Dusun|Masjid|Puskesmas|Dam|Pesantren|
Kampung Baru|Kidul Sungai|Lor Pasar""".replace("\n", "").split("|")
BLOCKS = """Blok Lor|Blok Kidul|Blok Wetan|Blok Kulon|Sawah Lor|Sawah Kidul|Blok Tegal|Blok Dam|
Blok Sumber|Blok Randu|Blok Bendo|Blok Waru""".replace("\n", "").split("|")
PEOPLE = """Suwarno|Sumini|Slamet|Misnah|Paijan|Tukiyem|Ponidi|Sutrisno|Jumadi|Mesiyah|Hariyanto|
Sugiono|Kasiyem|Sanusi|Buang|Saniman|Sarinten|Mulyono|Satuman|Wagiman|Rukayah|Siti Aminah|
Abdul Rohman|Imam Syafii|Katemi|Sunarto|Ngatemi|Samsul|Mahfud|Bonari|Senima|Mistar|Asmuni|Painem|
Suparman|Jumiati|Tumiran|Supiyah|Misradi|Sahroni|Nurhasim|Boiman|Juminten|Kusnan|Sapuan|Ahmad Yani|
Suroso|Legiman|Warsito|Ponirah|Hamidah|Mat Rais|Rumiyati|Sukarji|Darmi|Sumarni|Tarmidi|Giman|Wiji|
Suyatno""".replace("\n", "").split("|")
SECOND = """Hadi Utomo Widodo Santoso Efendi Purnomo Hidayat Rahayu Lestari Wati Ningsih Basuki
Wibowo Saputra""".split()
SPOTS = """Masjid Al-Ikhlas|Musholla Nurul Huda|Masjid Baiturrohman|SDN 1|SDN 3|Musholla Al-Falah|
Pasar|Makam Umum|Balai Dusun|Ponpes|Pertigaan|Perempatan|Musholla Darussalam|Lapangan|
MI""".replace("\n", "").split("|")
BEFORE_SPOT = "depan belakang timur barat utara selatan sebelah dekat sekitar menuju".split()
SIDES = [("kiri", "kanan"), ("sisi utara", "sisi selatan"), ("sisi kiri", "sisi kanan")]
CASES = [str, str, str, str.upper, str.lower, str.capitalize]


def habits(rng):
    """How one clerk writes: which slots are kept, which spelling, which synonym comes first."""
    return {
        "word": rng.random(),
        "verb": rng.uniform(0.5, 0.95),
        "way": rng.uniform(0.55, 0.95),
        "rt": rng.uniform(0.55, 0.97),
        "hamlet": rng.uniform(0.6, 0.97),
        "desa": rng.choice([0.03, 0.1, 0.3]),
        "dims": rng.choice([0.0, 0.04, 0.15]),
        "rtform": rng.randrange(6),
        "typo": rng.uniform(0.005, 0.04),
        "dsn": rng.choice(["Dusun", "Dsn", "Dsn.", "Dusun"]),
        "case": rng.choice(CASES),
    }


def misspell(rng, word):
    """One slip of the fingers; numbers and short words come out right."""
    if len(word) < 6 or not word.isalpha():
        return word
    i = rng.randrange(1, len(word) - 1)
    left, letter, right = word[:i], word[i], word[i + 1 :]
    swapped = left + right[0] + letter + right[1:]
    return rng.choice([left + right, swapped, left + 2 * letter + right])


def rt_words(rng, h, rt):
    """RT and RW in the clerk's form, now and then in another."""
    rw, form = (rt + 3) // 4, h["rtform"] if rng.random() < 0.8 else rng.randrange(6)
    return [
        f"RT {rt:02d} RW {rw:02d}",
        f"RT.{rt:03d}/RW.{rw:03d}",
        f"RT {rt}",
        f"RT. {rt:02d}/{rw:02d}",
        f"Rt {rt} Rw {rw}",
        f"RT 0{rt} / RW 0{rw}",
    ][form]


def way_words(rng, name):
    """A road's or lane's name with its prefix in one of the usual spellings."""
    forms = {"Jl.": ["Jl.", "Jalan", "Jln.", "Jl"], "Gg.": ["Gg.", "Gang", "gg", "Gg"]}
    return rng.choice(forms[name[:3]]) + name[3:] if name[:3] in forms else name


def write_name(rng, c, village):
    """The slot grammar: verb noun whom/way spot side RT hamlet village phase serial length."""
    h, nouns = c.habits, NOUNS[c.kind].split("|")
    noun = nouns[int(h["word"] * len(nouns))] if rng.random() < 0.7 else rng.choice(nouns)
    place = [
        rng.random() < h["rt"] and rt_words(rng, h, c.rt),
        rng.random() < h["hamlet"] and f"{h['dsn']} {village.hamlets[c.hamlet][0]}",
    ]
    whom = ["an. {}", "an {}", "a.n. {}", "Bpk/Ibu {}", "({})", "{}"]
    named = not c.person and KINDS[c.kind].site != "post"
    desa = ["Desa {}", "Ds. {}", "Desa {} Kec. {}"]
    phases = [f"Tahap {'I' * c.phase}", f"tahap {c.phase}"]
    phases.append("lanjutan" if c.phase > 1 else "Tahap 1")
    slots = [
        (c.act == "maint" or rng.random() < h["verb"]) and rng.choice(VERBS[c.act]),
        c.part,
        noun,
        c.person and rng.choice(whom).format(c.person),
        named and rng.random() < h["way"] and way_words(rng, c.way.name),
        c.spot and rng.random() < 0.6 and f"{rng.choice(BEFORE_SPOT)} {c.spot}",
        c.side and (c.told or rng.random() < 0.5) and SIDES[c.way.id % 3][c.side > 0],
        *(place if rng.random() < 0.7 else place[::-1]),
        rng.random() < h["desa"] and rng.choice(desa).format(village.name, village.kecamatan),
        c.phase and rng.choice(phases),
        c.serial and rng.choice([f"Paket {c.serial}", f"({c.serial})"]),
        c.vol >= 20
        and rng.random() < h["dims"]
        and f"{c.vol:.0f} {rng.choice(['m', 'm', 'meter', 'x 2 m', 'x 0,6 m'])}",
    ]
    words = " ".join(slot for slot in slots if slot).split()
    words = [misspell(rng, word) if rng.random() < h["typo"] else word for word in words]
    case = h["case"] if rng.random() < 0.85 else rng.choice(CASES)
    return case(" ".join(words))
