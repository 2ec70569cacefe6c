"""Angular CCA distance of two layers of full rank: arccos of the mean canonical correlation. Arguments:
where to write, the two files."""
import sys

import numpy as np


def basis(name):
    X = np.load(name)
    return np.linalg.qr(X - X.mean(0))[0]


out, first, second = sys.argv[1:]
correlations = np.linalg.svd(basis(first).T @ basis(second), compute_uv=False)
np.save(f"{out}.npy", np.arccos(min(1.0, correlations.mean())))
