"""Writes gifti.zip: surfaces and data of vertices as nibabel itself saves them, and the numbers that they hold.

Run in this folder with: python3 make_gifti.py. The committed file is from nibabel 5.0.0, NumPy 1.24.2.
NAME.gii is the file; NAME.gii.PATH.npy the array PATH of it as the reader gives it.
"""

import io
import zipfile

import nibabel as nib
import numpy as np
from nibabel.gifti import GiftiDataArray, GiftiImage, GiftiMetaData

rng = np.random.default_rng(16)
points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1.5]], "f4")
triangles = np.array([[0, 1, 2], [0, 1, 3], [0, 2, 3], [1, 2, 3]], "i4")


def image(*arrays):
    meta = GiftiMetaData({"AnatomicalStructurePrimary": "CortexLeft", "note": "a < b & \"c\""})
    return GiftiImage(darrays=list(arrays), meta=meta)


def files():
    for encoding in ("ASCII", "B64BIN", "B64GZ"):
        for endian in ("little", "big"):
            for order in ("RowMajorOrder", "ColumnMajorOrder"):
                if encoding == "ASCII" and (endian, order) != ("little", "RowMajorOrder"):
                    continue
                how = {"encoding": "GIFTI_ENCODING_" + encoding, "endian": endian}
                how["ordering"] = {"RowMajorOrder": "C", "ColumnMajorOrder": "F"}[order]
                yield f"surface-{encoding}-{endian}-{order}", image(
                    GiftiDataArray(points, "NIFTI_INTENT_POINTSET", **how),
                    GiftiDataArray(triangles, "NIFTI_INTENT_TRIANGLE", **how),
                ), {"pointset": points, "triangle": triangles}
    courses = rng.standard_normal((6, 11)).astype("f4") * 1e-3
    for encoding in ("ASCII", "B64BIN", "B64GZ"):
        arrays = [
            GiftiDataArray(row, "NIFTI_INTENT_TIME_SERIES", encoding="GIFTI_ENCODING_" + encoding)
            for row in courses
        ]
        # Digits hold what nibabel prints of them.
        held = np.array([[float("%10.6f" % v) for v in row] for row in courses]) if encoding == "ASCII" else courses
        yield f"func-{encoding}", image(*arrays), {"": held.astype("f4")}
    for kind in "u1 i4 f8 i2 u4 i8".split():
        rows = np.abs(rng.standard_normal((2, 5)) * 40).astype(kind)
        code = nib.nifti1.data_type_codes.code[np.dtype(kind)]
        yield f"type-{kind}", image(*[GiftiDataArray(r, "NIFTI_INTENT_SHAPE", datatype=code) for r in rows]), {"": rows}
    matrix = rng.standard_normal((5, 3)).astype("f4")
    yield "vertices-by-time", image(GiftiDataArray(matrix, "NIFTI_INTENT_NONE")), {"": matrix.T}
    labels = np.array([0, 3, 3, 1], "i4")
    yield "mixed", image(
        GiftiDataArray(labels, "NIFTI_INTENT_LABEL"),
        GiftiDataArray(points[:, 0], "NIFTI_INTENT_SHAPE"),
        GiftiDataArray(points[:3, 1], "NIFTI_INTENT_SHAPE"),
    ), {"label": labels[None], "shape": points[None, :, 0], "shape.1": points[None, :3, 1]}


def array(values):
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(values))
    return file.getvalue()


with zipfile.ZipFile("gifti.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name, made, arrays in files():
        archive.writestr(name + ".gii", made.to_xml())
        for path, values in arrays.items():
            archive.writestr(f"{name}.gii.{path}.npy", array(values))
