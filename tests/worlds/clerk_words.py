"""Words of the clerk world: sorts of work, what each desk calls them, and how a name is written."""

from dataclasses import dataclass

YEARS = (2018, 2025)


@dataclass
class Sub:
    """One sort of work: where it lies, its codes, what each desk calls it, what it costs."""

    share: float
    cls: str
    alts: list  # other classes a clerk may file it under
    at: str  # street kinds it lies on: p(oros) g(ang) j(ut) c(anal)
    form: str  # line, point or area
    codes: tuple  # kegiatan: new, upkeep; a road's street decides
    price: float  # thousand rupiah a metre or a unit
    width: float
    desa: list
    dinas: list


# fmt: off
ROAD_CODES = {  # street kind -> kegiatan: new, upkeep
    "p": ("02.03.10", "02.03.01"), "g": ("02.03.11", "02.03.02"), "j": ("02.03.12", "02.03.03")}
ROADSIDE = ("02.03.14", "02.03.05")
SUBS = {
    "rabat": Sub(15, "road", [], "pg", "line", None, 380, 2.5,
                 ["Rabat Beton", "Rabat Beton Jalan", "Cor Jalan", "Betonisasi Jalan"],
                 ["Jalan Rigid Beton", "Betonisasi Jalan Lingkungan", "Perkerasan Beton Jalan",
                  "Jalan Lingkungan"]),
    "paving": Sub(12, "road", [], "pg", "line", None, 420, 2.5,
                  ["Paving Jalan", "Pavingisasi", "Jalan Paving", "Pemasangan Paving"],
                  ["Jalan Paving Block", "Paving Block Jalan Lingkungan",
                   "Jalan Lingkungan Permukiman"]),
    "aspal": Sub(7, "road", [], "p", "line", None, 300, 3,
                 ["Aspal Jalan", "Pengaspalan Jalan Desa", "Lapen", "Hotmix Jalan"],
                 ["Jalan Hotmix", "Lapis Penetrasi Jalan", "Pengaspalan Jalan Poros",
                  "Jalan Desa"]),
    "telford": Sub(4, "road", [], "pj", "line", None, 170, 3,
                   ["Telford", "Makadam Jalan", "Pengerasan Jalan", "Urugan Sirtu Jalan"],
                   ["Jalan Telford", "Pengerasan Jalan Desa", "Jalan Makadam"]),
    "jut": Sub(5, "road", ["irrigation", "other"], "j", "line", None, 330, 2.5,
               ["JUT", "Jalan Usaha Tani", "Rabat JUT"],
               ["Jalan Usaha Tani", "Jalan Pertanian", "Jalan Produksi Pertanian"]),
    "drain": Sub(14, "drainage", ["sanitation", "irrigation", "road"], "pg", "line", ROADSIDE,
                 480, .8,
                 ["Drainase", "Saluran Air", "Selokan", "Got", "SPAL", "Saluran Pembuangan Air"],
                 ["Drainase Lingkungan", "Saluran Drainase U-Ditch", "SPAL/Drainase Permukiman",
                  "Sistem Drainase"]),
    "talud": Sub(9, "retaining_wall", ["irrigation", "drainage", "road", "other"], "pjc", "line",
                 ROADSIDE, 720, 1.5,
                 ["TPT", "Talud", "Plengsengan", "Tembok Penahan Tanah", "Senderan"],
                 ["Tembok Penahan Jalan", "TPT", "Bangunan Pelengkap Jalan TPT",
                  "Pasangan Batu Talud"]),
    "irigasi": Sub(7, "irrigation", ["drainage", "retaining_wall"], "c", "line",
                   ("04.02.06", "04.02.04"), 560, 1,
                   ["Saluran Irigasi", "Irigasi Tersier", "Rehab Saluran Sawah",
                    "Plengsengan Irigasi"],
                   ["Jaringan Irigasi Tersier", "JITUT", "Saluran Irigasi",
                    "Jaringan Irigasi Desa"]),
    "pipa": Sub(2, "water_supply", [], "pg", "line", ("02.04.12", "02.04.04"), 90, 1,
                ["Pipanisasi Air Bersih", "Pemasangan Pipa"],
                ["Jaringan Perpipaan SPAM", "Sambungan Rumah Air Bersih"]),
    "gorong": Sub(4, "culvert", ["drainage", "bridge", "road"], "pgj", "point", ROADSIDE,
                  13000, 2.5, ["Gorong-gorong", "Plat Duiker", "Duwikker"],
                  ["Box Culvert", "Gorong-gorong", "Plat Deker"]),
    "jembatan": Sub(3, "bridge", ["road", "culvert"], "pjc", "point", ("02.03.13", "02.03.04"),
                    85000, 2.5, ["Jembatan", "Jembatan Desa"],
                    ["Jembatan", "Jembatan Beton", "Penggantian Jembatan"]),
    "sumur": Sub(4, "water_supply", ["sanitation"], "pg", "point", ("02.04.11", "02.04.03"),
                 38000, 2.5, ["Sumur Bor", "Sarana Air Bersih", "Tandon Air"],
                 ["Sumur Dangkal + Tangki Air", "SPAM Perdesaan", "Sumur Bor"]),
    "mck": Sub(4, "sanitation", ["building", "water_supply"], "pg", "point",
               ("02.04.14", "02.04.06"), 46000, 2.5, ["MCK", "MCK Umum", "Jamban Umum"],
               ["MCK + Septik Tank", "Sanitasi MCK Komunal", "IPAL Komunal"]),
    "jamban": Sub(2, "sanitation", ["housing"], "pg", "point", ("02.04.14", "02.04.06"),
                  4500, 2.5, ["Jambanisasi", "Jamban Keluarga"],
                  ["Jamban + Septik Tank Individu", "Tangki Septik Individual"]),
    "rtlh": Sub(5, "housing", ["building"], "pg", "point", ("02.04.01", "02.04.01"), 18500, 2.5,
                ["RTLH", "Bedah Rumah", "Rehab RTLH", "Rehab Rumah Tidak Layak Huni"],
                ["Bantuan Stimulan Perumahan Swadaya", "BSPS", "Peningkatan Kualitas RTLH"]),
    "pju": Sub(3, "street_light", ["other"], "pg", "point", ("02.07.02", "02.07.01"), 3200, 2.5,
               ["PJU", "Lampu Jalan", "Penerangan Jalan"],
               ["LPJU", "PJU Tenaga Surya", "Lampu Penerangan Jalan Umum"]),
    "posyandu": Sub(2.5, "building", ["other"], "pg", "area", ("02.02.09", "02.02.08"), 75000, 9,
                    ["Posyandu", "Gedung Posyandu"],
                    ["Bangunan Kesehatan Posyandu", "Gedung Poskesdes"]),
    "paud": Sub(2, "building", [], "pg", "area", ("02.01.06", "02.01.05"), 90000, 12,
                ["Gedung PAUD", "TK/PAUD", "Ruang Kelas PAUD"],
                ["Ruang Kelas Baru PAUD", "Rehab Ruang Kelas PAUD"]),
    "balai": Sub(2.5, "building", ["other"], "pg", "area", ("02.03.15", "02.03.06"), 110000, 14,
                 ["Balai Dusun", "Gedung Serbaguna"], ["Gedung Pertemuan", "Balai Kemasyarakatan"]),
    "kios": Sub(1.5, "building", ["other"], "p", "area", ("04.07.02", "04.07.01"), 95000, 18,
                ["Kios Desa", "Pasar Desa"], ["Bangunan Pasar Desa", "Kios/Los Pasar"]),
    "lapangan": Sub(2, "sports_field", ["other"], "pg", "area", ("03.03.05", "03.03.04"),
                    42000, 24, ["Lapangan Voli", "Lapangan Olahraga"],
                    ["Sarana Olahraga Desa", "Lapangan Bola Voli"]),
    "tps": Sub(1.2, "landfill", ["building", "sanitation"], "pj", "area", ("02.04.15", "02.04.07"),
               52000, 10, ["TPS", "Bak Sampah", "TPS3R"], ["TPS 3R", "Tempat Pengolahan Sampah"]),
    "gapura": Sub(1.5, "other", ["building"], "pg", "point", ("02.03.20", "02.03.09"), 24000, 2.5,
                  ["Gapura", "Gapuro Masuk Dusun"], ["Gapura Batas Desa", "Penataan Gapura"]),
    "makam": Sub(1.3, "other", ["retaining_wall"], "pj", "area", ("02.03.16", "02.03.07"),
                 40000, 22, ["Pagar Makam", "Makam Umum", "Paving Makam"],
                 ["Sarana Pemakaman Umum", "Pagar TPU"])}
