"""Writes files.zip and expected.json: files of torch.save and the tensors in them.

Run with Debian 12's python3-torch 1.13: /usr/bin/python3 make.py
`bits` are the doubles of each tensor, row-major, in base64, as PyTorch itself gives them.
"""
import argparse, base64, collections, io, json, os, sys, types, zipfile
import numpy as np
import torch

torch.manual_seed(16)
x = torch.randn(6, 5)
big = torch.randn(40, 30)


class Evil:
    def __reduce__(self):
        return os.system, ("touch /tmp/it-was-called",)


class Own:
    pass


Own.__module__ = "some_module"
sys.modules["some_module"] = types.SimpleNamespace(Own=Own)


def typed(dtype):
    if dtype.is_floating_point:
        return torch.randn(3, 4).to(dtype)
    return (torch.randint(0, 2, (3, 4)) if dtype is torch.bool else torch.randint(0, 100, (3, 4))).to(dtype)


model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Flatten(), torch.nn.Linear(8, 2))
optimizer = torch.optim.Adam(model.parameters())
sum(p.sum() for p in model.parameters()).backward()
optimizer.step()
shared = torch.randn(10, 4)
cycle = [x]
cycle.append(cycle)
deep = x
for _ in range(300):
    deep = [deep]
laughs = [x]
for _ in range(9):
    laughs = [laughs] * 10
kinds = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]

read = {
    "tensor": x,
    "scalar": torch.tensor(3.5),
    "types": {str(t).split(".")[1]: typed(t) for t in kinds},
    "special": {"half": torch.tensor([1e-7, 65504, float("inf"), float("nan"), -0.0]).half(), "bf": torch.tensor([1e-40, 3e38, float("-inf"), -0.0]).bfloat16()},
    "views": {
        "rows": big[3:11], "columns": big[:, 4:9], "every": big[::7, 1::3], "transposed": big.T, "one": big[5], "element": big[7, 8],
        "permuted": torch.randn(3, 4, 5).permute(2, 0, 1), "expanded": torch.randn(1, 4).expand(5, 4), "constant": torch.tensor(2.0).expand(3, 2),
        "diagonal": big.diagonal(), "windows": torch.randn(9).unfold(0, 4, 2), "channels": torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last),
        "backwards": torch.flip(x, [0]), "empty": torch.zeros(0, 4), "hollow": big[:, 3:3],
    },
    "shared": {"a": shared, "b": shared[2:5], "c": shared.T, "again": shared},
    "list": [x, [x + 1, (x + 2, {"in": x + 3})], "text", 5, None, True, 2.5],
    "tuple": (x, 2 * x),
    "keys": {"a.b": x, "a": {"b": x + 1, 3: x + 2}, 7: x + 3, (1, "z"): x + 4, None: x + 5, True: x + 6, 2.5: x + 7, "": x + 8},
    "ambiguous": collections.OrderedDict([("a", {"b": x}), ("a.b", x + 1)]),
    "state-dict": model.state_dict(),
    "checkpoint": {
        "epoch": 3, "model": model.state_dict(), "optimizer": optimizer.state_dict(), "loss": np.float64(0.25), "big": 2**70, "rng": torch.get_rng_state(),
        "args": argparse.Namespace(lr=0.1), "curve": np.arange(3.0), "seen": {1, 2}, "counts": collections.Counter("aab"), "device": torch.device("cpu"),
        "shape": x.shape, "type": torch.float32, "named": collections.defaultdict(list, {"x": x}), "bytes": b"ab", "z": 1j, "slice": slice(1, 2),
    },
    "parameter": torch.nn.Parameter(x),
    "gradient": {"w": x.clone().requires_grad_(True)},
    "refused": {
        "complex": x + 1j, "sparse": x.to_sparse(), "csr": x.to_sparse_csr(), "quantized": torch.quantize_per_tensor(x, 0.1, 0, torch.qint8),
        "channels": torch.quantize_per_channel(x, torch.ones(6), torch.zeros(6), 0, torch.quint8), "meta": x.to("meta"), "good": x,
    },
    "wide": torch.tensor([[1, 2**53]]),
    "edge": torch.tensor([[2**53 - 1, -(2**53 - 1)]]),
    "empty-dict": {},
}
others = {
    "module": model, "evil": {"x": x, "evil": Evil()}, "own": {"x": x, "own": Own()}, "cycle": cycle, "deep": deep, "laughs": laughs, "plain-storage": x.storage(),
}


