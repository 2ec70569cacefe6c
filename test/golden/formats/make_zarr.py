"""Writes zarr2.zip and zarr3.zip: hierarchies of Zarr, each array beside its numbers.

Run in this folder with: python3 make_zarr.py. The committed files are from zarr 2.13.6, numcodecs 0.11.0, NumPy 1.24.2.
Version 2 is as zarr itself saves it. Version 3 is written here line by line after the core specification 3.0 and ZEP 2
(shards), with the compressors of numcodecs, because zarr 2 does not write it.
A member is NAME.zarr/..., and NAME.npy are the numbers of the array NAME.zarr:a. The folder zarr/ is from zarr 2.13.6 too.
"""

import io
import itertools
import json
import os
import struct
import tempfile
import zipfile
import zlib

import numcodecs
import numpy as np
import zarr

rng = np.random.default_rng(16)


def values(dtype, shape=(7, 5, 3)):
    kind = np.dtype(dtype).kind
    made = rng.standard_normal(shape) * 40
    return (made > 0 if kind == "b" else np.abs(made) if kind == "u" else made).astype(dtype)


def version2():
    for kind in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1".split():
        for endian in "<>" if kind[1] != "1" else "|":
            yield f"type-{kind}-{'big' if endian == '>' else 'little'}", endian + kind, {}
    c = numcodecs
    compressors = {
        "none": None,
        "zlib": c.Zlib(5),
        "gzip": c.GZip(5),
        "zstd": c.Zstd(3),
        "lz4": c.LZ4(),
    }
    for cname, shuffle in itertools.product(["blosclz", "lz4", "lz4hc", "zlib", "zstd"], [0, 1, 2]):
        compressors[f"blosc-{cname}-{shuffle}"] = c.Blosc(cname, 5, shuffle)
    for name, compressor in compressors.items():
        yield f"compressor-{name}", "<f8", {"compressor": compressor, "large": True}
    yield "order-f", "<f8", {"order": "F"}
    yield "nested", "<f8", {"dimension_separator": "/"}
    yield "delta", "<i4", {"filters": [c.Delta("<i4")]}
    yield "delta-f", "<f8", {"filters": [c.Delta("<f8")], "order": "F"}
    yield "shuffle", "<f4", {"filters": [c.Shuffle(4)]}
    yield "shuffle-big", ">f4", {"filters": [c.Shuffle(4)]}
    yield "bitround", "<f4", {"filters": [c.BitRound(6)]}
    yield "quantize", "<f8", {"filters": [c.Quantize(2, "<f8")]}
    yield "one-chunk", "<f8", {"chunks": False}
    yield "chunks-of-one", "<i2", {"chunks": (1, 1, 1)}
    yield "larger-chunks", "<f8", {"chunks": (20, 8, 8)}
    yield "fill-nan", "<f4", {"fill_value": np.nan, "partly": True}
    yield "fill-half", "<f2", {"fill_value": 0.1, "partly": True}
    yield "fill-inf", "<f8", {"fill_value": -np.inf, "partly": True}
    yield "fill-int", "<i8", {"fill_value": -7, "partly": True}
    yield "fill-bool", "|b1", {"fill_value": True, "partly": True}
    yield "scalar", "<f8", {"shape": ()}
    yield "vector", "<f8", {"shape": (11,), "chunks": (4,)}
    yield "empty", "<f8", {"shape": (0, 4), "chunks": (1, 4)}


def write2(folder, dtype, how):
    how = dict(how)
    shape = how.pop("shape", (40, 10, 3) if how.pop("large", False) else (7, 5, 3))
    partly = how.pop("partly", False)
    chunks = how.pop("chunks", (4, 2, 3) if shape == (7, 5, 3) else (25, 10, 2) if shape == (40, 10, 3) else None)
    group = zarr.open_group(folder, mode="w")
    array = group.create_dataset("a", shape=shape, dtype=dtype, chunks=chunks, **how)
    if partly:
        array[4:, :2] = values(dtype, (3, 2, 3))
    else:
        # Few different numbers, so that compressors have something to do.
        array[...] = np.round(values(dtype, shape)) if shape == (40, 10, 3) else values(dtype, shape)
    return array[...]


