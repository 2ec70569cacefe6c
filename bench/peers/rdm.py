"""RDMs as SciPy makes them: condensed, of stimuli × units. Crossnobis as rsatoolbox makes it: each run
against the mean of the others, by one product.

Reads one JSON question a line, {"metric", "m", "n", "p"?, "runs"?}, and answers with seconds.
"""
import json
import sys

import numpy as np
from scipy.spatial.distance import pdist

from clock import now

def crossnobis(X):
    """X: stimuli × runs × units."""
    stimuli, runs, units = X.shape
    first, second = np.triu_indices(stimuli, 1)
    total = X.sum(1)
    sums = np.zeros(len(first))
    for run in range(runs):
        test = X[:, run]
        kernel = ((total - test) / (runs - 1)) @ test.T / units
        own = np.diag(kernel)
        sums += own[first] + own[second] - kernel[first, second] - kernel[second, first]
    return sums / runs


for line in sys.stdin:
    question = json.loads(line)
    runs = [question["runs"]] if "runs" in question else []
    X = np.random.default_rng(0).standard_normal((question["m"], *runs, question["n"]))
    options = {"p": question["p"]} if "p" in question else {}
    start = now()
    crossnobis(X) if runs else pdist(X, question["metric"], **options)
    print(json.dumps(now() - start), flush=True)
