"""Linear CKA of the first half of the layers with the second. Norms are taken once a layer, products
units x units once a pair. Arguments: where to write, the files."""
import sys

import numpy as np


def prepared(name):
    X = np.load(name)
    X -= X.mean(0)
    return X, np.linalg.norm(X.T @ X)


out, *files = sys.argv[1:]
layers = [prepared(name) for name in files]
half = len(layers) // 2
values = [[np.linalg.norm(X.T @ Y) ** 2 / (x * y) for Y, y in layers[half:]] for X, x in layers[:half]]
np.save(f"{out}.npy", values)