def crc32c(data):
    state = 0xFFFFFFFF
    for byte in data:
        state ^= byte
        for _ in range(8):
            state = (state >> 1) ^ (0x82F63B78 if state & 1 else 0)
    return struct.pack("<I", state ^ 0xFFFFFFFF)


codecs3 = {
    "gzip": ({"name": "gzip", "configuration": {"level": 5}}, lambda b: numcodecs.GZip(5).encode(b)),
    "zstd": ({"name": "zstd", "configuration": {"level": 3, "checksum": False}}, lambda b: numcodecs.Zstd(3).encode(b)),
    "crc32c": ({"name": "crc32c"}, lambda b: bytes(b) + crc32c(b)),
    "blosc": (
        {"name": "blosc", "configuration": {"cname": "lz4", "clevel": 5, "shuffle": "shuffle", "typesize": 8, "blocksize": 0}},
        lambda b: numcodecs.Blosc("lz4", 5, 1).encode(np.frombuffer(b, "f8") if len(b) % 8 == 0 else b),
    ),
    "numcodecs.zlib": ({"name": "numcodecs.zlib", "configuration": {"level": 1}}, lambda b: zlib.compress(b)),
}
names3 = {"f": "float", "i": "int", "u": "uint", "b": "bool"}


def encode(chunk, dtype, order, packers):
    data = np.ascontiguousarray(chunk.transpose(order) if order else chunk).astype(dtype).tobytes()
    for packer in packers:
        data = codecs3[packer][1](data)
    return bytes(data)


def pipeline(dtype, order, packers):
    steps = [{"name": "transpose", "configuration": {"order": list(order)}}] if order else []
    steps.append({"name": "bytes", "configuration": {"endian": "big" if dtype[0] == ">" else "little"}})
    return steps + [codecs3[packer][0] for packer in packers]


def cut(data, chunks, at, fill):
    """A whole chunk of the grid; beyond the edge are fill values."""
    chunk = np.full(chunks, fill, data.dtype)
    part = data[tuple(slice(i * n, (i + 1) * n) for i, n in zip(at, chunks))]
    chunk[tuple(slice(0, n) for n in part.shape)] = part
    return chunk


