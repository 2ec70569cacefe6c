"""Writes the HDF5, netCDF, MATLAB 7.3 and NWB files of this folder and index.json with the numbers they hold.

    python3 make.py        with Debian's python3-h5py 3.7, python3-hdf5plugin with hdf5-filter-plugin, python3-tables, python3-netcdf4,
                           python3-scipy, python3-xarray

data.h5 and data.nc were written by h5py 3.7 and netCDF4 1.6 with other numbers; they are kept as they are, with
their numbers as .npy.
"""
import datetime, json, platform
import h5py, hdf5plugin, netCDF4, numpy as np, scipy, scipy.io, tables, xarray

rng = np.random.default_rng(16)
arrays, refused, names, axes = {}, {}, {}, {}


def expect(file, path, values):
    values = np.asarray(values)
    flat = [v if np.isfinite(v) else str(v).replace("inf", "Infinity") for v in values.astype(float).ravel().tolist()]
    arrays[f"{file}:{path}"] = {"shape": list(values.shape) or [1], "values": flat}


def put(f, file, path, values, **how):
    f.create_dataset(path, data=values, **how)
    expect(file, path, values)


def types():
    name = "types.h5"
    with h5py.File(name, "w", track_order=True) as f:
        for order in "<>":
            for letter in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]:
                whole = letter[0] != "f"
                low, high = (np.iinfo(letter).min, np.iinfo(letter).max) if whole else (-8, 8)
                low, high = max(low, -(2**53) + 1), min(high, 2**53 - 1)
                values = rng.uniform(low, high, (3, 4))
                values = values.astype(order + letter)
                values[0, 0], values[0, 1] = low, high
                put(f, name, f"numbers/{'little' if order == '<' else 'big'}/{letter}", values)
        put(f, name, "bool", np.array([[True, False, True], [False, False, True]]))
        put(f, name, "scalar", np.float64(2.5))
        put(f, name, "whole", np.int16(-3))
        put(f, name, "none", np.zeros((0, 3)))
        put(f, name, "five axes", rng.normal(size=(2, 1, 3, 1, 2)))
        put(f, name, "größe", rng.normal(size=(2, 2)))
        put(f, name, "special", np.array([np.nan, np.inf, -np.inf, -0.0]))
        pairs = rng.normal(size=(3, 2, 2))
        f.create_dataset("inner", (3,), dtype=np.dtype(("<f8", (2, 2))))
        f["inner"][...] = pairs
        expect(name, "inner", pairs)
        put(f, name, "group/deep/array", rng.normal(size=(4, 2)).astype("f4"))
        f["soft"] = h5py.SoftLink("/group/deep/array")
        expect(name, "soft", f["group/deep/array"][...])
        f["hard"] = f["group/deep/array"]
        expect(name, "hard", f["group/deep/array"][...])
        f["group/deep/up"] = h5py.SoftLink("/group")
        f["group/deep/self"] = f["group"]
        f["other"] = h5py.ExternalLink("other.h5", "/x")
        f["broken"] = h5py.SoftLink("/nowhere/x")
        f["empty"] = h5py.Empty("f4")
        f["complex"] = np.array([1 + 2j, 3 - 1j])
        f["text"] = "abc"
        f["texts"] = np.array([b"ab", b"cde"])
        f["table"] = np.array([(1, 2.5)], dtype=[("count", "i4"), ("rate", "f8")])
        f.create_dataset("labels", data=np.array([0, 1, 2]), dtype=h5py.enum_dtype({"A": 0, "B": 1, "C": 2}, basetype="i2"))
        f["reference"] = np.array([f["group"].ref], dtype=h5py.ref_dtype)
        f.create_dataset("lists", (2,), dtype=h5py.vlen_dtype("f8"))
        f["opaque"] = np.array([np.void(b"12345")])
        f["quad"] = np.array([1.5], dtype="longdouble")
        layout = h5py.VirtualLayout((2, 2), "f8")
        layout[...] = h5py.VirtualSource("other.h5", "x", (2, 2))
        f.create_virtual_dataset("virtual", layout)
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_layout(h5py.h5d.COMPACT)
        values = rng.normal(size=(2, 3))
        compact = h5py.h5d.create(f.id, b"compact", h5py.h5t.IEEE_F64LE, h5py.h5s.create_simple((2, 3)), properties)
        compact.write(h5py.h5s.ALL, h5py.h5s.ALL, values)
        expect(name, "compact", values)
    for path, why in {
        "other": "another file, other.h5", "broken": "/nowhere/x", "empty": "no numbers",
        "complex": "complex numbers", "text": "text", "texts": "text", "table": "count, rate",
        "labels": "enumeration", "reference": "references", "lists": "unequal length", "opaque": "without a type",
        "quad": "128 bits", "virtual": "virtual dataset",
    }.items():
        refused[f"{name}:{path}"] = why


