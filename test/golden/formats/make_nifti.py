"""Writes nifti.zip: small volumes as nibabel itself saves them, and the numbers that it reads from them.

Run in this folder with: python3 make_nifti.py. The committed file is from nibabel 5.0.0, NumPy 1.24.2.
NAME is the file; NAME.npy its volumes x voxels, first axis fastest; NAME.affine.npy its affine.
The files in nifti/ are from nibabel 5.0.0 as well: a run of float32 with its mask, and int16 with a slope.
"""

import io
import os
import tempfile
import zipfile

import nibabel as nib
import numpy as np

rng = np.random.default_rng(16)
affine = np.array([[2, 0.1, 0, -10], [0, 2, 0.2, -20], [0.3, 0, 3, 5], [0, 0, 0, 1.0]])
qform = np.array([[0, -2, 0, 7], [2, 0, 0, -3], [0, 0, -3, 5], [0, 0, 0, 1.0]])
classes = {1: nib.Nifti1Image, 2: nib.Nifti2Image}


def image(version, dtype, endian, shape):
    kind = np.dtype(dtype)
    values = rng.standard_normal(shape) * 50
    data = (np.abs(values) if kind.kind == "u" else values).astype(endian + dtype)
    header = classes[version].header_class(endianness=endian)
    made = classes[version](data, affine, header)
    made.set_data_dtype(kind.newbyteorder(endian))
    return made


def scaled(data, version, endian, slope, intercept):
    at, kind = ((112, "f4"), (176, "f8"))[version - 1]
    scaling = np.array([slope, intercept], endian + kind).tobytes()
    return data[:at] + scaling + data[at + len(scaling) :]


def saved(made, name):
    with tempfile.TemporaryDirectory() as folder:
        nib.save(made, os.path.join(folder, name))
        return open(os.path.join(folder, name), "rb").read()


def files():
    shapes = [(3, 4, 2, 5), (3, 4, 2), (3, 4), (3, 4, 2, 1, 5)]
    k = 0
    for version in (1, 2):
        for dtype in "u1 i1 u2 i2 u4 i4 i8 u8 f4 f8".split():
            for endian in "<>":
                name = f"v{version}-{dtype}-{'little' if endian == '<' else 'big'}"
                shape = shapes[(k // 3) % 4]
                yield name + (".nii.gz" if k % 3 == 1 else ".nii"), saved(
                    image(version, dtype, endian, shape), "x.nii" + (".gz" if k % 3 == 1 else "")
                )
                if k % 3 == 2:
                    plain = saved(image(version, dtype, endian, shape), "x.nii")
                    yield name + "-scaled.nii", scaled(plain, version, endian, 0.3, -3.7)
                    yield name + "-slope-nan.nii", scaled(plain, version, endian, np.nan, np.nan)
                k += 1
    for version in (1, 2):
        turned = image(version, "f4", "<", (3, 4, 2))
        turned.header.set_sform(None, 0)
        turned.set_qform(qform, 1)
        turned.set_sform(None, 0)
        yield f"v{version}-qform.nii", saved(turned, "x.nii")
        bare = image(version, "f4", ">", (3, 4, 2))
        bare.set_qform(None, 0)
        bare.set_sform(None, 0)
        yield f"v{version}-no-form.nii", saved(bare, "x.nii")
    extended = image(1, "f4", "<", (3, 4, 2, 2))
    extended.header.extensions.append(nib.nifti1.Nifti1Extension("comment", b"of the scanner" * 20))
    yield "extension.nii", saved(extended, "x.nii")
    yield "long.nii", saved(nib.Nifti1Image((np.arange(40000) % 7).reshape(-1, 1, 1).astype("f4"), affine), "x.nii")


def refused():
    yield "complex.nii", saved(nib.Nifti1Image(np.ones((2, 2, 2), "c8"), affine), "x.nii")
    colours = np.zeros((2, 2, 2), [("R", "u1"), ("G", "u1"), ("B", "u1")])
    yield "rgb.nii", saved(nib.Nifti1Image(colours, affine), "x.nii")
    with tempfile.TemporaryDirectory() as folder:
        pair = nib.Nifti1Pair(np.ones((2, 2, 2), "f4"), affine)
        nib.save(pair, os.path.join(folder, "x.hdr"))
        yield "pair.nii", open(os.path.join(folder, "x.hdr"), "rb").read()
    series = nib.cifti2.SeriesAxis(0, 1, 4)
    scalars = nib.cifti2.BrainModelAxis.from_mask(np.ones((2, 2, 2), bool), "thalamus_left", affine)
    cifti = nib.Cifti2Image(np.ones((4, 8), "f4"), header=(series, scalars))
    yield "cifti.nii", saved(cifti, "x.dtseries.nii")


def array(values):
    file = io.BytesIO()
    np.save(file, values)
    return file.getvalue()


with zipfile.ZipFile("nifti.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name, data in files():
        archive.writestr(name, data)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name)
            open(path, "wb").write(data)
            read = nib.load(path)
            values = read.get_fdata()
            volumes = values.reshape(-1, values.shape[-1] if values.ndim > 3 else 1, order="F").T
            archive.writestr(name + ".npy", array(np.ascontiguousarray(volumes)))
            archive.writestr(name + ".affine.npy", array(read.affine))
    for name, data in refused():
        archive.writestr(name, data)
