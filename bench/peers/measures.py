"""Plain scripts of measures, as a good NumPy user writes them: measures/FAMILY.py holds MEASURES, functions by the name
of the metric. Each takes the list of networks (stimuli × units) and the options, and gives the K × K values; what depends
on one network only may be done once for each.

Reads one JSON question a line, {"family", "metric", "options", "K", "m", "n"}, for trajectories also {"shape"}: trials,
repeats, times of the m rows; and answers with the seconds of all pairs.
"""
import importlib
import json
import sys

import numpy as np

from clock import now

for line in sys.stdin:
    question = json.loads(line)
    random = np.random.default_rng(1)
    shape = question.get("shape")
    nets = [random.standard_normal((question["m"], question["n"])) for _ in range(question["K"])]
    nets = [X.reshape(*shape, question["n"]) for X in nets] if shape else nets
    measure = importlib.import_module(f"measures.{question['family']}").MEASURES[question["metric"]]
    start = now()
    measure(nets, question["options"])
    print(json.dumps(now() - start), flush=True)
