"""A peer of the joins: loads places into memory, then joins them once a line on stdin.

    peers.py ARM FILE RADIUS_M

Each line on stdin is answered by one line of JSON: pairs, checksum, seconds.
The checksum is the sum of the exclusive-or of both numbers of every pair.
"""

import csv
import json
import pathlib
import sys
import tempfile
import time
import warnings

warnings.filterwarnings("ignore")

POINT_COLUMNS = "{'id': 'INTEGER', 'lon': 'DOUBLE', 'lat': 'DOUBLE', 'x': 'DOUBLE', 'y': 'DOUBLE'}"
SHAPE_COLUMNS = "{'id': 'INTEGER', 'plane': 'VARCHAR', 'globe': 'VARCHAR'}"


def duckdb_with(path, columns, spatial):
    import duckdb

    database = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    if spatial:
        import duckdb_extension_spatial

        folder = pathlib.Path(duckdb_extension_spatial.__file__).parent
        extension = next(folder.rglob("spatial.duckdb_extension"))
        database.execute(f"LOAD '{extension}'")
    database.execute(
        f"CREATE TABLE given AS FROM read_csv('{path}', header = false, columns = {columns})"
    )
    return database


def duckdb_grid(path, radius):
    """An equi-join on whole cells of a plane grid: the strongest peer for points."""
    database = duckdb_with(path, POINT_COLUMNS, spatial=False)
    database.execute(f"""
        CREATE TABLE place AS
        SELECT id, x, y, CAST(floor(x / {radius}) AS INTEGER) AS cx,
               CAST(floor(y / {radius}) AS INTEGER) AS cy
          FROM given""")
    # Half of the neighbours, so that each pair of cells is met once.
    near = f"(a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) <= {radius * radius}"
    join = f"""
        SELECT count(*), sum(xor(a.id, b.id))
          FROM (SELECT id, x, y, cx + dx AS cx, cy + dy AS cy, dx = 0 AND dy = 0 AS own
                  FROM place, (VALUES (0, 0), (1, 0), (-1, 1), (0, 1), (1, 1)) AS step (dx, dy)) a
          JOIN place b ON a.cx = b.cx AND a.cy = b.cy
         WHERE {near} AND (NOT a.own OR a.id < b.id)"""
    return lambda: database.execute(join).fetchone()


def duckdb_country(path, radius):
    """The same over a country: no one plane fits, so each place brings the scale of its latitude."""
    database = duckdb_with(path, POINT_COLUMNS, spatial=False)
    # Columns x and y of this file are metres a degree east and north at the place. Cells are cut
    # at the narrowest degree, so that the next cell is always far enough.
    database.execute(f"""
        CREATE TABLE place AS
        SELECT id, lon, lat, x AS ex, y AS ny,
               CAST(floor(lon * (SELECT min(x) FROM given) / {radius * 1.001}) AS INTEGER) AS cx,
               CAST(floor(lat * (SELECT min(y) FROM given) / {radius * 1.001}) AS INTEGER) AS cy
          FROM given""")
    database.execute("DROP TABLE given")
    east = "((a.lon - b.lon) * (a.ex + b.ex) / 2)"
    north = "((a.lat - b.lat) * (a.ny + b.ny) / 2)"
    near = f"{east} * {east} + {north} * {north} <= {radius * radius}"
    join = f"""
        SELECT count(*), sum(xor(a.id, b.id))
          FROM (SELECT id, lon, lat, ex, ny, cx + dx AS cx, cy + dy AS cy,
                       dx = 0 AND dy = 0 AS own
                  FROM place, (VALUES (0, 0), (1, 0), (-1, 1), (0, 1), (1, 1)) AS step (dx, dy)) a
          JOIN place b ON a.cx = b.cx AND a.cy = b.cy
         WHERE {near} AND (NOT a.own OR a.id < b.id)"""
    return lambda: database.execute(join).fetchone()


def duckdb_spatial(path, radius):
    """The spatial join; `a.id < b.id` beside it would drop to a quadratic plan, so each pair is
    found from both sides and halved."""
    database = duckdb_with(path, SHAPE_COLUMNS, spatial=True)
    database.execute("CREATE TABLE place AS SELECT id, ST_GeomFromHEXWKB(plane) AS g FROM given")
    join = f"""
        SELECT count(*) FILTER (a.id < b.id), sum(xor(a.id, b.id)) FILTER (a.id < b.id)
          FROM place a JOIN place b ON ST_DWithin(a.g, b.g, {radius})"""
    return lambda: database.execute(join).fetchone()


def sedonadb(path, radius, shapes):
    """SedonaDB's own join, over the plane."""
    import sedonadb as sedona

    parquet = f"{path}.parquet"
    database = duckdb_with(path, SHAPE_COLUMNS if shapes else POINT_COLUMNS, spatial=False)
    columns = "id, unhex(plane) AS wkb" if shapes else "id, x, y"
    database.execute(f"COPY (SELECT {columns} FROM given) TO '{parquet}' (FORMAT parquet)")
    database.close()
    session = sedona.connect()
    session.read_parquet(parquet).to_view("given")
    geometry = "ST_GeomFromWKB(wkb)" if shapes else "ST_Point(x, y)"
    place = session.sql(f"SELECT CAST(id AS BIGINT) AS id, {geometry} AS g FROM given")
    place.to_memtable().to_view("place")
    join = session.sql(f"""
        SELECT count(*) AS pairs, sum(a.id ^ b.id) AS checksum
          FROM place a JOIN place b ON ST_DWithin(a.g, b.g, {radius}) AND a.id < b.id""")

    return lambda: first_row(join)


def first_row(frame):
    """One row of numbers by way of a small CSV file in memory: the frame's other ways out want
    pyarrow, a hundred megabytes for two numbers."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        target = pathlib.Path(folder) / "row.csv"
        frame.to_csv(str(target))
        files = [target] if target.is_file() else sorted(target.rglob("*.csv"))
        rows = [row for file in files for row in csv.reader(file.open())]
        return int(rows[-1][0]), int(rows[-1][1])


ARMS = {
    "duckdb_grid": duckdb_grid,
    "duckdb_country": duckdb_country,
    "duckdb_spatial": duckdb_spatial,
    "sedonadb_points": lambda path, radius: sedonadb(path, radius, shapes=False),
    "sedonadb_shapes": lambda path, radius: sedonadb(path, radius, shapes=True),
}


def peak_mib():
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main():
    arm, path, radius = sys.argv[1], sys.argv[2], float(sys.argv[3])
    run = ARMS[arm](path, radius)
    print("ready", flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        pairs, checksum = run()
        seconds = time.perf_counter() - begin
        answer = {"pairs": int(pairs), "checksum": int(checksum), "seconds": seconds}
        print(json.dumps(answer | {"peak_mib": peak_mib()}), flush=True)


if __name__ == "__main__":
    main()