def grid(shape, chunks):
    return itertools.product(*[range(-(-n // c)) for n, c in zip(shape, chunks)])


def write3(folder, data, dtype, chunks, order=None, packers=(), key="/", fill=0, fill_json=None, inner=None, v2=False, names=None):
    os.makedirs(f"{folder}/a")
    json.dump({"zarr_format": 3, "node_type": "group", "attributes": {}}, open(f"{folder}/zarr.json", "w"))
    codecs = pipeline(dtype, order, packers)
    if inner:
        index = [{"name": "bytes", "configuration": {"endian": "little"}}, {"name": "crc32c"}]
        codecs = [
            {
                "name": "sharding_indexed",
                "configuration": {"chunk_shape": inner, "codecs": codecs, "index_codecs": index, "index_location": "end"},
            }
        ]
    kind = np.dtype(dtype)
    meta = {
        "zarr_format": 3,
        "node_type": "array",
        "shape": data.shape,
        "data_type": "bool" if kind.kind == "b" else f"{names3[kind.kind]}{8 * kind.itemsize}",
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": chunks}},
        "chunk_key_encoding": {"name": "v2" if v2 else "default", "configuration": {"separator": key}},
        "codecs": codecs,
        "fill_value": fill if fill_json is None else fill_json,
        "attributes": {},
    }
    if names:
        meta["dimension_names"] = names
    json.dump(meta, open(f"{folder}/a/zarr.json", "w"))
    for at in grid(data.shape, chunks):
        chunk = cut(data, chunks, at, fill)
        same = np.isnan(chunk).all() if fill != fill else (chunk == np.asarray(fill, data.dtype)).all()
        if same:
            continue
        name = key.join(map(str, at) if v2 else ["c", *map(str, at)])
        os.makedirs(os.path.dirname(f"{folder}/a/{name}"), exist_ok=True)
        open(f"{folder}/a/{name}", "wb").write(shard(chunk, dtype, order, packers, inner, fill) if inner else encode(chunk, dtype, order, packers))
    return data


def shard(chunk, dtype, order, packers, inner, fill):
    body, index = b"", []
    for at in grid(chunk.shape, inner):
        part = cut(chunk, inner, at, fill)
        if (part == np.asarray(fill, part.dtype)).all():
            index += [2**64 - 1, 2**64 - 1]
            continue
        data = encode(part, dtype, order, packers)
        index += [len(body), len(data)]
        body += data
    table = np.array(index, "<u8").tobytes()
    return body + table + crc32c(table)


def version3():
    for kind in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1".split():
        endian = "<" if kind[1] == "1" or kind in ("f4", "i8") else ">"
        yield f"type-{kind}", dict(data=values(kind), dtype=endian + kind, chunks=[4, 2, 3], fill=False if kind == "b1" else 0)
    f8 = np.round(values("f8", (30, 12, 4)))
    for packers in (["gzip"], ["zstd"], ["blosc"], ["numcodecs.zlib"], ["gzip", "crc32c"]):
        yield "packed-" + "-".join(packers), dict(data=f8, dtype="<f8", chunks=[8, 12, 3], packers=packers)
    yield "transposed", dict(data=f8, dtype="<f8", chunks=[8, 5, 3], order=(2, 0, 1), packers=["zstd"])
    yield "dots", dict(data=f8, dtype="<f8", chunks=[8, 5, 3], key=".")
    yield "keys-v2", dict(data=f8, dtype="<f8", chunks=[8, 5, 3], key=".", v2=True)
    holes = np.zeros((30, 12, 4), "f4")
    holes[9:20, 3:7] = values("f4", (11, 4, 4))
    yield "shards", dict(data=holes, dtype="<f4", chunks=[16, 6, 4], inner=[4, 3, 2], packers=["zstd", "crc32c"])
    yield "shards-transposed", dict(data=f8, dtype=">f8", chunks=[16, 6, 4], inner=[4, 3, 4], order=(1, 2, 0), packers=["gzip"])
    nans = np.full((9, 4), np.nan, "f4")
    nans[:2] = 1.5
    yield "fill-nan", dict(data=nans, dtype="<f4", chunks=[3, 4], fill=np.nan, fill_json="NaN")
    yield "fill-bits", dict(data=nans, dtype="<f4", chunks=[3, 4], fill=np.nan, fill_json="0x7fc00000")
    halves = np.full((9, 4), 0.1, "f2")
    halves[:2] = 3
    yield "fill-half", dict(data=halves, dtype="<f2", chunks=[3, 4], fill=0.1)
    yield "named", dict(data=f8, dtype="<f8", chunks=[30, 12, 4], names=["stimuli", "time", "units"])


def array(data):
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(data))
    return file.getvalue()


def pack(name, items):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for item, write in items:
            with tempfile.TemporaryDirectory() as folder:
                data = write(f"{folder}/x")
                for base, _, files in sorted(os.walk(f"{folder}/x")):
                    for file in sorted(files):
                        path = f"{base}/{file}"
                        archive.write(path, f"{item}.zarr/{os.path.relpath(path, f'{folder}/x')}")
                archive.writestr(f"{item}.npy", array(data))


pack("zarr2.zip", [(n, lambda f, d=d, h=h: write2(f, d, h)) for n, d, h in version2()])
pack("zarr3.zip", [(n, lambda f, how=how: write3(f, **how)) for n, how in version3()])
