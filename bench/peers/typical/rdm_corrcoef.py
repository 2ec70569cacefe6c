"""Correlation distances between stimuli, condensed, from one product. Arguments: where to write, the file."""
import sys

import numpy as np

out, name = sys.argv[1:]
distances = 1 - np.corrcoef(np.load(name))
np.save(f"{out}.npy", distances[np.triu_indices(len(distances), 1)])