def beyond():
    with h5py.File("beyond.h5", "w") as f:
        f["low"] = np.array([[1, -(2**53)], [3, 4]])
        f["high"] = np.array([[1, 2**53 - 1], [2**63, 4]], dtype=">u8")


def chunks(name, **how):
    """Chunks of every kind, and what names the place of a chunk in each version of the format."""
    with h5py.File(name, "w", **how) as f:
        for key, options in {
            "plain": {}, "gzip": dict(compression="gzip"), "shuffled": dict(compression="gzip", shuffle=True),
            "checked": dict(fletcher32=True), "lzf": dict(compression="lzf"),
            "growing": dict(maxshape=(None, 9, 3)), "growing-all": dict(maxshape=(None, None, 3)),
        }.items():
            values = rng.normal(size=(7, 9, 3)).astype("f4").round(3)
            put(f, name, key, values, chunks=(3, 4, 2), **options)
        put(f, name, "one", rng.normal(size=(6, 4)), chunks=(6, 4))
        put(f, name, "scaled", rng.integers(-50, 50, (9, 7)), chunks=(4, 4), scaleoffset=0)
        f.create_dataset("sparse", (8, 6), "f8", chunks=(2, 3), fillvalue=-1.5)
        f["sparse"][2:4, 0:3] = 7
        expect(name, "sparse", f["sparse"][...])
        put(f, name, "lines", np.arange(50.0), chunks=(7,), compression="gzip")


def plugins():
    name = "plugins.h5"
    with h5py.File(name, "w") as f:
        for key, options in {
            "blosc": hdf5plugin.Blosc(), "blosc-zstd": hdf5plugin.Blosc("zstd", 5, hdf5plugin.Blosc.BITSHUFFLE),
            "lz4": hdf5plugin.LZ4(), "bzip2": hdf5plugin.BZip2(),
        }.items():
            put(f, name, key, rng.integers(0, 9, (10, 8)).astype("f8"), chunks=(4, 8), **options)
    name = "pytables.h5"
    with tables.open_file(name, "w") as f:
        values = rng.normal(size=(6, 5)).astype("f4")
        f.create_carray("/", "acts", obj=values, filters=tables.Filters(complevel=5, complib="blosc"))
        expect(name, "acts", values)
        truth = values > 0
        f.create_array("/", "truth", obj=truth)
        expect(name, "truth", truth)


