"""RDMs as SciPy makes them: condensed, of stimuli × units.

Reads one JSON question a line, {"metric", "m", "n", "p"?}, and answers with seconds.
"""
import json
import sys
import time

import numpy as np
from scipy.spatial.distance import pdist

for line in sys.stdin:
    question = json.loads(line)
    X = np.random.default_rng(0).standard_normal((question["m"], question["n"]))
    options = {"p": question["p"]} if "p" in question else {}
    start = time.perf_counter()
    pdist(X, question["metric"], **options)
    print(json.dumps(time.perf_counter() - start), flush=True)
