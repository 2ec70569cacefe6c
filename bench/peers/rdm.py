"""RDMs as SciPy makes them: condensed, of stimuli × units.

Reads one JSON question a line, {"metric", "m", "n", "p"?}, and answers with seconds.
"""
import json
import sys

import numpy as np
from scipy.spatial.distance import pdist

from clock import now

for line in sys.stdin:
    question = json.loads(line)
    X = np.random.default_rng(0).standard_normal((question["m"], question["n"]))
    options = {"p": question["p"]} if "p" in question else {}
    start = now()
    pdist(X, question["metric"], **options)
    print(json.dumps(now() - start), flush=True)
