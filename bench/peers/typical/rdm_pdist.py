"""Correlation distances between stimuli, condensed, as SciPy makes them. Arguments: where to write, the file."""
import sys

import numpy as np
from scipy.spatial.distance import pdist

out, name = sys.argv[1:]
np.save(f"{out}.npy", pdist(np.load(name), "correlation"))