def netcdf():
    name = "xarray.nc"
    stimuli = ["cat", "dog", "tree", "größe", "a longer name"]
    acts, counts = rng.normal(size=(5, 3)), rng.integers(-4, 4, (5, 3)).astype("i2")
    xarray.Dataset(
        {"acts": (("stimulus", "unit"), acts), "counts": (("stimulus", "unit"), counts)},
        coords={"stimulus": stimuli, "unit": [10, 20, 30]},
    ).to_netcdf(name, engine="netcdf4")
    expect(name, "acts", acts)
    expect(name, "counts", counts)
    expect(name, "unit", [10, 20, 30])
    names[f"{name}:acts"] = stimuli
    axes[f"{name}:acts"] = ["stimulus", "unit"]

    name = "groups.nc"
    with netCDF4.Dataset(name, "w") as f:
        f.createDimension("time", None)
        group = f.createGroup("session")
        group.createDimension("unit", 4)
        rates = group.createVariable("rates", "f4", ("time", "unit"), zlib=True)
        rates[:] = rng.normal(size=(6, 4))
        expect(name, "session/rates", rates[:])
        axes[f"{name}:session/rates"] = ["time", "unit"]
        packed = group.createVariable("packed", "i2", ("time", "unit"), fill_value=-999)
        packed.scale_factor, packed.add_offset = 0.25, 10.0
        packed[:] = np.ma.masked_less(rng.integers(-40, 40, (6, 4)) / 4 + 10, 2)
        expect(name, "session/packed", packed[:].filled(np.nan))

    for name, version in {"classic.nc": 1, "offset64.nc": 2}.items():
        with scipy.io.netcdf_file(name, "w", version=version) as f:
            f.createDimension("time", None)
            f.createDimension("stimulus", 4)
            f.createDimension("unit", 3)
            f.createDimension("letter", 5)
            f.title = "classic"
            for key, letter in {"bytes": "b", "shorts": "h", "ints": "i", "floats": "f", "doubles": "d"}.items():
                variable = f.createVariable(key, letter, ("stimulus", "unit"))
                whole = letter in "bhi"
                variable[:] = rng.integers(-100, 100, (4, 3)) if whole else rng.normal(size=(4, 3))
                expect(name, key, variable[:])
                axes[f"{name}:{key}"] = ["stimulus", "unit"]
            one = f.createVariable("trace", "h", ("time", "unit"))
            two = f.createVariable("moment", "d", ("time",))
            one[:] = np.arange(21).reshape(7, 3)
            two[:] = np.arange(7.0) / 8
            expect(name, "trace", np.arange(21).reshape(7, 3))
            expect(name, "moment", np.arange(7.0) / 8)
            packed = f.createVariable("packed", "h", ("stimulus", "unit"))
            packed.scale_factor, packed.add_offset, packed._FillValue = 0.5, -1.0, np.int16(-7)
            raw = rng.integers(-20, 20, (4, 3)).astype("i2")
            raw[1, 2] = -7
            packed[:] = raw
            expect(name, "packed", np.where(raw == -7, np.nan, raw * 0.5 - 1))
            letters = f.createVariable("stimulus", "c", ("stimulus", "letter"))
            letters[:] = np.array([list("cat  "), list("dog  "), list("tree "), list("horse")], dtype="S1")
        for key in ["doubles", "bytes"]:
            names[f"{name}:{key}"] = ["cat", "dog", "tree", "horse"]
        refused[f"{name}:stimulus"] = "text"
    name = "record.nc"
    with scipy.io.netcdf_file(name, "w") as f:
        f.createDimension("time", None)
        f.createDimension("unit", 3)
        only = f.createVariable("only", "b", ("time", "unit"))
        only[:] = np.arange(-6, 9).reshape(5, 3)
        expect(name, "only", np.arange(-6, 9).reshape(5, 3))
    name = "records.nc"  # netCDF's own writer; SciPy puts a scalar where the records are
    with netCDF4.Dataset(name, "w", format="NETCDF3_CLASSIC") as f:
        f.createDimension("time", None)
        f.createDimension("unit", 3)
        scalar = f.createVariable("scalar", "f8", ())
        scalar[...] = 4.25
        expect(name, "scalar", 4.25)
        for key, letter in {"trace": "i2", "moment": "f8", "small": "i1"}.items():
            variable = f.createVariable(key, letter, ("time", "unit")[: 1 if key == "moment" else 2])
            shape = (7, 3)[: variable.ndim]
            variable[:] = rng.integers(-90, 90, shape)
            expect(name, key, variable[:])
            axes[f"{name}:{key}"] = ["time", "unit"][: variable.ndim]
    name = "cdf5.nc"
    with netCDF4.Dataset(name, "w", format="NETCDF3_64BIT_DATA") as f:
        f.createDimension("stimulus", 3)
        f.createDimension("unit", 2)
        for key, letter in {"acts": "f8", "longs": "i8", "unsigned": "u2"}.items():
            variable = f.createVariable(key, letter, ("stimulus", "unit"))
            variable[:] = rng.integers(0, 2**40 if letter == "i8" else 2**16, (3, 2))
            expect(name, key, variable[:])


