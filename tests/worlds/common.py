"""What the worlds share: the public facts they stand on, their arguments, the two files written.

A world is a register of works (projects.jsonl) with the pairs that are one work claimed twice
(truth.jsonl). The facts are read from the shared folder at run time; nothing of them is kept here.
"""

import argparse
import csv
import json
import sys
from pathlib import Path


class Facts:
    """Villages, boundaries and lines (roads, rivers, canals) of one kabupaten, from `shared`."""

    def __init__(self, shared):
        self.folder = Path(shared) / "data" / "banyuwangi"
        for name in ("desa.csv", "boundaries_clean.geojson", "lines.geojson"):
            if not (self.folder / name).is_file():
                sys.exit(f"worlds: {self.folder / name} is missing: give its folder with --shared")

    def villages(self):
        """Rows of desa.csv that are a desa (a kelurahan has no register of its own), as texts."""
        with open(self.folder / "desa.csv", encoding="utf-8", newline="") as file:
            return [row for row in csv.DictReader(file) if row["kind"] == "desa"]

    def boundaries(self):
        """Polygons of the villages: GeoJSON features, longitude and latitude in degrees."""
        return self.features("boundaries_clean.geojson")

    def lines(self):
        """Real roads, rivers and canals: GeoJSON features, longitude and latitude in degrees."""
        return self.features("lines.geojson")

    def features(self, name):
        with open(self.folder / name, encoding="utf-8") as file:
            return json.load(file)["features"]


def write(path, rows):
    """Writes one JSON object a line."""
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def run(about, make):
    """Reads the arguments, makes one world, and writes its two files.

    `make(seed, works, pairs, facts)` returns the claims and the true pairs.
    """
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=about, formatter_class=form)
    parser.add_argument("--seed", type=int, required=True, help="one seed, one world")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--shared", default="../shared", help="folder with the public facts")
    parser.add_argument("--works", type=int, default=6800, help="claims, the false ones included")
    parser.add_argument("--pairs", type=int, default=401, help="true pairs")
    given = parser.parse_args()
    projects, truth = make(given.seed, given.works, given.pairs, Facts(given.shared))
    given.out.mkdir(parents=True, exist_ok=True)
    write(given.out / "projects.jsonl", projects)
    write(given.out / "truth.jsonl", truth)
    print(f"{given.out}: {len(projects)} claims, {len(truth)} true pairs")
