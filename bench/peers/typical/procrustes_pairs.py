"""Angular Procrustes distance of all pairs of layers; of the singular values only the values are asked
for. Arguments: where to write, the files."""
import sys

import numpy as np


def prepared(name):
    X = np.load(name)
    X -= X.mean(0)
    X /= np.linalg.norm(X)
    return X


out, *files = sys.argv[1:]
layers = [prepared(name) for name in files]
distances = np.zeros((len(layers), len(layers)))
for i, X in enumerate(layers):
    for j, Y in enumerate(layers[:i]):
        nuclear = np.linalg.svd(X.T @ Y, compute_uv=False).sum()
        distances[i, j] = distances[j, i] = np.arccos(min(1.0, nuclear))
np.save(f"{out}.npy", distances)
