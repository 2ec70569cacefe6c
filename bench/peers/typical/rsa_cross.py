"""RSA of layers with regions, the last four files: Pearson's correlation of correlation distances.
Arguments: where to write, the files."""
import sys

import numpy as np


def rdm(name):
    distances = 1 - np.corrcoef(np.load(name))
    entries = distances[np.triu_indices(len(distances), 1)]
    entries -= entries.mean()
    return entries / np.linalg.norm(entries)


out, *files = sys.argv[1:]
rdms = np.array([rdm(name) for name in files])
np.save(f"{out}.npy", rdms[:-4] @ rdms[-4:].T)
