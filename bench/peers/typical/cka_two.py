"""Linear CKA of two layers, from the units x units products. Arguments: where to write, the two files."""
import sys

import numpy as np

out, *files = sys.argv[1:]
X, Y = (np.load(name) for name in files)
X -= X.mean(0)
Y -= Y.mean(0)
value = np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))
np.save(f"{out}.npy", value)
