"""Writes files.zip and expected.json: MAT-files of MATLAB, SciPy and GNU Octave, and what SciPy reads from them.

Run with Debian 12's python3-scipy 1.10 and octave 7.3: /usr/bin/python3 make.py
The files in matlab/ are those that SciPy's own tests read (scipy/io/matlab/tests/data, BSD licence), written by
MATLAB 5.3 to 8 on Solaris (big-endian), Linux and Windows. SciPy's reader and this walk through what it
gives are the oracle; `bits` are the doubles of each array, row-major, in base64.
"""
import base64, io, json, os, subprocess, tempfile, zipfile
import numpy as np
import scipy, scipy.io as sio
import scipy.io.matlab as m
import scipy.sparse as sp

rng = np.random.default_rng(16)
data = os.path.join(os.path.dirname(sio.__file__), "matlab", "tests", "data")
# What SciPy reads and MATLAB does not write, or is damaged; the tests ask for these by name.
left_out = {"malformed1.mat", "test_mat4_le_floats.mat", "corrupted_zlib_checksum.mat", "corrupted_zlib_data.mat"}


def entry(value):
    if sp.issparse(value):
        dense = entry(np.asarray(value.toarray()))
        return {**dense, **({"type": "float64"} if "type" in dense else {})}  # MATLAB has no others
    if value.dtype.kind == "c":
        return {"shape": value.shape, "refused": "complex"}
    if value.dtype.kind in "US":
        return {"refused": "text"}
    bits = base64.b64encode(np.ascontiguousarray(value, dtype="<f8").tobytes()).decode()
    return {"shape": value.shape, "type": value.dtype.newbyteorder("=").name, "bits": bits}


def walk(path, value, into):
    if value is None:  # a struct without fields
        return
    if isinstance(value, (m.MatlabFunction, m.MatlabOpaque)):
        into[path] = {"refused": "function handle" if isinstance(value, m.MatlabFunction) else "object"}
    elif isinstance(value, m.MatlabObject):
        into[path] = {"refused": f"object of class {value.classname}"}
    elif not sp.issparse(value) and value.dtype.names is not None:
        for k, one in enumerate(value.flatten("F")):
            for name in value.dtype.names:
                walk(f"{path}.{name}" if value.size == 1 else f"{path}.{k}.{name}", one[name], into)
    elif not sp.issparse(value) and value.dtype == object:
        for k, one in enumerate(value.flatten("F")):
            walk(f"{path}.{k}", one, into)
    else:
        into[path] = entry(value)


def read(raw):
    into, classes = {}, {}
    for found, mat_dtype in ((into, False), (classes, True)):
        for name, value in sio.loadmat(io.BytesIO(raw), mat_dtype=mat_dtype).items():
            if not name.startswith("__"):
                walk(name, value, found)
    for path, one in into.items():
        if "type" in one:
            one["type"] = classes[path]["type"]  # MATLAB's class, whatever is stored; but it drops imaginary parts
    return into


def by_scipy():
    ints = {f"{s}{b}": rng.integers(0 if s == "uint" else -100, 100, (4, 3)).astype(f"{s}{b}")
            for s in ("int", "uint") for b in (8, 16, 32, 64)}
    arrays = {
        **ints,
        "double": rng.normal(size=(5, 7)),
        "single": rng.normal(size=(6, 2)).astype("f4"),
        "special": np.array([[np.nan, np.inf], [-np.inf, -0.0]]),
        "logical": rng.random((3, 8)) > 0.5,
        "row": np.arange(9.0), "column": np.arange(4.0)[:, None], "scalar": 3.5, "one": np.ones((1, 1), "i1"),
        "cube": rng.normal(size=(2, 3, 4)), "four": rng.normal(size=(2, 1, 3, 2)).astype("f4"),
        "five": rng.integers(0, 9, (1, 2, 2, 1, 3)).astype("u2"),
        "empty": np.zeros((0, 0)), "hollow": np.zeros((0, 5)), "flat": np.zeros((3, 0, 2)),
        "edge": np.array([[2**53 - 1, -(2**53 - 1)]], "i8"),
        "wide": rng.normal(size=(40, 30)),
        "sparse": sp.csc_matrix(np.where(rng.random((6, 9)) > 0.7, rng.normal(size=(6, 9)), 0)),
        "nothing": sp.csc_matrix((4, 3)),
        "complex": rng.normal(size=(2, 2)) + 1j, "word": "words", "words": np.array(["ab", "cd"]),
        "s": {"deep": {"acts": rng.normal(size=(4, 2)), "n": 3}, "name": "net", "list": np.arange(3)},
        "many": np.array([(rng.normal(size=(2, 2)), 1), (rng.normal(size=(3, 1)), 2)], [("a", object), ("b", object)]),
        "c": np.array([[rng.normal(size=(2, 3)), "x"], [np.eye(2), np.zeros((0, 0))]], object),
        "nested": np.array([None, {"inner": np.array([np.eye(3), 5.0], object)}], object),
        "a_name_of_31_characters_is_long": np.ones((2, 2)),
    }
    arrays["nested"][0] = np.array([1.5])
    out = {}
    for name, how in {"v6": {}, "v7": {"do_compression": True}, "columns": {"oned_as": "column"},
                      "long-names": {"long_field_names": True}}.items():
        buffer = io.BytesIO()
        sio.savemat(buffer, arrays, **how)
        out[f"scipy/{name}.mat"] = buffer.getvalue()
    buffer = io.BytesIO()
    sio.savemat(buffer, {"big": np.array([[1, 2**53]], "i8")})
    out["scipy/big-integer.mat"] = buffer.getvalue()
    buffer = io.BytesIO()
    sio.savemat(buffer, {"x": np.eye(2)}, format="4")
    out["scipy/level4.mat"] = buffer.getvalue()
    return out