def matlab():
    """The layout of MATLAB 7.3: a user block of 512 bytes, axes reversed, classes as attributes, cells as references."""
    name = "matlab73.mat"
    with h5py.File(name, "w", userblock_size=512) as f:
        def variable(group, key, values, kind, **how):
            stored = {"logical": "u1", "single": "f4"}.get(kind, "f8" if kind == "double" else kind)
            data = np.asarray(values).astype(stored)
            dataset = group.create_dataset(key, data=data.T, **how)
            dataset.attrs["MATLAB_class"] = np.bytes_(kind)
            if kind == "logical":
                dataset.attrs["MATLAB_int_decode"] = np.int32(1)
            return dataset

        acts = rng.normal(size=(5, 3))
        variable(f, "acts", acts, "double")
        expect(name, "acts", acts)
        cube = rng.normal(size=(4, 3, 2)).astype("f4")
        variable(f, "cube", cube, "single", chunks=(2, 3, 4), compression="gzip")
        expect(name, "cube", cube)
        for kind in ["int8", "uint16", "int32", "int64"]:
            values = rng.integers(0, 100, (3, 4))
            variable(f, kind, values, kind)
            expect(name, kind, values)
        truth = rng.integers(0, 2, (3, 4))
        variable(f, "truth", truth, "logical")
        expect(name, "truth", truth)
        variable(f, "row", [[1, 2, 3]], "double")
        expect(name, "row", [[1, 2, 3]])
        text = f.create_dataset("word", data=np.array([[97], [98]], dtype="u2"))
        text.attrs["MATLAB_class"], text.attrs["MATLAB_int_decode"] = np.bytes_("char"), np.int32(2)
        empty = f.create_dataset("nothing", data=np.array([0, 3], dtype="u8"))
        empty.attrs["MATLAB_class"], empty.attrs["MATLAB_empty"] = np.bytes_("double"), np.uint8(1)
        expect(name, "nothing", np.zeros((0, 3)))
        z = np.zeros((2, 2), dtype=[("real", "f8"), ("imag", "f8")])
        f.create_dataset("z", data=z).attrs["MATLAB_class"] = np.bytes_("double")
        s = f.create_group("s")
        s.attrs["MATLAB_class"] = np.bytes_("struct")
        deep = s.create_group("deep")
        deep.attrs["MATLAB_class"] = np.bytes_("struct")
        inside = rng.normal(size=(2, 4))
        variable(deep, "acts", inside, "double")
        expect(name, "s.deep.acts", inside)
        refs = f.create_group("#refs#")
        cells = [rng.normal(size=(3, 2)), rng.normal(size=(2, 2)), rng.normal(size=(1, 4))]
        for letter, values in zip("abc", cells):
            variable(refs, letter, values, "double")
        cell = f.create_dataset("c", data=np.array([[refs[k].ref] for k in "abc"], dtype=h5py.ref_dtype), dtype=h5py.ref_dtype)
        cell.attrs["MATLAB_class"] = np.bytes_("cell")
        for k, values in enumerate(cells):
            expect(name, f"c.{k}", values)
        # An array of structures: each field is a list of references.
        people = f.create_group("many")
        people.attrs["MATLAB_class"] = np.bytes_("struct")
        people.create_dataset("x", data=np.array([[refs[k].ref] for k in "ab"], dtype=h5py.ref_dtype), dtype=h5py.ref_dtype)
        expect(name, "many.0.x", cells[0])
        expect(name, "many.1.x", cells[1])
        nested = f.create_group("nested")
        nested.attrs["MATLAB_class"] = np.bytes_("struct")
        inner = nested.create_dataset("c", data=np.array([[refs["c"].ref]], dtype=h5py.ref_dtype), dtype=h5py.ref_dtype)
        inner.attrs["MATLAB_class"] = np.bytes_("cell")
        expect(name, "nested.c.0", cells[2])
        sparse = f.create_group("sp")
        sparse.attrs["MATLAB_class"], sparse.attrs["MATLAB_sparse"] = np.bytes_("double"), np.uint64(3)
        sparse.create_dataset("data", data=np.array([1.0]))
    refused.update({f"{name}:word": "text", f"{name}:z": "complex numbers", f"{name}:sp": "sparse"})
    head = b"MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Mon Nov 30 12:00:00 2026 HDF5 schema 1.00 ."
    with open(name, "r+b") as f:
        f.write(head.ljust(116) + b"\0" * 8 + b"\x00\x02IM")