def save(value, **how):
    buffer = io.BytesIO()
    torch.save(value, buffer, **how)
    return buffer.getvalue()


def entry(tensor):
    tensor = tensor.detach()
    if tensor.is_complex() or tensor.is_quantized or tensor.layout != torch.strided or tensor.is_meta:
        return {"shape": list(tensor.shape), "refused": True}
    numbers = tensor.double().numpy() if tensor.dtype != torch.int64 else tensor.numpy().astype("<f8")
    bits = base64.b64encode(np.ascontiguousarray(numbers, dtype="<f8").tobytes()).decode()
    return {"shape": list(tensor.shape) or [1], "type": str(tensor.dtype).split(".")[1], "bits": bits}


def key(k):
    return "true" if k is True else f"({', '.join(map(str, k))})" if isinstance(k, tuple) else str(k)


def walk(path, value, into):
    if isinstance(value, torch.Tensor):
        into.setdefault(path, entry(value))
    elif isinstance(value, dict):
        for k, one in value.items():
            walk(f"{path}.{key(k)}" if path else key(k), one, into)
    elif isinstance(value, (list, tuple)):
        for k, one in enumerate(value):
            walk(f"{path}.{k}" if path else str(k), one, into)
    elif isinstance(value, (np.ndarray, argparse.Namespace)):
        into[path] = {"refused": True}
    return into


def cuda(raw):
    """The same file as a GPU would have written it: storages say where they were."""
    source, target = zipfile.ZipFile(io.BytesIO(raw)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for info in source.infolist():
            content = source.read(info)
            if info.filename.endswith("data.pkl"):
                content = content.replace(b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0")
            archive.writestr(zipfile.ZipInfo(info.filename), content)
    return target.getvalue()


def big_endian(raw):
    """The same file as a big-endian machine writes it, since PyTorch 2.0 with a member that says so."""
    source, target = zipfile.ZipFile(io.BytesIO(raw)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for info in source.infolist():
            content = source.read(info)
            if "/data/" in info.filename:
                content = np.frombuffer(content, "<f4").astype(">f4").tobytes()
            archive.writestr(zipfile.ZipInfo(info.filename), content)
        archive.writestr("archive/byteorder", "big")
    return target.getvalue()


files = {f"{name}.pt": save(value) for name, value in {**read, **others}.items()}
expected = {f"{name}.pt": walk("", value, {}) for name, value in read.items()}
for protocol in (3, 4, 5):
    files[f"protocol{protocol}.pt"] = save(read["checkpoint"], pickle_protocol=protocol)
    expected[f"protocol{protocol}.pt"] = expected["checkpoint.pt"]
files["cuda.pt"], expected["cuda.pt"] = cuda(files["state-dict.pt"]), expected["state-dict.pt"]
files["big-endian.pt"], expected["big-endian.pt"] = big_endian(files["tensor.pt"]), expected["tensor.pt"]
files["legacy.pt"] = save(x, _use_new_zipfile_serialization=False)
scripted = io.BytesIO()
torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), scripted)
files["scripted.pt"] = scripted.getvalue()

with zipfile.ZipFile("files.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name, raw in files.items():
        archive.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED)
with open("expected.json", "w") as file:
    json.dump({"writers": f"torch {torch.__version__}", "files": expected}, file, indent=0)