octave_script = """
rand("seed", 16);
x = reshape(linspace(-1, 1, 40), 8, 5); small = reshape(0:23, 4, 6); negative = -small; wide = small * 300; huge = small * 1e5;
half = single(x); i8 = int8(small - 5); u64 = uint64(small); i16 = int16(wide); b = small > 7; z = x + 1i; range = 1:6;
cube = reshape(1:24, 2, 3, 4); e = []; hollow = zeros(0, 4); t = "text"; tt = ["abc"; "def"];
s.acts = x; s.deep.acts = half; s.deep.more.list = {x, int8(3)}; s.t = "t"; q = struct("a", {1, 2, [3; 4]}); none = struct();
c = {x, small; "t", {b, half}}; sparsely = sparse([1 3 2], [1 2 4], [0.5 -1 7], 4, 5); d = diag([1 2 3]);
"""


def by_octave():
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        saves = "".join(f'save("{flag}", "{folder}/{name}.mat", VARS{{:}});' for name, flag in
                        {"v6": "-v6", "v7": "-v7", "level4": "-v4"}.items() if name != "level4")
        script = octave_script + 'VARS = setdiff(who(), {"VARS"});' + saves
        script += f'save("-v4", "{folder}/level4.mat", "x"); save("-text", "{folder}/text.mat", "x");'
        script += f'save("-binary", "{folder}/binary.mat", "x"); save("-hdf5", "{folder}/hdf5.mat", "x"); save("-v7", "-append", "{folder}/appended.mat", "x"); save("-v7", "-append", "{folder}/appended.mat", "c");'
        script += f'yes = sparse([1 2], [1 1], true, 3, 2); save("-v7", "{folder}/sparse-logical.mat", "x", "yes");'
        subprocess.run(["octave-cli", "--no-init-file", "--eval", script], check=True)
        for file in sorted(os.listdir(folder)):
            out[f"octave/{file}"] = open(os.path.join(folder, file), "rb").read()
    return out


def by_matlab():
    names = sorted(name for name in os.listdir(data) if name.endswith(".mat") and name not in left_out)
    return {f"matlab/{name}": open(os.path.join(data, name), "rb").read() for name in names}


def main():
    files = {**by_scipy(), **by_octave(), **by_matlab()}
    for name in ("corrupted_zlib_checksum.mat", "corrupted_zlib_data.mat"):
        files[f"damaged/{name}"] = open(os.path.join(data, name), "rb").read()
    expected = {}
    for name, raw in files.items():
        if name in ("scipy/big-integer.mat", "matlab/nasty_duplicate_fieldnames.mat", "octave/sparse-logical.mat"):
            continue  # read by name in the tests
        try:
            assert raw[126:128] in (b"IM", b"MI") and raw[124:126] in (b"\x00\x01", b"\x01\x00")
            expected[name] = read(raw)
        except Exception as error:
            print("no numbers of", name, type(error).__name__, error)
    with zipfile.ZipFile("files.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED)
    with open("expected.json", "w") as file:
        json.dump({"writers": f"scipy {scipy.__version__}, GNU Octave 7.3, MATLAB 5.3 to 8", "files": expected}, file, indent=0)


main()