def nwb():
    """NWB 2: spike times of units, and trials in three kinds of columns."""
    name = "session.nwb"
    starts = np.arange(8) * 2.0 + 0.25
    stops = starts + np.array([1, 1, 0.5, 1, 1.25, 1, 1, 0.75])
    stimulus = ["face", "house", "face", "tool", "house", "tool", "face", "house"]
    orientation = np.array([0, 90, 0, 90, 0, 90, 0, 90])
    spikes = [np.sort(rng.uniform(0, 17, n)) for n in (40, 0, 63)]
    spikes[0][0] = starts[0]  # a spike at the start counts, one at the stop does not
    spikes[0] = np.sort(np.append(spikes[0], stops[3]))
    with h5py.File(name, "w") as f:
        f.attrs["nwb_version"], f.attrs["neurodata_type"] = "2.5.0", "NWBFile"
        def table(path, columns):
            group = f.create_group(path)
            group.attrs["neurodata_type"] = "DynamicTable"
            group.attrs["colnames"] = np.array(columns, dtype=h5py.string_dtype())
            return group
        units = table("units", ["spike_times"])
        units.attrs["neurodata_type"] = "Units"
        units["id"] = np.arange(3)
        units["spike_times"] = np.concatenate(spikes)
        units["spike_times_index"] = np.cumsum([len(s) for s in spikes]).astype("u1")
        trials = table("intervals/trials", ["start_time", "stop_time", "stimulus", "orientation", "correct"])
        trials.attrs["neurodata_type"] = "TimeIntervals"
        trials["id"], trials["start_time"], trials["stop_time"] = np.arange(8), starts, stops
        trials.create_dataset("stimulus", data=stimulus, dtype=h5py.string_dtype())
        trials["orientation"] = orientation
        trials["correct"] = rng.integers(0, 2, 8).astype(bool)
        lfp = rng.normal(size=(20, 4)).astype("f4")
        put(f, name, "processing/ecephys/LFP/data", lfp, chunks=(8, 4), compression="gzip")
    counts = np.array([[np.sum((s >= a) & (s < b)) for s in spikes] for a, b in zip(starts, stops)])
    expect(name, "units/spike_counts", counts)
    levels = list(dict.fromkeys(orientation.tolist()))
    expect(name, "units/spike_counts/orientation", np.stack([counts[orientation == v] for v in levels]))
    names[f"{name}:units/spike_counts/orientation"] = [str(v) for v in levels]
    order = list(dict.fromkeys(stimulus))
    of = np.array(stimulus)
    unequal = [counts[of == v] for v in order]
    arrays[f"{name}:units/spike_counts/stimulus"] = {"unequal": [one.tolist() for one in unequal]}


if __name__ == "__main__":
    types()
    beyond()
    chunks("chunks.h5")
    chunks("latest.h5", libver="latest")
    plugins()
    netcdf()
    matlab()
    nwb()
    versions = {"python": platform.python_version(), "h5py": h5py.__version__, "hdf5": h5py.version.hdf5_version,
                "hdf5plugin": hdf5plugin.version, "tables": tables.__version__, "netCDF4": netCDF4.__version__,
                "numpy": np.__version__, "scipy": scipy.__version__}
    json.dump({"script": "make.py", "seed": 16, "versions": versions, "arrays": arrays, "refused": refused,
               "names": names, "axes": axes}, open("index.json", "w"), ensure_ascii=False, separators=(",", ":"))