LINES = [k for k, s in SUBS.items() if s.form == "line"]

DUSUN = """Krajan Sumberasih Kedungsari Watugajah Pandan Curahjati Tegalrejo Sidomulyo Sukorejo
Kaliputih Gumukrejo Sumberurip Rejosari Wonosari Karanganyar Tamansuruh Sawahan Ringinpitu
Kampungbaru Sumberjeruk Tugurejo Palurejo Kebonagung Jatirejo Lugonto Pancoran Segobang Umbulrejo
Pakistaji Mojoroto Bulurejo Gempoldampit Kedungdandang Curahkrakal Dambuntung Sekarputih Tembelang
Pasinan Parastembok Gunungremuk""".split()
FLOWERS = """Mawar Melati Kenanga Dahlia Anggrek Cempaka Kamboja Flamboyan Merpati Rajawali Kutilang
Durian Manggis Rambutan Salak Nangka Kopi Cengkeh Masjid Balai Sekolah Makam Pasar Langgar Lapangan
Apel""".split()
PEOPLE = """Slamet Sutrisno Suyanto Misnan Paiman Ponirah Tukinem Mahfud Muhammad Sulastri Sumarni
Rohman Hariyanto Supriyadi Katiman Sugeng Ngatini Saniman Juwariyah Asmuni Buang Poniman Wagiyem
Sukardi Misdi Senawi Hosnan Saleh Mujiono Parman Tumini Rukiyah Suwarno Jumadi Mesiyah Samsuri
Nurhadi Kusnadi Sunarsih Bonari Rahmat Giman""".split()
MARKS = [
    "rmh P. {p}", "rumah Bpk {p}", "Mushola {f}", "pertigaan", "pos kamling", "toko Bu {p}",
    "jembatan", "makam", "SDN {n}", "balai dusun", "TPQ {f}", "batas RT", "sawah P. {p}",
    "warung {p}", "masjid"]
