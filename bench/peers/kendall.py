"""scipy.stats.kendalltau of two condensed RDMs.

Reads one JSON question a line, {"entries", "levels", "pairs"}, and answers with seconds of processor
time for so many pairs; levels is how many different values there are, 0 for as many as entries.
"""
import json
import sys

import numpy as np
from scipy.stats import kendalltau

from clock import now

for line in sys.stdin:
    question = json.loads(line)
    rng = np.random.default_rng(0)
    n, levels = question["entries"], question["levels"]
    x = rng.random(n)
    x, y = x + rng.random(n), x + rng.random(n)
    if levels:
        x, y = np.floor(x * levels), np.floor(y * levels)
    start = now()
    for _ in range(question["pairs"]):
        kendalltau(x, y)
    print(json.dumps(now() - start), flush=True)
