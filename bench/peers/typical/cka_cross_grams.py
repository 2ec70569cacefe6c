"""Linear CKA of the first half of the layers with the second, from a Gram matrix stimuli x stimuli a
layer: fewer operations than cka_cross.py, more memory. Arguments: where to write, the files."""
import sys

import numpy as np


def gram(name):
    X = np.load(name)
    X -= X.mean(0)
    K = X @ X.T
    K /= np.linalg.norm(K)
    return K.ravel()


out, *files = sys.argv[1:]
half = len(files) // 2
rows, columns = (np.array([gram(name) for name in part]) for part in (files[:half], files[half:]))
np.save(f"{out}.npy", rows @ columns.T)
