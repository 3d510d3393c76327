# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens result files as users do: h5py, xarray (both engines), and what PedPy's loader asks for.

Usage: check_files.py run|agents|batch FILE.  Exit code 77: a module is missing.
"""
import sys

try:
    import h5py
    import numpy as np
    import xarray as xr
except ImportError as missing:
    print("skipped:", missing)
    sys.exit(77)


def engines():
    for name, module in (("h5netcdf", "h5netcdf"), ("netcdf4", "netCDF4")):
        try:
            __import__(module)
            yield name
        except ImportError:
            print("without", module)


def check_run(path):
    with h5py.File(path) as f:
        assert f.attrs["Conventions"] == "CF-1.8" and f.attrs["flue_layout"] == "1.0"
        t = f["zone/upper_temperature"]
        assert t.dims[0].keys() == ["time"] and t.dims[1].keys() == ["room"], t.dims
        assert t.dtype == np.float32 and t.compression == "gzip" and t.shuffle
        assert f["balance/mass_error"].dtype == np.float64
        assert "restart" not in f
        p = f["provenance"]
        assert len(p.attrs["scenario_sha256"]) == 64 and p.attrs["seed"] == 42
        assert p.attrs["finished"] and p.attrs["exit_status"] == "the run came to its end"
        assert p["scenario"].asstr()[()] == "flue: 1\ntitle: 测试楼\n"
    for engine in engines():
        with xr.open_dataset(path, group="zone", engine=engine, decode_times=False) as d:
            assert dict(d.sizes) == {"time": 150, "room": 3}, d.sizes
            assert list(d.room.values) == ["F1.flat_1", "F1.corridor", "走廊"]
            assert d.upper_temperature.units == "K"
            assert d.upper_temperature.long_name_zh == "上层温度"
            assert float(d.upper_temperature.sel(time=20.0, room="走廊")) == np.float32(323.15)
            assert d.area.dims == ("room",)
        with xr.open_dataset(path, group="opening", engine=engine) as d:
            assert list(d["width"].values) == [0.9, 1.2] and d["id"].dims == ("row",)


def check_agents(path):
    with h5py.File(path) as f:
        t = f["trajectory"]
        assert {"id", "frame", "x", "y", "z"} <= set(t.dtype.names), t.dtype
        assert t.dtype["id"] == np.uint32 and t.dtype["x"] == np.float64
        assert t.attrs["fps"] == 0.5
        assert f.attrs["wkt_geometry"].startswith("POLYGON ((0 0")
        rows = t[:]
        start = f["frame_start"][:]
        assert start[0] == 0 and start[-1] == len(rows) == 600
        assert (rows["frame"][start[7]:start[8]] == 7).all()
        assert (rows["frame"] == np.repeat(np.arange(150), 4)).all()
        assert f["agent/exit_time"].attrs["units"] == "s"
        assert f["frame_time"][-1] == 298
    for engine in engines():
        with xr.open_dataset(path, group="agent", engine=engine, decode_times=False) as d:
            assert d.exit_time.dims == ("row",)


def check_batch(path):
    for engine in engines():
        with xr.open_dataset(path, group="outcome", engine=engine, decode_timedelta=False) as d:
            assert dict(d.sizes) == {"sample": 200}, d.sizes
            assert d.fatalities.sum() == 2 * (5 + 6 + 5 + 12)
        with xr.open_dataset(path, group="sample", engine=engine) as d:
            assert d.growth.units == "W s-2"
        with xr.open_dataset(path, group="curve", engine=engine, decode_timedelta=False) as d:
            assert list(d.fatality_count.values) == [1, 2, 5, 12]
            assert np.allclose(d.fatality_exceedance, [0.10, 0.05, 0.02, 0.01])
            assert d.aset_storey.dims == ("probability",)
    with h5py.File(path) as f:
        assert f["fact/floor_area"][()] == 10000


{"run": check_run, "agents": check_agents, "batch": check_batch}[sys.argv[1]](sys.argv[2])
print("good:", sys.argv[1])