HOLY = ["Al Ikhlas", "Nurul Huda", "Baitul Muttaqin", "Darussalam", "Al Falah", "Miftahul Ulum",
        "Nurul Iman", "Al Hidayah"]
SHORT = {
    "Pembangunan": ["Pemb.", "Pembang.", "Pbgn"], "Jalan": ["Jln", "Jl."], "Saluran": ["Sal."],
    "Rehabilitasi": ["Rehab", "Rehab."], "Pemeliharaan": ["Pemel.", "Pemelih."],
    "Lingkungan": ["Ling.", "Lingk."], "Drainase": ["Drainese", "Drainas"],
    "Gorong-gorong": ["Gorong2", "Gorong gorong"], "Jembatan": ["Jbt", "Jemb."],
    "Muhammad": ["Moh.", "Mohamad"], "Peningkatan": ["Pningkatan", "Penigkatan"],
    "Plengsengan": ["Plengseng"]}
VERBS = {  # desk -> (building something, keeping something up)
    "desa": (["Pembangunan", "Pembangunan", "Pembuatan", "Pengerjaan", "", ""],
             ["Pemeliharaan", "Perbaikan", "Perawatan", "Rehab ringan"]),
    "dinas": (["Pembangunan", "Peningkatan", "Rehabilitasi", "Pekerjaan",
               "Belanja Modal Pembangunan"],
              ["Pemeliharaan Rutin", "Pemeliharaan", "Pemeliharaan Berkala", "Perbaikan"])}
# fmt: on


def typo(r, text):
    """One slip of the typing hand, letters only: numbers are copied with more care."""
    spots = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not spots:
        return text
    i = r.choice(spots)
    a, b = text[i], text[i + 1]
    return text[:i] + r.choice([b, a + a + b, b + a]) + text[i + 2 :]


def words(r, w, c, typos, full=False):
    """What this clerk calls the work: verb, thing, whose or which, where, which part.

    `typos` are the odds of one more slip; `full` is a name written at the desk from the plan,
    which spells the address out.
    """
    s = SUBS[w.sub]
    nouns = s.desa if c.desk == "desa" else s.dinas
    noun = nouns[c.favourite[w.sub] % len(nouns)] if r.random() < 0.75 else r.choice(nouns)
    bits = [r.choice(VERBS[c.desk][w.upkeep]), noun, w.thing]
    if w.person and r.random() < c.slots["person"]:
        bits.append(r.choice(["an. ", "a.n ", "milik Bpk/Ibu ", "an "]) + w.person)
    if w.side and r.random() < w.tail_odds:
        bits.append(r.choice(["sisi ", "sebelah ", ""]) + w.side)
    bits += address(r, w, c, full)
    if w.tail and r.random() < w.tail_odds:
        bits.append(w.tail)
    text = " ".join(b for b in bits if b)
    for word, shorter in SHORT.items():
        if word in text and r.random() < (0.3 if c.desk == "desa" else 0.08):
            text = text.replace(word, r.choice(shorter))
    while r.random() < typos / (1 + typos):
        text = typo(r, text)
    return text.upper() if r.random() < c.upper else text


def address(r, w, c, full):
    """The pieces of the address this clerk bothers to write, in his order."""
    st, v = w.street, c.village or w.street.dusun.village
    dusun = st.other if st.other and v is st.other.village else st.dusun
    want = {k: r.random() < (0.3 + 0.7 * p if full else p) for k, p in c.slots.items()}
    street, hamlet, rt, marks, area = st.name if want["street"] else "", "", "", "", ""
    if st.kind in "jc" and c.desk == "dinas":
        street = street.replace("Dam", "D.I")
    if want["dusun"] and dusun.name not in street:
        hamlet = r.choice(["Dusun ", "Dsn. ", "Dsn ", "Dusun "]) + dusun.name
    if want["rt"]:
        forms = ["RT {:02d} RW {:02d}", "RT.{:02d}/RW.{:02d}", "Rt {} Rw {}", "RT {:03d}/{:03d}"]
        rt = forms[c.order].format(st.rt, st.rw)
    if want["marks"] and SUBS[w.sub].form == "line":
        a, b = (st.marks[min(int(x / 80), len(st.marks) - 1)] for x in (w.start, w.end))
        marks = f"({a} s/d {b})" if a != b else f"({a})"
    if want["village"]:
        area = r.choice(["Desa ", "Ds. "]) + v.name
    if want["kec"]:
        area = (area + r.choice([" Kec. ", " Kecamatan "]) + v.kecamatan).strip()
    return [
        [street, rt, hamlet, marks, area],
        [hamlet, rt, street, marks, area],
        [street, hamlet, rt, area, marks],
        [rt, hamlet, street, area, marks],
    ][c.order]
