"""scipy.stats.kendalltau of two condensed RDMs.

Reads one JSON question a line, {"entries", "levels"}, and answers with seconds for one pair;
levels is how many different values there are, 0 for as many as entries.
"""
import json
import sys
import time

import numpy as np
from scipy.stats import kendalltau

for line in sys.stdin:
    question = json.loads(line)
    rng = np.random.default_rng(0)
    n, levels = question["entries"], question["levels"]
    x = rng.random(n)
    y = x + rng.random(n)
    if levels:
        x, y = np.floor(x * levels), np.floor(y * levels)
    start = time.perf_counter()
    kendalltau(x, y)
    print(json.dumps(time.perf_counter() - start), flush=True)
