# SPDX-License-Identifier: GPL-3.0-or-later
"""People of a run as SQLite files: what JuPedSim's viewer and PedPy's loaders ask of them.

Exit code 77: a module is missing.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

try:
    import sqlite3

    import h5py
    import numpy as np
except ImportError as missing:
    print("skipped:", missing)
    sys.exit(77)

SOURCE = os.environ.get("FLUE_SOURCE", ".")
PROGRAM = os.environ["FLUE_PROGRAM"]


def rings_of(wkt):
    """Rings of all polygons of a GEOMETRYCOLLECTION as arrays of points."""
    assert wkt.startswith("GEOMETRYCOLLECTION (POLYGON (("), wkt[:60]
    for ring in re.findall(r"\(([-+0-9. e,]+)\)", wkt):
        points = np.array([[float(v) for v in p.split()] for p in ring.split(",")])
        assert (points[0] == points[-1]).all() and len(points) >= 5
        yield points


def covers(rings, x, y):
    """Points inside the rings, or within 1e-6 m of an edge: the number of crossings is odd."""
    crossings = np.zeros(len(x), dtype=int)
    on_edge = np.zeros(len(x), dtype=bool)
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring[:-1], ring[1:]):
            if y1 != y2:
                at = x1 + (y - y1) / (y2 - y1) * (x2 - x1)
                crossings += ((y1 > y) != (y2 > y)) & (x < at)
            near_x = (x > min(x1, x2) - 1e-6) & (x < max(x1, x2) + 1e-6)
            near_y = (y > min(y1, y2) - 1e-6) & (y < max(y1, y2) + 1e-6)
            if x1 == x2 or y1 == y2:
                on_edge |= near_x & near_y
    return (crossings % 2 == 1) | on_edge


def check_file(path):
    db = sqlite3.connect(path)
    meta = dict(db.execute("SELECT key, value FROM metadata"))
    assert int(meta["version"]) == 2
    columns = [row[1] for row in db.execute("PRAGMA table_info(trajectory_data)")]
    assert columns == ["frame", "id", "pos_x", "pos_y", "ori_x", "ori_y"], columns
    indexes = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='index'")}
    assert {"frame_id_idx", "geometry_hash"} <= indexes, indexes
    (hash_of, wkt), = db.execute("SELECT hash, wkt FROM geometry")
    hashes = {row[0] for row in db.execute("SELECT DISTINCT geometry_hash FROM frame_data")}
    assert hashes == {hash_of}
    rows = np.array(db.execute("SELECT * FROM trajectory_data").fetchall())
    assert len(rows) > 0
    n_frames, = db.execute("SELECT count(*) FROM frame_data").fetchone()
    assert rows[:, 0].max() < n_frames
    lengths = np.hypot(rows[:, 4], rows[:, 5])
    assert np.allclose(lengths, 1), lengths
    outline = list(rings_of(wkt))
    # strips of 1 cm overlap rooms and would spoil the count of crossings: they are left out
    rooms = [r for r in outline if np.ptp(r[:, 0]) > 0.05 and np.ptp(r[:, 1]) > 0.05]
    assert covers(rooms, rows[:, 2], rows[:, 3]).all()
    box = [float(meta[k]) for k in ("xmin", "ymin", "xmax", "ymax")]
    points = np.concatenate(rooms)
    assert np.allclose(box, [*points.min(0), *points.max(0)])
    return meta, rows, n_frames


def main():
    with tempfile.TemporaryDirectory() as folder:
        result = os.path.join(folder, "house.h5")
        house = os.path.join(SOURCE, "tests", "data", "house.yaml")
        subprocess.run([PROGRAM, "run", house, "-o", result, "-q"], check=True,
                       stdout=subprocess.DEVNULL)
        out = os.path.join(folder, "house.sqlite")
        subprocess.run([PROGRAM, "export", result, "--jupedsim", out], check=True,
                       stdout=subprocess.DEVNULL)
        assert not glob.glob(os.path.join(folder, "*.part"))
        with h5py.File(os.path.join(folder, "house.agents.h5")) as file:
            agents = file["trajectory"][:]
            times = file["frame_time"][:]
            storeys = list(file["agent_floor/name"].asstr()[:])
        on_floor = agents[agents["state"] < 2]  # nobody of this house goes down
        assert not (agents["state"] == 4).any()
        meta, rows, n_frames = check_file(out)
        assert len(rows) == len(on_floor), (len(rows), len(on_floor))
        assert n_frames == len(times)
        assert abs(float(meta["fps"]) - (len(times) - 1) / times[-1]) < 1e-9
        key = np.lexsort((on_floor["id"], on_floor["frame"]))
        own = np.lexsort((rows[:, 1], rows[:, 0]))
        assert (rows[own, 3] == on_floor["y"][key]).all()
        total = 0
        for path in glob.glob(os.path.join(folder, "house_*.sqlite")):
            name = os.path.basename(path)[len("house_"):-len(".sqlite")]
            _, rows, _ = check_file(path)
            mine = on_floor[on_floor["level"] == storeys.index(name)]
            assert len(rows) == len(mine), name
            assert np.allclose(np.sort(rows[:, 2]), np.sort(mine["x"]))
            total += len(rows)
        assert total == len(on_floor)
    print("people of", len(storeys), "storeys,", total, "rows")


main()
